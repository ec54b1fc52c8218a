"""The points of a line of a rule: given or taken off, how many, for each case or once, and how many at most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_cli.office.rule_words import Said, grammar, said

END = "(?=[dot semicolon comma]*$)"
_MOST = "limit [is sum points off most utmost]* colon?"
_UNIT = "(?P<U>[^comma dot semicolon colon open close])?"
OFF = grammar(
    "(?<![most utmost not]) off points? is?"
    " (?: [each ones single] [^number single points comma semicolon colon dot open close upto dash hyphen]{1,9}? | from? colon?)"
    " (?P<A>amount) (?P<T>[upto dash hyphen] amount)? (?P<U>percent | points)? (?P<S>slash amount percent)?"
)
"""`trừ 0,5 điểm`, `trừ mỗi lần 0,5 điểm`; also `trừ từ 1 đến 3 điểm`, and `trừ 10%`, which say no one number."""
MINUS = grammar(
    "(?: each [^colon]* colon | (?: ^ | [colon equals semicolon comma open then]) (?=minus amount points [slash give with each]))"
    " minus (?P<A>amount) points"
)
"""`Mỗi văn bản chậm: -0,25 điểm`, `-0,5đ/báo cáo`."""
ALL_OFF = grammar("off all")
"""`trừ hết số điểm`: nothing is left."""
CAP = grammar(
    f"(?: off points? {_MOST} | limit [is sum points most utmost]* off [is sum points off most utmost]* colon? | not off beyond)"
    f" (?P<A>amount) {_UNIT}"
)
"""The most that may be taken off: `trừ tối đa 1 điểm`."""
LIMIT = grammar(f"{_MOST} (?P<A>amount) {_UNIT}")
"""After the amount this limits it as well (`trừ 0,5 điểm, không quá 2 điểm`); before it, it is a condition."""
LIMIT_ALONE = grammar(f"^ open? [join sum points gain award give is]* {_MOST} amount points [dot close]* $")
"""A part that says nothing but the most: `tổng điểm cộng không quá 2 điểm`."""
COUNTED = grammar(
    "each | fives | [points number single] slash [^comma dot semicolon colon open close]"
    " | points [give for with over]* [each ones single]"
)
SEVERAL = grammar(
    "each (?: single? percent | number | many) | fives | slash (?: single percent | number) | amount percent .* off"
)
"""For several cases at once, or for a percentage."""
ONE = grammar("(?<![from over under beyond]) [ones single] (?![percent upto dash hyphen])")
"""One case, no bound of a span."""
POINTS = grammar("amount points")
CASE = grammar("[off gain award] is? colon? (?P<A>amount) (?![percent number single]) | (?P<B>amount) points")
"""Points of one case: `cộng 1 điểm`, `trừ 0,5`, `3 điểm`."""
EXCEPT = grammar("except | nth [number single many] [upward onward]")
"""Cases that are left out: no rule can say that."""
ENDS = grammar("then* off | (?<=colon) minus amount")
IS_OFF = grammar("off")
_SHARE = "(?: (?P<A>amount) percent | (?P<B>amount) slash (?P<C>amount)) sum? [points whole] (?![reach give left])"
_AS_GIVEN = "[colon arrow equals give reach gain then]"
PARTS = [
    grammar(pattern)
    for pattern in (
        f"(?<=[off most utmost]) {_SHARE}",
        f"(?<={_AS_GIVEN}) {_SHARE} {END}",
        f"^ [give reach]? {_SHARE} (?=[colon arrow dash if])",
        "(?<=[off most utmost]) whole",
        f"(?<={_AS_GIVEN}) whole {END}",
        "^ [give reach]? (?P<X>whole) (?=if)",
        f"(?<!^) full {END}",
        "^ full (?=if)",
    )
]
"""Points as a part of the maximum: `trừ 50% số điểm`, `dưới 80%: 1/2 số điểm`, `điểm tối đa nếu đạt 100%`."""


@dataclass(frozen=True)
class TakenOff:
    """What a line takes off. `what`: for what; `amounts`: the points, one for each thing that it names.

    `caps`: the most points, None where the most is said in something else. `counted`: for each case; `several`: for
    several cases at once, or for a percentage; `unsure`: by no one number; `one`: it speaks of one case, which may
    mean each; `whole`: everything.
    """

    what: str
    amounts: tuple[float, ...] = ()
    caps: tuple[float | None, ...] = ()
    counted: bool = False
    several: bool = False
    unsure: bool = False
    one: bool = False
    whole: bool = False


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
    line = said(text)
    limits = list(LIMIT.finditer(line.symbols))
    rest = _blanked(line.symbols, limits)
    cases = list(CASE.finditer(rest))
    alone = _blanked(rest, cases)
    unclear = len(cases) != 1 or grammar("number").search(alone) or len(limits) > 1
    if unclear or any(pattern.search(line.symbols) for pattern in (SEVERAL, EXCEPT)):
        return None
    points = line.number(cases[0], "A" if cases[0]["A"] else "B")
    most = next((_most(line, found, points) for found in limits), None)
    if not points:
        return None
    counted = COUNTED.search(line.symbols) is not None
    off = IS_OFF.search(line.symbols) is not None or takes_off(text)
    return Case(points, most, counted, one=ONE.search(alone) is not None, off=off)


def _blanked(symbols: str, found: list[re.Match[str]]) -> str:
    """Symbols with others, which stand for nothing, in place of what was found."""
    for each in found:
        symbols = symbols[: each.start()] + " " * len(each[0]) + symbols[each.end() :]
    return symbols


def _most(line: Said, found: re.Match[str], each: float | None = None) -> float | None:
    """The most points; so many cases (`không quá 3 lần`) are worth `each`; None where nothing says that."""
    unit = found["U"]
    if not unit or grammar("points").fullmatch(unit):
        return line.number(found)
    return round(line.number(found) * each, 10) if each and grammar("word").fullmatch(unit) else None


def is_limit(text: str) -> bool:
    """Whether a text says no more than how many points there are at most."""
    return LIMIT_ALONE.search(said(text).symbols) is not None


def is_cap(text: str) -> bool:
    """Whether a text takes off no points, but says how many at most."""
    symbols = said(text).symbols
    return CAP.search(symbols) is not None and not any(pattern.search(symbols) for pattern in (OFF, MINUS))


def several_cases(text: str) -> bool:
    """Whether a text gives points for each of several things, for each its own."""
    symbols = said(text).symbols
    given = CASE.findall(_blanked(symbols, list(LIMIT.finditer(symbols))))
    return len(given) > 1 and len(COUNTED.findall(symbols)) > 1 and not takes_off(text)


def in_points(text: str, maximum: float) -> str:
    """The text with its points in numbers, where it says them as a part of the maximum."""
    for pattern in PARTS:
        line = said(text)
        for found in reversed(list(pattern.finditer(line.symbols))):
            groups = found.groupdict()
            share = 1.0
            if groups.get("A"):
                share = line.number(found) / 100
            elif groups.get("B"):
                share = line.number(found, "B") / (line.number(found, "C") or 1)
            start, end = found.span("X") if groups.get("X") else found.span()
            begin, stop = line.tokens[start].start, line.tokens[end - 1].end
            text = f"{line.text[:begin]}{round(maximum * share, 10):g} điểm{line.text[stop:]}"
            line = said(text)
    return text


def takes_off(text: str) -> bool:
    """Whether a text says that points are taken off."""
    symbols = said(text).symbols
    return any(pattern.search(symbols) for pattern in (OFF, MINUS, CAP, ALL_OFF))


def takes_off_last(text: str) -> bool:
    """Whether the number at the end of a text is what is taken off."""
    symbols = said(text).symbols
    return any(grammar(END).match(symbols, found.end()) for found in OFF.finditer(symbols))


def taken_off(text: str) -> TakenOff | None:
    """What a line takes off; None for one that takes nothing off."""
    line = said(text)
    symbols = line.symbols
    found = list(OFF.finditer(symbols)) or list(MINUS.finditer(symbols))
    caps = list(CAP.finditer(symbols))
    end = ENDS.search(symbols)
    what = (line.before(end.start()).rstrip(" –—-") if end else "") or text
    if not found:
        whole = not caps and ALL_OFF.search(symbols) is not None
        return TakenOff(what, whole=whole, caps=_mosts(line, caps)) if whole or caps else None
    most = _mosts(line, caps or list(LIMIT.finditer(symbols, found[-1].end())))
    one = ONE.search(symbols, 0, found[0].start()) is not None
    # A limit says that what one case takes off may be taken off several times.
    counted = COUNTED.search(symbols) is not None or (one and any(most))
    return TakenOff(
        what,
        tuple(map(line.number, found)),
        most,
        counted,
        several=counted and SEVERAL.search(symbols) is not None,
        unsure=any(map(_is_unsure, found)) or len(POINTS.findall(symbols)) > len(found) + len(most),
        one=one,
    )


def _mosts(line: Said, caps: list[re.Match[str]]) -> tuple[float | None, ...]:
    return tuple(_most(line, each) for each in caps)


def _is_unsure(found: re.Match[str]) -> bool:
    """Whether an amount is no one number of points."""
    said_so = found.groupdict(default="")
    return bool(said_so.get("T") or said_so.get("S")) or grammar("percent").fullmatch(said_so.get("U", "")) is not None
