"""The figures in the cells of a table of units, each read as its column is, and those that are none."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_cli.model.grid import Grid
from cchc_cli.office.numbers import change_of, figure_of, rank_of
from cchc_cli.office.unit_columns import Columns

READERS = {"rank": rank_of, "change": change_of}
"""How columns are read that hold no plain figures."""


class UnitCells:
    """`bad`: cells that should hold a figure and hold something else, as (row, column)."""

    def __init__(self, grid: Grid, columns: Columns) -> None:
        self.grid = grid
        self.bad: set[tuple[int, int]] = set()
        self._readers = {each.number: READERS[each.role] for each in columns.all if each.role in READERS}

    def value(self, row: int, number: int | None) -> float | None:
        """The figure of a cell; None where there is no such column, or no figure."""
        if number is None or (row, number) in self.bad:
            return None
        return self._readers.get(number, figure_of)(self.grid.at(row, number))

    def place(self, row: int, number: int | None) -> str:
        """The address of a cell; blank where there is no such column."""
        return "" if number is None else self.grid.address(row, number)

    def bad_ones(self, row: int, numbers: Sequence[int | None]) -> tuple[str, ...]:
        """The addresses of those of a row's cells that are bad."""
        return tuple(self.place(row, number) for number in numbers if number is not None and (row, number) in self.bad)
