"""Lost points: where they went, since when, and the flags that a review asks for; what was cut of the self-score."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.composition import adjustments_of
from cchc_cli.index.nodes import nodes_of
from cchc_cli.index.over_units import ranks_of_unit
from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.analysis import NextPoints
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.columns import FLAGS
from cchc_cli.model.framework import Framework, YearFramework
from cchc_cli.model.rules.base import BaseRule
from cchc_cli.model.scores import Scores

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
    # Where nothing applied to the unit it had no penalty, and no result to compare with.
    if before is not None and before.has(unit) and before.max[before.row(unit)].any():
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
    target = _next_target(rule, points, maximum)
    needed, option = rule.needed(target, maximum, best), rule.needed_text(target)
    words = rule.name(option) if option else rule.for_all_points
    if target - points <= NOISE or (needed is None and not words):
        return None
    return NextPoints(leaf.id, rule.shown(value) if follows else None, needed, words, float(cleaned(target - points)))


def _next_target(rule: BaseRule, points: float, maximum: float) -> float:
    """The points of the next tier or option; all of them where there are no steps, or nobody can name the next."""
    if rule.for_all_points or (rule.takes_numbers and not rule.thresholds()):
        return maximum
    return float(rule.steps(np.array([points]), maximum)[1][0])


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


Stages = pd.DataFrame
"""From the self-score over the appraisals to the official points; points NaN where a stage has none.

- `level` (`component`, `bonus` or `penalty`), `component` (its id), `max`
- `self`, `appraised1`, `score`: the unit's own points, those of the first appraisal, the official ones; of an
  adjustment what it does to the index after the caps, a penalty's below 0, of a maximum of 0
- `latest`: the official points, those of the first appraisal where there are none yet
- `cut`, `won_back`: what each stage took off the points of the stage before it, and what it added, from the
  self-score on, over the stages that there are: self − cut + won_back = latest. NaN where there is no
  self-score, or nothing to compare it with
