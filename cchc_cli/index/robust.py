"""How sure a rank is: the index of all units under other weights and other appraisals, many times over.

Weights and scores are the two sources of uncertainty that the OECD/JRC Handbook on Constructing Composite
Indicators (2008, step 7) asks to vary; ranks are then given as intervals.
"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.nodes import leaves_below
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import NONE, Year, heights_of, ranked_in
from cchc_cli.index.results import reaches
from cchc_cli.index.rounding import BILLION, billionths, half_up
from cchc_cli.model.analysis import Robustness, Uncertainty
from cchc_cli.model.criteria import Rating
from cchc_cli.model.rules import BaseRule

CELLS = 1_000_000
"""Ranks, and appraisals, that are held at a time: what bounds the memory, however many the runs."""
LOW, HIGH = 0.05, 0.95
LEAST_STEP = 1e-3
"""A step that changes a score by less (of its maximum) is next to none."""

Ranks = NDArray[np.int32]


def vary(year: Year, group: str, doubt: Uncertainty, rank_on: str) -> Robustness:
    """Draw `runs` frameworks and appraisals for the ranked units of a group. The same seed gives the same figures.

    In a run each maximum is multiplied by a number drawn evenly from 1 − weights … 1 + weights, points with
    it; each score goes a step of its rule down or up, with chance noise / 2 each, and stays within [0, max].
    """
    chosen, settings = ranked_in(year.results, group), year.marks.framework.index
    rows = year.marks.rows(chosen["unit"])
    steps = _step_shares(year.marks, rows, group)
    extras = (chosen["bonus"] - chosen["penalty"]).to_numpy()
    tally = _Tally(doubt.runs, chosen["rank"].to_numpy(), settings.ratings)
    parts = _parts(year.marks)
    for drawn in _draw(year.marks, rows, steps, doubt, list(parts.values())):
        (points, maxima), *below = drawn
        exact = settings.scale * points / maxima + extras
        published = half_up(exact, settings.rounding)
        height = billionths(published if rank_on == "published" else exact)
        percents = dict(zip(list(parts)[1:], map(_percent, below), strict=True))
        ties = [np.nan_to_num(billionths(percents["tie", each]), nan=NONE) for each in settings.ties_by]
        areas = [percent for (what, _id), percent in percents.items() if what == "area"]
        lowest = np.fmin.reduce(areas) if areas else None
        tally.add(ranks_of_runs(_in_order([height, *ties]), settings.ties), published, lowest)
    at_least = pd.DataFrame(
        tally.reached.T / doubt.runs, index=chosen["unit"], columns=[rating.id for rating in settings.ratings]
    )
    units = pd.DataFrame(
        {
            "unit": chosen["unit"].to_numpy(),
            "index": chosen["index"].to_numpy(),
            "rank": chosen["rank"].to_numpy(),
            "tied": chosen["tied"].to_numpy(),
            "rank_low": tally.ranks.quantile(LOW).astype(float),
            "rank_high": tally.ranks.quantile(HIGH).astype(float),
            "keep_rating": _kept(at_least, chosen["rating"]),
        }
    )
    movable = _movable(year.marks, rows, steps)
    return Robustness(doubt, units, at_least, movable, tally.pairs_kept)


class _Tally:
    """What is counted over all runs; units stand in the order of their `published` ranks."""

    def __init__(self, runs: int, published: Floats, ratings: tuple[Rating, ...]) -> None:
        self._published, self._ratings = published, ratings
        self.ranks = RankCounts(len(published), runs)
        self.reached = np.zeros((len(ratings), len(published)))
        self._kept = self._pairs = 0

    def add(self, ranks: Ranks, indices: Floats, lowest: Floats | None) -> None:
        """Ranks, published indices and lowest percents of areas of some runs (runs × units)."""
        self.ranks.add(ranks)
        reached = np.zeros(indices.shape, dtype=bool)
        for place, rating in enumerate(self._ratings):
            reached |= reaches(rating, indices, lowest)  # a better rating is one or better
            self.reached[place] += reached.sum(axis=0)
        kept, pairs = pairs_in_order(ranks, self._published)
        self._kept, self._pairs = self._kept + kept, self._pairs + pairs

    @property
    def pairs_kept(self) -> float:
        """The part of all pairs in all runs in which who was above is above; NaN without pairs."""
        return self._kept / self._pairs if self._pairs else float("nan")


class RankCounts:
    """How often `units` units had each rank in `runs` runs: the square of the units, however many the runs."""

    def __init__(self, units: int, runs: int) -> None:
        self._runs, self._table = runs, np.zeros((units, units), dtype=np.min_scalar_type(runs))

    def add(self, ranks: Ranks) -> None:
        """Ranks of some runs (runs × units)."""
        np.add.at(self._table, (np.arange(len(self._table)), ranks - 1), 1)

    def quantile(self, part: float) -> Ranks:
        """For each unit the least rank that it had, or was above, in at least `part` (of 1) of the runs."""
        place = max(math.ceil(self._runs * part - 1), 0)
        found = [np.searchsorted(np.cumsum(line, dtype=np.int64), place, side="right") for line in self._table]
        return np.array(found, dtype=np.int32).reshape(len(self._table)) + 1


def _movable(marks: YearPoints, rows: list[int], steps: tuple[Floats, Floats]) -> float:
    """The part of the scores that a step changes by a thousandth of their maximum or more; NaN without scores."""
    scored = marks.scored[rows]
    moves = np.maximum(-steps[0], steps[1]) >= LEAST_STEP
    return float((moves & scored).sum() / scored.sum()) if scored.any() else float("nan")


Draws = list[tuple[Floats, Floats]]
"""Points and maxima of some parts of the index, each runs × units."""


def _parts(marks: YearPoints) -> dict[tuple[str, str], NDArray[np.bool_]]:
    """Which leaves are summed: all, those of each node that breaks ties, of each area that a rating asks for."""
    settings, leaves = marks.framework.index, marks.framework.leaves
    parts = [("all", ""), *(("tie", identity) for identity in settings.ties_by)]
    if any(rating.each_area for rating in settings.ratings):
        parts += [("area", area) for area in dict.fromkeys(leaf.area for leaf in leaves)]
    every = np.ones(len(leaves), dtype=bool)
    return {(what, each): np.array(leaves_below(marks, each)) if each else every for what, each in parts}


def _percent(part: tuple[Floats, Floats]) -> Floats:
    """NaN where nothing applies."""
    points, maxima = part
    percent: Floats = np.divide(100 * points, maxima, out=np.full(points.shape, np.nan), where=maxima > 0)
    return percent


def _in_order(keys: list[Floats]) -> Floats:
    """Heights of the units in each run (runs × units)."""
    if len(keys) == 1:
        return keys[0]
    return np.array([heights_of([list(run)])[0] for run in zip(*keys, strict=True)])


def _draw(
    marks: YearPoints, rows: list[int], steps: tuple[Floats, Floats], doubt: Uncertainty, parts: list[NDArray[np.bool_]]
) -> Iterator[Draws]:
    """What some parts of the index come to in each run, some runs at a time."""
    # Two places of one stream of chances: all weights come before the first appraisal.
    weights_of, chances_of = (np.random.PCG64(doubt.seed) for _time in range(2))
    maxima = marks.maxima(marks.units[rows[0]].group) if rows else np.zeros(len(marks.framework.leaves))
    chances_of.advance(doubt.runs * len(maxima))
    applies = marks.applicable[rows].astype(np.float64)
    shares = _shares(marks.got[rows], maxima)
    size = max(CELLS // max(len(rows), 1), 1)
    for start in range(0, doubt.runs, size):
        count = min(size, doubt.runs - start)
        drawn = np.random.Generator(weights_of).uniform(1 - doubt.weights, 1 + doubt.weights, (count, len(maxima)))
        weights = maxima * drawn
        sums = [(weights[:, part] @ shares[:, part].T, weights[:, part] @ applies[:, part].T) for part in parts]
        if doubt.noise:
            moves = _moves(weights, steps, doubt.noise, np.random.Generator(chances_of))
            for places, here, moved in moves:
                for part, (points, _most) in zip(parts, sums, strict=True):
                    points[places] += np.einsum("rl,rul->ru", here[:, part], moved[:, :, part])
        yield sums


def _moves(
    weights: Floats, steps: tuple[Floats, Floats], noise: float, rng: np.random.Generator
) -> Iterator[tuple[slice, Floats, Floats]]:
    """Some runs at a time: which they are, their weights, and the steps that their scores happen to go."""
    down, up = steps
    size = max(CELLS // max(down.size, 1), 1)
    for start in range(0, len(weights), size):
        here = weights[start : start + size]
        chance = rng.random((len(here), *down.shape), dtype=np.float32)
        moved = np.where(chance < noise / 2, down, 0.0)
        moved += np.where(chance >= 1 - noise / 2, up, 0.0)
        yield slice(start, start + size), here, moved


def _shares(points: Floats, maxima: Floats) -> Floats:
    """Points as parts of their maxima; 0 where there is none."""
    return np.divide(points, maxima, out=np.zeros(points.shape), where=maxima > 0)


def _step_shares(marks: YearPoints, rows: list[int], group: str) -> tuple[Floats, Floats]:
    """One step down and up of each score, as parts of its maximum; 0 where it is not scored (units × leaves)."""
    steps = [
        steps_of(leaf.rule, marks.points[:, column], leaf.maximum(group))
        for column, leaf in enumerate(marks.framework.leaves)
    ]
    sides = [np.array([step[side] for step in steps]).T.reshape(marks.points.shape) for side in (0, 1)]
    down, up = (_shares(np.nan_to_num((moved - marks.points)[rows]), marks.maxima(group)) for moved in sides)
    return down, up


def steps_of(rule: BaseRule | None, points: Floats, maximum: float) -> tuple[Floats, Floats]:
    """One step down and up: of its rule, or the smallest difference between any two of `points`, the appraiser's own."""
    if rule is not None:
        return rule.steps(points, maximum)
    given = np.unique(billionths(points[~np.isnan(points)]))
    step = float(np.diff(given).min()) / BILLION if len(given) > 1 else 0.0
    return np.clip(points - step, 0, maximum), np.clip(points + step, 0, maximum)


