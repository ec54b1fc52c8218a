"""The columns of a published table of units, and the figures in their cells, each read as its column is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from cchc_cli.model.audit_claims import ColumnRead, Disagreement, Role
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.tables.heads import TableHead
from cchc_cli.office.words.headings import PREVIOUS, YEAR, said, word_of, year_of
from cchc_cli.office.words.numbers import (
    ROMAN,
    change_of,
    decimals,
    figure_of,
    first_text,
    is_provisional,
    not_given,
    rank_of,
    text_of,
)
from cchc_cli.office.words.vocabulary import WEIGHT_ROW

WHOLE = ""
"""The scope of columns that are about the whole result of the year."""
PREVIOUS_YEAR = "previous"
"""The scope of columns about a year before, where no heading names it."""
MAXIMUM = re.compile(r"\(?\b(?:toi da|max)?:? ?(\d+(?:[.,]\d+)?) ?(?:diem|d|points)\b\)?|toi da:? (\d+(?:[.,]\d+)?)")
THOUSANDS = re.compile(r"(?<=[1-9])[.,](?=\d{3}\b)")
"""`1.000 điểm`: nobody gives maxima with three decimals."""
WEIGHT = re.compile(
    r"\((?:trong so|ty trong|chiem)?:? ?(\d{1,2}(?:[.,]\d+)?) ?%\)|\b(?:trong so|he so|ty trong):? ?(\d{1,2}(?:[.,]\d+)?)"
)
BARE = re.compile(r"\((\d{1,4}(?:[.,]\d+)?)\)\s*$")
NO_SUBJECT = re.compile(
    r"\b(xep (hang|thu)|thu (hang|bac)|vi (thu|tri)|hang|ve|theo|cua|nam|so|tong|diem|chi so|gia tri|ket qua|index|dat|duoc)\b"
)
"""Words of headings that say rank or figure, not of what."""
ADDED: tuple[Role, ...] = ("bonus", "penalty")
ABOVE = ("rank", "rating", "index", "percent", "total", "points", *ADDED)
"""Words that may stand above years, `Xếp hạng` above `2021` and `2022`, or above what points were added or taken off for."""
BEFORE_UNITS = ("rank", "rating", "group", "total", "index", "points")
"""Words of columns that are read left of the units as well."""
Reader = Callable[[Value], float | None]
READERS: dict[str, Reader] = {"rank": rank_of, "change": change_of}


@dataclass
class UnitColumn:
    """A column: its headings from above, what it holds, and of what (`WHOLE`, an area, another year)."""

    number: int
    headings: list[str]
    word: str | None
    year: int | None
    role: Role = "other"
    of: str = WHOLE
    sure: bool = False
    share: float | None = None
    """Its share of the whole, where a row says one."""

    @property
    def group(self) -> str:
        """The heading above others, where it has one."""
        return self.headings[0] if len(self.headings) > 1 else ""

    @property
    def name(self) -> str:
        """All of its headings on a line."""
        return " – ".join(self.headings)

    @property
    def is_result(self) -> bool:
        """Whether it is called `Kết quả`, which may be points, a rating or one of several things that were judged."""
        return said(self.headings[-1]).startswith("ket qua")

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the whole, or holds the points of an area."""
        if self.of == WHOLE:
            return self.role in ("part", "subtotal")
        return self.role == "points" and self.of in self.headings[:1]

    @property
    def subject(self) -> str:
        """What its ranks or figures are of, without the words for these: `sipas` of `Hạng SIPAS`."""
        return " ".join(NO_SUBJECT.sub(" ", YEAR.sub(" ", said(self.headings[-1]))).split())

    @property
    def is_previous(self) -> bool:
        """Whether it is about a year before that no heading names."""
        return any(PREVIOUS.fullmatch(plain(text)) for text in self.headings)

    @property
    def weight(self) -> float | None:
        """Its share of the whole, where a row or its headings say one: `Thẩm định (60%)`."""
        said = (found for text in reversed(self.headings) if (found := _weight_in(text)) is not None)
        return self.share or next(said, None)


def _word(texts: list[str]) -> str | None:
    """The word of a column: that of its lowest heading, or of the one above it where that says more."""
    word, above = word_of(texts[-1]), word_of(texts[0]) if len(texts) > 1 else None
    if word is None and above in ABOVE and (above in ADDED or not said(texts[-1]) or year_of(texts[-1:])):
        return above
    # Below `So với năm 2023` the index of that year may stand.
    return "change" if above == "change" and word != "other" and year_of(texts[-1:]) is None else word


