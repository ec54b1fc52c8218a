"""Tasks of an improvement plan, as data/tasks.csv has them."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from cchc_cli.model.periods import Period

Status = Literal["todo", "doing", "done", "cancelled"]
STATUSES: tuple[Status, ...] = ("todo", "doing", "done", "cancelled")
OPEN: tuple[Status, ...] = ("todo", "doing")
EVERY = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How often a task recurs, in months."""
WHOLE = Fraction(1)


@dataclass(frozen=True)
class Units:
    """Whose tasks there can be: `known` units (None: of any name), and the `own` one, of which those are that name none."""

    known: tuple[str, ...] | None = None
    own: str | None = None

    @property
    def must_be_named(self) -> bool:
        """Whether a task without a unit could be that of several."""
        return self.own is None and len(self.known or ()) > 1

    def of(self, task: "Task") -> str | None:
        """The unit of a task; None where nobody says."""
        return task.unit or self.own


def units_of(known: Iterable[str] | None, own: str | None) -> Units:
    """Those `known`, and the default unit `own`, else the only one."""
    ids = None if known is None else tuple(known)
    return Units(ids, own or (ids[0] if ids is not None and len(ids) == 1 else None))


@dataclass(frozen=True)
class Task:
    """Something that an owner does by `due`; `effort` in person-days, `gain` in points of the component."""

    id: str
    component: str
    action: str
    product: str = ""
    owner: str = ""
    start: date | None = None
    due: date | None = None
    effort: float | None = None
    gain: float | None = None
    status: Status = "todo"
    done_on: date | None = None
    evidence: str = ""
    note: str = ""
    unit: str = ""
    """Whose it is; blank: of the unit that is meant where nobody names one."""
    every: str = ""
    """How often it recurs (see EVERY); `due` is then its first deadline, `effort` and `gain` are those of all occurrences."""
    series: str = ""
    """Of an occurrence the id of the recurring task."""
    share: Fraction = WHOLE
    """The part of the gain: of an occurrence its own, of a recurring task what is not cancelled of it."""

    @property
    def year(self) -> int:
        """The year of the plan that it belongs to: that of its id, else that of its deadline; 0 where neither says."""
        return year_of_id(self.line) or (self.due.year if self.due else 0)

    @property
    def line(self) -> str:
        """The id of its line in the plan: of an occurrence that of the recurring task."""
        return self.series or self.id

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.status in OPEN

    def days_late(self, today: date) -> int:
        """Days past the deadline: of an open task until `today`, of a done one until it was done; else 0."""
        end = today if self.is_open else self.done_on if self.status == "done" else None
        return max((end - self.due).days, 0) if end and self.due else 0


def year_of_id(identity: str) -> int:
    """The year that an id such as T-2023-001 names; 0 where it names none."""
    parts = identity.split("-")
    return int(parts[1]) if len(parts) == 3 and len(parts[1]) == 4 and parts[1].isdecimal() else 0


def occasions(task: Task) -> dict[str, date]:
    """Each deadline of a recurring task, by the period (2023-03, 2023-Q1) that it lies in, to the end of the year.

    A month that has no such day has its last one.
    """
    first, step = task.due, EVERY.get(task.every)
    if first is None or step is None:
        return {}
    days = [
        date(first.year, month, min(first.day, calendar.monthrange(first.year, month)[1]))
        for month in range(first.month, 13, step)
    ]
    return {Period(date(day.year, (day.month - 1) // step * step + 1, 1), step).code: day for day in days}


def series_of(identity: str, tasks: Mapping[str, Task]) -> Task | None:
    """The recurring task of which this is the id of an occurrence: T-2023-001/2023-03."""
    series = tasks.get(identity.rpartition("/")[0])
    return series if series is not None and series.every else None


def lines_of(tasks: Iterable[Task]) -> list[Task]:
    """The tasks of a plan, a recurring one once, with the part of its gain that is not cancelled."""
    rows = {task.id: task for task in tasks}
    return [_line(task, rows) for task in rows.values() if series_of(task.id, rows) is None]


def _line(task: Task, rows: Mapping[str, Task]) -> Task:
    if not (each := _occurrences_of(task, rows)):
        return task
    return replace(task, share=sum((one.share for one in each if one.status != "cancelled"), Fraction()))


def occurrences(tasks: Iterable[Task]) -> list[Task]:
    """The tasks as they fall due: in the place of a recurring one each of its occurrences, with its part of the gain.

    What became of an occurrence is said by the row with its id; without one it is still to be done.
    """
    rows = {task.id: task for task in tasks}
    found: list[Task] = []
    for task in lines_of(rows.values()):
        found += _occurrences_of(task, rows) if task.every else [task]
    return found


def _occurrences_of(series: Task, rows: Mapping[str, Task]) -> list[Task]:
    found = []
    for code, due in occasions(series).items():
        row = rows.get(f"{series.id}/{code}")
        task = row or replace(series, id=f"{series.id}/{code}", start=None, due=due, note="")
        own = {name: getattr(task, name) or getattr(series, name) for name in ("unit", "owner", "product")}
        found.append(
            replace(task, **own, due=task.due or due, gain=series.gain, every="", series=series.id, effort=None)
        )
    # What is cancelled is not won by the others.
    return [replace(each, share=Fraction(1, len(found))) for each in found]
