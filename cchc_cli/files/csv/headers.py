"""Names of columns as officials write them, in Vietnamese or English, with or without accents."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from cchc_cli.messages import _
from cchc_cli.model.letters import plain

SCORES = {
    "year": ("year", "năm"),
    "unit": ("unit", "mã đơn vị", "đơn vị"),
    "component": ("component", "mã tiêu chí", "mã tiêu chí thành phần", "tiêu chí thành phần", "tiêu chí", "mã"),
    "value": ("value", "giá trị"),
    "self": ("self", "điểm tự chấm", "tự chấm", "điểm tự đánh giá", "tự đánh giá"),
    "score": (
        "score",
        "điểm thẩm định",
        "thẩm định",
        "điểm",
        "thẩm định lần 2",
        "điểm thẩm định lần 2",
        "điểm chính thức",
    ),
    "note": ("note", "ghi chú", "lý do", "lý do trừ điểm"),
    "appraised1": ("appraised1", "thẩm định lần 1", "điểm thẩm định lần 1"),
    "appeal": ("appeal", "giải trình", "nội dung giải trình", "ý kiến giải trình"),
}
UNITS = {
    "unit": ("unit", "đơn vị", "mã đơn vị", "mã đơn vị hành chính", "mã đvhc", "mã"),
    "name": ("name", "tên", "tên đơn vị", "tên đơn vị hành chính"),
    "name_en": ("name_en", "tên tiếng anh"),
    "group": ("group", "nhóm", "nhóm đơn vị", "loại đơn vị", "khối", "cụm"),
    "since": ("since", "từ năm"),
    "until": ("until", "đến năm"),
    "merged_into": ("merged_into", "sáp nhập vào"),
    "superior": ("superior", "parent", "cơ quan chủ quản", "cơ quan cấp trên"),
    "issuer": ("issuer", "cơ quan ban hành", "tên cơ quan"),
    "place": ("place", "địa danh", "nơi ban hành"),
    "symbol": ("symbol", "ký hiệu"),
    "authority": ("authority", "thẩm quyền ký", "ký thay mặt"),
    "title": ("title", "chức vụ", "chức vụ người ký", "chức danh"),
    "signer": ("signer", "người ký", "họ tên người ký"),
    "to": ("to", "kính gửi"),
    "recipients": ("recipients", "nơi nhận"),
    "contact": ("contact", "phone", "điện thoại", "số điện thoại", "liên hệ", "địa chỉ"),
}
TASKS = {
    "id": ("id", "mã nhiệm vụ", "mã"),
    "unit": ("unit", "đơn vị", "mã đơn vị"),
    "component": (
        *("component", "mã tiêu chí", "tiêu chí", "tiêu chí thành phần", "mã tiêu chí thành phần", "thành phần"),
    ),
    "action": ("action", "nhiệm vụ", "nội dung công việc", "nội dung nhiệm vụ", "tên nhiệm vụ"),
    "product": ("product", "sản phẩm", "kết quả đầu ra", "sản phẩm đầu ra"),
    "owner": (
        *("owner", "người thực hiện", "đầu mối", "phụ trách", "người phụ trách", "đầu mối phụ trách"),
        *("bộ phận phụ trách", "cán bộ phụ trách", "chủ trì", "bộ phận chủ trì", "đơn vị chủ trì", "cơ quan chủ trì"),
    ),
    "start": ("start", "bắt đầu", "ngày bắt đầu"),
    "due": ("due", "thời hạn", "hạn", "hạn hoàn thành", "thời hạn hoàn thành", "thời gian hoàn thành"),
    "every": ("every", "định kỳ", "chu kỳ", "lặp lại"),
    "effort": ("effort", "ngày công", "số ngày công", "công"),
    "gain": ("gain", "điểm tăng", "điểm dự kiến tăng", "tăng", "điểm"),
    "status": ("status", "trạng thái", "tình trạng"),
    "done_on": ("done_on", "ngày hoàn thành", "ngày hoàn thành thực tế"),
    "evidence": ("evidence", "minh chứng", "tài liệu kiểm chứng"),
    "note": ("note", "ghi chú"),
}

COUNTERS = frozenset(("stt", "tt", "so tt", "so thu tu", "no", "no."))
"""Headings, without accents, of the column that counts the rows, which says nothing."""

_REMARK = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_REMARKS = frozenset(
    [
        *("", "neu co", "bat buoc", "khong bat buoc", "tuy chon", "required", "optional", "if any"),
        *("diem", "ngay", "ngay thang nam", "ngay/thang/nam"),
        *("dd/mm/yyyy", "dd/mm/yy", "dd-mm-yyyy", "yyyy-mm-dd"),
    ]
)
"""What forms put in brackets behind a heading, and what changes nothing of its meaning."""


SUMMARY = (
    r"[ .*-]*(?:tong|cong|tong cong|tong so|tong diem|cong diem|tong hop cong|total|grand total|sub ?total|sum"
    r"|trung binh|binh quan|trung binh cong|average|mean)"
    r"(?:[ .:*-]*|[ .:*-]*[(=].*|[ .:*-]* \d.*|[ .*]*:.*|(?: \w+){1,4} ?: ?\d.*)"
)
"""What stands in a row that sums up the others, without accents: “Tổng cộng:”, “Cộng (I+II)”, “Tổng: 3 đơn vị”, “Tổng số xã: 12”.

