"""Bonus and penalty points of an annex are adjustments, wherever they stand, and never options of a rule."""

from typing import Any

import pytest

from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.rules import Choice, Tiers
from cchc_cli.office.frameworks.draft import CriteriaDraft, draft_criteria

HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm"]
RULE = "Đạt 100%: 10 điểm\nTừ 90% đến dưới 100%: 5 điểm\nDưới 90%: 0 điểm"
COMPONENTS: list[list[Any]] = [
    ["I", "Chỉ đạo", 10.0, None],
    ["1", "Điều hành", 10.0, None],
    ["1.1", "Hoàn thành", 10.0, RULE],
]
TOTAL = [None, "TỔNG ĐIỂM", 10.0, None]


def drafted(*rows: list[Any]) -> CriteriaDraft:
    return draft_criteria(Book("a", (Grid("a", "S", [HEAD, *rows]),)), None)


def extras(draft: CriteriaDraft) -> list[tuple[str, str, float]]:
    return [(each.id, each.kind, each.max) for each in draft.extras]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([None, "Điểm thưởng", 2.0, None], ("diem-thuong", "bonus", 2)),
        ([None, "Điểm thưởng 2", None, None], ("diem-thuong", "bonus", 2)),
        ([None, "ĐIỂM THƯỞNG (tối đa 1,5 điểm)", None, None], ("diem-thuong", "bonus", 1.5)),
        ([None, "Điểm cộng thêm", 3.0, None], ("diem-cong-them", "bonus", 3)),
        ([None, "Điểm trừ", -2.0, None], ("diem-tru", "penalty", 2)),
        ([None, "Điểm phạt: 4 điểm", None, None], ("diem-phat", "penalty", 4)),
        (["II", "Điểm thưởng", 2.0, None], ("II.1", "bonus", 2)),
        (
            [None, "Điểm thưởng: mỗi sáng kiến cấp tỉnh được cộng 0,5 điểm, tối đa 2 điểm", 2.0, None],
            ("diem-thuong", "bonus", 2),
        ),
        (
            [None, "Điểm cộng cho sáng kiến cải cách hành chính cấp tỉnh được công nhận", 1.0, None],
            ("diem-cong-cho-sang-kien-cai-cach-hanh", "bonus", 1),
        ),
    ],
)
@pytest.mark.parametrize("place", ["before the total", "after the total", "without a total"])
def test_a_row_of_extra_points(row: list[Any], expected: tuple[str, str, float], place: str) -> None:
    rows = {"before the total": [row, TOTAL], "after the total": [TOTAL, row], "without a total": [row]}
    draft = drafted(*COMPONENTS, *rows[place])
    assert extras(draft) == [expected]
    assert [leaf.name for leaf in draft.leaves()] == ["Hoàn thành"]
    assert isinstance(draft.leaves()[0].rule, Tiers)
    assert not [doubt for doubt in draft.doubts if "sum" in doubt.text or "thưởng" in doubt.text]


def test_a_longer_name_after_all_components() -> None:
    draft = drafted(*COMPONENTS, TOTAL, [None, "Điểm thưởng cho sáng kiến cải cách", 1.0, None])
    assert extras(draft) == [("diem-thuong-cho-sang-kien-cai-cach", "bonus", 1)]


def test_without_its_most_points_it_is_a_todo() -> None:
    draft = drafted(*COMPONENTS, TOTAL, [None, "Điểm thưởng", None, None])
    assert extras(draft) == []
    assert "“Điểm thưởng”: an adjustment without its most points was left out." in [
        doubt.text for doubt in draft.doubts
    ]


def test_rows_below_it_are_not_of_the_last_component() -> None:
    below = [[None, "Có sáng kiến: 1", None, None], [None, "Có giải thưởng: 2", None, None]]
    draft = drafted(*COMPONENTS, [None, "Điểm thưởng", 2.0, None], *below)
    assert extras(draft) == [("diem-thuong", "bonus", 2)]
    assert isinstance(draft.leaves()[0].rule, Tiers)
    assert any(
        "nothing says whether these points add up, or only one of them counts: “Có sáng kiến" in each.text
        for each in draft.doubts
    )


def test_a_rule_that_speaks_of_points_taken_off_stays_a_rule() -> None:
    draft = drafted(
        *COMPONENTS,
        ["1.2", "Báo cáo", 2.0, None],
        [None, "Điểm trừ: mỗi báo cáo chậm trừ 0,5 điểm", None, None],
        ["1.3", "Họp", 2.0, None],
    )
    assert extras(draft) == []
    assert [leaf.name for leaf in draft.leaves()] == ["Hoàn thành", "Báo cáo", "Họp"]


def test_a_numbered_criterion_beside_the_points_of_its_area() -> None:
    draft = drafted(
        *COMPONENTS, ["2", "Điểm thưởng", 2.0, None], ["II", "Thủ tục", 5.0, None], ["3", "Công khai", 5.0, None]
    )
    assert extras(draft) == [("2", "bonus", 2)]


def test_a_numbered_criterion_that_is_a_part_of_its_area_is_kept_and_told() -> None:
    draft = drafted(["I", "Chỉ đạo", 12.0, None], *COMPONENTS[1:], ["2", "Điểm thưởng", 2.0, None])
    assert extras(draft) == []
    assert len(draft.leaves()) == 2
    assert any("called bonus or penalty points" in doubt.text for doubt in draft.doubts)


def test_public_points_are_no_bonus() -> None:
    draft = drafted(*COMPONENTS, ["II", "Điểm công khai", 5.0, None], ["2", "Niêm yết", 5.0, None])
    assert extras(draft) == []


def test_lines_of_a_cell_are_options_of_their_own() -> None:
    draft = drafted(["I", "Chỉ đạo", 1.0, None], ["1", "Kế hoạch", 1.0, "Đạt: 1 điểm\nKhông đạt: 0 điểm"])
    rule = draft.leaves()[0].rule
    assert isinstance(rule, Choice)
    assert rule.options == {"Đạt": 1, "Không đạt": 0}


def test_a_row_below_a_header_of_bonus_points_is_told_as_it_may_count_twice() -> None:
    draft = drafted(
        ["1", "Báo cáo", 4.0, None],
        ["2", "Họp", 4.0, None],
        [None, "Điểm thưởng", 3.0, None],
        ["3", "Mô hình mới", 3.0, None],
    )
    assert ["it counts twice" in doubt.text for doubt in draft.doubts if doubt.address.endswith("5")] == [True]
    draft = drafted(
        *COMPONENTS, [None, "Điểm thưởng", 10.0, None], ["II", "Thể chế", 10.0, None], ["1", "Rà soát", 10.0, None]
    )
    assert not [doubt for doubt in draft.doubts if "twice" in doubt.text]
