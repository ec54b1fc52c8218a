"""One change of a task: checked against the framework and against sense, then written while the file is locked."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from cchc_cli.commands.arguments import TASKS, identified, unit_called, unit_meant
from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import component_asked, period_asked, tell_gone
from cchc_cli.commands.workspace import Workspace
from cchc_cli.files.evidence import missing
from cchc_cli.files.tasks.file import TaskFile, read_tasks
from cchc_cli.files.tasks.log import save_tasks
from cchc_cli.files.tasks.values import next_ids, no_occurrence, nonsense, odd_days, too_much
from cchc_cli.files.units import load_units
from cchc_cli.index.progress import cut_gains
from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.letters import plain
from cchc_cli.model.nearest import LISTED, by_id, likest_first
from cchc_cli.model.problems import CchcError, first_of
from cchc_cli.model.tasks import Status, Task, lines_of, occasions, occurrences
from cchc_cli.show.names import Names
from cchc_cli.show.numbers import short
from cchc_cli.system.safe_write import locked

OPTION_OF = {"start": "--start", "due": "--due", "done_on": "--on"}
DAY_OF = {"doing": "start", "done": "done_on"}
"""The day that a step writes down: today when it is left out."""
Values: TypeAlias = dict[str, Any]
"""Of a task by the names of its fields: texts, numbers and days."""


class TaskDesk:
    """data/tasks.csv of the workspace, for one change."""

    def __init__(self, workspace: Workspace) -> None:
        self.asker, self.workspace = workspace, workspace.folder
        self.framework, self.today = workspace.framework, workspace.today
        listed, faults = load_units(self.workspace)
        # What is wrong with units.csv is for those who need it; then no unit is known to be wrong.
        self.listed = () if faults or listed is None else tuple(listed)
        self.units = workspace.task_units(None if faults or listed is None else [unit.id for unit in listed])

    def _read(self) -> TaskFile:
        return read_tasks(self.workspace, self.framework, self.units, to_change=True)

    def add(self, given: Values) -> str:
        """A new task at the end of the file. Raises CchcError for what makes no sense."""
        values = self._values(given)
        self._identify(values)
        if is_owner_left := "owner" not in values:
            owners = {each.id: each.owner for each in self.framework.components}
            values["owner"] = owners[values["component"]] or ""
        if not values.get("unit") and self.units.must_be_named:
            unit_meant(None, None, by_id(self.listed), None)
        with locked(self.workspace.tasks):
            file = self._read()
            task = self._new(values, file)
            alike = self._alike(task, file.tasks)
            file.add([task])
            self._save(file)
        self._tell_doubts(task, {"gain"}, file.tasks)
        if alike is not None:
            text = _(
                "{id} says the same as {other}; if once is enough: cchc task cancel {id}", id=task.id, other=alike.id
            )
            self.asker.warn(text)
        if not task.owner:
            self.asker.warn(_("{id} has no owner: cchc task set {id} --owner ID", id=task.id))
        elif is_owner_left:
            owner, of = Names(self.framework, self.listed).owner(task.owner), task.component
            return _("{id} added; its owner is that of {component}: {owner}.", id=task.id, component=of, owner=owner)
        return _("{id} added.", id=task.id)

    def _alike(self, task: Task, tasks: list[Task]) -> Task | None:
        """A task of the same year, unit, component and words, in any language, that has not been cancelled."""
        same, names = ("year", "unit", "component", "every"), self.framework.action_names
        words = set(map(plain, names(task.action)))
        alike = (
            each
            for each in lines_of(tasks)
            if all(getattr(each, name) == getattr(task, name) for name in same)
            and not words.isdisjoint(map(plain, names(each.action)))
            and each.status != "cancelled"
        )
        return next(alike, None)

    def _new(self, values: Values, file: TaskFile) -> Task:
        """The task, with an id of its plan's year, and the columns that it needs in the file."""
        if not file.named(values.get("unit") or "", self.units):
            values.pop("unit", None)
        years = [task.year for task in file.tasks if task.year]
        year = values["due"].year if values.get("due") else max(years, default=self.today.year)
        task = Task(id=next_ids(file.tasks, year, 1)[0], **values)
        self._refuse_nonsense(task, task.component)
        file.needs({name for name in values if name != "owner" or task.owner} | {"id", "status"})
        return task

    def change(self, identity: str, status: Status | None, given: Values, period: str | None = None) -> str:
        """New values for a task. Raises CchcError for what makes no sense; then nothing is written."""
        day = DAY_OF.get(status or "")
        values = self._values(given, OPTION_OF | ({day: "--on"} if day else {}))
        self._identify(values)
        if day:
            values[day] = values.get(day) or self.today
        with locked(self.workspace.tasks):
            file = self._read()
            old = self._asked(identity, period, file.tasks)
            if "unit" in values:
                values["unit"] = file.named(values["unit"], self.units)
            _refuse_step(old, status)
            new = _after(old, status, values, self.today)
            self._refuse_nonsense(new, new.id)
            if old in file.tasks:
                file.needs({name for name in (*values, "status") if getattr(new, name) != getattr(old, name)})
                file.change(new)
            else:
                file.add([new])
            self._save(file)
        self._tell_doubts(new, values, file.tasks)
        return _told(new, status)

    def _asked(self, identity: str, period: str | None, tasks: list[Task]) -> Task:
        """The task that is meant, or the occurrence of it, as the file has it or would have it."""
        if not tasks:
            text = _("There are no tasks in {file}.", file=self.workspace.name(self.workspace.tasks))
            raise CchcError(text, hint=_("Write a plan: cchc plan --write, or add one: cchc task add."))
        times = {each.id: replace(each, gain=None, effort=None) for each in occurrences(tasks) if each.series}
        there = times | {each.id: each for each in tasks}
        found = there[self._identified(identity, tasks, times)]
        return found if period is None else there[_occurrence_of(found, period)]

    def _identified(self, asked: str, tasks: list[Task], times: Mapping[str, Task]) -> str:
        """The id of the task that is meant; of a recurring one an occurrence (`times`) only where one is named."""
        known = {each.id: self.framework.action_names(each.action) for each in lines_of(tasks)}
        known |= dict.fromkeys(times if "/" in asked else (), ())
        if asked not in known:
            # Name the tasks of a component that was named in the place of a task.
            if ids := [task.id for task in tasks if task.component == asked]:
                text = _("{id} is a component, not a task.", id=asked)
                raise CchcError(text, hint=_("Tasks of {id}: {tasks}.", id=asked, tasks=first_of(ids, LISTED)))
            known = likest_first(asked, known)
        return identified(asked, known, _("There is no task {id}.", id=asked), None, TASKS)

    def _save(self, file: TaskFile) -> None:
        """Write the tasks, and who changed what; where that can't be, the change holds and people are told."""
        if untold := save_tasks(self.workspace, file, self.asker.zone):
            self.asker.warn(untold)

    def _tell_doubts(self, task: Task, given: Collection[str], tasks: list[Task]) -> None:
        """Say what in the task just written is likely a slip; of one that was there it is told when the file is read."""
        for _column, text in odd_days(task, self.today):
            self.asker.warn(f"{task.id}: {text}")
        if task.year:
            tell_gone(task.unit or self.units.own, self.listed, task.year, self.asker.warn)
        if not {"gain", "component"}.isdisjoint(given):
            self._tell_gain(task, tasks)
        if "evidence" in given and missing(self.workspace, task.evidence):
            folder = self.workspace.root
            self.asker.tell(_("Note: {file} is not there (looked for in {folder}).", file=task.evidence, folder=folder))

    def _tell_gain(self, task: Task, tasks: list[Task]) -> None:
        """Say that a task names no points to win back, or more than its component lost, by itself or with others."""
        lost, year = self._lost(task)
        if task.year and task.component not in {leaf.id for leaf in self.framework.at(task.year).leaves}:
            names = Names(self.framework, self.listed)
            text = N_("{component} is not in the framework of {year}: {id} wins nothing there.")
            self.asker.warn(_(text, component=names.titled(task.component), year=task.year, id=task.id))
        elif task.gain is None:
            text = _("{id} names no gain: cchc task set {id} --gain POINTS", id=task.id)
            if lost is not None:
                text = _(
                    "{id} names no gain; {component} lost {lost} points in {year}: cchc task set {id} --gain POINTS",
                    id=task.id,
                    component=task.component,
                    lost=short(lost),
                    year=year,
                )
            self.asker.warn(text)
        elif lost is not None and task.gain > lost + NOISE:
            text = _("{id} gains {gain}, more than the {lost} that {component} lost in {year}.")
            self.asker.warn(
                text.format(id=task.id, gain=short(task.gain), lost=short(lost), component=task.component, year=year)
            )
        elif lost is not None:
            self._tell_sum(task, tasks, lost, year)

    def _tell_sum(self, task: Task, tasks: list[Task], lost: float, year: int) -> None:
        """Say that the tasks of a year's plan on the component of one of them gain more together than it lost."""
        of_same = [
            each
            for each in lines_of(tasks)
            if (each.year, each.component) == (task.year, task.component)
            and self.units.of(each) == self.units.of(task)
            and each.status != "cancelled"
            and each.gain is not None
        ]
        if cut := cut_gains(of_same, {task.component: lost}):
            text = _(
                "the tasks of {component} ({tasks}) gain {gain} together, more than the {lost} lost in {year}: "
                "no more than that is counted.",
                component=task.component,
                tasks=first_of([each.id for each in of_same], LISTED),
                gain=short(cut[task.component][0]),
                lost=short(lost),
                year=year,
            )
            self.asker.warn(text)

    def _lost(self, task: Task) -> tuple[float | None, int]:
        """The points that the component of a task lost last, and the year; None where no sound score says so."""
        with suppress(CchcError):
            assessment = assess(self.asker)
            marks = assessment.marks(year := assessment.year(None))
            row = marks.row(assessment.unit(task.unit or self.units.own, year))
            column = marks.column(task.component)
            if column is not None and marks.scored[row, column]:
                return float(marks.max[row, column] - marks.points[row, column]), year
        return None, 0

    def _refuse_nonsense(self, task: Task, name: str) -> None:
        """Raise CchcError for a task that contradicts itself; a new one is told by its component: it has no id yet."""
        found = [*nonsense(task), *too_much(task, self.framework)]
        if task.every and task.due is None:
            found.append(("", _("--every needs --due, the first deadline.")))
        if task.every and task.status in DAY_OF:
            text = _("what has been begun or done does not recur; add a recurring task with cchc task add --every.")
            found.append(("", text))
        begun = task.start if task.status == "doing" else None
        for day in (begun, task.done_on):
            if day is not None and day > self.today:
                found.append(("", _("{day} is still to come.", day=day)))
        if found:
            raise CchcError(f"{name}: {found[0][1]}")

    def _values(self, given: Values, options: Mapping[str, str] = OPTION_OF) -> Values:
        """What was given, days as dates; an empty text takes a day away."""
        values = {name: value for name, value in given.items() if value is not None}
        for name, option in options.items():
            if name in values:
                text = str(values[name])
                values[name] = self.asker.day(option, text) if text else None
        for name, value in values.items():
            if isinstance(value, str):
                values[name] = value.strip() if name == "evidence" else " ".join(value.split())
        return values

    def _identify(self, values: Values) -> None:
        """Put ids in the place of names. Raises CchcError for a component, an owner or a unit that there is not."""
        if values.get("unit"):
            units = self.listed if self.units.known is not None else self.asker.scores.units
            values["unit"] = unit_called(values["unit"], by_id(units), None)
        if component := values.get("component"):
            text = _("there is no component {component} in criteria.yaml.", component=component)
            known = by_id(self.framework.components)
            values["component"] = component_asked(self.framework, component, known, text, None)
        if values.get("owner"):
            values["owner"] = self.asker.owner(values["owner"], None)
        if values.get("action") == "":
            raise CchcError(_("the action is blank."))


