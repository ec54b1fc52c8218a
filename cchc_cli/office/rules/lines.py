"""The text of a rule as lines: what each is about, and the points for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cchc_cli.model.grid import Value
from cchc_cli.office.rules.formulas import Percent, each_percent, explains, is_formula
from cchc_cli.office.rules.points import (
    Case,
    case_of,
    in_points,
    is_cap,
    is_fraction,
    limit_of,
    says_part,
    takes_off,
    takes_off_last,
)
from cchc_cli.office.rules.words import LONGEST, Said, grammar, number, patterns, said
from cchc_cli.office.words.numbers import DIGITS, points_of, spelt

ENDING, NOTHING, NO_POINTS, NO_POINTS_BARE = patterns("ENDING NOTHING NO_POINTS NO_POINTS_BARE")
BRACKETED, POINTS_BETWEEN, POINTS_FIRST, THE_BEST = patterns("BRACKETED POINTS_BETWEEN POINTS_FIRST THE_BEST")
REMARK_BEHIND, GIVEN, INLINE, NUMBER_LAST, GAIN = patterns("REMARK_BEHIND GIVEN INLINE NUMBER_LAST GAIN")
SEPARATED = re.compile(r".[.,]\s|\s\S\s|./\s?(?=[^\W\d])", re.DOTALL)
PARTS_OF_TEXT = re.compile(
    r"\n|\s\|\s|(?<=\S)\s*(?=[☐□❏❑])|\./\.|;\s*(?=\S)|(?<=[^\WA-ZĐ_]|[%)])\.\s+(?=[^\W\d_a-zđ])(?![à-ỹ])"
)
"""Lines, what stands behind boxes to tick and between semicolons, and sentences."""
SPELT_ALONE = re.compile(
    rf"((?:được|đạt|trừ|cộng|thưởng|[:=–-])\s*)((?:(?:{'|'.join(DIGITS)})\s)+)(?=điểm\b)", re.IGNORECASE
)
"""`được hai điểm`: points without figures."""
SPELLED = re.compile(rf"([\d,.]*\d) ?\(((?:(?:{'|'.join(DIGITS)})(?=[ )]) ?)+)(?:điểm)?\)", re.IGNORECASE)
"""`2 (hai) điểm`: the number in words behind its figures."""
ENTRY = re.compile(r"(?:^|(?<=[\n;:.]))\s*\(?(\d{1,2}|[a-zđ]|[ivx]{1,4})(?:[.)]\s*|/\s+)(?=[^\W\d_])")
"""`1.`, `b)`, `(ii)`, `3/` before an entry of a list, on a line of its own or behind the entry before."""
INTERVAL = re.compile(r"([\[(])\s*(\d[\d.,]*\s*%?)\s*(;|,(?=\s)|(?<=%),|[–-])\s*(\d[\d.,]*\s*%?)\s*([\])])")
"""`[80%; 90%)`: from 80% on to below 90%. Round brackets alone may hold a remark: `(80-90%)`."""
NOTHING_BEHIND = re.compile(r"\s*\(([^()]*\d[^()]*\bkhông (?:được )?(?:tính|chấm|cho|có) điểm)\)")
"""`Tỷ lệ x 5 (dưới 50% không tính điểm)`."""
DASHED = re.compile(
    r"(:\s*\d+(?:[.,]\d+)?)(\s*(?:điểm|đ))?[ ]+[-–][ ]+(?(2)|(?!(?:dưới|trên|từ|đến|tới)\b))(?=[^\W\d_])", re.IGNORECASE
)
"""`Đủ: 2 - Chưa đủ: 1`: a dash behind points begins the next option."""
BARE_END = re.compile(r"\s*([^\d]*[^\W\d])\s+(\d{1,3}(?:[.,]\d+)?)[\s.]*")
OPTIONS_APART = re.compile(r"\n|\s*[/;]\s*|\s+[-–]\s+")
ALL_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*")
COUNTED = ("1 2 3 4 5 6 7 8 9 10 ", "a b c d e f g h i ", "a b c d đ e g h i ", "i ii iii iv v vi vii ")
BULLET = re.compile(
    r"^\s*(?:\([-+*•]\)|[-–—+•●*▪◦·✓☐□❏❑](?!\d[\d.,]*\s*(?:điểm|đ)\b)|(?:\d{1,2}|[ivx]{2,4}|[a-zđ])\)|[a-zđ]\.)\s*"
)


@dataclass(frozen=True)
class RuleLine:
    """A line of a rule: what is found, the points for it (None: no points stand there), and its cell."""

    text: str
    points: float | None
    address: str
    bracketed: bool = False
    """Whether the points stand in brackets behind the text, as those of a component do."""
    bullet: str = ""
    """What it, or its row, begins with; `a` for any letter."""
    own: bool = False
    """Whether the points stand in the cell for maxima of its own row."""
    added: bool = False
    """Whether the points are added to something: `cộng thêm 1 điểm`."""

    @property
    def whole(self) -> str:
        """The text with its points."""
        return self.text if self.points is None else f"{self.told} điểm"

    @property
    def told(self) -> str:
        """The text with its points as a comment says it."""
        return self.text if self.points is None else f"{self.text}: {self.points:.12g}"

    @property
    def case(self) -> Case | None:
        """The points for a case, given or taken off."""
        return case_of(self.whole)

    @property
    def percent(self) -> Percent | None:
        """The points for each percent."""
        return each_percent(self.whole)

    @property
    def counted(self) -> bool:
        """Whether it gives points for each of something."""
        return (case := self.case) is not None and case.counted and not case.off

    @property
    def says_points(self) -> bool:
        """Whether it gives points or takes some off."""
        return self.points is not None or takes_off(self.text)

    @property
    def rules(self) -> bool:
        """Whether it says how points come about: points, a part of the maximum, a formula, so many for each of something."""
        counted = (case := self.case) is not None and case.counted
        return counted or self.says_points or is_formula(self.text) or says_part(self.text)


def split_lines(text: str, address: str) -> list[RuleLine]:
    """The lines of a text with their points, split at line ends and semicolons; what says none goes on with one like it."""
    lines: list[RuleLine] = []
    inside = ALL_IN_BRACKETS.fullmatch(text)
    for bullet, bare in _parts(inside[1] if inside and is_rule_text(inside[1]) else text):
        found = _inline(bare, address) or [replace(line_of(bare, address), bullet=bullet)]
        both = *lines[-1:], RuleLine(bare, None, address)
        if found[0].points is None and lines and not any(each.rules or explains(each.text) for each in both):
            lines[-1] = RuleLine(f"{lines[-1].text}; {bare}", None, address)
        else:
            lines += found
    return lines


def _parts(text: str) -> list[tuple[str, str]]:
    """What a text lists, with its bullets. The most that all cases of its only entry give is a part of that:
    `Mỗi…: 1 điểm; tối đa 3 điểm`."""
    text = SPELLED.sub(lambda found: found[number(spelt(found[2])) == number(found[1])], text)
    text = SPELT_ALONE.sub(lambda found: f"{found[1]}{spelt(found[2])} ", text)
    text = DASHED.sub(r"\1\2\n", INTERVAL.sub(_interval, text))
    split = PARTS_OF_TEXT.split(_listed_apart(NOTHING_BEHIND.sub(r"; \1", text)))
    parts = [(_bullet(part), bare) for part in split if (bare := _bare(part))]
    return [(parts[0][0], "; ".join(bare for _bullet, bare in parts))] if _is_one_entry(*parts) else parts


def _interval(found: re.Match[str]) -> str:
    """An interval in words."""
    opening, low, sign, high, closing = found.groups()
    if opening + closing == "()" and not (sign == ";" and "%" in found[0]):
        return found[0]
    return f"{'từ' if opening == '[' else 'trên'} {low} đến {'' if closing == ']' else 'dưới '}{high}"


def _listed_apart(text: str) -> str:
    """A text with each entry of its numbered list on a line of its own, `2)` before it: no sentence ends behind the number."""
    entries = list(ENTRY.finditer(text))
    labels = "".join(f"{found[1]} " for found in entries)
    is_list = len(entries) > 1 and any(names.startswith(labels) for names in COUNTED)
    # One alone may be that of a row, whatever its number; within a text it is none.
    return ENTRY.sub(r"\n\1) ", text, count=0 if is_list else 1) if is_list or ENTRY.match(text) else text


def _is_one_entry(*parts: tuple[str, str]) -> bool:
    """Whether there are two parts: the points of each case, and the most of all, which is more."""
    case, most = (case_of(parts[0][1]), limit_of(parts[1][1]) or 0) if len(parts) == 2 else (None, 0)
    return case is not None and case.most is None and (case.counted or case.one) and most > case.points


def _bare(part: str) -> str:
    return BULLET.sub("", " ".join(part.split())).strip(" ;")


def _bullet(part: str) -> str:
    found = BULLET.match(part)
    mark = found[0].strip() if found else ""
    return "1" if mark[:1].isdigit() else "a" if mark[:1].isalpha() else mark


def part_of(line: RuleLine, maximum: float) -> RuleLine:
    """The line with its points where it says them as a part of the maximum."""
    if line.points is not None or len(line.text) > LONGEST or is_fraction(line.text, maximum):
        return line
    text = in_points(line.text, maximum)
    if takes_off(line.text):
        return replace(line, text=text)
    read = line_of(text, line.address) if text != line.text else line
    return replace(line, text=read.text, points=read.points) if read.points is not None else line


def bare_points(lines: list[RuleLine], maximum: float) -> list[RuleLine]:
    """`Đúng quy định 1,0; chưa đúng 0,5; không có 0` as options: numbers alone that fall from the maximum to nothing."""
    parts = [part for line in lines for part in line.text.split(";") if part.strip()]
    found = [*filter(None, map(BARE_END.fullmatch, parts))]
    points = [number(each[2]) for each in found]
    is_all = len(points) == len(parts) > 1 and {line.points for line in lines} == {None}
    if not is_all or points != sorted({*points, maximum, 0}, reverse=True):
        return lines
    return [RuleLine(each[1], given, lines[0].address) for each, given in zip(found, points, strict=True)]


def line_of(bare: str, address: str) -> RuleLine:
    """One line, without what marks it in a list."""
    if len(bare) > LONGEST or ((case := case_of(bare)) and case.counted and case.most is not None):
        return RuleLine(bare, None, address)
    line = said(bare)
    if early := _early(line, address):
        return early
    bracketed = BRACKETED.match(line.symbols)
    found = bracketed or ENDING.match(line.symbols)
    if found is None or _is_no_gift(bare, found):
        return RuleLine(bare, None, address)
    what = re.sub(r"\s+thì$", "", line.before(found.end("W")))
    added = GAIN.search(line.symbols, found.end("W")) is not None
    return RuleLine(what, line.number(found), address, found is bracketed, added=added)


def _early(line: Said, address: str) -> RuleLine | None:
    """A line of which the points do not end it, or that says that there are none."""
    if found := REMARK_BEHIND.search(line.symbols):
        option = line_of(line.before(found.start()), address)
        text = f"{option.text} {line.between(*found.span())}"
        is_none = option.points is None or option.counted
        return RuleLine(line.text, None, address) if is_none else replace(option, text=text)
    read = _points_first(line)
    return RuleLine(*read, address) if read else None


def _points_first(line: Said) -> tuple[str, float] | None:
    """What a line is about, and its points, where these stand before that, or it says that there are none."""
    if found := POINTS_BETWEEN.match(line.symbols):
        return f"{line.before(found.start('O'))}: {line.after(found.end('A') + 2)}", line.number(found)
    found = POINTS_FIRST.match(line.symbols)
    if found and not (takes_off(line.text) or ENDING.match(line.symbols, found.start("W"))):
        return line.after(found.start("W")), line.number(found)
    found = NOTHING.match(line.symbols)
    return (line.before(found.start("S")), 0.0) if found else None


def _is_no_gift(bare: str, found: re.Match[str]) -> bool:
    """Whether the number at the end of a line is no points: `Báo cáo: 2 báo cáo`, `trừ 0,25 điểm mỗi nhiệm vụ`, `1,6 - 2 điểm`."""
    signs = found.groupdict()
    says = [NO_POINTS, GIVEN, *([] if signs.get("C") else [NO_POINTS_BARE]), *([NUMBER_LAST] if signs.get("D") else [])]
    # `Đơn vị có số sáng kiến nhiều nhất được 5 điểm` is about the best, not about the most.
    is_best = len(found["W"]) > 1 and THE_BEST.match(found["W"])
    is_none = not is_best and any(each.search(found["W"]) for each in says)
    return is_none or takes_off_last(bare)


def _inline(bare: str, address: str) -> list[RuleLine]:
    """The options of one line, where each of its parts says how points come about; else nothing."""
    parts = _listed(said(bare)) if len(bare) <= LONGEST else []
    # What one case gives or takes off, and the most of it, is one entry.
    if len(parts) < 2 or (len(parts) == 2 and (is_cap(parts[1]) or limit_of(parts[1]))):
        return []
    lines = [line_of(part, address) for part in parts]
    return lines if all(line.rules or limit_of(line.text) for line in lines) else []


def _listed(line: Said) -> list[str]:
    """The parts of a line between what separates options; the most of one alone in its sentence is no part."""
    ends = [line.tokens[found.start()] for found in INLINE.finditer(line.symbols)]
    ends = [end for end in ends if SEPARATED.match(line.text, end.start - 1)]
    places = [0, *(place for end in ends for place in (end.start, end.end)), len(line.text)]
    found, last = list[str](), ","
    for start, end in zip(places[::2], places[1::2], strict=True):
        part, sign = line.text[start:end].strip(), line.text[:start][-1:]
        alone = last != "," == sign
        if alone and (is_cap(part) or limit_of(part)):
            part = f"{found.pop()}, {part}"
        found.append(part)
        last = sign
    return found


def is_rule_text(text: str) -> bool:
    """Whether a text says for what there are points: all of its lines end in points, or it says what is taken off."""
    lines = split_lines(text, "")
    return bool(lines) and (all(line.points is not None or says_part(line.text) for line in lines) or takes_off(text))


def says_rule(text: str) -> bool:
    """Whether a line below a name begins a rule: points, what is taken off, or a formula."""
    signs = grammar("[equals times slash open]")
    return is_rule_text(text) or (is_formula(text) and signs.search(said(text).symbols) is not None)


def listed_points(value: Value) -> list[float | None]:
    """The points of a cell: one number, or those of several options, a line each or as `2/1/0`, `2 - 1 - 0`; `1/2` is a half."""
    if not isinstance(value, str) or points_of(value) is not None:
        return [points_of(value)]
    found = [*map(points_of, OPTIONS_APART.split(value.strip()))]
    return found if len(found) != 2 or "\n" in value or 0.0 in found else [None]


def with_points(text: str, given: Value, *, after: int = 0) -> str:
    """The lines of a text with the points of a cell beside it: one number, or one a line for the last lines.

    The first `after` lines are a name, which gets none. What does not fit stays as it is.
    """
    points = listed_points(given)
    known = [each for each in points if each is not None]
    lines = [*filter(str.strip, text.split("\n"))]
    fits = len(known) == len(points) and after < len(points) <= len(lines) - after
    if not fits or any(line.rules for line in split_lines(text, "")):
        return text
    if len(known) == 1:
        return f"{text}: {known[0]:.10g}"
    first = len(lines) - len(known)
    ends = [f"{line.rstrip(' :;.')}: {each:.10g}" for line, each in zip(lines[first:], known, strict=True)]
    return "\n".join([*lines[:first], *ends])
