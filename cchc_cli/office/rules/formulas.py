"""Formulas of points as officials write them: a share of the maximum (`(Tỷ lệ % × 4)/100%`), or linear between two values."""

import re
from dataclasses import dataclass
from math import ceil

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.letters import remembered
from cchc_cli.model.rules import Tier
from cchc_cli.office.rules.points import CASE, EXCEPT, IS_OFF, LIMIT, blanked, most_of
from cchc_cli.office.rules.words import Said, grammar, patterns, said

PER_CASE, FORMULA, SHARE, MULTIPLIED, TIMES = patterns("PER_CASE FORMULA SHARE MULTIPLIED TIMES")
PROPORTION, DIVIDED, ODD, SPAN, BEGIN, HEAD, LESS = patterns("PROPORTION DIVIDED ODD SPAN BEGIN HEAD LESS")
LINEAR, EXPLAINS, CONDITION, TIED = patterns("LINEAR EXPLAINS CONDITION TIED")
HUNDRED, PER_PERCENT, FALLS, RISES, A_NUMBER = patterns("HUNDRED PER_PERCENT FALLS RISES A_NUMBER")
BOUNDS, COMPARED, BEST, LOWEST, NO_SHARE = patterns("BOUNDS COMPARED BEST LOWEST NO_SHARE")
THE_BEST, THE_OTHERS, IN_PROPORTION, OF_PERCENTS = patterns("THE_BEST THE_OTHERS IN_PROPORTION OF_PERCENTS")
RATIOS = patterns("RATIO_OF_RATES RATIO")
BETWEEN_ENDS, IF_BEHIND = patterns("BETWEEN_ENDS IF_BEHIND")


@dataclass(frozen=True)
class Share:
    """Points = maximum × value / `to`. `head`: what is said before the formula, such as for what it holds.

    `rest`: the value is what is missing from 100 %, so that points fall as it grows.
    """

    to: float
    head: str
    rest: bool = False


@dataclass(frozen=True)
class Percent:
    """Points for each percent, or each `size` of it; `most` in all. `off`: taken off, from a `base` where the text says it.

    `worse`: which way the percentage goes as points are taken off, 1 up, -1 down, 0 where nothing says it;
    `what`: says of what it is, which is what takes off where no other line says where all points begin.
    """

    points: float
    size: float
    most: float | None
    off: bool
    worse: int
    base: float | None
    what: bool

    def ends(self, full: list[tuple[float | None, float | None]], maximum: float) -> tuple[float, float] | None:
        """From which percentage on points run, and where all are reached; None where nothing says that.

        `full`: the percentages from and up to which other lines give all points.
        """
        way = round(maximum * self.size / self.points, 10)
        lows = _known([self.base, *(low for low, _high in full)])
        highs = _known([self.base, *(high for _low, high in full)])
        if self.most not in (None, maximum):
            return None
        if self.off:
            return self._down(way, lows, highs)
        return None if way > 100 or lows - {way} else (0.0, way)

    def _down(self, way: float, lows: set[float], highs: set[float]) -> tuple[float, float] | None:
        """The ends where points are taken off: `lows` and `highs`, where spans that give all begin and end."""
        worse = self.worse or (-1 if lows - {0.0} else int(bool(highs) or self.what))
        bases = lows if worse < 0 else highs if lows | highs else {0.0}
        base = next(iter(bases), -1.0)
        return (round(base + worse * way, 10), base) if worse and len(bases) == 1 and base + worse >= 0 else None


def stairs(each: Percent, ends: tuple[float, float], maximum: float) -> tuple[Tier, ...]:
    """The tiers of whole steps between two ends, highest first: part of a step gives nothing, and takes nothing off."""
    steps, (start, base) = ceil(maximum / each.points - NOISE), ends
    if not each.off:
        given = [(number, min(maximum, number * each.points)) for number in range(steps, 0, -1)]
        return tuple(Tier(min=round(number * each.size, 10), points=round(points, 10)) for number, points in given)
    left = [(number, round(max(maximum - number * each.points, 0.0), 10)) for number in range(steps + 1)]
    if base > start:
        return tuple(
            Tier(above=round(base - (number + 1) * each.size, 10), points=points) for number, points in left[:-1]
        )
    return tuple(
        Tier(min=round(number and base + number * each.size, 10), points=points) for number, points in left[::-1]
    )


def _known(numbers: list[float | None]) -> set[float]:
    return {number for number in numbers if number is not None}


