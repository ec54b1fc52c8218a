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
KEYS = ("year", "unit", "component")


def changed_cells(framework: Framework, old: Scores, new: Scores) -> pd.DataFrame:
    """One row a cell that differs: year, unit, component (ids), column, old and new (a number, a text, or None).

    The two have the same units. A row that only one of them has differs in every cell that says anything.
    """
    both = _cells(old).merge(_cells(new), on=list(KEYS), how="outer", suffixes=(" old", " new"), sort=True)
    parts = []
    for column in (*NUMBERS, *TEXTS):
        before, after = (both[f"{column} {which}"].to_numpy() for which in ("old", "new"))
        differs = ~(_same(before, after) | (_blank(before) & _blank(after)))
        part = both.loc[differs, list(KEYS)].assign(column=column)
        if len(part):
            ids = [framework.component_ids[code] for code in part["component"]]
            rules = [framework.rule_of(each) if column == "value" else None for each in ids]
            for name, cells in (("old", before[differs]), ("new", after[differs])):
                part[name] = np.array(
                    [_shown(rule, cell) for rule, cell in zip(rules, cells, strict=True)], dtype=object
                )
            parts.append(part)
    if not parts:
        return pd.DataFrame(columns=[*KEYS, "column", "old", "new"])
    found = pd.concat(parts, ignore_index=True).sort_values(list(KEYS), kind="stable", ignore_index=True)
    return found.assign(
        unit=[new.units[code].id for code in found["unit"]],
        component=[framework.component_ids[code] for code in found["component"]],
        **{
            name: pd.Series([None if pd.isna(each) else each for each in found[name]], dtype=object)
            for name in ("old", "new")
        },
    )


def changed_results(framework: Framework, old: Scores, new: Scores, year: int, rank_on: str) -> pd.DataFrame:
    """The units of a year whose index, rating or rank differs: results of `new`, with prev_index, prev_rank and so on."""
    then, now = (ranked_year(year_points(framework, each, year), rank_on).results for each in (old, new))
    both = compare_years(now, then, then)
    gone = then[~then["unit"].isin(now["unit"])]
    both["prev_rating"] = both["unit"].map(then.set_index("unit")["rating"])
    # Provisional indices are worst cases, and compared all the same: both are of the same year.
    both["prev_index"] = both["unit"].map(then.set_index("unit")["index"])
    both["index_change"] = both["index"] - both["prev_index"]
    lost = gone.assign(
        prev_index=gone["index"], prev_rank=gone["rank"], prev_rating=gone["rating"], prev_tied=gone["tied"]
    )
    lost = lost.assign(index=np.nan, rank=np.nan, rating=None, rank_change=np.nan, index_change=np.nan, tied=False)
    found = pd.concat([both, lost], ignore_index=True) if len(lost) else both
    differs = ~(_same(found["index"].to_numpy(), found["prev_index"].to_numpy())) | ~(
        _same(found["rank"].to_numpy(), found["prev_rank"].to_numpy())
    )
    found = found[differs]
    # Whose index has changed comes first; the others have moved because of them.
    moved = found["index_change"].fillna(0.0).abs() < NOISE
    gone_or_new = found["index"].isna() != found["prev_index"].isna()
    return found.loc[(moved & ~gone_or_new).sort_values(kind="stable").index].reset_index(drop=True)


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
    frame = scores.frame.assign(unit=table[scores.frame["unit"].to_numpy()] if len(scores.frame) else [])
    return replace(scores, frame=frame, units=units)


def _keys(scores: Scores) -> NDArray[np.int64]:
    year, unit, component = (scores.frame[name].to_numpy().astype(np.int64) for name in KEYS)
    return (year << 44) | (unit << 20) | component


def _cells(scores: Scores) -> pd.DataFrame:
    """The rows with what stands in their cells: numbers, NA, texts; None where nothing does."""
    frame = scores.frame
    notes = np.array([*(note or None for note in scores.notes)], dtype=object)
    found = pd.DataFrame({name: frame[name].to_numpy().astype(np.int64) for name in KEYS})
    for name, flag in NUMBERS.items():
        if name not in frame:
            found[name] = np.full(len(frame), None, dtype=object)
            continue
        cells = frame[name].to_numpy().astype(object)
        if flag is not None:
            cells[frame[flag].to_numpy().astype(bool)] = NOT_APPLICABLE
        found[name] = cells
    for name in TEXTS:
        found[name] = notes[frame[name].to_numpy().astype(np.int64)] if name in frame else None
    return found


def _blank(cells: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray(pd.isna(cells), dtype=np.bool_)


def _same(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray((one == other) | (_blank(one) & _blank(other)), dtype=np.bool_)


def _shown(rule: Any, cell: Any) -> Any:
    """A cell as scripts get it: the option of a choice, None for a blank."""
    if pd.isna(cell):
        return None
    return rule.shown(cell) if rule is not None and not isinstance(cell, str) else cell
