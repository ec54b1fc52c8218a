"""How sure ranks are: what must hold whatever is drawn, and a case whose chances are known."""

import math
import tracemalloc
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_cli.files.find import find
from cchc_cli.files.load import load
from cchc_cli.index import robust
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import Year, ranked_year
from cchc_cli.index.robust import RankCounts, pairs_in_order, ranks_of_runs, steps_of, vary
from cchc_cli.model.analysis import Uncertainty
from cchc_cli.model.rules import Choice, Deduct, Linear, Tier, Tiers
from tests.conftest import HEADER, MINIMAL
from tests.worlds import World, grouped_worlds, opened, worlds


def opened_year(folder: Path, year: int = 2022) -> Year:
    framework, scores = load(find(str(folder)))
    return ranked_year(year_points(framework, scores, year), "published")


@given(st.one_of(worlds(), grouped_worlds()))
def test_without_doubt_every_run_is_the_published_result(world: World) -> None:
    framework, scores = opened(world)
    rank_on = framework.criteria.index.rank_on
    for year in sorted({row[0] for row in world.rows}):
        published = ranked_year(year_points(framework, scores, year), rank_on)
        for group in set(published.results["group"]):
            found = vary(published, group, Uncertainty(0, 0, 3, 1), rank_on)
            units = found.units
            assert units["rank"].tolist() == units["rank_low"].tolist() == units["rank_high"].tolist()
            assert (units["keep_rating"] == 1).all()
            assert units["tied"].tolist() == units["rank"].duplicated(keep=False).tolist()
            assert math.isnan(found.pairs) or found.pairs == 1
            ranked = published.results[(published.results["group"] == group) & published.results["rank"].notna()]
            assert set(units["unit"]) == set(ranked["unit"])


@given(worlds(), st.integers(0, 5))
def test_what_is_drawn_stays_within_its_bounds_and_comes_again(world: World, seed: int) -> None:
    framework, scores = opened(world)
    rank_on = framework.criteria.index.rank_on
    year = max(row[0] for row in world.rows) if world.rows else None
    if year is None:
        return
    published = ranked_year(year_points(framework, scores, year), rank_on)
    group = published.results["group"].iloc[0]
    doubt = Uncertainty(0.3, 0.5, 20, seed)
    found, again = (vary(published, group, doubt, rank_on) for _time in range(2))
    assert found.units.equals(again.units)
    assert (found.units["rank_low"] <= found.units["rank_high"]).all()
    assert found.units["rank_low"].ge(1).all()
    assert found.units["rank_high"].le(len(found.units)).all()
    assert found.units["keep_rating"].between(0, 1).all()
    assert (np.diff(found.at_least.to_numpy(), axis=1) >= 0).all()


@pytest.mark.parametrize("noise", [0.5, 1.0])
def test_chances_are_those_of_the_steps(tiny: Any, noise: float) -> None:
    """One component of three options, in the middle: a step down or up with chance noise / 2 each."""
    criteria = """\
version: 1
index: {id: i, name: I, ratings: [{id: top, name: T, min: 100}, {id: mid, name: M, min: 50}, {id: low, name: L, min: 0}]}
areas: [{id: "1", name: A, criteria: [{id: "1.1", name: C, max: 2,
  rule: {type: choice, options: {none: 0, half: 1, all: 2}}}]}]
"""
    folder = tiny(criteria, scores=HEADER + "2022,u,1.1,1\n2022,v,1.1,2\n")
    found = vary(opened_year(folder), "", Uncertainty(0, noise, 20_000, 7), "published")
    chances = found.at_least.loc["u"]
    spread = 4 * math.sqrt(0.25 / 20_000)
    assert chances["top"] == pytest.approx(noise / 2, abs=spread)
    assert chances["mid"] == pytest.approx(1 - noise / 2, abs=spread)
    assert chances["low"] == 1
    kept = found.units.set_index("unit")["keep_rating"]
    assert kept["u"] == pytest.approx(1 - noise, abs=spread)
    # v can only lose: it is at its maximum.
    assert kept["v"] == pytest.approx(1 - noise / 2, abs=spread)
    # v stays above u unless it falls and u does not, or it stays and u rises.
    broken = noise / 2 * (1 - noise / 2) + (1 - noise / 2) * noise / 2
    assert found.pairs == pytest.approx(1 - broken, abs=spread)


