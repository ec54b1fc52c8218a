"""What each column of a published table of units holds: by its words, and by the headings above and beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cchc_cli.model.audit_claims import ColumnRead, Role
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.places import letters
from cchc_cli.office.heads import Head
from cchc_cli.office.numbers import change_of, figure_of, rank_of
from cchc_cli.office.unit_totals import Adder, totals_by_figures
from cchc_cli.office.vocabulary import AREA, CONTAINER, INDEX, PREVIOUS, maximum_in, said, weight_in, word_of, year_of

WHOLE = ""
"""The scope of columns that are about the whole result of the year."""
PREVIOUS_YEAR = "previous"
"""The scope of columns about a year before, where no heading names it."""
ONCE: tuple[Role, ...] = ("points", "index", "rank", "rating")
ROLES: dict[str, Role] = {
    "total": "points", "points": "points", "max": "max", "index": "index", "percent": "percent",
    "rank": "rank", "rating": "rating", "self": "self", "appraised1": "appraised1", "change": "change",
    "bonus": "bonus", "penalty": "penalty", "group": "group", "other": "other", "area": "part",
}  # fmt: skip
"""What a word makes of a column; one without any is a part."""
ABOVE = ("rank", "rating", "index", "percent", "total", "points")
"""Words that may stand above years: `Xếp hạng` above `2021` and `2022`."""


@dataclass
class Column:
    """A column: its headings from above, what it holds, and of what (`WHOLE`, an area, another year)."""

    number: int
    headings: list[str]
    word: str | None
    year: int | None
    role: Role = "other"
    of: str = WHOLE
    sure: bool = False

    @property
    def group(self) -> str:
        """The heading above others, where it has one."""
        return self.headings[0] if len(self.headings) > 1 else ""

    @property
    def name(self) -> str:
        """All of its headings on a line."""
        return " – ".join(self.headings)

    @property
    def weight(self) -> float | None:
        """Its share of the whole, where its headings say one: `Thẩm định (60%)`."""
        return next((found for text in reversed(self.headings) if (found := weight_in(text)) is not None), None)


@dataclass
class Columns:
    """The columns of a table of units, left to right."""

    unit: int
    all: list[Column] = field(default_factory=list)
    subtotals: dict[int, list[int]] = field(default_factory=dict)
    """The parts that each subtotal adds up."""

    def of(self, role: Role, scope: str = WHOLE) -> list[int]:
        """The columns of a role."""
        return [each.number for each in self.all if each.role == role and each.of == scope]

    def one(self, role: Role, scope: str = WHOLE) -> int | None:
        """The column of a role that there is once."""
        return next(iter(self.of(role, scope)), None)

    def get(self, number: int | None) -> Column | None:
        """The column with a number."""
        return next((each for each in self.all if each.number == number), None)

    def name(self, number: int) -> str:
        """The headings of a column."""
        column = self.get(number)
        return column.name if column else ""

    def scopes(self) -> list[str]:
        """The whole, and every area and other year that has columns of its own."""
        return list(dict.fromkeys([WHOLE, *(each.of for each in self.all)]))

    def used(self) -> set[int]:
        """The columns whose figures count."""
        return {each.number for each in self.all if each.role not in ("other", "unit", "group", "rating")}

    def read(self, grid: Grid) -> list[ColumnRead]:
        """What each column was read as, for people."""
        return [
            ColumnRead(str(each.number + 1) if grid.labels else letters(each.number), each.name, each.role, each.of)
            for each in self.all
        ]


def columns_of(grid: Grid, head: Head, last: int) -> Columns:
    """The columns of the table whose head is `head` and whose last row is `last`."""
    unit = head.columns["unit"][0]
    found = Columns(unit)
    for number, texts in sorted(head.texts.items()):
        word = _word(texts) if texts else None
        if texts and number == unit:
            found.all.append(Column(number, texts, word, None, "unit"))
        elif texts and (number > unit or word in ("rank", "group")):
            found.all.append(Column(number, texts, word, year_of(texts)))
    rows = range(head.last + 1, last + 1)
    reading = _Reading(grid, found, rows)
    reading.kinds()
    reading.years()
    reading.areas()
    reading.totals()
    totals_by_figures(grid, reading.columns, found, rows)
    reading.leftovers()
    return found


def _word(texts: list[str]) -> str | None:
    """The word of a column: that of its lowest heading, or of the one above it where that says more."""
    word, above = word_of(texts[-1]), word_of(texts[0]) if len(texts) > 1 else None
    if word is None and above in ABOVE and (not said(texts[-1]) or year_of(texts[-1:])):
        return above
    # Below `So với năm 2023` the index of that year may stand.
    return "change" if above == "change" and word != "other" and year_of(texts[-1:]) is None else word


class _Reading:
    """Decides the roles of columns, one question after the other."""

    def __init__(self, grid: Grid, found: Columns, rows: range) -> None:
        self.grid, self.found, self.rows = grid, found, rows
        self.columns = [column for column in found.all if column.role != "unit"]

    def _whole(self, *roles: Role) -> list[Column]:
        """The columns about the whole, of some roles or of all."""
        return [column for column in self.columns if column.of == WHOLE and (not roles or column.role in roles)]

    def kinds(self) -> None:
        """The role that words and values give, before it is known what belongs together."""
        broken = {column for row, column in self.grid.broken if row in self.rows}
        for column in self.columns:
            column.role = self._kind(column, column.number in broken)
            names = [text for heading in column.headings for text in (said(heading), plain(heading))]
            named = column.word in ("area", "bonus", "penalty") or any(AREA.fullmatch(text) for text in names)
            # Percentages of areas do not add up to anything.
            column.sure = named and not re.search(r"chi so|ty le|%", plain(column.name))

    def _kind(self, column: Column, broken: bool) -> Role:
        values = [value for row in self.rows if (value := self.grid.rows[row][column.number]) is not None]
        readers: dict[str, Callable[[Value], float | None]] = {"change": change_of, "rank": rank_of}
        numbers = len(values) - [*map(readers.get(column.word or "", figure_of), values)].count(None)
        mostly_texts = 2 * numbers <= len(values)
        role = ROLES.get(column.word or "", "part") if column.weight is None else "part"
        if role == "rank" and values and not numbers:
            role = "rating"
        if role in ("group", "rating"):
            return role if role == "group" or mostly_texts else "other"
        if role == "points" and column.word == "points" and 2 * numbers < len(values):
            # `Kết quả` above words is a rating.
            return "rating" if said(column.headings[-1]).startswith("ket qua") else "other"
        known = bool(values) and column.word in ("total", "index", "max", "percent", "rank")
        return role if numbers or broken or known else "other"

    def years(self) -> None:
        """Columns of an earlier year get a scope of their own."""
        for column in self.columns:
            earlier = any(PREVIOUS.fullmatch(plain(text)) for text in column.headings)
            if earlier and column.role not in ("change", "other"):
                column.of = PREVIOUS_YEAR
        told = [column for column in self._whole(*ONCE, "percent", "part") if column.year is not None]
        years = sorted({column.year or 0 for column in self.columns if column.role in (*ONCE, "percent", "part")} - {0})
        bare = {column.role for column in self._whole(*ONCE) if column.year is None}
        for column in told:
            if column.year != years[-1] or (len(years) == 1 and column.role in bare):
                column.of = str(column.year)

    def areas(self) -> None:
        """Columns below the name of an area are about it; below other headings they are about the whole."""
        groups: dict[str, list[Column]] = {}
        for column in self._whole():
            if column.group:
                groups.setdefault(column.group, []).append(column)
        for name, members in groups.items():
            parts = [column for column in members if column.role in ("part", "bonus", "penalty")]
            points = [column for column in members if column.role == "points"]
            if parts or CONTAINER.fullmatch(said(name)):
                self._container(parts, points)
            else:
                _area(name, members, points)

    def _container(self, parts: list[Column], points: list[Column]) -> None:
        """Of columns below one heading, the one that says so, or the last, is the total of the parts before it."""
        strong = [column for column in points if column.word == "total"]
        last = (strong or points)[-1:]
        ends = bool(strong) or not parts or not last or parts[-1].number < last[0].number
        if not (parts and last and ends):
            _parts(points if parts else [])
            return
        others = [column for column in points if column is not last[0]]
        _parts(others)
        last[0].role = "subtotal"
        numbers = sorted(part.number for part in (*parts, *others))
        self.found.subtotals[last[0].number] = [number for number in numbers if number < last[0].number]

    def totals(self) -> None:
        """Of several columns of points one is the total, of several indices one is that of the whole."""
        for column in self._whole("points"):
            if column.word == "points" and said(column.headings[-1]).startswith("ket qua") and self._is_factor(column):
                _parts([column])
        total, indices = self._total(), self._whole("index")
        _parts([column for column in self._whole("points") if column is not total])
        named = [column for column in indices if re.search("cchc|cai cach|par", said(column.name))] or indices
        for column in indices:
            column.role = "index" if column is named[-1] else "part"
        ends = [column.number for column in self._whole("points", "index")]
        for column in self._whole("part"):
            if column.number > min(ends, default=column.number) and not column.sure:
                column.role = "other"

    def _is_factor(self, column: Column) -> bool:
        """Whether `Kết quả` is one of the things that were judged: it stands among others and is not their sum."""
        before = [each for each in self._whole("part") if each.number < column.number]
        return len(before) > 1 and not Adder(self.grid, self.columns, self.found, self.rows).gives(column, before)

    def _total(self) -> Column | None:
        """The column that says so, else the last one of points without parts after it."""
        points = self._whole("points")
        if not points and self.found.subtotals:
            only = self._whole("subtotal")[-1]
            only.role = "points"
            self.found.subtotals.pop(only.number)
            return only
        strong = [column for column in points if column.word == "total"]
        if strong or not points:
            return strong[-1] if strong else None
        end = min((column.number for column in self._whole("index", "percent")), default=len(self.grid.rows[0]))
        after = [column for column in self._whole("part") if column.sure and column.number > points[-1].number]
        before_index = [column for column in after if column.number < end]
        return None if before_index and len(points) + len(after) > 1 else points[-1]

    def leftovers(self) -> None:
        """A percentage is the index where nothing else is; the only figure is what ranks follow; what there is twice."""
        if not self._whole("index"):
            self._percent_as_index()
        if not self._whole("index", "points"):
            self._part_as_index()
        seen: set[tuple[str, Role]] = set()
        for column in self.columns:
            if column.role in ONCE:
                if column.role == "rank" and (WHOLE, "rank") in seen and column.of == WHOLE:
                    # `Xếp hạng theo khối` beside the rank among all.
                    column.of = column.name
                if (column.of, column.role) in seen:
                    column.role = "other"
                seen.add((column.of, column.role))

    def _percent_as_index(self) -> None:
        percents, total = self._whole("percent"), self.found.one("points")
        beside = [column for column in percents if total is None or column.number > total]
        if total is not None or len(percents) == 1:
            single = beside[:1]
        else:
            single = percents[-1:] if not self._whole("part") else []
        for column in single:
            column.role = "index"

    def _part_as_index(self) -> None:
        parts, ranked = self._whole("part"), self.found.one("rank")
        if len(parts) == 1:
            percent = re.search(r"chi so|ty le|%|index", plain(parts[0].name))
            parts[0].role = "index" if percent else "points"
        elif before := [column for column in parts if column.number < (-1 if ranked is None else ranked)]:
            last = before[-1]
            named = not last.sure or INDEX.fullmatch(said(last.headings[-1])) is not None
            if named or self._gives_ranks(last.number, ranked or 0):
                last.role = "index"

    def _gives_ranks(self, figures: int, ranks: int) -> bool:
        """Whether most ranks are those of the figures of a column."""
        cells = [self.grid.rows[row] for row in self.rows]
        pairs = [(figure_of(row[figures]), rank_of(row[ranks])) for row in cells]
        known = [(figure, rank) for figure, rank in pairs if figure is not None and rank is not None]
        places: dict[float, int] = {}
        for place, figure in enumerate(sorted((figure for figure, _rank in known), reverse=True), start=1):
            places.setdefault(figure, place)
        right = sum(rank == places[figure] for figure, rank in known)
        return right * 2 > len(known)


def _parts(columns: Sequence[Column]) -> None:
    for column in columns:
        column.role, column.sure = "part", True


def _area(name: str, members: list[Column], points: list[Column]) -> None:
    """Columns about an area; of several with its points the last counts."""
    for column in members:
        if column.role not in ("change", "other", "group"):
            column.of = name
            column.sure = column.sure or AREA.fullmatch(said(name)) is not None
    for column in points[:-1]:
        column.role = "other"


def heading_maximum(columns: Columns, number: int) -> float | None:
    """The maximum that a column's own heading says, or that of an area which has no other points."""
    column = columns.get(number)
    if column is None:
        return None
    texts = column.headings[-1:] if column.of == WHOLE else [column.headings[-1], *column.headings]
    return next((found for text in texts if (found := maximum_in(text)) is not None), None)
