"""data/scores*.csv: all files are one table, checked as whole columns; every fault is listed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.messages import _
from cchc_cli.model.criteria import Choice
from cchc_cli.model.framework import Framework
from cchc_cli.model.problems import Problem
from cchc_cli.model.scores import Scores, Unit
from cchc_cli.workspace import headers
from cchc_cli.workspace.csv_file import CsvFault, CsvFile, FloatArray, IntArray, NumberColumn, clean, read_csv
from cchc_cli.workspace.find import Workspace
from cchc_cli.workspace.nearest import nearest

REQUIRED = ("year", "unit", "component")
NUMBERS = ("value", "self", "score")
NOT_APPLICABLE = frozenset({"na", "n/a", "kad", "#n/a"})
MAX_LISTED = 10_000
"""Faults of one kind in one file that are spelled out; more are only counted."""

BoolArray = NDArray[np.bool_]
UNKNOWN, FAULTY = -1, -2
"""Codes of a component that is not in criteria.yaml, and of one that is but has a fault there."""
Column = TypeVar("Column", IntArray, FloatArray, BoolArray)
Tell = Callable[[str], tuple[str, str]]
"""From what stands in a cell to what is wrong with it, and a hint."""


@dataclass
class LoadedScores:
    """The scores, or the faults that keep them from being used. `total` counts faults beyond those listed."""

    scores: Scores | None
    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    unread: dict[str, list[str]] = field(default_factory=dict)
    """Headers that are not read, by file."""
    ruleless: set[str] = field(default_factory=set)
    """Components with values that no rule reads."""


def load_scores(
    workspace: Workspace,
    framework: Framework,
    units: tuple[Unit, ...] | None,
    ids: frozenset[str] | None = frozenset(),
) -> LoadedScores:
    """Read all score files. `units` None = whatever units the scores name. `ids` are never called unknown; None = no id is."""
    loaded = LoadedScores(None)
    reader = _Reader(framework, units, ids, loaded)
    parts = [part for path in workspace.scores() if (part := reader.read(workspace, path)) is not None]
    reader.duplicates(parts)
    if not loaded.problems:
        table = pd.concat([part.frame for part in parts], ignore_index=True) if parts else _empty()
        loaded.scores = reader.named(table)
    return loaded


def _empty() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": np.array([], dtype=np.int16),
            "unit": np.array([], dtype=np.int32),
            "component": np.array([], dtype=np.int32),
            **{name: np.array([], dtype=np.float64) for name in ("score", "self", "value")},
            **{name: np.array([], dtype=np.bool_) for name in ("excluded", "self_excluded")},
            "note": np.array([], dtype=np.int32),
        }
    )


@dataclass
class _Part:
    """One file's rows: `rows` are their positions in the file."""

    file: CsvFile
    frame: pd.DataFrame
    rows: IntArray


