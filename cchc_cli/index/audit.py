"""A published table recomputed from its own figures: sums, percentages, rounding, ranks, ratings, ties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import numpy as np

from cchc_cli.index.rounding import billionths, half_up, one_more_than_above
from cchc_cli.model.claims import Claims, Disagreement, Kind, Placed, ShareClaim, SumClaim
from cchc_cli.model.criteria import Rating

MOST = 6
"""Decimals that a table shows; a figure with more was never rounded, only hidden by a format."""


def audit(claims: Claims, ratings: Sequence[Rating] = ()) -> list[Disagreement]:
    """Every figure that the others do not give, in the order of its kind. `ratings` by name; without them only their order is checked."""
    return [
        *_sums(claims.sums),
        *_shares(claims.shares),
        *_caps(claims.caps),
        *_ranks(claims.placed),
        *_ratings(claims.placed, ratings),
        *_ties(claims.placed),
    ]


def decimals_of(values: Iterable[float]) -> int | None:
    """The decimals that figures were rounded to: the most that any has; None where they were not rounded."""
    most = max((_decimals(value) for value in values), default=0)
    return None if most > MOST else most


def _decimals(value: float) -> int:
    exponent = Decimal(repr(round(float(value), 9))).normalize().as_tuple().exponent
    return max(-int(exponent), 0)


def _sums(claims: list[SumClaim]) -> Iterator[Disagreement]:
    columns: dict[str, list[SumClaim]] = defaultdict(list)
    for claim in claims:
        columns[claim.column].append(claim)
    for column in columns.values():
        choices = max(len(claim.alternatives) for claim in column)
        # Whole points beside parts with decimals are no rounding: nobody publishes sums of points so.
        digits = decimals_of(claim.said for claim in column) or None
        agreed = [
            sum(_agrees(claim, choice, digits) is not False for claim in column) for choice in range(choices)
        ]
        choice = int(np.argmax(agreed))
        for claim in column:
            if choice >= len(claim.alternatives) or (verdict := _agrees(claim, choice, digits)) is True:
                continue
            total = _total(claim.alternatives[choice])
            kind: Kind = "sum" if verdict is False else "rounding"
            yield Disagreement(claim.cell, claim.name, kind, claim.column, claim.said, total)


def _total(parts: Sequence[float]) -> float:
    return float(billionths(parts).sum() / 1e9)


def _agrees(claim: SumClaim, choice: int, digits: int | None) -> bool | None:
    """Whether the figure is the sum; None where only rounding of the parts can explain the difference."""
    if choice >= len(claim.alternatives):
        return False
    parts = claim.alternatives[choice]
    off = abs(claim.said - _total(parts))
    if off < 1e-6:
        return True
    if digits is not None and abs(float(half_up(_total(parts), digits)) - claim.said) < 1e-9:
        return True
    shown = decimals_of(parts)
    if shown is None:
        return False
    # Each part may be half a step of its last digit off, and so may the sum.
    steps = len(parts) * 0.5 * 10.0**-shown + 0.5 * 10.0 ** -(MOST if digits is None else digits)
    return None if shown > 0 and off <= steps + 1e-9 else False


def _shares(claims: list[ShareClaim]) -> Iterator[Disagreement]:
    columns: dict[str, list[ShareClaim]] = defaultdict(list)
    for claim in claims:
        columns[claim.column].append(claim)
    for column in columns.values():
        digits = decimals_of(claim.said for claim in column)
        shown = decimals_of(claim.points for claim in column)
        whole = _whole(column)
        for claim in column:
            top = claim.max or whole
            if not top:
                continue
            exact = 100 * claim.points / top
            expected = float(half_up(exact, digits))
            if abs(expected - claim.said) < 1e-6:
                continue
            step = 10.0 ** -(MOST if digits is None else digits)
            # The points may be half a step of their last digit off as well.
            unseen = 0.0 if shown is None else 50 * 10.0**-shown / top if shown else 0.0
            kind: Kind = "rounding" if abs(exact - claim.said) < step * (1 + 1e-9) + unseen else "percent"
            yield Disagreement(claim.cell, claim.name, kind, claim.column, claim.said, expected)


def _caps(claims: list[ShareClaim]) -> Iterator[Disagreement]:
    for claim in claims:
        if claim.max is not None and claim.points > claim.max + 1e-9:
            yield Disagreement(claim.cell, claim.name, "over_max", claim.column, claim.points, claim.max)


def _whole(column: list[ShareClaim]) -> float | None:
    """The maximum that most rows of a column speak for, where the table does not say it; None where none does."""
    hints = [round(200 * claim.points / claim.said) / 2 for claim in column if claim.said > 0]
    counts = Counter(hint for hint in hints if hint > 0).most_common(1)
    return counts[0][0] if counts and counts[0][1] * 2 > len(hints) else None


def _ranks(placed: list[Placed]) -> Iterator[Disagreement]:
    ranked = [unit for unit in placed if unit.rank is not None and unit.figure is not None]
    if not ranked:
        return
    groups = _groups(ranked)
    digits = decimals_of(unit.figure or 0.0 for unit in ranked)
    both = {ties: _mismatched(groups, ties, digits) for ties in ("min", "dense")}
    wrong = min(both.values(), key=len)
    for unit, expected, exact in wrong:
        kind: Kind = "rank_exact" if exact == unit.rank else "rank"
        yield Disagreement(unit.rank_cell, unit.name, kind, "rank", unit.rank, expected)


def _groups(ranked: list[Placed]) -> list[list[Placed]]:
    """The units that are ranked among themselves: each section, where several have a first place; else all."""
    sections: dict[str, list[Placed]] = defaultdict(list)
    for unit in ranked:
        sections[unit.section].append(unit)
    firsts = sum(any(unit.rank == 1 for unit in section) for section in sections.values())
    return list(sections.values()) if firsts > 1 else [ranked]


def _mismatched(groups: list[list[Placed]], ties: str, digits: int | None) -> list[tuple[Placed, int, int]]:
    """Units whose rank is not that of the published figure: with that rank, and the one on the exact figure."""
    found = []
    for group in groups:
        figures = np.array([unit.figure for unit in group])
        exact = np.array([_exact(unit, digits) for unit in group])
        for unit, figure, precise in zip(group, billionths(figures), billionths(exact), strict=True):
            expected = one_more_than_above(figure, billionths(figures), ties)
            if expected != unit.rank:
                found.append((unit, expected, one_more_than_above(precise, billionths(exact), ties)))
    return found


def _exact(unit: Placed, digits: int | None) -> float:
    """The figure before it was rounded, where rounding explains what its parts differ from it; else the figure."""
    figure = float(unit.figure or 0.0)
    if not unit.parts or digits is None:
        return figure
    total = _total(unit.parts)
    return total if abs(total - figure) <= 1.01 * 10.0**-digits else figure


def _ratings(placed: list[Placed], ratings: Sequence[Rating]) -> Iterator[Disagreement]:
    rated = [unit for unit in placed if unit.rating and unit.figure is not None]
    known = {
        _folded(name): rating for rating in ratings for name in (rating.name, rating.name_en or "", rating.id)
    }
    if ratings and all(_folded(unit.rating) in known for unit in rated):
        for unit in rated:
            right = next((each for each in ratings if (unit.figure or 0) >= each.min - 1e-9), None)
            if right is not None and known[_folded(unit.rating)].id != right.id:
                yield Disagreement(unit.rating_cell, unit.name, "rating", "rating", unit.rating, right.name)
        return
    yield from _out_of_order(rated)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _out_of_order(rated: list[Placed]) -> Iterator[Disagreement]:
    """Units with a worse rating than one with a lower figure: those in most such pairs are told, one after another."""
    by_rating: dict[str, list[float]] = defaultdict(list)
    for unit in rated:
        by_rating[_folded(unit.rating)].append(unit.figure or 0.0)
    level = {rating: float(np.median(figures)) for rating, figures in by_rating.items()}
    left = list(rated)
    while left:
        against = [[other for other in left if _contradict(unit, other, level)] for unit in left]
        worst = max(range(len(left)), key=lambda at: len(against[at]))
        if not against[worst]:
            return
        unit = left.pop(worst)
        others = tuple((other.name, other.figure) for other in against[worst])
        yield Disagreement(unit.rating_cell, unit.name, "rating", "rating", unit.rating, None, others)


def _contradict(one: Placed, other: Placed, level: dict[str, float]) -> bool:
    better = level[_folded(one.rating)] - level[_folded(other.rating)]
    figures = float(billionths(one.figure or 0.0) - billionths(other.figure or 0.0))
    return better * figures < 0 or (better != 0 and figures == 0)


def _ties(placed: list[Placed]) -> Iterator[Disagreement]:
    """Units that share a published figure while what it is made of differs."""
    shared: dict[tuple[str, float], list[Placed]] = defaultdict(list)
    several = len(_groups([unit for unit in placed if unit.rank is not None])) > 1
    for unit in placed:
        if unit.figure is not None and unit.parts:
            shared[unit.section if several else "", float(billionths(unit.figure))].append(unit)
    digits = decimals_of(unit.figure for unit in placed if unit.figure is not None)
    for units in shared.values():
        exact = {unit.figure_cell: _exact(unit, digits) for unit in units}
        if len(units) > 1 and len({float(billionths(each)) for each in exact.values()}) > 1:
            order = sorted(units, key=lambda unit: -exact[unit.figure_cell])
            first = order[0]
            others = tuple((unit.name, exact[unit.figure_cell]) for unit in order)
            yield Disagreement(first.figure_cell, first.name, "tie", "index", first.figure, None, others)
