"""The tables of a .docx as one grid, with merged cells and automatic numbers."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.workspace.csv_file import clean
from cchc_cli.workspace.office import limits
from cchc_cli.workspace.office.kinds import damaged
from cchc_cli.workspace.office.word_numbers import Numbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDEST = 100
"""Columns of a table; Word itself allows 63."""
BREAKS = {f"{W}br", f"{W}cr"}


def read_word(data: bytes, file: str) -> Book:
    """All tables of a Word file, one below the other, and the paragraphs outside them. Raises CchcError."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    _bounded(data, file)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
        numbers = Numbers(document)
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, AttributeError) as error:
        raise damaged(file) from error
    texts, above = _paragraphs(body, numbers)
    rows: list[list[Value]] = []
    merged: dict[Cell, Cell] = {}
    labels: list[tuple[int, int]] = []
    for number, table in enumerate(body.iterchildren(f"{W}tbl"), start=1):
        for line, cells in enumerate(_table(table, numbers, len(rows), merged, file, number), start=1):
            rows.append(cells)
            labels.append((number, line))
        limits.check_size(file, str(number), len(rows), max(map(len, rows), default=0))
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    grids = (Grid(file, "", rows, merged, labels=tuple(labels)),) if rows else ()
    return Book(file, grids, tuple(texts), tuple(above))


def _bounded(data: bytes, file: str) -> None:
    """Raise CchcError for more tags than any annex has: each one takes a hundred times its length in memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.startswith("word/") and archive.read(part).count(b"<") > limits.TAGS:
                raise limits.refused(
                    file, _("it has far more parts than any annex."), _("Copy the table into a new file.")
                )


def _paragraphs(body: Any, numbers: Numbers) -> tuple[list[str], list[int]]:
    """The paragraphs outside tables that say something, and for each how many tables stand above it."""
    texts: list[str] = []
    above: list[int] = []
    tables = 0
    for part in body.iterchildren(f"{W}p", f"{W}tbl"):
        tables += part.tag == f"{W}tbl"
        if part.tag == f"{W}p" and (text := clean(_text(part, numbers))):
            texts.append(text)
            above.append(tables)
    return texts, above


def _table(
    table: Any, numbers: Numbers, start: int, merged: dict[Cell, Cell], file: str, table_number: int
) -> Iterator[list[Value]]:
    """The rows of a table; what is merged goes into `merged`, its rows counted from `start`."""
    above: dict[int, Cell] = {}
    for offset, row in enumerate(table.iterchildren(f"{W}tr")):
        cells: list[Value] = [None] * _number(row, f"{W}trPr/{W}gridBefore", 0)
        for cell in row.iter(f"{W}tc"):
            if cell.getparent() is not row and cell.getparent().getparent() is row:
                pass  # a cell within a content control
            elif cell.getparent() is not row:
                continue
            here = (start + offset, len(cells))
            span = _number(cell, f"{W}tcPr/{W}gridSpan", 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            continued = merge is not None and merge.get(f"{W}val", "continue") != "restart"
            first = above.get(here[1], here) if continued else here
            value = _value(cell, numbers) if first == here else None
            if isinstance(value, str):
                place = _("table {table}, row {row}, column {column}")
                limits.check_text(
                    file, place.format(table=table_number, row=offset + 1, column=here[1] + 1), len(value)
                )
            cells += [value] + [None] * (span - 1)
            limits.check_size(file, "", here[0] + 1, len(cells))
            for column in range(here[1], len(cells)):
                above[column] = first
                if (here[0], column) != first:
                    merged[here[0], column] = first
        yield cells


def _number(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    text = found.get(f"{W}val", "") if found is not None else ""
    return min(int(text), WIDEST) if text.isdigit() and len(text) < 9 else default


def _value(cell: Any, numbers: Numbers) -> Value:
    lines = [clean(_text(part, numbers)) for part in cell.iter(f"{W}p")]
    return "\n".join(line for line in lines if line) or None


def _text(paragraph: Any, numbers: Numbers) -> str:
    """The text as it shows: its automatic number first, deleted text left out, line breaks kept."""
    words = []
    for part in paragraph.iter():
        if part.tag == f"{W}t":
            words.append(part.text or "")
        elif part.tag == f"{W}tab" and part.getparent().tag == f"{W}r":
            words.append(" ")
        elif part.tag in BREAKS:
            words.append("\n")
    mark = numbers.next(paragraph)
    return f"{mark} {''.join(words)}" if mark else "".join(words)
