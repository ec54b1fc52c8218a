"""Ranks of a published table, against the figures that it prints and those before rounding: its units in the
order of their figures, and those that contradict it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product
from operator import attrgetter, le, lt

import numpy as np
from numpy.typing import NDArray

from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.model.audit_claims import Disagreement, FindingKind, Findings, Placed, Unchecked

Figures = NDArray[np.float64]
LEFT_OUT = 3
"""Ranks one after the other further apart than that: those between were left out, not written wrong."""
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


def contradicting(
    units: Sequence[Placed], places: Figures, *, alike: bool, hidden: Collection[str] = ()
) -> Iterator[tuple[Placed, list[Placed]]]:
    """The unit that contradicts most others, with these, until none is left that does.

    Two contradict one another where the better place (higher) goes with the lower figure, or where figures are
    equal and places are not; where places are equal, figures may differ if `alike`. Equal figures with `hidden` decimals
    are in the order of their ranks.
    """
    within = (-(unit.rank or 0.0) if unit.rank_cell in hidden else 0.0 for unit in units)
    exact = [*zip(heights(units), within, strict=True)]
    order = {key: at for at, key in enumerate(sorted({*exact}))}
    figures = np.array([order[key] for key in exact])
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


Wrong = list[tuple[Placed, float]]
"""Units whose rank is not that of their figure, with the one that is."""

TIES = ("min", "dense", "mean")
"""1, 2, 2, 4; 1, 2, 2, 3; 1, 2.5, 2.5, 4."""


def ranks(placed: Sequence[Placed], findings: Findings) -> None:
    """Compare ranks with the figures, for each ranking of the table and each group that is ranked on its own.

    Those of areas come first: equal ones with ranks of their own show that what they come to was rounded.
    """
    rankings = by(placed, lambda unit: unit.ranking)
    for units in map(rankings.__getitem__, sorted(rankings, key=bool, reverse=True)):
        if any(unit.rank_cell for unit in units):
            _tell_bare(units, findings)
            _ranking([unit for unit in units if unit.is_placed], findings)


def _ranking(there: list[Placed], findings: Findings) -> None:
    ranked = _rank_cells(unit for unit in there if unit.is_ranked)
    if ranked and not any(unit.is_known for unit in there):
        findings.unchecked.append(Unchecked("ranks", ranked, "no_figure"))
    elif ranked:
        groups = grouped(there)
        findings.apart += [group[0].among for group in groups[len(groups) == 1 :]]
        for group in groups:
            _compare(group, findings)


def _tell_bare(units: list[Placed], findings: Findings) -> None:
    """Units without a rank, where others have one."""
    bare = _rank_cells(unit for unit in units if not (unit.is_ranked or unit.rank_unread))
    if 0 < len(bare) < len(units):
        findings.unchecked.append(Unchecked("ranks", bare, "no_rank"))


def _rank_cells(units: Iterable[Placed]) -> tuple[str, ...]:
    return tuple(unit.rank_cell for unit in units)


def grouped(there: list[Placed]) -> list[list[Placed]]:
    """The units that are ranked among themselves: each section where several have a first place and that fits as well.

    Kinds of units, which only their names tell apart, must fit better; so must sections of which one alone has a first
    place, where another one's may be the rank that is wrong.
    """
    sections = list(by(there, lambda unit: unit.among).values())
    firsts = [any(unit.rank == 1 for unit in section) for section in sections].count(True)
    named = any(unit.section for unit in there)
    if firsts < 2 - named or len(sections) < 2:
        return [there]
    fits = le if named and firsts > 1 else lt
    return sections if fits(sum(map(len, map(_best, sections))), len(_best(there))) else [there]


def _compare(group: list[Placed], findings: Findings) -> None:
    ranked = [unit for unit in group if unit.is_ranked]
    cells = _rank_cells(ranked)
    if not ranked:
        return
    if len(group) == 1 and ranked[0].rank != 1:
        findings.unchecked.append(Unchecked("ranks", cells, "one"))
    elif _is_excerpt(group, ranked):
        findings.unchecked.append(Unchecked("ranks", cells, "excerpt"))
        tell_where_both(_disordered, ranked, findings)
    else:
        _compare_all(group, ranked, findings)


def _is_excerpt(group: list[Placed], ranked: list[Placed]) -> bool:
    """Whether the table says so (`…`), or ranks go beyond the units, and nobody is first, or many are left out before several."""
    first = any(unit.rank == 1 or unit.rank_unread for unit in group)
    places = sorted(unit.rank or 0 for unit in ranked)
    beyond = len(places) - bisect_right(places, len(group))
    left_out = any(after - before > LEFT_OUT for before, after in pairwise(places))
    return any(unit.left_out for unit in group) or (beyond > first and (left_out or not first))


def _compare_all(group: list[Placed], ranked: list[Placed], findings: Findings) -> None:
    """Compare the ranks of a whole ranking with its figures."""
    hidden = _hidden(group, findings)
    findings.hidden |= hidden
    wrong, ties = _best_way(group, hidden)
    wrong = _in_both(wrong, group, findings.right)
    known, unknown = ([unit for unit in ranked if unit.is_known is there] for there in (True, False))
    if len({unit.figure for unit in known}) < len(known) and ties not in findings.ties:
        findings.ties.append(ties)
    if unknown:
        findings.count("ranks", len(wrong))
        _tell_roughly(wrong, ranked, unknown, findings)
    else:
        findings.count("ranks", len(ranked))
        _tell_exactly(wrong, group, findings)


def _tell_roughly(wrong: Wrong, ranked: list[Placed], unknown: list[Placed], findings: Findings) -> None:
    """Tell what is wrong wherever the `unknown` stand, and that the other ranks could not be checked."""
    told = {unit.rank_cell for unit, _rank in wrong}
    hidden = _rank_cells(unit for unit in ranked if unit.rank_cell not in told)
    about = tuple(unit.figure_cell for unit in unknown)
    findings.unchecked.append(Unchecked("ranks", hidden, "unread", about))
    for unit, expected in wrong:
        span = f"{expected:.12g}–{expected + len(unknown):.12g}"
        findings.found.append(Disagreement(unit.rank_cell, unit.name, "rank", "rank", unit.rank, span))


def _tell_exactly(wrong: Wrong, group: list[Placed], findings: Findings) -> None:
    """Tell what is wrong, and whether figures before rounding, or rounded further, would make it right."""
    if not wrong:
        return
    known = [unit for unit in group if unit.is_known]
    fewer = _rounded(known)
    exact = billionths([findings.exact.get(unit.figure_cell, unit.height) for unit in known])
    precise = dict(zip((unit.rank_cell for unit in known), _places(exact, "min").tolist(), strict=True))
    usual: tuple[FindingKind, tuple[tuple[str, float], ...]] = (
        ("rank", ()) if fewer is None else ("rank_rounded", (("", float(fewer)),))
    )
    for unit, expected in wrong:
        kind, others = ("rank_exact", ()) if precise[unit.rank_cell] == unit.rank else usual
        findings.found.append(Disagreement(unit.rank_cell, unit.name, kind, "rank", unit.rank, expected, others))


def _in_both(wrong: Wrong, group: Sequence[Placed], right: Mapping[str, float]) -> Wrong:
    """The ranks that fit neither the figures printed nor those that should stand there."""
    if not any(unit.figure_cell in right for unit in group):
        return wrong
    still = {unit.rank_cell for unit, _rank in _best(corrected(group, right))}
    return [(unit, rank) for unit, rank in wrong if unit.rank_cell in still]


def _hidden(group: Sequence[Placed], findings: Findings) -> set[str]:
    """The ranks that decimals which are not printed can explain: units share the figure, and rank among themselves.

    Not where the table shows what the figures were rounded from (parts with decimals that come to the same may be
    rounded themselves), nor where a lower figure has no lower rank.
    """
    higher = sorted(unit.height for unit in filter(attrgetter("is_placed"), group))
    found, lowest = set[str](), float("inf")
    for figure, alike in sorted(_by_figure(group).items()):
        ranks = [unit.rank or 0.0 for unit in alike]
        if not _is_shown({each.figure_cell for each in alike}, findings) and _in_turn(
            ranks, 1 + len(higher) - bisect_right(higher, figure)
        ):
            found |= {unit.rank_cell for unit, rank in zip(alike, ranks, strict=True) if rank < lowest}
        lowest = min(lowest, *ranks)
    return found


def _is_shown(cells: set[str], findings: Findings) -> bool:
    """Whether the table has what equal figures were rounded from."""
    if findings.hidden or not cells <= findings.exact.keys():
        return False
    return not cells <= findings.rounded or len({float(billionths(findings.exact[cell])) for cell in cells}) > 1


def _in_turn(ranks: list[float], first: int) -> bool:
    """Whether several ranks follow one another from the `first` on, those that are shared as 1, 2, 2, 4."""
    places = sorted(ranks)
    return len(places) > 1 and all(place == first + places.index(place) for place in places)


def _by_figure(group: Iterable[Placed]) -> dict[float, list[Placed]]:
    """The units with a rank by their figures."""
    found: dict[float, list[Placed]] = defaultdict(list)
    for each in group:
        if each.is_ranked and each.is_known:
            found[each.height].append(each)
    return found


def _disordered(ranked: list[Placed]) -> Iterator[Disagreement]:
    """Of an excerpt, the units whose rank does not fit the order of the figures."""
    known = [unit for unit in ranked if unit.is_known]
    places = np.array([-(unit.rank or 0.0) for unit in known])
    for unit, others in contradicting(known, places, alike=False):
        told = tuple((other.name, other.figure) for other in others)
        ranks = tuple(other.rank for other in others)
        yield Disagreement(unit.rank_cell, unit.name, "rank", "rank", unit.rank, None, told, ranks)


def _best(group: Sequence[Placed]) -> Wrong:
    return _best_way(group)[0]


def _best_way(group: Sequence[Placed], hidden: Collection[str] = ()) -> tuple[Wrong, str]:
    """What is wrong under the way of ranking that fits best: ties one way or another, units without rank in or out.

    Not what `hidden` decimals explain; as these part equal figures, none of them are shared then.
    """
    known = [unit for unit in group if unit.is_known]
    counted = [unit for unit in known if unit.is_ranked or unit.rank_unread]
    unknown = sum(unit.is_ranked and not unit.is_known for unit in group)
    ways = [
        (_wrong(those, heights(those), ties, unknown, hidden if ties == "min" else ()), ties)
        for those, ties in product((counted, known), TIES)
    ]
    return min(ways, key=lambda each: len(each[0]))


def _wrong(
    known: Sequence[Placed], figures: Figures, ties: str, unknown: int = 0, hidden: Collection[str] = ()
) -> Wrong:
    """`unknown`: how many units are ranked of which no figure is known; each may stand above or below."""
    return [
        (unit, expected)
        for unit, expected in zip(known, _places(figures, ties).tolist(), strict=True)
        if unit.rank is not None and not expected <= unit.rank <= expected + unknown and unit.rank_cell not in hidden
    ]


def _places(figures: Figures, ties: str) -> Figures:
    """The rank of each figure among all, highest first."""
    _values, inverse, counts = np.unique(-figures, return_inverse=True, return_counts=True)
    first = 1.0 + np.concatenate([[0], np.cumsum(counts)[:-1]])
    by_value: dict[str, NDArray[np.floating]] = {
        "min": first,
        "dense": 1.0 + np.arange(len(counts)),
        "mean": first + (counts - 1) / 2,
    }
    places: Figures = by_value[ties][inverse].astype(np.float64)
    return places


def _rounded(known: list[Placed]) -> int | None:
    """The decimals at which all ranks of a group would be right, fewer than those printed; None where there are none."""
    figures = [unit.height for unit in known]
    digits = decimals_of(figures)
    for fewer in range((7 if digits is None else digits) - 1, 0, -1):
        if any(not _wrong(known, billionths(half_up(figures, fewer)), ties) for ties in TIES):
            return fewer
    return None
