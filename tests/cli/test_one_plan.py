"""One plan, one set of figures: tasks, deadlines, owners, gains and the promised index in every command and document."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import HEADER, MINIMAL, Run, Tiny

DAY = "2023-07-15"

CRITERIA = """\
version: 1
index:
  id: tiny
  name: Tiny
  ratings: [{id: good, name: Good, min: 80}, {id: weak, name: Weak, min: 0}]
defaults: {unit: u}
owners: {a: {name: Office A}, b: {name: Office B}}
adjustments: [{id: p, name: Pen, kind: penalty, max: 5}]
areas:
  - id: "1"
    name: First
    criteria:
      - id: "1.1"
        name: One
        max: 10
        owner: a
        actions: [{name: Do it, gain: 2, effort: 1, due: 06-30}, {name: Do more, due: 09-30, product: p2}]
      - {id: "1.2", name: Two, max: 10, owner: a}
      - {id: "1.3", name: Three, max: 10, owner: b}
      - {id: "1.4", name: Four, max: 10, owner: b}
      - {id: "1.5", name: Full, max: 10, owner: b}
      - {id: "1.6", name: Out, max: 10, owner: b}
      - {id: "1.7", name: Gone, max: 10, owner: b, until: 2022}
"""
SCORES = {"1.1": "4", "1.2": "5", "1.3": "6.5", "1.4": "8", "1.5": "10", "1.6": "NA", "1.7": "1", "p": "1.5"}
TASKS = """\
id,component,action,product,owner,due,effort,gain,status,done_on
T-2023-001,1.1,Do it,p1,a,2023-06-30,1,2,done,2023-05-01
T-2023-002,1.1,Do more,p2,b,2023-09-30,,,todo,
T-2023-003,1.2,Second,p3,b,2023-07-31,2,,doing,
T-2023-004,1.3,Third,p4,,2023-08-31,3,9,todo,
T-2023-005,1.4,Fourth,p5,b,2023-08-31,3,1,cancelled,
T-2023-006,1.5,Fifth,p6,b,2023-08-31,3,,todo,
T-2023-007,1.6,Sixth,p7,b,,,1,todo,
T-2023-008,1.7,Seventh,p8,b,2023-10-31,1,5,todo,
"""
GAINS = {
    "T-2023-001": 2.0,
    "T-2023-002": 6.0,
    "T-2023-003": 5.0,
    "T-2023-004": 3.5,
    "T-2023-006": 0.0,
    "T-2023-007": 0.0,
    "T-2023-008": 0.0,
}
"""By hand: what a task says, at most what its component lost; all of that where it says nothing; nothing where the
component lost nothing, did not apply, or is no part of the index any more."""
ASSUMED = {"T-2023-002", "T-2023-003", "T-2023-006"}
BASE = 100 * 34.5 / 60 - 1.5
NOW = 100 * (34.5 + 2) / 60 - 1.5
THEN = 100 * (34.5 + 6 + 5 + 3.5) / 60 - 1.5


def workspace(tiny: Tiny, criteria: str = CRITERIA, **files: str) -> Path:
    rows = [f"2022,u,{component},{score}" for component, score in SCORES.items()]
    scores = "\n".join(["year,unit,component,score", *rows]) + "\n"
    reports = "report,unit,kind,due,sent,complete\nR1,u,periodic,2023-01-31,2023-01-30,yes\n"
    return tiny(criteria, scores=scores, reports=reports, **files)


def loaded(run: Run, *args: str) -> dict[str, Any]:
    outcome = run(*args, "-f", "json")
    assert outcome.status == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def told(task: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(task[name] for name in ("component", "action", "due"))


def filed(line: str) -> tuple[str, ...]:
    return tuple(line.split(",")[at] or None for at in (1, 2, 5))


def test_all_tell_the_same_of_the_plan_that_is_filed(tiny: Tiny, run: Run) -> None:
    workspace(tiny, tasks=TASKS)
    lines = {line.split(",")[0]: line for line in TASKS.splitlines()[1:]}
    track = loaded(run, "track", "--date", DAY)
    plan = loaded(run, "report", "plan")
    result = loaded(run, "report", "result")
    progress = loaded(run, "report", "progress", "--date", DAY)
    commit = loaded(run, "commit")
    sheets = loaded(run, "report", "commitments")
    nowcast = loaded(run, "nowcast", "2023", "--date", DAY)

    for found in (track["rows"], progress["rows"]):
        assert {row["id"] for row in found} == lines.keys()
        assert {row["id"]: row["gain"] for row in found} == GAINS | {"T-2023-005": None}
    assert {row["id"]: row["gain"] for row in plan["rows"]} == GAINS
    assert result["done"] == 1
    for found in (result["tasks"], commit["rows"], sheets["rows"]):
        assert {row["id"] for row in found} == GAINS.keys() - {"T-2023-001"}
    every = [
        *track["rows"], *progress["rows"], *plan["rows"], *result["tasks"], *commit["rows"], *sheets["rows"]
    ]  # fmt: skip
    for row in every:
        assert told(row) == filed(lines[row["id"]])
        assert (row["owner"] or "") == lines[row["id"]].split(",")[4]
    assert {row["id"]: row["effort"] for row in plan["rows"]} == {
        key: float(text) if (text := lines[key].split(",")[6]) else None for key in GAINS
    }

    for found in (track, plan, progress, nowcast):
        assert set(found["assumed_gain"]) == ASSUMED
    for found in (commit, sheets):
        assert set(found["assumed_gain"]) == ASSUMED

    for found in (track, progress):
        assert found["outlook"] == pytest.approx(
            {
                "index": round(BASE, 2),
                "points_secured": 2,
                "index_if_nothing_more": round(NOW, 2),
                "points_planned": 14.5,
                "index_if_all_done": round(THEN, 2),
            }
        )
    assert plan["totals"]["index"] == round(THEN, 2)
    assert plan["totals"]["gain"] == 14.5


def test_the_forecast_promises_what_the_plan_does(tiny: Tiny, run: Run) -> None:
    """Without registers that feed it, and with the same framework in both years."""
    workspace(tiny, CRITERIA.replace(", until: 2022", ""), tasks=TASKS.replace("T-2023-008", "T-2024-008"))
    nowcast = loaded(run, "nowcast", "2023", "--date", DAY)
    track = loaded(run, "track", "--date", DAY, "--year", "2023")["outlook"]
    assert nowcast["now"]["index"] == track["index_if_nothing_more"] == round(NOW, 2)
    assert nowcast["high"]["index"] == track["index_if_all_done"] == round(THEN, 2)
    assert nowcast["high"]["index"] == loaded(run, "report", "plan")["totals"]["index"]


@pytest.mark.parametrize("command", ["nowcast 2023", "track", "report progress"])
def test_texts_say_what_is_assumed(command: str, tiny: Tiny, run: Run) -> None:
    workspace(tiny, tasks=TASKS)
    shown = " ".join(run(*command.split(), "--date", DAY).out.split())
    assert "T-2023-002, T-2023-003 and T-2023-006" in shown
    assert "everything that their components lost is assumed" in shown


def test_a_gain_that_is_not_named_is_committed_to_the_maximum_of_its_year(tiny: Tiny, run: Run) -> None:
    """Three of the six points were lost; by the year of the plan there are eight."""
    tiny(
        MINIMAL.replace("max: 6,", "max: {2022: 6, 2023: 8},"),
        scores=HEADER + "2022,a,1.1.1,3\n2022,a,1.1.2,2\n2022,a,1.10,2\n",
        tasks="id,component,action,due,status,gain\nT-2023-001,1.1.1,x,2023-06-30,todo,\nT-2023-002,1.1.2,y,2023-06-30,todo,1\n",
    )
    assert [row["target"] for row in loaded(run, "commit")["rows"]] == ["8/8", "2/2"]


def test_a_target_that_builds_on_an_assumed_gain_says_so(tiny: Tiny, run: Run) -> None:
    workspace(tiny, tasks=TASKS.replace("Third,p4,,", "Third,p4,b,"))
    for command in ("commit", "report commitments"):
        shown = " ".join(run(*command.split()).out.split())
        assert "Two: 10 of 10 points (gain assumed)" in shown
        assert "Three: 10 of 10 points" in shown
        assert "Three: 10 of 10 points (gain assumed)" not in shown


def test_what_did_not_apply_has_no_target(tiny: Tiny, run: Run) -> None:
    """Nothing of it is counted in the plan either."""
    workspace(tiny, tasks=TASKS)
    assert {row["id"]: row["target"] for row in loaded(run, "commit")["rows"]}["T-2023-007"] is None
    assert {row["id"]: row["gain"] for row in loaded(run, "track", "--date", DAY)["rows"]}["T-2023-007"] == 0


def test_tasks_without_a_year_are_the_plan(tiny: Tiny, run: Run) -> None:
    """As in `track`; unless those with a year are the plan of another one."""
    line = "A1,1.2,Second,p3,b,,2,3,todo,\n"
    head = TASKS.partition("\n")[0] + "\n"
    workspace(tiny, tasks=head + line)
    plan = loaded(run, "report", "plan")
    assert (plan["filed"], [row["id"] for row in plan["rows"]]) == (True, ["A1"])
    workspace(tiny, tasks=head + line + "T-2021-001,1.1,Old,p,a,2021-06-30,1,1,done,\n")
    assert loaded(run, "report", "plan")["filed"] is False


def test_a_provisional_unit_has_no_rank_after_its_plan(tiny: Tiny, run: Run) -> None:
    workspace(tiny)
    scores = Path("data/scores.csv")
    scores.write_text(scores.read_text("utf-8").replace("1.5,10", "1.5,"), "utf-8")
    assert loaded(run, "plan")["totals"]["rank"] is None
    assert {row["rank"] for row in loaded(run, "plan", "--frontier")["rows"]} == {None}
    assert "the rank goes" not in run("report", "plan").out


def test_one_owner_sees_the_targets_and_the_index_of_all(tiny: Tiny, run: Run) -> None:
    """1.1 is won by a task of a and one of b: neither's sheet may promise less than the plan."""
    tasks = TASKS.replace("1.1,Do more,p2,b,2023-09-30,,,", "1.1,Do more,p2,b,2023-09-30,,3,")
    workspace(tiny, tasks=tasks)
    whole = {row["id"]: row["target"] for row in loaded(run, "commit")["rows"]}
    alone = {row["id"]: row["target"] for row in loaded(run, "commit", "--owner", "b")["rows"]}
    assert whole["T-2023-002"] == "9/10"
    assert alone == {key: whole[key] for key in alone}
    track, of_b = (loaded(run, "track", "--date", DAY, *more) for more in ((), ("--owner", "b")))
    assert of_b["outlook"] == track["outlook"]
    assert set(of_b["assumed_gain"]) == {"T-2023-003", "T-2023-006"}


