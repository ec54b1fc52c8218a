"""A CSV file as pieces of its known columns, and where each cell stands.

Every text column becomes codes: each different text once, and for each row its position. What is checked
or cleaned is then the few different texts, not the millions of cells. A piece stays in the processor's
cache, so whoever works through a file does it piece by piece and makes no array as long as the file that
is not a result.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import Problem
from cchc_cli.workspace import headers
from cchc_cli.workspace.csv_lines import (
    bad_line,
    cells_of,
    decoded,
    encoding_fault,
    records_of,
    structure_faults,
)
from cchc_cli.workspace.csv_pieces import GUARD, Coded, RawPiece, read_pieces
from cchc_cli.workspace.csv_text import BOM as BOM
from cchc_cli.workspace.csv_text import DELIMITERS as DELIMITERS
from cchc_cli.workspace.csv_text import clean as clean
from cchc_cli.workspace.csv_text import number as number
from cchc_cli.workspace.plain_file import TABLE, read_plain

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Cell = TypeVar("Cell", bound=np.generic)

HEAD = 1024 * 1024
"""The header is looked for in this many bytes."""


@dataclass
class TextPiece:
    """A text column of a piece: `numbers[codes[row]]` is the position of the row's text among all texts."""

    codes: NDArray[np.integer]
    numbers: IntArray

    def lookup(self, table: NDArray[Cell]) -> NDArray[Cell]:
        """`table`, which has one entry for each different text of the file, by row."""
        found: NDArray[Cell] = table[self.numbers][self.codes]
        return found

    def filled(self) -> BoolArray | None:
        """Where a row has a text; None where every row has one."""
        blanks = np.flatnonzero(self.numbers == 0)
        # The last entry stands for the code -1; codes of blanks are few and seldom used.
        used = [code for code in (-1, *blanks[:-1]) if (self.codes == code).any()]
        return ~np.isin(self.codes, used) if used else None


@dataclass
class NumberPiece:
    """A number column of a piece: NaN where a cell is blank or no number; `other` has the text of the latter."""

    numbers: FloatArray
    other: IntArray | None


@dataclass
class Piece:
    """Rows of a file from `start` (from 0, the header not counted)."""

    start: int
    rows: int
    text: dict[str, TextPiece]
    numbers: dict[str, NumberPiece]


@dataclass
class CsvFile:
    """A file's known columns in pieces, and where each cell stands.

    `texts` has, for each column, the different cleaned texts that stand in it, the blank '' first; for a
    column of numbers, those that are no numbers.
    """

    path: Path
    name: str
    pieces: list[Piece]
    texts: dict[str, list[str]]
    positions: dict[str, int]
    delimiter: str
    unknown: list[str]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Every row with its texts: for small files."""
        for piece in self.pieces:
            for row in range(piece.rows):
                yield (
                    piece.start + row,
                    {
                        column: self.texts[column][part.numbers[part.codes[row]]]
                        for column, part in piece.text.items()
                    },
                )

    @cached_property
    def _data(self) -> bytes:
        return read_plain(self.path, TABLE)

    @cached_property
    def _line_ends(self) -> NDArray[np.intp] | None:
        """Where the lines end, where every row is one line; else None."""
        if b'"' in self._data or b"\r" in self._data.replace(b"\r\n", b""):
            return None
        return np.flatnonzero(np.frombuffer(self._data, dtype=np.uint8) == ord("\n"))

    @cached_property
    def _split(self) -> list[tuple[int, str]]:
        return list(records_of(decoded(self._data), self.delimiter))

    def _record(self, row: int) -> tuple[int, str]:
        """The line on which a row (from 0, the header not counted) begins, and its text."""
        if self._line_ends is None:
            return self._split[min(row + 1, len(self._split) - 1)]
        begin = int(self._line_ends[row]) + 1
        end = int(self._line_ends[row + 1]) if row + 1 < len(self._line_ends) else len(self._data)
        return row + 2, decoded(self._data[begin:end]).rstrip("\r")

    def place(self, row: int, column: str | None = None) -> tuple[int, int]:
        """Line and column, from 1, at which a cell of a row begins."""
        line, record = self._record(row)
        fields = cells_of(record, self.delimiter)
        position = min(self.positions.get(column or "", 0), len(fields) - 1)
        before = fields[position][0]
        return line + record.count("\n", 0, before), before - (record.rfind("\n", 0, before) + 1) + 1

    def raw(self, row: int, column: str) -> str:
        """The text of a cell as it stands in the file."""
        fields = cells_of(self._record(row)[1], self.delimiter)
        position = self.positions[column]
        return fields[position][1] if position < len(fields) else ""


class CsvFault(Exception):
    """A file that can't be read as a table at all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def read_csv(
    path: Path,
    name: str,
    known: Mapping[str, tuple[str, ...]],
    required: tuple[str, ...],
    numbers: tuple[str, ...],
) -> CsvFile:
    """Read the columns of `known` headers. Raises CsvFault with every fault that keeps the table from being read."""
    try:
        data = read_plain(path, TABLE)
    except OSError as error:
        text = _("cannot be read ({reason}).").format(reason=system_reason(error))
        raise CsvFault([Problem(name, 0, 0, "", text)]) from error
    head = data[:HEAD]
    begin = len(BOM) if head.startswith(BOM) else 0
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:1000]:
        raise CsvFault([encoding_fault(name, 1)])
    end = _line_end(head)
    delimiter, header = _header(head[begin:end], name, known)
    positions = _positions(header, name, known, required)
    amounts = [at for column, at in positions.items() if column in numbers]
    words = [at for column, at in positions.items() if column not in numbers]
    try:
        pieces = read_pieces(data, end, delimiter, len(header), words, amounts)
    except UnicodeDecodeError:
        raise CsvFault([encoding_fault(name, bad_line(data))]) from None
    except pd.errors.ParserError:
        if line := bad_line(data):
            raise CsvFault([encoding_fault(name, line)]) from None
        if problems := structure_faults(data, delimiter, len(header), name):
            raise CsvFault(problems) from None
        pieces = _trimmed(data[end:], delimiter, len(header), words, amounts, name)
    texts, parts = _coded(pieces, positions, numbers)
    unknown = [cell for at, cell in enumerate(header) if at not in positions.values() and cell.strip()]
    return CsvFile(path, name, parts, texts, positions, delimiter, unknown)


