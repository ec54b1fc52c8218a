"""What other points bring, and what a goal needs: the same figures as when the points are really there."""

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cchc_cli.index.neighbours import neighbours, next_rating
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import Year, ranked_year
from cchc_cli.index.scenarios import Contest, largest_losses, rivals_carried_on
from cchc_cli.model.criteria import Index
from tests.worlds import World, exists, expected, half_up, maximum, number, opened, worlds

CLOSE = 1e-6


def year_of(world: World, year: int = 2022) -> Year:
    assume(year in {row[0] for row in world.rows})
    framework, scores = opened(world)
    return ranked_year(year_points(framework, scores, year), framework.criteria.index.rank_on)


def height(exact: float, settings: Index) -> Fraction:
    """What an exact index is ranked by."""
    clean = Fraction(round(exact * 10**9), 10**9)
    return clean if settings.rank_on == "exact" else half_up(clean, settings.rounding)


def others_of(year: Year, unit: str) -> dict[str, Fraction]:
    """What the other ranked units of the group are ranked by."""
    settings, own = year.marks.framework.index, year.line(unit)
    table = year.results
    same = table[(table["group"] == own["group"]) & table["rank"].notna() & (table["unit"] != unit)]
    return {each: height(exact, settings) for each, exact in zip(same["unit"], same["exact"], strict=True)}


def rank_at(exact: float, others: dict[str, Fraction], settings: Index) -> int:
    above = [each for each in others.values() if each > height(exact, settings)]
    return 1 + (len(set(above)) if settings.ties == "dense" else len(above))


@given(worlds(blanks=False))
def test_points_to_pass_pass_and_no_fewer_do(world: World) -> None:
    year = year_of(world)
    settings = year.marks.framework.index
    for unit in [each.id for each in year.marks.units]:
        own, others = year.line(unit), others_of(year, unit)
        found = neighbours(year.results, unit, settings, settings.rank_on)
        if math.isnan(own["rank"]):
            assert found.empty
            continue
        mine = height(own["exact"], settings)
        above = sorted((each for each in others.values() if each > mine), reverse=True)[-5:]
        below = sorted((each for each in others.values() if each < mine), reverse=True)[:1]
        assert [height_of_line(line, others) for line in found["unit"]] == [*above, *below]
        for line in found.itertuples():
            target = others[str(line.unit)]
            step = float(str(line.points)) * settings.scale / own["max"]
            more, less = own["exact"] + step + CLOSE, own["exact"] + step - less_than(own, settings)
            if target > mine:
                assert height(more, settings) > target
                assert height(less, settings) <= target
            else:
                assert height(more, settings) >= target
                assert height(less, settings) < target


def less_than(own: "pd.Series[float]", settings: Index) -> float:
    """Points are rounded up to a billionth, which is much more of the index where the maximum is small."""
    return max(CLOSE, 2e-9 * settings.scale / float(own["max"]))


def height_of_line(unit: str, others: dict[str, Fraction]) -> Fraction:
    return others[unit]


@given(worlds(blanks=False), st.integers(1, 5))
def test_the_points_that_a_goal_needs_are_enough_and_no_fewer_are(world: World, goal: int) -> None:
    year = year_of(world)
    settings = year.marks.framework.index
    for unit in [each.id for each in year.marks.units]:
        own, others = year.line(unit), others_of(year, unit)
        if math.isnan(own["exact"]):
            continue
        for need, reached in (
            (
                Contest(year, unit, year.results, settings.rank_on).need_for_rank(goal),
                lambda exact, others=others: rank_at(exact, others, settings) <= goal,
            ),
            (
                Contest(year, unit, year.results, settings.rank_on).need_for_index(settings.ratings[0].min),
                lambda exact: half_up(Fraction(round(exact * 10**9), 10**9), settings.rounding) >= 50,
            ),
        ):
            step = need.points * settings.scale / own["max"]
            assert reached(own["exact"] + step + CLOSE)
            assert need.points == 0 or not reached(own["exact"] + step - less_than(own, settings))
            full = settings.scale + own["bonus"] - own["penalty"]
            assert need.reachable == (own["exact"] + step <= full + 1e-9)
        above = next_rating(year, unit)
        assert (above is None) == (own["index"] >= 50)


