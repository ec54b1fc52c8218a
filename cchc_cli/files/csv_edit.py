"""A CSV file that is changed cell by cell: whatever is not written anew stays to the byte."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from cchc_cli.files.csv_bytes import CsvFault, encoding_fault, misread_places, place_of_other
from cchc_cli.files.csv_file import Table, source_of
from cchc_cli.files.csv_head import Head, find_head, head_faults, unread
from cchc_cli.files.csv_shape import nameless_column, no_header_fault, survey_of
from cchc_cli.files.csv_text import BOM, Record, cells_of, place_of, quoted, records_of
from cchc_cli.files.find import is_there
from cchc_cli.messages import _
from cchc_cli.model.letters import csv_cell
from cchc_cli.model.problems import CchcError, Problem
from cchc_cli.model.written_numbers import decimal_mark


class Sheet:
    """The rows and comments of a file as they stand, the header among them; rows are named by their position."""

    def __init__(self, head: Head, records: list[Record], numbers: tuple[str, ...], *, bom: bool, newline: str) -> None:
        self.name, self.delimiter, self.is_book = head.file, head.delimiter, head.is_sheet
        self.positions, self.width, self.head = head.positions, head.width, head
        self._header, self._records = head.rows - 1, records
        self._numbers, self._bom, self._newline = numbers, bom, newline
        self.warnings: list[Problem] = []

    def rows(self) -> Iterator[int]:
        """Rows below the header in which anything stands; one that repeats the header is none."""
        header = self._records[self._header].text.removeprefix("\ufeff")
        for row in range(self._header + 1, len(self._records)):
            record = self._records[row]
            if not record.is_comment and any(self.texts(row)) and record.text.removeprefix("\ufeff") != header:
                yield row

    def texts(self, row: int) -> list[str]:
        """The cleaned texts of a row's cells, blanks for those that are left out at its end."""
        texts = [csv_cell(cell) for _at, cell in cells_of(self._records[row].text, self.delimiter)]
        return texts + [""] * (self.width - len(texts))

    def cells(self, row: int) -> dict[str, str]:
        """The cleaned texts of a row's known columns."""
        texts = self.texts(row)
        return {column: texts[at] for column, at in self.positions.items()}

    def raw(self, row: int, column: str) -> str:
        """The text of a cell as it stands in the file."""
        cells, position = cells_of(self._records[row].text, self.delimiter), self.positions[column]
        return cells[position][1] if position < len(cells) else ""

    def line(self, row: int) -> int:
        """The line on which a row begins."""
        return self._records[row].line

    def place(self, row: int, column: str | int) -> tuple[int, int]:
        """Line and column of a cell, of a column or by its position; column 0 where the row ends before it."""
        record = self._records[row]
        position = self.positions.get(column, 0) if isinstance(column, str) else column
        if self.is_book:
            return record.line, position + 1
        cells = cells_of(record.text, self.delimiter)
        return place_of(record, cells[position][0]) if position < len(cells) else (record.line, 0)

    def problem(
        self, row: int, column: str | int, text: str, hint: str = "", *, severity: str = "error", same: bool = False
    ) -> Problem:
        """A fault of a cell; `same`: one that is told once, however often the same stands in the file."""
        place, told = self.place(row, column), (text, hint)
        return self.head.cell_problem(row - self._header - 1, column, place, told, severity=severity, same=same)

    def set(self, row: int, column: str, text: str) -> None:
        """Put a text in place of a cell."""
        self._refuse_book()
        self._set(row, self.positions[column], quoted(text, self.delimiter, first=not self.positions[column]))

    def add(self, texts: Mapping[str, str]) -> int:
        """Put a row at the end; returns its position."""
        self._refuse_book()
        cells = [""] * self.width
        for column, text in texts.items():
            cells[self.positions[column]] = quoted(text, self.delimiter, first=not self.positions[column])
        end = next((record.end for record in reversed(self._records) if record.end), self._newline)
        if not self._records[-1].end:
            self._records[-1] = self._records[-1]._replace(end=end)
        last = self._records[-1]
        line = last.line + len((last.text + last.end).splitlines())
        self._records.append(Record(line, self.delimiter.join(cells), end))
        return len(self._records) - 1

    def needs(self, columns: Iterable[str]) -> None:
        """Add the columns that are missing at the end of the header, and an empty cell to rows that are full."""
        for column in columns:
            if column in self.positions:
                continue
            self._refuse_book()
            full = [row for row in self.rows() if len(self._starts(row)) == self.width]
            for row in (self._header, *full):
                self._set(row, self.width, column if row == self._header else "")
            self.positions[column] = self.width
            self.width += 1

    def _refuse_book(self) -> None:
        """Raise CchcError where the rows are those of a workbook, of which a csv file would keep only the texts."""
        if self.is_book:
            file = self.name.partition("!")[0]
            text = _("{file} is a workbook: cchc reads it and does not write into it.", file=file)
            raise CchcError(text, hint=_("Save its sheet as CSV UTF-8 beside it, and delete the workbook."))

    @cached_property
    def has_decimal_comma(self) -> bool:
        """Whether numbers are written with a comma; where there is none yet, whether the separator says so."""
        places = [self.positions[column] for column in self._numbers if column in self.positions]
        for row in self.rows():
            texts = self.texts(row)
            for text in (texts[place] for place in places):
                if mark := decimal_mark(text):
                    return mark == ","
        return self.delimiter == ";"

    def data(self) -> bytes:
        """The whole file."""
        text = "".join(record.text + record.end for record in self._records)
        return (BOM if self._bom else b"") + text.encode()

    def _starts(self, row: int) -> list[int]:
        return [at for at, _cell in cells_of(self._records[row].text, self.delimiter)]

    def _set(self, row: int, place: int, text: str) -> None:
        """Put what is written in place of a cell; the row's other cells stay as they are written."""
        record, starts = self._records[row], self._starts(row)
        if place >= len(starts):
            changed = record.text + self.delimiter * (place - len(starts) + 1) + text
        else:
            end = starts[place + 1] - 1 if place + 1 < len(starts) else len(record.text)
            changed = record.text[: starts[place]] + text + record.text[end:]
        self._records[row] = record._replace(text=changed)


