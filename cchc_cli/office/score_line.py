"""A row of a score sheet, before and after it is known what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.problems import Problem
from cchc_cli.office.numbers import Mark, day_of


@dataclass
class Line:
    """A row of a sheet before and after it is known what it is about. `found`: ids of nodes that fit.

    `has_figures`: whether its points are more than words, as those of a signature block are.
    `agrees`: its number and its name say the same node; `torn`: what its number says, where its name says another.
    `stage`: what its points are, where the row says it. `same_as`: the line whose merged cell says the component.
    `given`: the points by column, None for a tick; `worth`: the points that the row itself says; `reached`: for a
    component whose points stand in the row of the option that was reached, that row by column, with its points.
    """

    row: int
    id_column: int | None
    id_value: Value
    name_column: int | None
    name: str
    unit: str = ""
    has_points: bool = True
    has_figures: bool = True
    found: set[str] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)
    mangled: bool = False
    refused: bool = False
    agrees: bool = False
    torn: set[str] = field(default_factory=set)
    stage: str = ""
    same_as: Line | None = None
    given: dict[int, float | None] = field(default_factory=dict)
    worth: set[float] = field(default_factory=set)
    reached: dict[int, tuple[int, float]] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """What an id that the row says can be."""
        whole = [self.id_value.strip()] if isinstance(self.id_value, str) else []
        return [mark.text for mark in self.marks] + whole

    @property
    def id(self) -> str:
        """The one node that fits; blank where there is none, or several."""
        return next(iter(self.found)) if len(self.found) == 1 else ""

    def address(self, grid: Grid) -> str:
        """The cell that says what the row is about."""
        return grid.address(self.row, self._column())

    def problem(self, grid: Grid, text: str, hint: str = "") -> Problem:
        """A fault of that cell."""
        return grid.problem(self.row, self._column(), text, hint)

    def _column(self) -> int:
        columns = (self.id_column if self.id_value is not None else None, self.name_column, self.id_column)
        return next((column for column in columns if column is not None), 0)


def shown(line: Line) -> str:
    """What stands in the cell, as a spreadsheet shows it."""
    value = line.id_value
    number = f"{value:.10g}" if isinstance(value, float) else str(value)
    if (day := day_of(value)) is not None:
        return f"“{day.isoformat()[:10]}”" if isinstance(value, date) else f"“{number}” ({day})"
    return f"“{value or line.name[:80]}”" if not isinstance(value, float) else f"“{number}”"
