"""A published table recomputed: what contradicts, what rounding explains, which ties rounding made."""

from typing import Any

import pytest

from cchc_cli.index.audit import audit, decimals_of
from cchc_cli.model.claims import Claims, Disagreement, Placed, ShareClaim, SumClaim
from cchc_cli.model.criteria import Rating

RATINGS = (
    Rating(id="good", name="Tốt", min=80),
    Rating(id="fair", name="Khá", min=70),
    Rating(id="weak", name="Yếu", min=0),
)


def found(**claims: Any) -> list[Disagreement]:
    return audit(Claims("f", "s", **claims), RATINGS)


def kinds(disagreements: list[Disagreement]) -> list[tuple[str, str]]:
    return [(each.kind, each.cell) for each in disagreements]


def sums(*rows: tuple[str, float, tuple[float, ...]]) -> list[SumClaim]:
    return [SumClaim(cell, cell, "total", said, (parts,)) for cell, said, parts in rows]


def placed(*rows: tuple[str, float, int, str]) -> list[Placed]:
    return [
        Placed(name, "", figure, f"F{n}", rank=rank, rank_cell=f"R{n}", rating=rating, rating_cell=f"T{n}")
        for n, (name, figure, rank, rating) in enumerate(rows, start=1)
    ]


def test_sums() -> None:
    told = found(
        sums=sums(
            ("A1", 6.0, (1.0, 2.0, 3.0)),
            ("A2", 0.3, (0.1, 0.2)),
            ("A3", 6.5, (1.0, 2.0, 3.0)),
            ("A4", 10.01, (3.33, 3.33, 3.34)),
            ("A5", 10.2, (3.33, 3.33, 3.34)),
            ("A6", 54.87, (18.123, 19.5, 17.25)),
        )
    )
    assert kinds(told) == [("sum", "A3"), ("rounding", "A4"), ("sum", "A5")]
    assert [each.expected for each in told] == [6.0, 10.0, 10.0]


def test_what_a_total_is_the_sum_of_is_what_most_rows_say() -> None:
    """Areas 1 and 2 make the total; the third column only repeats a part of the first."""
    rows = [
        SumClaim(f"A{n}", "", "total", said, ((a, b, c), (a, b)))
        for n, (a, b, c, said) in enumerate([(1, 2, 1, 3), (2, 2, 1, 4), (3, 2, 2, 5), (4, 2, 3, 7)], start=1)
    ]
    assert kinds(found(sums=rows)) == [("sum", "A4")]


def test_percentages() -> None:
    def share(cell: str, said: float, points: float, top: float | None = 60.0) -> ShareClaim:
        return ShareClaim(cell, cell, "index", said, points, top)

    told = found(
        shares=[
            share("A1", 82.5, 49.5),
            share("A2", 51.68, 31.0),
            share("A3", 80.0, 31.0),
            share("A4", 51.67, 31.0),
        ]
    )
    assert kinds(told) == [("rounding", "A2"), ("percent", "A3")]
    unsaid = [
        share(f"A{n}", said, points, None) for n, (said, points) in enumerate([(50, 30), (75, 45), (80, 40)])
    ]
    assert kinds(found(shares=unsaid)) == [("percent", "A2")]


def test_points_above_their_maximum() -> None:
    caps = [ShareClaim("A1", "a", "score", 2.0, 2.0, 2.0), ShareClaim("A2", "b", "score", 2.5, 2.5, 2.0)]
    assert kinds(found(caps=caps)) == [("over_max", "A2")]


def test_ranks_with_ties_either_way() -> None:
    right = [("a", 90.0, 1, ""), ("b", 80.0, 2, ""), ("c", 80.0, 2, ""), ("d", 70.0, 4, "")]
    assert found(placed=placed(*right)) == []
    assert found(placed=placed(*right[:3], ("d", 70.0, 3, ""))) == []
    told = found(placed=placed(*right[:2], ("c", 80.0, 3, ""), ("d", 70.0, 4, "")))
    assert kinds(told) == [("rank", "R3")]
    assert told[0].expected == 2


def test_sections_that_each_have_a_first_place_are_ranked_apart() -> None:
    rows = [
        Placed(name, section, figure, "F", rank=rank, rank_cell=name)
        for name, section, figure, rank in [
            ("a", "I", 90.0, 1),
            ("b", "I", 80.0, 2),
            ("c", "II", 85.0, 1),
            ("d", "II", 70.0, 1),
        ]
    ]
    assert kinds(found(placed=rows)) == [("rank", "d")]


def test_ranks_and_ties_by_digits_that_are_not_shown() -> None:
    rows = [
        Placed("a", "", 80.12, "F1", (40.0, 40.123), 2, "R1"),
        Placed("b", "", 80.12, "F2", (40.0, 40.124), 1, "R2"),
        Placed("c", "", 70.0, "F3", (40.0, 30.0), 3, "R3"),
    ]
    told = found(placed=rows)
    assert kinds(told) == [("rank_exact", "R1"), ("tie", "F2")]
    assert told[1].others == (("b", pytest.approx(80.124)), ("a", pytest.approx(80.123)))


def test_ratings_by_their_bounds() -> None:
    told = found(
        placed=placed(
            ("a", 90.0, 1, "Tốt"), ("b", 80.0, 2, "tốt"), ("c", 79.99, 3, "Tốt"), ("d", 60.0, 4, "Yếu")
        )
    )
    assert kinds(told) == [("rating", "T3")]
    assert told[0].expected == "Khá"


def test_ratings_that_are_not_known_are_compared_among_themselves() -> None:
    rows = placed(
        ("a", 90.0, 1, "A"),
        ("b", 85.0, 2, "A"),
        ("c", 82.0, 3, "C"),
        ("d", 80.0, 4, "B"),
        ("e", 78.0, 5, "B"),
        ("f", 60.0, 6, "C"),
        ("g", 59.0, 7, "C"),
    )
    told = found(placed=rows)
    assert kinds(told) == [("rating", "T3")]
    assert {name for name, _figure in told[0].others} == {"d", "e"}


def test_decimals() -> None:
    assert decimals_of([1.0, 2.5, 82.51]) == 2
    assert decimals_of([82.5066666666]) is None
    assert decimals_of([]) == 0
