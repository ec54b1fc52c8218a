"""A year over all units: what index, areas, criteria and components are like, and where points were lost."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.nodes import Nodes, nodes_of
from cchc_cli.index.points import Floats
from cchc_cli.index.ranks import Year
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.index.spread import middle, spread_of

LEVELS = ("area", "criterion", "component")
Rows = NDArray[np.intp]
"""The rows of some units in a year's tables."""


def overview_of(now: Year, rows: Rows, before: tuple[Year, Rows] | None) -> pd.DataFrame:
    """One row for the index, then one an area, criterion and component.

    level, id, units, mean, median, min, max, full_share, lost, lost_share, mean_change. Of the index in its points, of
    nodes in percent of the maximum, over the `units` that are fully scored on it. full_share is the part (of 1) of them
    with full points; `lost` what an appraisal has taken off all units together, lost_share its part (of 1) of all that
    was lost; mean_change the mean less that of the year before (as published, over its units).
    """
    tables = [_index(now, rows, before)]
    for level in LEVELS:
        nodes = nodes_of(now.marks, level)
        earlier = None if before is None else nodes_of(before[0].marks, level)
        table = spread_of(nodes.ids, nodes.final[rows], nodes.final[rows]).assign(
            lost=cleaned((nodes.max - nodes.points - nodes.open)[rows].sum(axis=0)),
            mean_before=np.nan if earlier is None or before is None else _before(nodes, earlier, before[1]),
        )
        tables.append(table.rename_axis("id").reset_index().assign(level=level))
    table = pd.concat(tables, ignore_index=True)
    total = table["lost"].iloc[0]
    return table.assign(
        lost_share=table["lost"] / total if total else np.nan,
        mean_change=table["mean"] - table["mean_before"],
        min=table["worst"],
        max=table["best"],
        full_share=table["full"],
    )


def _before(nodes: Nodes, earlier: Nodes, rows: Rows) -> Floats:
    """The means of an earlier year by the ids of this one."""
    means = pd.Series(middle(earlier.final[rows], median=False), index=earlier.ids)
    return np.array(means.reindex(nodes.ids), dtype=np.float64)


def _index(now: Year, rows: Rows, before: tuple[Year, Rows] | None) -> pd.DataFrame:
    indices = _indices(now, rows)
    scale = now.marks.framework.index.scale
    table = spread_of([now.marks.framework.index.id], indices, 100 * indices / scale)
    lost = (now.marks.max - now.marks.got)[rows].sum() - now.results["open"].to_numpy()[rows].sum()
    earlier = np.nan if before is None else float(middle(_indices(*before), median=False)[0])
    return table.rename_axis("id").reset_index().assign(level="index", lost=float(cleaned(lost)), mean_before=earlier)


def _indices(year: Year, rows: Rows) -> Floats:
    """The published indices of the units that are fully scored, as a column."""
    results = year.results.iloc[rows]
    indices: Floats = results["index"].where(~results["provisional"].astype(bool)).to_numpy()[:, None]
    return indices


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


def histogram(indices: Floats, scale: float, bins: int = 20) -> list[tuple[float, float, int]]:
    """From, to and how many indices there are from the one and under the other; the last bin has the scale in it."""
    step = scale / bins
    places = np.clip(np.floor(billionths(indices) / billionths(step)), 0, bins - 1).astype(int)
    counts = np.bincount(places, minlength=bins)
    there = np.flatnonzero(counts)
    if not len(there):
        return []
    return [(float(at * step), float((at + 1) * step), int(counts[at])) for at in range(there[0], there[-1] + 1)]
