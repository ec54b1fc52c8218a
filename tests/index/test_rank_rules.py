"""Ties that a decision breaks, and ratings that ask for a percent in each area: against exact fractions."""

from fractions import Fraction
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cchc_cli.index.neighbours import neighbours, next_rating
from cchc_cli.index.optimum import best_plan
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import Year, ranked_year
from cchc_cli.index.results import unit_results
from cchc_cli.index.robust import vary
from cchc_cli.index.scenarios import Contest, variants
from cchc_cli.model.analysis import Uncertainty
from cchc_cli.model.plans import Candidate, Floor
from tests.worlds import World, exists, expected, fraction, half_up, maximum, number, opened, worlds


@st.composite
def ruled_worlds(draw: st.DrawFn, *, blanks: bool = False) -> World:
    """Worlds with `ties_by` and `each_area`, and coarse scores, so that ties are common."""
    world = draw(worlds(blanks=blanks))
    assume(any(row[0] == 2022 for row in world.rows))
    nodes = [area["id"] for area in world.criteria["areas"]] + [leaf["id"] for leaf in world.leaves]
    settings = world.criteria["index"]
    settings["ties_by"] = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
    settings["rounding"] = draw(st.sampled_from([0, 0, None]))
    for rating in settings["ratings"][:1]:
        rating["each_area"] = draw(st.sampled_from([30, 50, 80]))
    return world


def percent(world: World, year: int, unit: str, node: str, *, best: bool = False) -> Fraction | None:
    """The percent of an area or a component, cell by cell."""
    mine = {c: text for y, u, c, text in world.rows if (y, u) == (year, unit)}
    got = most = Fraction(0)
    for leaf in world.leaves:
        if node not in (leaf["area"], leaf["id"], leaf["criterion"]) or not exists(leaf, year):
            continue
        text = mine.get(leaf["id"], "")
        if text != "NA":
            most += fraction(maximum(leaf, year))
            got += fraction(text) if text else fraction(maximum(leaf, year)) if best else 0
    return 100 * got / most if most else None


def key(world: World, year: int, unit: str) -> tuple[Fraction, ...] | None:
    """What a unit is ranked by, from left to right; None where it has no rank."""
    settings, line = world.criteria["index"], expected(world, year).get(unit)
    if line is None or line.exact is None or line.provisional:
        return None
    index = half_up(line.exact, settings["rounding"] if settings["rank_on"] == "published" else None)
    breaks = (percent(world, year, unit, node) for node in settings["ties_by"])
    return (index, *(Fraction(-1) if each is None else each for each in breaks))


def rating(world: World, year: int, unit: str) -> str | None:
    settings, line = world.criteria["index"], expected(world, year)[unit]
    if line.exact is None:
        return None
    index = half_up(line.exact, settings["rounding"])
    areas = [percent(world, year, unit, area["id"]) for area in world.criteria["areas"]]
    for each in settings["ratings"]:
        if index >= each["min"] and all(a is None or a >= each.get("each_area", 0) for a in areas):
            return str(each["id"])
    return None


def year_of(world: World) -> Year:
    framework, scores = opened(world)
    return ranked_year(year_points(framework, scores, 2022), framework.criteria.index.rank_on)


@given(ruled_worlds(blanks=True))
def test_ranks_and_ratings_are_those_of_the_rules(world: World) -> None:
    year, groups, dense = year_of(world), dict(world.units), world.criteria["index"]["ties"] == "dense"
    keys = {unit: key(world, 2022, unit) for unit in year.results["unit"]}
    for line in year.results.to_dict("records"):
        unit = line["unit"]
        others = [each for other, each in keys.items() if groups[other] == groups[unit] and each is not None]
        if keys[unit] is None:
            assert pd.isna(line["rank"])
        else:
            above = [each for each in others if each > keys[unit]]
            assert line["rank"] == 1 + (len(set(above)) if dense else len(above))
            assert line["tied"] == (others.count(keys[unit]) > 1)
        if not line["provisional"]:
            want = rating(world, 2022, unit)
            assert (line["rating"] if isinstance(line["rating"], str) else None) == want
            alone = next(
                (each["id"] for each in world.criteria["index"]["ratings"] if line["index"] >= each["min"]), None
            )
            assert (line["held_back"] if isinstance(line["held_back"], str) else None) == (
                alone if alone != want else None
            )


