"""The words by which rows and cells of real tables are read: kinds of rows, titles, cells that hold no number.

Patterns are of plain letters (no accents, lower case). Those of headings stand in `headings`.
"""

import re

from cchc_cli.model.letters import plain
from cchc_cli.office.words.headings import usual

Lateness = tuple[int, int]
"""How late in an appraisal points were given, as a key: preliminary, rounds, after the explanation, final; the round."""

LEVEL_WORDS = (
    ("phần",),
    ("chương",),
    ("lĩnh vực", "nhóm", "mục", "lv"),
    ("nội dung", "tiêu chuẩn", "nd"),
    ("tiêu chí", "tc"),
    ("chỉ tiêu", "chỉ số", "ct", "cs"),
    ("tiêu chí thành phần", "chỉ số thành phần", "chỉ tiêu thành phần", "tctp", "cstp"),
)
"""Words before a number, from the highest level down; those of a line mean the same level."""
TOTAL = re.compile(
    r"(tong|cong|total)( (cong|diem|so|muc|linh vuc|phan|nhom|tieu chi|cac|chung|toan bo|[ivx]+|[a-h]|(lv|nd|tc) ?\d+|points|\d+)\b|\s*[:+=]|$)"
    r"|diem (tong|ket luan|cuoi cung|sau cung|chung cuoc)( |$)"
)
"""How rows begin that sum up others; what stands in brackets is left out."""
_PART = r"([ivx]+|[a-h]|\d+)"
ONLY_TOTAL = re.compile(
    rf"(tong|cong)( (so|cong|diem|toi da|chung|dat duoc|toan bo))*"
    rf"(?P<parts> ?\(?((muc|phan|linh vuc|nhom) {_PART}|{_PART}(?= ?[+,-]))( ?[+,-] ?{_PART})*\)?)?"
)
"""A name that says nothing but that it is a total: `TỔNG ĐIỂM (I+II)`, `Cộng điểm mục I`."""
WHOLE_TOTAL = re.compile(r".*\b(chung|toan bo|tat ca)\b.*")
SUMMARY_ROW = re.compile(
    r"((gia tri |diem |chi so |ket qua )*(trung binh|binh quan|trung vi|cao nhat|thap nhat|lon nhat|nho nhat)"
    r"|(gia tri |diem |chi so )?(tb|bq)(?= (chung|toan|ca|cua|cac|khoi)|$)|((tinh )?chung )?(toan|ca) (tinh|huyen|xa|quoc|nganh|nuoc|thanh pho)|(tinh )?chung( (cac|cua) .*)?$"
    r"|average|mean|median|highest|lowest)\b.*|"
)
"""Rows in tables of units that are no unit's; those that are called nothing, too."""
BLOCK = re.compile(r"((cac )?(khoi|cum|nhom)|cac)\b.*")
"""Rows between units that name those below them."""
MAX_ROW = re.compile(r"(diem |tong diem )?(toi da|chuan|thang diem)\b.*|thang diem.*|max(imum)?( points)?")
WEIGHT_ROW = re.compile(r"(trong so|ty trong|he so)\b.*")
NOT_APPLICABLE = re.compile(
    r"n/?a|k[/.]?a[/.]?d|k/?dg|kps?|(?:khong|ko|k)[ .]{0,2}(?:ap dung|ad|(thuc hien )?danh gia|(co )?phat sinh|ps"
    r"|thuoc (doi tuong|pham vi|nhiem vu|chuc nang|tham quyen)|co (doi tuong|nhiem vu|chuc nang|ho so|tthc|thu tuc|noi dung|phat sinh)|phai (thuc hien|cham|danh gia|xay dung))\b.*"
    r"|mien (danh gia|cham|tinh diem)\b.*|not applicable"
)
"""Cells that say that there is nothing to assess."""
RANK_WORDS = {
    word: place
    for place, words in enumerate(
        ("nhat", "nhi hai", "ba", "tu bon", "nam", "sau", "bay", "tam", "chin", "muoi"), start=1
    )
    for word in words.split()
}
"""`Thứ nhất`, `hạng nhì`."""
NOT_RANKED = re.compile(
    r"kxh|kxl|kk|khuyen khich|(?:khong|ko|k) ?(?:xep hang|xep loai|xet|tham gia|thuoc|cham)\b.*|not ranked"
    r"|(?:tam )?(?:thoi )?chua (?:duoc )?(?:xet )?xep (?:hang|loai|thu)\b.*|(?:cho|dang cho) xep (?:hang|loai)\b.*"
)
NOT_YET = re.compile(
    r"chua (?:(?:tu |thuc hien )?cham|(?:duoc )?tham dinh|danh gia|xac dinh|co (?:ket qua|diem|so lieu))\b.*"
)
"""Cells that say that points are to come. What was not handed in may have cost them."""
NOTHING = re.compile(r"khong|khong co( diem)?( (cong|thuong|tru|phat|vi pham))?( diem)?")
"""Cells of bonus and penalty points that say that there were none."""
NOT_HANDED_IN = re.compile(
    rf"(?:khong|chua|ko) (?:(?:duoc |thuc hien |tien hanh |to chuc )?(?:khao sat|dieu tra|lay (?:phieu|y kien))|(?:co|du) (?:phieu|mau|bao cao)"
    rf"|nop|gui|bao cao|cham|tu cham|thuc hien cham)\b.*|{NOT_YET.pattern}"
    r"|moi (?:thanh lap|sap nhap|chia tach|giai the)\b.*|(?:da )?(?:sap nhap|giai the)\b.*"
)
"""Cells that say that there is nothing yet, or never came."""
JUDGED = {"dat ✓": True, "khong dat ✓": False, "chua dat ✓": False}
"""Headings of ticks that say whether all points are given, or none, as they are put to a cell."""
ON_POINTS = re.compile(
    r"(?:(?:dat|ty le|ti le|tuong duong|bang) )*\d+(?:[.,]\d+)? ?%|(?:dat )?(?:diem )?toi da|(?:day )?du|dat|hoan thanh"
)
"""Remarks in brackets behind points that leave them as they are: `2 (đạt 100%)`."""
LESS_POINTS = re.compile(r"(?:(?:bi |da )?(?:tru|giam) |- ?)(.+)")
"""Those that say what was taken off: `1 (trừ 1 điểm)`."""
TICKS = frozenset(("x", "✓", "✔", "☑", "☒", "v", "+"))
"""Marks beside an option that was reached."""
BLANK = re.compile(r"[-–—−/\\….⊘ø∅_]*")
"""Cells that hold signs and say nothing."""
PLACEHOLDER = re.compile(r"[\\…._]*")
"""Those of them that only mark where to write."""

