"""Pieces of a CSV file as columns of codes and numbers, read by pandas on all processors."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.model.letters import GUARD, csv_cell
from cchc_cli.model.written_numbers import number_in, reads_both_ways

PIECE = 2 * 1024 * 1024

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass
class Coded:
    """A column of texts: `texts[codes[row]]`; the code -1 is a blank."""

    codes: NDArray[np.integer]
    texts: list[str]


@dataclass
class RawPiece:
    """The columns of a piece by their position in the header; a number column is one of texts where not all are plain."""

    rows: int
    texts: dict[int, Coded]
    numbers: dict[int, Coded | FloatArray]


def read_pieces(
    data: bytes, start: int, delimiter: str, width: int, texts: Sequence[int], numbers: Sequence[int]
) -> tuple[list[RawPiece], bool]:
    """The columns at `texts` and `numbers` of the rows from byte `start` on, which have `width` cells.

    Whether every row has just so many is the second result, as far as the number of separators tells.
    Numbers are floats, NaN where blank, in a piece in which all of them are plain; else texts as well.
    Raises pandas' ParserError for rows with too many cells, UnicodeDecodeError for what is not UTF-8.
    """
    # A cell may hold a line break only in quotation marks: a file that has any is one piece.
    cuts = _cuts(data, start) if data.find(b'"', start) < 0 else [(start, len(data))]

    def read(cut: tuple[int, int]) -> tuple[RawPiece, bool]:
        # A byte order mark before a quotation mark hides it from pandas, though from no spreadsheet.
        part = data[cut[0] : cut[1]].replace(b'\xef\xbb\xbf"', b'"')
        piece = _columns(part, delimiter, width, texts, numbers)
        marks = np.count_nonzero(np.frombuffer(part, dtype=np.uint8) == ord(delimiter))
        return piece, marks == piece.rows * (width - 1)

    if len(cuts) == 1:
        read_parts = [read(cuts[0])]
    else:
        import os
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(os.cpu_count()) as workers:
            read_parts = list(workers.map(read, cuts))
    return [piece for piece, _full in read_parts], all(full for _piece, full in read_parts)


def _cuts(data: bytes, start: int) -> list[tuple[int, int]]:
    """Pieces that end at line ends."""
    cuts = [start]
    while (at := data.find(b"\n", cuts[-1] + PIECE)) >= 0:
        cuts.append(at + 1)
    cuts += [len(data)] if cuts[-1] < len(data) or len(cuts) == 1 else []
    return [(begin, end) for begin, end in zip(cuts, cuts[1:], strict=False)]


def _columns(body: bytes, delimiter: str, width: int, texts: Sequence[int], numbers: Sequence[int]) -> RawPiece:
    try:
        frame = _parse(body, delimiter, width, numbers)
        # pandas takes “inf” for a number; nobody else does.
        plain = not any(np.isinf(frame[column]).any() for column in numbers)
    except (pd.errors.ParserError, UnicodeDecodeError):
        raise
    except ValueError:
        plain = False
    if not plain:
        frame = _parse(body, delimiter, width, [])
    amounts: dict[int, Coded | FloatArray] = {
        column: np.asarray(frame[column], dtype=np.float64) if plain else _coded(frame[column]) for column in numbers
    }
    return RawPiece(len(frame), {column: _coded(frame[column]) for column in texts}, amounts)


def _coded(cells: "pd.Series[str]") -> Coded:
    # No row has the guard any more; that its text is still there does no harm.
    return Coded(cells.cat.codes.to_numpy(), [str(text) for text in cells.cat.categories])


def _parse(body: bytes, delimiter: str, width: int, numbers: Sequence[int]) -> pd.DataFrame:
    # The guard row sets the width; its text keeps pandas from reading 1.10 as the number 1.1.
    guard = delimiter.join("0" if column in numbers else GUARD for column in range(width))
    return pd.read_csv(
        io.BytesIO(b"".join((guard.encode(), b"\n", body))),
        sep=delimiter,
        header=None,
        dtype={column: "float64" if column in numbers else "category" for column in range(width)},
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
        low_memory=False,
    ).iloc[1:]


@dataclass
class TextPiece:
    """A text column of a piece: `numbers[codes[row]]` is the position of the row's text among all texts."""

    codes: NDArray[np.integer]
    numbers: IntArray

    def lookup(self, table: NDArray[Scalar]) -> NDArray[Scalar]:
        """`table`, which has one entry for each different text of the file, by row."""
        found: NDArray[Scalar] = table[self.numbers][self.codes]
        return found

    def filled(self) -> BoolArray | None:
        """Where a row has a text; None where every row has one."""
        blanks = np.flatnonzero(self.numbers == 0)
        # The last entry stands for the code -1; codes of blanks are few and seldom used.
        used = [code for code in (-1, *blanks[:-1]) if (self.codes == code).any()]
        return ~np.isin(self.codes, used) if used else None


@dataclass
class NumberPiece:
    """A number column of a piece: NaN where a cell is blank or no number; `other` has the text of the latter.

    `doubts`: where a point or comma stands before three digits, which may be thousands; `numbers` takes them for decimals.
    """

    numbers: FloatArray
    other: IntArray | None = None
    doubts: BoolArray | None = None


@dataclass
class Piece:
    """Rows of a file from `start` (from 0, the header not counted)."""

    start: int
    rows: int
    text: dict[str, TextPiece]
    numbers: dict[str, NumberPiece]


def coded(
    raw_pieces: list[RawPiece], positions: dict[str, int], numbers: tuple[str, ...]
) -> tuple[dict[str, list[str]], list[Piece]]:
    """The different texts of each column, and the pieces with their codes."""
    as_typed: dict[str, dict[str, int]] = {column: {GUARD: 0} for column in positions}
    cleaned: dict[str, dict[str, int]] = {column: {"": 0} for column in positions}
    pieces, start = [], 0
    for raw in raw_pieces:
        piece = Piece(start, raw.rows, {}, {})
        for column, position in positions.items():
            if column in numbers:
                values = raw.numbers.get(position)
                piece.numbers[column] = _amounts(raw.texts[position] if values is None else values, cleaned[column])
            else:
                piece.text[column] = _codes(raw.texts[position], as_typed[column], cleaned[column])
        pieces.append(piece)
        start += piece.rows
    return {column: list(texts) for column, texts in cleaned.items()}, pieces


def _codes(column: Coded, as_typed: dict[str, int], cleaned: dict[str, int]) -> TextPiece:
    """A piece's texts as codes. `as_typed` knows the texts as they stand, `cleaned` numbers them; both grow."""
    for text in column.texts:
        if text not in as_typed:
            as_typed[text] = cleaned.setdefault(csv_cell(text), len(cleaned))
    # A blank has the code -1, and so the last entry.
    return TextPiece(column.codes, np.array([*(as_typed[text] for text in column.texts), 0], dtype=np.int32))


def _amounts(column: Coded | FloatArray, known: dict[str, int]) -> NumberPiece:
    if not isinstance(column, Coded):
        return NumberPiece(column)
    texts = [csv_cell(text) for text in column.texts]
    # A blank has the code -1, and so the last entry.
    amounts: FloatArray = np.array([*(number_in(text) for text in texts), None], dtype=np.float64)
    either = np.array([*map(reads_both_ways, texts), False])
    said = ["" if is_number else text for text, is_number in zip(texts, ~np.isnan(amounts), strict=False)]
    other = np.array([*(known.setdefault(text, len(known)) for text in said), 0], dtype=np.int32)
    return NumberPiece(
        amounts[column.codes],
        other[column.codes] if any(said) else None,
        either[column.codes] if either.any() else None,
    )
