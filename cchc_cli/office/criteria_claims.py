"""A published table of components (one unit's result, or a framework) as claims that can be recomputed."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_cli.model.audit_claims import Claims, ColumnRead, Disagreement, Placed, Role, ShareClaim, SumClaim, Unchecked
from cchc_cli.model.grid import Grid
from cchc_cli.model.places import letters
from cchc_cli.office.criteria_rows import Rows
from cchc_cli.office.drafts import Draft
from cchc_cli.office.extras import called_so, extra_kind
from cchc_cli.office.figures import figure_of, not_given, rank_of, text_of
from cchc_cli.office.header import Header
from cchc_cli.office.outline import outline_of
from cchc_cli.office.vocabulary import role_of, word_of

SKIPPED = (
    "number",
    "name",
    "part",
    "area",
    "year",
    "value",
    "rule",
    "rule_points",
    "note",
    "appeal",
    "evidence",
    "owner",
    "source",
)
KNOWN = ("max", "self", "appraised1", "score")
"""Meanings of headings whose columns are points for certain."""


WITHIN = 0.005 + 1e-9
"""How far a sum of figures with two decimals may be from what it is said to be."""


class Reader:
    """Reads a table of components into claims."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self.grid, self.header = grid, header
        self.outline, _broken = outline_of(Rows(grid, header))
        self.within = [node for _parent, node in called_so(self.outline.areas)]
        self.extras = [*self.outline.extras, *self.within]
        self.columns, self.percents = _columns(grid, header)
        self.top = header.column("max")
        self.claims = Claims(grid.file, grid.name, columns=self._read(), at=grid.address(header.first, 0))
        self.bad: set[tuple[int, int]] = set()

    def read(self) -> Claims:
        """Sums of areas, criteria and the whole in every column of points, percentages, points above their maximum."""
        nodes = [each for area in self.outline.areas for each in area.all()]
        for node in nodes:
            self._unread(node.row, self._name(node))
        for total in self.outline.totals:
            self._unread(total.row, _first_text(self.grid, total.row))
        for extra in self.outline.extras:
            self._unread(extra.row, extra.name)
        for column in self.columns:
            for node in nodes:
                self._node(node, column)
            for total in self.outline.totals:
                below = self.outline.areas
                if total.parts is not None:
                    below = total.parts[0].children if len(total.parts) == 1 else total.parts
                extras = self.extras if total.parts is None else []
                before = [each for each in extras if each.row < total.row or total.row < self.outline.areas[0].row]
                self._sum(total.row, column, _first_text(self.grid, total.row), below, before)
        for column, points in self.percents.items():
            for node in nodes:
                self._share(node, column, points)
        self._below_the_total()
        return self.claims

    def _below_the_total(self) -> None:
        """Rows below the total of all: what the units, of which each has a column, reached and where they stand."""
        whole = next((total.row for total in self.outline.totals if total.parts is None), None)
        if whole is None:
            return
        rows: dict[str, int] = {}
        for row in range(whole + 1, len(self.grid.rows)):
            if (word := word_of(_first_text(self.grid, row)) or "") in ("percent", "index", "rank", "rating"):
                rows.setdefault("index" if word == "percent" else word, row)
        units = [column for column in self.columns if column != self.top]
        top = self._value(whole, self.top) if self.top is not None else None
        by = rows.get("index", whole)
        for column in units:
            name, index = self.header.headings.get(column, ""), rows.get("index")
            points = self._value(whole, column)
            said = None if index is None else self._value(index, column)
            if index is not None and said is not None and points is not None:
                cell, heading = self.grid.address(index, column), _first_text(self.grid, index)
                at = self.grid.address(whole, column)
                self.claims.shares.append(ShareClaim(cell, name, heading, said, points, top, at))
            figure = self._value(by, column)
            if "rank" in rows or "rating" in rows:
                self.claims.placed.append(self._placed(column, rows, by, figure, top))

    def _placed(self, column: int, rows: dict[str, int], by: int, figure: float | None, top: float | None) -> Placed:
        rank, rating = rows.get("rank"), rows.get("rating")
        value = None if rank is None else self.grid.rows[rank][column]
        percent = figure if "index" in rows else 100 * figure / top if figure is not None and top else None
        return Placed(
            name=self.header.headings.get(column, ""),
            section="",
            figure=figure,
            figure_cell=self.grid.address(by, column),
            rank=rank_of(value),
            rank_cell="" if rank is None else self.grid.address(rank, column),
            rating="" if rating is None else text_of(self.grid.rows[rating][column]),
            rating_cell="" if rating is None else self.grid.address(rating, column),
            percent=percent,
            unread=figure is None and self.grid.rows[by][column] is not None,
            rank_unread=value is not None and rank_of(value) is None and not not_given(value),
            out=not_given(value),
        )

    def _read(self) -> list[ColumnRead]:
        roles: dict[int, Role] = dict.fromkeys(self.columns, "points")
        roles |= dict.fromkeys(self.header.columns.get("max", []), "max")
        roles |= dict.fromkeys(self.percents, "percent")
        figures = _figures(self.grid, self.header)
        named = {c for name in ("number", "name", "part", "area") for c in self.header.columns.get(name, [])}
        for column, heading in self.header.headings.items():
            if column not in roles and column in figures - named and heading:
                roles[column] = "other"
        names = self.header.headings
        return [
            ColumnRead(str(c + 1) if self.grid.labels else letters(c), names.get(c, ""), roles[c])
            for c in sorted(roles)
        ]

    def _name(self, node: Draft) -> str:
        return f"{node.mark.text} {node.name}"

    def _value(self, row: int, column: int) -> float | None:
        return figure_of(self.grid.rows[row][column])

    def _unread(self, row: int, name: str) -> None:
        """Note cells that should hold a figure and hold something else."""
        for column in (*self.columns, *self.percents):
            value = self.grid.rows[row][column]
            if value is None or not_given(value) or figure_of(value) is not None:
                continue
            self.bad.add((row, column))
            cell, heading = self.grid.address(row, column), self.header.headings.get(column, "")
            text = " ".join(str(value).split())
            self.claims.unread.append(Disagreement(cell, name, "unread", heading, text, None))

    def _node(self, node: Draft, column: int) -> None:
        self._sum(node.row, column, self._name(node), node.children)
        said = self._value(node.row, column)
        if said is not None and not node.children and self.top is not None and column != self.top:
            cell, maximum = self.grid.address(node.row, column), self._value(node.row, self.top)
            heading = self.header.headings.get(column, "")
            if column in self._sure():
                self.claims.caps.append(ShareClaim(cell, self._name(node), heading, said, said, maximum))

    def _sure(self) -> set[int]:
        return {column for name in KNOWN for column in self.header.columns.get(name, [])}

    def _sum(self, row: int, column: int, name: str, below: list[Draft], extras: Sequence[Draft] = ()) -> None:
        said, cell = self._value(row, column), self.grid.address(row, column)
        extras = [
            *extras,
            *(node for node in below if any(node is each for each in self.within) and node not in extras),
        ]
        parts, about = self._below([node for node in below if not any(node is each for each in extras)], column)
        more, others = self._added(extras, column)
        if said is None or not parts:
            return
        if about or others:
            self.claims.unchecked.append(Unchecked("sums", (cell,), "unread", (*about, *others)))
            return
        heading = self.header.headings.get(column, "")
        sure = column in self._sure()
        way = _way(said, parts, more, top=column == self.top)
        self.claims.sums.append(SumClaim(cell, name, heading, said, (way,), sure=sure, block="" if sure else "columns"))

    def _added(self, extras: Sequence[Draft], column: int) -> tuple[list[float], list[str]]:
        """Bonus points, and penalty points below zero, however they are written; and the cells that are no number."""
        found: list[float] = []
        about: list[str] = []
        for node in extras:
            values, others = self._below([node], column)
            sign = -1 if extra_kind(node.name) == "penalty" else 1
            found += [sign * abs(value) if sign < 0 else value for value in values]
            about += others
        return found, about

    def _below(self, nodes: list[Draft], column: int) -> tuple[list[float], list[str]]:
        """The figures of nodes, of one without those below it; and the cells that hold something else."""
        found: list[float] = []
        about: list[str] = []
        for node in nodes:
            own = self._value(node.row, column)
            if own is not None:
                found.append(own)
            elif (node.row, column) in self.bad:
                about.append(self.grid.address(node.row, column))
            else:
                more, others = self._below(node.children, column)
                found, about = found + more, about + others
        return found, about

    def _share(self, node: Draft, column: int, points: int) -> None:
        said, got = self._value(node.row, column), self._value(node.row, points)
        maximum = self._value(node.row, self.top) if self.top is not None else None
        cell = self.grid.address(node.row, column)
        used = [c for c in (column, points, self.top) if c is not None]
        about = tuple(self.grid.address(node.row, c) for c in used if (node.row, c) in self.bad)
        if about:
            self.claims.unchecked.append(Unchecked("percentages", (cell,), "unread", about))
        elif said is not None and got is not None and maximum:
            name, heading = self._name(node), self.header.headings.get(column, "")
            at = self.grid.address(node.row, points)
            self.claims.shares.append(ShareClaim(cell, name, heading, said, got, maximum, at))


