"""A unit beside others, and years side by side, against counting by hand in plain Python."""

import math
from statistics import fmean, median
from typing import Literal

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cchc_cli.index.composition import summarise, trend_nodes, trend_years
from cchc_cli.index.peers import best_unit, compare_with, full_counts, teachers, top_units
from cchc_cli.index.points import seen_from, year_points
from cchc_cli.index.ranks import Year, ranked_year
from cchc_cli.model.analysis import Reference
from tests.worlds import World, exists, maximum, opened, worlds


def year_of(world: World, year: int = 2022) -> Year:
    assume(year in {row[0] for row in world.rows})
    framework, scores = opened(world)
    return ranked_year(year_points(framework, scores, year), framework.criteria.index.rank_on)


def points(world: World, year: int, unit: str, component: str) -> float | None:
    """The points that stand in the file; None where there are none, or NA."""
    for row in world.rows:
        if row[:3] == (year, unit, component) and row[3] not in ("", "NA"):
            return float(row[3])
    return None


@given(worlds(), st.sampled_from(["unit", "mean", "median"]))
def test_differences_are_ours_less_theirs(world: World, kind: Literal["unit", "mean", "median"]) -> None:
    year = year_of(world)
    for unit in [each.id for each in year.marks.units]:
        units = tuple(year.ranked(unit)["unit"])
        assume(units)
        found = compare_with(year.marks, unit, Reference("", units, kind))
        not_applicable = {row[2] for row in world.rows if row[:2] == (2022, unit) and row[3] == "NA"}
        leaves = [each for each in world.leaves if exists(each, 2022) and each["id"] not in not_applicable]
        is_component = found["level"] == "component"
        assert found.loc[is_component, "component"].tolist() == [each["id"] for each in leaves]
        extras = {each["id"] for each in world.criteria["adjustments"]}
        assert set(found.loc[~is_component, "component"]) <= extras
        for line in found[is_component].to_dict("records"):
            theirs = [points(world, 2022, each, line["component"]) for each in units]
            known = [each for each in theirs if each is not None]
            own = points(world, 2022, unit, line["component"])
            want = (median if kind == "median" else fmean)(known) if known else math.nan
            assert line["other_points"] == pytest.approx(want, nan_ok=True)
            difference = math.nan if own is None else own - want
            assert line["difference"] == pytest.approx(difference, nan_ok=True, abs=1e-9)


@given(worlds())
def test_one_learns_from_those_who_do_better(world: World) -> None:
    year = year_of(world)
    tops = {each["id"]: maximum(each, 2022) for each in world.leaves if exists(each, 2022)}
    groups = dict(world.units)
    for unit in [each.id for each in year.marks.units]:
        units = tuple(year.ranked(unit)["unit"])
        found = teachers(year, unit, list(tops))
        counts = full_counts(year.marks, unit)
        for component, top in tops.items():
            if (2022, unit, component, "NA") in world.rows:
                assert found[component] == []  # nothing was lost there
                continue
            own = points(world, 2022, unit, component) or 0
            known = {each: points(world, 2022, each, component) for each in units}
            better = [each for each in units if (known[each] or 0) > own + 1e-9]
            want = sorted(better, key=lambda each: -(known[each] or 0))[:3]
            assert [each for each, _percent in found[component]] == want
            for each, percent in found[component]:
                assert percent == pytest.approx(100 * (known[each] or 0) / top)
            peers = [each for each, group in world.units if group == groups[unit]]
            scored = [each for each in (points(world, 2022, peer, component) for peer in peers) if each is not None]
            full = [each for each in scored if each >= top - 1e-9]
            assert counts[component] == (len(full), len(scored))


