"""`cchc export` and `cchc template`: sheets that officials edit or fill in, and that `cchc import` reads back."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer
from cchc_cli.cli.app import Command, Subgroup
from cchc_cli.messages import N_

export = typer.Typer(cls=Subgroup, rich_markup_mode=None, help=N_("Write the framework as a workbook to edit."))
template = typer.Typer(cls=Subgroup, rich_markup_mode=None, help=N_("Write sheets of points to fill in."))


@export.command(cls=Command)
def criteria(ctx: typer.Context, output: options.WrittenTo, force: options.Force = False) -> None:
    """Write criteria.yaml as a workbook: a row a node, rules in words. cchc import criteria reads it back."""
    answer(ctx)


@template.command(cls=Command)
def scores(
    ctx: typer.Context,
    year: options.YearToFill,
    output: options.WrittenTo,
    unit: options.Unit = None,
    all_units: options.SheetEach = False,
    force: options.Force = False,
) -> None:
    """Write the sheet of points that a unit fills in; cchc import scores reads it back."""
    answer(ctx)
