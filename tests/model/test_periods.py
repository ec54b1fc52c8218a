"""Periods: whatever is shown can be asked for, in either language; days within sentences."""

from datetime import date

import pytest

from cchc_cli.messages import _, n_, use
from cchc_cli.model.periods import period_of

CODES = ("2023", "2023-H1", "2023-H2", *(f"2023-Q{each}" for each in range(1, 5)), *(f"2023-{each:02d}" for each in range(1, 13)))  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_shown_of_a_period_can_be_asked_for(language: str) -> None:
    use(language)
    for code in CODES:
        period = period_of(code)
        assert period is not None and period.code == code
        assert period_of(str(period)) == period_of(period.alone) == period_of(code.lower()) == period
        assert period.count > 1 or period_of(period.brief) == period


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("quý 1/2023", "2023-Q1"), ("Quý II/2023", "2023-Q2"), ("QUÝ III NĂM 2023", "2023-Q3"), ("q4 2023", "2023-Q4"),
        ("quý 1/2023", "2023-Q1"), ("tháng 3/2023", "2023-03"), ("Tháng 03 năm 2023", "2023-03"), ("3/2023", "2023-03"),
        ("Mar 2023", "2023-03"), ("6 tháng đầu năm 2023", "2023-H1"), ("06 tháng cuối năm 2023", "2023-H2"),
        ("năm 2023", "2023"), ("2023/Q1", "2023-Q1"), ("Q1-2023", "2023-Q1"), ("Quý IV năm 2023", "2023-Q4"),
        ("quý tư năm 2023", "2023-Q4"), ("nửa cuối năm 2023", "2023-H2"), ("T3/2023", "2023-03"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(written: str, code: str) -> None:
    period = period_of(written)
    assert period is not None and period.code == code


@pytest.mark.parametrize(
    "text",
    ["9 tháng", "nửa 2023", "2023-Q5", "2023-13", "13/2023", "quý V/2023", "quý 2023", "1800", "2023-1", "Q1", ""],
)
def test_what_is_no_period(text: str) -> None:
    assert period_of(text) is None


def test_the_days_of_a_period_and_of_the_next() -> None:
    quarter = period_of("2023-Q4")
    assert quarter is not None
    assert (quarter.first, quarter.last) == (date(2023, 10, 1), date(2023, 12, 31))
    assert (quarter.following().code, quarter.following().last) == ("2024-Q1", date(2024, 3, 31))


def test_a_day_within_a_sentence_is_written_as_the_language_does() -> None:
    """No builder writes days: they are handed to the message."""
    use("vi")
    assert _("{first} to {last}", first=date(2023, 3, 1), last=date(2023, 12, 9)) == "từ 01/3/2023 đến 09/12/2023"
    use("en")
    assert n_("{day}", "{day}", 2, day=date(2023, 3, 1)) == "2023-03-01"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("quý 1", "2023-Q1"), ("QUÝ III", "2023-Q3"), ("quy iv", "2023-Q4"), ("Quý hai", "2023-Q2"), ("q2", "2023-Q2"),
        ("6 tháng cuối năm", "2023-H2"), ("6 thang dau nam", "2023-H1"), ("Sáu tháng đầu năm", "2023-H1"),
        ("6 tháng", "2023-H1"), ("nửa đầu năm", "2023-H1"), ("cả năm", "2023"), ("tháng 3", "2023-03"), ("12", "2023-12"),
        ("second half", "2023-H2"), ("March", "2023-03"), ("quý I năm 2022", "2022-Q1"),
    ],
)  # fmt: skip
def test_a_period_without_a_year_is_of_the_year_that_is_meant(written: str, code: str) -> None:
    period = period_of(written, 2023)
    assert period is not None and period.code == code
    assert period_of(written) is None or "2022" in written
