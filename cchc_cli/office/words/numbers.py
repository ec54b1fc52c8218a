"""One grammar of numbers: before names (I, 1, 1.1, a), in cells of points, percentages and ranks, and as spreadsheets leave them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from cchc_cli.model.grid import Percent, Value
from cchc_cli.model.letters import WIDE, plain, remembered
from cchc_cli.office.words.vocabulary import (
    BLANK,
    LESS_POINTS,
    LEVEL_WORDS,
    NOT_APPLICABLE,
    NOT_HANDED_IN,
    NOT_RANKED,
    NOTHING,
    RANK_WORDS,
    TICKS,
    TOTAL,
)

Style = Literal["letters", "roman", "dotted", "letter", "mixed", "bullet"]

_RANKS = {
    word: rank for rank, words in enumerate(LEVEL_WORDS, start=1) for each in words for word in (each, plain(each))
}
_WORD = rf"(?i:(?P<word>{'|'.join(sorted(_RANKS, key=len, reverse=True))})(?:\s+(?:số\s+)?|[.-]?\s*(?=\d)))"
ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
DOTTED = r"\d{1,3}(?:\.\d{1,3}){0,5}"
_PART = r"\.(?:\d{1,3}|[IVXL]{1,6}|[a-zđ])"
PATH = rf"(?:[IVXL]{{1,6}}|[A-HĐ]|\d{{1,3}})(?:{_PART}){{1,6}}|[A-HĐ]\d{{1,2}}(?:{_PART}){{0,5}}|\d{{1,2}}[a-hđ]"
"""Numbers of several kinds: I.1.1, A.1, 1.1.a, A1.1, 1a."""
ORDINAL = re.compile(rf"thu ({'|'.join(RANK_WORDS)})")
"""`Phần thứ nhất`."""
BULLET = r"[-–—+•●*▪◦·✓o]"
STYLES: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("bullet", re.compile(BULLET)),
    ("roman", re.compile(ROMAN)),
    ("dotted", re.compile(DOTTED)),
    ("letter", re.compile(f"[a-zđ]|{ROMAN.lower()}")),
    ("letters", re.compile("[A-HĐ]")),
    ("mixed", re.compile(PATH)),
)
LEADING = re.compile(
    rf"(?P<number>{_WORD}(?:thứ \w+|[IVXL]{{1,6}}|\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}|[A-HĐ])(?=[\s.)/:–-])"
    rf"|[A-HĐ]\d{{1,2}}(?:\.\d{{1,3}}){{0,5}}(?=[\s.)/:–-])|\d{{1,2}}[a-hđ](?=[.)/:])"
    rf"|\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}\.[a-zđ](?=[\s.)/:])|(?:[IVXL]{{1,6}}|[A-HĐ])(?:\.\d{{1,3}}){{1,5}}(?:\.[a-zđ])?"
    rf"|\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}|\d{{1,3}}(?=[.)/:–-])|[IVXL]{{1,6}}(?=[.)/:–-])|[a-zđ](?=[.)/])|[A-Z](?=[.)/])|[A-HĐ](?=:))"
    rf"\s*[.)/:–-]?\s+(?P<rest>\S.*)",
    re.DOTALL,
)
BULLETED = re.compile(r"(?P<number>[-–—+•●*▪◦·✓])\s*(?P<rest>\S.*)", re.DOTALL)

MOST = 1e6
"""Points that criteria.yaml takes; what is more is none."""
THOUSANDS = re.compile(
    r"\d{1,3}((?:\.\d{3})+),\d+|\d{1,3}((?:,\d{3})+)\.\d+|(?<!\d)(?<![\d,.] )[1-9]\d{0,2}((?: \d{3})+)(?! ?\d)"
)
"""1.025,5 and 1,025.5 and 1 025,5: only the last sign is that of decimals."""
DIGITS = {
    **{"không": "0", "một": "1", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5", "lăm": "5", "sáu": "6"},
    **{"bảy": "7", "bẩy": "7", "tám": "8", "chín": "9", "mười": "_", "mươi": "_", "phẩy": ",", "rưỡi": ",5"},
}
"""Digits by their words; `_` is ten, or nothing between two digits."""
PLAIN_DIGITS = {plain(word): digit for word, digit in DIGITS.items()}
SPELLED = "|".join(PLAIN_DIGITS)
FIGURE = re.compile(
    rf"([+-]? ?\d{{1,9}}(?:[.,]\d+)?)(?: ?\((?:(?:{SPELLED}|tram|diem)(?=[ )]) ?)+\))? ?(%|diem|d|points?|bac|\(d(?:iem)?\))?\.?"
)
SUM = re.compile(r"\d{1,6}(?:[.,]\d+)?(?: ?\+ ?\d{1,6}(?:[.,]\d+)?)+")
"""`1+0,5`: the points of two parts."""
IN_WORDS = re.compile(rf"(?<!\w)(?!tu diem)((?:(?:{SPELLED}) )+)diem")
"""`2 (hai) điểm`: a number, also in words behind its figures, and of what; `Từ điểm` is no four."""
RANK = re.compile(
    r"(?:(?:xep |dong )?(?:hang|thu)|t|=)*[ .=]*(\d{1,4}(?:[.,]5)?)(?: ?- ?(\d{1,4}))?\.? ?"
    r"(?:=|/ ?\d+(?: [^\W\d].*)?|\((?:=|dong hang|(?:tang|giam|giu nguyen|khong doi|khong thay doi|[↑↓▲▼=+-])[^)]*)\))?"
)
FOOTNOTES = re.compile(r"(?<=.)(?:\s*(?:\*+|\(\*+\)|\(\d\)|\[\d+\]|[¹²³⁴-⁹]))+$")
"""`85,1(1)`, `85,1 (**)`, `85,1²`: marks behind a figure."""
SAME = re.compile(r"(?:giu nguyen|khong (?:thay )?doi|=)( .*)?")
CHANGED = ((re.compile(r"(?:tang|↑|▲|\+) ?(.+)"), 1.0), (re.compile(r"(?:giam|↓|▼|-) ?(.+)"), -1.0))

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
    """A number before a name. `text`: as an id has it, I, 1.1, I.1.1 or 1.1.a.

    `word`: the rank of the word before it (Tiêu chí 1, Chỉ tiêu 1), one of LEVEL_WORDS; 0 without one.
    """

    style: Style
    text: str
    word: int = 0

    @property
    def parent(self) -> str:
        """The number that it goes on with: 1.1 of 1.1.a, A of A1; blank where it has one part."""
        return self.text.removesuffix(self._parts[-1]).rstrip(".") if len(self._parts) > 1 else ""

    @property
    def _parts(self) -> list[str]:
        return re.findall(r"[A-ZĐ]+|\d+|[^\W\d_]+|[^\w.]", self.text) or [self.text]

    @property
    def kind(self) -> tuple[int, ...]:
        """What its parts are, as a key by which higher levels sort first; a word counts where there is one part."""
        ranks = tuple(map(_part_rank, self._parts))
        return (-self.word, *ranks) if self.word and len(ranks) == 1 else ranks


def _part_rank(part: str) -> int:
    if part.isdigit():
        return 2
    return 1 if part and re.fullmatch(ROMAN, part) else 0 if part.isupper() else 3


@remembered
def mark_of(text: str) -> Mark | None:
    """A cell that holds nothing but a number: `I`, `II.`, `1.1`, `1.1.`, `I.1`, `a)`, `-`, `Tiêu chí 1`."""
    bare, rank = " ".join(text.translate(WIDE).split()), 0
    if len(bare) > 60:
        return None
    if word := re.match(_WORD, bare):
        bare, rank = bare[word.end() :], _RANKS[word["word"].casefold()]
        if ordinal := ORDINAL.fullmatch(plain(bare)):
            bare = str(RANK_WORDS[ordinal[1]])
    bare = re.sub(rf"(?<=\.){_WORD}(?=\d)", "", bare)
    bare = re.sub(r"^([IVXL]{1,6}|[A-HĐ])[-–/](?=\d)", r"\1.", re.sub(r"^(\d+)/([IVXL]+|[A-HĐ])$", r"\2.\1", bare))
    bare = bare.strip().strip("()").rstrip(".):/ ").replace(" ", "")
    if not bare:
        return Mark("bullet", text.strip()) if re.fullmatch(BULLET, text.strip()) else None
    for style, pattern in STYLES:
        said = bare.replace(",", ".") if style == "dotted" else bare
        if pattern.fullmatch(said):
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
    if (day := day_of(value)) is not None:
        return [Mark("dotted", text) for text in typed_as(day)], True
    if isinstance(value, str):
        mark = mark_of(value)
        return ([mark] if mark else []), False
    if not isinstance(value, float) or not 0 <= value < 1000:
        return [], False
    zeros = ("",) if value.is_integer() else ("", "0")
    return [Mark("dotted", f"{value:.10g}{zero}") for zero in zeros], len(zeros) > 1


def day_of(value: Value) -> date | None:
    """The day that a cell for a number holds, however a spreadsheet has left it: a date, its serial number, a text."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _written_day(value.strip())
    return _day_number(value) if isinstance(value, float) else None


