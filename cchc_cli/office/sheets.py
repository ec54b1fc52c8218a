"""Which tables of a file are meant: those that can be read; hidden sheets only where they are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from cchc_cli.messages import _, n_
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.office.numbers import figure_of

Table = TypeVar("Table")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
"""A point before three figures is one of thousands, or of decimals."""


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
    notes: list[str] = []
    found = [(grid, read(grid)) for grid in (in_thousands(each, notes) for each in named_grids(book, sheet))]
    tables = [(grid, table) for grid, table in found if table]
    shown = [(grid, table) for grid, table in tables if sheet is not None or not grid.hidden]
    hidden = ", ".join(grid.name for grid, _table in tables if grid.hidden and sheet is None)
    if not shown:
        raise nothing_found(book, [grid for grid, _table in found], hidden, words, failed)
    notes += [_("Hidden sheets were not read: {sheets}.", sheets=hidden)] if hidden else []
    unknown = [grid.name for grid, table in found if not table and grid.rows and not (grid.hidden and sheet is None)]
    return Found(shown, notes, unknown)


def no_table_on(sheets: list[str]) -> str:
    """That sheets were passed over."""
    return _("No table with a header that is known was found on these sheets: {sheets}.", sheets=", ".join(sheets))


def in_thousands(grid: Grid, notes: list[str]) -> Grid:
    """The sheet with texts such as `1.000` as numbers, where their column says that the point is one of thousands.

    It does where other figures have a comma, several points, or are above 100; not where they have other
    decimals. Where nothing says it, the point stays one of decimals. It is told what was read.
    """
    rows = [list(cells) for cells in grid.rows]
    for column in range(grid.width):
        texts = {row: text for row, cells in enumerate(grid.rows) if (text := _grouped(cells[column]))}
        if not texts:
            continue
        others = [cells[column] for row, cells in enumerate(grid.rows) if row not in texts]
        large = _says_thousands([*texts.values()], others)
        first, text = next(iter(texts.items()))
        if large:
            for row, each in texts.items():
                rows[row][column] = float(each.replace(".", ""))
        if large is not False:
            cell, number = grid.address(first, column), text.replace(".", "") if large else f"{float(text):g}"
            one = _("{cell}: “{text}” was read as {number}.", cell=cell, text=text, number=number)
            rest = n_(
                "So was one more cell of its column.", "So were {count} more cells of its column.", len(texts) - 1
            )
            notes.append(f"{one} {rest}" if len(texts) > 1 else one)
    return replace(grid, rows=rows)


def _grouped(value: Value) -> str:
    """A text with points before each three of its figures; blank for all others."""
    text = value.strip() if isinstance(value, str) and len(value) < 20 else ""
    return text if GROUPED.fullmatch(text) else ""


def _says_thousands(texts: Sequence[str], others: Iterable[Value]) -> bool | None:
    """Whether the points in texts are of thousands, as they and the other cells of their column say; None for neither."""
    figures = [value for value in others if not isinstance(value, float) or not 2000 <= value < 2100]
    whole = [figure for value in figures if (figure := figure_of(value)) is not None and figure.is_integer()]
    decimal = any(isinstance(value, float) and not value.is_integer() for value in figures)
    decimal = decimal or any(isinstance(value, str) and re.fullmatch(r"\d+\.\d+", value.strip()) for value in figures)
    if decimal or any(text.startswith("0") for text in texts):
        return False
    comma = any(isinstance(value, str) and re.fullmatch(r"\d+,\d+", value.strip()) for value in figures)
    return True if comma or any(text.count(".") > 1 for text in texts) or max(whole, default=0) > 100 else None


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
