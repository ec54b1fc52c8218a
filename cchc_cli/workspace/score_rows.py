"""One score file: its rows as numbers, every cell checked as part of its whole column."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.messages import _
from cchc_cli.model.criteria import Choice
from cchc_cli.model.framework import Framework
from cchc_cli.model.problems import Problem
from cchc_cli.model.scores import Unit
from cchc_cli.workspace.csv_file import CsvFile, FloatArray, IntArray, NumberColumn, clean
from cchc_cli.workspace.nearest import nearest

NOT_APPLICABLE = frozenset({"na", "n/a", "kad", "#n/a"})
MAX_LISTED = 1_000
"""Faults of one kind in one file that are spelled out; more are only counted."""
UNKNOWN, FAULTY = -1, -2
"""Codes of a component that is not in criteria.yaml, and of one that is but has a fault there."""

BoolArray = NDArray[np.bool_]
Column = TypeVar("Column", IntArray, FloatArray, BoolArray)
Tell = Callable[[str], tuple[str, str]]
"""From what stands in a cell to what is wrong with it, and a hint."""


@dataclass
class Findings:
    """What the files have brought up so far. `total` also counts faults that are too many to spell out."""

    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    unread: dict[str, list[str]] = field(default_factory=dict)
    """Headers that are not read, by file."""
    ruleless: set[str] = field(default_factory=set)
    """Components with values that no rule reads."""

    def add(self, problems: list[Problem]) -> None:
        """Take in faults that are all spelled out."""
        self.problems += problems
        self.total += len(problems)


class Known:
    """What may stand in the files, and its numbers: units, components, notes, maxima by year."""

    def __init__(
        self, framework: Framework, units: tuple[Unit, ...] | None, ids: frozenset[str] | None
    ) -> None:
        self.framework = framework
        self.fixed_units = units is not None
        self.units = {unit.id: number for number, unit in enumerate(units or ())}
        # Components that lost their maximum to a fault in criteria.yaml are left out: that fault is told there.
        broken = {leaf.id for _area, _criterion, leaf in framework.lineage() if leaf.max is None}
        numbered = enumerate(framework.component_ids)
        self.components = {component: number for number, component in numbered if component not in broken}
        self.groups = framework.nodes.keys() - {*framework.component_ids}
        self.ids = ids
        self.notes = {"": 0}
        self._maxima: dict[int, FloatArray] = {}

    def component(self, text: str) -> int:
        """The number of a component, or UNKNOWN, or FAULTY."""
        if text in self.components:
            return self.components[text]
        faulty = bool(text) and (self.ids is None or text in self.ids)
        return FAULTY if faulty and text not in self.groups else UNKNOWN

    def maxima(self, year: int) -> FloatArray:
        """The maximum of every component in `year`; NaN for those that do not exist then."""
        if year not in self._maxima:
            table = np.full(len(self.framework.component_ids), np.nan)
            for identity, maximum in self.framework.at(year).maxima():
                if identity in self.components:
                    table[self.components[identity]] = maximum
            self._maxima[year] = table
        return self._maxima[year]


@dataclass
class Rows:
    """One file's rows: their positions in the file, and their columns (see model.scores.Scores)."""

    file: CsvFile
    positions: IntArray
    frame: pd.DataFrame


def read_rows(file: CsvFile, known: Known, findings: Findings) -> Rows:
    """The rows of a file as numbers. What is wrong goes to `findings`; such rows have no meaning."""
    return _Reader(file, known, findings).rows()


