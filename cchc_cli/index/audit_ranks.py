"""Ranks, ratings and ties of a published table, against the figures that it prints and those before rounding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.model.audit_claims import Disagreement, Findings, Kind, Placed, Unchecked
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Rating

Decimals = Callable[[Iterable[float]], int | None]
Figures = NDArray[np.float64]
Wrong = list[tuple[Placed, float]]
"""Units whose rank is not that of their figure, with the one that is."""

TIES = ("min", "dense", "mean")
"""1, 2, 2, 4; 1, 2, 2, 3; 1, 2.5, 2.5, 4."""


def ranks(placed: Sequence[Placed], decimals_of: Decimals, findings: Findings) -> None:
    """Compare ranks with the figures, for each ranking of the table and each group that is ranked on its own."""
    for units in _by(placed, lambda unit: unit.ranking).values():
        if not any(unit.rank_cell for unit in units):
            continue
        bare = tuple(unit.rank_cell for unit in units if unit.rank is None and not unit.rank_unread)
        if bare and len(bare) < len(units):
            findings.unchecked.append(Unchecked("ranks", bare, "no_rank"))
        there = [unit for unit in units if not unit.out and (unit.rank is not None or unit.figure is not None)]
        ranked = tuple(unit.rank_cell for unit in there if unit.rank is not None)
        if ranked and not any(unit.figure is not None for unit in there):
            findings.unchecked.append(Unchecked("ranks", ranked, "no_figure"))
        elif ranked:
            groups = _grouped(there)
            if len(groups) > 1:
                findings.apart += [name for group in groups if (name := group[0].section) not in findings.apart]
            for group in groups:
                _compare(group, decimals_of, findings)


def _by(units: Iterable[Placed], key: Callable[[Placed], str]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for unit in units:
        found[key(unit)].append(unit)
    return found


def _grouped(there: list[Placed]) -> list[list[Placed]]:
    """The units that are ranked among themselves: each section, where several have a first place and that fits better."""
    sections = list(_by(there, lambda unit: unit.section).values())
    firsts = sum(any(unit.rank == 1 for unit in section) for section in sections)
    if firsts < 2:
        return [there]
    apart = sum(len(_best(section)) for section in sections)
    return sections if apart <= len(_best(there)) else [there]


def _compare(group: list[Placed], decimals_of: Decimals, findings: Findings) -> None:
    ranked = [unit for unit in group if unit.rank is not None]
    cells = tuple(unit.rank_cell for unit in ranked)
    if not ranked or (len(group) == 1 and ranked[0].rank != 1):
        findings.unchecked += [Unchecked("ranks", cells, "one")] if ranked else []
        return
    first = any(unit.rank == 1 or unit.rank_unread for unit in group)
    if not first and max(unit.rank or 0 for unit in ranked) > len(group):
        findings.unchecked.append(Unchecked("ranks", cells, "excerpt"))
        still = {each.cell for each in _disordered(_corrected(ranked, findings.right))}
        findings.found += [each for each in _disordered(ranked) if each.cell in still]
        return
    unknown = [unit for unit in ranked if unit.figure is None]
    wrong, ties = _best_way(group)
    wrong = [each for each in _in_both(wrong, group, findings.right) if not _hidden(each[0], group, findings)]
    figures = [unit.figure for unit in ranked if unit.figure is not None]
    if len(set(figures)) < len(figures) and ties not in findings.ties:
        findings.ties.append(ties)
    if unknown:
        told = {unit.rank_cell for unit, _rank in wrong}
        hidden = tuple(cell for cell in cells if cell not in told)
        about = tuple(unit.figure_cell for unit in unknown)
        findings.unchecked.append(Unchecked("ranks", hidden, "unread", about))
        findings.count("ranks", len(wrong))
    else:
        findings.count("ranks", len(ranked))
    known = [unit for unit in group if unit.figure is not None]
    fewer = None if unknown or not wrong else _rounded(known, decimals_of)
    exact = billionths([findings.exact.get(unit.figure_cell, unit.figure or 0.0) for unit in known])
    precise = dict(zip((unit.rank_cell for unit in known), _places(exact, "min").tolist(), strict=True))
    for unit, expected in wrong:
        kind: Kind = "rank"
        if not unknown and precise[unit.rank_cell] == unit.rank:
            kind = "rank_exact"
        elif fewer is not None:
            kind = "rank_rounded"
        given: float | str = expected
        if unknown:
            given = f"{expected:.12g}–{expected + len(unknown):.12g}"
        others = (("", float(fewer)),) if fewer is not None and kind == "rank_rounded" else ()
        findings.found.append(Disagreement(unit.rank_cell, unit.name, kind, "rank", unit.rank, given, others))


def _corrected(units: Iterable[Placed], right: Mapping[str, float]) -> list[Placed]:
    """The units with the figures that should stand where wrong ones do."""
    return [
        unit
        if unit.figure is None or unit.figure_cell not in right
        else replace(
            unit,
            figure=right[unit.figure_cell],
            percent=unit.percent * right[unit.figure_cell] / unit.figure
            if unit.percent and unit.figure
            else unit.percent,
        )
        for unit in units
    ]


def _in_both(wrong: Wrong, group: Sequence[Placed], right: Mapping[str, float]) -> Wrong:
    """The ranks that fit neither the figures printed nor those that should stand there."""
    if not any(unit.figure_cell in right for unit in group):
        return wrong
    still = {unit.rank_cell for unit, _rank in _best(_corrected(group, right))}
    return [(unit, rank) for unit, rank in wrong if unit.rank_cell in still]


def _hidden(unit: Placed, group: Sequence[Placed], findings: Findings) -> bool:
    """Whether decimals that are not printed can explain a rank: units share the figure, and rank among themselves.

    Not where the table shows what the figures were rounded from.
    """
    alike = [each for each in group if each.figure == unit.figure and each.rank is not None]
    if len(alike) < 2 or all(each.figure_cell in findings.exact for each in alike):
        return False
    first = 1 + sum(each.figure is not None and each.figure > (unit.figure or 0.0) for each in group if not each.out)
    places = [each.rank or 0.0 for each in alike]
    return all(place == first + sum(other < place for other in places) for place in places)


def _disordered(ranked: list[Placed]) -> Iterator[Disagreement]:
    """Of an excerpt, the units whose rank does not fit the order of the figures."""
    known = [unit for unit in ranked if unit.figure is not None]
    places = np.array([-(unit.rank or 0.0) for unit in known])
    for unit, others in _against(known, places, alike=False):
        told = tuple((other.name, other.figure) for other in others)
        ranks = tuple(other.rank for other in others)
        yield Disagreement(unit.rank_cell, unit.name, "rank", "rank", unit.rank, None, told, ranks)


def _best(group: Sequence[Placed]) -> Wrong:
    return _best_way(group)[0]


def _best_way(group: Sequence[Placed]) -> tuple[Wrong, str]:
    """What is wrong under the way of ranking that fits best: ties one way or another, units without rank in or out."""
    known = [unit for unit in group if unit.figure is not None]
    counted = [unit for unit in known if unit.rank is not None or unit.rank_unread]
    unknown = sum(unit.rank is not None and unit.figure is None for unit in group)
    ways = [(those, ties) for those in (counted, known) for ties in TIES]
    found = [
        (_wrong(those, billionths([unit.figure or 0.0 for unit in those]), ties, unknown), ties) for those, ties in ways
    ]
    return min(found, key=lambda each: len(each[0]))


def _wrong(known: Sequence[Placed], figures: Figures, ties: str, unknown: int = 0) -> Wrong:
    """`unknown`: how many units are ranked of which no figure is known; each may stand above or below."""
    return [
        (unit, expected)
        for unit, expected in zip(known, _places(figures, ties).tolist(), strict=True)
        if unit.rank is not None and not expected <= unit.rank <= expected + unknown
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


def _rounded(known: list[Placed], decimals_of: Decimals) -> int | None:
    """The decimals at which all ranks of a group would be right, fewer than those printed; None where there are none."""
    figures = [unit.figure or 0.0 for unit in known]
    digits = decimals_of(figures)
    for fewer in range((7 if digits is None else digits) - 1, 0, -1):
        if any(not _wrong(known, billionths(half_up(figures, fewer)), ties) for ties in TIES):
            return fewer
    return None


def ratings_of(placed: Sequence[Placed], ratings: Sequence[Rating], findings: Findings) -> None:
    """Compare ratings with the bounds of `ratings`, where these have all of the names; else with one another."""
    rated = [unit for unit in placed if unit.rating]
    blind = [unit for unit in rated if unit.figure is None]
    for unread in (True, False):
        units = [unit for unit in blind if unit.unread is unread]
        if units:
            cells = tuple(unit.rating_cell for unit in units)
            about = tuple(unit.figure_cell for unit in units if unit.figure_cell)
            findings.unchecked.append(Unchecked("ratings", cells, "unread" if unread else "no_figure", about))
    for units in _by((unit for unit in rated if unit.figure is not None), lambda unit: unit.ranking).values():
        highest = max(unit.figure or 0.0 for unit in units)
        said = all(unit.percent is not None for unit in units)
        if knows(ratings, (unit.rating for unit in units)) and (said or highest <= 100):
            findings.out_of_100 |= not said
            findings.count("ratings", len(units))
            still = {each.cell for each in _by_bounds(_corrected(units, findings.right), ratings)}
            findings.found += [each for each in _by_bounds(units, ratings) if each.cell in still]
        elif len({_folded(unit.rating) for unit in units}) > 1:
            findings.count("ratings", len(units))
            still = {each.cell for each in _out_of_order(_corrected(units, findings.right))}
            findings.found += [each for each in _out_of_order(units) if each.cell in still]
        else:
            cells = tuple(unit.rating_cell for unit in units)
            findings.unchecked.append(Unchecked("ratings", cells, "not_rated"))


def knows(ratings: Sequence[Rating], names: Iterable[str]) -> bool:
    """Whether all names are those of `ratings`."""
    known = {_folded(name) for each in ratings for name in (each.name, each.name_en or "", each.id)}
    return bool(ratings) and all(_folded(name) in known for name in names)


def _by_bounds(units: Iterable[Placed], ratings: Sequence[Rating]) -> Iterator[Disagreement]:
    known = {_folded(name): each for each in ratings for name in (each.name, each.name_en or "", each.id)}
    for unit in units:
        percent = unit.figure if unit.percent is None else unit.percent
        right = next((each for each in ratings if (percent or 0.0) >= each.min - NOISE), None)
        if right is not None and known[_folded(unit.rating)].id != right.id:
            yield Disagreement(unit.rating_cell, unit.name, "rating", "rating", unit.rating, right.name)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _out_of_order(rated: list[Placed]) -> Iterator[Disagreement]:
    """Units with a worse rating than one with a lower figure: those in most such pairs are told, one after another."""
    by_rating: dict[str, list[float]] = defaultdict(list)
    for unit in rated:
        by_rating[_folded(unit.rating)].append(unit.figure or 0.0)
    level = {rating: float(np.median(figures)) for rating, figures in by_rating.items()}

    levels = np.array([level[_folded(unit.rating)] for unit in rated])
    for unit, others in _against(rated, levels, alike=True):
        told = tuple((other.name, other.figure) for other in others)
        yield Disagreement(unit.rating_cell, unit.name, "rating", "rating", unit.rating, None, told)


def _against(units: Sequence[Placed], places: Figures, *, alike: bool) -> Iterator[tuple[Placed, list[Placed]]]:
    """The unit that contradicts most others, with these, until none is left that does.

    Two contradict one another where the better place (higher) goes with the lower figure, or where figures are
    equal and places are not; where places are equal, figures may differ if `alike`.
    """
    figures = billionths([unit.figure or 0.0 for unit in units])
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


def ties(placed: Sequence[Placed], findings: Findings) -> None:
    """Units that share a published figure while what it was rounded from differs."""
    for units in _by(placed, lambda unit: unit.ranking).values():
        ranked = [unit for unit in units if unit.rank is not None]
        apart = len(_grouped(ranked)) > 1 if ranked else False
        shared: dict[tuple[str, float], list[Placed]] = defaultdict(list)
        for unit in units:
            if unit.figure is not None:
                shared[unit.section if apart else "", float(billionths(unit.figure))].append(unit)
        for group in shared.values():
            if len(group) > 1:
                _tied(group, findings)


def _tied(group: list[Placed], findings: Findings) -> None:
    cells = tuple(unit.figure_cell for unit in group)
    if any(cell not in findings.exact for cell in cells):
        findings.unchecked.append(Unchecked("ties", cells, "no_exact"))
        return
    findings.count("ties")
    exact = {cell: float(billionths(findings.exact[cell])) / 1e9 for cell in cells}
    if len(set(exact.values())) > 1:
        order = sorted(group, key=lambda unit: -exact[unit.figure_cell])
        first = order[0]
        others = tuple((unit.name, exact[unit.figure_cell]) for unit in order)
        ranked = tuple(unit.rank for unit in order)
        findings.found.append(
            Disagreement(first.figure_cell, first.name, "tie", "index", first.figure, None, others, ranked)
        )
