"""Results: points, maximum and index of units; the same sums for areas, criteria and components."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.marks import Floats, Marks
from cchc_cli.index.rounding import billionths, half_up
from cchc_cli.model.criteria import Rating
from cchc_cli.model.scores import SelfScore


def unit_results(marks: Marks) -> pd.DataFrame:
    """One row a unit: points, max, open, exact, exact_best, index, index_best, rating, rating_best,
    provisional, bonus, penalty.

    index = scale × points / max + bonus − penalty (1149/QĐ-BNV, 2020; bonus and minus points as in
    2741/QĐ-UBND Hưng Yên, 2020), rounded half up. `exact` is the index before rounding. `open` is the part
    of max that is not scored yet: a unit with an open part is provisional, its index the worst case and
    `index_best` the best. Without anything applicable the index is NaN.
    """
    settings = marks.framework.index
    points, maximum = marks.got.sum(axis=1), marks.max.sum(axis=1)
    open_points = np.where(marks.applicable & ~marks.scored, marks.maxima, 0.0).sum(axis=1)
    bonus = _capped(marks, "bonus", settings.bonus_cap)
    penalty = _capped(marks, "penalty", settings.penalty_cap)
    with np.errstate(invalid="ignore", divide="ignore"):
        exact = settings.scale * points / maximum + bonus - penalty
        best = settings.scale * (points + open_points) / maximum + bonus - penalty
    index = half_up(exact, settings.rounding)
    return pd.DataFrame(
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
            "index_best": half_up(best, settings.rounding),
            "rating": rate(index, settings.ratings),
            "rating_best": rate(half_up(best, settings.rounding), settings.ratings),
            "provisional": (marks.applicable & ~marks.scored).any(axis=1),
        }
    )


def _capped(marks: Marks, kind: str, cap: float | None) -> Floats:
    columns = [number for number, extra in enumerate(marks.framework.adjustments) if extra.kind == kind]
    total: Floats = marks.adjustments[:, columns].sum(axis=1)
    return total if cap is None else np.minimum(total, cap)


def rate(index: Floats, ratings: tuple[Rating, ...]) -> NDArray[np.object_]:
    """The id of the first rating whose `min` the (rounded) index reaches; None where it reaches none."""
    rated = np.full(len(index), None, dtype=object)
    with np.errstate(invalid="ignore"):
        for rating in reversed(ratings):
            rated[index >= rating.min - 1e-9] = rating.id
    return rated


def node_ids(marks: Marks, level: str) -> list[str]:
    """For each leaf the id of the node above it on `level` (area, criterion or component)."""
    name = "id" if level == "component" else level
    return [getattr(leaf, name) for leaf in marks.framework.leaves]


def node_results(marks: Marks, unit: str, level: str) -> pd.DataFrame:
    """One row an area, criterion or component, in the order of the file: id, points, max, percent, lost, open.

    Blanks count 0, components that are not applicable count on neither side; percent is NaN without a maximum.
    """
    row = marks.row(unit)
    ids = pd.Categorical(node_ids(marks, level), categories=list(dict.fromkeys(node_ids(marks, level))))
    nodes = pd.DataFrame({"id": ids.categories})
    for name, table in (
        ("points", marks.got),
        ("max", marks.max),
        ("open", np.where(marks.scored, 0.0, marks.max)),
    ):
        cells = table[row] if row is not None else np.zeros(len(ids))
        nodes[name] = np.bincount(ids.codes, weights=cells, minlength=len(nodes)).astype(float)
    nodes["percent"] = percent(nodes["points"], nodes["max"])
    nodes["lost"] = nodes["max"] - nodes["points"]
    return nodes


def compare_nodes(marks: Marks, before: Marks | None, unit: str, level: str) -> pd.DataFrame:
    """`node_results` with prev_percent and change (in percentage points) on the year of `before`."""
    now = node_results(marks, unit, level)
    if before is None:
        return now.assign(prev_percent=np.nan, change=np.nan)
    earlier = node_results(before, unit, level).set_index("id")["percent"].reindex(now["id"]).to_numpy()
    return now.assign(prev_percent=earlier, change=now["percent"] - earlier)


def self_score(marks: Marks, unit: str) -> SelfScore | None:
    """The unit's own points against the official ones; None where no component has both."""
    row = marks.row(unit)
    assert row is not None
    both = marks.scored[row] & ~np.isnan(marks.self_points[row])
    if not both.any():
        return None
    own, official = marks.self_points[row][both], marks.points[row][both]
    cut = int((billionths(official) < billionths(own)).sum())
    return SelfScore(float(own.sum()), float(official.sum()), int(both.sum()), len(both), cut)


def percent(points: "pd.Series[float]", maximum: "pd.Series[float]") -> "pd.Series[float]":
    """100 × points / max; NaN where there is no maximum."""
    return 100 * points / maximum.where(maximum > 0)
