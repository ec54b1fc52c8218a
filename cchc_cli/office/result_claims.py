"""A published table of results (units below one another) as claims that can be recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cchc_cli.model.audit_claims import Claims, Disagreement, Placed, Role, ShareClaim, SumClaim, Unchecked
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.figures import change_of, figure_of, not_given, rank_of, text_of
from cchc_cli.office.header import is_counter
from cchc_cli.office.marks import is_total
from cchc_cli.office.result_columns import WHOLE, heading_maximum
from cchc_cli.office.result_table import Table
from cchc_cli.office.vocabulary import MAX_ROW, SUMMARY_ROW


class Reader:
    """Reads the rows of one table into claims."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self.grid, self.table, self.columns = grid, table, table.columns
        at = grid.address(table.header.first, table.columns.unit)
        self.claims = Claims(grid.file, grid.name, columns=table.columns.read(grid), at=at)
        self.maxima = {
            number: found
            for number in self.columns.used()
            if (found := heading_maximum(self.columns, number)) is not None
        }
        self.units: list[int] = []
        self.bad: set[tuple[int, int]] = set()
        self.used = sorted(self.columns.used())
        self.scopes = self.columns.scopes()
        self.ranks, self.changes = self._all("rank"), self._all("change")
        self.penalties = self._all("penalty")
        self.scales = {number: self._scale(number) for number in self._all("index") | self._all("percent")}
        self.claims.columns[:] = [
            replace(read, fraction=self.scales.get(column.number) == 1.0)
            for read, column in zip(self.claims.columns, self.columns.all, strict=True)
        ]
        self.tops = self._tops()
        members = {member for each in self.columns.subtotals.values() for member in each}
        self.leaves = (set(self.tops) - set(self.columns.subtotals)) | members
        # Points added or taken off are no total by themselves.
        self.adds_up = not set(self.tops) <= self.penalties | self._all("bonus")
        self.pairs = list(self._pairs())

    def _all(self, role: Role) -> set[int]:
        return {each.number for each in self.columns.all if each.role == role}

    def read(self) -> Claims:
        """Every figure of the table that others give, the place of every unit, and what is not a number."""
        section = ""
        for row in range(self.table.header.last + 1, self.table.last + 1):
            cells = self.grid.rows[row]
            name = text_of(cells[self.columns.unit])
            first = next((text_of(value) for value in cells if isinstance(value, str)), "")
            if is_counter(cells):
                continue
            maxima = MAX_ROW.fullmatch(plain(name or first))
            if not maxima and not self._is_unit(row, name):
                section = name or first or section
                continue
            self._unread(row, name or first)
            if maxima:
                self.maxima |= self._numbers(row)
                self._sums(row, name or first)
            elif SUMMARY_ROW.fullmatch(plain(name)) or is_total(name):
                self.claims.passed_over.append(f"{name} ({self.grid.address(row, self.columns.unit)})")
            else:
                self._unit(row, name, section)
        self._not_given()
        return self.claims

    def _not_given(self) -> None:
        """Note totals and indices for which the table has nothing to recompute them from."""
        points, index = self.columns.one("points"), self.columns.one("index")
        if points is not None and not self.tops:
            self.claims.unchecked.append(
                Unchecked("sums", self._cells(points), "no_parts", (self.columns.name(points),))
            )
        if index is not None and points is None and not self.adds_up:
            self.claims.unchecked.append(
                Unchecked("percentages", self._cells(index), "no_points", (self.columns.name(index),))
            )

        said = {claim.column for claim in self.claims.sums if claim.kind == "change"}
        for change in self.columns.of("change"):
            if self.columns.name(change) not in said:
                self.claims.unchecked.append(
                    Unchecked("changes", self._cells(change), "no_parts", (self.columns.name(change),))
                )

    def _cells(self, number: int) -> tuple[str, ...]:
        """The cells of a column in which units have a figure."""
        return tuple(self._cell(row, number) for row in self.units if self._value(row, number) is not None)

    def _is_unit(self, row: int, name: str) -> bool:
        """Whether a row is a unit's: it has a name and a number, which may be its own; a footnote has none."""
        cells = self.grid.rows[row]
        return bool(name) and any(
            figure_of(cells[number]) is not None
            for number in (*range(self.columns.unit), *self.used)
            if (row, number) not in self.grid.merged
        )

    def _unit(self, row: int, name: str, section: str) -> None:
        self.units.append(row)
        self._sums(row, name)
        self._shares(row, name)
        group = self.columns.one("group")
        if group is not None and (text := text_of(self.grid.at(row, group))):
            section = text
        for scope in self.scopes:
            if scope == WHOLE or self.columns.one("rank", scope) is not None:
                self.claims.placed.append(self._placed(row, name, section, scope))
        self._changes(row, name)

    def _value(self, row: int, number: int | None) -> float | None:
        if number is None or (row, number) in self.bad:
            return None
        value = self.grid.at(row, number)
        if number in self.ranks:
            return rank_of(value)
        return change_of(value) if number in self.changes else figure_of(value)

    def _numbers(self, row: int) -> dict[int, float]:
        found = {number: self._value(row, number) for number in self.used}
        return {number: value for number, value in found.items() if value is not None}

    def _unread(self, row: int, name: str) -> None:
        """Note cells that should hold a figure and hold something else; what hangs on them is not checked."""
        for number in self.used:
            value = self.grid.at(row, number)
            if value is None or number in self.changes or not_given(value):
                continue
            if self._value(row, number) is None:
                self.bad.add((row, number))
                self.claims.unread.append(
                    Disagreement(
                        self._cell(row, number), name, "unread", self.columns.name(number), text_of(value), None
                    )
                )

    def _cell(self, row: int, number: int) -> str:
        return self.grid.address(row, number)

    def _scale(self, number: int) -> float:
        """1 for a column whose figures are all fractions, else 100."""
        rows = range(self.table.header.last + 1, self.table.last + 1)
        figures = [f for row in rows if (f := figure_of(self.grid.rows[row][number])) is not None]
        return 1.0 if figures and max(figures) <= 1 and max(figures) > 0 else 100.0

    def _sums(self, row: int, name: str) -> None:
        columns = self.columns
        for subtotal, members in columns.subtotals.items():
            self._sum(row, name, subtotal, [members], True)
        total, top = columns.one("points"), columns.one("max")
        if total is not None and self.adds_up:
            self._sum(row, name, total, self._ways(total), self._sure(total))
        elif total is not None and top is not None and self.tops:
            # Points taken off, and no others: the total may be what is left of the maximum.
            self._sum(row, name, total, [(top, *self.tops)], False)

    def _tops(self) -> list[int]:
        """What the total adds up: parts below no subtotal, the subtotals, and the points of each area."""
        below = {member for members in self.columns.subtotals.values() for member in members}
        return sorted(
            each.number
            for each in self.columns.all
            if each.number not in below
            and (
                (each.of == WHOLE and each.role in ("part", "bonus", "penalty", "subtotal"))
                or (each.of != WHOLE and each.role == "points" and each.of not in self._others())
            )
        )

    def _others(self) -> set[str]:
        """Scopes that are no area: other years."""
        return {each.of for each in self.columns.all if each.of != WHOLE and each.of not in each.headings[:1]}

    def _ways(self, total: int) -> list[tuple[int, ...]]:
        """What a total may be the sum of; the rows of the table decide."""
        sure = [number for number in self.tops if self._known(number)]
        before = [number for number in self.tops if number < total]
        stages = self.tops[-2:] if len(self.tops) > 2 else []
        ways = [self.tops, sorted(self.leaves), sure, before, stages]
        return list(dict.fromkeys(tuple(way) for way in ways if way))

    def _known(self, number: int) -> bool:
        return any(each.number == number and each.sure for each in self.columns.all)

    def _sure(self, total: int) -> bool:
        return all(self._known(number) for number in self.tops if number < total)

    def _sum(self, row: int, name: str, column: int, ways: Sequence[Sequence[int]], sure: bool) -> None:
        said = self._value(row, column)
        needed = {part for way in ways for part in way}
        if said is None or not needed:
            return
        about = tuple(self._cell(row, part) for part in sorted(needed) if (row, part) in self.bad)
        if about:
            self.claims.unchecked.append(Unchecked("sums", (self._cell(row, column),), "unread", about))
            return
        alternatives = tuple(self._parts(row, way) for way in ways)
        if any(alternatives):
            heading = self.columns.name(column)
            subtotals = column == self.columns.one("points") and list(ways[0]) == self.tops != sorted(self.leaves)
            leaves = self._parts(row, sorted(self.leaves)) if subtotals else ()
            cell = self._cell(row, column)
            self.claims.sums.append(SumClaim(cell, name, heading, said, alternatives, sure=sure, leaves=leaves))

    def _parts(self, row: int, way: Sequence[int]) -> tuple[float, ...]:
        """The figures of a sum; points taken off count below zero, however they are written."""
        found = [(part, self._value(row, part)) for part in way]
        return tuple(-abs(v) if part in self.penalties else v for part, v in found if v is not None)

    def _shares(self, row: int, name: str) -> None:
        for column, points in self.pairs:
            said, got = self._value(row, column), self._value(row, points)
            about = tuple(self._cell(row, c) for c in (points, column) if c is not None and (row, c) in self.bad)
            top, top_at = self._maximum(row, points)
            if top_at is not None and (row, top_at) in self.bad:
                about += (self._cell(row, top_at),)
            if points is None:
                way = self.tops
                about += tuple(self._cell(row, part) for part in way if (row, part) in self.bad)
                parts = self._parts(row, way)
                got = sum(parts) if parts else None
            if about:
                if said is not None:
                    self.claims.unchecked.append(Unchecked("percentages", (self._cell(row, column),), "unread", about))
            elif said is not None and got is not None:
                self.claims.shares.append(
                    ShareClaim(
                        self._cell(row, column),
                        name,
                        self.columns.name(column),
                        said,
                        got,
                        top,
                        "" if points is None else self._cell(row, points),
                        self.scales[column],
                    )
                )
        for points in self.leaves | set(self.columns.of("points")):
            got, (top, _at) = self._value(row, points), self._maximum(row, points)
            if got is not None and top is not None and not self.columns.of("bonus"):
                cell = self._cell(row, points)
                self.claims.caps.append(ShareClaim(cell, name, self.columns.name(points), got, got, top))

    def _pairs(self) -> Iterator[tuple[int, int | None]]:
        """Columns of percentages, with the points that each is of (None: of all parts together)."""
        columns = self.columns
        for scope in columns.scopes():
            points = columns.one("points", scope)
            index = columns.one("index", scope)
            if index is not None and (points is not None or (scope == WHOLE and self.adds_up)):
                yield index, points
            for percent in columns.of("percent", scope):
                left = [
                    each.number
                    for each in columns.all
                    if each.number < percent and each.of == scope and each.role in ("part", "points", "subtotal")
                ]
                if left:
                    yield percent, left[-1]

    def _maximum(self, row: int, points: int | None) -> tuple[float | None, int | None]:
        """The maximum of a column of points in a row, and the column that it stands in, if it stands in one."""
        column = next((each for each in self.columns.all if each.number == points), None)
        scope = WHOLE if column is None else column.of
        tops = self.columns.of("max", scope)
        beside = [top for top in tops if points is not None and abs(top - points) == 1]
        whole = column is None or column.role in ("points", "subtotal")
        at = beside[0] if beside and len(tops) > 1 else tops[0] if len(tops) == 1 and whole else None
        if at is not None:
            return self._value(row, at), at
        if points is not None and points in self.maxima:
            return self.maxima[points], None
        index = self.columns.one("index")
        return (self.maxima.get(index) if index is not None and whole and scope == WHOLE else None), None

    def _placed(self, row: int, name: str, section: str, scope: str) -> Placed:
        columns = self.columns
        by = columns.one("index", scope)
        points = columns.one("points", scope)
        by = points if by is None else by
        if by is None and scope != WHOLE:
            by = columns.one("percent", scope)
        rank, rating = columns.one("rank", scope), columns.one("rating", scope)
        figure = self._value(row, by)
        percent = None if figure is None else figure * 100 / self.scales[by] if by in self.scales else None
        if figure is not None and by == points and (top := self._maximum(row, points)[0]):
            percent = 100 * figure / top
        return Placed(
            name=name,
            section=section,
            figure=figure,
            figure_cell=self._cell(row, by) if by is not None else "",
            rank=self._value(row, rank),
            rank_cell=self._cell(row, rank) if rank is not None else "",
            rating=text_of(self.grid.at(row, rating)) if rating is not None else "",
            rating_cell=self._cell(row, rating) if rating is not None else "",
            ranking=scope,
            percent=percent,
            unread=by is not None and (row, by) in self.bad,
            rank_unread=rank is not None and (row, rank) in self.bad,
            out=rank is not None and not_given(self.grid.at(row, rank)),
        )

    def _changes(self, row: int, name: str) -> None:
        """A change is the figure of this year less that of the other one; of ranks, what was climbed."""
        pairs = [
            (now, then)
            for scope in sorted(self._others())
            for role in ("index", "points", "rank")
            if (now := self.columns.one(role)) is not None and (then := self.columns.one(role, scope)) is not None
        ]
        figures = [(self._value(row, now), self._value(row, then)) for now, then in pairs]
        known = [(now, then) for now, then in figures if now is not None and then is not None]
        for column in self.columns.of("change"):
            said = self._value(row, column)
            if said is not None and known and len(known) == len(pairs):
                ways = tuple(way for now, then in known for way in ((now, -then), (-now, then)))
                heading = self.columns.name(column)
                claim = SumClaim(self._cell(row, column), name, heading, said, ways, "change", sure=False)
                self.claims.sums.append(claim)


def result_claims(grid: Grid, table: Table) -> Claims:
    """Every figure of a table of units that others give, and the place of every unit."""
    return Reader(grid, table).read()
