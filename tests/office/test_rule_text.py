"""Rules as officials write them."""

import pytest

from cchc_cli.model.rules import Choice, Deduct, Linear, Relative, Rule, Tier, Tiers
from cchc_cli.office.rules.lines import split_lines
from cchc_cli.office.rules.text import Reading, read_rule


def tiers(*pairs: tuple[float, float]) -> Tiers:
    return Tiers(tiers=tuple(Tier(min=low, points=points) for low, points in pairs))


SURE: list[tuple[str, float, Rule]] = [
    ("Từ 98% trở lên: 2\nTừ 90% đến dưới 98%: 1\nDưới 90%: 0", 2, tiers((98, 2), (90, 1), (0, 0))),
    ("Dưới 90%: 0; Từ 90% - dưới 98%: 1; Từ 98% trở lên: 2", 2, tiers((98, 2), (90, 1), (0, 0))),
    ("≥ 95%: 2 điểm\n90% - < 95%: 1 điểm\n< 90%: 0 điểm", 2, tiers((95, 2), (90, 1), (0, 0))),
    (
        "Đúng hạn được hai điểm; chậm: một rưỡi điểm; không có: không điểm",
        2,
        Choice(options={"Đúng hạn": 2, "chậm": 1.5, "không có": 0}),
    ),
    ("Đạt 100%: 1,5 điểm.\nDưới 100%: 0 điểm.", 1.5, tiers((100, 1.5), (0, 0))),
    ("100%: 1\nTừ 80% đến 99%: 0,5\nDưới 80%: 0,25", 1, tiers((100, 1), (80, 0.5), (0, 0.25))),
    ("At least 98%: 2; from 90 to under 98%: 1; under 90%: 0", 2, tiers((98, 2), (90, 1), (0, 0))),
    ("Đúng thời hạn: 1; Không đúng: 0", 1, Choice(options={"Đúng thời hạn": 1, "Không đúng": 0})),
    ("- Ban hành (1 điểm)\n+ Không ban hành (0 điểm)", 1, Choice(options={"Ban hành": 1, "Không ban hành": 0})),
    (
        "Có từ 02 sáng kiến trở lên: 2\nCó 01 sáng kiến: 1\nKhông có sáng kiến: 0",
        2,
        Choice(options={"Có từ 02 sáng kiến trở lên": 2, "Có 01 sáng kiến": 1, "Không có sáng kiến": 0}),
    ),
    ("Mỗi nhiệm vụ quá hạn trừ 0,25 điểm", 2, Deduct(per=0.25)),
    ("Trừ 0,5 điểm/1 trường hợp vi phạm", 2, Deduct(per=0.5)),
    ("Đủ hình thức: 1,5\nThiếu mỗi hình thức trừ 0,5 điểm", 1.5, Deduct(per=0.5)),
    ("(Tỷ lệ % x điểm tối đa)/100%", 3, Linear(start=0, to=100)),
    (
        "Hoàn thành 100%: 3\nTừ 80% đến dưới 100% tính theo công thức (Tỷ lệ % x điểm tối đa)/100%\nDưới 80%: 0",
        3,
        Linear(start=0, to=100, floor=80),
    ),
    (
        "100% số vấn đề được xử lý: 4\n"
        "Từ 70% - dưới 100% số vấn đề thì điểm đánh giá được tính theo công thức: (Tỷ lệ % x 4)/100%\n"
        "Dưới 70% số vấn đề: 0",
        4,
        Linear(start=0, to=100, floor=70),
    ),
    ("Tính điểm theo công thức: (b/a)*4.00", 4, Linear(start=0, to=100)),
    ("4 x (b/a)", 4, Linear(start=0, to=100)),
    ("Điểm = (1 − số hồ sơ trễ/tổng số hồ sơ) x 4", 4, Linear(start=100, to=0)),
    ("(100% - tỷ lệ trễ hạn) x điểm tối đa", 4, Linear(start=100, to=0)),
    ("Điểm đạt = (1 - (a/b)) * 4", 4, Linear(start=100, to=0)),
    ("Chỉ số hài lòng x 4/100", 4, Linear(start=0, to=100)),
    ("Mức độ hài lòng x điểm tối đa", 4, Linear(start=0, to=100)),
    ("Gửi chậm: -0,5đ/báo cáo", 2, Deduct(per=0.5)),
    ("-0,5 điểm/báo cáo gửi chậm", 2, Deduct(per=0.5)),
    ("Đủ: 2 điểm\nThiếu: - 0,25đ cho mỗi báo cáo", 2, Deduct(per=0.25)),
    ("Mỗi văn bản chậm trừ 10% số điểm, trừ tối đa 50% số điểm", 2, Deduct(per=0.2, most=1)),
    (
        "Đủ: 2; Thiếu: trừ 50% số điểm; Không có: trừ 100% điểm tối đa",
        2,
        Choice(options={"Đủ": 2, "Thiếu": 1, "Không có": 0}),
    ),
    ("Từ 95% trở lên: 5\nDưới 95%: (tỷ lệ x 5)/95%", 5, Linear(start=0, to=95)),
    ("Từ 50% trở lên : 2\nDưới 50%: Điểm = tỷ lệ % x 2 / 50%", 2, Linear(start=0, to=50)),
    ("Cứ 01 báo cáo chậm trừ 0,25 điểm", 2, Deduct(per=0.25)),
    ("Đạt 100%: 2 điểm; dưới 100% không chấm điểm", 2, tiers((100, 2), (0, 0))),
    (
        "Thực hiện đúng quy định: 1,5 điểm. Không đúng quy định: 0 điểm.",
        1.5,
        Choice(options={"Thực hiện đúng quy định": 1.5, "Không đúng quy định": 0}),
    ),
    (
        "Đúng thời hạn 1 điểm, chậm 0,5 điểm, không thực hiện 0 điểm",
        1,
        Choice(options={"Đúng thời hạn": 1, "chậm": 0.5, "không thực hiện": 0}),
    ),
    ("Tuyến tính từ 80 đến 100", 2, Linear(start=80, to=100)),
]


