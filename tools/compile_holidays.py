"""Write Viet Nam's public holidays and worked weekends, as the holidays package has them, into the package's own list."""

import sys
from datetime import date
from pathlib import Path

import holidays

TARGET = Path(__file__).parents[1] / "cchc_cli" / "files" / "registers" / "public_holidays.txt"
FIRST, LAST = 2010, 2040


NOTICES = {date(2026, 1, 2): False, date(2026, 1, 10): True}
"""Swaps that were announced and that the package does not have yet: whether the day is worked."""


def days() -> dict[date, bool]:
    """Every public holiday and every day off in place of one (False), every weekend that is worked for one (True)."""
    known = holidays.country_holidays("VN", years=range(FIRST, LAST + 1))
    found = dict.fromkeys(known, False) | dict.fromkeys(known.weekend_workdays, True) | NOTICES
    return dict(sorted(found.items()))


def text() -> str:
    """The list, a day a line."""
    head = f"# Public holidays of Viet Nam {FIRST}–{LAST}. Made by tools/compile_holidays.py (holidays package).\n"
    head += "# Weekends that are worked for a day off are marked.\n"
    return head + "".join(f"{day.isoformat()}{' worked' * works}\n" for day, works in days().items())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
