"""Units that became one: an earlier year as the units of a later year see it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.results import capped_adjustments
from cchc_cli.model.scores import Unit


def seen_from(now: YearPoints, before: YearPoints, units: Iterable[Unit]) -> YearPoints:
    """`before` with units that have merged since then as one row under the id that they have in `now`.

    The row is the mean of its parts: points, maxima and adjustments such that its index is the mean of the
    parts' indices, weighted by the points that each could get. A part that goes on under its own id in `now`
    takes in those that merged into it. Units that are gone without an heir stay.
    """
    parts = _parts(now, before, units)
    if not parts:
        return before
    gone = {row for rows in parts.values() for row in rows}
    kept = [row for row in range(len(before.units)) if row not in gone]
    heirs = {unit.id: unit for unit in now.units}
    weights = np.zeros((len(parts), len(before.units)))
    for line, rows in enumerate(parts.values()):
        weights[line, rows] = 1 / len(rows)

    def pooled(table: Floats) -> Floats:
        """Means of the parts; NaN where a part that counts has none."""
        mean: Floats = weights @ np.nan_to_num(table)
        missing = weights @ (np.isnan(table) & before.applicable)
        return np.where(missing > 0, np.nan, mean)

    def with_means(table: Floats, means: Floats) -> Floats:
        return np.concatenate([table[kept], means])

    maxima = weights @ before.max
    blank = np.full(maxima.shape, np.nan)
    shares = weights * before.max.sum(axis=1)
    totals = shares.sum(axis=1, keepdims=True)
    extras = np.divide(shares, totals, out=np.zeros_like(shares), where=totals > 0) @ capped_adjustments(before)
    names = tuple(unit.id for unit in before.units)
    return replace(
        before,
        units=(*(before.units[row] for row in kept), *(heirs[heir] for heir in parts)),
        points=with_means(before.points, np.where(maxima > 0, pooled(before.points), np.nan)),
        max=with_means(before.max, maxima),
        values=with_means(before.values, blank),
        best=with_means(before.best, blank),
        notes=np.concatenate([before.notes[kept], np.zeros(maxima.shape, dtype=np.int32)]),
        self_points=with_means(before.self_points, np.where(maxima > 0, pooled(before.self_points), np.nan)),
        adjustments=with_means(before.adjustments, extras),
        adjustment_notes=np.concatenate([before.adjustment_notes[kept], np.zeros(extras.shape, dtype=np.int32)]),
        merged={heir: tuple(names[row] for row in rows) for heir, rows in parts.items()},
    )


def _parts(now: YearPoints, before: YearPoints, units: Iterable[Unit]) -> dict[str, list[int]]:
    """For each unit of `now` that took others in since `before`: the rows of its parts, its own first."""
    here = {unit.id for unit in now.units}
    into = {unit.id: unit.merged_into for unit in units if unit.merged_into}
    rows = {unit.id: row for row, unit in enumerate(before.units)}
    parts: dict[str, list[int]] = {}
    for part in rows if into else ():
        heir: str | None = part
        while heir is not None and heir not in here:
            heir = into.get(heir)
        if heir is not None and heir != part:
            parts.setdefault(heir, [rows[heir]] if heir in rows else []).append(rows[part])
    return parts
