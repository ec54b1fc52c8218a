"""Folders for a while: they go with their process, also where that is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_cli.system.temporary import LOCK, temporary_folder

HOLD = """
from cchc_cli.system.temporary import temporary_folder
with temporary_folder() as folder:
    (folder / "spilt").write_text("1")
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's place for temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def hold() -> tuple["subprocess.Popen[str]", Path]:
    """A process that has a folder, and the folder."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", HOLD], stdin=pipe, stdout=pipe, text=True)
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there that end with the process")
def test_what_a_killed_process_left_is_removed_and_nothing_else(place: Path) -> None:
    own = place / "cchc-mine"  # a folder of the user's, whatever its name
    own.mkdir()
    (own / "data.csv").write_text("1")
    killed, left = hold()
    living, used = hold()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    with living:
        with temporary_folder() as fresh:
            assert not left.exists()
            assert (used / "spilt").read_text() == "1"
            assert (fresh / LOCK).exists()
        living.communicate("\n")
    assert list(place.iterdir()) == [own]
    assert (own / "data.csv").read_text() == "1"
