"""Panel "Plan", carried out: track, commit."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cchc_cli.cli import options
from cchc_cli.cli.streams import put
from cchc_cli.messages import N_, _
from cchc_cli.model.problems import CchcError

PlanYear = Annotated[
    int | None,
    typer.Option("--year", metavar="YEAR", help=N_("The plan's year; the latest with tasks when left out.")),
]
FailOn = Annotated[
    Literal["overdue", "due-soon"] | None,
    typer.Option("--fail-on", help=N_("Exit with status 1 when a task is overdue, or due soon as well.")),
]
Summary = Annotated[bool, typer.Option("--summary", help=N_("One line only, fit for the subject of a mail."))]
Ics = Annotated[
    Path | None,
    typer.Option("--ics", metavar="FILE", help=N_("Also write the deadlines as a calendar file.")),
]
PeriodOf = Annotated[
    str | None,
    typer.Option(
        "--period", metavar="PERIOD", help=N_("A periodic report: 2023-Q1, 2023-H1, 2023-01 or 2023.")
    ),
]
Soon = Annotated[
    int, typer.Option("--soon", metavar="DAYS", help=N_("How many days ahead a task is due soon."))
]
OwnerOf = Annotated[str | None, typer.Option("--owner", metavar="ID", help=N_("Only this owner's tasks."))]


def track(
    ctx: typer.Context,
    unit: options.Unit = None,
    year: PlanYear = None,
    day: options.Day = None,
    owner: OwnerOf = None,
    soon: Soon = 7,
    period: PeriodOf = None,
    fail_on: FailOn = None,
    summary: Summary = False,
    ics: Ics = None,
    form: options.Format = "table",
) -> None:
    """Show how far the plan has come: what is done, due and late, and the index that follows."""
    from cchc_cli.cli.output import target
    from cchc_cli.cli.progress import Tracker

    tracker = Tracker(ctx, unit, year, day, owner, soon, period)
    if summary and target() is not None:
        raise CchcError(_("--summary is one line on stdout: leave out -o."))
    if summary and form != "table":
        raise CchcError(_("--summary is one line of text: leave out --format."))
    if ics is not None:
        tracker.write_calendar(Path(ics))
    if summary:
        put(tracker.summary())
    else:
        tracker.session.show(tracker.report(), form)
    tracker.refuse(fail_on)


def commit(
    ctx: typer.Context,
    unit: options.Unit = None,
    year: PlanYear = None,
    owner: OwnerOf = None,
    form: options.Format = "table",
) -> None:
    """Print the commitment sheet of each owner: tasks, products, deadlines, targets, signatures."""
    from cchc_cli.cli.progress import Tracker

    tracker = Tracker(ctx, unit, year, None, owner, 7, None)
    tracker.session.show(tracker.commitments(), form)
