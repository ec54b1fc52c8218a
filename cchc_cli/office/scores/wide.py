"""Tables of units × components. Where units stand in rows the table is turned round: then components do, as everywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice, product

from cchc_cli.messages import _
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.scores.components import Components, heading_name
from cchc_cli.office.scores.line import POINTS, SAME, is_given, is_result
from cchc_cli.office.scores.sheet import ScoreSheet, cells_above
from cchc_cli.office.scores.stages import stage_of
from cchc_cli.office.tables.heads import TableHead, figures_below, find_head, is_counter, rows_above, searched
from cchc_cli.office.tables.ratings import with_ratings
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.numbers import points_of
from cchc_cli.office.words.units import UnitNames
from cchc_cli.office.words.vocabulary import MAXIMA, NO_UNIT

POINTS_OF = re.compile(r"^(?:số điểm|điểm|kết quả)(?: (?:số|của|cho|đạt được|thẩm định|chấm))* ", re.IGNORECASE)
LABELS = 8
"""Columns in which the unit of a row may stand."""

Kinds = dict[int, dict[int, str]]
"""Which cells of rows say a component, and by what: its id or its name."""


def units_in_rows(grid: Grid, units: UnitNames, components: Components) -> ScoreSheet | None:
    """A table with a unit in each row, turned round: in the column that names most units; None where it is no such table."""
    columns = (_UnitColumn(grid, column, units, components) for column in range(min(grid.width, LABELS)))
    tables = {column.telling: table for column in columns if (table := column.table())}
    return tables[max(tables)].named() if tables else None


def units_in_columns(grid: Grid, units: UnitNames) -> ScoreSheet | None:
    """A table with a unit in each column: a head with their names beside one for the components."""
    head = find_head(grid, (frozenset({"number"}), frozenset({"name"})))
    if head is None:
        return None
    columns = [at for at in range(grid.width) if at not in head.all("number", "name", "level")]
    grid = with_ratings(grid, head.last, head.columns.get("level", []), head.texts)
    row, named = _row_of_units(grid, head, columns, units)
    # A single unit below a heading that says unit is the first row of an overview.
    if named is None or (row > head.last and named <= head.all("unit")):
        return None
    sheet = ScoreSheet(grid, head, wide=True)
    sheet.above = cells_above(grid, min(len(rows_above(grid, head)), row))
    # Below the units may stand which points they have.
    head.last = max(row, head.last)
    head.last += any(stage_of(grid.at(head.last + 1, at)) for at in named)
    return _Table(sheet, row, columns, range(head.last + 1, len(grid.rows)), units).named()


def _row_of_units(grid: Grid, head: TableHead, columns: list[int], units: UnitNames) -> tuple[int, set[int] | None]:
    """The row of a head, or beside it, that names most units, and where; None where no row names any, known or not."""
    near = range(max(head.first - 2, 0), min(head.last + 3, len(grid.rows)))
    texts = {row: [_named(grid.at(row, at), units) for at in columns] for row in near}
    known = {row: len({*map(units.find, said)} - {None}) for row, said in texts.items()}
    other = {row: sum(_is_plainly(text, units) for text in said) for row, said in texts.items()}
    row = max(near, key=lambda each: (known[each], other[each]))
    named = {at for at, text in zip(columns, texts[row], strict=True) if units.find(text)}
    return row, named if known[row] or other[row] else None


def _is_plainly(text: str, units: UnitNames) -> bool:
    """Whether a text is a unit's name, if of none that is known."""
    return units.plainly(text) or units.is_shared(text)


