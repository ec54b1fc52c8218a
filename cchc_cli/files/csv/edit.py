"""A table of moderate size, row by row: its cells as values, every fault with its place; and changed cell by cell.

Whatever is not written anew stays to the byte.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.head import CsvHead, find_head, head_faults, unread
from cchc_cli.files.csv.rows import CsvTable, Rows, old_fonts, source_of, spoilt
from cchc_cli.files.csv.shape import survey_of
from cchc_cli.files.csv.text import (
    LINE_END,
    CsvFault,
    Record,
    cells_of,
    encoding_fault,
    quoted,
    records_of,
)
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.messages import _
from cchc_cli.model.bounds import Bound
from cchc_cli.model.choices import named_choices
from cchc_cli.model.days import WrittenDay, day_fault, doubts, parse_day
from cchc_cli.model.letters import csv_cell, plain
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.model.written_numbers import decimal_mark, number_fault, parse_number
from cchc_cli.read.misread import BOM

Word = TypeVar("Word")


class EditedRows(Rows):
    """The rows and comments of a file as they stand, the header among them."""

    def __init__(self, head: CsvHead, records: list[Record], table: CsvTable, *, bom: bool) -> None:
        self.head, self.table, self.warnings = head, table, list[Problem]()
        self._positions, self.width = head.positions, head.width
        self._above, self.records = records[: head.rows], records[head.rows :]
        self._bom, self._texts = bom, dict[str, list[str]]()

    @property
    def positions(self) -> dict[str, int]:
        """Where each known column stands, those with them that were added."""
        return self._positions

    def record(self, row: int) -> Record:
        """A row as it stands."""
        return self.records[row]

    def rows(self) -> Iterator[int]:
        """Rows in which anything stands; one that repeats the header is none."""
        header = self._above[-1].text.removeprefix("\ufeff")
        for row, record in enumerate(self.records):
            if not record.is_comment and any(self.texts(row)) and record.text.removeprefix("\ufeff") != header:
                yield row

    def texts(self, row: int) -> list[str]:
        """The cleaned texts of a row's cells, blanks for those that are left out at its end."""
        text = self.text(row)
        if text not in self._texts:
            self._texts[text] = [csv_cell(cell) for _at, cell in cells_of(text, self.head.delimiter)]
        texts = self._texts[text]
        return texts + [""] * (self.width - len(texts))

    def cells(self, row: int) -> dict[str, str]:
        """The cleaned texts of a row's known columns."""
        texts = self.texts(row)
        return {column: texts[at] for column, at in self.positions.items()}

    def set(self, row: int, column: str, text: str) -> None:
        """Put a text in place of a cell."""
        self._refuse_book()
        at = self.positions[column]
        self.records[row] = self._with(self.records[row], at, quoted(text, self.head.delimiter, first=not at))

    def add(self, texts: Mapping[str, str]) -> int:
        """Put a row at the end; returns its number."""
        self._refuse_book()
        cells = [""] * self.width
        for column, text in texts.items():
            cells[self.positions[column]] = quoted(text, self.head.delimiter, first=not self.positions[column])
        ends = (record.end for record in chain(reversed(self.records), reversed(self._above)))
        end = next(filter(None, ends), "\n")
        there = self.records or self._above
        last = there[-1] = there[-1]._replace(end=there[-1].end or end)
        line = last.line + len((last.text + last.end).splitlines())
        self.records.append(Record(line, self.head.delimiter.join(cells), end))
        return len(self.records) - 1

    def needs(self, columns: Iterable[str]) -> None:
        """Add the columns that are missing at the end of the header, and an empty cell to rows that are full."""
        for column in columns:
            if column in self.positions:
                continue
            self._refuse_book()
            for row in self.rows():
                if len(cells_of(self.text(row), self.head.delimiter)) == self.width:
                    self.records[row] = self._with(self.records[row], self.width, "")
            self._above[-1] = self._with(self._above[-1], self.width, column)
            self.positions[column] = self.width
            self.width += 1

    def _refuse_book(self) -> None:
        """Raise CchcError where the rows are those of a workbook, of which a csv file would keep only the texts."""
        if self.head.is_sheet:
            file = self.name.partition("!")[0]
            text = _("{file} is a workbook: cchc reads it and does not write into it.", file=file)
            raise CchcError(text, hint=_("Save its sheet as CSV UTF-8 beside it, and delete the workbook."))

    @cached_property
    def has_decimal_comma(self) -> bool:
        """Whether numbers are written with a comma; where there is none yet, whether the separator says so."""
        places = [self.positions[column] for column in self.table.numbers if column in self.positions]
        marks = (decimal_mark(texts[at]) for row in self.rows() for texts in (self.texts(row),) for at in places)
        return next(filter(None, marks), "," if self.head.delimiter == ";" else ".") == ","

    def data(self) -> bytes:
        """The whole file."""
        text = "".join(record.text + record.end for record in (*self._above, *self.records))
        return (BOM if self._bom else b"") + text.encode()

    def _with(self, record: Record, place: int, text: str) -> Record:
        """A row with what is written in place of a cell; its other cells stay as they are written."""
        mark = self.head.delimiter
        starts = [at for at, _cell in cells_of(record.text, mark)]
        if place >= len(starts):
            return record._replace(text=record.text + mark * (place - len(starts) + 1) + text)
        end = starts[place + 1] - 1 if place + 1 < len(starts) else len(record.text)
        return record._replace(text=record.text[: starts[place]] + text + record.text[end:])


