"""`cchc task`, `cchc commit`: what is done about a task, and what each owner commits to."""

import math
from dataclasses import replace
from datetime import date

import pandas as pd

from cchc_cli.commands.arguments import TASKS, identified
from cchc_cli.commands.letterheads import undated
from cchc_cli.commands.task_desk import TaskDesk
from cchc_cli.commands.track import Tracker
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.tasks.file import AMOUNTS
from cchc_cli.files.tasks.log import read_task_log
from cchc_cli.index.progress import is_assumed, won
from cchc_cli.index.rounding import cleaned
from cchc_cli.messages import _, n_
from cchc_cli.model.blocks import Column, Fact, Figure, Table, ValueKind
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.choices import Blank, Day, Every, Evidence
from cchc_cli.model.columns import TASK_LOG
from cchc_cli.model.letters import inside
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.rules.base import Needed
from cchc_cli.model.tasks import Task, lines_of
from cchc_cli.model.written_numbers import parse_number
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.documents.letterhead import Letterhead
from cchc_cli.show.documents.tasks import Commitments
from cchc_cli.show.names import Names

KINDS: dict[str, ValueKind] = {
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
        named = _("To be set: {options}.", options=", ".join(f"--{name}" for name in given))
        hint = f"{named}\n" + _("See: {help}", help="cchc task set --help")
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
    nothing = _("No change has been written down; changes are from the first one on.")
    return Report(
        command="task log",
        title=_("Changes of tasks"),
        subtitle=identity or "",
        tables=(Table(_in_figures(rows), columns),) if kept else (),
        notes=() if kept else (nothing,),
        rows=rows,
        names=Names(workspace.framework, TaskDesk(workspace).listed),
    )


def _asked(workspace: Workspace, asked: str, logged: list[str]) -> str:
    """The id of the task that is asked for, of those that are there or were changed. Raises CchcError."""
    known: dict[str, tuple[str, ...]] = dict.fromkeys(logged, ())
    known |= {task.id: workspace.framework.action_names(task.action) for task in lines_of(workspace.filed_tasks)}
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


WHOLE = 100
"""The most that a percentage can be."""
LINE = "…………………………………"


@command
def commit(
    workspace: Workspace, *, unit: str | None = None, year: int | None = None, owner: str | None = None
) -> Report:
    """The open tasks of each owner with deadlines, products and targets; one row a task."""
    tracker = Tracker(workspace, unit, year, owner=owner)
    return _report(commitments(tracker), undated(tracker.scores, tracker.unit))


def commitments(tracker: Tracker) -> Commitments:
    """What each owner commits to: open tasks in the order of their deadlines; a recurring one is a row, as in the plan."""
    pairs = _next_tasks(tracker)
    rows = pd.DataFrame(
        [
            (
                t.owner,
                line.id,
                t.component,
                t.action,
                t.product,
                str(line.due or ""),
                *_target(tracker, t.component),
                t.status,
            )
            for t, line in pairs
        ],
        columns=["owner", "id", "component", "action", "product", "due", "target", "told", "status"],
    )
    following = [task.due if task.due != line.due else None for task, line in pairs]
    rows = rows.assign(
        assumed=rows["component"].isin([task.component for task in tracker.assumed]),
        every=[line.every for _task, line in pairs],
        next=pd.Series(following, index=rows.index, dtype=object),
    )
    done = len({task.line for task in tracker.own if task.status == "done"} - set(rows["id"]))
    return Commitments(tracker.scores.names, tracker.unit, tracker.year, rows, done, tracker.owner, tracker.merged)


def _next_tasks(tracker: Tracker) -> list[tuple[Task, Task]]:
    """The open tasks, of a recurring one the next that is due, each with its line in the plan."""
    lines = {task.id: task for task in tracker.scores.task_lines(tracker.unit)}
    first: dict[tuple[str, str], tuple[Task, Task]] = {}
    for task in sorted(tracker.own, key=lambda task: task.due or date.max):
        if task.is_open:
            line = lines.get(task.series, task)
            first.setdefault((task.owner, line.id), (task, line))
    return sorted(first.values(), key=lambda pair: (pair[0].owner, pair[1].due or date.max, pair[1].id))


def _target(tracker: Tracker, component: str) -> tuple[str, str]:
    """What a component needs for the points that the plan has for it, for scripts and for people.

    A raw value or an option, where a rule says it; else the points of the maximum.
    """
    leaf, (planned, best) = tracker.leaves.get(component), _planned(tracker, component)
    if leaf is None or planned is None:
        return "", ""
    points = min(planned, leaf.max)
    if leaf.rule and (text := leaf.rule.needed_text(points)):
        option = inside(leaf.rule.name(text))
        # Who signs for a part of the points does not sign for being late.
        return text, option if points >= leaf.max - NOISE else _("“{option}” or better", option=option)
    needed = leaf.rule.needed(points, leaf.max, best) if leaf.rule else None
    if leaf.rule is None or needed is None:
        told = _("{points} of {max} points", points=numbers.short(points), max=numbers.short(leaf.max))
        return f"{points:.12g}/{leaf.max:.12g}", told
    is_percent = leaf.rule.percentages_to is not None or "%" in leaf.node.name
    return f"{needed.sign} {needed.value:.12g}", _in_words(needed, is_percent=is_percent)


def _in_words(needed: Needed, *, is_percent: bool) -> str:
    """What a value has to come to: đạt từ 90% trở lên, không quá 2."""
    value = numbers.short(needed.value) + ("%" if is_percent else "")
    if needed.better < 0 and needed.beyond:
        return _("less than {value}", value=value)
    if needed.better < 0:
        return _("none") if needed.value <= 0 else _("at most {value}", value=value)
    if needed.beyond:
        return _("more than {value}", value=value)
    return (
        _("{value} reached", value=value)
        if is_percent and needed.value >= WHOLE
        else _("at least {value}", value=value)
    )


def _planned(tracker: Tracker, component: str) -> tuple[float | None, float]:
    """The points of a component once all its tasks are done, and the best value of the group in the result before.

    Without a result, or where a task that says no gain wins everything, points have no limit; None where it did not apply. NaN where the rule compares with none.
    """
    base = tracker.base
    column = None if base is None else base.marks.column(component)
    if base is None or column is None:
        return math.inf, math.nan
    marks, row = base.marks, base.marks.row(tracker.unit)
    if not marks.applicable[row, column]:
        return None, math.nan
    tasks = [task for task in tracker.plan if task.component == component]
    lost = tracker.lost or {}
    gained, best = won(tasks, lost), float(marks.best[row, column])
    if any(map(is_assumed, tasks)) and gained >= lost.get(component, 0.0):
        return math.inf, best
    return float(cleaned(marks.got[row, column] + gained)), best


def _report(found: Commitments, head: Letterhead) -> Report:
    """A table an owner, with what is signed below it."""
    owners = n_("of {count} owner", "of {count} owners", len(found.tables))
    rows = found.owned.groupby("owner", sort=False)["due"].agg(tasks="size", first="min", last="max").reset_index()
    first, last = (Column(key, label, "date") for key, label in (("first", _("First due")), ("last", _("Last due"))))
    return Report(
        command="commit",
        title=_("Commitment to carry out administrative-reform tasks, {year}", year=found.year),
        subtitle=found.names.unit(found.unit),
        year=found.year - 1,
        facts=(Fact(_("Tasks"), Figure(len(found.owned), "count"), owners),),
        tables=tuple(
            replace(table, title=owner, after=(*found.start, *_signed(owner, found.received_by(owner, head))))
            for owner, table in found.tables
        ),
        notes=found.notes,
        rows=found.tasks,
        extra=found.extra,
        digest=Table(rows, columns("owner", "tasks", first, last)),
    )


def _signed(owner: str, other: str) -> tuple[str, ...]:
    return (
        _("I commit to carrying out these tasks in full and on time, and to reporting on them as required."),
        _("{owner} (signature, full name, date): {line}", owner=owner, line=LINE),
        _("{owner} (signature, full name, date): {line}", owner=other, line=LINE),
    )
