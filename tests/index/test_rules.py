"""Rules, one by one and against the definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.rules import needed_for_maximum, points_of
from cchc_cli.model.criteria import Choice, Deduct, Linear, Rule, Tier, Tiers

TIERS = Tiers(tiers=(Tier(min=100, points=6), Tier(min=98, points=5), Tier(min=95, points=3), Tier(min=90, points=1)))


def points(rule: Rule, value: float, maximum: float) -> float:
    return float(points_of(rule, np.array([value]), maximum)[0])


@pytest.mark.parametrize(
    ("value", "want"), [(100, 6), (99.99, 5), (98, 5), (97.999999, 3), (95, 3), (90, 1), (89.9, 0), (-1, 0), (250, 6)]
)
def test_tiers_give_the_first_that_is_reached(value: float, want: float) -> None:
    assert points(TIERS, value, 6) == want


def test_a_tier_is_reached_in_spite_of_float_noise() -> None:
    assert points(TIERS, 98 - 1e-12, 6) == 5
    assert points(TIERS, 0.1 * 3 * 1000 / 3, 6) == 6


@pytest.mark.parametrize(
    ("rule", "value", "want"),
    [
        (Linear(start=0, to=100), 78, 4.68),
        (Linear(start=0, to=100), 120, 6),
        (Linear(start=0, to=100), -5, 0),
        (Linear(start=0, to=100, floor=50), 49.9, 0),
        (Linear(start=0, to=100, floor=50), 50, 3),
        (Linear(start=10, to=0), 4, 3.6),
        (Linear(start=10, to=0, floor=5), 6, 0),
        (Linear(start=10, to=0, floor=5), 5, 3),
        (Deduct(per=0.25), 2, 5.5),
        (Deduct(per=0.25), 100, 0),
        (Deduct(per=1), 0, 6),
        (Choice(options={"full": 6, "part": 3, "none": 0}), 1, 3),
    ],
)
def test_points(rule: Rule, value: float, want: float) -> None:
    assert points(rule, value, 6) == pytest.approx(want, abs=1e-12)


@given(st.floats(-1e6, 1e6), st.floats(0.1, 100), st.sampled_from([TIERS, Deduct(per=0.5), Linear(start=3, to=-8)]))
def test_points_never_leave_their_range(value: float, maximum: float, rule: Rule) -> None:
    assert 0 <= points(rule, value, maximum) <= maximum


def test_a_missing_value_gives_no_points() -> None:
    for rule in (TIERS, Deduct(per=1), Linear(start=0, to=1), Choice(options={"a": 1})):
        assert np.isnan(points(rule, float("nan"), 6))


def test_what_the_maximum_needs() -> None:
    assert needed_for_maximum(TIERS, 6) == (100, 1)
    assert needed_for_maximum(Linear(start=10, to=2), 6) == (2, -1)
    assert needed_for_maximum(Deduct(per=1), 6) == (0, -1)
    assert needed_for_maximum(Choice(options={"a": 6}), 6) is None


@pytest.mark.parametrize(("start", "to"), [(0.0, 1e-320), (1e-320, 0.0)])
def test_ends_that_are_all_but_one_give_points_and_no_warning(start: float, to: float) -> None:
    rule = Linear(start=start, to=to)
    assert [points(rule, value, 90) for value in (start, to, 5 * (1 if to else -1))] == [0, 90, 90]
