"""The numbers for which a line of a rule holds (`Từ 90% đến dưới 98%`, `≥ 5`, `80% ≤ x < 95%`), and tiers of such lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.letters import plain, remembered
from cchc_cli.model.rules import Tier, Tiers
from cchc_cli.office.rules.lines import RuleLine
from cchc_cli.office.rules.points import NOT_UNDERSTOOD
from cchc_cli.office.rules.words import Said, grammar, patterns, said


@dataclass(frozen=True)
class Span:
    """From `low` up to `high`; None = open. `above`: low itself does not belong to it; `upto`: high does."""

    low: float | None
    high: float | None
    above: bool = False
    upto: bool = False

    def sides(self, *, rises: bool) -> tuple[float | None, float | None, bool]:
        """Its end on the worse side of a number, that on the better side, and whether this belongs to it."""
        return (self.low, self.high, self.upto) if rises else (self.high, self.low, not self.above)


ANY, NONE = Span(None, None), Span(0, 0)
DOWN, BETWEEN, SUBJECT, A_FIGURE, ALONE, REST, UNREAD = patterns("DOWN BETWEEN SUBJECT A_FIGURE ALONE REST UNREAD")
EACH, CLAUSES, CHANGE, AGAINST, BOUNDED, UNDER_IT = patterns("EACH CLAUSES CHANGE AGAINST BOUNDED UNDER_IT")
MEASURED, NAMED_BEHIND, NAMED_BEFORE, OVER_IT = patterns("MEASURED NAMED_BEHIND NAMED_BEFORE OVER_IT")
LOWER = tuple(
    zip(patterns("FROM_IT UPWARD ABOVE_IT NOT_OVER NOT_FROM"), (False, False, True, False, True), strict=True)
)
UPPER = tuple(zip(patterns("UPTO_IT BELOW_IT"), (True, False), strict=True))
IN_PERCENT = grammar("percent")
MORE = patterns("MORE_BEHIND MORE_IF FIRST_IF FIRST_MORE")
LABEL = re.compile(r"^\s*(?:mức|cấp|bậc)(?:\s+độ)?\s*\d\s*(?=[:(])[:\s]*", re.IGNORECASE)
"""`Mức 1: từ 90% trở lên`: the number of the option itself."""
NAMED = re.compile(
    r"\b(?:mức|cấp|bậc|loại|nhóm|quý|giai đoạn|đợt|kỳ)(?:\s+độ)?\s*\d\s*(?=[≥>≤<]|(?:từ|trên|dưới|đạt|chiếm|tối thiểu|ít nhất|không quá)\b)",
    re.IGNORECASE,
)
"""`Dịch vụ công mức 4 ≥ 50%`: the number of what is measured."""
MIXED = N_("spans stand beside other options: a value is one of these options, no number.")
BOTH = N_("“{text}”: {high} belongs to the tier above as well; that one counts.")
NEITHER = N_("“{text}”: {high} itself belongs to no tier; it counts here.")
APART = N_("“{text}” ends at {high}, the tier above begins at {below}.")
GAPS = N_("the spans are written as options: they do not fall without gaps from the highest on.")
SEVERAL = N_(
    "“{text}” measures several things ({measures}), a rule goes by one: make a component of each, or write options in words."
)
SHARES = N_("the spans are shares of 1: values are compared as they stand, 0.9 and not 90.")
Spanned = tuple[RuleLine, Span]


def is_span(text: str) -> bool:
    """Whether a line says for which numbers it holds."""
    return span_of(text) is not None or _is_rest(text)


def _is_rest(text: str) -> bool:
    return len(text) < 60 and REST.match(said(text).symbols) is not None


@remembered
def span_of(text: str) -> Span | None:
    """The numbers for which a line holds; None where it is no span."""
    line = said(NAMED.sub(" ", LABEL.sub("", text)))
    count = len(line.numbers(A_FIGURE))
    return _two(line) if count == 2 else _one(line) if count == 1 else None


def more_of(text: str) -> str:
    """What a line asks for besides its number; blank where that is all."""
    line = said(text)
    found = next(filter(None, (pattern.search(line.symbols) for pattern in MORE)), None)
    return plain(line.between(*found.span("M"))) if found else ""


def unread(lines: list[RuleLine]) -> list[RuleLine]:
    """Lines of which some words would be lost in an option or a span: a formula, a second comparison, a change of a number."""
    best = max(lines, key=lambda line: line.points or 0.0)
    spans = [span_of(line.text) or ANY for line in lines]
    bounds = [*(span.low for span in spans), *(span.high for span in spans)]
    return [line for line in lines if _is_lost(line, best, bounds)] or _of_several(lines)


def _of_several(lines: list[RuleLine]) -> list[RuleLine]:
    """Lines on numbers of several things, which a rule can't tell apart: `Mức 4 ≥ 50%`, `Hồ sơ giấy ≥ 30%`."""
    named = {line: plain(found[0]) for line in lines if (found := NAMED.search(line.text))}
    opened = {
        line: what for line in lines if (span_of(line.text) or NONE).high is None and (what := _subject(line.text))
    }
    # Names are of one thing where each is a part of the longest.
    apart = (each for each in (named, opened) if any(name not in max(each.values(), key=len) for name in each.values()))
    return [*next(apart, {})]


