"""A list of units that goes on beside itself: STT, Đơn vị, Chỉ số, Xếp hạng, a gap, and the same again."""

from __future__ import annotations

from dataclasses import replace

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.header import meaning
from cchc_cli.office.result_table import is_header


def apart(grid: Grid) -> list[Grid]:
    """The sheet with what stands beside a table taken out, and each such table as a sheet of its own.

    Cells keep their addresses. Tables stand beside one another where a row of headings repeats itself: the same
    word for the units, and the same headings around it.
    """
    rows = [list(cells) for cells in grid.rows]
    found: list[Grid] = []
    for row, cells in enumerate(grid.rows):
        starts = _starts(cells) if is_header(grid, row) else []
        if len(starts) < 2:
            continue
        last = next((other for other in range(row + 1, len(grid.rows)) if is_header(grid, other)), len(grid.rows))
        for start, end in zip(starts[1:], [*starts[2:], grid.width], strict=True):
            beside: list[list[Value]] = [[None] * grid.width for _row in grid.rows]
            for at in range(row, last):
                beside[at][start:end] = grid.rows[at][start:end]
                rows[at][start:end] = [None] * (end - start)
            found.append(replace(grid, rows=beside))
    return [replace(grid, rows=rows), *found] if found else [grid]


def _starts(cells: list[Value]) -> list[int]:
    """The columns in which the headings of a row begin anew; one where they never do."""
    texts = [plain(value) if isinstance(value, str) else "" for value in cells]
    units = [at for at, value in enumerate(cells) if isinstance(value, str) and meaning(value) == "unit"]
    if len(units) < 2 or len({texts[at] for at in units}) > 1:
        return []
    before = 0
    while units[0] > before and texts[units[0] - before - 1] and _same(texts, units, -before - 1):
        before += 1
    after = 0
    while units[0] + after + 1 < units[1] - before and texts[units[0] + after + 1]:
        if not _same(texts, units, after + 1):
            return []
        after += 1
    return [at - before for at in units] if after else []


def _same(texts: list[str], units: list[int], by: int) -> bool:
    """Whether the headings that stand so far from each word for the units are the same."""
    found = [texts[at + by] if 0 <= at + by < len(texts) else "" for at in units]
    return len(set(found)) == 1
