"""A task's values: what contradicts itself, cells as text, the next ids."""

import re
from collections.abc import Iterator
from datetime import date

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.columns import TASKS
from cchc_cli.model.framework import Framework
from cchc_cli.model.tasks import Task, occasions, year_of_id
from cchc_cli.model.written_numbers import written


def nonsense(task: Task) -> Iterator[tuple[str, str]]:
    """What in a task contradicts itself: (column, text)."""
    # Work may begin late; only a plan that ends before it begins makes no sense.
    if task.status == "todo" and task.start and task.due and task.due < task.start:
        text = N_("the deadline {due} is before the start {start}: correct one of the two.")
        yield "due", _(text, due=task.due, start=task.start)
    if task.done_on and task.start and task.done_on < task.start:
        text = N_("done on {done}, before the start {start}: correct one of the two days.")
        yield "done_on", _(text, done=task.done_on, start=task.start)
    if task.done_on and task.status != "done":
        yield "done_on", _("a task with the status {status} has no date on which it was done.", status=task.status)


def no_occurrence(series: Task, code: str) -> str:
    """That a recurring task has no occurrence in a period."""
    periods = ", ".join(occasions(series))
    return _("{id} has no occurrence {period}; there are: {periods}.", id=series.id, period=code, periods=periods)


def odd_days(task: Task, today: date) -> list[tuple[str, str]]:
    """Days that are likely a slip: (column, text). The plan's year or the clock says so, or that what recurs ends at once."""
    named = year_of_id(task.id)
    odd = task.due and _odd_year(task.due, named, today.year + 1)
    done = task.done_on and _odd_end(task.done_on, named, today)
    text = N_("it recurs, but {due}, the first deadline, is the last one of the year as well: name an earlier one.")
    once = task.every not in ("", "year") and len(occasions(task)) == 1 and _(text, due=task.due)
    return [(column, text) for column, text in (("due", odd or once), ("done_on", done)) if text]


def _odd_end(done_on: date, named: int | None, today: date) -> str:
    """Why the day on which a task was done may be a slip; `named`: the year of its plan."""
    if done_on > today:
        return _("{day} is still to come.", day=done_on)
    if named and done_on.year < named:
        return _("it was done on {day}, before {year}, the year of the plan.", day=done_on, year=named)
    return ""


def _odd_year(due: date, named: int | None, latest: int) -> str:
    """Why the year of a deadline may be a slip; `named`: that of the plan."""
    if named and due.year == named - 1:
        return _("the deadline {due} is before {year}, the year of the plan.", due=due, year=named)
    if named and abs(due.year - named) > 1:
        return _("the deadline {due} is years away from {year}, the year of the plan.", due=due, year=named)
    if due.year > latest:
        return _("{found} lies after {latest}, which is next year.", found=due.year, latest=latest)
    return ""


def most_of(component: str, framework: Framework) -> float | None:
    """The most points that a component can give in any year; None where there is no such component."""
    return next(
        (max(each.all_maxima) for each in framework.components if each.id == component and each.max is not None), None
    )


def too_much(task: Task, framework: Framework) -> Iterator[tuple[str, str]]:
    """That a task gains more than its component can give: (column, text)."""
    most = most_of(task.component, framework)
    if most is not None and task.gain is not None and task.gain > most + NOISE:
        text = N_("it gains {gain}, more than the {max} that {id} can give.")
        yield "gain", _(text, gain=figure(task.gain), max=figure(most), id=task.component)


def as_cells(task: Task) -> dict[str, str]:
    """A task as the texts of its cells."""
    values = ((column, getattr(task, column)) for column in TASKS)
    return {
        column: "" if value is None else written(value) if isinstance(value, float) else str(value)
        for column, value in values
    }


def next_ids(tasks: list[Task], year: int, count: int) -> list[str]:
    """T-2023-001 and so on: numbers after the highest that the file has, so that none is used again."""
    pattern = re.compile(rf"T-{year}-(\d{{1,9}})")
    used = [int(found[1]) for task in tasks if (found := pattern.fullmatch(task.id))]
    first = max(used, default=0) + 1
    return [f"T-{year}-{number:03d}" for number in range(first, first + count)]
