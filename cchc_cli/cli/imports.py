"""`cchc import`: criteria and scores from the Word and Excel files in which officials get them."""

from typing import Annotated

import typer

from cchc_cli.cli import options
from cchc_cli.cli.door import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(cls=Subgroup, rich_markup_mode=None)

Table = Annotated[
    str, typer.Argument(metavar="FILE", help=N_("The annex: an .xlsx, .xls, .ods or .docx file."))
]
Sheet = Annotated[
    str,
    typer.Argument(metavar="FILE", help=N_("The sheet with points: an .xlsx, .xls or .ods file.")),
]
Name = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help=N_("The sheet to read, where there are several.")),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help=N_("Where to write; in the workspace when left out.")
    ),
]
Force = Annotated[bool, typer.Option("--force", help=N_("Write over a file that is there already."))]
PutIn = Annotated[
    bool,
    typer.Option(
        "--force",
        help=N_("Put the points into a file that is there already; its other rows and columns stay."),
    ),
]
OfYear = Annotated[
    int,
    typer.Option("--year", metavar="YEAR", help=N_("The year of the points; required.")),
]
OfUnit = Annotated[
    str | None,
    typer.Option(
        "--unit",
        "-u",
        metavar="ID",
        help=N_("Whose points they are; the sheet's or defaults.unit when left out."),
        autocompletion=options.units,
    ),
]
Yes = Annotated[
    bool,
    typer.Option("--yes", help=N_("Ask nothing: write when everything is sure, else refuse; never guess.")),
]


@app.command(
    cls=Command, help=N_("Make criteria.yaml from a Word or Excel annex; TODO marks what is not sure.")
)
def criteria(
    ctx: typer.Context,
    file: Table,
    output: Output = None,
    sheet: Name = None,
    force: Force = False,
    form: options.Format = "table",
) -> None:
    """Make criteria.yaml from a Word or Excel annex; TODO marks what is not sure."""
    from cchc_cli.cli.import_work import import_criteria

    import_criteria(ctx, file, output, sheet, force, form)


@app.command(
    cls=Command,
    help=N_("Make a file of scores from a sheet with points; ids that Excel changed are repaired."),
)
def scores(
    ctx: typer.Context,
    file: Sheet,
    year: OfYear,
    unit: OfUnit = None,
    output: Output = None,
    sheet: Name = None,
    yes: Yes = False,
    force: PutIn = False,
    form: options.Format = "table",
) -> None:
    """Make a file of scores from a sheet with points; ids that Excel changed are repaired."""
    from cchc_cli.cli.import_scores import ScoreImport

    ScoreImport(ctx, file, output, force).run(year, unit, sheet, asking=not yes, form=form)