class _Reader:
    """Reads files one after the other; units and notes are numbered across all of them."""

    def __init__(
        self,
        framework: Framework,
        units: tuple[Unit, ...] | None,
        known_ids: frozenset[str] | None,
        loaded: LoadedScores,
    ) -> None:
        self.framework = framework
        self.listed_units = units
        self.unit_numbers = {unit.id: number for number, unit in enumerate(units or ())}
        # Components that lost their maximum to a fault in criteria.yaml are left out: that fault is told there.
        broken = {leaf.id for _area, _criterion, leaf in framework.lineage() if leaf.max is None}
        ids = enumerate(framework.component_ids)
        self.components = {component: number for number, component in ids if component not in broken}
        self.groups = framework.nodes.keys() - {*framework.component_ids}
        self.ids = known_ids
        self.loaded = loaded
        self.notes = {"": 0}
        self.maxima: dict[int, FloatArray] = {}

    def named(self, table: pd.DataFrame) -> Scores:
        """The rows with their units: those of units.csv, else those that the scores name, by their ids."""
        units = self.listed_units
        if units is None:
            order = {unit: number for number, unit in enumerate(sorted(self.unit_numbers))}
            renumbered = np.array([order[unit] for unit in self.unit_numbers], dtype=np.int32)
            table["unit"] = renumbered[table["unit"].to_numpy()]
            units = tuple(Unit(unit, unit) for unit in order)
        return Scores(table, units, tuple(self.notes))

    def read(self, workspace: Workspace, path: Path) -> _Part | None:
        """One file's rows; None where it is no table. Faults go to `loaded`."""
        name = workspace.name(path)
        try:
            file = read_csv(path, name, headers.SCORES, REQUIRED, NUMBERS)
        except CsvFault as fault:
            self._report(fault.problems)
            return None
        if not file.numbers:
            text = _("no column with points; expected value, self or score.")
            self._report([Problem(name, 1, 0, "", text)])
            return None
        if file.unknown:
            self.loaded.unread[name] = file.unknown
        return _Checked(self, file).part()

    def maxima_in(self, year: int) -> FloatArray:
        """The maximum of every component in `year`; NaN for those that do not exist then."""
        if year not in self.maxima:
            table = np.full(len(self.framework.component_ids), np.nan)
            here = self.framework.at(year)
            for identity, maximum in here.maxima():
                if identity in self.components:
                    table[self.components[identity]] = maximum
            self.maxima[year] = table
        return self.maxima[year]

    def duplicates(self, parts: list[_Part]) -> None:
        """Each (year, unit, component) once over all files."""
        if not parts:
            return
        years = np.concatenate([part.frame["year"].to_numpy() for part in parts]).astype(np.int64)
        units = np.concatenate([part.frame["unit"].to_numpy() for part in parts])
        components = np.concatenate([part.frame["component"].to_numpy() for part in parts])
        known = (units >= 0) & (components >= 0) & (years > 0)
        if not known.any():
            return
        years -= years[known].min()
        spans = (len(self.unit_numbers), len(self.framework.component_ids))
        keys = np.where(known, (years * spans[0] + units) * spans[1] + components, -1)
        repeated = _repeated(keys)
        if not repeated.any():
            return
        first: dict[int, str] = {}
        offsets = np.cumsum([0, *(len(part.rows) for part in parts)])
        again = np.isin(keys, keys[repeated])
        listed = 0
        for number, part in enumerate(parts):
            here = np.flatnonzero(again[offsets[number] : offsets[number + 1]])
            for row in here:
                key = int(keys[offsets[number] + row])
                line, column = part.file.place(int(part.rows[row]), "component")
                if key not in first:
                    first[key] = f"{part.file.name}:{line}"
                    continue
                self.loaded.total += 1
                listed += 1
                if listed > MAX_LISTED:
                    continue
                identity = part.file.raw(int(part.rows[row]), "component").strip()
                text = _("{id} is scored twice for this unit and year; first at {place}.").format(
                    id=identity, place=first[key]
                )
                problem = Problem(part.file.name, line, column, "component", text, _("Keep one of the rows."))
                self.loaded.problems.append(problem)

    def _report(self, problems: list[Problem]) -> None:
        self.loaded.problems += problems
        self.loaded.total += len(problems)


def _repeated(keys: NDArray[np.int64]) -> BoolArray:
    """Rows whose key has stood before. Counting beats hashing where keys are dense, as a score table's are."""
    known = keys[keys >= 0]
    if len(known) and known.max() <= 8 * len(known) + 1024:
        counts = np.bincount(known)
        if counts.max() <= 1:
            return np.zeros(len(keys), dtype=np.bool_)
    return pd.Series(keys).duplicated().to_numpy() & (keys >= 0)