@given(worlds(), st.integers(1, 100))
def test_the_top_has_its_share_and_those_tied_with_its_last(world: World, percent: int) -> None:
    year = year_of(world)
    for unit in [each.id for each in year.marks.units]:
        table = year.ranked(unit).set_index("unit")["rank"]
        top = top_units(year, unit, percent)
        if table.empty:
            assert top == ()
            assert best_unit(year, unit) is None
            continue
        count = -(-len(table) * percent // 100)
        worst = sorted(table)[count - 1]
        assert set(top) == set(table.index[table <= worst])
        best = best_unit(year, unit)
        others = table.drop(unit, errors="ignore")
        assert best is None if others.empty else table[best] == others.min()


@given(worlds())
def test_a_trend_has_the_results_of_each_year(world: World) -> None:
    framework, scores = opened(world)
    rank_on = framework.criteria.index.rank_on
    there = sorted({row[0] for row in world.rows})
    assume(there)
    years = [ranked_year(year_points(framework, scores, year), rank_on) for year in there]
    seen = [ranked_year(seen_from(years[-1].marks.units, each.marks, scores.units), rank_on) for each in years]
    for unit in [each.id for each in years[-1].marks.units]:
        pairs = [pair for pair in zip(years, seen, strict=True) if pair[1].marks.has(unit)]
        table = trend_years(pairs, unit)
        for (published, _seen), line in zip(pairs, table.to_dict("records"), strict=True):
            want = published.line(unit)
            for name in ("points", "max", "index", "rank"):
                assert line[name] == pytest.approx(want[name], nan_ok=True)
            leaves = [each for each in world.leaves if exists(each, line["year"])]
            if line["year"] == there[0] or len(pairs) < 2:
                assert not line["changed"]
            else:
                before = [each for each in world.leaves if exists(each, there[0])]
                same = {each["id"]: maximum(each, 2022) for each in leaves} == {
                    each["id"]: maximum(each, 2021) for each in before
                }
                assert line["changed"] == (not same)
        nodes = trend_nodes(pairs, unit, "component")
        for line in nodes.to_dict("records"):
            given_points = points(world, line["year"], unit, line["id"])
            if math.isnan(line["max"]):
                # NA: nothing, and not 0 of 0
                assert given_points is None and line["open"] == 0 and math.isnan(line["points"])
                continue
            assert line["points"] == pytest.approx(given_points or 0)
            assert line["open"] == (line["max"] if given_points is None else 0)
            if line["max"] and given_points is not None:
                assert line["percent"] == pytest.approx(100 * line["points"] / line["max"])
            else:
                assert math.isnan(line["percent"])


def test_best_worst_and_years_lost() -> None:
    nodes = pd.DataFrame(
        [
            ("a", 2020, 100.0), ("a", 2021, 90.0), ("a", 2022, 90.0), ("a", 2023, 95.0),
            ("b", 2020, 50.0), ("b", 2021, 100.0), ("b", 2023, 100.0),
            ("c", 2022, float("nan")),
            ("d", 2021, 20.0), ("d", 2022, 20.0),
        ],
        columns=["id", "year", "percent"],
    ).assign(max=2.0, open=0.0)  # fmt: skip
    partly = pd.DataFrame(
        {"id": "e", "year": [2021, 2022, 2023], "percent": [80.0, 40.0, math.nan], "max": 2.0, "open": [0, 1, 2.0]}
    )
    found = summarise(pd.concat([nodes, partly]), [2020, 2021, 2022, 2023]).set_index("id")
    # What is scored in part has the percent that it has got so far; what is not scored at all has none, and neither is a best or worst year.
    assert found["percents"]["e"] == pytest.approx([math.nan, 80.0, 40.0, math.nan], nan_ok=True)
    # All years that share a place; none where no year differs from another.
    assert found["best"].to_dict() == {"a": [2020], "b": [2021, 2023], "c": [], "d": [], "e": []}
    assert found["worst"].to_dict() == {"a": [2021, 2022], "b": [2020], "c": [], "d": [], "e": []}
    # Years in which a component was not there, or not assessed, do not break a streak.
    assert found["lost"].to_dict() == {"a": 3, "b": 0, "c": 0, "d": 2, "e": 1}
