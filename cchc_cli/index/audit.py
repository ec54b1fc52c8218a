"""A published table recomputed from its own figures: sums, percentages, rounding; ranks and ratings in placings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from cchc_cli.index.audit_ranks import MOST, by, decimals_of, ranks
from cchc_cli.index.audit_ratings import ratings_of, tell_provisional, ties
from cchc_cli.index.audit_summaries import summaries
from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.model.audit_claims import (
    Claims,
    Disagreement,
    FindingKind,
    Findings,
    Placed,
    ShareClaim,
    SumClaim,
    Unchecked,
)
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Rating
from cchc_cli.model.letters import clean

NEARLY_ALL = (2, 3)
"""Where more than this part of the rows disagrees, it is not they that are wrong but what the column was read as."""
AGREED = 3
"""Rows that a maximum which the table does not say needs behind it; one or two can agree on anything."""
FEW = 5
"""Figures that, where each is right to the last digit, show that their parts were not rounded."""
Decimals = tuple[int | None, int | None]
"""Those of the figures of a column, and those of what they are made of; None where they were not rounded."""
Claim = TypeVar("Claim", SumClaim, ShareClaim)


def audit(claims: Claims, ratings: Sequence[Rating] = ()) -> Findings:
    """Every figure that the others do not give, what was compared, and what could not be.

    `ratings` by name, where the paper says none; without them only their order is checked.
    """
    findings = Findings(found=list(claims.unread), unchecked=list(claims.unchecked))
    _sums(claims.sums, findings)
    for column in _by_column(claims.shares):
        _shares(column, findings)
    _sums(summaries(claims.summaries, findings), findings)
    for claim in claims.caps:
        _cap(claim, findings)
    _twice(claims.placed, findings)
    placed = [unit for unit in claims.placed if not unit.provisional]
    tell_provisional(claims.placed, findings)
    ranks(placed, findings)
    ratings_of(placed, ratings, findings, claims.bounds)
    ties(placed, findings)
    return findings


def _twice(placed: Iterable[Placed], findings: Findings) -> None:
    """Units that stand in a list twice, with other figures; where most names stand there again they are no units'."""
    figures = filter(attrgetter("is_known"), placed)
    known = by(figures, lambda unit: "\n".join((unit.ranking, unit.section, clean(unit.name).casefold())))
    again = [units for units in known.values() if len({unit.figure for unit in units}) > 1]
    for first, *others in again if 2 * len(again) <= len(known) else ():
        there = ((first.figure_cell, first.figure),)
        findings.found += [
            Disagreement(unit.figure_cell, unit.name, "twice", "index", unit.figure, None, there) for unit in others
        ]


def _by_column(claims: Iterable[Claim]) -> list[list[Claim]]:
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        found[getattr(claim, "kind", ""), claim.column].append(claim)
    return list(found.values())


def _cells(claims: Iterable[SumClaim | ShareClaim]) -> tuple[str, ...]:
    return tuple(claim.cell for claim in claims)


def _told(claim: SumClaim | ShareClaim, kind: FindingKind, expected: float) -> Disagreement:
    return Disagreement(claim.cell, claim.name, kind, claim.column, claim.said, expected)


def _digits(said: float, column: int | None) -> int | None:
    """The decimals that a figure was rounded to. Where others of its column were never rounded, its own count."""
    return decimals_of([said]) if column is None else column


def _misread(wrong: int, rows: int) -> bool:
    """Whether so many rows disagree that not they are wrong but what the column was taken for."""
    return rows > 1 and wrong * NEARLY_ALL[1] > rows * NEARLY_ALL[0]


def _may_be_rounded(agreed: int, exact: int) -> bool:
    """Whether what figures are made of may have been rounded itself: some of them differ by no more, or few speak."""
    return exact < max(agreed, FEW)


