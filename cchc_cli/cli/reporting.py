"""`cchc report`: results, plans and progress as official documents."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer
from cchc_cli.cli.app import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(
    cls=Subgroup, rich_markup_mode=None, help=N_("Write results, plans and progress as official documents.")
)


@app.command(cls=Command)
def result(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    since: options.Since = None,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """Report on a year's result: areas, what to keep, what was lost and why, tasks."""
    answer(ctx)


@app.command(cls=Command)
def overview(
    ctx: typer.Context,
    year: options.Year = None,
    since: options.Since = None,
    group: options.GroupOrAll = None,
    signed: options.Signed = None,
    form: options.Format = "table",
) -> None:
    """Report on the result of all units: ratings, areas, what cost most, who moved; the ranks as annex."""
    answer(ctx)


@app.command(cls=Command)
def plan(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    since: options.Since = None,
    budget: options.Budget = None,
    target: options.Target = None,
    target_rating: options.TargetRating = None,
    target_rank: options.TargetRank = None,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """The plan of data/tasks.csv, or the best one for a goal: purpose, tasks, expected result."""
    answer(ctx)


@app.command(cls=Command)
def progress(
    ctx: typer.Context,
    year: options.YearOfPlan = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    day: options.Day = None,
    period: options.Period = None,
    soon: options.SoonDays = 7,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """Report on a plan's progress: what is done, due soon and late, by owner."""
    answer(ctx)


@app.command(cls=Command)
def commitments(
    ctx: typer.Context,
    year: options.YearOfPlan = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    owner: options.TasksOf = None,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """A commitment sheet for each owner, on a page of its own, with room for signatures."""
    answer(ctx)


@app.command(cls=Command)
def appeal(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """The explanation of points that were cut: self-score, appraisal, arguments, evidence."""
    answer(ctx)


@app.command(cls=Command)
def conclusion(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    since: options.Since = None,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """The notice of what the review meeting concludes: reached, shortcomings, to keep, to review, tasks."""
    answer(ctx)


@app.command(cls=Command)
def brief(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.UnitsToFolder = False,
    since: options.Since = None,
    signed: options.Signed = None,
    suffix: options.Suffix = None,
    form: options.Format = "table",
) -> None:
    """A year's result on one page: index, rating, rank and change, ten lines, three charts."""
    answer(ctx)


@app.command("all", cls=Command)
def all_(
    ctx: typer.Context,
    output: options.Folder,
    year: options.Year = None,
    unit: options.Unit = None,
    all_units: options.UnitsToFolder = False,
    since: options.Since = None,
    day: options.Day = None,
    signed: options.Signed = None,
    suffix: options.AllSuffix = "docx",
    form: options.Format = "table",
) -> None:
    """All these documents of a unit, or of all units, as files of a folder."""
    answer(ctx)
