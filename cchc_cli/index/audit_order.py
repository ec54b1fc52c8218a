"""Units of a published table in the order of their figures, and those that contradict it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from cchc_cli.index.rounding import billionths
from cchc_cli.model.audit_claims import Disagreement, Findings, Placed

Figures = NDArray[np.float64]
MOST = 6
"""Decimals that a table shows; a figure with more was never rounded, only hidden by a format."""


def decimals_of(values: Iterable[float]) -> int | None:
    """The decimals that figures were rounded to: the most that any has; None where they were not rounded."""
    texts = (Decimal(repr(round(float(value), 9))).normalize().as_tuple().exponent for value in values)
    most = max((-int(exponent) for exponent in texts), default=0)
    return None if most > MOST else max(most, 0)


def by(units: Iterable[Placed], key: Callable[[Placed], str]) -> dict[str, list[Placed]]:
    """Units by what `key` says of each, both in the order in which they stand there."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for unit in units:
        found[key(unit)].append(unit)
    return found


def heights(units: Iterable[Placed]) -> Figures:
    """Their figures without float noise."""
    return billionths([unit.height for unit in units])


def tell_where_both(
    contradictions: Callable[[list[Placed]], Iterable[Disagreement]], units: list[Placed], findings: Findings
) -> None:
    """Tell the units that contradict by the figures printed and by those that should stand there."""
    still = {each.cell for each in contradictions(corrected(units, findings.right))}
    findings.found += [each for each in contradictions(units) if each.cell in still]


def corrected(units: Iterable[Placed], right: Mapping[str, float]) -> list[Placed]:
    """The units with the figures that should stand where wrong ones do."""
    return [_correct(unit, right[unit.figure_cell]) if unit.figure_cell in right else unit for unit in units]


def _correct(unit: Placed, figure: float) -> Placed:
    percent = unit.percent * figure / unit.height if unit.percent and unit.height else unit.percent
    return replace(unit, figure=figure, percent=percent)


def contradicting(units: Sequence[Placed], places: Figures, *, alike: bool) -> Iterator[tuple[Placed, list[Placed]]]:
    """The unit that contradicts most others, with these, until none is left that does.

    Two contradict one another where the better place (higher) goes with the lower figure, or where figures are
    equal and places are not; where places are equal, figures may differ if `alike`.
    """
    figures = heights(units)
    there = np.ones(len(units), dtype=bool)

    def against(at: int) -> NDArray[np.bool_]:
        better, more = places[at] - places, figures[at] - figures
        crossed = (better * more < 0) | ((better != 0) & (more == 0))
        found: NDArray[np.bool_] = (crossed if alike else crossed | ((better == 0) & (more != 0))) & there
        return found

    counts = np.array([int(against(at).sum()) for at in range(len(units))])
    while len(units) and counts.max() > 0:
        worst = int(counts.argmax())
        others = against(worst)
        yield units[worst], [units[int(at)] for at in np.flatnonzero(others)]
        there[worst], counts[worst] = False, 0
        counts[others] -= 1
