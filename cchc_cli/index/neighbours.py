"""What it takes to pass the units above, and what may be lost before those below pass."""

import numpy as np
import pandas as pd

from cchc_cli.index.nodes import nodes_of
from cchc_cli.index.points import YearPoints
from cchc_cli.index.ranks import Year, keys_of, ranked_in, ties_of
from cchc_cli.index.rounding import BILLION, at_least, billionths, cleaned
from cchc_cli.model.analysis import RatingNeed
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Index, Rating

ABOVE = 5
"""Units above one's own that are named as neighbours."""


def exact_needed(target: float, settings: Index, rank_on: str, *, beyond: bool) -> float:
    """The smallest exact index that counts as much as `target` in a ranking; with `beyond`, as more.

    On the published index that is where rounding half up reaches `target` (the next figure that can be
    published, where it is none), or the one after it; on the exact one a billionth more (what is closer counts
    as equal).
    """
    if rank_on == "exact" or settings.rounding is None:
        return float(target + (1 / BILLION if beyond else 0.0))
    step = 10.0**-settings.rounding
    published = np.ceil(billionths(target) / (BILLION * step) - NOISE) * step
    return float(published) + (step if beyond else 0.0) - step / 2


def neighbours(results: pd.DataFrame, unit: str, settings: Index, rank_on: str) -> pd.DataFrame:
    """The five units next above `unit` in its group and the one next below, highest first.

    unit, rank, index, gap (its index − ours), points: for a unit above the points that `unit` needs to pass
    it, for the one below (negative) those that it may lose before it is passed; both while what breaks ties stays as
    it is. Empty where `unit` has no rank.
    """
    own = results[results["unit"] == unit].iloc[0]
    by = "index" if rank_on == "published" else "exact"
    table = ranked_in(results, own["group"]).sort_values(["rank", by], ascending=[True, False], kind="stable")
    if np.isnan(own["rank"]):
        table = table.head(0)
    higher, lower = table[table["rank"] < own["rank"]].tail(ABOVE), table[table["rank"] > own["rank"]].head(1)
    table = pd.concat([higher, lower])
    (mine,) = ties_of(keys_of(results[results["unit"] == unit], rank_on))
    needed = [
        exact_needed(float(target), settings, rank_on, beyond=mine <= theirs if rank < own["rank"] else mine < theirs)
        for target, rank, theirs in zip(table[by], table["rank"], ties_of(keys_of(table, rank_on)), strict=True)
    ]
    gap = table[by] - own[by]
    points = (np.array(needed) - own["exact"]) * own["max"] / settings.scale
    found = table[["unit", "rank", "index"]].assign(gap=gap, points=points)
    return pd.DataFrame(found.reset_index(drop=True))


def next_rating(year: Year, unit: str) -> RatingNeed | None:
    """What `unit` needs for the rating above its own; None at the top."""
    ratings, own = year.marks.framework.index.ratings, year.line(unit)
    place = next((at for at, rating in enumerate(ratings) if rating.id == own["rating"]), len(ratings))
    return rating_need(year, unit, ratings[place - 1]) if place else None


def rating_need(year: Year, unit: str, rating: Rating) -> RatingNeed:
    """The points that `unit` needs for a rating, and how many of them in which areas."""
    own, settings = year.line(unit), year.marks.framework.index
    needed = exact_needed(rating.min, settings, "published", beyond=False)
    index = float((needed - own["exact"]) * own["max"] / settings.scale)
    areas = _shortfalls(year.marks, unit, rating.each_area or 0.0)
    return RatingNeed(rating, max(index, sum(areas.values())) if areas else index, areas)


def _shortfalls(marks: YearPoints, unit: str, percent: float) -> dict[str, float]:
    """The areas in which `unit` has less than `percent`, with the points that are missing there."""
    row, areas = marks.row(unit), nodes_of(marks, "area")
    short = billionths(areas.percent[row]) < billionths(percent)
    missing = at_least(areas.max[row] * percent / 100) - cleaned(areas.points[row])
    return {areas.ids[at]: float(missing[at]) for at in np.flatnonzero(short)}
