"""`cchc report`: results, plans and progress as official documents."""

from typing import Annotated

import typer

from cchc_cli.cli import options
from cchc_cli.cli.door import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(cls=Subgroup, rich_markup_mode=None)

Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("Write the document into this file (.docx).")),
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
    output: Output = None,
    form: options.Format = "table",
) -> None:
    """Report on a year's result."""
    from cchc_cli.cli.drafts import Drafts

    drafts = Drafts(ctx, signed)
    drafts.deliver(drafts.result(year, unit, since), form, output)
