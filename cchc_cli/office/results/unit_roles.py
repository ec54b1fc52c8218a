"""What each column of a published table of units holds: by its words, by the headings around it, and by its figures."""

from __future__ import annotations

from bisect import bisect
from math import inf
from operator import attrgetter
from typing import get_args

from cchc_cli.model.audit_claims import Role
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.results.unit_columns import ADDED, PREVIOUS_YEAR, WHOLE, Columns, UnitColumn, about_area, as_parts
from cchc_cli.office.results.unit_figures import Figures
from cchc_cli.office.tables.heads import TableHead
from cchc_cli.office.words.headings import (
    AREA,
    CONTAINER,
    INDEX,
    LESS,
    MAY_BE_GROUPS,
    OF_A_KIND,
    OWN_INDEX,
    PERCENTAGE,
    RANKED_IN,
    YEAR,
    is_previous,
    said,
)
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.numbers import rank_of, text_of

ONCE: tuple[Role, ...] = ("points", "index", "rank", "rating")
ROLES: dict[str, Role] = {"total": "points", "area": "part", **{role: role for role in get_args(Role)}}
"""What a word makes of a column; one without any is a part."""
MAY_ADD_UP = ("total", "points", "max", "index")
"""Words of columns that may be a total of those before them; others must be so in every row."""
FINAL_WORDS = (None, "total", "points", "index", "percent")
FINAL_ROLES: tuple[Role, ...] = ("part", "points", "index", "percent", "other")
DATED: tuple[Role, ...] = (*ONCE, "percent", "part")
TOLD = ("total", "index", "max", "percent", "rank")
"""Words that say what a column is, whatever stands in it."""


def columns_of(grid: Grid, head: TableHead, last: int) -> Columns:
    """The columns of the table whose head is `head` and whose last row is `last`."""
    unit = head.columns["unit"][0]
    found = Columns(unit)
    for number, texts in sorted(head.texts.items()):
        found.add(number, texts)
    rows = range(head.last + 1, last + 1)
    found.take_shares(grid, rows)
    reading = _Reading(grid, found, rows)
    for decide in (
        reading.kinds,
        reading.levels,
        reading.earlier,
        reading.years,
        reading.ranked,
        reading.areas,
        reading.totals,
        reading.sums,
        reading.leftovers,
        reading.twins,
        reading.against,
    ):
        decide()
    return found


