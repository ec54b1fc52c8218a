"""Exact rounding of sums of points.

Points are short decimals; sums of their binary floats are off by some 1e-13. A value is first cleaned to
whole billionths (1e-9), and all comparing and rounding is done on these whole numbers.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

BILLION = 1_000_000_000


def billionths(values: ArrayLike) -> NDArray[np.float64]:
    """Values as whole billionths, NaN kept. Exact up to 9 million."""
    return np.rint(np.asarray(values, dtype=np.float64) * BILLION)


def whole(value: float) -> int:
    """A number as whole billionths, for sums and comparisons that are exact whatever their size."""
    return int(billionths(value))


def cleaned(values: ArrayLike) -> NDArray[np.float64]:
    """Values without float noise: 0.1 + 0.2 becomes 0.3, and minus zero becomes zero."""
    result: NDArray[np.float64] = billionths(values) / BILLION + 0.0
    return result


def at_least(values: ArrayLike) -> NDArray[np.float64]:
    """The least values of whole billionths that are not less: what of a billionth is missing is missing."""
    result: NDArray[np.float64] = np.ceil(np.asarray(values) * BILLION - 1e-3) / BILLION
    return result


def half_up(values: ArrayLike, decimals: int | None) -> NDArray[np.float64]:
    """Rounded half up to `decimals`; None only cleans. 79.995 becomes 80.00 whatever its binary float says."""
    if decimals is None:
        return cleaned(values)
    step = 10 ** (9 - decimals)
    result: NDArray[np.float64] = np.floor((billionths(values) + step / 2) / step) / 10**decimals
    return result


def one_more_than_above(value: float, others: NDArray[np.float64], ties: str) -> int:
    """The rank of `value` among `others` (NaN = not there)."""
    above = others[others > value]
    return 1 + len(np.unique(above) if ties == "dense" else above)
