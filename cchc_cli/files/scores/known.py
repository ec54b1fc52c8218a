"""What may stand in score files, what their texts stand for, each different one looked at once, and what was found there
that may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.file import CsvFile
from cchc_cli.files.csv.pieces import FloatArray
from cchc_cli.messages import _, figure, n_
from cchc_cli.model.bounds import shortened
from cchc_cli.model.framework import Framework
from cchc_cli.model.letters import as_typed
from cchc_cli.model.nearest import by_id
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import BaseRule
from cchc_cli.model.scores import Unit
from cchc_cli.model.slips import how_to_write_year
from cchc_cli.model.today import today

UNKNOWN, FAULTY = -1, -2
"""Codes of a component that is not in criteria.yaml, and of one that is but has a fault there."""


FEW = 10
"""A year with one in so many of the rows of another year in the same file stands apart."""


def is_few(count: int, most: int) -> bool:
    """Whether the rows of a year are so few beside those of the usual one that the year may be a slip."""
    return count * FEW <= most or (count == 1 and most >= FEW // 2)


def few_rows(year: int, count: int, usual: int, most: int) -> str:
    """That a file has a few rows of a year, and most of the usual one."""
    return n_(
        "only {count} row of this file is of {year}; {most} are of {usual}.",
        "only {count} rows of this file are of {year}; {most} are of {usual}.",
        count,
        year=year,
        usual=usual,
        most=most,
    )


def copied_years(rows: pd.DataFrame, files: Sequence[YearRows]) -> Iterator[Problem]:
    """Years whose rows all say what those of the year before say, remarks included, as in a copy of its file."""
    hashes = pd.util.hash_pandas_object(rows.drop(columns="year"), index=False).to_numpy()
    years = sorted(rows["year"].unique().tolist())
    for (since, before), (year, now) in pairwise((year, {*hashes[rows["year"] == year].tolist()}) for year in years):
        file = next((each for each in files if year in each.counts), None)
        if file is not None and now <= before and (rows.loc[rows["year"] == year, "note"] > 0).any():
            text = _("all rows of {year} say what those of {since} say, remarks included.", year=year, since=since)
            hint = _("Is it a copy? Write the points of {year}, or delete the rows.", year=year)
            yield Problem(file.name, *file.place(year), "year", text, hint, severity="warning")


YEAR_BITS, UNIT_BITS = 44, 20
"""Where year and unit stand in a key; a component takes the lowest bits."""


@dataclass
class PieceRows:
    """Rows of one piece of a file, as columns (see model.scores.Scores).

    A column that is the same in every row is one value. `kept` are the rows of the piece that say anything;
    None = all of them.
    """

    file: CsvFile
    start: int
    kept: NDArray[np.intp] | None
    columns: dict[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.columns["year"])

    def position(self, row: int) -> int:
        """Where a row stands in the file, from 0."""
        return self.start + int(row if self.kept is None else self.kept[row])

    @cached_property
    def ends(self) -> tuple[int, int] | None:
        """The first and the last key where all keys rise, as in a file that was written in order; else None."""
        keys = self.keys()
        return (int(keys[0]), int(keys[-1])) if (keys[1:] > keys[:-1]).all() else None

    def keys(self) -> NDArray[np.int64]:
        """A number for each row's (year, unit, component); -1 where one of them is not known."""
        years, units, components = (self.columns[name] for name in ("year", "unit", "component"))
        keys: NDArray[np.int64] = years.astype(np.int64) << YEAR_BITS
        keys += units.astype(np.int64) << UNIT_BITS
        keys += components
        if keys.size and min(years.min() - 1, units.min(), components.min()) < 0:
            keys[(years == 0) | (units < 0) | (components < 0)] = -1
        return keys


@dataclass(frozen=True)
class YearRows:
    """The years of a score file: how many rows each has; `place`: line and column of the first of them."""

    name: str
    counts: dict[int, int]
    place: Callable[[int], tuple[int, int]]


@dataclass
class MaybeShare:
    """The first of `count` values that may be a share of 1, and how far the percentages of its rule run."""

    line: int
    column: int
    value: float
    most: float
    count: int = 0


