"""Which columns of a published table repeat the sum of those before them, and which one is the final total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_cli.model.grid import Grid
from cchc_cli.office.figures import figure_of

if TYPE_CHECKING:
    from cchc_cli.office.result_columns import Column, Columns

ADDED = ("bonus", "penalty")
MAY_ADD_UP = ("total", "points", "max", "index")
"""Words of columns that may be a total of those before them; others must be so in every row."""


def totals_by_figures(grid: Grid, columns: list[Column], found: Columns, rows: range) -> None:
    """Take subtotals and the final total from the figures, where the headings leave both open."""
    adder = _Adder(grid, columns, found, rows)
    total = found.one("points")
    before = [c for c in columns if c.of == "" and total is not None and c.number < total]
    for column in before:
        if column.role in ("part", "max", "index") and column.word not in ("area", *ADDED):
            members = adder.members(column)
            if len(members) > 1 and adder.gives(column, members, column.word not in MAY_ADD_UP):
                adder.subtotal(column, members)
    _final(columns, adder)


def _final(columns: list[Column], adder: _Adder) -> None:
    """The column after bonus and penalty points is the final total, where they and the total before them give it."""
    total = next((c for c in columns if c.role == "points" and c.of == ""), None)
    if total is None:
        return
    added = [c for c in columns if c.of == "" and c.role in ADDED and c.number > total.number]
    last = [
        c
        for c in columns
        if added
        and c.number > added[-1].number
        and c.of == ""
        and c.word in (None, "total", "points", "index", "percent")
        and c.role in ("part", "points", "index", "percent", "other")
        and adder.gives(c, [total, *added], c.word is None)
    ]
    if not last:
        return
    members = adder.members(total)
    total.role, total.sure = "part", True
    if len(members) > 1 and adder.gives(total, members):
        adder.subtotal(total, members)
    last[0].role = "points"
    for column in added:
        column.sure = True


class _Adder:
    """Adds up columns of a table, row by row."""

    def __init__(self, grid: Grid, columns: list[Column], found: Columns, rows: range) -> None:
        self.grid, self.columns, self.found, self.rows = grid, columns, found, rows

    def members(self, column: Column) -> list[Column]:
        """What a column could be the sum of: areas and subtotals before it that are below no other subtotal."""
        below = {member for each in self.found.subtotals.values() for member in each}
        return [
            each
            for each in self.columns
            if each.number < column.number
            and each.number not in below
            and (
                (each.of == "" and each.role in ("part", "subtotal"))
                or (each.of != "" and each.role == "points" and each.of in each.headings[:1])
            )
        ]

    def subtotal(self, column: Column, members: Sequence[Column]) -> None:
        """Read a column as the sum of others."""
        column.role, column.sure = "subtotal", True
        self.found.subtotals[column.number] = [each.number for each in members]

    def gives(self, column: Column, parts: Sequence[Column], always: bool = False) -> bool:
        """Whether the sum of columns is that of another in most rows, or in all; rounding aside."""
        rows = []
        for row in self.rows:
            cells = self.grid.rows[row]
            said = figure_of(cells[column.number])
            figures = [(each, figure_of(cells[each.number])) for each in parts]
            known = [-abs(f) if each.role == "penalty" else f for each, f in figures if f is not None]
            if said is not None and known:
                rows.append((said, known))
        if not rows:
            return False
        digits = min(_decimals([said for said, _parts in rows]), _decimals([f for _said, p in rows for f in p]))
        step = 0.5 * 10.0**-digits * (len(parts) + 1) if digits else 0.0
        right = sum(abs(said - sum(figures)) <= step + 1e-6 for said, figures in rows)
        return right == len(rows) > 2 if always else right * 2 > len(rows)


def _decimals(figures: Sequence[float]) -> int:
    """The most decimals of figures, six at most."""
    exponents = [Decimal(repr(round(each, 6))).normalize().as_tuple().exponent for each in figures]
    return max((max(-int(each), 0) for each in exponents), default=0)
