"""Ratings that stand below a framework, in rows, a table of their own or paragraphs: `Xếp loại: Xuất sắc: từ 90 điểm trở lên; Tốt: …`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.rules.lines import RuleLine
from cchc_cli.office.rules.spans import ANY, more_of, span_of, tiers_of
from cchc_cli.office.tables.row_kinds import Row
from cchc_cli.office.tables.rows import TableRows
from cchc_cli.office.words.headings import role_of
from cchc_cli.office.words.numbers import text_of

BEGIN = re.compile(
    r"\W*(?:[ivx\d]+[.)]\s*)?(?:(?:quy dinh|can cu|cach|bang|muc|tieu chuan|ket qua|danh gia|thang diem|ve)[ ,]+)*"
    r"(?:xep|phan) (?:loai|hang)\b[^:\d]*(?::|$)|[^:\d]*\b(?:xep|phan) (?:loai|hang)\b[^:\d]*(?::|nhu sau\W*)$"
)
"""What announces them; it says no figures itself."""
RATING = re.compile(
    r"(?P<before>(?:đạt|từ|trên|dưới|[≥><]|\d)[^:=]*\d[^:=]*?)\s*[:=→]\s*(?P<called>[^\d]{1,60})"
    r"|(?P<name>(?!(?:đạt|từ|trên|dưới)\b)[^\d:(=≥<>]{1,60}?)\s*[:(=–-]?\s*"
    r"(?:(?:đạt|có|(?:tổng )?(?:số )?điểm|chỉ số(?: cchc| cải cách hành chính)?)\s+)*(?P<span>(?:từ|trên|dưới|[≥><]|\d).*)",
    re.IGNORECASE,
)
SPANNED = re.compile(r"\W*(?:[a-hđ]\)\s*)?(?:xếp )?loại \w.*(?:\b(?:từ|trên|dưới|đến)\b|[≥≤><])", re.IGNORECASE)
"""One that nothing has to announce: `Loại Tốt: từ 80 điểm trở lên`."""
CALLED = re.compile(r"^\W*(?:[a-hđ]\)\s*)?(?:(?:xếp )?loại (?=\w\w))?|[\s.:;,)]+$", re.IGNORECASE)
"""What a name has around it: a bullet, `Loại` before a word."""
POINTS = re.compile(r"\s*\b(?:điểm|đ)\b|[().]+$", re.IGNORECASE)
SEVERAL = re.compile(r"\d[^\d]*[;,]\s.*\d")
BETWEEN = re.compile(r";|,\s+(?=[^\W\d])")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
BOUND = re.compile(r"\b(?:từ|trên|dưới)\b.*\d|[≥≤<>]", re.IGNORECASE)
LONGEST_LIST = 500
"""Several ratings in one text: `Tốt: từ 80 điểm; Khá: …`."""


@dataclass(frozen=True)
class Ratings:
    """Names with the least of each, highest first. `percent`: their figures are percentages of all points."""

    names: dict[str, float]
    percent: bool
    table: tuple[TableRows, range] | None = None
    """The rows of another table that they stand in."""


def take_ratings(rows: list[Row], paragraphs: Sequence[str], parts: Iterable[TableRows] = ()) -> Ratings | None:
    """The ratings that stand among rows, which are taken out of these, in other tables or in paragraphs; None where there are none."""
    lines = [" ".join(f"{row.unread} {row.text}".split()) if row.points is None else "" for row in rows]
    if found := _first(lines):
        ratings, taken = found
        del rows[taken]
        return ratings
    for part in parts:
        if found := _first(_beside(part)):
            ratings, taken = found
            return replace(ratings, table=(part, range(len(part.grid.rows))[taken]))
    found = _first([*paragraphs])
    return found[0] if found else None


def stated_ratings(grid: Grid) -> Ratings | None:
    """The ratings that a published table says in a heading, its title or a note, in one text or below one another.

    Nothing where a sheet says several: they may be those of other units, or of another year.
    """
    below = _first([_stated(grid.filled(row)) for row in range(len(grid.rows))])
    found = [*filter(None, map(_listed, _texts(grid))), *([below[0]] if below else [])]
    return found[0] if found and all(each == found[0] for each in found) else None


def _stated(cells: list[Value]) -> str:
    """A row that holds one text, or a name with its bounds; else a blank."""
    if len(cells) == 1:
        return text_of(cells[0])
    return _line(cells) if len(cells) in (2, 3) and BOUND.search(str(cells[-1])) else ""


def _texts(grid: Grid) -> Iterator[str]:
    """The texts that may list several ratings, whole, behind a colon and in brackets."""
    for text in (value for cells in grid.rows for value in cells if isinstance(value, str)):
        if len(text) <= LONGEST_LIST and SEVERAL.search(text):
            yield from (text, text.partition(":")[2], *IN_BRACKETS.findall(text))


def _listed(text: str) -> Ratings | None:
    """`Tốt: từ 80 điểm; Khá: từ 65 đến dưới 80 điểm`, where all parts of a text are ratings."""
    said = [*map(_rating, filter(str.strip, BETWEEN.split(text)))]
    known = [each for each in said if each]
    return _ratings(known) if len(known) == len(said) else None


def _beside(part: TableRows) -> list[str]:
    """The rows of a sheet, those of the framework as blanks."""
    read = {*part.body, *part.head.rows}
    return ["" if row in read else _line(part.grid.filled(row)) for row in range(len(part.grid.rows))]


def _line(cells: Sequence[Value]) -> str:
    """A row of a table of ratings as a line has it; its head announces them."""
    texts = [text_of(value) for value in cells]
    if len(texts) > 1 and "rating" in map(role_of, texts):
        return "Xếp loại:"
    return ": ".join(texts[len(texts) > 1 and texts[0].isdigit() :])


def _first(texts: list[str]) -> tuple[Ratings, slice] | None:
    """The first ratings in texts, and which of these they are."""
    for at in (at for at, text in enumerate(texts) if SPANNED.match(text) or BEGIN.match(plain(text))):
        said, end = _said(texts, at)
        if found := _ratings(said):
            return found, slice(at, end)
    return None


def _said(texts: list[str], at: int) -> tuple[list[re.Match[str]], int]:
    """What ratings stand in or below the line that announces them, and where they end; the first below may be a head."""
    if SPANNED.match(texts[at]) and _rating(texts[at]):
        said = [*filter(None, map(_rating, takewhile(SPANNED.match, texts[at:])))]
        return said, at + len(said)
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
