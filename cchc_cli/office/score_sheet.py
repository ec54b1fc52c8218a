"""A sheet with points: which columns hold what, for which unit, and its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.office.appraisal_columns import Stages, has_points, settle
from cchc_cli.office.components import heading_name
from cchc_cli.office.figures import not_applicable
from cchc_cli.office.header import Header, find_header, is_counter, meaning, rows_above
from cchc_cli.office.marks import is_total, mark_of, points_of
from cchc_cli.office.rule_lines import split_lines
from cchc_cli.office.score_match import Line
from cchc_cli.office.score_units import Units
from cchc_cli.office.vocabulary import NO_UNIT, RESULT

FIELDS = ("value", "self", "appraised1", "score", "appeal", "note")
POINTS = ("value", "self", "appraised1", "score")
WANTED = tuple(frozenset({what, points}) for what in ("number", "name", "part") for points in POINTS)
LABELS = ("number", "name", "part", "area", "unit", "year", "rule_points")
TEXTS = ("rule", "evidence", "owner", "source", "appeal", "note")
"""Columns that are not read, or are read as texts, whatever numbers stand there."""
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
TITLE_YEAR = re.compile(r"(?<!thang \d )(?<!thang \d\d )(?<!thang … )\bnam ((?:19|20)\d\d)(?!\d)")
"""The year that a title is about; that of a date (ngày 15 tháng 01 năm 2024) is not."""


@dataclass
class ScoreSheet:
    """A sheet with its header.

    - `units`, `stages`: in a wide table whose points a column holds, and which; `years`: of which year, where it says so
    - `strangers`: cells that should name a unit, and what stands there instead
    - `above`: the texts above the table with their cells
    - `nameless`: rows with points that neither a number nor a name says a word about
    - `stage_row`: of a table that was turned round the column that says which points a row holds
    """

    grid: Grid
    header: Header
    units: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    years: dict[int, Value] = field(default_factory=dict)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    above: list[tuple[str, str]] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    stage_row: int | None = None

    @property
    def wide(self) -> bool:
        """Whether every unit has a column."""
        return bool(self.units) or self.grid.across

    def title(self) -> str:
        """What stands above the header."""
        return " ".join(text for _cell, text in self.above)

    def title_stage(self) -> str:
        """Which points a wide table without such headings holds: those that its title or name speaks of, else official."""
        said = plain(f"{self.title()} {self.grid.name}")
        own = re.search(r"\btu (cham|danh gia)\b", said) is not None
        return "self" if own and "tham dinh" not in said else "score"

    def fields(self) -> dict[str, int]:
        """The columns with what is imported."""
        found = {name: self.header.columns[name][0] for name in FIELDS if self.header.columns.get(name)}
        if self.wide:
            return found
        stages = self.settled().fields
        return {name: stages.get(name, found.get(name, -1)) for name in FIELDS if name in {*found, *stages}}

    def settled(self) -> Stages:
        """Of several columns with official points the last and the first one, and where that can't be told."""
        header = self.header
        return settle(self.grid, self.heading_row(), header.columns, header.headings)

    def heading_row(self) -> int:
        """The lowest row of the header that has words, not the one that counts the columns."""
        rows = range(self.header.last, self.header.first, -1)
        return next((row for row in rows if not is_counter(self.grid.rows[row])), self.header.first)

    def unread(self) -> list[tuple[str, str]]:
        """Columns with numbers that are not read: the cell of the heading, and the heading."""
        if self.grid.across:
            return []
        header, found = self.header, []
        known = {at for name in LABELS for at in header.columns.get(name, [])} | {*self.read_columns()}
        texts = {at for name in TEXTS for at in header.columns.get(name, [])}
        for at in range(self.grid.width):
            if at in known or at in texts or not has_points(self.grid, header.last + 1, at):
                continue
            rows = range(header.last, header.first - 1, -1)
            cells = ((row, self.grid.at(row, at)) for row in rows)
            row = next((row for row, value in cells if isinstance(value, str)), header.first)
            heading = self.grid.at(row, at)
            text = " ".join(heading.split()) if isinstance(heading, str) else ""
            found.append((self.grid.address(row, at), text))
        return found

    def by_unit(self) -> dict[str, dict[str, list[int]]]:
        """In a wide table the columns of each unit by what they hold; several of a kind contradict each other."""
        found: dict[str, dict[str, list[int]]] = {}
        for column, unit in self.units.items():
            found.setdefault(unit, {}).setdefault(self.stages[column], []).append(column)
        return found

    def read_columns(self) -> list[int]:
        """Every column whose cells count."""
        names = ("number", "name", "part", "unit", "year", "max")
        firsts = {self.header.columns[name][0] for name in names if self.header.columns.get(name)}
        own = {} if self.wide else self.fields()
        return sorted({*firsts, *own.values(), *self.units})

    def lines(self) -> list[Line]:
        """The rows that may be about a component, totals and repeated headers left out."""
        if self.grid.across:
            return self._across_lines()
        number, name = self.header.column("number"), self.header.column("part")
        name = self.header.column("name") if name is None else name
        points = list(self.units) or [column for f, column in self.fields().items() if f in POINTS]
        found = []
        for row in range(self.header.last + 1, len(self.grid.rows)):
            value = self.grid.rows[row][number] if number is not None else None
            text = self._name(row, name)
            filled = any(self.grid.rows[row][column] is not None for column in points)
            if value is None and not text and filled and not is_total(_first_text(self.grid.rows[row])):
                self.nameless.append(row)
            if (value is None and not text) or is_total(text) or (isinstance(value, str) and is_total(value)):
                continue
            if isinstance(value, str) and meaning(value) == "number":
                continue
            if value is None and not filled:
                continue
            line = Line(row, number, value, name, text, has_points=filled)
            line.given, line.worth = self._given(row, points), self._worth(row, text)
            line.has_figures = any(_is_figure(self.grid.rows[row][column]) for column in points)
            found.append(line)
        return found

    def _given(self, row: int, columns: list[int]) -> dict[int, float]:
        """The points of a row by column."""
        found = {column: points_of(self.grid.rows[row][column]) for column in columns}
        return {column: points for column, points in found.items() if points is not None}

    def _worth(self, row: int, name: str) -> set[float]:
        """The points that a row says of itself: in the column of maxima, or behind its name."""
        columns = [self.header.columns[each][0] for each in ("max", "rule_points") if self.header.columns.get(each)]
        said = [points_of(self.grid.rows[row][column]) for column in columns] + [
            line.points for line in split_lines(name, "")
        ]
        return {points for points in said if points is not None}

    def _across_lines(self) -> list[Line]:
        """The lines of a table that was turned round. A component's merged cell may stand for several of them."""
        found: dict[tuple[int, int], Line] = {}
        lines: list[Line] = []
        number, name = self.header.column("number"), self.header.column("name")
        for row in range(self.header.last + 1, len(self.grid.rows)):
            value = self.grid.at(row, number) if number is not None else None
            named = self.grid.at(row, name) if name is not None else None
            text = heading_name(named) if isinstance(named, str) else ""
            if isinstance(value, str) and mark_of(value) is None and text in ("", heading_name(value)):
                text, value = heading_name(value), None
            filled = any(self.grid.rows[row][column] is not None for column in self.units)
            said = text or (value if isinstance(value, str) else "")
            stage = stage_of(self.grid.at(row, self.stage_row)) if self.stage_row is not None else ""
            if value is None and not text and stage and lines:
                first = lines[-1].same_as or lines[-1]
                first.has_points |= filled
                lines.append(Line(row, number, None, name, "", "", filled, stage=stage, same_as=first))
                continue
            if value is None and not text and filled:
                self.nameless.append(row)
            if (value is None and not text) or is_total(said) or (value is None and skipped_heading(said)):
                continue
            line = Line(row, number, value, name, text, has_points=filled)
            line.stage = stage
            column = number if number is not None and self.grid.at(row, number) is not None else name or 0
            cell = self.grid.merged.get((row, column), (row, column))
            if cell in found:
                line.same_as = found[cell]
                found[cell].has_points |= filled
            found.setdefault(cell, line)
            lines.append(line)
        return lines

    def _name(self, row: int, column: int | None) -> str:
        value = self.grid.rows[row][column] if column is not None else None
        return " ".join(str(value).split("\n")[0].split()) if isinstance(value, str) else ""


