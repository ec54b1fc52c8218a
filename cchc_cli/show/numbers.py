"""How numbers look to people: decimals, decimal comma in Vietnamese, signs, ranks."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

from cchc_cli.messages import grouped, language

MISSING = "–"
MINUS = "−"
BAR = 10
EXACT = 9
"""Decimals of points without float noise."""
SHORT = 4
"""Decimals of a figure that has those that it needs."""
POINTS = 2
"""Decimals of points, as few as are shown."""
VIETNAMESE = str.maketrans(",.", ".,")
KNOWN = 1 << 14
"""Figures that are remembered: a large table shows few different ones."""


def missing(value: object) -> bool:
    """Whether there is nothing to show."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def differ(value: float, other: float = 0.0) -> bool:
    """Whether two figures differ by more than float noise; not where one is not known."""
    return abs(value - other) > 10.0**-EXACT


def below(value: float, bound: float) -> bool:
    """Whether a figure is under another one, by more than float noise."""
    return value < bound and differ(value, bound)


def for_scripts(value: float) -> str:
    """All that points carry, without float noise: nine decimals, in which they are compared too, of twelve digits."""
    return f"{round(value, EXACT) + 0.0:.12g}"


@lru_cache(maxsize=KNOWN)
def rounded(value: float, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """`value` with `decimals`, half up on the decimal figure."""
    # Nine decimals first: sums of points carry float noise, such as 79.99499999999999.
    return Decimal(repr(round(float(value), EXACT))).quantize(Decimal(1).scaleb(-decimals), rounding)


def decimal(value: float, decimals: int, rounding: str = ROUND_HALF_UP) -> str:
    """`value` with `decimals`, rounded half up on the decimal figure (2.675 is 2.68), localised; a dash for NaN."""
    if math.isnan(value):
        return MISSING
    text = _written(value, decimals, rounding)
    return text.translate(VIETNAMESE) if language() == "vi" else text


@lru_cache(maxsize=KNOWN)
def _written(value: float, decimals: int, rounding: str) -> str:
    figure = rounded(value, decimals, rounding)
    return f"{MINUS if figure < 0 else ''}{abs(figure):,f}"


@lru_cache(maxsize=KNOWN)
def places(value: float, decimals: int, *bounds: float | None) -> int:
    """At least `decimals`, and so many that `value` is not shown as a bound that it does not reach, nor beyond it.

    39.996 of 40 has three, and so has 0.004 that was lost: 40.00 and 0.00 would be full points. So has 39.995 of
    39.999, which is 40.00 where it has two.
    """
    for bound in () if math.isnan(value) else bounds:
        if bound is None or math.isnan(bound) or round(float(value), EXACT) == round(float(bound), EXACT):
            continue
        while decimals < EXACT and not _on_its_side(value, bound, decimals):
            decimals += 1
    return decimals


def _on_its_side(value: float, bound: float, decimals: int) -> bool:
    """Whether a value is seen to be below, or above, a bound, written with as many decimals or with all of its own."""
    shown, edges = rounded(value, decimals), (rounded(bound, decimals), rounded(bound, EXACT))
    if shown == rounded(value, EXACT):
        return True
    return shown < min(edges) if value < bound else shown > max(edges)


def apart(value: float, decimals: int, *bounds: float | None) -> str:
    """`value` with `decimals`, or more where it would be shown as one of `bounds` that it does not reach."""
    return decimal(value, places(value, decimals, *bounds))


def points(value: float, *bounds: float | None) -> str:
    """Points; `bounds` are what they are not to be taken for, such as all that there are."""
    return apart(value, POINTS, 0.0, *bounds)


def addition(*terms: float, most: float | None = None) -> list[str]:
    """Terms, all but the first without signs, and what they come to, so exact that a reader who adds them up gets it.

    `most` is what no term is to be taken for that does not reach it.
    """
    figures = [rounded(each, EXACT) for each in terms]
    figures.append(sum(figures, start=rounded(0.0, EXACT)))
    least = max(places(float(each), POINTS, 0.0, most) for each in figures)
    fits = (
        each
        for each in range(least, EXACT + 1)
        if sum(rounded(float(term), each) for term in figures[:-1]) == rounded(float(figures[-1]), each)
    )
    decimals = next(fits, EXACT)
    first, *others, last = (float(each) for each in figures)
    return [decimal(each, decimals) for each in (first, *map(abs, others), last)]


def percent(value: float, decimals: int = 1) -> str:
    """A percent without its sign: 100.0 and 0.0 only for what is so."""
    return apart(value, decimals, 0.0, 100.0)


def share(value: float | None) -> str:
    """A percent with its sign: 71.9%, or a dash."""
    return MISSING if value is None or math.isnan(value) else f"{percent(value)}%"


def got(value: float, most: float, other: float | None = None) -> str:
    """1.50/2 for points of a maximum, beside `other` points that stand there too."""
    return f"{points(value, most, other)}/{short(most)}"


def sufficient(points: float) -> float:
    """Points that suffice: rounded up to what is shown of points."""
    return float(rounded(points, POINTS, ROUND_CEILING))


def enough(points: float) -> str:
    """Points that suffice: rounded up."""
    return decimal(points, POINTS, ROUND_CEILING)


def room(points: float) -> str:
    """Points that can be spared: rounded down."""
    return decimal(points, POINTS, ROUND_FLOOR)


def short(value: float, most: int = SHORT, least: int = 0) -> str:
    """`value` with the decimals that it needs, at most `most` and at least `least`."""
    if math.isnan(value):
        return MISSING
    figure = rounded(value, most)
    return decimal(value, next(places for places in range(least, most + 1) if figure == rounded(value, places)))


def signed(value: float, decimals: int = 2) -> str:
    """`value` with + or −; none for zero."""
    text = apart(value, decimals, 0.0)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def index(value: float, decimals: int | None) -> str:
    """An index with the decimals of the framework; up to four where it is not rounded."""
    return decimal(value, index_decimals(decimals))


def index_decimals(decimals: int | None) -> int:
    """The decimals of an index that are shown."""
    return 4 if decimals is None else decimals


def rank(value: float, *, tied: bool) -> str:
    """A rank, =3 where units share it."""
    return MISSING if math.isnan(value) else f"{'=' if tied else ''}{grouped(int(value))}"


def rank_change(value: float) -> str:
    """▲2 for two ranks up, ▼3 for three down, = for none."""
    if value == 0:
        return "="
    return f"{'▲' if value > 0 else '▼'}{grouped(abs(int(value)))}"


def count_of_ranks(change: float) -> str:
    """How many ranks a change is, without its sign; an office writes 04 in Vietnamese."""
    count = abs(int(change))
    return f"{count:02d}" if language() == "vi" and count < 10 else grouped(count)


def span(first: float, last: float) -> str:
    """Whole numbers from `first` to `last`: 3–9, or 3."""
    return "–".join(dict.fromkeys(grouped(int(each)) for each in (first, last)))


def bar(percent: float, full: str, empty: str) -> str:
    """`percent` of 100 as a bar of ten signs; only a full 100 fills it."""
    filled = min(int(round(percent * BAR / 100, EXACT)), BAR)
    return full * filled + empty * (BAR - filled)


def trend(percents: list[float], levels: str, between: str = " ") -> str:
    """Percents of 100 as signs of growing height, lowest first in `levels`; without them as whole numbers."""
    if not levels:
        return between.join(MISSING if missing(each) else percent(each, 0) for each in percents)
    last = len(levels) - 1
    return "".join(" " if missing(each) else levels[min(int(each * last / 100 + 0.5), last)] for each in percents)
