"""Every word by which real tables are read: headings, kinds of rows, cells that hold no number. One line a spelling.

Patterns are of plain letters (no accents, lower case), in each list the most specific first: the first that fits holds.
"""

import re
from functools import lru_cache

from cchc_cli.model.letters import plain

LEVEL_WORDS = (
    ("phần",),
    ("chương",),
    ("lĩnh vực", "nhóm", "mục", "lv"),
    ("nội dung", "tiêu chuẩn", "nd"),
    ("tiêu chí", "tc"),
    ("chỉ tiêu", "chỉ số", "ct", "cs"),
    ("tiêu chí thành phần", "chỉ số thành phần", "chỉ tiêu thành phần", "tctp"),
)
"""Words before a number, from the highest level down; those of a line mean the same level."""
NOUNS = (
    r"(?:don vi|xa|phuong|thi tran|dac khu|co quan(?: ngang bo| chuyen mon)?|dia phuong|so|ban|nganh|phong(?: ban)?|huyen"
    r"|quan|thi xa|thanh pho|tp|tx|tt|tinh|bo|vien|truong|chi cuc|cuc|trung tam|khu vuc|to chuc|ubnd)"
)
ALONE = r"(?:don vi|xa|phuong|thi tran|dac khu|co quan(?: ngang bo)?|dia phuong|huyen|quan|thi xa|tinh|bo|cac so|to chuc|ubnd)"
UNIT = (
    rf"(?:ten )?(?:cac )?(?:ubnd )?(?:cac )?(?:cap )?(?:{ALONE}|{NOUNS}(?:(?: ?[,/–-] ?| va | )(?:cac )?{NOUNS})+)"
    r"( hanh chinh)?( (duoc danh gia|cap (tinh|huyen|xa)|truc thuoc.*))?|units?"
)
"""Headings of units: `Đơn vị`, `Xã, phường, đặc khu`, `Sở - ban - ngành`."""
SYNONYMS = (
    (re.compile(r"\btham tra\b"), "tham dinh"),
    (re.compile(r"\btu (?:xac dinh|cho diem|nhan diem|ra soat|kiem tra)\b"), "tu cham"),
    (re.compile(r"\b(?:chot|xac nhan)\b"), "cong nhan"),
    (re.compile(r"\b(diem) (?:khuyen khich|uu tien)\b"), r"\1 cong"),
    (re.compile(r"\b(diem) (?:vi pham|sai pham|bi tru|che tai)\b"), r"\1 tru"),
)
"""Words of headings that mean what another one does, by which they are known."""
REMARKS = r"(?:ghi chu|ly do|nguyen nhan|nhan xet|y kien)"
BODIES = (
    r"(?:do )?(?:don vi (?=cap tren))?(?:ubnd |uy ban nhan dan )?(?:cap )?(?:huyen|quan|thi xa|thanh pho|tp|tinh|so noi vu|phong noi vu|snv|sonv|pnv"
    r"|hoi dong|to (?:cong tac|cham|giup viec)|cum(?: thi dua)?|khoi(?: thi dua)?|tren|co tham quyen"
    r"|so(?! (?:diem|lieu|luong|ho so|phieu|thu|tieu chi)\b)"
    r"|co quan (?:cap tren|chuyen mon|tham dinh)|lanh dao|tap the|thu truong|doan (?:kiem tra|tham dinh|cong tac|phuc tra)|cap tren)"
)
"""Who gives official points."""