@given(worlds(), st.data())
def test_what_is_tried_out_is_what_the_scores_would_give(world: World, data: st.DataObject) -> None:
    """Points set in a simulation, and the same points in the file, give the same result."""
    assume(any(row[0] == 2022 for row in world.rows))
    year = year_of(world)
    unit = data.draw(st.sampled_from([each.id for each in year.marks.units]))
    leaves = [leaf for leaf in world.leaves if exists(leaf, 2022)]
    assume(leaves)
    chosen = data.draw(st.lists(st.sampled_from(leaves), min_size=1, unique_by=lambda leaf: leaf["id"]))
    texts = {
        leaf["id"]: data.draw(st.one_of(st.just("NA"), st.integers(0, round(maximum(leaf, 2022) * 100)).map(number)))
        for leaf in chosen
    }
    for extra in world.criteria["adjustments"]:
        texts[extra["id"]] = number(data.draw(st.integers(0, 500)))
    kept = [row for row in world.rows if not (row[:2] == (2022, unit) and row[2] in texts)]
    real = World(
        world.criteria, [*kept, *((2022, unit, each, text) for each, text in texts.items())], world.units, world.leaves
    )
    after = year_of(real)
    points = {each: None if text == "NA" else float(text) for each, text in texts.items()}
    rank_on = year.marks.framework.index.rank_on
    found = Contest(year, unit, year.results, rank_on).outcome(points)
    line, before = after.line(unit), year.line(unit)
    assert found.index == pytest.approx(line["index"], nan_ok=True)
    assert found.rank == pytest.approx(line["rank"], nan_ok=True)
    assert found.rating == (None if pd.isna(line["rating"]) else line["rating"])
    assert found.provisional == line["provisional"]
    assert found.rank_change == pytest.approx(before["rank"] - line["rank"], nan_ok=True)
    if not math.isnan(found.rank_change):
        settings, others = year.marks.framework.index, others_of(year, unit)
        was, now = height(before["exact"], settings), height(line["exact"], settings)
        assert set(found.passed) == {each for each, there in others.items() if was <= there < now}
        assert set(found.passed_by) == {each for each, there in others.items() if now < there <= was}
    want = expected(real, 2022)[unit]
    if want.exact is not None:
        assert line["exact"] == pytest.approx(float(want.exact), abs=1e-9)


@given(worlds(blanks=False))
def test_rivals_carry_on_as_they_changed(world: World) -> None:
    now, before = year_of(world), year_of(world, 2021)
    settings = now.marks.framework.index
    unit = now.marks.units[0].id
    moved = rivals_carried_on(now, before.results, unit, settings.rank_on).set_index("unit")
    then = before.results.set_index("unit")["exact"]
    for line in now.results.to_dict("records"):
        exact = line["exact"]
        if line["unit"] != unit and line["unit"] in then.index and not math.isnan(then[line["unit"]] + exact):
            top, bottom = max(exact, settings.scale), min(exact, 0.0)
            exact = min(max(2 * exact - then[line["unit"]], bottom), top)
        found = moved.loc[line["unit"]]
        assert found["exact"] == pytest.approx(exact, nan_ok=True)
        if not math.isnan(exact):
            published = half_up(Fraction(round(found["exact"] * 10**9), 10**9), settings.rounding)
            assert found["index"] == pytest.approx(float(published), abs=1e-9)
            rating = "high" if published >= 50 else "base" if published >= 0 else None
            assert found["rating"] == rating or (rating is None and pd.isna(found["rating"]))


@given(worlds(), st.floats(0, 50))
def test_the_largest_losses_hold_the_points_and_one_fewer_do_not(world: World, points: float) -> None:
    year = year_of(world)
    marks = year.marks
    for row, unit in enumerate(marks.units):
        lost = {leaf.id: marks.max[row, at] - marks.got[row, at] for at, leaf in enumerate(marks.framework.leaves)}
        chosen = largest_losses(marks, unit.id, points)
        left = [lost[each] for each in lost if each not in chosen]
        held = sum(lost[each] for each in chosen)
        assert held >= points - 1e-8 or not any(loss > 1e-9 for loss in left)
        # Of what was taken off the largest first; what is not scored yet comes after all of it.
        taken = {leaf.id for at, leaf in enumerate(marks.framework.leaves) if marks.scored[row, at]}
        losses = sorted((each not in taken, -round(lost[each], 9)) for each in lost if lost[each] > 1e-9)
        assert sorted((each not in taken, -round(lost[each], 9)) for each in chosen) == losses[: len(chosen)]
        if chosen:
            assert held + losses[len(chosen) - 1][1] < points
