"""Which tables of a file are meant: those that can be read; hidden sheets only where they are named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem

Table = TypeVar("Table")


@dataclass
class Found(Generic[Table]):
    """What was read of each sheet, what is to be told of the others, and the names of sheets with nothing to read."""

    tables: list[tuple[Grid, Table]]
    notes: list[str]
    unknown: list[str]


def named_grids(book: Book, sheet: str | None) -> list[Grid]:
    """All sheets, or the one that is named. Raises CchcError where there is none of that name."""
    if sheet is None:
        return list(book.grids)
    found = [grid for grid in book.grids if grid.name.strip().casefold() == sheet.strip().casefold()]
    if not found:
        text = _("{file} has no sheet {sheet}.", file=book.file, sheet=sheet)
        raise CchcError(text, hint=nearest(sheet, [grid.name for grid in book.grids]))
    return found


def find_tables(
    book: Book, sheet: str | None, read: Callable[[Grid], Table | None], words: str, failed: str = ""
) -> Found[Table]:
    """What `read` finds on visible sheets, or on the one that is named.

    Raises InputError where that is nothing; `words` then says what a head needs.
    """
    found = [(grid, read(grid)) for grid in named_grids(book, sheet)]
    tables = [(grid, table) for grid, table in found if table]
    shown = [(grid, table) for grid, table in tables if sheet is not None or not grid.hidden]
    hidden = ", ".join(grid.name for grid, _table in tables if grid.hidden and sheet is None)
    if not shown:
        raise nothing_found(book, [grid for grid, _table in found], hidden, words, failed)
    notes = [_("Hidden sheets were not read: {sheets}.", sheets=hidden)] if hidden else []
    unknown = [grid.name for grid, table in found if not table and grid.rows and not (grid.hidden and sheet is None)]
    return Found(shown, notes, unknown)


def nothing_found(book: Book, grids: Sequence[Grid], hidden: str, words: str, failed: str = "") -> InputError:
    """The fault of a file without a table that can be read."""
    text, hint = _("no table with a header that is known was found."), words
    if hidden:
        text = _("only hidden sheets have such a table: {sheets}.", sheets=hidden)
        hint = _("Show the sheet in Excel, or name it: --sheet NAME")
    elif not any(grid.rows for grid in grids):
        text = _("there is no table in it.")
    problems = [Problem(book.file, text=text, hint=hint)]
    return InputError(failed or _("{file} can't be read; nothing was written.", file=book.file), problems)


def broken_cell(grid: Grid, row: int, column: int) -> Problem:
    """The fault of a cell without a value that can be trusted."""
    found = grid.broken[row, column]
    if not found:
        text = _("the formula of this cell has never been computed.")
        return grid.problem(row, column, text, _("Open the file in Excel or LibreOffice and save it there."))
    return grid.problem(row, column, _("the formula of this cell fails: {found}.", found=found), _("Correct it."))
