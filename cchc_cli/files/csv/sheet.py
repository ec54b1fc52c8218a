"""The first sheet of a workbook with a known header, as the text of a csv file that says the same.

Each row of the sheet is one line, blank ones too, so that lines are the rows that people see; what reads csv files then
finds the same columns and the same faults, and calls places by their cells.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from cchc_cli.files.csv.head import CsvHead, HeaderNames, find_head
from cchc_cli.files.csv.text import CsvFault, quoted
from cchc_cli.files.find import BOOKS
from cchc_cli.messages import _, plain_figure
from cchc_cli.model.grid import Book, Grid, Percent, Value
from cchc_cli.model.letters import clean
from cchc_cli.model.places import sheet_name
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.read.books import read_book

IDS = frozenset(("id", "unit", "component", "dossier", "procedure", "report", "target", "merged_into", "owner"))
"""Columns whose cells are texts: of a number there nobody knows what was typed."""
LINE = "\u2028"
"""Stands for a line break within a cell."""
FIXED = 3
"""So many decimals could be thousands where they are read as text."""
SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)", re.ASCII)
MONTHS = 12
COUNTED = 2
"""More columns than these are counted by a row of 1, 2, 3: two numbers may be data."""

_read: dict[tuple[str, int, int], Book] = {}
"""Workbooks that this process has read, by path, time and size."""


def is_book(path: Path) -> bool:
    """Whether a file's name says that it is a workbook."""
    return path.suffix.casefold().removeprefix(".") in BOOKS


def read_sheet_text(
    path: Path, name: str, known: HeaderNames, required: tuple[str, ...], warnings: list[Problem]
) -> tuple[bytes, CsvHead]:
    """The csv text and the head of the first sheet with the required columns, else of the one that has most known ones.

    Raises CsvFault.
    """
    book = _book(path, name)
    grids = [grid for grid in book.grids if not grid.hidden and grid.rows]
    if not grids:
        raise CsvFault([Problem(name, text=_("no sheet of this workbook has a cell."))])
    found = [_text_of(grid, f"{name}!{sheet_name(grid.name)}", known, required) for grid in grids]
    # The first that has every required column, else the one that has most known ones.
    whole = [each for each in found if each[1].columns.keys() >= {*required}]
    data, head = whole[0] if whole else max(found, key=lambda each: len(each[1].columns))
    grid = grids.pop(found.index((data, head)))
    if problems := [*_failing(grid, head), *_untyped(grid, head), *_half_converted(grid, head)]:
        raise CsvFault(problems)
    warnings += [
        *_counted(grid, head),
        *_odd(grid, book, name),
        *_passed_over(grid, grids, name, are_alike=len(whole) > 1),
    ]
    return data, head


def _counted(grid: Grid, head: CsvHead) -> Iterator[Problem]:
    """That the row below the head, which counts the columns, was not read."""
    if _counts_columns(grid, head.line):
        text = _("row {row} counts the columns, so it is not read.", row=head.line + 1)
        yield Problem(head.file, text=text, severity="warning")


def _passed_over(grid: Grid, others: list[Grid], name: str, *, are_alike: bool) -> list[Problem]:
    """That sheets beside the one that is read were not."""
    sheets = ", ".join(each.name for each in others)
    text = _("only the sheet {sheet} is read; not read: {others}.", sheet=grid.name, others=sheets)
    hint = _("Rows of several sheets: put them into one, or into a file each.") if are_alike else ""
    return [Problem(name, text=text, hint=hint, severity="warning")] if others else []


def _odd(grid: Grid, book: Book, name: str) -> Iterator[Problem]:
    """What was read of a sheet though it is hidden, as by a filter, and what of the book was not."""
    texts = [*book.notes]
    if grid.unseen:
        texts.append(
            _("{sheet}: hidden rows and columns were read as well: {places}.", sheet=grid.name, places=grid.unseen)
        )
    if hidden := ", ".join(each.name for each in book.grids if each.hidden and each.rows):
        texts.append(_("Hidden sheets were not read: {sheets}.", sheets=hidden))
    yield from (Problem(name, text=text, severity="warning") for text in texts)


def _book(path: Path, name: str) -> Book:
    """A workbook, read once as long as it stays as it is."""
    try:
        found = path.stat()
        key = str(path.absolute()), found.st_mtime_ns, found.st_size
    except OSError:
        key = str(path), 0, 0
    if key not in _read or not key[1]:
        try:
            _read[key] = read_book(path, name)
        except InputError as error:
            hint = _("Large tables: save them as CSV UTF-8.")
            raise CsvFault([replace(each, hint=f"{each.hint} {hint}".strip()) for each in error.problems]) from None
    return _read[key]


def _text_of(grid: Grid, name: str, known: HeaderNames, required: tuple[str, ...]) -> tuple[bytes, CsvHead]:
    lines = [
        ",".join(quoted(_cell(grid, row, column), ",") for column in range(grid.width)) for row in range(len(grid.rows))
    ]
    head = find_head(_joined(lines), name, known, required)
    if _counts_columns(grid, head.line):
        lines[head.line] = ""
    places = tuple((head.line, at + 1) for at in range(head.width))
    sure = head.sure or _has_titles_above(grid, head, required)
    return _joined(lines), replace(head, places=places, is_sheet=True, sure=sure)


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _counts_columns(grid: Grid, row: int) -> bool:
    """Whether a row is the one in which forms count their columns: 1, 2, 3, or (1), (2), (3) = (2) - (1)."""
    cells = grid.rows[row] if row < len(grid.rows) else ()
    texts = [text_of(value).partition("=")[0].strip("() ") for value in cells if value is not None]
    return len(texts) > COUNTED and texts == [*map(str, range(1, 1 + len(texts)))]


