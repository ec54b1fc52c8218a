"""Ratings below a framework: read where they fall without gaps on the scale of the index, no lines of the last component."""

import pytest

from cchc_cli.office.frameworks.draft import draft_criteria
from cchc_cli.office.frameworks.text import criteria_text
from tests.office.test_kinds import book, told

TABLE = [["BỘ TIÊU CHÍ"], ["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Chỉ đạo", 100], ["1.1", "Kế hoạch", 100]]
READ = {"Xuất sắc": 90, "Tốt": 70, "Yếu": 0}


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (
            [
                ["", "Xếp loại:"],
                ["", "- Xuất sắc: từ 90 điểm"],
                ["", "- Tốt: từ 70 đến dưới 90 điểm"],
                ["", "- Yếu: dưới 70"],
            ],
            READ,
        ),
        ([["", "Cách xếp loại: Xuất sắc: ≥ 90 điểm; Tốt: 70 - 89 điểm; Yếu: dưới 70 điểm"]], READ),
        (
            [
                ["", "Phân loại"],
                ["Loại", "Điểm"],
                ["Xuất sắc", "Từ 90"],
                ["Tốt", "Từ 70 đến dưới 90"],
                ["Yếu", "Dưới 70"],
            ],
            READ,
        ),
        (
            [
                ["", "Xếp loại:"],
                ["", "Từ 70 điểm đến dưới 90 điểm: Tốt"],
                ["", "Từ 90 điểm: Xuất sắc"],
                ["", "Dưới 70 điểm: Yếu"],
            ],
            READ,
        ),
        # A line each, which nothing announces, and one that says for what.
        (
            [
                ["", "Xếp loại Xuất sắc: từ 90 điểm trở lên"],
                ["", "Xếp loại Tốt: từ 70 đến dưới 90 điểm"],
                ["", "Xếp loại Yếu: dưới 70 điểm"],
            ],
            READ,
        ),
        (
            [
                ["", "a) Loại Xuất sắc: Chỉ số CCHC đạt từ 90% trở lên"],
                ["", "b) Loại Tốt: Chỉ số CCHC đạt từ 70% đến dưới 90%"],
                ["", "c) Loại Yếu: Chỉ số CCHC đạt dưới 70%"],
            ],
            READ,
        ),
        (
            [
                ["", "Loại A: Từ 90 đến 100 điểm"],
                ["", "Loại B: Từ 70 đến 89 điểm"],
                ["", "Loại C: Dưới 70 điểm"],
            ],
            {"Loại A": 90, "Loại B": 70, "Loại C": 0},
        ),
        (
            [
                ["", "Căn cứ tổng điểm, đơn vị được xếp loại như sau:"],
                ["", "- Xuất sắc: đạt từ 90 điểm trở lên"],
                ["", "- Tốt: đạt từ 70 đến dưới 90 điểm"],
                ["", "- Yếu: đạt dưới 70 điểm"],
            ],
            READ,
        ),
        # A table of their own, in a Word file or a sheet.
        (
            [
                ["STT", "Xếp loại", "Mức điểm"],
                ["1", "Xuất sắc", "Từ 90"],
                ["2", "Tốt", "70 - 89"],
                ["3", "Yếu", "Dưới 70"],
            ],
            READ,
        ),
        # What else is asked for, a gap, and a bound that does not belong to its rating.
        ([["", "Xếp loại: Xuất sắc: từ 90 điểm; Tốt: từ 60 đến dưới 70 điểm"]], {}),
        ([["", "Xếp loại: Tốt: từ 70 điểm và không có vi phạm; Yếu: dưới 70 điểm"]], {}),
        ([["", "Xếp loại: Tốt: từ 70 điểm, không tiêu chí nào dưới 50%; Yếu: dưới 70 điểm"]], {}),
        ([["", "Xếp loại: Xuất sắc: trên 90 điểm; Tốt: đến 90 điểm"]], {}),
    ],
)
def test_ratings_below_a_framework(rows: list[list[str]], read: dict[str, float]) -> None:
    draft = draft_criteria(book([*TABLE, ["", "Tổng cộng", 100], *rows]), None)
    assert draft.ratings == read
    assert (told(draft) == []) == bool(read)
    assert ("  ratings:\n    - {id: " in criteria_text(draft)) == bool(read)


def test_ratings_of_other_scales_are_not_those_of_the_index() -> None:
    table = [[50 if value == 100 else value for value in row] for row in TABLE]
    points = [["", "Xếp loại: Tốt: từ 40 điểm; Yếu: dưới 40 điểm"]]
    assert draft_criteria(book([*table, *points]), None).ratings == {}
    percents = [["", "Xếp loại: Tốt: từ 80% số điểm; Yếu: dưới 80% số điểm"]]
    assert draft_criteria(book([*table, *percents]), None).ratings == {"Tốt": 80, "Yếu": 0}


def test_options_that_are_called_ratings_stay_options() -> None:
    rows = [["", "Xếp loại:", ""], ["", "- Tốt", 100], ["", "- Yếu", 0]]
    assert draft_criteria(book([*TABLE, *rows]), None).ratings == {}
