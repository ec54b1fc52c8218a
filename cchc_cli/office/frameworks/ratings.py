"""Ratings that stand below a framework, in rows or paragraphs: `Xếp loại: Xuất sắc: từ 90 điểm trở lên; Tốt: …`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from cchc_cli.model.letters import plain
from cchc_cli.office.rules.lines import RuleLine
from cchc_cli.office.rules.spans import ANY, more_of, span_of, tiers_of
from cchc_cli.office.tables.row_kinds import Row

BEGIN = re.compile(
    r"\W*(?:[ivx\d]+[.)]\s*)?(?:(?:quy dinh|can cu|cach|bang|muc|tieu chuan|ket qua|danh gia|thang diem|ve)[ ,]+)*"
    r"(?:xep|phan) (?:loai|hang)\b[^:\d]*(?::|$)"
)
"""What announces them; it says no figures itself."""
RATING = re.compile(
    r"(?P<before>(?:đạt|từ|trên|dưới|[≥><]|\d)[^:=]*\d[^:=]*?)\s*[:=→]\s*(?P<called>[^\d]{1,60})"
    r"|(?P<name>[^\d:(=≥<>]{1,60}?)\s*[:(=–-]?\s*(?P<span>(?:(?:đạt|có|(?:tổng )?(?:số )?điểm)\s+)*(?:từ|trên|dưới|[≥><]|\d).*)",
    re.IGNORECASE,
)
CALLED = re.compile(r"^\W*(?:(?:xếp )?loại (?=\w\w))?|[\s.:;,)]+$", re.IGNORECASE)
"""What a name has around it: a bullet, `Loại` before a word."""
POINTS = re.compile(r"\s*\b(?:điểm|đ)\b|[().]+$", re.IGNORECASE)


@dataclass(frozen=True)
class Ratings:
    """Names with the least of each, highest first. `percent`: their figures are percentages of all points."""

    names: dict[str, float]
    percent: bool


def take_ratings(rows: list[Row], paragraphs: Sequence[str]) -> Ratings | None:
    """The ratings that stand among rows, which are taken out of these, or in paragraphs; None where there are none."""
    lines = [" ".join(f"{row.unread} {row.text}".split()) if row.points is None else "" for row in rows]
    for texts in (lines, [*paragraphs]):
        for at in (at for at, text in enumerate(texts) if BEGIN.match(plain(text))):
            said, end = _said(texts, at)
            if found := _ratings(said):
                if texts is lines:
                    del rows[at:end]
                return found
    return None


def _said(texts: list[str], at: int) -> tuple[list[re.Match[str]], int]:
    """What ratings stand in or below the line that announces them, and where they end; the first below may be a head."""
    listed = [part for part in texts[at].partition(":")[2].split(";") if part.strip()]
    said, end = list(filter(None, map(_rating, listed))), at + 1
    if not listed and end < len(texts) and not _rating(texts[end]):
        end += 1
    below = list(takewhile(bool, map(_rating, texts[end:])))
    return said + [each for each in below if each], end + len(below)


def _rating(text: str) -> re.Match[str] | None:
    return RATING.fullmatch(text.strip(" -–+•*;."))


def _ratings(said: list[re.Match[str]]) -> Ratings | None:
    """Ratings that begin at their figures; None where these say anything else."""
    figures = {CALLED.sub("", each["called"] or each["name"]): each["before"] or each["span"] for each in said}
    bare = {name: POINTS.sub("", text) for name, text in figures.items()}
    # A span of numbers each, and nothing more that is asked for.
    if not 2 <= len(said) == len(bare) or None in map(span_of, bare.values()) or any(map(more_of, bare.values())):
        return None
    names = _least(bare)
    return Ratings(names, all("%" in text for text in figures.values())) if names else None


def _least(figures: dict[str, str]) -> dict[str, float]:
    """The least of each name, highest first, where figures fall without gaps; else nothing."""
    least = {name: (span_of(text) or ANY).low or 0.0 for name, text in figures.items()}
    ordered = sorted(least, key=least.__getitem__)
    tiers, doubts = tiers_of([RuleLine(figures[name], float(at), "") for at, name in enumerate(ordered)])
    falls = tiers is not None and not doubts and all(tier.above is None for tier in tiers.tiers)
    return {name: least[name] for name in reversed(ordered)} if falls else {}