def _subject(text: str) -> str:
    """What a line names before it compares; blank where it begins with that."""
    found = SUBJECT.match((line := said(text)).symbols)
    return plain(line.between(*found.span("W"))) if found else ""


def _is_lost(line: RuleLine, best: RuleLine, bounds: list[float | None]) -> bool:
    """Whether a line says more than an option, beside the best one: points for each of something, a change."""
    each, best_each = (said(one.whole).has(EACH) for one in (line, best))
    if said(line.text).has(UNREAD) or _has_more_numbers(line.text) or (line.points and each and not best_each):
        return True
    return not said(best.text).has(CHANGE) and _is_change(line.text, bounds)


def _has_more_numbers(text: str) -> bool:
    """Whether another number stands beside one with a bound: `2 hồ sơ trễ từ 5 ngày trở lên`."""
    line, span = said(NAMED.sub(" ", LABEL.sub("", text))), span_of(text)
    is_one = span is not None and (span.low or 0) <= (span.high or 0)
    several = len(_measures(line, MEASURED)) > 1 and BOUNDED.search(line.symbols) is not None
    return several or (not is_one and CLAUSES.search(line.symbols) is not None)


def _measures(line: Said, *patterns: re.Pattern[str]) -> list[str]:
    """What the numbers of a line count, each once: `hồ sơ trễ`, `ngày`, `%`."""
    found = [line.between(*each.span("W")) for pattern in patterns for each in pattern.finditer(line.symbols)]
    return [*{plain(each).removeprefix("so ").split()[0]: each for each in found}.values()]


def not_understood(text: str) -> str:
    """What is told of a line of `unread`: the measures in it, where it has several."""
    line, ways = said(text), ((NAMED_BEHIND, NAMED_BEFORE), (MEASURED,)) if _has_more_numbers(text) else ()
    measures = next((each for way in ways if len(each := _measures(line, *way)) > 1), [])
    words = {"text": shortened(text), "measures": ", ".join(measures)}
    return _(SEVERAL if measures else NOT_UNDERSTOOD, **words)


def _is_change(text: str, bounds: list[float | None]) -> bool:
    """Whether a text says by how much a number changed (`giảm 10%`, `thấp hơn 10% so với chỉ tiêu`), not what it is."""
    span = span_of(text)
    apart = span is not None and span.high is not None and bounds.count(span.high) == 1
    return said(text).has(CHANGE) or (apart and said(text).has(AGAINST))


def _two(line: Said) -> Span | None:
    if found := BETWEEN.search(line.symbols):
        first, last, before = line.number(found), line.number(found, "B"), line.symbols[: found.start()]
        if first > last:
            return Span(last, first, bool(found["L"]), upto=UNDER_IT.search(before) is None)
        return Span(first, last, OVER_IT.search(before) is not None, not found["L"])
    low, high = _first(LOWER, line), _first(UPPER, line)
    return Span(low[0], high[0], low[1], high[1]) if low and high and low[0] != high[0] else None


