"""What annexes are written with: names, headings, totals, and rules in many wordings."""

import random
from typing import Any

Rule = dict[str, Any]

NAMES = """Ban hành kế hoạch|Tuyên truyền, phổ biến|Kiểm tra việc thực hiện|Sáng kiến trong năm|Chế độ báo cáo
Công khai thủ tục hành chính|Công sở văn minh|Điểm tiếp nhận hồ sơ|Tổng hợp, báo cáo|Tỷ lệ hồ sơ đúng hạn
Cộng tác viên dư luận|Số lượng văn bản năm 2024|Rà soát văn bản|Xử lý phản ánh, kiến nghị|Thu chi ngân sách
Giải ngân vốn đầu tư|Chữ ký số|Họp không giấy|Đào tạo, bồi dưỡng|Kỷ luật, kỷ cương|Vị trí việc làm
Dịch vụ công trực tuyến toàn trình|Thanh toán trực tuyến|Số hóa hồ sơ|Mức độ hài lòng|Đối thoại với người dân
Trang thông tin điện tử|An toàn thông tin|Bố trí công chức một cửa|Trang thiết bị|Thực hiện quy chế làm việc
Phân cấp quản lý|Tự kiểm tra|Xin lỗi tổ chức, cá nhân|Niêm yết công khai|Tiếp công dân|Hồ sơ, sổ sách
Điều hành của người đứng đầu|Phong trào thi đua|Nhóm hộ nghèo|Trừ sâu bệnh hại|Tối đa hóa nguồn lực|Cải cách thể chế
Cải cách tổ chức bộ máy|Tài chính công|Chính quyền điện tử, chính quyền số|Tác động đến kinh tế - xã hội""".replace(
    "\n", "|"
).split("|")

NUMBER_HEADS = ("STT", "TT", "Số TT", "Mã", "Số thứ tự")
NAME_HEADS = (
    *("Tiêu chí", "Nội dung", "Chỉ số", "Tiêu chuẩn", "Nhiệm vụ", "Các chỉ số đánh giá", "Nội dung tiêu chí"),
    *("Lĩnh vực/tiêu chí/tiêu chí thành phần", "Danh mục tiêu chí", "Nội dung đánh giá", "TIÊU CHÍ ĐÁNH GIÁ"),
)
MAX_HEADS = (
    *("Điểm tối đa", "Điểm chuẩn", "Thang điểm", "Tổng điểm (1000)", "Số điểm", "Điểm", "Trọng số", "Khung điểm"),
    *("Thang điểm tối đa", "Điểm quy định", "ĐIỂM TỐI ĐA"),
)
RULE_HEADS = ("Cách chấm", "Cách tính điểm", "Phương pháp tính điểm", "Hướng dẫn chấm điểm", "Tiêu chuẩn chấm điểm")
MORE_HEADS = (
    *("Điểm tự chấm", "Điểm thẩm định", "Ghi chú", "Tài liệu kiểm chứng", "Đơn vị phụ trách", "Tự đánh giá"),
    *("Điểm duyệt", "SNV đánh giá", "Minh chứng"),
)
FILLED = {
    "Ghi chú": "Theo quý",
    "Tài liệu kiểm chứng": "Báo cáo; Kế hoạch",
    "Đơn vị phụ trách": "Văn phòng",
    "Minh chứng": "Văn bản",
}
"""What may stand in other columns."""
TOTALS = (
    *("Tổng cộng", "TỔNG CỘNG", "Tổng số điểm", "Tổng điểm", "Cộng", "TỔNG ĐIỂM", "Tổng", "Tổng điểm tối đa"),
    *("TỔNG CỘNG ({})", "Cộng ({})", "Tổng điểm chung"),
)
BONUS = ("Điểm thưởng", "Điểm cộng", "ĐIỂM THƯỞNG", "Điểm ưu tiên")
PENALTY = ("Điểm trừ", "Điểm phạt", "ĐIỂM TRỪ")
OPTIONS = (
    (
        ("Đúng hạn", "Chậm dưới mười ngày", "Không thực hiện"),
        ("Tốt", "Khá", "Trung bình"),
        ("Đầy đủ", "Thiếu", "Không có"),
    ),
    (("Có", "Không"), ("Đạt", "Không đạt"), ("Đúng quy định", "Không đúng quy định"), ("Có ban hành", "Chưa ban hành")),
)
CASES = ("hồ sơ trễ hạn", "báo cáo chậm", "văn bản sai thể thức", "vi phạm", "cuộc họp vắng mặt")
SHORT_CASES = ("hồ sơ", "báo cáo", "lần", "trường hợp", "TH", "vụ")


def number(value: float) -> str:
    """1.5 as 1,5."""
    return f"{value:.12g}".replace(".", ",")


def with_points(chance: random.Random, pairs: list[tuple[str, float]]) -> list[str]:
    """Lines of options or tiers with their points, all in one wording."""
    wording = chance.choice(
        (
            "{}: {} điểm",
            "{}: {}",
            "- {}: {} điểm",
            "{}: {}đ",
            "+ {}: {} điểm;",
            "{} ({} điểm)",
            "{} được {} điểm",
            "{1} điểm: {0}",
        )
    )
    return [wording.format(text, number(points)) for text, points in pairs]


