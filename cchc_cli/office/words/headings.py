"""What columns of real tables hold, by their headings: every word, and what each reader makes of such a column.

Patterns are of plain letters (no accents, lower case), in each list the most specific first: the first that fits holds.
"""

import re

from cchc_cli.model.letters import plain, remembered

NOUNS = (
    r"(?:don vi|xa|phuong|thi tran|dac khu|co quan(?: ngang bo| chuyen mon)?|dia phuong|so|ban|nganh|phong(?: ban)?|huyen"
    r"|quan|thi xa|thanh pho|tp|tx|tt|tinh|bo|vien|truong|chi cuc|cuc|trung tam|khu vuc|to chuc|ubnd)"
)
A_UNIT = re.compile(rf"{NOUNS} \S")
"""How names of units begin."""
A_BODY = re.compile(
    rf"(cac )?({NOUNS}|van phong|thanh tra|cong an|uy ban|hoi dong|to|doan|bao hiem|kho bac|toa an|mat tran|ban ngu) \S"
)
"""How names of those begin who appraise."""
ALONE = r"(?:don vi|xa|phuong|thi tran|dac khu|co quan(?: ngang bo)?|dia phuong|huyen|quan|thi xa|tinh|bo|cac so|to chuc|ubnd)"
UNIT = (
    rf"(?:ten )?(?:cac )?(?:ubnd )?(?:cac )?(?:cap )?(?:{ALONE}|{NOUNS}(?:(?: ?[,/–-] ?| va | )(?:cac )?{NOUNS})+)"
    r"( hanh chinh)?( (duoc danh gia|moi|hien nay|sau (sap xep|sap nhap|hop nhat)|cap (tinh|huyen|xa)|truc thuoc.*))?"
    rf"|ten {NOUNS}|unit( name)?s?"
)
"""Headings of units: `Đơn vị`, `Xã, phường, đặc khu`, `Sở - ban - ngành`."""
BARE_NAME = re.compile(r"(ho (va |, )?)?ten|name|(khoi|cum)( co quan| thi dua)?")
"""Headings of names that say not of what."""
SYNONYMS = (
    (re.compile(r"\btham tra\b"), "tham dinh"),
    (re.compile(r"\btu (?:xac dinh|cho diem|nhan diem|ra soat|kiem tra)\b"), "tu cham"),
    (re.compile(r"\b(?:chot|xac nhan)\b"), "cong nhan"),
    (re.compile(r"\btdg\b"), "tu danh gia"),
    (re.compile(r"\b(td|tc|tham dinh|tu cham) ?(?:l ?)?(?=\d\b)"), r"\1 lan "),
    (re.compile(r"\bhdtd\b"), "hoi dong tham dinh"),
    (re.compile(r"\b(diem) (?:khuyen khich|uu tien)\b"), r"\1 cong"),
    (re.compile(r"\b(diem) (?:vi pham|sai pham|bi tru|che tai)\b"), r"\1 tru"),
)
"""Words of headings that mean what another one does, by which they are known."""
REMARKS = r"(?:ghi chu|dien giai|ly do|nguyen nhan|nhan xet|y kien)"
BODIES = (
    r"(?:do )?(?:don vi (?=cap tren))?(?:ubnd |uy ban nhan dan )?(?:cap )?(?:huyen|quan|thi xa|thanh pho|tp|tinh|so noi vu|snv|sonv|pnv|phong"
    r"|hoi dong|to(?! (?:chuc|trinh|khai|dan pho)\b)|van phong|ban (?:chi dao|giam khao)|cum(?: thi dua)?|khoi(?: thi dua)?|tren|co tham quyen"
    r"|so(?! (?:diem|lieu|luong|ho so|phieu|thu|tieu chi)\b)"
    r"|chu tich|co quan (?:cap tren|chuyen mon|tham dinh)|lanh dao|tap the|thu truong|doan (?:kiem tra|tham dinh|cong tac|phuc tra)|cap tren)"
)
"""Who gives official points."""
OF_APPRAISERS = re.compile(rf"\b(?:tham dinh|cham|duyet|{BODIES})\b")
"""Headings that say so."""

