"""A published table recomputed: what contradicts, what rounding explains, which ties rounding made."""

from dataclasses import replace
from typing import Any

import pytest

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
    assert [each.expected for each in told] == [6.0, 10.0, 10.0]


def test_what_a_total_is_the_sum_of_is_what_most_rows_say() -> None:
    """Areas 1 and 2 make the total; the third column only repeats a part of the first."""
    rows = [
        SumClaim(f"A{n}", "", "total", said, ((a, b, c), (a, b)))
        for n, (a, b, c, said) in enumerate([(1, 2, 1, 3), (2, 2, 1, 4), (3, 2, 2, 5), (4, 2, 3, 7)], start=1)
    ]
    assert kinds(found(sums=rows)) == [("sum", "A4")]


def share(cell: str, said: float, points: float, top: float | None = 60.0, scale: float = 100.0) -> ShareClaim:
    return ShareClaim(cell, cell, "index", said, points, top, scale=scale)


def test_percentages() -> None:
    told = found(
        shares=[share("A1", 82.5, 49.5), share("A2", 51.68, 31.0), share("A3", 80.0, 31.0), share("A4", 51.67, 31.0)]
    )
    assert kinds(told) == [("rounding", "A2"), ("percent", "A3")]
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
    assert kinds(found(caps=caps)) == [("over_max", "A2")]


def test_ranks_with_ties_either_way() -> None:
    right = [("a", 90.0, 1, ""), ("b", 80.0, 2, ""), ("c", 80.0, 2, ""), ("d", 70.0, 4, "")]
    assert found(placed=placed(*right)) == []
    assert found(placed=placed(*right[:3], ("d", 70.0, 3, ""))) == []
    # Equal as printed: decimals that nobody sees may tell b and c apart, but put neither behind d.
    assert found(placed=placed(*right[:2], ("c", 80.0, 3, ""), ("d", 70.0, 4, ""))) == []
    told = found(placed=placed(*right[:2], ("c", 80.0, 4, ""), ("d", 70.0, 3, "")))
    assert kinds(told) == [("rank", "R3")]


def test_sections_that_each_have_a_first_place_are_ranked_apart() -> None:
    rows = [
        Placed(name, section, figure, "F", rank, name)
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
        Placed("a", "", 80.12, "F1", 2, "R1"),
        Placed("b", "", 80.12, "F2", 1, "R2"),
        Placed("c", "", 70.0, "F3", 3, "R3"),
    ]
    parts = sums(("F1", 80.12, (40.0, 40.123)), ("F2", 80.12, (40.0, 40.124)), ("F3", 70.0, (40.0, 30.0)))
    told = found(placed=rows, sums=parts)
    assert kinds(told) == [("rank_exact", "R1"), ("tie", "F2")]
    assert told[1].others == (("b", pytest.approx(80.124)), ("a", pytest.approx(80.123)))
    assert told[1].ranks == (1, 2)


@pytest.mark.parametrize(
    ("parts", "third", "wrong"),
    [
        ((40.1, 40.15), 70.0, []),
        ((40.1, 40.15), 70.01, []),
        ((40.0, 41.0), 70.0, ["R1"]),
        ((40.1, 40.15), None, ["R1"]),
    ],
)
def test_parts_that_may_be_rounded_themselves_are_not_what_a_figure_was_rounded_from(
    parts: tuple[float, float], third: float | None, wrong: list[str]
) -> None:
    """Equal sums of parts with decimals may differ behind these: not those of whole points, nor of a table in which many
    sums are right to the last digit.
    """
    below = [(70.0 - n, (40.0, 30.0 - n)) for n in range(4)] if third is None else [(third, (40.0, 30.0))]
    figures = [(sum(parts), parts), (sum(parts), parts), *below]
    rows = placed(*((f"u{n}", figure, n, "") for n, (figure, _parts) in enumerate(figures, start=1)))
    rows[0], rows[1] = replace(rows[0], rank=2), replace(rows[1], rank=1)
    whole = sums(*((row.figure_cell, figure, of) for row, (figure, of) in zip(rows, figures, strict=True)))
    assert [cell for _kind, cell in kinds(found(placed=rows, sums=whole)) if cell.startswith("R")] == wrong


def test_a_shared_figure_whose_parts_are_not_there_is_not_checked() -> None:
    rows = [Placed("a", "", 80.12, "F1", 1, "R1"), Placed("b", "", 80.12, "F2", 1, "R2")]
    result = findings(placed=rows)
    assert result.found == []
    assert [(each.what, each.reason, each.cells) for each in result.unchecked] == [("ties", "no_exact", ("F1", "F2"))]


def test_equal_ranks_of_figures_that_differ_are_told_with_the_rounding_that_makes_them() -> None:
    rows = placed(("a", 85.126, 1, ""), ("b", 85.134, 1, ""), ("c", 80.0, 3, ""))
    assert kinds(found(placed=rows)) == [("rank_rounded", "R1")]
    assert kinds(found(placed=placed(("a", 85.126, 1, ""), ("b", 85.434, 1, ""), ("c", 80.0, 3, "")))) == [
        ("rank", "R1")
    ]


def test_ranks_with_the_mean_of_shared_places() -> None:
    rows = placed(("a", 90.0, 1, ""), ("b", 80.0, 2.5, ""), ("c", 80.0, 2.5, ""), ("d", 70.0, 4, ""))  # type: ignore[arg-type]
    assert found(placed=rows) == []


