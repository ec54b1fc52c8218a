"""Working days: the written holidays are those of the package; counting agrees with a count day by day."""

import runpy
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.workspace.registers.working_days import calendar_of, public_holidays

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)


def test_the_written_holidays_are_those_of_the_package() -> None:
    """Up to the year in which they were written; later ones are announced year by year."""
    made = runpy.run_path(str(ROOT / "tools" / "compile_holidays.py"))
    written = {day for day in public_holidays() if day.year <= 2025}
    assert written == {day for day in made["days"]() if day.year <= 2025}


def test_days_off_that_everybody_remembers() -> None:
    off = public_holidays()
    assert {date(2022, 1, 31), date(2022, 2, 4), date(2022, 4, 11), date(2022, 5, 3), date(2022, 9, 1)} <= off
    assert date(2022, 2, 7) not in off


@given(st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.integers(0, 60))
def test_numbers_count_working_days(first: date, length: int) -> None:
    number = {day: count for day, count, _works in calendar_of({}, TODAY)}
    days = [first + timedelta(days=step) for step in range(1, length + 1)]
    counted = sum(day.weekday() < 5 and day not in public_holidays() for day in days)
    assert number[first + timedelta(days=length)] - number[first] == counted
