"""How far a plan has come: what is done, due and late, and the points that tasks win: one place for
plans, progress, commitments, forecasts and documents. And the index that the year is heading for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from cchc_cli.index.points import YearPoints
from cchc_cli.index.results import unit_results
from cchc_cli.index.rounding import BILLION, cleaned, whole
from cchc_cli.model.columns import TRACK
from cchc_cli.model.framework import Framework, Leaf
from cchc_cli.model.measures import MEASURES, Measure
from cchc_cli.model.scores import Unit
from cchc_cli.model.tasks import Task


def gain_of(task: Task, lost: float) -> float:
    """The points that a task wins by itself where its component lost `lost`.

    What it says, but no more than was lost; everything where it says nothing (`is_assumed`). An occurrence of a
    recurring one wins its part.
    """
    return _whole_gain(task, lost) * float(task.share)


def _whole_gain(task: Task, lost: float) -> float:
    return lost if task.gain is None else min(task.gain, lost)


def is_assumed(task: Task) -> bool:
    """Whether a task that counts says no gain."""
    return task.gain is None and task.status != "cancelled"


def won(tasks: Iterable[Task], lost: Mapping[str, float]) -> float:
    """The points that tasks win together, cancelled ones aside: no component more than it lost."""
    sums = _sums(tasks, lost).items()
    return float(sum(min(gain, Fraction(whole(lost.get(each, 0.0)))) for each, gain in sums) / BILLION)


def cut_gains(tasks: Iterable[Task], lost: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The components whose tasks, cancelled ones aside, add up to more points than were lost there: both figures."""
    return {
        each: (float(gain / BILLION), lost.get(each, 0.0))
        for each, gain in _sums(tasks, lost).items()
        if gain > whole(lost.get(each, 0.0))
    }


def _sums(tasks: Iterable[Task], lost: Mapping[str, float]) -> dict[str, Fraction]:
    """By component what the gains of its tasks that are not cancelled add up to, in billionths."""
    sums: dict[str, Fraction] = {}
    for task in (each for each in tasks if each.status != "cancelled"):
        gain = whole(_whole_gain(task, lost.get(task.component, 0.0))) * task.share
        sums[task.component] = sums.get(task.component, Fraction()) + gain
    return sums


STATES = ("done", "doing", "todo", "due_soon", "overdue", "cancelled")


def of_year(tasks: list[Task], year: int) -> list[Task]:
    """The tasks of a year's plan, and those that belong to no year."""
    return [task for task in tasks if task.year in (year, 0)]


def carried_over(tasks: list[Task], year: int) -> list[Task]:
    """The open tasks of plans of earlier years."""
    return [task for task in tasks if 0 < task.year < year and task.is_open]


def as_of(tasks: list[Task], today: date) -> list[Task]:
    """The tasks as they stood on a day: what was begun or done later was not yet."""
    return [_as_of(task, today) for task in tasks]


def _as_of(task: Task, today: date) -> Task:
    begun = task.start is not None and task.start <= today
    if task.status == "done" and task.done_on is not None and task.done_on > today:
        return replace(task, status="doing" if begun else "todo", done_on=None)
    if task.status == "doing" and task.start is not None and not begun:
        return replace(task, status="todo")
    return task


def states_of(tasks: list[Task], today: date, soon: int) -> list[str]:
    """For each task: done, cancelled, overdue, due_soon (within `soon` days, today included), doing or todo."""
    return [_state(task, today, soon) for task in tasks]


def _state(task: Task, today: date, soon: int) -> str:
    if not task.is_open:
        return task.status
    if task.due is not None and task.due < today:
        return "overdue"
    if task.due is not None and (task.due - today).days <= soon:
        return "due_soon"
    return task.status


def progress(
    tasks: list[Task],
    states: list[str],
    evidence: list[list[str] | None],
    today: date,
    lost: Mapping[str, float] | None,
) -> pd.DataFrame:
    """One row a task: id, component, action, owner, due, status, days_late, evidence_ok, gain, state, series, missing, assumed.

    Gains are those of `gain_of`, none of what is cancelled, `assumed` where the task says none; without a result (`lost` is None) those
    that the file has.
    """
    rows = [
        {
            "id": task.id,
            "component": task.component,
            "action": task.action,
            "owner": task.owner,
            "due": task.due.isoformat() if task.due else "",
            "status": task.status,
            "days_late": task.days_late(today),
            "evidence_ok": None if missing is None else not missing,
            "gain": _gain(task, lost),
            "state": state,
            "series": task.series,
            "start": task.start.isoformat() if task.start else "",
            "effort": float("nan") if task.effort is None else task.effort,
            "missing": "; ".join(missing or ()),
            "assumed": lost is not None and is_assumed(task),
        }
        for task, state, missing in zip(tasks, states, evidence, strict=True)
    ]
    return pd.DataFrame(rows, columns=[*TRACK, "state", "series", "start", "effort", "missing", "assumed"]).astype(
        {"evidence_ok": object, "assumed": bool}
    )


