"""Cells of one kind as offices write them: levels, numbers with words in them, places in words, remarks beside rules."""

from pathlib import Path
from typing import Any

import pytest

from cchc_cli.model.rules import Choice, Deduct
from cchc_cli.office.frameworks.text import criteria_text
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.office.words.numbers import mark_of, rank_of
from cchc_cli.read.books import read_book
from tests.office.test_kinds import book, drafted, told

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.mark.parametrize("heading", ["Mức đánh giá", "Mức độ", "Mức độ hoàn thành", "Các mức", "Mức phân loại"])
def test_levels_in_a_column_with_their_points_right_of_them(heading: str) -> None:
    draft = drafted(
        *(["STT", "Tiêu chí", "Điểm tối đa", heading, "Điểm"], ["1", "Kỷ cương", 3, "", ""]),
        *(["1.1", "Giờ làm việc", 3, "Không vi phạm", 3], ["", "", "", "Một người", 2], ["", "", "", "Nhiều hơn", 0]),
    )
    rule = draft.leaves()[0].rule
    assert isinstance(rule, Choice)
    assert rule.given() == {"Không vi phạm": 3, "Một người": 2, "Nhiều hơn": 0}
    assert not told(draft)


def test_a_column_of_texts_that_says_nothing_is_told() -> None:
    draft = drafted(["STT", "Tiêu chí", "Điểm tối đa", "Từ khóa"], ["1", "A", 4, ""], ["1.1", "B", 4, "mạng"])
    assert draft.notes == ["Columns that were not read: S!D2 “Từ khóa”."]


@pytest.mark.parametrize(
    "remark",
    ["(trừ trường hợp bất khả kháng)", "Ghi chú: không tính hồ sơ lỗi phần mềm", "Lưu ý: căn cứ ngày ban hành"],
)
@pytest.mark.parametrize("own_row", [True, False])
def test_a_remark_beside_a_rule_is_kept_and_blocks_nothing(remark: str, own_row: bool) -> None:
    rule = "Mỗi báo cáo chậm trừ 0,5 điểm"
    rows: list[list[Any]] = [["1.1", "Báo cáo", 2, rule if own_row else f"{rule}\n{remark}"]]
    rows += [["", remark, "", ""]] if own_row else []
    draft = drafted(["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm"], ["1", "Chung", 2, ""], *rows)
    assert draft.leaves()[0].rule == Deduct(per=0.5)
    assert not told(draft)
    assert f'      # {remark}\n      - id: "1.1"' in criteria_text(draft)
    assert "Remarks beside rules are kept as comments of criteria.yaml" in draft.notes[0]


@pytest.mark.parametrize(
    ("said", "text"), [("LV1.TC2", "1.2"), ("TC 1.CT 3", "1.3"), ("Tiêu chí 1.2", "1.2"), ("1.TC2", "1.2")]
)
def test_words_within_a_number(said: str, text: str) -> None:
    mark = mark_of(said)
    assert mark is not None
    assert mark.text == text


@pytest.mark.parametrize(("said", "rank"), [("Nhất", 1), ("nhì", 2), ("Giải ba", 3), ("Thứ tư", 4), ("Hạng năm", 5)])
def test_ranks_in_words(said: str, rank: float) -> None:
    assert rank_of(said) == rank
    assert rank_of(f"{said} xã") is None


def test_a_title_above_the_numbers_is_no_heading_of_the_columns() -> None:
    rows = [["KẾT QUẢ BỘ TIÊU CHÍ"], ["TT", "Phòng ban", "Tổng điểm", "Xếp thứ"]]
    rows += [["1", "Tài chính", "95,5", "Nhất"], ["2", "Nội vụ", "94", "Nhì"]]
    (claims,), _notes = audit_tables(book(rows), None)
    assert [(unit.name, unit.rank) for unit in claims.placed] == [("Tài chính", 1), ("Nội vụ", 2)]
    assert [column.heading for column in claims.columns] == ["Phòng ban", "Tổng điểm", "Xếp thứ"]


@pytest.mark.parametrize("ranks", [("Nhất", "Năm", "Ba"), ("Nhất", "Nhì", "Năm")])
def test_rows_with_figures_are_no_rows_of_a_head_though_word_has_only_texts(ranks: tuple[str, ...]) -> None:
    rows = [["KẾT QUẢ NĂM 2024"], ["TT", "Đơn vị", "Tổng số điểm", "Xếp thứ"]]
    rows += [[str(at), f"Xã {at}", f"{90 - at},5", rank] for at, rank in enumerate(ranks, start=1)]
    (claims,), _notes = audit_tables(book(rows), None)
    assert [unit.name for unit in claims.placed] == ["Xã 1", "Xã 2", "Xã 3"]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_rows_and_columns_that_nobody_sees_are_read_and_told(kind: str) -> None:
    claims, notes = audit_tables(read_book(FIXTURES / f"hidden.{kind}", "a"), None)
    assert [unit.name for unit in claims[0].placed] == ["Xã A", "Xã B", "Xã C", "Xã D"]
    assert notes == ["KQ: hidden rows and columns were read as well: 4–5, C."]


@pytest.mark.parametrize(("kind", "places"), [("xlsx", "KQ!F2, KQ!C3"), ("ods", "KQ!F2, KQ!C3"), ("xls", "KQ!C3")])
def test_texts_that_hang_at_cells_are_told_and_times_are_no_figures(kind: str, places: str) -> None:
    """LibreOffice made the .ods and the .xls. A time typed for points (0:30) was read as 0.02, in silence."""
    found = read_book(FIXTURES / f"beside.{kind}", "a")
    assert found.notes == (f"The text of comments, footnotes and text boxes was not read: {places}.",)
    assert [row[2] for row in found.grids[0].rows][:5] == ["Điểm", 90.5, 88, 80, "8:30"]