@remembered
def each_percent(text: str) -> Percent | None:
    """`Cứ mỗi 1% được 0,05 điểm`, `cứ giảm 1% so với 100% trừ 0,2 điểm`; None where more or less is said."""
    line = said(text)
    found, limits = PER_PERCENT.search(line.symbols), list(LIMIT.finditer(line.symbols))
    if found is None or EXCEPT.search(line.symbols):
        return None
    rest = blanked(line.symbols, [found, *limits])
    cases = list(CASE.finditer(rest))
    rest = blanked(rest, cases)
    bases = [line.number(each) for each in A_NUMBER.finditer(rest)]
    size = line.number(found, "N") if found["N"] else 1.0
    if len(cases) != 1 or max(len(limits), len(bases)) > 1 or not (size and line.number(cases[0])):
        return None
    return Percent(
        line.number(cases[0]),
        size,
        next((most_of(line, each) for each in limits), None),
        off=IS_OFF.search(line.symbols) is not None,
        worse=_worse(found, rest),
        base=next(iter(bases), None),
        what=found["W"] is not None,
    )


def _worse(found: re.Match[str], rest: str) -> int:
    """Which way a percentage goes by what stands before it, else by other words."""
    ways = (found["F"], -1), (found["R"], 1), (FALLS.search(rest), -1), (RISES.search(rest), 1)
    return next((way for said_so, way in ways if said_so), 0)


def explains(text: str) -> bool:
    """Whether a line only explains what others say."""
    line = said(text)
    if EXPLAINS.search(line.symbols) is None:
        return False
    hundreds = [each for each in HUNDRED.finditer(line.symbols) if line.number(each) == 100]
    return len(TIMES.findall(line.symbols)) == len(hundreds)


def compared_with(text: str) -> set[float | None]:
    """The numbers with which a formula compares; None among them where it says that something gives no points."""
    line = said(text)
    return {None if found["B"] else line.number(found) for found in BOUNDS.finditer(line.symbols)}


@remembered
def is_formula(text: str) -> bool:
    """Whether a text says how points follow from a number."""
    return said(text).has(FORMULA, LINEAR, BETWEEN_ENDS)


def per_case_of(text: str, maximum: float) -> float | None:
    """The points that each case takes off the maximum, where a formula says it."""
    line = said(text)
    found = PER_CASE.search(line.symbols)
    if found is None:
        return None
    whole = found["M"] is None or grammar("whole").match(found["M"]) is not None
    return line.number(found) if whole or line.number(found, "M") == maximum else None


def condition_first(text: str) -> str:
    """A formula with its bound before it, where that stands behind it and is one of the rate in the formula, or of `tỷ lệ`."""
    line = said(text)
    found = IF_BEHIND.match(line.symbols)
    if found is None:
        return text
    formula, rate = (line.between(*found.span(name)) for name in "FW")
    is_own = grammar("rate | result").fullmatch(found["W"]) or "".join(rate.split()) in "".join(formula.split())
    return f"{line.between(found.start('W'), found.end('S'))}: {formula}" if is_own else text


def linear_of(text: str, maximum: float) -> tuple[str, float, float, float | None] | None:
    """Start, end and floor of points that are said to be linear, in words or as `(TL − 50%)/(100% − 50%) × điểm tối đa`.

    Before them what is said before the formula, such as for what it holds.
    """
    line = said(text)
    if found := BETWEEN_ENDS.match(line.symbols):
        return _between_ends(line, found, maximum)
    if (found := LINEAR.search(line.symbols)) is None:
        return None
    first, last = (_signed(line, found.start(group)) for group in "AB")
    return "", first, last, _signed(line, found.start("C")) if found["C"] else None


def _between_ends(line: Said, found: re.Match[str], maximum: float) -> tuple[str, float, float, None] | None:
    """Start and end, where the stroke has below it how far these are apart, and the maximum stands once beside it."""
    numbers = {name: line.number(found, name) for name in "ADBCW" if found[name]}
    start = numbers.get("A", numbers.get("D", 0.0))
    to = _other_end(start, numbers, rises="A" in numbers)
    factors = [name for name in "NM" if found[name]]
    given = [maximum if grammar("whole").match(found[name]) else line.number(found, name) for name in factors]
    head = line.between(*found.span("H")) if found["H"] else ""
    return (head, start, to, None) if given == [maximum] and start != to else None


def _other_end(start: float, numbers: dict[str, float], *, rises: bool) -> float:
    """The end that two numbers or their difference `W` say; the start where they say none, or one that no rate has."""
    if "W" in numbers:
        to = round(start + numbers["W"] if rises else start - numbers["W"], 10)
        return to if 0 <= to <= 100 else start
    again, to = (numbers["C"], numbers["B"]) if rises else (numbers["B"], numbers["C"])
    return to if again == start else start


def _signed(line: Said, place: int) -> float:
    token = line.tokens[place]
    return -token.value if line.text[: token.start].endswith("-") else token.value


