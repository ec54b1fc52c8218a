"""Rows below units that sum them up (mean, highest, lowest) as claims on the figures of these units."""

import re
from collections.abc import Iterator, Sequence

from cchc_cli.model.audit_claims import Placed, Statistic, SummaryClaim
from cchc_cli.model.letters import plain
from cchc_cli.office.results.unit_columns import WHOLE, Columns, FigureCells

STATISTICS: dict[Statistic, re.Pattern[str]] = {
    "mean": re.compile(r"\b(trung binh|binh quan|tb|bq|average|mean)\b"),
    "highest": re.compile(r"\b(cao nhat|lon nhat|highest)\b"),
    "lowest": re.compile(r"\b(thap nhat|nho nhat|lowest)\b"),
}
OF_ALL = re.compile(r"(gia tri |diem |chi so |ket qua |tinh )*(\w+ (binh|quan|nhat)|tb|bq|average|mean)( chung| cong)?")
"""Such a row that does not say of which units: `Điểm trung bình`."""
FIGURES = ("part", "subtotal", "points", "index", "percent", "bonus", "penalty")


class Summaries:
    """The rows of a table of units that sum units up, and those between which units stand together."""

    def __init__(self, columns: Columns, cells: FigureCells) -> None:
        self.cells = cells
        self.headings = {each.number: each.name for each in columns.all if each.role in FIGURES}
        self.rows: dict[int, str] = {}
        self.sections: list[int] = []

    def claims(self, units: list[int], placed: Sequence[Placed]) -> Iterator[SummaryClaim]:
        """What these rows say of the `units`, rows of the table as well, and of their places."""
        main = [unit for unit in placed if unit.ranking == WHOLE]
        ranked = [row for row, unit in zip(units, main, strict=True) if unit.is_ranked]
        # An excerpt may have the mean of all units.
        is_whole = not self.sections and {unit.rank for unit in main if unit.is_ranked} >= {1.0, float(len(ranked))}
        for row, label in self.rows.items():
            statistic = next((name for name, words in STATISTICS.items() if words.search(plain(label))), None)
            of = [units, ranked, *self._beside(units, row), [each for each in self.rows if each < row]]
            sure = is_whole and OF_ALL.fullmatch(plain(label)) is not None
            for number, heading in self.headings.items() if statistic else ():
                said, ways = self.cells.value(row, number), tuple(self._figures(rows, number) for rows in of)
                if statistic and said is not None and ways[0]:
                    cell, ways = self.cells.place(row, number), tuple(way or ways[0] for way in ways)
                    yield SummaryClaim(cell, label, heading, said, statistic, ways, sure)

    def _beside(self, units: list[int], row: int) -> tuple[list[int], list[int]]:
        """The units above a row and below it, up to where others begin."""
        above = max((each for each in self.sections if any(each < unit < row for unit in units)), default=-1)
        below = min((each for each in self.sections if any(row < unit < each for unit in units)), default=None)
        return (
            [unit for unit in units if above < unit < row],
            [unit for unit in units if row < unit and (below is None or unit < below)],
        )

    def _figures(self, rows: list[int], number: int) -> dict[str, float]:
        """The figures of a column in some rows, by their cells."""
        found = {self.cells.place(row, number): self.cells.value(row, number) for row in rows}
        return {cell: figure for cell, figure in found.items() if figure is not None}
