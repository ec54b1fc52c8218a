"""`--all-units`: one table, or a folder of documents, that say of each unit what the command says of it alone."""

import csv
import errno
import io
import json
import os
import re
import shutil
from itertools import cycle
from pathlib import Path
from typing import Any

import icalendar
import pandas as pd
import pytest

import cchc_cli as cchc
from cchc_cli.commands.papers import file_stems
from cchc_cli.model.problems import LeftOut
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Unit
from cchc_cli.show.writers import FILED, FORMS, as_file
from cchc_cli.system import safe_write
from tests.conftest import MINIMAL, NOTED, ROOT, Run, Tiny
from tools import commands
from tools.golden import kept_results

UNITS = "unit,name,group\na,Xã An,\nb,Xã Bình,\nc,Xã Cát,\n"
SCORES = NOTED + "".join(
    f"{year},{unit},{component},{points},\n"
    for year in (2022, 2023)
    for unit, ten in (("a", 2), ("b", 0), ("c", 1))
    for component, points in (("1.1.1", 3), ("1.1.2", 2), ("1.10", ten))
)
TASKS = """\
id,unit,component,action,owner,due,gain,status
T-2024-001,a,1.1.1,Do it,office,2024-05-01,1,todo
T-2024-002,b,1.1.1,Do it,office,2024-05-01,2,done
T-2024-003,b,1.10,Do more,office,2024-02-01,2,todo
"""
COMMANDS: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
    ("score", (2023,), {"by": "component"}),
    ("gaps", (), {"peers": True}),
    ("gaps", (), {"by": "owner"}),
    ("keep", (), {}),
    ("appeal", (), {"everything": True}),
    ("explain", (), {}),
    ("trend", (), {}),
    ("compare", ("best",), {}),
    ("compare", ("xa-giang",), {"everything": True}),
    ("plan", (), {"budget": 5}),
    ("track", (), {"day": "2024-03-25"}),
    ("commit", (), {}),
)


