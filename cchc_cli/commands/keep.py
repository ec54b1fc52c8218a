"""`cchc keep`: what is at its maximum and must not be lost."""

from dataclasses import replace

import pandas as pd

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.unit_year import unit_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.messages import _
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Basis
from cchc_cli.model.columns import KEEP
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.names import Names, with_filed
from cchc_cli.show.reports.unit_result import unit_report


@command
def keep(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    top: int | None = None,
    basis: Basis = "official",
) -> Report:
    """The components at their maximum, the ones at risk first; one row a component."""
    own = unit_year(assess(workspace, basis), year, unit)
    return _report(own.names, own.framework, own.kept(), own.unit, top)


def _report(names: Names, framework: YearFramework, kept: pd.DataFrame, unit: str, top: int | None) -> Report:
    """`kept` is the table of `kept_maxima`."""
    listed = with_filed(names, framework, kept).head(top or len(kept))
    known = bool(kept["margin"].notna().any())
    table = Table(
        listed,
        columns(
            "component_id component owner max",
            Column("years", _("Years"), "count"),
            *((Column("value", _("Value"), "value"), Column("margin", _("Margin"), "value")) if known else ()),
        ),
    )
    total = len(framework.leaves)
    points = numbers.points(float(kept["points"].sum()))
    fact = Fact(
        _("At maximum"),
        Figure(len(kept), "count", _("{count} of {total} components", count=SLOT, total=total)),
        _("{points} points to keep", points=points),
    )
    notes = [_("Years: scored years in a row at the maximum, this one included.")] if len(kept) else []
    if known:
        notes.append(_("Margin: how far the value is on the good side of what the maximum needs; smallest first."))
    if not len(kept):
        notes.append(_("No component is at its maximum."))
    title = _("Components to keep at their maximum")
    report = unit_report("keep", title, (names, unit, framework.year), listed, KEEP)
    return replace(report, facts=(fact,), tables=(table,) if len(kept) else (), notes=tuple(notes))
