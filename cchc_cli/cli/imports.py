"""`cchc import`: criteria and scores from the Word and Excel files in which officials get them."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer
from cchc_cli.cli.app import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(
    cls=Subgroup,
    rich_markup_mode=None,
    help=N_("Read criteria and points from the Word and Excel files in which they come."),
)


@app.command(cls=Command)
def criteria(
    ctx: typer.Context,
    file: options.Annex,
    output: options.ImportedTo = None,
    sheet: options.OneSheet = None,
    force: options.Force = False,
    form: options.Format = "table",
) -> None:
    """Make criteria.yaml from a Word or Excel annex; TODO marks what is not sure."""
    answer(ctx)


@app.command(cls=Command)
def scores(
    ctx: typer.Context,
    file: options.PointSheet,
    year: options.YearOfPoints,
    unit: options.UnitOfPoints = None,
    output: options.ImportedTo = None,
    sheet: options.OneSheet = None,
    yes: options.Yes = False,
    force: options.PutIn = False,
    dry_run: options.DryRun = False,
    form: options.Format = "table",
) -> None:
    """Make a file of scores from a sheet with points; ids that Excel changed are repaired."""
    answer(ctx)
