"""A unit beside others: one unit, the best, the middle or the top of its group; whom to learn from."""

import math

import numpy as np
import pandas as pd

from cchc_cli.index.nodes import middle, nodes_of, spread_of
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import Year
from cchc_cli.index.results import signed_adjustments
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.analysis import Reference
from cchc_cli.model.bounds import NOISE


def best_unit(year: Year, unit: str) -> str | None:
    """The unit with the best rank in the group of `unit`, other than itself; None without one."""
    ranked = _ranked(year, unit)
    others = ranked[ranked["unit"] != unit]
    return None if others.empty else str(others["unit"].iloc[0])


def top_units(year: Year, unit: str, percent: float) -> tuple[str, ...]:
    """The first `percent` of the ranked units of the group, at least one, with all that share the last one's rank."""
    ranked = _ranked(year, unit)
    if ranked.empty:
        return ()
    count = max(math.ceil(len(ranked) * percent / 100 - NOISE), 1)
    return tuple(ranked.loc[ranked["rank"] <= ranked["rank"].iloc[count - 1], "unit"])


def ranked_units(year: Year, unit: str) -> tuple[str, ...]:
    """The ranked units of the group of `unit`."""
    return tuple(_ranked(year, unit)["unit"])


def _ranked(year: Year, unit: str) -> pd.DataFrame:
    results = year.results
    same = (results["group"] == year.line(unit)["group"]) & results["rank"].notna()
    return pd.DataFrame(results[same].sort_values("rank", kind="stable"))


def compare_with(marks: YearPoints, unit: str, reference: Reference) -> pd.DataFrame:
    """One row a component that applies to `unit`: level, component, max, points, other_points, difference (ours − theirs).

    other_points is a mean or median over the units to which the component applies and for which it is
    scored; NaN where there is none. Then one row an adjustment that either side was given, with what it does to
    the index, of a maximum of 0.
    """
    row, rows, is_median = marks.row(unit), marks.rows(reference.units), reference.kind == "median"
    others = middle(np.where(marks.scored[rows], marks.points[rows], np.nan), median=is_median)
    table = marks.of_unit(unit)[["component", "max", "points"]].assign(level="component", other_points=others)
    extras = signed_adjustments(marks)
    given = pd.DataFrame(
        {
            "level": pd.Series([each.kind for each in marks.framework.adjustments], dtype=object),
            "component": pd.Series([each.id for each in marks.framework.adjustments], dtype=object),
            "max": 0.0,
            "points": extras[row],
            "other_points": middle(extras[rows], median=is_median),
        }
    )
    given = given[(given["points"] != 0) | (given["other_points"].fillna(0) != 0)]
    table = pd.concat([table[table["max"] > 0], given], ignore_index=True)
    return table.assign(difference=cleaned(table["points"] - table["other_points"]))


def teachers(year: Year, unit: str, components: list[str], most: int = 3) -> dict[str, list[tuple[str, float]]]:
    """For each component the units of the group that did best on it, and better than `unit`: (unit, percent).

    The highest percent first; of equals the one with the better rank. None where it does not apply to `unit`.
    """
    marks = year.marks
    nodes = nodes_of(marks, "component")
    ranked = _ranked(year, unit)
    rows = marks.rows(ranked["unit"])
    own = marks.row(unit)
    found = {}
    for component in components:
        column = nodes.ids.index(component)
        percents = billionths(nodes.final[rows, column])
        floor = billionths(nodes.percent[own, column])
        order = np.argsort(-np.nan_to_num(percents, nan=-1.0), kind="stable")
        better = [int(at) for at in order if percents[at] > floor][:most]
        found[component] = [(str(ranked["unit"].iloc[at]), float(nodes.final[rows[at], column])) for at in better]
    return found


def full_shares(marks: YearPoints, unit: str) -> dict[str, float]:
    """For each component the part (of 1) of the group's units with full points, among those for which it is scored."""
    percents, ids = _of_group(marks, unit)
    return dict(zip(ids, spread_of(ids, percents, percents)["full"].tolist(), strict=True))


def full_counts(marks: YearPoints, unit: str) -> dict[str, tuple[int, int]]:
    """For each component how many of the group's units have full points, and for how many it is scored."""
    percents, ids = _of_group(marks, unit)
    full, scored = (billionths(percents) == billionths(100.0)).sum(axis=0), (~np.isnan(percents)).sum(axis=0)
    return dict(zip(ids, zip(full.tolist(), scored.tolist(), strict=True), strict=True))


def _of_group(marks: YearPoints, unit: str) -> tuple[Floats, list[str]]:
    """The percents of the units of the group, and the ids of their columns."""
    row = marks.row(unit)
    same = np.array([each.group == marks.units[row].group for each in marks.units])
    return nodes_of(marks, "component").final[same], [leaf.id for leaf in marks.framework.leaves]
