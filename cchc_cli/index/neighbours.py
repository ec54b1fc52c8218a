"""What it takes to pass the units above, and what may be lost before those below pass."""

import numpy as np
import pandas as pd

from cchc_cli.index.rounding import BILLION, billionths
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Index, Rating


def exact_needed(target: float, settings: Index, rank_on: str, *, beyond: bool) -> float:
    """The smallest exact index that counts as much as `target` in a ranking; with `beyond`, as more.

    On the published index that is where rounding half up reaches `target` (the next figure that can be
    published, where it is none), or the one after it; on the exact one a billionth more (what is closer counts
    as equal).
    """
    if rank_on == "exact" or settings.rounding is None:
        return float(target + (1 / BILLION if beyond else 0.0))
    step = 10.0**-settings.rounding
    published = np.ceil(billionths(target) / (BILLION * step) - NOISE) * step
    return float(published) + (step if beyond else 0.0) - step / 2


def neighbours(results: pd.DataFrame, unit: str, settings: Index, rank_on: str, above: int = 5) -> pd.DataFrame:
    """The `above` units next above `unit` in its group and the one next below, highest first.

    unit, rank, index, gap (its index − ours), points: for a unit above the points that `unit` needs to pass
    it, for the one below (negative) those that it may lose before it is passed. Empty where `unit` has no rank.
    """
    own = results[results["unit"] == unit].iloc[0]
    by = "index" if rank_on == "published" else "exact"
    group = results[(results["group"] == own["group"]) & results["rank"].notna()]
    table = group.sort_values(by, ascending=False, kind="stable")[["unit", "rank", "index", "exact"]]
    if np.isnan(own["rank"]):
        table = table.head(0)
    values = billionths(table[by])
    height = billionths(own[by])
    higher, lower = table[values > height].tail(above), table[values < height].head(1)
    table = pd.concat([higher, lower])
    needed = [exact_needed(float(target), settings, rank_on, beyond=True) for target in higher[by]]
    needed += [exact_needed(float(target), settings, rank_on, beyond=False) for target in lower[by]]
    gap = table[by] - own[by]
    points = (np.array(needed) - own["exact"]) * own["max"] / settings.scale
    return pd.DataFrame(table.assign(gap=gap, points=points).drop(columns="exact").reset_index(drop=True))


def next_rating(own: "pd.Series[float]", settings: Index) -> tuple[Rating, float] | None:
    """The rating above that of a unit's results, and the points that it needs for it; None at the top."""
    above = [rating for rating in settings.ratings if billionths(rating.min) > billionths(own["index"])]
    if not above:
        return None
    needed = exact_needed(above[-1].min, settings, "published", beyond=False)
    return above[-1], float((needed - own["exact"]) * own["max"] / settings.scale)
