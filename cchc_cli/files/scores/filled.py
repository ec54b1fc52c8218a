"""Sheets of `cchc template scores` that were filled in, read back; every fault with its cell, and nothing passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from cchc_cli.files.own_sheets import OwnSheet, own_sheet
from cchc_cli.files.scores.known import points_fault
from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE, POINTS
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book, Grid, Percent, Value
from cchc_cli.model.problems import InputError, Problem, first_of
from cchc_cli.model.rules.words import plain_number
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.written_numbers import in_doubt, number_fault, number_in

KEY = "scores"
READ = ("value", "self", "score", "note")
PART, EXTRA = "c", "x"
"""Kinds of rows that are filled in: components, and bonus and penalty points."""
SHOWN = 8
"""Cells that are named in a note."""
UNKNOWN = "?"
"""What the formula of the sheet says of a value that it does not understand."""
UnitComponent = tuple[str, str]
"""Unit and component."""


@dataclass(frozen=True)
class PointsWanted:
    """The year and the unit (None: all) whose points are wanted; `groups` of the units that are known, none: any is."""

    framework: Framework
    groups: Mapping[str, str]
    year: int
    unit: str | None

    def fault(self, year: str, unit: str, component: str, top: Mapping[str, float]) -> tuple[str, str]:
        """Which cell of a row has no place in the scores, and why; blank where all have one."""
        if year != str(self.year):
            return "year", _("this sheet is for {found}, not for {year}.", found=year, year=self.year)
        if self.groups and unit not in self.groups:
            return "unit", _("the unit {unit} is not in units.csv.", unit=unit)
        if component not in top:
            return "component", _("{component} does not exist in {year}.", component=component, year=self.year)
        if not top[component]:
            return "component", _("{component} is not for the group of {unit}.", component=component, unit=unit)
        return "component", ""


@dataclass
class Filled:
    """What is filled in, by unit and component, the cells in which it stands, and what is to be told of it."""

    rows: dict[UnitComponent, dict[str, str]] = field(default_factory=dict)
    cells: dict[UnitComponent, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def is_score_book(book: Book) -> bool:
    """Whether a workbook is one of ours."""
    return any(own_sheet(grid, KEY, {}) for grid in book.grids)


def read_score_book(book: Book, asked: PointsWanted) -> Filled:
    """The rows that are filled in. Raises InputError with every fault."""
    reader = _Reader(asked)
    for grid in book.grids:
        if own := own_sheet(grid, KEY, {}):
            reader.take_sheet(own)
    if not reader.problems and not reader.filled.rows:
        reader.problems.append(Problem(book.file, text=reader.nothing()))
    if reader.problems:
        raise InputError(
            _("{file} can't be read; nothing was written.", file=book.file), reader.problems, checked=False
        )
    if reader.uncomputed:
        text = _(
            "No spreadsheet has computed the formulas of {count} rows: their points were worked out here from the values. "
            "If you changed a formula, open the file in Excel or LibreOffice, save it there and import it again.",
            count=reader.uncomputed,
        )
        reader.filled.notes.append(text)
    recounted = N_("The sheet's formulas did not understand the values of {cells}: their points were worked out here.")
    differing = N_("In {cells} stand other points than the rule gives for the value; they were taken as they stand.")
    for text, cells in ((recounted, reader.recounted), (differing, reader.differing)):
        reader.filled.notes += [_(text, cells=first_of(cells, SHOWN))] if cells else []
    return reader.filled


def _cell_text(value: Value) -> str:
    if isinstance(value, float) and not isinstance(value, Percent):
        return plain_number(value)
    return "" if value is None else " ".join(str(value).split())


class _Reader:
    """Takes in row after row."""

    def __init__(self, asked: PointsWanted) -> None:
        self.asked, self.filled = asked, Filled()
        self.problems: list[Problem] = []
        self.others: set[str] = set()
        """Units that were not asked for."""
        self.uncomputed = 0
        self.recounted: list[str] = []
        self.differing: list[str] = []
        year = asked.framework.at(asked.year)
        self._maxima = cache(lambda group: dict(year.maxima(group)))

    def nothing(self) -> str:
        """That nothing is filled in, or for other units only."""
        if not self.others:
            return _("nothing is filled in for {year}.", year=self.asked.year)
        units = ", ".join(sorted(self.others)[:10])
        return _("it has no sheet of {unit}; it has those of {units}.", unit=self.asked.unit, units=units)

    def take_sheet(self, sheet: OwnSheet) -> None:
        """Take in the rows of what gets points; tell what was filled in beside them."""
        grid, at = sheet.grid, sheet.at
        if not {"year", "unit", "kind", "component"} <= at.keys():
            return
        for row in sheet.rows:
            kind = grid.at(row, at["kind"])
            if kind in (PART, EXTRA):
                self.take(grid, row, at)
            elif kind is None:
                self._refuse_strange(grid, row, at)
        self.filled.notes += sheet.notes()

    def _refuse_strange(self, grid: Grid, row: int, at: Mapping[str, int]) -> None:
        """Refuse points in a row that was inserted: nothing says of what they are."""
        for key in READ[:3]:
            if key in at and number_in(_cell_text(grid.at(row, at[key]))) is not None:
                text = _("this row is none of the sheet's own, so nothing says of which component its points are.")
                hint = _("Put them into the row of the component, and delete this one.")
                self.problems.append(grid.problem(row, at[key], text, hint))
                return

    def take(self, grid: Grid, row: int, at: Mapping[str, int]) -> None:
        """Take in a row of a component."""
        asked, filled = self.asked, self.filled
        year, unit, component = (_cell_text(grid.at(row, at[key])) for key in ("year", "unit", "component"))
        if asked.unit not in (None, unit):
            self.others.add(unit)
            return
        maxima, key = self._maxima(asked.groups.get(unit, "")), (unit, component)
        cells = _Row(grid, row, at, asked.framework, component, maxima.get(component, 0.0))
        made = {each: text for each in READ if each in at and (text := cells.text(each))}
        if not made.keys() & {*READ[:3]}:
            return
        self.uncomputed += cells.uncomputed
        self.recounted += [grid.address(row, at["value"])] * cells.recounted
        self.differing += [grid.address(row, at["self"])] * cells.differs
        column, told = asked.fault(year, unit, component, maxima)
        if not told and key in filled.rows:
            text = N_("{id} is scored twice for this unit and year; first at {place}.")
            told = _(text, id=component, place=filled.cells[key])
        self.problems += [grid.problem(row, at[column], told)] if told else cells.problems
        filled.rows.setdefault(key, made)
        filled.cells.setdefault(key, grid.address(row, at["component"]))


class _Row:
    """Reads the cells of a component."""

    def __init__(
        self, grid: Grid, row: int, at: Mapping[str, int], framework: Framework, component: str, top: float
    ) -> None:
        self.grid, self.row, self.at, self.component, self.top = grid, row, at, component, top
        self.rule = framework.rule_of(component) if component in framework.nodes else None
        self.problems: list[Problem] = []
        self.uncomputed = False
        """Whether the formula of its points was never computed: no spreadsheet has saved the file since it was made."""
        self.recounted = False
        """Whether the formula did not understand the value."""
        self.differs = False
        """Whether other points stand there than the rule gives for the value."""
        # A formula asks for the value again.
        self.text = cache(self._read)

    def _read(self, key: str) -> str:
        """The text for the scores; blank where nothing is filled in."""
        column = self.at[key]
        found = self.grid.broken.get((self.row, column))
        if found == "" and key == "self" and self.rule is not None and not self.rule.compares:
            self.uncomputed = bool(self._given())
            return self._given()
        if found is not None:
            self.problems.append(self.grid.broken_problem(self.row, column))
            return "?"
        text = _cell_text(self.grid.at(self.row, column))
        if not text or key == "note":
            return text
        return {"value": self._value, "self": self._own}.get(key, self._points)(text, column)

    def _own(self, text: str, column: int) -> str:
        """Points that a formula may have given, which does not understand every value that we do."""
        given = self._given()
        if self.rule is None or text != UNKNOWN:
            points = self._points(text, column)
            number = number_in(points) if given else None
            self.differs = number is not None and abs(number - float(given)) > NOISE
            return points
        # A value that is none is told at its own cell.
        self.recounted = bool(given)
        return given

    def _given(self) -> str:
        """The points of the value by the rule; blank where that is blank or none, or compared with others."""
        rule, value = self.rule, self.text("value") if "value" in self.at else ""
        known = rule.value_in(value) if rule and value and not rule.compares else None
        if rule is None or known is None:
            return ""
        import numpy as np

        return f"{float(rule.points(np.array([known]), self.top)[0]):.12g}"

    def _value(self, text: str, column: int) -> str:
        if self.rule is None:
            return text
        known = self.rule.value_in(text)
        if known is None:
            return self._refuse(column, *self.rule.value_fault(text))
        return plain_number(known) if text.endswith("%") and self.rule.takes_numbers else text

    def _points(self, text: str, column: int) -> str:
        if text.casefold() in NOT_APPLICABLE:
            return "NA"
        number = number_in(text)
        is_text = isinstance(self.grid.at(self.row, column), str)
        if number is None or (is_text and in_doubt(text, POINTS, self.top)):
            told, hint = number_fault(text, bound=POINTS, most=self.top)
            return self._refuse(column, told, hint or _("Write points, NA where it does not apply, or nothing."))
        if -NOISE <= number <= self.top + NOISE:
            return f"{number + 0.0:.12g}"
        return self._refuse(column, points_fault(text, self.component, self.top))

    def _refuse(self, column: int, text: str, hint: str = "") -> str:
        self.problems.append(self.grid.problem(self.row, column, text, hint))
        return "?"