def test_the_plan_says_what_its_tasks_lack(tiny: Tiny, run: Run) -> None:
    """No deadline is made up, and days that nobody named are not counted as none in silence."""
    workspace(tiny, tasks=TASKS)
    shown = " ".join(run("report", "plan").out.split())
    assert "Still to be completed: no owner: T-2023-004; no deadline: T-2023-007." in shown
    assert "No person-days are named for T-2023-002 and T-2023-007; these sums are without them." in shown
    (undated,) = re.findall(r"T-2023-007 .*", run("report", "result").out)
    assert undated.endswith("……")


def test_without_a_file_both_papers_propose_what_plan_does(tiny: Tiny, run: Run) -> None:
    workspace(tiny)
    rows = {row["action"] + row["component"]: row for row in loaded(run, "plan")["rows"]}
    plan = loaded(run, "report", "plan")
    assert [{**row, "id": None} for row in plan["rows"]] == [{**row, "id": None} for row in rows.values()]
    result = loaded(run, "report", "result")
    assert result["tasks"]
    for task in result["tasks"]:
        row = rows[task["action"] + task["component"]]
        assert all(row[name] == task[name] for name in ("component", "action", "product", "owner", "due"))
    end = 100 * (34.5 + 6 + 5 + 3.5 + 2) / 60 - 1.5
    assert plan["totals"]["index"] == loaded(run, "plan")["totals"]["index"] == round(end, 2)