class _Reading:
    """Decides the roles of columns, one question after the other."""

    def __init__(self, grid: Grid, found: Columns, rows: range) -> None:
        self.found = found
        self.columns = [column for column in found.all if column.role != "unit"]
        self.cells = {each.number: [grid.rows[row][each.number] for row in rows] for each in self.columns}
        self.figures = Figures(self.cells, [each.number for each in self.columns if each.word in ADDED])
        self.broken = {column for row, column in grid.broken if row in rows}

    def _whole(self, *roles: Role, after: float = -1, before: float = inf) -> list[UnitColumn]:
        """The columns about the whole, of some roles or of all, right of one and left of another."""
        between = (each for each in self.columns if each.of == WHOLE and after < each.number < before)
        return [each for each in between if not roles or each.role in roles]

    def kinds(self) -> None:
        """The role that words and values give, before it is known what belongs together."""
        for column in self.columns:
            column.word = "change" if self.figures.are_changes(column) else column.word
            column.role = self._kind(column)
            names = [text for heading in column.headings for text in (said(heading), plain(heading))]
            named = column.word in ("area", *ADDED) or any(map(AREA.fullmatch, names))
            # Percentages of areas do not add up to anything.
            column.sure = named and not PERCENTAGE.search(plain(column.name))

    def _kind(self, column: UnitColumn) -> Role:
        count, numbers = self.figures.filled(column)
        if numbers * 2 < count and self._is_group(column):
            return "group"
        role = self._by_word(column, in_words=count > numbers == 0)
        if role == "rating":
            return role if 2 * numbers <= count else "other"
        if role == column.word == "points" and 2 * numbers < count:
            # `Kết quả` above words is a rating.
            return "rating" if column.is_result else "other"
        return role if role == "group" or self._is_told(column, count, numbers) else "other"

    def _is_group(self, column: UnitColumn) -> bool:
        """Whether words are groups in which units are ranked: a rank says so, kinds of units do, or each has a first place."""
        heading = said(column.headings[-1])
        names = {text_of(value) for value in self.cells[column.number] if value is not None}
        rated = "level" in map(meaning, names)
        may_be = column.word == "rating" and not rated and MAY_BE_GROUPS.fullmatch(heading) is not None
        if heading.startswith(self._ranked_in()) or (may_be and all(map(OF_A_KIND.fullmatch, map(plain, names)))):
            return True
        return (may_be or column.word is None) and 1 < len(names) == len(names & self._with_first(column))

    def _with_first(self, column: UnitColumn) -> set[str]:
        """What stands in a column beside first ranks."""
        ranks = [self.cells[each.number] for each in self.columns if each.word == "rank"][:1]
        beside = (zip(self.cells[column.number], each, strict=True) for each in ranks)
        return {text_of(value) for pairs in beside for value, rank in pairs if rank_of(rank) == 1}

    def _is_told(self, column: UnitColumn, count: int, numbers: int) -> bool:
        """Whether a column holds numbers, or should by its words or formulas."""
        may_be = numbers and not self.figures.are_words(column)
        return bool(may_be or column.number in self.broken or (count and column.word in TOLD))

    def _ranked_in(self) -> tuple[str, ...]:
        """Words for groups in which units are ranked."""
        ranks = (said(each.headings[-1]) for each in self.columns if each.word == "rank")
        return tuple(found[1] for text in ranks if (found := RANKED_IN.search(text)))

    def _by_word(self, column: UnitColumn, *, in_words: bool) -> Role:
        """The role that a column's word says; ranks in words are ratings."""
        role: Role = "part" if column.weight else ROLES.get(column.word or "", "part")
        return "rating" if role == "rank" and (in_words or self.figures.are_grades(column)) else role

    def levels(self) -> None:
        """`Tốt | Khá | Trung bình` below one heading count what was rated so, or tick it."""
        found = [column for column in self.columns if meaning(column.headings[-1]) == "level"]
        groups = [column.group for column in found]
        for column in (column for column in found if groups.count(column.group) > 1):
            column.role = "other"

    def earlier(self) -> None:
        """Columns of a year before that no heading names get a scope of their own."""
        for column in self.columns:
            if is_previous(column.headings) and column.role not in ("change", "other"):
                column.of = PREVIOUS_YEAR

    def years(self) -> None:
        """So do those of a year that is not the latest, or of the only one beside columns without a year."""
        dated = [column for column in self.columns if column.year and column.role in DATED]
        years = sorted({column.year or 0 for column in dated})
        for column in dated:
            if column.of == WHOLE and (column.year != years[-1] or self._is_said_twice(column, years)):
                column.of = str(column.year)

    def ranked(self) -> None:
        """Of several ranks `Hạng SIPAS` is that of `Chỉ số SIPAS`, and these are apart; where all are such the last one is of the whole."""
        beside = self._beside_ranks()
        figures = {each.subject: each for each in self._whole("part", "index", "points") if each.subject}
        pairs = [(rank, figures.get(rank.subject) or beside.get(rank.number)) for rank in self._whole("rank")]
        if None not in (figure for _rank, figure in pairs):
            pairs = sorted(pairs, key=lambda pair: OWN_INDEX.search(said(pair[0].name)) is not None)[:-1]
        for rank, figure in pairs:
            if figure is not None:
                rank.of = figure.of = figure.headings[-1]
                figure.role = "index" if PERCENTAGE.search(plain(figure.name)) else "points"

    def _beside_ranks(self) -> dict[int, UnitColumn]:
        """The figures left of several ranks that are called no more than that, by the number of the rank, where each has one."""
        ranks, figures = self._whole("rank"), {each.number + 1: each for each in self._whole("part", "index", "points")}
        bare = len(ranks) > 1 and not any(rank.subject or rank.group or rank.number not in figures for rank in ranks)
        return figures if bare else {}

    def _is_said_twice(self, column: UnitColumn, years: list[int]) -> bool:
        """Whether a column without a year holds the same as one of the only year."""
        return len(years) == 1 and any(other.role == column.role and not other.year for other in self._whole(*ONCE))

    def areas(self) -> None:
        """Columns below the name of an area are about it; below other headings they are about the whole."""
        groups: dict[str, list[UnitColumn]] = {}
        for column in self._whole():
            if column.group:
                groups.setdefault(column.group, []).append(column)
        for name, members in groups.items():
            parts = [column for column in members if column.role in ("part", *ADDED)]
            points = [column for column in members if column.role == "points"]
            if parts or CONTAINER.fullmatch(said(name)):
                self._container(parts, points)
            else:
                about_area(name, members, points)

    def _container(self, parts: list[UnitColumn], points: list[UnitColumn]) -> None:
        """Of columns below one heading, the one that says so, or the last, is the total of the parts before it."""
        strong = [column for column in points if column.word == "total"]
        last = (strong or points)[-1:]
        if not parts or not last or not (strong or parts[-1].number < last[0].number):
            as_parts(points if parts else [])
            return
        points.remove(last[0])
        as_parts(points)
        numbers = sorted(part.number for part in (*parts, *points))
        last[0].role = "subtotal"
        self.found.subtotals[last[0].number] = numbers[: bisect(numbers, last[0].number)]

    def totals(self) -> None:
        """Of several columns of points one is the total, of several indices one is that of the whole."""
        as_parts(filter(self._is_factor, self._whole("points")))
        total = self._total()
        as_parts(column for column in self._whole("points") if column is not total)
        for column in self._whole("part", after=total.number if total else inf):
            # What is made of the total is no part of it.
            column.role = "other" if column.is_made else "part"
        self._one_index()
        ends = self._whole("points", "index")
        for column in self._whole("part", after=ends[0].number) if ends else ():
            column.role = "part" if column.sure else "other"

    def _one_index(self) -> None:
        indices = self._whole("index")
        named = [column for column in indices if OWN_INDEX.search(said(column.name))] or indices
        for column in indices:
            column.role = "index" if column is named[-1] else "part"

    def _is_factor(self, column: UnitColumn) -> bool:
        """Whether `Kết quả` is one of the things that were judged: it stands among others and is not their sum."""
        before = self._whole("part", before=column.number)
        called = column.word == "points" and column.is_result
        return called and len(before) > 1 and not self.figures.gives(column, before)

    def _total(self) -> UnitColumn | None:
        """The column that says so, else the last one of points without parts after it."""
        points = self._whole("points")
        strong = [column for column in points if column.word == "total"]
        if strong or not points:
            return strong[-1] if strong else self._last_subtotal()
        return None if self._goes_on(points) else points[-1]

    def _goes_on(self, points: list[UnitColumn]) -> bool:
        """Whether parts stand after the last of several columns of points, and before an index."""
        after = [column for column in self._whole("part", after=points[-1].number) if column.sure]
        ends = [column.number for column in self._whole("index", "percent")]
        return len(points) + len(after) > 1 and bool(after) and after[0].number < min(ends, default=inf)

    def _last_subtotal(self) -> UnitColumn | None:
        """The last subtotal, which is the total where no column of points is; None without one."""
        if not self.found.subtotals:
            return None
        only = self._whole("subtotal")[-1]
        only.role = "points"
        self.found.subtotals.pop(only.number)
        return only

    def sums(self) -> None:
        """Take subtotals and the final total from the figures, where the headings leave both open."""
        total = self.found.one("points")
        for column in self._whole("part", "max", "index", before=-1 if total is None else total):
            if column.word not in ("area", *ADDED):
                self._subtotal(column, always=column.word not in MAY_ADD_UP)
        for each in self._whole("points")[:1]:
            self._final(each)

    def _subtotal(self, column: UnitColumn, *, always: bool = False) -> None:
        """Read a column as the sum of areas and subtotals before it that are below no other, if it is that."""
        below = set().union(*self.found.subtotals.values())
        parts = [each for each in self.columns if each.number < column.number and each.is_part]
        members = [each for each in parts if each.number not in below]
        if len(members) > 1 and self.figures.gives(column, members, always=always):
            column.role, column.sure = "subtotal", True
            self.found.subtotals[column.number] = [each.number for each in members]

    def _final(self, total: UnitColumn) -> None:
        """The column after bonus and penalty points is the final total, where they and the total before them give it."""
        added = self._whole(*ADDED, after=total.number)
        after = self._whole(*FINAL_ROLES, after=added[-1].number) if added else []
        for last in (column for column in after if column.word in FINAL_WORDS):
            if self.figures.gives(last, [total, *added], always=last.word is None):
                total.role, total.sure = "part", True
                self._subtotal(total)
                last.role = "points"
                for column in added:
                    column.sure = True
                return

    def leftovers(self) -> None:
        """A percentage is the index where nothing else is; the only figure is what ranks follow; what there is twice."""
        if not self._whole("index"):
            self._percent_as_index()
            self._converted()
        if not self._whole("index", "points"):
            self._part_as_index()
        seen: set[tuple[str, Role]] = set()
        for column in (column for column in self.columns if column.role in ONCE):
            if column.role == "rank" and column.of == WHOLE and (WHOLE, "rank") in seen:
                # `Xếp hạng theo khối` beside the rank among all.
                column.of = column.name
            elif (column.of, column.role) in seen:
                column.role = "other"
            seen.add((column.of, column.role))

    def twins(self) -> None:
        """A column of another year holds what that of this year with its heading does: `DDCI 2023` beside `DDCI 2024`."""
        roles = {YEAR.sub("", column.name): column.role for column in self._whole(*ONCE)}
        for column in self.columns:
            if column.of != WHOLE and column.role == "part" and column.year:
                column.role = roles.get(YEAR.sub("", column.name), "part")

    def against(self) -> None:
        """Minutes, costs and faults that ranks run against are figures of which less is better: nothing is compared."""
        ranked, by = self.found.one("rank"), [*self._whole("index"), *self._whole("points")]
        if ranked is None or not by or not LESS.match(said(by[0].headings[-1])):
            return
        if self.figures.run_against(by[0].number, ranked):
            by[0].role = "other"

    def _percent_as_index(self) -> None:
        made = [*filter(attrgetter("is_made"), self._whole("other"))]
        percents, total = self._whole("percent") or made * (len(made) == 1), self.found.one("points")
        if total is not None or len(percents) == 1:
            single = [column for column in percents if total is None or column.number > total][:1]
        else:
            single = percents[-1:] if not self._whole("part") else []
        for column in single:
            column.role = "index"

    def _converted(self) -> None:
        """The only figures that an index was made of are points, no part of these."""
        for made in filter(attrgetter("is_made"), self._whole("index")):
            if len(parts := self._whole("part", before=made.number)) == 1:
                parts[0].role = "points"

    def _part_as_index(self) -> None:
        parts, ranked = self._whole("part"), self.found.one("rank")
        if len(parts) == 1:
            parts[0].role = "index" if PERCENTAGE.search(plain(parts[0].name)) else "points"
        elif parts:
            self._ranked_part(parts, ranked)

    def _ranked_part(self, parts: list[UnitColumn], ranked: int | None) -> None:
        """The last part before ranks, which may stand left of all, is what they follow; ratings alone follow what is called an index."""
        named = [*filter(lambda column: INDEX.fullmatch(said(column.headings[-1])), parts)]
        before = self._whole("part", before=ranked or 0)
        last = (before or named or parts)[-1]
        follows = ranked is not None and self.figures.gives_ranks(last.number, ranked)
        if last in named or (before and not last.sure) or follows:
            last.take_scaled(parts)
            last.role = "points" if self.figures.gives(last, before[:-1]) else "index"