def _occurrence_of(task: Task, asked: str) -> str:
    """The id of a recurring task's occurrence in the period asked for. Raises CchcError where there is none."""
    if not task.every or task.due is None:
        raise CchcError(_("--period: {id} is no recurring task.", id=task.id))
    code = period_asked(asked, task.due.year).code
    if code not in occasions(task):
        raise CchcError(f"--period: {no_occurrence(task, code)}")
    return f"{task.id}/{code}"


def _after(old: Task, status: Status | None, values: Values, today: date) -> Task:
    """A task after a step; what is opened again was begun where it has a start that is not still to come."""
    if status == "todo":
        begun = old.start is not None and old.start <= today and not old.every
        return replace(old, **values, done_on=None, status="doing" if begun else "todo")
    return replace(old, **values) if status is None else replace(old, **values, status=status)


def _refuse_step(old: Task, status: str | None) -> None:
    """A task that is done or cancelled stays so; `set` still changes what it says."""
    if status is None:
        return
    if old.every and status in DAY_OF:
        told = _("{id} is a recurring task: name the occurrence with --period.", id=old.id)
        raise CchcError(told, hint=_("There are: {periods}.", periods=", ".join(occasions(old))))
    if status == "todo":
        if old.is_open:
            raise CchcError(_("{id} is open.", id=old.id))
        return
    if not old.is_open:
        words = {"done": _("{id} is done already."), "cancelled": _("{id} has been cancelled.")}
        hint = _("To open it again: cchc task reopen {id}", id=old.id)
        raise CchcError(words[old.status].format(id=old.id), hint=hint)
    if old.status == status == "doing":
        raise CchcError(_("{id} has been begun already, on {day}.", id=old.id, day=old.start or "?"))


def _told(task: Task, status: str | None) -> str:
    texts = {
        "doing": _("{id} begun on {day}.", id=task.id, day=task.start),
        "done": _("{id} done on {day}.", id=task.id, day=task.done_on),
        "cancelled": _("{id} cancelled.", id=task.id),
        "todo": _("{id} is open again, begun on {day}.", id=task.id, day=task.start)
        if task.status == "doing"
        else _("{id} is open again.", id=task.id),
        None: _("{id} changed.", id=task.id),
    }
    return texts[status]
