"""What if: a unit's result with other points, and the points that a rank or a rating needs."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from cchc_cli.index.movement import rank_by
from cchc_cli.index.neighbours import exact_needed
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import Year, rank_units
from cchc_cli.index.results import rate, unit_results
from cchc_cli.index.rounding import BILLION, billionths, cleaned, half_up, one_more_than_above, whole
from cchc_cli.model.analysis import NOWHERE, Need, Outcome, Place


def with_points(marks: YearPoints, unit: str, points: Mapping[str, float | None]) -> YearPoints:
    """`marks` with other points for `unit`, by component or adjustment; None = not applicable."""
    row = marks.row(unit)
    got, most, extras = marks.points.copy(), marks.max.copy(), marks.adjustments.copy()
    columns = {leaf.id: column for column, leaf in enumerate(marks.framework.leaves)}
    kinds = {extra.id: column for column, extra in enumerate(marks.framework.adjustments)}
    for identity, value in points.items():
        if identity in kinds:
            extras[row, kinds[identity]] = value or 0.0
            continue
        column = columns[identity]
        got[row, column] = np.nan if value is None else value
        most[row, column] = 0.0 if value is None else marks.maxima[column]
    return replace(marks, points=got, max=most, adjustments=extras)


def points_now(marks: YearPoints, unit: str) -> dict[str, float | None]:
    """The points that `unit` has, by component and adjustment; NaN = not scored yet, None = not applicable."""
    row = marks.row(unit)
    leaves = {
        leaf.id: float(got) if applies else None
        for leaf, got, applies in zip(marks.framework.leaves, marks.points[row], marks.applicable[row], strict=True)
    }
    extras = zip(marks.framework.adjustments, marks.adjustments[row], strict=True)
    return leaves | {extra.id: float(given) for extra, given in extras}


def rivals_carried_on(year: Year, seen: pd.DataFrame, unit: str, rank_on: str) -> pd.DataFrame:
    """The results of `year` with every other unit changing once more as it did since the year of `seen`.

    Its exact index moves by that change, within 0 and the scale. Units that were not there, or were
    provisional then, stay where they are; those that are provisional now have no rank anyway.
    """
    settings, results = year.marks.framework.index, year.results
    then = seen[~seen["provisional"]].set_index("unit")["exact"].reindex(results["unit"]).to_numpy()
    change = np.nan_to_num(results["exact"].to_numpy() - then)
    change[(results["unit"] == unit).to_numpy()] = 0.0

    def shifted(name: str) -> Floats:
        values = results[name].to_numpy()
        # An index beyond the scale (bonus, penalty) may stay there, not move further.
        moved: Floats = np.clip(values + change, np.fmin(values, 0.0), np.fmax(values, settings.scale))
        return moved

    exact, best = shifted("exact"), shifted("exact_best")
    index = half_up(exact, settings.rounding)
    moved = results.assign(
        exact=exact,
        exact_best=best,
        index=index,
        index_best=half_up(best, settings.rounding),
        rating=rate(index, settings.ratings),
    )
    return rank_units(moved, settings.ties, rank_on)


def outcome(year: Year, rivals: pd.DataFrame, unit: str, points: Mapping[str, float | None], rank_on: str) -> Outcome:
    """What `unit` gets with `points` among `rivals` (results of all units; its own line there is not used)."""
    own = unit_results(with_points(year.marks, unit, points))
    table = rivals.set_index("unit")
    table.loc[unit, list(own.columns[1:])] = own.loc[own["unit"] == unit].iloc[0, 1:]
    ranked = rank_units(table.reset_index(), year.marks.framework.index.ties, rank_on)
    now, then = year.line(unit), ranked[ranked["unit"] == unit].iloc[0]
    same = (year.results["group"] == now["group"]).to_numpy()
    before, after = (rank_by(each, rank_on) for each in (year.results, ranked))
    place = int(np.flatnonzero(year.results["unit"] == unit)[0])
    was, now_is = (values - values[place] for values in (before, after))
    units = year.results["unit"]
    return Outcome(
        index=float(then["index"]),
        index_change=float(cleaned(then["index"] - now["index"])),
        rating=then["rating"] if isinstance(then["rating"], str) else None,
        rank=float(then["rank"]),
        tied=bool(then["tied"]),
        rank_change=float(now["rank"] - then["rank"]),
        provisional=bool(then["provisional"]),
        passed=tuple(units[same & (was >= 0) & (now_is < 0)]),
        passed_by=tuple(units[same & (was <= 0) & (now_is > 0)]),
    )


def need_for_rank(year: Year, rivals: pd.DataFrame, unit: str, rank: int, rank_on: str) -> Need:
    """What `unit` needs for at least this rank among `rivals`: no more than rank − 1 units (`dense`: values) above."""
    settings = year.marks.framework.index
    heights = _heights(year, rivals, unit, rank_on)
    if settings.ties == "dense":
        heights = np.unique(heights)
    needed = -np.inf
    if len(heights) >= rank:
        target = float(heights[-rank]) / BILLION
        needed = exact_needed(target, settings, rank_on, beyond=False)
    return _need(year, rivals, unit, needed, rank_on, lambda place: place.rank <= rank)


def need_for_index(year: Year, rivals: pd.DataFrame, unit: str, index: float, rank_on: str) -> Need:
    """What `unit` needs for a published index of at least `index`, such as the least of a rating."""
    needed = exact_needed(index, year.marks.framework.index, "published", beyond=False)
    least = whole(index)
    return _need(year, rivals, unit, needed, rank_on, lambda place: whole(place.index) >= least)


def standing_at(year: Year, rivals: pd.DataFrame, unit: str, exact: float, rank_on: str) -> Place:
    """Where an exact index puts `unit` among `rivals`."""
    if math.isnan(exact):
        return NOWHERE
    settings = year.marks.framework.index
    published = half_up(np.array([exact]), settings.rounding)
    height = float(billionths(published[0] if rank_on == "published" else exact))
    others = _heights(year, rivals, unit, rank_on)
    rank = one_more_than_above(height, others, settings.ties)
    tied = bool((others == height).any())
    return Place(float(published[0]), rate(published, settings.ratings)[0], rank, tied)


def standing_with(year: Year, rivals: pd.DataFrame, unit: str, points: float, rank_on: str) -> Place:
    """`standing_at` with so many more points than `unit` has."""
    own = year.line(unit)
    if not own["max"]:
        return NOWHERE
    exact = own["exact"] + points * year.marks.framework.index.scale / own["max"]
    return standing_at(year, rivals, unit, exact, rank_on)


def _heights(year: Year, rivals: pd.DataFrame, unit: str, rank_on: str) -> Floats:
    """What the ranked rivals of the unit's group are ranked by, in whole billionths, ascending."""
    others = (rivals["group"] == year.line(unit)["group"]) & (rivals["unit"] != unit) & rivals["rank"].notna()
    return np.sort(rank_by(rivals[others], rank_on))


