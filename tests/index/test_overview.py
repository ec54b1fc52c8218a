"""A year over all units against plain Python with exact fractions."""

from fractions import Fraction
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.overview import alike, histogram, overview_of
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import ranked_year
from tests.index.test_matrix import points
from tests.index.test_node_ranks import final
from tests.worlds import World, exists, expected, fraction, half_up, maximum, opened, worlds


def lost(world: World, year: int, unit: str, node: str) -> Fraction:
    """What an appraisal has taken off a unit on a node: of what is scored."""
    got = points(world, year, unit)
    below = [
        leaf for leaf in world.leaves if node in (leaf["area"], leaf["criterion"], leaf["id"]) and exists(leaf, year)
    ]
    return sum(
        (fraction(maximum(leaf, year)) - each for leaf in below if (each := got[leaf["id"]]) is not None), Fraction(0)
    )


@given(worlds())
def test_every_figure_is_what_the_definitions_say(world: World) -> None:
    framework, scores = opened(world)
    settings = framework.criteria.index
    years = sorted({row[0] for row in world.rows})
    if not years:
        return
    published = {year: ranked_year(year_points(framework, scores, year), settings.rank_on) for year in years}
    every = {year: np.arange(len(published[year].marks.units)) for year in years}
    now, before = years[-1], years[0] if len(years) > 1 else None
    table = overview_of(published[now], every[now], None if before is None else (published[before], every[before]))
    units = {year: [unit.id for unit in published[year].marks.units] for year in years}

    def figures(year: int, level: str, node: str) -> list[Fraction]:
        if level != "index":
            percents = [final(world, year, unit, node) for unit in units[year]]
            return [each for each in percents if each is not None]
        lines = expected(world, year)
        known = [lines[unit] for unit in units[year] if lines[unit].exact is not None and not lines[unit].provisional]
        return [half_up(line.exact, settings.rounding) for line in known]

    total = sum((lost(world, now, unit, leaf["id"]) for unit in units[now] for leaf in world.leaves), Fraction(0))
    assert list(table["level"].unique()) == ["index", "area", "criterion", "component"]
    for line in table.to_dict("records"):
        level, node = line["level"], line["id"]
        known = figures(now, level, node)
        assert line["units"] == len(known)
        taken = total if level == "index" else sum((lost(world, now, unit, node) for unit in units[now]), Fraction(0))
        assert line["lost"] == pytest.approx(float(taken), abs=1e-6)
        assert line["lost_share"] == pytest.approx(
            float(taken / total) if total else float("nan"), nan_ok=True, abs=1e-9
        )
        if not known:
            assert np.isnan(line["mean"])
            continue
        want = [float(each) for each in (mean(known), median(known), min(known), max(known))]
        assert [line[key] for key in ("mean", "median", "min", "max")] == pytest.approx(want, abs=1e-6)
        full = settings.scale if level == "index" else 100
        assert line["full_share"] == pytest.approx(sum(each >= full for each in known) / len(known))
        then = [] if before is None else figures(before, level, node)
        change = float(mean(known) - mean(then)) if then else float("nan")
        assert line["mean_change"] == pytest.approx(change, nan_ok=True, abs=1e-6)


@given(worlds())
def test_what_tells_nobody_apart(world: World) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        published = ranked_year(year_points(framework, scores, year), "published")
        found = alike(published, np.arange(len(published.marks.units)))
        for leaf in published.marks.framework.leaves:
            percents = [final(world, year, unit.id, leaf.id) for unit in published.marks.units]
            known = [each for each in percents if each is not None]
            assert (leaf.id in found["all"]) == (bool(known) and all(each == 100 for each in known))
            assert (leaf.id in found["none"]) == (bool(known) and all(each == 0 for each in known))
            never = bool(known) and all(each < 100 for each in known) and any(each > 0 for each in known)
            assert (leaf.id in found["never_full"]) == never


@given(st.lists(st.integers(0, 10_000).map(lambda n: n / 100), max_size=30), st.sampled_from([60.0, 100.0]))
def test_bins_have_all_indices_once(indices: list[float], scale: float) -> None:
    known = [each for each in indices if each <= scale]
    bins = histogram(np.array(known), scale)
    assert sum(count for _first, _last, count in bins) == len(known)
    for first, last, count in bins:
        top = last if last < scale else scale + 1
        assert count == sum(first <= each < top for each in known)
