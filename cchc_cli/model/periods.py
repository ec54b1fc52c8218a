"""Years, halves, quarters and months: how people write them, how files do, and which days they are."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from cchc_cli.messages import _, language, written_month
from cchc_cli.model.letters import plain

ROMAN = ("i", "ii", "iii", "iv")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEAR = r"(?P<year>\d{4})"
SIX = "(?:6|06|sau) thang"
OF_YEAR = rf"(?:(?: ?[/-] ?|(?: nam)? |,? | of ){YEAR}| nam|)"
QUARTERS = "[1-4]|i{1,3}|iv|mot|hai|ba|bon|tu"
FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        rf"{YEAR}(?:[-/ ]?(?:q(?P<quarter>[1-4])|h(?P<half>[12]))|-(?P<month>0[1-9]|1[0-2]))?",
        rf"(?:ca nam|nam|the year)(?: {YEAR}|)",
        rf"(?:q\.? ?|quy |quarter )(?P<quarter>{QUARTERS}){OF_YEAR}",
        rf"(?:h(?P<half>[12])|(?:{SIX} |nua )(?P<half_named>dau|cuoi)|(?P<half_first>{SIX})){OF_YEAR}",
        rf"(?:the )?(?P<half_en>first|second) half{OF_YEAR}",
        rf"(?:t|thang )?(?P<month>0?[1-9]|1[0-2]){OF_YEAR}",
        rf"(?P<named>{'|'.join(f'{each[:3]}(?:{each[3:]})?' for each in map(str.lower, MONTHS))})(?: {YEAR}|)",
    )
]
"""As files have it, then as it is shown: what people read they can ask for. For a text without accents and capitals."""
COUNTS = {"quarter": 3, "half": 6, "half_named": 6, "half_first": 6, "half_en": 6, "month": 1, "named": 1}
"""How many months the parts of a year have."""
NUMBERS = {
    **{"dau": 1, "cuoi": 2, "first": 1, "second": 2, "6 thang": 1, "06 thang": 1, "sau thang": 1, "tu": 4},
    **{word: number for words in (ROMAN, ("mot", "hai", "ba", "bon")) for number, word in enumerate(words, 1)},
    **{word: number for number, name in enumerate(MONTHS, 1) for word in (name.lower(), name[:3].lower())},
}


@dataclass(frozen=True)
class Period:
    """A year, a half of one, a quarter or a month: `count` months from the first day on."""

    first: date
    count: int

    @property
    def last(self) -> date:
        """Its last day."""
        end = self.first.month - 1 + self.count
        year, month = self.first.year + (end - 1) // 12, (end - 1) % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def code(self) -> str:
        """As files and scripts have it: 2023, 2023-H1, 2023-Q1 or 2023-01."""
        year, month = self.first.year, self.first.month
        parts = {12: "", 6: f"-H{month // 6 + 1}", 3: f"-Q{month // 3 + 1}", 1: f"-{month:02d}"}
        return f"{year}{parts[self.count]}"

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def following(self) -> "Period":
        """The months right after, as many."""
        return Period(self.last + timedelta(days=1), self.count)

    def __str__(self) -> str:
        """As people call it within a sentence: quý I năm 2023, tháng 01/2022; Q1 2023, January 2022."""
        year, month = self.first.year, self.first.month
        if self.count == 12:
            return _("the year {year}", year=year)
        if self.count == 6:
            is_first = month == 1
            return _("the first half of {year}", year=year) if is_first else _("the second half of {year}", year=year)
        if self.count == 3:
            number = month // 3 + 1
            return _("Q{number} {year}", number=ROMAN[number - 1].upper() if language() == "vi" else number, year=year)
        return _("{month}", month=written_month(self.first) if language() == "vi" else f"{MONTHS[month - 1]} {year}")

    @property
    def alone(self) -> str:
        """As it stands alone, in a cell: Quý I năm 2023; a year is its number."""
        text = str(self)
        return str(self.first.year) if self.count == 12 else text[0].upper() + text[1:]

    @property
    def short(self) -> str:
        """A month or a quarter beside others of its year: T1, Jan; Quý I, Q1."""
        if self.count == 3:
            return self.alone.removesuffix(str(self.first.year)).removesuffix(" năm ").strip()
        return f"T{self.first.month}" if language() == "vi" else MONTHS[self.first.month - 1][:3]

    @property
    def brief(self) -> str:
        """A month where there is little room, above a column or below a chart: 01/2022, Jan 2022."""
        if language() == "vi":
            return written_month(self.first)
        return f"{MONTHS[self.first.month - 1][:3]} {self.first.year}"


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def brief_month(code: str) -> str:
    """A month of a file where there is little room."""
    return Period(date.fromisoformat(f"{code}-01"), 1).brief


def period_of(text: str, of_year: int | None = None) -> Period | None:
    """2023, 2023-H1, 2023-Q1 or 2023-01, and as people write them, of a year where they name none; else None."""
    found = next((each for form in FORMS if (each := form.fullmatch(plain(text)))), None)
    if found is None:
        return None
    year = int(found["year"] or of_year or 0)
    if not 1900 <= year <= 2999:
        return None
    for name, count in COUNTS.items():
        if said := found.groupdict().get(name):
            number = NUMBERS.get(said) or int(said)
            return Period(date(year, (number - 1) * count + 1, 1), count)
    return Period(date(year, 1, 1), 12)
