"""A unit beside others: one unit, the best, the middle or the top of its group; whom to learn from."""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from cchc_cli.index.composition import adjustments_of
from cchc_cli.index.nodes import middle, nodes_of
from cchc_cli.index.points import YearPoints
from cchc_cli.index.ranks import Year
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.analysis import Reference
from cchc_cli.model.bounds import NOISE

MOST = 3
"""So many units one can learn from are named."""


def best_unit(year: Year, unit: str) -> str | None:
    """The unit with the best rank in the group of `unit`, other than itself; None without one."""
    ranked = year.ranked(unit)
    others = ranked[ranked["unit"] != unit]
    return None if others.empty else str(others["unit"].iloc[0])


def top_units(year: Year, unit: str, percent: float) -> tuple[str, ...]:
    """The first `percent` of the ranked units of the group, at least one, with all that share the last one's rank."""
    ranked = year.ranked(unit)
    if ranked.empty:
        return ()
    count = max(math.ceil(len(ranked) * percent / 100 - NOISE), 1)
    return tuple(ranked.loc[ranked["rank"] <= ranked["rank"].iloc[count - 1], "unit"])


def compare_with(marks: YearPoints, unit: str, reference: Reference) -> pd.DataFrame:
    """One row a component that applies to `unit`: level, component, max, other_max, points, other_points, difference
    (ours − theirs).

    other_points is a mean or median over the units to which the component applies and for which it is
    scored; NaN where there is none. Then one row an adjustment that either side was given, with what it does to
    the index, of a maximum of 0.
    """
    rows, is_median = marks.rows(reference.units), reference.kind == "median"
    others = middle(np.where(marks.scored[rows], marks.points[rows], np.nan), median=is_median)
    table = marks.of_unit(unit)[["component", "max", "points"]].assign(level="component", other_points=others)
    table["other_max"] = middle(np.where(marks.scored[rows], marks.max[rows], np.nan), median=is_median)
    extras = adjustments_of(marks, unit, everything=True)[["level", "id", "points"]].rename(columns={"id": "component"})
    given = extras.assign(max=0.0, other_points=middle(marks.effects[rows], median=is_median))
    given = given[(given["points"] != 0) | (given["other_points"].fillna(0) != 0)]
    table = pd.concat([table[table["max"] > 0], given], ignore_index=True)
    return table.assign(difference=cleaned(table["points"] - table["other_points"]))


def only_theirs(marks: YearPoints, unit: str, others: Iterable[str]) -> list[str]:
    """The components that do not apply to `unit`, and for which others have points."""
    theirs = marks.scored[marks.rows(others)].any(axis=0) & ~marks.applicable[marks.row(unit)]
    return [leaf.id for leaf, only in zip(marks.framework.leaves, theirs, strict=True) if only]


def teachers(year: Year, unit: str, components: list[str]) -> dict[str, list[tuple[str, float]]]:
    """For each component the units of the group that did best on it, and better than `unit`: (unit, percent).

    The highest percent first; of equals the one with the better rank. None where it does not apply to `unit`.
    """
    marks = year.marks
    nodes = nodes_of(marks, "component")
    ranked = year.ranked(unit)
    rows = marks.rows(ranked["unit"])
    own = marks.row(unit)
    found = {}
    for component in components:
        column = nodes.ids.index(component)
        percents = billionths(nodes.final[rows, column])
        floor = billionths(nodes.percent[own, column])
        order = np.argsort(-np.nan_to_num(percents, nan=-1.0), kind="stable")
        better = [int(at) for at in order if percents[at] > floor][:MOST]
        found[component] = [(str(ranked["unit"].iloc[at]), float(nodes.final[rows[at], column])) for at in better]
    return found


def full_counts(marks: YearPoints, unit: str) -> dict[str, tuple[int, int]]:
    """For each component how many of the group's units have full points, and for how many it is scored."""
    nodes = nodes_of(marks, "component")
    percents = nodes.final[marks.in_group(unit)]
    full, scored = (billionths(percents) == billionths(100.0)).sum(axis=0), (~np.isnan(percents)).sum(axis=0)
    return dict(zip(nodes.ids, zip(full.tolist(), scored.tolist(), strict=True), strict=True))
