"""Tables of units × components: a unit in each row, a component in each column. They are read turned round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.scores.components import Components, heading_name
from cchc_cli.office.scores.line import SAME, ScoreLine, is_result, says_none
from cchc_cli.office.scores.sheet import ScoreSheet, cells_above, is_filled
from cchc_cli.office.scores.stages import stage_of
from cchc_cli.office.tables.heads import TableHead, is_counter, searched
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.numbers import is_total, mark_of, points_of
from cchc_cli.office.words.units import UnitNames
from cchc_cli.office.words.vocabulary import MAXIMA, NO_UNIT

LABELS = 8
"""Columns in which the unit may stand."""

FoundBy = Literal["id", "name", ""]
Kinds = dict[int, dict[int, FoundBy]]


class AcrossSheet(ScoreSheet):
    """A table that was turned round, so that components stand below one another; `named`: the rows that surely say one."""

    named: frozenset[int] = frozenset()

    def lines(self) -> list[ScoreLine]:
        """A line a component. Its merged cell may stand for several of them, one for each kind of points."""
        found: dict[tuple[int, int], ScoreLine] = {}
        lines: list[ScoreLine] = []
        for row in range(self.head.last + 1, len(self.grid.rows)):
            line = self._component(row, lines)
            if line is None:
                continue
            column = self._label(row)
            cell = self.grid.merged.get((row, column), (row, column))
            if line.same_as is None and cell in found:
                line.same_as = found[cell]
            if line.same_as is not None:
                line.same_as.has_points |= line.has_points
            found.setdefault(cell, line)
            lines.append(line)
        return lines

    def _label(self, row: int) -> int:
        """The column that says the component of a row."""
        number, name = self.head.column("number"), self.head.column("name")
        return number if number is not None and self.grid.at(row, number) is not None else name or 0

    def _component(self, row: int, lines: list[ScoreLine]) -> ScoreLine | None:
        value, text = self._said(row)
        number, name = self.head.column("number"), self.head.column("name")
        line = ScoreLine(row, number, value, name, text, has_points=is_filled(self.grid.rows[row], [*self.units]))
        line.stage = stage_of(None if self.stage_row is None else self.grid.at(row, self.stage_row))
        if text or value is not None:
            return line if row in self.named or not skipped_heading(text, value) else None
        if not (line.stage and lines):
            self.nameless += [row] * line.has_points
            return None
        line.same_as = lines[-1].same_as or lines[-1]
        return line

    def _said(self, row: int) -> tuple[Value, str]:
        """The id and the name of a row; an id that is none is a name."""
        number, name = self.head.column("number"), self.head.column("name")
        value: Value = None if number is None else self.grid.at(row, number)
        named = None if name is None else self.grid.at(row, name)
        text = heading_name(named) if isinstance(named, str) else ""
        if isinstance(value, str) and mark_of(value) is None and text in ("", heading_name(value)):
            return None, heading_name(value)
        return value, text


def skipped_heading(text: str, value: Value) -> bool:
    """Whether a heading without an id (`value`) is that of a total, a rank, a rating, a note, or of a label."""
    labels = ("note", "appeal", "unit", "number", "year", "evidence")
    return is_total(text or str(value)) or (value is None and (is_result(text) or meaning(text) in labels))


@dataclass
class _Table:
    """Where things are: the column of units, the rows of headings, and the first column of components."""

    grid: Grid
    unit: int
    headed: bool
    begins: int
    numbers: int | None
    names: int | None
    cells: frozenset[int] = frozenset()
    """The columns of which a heading surely says a component."""
    first: int = 0
    sums: dict[int, float] = field(default_factory=dict)
    """The points of the units so far, by `cells`."""

    @property
    def heads(self) -> list[int]:
        """The rows that say components."""
        return [row for row in (self.numbers, self.names) if row is not None]

    def has_numbers(self, row: int) -> bool:
        """Whether a row has points."""
        return any(points_of(value) is not None for value in self.grid.rows[row][self.first :])

    def points(self, row: int) -> dict[int, float]:
        """The points of components in a row."""
        return {at: points_of(self.grid.rows[row][at]) or 0.0 for at in self.cells}


def across(grid: Grid, units: UnitNames, components: Components) -> ScoreSheet | None:
    """The table turned round; None where it is no such table."""
    table = _find(grid, units, components)
    if table is None:
        return None
    columns = {name: [row] for name, row in (("number", table.numbers), ("name", table.names)) if row is not None}
    if (row := _maxima(table)) is not None:
        columns["max"] = [row]
    sheet = AcrossSheet(grid.turned(), TableHead(0, table.first - 1, columns), wide=True)
    sheet.above = cells_above(grid, _top(table, min(table.heads)))
    sheet.named, sheet.stage_row = table.cells, _stages(table)
    _units(table, units, sheet)
    return sheet if sheet.units or sheet.strangers else None


def _find(grid: Grid, units: UnitNames, components: Components) -> _Table | None:
    """The column that names most units, with ids or names of components above and right of it."""
    found: list[tuple[int, _Table]] = []
    for column in range(min(grid.width, LABELS)):
        texts = [grid.at(row, column) for row in range(len(grid.rows))]
        headed = any(_means(texts[row], "unit") for row in searched(grid))
        begins = _first_unit(grid, units, column, headed=headed)
        table = _headings(grid, column, begins, headed, components) if begins else None
        if table is not None:
            known = sum(units.find(_text(value)) is not None for value in texts[begins:])
            found.append((known + 2 * headed, table))
    return max(found, key=lambda each: each[0], default=(0, None))[1]


def _means(value: Value, name: str) -> bool:
    return isinstance(value, str) and meaning(value) == name


def _headings(grid: Grid, column: int, begins: int, headed: bool, components: Components) -> _Table | None:
    """The rows above the units that say components; None where there are none, or no points below them."""
    kinds = _kinds_above(grid, column, begins, components)
    numbers = _most(grid, kinds, "id", column)
    names = _most(grid, {row: found for row, found in kinds.items() if row != numbers}, "name", column)
    table = _Table(grid, column, headed, begins, numbers, names)
    table.cells = cells = frozenset().union(*(kinds[row] for row in table.heads))
    if len(cells) < (1 if headed else 2):
        return None
    columns = range(column + 1, grid.width)
    table.first = next(at for at in columns if at in cells or not _is_label(grid, begins, at))
    return table if any(map(table.has_numbers, range(begins, len(grid.rows)))) else None


def _first_unit(grid: Grid, units: UnitNames, column: int, *, headed: bool) -> int:
    """The first row with a unit in a column: one that is known, or the first text with points below a heading that
    says unit; 0 without one."""
    below = False
    for row in range(len(grid.rows)):
        text = _text(grid.at(row, column))
        if not text:
            continue
        if units.find(text) is not None or (below and _may_be_unit(grid, row, column)):
            return row
        below = below or (headed and meaning(text) == "unit")
    return 0


def _may_be_unit(grid: Grid, row: int, column: int) -> bool:
    """Whether a text that is no heading has points beside it, and not maxima."""
    heading = _means(grid.at(row, column), "unit") or _is_maxima(grid, row, column) or is_counter(grid.rows[row])
    return not heading and any(points_of(value) is not None for value in grid.rows[row][column + 1 :])


def _is_label(grid: Grid, begins: int, column: int) -> bool:
    """Whether a column beside that of the units holds no points: a code, a group, a year."""
    headings = (grid.at(row, column) for row in range(begins))
    said = {meaning(text) for text in headings if isinstance(text, str)}
    points = any(points_of(cells[column]) is not None for cells in grid.rows[begins:])
    return bool(said & {"number", "unit", "year"}) or not points


def _kinds_above(grid: Grid, column: int, begins: int, components: Components) -> Kinds:
    """Of the rows above the units which cells say a component, and how."""
    rows = [row for row in searched(grid) if row < begins and not _is_maxima(grid, row, column)]
    return {row: _kinds(grid, row, column, components) for row in rows if not is_counter(grid.rows[row])}


def _kinds(grid: Grid, row: int, column: int, components: Components) -> dict[int, FoundBy]:
    """Which cells of a row, right of the units, say a component, and how."""
    found = {at: components.heading(grid.at(row, at)) for at in range(column + 1, grid.width)}
    return {at: kind for at, kind in found.items() if kind}


def _most(grid: Grid, kinds: Kinds, wanted: FoundBy, column: int) -> int | None:
    """The row with the most ids, or names."""
    best, most = None, 0
    for row, found in kinds.items():
        cells = [at for at, kind in found.items() if kind == wanted]
        if len(cells) > most and not (wanted == "id" and _looks_like_points(grid, row, cells, column)):
            best, most = row, len(cells)
    return best


def _looks_like_points(grid: Grid, row: int, cells: list[int], column: int) -> bool:
    """Whether ids are rather points, which look like ids: but they are few, or repeat."""
    filled = sum(value is not None for value in grid.rows[row][column + 1 :])
    values = [grid.at(row, at) for at in cells if grid.rows[row][at] is not None]
    numbers = [value for value in values if isinstance(value, float)]
    return len(numbers) == len(values) and (2 * len(cells) < filled or len({*numbers}) < len(numbers) - 1)


def _is_maxima(grid: Grid, row: int, column: int) -> bool:
    labels = [grid.at(row, at) for at in range(column + 1)]
    texts = (plain(label[:200]) for label in labels if isinstance(label, str))
    return any(MAXIMA.fullmatch(text) and not NO_UNIT.fullmatch(text) for text in texts)


def _maxima(table: _Table) -> int | None:
    """The row of maxima: the one that is called so, or a row of numbers between the headings and the first unit."""
    grid, heads = table.grid, table.heads
    called = (row for row in range(min(heads), len(grid.rows)) if _is_maxima(grid, row, table.unit))
    between = (row for row in range(max(heads) + 1, table.begins) if _are_points(grid.rows[row], table.first))
    found = (row for row in called if row not in heads and table.has_numbers(row))
    return next(found, next(between, None))


def _are_points(cells: list[Value], first: int) -> bool:
    """Whether a row has points and nothing else right of its labels."""
    filled = [value for value in cells[first:] if value is not None]
    return bool(filled) and not is_counter(cells) and None not in map(points_of, filled)


def _top(table: _Table, row: int) -> int:
    """The first row that belongs to the headings: those above are titles."""
    grid = table.grid
    while row > 0 and sum(value is not None for value in grid.rows[row - 1][table.unit :]) > 2:
        row -= 1
    first = min((grid.merged.get((row, at), (row, at))[0] for at in range(grid.width)), default=row)
    return min(first, row)


def _stages(table: _Table) -> int | None:
    """The row of headings that says for each column which points stand there."""
    rows = range(table.begins - 1, max(table.heads), -1)
    columns = range(table.first, table.grid.width)
    return next((row for row in rows if any(stage_of(table.grid.at(row, at)) for at in columns)), None)


def _units(table: _Table, units: UnitNames, sheet: ScoreSheet) -> None:
    """Say whose points each row holds, which ones, and of which year."""
    grid, labels = table.grid, range(table.first)
    years = [at for at in labels if any(_means(grid.at(row, at), "year") for row in range(table.begins))]
    for row in range(table.begins, len(grid.rows)):
        if _is_of_unit(table, units, row):
            _unit(table, units, sheet, row)
    if years:
        sheet.years |= {row: grid.at(row, years[0]) for row in sheet.units}


def _is_of_unit(table: _Table, units: UnitNames, row: int) -> bool:
    """Whether a row has points: of its own, or of a unit that is known in cells that are merged with those of others."""
    if table.has_numbers(row):
        return not is_counter(table.grid.rows[row])
    shared = (table.grid.at(row, at) for at in table.cells)
    is_known = units.find(_text(table.grid.at(row, table.unit))) is not None
    return is_known and any(points_of(value) is not None or says_none(value) for value in shared)


def _unit(table: _Table, units: UnitNames, sheet: ScoreSheet, row: int) -> None:
    """Say whose points a row holds, and which ones; what names a unit that is not known is a stranger."""
    texts = [_text(table.grid.at(row, at)) for at in range(table.first)]
    text, stage = texts[table.unit], next(filter(None, map(stage_of, texts)), "")
    label = next(filter(None, [text, *texts[: table.unit]]), "")
    # The second row of a unit has its stage alone.
    again = bool(stage) and not text and bool(sheet.units)
    unit = sheet.units[max(sheet.units)] if again else _unit_called(text, units, headed=table.headed)
    if _sums_up(label, known=bool(unit)):
        return
    if _is_filled_down(table, sheet, row, label):
        sheet.unnamed.append(table.grid.address(row, table.unit))
    elif unit:
        sheet.units[row], sheet.stages[row] = unit, stage or sheet.title_stage()
        table.sums |= {at: table.sums.get(at, 0.0) + points for at, points in table.points(row).items()}
    else:
        sheet.strangers.append((table.grid.address(row, table.unit), text))


def _is_filled_down(table: _Table, sheet: ScoreSheet, row: int, label: str) -> bool:
    """Whether a row that names no unit has no points of components but zeros and sums of the units above."""
    points = table.points(row).items()
    return not label and bool(sheet.units) and all(not each or abs(each - table.sums[at]) < SAME for at, each in points)


def _unit_called(text: str, units: UnitNames, *, headed: bool) -> str:
    """The unit of that name; without units.csv any name below a heading that says unit is one."""
    return units.find(text) or (text if headed and not units.fixed else "")


def _text(value: Value) -> str:
    """A text on one line; blank for all else."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _sums_up(label: str, *, known: bool) -> bool:
    """Whether a row is no unit's: a total, and where it names none a mean, or maxima."""
    said = plain(label[:200])
    return is_total(label) or (not known and (NO_UNIT.fullmatch(said) or MAXIMA.fullmatch(said)) is not None)
