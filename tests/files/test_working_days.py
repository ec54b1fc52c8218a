"""Working days: the written holidays are those of the package; counting agrees with a count day by day."""

import runpy
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.registers.working_days import calendar_of, public_holidays

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)


def test_the_written_holidays_are_those_of_the_package() -> None:
    """Up to the year in which they were written; later ones are announced year by year."""
    made = runpy.run_path(str(ROOT / "tools" / "compile_holidays.py"))
    assert made["TARGET"].is_file()
    written = {day: works for day, works in public_holidays().items() if day.year <= 2025}
    assert written == {day: works for day, works in made["days"]().items() if day.year <= 2025}


def test_days_off_that_everybody_remembers() -> None:
    off = {day for day, works in public_holidays().items() if not works}
    assert {date(2022, 1, 31), date(2022, 2, 4), date(2022, 4, 11), date(2022, 5, 3), date(2022, 9, 1)} <= off
    assert date(2022, 2, 7) not in off


def test_weekends_that_are_worked_for_a_day_off() -> None:
    """Announced by the Ministry of Home Affairs (Labour, before 2025), each for a day off between a holiday and a weekend."""
    works = {day: works for day, _count, works in calendar_of({}, TODAY)}
    worked = {day for day in works if works[day] and day.weekday() >= 5}
    notices = {
        date(2019, 5, 4): date(2019, 4, 29),
        date(2024, 5, 4): date(2024, 4, 29),
        date(2025, 4, 26): date(2025, 5, 2),
    }
    notices |= {date(2026, 1, 10): date(2026, 1, 2), date(2014, 12, 27): date(2015, 1, 2)}
    assert worked >= set(notices)
    assert not any(works[day] for day in notices.values())
    # Each of them is worked for one weekday off, so that no year loses or wins a day by it.
    assert len(worked) == 14


@given(st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.integers(0, 60))
def test_numbers_count_working_days(first: date, length: int) -> None:
    number = {day: count for day, count, _works in calendar_of({}, TODAY)}
    days = [first + timedelta(days=step) for step in range(1, length + 1)]
    known = public_holidays()
    counted = sum(known.get(day, day.weekday() < 5) for day in days)
    assert number[first + timedelta(days=length)] - number[first] == counted
