"""Points that a line of a rule takes off: how many, for each case or once, and how many at most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_cli.office.share_text import NUMBER, folded, number

OFF = r"(?:giam tru|tru|deduct|minus)"
EACH = r"\b(?:moi|cu|tung|each|every|per)\b"
AMOUNT = re.compile(
    rf"(?<!toi da )(?<!khong )(?<!nhat )\b(?:{OFF}|giam(?=\s*{NUMBER}\s*(?:diem|d)\b))\s*(?:di|bot|ngay|tuong ung)?\s*"
    rf"(?:(?:moi|tung|mot|01)\s[^\d,;:.()]{{1,60}}?\s|(?:tu\s*)?:?\s*)(?P<n>{NUMBER})(?P<to>\s*(?:-|–|—|den)\s*{NUMBER})?\s*(?P<unit>%|diem|d\b|points?)?(?P<share>\s*/\s*\d+\s*%)?"
)
"""`trừ 0,5 điểm`, `trừ mỗi lần 0,5 điểm`; also `trừ từ 1 đến 3 điểm`, and `trừ 10%`, which say no one number."""
MINUS = re.compile(
    rf"(?:{EACH}[^:]*:|(?:^|[:=;,(]|\b(?:thi|bi))(?=[^\d]*[\d.,]+\s*(?:diem|d)\s*(?:/|cho\b|moi\b)))"
    rf"\s*[-–−]\s?(?P<n>{NUMBER})(?P<to>)\s*(?P<unit>diem|d\b)(?P<share>)"
)
"""`Mỗi văn bản chậm: -0,25 điểm`, `-0,5đ/báo cáo`."""
PART = re.compile(
    rf"(?P<off>(?:trừ|tối đa|không quá)\s+)(?:(?P<percent>{NUMBER})\s*%|(?P<above>\d)/(?P<below>\d{{1,2}}))\s*(?:tổng\s+)?(?:số\s+)?điểm(?:\s+(?:tối đa|chuẩn))?"
    r"(?!\s*(?:đạt|đã|còn|được|tự))",
    re.IGNORECASE,
)
"""`trừ 50% số điểm`, `trừ 1/4 số điểm`: of the maximum, not of what was reached."""
ALL_OFF = re.compile(rf"\b{OFF} (?:het|toan bo|tat ca)\b(?: (?:so )?diem\b.*)?")
"""`trừ hết số điểm`: nothing is left."""
NO_MORE = r"(?:toi da|nhieu nhat|khong (?:qua|vuot qua|vuot)|at most|no more than)"
MOST = rf"{NO_MORE}(?: (?:la|tong|so diem|{OFF}|{NO_MORE}))*\s*:?\s*"
CAP = re.compile(
    rf"(?:\b{OFF}|\b{OFF} diem)\s+{MOST}(?P<a>{NUMBER})\s*(?P<unit_a>[a-z]+|%)?"
    rf"|\b{MOST}{OFF}\s*(?P<b>{NUMBER})\s*(?P<unit_b>[a-z]+|%)?"
    rf"|\bkhong {OFF} qua\s*(?P<c>{NUMBER})\s*(?P<unit_c>[a-z]+|%)?"
)
"""The most that may be taken off: `trừ tối đa 1 điểm`."""
LIMIT = re.compile(rf"\b{MOST}(?P<a>{NUMBER})\s*(?P<unit_a>[a-z]+|%)?")
"""After the amount this limits it as well (`trừ 0,5 điểm, không quá 2 điểm`); before it, it is a condition."""
LIMIT_ALONE = re.compile(
    rf"\(?(?:(?:nhung|va|tong|tong cong|cong lai|so|diem|cong|thuong|duoc|cac|cua|muc nay|tieu chi nay|in all) )*"
    rf"{MOST}{NUMBER}\s*(?:diem|d|points?)\s*[.)]*"
)
"""A part that says nothing but the most: `tổng điểm cộng không quá 2 điểm`."""
COUNTED = re.compile(
    rf"{EACH}|(?:diem|d|points?|\d)\s*/\s*[^\W_]"
    r"|\b(?:diem|d|points?)\s*(?:cho|doi voi|tren|tinh tren|voi)?\s*(?:moi|mot|0?1|for each)\b"
)
SEVERAL = re.compile(
    r"\b(?:moi|cu|each|every|tung)\s*(?:(?:0*1\s*)?%|(?:0*1 )?(?:diem )?phan tram|0*(?:[2-9]|[1-9]\d+)\b|(?:hai|ba|nam|muoi)\b)"
    rf"|/\s*0*(?:1\s*%|[2-9]|[1-9]\d+)|{NUMBER}\s*%.*\b{OFF}\b"
)
ONE = re.compile(r"(?<!\btu )(?<!\btren )(?<!\bduoi )(?<!\bqua )\b(?:0?1|mot|one)\b(?! ?(?:%|-|–|den\b))")
"""One case, no bound of a span."""
POINTS = re.compile(rf"{NUMBER}\s*(?:diem|d|points?)\b")
"""Where more points stand in a line than it takes off, what they are for is not known."""
ENDS = re.compile(
    r"[\s:;,=–—-]*(?:(?:thì|sẽ|bị)\s+)*(?:(?:giảm trừ|trừ|giảm|deduct|minus)\b|(?<=:)\s*[-–−]\s*\d).*",
    re.IGNORECASE | re.DOTALL,
)
AMOUNT_WORDS = re.compile(r"(?:trừ|deduct|minus)\s*:?\s*\d[\d.,]*\s*(?:điểm|đ|points?)?(?:/\w+)?", re.IGNORECASE)


@dataclass(frozen=True)
class TakenOff:
    """What a line takes off. `what`: for what; `amounts`: the points, one for each thing that it names.

    `caps`: the most points, None where the most is said in something else. `counted`: for each case; `several`: for
    several cases at once, or for a percentage; `unsure`: by no one number; `one`: it speaks of one case, which may
    mean each; `whole`: everything.
    """

    what: str
    amounts: tuple[float, ...]
    caps: tuple[float | None, ...]
    counted: bool
    several: bool = False
    unsure: bool = False
    one: bool = False
    whole: bool = False


GAIN = r"(?:cong|thuong)"
CASE = re.compile(
    rf"\b(?:{OFF}|{GAIN})(?: them| di)?\s*:?\s*(?P<a>{NUMBER})(?!\s*[%\d])|(?P<b>{NUMBER})\s*(?:diem|d|points?)\b"
)
"""Points of one case: `cộng 1 điểm`, `trừ 0,5`, `3 điểm`."""
EXCEPT = re.compile(
    r"\bthu (?:\d+|hai|ba|tu|nam) tro (?:di|len)\b|\b(?:ngoai tru|khong tinh|tru (?:cac |nhung )?truong hop|tru khi)\b(?! vi pham)"
)
"""Cases that are left out: no rule can say that."""
SINGLE = re.compile(r"\b0*1\b|\b20\d\d\b")
"""Numbers that count no cases: one of them, and years."""


@dataclass(frozen=True)
class Case:
    """Points of a line for a case. `most`: of all cases; `counted`: it says for each; `one`: it speaks of one case."""

    points: float
    most: float | None
    counted: bool
    one: bool
    off: bool


def case_of(text: str) -> Case | None:
    """`Mỗi sáng kiến cộng 1 điểm, tối đa 3 điểm`, `1 điểm/mô hình`; None where other numbers stand in the line."""
    said = folded(text)
    most = [cap for found in LIMIT.finditer(said) if (cap := _cap(found.groupdict())) is not None]
    rest = LIMIT.sub(" ", said)
    points = [number(found["a"] or found["b"]) for found in CASE.finditer(rest)]
    others = re.findall(r"\d", SINGLE.sub(" ", CASE.sub(" ", rest)))
    unclear = others or any(pattern.search(said) for pattern in (SEVERAL, EXCEPT))
    if len(points) != 1 or len(most) > 1 or unclear or not points[0]:
        return None
    return Case(
        points[0],
        next(iter(most), None),
        counted=COUNTED.search(said) is not None,
        one=ONE.search(CASE.sub(" ", rest)) is not None,
        off=re.search(rf"\b{OFF}\b", said) is not None or takes_off(text),
    )


def is_limit(text: str) -> bool:
    """Whether a text says no more than how many points there are at most."""
    return LIMIT_ALONE.fullmatch(folded(text)) is not None


def several_cases(text: str) -> bool:
    """Whether a text gives points for each of several things, for each its own."""
    said = folded(text)
    given, each = CASE.findall(LIMIT.sub(" ", said)), COUNTED.findall(said)
    return len(given) > 1 and len(each) > 1 and not takes_off(text)


def in_points(text: str, maximum: float) -> str:
    """The text with what it takes off in points, where it says it as a part of the maximum."""

    def said(found: re.Match[str]) -> str:
        share = number(found["percent"]) / 100 if found["percent"] else int(found["above"]) / (int(found["below"]) or 1)
        return f"{found['off']}{round(maximum * share, 10):g} điểm"

    return PART.sub(said, text)


def takes_off(text: str) -> bool:
    """Whether a text says that points are taken off."""
    said = folded(text)
    return any(pattern.search(said) for pattern in (AMOUNT, MINUS, CAP, ALL_OFF))


def takes_off_last(text: str) -> bool:
    """Whether the number at the end of a text is what is taken off."""
    said = folded(text).rstrip(" .;,")
    return any(found.end() == len(said) for found in AMOUNT.finditer(said))


def taken_off(text: str) -> TakenOff | None:
    """What a line takes off; None for one that takes nothing off."""
    said = folded(text)
    what = ENDS.sub("", text).strip(" :;,") or text
    found, caps = list(AMOUNT.finditer(said)) or list(MINUS.finditer(said)), list(CAP.finditer(said))
    if not found and not caps:
        return TakenOff(what, (), (), counted=False, whole=True) if ALL_OFF.search(said) else None
    caps = caps or list(LIMIT.finditer(said, found[-1].end()))
    most = tuple(_cap(each.groupdict()) for each in caps)
    one = ONE.search(said[: found[0].start()] if found else "") is not None
    # A limit says that what one case takes off may be taken off several times.
    counted = COUNTED.search(said) is not None or (one and any(most))
    return TakenOff(
        what,
        tuple(number(each["n"]) for each in found),
        most,
        counted,
        several=counted and SEVERAL.search(said) is not None,
        unsure=any(map(_is_unsure, found)) or len(POINTS.findall(said)) > len(found) + len(caps),
        one=one,
    )


def _is_unsure(found: re.Match[str]) -> bool:
    """Whether an amount is no one number of points."""
    return bool(found["to"] or found["share"]) or found["unit"] == "%"


def things(text: str, count: int) -> list[str]:
    """What each of several amounts of a line is taken off for: what stands before it, up to the one before."""
    parts = [part.strip(" ,;.:-–") for part in AMOUNT_WORDS.split(text)]
    named = [re.sub(r"(?:\s+(?:thì|sẽ|bị))+$", "", part) for part in parts if len(part) > 2]
    return named if len(named) == count else []


def _cap(found: dict[str, str | None]) -> float | None:
    """The most points; None where another unit stands there (`không quá 3 lần`)."""
    key = next(key for key in ("a", "b", "c") if found.get(key))
    unit = found.get(f"unit_{key}") or "diem"
    return number(found[key] or "") if unit in ("diem", "d", "point", "points") else None
