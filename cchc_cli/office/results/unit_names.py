"""Units of a published table whose heading is no word for them: known by the only names beside their ranks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from cchc_cli.messages import _
from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import clean
from cchc_cli.office.tables.heads import DEEPEST, LOOKED_AT
from cchc_cli.office.words.headings import BARE_NAME, said, word_of
from cchc_cli.office.words.meaning import LONGEST, meaning
from cchc_cli.office.words.numbers import figure_of, rank_of, text_of

NEARLY_ALL = 0.9
"""What share of the names of units is different, and of their ranks; groups, posts and remarks stand there again."""


def with_units_named(grid: Grid, notes: list[str]) -> Grid:
    """The sheet with `Đơn vị (Ngành)` for `Ngành` above the names of what is ranked, where no heading says units. It is told."""
    rows = [list(cells) for cells in grid.rows]
    ranks = {row: found for row, cells in enumerate(rows) if (found := _rank_headings(cells))}
    for row, last in pairwise([*ranks, len(rows)]):
        for at, column in _unnamed(replace(grid, rows=grid.rows[:last]), row, ranks[row]):
            heading = text_of(grid.rows[at][column])
            rows[at][column] = f"Đơn vị ({heading})"
            text = _("{cell}: “{heading}” was read as units: the names below it are what is ranked.")
            notes.append(text.format(cell=grid.address(at, column), heading=heading[:60]))
    return replace(grid, rows=rows)


def _rank_headings(cells: list[Value]) -> list[int]:
    """The columns of a row of headings that say ranks."""
    if any(figure_of(value) is not None for value in cells):
        return []
    return [at for at, value in enumerate(cells) if isinstance(value, str) and word_of(value[:LONGEST]) == "rank"]


def _unnamed(grid: Grid, row: int, ranks: list[int]) -> Iterator[Cell]:
    """The headings above names with ranks right of them, up to the next names."""
    headings = _headings(grid, row)
    says = {column: _says_units(grid, at, row, column) for column, at in headings.items()}
    names = [column for column in says if says[column] != "other"]
    # Names right beside those of units, or of others that may be these, are no units by themselves.
    apart = names[:1] + [after for before, after in pairwise(names) if _between(ranks, before, after)]
    ends = dict(pairwise([*names, grid.width]))
    for column in apart:
        if says[column] == "names" and _are_ranked(grid, row, column, _between(ranks, column, ends[column])):
            yield headings[column], column


def _headings(grid: Grid, row: int) -> dict[int, int]:
    """The columns with headings, and the row in which each stands."""
    return {column: at for column in range(grid.width) if (at := _heading(grid, row, column)) is not None}


def _between(columns: list[int], start: int, end: int) -> list[int]:
    return [at for at in columns if start < at < end]


def _says_units(grid: Grid, heading: int, row: int, column: int) -> str:
    """Whether a column is headed as that of units, has `names` that may be these, or is an `other` one."""
    text = text_of(grid.at(heading, column))
    if meaning(text) == "unit":
        return "unit"
    return "names" if _may_be_units(text) and _all_differ(_names(grid, row, column)) else "other"


def _heading(grid: Grid, row: int, column: int) -> int | None:
    """The row in which the heading of a column stands: this one, or one above it with words alone; None without one."""
    for at in range(row, max(row - DEEPEST, -1), -1):
        if any(figure_of(value) is not None for value in grid.rows[at]):
            return None
        if isinstance(grid.at(at, column), str):
            return grid.merged.get((at, column), (at, column))[0]
    return None


def _may_be_units(heading: str) -> bool:
    """Whether a heading says nothing that a column of a table of units or components holds."""
    return BARE_NAME.fullmatch(said(heading)) is not None or (meaning(heading) is None and word_of(heading) is None)


def _names(grid: Grid, head: int, column: int) -> dict[int, str]:
    """The texts of a column beside figures below a head, by row; none where figures, or nothing, stand in many."""
    below = range(head + 1, min(head + 1 + LOOKED_AT, len(grid.rows)))
    counted = [row for row in below if any(figure_of(value) is not None for value in grid.rows[row][column + 1 :])]
    found = {
        row: value for row in counted if isinstance(value := grid.at(row, column), str) and figure_of(value) is None
    }
    return (
        {row: clean(text).casefold() for row, text in found.items()} if len(found) >= len(counted) * NEARLY_ALL else {}
    )


def _all_differ(found: dict[int, str]) -> bool:
    return len(found) > 1 and len({*found.values()}) >= len(found) * NEARLY_ALL


def _are_ranked(grid: Grid, head: int, column: int, places: list[int]) -> bool:
    """Whether a column beside names has their ranks among one another: those of areas of one unit go further."""
    names = _names(grid, head, column)
    beside = [[rank for row in names if (rank := rank_of(grid.at(row, at))) is not None] for at in places]
    return any(1 in ranks and max(ranks) <= len(names) < 2 * len({*ranks}) for ranks in beside)
