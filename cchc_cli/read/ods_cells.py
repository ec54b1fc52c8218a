"""What calamine does not tell of the cells of an .ods: one walk through the XML of its sheets. Merged cells, failed formulas, percentages,
old fonts, remarks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from itertools import product

from cchc_cli.model.grid import Cell
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import CellNotes, Runs, walk
from cchc_cli.read.limits import whole
from cchc_cli.read.old_fonts import RAISED, STRUCK, font_of

HUGE = 10**9
SIGNS = {"text:p": "\n", "text:line-break": "\n", "text:s": " ", "text:tab": " "}
"""What stands for a sign in a text of an .ods."""
RAISED_BY = re.compile(r"super|0*[1-9]\d*%")
BESIDE = ("office:annotation", "draw:frame", "draw:custom-shape")
"""What hangs at a cell, with a text that is none of its own."""
CELLS = ("table:table-cell", "table:covered-table-cell")


def ods_cells(data: bytes) -> dict[str, CellNotes]:
    """Every sheet by its name. Raises CchcError, KeyError, ValueError and expat's errors."""
    reader = _Reader()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        walk(archive.read("content.xml"), reader.start, reader.text, reader.end)
    return reader.sheets


class _Reader:
    """Walks through content.xml and remembers only what is asked for."""

    def __init__(self) -> None:
        self.sheets: dict[str, CellNotes] = {}
        self.sheet = ""
        self.row = self.column = self.columns = 0
        self.row_repeat = 1
        self.style = ""
        self.fonts: dict[str, str] = {}
        self.cell: dict[str, str] | None = None
        self.runs: Runs = []
        self.spans: list[str] = []
        self.beside = 0

    def start(self, name: str, keys: dict[str, str]) -> None:
        if name in BESIDE:
            self.beside += 1
        elif name in CELLS:
            self.cell, self.runs, self.spans = keys, [], []
        elif self.cell is not None:
            self._in_cell(name, keys)
        elif name == "table:table-row":
            self.column, self.row_repeat = 0, _count(keys, "table:number-rows-repeated")
            self._hide(keys, self.sheets[self.sheet].rows, self.row, self.row_repeat)
        elif name == "table:table-column":
            repeat = _count(keys, "table:number-columns-repeated")
            self._hide(keys, self.sheets[self.sheet].columns, self.columns, repeat)
            self.columns += repeat
        elif name == "table:table":
            self.sheet = keys.get("table:name", "")
            self.sheets[self.sheet] = CellNotes()
            if len(self.sheets) > limits.SHEETS:
                raise limits.too_many_sheets(len(self.sheets))
            self.row = self.columns = 0
        elif name == "style:style":
            self.style = keys.get("style:name", "")
        elif name == "style:text-properties":
            self._style(keys)

    def _in_cell(self, name: str, keys: dict[str, str]) -> None:
        """A part of a text, or a sign."""
        if name == "text:span":
            self.spans.append(self.fonts.get(keys.get("text:style-name", ""), ""))
        elif name in SIGNS and (name != "text:p" or self.runs):
            self.text(SIGNS[name] * _count(keys, "text:c"))

    def _style(self, keys: dict[str, str]) -> None:
        font = keys.get("style:font-name") or keys.get("fo:font-family", "").strip("'\"")
        struck = keys.get("style:text-line-through-style", "none") != "none"
        raised = RAISED_BY.match(keys.get("style:text-position", "")) is not None
        if found := font_of(font, struck=struck, raised=raised):
            self.fonts[self.style] = found

    def _hide(self, keys: dict[str, str], blocks: list[tuple[int, int]], first: int, repeat: int) -> None:
        if keys.get("table:visibility", "visible") != "visible":
            blocks.append((first, first + repeat - 1))

    def text(self, text: str) -> None:
        if self.beside and text.strip():
            self.sheets[self.sheet].beside.append((self.row, 0 if self.cell is None else self.column))
        elif self.cell is not None and not self.beside:
            self.runs.append((text, next(filter(None, reversed(self.spans)), "")))

    def end(self, name: str) -> None:
        if name in CELLS and self.cell is not None:
            self._cell(self.cell, "".join(text for text, _font in self.runs).strip())
            self.cell = None
        elif name == "text:span" and self.spans:
            self.spans.pop()
        elif name in BESIDE:
            self.beside -= 1
        elif name == "table:table-row":
            self.row += self.row_repeat

    def _cell(self, keys: dict[str, str], text: str) -> None:
        notes, kind = self.sheets[self.sheet], keys.get("office:value-type")
        repeat = _count(keys, "table:number-columns-repeated")
        here = (self.row, self.column)
        if text or kind is not None or "table:formula" in keys:
            limits.check_size(self.sheet, self.row + self.row_repeat, self.column + repeat)
            if "table:formula" in keys and (kind is None or _has_failed(keys, text)):
                notes.broken[here] = text
            else:
                self._note(
                    keys, product(range(self.row, self.row + self.row_repeat), range(self.column, self.column + repeat))
                )
        rows, columns = _count(keys, "table:number-rows-spanned"), _count(keys, "table:number-columns-spanned")
        if (rows > 1 or columns > 1) and text:
            notes.spans.append((here, (self.row + rows - 1, self.column + columns - 1)))
        self.column += repeat

    def _note(self, keys: dict[str, str], cells: Iterable[Cell]) -> None:
        """A percentage, or a text in an old font, in a cell that may stand there several times."""
        notes, font = self.sheets[self.sheet], self.fonts.get(keys.get("table:style-name", ""), "")
        if font == STRUCK:
            notes.fonts |= dict.fromkeys(cells, font)
        elif keys.get("office:value-type") == "percentage":
            notes.percents |= dict.fromkeys(cells, float(keys["office:value"]))
        elif keys.get("office:value-type") == "string" and self._is_drawn_in_parts:
            runs = [(text, of_part or font) for text, of_part in self.runs]
            notes.runs |= dict.fromkeys(cells, runs)
        elif font and font != RAISED:
            notes.fonts |= dict.fromkeys(cells, font)

    @property
    def _is_drawn_in_parts(self) -> bool:
        return any(font or text == "\n" for text, font in self.runs)


def _has_failed(keys: dict[str, str], text: str) -> bool:
    """Whether a formula shows an error."""
    return keys.get("calcext:value-type") == "error" or text.startswith(("Err:", "#REF!", "#NAME?"))


def _count(keys: dict[str, str], name: str) -> int:
    """How often a cell or a row stands there; as far as it matters."""
    number = whole(keys.get(name, "1"))
    return 1 if number is None else min(number, HUGE)