@dataclass
class Oddities:
    """What the files have brought up so far. `total` also counts faults that are too many to spell out."""

    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    unread: dict[str, list[str]] = field(default_factory=dict)
    """Headers that are not read, by file."""
    years: list[YearRows] = field(default_factory=list)
    """The years of each file with rows."""
    shares: dict[tuple[str, str], MaybeShare] = field(default_factory=dict)
    """Values of at most 1 where percentages are meant, by file and component."""
    ruleless: set[str] = field(default_factory=set)
    """Components with values that no rule reads."""

    rows: list[tuple[int, CsvFile, int, NDArray[np.intp] | None]] = field(default_factory=list)
    """The pieces of the scores: how many rows each has, where it begins in its file, and which of its rows say anything."""

    def place(self, row: int, column: str = "score") -> tuple[str, int, int]:
        """The file of a row of the scores, and where in it a column stands."""
        for count, file, start, kept in self.rows:
            if row < count:
                return file.name, *file.place(start + int(row if kept is None else kept[row]), column)
            row -= count
        raise IndexError(row)

    def add(self, problems: list[Problem], total: int | None = None) -> None:
        """Take in faults; `total` also counts those that are not spelled out."""
        self.problems += problems
        self.total += len(problems) if total is None else total


class KnownIds:
    """What may stand in the files, and its numbers: units, components, notes, maxima by year."""

    def __init__(self, framework: Framework, units: tuple[Unit, ...] | None, ids: frozenset[str] | None) -> None:
        self.framework = framework
        self.fixed_units, listed = units is not None, units or ()
        self.units = {unit.id: number for number, unit in enumerate(listed)}
        self.unit_names = by_id(listed)
        self._groups = {unit.id: unit.group for unit in listed}
        # Components that lost their maximum to a fault in criteria.yaml are left out: that fault is told there.
        broken = {each.id for each in framework.components if each.max is None}
        numbered = enumerate(framework.component_ids)
        self.components = {component: number for number, component in numbered if component not in broken}
        self.rules: tuple[BaseRule | None, ...] = tuple(map(framework.rule_of, framework.component_ids))
        self.groups = framework.nodes.keys() - {*framework.component_ids}
        self.ids = ids
        self.notes = {"": 0}
        self._maxima: dict[tuple[int, str], FloatArray] = {}

    @property
    def has_thousands(self) -> bool:
        """Whether points may have a mark between thousands."""
        maxima = [most for each in self.framework.components for most in each.all_maxima]
        return max([0.0, *maxima, *(each.max for each in self.framework.criteria.adjustments)]) >= 1000

    def component(self, text: str) -> int:
        """The number of a component, or UNKNOWN, or FAULTY."""
        if text in self.components:
            return self.components[text]
        faulty = bool(text) and (self.ids is None or text in self.ids)
        return FAULTY if faulty and text not in self.groups else UNKNOWN

    def group_of(self, unit: str) -> str:
        """The group whose maxima hold for a unit; blank where the framework makes no difference between groups."""
        return self._groups.get(unit, "") if self.framework.groups else ""

    def maxima(self, year: int, group: str) -> FloatArray:
        """The maximum of every component in `year`; NaN for those that do not exist then, 0 for those of other groups."""
        if (year, group) not in self._maxima:
            table = np.full(len(self.framework.component_ids), np.nan)
            for identity, maximum in self.framework.at(year).maxima(group):
                if identity in self.components:
                    table[self.components[identity]] = maximum
            self._maxima[year, group] = table
        return self._maxima[year, group]


YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def years_in(file: str) -> list[int]:
    """The years that a file is called after, the last one last."""
    return sorted(int(year) for year in YEAR.findall(Path(file).name))


def import_hint(file: str) -> str:
    """How the points of a workbook become a file of scores."""
    years = years_in(file)
    if file.casefold().endswith(".xlsb"):
        # The one kind of workbook that is not read.
        return " ".join((_("Save it as .xlsx."), import_hint(f"{file[:-1]}x")))
    return _(
        "Import it: cchc import scores {file} --year {year}",
        file=as_typed(file),
        year=str(years[-1]) if years else _("YEAR"),
    )