MEANINGS = {
    "number": "label named read same",
    "name": "label named read same component",
    "area": "label named read component",
    "part": "label named read same component",
    "unit": "label apart",
    "year": "text apart",
    "max": "read same component known own dated",
    "rule": "text read own",
    "rule_points": "text read",
    "evidence": "text read own",
    "owner": "text read",
    "source": "text read",
    "value": "text apart same component field points dated",
    "self": "apart same component field points known dated",
    "appraised1": "apart same component field points known dated",
    "score": "apart same component field points known dated",
    "survey": "apart same component known dated",
    "appeal": "text apart field dated",
    "note": "text read apart field own dated",
    "own_note": "text apart own",
    "target": "text read",
    "whom": "text read",
    "appraiser": "text",
    "other": "own",
    "deducted": "own",
    "failed": "text",
    "result": "component",
    "points": "component",
    "short": "component",
    "weight": "component",
}
"""What a column of components can hold, and what each reader makes of it. What no reader takes is told as not read.

- label: by it rows are known; named: it says which component
- read: a framework has it; apart: in a framework's table it says nothing
- field: a score file has it, in this order; points: as points; dated: each year may have its own
- text: whatever figures stand there, they are no points to audit; known: points for certain
- own: its heading holds whatever stands above it: `Thẩm định` above `Ghi chú` are no points
- same: by it tables below one another are the same one; component: a table with components, or points, has one
"""


def used(use: str) -> tuple[str, ...]:
    """The meanings that a reader uses so."""
    return tuple(name for name, uses in MEANINGS.items() if use in uses.split())


