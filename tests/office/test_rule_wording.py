"""Rules as offices word them, where a word more changes what is meant."""

import pytest

from cchc_cli.model.rules import Choice, Linear, Tiers
from cchc_cli.office.rules.lines import split_lines
from cchc_cli.office.rules.text import Reading, read_rule
from cchc_cli.office.words.headings import word_of


def read(text: str, maximum: float = 10) -> Reading:
    return read_rule(split_lines(text, "A1"), maximum)


@pytest.mark.parametrize(
    "text",
    [
        "Mỗi văn bản chậm trừ 0,2 điểm, trừ không quá 50% số điểm đạt được",
        "Mỗi hồ sơ trễ trừ 0,5 điểm, trừ tối đa 30 % số hồ sơ",
        "Đủ 4 kỳ: 10 điểm; thiếu 1 kỳ trừ 2 điểm; thiếu quá 3 kỳ: 0 điểm",
        "Từ hồ sơ thứ 3 trở đi, mỗi hồ sơ trừ 0,1 điểm",
        "Mỗi lần vi phạm trừ 1 điểm, kể từ lần thứ hai trở lên",
    ],
)
def test_a_cap_in_percent_and_cases_that_cost_nothing_are_no_plain_deduction(text: str) -> None:
    reading = read(text)
    assert reading.rule is None
    assert reading.doubts


PARTS = [
    ("Từ 90% trở lên: 100% số điểm\nTừ 80% đến dưới 90%: 50% số điểm\nDưới 80%: 0 điểm", 5.0),
    ("≥ 90%: điểm tối đa; 80% - dưới 90%: 1/4 số điểm; < 80%: 0", 2.5),
    ("Từ 90% trở lên được điểm chuẩn; từ 80% đến dưới 90% được 30% điểm tối đa; dưới 80% được 0 điểm", 3.0),
]


@pytest.mark.parametrize(("text", "middle"), PARTS)
def test_points_as_a_part_of_the_maximum(text: str, middle: float) -> None:
    rule = read(text).rule
    assert isinstance(rule, Tiers)
    assert [(each.min, each.points) for each in rule.tiers] == [(90, 10), (80, middle), (0, 0)]


def test_the_maximum_beside_a_share_of_it() -> None:
    rule = read("Tỷ lệ ≥ 80%: Điểm tối đa\nTỷ lệ < 80%: Tỷ lệ/80% * Điểm tối đa", 40).rule
    assert isinstance(rule, Linear)
    assert (rule.start, rule.to) == (0, 80)


@pytest.mark.parametrize(("text", "told"), [("Từ 0,9: 10\nTừ 0,5: 5\nDưới 0,5: 0", 1), ("Từ 90: 10\nDưới 90: 0", 0)])
def test_spans_that_are_shares_of_one_are_told(text: str, told: int) -> None:
    reading = read(text)
    assert isinstance(reading.rule, Tiers)
    assert len(reading.doubts) == told


@pytest.mark.parametrize(
    "heading", ["Chỉ số hài lòng chung", "Mức độ hài lòng tổng hợp", "Chỉ số hài lòng của người dân chung"]
)
def test_satisfaction_as_a_whole_is_the_index(heading: str) -> None:
    assert word_of(heading) == "index"
    assert word_of("Hài lòng về thủ tục") == "area"


MEASURES = [
    ("2 hồ sơ trễ từ 5 ngày trở lên: 0; 1 hồ sơ trễ dưới 5 ngày: 2", "(hồ sơ trễ, ngày)"),
    ("Không có hồ sơ trễ: 10; có 1 trường hợp trễ dưới 5 ngày: 1", "(trường hợp, ngày)"),
    ("02 báo cáo chậm quá 3 ngày: 0; 01 báo cáo chậm dưới 3 ngày: 5; đúng hạn: 10", "(báo cáo chậm, ngày)"),
    ("Từ 95% hồ sơ đúng hạn, số còn lại trễ dưới 5 ngày: 10; dưới 95%: 1", "(hồ sơ đúng hạn, ngày)"),
    ("Từ 50% TTHC có hồ sơ và từ 80% hồ sơ trực tuyến: 10; còn lại: 0", "(TTHC, hồ sơ trực tuyến)"),
    ("Số hồ sơ trễ dưới 3 và số ngày trễ dưới 5: 10; từ 3 hồ sơ trở lên: 0", "(Số hồ sơ trễ, số ngày trễ)"),
]


@pytest.mark.parametrize(("text", "measures"), MEASURES)
def test_options_with_bounds_on_two_measures_are_no_rule_and_both_are_named(text: str, measures: str) -> None:
    reading = read(text)
    assert reading.rule is None
    assert measures in reading.doubts[0][1]


ONE_MEASURE = [
    "Chậm từ 3 đến 5 ngày: 1; chậm trên 5 ngày: 0; đúng hạn: 10",
    "Chậm từ 3 ngày đến 5 ngày: 1; chậm trên 5 ngày: 0; đúng hạn: 10",
    "Đủ 4 báo cáo quý và 1 kế hoạch: 10; thiếu: 0",
    "Hoàn thành 100% (4/4 chỉ tiêu): 10; chưa hoàn thành: 0",
]


@pytest.mark.parametrize("text", ONE_MEASURE)
def test_one_measure_and_things_that_are_counted_without_a_bound_are_options(text: str) -> None:
    assert isinstance(read(text).rule, Choice)
    assert not read(text).doubts


FORMULAS = [
    ("Kết quả SIPAS × 4 : 100", 4, 100),
    ("TL x 4/100", 4, 100),
    ("Điểm = KQ khảo sát x 4 : 100", 4, 100),
    ("Điểm = số mô hình x 0,5, tối đa 2 điểm", 2, 4),
    ("Tổng điểm = 0,5 điểm x số mô hình nhưng không quá 2 điểm", 2, 4),
    ("Số sáng kiến được công nhận x 1 điểm; tối đa 2 điểm", 2, 2),
]


@pytest.mark.parametrize(("text", "maximum", "to"), FORMULAS)
def test_a_share_by_a_colon_and_so_many_points_times_a_number(text: str, maximum: float, to: float) -> None:
    reading = read(text, maximum)
    assert reading.rule == Linear(start=0, to=to)
    assert not reading.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả SIPAS × 5 : 100",
        "Kết quả × 4 : số xã",
        "TL x 5%",
        "Điểm = số hồ sơ trễ x 0,5, tối đa 4 điểm",
        "Số mô hình x 0,5, tối đa 3 điểm",
        "Số mô hình x 0,5 + 1",
        "Số mô hình x 0,5 nếu có báo cáo",
        "Tỷ lệ mô hình x 0,5",
        "Số mô hình x 0,5; số sáng kiến x 0,25",
    ],
)
def test_what_is_nearly_such_a_formula_is_asked_about(text: str) -> None:
    reading = read(text, 4)
    assert reading.rule is None
    assert reading.doubts
