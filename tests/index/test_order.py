"""The order of ranked units, a first year, what is lost by node and what holds a rating back, worked out a second way."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import compare_years, in_rank_order, rank_over_all, rank_units
from cchc_cli.index.results import HeldBack, held_back, node_results, unit_results
from cchc_cli.model.criteria import Rating
from tests.worlds import World, exists, fraction, maximum, opened, worlds

ABOVE = {"component": "id", "criterion": "criterion", "area": "area"}


@given(worlds())
def test_units_stand_by_group_then_rank_then_what_they_can_still_get(world: World) -> None:
    framework, scores = opened(world)
    settings = framework.criteria.index
    for year in sorted({row[0] for row in world.rows}):
        ranked = rank_units(unit_results(year_points(framework, scores, year)), settings.ties, settings.rank_on)
        rows = ranked.to_dict("records")
        groups = list(dict.fromkeys(row["group"] for row in rows))
        for over_all in (False, True):
            wanted = [(_place(row, [] if over_all else groups), row["unit"]) for row in rows]
            ordered = in_rank_order(ranked, over_all=over_all)
            assert ordered["unit"].tolist() == [unit for _place, unit in sorted(wanted, key=lambda each: each[0])]
            assert list(ordered) == list(ranked)
            assert ordered.index.tolist() == list(range(len(rows)))


def _place(row: dict[str, Any], groups: list[str]) -> tuple[float, ...]:
    own, best = (math.inf if np.isnan(row[name]) else row[name] for name in ("rank", "rank_best"))
    highest = math.inf if np.isnan(row["index_best"]) else -row["index_best"]
    return (groups.index(row["group"]) if groups else 0, own, best, highest)


@given(worlds())
def test_over_all_groups_a_unit_keeps_the_rank_that_it_has_in_its_own(world: World) -> None:
    framework, scores = opened(world)
    settings = framework.criteria.index
    for year in sorted({row[0] for row in world.rows}):
        ranked = rank_units(unit_results(year_points(framework, scores, year)), settings.ties, settings.rank_on)
        for row in rank_over_all(ranked, settings.ties, settings.rank_on).to_dict("records"):
            index = {"published": "index", "exact": "exact"}[settings.rank_on]
            final = ranked[~ranked["provisional"] & ranked[index].notna()]
            own = ranked[ranked["unit"] == row["unit"]].iloc[0]
            assert row["group"] == own["group"]
            if math.isnan(row["rank"]):
                assert math.isnan(row["group_rank"])
                assert not row["group_tied"]
                continue
            for those, rank, tied in (
                (final, row["rank"], row["tied"]),
                (final[final["group"] == own["group"]], row["group_rank"], row["group_tied"]),
            ):
                heights = [round(each * 10**9) for each in those[index]]
                above = [each for each in heights if each > round(own[index] * 10**9)]
                assert rank == 1 + len(set(above) if settings.ties == "dense" else above)
                assert tied == (heights.count(round(own[index] * 10**9)) > 1)


def test_a_first_year_is_compared_with_nothing() -> None:
    now = pd.DataFrame({"unit": ["a", "b"], "rank": [1.0, 2.0]})
    for before, seen in ((None, None), (now, None), (None, now)):
        compared = compare_years(now, before, seen)
        assert compared[["prev_rank", "rank_change", "prev_index", "index_change"]].isna().all(axis=None)
        assert compared["prev_tied"].tolist() == [False, False]


@given(worlds())
def test_what_a_node_lost_is_its_maximum_less_its_points(world: World) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        for unit in [each.id for each in marks.units]:
            cells = {leaf: text for y, u, leaf, text in world.rows if (y, u) == (year, unit)}
            for level, key in ABOVE.items():
                lost: dict[str, Fraction] = {}
                applying = {leaf[key] for leaf in world.leaves if cells.get(leaf["id"]) != "NA" and exists(leaf, year)}
                for leaf in world.leaves:
                    if exists(leaf, year):
                        text = cells.get(leaf["id"]) or "0"
                        gone = Fraction(0) if text == "NA" else fraction(maximum(leaf, year)) - fraction(text)
                        lost[leaf[key]] = lost.get(leaf[key], Fraction(0)) + gone
                table = node_results(marks, unit, level)
                assert dict(zip(table["id"], table["lost"], strict=True)) == pytest.approx(
                    {each: float(gone) if each in applying else math.nan for each, gone in lost.items()},
                    abs=1e-9,
                    nan_ok=True,
                )


def test_a_rating_is_held_back_by_the_lowest_area() -> None:
    asked = {"top": (90, 70), "good": (80, 50), "low": (0, None)}
    ratings = tuple(Rating(id=each, name=each, min=least, each_area=area) for each, (least, area) in asked.items())
    line = {"held_back": "good", "lowest_area": "3", "lowest": 40}
    assert held_back(line, ratings) == HeldBack("good", 50, "3", 40.0)
    assert held_back({"held_back": None}, ratings) is None
    assert held_back({}, ratings) is None
