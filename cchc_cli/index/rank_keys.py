"""What units are ranked by: the index, and what `index.ties_by` breaks equal ones with."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from cchc_cli.index.points import Floats
from cchc_cli.index.rounding import billionths

Keys = list[Floats]
"""Columns that are compared from left to right, in whole billionths; NaN in the first: no rank."""
NONE = -1.0
"""A node that does not apply to a unit comes after all percents."""


def keys_of(results: pd.DataFrame, rank_on: str, *, best: bool = False) -> Keys:
    """What the units of `results` (see `unit_results`) are compared by; with `best`, once all is scored in full."""
    end = "_best" if best else ""
    index = results[("index" if rank_on == "published" else "exact") + end]
    ties = [results[name] for name in results.columns if name.startswith(f"tie{end} ")]
    return [billionths(index), *(np.nan_to_num(billionths(tie), nan=NONE) for tie in ties)]


def heights_of(tables: Sequence[Keys]) -> list[Floats]:
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


def ties_of(keys: Keys) -> Iterable[tuple[float, ...]]:
    """Row by row what breaks a tie."""
    return zip(*keys[1:], strict=True) if len(keys) > 1 else (() for _row in keys[0])
