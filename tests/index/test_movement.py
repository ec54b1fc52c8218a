"""Who moved past whom, who is new or gone, and where others gained most: against plain Python with exact fractions."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.movement import biggest_gains, changed_membership, passers
from cchc_cli.index.results import node_results
from tests.index.test_explain import cells, parts_of_index, two_years
from tests.worlds import World, exists, fraction, maximum, merging_worlds, worlds


@given(worlds(), st.booleans())
def test_the_biggest_gains_are_those_of_the_parts_of_the_index(world: World, of_others: bool) -> None:
    years = two_years(world)
    if years is None:
        return
    _framework, now, before, _seen = years
    there = [unit for unit, _group in world.units if all(cells(world, year, unit) for year in (2021, 2022))]
    whole = [unit for unit in there if all(parts_of_index_or_none(world, year, unit) for year in (2021, 2022))]
    if len(whole) < 2:
        return
    unit, *others = whole

    def changes(each: str) -> dict[str, float]:
        then, here = (parts_of_index(world, year, each)[0] for year in (2021, 2022))
        return {part: float(here.get(part, 0) - then.get(part, 0)) for part in {**then, **here}}

    own = changes(unit)
    for other, found in zip(others, biggest_gains(now, before, unit, others, of_others=of_others), strict=True):
        theirs = changes(other)
        sign = 1 if of_others else -1
        gains = {part: sign * (theirs.get(part, 0.0) - own.get(part, 0.0)) for part in {**own, **theirs}}
        largest = sorted((gain for gain in gains.values() if gain > 1e-9), reverse=True)[:3]
        assert [gain for _part, gain in found] == pytest.approx(largest, abs=1e-7)
        for part, gain in found:
            assert gain == pytest.approx(gains[part], abs=1e-7)


def parts_of_index_or_none(world: World, year: int, unit: str) -> bool:
    """Whether anything applies to the unit."""
    mine = cells(world, year, unit)
    return any(exists(leaf, year) and mine.get(leaf["id"]) != "NA" for leaf in world.leaves)


@pytest.mark.parametrize(
    ("before", "now", "ahead", "behind"),
    [
        ((5, 4), (5, 6), ["b"], []),
        ((5, 5), (5, 6), ["b"], []),  # level is not above
        ((5, 6), (5, 7), [], []),
        ((5, 6), (5, 4), [], ["b"]),
        ((5, 5), (5, 4), [], ["b"]),
        ((5, 4), (5, 3), [], []),
        ((5, 4), (5, 5), [], []),
        ((5, 6), (5, 5), [], []),
    ],
)
def test_who_passed_was_not_above_and_is_now(
    before: tuple[int, int], now: tuple[int, int], ahead: list[str], behind: list[str]
) -> None:
    both = pd.DataFrame({"unit": ["a", "b"], "before": before, "now": now})
    assert passers(both, "a") == (ahead, behind)


@given(merging_worlds(), st.integers(0, 2))
def test_who_is_ranked_in_one_of_the_years_only(world: World, chosen: int) -> None:
    years = two_years(world)
    if years is None:
        return
    _framework, now, before, seen = years
    groups = sorted({group for _unit, group in world.units})
    wanted = groups if chosen >= len(groups) else [groups[chosen]]
    found = changed_membership(now, before, seen, wanted)
    ranked = {
        name: {
            unit
            for unit, group, rank in zip(*(year.results[each] for each in ("unit", "group", "rank")), strict=True)
            if group in wanted and rank == rank
        }
        for name, year in {"now": now, "before": before, "seen": seen}.items()
    }
    # An heir that is not fully scored yet took ranked units in as well: nobody else would say where they are.
    either = ranked["now"] | ranked["before"]
    heirs = {heir: parts for heir, parts in seen.marks.merged.items() if either & {heir, *parts}}
    gone_into = {part for parts in seen.marks.merged.values() for part in parts}
    assert dict(found.merged) == heirs
    assert set(found.joined) == ranked["now"] - ranked["seen"] - set(heirs)
    assert set(found.left) == ranked["before"] - ranked["now"] - gone_into


@given(worlds())
def test_nodes_are_those_of_the_year_and_lose_what_they_have_not(world: World) -> None:
    years = two_years(world)
    if years is None:
        return
    _framework, now, _before, _seen = years
    for unit in [each.id for each in now.marks.units]:
        mine = cells(world, 2022, unit)
        table = node_results(now.marks, unit, "component")
        leaves = [leaf for leaf in world.leaves if exists(leaf, 2022)]
        assert table["id"].tolist() == [leaf["id"] for leaf in leaves]
        assert table.index.tolist() == list(range(len(leaves)))
        for leaf, line in zip(leaves, table.to_dict("records"), strict=True):
            text = mine.get(leaf["id"])
            figures = (line["points"], line["max"], line["lost"])
            if text == "NA":
                # What does not apply is no 0 of 0.
                assert all(map(math.isnan, figures))
                continue
            most, points = fraction(maximum(leaf, 2022)), fraction(text or "0")
            assert figures == pytest.approx((float(points), float(most), float(most - points)))
