"""`cchc commit`: what each owner commits to."""

from dataclasses import replace
from datetime import date

import pandas as pd

from cchc_cli.commands.letterheads import undated
from cchc_cli.commands.track import Tracker, View
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.progress import won
from cchc_cli.index.rounding import cleaned
from cchc_cli.messages import _, n_
from cchc_cli.model.blocks import Column, Fact, Figure, Table
from cchc_cli.model.columns import COMMIT
from cchc_cli.model.report import Report
from cchc_cli.model.rules.base import Needed
from cchc_cli.model.tasks import Task
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.documents.commitments import Commitments
from cchc_cli.show.documents.frame import Letterhead

WHOLE = 100
"""The most that a percentage can be."""
LINE = "…………………………………"


@command
def commit(
    workspace: Workspace, *, unit: str | None = None, year: int | None = None, owner: str | None = None
) -> Report:
    """The open tasks of each owner with deadlines, products and targets; one row a task."""
    tracker = Tracker(workspace, unit, year, View(owner=owner))
    return _report(commitments(tracker), undated(tracker.scores, tracker.unit))


def commitments(tracker: Tracker) -> Commitments:
    """What each owner commits to: open tasks in the order of their deadlines; a recurring one is a row, as in the plan."""
    pairs = _next_tasks(tracker)
    rows = pd.DataFrame(
        [
            (t.owner, line.id, t.component, t.action, t.product, str(line.due or ""), *_target(tracker, t), t.status)
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
    done = len({task.series or task.id for task in tracker.own if task.status == "done"} - set(rows["id"]))
    return Commitments(tracker.scores.names, tracker.unit, tracker.year, rows, done, tracker.owner)


def _next_tasks(tracker: Tracker) -> list[tuple[Task, Task]]:
    """The open tasks, of a recurring one the next that is due, each with its line in the plan."""
    lines = {task.id: task for task in tracker.scores.task_lines(tracker.unit)}
    first: dict[tuple[str, str], tuple[Task, Task]] = {}
    for task in sorted(tracker.own, key=lambda task: task.due or date.max):
        if task.is_open:
            line = lines.get(task.series, task)
            first.setdefault((task.owner, line.id), (task, line))
    return sorted(first.values(), key=lambda pair: (pair[0].owner, pair[1].due or date.max, pair[1].id))


def _target(tracker: Tracker, task: Task) -> tuple[str, str]:
    """What the component needs for the points that the plan has for it, for scripts and for people.

    A raw value or an option, where a rule says it; else the points of the maximum.
    """
    leaves = {each.id: each for each in tracker.scores.framework_at(tracker.year, tracker.unit).leaves}
    leaf, planned = leaves.get(task.component), _planned_points(tracker, task.component)
    if leaf is None or planned is None:
        return "", ""
    points = min(planned, leaf.max)
    if leaf.rule and (text := leaf.rule.needed_text(points)):
        return text, leaf.rule.name(text)
    needed = leaf.rule.needed(points, leaf.max, _best(tracker, leaf.id)) if leaf.rule else None
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


def _best(tracker: Tracker, component: str) -> float:
    """The best value of the unit's group in the year before; NaN where the rule compares with none."""
    base = tracker.year - 1
    if base not in tracker.scores.years or not tracker.scores.marks(base).has(tracker.unit):
        return float("nan")
    marks = tracker.scores.marks(base)
    columns = [column for column, leaf in enumerate(marks.framework.leaves) if leaf.id == component]
    return float(marks.best[marks.row(tracker.unit), columns[0]]) if columns else float("nan")


def _planned_points(tracker: Tracker, component: str) -> float | None:
    """The points of a component once all its tasks are done; without a result, no limit; None where it did not apply."""
    base = tracker.year - 1
    tasks = [task for task in tracker.plan if task.component == component and task.status != "cancelled"]
    leaves = [leaf.id for leaf in tracker.scores.framework.at(base).leaves]
    if tracker.lost is None or component not in leaves:
        return float("inf")
    marks, at = tracker.scores.marks(base), leaves.index(component)
    row = marks.row(tracker.unit)
    if not marks.applicable[row, at]:
        return None
    got = marks.got[row, at]
    return float(cleaned(got + won(tasks, tracker.lost)))


def _report(found: Commitments, head: Letterhead) -> Report:
    """A table an owner, with what is signed below it."""
    owners = n_("of {count} owner", "of {count} owners", len(found.tables))
    return Report(
        command="commit",
        title=_("Commitment to carry out administrative-reform tasks, {year}", year=found.year),
        subtitle=found.names.unit(found.unit),
        year=found.year - 1,
        facts=(Fact(_("Tasks"), Figure(len(found.owned), "count"), owners),),
        tables=tuple(
            replace(table, title=owner, after=_signed(owner, found.received_by(owner, head)))
            for owner, table in found.tables
        ),
        notes=found.notes,
        rows=found.tasks,
        columns=COMMIT,
        extra=found.extra,
        digest=_digest(found),
    )


def _digest(found: Commitments) -> Table:
    """How many tasks each owner commits to, and by when, for a table of many units."""
    rows = found.owned.groupby("owner", sort=False)["due"].agg(tasks="size", first="min", last="max").reset_index()
    first, last = (Column(key, label, "date") for key, label in (("first", _("First due")), ("last", _("Last due"))))
    return Table(rows, columns("owner", "tasks", first, last))


def _signed(owner: str, other: str) -> tuple[str, ...]:
    return (
        _("I commit to carrying out these tasks in full and on time, and to reporting on them as required."),
        _("{owner} (signature, full name, date): {line}", owner=owner, line=LINE),
        _("{owner} (signature, full name, date): {line}", owner=other, line=LINE),
    )