OF_COMPONENTS: tuple[tuple[str, str], ...] = (
    (
        "number",
        r"(so )?(stt|tt)|so thu tu|ma( so)?( (tieu chi|chi tieu|chi so|noi dung|tctp|tc))?|ky hieu|no\.?|#|id|code|component",
    ),
    ("year", r"nam|year"),
    (
        "deducted",
        r"(?!.*\b(sau|truoc|con|cong|thuong|toi da|chuan|muc|noi dung|ly do|nguyen nhan|can cu|luu tru|cu tru|tru (so|cot|luong))\b)"
        r"(.*\bdiem\b.*\btru|(.*\b(tu|bi) )?tru|.*\btru diem)\b.*",
    ),
    ("other", r"muc (diem )?(bi )?tru( .*)?"),
    ("appeal", r"(y kien|ly do|noi dung) (giai trinh|kien nghi|de nghi|phuc tra|phuc khao)\b.*"),
    (
        "own_note",
        rf"(?!.*\b(tham dinh|cham diem)\b){REMARKS}\b.*\b(don vi|xa|phuong|co quan|dia phuong|tu (cham|danh gia|tru))\b.*",
    ),
    ("note", rf"{REMARKS}\b.*"),
    ("target", r"(kpis?|chi tieu|muc|ke hoach|so luong)( \w+){0,2} (yeu cau|giao|phan dau)( .*)?|kpis?"),
    (
        "whom",
        r"(doi tuong|pham vi|don vi|loai hinh|cap)( duoc)? ap dung|doi tuong (duoc )?(danh gia|cham)( diem)?|ap dung( (cho|doi voi))?( .*)?",
    ),
    (
        "appraiser",
        r"(?!.*\btu (cham|danh gia)\b)(.*\b(phu trach|chu tri|tham muu|chiu trach nhiem|dau moi|theo doi|phoi hop)\b"
        r".*\b(tham dinh|cham|danh gia|kiem tra|cong nhan|duyet)\b.*|.*\b(tham dinh|cham|danh gia)\b.*\b(chu tri|dau moi)\b.*"
        r"|nguoi (cham|tham dinh|danh gia|(phe )?duyet|kiem tra|cong nhan)\b.*)",
    ),
    (
        "other",
        r"(?!.*\b(kiem chung|minh chung|chung minh)\b)(.*\bchenh lech\b.*|(ty le|ti le|phan tram|%|ngay|thoi gian|trang thai"
        r"|tinh trang|van ban|cong van|quyet dinh|bien ban|so (lan|luong|ngay|van ban|cong van|ho so|phieu)).*"
        r"\b(tham dinh|(tu )?cham|tu danh gia|toi da|chuan|duyet)\b.*|.*\bbang chu\b.*)",
    ),
    (
        "appraised1",
        r".*(tham dinh|\btd\b).*(lan|dot|vong) ?(1|i|mot|thu nhat|dau)\b.*|appraised1|(diem )?(lan|vong) (1|i)|so bo"
        r"|(?!.*\btu (cham|danh gia)\b).*\b(diem|tham dinh|cham)\b.*\bso bo\b.*",
    ),
    ("appraised1", rf"diem (de xuat|de nghi|du kien) (cua |do )?{BODIES}\b.*"),
    (
        "score",
        r".*(tham dinh|\btd\b).*(lan|dot|vong) ?(\d|ii+|hai|thu hai|ba|thu ba|cuoi)\b.*|score|(diem )?(lan|vong) (\d|ii+)"
        # Points after the explanation: those that are asked for (đề nghị, kiến nghị) are not given yet.
        r"|(?!.*\b(tu (cham|danh gia)|(de|kien) nghi)\b)"
        r"(so )?(diem|ket qua (tham dinh|cham)|tham dinh)\b.*\b(giai trinh|phuc tra|dieu chinh|phuc khao)\b.*",
    ),
    (
        "self",
        r".*\btu (cham|danh gia|dg|tinh)\b.*|(diem )?tc lan \d|self(.score)?"
        r"|(diem )?(ubnd )?(cap )?(don vi|xa|phuong|dia phuong|ca nhan)( tu)? (cham|de nghi|de xuat|danh dau|tich)( diem| x)?"
        r"|diem (de nghi|de xuat)( (cua )?(ubnd )?(cap )?(don vi|xa|phuong|dia phuong))?"
        r"|diem (so )?(cham|danh gia) cua (ubnd )?(cap )?(don vi|xa|phuong|dia phuong)",
    ),
    (
        "survey",
        r"(?!.*\bmau\b)(ket qua |diem )?(dtxhh|xhh|(dieu tra|khao sat)( xa hoi hoc| xhh)?|xa hoi hoc|sipas)( \(?%?\)?)?",
    ),
    ("appeal", r"(?!(so )?diem\b).*(giai trinh|kien nghi|phuc tra).*|appeal"),
    ("evidence", r"(?!.*\b(cach|thang) (cham|tinh|diem)\b).*(kiem chung|minh chung|chung minh).*|evidence"),
    (
        "owner",
        r".*(phu trach|chu tri|tham muu|chiu trach nhiem|dau moi|theo doi|trach nhiem thuc hien).*|owner"
        r"|(don vi|co quan|bo phan|nguoi|can bo|phong ban)( duoc)?( (phan cong|giao))? thuc hien",
    ),
    ("source", r"(hinh thuc|phuong thuc|nguon)\b.*|source"),
    (
        "score",
        r".*\btham dinh\b.*|.*diem (duoc )?(chinh thuc|cong nhan|(phe )?duyet|dat( duoc)?|cham|cuoi cung|thong nhat|ket luan|con lai)\b.*|ket qua cham.*"
        rf"|(ket luan|quyet dinh|ket qua (danh gia|cham)) (cua )?{BODIES}( diem)?|(diem |ket qua )?{BODIES}(,? [\w,/–-]+){{0,6}} (cham|danh gia|tham dinh|td|dg|duyet|cho|cong nhan|thong nhat|ket luan|quyet dinh|chap thuan)( cheo)?( diem)?|diem (danh gia )?(cua )?{BODIES}|diem (so )?(cham|danh gia) cua {BODIES}\b.*|diem danh gia|(diem )?duyet"
        r"|dat duoc|(duoc )?(cong nhan|phe duyet)|(diem )?(ket qua )?(chinh thuc|cuoi cung)|ket qua (duoc )?(cong nhan|phe duyet)",
    ),
    ("grounds", r"can cu (de )?(tinh|cham|danh gia|xac dinh)( diem)?"),
    (
        "rule",
        r".*(cach|phuong phap|huong dan|quy dinh|tieu chuan|can cu|thang|cong thuc|nguyen tac) (tinh|cham|danh gia|xac dinh)( diem)?.*|huong dan|noi dung (bi )?tru( diem)?|noi dung cham( diem)?|muc do (danh gia|dat).*|(cac )?muc( do)?( (danh gia|dat|hoan thanh|thuc hien|phan loai))?|bieu diem.*|rule",
    ),
    ("extra", r".*\bdiem (cong|thuong|tru|phat)\b.*(toi da|chuan)\b.*"),
    ("max", r".*(toi da|thang diem|diem chuan|diem quy dinh|khung diem|diem tran|so diem)\b.*|max(imum)?( points)?"),
    (
        "value",
        r"(gia tri|ket qua thuc hien|so lieu( thuc hien| dat duoc| thuc te)?|ty le dat duoc|thuc hien)( \(?%\)?)?|value",
    ),
    ("note", r".*(ghi chu|ly do|nguyen nhan|nhan xet).*|notes?"),
    ("unit", UNIT),
    ("area", r"(ten )?linh vuc( danh gia)?|area"),
    ("part", r"(ten )?tieu chi thanh phan|thanh phan"),
    (
        "name",
        r".*(tieu chi|linh vuc|noi dung|chi tieu|chi so|tieu chuan|nhiem vu|danh muc|hang muc|tru cot).*|name|ten|criteria|criterion",
    ),
    ("passed", r"dat"),
    ("failed", r"(khong|chua) dat"),
    ("result", r"ket qua( (cham|danh gia))?( diem)?"),
    ("points", r"diem( so)?|points|tong( so)? diem|muc (cham )?diem|diem (cham|thanh phan|cho|muc)"),
    ("weight", r"(trong so|ty trong|he so)( diem)?"),
    ("short", r"(diem )?td"),
    ("short_self", r"(diem )?tc"),
)
"""Headings in tables of components (annexes, score sheets)."""

