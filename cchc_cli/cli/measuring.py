"""Panel "Registers": measure, nowcast."""

from typing import Annotated, Literal

import typer

from cchc_cli.cli import options
from cchc_cli.messages import N_, _
from cchc_cli.model.problems import CchcError

RegisterYear = Annotated[
    int | None,
    typer.Argument(
        metavar="YEAR", help=N_("The year; the latest that a register has rows of when left out.")
    ),
]
By = Annotated[
    Literal["year", "month", "quarter", "procedure", "channel"] | None,
    typer.Option("--by", help=N_("A table for each of these; a year for each without YEAR.")),
]
AllUnits = Annotated[bool, typer.Option("--all-units", help=N_("All units of the registers, not one."))]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help=N_("Leave out rows with faults, and say how many there are."))
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="URL",
        help=N_("Where the dossiers lie: spark://HOST:7077, spark://local, trino://… or any Ibis URL."),
    ),
]
TableOf = Annotated[
    str | None,
    typer.Option(
        "--table", metavar="NAME", help=N_("The engine's table of dossiers; dossiers when left out.")
    ),
]
Write = Annotated[
    bool,
    typer.Option("--write", help=N_("Also write the values into data/scores-YEAR.csv, for the components that they feed.")),
]  # fmt: skip


def measure(
    ctx: typer.Context,
    year: RegisterYear = None,
    unit: options.Unit = None,
    all_units: AllUnits = False,
    by: By = None,
    day: options.Day = None,
    skip_bad: SkipBad = False,
    engine: Engine = None,
    table: TableOf = None,
    write: Write = False,
    form: options.Format = "table",
) -> None:
    """Measure dossiers, reports and targets: what they come to, and how far the next tier is."""
    from cchc_cli.cli.measures import Measures
    from cchc_cli.cli.registers import Asked

    if unit is not None and all_units:
        raise CchcError(_("--unit and --all-units can't stand together."))
    if table is not None and engine is None:
        raise CchcError(_("--table needs --engine."))
    if write and by not in (None, "year"):
        raise CchcError(_("--write needs the measures of whole years, not --by {by}.").format(by=by))
    with Measures(ctx, Asked(unit, all_units, day, skip_bad, engine, table)) as measures:
        report = measures.report(year, by)
        if write:
            measures.write(report)
        measures.registers.show(report, form)


def nowcast(
    ctx: typer.Context,
    year: RegisterYear = None,
    unit: options.Unit = None,
    day: options.Day = None,
    rank_on: options.RankOn = None,
    skip_bad: SkipBad = False,
    form: options.Format = "table",
) -> None:
    """Say which index this year is heading for, with a range, from registers, tasks and the last result."""
    from cchc_cli.cli.heading import Heading
    from cchc_cli.cli.registers import Asked

    with Heading(ctx, Asked(unit, day=day, skip_bad=skip_bad), year, rank_on) as heading:
        heading.registers.show(heading.report(), form)
