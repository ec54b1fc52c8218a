"""`cchc dossiers`: single dossiers, by their ids only."""

from typing import Annotated, Literal

import typer

from cchc_cli.cli import options
from cchc_cli.cli.door import Command, Subgroup
from cchc_cli.cli.measuring import AllUnits, SkipBad
from cchc_cli.messages import N_

app = typer.Typer(cls=Subgroup, rich_markup_mode=None)

FailOn = Annotated[
    Literal["overdue", "late-without-apology"] | None,
    typer.Option(
        "--fail-on",
        help=N_("Exit with status 1 when a dossier is overdue, or late without an apology and a new date."),
    ),
]
Soon = Annotated[
    int,
    typer.Option("--soon", metavar="DAYS", help=N_("How many working days ahead a dossier is due soon.")),
]
OfficerOf = Annotated[
    str | None, typer.Option("--officer", metavar="TEXT", help=N_("Only the dossiers of this officer."))
]
ProcedureOf = Annotated[
    str | None, typer.Option("--procedure", metavar="CODE", help=N_("Only the dossiers of this procedure."))
]


def late(
    ctx: typer.Context,
    unit: options.Unit = None,
    all_units: AllUnits = False,
    day: options.Day = None,
    soon: Soon = 3,
    officer: OfficerOf = None,
    procedure: ProcedureOf = None,
    fail_on: FailOn = None,
    skip_bad: SkipBad = False,
    form: options.Format = "table",
) -> None:
    """List the dossiers to act on: overdue, due soon, and late without an apology and a new date."""
    from cchc_cli.cli.late import LateDossiers
    from cchc_cli.cli.registers import Asked

    with LateDossiers(ctx, Asked(unit, all_units, day, skip_bad), soon) as dossiers:
        dossiers.only(officer, procedure)
        dossiers.registers.show(dossiers.report(), form)
        dossiers.refuse(fail_on)


app.command(
    "late",
    cls=Command,
    help=N_("List the dossiers to act on: overdue, due soon, and late without an apology and a new date."),
)(late)
