"""What if: a unit's result with other points, and the points that a rank or a rating needs."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from cchc_cli.index.movement import rank_by
from cchc_cli.index.neighbours import exact_needed, rating_need
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import Year, heights_of, keys_of, rank_units, ranked_in, ties_of
from cchc_cli.index.results import held_back, unit_results, with_ratings
from cchc_cli.index.rounding import BILLION, billionths, cleaned, half_up, whole
from cchc_cli.model.analysis import NOWHERE, Need, Outcome, Place
from cchc_cli.model.criteria import Rating
from cchc_cli.model.rules import Relative


def variants(marks: YearPoints, unit: str, tried: Sequence[Mapping[str, float | None]]) -> YearPoints:
    """`unit` alone, with a row for each of the points that are tried, by component or adjustment; None = not applicable."""
    rows = [marks.row(unit)] * len(tried)
    maxima = marks.maxima(marks.group_of(unit))
    got, most, extras = marks.points[rows], marks.max[rows], marks.adjustments[rows]
    columns = {leaf.id: column for column, leaf in enumerate(marks.framework.leaves)}
    kinds = {extra.id: column for column, extra in enumerate(marks.framework.adjustments)}
    for row, points in enumerate(tried):
        for identity, value in points.items():
            if identity in kinds:
                extras[row, kinds[identity]] = value or 0.0
                continue
            column = columns[identity]
            got[row, column] = np.nan if value is None else value
            most[row, column] = 0.0 if value is None else maxima[column]
    return replace(
        marks, units=(marks.units[rows[0]],) * len(rows) if rows else (), points=got, max=most, adjustments=extras
    )


def best_of_others(marks: YearPoints, unit: str) -> dict[str, float]:
    """For components whose values are compared: the best of the other units of the group, where any has one."""
    rows = marks.in_group(unit)
    rows[marks.row(unit)] = False
    found = {}
    for column, leaf in enumerate(marks.framework.leaves):
        values = marks.values[rows, column]
        if isinstance(leaf.rule, Relative) and not np.isnan(values).all():
            found[leaf.id] = leaf.rule.best(values)
    return found


def points_now(marks: YearPoints, unit: str) -> dict[str, float | None]:
    """The points that `unit` has, by component and adjustment; NaN = not scored yet, None = not applicable."""
    row = marks.row(unit)
    leaves = {
        leaf.id: float(got) if applies else None
        for leaf, got, applies in zip(marks.framework.leaves, marks.points[row], marks.applicable[row], strict=True)
        if leaf.maximum(marks.group_of(unit))
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
    )
    return rank_units(with_ratings(moved, settings.ratings), settings.ties, rank_on)


def outcome(year: Year, rivals: pd.DataFrame, unit: str, points: Mapping[str, float | None], rank_on: str) -> Outcome:
    """What `unit` gets with `points` among `rivals` (results of all units; its own line there is not used)."""
    own = unit_results(variants(year.marks, unit, [points]))
    table = rivals.set_index("unit")
    table.loc[unit, list(own.columns[1:])] = own.iloc[0, 1:]
    ranked = rank_units(table.reset_index(), year.marks.framework.index.ties, rank_on)
    now, then = year.line(unit), ranked[ranked["unit"] == unit].iloc[0]
    same = (year.results["group"] == now["group"]).to_numpy()
    place = int(np.flatnonzero(year.results["unit"] == unit)[0])
    was, now_is = (
        heights - heights[place] for (heights,) in (rank_by(rank_on, each) for each in (year.results, ranked))
    )
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
        held_back=held_back(then.to_dict(), year.marks.framework.index.ratings),
    )


def need_for_rank(year: Year, rivals: pd.DataFrame, unit: str, rank: int, rank_on: str) -> Need:
    """What `unit` needs for at least this rank among `rivals`: no more than rank − 1 units (`dense`: values) above.

    What breaks ties is taken to stay as it is: points may be won elsewhere.
    """
    settings, own = year.marks.framework.index, year.results[year.results["unit"] == unit]
    others = _others(year, rivals, unit)
    (heights,) = heights_of([keys_of(others, rank_on)])
    ordered = np.argsort(heights, kind="stable")
    if settings.ties == "dense":
        ordered = ordered[np.unique(heights[ordered], return_index=True)[1]]
    needed = -np.inf
    if len(ordered) >= rank:
        target = others.iloc[[ordered[-rank]]]
        mine, theirs = (next(iter(ties_of(keys_of(each, rank_on)))) for each in (own, target))
        aim = float(target["index" if rank_on == "published" else "exact"].iloc[0])
        needed = exact_needed(aim, settings, rank_on, beyond=mine < theirs)
    return _need(year, rivals, unit, needed, rank_on, lambda place: place.rank <= rank)


def need_for_index(year: Year, rivals: pd.DataFrame, unit: str, index: float, rank_on: str) -> Need:
    """What `unit` needs for a published index of at least `index`."""
    needed = exact_needed(index, year.marks.framework.index, "published", beyond=False)
    least = whole(index)
    return _need(year, rivals, unit, needed, rank_on, lambda place: whole(place.index) >= least)


def need_for_rating(year: Year, rivals: pd.DataFrame, unit: str, rating: Rating, rank_on: str) -> Need:
    """What `unit` needs for a rating: the index, and in each area the percent that it asks for."""
    need, areas = need_for_index(year, rivals, unit, rating.min, rank_on), rating_need(year, unit, rating).areas
    if not areas:
        return need
    points, own = max(need.points, sum(areas.values())), year.line(unit)
    row = _shifted(year, unit, own["exact"] + points * year.marks.framework.index.scale / own["max"])
    lowest = max(float(own["lowest"]), rating.each_area or 0.0)
    row = with_ratings(row.assign(lowest=lowest), year.marks.framework.index.ratings)
    reachable = whole(points) <= whole(own["max"] - own["points"])
    return Need(points, reachable=reachable, place=places(year, rivals, unit, row, rank_on)[0], areas=areas)


def places(year: Year, rivals: pd.DataFrame, unit: str, own: pd.DataFrame, rank_on: str) -> list[Place]:
    """Where each row of `own` (results that `unit` might have) puts it among `rivals`."""
    dense = year.marks.framework.index.ties == "dense"
    others, mine = heights_of([keys_of(_others(year, rivals, unit), rank_on), keys_of(own, rank_on)])
    ordered = np.unique(others) if dense else np.sort(others)
    ranks = 1 + len(ordered) - np.searchsorted(ordered, mine, side="right")
    ratings = year.marks.framework.index.ratings
    return [
        NOWHERE
        if math.isnan(line["index"])
        else Place(line["index"], line["rating"], int(rank), bool(tied), held_back(line, ratings))
        for line, rank, tied in zip(own.to_dict("records"), ranks, np.isin(mine, others), strict=True)
    ]


def index_with(year: Year, unit: str, points: float) -> float:
    """The published index with so many more points than `unit` has."""
    own = year.line(unit)
    exact = own["exact"] + points * year.marks.framework.index.scale / own["max"]
    return float(_shifted(year, unit, exact)["index"].iloc[0])


def _others(year: Year, rivals: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The ranked rivals of the unit's group."""
    ranked = ranked_in(rivals, year.line(unit)["group"])
    return pd.DataFrame(ranked[ranked["unit"] != unit])


