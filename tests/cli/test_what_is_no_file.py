"""Pipes, devices, sockets, folders and closed doors where files are read: told at once, and nothing waits."""

import os
import socket
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, Tiny
from tests.office.annex import write_sheet
from tests.powers import IS_ROOT, like_anybody
from tools.commands import FIXTURES

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")

SCORES = "year,unit,component,score\n2022,u,1.1.1,6\n2022,u,1.1.2,2\n2022,u,1.10,2\n"
TASKS = "id,component,action,status,due\nT-2023-001,1.1.1,A,todo,2023-05-01\n"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has 107 bytes at most
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)
    os.chdir(here)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


THINGS = {
    pipe: "it is a pipe, a device or a socket, not a file",
    listening: "it is a pipe, a device or a socket, not a file",
    device: "it is a pipe, a device or a socket, not a file",
    circle: "a link that leads to itself",
    folder: "is a folder",
}


@pytest.fixture(params=THINGS, ids=lambda thing: thing.__name__)
def thing(request: pytest.FixtureRequest) -> Iterator[tuple[Callable[[Path], None], str]]:
    yield request.param, THINGS[request.param]


@pytest.mark.parametrize(
    ("name", "commands"),
    [
        ("data/scores.csv", ["score", "check", "keep"]),
        ("data/units.csv", ["score", "check"]),
        ("data/tasks.csv", ["track", "check", "task start T-2023-001", "plan --write"]),
        ("data/dossiers.csv", ["measure 2022 --unit u", "check"]),
        ("data/dossiers-1.parquet", ["measure 2022 --unit u", "check"]),
        ("data/reports-1.csv", ["measure 2022 --unit u"]),
        ("data/calendar.csv", ["measure 2022 --unit u"]),
        ("other", ["simulate --scenarios other", "audit other", "import criteria other -o c.yaml",
                   "import scores other --year 2022 --unit u"]),
    ],
)  # fmt: skip
def test_what_is_no_file_is_refused_and_told(
    name: str, commands: list[str], thing: tuple[Callable[[Path], None], str], tiny: Tiny, run: Run
) -> None:
    make, reason = thing
    root = tiny(scores=SCORES, tasks=TASKS, dossiers="dossier,unit,received,due,finished,channel\n")
    (root / name).unlink(missing_ok=True)
    make(root / name)
    for command in commands:
        outcome = run(*command.split())
        told = " ".join((outcome.out + outcome.err).split())
        assert outcome.status == (1 if command == "check" else 2), (command, told)
        assert name in told, (command, told)
        assert reason in told, (command, told)