@dataclass
class _Table:
    """A table with components below one another: the row that names units, and the columns and rows that may have points.

    `any_name`: whether each name there is a unit's; `sums`: the points of the units so far, by row.
    """

    sheet: ScoreSheet
    row: int
    columns: Iterable[int]
    body: Collection[int]
    units: UnitNames
    any_name: bool = False
    sums: Counter[int] = field(default_factory=Counter)

    @cached_property
    def figures(self) -> set[int]:
        """The columns with figures."""
        return figures_below(self.sheet.grid, self.sheet.head.last + 1)

    def named(self) -> ScoreSheet | None:
        """The sheet, with whose points each column holds, and which; None where no column has any.

        What should name a unit, and does not, is a stranger.
        """
        sheet = self.sheet
        for column, unit, stage in self._headings(sheet.title_stage()):
            if not unit:
                self._add_stranger(column)
            elif stage and self._is_given(column):
                sheet.units[column], sheet.stages[column] = unit, stage
                self.sums.update({at: self._points(at, column) for at in self.body})
        return sheet if sheet.units or sheet.strangers else None

    def _headings(self, spanning: str) -> Iterator[tuple[int, str, str]]:
        """Each column with its unit, and which points it holds: without a word for it those of a heading above, else `spanning`."""
        last = ""
        for column in self.columns:
            text, (row, stage) = self._name(column), self._stage(column, spanning)
            # Other points of the unit before it have a stage of their own.
            goes_on = row != self.row and stage in POINTS and self.sheet.grid.rows[row][column] is not None
            unit = (self.units.find(text) or text * self.any_name) if text else last * goes_on
            last = unit if text else last
            spanning = stage if unit and row < self.row else spanning
            yield column, unit, stage

    def _name(self, column: int) -> str:
        return _named(self.sheet.grid.at(self.row, column), self.units)

    def _points(self, row: int, column: int) -> float:
        return points_of(self.sheet.grid.rows[row][column]) or 0.0

    def _stage(self, column: int, spanning: str) -> tuple[int, str]:
        """The row of the lowest heading that says which points a column holds, and which; else `spanning`, blank for others."""
        grid, head = self.sheet.grid, self.sheet.head
        rows = range(head.last, max(head.first - 3, -1), -1)
        row, stage = next(((at, said) for at in rows if (said := stage_of(grid.at(at, column)))), (self.row, spanning))
        # `Chênh lệch` beside `Tự chấm` and `Thẩm định` below a unit.
        is_other = row <= self.row < head.last and meaning(_text(grid.at(head.last, column))) == "other"
        return row, "" if is_other else stage

    def _is_given(self, column: int) -> bool:
        """Whether anything is given to a unit; in a row it may be named again by who signs."""
        grid = self.sheet.grid
        return not grid.across or column in self.figures or any(is_given(grid.at(row, column)) for row in self.body)

    def _is_no_unit(self, column: int) -> bool:
        """Whether a column without a unit counts rows, or is one of totals, means, maxima, or of anything else."""
        grid = self.sheet.grid
        labels = self.sheet.head.rows if grid.across else ()
        text = next(filter(None, (_text(grid.at(row, column)) for row in (self.row, *labels))), "")
        said = plain(text[:200])
        is_other = not grid.across and meaning(text) not in (None, "unit")
        is_made = is_result(text) or NO_UNIT.fullmatch(said) or MAXIMA.fullmatch(said)
        return is_other or bool(is_made) or is_counter([cells[column] for cells in grid.rows])

    def _add_stranger(self, column: int) -> None:
        """Note a column that has points and should name a unit; rows without any name may sum up those above."""
        sheet, text = self.sheet, self._name(column)
        if column not in self.figures or self._is_no_unit(column):
            return
        cell = sheet.grid.address(self.row, column)
        if sheet.grid.across and not text and self._sums_up(column):
            sheet.nameless.append((cell, _("no unit is named here: sums of the rows above, or zeros.")))
        elif sheet.grid.across or (text and (sheet.units or _is_plainly(text, self.units))):
            sheet.strangers.append((cell, text))

    def _sums_up(self, column: int) -> bool:
        """Whether a column has nothing but zeros and sums of the units before it."""
        points = {row: said for row in self.body if (said := self._points(row, column))}
        return bool(self.sheet.units) and all(abs(points[row] - self.sums[row]) < SAME for row in points)


