"""Scores that come in: sheets of `cchc template scores` that were filled in, every fault with its cell; measured values and
imported points put into a file of scores cell by cell, of which the rest stays as it is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cchc_cli.files.csv.edit import EditedRows, read_sheet
from cchc_cli.files.csv.rows import is_book
from cchc_cli.files.csv.text import CsvFault
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.scores.known import is_year, points_fault, year_fault
from cchc_cli.files.scores.reading import REQUIRED, TABLE
from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE, POINTS
from cchc_cli.model.criteria_sheets import MARK
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.model.rules import BaseRule
from cchc_cli.model.rules.words import plain_number
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.written_numbers import in_doubt, number_fault, number_in, written
from cchc_cli.system.plain_file import real_path
from cchc_cli.system.safe_write import locked, replace_text

KEYS = f"{MARK}:scores."
READ = ("value", "self", "score", "note")
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
    return any(_columns(grid) for grid in book.grids)


def read_score_book(book: Book, asked: PointsWanted) -> Filled:
    """The rows that are filled in. Raises InputError with every fault."""
    reader = _Reader(asked)
    for grid, row, at in _lines(book):
        reader.take(grid, row, at)
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
    return reader.filled


def _columns(grid: Grid) -> dict[str, int]:
    keys = ((column, grid.at(0, column)) for column in range(grid.width))
    return {key.removeprefix(KEYS): at for at, key in keys if isinstance(key, str) and key.startswith(KEYS)}


def _lines(book: Book) -> Iterator[tuple[Grid, int, dict[str, int]]]:
    """Rows of what gets points, with the columns of their sheet."""
    for grid in book.grids:
        at = _columns(grid)
        for row in range(2, len(grid.rows)) if {"year", "unit", "kind", "component"} <= at.keys() else ():
            if grid.at(row, at["kind"]) in ("c", "x"):
                yield grid, row, at


def _cell_text(value: Value) -> str:
    return "" if value is None else plain_number(value) if isinstance(value, float) else " ".join(str(value).split())


class _Reader:
    """Takes in row after row."""

    def __init__(self, asked: PointsWanted) -> None:
        self.asked, self.filled = asked, Filled()
        self.problems: list[Problem] = []
        self.others: set[str] = set()
        """Units that were not asked for."""
        self.uncomputed = 0
        year = asked.framework.at(asked.year)
        self._maxima = cache(lambda group: dict(year.maxima(group)))

    def nothing(self) -> str:
        """That nothing is filled in, or for other units only."""
        if not self.others:
            return _("nothing is filled in for {year}.", year=self.asked.year)
        units = ", ".join(sorted(self.others)[:10])
        return _("it has no sheet of {unit}; it has those of {units}.", unit=self.asked.unit, units=units)

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
        # A formula asks for the value again.
        self.text = cache(self._read)

    def _read(self, key: str) -> str:
        """The text for the scores; blank where nothing is filled in."""
        column = self.at[key]
        found = self.grid.broken.get((self.row, column))
        if found == "" and key == "self" and self.rule is not None and not self.rule.compares:
            return self._computed(self.rule, self.text("value"))
        if found is not None:
            self.problems.append(self.grid.broken_problem(self.row, column))
            return "?"
        text = _cell_text(self.grid.at(self.row, column))
        if not text or key == "note":
            return text
        return self._value(text, column) if key == "value" else self._points(text, column)

    def _computed(self, rule: BaseRule, value: str) -> str:
        """What the formula gives: the points of the value by the rule; blank where that is blank or none."""
        import numpy as np

        known = rule.value_in(value) if value else None
        if known is None:
            return ""
        self.uncomputed = True
        return f"{float(rule.points(np.array([known]), self.top)[0]):.12g}"

    def _value(self, text: str, column: int) -> str:
        if self.rule is None or self.rule.value_in(text) is not None:
            return text
        return self._refuse(column, *self.rule.value_fault(text))

    def _points(self, text: str, column: int) -> str:
        if text.casefold() in NOT_APPLICABLE:
            return "NA"
        number = number_in(text)
        is_text = isinstance(self.grid.at(self.row, column), str)
        if number is None or (is_text and in_doubt(text, POINTS, self.top)):
            return self._refuse(column, *number_fault(text, bound=POINTS, most=self.top))
        if -NOISE <= number <= self.top + NOISE:
            return f"{number + 0.0:.12g}"
        return self._refuse(column, points_fault(text, self.component, self.top))

    def _refuse(self, column: int, text: str, hint: str = "") -> str:
        self.problems.append(self.grid.problem(self.row, column, text, hint))
        return "?"


RowKey = tuple[int, str, str]
"""Year, unit, component."""


def write_values(workspace: WorkspaceFolder, values: Mapping[RowKey, float]) -> dict[str, int]:
    """Put each value into the row of its year, unit and component, or into a new row of data/scores-YEAR.csv.

    Returns how many values each file got that it did not have. Raises InputError, and then writes nothing.
    """
    new = {year: workspace.data / f"scores-{year}.csv" for year, _unit, _component in values}
    # One lock for all: the rows of a year may stand in any of the files.
    with locked(workspace.data / "scores.csv"):
        for path in new.values():
            refuse_beside_book(workspace, path)
        paths = dict.fromkeys((*workspace.scores(), *new.values()))
        sheets = {path: read_score_file(path, workspace.name(path)) for path in paths}
        left = {key: {"value": written(value)} for key, value in values.items()}
        changed = Counter({path: _fill(sheet, left) for path, sheet in sheets.items()})
        for key, texts in left.items():
            _add(sheets[new[key[0]]], key, texts)
            changed[new[key[0]]] += 1
        for path in +changed:
            replace_text(path, sheets[path].data())
    return {workspace.name(path): count for path, count in (+changed).items()}


def refuse_beside_book(workspace: WorkspaceFolder, path: Path, source: Path | None = None) -> None:
    """Raise CchcError where a new file would keep a workbook of its name from being read, unless that is its `source`."""
    for book in workspace.scores() if not path.exists() else ():
        is_its = book.parent == path.parent and book.stem.casefold() == path.stem.casefold()
        if is_its and is_book(book) and (source is None or real_path(book) != real_path(source)):
            names = {"file": workspace.name(path), "book": workspace.name(book)}
            text = _("{file} would stand in the place of {book}, which would not be read any more.", **names)
            raise CchcError(text, hint=_("Save its sheet as CSV UTF-8 beside it, and delete the workbook."))


def _fill(sheet: EditedRows, left: dict[RowKey, dict[str, str]]) -> int:
    """Put into a file what it has rows for, which is taken out of `left`; how many of them it said otherwise."""
    rows = keys_of(sheet)
    return sum(_put(sheet, rows[key], left.pop(key)) for key in [*left] if key in rows)


def read_score_file(path: Path, name: str) -> EditedRows:
    """The file, or an empty one where there is none. Raises InputError, also for a row that is of no year."""
    text = _("The scores have faults; nothing was written.")
    try:
        sheet = read_sheet(path, name, TABLE, (*REQUIRED, "value"))
    except CsvFault as fault:
        raise InputError(text, fault.problems, total=fault.total) from None
    years = {row: sheet.cells(row)["year"] for row in sheet.rows()}
    problems = [sheet.problem(row, "year", *year_fault(year)) for row, year in years.items() if not is_year(year)]
    if problems:
        raise InputError(text, problems)
    return sheet


def keys_of(sheet: EditedRows) -> dict[RowKey, int]:
    """The row of each year, unit and component."""
    rows = {row: sheet.cells(row) for row in sheet.rows()}
    return {(int(cells["year"]), cells["unit"], cells["component"]): row for row, cells in rows.items()}


def _put(sheet: EditedRows, row: int, texts: Mapping[str, str]) -> bool:
    """Write the cells of a row that say something else than they do by now; whether any does."""
    there = sheet.cells(row)
    fresh = [column for column, text in texts.items() if not _is_same(column, there.get(column, ""), text)]
    sheet.needs(fresh)
    for column in fresh:
        sheet.set(row, column, _text(sheet, column, texts[column]))
    return bool(fresh)


def _add(sheet: EditedRows, key: RowKey, texts: Mapping[str, str]) -> None:
    """Put a row at the end."""
    sheet.needs(texts)
    identity = dict(zip(REQUIRED, map(str, key), strict=True))
    sheet.add(identity | {column: _text(sheet, column, text) for column, text in texts.items()})


def _is_same(column: str, there: str, text: str) -> bool:
    """Whether a cell says a text already, numbers in whatever way."""
    is_number = column in TABLE.numbers and number_in(text) is not None
    return there == text or (is_number and number_in(there) == number_in(text))


def _text(sheet: EditedRows, column: str, text: str) -> str:
    """A text as the file writes it: numbers with a decimal comma or a point."""
    is_number = column in TABLE.numbers and number_in(text) is not None
    return text.replace(".", ",") if is_number and sheet.has_decimal_comma else text


RowsByKey = Mapping[tuple[str, str], Mapping[str, str]]
"""(unit, component) → column → text."""


@dataclass
class Merged:
    """The file's new contents. By unit: rows that were `replaced`, that said the `same`, were `added`, and `kept` because
    nothing was imported for them; `others`: rows of other units and years."""

    data: bytes
    replaced: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    others: int = 0


def merge_scores(path: Path, name: str, year: int, rows: RowsByKey, columns: list[str]) -> Merged:
    """Put the `columns` of `rows` into the file `path`. Raises InputError where that is no file of scores."""
    sheet = read_score_file(path, name)
    places = keys_of(sheet)
    sheet.needs(columns)
    merged = Merged(b"")
    units = {unit for unit, _component in rows}
    for found, unit, component in places:
        if found != year or unit not in units:
            merged.others += 1
        elif (unit, component) not in rows:
            merged.kept[unit] += 1
    for (unit, component), row in rows.items():
        at = places.get((year, unit, component))
        if at is None:
            _add(sheet, (year, unit, component), row)
            merged.added[unit] += 1
            continue
        changed = _put(sheet, at, {column: row.get(column, "") for column in columns})
        (merged.replaced if changed else merged.same)[unit] += 1
    merged.data = sheet.data()
    return merged
