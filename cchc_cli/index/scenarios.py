"""What if: a unit's result with other points, and the points that a rank or a rating needs."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cchc_cli.index.movement import rank_by
from cchc_cli.index.neighbours import exact_needed, rating_need
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import UnitRow, Year, heights_of, keys_of, rank_units, ranked_in, ties_of
from cchc_cli.index.results import held_back, unit_results, with_ratings
from cchc_cli.index.rounding import BILLION, billionths, cleaned, half_up, whole
from cchc_cli.model.analysis import NOWHERE, Need, Outcome, Place
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Index, Rating
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
            best = maxima[column]
            got[row, column], most[row, column] = (np.nan, 0.0) if value is None else (_up_to(best, value), best)
    return replace(
        marks, units=(marks.units[rows[0]],) * len(rows) if rows else (), points=got, max=most, adjustments=extras
    )


def _up_to(most: float, points: float) -> float:
    """Losses are whole billionths: what wins one back whole reaches the maximum."""
    return most if abs(points - most) < NOISE else points


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


@dataclass(frozen=True)
class Contest:
    """A unit of a year among its rivals: results of all units, of which its own line is not used, ranked on `rank_on`."""

    year: Year
    unit: str
    rivals: pd.DataFrame
    rank_on: str

    @property
    def settings(self) -> Index:
        """`index` of criteria.yaml."""
        return self.year.marks.framework.index

    @cached_property
    def own(self) -> UnitRow:
        """The unit's results as they are."""
        return self.year.line(self.unit)

    @cached_property
    def others(self) -> pd.DataFrame:
        """The ranked rivals of the unit's group."""
        ranked = ranked_in(self.rivals, self.own["group"])
        return pd.DataFrame(ranked[ranked["unit"] != self.unit])

    def outcome(self, points: Mapping[str, float | None]) -> Outcome:
        """What the unit gets with `points`, by component or adjustment."""
        results, unit = self.year.results, self.unit
        own = unit_results(variants(self.year.marks, unit, [points]))
        table = self.rivals.set_index("unit")
        table.loc[unit, list(own.columns[1:])] = own.iloc[0, 1:]
        ranked = rank_units(table.reset_index(), self.settings.ties, self.rank_on)
        now, then = self.own, ranked[ranked["unit"] == unit].iloc[0]
        same, place = (results["group"] == now["group"]).to_numpy(), int(np.flatnonzero(results["unit"] == unit)[0])
        was, now_is = (
            heights - heights[place] for (heights,) in (rank_by(self.rank_on, each) for each in (results, ranked))
        )
        return Outcome(
            index=float(then["index"]),
            index_change=float(cleaned(then["index"] - now["index"])),
            rating=then["rating"] if isinstance(then["rating"], str) else None,
            rank=float(then["rank"]),
            tied=bool(then["tied"]),
            rank_change=float(now["rank"] - then["rank"]),
            provisional=bool(then["provisional"]),
            passed=tuple(results["unit"][same & (was >= 0) & (now_is < 0)]),
            passed_by=tuple(results["unit"][same & (was <= 0) & (now_is > 0)]),
            held_back=held_back(then.to_dict(), self.settings.ratings),
        )

    def need_for_rank(self, rank: int) -> Need:
        """What the unit needs for at least this rank: no more than rank − 1 units (`dense`: values) above.

        What breaks ties is taken to stay as it is: points may be won elsewhere.
        """
        (heights,) = heights_of([keys_of(self.others, self.rank_on)])
        ordered = np.argsort(heights, kind="stable")
        if self.settings.ties == "dense":
            ordered = ordered[np.unique(heights[ordered], return_index=True)[1]]
        needed = -np.inf
        if len(ordered) >= rank:
            own = self.year.results[self.year.results["unit"] == self.unit]
            target = self.others.iloc[[ordered[-rank]]]
            mine, theirs = (next(iter(ties_of(keys_of(each, self.rank_on)))) for each in (own, target))
            aim = float(target["index" if self.rank_on == "published" else "exact"].iloc[0])
            needed = exact_needed(aim, self.settings, self.rank_on, beyond=mine < theirs)
        return self._need(needed, lambda place: place.rank <= rank)

    def need_for_index(self, index: float) -> Need:
        """What the unit needs for a published index of at least `index`."""
        needed, least = exact_needed(index, self.settings, "published", beyond=False), whole(index)
        return self._need(needed, lambda place: whole(place.index) >= least)

    def need_for_rating(self, rating: Rating) -> Need:
        """What the unit needs for a rating: the index, and in each area the percent that it asks for."""
        need, areas = self.need_for_index(rating.min), rating_need(self.year, self.unit, rating).areas
        if not areas:
            return need
        points, own = max(need.points, sum(areas.values())), self.own
        row = _with(self.year, self.unit, points).assign(lowest=max(float(own["lowest"]), rating.each_area or 0.0))
        place = self.places(with_ratings(row, self.settings.ratings))[0]
        return Need(points, reachable=whole(points) <= whole(own["max"] - own["points"]), place=place, areas=areas)

    def places(self, own: pd.DataFrame) -> list[Place]:
        """Where each row of `own` (results that the unit might have) puts it."""
        others, mine = heights_of([keys_of(self.others, self.rank_on), keys_of(own, self.rank_on)])
        ordered = np.unique(others) if self.settings.ties == "dense" else np.sort(others)
        ranks = 1 + len(ordered) - np.searchsorted(ordered, mine, side="right")
        return [
            NOWHERE
            if math.isnan(line["index"])
            else Place(line["index"], line["rating"], int(rank), bool(tied), held_back(line, self.settings.ratings))
            for line, rank, tied in zip(own.to_dict("records"), ranks, np.isin(mine, others), strict=True)
        ]

    def _need(self, exact: float, reached: Callable[[Place], bool]) -> Need:
        """The fewest points, in whole billionths, with which the index (about `exact`) and the rank are `reached`."""
        own, most = self.own, float(self.own["max"] - self.own["points"])

        def standing(points: float) -> Place:
            return self.places(_with(self.year, self.unit, points))[0]

        missing = max((exact - own["exact"]) * own["max"] / self.settings.scale, 0.0)
        if math.isnan(missing):
            return Need(math.nan, reachable=False, place=NOWHERE)
        about = whole(missing)
        tried = [max(about + more, 0) / BILLION for more in range(-2, 3)]
        if abs(most - missing) < 1 / BILLION:
            # All that there is may end between two billionths.
            tried = sorted([*tried, most])
        points = next((each for each in tried if reached(standing(each))), about / BILLION)
        return Need(points, reachable=whole(points) <= whole(most), place=standing(points))


