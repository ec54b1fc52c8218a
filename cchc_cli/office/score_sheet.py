"""A sheet with points: which columns hold what, for which unit, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.office.head_columns import meaning
from cchc_cli.office.heads import Head, find_head, is_counter, rows_above
from cchc_cli.office.numbers import cell_marks, is_total, not_applicable, points_of
from cchc_cli.office.row_kinds import Row, extra_kind
from cchc_cli.office.rows import Rows
from cchc_cli.office.rule_lines import split_lines
from cchc_cli.office.score_line import Line
from cchc_cli.office.stages import Stages, has_points, settle
from cchc_cli.office.units import Units
from cchc_cli.office.vocabulary import ADDRESSED, NO_UNIT, PLAIN_POINTS, RESULT, TICKS, said

FIELDS = ("value", "self", "appraised1", "score", "appeal", "note")
POINTS = ("value", "self", "appraised1", "score")
WANTED = tuple(frozenset({what, points}) for what in ("number", "name", "part") for points in (*POINTS, "survey"))
LABELS = ("number", "name", "part", "area", "unit", "year", "rule_points")
TEXTS = ("rule", "evidence", "owner", "source", "appeal", "note")
"""Columns that are not read, or are read as texts, whatever numbers stand there."""


@dataclass
class ScoreSheet:
    """A sheet with its head.

    - `units`, `stages`: in a wide table whose points a column holds, and which; `years`: of which year, where it says so
    - `strangers`: cells that should name a unit, and what stands there instead
    - `above`: the texts above the table with their cells
    - `nameless`: rows with points that neither a number nor a name says a word about
    - `passed`: columns of other years, which are told by themselves
    - `stage_row`: of a table that was turned round the column that says which points a row holds
    """

    grid: Grid
    head: Head
    units: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    years: dict[int, Value] = field(default_factory=dict)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    above: list[tuple[str, str]] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    passed: set[int] = field(default_factory=set)
    stage_row: int | None = None

    @property
    def wide(self) -> bool:
        """Whether every unit has a column."""
        return bool(self.units) or self.grid.across

    def title(self) -> str:
        """What stands above the head."""
        return " ".join(text for _cell, text in self.above)

    def title_stage(self) -> str:
        """Which points a wide table without such headings holds: those that its title or name speaks of, else official."""
        text = plain(f"{self.title()} {self.grid.name}")
        own = re.search(r"\btu (cham|danh gia)\b", text) is not None
        return "self" if own and "tham dinh" not in text else "score"

    def take_title_stage(self) -> bool:
        """Take plain points for self-scores where the title speaks of these alone; whether it does."""
        columns, texts = self.head.columns, self.head.texts
        points = columns.get("score", [])
        if self.wide or "self" in columns or not points or self.title_stage() != "self":
            return False
        if not all(PLAIN_POINTS.fullmatch(said(texts[column][-1])) for column in points):
            return False
        columns["self"] = columns.pop("score")
        return True

    def fields(self) -> dict[str, int]:
        """The columns with what is imported."""
        found = {name: self.head.columns[name][0] for name in FIELDS if self.head.columns.get(name)}
        if not self.wide:
            found |= self.settled().fields
            # Of several columns of remarks the one right of the official points explains them.
            notes = [column for column in self.head.columns.get("note", []) if column > found.get("score", 0)]
            found |= {"note": notes[0]} if notes else {}
        return {name: found[name] for name in FIELDS if name in found}

    def survey(self) -> int | None:
        """The column of survey points beside official ones: it counts in rows where the official column is blank."""
        column = self.head.column("survey")
        return None if self.wide or column in self.fields().values() else column

    def settled(self) -> Stages:
        """Of several columns with official points the last and the first one, and where that can't be told."""
        headings = {column: self.head.heading(column) for column in self.head.texts}
        return settle(self.grid, self.heading_row(), self.head.columns, headings)

    def heading_row(self) -> int:
        """The lowest row of the head that has words, not the one that counts the columns."""
        rows = range(self.head.last, self.head.first, -1)
        return next((row for row in rows if not is_counter(self.grid.rows[row])), self.head.first)

    def unread(self, rows: Iterable[int]) -> tuple[list[tuple[str, str]], list[str]]:
        """Columns with numbers that are not read: the cell of the heading, and the heading; and those without a heading.

        Of these the first cell that is filled in `rows`, those with points.
        """
        if self.grid.across:
            return [], []
        known = self.head.all(*LABELS, *TEXTS) | {*self.read_columns()} | self.passed
        known |= {column for column in [self.survey()] if column is not None}
        below = self.head.last + 1
        others = [at for at in range(self.grid.width) if at not in known]
        headings = {at: self._heading(at) for at in others}
        named = [headings[at] for at in others if headings[at][1] and has_points(self.grid, below, at)]
        filled = {
            at: [row for row in rows if self.grid.at(row, at) is not None] for at in others if not headings[at][1]
        }
        return named, [self.grid.address(found[0], at) for at, found in filled.items() if found]

    def _heading(self, column: int) -> tuple[str, str]:
        """The lowest heading of a column with its cell."""
        rows = range(self.head.last, self.head.first - 1, -1)
        cells = ((row, self.grid.at(row, column)) for row in rows)
        row, text = next(((row, value) for row, value in cells if isinstance(value, str)), (self.head.first, ""))
        return self.grid.address(row, column), " ".join(text.split())

    def by_unit(self) -> dict[str, dict[str, list[int]]]:
        """In a wide table the columns of each unit by what they hold; several of a kind contradict each other."""
        found: dict[str, dict[str, list[int]]] = {}
        for column, unit in self.units.items():
            found.setdefault(unit, {}).setdefault(self.stages[column], []).append(column)
        return found

    def read_columns(self) -> list[int]:
        """Every column whose cells count."""
        names = ("number", "name", "part", "unit", "year", "max")
        firsts = {self.head.columns[name][0] for name in names if self.head.columns.get(name)}
        own = {} if self.wide else self.fields()
        return sorted({*firsts, *own.values(), *self.units})

    def broken(self) -> list[Cell]:
        """The cells that count and have no value that can be trusted."""
        read = {*self.read_columns()}
        return sorted(cell for cell in self.grid.broken if cell[0] > self.head.last and cell[1] in read)

    def point_columns(self) -> list[int]:
        """The columns of points."""
        own = [column for name, column in self.fields().items() if name in POINTS] if not self.units else []
        survey = self.survey()
        return [*self.units, *own, *([] if survey is None else [survey])]

    def lines(self) -> list[Line]:
        """The rows that may be about a component, totals and repeated heads left out."""
        reader = Rows(self.grid, self.head)
        # Of a line with a column for each level the deepest is what the points are for.
        rows = {row.row: row for row in reader.read() if row.row > self.head.last}
        self._find_nameless(reader, rows)
        # `Tổng điểm trừ` is what there is of penalty points, where no other row is called so.
        apart = {"", *(extra_kind(row.name) for row in rows.values() if row.kind != "total")}
        points = self.point_columns()
        kept = (at for at, row in rows.items() if row.kind != "total" or extra_kind(row.name) not in apart)
        return list(filter(None, (self._line(at, points) for at in kept)))

    def _find_nameless(self, reader: Rows, rows: dict[int, Row]) -> None:
        """Note rows with points that say no word, nor sum up others."""
        points, told = self.point_columns(), reader.counters.union(reader.again)
        told |= {at for at, row in rows.items() if row.name or row.marks}
        for at in (at for at in reader.body if at not in told):
            cells = self.grid.rows[at]
            if _is_filled(cells, points) and not is_total(_first_text(cells)):
                self.nameless.append(at)

    def _line(self, row: int, points: list[int]) -> Line | None:
        cells, number = self.grid.rows[row], self.head.column("number")
        name = self.head.column("part" if self.head.all("part") else "name")
        value = None if number is None else cells[number]
        first = "" if name is None else _first_line(cells[name])
        line = Line(row, number, value, name, first, has_points=_is_filled(cells, points))
        if value is None and not (line.name and line.has_points):
            return None
        if isinstance(value, str) and (is_total(value) or meaning(value) == "number"):
            return None
        line.given = {at: points_of(cells[at]) for at in points if is_given(cells[at])}
        line.has_figures = bool(line.given)
        line.worth = self._worth(cells, line.name)
        return line

    def _worth(self, cells: list[Value], name: str) -> set[float]:
        """The points that a row says of itself: in the column of maxima, or behind its name."""
        columns = [column for each in ("max", "rule_points") if (column := self.head.column(each)) is not None]
        said = [*(points_of(cells[at]) for at in columns), *(line.points for line in split_lines(name, ""))]
        return {points for points in said if points is not None}