def _trimmed(
    body: bytes, delimiter: str, width: int, words: list[int], amounts: list[int], name: str
) -> list[RawPiece]:
    """Rows with empty cells beyond the header, as spreadsheets leave them: they end before these."""
    trimmed = re.sub(rb"%b+(?=\r|\n|$)" % delimiter.encode(), b"", body)
    try:
        return read_pieces(trimmed, 0, delimiter, width, words, amounts)
    except pd.errors.ParserError:
        text = _("this is not a table with separated columns.")
        raise CsvFault([Problem(name, 0, 0, "", text, _("Check the quotation marks."))]) from None


def _line_end(data: bytes) -> int:
    """Where the header's line ends, its line break included."""
    found = [at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0]
    end = min(found, default=len(data))
    return min(end + (2 if data[end : end + 2] == b"\r\n" else 1), len(data))


def _header(line: bytes, name: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, list[str]]:
    """The delimiter and the cells of the header: the delimiter that yields the most known columns."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise CsvFault([encoding_fault(name, 1)]) from None
    choices = [
        (delimiter, [clean(cell) for _at, cell in cells_of(text, delimiter)]) for delimiter in DELIMITERS
    ]
    return max(choices, key=lambda choice: (len(headers.match(choice[1], known)), len(choice[1])))


def _positions(
    header: list[str], name: str, known: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> dict[str, int]:
    found = headers.match(header, known)
    problems = []
    for column, places in found.items():
        if len(places) > 1:
            cells = ", ".join(f"“{header[place]}”" for place in places)
            text = _("several columns mean {column}: {cells}.").format(column=column, cells=cells)
            problems.append(Problem(name, 1, 0, column, text, _("Rename or remove all but one.")))
    for column in required:
        if column not in found:
            names = ", ".join(known[column])
            text = _("the column {column} is missing; found: {header}.").format(
                column=column, header=", ".join(cell for cell in header if cell)[:200] or _("nothing")
            )
            problems.append(
                Problem(name, 1, 0, column, text, _("Its header may be: {names}.").format(names=names))
            )
    if problems:
        raise CsvFault(problems)
    return {column: places[0] for column, places in found.items()}


def _coded(
    raw_pieces: list[RawPiece], positions: dict[str, int], numbers: tuple[str, ...]
) -> tuple[dict[str, list[str]], list[Piece]]:
    """The different texts of each column, and the pieces with their codes."""
    as_typed: dict[str, dict[str, int]] = {column: {GUARD: 0} for column in positions}
    cleaned: dict[str, dict[str, int]] = {column: {"": 0} for column in positions}
    pieces, start = [], 0
    for raw in raw_pieces:
        piece = Piece(start, 0, {}, {})
        for column, position in positions.items():
            values = raw[position]
            if column in numbers:
                piece.numbers[column] = _amounts(values, cleaned[column])
            else:
                assert isinstance(values, Coded)
                piece.text[column] = _codes(values, as_typed[column], cleaned[column])
            piece.rows = len(values.codes if isinstance(values, Coded) else values)
        pieces.append(piece)
        start += piece.rows
    return {column: list(texts) for column, texts in cleaned.items()}, pieces


def _codes(column: Coded, as_typed: dict[str, int], cleaned: dict[str, int]) -> TextPiece:
    """A piece's texts as codes. `as_typed` knows the texts as they stand, `cleaned` numbers them; both grow."""
    for text in column.texts:
        if text not in as_typed:
            as_typed[text] = cleaned.setdefault(clean(text), len(cleaned))
    # A blank has the code -1, and so the last entry.
    return TextPiece(column.codes, np.array([*(as_typed[text] for text in column.texts), 0], dtype=np.int32))


def _amounts(column: Coded | FloatArray, known: dict[str, int]) -> NumberPiece:
    if not isinstance(column, Coded):
        return NumberPiece(column, None)
    texts = [clean(text) for text in column.texts]
    amounts = [number(text) for text in texts]
    table: FloatArray = np.array([*(np.nan if amount is None else amount for amount in amounts), np.nan])
    numbers: FloatArray = table[column.codes]
    if not any(text and amount is None for text, amount in zip(texts, amounts, strict=True)):
        return NumberPiece(numbers, None)
    other = [
        known.setdefault(t if a is None else "", len(known)) for t, a in zip(texts, amounts, strict=True)
    ]
    return NumberPiece(numbers, np.array([*other, 0], dtype=np.int32)[column.codes])