def read_table(
    workspace: WorkspaceFolder, path: Path, table: CsvTable, refusal: str, columns: tuple[str, ...] = ()
) -> EditedRows:
    """A table of a workspace, which is told what is odd; see `read_sheet`. Raises InputError with `refusal`."""
    try:
        sheet = read_sheet(path, workspace.name(path), table, columns)
    except CsvFault as fault:
        raise InputError(refusal, fault.problems, total=fault.total) from None
    workspace.warnings.extend(sheet.warnings)
    return sheet


def read_sheet(path: Path, name: str, table: CsvTable, columns: tuple[str, ...]) -> EditedRows:
    """The file, with `columns` as its header where it has none yet. Raises CsvFault with what is wrong with its shape."""
    warnings: list[Problem] = []
    data, head = source_of(path, name, table, warnings) if is_there(path) else (b"", CsvHead(name))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CsvFault([encoding_fault(name, data)]) from None
    if not head.names:
        newline = (LINE_END.findall(text) or ["\n"])[0]
        text += newline * bool(text and text[-1] not in "\r\n") + head.delimiter.join(columns) + newline
        head = find_head(text.encode(), name, table.known, table.required)
    if problems := head_faults(head, table.known, table.required):
        raise CsvFault(problems)
    sheet = EditedRows(head, list(records_of(text, head.delimiter)), table, bom=data.startswith(BOM))
    warnings += _look_over(sheet)
    every = list(map(sheet.cells, sheet.rows()))
    texts = {column: dict.fromkeys(cells[column] for cells in every) for column in sheet.positions}
    sheet.warnings = [*warnings, *unread(head, table.known), *spoilt(data, head), *old_fonts(head, texts)]
    return sheet


def _look_over(sheet: EditedRows) -> list[Problem]:
    """Warnings of columns that have no header. Raises CsvFault for rows that are not whole."""
    rule, rows = sheet.table.rule(sheet.head), list(sheet.rows())
    problems, total, _cut = survey_of(sheet.records, rule).faults()
    if problems:
        raise CsvFault(problems, total)
    nameless = [at for at, name in enumerate(sheet.head.names) if not name]
    return sheet.under_no_header(rule, {at: [row for row in rows if sheet.texts(row)[at]] for at in nameless}, rows)


class Entries:
    """The rows of a sheet as values of their columns; whatever is wrong is listed with its place."""

    def __init__(self, sheet: EditedRows, zone: str | None = None) -> None:
        self.sheet, self.zone, self.problems, self._days = sheet, zone, list[Problem](), list[WrittenDay]()

    def add(self, row: int, column: str, text: str, hint: str = "", *, same: bool = False) -> None:
        """List a fault of a cell."""
        self.problems.append(self.sheet.problem(row, column, text, hint, same=same))

    def rows(self, total: Callable[[dict[str, str]], str]) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row that says anything, with its texts. Those that sum up the others are faults; `total` names the column that says so."""
        for row in self.sheet.rows():
            cells = self.sheet.cells(row)
            if column := total(cells):
                self.add(row, column, *headers.total_fault())
            elif any(cells.values()):
                yield row, cells

    def day(self, row: int, column: str, text: str) -> date | None:
        """A day; a time with a zone is one in the zone that counts. Blank is none, a fault where there must be one."""
        day = parse_day(text, self.zone)
        if day is None and (text or column in self.sheet.table.required):
            self.add(row, column, *day_fault(text))
        if text:
            place = self.sheet.problem(row, column, "")
            self._days.append(WrittenDay(column, text, place.line, place.column, place.seen))
        return day

    def number(self, row: int, column: str, text: str, bound: Bound, most: float | None = None) -> float | None:
        """A number within a bound, and of not more than `most`; blank is none."""
        number = parse_number(text, bound=bound, most=most)
        if text and number is None:
            told, hint = number_fault(text, bound=bound, most=most)
            self.add(row, column, told, _("Write how many, not a percentage.") if text.endswith("%") else hint)
        return number

    def word(
        self, row: int, column: str, text: str, words: Mapping[str, Word], allowed: Mapping[str, tuple[str, ...]]
    ) -> Word | None:
        """What one of some words stands for; messages name those that are `allowed`, with what else they are called."""
        found = words.get(plain(text))
        if found is None:
            told = _(
                "“{value}” is not allowed; allowed: {allowed}.", value=text, allowed=named_choices(allowed, allowed)
            )
            self.add(row, column, told, same=True)
        return found

    def settle(self) -> list[Problem]:
        """List the days that can be read both ways; returns warnings of those that are read as usual."""
        found = doubts(self._days, self.sheet.name)
        self.problems += [problem for problem in found if problem.severity == "error"]
        return [problem for problem in found if problem.severity == "warning"]
