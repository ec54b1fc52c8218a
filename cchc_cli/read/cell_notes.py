"""What calamine does not tell of a cell: a formula that failed, a percent format, an old font, merged cells of .ods."""

import math
from dataclasses import dataclass, field

from cchc_cli.model.grid import Cell

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
"""What a failed formula shows, by its number in an .xls."""


Runs = list[tuple[str, str]]


@dataclass
class CellNotes:
    """Of one sheet.

    - `broken`: what stands in cells without a value that can be trusted; `` = never computed
    - `percents`: the number, as the file has it, of every cell that shows it as a percentage
    - `fonts`: the old fonts of cells with text
    - `runs`: the parts of texts in several fonts of which some are old, each with its font
    - `spans`: first and last cell of merged ranges, where calamine has none
    """

    broken: dict[Cell, str] = field(default_factory=dict)
    percents: dict[Cell, float] = field(default_factory=dict)
    fonts: dict[Cell, str] = field(default_factory=dict)
    runs: dict[Cell, Runs] = field(default_factory=dict)
    spans: list[tuple[Cell, Cell]] = field(default_factory=list)


def hundredfold(value: object, stored: float) -> float:
    """What a percent cell shows: 0.95 is 95. Raises ValueError where the cell has another number than was noted."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isclose(value, stored):
        raise ValueError("a percent cell is not where it was noted")
    return float(f"{value * 100:.12g}")


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