@given(ruled_worlds(blanks=True), st.data())
def test_open_units_stay_within_the_bounds_of_their_ranks(world: World, data: st.DataObject) -> None:
    year = year_of(world)
    filled = []
    for row in world.rows:
        leaf = next((each for each in world.leaves if each["id"] == row[2]), None)
        most = 0 if leaf is None else round(maximum(leaf, row[0]) * 100)
        filled.append((*row[:3], row[3] or number(data.draw(st.integers(0, most)))))
    there = {row[:3] for row in filled}
    filled += [
        (2022, unit, leaf["id"], number(data.draw(st.integers(0, round(maximum(leaf, 2022) * 100)))))
        for unit, leaf in product(year.results["unit"], world.leaves)
        if exists(leaf, 2022) and (2022, unit, leaf["id"]) not in there
    ]
    after = year_of(World(world.criteria, filled, world.units, world.leaves)).results.set_index("unit")
    for line in year.results.to_dict("records"):
        if line["rank_best"] == line["rank_best"]:
            assert line["rank_best"] <= after.loc[line["unit"], "rank"] <= line["rank_worst"]


@given(ruled_worlds(), st.data())
def test_what_is_tried_out_is_what_the_scores_would_give(world: World, data: st.DataObject) -> None:
    year = year_of(world)
    unit = data.draw(st.sampled_from(list(year.results["unit"])))
    leaves = [leaf for leaf in world.leaves if exists(leaf, 2022)]
    texts = {leaf["id"]: number(data.draw(st.integers(0, round(maximum(leaf, 2022) * 100)))) for leaf in leaves}
    kept = [row for row in world.rows if not (row[:2] == (2022, unit) and row[2] in texts)]
    rows = [*kept, *((2022, unit, each, text) for each, text in texts.items())]
    after = year_of(World(world.criteria, rows, world.units, world.leaves)).line(unit)
    points: dict[str, float | None] = {each: float(text) for each, text in texts.items()}
    rank_on = year.marks.framework.index.rank_on
    found = Contest(year, unit, year.results, rank_on).outcome(points)
    (place,) = Contest(year, unit, year.results, rank_on).places(unit_results(variants(year.marks, unit, [points])))
    for each in (found, place):
        assert (each.index, each.rank, each.tied) == (after["index"], after["rank"], after["tied"])
        assert each.rating == (after["rating"] if isinstance(after["rating"], str) else None)
        assert (each.held_back.rating if each.held_back else None) == (
            after["held_back"] if isinstance(after["held_back"], str) else None
        )


@given(ruled_worlds())
def test_without_doubt_every_run_is_the_published_result(world: World) -> None:
    year = year_of(world)
    rank_on = year.marks.framework.index.rank_on
    for group in set(year.results["group"]):
        found = vary(year, group, Uncertainty(0, 0, 2, 1), rank_on)
        assert found.units["rank"].tolist() == found.units["rank_low"].tolist() == found.units["rank_high"].tolist()
        assert (found.units["keep_rating"] == 1).all()


CRITERIA: dict[str, Any] = {
    "version": 1,
    "index": {
        "id": "i", "name": "I", "ties_by": ["3", "1.1"],
        "ratings": [{"id": "good", "name": "G", "min": 80, "each_area": 50}, {"id": "fair", "name": "F", "min": 60}],
    },
    "areas": [
        {"id": str(area), "name": f"A{area}", "criteria": [{"id": f"{area}.1", "name": "C", "max": 40 if area == 1 else 30}]}
        for area in (1, 2, 3)
    ],
}  # fmt: skip


def three(**points: tuple[float, float, float]) -> Year:
    rows = [
        (2022, unit, f"{area}.1", f"{value:g}") for unit, given in points.items() for area, value in enumerate(given, 1)
    ]
    return year_of(World(CRITERIA, rows, [(unit, "g") for unit in points]))


def test_a_tie_is_broken_by_one_node_after_the_other_and_stays_where_all_are_equal() -> None:
    year = three(a=(40, 20, 20), b=(40, 10, 30), c=(30, 30, 20), d=(40, 20, 20), e=(40, 30, 30))
    ranks = year.results.set_index("unit")
    # e 100; b has 100% in area 3; a and d 66.7% there and 100% of 1.1, c the same and 75%.
    assert ranks["rank"].to_dict() == {"e": 1, "b": 2, "a": 3, "d": 3, "c": 5}
    assert ranks["tied"].to_dict() == {"a": True, "b": False, "c": False, "d": True, "e": False}


