"""The tables of a .docx as one grid, with merged cells, automatic numbers and what old fonts show."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.read import limits
from cchc_cli.read.old_fonts import Conversions

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDEST = 100
"""Columns of a table; Word itself allows 63."""
TITLE = 300
"""Letters of a paragraph that may be the title of the table below it."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CONTROLS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}
SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
"""What stands for a sign in a text."""
DEPTH = 20
"""Styles that are based on one another, at most."""
LEVELS = 9
MOST = 99_999
"""The number from which a list may start."""
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


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
    letters, titles = sum(map(len, texts)), _titles(texts, above)
    for number, table in enumerate(_parts(body, "tbl"), start=1):
        if number in titles:
            rows.append([titles[number]])
            labels.append((number, 0))
        for line, cells in enumerate(_table(table, words, len(rows), merged), start=1):
            letters += _letters(cells, number, line)
            rows.append(cells)
            labels.append((number, line))
        limits.check_size("", len(rows), max(map(len, rows), default=0))
        limits.check_all_text(letters)
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    grids = (Grid("", "", rows, merged, labels=tuple(labels)),) if rows else ()
    return Book("", grids, tuple(texts), tuple(above), words.fonts.conversions.notes())


def _letters(cells: list[Value], table: int, line: int) -> int:
    """How many letters a row has. Raises Refused for a cell with too many."""
    texts = [(column, text) for column, text in enumerate(cells, start=1) if isinstance(text, str)]
    for column, text in texts:
        place = _("table {table}, row {row}, column {column}", table=table, row=line, column=column)
        limits.check_text(place, len(text))
    return sum(len(text) for _column, text in texts)


def _declares(element: "Element") -> bool:
    """Whether the file of this element begins with a document type; lxml leaves out what its entities stand for."""
    return bool(element.getroottree().docinfo.doctype)  # type: ignore[attr-defined]  # left out by lxml-stubs


class _Words:
    """The text of paragraphs as it shows."""

    def __init__(self, document: "Document") -> None:
        self._numbers, self.fonts = _Numbers(document), _Fonts(document)

    def of(self, paragraph: "Element") -> str:
        """Its automatic number first, deleted text left out, line breaks kept, old fonts read as Unicode."""
        # Word keeps a text box twice: for itself, and for older programs.
        again = {part for each in paragraph.iter(FALLBACK) for part in each.iter()}
        words = [self._said(part, paragraph) for part in paragraph.iter() if part not in again]
        return " ".join(filter(None, (self._numbers.next(paragraph), "".join(words))))

    def _said(self, part: "Element", paragraph: "Element") -> str:
        """What a part of a paragraph shows."""
        run = part.getparent()
        if part.tag == f"{W}t" and run is not None:
            return self.fonts.text(run, paragraph, part.text or "")
        if part.tag == f"{W}tab" and run is not None and run.tag == f"{W}r":
            return " "
        return SIGNS.get(part.tag, "")


def _paragraphs(body: "Element", words: _Words) -> tuple[list[str], list[int]]:
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


def _table(table: "Element", words: _Words, start: int, merged: dict[Cell, Cell]) -> Iterator[list[Value]]:
    """The rows of a table; what is merged goes into `merged`, its rows counted from `start`."""
    above: dict[int, Cell] = {}
    for offset, row in enumerate(_parts(table, "tr"), start=start):
        cells: list[Value] = [None] * _span(row, "trPr/gridBefore", 0)
        for cell in _parts(row, "tc"):
            here = (offset, len(cells))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            continued = merge is not None and merge.get(f"{W}val", "continue") != "restart"
            first = above.get(here[1], here) if continued else here
            value = "\n".join(words.of(part) for part in cell.iter(f"{W}p")) if first == here else None
            cells += [value] + [None] * (_span(cell, "tcPr/gridSpan", 1) - 1)
            limits.check_size("", offset + 1, len(cells))
            covered = range(here[1], len(cells))
            above |= dict.fromkeys(covered, first)
            merged |= {(offset, column): first for column in covered if (offset, column) != first}
        yield cells