@dataclass
class Columns:
    """The columns of a table of units, left to right."""

    unit: int
    all: list[UnitColumn] = field(default_factory=list)
    subtotals: dict[int, list[int]] = field(default_factory=dict)
    """The parts that each subtotal adds up."""

    def add(self, number: int, texts: list[str]) -> None:
        """Add a column with headings, where it is that of the units, stands right of it, or says what may stand left."""
        word = _word(texts) if texts else None
        if texts and number == self.unit:
            self.all.append(UnitColumn(number, texts, word, None, "unit"))
        elif texts and (number > self.unit or word in BEFORE_UNITS):
            self.all.append(UnitColumn(number, texts, word, year_of(texts)))

    def of(self, role: Role, scope: str = WHOLE) -> list[int]:
        """The columns of a role."""
        return [each.number for each in self.all if each.role == role and each.of == scope]

    def one(self, role: Role, scope: str = WHOLE) -> int | None:
        """The column of a role that there is once."""
        return next(iter(self.of(role, scope)), None)

    def __getitem__(self, number: int) -> UnitColumn:
        """The column with a number."""
        return next(each for each in self.all if each.number == number)

    def name(self, number: int) -> str:
        """The headings of a column."""
        return self[number].name

    def scopes(self) -> list[str]:
        """The whole, and every area and other year that has columns of its own."""
        return list(dict.fromkeys([WHOLE, *(each.of for each in self.all)]))

    def other_years(self) -> set[str]:
        """The scopes that are other years, no areas."""
        return {each.of for each in self.all if each.of == PREVIOUS_YEAR or each.of.isdigit()}

    def used(self) -> set[int]:
        """The columns whose figures count."""
        return {each.number for each in self.all if each.role not in ("other", "unit", "group", "rating")}

    def take_shares(self, grid: Grid, rows: Iterable[int]) -> None:
        """Take what rows of weights say of each part; those of the whole are all of it."""
        for cells in (grid.rows[row] for row in rows):
            if WEIGHT_ROW.fullmatch(plain(first_text(cells)[:200])):
                said = {each.number: figure_of(cells[each.number]) or 0.0 for each in self.all}
                whole = 100.0 if max(said.values(), default=0) > 1 else 1.0
                for column in self.all:
                    column.share = said[column.number] / whole if said[column.number] < whole else None

    def readers(self) -> dict[int, Reader]:
        """How the columns are read that hold no plain figures."""
        return {each.number: READERS[each.role] for each in self.all if each.role in READERS}

    def read(self, grid: Grid, row: int) -> list[ColumnRead]:
        """What each column was read as, for people; `row`: one of its table."""
        return [ColumnRead(grid.column_name(row, each.number), each.name, each.role, each.of) for each in self.all]


@dataclass(frozen=True)
class UnitTable:
    """A table of units within a sheet: its head, its last row, and what its columns hold."""

    head: TableHead
    last: int
    columns: Columns


class Figures:
    """The figures of the columns of a table, by their numbers, and what they come to."""

    def __init__(self, cells: dict[int, list[Value]]) -> None:
        self.cells = cells
        self.all = {number: [*map(figure_of, values)] for number, values in cells.items()}

    def filled(self, column: UnitColumn) -> tuple[int, int]:
        """How many cells of a column hold something, and how many of these what is read of such a column."""
        read = READERS.get(column.word or "", figure_of)
        values = [value for value in self.cells[column.number] if value is not None]
        return len(values), sum(read(value) is not None for value in values)

    def are_grades(self, column: UnitColumn) -> bool:
        """Whether roman figures that repeat themselves stand there: grades, no ranks."""
        texts = [text_of(value) for value in self.cells[column.number] if value is not None]
        return len(set(texts)) < len(texts) and all(re.fullmatch(ROMAN, text) for text in texts)

    def are_changes(self, column: UnitColumn) -> bool:
        """Whether words for what was climbed or lost stand there: `Tăng 2 bậc`."""
        values = [value for value in self.cells[column.number] if value is not None]
        return bool(values) and all(figure_of(each) is None is not change_of(each) for each in values)

    def gives(self, column: UnitColumn, parts: Sequence[UnitColumn], *, always: bool = False) -> bool:
        """Whether the sum of columns is that of another in most rows, or in all; rounding aside."""
        sums = list(self._sums_beside(column, parts))
        figures = [[total for total, _row in sums], [*chain.from_iterable(row for _total, row in sums)]]
        digits = min(map(decimals, figures))
        step = 0.5 * 10.0**-digits * (len(parts) + 1) if digits else 0.0
        right: int = sum(abs(total - sum(row)) <= step + 1e-6 for total, row in sums)
        return right == len(sums) > 2 if always else right * 2 > len(sums)

    def _sums_beside(self, column: UnitColumn, parts: Sequence[UnitColumn]) -> Iterator[tuple[float, list[float]]]:
        """The figures of a column with those of others beside them, where there are any."""
        for total, *row in zip(self.all[column.number], *map(self._signed, parts), strict=True):
            given = [figure for figure in row if figure is not None]
            if total is not None and given:
                yield total, given

    def _signed(self, column: UnitColumn) -> list[float | None]:
        """The figures of a column; points taken off below zero."""
        figures = self.all[column.number]
        return [None if f is None else -abs(f) for f in figures] if column.role == "penalty" else figures

    def ranked(self, figures: int, ranks: int) -> list[tuple[float, float]]:
        """The figures of a column with their ranks, from the lowest on."""
        pairs = zip(self.all[figures], map(rank_of, self.cells[ranks]), strict=True)
        return sorted((figure, rank) for figure, rank in pairs if figure is not None and rank is not None)

    def gives_ranks(self, figures: int, ranks: int) -> bool:
        """Whether most ranks are those of the figures of a column."""
        known = self.ranked(figures, ranks)
        places = {figure: len(known) - at for at, (figure, _rank) in enumerate(known)}
        return 2 * sum(rank == places[figure] for figure, rank in known) > len(known)