def _shifted(year: Year, unit: str, exact: float) -> pd.DataFrame:
    """The results of `unit` with another exact index; what breaks ties, and its areas, stay as they are."""
    settings, own = year.marks.framework.index, year.results[year.results["unit"] == unit]
    index = half_up(np.array([exact]), settings.rounding)
    return with_ratings(own.assign(exact=exact, index=index), settings.ratings)


def _need(
    year: Year, rivals: pd.DataFrame, unit: str, exact: float, rank_on: str, reached: Callable[[Place], bool]
) -> Need:
    """The fewest points, in whole billionths, with which the index (about `exact`) and the rank are `reached`."""
    own, settings = year.line(unit), year.marks.framework.index

    def standing(points: int) -> Place:
        row = _shifted(year, unit, own["exact"] + points / BILLION * settings.scale / own["max"])
        return places(year, rivals, unit, row, rank_on)[0]

    missing = max((exact - own["exact"]) * own["max"] / settings.scale, 0.0)
    if math.isnan(missing):
        return Need(math.nan, reachable=False, place=NOWHERE)
    about = whole(missing)
    tried = range(max(about - 2, 0), about + 3)
    points = next((each for each in tried if reached(standing(each))), about)
    reachable = points <= whole(own["max"] - own["points"])
    return Need(points / BILLION, reachable=reachable, place=standing(points))


def largest_losses(marks: YearPoints, unit: str, points: float, areas: Mapping[str, float] | None = None) -> list[str]:
    """The fewest components on which `unit` lost at least `points` together, the largest losses first.

    First those that hold the points of `areas`, then the others.
    """
    losses = marks.of_unit(unit).sort_values("lost", ascending=False, kind="stable")
    losses = losses[losses["lost"] > 0]
    chosen: list[str] = []
    for area, least in (areas or {}).items():
        chosen += _first(losses[losses["area"] == area], least)
    is_chosen = losses["component"].isin(chosen)
    chosen += _first(losses[~is_chosen], points - losses.loc[is_chosen, "lost"].sum())
    return losses.loc[losses["component"].isin(chosen), "component"].tolist()


def _first(losses: pd.DataFrame, points: float) -> list[str]:
    """The first components whose losses hold `points` together."""
    before = billionths(losses["lost"].cumsum() - losses["lost"])
    return losses.loc[before < billionths(points), "component"].tolist()
