"""plan, task, track and commit as users meet them."""

import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from cchc_cli.model.columns import COMMIT, FRONTIER, PLAN, TASKS, TRACK
from tests.cli.registers import rows
from tests.conftest import HEADER, MINIMAL, Run, Tiny


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_nothing_is_wider_than_the_screen(
    width: int, language: str, planned: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for command in ("plan", "plan --frontier", "track --date 2023-03-25", "track --period 2023", "commit"):
        text = run(*command.split(), "--lang", language).out
        assert max(map(len, text.splitlines())) <= width, command


@pytest.mark.parametrize(
    ("command", "columns"),
    [("plan", PLAN), ("plan --frontier", FRONTIER), ("track --date 2023-03-25", TRACK), ("commit", COMMIT)],
)
def test_csv_and_json_have_the_same_rows_in_every_language(
    command: str, columns: tuple[str, ...], planned: Path, run: Run
) -> None:
    words = command.split()
    english, vietnamese = (run(*words, "-f", "csv", "--lang", language).out for language in ("en", "vi"))
    assert english == vietnamese
    found = rows(english)
    assert tuple(found[0]) == columns
    assert [list(row) for row in json.loads(run(*words, "-f", "json").out)["rows"]] == [list(columns)] * len(found)


def test_a_target_is_reached_with_the_least_effort(sample: Path, run: Run) -> None:
    """85 needs 8.915 points: nine tasks with 9 points in 17.5 days, as working it out by hand gives."""
    loaded = json.loads(run("plan", "2022", "--target", "85", "-f", "json").out)
    assert loaded["totals"] == {
        "effort": 17.5, "gain": 9, "index": 85.08, "rating": "good", "rank": 9, "status": "optimal",
    }  # fmt: skip
    last = loaded["rows"][-1]
    assert (last["running_effort"], last["running_index"], last["running_rating"]) == (17.5, 85.08, "good")
    assert [row["id"] for row in loaded["rows"]] == [f"T-2023-{n:03d}" for n in range(1, 10)]
    rank = json.loads(run("plan", "--target-rank", "5", "-f", "json").out)["totals"]
    assert rank["rank"] <= 5
    budget = json.loads(run("plan", "--budget", "20", "-f", "json").out)["totals"]
    assert budget["effort"] <= 20
    assert budget["gain"] >= 9
    rating = json.loads(run("plan", "--target-rating", "Xuất sắc", "-f", "json").out)["totals"]
    assert rating["rating"] == "excellent"


def test_what_is_out_of_reach_says_what_stops_it(sample: Path, run: Run) -> None:
    failed = run("plan", "--target", "85", "--by", "01-31")
    assert failed.status == 1
    assert "Condition not met: The goal needs 8.92 points, at most 0.50 can be won (index 76.58)" in failed.err
    assert "With all actions and no limit of effort it could be reached." in failed.err
    assert (
        json.loads(run("plan", "--target", "85", "--by", "01-31", "-f", "json").out)["totals"]["status"] == "infeasible"
    )
    assert "more actions are needed" in run("plan", "--target", "99").err
    assert not (sample / "data" / "tasks.csv").exists()
    assert run("plan", "--target", "99", "--write").status == 1
    assert not (sample / "data" / "tasks.csv").exists()


BONUS = "{id: t, name: More, kind: bonus, max: 5}"
PENALTY = "{id: p, name: Late, kind: penalty, max: 5}"


@pytest.mark.parametrize(
    ("extras", "cap", "target", "status", "told"),
    [
        ("", "", "100", 0, ""),
        ("", "", "100.1", 1, "The highest index is 100."),
        (BONUS, "", "105.5", 1, "The highest index is 105, 5 of them bonus points."),
        (BONUS, "bonus_cap: 2", "103", 1, "The highest index is 102, 2 of them bonus points."),
        (BONUS, "bonus_cap: 2", "102", 1, "Not even full points on every component would do."),
        (PENALTY, "", "100", 1, "Not even full points on every component would do."),
    ],
)
def test_a_target_that_no_index_can_reach(
    extras: str, cap: str, target: str, status: int, told: str, tiny: Tiny, run: Run
) -> None:
    criteria = MINIMAL.replace("  ratings:", f"  {cap}\n  ratings:", 1) + f"adjustments: [{extras}]\n"
    given = "2022,u,p,1\n" if extras == PENALTY else ""
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,2\n2022,u,1.10,2\n" + given)
    outcome = run("plan", "--target", target)
    assert (outcome.status, told in " ".join(outcome.err.split())) == (status, True)
    assert json.loads(run("plan", "--target", target, "-f", "json").out)["totals"]["status"] == (
        "infeasible" if status else "optimal"
    )


def test_a_second_write_adds_nothing_and_a_larger_plan_adds_the_rest(sample: Path, run: Run) -> None:
    path = sample / "data" / "tasks.csv"
    assert "9 tasks added" in run("plan", "--target", "85", "--write").out
    first = path.read_bytes()
    assert [*rows(first.decode())[0]] == [column for column in TASKS if column not in ("unit", "every")]
    assert "nothing was added" in run("plan", "--target", "85", "--write").out
    assert path.read_bytes() == first
    loaded = json.loads(run("plan", "--target", "90", "--write", "-f", "json").out)
    assert path.read_bytes().startswith(first)
    assert loaded["written"] == [row["id"] for row in rows(path.read_text("utf-8"))[9:]]
    assert len(set(loaded["written"])) == len(loaded["written"]) > 0


ACTIONS = """\
          - {id: 1.1.1, name: A, max: 6, owner: office, actions: [
              {id: base, name: Base, effort: 4, gain: 1, due: 06-30},
              {name: More, effort: 1, gain: 5, requires: [base], due: 03-31},
              {name: Unknown}]}
"""


def test_gains_are_capped_requirements_kept_and_what_is_unknown_is_marked(tiny: Tiny, run: Run) -> None:
    """u lost 4 on 1.1.1, 2 on 1.1.2 (without actions) and 2 on 1.10 (without actions)."""
    criteria = MINIMAL.replace("          - {id: 1.1.1, name: A, max: 6, owner: office}\n", ACTIONS)
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,2\n2022,u,1.1.2,0\n2022,u,1.10,0\n")
    loaded = json.loads(run("plan", "-f", "json").out)
    table = {row["action"]: row for row in loaded["rows"]}
    assert loaded["totals"]["gain"] == 8
    assert (table["More"]["gain"], table["Unknown"]["gain"], table["Unknown"]["effort"]) == (4, 4, 2.5)
    actions = [row["action"] for row in loaded["rows"]]
    assert actions.index("Base") < actions.index("More")
    generic = {row["component"] for row in loaded["rows"] if row["id"] in loaded["generic"]}
    assert generic == {"1.1.2", "1.10"}
    text = run("plan").out
    assert "≈2.5" in text
    assert "The framework has no actions for 1.1.2 B and 1.10 Ten" in " ".join(text.split())
    assumed = {row["action"]: row["effort"] for row in rows(run("plan", "--effort", "7", "-f", "csv").out)}
    assert (assumed["Unknown"], assumed["Base"]) == ("7", "4")
    assert [row["action"] for row in rows(run("plan", "--by", "03-31", "-f", "csv").out)] == []
    left = rows(run("plan", "--exclude", "base", "--exclude", "1.10", "-f", "csv").out)
    assert {row["action"] for row in left} == {"Unknown", "Put right what cost points (to be put in words)"}
    assert "1.1.1/2 (More)" in run("plan", "--exclude", "zzz").err


def test_a_unit_that_lost_nothing_has_nothing_to_do(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "2022,u,1.1.1,6\n2022,u,1.1.2,2\n2022,u,1.10,2\n")
    outcome = run("plan", "--budget", "10")
    assert outcome.status == 0
    assert "no points were lost" in outcome.out
    assert run("plan", "--frontier").status == 0
    assert "no tasks" in run("track").err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("plan --target 85 --target-rank 5", "Only one of --target, --target-rank at a time."),
        ("plan --by 02-30", "--by: “2023-02-30” is not a date: month 2 of 2023 has 28 days."),
        ("plan --owner nobody", "There is no owner nobody."),
        ("plan --exclude 9.9", "there is no component or action 9.9"),
        ("plan --budget -1", "--budget"),
        ("plan --frontier --write --budget 5", "leave out --budget, --write"),
        ("plan --target-rating best", "--target-rating: there is no rating best"),
        ("plan 2021 --rivals trend", "no year before 2021 has scores"),
        ("task done T-2023-099", "There is no task T-2023-099."),
        ("task done T-2023-001", "T-2023-001 is done already."),
        ("task start T-2023-003", "T-2023-003 has been begun already, on 2023-03-01."),
        (
            "task done T-2023-003 --on 2023-02-01",
            "done on 2023-02-01, before the start 2023-03-01: correct one of the two days.",
        ),
        ("task done T-2023-004 --on 2099-01-01", "2099-01-01 is still to come."),
        ("task done T-2023-004 --on tomorrow", "“tomorrow” is not a date."),
        ("task set T-2023-004", "There is nothing to change"),
        ("task set T-2023-004 --component 9.9", "there is no component 9.9"),
        ("task set T-2023-004 --owner nobody", "There is no owner nobody."),
        (
            "task set T-2023-004 --start 2023-12-01",
            "the deadline 2023-02-28 is before the start 2023-12-01: correct one of the two.",
        ),
        ("task set T-2023-004 --gain -1", "--gain"),
        ("task add --component 9.9 --action A", "there is no component 9.9"),
        ("task add --component 3.3 --action A", "Error: 3.3 is not a component but a group of them."),
        ("task add --component 3.3 --action A", "Its components: 3.3.1, 3.3.2"),
        ("task set T-2023-004 --component 3", "Error: 3 is not a component but a group of them."),
        ("plan --exclude 3.3", "--exclude: 3.3 is not a component but a group of them."),
        ("simulate --set 3.3=1", "--set: 3.3 is not a component but a group of them."),
        ("task add --component 3.3.1", "--action is missing."),
        ("task finish T-2023-001", "There is no command finish."),
        ("track --date 2023-02-30", "--date: “2023-02-30” is not a date: month 2 of 2023 has 28 days."),
        ("track --period 2023-Q5", "--period: “2023-Q5” is not a period."),
        ("track --year 2030", "There are no tasks for 2030."),
        ("track --owner nobody", "There is no owner nobody."),
        ("commit --owner nobody", "There is no owner nobody."),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(planned: Path, run: Run, arguments: str, told: str) -> None:
    path = planned / "data" / "tasks.csv"
    before = path.read_bytes()
    failed = run(*arguments.split())
    assert (failed.status, failed.out) == (2, "")
    assert told in failed.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("change", ["done", "start", "set", "cancel"])
def test_where_no_task_is_written_it_is_said_how_to_begin(sample: Path, run: Run, change: str) -> None:
    failed = run("task", change, "T-2023-001", *(["--note", "x"] if change == "set" else []))
    assert (failed.status, failed.out) == (2, "")
    assert "There are no tasks in data/tasks.csv." in failed.err and "cchc plan --write" in failed.err


def test_tasks_are_added_changed_and_cancelled(planned: Path, run: Run) -> None:
    added = run(
        *("task", "add", "--component", "3.3.1", "--action", "Họp, rút kinh nghiệm", "--due", "30/06/2023"),
        *("--owner", "mot-cua", "--gain", "0,5", "--effort", "1"),
    )
    assert added.out == "T-2023-010 added.\n"
    assert run("task", "set", "T-2023-010", "--due", "2023-07-31", "--note", "dời hạn").out == "T-2023-010 changed.\n"
    assert run("task", "cancel", "T-2023-010", "--note", "trùng").out == "T-2023-010 cancelled.\n"
    last = rows((planned / "data" / "tasks.csv").read_text("utf-8"))[-1]
    assert last == {
        "id": "T-2023-010", "component": "3.3.1", "action": "Họp, rút kinh nghiệm", "product": "", "owner": "mot-cua",
        "start": "", "due": "2023-07-31", "effort": "1", "gain": "0.5", "status": "cancelled", "done_on": "",
        "evidence": "", "note": "trùng",
    }  # fmt: skip
    missing = run("task", "done", "T-2023-004", "--on", "2023-03-01", "--evidence", "nowhere.pdf")
    assert missing.out == "T-2023-004 done on 2023-03-01.\n"
    assert "nowhere.pdf is not there" in missing.err


def test_what_is_late_what_is_missing_and_what_follows(planned: Path, run: Run) -> None:
    """On 25 March: 1.1.2 (January) and 1.2.3 (February) are overdue, two more are due on the 31st."""
    loaded = json.loads(run("track", "--date", "2023-03-25", "-f", "json").out)
    assert loaded["counts"] == {"done": 2, "doing": 0, "todo": 3, "due_soon": 2, "overdue": 2, "cancelled": 0}
    late = {row["id"]: row["days_late"] for row in loaded["rows"] if row["days_late"]}
    assert late == {"T-2023-002": 5, "T-2023-004": 25, "T-2023-009": 53}
    assert loaded["evidence_missing"] == ["T-2023-002"]
    assert {row["id"]: row["evidence_ok"] for row in loaded["rows"]}["T-2023-001"] is True
    assert loaded["outlook"] == {
        "index": 76.08, "points_secured": 2.5, "index_if_nothing_more": 78.58, "points_planned": 9,
        "index_if_all_done": 85.08,
    }  # fmt: skip
    assert run("track", "--date", "2023-01-31").status == 0
    failed = run("track", "--date", "2023-03-25", "--fail-on", "overdue", "--summary")
    assert (failed.status, failed.err) == (1, "Condition not met: 2 tasks are overdue: T-2023-004, T-2023-009.\n")
    assert failed.out == "Xã Tiến Lợi, plan 2023: 2/9 done, 2 overdue, 2 due soon, index 78.58\n"
    assert run("track", "--date", "2023-01-25", "--fail-on", "overdue").status == 0
    assert run("track", "--date", "2023-01-25", "--fail-on", "due-soon").status == 1
    assert run("track", "--date", "2023-01-24", "--fail-on", "due-soon").status == 1  # seven days ahead
    assert run("track", "--date", "2023-01-23", "--fail-on", "due-soon").status == 0


def test_a_period_holds_what_was_done_and_due_in_it(planned: Path, run: Run) -> None:
    loaded = json.loads(run("track", "--period", "2023-q1", "-f", "json").out)
    assert loaded["period"] == "2023-Q1"
    assert loaded["date"] == "2023-03-31"
    assert {row["id"] for row in loaded["rows"]} == {f"T-2023-{n:03d}" for n in (1, 2, 3, 4, 7, 9)}
    assert loaded["next"] == ["T-2023-005", "T-2023-008"]
    month = json.loads(run("track", "--period", "2023-02", "-f", "json").out)
    # T-2023-002 was done on 5 March, T-2023-009 was due in January.
    assert {row["id"] for row in month["rows"]} == {"T-2023-002", "T-2023-004", "T-2023-009"}
    assert month["overdue_before"] == ["T-2023-009"]
    half = json.loads(run("track", "--period", "2023-H2", "-f", "json").out)
    # Only the first two are done; the others were due before July.
    before = {f"T-2023-{n:03d}" for n in (3, 4, 5, 7, 8, 9)}
    assert set(half["overdue_before"]) == before
    assert {row["id"] for row in half["rows"]} == {"T-2023-006"} | before


def test_the_calendar_can_be_read_and_keeps_its_uids(planned: Path, run: Run) -> None:
    path = planned / "plan.ics"
    assert run("track", "--date", "2023-03-25", "--ics", path, "--summary").status == 0
    calendar = Calendar.from_ical(path.read_bytes())
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {f"T-2023-{n:03d}.xa-tien-loi@cchc" for n in range(1, 10)}
    event = events["T-2023-003.xa-tien-loi@cchc"]
    assert (event.start, event.end) == (date(2023, 3, 31), date(2023, 4, 1))
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt.days == -5
    assert "Bản cam kết của 100% công chức" in str(event["description"])
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    run("task", "done", "T-2023-003", "--on", "2023-03-28")
    run("track", "--ics", path, "--summary")
    again = {str(event["uid"]): event for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")}
    done = again["T-2023-003.xa-tien-loi@cchc"]
    assert (event["status"], done["status"]) == ("CONFIRMED", "CANCELLED")
    assert done["sequence"] > event["sequence"]
    assert not done.walk("VALARM")
    assert {str(event["uid"]) for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")} == set(events)


def test_commitments_name_what_the_planned_points_need(planned: Path, run: Run) -> None:
    found = {row["id"]: row for row in rows(run("commit", "-f", "csv").out)}
    assert set(found) == {f"T-2023-{n:03d}" for n in range(3, 10)}
    assert found["T-2023-008"]["target"] == "≥ 98"  # 3 points now, 2 more planned: the tier from 98
    assert found["T-2023-009"]["target"] == "full"
    text = run("commit", "--owner", "chu-tich").out
    assert "I commit to" in text
    assert "For People's Committee of Minh Hoa province" in text and "Chair, People's Committee" not in text
    assert "not listed." not in text
    text = run("commit", "--owner", "van-phong").out
    assert "Chair, People's Committee of Xã Tiến Lợi" in text and "1 task is done and not listed." in text
    said = " ".join(run("commit", "--lang", "vi").out.split())
    for words in ("đạt từ 98% trở lên", "đạt 100%", "thời gian: đầy đủ", "Chủ tịch UBND xã Tiến Lợi (ký"):
        assert words in said
    assert "≥" not in said and "full" not in said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("commit", "Justice and civil-status officer has no open task in this plan."),
        ("track", "Justice and civil-status officer has no task in this plan."),
    ],
)
def test_an_owner_without_tasks_is_told_so(line: str, told: str, planned: Path, run: Run) -> None:
    out = " ".join(run(line, "--owner", "tu-phap").out.split())
    assert told in out and "No open task" not in out and "No task" not in out
