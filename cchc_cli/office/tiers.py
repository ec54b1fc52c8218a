"""Lines that say points for spans of a number, as tiers: gaps and overlaps between the spans are told."""

from __future__ import annotations

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.rules import Tier, Tiers
from cchc_cli.office.rule_lines import Line
from cchc_cli.office.spans import Span, is_rest, span_of

Spanned = tuple[Line, Span]


def tiers_of(lines: list[Line]) -> tuple[Tiers | None, list[tuple[str, str]]]:
    """Tiers, where all lines are spans that fall from the highest on; else None, and what is to be told of options."""
    *first, last = lines
    spans = [(line, span) for line in lines if (span := span_of(line.text)) is not None]
    if len(spans) == len(first) > 0 and is_rest(last.text) and span_of(last.text) is None:
        spans.append((last, Span(None, None)))
    if len(spans) < len(lines) or (not first and spans[0][1].low is None):
        return None, []
    ordered = sorted(spans, key=lambda pair: _order(pair[1]), reverse=True)
    if not _falls(ordered):
        text = _("the spans are written as options: they do not fall without gaps from the highest on.")
        return None, [(lines[0].address, text)] if first else []
    return Tiers(tiers=tuple(_tier(line, span) for line, span in ordered)), _told(ordered)


def _order(span: Span) -> tuple[float, bool]:
    return (float("-inf"), False) if span.low is None else (span.low, span.above)


def _tier(line: Line, span: Span) -> Tier:
    points = line.points or 0.0
    if span.low is None:
        return Tier(min=0, points=points)
    return Tier(above=span.low, points=points) if span.above else Tier(min=span.low, points=points)


def _falls(ordered: list[Spanned]) -> bool:
    """Whether points fall with the spans, no two of which begin alike, and the highest is open or ends at 100."""
    first = ordered[0][1]
    if first.low is not None and first.low == first.high != 100:
        return False
    for (above, upper), (below, lower) in zip(ordered, ordered[1:], strict=False):
        if _order(upper) == _order(lower) or (below.points or 0.0) > (above.points or 0.0):
            return False
    return True


def _told(ordered: list[Spanned]) -> list[tuple[str, str]]:
    """Where spans do not meet, or share a value; and what lies beyond the highest."""
    found: list[tuple[str, str]] = []
    line, top = ordered[0]
    bounds = [bound for _line, span in ordered for bound in (span.low, span.high) if bound]
    if bounds and max(bounds) <= 1 and min(bounds) < 1:
        text = _("the spans are shares of 1: values are compared as they stand, 0.9 and not 90.")
        found.append((line.address, text))
    if top.high is not None and top.high not in (top.low, 100, 1):
        text = _(
            "“{text}” ends at {high}: what is more counts as well.", text=_short(line.text), high=_figure(top.high)
        )
        found.append((line.address, text))
    for (_above, upper), (line, lower) in zip(ordered, ordered[1:], strict=False):
        if lower.high is not None and upper.low is not None and (text := _meeting(line, lower, lower.high, upper)):
            found.append((line.address, text))
    return found


def _meeting(line: Line, lower: Span, high: float, upper: Span) -> str:
    """What is to be told of how a span ends where the one above begins; blank where they meet."""
    low = upper.low or 0.0
    words = {"text": _short(line.text), "high": _figure(high), "below": _figure(low)}
    if abs(high - low) < NOISE:
        if lower.upto and not upper.above:
            return _("“{text}”: {high} belongs to the tier above as well; that one counts.").format(**words)
        return (
            ""
            if lower.upto or not upper.above
            else _("“{text}”: {high} itself belongs to no tier; it counts here.").format(**words)
        )
    # Whole numbers leave no gap: 80 to 89, from 90 on.
    if high < low and lower.upto and low - high <= 1 + NOISE:
        return ""
    return _("“{text}” ends at {high}, the tier above begins at {below}.").format(**words)


def _figure(number: float) -> str:
    return f"{number:.12g}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
