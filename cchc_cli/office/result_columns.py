"""What each column of a published table of units holds: by its words, and by the headings above and beside it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from cchc_cli.model.audit_claims import ColumnRead, Role
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.places import letters
from cchc_cli.office.figures import change_of, figure_of, rank_of
from cchc_cli.office.header import Header, is_counter
from cchc_cli.office.result_totals import totals_by_figures
from cchc_cli.office.vocabulary import AREA, CONTAINER, INDEX, PREVIOUS, maximum_in, said, word_of, year_of

WHOLE = ""
"""The scope of columns that are about the whole result of the year."""
PREVIOUS_YEAR = "previous"
"""The scope of columns about a year before, where no heading names it."""
ONCE: tuple[Role, ...] = ("points", "index", "rank", "rating")


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

    def name(self, number: int) -> str:
        """The headings of a column."""
        return next((each.name for each in self.all if each.number == number), "")

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


def columns_of(grid: Grid, header: Header, last: int) -> Columns:
    """The columns of the table whose header is `header` and whose last row is `last`."""
    unit = header.columns["unit"][0]
    found = Columns(unit)
    for number in range(grid.width):
        texts = _headings(grid, header, number)
        if not texts:
            continue
        word = word_of(texts[-1])
        if (
            word is None
            and len(texts) > 1
            and (above := word_of(texts[0])) in ("rank", "rating", "index", "percent", "total", "points")
        ):
            # `Xếp hạng` above `2021` and `2022`.
            word = above if not said(texts[-1]) or year_of(texts[-1:]) else None
        if len(texts) > 1 and word_of(texts[0]) == "change" and word != "other":
            word = "change"
        if number == unit:
            found.all.append(Column(number, texts, word, None, "unit"))
        elif number > unit or word in ("rank", "group"):
            found.all.append(Column(number, texts, word, year_of(texts)))
    body = [column for column in found.all if column.role != "unit"]
    _kinds(grid, body, range(header.last + 1, last + 1))
    _years(body)
    _areas(body, found)
    _totals(body, found)
    totals_by_figures(grid, body, found, range(header.last + 1, last + 1))
    _leftovers(grid, body, found, range(header.last + 1, last + 1))
    return found


def _headings(grid: Grid, header: Header, column: int) -> list[str]:
    texts: list[str] = []
    for row in range(header.first, header.last + 1):
        value = grid.at(row, _heading_column(grid, header, row, column))
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if isinstance(value, float) and 2000 <= value < 2100 and not is_counter(grid.rows[row]):
            text = f"{value:.0f}"
        if text and text not in texts and not is_counter(grid.rows[row]):
            texts.append(text)
    return texts


def _heading_column(grid: Grid, header: Header, row: int, column: int) -> int:
    """Where the heading of a column stands in a row: left of it, if that is above several columns and not merged."""
    below = row + 1
    if row >= header.last or is_counter(grid.rows[row]):
        return column
    at = column
    while grid.at(row, at) is None and (row, at) not in grid.merged and isinstance(grid.at(below, at), str):
        at -= 1
        if at <= header.columns["unit"][0]:
            return column
    above = isinstance(grid.at(row, at), str) and (row, at) not in grid.merged
    return at if above and isinstance(grid.rows[below][at], str) else column


def _kinds(grid: Grid, columns: list[Column], rows: range) -> None:
    """The role that words and values give, before it is known what belongs together."""
    broken = {column for row, column in grid.broken if row in rows}
    for column in columns:
        values = [value for row in rows if (value := grid.rows[row][column.number]) is not None]
        read = change_of if column.word == "change" else rank_of if column.word == "rank" else figure_of
        numbers = sum(read(value) is not None for value in values)
        roles: dict[str, Role] = {
            "total": "points", "points": "points", "max": "max", "index": "index", "percent": "percent",
            "rank": "rank", "rating": "rating", "self": "self", "appraised1": "appraised1", "change": "change",
            "bonus": "bonus", "penalty": "penalty", "group": "group", "other": "other", "area": "part",
        }  # fmt: skip
        role = roles.get(column.word or "", "part")
        texts = len(values) - numbers
        if role in ("rating", "group"):
            column.role = role if texts >= numbers or role == "group" else "other"
        elif column.word == "points" and texts > numbers:
            # `Kết quả` above words is a rating.
            column.role = "rating" if said(column.headings[-1]).startswith("ket qua") else "other"
        elif (
            numbers
            or column.number in broken
            or (values and column.word in ("total", "index", "max", "percent", "rank"))
        ):
            column.role = role
        # Percentages of areas do not add up to anything.
        column.sure = not re.search(r"chi so|ty le|%", plain(column.name)) and (
            column.word in ("area", "bonus", "penalty")
            or any(AREA.fullmatch(said(text)) or AREA.fullmatch(plain(text)) for text in column.headings)
        )


def _years(columns: list[Column]) -> None:
    """Columns of an earlier year get a scope of their own."""
    told = [column for column in columns if column.role in (*ONCE, "percent", "part")]
    years = {column.year for column in told if column.year is not None}
    for column in columns:
        if any(PREVIOUS.fullmatch(plain(text)) for text in column.headings) and column.role not in ("change", "other"):
            column.of = PREVIOUS_YEAR
    bare = {column.role for column in told if column.year is None and column.of == WHOLE}
    latest = max(years, default=None)
    for column in told:
        if column.year is None or column.of != WHOLE:
            continue
        if column.year != latest or (len(years) == 1 and column.role in bare and column.role in ONCE):
            column.of = str(column.year)


def _areas(columns: list[Column], found: Columns) -> None:
    """Columns below the name of an area are about it; below other headings they are about the whole."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        if column.group and column.of == WHOLE:
            groups.setdefault(column.group, []).append(column)
    for name, members in groups.items():
        parts = [column for column in members if column.role in ("part", "bonus", "penalty")]
        points = [column for column in members if column.role == "points"]
        if parts or CONTAINER.fullmatch(said(name)):
            _container(parts, points, found)
            continue
        for column in members:
            if column.role not in ("change", "other", "group"):
                column.of = name
                column.sure = column.sure or AREA.fullmatch(said(name)) is not None
        for column in points[:-1]:
            column.role = "other"