def down_sheet(grid: Grid, units: Units) -> ScoreSheet | None:
    """The grid as a sheet with components below one another; None where it has no header for points."""
    wide = _wide(grid, units)
    long = find_header(grid, WANTED)
    if wide is not None and (long is None or len(wide.units) > 1):
        return wide
    if long is None:
        return None
    return ScoreSheet(grid, long, above=cells_above(grid, len(rows_above(grid, long))))


def cells_above(grid: Grid, end: int) -> list[tuple[str, str]]:
    """The texts of the first rows, with their cells; of a Word file also those above its other tables."""
    titles = {row for row, (_table, line) in enumerate(grid.labels) if not line}
    return [(grid.address(row, at), text) for row, at, text in grid.texts() if row < end or row in titles]


def _wide(grid: Grid, units: Units) -> ScoreSheet | None:
    """A table of components × units: a header with the names of units beside one for the components."""
    header = find_header(grid, (frozenset({"number"}), frozenset({"name"})))
    if header is None:
        return None
    best: dict[int, str] = {}
    last = header.last
    for row in range(max(header.first - 2, 0), min(header.last + 3, len(grid.rows))):
        found = {
            column: unit
            for column in range(grid.width)
            if isinstance(value := grid.at(row, column), str) and (unit := units.find(value)) is not None
        }
        if len(set(found.values())) > len(set(best.values())):
            best, last = found, row
    if not best:
        return None
    header.last = max(last, header.last)
    below = header.last + 1
    if below < len(grid.rows) and any(stage_of(grid.at(below, column)) for column in best):
        header.last = below
    best = _spread(grid, header, last, best)
    sheet = ScoreSheet(grid, header, best)
    sheet.above = cells_above(grid, min(len(rows_above(grid, header)), last))
    sheet.strangers = _strangers(grid, header, last, sorted(best))
    sheet.stages = _stages(grid, header, last, sorted(best), sheet.title_stage())
    return sheet