def _way(said: float, parts: list[float], added: list[float], *, top: bool) -> tuple[float, ...]:
    """What a total adds up: points with all bonus and penalty points, maxima with bonus points; or neither.

    Its figure says which; where none fits, points add up with them and maxima (`top`) without.
    """
    ways = [parts, [*parts, *(each for each in added if each > 0)]] if top else [[*parts, *added], parts]
    return tuple(next((way for way in ways if abs(sum(way) - said) < WITHIN), ways[0]))


def criteria_claims(grid: Grid, header: Header) -> Claims:
    """Everything in a table of components that can be recomputed, and what is not a number."""
    return Reader(grid, header).read()


def figure_columns(grid: Grid, header: Header) -> set[int]:
    """The columns whose figures count, and those of numbers and names."""
    columns, percents = _columns(grid, header)
    named = {column for name in ("number", "name", "part", "area") for column in header.columns.get(name, [])}
    return {*columns, *percents, *named}


def _figures(grid: Grid, header: Header) -> set[int]:
    """Columns with at least one number below the header, or a formula that should give one."""
    rows = grid.rows[header.last + 1 :]
    found = {c for c in range(grid.width) if any(figure_of(cells[c]) is not None for cells in rows)}
    return found | {column for row, column in grid.broken if row > header.last}


def _columns(grid: Grid, header: Header) -> tuple[list[int], dict[int, int]]:
    """The columns of points, and of percentages with the points that each is of."""
    skipped = {column for name in SKIPPED for column in header.columns.get(name, [])}
    maxima = set(header.columns.get("max", []))
    known = {column for name in KNOWN for column in header.columns.get(name, [])}
    columns: list[int] = []
    percents: dict[int, int] = {}
    for column in sorted(_figures(grid, header) - skipped):
        role = role_of(header.headings.get(column, "").rpartition(" – ")[2])
        points = [each for each in columns if each not in maxima]
        if role in ("percent", "index") and columns:
            percents[column] = (points or columns)[-1]
        elif column in known or role in (None, "max", "change"):
            columns.append(column)
    return columns, percents


def _first_text(grid: Grid, row: int) -> str:
    return next((" ".join(value.split()) for value in grid.rows[row] if isinstance(value, str)), "")
