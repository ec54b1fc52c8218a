"""What calamine does not tell of a sheet: cells whose formula failed or was never computed, and how far out cells go."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc_cli.model.grid import Cell
from cchc_cli.workspace.office import limits


@dataclass
class Scan:
    """Of one sheet: `broken` and `merged` as a Grid has them (merged only where calamine has none)."""

    name: str
    broken: dict[Cell, str] = field(default_factory=dict)
    merged: dict[Cell, Cell] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Something stands in a cell (from 0)."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def check(self, file: str) -> None:
        """Raise CchcError where the sheet would not fit into bounded memory."""
        limits.check_size(file, self.name, self.rows, self.columns)


Scans = Mapping[str, Scan]


def covered(first: Cell, last: Cell, rows: int, columns: int) -> dict[Cell, Cell]:
    """For every cell of a merged range but the first: the first. What lies beyond the sheet is left out."""
    return {
        (row, column): first
        for row in range(first[0], min(last[0] + 1, rows))
        for column in range(first[1], min(last[1] + 1, columns))
        if (row, column) != first
    }
