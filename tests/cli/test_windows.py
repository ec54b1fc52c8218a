"""What is different on Windows, as far as another system can show it: consoles, names, line ends, files that are open."""

import os
import re
from pathlib import Path

import pytest

from cchc_cli.commands.papers import file_name, file_stems
from cchc_cli.model.scores import Unit
from cchc_cli.system import safe_write
from cchc_cli.system.plain_file import is_device_name
from tests.conftest import Run
from tests.processes import cchc
from tools.commands import add_files


@pytest.mark.parametrize("line", ["score --lang vi", "nothing --lang vi", "report result -f md --lang vi"])
def test_a_console_of_an_old_code_page_changes_no_letter(line: str, sample: Path) -> None:
    usual = cchc(line, sample, LC_ALL="C.UTF-8")
    old = cchc(line, sample, LC_ALL="C", PYTHONIOENCODING="cp1258:strict", PYTHONUTF8="0", PYTHONLEGACYWINDOWSSTDIO="1")
    assert (old.returncode, old.stdout, old.stderr) == (usual.returncode, usual.stdout, usual.stderr)
    assert re.search("[ạảấộữệỗ]", (old.stdout + old.stderr).decode("utf-8"))


@pytest.mark.parametrize("name", ["CON.docx", "nul.csv", "Com1.x.json", "aux .md", "LPT³.html"])
def test_names_of_devices_are_refused_before_anything_is_done(name: str, sample: Path, run: Run) -> None:
    done = run("plan", "--budget", "5", "--write", "-o", name)
    assert (done.status, done.out, "for a device" in done.err) == (2, "", True)
    assert not Path(name).exists() and not Path("data/tasks.csv").exists()


def test_names_that_only_begin_like_devices_are_names() -> None:
    assert not any(map(is_device_name, ("console.csv", "com10.csv", "nul-1.csv", "x.con", "", "con-result.docx")))


def test_no_unit_makes_a_file_with_the_name_of_a_device() -> None:
    units = [Unit(id=name, name=name) for name in ("CON", "nul", "com1", "aux.")]
    names = [file_name(stem, "result", "docx") for stem in file_stems(units).values()]
    assert not any(map(is_device_name, names))
    assert not any(re.search(r'[<>:"/\\|?*]|[. ]$', name) for name in names)


def test_crlf_and_a_byte_order_mark_in_every_file_change_nothing(sample: Path, run: Run) -> None:
    add_files(sample)
    lines = ["score -f csv", "track --date 2023-03-01 -f csv", "ranks -f csv", "check -f json"]
    before = [run(*line.split()) for line in lines]
    for path in [sample / "criteria.yaml", *sample.glob("data/*.csv")]:
        text = path.read_text("utf-8-sig").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [run(*line.split()) for line in lines] == before
    assert run("task", "start", "T-2023-001", "--on", "2023-01-02").status == 0
    data = Path("data/tasks.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize(
    "line", ["score -o out.xlsx", "report result -o out.docx", "track --date 2023-03-01 --ics out.ics"]
)
def test_a_file_that_is_open_elsewhere_stays_as_it_is(
    line: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to put another file in the place of one that Excel or Word has open."""
    add_files(sample)
    target = Path(line.split()[-1])
    target.write_bytes(b"BEGIN:VCALENDAR old")
    before = sorted(path.name for path in sample.iterdir())

    replace = os.replace

    def refused(old: Path, new: Path) -> None:
        # The pictures that the tests keep are put in place as ever.
        if Path(new).name != target.name:
            return replace(old, new)
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(safe_write.os, "replace", refused)
    done = run(*line.split())
    assert (done.status, done.out, target.name in done.err) == (2, "", True)
    assert "access is denied" in done.err
    assert target.read_bytes() == b"BEGIN:VCALENDAR old"
    assert sorted(path.name for path in sample.iterdir()) == before


def test_paths_longer_than_windows_used_to_take_are_told_or_written(sample: Path, run: Run) -> None:
    deep = sample.joinpath(*["thu-muc-" + "x" * 40] * 8)
    deep.mkdir(parents=True)
    assert len(str(deep)) > 260
    assert run("score", "-o", str(deep / "kết quả.csv")).status == 0
    done = run("score", "-o", str(deep / ("x" * 300 + ".csv")))
    assert (done.status, "name is too long" in done.err) == (2, True)


def test_evidence_written_with_backslashes_is_found(sample: Path, run: Run) -> None:
    add_files(sample)
    (sample / "minh chứng").mkdir()
    (sample / "minh chứng" / "bc 1.pdf").write_bytes(b"x")
    done = run("task", "done", "T-2023-001", "--on", "2023-01-02", "--evidence", r"minh chứng\bc 1.pdf")
    assert (done.status, done.err) == (0, "")
    assert run("task", "set", "T-2023-001", "--evidence", r"minh chứng\bc 2.pdf").err.startswith("Note:")
