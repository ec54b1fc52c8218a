"""The figures in the cells of a published table of units, each read as its column is, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, product

from cchc_cli.model.audit_claims import Disagreement, Placed
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Cell, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.results.unit_columns import ADDED, WHOLE, Columns, UnitColumn
from cchc_cli.office.words.numbers import ROMAN, added_points, change_of, figure_of, not_given, rank_of, text_of

MAXIMUM = re.compile(
    r"\(?\b(?:toi da|max)?:? ?(\d+(?:[.,]\d+)?) ?(?:diem|d|points)\b\)?|(?:toi da|thang diem):? (\d+(?:[.,]\d+)?)"
)
THOUSANDS = re.compile(r"(?<=[1-9])[.,](?=\d{3}\b)")
"""`1.000 điểm`: nobody gives maxima with three decimals."""
BARE = re.compile(r"\((\d{1,4}(?:[.,]\d+)?)\)\s*$")
STILL_OPEN = re.compile(r"\(\d{1,4}(?: ?[–-] ?\d{1,4})?\)")
NO_SLIP = re.compile(r"[≈~] ?[\d.,]+|[\d.,]+ ?[–…] ?[\d.,]+|=\d+")
"""What is no figure, and no slip either: one that is not final (`≈81,0`, `81,00–87,00`), a place with the mark of a tie."""
Reader = Callable[[Value], float | None]
Place = tuple[int | None, int | None]
"""Row and column, where a table has such a row or column."""


def is_provisional(value: Value) -> bool:
    """Whether a cell of ranks says which one a unit can still have: `(26–42)`, `(16)`."""
    return isinstance(value, str) and STILL_OPEN.fullmatch(value.strip()) is not None


def decimals(figures: Iterable[float]) -> int:
    """The most decimals of figures, six at most."""
    exponents = [Decimal(repr(round(each, 6))).normalize().as_tuple().exponent for each in figures]
    return max((max(-int(each), 0) for each in exponents), default=0)


def is_no_slip(value: Value) -> bool:
    """Whether a cell that holds no figure need not hold one: nothing is given, it is not final, or a maximum stands there as well."""
    if value is None or not isinstance(value, str):
        return value is None
    points, most = map(figure_of, value.partition("/")[::2])
    is_within = points is not None and most is not None and points <= most
    return is_within or not_given(value) or NO_SLIP.fullmatch(value.strip()) is not None


READERS: dict[str, Reader] = {"rank": rank_of, "change": change_of, **dict.fromkeys(ADDED, added_points)}


def readers_of(columns: Columns) -> dict[int, Reader]:
    """How the columns are read that hold no plain figures."""
    return {each.number: READERS[each.role] for each in columns.all if each.role in READERS}


class Figures:
    """The figures of the columns of a table, by their numbers, and what they come to."""

    def __init__(self, cells: dict[int, list[Value]], added: Collection[int]) -> None:
        self.cells = cells
        readers = dict.fromkeys(added, added_points)
        self.all = {number: [*map(readers.get(number, figure_of), values)] for number, values in cells.items()}

    def filled(self, column: UnitColumn) -> tuple[int, int]:
        """How many cells of a column hold something, and how many of these what is read of such a column."""
        read = READERS.get(column.word or "", figure_of)
        values = [value for value in self.cells[column.number] if value is not None]
        return len(values), sum(read(value) is not None for value in values)

    def are_words(self, column: UnitColumn) -> bool:
        """Whether more words than points stand below a heading of bonus or penalty points: what these are for."""
        values = [value for value in self.cells[column.number] if not (value is None or not_given(value))]
        return column.word in ADDED and 2 * sum(added_points(value) is None for value in values) > len(values)

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

    def run_against(self, figures: int, ranks: int) -> bool:
        """Whether the better ranks go with the lower figures of a column."""
        known = self.ranked(figures, ranks)
        half = len(known) // 2
        lower, higher = (sum(rank for _figure, rank in pairs) for pairs in (known[:half], known[len(known) - half :]))
        return len(known) > 2 and lower < higher


def is_rate(rows: Iterable[Sequence[float | None]], scale: float) -> bool:
    """Whether the first figure of most rows is the rate of the second in the third: half is late where half is on time."""
    return _most_give((said, scale * part / whole) for said, part, whole in rows if said and part and whole)


def is_mean(rows: Iterable[Sequence[float | None]]) -> bool:
    """Whether the first figure of most rows in which the others differ is their mean: a year and its quarters."""
    given = ((said, [each for each in parts if each is not None]) for said, *parts in rows)
    known = ((said, parts) for said, parts in given if said is not None and len({*parts}) > 1)
    return _most_give((said, sum(parts) / len(parts)) for said, parts in known)


def _most_give(figures: Iterable[tuple[float, float]]) -> bool:
    """Whether what was worked out (second) rounds to what is said (first) in most rows, and is not the same in all."""
    known = list(figures)
    step = 0.5 * 10.0 ** -decimals(said for said, _due in known) + NOISE
    fits = [due for said, due in known if abs(said - due) <= step]
    return all((len({*fits}) > 1, 2 < len(known) < 2 * len(fits)))


def _is_bare(value: Value) -> bool:
    return value is None or not_given(value) or str(value).strip()[:1].isdigit()


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

    def placed(self, name: str, by: Place, rank: Place, rating: Place) -> Placed:
        """A place by the cells, of those that there are, with the figure, the rank and the rating."""
        said, place, rated = (
            None if None in cell else self._at(cell[0] or 0, cell[1] or 0) for cell in (by, rank, rating)
        )
        figure = self.value(*by)
        return Placed(
            name=name,
            section="",
            figure=figure,
            figure_cell=self.place(*by),
            rank=rank_of(place),
            rank_cell=self.place(*rank),
            rating=text_of(rated),
            rating_cell=self.place(*rating),
            unread=figure is None and not is_no_slip(said),
            rank_unread=rank_of(place) is None and not (place is None or not_given(place) or is_provisional(place)),
            out=not_given(place),
            provisional=is_provisional(place),
            left_out=self._is_below_dots(rank[0]),
        )

    def _is_below_dots(self, row: int | None) -> bool:
        return bool(row) and {text_of(value).strip(".… ") for value in self.grid.filled((row or 0) - 1)} == {""}

    def bad_ones(self, row: int, numbers: Sequence[int | None]) -> tuple[str, ...]:
        """The addresses of those of a row's cells that are bad."""
        return tuple(self.place(row, number) for number in numbers if number is not None and (row, number) in self.bad)

    def bare(self, columns: Sequence[int], rows: Sequence[int]) -> set[int]:
        """The columns in which all figures are bare: nothing says of a difference whether it is more or less."""
        signed = {at for at, row in product(columns, rows) if not _is_bare(self.grid.rows[row][at])}
        return {*columns} - signed

    def differences(self, row: int, pairs: Iterable[Cell], *, unsigned: bool) -> tuple[tuple[float, float], ...]:
        """What a change may be: one figure of a pair less the other, without a sign the larger less the smaller; none where one is missing."""
        both = [(self.value(row, now), self.value(row, then)) for now, then in pairs]
        known = [(now, then) for now, then in both if now is not None and then is not None]
        ways = [way for now, then in known for way in ((now, -then), (-now, then))]
        ways += [(max(each), -min(each)) for each in known if unsigned]
        return tuple(ways) if len(known) == len(both) else ()

    def unread(self, row: int, name: str, headings: Mapping[int, str]) -> Iterator[Disagreement]:
        """Note the cells of a row, by the headings of their columns, that should hold a figure and hold something else."""
        for number, heading in headings.items():
            value = self.grid.rows[row][number]
            still_open = self.readers.get(number) is rank_of and is_provisional(value)
            if not (still_open or is_no_slip(value)) and self.value(row, number) is None:
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