def _need(
    year: Year, rivals: pd.DataFrame, unit: str, exact: float, rank_on: str, reached: Callable[[Place], bool]
) -> Need:
    """The fewest points, in whole billionths, with which the index (about `exact`) and the rank are `reached`."""
    own, settings = year.line(unit), year.marks.framework.index

    def standing(points: int) -> Place:
        return standing_with(year, rivals, unit, points / BILLION, rank_on)

    missing = max((exact - own["exact"]) * own["max"] / settings.scale, 0.0)
    if math.isnan(missing):
        return Need(math.nan, reachable=False, place=NOWHERE)
    about = whole(missing)
    tried = range(max(about - 2, 0), about + 3)
    points = next((each for each in tried if reached(standing(each))), about)
    reachable = points <= whole(own["max"] - own["points"])
    return Need(points / BILLION, reachable=reachable, place=standing(points))


def largest_losses(marks: YearPoints, unit: str, points: float) -> list[str]:
    """The fewest components on which `unit` lost at least `points` together, the largest losses first."""
    row = marks.row(unit)
    lost = cleaned(marks.max[row] - marks.got[row])
    order = np.argsort(-lost, kind="stable")
    count = int((billionths(np.cumsum(lost[order])) < billionths(points)).sum()) + 1
    return [marks.framework.leaves[at].id for at in order[:count] if lost[at] > 0] if points > 0 else []
