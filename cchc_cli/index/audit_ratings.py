"""Ratings of a published table, against their bounds or against one another; and units that share a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from cchc_cli.index.audit_ranks import by, contradicting, grouped, tell_where_both
from cchc_cli.index.rounding import billionths
from cchc_cli.model.audit_claims import Bounds, Disagreement, Findings, Placed, Reason, Unchecked, What
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Rating


def ratings_of(
    placed: Sequence[Placed], ratings: Sequence[Rating], findings: Findings, own: Bounds | None = None
) -> None:
    """Compare ratings with the paper's `own` bounds, else those of `ratings`, where these have all of the names; else with one another."""
    rated = [unit for unit in placed if unit.rating]
    sorts = by(rated, lambda unit: "" if unit.is_known else "unread" if unit.unread else "no_figure")
    _tell_unchecked(sorts.get("unread", []), "unread", findings)
    _tell_unchecked(sorts.get("no_figure", []), "no_figure", findings)
    for units in by(sorts.get("", []), lambda unit: unit.ranking).values():
        if own is None or not _fits(units, own, findings):
            _compare_ratings(units, ratings, findings)


def _fits(units: list[Placed], own: Bounds, findings: Findings) -> bool:
    """Compare ratings with bounds of the paper, unless these have other names, or so many contradict them that they are of other figures."""
    by_own = partial(_by_bounds, ratings=own.ratings)
    units = units if own.percent else [replace(unit, percent=None) for unit in units]
    if not knows(own.ratings, (unit.rating for unit in units)) or _is_no_order(len([*by_own(units)]), len(units)):
        return False
    findings.bounds = own.ratings
    findings.count("ratings", len(units))
    tell_where_both(by_own, units, findings)
    return True


def tell_provisional(placed: Iterable[Placed], findings: Findings) -> None:
    """Units that the table does not rank yet: they take no place, and may still get another rating."""
    left_out = [unit for unit in placed if unit.provisional]
    cells: dict[What, list[str]] = {
        "ranks": [unit.rank_cell for unit in left_out],
        "ratings": [unit.rating_cell for unit in left_out if unit.rating],
    }
    for what, found in cells.items():
        if known := tuple(filter(None, found)):
            findings.unchecked.append(Unchecked(what, known, "provisional"))


def _tell_unchecked(units: list[Placed], reason: Reason, findings: Findings) -> None:
    if units:
        about = tuple(unit.figure_cell for unit in units if unit.figure_cell)
        findings.unchecked.append(Unchecked("ratings", _rating_cells(units), reason, about))


def _rating_cells(units: Iterable[Placed]) -> tuple[str, ...]:
    return tuple(unit.rating_cell for unit in units)


def _compare_ratings(units: list[Placed], ratings: Sequence[Rating], findings: Findings) -> None:
    said = all(unit.percent is not None for unit in units)
    if knows(ratings, (unit.rating for unit in units)) and (said or max(unit.height for unit in units) <= 100):
        findings.out_of_100 |= not said
        findings.count("ratings", len(units))
        tell_where_both(lambda those: _by_bounds(those, ratings), units, findings)
    elif len({_folded(unit.rating) for unit in units}) > 1:
        out_of_order = partial(_out_of_order, hidden=findings.hidden)
        if _is_no_order(len([*out_of_order(units)]), len(units)):
            findings.unchecked.append(Unchecked("ratings", _rating_cells(units), "not_in_order"))
            return
        findings.count("ratings", len(units))
        tell_where_both(out_of_order, units, findings)
    else:
        findings.unchecked.append(Unchecked("ratings", _rating_cells(units), "not_rated"))


def _is_no_order(wrong: int, units: int) -> bool:
    """Whether so many units are out of order that not they are wrong: what was read as ratings are groups."""
    return wrong > 1 and wrong * 4 > units


def _named(ratings: Sequence[Rating]) -> dict[str, Rating]:
    """The ratings by all of their names."""
    return {_folded(name): each for each in ratings for name in (each.name, each.name_en or "", each.id)}


def knows(ratings: Sequence[Rating], names: Iterable[str]) -> bool:
    """Whether all names are those of `ratings`."""
    known = _named(ratings)
    return bool(ratings) and all(_folded(name) in known for name in names)


def _by_bounds(units: Iterable[Placed], ratings: Sequence[Rating]) -> Iterator[Disagreement]:
    known = _named(ratings)
    for unit in units:
        percent = unit.height if unit.percent is None else unit.percent
        reached = [each for each in ratings if percent >= each.min - NOISE]
        # What each area got is not known here: a rating that asks for it may be missed, the next one then holds.
        sure = next((at for at, each in enumerate(reached) if not each.each_area), len(reached))
        if reached and known[_folded(unit.rating)].id not in [each.id for each in reached[: sure + 1]]:
            yield Disagreement(unit.rating_cell, unit.name, "rating", "rating", unit.rating, reached[0].name)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _out_of_order(rated: list[Placed], hidden: Collection[str]) -> Iterator[Disagreement]:
    """Units with a worse rating than one with a lower figure: those in most such pairs are told, one after another."""
    by_rating: dict[str, list[float]] = defaultdict(list)
    for unit in rated:
        by_rating[_folded(unit.rating)].append(unit.height)
    # The mean tells apart those that share the median: one unit amid another rating's.
    middle = {rating: (np.median(figures), billionths(np.mean(figures))) for rating, figures in by_rating.items()}
    order = sorted({*middle.values()})
    levels = np.array([order.index(middle[_folded(unit.rating)]) for unit in rated])
    for unit, others in contradicting(rated, levels, alike=True, hidden=hidden):
        told = tuple((other.name, other.figure) for other in others)
        yield Disagreement(unit.rating_cell, unit.name, "rating", "rating", unit.rating, None, told)


def ties(placed: Sequence[Placed], findings: Findings) -> None:
    """Units that share a published figure while what it was rounded from differs."""
    for units in by(placed, lambda unit: unit.ranking).values():
        ranked = [unit for unit in units if unit.rank is not None]
        apart = len(grouped(ranked)) > 1 if ranked else False
        shared: dict[tuple[str, float], list[Placed]] = defaultdict(list)
        for unit in units:
            if unit.figure is not None:
                shared[unit.among if apart else "", float(billionths(unit.figure))].append(unit)
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
