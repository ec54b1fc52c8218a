"""How far the tiers of a measure are, against counting row by row."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cchc_cli.index.measured import ladder_of
from cchc_cli.model.rules import Tier, Tiers

BOUNDS = st.lists(
    st.tuples(st.integers(0, 1000), st.booleans()), min_size=1, max_size=4, unique_by=lambda each: each[0]
)


def rule_of(tiers: list[tuple[Fraction, bool]], better: int, *, rest: bool) -> Tiers:
    """A point more for each tier that is reached, the worst first; with `better` -1 for each that is not.

    `rest`: a last tier says that all else gets nothing (“Dưới 90%: 0 điểm”), which is no tier that can be kept.
    """
    begins = [{"above" if beyond else "min": float(bound)} for bound, beyond in tiers]
    if better > 0:
        last = [Tier(points=0.0, min=0.0)] * rest
        return Tiers(tiers=(*(Tier(points=at, **begin) for at, begin in reversed([*enumerate(begins, 1)])), *last))
    return Tiers(tiers=tuple(Tier(points=at, **begin) for at, begin in enumerate([*begins, {"min": 0.0}])))


@given(BOUNDS, st.integers(1, 300), st.integers(0, 300), st.sampled_from([1, -1]), st.booleans())
def test_distances_are_those_of_counting_one_row_after_the_other(
    bounds: list[tuple[int, bool]], below: int, above: int, better: int, rest: bool
) -> None:
    assume(above <= below and (better > 0 or (0, False) not in bounds) and not (rest and 0 in dict(bounds)))
    tiers = [(Fraction(tenths, 10), beyond) for tenths, beyond in sorted(bounds, reverse=better < 0)]
    rule, most = rule_of(tiers, better, rest=rest), float(len(tiers))

    def reached(rows: int) -> int:
        """How many tiers so many good rows reach, or so many bad rows leave in reach."""
        share = Fraction(100 * rows, below)
        return sum((share > bound if beyond else share >= bound) == (better > 0) for bound, beyond in tiers)

    value = np.array([round(100 * above / below, 9)])
    counts = np.array([float(above)]), np.array([float(below)]), value
    found = {
        name: each[0] for name, each in ladder_of(rule, np.array([most]), "rate", counts, np.array([np.nan])).items()
    }
    here = reached(above)
    assert found["points"] == here
    if here < len(tiers):
        assert found["next_tier"] == float(tiers[here][0])
        assert found["distance"] == next(more for more in range(1, 700) if reached(above + better * more) > here)
    else:
        assert np.isnan([found["next_tier"], found["distance"]]).all()
    if here:
        fewer = next(less for less in range(1, 700) if reached(above - better * less) < here)
        assert found["tier"] == float(tiers[here - 1][0])
        assert found["spare"] == fewer - 1
        assert found["fall_points"] == reached(above - better * fewer)
    else:
        assert np.isnan([found["tier"], found["spare"], found["fall_points"]]).all()


@pytest.mark.parametrize(
    ("better", "above", "next_tier", "tier", "fall"),
    [(1, 96, 100, 95, 0), (1, 99, 100, 95, 0), (1, 90, 95, None, None), (-1, 4, 0, 5, 1), (-1, 20, 5, None, None)],
)
def test_tiers_that_give_the_same_points_are_one(
    better: int, above: int, next_tier: int, tier: int | None, fall: int | None
) -> None:
    """Whoever reaches 98 wins nothing where 95 gives as much, and whoever falls below it loses nothing."""
    points = [4, 3, 3, 0] if better > 0 else [1, 1, 3, 3, 4]
    bounds = [100, 98, 95, 90] if better > 0 else [20, 5, 2, 0]
    begins = (
        [{"min": float(each)} for each in bounds]
        if better > 0
        else [*({"above": float(x)} for x in bounds), {"min": 0.0}]
    )
    rule = Tiers(tiers=tuple(Tier(points=float(at), **begin) for at, begin in zip(points, begins, strict=True)))
    counts = np.array([float(above)]), np.array([100.0]), np.array([float(above)])
    found = {
        name: each[0] for name, each in ladder_of(rule, np.array([4.0]), "rate", counts, np.array([np.nan])).items()
    }
    assert found["next_tier"] == next_tier
    assert (tier is None and np.isnan(found["tier"])) or (found["tier"], found["fall_points"]) == (tier, fall)
