"""Working days in Viet Nam: Monday to Friday without public holidays, and days that were swapped."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files as resources

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.edit import Entries, read_table
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.messages import _
from cchc_cli.model.problems import LEFT_BARE, InputError, no_rows

FIRST, LAST = date(2010, 1, 1), date(2040, 12, 31)
"""Between these days working days are counted; holidays are written down for them."""
AHEAD = 4
"""So many years beyond the day that is asked about may a dossier be due."""
NAMES = {"date": ("date", "ngày"), "working": ("working", "làm việc", "ngày làm việc"), "note": ("note", "ghi chú")}
TABLE = CsvTable(NAMES, ("date", "working"))
WORDS = {"yes": True, "co": True, "x": True, "1": True, "no": False, "khong": False, "nghi": False, "0": False}


def public_holidays() -> dict[date, bool]:
    """Days on which it is not as on other days of the week: False for public holidays and days off in their place,
    True for weekends that are worked for a day off.

    Source: the Labour Code (45/2019/QH14, article 112) and the yearly notices on swapped days, as the holidays
    package has them; tools/compile_holidays.py writes them down, since loading the package takes longer than
    measuring.
    """
    text = resources("cchc_cli.files.registers").joinpath("public_holidays.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {date.fromisoformat(day): bool(worked) for day, *worked in lines}


def swapped_days(workspace: WorkspaceFolder, zone: str | None = None) -> dict[date, bool]:
    """data/calendar.csv: days that are worked (yes) or not (no) against the rule, times with a zone as days in `zone`.

    Raises InputError.
    """
    if not is_there(workspace.calendar):
        return {}
    refusal = _("The input has faults; nothing was computed.")
    entries = Entries(read_table(workspace, workspace.calendar, TABLE, refusal), zone)
    found: dict[date, bool] = {}
    for row, cells in entries.rows(lambda cells: "date" if headers.is_total(cells["date"]) else ""):
        day = entries.day(row, "date", cells["date"])
        works = (
            None
            if day is None
            else entries.word(row, "working", cells["working"], WORDS, {"yes": ("có",), "no": ("không",)})
        )
        if day is not None and works is not None and found.setdefault(day, works) != works:
            entries.add(row, "date", _("{day} is here as worked and as not worked.", day=day))
    warnings = [*entries.settle(), *([] if found else [no_rows(entries.sheet.name, _(LEFT_BARE))])]
    if entries.problems:
        raise InputError(refusal, entries.problems)
    workspace.warnings.extend(warnings)
    return found


def calendar_of(swapped: dict[date, bool], today: date) -> Iterator[tuple[date, int, bool]]:
    """Each day from FIRST on, the number of working days up to and with it, and whether it is one."""
    swapped = public_holidays() | swapped
    number, first = 0, FIRST.toordinal()
    for ordinal in range(first, min(date(today.year + AHEAD, 12, 31), LAST).toordinal() + 1):
        day = date.fromordinal(ordinal)
        works = swapped.get(day, day.weekday() < 5)
        number += works
        yield day, number, works