def _one(line: Said) -> Span | None:
    if found := DOWN.search(line.symbols):
        return Span(None, line.number(found), upto=True)
    low, high = _first(LOWER, line), _first(UPPER, line)
    if low and (high is None or low[2] < high[2]):
        return Span(low[0], None, low[1])
    if high:
        return Span(None, high[0], upto=high[1])
    one = ALONE.search(line.symbols)
    alone = one and (one["P"] or len(line.tokens) == 1)
    return Span(line.number(one), line.number(one), upto=True) if one and alone else None


def _first(patterns: tuple[tuple[re.Pattern[str], bool], ...], line: Said) -> tuple[float, bool, int] | None:
    """The first pattern that fits: its number, what it says of that number itself, and where it stands."""
    found = ((pattern.search(line.symbols), flag) for pattern, flag in patterns)
    return next(((line.number(match), flag, match.start()) for match, flag in found if match), None)


def tiers_of(lines: list[RuleLine]) -> tuple[Tiers | None, list[tuple[str, str]]]:
    """Tiers, where points fall or grow with all spans; else None, and what is to be told of options."""
    spans = _spans(lines)
    if _in_two_units(spans) or len(spans) < len(lines) or (len(lines) == 1 and spans[0][1].low is None):
        return None, [(lines[0].address, _(MIXED))] if _leave_no_other(spans) else []
    for ordered, holds in ((_ordered(spans), _falls), (_ordered(_from_zero(spans)), _grows)):
        if holds(ordered):
            return Tiers(tiers=tuple(_tier(line, span) for line, span in ordered)), [*_told(ordered)]
    return None, [(lines[0].address, _(GAPS))] if len(lines) > 1 else []


def _in_two_units(spans: list[Spanned]) -> bool:
    """Whether some are percentages and others count something: `100% thủ tục`, `từ 01 thủ tục chưa công khai`; none is 0%."""
    found = [said(line.text).symbols for line, span in spans if span.high != 0]
    counted = [each for each in found if not IN_PERCENT.search(each)]
    return len(counted) < len(found) and any(map(MEASURED.search, counted))


def begin_at_one(lines: list[RuleLine]) -> bool:
    """Whether several lines count from one case on, and none says what holds where there is no case."""
    spans = _spans(lines)
    in_percent = any(IN_PERCENT.search(said(line.text).symbols) for line in lines)
    is_count = len(spans) == len(lines) > 1 and not in_percent
    return is_count and min(span.low or 0 for _line, span in spans) == 1


def _ordered(spans: list[Spanned]) -> list[Spanned]:
    return sorted(spans, key=lambda pair: _order(pair[1]), reverse=True)


def _leave_no_other(spans: list[Spanned]) -> bool:
    """Whether spans fall down to one that gives nothing, so that they leave no value for other lines; or count two things."""
    if len(spans) < 2 or _in_two_units(spans):
        return len(spans) > 1
    ordered = _ordered(spans)
    lowest, span = ordered[-1]
    return _falls(ordered) and span.low is None and not lowest.points


def _from_zero(spans: list[Spanned]) -> list[Spanned]:
    """Spans of which less is better: each that is open below begins where the one before ends, the first at 0.

    The first begins after a line for 0 alone, where one stands; the rest is what is more than all.
    """
    before = _ends_before(sorted((span for _line, span in spans if span != ANY), key=_end))
    return [(line, _after(before[span], span) if span in before else span) for line, span in spans]


def _ends_before(known: list[Span]) -> dict[Span, Span]:
    """Behind which span each begins that says no beginning itself; `known` by their ends."""
    zero = next((span for span in known if span.low == span.high == 0), ANY)
    opened = [span for span in known if span.low is None]
    before = dict(zip(opened, [zero, *opened], strict=False))
    before[ANY] = next((span for span in reversed(known) if span.high is not None), ANY)
    lowest = min(known, key=_order, default=ANY)
    return before | ({lowest: zero} if lowest.low == 1 else {})


def _after(before: Span, span: Span) -> Span:
    """A span that begins where another one ends."""
    return replace(span, low=before.high, above=before.high is not None and before.upto)