class _Column:
    """The sums of a column of figures, read as what most of its rows agree on: the `choice`.

    `torn`: another reading, which gives other totals, has as many rows.
    """

    def __init__(self, claims: list[SumClaim]) -> None:
        self.claims, self.block = claims, claims[0].block
        ways = [claim.alternatives for claim in claims]
        self.digits: Decimals = decimals_of(claim.said for claim in claims), decimals_of(chain(*chain(*ways)))
        choices = range(max(map(len, ways)))
        agreed = [sum(self.verdict(claim, choice) is not False for claim in claims) for choice in choices]
        self.agreed = max(agreed)
        self.choice = agreed.index(self.agreed)
        tied = [other for other in choices if agreed[other] == self.agreed and other > self.choice]
        self.torn = self.agreed < len(claims) and any(map(self._differs, tied))
        exact = sum(self.verdict(claim, self.choice) is True for claim in claims)
        self.is_rounded = _may_be_rounded(self.agreed, exact)

    def verdict(self, claim: SumClaim, choice: int) -> bool | None:
        """Whether a figure is the sum; None where only rounding of the parts can explain the difference.

        A subtotal that is wrong is told itself: what the components come to is right as well.
        """
        if choice >= len(claim.alternatives):
            return False
        agrees = _agrees(claim, claim.alternatives[choice], self.digits)
        return self.by_leaves(claim) if agrees is False and choice == 0 and claim.leaves else agrees

    def rounded(self, claim: SumClaim) -> set[str]:
        """The cell of a figure whose parts may have been rounded themselves."""
        is_it = self.is_rounded and _unseen(claim, claim.alternatives[self.choice], self.digits)
        return {claim.cell} if is_it else set()

    def by_leaves(self, claim: SumClaim) -> bool | None:
        """The same without subtotals."""
        return _agrees(claim, claim.leaves, self.digits)

    def _differs(self, other: int) -> bool:
        """Whether another reading gives another total in some row."""
        ways = (claim.alternatives for claim in self.claims if self.choice < len(claim.alternatives))
        return any(other >= len(way) or abs(_total(way[self.choice]) - _total(way[other])) > 1e-6 for way in ways)

    @property
    def is_sure(self) -> bool:
        """Whether the headings say that these are its parts."""
        return all(claim.sure for claim in self.claims)

    def shows_parts(self) -> bool:
        """Whether all of its figures are the sums of parts that columns beside it have as well."""
        return self.block != "" and self.is_sure and self.agreed == len(self.claims) > 1

    def is_misread(self, blocks: Mapping[str, list[int]], known: Collection[str]) -> bool:
        """Whether its figures are no sums of these parts. `blocks`: rows that agree, rows; `known`: those with known parts."""
        rows = len(self.claims)
        if self.is_sure and self.block in known:
            return False
        if _misread(rows - self.agreed, rows):
            return True
        agreed, all_rows = blocks[self.block] if self.block else (self.agreed, rows)
        lost = self.torn or agreed * 2 <= all_rows or (self.agreed == 0 and rows > 1)
        return lost and self.agreed < rows and not self.is_sure

    def unchecked(self) -> Unchecked:
        """That its figures are no sums of these parts, with the first that is none."""
        claim = next(each for each in self.claims if self.verdict(each, self.choice) is False)
        total = _total(claim.alternatives[min(self.choice, len(claim.alternatives) - 1)])
        return Unchecked(claim.what, _cells(self.claims), "not_parts", (claim.column,), _told(claim, claim.kind, total))


def _sums(claims: list[SumClaim], findings: Findings) -> None:
    columns = [_Column(column) for column in _by_column(claims)]
    blocks: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for column in columns:
        blocks[column.block][0] += column.agreed
        blocks[column.block][1] += len(column.claims)
    known = {column.block for column in columns if column.shows_parts()}
    for column in columns:
        if column.is_misread(blocks, known):
            findings.unchecked.append(column.unchecked())
            continue
        findings.count(column.claims[0].what, len(column.claims))
        for claim in column.claims:
            if column.choice < len(claim.alternatives):
                _compare_sum(claim, column, findings)


