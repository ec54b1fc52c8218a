"""Why the index changed: an exact split into what each component brought."""

import numpy as np
import pandas as pd

from cchc_cli.index.composition import adjustments_of
from cchc_cli.index.nodes import node_ids
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.results import signed_adjustments
from cchc_cli.model.analysis import LikeForLike
from cchc_cli.model.framework import Framework


def index_parts(marks: YearPoints) -> Floats:
    """What each leaf and each adjustment brings to the exact index (units × (leaves + adjustments)).

    A leaf brings scale × points / max of the index, an adjustment its points, a penalty less than nothing.
    The rows sum to `exact`; they are 0 where nothing applies to the unit.
    """
    maximum = marks.max.sum(axis=1, keepdims=True)
    leaves = marks.framework.index.scale * marks.got / np.where(maximum > 0, maximum, 1.0)
    return np.concatenate([leaves, signed_adjustments(marks)], axis=1)


def part_ids(marks: YearPoints) -> list[str]:
    """The ids of the columns of `index_parts`."""
    framework = marks.framework
    return [identity for identity, _maximum in framework.maxima()]


def split_index(framework: Framework, now: YearPoints, before: YearPoints, unit: str, level: str) -> pd.DataFrame:
    """The change of the exact index of `unit`, one row a node of `level` and one an adjustment.

    level, id, area, status (`both`, or `new` or `retired` for what applies in one year only), prev_points,
    points, prev_max, max (NaN in the year in which it does not apply), contribution (of the index). The
    contributions sum to the change. What is not scored yet counts 0, as in the index; points are NaN where
    nothing of a node is scored. Those of an adjustment are what it counts for, a penalty's below 0, of a
    maximum of 0: with them the points of a year sum to its exact index, where the maxima sum to the scale.
    """
    sides = [_side(marks, unit, level).add_prefix(prefix) for marks, prefix in ((before, "prev_"), (now, ""))]
    table = sides[0].join(sides[1], how="outer")
    order = {identity: place for place, identity in enumerate(framework.nodes)}
    extras = {each.id: each.kind for each in framework.criteria.adjustments}
    extra = table.index.isin(list(extras))
    applies = {
        prefix: table[f"{prefix}max"].notna() & (extra | (table[f"{prefix}max"] > 0)) for prefix in ("prev_", "")
    }
    for prefix, there in applies.items():
        columns = [f"{prefix}points", f"{prefix}max"]
        table[columns] = table[columns].where(there)
    table["contribution"] = table["part"].fillna(0) - table["prev_part"].fillna(0) + 0.0
    table["status"] = np.select([~applies["prev_"], ~applies[""]], ["new", "retired"], "both")
    table["level"] = [extras.get(str(each), level) for each in table.index]
    table["area"] = [framework.area_of(str(each)) for each in table.index]
    table = table[applies["prev_"] | applies[""]]
    places = sorted(range(len(table)), key=lambda row: order[str(table.index[row])])
    columns = ["level", "id", "area", "status", "prev_points", "points", "prev_max", "max", "contribution"]
    return table.iloc[places].reset_index(names="id")[columns]


def _side(marks: YearPoints, unit: str, level: str) -> pd.DataFrame:
    """points, max and part of the index of each node of `level` and each adjustment, by id."""
    row = marks.row(unit)
    extras = adjustments_of(marks, unit, everything=True)
    return (
        pd.DataFrame(
            {
                "id": [*node_ids(marks, level), *extras["id"]],
                "points": [
                    *np.where(marks.scored[row], marks.got[row], np.nan),
                    *extras["points"],
                ],
                "max": [*marks.max[row], *(0.0 for _each in extras["id"])],
                "part": index_parts(marks)[row],
            }
        )
        .groupby("id", sort=False)
        .sum(min_count=1)
    )


def like_for_like(now: YearPoints, before: YearPoints, unit: str) -> LikeForLike:
    """The index of `unit` in both years over the components that apply in both, without adjustments."""
    tables = [marks.of_unit(unit).set_index("component") for marks in (before, now)]
    old, new = (table[table["max"] > 0] for table in tables)
    both, scale = new.index.intersection(old.index), now.framework.index.scale
    if both.empty:
        return LikeForLike(0, np.nan, np.nan)
    indices = [float(scale * each["points"].sum() / each["max"].sum()) for each in (old.loc[both], new.loc[both])]
    return LikeForLike(len(both), *indices)
