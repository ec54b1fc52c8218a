"""Units of a published table whose heading is no word for them: known by the only names beside their ranks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from cchc_cli.messages import _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import clean, plain
from cchc_cli.office.tables.heads import DEEPEST, LOOKED_AT
from cchc_cli.office.words.headings import A_BODY, BARE_NAME, said, word_of
from cchc_cli.office.words.meaning import LONGEST, meaning
from cchc_cli.office.words.numbers import figure_of, rank_of, text_of

NEARLY_ALL = 0.9
"""What share of the names of units is different, and of their ranks; groups, posts and remarks stand there again."""


def with_units_named(grid: Grid, notes: list[str]) -> Grid:
    """The sheet with `Ngành` above the names of what is ranked as units, where no heading says these. It is told."""
    ranks = {row: found for row, cells in enumerate(grid.rows) if (found := _rank_headings(cells))}
    cells: list[Cell] = []
    for row, last in pairwise([*ranks, len(grid.rows)]):
        cells += _Ranking(replace(grid, rows=grid.rows[:last]), row, ranks[row]).units()
    for cell in cells:
        text = _("{cell}: “{heading}” was read as units: the names below it are what is ranked.")
        notes.append(text.format(cell=grid.address(*cell), heading=shortened(text_of(grid.at(*cell)))))
    return replace(grid, units=frozenset(cells))


def _rank_headings(cells: list[Value]) -> list[int]:
    """The columns of a row of headings that say ranks."""
    if any(figure_of(value) is not None for value in cells):
        return []
    return [at for at, value in enumerate(cells) if isinstance(value, str) and word_of(value[:LONGEST]) == "rank"]


def _is_free(heading: str) -> bool:
    """Whether a heading says nothing that a table of units has: who does or gives something may be what is ranked."""
    is_bare = BARE_NAME.fullmatch(said(heading)) is not None
    return is_bare or (word_of(heading) is None and meaning(heading) in (None, "whom", "owner", "self", "appraiser"))


def _are_offices(heading: str, names: list[str]) -> bool:
    """Whether most names below a heading of areas are those of offices: areas of work are called otherwise."""
    is_of_areas = word_of(heading) in (None, "area") and meaning(heading) in ("name", "area")
    return is_of_areas and 2 * sum(A_BODY.match(plain(name)) is not None for name in names) > len(names)


class _Ranking:
    """A row of headings, of which some say ranks, and the names below it down to the end of the sheet."""

    def __init__(self, grid: Grid, row: int, ranks: list[int]) -> None:
        self.grid, self.row, self.ranks = grid, row, ranks
        below = range(row + 1, min(row + 1 + LOOKED_AT, len(grid.rows)))
        self.figures = {at: [figure_of(value) is not None for value in grid.rows[at]] for at in below}

    def units(self) -> Iterator[Cell]:
        """The headings above names with ranks right of them, up to the next names."""
        says = {column: word for column in range(self.grid.width) if (word := self._says(column))}
        starts = [-1, *says, self.grid.width]
        for before, column, end in zip(starts, starts[1:], starts[2:], strict=False):
            # Names right beside those of units, or of others that may be these, are no units by themselves.
            apart = before < 0 or self._between(before, column)
            if apart and says[column] == "names" and self._are_ranked(column, self._between(column, end)):
                yield self._heading(column) or 0, column

    def _between(self, start: int, end: int) -> list[int]:
        return [at for at in self.ranks if start < at < end]

    def _heading(self, column: int) -> int | None:
        """The row in which the heading of a column stands: this one, or one above it with words alone; None without one."""
        for at in range(self.row, max(self.row - DEEPEST, -1), -1):
            if any(figure_of(value) is not None for value in self.grid.rows[at]):
                return None
            if isinstance(self.grid.at(at, column), str):
                return self.grid.merged.get((at, column), (at, column))[0]
        return None

    def _says(self, column: int) -> str:
        """Whether a column is headed as that of a `unit`, or has `names` below a heading that says nothing; blank for others."""
        at = self._heading(column)
        if at is None:
            return ""
        heading = text_of(self.grid.at(at, column))
        if meaning(heading) == "unit":
            return "unit"
        names = [*self._names(column).values()]
        differ = len(names) > 1 and len({*names}) >= len(names) * NEARLY_ALL
        return "names" if differ and (_is_free(heading) or _are_offices(heading, names)) else ""

    def _names(self, column: int) -> dict[int, str]:
        """The texts of a column beside figures, by row; none where figures, or nothing, stand in many."""
        counted = [row for row, figures in self.figures.items() if any(figures[column + 1 :])]
        texts = {row: self.grid.at(row, column) for row in counted if not self.figures[row][column]}
        found = {row: clean(text).casefold() for row, text in texts.items() if isinstance(text, str)}
        return found if len(found) >= len(counted) * NEARLY_ALL else {}

    def _are_ranked(self, column: int, places: list[int]) -> bool:
        """Whether a column beside names has their ranks among one another: those of areas of one unit go further."""
        names = self._names(column)
        beside = [[rank for row in names if (rank := rank_of(self.grid.at(row, at))) is not None] for at in places]
        return any(1 in ranks and max(ranks) <= len(names) < 2 * len({*ranks}) for ranks in beside)