class _Checked:
    """The checks of one file, and its rows as numbers."""

    def __init__(self, reader: _Reader, file: CsvFile) -> None:
        self.reader = reader
        self.file = file
        self.problems: list[Problem] = []
        filled = np.zeros(file.rows, dtype=np.bool_)
        for column in file.text.values():
            filled |= column.codes > 0
        for numbers in file.numbers.values():
            filled |= ~np.isnan(numbers.numbers) | (numbers.other.codes > 0)
        # Excel leaves rows of empty cells behind; they say nothing.
        self.rows: IntArray = np.flatnonzero(filled).astype(np.int32)
        self.all_filled = len(self.rows) == file.rows

    def part(self) -> _Part:
        """The rows as numbers; whatever is wrong is reported to the reader."""
        years = self._years()
        units = self._units()
        components = self._components()
        maxima = self._maxima(years, components)
        score, excluded = self._points("score", maxima)
        own, own_excluded = self._points("self", maxima)
        columns = {
            "year": years,
            "unit": units,
            "component": components,
            "score": score,
            "self": own,
            "value": self._values(components),
            "excluded": excluded,
            "self_excluded": own_excluded,
            "note": self._notes(),
        }
        return _Part(self.file, pd.DataFrame(columns, copy=False), self.rows)

    def _here(self, column: Column) -> Column:
        return column if self.all_filled else column[self.rows]

    def _lookup(self, column: str, table: "list[int]", dtype: type) -> NDArray[np.int32]:
        return np.array(table, dtype=dtype)[self._here(self.file.text[column].codes)]

    def _years(self) -> IntArray:
        texts = self.file.text["year"].texts
        years = [
            int(text) if text.isascii() and text.isdigit() and 1900 <= int(text[:9]) <= 2999 else 0
            for text in texts
        ]
        codes = self._lookup("year", years, np.int16)
        self._fault(codes == 0, "year", self._year_text)
        return codes

    def _year_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the year is blank."), ""
        return _("“{found}” is not a year.").format(found=found), _("Write four digits, such as 2022.")

    def _units(self) -> IntArray:
        numbers = self.reader.unit_numbers
        texts = self.file.text["unit"].texts
        if self.reader.listed_units is None:
            for text in texts[1:]:
                numbers.setdefault(text, len(numbers))
        codes = self._lookup("unit", [numbers.get(text, -1) for text in texts], np.int32)
        self._fault(codes < 0, "unit", self._unit_text)
        return codes

    def _unit_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the unit is blank."), ""
        return _("the unit {unit} is not in units.csv.").format(unit=found), nearest(
            found, self.reader.unit_numbers
        )

    def _components(self) -> IntArray:
        table = [self._component(text) for text in self.file.text["component"].texts]
        codes = self._lookup("component", table, np.int32)
        self._fault(codes == UNKNOWN, "component", self._component_text)
        return codes

    def _component(self, text: str) -> int:
        reader = self.reader
        if text in reader.components:
            return reader.components[text]
        faulty = bool(text) and (reader.ids is None or text in reader.ids)
        return UNKNOWN if not faulty or text in reader.groups else FAULTY

    def _component_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the component is blank."), ""
        text = _("there is no component {component} in criteria.yaml.").format(component=found)
        if found in self.reader.groups:
            text = _("{component} is not a component but a group of them.").format(component=found)
        return text, nearest(found, self.reader.components)

    def _maxima(self, years: IntArray, components: IntArray) -> FloatArray:
        known = [int(year) for year in np.flatnonzero(np.bincount(years)) if year] if len(years) else []
        table = np.full(
            (max(known, default=0) - min(known, default=0) + 1, len(self.reader.framework.component_ids)),
            np.nan,
        )
        for year in known:
            table[year - known[0]] = self.reader.maxima_in(year)
        usable = (years > 0) & (components >= 0)
        if usable.all() and known:
            maxima: FloatArray = table[years - np.int16(known[0]), components]
        else:
            maxima = np.full(len(years), np.nan)
            maxima[usable] = table[years[usable] - known[0], components[usable]] if known else np.nan
        outside = usable & np.isnan(maxima)
        self._fault(outside, "component", self._outside_text)
        return maxima

    def _outside_text(self, found: str) -> tuple[str, str]:
        since, until = self.reader.framework.span(found)
        years = f"{since or '…'}–{until or '…'}"
        text = _("{component} does not exist in this year; it is for {years}.")
        return text.format(component=found, years=years), _(
            "Check the year, or since and until in criteria.yaml."
        )

    def _points(self, column: str, maxima: FloatArray) -> tuple[FloatArray, BoolArray]:
        if column not in self.file.numbers:
            return np.full(len(self.rows), np.nan), np.zeros(len(self.rows), dtype=np.bool_)
        source = self.file.numbers[column]
        numbers = self._here(source.numbers)
        excluded = np.zeros(len(self.rows), dtype=np.bool_)
        if len(source.other.texts) > 1:
            absent = np.array([text.casefold() in NOT_APPLICABLE for text in source.other.texts])
            codes = self._here(source.other.codes)
            excluded = absent[codes]
            self._fault((codes > 0) & ~excluded, column, self._number_text)
        with np.errstate(invalid="ignore"):
            wrong = (numbers < 0) | (numbers > maxima * (1 + 1e-12)) | np.isinf(numbers)
        if wrong.any():
            self._range(wrong, column, numbers, maxima)
        return numbers, excluded

    def _number_text(self, found: str) -> tuple[str, str]:
        return _("“{found}” is not a number.").format(found=found), _(
            "Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet."
        )

    def _range(self, wrong: BoolArray, column: str, numbers: FloatArray, maxima: FloatArray) -> None:
        ids = self.reader.framework.component_ids
        components = self.file.text["component"]
        for row in self._first(wrong):
            identity = components.texts[components.codes[self.rows[row]]]
            top = maxima[row] if not np.isnan(maxima[row]) else None
            allowed = f"0–{top:.12g}" if top is not None else "≥ 0"
            assert identity in ids or top is None
            text = _("{found} is out of range; {component} allows {allowed}.").format(
                found=f"{numbers[row]:.12g}", component=identity, allowed=allowed
            )
            self._add(row, column, text, "")

    def _values(self, components: IntArray) -> FloatArray:
        """Raw values that a rule reads; options as their position."""
        values = np.full(len(self.rows), np.nan)
        if "value" not in self.file.numbers:
            return values
        source = self.file.numbers["value"]
        numbers, codes = self._here(source.numbers), self._here(source.other.codes)
        given = ~np.isnan(numbers) | (codes > 0)
        rows_of = pd.Series(np.flatnonzero(given)).groupby(components[given]).indices
        positions = np.flatnonzero(given)
        nodes = self.reader.framework.nodes
        for component, places in rows_of.items():
            number = int(str(component))
            if number < 0:
                continue
            rows = positions[places]
            identity = self.reader.framework.component_ids[number]
            rule = getattr(nodes[identity], "rule", None)
            if rule is None:
                self.reader.loaded.ruleless.add(identity)
            elif isinstance(rule, Choice):
                values[rows] = self._options(rule, rows, source)
            else:
                wrong = np.zeros(len(self.rows), dtype=np.bool_)
                wrong[rows] = (codes[rows] > 0) | np.isinf(numbers[rows])
                self._fault(wrong, "value", self._value_text)
                values[rows] = numbers[rows]
        return values

    def _value_text(self, found: str) -> tuple[str, str]:
        hint = (
            _("Write the number alone: {number}.").format(number=found.rstrip("% ")) if "%" in found else ""
        )
        return _("“{found}” is not a number.").format(found=found), hint

    def _options(self, rule: Choice, rows: NDArray[np.integer], source: NumberColumn) -> FloatArray:
        known = {clean(option).casefold(): float(place) for place, option in enumerate(rule.options)}
        found = np.array([known.get(text.casefold(), np.nan) for text in source.other.texts])
        places: FloatArray = found[self._here(source.other.codes)[rows]]
        numbers = self._here(source.numbers)[rows]
        for row in np.flatnonzero(~np.isnan(numbers)):
            places[row] = known.get(f"{numbers[row]:.12g}", np.nan)
        wrong = np.zeros(len(self.rows), dtype=np.bool_)
        wrong[rows] = np.isnan(places)
        options = ", ".join(rule.options)
        self._fault(
            wrong,
            "value",
            lambda found: (
                _("“{found}” is not an option of this component.").format(found=found),
                _("Options: {options}.").format(options=options),
            ),
        )
        return places

    def _notes(self) -> IntArray:
        if "note" not in self.file.text:
            return np.zeros(len(self.rows), dtype=np.int32)
        notes = self.reader.notes
        table = [notes.setdefault(text, len(notes)) for text in self.file.text["note"].texts]
        return self._lookup("note", table, np.int32)

    def _first(self, wrong: BoolArray) -> list[int]:
        """The rows to spell out; the rest are counted."""
        rows = np.flatnonzero(wrong)
        self.reader.loaded.total += len(rows)
        return [int(row) for row in rows[:MAX_LISTED]]

    def _fault(self, wrong: BoolArray, column: str, tell: Tell) -> None:
        if not wrong.any():
            return
        for row in self._first(wrong):
            text, hint = tell(self._cell(row, column))
            self._add(row, column, text, hint)

    def _cell(self, row: int, column: str) -> str:
        return clean(self.file.raw(int(self.rows[row]), column))

    def _add(self, row: int, column: str, text: str, hint: str) -> None:
        line, place = self.file.place(int(self.rows[row]), column)
        self.reader.loaded.problems.append(Problem(self.file.name, line, place, column, text, hint))
