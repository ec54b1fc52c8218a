"""The points of a line of a rule: given or taken off, how many, for each case or once, and how many at most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.letters import remembered
from cchc_cli.model.rules import Deduct, Item
from cchc_cli.office.rules.words import LONGEST, Said, grammar, patterns, said
from cchc_cli.office.words.vocabulary import FAULTS

END, OFF, MINUS, ALL_OFF, NO_CAP, CAP, LIMIT = patterns("END OFF MINUS ALL_OFF NO_CAP CAP LIMIT")
LIMIT_ALONE, BARE, COUNTED, SEVERAL, ONE, POINTS = patterns("LIMIT_ALONE BARE COUNTED SEVERAL ONE POINTS")
CASE, BY_COUNT, EXCEPT, SOME, ENDS, IS_OFF, GIVES = patterns("CASE BY_COUNT EXCEPT SOME ENDS IS_OFF GIVES")
SUM, MANY_FIRST, MANY_BEHIND = patterns("SUM MANY_FIRST MANY_BEHIND")
PARTS = patterns("PART_OFF PART_GIVEN PART_FIRST WHOLE_OFF WHOLE_GIVEN WHOLE_FIRST FULL_LAST FULL_FIRST")
"""Points as a part of the maximum: `trừ 50% số điểm`, `dưới 80%: 1/2 × điểm tối đa`, `một nửa số điểm`, `điểm tối đa nếu đạt 100%`."""
UNSURE = N_("how many points are taken off for one case is not said by one number.")
AT_ONCE = N_("points are taken off for a percentage or for several at once.")
PART = N_("no more than a part of the points may be taken off: no rule here can say that.")
NOT_UNDERSTOOD = N_("“{text}” was not understood.")
A_FRACTION = re.compile(
    r"(?:[:=–→-]|\b(?:trừ|được|còn|chấm|tính|cộng|thì))\s*(?:\d ?/ ?\d{1,2}|một nửa|½) ?(?:điểm|đ)\b(?! (?:tối đa|chuẩn|của))",
    re.IGNORECASE,
)
FRACTION = N_("“{text}”: is this a fraction of one point, or of all points?")


@dataclass(frozen=True)
class TakenOff:
    """What a line takes off. `what`: for what; `amounts`: the points, one for each thing that it names.

    `caps`: the most points, None where the most is said in something else. `counted`: for each case; `one`: it speaks
    of one case, which may mean each; `whole`: everything; `fault`: why it is no rule, blank where it may be one.
    """

    what: str
    amounts: tuple[float, ...]
    caps: tuple[float | None, ...]
    counted: bool
    one: bool
    whole: bool
    fault: str

    @property
    def takes(self) -> bool:
        """Whether it says how much is taken off, not only how much at most."""
        return bool(self.amounts) or self.whole

    @property
    def per(self) -> float | None:
        """The points for each case, where it is one amount."""
        return self.amounts[0] if self.counted and len(self.amounts) == 1 and self.amounts[0] else None


@dataclass(frozen=True)
class Case:
    """Points of a line for a case. `most`: of all cases; `counted`: it says for each; `one`: it speaks of one case."""

    points: float
    most: float | None
    counted: bool
    one: bool
    off: bool

    def fits(self, kind: str, *, each: bool = False) -> bool:
        """Whether a bonus, or a penalty, can be given so, or for `each` case: a bonus takes nothing off."""
        return (kind == "penalty" or not self.off) and (self.counted or not each)


@remembered
def case_of(text: str) -> Case | None:
    """`Mỗi sáng kiến cộng 1 điểm, tối đa 3 điểm`, `1 điểm/mô hình`; None where other numbers stand in the line."""
    line = said(text)
    limits = list(LIMIT.finditer(line.symbols))
    rest = blanked(line.symbols, limits)
    cases = (by_count := _by_count(line, rest)) or list(CASE.finditer(rest))
    alone = blanked(rest, cases)
    unclear = len(cases) != 1 or grammar("number").search(alone) or len(limits) > 1
    if unclear or any(pattern.search(line.symbols) for pattern in (SEVERAL, EXCEPT)):
        return None
    if not (points := line.number(cases[0])):
        return None
    most = next((most_of(line, found, points) for found in limits), None)
    return _case(line, points, most, alone, counts=bool(by_count))


def _by_count(line: Said, rest: str) -> list[re.Match[str]]:
    """Points times a number of something, as one case."""
    found = BY_COUNT.match(rest)
    return [found] if found and line.word(found, "W" if found["W"] else "V") == "số" else []


def _case(line: Said, points: float, most: float | None, alone: str, *, counts: bool) -> Case:
    """The points of a line, which has no other number; `alone`: what it says besides them; `counts`: times how many."""
    one = ONE.search(alone) is not None
    # What may give more than one case does is given for each: `01 hội nghị được 1 điểm, tối đa 3 điểm`.
    counted = counts or COUNTED.search(line.symbols) is not None or (one and (most or 0) > points)
    off = IS_OFF.search(line.symbols) is not None or takes_off(line.text)
    return Case(points, most, counted, one=one, off=off)


def blanked(symbols: str, found: list[re.Match[str]]) -> str:
    """Symbols with others, which stand for nothing, in place of what was found."""
    for each in found:
        symbols = symbols[: each.start()] + " " * len(each[0]) + symbols[each.end() :]
    return symbols


def most_of(line: Said, found: re.Match[str], each: float | None = None) -> float | None:
    """The most points; so many cases (`không quá 3 lần`) are worth `each`; None where nothing says that."""
    unit = found["U"]
    if not unit or grammar("points").fullmatch(unit):
        return line.number(found)
    return round(line.number(found) * each, 10) if each and grammar("word").fullmatch(unit) else None


def limit_of(text: str) -> float | None:
    """The most points that a text says, where it says no more than that."""
    line = said(text)
    found = LIMIT_ALONE.search(line.symbols)
    return line.number(found) if found else None


def is_of_all(text: str, maximum: float) -> bool:
    """Whether a text says no more than the maximum: `tối đa 5 điểm`, `5 điểm`."""
    line = said(text)
    found = BARE.match(line.symbols)
    return maximum in (limit_of(text), line.number(found) if found else None)


def is_cap(text: str) -> bool:
    """Whether a text takes off no points, but says how many at most."""
    return said(text).has(CAP) and not said(text).has(OFF, MINUS)


def deduction(offs: list[TakenOff], maximum: float) -> Deduct:
    """One amount for each case, or several of which each has its own; what takes nothing says the most of all together."""
    taking, limits = [off for off in offs if off.takes], [off for off in offs if not off.takes]
    if len(taking) == 1:
        return Deduct(per=taking[0].per, most=_least(taking + limits, maximum))
    items = [Item(name=off.what[:LONGEST], per=off.amounts[0], most=_least([off], maximum)) for off in taking]
    return Deduct(items={chr(97 + place): item for place, item in enumerate(items)}, most=_least(limits, maximum))


def _least(offs: list[TakenOff], maximum: float) -> float | None:
    """The least of the caps that are below the maximum."""
    caps = [cap for off in offs for cap in off.caps if cap is not None]
    return min((cap for cap in caps if cap < maximum - NOISE), default=None)


def no_gain(text: str) -> str:
    """Why points for each of something are not sure to be given: it is a fault, and no verb gives or takes them; or a sum."""
    if said(text).has(SUM):
        return _(NOT_UNDERSTOOD, text=shortened(text))
    unsure = FAULTS.search(text.casefold()) and not said(text).has(GIVES)
    return _("“{text}”: are these points given, or taken off?", text=shortened(text)) if unsure else ""


def other_most(text: str, most: float | None, maximum: float) -> str:
    """What is told of a line that says another maximum than its cell; blank where it says none, or the same."""
    if most in (None, maximum):
        return ""
    words = {"text": shortened(text), "most": figure(most or 0), "max": figure(maximum)}
    return _("“{text}”: {most} points at most, but the maximum is {max}.", **words)


def each_of_all(text: str, maximum: float) -> str:
    """Points for each of something without of how many of it, where so many give all: `mỗi ý 0,5 điểm (có 04 ý)`; else the text."""
    line = said(text)
    found = MANY_FIRST.match(line.symbols) or MANY_BEHIND.match(line.symbols)
    if found is None or line.word(found, "W") != line.word(found, "V"):
        return text
    is_first, place = found.start("E") > found.start("A"), found.start("E")
    each, many = (line.after(place), line.before(place)) if is_first else (line.before(place), line.after(place))
    case = case_of(each)
    gives_all = case and abs(case.points * line.number(found, "A") - maximum) < NOISE
    return each if gives_all and not FAULTS.search(many.casefold()) else text


def several_cases(text: str) -> bool:
    """Whether a text gives points for each of several things, for each its own."""
    symbols = said(text).symbols
    given = CASE.findall(blanked(symbols, list(LIMIT.finditer(symbols))))
    return len(given) > 1 and len(COUNTED.findall(symbols)) > 1 and not takes_off(text)


def says_part(text: str) -> bool:
    """Whether a text says points as a part of the maximum."""
    return said(text).has(*PARTS)


def is_fraction(text: str, maximum: float) -> bool:
    """Whether `1 lần: 1/2 điểm` says half a point, or half of them all: nothing tells which, unless all is one."""
    return maximum != 1 and A_FRACTION.search(text) is not None


def in_points(text: str, maximum: float) -> str:
    """The text with its points in numbers, where it says them as a part of the maximum."""
    text = said(text).text
    for pattern in PARTS:
        line = said(text)
        for found in reversed(list(pattern.finditer(line.symbols))):
            groups = found.groupdict()
            share = line.number(found) / 100 if groups.get("A") else 0.5 if groups.get("H") else 1.0
            if groups.get("B"):
                share = line.number(found, "B") / (line.number(found, "C") or 1)
            start, end = found.span("X") if groups.get("X") else found.span()
            given = f"{round(maximum * share, 10):g} điểm"
            text = f"{text[: line.tokens[start].start]}{given}{text[line.tokens[end - 1].end :]}"
    return text


@remembered
def takes_off(text: str) -> bool:
    """Whether a text says that points are taken off."""
    return said(text).has(OFF, MINUS, CAP, ALL_OFF)


def as_taken_off(text: str) -> str:
    """A text of a column of deductions, whose heading may say alone that points are taken off: `0,5 điểm/lần`."""
    return text if takes_off(text) else f"trừ {text}"


def takes_off_last(text: str) -> bool:
    """Whether the number at the end of a text is what is taken off."""
    symbols = said(text).symbols
    return any(END.match(symbols, found.end()) for found in OFF.finditer(symbols))


def taken_off(text: str) -> TakenOff | None:
    """What a line takes off; None for one that takes nothing off."""
    line = said(text)
    found = list(OFF.finditer(line.symbols)) or list(MINUS.finditer(line.symbols))
    caps = list(CAP.finditer(line.symbols))
    if not found:
        return _without_amounts(line, caps)
    each = line.number(found[0]) if len(found) == 1 else None
    most = _mosts(line, caps or list(LIMIT.finditer(line.symbols, found[-1].end())), each)
    one = ONE.search(line.symbols, 0, found[0].start()) is not None
    # A limit says that what one case takes off may be taken off several times.
    counted = COUNTED.search(line.symbols) is not None or (one and any(most))
    fault = _fault(line, found, most, counted=counted)
    return TakenOff(_what(line), tuple(map(line.number, found)), most, counted, one, whole=False, fault=fault)


def _without_amounts(line: Said, caps: list[re.Match[str]]) -> TakenOff | None:
    """A line that takes off everything, or says no more than how much at most."""
    endless = NO_CAP.search(line.symbols) is not None
    if not (caps or endless or ALL_OFF.search(line.symbols)):
        return None
    most = _mosts(line, caps)
    fault = _fault(line, [], most, counted=False)
    return TakenOff(_what(line), (), most, counted=False, one=False, whole=not (caps or endless), fault=fault)


def _what(line: Said) -> str:
    """What a line takes off for."""
    end = ENDS.search(line.symbols)
    return (line.before(end.start()).rstrip(" –—-") if end else "") or line.text


def _mosts(line: Said, caps: list[re.Match[str]], each: float | None = None) -> tuple[float | None, ...]:
    return tuple(most_of(line, cap, each) for cap in caps)


def _fault(line: Said, found: list[re.Match[str]], most: tuple[float | None, ...], *, counted: bool) -> str:
    """Why what a line takes off is no rule."""
    if any(_is_unsure(line, each) for each in found) or _says_more(line, found, most, counted=counted):
        return _(UNSURE)
    if counted and SEVERAL.search(line.symbols):
        return _(AT_ONCE)
    if None in most:
        return _(PART)
    return _(NOT_UNDERSTOOD, text=shortened(line.text)) if _leaves_out(line) else ""


def _leaves_out(line: Said) -> bool:
    """Whether a line leaves cases out, or may."""
    some = SOME.search(line.symbols)
    first_may_count = some is not None and line.word(some, "W") == line.word(some, "V")
    return first_may_count or EXCEPT.search(line.symbols) is not None


def _says_more(line: Said, found: list[re.Match[str]], most: tuple[float | None, ...], *, counted: bool) -> bool:
    """Whether a line says more points than these amounts, or beside them that all are taken off."""
    more = len(POINTS.findall(line.symbols)) > len(found) + len(most)
    return bool(found) and (more or (not counted and ALL_OFF.search(line.symbols) is not None))


def _is_unsure(line: Said, found: re.Match[str]) -> bool:
    """Whether an amount is no one number of points; `bị trừ điểm: 0 điểm` may be what is left."""
    said_so = found.groupdict(default="")
    may_be_left = bool(said_so.get("P")) and not line.number(found)
    several = bool(said_so.get("T") or said_so.get("S"))
    return may_be_left or several or grammar("percent").fullmatch(said_so.get("U", "")) is not None
