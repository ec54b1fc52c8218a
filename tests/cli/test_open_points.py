"""What nobody has scored yet is told apart from what was taken off, and a penalty from what components lost."""

import json
from collections.abc import Sequence

import pytest

from tests.conftest import HEADER, Run, Tiny

WHOLE = """version: 1
index: {id: t, name: T}
areas:
  - {id: "1", name: First, criteria: [{id: "1.1", name: A, max: 20}, {id: "1.2", name: B, max: 20}]}
  - {id: "2", name: Second, criteria: [{id: "2.1", name: C, max: 20}, {id: "2.2", name: D, max: 40}]}
adjustments: [{id: T1, name: More, kind: bonus, max: 5}, {id: P1, name: Late, kind: penalty, max: 5}]
"""
OPEN = {"1.1": "15", "1.2": "18", "2.1": "19", "2.2": ""}
PENALTY = {"1.1": "15", "1.2": "20", "2.1": "19", "2.2": "40", "T1": "3", "P1": "4"}


def screens(run: Run, *commands: str) -> Sequence[str]:
    return [" ".join(run(*command.split(), "--lang", "en").out.split()) for command in commands]


def points(cells: dict[str, str]) -> str:
    return HEADER + "".join(f"2024,u,{each},{score}\n" for each, score in cells.items())


def test_what_is_open_is_no_loss_on_any_screen(tiny: Tiny, run: Run) -> None:
    """8 points were taken off on three components; 40 more are not scored yet."""
    tiny(WHOLE, scores=points(OPEN))
    score, gaps, areas, paper = screens(run, "score", "gaps", "gaps --by area", "report result")
    assert "2 Second 19.00 60.00 1.00 40.00" in score and "Total 52.00 100.00 8.00 40.00" in score
    for told in (gaps, areas):
        assert "Lost 8.00 points on 3 components Not scored yet 40.00 points on 1 component" in told
    # What was taken off stands first, and sums to all of it; 5 + 2 of 8 make four fifths.
    assert "2.1 C 19.00/20 1.00 – 100.0" in gaps and "2.2 D –/40 – 40.00 – not scored yet" in gaps
    assert "2 of 3 components cover 87.5%" in gaps
    assert "3 components lost 8.00 points in all. The 2 largest make 87.5% of all lost points." in paper
    assert "1 component worth 40.00 points is not scored yet and counts 0 until it is: 2.2 D." in paper
    # Of the second area 40 of 60 points are not scored yet: whether it is the lowest nobody knows.
    assert "Areas with provisional results: Second (40.00/60 points" in paper and "lowest shares" not in paper
    assert "2.2 D:" not in paper
    # Scripts have what the index counts: max − points.
    found = json.loads(run("gaps", "-f", "json").out)
    assert [row["lost"] for row in found["rows"]] == [40, 5, 2, 1]
    assert (found["lost"], found["deducted"], found["open"]) == (
        48,
        {"components": 3, "points": 8},
        {"components": 1, "points": 40},
    )


def test_a_penalty_is_no_component_and_a_bonus_no_loss(tiny: Tiny, run: Run) -> None:
    tiny(WHOLE, scores=points(PENALTY))
    score, gaps, paper = screens(run, "score", "gaps", "report result")
    assert "T1 Bonus: More 3.00 – – –" in score and "P1 Penalty: Late −4.00 – 4.00 –" in score
    assert "Index 93.00 100.00 10.00 93.0" in score
    assert "Lost 10.00 points 6.00 on 2 components and 4.00 by penalty" in gaps
    assert "Flags below max 2 penalties aside" in gaps
    assert "The 2 largest, with 1 by penalty, make 90.0% of all lost points." in paper
    flags = {row["component"]: row["flags"] for row in json.loads(run("gaps", "-f", "json").out)["rows"]}
    assert flags == {"1.1": "below_max", "P1": "below_max", "2.1": "below_max"}
    assert "below_max" not in gaps and gaps.count("below max") == 3  # of two components, and their count


RULE = "rule: {type: linear, from: 0, to: 100}"