def test_criteria_that_are_no_file_are_told_in_the_language_of_the_machine(
    thing: tuple[Callable[[Path], None], str], tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, _reason = thing
    root = tiny(scores=SCORES)
    (root / "criteria.yaml").unlink()
    make(root / "criteria.yaml")
    monkeypatch.delenv("CCHC_LANG")
    outcome = run("score")
    assert (outcome.status, outcome.out) == (2, "")
    assert str(root / "criteria.yaml") in "".join(outcome.err.split("\n"))


def test_scores_that_lead_to_themselves_are_told_beside_an_import(tiny: Tiny, run: Run) -> None:
    root = tiny(scores=SCORES)
    circle(root / "data" / "scores-2023.CSV")
    write_sheet(
        root / "sheet.xlsx", [["Mã", "Nội dung", "Điểm"], ["1.1.1", "Có", 5], ["1.1.2", "Có", 1], ["1.10", "Có", 1]]
    )
    outcome = run("import", "scores", "sheet.xlsx", "--year", "2022", "--unit", "u", "--force")
    assert (outcome.status, outcome.out) == (2, "")
    assert "data/scores-2023.CSV" in outcome.err
    assert "a link that leads to itself" in " ".join(outcome.err.split())
    assert not (root / "data" / "scores-2022.csv").exists()


def test_a_calendar_file_is_not_written_into_a_pipe(tiny: Tiny, run: Run) -> None:
    root = tiny(scores=SCORES, tasks=TASKS)
    pipe(root / "plan.ics")
    outcome = run("track", "--ics", "plan.ics")
    assert outcome.status == 2
    assert (root / "plan.ics").is_fifo()


@pytest.mark.parametrize(
    "arguments",
    [
        ["-C", "{long}", "score"],
        ["score", "-o", "{long}.json"],
        ["simulate", "--scenarios", "{long}"],
        ["audit", "{long}"],
        ["import", "criteria", "{long}", "-o", "new.yaml"],
        ["import", "criteria", str(FIXTURES / "annex-roman.xlsx"), "-o", "{long}.yaml"],
        ["track", "--ics", "{long}"],
        ["init", "{long}"],
    ],
)
def test_names_longer_than_any_file_has(arguments: list[str], tiny: Tiny, run: Run) -> None:
    tiny(scores=SCORES, tasks=TASKS)
    for long in ("a" * 300, "b/" * 3000 + "b"):
        outcome = run(*(each.format(long=long) for each in arguments))
        assert (outcome.status, outcome.out) == (2, "")
        assert "its name is too long" in " ".join(outcome.err.split())


def done(evidence: str) -> str:
    return f'id,component,action,status,done_on,evidence\nT-2023-001,1.1.1,A,done,2023-03-01,"{evidence}"\n'


FILES = ["Biên bản họp.pdf", "Báo cáo  quý.docx", "Kế hoạch.pdf", "Quyết định.docx", "Sổ theo dõi.xlsx", "Ảnh.jpg"]


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("between", ["; ", ";", "\n", "\r\n", ";\n"])
def test_evidence_is_found_in_both_forms_and_as_one_cell(
    between: str, typed: str, on_disk: str, tiny: Tiny, run: Run
) -> None:
    cell = between.join(unicodedata.normalize(typed, f"Hồ sơ/{name}") for name in FILES)
    root = tiny(scores=SCORES, tasks=done(cell))
    place = root / unicodedata.normalize(on_disk, "Hồ sơ")
    place.mkdir()
    for name in FILES:
        (place / unicodedata.normalize(on_disk, name)).touch()
    assert ",true," in run("track", "--date", "2023-04-01", "-f", "csv").out
    (place / unicodedata.normalize(on_disk, FILES[2])).unlink()
    assert ",false," in run("track", "--date", "2023-04-01", "-f", "csv").out


@pytest.mark.parametrize("evidence", ["Đã gửi báo cáo " * 400, "a/" * 3000, "../" * 900])
def test_evidence_that_is_a_sentence_is_not_there(evidence: str, tiny: Tiny, run: Run) -> None:
    tiny(scores=SCORES, tasks=TASKS)
    finished = run("task", "done", "T-2023-001", "--evidence", evidence)
    assert finished.status == 0
    assert "is not there" in finished.err
    assert run("track", "--date", "2023-04-01").status == 0


@pytest.mark.skipif(not IS_ROOT, reason="only root owns what it may not read")
@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400], ids=oct)
@pytest.mark.parametrize("place", ["data", "data/dossiers", "."])
def test_a_folder_that_may_not_be_read(place: str, mode: int, tiny: Tiny, run: Run) -> None:
    root = tiny(scores=SCORES, tasks=TASKS)
    (root / "data" / "dossiers").mkdir()
    os.chdir("/")
    commands = ("score", "check", "measure 2022 --unit u", "track", "score -o r.json")
    try:
        (root / place).chmod(mode)
        with like_anybody():
            outcomes = {command: run("-C", root, *command.split()) for command in commands}
    finally:
        (root / place).chmod(0o755)
    for command, outcome in outcomes.items():
        if place == "data/dossiers" and (mode == 0o400 or ("measure" not in command and command != "check")):
            continue  # no register that is asked for is shut
        if place == "." and mode == 0o100:
            continue  # what stands in it is found by its name
        assert outcome.status == 2, (command, outcome)
        assert "(access is denied)" in " ".join(outcome.err.split()), (command, outcome)


def test_a_current_folder_that_was_deleted(tiny: Tiny, run: Run) -> None:
    root = tiny(scores=SCORES)
    gone = root / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    try:
        outcome = run("score")
    finally:
        os.chdir(root)
    assert (outcome.status, outcome.out) == (2, "")
    assert "The current folder cannot be read (it does not exist)." in outcome.err
