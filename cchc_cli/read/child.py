"""Reads one office file in a process of its own, with bounds that whatever it calls can't pass.

`books` starts it: the file comes on stdin, the Book or what is wrong with the file goes out on stdout.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from cchc_cli.messages import _, use
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.model.problems import Refused
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import CellNotes, text_beside
from cchc_cli.read.old_fonts import Conversions
from cchc_cli.read.sniff import FileKind, locked

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, SheetMetadata


def main(language: str) -> None:
    """Answer with a pickled Book, or a pickled Refused; a process that dies says no less: the file is not read."""
    answers = os.dup(1)
    os.dup2(2, 1)
    _bound()
    use(language)
    answer = _read(sys.stdin.buffer.read())
    with os.fdopen(answers, "wb") as stream:
        pickle.dump(answer, stream)


def _bound() -> None:
    """Memory and time of this process, where the system has such bounds (Windows has not)."""
    try:
        import resource
    except ImportError:
        return
    bounds = [
        (resource.RLIMIT_DATA, limits.MEMORY_BYTES),
        (resource.RLIMIT_AS, 2 * limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.SECONDS),
        (resource.RLIMIT_CORE, 0),
    ]
    for kind, bound in bounds:
        # A lower bound may stand already, and no system has all of these.
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (bound, bound))


def _read(data: bytes) -> Book | Refused:
    try:
        return _book(data)
    except Refused as refused:
        return refused
    except MemoryError:
        return limits.too_much_memory()
    except (KeyboardInterrupt, SystemExit):
        raise
    # A Rust panic reaches Python as a BaseException of its own kind.
    except BaseException:
        return limits.damaged()


def _book(data: bytes) -> Book:
    from cchc_cli.read.sniff import kind_of

    kind = kind_of(data)
    if kind == "csv":
        from cchc_cli.read.delimited import read_delimited

        return read_delimited(data)
    if kind == "html":
        from cchc_cli.read.web import read_web

        return read_web(data)
    if kind != "docx":
        return read_workbook(data, kind)
    from cchc_cli.read.word import read_word

    return read_word(data)


def read_workbook(data: bytes, kind: FileKind) -> Book:
    """All sheets with cells. Raises Refused, and whatever the libraries raise for a damaged file."""
    import python_calamine as calamine

    # What stands far out is told by name before calamine makes room for everything up to there.
    notes_of = _notes(data, kind)
    grids: list[Grid] = []
    beside: list[str] = []
    letters = cells = 0
    conversions = Conversions()
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = list(enumerate(book.sheets_metadata))
            if len(sheets) > limits.SHEETS:
                raise limits.too_many_sheets(len(sheets))
            for number, about in sheets:
                if about.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                notes = notes_of(number, about.name)
                grid = _grid(book.get_sheet_by_index(number), about, notes, conversions, cells)
                grids.append(grid)
                beside += starmap(grid.address, [] if grid.hidden else notes.beside)
                cells += len(grid.rows) * grid.width
                letters += sum(len(text) for _row, _column, text in grid.texts())
                limits.check_all_text(letters)
    except calamine.PasswordError as error:
        raise locked() from error
    return Book("", tuple(grids), notes=(*conversions.notes(), *text_beside(beside), *_controls(data, kind)))


def _controls(data: bytes, kind: FileKind) -> list[str]:
    """That boxes and buttons drawn on sheets were not read: they stand in no cell."""
    if kind != "xlsx":
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        count = sum(name.lower().startswith("xl/ctrlprops/") for name in archive.namelist())
    text = _("Boxes and buttons drawn on sheets were not read ({count}); type x into the cells instead.", count=count)
    return [text] if count else []


def _notes(data: bytes, kind: FileKind) -> Callable[[int, str], CellNotes]:
    """The notes of a sheet, by its number and its name."""
    if kind == "xlsx":
        from cchc_cli.read.xlsx_cells import XlsxCells

        parts = XlsxCells(data)
        return lambda _number, name: parts.notes(name)
    if kind == "ods":
        from cchc_cli.read.ods_cells import ods_cells

        by_name = ods_cells(data)
        return lambda _number, name: by_name.get(name) or CellNotes()
    from cchc_cli.read.xls_cells import xls_cells

    in_order = xls_cells(data)
    return lambda number, _name: in_order[number]


def _grid(sheet: CalamineSheet, about: SheetMetadata, notes: CellNotes, conversions: Conversions, others: int) -> Grid:
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    limits.check_size(about.name, height, width, others)
    rows = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)] if height else []
    grid = Grid("", about.name, rows)
    for row, column, text in grid.texts():
        limits.check_text(partial(grid.address, row, column), len(text))
    notes.show(grid, conversions)
    merged: dict[Cell, Cell] = {}
    area = 0
    for first, last in sheet.merged_cell_ranges or notes.spans:
        covered = _covered(first, last, height, width)
        area += len(covered) + 1
        limits.check_merged(area)
        merged |= covered
    hidden = not str(about.visible).endswith(".Visible")
    return Grid("", about.name, rows, merged, notes.broken, hidden, unseen=notes.unseen(rows))


def _covered(first: Cell, last: Cell, rows: int, columns: int) -> dict[Cell, Cell]:
    """For every cell of a merged range but the first: the first. What lies beyond the sheet is left out."""
    return {
        (row, column): first
        for row in range(first[0], min(last[0] + 1, rows))
        for column in range(first[1], min(last[1] + 1, columns))
        if (row, column) != first
    }


def _value(cell: Value | int | time | timedelta) -> Value:
    """Blank cells None; times as texts; true and false as the box that is shown or meant."""
    if isinstance(cell, bool):
        return "☑" if cell else "☐"
    if isinstance(cell, time | timedelta):
        return _clock(cell)
    if isinstance(cell, int):
        return float(cell)
    return None if cell == "" else cell


def _clock(cell: time | timedelta) -> str:
    """A time as it shows: 8:30 is no number, it may have been typed for points."""
    seconds = cell.total_seconds() if isinstance(cell, timedelta) else cell.hour * 3600 + cell.minute * 60 + cell.second
    hours, rest = divmod(round(abs(seconds)), 3600)
    return f"{'-' * (seconds < 0)}{hours}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
