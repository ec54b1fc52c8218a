"""A published table recomputed: what contradicts, what rounding explains, which ties rounding made."""

from dataclasses import replace
from typing import Any

from cchc_cli.index.audit import audit, decimals_of
from cchc_cli.model.audit_claims import Claims, Disagreement, Findings, Placed, ShareClaim, SumClaim
from cchc_cli.model.criteria import Rating

RATINGS = (
    Rating(id="good", name="Tốt", min=80),
    Rating(id="fair", name="Khá", min=70),
    Rating(id="weak", name="Yếu", min=0),
)


def findings(**claims: Any) -> Findings:
    return audit(Claims("f", "s", **claims), RATINGS)


def found(**claims: Any) -> list[Disagreement]:
    return findings(**claims).found


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
    assert [(each.column, each.said, each.expected) for each in told] == [
        ("total", 6.5, 6.0),
        ("total", 10.01, 10.0),
        ("total", 10.2, 10.0),
    ]


def test_what_a_total_is_the_sum_of_is_what_most_rows_say() -> None:
    """Areas 1 and 2 make the total; the third column only repeats a part of the first."""
    rows = [
        SumClaim(f"A{n}", "", "total", said, ((a, b, c), (a, b)))
        for n, (a, b, c, said) in enumerate([(1, 2, 1, 3), (2, 2, 1, 4), (3, 2, 2, 5), (4, 2, 3, 7)], start=1)
    ]
    assert kinds(found(sums=rows)) == [("sum", "A4")]


def test_two_readings_with_as_many_rows_accuse_nobody() -> None:
    """Half a point that one total leaves out and another one adds: either may be wrong, unless the headings say which."""
    rows = [
        SumClaim(f"A{n}", "", "total", said, ((1.0, 2.0), (1.0, 2.0, more)), sure=False)
        for n, (more, said) in enumerate([(0.5, 3.0), (0.0, 3.0), (0.5, 3.5)], start=1)
    ]
    result = findings(sums=rows)
    assert result.found == []
    assert [(each.reason, each.cells) for each in result.unchecked] == [("not_parts", ("A1", "A2", "A3"))]
    assert kinds(found(sums=[replace(each, sure=True) for each in rows])) == [("sum", "A3")]


def share(cell: str, said: float, points: float, top: float | None = 60.0, scale: float = 100.0) -> ShareClaim:
    return ShareClaim(cell, cell, "index", said, points, top, scale=scale)


def test_percentages() -> None:
    told = found(
        shares=[share("A1", 82.5, 49.5), share("A2", 51.68, 31.0), share("A3", 80.0, 31.0), share("A4", 51.67, 31.0)]
    )
    assert kinds(told) == [("rounding", "A2"), ("percent", "A3")]
    assert [(each.column, each.said, each.expected) for each in told] == [
        ("index", 51.68, 51.67),
        ("index", 80.0, 51.67),
    ]
    # Cut off and not rounded, by nearly all of a last digit: 400 / 17 is 23.5294.
    assert kinds(found(shares=[share("A1", 82.5, 33.0, 40.0), share("A2", 23.52, 4.0, 17.0)])) == [("rounding", "A2")]
    unsaid = [share(f"A{n}", said, points, None) for n, (said, points) in enumerate([(50, 30), (75, 45), (80, 40)])]
    # Where the table adds the points up itself, three rows speak for 60; else two may agree on anything.
    assert kinds(found(shares=[replace(each, points_cell=f"P{each.cell}") for each in unsaid])) == [("percent", "A2")]
    assert kinds(found(shares=unsaid)) == []


def test_a_weighted_index_is_no_percentage_of_the_sum_of_its_parts() -> None:
    said = [(77.1, 15.0), (73.2, 14.7), (60.4, 12.1), (59.3, 11.9)]
    result = findings(shares=[share(f"A{n}", index, points, None) for n, (index, points) in enumerate(said)])
    assert result.found == []
    assert [(each.what, each.reason) for each in result.unchecked] == [("percentages", "no_max")]


def test_points_above_their_maximum() -> None:
    caps = [ShareClaim("A1", "a", "score", 2.0, 2.0, 2.0), ShareClaim("A2", "b", "score", 2.5, 2.5, 2.0)]
    assert found(caps=caps) == [Disagreement("A2", "b", "over_max", "score", 2.5, 2.0)]


def test_parts_that_may_be_none_accuse_nobody() -> None:
    """Columns of which the headings do not say that they are parts, and which add up to nothing."""
    rows = [
        SumClaim(f"A{n}", "", "total", said, ((5.0, 7.0),), sure=False) for n, said in enumerate((80.0, 70.0, 60.0))
    ]
    result = findings(sums=rows)
    assert result.found == []
    assert result.compared.get("sums", 0) == 0
    assert [each.reason for each in result.unchecked] == ["not_parts"]