def test_what_a_rank_needs_knows_who_wins_a_tie() -> None:
    """a has more in area 3 than b and less than c: to come level is enough against b, not against c."""
    year = three(a=(20, 20, 20), b=(35, 30, 15), c=(20, 30, 30))
    assert year.results.set_index("unit")["rank"].to_dict() == {"c": 1, "b": 2, "a": 3}
    level, beyond = (Contest(year, "a", year.results, "published").need_for_rank(rank) for rank in (2, 1))
    assert (level.points, level.place.rank) == (pytest.approx(19.995), 2)  # 79.995 is published as 80.00
    assert (beyond.points, beyond.place.rank) == (pytest.approx(20.005), 1)
    found = neighbours(year.results, "a", year.marks.framework.index, "published").set_index("unit")["points"]
    assert found.to_dict() == {"c": pytest.approx(20.005), "b": pytest.approx(19.995)}


def test_to_pass_who_is_level_in_all_that_breaks_ties_takes_more_than_to_come_level() -> None:
    year = three(a=(40, 10, 20), b=(40, 20, 20))
    found = neighbours(year.results, "a", year.marks.framework.index, "published")["points"]
    assert found.tolist() == [pytest.approx(10.005)]
    assert Contest(year, "a", year.results, "published").need_for_rank(1).points == pytest.approx(9.995)


def test_a_rating_needs_its_index_and_its_percent_in_each_area() -> None:
    year = three(a=(40, 30, 12), b=(40, 10, 10), c=(15, 15, 15))
    lines = year.results.set_index("unit")
    assert lines["rating"].to_dict()["a"] == "fair"  # 82 points, but 40% in area 3
    assert (lines.loc["a", "held_back"], lines.loc["a", "lowest_area"], lines.loc["a", "lowest"]) == ("good", "3", 40)
    rating = year.marks.framework.index.ratings[0]
    needs = {unit: Contest(year, unit, year.results, "published").need_for_rating(rating) for unit in "abc"}
    assert (needs["a"].points, needs["a"].areas) == (3, {"3": 3})
    assert (needs["a"].place.rating, needs["a"].place.index) == ("good", 85)
    # 19.995 points for the index are more than the 5 and 5 that are missing in two areas.
    assert (needs["b"].points, needs["b"].areas) == (pytest.approx(19.995), {"2": 5, "3": 5})
    assert (needs["c"].points, needs["c"].areas) == (pytest.approx(34.995), {"1": 5})
    found = next_rating(year, "a")
    assert found is not None
    assert (found.rating.id, found.points, found.areas) == ("good", 3, {"3": 3})


@given(
    st.lists(st.tuples(st.sampled_from("pqr"), st.integers(1, 4), st.integers(0, 5)), min_size=1, max_size=7),
    st.integers(1, 10),
    st.integers(0, 6),
    st.none() | st.integers(0, 12),
)
@example([("r", 4, 1), ("q", 1, 9)], 4, 1, 5)  # the budget buys the points, not what the area needs of them
def test_the_cheapest_plan_wins_what_an_area_needs(
    actions: list[tuple[str, int, int]], needed: int, floor: int, budget: int | None
) -> None:
    """Against every choice of the actions; where none is enough, the most points that can be paid."""
    lost = {"p": 3.0, "q": 4.0, "r": 4.0}
    candidates = [
        Candidate(f"k{at}", component, "", "", "", None, effort, gain)
        for at, (component, gain, effort) in enumerate(actions)
    ]
    floors = [Floor(frozenset("pq"), floor)] if floor else []

    def won(chosen: tuple[Candidate, ...], parts: str) -> float:
        return sum(min(lost[part], sum(each.gain for each in chosen if each.component == part)) for part in parts)

    choices = [
        tuple(each for each, done in zip(candidates, taken, strict=True) if done)
        for taken in product((0, 1), repeat=len(candidates))
    ]
    costs = {chosen: sum(each.effort for each in chosen) for chosen in choices}
    paid = [chosen for chosen, cost in costs.items() if budget is None or cost <= budget]
    enough = [chosen for chosen in paid if won(chosen, "pqr") >= needed and won(chosen, "pq") >= floor]
    plan = best_plan(candidates, lost, budget, needed, floors)
    assert plan.optimal == bool(enough)
    chosen = tuple(step.candidate for step in plan.steps)
    if enough:
        assert plan.effort == min(costs[each] for each in enough)
        assert won(chosen, "pqr") >= needed
        assert won(chosen, "pq") >= floor
    else:
        assert won(chosen, "pqr") == plan.points == max(won(each, "pqr") for each in paid)