def tier_texts(chance: random.Random, bounds: list[tuple[float, bool]]) -> list[str]:
    """Spans from the highest on, down to what is below all. A bound: (number, whether it does not count itself)."""
    way = chance.randrange(4)
    texts = []
    for place, (low, above) in enumerate(bounds):
        high = bounds[place - 1] if place else None
        a = f"{number(low)}%"
        if high is None:
            first = (f"Trên {a}", f"> {a}", f"Trên {a} đến 100%", f"Hoàn thành trên {a}")
            open_ = (f"Từ {a} trở lên", f"≥ {a}", f"Từ {a} đến 100%", f"Đạt {a} trở lên")
            texts.append((first if above else open_)[way] if low < 100 or above else (f"Đạt {a}", a, f"Từ {a}", a)[way])
            continue
        b = f"{number(high[0])}%"
        start = (
            ("Trên", ">", "Trên", "Hoàn thành trên") if above else ("Từ", "≥" if way == 1 else "Từ", "Từ", "Đạt từ")
        )[way]
        end = "đến" if high[1] else "đến dưới"
        signs = f"{start} {a} - {'' if high[1] else '<'}{b}"
        texts.append(signs if way == 1 and chance.random() < 0.5 else f"{start} {a} {end} {b}")
    low, above = bounds[-1]
    rest = (f"Dưới {number(low)}%", f"< {number(low)}%", "Còn lại", f"Chưa đạt {number(low)}%")
    upto = (f"Từ {number(low)}% trở xuống", f"≤ {number(low)}%", "Còn lại", f"Không quá {number(low)}%")
    return [*texts, (upto if above else rest)[way]]


def rule_lines(chance: random.Random, rule: Rule, maximum: float) -> list[str]:
    """The lines that say a rule."""
    match rule["type"]:
        case "choice":
            return with_points(chance, list(rule["options"].items()))
        case "tiers":
            texts = tier_texts(chance, [(low, above) for low, above, _points in rule["tiers"]])
            return with_points(
                chance, list(zip(texts, [*(points for *_bound, points in rule["tiers"]), rule["rest"]], strict=True))
            )
        case "linear":
            return _share(chance, rule, maximum)
        case "deduct":
            return _deduct(chance, rule)
        case "relative":
            return [_relative(chance, rule["lower"], maximum)]
    raise ValueError(rule)


def _share(chance: random.Random, rule: Rule, maximum: float) -> list[str]:
    top, to = chance.choice(("điểm tối đa", number(maximum))), rule["to"]
    if to == 100:
        lines = [
            chance.choice(
                (
                    f"(Tỷ lệ % x {top})/100%",
                    f"Điểm = (b/a) x {top}",
                    f"Tỷ lệ hoàn thành x {top}",
                    f"Điểm = Tỷ lệ * {top}",
                )
            )
        ]
    else:
        lines = [chance.choice((f"Điểm đạt = (KQ/{number(to)}%) x {top}", f"Điểm = tỷ lệ x {top}/{number(to)}%"))]
    if rule["floor"] is not None:
        lines.append(f"Dưới {number(rule['floor'])}%: 0 điểm")
    if "b/a" in lines[0]:
        lines.append(
            chance.choice(("a là tổng số hồ sơ; b là số hồ sơ đúng hạn", "Trong đó: a là tổng số, b là số đạt"))
        )
    return lines


def _deduct(chance: random.Random, rule: Rule) -> list[str]:
    if len(rule["items"]) > 1:
        cases = chance.sample(CASES, len(rule["items"]))
        wording = chance.choice(
            ("Mỗi {} trừ {} điểm", "- {}: trừ {} điểm/trường hợp", "Cứ một {} trừ {} điểm", "Mỗi {} bị trừ {}đ")
        )
        lines = [wording.format(case, number(per)) for case, per in zip(cases, rule["items"], strict=True)]
        return lines if chance.random() < 0.6 else ["; ".join(lines)]
    per, case = number(rule["items"][0]), chance.choice(CASES)
    line = chance.choice(
        (
            *(
                f"Mỗi {case} trừ {per} điểm",
                f"Trừ {per} điểm/{chance.choice(SHORT_CASES)}",
                f"Cứ 01 {case} trừ {per} điểm",
            ),
            *(f"Trừ {per} điểm cho mỗi {case}", f"{case.capitalize()}: trừ {per}đ/lần", f"Mỗi {case}: -{per} điểm"),
        )
    )
    if rule["most"] is None:
        return [line]
    most = number(rule["most"])
    return [
        line
        + chance.choice(
            (
                f", trừ tối đa {most} điểm",
                f", không quá {most} điểm",
                f" (tối đa trừ {most} điểm)",
                f", trừ không quá {most} điểm",
            )
        )
    ]


def _relative(chance: random.Random, lower: bool, maximum: float) -> str:
    top = chance.choice(("điểm tối đa", number(maximum)))
    if lower:
        return f"Điểm = (thời gian của đơn vị ngắn nhất/thời gian của đơn vị) x {top}"
    return chance.choice(
        (
            f"Điểm = (Kết quả của đơn vị/Kết quả của đơn vị cao nhất) x {top}",
            f"(Số của xã / Số của xã cao nhất) x {top}",
        )
    )