def relative_of(texts: list[str], maximum: float) -> bool | None:
    """Whether less is better, of a share of the best of all units; None where the texts say no such share."""
    lines = list(map(_for_all, texts))
    parts = [part for line in lines for part in _parts(line)]
    multiplied = _with(TIMES, parts)
    ratios = [found for part in parts if (found := _ratio(part.symbols))]
    if (len(_with(NO_SHARE, lines)), len(ratios), len(multiplied)) != (0, 1, 1):
        return None
    if not _by_maximum(multiplied[0], maximum):
        return None
    above, below = ratios[0]["A"], TIMES.split(ratios[0]["B"])[0]
    ways = ((False, BEST, below, above), (True, LOWEST, above, below))
    return next((lower for lower, best, of, own in ways if best.search(of) and not COMPARED.search(own)), None)


def of_the_best(text: str) -> bool | None:
    """Whether less is better, of a line on the best unit alone; None for any other line."""
    found = THE_BEST.match(said(text).symbols)
    return None if found is None else found["L"] is not None


def in_proportion_to_the_best(texts: list[str]) -> bool | None:
    """Whether less is better, where texts say no more than that one unit is the standard, or gets all, and the others a part."""
    found = IN_PROPORTION.match(said("; ".join(texts)).symbols)
    if found is None or not (found["S"] or found["P"]):
        return None
    lower = found["L"] is not None
    return lower if lower or not found["I"] else None


def _for_all(text: str) -> Said:
    """A line without `Các đơn vị còn lại:`: the formula gives the best unit the same."""
    line = said(text)
    found = THE_OTHERS.match(line.symbols)
    return said(line.after(found.end())) if found else line


def _ratio(symbols: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.search(symbols) for pattern in RATIOS)), None)


def _parts(line: Said) -> list[Said]:
    """What stands between the signs of a formula."""
    ends = [0, *(place for found in BEGIN.finditer(line.symbols) for place in found.span()), len(line.symbols)]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return [Said(line.text, line.tokens[start:end], line.symbols[start:end]) for start, end in pairs]


def _with(pattern: re.Pattern[str], lines: list[Said]) -> list[Said]:
    return [line for line in lines if pattern.search(line.symbols)]


def _by_maximum(part: Said, maximum: float) -> bool:
    """Whether something is multiplied by the maximum, as a word or as its number."""
    factors = {*_factors(part)}
    return factors == {maximum} or (not factors and grammar("whole").search(part.symbols) is not None)


def _factors(part: Said) -> list[float]:
    """The numbers that something is multiplied by."""
    return [part.number(found) for found in MULTIPLIED.finditer(part.symbols)]


def is_tied(text: str) -> bool:
    """Whether a formula, or points for each of something, depend on something else as well."""
    return said(text).has(CONDITION if is_formula(text) else TIED)


def share_of(text: str, maximum: float, full: float) -> Share | str:
    """The share of the maximum that a formula says; else why it says none. `full`: what gives all, as other lines say.

    The maximum may stand there as a number: with a maximum of 4, `(b/a)*4.00` is a share of it.
    """
    line = said(text)
    parts = _with(TIMES, _parts(line))
    head = HEAD.search(line.symbols)
    before = line.before(head.start()) if head else text
    if not parts and PROPORTION.search(line.symbols):
        return Share(full, before)
    part, rest = _without_rest(parts[0] if len(parts) == 1 else said(""))
    # A hundredth of the maximum for each percent.
    each = {round(maximum / 100, 10)} if OF_PERCENTS.match(part.symbols) else set()
    if others := {*_factors(part)} - {maximum, *each}:
        words = {"found": figure(min(others)), "max": figure(maximum)}
        return _("the formula multiplies by {found}, but the maximum is {max}.", **words)
    divisors = _divisors(part)
    if divisors is None or len(divisors) > (not rest) or IS_OFF.search(line.symbols):
        return _("points by a formula that is not a plain share of the maximum.")
    return Share(next(iter(divisors), 100.0), before, rest)


def _divisors(part: Said) -> set[float] | None:
    """What a share of the maximum is divided by; None where a formula says something else."""
    whole = grammar("whole").pattern
    formula = MULTIPLIED.sub(lambda found: f"{found['B'] or ''}{whole}{found['D'] or ''}", part.symbols)
    divisors = {*Said(part.text, part.tokens, formula).numbers(DIVIDED)}
    plain_share = SHARE.fullmatch(formula) and not ODD.search(SPAN.sub("", formula)) and 0 not in divisors
    return divisors if plain_share else None


def _without_rest(part: Said) -> tuple[Said, bool]:
    """A part in which what is missing from all stands as a share, and whether that was so."""
    found = LESS.search(part.symbols)
    if found is None or part.number(found) not in (1, 100):
        return part, False
    start = found.start("B")
    symbols = part.symbols[: found.start() + 1] + part.symbols[start:]
    return Said(part.text, part.tokens[: found.start() + 1] + part.tokens[start:], symbols), True
