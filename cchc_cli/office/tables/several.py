"""Several tables in a sheet: those beside one another are put below one another, those below one another are cut apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.tables.heads import TableHead, find_head, is_component_head, is_unit_head, meanings
from cchc_cli.office.words.headings import used, word_of
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.numbers import cell_marks, leading_mark, text_of
from cchc_cli.office.words.vocabulary import BLOCK

KNOWN, LABELS = {*used("known")}, {None, *used("label")}
RESULTS = ("points", "total", "index", "percent", "rank", "rating")


def stacked(grid: Grid) -> Grid:
    """The sheet with the right one of two tables below the left one, and areas below the headings among which they stand.

    Cells keep their addresses. Tables stand beside one another where a row of headings repeats itself: the same word for units or components, and
    the same headings around it; or where two words for units have results each.
    """
    grid = _with_areas_below(grid)
    rows = range(len(grid.rows))
    heads = sorted({row for is_head in (is_unit_head, is_component_head) for row in rows if is_head(grid, row)})
    order: list[tuple[int, int, int, int]] = [(row, 0, grid.width, 0) for row in rows[: next(iter(heads), 0)]]
    for row, last in pairwise([*heads, len(rows)]):
        starts = _starts(grid, row) or [0]
        # What stands left of the first table belongs to it.
        bounds = [0, *starts[1:], grid.width]
        for start, end in pairwise(bounds):
            order += [(at, start, end, max(start - starts[0], 0)) for at in range(row, last)]
    return _in_order(grid, order) if len(order) > len(rows) else grid


def _with_areas_below(grid: Grid) -> Grid:
    """The sheet with a row for each area that stands in place of headings: `I | Chỉ đạo điều hành | Điểm tối đa`."""
    tall = {row for cells in grid.merged.items() for row, _column in cells}
    areas = {row: _area_among(grid, row) for row in range(len(grid.rows)) if row not in tall}
    heads = [*filter(areas.get, areas)]
    if not heads:
        return grid
    found = _in_order(grid, [(row, 0, grid.width, 0) for row in sorted([*range(len(grid.rows)), *heads])])
    for place, row in enumerate(heads, start=1):
        usual = dict(zip(reversed(areas[row]), ("Nội dung", "STT"), strict=False))
        found.rows[row + place - 1] = [usual.get(at, value) for at, value in enumerate(grid.rows[row])]
        found.rows[row + place] = [*map(areas[row].get, range(grid.width))]
    return found


def _area_among(grid: Grid, row: int) -> dict[int, Value]:
    """The cells of an area's number, where it has one, and its name, in a row that else has headings, of points too."""
    means = meanings(grid, row)
    texts = {at: text_of(value) for at, value in enumerate(grid.rows[row]) if value is not None}
    first = min(texts, default=0)
    own = means[first] is None and bool(cell_marks(grid.rows[row][first])[0])
    name, *others = [*texts][own or means[first] == "number" :] or [first]
    if not _say_points({texts[at]: means[at] for at in others}):
        return {}
    number, bare = _numbered(texts[name], texts[first] * own)
    area: dict[int, Value] = {name: texts[name]} if name == first else {first: number, name: bare}
    return area if number else {}


def _say_points(means: dict[str, str | None]) -> bool:
    """Whether texts are headings without figures, of points and what stands beside these."""
    plain_ones = not any(sign.isdigit() for text in means for sign in text)
    return plain_ones and not KNOWN.isdisjoint(means.values()) and LABELS.isdisjoint(means.values())


def _numbered(text: str, number: str) -> tuple[str, str]:
    """The number of an area, as its cell or else its name has it, and the name without; no number where it is none."""
    mark, bare = leading_mark(text)
    if number or mark is None or not (mark.word or mark.style in ("roman", "letters")):
        bare = text
    is_heading = meaning(bare) or BLOCK.match(plain(bare))
    return "" if is_heading else number or text.removesuffix(bare).strip(), bare


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
        units=frozenset(map(places.__getitem__, grid.units)),
        labels=tuple(grid.labels[row] for row, *_columns in order) if grid.labels else (),
        moved=tuple((row, left) for row, _start, _end, left in order),
    )


def _starts(grid: Grid, row: int) -> list[int]:
    """The columns in which the headings of a row begin anew; none where they never do."""
    texts = [plain(value) if isinstance(value, str) else "" for value in grid.rows[row]]
    means = meanings(grid, row)
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


def tables_below(
    grid: Grid, wanted: tuple[frozenset[str], ...], speaks: Callable[[int, int], bool] | None = None
) -> list[Grid]:
    """The sheet cut where a table with other columns begins below another one.

    So it is where its titles, from a row up to its head, `speaks` of something else.
    """
    return parts_of(grid, _begins(grid, wanted, speaks))


def parts_of(grid: Grid, begins: Iterable[int]) -> list[Grid]:
    """The sheet cut before these rows. Cells keep their addresses."""
    bounds = [0, *begins, len(grid.rows)]
    blank: list[Value] = [None] * grid.width
    return [
        replace(
            grid,
            rows=[cells if start <= row < end else blank for row, cells in enumerate(grid.rows)],
            broken={cell: shown for cell, shown in grid.broken.items() if start <= cell[0] < end},
        )
        for start, end in pairwise(bounds)
    ]


def _begins(grid: Grid, wanted: tuple[frozenset[str], ...], speaks: Callable[[int, int], bool] | None) -> Iterator[int]:
    """The rows, titles before heads, in which such tables begin."""
    above = find_head(grid, wanted)
    while above is not None and (head := _next_head(grid, wanted, above.last + 1)) is not None:
        top = title_row(grid, head.first, above.last)
        if not alike(above, head) or (speaks is not None and speaks(top, head.first)):
            yield top
        above = head


def title_row(grid: Grid, head: int, above: int) -> int:
    """The first of the titles right above a head, below a row of the table above it."""
    for row in range(head - 1, above, -1):
        filled = grid.filled(row)
        # A text alone, or nothing.
        if len(filled) > 1 or not all(isinstance(value, str) for value in filled):
            return row + 1
    return head


def _next_head(grid: Grid, wanted: tuple[frozenset[str], ...], start: int) -> TableHead | None:
    """The next head of a table of components from a row on; None without one."""
    for row in range(start, len(grid.rows)):
        if is_component_head(grid, row) and (head := find_head(grid, wanted, row)) and head.first <= row + 1:
            return head
    return None


def alike(head: TableHead, below: TableHead) -> bool:
    """Whether what counts stands in the same columns."""
    return head.texts == below.texts or all(head.columns.get(name) == below.columns.get(name) for name in used("same"))
