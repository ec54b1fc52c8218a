"""Sheets of `cchc template scores` that were filled in, read back; every fault with its cell, and nothing passed over."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from cchc_cli.files.own_sheets import OwnSheet, own_sheet, unreadable
from cchc_cli.files.scores.known import points_fault
from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, POINTS
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book, Grid, Percent, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem, first_of
from cchc_cli.model.rules.words import plain_number
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.written_numbers import in_doubt, number_fault, number_in

KEY = "scores"
READ = ("value", "self", "score", "note")
PART, EXTRA, NODE = "c", "x", "n"
"""Kinds of rows: components, bonus and penalty points, which are filled in, and what sums components up."""
LABELS = {
    **{"component": N_("Id"), "name": N_("Component"), "max": N_("Max"), "value": N_("Value")},
    **{"self": N_("Self-score"), "score": N_("Appraisal"), "note": N_("Note")},
}
"""The headings of the columns that are seen."""
RECOUNTED = N_("The sheet's formulas did not understand the values of {cells}: their points were worked out here.")
DIFFERING = N_("In {cells} stand other points than the rule gives for the value; they were taken as they stand.")
RENAMED = N_("The names in {cells} are not those of the ids beside them, by which points were read.")
NOT_SUMS = N_("What stands in {cells} is not the sum of the components below; only their points were read.")
BARE = N_("Notes without points were left out: {cells}.")
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

    def fault(self, unit: str, component: str, top: Mapping[str, float]) -> tuple[str, str]:
        """Which cell of a row has no place in the scores, and why; blank where all have one."""
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
    sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_score_book(book: Book) -> bool:
    """Whether a workbook is one of ours."""
    return any(own_sheet(grid, KEY, LABELS) for grid in book.grids)


def read_score_book(book: Book, asked: PointsWanted) -> Filled:
    """The rows that are filled in. Raises InputError with every fault."""
    reader = _Reader(asked)
    for grid in book.grids:
        if own := own_sheet(grid, KEY, LABELS):
            reader.take_sheet(own)
        elif grid.rows and not grid.hidden:
            reader.filled.notes.append(_("Sheets that were not read: {sheets}.", sheets=grid.name))
    if not reader.problems and not reader.filled.rows:
        reader.problems.append(reader.nothing(book.file))
    if reader.problems:
        raise unreadable(book, reader.problems)
    if reader.uncomputed:
        text = _(
            "No spreadsheet has computed the formulas of {count} rows: their points were worked out here from the values. "
            "If you changed a formula, open the file in Excel or LibreOffice, save it there and import it again.",
            count=reader.uncomputed,
        )
        reader.filled.notes.append(text)
    reader.filled.notes += [_(text, cells=first_of(cells, SHOWN)) for text, cells in reader.told.items()]
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
        self.years: dict[str, str] = {}
        """Years that were not asked for, each with the sheet in which rows of it are filled in, blank for none."""
        self.uncomputed = 0
        self.told: defaultdict[str, list[str]] = defaultdict(list)
        """Cells by what is to be told of them."""
        self.year = asked.framework.at(asked.year)
        self._maxima = cache(lambda group: dict(self.year.maxima(group)))

    def nothing(self, file: str) -> Problem:
        """That nothing is filled in, or for another year or other units only."""
        if self.years:
            return self._of_another(Problem(file), min(self.years))
        if not self.others:
            return Problem(file, text=_("nothing is filled in for {year}.", year=self.asked.year))
        units = ", ".join(sorted(self.others)[:10])
        text = _("it has no sheet of {unit}; it has those of {units}.", unit=self.asked.unit, units=units)
        return Problem(file, text=text)

    def _of_another(self, place: Problem, year: str) -> Problem:
        text = _("this sheet is for {found}, not for {year}.", found=year, year=self.asked.year)
        return replace(place, text=text, hint=_("Name the year that it is for: --year {year}", year=year))

    def take_sheet(self, sheet: OwnSheet) -> None:
        """Take in the rows of what gets points; tell what was filled in beside them."""
        grid, at = sheet.grid, sheet.at
        if not {"year", "unit", "kind", "component"} <= at.keys():
            text = _("this sheet has lost its hidden columns, which say of which unit and component its points are.")
            self.problems.append(grid.problem(sheet.headings, 0, text, _("Fill in a new one: cchc template scores.")))
            return
        self.filled.sheets.append(grid.name)
        kinds = {row: grid.at(row, at["kind"]) for row in sheet.rows}
        for row, kind in kinds.items():
            if kind in (PART, EXTRA):
                self.take(grid, row, at)
            elif kind is None:
                self._refuse_strange(grid, row, at)
        for row in (row for row, kind in kinds.items() if kind == NODE):
            self._compare_sums(grid, row, at)
        self.filled.notes += sheet.notes()

    def _compare_sums(self, grid: Grid, row: int, at: Mapping[str, int]) -> None:
        """Tell of points of an area or a criterion that are not the sum of the components."""
        node, unit = (_cell_text(grid.at(row, at[key])) for key in ("component", "unit"))
        below = [self.filled.rows.get((unit, leaf.id), {}) for leaf in self.year.leaves if node in leaf.path[:-1]]
        for key in {"self", "score"} & at.keys() if self.asked.unit in (None, unit) else ():
            shown = number_in(_cell_text(grid.at(row, at[key])))
            points = sum(number_in(each.get(key, "")) or 0.0 for each in below)
            if shown is not None and abs(shown - points) > NOISE:
                self.told[NOT_SUMS].append(grid.address(row, at[key]))

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
        asked = self.asked
        year, unit, component = (_cell_text(grid.at(row, at[key])) for key in ("year", "unit", "component"))
        if asked.unit not in (None, unit):
            self.others.add(unit)
            return
        maxima, key = self._maxima(asked.groups.get(unit, "")), (unit, component)
        cells = _Row(grid, row, at, asked.framework, component, maxima.get(component, 0.0))
        made = {each: text for each in READ if (text := cells.text(each))}
        is_bare = made.keys() <= {"note"}
        if year != str(asked.year):
            self._leave(grid.problem(row, at["year"], ""), year, "" if is_bare else grid.name)
        elif is_bare:
            for each in made:
                self.told[BARE].append(grid.address(row, at[each]))
        else:
            self._keep(cells, made, key, maxima)

    def _leave(self, place: Problem, year: str, sheet: str) -> None:
        """Refuse a filled row of another year, once a `sheet`; one that is not filled in is left."""
        if sheet and self.years.get(year) != sheet:
            self.problems.append(self._of_another(place, year))
        self.years[year] = sheet or self.years.get(year, "")

    def _keep(self, cells: "_Row", made: dict[str, str], key: UnitComponent, maxima: Mapping[str, float]) -> None:
        """Take in what is filled in, and tell what is wrong or odd with it."""
        asked, filled, grid, row, at = self.asked, self.filled, cells.grid, cells.row, cells.at
        cells.compare_labels(asked.framework)
        self.uncomputed += cells.uncomputed
        for text, of in cells.told:
            self.told[text].append(grid.address(row, at[of]))
        column, told = asked.fault(*key, maxima)
        told = told or self._twice(key)
        self.problems += [grid.problem(row, at[column], told)] if told else cells.problems
        filled.rows.setdefault(key, made)
        filled.cells.setdefault(key, grid.address(row, at["component"]))

    def _twice(self, key: UnitComponent) -> str:
        """That points are there already; blank where they are not."""
        place = self.filled.cells.get(key, "")
        text = N_("{id} is scored twice for this unit and year; first at {place}.")
        return _(text, id=key[1], place=place) if place else ""


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
        self.told: list[tuple[str, str]] = []
        """What is to be told of it, and of which column."""
        # A formula asks for the value again.
        self.text = cache(self._read)

    def _read(self, key: str) -> str:
        """The text for the scores; blank where nothing is filled in."""
        if key not in self.at:
            return ""
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
        if (self.row, column) in self.grid.merged:
            return self._refuse(column, _("merged cells say no points of one component."), _("Unmerge them."))
        return {"value": self._value, "self": self._own}.get(key, self._points)(text, column)

    def _own(self, text: str, column: int) -> str:
        """Points that a formula may have given, which does not understand every value that we do."""
        given = self._given()
        if self.rule is None or text != UNKNOWN:
            points = self._points(text, column)
            number = number_in(points) if given else None
            if number is not None and abs(number - float(given)) > NOISE:
                self.told.append((DIFFERING, "self"))
            return points
        # A value that is none is told at its own cell.
        self.told += [(RECOUNTED, "value")] if given else []
        return given

    def compare_labels(self, framework: Framework) -> None:
        """Refuse another maximum than the component has; tell of another name."""
        said = {key: self._label(key) for key in ("name", "max") if key in self.at}
        node = framework.nodes.get(self.component)
        if node and said.get("name") and plain(said["name"]) not in (plain(node.name), plain(node.name_en or "")):
            self.told.append((RENAMED, "name"))
        most = number_in(said.get("max", ""))
        if self.top and most is not None and abs(most - self.top) > NOISE:
            text = _("the maximum is {most} here, and {max} in criteria.yaml.", most=said["max"], max=figure(self.top))
            hint = _("Points out of another maximum mean something else: fill in a new sheet (cchc template scores).")
            self._refuse(self.at["max"], text, hint)

    def _label(self, key: str) -> str:
        return _cell_text(self.grid.at(self.row, self.at[key]))

    def _given(self) -> str:
        """The points of the value by the rule; blank where that is blank or none, or compared with others."""
        rule, value = self.rule, self.text("value")
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
            if text.endswith("%"):
                hint = _("Write the points that were given, not their share of the maximum.")
            return self._refuse(column, told, hint or _("Write points, NA where it does not apply, or nothing."))
        if -NOISE <= number <= self.top + NOISE:
            return f"{number + 0.0:.12g}"
        return self._refuse(column, points_fault(text, self.component, self.top))

    def _refuse(self, column: int, text: str, hint: str = "") -> str:
        self.problems.append(self.grid.problem(self.row, column, text, hint))
        return "?"
