"""Random points as score sheets and published tables: they come back as they were, and slips are found in their cells."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tools.search.sheets import judged, make


@given(st.integers(0, 10**9))
def test_points_and_places_are_read_as_they_stand_or_refused(seed: int) -> None:
    verdict, silent = judged(make(random.Random(seed)))
    assert (verdict != "wrong", silent) == (True, [])


def test_most_sheets_are_read_whole() -> None:
    """All refused and none right would be no reading."""
    verdicts = [judged(make(random.Random(f"whole {number}")))[0] for number in range(60)]
    assert verdicts.count("right") > 35
