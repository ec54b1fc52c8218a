"""Which tables of a file are its framework: one, or several sheets that go on with one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise, product, starmap

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import CchcError
from cchc_cli.office.frameworks.numbering import comes_next
from cchc_cli.office.frameworks.tree import IN_NAME
from cchc_cli.office.rules.lines import is_rule_text, listed_points
from cchc_cli.office.rules.points import as_taken_off, takes_off
from cchc_cli.office.tables.heads import TableHead, find_head, is_counter
from cchc_cli.office.tables.row_kinds import Row, alone_above, plain_name, tell_apart, titles_above
from cchc_cli.office.tables.rows import TableRows
from cchc_cli.office.tables.several import alike, stacked
from cchc_cli.office.tables.sheets import Needed, find_tables
from cchc_cli.office.words.numbers import Mark, cell_marks, leading_mark, points_of
from cchc_cli.office.words.vocabulary import OF_ITS_OWN

WANTED = (frozenset({"name", "max"}), frozenset({"part", "max"}))
NAMED = (frozenset({"number", "name"}), frozenset({"name"}))
BEHIND = re.compile(
    r"\A([^\n]*?)\s*(?:(?:[:,–]|\s-)\s*(?:tối đa:?\s*)?([\d.,]+)\s*(?:điểm|đ)|(?<!\d)\s*/\s*(\d{1,3})(?:\s*(?:điểm|đ))?)[^\w\n]*(?=\n|\Z)",
    re.IGNORECASE,
)
"""The maximum behind a name without brackets: `Xây dựng kế hoạch: 5 điểm`, `Xây dựng kế hoạch /5`."""
NEEDED = Needed(
    "STT, Lĩnh vực/tiêu chí/tiêu chí thành phần, Điểm tối đa",
    text=N_("this table has no column of maxima; its columns: {columns}."),
    called="Điểm tối đa, Thang điểm",
    others=("score", "self", "appraised1"),
    reads=N_("It says what a unit was given: cchc import scores {file} --year YEAR."),
)


def framework_tables(book: Book, sheet: str | None) -> tuple[list[TableRows], list[str]]:
    """The sheets of the framework, and what is to be told. Raises CchcError for several that do not go on."""
    known: list[TableRows] = []

    def read(grid: Grid) -> TableRows | None:
        part = _of_sheet(grid, known)
        known.extend([part] if part and not grid.hidden else [])
        return part

    stacks = replace(book, grids=tuple(map(stacked, book.grids)))
    tables, notes = find_tables(stacks, sheet, read, NEEDED)
    parts = [part for _grid, part in tables if any(row.kind == "component" for row in part.rows)] or [tables[0][1]]
    places = [*dict.fromkeys(_place(part.grid, row) for part in parts for row in part.rows)]
    _refuse_apart(book, parts, places)
    if len(places) > 1:
        notes.append(_("Read as one framework: {tables}.", tables=", ".join(places)))
    for place, row in enumerate(chain(*(part.rows for part in parts))):
        row.row = place
    return parts, notes


def _refuse_apart(book: Book, parts: list[TableRows], places: list[str]) -> None:
    """Raise CchcError where sheets do not go on with one another, and are no areas."""
    if not all(_goes_on(parts[:at], parts[at]) for at in range(1, len(parts))) and not _are_areas(parts):
        text = _("{file}: several sheets have such a table: {sheets}.", file=book.file, sheets=", ".join(places))
        raise CchcError(text, hint=_("Name the one to read: --sheet NAME"))


def _place(grid: Grid, row: Row) -> str:
    """The sheet of a row, or its table of a Word file."""
    return _("table {table}", table=grid.labels[row.row][0]) if grid.labels else grid.name


def _of_sheet(grid: Grid, above: list[TableRows]) -> TableRows | None:
    """The rows of a sheet with a head, or of one that goes on with those above it and has none."""
    if (own := _head_of(grid)) is None:
        grid = _in_brackets(grid)
        own = _head_of(grid)
    head = own or (replace(above[-1].head, first=0, last=-1) if above else None)
    if head is None or max(chain(*head.columns.values())) >= grid.width:
        return None
    part = TableRows(grid, head)
    _one_title(grid, part)
    return part if own or _goes_on(above, part) else None


def _goes_on(above: list[TableRows], part: TableRows) -> bool:
    """Whether the numbers of a sheet go on with those of others above it, below the same headings."""
    last = {row.marks[0].kind: row.marks[0] for each in above for row in each.rows if row.marks}
    first = next((row.marks for row in part.rows if row.marks), [])
    return alike(above[-1].head, part.head) and any(starmap(comes_next, product(first, last.values())))


def _are_areas(parts: list[TableRows]) -> bool:
    """Whether the titles of sheets, else their names, number areas (`Lĩnh vực 2`); each then begins with the row of its area."""
    titles = [*map(_title_of, parts)]
    named = [next((mark for mark in cell_marks(part.grid.name)[0] if mark.word), None) for part in parts]
    for marks in ([leading_mark(title)[0] for _row, title in titles], named):
        if _go_on(parts, marks):
            for part, mark, (row, title) in zip(parts, filter(None, marks), titles, strict=True):
                name = plain_name(leading_mark(title)[1])
                part.rows.insert(0, Row(row, part.grid.address(row, 0), [mark], name=name))
                tell_apart(part.rows)
            return True
    return False


def _title_of(part: TableRows) -> tuple[int, str]:
    """The row and the text that may name the area of a sheet: right above its head, else the sheet's own name."""
    row, text = alone_above(part.grid, part.head.first)
    return max(row, 0), text if text and not OF_ITS_OWN.match(plain(text)) else part.grid.name