def _written_day(text: str) -> date | None:
    if re.fullmatch(r"\d{5}", text, re.ASCII):
        return _day_number(float(text))
    if (found := WRITTEN_DAY.fullmatch(text)) is None:
        return None
    parts = (found["year"] or found["y"], found["month"] or found["m"], found["day"] or found["d"])
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _day_number(serial: float) -> date | None:
    is_day = serial.is_integer() and FIRST_SERIAL <= serial <= LAST_SERIAL
    return DAY_ZERO + timedelta(days=int(serial)) if is_day else None


def typed_as(day: date | datetime) -> list[str]:
    """What may have been typed where a spreadsheet has made a date of an id."""
    year, month, number = day.year, day.month, day.day
    short = [str(year % 100)] + ([str(year)] if year < 1930 else [])
    orders = "{0}.{1}.{2}", "{1}.{0}.{2}", "{2}.{1}.{0}"
    found = [order.format(number, month, end) for end in short for order in orders]
    if year >= FIRST_TYPED:
        found += [f"{number}.{month}", f"{month}.{number}"]
    # Two parts are a day and a month; only what can be neither is taken for a year: 1.13, never 1.12.
    if number == 1 and year % 100 > 12:
        found += [f"{month}.{end}" for end in short]
    return list(dict.fromkeys(found))


