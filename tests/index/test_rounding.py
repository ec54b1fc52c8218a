"""Rounding at the edges, whatever the binary float says."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.results import rate
from cchc_cli.index.rounding import cleaned, half_up
from cchc_cli.model.criteria import Rating


@pytest.mark.parametrize(
    ("value", "decimals", "want"),
    [
        (79.995, 2, 80.0),
        (0.465, 2, 0.47),
        (79.99499999, 2, 79.99),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.5, 0, 1.0),
        (-0.125, 2, -0.12),
        (0.1 + 0.2, None, 0.3),
        (76.08, 2, 76.08),
    ],
)
def test_half_up(value: float, decimals: int | None, want: float) -> None:
    assert half_up([value], decimals).tolist() == [want]


@given(st.integers(0, 10**7), st.integers(0, 5), st.integers(-5, 5))
def test_half_up_is_decimal_half_up_for_any_noise(thousandths: int, decimals: int, noise: int) -> None:
    exact = Decimal(thousandths) / 1000
    value = float(exact) + noise * 1e-14 * max(1.0, float(exact))
    want = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert half_up([value], decimals).tolist() == [float(want)]


def test_cleaned_keeps_missing() -> None:
    assert str(cleaned([float("nan")]).tolist()) == "[nan]"


def test_a_billionth_under_a_rating_is_under_it_and_float_noise_is_not() -> None:
    ratings = (Rating(id="good", name="Good", min=80), Rating(id="weak", name="Weak", min=0))
    rated = rate(np.array([79.999999999, 80 - 1e-13, 80.0, np.nan]), ratings)
    assert rated.tolist() == ["weak", "good", "good", None]