def _go_on(parts: list[TableRows], marks: Sequence[Mark | None]) -> bool:
    """Whether these number the sheets one after another, in another way than what stands in these."""
    kinds = {mark.kind for part in parts for row in part.rows for mark in row.marks}
    numbers = [mark for mark in marks if mark and mark.kind not in kinds]
    is_whole = len(numbers) == len(parts) and all(alike(parts[0].head, part.head) for part in parts)
    return is_whole and all(starmap(comes_next, pairwise(reversed(numbers))))


def _head_of(grid: Grid) -> TableHead | None:
    """The head of a framework's table; without a column of maxima, where names have them behind (`Chỉ đạo (6 điểm)`)."""
    if (head := find_head(grid, WANTED)) and not _has_numbers(grid, head):
        _rule_of_what_is_off(grid, head)
        _names_of_levels(grid, head)
        _points_of_levels(grid, head)
        return head
    head = find_head(grid, NAMED)
    return head if head and _have_maxima(grid.rows[head.last + 1 :], head.column("name") or 0) else None


def _rule_of_what_is_off(grid: Grid, head: TableHead) -> None:
    """`Điểm trừ`, `Mức trừ` above texts are the rule where no other column has one: here are no points of a unit."""
    for column in () if "rule" in head.columns else sorted(head.all("deducted", "other")):
        cells = [row[column] for row in grid.rows[head.last + 1 :] if row[column] is not None]
        if cells and all(points_of(value) is None and takes_off(as_taken_off(str(value))) for value in cells):
            head.columns["rule"] = [column]


def _names_of_levels(grid: Grid, head: TableHead) -> None:
    """`Nội dung đánh giá | Điểm` right of maxima has levels, not names: the best of each component gives its maximum."""
    names, at = head.columns.get("name", []), max(head.all("name"), default=0)
    if (
        "rule" in head.columns
        or len(names) < 2
        or at < head.columns["max"][0]
        or at + 1 not in head.all("score", "max")
    ):
        return
    rows = [cells for cells in grid.rows[head.last + 1 :] if cells[at] is not None]
    starts = [place for place, cells in enumerate(rows) if cells[names[0]] is not None]
    if _best_is_all(rows, starts, head.columns["max"][0], at + 1):
        head.columns |= {"name": names[:-1], "rule": [at]}


def _best_is_all(rows: list[list[Value]], starts: list[int], most: int, points: int) -> bool:
    """Whether the most points from each start on, of some several in rows or one cell, are those of its column of maxima."""
    given = [[each or 0.0 for each in listed_points(cells[points])] for cells in rows]
    return 0 < len(starts) < sum(map(len, given)) and all(
        points_of(rows[at][most]) == max(chain(*given[at:end])) for at, end in pairwise([*starts, len(rows)])
    )


def _points_of_levels(grid: Grid, head: TableHead) -> None:
    """`Điểm đánh giá` right of levels, in rows without a name as well, has the points of these: here are no points of a unit."""
    rule, name = head.column("rule") or 0, head.column("name") or 0
    rows = [cells for cells in grid.rows[head.last + 1 :] if cells[rule] is not None]
    if rule + 1 in (*head.all("score"), *head.columns["max"][1:]) and _are_of_levels(rows, rule + 1, name):
        for meaning in ("score", "max"):
            head.columns[meaning] = sorted(head.all(meaning) - {rule + 1})
        head.columns["rule_points"] = [rule + 1]


def _are_of_levels(rows: list[list[Value]], points: int, name: int) -> bool:
    """Whether a column has points in every row, several in one cell or some in rows without a name."""
    given = [listed_points(cells[points]) for cells in rows]
    several = any(len(each) > 1 for each in given) or None in (cells[name] for cells in rows)
    return several and None not in chain(*given)


def _in_brackets(grid: Grid) -> Grid:
    """The sheet, without a column of maxima, with what stands for these behind the names of numbered rows in brackets."""
    if (head := find_head(grid, NAMED)) is None:
        return grid
    number, name = head.column("number"), head.column("name") or 0
    rows = [list(cells) for cells in grid.rows]
    for cells in rows[head.last + 1 :]:
        marks = leading_mark(str(cells[name]))[:1] if number is None else cell_marks(cells[number])[0]
        if any(mark and mark.style != "letter" for mark in marks):
            cells[name] = BEHIND.sub(r"\1 (\2\3 điểm)", str(cells[name]))
    return replace(grid, rows=rows)


def _have_maxima(rows: list[list[Value]], column: int) -> bool:
    """Whether most names of a column, options aside, have their points behind them."""
    names = [value.partition("\n")[0] for cells in rows if isinstance(value := cells[column], str)]
    said = [name for name in names if IN_NAME.search(name)]
    others = [name for name in names if name not in said and not is_rule_text(name)]
    return len(said) > max(1, len(others))


def _has_numbers(grid: Grid, head: TableHead) -> bool:
    """Whether a row begins with a number, so that it stands below a head."""
    rows = (grid.rows[row] for row in range(head.first, head.last + 1))
    return any(cell_marks(cells[0])[0] and not is_counter(cells) for cells in rows)


def _one_title(grid: Grid, reader: TableRows) -> None:
    """Raise CchcError where tables of a file have titles of their own: those are several frameworks."""
    titles = titles_above(grid, [reader.head.first, *reader.again])
    if len({text for _row, text in titles}) > 1:
        places = _(" and ").join(
            f"{grid.address(row, 0)} “{shortened(' '.join(text.split()), 80)}”" for row, text in titles
        )
        text = _("{file} holds several frameworks: {places}.", file=grid.file, places=places)
        raise CchcError(text, hint=_("Save each in a file of its own and import the one that is meant."))
