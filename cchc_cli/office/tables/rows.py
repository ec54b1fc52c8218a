"""The rows of a table of components, with the cells of each, told apart once for all that read such tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.rules.lines import RuleLine, says_rule, with_points
from cchc_cli.office.rules.points import as_taken_off
from cchc_cli.office.tables.heads import TableHead
from cchc_cli.office.tables.others import RowsBelow
from cchc_cli.office.tables.row_kinds import Row, are_numbered, plain_name, sections_above, take_options, tell_apart
from cchc_cli.office.words.headings import EACH_OPTION, OF_OPTIONS, column_year, used
from cchc_cli.office.words.numbers import (
    Mark,
    cell_marks,
    figure_of,
    first_text,
    is_blank,
    is_tick,
    is_total,
    leading_mark,
    not_given,
    points_of,
)
from cchc_cli.office.words.vocabulary import SECTION, WEIGHT
from cchc_cli.office.words.whom import groups_of_headings, maxima_in

AT_MOST = re.compile(
    r"^\s*(?:tối đa|không quá|trọng số|tỷ trọng|max|≤|<=|(?:từ\s+)?0\s*(?:-|–|đến))\s*:?\s*(?=\d)", re.IGNORECASE
)
"""What may stand before a maximum in its cell."""
IN_BRACKETS = re.compile(r"^\(([^()]*\d *(?:điểm|đ))\)$", re.IGNORECASE)
"""`(2 điểm)`; `(2)` may be less than nothing."""
GOES_ON = re.compile(r"\d+(?:\.\d+)+[.):]\s")
"""`1.1. Ban hành` as a name below number 1."""
TICKED = ("owner", "source", "whom")
"""Meanings of which each of several columns may say one."""


class TableRows:
    """Reads the rows below a head. `problems`: cells without a value that can be trusted."""

    def __init__(self, grid: Grid, head: TableHead) -> None:
        self.grid, self.head = grid, head
        self.problems: list[Problem] = []
        self.columns = {name: head.columns.get(name, []) for name in used("read")}
        self.columns["max"] = self._latest(self.columns["max"])
        self.columns["rule_points"] = self.columns["rule_points"] or self._points_of_options()
        self.figure = {
            at: figure_of if WEIGHT.search(plain(head.heading(at))) else points_of for at in self.columns["max"]
        }
        self.levels = [*filter(self.columns.get, ("area", "name", "part"))]
        self.below = RowsBelow(grid, head, self.columns["number"])
        self.body, self.again, self.counters = self.below.body, self.below.again, self.below.counters
        self.above = [""] * len(self.levels)  # the last names, from the highest level down
        self.marks = {mark.text for row in self.body for mark in self._marks(row)}
        self.numbered = bool(self.marks)
        self.inner = InnerNumbers()

    @cached_property
    def rows(self) -> list[Row]:
        """Every row that holds anything, in order. In a table with a column for each level, a row for each."""
        found = list(self._rows())
        tell_apart(found)
        return found

    def _rows(self) -> Iterator[Row]:
        sections = sections_above(self.grid, [self.head.first, *self.again], self._first_numbers())
        for row in [*(at for at in sections if at < self.head.first), *self.body_rows()]:
            self._broken(row)
            if row in sections:
                mark, name = sections[row]
                yield Row(row, self.grid.address(row, 0), [mark], name=plain_name(name))
            elif any(self.grid.rows[row][at] is not None for at in chain(*self.columns.values())):
                yield from self._by_columns(row) if len(self.levels) > 1 else [self._by_number(row)]

    def _latest(self, columns: list[int]) -> list[int]:
        """Of maxima of several years those of the latest; the others count as not read."""
        years = {column: column_year(self.head.texts.get(column, [])) or 0 for column in columns}
        return [column for column in columns if years[column] == max(years.values())]

    @cached_property
    def kinds(self) -> dict[int, frozenset[str]]:
        """The groups of units that columns of maxima hold for, where each names others."""
        return groups_of_headings({column: self.head.heading(column) for column in self.columns["max"]})

    def _points_of_options(self) -> list[int]:
        """The column of points for each option: called so, or `Điểm`, `Điểm thành phần` with points in rows without a maximum alone."""
        if not (maxima := self.columns["max"]):
            return []
        said = {column: plain(texts[-1]) for column, texts in self.head.texts.items() if texts}
        found = [
            at
            for at, text in said.items()
            if EACH_OPTION.fullmatch(text) or (OF_OPTIONS.fullmatch(text) and self._beside(at))
        ]
        return [column for column in found if column not in maxima][:1]

    def _beside(self, column: int) -> bool:
        """Whether points stand in a column, and none beside a maximum."""
        rows = [row for row in self.grid.rows[self.head.last + 1 :] if points_of(row[column]) is not None]
        return bool(rows) and all(row[at] is None for row in rows for at in self.columns["max"])

    def _first_numbers(self) -> set[str]:
        """The first numbers below the head and each that stands again; blank where there is none."""
        marks = [(row, self._marks(row)) for row in self.body if row not in self.counters]
        numbers = [(row, found[0].text) for row, found in marks if found]
        heads = (self.head.last, *self.again) if self.again else ()
        return {next((text for row, text in numbers if row > head), "") for head in heads}

    def _marks(self, row: int) -> list[Mark]:
        """What the cells for numbers of a row can have been."""
        return [mark for column in self.columns["number"] for mark in cell_marks(self.grid.rows[row][column])[0]]

    def _broken(self, row: int) -> None:
        cells = ((row, column) for columns in self.columns.values() for column in columns)
        self.problems += [self.grid.broken_problem(*cell) for cell in cells if cell in self.grid.broken]

    def _text(self, row: int, name: str, *, merged: bool = False) -> str:
        """The texts of a meaning's columns in a row; with `merged` also of cells that belong to one further up."""
        cells = {
            column: self.grid.at(row, column) if merged else self.grid.rows[row][column]
            for column in self.columns[name]
        }
        texts = [self._said(name, column, value) for column, value in cells.items() if value is not None]
        return ("; " if name in TICKED else "\n" if name == "rule" else " ").join(dict.fromkeys(texts))

    def _said(self, name: str, column: int, value: Value) -> str:
        """What a cell says; a tick below the name of an owner, or of a way to assess, stands for that.

        Points in one of several columns of a rule (`Tốt | Khá | Yếu`) are those of what its heading says.
        """
        if name in TICKED and is_tick(value):
            return self.head.texts[column][-1]
        if name == "rule" and len(self.columns[name]) > 1 and points_of(value) is not None:
            return f"{self.head.texts[column][-1].rpartition(': ')[2]}: {points_of(value):.10g}"
        if name == "rule" and column in self.head.all("deducted", "other"):
            return as_taken_off(str(value))
        return f"{value:.10g}" if isinstance(value, float) else str(value)

    def _filled(self, row: int, name_column: int) -> Row:
        """A row with everything but its number, name and level."""
        made = Row(row, self.grid.address(row, name_column))
        if self.columns["max"]:
            self._take_maximum(made, row)
        made.rule = with_points(self._text(row, "rule"), self._given(row))
        made.rule_at = self.grid.address(row, (self.columns["rule"] or [name_column])[0])
        made.evidence = self._text(row, "evidence", merged=True)
        made.owner = " ".join(self._text(row, "owner", merged=True).split())
        made.source = self._text(row, "source", merged=True) or self._surveyed(row)
        made.remarks = [*self._remarks(row)]
        made.whom = self._whom(row)
        return made

    def _take_maximum(self, made: Row, row: int) -> None:
        """Take the points of the column of maxima that a row fills."""
        column = self._max_column(row)
        value, grid = self.grid.rows[row][column], self.grid
        said = AT_MOST.sub("", IN_BRACKETS.sub(r"\1", value)) if isinstance(value, str) else value
        made.points, made.points_at = self.figure[column](said), grid.address(row, column)
        if value is None and points_of(grid.at(row, column)) is not None:
            made.shared = grid.address(*grid.merged[row, column])
        made.maxima = {kinds: grid.at(row, at) for at, kinds in self.kinds.items()}
        if made.points is None and isinstance(value, str):
            made.maxima = maxima_in(value) or made.maxima
            made.points_text = "" if maxima_in(value) else value

    def _remarks(self, row: int) -> Iterator[RuleLine]:
        """The remarks beside a row, and what it has to reach, each with its cell."""
        for at in (*self.columns["target"], *self.columns["note"]):
            lines = self._said("note", at, self.grid.rows[row][at] or "").splitlines()
            yield from (RuleLine(line, None, self.grid.address(row, at)) for line in lines if line.strip())

    def _whom(self, row: int) -> RuleLine:
        """For whom a row counts; ticks below all kinds of units say for all."""
        columns = self.columns["whom"]
        for_all = len(columns) > 1 and all(is_tick(self.grid.at(row, at)) for at in columns)
        said = "" if for_all else self._text(row, "whom", merged=True)
        return RuleLine(said, None, self.grid.address(row, min(columns, default=0)))

    def _surveyed(self, row: int) -> str:
        """The heading of survey points, where these are all that a row has: `Thẩm định | Điều tra XHH`."""
        surveys = [at for at in self.head.columns.get("survey", []) if points_of(self.grid.rows[row][at])]
        if not surveys or any(points_of(self.grid.rows[row][at]) for at in self.head.all("score", "appraised1")):
            return ""
        return self.head.texts[surveys[0]][-1]

    def _max_column(self, row: int) -> int:
        """The column of maxima that a row fills: areas and components may each have their own."""
        columns, cells = self.columns["max"], self.grid.rows[row]
        # A dash says that it does not apply to some.
        filled = (at for at in columns if cells[at] is not None and not (self.kinds and not_given(cells[at])))
        return next(filled, columns[0])

    def other_maxima(self) -> dict[int, list[str]]:
        """Cells of maxima that say another figure than the one that is read, as for another group of units, by column."""

        def differs(cells: list[Value], column: int) -> bool:
            read = next((found for at in self.columns["max"] if (found := points_of(cells[at])) is not None), None)
            said, other = cells[column], points_of(cells[column])
            return other not in (None, read) or (isinstance(said, str) and not (not_given(said) or other))

        columns = [] if self.kinds else self.columns["max"][1:]
        cells = {at: [row for row in self.body_rows() if differs(self.grid.rows[row], at)] for at in columns}
        return {at: [self.grid.address(row, at) for row in rows] for at, rows in cells.items() if rows}

    def _given(self, row: int) -> Value:
        """What stands in the column of points for each option."""
        return self.grid.rows[row][self.columns["rule_points"][0]] if self.columns["rule_points"] else None

    def _by_number(self, row: int) -> Row:
        """The row of a table whose numbers say the levels."""
        level = self.levels[0] if self.levels else "number"
        made = self._filled(row, (self.columns[level] or [0])[0])
        for column in self.columns["number"]:
            self._number(made, column)
        beside, name = bool(made.name), self._text(row, level) if self.levels else ""
        made.name = f"{made.name} {name}".strip() if name != made.name else name
        self._take_given(made)
        self._take_number(made, anywhere=beside or SECTION.match(made.name) is not None)
        take_options(made)
        take_rule(made)
        return made

    def _number(self, made: Row, column: int) -> None:
        """What stands in a cell for numbers: a number, or a name that begins there."""
        value = self.grid.rows[made.row][column]
        marks, mangled = cell_marks(value)
        if marks and not made.marks:
            made.marks, made.mangled = marks, mangled
            made.address = self.grid.address(made.row, column)
        elif not marks and isinstance(value, str):
            if len(value) > 6 or is_total(value):
                made.name = value
            elif not is_blank(value):
                made.unread = value

    def _take_given(self, made: Row) -> None:
        """Put the points for each option where they belong: to an option with a number, or to the lines below the name."""
        given, inside = self._given(made.row), leading_mark(made.name)[0]
        first = next((mark for mark in made.marks if mark.style != "bullet"), inside)
        unsaid = made.points is None and not made.points_text
        if unsaid and first is not None and first.style in ("letter", "dotted"):
            made.points = points_of(given)
        elif not made.rule and not is_total(made.name):
            made.name = with_points(made.name, given, after=int(made.numbered))

    def _take_number(self, made: Row, *, anywhere: bool) -> None:
        """Take the number off a name; in a table with a column for them only where it says so (`anywhere`)."""
        mark, rest = leading_mark(made.name)
        if mark is None:
            return
        if not made.marks and (anywhere or self._is_inside(mark, made.name)):
            made.marks = [mark]
        if mark.text in {each.text for each in made.marks}:
            made.name = rest

    def _is_inside(self, mark: Mark, name: str) -> bool:
        """Whether a number before a name is that of its row, though other rows have theirs in a column."""
        goes_on = mark.parent in self.marks and GOES_ON.match(name) is not None
        return goes_on or not self.numbered or mark.style in ("letter", "bullet")

    def _by_columns(self, row: int) -> Iterator[Row]:
        """The rows that one line of a table with a column for each level stands for, from the area down."""
        names = [self._text(row, name) for name in self.levels]
        deepest = max((level for level, text in enumerate(names) if text), default=len(names) - 1)
        for level, text in enumerate(names[: deepest + 1]):
            # A name may be written anew in each row instead of being merged over them.
            if level == deepest or text not in ("", self.above[level]):
                self.above[level:] = [text, *[""] * (len(names) - level - 1)]
                yield self._of_level(row, level, text, deepest=level == deepest)

    def _of_level(self, row: int, level: int, text: str, *, deepest: bool) -> Row:
        """The row of one level; the deepest has what the other cells say."""
        column = self.columns[self.levels[level]][0]
        made = self._filled(row, column) if deepest else Row(row, self.grid.address(row, column))
        if not text:
            return made
        made.name, made.level = text, level
        mark, rest = leading_mark(text)
        if mark is not None and mark.style != "bullet":
            made.marks, made.name = [mark], rest
        self._take_number(made, anywhere=False)
        take_options(made)
        take_rule(made)
        if level == self.number_level or (deepest and level < self.number_level):
            made.marks = made.marks or self._marks(row)[:1]
        if self._by_numbers:
            self.inner.go_on(made, is_part=level > 0)
        return made

    @cached_property
    def _by_numbers(self) -> bool:
        """Whether numbers say the levels all the same: those of criteria in a column, and of their parts before their names."""
        cells = [self.grid.rows[row][self.columns[self.levels[-1]][0]] for row in self.body_rows(totals=False)]
        return self.number_level == 0 and are_numbered([value for value in cells if value is not None])

    @cached_property
    def number_level(self) -> int:
        """The level that the column of numbers counts, with names in just the rows with a number: the last, else the highest."""
        rows = self.body_rows(totals=False)
        named = [{row for row in rows if self._text(row, name)} for name in self.levels]
        counted = {row for row in rows if self._marks(row)}
        last = len(named) - 1
        return next((at for at in (last, *range(last)) if named[at] == counted), last)

    def body_rows(self, *, totals: bool = True) -> list[int]:
        """The rows below heads, with `totals` or without."""
        passed = self.counters.union(self.again)
        rows = (row for row in self.body if row not in passed)
        return [row for row in rows if totals or not is_total(first_text(self.grid.rows[row]))]


class InnerNumbers:
    """The numbers of parts, whose levels they say together with those of the criteria."""

    def __init__(self) -> None:
        self.outer = ""
        self.before: str | None = ""
        """What the numbers of its parts are to have before them; None where no part says it yet."""

    def go_on(self, made: Row, *, is_part: bool) -> None:
        """Let numbers of parts that begin anew (1, 2 below 3) go on with the one that they stand below."""
        made.level, mark = None, next(iter(made.marks), None)
        if mark is None or mark.style != "dotted":
            return
        if not is_part:
            self.outer, self.before = mark.text, None
        elif self.before is None:
            self.before = "" if mark.text.startswith(f"{self.outer}.") else f"{self.outer}."
        if is_part:
            made.marks = [Mark("dotted", f"{self.before}{mark.text}")]


def take_rule(made: Row) -> None:
    """Take the rule off a name that ends in one."""
    first, *lines = made.name.split("\n")
    begins = next((at for at, line in enumerate(lines) if says_rule(line)), len(lines))
    made.rule = "\n".join(filter(None, [*lines[begins:], made.rule]))
    made.name = "\n".join([first, *lines[:begins]])
    if made.numbered or is_total(made.name):
        made.name = " ".join(made.name.split())
