"""The numbers for which a line of a rule holds: `Từ 90% đến dưới 98%`, `≥ 5`, `trên 90%`, `80% ≤ x < 95%`, `100%`."""

import re
from dataclasses import dataclass

from cchc_cli.model.letters import plain
from cchc_cli.office.share_text import LONGEST, NUMBER


@dataclass(frozen=True)
class Span:
    """From `low` up to `high`; None = open. `above`: low itself does not belong to it; `upto`: high does."""

    low: float | None
    high: float | None
    above: bool = False
    upto: bool = False


OVER = r"(?:tren|cao hon|nhieu hon|lon hon|vuot(?: qua)?|hon|>(?!=)|over|above|more than)"
FROM = r"(?:tu|dat|>=|≥|it nhat|toi thieu|at least|from)"
UNDER = (
    r"(?:(?:can )?duoi|can(?= ?\d)|<(?!=)|nho hon|it hon|thap hon|chua dat|khong dat|chua den|under|below|less than)"
)
UPTO = r"(?:den|toi|<=|≤|khong qua|toi da|khong vuot qua|up to|to)"
DOWN = re.compile(rf"(?P<n>{NUMBER})\s*%?\s*[^\d]{{0,25}}?(?:tro xuong|or less)")
LOWER = (
    (re.compile(rf"{FROM}\s*(?:tu\s*)?(?P<n>{NUMBER})"), False),
    (re.compile(rf"(?P<n>{NUMBER})\s*%?\s*[^\d]{{0,25}}?(?:tro len|or more|and above|and over)"), False),
    (re.compile(rf"{OVER}\s*(?P<n>{NUMBER})"), True),
)
UPPER = (
    (re.compile(rf"{UNDER}\s*(?P<n>{NUMBER})"), False),
    (re.compile(rf"{UPTO}\s*(?P<n>{NUMBER})"), True),
)
BETWEEN = re.compile(rf"(?P<a>{NUMBER})\s*%?\s*(?:-|–|—|den|toi|to)\s*(?P<less>{UNDER})?\s*(?P<b>{NUMBER})")
AROUND = re.compile(
    rf"(?P<a>{NUMBER})\s*%?\s*(?P<low><=|≤|<)\s*[a-z]?[a-z ]{{0,30}}\s*(?P<high><=|≤|<)\s*(?P<b>{NUMBER})"
)
"""`80% ≤ tỷ lệ < 95%`."""
ONE = re.compile(rf"^\D*?(?P<n>{NUMBER})\s*(?P<percent>%|phan tram|percent)?\D*$")
REST = re.compile(
    r"(?:cac |nhung )?(?:truong hop |muc |ty le |don vi )?(?:con lai|khac)\b.{0,40}|the rest|otherwise|all others"
)
"""What holds where no other line does."""


def number(text: str) -> float:
    """A number as it stands in a rule, with a comma or a point."""
    return float(text.replace(",", "."))


def is_rest(text: str) -> bool:
    """Whether a line holds where no other does."""
    return REST.fullmatch(plain(text[:LONGEST])) is not None


def is_span(text: str) -> bool:
    """Whether a line says for which numbers it holds."""
    return span_of(text) is not None or is_rest(text)


def span_of(text: str) -> Span | None:
    """The numbers for which a line holds; None where it is no span."""
    folded = plain(text[:LONGEST])
    numbers = re.findall(NUMBER, folded)
    if len(numbers) == 2:
        return _two(folded)
    return _one(folded) if len(numbers) == 1 else None


def _two(folded: str) -> Span | None:
    if found := AROUND.search(folded):
        return Span(number(found["a"]), number(found["b"]), found["low"] == "<", found["high"] != "<")
    if found := BETWEEN.search(folded):
        above = re.search(OVER, folded[: found.start()]) is not None
        return Span(number(found["a"]), number(found["b"]), above, not found["less"])
    low, high = _first(LOWER, folded), _first(UPPER, folded)
    if low is None or high is None or low[0] == high[0]:
        return None
    return Span(low[0], high[0], low[1], high[1])


def _one(folded: str) -> Span | None:
    if found := DOWN.search(folded):
        return Span(None, number(found["n"]), upto=True)
    low, high = _first(LOWER, folded), _first(UPPER, folded)
    if low is not None and (high is None or low[2] < high[2]):
        return Span(low[0], None, low[1])
    if high is not None:
        return Span(None, high[0], upto=high[1])
    one = ONE.match(folded)
    if one and (one["percent"] or folded.replace(one["n"], "").strip() == ""):
        return Span(number(one["n"]), number(one["n"]), upto=True)
    return None


def _first(patterns: tuple[tuple[re.Pattern[str], bool], ...], folded: str) -> tuple[float, bool, int] | None:
    """The first pattern that fits: its number, what it says of that number itself, and where it stands."""
    found = ((pattern.search(folded), flag) for pattern, flag in patterns)
    return next(((number(match["n"]), flag, match.start()) for match, flag in found if match), None)