def _compare_sum(claim: SumClaim, column: _Column, findings: Findings) -> None:
    verdict, total = column.verdict(claim, column.choice), _total(claim.alternatives[column.choice])
    if claim.leaves and verdict is not False and column.by_leaves(claim) is False:
        findings.right[claim.cell] = _total(claim.leaves)
    elif claim.leaves and column.choice == 0:
        total = _total(claim.leaves)
    (findings.right if verdict is False else findings.exact)[claim.cell] = total
    findings.rounded |= column.rounded(claim)
    if verdict is not True:
        findings.found.append(_told(claim, claim.kind if verdict is False else "rounding", total))


def _total(parts: Sequence[float]) -> float:
    return float(billionths(parts).sum() / 1e9)


def _agrees(claim: SumClaim, parts: Sequence[float], decimals: Decimals) -> bool | None:
    """Whether the figure is the sum; None where only rounding of the parts can explain the difference."""
    digits = _shown(claim) or _digits(claim.said, decimals[0]) or None
    off = abs(claim.said - _total(parts))
    if off < 1e-6 or (digits is not None and abs(float(half_up(_total(parts), digits)) - claim.said) < NOISE):
        return True
    # Each part may be half a step of its last digit off, and so may the sum.
    unseen, step = _unseen(claim, parts, decimals), 0.5 * 10.0 ** -(MOST if digits is None else digits)
    return None if unseen and off <= unseen + step + NOISE else False


def _shown(claim: SumClaim) -> int | None:
    """The decimals of a mean, else those of the figures that it is of: 86.0 below 85.9 and 86.1 has one."""
    return decimals_of([claim.said]) or claim.shown if claim.kind == "mean" else None


def _unseen(claim: SumClaim, parts: Sequence[float], decimals: Decimals) -> float:
    """What rounding can have taken off the parts of a sum."""
    if claim.unseen is not None and (claim.kind == "mean" or parts == claim.alternatives[0]):
        return claim.unseen
    shown = _shown_by(parts, *decimals)
    return len(parts) * 0.5 * 10.0**-shown if shown else 0.0


def _shown_by(parts: Sequence[float], column: int | None, all_parts: int | None) -> int:
    """The decimals that the parts of a sum were rounded to; 0 where rounding can explain nothing.

    8.5 among 27.25 and 35.15 is 8.50, as far as the total shows that many decimals.
    """
    shown = decimals_of(parts)
    if shown is None:
        return 0
    finest = shown if all_parts is None else all_parts
    return max(shown, finest if column is None else min(finest, column))


def _shares(column: list[ShareClaim], findings: Findings) -> None:
    """Compare a column of percentages, those without a maximum with the one that most of them speak for."""
    decimals = decimals_of(claim.said for claim in column), decimals_of(claim.points for claim in column)
    whole = _whole(column, decimals, findings)
    shares = _compared(column, whole, decimals, findings.right)
    kinds = [share.kind for share in shares]
    if _misread(kinds.count("percent"), len(shares)):
        cells = _cells(share.claim for share in shares)
        odd = next(_told(share.claim, "percent", share.expected) for share in shares if share.kind == "percent")
        findings.unchecked.append(Unchecked("percentages", cells, "not_percent", (column[0].column,), odd))
        return
    if whole is not None:
        findings.maxima[column[0].column] = whole
    is_rounded = _may_be_rounded(len(kinds) - kinds.count("percent"), kinds.count(None))
    for share in shares:
        share.tell(findings, is_rounded=is_rounded)


def _compared(
    claims: Iterable[ShareClaim], whole: float | None, decimals: Decimals, right: Mapping[str, float]
) -> list[_Share]:
    """Percentages of which a maximum is said, or all other rows speak for a `whole`."""
    given = (claim if claim.max is not None else replace(claim, max=whole) for claim in claims)
    return [_Share(claim, decimals, right) for claim in given if claim.max]


