"""The tables of a file that can be audited: results of units, or points of components."""

from __future__ import annotations

from cchc_cli.messages import _
from cchc_cli.model.claims import Claims
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.workspace.nearest import nearest
from cchc_cli.workspace.office.criteria_claims import criteria_claims
from cchc_cli.workspace.office.criteria_rows import broken_cell
from cchc_cli.workspace.office.header import Header, find_header
from cchc_cli.workspace.office.result_table import result_claims, result_header

HEADINGS = "STT, Đơn vị, Tổng điểm, Chỉ số, Xếp hạng"
COMPONENTS = tuple(
    frozenset({name, points})
    for name in ("name", "part")
    for points in ("max", "self", "score", "appraised1")
)


def audit_tables(book: Book, sheet: str | None) -> tuple[list[Claims], list[str]]:
    """The claims of every table that is visible or named, and what is to be told. Raises InputError without any."""
    grids = [g for g in book.grids if sheet is None or g.name.strip().casefold() == sheet.strip().casefold()]
    if sheet is not None and not grids:
        text = _("{file} has no sheet {sheet}.").format(file=book.file, sheet=sheet)
        raise CchcError(text, hint=nearest(sheet, [grid.name for grid in book.grids]))
    found: list[Claims] = []
    hidden: list[str] = []
    problems: list[Problem] = []
    for grid in grids:
        header = result_header(grid)
        other = find_header(grid, COMPONENTS) if header is None else None
        if header is None and other is None:
            continue
        if grid.hidden and sheet is None:
            hidden.append(grid.name)
            continue
        problems += _broken(grid, header or other)
        if header is not None:
            found.append(result_claims(grid, header))
        elif other is not None:
            found.append(criteria_claims(grid, other))
    if not problems and not found:
        text = _("no table with a header that is known was found.")
        hint = _("Its header needs words such as: {words}.").format(words=HEADINGS)
        if hidden:
            text = _("only hidden sheets have such a table: {sheets}.").format(sheets=", ".join(hidden))
            hint = _("Show the sheet in Excel, or name it: --sheet NAME")
        problems = [Problem(book.file, text=text, hint=hint)]
    if problems:
        raise InputError(_("{file} can't be read.").format(file=book.file), problems)
    notes = [_("Hidden sheets were not read: {sheets}.").format(sheets=", ".join(hidden))] if hidden else []
    return found, notes


def _broken(grid: Grid, header: Header | None) -> list[Problem]:
    return [
        broken_cell(grid, *cell, found)
        for cell, found in sorted(grid.broken.items())
        if header is not None and cell[0] > header.last
    ]