class ScoreTexts:
    """For each different text of a file what it stands for; `maxima` by year and component."""

    def __init__(self, file: CsvFile, known: KnownIds) -> None:
        self.known = known
        texts = file.texts
        self.latest = today(known.framework.criteria.defaults.timezone).year + 1
        self.years = np.array(list(map(self._year, texts["year"])), dtype=np.int16)
        if not known.fixed_units:
            for text in texts["unit"][1:]:
                known.units.setdefault(text, len(known.units))
        self.units = np.array([known.units.get(text, -1) for text in texts["unit"]], dtype=np.int32)
        self.components = np.array(list(map(known.component, texts["component"])), dtype=np.int32)
        self.notes, self.appeals = self._notes(texts.get("note", [""])), self._notes(texts.get("appeal", []))
        columns = ("year", "unit", "component")
        marks = {column: np.array(list(map(headers.is_total, texts[column]))) for column in columns}
        self.totals = {column: total for column, total in marks.items() if total.any()}
        groups = list(map(known.group_of, texts["unit"]))
        places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
        self.groups = np.array([places[group] for group in groups], dtype=np.int32)
        self.first, self.maxima = self._maxima(places)

    def _notes(self, texts: list[str]) -> NDArray[np.int32]:
        """The positions of notes among all notes, which grow."""
        notes = self.known.notes
        return np.array([notes.setdefault(text, len(notes)) for text in texts], dtype=np.int32)

    def _maxima(self, groups: Mapping[str, int]) -> tuple[int, NDArray[np.float64]]:
        """The first year, and a row of maxima a group and year; the last column is for components that are not known."""
        years = sorted({int(year) for year in self.years if year}) or [0]
        table = np.full((len(groups), years[-1] - years[0] + 1, len(self.known.framework.component_ids) + 1), np.nan)
        for group, place in groups.items():
            for year in filter(None, years):
                table[place, year - years[0], :-1] = self.known.maxima(year, group)
        return years[0], table

    def _year(self, text: str) -> int:
        """The year that a text is; 0 where it is none, or none that can have been scored."""
        return int(text) if is_year(text) and int(text) <= self.latest else 0


def swapped(texts: Mapping[str, Sequence[str]], known: KnownIds) -> tuple[str, str] | None:
    """Two columns of a file that have nothing of their own, and all that the other one should have."""
    fits: dict[str, Callable[[str], bool]] = {
        "year": is_year,
        "unit": lambda text: text in known.unit_names if known.fixed_units else not is_year(text),
        "component": lambda text: known.component(text) != UNKNOWN,
    }
    cells = {column: {*filter(None, texts[column])} for column in fits}

    def has_all(column: str, of: str) -> bool:
        return bool(cells[column]) and all(map(fits[of], cells[column]))

    def has_own(column: str) -> bool:
        return any(map(fits[column], cells[column])) and (column != "unit" or known.fixed_units)

    for one, other in combinations(fits, 2):
        if has_all(one, other) and has_all(other, one) and not has_own(one) and not has_own(other):
            return one, other
    return None


def is_year(text: str) -> bool:
    """Whether a text is four digits from 1900 on."""
    return len(text) == 4 and text.isascii() and text.isdecimal() and text >= "1900"


def year_fault(text: str) -> tuple[str, str]:
    """What is wrong with a text that is no year, and what to do."""
    if not text:
        return _("the year is blank."), _("Fill it in, or delete the row.")
    return _("“{found}” is not a year.", found=text), how_to_write_year(text)


def points_fault(found: str, component: str, most: float) -> str:
    """That points are out of range, of which at most so many are allowed; NaN: nobody knows how many."""
    allowed = "≥ 0" if np.isnan(most) else f"0–{figure(most)}"
    return _(
        "{found} is out of range; {component} allows {allowed}.",
        found=shortened(found),
        component=component,
        allowed=allowed,
    )


def group_fault(found: str, below: list[str]) -> tuple[str, str]:
    """That an area or a criterion stands where a component should, and which belong to it."""
    text = _("{component} is not a component but a group of them.", component=found)
    return text, _("Its components: {components}.", components=", ".join(below[:10]))
