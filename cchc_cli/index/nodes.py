"""Areas, criteria and components of all units at once: points, maximum and percent as tables of units × nodes."""

from dataclasses import dataclass

import numpy as np

from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.rounding import billionths, one_more_than_above


@dataclass(frozen=True)
class Nodes:
    """`ids` of the nodes of a level, in the order of the file; tables of units × nodes.

    `open` is the part of `max` that is not scored yet. `percent` is NaN where nothing applies.
    """

    ids: list[str]
    points: Floats
    max: Floats
    open: Floats

    @property
    def percent(self) -> Floats:
        """100 × points / max; NaN where nothing applies. What is not scored yet counts 0."""
        return np.where(self.max > 0, 100 * self.points / np.where(self.max > 0, self.max, 1.0), np.nan)

    @property
    def final(self) -> Floats:
        """`percent` where everything is scored, else NaN."""
        return np.where(self.open > 0, np.nan, self.percent)


def node_ids(marks: YearPoints, level: str) -> list[str]:
    """For each leaf the id of the node above it on `level` (area, criterion or component)."""
    name = "id" if level == "component" else level
    return [getattr(leaf, name) for leaf in marks.framework.leaves]


def nodes_of(marks: YearPoints, level: str) -> Nodes:
    """Sums over the leaves below each node; what is not scored yet counts 0."""
    above = node_ids(marks, level)
    ids = list(dict.fromkeys(above))
    below = np.array([[node == each for node in ids] for each in above], dtype=np.float64)
    below = below.reshape(len(above), len(ids))
    waiting = np.where(marks.scored, 0.0, marks.max)
    return Nodes(ids, marks.got @ below, marks.max @ below, waiting @ below)


def node_ranks(marks: YearPoints, nodes: Nodes, unit: str) -> Floats:
    """The unit's rank on each node by percent, within its group, ties as in the index; NaN where it has none."""
    row = marks.row(unit)
    same = np.array([each.group == marks.units[row].group for each in marks.units])
    percents = billionths(nodes.final[same])
    own = billionths(nodes.final[row])
    ties = marks.framework.index.ties
    ranks = [
        np.nan if np.isnan(value) else one_more_than_above(value, column, ties)
        for value, column in zip(own, percents.T, strict=True)
    ]
    return np.array(ranks, dtype=np.float64)