class _Share:
    """A percentage compared: what is wrong with it (None: nothing; more than all may be written as all), what it should be, and that before rounding."""

    def __init__(self, claim: ShareClaim, decimals: Decimals, right: Mapping[str, float]) -> None:
        self.claim, self.digits = claim, _digits(claim.said, decimals[0])
        # The points may be half a step of their last digit off as well.
        self.unseen = self._of(0.5 * 10.0 ** -decimals[1]) if decimals[1] else 0.0
        self.step = 10.0 ** -(MOST if self.digits is None else self.digits)
        self.exact = self._of(claim.points)
        self.expected = float(half_up(self.exact, self.digits))
        self.kind = self._kind()
        # Points that are wrong themselves, and told, may make the percentage of what should stand there.
        meant = self._of(right.get(claim.points_cell, claim.points))
        if self.kind and abs(float(half_up(meant, self.digits)) - claim.said) < 1e-6:
            self.kind, self.expected, self.exact = None, claim.said, meant

    def _of(self, points: float) -> float:
        """What points are of the maximum."""
        return self.claim.scale * points / (self.claim.max or 1.0)

    def _kind(self) -> FindingKind | None:
        if abs(self.expected - self.claim.said) < 1e-6 or self.expected > self.claim.scale == self.claim.said:
            return None
        return "rounding" if abs(self.exact - self.claim.said) < self.step - NOISE + self.unseen else "percent"

    def tell(self, findings: Findings, *, is_rounded: bool) -> None:
        """Put it to the findings, with what it comes to before rounding or should be."""
        claim = self.claim
        if self.kind == "percent" and claim.holds_more:
            findings.unchecked.append(Unchecked("percentages", (claim.cell,), "holds_more", (claim.column,)))
            return
        findings.count("percentages")
        if is_rounded and self.unseen:
            findings.rounded.add(claim.cell)
        self._note(findings, findings.right.get(claim.points_cell))
        if self.kind is not None:
            findings.found.append(_told(claim, self.kind, self.expected))

    def _note(self, findings: Findings, meant: float | None) -> None:
        """Note what it comes to before rounding; `meant`: the points that should stand there, where they are wrong."""
        claim, before = self.claim, self._of(findings.exact.get(self.claim.points_cell, self.claim.points))
        if self.kind != "percent":
            findings.exact[claim.cell] = before if abs(before - claim.said) <= self.step else self.exact
        if self.kind == "percent" or meant is not None:
            right = self._of(claim.points if meant is None else meant)
            findings.right[claim.cell] = float(half_up(right, self.digits))


def _whole(column: list[ShareClaim], decimals: Decimals, findings: Findings) -> float | None:
    """The maximum of percentages for which the table says none; None where nothing speaks for one, which is noted."""
    unsaid = [claim for claim in column if claim.max is None]
    if not unsaid:
        return None
    whole = _most_likely(unsaid)
    kinds = [share.kind for share in _compared(unsaid, whole, decimals, {})]
    if kinds.count(None) * 2 > len(kinds) or (kinds and "percent" not in kinds):
        return whole
    findings.unchecked.append(Unchecked("percentages", _cells(unsaid), "no_max", (unsaid[0].column,)))
    return None


def _most_likely(unsaid: list[ShareClaim]) -> float | None:
    """The maximum for which most rows speak."""
    said = [claim for claim in unsaid if claim.said > 0]
    counts = Counter(round(2 * claim.scale * claim.points / claim.said) / 2 for claim in said)
    whole, agreed = max(counts.items(), key=lambda each: each[1], default=(0.0, 0))
    if whole <= 0 or agreed * 2 <= len(said):
        return None
    # A percentage that is the points themselves needs no other rows to be out of 100; parts that the table does not
    # add up itself may be weighted.
    behind = len(said) if all(claim.points_cell for claim in unsaid) else agreed
    return whole if behind >= AGREED or (whole, agreed) == (100, len(said)) else None


def _cap(claim: ShareClaim, findings: Findings) -> None:
    # Beside bonus and penalty points 0 says that they are not part of the maximum.
    if not claim.max:
        return
    findings.count("maxima")
    if claim.points > claim.max + NOISE:
        findings.found.append(Disagreement(claim.cell, claim.name, "over_max", claim.column, claim.points, claim.max))
