"""Write Viet Nam's public holidays, as the holidays package has them, into the package's own list of days."""

import sys
from datetime import date
from pathlib import Path

import holidays

TARGET = Path(__file__).parents[1] / "cchc_cli" / "workspace" / "registers" / "public_holidays.txt"
FIRST, LAST = 2010, 2040


def days() -> list[date]:
    """Every public holiday and every day off in place of one."""
    return sorted(holidays.country_holidays("VN", years=range(FIRST, LAST + 1)))


def text() -> str:
    """The list, a day a line."""
    head = f"# Public holidays of Viet Nam {FIRST}–{LAST}. Made by tools/compile_holidays.py (holidays package).\n"
    return head + "".join(f"{day.isoformat()}\n" for day in days())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