def names_in(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


@pytest.fixture
def province(tiny: Tiny) -> Path:
    """Three units, of which two have tasks, and no default unit."""
    return tiny(units=UNITS, scores=SCORES, tasks=TASKS)


@pytest.fixture
def kinds(tmp_path: Path) -> cchc.Workspace:
    """Bonus and penalty, mergers, a tie, blanks, groups."""
    shutil.copytree(ROOT / "tests" / "fixtures" / "kinds", tmp_path / "kinds")
    return cchc.open_workspace(tmp_path / "kinds", "en")


@pytest.mark.parametrize(("name", "given", "named"), COMMANDS)
def test_each_unit_has_the_rows_that_it_has_alone(
    kinds: cchc.Workspace, name: str, given: tuple[Any, ...], named: dict[str, Any], recwarn: pytest.WarningsRecorder
) -> None:
    command = getattr(cchc, name)
    whole = cchc.all_units(command, kinds, *given, **named)
    told = [str(each.message) for each in recwarn]
    assert next(iter(whole.frame)) == "unit"
    left = []
    for unit in pd.read_csv(kinds.folder.units)["unit"]:
        rows = whole.frame[whole.frame["unit"] == unit].reset_index(drop=True)
        try:
            alone = command(kinds, *given, **named, unit=unit)
        except LeftOut as error:
            left.append(error.unit or error.text)
            assert rows.empty
            continue
        expected = alone.frame if "unit" in alone.frame else alone.frame.assign(unit=unit)
        pd.testing.assert_frame_equal(
            rows[list(alone.columns)], expected[list(alone.columns)], check_dtype=len(rows) > 0
        )
        assert repr(whole.extra["units"][unit]) == repr(alone.extra)
    labels = {column.label for table in whole.tables for column in table.columns}
    for table in whole.tables:
        heads = [(column.key, column.kind) for column in table.columns]
        assert len(heads) == len(set(heads))
    assert not labels & set(pd.read_csv(kinds.folder.units)["name"])
    for form in FORMS:
        assert form == "pdf" or as_file(whole, "x", form), form
    found = json.loads(as_file(whole, "x", "json"))["rows"]
    lines = list(csv.reader(io.StringIO(as_file(whole, "x", "csv").decode("utf-8"), newline="")))
    assert [[value is None for value in row.values()] for row in found] == [
        [not cell for cell in line] for line in lines[1:]
    ]
    assert bool(left) == any("Left out" in text for text in told)
    assert all(any(text in each for each in told) for text in left[:2])


def test_a_screen_has_one_table_with_the_unit_first(province: Path, run: Run) -> None:
    text = run("gaps", "--all-units").out
    assert text.splitlines()[:2] == ["Lost points", "3 units, 2023"]
    assert [line.split("  ")[0] for line in text.splitlines() if "1.1.1" in line] == ["Xã An", "Xã Bình", "Xã Cát"]
    loaded = json.loads(run("gaps", "--all-units", "-f", "json").out)
    assert [row["unit"] for row in loaded["rows"]] == ["a", "b", "b", "c", "c"]
    assert loaded["units"]["b"]["lost"] == 5


def test_progress_on_a_screen_is_a_line_a_unit(province: Path, run: Run) -> None:
    done = run("track", "--all-units", "--date", "2024-03-01")
    assert re.search(r"Xã Bình +2 +1 +0 +0 +0 +1 +50.0", done.out)
    assert "Left out 1 time: There are no tasks of Xã Cát" in done.err
    assert run("track", "--all-units", "--date", "2024-03-01", "-f", "csv").out.count("T-2024") == 3
    summary = run("track", "--all-units", "--date", "2024-03-01", "--summary").out
    assert summary == "2 units – Tasks: 3, Done: 1, Doing: 0, Not begun: 1, Due soon: 0, Overdue: 1\n"
    period = run("track", "--all-units", "--period", "2024-Q1").out
    assert re.search(r"Xã An +0 +0 +0 +0 +1\n", period)
    assert re.search(r"Xã Bình +1 +0 +1 +0 +0\n", period)
    late = run("track", "--all-units", "--date", "2024-03-01", "--fail-on", "overdue")
    assert late.status == 1
    assert "Of 2 units 1: Xã Bình: 1 task is overdue: T-2024-003." in late.err


def test_units_without_a_plan_of_the_year_stop_no_other(province: Path, run: Run) -> None:
    later = "T-2025-001,a,1.1.1,Later,office,2025-05-01,1,todo\n"
    (province / "data" / "tasks.csv").write_text(TASKS + later)
    done = run("track", "--all-units", "--year", "2025", "-f", "csv")
    assert (done.status, done.out.count("T-2025-001"), done.out.count("\n")) == (0, 1, 2)
    assert "There are no tasks for 2025." in done.err
    assert run("track", "--all-units", "--year", "2030").status == 2
    done = run("report", "progress", "2025", "--all-units", "-o", "out", "--suffix", "csv")
    assert (done.status, names_in("out")) == (0, {"a-xa-an-progress.csv", "index.html"})


def test_what_does_not_hold_and_what_is_wrong_is_told_by_unit(province: Path, run: Run) -> None:
    done = run("score", "--all-units", "--fail-under", "70")
    assert (done.status, done.out.count("Xã An")) == (1, 2)
    assert "Of 3 units 2: Xã Bình: The index 50.00 is under 70. Xã Cát: The index 60.00 is under 70." in done.err
    (province / "data" / "scores.csv").write_text(SCORES + "2024,a,1.1.1,6,\n2024,b,1.1.1,,\n2024,b,1.1.2,2,\n")
    done = run("score", "2024", "--all-units", "--strict")
    assert (done.status, done.out) == (2, "")
    assert "2 units have no result" in done.err
    assert "Xã An: 2 components" in done.err
    for wrong in (("1999",), ("--unit", "a"), ("--since", "2024")):
        failed = run("score", "--all-units", *wrong)
        assert (failed.status, failed.out) == (2, "")
        assert failed.err.count("\n") <= 2


SUFFIXES = [form for form in FILED if form != "pdf"]
Papers = tuple[list[list[str]], dict[tuple[str, str], tuple[Report, str]]]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """All documents of all units in all formats (unit, document, file, fault), and the result of each command alone."""
    folder = tmp_path_factory.mktemp("province")
    (folder / "criteria.yaml").write_text(MINIMAL, encoding="utf-8")
    for name, text in {"units": UNITS, "scores": SCORES, "tasks": TASKS}.items():
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    at, alone = ("-C", folder, "--lang", "en"), {}
    to = ("-o", folder / "out", "--suffix", ",".join(SUFFIXES), "--signed", "2024-01-02", "-f", "csv")
    done = commands.run(*at, "report", "all", "--all-units", *to)
    assert done.status == 0, done.err
    listed = [line.split(",") for line in done.out.splitlines()[1:]]
    assert {file for _unit, _document, file, _fault in listed} | {str(folder / "out" / "index.html")} == {
        str(path) for path in (folder / "out").iterdir()
    }
    for (unit, document), suffix in zip({(each[0], each[1]): 0 for each in listed}, cycle(SUFFIXES), strict=False):
        file = folder / f"alone.{suffix}"
        with kept_results() as results:
            done = commands.run(*at, "report", document, "-u", unit, "--signed", "2024-01-02", "-o", file)
        assert done.status == 0, done.err
        (alone[unit, document],) = results
        assert file.read_bytes() == as_file(*results[0], suffix)
    return listed, alone


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_of_a_folder_is_that_of_the_command_alone(papers: Papers, suffix: str) -> None:
    listed = [row for row in papers[0] if row[2].endswith(f".{suffix}")]
    # A unit without tasks has no progress and no commitments.
    of_all, of_tasks = ("result", "plan", "appeal", "brief", "conclusion"), ("progress", "commitments")
    assert sorted({(unit, document) for unit, document, _file, _fault in listed}) == sorted(
        (unit, document) for unit in "abc" for document in (*of_all, *(of_tasks if unit < "c" else ()))
    )
    for unit, document, file, fault in listed:
        assert not fault
        assert Path(file).read_bytes() == as_file(*papers[1][unit, document], suffix), file


def test_the_index_links_what_is_in_the_folder(province: Path, run: Run) -> None:
    assert run("report", "result", "--all-units", "-o", "out/", "--suffix", "md,csv").status == 0
    assert run("report", "plan", "--all-units", "-o", "out", "--suffix", "md").status == 0
    page = Path("out", "index.html").read_text("utf-8")
    assert sorted(re.findall(r'href="([^"#]+)"', page)) == sorted(names_in("out") - {"index.html"})
    assert len(names_in("out")) == 10
    assert "Xã Bình" in page


ODD = [
    Unit("A/1", "Xã An"), Unit("a-1", "Xã An"), Unit("CON", "con"), Unit("..", "…"), Unit("村", "村"),
    Unit("x" * 300, "Xã"), Unit("x" * 300 + "y", "Xã"), Unit("27001", "Xã Đồng Tâm"), Unit("xa-tien-loi", "Xã Tiến Lợi"),
]  # fmt: skip


def test_names_of_files_are_safe_readable_and_different() -> None:
    stems = file_stems(ODD)
    assert list(stems.values())[-2:] == ["27001-xa-dong-tam", "xa-tien-loi"]
    assert list(stems.values())[:5] == ["a-1-xa-an", "a-1-xa-an-2", "con", "unit", "unit-2"]
    assert len(set(stems.values())) == len(ODD)
    assert all(re.fullmatch("[a-z0-9]([a-z0-9-]{0,70}[a-z0-9])?", stem) for stem in stems.values())


def test_a_document_that_cannot_be_written_stops_no_other(
    province: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out", "b-xa-binh-result.csv").mkdir(parents=True)
    done = run("report", "result", "--all-units", "-o", "out", "--suffix", "csv", "-f", "json")
    faults = {row["unit"]: row["fault"] for row in json.loads(done.out)["rows"]}
    assert [unit for unit, fault in faults.items() if fault] == ["b"]
    assert done.status == 2
    assert "1 document was not written." in done.err
    Path("out", "index.html").unlink()
    Path("out", "index.html").mkdir()
    shown = run("report", "result", "--all-units", "-o", "out", "--suffix", "csv").out
    assert re.search(r"Units +3\b", shown)
    assert "Xã Bình" in shown
    assert "Xã An" not in shown

    full, count = os.fsync, iter(range(99))

    def filling(handle: int) -> None:
        if next(count) > 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        full(handle)

    monkeypatch.setattr(safe_write.os, "fsync", filling)
    done = run("report", "plan", "--all-units", "-o", "new", "--suffix", "md", "-f", "csv")
    assert (done.status, done.out.count("the disk is full")) == (2, 3)
    assert [path.name for path in Path("new").iterdir()] == ["a-xa-an-plan.md"]
    assert Path("new", "a-xa-an-plan.md").read_text("utf-8").startswith("# ")


def test_folders_that_are_none_are_refused_before_anything_is_done(province: Path, run: Run) -> None:
    Path("file").write_text("x")
    wrong = {
        "file": "is a file; name a folder",
        "x.docx": "is called like a file, and here a folder is named",
        "no/where": "There is no folder",
        "file/sub": "file is a file, not a folder",
        "file/sub/sub": "file is a file, not a folder",
        "data": "where cchc reads scores",
        "data/out": "where cchc reads scores",
    }
    for folder, told in wrong.items():
        for command in ("result --all-units", "all --all-units", "all -u a"):
            done = run("report", *command.split(), "-o", folder)
            assert (done.status, done.out) == (2, "")
            assert told in done.err
    assert "needs a folder" in run("report", "result", "--all-units").err
    assert "“odt” is not allowed" in run("report", "all", "--all-units", "-o", "x", "--suffix", "odt").err
    assert "goes with --all-units" in run("report", "result", "-u", "a", "--suffix", "md").err
    assert names_in(".") == {"criteria.yaml", "data", "file"}
    assert names_in("data") == {"scores.csv", "tasks.csv", "units.csv"}


def test_faults_of_files_are_told_before_anything_is_written(province: Path, run: Run) -> None:
    (province / "data" / "tasks.csv").write_text(TASKS.replace("1.10,Do more", "9.9,Do more"))
    for command in ("result --all-units", "all --all-units", "all -u a"):
        done = run("report", *command.split(), "-o", "out")
        assert (done.status, done.out) == (2, "")
        assert "data/tasks.csv:4" in done.err
    (province / "data" / "tasks.csv").write_text(TASKS)
    assert run("report", "all", "1999", "-u", "a", "-o", "out").status == 2
    assert "There are no scores for 1999." in run("report", "result", "1999", "--all-units", "-o", "out").err
    assert not Path("out").exists()


def test_what_all_units_are_compared_with_is_told(province: Path, run: Run) -> None:
    shown = run("compare", "best", "--all-units").out
    told = " ".join(shown.split())
    assert "Compared with Xã An 2 units Xã Bình and Xã Cát" in told
    assert "Compared with Xã Cát 1 unit Xã An" in told
    assert shown.count("Where the points differ") == 1
    assert run("compare", "a", "--all-units").out.startswith("Compared with Xã An\n2 units")
    assert run("compare", "median", "--all-units").out.startswith("Compared with the median of its group\n3 units")


def test_a_mark_is_explained_where_it_stands(province: Path, run: Run) -> None:
    tasks = province / "data" / "tasks.csv"
    tasks.write_text(TASKS.replace("2024-05-01,1,", "2024-05-01,,"))
    day = ("--date", "2024-03-25")
    alone, every = (" ".join(run("track", *line, *day).out.split()) for line in (("-u", "a"), ("--all-units",)))
    assert "≈ gain: T-2024-001 says none" in alone
    assert "Xã An: 1 of the tasks says no gain (T-2024-001)" in every
    assert "≈" not in every


def test_one_calendar_has_the_deadlines_of_all_units(province: Path, run: Run) -> None:
    def events(*line: str) -> dict[str, str]:
        """What each event is called, by its UID."""
        assert run("track", *line, "--ics", "x.ics").status == 0
        calendar = icalendar.Calendar.from_ical(Path("x.ics").read_bytes())
        return {str(event["uid"]): str(event["summary"]) for event in calendar.walk("VEVENT")}

    alone = {
        uid: f"{name}: {text}"
        for u, name in (("a", "Xã An"), ("b", "Xã Bình"))
        for uid, text in events("-u", u).items()
    }
    assert events("--all-units") == alone
    assert set(alone) == {"T-2024-001.a@cchc", "T-2024-002.b@cchc", "T-2024-003.b@cchc"}
    Path("x.ics").write_text("no calendar")
    refused = run("track", "--all-units", "--ics", "x.ics")
    assert (refused.status, refused.out) == (2, "")
    assert Path("x.ics").read_text() == "no calendar"


def test_all_units_commit_owner_by_owner(province: Path, run: Run) -> None:
    shown = run("commit", "--all-units").out
    assert [line.split() for line in shown.splitlines() if "Office" in line] == [
        ["Xã", "An", "Office", "1", "2024-05-01", "2024-05-01"],
        ["Xã", "Bình", "Office", "1", "2024-02-01", "2024-02-01"],
    ]
    assert "1 task is done and not listed" in shown
    rows = list(csv.DictReader(io.StringIO(run("commit", "--all-units", "-f", "csv").out)))
    assert [(row["unit"], row["id"], row["owner"]) for row in rows] == [
        ("a", "T-2024-001", "office"), ("b", "T-2024-003", "office")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["X" + "ã" * 300, "Xã " + "rất dài " * 40])
def test_a_name_of_300_letters_breaks_no_table_and_no_file(tiny: Tiny, run: Run, name: str) -> None:
    tiny(units=UNITS.replace("Xã An", name).replace("Xã Bình", "Xã A/B"), scores=SCORES, tasks=TASKS)
    outcome = run("report", "result", "--all-units", "-o", "out", "--suffix", "md")
    assert (outcome.status, len(names_in("out"))) == (0, 4)
    for line in ("gaps --all-units", "track --all-units", "commit --all-units", "ranks", "matrix", "overview"):
        assert max(map(len, run(*line.split()).out.splitlines())) <= 80, line