def _gain(task: Task, lost: Mapping[str, float] | None) -> float:
    if task.status == "cancelled":
        return float("nan")
    if lost is not None:
        return gain_of(task, lost.get(task.component, 0.0))
    return float("nan") if task.gain is None else task.gain * float(task.share)


def count_by(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row a key, in the order in which they come: id, tasks (without cancelled ones), a column a state, part (done, %)."""
    kept = table.assign(key=keys)
    kept = kept[kept["state"] != "cancelled"]
    rows = []
    for key, part in kept.groupby("key", sort=False):
        counts = part["state"].value_counts()
        rows.append(
            {
                "id": key,
                "tasks": len(part),
                **{state: int(counts.get(state, 0)) for state in STATES},
                "part": 100 * counts.get("done", 0) / len(part),
            }
        )
    return pd.DataFrame(rows, columns=["id", "tasks", *STATES, "part"])


def secured(tasks: list[Task], lost: Mapping[str, float]) -> tuple[float, float]:
    """Points that done tasks win, and that done and open ones would."""
    return won([task for task in tasks if task.status == "done"], lost), won(tasks, lost)


COLUMNS = ("component", "area", "max", "points", "low", "high", "basis")
ENOUGH = 3
"""From so many months on, the worst and the best of them say what the others may be."""
Estimate = tuple[float, float, float]
"""Points, low, high."""


@dataclass(frozen=True)
class SoFar:
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


def nowcast(framework: Framework, base: YearPoints, unit: str, known: SoFar) -> pd.DataFrame:
    """One row a component of the year: component, area, max, points, low, high, basis.

    What it will get: from its register, the rule on the measure so far; else the points of the base year, with what
    done tasks win; for one that the base year did not have, the base year's index as a share (`basis`: register,
    task, previous, assumed). Low and high: the rest of the year as the worst and the best month so far, and as long as
    that is fewer than three months, or for what does not add up by months, also the points of the base year; open
    tasks not done and all done. Components that did not apply in the base year are left out.
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
        found, basis = _from_register(leaf, known, last, best), "register"
        if found is None:
            found, basis = _from_tasks(leaf, known.tasks, last)
        if found is None:
            found, basis = (share * leaf.max, 0.0, leaf.max), "assumed"
        rows.append((leaf.id, leaf.area, leaf.max, *(float(cleaned(each)) for each in found), basis))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _from_tasks(leaf: Leaf, tasks: tuple[Task, ...], last: float) -> tuple[Estimate | None, str]:
    """The last points, with what done tasks win; high with what open ones would. None where nothing is known."""
    low = 0.0 if np.isnan(last) else last
    now, high = secured([task for task in tasks if task.component == leaf.id], {leaf.id: leaf.max - low})
    if np.isnan(last) and not high:
        return None, ""
    return (low + now, low + now, low + high), "task" if now else "previous"


def _from_register(leaf: Leaf, known: SoFar, last: float, best: float) -> Estimate | None:
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
    if known.gone < 1 and (len(months) < ENOUGH or not measure.adds_up):
        # What does not add up month by month, or has few months yet, can still become what it was.
        return float(points[0]), float(np.nanmin([*points, last])), float(np.nanmax([*points, last]))
    return float(points[0]), float(points.min()), float(points.max())


def _year_values(measure: Measure, now: "pd.Series[float]", months: pd.DataFrame, gone: float) -> list[float]:
    """The value so far, and the year's if the rest of it goes as the worst and as the best month so far."""
    value, left, rates = float(now["value"]), 1 - gone, (months["value"].min(), months["value"].max())
    if months.empty or not measure.adds_up or not 0 < gone < 1:
        return [value]
    if measure.kind == "count":
        return [value, value + float(rates[1]) * 12 * left]
    above, below = float(now["numerator"]), float(now["denominator"])
    rest = below * left / gone
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
