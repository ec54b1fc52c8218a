"""`cchc commit`: what each owner commits to."""

from datetime import date

import pandas as pd

from cchc_cli.commands.track import Tracker
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.gains import won
from cchc_cli.index.rounding import cleaned
from cchc_cli.messages import _
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.show import numbers
from cchc_cli.show.reports.commit import commit_report


@command
def commit(
    workspace: Workspace, *, unit: str | None = None, year: int | None = None, owner: str | None = None
) -> Report:
    """The open tasks of each owner with deadlines, products and targets; one row a task."""
    return commitments(Tracker(workspace, unit, year, owner=owner))


def commitments(tracker: Tracker) -> Report:
    """The commitment sheet of each owner, with open tasks in the order of their deadlines."""
    tasks = sorted(
        (task for task in tracker.own if task.is_open), key=lambda task: (task.owner, task.due or date.max, task.id)
    )
    rows = pd.DataFrame(
        [
            (t.owner, t.id, t.component, t.action, t.product, t.due.isoformat() if t.due else "", *_target(tracker, t), t.status)
            for t in tasks
        ],
        columns=["owner", "id", "component", "action", "product", "due", "target", "told", "status"],
    )  # fmt: skip
    components = {task.component for task in tracker.assumed}
    return commit_report(tracker.scores.names, tracker.unit, tracker.year, rows, components)


def _target(tracker: Tracker, task: Task) -> tuple[str, str]:
    """What the component needs for the points that the plan has for it, for scripts and for people.

    A raw value or an option, where a rule says it; else the points of the maximum.
    """
    leaves = tracker.scores.framework.at(tracker.year).leaves
    leaf = next((each for each in leaves if each.id == task.component), None)
    if leaf is None:
        return "", ""
    planned = _planned_points(tracker, task.component)
    if planned is None:
        return "", ""
    points = min(planned, leaf.max)
    if leaf.rule and (text := leaf.rule.needed_text(points)):
        return text, leaf.rule.name(text)
    needed = leaf.rule.needed(points, leaf.max) if leaf.rule else None
    if needed is None:
        told = _("{points} points", points=numbers.short(points))
        return f"{points:.12g}/{leaf.max:.12g}", told
    return f"{needed.sign} {needed.value:.12g}", f"{needed.sign} {numbers.short(needed.value)}"


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
