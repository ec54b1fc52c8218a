"""Numbers before names (I, 1, 1.1, a), points in cells, and what a spreadsheet makes of both."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.office.vocabulary import TOTAL

Style = Literal["letters", "roman", "dotted", "letter", "mixed", "bullet"]

LEVEL_WORDS = (
    ("phần", "chương"),
    ("lĩnh vực", "nhóm", "mục", "lv"),
    ("nội dung", "tiêu chuẩn", "nd"),
    ("tiêu chí", "tc"),
    ("chỉ tiêu", "chỉ số", "ct", "cs"),
    ("tiêu chí thành phần", "chỉ số thành phần", "tctp"),
)
"""Words before a number, from the highest level down; those of a line mean the same level."""
_RANKS = {
    word: rank for rank, words in enumerate(LEVEL_WORDS, start=1) for each in words for word in (each, plain(each))
}
_WORD = rf"(?i:(?:{'|'.join(sorted(_RANKS, key=len, reverse=True))})(?:\s+|[.-]?\s*(?=\d)))"

ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
DOTTED = re.compile(r"\d{1,3}(\.\d{1,3}){0,5}")
PATH = re.compile(r"(?:[IVXL]{1,6}|[A-HĐ]|\d{1,3})(?:\.(?:\d{1,3}|[IVXL]{1,6}|[a-zđ])){1,6}")
"""Numbers of several kinds: I.1.1, A.1, 1.1.a."""
BULLET = re.compile(r"[-–—+•●*▪◦·✓o]")
LEADING = re.compile(
    rf"(?P<number>{_WORD}(?:[IVXL]{{1,6}}|\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}|[A-HĐ])(?=[\s.)/:–-])"
    rf"|\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}\.[a-zđ](?=[\s.)/:])|(?:[IVXL]{{1,6}}|[A-HĐ])(?:\.\d{{1,3}}){{1,5}}(?:\.[a-zđ])?"
    rf"|\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}|\d{{1,3}}(?=[.)/:–-])|[IVXL]{{1,6}}(?=[.)/:–-])|[a-zđ](?=[.)/])|[A-Z](?=[.)/]))"
    rf"\s*[.)/:–-]?\s+(?P<rest>\S.*)",
    re.DOTALL,
)
BULLETED = re.compile(r"(?P<number>[-–—+•●*▪◦·✓])\s*(?P<rest>\S.*)", re.DOTALL)
POINTS = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:điểm|đ|points?)?\.?", re.IGNORECASE)


MOST = 1e6
"""Points that criteria.yaml takes; what is more is none."""
FIRST_SERIAL, LAST_SERIAL = 10_959, 54_788
"""1930 to 2049 as spreadsheets count days; what was typed with two figures at its end becomes a day in these years."""
DAY_ZERO = date(1899, 12, 30)
WRITTEN_DAY = re.compile(
    r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})|(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[ T]00:00(?::00)?)?"
)
FIRST_TYPED = 2015
"""What is typed without a year gets the year of the day: an earlier one was typed, as the last part of the id."""


@dataclass(frozen=True)
class Mark:
    """A number before a name: how it is written, and its parts (`1.2.3` has three).

    `word`: the rank of the word before it (Tiêu chí 1, Chỉ tiêu 1), one of LEVEL_WORDS; 0 without one.
    """

    style: Style
    text: str
    word: int = 0

    @property
    def depth(self) -> int:
        """How many parts it has."""
        return self.text.count(".") + 1

    @property
    def parent(self) -> str:
        """The number that it goes on with: 1.1 of 1.1.a; blank where it has one part."""
        return self.text.rpartition(".")[0]

    @property
    def kind(self) -> tuple[int, ...]:
        """What its parts are, as a key by which higher levels sort first; a word counts where there is one part."""
        ranks = tuple(_part_rank(part) for part in self.text.split("."))
        return (-self.word, *ranks) if self.word and len(ranks) == 1 else ranks


def _part_rank(part: str) -> int:
    return 2 if part.isdigit() else 1 if ROMAN.fullmatch(part) and part else 0 if part.isupper() else 3


def mark_of(text: str) -> Mark | None:
    """A cell that holds nothing but a number: `I`, `II.`, `1.1`, `1.1.`, `I.1`, `a)`, `-`, `Tiêu chí 1`."""
    bare, rank = " ".join(text.split()), 0
    if word := re.match(_WORD, bare):
        bare, rank = bare[word.end() :], _RANKS[re.sub(r"[\s.-]+$", "", word[0].casefold())]
    bare = bare.strip().strip("()").rstrip(".):/ ").replace(" ", "")
    if not bare:
        return Mark("bullet", text.strip()) if BULLET.fullmatch(text.strip()) else None
    styles: tuple[tuple[Style, str], ...] = (
        *(("bullet", BULLET.pattern), ("roman", ROMAN.pattern), ("dotted", DOTTED.pattern)),
        *(("letter", "[a-zđ]"), ("letters", "[A-HĐ]"), ("mixed", PATH.pattern)),
    )
    for style, pattern in styles:
        said = bare.replace(",", ".") if style == "dotted" else bare
        if re.fullmatch(pattern, said):
            return Mark(style, said, rank)
    return None


def leading_mark(text: str) -> tuple[Mark | None, str]:
    """A number at the beginning of a name, and the rest of the name."""
    for pattern in (LEADING, BULLETED):
        if (found := pattern.fullmatch(text)) and (mark := mark_of(found["number"])) is not None:
            return mark, found["rest"].strip()
    return None, text


def cell_marks(value: Value) -> tuple[list[Mark], bool]:
    """What a number cell can have been: one mark, or several where a spreadsheet has changed it (then True).

    A number 1.1 was typed as 1.1 or 1.10; a date as d.m.y, m.d.y, d.m or m.y, with or without zeros. A date may
    also stand there as the number by which spreadsheets count days, or as a text.
    """
    if value is None or isinstance(value, bool):
        return [], False
    if (day := day_of(value)) is not None:
        return [Mark("dotted", text) for text in typed_as(day)], True
    if isinstance(value, str):
        mark = mark_of(value)
        return ([mark] if mark else []), False
    if isinstance(value, float):
        if value < 0 or value >= 1000:
            return [], False
        plain_number = f"{value:.10g}"
        if value.is_integer():
            return [Mark("dotted", plain_number)], False
        return [Mark("dotted", plain_number + zeros) for zeros in ("", "0")], True
    return [], False


def day_of(value: Value) -> date | None:
    """The day that a cell for a number holds, however a spreadsheet has left it: a date, its serial number, a text."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (found := WRITTEN_DAY.fullmatch(value.strip())):
        parts = (found["year"] or found["y"], found["month"] or found["m"], found["day"] or found["d"])
        try:
            return date(*map(int, parts))
        except ValueError:
            return None
    serial = float(value) if isinstance(value, str) and re.fullmatch(r"\d{5}", value.strip()) else value
    if isinstance(serial, float) and serial.is_integer() and FIRST_SERIAL <= serial <= LAST_SERIAL:
        return DAY_ZERO + timedelta(days=int(serial))
    return None


