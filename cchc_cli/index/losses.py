"""Lost points: where they went, since when, and the flags that a review asks for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.composition import adjustments_of
from cchc_cli.index.node_ranks import ranks_of_unit
from cchc_cli.index.nodes import nodes_of
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.analysis import NextPoints
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.columns import FLAGS
from cchc_cli.model.framework import YearFramework

Booleans = NDArray[np.bool_]


def lost_points(marks: YearPoints, before: YearPoints | None, unit: str, low: float) -> pd.DataFrame:
    """One row a component on which `unit` lost points, and one a penalty, largest loss first.

    level (`component` or `penalty`), component (its id), points, max, lost, share and cum_share (parts of 1 of
    all that was lost), note (position in the notes), scored, one boolean column for each flag, and `flags`,
    their names joined by spaces. A penalty's points are what it takes off the index, below its maximum of 0.
    A component that is not scored yet has lost its maximum, as the index counts it; its points are NaN and its
    only flag is below_max. What was deducted is `lost` where `scored`, what is open the rest.
    """
    table = marks.of_unit(unit).drop(columns="area").assign(level="component")
    for flag, holds in _flags(marks, before, unit, low).items():
        table[flag] = holds & (table["lost"] > 0)
    table = pd.concat([table, _penalties(marks, before, unit)], ignore_index=True)
    words = np.array(FLAGS, dtype=object)
    table["flags"] = [" ".join(words[line]) for line in table[list(FLAGS)].to_numpy(dtype=bool)]
    table = table[table["lost"] > 0].sort_values("lost", ascending=False, kind="stable", ignore_index=True)
    table["share"] = table["lost"] / table["lost"].sum()
    return accumulate(table)


def _penalties(marks: YearPoints, before: YearPoints | None, unit: str) -> pd.DataFrame:
    """The penalties of `unit` as lost points; `chronic` where it had one in the year of `before`, `dropped` where less."""
    given = adjustments_of(marks, unit)
    given = given[given["points"] < 0]
    past = pd.Series(0.0, index=given["id"])
    if before is not None and before.has(unit):
        past = adjustments_of(before, unit).set_index("id")["points"].reindex(given["id"]).fillna(0.0)
    points, then = billionths(given["points"]), billionths(past)
    nothing = np.zeros(len(given), dtype=bool)
    flags = dict.fromkeys(FLAGS, nothing) | {"below_max": ~nothing}
    if before is not None and before.has(unit):
        flags |= {"dropped": points < then, "chronic": then < 0}
    return pd.DataFrame(
        {
            "level": given["level"],
            "component": given["id"],
            "points": given["points"],
            "max": 0.0,
            "lost": cleaned(-given["points"]),
            "note": given["note"],
            "scored": True,
            **flags,
        }
    )


def accumulate(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with cum_share: the share of this row and of all above it."""
    return table.assign(cum_share=table["share"].cumsum())


def next_points(marks: YearPoints, unit: str, components: Sequence[str] | None = None) -> list[NextPoints]:
    """What the next tier or option of some components, or of all, needs; full points where there are no steps.

    The largest gain first.
    """
    row, leaves = marks.row(unit), marks.framework.leaves
    columns = [column for column, leaf in enumerate(leaves) if components is None or leaf.id in components]
    found = [each for column in columns if (each := _next(marks, row, column)) is not None]
    return sorted(found, key=lambda each: -each.gain)


def _next(marks: YearPoints, row: int, column: int) -> NextPoints | None:
    leaf, value, points = marks.framework.leaves[column], float(marks.values[row, column]), marks.points[row, column]
    rule, maximum, best = leaf.rule, float(marks.max[row, column]), float(marks.best[row, column])
    if rule is None or np.isnan(points):
        return None
    follows = abs(float(rule.points(np.array([value]), maximum, best)[0]) - points) <= NOISE
    stepped = bool(rule.thresholds()) or not rule.takes_numbers
    target = float(rule.steps(np.array([points]), maximum)[1][0]) if stepped else maximum
    needed, option = rule.needed(target, maximum, best), rule.needed_text(target)
    if target - points <= NOISE or (needed is None and not option):
        return None
    return NextPoints(
        leaf.id,
        rule.shown(value) if follows else None,
        needed,
        option and rule.name(option),
        float(cleaned(target - points)),
    )


