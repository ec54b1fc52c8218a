"""The tables of a .docx as one grid, with merged cells and automatic numbers."""

import io
from collections.abc import Iterator
from typing import Any

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.read import limits
from cchc_cli.read.word_fonts import Fonts
from cchc_cli.read.word_numbers import Numbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDEST = 100
"""Columns of a table; Word itself allows 63."""
TITLE = 300
"""Letters of a paragraph that may be the title of the table below it."""
BREAKS = {f"{W}br", f"{W}cr"}


def read_word(data: bytes) -> Book:
    """All tables of a Word file, each with the paragraph above it, one below the other, and the paragraphs outside them.

    Raises Refused, and whatever the libraries raise for a damaged file.
    """
    from docx import Document

    document = Document(io.BytesIO(data))
    if any(hasattr(part, "element") and _declares(part.element) for part in document.part.package.iter_parts()):
        limits.refuse_entities()
    body = document.element.body
    words = _Words(document)
    texts, above = _paragraphs(body, words)
    rows: list[list[Value]] = []
    merged: dict[Cell, Cell] = {}
    labels: list[tuple[int, int]] = []
    letters = sum(map(len, texts))
    titles = _titles(texts, above)
    for number, table in enumerate(body.iterchildren(f"{W}tbl"), start=1):
        if number in titles:
            rows.append([titles[number]])
            labels.append((number, 0))
        for line, cells in enumerate(_table(table, words, len(rows), merged), start=1):
            for column, text in enumerate(cells):
                if isinstance(text, str):
                    letters += len(text)
                    place = _("table {table}, row {row}, column {column}", table=number, row=line, column=column + 1)
                    limits.check_text(place, len(text))
            rows.append(cells)
            labels.append((number, line))
        limits.check_size("", len(rows), max(map(len, rows), default=0))
        limits.check_all_text(letters)
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    grids = (Grid("", "", rows, merged, labels=tuple(labels)),) if rows else ()
    return Book("", grids, tuple(texts), tuple(above), words.fonts.conversions.notes())


def _declares(element: Any) -> bool:
    """Whether the file of this element begins with a document type; lxml leaves out what its entities stand for."""
    return bool(element.getroottree().docinfo.doctype)


class _Words:
    """The text of paragraphs as it shows."""

    def __init__(self, document: Any) -> None:
        self._numbers, self.fonts = Numbers(document), Fonts(document)

    def of(self, paragraph: Any) -> str:
        """Its automatic number first, deleted text left out, line breaks kept, old fonts read as Unicode."""
        words = []
        for part in paragraph.iter():
            if part.tag == f"{W}t":
                words.append(self.fonts.text(part.getparent(), paragraph, part.text or ""))
            elif part.tag == f"{W}tab" and part.getparent().tag == f"{W}r":
                words.append(" ")
            elif part.tag in BREAKS:
                words.append("\n")
        mark = self._numbers.next(paragraph)
        return f"{mark} {''.join(words)}" if mark else "".join(words)


def _paragraphs(body: Any, words: _Words) -> tuple[list[str], list[int]]:
    """The paragraphs outside tables, and for each how many tables stand above it."""
    texts: list[str] = []
    above: list[int] = []
    tables = 0
    for part in body.iterchildren(f"{W}p", f"{W}tbl"):
        tables += part.tag == f"{W}tbl"
        if part.tag == f"{W}p" and (text := words.of(part)):
            texts.append(text)
            above.append(tables)
    return texts, above


def _titles(texts: list[str], above: list[int]) -> dict[int, str]:
    """For each table the last paragraph before it that says what it is about: a row of its own above the table."""
    found: dict[int, str] = {}
    for text, tables in zip(texts, above, strict=True):
        if text.strip() and len(text) <= TITLE and not text.strip().startswith("("):
            found[tables + 1] = text
    return found


def _table(table: Any, words: _Words, start: int, merged: dict[Cell, Cell]) -> Iterator[list[Value]]:
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
            value = "\n".join(words.of(part) for part in cell.iter(f"{W}p")) if first == here else None
            cells += [value] + [None] * (span - 1)
            limits.check_size("", here[0] + 1, len(cells))
            for column in range(here[1], len(cells)):
                above[column] = first
                if (here[0], column) != first:
                    merged[here[0], column] = first
        yield cells


def _number(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    number = limits.whole(found.get(f"{W}val", "")) if found is not None else None
    return default if number is None else min(number, WIDEST)