def _first_line(value: Value) -> str:
    return " ".join(value.partition("\n")[0].split()) if isinstance(value, str) else ""


def _is_filled(cells: list[Value], columns: list[int]) -> bool:
    return any(cells[column] is not None for column in columns)


def is_given(value: Value) -> bool:
    """Whether a cell holds points, or a tick for them, or what stands for none: NA."""
    if isinstance(value, str):
        said = value.strip().casefold()
        figure = any(sign.isdigit() for sign in value)
        return figure or said in NOT_APPLICABLE or said in TICKS or not_applicable(value)
    return value is not None


def down_sheet(grid: Grid, units: Units) -> ScoreSheet | None:
    """The grid as a sheet with components below one another; None where it has no head for points."""
    wide, long = _wide(grid, units), find_head(grid, WANTED)
    if wide is not None and (long is None or len(set(wide.units.values())) > 1):
        return wide
    if long is None or _lists_units(grid, long):
        return None
    if "survey" in long.columns and not any(name in long.columns for name in ("score", "appraised1")):
        long.columns["score"] = long.columns.pop("survey")
    return ScoreSheet(grid, long, above=cells_above(grid, len(rows_above(grid, long))))


def _lists_units(grid: Grid, head: Head) -> bool:
    """Whether a table has a row a unit, counted from 1, and no component: an overview of totals."""
    number, unit = head.column("number"), head.column("unit")
    if number is None or unit is None or head.all("name", "part"):
        return False
    cells = (grid.rows[row] for row in range(head.last + 1, len(grid.rows)))
    counted = [mark.text for row in cells if row[unit] is not None for mark in cell_marks(row[number])[0][:1]]
    return counted == [str(place + 1) for place in range(len(counted))]