def typed_as(day: date | datetime) -> list[str]:
    """What may have been typed where a spreadsheet has made a date of an id."""
    year, month, number = day.year, day.month, day.day
    short = [str(year % 100)] + ([str(year)] if year < 1930 else [])
    found = []
    for end in short:
        found += [f"{number}.{month}.{end}", f"{month}.{number}.{end}", f"{end}.{month}.{number}"]
    if year >= FIRST_TYPED:
        found += [f"{number}.{month}", f"{month}.{number}"]
    # Two parts are a day and a month; only what can be neither is taken for a year: 1.13, never 1.12.
    if number == 1 and year % 100 > 12:
        found += [f"{month}.{end}" for end in short]
    return list(dict.fromkeys(found))


def points_of(value: Value) -> float | None:
    """Points in a cell: a number, or a text such as `1,5`, `2 điểm`, `02`; None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return value if abs(value) <= MOST else None
    if not isinstance(value, str):
        return None
    found = POINTS.fullmatch(" ".join(value.split()))
    return float(found[1].replace(",", ".")) if found else None


def is_total(name: str) -> bool:
    """Whether a row sums up others: Tổng cộng, Cộng (A+B), Tổng điểm đạt được."""
    # Without accents “cộng” is “công (sở)”.
    folded = plain(re.sub(r"\(.*?\)|\[.*?\]", " ", name))
    return len(name) < 80 and TOTAL.match(folded) is not None and not re.match(r"\s*công", name, re.IGNORECASE)
