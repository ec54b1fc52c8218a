"""Working days in Viet Nam: Monday to Friday without public holidays, and days that were swapped."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from cchc_cli.files.csv_bytes import CsvFault
from cchc_cli.files.csv_file import Table, read_csv
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.files.headers import is_total, total_fault
from cchc_cli.messages import _
from cchc_cli.model.day_order import Cell, doubts, problems_of
from cchc_cli.model.days import day_fault, parse_day
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import InputError, Problem

FIRST, LAST = date(2010, 1, 1), date(2040, 12, 31)
"""Between these days working days are counted; holidays are written down for them."""
AHEAD = 4
"""So many years beyond the day that is asked about may a dossier be due."""
HEADERS = {"date": ("date", "ngày"), "working": ("working", "làm việc", "ngày làm việc"), "note": ("note", "ghi chú")}
WORDS = {"yes": True, "co": True, "x": True, "1": True, "no": False, "khong": False, "nghi": False, "0": False}


def public_holidays() -> dict[date, bool]:
    """Days on which it is not as on other days of the week: False for public holidays and days off in their place,
    True for weekends that are worked for a day off.

    Source: the Labour Code (45/2019/QH14, article 112) and the yearly notices on swapped days, as the holidays
    package has them; tools/compile_holidays.py writes them down, since loading the package takes longer than
    measuring.
    """
    text = files("cchc_cli.files.registers").joinpath("public_holidays.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {date.fromisoformat(day): bool(worked) for day, *worked in lines}


def swapped_days(workspace: WorkspaceFolder, zone: str | None = None) -> dict[date, bool]:
    """data/calendar.csv: days that are worked (yes) or not (no) against the rule, times with a zone as days in `zone`.

    Raises InputError.
    """
    path = workspace.calendar
    if not is_there(path):
        return {}
    name = workspace.name(path)
    problems: list[Problem] = []
    found: dict[date, bool] = {}
    written: list[Cell] = []
    try:
        file = read_csv(path, name, Table(HEADERS, ("date", "working")), workspace.warnings)
    except CsvFault as fault:
        raise InputError(_("The input has faults; nothing was computed."), fault.problems) from None
    for row, cells in file.records():
        if not any(cells.values()):
            continue
        if is_total(cells["date"]):
            problems.append(file.problem(row, "date", *total_fault()))
            continue
        place = file.problem(row, "date", "")
        written.append(Cell("date", cells["date"], place.line, place.column, place.seen))
        day, works = parse_day(cells["date"], zone), WORDS.get(plain(cells["working"]))
        if day is None:
            problems.append(file.problem(row, "date", *day_fault(cells["date"])))
        elif works is None:
            text = _("“{value}” is not allowed; allowed: {allowed}.", value=cells["working"], allowed="yes, no")
            told = text
            problems.append(file.problem(row, "working", told))
        elif found.setdefault(day, works) != works:
            text = _("{day} is here as worked and as not worked.", day=day)
            problems.append(file.problem(row, "date", text))
    in_doubt = problems_of(doubts(written), name)
    problems += [problem for problem in in_doubt if problem.severity == "error"]
    if problems:
        raise InputError(_("The input has faults; nothing was computed."), problems)
    workspace.warnings.extend(in_doubt)
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