def _container(parts: list[Column], points: list[Column], found: Columns) -> None:
    """Of columns below one heading, the one that says so, or the last, is the total of the parts before it."""
    strong = [column for column in points if column.word == "total"]
    last = strong[-1] if strong else points[-1] if points else None
    if last is None or not parts or (not strong and parts[-1].number > last.number):
        for column in points if parts else []:
            column.role, column.sure = "part", True
        return
    for column in points:
        if column is not last:
            column.role, column.sure = "part", True
            parts = [*parts, column]
    last.role = "subtotal"
    found.subtotals[last.number] = sorted(part.number for part in parts if part.number < last.number)


def _totals(columns: list[Column], found: Columns) -> None:
    """Of several columns of points one is the total: one that says so, else the last without parts after it."""
    whole = [column for column in columns if column.of == WHOLE]
    points = [column for column in whole if column.role == "points"]
    strong = [column for column in points if column.word == "total"]
    if not points and found.subtotals:
        only = [column for column in whole if column.role == "subtotal"][-1]
        only.role = "points"
        found.subtotals.pop(only.number)
        points = strong = [only]
    total = strong[-1] if strong else points[-1] if points else None
    after = [c for c in whole if total and c.number > total.number and c.role == "part" and c.sure]
    before_index = [c for c in after if not any(i.role in ("index", "percent") and i.number < c.number for i in whole)]
    if total and not strong and before_index and len(points) + len(after) > 1:
        total = None
    for column in points:
        if column is not total:
            column.role, column.sure = "part", True
    indices = [column for column in whole if column.role == "index"]
    if len(indices) > 1:
        named = [c for c in indices if any(w in said(c.name) for w in ("cchc", "cai cach", "par"))] or indices
        for column in indices:
            column.role = "index" if column is named[-1] else "part"
    end = min([column.number for column in whole if column.role in ("points", "index")], default=None)
    for column in whole:
        if column.role == "part" and end is not None and column.number > end and not column.sure:
            column.role = "other"


def _leftovers(grid: Grid, columns: list[Column], found: Columns, rows: range) -> None:
    """A percentage is the index where nothing else is; the only figure is what ranks are made of; what there is twice."""
    whole = [column for column in columns if column.of == WHOLE]
    if not any(column.role == "index" for column in whole):
        percents = [column for column in whole if column.role == "percent"]
        total = found.one("points")
        parts = [column for column in whole if column.role == "part"]
        beside = [c for c in percents if total is None or c.number > total]
        single = beside[:1] if total is not None or len(percents) == 1 else percents[-1:] if not parts else []
        for column in single:
            column.role = "index"
    if not any(column.role in ("index", "points") for column in whole):
        parts = [column for column in whole if column.role == "part"]
        if len(parts) == 1:
            percent = re.search(r"chi so|ty le|%|index", plain(parts[0].name))
            parts[0].role = "index" if percent else "points"
        elif (ranked := found.one("rank")) is not None:
            before = [column for column in parts if column.number < ranked]
            last = before[-1] if before else None
            named = last is not None and (not last.sure or INDEX.fullmatch(said(last.headings[-1])) is not None)
            if last is not None and (named or _gives_ranks(grid, last.number, ranked, rows)):
                last.role = "index"
    counts: Counter[tuple[str, Role]] = Counter()
    for column in columns:
        if column.role in ONCE:
            counts[column.of, column.role] += 1
            if counts[column.of, column.role] > 1:
                column.role = "other"


def _gives_ranks(grid: Grid, figures: int, ranks: int, rows: range) -> bool:
    """Whether most ranks are those of the figures of a column."""
    pairs = [(figure_of(grid.rows[row][figures]), rank_of(grid.rows[row][ranks])) for row in rows]
    known = [(figure, rank) for figure, rank in pairs if figure is not None and rank is not None]
    right = sum(rank == 1 + sum(other > figure for other, _rank in known) for figure, rank in known)
    return right * 2 > len(known)


def heading_maximum(columns: Columns, number: int) -> float | None:
    """The maximum that a column's own heading says, or that of an area which has no other points."""
    column = next(each for each in columns.all if each.number == number)
    if (own := maximum_in(column.headings[-1])) is not None or column.of == WHOLE:
        return own
    return next((found for text in column.headings if (found := maximum_in(text)) is not None), None)