def test_what_is_assumed_is_not_written_as_if_somebody_had_named_it(tiny: Tiny, run: Run) -> None:
    folder = workspace(tiny)
    assert run("plan", "--write").status == 0
    header, *lines = (folder / "data" / "tasks.csv").read_text("utf-8").splitlines()
    names = header.split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in lines]
    assert {(row["action"], row["effort"], row["gain"]) for row in rows if row["component"] == "1.1"} == {
        ("Do it", "1", "2"),
        ("Do more", "", ""),
    }
    promised = loaded(run, "plan")["totals"]["index"]
    assert loaded(run, "report", "plan")["totals"]["index"] == promised
    assert loaded(run, "track", "--date", DAY)["outlook"]["index_if_all_done"] == promised


def test_days_that_the_user_names_are_written(tiny: Tiny, run: Run) -> None:
    folder = workspace(tiny)
    assert run("plan", "--write", "--effort", "4").status == 0
    assert ",4," in (folder / "data" / "tasks.csv").read_text("utf-8")


def test_an_empty_folder_proves_nothing(tiny: Tiny, run: Run) -> None:
    folder = workspace(tiny, tasks=TASKS.replace("done_on\n", "done_on,evidence\n").replace("-05-01", "-05-01,proof"))
    for name, proves in ((None, False), ("Thumbs.db", False), ("paper.pdf", True)):
        (folder / "proof" / "deeper").mkdir(parents=True, exist_ok=True)
        if name:
            (folder / "proof" / "deeper" / name).write_bytes(b"x")
        rows = {row["id"]: row for row in loaded(run, "track", "--date", DAY)["rows"]}
        assert rows["T-2023-001"]["evidence_ok"] is proves, name


@pytest.mark.parametrize(
    ("status", "options", "is_told"),
    [
        ("todo", "", True),
        ("todo", "--all-units", True),
        ("todo", "--date 2023-12-31", False),
        ("todo", "--period 2023-Q4", False),
        ("done", "", False),
    ],
)
def test_late_by_today_and_by_the_end_of_the_year_are_told_apart(
    status: str, options: str, *, is_told: bool, tiny: Tiny, run: Run
) -> None:
    rows = f"id,component,action,due,done_on,status\nT-2023-001,1.1,A,2023-12-01,{'2023-11-01' * (status == 'done')},{status}\n"
    tiny(CRITERIA, scores="year,unit,component,score\n2022,u,1.1,4\n", tasks=rows)
    told = run("track", *options.split()).err
    assert ("in report progress up to 2023-12-31. To count up to that day here: --date 2023-12-31." in told) == is_told
    late = json.loads(run("track", "--date", "2023-12-31", "-f", "json").out)["rows"][0]["days_late"]
    paper = json.loads(run("report", "progress", "-f", "json").out)["rows"][0]["days_late"]
    assert late == paper