def _has_titles_above(grid: Grid, head: CsvHead, required: tuple[str, ...]) -> bool:
    """Whether the rows above a head are titles, but for those that its merged cells begin in."""
    row = head.line - 1
    first = min(grid.merged.get((row, at), (row, at))[0] for at in range(grid.width))
    filled = (sum(value is not None for value in grid.rows[above]) for above in range(first))
    return max(filled, default=0) < max(2, len(required))


def _cell(grid: Grid, row: int, column: int) -> str:
    """What a cell says, as csv has it; a range that is merged downwards says it in each of its rows."""
    first = grid.merged.get((row, column), (row, column))
    value = grid.rows[first[0]][column] if first[1] == column else None
    return str(value) if isinstance(value, Percent) else text_of(value)


def text_of(value: Value) -> str:
    """A value as people write it in a csv file; nothing in it can be read two ways."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        text = plain_figure(value)
        return f"{text}0" if len(text.partition(".")[2]) == FIXED else text
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return LINE.join(value.splitlines())


def _failing(grid: Grid, head: CsvHead) -> Iterator[Problem]:
    """Cells of known columns whose formula fails, or has no value yet."""
    columns: Mapping[int, str] = {places[0]: column for column, places in head.columns.items()}
    for (row, at), found in sorted(grid.broken.items()):
        if row >= head.line and at in columns:
            text = _("the formula of this cell has never been computed.")
            hint = _("Open the file in Excel or LibreOffice and save it there.")
            if found:
                text, hint = (
                    _("the formula of this cell fails: {found}.", found=found),
                    _("Write the value in its place."),
                )
            yield _of_cell(head, row, at, columns[at], text, hint)


def _untyped(grid: Grid, head: CsvHead) -> Iterator[Problem]:
    """Numbers with decimals in columns of ids."""
    for column, (at, *_others) in head.columns.items():
        for row in range(head.line, len(grid.rows)) if column in IDS else ():
            value = grid.at(row, at)
            if isinstance(value, date):
                told = f"{value.day}.{value.month}.{value.year % 100}"
                text = _("the date {found} stands here where an id is a text.", found=value.strftime("%d/%m/%Y"))
                hint = _("Excel makes dates of ids such as {id}: format the column as Text and type the id.", id=told)
                yield _of_cell(head, row, at, column, text, hint)
            elif isinstance(value, float) and not value.is_integer():
                text = _(
                    "the number {found} stands here where an id is a text: 1.10 would be 1.1.",
                    found=plain_figure(value),
                )
                hint = _("Format the column as text, and type the ids again.")
                yield _of_cell(head, row, at, column, text, hint)


def _half_converted(grid: Grid, head: CsvHead) -> Iterator[Problem]:
    """Dates in whose column a spreadsheet has made dates only of what fits its own order of day and month.

    Of 01/03/2022 and 01/13/2022, the month first, one that has the day first makes 1 March and leaves the other as a
    text. Nobody can see it in the dates: it is asked about where all of them have a day that could be a month, and none
    of the texts could have become a date in the other order.
    """
    for column, (at, *_others) in head.columns.items():
        values = {row: grid.at(row, at) for row in range(head.line, len(grid.rows))}
        days = {row: value for row, value in values.items() if isinstance(value, date)}
        left = _left_as_text(values.values())
        if left and all(value.day <= MONTHS for value in days.values()):
            for row, value in days.items():
                if value.day != value.month:
                    yield _either(head, row, at, column, value, left)


def _left_as_text(values: Iterable[object]) -> str:
    """The first of the dates that are texts, where each has a part that can be no month; blank elsewhere."""
    texts = [found for value in values if isinstance(value, str) and (found := SLASHED.match(value))]
    are_left = all(max(int(text[1]), int(text[2])) > MONTHS for text in texts)
    return clean(texts[0].string) if texts and are_left else ""


def _either(head: CsvHead, row: int, at: int, column: str, value: date, left: str) -> Problem:
    """What is said of a date that can be one of two, `left` being a text of its column that a spreadsheet has left."""
    text = _(
        "this date can be {first} or {second}: a spreadsheet has left “{other}” of this column as a text,"
        " so that it may have swapped day and month here.",
        first=value.strftime("%d/%m/%Y"),
        second=value.strftime("%m/%d/%Y"),
        other=left,
    )
    hint = _("Put it right if it is swapped, and write {other} and others like it as dates too.", other=left)
    return _of_cell(head, row, at, column, text, hint)


def _of_cell(head: CsvHead, row: int, at: int, column: str, text: str, hint: str) -> Problem:
    """A fault of a cell of the sheet, row and column from 0."""
    name = column if head.positions.get(column) == at else at
    problem = head.cell_problem(row - head.row, name, (row + 1, at + 1), (text, hint))
    return replace(problem, same=True, rows=(row + 1,))
