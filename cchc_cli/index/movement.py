"""Why index and rank changed: an exact split into what each component brought, who moved past whom, and what came from
others, from us and from who was there."""

from collections.abc import Collection
from itertools import chain

import numpy as np
import pandas as pd

from cchc_cli.index.composition import adjustments_of, compose
from cchc_cli.index.nodes import node_ids
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import Year, heights_of, keys_of
from cchc_cli.index.rounding import billionths, one_more_than_above
from cchc_cli.model.analysis import Change, LikeForLike, Membership, Passing, RankSplit
from cchc_cli.model.framework import Framework

MOST_GAINS = 3


def index_parts(marks: YearPoints) -> Floats:
    """What each leaf and each adjustment brings to the exact index (units × (leaves + adjustments)).

    A leaf brings scale × points / max of the index, an adjustment its points, a penalty less than nothing.
    The rows sum to `exact`; they are 0 where nothing applies to the unit.
    """
    maximum = marks.max.sum(axis=1, keepdims=True)
    leaves = marks.framework.index.scale * marks.got / np.where(maximum > 0, maximum, 1.0)
    return np.concatenate([leaves, marks.effects], axis=1)


def part_ids(marks: YearPoints) -> list[str]:
    """The ids of the columns of `index_parts`."""
    framework = marks.framework
    return [identity for identity, _maximum in framework.maxima()]


def split_index(framework: Framework, now: YearPoints, before: YearPoints, unit: str, level: str) -> pd.DataFrame:
    """The change of the exact index of `unit`, one row a node of `level` and one an adjustment.

    level, id, area, status (`both`, or `new` or `retired` for what applies in one year only), in_force (whether
    the decision of either year has it), prev_points, points, prev_max, max (NaN in the year in which it does not
    apply), contribution (of the index). The
    contributions sum to the change. What is not scored yet counts 0, as in the index; points are NaN where
    nothing of a node is scored. Those of an adjustment are what it counts for, a penalty's below 0, of a
    maximum of 0: with them the points of a year sum to its exact index, where the maxima sum to the scale.
    """
    sides = [_side(marks, unit, level).add_prefix(prefix) for marks, prefix in ((before, "prev_"), (now, ""))]
    table = sides[0].join(sides[1], how="outer")
    order = {identity: place for place, identity in enumerate(framework.nodes)}
    extras = {each.id: each.kind for each in framework.criteria.adjustments}
    extra = table.index.isin(list(extras))
    table["in_force"] = table[["prev_max", "max"]].notna().all(axis=1)
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
    columns = ["level", "id", "area", "status", "in_force", "prev_points", "points", "prev_max", "max", "contribution"]
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


def rank_by(rank_on: str, *tables: pd.DataFrame) -> list[Floats]:
    """For each table of ranked results what units are ranked by, to be compared among all; NaN without a rank."""
    heights = heights_of([keys_of(results, rank_on) for results in tables])
    return [np.where(results["rank"].notna(), each, np.nan) for results, each in zip(tables, heights, strict=True)]


def split_rank(now: Year, published: Year, seen: Year, unit: str, ties: str, rank_on: str) -> RankSplit | None:
    """The change of the rank of `unit` within its group; None where it lacks a rank in one of the years.

    `published` are the results of the year before, `seen` the same with merged units as one. Our old index
    is ranked among the old and then the new indices of the units that were ranked in both years; what is
    left between these ranks and the published ones is the membership's.
    """
    years = (published, seen, now)
    if not all(year.marks.has(unit) for year in years):
        return None
    ranks = [float(year.line(unit)["rank"]) for year in years]
    if np.isnan(ranks).any():
        return None
    previous, current = int(ranks[0]), int(ranks[2])
    both = in_both(now, seen, unit, rank_on)
    own, rivals = both["unit"] == unit, both["unit"] != unit
    old, new = (float(both.loc[own, column].iloc[0]) for column in ("before", "now"))
    before, after = (both.loc[rivals, column].to_numpy() for column in ("before", "now"))
    start = one_more_than_above(old, before, ties)
    standing_still = one_more_than_above(old, after, ties)
    end = one_more_than_above(new, after, ties)
    membership = (previous - start) + (end - current)
    return RankSplit(previous, start - standing_still, standing_still - end, membership, current)


def in_both(now: Year, seen: Year, unit: str, rank_on: str) -> pd.DataFrame:
    """unit, before, now (what it is ranked by) for the units of `unit`'s group that were ranked in both years."""
    group = now.line(unit)["group"]
    tables = seen.results, now.results
    columns = [
        pd.Series(heights, index=each["unit"], name=name)[(each["group"] == group).to_numpy()]
        for each, heights, name in zip(tables, rank_by(rank_on, *tables), ("before", "now"), strict=True)
    ]
    return pd.DataFrame(pd.concat(columns, axis=1, join="inner").dropna().reset_index())


def passers(both: pd.DataFrame, unit: str) -> tuple[list[str], list[str]]:
    """Units that were not above `unit` and are now, and units above which it was not and is now.

    Being level is not above, on either side.
    """
    own = both[both["unit"] == unit].iloc[0]
    ahead = (both["before"] <= own["before"]) & (both["now"] > own["now"])
    behind = (both["before"] >= own["before"]) & (both["now"] < own["now"])
    return both.loc[ahead, "unit"].tolist(), both.loc[behind, "unit"].tolist()


