"""Files that are written: what stands there, whose it is, what others have planted or left behind."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cchc_cli.model.problems import CchcError
from cchc_cli.system import safe_write
from cchc_cli.system.safe_write import locked, replace_text
from tests.conftest import Run
from tests.powers import IS_ROOT, like_anybody

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes, owners and pipes are those of Unix")
ROOT_ONLY = pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "r.json").write_bytes(b"old")
    (tmp_path / "r.json").symlink_to("real/r.json")
    replace_text(tmp_path / "r.json", b"new")
    assert (tmp_path / "r.json").is_symlink()
    assert (tmp_path / "real" / "r.json").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["r.json", "r.json", "real"]


def test_a_device_stays_a_device_and_gets_what_is_written(sample: Path, run: Run) -> None:
    Path("null.json").symlink_to("/dev/null")
    outcome = run("score", "-o", "null.json")
    assert outcome.status == 0
    assert Path("null.json").is_symlink()
    assert Path("/dev/null").is_char_device()


def test_a_pipe_is_written_into_where_somebody_reads_and_refused_where_nobody_does(sample: Path, run: Run) -> None:
    os.mkfifo("p.csv")
    outcome = run("score", "-o", "p.csv")
    assert (outcome.status, outcome.out) == (2, "")
    assert "nobody reads" in outcome.err
    reader = os.open("p.csv", os.O_RDONLY | os.O_NONBLOCK)
    assert run("score", "-o", "p.csv").status == 0
    assert os.read(reader, 10_000).startswith(b"year,unit,")
    os.close(reader)
    assert Path("p.csv").is_fifo()


def test_links_that_lead_to_themselves_are_told(sample: Path, run: Run) -> None:
    Path("loop.json").symlink_to("loop.json")
    outcome = run("score", "-o", "loop.json")
    assert outcome.status == 2
    assert "a link that leads to itself" in outcome.err


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_owner_group_and_mode_stay_when_root_writes(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    path.write_bytes(b"old")
    path.chmod(mode)
    os.chown(path, 65534, 65533)
    replace_text(path, b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (65534, 65533, mode)


@pytest.mark.parametrize(
    ("number", "told", "closing"),
    [
        (errno.EACCES, "quyền", True),
        (errno.ENOSPC, "ổ đĩa đã đầy", False),
        (errno.EDQUOT, "dung lượng", False),
        (errno.EFBIG, "tệp", False),
        (errno.EIO, "mạng", False),
    ],
)
def test_why_a_file_cannot_be_written_is_told_in_the_users_language(
    number: int, told: str, closing: bool, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number), "data/.x")

    monkeypatch.setattr(safe_write, "_put", refuse)
    monkeypatch.setattr("filelock.FileLock.__enter__", refuse)
    for words, name in ((["score", "-o", "r.json"], "r.json"), (["task", "add", "--component", "7.2"], "tasks.csv")):
        done = run(*words, "--action", "x", "--lang", "vi") if words[0] == "task" else run(*words, "--lang", "vi")
        reason = done.err.split("(")[1].split(")")[0]
        assert (done.status, name in done.err, ".x" in done.err, told in reason) == (2, True, False, True)
        assert ("đóng" in done.err) == closing, done.err


@ROOT_ONLY
def test_a_file_that_may_not_be_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with like_anybody(), pytest.raises(CchcError, match="access is denied"):
        replace_text(path, b"new")
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_planted_link_is_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    draws = iter([b"\0" * 8, b"\1" * 8])
    monkeypatch.setattr(os, "urandom", lambda _count: next(draws))
    (tmp_path / f".out.json.{'00' * 8}.tmp").symlink_to(victim)
    replace_text(tmp_path / "out.json", b"new")
    assert victim.read_text() == "precious"
    assert (tmp_path / "out.json").read_bytes() == b"new"
    assert not (tmp_path / "out.json").is_symlink()


def test_names_as_long_as_a_disk_takes_can_be_written(tmp_path: Path) -> None:
    for name in ("a" * 250 + ".json", "ế" * 83 + ".json"):
        replace_text(tmp_path / name, b"new")
        assert (tmp_path / name).read_bytes() == b"new"


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from cchc_cli.system.safe_write import made_folder, replace_text

def write(folder):
    with made_folder(folder / "new"):
        replace_text(folder / "old.csv", b"new")
        replace_text(folder / "new" / "b.csv", b"new")

def interrupt(_event, _arguments):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # where the tests run in the background it is ignored
write(Path(sys.argv[1], "warm"))
for moment in range(1, 1000):
    folder, left = Path(sys.argv[1], str(moment)), moment
    folder.mkdir()
    (folder / "old.csv").write_bytes(b"old")
    if not (child := os.fork()):
        sys.addaudithook(interrupt)
        try:
            write(folder)
        except KeyboardInterrupt:
            pass
        os._exit(left <= 0)
    if not os.waitpid(child, 0)[1]:
        break
"""


