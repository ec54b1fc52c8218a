"""Ranks: what units are compared by, ranks within groups, ties, and the ranks that units with open components can still get."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.results import unit_results
from cchc_cli.index.rounding import billionths, cleaned

SortKeys = list[Floats]
"""Columns that are compared from left to right, in whole billionths; NaN in the first: no rank."""
UnitRow: TypeAlias = "pd.Series[Any]"
"""A row of results: for each column a value of the column's type."""
NONE = -1.0
"""A node that does not apply to a unit comes after all percents."""


def keys_of(results: pd.DataFrame, rank_on: str, *, best: bool = False) -> SortKeys:
    """What the units of `results` (see `unit_results`) are compared by; with `best`, once all is scored in full."""
    end = "_best" if best else ""
    index = results[("index" if rank_on == "published" else "exact") + end]
    ties = [results[name] for name in results.columns if name.startswith(f"tie{end} ")]
    return [billionths(index), *(np.nan_to_num(billionths(tie), nan=NONE) for tie in ties)]


def heights_of(tables: Sequence[SortKeys]) -> list[Floats]:
    """For each table a number a row, the higher the better, that may be compared with those of all the tables.

    Of one column that is the column itself, else places in the order of all rows.
    """
    if len(tables[0]) == 1:
        return [table[0] for table in tables]
    columns = [np.concatenate(column) for column in zip(*tables, strict=True)]
    order = np.lexsort(columns[::-1])
    ordered = np.array(columns)[:, order]
    places = np.empty(len(order))
    places[order] = np.concatenate([[0.0], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0).cumsum()])[: len(order)]
    places[np.isnan(columns[0])] = np.nan
    return np.split(places, np.cumsum([len(table[0]) for table in tables])[:-1])


def ties_of(keys: SortKeys) -> Iterable[tuple[float, ...]]:
    """Row by row what breaks a tie."""
    return zip(*keys[1:], strict=True) if len(keys) > 1 else (() for _row in keys[0])


@dataclass(frozen=True)
class Year:
    """A year's points, and the results and ranks that they give (see `rank_units`)."""

    marks: YearPoints
    results: pd.DataFrame

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit: place for place, unit in enumerate(self.results["unit"])}

    def line(self, unit: str) -> UnitRow:
        """The unit's results."""
        return self.results.iloc[self._places[unit]]

    def ranked(self, unit: str) -> pd.DataFrame:
        """The results of the ranked units of the unit's group, best first."""
        return ranked_in(self.results, self.line(unit)["group"])


def ranked_in(results: pd.DataFrame, group: str) -> pd.DataFrame:
    """The results of the ranked units of a group, best first."""
    ranked = results[(results["group"] == group) & results["rank"].notna()]
    return pd.DataFrame(ranked.sort_values("rank", kind="stable"))


def ranked_year(marks: YearPoints, rank_on: str) -> Year:
    """Results and ranks of all units of a year."""
    return Year(marks, rank_units(unit_results(marks), marks.framework.index.ties, rank_on))


def rank_heights(heights: Floats, ties: str, groups: "pd.Series[str] | None" = None) -> Floats:
    """Ranks from 1, highest first, within `groups`, of whole numbers; equal ones share one. NaN stays.

    `heights` is a column, or a table in which each column is ranked by itself. `ties` is `min` (1,2,2,4) or `dense` (1,2,2,3).
    """
    table = np.atleast_2d(heights.T).T
    codes, different = pd.factorize(-table.ravel(), sort=True)
    places = np.where(codes < 0, len(different), codes).reshape(table.shape)
    of_group = np.zeros(len(heights), dtype=np.intp) if groups is None else pd.factorize(groups)[0]
    order = in_groups(places, of_group)
    ordered, group = np.take_along_axis(places, order, axis=0), np.sort(of_group)
    first = np.searchsorted(group, group)
    is_new = np.diff(ordered, axis=0, prepend=-1) != 0
    is_new[first] = True
    above = np.cumsum(is_new, axis=0)
    if ties == "min":
        above = np.maximum.accumulate(np.where(is_new, np.arange(len(order))[:, None], 0), axis=0)
    ranks = np.empty(places.shape)
    np.put_along_axis(ranks, order, above - above[first] + 1.0, axis=0)
    return np.where(np.isnan(heights), np.nan, ranks.reshape(heights.shape))