def read_sheet(path: Path, name: str, table: Table, columns: tuple[str, ...]) -> Sheet:
    """The file, with `columns` as its header where it has none yet. Raises CsvFault with what is wrong with its shape."""
    warnings: list[Problem] = []
    data, head = source_of(path, name, table, warnings) if is_there(path) else (b"", Head(name))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CsvFault([encoding_fault(name, *place_of_other(data))]) from None
    newline = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    if not head.names:
        text += newline * bool(text and text[-1] not in "\r\n") + head.delimiter.join(columns) + newline
        head = find_head(text.encode(), name, table.known, table.required)
    if problems := head_faults(head, table.known, table.required):
        raise CsvFault(problems)
    records = list(records_of(text, head.delimiter))
    sheet = Sheet(head, records, table.numbers, bom=data.startswith(BOM), newline=newline)
    warnings += _look_over(sheet, records, table)
    sheet.warnings = [*warnings, *unread(head, table.known), *misread_places(data, head.file)]
    return sheet


def _look_over(sheet: Sheet, records: list[Record], table: Table) -> list[Problem]:
    """Warnings of columns that have no header. Raises CsvFault for rows that are not whole."""
    head, rule = sheet.head, table.rule(sheet.head)
    problems, total, _cut = survey_of(records[head.rows :], rule).faults()
    if problems:
        raise CsvFault(problems, total)
    warnings, rows = [], list(sheet.rows())
    for at in (at for at, name in enumerate(head.names) if not name):
        filled = [row for row in rows if sheet.texts(row)[at]]
        odd, row = nameless_column(rule, at, filled, lambda row: records[row].text, rows)
        warnings += [odd] if odd else []
        if row is not None:
            problems.append(sheet.problem(row, at, *no_header_fault(is_first=row == head.rows)))
    if problems:
        raise CsvFault(problems)
    return warnings