def _end(span: Span) -> tuple[float, bool]:
    return inf if span.high is None else span.high, span.upto


def _grows(ordered: list[Spanned]) -> bool:
    """Whether points grow as the spans fall to 0, no two of which begin alike, and the highest is open or ends at 100."""
    points = [line.points or 0.0 for line, _span in ordered]
    begins = {_order(span) for _line, span in ordered}
    (_worst, top), (_best, last) = ordered[0], ordered[-1]
    distinct = len(begins) == len(ordered) and points == sorted(points) and points[0] < points[-1]
    return distinct and top.high in (None, 100) and last.low in (None, 0) and not last.above


def _spans(lines: list[RuleLine]) -> list[Spanned]:
    """The lines that hold for a span of numbers; the last one may be for all others."""
    spans = [(line, span) for line in lines if (span := span_of(line.text)) is not None]
    if spans and [line for line, _span in spans] == lines[:-1] and _is_rest(lines[-1].text):
        spans.append((lines[-1], ANY))
    return spans


def _order(span: Span) -> tuple[float, bool]:
    return (-inf, False) if span.low is None else (span.low, span.above)


def _tier(line: RuleLine, span: Span) -> Tier:
    points = line.points or 0.0
    return Tier(above=span.low, points=points) if span.above else Tier(min=span.low or 0, points=points)


def _falls(ordered: list[Spanned]) -> bool:
    """Whether points fall with the spans, no two of which begin alike, and the highest is open or ends at 100."""
    top = ordered[0][1]
    points = [line.points or 0.0 for line, _span in ordered]
    begins = {_order(span) for _line, span in ordered}
    one = top.low is not None and top.low == top.high != 100
    # The rest is also what lies beyond an end.
    closed = ordered[-1][1] == ANY and top.high not in (None, top.low, 100, 1)
    return not (one or closed) and len(begins) == len(ordered) and points == sorted(points, reverse=True)


def _told(ordered: list[Spanned]) -> Iterator[tuple[str, str]]:
    """Where spans do not meet, or share a value; and what lies beyond the highest."""
    yield from _of_the_highest(ordered)
    for (_above, upper), (below, lower) in pairwise(ordered):
        text = _meeting(lower, lower.high, upper, upper.low)
        if text:
            words = {"text": shortened(below.text), "high": f"{lower.high:.12g}", "below": f"{upper.low:.12g}"}
            yield below.address, _(text, **words)


def _of_the_highest(ordered: list[Spanned]) -> Iterator[tuple[str, str]]:
    """That it is a share of 1, or that there is something beyond it."""
    line, top = ordered[0]
    bounds = [bound for _line, span in ordered for bound in (span.low, span.high) if bound]
    if bounds and max(bounds) <= 1 and min(bounds) < 1:
        yield line.address, _(SHARES)
    if top.high not in (None, top.low, 100, 1):
        words = {"text": shortened(line.text), "high": f"{top.high:.12g}"}
        yield line.address, _("“{text}” ends at {high}: what is more counts as well.", **words)


def _meeting(lower: Span, high: float | None, upper: Span, low: float | None) -> str:
    """What is to be told of how a span ends where the one above begins; blank where they meet."""
    if high is None or low is None:
        return ""
    if abs(high - low) < NOISE:
        shared = int(lower.upto) + int(not upper.above)
        return (NEITHER, "", BOTH)[shared]
    return "" if _is_a_step(lower, high, low) else APART


def _is_a_step(lower: Span, high: float, low: float) -> bool:
    """Whether whole numbers leave no gap: 80 to 89, from 90 on."""
    return lower.upto and NOISE < low - high <= 1 + NOISE


def leaves_percents(lines: list[RuleLine]) -> bool:
    """Whether percentages lie a step apart (`90-94%`, `95-100%`): what lies between counts in the lower span."""
    if not any(grammar("percent").search(said(line.text).symbols) for line in lines):
        return False
    return any(
        lower.high is not None and upper.low is not None and _is_a_step(lower, lower.high, upper.low)
        for (_above, upper), (_below, lower) in pairwise(_ordered(_spans(lines)))
    )
