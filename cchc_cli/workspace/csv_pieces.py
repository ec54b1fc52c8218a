"""Pieces of a CSV file as columns of codes and numbers, by all processors.

A piece of plain rows (no quotation marks, the right number of cells in each, short texts) is taken apart
with whole-array operations: where the cells end, the cells as machine words, and the different words.
Anything else is read by pandas. Both give the same; a property test holds them together.
"""

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PIECE = 1024 * 1024
GUARD = "\ufdd0"
"""A sign that stands for no letter: it fills a first row of our own, and a cell of it counts as blank."""
WORD = 8
LONGEST = 4 * WORD
"""Cells longer than this many bytes leave the piece to pandas."""
MASKS = np.array([(1 << (8 * length)) - 1 for length in range(WORD + 1)], dtype=np.uint64)
MIXER = np.uint64(0x9E3779B97F4A7C15)

FloatArray = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass
class Coded:
    """A column of texts: `texts[codes[row]]`; the code -1 is a blank."""

    codes: NDArray[np.integer]
    texts: list[str]


RawPiece = dict[int, Coded | FloatArray]
"""The columns of a piece by their position in the header."""


def read_pieces(
    data: bytes, start: int, delimiter: str, width: int, texts: Sequence[int], numbers: Sequence[int]
) -> list[RawPiece]:
    """The columns at `texts` and `numbers`, of rows with `width` cells, from byte `start` on.

    Numbers are floats, NaN where blank, in a piece in which all of them are plain; else texts as well.
    Raises pandas' ParserError for rows with too many cells, UnicodeDecodeError for what is not UTF-8.
    """
    plain = data.find(b'"', start) < 0
    cuts = _cuts(data, start) if plain else [(start, len(data))]

    def read(cut: tuple[int, int]) -> RawPiece:
        body = data[cut[0] : cut[1]]
        piece = _fast(body, delimiter, width, texts, numbers) if plain else None
        return piece if piece is not None else _general(body, delimiter, width, texts, numbers)

    if len(cuts) == 1:
        return [read(cuts[0])]
    import os
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return list(workers.map(read, cuts))


def _cuts(data: bytes, start: int) -> list[tuple[int, int]]:
    """Pieces that end at line ends; a cell may hold a line break only in quotation marks, and there are none."""
    cuts = [start]
    while len(data) - cuts[-1] > PIECE and (at := data.find(b"\n", cuts[-1] + PIECE)) >= 0:
        cuts.append(at + 1)
    cuts += [len(data)] if cuts[-1] < len(data) or len(cuts) == 1 else []
    return [(begin, end) for begin, end in zip(cuts, cuts[1:], strict=False)]


def _general(
    body: bytes, delimiter: str, width: int, texts: Sequence[int], numbers: Sequence[int]
) -> RawPiece:
    """Any piece, by pandas."""
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
    return {
        column: _categories(frame[column])
        if frame[column].dtype != np.float64
        else np.asarray(frame[column], dtype=np.float64)
        for column in (*texts, *numbers)
    }


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


def _fast(
    body: bytes, delimiter: str, width: int, texts: Sequence[int], numbers: Sequence[int]
) -> RawPiece | None:
    """A piece of plain rows; None where it is anything else."""
    if sys.byteorder != "little" or b"\r" in body or b"\0" in body or not body:
        return None
    padded = b"".join((body, b"" if body.endswith(b"\n") else b"\n", b"\0" * LONGEST))
    signs = np.frombuffer(padded, dtype=np.uint8)
    places = np.flatnonzero((signs == ord(delimiter)) | (signs == ord("\n"))).astype(np.int64)
    if len(places) % width:
        return None
    ends = places.reshape(-1, width)
    is_line_end = signs[ends] == ord("\n")
    if not is_line_end[:, -1].all() or is_line_end[:, :-1].any():
        return None
    words = np.ndarray((len(padded) - WORD + 1,), dtype=np.uint64, buffer=padded, strides=(1,))
    starts = np.empty_like(ends)
    starts[0, 0], starts[1:, 0] = 0, ends[:-1, -1] + 1
    starts[:, 1:] = ends[:, :-1] + 1
    piece: RawPiece = {}
    for column in (*texts, *numbers):
        coded = _words(padded, words, starts[:, column], ends[:, column] - starts[:, column])
        if coded is None:
            return None
        piece[column] = coded
    return piece


def _words(padded: bytes, words: NDArray[np.uint64], starts: Positions, lengths: Positions) -> Coded | None:
    """Cells as codes of their different texts; None where they are too long, or more different than alike."""
    longest = int(lengths.max())
    if longest > LONGEST:
        return None
    parts = [
        words[starts + offset] & MASKS[np.clip(lengths - offset, 0, WORD)]
        for offset in range(0, max(longest, 1), WORD)
    ]
    mixed = parts[0]
    for part in parts[1:]:
        mixed = mixed * MIXER + part
    codes, different = pd.factorize(mixed)
    if len(different) * 4 > len(codes) + 1024:
        return None
    first = np.empty(len(different), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    # Two texts may share a mixed word; the words themselves tell.
    if len(parts) > 1 and not all((part == part[first][codes]).all() for part in parts):
        return None
    spans = zip(starts[first].tolist(), lengths[first].tolist(), strict=True)
    return Coded(codes, [padded[at : at + length].decode() for at, length in spans])