Not “Cộng Hòa”, “tong-cot”, “Tổng số lao động”: communes, ids and targets begin with these words too. In the syntax
that Python and the engine of registers share.
"""
_SUMMARY = re.compile(SUMMARY)


_alias = cache(plain)
"""A name that we know, plain: every row that may be a header is compared with all of them."""
KEYS = {
    "name": ("ten",),
    "id": ("ma", "ma tieu chi", "stt"),
    "max": ("diem", "diem toi da", "toi da", "diem chuan", "thang diem"),
    "owner": ("phu trach", "nguoi phu trach", "bo phan", "don vi phu trach"),
    "owners": ("phu trach", "bo phan"),
    "evidence": ("minh chung", "tai lieu kiem chung"),
    "rule": ("cach tinh", "cach tinh diem", "quy tac"),
    "source": ("nguon",),
    "since": ("tu nam",),
    "until": ("den nam",),
    "areas": ("linh vuc",),
    "criteria": ("tieu chi",),
    "components": ("tieu chi thanh phan",),
    "actions": ("nhiem vu", "giai phap"),
    "product": ("san pham",),
    "due": ("thoi han", "han"),
    "effort": ("ngay cong",),
    "gain": ("diem tang",),
    "groups": ("nhom",),
    "ratings": ("xep loai",),
    "scale": ("thang diem",),
}
"""What people call keys of criteria.yaml in Vietnamese, without accents."""


_SAME = {
    r"\bkq\b": "ket qua",
    r"\bhs\b": "ho so",
    r"\btthc\b": "thu tuc hanh chinh",
    r"^thoi diem\b": "ngay",
    r"^thoi gian (?=tiep nhan|nhan(?! ket qua)|hen|ket thuc)": "ngay ",
}
"""What headings write in two ways. `Thời gian gửi`, `Thời gian trả kết quả` are not here: they may be the day, or the deadline."""


@cache
def _usual(plain_heading: str) -> str:
    """A heading without accents in the words of which there are others."""
    for written, usual in _SAME.items():
        plain_heading = re.sub(written, usual, plain_heading)
    return plain_heading


def match(header: Sequence[str], names: Mapping[str, tuple[str, ...]]) -> dict[str, list[int]]:
    """For each known column the positions in `header` that mean it."""
    named = {_alias(alias): column for column, known in names.items() for alias in known}
    aliases = {_usual(alias): column for alias, column in named.items()} | named
    found: dict[str, list[int]] = {}
    for position, cell in enumerate(header):
        if column := _meaning(plain(cell), aliases):
            found.setdefault(column, []).append(position)
    return {column: _ids_among(header, places) for column, places in found.items()}


def _ids_among(header: Sequence[str], places: list[int]) -> list[int]:
    """Of `Mã báo cáo` and `Tên báo cáo` the one with the ids, where one column alone says so."""
    ids = [place for place in places if plain(header[place]).startswith("ma ")]
    return ids if len(ids) == 1 else places


def _meaning(heading: str, aliases: Mapping[str, str]) -> str | None:
    """The column that a heading means: `due (hạn)`, `Hạn * (dd/mm/yyyy)` and `due / hạn` mean `due`.

    Of `Điểm (tối đa)` nobody can be sure, so it means none.
    """
    if column := aliases.get(heading) or aliases.get(_usual(heading)):
        return column
    remarks = [remark.strip(" *:") for remark in _REMARK.findall(heading)]
    parts = [part.strip(" *:") for part in _REMARK.sub(" ", heading).split("/")]
    others = [remark for remark in remarks if remark not in _REMARKS and not remark.isdecimal()]
    meanings = {aliases.get(_usual(" ".join(part.split()))) for part in (*parts, *others)}
    return meanings.pop() if len(meanings) == 1 else None


def is_total(text: str) -> bool:
    """Whether a cell says that its row is a total of the others, or an average: “Tổng cộng:”; see SUMMARY."""
    return _SUMMARY.fullmatch(plain(text)) is not None


def total_fault() -> tuple[str, str]:
    """What is wrong with such a row, and what to do."""
    return _("this row is a total or an average."), _("Delete the total row: cchc adds up itself.")


def key_meant(word: str, keys: Collection[str]) -> str:
    """The key that a word means in Vietnamese, else the nearest; blank where none is near."""
    called = [key for key in keys if plain(word) in KEYS.get(key, ())]
    return next(iter(called or get_close_matches(word, keys, n=1)), "")
