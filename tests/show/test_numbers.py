"""Numbers as people see them."""

import pytest

from cchc_cli.messages import _, n_, use
from cchc_cli.model.bounds import YEARS
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, Look


def text(kind: str, value: object, *bounds: float) -> str:
    """A value of a column."""
    return KINDS[kind].text(value, Look(), bounds)


@pytest.mark.parametrize(
    ("value", "decimals", "want"),
    [
        (0.125, 2, "0.13"),
        (2.675, 2, "2.68"),
        (79.99499999999999, 2, "80.00"),
        (-0.125, 2, "−0.13"),
        (-0.001, 2, "0.00"),
    ],
)
def test_decimals_are_rounded_half_up(value: float, decimals: int, want: str) -> None:
    assert numbers.decimal(value, decimals) == want


def test_vietnamese_has_a_decimal_comma() -> None:
    use("vi")
    assert (numbers.decimal(76.08, 2), numbers.short(0.5), numbers.signed(1.5)) == ("76,08", "0,5", "+1,50")


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (2173.7, 2, "2.173,70", "2,173.70"),
        (-1234567.5, 1, "−1.234.567,5", "−1,234,567.5"),
        (999.995, 2, "1.000,00", "1,000.00"),
        (1234.0, 0, "1.234", "1,234"),
        (12345.0, 0, "12.345", "12,345"),
    ],
)
def test_thousands_are_marked(value: float, decimals: int, vi: str, en: str) -> None:
    for language, want in (("vi", vi), ("en", en)):
        use(language)
        assert numbers.decimal(value, decimals) == want
    assert (numbers.short(1000.0), numbers.short(1000.5)) == ("1,000", "1,000.5")


def test_counts_bear_the_same_marks_in_cells_and_sentences_and_years_none() -> None:
    use("vi")
    kinds = ("count", "rank", "late", "value", "year")
    assert [text(kind, 1200) for kind in kinds] == ["1.200", "1.200", "1.200", "1.200", "1200"]
    assert (numbers.rank(1200, tied=True), numbers.span(3, 1200), numbers.rank_change(-1200)) == (
        "=1.200",
        "3–1.200",
        "▼1.200",
    )
    sentence = _("In {year} {late} of {decided} dossiers were late: {percent}% were on time, under the {required}% that is required.",
                 year=2022, late=46, decided=1200, percent="96,2", required="98")  # fmt: skip
    assert "2022" in sentence
    assert "46/1.200" in sentence
    assert n_("{count} row", "{count} rows", 8272).startswith("8.272 ")
    assert str(YEARS) == "1900–2999"


def test_changes_ranks_and_what_is_missing() -> None:
    assert [numbers.signed(value) for value in (1.5, -1.5, 0.0, 0.001)] == ["+1.50", "−1.50", "0.00", "+0.001"]
    assert [numbers.rank_change(value) for value in (2, -3, 0)] == ["▲2", "▼3", "="]
    assert [text("points", value) for value in (1.0, float("nan"), None)] == ["1.00", "–", "–"]
    assert (numbers.span(3, 9), numbers.span(3, 3), numbers.short(20.0)) == ("3–9", "3", "20")


@pytest.mark.parametrize(
    ("percent", "want"), [(0, ".........."), (99.9, "#########."), (100, "##########"), (55, "#####.....")]
)
def test_only_a_full_hundred_fills_the_bar(percent: float, want: str) -> None:
    assert numbers.bar(percent, "#", ".") == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (numbers.points(39.996, 40), "39.996"),
        (numbers.points(40, 40), "40.00"),
        (numbers.points(39.994, 40), "39.99"),
        (numbers.points(0.004, 40), "0.004"),
        (numbers.points(0, 40), "0.00"),
        (numbers.points(-0.0004), "−0.0004"),
        (numbers.percent(99.99), "99.99"),
        (numbers.percent(99.94), "99.9"),
        (numbers.percent(100), "100.0"),
        (numbers.percent(0.02), "0.02"),
        (numbers.percent(99.6, 0), "99.6"),
        (numbers.signed(0.004), "+0.004"),
        (numbers.got(39.9999, 40), "39.9999/40"),
        (text("value", 97.99996, 98), "97.99996"),
        (text("value", 97.99996, 99), "98"),
        # Float noise is no difference.
        (numbers.points(40 - 1e-12, 40), "40.00"),
        (numbers.decimal(float("nan"), 2), "–"),
    ],
)
def test_no_figure_is_shown_as_a_bound_that_it_does_not_reach(text: str, want: str) -> None:
    assert text == want


@pytest.mark.parametrize(
    ("value", "bounds", "shown"),
    [
        (39.995, (39.999,), "39.995"),
        (39.9994, (39.999,), "39.9994"),
        (13.999, (20.0, 14.0), "13.999"),
        (14.001, (14.0,), "14.001"),
        (14.0, (14.0,), "14.00"),
        (13.996, (13.9959,), "13.996"),
        (-0.004, (0.0,), "−0.004"),
        (1.005, (), "1.01"),
        (39.994, (40.0,), "39.99"),
    ],
)
def test_points_keep_to_their_side_of_what_stands_beside_them(
    value: float, bounds: tuple[float, ...], shown: str
) -> None:
    """39.995 of 39.999 was shown as 40.00, as the maximum was, and 40.00/39.999."""
    assert numbers.points(value, *bounds) == shown


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (79.995 - 79.985, "0.01"), (0.1 + 0.2, "0.3"), (100 / 3, "33.333333333"), (2 / 3, "0.666666667"),
        (1.4e-14, "0"), (-1.4e-14, "0"), (-0.5, "-0.5"), (123456.78901234, "123456.789012"), (5000.0, "5000"),
    ],
)  # fmt: skip
def test_figures_for_scripts_have_no_float_noise_and_all_that_points_have(value: float, want: str) -> None:
    assert numbers.for_scripts(value) == want