def _kept(at_least: pd.DataFrame, ratings: "pd.Series[str]") -> Floats:
    """The part of the runs in which each unit has the rating that it has, one under all of them included.

    That is the part with that rating or a better one, less the part with a better one.
    """
    if at_least.columns.empty:
        return np.full(len(ratings), np.nan)
    order = {rating: place for place, rating in enumerate(at_least.columns)}
    parts = np.column_stack([np.zeros(len(ratings)), at_least.to_numpy(), np.ones(len(ratings))])
    places = np.array([order.get(rating, len(order)) for rating in ratings], dtype=np.intp)
    rows = np.arange(len(ratings))
    kept: Floats = parts[rows, places + 1] - parts[rows, places]
    return kept


def ranks_of_runs(heights: Floats, ties: str) -> Ranks:
    """Ranks of the units in each run (runs × units), highest first, ties as `ties`."""
    ranks = np.empty(heights.shape, dtype=np.int32)
    for run, values in enumerate(heights):
        ordered = np.unique(values) if ties == "dense" else np.sort(values)
        ranks[run] = 1 + len(ordered) - np.searchsorted(ordered, values, side="right")
    return ranks


def pairs_in_order(ranks: Ranks, published: Floats) -> tuple[int, int]:
    """In how many pairs of units, over some runs, who was above is above, and of how many.

    `published` ranks ascend; ties are no pairs.
    """
    # A unit's runs side by side, in as few bytes as they need.
    small = np.ascontiguousarray(ranks.T.astype(np.int16 if len(published) < 32_000 else np.int32))
    kept = pairs = 0
    for unit, below in enumerate(np.searchsorted(published, published, side="right").tolist()):
        pairs += len(published) - below
        kept += int(np.count_nonzero(small[unit] < small[below:]))
    return kept, pairs * len(ranks)