def test_what_an_unreadable_figure_leaves_open_is_not_called_wrong() -> None:
    rows = [
        Placed("a", "", 90.0, "F1", 1, "R1"),
        Placed("b", "", None, "F2", 2, "R2", unread=True),
        Placed("c", "", 70.0, "F3", 3, "R3"),
        Placed("d", "", 60.0, "F4", 9, "R4"),
    ]
    result = findings(placed=rows)
    assert kinds(result.found) == [("rank", "R4")]
    assert result.found[0].expected == "3–4"
    assert result.compared["ranks"] == 1
    assert [(each.cells, each.about) for each in result.unchecked] == [(("R1", "R2", "R3"), ("F2",))]


def test_a_rank_that_is_not_a_number_still_takes_a_place() -> None:
    rows = [
        Placed("a", "", 90.0, "F1", 1, "R1"),
        Placed("b", "", 80.0, "F2", None, "R2", rank_unread=True),
        Placed("c", "", 70.0, "F3", 3, "R3"),
    ]
    assert found(placed=rows) == []


def test_a_unit_that_is_not_ranked_takes_no_place() -> None:
    rows = [
        Placed("a", "", 90.0, "F1", 1, "R1"),
        Placed("b", "", 80.0, "F2", None, "R2", out=True),
        Placed("c", "", 70.0, "F3", 2, "R3"),
    ]
    result = findings(placed=rows)
    assert result.found == []
    assert [(each.cells, each.reason) for each in result.unchecked] == [(("R2",), "no_rank")]


def test_an_excerpt_is_not_ranked_anew() -> None:
    result = findings(placed=placed(("a", 90.0, 5, ""), ("b", 80.0, 9, "")))
    assert result.found == []
    assert result.compared.get("ranks", 0) == 0
    assert [each.reason for each in result.unchecked] == ["excerpt"]


def test_an_excerpt_keeps_the_order_of_the_figures() -> None:
    rows = placed(("a", 90.0, 5, ""), ("b", 80.0, 19, ""), ("c", 70.0, 9, ""), ("d", 60.0, 12, ""))
    told = found(placed=rows)
    assert kinds(told) == [("rank", "R2")]
    assert [name for name, _figure in told[0].others] == ["c", "d"]


def test_a_whole_table_without_a_first_place_is_no_excerpt() -> None:
    assert kinds(found(placed=placed(("a", 90.0, 3, ""), ("b", 80.0, 2, ""), ("c", 70.0, 3, "")))) == [("rank", "R1")]


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


def test_ratings_by_their_bounds() -> None:
    told = found(
        placed=placed(("a", 90.0, 1, "Tốt"), ("b", 80.0, 2, "tốt"), ("c", 79.99, 3, "Tốt"), ("d", 60.0, 4, "Yếu"))
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
    assert [(each.what, each.reason) for each in wrong.unchecked] == [
        ("sums", "not_parts"),
        ("percentages", "not_percent"),
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
    assert kinds(findings(sums=[area, wrong]).found) == [("sum", "A1"), ("sum", "T1")]


def test_rounding_explains_nothing_where_no_part_was_rounded() -> None:
    assert kinds(found(sums=sums(("A1", 1.0, (1 / 3, 1 / 3))))) == [("sum", "A1")]


def test_what_has_no_maximum_is_above_none() -> None:
    points = ShareClaim("A1", "", "points", 9.0, 9.0, max=None)
    assert findings(caps=[points]).compared.get("maxima", 0) == 0


def test_ranks_that_nothing_can_be_said_of_are_told_with_the_reason() -> None:
    blank = [Placed(name, "", None, f"F{at}", rank=at, rank_cell=f"R{at}") for at, name in enumerate("ab", 1)]
    alone = placed(("a", 80.0, 2, ""))
    apart = [replace(unit, section=each) for unit, each in zip(placed(*FIRSTS), "xyz", strict=True)]
    for units, reasons in (
        (blank, [("no_figure", ("R1", "R2"))]),
        (alone, [("one", ("R1",))]),
        ([*apart[:2], replace(apart[2], rank=None)], [("no_rank", ("R3",))]),
    ):
        unchecked = findings(placed=units).unchecked
        assert [(each.reason, each.cells) for each in unchecked if each.what == "ranks"] == reasons


FIRSTS = (("a", 80.0, 1, ""), ("b", 70.0, 1, ""), ("c", 60.0, 1, ""))


def test_ratings_without_a_figure_or_that_are_all_one_word_are_told() -> None:
    blank = [replace(unit, figure=None) for unit in placed(("a", 0.0, 1, "Tốt"), ("b", 0.0, 2, "Khá"))]
    same = placed(("a", 80.0, 1, "Đạt"), ("b", 70.0, 2, "Đạt"))
    for units, reason in ((blank, "no_figure"), (same, "not_rated")):
        told = [each for each in findings(placed=units).unchecked if each.what == "ratings"]
        assert [(each.reason, each.cells) for each in told] == [(reason, ("T1", "T2"))]


def test_equal_figures_with_equal_sums_are_a_tie() -> None:
    tied = placed(("a", 6.0, 1, ""), ("b", 6.0, 1, ""), ("c", 5.0, 3, ""))
    rows = sums(("F1", 6.0, (1.0, 5.0)), ("F2", 6.0, (2.0, 4.0)), ("F3", 5.0, (1.0, 4.0)))
    assert findings(sums=rows, placed=tied).found == []
