"""Points for each case, and totals beside which bonus and penalty points stand."""

import pytest

from cchc_cli.model.rules import ExtraRule, Linear
from tests.office.test_kinds import Rows, drafted, told

HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm"]


@pytest.mark.parametrize(
    ("line", "kind", "rule"),
    [
        ("Mỗi mô hình được cộng 0,5 điểm", "Điểm thưởng", ExtraRule(each=0.5)),
        ("Mỗi mô hình mới: 0,5 điểm", "Điểm cộng", ExtraRule(each=0.5)),
        ("Cứ 01 lần chậm trừ 0,5 điểm", "Điểm trừ", ExtraRule(each=0.5)),
        ("Trừ 0,5 điểm/lần", "Điểm phạt", ExtraRule(each=0.5)),
        ("Mỗi sáng kiến cộng 1 điểm, tối đa 2 điểm", "Điểm thưởng", ExtraRule(each=1)),
        ("1 điểm/mô hình", "Điểm cộng", ExtraRule(each=1)),
        ("Cứ 1 tin, bài: 0,2 điểm, tối đa 2 điểm", "Điểm thưởng", ExtraRule(each=0.2)),
        ("Phát hiện 01 trường hợp trừ 0,5 điểm", "Điểm trừ", ExtraRule(each=0.5)),
        ("Trừ 2 điểm nếu có", "Điểm trừ", ExtraRule(each=2)),
        ("Mỗi vụ trừ 0,5 điểm nhưng không quá 2 điểm", "Điểm trừ", ExtraRule(each=0.5)),
        ("Có giải thưởng cấp tỉnh: 2 điểm", "Điểm thưởng", ExtraRule(each=2)),
        ("Có: 2 điểm; Không: 0 điểm", "Điểm ưu tiên", ExtraRule(type="choice", options={"Có": 2, "Không": 0})),
    ],
)
def test_rules_of_bonus_and_penalty_points(line: str, kind: str, rule: ExtraRule) -> None:
    draft = drafted(HEAD, ["I", "Chung", 4], ["1", "Báo cáo", 4], ["", kind, 2, line])
    assert [(each.max, each.rule) for each in draft.extras] == [(2, rule)]
    assert told(draft) == []


@pytest.mark.parametrize(
    "line",
    [
        "Có sáng kiến: 1; Có giải thưởng: 2",
        "Mỗi lần trừ từ 0,5 đến 1 điểm",
        "Tùy mức độ",
        "Trừ 1 điểm nếu có",
        "Mỗi lần trừ 0,5 điểm, tối đa 1 điểm",
        "Cứ 2 lần trừ 0,5 điểm",
        "Từ 3 lần trở lên: trừ 2 điểm",
        "Mỗi lần trừ 1 điểm (đối với xã)",
    ],
)
def test_bonus_and_penalty_points_that_may_be_meant_otherwise_have_no_rule(line: str) -> None:
    draft = drafted(HEAD, ["I", "Chung", 4], ["1", "Báo cáo", 4], ["", "Điểm trừ", 2, line])
    assert [each.rule for each in draft.extras] == [None]
    assert len(told(draft)) == 1


@pytest.mark.parametrize(
    ("line", "to"),
    [
        ("Cứ 1 tin, bài: 0,4 điểm, tối đa 4 điểm", 10),
        ("Mỗi mô hình cộng 1 điểm, tối đa 4 điểm", 4),
        ("2 điểm/mô hình", 2),
        ("Mỗi cuộc họp được 0,5 điểm", 8),
        ("Mỗi mô hình được 1 điểm, tối đa 3 điểm", None),
        ("Cứ đạt 10% được 0,4 điểm", None),
        ("Cứ 2 tin, bài: 1 điểm", None),
        ("Mỗi mô hình được 0,3 điểm", None),
    ],
)
def test_points_for_each_up_to_the_maximum(line: str, to: float | None) -> None:
    """So many cases give everything; None: what is said otherwise, or comes out at no such number, is told."""
    draft = drafted(HEAD, ["I", "Chung", 4], ["1", "Tuyên truyền", 4, line])
    assert draft.leaves()[0].rule == (None if to is None else Linear(start=0, to=to))
    assert len(told(draft)) == (to is None)


