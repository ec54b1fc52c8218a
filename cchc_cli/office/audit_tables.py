"""The tables of a file that can be audited: results of units, or points of components."""

from __future__ import annotations

from dataclasses import replace

from cchc_cli.messages import _
from cchc_cli.model.audit_claims import Claims, ColumnRead
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.office.criteria_claims import criteria_claims, figure_columns
from cchc_cli.office.criteria_rows import broken_cell
from cchc_cli.office.header import find_header
from cchc_cli.office.result_claims import result_claims
from cchc_cli.office.result_table import result_tables
from cchc_cli.office.side_by_side import apart

HEADINGS = "STT, Đơn vị, Tổng điểm, Chỉ số, Xếp hạng"
COMPONENTS = tuple(
    frozenset({name, points}) for name in ("name", "part") for points in ("max", "self", "score", "appraised1")
)


def audit_tables(book: Book, sheet: str | None) -> tuple[list[Claims], list[str]]:
    """The claims of every table that is visible or named, and what is to be told. Raises InputError without any."""
    grids = [g for g in book.grids if sheet is None or g.name.strip().casefold() == sheet.strip().casefold()]
    if sheet is not None and not grids:
        text = _("{file} has no sheet {sheet}.", file=book.file, sheet=sheet)
        raise CchcError(text, hint=nearest(sheet, [grid.name for grid in book.grids]))
    found: list[Claims] = []
    hidden: list[str] = []
    unknown: list[str] = []
    problems: list[Problem] = []
    for grid in grids:
        claims, faults = _of_sheet(grid)
        if grid.hidden and sheet is None:
            hidden += [grid.name] if claims or faults else []
            continue
        unknown += [grid.name] if grid.rows and not claims and not faults else []
        problems += faults
        found += claims
    if not problems and not found:
        text = _("no table with a header that is known was found.")
        hint = _("Its header needs words such as: {words}.", words=HEADINGS)
        if hidden:
            text = _("only hidden sheets have such a table: {sheets}.", sheets=", ".join(hidden))
            hint = _("Show the sheet in Excel, or name it: --sheet NAME")
        problems = [Problem(book.file, text=text, hint=hint)]
    if problems:
        raise InputError(_("{file} can't be read.", file=book.file), problems)
    notes = []
    if hidden:
        notes.append(_("Hidden sheets were not read: {sheets}.", sheets=", ".join(hidden)))
    if unknown:
        text = _("No table with a header that is known was found on these sheets: {sheets}.", sheets=", ".join(unknown))
        notes.append(text)
    return found, notes


def _of_sheet(grid: Grid) -> tuple[list[Claims], list[Problem]]:
    """What the tables of a sheet claim; cells without a value that can be trusted, where they count."""
    tables = [(part, table) for part in apart(grid) for table in result_tables(part)]
    problems = [
        broken_cell(grid, row, column, found)
        for (row, column), found in sorted(grid.broken.items())
        for _part, table in tables
        if table.header.last < row <= table.last and column in {*table.columns.used(), table.columns.unit}
    ]
    if tables:
        return [] if problems else _joined([result_claims(part, table) for part, table in tables]), problems
    header = find_header(grid, COMPONENTS)
    if header is None:
        return [], []
    counts = figure_columns(grid, header)
    problems = [
        broken_cell(grid, row, column, found)
        for (row, column), found in sorted(grid.broken.items())
        if row > header.last and column in counts
    ]
    return [criteria_claims(grid, header)] if not problems else [], problems


def _joined(tables: list[Claims]) -> list[Claims]:
    """Tables as they are meant: one that has the columns of the one above or beside it, and no first place, goes on with it."""
    found: list[Claims] = []
    for claims in tables:
        goes_on = found and _read_as(found[-1]) == _read_as(claims)
        if goes_on and claims.placed and not any(unit.rank == 1 for unit in claims.placed):
            above = found[-1]
            section = above.placed[-1].section if above.placed else ""
            above.placed.extend(replace(unit, section=unit.section or section) for unit in claims.placed)
            for name in ("sums", "shares", "caps", "unread", "passed_over"):
                getattr(above, name).extend(getattr(claims, name))
            above.unchecked.extend(each for each in claims.unchecked if each.cells)
        else:
            found.append(claims)
    return found


def _read_as(claims: Claims) -> list[ColumnRead]:
    """The columns of a table without their letters: tables beside one another have others."""
    return [replace(each, column="") for each in claims.columns]