class FigureCells:
    """The figures of cells, each read as its column is; of merged cells in all of them, or in the first alone.

    `bad`: cells that should hold a figure and hold something else, as (row, column).
    """

    def __init__(self, grid: Grid, readers: Mapping[int, Reader], *, merged: bool) -> None:
        self.grid, self.readers = grid, readers
        self.bad: set[Cell] = set()
        self._at = grid.at if merged else lambda row, column: grid.rows[row][column]
        self._known: dict[Cell, float | None] = {}

    def value(self, row: int | None, number: int | None) -> float | None:
        """The figure of a cell; None where there is no such row or column, or no figure."""
        if row is None or number is None or (row, number) in self.bad:
            return None
        if (row, number) not in self._known:
            self._known[row, number] = self.readers.get(number, figure_of)(self._at(row, number))
        return self._known[row, number]

    def place(self, row: int | None, number: int | None) -> str:
        """The address of a cell; blank where there is no such row or column."""
        return "" if row is None or number is None else self.grid.address(row, number)

    def bad_ones(self, row: int, numbers: Sequence[int | None]) -> tuple[str, ...]:
        """The addresses of those of a row's cells that are bad."""
        return tuple(self.place(row, number) for number in numbers if number is not None and (row, number) in self.bad)

    def unread(self, row: int, name: str, headings: Mapping[int, str]) -> Iterator[Disagreement]:
        """Note the cells of a row, by the headings of their columns, that should hold a figure and hold something else."""
        for number, heading in headings.items():
            value = self.grid.rows[row][number]
            still_open = self.readers.get(number) is rank_of and is_provisional(value)
            if value is not None and not (still_open or not_given(value)) and self.value(row, number) is None:
                self.bad.add((row, number))
                yield Disagreement(self.place(row, number), name, "unread", heading, text_of(value), None)


class Maxima:
    """The maxima of columns of points: those of headings, of rows that say them, and of columns beside the points."""

    def __init__(self, columns: Columns, cells: FigureCells) -> None:
        self.columns, self.cells = columns, cells
        self.said = {at: most for at in columns.used() if (most := self._of_heading(at)) is not None} | self._bare()

    def _of_heading(self, number: int) -> float | None:
        """The maximum that a column's own heading says, or that of an area which has no other points."""
        column = self.columns[number]
        texts = column.headings[-1:] if column.of == WHOLE else [column.headings[-1], *column.headings]
        found = next(filter(None, (MAXIMUM.search(plain(text)) for text in texts)), None)
        return _maximum(found[1] or found[2]) if found else None

    def _bare(self) -> dict[int, float]:
        """The figures in brackets behind headings, `Thể chế (15)`, where those of the parts come to that of the total."""
        said = {each.number: BARE.search(each.headings[-1]) for each in self.columns.all if each.of == WHOLE}
        figures = {number: _maximum(found[1]) for number, found in said.items() if found}
        parts, total = self.columns.of("part"), self.columns.one("points")
        if len(parts) < 2 or not figures.keys() >= {*parts, total}:
            return {}
        off = sum(figures[number] for number in parts) - figures[total or 0]
        return figures if abs(off) <= NOISE else {}

    def take(self, row: int) -> None:
        """Take the figures of a row that says maxima."""
        figures = {number: self.cells.value(row, number) for number in self.columns.used()}
        self.said |= {number: figure for number, figure in figures.items() if figure is not None}

    def of(self, row: int, points: int | None) -> tuple[float | None, int | None]:
        """The maximum of a column of points in a row, and the column that it stands in, if it stands in one."""
        column = None if points is None else self.columns[points]
        scope = WHOLE if column is None else column.of
        whole = column is None or column.role in ("points", "subtotal")
        at = self._beside(points, scope, whole=whole)
        if at is not None:
            return self.cells.value(row, at), at
        if points in self.said:
            return self.said[points or 0], None
        index = self.columns.one("index") if whole and scope == WHOLE else None
        return (None if index is None else self.said.get(index)), None

    def _beside(self, points: int | None, scope: str, *, whole: bool) -> int | None:
        """The column of maxima beside some points, or the only one."""
        tops = self.columns.of("max", scope)
        beside = [top for top in tops if points is not None and abs(top - points) == 1]
        if len(tops) > 1:
            return next(iter(beside), None)
        return tops[0] if tops and whole else None


def _maximum(text: str) -> float:
    return float(THOUSANDS.sub("", text).replace(",", "."))


def _weight_in(text: str) -> float | None:
    """The share that a heading says its column has in the whole: `Thẩm định (60%)`, `Hài lòng (trọng số 0,4)`."""
    match = WEIGHT.search(plain(text))
    if match is None:
        return None
    weight = float((match[1] or match[2]).replace(",", "."))
    return weight / 100 if match[1] or weight > 1 else weight
