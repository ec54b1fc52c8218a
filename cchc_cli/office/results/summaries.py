"""Rows below units that sum them up (mean, highest, lowest) as claims on the figures of these units."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache

from cchc_cli.model.audit_claims import Placed, Statistic, SummaryClaim
from cchc_cli.model.letters import plain
from cchc_cli.office.results.unit_columns import WHOLE, Columns
from cchc_cli.office.results.unit_figures import FigureCells

STATISTICS: dict[Statistic, re.Pattern[str]] = {
    "mean": re.compile(r"\b(trung binh|binh quan|tb|bq|average|mean)\b"),
    "highest": re.compile(r"\b(cao nhat|lon nhat|highest)\b"),
    "lowest": re.compile(r"\b(thap nhat|nho nhat|lowest)\b"),
}
OF_ALL = re.compile(r"(gia tri |diem |chi so |ket qua |tinh )*(\w+ (binh|quan|nhat)|tb|bq|average|mean)( chung| cong)?")
"""Such a row that does not say of which units: `Điểm trung bình`."""
RATE = re.compile(r"\bt[yi] le\b|%")
FIGURES = ("part", "subtotal", "points", "index", "percent", "bonus", "penalty")
MOST = 100
"""Rows that sum units up; of more of them, each of which may be of any units, none is compared."""


class Summaries:
    """The rows of a table of units that sum units up, and those between which units stand together."""

    def __init__(self, columns: Columns, cells: FigureCells, *, alone: bool) -> None:
        self.cells, self.alone = cells, alone
        self.headings = {each.number: each.name for each in columns.all if each.role in FIGURES}
        self.rows: dict[int, str] = {}
        self.sections: list[int] = []
        self._figures = cache(self._figures_of)

    def claims(self, units: list[int], placed: Sequence[Placed]) -> Iterator[SummaryClaim]:
        """What these rows say of the `units`, rows of the table as well, and of their places."""
        places = zip(units, (unit for unit in placed if unit.ranking == WHOLE), strict=True)
        ranks = {row: unit.rank for row, unit in places if unit.is_ranked}
        is_one = self._is_one_ranking([*ranks.values()])
        for number, (row, label) in enumerate(self.rows.items() if len(self.rows) <= MOST else ()):
            if statistic := next(filter(lambda name: STATISTICS[name].search(plain(label)), STATISTICS), None):
                of = (units, [*ranks], *self._beside(units, row), [*self.rows][:number])
                sure = is_one and OF_ALL.fullmatch(plain(label)) is not None
                yield from self._of_row(row, statistic, [*map(tuple, of)], sure=sure)

    def _is_one_ranking(self, ranks: list[float | None]) -> bool:
        """Whether these are all ranks of one ranking: an excerpt may have the mean of all units."""
        return self.alone and not self.sections and {*ranks} >= {1.0, float(len(ranks))}

    def _of_row(
        self, row: int, statistic: Statistic, of: list[tuple[int, ...]], *, sure: bool
    ) -> Iterator[SummaryClaim]:
        """What a row says of those units that it may be of."""
        for number, heading in self.headings.items():
            said, (first, *others) = self.cells.value(row, number), [self._figures(rows, number) for rows in of]
            if said is not None and first:
                cell, ways = self.cells.place(row, number), (first, *(way or first for way in others))
                rate = RATE.search(plain(heading)) is not None
                yield SummaryClaim(cell, self.rows[row], heading, said, statistic, ways, sure, rate)

    def _beside(self, units: list[int], row: int) -> tuple[list[int], list[int]]:
        """The units above a row and below it, up to where others begin."""
        at = bisect(units, row)
        sections = [bisect(self.sections, unit) for unit in units[max(at - 1, 0) : at + 1]] or [0]
        starts = [0, *(bisect(units, section) for section in self.sections), len(units)]
        return units[starts[sections[0]] : at], units[at : starts[sections[-1] + 1]]

    def _figures_of(self, rows: tuple[int, ...], number: int) -> dict[str, float]:
        """The figures of a column in some rows, by their cells."""
        found = ((row, self.cells.value(row, number)) for row in rows)
        return {self.cells.place(row, number): figure for row, figure in found if figure is not None}