def index_with(year: Year, unit: str, points: float) -> float:
    """The published index with so many more points than `unit` has."""
    return float(_with(year, unit, points)["index"].iloc[0])


def _with(year: Year, unit: str, points: float) -> pd.DataFrame:
    """The results of `unit` with so many more points; what breaks ties, and its areas, stay as they are."""
    settings, own = year.marks.framework.index, year.results[year.results["unit"] == unit]
    lost = float((own["max"] - own["points"]).iloc[0])
    # Gains are whole billionths, so those of all its components win back all that was lost.
    parts = int(year.marks.applicable[year.marks.row(unit)].sum())
    points = lost if abs(points - lost) * BILLION <= parts / 2 else points
    exact = (own["exact"] + points * settings.scale / own["max"]).to_numpy()
    return with_ratings(own.assign(exact=exact, index=half_up(exact, settings.rounding)), settings.ratings)


def largest_losses(marks: YearPoints, unit: str, points: float, areas: Mapping[str, float] | None = None) -> list[str]:
    """The components on which `unit` lost at least `points` together, the largest losses first.

    First those that hold the points of `areas`, then the others; what is not scored yet only where what was taken off is
    not enough.
    """
    losses = marks.of_unit(unit).sort_values(["scored", "lost"], ascending=False, kind="stable")
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
