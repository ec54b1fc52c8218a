"""`cchc dossiers`: single dossiers, by their ids only."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer
from cchc_cli.cli.app import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(
    cls=Subgroup,
    rich_markup_mode=None,
    help=N_("List single dossiers of the register: what is late, due, or lacks an apology."),
)


@app.command(cls=Command)
def late(
    ctx: typer.Context,
    unit: options.Unit = None,
    all_units: options.AllUnits = False,
    day: options.Day = None,
    soon: options.SoonWorkingDays = 3,
    officer: options.Officer = None,
    procedure: options.Procedure = None,
    fail_on: options.FailOnDossier = None,
    skip_bad: options.SkipBad = False,
    form: options.Format = "table",
) -> None:
    """List the dossiers to act on: overdue, due soon, and late without an apology and a new date."""
    answer(ctx)
