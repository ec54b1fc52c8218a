"""Points from spreadsheets as rows of data/scores*.csv: every cell checked, every fault listed, nothing guessed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from cchc_cli.messages import _, figure
from cchc_cli.model.criteria import Tiers
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.workspace.nearest import nearest
from cchc_cli.workspace.office.criteria_rows import broken_cell
from cchc_cli.workspace.office.marks import points_of
from cchc_cli.workspace.office.score_choice import Choice, Wanted
from cchc_cli.workspace.office.score_match import Ask, Line, Matcher
from cchc_cli.workspace.office.score_sheet import (
    FIELDS,
    POINTS,
    YEAR,
    ScoreSheet,
    Units,
)
from cchc_cli.workspace.score_rows import NOT_APPLICABLE

BLANK = frozenset({"", "-", "–", "—", "x", "…", "..."})


@dataclass
class ScoreDraft:
    """Rows of scores: (unit, component) → column → text, in the order of the file, with the cell of each row."""

    file: str
    year: int
    rows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    repairs: list[tuple[str, str, str]] = field(default_factory=list)
    confirmed: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def columns(self) -> list[str]:
        """The columns that hold anything."""
        return [name for name in FIELDS if any(name in row for row in self.rows.values())]

    def text(self) -> str:
        """The csv."""
        columns = self.columns()
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["year", "unit", "component", *columns])
        for (unit, component), row in self.rows.items():
            writer.writerow([self.year, unit, component, *(row.get(name, "") for name in columns)])
        return out.getvalue()


def draft_scores(book: Book, framework: Framework, units: Units, wanted: Wanted, ask: Ask) -> ScoreDraft:
    """Read the points of a year. Raises InputError with every fault; then nothing is to be written."""
    reader = _Reader(framework, units, wanted, ask, ScoreDraft(book.file, wanted.year))
    choice = Choice(book, units, wanted, ask)
    for sheet in choice.sheets():
        reader.read(sheet)
    reader.problems[:0] = choice.problems
    reader.draft.notes += choice.notes
    if not reader.problems and not reader.draft.rows:
        text = _("no row has points for {year}.").format(year=wanted.year)
        reader.problems.append(Problem(book.file, text=text))
    if reader.problems:
        raise InputError(
            _("{file} can't be read; nothing was written.").format(file=book.file), reader.problems
        )
    return reader.draft


class _Reader:
    """Reads sheet after sheet into one draft."""

    def __init__(
        self, framework: Framework, units: Units, wanted: Wanted, ask: Ask, draft: ScoreDraft
    ) -> None:
        self.framework, self.units, self.wanted, self.ask = framework, units, wanted, ask
        self.draft = draft
        self.problems: list[Problem] = []
        self.maxima = dict(framework.at(wanted.year).maxima())
        self.rules = {leaf.id: leaf.rule for leaf in framework.at(wanted.year).leaves}

    def read(self, sheet: ScoreSheet) -> None:
        """Take in the rows of a sheet."""
        grid = sheet.grid
        broken = [
            cell
            for cell in sorted(grid.broken)
            if cell[0] > sheet.header.last and cell[1] in sheet.read_columns()
        ]
        self.problems += [broken_cell(grid, *cell, grid.broken[cell]) for cell in broken]
        lines = self._units_of(sheet, sheet.lines())
        if lines is None:
            return
        matcher = Matcher(self.framework, self.ask)
        matcher.settle(grid, lines)
        self.problems += matcher.problems
        self.draft.repairs += matcher.repairs
        self.draft.confirmed += matcher.confirmed
        self.draft.sheets.append(grid.name)
        for line in lines:
            if line.id in matcher.leaves and line.has_points:
                self._row(sheet, line)

    def _units_of(self, sheet: ScoreSheet, lines: list[Line]) -> list[Line] | None:
        """The lines with their units, those of other years and other units left out; None where no unit is known."""
        year, column = sheet.header.column("year"), sheet.header.column("unit")
        if year is not None:
            lines = [line for line in lines if _year(sheet.grid.at(line.row, year)) == self.wanted.year]
        if sheet.wide:
            return lines
        if column is None:
            unit = self._sheet_unit(sheet)
            if unit is None or (self.wanted.unit is not None and unit != self.wanted.unit):
                return None
            for line in lines:
                line.unit = unit
            return lines
        kept = []
        for line in lines:
            text = str(sheet.grid.at(line.row, column) or "")
            line.unit = self.units.find(text) or ("" if self.units.fixed else text.strip())
            if not line.unit and line.has_points:
                told = _("the unit {unit} is not in units.csv.").format(unit=text or "“”")
                self.problems.append(
                    sheet.grid.problem(line.row, column, told, nearest(text, self.units.names))
                )
            elif line.unit and self.wanted.unit in (None, line.unit):
                kept.append(line)
        return kept

    def _sheet_unit(self, sheet: ScoreSheet) -> str | None:
        """Whose sheet it is: by its name, its title, --unit, or the default unit."""
        grid = sheet.grid
        named = self.units.find(grid.name) or self.units.within(sheet.title()) or self.units.within(grid.name)
        unit = named or self.wanted.unit or self.wanted.default_unit
        if unit is None and len(self.units.ids) == 1:
            unit = self.units.names[0]
        if unit is None:
            text = _("nothing in the sheet {sheet} says whose points these are.").format(sheet=grid.name)
            hint = _("Name the unit with --unit, or call the sheet after it.")
            self.problems.append(Problem(self.draft.file, text=text, hint=hint))
        elif named is None and self.draft.sheets and any(key[0] == unit for key in self.draft.rows):
            text = _("the sheets {first} and {second} would both be the points of {unit}.")
            text = text.format(first=self.draft.sheets[-1], second=grid.name, unit=unit)
            hint = _("Name the one to read: --sheet NAME")
            self.problems.append(Problem(self.draft.file, text=text, hint=hint))
            return None
        return unit

    def _row(self, sheet: ScoreSheet, line: Line) -> None:
        grid, component = sheet.grid, line.id
        if component not in self.maxima:
            text = _("{component} does not exist in {year}.").format(
                component=component, year=self.wanted.year
            )
            hint = _("Check the year, or since and until in criteria.yaml.")
            self.problems.append(line.problem(grid, text, hint))
            return
        self._maximum(sheet, line)
        if not sheet.wide:
            self._add(sheet, line, line.unit, sheet.fields())
        for unit, columns in sheet.by_unit().items():
            if self.wanted.unit in (None, unit):
                self._add(sheet, line, unit, columns)

    def _maximum(self, sheet: ScoreSheet, line: Line) -> None:
        column = sheet.header.column("max")
        said = points_of(sheet.grid.rows[line.row][column]) if column is not None else None
        known = self.maxima[line.id]
        if column is not None and said is not None and abs(abs(said) - known) > 1e-9:
            text = _("the maximum here is {found}, but {component} has {max} in criteria.yaml.")
            text = text.format(found=figure(said), component=line.id, max=figure(known))
            hint = _("Is it the sheet of another year, or another framework?")
            self.problems.append(sheet.grid.problem(line.row, column, text, hint))

    def _add(self, sheet: ScoreSheet, line: Line, unit: str, fields: dict[str, int]) -> None:
        row: dict[str, str] = {}
        for name, column in fields.items():
            text = self._cell(sheet.grid, line, name, column)
            if text:
                row[name] = text
        if not any(name in row for name in POINTS):
            return
        key = (unit, line.id)
        here = line.address(sheet.grid)
        if key in self.draft.rows:
            text = _("{id} is scored twice for this unit and year; first at {place}.")
            told = text.format(id=line.id, place=self.draft.cells[key])
            self.problems.append(line.problem(sheet.grid, told, _("Keep one of the rows.")))
            return
        self.draft.rows[key], self.draft.cells[key] = row, here

    def _cell(self, grid: Grid, line: Line, name: str, column: int) -> str:
        """The text for the csv. What can't be there becomes a problem."""
        value = grid.rows[line.row][column]
        if name not in POINTS:
            return " ".join(_plain(value).split())
        text = _plain(value).strip()
        if text.casefold() in BLANK:
            return ""
        if text.casefold() in NOT_APPLICABLE:
            return "NA"
        return (
            self._value(grid, line, column, value)
            if name == "value"
            else self._points(grid, line, column, value)
        )

    def _points(self, grid: Grid, line: Line, column: int, value: Value) -> str:
        points = points_of(value)
        top = self.maxima[line.id]
        if points is None:
            text = _("“{found}” is not a number.").format(found=_plain(value)[:60])
            hint = _(
                "Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet."
            )
            self.problems.append(grid.problem(line.row, column, text, hint))
            return ""
        if not -1e-9 <= points <= top + 1e-9:
            text = _("{found} is out of range; {component} allows {allowed}.")
            text = text.format(found=figure(points), component=line.id, allowed=f"0–{figure(top)}")
            self.problems.append(grid.problem(line.row, column, text))
        return f"{points + 0.0:.12g}"

    def _value(self, grid: Grid, line: Line, column: int, value: Value) -> str:
        """A raw value: an option's text or a number; a fraction for a percentage is not believed."""
        rule = self.rules.get(line.id)
        if isinstance(value, str):
            text = value.strip()
            number = points_of(text.removesuffix("%").strip())
            return f"{number:.12g}" if number is not None else " ".join(text.split())
        if isinstance(value, float) and 0 < value <= 1 and isinstance(rule, Tiers) and rule.tiers[-1].min > 1:
            told = _("{found}: the tiers of {component} begin at {min}; is it a share of 1?")
            told = told.format(found=figure(value), component=line.id, min=figure(rule.tiers[-1].min))
            hint = _("Write percentages as numbers such as 98.")
            self.problems.append(grid.problem(line.row, column, told, hint))
        return f"{value:.12g}" if isinstance(value, float) else _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat()[:10] if isinstance(value, date) else "" if value is None else str(value)


def _year(value: Value) -> int | None:
    found = YEAR.search(_plain(value))
    return int(found[1]) if found else None
