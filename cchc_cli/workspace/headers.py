"""Names of columns as officials write them, in Vietnamese or English, with or without accents."""

import unicodedata
from collections.abc import Mapping

SCORES = {
    "year": ("year", "năm"),
    "unit": ("unit", "đơn vị"),
    "component": ("component", "mã tiêu chí", "tiêu chí", "mã"),
    "value": ("value", "giá trị"),
    "self": ("self", "điểm tự chấm", "tự chấm"),
    "score": (
        "score",
        "điểm thẩm định",
        "thẩm định",
        "điểm",
        "thẩm định lần 2",
        "điểm thẩm định lần 2",
        "điểm chính thức",
    ),
    "note": ("note", "ghi chú", "lý do"),
    "appraised1": ("appraised1", "thẩm định lần 1", "điểm thẩm định lần 1"),
    "appeal": ("appeal", "giải trình", "nội dung giải trình", "ý kiến giải trình"),
}
UNITS = {
    "unit": ("unit", "đơn vị", "mã đơn vị", "mã"),
    "name": ("name", "tên", "tên đơn vị"),
    "name_en": ("name_en", "tên tiếng anh"),
    "group": ("group", "nhóm"),
    "since": ("since", "từ năm"),
    "until": ("until", "đến năm"),
    "merged_into": ("merged_into", "sáp nhập vào"),
}
TASKS = {
    "id": ("id", "mã nhiệm vụ", "mã"),
    "component": ("component", "mã tiêu chí", "tiêu chí", "tiêu chí thành phần", "thành phần"),
    "action": ("action", "nhiệm vụ", "nội dung công việc"),
    "product": ("product", "sản phẩm"),
    "owner": ("owner", "người thực hiện", "đầu mối", "phụ trách", "người phụ trách", "đầu mối phụ trách"),
    "start": ("start", "bắt đầu", "ngày bắt đầu"),
    "due": ("due", "thời hạn", "hạn", "hạn hoàn thành"),
    "effort": ("effort", "ngày công", "công"),
    "gain": ("gain", "điểm tăng", "điểm dự kiến tăng", "tăng", "điểm"),
    "status": ("status", "trạng thái", "tình trạng"),
    "done_on": ("done_on", "ngày hoàn thành"),
    "evidence": ("evidence", "minh chứng", "tài liệu kiểm chứng"),
    "note": ("note", "ghi chú"),
}


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: `Điểm  tự chấm` and `diem tu cham` are the same."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.casefold().replace("_", " ").split())


def match(header: list[str], names: Mapping[str, tuple[str, ...]]) -> dict[str, list[int]]:
    """For each known column the positions in `header` that mean it."""
    aliases = {plain(alias): column for column, known in names.items() for alias in known}
    found: dict[str, list[int]] = {}
    for position, cell in enumerate(header):
        if column := aliases.get(plain(cell)):
            found.setdefault(column, []).append(position)
    return found
