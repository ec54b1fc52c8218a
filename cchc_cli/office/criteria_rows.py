"""The rows of a framework's table: what each holds, before it is known how they hang together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cchc_cli.messages import _
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.header import Header, meaning
from cchc_cli.office.marks import Mark, cell_marks, is_total, leading_mark, points_of
from cchc_cli.office.rule_lines import is_rule_text, split_lines

READ = ("number", "name", "area", "part", "max", "rule", "rule_points", "evidence", "owner", "source")


EACH = re.compile(r"(muc|thang) (cham )?diem|muc diem (cham|dat|cua tung muc)|diem (cua )?(tung|moi|cac) muc( do)?")
"""Headings of points for each option, where another column holds the maximum."""
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
SECTION = re.compile(r"(lĩnh vực|phần|mục|nhóm)\s+(\d|[IVXL]+\b)", re.IGNORECASE)


@dataclass
class Row:
    """A row: the marks that its number can have been, its name, and the other cells. `level` where columns say it."""

    row: int
    address: str
    marks: list[Mark] = field(default_factory=list)
    mangled: bool = False
    name: str = ""
    level: int | None = None
    points: float | None = None
    points_at: str = ""
    points_text: str = ""
    rule: str = ""
    rule_at: str = ""
    evidence: str = ""
    owner: str = ""
    source: str = ""

    @property
    def total(self) -> bool:
        """Whether it sums up others."""
        return is_total(self.name) and not any(mark.style != "bullet" for mark in self.marks)


class Rows:
    """Reads the rows below a header. `problems`: cells without a value that can be trusted."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self.grid, self.header = grid, header
        self.problems: list[Problem] = []
        self.columns = {name: header.columns.get(name, []) for name in READ}
        self.columns["rule_points"] = self.columns["rule_points"] or self._points_of_options()
        self.headings = [
            {str(grid.at(row, column)) for column in range(grid.width)} for row in range(header.first, header.last + 1)
        ]
        self.levels = [each for each in ("area", "name", "part") if self.columns[each]]
        number = self.columns["number"]
        body = range(header.last + 1, len(grid.rows))
        self.numbered = any(cell_marks(grid.rows[row][column])[0] for column in number for row in body)

    def _points_of_options(self) -> list[int]:
        """The column of points for each option, where the options stand below the name or in a column further off."""
        names = {column: plain(text.rpartition(" – ")[2]) for column, text in self.header.headings.items()}
        found = [column for column, name in names.items() if EACH.fullmatch(name)]
        return [column for column in found if self.columns["max"] and column not in self.columns["max"]][:1]

    def read(self) -> Iterator[Row]:
        """Every row that holds anything, in order. In a table with a column for each level, a row for each."""
        sections = self._sections()
        for row in [*(at for at in sections if at < self.header.first), *self._body()]:
            self._broken(row)
            if row in sections:
                mark, name = sections[row]
                yield Row(row, self.grid.address(row, 0), [mark], name=plain_name(name))
            elif not (self._blank(row) or self._is_header(row)):
                yield from self._by_columns(row) if len(self.levels) > 1 else self._by_number(row)

    def _body(self) -> range:
        return range(self.header.last + 1, len(self.grid.rows))

    def _sections(self) -> dict[int, tuple[Mark, str]]:
        """The rows above the header and above each header that stands again which name areas: all of them, or none.

        They have numbers of one kind; or none, and then the numbers below them begin anew.
        """
        again = [row for row in self._body() if self._is_header(row)]
        found: dict[int, str] = {}
        for header in (self.header.first, *again):
            above = next(
                (row for row in range(header - 1, -1, -1) if any(v is not None for v in self.grid.rows[row])), -1
            )
            cells = [value for value in self.grid.rows[above] if value is not None] if above >= 0 else []
            if len(cells) != 1 or not isinstance(cells[0], str) or is_total(cells[0]) or is_rule_text(cells[0]):
                return {}
            found[above] = cells[0]
        marks = {row: leading_mark(text) for row, text in found.items()}
        kinds = {mark.kind if mark else () for mark, _name in marks.values()}
        if not again or len(kinds) > 1:
            return {}
        if kinds == {()}:
            firsts = {self._first_number(row) for row in (self.header.last, *again)}
            if len(firsts) > 1 or "" in firsts:
                return {}
        return {
            row: (mark or Mark("roman", ROMANS[place % len(ROMANS)]), name)
            for place, (row, (mark, name)) in enumerate(marks.items())
        }

    def _first_number(self, header: int) -> str:
        """The first number below a header; blank where there is none."""
        cells = (
            self.grid.rows[row][column]
            for row in range(header + 1, len(self.grid.rows))
            for column in self.columns["number"]
        )
        return next((marks[0].text for value in cells if (marks := cell_marks(value)[0])), "")

    def _broken(self, row: int) -> None:
        for name in READ:
            for column in self.columns[name]:
                found = self.grid.broken.get((row, column))
                if found is not None:
                    self.problems.append(broken_cell(self.grid, row, column, found))

    def _blank(self, row: int) -> bool:
        cells = self.grid.rows[row]
        return all(cells[column] is None for name in READ for column in self.columns[name])

    def _is_header(self, row: int) -> bool:
        """A header that stands again, as on every page of a Word table."""
        texts = {value for value in self.grid.rows[row] if isinstance(value, str)}
        again = any(texts <= headings for headings in self.headings)
        return len(texts) > 1 and (again or sum(meaning(text) is not None for text in texts) >= 3)

    def _text(self, row: int, name: str, *, merged: bool = False) -> str:
        """The texts of a meaning's columns in a row; with `merged` also of cells that belong to one further up."""
        found = []
        for column in self.columns[name]:
            value = self.grid.at(row, column) if merged else self.grid.rows[row][column]
            text = f"{value:.10g}" if isinstance(value, float) else str(value) if value is not None else ""
            if text and text not in found:
                found.append(text)
        return " ".join(found)

    def _filled(self, row: int, name_column: int) -> Row:
        """A row with everything but its number, name and level."""
        made = Row(row, self.grid.address(row, name_column))
        if self.columns["max"]:
            column = self.columns["max"][0]
            value = self.grid.rows[row][column]
            made.points, made.points_at = points_of(value), self.grid.address(row, column)
            made.points_text = str(value) if value is not None and made.points is None else ""
        made.rule = self._text(row, "rule")
        made.rule = with_points(made.rule, self._given(row))
        made.rule_at = self.grid.address(row, (self.columns["rule"] or [name_column])[0])
        made.evidence = self._text(row, "evidence", merged=True)
        made.owner = " ".join(self._text(row, "owner", merged=True).split())
        made.source = self._text(row, "source", merged=True)
        return made

    def _given(self, row: int) -> Value:
        """What stands in the column of points for each option."""
        return self.grid.rows[row][self.columns["rule_points"][0]] if self.columns["rule_points"] else None

    def _by_number(self, row: int) -> Iterator[Row]:
        """One row of a table whose numbers say the levels."""
        columns = self.columns[self.levels[0]]
        made = self._filled(row, columns[0])
        for column in self.columns["number"]:
            marks, mangled = cell_marks(self.grid.rows[row][column])
            if marks and not made.marks:
                made.marks, made.mangled = marks, mangled
                made.address = self.grid.address(row, column)
            elif not marks and self.grid.rows[row][column] is not None:
                text = self.grid.rows[row][column]
                made.name = str(text) if isinstance(text, str) and (len(text) > 6 or is_total(text)) else made.name
        name = self._text(row, self.levels[0])
        beside = bool(made.name)
        made.name = f"{made.name} {name}".strip() if name != made.name else name
        numbers = [mark for mark in made.marks if mark.style != "bullet"]
        inside, _rest = leading_mark(made.name)
        first = numbers[0] if numbers else inside
        if first is not None and first.style == "letter" and made.points is None and not made.points_text:
            made.points = points_of(self._given(row))
        elif not made.rule and not made.total:
            made.name = with_points(made.name, self._given(row), after=1 if numbers else 0)
        self._split_name(made, anywhere=beside or SECTION.match(made.name) is not None)
        yield made

    def _split_name(self, made: Row, *, anywhere: bool = False) -> None:
        """Take the number off a name that begins with one, and the rule off a name that ends in one.

        In a table with a column for numbers, a name begins with one only where it says so (`anywhere`).
        """
        mark, rest = leading_mark(made.name)
        if (
            mark is not None
            and not made.marks
            and (anywhere or not self.numbered or mark.style in ("letter", "bullet"))
        ):
            made.marks, made.name = [mark], rest
        elif mark is not None and any(mark.text == each.text for each in made.marks):
            made.name = rest
        lines = made.name.split("\n")
        begins = next((at for at, line in enumerate(lines) if at and is_rule_text(line)), None)
        if begins is not None:
            made.rule = "\n".join([*lines[begins:], *([made.rule] if made.rule else [])])
            made.name = "\n".join(lines[:begins])
        if any(mark.style != "bullet" for mark in made.marks) or made.total:
            made.name = " ".join(made.name.split())

    def _by_columns(self, row: int) -> Iterator[Row]:
        """The rows that one line of a table with a column for each level stands for, from the area down."""
        made: list[Row] = []
        for level, name in enumerate(self.levels):
            column = self.columns[name][0]
            text = self._text(row, name)
            if not text:
                continue
            each = Row(row, self.grid.address(row, column), name=text, level=level)
            mark, rest = leading_mark(text)
            if mark is not None and mark.style != "bullet":
                each.marks, each.name = [mark], rest
            self._split_name(each)
            made.append(each)
        last = self._filled(row, self.columns[self.levels[-1]][0])
        if not made:
            yield last
            return
        deepest = made[-1]
        for name in ("points", "points_at", "points_text", "rule_at", "evidence", "owner", "source"):
            setattr(deepest, name, getattr(last, name))
        deepest.rule = "\n".join(text for text in (deepest.rule, last.rule) if text)
        numbers = [mark for column in self.columns["number"] for mark in cell_marks(self.grid.rows[row][column])[0]]
        if numbers and not deepest.marks:
            deepest.marks = numbers[:1]
        yield from made


