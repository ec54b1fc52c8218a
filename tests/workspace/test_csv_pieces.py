"""The two ways to read a piece give the same."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.workspace import csv_pieces
from cchc_cli.workspace.csv_pieces import Coded, RawPiece, _fast, _general

CELLS = st.one_of(
    st.sampled_from(
        ["", "1.1", "1.10", "2022", "xa-tien-loi", "x" * 8, "x" * 9, "x" * 16, "x" * 31, "x" * 32, "x" * 33]
    ),
    st.sampled_from(
        ["0.5", "0,5", "NA", " 1", "1e3", "inf", "nan", "-1", "+2", "0x1", "1_0", "\ufdd0", "\u00a0"]
    ),
    st.text(alphabet="aăđế1.é-", max_size=12),
    st.decimals(0, 10, places=2).map(str),
)


def cells(piece: RawPiece, column: int) -> list[object]:
    """A column as texts, or as numbers where all are plain."""
    values = piece[column]
    if isinstance(values, Coded):
        return [values.texts[code] if code >= 0 else "" for code in values.codes]
    return ["" if np.isnan(value) else float(value) for value in values]


def same(fast: list[object], general: list[object]) -> None:
    """Texts are equal; numbers are what the fast way's texts say."""
    assert len(fast) == len(general)
    for text, other in zip(fast, general, strict=True):
        if isinstance(other, float):
            assert float(str(text)) == pytest.approx(other, rel=1e-15)
        else:
            assert text == other


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=30)
    )
)
def test_fast_and_general_agree(rows: list[list[str]]) -> None:
    delimiter = ";" if any("," in cell for row in rows for cell in row) else ","
    body = "".join(delimiter.join(row) + "\n" for row in rows).encode()
    width = len(rows[0])
    texts, numbers = list(range(width - 1)), [width - 1]
    fast = _fast(body, delimiter, width, texts, numbers)
    general = _general(body, delimiter, width, texts, numbers)
    if any(len(cell.encode()) > csv_pieces.LONGEST for row in rows for cell in row):
        assert fast is None
        return
    assert fast is not None
    for column in range(width):
        assert cells(fast, column) == [row[column] for row in rows]
        same(cells(fast, column), cells(general, column))


@pytest.mark.parametrize(
    "body", [b"1,2\n3\n", b"1,2\n\n", b"1,2,3\n4,5\n", b"1\n2,3,4\n", b"1,2\r\n", b"1,\0\n", b""]
)
def test_rows_that_are_not_plain_are_left_to_pandas(body: bytes) -> None:
    assert _fast(body, ",", 2, [0], [1]) is None


def test_columns_of_many_different_texts_are_left_to_pandas() -> None:
    body = "".join(f"{n / 7:.6f},1\n" for n in range(5000)).encode()
    assert _fast(body, ",", 2, [1], [0]) is None
    assert len(cells(_general(body, ",", 2, [1], [0]), 0)) == 5000


def test_texts_that_only_mix_to_the_same_word_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_pieces, "MIXER", np.uint64(0))
    body = b"aaaaaaaaz,1\nbbbbbbbbz,1\n"
    assert _fast(body, ",", 2, [0], [1]) is None


def test_faults_of_the_whole_table_still_come_up() -> None:
    with pytest.raises(pd.errors.ParserError):
        csv_pieces.read_pieces(b"1,2\n3,4,5\n", 0, ",", 2, [0], [1])
    with pytest.raises(UnicodeDecodeError):
        csv_pieces.read_pieces(b"1,2\n\xff,4\n", 0, ",", 2, [0], [1])
