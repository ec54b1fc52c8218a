"""The tables of a .docx as one grid, with merged cells, and its paragraphs."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.model.problems import first_of
from cchc_cli.read import limits
from cchc_cli.read.word_numbers import W, part_of, val, whole
from cchc_cli.read.word_text import Words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WIDEST = 100
"""Columns of a table; Word itself allows 63."""
TITLE = 300
"""Letters of a paragraph that may be the title of the table below it."""
CONTROLS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}
DOCUMENT = rb"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
KINDS = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template|ms-word\.(?:document|template)\.macroEnabled"
    rb"(?:Template)?)\.main\+xml"
)
"""Kinds of Word files that hold a document as well."""
UNREADABLE = (f"{W}object", "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic")
"""What shows something that is no text."""


def read_word(data: bytes) -> Book:
    """All tables of a Word file, each with the paragraph above it, one below the other, and the paragraphs outside them.

    Raises Refused, and whatever the libraries raise for a damaged file.
    """
    from docx import Document

    document = Document(io.BytesIO(_as_document(data)))
    if any(hasattr(part, "element") and _declares(part.element) for part in document.part.package.iter_parts()):
        limits.refuse_entities()
    body, words = document.element.body, Words(document)
    texts, above = _paragraphs(body, words)
    rows: list[list[Value]] = []
    merged: dict[Cell, Cell] = {}
    labels: list[tuple[int, int]] = []
    unread: list[str] = []
    letters, titles = sum(map(len, texts)), _titles(texts, above)
    for number, table in enumerate(_parts(body, "tbl"), start=1):
        unread += _unread(table, number)
        if number in titles:
            rows.append([titles[number]])
            labels.append((number, 0))
        for line, cells in enumerate(_table(table, words, (number, len(rows)), merged), start=1):
            letters += _letters(cells, number, line)
            rows.append(cells)
            labels.append((number, line))
        limits.check_size("", len(rows), max(map(len, rows), default=0))
        limits.check_all_text(letters)
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    grids = (Grid("", "", rows, merged, labels=tuple(labels)),) if rows else ()
    notes = [*words.notes()]
    if unread:
        notes.append(_("Pictures and objects in tables were not read: {places}.", places=first_of(unread, 5)))
    return Book("", grids, tuple(texts), tuple(above), tuple(notes))


def _as_document(data: bytes) -> bytes:
    """A template (.dotx) or a file with macros (.docm) as the document that it holds as well; python-docx takes no other."""
    types = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = archive.read(types)
        if (meant := KINDS.sub(DOCUMENT, said)) == said:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for part in archive.infolist():
                copy.writestr(part, meant if part.filename == types else archive.read(part))
    return out.getvalue()


def _letters(cells: list[Value], table: int, line: int) -> int:
    """How many letters a row has. Raises Refused for a cell with too many."""
    texts = [(column, text) for column, text in enumerate(cells, start=1) if isinstance(text, str)]
    for column, text in texts:
        limits.check_text(partial(_cell, table, line, column), len(text))
    return sum(len(text) for _column, text in texts)


def _unread(table: "Element", number: int) -> Iterator[str]:
    """The cells of a table with pictures and objects."""
    if next(table.iter(*UNREADABLE), None) is None:
        return
    for line, row in enumerate(_rows(table), start=1):
        for column, cell in enumerate(_parts(row, "tc"), start=1):
            if next(cell.iter(*UNREADABLE), None) is not None:
                yield _cell(number, line, column)


def _cell(table: int, row: int, column: int) -> str:
    return _("table {table}, row {row}, column {column}", table=table, row=row, column=column)


def _declares(element: "Element") -> bool:
    """Whether the file of this element begins with a document type; lxml leaves out what its entities stand for."""
    return bool(element.getroottree().docinfo.doctype)  # type: ignore[attr-defined]  # left out by lxml-stubs


def _paragraphs(body: "Element", words: Words) -> tuple[list[str], list[int]]:
    """The paragraphs outside tables, and for each how many tables stand above it."""
    texts: list[str] = []
    above: list[int] = []
    tables = 0
    for part in _parts(body, "p", "tbl"):
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


def _parts(element: "Element", *names: str) -> "Iterator[Element]":
    """What of these names stands in an element, content controls aside: Word puts tables, rows and cells into them."""
    tags, stack = {W + name for name in names}, [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in tags:
            yield child
        elif child.tag in CONTROLS:
            stack.append(iter(child))


def _table(table: "Element", words: Words, begin: tuple[int, int], merged: dict[Cell, Cell]) -> Iterator[list[Value]]:
    """The rows of a table; what is merged goes into `merged`. `begin`: its number, and the rows before it."""
    above: dict[int, Cell] = {}
    number, start = begin
    for offset, row in enumerate(_rows(table), start=start):
        cells: list[Value] = [None] * _span(row, "trPr/gridBefore", 0)
        for cell in _parts(row, "tc"):
            here = (offset, len(cells))
            properties = part_of(cell, "tcPr")
            continued = part_of(properties, "vMerge") is not None and val(properties, "vMerge") != "restart"
            first = above.get(here[1], here) if continued else here
            words.stand(partial(_cell, number, offset - start + 1, here[1] + 1))
            value = "\n".join(map(words.of, _lines(cell))) if first == here else None
            cells += [value] + [None] * (_span(properties, "gridSpan", 1) - 1)
            limits.check_size("", offset + 1, len(cells))
            covered = range(here[1], len(cells))
            above |= dict.fromkeys(covered, first)
            merged |= {(offset, column): first for column in covered if (offset, column) != first}
        yield cells


def _rows(table: "Element") -> Iterator["Element"]:
    """The rows of a table, without those whose deletion is tracked."""
    return (row for row in _parts(table, "tr") if part_of(row, "trPr/del") is None)


def _lines(cell: "Element") -> Iterator["Element"]:
    """The paragraphs of a cell, and of tables in it; those of a text box are read with the one that it hangs on."""
    stack = [iter(cell)]
    while stack:
        part = next(stack[-1], None)
        if part is None:
            stack.pop()
        elif part.tag == f"{W}p":
            yield part
        else:
            stack.append(iter(part))


def _span(element: "Element | None", path: str, default: int) -> int:
    return min(whole(element, path, default, most=10**9), WIDEST)