def test_ctrl_c_at_any_moment_leaves_whole_files_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", INTERRUPTED, str(tmp_path)], check=True, capture_output=True)
    left = {
        tuple(sorted(f"{path.relative_to(folder)}: {path.read_text()}" for path in folder.rglob("*") if path.is_file()))
        for folder in tmp_path.iterdir()
    }
    assert left == {("old.csv: old",), ("old.csv: new",), ("new/b.csv: new", "old.csv: new")}
    assert not [path for path in tmp_path.glob("*/new") if not any(path.iterdir())]
    assert len(list(tmp_path.iterdir())) > 20


WRITER = """
import os, sys
from pathlib import Path
from cchc_cli.system import safe_write
os.fsync = lambda handle: (print("writing", flush=True), sys.stdin.readline())
safe_write.replace_text(Path(sys.argv[1]), b"slow")
"""


@pytest.mark.parametrize("name", ["tasks.csv", "scores-2022.csv", "r.json", "plan.ics", "criteria.yaml", "b.docx"])
def test_leftovers_of_killed_writers_go_and_those_of_living_ones_stay(name: str, tmp_path: Path) -> None:
    def writer() -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        made = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / name)], stdin=pipe, stdout=pipe, text=True
        )
        assert made.stdout is not None
        assert made.stdout.readline() == "writing\n"
        return made

    killed = writer()
    killed.kill()
    killed.communicate()
    living = writer()
    assert len(list(tmp_path.iterdir())) == 1, "the living writer has cleared what the killed one left"
    (tmp_path / f".{name}.123.tmp").touch()
    (tmp_path / f".{name}.of-mine.tmp").touch()
    replace_text(tmp_path / name, b"quick")
    assert not (tmp_path / f".{name}.123.tmp").exists()
    assert (tmp_path / name).read_bytes() == b"quick"
    living.communicate("\n")
    assert living.returncode == 0
    assert (tmp_path / name).read_bytes() == b"slow"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{name}.of-mine.tmp", name]


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@ROOT_ONLY
def test_whoever_may_write_in_the_folder_takes_the_lock_of_another(tmp_path: Path, umask: Callable[[int], int]) -> None:
    umask(0o022)
    os.chown(tmp_path, 0, 12345)
    tmp_path.chmod(0o2775)
    path = tmp_path / "tasks.csv"
    with locked(path):
        replace_text(path, b"one")
    for left in (path, tmp_path / ".tasks.csv.lock"):
        found = left.stat()
        assert (found.st_gid, stat.S_IMODE(found.st_mode) & 0o022) == (12345, 0o020), left


def test_new_files_elsewhere_have_the_mode_that_the_user_wants(tmp_path: Path, umask: Callable[[int], int]) -> None:
    tmp_path.chmod(0o755)
    umask(0o077)
    replace_text(tmp_path / "r.json", b"x")
    assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == 0o600
