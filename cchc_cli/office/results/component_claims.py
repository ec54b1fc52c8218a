"""A published table of components (one unit's result, or a framework) as claims that can be recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product, takewhile
from operator import attrgetter

from cchc_cli.model.audit_claims import Claims, ColumnRead, Placed, Role, ShareClaim, SumClaim, Unchecked
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.office.frameworks.extras import called_so
from cchc_cli.office.frameworks.nodes import Node, Total
from cchc_cli.office.frameworks.tree import NAMED_AREAS, tree_of
from cchc_cli.office.results.unit_figures import FigureCells
from cchc_cli.office.tables.heads import TableHead, figures_below
from cchc_cli.office.tables.row_kinds import extra_kind
from cchc_cli.office.tables.rows import TableRows
from cchc_cli.office.words.headings import A_UNIT, role_of, used, word_of
from cchc_cli.office.words.numbers import first_text, not_applicable

NAMES = used("named")
KNOWN = used("known")
WITHIN = 0.005 + NOISE
"""How far a sum of figures with two decimals may be from what it is said to be."""


def component_claims(grid: Grid, head: TableHead, *, alone: bool) -> Claims:
    """Everything in a table of components that can be recomputed, and what is not a number.

    Where it is not `alone` in its sheet, a total of everything sums up other tables as well.
    """
    return _Reader(grid, head, alone=alone).read()


class _Reader:
    """Reads a table of components into claims."""

    def __init__(self, grid: Grid, head: TableHead, *, alone: bool) -> None:
        self.grid, self.head = grid, head
        reader = TableRows(grid, head)
        outline, self.of_groups = tree_of(reader.rows), [*reader.kinds]
        self.tops: dict[int, int] = {}
        self.areas, self.totals, self.alone = outline.areas, outline.totals, alone
        self.kinds = dict(map(attrgetter("row", "kind"), reader.rows))
        self.within = [node for _parent, node in called_so(self.areas)]
        self.extras = [*outline.extras, *self.within]
        penalties = (each for each in self.within if extra_kind(each.name) == "penalty")
        self.penalties = {id(node) for each in penalties for node in each.all()}
        self.columns, self.percents = figure_columns(grid, head)
        self.changes = [at for at in self.columns if role_of((head.texts.get(at) or [""])[-1]) == "change"]
        self.maxima, self.top = head.all("max"), head.column("max")
        self.sure = head.all(*KNOWN).union(filter(lambda at: A_UNIT.match(plain(head.heading(at))), self.columns))
        self.claims = Claims(grid.file, grid.name, columns=self._read(), at=grid.address(head.first, 0))
        self.cells = FigureCells(grid, {}, merged=False)

    def read(self) -> Claims:
        """Sums of areas, criteria and the whole in every column of points, percentages, points above their maximum."""
        nodes = [*chain.from_iterable(area.all() for area in self.areas)]
        totals = {total.row: self._name_of(total.row) for total in self.totals}
        self._find_unread(_names([*self.areas, *self.extras]) | totals)
        rows = _names(self.areas) | totals
        for column in self.columns:
            for node in nodes:
                self._node(node, column)
            for total in self.totals:
                self._total(total, column)
        for column, row in product(self.percents, rows):
            self._share(row, rows[row], column)
        self._changes(rows)
        whole = next((total.row for total in self.totals if total.parts is None), None)
        if whole is not None:
            self._below_the_total(whole, self._rows_below(whole))
        return self.claims

    def _changes(self, rows: Mapping[int, str]) -> None:
        """What the unit gave itself, or could have got, and what it was given differ by, where each has a column."""
        own, given = self.head.column("self"), self.head.column("score")
        lost = {*self.columns}.intersection(self.head.columns.get("deducted", []))
        pairs = [(at, (own, given)) for at in self.changes] + [(at, (self.top, given)) for at in sorted(lost)]
        for (column, pair), row in product(pairs, rows):
            said, *both = (self.cells.value(row, at) for at in (column, *pair))
            known = [figure for figure in both if figure is not None]
            if said is not None and len(known) == 2:
                ways = ((known[1], -known[0]), (known[0], -known[1]))
                cell, heading = self.grid.address(row, column), self.head.heading(column)
                self.claims.sums.append(SumClaim(cell, rows[row], heading, said, ways, "change", sure=False))

    def _find_unread(self, rows: Mapping[int, str]) -> None:
        """Note cells that should hold a figure and hold something else."""
        headings = {column: self.head.heading(column) for column in (*self.columns, *self.percents)}
        for row, name in rows.items():
            self.claims.unread.extend(self.cells.unread(row, name, headings))

    def _read(self) -> list[ColumnRead]:
        roles: dict[int, Role] = dict.fromkeys(self.columns, "points")
        roles |= dict.fromkeys(self.head.columns.get("max", []), "max")
        roles |= dict.fromkeys(self.percents, "percent")
        roles |= dict.fromkeys(self.changes, "change")
        others = figures_below(self.grid, self.head.last + 1) - self.head.all(*NAMES)
        roles |= {column: "other" for column in others if column not in roles and self.head.heading(column)}
        return [
            ColumnRead(self.grid.column_name(self.head.first, c), self.head.heading(c), roles[c]) for c in sorted(roles)
        ]

    def _name_of(self, row: int) -> str:
        return first_text(self.grid.rows[row])

    def _node(self, node: Node, column: int) -> None:
        if _begins_with_its_first(node):
            return
        name = f"{node.mark.text} {node.name}"
        self._sum(node.row, column, name, *_apart(node.children, self.within))
        said, maximum = self.cells.value(node.row, column), self.cells.value(node.row, self._top_of(node.row, column))
        if node.children or said is None or self.top is None or column not in self.sure - self.maxima:
            return
        if id(node) in self.penalties:
            said, maximum = abs(said), None if maximum is None else abs(maximum)
        cell = self.grid.address(node.row, column)
        self.claims.caps.append(ShareClaim(cell, name, self.head.heading(column), said, said, maximum))

    def _top_of(self, row: int, column: int) -> int | None:
        """The column of maxima that a row fills, as areas and components may each have their own.

        Of those of several groups the one that the fewest points of a column are above.
        """
        if self.of_groups:
            if column not in self.tops:
                self.tops[column] = min(self.of_groups, key=lambda top: self._more(column, top))
            return self.tops[column]
        return next((at for at in sorted(self.maxima) if self.cells.value(row, at) is not None), self.top)

    def _more(self, column: int, top: int) -> int:
        """In how many rows there is more in a column than in another."""
        rows = ((self.cells.value(row, column), self.cells.value(row, top)) for row in range(len(self.grid.rows)))
        return sum((points or 0.0) > most for points, most in rows if most is not None)

    def _total(self, total: Total, column: int) -> None:
        """A total of some areas, of what stands below the only one, or of everything with what is added before it."""
        parts = None if self._is_of_all(total, column) else total.parts
        if parts is None and not self.alone:
            about = (self._name_of(total.row),)
            self.claims.unchecked.append(Unchecked("sums", (self.grid.address(total.row, column),), "apart", about))
            return
        nodes = self.areas if parts is None else parts[0].children if len(parts) == 1 else parts
        extras = self._before_total(total.row) if parts is None else []
        below, within = _apart(nodes, self.within)
        extras, named = [*extras, *_apart(within, extras)[0]], NAMED_AREAS.findall(total.name)
        counted = any(each.mark.text in named for each in extras)
        self._sum(total.row, column, self._name_of(total.row), below, extras, counted=counted)

    def _before_total(self, row: int) -> list[Node]:
        """Bonus and penalty points that a total counts: those before it, all where it stands first."""
        first = self.areas[0].row if self.areas else -1
        return [each for each in self.extras if each.row < row or row < first]

    def _is_of_all(self, total: Total, column: int) -> bool:
        """Whether a total that says no maximum is of everything, as its figure says: `Tổng điểm thẩm định` above what is taken off."""
        said, all_of = self.cells.value(total.row, column), self._below(self.areas, column)[0]
        return total.points is None and said is not None and abs(sum(all_of) - said) < WITHIN

    def _sum(
        self, row: int, column: int, name: str, below: list[Node], extras: Sequence[Node], *, counted: bool = False
    ) -> None:
        """A sum of what is below; `counted`: it says itself that bonus and penalty points count: `TỔNG ĐIỂM (A + B - C)`."""
        said, cell = self.cells.value(row, column), self.grid.address(row, column)
        parts, about = self._below(below, column)
        leaves, _others = self._below([leaf for node in below for leaf in self._deepest(node, column)], column)
        added, others = self._added(extras, column)
        about += others
        if said is None or not parts:
            return
        if about:
            self.claims.unchecked.append(Unchecked("sums", (cell,), "unread", tuple(about)))
            return
        sure, top = column in self.sure, column in self.maxima
        more = self._applicable(below, column) if top else self._before(row, column)
        way = _way(said, parts, added, more, top=top, counted=counted)
        claim = SumClaim(cell, name, self.head.heading(column), said, (way,), sure=sure)
        if leaves != parts:
            claim = replace(claim, leaves=_way(said, leaves, added, more, top=top, counted=counted))
        self.claims.sums.append(replace(claim, block="sure" if sure else "columns"))

    def _before(self, row: int, column: int) -> list[float]:
        """What a total may add besides: rows between it and the component or total above it, such as points of a survey."""
        lines = takewhile(lambda at: self.kinds.get(at, "line") == "line", range(row - 1, -1, -1))
        figures = (self.cells.value(at, column) for at in lines)
        return [figure for figure in figures if figure is not None]

    def _applicable(self, nodes: Sequence[Node], column: int) -> list[float]:
        """The maxima below nodes without those of components that the unit does not have."""
        leaves = [leaf for node in nodes for leaf in node.all() if not leaf.children]
        given = [at for at in self.columns if at not in self.maxima]
        has = [leaf for leaf in leaves if not any(not_applicable(self.grid.rows[leaf.row][at]) for at in given)]
        return self._below(has, column)[0] if len(has) < len(leaves) else []

    def _added(self, extras: Sequence[Node], column: int) -> tuple[list[float], list[str]]:
        """Bonus points, and penalty points below zero; and the cells that hold something else."""
        added: list[float] = []
        about: list[str] = []
        for node in extras:
            values, others = self._below([node], column)
            added += [-abs(value) for value in values] if extra_kind(node.name) == "penalty" else values
            about += others
        return added, about

    def _below(self, nodes: Sequence[Node], column: int) -> tuple[list[float], list[str]]:
        """The figures of nodes, of one without those below it; and the cells that hold something else."""
        found: list[float] = []
        about: list[str] = []
        for node in nodes:
            is_named_alone = _begins_with_its_first(node)
            own = None if is_named_alone else self.cells.value(node.row, column)
            if own is not None:
                found.append(own)
            elif (node.row, column) in self.cells.bad and not is_named_alone:
                about.append(self.grid.address(node.row, column))
            else:
                more, others = self._below(node.children, column)
                found, about = found + more, about + others
        return found, about

    def _deepest(self, node: Node, column: int) -> list[Node]:
        """The lowest nodes at or below one with figures in a column; itself where one of them has none."""
        below = [leaf for child in node.children for leaf in self._deepest(child, column)]
        values = [self.cells.value(leaf.row, column) for leaf in below]
        return below if below and None not in values else [node]

    def _share(self, row: int, name: str, column: int) -> None:
        points = self.percents[column]
        top = self._top_of(row, points)
        said, got, maximum = (self.cells.value(row, at) for at in (column, points, top))
        cell, at = self.grid.address(row, column), self.grid.address(row, points)
        if about := self.cells.bad_ones(row, (column, points, top)):
            self.claims.unchecked.append(Unchecked("percentages", (cell,), "unread", about))
        elif said is not None and got is not None and maximum:
            self.claims.shares.append(ShareClaim(cell, name, self.head.heading(column), said, got, maximum, at))

    def _below_the_total(self, whole: int, rows: dict[str, int]) -> None:
        """Rows below the total of all: what the units, of which each has a column, reached and where they stand."""
        index = rows.get("index")
        for column in self.columns:
            points, said = self.cells.value(whole, column), self.cells.value(index, column)
            top = self.cells.value(whole, self._top_of(whole, column) if self.of_groups else self.top)
            if column == self.top:
                continue
            if index is not None and said is not None and points is not None:
                cell, heading = self.grid.address(index, column), self._name_of(index)
                name, at = self.head.heading(column), self.grid.address(whole, column)
                self.claims.shares.append(ShareClaim(cell, name, heading, said, points, top, at))
            if rows.keys() & {"rank", "rating"}:
                self.claims.placed.append(self._placed(column, rows, whole if index is None else index, top))

    def _rows_below(self, whole: int) -> dict[str, int]:
        """The rows of indices, ranks and ratings."""
        rows: dict[str, int] = {}
        for row in range(whole + 1, len(self.grid.rows)):
            if (word := word_of(self._name_of(row))) in ("percent", "index", "rank", "rating"):
                rows.setdefault("index" if word == "percent" else word, row)
        return rows

    def _placed(self, column: int, rows: dict[str, int], by: int, top: float | None) -> Placed:
        *above, name = self.head.texts.get(column) or [""]
        cells = ((rows.get(word), column) for word in ("rank", "rating"))
        placed = replace(self.cells.placed(name, (by, column), *cells), section=" – ".join(above))
        percent = placed.figure
        if "index" not in rows:
            percent = 100 * percent / top if percent is not None and top else None
        return replace(placed, percent=percent)


def _names(nodes: Sequence[Node]) -> dict[int, str]:
    """The names of nodes and of what stands below them, with their numbers, by row."""
    return {node.row: f"{node.mark.text} {node.name}".strip() for top in nodes for node in top.all()}


def _begins_with_its_first(node: Node) -> bool:
    """Whether a node stands in the row of its first part, in a column of its own: the figures there are those of the part."""
    return any(child.row == node.row for child in node.children)


def _apart(nodes: Sequence[Node], others: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """The nodes that are none of others, and those that are."""
    known = set(map(id, others))
    return [node for node in nodes if id(node) not in known], [node for node in nodes if id(node) in known]


def _way(
    said: float, parts: list[float], added: list[float], more: list[float], *, top: bool, counted: bool
) -> tuple[float, ...]:
    """What a total adds up: points with all bonus and penalty points, and what else stands before it (`more`); maxima
    (`top`) with bonus points, all or those that apply (`more`); or neither, unless it says that these are `counted`.

    Its figure says which; where none fits, points add up with bonus and penalty points and maxima without.
    """
    bonus = [each for each in added if each > 0]
    points = [*parts, *added], [*parts, *added * counted], [*parts, *added, *more]
    ways = (parts, [*parts, *bonus], more, [*more, *bonus]) if top else points
    return tuple(next((way for way in ways if way and abs(sum(way) - said) < WITHIN), ways[0]))


def _differences(head: TableHead) -> Iterator[int]:
    """The columns of what points were lost or changed by: nothing is a percentage of that."""
    return (at for at, texts in head.texts.items() if texts and word_of(texts[-1]) in ("penalty", "change"))


def figure_columns(grid: Grid, head: TableHead) -> tuple[list[int], dict[int, int]]:
    """The columns of points, and of percentages with the points that each is of."""
    known, aside = head.all(*KNOWN), head.all("max").union(_differences(head))
    columns: list[int] = []
    percents: dict[int, int] = {}
    for column in sorted(figures_below(grid, head.last + 1) - head.all(*NAMES, *used("text"))):
        role = role_of((head.texts.get(column) or [""])[-1])
        if role in ("percent", "index") and columns:
            percents[column] = next((each for each in reversed(columns) if each not in aside), columns[-1])
        elif column in known or role in (None, "max", "change"):
            columns.append(column)
    return columns, percents
