"""The index that a year is heading for: registers so far, tasks done, the last result elsewhere, and a range.

What a component will get: from its register, the rule on the measure so far; else the points of the base year,
with what done tasks win; for a component that the base year did not have, the base year's index as a share.
Low and high: the rest of the year as the worst and the best month so far, and as long as that is fewer than three
months, or for what does not add up by months, also the points of the base year; open tasks not done and all done.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cchc_cli.index.points import YearPoints
from cchc_cli.index.progress import won as won_by
from cchc_cli.index.results import unit_results
from cchc_cli.index.rounding import cleaned
from cchc_cli.model.framework import Framework, Leaf
from cchc_cli.model.measures import MEASURES, Measure
from cchc_cli.model.scores import Unit
from cchc_cli.model.tasks import Task

COLUMNS = ("component", "area", "max", "points", "low", "high", "basis")
ENOUGH = 3
"""From so many months on, the worst and the best of them say what the others may be."""
Span = tuple[float, float, float]
"""Points, low, high."""


@dataclass(frozen=True)
class Known:
    """What is known on a day of the year that is forecast.

    `so_far` and `months`: tables of measures of the unit (see `values_of`) for the year and its months; `tasks`:
    the unit's tasks of the year as of `today`.
    """

    year: int
    today: date
    so_far: pd.DataFrame
    months: pd.DataFrame
    tasks: tuple[Task, ...]

    @property
    def gone(self) -> float:
        """The part of the year that has passed, 0 to 1."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        return min(max(((self.today - first).days + 1) / ((last - first).days + 1), 0.0), 1.0)


def nowcast(framework: Framework, base: YearPoints, unit: str, known: Known) -> pd.DataFrame:
    """One row a component of the year: component, area, max, points, low, high, basis.

    `basis`: register, task, previous, or assumed (the base year did not have it). Components that did not apply
    in the base year are left out.
    """
    row = base.row(unit)
    group = base.group_of(unit)
    before = {
        leaf.id: (float(base.points[row, at]), float(base.max[row, at]), float(base.best[row, at]))
        for at, leaf in enumerate(base.framework.leaves)
        if leaf.maximum(group)
    }
    share = float(base.got[row].sum() / base.max[row].sum()) if base.max[row].sum() else 0.0
    rows = []
    for leaf in framework.at(known.year).of_group(group).leaves:
        points, maximum, best = before.get(leaf.id, (float("nan"), leaf.max, float("nan")))
        if maximum == 0:
            continue
        # Where the maximum was changed, what counts is the share of it that was reached.
        last = points * leaf.max / maximum
        found = _from_register(leaf, known, last, best)
        basis = "register"
        if found is None:
            found, basis = _from_tasks(leaf, known.tasks, last)
        if found is None:
            found, basis = (share * leaf.max, 0.0, leaf.max), "assumed"
        rows.append((leaf.id, leaf.area, leaf.max, *(float(cleaned(each)) for each in found), basis))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _from_tasks(leaf: Leaf, tasks: tuple[Task, ...], last: float) -> tuple[Span | None, str]:
    """The last points, with what done tasks win; high with what open ones would. None where nothing is known."""
    own = [task for task in tasks if task.component == leaf.id]
    lost = leaf.max - (0.0 if np.isnan(last) else last)

    def won(open_too: bool) -> float:
        counted = [task for task in own if task.status == "done" or (open_too and task.is_open)]
        return won_by(counted, {leaf.id: lost})

    now, high = won(False), won(True)
    if np.isnan(last) and not high:
        return None, ""
    low = 0.0 if np.isnan(last) else last
    return (low + now, low + now, low + high), "task" if now else "previous"


def _from_register(leaf: Leaf, known: Known, last: float, best: float) -> Span | None:
    """The rule on the measure so far, and on what the year comes to with a worst and a best rest.

    A rule that compares does so with the best of the base year; without one it says nothing.
    """
    measure, rule = MEASURES.get(leaf.node.measure or ""), leaf.rule
    if measure is None or rule is None or not rule.takes_numbers:
        return None
    now = known.so_far[known.so_far["measure"] == measure.id].dropna(subset="value")
    months = known.months[(known.months["measure"] == measure.id) & (known.months["denominator"] > 0)]
    if now.empty:
        return None
    points = rule.points(np.array(_year_values(measure, now.iloc[0], months, known.gone)), leaf.max, best)
    if np.isnan(points).any():
        return None
    spans = points
    if known.gone < 1 and measure.kind != "count" and len(months) < ENOUGH:
        # What does not add up month by month, or has few months yet, can still become what it was.
        spans = np.append(points, last)
    return float(points[0]), float(np.nanmin(spans)), float(np.nanmax(spans))


def _year_values(measure: Measure, now: "pd.Series[float]", months: pd.DataFrame, gone: float) -> list[float]:
    """The value so far, and the year's if the rest of it goes as the worst and as the best month so far."""
    value, left = float(now["value"]), 1 - gone
    if months.empty:
        return [value]
    if measure.kind == "count":
        return [value, value + float(months["value"].max()) * 12 * left]
    above, below = float(now["numerator"]), float(now["denominator"])
    if not measure.adds_up or not below or not 0 < gone < 1:
        return [value]
    rest = below * left / gone
    rates = months["value"].min(), months["value"].max()
    return [value, *(float(cleaned(100 * (above + rest * rate / 100) / (below + rest))) for rate in rates)]


def result_of(
    framework: Framework, base: YearPoints, unit: str, table: pd.DataFrame, column: str, year: int
) -> pd.DataFrame:
    """The result that the points of a column of `nowcast` come to; bonus and penalty as in the base year."""
    here = framework.at(year)
    places = {leaf.id: at for at, leaf in enumerate(here.leaves)}
    at = [places[component] for component in table["component"]]
    points, maxima = np.full((1, len(here.leaves)), np.nan), np.zeros((1, len(here.leaves)))
    points[0, at], maxima[0, at] = table[column], table["max"]
    row = base.row(unit)
    extras = {each.id: base.adjustments[row, at] for at, each in enumerate(base.framework.adjustments)}
    given = np.array([[extras.get(each.id, 0.0) for each in here.adjustments]])
    blank = np.full(points.shape, np.nan)
    marks = YearPoints(
        framework=here,
        units=(Unit(unit, unit),),
        points=points,
        max=maxima,
        values=blank,
        best=blank,
        notes=np.zeros(points.shape, dtype=np.int32),
        self_points=blank,
        adjustments=given.reshape(1, len(here.adjustments)),
        adjustment_notes=np.zeros((1, len(here.adjustments)), dtype=np.int32),
    )
    return unit_results(marks)
