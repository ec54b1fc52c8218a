"""The words by which ministries, provinces, districts and communes head the columns of a published result."""

import re

from cchc_cli.model.letters import plain

WORDS = (
    ("other", r"ghi chu.*|notes?|ly do.*|nguyen nhan.*|dan so.*|ma( so)?( .*)?|so (tieu chi|phieu|ho so|luong).*"),
    ("percent", r"(?!.*\b(tang|giam|nam truoc|chenh lech)\b)(.*\b(ty le|ti le|phan tram)\b.*|%.*|.*%|percent(age)?)"),
    (
        "change",
        r"(so|so sanh|doi chieu)( voi)?( nam (truoc|lien truoc))?|(muc |so )?(bac |diem |thu hang |ty le )?"
        r"(tang|giam|tang ?[/,–-] ?giam|tang hoac giam|tang giam|chenh lech|bien dong|thay doi|su thay doi)"
        r"( (bac|diem|hang|thu hang|xep hang|chi so|ty le|cchc|%))*( (so|cua nam|nam) .*)?"
        r"|.*\b(tang|giam|so voi|so sanh)\b.*\b(nam|truoc)\b.*|\+ ?/ ?-|change",
    ),
    ("rank", r"(?!diem\b).*\b(xep (hang|thu)|thu (hang|bac)|vi (thu|tri))\b.*|hang|thu tu xep.*|rank(ing|ed)?( .*)?"),
    (
        "rating",
        r".*\b(xep loai|phan loai|phan nhom|xep nhom|xep muc|danh hieu)\b.*|loai|nhom|muc( do)? (hoan thanh|danh gia|dat|xep).*"
        r"|rating|grade",
    ),
    ("group", r"khoi( .*)?|cum( thi dua)?|group"),
    ("max", r".*\b(toi da|thang diem|diem chuan|diem quy dinh)\b.*|diem tran|max(imum)?( points| score)?"),
    ("bonus", r"(.*\b)?diem (thuong|cong)( them| thuong)?|thuong|bonus.*"),
    ("penalty", r".*\bdiem tru\b.*|tru diem|penalt(y|ies).*"),
    ("self", r".*\btu (cham|danh gia|tinh)\b.*|self.*"),
    ("appraised1", r".*\b(lan|dot|vong) (1|i|mot|thu nhat|dau)\b.*|so bo|diem so bo"),
    ("area", r"(chi so |diem )?(thanh phan|noi dung|linh vuc).*|cs ?tp.*|.*\b(hai long|sipas)\b.*"),
    (
        "total",
        r"cong|(tong|total)( (so|cong|diem|chung|hop|dat|points?|score|cuoi cung|sau|ket qua|quy doi)\b.*)?"
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
"""What a heading may say; the first that fits holds. Plain letters: no accents, lower case, nothing in brackets."""
PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in WORDS)

AREA = re.compile(
    r".*\b(linh vuc|chi dao|dieu hanh|the che|thu tuc|tthc|mot cua|bo may|cong vu|cong chuc|tai chinh|chinh (quyen|phu) dien tu|"
    r"chuyen doi so|hien dai hoa|hai long|sipas|tac dong|kinh te|xa hoi|xhh|khao sat|dieu tra|tham dinh|thanh phan|cstp|lv|"
    r"noi dung|tieu chi|phap luat|van ban|thuong|cong|tru|survey|area)\b.*|(lv|cstp|cs|tc|nd) ?\d.*|[ivx]+|\d{1,2}"
)
"""What areas and stages are called: with such a heading a column is known to be a part of the total."""
CONTAINER = re.compile(
    r"(nam )?(19|20)\d\d|(ket qua|tong hop|danh gia|trong do|diem|cham|chi so|noi dung|cac|ket|tong|xep|gia tri|par|cai cach|cchc)\b.*"
)
"""Headings above columns that are not the name of an area."""
PREVIOUS = re.compile(r".*\b(nam|ky|dot) (truoc|ngoai|lien truoc|lien ke)\b.*|prev(ious)?\b.*|last year.*")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
MAXIMUM = re.compile(r"\(?\b(?:toi da|max)?:? ?(\d+(?:[.,]\d+)?) ?(?:diem|d|points)\b\)?|toi da:? (\d+(?:[.,]\d+)?)")


def said(text: str) -> str:
    """A heading as it is compared: nothing in brackets, except where there is nothing else."""
    folded = plain(re.sub(r"\(.*?\)|\[.*?\]", " ", text)) or plain(text).strip("()[]")
    return re.sub(r"[\s:;.*]+$", "", folded)


def word_of(text: str) -> str | None:
    """What a heading says that its column is, one of WORDS; None where it is no word of these."""
    folded = said(text)
    bare = re.sub(r"\b(nam )?(19|20)\d\d\b", "", folded).strip()
    return next((role for role, pattern in PATTERNS if pattern.fullmatch(bare or folded)), None) if bare else None


def role_of(text: str) -> str | None:
    """Of a heading in a table of components: rank, rating, percent, index, max, change, other; else None."""
    word = word_of(text)
    return word if word in ("rank", "rating", "percent", "index", "max", "change", "other") else None


def year_of(texts: list[str]) -> int | None:
    """The year that headings name, the lowest first; None without one."""
    return next((int(match[1]) for text in reversed(texts) if (match := YEAR.search(text))), None)


def maximum_in(text: str) -> float | None:
    """The maximum that a heading says: `Tổng điểm (100 điểm)`."""
    match = MAXIMUM.search(plain(text))
    return float((match[1] or match[2]).replace(",", ".")) if match else None