def with_points(text: str, given: Value, *, after: int = 0) -> str:
    """The lines of a text with the points of a cell beside it: one number, or one a line for the last lines.

    The first `after` lines are a name, which gets none. What does not fit stays as it is.
    """
    points = [points_of(line) for line in given.split("\n")] if isinstance(given, str) else [points_of(given)]
    lines = [line for line in text.split("\n") if line.strip()]
    if None in points or len(lines) - after < len(points) or (len(points) == 1 and after):
        return text
    if any(line.points is not None for line in split_lines(text, "")):
        return text
    if len(points) == 1:
        return f"{text}: {points[0]:.10g}"
    first = len(lines) - len(points)
    ends = [f"{line.rstrip(' :;.')}: {each:.10g}" for line, each in zip(lines[first:], points, strict=True)]
    return "\n".join([*lines[:first], *ends])


def broken_cell(grid: Grid, row: int, column: int, found: str) -> Problem:
    """The fault of a cell without a value that can be trusted."""
    if not found:
        text = _("the formula of this cell has never been computed.")
        return grid.problem(row, column, text, _("Open the file in Excel or LibreOffice and save it there."))
    return grid.problem(row, column, _("the formula of this cell fails: {found}.", found=found), _("Correct it."))


def plain_name(text: str) -> str:
    """A name on one line, without bullets and what ends it."""
    return re.sub(r"[\s:;.,]+$", "", " ".join(text.split()))
