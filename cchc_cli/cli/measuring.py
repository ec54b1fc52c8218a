"""Panel "Registers": measure, nowcast."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer


def measure(
    ctx: typer.Context,
    year: options.RegisterYear = None,
    unit: options.Unit = None,
    all_units: options.AllUnits = False,
    by: options.MeasuresBy = None,
    day: options.Day = None,
    skip_bad: options.SkipBad = False,
    engine: options.Engine = None,
    table: options.EngineTable = None,
    write: options.WriteValues = False,
    form: options.Format = "table",
) -> None:
    """Measure dossiers, reports and targets: what they come to, and how far the next tier is."""
    answer(ctx)


def nowcast(
    ctx: typer.Context,
    year: options.RegisterYear = None,
    unit: options.Unit = None,
    day: options.Day = None,
    rank_on: options.RankOn = None,
    skip_bad: options.SkipBad = False,
    form: options.Format = "table",
) -> None:
    """Say which index this year is heading for, with a range, from registers, tasks and the last result."""
    answer(ctx)
