"""A web page as one sheet, its lines and tables one below the other, as Excel shows it: so portals export, under the name .xls."""

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from lxml import html
from lxml.html import defs

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.model.problems import Refused, first_of
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import text_beside
from cchc_cli.read.delimited import UTF_16
from cchc_cli.read.old_fonts import STRUCK, Conversions, font_of, with_places

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
BEGIN, END = (re.compile(sign, re.IGNORECASE) for sign in (r"<table\b", r"</table\b"))
UNSHOWN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\b", re.DOTALL | re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")
BLOCKS = defs.block_tags - {"del", "ins"} | {"article", "aside", "br", "footer", "header", "main", "nav", "section"}
"""What begins and ends a line."""
NO_TEXT = {"button", "datalist", "head", "noscript", "script", "style", "template"}
PICTURES = {"canvas", "embed", "iframe", "img", "object", "svg", "video"}
SECTIONS = {"thead": 0, "tfoot": 2}
"""Where the rows of these stand in a table, wherever in the file; others between them."""


def read_web(data: bytes) -> Book:
    """The lines and tables of a page. Raises Refused for one without a table or in an unknown encoding, and lxml's errors."""
    text = _decoded(data)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = html.document_fromstring(text.encode(), parser=parser)
    # lxml reads on where the end is missing, and leaves out what stands too deep within other things.
    shown = UNSHOWN.sub("", text)
    if len(BEGIN.findall(shown)) > len(END.findall(shown)) or any(
        each.level_name == "FATAL" for each in parser.error_log
    ):
        raise limits.damaged()
    if next(root.iter("table"), None) is None:
        raise Refused(_("this is a web page without a table."), _("Copy the table into an Excel file."))
    return _Page().book(root)


def _decoded(data: bytes) -> str:
    said = CHARSET.search(data[:4096])
    encoding = "utf-16" if data.startswith(UTF_16) else said[1].decode("ascii", "replace") if said else "utf-8-sig"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        raise Refused(
            _("its text is not in UTF-8."), _("Open it in Excel or LibreOffice and save it as .xlsx.")
        ) from None


