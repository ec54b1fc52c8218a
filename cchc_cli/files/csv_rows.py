"""What a kind of table holds, how its text is found, and its rows as they stand, with the places of their cells."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_cli.files.csv_bytes import readable, refuse_zero_bytes
from cchc_cli.files.csv_head import Head, Names, find_head
from cchc_cli.files.csv_shape import LISTED, Rule
from cchc_cli.files.csv_text import Record, cells_of, place_of
from cchc_cli.files.sheet_as_csv import is_book, read_sheet_text
from cchc_cli.messages import _
from cchc_cli.model.problems import Problem
from cchc_cli.read.old_fonts import ENOUGH, looks_old
from cchc_cli.system.plain_file import LIST, read_plain


@dataclass(frozen=True)
class Table:
    """What a kind of file holds: known columns with their headers, those that must be there, and those of numbers.

    `thousands`: columns of numbers that may have some, so that each different text is looked at.
    `points`: columns of which a row must have one, unless a spreadsheet has left out the end of all rows around it.
    `limit`: so many bytes a file may have.
    """

    known: Names
    required: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    thousands: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    limit: int = LIST

    def rule(self, head: Head) -> Rule:
        """What rows below `head` must have."""
        least = 1 + max(head.positions[column] for column in self.required)
        numbers = frozenset(head.positions[column] for column in self.numbers if column in head.positions)
        points = [head.positions[column] for column in self.points if column in head.positions]
        return Rule(head, least, max(least, 1 + min(points)) if points else least, numbers)


class Rows(ABC):
    """The rows of a file below its header, comments and blank ones with them, called by their numbers from 0."""

    head: Head

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


def source_of(path: Path, name: str, table: Table, warnings: list[Problem]) -> tuple[bytes, Head]:
    """The text of a file, or of a sheet of a workbook, and its head. Raises CsvFault."""
    if is_book(path):
        return read_sheet_text(path, name, table.known, table.required, warnings)
    with readable(name):
        data = read_plain(path, table.limit)
    head = find_head(data, name, table.known, table.required)
    refuse_zero_bytes(data, name)
    return data, head


def old_fonts(head: Head, texts: Mapping[str, Iterable[str]]) -> list[Problem]:
    """A warning for each column whose texts look like those of a font of the time before Unicode."""
    found = []
    for column, every in texts.items():
        some = list(every)[:LISTED]
        if font := looks_old(some):
            shown = next(each for each in some if looks_old([each] * ENOUGH))
            told = _("its text is in an old font ({font}), not in Unicode: “{text}”.", font=font, text=shown[:40])
            hint = _("Convert it to Unicode (typing programs for Vietnamese have a tool for that), and try again.")
            found.append(head.problem(head.positions[column], told, hint, column=column, severity="warning"))
    return found