PLAIN_POINTS = re.compile(
    r"(so |tong )?diem( so)?( dat( duoc)?| cham| tru)?|(bi )?tru( diem)?|ket qua( cham)?( diem)?|dat( duoc)?|points?"
)
"""Headings of points of which only the title says whose they are."""
COUNTS = re.compile(r"(so )?(stt|tt)|so thu tu|no\.?|#")
"""Headings of numbers that may only count rows, beside a column of ids."""

MAXIMA = re.compile(r".*\btoi da\b.*|(thang|diem) (diem|chuan)\b.*|max(imum)?( points)?")
NO_UNIT = re.compile(
    r"(diem )?(tb|bq)( .*)?|.*\b(trung binh|binh quan|cao nhat|thap nhat|average|mean)\b.*|ty le.*|so (luong )?(don vi|xa|phuong|dia phuong|co quan|so nganh)\b.*"
)
"""What stands where a unit does, and sums units up."""
RESULT = re.compile(
    r".*(xep (hang|thu|loai)|thu hang|vi thu|phan (loai|nhom|tram))\b.*|hang|loai|nhom|rank(ing)?|rating|grade|%|percent|"
    r"t[yi] le.*|.*\b(chi so|index)\b.*|(tong|total)\b.*|.*\btong (so )?diem\b.*|diem tong.*|"
    r"nam truoc.*|.*so voi.*|tang.*giam.*"
)
"""Headings of what is made of points, besides totals: percentages, ranks, ratings."""
CASES = ("truong hop", "noi dung", "tieu chi", "muc")
BONUS = (
    *(
        "diem cong",
        "diem thuong",
        "diem uu tien",
        "diem khuyen khich",
        "bonus",
        "cong diem",
        "thuong diem",
        "cong them",
    ),
    *(
        f"{one}{sign}{other}"
        for one, other in (("thuong", "phat"), ("cong", "tru"))
        for sign in (", ", " ", "/", " - ")
    ),
    *(f"{case} {word} diem" for case in CASES for word in ("cong", "thuong", "duoc cong")),
)
PENALTY = (
    *("diem tru", "diem phat", "penalty", "tru diem", "phat diem", "giam tru"),
    *(f"{case} {word} diem" for case in CASES for word in ("tru", "bi tru")),
)
NAMED = re.compile(
    r"(?:tong |cac )?(?:diem (?:thuong|cong|uu tien|khuyen khich|tru|phat)|bonus|penalty"
    rf"|(?:{'|'.join(CASES)}) (?:bi |duoc )?(?:tru|cong|thuong) diem)(?: them| thuong| phat| points)?"
    r"(?: (?:muc|phan|nhom|linh vuc) (?:[ivx]+|[a-h]|\d+))?"
    r"(?: ?[:(-]? ?(?:(?:toi da|khong qua|max)(?: la)?)?[ :]*(?P<points>[+-]?\d+(?:[.,]\d+)?)? ?(?:diem|d)?\)?)?"
)
"""A row that is called so and says no more than its most points: `Điểm thưởng (tối đa 2 điểm)`."""
WEIGHT = re.compile(r"\b(trong so|ty trong)\b|%|phan tram")
"""Headings of maxima that are written as percentages, `60%`, and count as points."""
SECTION = re.compile(
    r"(lĩnh vực|phần|mục|nhóm)\s+(\d|[IVXL]+\b)|(tiêu chuẩn|tiêu chí|nội dung|trụ cột)\s+(\d{1,2}|[IVXL]+)\s*[:.–-]",
    re.IGNORECASE,
)
"""How names of areas begin that hold their number."""
NOTE = re.compile(r"ghi chu|luu y|chu thich|chu y")
"""Rows that speak of the table, not of the component above them."""
REMARK = re.compile(r"\(|ghi chu|luu y|chu thich|trong do|can cu|truong hop")
"""Lines among those of a rule that are no part of it."""
TITLE_WORDS = ("chi so", "bo tieu chi", "bang tieu chi", "tieu chi", "index", "criteria")
"""Words in the title of an index, the most telling first."""
OF_ITS_OWN = re.compile(r"(phu luc|bo (tieu chi|chi so)|bang (tieu chi|cham diem)|phieu (cham|danh gia))\b")
"""How the titles of annexes begin: what stands below is a framework by itself, no area of the one before."""
NO_TITLE = re.compile(r"[(\[]|can cu|kem theo|ban hanh kem|theo |thuc hien |dieu \d|xet |ghi chu|\d+\. |.*[:;]$")
"""Lines that speak of an index without naming it: a decision's preamble, remarks in brackets."""
ADDRESSED = re.compile(r"noi nhan|kinh gui|luu:|[-–+*] ?|.*;$")
"""Lines of those to whom a paper is sent: they say nothing of whose points stand below."""
FAULTS = re.compile(
    r"^(?!.*không (?:có|để|bị|phát sinh|xảy ra|lỗi|sai|vi phạm|chậm|trễ|quá hạn|vắng|thiếu)).*"
    r"(?:\b(?:lỗi|sai|vi phạm|chậm|trễ|quá hạn|muộn|vắng|khiếu nại|tố cáo|kỷ luật|(?<!thiết )(?<!trang )(?<!chuẩn )bị|thiếu(?! nhi)|chưa)\b"
    r"|\bkhông\b(?! (?:quá|vượt)))"
)
"""What nobody gets points for, in the letters of a text."""
SOURCES = (
    ("survey", ("dieu tra", "khao sat", "xa hoi hoc", "xhh", "sipas")),
    ("register", ("phan mem", "he thong", "du lieu")),
    ("self", ("tu cham", "tu danh gia")),
    ("appraisal", ("tham dinh",)),
)
"""How a component is assessed, by words of its cell."""


