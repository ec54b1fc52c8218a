"""A table as a spreadsheet or a Word file has it: cells with their addresses, nothing understood yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from cchc_cli.messages import _
from cchc_cli.model.places import letters, sheet_name
from cchc_cli.model.problems import Problem

Value = str | float | bool | date | datetime | None
Cell = tuple[int, int]
"""Row and column, both from 0."""


class Percent(float):
    """The number that a cell shows as a percentage: 95 where it holds 0.95."""

    def __str__(self) -> str:
        return f"{self:.12g}%"


@dataclass(frozen=True)
class Grid:
    """A sheet, or the tables of a Word file one below the other.

    - `rows`: equally long; a blank is None; of merged cells only the first has the value
    - `merged`: the first cell, for every other cell of its merged range
    - `broken`: what stands in cells without a value that can be trusted: `#REF!` and such, `` = not computed
    - `labels`: for a Word file where each row stands, (table, row) from 1, row 0 for the paragraph above; else empty
    - `unseen`: the hidden rows and columns that hold anything: `5–9, C`
    - `moved`: for tables that stood beside one another the row in the file of each, and how far left it was moved
    - `units`: headings of units, whatever they say
    - `across`: rows and columns have changed places; addresses are still those of the file
    """

    file: str
    name: str
    rows: list[list[Value]]
    merged: Mapping[Cell, Cell] = field(default_factory=dict)
    broken: Mapping[Cell, str] = field(default_factory=dict)
    hidden: bool = False
    labels: tuple[tuple[int, int], ...] = ()
    across: bool = False
    moved: tuple[Cell, ...] = ()
    unseen: str = ""
    units: frozenset[Cell] = frozenset()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def called(self) -> str:
        """What messages call it: the sheet's name, or the number of a table further down a Word file, else that file."""
        filled = (
            label[0] for label, cells in zip(self.labels, self.rows, strict=False) if cells.count(None) < len(cells)
        )
        table = next(filled, 1)
        return self.name or (_("table {table}", table=table) if table > 1 else self.file)

    @property
    def noun(self) -> str:
        """What sentences call it: tables of a Word file are no sheets."""
        return _("the sheet {sheet}", sheet=self.name) if self.name else self.called

    def filled(self, row: int) -> list[Value]:
        """What stands in a row, blanks left out."""
        return [value for value in self.rows[row] if value is not None]

    def at(self, row: int, column: int) -> Value:
        """The value of a cell, of a merged one that of its range; None beyond the edge."""
        row, column = self.merged.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def address(self, row: int, column: int) -> str:
        """The cell as people find it: 'Phụ lục 1'!C12, or table 2, row 5, column 3 of a Word file."""
        if self.across:
            row, column = column, row
        table, line = self.labels[row] if self.labels else (0, 0)
        row, column = self._place(row, column)
        if self.labels:
            if not line:
                return _("above table {table}", table=table)
            return _("table {table}, row {row}, column {column}", table=table, row=line, column=column + 1)
        sheet = f"{sheet_name(self.name)}!" if self.name else ""
        return f"{sheet}{letters(column)}{row + 1}"

    def _place(self, row: int, column: int) -> Cell:
        """Where a cell stands in the file."""
        return (self.moved[row][0], column + self.moved[row][1]) if self.moved else (row, column)

    def column_name(self, row: int, column: int) -> str:
        """What people call the column of a cell: D; 4 in a Word file; of a table that was turned round its row."""
        if self.across:
            line = self._place(column, row)[0]
            return _("row {row}", row=self.labels[line][1] if self.labels else line + 1)
        place = self._place(row, column)[1]
        return str(place + 1) if self.labels else letters(place)

    def problem(self, row: int, column: int, text: str, hint: str = "") -> Problem:
        """A fault of a cell; the same one of other rows of its column is told with it."""
        seen = self.address(row, column)
        if self.across:
            row, column = column, row
        table, line = self.labels[row] if self.labels else (0, self._place(row, column)[0] + 1)
        where = f"{self.name}!{table}!{self._place(row, column)[1]}"
        return Problem(self.file, 0, 0, where, text, hint, seen=seen, same=True, rows=(line,))

    def broken_problem(self, row: int, column: int) -> Problem:
        """The fault of a cell without a value that can be trusted."""
        found = self.broken[row, column]
        if not found:
            text = _("the formula of this cell has never been computed.")
            return self.problem(row, column, text, _("Open the file in Excel or LibreOffice and save it there."))
        text = _("the formula of this cell fails: {found}.", found=found)
        return self.problem(row, column, text, _("Correct it."))

    def turned(self) -> Grid:
        """The same sheet with rows as columns and columns as rows."""
        rows = [list(cells) for cells in zip(*self.rows, strict=True)]
        merged = {cell[::-1]: first[::-1] for cell, first in self.merged.items()}
        broken = {cell[::-1]: found for cell, found in self.broken.items()}
        units = frozenset(cell[::-1] for cell in self.units)
        return replace(self, rows=rows, merged=merged, broken=broken, units=units, across=not self.across)

    def with_cells(self, change: Callable[[Value], Value]) -> Grid:
        """The same sheet with what `change` makes of each cell."""
        return replace(self, rows=[[change(cell) for cell in row] for row in self.rows])

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """Every cell with text, with its row and column."""
        for row, cells in enumerate(self.rows):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    yield row, column, value


@dataclass(frozen=True)
class Book:
    """All tables of a file, in its order; hidden sheets too."""

    file: str
    grids: tuple[Grid, ...]
    text: tuple[str, ...] = ()
    """Paragraphs outside tables, of a Word file."""
    text_after: tuple[int, ...] = ()
    """For each paragraph how many tables stand above it."""
    notes: tuple[str, ...] = ()
    """What is to be told of how the file was read."""
