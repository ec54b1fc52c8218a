"""Excel, LibreOffice and Word files as grids."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.problems import CchcError
from cchc_cli.workspace.csv_file import clean
from cchc_cli.workspace.office import limits
from cchc_cli.workspace.office.kinds import Kind, damaged, kind_of, locked, read_bytes
from cchc_cli.workspace.office.scans import Scan, covered


def read_book(path: Path, name: str, *, word: bool) -> Book:
    """The tables of an office file that messages call `name`; Word files only where `word`.

    Raises CchcError for whatever can't be read whole: another kind of file, a damaged one, one with a
    password, one that would take more memory than an annex ever does.
    """
    data = read_bytes(path)
    kind = kind_of(data, name)
    if kind == "docx":
        if not word:
            text = _("this is a Word file; scores and results are read from .xlsx, .xls and .ods.")
            raise limits.refused(name, text, _("Copy the table into a spreadsheet."))
        from cchc_cli.workspace.office.word import read_word

        return read_word(data, name)
    return _workbook(data, kind, name)


def _workbook(data: bytes, kind: Kind, file: str) -> Book:
    import python_calamine as calamine

    scans: dict[str, Scan] = {}
    if kind == "xlsx":
        from cchc_cli.workspace.office.scan_xlsx import scan_xlsx

        scans = scan_xlsx(data, file)
    elif kind == "ods":
        from cchc_cli.workspace.office.scan_ods import scan_ods

        scans = scan_ods(data, file)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if kind == "xls":
                from cchc_cli.workspace.office.scan_xls import scan_xls

                scans = scan_xls(data, book.sheet_names, file)
            grids = [
                _grid(book.get_sheet_by_name(sheet.name), sheet, scans.get(sheet.name), file)
                for sheet in book.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise locked(file) from error
    except CchcError:
        raise
    # A Rust panic reaches Python as a BaseException of its own kind.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise damaged(file) from error
    return Book(file, tuple(grids))


def _grid(sheet: Any, about: Any, scan: Scan | None, file: str) -> Grid:
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    limits.check_size(file, about.name, height, width)
    cells = sheet.to_python(skip_empty_area=False) if height else []
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            if isinstance(text, str) and len(text) > limits.TEXT:
                limits.check_text(file, Grid(file, about.name, []).address(row, column), len(text))
    rows = [[_value(cell) for cell in row] for row in cells]
    merged = dict(scan.merged) if scan else {}
    area = 0
    for first, last in sheet.merged_cell_ranges or ():
        found = covered(first, last, height, width)
        area += len(found) + 1
        limits.check_merged(file, area)
        merged |= found
    merged = {cell: first for cell, first in merged.items() if cell[0] < height and cell[1] < width}
    hidden = not str(about.visible).endswith(".Visible")
    return Grid(file, about.name, rows, merged, scan.broken if scan else {}, hidden)


def _value(cell: Any) -> Value:
    """Blank cells None, texts cleaned, lines kept; times as numbers of days, as Excel has them."""
    if isinstance(cell, str):
        return "\n".join(line for part in cell.splitlines() if (line := clean(part))) or None
    if isinstance(cell, time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86400
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86400
    if isinstance(cell, bool | date | datetime):
        return cell
    return float(cell)
