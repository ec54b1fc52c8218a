"""What a unit's index is made of: the one place from which every table takes its adjustments and its total; and its years
side by side, the index and its areas, criteria or components as percent of what applied."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from cchc_cli.index.nodes import nodes_of
from cchc_cli.index.over_units import ranks_of_unit
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.ranks import Year
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.analysis import Composition
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.scores import SelfScore


def compose(year: Year, unit: str) -> Composition:
    """The parts of the index of `unit` and what they come to."""
    line = year.line(unit)
    points, maximum, exact, index = (float(line[name]) for name in ("points", "max", "exact", "index"))
    return Composition(
        scale=year.marks.framework.index.scale,
        points=points,
        max=maximum,
        exact=exact,
        index=index,
        adjustments=adjustments_of(year.marks, unit),
    )


def highest_index(framework: YearFramework) -> tuple[float, float]:
    """The highest index that a unit can have, and how much of it are bonus points: the scale and all bonus, capped."""
    settings = framework.index
    bonus = sum(each.max for each in framework.adjustments if each.kind == "bonus")
    bonus = bonus if settings.bonus_cap is None else min(bonus, settings.bonus_cap)
    return settings.scale + bonus, bonus


def adjustments_of(marks: YearPoints, unit: str, *, everything: bool = False) -> pd.DataFrame:
    """One row an adjustment that `unit` was given, or with `everything` each of the year: level, id, given, points, note.

    `points` are what the adjustment does to the index, after the caps: a penalty's are below 0.
    """
    row = marks.row(unit)
    extras = marks.framework.adjustments
    table = pd.DataFrame(
        {
            "level": pd.Series([each.kind for each in extras], dtype=object),
            "id": pd.Series([each.id for each in extras], dtype=object),
            "given": marks.given[row],
            "points": marks.effects[row],
            "note": marks.adjustment_notes[row],
        }
    )
    there = np.ones(len(table), dtype=bool) if everything else table["given"] != 0
    return pd.DataFrame(table[there]).reset_index(drop=True)


def self_score(official: Year, own: Year, unit: str, *, appraised: bool) -> SelfScore | None:
    """What `unit` gave itself (results on the basis of the self-score) against what it got; None without a self-score."""
    marks, mine = official.marks, own.marks
    row, mine_row = marks.row(unit), mine.row(unit)
    # On the basis of the self-score a blank takes the rule on the value: the unit did not give itself that.
    scored = mine.scored[mine_row] & ~np.isnan(marks.self_points[row])
    both = marks.scored[row] & scored
    if not both.any():
        return None
    given, got = mine.points[mine_row][both], marks.points[row][both]
    extras = mine.effects[mine_row].sum(), marks.effects[row].sum()
    applies = marks.applicable[row] | mine.applicable[mine_row]
    sums = float(given.sum() + extras[0]), float(got.sum() + extras[1])
    if both.sum() == applies.sum():
        sums = float(own.line(unit)["index"]), float(official.line(unit)["index"])
    cut = int((billionths(got) < billionths(given)).sum())
    all_given = float(mine.points[mine_row][scored].sum() + extras[0])
    counts = int(both.sum()), int(applies.sum()), cut
    adjusted, changed, all_given = cleaned((extras[1] - extras[0], (got - given).sum(), all_given)).tolist()
    return SelfScore(*sums, *counts, adjusted, changed, all_given, int(scored.sum()), appraised)


WHOLE = ("points", "max", "exact", "index", "index_best", "bonus", "penalty", "rating", "rating_best", "provisional")
Pair = tuple[Year, Year]
"""A year as it was published, and the same with units that have merged since then as one."""


def trend_years(pairs: list[Pair], unit: str) -> pd.DataFrame:
    """One row a year (in all of them `unit` has scores).

    year, points, max, exact, scale, percent (of the scale that the exact index is), index, index_best, bonus, penalty,
    rating, rating_best, rank, tied, ranked (units with a rank in its group), provisional, merged (the year's figures are the
    mean of several parts), changed (the framework is not that of the row before).
    `rank` is the one that the unit itself had; NaN where it has come from a merger since then.
    """
    rows = []
    before: YearPoints | None = None
    for published, seen in pairs:
        line = seen.line(unit)
        others, scale = published.results, seen.marks.framework.index.scale
        own = published.line(unit) if published.marks.has(unit) else None
        rows.append(
            {
                "year": seen.marks.year,
                **{name: line[name] for name in WHOLE},
                "scale": scale,
                "percent": 100 * line["exact"] / scale if line["open"] < line["max"] else np.nan,
                "rank": np.nan if own is None else own["rank"],
                "tied": own is not None and own["tied"],
                "ranked": int((others["rank"].notna() & (others["group"] == line["group"])).sum()),
                "merged": len(seen.marks.merged.get(unit, ())) > 1,
                "changed": before is not None and maxima_of(before, unit) != maxima_of(seen.marks, unit),
            }
        )
        before = seen.marks
    return pd.DataFrame(rows)


def trend_adjustments(pairs: list[Pair], unit: str) -> pd.DataFrame:
    """One row an adjustment and a year in which `unit` was given it: level, id, year, points (a penalty's below 0)."""
    tables = [adjustments_of(seen.marks, unit).assign(year=seen.marks.year) for _published, seen in pairs]
    table = pd.concat(tables, ignore_index=True)
    order = {each.id: place for place, each in enumerate(pairs[-1][1].marks.framework.adjustments)}
    places = table["id"].map(lambda each: order.get(each, -1)).sort_values(kind="stable").index
    return table.loc[places, ["level", "id", "year", "points"]].reset_index(drop=True)


def maxima_of(marks: YearPoints, unit: str) -> dict[str, float]:
    """What a year's framework gives `unit` points for."""
    return {leaf.id: leaf.max for leaf in marks.framework_of(unit).leaves}


def trend_nodes(pairs: list[Pair], unit: str, level: str) -> pd.DataFrame:
    """One row a node of `level` and a year in which it exists: id, year, points, max, open, percent, rank.

    Nodes stand in the order in which they first come, years ascending. What is not scored yet (`open`) counts 0; a
    node with such points has no rank, nor has one of a year in which the unit was not there under its id. There is no
    percent where nothing is scored. `full` is
    the maximum in the framework, whatever applied to the unit.
    """
    table = pd.concat([_nodes(*pair, unit, level) for pair in pairs], ignore_index=True)
    order = {identity: place for place, identity in enumerate(dict.fromkeys(table["id"]))}
    places = table["id"].map(order)
    return table.loc[places.sort_values(kind="stable").index].reset_index(drop=True)


def _nodes(published: Year, seen: Year, unit: str, level: str) -> pd.DataFrame:
    nodes = nodes_of(seen.marks, level).listed
    row = seen.marks.row(unit)
    ranks = np.full(len(nodes.ids), np.nan)
    if published.marks.has(unit):
        ranks = ranks_of_unit(published.marks, nodes_of(published.marks, level), unit)
    full: dict[str, float] = {}
    for leaf in seen.marks.framework_of(unit).leaves:
        full[leaf.above(level)] = full.get(leaf.above(level), 0.0) + leaf.max
    table = pd.DataFrame(
        {
            "id": nodes.ids,
            "year": seen.marks.year,
            "points": nodes.points[row],
            "max": nodes.max[row],
            "open": nodes.open[row],
            "percent": np.where(nodes.open[row] < nodes.max[row], nodes.percent[row], np.nan),
            "full": [full.get(each, 0.0) for each in nodes.ids],
            "rank": ranks,
        }
    )
    return table[table["id"].isin(list(full)) | (table["max"] > 0)]


def summarise(nodes: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """One row a node: id, percents (one a year, NaN where it was not there, or nothing is scored), best, worst, lost (years in a row).

    `best` and `worst` are lists of years, empty where no year differs from another. `lost` counts back from the
    last year. All three leave out years in which something is not scored yet.
    """
    table = nodes.assign(final=nodes["percent"].where(nodes["open"] == 0)).set_index(["id", "year"])
    wide, final = (table[name].unstack("year").reindex(columns=years) for name in ("percent", "final"))  # noqa: PD010
    rows = []
    for identity in dict.fromkeys(nodes["id"]):
        percents = wide.loc[identity].to_numpy(dtype=np.float64)
        known = billionths(final.loc[identity].to_numpy(dtype=np.float64))
        there = ~np.isnan(known)
        # Years in a row, back from the last one.
        lost = np.minimum.accumulate((known[there] < billionths(100.0))[::-1])
        rows.append(
            {
                "id": identity,
                "percents": percents.tolist(),
                "best": _years(years, known, np.max),
                "worst": _years(years, known, np.min),
                "lost": int(lost.sum()),
            }
        )
    return pd.DataFrame(rows)


def _years(years: list[int], known: Floats, extreme: Callable[[Floats], np.float64]) -> list[int]:
    """The years whose value is the extreme one; none where all are the same."""
    values = known[~np.isnan(known)]
    if not len(values) or values.min() == values.max():
        return []
    return [years[at] for at in np.flatnonzero(known == extreme(values))]