def changed_membership(now: Year, published: Year, seen: Year, groups: Collection[str]) -> Membership:
    """Who is ranked in one of two years only, in some groups; `seen` is the earlier one with merged units as one.

    `published` is the earlier one as it was, with units that have another id now under that.
    """
    tables = [year.results.dropna(subset="rank") for year in (now, published, seen)]
    today, earlier, as_seen = (table.loc[table["group"].isin(list(groups)), "unit"].tolist() for table in tables)
    merged = {heir: parts for heir, parts in seen.marks.merged.items() if {heir, *parts} & {*today, *earlier}}
    renamed = {heir: merged.pop(heir)[0] for heir, parts in [*merged.items()] if heir in earlier and heir not in parts}
    joined = _without(today, {*as_seen, *merged})
    left = _without(earlier, {*today, *chain.from_iterable(seen.marks.merged.values())})
    waiting = [set(year.results.loc[year.results["provisional"].astype(bool), "unit"]) for year in (published, now)]
    provisional = (*filter(waiting[0].__contains__, joined), *filter(waiting[1].__contains__, left))
    return Membership(joined, left, merged, renamed, provisional)


def _without(units: list[str], others: set[str]) -> tuple[str, ...]:
    return tuple(each for each in units if each not in others)


def biggest_gains(
    now: Year, before: Year, unit: str, others: list[str], *, of_others: bool
) -> list[list[tuple[str, float]]]:
    """For each of `others` the parts of the index on which it gained most on `unit` since `before`, or `unit` on it.

    At most MOST_GAINS of (id, gain in index points) each, largest first; only what is a gain.
    """
    ids = list(dict.fromkeys([*part_ids(now.marks), *part_ids(before.marks)]))
    units = [*others, unit]
    changes = _placed(now.marks, units, ids) - _placed(before.marks, units, ids)
    gains = (changes[:-1] - changes[-1]) * (1 if of_others else -1)
    order = np.argsort(-gains, axis=1, kind="stable")[:, :MOST_GAINS]
    return [
        [(ids[at], float(line[at])) for at in places if billionths(line[at]) > 0]
        for line, places in zip(gains, order, strict=True)
    ]


def _placed(marks: YearPoints, units: list[str], ids: list[str]) -> Floats:
    """The parts of the index of `units` with a column for each of `ids`; 0 where there is none."""
    places = {identity: place for place, identity in enumerate(ids)}
    table = np.zeros((len(units), len(ids)))
    table[:, [places[each] for each in part_ids(marks)]] = index_parts(marks)[marks.rows(units)]
    return table


def explain_change(
    framework: Framework, years: tuple[Year, Year, Year], unit: str, level: str, rank_on: str
) -> Change | None:
    """The change of `unit` on an earlier year; None where it has no index in one of the two.

    `years` are the one, the earlier one as it was published, and the same with units that have merged since as one.
    """
    now, published, seen = years
    if not seen.marks.has(unit):
        return None
    here, there = now.line(unit), seen.line(unit)
    if np.isnan(here["exact"]) or np.isnan(there["exact"]):
        return None
    overtaken_by, overtook = _passings(now, seen, unit, rank_on)
    components = split_index(framework, now.marks, seen.marks, unit, "component")
    return Change(
        since=seen.marks.year,
        rows=components if level == "component" else split_index(framework, now.marks, seen.marks, unit, level),
        provisional=(bool(there["provisional"]), bool(here["provisional"])),
        maxima=(float(there["max"]), float(here["max"])),
        previous=float(there["index"]),
        now=float(here["index"]),
        exact=float(here["exact"] - there["exact"]),
        made_of=(compose(seen, unit), compose(now, unit)),
        like_for_like=like_for_like(now.marks, seen.marks, unit),
        unscored=_unscored(components),
        rank=split_rank(now, published, seen, unit, framework.criteria.index.ties, rank_on),
        membership=changed_membership(now, published, seen, {str(here["group"])}),
        overtaken_by=overtaken_by,
        overtook=overtook,
    )


def _unscored(components: pd.DataFrame) -> tuple[int, float]:
    """How many rows of `split_index` are not scored in one of the two years in which they apply, and their part."""
    lacking = components[["prev_points", "points"]].isna().any(axis=1)
    rows = components[lacking & (components["status"] == "both")]
    return len(rows), float(rows["contribution"].sum())


def _passings(now: Year, seen: Year, unit: str, rank_on: str) -> tuple[list[Passing], list[Passing]]:
    """Units that passed `unit`, and units that it passed."""
    both = in_both(now, seen, unit, rank_on)
    if unit not in both["unit"].to_numpy():
        return [], []
    tables = [year.results.set_index("unit") for year in (seen, now)]
    ranks, tied = ([table[name].to_dict() for table in tables] for name in ("rank", "tied"))
    by = tables[1]["index" if rank_on == "published" else "exact"]
    distance = (by - by[unit]).abs()

    def told(others: list[str], of_others: bool) -> list[Passing]:
        nearest = sorted(others, key=lambda each: float(distance[each]))
        gains = biggest_gains(now, seen, unit, nearest, of_others=of_others)
        pairs = zip(nearest, gains, strict=True)
        return [
            Passing(
                each, float(ranks[0][each]), float(ranks[1][each]), (bool(tied[0][each]), bool(tied[1][each])), most
            )
            for each, most in pairs
        ]

    ahead, behind = passers(both, unit)
    return told(ahead, True), told(behind, False)
