"""What pandas is asked to do for a piece: texts stay as they are typed, numbers are plain numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.csv import pieces as csv_pieces
from cchc_cli.files.csv.pieces import Coded, RawPiece, read_pieces

CELLS = st.one_of(
    st.sampled_from(["", "1.1", "1.10", "2022", "007", "xa-tien-loi", "True", "NA", "nan", "1e3", "-1", "\u00a0"]),
    st.text(alphabet="aăđế1.é-", max_size=12),
)
AMOUNTS = st.one_of(st.just(""), st.decimals(0, 10, places=2).map(str))


def texts(piece: RawPiece, column: int) -> list[str]:
    values = piece.texts.get(column, piece.numbers.get(column))
    assert isinstance(values, Coded)
    return [values.texts[code] if code >= 0 else "" for code in values.codes]


@given(st.lists(st.tuples(CELLS, CELLS, AMOUNTS), min_size=1, max_size=30), st.sampled_from([16, 64, 1 << 20]))
def test_cells_come_back_as_they_were_typed(rows: list[tuple[str, str, str]], size: int) -> None:
    body = "".join(";".join(row) + "\n" for row in rows).encode()
    whole, csv_pieces.PIECE = csv_pieces.PIECE, size
    try:
        pieces, is_full = read_pieces(body, 0, ";", 3, [0, 1], [2])
    finally:
        csv_pieces.PIECE = whole
    assert is_full
    for column in (0, 1):
        assert [text for piece in pieces for text in texts(piece, column)] == [row[column] for row in rows]
    amounts = np.concatenate([np.asarray(piece.numbers[2], dtype=float) for piece in pieces])
    want = [float(row[2]) if row[2] else np.nan for row in rows]
    np.testing.assert_allclose(amounts, want, rtol=1e-15)


@pytest.mark.parametrize("text", ["0,5", "NA", "inf", "-inf", "Infinity", "nan", "five", "1_0", "0x1"])
def test_a_piece_with_anything_but_plain_numbers_is_read_as_text(text: str) -> None:
    ((piece,), _full) = read_pieces(f"a;0.5\nb;{text}\nc;\n".encode(), 0, ";", 2, [0], [1])
    assert texts(piece, 1) == ["0.5", text, ""]


def test_faults_of_the_whole_table_come_up() -> None:
    with pytest.raises(pd.errors.ParserError):
        read_pieces(b"1,2\n3,4,5\n", 0, ",", 2, [0], [1])
    with pytest.raises(UnicodeDecodeError):
        read_pieces(b"1,2\n\xff,4\n", 0, ",", 2, [0], [1])
