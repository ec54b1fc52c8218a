"""`cchc commit`: the sheet on which each owner commits to tasks, products and deadlines."""

from collections.abc import Container

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.columns import COMMIT
from cchc_cli.model.report import Column, Fact, Figure, Report, Table
from cchc_cli.show.names import Names

LINE = "…………………………………"


def commit_report(names: Names, unit: str, year: int, tasks: pd.DataFrame, assumed: Container[str]) -> Report:
    """`tasks` have the columns of COMMIT, those of an owner together, and `told`, the target for people.

    `assumed` are the components of which a task says no gain, so that their targets are assumed.
    """
    mark = " (" + _("gain assumed") + ")"
    marks = [mark if each in assumed else "" for each in tasks["component"]]
    frame = tasks.assign(
        target_shown=[
            f"{names.node(component)}: {target}{mark}" if target else ""
            for component, target, mark in zip(tasks["component"], tasks["told"], marks, strict=True)
        ],
    )
    tables = [_sheet(names, str(owner), unit, rows) for owner, rows in frame.groupby("owner", sort=False)]
    return Report(
        command="commit",
        title=_("Commitment to carry out administrative-reform tasks, {year}", year=year),
        subtitle=names.unit(unit),
        year=year - 1,
        facts=(
            Fact(_("Tasks"), Figure(len(tasks), "count"), n_("of {count} owner", "of {count} owners", len(tables))),
        ),
        tables=tuple(tables),
        notes=() if len(tasks) else (_("No open task is in this plan."),),
        rows=tasks,
        columns=COMMIT,
        extra={
            "unit": unit,
            "plan_year": year,
            "assumed_gain": [task for task, mark in zip(tasks["id"], marks, strict=True) if mark],
        },
    )


def _sheet(names: Names, owner: str, unit: str, rows: pd.DataFrame) -> Table:
    """An owner's tasks, with what is signed below them."""
    name = names.owner_or_none(owner)
    columns = (
        Column("id", _("Task"), "id"),
        Column("action", _("Action"), "task", of="component"),
        Column("product", _("Product")),
        Column("due", _("Due"), "date"),
        Column("target_shown", _("Target"), fold="→ "),
    )
    after = (
        _("I commit to carrying out these tasks in full and on time, and to reporting on them as required."),
        _("{owner} (signature, full name, date): {line}", owner=name, line=LINE),
        _("Head of {unit} (signature, full name, date): {line}", unit=names.unit(unit), line=LINE),
    )
    return Table(rows, columns, title=name, after=after)