def _spread(grid: Grid, header: Header, row: int, units: dict[int, str]) -> dict[int, str]:
    """The columns of units with those right of a name whose cell was not merged: blank there, other points below."""
    found = dict(units)
    for column in range(min(units) + 1, grid.width):
        before = found.get(column - 1)
        stages = {stage_of(grid.at(below, column)) for below in range(row + 1, header.last + 1)}
        if before and column not in found and grid.at(row, column) is None and stages & {*POINTS}:
            found[column] = before
    return found


def _strangers(grid: Grid, header: Header, row: int, columns: list[int]) -> list[tuple[str, str]]:
    """Headings among those of units that name none, above points: not those of totals, notes and stages."""
    found = []
    for column in range(columns[0], grid.width):
        value = grid.rows[row][column]
        points = any(points_of(cells[column]) is not None for cells in grid.rows[header.last + 1 :])
        if column not in columns and isinstance(value, str) and points:
            text = " ".join(value.split())
            if meaning(text) in (None, "unit") and not is_result(text) and not NO_UNIT.fullmatch(plain(text)):
                found.append((grid.address(row, column), text))
    return found


def _stages(grid: Grid, header: Header, units: int, columns: list[int], spanning: str) -> dict[int, str]:
    """What each unit's column holds: the lowest heading that says it, else one above the units further left, else
    `spanning`."""
    found: dict[int, str] = {}
    for column in columns:
        for row in range(header.last, max(header.first - 3, -1), -1):
            if stage := stage_of(grid.at(row, column)):
                found[column] = stage
                spanning = stage if row < units else spanning
                break
        found.setdefault(column, spanning)
    return found


def stage_of(value: object) -> str:
    """Which points a heading speaks of; blank for none."""
    found = meaning(value) if isinstance(value, str) else None
    return found if found in FIELDS else ""


def _is_figure(value: Value) -> bool:
    """Whether a cell holds a number, or what stands for one: NA."""
    if isinstance(value, str):
        return (
            any(sign.isdigit() for sign in value) or value.strip().casefold() in NOT_APPLICABLE or not_applicable(value)
        )
    return value is not None


def _first_text(cells: list[Value]) -> str:
    return next((value for value in cells if isinstance(value, str)), "")


def is_result(text: str) -> bool:
    """Whether a heading is that of what is made of points."""
    return RESULT.fullmatch(" ".join(plain(re.sub(r"\(.*?\)", " ", text)).split())) is not None


def skipped_heading(text: str) -> bool:
    """Whether a heading without an id is that of a total, a rank, a rating, a note, or of a label."""
    return is_result(text) or meaning(text) in ("note", "appeal", "unit", "number", "year", "evidence")
