"""From raw values to points: one function for each type of rule, always within [0, max]."""

import numpy as np
from numpy.typing import NDArray

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
            return np.select(
                [values >= tier.min - 1e-9 for tier in rule.tiers], [t.points for t in rule.tiers], 0.0
            )
        case Linear():
            points = maximum * (values - rule.start) / (rule.to - rule.start)
            if rule.floor is None:
                return points
            worse = values < rule.floor - 1e-9 if rule.to > rule.start else values > rule.floor + 1e-9
            return np.where(worse, 0.0, points)
        case Deduct():
            return maximum - rule.per * values


def needed_for_maximum(rule: Rule, maximum: float) -> tuple[float, int] | None:
    """The value that just earns `maximum`, and the better direction: +1 up, -1 down. None for a choice."""
    match rule:
        case Tiers():
            return min(tier.min for tier in rule.tiers if tier.points >= maximum - 1e-9), 1
        case Linear():
            return rule.to, 1 if rule.to > rule.start else -1
        case Deduct():
            return 0.0, -1
        case Choice():
            return None
