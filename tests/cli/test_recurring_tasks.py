"""Tasks that recur: one line of data/tasks.csv, an occurrence a period."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import HEADER, MINIMAL, Run, Tiny

SCORES = HEADER + "2022,a,1.1.1,3\n2022,a,1.1.2,2\n2022,a,1.10,2\n"
"""1.1.1 lost 3 of its 6 points; the index is 70 of 100."""
HEAD = "id,component,action,owner,due,every,gain,status,done_on\n"
MONTHLY = HEAD + "T-2023-001,1.1.1,Report,office,2023-01-31,{every},3,todo,\n"


def told(run: Run, *line: str) -> dict[str, Any]:
    """What a command says as json."""
    return dict(json.loads(run(*line, "--format", "json").out))


@pytest.fixture
def monthly(tiny: Tiny) -> Path:
    """A workspace with one task that is due on the last day of each month."""
    return tiny(**{"scores-2022": SCORES, "tasks": MONTHLY.format(every="hằng tháng")})


def test_each_occurrence_has_its_own_deadline_and_state(monthly: Path, run: Run) -> None:
    run("task", "done", "T-2023-001", "--period", "2023-01", "--on", "2023-02-02")
    run("task", "done", "T-2023-001/2023-02", "--on", "2023-02-28")
    rows = told(run, "track", "--date", "2023-04-01")["rows"]
    assert [row["due"] for row in rows[:4]] == ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    assert [row["state"] if "state" in row else row["status"] for row in rows[:3]] == ["done", "done", "todo"]
    assert [row["days_late"] for row in rows[:4]] == [2, 0, 1, 0]
    assert len(rows) == 12
    late = run("track", "--date", "2023-04-01", "--fail-on", "overdue")
    assert late.status == 1
    assert "T-2023-001/2023-03" in late.err


def test_points_are_won_bit_by_bit_and_come_to_the_whole(monthly: Path, run: Run) -> None:
    def secured() -> float:
        return float(told(run, "track", "--date", "2023-12-31")["outlook"]["points_secured"])

    for month in range(1, 13):
        assert secured() == pytest.approx(3 * (month - 1) / 12, abs=1e-8)
        run("task", "done", "T-2023-001", "--period", f"2023-{month:02d}", "--on", "2023-12-31")
    assert secured() == 3.0


def test_what_is_cancelled_is_won_by_no_other_occurrence(monthly: Path, run: Run) -> None:
    for month in range(1, 12):
        run("task", "cancel", "T-2023-001", "--period", f"{month}")
    run("task", "done", "T-2023-001", "--period", "12/2023", "--on", "2023-12-31")
    found = told(run, "track", "--date", "2023-12-31")
    assert found["outlook"]["points_secured"] == found["outlook"]["points_planned"] == 3 / 12
    assert told(run, "report", "plan")["totals"]["gain"] == 3 / 12
    assert found["counts"]["cancelled"] == 11
    assert {row["gain"] for row in found["rows"] if row["status"] == "cancelled"} == {None}


def test_who_commits_to_the_next_occurrence_is_its_own_owner(tiny: Tiny, run: Run) -> None:
    """One that was given to somebody else; those after it are the series' owner's again."""
    own = "T-2023-001/2023-01,1.1.1,Report,desk,,,,todo,\n"
    owners = "owners:\n  desk: {name: Desk}\n  office:"
    tiny(
        MINIMAL.replace("owners:\n  office:", owners),
        **{"scores-2022": SCORES, "tasks": MONTHLY.format(every="month") + own},
    )
    rows = told(run, "commit")["rows"]
    assert [(row["owner"], row["id"]) for row in rows] == [("desk", "T-2023-001"), ("office", "T-2023-001")]
    assert "next: 2023-02-28" in run("commit", "--owner", "office").out.replace("\n", " ")


def test_plan_and_commitment_have_one_line(monthly: Path, run: Run) -> None:
    run("task", "done", "T-2023-001", "--period", "2023-01", "--on", "2023-01-31")
    assert told(run, "report", "plan")["totals"]["gain"] == 3
    rows = told(run, "commit")["rows"]
    assert [(row["id"], row["due"]) for row in rows] == [("T-2023-001", "2023-01-31")]
    run("task", "set", "T-2023-001", "--owner", "office")
    run("task", "set", "T-2023-001/2023-02", "--due", "2023-03-03")
    shown = run("commit", "--format", "md").out
    assert "Report (every month; next: 2023-03-03)" in shown
    assert "2023-01-31" in shown
    assert "done and not listed" not in shown


def test_nobody_signs_for_a_task_without_an_owner(tiny: Tiny, run: Run) -> None:
    tiny(**{"scores-2022": SCORES, "tasks": MONTHLY.format(every="month").replace("office", "")})
    run("task", "add", "--component", "1.1.2", "--action", "owned", "--due", "2023-03-31", "--owner", "office")
    found = told(run, "report", "commitments")
    assert (found["owners"], found["tasks"], len(found["rows"])) == (1, 1, 2)
    text = " ".join(run("commit").out.split())
    assert "T-2023-001 has no owner and is on no sheet" in text
    assert "none named" not in text


def test_a_task_has_the_owner_of_its_component_and_is_told_when_it_is_there_already(tiny: Tiny, run: Run) -> None:
    tiny(**{"scores-2022": SCORES})
    add = ("task", "add", "--action", "Report", "--due", "2023-01-31", "--every", "month", "--gain", "1", "--component")
    assert "T-2023-001 has no owner" in run(*add, "1.1.2").err
    again = " ".join(run(*add, "1.1.2").err.split())
    assert "T-2023-002 says the same as T-2023-001" in again
    assert "T-2023-003 added; its owner is that of 1.1.1: Office" in run(*add, "1.1.1").out
    assert told(run, "track", "--date", "2023-01-01")["rows"][-1]["owner"] == "office"


def test_occurrences_that_are_not_listed_are_told_where_the_others_are(monthly: Path, run: Run) -> None:
    later = "later occurrences of recurring tasks are counted and not listed"
    for line in (("track",), ("report", "progress")):
        shown = " ".join(run(*line, "--date", "2023-07-15").out.split())
        assert f"5 {later}" in shown
    assert later not in run("track", "--all-units", "--date", "2023-07-15").out


def test_a_wrong_id_is_answered_with_tasks(monthly: Path, run: Run) -> None:
    refused = run("task", "done", "X")
    assert "T-2023-001 (Report)" in refused.err
    assert "/2023-" not in refused.err


def test_the_log_of_a_recurring_task_has_its_occurrences_in_words(monthly: Path, run: Run) -> None:
    run("task", "done", "T-2023-001", "--period", "1", "--on", "2023-01-20")
    run("task", "set", "T-2023-001", "--gain", "1.5")
    run("task", "add", "--component", "1.1.2", "--action", "x", "--due", "2023-01-31", "--every", "quarter")
    assert {row["task"] for row in told(run, "task", "log", "T-2023-001")["rows"]} == {
        "T-2023-001",
        "T-2023-001/2023-01",
    }
    shown = run("task", "log", "--lang", "vi").out
    assert "1,5" in shown
    assert "hằng quý" in shown
    assert "quarter" not in shown


def test_calendar_has_an_event_an_occurrence(monthly: Path, run: Run) -> None:
    run("track", "--year", "2023", "--ics", "plan.ics")
    calendar = (monthly / "plan.ics").read_text(encoding="utf-8")
    assert calendar.count("BEGIN:VEVENT") == 12
    assert "DTSTART;VALUE=DATE:20230930" in calendar


@pytest.mark.parametrize(
    ("every", "dues"),
    [
        ("quý", ["2023-01-31", "2023-04-30", "2023-07-31", "2023-10-31"]),
        ("6 tháng", ["2023-01-31", "2023-07-31"]),
        ("Yearly", ["2023-01-31"]),
    ],
)
def test_how_often(tiny: Tiny, run: Run, every: str, dues: list[str]) -> None:
    tiny(**{"scores-2022": SCORES, "tasks": MONTHLY.format(every=every)})
    rows = told(run, "track", "--date", "2023-01-01")["rows"]
    assert [row["due"] for row in rows] == dues


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("X,1.1.1,a,,2023-01-31,weekly,,todo,", "every", "month, quarter, half, year"),
        ("X,1.1.1,a,,,month,,todo,", "due", "first deadline"),
        ("X,1.1.1,a,,2023-01-31,month,,done,2023-01-31", "status", "cchc task done X --period 2023-01"),
        ("X,1.1.1,a,,2023-01-31,month,,todo,,Report 1", "evidence", "cchc task done X --period 2023-01"),
        ("X,1.1.1,a,,2023-11-30,month,,todo,\nX/2023-03,1.1.1,a,,,,,todo,", "id", "2023-11, 2023-12"),
        ("X,1.1.1,a,,2023-11-30,month,1,todo,\nX/2023-11,1.1.1,a,,,,2,todo,", "gain", "says otherwise than X"),
        ("X,1.1.1,a,,2023-11-30,month,,todo,\nX/2023-11,1.1.2,a,,,,,todo,", "component", "says otherwise than X"),
    ],
)
def test_faults_have_places(tiny: Tiny, run: Run, row: str, column: str, text: str) -> None:
    tiny(**{"scores-2022": SCORES, "tasks": f"{HEAD.strip()},evidence\n{row}\n"})
    found = run("check", "-f", "csv")
    assert found.status == 1
    assert [told for told in found.out.splitlines() if f",{column}," in told and text in told]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("task done T-2023-001", "name the occurrence with --period"),
        ("task done T-2023-001 --period 2023-Q1", "has no occurrence 2023-Q1"),
        ("task done T-2023-001 --period soon", "is not a period"),
        ("task add --component 1.1.1 --action x --every month", "--every needs --due"),
    ],
)
def test_what_is_refused_changes_nothing(monthly: Path, run: Run, line: str, text: str) -> None:
    before = (monthly / "data" / "tasks.csv").read_bytes()
    refused = run(*line.split())
    assert refused.status == 2
    assert text in " ".join(refused.err.split())
    assert (monthly / "data" / "tasks.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("T-2023-001 --due 2023-02-28", "T-2023-001/2023-01: T-2023-001 has no occurrence 2023-01"),
        ("T-2023-001 --due 2024-01-31", "cchc task cancel T-2023-001"),
        ("T-2023-001 --every quarter", "T-2023-001/2023-01: T-2023-001 has no occurrence 2023-01"),
        ("T-2023-001 --component 1.1.2 --gain 1", "T-2023-001/2023-01, component: it says otherwise than T-2023-001"),
        ("T-2023-001/2023-09 --gain 1", "T-2023-001/2023-09, gain: it says otherwise than T-2023-001"),
        ("T-2023-001/2023-09 --gain 2", "are those of that task. To go on otherwise, end it with cchc task cancel"),
        ("T-2023-001/2023-01 --effort 1", "T-2023-001/2023-01, effort: it says otherwise than T-2023-001"),
        ("T-2023-001/2023-09 --component 1.1.2", "T-2023-001/2023-09, component: it says otherwise"),
        ("T-2023-001/2023-09 --every quarter", "an occurrence of T-2023-001 does not recur by itself"),
        ("T-2023-002 --every month", "what has been begun or done does not recur"),
    ],
)
def test_no_change_is_written_that_could_not_be_read_again(monthly: Path, run: Run, line: str, text: str) -> None:
    run("task", "done", "T-2023-001", "--period", "2023-01", "--on", "2023-01-20")
    run(*["task", "add", "--component", "1.1.2", "--action", "once", "--due", "2023-03-31"])
    run("task", "start", "T-2023-002", "--on", "2023-03-01")
    before = (monthly / "data" / "tasks.csv").read_bytes()
    refused = run("task", "set", *line.split())
    assert (refused.status, (monthly / "data" / "tasks.csv").read_bytes()) == (2, before)
    assert text in " ".join(refused.err.split())
    assert run("track").status == 0


def test_occurrences_without_their_recurring_task_are_told_once(monthly: Path, run: Run) -> None:
    for month in ("1", "2"):
        run("task", "done", "T-2023-001", "--period", month, "--on", "2023-01-20")
    file = monthly / "data" / "tasks.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    left = "".join(row for row in rows if not row.startswith("T-2023-001,"))
    for identity in ("T-2023-001", "12/KH-UBND"):
        file.write_text(left.replace("T-2023-001", identity), encoding="utf-8")
        told = " ".join(run("track").err.split())
        assert told.count(f"there is no recurring task {identity}, and 2 rows are called as its occurrences") == 1


def test_an_id_with_a_slash_alone_is_an_id(tiny: Tiny, run: Run) -> None:
    tiny(**{"scores-2022": SCORES, "tasks": HEAD + "X/1,1.1.1,a,,2023-01-31,,2,todo,\n"})
    rows = told(run, "track", "--date", "2023-01-01")["rows"]
    assert [(row["id"], row["gain"]) for row in rows] == [("X/1", 2)]


def test_a_year_that_is_asked_for_tells_of_what_the_year_before_left_open(tiny: Tiny, run: Run) -> None:
    tasks = HEAD + "T-2022-001,1.1.1,old,,2022-06-30,,,todo,\nT-2023-001,1.1.2,new,,2023-06-30,,,todo,\n"
    tiny(**{"scores-2022": SCORES, "tasks": tasks})
    asked = run("track", "--year", "2023", "--date", "2023-01-10")
    assert "1 task of the plan of 2022 is still open" in asked.out
    assert "cchc track --year 2022" in " ".join(asked.out.split())
    assert "0 of 1 done" in asked.out
    assert "0 of 2 done" in run("track", "--date", "2023-01-10").out


def test_the_paper_on_a_plan_whose_year_is_over_bears_its_last_day(tiny: Tiny, run: Run) -> None:
    tasks = HEAD + "T-2023-001,1.1.2,new,,2023-06-30,,,todo,\n"
    tiny(**{"scores-2022": SCORES, "tasks": tasks})
    assert told(run, "report", "progress")["date"] == "2023-12-31"
    assert "--date" in run("report", "progress").err
    assert told(run, "report", "progress", "--date", "2024-01-15")["date"] == "2024-01-15"


def test_what_recurs_and_has_one_deadline_is_asked_about(tiny: Tiny, run: Run) -> None:
    """--due names the first deadline; who gives the end of the year has one task and no word of it."""
    tiny(**{"scores-2022": SCORES, "tasks": MONTHLY.format(every="month")})
    add = ("task", "add", "--component", "1.1.1", "--action", "x", "--every")
    once = "the first deadline, is the last one of the year as well"
    for every, due, is_odd in (
        ("month", "2023-12-31", True),
        ("year", "2023-12-31", False),
        ("half", "2023-06-30", False),
    ):
        assert (once in run(*add, every, "--due", due).err) == is_odd, every
    assert run("check").out.count("2023-12-31, the first") == 1


def test_tasks_of_a_period_stand_in_the_order_of_their_deadlines(tiny: Tiny, run: Run) -> None:
    """Not in that of the file: a task of June stood before one of April."""
    rows = "".join(
        f"T-2023-00{at},1.1.1,x,office,2023-0{month}-15,,1,todo,\n" for at, month in enumerate((6, 8, 4, 7), 1)
    )
    tiny(**{"scores-2022": SCORES, "tasks": HEAD + rows})
    shown = run("track", "--period", "2023-Q2", "--date", "2023-07-01").out
    assert re.findall(r"T-2023-00\d", shown) == ["T-2023-003", "T-2023-001", "T-2023-004", "T-2023-002"]


def test_without_a_result_an_occurrence_still_gains_its_part(tiny: Tiny, run: Run) -> None:
    tiny(**{"scores-2021": SCORES.replace("2022", "2021"), "tasks": MONTHLY.format(every="quarter")})
    assert {row["gain"] for row in told(run, "track", "--date", "2023-01-01")["rows"]} == {3 / 4}


@pytest.mark.parametrize(
    ("start", "every", "state"),
    [("2099-01-02", "", "todo"), ("2023-01-02", "", "doing"), ("2023-01-02", "month", "todo"), ("", "", "todo")],
)
def test_what_was_cancelled_before_it_was_begun_is_opened_again(
    tiny: Tiny, run: Run, start: str, every: str, state: str
) -> None:
    head, row = HEAD.replace("owner", "start"), f"T-2023-001,1.1.1,Report,{start},2099-01-31,{every},3,todo,\n"
    folder = tiny(**{"scores-2022": SCORES, "tasks": head + row})
    assert run("task", "cancel", "T-2023-001").status == 0
    outcome = run("task", "reopen", "T-2023-001")
    assert outcome.status == 0
    assert ("begun on 2023-01-02" in outcome.out) == (state == "doing")
    assert (folder / "data" / "tasks.csv").read_text("utf-8") == head + row.replace("todo", state)
