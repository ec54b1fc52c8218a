"""What a kind of table holds, how its text is found, and its rows as they stand, with the places of their cells.

Of a workbook the text is that of the first sheet with a known header, as a csv file that says the same. Each row of the
sheet is one line, blank ones too, so that lines are the rows that people see; what reads csv files then finds the same
columns and the same faults, and calls places by their cells.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from cchc_cli.files.csv.head import CsvHead, HeaderNames, find_head
from cchc_cli.files.csv.shape import LISTED, RowShape, row_in_doubt
from cchc_cli.files.csv.text import CsvFault, Record, cells_of, decoded, place_of, quoted, readable, refuse_zero_bytes
from cchc_cli.files.find import BOOKS
from cchc_cli.messages import _, plain_figure
from cchc_cli.model.grid import Book, Grid, Percent, Value
from cchc_cli.model.letters import clean
from cchc_cli.model.places import sheet_name
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.read.books import read_book
from cchc_cli.read.misread import misread_places
from cchc_cli.read.old_fonts import looks_old, not_in_unicode
from cchc_cli.system.plain_file import LIST, read_plain


@dataclass(frozen=True)
class CsvTable:
    """What a kind of file holds: known columns with their headers, those that must be there, and those of numbers.

    `thousands`: columns of numbers that may have some, so that each different text is looked at.
    `points`: columns of which a row must have one, unless a spreadsheet has left out the end of all rows around it.
    `limit`: so many bytes a file may have.
    """

    known: HeaderNames
    required: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    thousands: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    limit: int = LIST

    def rule(self, head: CsvHead) -> RowShape:
        """What rows below `head` must have."""
        least = 1 + max(head.positions[column] for column in self.required)
        numbers = frozenset(head.positions[column] for column in self.numbers if column in head.positions)
        points = [head.positions[column] for column in self.points if column in head.positions]
        return RowShape(head, least, max(least, 1 + min(points)) if points else least, numbers)


class Rows(ABC):
    """The rows of a file below its header, comments and blank ones with them, called by their numbers from 0."""

    head: CsvHead

    @abstractmethod
    def record(self, row: int) -> Record:
        """A row as it stands."""

    @property
    def name(self) -> str:
        """How the file is called in messages."""
        return self.head.file

    @property
    def positions(self) -> dict[str, int]:
        """Where each known column stands, from 0."""
        return self.head.positions

    def text(self, row: int) -> str:
        """A row as it stands in the file."""
        return self.record(row).text

    def raw(self, row: int, column: str) -> str:
        """The text of a cell as it stands in the file."""
        cells, position = cells_of(self.text(row), self.head.delimiter), self.positions[column]
        return cells[position][1] if position < len(cells) else ""

    def place(self, row: int, column: str | int = 0) -> tuple[int, int]:
        """Line and column, from 1, at which a cell of a row begins, or its last one; a column is named, or counted from 0."""
        record = self.record(row)
        position = self.positions.get(column, 0) if isinstance(column, str) else column
        if self.head.is_sheet:
            return record.line, position + 1
        cells = cells_of(record.text, self.head.delimiter)
        return place_of(record, cells[min(position, len(cells) - 1)][0])

    def problem(
        self, row: int, column: str | int, text: str, hint: str = "", *, severity: str = "error", same: bool = False
    ) -> Problem:
        """A fault of a cell; `same`: one that is told once, however often the same stands in the file."""
        place, told = self.place(row, column), (text, hint)
        return self.head.cell_problem(row, column, place, told, severity=severity, same=same)

    def under_no_header(self, rule: RowShape, filled: Mapping[int, list[int]], rows: Iterable[int]) -> list[Problem]:
        """Warnings of columns without a header in which something stands, by the rows `filled` there. Raises CsvFault for
        rows in doubt.
        """
        found, warnings = list[Problem](), list[Problem]()
        for at, there in filled.items():
            row = row_in_doubt(rule, at, there, self.text, rows) if there else None
            if row is not None:
                hint = _("Give its column a header, or empty the cell; a decimal comma needs quotation marks.")
                if row == next(iter(rows)):
                    hint = _(
                        "If this is a second row of headers: put both into one row, so that each column has one header."
                    )
                found.append(self.problem(row, at, _("this cell stands under no header."), hint))
            elif there:
                text = _("this column has no header, so it is not read.")
                warnings.append(self.head.problem(at, text, severity="warning"))
        if found:
            raise CsvFault(found[:LISTED])
        return warnings


def source_of(path: Path, name: str, table: CsvTable, warnings: list[Problem]) -> tuple[bytes, CsvHead]:
    """The text of a file, or of a sheet of a workbook, and its head. Raises CsvFault."""
    if is_book(path):
        return read_sheet_text(path, name, table.known, table.required, warnings)
    with readable(name):
        data = read_plain(path, table.limit)
    head = find_head(data, name, table.known, table.required)
    refuse_zero_bytes(data, name)
    return data, head


def spoilt(data: bytes, head: CsvHead, *, shown: bool = True) -> list[Problem]:
    """`misread_places`, of a sheet by their cells."""
    found = misread_places(data, head.file, shown=shown)
    return [_in_cell(each, data) for each in found] if head.is_sheet else found


def _in_cell(problem: Problem, data: bytes) -> Problem:
    """A place in the text of a sheet, of which each row is a line, as a cell."""
    line = decoded(data.split(b"\n")[problem.line - 1])
    return replace(problem, column=sum(begin < problem.column for begin, _cell in cells_of(line, ",")))


def old_fonts(head: CsvHead, texts: Mapping[str, Iterable[str]]) -> list[Problem]:
    """A warning for each column whose texts look like those of a font of the time before Unicode."""
    found = []
    for column, every in texts.items():
        some = list(every)[:LISTED]
        if font := looks_old(some):
            told = not_in_unicode(some, font)
            found.append(head.problem(head.positions[column], *told, column=column, severity="warning"))
    return found


IDS = frozenset(("id", "unit", "component", "dossier", "procedure", "report", "target", "merged_into", "owner"))
"""Columns whose cells are texts: of a number there nobody knows what was typed."""
LINE = "\u2028"
"""Stands for a line break within a cell."""
FIXED = 3
"""So many decimals could be thousands where they are read as text."""
SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)", re.ASCII)
MONTHS = 12

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
    warnings += [*_odd(grid, book, name), *_passed_over(grid, grids, name, are_alike=len(whole) > 1)]
    return data, head


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
    data = "".join(f"{line}\n" for line in lines).encode()
    head = find_head(data, name, known, required)
    places = tuple((head.line, at + 1) for at in range(head.width))
    return data, replace(head, places=places, is_sheet=True)


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
