"""plan, task, track and commit as users meet them."""

import csv
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from cchc_cli.model.columns import COMMIT, FRONTIER, PLAN, TASKS, TRACK
from tests.conftest import HEADER, MINIMAL, Run, Tiny


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def planned(sample: Path, run: Run) -> Path:
    """The sample with the plan for 85, two tasks done, one of them with its evidence, one begun."""
    (sample / "so.pdf").write_text("proof", "utf-8")
    assert run("plan", "--target", "85", "--write").status == 0
    assert run("task", "done", "T-2023-001", "--on", "2023-03-10", "--evidence", "so.pdf").status == 0
    assert run("task", "done", "T-2023-002", "--on", "05/03/2023", "--evidence", "missing.pdf").status == 0
    assert run("task", "start", "T-2023-003", "--on", "2023-03-01").status == 0
    return sample


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
    assert "Out of reach: the goal needs 8.92 points, at most 0.50 can be won (index 76.58)" in failed.err
    assert "With all actions and no limit of effort it could be reached." in failed.err
    assert (
        json.loads(run("plan", "--target", "85", "--by", "01-31", "-f", "json").out)["totals"]["status"] == "infeasible"
    )
    assert "more actions are needed" in run("plan", "--target", "99").err
    assert "Not even full points" in run("plan", "--target", "101").err
    assert not (sample / "data" / "tasks.csv").exists()
    assert run("plan", "--target", "99", "--write").status == 1
    assert not (sample / "data" / "tasks.csv").exists()


def test_a_second_write_adds_nothing_and_a_larger_plan_adds_the_rest(sample: Path, run: Run) -> None:
    path = sample / "data" / "tasks.csv"
    assert "9 tasks added" in run("plan", "--target", "85", "--write").out
    first = path.read_bytes()
    assert [*rows(first.decode())[0]] == [column for column in TASKS if column != "unit"]
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
    assert "criteria.yaml has no actions for 1.1.2 and 1.10" in " ".join(text.split())
    assumed = {row["action"]: row["effort"] for row in rows(run("plan", "--effort", "7", "-f", "csv").out)}
    assert (assumed["Unknown"], assumed["Base"]) == ("7", "4")
    assert [row["action"] for row in rows(run("plan", "--by", "03-31", "-f", "csv").out)] == []
    left = rows(run("plan", "--exclude", "base", "--exclude", "1.10", "-f", "csv").out)
    assert {row["action"] for row in left} == {"Unknown", "Put right what cost points (to be put in words)"}


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
        ("plan --by 02-30", "--by: “02-30” is not a date."),
        ("plan --owner nobody", "There is no owner nobody."),
        ("plan --exclude 9.9", "there is no component or action 9.9"),
        ("plan --budget -1", "--budget"),
        ("plan --frontier --write --budget 5", "leave out --budget, --write"),
        ("plan --target-rating best", "--target-rating: there is no rating best"),
        ("plan 2021 --rivals trend", "no year before 2021 has scores"),
        ("task done T-2023-099", "There is no task T-2023-099."),
        ("task done T-2023-001", "T-2023-001 is done already."),
        ("task start T-2023-003", "T-2023-003 has been begun already, on 2023-03-01."),
        ("task done T-2023-003 --on 2023-02-01", "done on 2023-02-01, before the start 2023-03-01."),
        ("task done T-2023-004 --on 2099-01-01", "2099-01-01 is still to come."),
        ("task done T-2023-004 --on tomorrow", "“tomorrow” is not a date."),
        ("task set T-2023-004", "There is nothing to change"),
        ("task set T-2023-004 --component 9.9", "there is no component 9.9"),
        ("task set T-2023-004 --owner nobody", "There is no owner nobody."),
        ("task set T-2023-004 --start 2023-12-01", "the deadline 2023-02-28 is before the start 2023-12-01."),
        ("task set T-2023-004 --gain -1", "--gain"),
        ("task add --component 9.9 --action A", "there is no component 9.9"),
        ("task add --component 3.3.1", "--action is missing."),
        ("task finish T-2023-001", "There is no command finish."),
        ("track --date 2023-02-30", "--date: “2023-02-30” is not a date."),
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
    assert failed.out == "Xã Tiến Lợi, plan 2023: 2/9 tasks done, 2 overdue, 2 due soon, index 78.58\n"
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
    assert "Head of Xã Tiến Lợi" in text


def test_a_broken_task_file_is_refused_and_kept(planned: Path, run: Run) -> None:
    path = planned / "data" / "tasks.csv"
    path.write_text(path.read_text("utf-8") + "T-2023-010,3.3.1,Cụt", "utf-8")
    before = path.read_bytes()
    for command in ("track", "commit", "task done T-2023-004", "plan --write", "plan"):
        failed = run(*command.split())
        assert (failed.status, failed.out) == (2, ""), command
        assert "data/tasks.csv:11:18: 3 cells in this row, but 13 in the header." in failed.err
    assert run("score").status == 0
    checked = run("check")
    assert checked.status == 1
    assert "tasks.csv:11:1" in checked.out
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(planned: Path, run: Run) -> None:
    (planned / "data").chmod(0o500)
    try:
        failed = run("task", "cancel", "T-2023-004")
    finally:
        (planned / "data").chmod(0o700)
    assert (failed.status, failed.out) == (2, "")


