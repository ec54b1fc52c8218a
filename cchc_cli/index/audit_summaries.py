"""Rows of a published table that sum units up (mean, highest, lowest), as sums of what these may be of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from cchc_cli.index.audit_ranks import decimals_of
from cchc_cli.index.rounding import billionths
from cchc_cli.model.audit_claims import Findings, Statistic, SumClaim, SummaryClaim

MADE: dict[Statistic, Callable[[Sequence[float]], float]] = {
    "mean": lambda figures: float(billionths(figures).sum() / len(figures) / 1e9),
    "highest": max,
    "lowest": min,
}


def summaries(claims: Iterable[SummaryClaim], findings: Findings) -> list[SumClaim]:
    """What each figure should be: of the figures of units as they are printed, and as they should be by the `findings`."""
    known: dict[tuple[int, Statistic], _Made] = {}
    unproven = {cell for each in findings.unchecked if each.what == "percentages" for cell in each.cells}
    found = []
    for claim in claims:
        ways = ((id(way), _Made(way, claim.statistic, findings)) for way in claim.ways)
        made = [known.setdefault((identity, claim.statistic), each) for identity, each in ways]
        weighted = claim.rate and not unproven.isdisjoint(claim.ways[0])
        found.append(_as_sum(claim, made, weighted=weighted))
    return found


def _as_sum(claim: SummaryClaim, made: list[_Made], *, weighted: bool) -> SumClaim:
    """Rows, not columns, are of the same units: a row stands for the column of a sum. Weighted rates stand alone."""
    ways = (*((each.printed,) for each in made), *((each.right,) for each in made))
    row, heading = (claim.name, claim.column) if weighted else (claim.column, claim.name)
    sure, shown = claim.sure and not weighted, made[0].decimals
    unseen = _unseen(claim.said, shown)
    return SumClaim(claim.cell, row, heading, claim.said, ways, "mean", sure=sure, unseen=unseen, shown=shown)


class _Made:
    """What figures come to, by their cells; worked out once for all rows that may be of them."""

    def __init__(self, figures: dict[str, float], statistic: Statistic, findings: Findings) -> None:
        self.figures, self.make, self.findings = figures, MADE[statistic], findings

    @cached_property
    def printed(self) -> float:
        return self.make([*self.figures.values()])

    @cached_property
    def right(self) -> float:
        return self.make([self.findings.right.get(cell, figure) for cell, figure in self.figures.items()])

    @cached_property
    def decimals(self) -> int | None:
        return decimals_of(self.figures.values())


def _unseen(said: float, column: int | None) -> float:
    """What rounding can have taken off: a summary may be rounded further than its column, and figures of units as well."""
    shown = decimals_of([said]), column
    return sum(0.5 * 10.0**-digits for digits in shown if digits is not None) - (0.5 if column == 0 else 0.0)
