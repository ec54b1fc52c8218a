"""Random frameworks written as annexes in random styles come back as they were, or what differs is told."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tools.search.annexes import judged, make


@given(st.integers(0, 10**9))
def test_nothing_is_read_wrong_in_silence(seed: int) -> None:
    verdict, silent = judged(make(random.Random(seed)))
    assert (verdict != "wrong", silent) == (True, [])


def test_most_annexes_are_read_whole() -> None:
    """All told and none right would be no reading."""
    verdicts = [judged(make(random.Random(f"whole {number}")))[0] for number in range(60)]
    assert verdicts.count("right") > 30
