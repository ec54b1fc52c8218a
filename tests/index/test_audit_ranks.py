"""Ranks, ratings and ties of published tables against the figures that these have."""

from dataclasses import replace

import pytest

from cchc_cli.index.audit import audit
from cchc_cli.model.audit_claims import Claims, Disagreement, Placed
from cchc_cli.model.criteria import Rating
from tests.index.test_audit import findings, found, kinds, placed, sums


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
    assert found(placed=rows) == [Disagreement("R1", "a", "rank_rounded", "rank", 1, 2.0, (("", 2.0),))]
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


def test_ratings_by_their_bounds() -> None:
    result = findings(
        placed=placed(("a", 90.0, 1, "Tốt"), ("b", 80.0, 2, "tốt"), ("c", 79.99, 3, "Tốt"), ("d", 60.0, 4, "Yếu"))
    )
    assert result.found == [Disagreement("T3", "c", "rating", "rating", "Tốt", "Khá")]
    assert result.compared == {"ranks": 4, "ratings": 4}


def test_a_rating_that_asks_for_every_area_may_be_missed_for_the_next_one_alone() -> None:
    """What the areas got is not in the table: 90 may be a B for a weak area, and 60 can't be an A."""
    ratings = [Rating(id=name, name=name, min=least, each_area=50) for name, least in (("A", 80), ("B", 50))]
    rows = placed(("a", 90.0, 1, "B"), ("b", 85.0, 2, "A"), ("c", 60.0, 3, "A"))
    assert kinds(audit(Claims("f", "s", placed=rows), ratings).found) == [("rating", "T3")]


def test_ratings_of_figures_that_cannot_be_read_are_told_with_these() -> None:
    rows = placed(("a", 90.0, 1, "Tốt"), ("b", 0.0, 2, "Khá"), ("c", 60.0, 3, "Yếu"))
    told = findings(placed=[rows[0], replace(rows[1], figure=None, unread=True), rows[2]])
    assert told.compared["ratings"] == 2
    assert [(each.cells, each.about) for each in told.unchecked if each.what == "ratings"] == [(("T2",), ("F2",))]
    assert [each.reason for each in told.unchecked if each.what == "ratings"] == ["unread"]


def test_words_in_no_order_are_no_ratings() -> None:
    """More than a fourth of the units out of order; one of five may be a slip."""
    words = dict(zip("abcdefgh", "XYXYXYXY", strict=True))
    rows = placed(*((name, 90.0 - at, at, word) for at, (name, word) in enumerate(words.items(), start=1)))
    told = findings(placed=rows)
    assert told.found == []
    assert [each.reason for each in told.unchecked if each.what == "ratings"] == ["not_in_order"]
    assert "ratings" not in told.compared


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
    result = findings(placed=rows)
    assert [(each.kind, each.cell, each.said) for each in result.found] == [("rating", "T3", "C")]
    assert {name for name, _figure in result.found[0].others} == {"d", "e"}
    assert result.compared["ratings"] == len(rows)


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
