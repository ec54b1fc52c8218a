"""`cchc report`: results, plans and progress as official documents."""

from typing import Annotated

import typer

from cchc_cli.cli import options, planning, tracking
from cchc_cli.cli.door import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(cls=Subgroup, rich_markup_mode=None)

PlanYear = Annotated[
    int | None,
    typer.Argument(
        metavar="YEAR", help=N_("The plan's year; the latest with tasks when left out."), show_default=False
    ),
]
Signed = Annotated[
    str | None,
    typer.Option(
        "--signed",
        metavar="DATE",
        help=N_("The day that the document bears; left to be filled in by hand when left out."),
    ),
]


@app.command(
    cls=Command, help=N_("Report on a year's result: areas, what to keep, what was lost and why, tasks.")
)
def result(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    signed: Signed = None,
    form: options.Format = "table",
) -> None:
    """Report on a year's result."""
    from cchc_cli.cli.drafts import Drafts

    drafts = Drafts(ctx, signed)
    drafts.session.show(drafts.result(year, unit, since), form)


@app.command(
    cls=Command,
    help=N_("The plan of data/tasks.csv, or the best one for a goal: purpose, tasks, expected result."),
)
def plan(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    budget: planning.Budget = None,
    target: planning.Target = None,
    target_rating: planning.TargetRating = None,
    target_rank: planning.TargetRank = None,
    signed: Signed = None,
    form: options.Format = "table",
) -> None:
    """Write a plan."""
    from cchc_cli.cli.drafts import Drafts
    from cchc_cli.cli.plans import Aim

    drafts = Drafts(ctx, signed)
    aim = Aim(budget, target, target_rating, target_rank)
    drafts.session.show(drafts.plan(year, unit, since, aim), form)


@app.command(cls=Command, help=N_("Report on a plan's progress: what is done, due soon and late, by owner."))
def progress(
    ctx: typer.Context,
    year: PlanYear = None,
    unit: options.Unit = None,
    day: options.Day = None,
    period: tracking.PeriodOf = None,
    soon: tracking.Soon = 7,
    signed: Signed = None,
    form: options.Format = "table",
) -> None:
    """Report on a plan's progress."""
    from cchc_cli.cli.progress import Tracker

    tracker = Tracker(ctx, unit, year, day, None, soon, period)
    tracker.session.show(tracker.document(signed), form)


@app.command(
    cls=Command, help=N_("A commitment sheet for each owner, on a page of its own, with room for signatures.")
)
def commitments(
    ctx: typer.Context,
    year: PlanYear = None,
    unit: options.Unit = None,
    owner: tracking.OwnerOf = None,
    signed: Signed = None,
    form: options.Format = "table",
) -> None:
    """Write the commitment sheets."""
    from cchc_cli.cli.progress import Tracker

    tracker = Tracker(ctx, unit, year, None, owner, 7, None)
    tracker.session.show(tracker.commitments_document(signed), form)


@app.command(
    cls=Command,
    help=N_("The explanation of points that were cut: self-score, appraisal, arguments, evidence."),
)
def appeal(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    signed: Signed = None,
    form: options.Format = "table",
) -> None:
    """Write the explanation."""
    from cchc_cli.cli.appeals import appeal_of
    from cchc_cli.cli.letterheads import letterhead
    from cchc_cli.cli.session import Session
    from cchc_cli.show.documents.appeal import appeal_document

    session = Session(ctx, every_stage=True)
    year = session.year(year)
    unit = session.unit(unit, year)
    found = appeal_of(session, year, unit, everything=False)
    session.show(appeal_document(found, letterhead(session, unit, signed)), form)