@pytest.mark.parametrize(("text", "maximum", "rule"), SURE)
def test_rules_that_are_sure(text: str, maximum: float, rule: Rule) -> None:
    reading = read_rule(split_lines(text, "A1"), maximum)
    assert reading.rule == rule
    assert reading.doubts == ()


OPPOSITES = [
    *(("Đạt", "Không đạt"), ("Có", "Không có"), ("Đúng", "Không đúng"), ("Đầy đủ", "Không đầy đủ")),
    *(("Hoàn thành", "Không hoàn thành"), ("Đạt", "Chưa đạt"), ("Được công nhận", "Không được")),
    *(("Được cộng", "Không cộng"), ("Có tính", "Không tính"), ("Đạt yêu cầu", "Không đạt yêu cầu")),
]


@pytest.mark.parametrize(("yes", "no"), OPPOSITES)
@pytest.mark.parametrize(
    "said",
    [
        "{}: 1\n{}: 0",
        "- {}: 1 điểm;\n- {}: 0 điểm.",
        "{} 1 điểm, {} 0 điểm",
        "{}: 1 điểm. {}: 0 điểm.",
        "{} (1 điểm)\n{} (0 điểm)",
    ],
)
def test_options_keep_their_whole_text(said: str, yes: str, no: str) -> None:
    reading = read_rule(split_lines(said.format(yes, no), "A1"), 1)
    assert reading == Reading(Choice(options={yes: 1, no: 0}))


def test_a_number_after_a_limit_or_what_is_taken_off_is_no_points_given() -> None:
    for text in ("Tối đa 2 điểm", "Mỗi lần quá hạn trừ 0,5 điểm", "Tổng đạt từ 5 điểm", "Trễ hạn: - 1 điểm"):
        assert [line.points for line in split_lines(text, "A1")] == [None]


UNSURE = [
    ("Tính điểm theo công thức: (b/a)*3", 4, "multiplies by 3, but the maximum is 4"),
    ("Điểm = (95% - tỷ lệ) x 4", 4, "not a plain share of the maximum"),
    ("Điểm = (1 - tỷ lệ) x 4/95%", 4, "not a plain share of the maximum"),
    ("Điểm = (1 - tỷ lệ) x 4\nDưới 50%: 0 điểm", 4, "does not fit the formula"),
    ("Điểm = tỷ lệ x 4 x 0,5", 4, "multiplies by 0.5, but the maximum is 4"),
    ("Từ 95% trở lên: 5\nDưới 95%: (tỷ lệ x 5)/100%", 5, "holds up to 95 only and gives all points at 100"),
    ("Từ 70% trở lên: công thức (Tỷ lệ x 4)/100%\nDưới 60%: 0", 4, "different limits on: 60, 70"),
    ("Từ 98% trở lên: 2\nDưới 98%: 0", 3, "can't reach the maximum of 3"),
    ("Đúng hạn: 2; Trễ hạn: 0", 1, "2 points are more than the maximum of 1"),
    ("Đúng hạn: 1; Trễ hạn: tùy mức độ", 1, "“Trễ hạn: tùy mức độ” says no points"),
    ("Đúng: 1; Đúng: 0", 1, "stands there twice"),
    ("Mỗi 1% giảm trừ 0,1 điểm", 1, "for a percentage or for several at once"),
    ("Cứ 05 hồ sơ trễ hạn trừ 0,5 điểm", 1, "for a percentage or for several at once"),
    ("Điểm = điểm a + điểm b + điểm c, mỗi nội dung 2 điểm", 6, "was not understood"),
    ("Điểm = căn bậc hai của tỷ lệ, theo công thức của Sở Nội vụ", 1, "not a plain share of the maximum"),
]


