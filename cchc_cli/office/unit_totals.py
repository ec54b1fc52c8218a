"""Which columns of a published table repeat the sum of those before them, and which one is the final total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_cli.model.grid import Grid
from cchc_cli.office.numbers import figure_of

if TYPE_CHECKING:
    from cchc_cli.office.unit_columns import Column, Columns

ADDED = ("bonus", "penalty")
MAY_ADD_UP = ("total", "points", "max", "index")
"""Words of columns that may be a total of those before them; others must be so in every row."""
FINAL_WORDS = (None, "total", "points", "index", "percent")
FINAL_ROLES = ("part", "points", "index", "percent", "other")


def totals_by_figures(grid: Grid, columns: list[Column], found: Columns, rows: range) -> None:
    """Take subtotals and the final total from the figures, where the headings leave both open."""
    adder = Adder(grid, columns, found, rows)
    total = found.one("points")
    for column in columns:
        before = total is not None and column.of == "" and column.number < total
        if before and column.role in ("part", "max", "index") and column.word not in ("area", *ADDED):
            members = adder.members(column)
            if len(members) > 1 and adder.gives(column, members, column.word not in MAY_ADD_UP):
                adder.subtotal(column, members)
    _final(columns, adder)


def _final(columns: list[Column], adder: Adder) -> None:
    """The column after bonus and penalty points is the final total, where they and the total before them give it."""
    whole = [column for column in columns if column.of == ""]
    total = next((column for column in whole if column.role == "points"), None)
    added = [column for column in whole if column.role in ADDED and total and column.number > total.number]
    last = None if total is None else next((c for c in whole if added and adder.ends(c, [total, *added])), None)
    if total is None or last is None:
        return
    members = adder.members(total)
    total.role, total.sure = "part", True
    if len(members) > 1 and adder.gives(total, members):
        adder.subtotal(total, members)
    last.role = "points"
    for column in added:
        column.sure = True


class Adder:
    """Adds up columns of a table, row by row."""

    def __init__(self, grid: Grid, columns: list[Column], found: Columns, rows: range) -> None:
        self.grid, self.columns, self.found, self.rows = grid, columns, found, rows

    def members(self, column: Column) -> list[Column]:
        """What a column could be the sum of: areas and subtotals before it that are below no other subtotal."""
        below = {member for each in self.found.subtotals.values() for member in each}
        before = [each for each in self.columns if each.number < column.number and each.number not in below]
        return [each for each in before if _is_part(each)]

    def subtotal(self, column: Column, members: Sequence[Column]) -> None:
        """Read a column as the sum of others."""
        column.role, column.sure = "subtotal", True
        self.found.subtotals[column.number] = [each.number for each in members]

    def ends(self, column: Column, parts: Sequence[Column]) -> bool:
        """Whether a column after others may be their total, and is."""
        if column.number < parts[-1].number or column.word not in FINAL_WORDS or column.role not in FINAL_ROLES:
            return False
        return self.gives(column, parts, column.word is None)

    def gives(self, column: Column, parts: Sequence[Column], always: bool = False) -> bool:
        """Whether the sum of columns is that of another in most rows, or in all; rounding aside."""
        rows = [(figure_of(self.grid.rows[row][column.number]), self._figures(row, parts)) for row in self.rows]
        known = [(said, figures) for said, figures in rows if said is not None and figures]
        if not known:
            return False
        digits = min(_decimals([said for said, _parts in known]), _decimals([f for _said, p in known for f in p]))
        step = 0.5 * 10.0**-digits * (len(parts) + 1) if digits else 0.0
        right = sum(abs(said - sum(figures)) <= step + 1e-6 for said, figures in known)
        return right == len(known) > 2 if always else right * 2 > len(known)

    def _figures(self, row: int, parts: Sequence[Column]) -> list[float]:
        """What the columns hold in a row; points taken off below zero."""
        figures = [(each, figure_of(self.grid.rows[row][each.number])) for each in parts]
        return [-abs(figure) if each.role == "penalty" else figure for each, figure in figures if figure is not None]


def _is_part(column: Column) -> bool:
    """Whether a column is a part of the whole, or holds the points of an area."""
    if column.of == "":
        return column.role in ("part", "subtotal")
    return column.role == "points" and column.of in column.headings[:1]


def _decimals(figures: Sequence[float]) -> int:
    """The most decimals of figures, six at most."""
    exponents = [Decimal(repr(round(each, 6))).normalize().as_tuple().exponent for each in figures]
    return max((max(-int(each), 0) for each in exponents), default=0)