class _Page:
    """Puts what a page shows into rows, and keeps what is to be told of that."""

    def __init__(self) -> None:
        self._conversions = Conversions()
        self._rows: list[list[Value]] = []
        self._merged: dict[Cell, Cell] = {}
        self._hidden: list[str] = []
        pictures, beside = list[str](), list[str]()
        self._left_out = {"comment": beside} | dict.fromkeys(PICTURES, pictures)
        self._letters = 0

    def book(self, root: "Element") -> Book:
        """The page as a book of one sheet."""
        line: list[str] = []
        for piece in self._pieces(root, "", apart=True):
            if isinstance(piece, str):
                line.append(piece)
            else:
                self._add_lines(line)
                line = []
                self._add_table(piece)
        self._add_lines(line)
        width = max(map(len, self._rows), default=0)
        rows = [row + [None] * (width - len(row)) for row in self._rows]
        return Book("", (Grid("", "", rows, self._merged),), notes=tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        yield from self._conversions.notes()
        if self._hidden:
            yield with_places(_("Hidden text was not read ({count})", count=len(self._hidden)), self._hidden)
        if pictures := [place for place in self._left_out["img"] if place]:
            yield _("Pictures and objects in tables were not read: {places}.", places=first_of(pictures, 5))
        yield from text_beside(self._left_out["comment"])

    def _add_lines(self, pieces: list[str]) -> None:
        for text in filter(None, _lines(pieces)):
            self._add_row([text])

    def _add_row(self, cells: list[Value]) -> None:
        for column, text in enumerate(cells):
            if isinstance(text, str):
                limits.check_text(partial(self._address, column), len(text))
                self._letters += len(text)
        self._rows.append(cells)
        limits.check_size("", len(self._rows), len(cells))
        limits.check_all_text(self._letters)
        limits.check_merged(len(self._merged))

    def _address(self, column: int) -> str:
        return Grid("", "", []).address(len(self._rows), column)

    def _add_table(self, table: "Element") -> None:
        """The rows of a table. A cell that is merged downwards stands, by its column, in `below`: its last row, and itself."""
        below: dict[int, tuple[int, Cell]] = {}
        for row in _rows(table):
            at, cells = len(self._rows), list[Value]()
            self._conversions.place = partial(self._address, 0)
            if self._is_hidden(row):
                continue
            for cell in row.iterchildren("td", "th"):
                self._continue(cells, below)
                self._conversions.place = partial(self._address, len(cells))
                if not self._is_hidden(cell):
                    self._add_cell(cells, cell, below)
            reach = max((column for column, (last, _first) in below.items() if last >= at), default=-1)
            while len(cells) <= reach:
                self._continue(cells, below)
                cells += [None] * (len(cells) <= reach)
            self._add_row(cells)
        self._conversions.place = str

    def _continue(self, cells: list[Value], below: dict[int, tuple[int, Cell]]) -> None:
        """The places of a row that cells of rows above reach into."""
        at = len(self._rows)
        while len(cells) in below and below[len(cells)][0] >= at:
            self._merged[at, len(cells)] = below[len(cells)][1]
            cells.append(None)

    def _add_cell(self, cells: list[Value], cell: "Element", below: dict[int, tuple[int, Cell]]) -> None:
        first = len(self._rows), len(cells)
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        limits.check_size("", first[0] + 1, len(cells) + across)
        text = "\n".join(filter(None, _lines([piece for piece in self._pieces(cell, "") if isinstance(piece, str)])))
        cells += [text or None, *[None] * (across - 1)]
        for column in range(first[1], len(cells)):
            below[column] = first[0] + down - 1, first
            if column > first[1]:
                self._merged[first[0], column] = first

    def _pieces(self, element: "Element", font: str, *, apart: bool = False) -> "Iterator[str | Element]":
        """The texts that an element shows, a line break where a line begins or ends; with `apart` tables are left whole."""
        tag = element.tag
        if tag in NO_TEXT or self._is_hidden(element):
            return
        if tag in self._left_out:
            self._left_out[tag].append(self._conversions.place())
        elif tag in ("input", "select"):
            yield from _filled_in(element)
        elif tag == "table" and apart and not _is_layout(element):
            yield element
        else:
            edge = "\n" if tag in BLOCKS else ""
            yield edge
            yield from self._within(element, font, apart)
            yield edge

    def _within(self, element: "Element", font: str, apart: bool) -> "Iterator[str | Element]":
        tag = element.tag
        struck = font == STRUCK or tag in ("s", "strike", "del") or "line-through" in element.get("style", "")
        font = font_of(element.get("face", ""), struck=struck, raised=tag == "sup") or font
        yield self._read(element.text, font)
        for child in element:
            yield from self._pieces(child, font, apart=apart)
            yield self._read(child.tail, font)

    def _read(self, text: str | None, font: str) -> str:
        spaced = SPACE.sub(" ", text or "")
        return self._conversions.read(spaced, font) if font else spaced

    def _is_hidden(self, element: "Element") -> bool:
        """Whether browsers show nothing of it; that it holds a text is told."""
        if element.get("hidden") is None and not HIDDEN.search(element.get("style", "")):
            return False
        if "".join(map(str, element.itertext())).strip():
            self._hidden.append(self._conversions.place())
        return True


def _lines(pieces: list[str]) -> Iterator[str]:
    return (SPACE.sub(" ", line).strip() for line in "".join(pieces).split("\n"))


def _rows(table: "Element") -> "list[Element]":
    """The rows of a table in the order in which they show, those of tables within it left out."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return sorted(rows, key=lambda row: SECTIONS.get(str(row.getparent().tag), 1))  # type: ignore[union-attr]


def _is_layout(table: "Element") -> bool:
    """Whether a table only places others on the page: one within it is more than a list in a cell."""
    inner = (each for each in table.iterdescendants("table"))
    return any(sum(len(row) > 1 for row in each.iter("tr")) > 1 for each in inner)


def _span(cell: "Element", name: str) -> int:
    """Over how many columns or rows a cell goes; without end where a page says 0."""
    number = limits.whole(cell.get(name, "1"), 4)
    return 1 if number is None else number or limits.ROWS


def _filled_in(field: "Element") -> Iterator[str]:
    """What a field of a form shows."""
    kind = field.get("type", "text").lower()
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        yield from (" ".join(map(str, each.itertext())) for each in chosen)
    elif kind in ("checkbox", "radio"):
        yield "☐" if field.get("checked") is None else "☑"
    elif kind not in ("hidden", "submit", "button", "reset", "image", "password"):
        yield field.get("value", "")
