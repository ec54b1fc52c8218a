"""Results: points, maximum and index of units; the same sums for areas, criteria and components."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cchc_cli.index.nodes import node_of, nodes_of
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.model.analysis import HeldBack, TableRow
from cchc_cli.model.criteria import Rating


def unit_results(marks: YearPoints) -> pd.DataFrame:
    """One row a unit: points, max, open, exact, exact_best, index, index_best, rating, rating_best,
    provisional, bonus, penalty, and what `_conditions` has.

    index = scale × points / max + bonus − penalty (1149/QĐ-BNV, 2020; bonus and minus points as in
    2741/QĐ-UBND Hưng Yên, 2020), rounded half up. `exact` is the index before rounding. `open` is the part
    of max that is not scored yet: a unit with an open part is provisional, its index the worst case and
    `index_best` the best. Without anything applicable the index is NaN.
    """
    settings = marks.framework.index
    points, maximum = marks.got.sum(axis=1), marks.max.sum(axis=1)
    open_points = np.where(marks.scored, 0.0, marks.max).sum(axis=1)
    bonus, penalty = (np.maximum(sign * marks.effects, 0.0).sum(axis=1) for sign in (1, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        exact = settings.scale * points / maximum + bonus - penalty
        best = settings.scale * (points + open_points) / maximum + bonus - penalty
    index, index_best = half_up(exact, settings.rounding), half_up(best, settings.rounding)
    more = _conditions(marks)
    results = pd.DataFrame(
        {
            "unit": [unit.id for unit in marks.units],
            "group": [unit.group for unit in marks.units],
            "points": points,
            "max": maximum,
            "open": open_points,
            "bonus": bonus,
            "penalty": penalty,
            "exact": exact,
            "exact_best": best,
            "index": index,
            "index_best": index_best,
            "rating": None,
            "rating_best": rate(index_best, settings.ratings, more.get("lowest_best")),
            "provisional": (marks.applicable & ~marks.scored).any(axis=1),
            **more,
        }
    )
    return with_ratings(results, settings.ratings)


def with_ratings(results: pd.DataFrame, ratings: tuple[Rating, ...]) -> pd.DataFrame:
    """`results` with the `rating` that index and areas reach, and `held_back`, the better one of the index alone."""
    index, lowest = results["index"].to_numpy(), results.get("lowest")
    rating = rate(index, ratings, lowest)
    if lowest is None:
        return results.assign(rating=rating)
    alone = rate(index, ratings)
    alone[alone == rating] = None
    return results.assign(rating=rating, held_back=alone)


def held_back(line: TableRow, ratings: tuple[Rating, ...]) -> HeldBack | None:
    """What keeps a unit (a row of results) from the rating for which it has the points."""
    if not isinstance(line.get("held_back"), str):
        return None
    percent = next(rating.each_area for rating in ratings if rating.id == line["held_back"]) or 0.0
    return HeldBack(line["held_back"], percent, line["lowest_area"], float(line["lowest"]))


def _conditions(marks: YearPoints) -> dict[str, NDArray[np.generic]]:
    """What ranks and ratings ask for beside the index, where criteria.yaml says so.

    - `tie ID`: the percent of each node of `ties_by`; `tie_best ID`: once all is scored in full
    - `lowest`: the least percent of an area, NaN where none applies; `lowest_best`: once all is scored in full;
      `lowest_area`: the area, the first of equal ones
    """
    settings, found = marks.framework.index, dict[str, NDArray[np.generic]]()
    for identity in settings.ties_by:
        node = node_of(marks, identity)
        found[f"tie {identity}"], found[f"tie_best {identity}"] = node.percent[:, 0], node.best[:, 0]
    # A year may have no area at all, only bonus and penalty points.
    if marks.framework.leaves and any(rating.each_area for rating in settings.ratings):
        areas = nodes_of(marks, "area")
        percents, best = (np.where(np.isnan(table), np.inf, table) for table in (areas.percent, areas.best))
        found["lowest_area"] = np.array(areas.ids, dtype=object)[percents.argmin(axis=1)]
        for name, table in (("lowest", percents), ("lowest_best", best)):
            least = table.min(axis=1)
            found[name] = np.where(np.isinf(least), np.nan, least)
    return found


def rate(index: Floats, ratings: tuple[Rating, ...], lowest: ArrayLike | None = None) -> NDArray[np.object_]:
    """The id of the first rating whose `min` the (rounded) index reaches, and whose `each_area` the `lowest` area.

    None where it reaches none.
    """
    rated = np.full(len(index), None, dtype=object)
    for rating in reversed(ratings):
        rated[reaches(rating, index, lowest)] = rating.id
    return rated


def reaches(rating: Rating, index: Floats, lowest: ArrayLike | None) -> NDArray[np.bool_]:
    """Where the (rounded) index and the percent of the lowest area are enough for a rating."""
    with np.errstate(invalid="ignore"):
        enough: NDArray[np.bool_] = billionths(index) >= billionths(rating.min)
        if rating.each_area is not None and lowest is not None:
            enough &= billionths(lowest) >= billionths(rating.each_area)
    return enough


def node_results(marks: YearPoints, unit: str, level: str) -> pd.DataFrame:
    """One row an area, criterion or component, in the order of the file: id, points, max, open, percent, lost.

    Blanks count 0, components that are not applicable on neither side; all is NaN where nothing below a node applies.
    """
    row = marks.row(unit)
    nodes = nodes_of(marks, level).listed
    columns = {name: getattr(nodes, name)[row] for name in ("points", "max", "open", "percent")}
    table = pd.DataFrame({"id": nodes.ids, **columns, "lost": nodes.max[row] - nodes.points[row]})
    # What is for other groups of units is nothing to this one.
    own = {leaf.above(level) for leaf in marks.framework_of(unit).leaves}
    return table[table["id"].isin(list(own)) | (table["max"] > 0)].reset_index(drop=True)


def compare_nodes(marks: YearPoints, before: YearPoints | None, unit: str, level: str) -> pd.DataFrame:
    """`node_results` with prev_percent and change (in percentage points) on the year of `before`.

    What was not all scored then has no prev_percent, and what is not all scored in either year no change.
    """
    now = node_results(marks, unit, level)
    if before is None or not before.has(unit):
        return now.assign(prev_percent=np.nan, change=np.nan)
    then = node_results(before, unit, level).set_index("id")
    earlier = then["percent"].where(then["open"] == 0).reindex(now["id"]).to_numpy()
    return now.assign(prev_percent=earlier, change=now["percent"].where(now["open"] == 0) - earlier)
