"""Tables that stand beside one another in a sheet, put below one another: those that read them know no other place."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile

from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.tables.heads import is_component_head, is_unit_head
from cchc_cli.office.words.headings import word_of
from cchc_cli.office.words.meaning import meaning

RESULTS = ("points", "total", "index", "percent", "rank", "rating")


def stacked(grid: Grid) -> Grid:
    """The sheet with the right one of two tables below the left one; cells keep their addresses.

    They stand beside one another where a row of headings repeats itself: the same word for units or components, and
    the same headings around it; or where two words for units have results each.
    """
    rows = range(len(grid.rows))
    heads = sorted({row for is_head in (is_unit_head, is_component_head) for row in rows if is_head(grid, row)})
    order: list[tuple[int, int, int, int]] = [(row, 0, grid.width, 0) for row in rows[: next(iter(heads), 0)]]
    for row, last in pairwise([*heads, len(rows)]):
        starts = _starts(grid.rows[row]) or [0]
        # What stands left of the first table belongs to it.
        bounds = [0, *starts[1:], grid.width]
        for start, end in pairwise(bounds):
            order += [(at, start, end, max(start - starts[0], 0)) for at in range(row, last)]
    return _in_order(grid, order) if len(order) > len(rows) else grid


def _in_order(grid: Grid, order: list[tuple[int, int, int, int]]) -> Grid:
    """The parts of rows, from a column up to another, each moved left, one below the other."""
    rows: list[list[Value]] = []
    places: dict[Cell, Cell] = {}
    for place, (row, start, end, left) in enumerate(order):
        cells: list[Value] = [None] * grid.width
        cells[start - left : end - left] = grid.rows[row][start:end]
        rows.append(cells)
        places |= {(row, at): (place, at - left) for at in range(start, end)}
    return replace(
        grid,
        rows=rows,
        merged={places[cell]: places[first] for cell, first in grid.merged.items()},
        broken={places[cell]: found for cell, found in grid.broken.items()},
        labels=tuple(grid.labels[row] for row, *_columns in order) if grid.labels else (),
        moved=tuple((row, left) for row, _start, _end, left in order),
    )


def _starts(cells: list[Value]) -> list[int]:
    """The columns in which the headings of a row begin anew; none where they never do."""
    headings = [value if isinstance(value, str) else "" for value in cells]
    texts, means = [*map(plain, headings)], [*map(meaning, headings)]
    word = "unit" if "unit" in means else "name"
    named = [at for at, name in enumerate(means) if name == word]
    if len(named) < 2 or len({texts[at] for at in named}) < 2:
        return _repeated(texts, named)
    return _others(texts, named, means) if word == "unit" else []


def _repeated(texts: list[str], named: list[int]) -> list[int]:
    """The columns in which tables with the same headings begin; none where all of these do not stand there again."""
    if len(named) < 2:
        return []
    first, second = named[:2]
    before = len([*takewhile(lambda by: _same(texts, named, -by), range(1, first + 1))])
    after = len([*takewhile(lambda by: _same(texts, named, by), range(1, second - before - first))])
    # Up to a blank one.
    rest = texts[first + after + 1 : second - before]
    return [at - before for at in named] if after and not any(rest[:1]) else []


def _others(texts: list[str], named: list[int], means: list[str | None]) -> list[int]:
    """The columns in which tables with other headings begin: each has a word for its units, and results right of it."""
    starts = [at - (at > 0 and means[at - 1] == "number") for at in named]
    parts = pairwise([*starts, len(texts)])
    return starts if all(any(word_of(each) in RESULTS for each in texts[start:end]) for start, end in parts) else []


def _same(texts: list[str], named: list[int], by: int) -> bool:
    """Whether the headings that stand so far from each word for the units or components are the same, and there."""
    found = {texts[at + by] if 0 <= at + by < len(texts) else "" for at in named}
    return len(found) == 1 and "" not in found