@remembered
def _folded(value: str) -> str:
    """Without accents and marks of footnotes, a minus as a minus."""
    return FOOTNOTES.sub("", plain(value[:100])).replace("\u2212", "-").replace("–", "-").strip()


def _figure(value: Value, *, points: bool) -> float | None:
    if isinstance(value, str):
        number, unit = _written(value)
        return None if points and unit in ("%", "bac") else number
    return value if isinstance(value, float) and abs(value) <= MOST else None


@remembered
def _written(text: str) -> tuple[float | None, str | None]:
    """The number of a text, and of what it is."""
    if SUM.fullmatch(folded := _folded(text)):
        return sum(float(part.replace(",", ".")) for part in folded.split("+")), None
    folded = IN_WORDS.sub(lambda found: f"{spelt(found[1])} diem", folded)
    if (found := FIGURE.fullmatch(_one_sign(folded))) is None:
        return None, None
    number = float(found[1].replace(",", ".").replace(" ", ""))
    return (number if abs(number) <= MOST else None), found[2]


def spelt(words: str) -> str:
    """The digits that words spell: 2,5 of `hai phẩy năm` or `hai rưỡi`, 15 of `mười lăm`."""
    digits = "".join(PLAIN_DIGITS[word] for word in plain(words).split())
    return re.sub(r"_(?!\d)", "0", re.sub(r"(?<!\d)_", "1_", digits)).replace("_", "")


def _one_sign(text: str) -> str:
    """A figure with the sign of its decimals alone."""
    found = THOUSANDS.search(text)
    return text if found is None else text.replace(found[found.lastindex or 0][0], "")