@pytest.mark.parametrize(("text", "maximum", "why"), UNSURE)
def test_rules_that_are_not_sure_are_no_rules(text: str, maximum: float, why: str) -> None:
    reading = read_rule(split_lines(text, "A1"), maximum)
    assert reading.rule is None
    assert any(why in doubt for _cell, doubt in reading.doubts)


def test_a_limit_as_a_fraction_is_read_as_a_percentage_and_told() -> None:
    lines = split_lines("Theo công thức: (b/a)*4.00\nNếu b/a < 0.80 thì điểm đánh giá là 0", "B7")
    reading = read_rule(lines, 4)
    assert reading.rule == Linear(start=0, to=100, floor=80)
    assert ["“Nếu b/a < 0.80” was read as 80%" in text for _cell, text in reading.doubts] == [True]


ABOVE = [
    "Trên 90%: 2; Từ 80% đến 90%: 1; Dưới 80%: 0",
    ">90%: 2 điểm\n80% - 90%: 1 điểm\n<80%: 0 điểm",
    "Trên 90% đến 100%: 2; từ 80% đến 90%: 1; còn lại: 0",
    "2 điểm: trên 90%\n1 điểm: từ 80% đến 90%\n0 điểm: dưới 80%",
    "Vượt 90%: 2; Đạt từ 80% đến 90%: 1; Chưa đạt 80%: 0",
]


@pytest.mark.parametrize("text", ABOVE)
def test_above_is_not_from(text: str) -> None:
    rule = Tiers(tiers=(Tier(above=90, points=2), Tier(min=80, points=1), Tier(min=0, points=0)))
    assert read_rule(split_lines(text, "B7"), 2) == Reading(rule)


MEETING = [
    ("Từ 90%: 2; Từ 80% đến 90%: 1; Dưới 80%: 0", "“Từ 80% đến 90%”: 90 belongs to the tier above as well"),
    ("Trên 90%: 2; Từ 80% đến dưới 90%: 1; Dưới 80%: 0", "90 itself belongs to no tier"),
    ("Từ 90%: 2; Từ 80% đến dưới 95%: 1; Dưới 80%: 0", "ends at 95, the tier above begins at 90"),
    ("Từ 80% đến 90%: 2; Dưới 80%: 0", "ends at 90: what is more counts as well"),
]


@pytest.mark.parametrize(("text", "told"), MEETING)
def test_spans_that_do_not_meet_are_told(text: str, told: str) -> None:
    reading = read_rule(split_lines(text, "B7"), 2)
    assert isinstance(reading.rule, Tiers)
    assert len(reading.doubts) == 1
    assert told in reading.doubts[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "≥ 95%: 2đ; 80% ≤ x < 95%: 1đ; < 80%: 0đ",
        ">=95%: 2; >=80% - <95%: 1; còn lại: 0",
        "95-100%: 2; 80-94%: 1; <80%: 0",
    ],
)
def test_signs_in_place_of_words(text: str) -> None:
    assert read_rule(split_lines(text, "B7"), 2) == Reading(tiers((95, 2), (80, 1), (0, 0)))


CAPPED = [
    "Mỗi hồ sơ trễ trừ 0,2 điểm, trừ tối đa 1 điểm",
    "Trừ 0,2 điểm/hồ sơ nhưng không quá 1 điểm",
    "Cứ 01 hồ sơ trễ trừ 0,2 điểm (tối đa trừ 1 điểm)",
    "Mỗi hồ sơ trễ trừ 0,2 điểm; tổng số điểm trừ không quá 1 điểm",
    "Không trễ: 2 điểm; mỗi hồ sơ trễ trừ 0,2 điểm, trừ không quá 1 điểm",
]


@pytest.mark.parametrize("text", CAPPED)
def test_a_cap_on_what_is_taken_off(text: str) -> None:
    assert read_rule(split_lines(text, "B7"), 2) == Reading(Deduct(per=0.2, most=1))


