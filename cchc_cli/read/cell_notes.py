"""What calamine does not tell of a cell: a formula that failed, a percent format, an old font, merged cells of .ods."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from xml.parsers import expat

from cchc_cli.messages import _
from cchc_cli.model.grid import Cell, Grid, Percent, Value
from cchc_cli.model.places import letters
from cchc_cli.model.problems import first_of
from cchc_cli.read import limits
from cchc_cli.read.old_fonts import STRUCK, Conversions

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
"""What a failed formula shows, by its number in an .xls."""


Runs = list[tuple[str, str]]


@dataclass
class CellNotes:
    """Of one sheet.

    - `broken`: what stands in cells without a value that can be trusted; `` = never computed
    - `percents`: the number, as the file has it, of every cell that shows it as a percentage
    - `fonts`: the old fonts of cells with text, and which are crossed out
    - `runs`: the parts of texts in several fonts of which some are old or crossed out, each with its font
    - `spans`: first and last cell of merged ranges, where calamine has none
    - `rows`, `columns`: those that are hidden, also by a filter, first and last of each block
    - `beside`: where comments and text boxes hang, whose text stands in no cell
    """

    broken: dict[Cell, str] = field(default_factory=dict)
    percents: dict[Cell, float] = field(default_factory=dict)
    fonts: dict[Cell, str] = field(default_factory=dict)
    runs: dict[Cell, Runs] = field(default_factory=dict)
    spans: list[tuple[Cell, Cell]] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    beside: list[Cell] = field(default_factory=list)

    def unseen(self, rows: list[list[Value]]) -> str:
        """The hidden rows and columns that hold anything, as people call them: `5–9, C`."""
        turned = [*zip(*rows, strict=True)] if self.columns else []
        return ", ".join(
            f"{name(first)}–{name(last)}" if first < last else name(first)
            for blocks, lines, name in ((self.rows, rows, lambda row: str(row + 1)), (self.columns, turned, letters))
            for first, last in _joined(blocks, lines)
        )

    def show(self, grid: Grid, conversions: Conversions) -> None:
        """Put what cells show in the place of what they hold. What was noted of cells that hold nothing is left."""
        rows = grid.rows
        for row, column in _filled(rows, self.percents):
            rows[row][column] = hundredfold(rows[row][column], self.percents[row, column])
        for row, column in _filled(rows, self.fonts):
            font, value = self.fonts[row, column], rows[row][column]
            conversions.place = partial(grid.address, row, column)
            if isinstance(value, str) or font == STRUCK:
                rows[row][column] = conversions.read(str(value), font) or None
        for row, column in _filled(rows, self.runs):
            conversions.place = partial(grid.address, row, column)
            rows[row][column] = "".join(conversions.read(*run) for run in self.runs[row, column])


def _joined(blocks: list[tuple[int, int]], lines: Sequence[Sequence[Value]]) -> Iterator[tuple[int, int]]:
    """Blocks of lines that hold anything, those that meet as one."""
    hidden = {at for first, last in blocks for at in range(first, min(last + 1, len(lines)))}
    filled = [at for at in sorted(hidden) if any(value is not None for value in lines[at])]
    for _place, group in groupby(enumerate(filled), key=lambda each: each[1] - each[0]):
        block = [at for _number, at in group]
        yield block[0], block[-1]


def _filled(rows: list[list[Value]], cells: Iterable[Cell]) -> Iterator[Cell]:
    """Those of some cells that stand within the rows and hold something."""
    for row, column in cells:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is not None:
            yield row, column


def hundredfold(value: object, stored: float) -> Percent:
    """What a percent cell shows: 0.95 is 95. Raises ValueError where the cell has another number than was noted."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isclose(value, stored):
        raise ValueError("a percent cell is not where it was noted")
    return Percent(f"{value * 100:.12g}")


def text_beside(places: list[str]) -> list[str]:
    """That texts which hang at cells, and stand in none, were not read."""
    text = _("The text of comments, footnotes and text boxes was not read: {places}.")
    return [text.format(places=first_of(dict.fromkeys(places), 5))] if places else []


Handler = Callable[..., object]


def walk(xml: bytes, start: Handler | None = None, text: Handler | None = None, end: Handler | None = None) -> None:
    """Call these where an element begins, text stands, an element ends. Raises Refused for entities, and expat's errors."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    parser.buffer_text = True
    # Calamine leaves entities out without a word.
    parser.StartDoctypeDeclHandler = limits.refuse_entities
    parser.Parse(xml, True)


def shows_percent(format_code: str) -> bool:
    """Whether a number format writes a percent sign: one outside quotation marks and brackets, not escaped."""
    quoted = escaped = False
    for sign in format_code:
        if escaped:
            escaped = False
        elif sign in "\\_*" and not quoted:
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif sign == "%" and not quoted:
            return True
    return False
