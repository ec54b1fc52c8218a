"""The columns of a published table of units, and its rows told apart: units, what sums them up, what names those below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cchc_cli.model.audit_claims import ColumnRead, Role
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.tables.heads import TableHead, is_counter
from cchc_cli.office.words.headings import AREA, NO_SUBJECT, SCALE, WEIGHT_IN, YEAR, said, word_of, year_of
from cchc_cli.office.words.numbers import figure_of, first_text, is_total
from cchc_cli.office.words.vocabulary import BLOCK, MAXIMA, SUMMARY_ROW, WEIGHT_ROW

WHOLE = ""
"""The scope of columns that are about the whole result of the year."""
PREVIOUS_YEAR = "previous"
"""The scope of columns about a year before, where no heading names it."""
ADDED: tuple[Role, ...] = ("bonus", "penalty")
ABOVE = ("rank", "rating", "index", "percent", "total", "points", *ADDED)
"""Words that may stand above years, `Xếp hạng` above `2021` and `2022`, or above what points were added or taken off for."""
BEFORE_UNITS = ("rank", "rating", "group", "total", "index", "points")
"""Words of columns that are read left of the units as well."""


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
    def is_made(self) -> bool:
        """Whether it holds what another column was converted to: `Điểm quy đổi`."""
        return "quy doi" in said(self.name)

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
    def unscaled(self) -> str:
        """All of its headings without the scale of its figures: `(thang điểm 100)`."""
        return SCALE.sub("", plain(self.name)).strip()

    def take_scaled(self, parts: Iterable[UnitColumn]) -> None:
        """Read parts of which it is the percentage, `DDCI (thang điểm 10)` beside `DDCI (thang điểm 100)`, as points."""
        for column in (each for each in parts if each.unscaled == self.unscaled):
            column.role = "points"

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

    def weights(self, parts: Sequence[int]) -> dict[int, float]:
        """The share of each part in the index, where headings or a row say all of them and they come to one."""
        weights = {number: self[number].weight or 0.0 for number in parts}
        whole = sum(weights.values())
        comes_to_one = min(abs(whole - 1), abs(whole - 100)) <= NOISE
        is_all = len(weights) > 1 and all(weights.values()) and comes_to_one
        return {number: weight / whole for number, weight in weights.items()} if is_all else {}

    def name(self, number: int) -> str:
        """The headings of a column."""
        return self[number].name

    def scopes(self) -> list[str]:
        """The whole, and every area and other year that has columns of its own."""
        return list(dict.fromkeys([WHOLE, *(each.of for each in self.all)]))

    def other_years(self) -> set[str]:
        """The scopes that are other years, no areas."""
        return {each.of for each in self.all if each.of == PREVIOUS_YEAR or each.of.isdigit()}

    @property
    def hold_more(self) -> bool:
        """Whether they are those of `cchc ranks`, whose indices hold bonus and penalty points that it does not list."""
        return any("index_best" in each.headings for each in self.all)

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

    def read(self, grid: Grid, row: int) -> list[ColumnRead]:
        """What each column was read as, for people; `row`: one of its table."""
        return [ColumnRead(grid.column_name(row, each.number), each.name, each.role, each.of) for each in self.all]


@dataclass(frozen=True)
class UnitTable:
    """A table of units within a sheet: its head, its last row, and what its columns hold."""

    head: TableHead
    last: int
    columns: Columns


def _weight_in(text: str) -> float | None:
    """The share that a heading says its column has in the whole: `Thẩm định (60%)`, `Hài lòng (trọng số 0,4)`."""
    match = WEIGHT_IN.search(plain(text))
    if match is None:
        return None
    weight = float((match[1] or match[2]).replace(",", "."))
    return weight / 100 if match[1] or weight > 1 else weight


def as_parts(columns: Iterable[UnitColumn]) -> None:
    """Read columns as parts of the whole, for certain."""
    for column in columns:
        column.role, column.sure = "part", True


def about_area(name: str, members: list[UnitColumn], points: list[UnitColumn]) -> None:
    """Columns about an area; of several with its points the last counts."""
    for column in members:
        if column.role not in ("change", "other", "group"):
            column.of = name
            column.sure = column.sure or AREA.fullmatch(said(name)) is not None
    for column in points[:-1]:
        column.role = "other"


RowKind = Literal["maxima", "section", "block", "summary", "unit", "again", ""]
"""`again`: one more row of the unit above it; blank: one that counts the columns or holds their weights."""


class UnitRows:
    """Says of each row of a table what it is."""

    def __init__(self, grid: Grid, table: UnitTable) -> None:
        self.grid, self.unit = grid, table.columns.unit
        self.all = range(table.head.last + 1, table.last + 1)
        self.ranks = table.columns.of("rank")[:1]
        self.figures = [*range(self.unit), *sorted(table.columns.used())]
        counted = {at: [figure_of(grid.at(row, at)) for row in self.all] for at in (*range(self.unit), *self.ranks)}
        self.told = [at for at, figures in counted.items() if figures.count(None) * 2 <= len(figures)]

    def kind_of(self, row: int, name: str, label: str, *, below: bool) -> RowKind:
        """What a row is, by its name and its plain label; `below`: whether a unit stands above it."""
        if is_counter(self.grid.rows[row]) or WEIGHT_ROW.fullmatch(label):
            return ""
        if MAXIMA.fullmatch(label) and not self._is_ranked(row):
            return "maxima"
        if not self._has_figures(row) or not (name or below):
            return "section"
        if not name:
            return "again"
        return "summary" if self._sums_up(row, name, label) else self._by_rank(row, label)

    def _is_ranked(self, row: int) -> bool:
        """Whether a place stands there, in figures or words; a dash is none."""
        return any(any(map(str.isalnum, str(self.grid.at(row, at) or ""))) for at in self.ranks)

    def _by_rank(self, row: int, label: str) -> RowKind:
        """A row without a rank that is called so names a block of units, as its mean stands there."""
        is_block = self.ranks and not self._is_ranked(row) and BLOCK.match(label)
        return "block" if is_block else "unit"

    def _has_figures(self, row: int) -> bool:
        """Whether a row has a number, which may be its own; a footnote has none."""
        cells = self.grid.rows[row]
        return any(figure_of(cells[at]) is not None for at in self.figures if (row, at) not in self.grid.merged)

    def _sums_up(self, row: int, name: str, label: str) -> bool:
        """Whether a row is called so, or has neither number nor rank where the others have both: `Chung toàn tỉnh`."""
        given = {self.grid.at(row, number) is not None for number in self.told} if len(self.told) > 1 else set()
        unsure = len(given) != 1 and SUMMARY_ROW.fullmatch(label) is not None
        return is_total(name) or given == {False} or unsure
