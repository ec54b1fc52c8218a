"""Tasks of an improvement plan, as data/tasks.csv has them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["todo", "doing", "done", "cancelled"]
STATUSES: tuple[Status, ...] = ("todo", "doing", "done", "cancelled")
OPEN: tuple[Status, ...] = ("todo", "doing")


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

    @property
    def year(self) -> int:
        """The year of the plan that it belongs to: that of its id, else that of its deadline; 0 where neither says."""
        return year_of_id(self.id) or (self.due.year if self.due else 0)

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
