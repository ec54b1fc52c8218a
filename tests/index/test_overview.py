"""A year over all units against plain Python with exact fractions."""

from collections.abc import Iterator
from fractions import Fraction
from statistics import mean, median
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.over_units import alike, histogram, overview_of
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import ranked_year
from tests.index.test_node_ranks import final
from tests.worlds import World, exists, expected, fraction, half_up, maximum, opened, worlds


def lines(node: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ids from an area down to each leaf below a node."""
    path = (*above, node["id"])
    below = [*node.get("criteria", ()), *node.get("components", ())]
    yield from [line for each in below for line in lines(each, path)] or [path]


class Cells:
    """What each unit got and could get in a year, component by component, in exact fractions."""

    def __init__(self, world: World, year: int) -> None:
        leaves = {leaf["id"]: leaf for leaf in world.leaves if exists(leaf, year)}
        self.paths = [path for area in world.criteria["areas"] for path in lines(area) if path[-1] in leaves]
        self.units = [unit for unit, _group in world.units if any(row[:2] == (year, unit) for row in world.rows)]
        self.given = {row[1:3]: row[3] for row in world.rows if row[0] == year}
        self.most = {each: fraction(maximum(leaf, year)) for each, leaf in leaves.items()}
        self.cap = fraction(world.criteria["index"].get("bonus_cap", 1000))

    def levels(self) -> list[str]:
        depth = max(map(len, self.paths), default=0)
        return ["area", "criterion", *(f"level{each}" for each in range(3, depth)), "component"]

    def nodes(self, level: str) -> list[str]:
        depth = (
            {"area": 0, "criterion": 1, "component": 99}.get(level) or int(level.removeprefix("level") or 1) - 1
            if level.startswith("level")
            else {"area": 0, "criterion": 1, "component": 99}[level]
        )
        return list(dict.fromkeys(path[min(depth, len(path) - 1)] for path in self.paths))

    def below(self, unit: str, node: str) -> list[str]:
        return [path[-1] for path in self.paths if node in path and self.given.get((unit, path[-1])) != "NA"]

    def percent(self, unit: str, node: str) -> Fraction | None:
        """None where nothing applies or something is not scored."""
        leaves = self.below(unit, node)
        if not leaves or not all(self.given.get((unit, each)) for each in leaves):
            return None
        return 100 * sum(fraction(self.given[unit, each]) for each in leaves) / sum(self.most[each] for each in leaves)

    def lost(self, node: str) -> Fraction:
        """By all units on a node; what is not scored yet is lost."""
        pairs = [(unit, each) for unit in self.units for each in self.below(unit, node)]
        return sum((self.most[pair[1]] - fraction(self.given.get(pair) or "0") for pair in pairs), Fraction(0))

    def extra(self, unit: str, kind: str) -> Fraction | None:
        """What a bonus or penalty did to an index; None where there was none, of the one or of the other."""
        if not float(text := self.given.get((unit, kind)) or "0") or not any(
            self.below(unit, p[0]) for p in self.paths
        ):
            return None
        return min(fraction(text), self.cap) if kind == "bonus" else -fraction(text)

    def figures(self, level: str, node: str) -> list[Fraction]:
        found = self.extra if level in ("bonus", "penalty") else self.percent
        return [each for unit in self.units if (each := found(unit, node)) is not None]


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
    cells = {year: Cells(world, year) for year in years}

    def figures(year: int, level: str, node: str) -> list[Fraction]:
        if level != "index":
            # What stands high is on each level for itself, also on one that the year is not deep enough for.
            there = level in ("bonus", "penalty") or any(node in path for path in cells[year].paths)
            return cells[year].figures(level, node) if there else []
        known = [line.exact for line in expected(world, year).values() if not line.provisional]
        return [half_up(each, settings.rounding) for each in known if each is not None]

    nodes = [(level, node) for level in cells[now].levels() for node in cells[now].nodes(level)]
    extras = [(each["kind"], each["id"]) for each in world.criteria["adjustments"]]
    given_extras = [pair for pair in extras if cells[now].figures(*pair)]
    rows = list(zip(table["level"], table["id"], strict=True))
    assert rows == [("index", "world"), *nodes, *given_extras]
    taken = {pair: cells[now].lost(pair[1]) for pair in nodes}
    taken |= {pair: -min(sum(cells[now].figures(*pair)), Fraction(0)) for pair in given_extras}
    total = sum((points for (level, _id), points in taken.items() if level in ("component", "penalty")), Fraction(0))
    for line in table.to_dict("records"):
        level, node = line["level"], line["id"]
        known, lost = figures(now, level, node), taken.get((level, node), total)
        assert line["units"] == len(known)
        assert line["lost"] == pytest.approx(float(lost), abs=1e-6)
        part = float(lost / total) if total else float("nan")
        assert line["lost_share"] == pytest.approx(part, nan_ok=True, abs=1e-9)
        if not known:
            assert np.isnan(line["mean"])
            continue
        want = [float(each) for each in (mean(known), median(known), min(known), max(known))]
        assert [line[key] for key in ("mean", "median", "min", "max")] == pytest.approx(want, abs=1e-6)
        full = {"index": settings.scale, "bonus": None, "penalty": None}.get(level, 100)
        share = float("nan") if full is None else sum(each >= full for each in known) / len(known)
        assert line["full_share"] == pytest.approx(share, nan_ok=True)
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
