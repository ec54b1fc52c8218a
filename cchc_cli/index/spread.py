"""What the figures of many units are like: mean, median, best, worst, and the part that has full points."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from cchc_cli.index.points import Floats
from cchc_cli.index.rounding import billionths


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