@pytest.mark.parametrize(("options", "listed"), [((), 7), (("--top", "2"), 2)])
def test_all_that_is_listed_says_what_its_next_points_need(
    tiny: Tiny, run: Run, options: tuple[str, ...], listed: int
) -> None:
    parts = "".join(f'    - {{id: "1.{at}", name: A{at}, max: 10, {RULE}}}\n' for at in range(1, 8))
    tiny(f'version: 1\nindex: {{id: t, name: T}}\nareas:\n- id: "1"\n  name: One\n  criteria:\n{parts}',
         scores="year,unit,component,value\n" + "".join(f"2024,u,1.{at},{10 * at}\n" for at in range(1, 8)))  # fmt: skip
    (told,) = screens(run, " ".join(["gaps", *options]))
    assert told.partition("What the next points need")[2].count("≥ 100") == listed


@pytest.mark.parametrize(
    ("areas", "lowest"), [(1, ""), (2, "A1 (10.0%)"), (3, "A1 (10.0%)"), (5, "A1 (10.0%) and A2 (20.0%)")]
)
def test_at_most_half_of_the_areas_are_the_lowest(tiny: Tiny, run: Run, areas: int, lowest: str) -> None:
    every = range(1, areas + 1)
    lines = "".join(
        f'  - {{id: "{at}", name: A{at}, criteria: [{{id: "{at}.1", name: C, max: 10}}]}}\n' for at in every
    )
    tiny(f"version: 1\nindex: {{id: t, name: T}}\nareas:\n{lines}", scores=points({f"{at}.1": str(at) for at in every}))
    (paper,) = screens(run, "report result")
    assert ("lowest shares" in paper) is bool(lowest)
    assert not lowest or f"The lowest shares of points: {lowest}." in paper


def test_a_plan_puts_right_what_was_taken_off_alone(tiny: Tiny, run: Run) -> None:
    """8 points can be won back; of the 40 that nobody has scored yet nobody knows what there is to do."""
    rated = WHOLE.replace(
        "name: T}", "name: T, ratings: [{id: good, name: Good, min: 70}, {id: weak, name: Weak, min: 0}]}"
    )
    tiny(rated, scores=points(OPEN))
    plan, what_if, paper = screens(run, "plan", "simulate --need-rating good", "report plan")
    assert [row["component"] for row in json.loads(run("plan", "-f", "json").out)["rows"]] == ["1.1", "1.2", "2.1"]
    assert "+8.00 of 8.00 lost; 40.00 more not scored yet" in plan
    assert "what is not scored yet counts 0" in plan
    assert "put right all components that lost 8.00 points in 2024 (3)" in paper
    assert "8.00 of 8.00 lost points are won back" in paper
    assert "1.1 A, 1.2 B, 2.1 C and 2.2 D; of these not scored yet: 2.2 D" in what_if
    assert run("plan", "--target-rating", "good").status == 1


@pytest.mark.parametrize(
    ("more", "told"), [("b,B,\nc,C,\n", "In 2024 1 of 3 units have scores; without any: b and c."), ("b,B,2023\n", "")]
)
def test_units_without_scores_of_a_year_that_others_have_are_told(tiny: Tiny, run: Run, more: str, told: str) -> None:
    tiny(WHOLE, scores=points(PENALTY), units=f"unit,name,until\nu,U,\n{more}")
    outcome = run("check", "--lang", "en")
    said = " ".join((outcome.out + outcome.err).split())
    assert outcome.status == 0
    assert (told in said) and ("units have scores; without" in said) is bool(told)


def test_what_stands_on_some_units_alone_says_on_which(tiny: Tiny, run: Run) -> None:
    """Best of all once b waits: the highest index is not the best one of the table, and a rises without more points."""
    both = "2023,a,1.1,10\n2023,a,1.2,10\n2023,b,1.1,20\n2023,b,1.2,20\n2024,a,1.1,9\n2024,a,1.2,9\n2024,b,1.1,20\n"
    criteria = WHOLE.split('  - {id: "2"')[0]
    tiny(criteria, scores=HEADER + both, units="unit,name\na,Alpha\nb,Beta\n")
    matrix, overview, paper = screens(run, "matrix", "overview", "report overview")
    assert "of fully scored units alone: of the index of 1 of 2 units" in matrix
    assert "of fully scored units" not in " ".join(run("matrix", "2023", "--lang", "en").out.split())
    for told in (overview, paper):
        assert "ranks of others also change through that." in told
