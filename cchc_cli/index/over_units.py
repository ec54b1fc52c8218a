"""All units at once. Ranked on areas, criteria and components by percent, ties as in the index (who is not fully scored has
no rank); as a matrix; and the year over all of them: what nodes are like, where points were lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.nodes import Nodes, nodes_of, spread_of
from cchc_cli.index.points import Booleans, Floats, YearPoints
from cchc_cli.index.ranks import Year, in_groups, rank_heights
from cchc_cli.index.rounding import billionths, cleaned

Scalar = TypeVar("Scalar", bound=np.generic)
Pick = Callable[[YearPoints], Nodes]
"""The nodes of a year that are ranked: those of a level, or one."""


def node_ranks(marks: YearPoints, nodes: Nodes, *, over_all: bool = False) -> Floats:
    """Ranks of all units on all nodes (units × nodes), within their groups or over all; NaN where there is none."""
    groups = None if over_all else pd.Series([unit.group for unit in marks.units], dtype=object)
    return rank_heights(billionths(nodes.final), marks.framework.index.ties, groups)


def ranks_of_unit(marks: YearPoints, nodes: Nodes, unit: str) -> Floats:
    """The unit's rank on each node within its group; NaN where it has none."""
    same = marks.in_group(unit)
    ranks: Floats = rank_heights(billionths(nodes.final[same]), marks.framework.index.ties)[
        same[: marks.row(unit)].sum()
    ]
    return ranks


@dataclass(frozen=True)
class NodeStandings:
    """Units ranked on nodes, and compared with an earlier year; tables of units × nodes.

    `rank_change` is positive where a unit moved up, `percent_change` in percentage points; NaN where either year has
    none. `group_ranks` are those within the groups.
    """

    nodes: Nodes
    ranks: Floats
    group_ranks: Floats
    prev_ranks: Floats
    percent_change: Floats


def stand_on_nodes(
    now: YearPoints, before: tuple[YearPoints, YearPoints] | None, pick: Pick, *, over_all: bool
) -> NodeStandings:
    """`before`: the earlier year as it was published, whose ranks count, and with merged units as one."""
    nodes = pick(now)
    in_groups = node_ranks(now, nodes)
    ranks = node_ranks(now, nodes, over_all=True) if over_all else in_groups
    if before is None:
        nothing = np.full(ranks.shape, np.nan)
        return NodeStandings(nodes, ranks, in_groups, nothing, nothing)
    published, seen = (pick(marks) for marks in before)
    prev_ranks = node_ranks(before[0], published, over_all=over_all)
    units = [each.id for each in now.units]
    change = nodes.final - _placed(seen.final, before[1], seen.ids, units, nodes.ids)
    return NodeStandings(
        nodes, ranks, in_groups, _placed(prev_ranks, before[0], published.ids, units, nodes.ids), change
    )


def _placed(
    table: Floats, marks: YearPoints, ids: Sequence[str], units: Sequence[str], wanted: Sequence[str]
) -> Floats:
    """A table of a year's units × nodes for other units and nodes; NaN where it has none."""
    rows, columns = (_places(*pair) for pair in (([each.id for each in marks.units], units), (ids, wanted)))
    padded = np.pad(table, ((0, 1), (0, 1)), constant_values=np.nan)
    placed: Floats = padded[np.ix_(rows, columns)]
    return placed


def _places(known: Sequence[str], wanted: Sequence[str]) -> NDArray[np.intp]:
    """The place of each wanted one, −1 (the padding) where it is not known."""
    place = {each: at for at, each in enumerate(known)}
    return np.array([place.get(each, -1) for each in wanted], dtype=np.intp)


def node_rows(
    standings: NodeStandings, groups: Sequence[str], rows: NDArray[np.intp], *, over_all: bool
) -> pd.DataFrame:
    """One row a node and unit, node by node, in the order of the ranks of each group; units without a rank last. Nodes
    that the unit's group does not have are left out.

    column (of the node), row (of the unit), rank, tied, points, max, percent, open, prev_rank, rank_change,
    percent_change; over all groups also group_rank and group_tied, those within the unit's group. `rows` are the units
    that are listed; groups follow one another as their first units do.
    """
    nodes = standings.nodes.listed
    codes = pd.factorize(np.array(groups, dtype=object)[rows])[0]
    order, tied = _order(np.zeros_like(codes) if over_all else codes, standings.ranks[rows])
    cells_of_rows = (rows[order] * len(nodes.ids) + np.arange(len(nodes.ids))).T.ravel()

    def flat(table: NDArray[Scalar]) -> NDArray[Scalar]:
        """The table's cells in the order of the rows."""
        return np.take(table, cells_of_rows)

    table = pd.DataFrame(
        {
            "column": np.repeat(np.arange(len(nodes.ids)), len(rows)),
            "row": rows[order].T.ravel(),
            "rank": flat(standings.ranks),
            "tied": tied.T.ravel(),
            "points": flat(nodes.points),
            "max": flat(nodes.max),
            "percent": flat(nodes.percent),
            "open": flat(nodes.open),
            "prev_rank": flat(standings.prev_ranks),
            "rank_change": flat(standings.prev_ranks - standings.ranks),
            "percent_change": flat(standings.percent_change),
        },
        copy=False,  # put side by side in blocks of one type, all cells would be copied once more
    )
    if over_all:
        table = _with_ties(table.assign(group_rank=flat(standings.group_ranks)), groups)
    there = flat(nodes.of_group)
    return table if there.all() else table[there].reset_index(drop=True)


