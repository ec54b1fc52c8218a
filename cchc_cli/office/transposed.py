"""Tables of units × components: a unit in each row, a component in each column. They are read turned round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.components import Components
from cchc_cli.office.header import SEARCHED, Header, is_counter, meaning
from cchc_cli.office.marks import is_total, points_of
from cchc_cli.office.score_sheet import ScoreSheet, cells_above, stage_of
from cchc_cli.office.score_units import Units
from cchc_cli.office.vocabulary import MAXIMA, NO_UNIT

LABELS = 8
"""Columns in which the unit may stand."""

Kind = Literal["id", "name", ""]


@dataclass
class _Table:
    """Where things are: the column of units, the rows of headings, and the first column of components."""

    grid: Grid
    unit: int
    headed: bool
    begins: int
    numbers: int | None
    names: int | None
    first: int


def across(grid: Grid, units: Units, components: Components) -> ScoreSheet | None:
    """The table turned round, so that components stand below one another; None where it is no such table."""
    table = _find(grid, units, components)
    if table is None:
        return None
    columns = {name: [row] for name, row in (("number", table.numbers), ("name", table.names)) if row is not None}
    if (row := _maxima(table)) is not None:
        columns["max"] = [row]
    top = min(row for row in (table.numbers, table.names) if row is not None)
    sheet = ScoreSheet(grid.turned(), Header(0, table.first - 1, columns))
    sheet.above = cells_above(grid, _top(table, top))
    sheet.stage_row = _stages(table)
    _units(table, units, sheet)
    return sheet if sheet.units or sheet.strangers else None


def _find(grid: Grid, units: Units, components: Components) -> _Table | None:
    head = min(len(grid.rows), SEARCHED)
    headed = {
        column
        for row in range(head)
        for column in range(min(grid.width, LABELS))
        if isinstance(value := grid.at(row, column), str) and meaning(value) == "unit"
    }
    best: tuple[int, _Table] | None = None
    for column in range(min(grid.width, LABELS)):
        begins = _first_unit(grid, units, column, headed=column in headed)
        if not begins:
            continue
        kinds = {row: _kinds(grid, row, column, components) for row in range(min(begins, head))}
        kinds = {row: found for row, found in kinds.items() if found and not is_counter(grid.rows[row])}
        numbers = _most(grid, kinds, "id", column)
        names = _most(grid, {row: found for row, found in kinds.items() if row != numbers}, "name", column)
        rows = [row for row in (numbers, names) if row is not None]
        if not rows:
            continue
        cells = {at for row in rows for at in kinds[row]}
        first = next(at for at in range(column + 1, grid.width) if at in cells or not _is_label(grid, begins, at))
        table = _Table(grid, column, column in headed, begins, numbers, names, first)
        if len(cells) < (1 if column in headed else 2) or not _has_points(table):
            continue
        worth = sum(
            isinstance(grid.at(row, column), str) and units.find(str(grid.at(row, column))) is not None
            for row in range(begins, len(grid.rows))
        ) + 2 * (column in headed)
        if best is None or worth > best[0]:
            best = worth, table
    return best[1] if best else None


def _first_unit(grid: Grid, units: Units, column: int, *, headed: bool) -> int | None:
    """The first row with a unit in a column: one that is known, or the first text below a heading that says unit."""
    below = False
    for row in range(len(grid.rows)):
        value = grid.at(row, column)
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if text and units.find(text) is not None:
            return row
        points = _numbers(grid, row, column + 1) and not is_counter(grid.rows[row])
        if below and text and points and meaning(text) != "unit" and not _is_maxima(grid, row, column):
            return row
        below = below or (headed and bool(text) and meaning(text) == "unit")
    return None


def _is_label(grid: Grid, begins: int, column: int) -> bool:
    """Whether a column beside that of the units holds no points: a code, a group, a year."""
    headings = (grid.at(row, column) for row in range(begins))
    said = {meaning(text) for text in headings if isinstance(text, str)}
    return bool(said & {"number", "unit", "year"}) or not any(
        points_of(cells[column]) is not None for cells in grid.rows[begins:]
    )


def _kinds(grid: Grid, row: int, column: int, components: Components) -> dict[int, Kind]:
    """Which cells of a row, right of the units, say a component, and how."""
    found = {at: components.heading(grid.at(row, at)) for at in range(column + 1, grid.width)}
    return {at: kind for at, kind in found.items() if kind} if not _is_maxima(grid, row, column) else {}


def _most(grid: Grid, kinds: dict[int, dict[int, Kind]], wanted: Kind, column: int) -> int | None:
    """The row with the most ids, or names. A row of points has numbers that look like ids: but they are few, or repeat."""
    best, most = None, 0
    for row, found in kinds.items():
        cells = [at for at, kind in found.items() if kind == wanted]
        filled = sum(grid.rows[row][at] is not None for at in range(column + 1, grid.width))
        values = [grid.at(row, at) for at in cells if grid.rows[row][at] is not None]
        numbers = [value for value in values if isinstance(value, float)]
        looks = len(numbers) == len(values) and (2 * len(cells) < filled or len({*numbers}) < len(numbers) - 1)
        if len(cells) > most and not (wanted == "id" and looks):
            best, most = row, len(cells)
    return best


def _numbers(grid: Grid, row: int, first: int) -> bool:
    """Whether a row has points."""
    return any(points_of(grid.rows[row][at]) is not None for at in range(first, grid.width))


def _has_points(table: _Table) -> bool:
    rows = range(table.begins, len(table.grid.rows))
    return any(_numbers(table.grid, row, table.first) for row in rows)


def _label(grid: Grid, row: int, column: int) -> str:
    """The first text of a row up to the column of units."""
    texts = (grid.at(row, at) for at in range(column + 1))
    return next((" ".join(text.split()) for text in texts if isinstance(text, str)), "")


def _is_maxima(grid: Grid, row: int, column: int) -> bool:
    labels = [grid.at(row, at) for at in range(column + 1)]
    return any(isinstance(label, str) and MAXIMA.fullmatch(plain(label)) for label in labels)


def _maxima(table: _Table) -> int | None:
    """The row of maxima: the one that is called so, or a row of numbers between the headings and the first unit."""
    grid, heads = table.grid, [row for row in (table.numbers, table.names) if row is not None]
    for row in range(min(heads), len(grid.rows)):
        if row not in heads and _is_maxima(grid, row, table.unit) and _numbers(grid, row, table.first):
            return row
    for row in range(max(heads) + 1, table.begins):
        cells = [value for value in grid.rows[row][table.first :] if value is not None]
        if cells and not is_counter(grid.rows[row]) and all(points_of(value) is not None for value in cells):
            return row
    return None


def _top(table: _Table, row: int) -> int:
    """The first row that belongs to the headings: those above are titles."""
    grid = table.grid
    while row > 0 and sum(value is not None for value in grid.rows[row - 1][table.unit :]) > 2:
        row -= 1
    first = min((grid.merged.get((row, at), (row, at))[0] for at in range(grid.width)), default=row)
    return min(first, row)


def _stages(table: _Table) -> int | None:
    """The row of headings that says for each column which points stand there."""
    heads = [row for row in (table.numbers, table.names) if row is not None]
    for row in range(table.begins - 1, max(heads), -1):
        if any(stage_of(table.grid.at(row, at)) for at in range(table.first, table.grid.width)):
            return row
    return None


def _units(table: _Table, units: Units, sheet: ScoreSheet) -> None:
    """Say whose points each row holds, which ones, and of which year."""
    grid = table.grid
    years = [
        at
        for at in range(table.first)
        for row in range(table.begins)
        if isinstance(value := grid.at(row, at), str) and meaning(value) == "year"
    ]
    for row in range(table.begins, len(grid.rows)):
        if not _numbers(grid, row, table.first) or is_counter(grid.rows[row]):
            continue
        value = grid.at(row, table.unit)
        text = " ".join(str(value).split()) if isinstance(value, str) else ""
        label = plain(text or _label(grid, row, table.unit))
        stages = [stage for at in range(table.first) if (stage := stage_of(grid.at(row, at)))]
        unit = units.find(text) or (text if not units.fixed and table.headed else "")
        if stages and not text and sheet.units:
            unit = sheet.units[max(sheet.units)]
        if not unit or is_total(label):
            if not (is_total(label) or NO_UNIT.fullmatch(label) or MAXIMA.fullmatch(label)):
                sheet.strangers.append((grid.address(row, table.unit), text))
            continue
        sheet.units[row] = unit
        sheet.stages[row] = stages[0] if stages else sheet.title_stage()
        if years:
            sheet.years[row] = grid.at(row, years[0])
