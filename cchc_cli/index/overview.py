"""A year over all units: what index, areas, criteria and components are like, and where points were lost."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.nodes import nodes_of, spread_of
from cchc_cli.index.points import Floats
from cchc_cli.index.ranks import Year
from cchc_cli.index.rounding import billionths, cleaned

BINS = 20
Rows = NDArray[np.intp]
"""The rows of some units in a year's tables."""


def overview_of(now: Year, rows: Rows, before: tuple[Year, Rows] | None) -> pd.DataFrame:
    """One row for the index, then one a node of each level, then one a bonus or penalty that was given.

    level, id, units, mean, median, min, max, full_share, lost, open, lost_share, mean_change. Of the index in its points, of
    nodes in percent of the maximum, over the `units` that are fully scored on it; of a bonus or penalty in the points
    of the index, over the `units` that were given it. full_share is the part (of 1) of them with full points; `lost`
    what all units together lost, what is not scored yet (`open`) and penalties among it as everywhere, lost_share its
    part (of 1) of all that was lost; mean_change the mean less that of the year before (as published, over its units).
    """
    table = _figures(now, rows)
    keys = ["level", "id"]
    earlier = None if before is None else _figures(*before).set_index(keys)["mean"]
    means = np.nan if earlier is None else earlier.reindex(pd.MultiIndex.from_frame(table[keys])).to_numpy()
    total = table["lost"].iloc[0]
    return table.assign(
        mean_before=means,
        lost_share=table["lost"] / total if total else np.nan,
        mean_change=table["mean"] - means,
        min=table["worst"],
        max=table["best"],
        full_share=table["full"],
    )


def _figures(year: Year, rows: Rows) -> pd.DataFrame:
    """What the units of some rows have of the index, of the nodes of each level, and of what else they were given."""
    marks, results = year.marks, year.results.iloc[rows]
    settings = marks.framework.index
    extras = marks.effects[rows]
    penalties = np.maximum(-extras, 0.0).sum(axis=0)
    # The published indices of the units that are fully scored, as a column.
    indices = results["index"].where(~results["provisional"].astype(bool)).to_numpy()[:, None]
    lost = (marks.max - marks.got)[rows].sum() + penalties.sum()
    waiting = np.where(marks.scored, 0.0, marks.max)[rows].sum()
    whole = spread_of([settings.id], indices, 100 * indices / settings.scale)
    parts = [whole.assign(level="index", lost=lost, open=waiting)]
    for level in marks.framework.levels:
        nodes = nodes_of(marks, level)
        final = nodes.final[rows]
        of_nodes = (nodes.max - nodes.points)[rows].sum(axis=0)
        waiting = nodes.open[rows].sum(axis=0)
        parts.append(spread_of(nodes.ids, final, final).assign(level=level, lost=of_nodes, open=waiting))
    given = np.where(marks.adjustments[rows] != 0, extras, np.nan)
    ids = [each.id for each in marks.framework.adjustments]
    of_extras = spread_of(ids, given, given).assign(level=[each.kind for each in marks.framework.adjustments])
    parts.append(of_extras.assign(lost=penalties, open=0.0, full=np.nan)[of_extras["units"] > 0])
    table = pd.concat(parts).rename_axis("id").reset_index()
    return table.assign(lost=cleaned(table["lost"]), open=cleaned(table["open"]))


def alike(now: Year, rows: Rows) -> dict[str, list[str]]:
    """Components that do not tell units apart: all have full points (`all`), nobody has any (`none`); others that nobody has in full (`never_full`)."""
    nodes = nodes_of(now.marks, "component")
    percents = billionths(nodes.final[rows])
    known = ~np.isnan(percents).all(axis=0)
    full, any_point = percents >= billionths(100.0), percents > 0
    every = known & (full | np.isnan(percents)).all(axis=0)
    none = known & ~any_point.any(axis=0)
    never = known & ~full.any(axis=0) & ~none
    return {
        name: [nodes.ids[at] for at in np.flatnonzero(columns)]
        for name, columns in (("all", every), ("none", none), ("never_full", never))
    }


def histogram(indices: Floats, scale: float) -> list[tuple[float, float, int]]:
    """From, to and how many indices there are from the one and under the other; the last bin has the scale in it."""
    step = scale / BINS
    places = np.clip(np.floor(billionths(indices) / billionths(step)), 0, BINS - 1).astype(int)
    counts = np.bincount(places, minlength=BINS)
    there = np.flatnonzero(counts)
    if not len(there):
        return []
    return [(float(at * step), float((at + 1) * step), int(counts[at])) for at in range(there[0], there[-1] + 1)]
