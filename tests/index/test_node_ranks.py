"""Units ranked on nodes, against plain Python, cell by cell in exact fractions."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.nodes import node_of, nodes_of
from cchc_cli.index.over_units import node_rows, ranks_of_unit, stand_on_nodes
from cchc_cli.index.points import YearPoints, seen_from, year_points
from tests.index.test_rank_rules import percent
from tests.worlds import World, exists, opened, worlds


def final(world: World, year: int, unit: str, node: str) -> object:
    """The percent of a node, None where nothing applies or something is not scored."""
    worst, best = (percent(world, year, unit, node, best=each) for each in (False, True))
    return worst if worst == best else None


def there(world: World, year: int, marks: YearPoints) -> list[str]:
    return [unit.id for unit in marks.units if any(row[:2] == (year, unit.id) for row in world.rows)]


@given(worlds(), st.sampled_from(["area", "criterion", "component"]), st.booleans())
def test_ranks_on_nodes_are_one_more_than_the_units_above(world: World, level: str, over_all: bool) -> None:
    framework, scores = opened(world)
    groups, dense = dict(world.units), world.criteria["index"]["ties"] == "dense"
    years = sorted({row[0] for row in world.rows})
    if not years:
        return
    now, before = (year_points(framework, scores, year) for year in (years[-1], years[0]))
    earlier = None if len(years) < 2 else (before, seen_from(now.units, before, scores.units))

    def rank(year: int, unit: str, node: str, units: list[str]) -> float:
        own = final(world, year, unit, node)
        others = [final(world, year, each, node) for each in units if over_all or groups[each] == groups[unit]]
        above = [each for each in others if each is not None and own is not None and each > own]
        return float("nan") if own is None else 1 + (len(set(above)) if dense else len(above))

    standings = stand_on_nodes(now, earlier, partial(nodes_of, level=level), over_all=over_all)
    units = [unit.id for unit in now.units]
    rows = node_rows(standings, [groups[unit] for unit in units], np.arange(len(units)), over_all=over_all)
    assert len(rows) == len(units) * len(standings.nodes.ids)
    before_units = [unit.id for unit in before.units]
    seen = set()
    for line in rows.to_dict("records"):
        unit, node = units[line["row"]], standings.nodes.ids[line["column"]]
        seen.add((unit, node))
        want = rank(years[-1], unit, node, units)
        assert line["rank"] == pytest.approx(want, nan_ok=True)
        peers = [each for each in units if over_all or groups[each] == groups[unit]]
        equal = [each for each in peers if final(world, years[-1], each, node) == final(world, years[-1], unit, node)]
        assert line["tied"] == (want == want and len(equal) > 1)
        if over_all:
            mates = [each for each in units if groups[each] == groups[unit]]
            ahead = [each for each in (final(world, years[-1], mate, node) for mate in mates) if each is not None]
            mine = final(world, years[-1], unit, node)
            above = [each for each in ahead if mine is not None and each > mine]
            place = float("nan") if mine is None else 1 + (len(set(above)) if dense else len(above))
            assert line["group_rank"] == pytest.approx(place, nan_ok=True)
            assert line["group_tied"] == (mine is not None and ahead.count(mine) > 1)
        there_then = earlier is not None and unit in before_units and node in nodes_of(before, level).ids
        previous = rank(years[0], unit, node, before_units) if there_then else float("nan")
        assert line["prev_rank"] == pytest.approx(previous, nan_ok=True)
        assert line["rank_change"] == pytest.approx(previous - want, nan_ok=True)
        then, here = (final(world, year, unit, node) for year in (years[0], years[-1]))
        change = float(here - then) if there_then and here is not None and then is not None else float("nan")
        assert line["percent_change"] == pytest.approx(change, nan_ok=True, abs=1e-7)
    assert len(seen) == len(rows)
    order = [
        (line["column"], groups[units[line["row"]]] if not over_all else "", line["rank"])
        for line in rows.to_dict("records")
    ]
    assert [each[0] for each in order] == sorted(each[0] for each in order)
    for (column, group, rank_here), (next_column, next_group, next_rank) in zip(order, order[1:], strict=False):
        if (column, group) == (next_column, next_group) and next_rank == next_rank:
            assert rank_here <= next_rank


@given(worlds())
def test_one_node_is_the_same_as_among_all_of_its_level(world: World) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        for level in ("area", "criterion", "component"):
            every = nodes_of(marks, level)
            for at, identity in enumerate(every.ids):
                one = node_of(marks, identity)
                for name in ("points", "max", "open"):
                    np.testing.assert_allclose(getattr(one, name)[:, 0], getattr(every, name)[:, at], atol=1e-12)
            for unit in marks.units:
                ranks = ranks_of_unit(marks, every, unit.id)
                assert len(ranks) == len(every.ids)
        assert any(exists(leaf, year) for leaf in world.leaves) or not marks.framework.leaves
