"""How far a plan has come: what is done, due and late, and the points that tasks win: one place for
plans, progress, commitments, forecasts and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd

from cchc_cli.index.rounding import BILLION, whole
from cchc_cli.model.columns import TRACK
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
    """Whether a task says no gain."""
    return task.gain is None


def won(tasks: Iterable[Task], lost: Mapping[str, float]) -> float:
    """The points that tasks win together: no component more than it lost."""
    sums = _sums(tasks, lost).items()
    return float(sum(min(gain, Fraction(whole(lost.get(each, 0.0)))) for each, gain in sums) / BILLION)


def cut_gains(tasks: Iterable[Task], lost: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The components whose tasks, cancelled ones aside, add up to more points than were lost there: both figures."""
    sums = _sums((task for task in tasks if task.status != "cancelled"), lost)
    return {
        each: (float(gain / BILLION), lost.get(each, 0.0))
        for each, gain in sums.items()
        if gain > whole(lost.get(each, 0.0))
    }


def _sums(tasks: Iterable[Task], lost: Mapping[str, float]) -> dict[str, Fraction]:
    """By component what its tasks' gains add up to, in billionths."""
    sums: dict[str, Fraction] = {}
    for task in tasks:
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
            "assumed": lost is not None and is_assumed(task) and task.status != "cancelled",
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
    done = [task for task in tasks if task.status == "done"]
    return won(done, lost), won([task for task in tasks if task.status != "cancelled"], lost)