class _Reader:
    def __init__(self, file: CsvFile, known: Known, findings: Findings) -> None:
        self.file, self.known, self.findings = file, known, findings
        self.complete = any(bool((column.codes > 0).all()) for column in file.text.values())

    @cached_property
    def positions(self) -> IntArray:
        """The rows that say anything: Excel leaves rows of empty cells behind."""
        if self.complete:
            return np.arange(self.file.rows, dtype=np.int32)
        filled = np.zeros(self.file.rows, dtype=np.bool_)
        for column in self.file.text.values():
            filled |= column.codes > 0
        for numbers in self.file.numbers.values():
            filled |= ~np.isnan(numbers.numbers) | (numbers.other.codes > 0)
        return np.flatnonzero(filled).astype(np.int32)

    def rows(self) -> Rows:
        years, units, components = self._years(), self._units(), self._components()
        maxima = self._maxima(years, components)
        blank = np.full(len(years), np.nan)
        score, excluded = self._points("score", maxima, blank)
        own, own_excluded = self._points("self", maxima, blank)
        columns = {
            "year": years,
            "unit": units,
            "component": components,
            "score": score,
            "self": own,
            "value": self._values(components) if "value" in self.file.numbers else blank,
            "excluded": excluded,
            "self_excluded": own_excluded,
            "note": self._notes(len(years)),
        }
        return Rows(self.file, self.positions, pd.DataFrame(columns, copy=False))

    def _here(self, column: Column) -> Column:
        return column if self.complete else column[self.positions]

    def _numbered(self, column: str, table: list[int], dtype: type = np.int32) -> IntArray:
        """A text column as numbers: `table` has one for each different text."""
        return np.array(table, dtype=dtype)[self._here(self.file.text[column].codes)]

    def _years(self) -> IntArray:
        table = [int(text) if _is_year(text) else 0 for text in self.file.text["year"].texts]
        years = self._numbered("year", table, np.int16)
        self._fault(years == 0, "year", self._year_text)
        return years

    def _year_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the year is blank."), ""
        return _("“{found}” is not a year.").format(found=found), _("Write four digits, such as 2022.")

    def _units(self) -> IntArray:
        numbers = self.known.units
        texts = self.file.text["unit"].texts
        if not self.known.fixed_units:
            for text in texts[1:]:
                numbers.setdefault(text, len(numbers))
        units = self._numbered("unit", [numbers.get(text, -1) for text in texts])
        self._fault(units < 0, "unit", self._unit_text)
        return units

    def _unit_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the unit is blank."), ""
        return _("the unit {unit} is not in units.csv.").format(unit=found), nearest(found, self.known.units)

    def _components(self) -> IntArray:
        table = [self.known.component(text) for text in self.file.text["component"].texts]
        components = self._numbered("component", table)
        self._fault(components == UNKNOWN, "component", self._component_text)
        return components

    def _component_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the component is blank."), ""
        text = _("there is no component {component} in criteria.yaml.").format(component=found)
        if found in self.known.groups:
            text = _("{component} is not a component but a group of them.").format(component=found)
        return text, nearest(found, self.known.components)

    def _maxima(self, years: IntArray, components: IntArray) -> FloatArray:
        """The maximum that holds for each row; NaN where there is none."""
        there = [int(year) for year in np.flatnonzero(np.bincount(years)) if year]
        if not there:
            return np.full(len(years), np.nan)
        width = len(self.known.framework.component_ids)
        # One row of maxima a year, and a last column for components that are not known.
        table = np.full((there[-1] - there[0] + 1, width + 1), np.nan)
        for year in there:
            table[year - there[0], :width] = self.known.maxima(year)
        places = years.astype(np.int32)
        places -= there[0]
        places *= width + 1
        places += components if components.min() >= 0 else np.where(components < 0, width, components)
        maxima: FloatArray = table.ravel()[np.where(years > 0, places, width) if not years.all() else places]
        outside = np.isnan(maxima)
        if outside.any():
            self._fault(outside & (years > 0) & (components >= 0), "component", self._outside_text)
        return maxima

    def _outside_text(self, found: str) -> tuple[str, str]:
        since, until = self.known.framework.span(found)
        years = f"{since or '…'}–{until or '…'}"
        text = _("{component} does not exist in this year; it is for {years}.")
        return text.format(component=found, years=years), _(
            "Check the year, or since and until in criteria.yaml."
        )

    def _points(self, column: str, maxima: FloatArray, blank: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Points of each row (NaN where blank) and where the component is not applicable."""
        excluded = np.zeros(len(maxima), dtype=np.bool_)
        if column not in self.file.numbers:
            return blank, excluded
        source = self.file.numbers[column]
        numbers = self._here(source.numbers)
        if len(source.other.texts) > 1:
            absent = np.array([text.casefold() in NOT_APPLICABLE for text in source.other.texts])
            codes = self._here(source.other.codes)
            excluded = absent[codes]
            self._fault((codes > 0) & ~excluded, column, self._number_text)
        with np.errstate(invalid="ignore"):
            wrong = (numbers < 0) | (numbers > maxima + 1e-9) | (numbers == np.inf)
        if wrong.any():
            self._range(wrong, column, numbers, maxima)
        return numbers, excluded

    def _number_text(self, found: str) -> tuple[str, str]:
        return _("“{found}” is not a number.").format(found=found), _(
            "Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet."
        )

    def _range(self, wrong: BoolArray, column: str, numbers: FloatArray, maxima: FloatArray) -> None:
        components = self.file.text["component"]
        for row in self._first(wrong):
            identity = components.texts[components.codes[self.positions[row]]]
            allowed = f"0–{maxima[row]:.12g}" if not np.isnan(maxima[row]) else "≥ 0"
            text = _("{found} is out of range; {component} allows {allowed}.").format(
                found=f"{numbers[row]:.12g}", component=identity, allowed=allowed
            )
            self._add(row, column, text, "")

    def _values(self, components: IntArray) -> FloatArray:
        """Raw values that a rule reads; options as their position."""
        values = np.full(len(components), np.nan)
        source = self.file.numbers["value"]
        numbers, codes = self._here(source.numbers), self._here(source.other.codes)
        given = np.flatnonzero(~np.isnan(numbers) | (codes > 0))
        ids = self.known.framework.component_ids
        for component, places in pd.Series(given).groupby(components[given]).indices.items():
            number = int(str(component))
            if number < 0:
                continue
            rows = given[places]
            rule = getattr(self.known.framework.nodes[ids[number]], "rule", None)
            if rule is None:
                self.findings.ruleless.add(ids[number])
            elif isinstance(rule, Choice):
                values[rows] = self._options(rule, rows, source)
            else:
                wrong = (codes[rows] > 0) | np.isinf(numbers[rows])
                self._fault(_among(rows[wrong], len(values)), "value", self._value_text)
                values[rows] = numbers[rows]
        return values

    def _value_text(self, found: str) -> tuple[str, str]:
        hint = (
            _("Write the number alone: {number}.").format(number=found.rstrip("% ")) if "%" in found else ""
        )
        return _("“{found}” is not a number.").format(found=found), hint

    def _options(self, rule: Choice, rows: NDArray[np.integer], source: NumberColumn) -> FloatArray:
        """Positions of the options that stand in `rows`; NaN, and a fault, where there is none such."""
        known = {clean(option).casefold(): float(place) for place, option in enumerate(rule.options)}
        found = np.array([known.get(text.casefold(), np.nan) for text in source.other.texts])
        places: FloatArray = found[self._here(source.other.codes)[rows]]
        numbers = self._here(source.numbers)[rows]
        for row in np.flatnonzero(~np.isnan(numbers)):
            places[row] = known.get(f"{numbers[row]:.12g}", np.nan)

        def tell(found: str) -> tuple[str, str]:
            text = _("“{found}” is not an option of this component.").format(found=found)
            return text, _("Options: {options}.").format(options=", ".join(rule.options))

        self._fault(_among(rows[np.isnan(places)], len(self.positions)), "value", tell)
        return places

    def _notes(self, count: int) -> IntArray:
        if "note" not in self.file.text:
            return np.zeros(count, dtype=np.int32)
        notes = self.known.notes
        table = [notes.setdefault(text, len(notes)) for text in self.file.text["note"].texts]
        return self._numbered("note", table)

    def _first(self, wrong: BoolArray) -> list[int]:
        """The rows to spell out; the rest are counted."""
        rows = np.flatnonzero(wrong)
        self.findings.total += len(rows)
        return [int(row) for row in rows[:MAX_LISTED]]

    def _fault(self, wrong: BoolArray, column: str, tell: Tell) -> None:
        if not wrong.any():
            return
        told: dict[str, tuple[str, str]] = {}
        for row in self._first(wrong):
            found = clean(self.file.raw(int(self.positions[row]), column))
            if found not in told:
                told[found] = tell(found)
            self._add(row, column, *told[found])

    def _add(self, row: int, column: str, text: str, hint: str) -> None:
        line, place = self.file.place(int(self.positions[row]), column)
        self.findings.problems.append(Problem(self.file.name, line, place, column, text, hint))


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and text >= "1900"


def _among(rows: NDArray[np.integer], count: int) -> BoolArray:
    """True at `rows`, of `count`."""
    marked = np.zeros(count, dtype=np.bool_)
    marked[rows] = True
    return marked
