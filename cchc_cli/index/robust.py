"""How sure a rank is: the index of all units under other weights and other appraisals, many times over.

Weights and scores are the two sources of uncertainty that the OECD/JRC Handbook on Constructing Composite
Indicators (2008, step 7) asks to vary; ranks are then given as intervals.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.marks import Floats, Marks
from cchc_cli.index.ranks import Year
from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.index.rules import steps_of
from cchc_cli.model.analysis import Doubt, Robustness

CELLS = 2_000_000
"""Appraisals that are drawn at a time: what bounds the memory."""
LOW, HIGH = 0.05, 0.95
LEAST_STEP = 1e-3
"""A step that changes a score by less (of its maximum) is next to none."""

Ranks = NDArray[np.int32]


def vary(year: Year, group: str, doubt: Doubt, rank_on: str) -> Robustness:
    """Draw `runs` frameworks and appraisals for the ranked units of a group. The same seed gives the same figures.

    In a run each maximum is multiplied by a number drawn evenly from 1 − weights … 1 + weights, points with
    it; each score goes a step of its rule down or up, with chance noise / 2 each, and stays within [0, max].
    """
    results = year.results
    chosen = results[(results["group"] == group) & results["rank"].notna()].sort_values("rank", kind="stable")
    settings = year.marks.framework.index
    rows = year.marks.rows(chosen["unit"])
    steps = _step_shares(year.marks, rows)
    exact = _draw(year.marks, rows, steps, doubt)
    exact += (chosen["bonus"] - chosen["penalty"]).to_numpy()
    published = half_up(exact, settings.rounding)
    height = billionths(published if rank_on == "published" else exact)
    ranks = ranks_of_runs(height, settings.ties)
    bounds = (
        np.quantile(ranks, [LOW, HIGH], axis=0, method="inverted_cdf") if len(chosen) else np.empty((2, 0))
    )
    reached = {rating.id: (published >= rating.min - 1e-9).mean(axis=0) for rating in settings.ratings}
    at_least = pd.DataFrame(reached, index=chosen["unit"])
    units = pd.DataFrame(
        {
            "unit": chosen["unit"].to_numpy(),
            "index": chosen["index"].to_numpy(),
            "rank": chosen["rank"].to_numpy(),
            "rank_low": bounds[0].astype(float),
            "rank_high": bounds[1].astype(float),
            "keep_rating": _kept(at_least, chosen["rating"]),
        }
    )
    movable = _movable(year.marks, rows, steps)
    return Robustness(units, at_least, movable, pairs_kept(ranks, chosen["rank"].to_numpy()))


def _movable(marks: Marks, rows: list[int], steps: tuple[Floats, Floats]) -> float:
    """The part of the scores that a step changes by a thousandth of their maximum or more; NaN without scores."""
    scored = marks.scored[rows]
    moves = np.maximum(-steps[0], steps[1]) >= LEAST_STEP
    return float((moves & scored).sum() / scored.sum()) if scored.any() else float("nan")


def _draw(marks: Marks, rows: list[int], steps: tuple[Floats, Floats], doubt: Doubt) -> Floats:
    """The exact index without adjustments in each run (runs × units)."""
    rng = np.random.default_rng(doubt.seed)
    maxima = marks.maxima
    applies = marks.applicable[rows].astype(np.float64)
    shares = marks.got[rows] / maxima
    down, up = steps
    weights = maxima * rng.uniform(1 - doubt.weights, 1 + doubt.weights, (doubt.runs, len(maxima)))
    points = weights @ shares.T
    size = max(shares.size, 1)
    for start in range(0, doubt.runs if doubt.noise else 0, max(CELLS // size, 1)):
        here = weights[start : start + max(CELLS // size, 1)]
        chance = rng.random((len(here), *shares.shape), dtype=np.float32)
        moved = np.where(chance < doubt.noise / 2, down, 0.0)
        moved += np.where(chance >= 1 - doubt.noise / 2, up, 0.0)
        points[start : start + len(here)] += np.einsum("rl,rul->ru", here, moved)
    indices: Floats = marks.framework.index.scale * points / (weights @ applies.T)
    return indices


def _step_shares(marks: Marks, rows: list[int]) -> tuple[Floats, Floats]:
    """One step down and up of each score, as parts of its maximum; 0 where it is not scored (units × leaves)."""
    steps = [
        steps_of(leaf.rule, marks.points[:, column], leaf.max)
        for column, leaf in enumerate(marks.framework.leaves)
    ]
    sides = [np.array([step[side] for step in steps]).T.reshape(marks.points.shape) for side in (0, 1)]
    down, up = (np.nan_to_num((moved - marks.points)[rows] / marks.maxima) for moved in sides)
    return down, up


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


def pairs_kept(ranks: Ranks, published: Floats) -> float:
    """The part of all pairs in all runs in which who was above is above. `published` ranks ascend; ties are no pairs."""
    small = np.ascontiguousarray(
        ranks.T.astype(np.int16 if ranks.size and ranks.max() < 32_000 else np.int32)
    )
    kept = pairs = 0
    for unit, rank in enumerate(published):
        below = int(np.searchsorted(published, rank, side="right"))
        pairs += len(published) - below
        kept += int(np.count_nonzero(small[unit] < small[below:]))
    return kept / (pairs * len(ranks)) if pairs else float("nan")
