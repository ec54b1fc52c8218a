"""How places in files are called: file:line:column, and rows and columns as a spreadsheet shows them."""

import os
import re

from cchc_cli.messages import _

SHEET = re.compile(r"\.(?:xlsx|xlsm|xls|ods)!", re.IGNORECASE)
"""In the name of a file: what comes behind it is one of its sheets."""
LONGEST = 40
"""So much is shown of a header."""


def letters(column: int) -> str:
    """The name of a column (from 0), as spreadsheets call it: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_name(name: str) -> str:
    """A sheet as the address of a cell has it: in quotation marks where they are needed."""
    return name if name.replace("_", "").isalnum() else "'" + name.replace("'", "''") + "'"


def place_of(file: str, line: int, column: int) -> str:
    """`file:line:column`, which editors and terminals open with a click; of a sheet `file!Sheet!C12`. 0: not known.

    A row of a sheet is called by its first cell, as spreadsheets go to it.
    """
    if SHEET.search(file) and line:
        return f"{file}!{letters(max(column, 1) - 1)}{line}"
    return ":".join([file, *(str(number) for number in (line, column) if number)])


def in_table(row: int, at: int | None = None, header: str = "") -> str:
    """A place as a spreadsheet shows it, `row 6, column Mã tiêu chí (C)`: row from 1, column from 0, None: no column."""
    if at is None:
        return _("row {row}", row=row)
    if not header:
        return _("row {row}, column {letter}", row=row, letter=letters(at))
    shown = header if len(header) <= LONGEST else f"{header[: LONGEST - 1]}…"
    return _("row {row}, column {header} ({letter})", row=row, header=shown, letter=letters(at))


def legible(path: object) -> str:
    """A path as text, for tables, which have no place for what is none: bytes of a name that are not UTF-8 show as �."""
    return os.fsencode(str(path)).decode("utf-8", "replace")
