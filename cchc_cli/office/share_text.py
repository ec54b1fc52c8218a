"""Formulas of points as officials write them: a share of the maximum (`(Tỷ lệ % × 4)/100%`), or linear between two values."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cchc_cli.messages import _, figure
from cchc_cli.model.letters import plain

NUMBER = r"\d+(?:[.,]\d+)?"
LONGEST = 1000
"""Letters of a text that may be a line of a rule; what is longer is prose, and costly to search."""
TIMES = r"(?:(?<![a-z])x(?![a-z])|[×*])"
MOST = r"(?:diem toi da|diem chuan|\bmax\b)"
RATE = r"(?:ty le|ti le|chi so|muc do hai long|%|/)"
FORMULA = re.compile(
    rf"(diem toi da|diem chuan|max).*[x×*/]|[x×*].*{MOST}|cong thuc|"
    rf"{RATE}.*{TIMES}\s*\(?\s*\d|\d\s*{TIMES}\s*\(?\s*(?:ty le|ti le|\w[\w ]{{0,80}}/)"
)
SHARE = re.compile(rf".*{RATE}.*[x×*]\s*\(?\s*(?:so )?{MOST}.*|.*{MOST}\s*\)?\s*[x×*].*{RATE}.*")
"""A share of the maximum: `(Tỷ lệ % × điểm tối đa)/100%`, `Số đúng hạn/tổng số × điểm tối đa`."""
MULTIPLIED = re.compile(
    rf"(?P<before>{TIMES}\s*\(?\s*)(?P<a>\d++(?:[.,]\d++)?+)(?!\s*%)|"
    rf"(?<![\d.,/])(?P<b>\d++(?:[.,]\d++)?+)(?P<after>\s*{TIMES})"
)
DIVIDED = re.compile(rf"/\s*\(?\s*({NUMBER})")
ODD = re.compile(r"can bac|binh phuong|he so|\blog|logarit|\+|\btru\b|\s[-–—−]\s|[)%\d]\s*[-–—−]|[-–—−]\s*[(\d]")
SPAN = re.compile(rf"{NUMBER}\s*%?\s*[-–—]\s*(?:<|duoi|under|below)?\s*{NUMBER}")
BEGIN = re.compile(r"cong thuc(?: tinh)?\s*:?|[:=;]")
LESS = re.compile(rf"\(\s*1(?:00\s*%)?\s*[-–—−]\s*(?P<share>[^()=]*(?:\([^()=]*\))?[^()=]*)\)(?=\s*{TIMES})")
"""What is not so counts: `(1 − số trễ/tổng số) x 10`."""
LINEAR = re.compile(
    rf"(?:tuyen tinh|linear)\D*?(?:tu|from)\s*(?P<start>-?{NUMBER})\s*%?\s*(?:den|to|->|–|-)\s*(?P<to>-?{NUMBER})"
    rf"(?:\D+?(?:duoi|under|kem hon|worse than)\s*(?P<floor>-?{NUMBER}))?"
)

EXPLAINS = re.compile(
    r"(?:trong do|voi|where)?\s*[:,]?\s*(?:(?:goi\s+)?[a-z]\d?\s*(?:la|:|=)\s+(?!\d)"
    r"|(?:ty le|ti le|tl|kq|ket qua|gia tri|%)(?![^=]*\b(?:diem|max)\b)[^=:]{0,60}=)"
    r"|(?:cach|cong thuc) (?:tinh|xac dinh) (?:ty le|ti le)"
)
"""A line that says what a letter stands for, or how a percentage is worked out: it gives no points by itself."""
HUNDRED = re.compile(rf"{TIMES}\s*\(?\s*100\s*%?|100\s*%?\s*{TIMES}")
SIGNS = (
    (re.compile(r"÷|\bchia cho\b", re.IGNORECASE), "/"),
    (re.compile(r"\bnhân\s*(?:\([x×*]\)\s*với|\([x×*]\)|với|(?=điểm\s+(?:tối đa|chuẩn)))", re.IGNORECASE), "×"),
    (re.compile(r"[\[{]"), "("),
    (re.compile(r"[\]}]"), ")"),
)
"""Signs of formulas that are spelt otherwise."""
DAY = re.compile(
    r"\b(?P<when>(?:ngay|truoc|sau|tu|den|het|qua|trong|cuoi) )\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d%]| (?:so )?diem)|\b\d{1,2}/\d{1,2}/\d{4}\b"
)
"""Days are neither numbers of a rule nor fractions."""
OF_OTHERS = re.compile(
    r"chuan hoa|(?<!diem )(?<!muc )(?<!diem so )\b(?:cao|thap|lon|nho|tot|nhieu|ngan|dai|nhanh|cham|som|muon) nhat\b|binh quan"
    r"|trung binh|dan dau|toan (?:tinh|huyen|thanh pho|quoc)|\bcac (?:don vi|xa|phuong|dia phuong|so)\b|xep (?:hang|thu)"
    r"|\b(?:best|highest|lowest|mean|average)\b"
)
"""Words that compare a unit with others."""
GREATEST = re.compile(r"\b(?:cao|lon|tot|nhieu|dai) nhat\b|dan dau|\b(?:best|highest|greatest)\b")
LEAST = re.compile(r"\b(?:thap|nho|it|ngan|nhanh|som) nhat\b|\b(?:lowest|fewest|shortest)\b")
RATIO = re.compile(r"(?P<above>[^/=]+)/(?P<below>[^/=]+)")
UNSAID = re.compile(r"binh quan|trung binh|\b(?:mean|average)\b|tong (?:so )?(?:cua )?cac|(?<!nhat )cua cac")
"""Others that no rule compares with: the mean, the sum of all."""


@dataclass(frozen=True)
class Share:
    """Points = maximum × value / `to`. `head`: what is said before the formula, such as for what it holds.

    `rest`: the value is what is missing from 100 %, so that points fall as it grows.
    """

    to: float
    head: str
    rest: bool = False


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """A line of a rule as all patterns read it: plain letters, signs spelt in one way, days without their numbers."""
    for pattern, sign in SIGNS:
        text = pattern.sub(sign, text[:LONGEST])
    return DAY.sub(lambda found: f"{found['when'] or ''}ngay", plain(text))


def number(text: str) -> float:
    """A number as it stands in a rule, with a comma or a point."""
    return float(text.replace(",", "."))


def short(text: str) -> str:
    """A text as a message names it."""
    return text if len(text) <= 60 else text[:59] + "…"


def explains(text: str) -> bool:
    """Whether a line only explains what others say."""
    said = folded(text)
    return EXPLAINS.match(said) is not None and not re.search(TIMES, HUNDRED.sub("", said))


def of_others(text: str) -> bool:
    """Whether points depend on what other units reach."""
    return OF_OTHERS.search(folded(text)) is not None


def is_formula(text: str) -> bool:
    """Whether a text says how points follow from a number."""
    said = folded(text)
    return FORMULA.search(said) is not None or LINEAR.search(said) is not None


def relative_of(texts: list[str], maximum: float) -> bool | None:
    """Whether less is better, of a share of the best of all units; None where the texts say no such share."""
    said = list(map(folded, texts))
    parts = [part for text in said for part in BEGIN.split(text)]
    ratios = list(filter(None, map(RATIO.search, parts)))
    multiplied = [part for part in parts if re.search(TIMES, part)]
    odd = any(UNSAID.search(text) or ODD.search(text) for text in said)
    if odd or len(ratios) != 1 or len(multiplied) != 1 or not _by_maximum(multiplied[0], maximum):
        return None
    above, below = ratios[0]["above"], re.split(TIMES, ratios[0]["below"])[0]
    for lower, extreme, best, own in ((False, GREATEST, below, above), (True, LEAST, above, below)):
        if extreme.search(best) and not OF_OTHERS.search(own):
            return lower
    return None


def _by_maximum(text: str, maximum: float) -> bool:
    """Whether something is multiplied by the maximum, as a word or as its number."""
    factors = {*_factors(text)}
    return factors == {maximum} or (not factors and re.search(MOST, text) is not None)


def _factors(text: str) -> list[float]:
    """The numbers that something is multiplied by."""
    return [number(found["a"] or found["b"]) for found in MULTIPLIED.finditer(text)]


def share_of(text: str, maximum: float) -> Share | str:
    """The share of the maximum that a formula says; else why it says none.

    The maximum may stand there as a number: with a maximum of 4, `(b/a)*4.00` is a share of it.
    """
    no_share = _("points by a formula that is not a plain share of the maximum.")
    said = folded(text)
    parts = [part for part in BEGIN.split(said) if re.search(TIMES, part)]
    if len(parts) != 1:
        return no_share
    part, rest = LESS.subn(lambda found: f"({found['share']})", parts[0])
    if others := [factor for factor in _factors(part) if factor != maximum]:
        words = {"found": figure(others[0]), "max": figure(maximum)}
        return _("the formula multiplies by {found}, but the maximum is {max}.", **words)
    formula = MULTIPLIED.sub(lambda found: f"{found['before'] or ''}diem toi da{found['after'] or ''}", part)
    whole = {number(each) for each in DIVIDED.findall(formula)}
    if not SHARE.fullmatch(formula) or ODD.search(SPAN.sub("", formula)) or len(whole) > (not rest) or 0 in whole:
        return no_share
    return Share(next(iter(whole), 100.0), re.split(r"cong thuc|[:=;(]", said)[0], rest=rest > 0)