OF_UNITS: tuple[tuple[str, str], ...] = (
    (
        "other",
        r"ghi chu.*|notes?|ly do.*|nguyen nhan.*|dan so.*|ma( so)?( .*)?|(tong )?so (tieu chi|phieu|ho so|luong).*"
        r"|.*\b((cao|thap) nhat co the|at (best|worst))\b.*",
    ),
    (
        "percent",
        r"quy doi|(?!.*\b(tang|giam|nam truoc|chenh lech)\b)(.*\b(ty le|ti le|phan tram)\b.*|%.*|.*%|percent(age)?)",
    ),
    (
        "change",
        r"(so|so sanh|doi chieu)( voi)?( nam (truoc|lien truoc))?|(muc |so )?(bac |diem |thu hang |ty le )?"
        r"(tang|giam|tang ?[/,–-] ?giam|tang hoac giam|tang giam|so sanh|chenh lech|bien dong|thay doi|su thay doi)"
        r"( (bac|diem|hang|thu hang|xep hang|chi so|ty le|cchc|%))*( (so|cua nam|nam) .*)?"
        r"|.*\b(tang|giam|so voi|so sanh)\b.*\b(nam|truoc)\b.*|\+ ?/ ?-|change",
    ),
    (
        "rank",
        r"xh|(?!diem\b|nhom\b|.*\btu (cham|danh gia)\b).*\b(xep (hang|thu)|thu (hang|bac)|vi (thu|tri))\b.*|hang(?! muc)( .*)?|thu tu xep.*|rank(ing|ed)?( .*)?",
    ),
    (
        "rating",
        r"(?!.*\btu (cham|danh gia)\b).*\b(xep loai|phan loai|phan nhom|xep nhom|nhom xep hang|xep muc|danh hieu)\b.*|loai|nhom|muc( do)? (hoan thanh|danh gia|dat|xep).*"
        r"|rating|grade",
    ),
    ("group", r"khoi( .*)?|cum( thi dua)?|group|nam( danh gia)?|year|ky( danh gia)?|quy|dot|thang"),
    ("max", r".*\b(toi da|thang diem|diem chuan|diem quy dinh)\b.*|diem tran|max(imum)?( points| score)?"),
    ("bonus", r"(.*\b)?diem (thuong|cong)( them| thuong)?|([a-h]\. ?)?thuong|bonus.*"),
    ("penalty", r".*\bdiem (tru|phat)\b.*|([a-h]\. ?)?(bi )?(tru|phat)( diem)?|penalt(y|ies).*"),
    ("self", r".*\btu (cham|danh gia|tinh)\b.*|self.*"),
    ("appraised1", r".*\b(lan|dot|vong) (1|i|mot|thu nhat|dau)\b.*|so bo|diem so bo"),
    ("index", r"(gia tri |diem )?(chi so|muc do) hai long( \w+){0,4} (chung|tong hop|tong the)"),
    ("area", r"(chi so |diem )?(thanh phan|noi dung|linh vuc).*|cs ?tp.*|.*\b(hai long|sipas)\b.*"),
    (
        "total",
        r"(tong |cong )(phan |muc |nhom |khoi |linh vuc )?([a-h]|[ivx]+|\d)|cong|ca nam|(tong|total)( (so|cong|diem|chung|hop|dat|points?|score|cuoi cung|sau|ket qua|quy doi)\b.*)?"
        r"|.*\btong (so )?diem\b.*|diem (tong|chung|cuoi|con lai|binh quan chung).*",
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
RANKED_IN = re.compile(
    r"\b(?:theo|trong|tung)(?: cac| tung| noi bo)? (nhom|cum|khoi|vung|khu vuc|dia ban|loai|huyen)\b"
)
"""`Xếp hạng trong cụm`: the column of clusters says whose ranks these are."""
MAY_BE_GROUPS = re.compile(r"(phan )?(loai|nhom)\b.*")
"""Headings above ratings, or above groups in which units are ranked: what stands below says it."""
OF_A_KIND = re.compile(rf"(?:(?:cac|khoi|nhom|cum|cap) )*{NOUNS}(?: .*)?")
"""Groups that are called by what their units are: `Các phường`, `Xã miền núi`."""
LESS = re.compile(
    r"(tong |binh quan )?(so )?(thoi gian|ngay|gio|phut|chi phi|loi|sai sot|tre|qua han|phan nan|khieu nai)\b"
)
"""Headings of figures of which less may be better."""
OWN_INDEX = re.compile("cchc|cai cach|par")
PERCENTAGE = re.compile("chi so|ty le|%|index")
INDEX = re.compile(r".*\b(sipas|ddci|dgi|ict|papi|pci|index|chi so|diem so|par)\b.*")
"""Names of indices: such a column before the ranks is what they follow, though areas are called so as well."""
CONTAINER = re.compile(
    r"(nam )?(19|20)\d\d|(ket qua|tong hop|danh gia|trong do|diem|cham|chi so|noi dung|cac|ket|tong|xep|gia tri|par|cai cach hanh chinh|cchc)\b.*|cai cach"
)
"""Headings above columns that are not the name of an area."""
PREVIOUS = re.compile(r".*\b(nam|ky|dot) (truoc|ngoai|lien truoc|lien ke)\b.*|prev(ious)?\b.*|last year.*")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
WHO_SCORES = re.compile(
    r"(ten )?(cac )?(don vi|co quan|to chuc|bo phan|phong|ban|so|hoi dong|noi|can bo|chuyen vien)\b.*"
)
"""Headings that mean points above figures, and above names who gives them: `Đơn vị thẩm định`."""
BARE_YEAR = re.compile(r"(nam )?20\d\d")
COLUMN_YEAR = re.compile(r"\bnam (20\d\d)\b|(?<![/.-])\b(20\d\d)$")
"""The year that a column's heading says; that of a decision in it (QĐ 12/2023) is none."""
EACH_OPTION = re.compile(
    r"(muc|thang) (cham )?diem|muc diem (cham|dat|cua tung muc)|diem (cua |cho |theo )?(tung|moi|cac) muc( do)?"
)
"""Headings of points for each option, where another column holds the maximum."""


@remembered
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


@remembered
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