def test_other_weights_decide_between_units_that_are_strong_in_different_places(tiny: Any) -> None:
    criteria = MINIMAL.replace("max: 6", "max: 5").replace("max: 2}", "max: 5}")
    rows = "2022,u,1.1.1,5\n2022,u,1.1.2,0\n2022,u,1.10,0\n2022,v,1.1.1,0\n2022,v,1.1.2,5\n2022,v,1.10,0\n"
    found = vary(opened_year(tiny(criteria, scores=HEADER + rows)), "", Uncertainty(0.2, 0, 2000, 1), "published")
    assert found.units["rank_low"].tolist() == [1, 1]
    assert found.units["rank_high"].tolist() == [2, 2]
    assert math.isnan(found.pairs)  # they are tied


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=4))
def test_ranks_and_pairs_against_counting(heights: list[list[int]]) -> None:
    table = np.array(heights, dtype=float)
    for ties in ("min", "dense"):
        want = [
            [
                1 + len({*above} if ties == "dense" else above)
                for mine in run
                for above in [[o for o in run if o > mine]]
            ]
            for run in heights
        ]
        assert ranks_of_runs(table, ties).tolist() == want
    ranks = ranks_of_runs(table, "min")
    order = np.argsort(ranks[0], kind="stable")
    published = ranks[0][order].astype(float)
    pairs = [(a, b) for a, b in combinations(range(3), 2) if published[a] != published[b]]
    kept = [run[order[a]] < run[order[b]] for run in ranks for a, b in pairs]
    assert pairs_in_order(ranks[:, order], published) == (sum(kept), len(kept))


@given(
    st.integers(1, 5).flatmap(
        lambda units: st.lists(st.lists(st.integers(1, units), min_size=units, max_size=units), min_size=1, max_size=45)
    ),
    st.sampled_from([0.05, 0.2, 0.5, 0.95]),
    st.integers(1, 7),
)
@example([[1, 2, 3]] * 2, 0.05, 1)  # fewer runs than units
def test_quantiles_of_ranks_come_exactly_from_what_is_kept_of_them(
    ranks: list[list[int]], part: float, size: int
) -> None:
    """Only how often each rank came is kept; some runs come at a time."""
    counts = RankCounts(len(ranks[0]), len(ranks))
    for start in range(0, len(ranks), size):
        counts.add(np.array(ranks[start : start + size], dtype=np.int32))
    want = np.quantile(np.array(ranks), part, axis=0, method="inverted_cdf")
    assert counts.quantile(part).tolist() == want.tolist()


def many_units(tiny: Any, units: int) -> Year:
    rows = "".join(
        f"2022,u{unit},{component},{unit * unit % (place + 3) % 3}\n"
        for unit in range(units)
        for place, component in enumerate(("1.1.1", "1.1.2", "1.10"))
    )
    return opened_year(tiny(scores=HEADER + rows))


def test_how_many_runs_are_held_at_a_time_changes_no_figure(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    year, doubt = many_units(tiny, 9), Uncertainty(0.3, 0.5, 50, 3)
    whole = vary(year, "", doubt, "published")
    monkeypatch.setattr(robust, "CELLS", 20)
    parts = vary(year, "", doubt, "published")
    assert parts.units.equals(whole.units)
    assert parts.at_least.equals(whole.at_least)
    assert parts.pairs == whole.pairs


def test_more_runs_take_no_more_memory(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    year = many_units(tiny, 20)
    monkeypatch.setattr(robust, "CELLS", 2_000)
    peaks = []
    for runs in (200, 10_000):
        tracemalloc.start()
        vary(year, "", Uncertainty(0.3, 0.5, runs, 3), "published")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


@pytest.mark.parametrize(
    ("rule", "points", "down", "up"),
    [
        (Choice(options={"a": 0, "b": 0.5, "c": 2}), [0, 0.5, 2, 1.2], [0, 0, 0.5, 0.5], [0.5, 2, 2, 2]),
        (Tiers(tiers=(Tier(min=90, points=2), Tier(min=60, points=1))), [0, 1, 2], [0, 0, 1], [1, 2, 2]),
        (Deduct(per=0.25), [0.1, 1, 2], [0, 0.75, 1.75], [0.35, 1.25, 2]),
        (Linear(start=60, to=100), [0, 1, 2], [0, 0.95, 1.95], [0.05, 1.05, 2]),
        (Linear(start=10, to=6), [0, 1, 2], [0, 0.5, 1.5], [0.5, 1.5, 2]),
        (None, [0.1 + 0.2, 0.3, 1, 1.5], [0, 0, 0.5, 1], [0.8, 0.8, 1.5, 2]),
        (None, [1, 1], [1, 1], [1, 1]),
    ],
)
def test_a_step_of_a_rule(rule: Any, points: list[float], down: list[float], up: list[float]) -> None:
    found = steps_of(rule, np.array(points, dtype=float), 2.0)
    assert found[0].tolist() == pytest.approx(down)
    assert found[1].tolist() == pytest.approx(up)


def test_blanks_leave_units_out(tiny: Any) -> None:
    rows = "".join(f"2022,{unit},{c},{p}\n" for unit in "uv" for c, p in [("1.1.1", 3), ("1.1.2", 1), ("1.10", 1)])
    folder = tiny(scores=HEADER + rows.replace("2022,v,1.1.2,1", "2022,v,1.1.2,"))
    found = vary(opened_year(folder), "", Uncertainty(0.1, 0.2, 10, 1), "published")
    assert found.units["unit"].tolist() == ["u"]
    assert math.isnan(found.pairs)