def sources_of(text: str) -> list[str]:
    """The ways of assessing that a text names, the most telling first."""
    said = plain(text)
    return [source for source, words in SOURCES if any(word in said for word in words)]


FINAL = re.compile(r"\b(chinh thuc|cuoi cung|duyet|cong nhan|ket qua cuoi|thong nhat|ket luan|chot|quyet dinh)\b")
AFTER = re.compile(r"\b(giai trinh|phuc tra|phuc khao|dieu chinh|(cham|tham dinh|danh gia|xet) lai)\b")
BEFORE = re.compile(r"\b(so bo|ban dau|du kien|truoc (khi )?(giai trinh|dieu chinh|phuc tra))\b")
NO_COMPONENT = re.compile(r"(diem |gia tri )?(trung binh|binh quan|quy doi)\b.*")
"""Rows of what is made of the total, among components."""
ROUND = re.compile(r"\b(?:lan|dot|vong) ?(?:thu )?(\d+|i{1,3}|iv|mot|nhat|dau|hai|ba|bon|tu|cuoi)\b")
ROUNDS = {
    **{"i": 1, "mot": 1, "nhat": 1, "dau": 1, "ii": 2, "hai": 2, "iii": 3, "ba": 3},
    **{"iv": 4, "bon": 4, "tu": 4, "cuoi": 99},
}
COUNCIL = re.compile(r"\b(hoi dong|co tham quyen)\b")
OFFICE = re.compile(r"\b(so(?! (?:bo|voi|diem|lieu|luong|ho so|phieu|thu)\b)|phong|snv|pnv|chi cuc|to(?! chuc\b))\b")
"""An office that prepares what a council decides."""
PEERS = re.compile(r"\b(cum|khoi thi dua|cheo)\b")
"""Units that score each other before that."""


