"""A CSV file as pieces of its known columns, and where each cell stands.

Every text column becomes codes: each different text once, and for each row its position. What is checked
or cleaned is then the few different texts, not the millions of cells. A piece stays in the processor's
cache, so whoever works through a file does it piece by piece and makes no array as long as the file that
is not a result.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.files.csv.head import CsvHead, head_faults, unread
from cchc_cli.files.csv.pieces import Piece, RawPiece, coded, read_pieces
from cchc_cli.files.csv.rows import CsvTable, Rows, old_fonts, source_of, spoilt
from cchc_cli.files.csv.shape import RowShape, survey_body, without_comments
from cchc_cli.files.csv.text import (
    CsvFault,
    Record,
    cells_of,
    decoded,
    encoding_fault,
    records_of,
)
from cchc_cli.messages import _
from cchc_cli.model.letters import csv_cell
from cchc_cli.model.problems import Problem
from cchc_cli.system.plain_file import TABLE, read_plain


@dataclass
class CsvFile(Rows):
    """A file's known columns in pieces, and where each cell stands.

    `texts` has, for each column, the different cleaned texts that stand in it, the blank '' first; for a
    column of numbers, those that are no numbers. Comments are rows of blanks.
    """

    path: Path
    head: CsvHead
    pieces: list[Piece]
    texts: dict[str, list[str]]
    sheet: bytes | None = None
    """The text of a sheet of a workbook, which no file has."""
    odd: list[Problem] = field(default_factory=list)
    """Warnings of columns that have no header."""

    @property
    def unknown(self) -> list[str]:
        """Headers that nobody knows, and where one is missing above what is filled."""
        nameless = [_("{place} (without a header)", place=odd.seen) for odd in self.odd]
        return [*(name for _at, name in self.head.others), *nameless]

    @cached_property
    def _body(self) -> bytes:
        data = read_plain(self.path, TABLE) if self.sheet is None else self.sheet
        return data[self.head.end :]

    @cached_property
    def _line_ends(self) -> NDArray[np.intp] | None:
        """Where the lines end, where every row is one line; else None."""
        if b'"' in self._body or b"\r" in self._body.replace(b"\r\n", b""):
            return None
        return np.flatnonzero(np.frombuffer(self._body, dtype=np.uint8) == ord("\n"))

    @cached_property
    def _split(self) -> list[Record]:
        return list(records_of(decoded(self._body), self.head.delimiter, self.head.next_line))

    def record(self, row: int) -> Record:
        """A row as it stands, of a file that is read again."""
        if self._line_ends is None:
            return self._split[row]
        begin = int(self._line_ends[row - 1]) + 1 if row else 0
        end = int(self._line_ends[row]) if row < len(self._line_ends) else len(self._body)
        return Record(self.head.next_line + row, decoded(self._body[begin:end]).rstrip("\r"), "")

    @property
    def rows(self) -> int:
        """How many there are, comments and blank ones with them."""
        return sum(piece.rows for piece in self.pieces)


def read_csv(path: Path, name: str, table: CsvTable, warnings: list[Problem]) -> CsvFile:
    """Read a file's known columns, and add to `warnings` what is odd.

    Raises CsvFault with every fault that keeps the table from being read.
    """
    data, head = source_of(path, name, table, warnings)
    if problems := head_faults(head, table.known, table.required):
        raise CsvFault(problems)
    warnings += [*unread(head, table.known), *spoilt(data, head)]
    file = read_rows(path, data, table.rule(head), table.numbers, table.thousands)
    warnings += [*file.odd, *old_fonts(head, file.texts)]
    return file


def read_rows(
    path: Path, data: bytes, rule: RowShape, numbers: tuple[str, ...] = (), thousands: tuple[str, ...] = ()
) -> CsvFile:
    """The known columns of a file whose bytes and head are known. Raises CsvFault with every fault of its rows."""
    head = rule.head
    nameless = [at for at, name in enumerate(head.names) if not name]
    plain = set(numbers) - set(thousands)
    amounts = [at for column, at in head.positions.items() if column in plain]
    texts = [*(at for at in head.positions.values() if at not in amounts), *nameless]
    try:
        pieces = _pieces(data, rule, texts, amounts)
    except UnicodeDecodeError:
        raise CsvFault([encoding_fault(head.file, data)]) from None
    words, parts = coded(pieces, head.positions, numbers)
    file = CsvFile(path, head, parts, words, data if head.is_sheet else None)
    file.odd = file.under_no_header(rule, {at: _filled(parts, pieces, at) for at in nameless}, range(file.rows))
    return file


def _filled(parts: list[Piece], pieces: list[RawPiece], at: int) -> list[int]:
    """The rows in which the column that stands at `at` says anything."""
    rows: list[int] = []
    for part, piece in zip(parts, pieces, strict=True):
        column = piece.texts[at]
        filled = np.array([bool(csv_cell(text)) for text in (*column.texts, "")])[column.codes]
        rows += (part.start + np.flatnonzero(filled)).tolist()
    return rows


def _pieces(data: bytes, rule: RowShape, texts: list[int], amounts: list[int]) -> list[RawPiece]:
    """The columns of rows that are whole. Raises CsvFault for others, UnicodeDecodeError."""
    head = rule.head
    body, start = without_comments(data, head)
    is_surveyed = body.find(b'"', start) >= 0
    if is_surveyed:
        body, start = _whole(body[start:], rule), 0
    try:
        pieces, is_full = read_pieces(body, start, head.delimiter, head.width, texts, amounts)
    except pd.errors.ParserError:
        body.decode("utf-8")
        pieces, is_full = read_pieces(_whole(body[start:], rule), 0, head.delimiter, head.width, texts, amounts)
    if not (is_full or is_surveyed):
        _whole(body[start:], rule)
    return pieces


def _whole(body: bytes, rule: RowShape) -> bytes:
    """The rows, without blank cells beyond the header. Raises CsvFault for rows that are not whole."""
    problems, total, cut = survey_body(body, rule).faults()
    if problems:
        raise CsvFault(problems, total)
    if not cut:
        return body
    mark, width, rows = rule.head.delimiter, rule.head.width, set(cut)
    texts = []
    for row, record in enumerate(records_of(body.decode(), mark)):
        text = record.text
        if row in rows and len(cells := cells_of(text, mark)) > width:
            text = text[: cells[width][0] - 1]
        texts.append(text + record.end)
    return "".join(texts).encode()