- `below`: self − latest, where they are less; `arguable`: what of that can be asked for (see `with_registers`)
- `status`: `waiting` (no points but the unit's own), `agreed`, `raised`, `cut`, `partly` (won back), `won_back`;
  blank where the unit has not scored itself
- `unnamed`: whether the unit wrote no points of its own; those of an adjustment are 0 then, or what its rule gives
- `stages`: the names of the stages that have points; `appeal`, `note`: positions in the notes
"""


def stages(marks: YearPoints, own: YearPoints, framework: Framework, scores: Scores, unit: str) -> Stages:
    """One row a component that applies to `unit`, in the order of the file, then one an adjustment that it was given.

    `own` are the points of the year on the basis of the self-score."""
    row, extras = marks.row(unit), marks.framework.adjustments
    components = marks.of_unit(unit)
    count = len(components)
    ids = [*components["component"], *(extra.id for extra in extras)]
    columns = _columns(marks, ids, framework.component_ids, scores, unit)
    adjusted = _adjusted(marks, own, unit, columns["appraised1"][count:])
    of_components = marks.self_points[row], columns["appraised1"][:count], components["points"]
    given, first, official = (np.concatenate(pair) for pair in zip(of_components, adjusted, strict=True))
    latest = np.where(np.isnan(official), first, official)
    # A stage that is missing changes nothing: the next one is compared with the one before it.
    middle = np.where(np.isnan(first), given, first)
    cut = cleaned(_above(given, middle) + _above(middle, latest))
    won_back = cleaned(_above(middle, given) + _above(latest, middle))
    table = pd.DataFrame(
        {
            "level": ["component"] * count + [each.kind for each in extras],
            "component": ids,
            "max": np.concatenate([components["max"], np.zeros(len(extras))]),
            "self": given,
            "appraised1": first,
            "score": official,
            "latest": latest,
            "cut": cut,
            "won_back": won_back,
            "below": _above(given, latest),
            "status": _status(given, latest, cut, won_back),
            "unnamed": np.isnan(columns["self"]),
            "stages": _names({"self": given, "appraised1": first, "score": official}),
            "appeal": columns["appeal"].astype(np.intp),
            "note": np.concatenate([components["note"], marks.adjustment_notes[row]]),
        }
    )
    there = [*marks.applicable[row], *(np.nan_to_num(adjusted) != 0).any(axis=0)]
    return pd.DataFrame(table[there]).reset_index(drop=True)


def with_registers(table: Stages, registered: Mapping[str, float]) -> Stages:
    """`table` with `arguable`, what is asked for, and `disproved`: the points of the unit's own registers are no more.

    An office whose own list disproves a part of what it asks for loses the rest of its case, so that is left out; what
    somebody has explained stays, since the registers may lack what they know."""
    given = table["component"].map(registered).astype(float).round(9)
    disproved = (table["below"] > 0) & (given <= table["latest"].round(9))
    asked = table["below"].where(~disproved | (table["appeal"] > 0), 0.0)
    return table.assign(arguable=asked, disproved=disproved)


def self_scored_inapplicable(marks: YearPoints, framework: Framework, scores: Scores, unit: str) -> list[str]:
    """The components that `unit` scored itself and that are not applicable (NA) to it: they have no stages."""
    components = marks.of_unit(unit)["component"].to_numpy()
    given = _columns(marks, [*components], framework.component_ids, scores, unit)["self"]
    return [*components[~np.isnan(given) & ~marks.applicable[marks.row(unit)]]]


def _adjusted(marks: YearPoints, own: YearPoints, unit: str, first: Floats) -> Floats:
    """What the adjustments of `unit` count for at each stage (stages × adjustments), the caps of each stage applied.

    What the unit, or the appraisal, does not name it gives nothing, as the index has it; a stage that has
    scored nothing at all says nothing of them.
    """
    row, own_row = marks.row(unit), own.row(unit)
    extras = marks.adjustments.copy()
    extras[row] = np.nan_to_num(first)
    counted = np.array(
        [
            own.effects[own_row],
            replace(marks, adjustments=extras).effects[row],
            marks.effects[row],
        ]
    )
    counted[0, :] = np.where(np.isnan(marks.self_points[row]).all(), np.nan, counted[0])
    counted[1, np.isnan(first)] = np.nan
    counted[2, :] = np.where(marks.scored[row].any(), counted[2], np.nan)
    return counted


def _columns(marks: YearPoints, ids: list[str], known: tuple[str, ...], scores: Scores, unit: str) -> dict[str, Floats]:
    """`self`, `appraised1` and `appeal` of the scores by `ids`; NaN, or 0, where there is none."""
    code = next(number for number, each in enumerate(scores.units) if each.id == unit)
    frame = scores.frame[(scores.frame["year"] == marks.year) & (scores.frame["unit"] == code)]
    frame = frame.set_index(frame["component"].map(lambda place: known[place]))
    blanks = {"self": np.nan, "appraised1": np.nan, "appeal": 0.0}
    return {
        name: np.array(frame[name].reindex(ids).fillna(blank), dtype=np.float64)
        if name in frame
        else np.full(len(ids), blank)
        for name, blank in blanks.items()
    }


def _above(points: Floats, others: Floats) -> Floats:
    """How much `points` are above `others`; 0 where they are not, NaN where one is missing."""
    return cleaned(np.maximum(points - others, 0.0))


def _status(own: Floats, latest: Floats, cut: Floats, won_back: Floats) -> NDArray[np.object_]:
    with np.errstate(invalid="ignore"):
        mine, now = billionths(own), billionths(latest)
        status = np.full(len(own), "", dtype=object)
        status[np.isnan(now)] = "waiting"
        status[now < mine] = "cut"
        status[(now < mine) & (won_back > 0)] = "partly"
        status[now == mine] = "agreed"
        status[(now >= mine) & (cut > 0)] = "won_back"
        status[(now > mine) & ~(cut > 0)] = "raised"
        status[np.isnan(mine)] = ""
    return status


def _names(stages: dict[str, Floats]) -> NDArray[np.object_]:
    """For each component the stages that have points, joined by spaces."""
    there = np.array([~np.isnan(points) for points in stages.values()])
    names = np.array(list(stages))
    return np.array([" ".join(names[column]) for column in there.T], dtype=object)