class _UnitColumn:
    """A column that may name the units of rows, with ids or names of components above and right of it.

    `rows`: those of units; `first`: the first column of points; `heads`: the rows that say components; `cells`: the columns
    that surely are of some; `telling`: how much speaks for it.
    """

    def __init__(self, grid: Grid, column: int, units: UnitNames, components: Components) -> None:
        self.grid, self.column, self.units, self.components = grid, column, units, components
        self.texts = [_text(grid.at(row, column)) for row in range(len(grid.rows))]
        heading = next((row for row in searched(grid) if meaning(self.texts[row]) == "unit"), len(self.texts))
        known = [row for row, text in enumerate(self.texts) if text and units.find(text) is not None]
        begins = [*known[:1], *islice(filter(self._may_be_unit, range(heading + 1, len(self.texts))), 1)]
        self.rows, self.headed = range(min(begins, default=0), len(self.texts)), heading < len(self.texts)
        self.telling = len(known) + 2 * self.headed
        self.right = range(column + 1, grid.width)
        self.heads, self.cells = self._heads()
        self.first = next((at for at in self.right if at in self.cells or not self._is_label(at)), grid.width)

    def _heads(self) -> tuple[dict[str, list[int]], set[int]]:
        """The rows with the most ids, and names, and the columns of these."""
        kinds = self._kinds()
        ids = self._most(kinds, "id")
        names = self._most({row: found for row, found in kinds.items() if row not in ids}, "name")
        return {"number": ids, "name": names}, {*chain(*(kinds[row] for row in ids + names))}

    def _kinds(self) -> Kinds:
        """Of the rows above the units which cells say a component, and how."""
        above = [row for row in searched(self.grid) if row < self.rows.start and not self._is_no_data(row)]
        found = {row: {at: self.components.heading(self.grid.at(row, at)) for at in self.right} for row in above}
        return {row: {at: kind for at, kind in cells.items() if kind} for row, cells in found.items()}

    def table(self) -> _Table | None:
        """The table turned round; None without components above the units, or points below them."""
        if len(self.cells) < 2 - self.headed or not self._are_units():
            return None
        heads, begins = [*chain(*self.heads.values())], self.rows.start
        columns = {**self.heads, "max": self._maxima(heads)}
        sheet = ScoreSheet(self._turned(heads), TableHead(0, self.first - 1, columns), wide=True)
        sheet.surely = self.cells
        sheet.above = cells_above(self.grid, len(rows_above(self.grid, TableHead(min(heads), begins, {}))))
        others = filter(self._says_stages, range(begins - 1, -1, -1))
        sheet.stage_column = next((row for row in others if row not in heads), None)
        years = (at for at in range(self.first) if "year" in self._said(at))
        sheet.years = {row: self.grid.at(row, at) for at in islice(years, 1) for row in self.rows}
        return _Table(sheet, self.column, self.rows, self.cells, self.units, self.headed and not self.units.fixed)

    def _are_units(self) -> bool:
        """Whether rows have points, and none left of these the name of a component, which stand below one another then."""
        labels = (value for row in self.rows for value in self.grid.rows[row][: self.first] if isinstance(value, str))
        return any(map(self._has_points, self.rows)) and "name" not in map(self.components.heading, labels)

    def _says_stages(self, row: int) -> bool:
        return any(map(stage_of, self._points(row)))

    def _turned(self, heads: list[int]) -> Grid:
        """The table turned round, headings on one line; a name may be merged with the cell above it."""
        rows = [list(cells) for cells in self.grid.rows]
        for row, at in product(heads, self.right):
            first, text = self.grid.merged.get((row, at), (row, at)), heading_name(_text(self.grid.at(row, at)))
            rows[row][at] = (text or self.grid.at(row, at)) if first[1] == at else None
        return replace(self.grid, rows=rows).turned().with_cells(lambda value: _text(value) or value)

    def _points(self, row: int) -> list[Value]:
        return self.grid.rows[row][self.first :]

    def _has_points(self, row: int) -> bool:
        return any(points_of(value) is not None for value in self._points(row))

    def _said(self, column: int) -> set[str | None]:
        """What the headings of a column mean."""
        return {meaning(_text(self.grid.at(row, column))) for row in range(self.rows.start)}

    def _is_label(self, column: int) -> bool:
        """Whether a column beside that of the units holds no points: a code, a group, a year."""
        points = any(points_of(self.grid.rows[row][column]) is not None for row in self.rows)
        return not points or not self._said(column).isdisjoint({"number", "unit", "year"})

    def _may_be_unit(self, row: int) -> bool:
        """Whether a text that is no heading has points beside it, and not maxima."""
        text, cells = self.texts[row], self.grid.rows[row][self.column + 1 :]
        is_heading = not text or meaning(text) == "unit" or self._is_no_data(row)
        return not is_heading and any(points_of(value) is not None for value in cells)

    def _is_no_data(self, row: int) -> bool:
        """Whether a row counts the columns, or its labels say that maxima stand there."""
        texts = (plain(_text(self.grid.at(row, at))[:200]) for at in range(self.column + 1))
        is_max = any(MAXIMA.fullmatch(text) and not NO_UNIT.fullmatch(text) for text in texts)
        return is_max or is_counter(self.grid.rows[row])

    def _maxima(self, heads: list[int]) -> list[int]:
        """The row of maxima: the one that is called so, or a row of numbers between the headings and the first unit."""
        below = [row for row in range(min(heads), len(self.texts)) if row not in heads and self._has_points(row)]
        rows = [row for row in below if not is_counter(self.grid.rows[row])]
        between = range(max(heads) + 1, self.rows.start)
        return [*filter(self._is_no_data, rows), *(row for row in rows if row in between and self._are_points(row))][:1]

    def _are_points(self, row: int) -> bool:
        """Whether a row has nothing but points right of its labels."""
        return all(value is None or points_of(value) is not None for value in self._points(row))

    def _most(self, kinds: Kinds, wanted: str) -> list[int]:
        """The row with the most ids, or names; none where no row has any."""
        cells = {row: [at for at, kind in found.items() if kind == wanted] for row, found in kinds.items()}
        rows = [row for row, found in cells.items() if found and not (wanted == "id" and self._repeat(row, found))]
        return [max(rows, key=lambda row: len(cells[row]))] if rows else []

    def _repeat(self, row: int, ids: list[int]) -> bool:
        """Whether what looks like ids is rather points: numbers that are few, or repeat."""
        values = [value for at in ids if (value := self.grid.rows[row][at]) is not None]
        numbers = [value for value in values if isinstance(value, float)]
        few = 2 * len(ids) < sum(self.grid.rows[row][at] is not None for at in self.right)
        return len(numbers) == len(values) and (few or len({*numbers}) < len(numbers) - 1)


def _named(value: Value, units: UnitNames) -> str:
    """A text on one line; of `Điểm xã An Bình` the unit, if it is known."""
    text = _text(value)
    bare = POINTS_OF.sub("", text)
    return bare if units.find(bare) and not units.find(text) else text


def _text(value: Value) -> str:
    """A text on one line; blank for all else."""
    return " ".join(value.split()) if isinstance(value, str) else ""
