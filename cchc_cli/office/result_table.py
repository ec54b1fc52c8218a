"""The tables of units within a sheet: where each begins and ends, and what its columns hold."""

from __future__ import annotations

from dataclasses import dataclass

from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.figures import figure_of, text_of
from cchc_cli.office.header import SEARCHED, Header, find_header, is_counter, meaning
from cchc_cli.office.result_columns import Columns, columns_of
from cchc_cli.office.vocabulary import MAX_ROW, word_of


@dataclass(frozen=True)
class Table:
    """A table of units within a sheet: its header, its last row, and what its columns hold."""

    header: Header
    last: int
    columns: Columns


def result_tables(grid: Grid) -> list[Table]:
    """The tables of units with points, an index, a rank or a rating, one below the other."""
    found: list[Table] = []
    start = 0
    while (header := find_header(grid, (frozenset({"unit"}),), start)) is not None:
        header.last = _last_of_header(grid, header)
        header.first = max(_first_of_header(grid, header), start)
        last = next(
            (row - 1 for row in range(header.last + 1, len(grid.rows)) if is_header(grid, row)), len(grid.rows) - 1
        )
        columns = columns_of(grid, header, last)
        if any(each.role in ("points", "index", "rank", "rating") for each in columns.all):
            found.append(Table(header, last, columns))
        start = max(last, header.last) + 1
    return found


def _first_of_header(grid: Grid, header: Header) -> int:
    """The row in which the heading of the units begins, or the one above it that only has headings of groups."""
    unit = header.columns["unit"][0]
    first = min(header.first, grid.merged.get((header.first, unit), (header.first, unit))[0])
    above = first - 1
    if above >= 0 and grid.at(above, unit) is None:
        texts = [value for value in grid.rows[above] if value is not None]
        wide = any(row == above and column > unit for row, column in grid.merged)
        if all(isinstance(text, str) for text in texts) and (len(texts) > 1 or (texts and wide)):
            return above
    return first


def _last_of_header(grid: Grid, header: Header) -> int:
    """The last row before the first data; a row with nothing but the name of a section is no heading."""
    unit = header.columns["unit"][0]
    last = max(
        (row for row in range(header.first, header.last + 1) if meaning(text_of(grid.rows[row][unit])) == "unit"),
        default=header.first,
    )
    for row in range(last + 1, min(len(grid.rows), header.first + SEARCHED)):
        cells = grid.rows[row]
        if is_counter(cells):
            last = row
            continue
        figures = [value for value in cells if figure_of(value) is not None]
        years = [value for value in figures if isinstance(value, float) and 2000 <= value < 2100]
        if years and len(years) == sum(value is not None for value in cells):
            last = row
            continue
        numbers = len(figures) > len(years)
        texts = [column for column, value in enumerate(cells) if isinstance(value, str)]
        if numbers or MAX_ROW.fullmatch(plain(str(cells[unit] or ""))):
            break
        if texts and ((len(texts) == 1 and texts[0] <= unit) or (grid.merged.get((row, unit)) is None and cells[unit])):
            break
        if texts:
            last = row
        elif not any((row, column) in grid.merged for column in range(grid.width)):
            break
    return last


def is_header(grid: Grid, row: int) -> bool:
    """Whether another header begins in a row: a word for the units, one for results, and no figures."""
    texts = [value for value in grid.rows[row] if isinstance(value, str)]
    if len(texts) < 2 or any(isinstance(value, float) for value in grid.rows[row]):
        return False
    words = [word_of(text) for text in texts]
    return any(meaning(text) == "unit" for text in texts) and sum(w not in (None, "area", "other") for w in words) > 0
