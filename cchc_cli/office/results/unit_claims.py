"""A published table of results (units below one another) as claims that can be recomputed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from cchc_cli.model.audit_claims import Claims, ColumnRead, Placed, Reason, Role, ShareClaim, SumClaim, Unchecked, What
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.results.summaries import Summaries
from cchc_cli.office.results.unit_columns import ADDED, WHOLE, RowKind, UnitColumn, UnitRows, UnitTable
from cchc_cli.office.results.unit_figures import (
    FigureCells,
    Maxima,
    decimals,
    is_mean,
    is_provisional,
    is_rate,
    readers_of,
)
from cchc_cli.office.words.headings import PERCENTAGE, SIGNED
from cchc_cli.office.words.numbers import added_points, figure_of, first_text, not_applicable, not_given, text_of
from cchc_cli.office.words.vocabulary import SUMMARY_ROW


def unit_claims(grid: Grid, table: UnitTable, *, alone: bool) -> Claims:
    """Every figure of a table of units, `alone` on its sheet, that others give, and the place of every unit."""
    return _Reader(grid, table, alone=alone).read()


class _Reader:
    """Reads the rows of one table into claims."""

    def __init__(self, grid: Grid, table: UnitTable, *, alone: bool) -> None:
        self.grid, self.table, self.columns = grid, table, table.columns
        at = grid.address(table.head.first, table.columns.unit)
        self.rows = UnitRows(grid, table)
        self.claims = Claims(grid.file, grid.name, columns=table.columns.read(grid, table.head.first), at=at)
        self.used = sorted(self.columns.used())
        self.units: list[int] = []
        self.cells = FigureCells(grid, readers_of(self.columns), merged=True)
        self.headings = {number: self.columns.name(number) for number in self.used if number not in self._all("change")}
        self.summaries = Summaries(table.columns, self.cells, alone=alone)
        self.maxima = Maxima(table.columns, self.cells)
        self.penalties = self._all("penalty")
        self.scales = {number: self._scale(number) for number in self._all("index", "percent")}
        self.rates = dict(self._rates())
        self.tops = self._tops()
        members = {member for each in self.columns.subtotals.values() for member in each}
        self.leaves = (set(self.tops) - set(self.columns.subtotals)) | members
        self.index = next((number for role in ("index", "points") for number in self.columns.of(role)), None)
        self.weights = self.columns.weights(self.tops)
        self.averaged = self._averaged()
        self.unsigned = self.cells.bare(self.columns.of("change"), self.rows.all)
        self.weights |= dict.fromkeys(self.averaged, 1 / max(1, len(self.averaged)))
        # Points added or taken off are no total by themselves.
        self.adds_up = not self.weights and not set(self.tops) <= self._all("penalty", "bonus")
        self.taken_from = self._taken_from()
        self.claims.columns[:] = map(self._as_read, self.claims.columns, self.columns.all)
        self.pairs = dict(self._pairs()) | {column: part for column, (part, _whole) in self.rates.items()}

    def _as_read(self, read: ColumnRead, column: UnitColumn) -> ColumnRead:
        mean_of = len(self.averaged) if column.number == self.index else 0
        role = "part" if column.role == "self" and column.number in self.taken_from else read.role
        return replace(read, role=role, fraction=self.scales.get(column.number) == 1.0, mean_of=mean_of)

    def _all(self, *roles: Role) -> set[int]:
        return {each.number for each in self.columns.all if each.role in roles}

    def read(self) -> Claims:
        """Every figure of the table that others give, the place of every unit, and what is not a number."""
        section = ""
        for row in self.rows.all:
            section = self._row(row, section)
        self._not_given()
        self.claims.summaries.extend(self.summaries.claims(self.units, self.claims.placed))
        return self.claims

    def _row(self, row: int, section: str) -> str:
        """Read one row; the section in which the next one stands."""
        name = text_of(self.grid.rows[row][self.columns.unit])
        shown = name or first_text(self.grid.rows[row])
        label = plain(shown[:200])
        name = (shown or "-") if SUMMARY_ROW.fullmatch(label) else name
        kind = self.rows.kind_of(row, name, label, below=bool(self.units))
        if kind in ("block", "summary"):
            self.claims.passed_over.append(f"{shown} ({self.cells.place(row, self.columns.unit)})".strip())
            self.summaries.rows[row] = shown
        if kind in ("block", "section"):
            self.summaries.sections.append(row)
            return shown or section
        if kind:
            self.claims.unread.extend(self.cells.unread(row, shown, self.headings))
            self._of_kind(kind, row, shown, name, section)
        return section

    def _of_kind(self, kind: RowKind, row: int, shown: str, name: str, section: str) -> None:
        """Read the figures of a row."""
        if kind == "maxima":
            self.maxima.take(row)
            self._sums(row, shown, is_maxima=True)
        elif kind == "again":
            self._figures(row, f"{self.grid.at(self.units[-1], self.columns.unit)} – {shown}")
        elif kind == "unit":
            self._unit(row, name, section)

    def _not_given(self) -> None:
        """Note totals and indices for which the table has nothing to recompute them from."""
        columns, added = self.columns, self.adds_up or self.weights
        if not self.tops:
            self._unchecked("sums", columns.of("points")[:1], "no_parts")
        if not added and not columns.of("points"):
            self._unchecked("percentages", columns.of("index")[:1], "no_points")
        compared = {claim.column for claim in self.claims.sums if claim.kind == "change"}
        self._unchecked("changes", [at for at in columns.of("change") if columns.name(at) not in compared], "no_parts")

    def _unchecked(self, what: What, numbers: Sequence[int], reason: Reason) -> None:
        for number in (at for at in numbers if at not in self.rates):
            cells = tuple(self.cells.place(row, number) for row in self.units if self._given(row, [number]))
            self.claims.unchecked.append(Unchecked(what, cells, reason, (self.columns.name(number),)))

    def _unit(self, row: int, name: str, section: str) -> None:
        self.units.append(row)
        self._figures(row, name)
        group = self.columns.one("group")
        if group is not None and (text := text_of(self.grid.at(row, group))):
            section = text
        for scope in self.columns.scopes():
            if scope == WHOLE or self.columns.of("rank", scope) or self.columns.of("rating", scope):
                self.claims.placed.append(self._placed(row, name, section, scope))
        self._changes(row, name)

    def _figures(self, row: int, name: str) -> None:
        """What the figures of a row say of one another."""
        self._sums(row, name)
        self._weighted(row, name)
        self._shares(row, name)
        # Points may not pass their maximum; with bonus points they may.
        for points in self.leaves | set(self.columns.of("points")) if not self.columns.of("bonus") else ():
            got, (top, _at) = self.cells.value(row, points), self.maxima.of(row, points)
            if got is not None and top is not None:
                cell = self.cells.place(row, points)
                self.claims.caps.append(ShareClaim(cell, name, self.columns.name(points), got, got, top))

    def _scale(self, number: int) -> float:
        """1 for a column whose figures are all fractions, else 100."""
        figures = [f for row in self.rows.all if (f := figure_of(self.grid.rows[row][number])) is not None]
        return 1.0 if figures and 0 < max(figures) <= 1 else 100.0

    def _sums(self, row: int, name: str, *, is_maxima: bool = False) -> None:
        columns = self.columns
        for subtotal, members in columns.subtotals.items():
            self._sum(row, name, subtotal, [tuple(members)], sure=True)
        total = columns.one("points")
        if total is None or not self.tops:
            return
        if self.adds_up:
            sure = all(self.columns[number].sure for number in self.tops if number < total)
            ways = self._ways(total)
            self._sum(row, name, total, self._bare(row, total, ways) if is_maxima else ways, sure=sure)
        elif self.taken_from:
            self._sum(row, name, total, [(*self.taken_from, *self.tops)], sure=False)

    def _bare(self, row: int, total: int, ways: Sequence[Sequence[int]]) -> Sequence[Sequence[int]]:
        """The ways of a total of maxima: without bonus points where it is the whole (100) that they come on top of."""
        bare, said = tuple(at for at in self.tops if at not in self._all(*ADDED)), self.cells.value(row, total)
        return [bare] * len(ways) if abs(sum(self._parts(row, bare)) - (said or 0.0)) <= NOISE else ways

    def _tops(self) -> list[int]:
        """What the total adds up: parts below no subtotal, the subtotals, and the points of each area."""
        below = {member for members in (*self.columns.subtotals.values(), *self.rates.values()) for member in members}
        areas = {*self.columns.scopes()} - {WHOLE, *self.columns.other_years()}
        parts = {at for role in ("part", "bonus", "penalty", "subtotal") for at in self.columns.of(role)}
        return sorted((parts | {at for area in areas for at in self.columns.of("points", area)}) - below)

    def _taken_from(self) -> list[int]:
        """Of what the total may be left where points are taken off and there are no parts: the maximum, else the self-score."""
        found = self.columns.of("max") or self.columns.of("self")
        return found[:1] if self.tops and not (self.adds_up or self.weights) else []

    def _rates(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """Percentages, each with the two counts left of it of which it is the rate: these are no parts of a total."""
        counts = sorted(self._all("part", "points", "other"))
        for column in self.scales:
            for counted in permutations(counts[: bisect(counts, column)][-2:], 2):
                if is_rate(self._rows(column, *counted), self.scales[column]):
                    yield column, counted

    def _rows(self, *columns: int) -> list[list[float | None]]:
        """The figures of columns, row by row."""
        return [[figure_of(self.grid.rows[row][at]) for at in columns] for row in self.rows.all]

    def _averaged(self) -> list[int]:
        """The parts whose plain mean the index is, where nothing says their weights."""
        if self.index is None or self.weights or self._all(*ADDED) & {*self.tops}:
            return []
        return self.tops if is_mean(self._rows(self.index, *self.tops)) else []

    def _weighted(self, row: int, name: str) -> None:
        """The index as the weighted mean of its parts."""
        said, known = self.cells.value(row, self.index), self._given(row, list(self.weights))
        if self.index is None or said is None or not self.weights:
            return
        cell = self.cells.place(row, self.index)
        if len(known) < len(self.weights):
            self.claims.unchecked.append(Unchecked("sums", (cell,), "unread", self._lacking(row)))
            return
        # Parts may have been weighted already.
        ways = tuple(self.weights[number] * value for number, value in known.items()), tuple(known.values())
        claim = SumClaim(cell, name, self.columns.name(self.index), said, ways, sure=False)
        # Whole points were not rounded.
        unseen = 0.5 * 10.0**-digits if (digits := decimals(known.values())) else 0
        self.claims.sums.append(replace(claim, unseen=unseen))

    def _ways(self, total: int) -> list[Sequence[int]]:
        """What a total may be the sum of; the rows of the table decide."""
        sure = [number for number in self.tops if self.columns[number].sure]
        before = [number for number in self.tops if number < total]
        stages = self.tops[-2:] if len(self.tops) > 2 else []
        points = [number for number in self.tops if not PERCENTAGE.search(plain(self.columns.name(number)))]
        ways = [self.tops, sorted(self.leaves), sure, before, points, stages]
        return list(dict.fromkeys(tuple(way) for way in ways if way))

    def _sum(self, row: int, name: str, column: int, ways: Sequence[Sequence[int]], *, sure: bool) -> None:
        said, cell = self.cells.value(row, column), self.cells.place(row, column)
        if said is None:
            return
        parts = sorted({part for way in ways for part in way})
        alternatives = tuple(self._parts(row, way) for way in ways)
        rescaled = not any(abs(sum(way) - said) <= NOISE for way in alternatives)
        if about := self.cells.bad_ones(row, parts) + self._added_in_words(row) + self._without(row, parts) * rescaled:
            self.claims.unchecked.append(Unchecked("sums", (cell,), "unread", about))
            return
        if any(alternatives):
            subtotals = column == self.columns.one("points") and list(ways[0]) == self.tops != sorted(self.leaves)
            leaves = self._parts(row, sorted(self.leaves)) if subtotals else ()
            heading = self.columns.name(column)
            self.claims.sums.append(SumClaim(cell, name, heading, said, alternatives, sure=sure, leaves=leaves))

    def _without(self, row: int, parts: Sequence[int]) -> tuple[str, ...]:
        """The cells of parts that the unit does not have: what the others come to may have been put on the whole scale."""
        return tuple(self.cells.place(row, at) for at in parts if not_applicable(self.grid.at(row, at)))

    def _added_in_words(self, row: int) -> tuple[str, ...]:
        """The cells that say for what points were added or taken off, not how many: without these nothing sums up."""
        values = ((at, self.grid.at(row, at)) for at in sorted(self._all("other")) if self.columns[at].word in ADDED)
        said = (at for at, value in values if not (value is None or not_given(value) or added_points(value) == 0))
        return tuple(self.cells.place(row, at) for at in said)

    def _parts(self, row: int, way: Sequence[int]) -> tuple[float, ...]:
        """The figures of a sum; points taken off count below zero, however they are written."""
        given = self._given(row, way)
        return tuple(-abs(value) if part in self.penalties else value for part, value in given.items())

    def _lacking(self, row: int) -> tuple[str, ...]:
        """The cells of parts without a figure, and bad ones: what the others come to is no share of the same maximum."""
        parts = [at for at in self.tops if self.columns[at].role == "part" and self.cells.value(row, at) is None]
        cells = (self.cells.place(row, at) for at in parts)
        return tuple(dict.fromkeys((*self.cells.bad_ones(row, self.tops), *self._added_in_words(row), *cells)))

    def _given(self, row: int, numbers: Sequence[int]) -> dict[int, float]:
        """The figures of those columns that have one in a row."""
        values = {number: self.cells.value(row, number) for number in numbers}
        return {number: value for number, value in values.items() if value is not None}

    def _shares(self, row: int, name: str) -> None:
        for column, points in self.pairs.items():
            said, got = self.cells.value(row, column), self.cells.value(row, points)
            whole = self.rates[column][1] if column in self.rates else None
            top, top_at = (self.cells.value(row, whole), whole) if whole else self.maxima.of(row, points)
            about = self.cells.bad_ones(row, (points, column, top_at))
            if points is None:
                about += self._lacking(row)
                got = sum(parts) if (parts := self._parts(row, self.tops)) else None
            if said is None:
                continue
            cell = self.cells.place(row, column)
            if about:
                self.claims.unchecked.append(Unchecked("percentages", (cell,), "unread", about))
            elif got is not None:
                at, scale, heading = self.cells.place(row, points), self.scales[column], self.columns.name(column)
                self.claims.shares.append(
                    ShareClaim(cell, name, heading, said, got, top, at, scale, self.columns.hold_more)
                )

    def _pairs(self) -> Iterator[tuple[int, int | None]]:
        """Columns of percentages, with the points that each is of (None: of all parts together)."""
        columns = self.columns
        for scope in columns.scopes():
            points, index = columns.one("points", scope), columns.one("index", scope)
            if index is not None and (points is not None or (scope == WHOLE and self.adds_up)):
                yield index, points
            summed = sorted(number for role in ("part", "points", "subtotal") for number in columns.of(role, scope))
            for percent in columns.of("percent", scope):
                if before := bisect(summed, percent):
                    yield percent, summed[before - 1]

    def _placed(self, row: int, name: str, section: str, scope: str) -> Placed:
        columns, by = self.columns, self._ranked_by(scope)
        rank, rating = columns.one("rank", scope), columns.one("rating", scope)
        placed = self.cells.placed(name, (row, by), (row, rank), (row, rating))
        percent = None if placed.figure is None else self._percent(row, by, placed.figure)
        provisional = any(is_provisional(self.grid.at(row, each)) for each in self._all("rank"))
        return replace(placed, section=section, ranking=scope, percent=percent, provisional=provisional)

    def _percent(self, row: int, by: int | None, figure: float) -> float | None:
        """What units are ranked by, as a percentage; None where that is not known."""
        top = self.maxima.of(row, by)[0] if by is not None and self.columns[by].role == "points" else None
        if top:
            return 100 * figure / top
        return 100 * figure / self.scales[by] if by in self.scales else None

    def _ranked_by(self, scope: str) -> int | None:
        """The column that ranks follow: the index, else the points, of an area also its percentage.

        A second rank has the name of its own column for a scope, and follows what the first one does.
        """
        second = any(self.columns.name(each) == scope for each in self.columns.of("rank", scope))
        scope = WHOLE if second else scope
        roles: tuple[Role, ...] = ("index", "points") if scope == WHOLE else ("index", "points", "percent")
        return next((found for role in roles if (found := self.columns.one(role, scope)) is not None), None)

    def _changes(self, row: int, name: str) -> None:
        """A change is the figure of this year less that of the other one; of ranks, what was climbed; or it has no sign."""
        for column in self.columns.of("change"):
            cell, heading = self.cells.place(row, column), self.columns.name(column)
            bare = column in self.unsigned and not SIGNED.search(plain(heading))
            ways = self.cells.differences(row, self._year_pairs(), unsigned=bare)
            if ways and (said := self.cells.value(row, column)) is not None:
                self.claims.sums.append(SumClaim(cell, name, heading, said, ways, "change", sure=False))

    def _year_pairs(self) -> list[tuple[int, int]]:
        """The columns of this year and of another one that hold the same; else official points and earlier ones."""
        one = self.columns.one
        roles: tuple[Role, ...] = ("index", "points", "rank")
        pairs = [(one(role), one(role, scope)) for scope in sorted(self.columns.other_years()) for role in roles]
        known = [(now, then) for now, then in pairs if now is not None and then is not None]
        given, before = one("points"), (one("self"), one("appraised1"))
        return known or [(given, each) for each in before if given is not None and each is not None]
