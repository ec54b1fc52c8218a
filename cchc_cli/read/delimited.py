"""Text with columns between commas, semicolons or tabs (csv, tsv), as spreadsheets save it: one sheet, texts only."""

import codecs
import csv
import io
import re
from collections import Counter
from functools import partial

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.problems import Refused
from cchc_cli.read import limits

DELIMITERS = "\t;,"
LOOKED_AT = 100
"""Rows by which the sign between columns is told."""
SAYS_SIGN = re.compile(r"sep=(.)\s*\n", re.IGNORECASE)
"""The first line that Excel writes and reads."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_delimited(data: bytes) -> Book:
    """The one sheet of a text file, without a name. Raises Refused for text without columns or in another encoding."""
    text = _decoded(data)
    said = SAYS_SIGN.match(text)
    body = text[said.end() :] if said else text
    rows = _rows(body, said[1] if said else _delimiter(body))
    width = max(map(len, rows), default=0)
    if width < 2:
        told = _("this is plain text without columns, not an Excel or Word file.")
        raise Refused(told, _("Put the table into an Excel or Word file."))
    limits.check_size("", len(rows), width)
    grid = Grid("", "", [[*(cell or None for cell in row), *[None] * (width - len(row))] for row in rows])
    for row, column, cell in grid.texts():
        limits.check_text(partial(grid.address, row, column), len(cell))
    return Book("", (grid,))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("its text is not in UTF-8."), save_as_utf8()) from None


def save_as_utf8() -> str:
    """How to make UTF-8 text."""
    return _(
        "Open it in Excel, choose Save As and “CSV UTF-8 (Comma delimited)”; in Notepad choose Save As and Encoding UTF-8."
    )


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _delimiter(text: str) -> str:
    """The sign that gives most rows one number of columns; of equal ones that which gives more columns."""
    start = "".join(text.splitlines(keepends=True)[:LOOKED_AT])

    def fit(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows(start, delimiter) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=fit)
