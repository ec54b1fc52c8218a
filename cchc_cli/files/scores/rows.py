"""One score file: its rows as numbers, every cell checked as part of its whole column."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.file import CsvFile
from cchc_cli.files.csv.pieces import BoolArray, FloatArray, IntArray, NumberPiece, Piece, Scalar
from cchc_cli.files.scores.known import (
    UNKNOWN,
    KnownIds,
    MaybeShare,
    Oddities,
    PieceRows,
    ScoreTexts,
    group_fault,
    is_year,
    points_fault,
    year_fault,
)
from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.bounds import POINTS as POINTS_BOUND
from cchc_cli.model.letters import csv_cell
from cchc_cli.model.nearest import lost_zero, nearest
from cchc_cli.model.problems import NAMED, first_of
from cchc_cli.model.rules import BaseRule
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.written_numbers import number_fault

MAX_LISTED = 1_000
"""Faults that are spelled out; more are only counted."""
MANY = 10
"""From more ids on that nobody knows it is the file that is another one."""
BLANK, NEVER, NO_NOTE = np.array(np.nan), np.array(False), np.array(0, dtype=np.int32)
"""Columns that are the same in every row."""
Tell = Callable[[str], tuple[str, str]]
"""From what stands in a cell to what is wrong with it, and a hint."""


def read_rows(file: CsvFile, known: KnownIds, findings: Oddities) -> list[PieceRows]:
    """The rows of a file as numbers. What is wrong goes to `findings`; such rows have no meaning."""
    tables = ScoreTexts(file, known)
    return [_Reader(file, piece, tables, findings).rows() for piece in file.pieces]


class _Reader:
    """Reads one piece of a file."""

    def __init__(self, file: CsvFile, piece: Piece, tables: ScoreTexts, findings: Oddities) -> None:
        self.file, self.piece, self.tables, self.findings = file, piece, tables, findings
        self.known = tables.known
        # Excel leaves rows of empty cells behind; they say nothing.
        self.kept = None if any(part.filled() is None for part in piece.text.values()) else self._said()
        self._leave_out_totals()
        self.count = piece.rows if self.kept is None else len(self.kept)

    def _said(self) -> NDArray[np.intp]:
        """The rows that say anything."""
        said = np.zeros(self.piece.rows, dtype=np.bool_)
        for part in self.piece.text.values():
            filled = part.filled()
            said |= True if filled is None else filled
        for amounts in self.piece.numbers.values():
            said |= ~np.isnan(amounts.numbers)
            if amounts.other is not None:
                said |= amounts.other > 0
        return np.flatnonzero(said)

    def _leave_out_totals(self) -> None:
        """Tell of rows that sum up the others, once for each, and look at them no further."""
        tables = self.tables
        named = {column: self._lookup(column, marks) for column, marks in tables.totals.items()}
        if not any(marks.any() for marks in named.values()):
            return
        faulty = (
            (self._lookup("year", tables.years) == 0)
            | (self._lookup("unit", tables.units) < 0)
            | (self._lookup("component", tables.components) == UNKNOWN)
        )
        if "unit" in named and not self.known.fixed_units:
            faulty |= named["unit"]
        left = np.ones(len(faulty), dtype=np.bool_)
        for column, marks in named.items():
            self._fault(marks & faulty & left, column, partial(_total_text, column))
            left &= ~(marks & faulty)
        self.kept = np.flatnonzero(left) if self.kept is None else self.kept[left]

    def rows(self) -> PieceRows:
        years = self._lookup("year", self.tables.years)
        units = self._lookup("unit", self.tables.units)
        components = self._lookup("component", self.tables.components)
        self._fault(years == 0, "year", self._year_text)
        self._fault(units < 0, "unit", self._unit_text)
        self._fault(components == UNKNOWN, "component", self._component_text)
        maxima, is_for_others = self._maxima(years, components)
        score, excluded = self._points("score", maxima)
        own, own_excluded = self._points("self", maxima)
        values = self._values(components)
        appraised = self._points("appraised1", maxima)[0]
        if is_for_others.any():
            given = [~np.isnan(column) for column in (score, own, values, appraised)]
            self._refuse_for_others(is_for_others & np.logical_or.reduce(np.broadcast_arrays(*given)))
        columns: dict[str, NDArray[Any]] = {
            "year": years,
            "unit": units,
            "component": components,
            "score": score,
            "self": own,
            "value": values,
            "excluded": excluded,
            "self_excluded": own_excluded,
            "note": self._lookup("note", self.tables.notes) if "note" in self.piece.text else NO_NOTE,
        }
        if "appraised1" in self.piece.numbers:
            columns["appraised1"] = appraised
        if "appeal" in self.piece.text:
            columns["appeal"] = self._lookup("appeal", self.tables.appeals)
        return PieceRows(self.file, self.piece.start, self.kept, columns)

    def _here(self, column: NDArray[Scalar]) -> NDArray[Scalar]:
        return column if self.kept is None else column[self.kept]

    def _lookup(self, column: str, table: NDArray[Scalar]) -> NDArray[Scalar]:
        return self._here(self.piece.text[column].lookup(table))

    def _year_text(self, found: str) -> tuple[str, str]:
        if is_year(found):
            text = _("{found} lies after {latest}, which is next year.", found=found, latest=self.tables.latest)
            return text, _("Correct the year.")
        return year_fault(found)

    def _unit_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the unit is blank."), _("Fill it in, or delete the row.")
        new = _("A new unit, as after a merger, is added to units.csv.")
        hint = " ".join(filter(None, (nearest(found, self.known.unit_names), new)))
        return _("the unit {unit} is not in units.csv.", unit=found), hint

    def _component_text(self, found: str) -> tuple[str, str]:
        if not found:
            return _("the component is blank."), _("Fill it in, or delete the row.")
        if found in self.known.groups:
            text, hint = group_fault(found, self.known.framework.below(found))
            return text, f"{hint} {lost_zero(found, self.known.components)}".strip()
        text, pointed = (
            _("there is no component {component} in criteria.yaml.", component=found),
            found.replace(",", "."),
        )
        if pointed in self.known.groups:
            hint = _("Ids are written with points: {id}.", id=pointed)
            return text, " ".join((hint, *group_fault(pointed, self.known.framework.below(pointed))))
        return text, nearest(found, {each: self.known.framework.nodes[each].name for each in self.known.components})

    def _maxima(self, years: NDArray[np.int16], components: NDArray[np.integer]) -> tuple[FloatArray, BoolArray]:
        """The maximum that holds for each row, NaN where there is none; and which rows are for other groups."""
        known, (groups, span, width) = (years > 0) & (components >= 0), self.tables.maxima.shape
        places = (years.astype(np.int32) - self.tables.first) * width + components
        if groups > 1:
            places += self._lookup("unit", self.tables.groups) * (span * width)
        maxima: FloatArray = self.tables.maxima.ravel()[np.where(known, places, width - 1)]
        self._fault(known & np.isnan(maxima), "component", self._outside_text)
        if not self.known.framework.groups:
            return maxima, NEVER
        is_for_others = maxima == 0
        return np.where(is_for_others, np.nan, maxima), is_for_others

    def _refuse_for_others(self, wrong: BoolArray) -> None:
        """Points of components that are not for the unit's group."""
        for row in self._first(wrong):
            identity, group = self._cell(row, "component"), self.known.group_of(self._cell(row, "unit"))
            text = _("{component} is not for units of the group {group}.", component=identity, group=group)
            if not group:
                text = _("{component} is not for units without a group.", component=identity)
            groups = ", ".join(sorted(self.known.framework.groups_of(identity) or ()))
            hint = _("It is for {groups}; leave the row out, or write NA.", groups=groups)
            self._add(row, "component", text, hint if groups else _("Check groups in criteria.yaml."))

    def _outside_text(self, found: str) -> tuple[str, str]:
        since, until = self.known.framework.span(found)
        years = f"{since or '…'}–{until or '…'}"
        text = _("{component} does not exist in this year; it is for {years}.", component=found, years=years)
        return text, _("Check the year, or since and until in criteria.yaml.")

    def _points(self, column: str, maxima: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Points of each row (NaN where blank) and where the component is not applicable."""
        if column not in self.piece.numbers:
            return BLANK, NEVER
        source = self.piece.numbers[column]
        numbers, excluded = self._here(source.numbers), NEVER
        if source.other is not None:
            absent = np.array([text.casefold() in NOT_APPLICABLE for text in self.file.texts[column]])
            codes = self._here(source.other)
            excluded = absent[codes]
            self._fault((codes > 0) & ~excluded, column, self._number_text, codes)
        if source.doubts is not None:
            doubts = self._here(source.doubts) & (np.rint(numbers * 1000) <= maxima)
            self._fault(doubts, column, lambda found: number_fault(found, bound=POINTS_BOUND))
        with np.errstate(invalid="ignore"):
            wrong = (numbers < 0) | (numbers > maxima + NOISE)
        for row in self._first(wrong):
            text = points_fault(self._cell(row, column), self._cell(row, "component"), float(maxima[row]))
            self._add(row, column, text, "")
        return numbers, excluded

    def _number_text(self, found: str) -> tuple[str, str]:
        text, hint = number_fault(found, bound=POINTS_BOUND)
        if found.endswith("%"):
            return text, _("Write the points that were given, not their share of the maximum.")
        how = _("Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet.")
        return text, hint or how

    def _values(self, components: NDArray[np.integer]) -> FloatArray:
        """Raw values that a rule reads, as it keeps them."""
        if "value" not in self.piece.numbers:
            return BLANK
        values = np.full(len(components), np.nan)
        source = self.piece.numbers["value"]
        numbers = self._here(source.numbers)
        other = np.zeros(len(values), dtype=np.int32) if source.other is None else self._here(source.other)
        given = np.flatnonzero(~np.isnan(numbers) | (other > 0))
        ids = self.known.framework.component_ids
        for component, places in pd.Series(given).groupby(components[given]).indices.items():
            identity = int(str(component))
            if identity < 0:
                continue
            rows = given[places]
            rule = self.known.rules[identity]
            if rule is None:
                self.findings.ruleless.add(ids[identity])
                continue
            values[rows] = self._read(rule, rows, source, other)
            self._note_shares(ids[identity], rule.percentages_to, rows, values[rows])
        return values

    def _note_shares(self, identity: str, most: float | None, rows: NDArray[np.intp], values: FloatArray) -> None:
        """Remember values of at most 1 where percentages up to `most` are meant."""
        if most is None:
            return
        low = np.flatnonzero((values > 0) & (values <= 1))
        if not len(low):
            return
        line, column = self.file.place(self._position(int(rows[low[0]])), "value")
        share = MaybeShare(line, column, float(values[low[0]]), most)
        self.findings.shares.setdefault((self.file.name, identity), share).count += len(low)

    def _read(self, rule: BaseRule, rows: NDArray[np.intp], source: NumberPiece, other: IntArray) -> FloatArray:
        """What a rule makes of the values of `rows`; NaN, and a fault, where one is none, or can be read both ways."""
        numbers = self._here(source.numbers)[rows]
        if not rule.takes_numbers:
            numbers = self._each_once(numbers, lambda number: rule.value_in(f"{number:.12g}"))
        wrong = ~np.isnan(numbers) & ((numbers < rule.allowed.least) | (numbers > rule.allowed.most))
        if source.doubts is not None and rule.takes_numbers:
            most = rule.percentages_to
            in_doubt = self._here(source.doubts)[rows]
            wrong |= in_doubt if most is None else in_doubt & (np.rint(numbers * 1000) <= most)
        texts = self.file.texts["value"]
        said = np.where(other[rows] > 0, other[rows], np.nan)
        values = np.where(wrong, np.nan, numbers)
        values = np.where(np.isnan(said), values, self._each_once(said, lambda code: rule.value_in(texts[int(code)])))
        marked = np.zeros(self.count, dtype=np.bool_)
        marked[rows[np.isnan(values)]] = True
        self._fault(marked, "value", partial(_value_text, rule))
        return values

    @staticmethod
    def _each_once(cells: FloatArray, read: Callable[[float], float | None]) -> FloatArray:
        """What `read` makes of cells, each different one looked at once; NaN where there is none, or it is no value."""
        known, places = np.unique(cells, return_inverse=True)
        made = [None if np.isnan(each) else read(float(each)) for each in known]
        found: FloatArray = np.array(made, dtype=np.float64)
        return found[places]

    def _first(self, wrong: BoolArray) -> list[int]:
        """The rows to spell out; the rest are counted."""
        rows = np.flatnonzero(wrong)
        self.findings.total += len(rows)
        room = max(MAX_LISTED - len(self.findings.problems), 0)
        return [int(row) for row in rows[:room]]

    def _fault(self, wrong: BoolArray, column: str, tell: Tell, codes: IntArray | None = None) -> None:
        """Tell what is wrong: of texts, which have `codes`, each different one once, else each row."""
        if not wrong.any():
            return
        if codes is None and column in self.piece.text:
            codes = self._lookup(column, np.arange(len(self.file.texts[column]), dtype=np.int32))
        if codes is not None:
            self._fault_once(np.flatnonzero(wrong), column, tell, codes)
            return
        told: dict[str, tuple[str, str]] = {}
        for row in self._first(wrong):
            found = self._cell(row, column)
            if found not in told:
                told[found] = tell(found)
            self._add(row, column, *told[found])

    def _fault_once(self, rows: NDArray[np.intp], column: str, tell: Tell, codes: NDArray[np.integer]) -> None:
        """Tell of each different text in `rows` once, with the first rows that have it and how many these are."""
        rows = rows[np.argsort(codes[rows], kind="stable")]
        _numbers, firsts, counts = np.unique(codes[rows], return_index=True, return_counts=True)
        order, more = np.argsort(rows[firsts]), ""
        if tell == self._component_text and len(firsts) > MANY:
            others = [self._cell(int(row), column) for row in rows[firsts][order]][1:]
            text = N_("{count} more ids are not there: {ids}. Are these points of another framework?")
            more, order = _(text, count=len(others), ids=first_of(others, NAMED)), order[:1]
        self.findings.total += len(order)
        room = max(MAX_LISTED - len(self.findings.problems), 0)
        for at in order[:room]:
            here = [self._position(int(row)) for row in rows[firsts[at] :][: min(int(counts[at]), NAMED + 1)]]
            found = csv_cell(self.file.raw(here[0], column))
            text, hint = tell(found)
            if not found and counts[at] > NAMED and column in ("year", "unit"):
                hint = _("Fill in each row: of merged cells a file has the first alone; unmerge them.")
            problem = self.file.problem(here[0], column, text, " ".join(filter(None, (hint, more))), same=True)
            shown = tuple(problem.rows[0] + position - here[0] for position in here)
            self.findings.problems.append(replace(problem, rows=shown, count=int(counts[at])))

    def _position(self, row: int) -> int:
        return self.piece.start + int(row if self.kept is None else self.kept[row])

    def _cell(self, row: int, column: str) -> str:
        return csv_cell(self.file.raw(self._position(row), column))

    def _add(self, row: int, column: str, text: str, hint: str) -> None:
        self.findings.problems.append(self.file.problem(self._position(row), column, text, hint))


def _total_text(column: str, found: str) -> tuple[str, str]:
    """That a row is a total; CONG may be an id as well, as it has no accents."""
    text, hint = headers.total_fault()
    may_be_id = column == "component" and found.isascii()
    return text, " ".join([hint, *([_("If it is an id, add it to criteria.yaml.")] if may_be_id else [])])


def _value_text(rule: BaseRule, found: str) -> tuple[str, str]:
    """Why a text is no value; that something does not apply is said where points stand."""
    text, hint = rule.value_fault(found)
    return text, _("Not applicable is written into the column score.") if found.casefold() in NOT_APPLICABLE else hint
