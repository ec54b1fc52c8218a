"""Results and ranks against plain Python with exact fractions."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.losses import lost_points
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import compare_years, rank_heights, rank_units
from cchc_cli.index.results import node_results, unit_results
from cchc_cli.index.rounding import billionths
from tests.worlds import World, exists, expected, fraction, half_up, maximum, merging_worlds, opened, read, worlds


@given(merging_worlds())
def test_worlds_in_memory_are_those_in_files(world: World) -> None:
    (framework, scores), (read_framework, read_scores) = opened(world), read(world)
    assert framework.criteria == read_framework.criteria
    assert scores.units == read_scores.units
    columns = ["year", "unit", "component", "score", "excluded"]
    pd.testing.assert_frame_equal(scores.frame[columns], read_scores.frame[columns], check_dtype=False)
    assert scores.years(framework) == read_scores.years(read_framework)


@given(worlds())
def test_units_get_what_the_definitions_say(world: World) -> None:
    framework, scores = opened(world)
    decimals = world.criteria["index"]["rounding"]
    for year in sorted({row[0] for row in world.rows}):
        results = unit_results(year_points(framework, scores, year)).set_index("unit")
        want = expected(world, year)
        assert set(results.index) == set(want)
        for unit, line in want.items():
            got = results.loc[unit]
            assert got["points"] == pytest.approx(float(line.points), abs=1e-9)
            assert got["max"] == pytest.approx(float(line.max), abs=1e-9)
            assert got["provisional"] == line.provisional
            if line.exact is None:
                assert math.isnan(got["index"])
                continue
            assert got["exact"] == pytest.approx(float(line.exact), abs=1e-9)
            if decimals is not None and not _near_an_edge(line.exact, decimals):
                assert got["index"] == float(half_up(line.exact, decimals))
                rounded = half_up(line.exact, decimals)
                want_rating = "high" if rounded >= 50 else "base" if rounded >= 0 else ""
                assert ("" if pd.isna(got["rating"]) else got["rating"]) == want_rating


def _near_an_edge(exact: Fraction, decimals: int) -> bool:
    """Within the billionth that counts as float noise, but not on the edge itself."""
    distance = abs((exact * 10**decimals) % 1 - Fraction(1, 2))
    return 0 < distance < Fraction(10**decimals, 10**9)


@given(worlds())
def test_ranks_are_one_more_than_the_units_above(world: World) -> None:
    framework, scores = opened(world)
    settings = framework.criteria.index
    groups = dict(world.units)
    for year in sorted({row[0] for row in world.rows}):
        results = unit_results(year_points(framework, scores, year))
        ranked = rank_units(results, settings.ties, settings.rank_on).set_index("unit")
        key = "index" if settings.rank_on == "published" else "exact"
        final = {
            unit: round(line[key] * 1e9)
            for unit, line in ranked.iterrows()
            if not line["provisional"] and line["max"] > 0
        }
        for unit, line in ranked.iterrows():
            if unit not in final:
                assert math.isnan(line["rank"])
                continue
            above = [value for other, value in final.items() if groups[other] == groups[unit] and value > final[unit]]
            assert line["rank"] == 1 + (len(above) if settings.ties == "min" else len(set(above)))
            peers = [other for other in final if groups[other] == groups[unit] and other != unit]
            assert line["tied"] == any(final[other] == final[unit] for other in peers)
            group = [unit, *(other for other in peers if final[other] == final[unit])]
            assert line["tied_by_rounding"] == (len({round(ranked.loc[each, "exact"] * 1e9) for each in group}) > 1)


@given(worlds())
def test_open_units_never_leave_the_bounds_of_their_ranks(world: World) -> None:
    """Fill the blanks at random: the rank stays within the bounds."""
    framework, scores = opened(world)
    settings = framework.criteria.index
    rng = np.random.default_rng(1)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        results = unit_results(marks)
        bounds = rank_units(results, settings.ties, settings.rank_on).set_index("unit")
        for _try in range(5):
            share = rng.choice([0.0, 1.0, rng.random()], size=marks.points.shape)
            filled = np.where(marks.applicable & ~marks.scored, marks.max * share, marks.points)
            done = unit_results(replace(marks, points=filled))
            ranks = rank_units(done, settings.ties, settings.rank_on).set_index("unit")["rank"]
            for unit in bounds.index[bounds["provisional"]]:
                assert bounds.loc[unit, "rank_best"] <= ranks[unit] <= bounds.loc[unit, "rank_worst"]


@given(worlds())
def test_parts_sum_to_the_whole(world: World) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        results = unit_results(marks).set_index("unit")
        for unit in results.index:
            for level in ("area", "criterion", "component"):
                nodes = node_results(marks, unit, level)
                for column in ("points", "max"):
                    assert nodes[column].sum() == pytest.approx(results.loc[unit, column], abs=1e-9)
            lost = lost_points(marks, None, unit, 70)
            want = results.loc[unit, "max"] - results.loc[unit, "points"] + results.loc[unit, "penalty"]
            assert lost["lost"].sum() == pytest.approx(want, abs=1e-9)
            if len(lost):
                assert lost["cum_share"].iloc[-1] == pytest.approx(1)
                assert (lost["lost"].diff().dropna() <= 1e-12).all()


@given(worlds())
def test_flags_say_what_they_mean(world: World) -> None:
    framework, scores = opened(world)
    if {row[0] for row in world.rows} != {2021, 2022}:
        return
    before, now = year_points(framework, scores, 2021), year_points(framework, scores, 2022)
    cells = {(y, u, c): text for y, u, c, text in world.rows if text not in ("", "NA")}
    groups = dict(world.units)
    top = {
        (leaf["id"], y): fraction(maximum(leaf, y)) for leaf in world.leaves for y in (2021, 2022) if exists(leaf, y)
    }

    def share(unit: str, component: str, year: int) -> Fraction | None:
        text = cells.get((year, unit, component))
        return fraction(text) / top[component, year] if text is not None else None

    def rank(unit: str, component: str, year: int) -> int | None:
        own = share(unit, component, year)
        if own is None:
            return None
        peers = [share(each, component, year) for each, group in world.units if group == groups[unit]]
        above = [each for each in peers if each is not None and each > own]
        return 1 + (len(set(above)) if framework.criteria.index.ties == "dense" else len(above))

    for unit in [each.id for each in now.units]:
        for line in lost_points(now, before, unit, 70).itertuples():
            if line.level == "penalty":
                given = [fraction(cells.get((y, unit, "penalty"), "0")) for y in (2021, 2022)]
                # Without rows of what applies to it in the earlier year there is nothing to compare with.
                there = before.has(unit) and bool(before.max[before.row(unit)].any())
                want = {"below_max"} | ({"chronic"} if there and given[0] else set())
                want |= {"dropped"} if there and given[1] > given[0] else set()
                assert set(str(line.flags).split()) == want
                continue
            own, past = share(unit, line.component, 2022), share(unit, line.component, 2021)
            want = {"below_max"}
            if own is not None:
                want |= {"low"} if own * 100 < 70 else set()
                want |= {"dropped"} if past is not None and own < past else set()
                want |= {"chronic"} if past is not None and past < 1 else set()
                ranks = rank(unit, line.component, 2022), rank(unit, line.component, 2021)
                want |= {"rank_dropped"} if ranks[1] is not None and ranks[0] > ranks[1] else set()
            assert set(str(line.flags).split()) == want


@given(st.lists(st.integers(0, 5)), st.sampled_from(["min", "dense"]))
def test_noise_never_parts_a_tie(values: list[int], ties: str) -> None:
    clean = np.array(values, dtype=float)
    noisy = clean + np.where(np.arange(len(values)) % 2, 1e-13, -1e-13)
    assert rank_heights(billionths(noisy), ties).tolist() == rank_heights(billionths(clean), ties).tolist()


@pytest.mark.parametrize(("ties", "want"), [("min", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3])])
def test_ties_share_a_rank(ties: str, want: list[int]) -> None:
    assert rank_heights(billionths(np.array([5.0, 0.1 + 0.2, 0.3, 0.2])), ties).tolist() == want


def test_units_that_come_and_go_have_no_change() -> None:
    def year(**index: float) -> pd.DataFrame:
        table = pd.DataFrame({"unit": list(index), "index": list(index.values())})
        table = table.assign(rank=rank_heights(table["index"].to_numpy(), "min"), tied=table["unit"] == "b")
        return table.assign(provisional=False, group="")

    compared = compare_years(year(a=5, b=7, new=6), *[year(a=5, gone=9, b=4)] * 2).set_index("unit")
    assert compared["rank_change"].to_dict() == {"a": -1, "b": 2, "new": pytest.approx(math.nan, nan_ok=True)}
    assert compared.loc["b", "index_change"] == 3
    assert compared["prev_tied"].to_dict() == {"a": False, "b": True, "new": False}


@pytest.mark.parametrize(
    ("exact", "want"),
    [
        ([7.01, 7.01, 7.02, 7.02], [True] * 4),
        ([7.01, 7.01, 7.01, 6.0], [False] * 4),
        ([7.01, 7.02, 6.0, 6.0], [True, True, False, False]),
    ],
)
def test_ties_that_only_rounding_made(exact: list[float], want: list[bool]) -> None:
    table = pd.DataFrame({"group": "g", "exact": exact, "exact_best": exact, "provisional": False})
    table["index"] = table["index_best"] = table["exact"].round(1)
    assert rank_units(table, "min", "published")["tied_by_rounding"].tolist() == want
    assert not rank_units(table, "min", "exact")["tied_by_rounding"].any()
