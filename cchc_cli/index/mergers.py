"""Units that became one: an earlier year as the units of a later year see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.results import capped_adjustments
from cchc_cli.model.scores import Unit

Number = TypeVar("Number", bound=np.generic)


def seen_from(now: YearPoints, before: YearPoints, units: Iterable[Unit]) -> YearPoints:
    """`before` with units that have merged since then as one row under the id that they have in `now`.

    The row is the mean of its parts: points, maxima and adjustments such that its index is the mean of the
    parts' indices, weighted by the points that each could get. A part that goes on under its own id in `now`
    takes in those that merged into it. Units that are gone without an heir stay.
    """
    parts = _parts(now, before, units)
    if not parts:
        return before
    weights = np.zeros((len(parts), len(before.units)))
    for line, rows in enumerate(parts.values()):
        weights[line, rows] = 1 / len(rows)
    merged = _Merged(before, weights, kept=np.flatnonzero(~weights.any(axis=0)))
    maxima = weights @ before.max
    blank, no_notes = np.full(maxima.shape, np.nan), np.zeros(maxima.shape, dtype=np.int32)
    extras = merged.adjustments()
    heirs = {unit.id: unit for unit in now.units}
    names = [unit.id for unit in before.units]
    return replace(
        before,
        units=(*(before.units[row] for row in merged.kept), *(heirs[heir] for heir in parts)),
        points=merged.below(before.points, np.where(maxima > 0, merged.means(before.points), np.nan)),
        max=merged.below(before.max, maxima),
        values=merged.below(before.values, blank),
        best=merged.below(before.best, blank),
        notes=merged.below(before.notes, no_notes),
        self_points=merged.below(before.self_points, np.where(maxima > 0, merged.means(before.self_points), np.nan)),
        adjustments=merged.below(before.adjustments, extras),
        adjustment_notes=merged.below(before.adjustment_notes, np.zeros(extras.shape, dtype=np.int32)),
        merged={heir: tuple(names[row] for row in rows) for heir, rows in parts.items()},
    )


@dataclass(frozen=True)
class _Merged:
    """The units of a year, of which some became one: `weights` (merged × units), and the rows that are `kept`."""

    before: YearPoints
    weights: Floats
    kept: NDArray[np.intp]

    def means(self, table: Floats) -> Floats:
        """Means of the parts; NaN where a part that counts has none."""
        mean: Floats = self.weights @ np.nan_to_num(table)
        missing = self.weights @ (np.isnan(table) & self.before.applicable)
        return np.where(missing > 0, np.nan, mean)

    def adjustments(self) -> Floats:
        """Adjustments as the parts counted them, weighted by the points that each could get."""
        shares = self.weights * self.before.max.sum(axis=1)
        totals = shares.sum(axis=1, keepdims=True)
        weights = np.divide(shares, totals, out=np.zeros_like(shares), where=totals > 0)
        return np.asarray(weights @ capped_adjustments(self.before))

    def below(self, table: NDArray[Number], rows: NDArray[Number]) -> NDArray[Number]:
        """The rows that are kept, those of the merged units below."""
        return np.concatenate([table[self.kept], rows])


def _parts(now: YearPoints, before: YearPoints, units: Iterable[Unit]) -> dict[str, list[int]]:
    """For each unit of `now` that took others in since `before`: the rows of its parts, its own first."""
    into = {unit.id: unit.merged_into for unit in units if unit.merged_into}
    into |= dict.fromkeys((unit.id for unit in now.units), "")  # who is still there is in nobody
    rows = {unit.id: row for row, unit in enumerate(before.units)}
    parts: dict[str, list[int]] = {}
    for part in rows:
        heir = part
        while into.get(heir):
            heir = into[heir]
        if heir in into and heir != part:
            parts.setdefault(heir, [rows[heir]] if heir in rows else []).append(rows[part])
    return parts
