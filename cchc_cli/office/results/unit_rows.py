"""The rows of a published table of units told apart: units, what sums them up, what names those below it."""

from __future__ import annotations

from typing import Literal

from cchc_cli.model.grid import Grid
from cchc_cli.office.results.unit_columns import UnitTable
from cchc_cli.office.tables.heads import is_counter
from cchc_cli.office.words.numbers import figure_of, is_total
from cchc_cli.office.words.vocabulary import BLOCK, MAX_ROW, SUMMARY_ROW, WEIGHT_ROW

RowKind = Literal["maxima", "section", "block", "summary", "unit", "again", ""]
"""`again`: one more row of the unit above it; blank: one that counts the columns or holds their weights."""


class UnitRows:
    """Says of each row of a table what it is."""

    def __init__(self, grid: Grid, table: UnitTable) -> None:
        self.grid, self.unit = grid, table.columns.unit
        self.all = range(table.head.last + 1, table.last + 1)
        self.ranks = table.columns.of("rank")[:1]
        self.figures = [*range(self.unit), *sorted(table.columns.used())]
        counted = {at: [figure_of(grid.at(row, at)) for row in self.all] for at in (*range(self.unit), *self.ranks)}
        self.told = [at for at, figures in counted.items() if figures.count(None) * 2 <= len(figures)]

    def kind_of(self, row: int, name: str, label: str, *, below: bool) -> RowKind:
        """What a row is, by its name and its plain label; `below`: whether a unit stands above it."""
        if is_counter(self.grid.rows[row]) or WEIGHT_ROW.fullmatch(label):
            return ""
        if MAX_ROW.fullmatch(label):
            return "maxima"
        if not self._has_figures(row) or not (name or below):
            return "section"
        if not name:
            return "again"
        return "summary" if self._sums_up(row, name, label) else self._by_rank(row, label)

    def _by_rank(self, row: int, label: str) -> RowKind:
        """A row without a rank that is called so names a block of units, as its mean stands there."""
        is_block = self.ranks and self.grid.at(row, self.ranks[0]) is None and BLOCK.match(label)
        return "block" if is_block else "unit"

    def _has_figures(self, row: int) -> bool:
        """Whether a row has a number, which may be its own; a footnote has none."""
        cells = self.grid.rows[row]
        return any(figure_of(cells[at]) is not None for at in self.figures if (row, at) not in self.grid.merged)

    def _sums_up(self, row: int, name: str, label: str) -> bool:
        """Whether a row is called so, or has neither number nor rank where the others have both: `Chung toàn tỉnh`."""
        given = {self.grid.at(row, number) is not None for number in self.told} if len(self.told) > 1 else set()
        unsure = len(given) != 1 and SUMMARY_ROW.fullmatch(label) is not None
        return is_total(name) or given == {False} or unsure
