"""Which tables of a file are meant: those that can be read; hidden sheets only where they are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias, TypeVar

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.letters import as_typed, plain
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.office.tables.heads import find_head
from cchc_cli.office.words.numbers import figure_of, points_of
from cchc_cli.read.old_fonts import looks_old, not_in_unicode

Table = TypeVar("Table")
Tables: TypeAlias = tuple[list[tuple[Grid, Table]], list[str]]
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
"""A point before three figures is one of thousands, or of decimals."""
DECIMAL = re.compile(r"\d+([.,])\d+")
OF_MAXIMUM = re.compile(r"(\d{1,4}(?:[.,]\d+)?) ?/ ?(\d{1,4}(?:[.,]\d+)?)")
NO_POINTS = re.compile(r"\b(hang|thu (bac|tu)|vi (thu|tri)|xep|rank|ngay|han|thoi gian|van ban|cong van|ke hoach)\b")
"""Headings of columns where `4/18` is a rank, a day or the number of a document."""


def named_grids(book: Book, sheet: str | None) -> list[Grid]:
    """All sheets, or the one that is named. Raises CchcError where there is none of that name."""
    if sheet is None:
        return list(book.grids)
    if not any(grid.name for grid in book.grids):
        text = _("{file} is a Word file: it has no sheets, all of its tables are read.", file=book.file)
        raise CchcError(text, hint=_("Leave --sheet out."))
    found = [grid for grid in book.grids if grid.name.strip().casefold() == sheet.strip().casefold()]
    if not found:
        text = _("{file} has no sheet {sheet}.", file=book.file, sheet=sheet)
        raise CchcError(text, hint=nearest(sheet, [grid.name for grid in book.grids]))
    return found


@dataclass(frozen=True)
class Needed:
    """What makes a table: `headings`, as `words` say. One of components may lack the column that is `called` so, as `text` says;
    with `others` in its place it is another one, and a command `reads` it. `failed`: that there is none.
    """

    headings: str
    words: str = N_("Its header needs words such as: {words}.")
    text: str = ""
    called: str = ""
    others: tuple[str, ...] = ()
    reads: str = ""
    failed: str = N_("{file} can't be read; nothing was written.")


def find_tables(book: Book, sheet: str | None, read: Callable[[Grid], Table | None], needed: Needed) -> Tables[Table]:
    """What `read` finds on visible sheets, or on the one that is named, with what is to be told of these and of the others.

    Raises InputError where that is nothing, with what is `needed`.
    """
    tables, notes, grids = list[tuple[Grid, Table]](), list[str](), named_grids(book, sheet)
    hidden, unknown = list[str](), list[Grid]()
    for grid in (in_thousands(each, notes) for each in grids):
        table, is_hidden = read(grid), grid.hidden and sheet is None
        if is_hidden:
            hidden += [grid.called] if table else []
        elif table:
            tables.append((grid, table))
        elif grid.rows:
            unknown.append(grid)
    if not tables:
        problem = _nothing(book.file, grids, ", ".join(dict.fromkeys(hidden)), needed)
        raise InputError(_(needed.failed, file=book.file), [problem])
    places = _places(unknown, {grid.called for grid, _table in tables})
    return tables, [*notes, *_unseen(tables), *_passed_over(hidden, places)]


def _places(unknown: list[Grid], read_ones: set[str]) -> list[str]:
    """What to call tables that were not read: by the sheet, or by their first cell where others of it were read."""
    return [
        grid.address(*next((row, at) for row, cells in enumerate(grid.rows) for at, value in enumerate(cells) if value))
        if grid.called in read_ones and any(map(any, grid.rows))
        else grid.called
        for grid in unknown
    ]


def _unseen(tables: Sequence[tuple[Grid, object]]) -> Iterable[str]:
    """That rows and columns which nobody sees were read."""
    unseen = {grid.called: grid.unseen for grid, _table in tables if grid.unseen}
    for sheet, places in unseen.items():
        yield _("{sheet}: hidden rows and columns were read as well: {places}.", sheet=sheet, places=places)


def _passed_over(hidden: list[str], unknown: list[str]) -> Iterator[str]:
    """That sheets were not read."""
    if hidden:
        yield _("Hidden sheets were not read: {sheets}.", sheets=", ".join(dict.fromkeys(hidden)))
    if unknown:
        names = ", ".join(dict.fromkeys(unknown))
        yield _("No table with a header that is known was found here: {sheets}.", sheets=names)


def in_thousands(grid: Grid, notes: list[str]) -> Grid:
    """The sheet with texts such as `1.000` as numbers, where their column says that the point is one of thousands.

    It does where other figures have a comma, several points, or are above 100; not where they have other
    decimals. Where nothing says it, the point stays one of decimals. It is told what was read.
    """
    rows = [*map(list, grid.rows)]
    for column, (texts, large) in enumerate(_in_points(rows, grid.width)):
        for row, text in texts.items() if large else ():
            rows[row][column] = float(text.replace(".", ""))
        if texts and large is not False:
            first = next(iter(texts.values()))
            notes.append(_read_as(grid, column, texts, float(first.replace(".", "") if large else first)))
    return replace(grid, rows=rows)


def _in_points(rows: list[list[Value]], width: int) -> list[tuple[dict[int, str], bool | None]]:
    """The texts with points of each column, and whether these are of thousands; what one leaves open, the others say."""
    columns = [[cells[column] for cells in rows] for column in range(width)]
    grouped = [*map(_grouped, columns)]
    known = [*zip(grouped, map(_says_thousands, grouped, columns), strict=True)]
    said = {large for texts, large in known if texts and large is not None}
    return [(texts, next(iter(said)) if large is None and len(said) == 1 else large) for texts, large in known]


def of_maxima(grid: Grid, notes: list[str]) -> Grid:
    """The sheet with texts such as `45/50` as the 45 points, where all of a column are of the same maximum. It is told."""
    rows = [list(cells) for cells in grid.rows]
    for column in range(grid.width):
        texts = {row: text for row, cells in enumerate(rows) if isinstance(text := cells[column], str)}
        points = _of_maximum(texts)
        for row, number in points.items():
            rows[row][column] = number
        if points:
            notes.append(_read_as(grid, column, {row: texts[row] for row in points}, next(iter(points.values()))))
    return replace(grid, rows=rows)


def _of_maximum(texts: dict[int, str]) -> dict[int, float]:
    """The points in texts of a column, by their row; none where they are other shares, ranks, or days of a month."""
    parts = {row: found for row, text in texts.items() if (found := _share(text))}
    tops = {top for _points, top in parts.values()}
    # More than the maximum is left for a person to see.
    points = {row: number for row, (number, top) in parts.items() if number <= top}
    sure = 1 < len(parts) < 2 * len(points) and len(tops) == 1
    return points if sure and not any(NO_POINTS.search(plain(text)) for text in texts.values()) else {}


def _share(text: str) -> tuple[float, float] | None:
    """The two figures of `45/50`."""
    found = OF_MAXIMUM.fullmatch(text.strip())
    return (points_of(found[1]) or 0.0, points_of(found[2]) or 0.0) if found else None


def _read_as(grid: Grid, column: int, texts: dict[int, str], number: float) -> str:
    """What the texts of a column, by their row, were read as; `number`: the first one."""
    first, text = next(iter(texts.items()))
    words = {"cell": grid.address(first, column), "text": text, "number": f"{number:.12g}"}
    one = _("{cell}: “{text}” was read as {number}.", **words)
    more = len(texts) - 1
    rest = n_("So was one more cell of its column.", "So were {count} more cells of its column.", more)
    return f"{one} {rest}" if more else one


def _grouped(cells: list[Value]) -> dict[int, str]:
    """The texts of a column with points before each three of their figures, by row."""
    texts = {row: value.strip() for row, value in enumerate(cells) if isinstance(value, str) and len(value) < 20}
    return {row: text for row, text in texts.items() if GROUPED.fullmatch(text)}


def _says_thousands(texts: dict[int, str], cells: list[Value]) -> bool | None:
    """Whether the points in texts, by their row, are of thousands, as they and the other cells of their column say."""
    said = {_speaks_for(value) for row, value in enumerate(cells) if row not in texts}
    if "." in said or any(text.startswith("0") for text in texts.values()):
        return False
    return True if said & {",", "large"} or any(text.count(".") > 1 for text in texts.values()) else None


def _speaks_for(value: Value) -> str:
    """What a cell says of the points in others: its own mark of decimals, or that it is a large number."""
    if isinstance(value, str) and (sign := DECIMAL.fullmatch(value.strip())):
        return sign[1]
    figure = figure_of(value)
    if figure is None or (isinstance(value, float) and 2000 <= value < 2100):
        return ""
    if not figure.is_integer():
        return "." if isinstance(value, float) else ""
    return "large" if figure > 100 else ""


def _nothing(file: str, grids: Sequence[Grid], hidden: str, needed: Needed) -> Problem:
    """The fault of a file without a table that can be read."""
    text, hint = _("no table with a header that is known was found."), _(needed.words, words=needed.headings)
    rows = [*chain.from_iterable(grid.rows for grid in grids)]
    if hidden:
        text = _("only hidden sheets have such a table: {sheets}.", sheets=hidden)
        hint = _("Show the sheet in Excel, or name it: --sheet NAME")
    elif not rows:
        text = _("there is no table in it.")
    for row in rows:
        if font := looks_old(texts := [value for value in row if isinstance(value, str)]):
            text, hint = not_in_unicode(texts, font)
    return next(_lacking(grids, needed), Problem(file, text=text, hint=hint))


def _lacking(grids: Iterable[Grid], needed: Needed) -> Iterator[Problem]:
    """What visible tables of components lack."""
    wanted = frozenset({"number", "name"}), *(frozenset({"name", other}) for other in needed.others)
    for grid in (each for each in grids if needed.text and not each.hidden):
        if head := find_head(grid, wanted):
            columns = ", ".join(f"“{heading}”" for at in range(grid.width) if (heading := head.heading(at)))
            called = _("Such a column is called: {names}.", names=needed.called)
            hint = f"{_(needed.reads, file=as_typed(grid.file))} {called}" if head.all(*needed.others) else called
            yield grid.problem(head.last, 0, _(needed.text, columns=columns), hint)
