"""Components at their maximum: for how long, and how near the edge of losing it."""

import numpy as np
import pandas as pd

from cchc_cli.index.points import Booleans, YearPoints
from cchc_cli.index.rounding import billionths, cleaned


def kept_maxima(years: list[YearPoints], unit: str) -> pd.DataFrame:
    """One row a component at its maximum in the last of `years`, the ones at risk first.

    component, points, max, years (scored years in a row at the maximum, this one included), value (the
    option, for a choice) and margin: how far the raw value is on the good side of the one that the maximum needs, NaN where unknown.
    """
    now = years[-1]
    row = now.row(unit)
    full = _at_maximum(now, row)
    lines = [_line(years, row, int(column)) for column in np.flatnonzero(full)]
    table = pd.DataFrame(lines, columns=["component", "points", "max", "years", "value", "margin"])
    table = table.astype({"value": object, "margin": float, "years": int})
    table["margin"] = cleaned(table["margin"])
    return table.sort_values(["margin", "years"], kind="stable", na_position="last", ignore_index=True)


def _line(years: list[YearPoints], row: int, column: int) -> tuple[object, ...]:
    now = years[-1]
    leaf, maximum = now.framework.leaves[column], float(now.max[row, column])
    value = float(now.values[row, column])
    needed = leaf.rule.needed(maximum, maximum, float(now.best[row, column])) if leaf.rule else None
    margin = (value - needed.value) * needed.better if needed else np.nan
    shown = leaf.rule.shown(value) if leaf.rule else value
    streak = _streak(years, now.units[row].id, leaf.id)
    return leaf.id, now.points[row, column], maximum, streak, shown, margin


def _at_maximum(marks: YearPoints, row: int) -> Booleans:
    with np.errstate(invalid="ignore"):
        at_maximum: Booleans = marks.scored[row] & (billionths(marks.points[row]) >= billionths(marks.max[row]))
    return at_maximum


def _streak(years: list[YearPoints], unit: str, component: str) -> int:
    """How many years in a row, back from the last, the component was at its maximum."""
    streak = 0
    for marks in reversed(years):
        column = marks.column(component)
        if not marks.has(unit) or column is None:
            break
        row = marks.row(unit)
        if not marks.applicable[row, column]:
            continue  # a year in which it was not assessed says nothing
        if not _at_maximum(marks, row)[column]:
            break
        streak += 1
    return streak
