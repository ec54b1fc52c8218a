"""`cchc audit`, in the panel "Ranks"."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_cli.cli import options
from cchc_cli.messages import N_

if TYPE_CHECKING:
    from cchc_cli.model.criteria import Rating

Published = Annotated[
    str, typer.Argument(metavar="FILE", help=N_("The published table: an .xlsx, .xls, .ods or .docx file."))
]
Name = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", help=N_("The sheet to read; all that are visible when left out.")
    ),
]


def audit(ctx: typer.Context, file: Published, sheet: Name = None, form: options.Format = "table") -> None:
    """Recompute a published table and list every figure that contradicts the others."""
    from pathlib import Path

    from cchc_cli.cli.session import show
    from cchc_cli.index.audit import audit as recomputed
    from cchc_cli.index.placings import knows
    from cchc_cli.show.reports.audit import Audited, audit_report
    from cchc_cli.workspace.office.audit_tables import audit_tables
    from cchc_cli.workspace.office.books import read_book

    ratings = _ratings(ctx)
    book = read_book(Path(file).expanduser(), file, word=True)
    claims, notes = audit_tables(book, sheet)
    tables = [(each, recomputed(each, ratings)) for each in claims]
    rated = [unit.rating for each in claims for unit in each.placed if unit.rating]
    audited = Audited(file, tables, ratings if knows(ratings, rated) else (), [*book.notes, *notes])
    show(audit_report(audited), form, str(Path(file).parent))
    if audited.faults:
        raise typer.Exit(1)


def _ratings(ctx: typer.Context) -> "tuple[Rating, ...]":
    """The ratings of the workspace, where there is one; a table can be audited without."""
    from cchc_cli.model.problems import CchcError
    from cchc_cli.workspace.find import find
    from cchc_cli.workspace.load import load_framework

    asked = ctx.find_root().params.get("workspace")
    try:
        workspace = find(asked)
    except CchcError:
        if asked or os.environ.get("CCHC_WORKSPACE"):
            raise
        return ()
    return load_framework(workspace).criteria.index.ratings
