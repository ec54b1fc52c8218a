"""A sheet with points: which columns hold what, for which unit, and its rows."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import filterfalse

from cchc_cli.messages import _
from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.rules.lines import split_lines
from cchc_cli.office.scores.line import FIELDS, POINTS, ScoreLine, is_given, is_result
from cchc_cli.office.scores.stages import settle, stage_of
from cchc_cli.office.tables.heads import TableHead, figures_below, is_counter
from cchc_cli.office.tables.row_kinds import Row, extra_kind
from cchc_cli.office.tables.rows import TableRows
from cchc_cli.office.words.headings import OF_APPRAISERS, said, used
from cchc_cli.office.words.meaning import column_meaning, meaning
from cchc_cli.office.words.numbers import first_text, is_total, points_of
from cchc_cli.office.words.vocabulary import ADDRESSED, PLAIN_POINTS, lateness
from cchc_cli.office.words.whom import groups_of_headings

WANTED = tuple(
    frozenset({what, points}) for what in ("number", "name", "part") for points in (*POINTS, "survey", "deducted")
)
KNOWN = {*used("label"), *used("text")} - {"target"}
"""Columns that are read, or hold texts, whatever numbers stand there."""


@dataclass
class ScoreSheet:
    """A sheet with its head.

    - `units`, `stages`: in a wide table whose points a column holds, and which; `years`: of which year, where it says so
    - `strangers`: cells that should name a unit, and what stands there instead
    - `above`: the texts above the table with their cells
    - `nameless`: cells with points of which no number or name of a component or a unit says a word, and what is told of them
    - `totals`: rows that sum up areas, or everything
    - `unit_rows`: rows between components that name the unit of those below them
    - `passed`: columns of other years, which are told by themselves
    - `taken_off`: columns with what is left of the maxima, of which the file says what was taken off
    - `others`: what is to be told of tables of another kind below it
    - `wide`: whether every unit has a column
    - `surely`: rows that are of components, whatever their names say
    - `stage_column`: the column that says which points a row holds
    """

    grid: Grid
    head: TableHead
    units: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    years: dict[int, Value] = field(default_factory=dict)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    above: list[tuple[str, str]] = field(default_factory=list)
    nameless: list[tuple[str, str]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    unit_rows: dict[int, str] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    taken_off: list[int] = field(default_factory=list)
    surely: Collection[int] = ()
    stage_column: int | None = None
    others: str = ""
    chosen: dict[str, int] = field(default_factory=dict)
    wide: bool = False

    def title(self) -> str:
        """What stands above the head."""
        return " ".join(text for _cell, text in self.above)

    def title_stage(self) -> str:
        """Which points a wide table without such headings holds: those that its title or name speaks of, else official."""
        text = plain(f"{self.title()} {self.grid.name}")
        return "self" if re.search(r"\btu (cham|danh gia)\b", text) and "tham dinh" not in text else "score"

    def take_title_stage(self) -> bool:
        """Take plain points for self-scores where the title speaks of these alone; whether it does."""
        columns, texts = self.head.columns, self.head.texts
        points = columns.get("score", [])
        plain_ones = all(PLAIN_POINTS.fullmatch(said(texts[column][-1])) for column in points)
        if self.wide or "self" in columns or not (points and plain_ones) or self.title_stage() != "self":
            return False
        columns["self"] = columns.pop("score")
        self.chosen = {}
        return True

    def fields(self) -> dict[str, int]:
        """The columns with what is imported; to choose among several takes a look through the sheet."""
        self.chosen = self.chosen or self._fields()
        return self.chosen

    def _fields(self) -> dict[str, int]:
        found = {name: self.head.columns[name][0] for name in FIELDS if self.head.columns.get(name)}
        if not self.wide:
            found |= self.settled()[0]
            found.pop("note", None)
            found |= {"note": notes[0]} if (notes := self._notes(found)) else {}
        return {name: found[name] for name in FIELDS if name in found}

    def _notes(self, found: Mapping[str, int]) -> list[int]:
        """The columns of remarks that explain official points: right of these, or with words that say so.

        Beside self-scores alone remarks are the unit's own; without any points they go with what was measured.
        """
        notes = self.head.columns.get("note", []) or self._explained(found)
        if "self" in found and "score" not in found:
            return [column for column in notes if OF_APPRAISERS.search(plain(self.head.heading(column)))]
        return [column for column in notes if column > found.get("score", 0)] or notes[:1]

    def _explained(self, found: Mapping[str, int]) -> list[int]:
        """`Giải trình` right of the only official points, where the unit's own stands left of them."""
        first, *others = self.head.columns.get("appeal", []) or [0]
        own = found.get("self", first) < first < found.get("score", 0) and "appraised1" not in found
        return others[:1] if own else []

    def survey(self) -> int | None:
        """The column of survey points beside official ones: it counts in rows where the official column is blank."""
        column = self.head.column("survey")
        return None if self.wide or column in self.fields().values() else column

    def with_survey(self, row: int, name: str, said: float) -> tuple[float, ...]:
        """What the points of a sum may be: as they stand, and with survey points that have a column of their own."""
        at = self.survey() if name == "score" else None
        return (said,) if at is None else (said, said + (points_of(self.grid.rows[row][at]) or 0.0))

    def settled(self) -> tuple[dict[str, int], list[Problem]]:
        """Of several columns with official points the last and the first one, and where that can't be told."""
        headings = {column: self.head.heading(column) for column in self.head.texts}
        return settle(self.grid, self.heading_row(), self.head.columns, headings)

    def assumed(self) -> list[str]:
        """Of whom only those who gave the points say it: which of several official columns is the last one, or that one is."""
        found = [self.fields().get(name) for name in ("appraised1", "score")]
        first, last = ("" if at is None else self.head.heading(at) for at in found)
        if last and column_meaning(self.head.texts[found[1] or 0]) is None:
            return [_("“{heading}” was read as official points: no other column has any.", heading=last)]
        if not (first and last) or lateness(first) != lateness(last):
            return []
        text = _("Official points are those of “{last}”; “{first}” was read as what came before.")
        return [text.format(last=last, first=first)]

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
        known = {*self.head.all(*KNOWN), *self.read_columns(), *self.passed, self.survey()}
        figures = figures_below(self.grid, self.head.last + 1)
        named, nameless = list[tuple[str, str]](), list[str]()
        for at in sorted(set(range(self.grid.width)) - known):
            cell, text = self._heading(at)
            filled = [row for row in rows if self.grid.at(row, at) is not None]
            if text and at in figures:
                named.append((cell, text))
            elif filled and not text:
                nameless.append(self.grid.address(filled[0], at))
        return named, nameless

    def own_notes(self) -> list[str]:
        """The cells of headings of remarks that are the unit's own: they say so, or there are no official points."""
        own, fields = list(self.head.columns.get("own_note", [])), self.fields()
        if not self.wide and "self" in fields and "score" not in fields:
            own += [at for at in self.head.columns.get("note", []) if at != fields.get("note")]
        return ["{} “{}”".format(*self._heading(at)) for at in own]

    def _heading(self, column: int) -> tuple[str, str]:
        """The lowest heading of a column with its cell."""
        rows = range(self.head.last, self.head.first - 1, -1)
        cells = ((row, self.grid.at(row, column)) for row in rows)
        row, text = next(((row, value) for row, value in cells if isinstance(value, str)), (self.head.first, ""))
        return self.grid.address(row, column), " ".join(text.split())

    def leave_out(self, columns: set[int]) -> None:
        """Read nothing from these columns."""
        kept = {name: [at for at in found if at not in columns] for name, found in self.head.columns.items()}
        self.head.columns, self.chosen = kept, {}
        self.passed |= columns

    def by_unit(self) -> dict[str, dict[str, list[int]]]:
        """In a wide table the columns of each unit by what they hold; several of a kind contradict each other."""
        found: dict[str, dict[str, list[int]]] = {}
        for column, unit in self.units.items():
            found.setdefault(unit, {}).setdefault(self.stages[column], []).append(column)
        return found

    def read_columns(self) -> list[int]:
        """Every column whose cells count."""
        names = ("number", "name", "part", "unit", "year")
        firsts = {self.head.columns[name][0] for name in names if self.head.columns.get(name)}
        own = {} if self.wide else self.fields()
        return sorted({*firsts, *own.values(), *self.units, *self._maxima, *self.head.columns.get("level", [])})

    @cached_property
    def _maxima(self) -> list[int]:
        """The columns of maxima, where each row fills one, as areas and components may have their own, or each is of a group."""
        columns = self.head.columns.get("max", [])
        if groups_of_headings({at: self.head.heading(at) for at in columns}):
            return columns
        rows = self.grid.rows[self.head.last + 1 :]
        alone = all(sum(cells[at] is not None for at in columns) < 2 or is_total(first_text(cells)) for cells in rows)
        return columns if alone else columns[:1]

    def max_column(self, row: int, known: float | None = None) -> int | None:
        """The column of maxima that a row fills; of those of several groups the one with the maximum that is known."""
        filled = [at for at in self._maxima if self.grid.rows[row][at] is not None]
        same = [at for at in filled if points_of(self.grid.rows[row][at]) == known and not self.taken_off]
        return next(iter([*same, *filled, *self._maxima]), None)

    def broken(self) -> list[Cell]:
        """The cells that count and have no value that can be trusted."""
        read = {*self.read_columns()}
        return sorted(cell for cell in self.grid.broken if cell[0] > self.head.last and cell[1] in read)

    def point_columns(self) -> list[int]:
        """The columns of points."""
        own = [column for name, column in self.fields().items() if name in POINTS] if not self.units else []
        survey = self.survey()
        return [*self.units, *own, *([] if survey is None else [survey])]

    def has_points(self, line: ScoreLine) -> bool:
        """Whether a line has points, or shares a cell of them with others."""
        return line.has_points or any((line.row, at) in self.grid.merged for at in self.point_columns())

    def lines(self) -> list[ScoreLine]:
        """The rows that may be about a component, totals and repeated heads left out."""
        # The rows of a table that was turned round are no lines of a Word file.
        across = self.grid.across
        reader = TableRows(replace(self.grid, labels=()) if across else self.grid, self.head)
        self.others = reader.below.passed_over() * (not across)
        # Of a line with a column for each level the deepest is what the points are for.
        rows = {row.row: row for row in reader.rows if row.row > self.head.last}
        lines = {at: line for at in self._of_components(rows) if (line := self._line(rows[at]))}
        for at, above in self._without_a_name(reader, rows):
            self._add_nameless(lines, at, above)
        return [lines[at] for at in sorted(lines)]

    def _add_nameless(self, lines: dict[int, ScoreLine], row: int, above: int) -> None:
        """Add the line of a row without a name: other points, or an option, of the component above; note what is neither."""
        stage = self.stage(row)
        if stage and above in lines:
            lines[row] = lines[above].with_stage(row, stage)
        elif self._is_merged(row):
            lines[row] = self._option(row)
        elif not stage or above < 0:  # else it is another sum beside the one above
            cell = self.grid.address(row, min(self.read_columns(), default=0))
            self.nameless.append((cell, _("points without a number or a name.")))

    @property
    def _name(self) -> int | None:
        """The column of names; of several levels the lowest."""
        return self.head.column("part" if self.head.all("part") else "name")

    def stage(self, row: int) -> str:
        """Which points a row holds, where a column says it."""
        return "" if self.stage_column is None else stage_of(self.grid.at(row, self.stage_column))

    def _of_components(self, rows: dict[int, Row]) -> Iterator[int]:
        """The rows that may be about components: no totals, nor what is made of them below: `Tỷ lệ (%)`, `Xếp hạng`."""
        sums = self.unit_rows.keys() | self._sums(rows)
        totals = (at for at, row in rows.items() if row.kind == "total")
        end = -1 if self.grid.across else max(totals, default=len(self.grid.rows))
        return filterfalse(lambda at: at in sums or (at > end and self._is_made(rows[at])), rows)

    def _sums(self, rows: dict[int, Row]) -> set[int]:
        """The rows that sum up others; note those of areas or of everything."""
        totals = {at: extra_kind(row.name) for at, row in rows.items() if row.kind == "total"}
        self.totals = [at for at, kind in totals.items() if not (rows[at].marks or kind)]
        # `Tổng điểm trừ` is what there is of penalty points, where no other row is called so.
        apart = {"", *(extra_kind(rows[at].name) for at in rows.keys() - totals)}
        return {at for at, kind in totals.items() if kind in apart}

    def _is_made(self, row: Row) -> bool:
        """Whether a row is of what is made of points; a heading that was turned round may also be that of a label."""
        # In a column of ids a word alone may be one.
        name = row.name or row.unread
        is_named = is_result(name) or (self.grid.across and meaning(name) in KNOWN)
        return is_named and not (row.marks or row.row in self.surely)

    def _without_a_name(self, reader: TableRows, rows: dict[int, Row]) -> Iterator[tuple[int, int]]:
        """Rows with points that say no word, nor sum up others, each with the last one above that does; -1 for none."""
        named = [-1, *sorted(at for at, row in rows.items() if row.name or row.marks or self._is_made(row))]
        told = reader.counters.union(reader.again, named)
        for at in (at for at in reader.body if at not in told):
            if is_filled(self.grid.rows[at], self.point_columns()) and not is_total(first_text(self.grid.rows[at])):
                yield at, named[bisect(named, at) - 1]

    def _is_merged(self, row: int) -> bool:
        """Whether a row without a name of its own goes on with one above: the name of a component is merged over its options."""
        first = self.grid.merged.get((row, -1 if self._name is None else self._name))
        return first is not None and first[0] > self.head.last

    def _option(self, row: int) -> ScoreLine:
        """The row of an option whose component is merged over it: what stands there was given."""
        line = ScoreLine(row, self.head.column("number"), None, self._name, first_text(self.grid.rows[row]))
        self._with_points(line)
        line.worth = {each for each in line.given.values() if each is not None}
        return line

    def _line(self, row: Row) -> ScoreLine | None:
        cells, number = self.grid.rows[row.row], self.head.column("number")
        value, named = (None if at is None else cells[at] for at in (number, self._name))
        first = " ".join(named.partition("\n")[0].split()) if isinstance(named, str) else ""
        line = ScoreLine(row.row, number, value, self._name, first, has_points=is_filled(cells, self.point_columns()))
        line.stage = self.stage(row.row)
        return None if _says_nothing(line) and not (first and row.numbered) else self._with_points(line)

    def _with_points(self, line: ScoreLine) -> ScoreLine:
        """The line with what it gives."""
        cells = self.grid.rows[line.row]
        line.given = {at: points_of(cells[at]) for at in self.point_columns() if is_given(cells[at])}
        line.says_worth = partial(self._worth, line.row, line.name)
        return line

    def _worth(self, row: int, name: str) -> set[float]:
        """The points that a row says of itself: in the column of maxima, or behind its name."""
        columns = (self.max_column(row), self.head.column("rule_points"))
        beside = (points_of(self.grid.rows[row][at]) for at in columns if at is not None)
        return {points for points in (*beside, *(line.points for line in split_lines(name, ""))) if points is not None}


def _says_nothing(line: ScoreLine) -> bool:
    value = line.id_value
    if isinstance(value, str):
        return is_total(value) or meaning(value) == "number"
    return value is None and not (line.name and line.has_points)


def is_filled(cells: list[Value], columns: list[int]) -> bool:
    """Whether any of these cells holds anything."""
    return any(cells[column] is not None for column in columns)


def cells_above(grid: Grid, end: int, start: int = 0) -> list[tuple[str, str]]:
    """The texts of rows above a table, with their cells; of a Word file also those above its other tables."""
    titles = {row for row, (_table, line) in enumerate(grid.labels) if not line}
    above = (each for each in grid.texts() if start <= each[0] < end or (each[0] in titles and not start))
    return [(grid.address(row, at), text) for row, at, text in above if not ADDRESSED.match(plain(text[:200]))]
