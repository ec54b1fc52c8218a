"""A published table recomputed from its own figures: sums, percentages, rounding; ranks and ratings in placings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cchc_cli.index.audit_ranks import ranks, ties
from cchc_cli.index.audit_ratings import ratings_of
from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.model.audit_claims import Claims, Disagreement, Findings, Kind, ShareClaim, SumClaim, Unchecked, What
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Rating

MOST = 6
"""Decimals that a table shows; a figure with more was never rounded, only hidden by a format."""
NEARLY_ALL = (2, 3)
"""Where more than this part of the rows disagrees, it is not they that are wrong but what the column was read as."""
AGREED = 3
"""Rows that a maximum which the table does not say needs behind it; one or two can agree on anything."""


Decimals = tuple[int | None, int | None]


def audit(claims: Claims, ratings: Sequence[Rating] = ()) -> Findings:
    """Every figure that the others do not give, what was compared, and what could not be.

    `ratings` by name; without them only their order is checked.
    """
    findings = Findings(found=list(claims.unread), unchecked=list(claims.unchecked))
    _sums(claims.sums, findings)
    _shares(claims.shares, findings)
    _caps(claims.caps, findings)
    ranks(claims.placed, decimals_of, findings)
    ratings_of(claims.placed, ratings, findings)
    ties(claims.placed, findings)
    return findings


def decimals_of(values: Iterable[float]) -> int | None:
    """The decimals that figures were rounded to: the most that any has; None where they were not rounded."""
    most = max((_decimals(value) for value in values), default=0)
    return None if most > MOST else most


def _decimals(value: float) -> int:
    exponent = Decimal(repr(round(float(value), 9))).normalize().as_tuple().exponent
    return max(-int(exponent), 0)


def _digits(said: float, column: int | None) -> int | None:
    """The decimals that a figure was rounded to. Where others of its column were never rounded, its own count."""
    return decimals_of([said]) if column is None else column


class _Column:
    """The sums of a column of figures, read as what most of its rows agree on."""

    def __init__(self, claims: list[SumClaim]) -> None:
        self.claims = claims
        self.agreed, self.choice, self.torn = _choice(claims)
        self.block = claims[0].block

    def is_misread(self, blocks: Mapping[str, list[int]]) -> bool:
        """Whether its figures are no sums of those that were taken for their parts. `blocks`: rows that agree, rows."""
        rows = len(self.claims)
        if _misread(rows - self.agreed, rows):
            return True
        agreed, all_rows = blocks[self.block] if self.block else (self.agreed, rows)
        lost = self.torn or agreed * 2 <= all_rows or (self.agreed == 0 and rows > 1)
        return lost and not all(claim.sure for claim in self.claims)


def _sums(claims: list[SumClaim], findings: Findings) -> None:
    by_column: dict[tuple[str, str], list[SumClaim]] = defaultdict(list)
    for claim in claims:
        by_column[claim.kind, claim.column].append(claim)
    columns = [_Column(column) for column in by_column.values()]
    blocks: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for column in columns:
        blocks[column.block][0] += column.agreed
        blocks[column.block][1] += len(column.claims)
    for column in columns:
        first = column.claims[0]
        if column.is_misread(blocks):
            what: What = "changes" if first.kind == "change" else "sums"
            findings.unchecked.append(Unchecked(what, _cells(column.claims), "not_parts", (first.column,)))
            continue
        digits = _shown(column.claims)
        for claim in column.claims:
            _compare_sum(claim, column.choice, digits, findings)


def _misread(wrong: int, rows: int) -> bool:
    """Whether so many rows disagree that not they are wrong but what the column was taken for."""
    return rows > 1 and wrong * NEARLY_ALL[1] > rows * NEARLY_ALL[0]


def _choice(column: list[SumClaim]) -> tuple[int, int, bool]:
    """How many rows agree on what the figures of a column are the sum of, what that is, and whether they are torn."""
    digits = _shown(column)
    choices = max(len(claim.alternatives) for claim in column)
    agreed = [sum(_agrees(claim, choice, digits) is not False for claim in column) for choice in range(choices)]
    best = max(agreed)
    choice = agreed.index(best)
    tied = [other for other in range(choice + 1, choices) if agreed[other] == best]
    torn = best < len(column) and any(_differ(column, choice, other) for other in tied)
    return best, choice, torn


def _differ(column: list[SumClaim], choice: int, other: int) -> bool:
    """Whether two readings give other totals in some row."""
    return any(
        other >= len(claim.alternatives)
        or abs(_total(claim.alternatives[choice]) - _total(claim.alternatives[other])) > 1e-6
        for claim in column
        if choice < len(claim.alternatives)
    )


def _compare_sum(claim: SumClaim, choice: int, digits: Decimals, findings: Findings) -> None:
    findings.count("changes" if claim.kind == "change" else "sums")
    if choice >= len(claim.alternatives):
        return
    verdict, total = _agrees(claim, choice, digits), _total(claim.alternatives[choice])
    by_leaves = _agrees(replace(claim, alternatives=(claim.leaves,)), 0, digits) if claim.leaves else None
    if verdict is False and choice == 0 and by_leaves:
        # A subtotal is wrong, and is told; this total is right.
        verdict, total = True, _total(claim.leaves)
    elif verdict is not False and by_leaves is False:
        findings.right[claim.cell] = _total(claim.leaves)
    if verdict is False:
        findings.right[claim.cell] = total
    else:
        findings.exact[claim.cell] = total
    if verdict is not True:
        kind: Kind = claim.kind if verdict is False else "rounding"
        findings.found.append(Disagreement(claim.cell, claim.name, kind, claim.column, claim.said, total))


def _cells(claims: Iterable[SumClaim | ShareClaim]) -> tuple[str, ...]:
    return tuple(claim.cell for claim in claims)


def _total(parts: Sequence[float]) -> float:
    return float(billionths(parts).sum() / 1e9)


def _shown(column: list[SumClaim]) -> Decimals:
    """The decimals that the figures of a column were rounded to, and those of all of their parts."""
    parts = (part for claim in column for way in claim.alternatives for part in way)
    return decimals_of(claim.said for claim in column), decimals_of(parts)


def _agrees(claim: SumClaim, choice: int, decimals: Decimals) -> bool | None:
    """Whether the figure is the sum; None where only rounding of the parts can explain the difference."""
    if choice >= len(claim.alternatives):
        return False
    parts = claim.alternatives[choice]
    column, all_parts = decimals
    digits = _digits(claim.said, column) or None
    off = abs(claim.said - _total(parts))
    if off < 1e-6 or (digits is not None and abs(float(half_up(_total(parts), digits)) - claim.said) < NOISE):
        return True
    shown = _shown_by(parts, column, all_parts)
    # Each part may be half a step of its last digit off, and so may the sum.
    steps = len(parts) * 0.5 * 10.0**-shown + 0.5 * 10.0 ** -(MOST if digits is None else digits)
    return None if shown > 0 and off <= steps + NOISE else False


def _shown_by(parts: Sequence[float], column: int | None, all_parts: int | None) -> int:
    """The decimals that the parts of a sum were rounded to; 0 where rounding can explain nothing.

    8.5 among 27.25 and 35.15 is 8.50, as far as the total shows that many decimals.
    """
    shown = decimals_of(parts)
    if shown is None:
        return 0
    finest = shown if all_parts is None else all_parts
    return max(shown, finest if column is None else min(finest, column))


def _shares(claims: list[ShareClaim], findings: Findings) -> None:
    columns: dict[str, list[ShareClaim]] = defaultdict(list)
    for claim in claims:
        columns[claim.column].append(claim)
    for name, column in columns.items():
        _compare_shares(name, column, findings)


def _compare_shares(name: str, column: list[ShareClaim], findings: Findings) -> None:
    digits = decimals_of(claim.said for claim in column)
    shown = decimals_of(claim.points for claim in column)
    unsaid = [claim for claim in column if claim.max is None]
    whole = _whole(unsaid, (digits, shown))
    if unsaid and whole is None:
        findings.unchecked.append(Unchecked("percentages", _cells(unsaid), "no_max", (name,)))
    tops = [(claim, whole if claim.max is None else claim.max) for claim in column]
    known = [(claim, top, (_digits(claim.said, digits), shown)) for claim, top in tops if top]
    if _misread(sum(_share(*each, findings.right)[0] == "percent" for each in known), len(known)):
        cells = _cells(claim for claim, _top, _decimals in known)
        findings.unchecked.append(Unchecked("percentages", cells, "not_percent", (name,)))
        return
    if whole is not None:
        findings.maxima[name] = whole
    for claim, top, decimals in known:
        _compare_share(claim, top, decimals, findings)


def _borne_out(unsaid: list[ShareClaim], whole: float, decimals: Decimals) -> bool:
    """Whether a maximum that the rows only speak for gives the percentages of most of them, or contradicts none."""
    kinds = [_share(claim, whole, (_digits(claim.said, decimals[0]), decimals[1]), {})[0] for claim in unsaid]
    return kinds.count(None) * 2 > len(kinds) or "percent" not in kinds


def _share(
    claim: ShareClaim, top: float, decimals: Decimals, right: Mapping[str, float]
) -> tuple[Kind | None, float, float]:
    """What is wrong with a percentage, what it should be, and that before rounding.

    `decimals`: those of the percentages, and those of the points.
    """
    digits, shown = decimals
    step = 10.0 ** -(MOST if digits is None else digits)
    # The points may be half a step of their last digit off as well.
    unseen = 0.5 * claim.scale * 10.0**-shown / top if shown else 0.0
    exact = claim.scale * claim.points / top
    expected = float(half_up(exact, digits))
    if abs(expected - claim.said) < 1e-6:
        return None, expected, exact
    meant = claim.scale * right.get(claim.points_cell, claim.points) / top
    if abs(float(half_up(meant, digits)) - claim.said) < 1e-6:
        return None, claim.said, meant
    kind: Kind = "rounding" if abs(exact - claim.said) < step - NOISE + unseen else "percent"
    return kind, expected, exact


def _compare_share(claim: ShareClaim, top: float, decimals: Decimals, findings: Findings) -> None:
    findings.count("percentages")
    kind, expected, exact = _share(claim, top, decimals, findings.right)
    before = claim.scale * findings.exact.get(claim.points_cell, claim.points) / top
    step = 10.0 ** -(MOST if decimals[0] is None else decimals[0])
    meant = findings.right.get(claim.points_cell)
    if kind != "percent":
        findings.exact[claim.cell] = before if abs(before - claim.said) <= step else exact
    if kind == "percent" or meant is not None:
        points = claim.points if meant is None else meant
        findings.right[claim.cell] = float(half_up(claim.scale * points / top, decimals[0]))
    if kind is not None:
        findings.found.append(Disagreement(claim.cell, claim.name, kind, claim.column, claim.said, expected))


def _caps(claims: list[ShareClaim], findings: Findings) -> None:
    for claim in claims:
        if claim.max is None:
            continue
        findings.count("maxima")
        if claim.points > claim.max + NOISE:
            found = Disagreement(claim.cell, claim.name, "over_max", claim.column, claim.points, claim.max)
            findings.found.append(found)


def _whole(unsaid: list[ShareClaim], decimals: Decimals) -> float | None:
    """The maximum that most rows speak for, of those for which the table says none; None where none does."""
    hints = [round(2 * claim.scale * claim.points / claim.said) / 2 for claim in unsaid if claim.said > 0]
    counts = Counter(hint for hint in hints if hint > 0).most_common(1)
    if not counts or counts[0][1] * 2 <= len(hints):
        return None
    # A percentage that is the points themselves needs no other rows to be out of 100; parts that the table does not
    # add up itself may be weighted.
    behind = len(hints) if all(claim.points_cell for claim in unsaid) else counts[0][1]
    enough = behind >= AGREED or (counts[0][0] == 100 and counts[0][1] == len(hints))
    return counts[0][0] if enough and _borne_out(unsaid, counts[0][0], decimals) else None
