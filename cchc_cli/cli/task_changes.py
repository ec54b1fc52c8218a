"""Changes of tasks: checked against the framework and against sense, then written while the file is locked."""

from dataclasses import replace
from typing import Any

import typer

from cchc_cli.cli import streams
from cchc_cli.cli.session import workspace_of
from cchc_cli.cli.values import given_day
from cchc_cli.messages import _
from cchc_cli.model.framework import Framework
from cchc_cli.model.problems import CchcError
from cchc_cli.model.tasks import Task
from cchc_cli.model.today import today
from cchc_cli.workspace.evidence import is_there
from cchc_cli.workspace.load import load_framework
from cchc_cli.workspace.nearest import nearest
from cchc_cli.workspace.safe_write import locked, replace_text
from cchc_cli.workspace.task_file import TaskFile, read_tasks
from cchc_cli.workspace.task_values import next_ids, nonsense, odd_years, too_much

OPTION_OF = {"start": "--start", "due": "--due", "done_on": "--on"}
DAY_OF = {"doing": "start", "done": "done_on"}
"""The day that a step writes down: today when it is left out."""


class TaskDesk:
    """data/tasks.csv of the workspace, for one change."""

    def __init__(self, ctx: typer.Context) -> None:
        self.workspace = workspace_of(ctx)
        self.framework: Framework = load_framework(self.workspace)
        self.today = today(self.framework.criteria.defaults.timezone)

    def _read(self) -> TaskFile:
        return read_tasks(self.workspace, self.framework)

    def add(self, given: dict[str, Any]) -> None:
        """A new task at the end of the file. Raises CchcError for what makes no sense."""
        values = self._values(given)
        self._known(values)
        with locked(self.workspace.tasks):
            file = self._read()
            years = [task.year for task in file.tasks if task.year]
            year = values["due"].year if values.get("due") else max(years, default=self.today.year)
            task = Task(id=next_ids(file.tasks, year, 1)[0], **values)
            self._refuse_nonsense(task)
            file.needs(set(values) | {"id", "status"})
            file.add([task])
            replace_text(self.workspace.tasks, file.data())
        streams.put(_("{id} added.").format(id=task.id))
        self._tell_odd_years(task)

    def change(self, identity: str, status: str | None, given: dict[str, Any]) -> None:
        """New values for a task. Raises CchcError for what makes no sense; then nothing is written."""
        if (day := DAY_OF.get(status or "")) and not given.get(day):
            given = {**given, day: self.today.isoformat()}
        values = self._values(given)
        self._known(values)
        if status is None and not values:
            raise CchcError(
                _("There is nothing to change: name what is to be set."),
                hint=_("See: {help}").format(help="cchc task set --help"),
            )
        with locked(self.workspace.tasks):
            file = self._read()
            ids = [task.id for task in file.tasks]
            if identity not in ids:
                raise CchcError(_("There is no task {id}.").format(id=identity), hint=nearest(identity, ids))
            old = next(task for task in file.tasks if task.id == identity)
            new = replace(old, **(values if status is None else {**values, "status": status}))
            if status == "todo":
                new = replace(new, done_on=None, status="doing" if new.start else "todo")
            if status is not None:
                _refuse_step(old, status)
            self._refuse_nonsense(new)
            file.needs({name for name in (*values, "status") if getattr(new, name) != getattr(old, name)})
            file.change(new)
            replace_text(self.workspace.tasks, file.data())
        streams.put(_told(new, status))
        self._tell_odd_years(new)
        if "evidence" in values and not is_there(self.workspace, new.evidence):
            text = _("Note: {file} is not there (looked for in {folder}).")
            streams.say(text.format(file=new.evidence, folder=self.workspace.root))

    def _tell_odd_years(self, task: Task) -> None:
        """Say what in the task just written is likely a slip; of one that was there it is told when the file is read."""
        for _column, text in odd_years(task, self.today):
            streams.say(_("Warning: {text}").format(text=f"{task.id}: {text}"))

    def _refuse_nonsense(self, task: Task) -> None:
        """Raise CchcError for a task that contradicts itself."""
        found = [*nonsense(task), *too_much(task, self.framework)]
        begun = task.start if task.status == "doing" else None
        for day in (begun, task.done_on):
            if day is not None and day > self.today:
                found.append(("", _("{day} is still to come.").format(day=day)))
        if found:
            raise CchcError(f"{task.id}: {found[0][1]}")

    def _values(self, given: dict[str, Any]) -> dict[str, Any]:
        """What was given, days as dates; an empty text takes a day away."""
        values = {name: value for name, value in given.items() if value is not None}
        zone = self.framework.criteria.defaults.timezone
        for name in OPTION_OF:
            if name in values:
                text = str(values[name])
                values[name] = given_day(OPTION_OF[name], text, zone) if text else None
        for name, value in values.items():
            if isinstance(value, str):
                values[name] = value.strip() if name == "evidence" else " ".join(value.split())
        return values

    def _known(self, values: dict[str, Any]) -> None:
        """Raise CchcError for a component or an owner that criteria.yaml does not have."""
        leaves = [leaf.id for _area, _criterion, leaf in self.framework.lineage()]
        component = values.get("component")
        if component is not None and component not in leaves:
            text = _("there is no component {component} in criteria.yaml.").format(component=component)
            raise CchcError(text, hint=nearest(component, leaves))
        owner, owners = values.get("owner"), self.framework.criteria.owners
        if owner and owner not in owners:
            raise CchcError(_("There is no owner {owner}.").format(owner=owner), hint=nearest(owner, owners))
        if values.get("action") == "":
            raise CchcError(_("the action is blank."))


def _refuse_step(old: Task, status: str) -> None:
    """A task that is done or cancelled stays so; `set` still changes what it says."""
    if status == "todo":
        if old.is_open:
            raise CchcError(_("{id} is open.").format(id=old.id))
        return
    if not old.is_open:
        words = {"done": _("{id} is done already."), "cancelled": _("{id} has been cancelled.")}
        raise CchcError(words[old.status].format(id=old.id))
    if old.status == status == "doing":
        raise CchcError(_("{id} has been begun already, on {day}.").format(id=old.id, day=old.start or "?"))


def _told(task: Task, status: str | None) -> str:
    texts = {
        "doing": _("{id} begun on {day}.").format(id=task.id, day=task.start),
        "done": _("{id} done on {day}.").format(id=task.id, day=task.done_on),
        "cancelled": _("{id} cancelled.").format(id=task.id),
        "todo": _("{id} is open again.").format(id=task.id),
        None: _("{id} changed.").format(id=task.id),
    }
    return texts[status]