def test_a_task_file_that_is_a_folder(sample: Path, run: Run) -> None:
    (sample / "data" / "tasks.csv").mkdir()
    for command in ("track", "plan --write", "task cancel T-2023-001"):
        failed = run(*command.split())
        assert (failed.status, failed.out) == (2, "")
        assert "tasks.csv" in failed.err


def test_a_calendar_never_takes_the_place_of_another_file(planned: Path, run: Run) -> None:
    for name in ("data/tasks.csv", "criteria.yaml", "data", "nowhere/plan.ics"):
        path = planned / name
        before = path.read_bytes() if path.is_file() else None
        failed = run("track", "--ics", path)
        assert (failed.status, failed.out) == (2, "")
        assert before is None or path.read_bytes() == before
    assert not (planned / "nowhere").exists()


def test_stand_ins_are_the_same_tasks_in_every_language(tiny: Tiny, run: Run) -> None:
    folder = tiny(scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,0\n2022,u,1.10,2\n")
    assert "2 tasks added" in run("plan", "--write", "--lang", "en").out
    written = (folder / "data" / "tasks.csv").read_bytes()
    assert "không thêm gì" in run("plan", "--write", "--lang", "vi").out
    assert (folder / "data" / "tasks.csv").read_bytes() == written


def test_names_with_spaces_and_line_breaks_are_written_once(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("max: 6, owner: office}", 'max: 6, actions: [{name: " one\\n two ", effort: 1}]}')
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,2\n2022,u,1.10,2\n")
    assert "1 task added" in run("plan", "--write").out
    assert "nothing was added" in run("plan", "--write").out
    twice = criteria.replace("effort: 1}]", "effort: 1}, {name: one two}]")
    tiny(twice)
    assert "another action of 1.1.1 has the same name" in run("score").err


def test_late_work_may_begin_and_mistakes_be_taken_back(planned: Path, run: Run) -> None:
    assert run("task", "start", "T-2023-004", "--on", "2023-03-01").status == 0  # due on 28 February
    assert run("task", "done", "T-2023-004", "--on", "2023-03-05").status == 0
    assert run("task", "reopen", "T-2023-004").out == "T-2023-004 is open again.\n"
    assert run("task", "reopen", "T-2023-004").status == 2
    assert run("task", "set", "T-2023-004", "--start", "").status == 0
    line = rows((planned / "data" / "tasks.csv").read_text("utf-8"))[3]
    assert (line["status"], line["start"], line["done_on"]) == ("doing", "", "")
    failed = run("task", "set", "T-2023-004", "--gain", "100")
    assert (failed.status, failed.err) == (2, "Error: T-2023-004: it gains 100, more than the 1 that 1.2.3 can give.\n")


def test_a_report_on_the_past_knows_nothing_of_what_came_later(planned: Path, run: Run) -> None:
    assert run("task", "done", "T-2023-004", "--on", "2023-05-05").status == 0
    loaded = json.loads(run("track", "--period", "2023-Q1", "-f", "json").out)
    assert {row["id"]: row["status"] for row in loaded["rows"]}["T-2023-004"] == "todo"
    assert loaded["outlook"]["points_secured"] == 2.5
    assert json.loads(run("track", "--date", "2023-05-05", "-f", "json").out)["outlook"]["points_secured"] == 3


def test_cancelled_tasks_and_components_that_end_are_not_planned(planned: Path, run: Run) -> None:
    assert run("task", "cancel", "T-2023-004").status == 0
    outcome = run("plan", "--target", "85", "-f", "json")
    assert "T-2023-004" not in {row["id"] for row in json.loads(outcome.out)["rows"]}
    assert "1 cancelled task is left out." in run("plan").out
    path = planned / "criteria.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('- id: "3.3.1"', '- id: "3.3.1"\n            until: 2022'), "utf-8")
    assert "3.3.1" not in {row["component"] for row in rows(run("plan", "-f", "csv").out)}


def test_over_capacity_is_said_of_those_who_are(sample: Path, run: Run) -> None:
    path = sample / "criteria.yaml"
    path.write_text(
        path.read_text("utf-8").replace("name_en: One-stop desk}", "name_en: One-stop desk, capacity: 5}"), "utf-8"
    )
    loaded = json.loads(run("plan", "-f", "json").out)
    assert {each["owner"]: each["over"] for each in loaded["owners"] if each["over"]} == {"mot-cua": 9}
    text = run("plan").out
    assert text.count("more than") == 1
    assert "nan" not in text


def test_alternatives_that_win_nothing_more_are_named(tiny: Tiny, run: Run) -> None:
    actions = "actions: [{name: a, effort: 1, gain: 3}, {name: b, effort: 2, gain: 3}]"
    criteria = MINIMAL.replace("max: 6, owner: office}", f"max: 6, {actions}}}")
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,2\n2022,u,1.10,2\n")
    assert "These win nothing beyond what the others on their component do: T-2023-002." in " ".join(
        run("plan").out.split()
    )
    assert len(rows(run("plan", "--budget", "9", "-f", "csv").out)) == 1


def test_a_plan_of_a_result_that_is_not_complete_says_so(sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    path.write_text(path.read_text("utf-8").replace("xa-tien-loi,7.2,0,0", "xa-tien-loi,7.2,0,"), "utf-8")
    assert "Provisional: some components are not scored yet." in run("plan", "--budget", "5").out


def test_a_task_without_a_gain_wins_the_same_everywhere_and_says_that_it_is_assumed(sample: Path, run: Run) -> None:
    """1.1.2 lost points that its task does not name; another task gains more than its component lost."""
    lost = {row["component"]: float(row["lost"]) for row in rows(run("gaps", "-f", "csv").out)}
    (first, most), (second, some) = list(lost.items())[:2]
    (sample / "data" / "tasks.csv").write_text(
        "id,component,action,due,status,gain\n"
        f"T-2023-001,{first},A,2023-03-01,done,\nT-2023-002,{second},B,2023-12-01,todo,{some:g}\n"
        "own,1.1.1,C,,todo,\n",
        "utf-8",
    )
    track = json.loads(run("track", "--date", "2023-06-01", "-f", "json").out)
    plan = json.loads(run("report", "plan", "-f", "json").out)
    result = json.loads(run("report", "result", "-f", "json").out)
    progress = json.loads(run("report", "progress", "--date", "2023-06-01", "-f", "json").out)
    for each in (track, plan, progress):
        gains = {row["id"]: row["gain"] for row in each["rows"]}
        assert gains == {"T-2023-001": most, "T-2023-002": some, "own": lost.get("1.1.1", 0)}
        assert each["assumed_gain"] == ["T-2023-001", "own"] or each is plan
    assert set(plan["assumed_gain"]) == {"T-2023-001", "own"}
    assert track["outlook"]["points_planned"] == plan["totals"]["gain"]
    assert track["outlook"]["index_if_all_done"] == plan["totals"]["index"]
    assert result["filed"]
    assert [(task["id"], task["due"]) for task in result["tasks"]] == [(row["id"], row["due"]) for row in plan["rows"]]
    assert "≈+" in run("track", "--date", "2023-06-01").out
    assert "say none; everything that their components lost" in " ".join(
        run("track", "--date", "2023-06-01").out.split()
    )


def test_a_gain_that_nobody_named_is_not_written_down(tiny: Tiny, run: Run) -> None:
    path = tiny(scores=HEADER + "2022,u,1.1.1,2\n2022,u,1.1.2,2\n2022,u,1.10,2\n")
    assert json.loads(run("plan", "--write", "-f", "json").out)["assumed_gain"] == ["T-2023-001"]
    assert [row["gain"] for row in rows((path / "data" / "tasks.csv").read_text("utf-8"))] == [""]
    assert json.loads(run("track", "--date", "2023-01-02", "-f", "json").out)["outlook"]["points_planned"] == 4


def test_open_tasks_of_earlier_plans_are_told_after_the_new_year(planned: Path, run: Run) -> None:
    assert run("task", "add", "--component", "1.1.1", "--action", "N", "--due", "2024-03-31").status == 0
    late = run("track", "--date", "2024-01-02", "--summary", "--fail-on", "overdue")
    assert late.status == 1
    assert "plan 2024: 0/8 tasks done, 7 overdue (7 of earlier plans)" in late.out
    text = " ".join(run("track", "--date", "2024-01-02").out.split())
    assert "of earlier plans are still open and are listed as well" in text
    assert run("track", "--year", "2024", "--date", "2024-01-02", "--fail-on", "overdue").status == 0
    commit = rows(run("commit", "--year", "2024", "-f", "csv").out)
    assert [row["id"] for row in commit] == ["T-2024-001"]


def test_nothing_applies_and_nothing_is_nan(tiny: Tiny, run: Run) -> None:
    leaves = ("1.1.1", "1.1.2", "1.10")
    tiny(scores=HEADER + "".join(f"2022,u,{leaf},NA\n2022,v,{leaf},1\n" for leaf in leaves))
    for command in ("plan", "simulate --need-rank 1", "simulate --set 1.1.1=3", "report plan", "report result"):
        for form in ("table", "csv", "json", "md"):
            outcome = run(*command.split(), "-u", "u", "-f", form)
            assert outcome.status == 0
            assert "NaN" not in outcome.out, command
    assert "no component applies to u, so there is no index" in run("plan", "-u", "u").out
    assert run("plan", "-u", "u", "--target", "50").status == 1
