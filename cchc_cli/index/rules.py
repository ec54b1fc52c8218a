"""From raw values to points: one function for each type of rule, always within [0, max]."""

import numpy as np
from numpy.typing import NDArray

from cchc_cli.index.rounding import BILLION, billionths
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Choice, Deduct, Linear, Rule, Tiers

Array = NDArray[np.float64]


def points_of(rule: Rule, values: Array, maximum: float) -> Array:
    """Points of raw values, NaN where the value is NaN.

    For a `choice` a value is the position of the option in the rule.
    """
    with np.errstate(invalid="ignore"):
        points = _raw_points(rule, values, maximum)
        clipped = np.clip(points, 0, maximum)
    return np.where(np.isnan(values), np.nan, clipped)


def _raw_points(rule: Rule, values: Array, maximum: float) -> Array:
    match rule:
        case Choice():
            options = np.array([*rule.options.values(), np.nan])
            positions: Array = options[np.where(np.isnan(values), len(options) - 1, values).astype(np.intp)]
            return positions
        case Tiers():
            return np.select([values >= tier.min - NOISE for tier in rule.tiers], [t.points for t in rule.tiers], 0.0)
        case Linear():
            # Values beyond the ends count as these: however near they are to one another, nothing overflows.
            within = np.clip(values, min(rule.start, rule.to), max(rule.start, rule.to))
            points: Array = maximum * (within - rule.start) / (rule.to - rule.start)
            if rule.floor is None:
                return points
            worse = values < rule.floor - NOISE if rule.to > rule.start else values > rule.floor + NOISE
            return np.where(worse, 0.0, points)
        case Deduct():
            return maximum - rule.per * values


def needed_for_maximum(rule: Rule, maximum: float) -> tuple[float, int] | None:
    """The value that just earns `maximum`, and the better direction: +1 up, -1 down. None for a choice."""
    return needed_for(rule, maximum, maximum)


def needed_for(rule: Rule, points: float, maximum: float) -> tuple[float, int] | None:
    """The value that just earns `points` of `maximum`, and the better direction: +1 up, -1 down. None for a choice."""
    match rule:
        case Tiers():
            return min(tier.min for tier in rule.tiers if tier.points >= points - NOISE), 1
        case Linear():
            value = rule.start + (rule.to - rule.start) * points / maximum
            return value, 1 if rule.to > rule.start else -1
        case Deduct():
            return (maximum - points) / rule.per, -1
        case Choice():
            return None


def option_for(rule: Choice, points: float) -> str:
    """The option with the fewest points that are at least `points`."""
    enough = {option: given for option, given in rule.options.items() if given >= points - NOISE}
    return min(enough, key=lambda option: enough[option])


def steps_of(rule: Rule | None, points: Array, maximum: float) -> tuple[Array, Array]:
    """One step of a rule down and up from `points` of several units: two arrays of points within [0, max].

    A step is the next option or tier; `per` points of a deduction; what one unit of the raw value is worth
    on a line. Without a rule it is the smallest difference between any two of `points`: the appraiser's own.
    """
    match rule:
        case Choice():
            return _next_levels(np.minimum(list(rule.options.values()), maximum), points)
        case Tiers():
            return _next_levels(np.minimum([0.0, *(tier.points for tier in rule.tiers)], maximum), points)
        case Deduct():
            step = rule.per
        case Linear():
            step = maximum / abs(rule.to - rule.start)
        case None:
            given = np.unique(billionths(points[~np.isnan(points)]))
            step = float(np.diff(given).min()) / BILLION if len(given) > 1 else 0.0
    return np.clip(points - step, 0, maximum), np.clip(points + step, 0, maximum)


def _next_levels(levels: Array, points: Array) -> tuple[Array, Array]:
    """The levels next below and next above each of `points`; the points themselves where there is none."""
    known, whole = np.unique(billionths(levels)), billionths(points)
    below = np.searchsorted(known, whole, side="left") - 1
    above = np.searchsorted(known, whole, side="right")
    down = np.where(below >= 0, known[np.maximum(below, 0)] / BILLION, points)
    up = np.where(above < len(known), known[np.minimum(above, len(known) - 1)] / BILLION, points)
    return down, up