class _Fonts:
    """The fonts of a document's runs."""

    def __init__(self, document: "Document") -> None:
        styles = document.styles.element
        self.conversions = Conversions()
        self._styles: dict[str, tuple[str, str]] = {}
        self._default = ""
        for style in styles.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles[name] = (_font(style), _val(style, "basedOn"))
            if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
                self._default = name
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
        self._whole = _font(defaults) if defaults is not None else ""

    def text(self, run: "Element", paragraph: "Element", text: str) -> str:
        """A text of a run, in Unicode."""
        font = _font(run) or self._of_style(_val(run, "rPr/rStyle"))
        if not font:
            style = _val(paragraph, "pPr/pStyle") or self._default
            font = self._of_style(style) or self._whole
        return self.conversions.read(text, font)

    def _of_style(self, name: str) -> str:
        for _depth in range(DEPTH):
            font, name = self._styles.get(name, ("", ""))
            if font or not name:
                return font
        return ""


def roman(number: int) -> str:
    """4 as IV."""
    text = ""
    for value, sign in (*ROMAN, *ROMAN_SMALL):
        text += sign * (number // value)
        number %= value
    return text


class _Numbers:
    """Counts as Word does: each list by its levels, a level again from its start when one above it moves on."""

    def __init__(self, document: "Document") -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read(relation.target_part.element)
        for style in document.styles.element.iterchildren(f"{W}style"):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                self._styles[style.get(f"{W}styleId", "")] = (_val(found, "numId"), _whole(found, "ilvl"))

    def _read(self, numbering: "Element") -> None:
        for abstract in numbering.iterchildren(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iterchildren(f"{W}lvl"):
                at = limits.whole(level.get(f"{W}ilvl", "0"))
                if at is None or at >= LEVELS:
                    continue
                levels[at] = (_val(level, "numFmt", "decimal"), _val(level, "lvlText"), _whole(level, "start", 1))
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in numbering.iterchildren(f"{W}num"):
            self._lists[number.get(f"{W}numId", "")] = _val(number, "abstractNumId")

    def next(self, paragraph: "Element") -> str:
        """The number before a paragraph; none where it has none, or only a bullet."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        inherited = self._styles.get(_val(paragraph, "pPr/pStyle"), ("", 0))
        list_id, level = inherited if found is None else (_val(found, "numId", inherited[0]), _whole(found, "ilvl"))
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if list_id in ("", "0") or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [levels.get(at, ("", "", 1))[2] - 1 for at in range(LEVELS)])
        counts[level] += 1
        for below in range(level + 1, LEVELS):
            counts[below] = levels.get(below, ("", "", 1))[2] - 1
        kind, pattern, _start = levels[level]
        if kind in ("bullet", "none"):
            return "-" if kind == "bullet" else ""

        def sign(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _sign(max(counts[at], 1), levels.get(at, ("decimal", "", 1))[0])

        return re.sub(r"%([1-9])", sign, pattern)


def _sign(number: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman"):
        return roman(number) if kind == "upperRoman" else roman(number).lower()
    if kind in ("upperLetter", "lowerLetter") and number <= 26:
        return chr((65 if kind == "upperLetter" else 97) + number - 1)
    return str(number)


def _span(element: "Element", path: str, default: int) -> int:
    return min(_whole(element, path, default, most=10**9), WIDEST)


def _font(element: "Element") -> str:
    """The font that a run or a style says, one of Latin letters."""
    found = element.find(f"{W}rPr/{W}rFonts")
    return (found.get(f"{W}ascii") or found.get(f"{W}hAnsi") or "") if found is not None else ""


def _val(element: "Element", path: str, default: str = "") -> str:
    """What stands as `val` at a path of names below an element."""
    found = element.find("/".join(W + name for name in path.split("/")))
    return default if found is None else found.get(f"{W}val", default)


def _whole(element: "Element", path: str, default: int = 0, most: int = MOST) -> int:
    """The number that stands there; `default` for none, or one that is larger than `most`."""
    number = limits.whole(_val(element, path))
    return default if number is None or number > most else number