SEVERAL_ITEMS = [
    "Mỗi hồ sơ trễ trừ 0,2 điểm; mỗi hồ sơ sai trừ 0,1 điểm",
    "- Hồ sơ trễ: trừ 0,2đ/hồ sơ\n- Hồ sơ sai: trừ 0,1đ/hồ sơ",
    "Mỗi hồ sơ trễ bị trừ 0,2 điểm, mỗi hồ sơ sai bị trừ 0,1 điểm",
]


@pytest.mark.parametrize("text", SEVERAL_ITEMS)
def test_several_deductions_are_items(text: str) -> None:
    rule = read_rule(split_lines(text, "B7"), 2).rule
    assert isinstance(rule, Deduct)
    assert rule.items is not None
    assert [(item.per, item.most) for item in rule.items.values()] == [(0.2, None), (0.1, None)]
    assert all(word in item.name for word, item in zip(("trễ", "sai"), rule.items.values(), strict=True))


@pytest.mark.parametrize(
    ("text", "lower"),
    [
        ("Điểm = (kết quả của xã/kết quả của xã cao nhất) x 10", False),
        ("Điểm = Tỷ lệ chuẩn hóa x Điểm tối đa\nTỷ lệ chuẩn hóa = (Số của đơn vị)/(Số của đơn vị cao nhất)", False),
        ("Số của xã / Số lớn nhất x điểm tối đa", False),
        ("Điểm = (thời gian ngắn nhất/thời gian của đơn vị) x 10", True),
    ],
)
def test_a_share_of_the_best(text: str, lower: bool) -> None:
    assert read_rule(split_lines(text, "B7"), 10) == Reading(Relative(to="best", lower=lower))


def test_a_gap_between_spans_is_told() -> None:
    reading = read_rule(split_lines("Từ 98% trở lên: 2; Từ 80% đến dưới 90%: 1; Dưới 80%: 0", "B7"), 2)
    assert reading.rule == tiers((98, 2), (80, 1), (0, 0))
    assert any("ends at 90, the tier above begins at 98" in text for _cell, text in reading.doubts)


def test_the_fewer_the_better_is_written_as_options() -> None:
    reading = read_rule(split_lines("Không có hồ sơ trễ: 2\nTừ 1 đến 3 hồ sơ: 1\nTrên 3 hồ sơ: 0", "B7"), 2)
    assert isinstance(reading.rule, Choice)


@pytest.mark.parametrize("text", ["x" * 2000 + ": 1", "a " * 1000 + "đạt 1 điểm"])
def test_prose_is_not_searched_for_a_rule(text: str) -> None:
    """Patterns take time with the square of what they search; a line of a rule has some hundred letters."""
    assert [line.points for line in split_lines(text, "A1")] == [None]


LESS: list[tuple[str, float, list[float]]] = [
    ("Không có sai phạm: 3 điểm; có sai phạm: trừ 3 điểm", 3, [3, 0]),
    ("Không bị nhắc nhở: 4\nMột lần bị nhắc nhở: trừ 1\nHai lần: trừ 2,5\nBa lần: trừ 4", 4, [4, 3, 1.5, 0]),
    ("Thực hiện tốt: 5 điểm. Có phản ánh đúng: bị trừ 2 điểm. Có đơn vượt cấp: bị trừ 3 điểm.", 5, [5, 3, 2]),
    ("Có quy chế: 1 điểm, chưa có quy chế: trừ 1 điểm", 1, [1, 0]),
    ("Đủ hồ sơ: 2đ; thiếu 01 loại: trừ 0,5đ; thiếu 02 loại: giảm trừ 1đ", 2, [2, 1.5, 1]),
    ("Chậm không quá 5 ngày: trừ 0,5 điểm\nĐúng hạn: 2 điểm\nChậm trên 5 ngày: 0 điểm", 2, [1.5, 2, 0]),
]


@pytest.mark.parametrize(("text", "maximum", "points"), LESS)
def test_what_is_taken_off_is_not_what_is_given(text: str, maximum: float, points: list[float]) -> None:
    reading = read_rule(split_lines(text, "A1"), maximum)
    assert isinstance(reading.rule, Choice)
    assert list(reading.rule.options.values()) == points
    assert reading.doubts == ()
    assert not any("trừ" in option for option in reading.rule.options)


