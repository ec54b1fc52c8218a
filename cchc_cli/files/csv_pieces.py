"""Pieces of a CSV file as columns of codes and numbers, read by pandas on all processors."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.model.letters import GUARD

PIECE = 2 * 1024 * 1024

FloatArray = NDArray[np.float64]


@dataclass
class Coded:
    """A column of texts: `texts[codes[row]]`; the code -1 is a blank."""

    codes: NDArray[np.integer]
    texts: list[str]


RawPiece = dict[int, Coded | FloatArray]
"""The columns of a piece by their position in the header."""


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
        part = data[cut[0] : cut[1]]
        piece, rows = _columns(part, delimiter, width, texts, numbers)
        marks = np.count_nonzero(np.frombuffer(part, dtype=np.uint8) == ord(delimiter))
        return piece, marks == rows * (width - 1)

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
    while len(data) - cuts[-1] > PIECE and (at := data.find(b"\n", cuts[-1] + PIECE)) >= 0:
        cuts.append(at + 1)
    cuts += [len(data)] if cuts[-1] < len(data) or len(cuts) == 1 else []
    return [(begin, end) for begin, end in zip(cuts, cuts[1:], strict=False)]


def _columns(
    body: bytes, delimiter: str, width: int, texts: Sequence[int], numbers: Sequence[int]
) -> tuple[RawPiece, int]:
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
    columns: RawPiece = {
        column: _categories(frame[column])
        if frame[column].dtype != np.float64
        else np.asarray(frame[column], dtype=np.float64)
        for column in (*texts, *numbers)
    }
    return columns, len(frame)


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


def _categories(column: "pd.Series[str]") -> Coded:
    """No row has the guard any more; that its text is still there does no harm."""
    return Coded(column.cat.codes.to_numpy(), [str(text) for text in column.cat.categories])
