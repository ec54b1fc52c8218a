"""`cchc appeal`, in the panel "Results"."""

from typing import TYPE_CHECKING, Annotated

import typer

from cchc_cli.cli import options
from cchc_cli.messages import N_

if TYPE_CHECKING:
    from cchc_cli.cli.session import Session
    from cchc_cli.show.reports.appeal import Appeal

All = Annotated[bool, typer.Option("--all", help=N_("List the components that nobody disagreed on as well."))]


def appeal(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    everything: All = False,
    form: options.Format = "table",
) -> None:
    """Follow each component from the self-score to the official points."""
    from cchc_cli.cli.session import Session
    from cchc_cli.show.reports.appeal import appeal_report

    session = Session(ctx, every_stage=True)
    year = session.year(year)
    session.show(appeal_report(appeal_of(session, year, session.unit(unit, year), everything)), form)


def appeal_of(session: "Session", year: int, unit: str, everything: bool) -> "Appeal":
    """The stages of a unit's points: of components that somebody disagreed on, or of all."""
    from cchc_cli.index.appeals import stages
    from cchc_cli.index.composition import compose
    from cchc_cli.index.marks import marks_of
    from cchc_cli.show.reports.appeal import Appeal

    marks = session.marks(year)
    own = marks_of(session.framework, session.scores, year, "self")
    table = stages(marks, own, session.framework, session.scores, unit)
    disputed = (table["cut"] > 0) | (table["arguable"] > 0) | table["won_back"].gt(0)
    listed = table if everything else table[disputed | table["appeal"].gt(0)]
    first = bool(table["appraised1"].notna().any())
    return Appeal(
        session.names,
        marks.framework,
        session.scores.notes,
        unit,
        table,
        listed,
        first,
        compose(session.published(year), unit),
    )