def cells_above(grid: Grid, end: int) -> list[tuple[str, str]]:
    """The texts of the first rows, with their cells; of a Word file also those above its other tables."""
    titles = {row for row, (_table, line) in enumerate(grid.labels) if not line}
    above = ((row, at, text) for row, at, text in grid.texts() if row < end or row in titles)
    return [(grid.address(row, at), text) for row, at, text in above if not ADDRESSED.match(plain(text[:200]))]


def _wide(grid: Grid, units: Units) -> ScoreSheet | None:
    """A table of components × units: a head with the names of units beside one for the components."""
    head = find_head(grid, (frozenset({"number"}), frozenset({"name"})))
    if head is None:
        return None
    near = range(max(head.first - 2, 0), min(head.last + 3, len(grid.rows)))
    named = {row: dict(_named(grid, row, units)) for row in near}
    last = max(near, key=lambda row: len(set(named[row].values())))
    # A single unit below a heading that says unit is the first row of an overview.
    if not named[last] or (last > head.last and named[last].keys() <= head.all("unit")):
        return None
    below = max(last, head.last) + 1
    staged = below < len(grid.rows) and any(stage_of(grid.at(below, column)) for column in named[last])
    head.last = below if staged else below - 1
    columns = _spread(grid, head, last, named[last])
    sheet = ScoreSheet(grid, head, columns)
    sheet.above = cells_above(grid, min(len(rows_above(grid, head)), last))
    sheet.strangers = _strangers(grid, head, last, sorted(columns))
    sheet.stages = _stages(grid, head, last, sorted(columns), sheet.title_stage())
    return sheet


def _named(grid: Grid, row: int, units: Units) -> Iterator[tuple[int, str]]:
    """The columns of a row that name units."""
    for column in range(grid.width):
        value = grid.at(row, column)
        if isinstance(value, str) and (unit := units.find(value)) is not None:
            yield column, unit


def _spread(grid: Grid, head: Head, row: int, units: dict[int, str]) -> dict[int, str]:
    """The columns of units with those right of a name whose cell was not merged: blank there, other points below."""
    found = dict(units)
    for column in range(min(units) + 1, grid.width):
        before = found.get(column - 1)
        stages = {stage_of(grid.at(below, column)) for below in range(row + 1, head.last + 1)}
        if before and column not in found and grid.at(row, column) is None and stages & {*POINTS}:
            found[column] = before
    return found


def _strangers(grid: Grid, head: Head, row: int, columns: list[int]) -> list[tuple[str, str]]:
    """Headings among those of units that name none, above points: not those of totals, notes and stages."""
    found = []
    for column in range(columns[0], grid.width):
        value = grid.rows[row][column]
        if column not in columns and isinstance(value, str) and has_points(grid, head.last + 1, column):
            text = " ".join(value.split())
            if meaning(text) in (None, "unit") and not is_result(text) and not NO_UNIT.fullmatch(plain(text)):
                found.append((grid.address(row, column), text))
    return found


def _stages(grid: Grid, head: Head, units: int, columns: list[int], spanning: str) -> dict[int, str]:
    """What each unit's column holds: the lowest heading that says it, else one above the units further left, else
    `spanning`."""
    found: dict[int, str] = {}
    for column in columns:
        rows = range(head.last, max(head.first - 3, -1), -1)
        row, stage = next(((row, said) for row in rows if (said := stage_of(grid.at(row, column)))), (units, spanning))
        spanning = stage if row < units else spanning
        found[column] = stage
    return found


def stage_of(value: object) -> str:
    """Which points a heading speaks of; blank for none."""
    found = meaning(value) if isinstance(value, str) else None
    return found if found in FIELDS else ""


def _first_text(cells: list[Value]) -> str:
    return next((value for value in cells if isinstance(value, str)), "")


def is_result(text: str) -> bool:
    """Whether a heading is that of what is made of points."""
    return is_total(text) or RESULT.fullmatch(" ".join(plain(re.sub(r"\(.*?\)", " ", text)).split())) is not None
