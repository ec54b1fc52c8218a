"""Tables beside those that are read in a sheet: where they begin the table above ends, and that they were not read is told."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import takewhile

from cchc_cli.messages import _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import clean, plain
from cchc_cli.office.tables.heads import TableHead, is_component_head, is_counter, is_unit_head
from cchc_cli.office.words.headings import A_UNIT, role_of, used
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.numbers import cell_marks, figure_of, first_text, not_given, text_of
from cchc_cli.office.words.vocabulary import CARRIED

LONGEST = 100
"""Letters of a heading."""
HEADINGS = 3
"""A row with fewer texts, under a title, may be anything."""
LOOKED_AT = 4
"""Rows below such a head in which figures stand."""
NAMES = {"name", "part", "area"}


def strange_heads(grid: Grid) -> list[int]:
    """The rows that are heads of other tables than those of units: words alone below a title or a blank row, figures below them."""
    return [row for row in range(len(grid.rows)) if _begins(grid, row) and not is_unit_head(grid, row)]


def told_unread(grid: Grid, heads: Iterable[int]) -> str:
    """That the tables with these heads were not read, with their places and headings; blank where there are none."""
    tables = [f"{_place(grid, row)} ({_headings(grid.rows[row])})" for row in heads]
    return _("Tables of another kind were not read: {tables}.", tables="; ".join(tables)) if tables else ""


def _place(grid: Grid, row: int) -> str:
    """The number of a table in a Word file, the first cell of one in a sheet."""
    filled = (at for at, value in enumerate(grid.rows[row]) if value is not None)
    return _("table {table}", table=grid.labels[row][0]) if grid.labels else grid.address(row, next(filled))


def _headings(cells: list[Value]) -> str:
    return shortened(", ".join(text_of(value) for value in cells if value is not None))


def _begins(grid: Grid, row: int) -> bool:
    """Whether a table may begin with a row."""
    cells = grid.rows[row]
    texts = {clean(value) for value in cells if isinstance(value, str)}
    if len(texts) < HEADINGS or is_counter(cells) or not all(map(_is_heading, texts)):
        return False
    return not any(isinstance(value, float) for value in cells) and _stands_apart(grid, row) and _has_figures(grid, row)


def _is_heading(text: str) -> bool:
    """Whether a text may be a heading: it is short, no figure, no unit and not what stands in place of a figure."""
    is_unit = A_UNIT.match(plain(text)) and not text.casefold().startswith("số ")
    return len(text) < LONGEST and figure_of(text) is None and not not_given(text) and not is_unit


def _stands_apart(grid: Grid, row: int) -> bool:
    """Whether a title, a blank row or nothing stands above a row, or the table above it is another one of a Word file."""
    if row == 0 or (grid.labels and grid.labels[row][0] != grid.labels[row - 1][0]):
        return True
    return len({value for value in grid.rows[row - 1] if value is not None}) < 2


def _is_carried(cells: list[Value]) -> bool:
    return CARRIED.fullmatch(plain(first_text(cells)[:LONGEST])) is not None


def _has_figures(grid: Grid, row: int) -> bool:
    below = grid.rows[row + 1 : row + 1 + LOOKED_AT]
    return sum(any(figure_of(value) is not None for value in cells) for cells in below) > 1


class RowsBelow:
    """The rows below the head of a table of components, down to its end, without tables of another kind.

    - `body`: these rows; `counters`: those that count the columns, or carry a sum over to the next page; `again`: heads that stand there again
    - `others`: the heads of tables of another kind, above and below
    """

    def __init__(self, grid: Grid, head: TableHead, numbers: Sequence[int]) -> None:
        self._grid, self._numbers = grid, numbers
        rows = range(head.last + 1, len(grid.rows))
        self.head_texts = [{str(grid.at(row, column)) for column in range(grid.width)} for row in head.rows]
        self.counters = {row for row in rows if is_counter(grid.rows[row]) or _is_carried(grid.rows[row])}
        strange = {*filter(self._has_headings, strange_heads(grid))}
        self.again = sorted(strange.intersection(rows).union(filter(self._is_head, rows)))
        below = [*filter(self._is_another, self.again)]
        self.others = sorted(strange.intersection(range(head.first)).union(below))
        tables = {*map(self._table, below)}
        kept = {row for row in rows if self._table(row) not in tables}.difference(*map(self._titles, below))
        self.body, self.again = sorted(kept), sorted(kept.intersection(self.again))

    def passed_over(self) -> str:
        """That tables of another kind were not read, with where they begin; blank where there are none."""
        return told_unread(self._grid, self.others)

    def _table(self, row: int) -> int:
        """The number of the table that a row of a Word file is in; in a sheet each head begins one."""
        return self._grid.labels[row][0] if self._grid.labels else bisect(self.again, row)

    def _titles(self, head: int) -> range:
        """The rows with a text alone right above a head, below a blank one: what may be of the table above stays."""
        alone = takewhile(lambda row: len(self._grid.filled(row)) == 1, range(head - 1, 0, -1))
        first = min(alone, default=head)
        return range(0) if self._grid.filled(first - 1) else range(first, head)

    def _is_head(self, row: int) -> bool:
        """A head that stands again, as on every page of a Word table."""
        cells = self._grid.rows[row]
        texts = {value for value in cells if isinstance(value, str)}
        if len(texts) < 2 or row in self.counters:
            return False
        if any(texts <= headings for headings in self.head_texts):
            return True
        counted = any(meaning(str(cells[column])) == "number" for column in self._numbers)
        return (counted and len(texts) > 2) or is_component_head(self._grid, row)

    def _has_headings(self, row: int) -> bool:
        """Whether texts of a row are headings, and none numbers it."""
        cells = self._grid.rows[row]
        numbered = any(cell_marks(cells[column])[0] for column in self._numbers)
        return not numbered and any(meaning(text) or role_of(text) for text in cells if isinstance(text, str))

    def _is_another(self, row: int) -> bool:
        """Whether a head is that of a table without components and their points: a list of units, tasks or ratings."""
        texts = {value for value in self._grid.rows[row] if isinstance(value, str)}
        if any(texts <= headings for headings in self.head_texts):
            return False
        means = {*map(meaning, texts)}
        points = means.intersection(used("component")) - NAMES
        return not points or ("rating" in map(role_of, texts) and not NAMES & means)
