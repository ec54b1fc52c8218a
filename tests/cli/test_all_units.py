"""`--all-units`: one table, or a folder of documents, that say of each unit what the command says of it alone."""

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import icalendar
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import cchc_cli as cchc
from cchc_cli.model.problems import LeftOut
from cchc_cli.show.writers import FORMS, as_file
from tests.cli.conftest import SCORES, TASKS, UNITS, names_in
from tests.conftest import HEADER, MINIMAL, ROOT, Run, Tiny

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
            if not error.is_expected:
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
    assert summary == "2 units – Tasks: 3, Done: 1, Not begun: 1, Overdue: 1\n"
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
    assert "Xã An: 1 of the tasks names no gain (T-2024-001)" in every
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


def test_a_column_that_some_units_lack_stands_where_others_have_it(tiny: Tiny, run: Run) -> None:
    """A unit without blanks comes first: "Not scored yet" stood last then, behind the flags and notes."""
    tiny(units=UNITS, scores=SCORES.replace("2023,b,1.1.2,2,", "2023,b,1.1.2,,"))
    head = next(each for each in run("gaps", "2023", "--all-units").out.splitlines() if "  Lost" in each)
    assert head.index("Lost") < head.index("Not scored yet") < head.index("Flags"), head


def test_units_that_ended_are_not_missed_and_others_are_named_once(tiny: Tiny, run: Run) -> None:
    units = "unit,name,group,since,until,merged_into\na,Xã An,,,,\nb,Xã Bình,,,,\nc,Xã Cát,,,,\nd,Xã Cũ,,,2022,a\n"
    scores = "".join(line for line in SCORES.splitlines(keepends=True) if ",c," not in line)
    tiny(units=units, scores=scores)
    done = run("report", "all", "--all-units", "-o", "out")
    assert done.status == 0 and "Xã Cũ" not in done.err
    assert " ".join(done.err.split()).count("Xã Cát has no scores") == done.err.count("Xã Cát") == 1
    assert "Left out 1 time: Xã Cát has no scores" in run("score", "--all-units").err


def test_what_is_not_alike_for_all_units_is_not_shown_as_if_it_were(tiny: Tiny, run: Run) -> None:
    """A maximum of 2 for wards and 6 for others; a task for each of three units is not one task."""
    lines = "".join(f"2022,{unit},{row}\n" for unit in "abw" for row in ("1.1.1,1", "1.1.2,2", "1.10,2"))
    units = "unit,name,group\na,Xã A,\nb,Xã B,\nw,Phường W,ward\n"
    tiny(MINIMAL.replace("max: 6,", "max: 6, max_by_group: {ward: 2},"), scores=HEADER + lines, units=units)
    assert "maximum for all units: 1.1.1 (2–6)." in run("matrix", "--group", "all", "--by", "component").out
    assert "maximum for all units" not in run("matrix", "--unit", "a", "--by", "component").out
    told = "has another maximum on 1.1.1 (2)"
    assert told in " ".join(run("compare", "w", "--all", "--unit", "a").out.split())
    assert "another maximum" not in run("compare", "b", "--all", "--unit", "a").out
    assert "Each unit: 1 task added to data/tasks.csv." in run("plan", "--all-units", "--budget", "6", "--write").out


def test_plans_of_all_units_are_a_row_a_unit_on_a_screen_and_all_tasks_in_files(run: Run, tmp_path: Path) -> None:
    """The tasks of 104 communes were 16,000 lines, in which nobody finds what the plans come to."""
    there = ("-C", str(ROOT / "examples" / "province"))
    shown, alone = (run("plan", *whom, *there).out for whom in (("--all-units",), ("--unit", "xa-05")))
    lines = shown.splitlines()
    assert len(lines) < 250 and "T-2026-001  " not in shown and "-o FILE" in shown
    (row,) = (line.split() for line in lines if line.startswith("Commune no. 5 "))
    assert row[3:] == ["26", "137", "+20.48", "76.04", "96.52", "Excellent", "2"]
    assert "76.04 → 96.52" in alone and "26 tasks" in alone and "T-2026-001  " in alone
    run("plan", "--all-units", *there, "-o", tmp_path / "plans.xlsx")
    sheets = CalamineWorkbook.from_path(str(tmp_path / "plans.xlsx"))
    units, tasks = (sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names[1:3])
    assert len(units) == 1 + 104 and len(tasks) == 1 + sum(int(row[2]) for row in units[1:])


def test_what_the_rows_say_is_not_told_once_more_of_each_unit(tiny: Tiny, run: Run) -> None:
    """104 communes had 105 lines below their scores: that no rank hangs on the one unit that is not scored yet."""
    lines = [f"2023,u{at},1.1.1,6,{6 - at / 4}\n2023,u{at},1.1.2,2,1\n2023,u{at},p,0,{at / 10}\n" for at in range(9)]
    scores = "year,unit,component,self,score\n" + "".join(lines) + "2023,u9,1.1.1,6,\n2023,u9,1.1.2,2,2\n"
    penalty = 'adjustments: [{id: p, name: Late, kind: penalty, max: 3}]\nareas:\n  - id: "1"'
    criteria = MINIMAL.replace('areas:\n  - id: "1"', penalty).replace(
        ", rule: {type: choice", ", until: 2022, rule: {type: choice"
    )
    tiny(criteria=criteria, scores=scores, units="unit,name\n" + "".join(f"u{at},Xã {at}\n" for at in range(10)))
    told = {
        "score": "Rank 5 can still be",
        "gaps": "% of the lost points",
        "appeal": "no evidence",
        "plan --budget 9": "stand-ins",
    }
    for command, text in told.items():
        alone, every = (" ".join(run(*command.split(), *whom).out.split()) for whom in (("-u", "u4"), ("--all-units",)))
        assert text in alone and text not in every, command
        assert "Index =" not in every and every.count("1 unit is provisional and has no rank yet") <= 1, command
    assert "≈ gain: nothing says" in every and "≈ gain: T-" not in every