EACH_CASE = [
    ("Thiếu kế hoạch: trừ 2 điểm/kế hoạch", 2),
    ("Trừ 1 điểm/TH", 1),
    ("Bị phản ánh: trừ 0,5đ/lượt", 0.5),
    ("Giảm 0,25 điểm cho mỗi nhiệm vụ chậm", 0.25),
    ("Trừ mỗi nhiệm vụ chậm 0,25 điểm", 0.25),
    ("Không chậm: 10 điểm; trừ mỗi lần chậm 0,5đ", 0.5),
    ("Mỗi văn bản chậm: -0,25 điểm", 0.25),
    ("Mỗi lần vi phạm trừ 0,5 điểm, không quá 10 điểm", 0.5),
    ("Không vi phạm: 10 điểm; mỗi vi phạm trừ 2 điểm", 2),
]


@pytest.mark.parametrize(("text", "per"), EACH_CASE)
def test_one_amount_for_each_case_is_a_deduction(text: str, per: float) -> None:
    assert read_rule(split_lines(text, "A1"), 10) == Reading(Deduct(per=per))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Vi phạm trừ 1-3 điểm", "not said by one number"),
        ("Trừ 0,1 điểm/hồ sơ trễ và 0,2 điểm/hồ sơ sai", "not said by one number"),
        ("Trừ từ 1 đến 3 điểm tùy mức độ", "not said by one number"),
        ("Trễ hạn: trừ 50% số điểm đạt được", "not said by one number"),
        ("Cứ giảm 1% trừ 0,1 điểm", "for a percentage or for several at once"),
        ("Trừ 0,5 điểm/10 hồ sơ", "for a percentage or for several at once"),
        ("Đầy đủ: 10đ; thiếu 1 nội dung trừ 0,5đ", "taken off once, or for each case?"),
        ("Để xảy ra sai sót: trừ 2 điểm", "what gives all points, is not said"),
        ("Từ 5 lần: 0 điểm; mỗi lần trừ 0,25 điểm", "gives no points, but 0.25 for each case leave some"),
        ("Điểm = Tỷ lệ chuẩn hóa x Điểm tối đa", "depend on other units"),
        ("Điểm = (kết quả của xã/kết quả của xã cao nhất) x 12", "depend on other units"),
        ("Điểm = (kết quả cao nhất/kết quả của xã) x 10", "depend on other units"),
        ("Mỗi hồ sơ trễ trừ 0,2 điểm, ngoại trừ hồ sơ liên thông", "was not understood"),
        ("Mỗi lần trễ trừ 0,2 điểm, nghỉ trừ 1 điểm", "different amounts are taken off: 0.2, 1"),
        ("Điểm = (số của xã/tổng số của các xã) x điểm tối đa", "depend on other units"),
        ("Điểm = (tỷ lệ/tỷ lệ bình quân toàn tỉnh) x điểm tối đa", "depend on other units"),
    ],
)
def test_what_no_rule_can_say_is_no_rule(text: str, why: str) -> None:
    reading = read_rule(split_lines(text, "A1"), 10)
    assert reading.rule is None
    assert any(why in doubt for _cell, doubt in reading.doubts)


@pytest.mark.parametrize(
    "explanation",
    [
        "Tỷ lệ % = (Số người dự/Tổng số) x 100",
        "Trong đó: Tỷ lệ = số đúng hạn/tổng số x 100%",
        "a là số đúng hạn; b là tổng số",
        "Cách tính tỷ lệ: lấy số đúng hạn chia cho tổng số",
    ],
)
def test_a_line_that_only_explains_leaves_the_tiers_alone(explanation: str) -> None:
    text = f"Đạt 90%: 3 điểm\nTừ 50%: 1 điểm\nDưới 50%: 0 điểm\n{explanation}"
    assert read_rule(split_lines(text, "A1"), 3) == Reading(tiers((90, 3), (50, 1), (0, 0)))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("30 điểm: hoàn thành tốt\n20 điểm: hoàn thành\n0 điểm: không hoàn thành", [30, 20, 0]),
        ("30đ - đạt cả năm\n15đ - đạt một phần", [30, 15]),
        ("30 điểm nếu đạt cả năm; 15 điểm nếu đạt một phần", [30, 15]),
        ("Tốt (30đ), Khá (20đ), Yếu (0đ)", [30, 20, 0]),
        ("XL Tốt: 30đ; Khá: 20đ; TB: 10đ", [30, 20, 10]),
        ("Ngắn hơn: 30 điểm; Dài hơn: 0 điểm", [30, 0]),
        ("Tốt: 30đ; Khá: 20đ; Yếu, kém: không điểm", [30, 20, 0]),
    ],
)
def test_points_before_or_after_their_option(text: str, points: list[float]) -> None:
    reading = read_rule(split_lines(text, "A1"), 30)
    assert isinstance(reading.rule, Choice)
    assert list(reading.rule.options.values()) == points