def round_of(text: str) -> int:
    """The round of an appraisal that a plain heading says; 0 without one."""
    match = ROUND.search(usual(text))
    return 0 if match is None else ROUNDS.get(match[1]) or int(match[1])


def lateness(heading: str) -> Lateness:
    """How late in the appraisal a heading stands: preliminary, rounds, after the explanation, final."""
    text = plain(heading)
    number = round_of(text)
    if BEFORE.search(text):
        return 0, number
    if FINAL.search(text):
        return 3, number
    if AFTER.search(text):
        return 2, number
    return (0, 1) if number == 1 else (1, number)


def councils_last(ranks: dict[int, Lateness], headings: dict[int, str]) -> None:
    """An office, and the peers of a cluster left of it, prepare what a council decides; beside anything else the place of an
    office is not known."""
    left = {at: usual(plain(headings[at])) for at, rank in ranks.items() if rank == (1, 0)}
    peers, offices, councils = ({*_taken(left, words)} for words in (PEERS, OFFICE, COUNCIL))
    ranks |= dict.fromkeys(councils if peers | offices else (), (1, 50))
    if not left and max(peers, default=0) < min(offices, default=0):
        ranks |= dict.fromkeys(offices, (1, 20))


def _taken(plains: dict[int, str], words: re.Pattern[str]) -> list[int]:
    """The columns whose headings have such words, taken from those that are left."""
    found = [at for at, text in plains.items() if words.search(text)]
    for at in found:
        del plains[at]
    return found
