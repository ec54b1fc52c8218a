"""A plan's tasks in the order in which they are best done, where more effort begins to bring less, and who has how much."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pandas as pd

from cchc_cli.index.rounding import BILLION, whole
from cchc_cli.model.plans import Candidate, Plan, Step


def in_order(chosen: Iterable[Candidate], lost: Mapping[str, float], *, optimal: bool, proven: bool = True) -> Plan:
    """The best gain per effort first, what is required before what requires it; of equals the earlier deadline, then the id."""
    waiting = {each.key: each for each in sorted(chosen, key=_worth)}
    done: list[Candidate] = []
    while waiting:
        best = next(each for each in waiting.values() if not any(needed in waiting for needed in each.requires))
        done.append(waiting.pop(best.key))
    return Plan(running(done, lost), optimal, proven)


def running(tasks: Sequence[Candidate], lost: Mapping[str, float]) -> tuple[Step, ...]:
    """Tasks in their order, with the effort and the points that each and those above it come to."""
    left = Counter({component: whole(points) for component, points in lost.items()})
    steps, effort, points, wins = [], 0, 0, Counter[str]()
    for task in tasks:
        won = min(whole(task.gain), left[task.component])
        left[task.component] -= won
        effort, points = effort + whole(task.days), points + won
        if won:
            wins[task.component] += won
        running_wins = {component: each / BILLION for component, each in wins.items()}
        steps.append(Step(task, effort / BILLION, points / BILLION, running_wins))
    return tuple(steps)


def _worth(candidate: Candidate) -> tuple[bool, Fraction, date, str]:
    """What is best done first comes first: points a person-day; without any effort, endlessly many."""
    gain, effort = whole(candidate.gain), whole(candidate.effort)
    endless = gain > 0 and not effort
    return not endless, -Fraction(gain, effort or 1), candidate.last_day, candidate.key


def knee(plans: list[Plan]) -> int | None:
    """Where more effort begins to bring less: the plan farthest above the line from the first to the last.

    As in the Kneedle method (Satopää and others, 2011), effort and points each brought to 0 … 1. None for
    fewer than three plans.
    """
    if len(plans) < 3:
        return None
    efforts, points = (np.array([getattr(each, name) for each in plans]) for name in ("effort", "points"))
    spans = np.ptp(efforts), np.ptp(points)
    if not all(spans):
        return None
    return int(np.argmax((points - points[0]) / spans[1] - (efforts - efforts[0]) / spans[0]))


def effort_by_owner(plan: Plan, capacities: Mapping[str, float | None]) -> pd.DataFrame:
    """One row an owner of a plan, the most effort first: owner, tasks, effort, capacity, months, over.

    `months` has the effort by month of the deadline (12 numbers). `over` is the first month by whose end
    more is due than `capacity` person-days a month allow, were the work begun in January; None without one.
    """
    owners: dict[str, list[Candidate]] = {}
    for step in plan.steps:
        owners.setdefault(step.candidate.owner, []).append(step.candidate)
    rows = []
    for owner, tasks in owners.items():
        months = [0] * 12
        for task in tasks:
            if task.due is not None:
                months[task.due.month - 1] += whole(task.days)
        capacity = capacities.get(owner)
        over = None if capacity is None else _over(months, whole(capacity))
        rows.append(
            {
                "owner": owner,
                "tasks": len(tasks),
                "effort": sum(whole(task.days) for task in tasks) / BILLION,
                "capacity": np.nan if capacity is None else capacity,
                "months": [days / BILLION for days in months],
                "over": over,
            }
        )
    table = pd.DataFrame(rows, columns=["owner", "tasks", "effort", "capacity", "months", "over"], dtype=object)
    table = table.astype({"tasks": int, "effort": float, "capacity": float})
    return table.sort_values("effort", ascending=False, kind="stable", ignore_index=True)


def _over(months: list[int], capacity: int) -> int | None:
    """The first month by whose end more is due than `capacity` a month allows."""
    due = accumulate(months)
    return next((month for month, days in enumerate(due, 1) if days > capacity * month), None)
