"""Registers and tasks of years that are slips, or far from the scores, and gains that no component lost, are told."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import HEADER, MINIMAL, Run, Tiny, warnings

REGISTERS = {
    "reports": "report,unit,kind,due,sent,complete\nB,xa-tien-loi,periodic,{day},2022-01-20,yes\n",
    "dossiers-2022": (
        "dossier,unit,received,due,finished,channel\nH,xa-tien-loi,2022-01-04,{day},2022-01-05,counter\n"
    ),
    "targets": "target,unit,year,planned,actual\nT,xa-tien-loi,{year},4,5\n",
}


@pytest.mark.parametrize("name", REGISTERS)
def test_a_row_of_a_register_that_is_due_after_next_year_is_a_fault(name: str, sample: Path, run: Run) -> None:
    (sample / f"data/{name}.csv").write_text(REGISTERS[name].format(day="2062-12-31", year="2062"), "utf-8")
    column = "year" if name == "targets" else "due"
    for command in ("measure", "check -f csv"):
        outcome = run(*command.split())
        told = outcome.out + outcome.err
        assert outcome.status == (2 if command == "measure" else 1)
        assert f"data/{name}.csv" in told
        assert column in told
        assert "2062" in told
        assert "next year" in told or "out of range" in told


def test_days_of_tasks_that_are_years_away_are_told(sample: Path, run: Run) -> None:
    rows = (
        "T-2023-001,1.1.1,A,2033-12-31,,todo",
        "T-2023-002,1.1.1,B,2024-01-15,,todo",
        "T-2023-003,1.1.1,C,2013-12-31,,todo",
        "x,1.1.1,D,2062-12-31,,todo",
        "T-2023-005,1.1.1,E,2023-12-31,2062-05-01,done",
        "T-2023-006,1.1.1,F,2023-12-31,2021-05-01,done",
        "T-2023-007,1.1.1,G,2023-12-31,2024-01-05,done",
    )
    (sample / "data/tasks.csv").write_text("id,component,action,due,done_on,status\n" + "\n".join(rows) + "\n", "utf-8")
    expected = (
        "data/tasks.csv:2:20: row 2, column due (D): the deadline 2033-12-31 is years away from 2023, the year of the plan.",
        "data/tasks.csv:4:20: row 4, column due (D): the deadline 2013-12-31 is years away from 2023, the year of the plan.",
        "data/tasks.csv:5:11: row 5, column due (D): 2062 lies after ",
        "data/tasks.csv:6:31: row 6, column done_on (E): 2062-05-01 is still to come.",
        "data/tasks.csv:7:31: row 7, column done_on (E): it was done on 2021-05-01, before 2023, the year of the plan.",
    )
    told = run("track").err
    assert [line for line in expected if line not in told] == []
    assert told.count("Warning") == len(expected)
    listed = warnings(run)
    assert "data/tasks.csv:2: the deadline 2033-12-31" in listed
    assert listed.count("data/tasks.csv:") == len(expected)
    (sample / "data/tasks.csv").unlink()
    added = run("task", "add", "--component", "1.1.1", "--action", "x", "--due", "2062-12-31")
    assert "Warning: T-2062-001: 2062 lies after " in added.err


@pytest.mark.parametrize(("name", "old"), [("reports", "2022-01-20"), ("dossiers-2022", "2022-01-04")])
def test_a_year_of_a_register_that_lies_apart_is_told(name: str, old: str, sample: Path, run: Run) -> None:
    path = sample / f"data/{name}.csv"
    head, first, rest = path.read_text("utf-8").split("\n", 2)
    assert old in first
    path.write_text("\n".join((head, first.replace("2022-", "2006-"), rest)), "utf-8")
    text = f"data/{name}.csv: only 1 row of this file is of 2006; "
    for command in ("measure", "nowcast"):
        assert run(*command.split()).err.count(text) == 1
    assert "only 1 row of this file is of 2006" in warnings(run)
    path.write_text("\n".join((head, first, rest)), "utf-8")
    assert run("measure").err == ""


TASKS_OF_GONE = ((2024, "todo"), (2025, "done"), (2026, "cancelled"), (2026, "todo"), (2026, "doing"))


def test_rows_of_units_that_are_no_more_are_told_where_all_is_checked(tiny: Tiny, run: Run) -> None:
    """Rows of the last year itself are right, and so are those of who merged without saying when."""
    days = {"a": ("2024-12-30", "2025-03-04"), "b": ("2026-03-04",), "c": ("2024-03-04",), "d": ("2026-03-04",)}
    received = [f"{unit}{day},{unit},{day},2026-12-01,,counter\n" for unit, of in days.items() for day in of]
    tiny(
        units="unit,name,since,until,merged_into\na,Xã A,,2024,c\nb,Xã B,,2025,\nc,Xã C,2025,,\nd,Xã D,,,c\n",
        dossiers="dossier,unit,received,due,finished,channel\n" + "".join(received),
        targets="target,unit,year,planned,actual\nT,a,2025,1,1\nT,c,2025,1,1\n",
        reports="report,unit,kind,due,sent\nB,a,periodic,2024-12-15,\n",
        tasks="id,component,action,unit,due,status\n"
        + "".join(f"{at},1.1.1,x,a,{year}-03-01,{status}\n" for at, (year, status) in enumerate(TASKS_OF_GONE)),
    )
    hint = "Write the id of the unit that it merged into, or check until in units.csv."
    listed = [line for line in warnings(run).splitlines() if "gone by then" in line]
    assert listed == [
        f"data/{file}:0: {told} gone by then: a (Xã A) → c (Xã C){more}. {hint}"
        for file, told, more in (
            ("dossiers.csv", "2 rows of 2025–2026 are of units that were", ", b (Xã B)"),
            ("targets.csv", "1 row of 2025 is of a unit that was", ""),
            ("tasks.csv", "2 rows of 2026 are of units that were", ""),
        )
    ]
    assert run("check").status == 0


def test_registers_far_ahead_of_the_scores(sample: Path, run: Run) -> None:
    registers = sample / "data"
    (registers / "dossiers-2022.csv").rename(registers / "dossiers-2023.csv")
    assert run("score").err == ""
    (registers / "dossiers-2023.csv").rename(registers / "dossiers-2024.csv")
    assert "data/dossiers-2024.csv: this register is of 2024; 2022 is the latest year" in run("score").err


def test_a_task_without_a_gain_or_with_more_than_was_lost_is_told(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "2022,u,1.1.1,4.5\n2022,u,1.1.2,\n")
    for given, told in (
        ([], "T-2023-001 names no gain; 1.1.1 lost 1.5 points in 2022: cchc task set T-2023-001 --gain POINTS"),
        (["--gain", "1.5"], ""),
        (["--gain", "2"], "T-2023-003 gains 2, more than the 1.5 that 1.1.1 lost in 2022."),
        (["--gain", "1", "--component", "1.1.2", "--owner", "office"], ""),
    ):
        component = [] if "--component" in given else ["--component", "1.1.1"]
        added = run("task", "add", *component, "--action", f"x{given}", "--due", "2023-03-01", *given)
        assert (added.status, added.err.strip()) == (0, f"Warning: {told}" if told else "")
    assert "T-2023-001 gains 5, more than the 1.5" in run("task", "set", "T-2023-001", "--gain", "5").err
    assert run("task", "set", "T-2023-001", "--note", "x").err == ""


def test_what_a_framework_drops_or_takes_in_is_told_beside_plans_and_tasks(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, until: 2022}")
    tiny(
        criteria + '      - {id: "1.2", name: New, max: 2, since: 2023}\n',
        scores=HEADER + "2022,u,1.1.1,6\n2022,u,1.1.2,1.5\n2022,u,1.10,1\n",
    )
    planned = run("plan", "--write").err
    assert "Nothing is planned for what the framework of 2023 does not have: 1.1.2 B." in planned
    assert "In the framework only from 2023 on, so there is no result to plan from: 1.2 New (2 points)." in planned
    lost = HEADER + "2022,u,1.1.1,6\n2022,u,1.1.2,1\n2022,u,1.10,2\n"
    (Path("data") / "scores.csv").write_text(lost, "utf-8")
    assert "Nothing that lost points is in the framework of 2023." in run("plan").out
    added = run("task", "add", "--component", "1.1.2", "--action", "x", "--owner", "office", "--due", "2023-03-01")
    assert added.err.strip() == "Warning: 1.1.2 B is not in the framework of 2023: T-2023-002 wins nothing there."
    told = "Not in the framework of 2023, so these tasks win nothing: T-2023-002 (1.1.2 B)."
    for command in ("track", "commit", "report progress", "report commitments"):
        assert told in run(*command.split()).err, command
    run("task", "cancel", "T-2023-002")
    assert told not in run("track").err


def test_tasks_that_together_gain_more_than_was_lost_are_told(tiny: Tiny, run: Run) -> None:
    """1.1.1 lost 1.5: two tasks of 1 each are one too many, and track says why its gains sum to more than it counts."""
    tiny(scores=HEADER + "2022,u,1.1.1,4.5\n2022,u,1.1.2,\n")
    add = ("task", "add", "--component", "1.1.1", "--due", "2023-03-01", "--gain", "1", "--action")
    track = ("track", "--year", "2023", "--date", "2023-02-01")
    assert run(*add, "a").err == ""
    assert "counted up to" not in run(*track).out
    told = "the tasks of 1.1.1 (T-2023-001, T-2023-002) gain 2 together, more than the 1.5 lost in 2022: "
    assert told in run(*add, "b").err
    cut = "counted up to what was lost there: 1.1.1 A (1.50 instead of 2.00)."
    for seen in (track, (*track, "--all-units"), ("report", "progress", *track[3:])):
        assert cut in " ".join(run(*seen).out.split()), seen
    assert run("task", "set", "T-2023-002", "--gain", "0.5").err == ""
    assert "counted up to" not in run(*track).out
    assert told in run("task", "set", "T-2023-002", "--gain", "1").err
    run("task", "cancel", "T-2023-001")
    assert run("task", "set", "T-2023-002", "--gain", "1").err == ""
    assert "counted up to" not in run(*track).out


def _checked(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(run("check", "-f", "csv").out.splitlines()))


def _changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_officers_that_are_no_owners_are_told_once(sample: Path, run: Run) -> None:
    file = sample / "data" / "dossiers-2022.csv"
    count = file.read_text("utf-8").count(",dia-chinh,")
    _changed(file, ",dia-chinh,", ",dia-chin,")
    _changed(file, "2.000884,tu-phap,2022-01-04", "2.000884,Trần Văn B,2022-01-04")
    told = [row for row in _checked(run) if row["where"] == "officer"]
    near = f"“dia-chin” is none of the owners of criteria.yaml: {count} dossiers."
    assert [(row["severity"], row["text"]) for row in told if "dia-chin" in row["text"]] == [("warning", near)]
    assert any("Did you mean dia-chinh" in row["hint"] for row in told)
    others = [row["text"] for row in told if "dia-chin" not in row["text"]]
    assert len(others) == 1 and others[0].startswith("1 officer is none of the owners") and "Trần" not in str(told)


def test_a_register_of_other_officers_than_owners_is_no_slip(sample: Path, run: Run) -> None:
    file = sample / "data" / "dossiers-2022.csv"
    head, *rows = (line.split(",") for line in file.read_text("utf-8").splitlines())
    file.write_text(
        "\n".join(",".join(row) for row in [head, *([*row[:3], "cb01", *row[4:]] for row in rows)]), "utf-8"
    )
    assert "officer" not in run("check", "-f", "csv").out


def test_slips_of_units_in_registers_are_told_with_the_id_and_names_are_read(sample: Path, run: Run) -> None:
    file = sample / "data" / "reports.csv"
    _changed(file, "BC-thang-01,xa-tien-loi", "BC-thang-01,Xã Tiến Lợi")
    _changed(file, "BC-thang-02,xa-tien-loi", "BC-thang-02,xa-tien-loy")
    _changed(file, "BC-thang-03,xa-tien-loi", "BC-thang-03,Trần Văn B")
    told = run("measure", "2022").err
    assert "Xã Tiến Lợi in units.csv" not in told
    assert "no unit xa-tien-loy in units.csv. Did you mean xa-tien-loi (Xã Tiến Lợi)?" in told
    assert "no unit … in units.csv." in told and "Trần" not in told


@pytest.mark.parametrize("name", ["dossiers-2022", "reports", "targets", "tasks", "calendar"])
def test_a_file_with_a_header_alone_is_told(name: str, sample: Path, run: Run) -> None:
    file = sample / "data" / f"{name}.csv"
    heads = {"tasks": "id,component,action,status\n", "calendar": "date,working\n"}
    file.write_text(heads.get(name) or file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    told = [(row["severity"], row["text"]) for row in _checked(run) if row["file"] == f"data/{name}.csv"]
    assert told == [("warning", "this file has no rows yet.")]
    assert (f"data/{name}.csv: this file has no rows yet. Put" in run("measure", "2022").err) == (name != "tasks")


def test_no_units_below_a_header_is_one_fault(sample: Path, run: Run) -> None:
    (sample / "data" / "units.csv").write_text("unit,name,group\n", "utf-8")
    for command in (("score",), ("measure", "2022")):
        told = run(*command)
        assert told.status == 2 and "data/units.csv: unit: this file has no rows yet." in told.err
        assert len(told.err.splitlines()) == 2
    assert json.loads(run("check", "-f", "json").out)["faults"] == 1
