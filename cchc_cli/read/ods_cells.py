"""What calamine does not tell of the cells of an .ods: merged cells, failed formulas, percentages, old fonts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from itertools import product

from cchc_cli.model.grid import Cell
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import CellNotes, walk
from cchc_cli.read.limits import whole
from cchc_cli.read.old_fonts import old_font

HUGE = 10**9
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
        self.words: list[str] = []

    def start(self, name: str, keys: dict[str, str]) -> None:
        if name in CELLS:
            self.cell, self.words = keys, []
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
            font = keys.get("style:font-name") or keys.get("fo:font-family", "").strip("'\"")
            if old_font(font):
                self.fonts[self.style] = font

    def _hide(self, keys: dict[str, str], blocks: list[tuple[int, int]], first: int, repeat: int) -> None:
        if keys.get("table:visibility", "visible") != "visible":
            blocks.append((first, first + repeat - 1))

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.words.append(text)

    def end(self, name: str) -> None:
        if name in CELLS and self.cell is not None:
            self._cell(self.cell, "".join(self.words).strip())
            self.cell = None
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
        if keys.get("office:value-type") == "percentage":
            notes.percents |= dict.fromkeys(cells, float(keys["office:value"]))
        elif font:
            notes.fonts |= dict.fromkeys(cells, font)


def _has_failed(keys: dict[str, str], text: str) -> bool:
    """Whether a formula shows an error."""
    return keys.get("calcext:value-type") == "error" or text.startswith(("Err:", "#REF!", "#NAME?"))


def _count(keys: dict[str, str], name: str) -> int:
    """How often a cell or a row stands there; as far as it matters."""
    number = whole(keys.get(name, "1"))
    return 1 if number is None else min(number, HUGE)
