"""The tables of units within a sheet, one below the other or side by side, and what their columns hold."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.head_columns import meaning
from cchc_cli.office.heads import Head, find_head, is_unit_head
from cchc_cli.office.unit_columns import Columns, columns_of


@dataclass(frozen=True)
class Table:
    """A table of units within a sheet: its head, its last row, and what its columns hold."""

    head: Head
    last: int
    columns: Columns


def unit_tables(grid: Grid) -> list[Table]:
    """The tables of units with points, an index, a rank or a rating, one below the other."""
    found: list[Table] = []
    heads = [row for row in range(len(grid.rows)) if is_unit_head(grid, row)]
    start = 0
    while (head := find_head(grid, (frozenset({"unit"}),), start)) is not None:
        last = next((row - 1 for row in heads if row > head.last), len(grid.rows) - 1)
        # With all of its rows a head may have no such column: `Xã` above the names of communes.
        columns = columns_of(grid, head, last) if head.all("unit") else Columns(-1)
        if any(each.role in ("points", "index", "rank", "rating") for each in columns.all):
            found.append(Table(head, last, columns))
        start = max(last, head.last) + 1
    return found


def apart(grid: Grid) -> list[Grid]:
    """The sheet with what stands beside a table taken out, and each such table as a sheet of its own.

    Cells keep their addresses. Tables stand beside one another where a row of headings repeats itself: the same
    word for the units, and the same headings around it.
    """
    rows = [list(cells) for cells in grid.rows]
    found: list[Grid] = []
    heads = [row for row in range(len(grid.rows)) if is_unit_head(grid, row)]
    for row in heads:
        starts = _starts(grid.rows[row])
        last = next((other for other in heads if other > row), len(grid.rows))
        for start, end in zip(starts[1:], [*starts[2:], grid.width], strict=bool(starts)):
            beside: list[list[Value]] = [[None] * grid.width for _row in grid.rows]
            for at in range(row, last):
                beside[at][start:end] = grid.rows[at][start:end]
                rows[at][start:end] = [None] * (end - start)
            found.append(replace(grid, rows=beside))
    return [replace(grid, rows=rows), *found] if found else [grid]


def _starts(cells: list[Value]) -> list[int]:
    """The columns in which the headings of a row begin anew; none where they never do."""
    texts = [plain(value) if isinstance(value, str) else "" for value in cells]
    units = [at for at, value in enumerate(cells) if isinstance(value, str) and meaning(value) == "unit"]
    if len(units) < 2 or len({texts[at] for at in units}) > 1:
        return []
    before = after = 0
    while units[0] > before and _same(texts, units, -before - 1):
        before += 1
    beside = range(1, units[1] - before - units[0])
    named = [by for by in beside if all(texts[units[0] + each] for each in range(1, by + 1))]
    after = len(named)
    return [at - before for at in units] if after and all(_same(texts, units, by) for by in named) else []


def _same(texts: list[str], units: list[int], by: int) -> bool:
    """Whether the headings that stand so far from each word for the units are the same, and there."""
    found = {texts[at + by] if 0 <= at + by < len(texts) else "" for at in units}
    return len(found) == 1 and "" not in found
