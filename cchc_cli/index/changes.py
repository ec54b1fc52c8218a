"""Two tables of scores side by side: the cells that differ, and what that makes of indices and ranks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import compare_years, ranked_year
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.framework import Framework
from cchc_cli.model.scores import Scores, Unit

NOT_APPLICABLE = "NA"
NUMBERS = {"value": None, "self": "self_excluded", "score": "excluded", "appraised1": None}
"""Columns of numbers, and the flag that says NA in their place."""
TEXTS = ("appeal", "note")
KEYS = ["year", "unit", "component"]
OLD, NEW = " old", " new"


def changed_cells(framework: Framework, old: Scores, new: Scores) -> pd.DataFrame:
    """One row a cell that differs: year, unit, component (ids), column, old and new (a number, a text, or None).

    The two have the same units. A row that only one of them has differs in every cell that says anything.
    """
    words: dict[str, int] = {"": 0}
    both = _coded(old, words).merge(_coded(new, words), on=KEYS, how="outer", suffixes=(OLD, NEW), sort=True)
    texts, parts = list(words), []
    for column in (*NUMBERS, *TEXTS):
        rows = both[_differs(both, column)]
        cells = {name: _shown(framework, rows, column, which, texts) for name, which in (("old", OLD), ("new", NEW))}
        parts.append(rows[KEYS].assign(column=column, **cells))
    found = pd.concat(parts, ignore_index=True).sort_values(KEYS, kind="stable", ignore_index=True)
    return found.assign(
        unit=[new.units[code].id for code in found["unit"]],
        component=[framework.component_ids[code] for code in found["component"]],
    )


def _coded(scores: Scores, words: dict[str, int]) -> pd.DataFrame:
    """The rows with their numbers, flags, and texts as positions in `words`, which grows."""
    frame = scores.frame
    places = np.array([words.setdefault(note, len(words)) for note in scores.notes], dtype=np.int64)
    found = {name: frame[name].to_numpy().astype(np.int64) for name in KEYS}
    for name, flag in NUMBERS.items():
        found[name] = frame[name].to_numpy() if name in frame else np.full(len(frame), np.nan)
        if flag is not None:
            found[flag] = frame[flag].to_numpy().astype(np.int64)
    for name in TEXTS:
        found[name] = places[frame[name].to_numpy()] if name in frame else np.zeros(len(frame), dtype=np.int64)
    return pd.DataFrame(found)


def _differs(both: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    """Where a column says something else; what a row that is not there would have is blank."""
    one, other = (both[f"{column}{which}"].to_numpy() for which in (OLD, NEW))
    if column in TEXTS:
        return np.asarray(np.nan_to_num(one) != np.nan_to_num(other), dtype=np.bool_)
    differs = ~_same(one, other)
    if flag := NUMBERS[column]:
        was, is_now = (np.nan_to_num(both[f"{flag}{which}"].to_numpy()) for which in (OLD, NEW))
        differs |= was != is_now
    return differs


def _shown(framework: Framework, rows: pd.DataFrame, column: str, which: str, texts: list[str]) -> "pd.Series[Any]":
    """The cells as scripts get them: numbers, NA, the option of a choice, texts; None for a blank."""
    given = rows[f"{column}{which}"]
    if column in TEXTS:
        words = pd.Series([*texts], dtype=object).replace("", None)
        return words.reindex(given.fillna(0)).set_axis(rows.index)
    cells = given.astype(object).where(given.notna(), None)
    if column == "value":
        rules = (framework.rule_of(framework.component_ids[code]) for code in rows["component"])
        shown = [
            cell if rule is None or cell is None else rule.shown(cell) for rule, cell in zip(rules, cells, strict=True)
        ]
        return pd.Series(shown, index=rows.index, dtype=object)
    if flag := NUMBERS[column]:
        return cells.mask(rows[f"{flag}{which}"].fillna(0).astype(bool), NOT_APPLICABLE)
    return cells


def changed_results(framework: Framework, old: Scores, new: Scores, year: int, rank_on: str) -> pd.DataFrame:
    """The units of a year whose index, rating or rank differs: results of `new`, with prev_index, prev_rank and so on."""
    then, now = (ranked_year(year_points(framework, each, year), rank_on).results for each in (old, new))
    both = compare_years(now, then, then)
    gone = then[~then["unit"].isin(now["unit"])]
    both["prev_rating"] = both["unit"].map(then.set_index("unit")["rating"])
    both["prev_provisional"] = both["unit"].isin(then.loc[then["provisional"], "unit"])
    # Provisional indices are worst cases, and compared all the same: both are of the same year.
    both["prev_index"] = both["unit"].map(then.set_index("unit")["index"])
    both["index_change"] = both["index"] - both["prev_index"]
    lost = gone.assign(
        prev_index=gone["index"], prev_rank=gone["rank"], prev_rating=gone["rating"], prev_tied=gone["tied"],
        prev_provisional=gone["provisional"], provisional=False,
    )  # fmt: skip
    lost = lost.assign(index=np.nan, rank=np.nan, rating=None, rank_change=np.nan, index_change=np.nan, tied=False)
    found = pd.concat([both, lost], ignore_index=True) if len(lost) else both
    pairs = (("index", "prev_index"), ("rank", "prev_rank"), ("rating", "prev_rating"))
    differs = ~np.logical_and.reduce([_same(found[now].to_numpy(), found[then].to_numpy()) for now, then in pairs])
    # What a unit gives itself makes no index.
    found = found[differs & found["unit"].isin([*_scored(then), *_scored(now)])]
    # Whose index has changed comes first; the others have moved because of them.
    moved = found["index_change"].fillna(0.0).abs() < NOISE
    gone_or_new = found["index"].isna() != found["prev_index"].isna()
    return pd.DataFrame(found.loc[(moved & ~gone_or_new).sort_values(kind="stable").index]).reset_index(drop=True)


def _scored(results: pd.DataFrame) -> "pd.Series[str]":
    """The units with official points."""
    some = ~results["provisional"] | (results["open"] < results["max"])
    return results.loc[some | (results[["bonus", "penalty"]] != 0).any(axis=1), "unit"]


def same_units(tables: Sequence[Scores]) -> list[Scores]:
    """The tables with the units of all, at the same places."""
    units = {unit.id: unit for table in tables for unit in table.units}
    listed = tuple(units.values())
    return [table if table.units == listed else _renumbered(table, listed) for table in tables]


def put_over(base: Scores, top: Scores, other: Scores) -> Scores:
    """`top`, and the rows of `base` that neither it nor `other` has; all with the same units."""
    kept = ~np.isin(_keys(base), np.concatenate([_keys(top), _keys(other)]))
    words = {note: place for place, note in enumerate(base.notes)}
    places = np.array([words.setdefault(note, len(words)) for note in top.notes], dtype=np.int32)
    own = {name: places[top.frame[name].to_numpy()] for name in TEXTS if name in top.frame}
    parts = [base.frame[kept], top.frame.assign(**own)]
    parts = [part for part in parts if len(part)] or parts[:1]
    frame = pd.concat(parts, ignore_index=True)
    blank = {"appeal": 0} if "appeal" in frame else {}
    return Scores(frame.fillna(blank), base.units, tuple(words))


def _renumbered(scores: Scores, units: tuple[Unit, ...]) -> Scores:
    places = {unit.id: place for place, unit in enumerate(units)}
    table = np.array([places[unit.id] for unit in scores.units], dtype=np.int32)
    frame = scores.frame.assign(unit=table[scores.frame["unit"].to_numpy().astype(np.int64)])
    return replace(scores, frame=frame, units=units)


def _keys(scores: Scores) -> NDArray[np.int64]:
    year, unit, component = (scores.frame[name].to_numpy().astype(np.int64) for name in KEYS)
    return (year << 44) | (unit << 20) | component


def _same(one: NDArray[np.generic], other: NDArray[np.generic]) -> NDArray[np.bool_]:
    return np.asarray((one == other) | (pd.isna(one) & pd.isna(other)), dtype=np.bool_)