def points_of(value: Value) -> float | None:
    """Points in a cell: a number, or a text such as `1,5`, `2 điểm`, `02`, `-1`; None where it is none."""
    return _figure(value, points=True)


def figure_of(value: Value) -> float | None:
    """A number, or a text such as `85,13`, `85.13 %`, `2 điểm`, `85,13*`; None where it is none."""
    return _figure(value, points=False)


def rank_of(value: Value) -> float | None:
    """A rank: a number, or a text such as `=5`, `5=`, `thứ 5`, `5/18`, `Nhì`, `II`, `2-3`; None where it is none."""
    if not isinstance(value, str):
        return figure_of(value)
    folded = _folded(value)
    word = re.fullmatch(r"(?:(?:xep |dong )?(?:hang|thu|giai) )?(\w+)(?: ?\((?:=|dong hang)\))?", folded)
    if word and word[1] in RANK_WORDS:
        return float(RANK_WORDS[word[1]])
    if roman := re.fullmatch(ROMAN, value.strip()):
        return float(roman_value(roman[0]))
    if (found := RANK.fullmatch(folded)) is None:
        return None
    first = float(found[1].replace(",", "."))
    return (first + float(found[2])) / 2 if found[2] else first


def roman_value(text: str) -> int:
    """IV is 4."""
    values = [ROMAN_VALUES[sign] for sign in text]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def change_of(value: Value) -> float | None:
    """A change: a number, or a text such as `tăng 3 bậc`, `↓2`, `+0,5`, `giữ nguyên`; None where it is none."""
    if (found := figure_of(value)) is not None or not isinstance(value, str):
        return found
    folded = _folded(value)
    if SAME.fullmatch(folded):
        return 0.0
    for pattern, sign in CHANGED:
        if (match := pattern.fullmatch(folded)) and (size := figure_of(match[1])) is not None:
            return sign * size
    return None


def added_points(value: Value) -> float | None:
    """Points added or taken off: a figure, also in brackets, as accounts have what was taken off (`(1,5)`); `Không` is none."""
    if not isinstance(value, str):
        return figure_of(value)
    text = plain(value[:100]).strip("() ")
    less = LESS_POINTS.fullmatch(text)
    return 0.0 if NOTHING.fullmatch(text) else figure_of(less[1] if less else text)


def not_applicable(value: Value) -> bool:
    """Whether a cell says that there is nothing to assess: NA, KAD, không áp dụng."""
    return isinstance(value, str) and NOT_APPLICABLE.fullmatch(_folded(value).strip("() ")) is not None


def not_given(value: Value) -> bool:
    """Whether a cell says that no figure is there: not applicable, not handed in, or only a dash."""
    if not isinstance(value, str):
        return False
    folded = _folded(value)
    return is_blank(value) or any(each.fullmatch(folded) for each in (NOT_APPLICABLE, NOT_RANKED, NOT_HANDED_IN))


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing, or signs that say nothing: a dash, dots."""
    return value is None or (isinstance(value, str) and BLANK.fullmatch(plain(value[:100])) is not None)


def is_tick(value: Value) -> bool:
    """Whether a cell holds a mark beside what was reached."""
    return isinstance(value, str) and value.strip().casefold() in TICKS


@remembered
def is_total(name: str) -> bool:
    """Whether a row sums up others: Tổng cộng, Cộng (A+B), Tổng điểm đạt được."""
    # Without accents “cộng” is “công (sở)”.
    if len(name) >= 80 or re.match(r"\s*công", name, re.IGNORECASE):
        return False
    return TOTAL.match(plain(re.sub(r"\(.*?\)|\[.*?\]", " ", name))) is not None


def text_of(value: Value) -> str:
    """What stands in a cell, on one line; days as ISO dates."""
    if isinstance(value, float):
        return str(value) if isinstance(value, Percent) else f"{value:.12g}"
    if isinstance(value, date):
        return value.isoformat()[:10]
    return " ".join(str(value).split()) if value is not None else ""


def first_text(cells: Iterable[Value]) -> str:
    """The first text of a row, on one line; blank without one."""
    return next((text_of(value) for value in cells if isinstance(value, str)), "")
