"""Plans and tasks at their corners: files that can't be written, names, the past, what is assumed."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.test_planning import rows
from tests.conftest import HEADER, MINIMAL, Run, Tiny


def test_a_broken_task_file_is_refused_and_kept(planned: Path, run: Run) -> None:
    path = planned / "data" / "tasks.csv"
    path.write_text(path.read_text("utf-8") + "T-2023-010,3.3.1,Cụt", "utf-8")
    before = path.read_bytes()
    for command in ("track", "commit", "task done T-2023-004", "plan --write", "plan"):
        failed = run(*command.split())
        assert (failed.status, failed.out) == (2, ""), command
        assert (
            "data/tasks.csv:11:18: row 11, column action (C): 3 cells in this row, but 13 in the header." in failed.err
        )
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
    for name in ("data/tasks.csv", "criteria.yaml", "data", "nowhere/plan.ics", "lich.xlsx"):
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
    assert run("task", "reopen", "T-2023-004").out == "T-2023-004 is open again, begun on 2023-03-01.\n"
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
    assert (result["filed"], result["done"]) == (True, 1)
    assert [(task["id"], task["due"]) for task in result["tasks"]] == [
        (row["id"], row["due"]) for row in plan["rows"] if row["id"] != "T-2023-001"
    ]
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
    assert "plan 2024: 0/8 done, 7 overdue (7 of earlier plans)" in late.out
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


def test_a_plan_says_where_the_filed_tasks_differ_from_it(planned: Path, run: Run) -> None:
    def told() -> str:
        out = " ".join(run("plan", "--target", "85").out.split())
        return out.partition("not from the tasks on record: ")[2].partition(". ")[0].removesuffix(".")

    done = "done already, their days and gains counted here: T-2023-001 and T-2023-002"
    assert told() == done
    add = ("--component", "7.2", "--action", "Tập huấn", "--due", "30/4/2023", "--gain", "1")
    assert run("task", "add", *add).status == 0
    assert run("task", "set", "T-2023-004", "--due", "1/5/2023").status == 0
    other = "with another deadline or owner there: T-2023-004"
    assert told() == f"{done}; {other}; not in this plan: T-2023-010"
    assert run("task", "cancel", "T-2023-010").status == 0
    assert told() == f"{done}; {other}"
    for path in ("T-2023-001", "T-2023-002"):
        assert run("task", "reopen", path).status == 0
    assert run("task", "set", "T-2023-004", "--due", "28/2/2023").status == 0
    assert told() == ""


def test_evidence_that_is_named_and_not_found_is_told_apart_from_none(planned: Path, run: Run) -> None:
    assert run("task", "done", "T-2023-003", "--on", "2023-03-10").status == 0
    assert run("task", "set", "T-2023-001", "--evidence", "so.pdf; phụ lục.pdf").status == 0
    out = " ".join(run("track", "--date", "2023-04-01").out.split())
    assert "named and not found: T-2023-001 (phụ lục.pdf) and T-2023-002 (missing.pdf)." in out
    assert "Without evidence 1 done, but nothing is named that proves it" in out
    assert "Evidence not found 2 done, but a file that proves it was not found" in out
    paper = run("report", "progress", "--date", "2023-04-01").out
    assert "1 task is done, but names no evidence: T-2023-003." in paper
    assert "2 tasks are done, but their evidence was not found: T-2023-001 and T-2023-002." in paper
    told = [line["evidence_ok"] for line in rows(run("track", "--date", "2023-04-01", "--format", "csv").out)[:3]]
    assert told == ["false", "false", "false"]
    assert run("task", "set", "T-2023-001", "--evidence", "so.pdf").status == 0
    assert run("task", "set", "T-2023-002", "--evidence", "").status == 0
    assert "named and not found" not in run("track", "--date", "2023-04-01").out


def test_a_component_that_is_new_has_a_task_for_all_that_it_gives(tiny: Tiny, run: Run) -> None:
    """It was not there in the last result, from which all other targets are worked out; the second task is due first."""
    tiny(
        MINIMAL.replace("name: B, max: 2}", "name: B, max: 2, since: 2023}"),
        scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.10,2\n",
        tasks="id,component,action,owner,due,gain,status\n"
        "T-2023-001,1.1.2,Do B,office,2023-06-01,1,todo\nT-2023-002,1.1.1,Do A,office,2023-05-01,1.5,todo\n",
    )
    committed = rows(run("commit", "-f", "csv").out)
    assert [(row["id"], row["target"]) for row in committed] == [("T-2023-002", "4.5/6"), ("T-2023-001", "2/2")]


@pytest.mark.parametrize(
    ("of_b", "planned"),
    [("", ["b", "a"]), ("until: 2022, ", ["a"]), ("until: 2021, ", ["a"]), ("since: 2023, ", ["b", "a"])],
)
def test_what_an_action_requires_is_planned_where_it_exists_in_the_year_of_the_plan(
    tiny: Tiny, run: Run, of_b: str, planned: list[str]
) -> None:
    """Actions of components that had ended were planned, on the last year of them, and others dropped without a word."""
    needs = MINIMAL.replace("owner: office}", "owner: office, actions: [{id: a, name: A, effort: 1, requires: [b]}]}")
    needs = needs.replace("max: 2}", f"{of_b}max: 2, actions: [{{id: b, name: B, effort: 4}}]}}", 1)
    had_b = "until: 2021" not in of_b and "since" not in of_b
    tiny(needs, scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.10,2\n" + "2022,u,1.1.2,2\n" * had_b)
    done = run("plan", "-f", "csv")
    assert [each["component"] for each in rows(done.out)] == [{"a": "1.1.1", "b": "1.1.2"}[each] for each in planned]
    told = "Actions require what the framework of 2023 does not have; it is not planned: b." in done.err
    assert told == ("b" not in planned)


def test_all_that_was_lost_wins_the_maximum_also_between_two_billionths(tiny: Tiny, run: Run) -> None:
    """Thirds of points are counted in billionths: full points were out of reach, and 937.5 became 937."""
    whole = MINIMAL.replace("name: Tiny\n", "name: Tiny\n  rounding: null\n").replace(
        "max: 6, owner: office}", "max: 1}"
    )
    whole = whole.replace("max: 2}", "max: 1}").replace(
        "max: 2, rule: {type: choice, options: {yes: 2, no: 0}}", "max: 1"
    )
    third = "rule: {type: linear, from: 0, to: 3}}"
    values = "".join(
        f"2022,{unit},{each},{value}\n" for unit, value in (("u", 2), ("v", 3)) for each in ("1.1.1", "1.1.2", "1.10")
    )
    tiny(whole.replace("max: 1}", f"max: 1, {third}"), scores=HEADER.replace("score", "value") + values)
    for goal in ("--target=100", "--target-rating=good", "--target-rank=1"):
        done = run("plan", "--unit", "u", goal, "-f", "csv")
        assert (done.status, rows(done.out)[-1]["running_index"]) == (0, "88.888888889" if "good" in goal else "100"), (
            goal
        )
    (rank,) = json.loads(run("simulate", "--unit", "u", "--need-rank", "1", "-f", "json").out)["needs"]
    assert (rank["index"], rank["reachable"]) == (100, True)
    assert run("plan", "--unit", "u", "--target", "100", "--write").status == 0
    assert (
        json.loads(run("track", "--unit", "u", "--date", "2023-01-01", "-f", "json").out)["outlook"][
            "index_if_all_done"
        ]
        == 100
    )


def test_components_of_another_group_take_nothing_off_what_a_rank_needs(tiny: Tiny, run: Run) -> None:
    """A unit with one component needs 7.25 − 3.74 points; each of another group's made it half a billionth less."""
    parts = [("1", 7.25, "a"), ("2", 5, "b"), ("3", 5, "b"), ("4", 5, "b")]
    areas = "".join(
        f'  - {{id: "{area}", name: N, groups: [{group}], criteria: [{{id: {area}.1, name: N, max: {most}}}]}}\n'
        for area, most, group in parts
    )
    tiny(
        f"version: 1\nindex: {{id: i, name: I, rounding: null, scale: 60, rank_on: exact}}\nareas:\n{areas}",
        units="unit,name,group\nu,U,a\nv,V,a\nw,W,b\n",
        scores=HEADER + "2022,u,1.1,3.74\n2022,v,1.1,7.25\n" + "".join(f"2022,w,{n}.1,1\n" for n in (2, 3, 4)),
    )
    (rank,) = json.loads(run("simulate", "--unit", "u", "--need-rank", "1", "-f", "json").out)["needs"]
    assert (rank["index"], rank["points"]) == (60, 3.51)