def test_percentages_written_as_fractions() -> None:
    rows = [
        share("A1", 0.8514, 76.626, 90.0, 1.0),
        share("A2", 0.7778, 70.0, 90.0, 1.0),
        share("A3", 0.75, 72.0, 90.0, 1.0),
    ]
    assert kinds(found(shares=rows)) == [("percent", "A3")]


def test_a_maximum_that_is_not_said_needs_rows_behind_it() -> None:
    one = findings(shares=[share("A1", 50.0, 30.0, None)])
    assert one.found == []
    assert [each.reason for each in one.unchecked] == ["no_max"]
    assert findings(shares=[share("A1", 85.13, 85.126, None)]).maxima == {"index": 100.0}


def test_whole_percentages_that_are_one_off_are_no_rounding() -> None:
    assert kinds(found(shares=[share("A1", 81.0, 80.0, 100.0), share("A2", 88.0, 88.0, 100.0)])) == [("percent", "A1")]


def test_decimals() -> None:
    assert decimals_of([1.0, 2.5, 82.51]) == 2
    assert decimals_of([82.5066666666]) is None
    assert decimals_of([]) == 0


def test_what_follows_from_a_wrong_figure_is_not_accused_as_well() -> None:
    """F2 should be 82.0: rank 2 fits that, and so does the rating; only the figure is told."""
    parts = sums(("F1", 90.0, (50.0, 40.0)), ("F2", 72.0, (42.0, 40.0)), ("F3", 80.0, (50.0, 30.0)))
    rows = placed(("a", 90.0, 1, "Tốt"), ("b", 72.0, 2, "Tốt"), ("c", 80.0, 3, "Tốt"))
    assert kinds(found(sums=parts, placed=rows)) == [("sum", "F2")]
    neither = placed(("a", 90.0, 1, "Tốt"), ("b", 72.0, 2, "Yếu"), ("c", 80.0, 2, "Tốt"))
    assert kinds(found(sums=parts, placed=neither)) == [("sum", "F2"), ("rating", "T2")]


def test_a_percentage_of_the_sum_that_should_stand_there_is_right() -> None:
    parts = sums(("F1", 27.0, (15.0, 12.0)), ("F2", 27.0, (12.0, 12.0)), ("F3", 21.0, (11.0, 10.0)))
    shares = [
        ShareClaim(f"G{n}", "", "index", said, points, 30.0, f"F{n}")
        for n, (said, points) in enumerate([(90.0, 27.0), (80.0, 27.0), (70.0, 21.0)], start=1)
    ]
    assert kinds(found(sums=parts, shares=shares)) == [("sum", "F2")]


def test_a_reading_with_which_nearly_no_row_agrees_accuses_nobody() -> None:
    """Of sums of which the headings are sure, and of percentages of a maximum that is said."""
    wrong = findings(
        sums=sums(*((f"A{n}", 50.0 + n, (20.0, 20.0)) for n in range(6))),
        shares=[share(f"B{n}", 70.0 + n, 31.0) for n in range(6)],
    )
    assert wrong.found == []
    told = [(each.what, each.reason, each.odd) for each in wrong.unchecked]
    assert told == [
        ("sums", "not_parts", Disagreement("A0", "A0", "sum", "total", 50.0, 40.0)),
        ("percentages", "not_percent", Disagreement("B0", "B0", "percent", "index", 70.0, 52.0)),
    ]


def test_a_total_of_a_subtotal_that_is_wrong_is_compared_with_the_components() -> None:
    """Areas of 1 + 2 and 3, the first printed as 5: who added up the components is right, who added the 5 is not."""
    area = SumClaim("A1", "", "area", 5.0, ((1.0, 2.0),))
    for said, right in ((6.0, []), (8.0, [8.0])):
        total = SumClaim("T1", "", "total", said, ((5.0, 3.0),), leaves=(1.0, 2.0, 3.0))
        result = findings(sums=[area, total])
        assert [each.cell for each in result.found] == ["A1"], said
        assert [said for cell in result.right if cell == "T1"] == right
        assert result.right.get("T1", 6.0) == 6.0
    wrong = SumClaim("T1", "", "total", 7.0, ((5.0, 3.0),), leaves=(1.0, 2.0, 3.0))
    told = findings(sums=[area, wrong]).found
    assert [(each.cell, each.said, each.expected) for each in told] == [("A1", 5.0, 3.0), ("T1", 7.0, 6.0)]


def test_rounding_explains_nothing_where_no_part_was_rounded() -> None:
    assert kinds(found(sums=sums(("A1", 1.0, (1 / 3, 1 / 3))))) == [("sum", "A1")]


def test_what_has_no_maximum_is_above_none() -> None:
    points = ShareClaim("A1", "", "points", 9.0, 9.0, max=None)
    assert findings(caps=[points]).compared.get("maxima", 0) == 0