def _flags(marks: YearPoints, before: YearPoints | None, unit: str, low: float) -> dict[str, Booleans]:
    row = marks.row(unit)
    scored = marks.scored[row]
    nodes = nodes_of(marks, "component")
    share = nodes.final[row]
    flags = {"below_max": np.ones(len(share), dtype=bool), "low": scored & (billionths(share) < billionths(low))}
    if before is None or not before.has(unit):
        none = np.zeros(len(share), dtype=bool)
        return flags | {"dropped": none, "rank_dropped": none, "chronic": none}
    earlier, past_nodes = before.row(unit), nodes_of(before, "component")
    past_of = {leaf.id: column for column, leaf in enumerate(before.framework.leaves)}
    columns = np.array([past_of.get(leaf.id, -1) for leaf in marks.framework.leaves], dtype=np.intp)
    shared = columns >= 0

    def past(values: Floats) -> Floats:
        """Last year's values by this year's leaves; NaN for leaves that are new."""
        return np.where(shared, values[columns], np.nan) if len(values) else np.full(len(columns), np.nan)

    past_share = billionths(past(past_nodes.final[earlier]))
    with np.errstate(invalid="ignore"):
        flags["dropped"] = scored & (billionths(share) < past_share)
        ranks = ranks_of_unit(marks, nodes, unit), past(ranks_of_unit(before, past_nodes, unit))
        flags["rank_dropped"] = scored & (ranks[0] > ranks[1])
        flags["chronic"] = scored & (past_share < billionths(100.0))
    return flags


def select_lost(table: pd.DataFrame, flags: list[str], least: float | None) -> pd.DataFrame:
    """Rows with any of `flags` (all, without flags) and a loss of at least `least`; cum_share over what is left."""
    chosen = table[table[flags].any(axis=1)] if flags else table
    if least is not None:
        chosen = chosen[billionths(chosen["lost"]) >= billionths(least)]
    return accumulate(chosen)


def group_lost(table: pd.DataFrame, framework: YearFramework, by: str) -> pd.DataFrame:
    """Rows of `lost_points` summed by area, owner or source: id, components, points, max, lost, share, cum_share.

    Penalties, which have none of these, are a row of their own, with the id `penalty`. `open` is the part of lost that
    is not scored yet.
    """
    leaves = {leaf.id: leaf for leaf in framework.leaves}

    def key(level: str, identity: str) -> str | None:
        if level != "component":
            return level
        leaf = leaves[identity]
        return leaf.area if by == "area" else getattr(leaf.node, by)

    keys = [key(level, each) for level, each in zip(table["level"], table["component"], strict=True)]
    components = (table["level"] == "component").astype(int)
    summed = (
        table.assign(id=pd.Series(keys, index=table.index, dtype=object), components=components)
        .assign(open=table["lost"].where(~table["scored"].astype(bool), 0.0))
        .groupby("id", sort=False, dropna=False)[["components", "points", "max", "lost", "open", "share"]]
        .sum()
        .reset_index()
        .sort_values("lost", ascending=False, kind="stable", ignore_index=True)
    )
    return accumulate(summed)


def covering(table: pd.DataFrame, part: float) -> int:
    """How many of the largest deductions together make at least `part` (of 1) of all that was deducted."""
    lost = table.loc[table["scored"].astype(bool), "lost"]
    if lost.empty:
        return 0
    return int((billionths(lost.cumsum() / lost.sum()) < billionths(part)).sum()) + 1