EACH = ["Cứ 01 hội nghị được cộng 0,4 điểm", "Mỗi tin, bài: 0,4 điểm", "0,4 điểm/mô hình", "0,4 điểm cho 01 cuộc"]
MOST = [
    *(", tối đa 4 điểm", "; tối đa không quá 4,0 điểm", "\n- Không quá 4 điểm", "; tổng điểm không vượt quá 4 điểm"),
    *("; nhưng không quá 4 điểm", ", cộng tối đa 4 điểm", "; cộng tối đa không quá 04 điểm", " (tối đa 4 điểm)"),
]


@pytest.mark.parametrize("most", MOST)
@pytest.mark.parametrize("each", EACH)
def test_the_most_of_all_cases_in_any_words(each: str, most: str) -> None:
    """It is read wherever it stands, and the decision's words stay in the comment as they are."""
    draft = drafted(HEAD, ["I", "Chung", 4], ["1", "Tuyên truyền", 4, each + most])
    (leaf,) = draft.leaves()
    assert (leaf.rule, told(draft)) == (Linear(start=0, to=10), [])
    assert [line.whole for line in leaf.lines] == [(each + most).replace("\n- ", "; ")]
    draft = drafted(HEAD, ["I", "Chung", 4], ["1", "Tuyên truyền", 4, each + most.replace("4", "3", 1)])
    assert (draft.leaves()[0].rule, len(told(draft))) == (None, 1)


@pytest.mark.parametrize(
    "line",
    [
        "Mỗi mô hình mới được 1 điểm, mỗi cách làm hay được 0,5 điểm, tổng không quá 4 điểm",
        "Mỗi mô hình mới được 1 điểm; mỗi cách làm hay được 4 điểm",
        "Cứ 01 hội nghị: 1 điểm; cứ 01 lớp: 0,5 điểm; tối đa không quá 4 điểm",
        "1 điểm/mô hình, 0,5 điểm/cách làm; tối đa 4 điểm",
    ],
)
def test_several_things_that_give_points_are_no_rule(line: str) -> None:
    draft = drafted(HEAD, ["I", "Chung", 4], ["1", "Tuyên truyền", 4, line])
    assert draft.leaves()[0].rule is None
    assert ["several things give points" in text for text in told(draft)] == [True]


def test_bonus_points_whose_rule_is_in_the_name_and_most_in_the_rule() -> None:
    rows = [HEAD, ["I", "Chung", 4], ["1", "Báo cáo", 4], ["II", "Điểm thưởng", ""]]
    draft = drafted(
        *rows, ["1", "Mỗi sáng kiến được cộng 1 điểm", 3], ["2", "Mô hình", "", "0,5 điểm/mô hình, tối đa 2đ"]
    )
    assert [(each.max, each.rule) for each in draft.extras] == [(3, ExtraRule(each=1)), (2, ExtraRule(each=0.5))]
    assert told(draft) == []


AREAS: Rows = [["I", "Chỉ đạo", 5], ["1", "Họp", 5], ["II", "Thể chế", 3], ["1", "Rà soát", 3]]
EXTRAS: Rows = [["III", "Điểm thưởng", 2], ["1", "Sáng kiến", 2], ["IV", "Điểm trừ", -3], ["1", "Vi phạm", -3]]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([*AREAS, ["", "Tổng cộng", 8], *EXTRAS], 9),
        ([*AREAS, *EXTRAS, ["", "Tổng cộng", 8]], 9),
        ([*AREAS, *EXTRAS, ["", "Tổng cộng", 10]], 9),
        ([["", "Tổng điểm", 8], *AREAS, *EXTRAS], 9),
        ([*AREAS[:2], ["", "Cộng", 5], *AREAS[2:], ["", "Cộng", 3], *EXTRAS], 9),
        ([*AREAS, ["", "Cộng", 3], ["", "Tổng", 8], *EXTRAS], 9),
        ([*AREAS, ["", "Cộng I+II", 8], *EXTRAS, ["", "Tổng", 10]], 9),
        ([*AREAS, ["", "Cộng", 8], ["V", "Công vụ", 2], ["1", "Kỷ luật", 2], ["", "Tổng", 10]], 9),
    ],
)
def test_what_a_total_sums_up_wherever_bonus_and_penalty_points_stand(rows: Rows, wrong: float) -> None:
    head = ["STT", "Tiêu chí", "Điểm tối đa", "Thẩm định"]
    assert told(drafted(head, *rows)) == []
    said = next(at for at, row in enumerate(rows) if row[0] == "" or row[2] == 8)
    rows = [list(row) for row in rows]
    rows[said][2] = wrong
    assert len([text for text in told(drafted(head, *rows)) if "total" in text]) == 1
