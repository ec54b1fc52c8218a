"""Faults of rules: unreachable maximum, tiers out of order, more points than the maximum.

Where a component's maximum changes over the years, its rule must reach the largest one and is clipped in
the other years.
"""

import re
from collections.abc import Iterator

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE, VALUES
from cchc_cli.model.criteria import Choice, Linear, Rule, Tiers
from cchc_cli.model.written_numbers import number_fault, number_in, written

Fault = tuple[tuple[str | int, ...], str, str]
FRACTION = re.compile(r"(\d{1,9}) ?/ ?(\d{1,9})", re.ASCII)
"""Counts such as 285/300."""


def percentages_to(rule: Rule | None) -> float | None:
    """How far a rule's values run, where they are percentages: up to 100, at least half of that; None elsewhere.

    A rule that tells values of at most 1 apart is not meant.
    """
    if isinstance(rule, Tiers):
        bounds = [tier.min for tier in rule.tiers]
    elif isinstance(rule, Linear):
        bounds = [rule.start, rule.to]
    else:
        return None
    return max(bounds) if 50 <= max(bounds) <= 100 and not any(0 < each <= 1 for each in bounds) else None


def value_fault(text: str, rule: Rule | None) -> tuple[str, str]:
    """Why a text is no raw value of a rule, and how to write it."""
    told, hint = number_fault(text, bound=VALUES, most=percentages_to(rule))
    bare = text.removesuffix("%").strip()
    if bare != text and number_in(bare) is not None:
        hint = _("Write the number alone: {number}.", number=bare)
    elif isinstance(rule, Tiers | Linear) and (parts := FRACTION.fullmatch(text)) and int(parts[2]):
        percent = written(round(100 * int(parts[1]) / int(parts[2]), 6))
        hint = _("Write the percentage instead: {number}.", number=percent)
    return told, hint


def rule_faults(rule: Rule | None, maxima: list[float]) -> Iterator[Fault]:
    """Faults as (path below the rule, text, hint). A `deduct` rule that has its shape has no other fault."""
    top = max(maxima)
    if isinstance(rule, Choice):
        yield from _same_options(rule)
        yield from _reach(("options",), top, {("options", key): value for key, value in rule.options.items()})
    elif isinstance(rule, Tiers):
        points: dict[tuple[str | int, ...], float] = {
            ("tiers", number, "points"): tier.points for number, tier in enumerate(rule.tiers)
        }
        yield from _reach(("tiers",), top, points)
        yield from _order(rule)
    elif isinstance(rule, Linear):
        yield from _linear(rule)


def _reach(path: tuple[str | int, ...], top: float, points: dict[tuple[str | int, ...], float]) -> Iterator[Fault]:
    for place, value in points.items():
        if value > top + NOISE:
            text = _("{points} points are more than the maximum of {max}.", points=f"{value:.12g}", max=f"{top:.12g}")
            yield place, text, _("Lower the points or raise max.")
    if max(points.values()) < top - NOISE:
        text = _(
            "the rule gives at most {points} points and can't reach the maximum of {max}.",
            points=f"{max(points.values()):.12g}",
            max=f"{top:.12g}",
        )
        yield path, text, _("Raise the highest points or lower max.")


def _same_options(rule: Choice) -> Iterator[Fault]:
    """Options are compared without regard to case and spaces, so they must differ in more than that."""
    known: dict[str, str] = {}
    for option in rule.options:
        first = known.setdefault(" ".join(option.split()).casefold(), option)
        if first != option:
            text = _("the options {first} and {second} differ only in case or spaces.", first=first, second=option)
            yield ("options", option), text, _("Keep one of the two.")


def _order(rule: Tiers) -> Iterator[Fault]:
    hint = _("List tiers from the highest value to the lowest; a higher tier gives more points.")
    for number, (above, below) in enumerate(zip(rule.tiers, rule.tiers[1:], strict=False), start=1):
        if below.min >= above.min:
            text = _(
                "tiers are out of order: {below} stands under {above}.",
                below=f"{below.min:.12g}",
                above=f"{above.min:.12g}",
            )
            yield ("tiers", number, "min"), text, hint
        elif below.points > above.points:
            text = _(
                "the tier from {below} gives more than the tier from {above}.",
                below=f"{below.min:.12g}",
                above=f"{above.min:.12g}",
            )
            yield ("tiers", number, "points"), text, hint


def _linear(rule: Linear) -> Iterator[Fault]:
    if rule.start == rule.to:
        yield ("to",), _("from and to are equal, so no value lies between them."), ""
    elif rule.floor is not None and (rule.floor - rule.to) * (rule.to - rule.start) > 0:
        yield ("floor",), _("the floor is better than to, so the maximum can't be reached."), ""
