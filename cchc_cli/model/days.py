"""Days as people write them: one grammar, for Python and, as the same patterns, for the engine that reads registers.

Patterns are in the syntax that both share (RE2's), for a text as `plain` makes it. The day stands before the month
unless the year stands first; where that is not certain, `orders` says so.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.periods import period_of
from cchc_cli.model.problems import Problem
from cchc_cli.model.slips import day_in
from cchc_cli.model.today import zone

Order = Literal["day", "month", "bare", "padded"]
"""Surely the day first, surely the month first; either, written 3/4/2023; either, written 03/04/2023."""
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
"""A day before or after these is none that an office writes down."""
MONTHS = 12
MANY = 5
"""More dates than that nobody corrects one by one."""
SERIAL_ZERO = date(1899, 12, 30)
"""The day from which spreadsheets count."""

HALF = r"(?: ?(?:[ap]\.?m\.?|sa|ch|s\.a\.?|c\.h\.?|s[áa]ng|tr[ưu]a|chi[ềe]u|t[ốo]i))?"
"""Morning or afternoon; Windows here writes SA and CH."""
CLOCK = (
    r"(?:l[úu]c )?(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?"
    r"| ?(?:h|g|gi[ờo]):?(?: ?[0-5]?\d(?: ?ph?(?:[úu]t)?)?(?: ?[0-5]?\d ?(?:s|gi[âa]y))?)?)" + HALF
)
WEEKDAYS = (
    r"(?:th[ứưu] (?:hai|2)|t2|monday)",
    r"(?:th[ứưu] (?:ba|3)|t3|tuesday)",
    r"(?:th[ứưu] (?:t[ưu]|4)|t4|wednesday)",
    r"(?:th[ứưu] (?:n[ăa]m|5)|t5|thursday)",
    r"(?:th[ứưu] (?:s[áa]u|6)|t6|friday)",
    r"(?:th[ứưu] (?:b[ảa]y|7)|t7|saturday)",
    r"(?:ch[ủu] nh[ậa]t|cn|sunday)",
)
"""The days of the week, Monday first."""
WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)})(?:, ?| ))?"
BEFORE = rf"{WEEKDAY}(?:{CLOCK}(?:, ?| ))?{WEEKDAY}(?:ng[àa]y )?"
AFTER = rf"(?:(?:,? |t){CLOCK})?"
ZONED = r"[t ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?) ?(z|utc|gmt|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)"
"""A clock, and the zone that it goes by."""
YEAR_FIRST = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
DAY_FIRST = r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4})"
IN_WORDS = r"(\d{1,2}) th[áa]ng (\d{1,2})(?:,? n[ăa]m |, ?| ?[-/] ?| )(\d{4})"
TOGETHER = r"(\d{4})(\d\d)(\d\d)(?:(?:[01]\d|2[0-4])[0-5]\d(?:[0-5]\d)?)?"
SERIAL = r"(\d{5})(?:[.,]\d+)?"
SHORT_YEAR = rf"{BEFORE}\d{{1,2}} ?[-/.] ?\d{{1,2}} ?[-/.] ?'?\d\d{AFTER}"

NO_YEAR = r"\d{1,2} ?[-/.] ?\d{1,2}"


class DayForm(NamedTuple):
    """A way to write a day: its pattern, and its groups with year, month and day; with a zone, clock and zone are 4 and 5."""

    pattern: str
    groups: tuple[int, int, int]
    zoned: bool = False

    def matched(self, text: str) -> "re.Match[str] | None":
        """What a text has at the groups; of digits those of all scripts are none."""
        return re.fullmatch(self.pattern, text, re.ASCII)


FORMS = (
    DayForm(DAY_FIRST + AFTER, (3, 2, 1)),
    DayForm(YEAR_FIRST + AFTER, (1, 2, 3)),
    DayForm(YEAR_FIRST + ZONED, (1, 2, 3), zoned=True),
    DayForm(DAY_FIRST + ZONED, (3, 2, 1), zoned=True),
    DayForm(TOGETHER, (1, 2, 3)),
    DayForm(BEFORE + DAY_FIRST + AFTER, (3, 2, 1)),
    DayForm(BEFORE + YEAR_FIRST + AFTER, (1, 2, 3)),
    DayForm(BEFORE + IN_WORDS + AFTER, (3, 2, 1)),
)
"""The usual ones first."""


def plain(text: str) -> str:
    """A text as the patterns take it: composed, in small letters, single spaces, none around."""
    text = unicodedata.normalize("NFC", text).replace("\u200b", " ").replace("\ufeff", " ")
    return " ".join(text.split()).lower()


def parse_day(text: str, zone_name: str | None) -> date | None:
    """The day of a text, of a time with a zone that in `zone_name` (`defaults.timezone`); None where it is blank, or no day from FIRST to LAST, which `day_fault` puts into words."""
    text = plain(text)
    day = _written(text, zone_name)
    return day if day is not None and FIRST <= day <= LAST and _fits_weekday(text, day) else None


def _written(text: str, zone_name: str | None) -> date | None:
    try:
        if found := re.fullmatch(SERIAL, text, re.ASCII):
            return SERIAL_ZERO + timedelta(days=int(found[1]))
        for form in FORMS:
            if found := form.matched(text):
                day = date(*(int(found[group]) for group in form.groups))
                return _in_zone(day, found[4], found[5], zone_name) if form.zoned else day
    except (ValueError, OverflowError):
        pass
    return None


def _in_zone(day: date, clock: str, offset: str, zone_name: str | None) -> date:
    """The day in a zone of a moment that is written in its own."""
    minutes = 0
    if not offset.isalpha():
        digits = offset[1:].replace(":", "").ljust(4, "0")
        minutes = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if offset[0] == "-" else 1)
    hour, minute = int(clock[:2]), int(clock[3:5])
    own = timezone(timedelta(minutes=minutes))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=own).astimezone(zone(zone_name)).date()


def _fits_weekday(text: str, day: date) -> bool:
    """Whether the day of the week that a text names, if it names one, is that of the day."""
    names = [at for at, name in enumerate(WEEKDAYS, start=1) if re.search(weekday_in(name), text)]
    return not names or names == [day.isoweekday()]


def weekday_in(name: str) -> str:
    """The pattern of a day of the week within a text."""
    return rf"(?:^| ){name}[ ,]"


ORDERED = re.compile(rf"{BEFORE}(\d{{1,2}}) ?([-/.]) ?(\d{{1,2}}) ?[-/.] ?(\d{{4}}){AFTER}", re.ASCII)
WORD = re.compile(r"[^\W\d_]+")
FOREIGN = frozenset(("a", "m", "p", "am", "pm", "t"))
"""What stands in dates of other countries as well."""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return FIRST <= date(year, month, day) <= LAST
    except ValueError:
        return False


def order_of(text: str) -> Order | None:
    """What a text tells of the order of day and month; None where it tells nothing, or both are the same."""
    cleaned = plain(text)
    found = ORDERED.fullmatch(cleaned)
    if found is None:
        return "day" if FORMS[-1].matched(cleaned) else None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if not _is_day(year, second, first):
        return "month" if _is_day(year, first, second) else None
    if first > 12 or found[2] == "." or not FOREIGN.issuperset(WORD.findall(cleaned)):
        return "day"
    if first == second:
        return None
    return "padded" if len(found[1]) == len(found[3]) == 2 else "bare"


def day_fault(text: str) -> tuple[str, str]:
    """Why a text is no day, and how to write one."""
    hint = _("Write it like 2023-12-31 or 31/12/2023.")
    cleaned = plain(text)
    day = _written(cleaned, None)
    if day is not None and not FIRST <= day <= LAST:
        told = _("{day} is out of range; allowed: {first} to {last}.", day=day, first=FIRST, last=LAST)
        return told, ""
    if day is not None:
        told = _("“{found}” contradicts itself: {day} is another day of the week.", found=shortened(text), day=day)
        return told, hint
    if order_of(text) == "month":
        return _("“{found}” has the month before the day.", found=shortened(text)), hint
    for form, told in (
        (SHORT_YEAR, N_("“{found}” has a year of two digits.")),
        (NO_YEAR, N_("“{found}” has no year.")),
    ):
        if re.fullmatch(form, cleaned, re.ASCII):
            return _(told, found=shortened(text)), hint
    return _no_day(text, cleaned), _instead_of(text) or hint


def _instead_of(text: str) -> str:
    """How to write a day where a time of several stands, or what a spreadsheet makes of one; blank for others."""
    if period := period_of(text):
        return _("Write a day, such as the last one of that time: {day}.", day=period.last)
    if day_in(text) and any(letter.isalpha() for letter in text):
        return _(
            "A spreadsheet has changed the date: format the column as Text and write it like 2023-12-31 or 31/12/2023."
        )
    return ""


def _no_day(text: str, cleaned: str) -> str:
    """That a text is no date; of one that the calendar does not have, why."""
    for form in FORMS:
        if found := form.matched(cleaned):
            year, month, day = (int(found[group]) for group in form.groups)
            if not 1 <= month <= MONTHS:
                return _("“{found}” is not a date: there is no month {month}.", found=shortened(text), month=month)
            if year and day > (last := monthrange(year, month)[1]):
                told = _("“{found}” is not a date: month {month} of {year} has {last} days.")
                return told.format(found=shortened(text), month=month, year=year, last=last)
    return _("“{found}” is not a date.", found=shortened(text))


@dataclass(frozen=True)
class WrittenDay:
    """A date as it is written, its column, and where it stands: the line, where on it, and the place as people see it."""

    column: str
    text: str
    line: int = 0
    at: int = 0
    seen: str = ""


ALONE = N_("“{found}” can be {first} or {second}: no date of the file shows whether the day or the month stands first.")
ASSUMED = N_("“{found}” is read as {first}, the day first; no date of the file shows it.")
BESIDE = N_("“{found}” can be {first} or {second}: “{other}” in the same file has the month before the day.")
BELOW = N_("“{found}” can be {first} or {second}: on line {line} the month stands before the day.")


def doubts(cells: Iterable[WrittenDay], file: str) -> list[Problem]:
    """The dates of a file that may have the month first.

    A program writes all dates of a file in one order, so that one with a day after the 12th settles the others. In a
    column with a date that can only have the month first nothing is settled, nor in the others where no date has the day first. Where no date settles anything,
    03/04/2023 is read as is usual here, and told; 3/4/2023 is how spreadsheets of other countries write it, and is asked about.
    """
    ordered = _by_order(cells)
    if not (ordered["day"] or ordered["month"]):
        return _unsettled(ordered, file)
    months = {cell.column: cell for cell in reversed(ordered["month"])}
    # Where a date proves the month first and none the day, the file is of a program that writes it so in every column.
    foreign = None if ordered["day"] else ordered["month"][0]
    proven = [(cell, months.get(cell.column, foreign)) for cell in ordered["bare"] + ordered["padded"]]
    found = [_doubt(cell, file, BELOW if proof.line else BESIDE, proof) for cell, proof in proven if proof]
    if len(found) > MANY:
        hint = _("All dates of the file may be so: rather than correct each, make the file anew with the day first.")
        found[0] = replace(found[0], hint=f"{found[0].hint} {hint}")
    return found


def _unsettled(ordered: dict[Order, list[WrittenDay]], file: str) -> list[Problem]:
    """What is told of a file without a date that shows the order."""
    alone = [_doubt(cell, file, ALONE) for cell in ordered["bare"]]
    return alone or [_doubt(cell, file, ASSUMED, severity="warning") for cell in ordered["padded"][:1]]


def _doubt(
    cell: WrittenDay, file: str, text: str, proof: WrittenDay | None = None, *, severity: str = "error"
) -> Problem:
    """That a date can be read both ways; `proof` is one that can't."""
    one, _mark, other, year = ORDERED.findall(plain(cell.text))[0]
    # As files have them: in the order of the language the hint would be what is asked about.
    days = {"first": f"{year}-{int(other):02}-{int(one):02}", "second": f"{year}-{int(one):02}-{int(other):02}"}
    proven = {"other": proof.text, "line": str(proof.line)} if proof else {}
    told, hint = _(text, found=plain(cell.text), **days, **proven), _("Write {first} or {second}.", **days)
    return Problem(file, cell.line, cell.at, cell.column, told, hint, severity, seen=cell.seen)


def _by_order(cells: Iterable[WrittenDay]) -> dict[Order, list[WrittenDay]]:
    """Dates by what they tell of the order of day and month."""
    ordered: dict[Order, list[WrittenDay]] = {"day": [], "month": [], "bare": [], "padded": []}
    for cell in cells:
        if order := order_of(cell.text):
            ordered[order].append(cell)
    return ordered


def settled(texts: Iterable[str]) -> bool:
    """Whether some of a file's dates show that the day stands first, and none that the month does, or nothing is in doubt."""
    orders = {order_of(text) for text in texts}
    return "month" not in orders and ("day" in orders or not orders & {"bare", "padded"})
