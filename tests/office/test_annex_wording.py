"""Annexes of offices that word headings, rules, deductions and bonus points otherwise than those before them."""

from typing import Any

import pytest

from cchc_cli.model.rules import Choice, Deduct, ExtraRule, Item, Linear, Relative, Rule, Tier, Tiers
from cchc_cli.office.frameworks.text import criteria_text
from tests.office.test_kinds import drafted, outline, told


def tiers(*pairs: tuple[float, float]) -> Tiers:
    return Tiers(tiers=tuple(Tier(min=low, points=points) for low, points in pairs))


RULES: list[tuple[str, float, Rule]] = [
    ("Báo cáo gửi trễ bị trừ 0,5 điểm/báo cáo nhưng không trừ quá 1 điểm", 3, Deduct(per=0.5, most=1)),
    ("Trễ 1 ngày trừ 0,5 điểm, trừ tối đa 3 điểm", 6, Deduct(per=0.5, most=3)),
    ("Có đơn thư vượt cấp: trừ 1 điểm/đơn (tối đa trừ 2 điểm)", 3, Deduct(per=1, most=2)),
    ("Có niêm yết thì được 2 điểm; không niêm yết thì không có điểm", 2, Choice(options={"Có niêm yết": 2, "không niêm yết": 0})),
    ("Có => 2đ; Không => 0đ", 2, Choice(options={"Có": 2, "Không": 0})),
    ("Có -> 2 điểm; Không -> 0 điểm", 2, Choice(options={"Có": 2, "Không": 0})),
    ("+ Đạt 90% trở lên: 4đ\n+ Đạt từ 80% đến cận 90%: 3đ\n+ Dưới 80%: 0đ", 4, tiers((90, 4), (80, 3), (0, 0))),
    ("Nếu tỷ lệ = 100% thì 2 điểm, nếu 90% ≤ tỷ lệ < 100% thì 1 điểm, nếu tỷ lệ < 90% thì 0 điểm", 2, tiers((100, 2), (90, 1), (0, 0))),
    ("4 điểm nếu 100% hồ sơ đúng hạn; 3 điểm nếu từ 95%; 1 điểm nếu từ 90%", 4, tiers((100, 4), (95, 3), (90, 1))),
    ("Đạt 100%: 100% số điểm; đạt 90-99%: 70% số điểm; dưới 90%: không chấm điểm", 8, tiers((100, 8), (90, 5.6), (0, 0))),
    ("Điểm = 6 x Số hồ sơ nộp trực tuyến / Tổng số hồ sơ", 6, Linear(start=0, to=100)),
    ("b/a x Điểm tối đa (a: tổng số hồ sơ; b: số hồ sơ đúng hạn)", 5, Linear(start=0, to=100)),
    ("Tỷ lệ dưới 50% không tính điểm; từ 50% trở lên tính theo công thức: Tỷ lệ x 5/100", 5, Linear(start=0, to=100, floor=50)),
    ("Điểm = (Chỉ số của xã / Chỉ số của xã cao nhất) x 5", 5, Relative(to="best")),
    ("Cứ 01 sáng kiến được 0,5 điểm (tối đa 1 điểm)", 1, Linear(start=0, to=2)),
    (
        "- Không vi phạm: 4 điểm\n- Mỗi trường hợp bị nhắc nhở: trừ 0,5 điểm\n- Mỗi trường hợp bị kỷ luật: trừ 2 điểm",
        4,
        Deduct(items={"a": Item(name="Mỗi trường hợp bị nhắc nhở", per=0.5), "b": Item(name="Mỗi trường hợp bị kỷ luật", per=2)}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "maximum", "rule"), RULES)
@pytest.mark.parametrize("place", ["column", "row"])
def test_rules_in_other_words(text: str, maximum: float, rule: Rule, place: str) -> None:
    head = ["TT", "Chỉ tiêu", "Điểm tối đa", "Công thức tính"]
    below = [["", text, "", ""]] if place == "row" else []
    draft = drafted(head, ["I", "A", maximum], ["1", "B", maximum, "" if below else text], *below)
    assert [leaf.rule for leaf in draft.leaves()] == [rule]
    assert [each for each in told(draft) if "belongs to" not in each] == []


@pytest.mark.parametrize(
    ("text", "maximum"),
    [
        ("Trễ 1 ngày trừ 0,5 điểm", 6),
        ("Thiếu 01 nội dung trừ 20% số điểm", 8),
        ("Chậm 01 ngày trừ 0,1 điểm, chậm trên 10 ngày không có điểm", 2),
        ("Tùy mức độ sai sót trừ từ 0,5 đến 2 điểm", 4),
        ("Đơn vị cao nhất tỉnh được 5 điểm, các đơn vị khác tính theo tỷ lệ", 5),
        ("Điểm = tỷ lệ đúng hạn × 5. Nếu không có thư xin lỗi trừ 1 điểm", 5),
        ("Công khai đủ 05 nội dung, mỗi nội dung 0,5 điểm", 2),
    ],
)
def test_rules_that_may_be_meant_otherwise_are_told(text: str, maximum: float) -> None:
    draft = drafted(["TT", "Chỉ tiêu", "Điểm tối đa", "Cách tính"], ["I", "A", maximum], ["1", "B", maximum, text])
    assert draft.leaves()[0].rule is None
    assert len(told(draft)) == 1
    assert f"# {text.split(',')[0][:20]}" in criteria_text(draft)


@pytest.mark.parametrize(
    "heading",
    [
        "Công thức tính",
        "Thang đánh giá",
        "Hướng dẫn",
        "Nguyên tắc chấm điểm",
        "Cách xác định điểm",
        "Diễn giải",
        "Quy ước",
    ],
)
def test_a_column_of_rules_is_known_by_its_heading_or_its_texts(heading: str) -> None:
    head = ["Ký hiệu", "Trụ cột", "Điểm tối đa", heading, "Tài liệu chứng minh"]
    rows: list[list[Any]] = [["LV 1", "A", 6, "", ""], ["TC 1.1", "B", 4, "Có: 4 điểm; không: 0 điểm", "Kế hoạch"]]
    draft = drafted(head, *rows, ["TC 1.2", "C", 2, "Điểm = 2 x Số hồ sơ đúng hạn / Tổng số hồ sơ", ""])
    assert [leaf.rule for leaf in draft.leaves()] == [Choice(options={"Có": 4, "không": 0}), Linear(start=0, to=100)]
    assert draft.leaves()[0].evidence == ["Kế hoạch"]
    assert (told(draft), draft.notes) == ([], [])


MAXIMA = [
    (["Điểm cộng tối đa", "Điểm trừ tối đa", "Điểm tối đa"], [1, 2, 4], 0),
    (["Điểm tối đa", "Trọng số"], ["Tối đa 4", "40%"], 0),
    (["Điểm tối đa xã", "Điểm tối đa phường"], [4, 5], 1),
]


@pytest.mark.parametrize(("headings", "cells", "asked"), MAXIMA)
def test_which_column_holds_the_maximum(headings: list[str], cells: list[Any], asked: int) -> None:
    draft = drafted(["TT", "Chỉ tiêu", *headings], ["I", "A", *["" for _ in cells]], ["1", "B", *cells])
    assert outline(draft) == [("B", 4)]
    assert len(told(draft)) == asked
    assert bool(draft.notes) != bool(asked)


def test_maxima_of_kinds_of_units_below_one_heading_are_those_of_groups() -> None:
    head = [["STT", "Tiêu chí", "Điểm tối đa", ""], ["", "", "Xã", "Phường"]]
    draft = drafted(*head, ["1", "Đô thị", 8, 10], ["1.1", "Vỉa hè", 3, 5], ["1.2", "Rác", 5, 5])
    assert outline(draft) == [("Vỉa hè", 3), ("Rác", 5)]
    assert [leaf.max_by_group for leaf in draft.leaves()] == [{"phuong": 5}, {}]
    assert (draft.groups, len(told(draft))) == ({"xa": "Xã", "phuong": "Phường"}, 1)
    text = criteria_text(draft)
    assert 'max_by_group: {"phuong": 5}' in text
    assert "max: 8" not in text


EXTRAS: list[tuple[list[list[Any]], list[tuple[float, ExtraRule | None]], dict[str, float], int]] = [
    ([["II", "Điểm thưởng", 3], ["1", "Sáng kiến", 2], ["2", "Khen", 2]], [(2, None), (2, None)], {"bonus": 3}, 0),
    (
        [["II", "Điểm thưởng (tổng điểm thưởng không quá 3 điểm)", ""], ["1", "Sáng kiến", 2], ["2", "Khen", 2]],
        [(2, None), (2, None)],
        {"bonus": 3},
        0,
    ),
    (
        [["II", "Điểm trừ", -3], ["1", "Vi phạm", "", "Mỗi vụ trừ 1 điểm"], ["2", "Chậm", "", "Mỗi việc trừ 0,5 điểm"]],
        [(3, ExtraRule(each=1)), (3, ExtraRule(each=0.5))],
        {"penalty": 3},
        0,
    ),
    ([["II", "Điểm trừ", -5], ["1", "Vi phạm", -3]], [(3, None)], {}, 1),
    ([["", "Điểm thưởng: tối đa 05 điểm", "", "Mỗi mô hình thưởng 2,5 điểm"]], [(5, ExtraRule(each=2.5))], {}, 0),
    ([["", "Điểm trừ - không quá 3 điểm", "", "Trừ 01 điểm/01 văn bản"]], [(3, ExtraRule(each=1))], {}, 0),
]


@pytest.mark.parametrize(("rows", "extras", "caps", "asked"), EXTRAS)
def test_bonus_and_penalty_points_with_the_most_of_all(
    rows: list[list[Any]], extras: list[tuple[float, ExtraRule | None]], caps: dict[str, float], asked: int
) -> None:
    head = ["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm"]
    draft = drafted(head, ["I", "A", 4], ["1", "B", 4], *rows)
    assert [(each.max, each.rule) for each in draft.extras] == extras
    assert (draft.caps, len(told(draft))) == (caps, asked)
    assert all(f"  {kind}_cap: {most:g}\n" in criteria_text(draft) for kind, most in caps.items())


@pytest.mark.parametrize(
    ("marks", "areas"),
    [
        (["Phần A", "Chương I", "Mục 1", "1.1", "1.2"], ["A"]),
        (["I", "1", "1.1", "a)", "b)"], ["I"]),
        (["LV 1", "TC 1.1", "TCTP 1.1.1", "-", "-"], ["1"]),
    ],
)
def test_numbers_with_other_words(marks: list[str], areas: list[str]) -> None:
    names = ["Chỉ đạo", "Kế hoạch", "Thực hiện", "Quý I (1đ)", "Quý II (2đ)"]
    rows = [[mark, name, points] for mark, name, points in zip(marks, names, (3, 3, 3, "", ""), strict=True)]
    draft = drafted(["Mã số", "Tiêu chí", "Điểm tối đa"], *rows)
    assert [area.mark.text for area in draft.areas] == areas
    assert outline(draft) == [("Quý I", 1), ("Quý II", 2)]
