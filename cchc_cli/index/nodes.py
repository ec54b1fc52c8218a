"""Areas, criteria and components of all units at once: points, maximum and percent as tables of units × nodes,
and what the figures of many units are like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cchc_cli.index.points import Booleans, Floats, YearPoints
from cchc_cli.index.rounding import billionths


@dataclass(frozen=True)
class Nodes:
    """`ids` of the nodes of a level, in the order of the file; tables of units × nodes.

    `open` is the part of `max` that is not scored yet. `percent` is NaN where nothing applies. `of_group` says which
    nodes criteria.yaml has for the unit's group; one of them may still not apply to the unit (NA).
    """

    ids: list[str]
    points: Floats
    max: Floats
    open: Floats
    of_group: Booleans

    @property
    def percent(self) -> Floats:
        """100 × points / max; NaN where nothing applies. What is not scored yet counts 0."""
        return np.where(self.max > 0, 100 * self.points / np.where(self.max > 0, self.max, 1.0), np.nan)

    @property
    def listed(self) -> "Nodes":
        """The same for lists: what does not apply to a unit (NA) is nothing, no 0 of 0."""
        applies = self.max > 0
        return replace(self, points=np.where(applies, self.points, np.nan), max=np.where(applies, self.max, np.nan))

    @property
    def best(self) -> Floats:
        """`percent` once all is scored in full."""
        return replace(self, points=self.points + self.open).percent

    @property
    def final(self) -> Floats:
        """`percent` where everything is scored, else NaN."""
        return np.where(self.open > 0, np.nan, self.percent)


def node_ids(marks: YearPoints, level: str) -> list[str]:
    """For each leaf the id of the node above it on `level` (area, criterion or component)."""
    return [leaf.above(level) for leaf in marks.framework.leaves]


def nodes_of(marks: YearPoints, level: str) -> Nodes:
    """Sums over the leaves below each node; what is not scored yet counts 0."""
    above = node_ids(marks, level)
    ids = list(dict.fromkeys(above))
    return _sums(marks, ids, [[node == each for node in ids] for each in above])


def node_of(marks: YearPoints, identity: str) -> Nodes:
    """One area, criterion or component; of one that the year does not have nothing applies."""
    return _sums(marks, [identity], [[each] for each in leaves_below(marks, identity)])


def leaves_below(marks: YearPoints, identity: str) -> list[bool]:
    """Which of the leaves are those of an area, a criterion or a component."""
    return [identity in leaf.path for leaf in marks.framework.leaves]


def _sums(marks: YearPoints, ids: list[str], below: list[list[bool]]) -> Nodes:
    table = np.array(below, dtype=np.float64).reshape(len(below), len(ids))
    waiting = np.where(marks.scored, 0.0, marks.max)
    if ids == [leaf.id for leaf in marks.framework.leaves]:
        return Nodes(ids, marks.got, marks.max, waiting, _of_groups(marks, table))
    return Nodes(ids, marks.got @ table, marks.max @ table, waiting @ table, _of_groups(marks, table))


def _of_groups(marks: YearPoints, table: Floats) -> Booleans:
    """Which nodes are there for each unit's group."""
    if marks.framework.is_alike:
        return np.ones((len(marks.units), table.shape[1]), dtype=bool)
    there = {group: (marks.maxima(group) > 0) @ table > 0 for group in {unit.group for unit in marks.units}}
    return np.array([there[unit.group] for unit in marks.units]).reshape(len(marks.units), table.shape[1])


def spread_of(ids: Sequence[str], values: Floats, percents: Floats, *, least_is_best: bool = False) -> pd.DataFrame:
    """One row a column of `values` (units × columns), by its id: units, mean, median, best, worst, full.

    They are over the numbers of the column, NaN without any; `full` is the part (of 1) of the units with 100 in
    `percents`, which are known where the values are.
    """
    units = (~np.isnan(values)).sum(axis=0)
    full = (billionths(percents) >= billionths(100.0)).sum(axis=0)
    lowest, highest = (_over(values, find) for find in (np.nanmin, np.nanmax))
    return pd.DataFrame(
        {
            "units": units,
            "mean": _over(values, np.nanmean),
            "median": _over(values, np.nanmedian),
            "best": lowest if least_is_best else highest,
            "worst": highest if least_is_best else lowest,
            "full": np.divide(full, units, out=np.full(len(units), np.nan), where=units > 0),
        },
        index=list(ids),
    )


def middle(values: Floats, *, median: bool) -> Floats:
    """Mean or median of each column over its numbers; NaN for a column without any."""
    return _over(values, np.nanmedian if median else np.nanmean)


def _over(values: Floats, find: Callable[..., Floats]) -> Floats:
    found = np.full(values.shape[1], np.nan)
    there = ~np.isnan(values).all(axis=0)
    found[there] = find(values[:, there], axis=0)
    return found