def _with_ties(table: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Rows with group_tied: whose rank within the group is shared."""
    keys = table.assign(group=np.array(groups, dtype=object)[table["row"]])[["column", "group", "group_rank"]]
    return table.assign(group_tied=keys.duplicated(keep=False) & table["group_rank"].notna())


def _order(codes: NDArray[np.intp], ranks: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each column the rows by group and rank, those without one last in their group; which of them share theirs."""
    last = len(ranks) + 1
    keys = np.where(np.isnan(ranks), last, ranks).astype(np.intp)
    order = in_groups(keys, codes)
    ordered = np.take_along_axis(keys, order, axis=0)
    tied = np.zeros(ordered.shape, dtype=bool)
    tied[1:] = (ordered[1:] == ordered[:-1]) & (ordered[1:] < last) & (np.diff(np.sort(codes)) == 0)[:, None]
    tied[:-1] |= tied[1:]
    return order, tied


@dataclass(frozen=True)
class Matrix:
    """What `show` asks for of all units and nodes of a level (units × nodes), NaN where nothing applies or is scored yet.

    What is scored in part counts as far as it is; what is not counts as lost. `final` are the percents of what is fully scored, `waits` says which cells are not. `extras`
    (units × adjustments) are what adjustments do to the index (points), or take off it (lost); percent and rank have none.
    """

    ids: list[str]
    show: str
    cells: Floats
    final: Floats
    waits: Booleans
    max: Floats
    of_group: Booleans
    extras: Floats
    extra_ids: list[str]

    def of(self, rows: NDArray[np.intp]) -> "Matrix":
        """The same of some units alone, in their order."""
        tables = ("cells", "final", "waits", "max", "of_group", "extras")
        return replace(self, **{name: getattr(self, name)[rows] for name in tables})

    @property
    def given(self) -> dict[str, Floats]:
        """The adjustments that any unit was given, by their ids."""
        tables = zip(self.extra_ids, self.extras.T, strict=False)
        return {identity: each for identity, each in tables if (each != 0).any()}

    @property
    def largest(self) -> Floats:
        """The maximum of each node, the largest that a unit has."""
        return np.asarray(self.max.max(axis=0, initial=0.0))

    @property
    def spread(self) -> pd.DataFrame:
        """What units have that are fully scored on a node, see `spread_of`; of ranks their percents."""
        values = self.final if self.show == "rank" else np.where(np.isnan(self.final), np.nan, self.cells)
        return spread_of(self.ids, values, self.final, least_is_best=self.show == "lost")


def matrix_of(marks: YearPoints, level: str, show: str, *, over_all: bool) -> Matrix:
    """`show`: `points`, `percent`, `lost` or `rank`; ranks are those within the groups, or over all."""
    nodes = nodes_of(marks, level)
    if show == "rank":
        cells = node_ranks(marks, nodes, over_all=over_all)
    else:
        cells = {"points": nodes.points, "percent": nodes.percent, "lost": nodes.max - nodes.points}[show]
    # What is not scored yet has no points and is lost, as everywhere.
    there = (nodes.max > 0) & ((nodes.open < nodes.max) | (show == "lost"))
    signs = {"points": 1.0, "lost": -1.0}
    extras = marks.effects * signs[show] + 0.0 if show in signs else np.zeros((len(marks.units), 0))
    shown = np.where(there, cells, np.nan)
    waits = ~np.isnan(shown) & (nodes.open > 0)
    ids = [each.id for each in marks.framework.adjustments]
    return Matrix(nodes.ids, show, shown, nodes.final, waits, nodes.max, nodes.of_group, extras, ids)


BINS = 20
RowNumbers = NDArray[np.intp]
"""The rows of some units in a year's tables."""


def overview_of(now: Year, rows: RowNumbers, before: tuple[Year, RowNumbers] | None) -> pd.DataFrame:
    """One row for the index, then one a node of each level, then one a bonus or penalty that was given.

    level, id, units, mean, median, min, max, full_share, lost, open, lost_share, mean_change. Of the index in its points, of
    nodes in percent of the maximum, over the `units` that are fully scored on it; of a bonus or penalty in the points
    of the index, over the `units` that were given it. full_share is the part (of 1) of them with full points; `lost`
    what all units together lost, what is not scored yet (`open`) and penalties among it as everywhere, lost_share its
    part (of 1) of all that was lost; mean_change the mean less that of the year before (as published, over its units).
    """
    levels = now.marks.framework.levels
    table = _figures(now, rows, levels)
    keys = ["level", "id"]
    earlier = None if before is None else _figures(*before, levels).set_index(keys)["mean"]
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


def _figures(year: Year, rows: RowNumbers, levels: Sequence[str]) -> pd.DataFrame:
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
    for level in levels:
        nodes = nodes_of(marks, level)
        final = nodes.final[rows]
        of_nodes = (nodes.max - nodes.points)[rows].sum(axis=0)
        waiting = nodes.open[rows].sum(axis=0)
        parts.append(spread_of(nodes.ids, final, final).assign(level=level, lost=of_nodes, open=waiting))
    given = np.where(marks.given[rows] != 0, extras, np.nan)
    ids = [each.id for each in marks.framework.adjustments]
    of_extras = spread_of(ids, given, given).assign(level=[each.kind for each in marks.framework.adjustments])
    parts.append(of_extras.assign(lost=penalties, open=0.0, full=np.nan)[of_extras["units"] > 0])
    table = pd.concat(parts).rename_axis("id").reset_index()
    return table.assign(lost=cleaned(table["lost"]), open=cleaned(table["open"]))


def alike(now: Year, rows: RowNumbers) -> dict[str, list[str]]:
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