def in_groups(keys: NDArray[np.intp], groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each column of `keys`, whole numbers from 0, the rows by group and key; equal ones as they came."""
    # Numbers of 16 bits are sorted in a tenth of the time.
    small, of_group = (each.astype(np.min_scalar_type(each.max(initial=0))) for each in (keys, groups))
    order: NDArray[np.intp] = np.lexsort((small, np.broadcast_to(of_group[:, None], keys.shape)), axis=0)
    return order


def rank_units(results: pd.DataFrame, ties: str, rank_on: str) -> pd.DataFrame:
    """`results` with rank, rank_best, rank_worst, tied and tied_by_rounding, each within the unit's group.

    Provisional units, and those to which nothing applies, have no rank. rank_best and rank_worst bound the
    rank that a unit can still get, NaN in groups without such units. Where `ties_by` breaks ties: also rank_of_index, the rank without it.
    """
    low, high = heights_of([keys_of(results, rank_on), keys_of(results, rank_on, best=True)])
    final = ~results["provisional"].to_numpy(dtype=bool) & ~np.isnan(low)
    rank = rank_heights(np.where(final, low, np.nan), ties, results["group"])
    tied, tied_by_rounding = np.zeros(len(results), dtype=bool), np.zeros(len(results), dtype=bool)
    groups = pd.factorize(results["group"])[0]
    # A place is a rank in a group; those on it are tied, and by rounding where their exact indices differ.
    places = groups[final] * (len(results) + 1) + rank[final].astype(np.intp)
    _places, place, count = np.unique(places, return_inverse=True, return_counts=True)
    exact = billionths(results["exact"])[final]
    least, most = np.full(len(count), np.inf), np.full(len(count), -np.inf)
    np.minimum.at(least, place, exact)
    np.maximum.at(most, place, exact)
    tied[final], tied_by_rounding[final] = (count > 1)[place], (least < most)[place]
    rank_best, rank_worst = np.full(len(results), np.nan), np.full(len(results), np.nan)
    for group in np.unique(groups[~final]):
        rows = np.flatnonzero(groups == group)
        rank_best[rows], rank_worst[rows] = possible_ranks(low[rows], high[rows], final[rows], ties)
    ranked = results.assign(
        rank=rank, rank_best=rank_best, rank_worst=rank_worst, tied=tied, tied_by_rounding=tied_by_rounding
    )
    index, *breaks = keys_of(results, rank_on)
    if not breaks:
        return ranked
    return ranked.assign(rank_of_index=rank_heights(np.where(final, index, np.nan), "min", results["group"]))


def possible_ranks(low: Floats, high: Floats, final: NDArray[np.bool_], ties: str) -> tuple[Floats, Floats]:
    """Best and worst rank of each unit (NaN without an index), whatever the open components bring.

    At best a provisional unit gets its highest index and every other provisional unit its lowest, and the reverse.
    With `dense` ranks what counts above a unit is different values: at best open units above it fall on
    values that others have; at worst every open unit that can be above it has a value of its own.
    """
    best, worst = np.full(len(low), np.nan), np.full(len(low), np.nan)
    placed, moving = ~np.isnan(low), ~final & (high > low)
    # What is open may be too little to change anything: such units stand where they are, as final ones do.
    settled = np.sort(low[~moving & placed])
    fixed = np.unique(settled) if ties == "dense" else settled
    lows, highs = low[moving], high[moving]
    # An open unit is never above its own best, and above its own worst only where the two differ.
    forced = _above(np.sort(lows), high[placed])
    possible = _above(np.sort(highs), low[placed]) - moving[placed]
    if ties == "dense":
        forced = _values_needed(lows, highs, fixed)[forced]
    best[placed] = 1 + _above(fixed, high[placed]) + forced
    worst[placed] = 1 + _above(fixed, low[placed]) + possible
    return best, worst


def _above(ordered: Floats, values: Floats) -> NDArray[np.intp]:
    """For each of `values` how many of `ordered` are larger."""
    return len(ordered) - np.searchsorted(ordered, values, side="right")


def _values_needed(lows: Floats, highs: Floats, fixed: Floats) -> NDArray[np.intp]:
    """For 0, 1, 2, … of the ranges with the highest lows: the fewest values, beside `fixed`, that hit them all.

    Taken by falling lows, a range that no value hits yet needs one, and its low hits most of those to come.
    """
    needed, count, last = [0], 0, np.inf
    for at in np.argsort(-lows, kind="stable"):
        held = np.searchsorted(fixed, highs[at], side="right") > np.searchsorted(fixed, lows[at], side="left")
        if not held and last > highs[at]:
            count, last = count + 1, lows[at]
        needed.append(count)
    return np.array(needed)


def rank_over_all(results: pd.DataFrame, ties: str, rank_on: str) -> pd.DataFrame:
    """`results` of `rank_units` ranked over all groups; group_rank and group_tied are those within the unit's group."""
    ranked = rank_units(results.assign(group=""), ties, rank_on)
    return ranked.assign(group=results["group"], group_rank=results["rank"], group_tied=results["tied"])


def in_rank_order(ranked: pd.DataFrame, *, over_all: bool = False) -> pd.DataFrame:
    """Groups in the order in which they come, each by rank; provisional units after the ranked, then the rest.

    With `over_all` the groups are one.
    """
    order = {group: 0 if over_all else place for place, group in enumerate(dict.fromkeys(ranked["group"]))}
    keys = ranked.assign(place=ranked["group"].map(order), best=ranked["index_best"])
    sorted_keys = keys.sort_values(
        ["place", "rank", "rank_best", "best"], ascending=[True, True, True, False], kind="stable", na_position="last"
    )
    return ranked.loc[sorted_keys.index].reset_index(drop=True)


def compare_years(now: pd.DataFrame, before: pd.DataFrame | None, seen: pd.DataFrame | None) -> pd.DataFrame:
    """`now` with prev_rank, prev_tied, prev_ranked (units that had one), rank_change (positive = moved up), prev_index and
    index_change.

    Ranks are those that `before` had; indices are those of `seen`, the same year with merged units as one. A
    provisional index is a worst case and no result: nothing is compared with one.
    """
    if before is None or seen is None:
        nothing = dict.fromkeys(("prev_rank", "prev_ranked", "rank_change", "prev_index", "index_change"), np.nan)
        return now.assign(prev_tied=False, **nothing)
    earlier = before.assign(ranked=before.groupby("group")["rank"].transform("count")).set_index("unit")
    prev_rank = earlier["rank"].reindex(now["unit"]).to_numpy()
    results = seen[~seen["provisional"]].set_index("unit")["index"]
    prev_index = results.reindex(now["unit"]).to_numpy()
    final = ~now["provisional"]
    return now.assign(
        prev_rank=prev_rank,
        prev_tied=now["unit"].isin(earlier.index[earlier["tied"]]),
        prev_ranked=earlier["ranked"].reindex(now["unit"]).to_numpy(),
        rank_change=prev_rank - now["rank"],
        prev_index=prev_index,
        index_change=cleaned(now["index"].where(final) - prev_index),
    )