TOTAL = re.compile(
    r"(tong|cong|total)( (cong|diem|so|muc|linh vuc|phan|nhom|tieu chi|cac|chung|toan bo|[ivx]+|[a-h]|points|\d+)\b|\s*[:+=]|$)"
    r"|diem tong( |$)"
)
"""How rows begin that sum up others; what stands in brackets is left out."""
ONLY_TOTAL = re.compile(
    r"(tong|cong)( (so|cong|diem|toi da|chung|dat duoc|toan bo))*( ?\(?(muc |phan )?([ivx]+|[a-h]|\d+)( ?[+,-] ?([ivx]+|[a-h]|\d+))+\)?)?"
)
"""A name that says nothing but that it is a total: `TỔNG ĐIỂM (I+II)`."""
WHOLE_TOTAL = re.compile(r".*\b(chung|toan bo|tat ca)\b.*")
SUMMARY_ROW = re.compile(
    r"((gia tri |diem |chi so |ket qua )*(trung binh|binh quan|trung vi|cao nhat|thap nhat|lon nhat|nho nhat)|toan (tinh|huyen|xa|quoc)"
    r"|average|mean|median|highest|lowest)\b.*"
)
"""Rows in tables of units that are no unit's."""
BLOCK = re.compile(r"((cac )?(khoi|cum|nhom)|cac)\b.*")
"""Rows between units that name those below them."""
MAX_ROW = re.compile(r"(diem |tong diem )?(toi da|chuan|thang diem)\b.*|thang diem.*|max(imum)?( points)?")
WEIGHT_ROW = re.compile(r"(trong so|ty trong|he so)\b.*")
NOT_APPLICABLE = re.compile(
    r"n/?a|k[/.]?a[/.]?d|k/?dg|kps?|(?:khong|ko|k)[ .]?(?:ap dung|ad|(thuc hien )?danh gia|(co )?phat sinh|ps"
    r"|thuoc (doi tuong|pham vi|nhiem vu|chuc nang)|co (doi tuong|nhiem vu|chuc nang|ho so))\b.*"
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
NOT_RANKED = re.compile(r"kxh|kxl|(?:khong|ko|k) ?(?:xep hang|xep loai|xet|tham gia|thuoc|cham)\b.*|not ranked")
NOT_YET = re.compile(
    r"chua (?:(?:tu |thuc hien )?cham|(?:duoc )?tham dinh|danh gia|xac dinh|co (?:ket qua|diem|so lieu))\b.*"
)
"""Cells that say that points are to come. What was not handed in may have cost them."""
NOT_HANDED_IN = re.compile(
    rf"(?:khong|chua|ko) (?:nop|gui|bao cao|co bao cao|cham|tu cham|thuc hien cham)\b.*|{NOT_YET.pattern}"
    r"|moi (?:thanh lap|sap nhap|chia tach|giai the)\b.*|(?:da )?(?:sap nhap|giai the)\b.*"
)
"""Cells that say that there is nothing yet, or never came."""
TICKS = frozenset(("x", "✓", "✔", "☑", "v", "+"))
"""Marks beside an option that was reached."""
BLANK = frozenset(("", "-", "//", "///", "--", "…", "...", "/", "\\", "⊘", "ø", "∅", "."))
"""Cells that hold a sign and say nothing."""

PLAIN_POINTS = re.compile(r"(so |tong )?diem( so)?( dat( duoc)?| cham)?|ket qua( cham)?( diem)?|dat( duoc)?|points?")
"""Headings of points of which only the title says whose they are."""
COUNTS = re.compile(r"(so )?(stt|tt)|so thu tu|no\.?|#")
"""Headings of numbers that may only count rows, beside a column of ids."""

OF_COMPONENTS: tuple[tuple[str, str], ...] = (
    (
        "number",
        r"(so )?(stt|tt)|so thu tu|ma( so)?( (tieu chi|chi tieu|chi so|noi dung|tctp|tc))?|ky hieu|no\.?|#|id|code|component",
    ),
    ("year", r"nam|year"),
    (
        "own_note",
        rf"(?!.*\b(tham dinh|cham diem)\b){REMARKS}\b.*\b(don vi|xa|phuong|co quan|dia phuong|tu (cham|danh gia|tru))\b.*",
    ),
    ("note", rf"{REMARKS}\b.*"),
    ("target", r"(kpis?|chi tieu|muc|ke hoach|so luong)( \w+){0,2} (yeu cau|giao|phan dau)( .*)?|kpis?"),
    (
        "appraised1",
        r".*(tham dinh|\btd\b).*(lan|dot|vong) ?(1|i|mot|thu nhat|dau)\b.*|appraised1|(diem )?(lan|vong) (1|i)|so bo"
        r"|(?!.*\btu (cham|danh gia)\b).*\b(diem|tham dinh|cham)\b.*\bso bo\b.*",
    ),
    (
        "score",
        r".*(tham dinh|\btd\b).*(lan|dot|vong) ?(\d|ii+|hai|thu hai|ba|thu ba|cuoi)\b.*|score|(diem )?(lan|vong) (\d|ii+)"
        # Points after the explanation: those that are asked for (đề nghị, kiến nghị) are not given yet.
        r"|(?!.*\b(tu (cham|danh gia)|(de|kien) nghi)\b)"
        r"(so )?(diem|ket qua (tham dinh|cham)|tham dinh)\b.*\b(giai trinh|phuc tra|dieu chinh|phuc khao)\b.*",
    ),
    (
        "self",
        r".*\btu (cham|danh gia|dg|tinh)\b.*|self(.score)?"
        r"|(diem )?(ubnd )?(don vi|xa|phuong|dia phuong)( tu)? cham( diem)?",
    ),
    (
        "survey",
        r"(?!.*\bmau\b)(ket qua |diem )?(dtxhh|xhh|(dieu tra|khao sat)( xa hoi hoc| xhh)?|xa hoi hoc|sipas)( \(?%?\)?)?",
    ),
    ("appeal", r"(?!(so )?diem\b).*(giai trinh|kien nghi|phuc tra).*|appeal"),
    ("evidence", r".*(kiem chung|minh chung|chung minh).*|evidence"),
    ("owner", r".*(phu trach|chu tri|tham muu|chiu trach nhiem|dau moi|theo doi|trach nhiem thuc hien).*|owner"),
    ("source", r"(hinh thuc|phuong thuc|nguon).*(danh gia|cham|so lieu)?|source"),
    (
        "score",
        r".*\btham dinh\b.*|.*diem (duoc )?(chinh thuc|cong nhan|(phe )?duyet|dat( duoc)?|cham|cuoi cung|thong nhat|ket luan|con lai)\b.*|ket qua cham.*"
        rf"|(diem |ket qua )?{BODIES}( \w+){{0,4}} (cham|danh gia|tham dinh|td|dg|duyet|cho)( diem)?|diem (danh gia )?(cua )?{BODIES}|diem danh gia|(diem )?duyet"
        r"|dat duoc|(duoc )?(cong nhan|phe duyet)|(diem )?(ket qua )?(chinh thuc|cuoi cung)|ket qua (duoc )?(cong nhan|phe duyet)",
    ),
    ("grounds", r"can cu (de )?(tinh|cham|danh gia|xac dinh)( diem)?"),
    (
        "rule",
        r".*(cach|phuong phap|huong dan|quy dinh|tieu chuan|can cu|thang|cong thuc|nguyen tac) (tinh|cham|danh gia|xac dinh)( diem)?.*|huong dan|muc do (danh gia|dat).*|(cac )?muc( do)?( (danh gia|dat|hoan thanh|thuc hien|phan loai))?|bieu diem.*|rule",
    ),
    ("extra", r".*\bdiem (cong|thuong|tru|phat)\b.*(toi da|chuan)\b.*"),
    ("max", r".*(toi da|thang diem|diem chuan|diem quy dinh|khung diem|diem tran|so diem)\b.*|max(imum)?( points)?"),
    ("value", r"(gia tri|ket qua thuc hien|so lieu|ty le dat duoc|thuc hien)( \(?%\)?)?|value"),
    ("note", r".*(ghi chu|ly do|nguyen nhan|nhan xet).*|notes?"),
    ("unit", UNIT),
    ("area", r"(ten )?linh vuc( danh gia)?|area"),
    ("part", r"(ten )?tieu chi thanh phan|thanh phan"),
    (
        "name",
        r".*(tieu chi|linh vuc|noi dung|chi tieu|chi so|tieu chuan|nhiem vu|danh muc|hang muc|tru cot).*|name|ten|criteria|criterion",
    ),
    ("points", r"diem( so)?|points|tong( so)? diem|muc (cham )?diem|diem (cham|thanh phan|cho)"),
    ("weight", r"(trong so|ty trong|he so)( diem)?"),
    ("short", r"(diem )?td"),
    ("short_self", r"(diem )?tc"),
)
"""Headings in tables of components (annexes, score sheets)."""

OF_UNITS: tuple[tuple[str, str], ...] = (
    (
        "other",
        r"ghi chu.*|notes?|ly do.*|nguyen nhan.*|dan so.*|ma( so)?( .*)?|(tong )?so (tieu chi|phieu|ho so|luong).*",
    ),
    (
        "percent",
        r"quy doi|(?!.*\b(tang|giam|nam truoc|chenh lech)\b)(.*\b(ty le|ti le|phan tram)\b.*|%.*|.*%|percent(age)?)",
    ),
    (
        "change",
        r"(so|so sanh|doi chieu)( voi)?( nam (truoc|lien truoc))?|(muc |so )?(bac |diem |thu hang |ty le )?"
        r"(tang|giam|tang ?[/,–-] ?giam|tang hoac giam|tang giam|chenh lech|bien dong|thay doi|su thay doi)"
        r"( (bac|diem|hang|thu hang|xep hang|chi so|ty le|cchc|%))*( (so|cua nam|nam) .*)?"
        r"|.*\b(tang|giam|so voi|so sanh)\b.*\b(nam|truoc)\b.*|\+ ?/ ?-|change",
    ),
    (
        "rank",
        r"(?!diem\b|nhom\b).*\b(xep (hang|thu)|thu (hang|bac)|vi (thu|tri))\b.*|hang|thu tu xep.*|rank(ing|ed)?( .*)?",
    ),
    (
        "rating",
        r".*\b(xep loai|phan loai|phan nhom|xep nhom|nhom xep hang|xep muc|danh hieu)\b.*|loai|nhom|muc( do)? (hoan thanh|danh gia|dat|xep).*"
        r"|rating|grade",
    ),
    ("group", r"khoi( .*)?|cum( thi dua)?|group"),
    ("max", r".*\b(toi da|thang diem|diem chuan|diem quy dinh)\b.*|diem tran|max(imum)?( points| score)?"),
    ("bonus", r"(.*\b)?diem (thuong|cong)( them| thuong)?|thuong|bonus.*"),
    ("penalty", r".*\bdiem (tru|phat)\b.*|tru diem|penalt(y|ies).*"),
    ("self", r".*\btu (cham|danh gia|tinh)\b.*|self.*"),
    ("appraised1", r".*\b(lan|dot|vong) (1|i|mot|thu nhat|dau)\b.*|so bo|diem so bo"),
    ("index", r"(gia tri |diem )?(chi so|muc do) hai long( \w+){0,4} (chung|tong hop|tong the)"),
    ("area", r"(chi so |diem )?(thanh phan|noi dung|linh vuc).*|cs ?tp.*|.*\b(hai long|sipas)\b.*"),
    (
        "total",
        r"cong|ca nam|(tong|total)( (so|cong|diem|chung|hop|dat|points?|score|cuoi cung|sau|ket qua|quy doi)\b.*)?"
        r"|.*\btong (so )?diem\b.*|diem (tong|chung|cuoi|binh quan chung).*",
    ),
    (
        "index",
        r"(gia tri |ket qua |diem )?(chi so|index|par ?-?index|par|pai)( (chung|tong hop|cchc|cai cach hanh chinh|par ?-?index|dat.*|"
        r"cua.*|nam.*|index.*|thuc hien.*|\d{4}.*))*|.*\b(chi so (cchc|cai cach)|par ?-?index)\b.*|.*\bindex\b.*",
    ),
    (
        "points",
        r"(so )?diem( so)?( nam.*)?|diem (dat|tham dinh|danh gia|cham|cchc|cong nhan|phe duyet|chinh thuc|ket luan|quy doi|"
        r"sau|hoi dong|xep hang|thuc te|cong bo|thi dua|thanh tich|ket qua).*|so diem (dat|duoc|cham|tham dinh).*"
        r"|ket qua( .*)?|.*\btham dinh\b.*|gia tri( dat.*)?|cchc|cai cach hanh chinh|dat( duoc)?|points?|scores?",
    ),
)
"""Headings in tables of units (published results); nothing in brackets."""

AREA = re.compile(
    r".*\b(linh vuc|chi dao|dieu hanh|the che|thu tuc|tthc|mot cua|bo may|cong vu|cong chuc|tai chinh|chinh (quyen|phu) dien tu|"
    r"chuyen doi so|hien dai hoa|hai long|sipas|tac dong|kinh te|xa hoi|xhh|khao sat|dieu tra|tham dinh|thanh phan|cstp|lv|"
    r"noi dung|tieu chi|phap luat|van ban|thuong|cong|tru|survey|area)\b.*|(lv|cstp|cs|tc|nd) ?\d.*|[ivx]+|\d{1,2}"
)
"""What areas and stages are called: with such a heading a column is known to be a part of the total."""
INDEX = re.compile(r".*\b(sipas|ddci|dgi|ict|papi|pci|index|chi so|diem so|par)\b.*")
"""Names of indices: such a column before the ranks is what they follow, though areas are called so as well."""
CONTAINER = re.compile(
    r"(nam )?(19|20)\d\d|(ket qua|tong hop|danh gia|trong do|diem|cham|chi so|noi dung|cac|ket|tong|xep|gia tri|par|cai cach hanh chinh|cchc)\b.*|cai cach"
)
"""Headings above columns that are not the name of an area."""
PREVIOUS = re.compile(r".*\b(nam|ky|dot) (truoc|ngoai|lien truoc|lien ke)\b.*|prev(ious)?\b.*|last year.*")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
COLUMN_YEAR = re.compile(r"\bnam (20\d\d)\b|(?<![/.-])\b(20\d\d)$")
"""The year that a column's heading says; that of a decision in it (QĐ 12/2023) is none."""
MAXIMA = re.compile(r".*\btoi da\b.*|(thang|diem) (diem|chuan)\b.*|max(imum)?( points)?")
NO_UNIT = re.compile(r".*\b(trung binh|binh quan|cao nhat|thap nhat|average|mean)\b.*|ty le.*|so don vi.*")
"""What stands where a unit does, and sums units up."""
RESULT = re.compile(
    r".*(xep (hang|thu|loai)|thu hang|vi thu|phan (loai|nhom|tram))\b.*|hang|loai|nhom|rank(ing)?|rating|grade|%|percent|"
    r"t[yi] le.*|.*\b(chi so|index)\b.*|(tong|total)\b.*|.*\btong (so )?diem\b.*|diem tong.*|"
    r"nam truoc.*|.*so voi.*|tang.*giam.*"
)
"""Headings of what is made of points, besides totals: percentages, ranks, ratings."""
CASES = ("truong hop", "noi dung", "tieu chi", "muc")
BONUS = (
    *("diem cong", "diem thuong", "diem uu tien", "diem khuyen khich", "bonus"),
    *(f"{case} {word} diem" for case in CASES for word in ("cong", "thuong", "duoc cong")),
)
PENALTY = (
    *("diem tru", "diem phat", "penalty"),
    *(f"{case} {word} diem" for case in CASES for word in ("tru", "bi tru")),
)
NAMED = re.compile(
    r"(?:tong |cac )?(?:diem (?:thuong|cong|uu tien|khuyen khich|tru|phat)|bonus|penalty"
    rf"|(?:{'|'.join(CASES)}) (?:bi |duoc )?(?:tru|cong|thuong) diem)(?: them| thuong| phat| points)?"
    r"(?: ?[:(-]? ?(?:(?:toi da|khong qua|max)(?: la)?)?[ :]*(?P<points>[+-]?\d+(?:[.,]\d+)?)? ?(?:diem|d)?\)?)?"
)
"""A row that is called so and says no more than its most points: `Điểm thưởng (tối đa 2 điểm)`."""
EACH_OPTION = re.compile(
    r"(muc|thang) (cham )?diem|muc diem (cham|dat|cua tung muc)|diem (cua |cho |theo )?(tung|moi|cac) muc( do)?"
)
"""Headings of points for each option, where another column holds the maximum."""
SECTION = re.compile(r"(lĩnh vực|phần|mục|nhóm)\s+(\d|[IVXL]+\b)", re.IGNORECASE)
"""How names of areas begin that hold their number."""
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
SOURCES = (
    ("survey", ("dieu tra", "khao sat", "xa hoi hoc")),
    ("register", ("phan mem", "he thong", "du lieu")),
    ("self", ("tu cham", "tu danh gia")),
    ("appraisal", ("tham dinh",)),
)
"""How a component is assessed, by words of its cell."""
FINAL = re.compile(r"\b(chinh thuc|cuoi cung|duyet|cong nhan|ket qua cuoi|thong nhat|ket luan|chot)\b")
AFTER = re.compile(r"\b(giai trinh|phuc tra|phuc khao|dieu chinh|(cham|tham dinh|danh gia|xet) lai)\b")
BEFORE = re.compile(r"\b(so bo|ban dau|du kien|truoc (khi )?(giai trinh|dieu chinh|phuc tra))\b")
TAKEN_OFF = re.compile(r"(so |muc )?diem (bi )?tru|tru( diem)?")
"""Headings of what is taken off: beside points, whatever stands above."""
NO_COMPONENT = re.compile(r"(diem |gia tri )?(trung binh|binh quan|quy doi)\b.*")
"""Rows of what is made of the total, among components."""
ROUND = re.compile(r"\b(?:lan|dot|vong) ?(?:thu )?(\d+|i{1,3}|iv|mot|nhat|dau|hai|ba|bon|tu|cuoi)\b")
ROUNDS = {
    **{"i": 1, "mot": 1, "nhat": 1, "dau": 1, "ii": 2, "hai": 2, "iii": 3, "ba": 3},
    **{"iv": 4, "bon": 4, "tu": 4, "cuoi": 99},
}
COUNCIL = re.compile(r"\bhoi dong\b")
OFFICE = re.compile(
    r"\b(so noi vu|phong noi vu|snv|pnv|cum(?: thi dua)?|khoi thi dua|to (tham dinh|cong tac|cham|giup viec))\b"
)


@lru_cache(maxsize=8)
def _patterns(words: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((role, re.compile(pattern)) for role, pattern in words)


def first_fit(words: tuple[tuple[str, str], ...], text: str) -> str | None:
    """The first role of a list whose pattern is the whole of a plain text; None where none is."""
    return next((role for role, pattern in _patterns(words) if pattern.fullmatch(text)), None)


def usual(text: str) -> str:
    """A plain heading with its words by which they are known."""
    for words, usual_one in SYNONYMS:
        text = words.sub(usual_one, text)
    return text


def said(text: str) -> str:
    """A heading as it is compared: nothing in brackets, except where there is nothing else."""
    folded = plain(re.sub(r"\(.*?\)|\[.*?\]", " ", text)) or plain(text).strip("()[]")
    return usual(re.sub(r"[\s:;.*]+$", "", folded))


def word_of(text: str) -> str | None:
    """What a heading says that its column is, one of OF_UNITS; None where it is no word of these."""
    folded = said(text)
    bare = re.sub(r"\b(nam )?(19|20)\d\d\b", "", folded).strip()
    return first_fit(OF_UNITS, bare) if bare else None


def role_of(text: str) -> str | None:
    """Of a heading in a table of components: rank, rating, percent, index, max, change, other; else None."""
    word = word_of(text)
    return word if word in ("rank", "rating", "percent", "index", "max", "change", "other") else None


def year_of(texts: list[str]) -> int | None:
    """The year that headings name, the lowest first; None without one."""
    return next((int(match[1]) for text in reversed(texts) if (match := YEAR.search(text))), None)


def column_year(texts: list[str]) -> int | None:
    """The year that the headings of a column of points say, the lowest first."""
    found = (COLUMN_YEAR.search(plain(text).strip(" ().:*")) for text in reversed(texts))
    return next((int(match[1] or match[2]) for match in found if match), None)
