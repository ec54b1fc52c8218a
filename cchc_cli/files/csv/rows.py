"""What a kind of table holds, how its text is found, and its rows as they stand, with the places of their cells."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_cli.files.csv.head import CsvHead, HeaderNames, find_head
from cchc_cli.files.csv.shape import LISTED, RowShape, row_in_doubt
from cchc_cli.files.csv.sheet import is_book, read_sheet_text
from cchc_cli.files.csv.text import CsvFault, Record, cells_of, decoded, place_of, readable, refuse_zero_bytes
from cchc_cli.messages import _
from cchc_cli.model.problems import Problem
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
