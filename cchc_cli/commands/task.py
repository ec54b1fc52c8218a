"""`cchc task`: add a task, write down what becomes of it, and show who changed what."""

import pandas as pd

from cchc_cli.commands.arguments import TASKS, identified
from cchc_cli.commands.task_desk import TaskDesk
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.task_file import AMOUNTS
from cchc_cli.files.task_log import read_task_log
from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Kind, Table
from cchc_cli.model.choices import Blank, Day, Every, Evidence
from cchc_cli.model.columns import TASK_LOG
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import lines_of
from cchc_cli.model.written_numbers import parse_number
from cchc_cli.show.names import Names

KINDS: dict[str, Kind] = {
    "unit": "unit",
    "component": "node",
    "owner": "owner",
    "status": "state",
    "every": "every",
    **dict.fromkeys(AMOUNTS, "value"),
    **dict.fromkeys(("start", "due", "done_on"), "date"),
}
"""Of what kind the columns of data/tasks.csv are, where not text."""


@command
def task_add(
    workspace: Workspace,
    *,
    component: str,
    action: str,
    unit: str | None = None,
    product: str | None = None,
    owner: str | None = None,
    start: Day | None = None,
    due: Day | None = None,
    every: Every | None = None,
    effort: float | None = None,
    gain: float | None = None,
    note: str | None = None,
) -> str:
    """Add a task to data/tasks.csv, with `every` a recurring one; what was done, with its id, in words."""
    given: dict[str, object] = {"component": component, "action": action, "unit": unit, "product": product}
    given |= {"owner": owner, "start": start, "due": due, "every": every, "note": note}
    return TaskDesk(workspace).add({**given, "effort": effort, "gain": gain})


@command
def task_start(
    workspace: Workspace, identity: str, *, on: Day | None = None, period: str | None = None, note: str | None = None
) -> str:
    """A task, or the occurrence of a recurring one in `period`, has been begun."""
    return TaskDesk(workspace).change(identity, "doing", {"start": on, "note": note}, period)


@command
def task_done(
    workspace: Workspace,
    identity: str,
    *,
    on: Day | None = None,
    evidence: Evidence | None = None,
    period: str | None = None,
    note: str | None = None,
) -> str:
    """A task, or the occurrence of a recurring one in `period`, is done."""
    return TaskDesk(workspace).change(identity, "done", {"done_on": on, "evidence": evidence, "note": note}, period)


@command
def task_cancel(workspace: Workspace, identity: str, *, period: str | None = None, note: str | None = None) -> str:
    """A task, or one occurrence of it, will not be done; its row stays."""
    return TaskDesk(workspace).change(identity, "cancelled", {"note": note}, period)


@command
def task_reopen(workspace: Workspace, identity: str, *, period: str | None = None, note: str | None = None) -> str:
    """A task, or one occurrence of it, that was done or cancelled by mistake is open again."""
    return TaskDesk(workspace).change(identity, "todo", {"note": note}, period)


@command
def task_set(
    workspace: Workspace,
    identity: str,
    *,
    component: str | None = None,
    action: str | None = None,
    unit: str | None = None,
    product: str | Blank | None = None,
    owner: str | Blank | None = None,
    start: Day | Blank | None = None,
    due: Day | Blank | None = None,
    every: Every | None = None,
    effort: float | None = None,
    gain: float | None = None,
    evidence: Evidence | Blank | None = None,
    note: str | Blank | None = None,
) -> str:
    """Change what a task says; an empty text takes a day away."""
    given: dict[str, object] = {"component": component, "action": action, "product": product, "owner": owner}
    given |= {"start": start, "due": due, "every": every, "evidence": evidence, "note": note, "unit": unit}
    given |= {"effort": effort, "gain": gain}
    if all(value is None for value in given.values()):
        hint = _("See: {help}", help="cchc task set --help")
        raise CchcError(_("There is nothing to change: name what is to be set."), hint=hint)
    return TaskDesk(workspace).change(identity, None, given)


@command
def task_log(workspace: Workspace, identity: str | None = None) -> Report:
    """Who changed what in data/tasks.csv, and when, oldest first; one row a cell, of one task or of all."""
    kept = read_task_log(workspace.folder)
    if identity is not None:
        identity = _asked(workspace, identity, [each["task"] for each in kept])
        kept = [each for each in kept if identity in (each["task"], each["task"].rpartition("/")[0])]
    rows = pd.DataFrame(kept, columns=list(TASK_LOG), dtype=object)
    columns = (
        Column("time", _("Time"), "moment"),
        Column("user", _("Changed by"), fold="· "),
        Column("task", _("Task"), "id"),
        Column("column", _("Column"), "field"),
        Column("old", _("Before"), kinds="kind", fold="− "),
        Column("new", _("After"), kinds="kind"),
    )
    nothing = _("No change has been written down; they are from the first cchc task or plan --write on.")
    return Report(
        command="task log",
        title=_("Changes of tasks"),
        subtitle=identity or "",
        tables=(Table(_in_figures(rows), columns),) if kept else (),
        notes=() if kept else (nothing,),
        rows=rows,
        columns=TASK_LOG,
        names=Names(workspace.framework, TaskDesk(workspace).listed),
    )


def _asked(workspace: Workspace, asked: str, logged: list[str]) -> str:
    """The id of the task that is asked for, of those that are there or were changed. Raises CchcError."""
    known: dict[str, tuple[str, ...]] = dict.fromkeys(logged, ())
    known |= {task.id: (task.action,) for task in lines_of(workspace.filed_tasks)}
    # Of a recurring task the occurrences are meant only where one is named.
    known = {each: names for each, names in known.items() if "/" in asked or "/" not in each}
    return identified(asked, known, _("There is no task {id}.", id=asked), workspace.tell_once, TASKS)


def _in_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The changes with their kinds, and amounts as figures, for people to read as they write them."""
    shown = rows.assign(kind=[KINDS.get(each, "text") for each in rows["column"]])
    for side in ("old", "new"):
        shown[side] = [
            parse_number(text, bound=AMOUNTS[column]) if column in AMOUNTS and text else text
            for text, column in zip(rows[side], rows["column"], strict=True)
        ]
    return shown
