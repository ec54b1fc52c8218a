"""What spreadsheets and keyboards make of ids and numbers: dates, lost zeros, signs that only look right."""

import re
import unicodedata

from cchc_cli.messages import _, plain_figure
from cchc_cli.model.letters import plain

QUOTES = "\"'`´‘’‚‛“”„‟«»"
"""What people and programs put around a text."""
ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|#+)", re.IGNORECASE)
"""What a spreadsheet shows of a formula that fails, or of a column that is too narrow."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VIETNAMESE = re.compile(r"(?:thg|th|tháng)\.? ?(\d{1,2})")
YEAR = 4
"""So many digits the year of a date has."""
_PART = (
    "am|tru|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|chuc|tram|nghin|ngan|trieu|ty|ti|ruoi|nua|phay|cham"
    "|minus|half|point|hundred|thousand|million|billion"
)
"""Words, without accents, that can be part of a number."""
_WORD = rf"(?!(?:{_PART})\b)[a-z]{{2,}}"
_AMONG_WORDS = re.compile(
    rf"(?:{_WORD}[ :]+)*[~≈]? ?([+−-]?\d+(?:[.,]\d+)?)(?: ?(?:%|d|diem|pts?))?(?:(?: [-–])?[ (]+{_WORD})*[ ).;:*!?]*",
    re.ASCII,
)
"""A number and what is no part of it: only a unit of points may touch it."""
_FRACTION = re.compile(r"(\d+(?:[.,]\d+)?) ?/ ?(\d+(?:[.,]\d+)?)", re.ASCII)
_LOOKALIKES = re.compile(r"[+-]?(?=.*\d)[\dOolI]+(?:[.,][\dOolI]+)?", re.ASCII)
_FIGURES = str.maketrans("OolI", "0011")
"""The figures that letters look like."""
DayParts = tuple[int, int, int | None]
"""Day, month and, where it is written, year."""


def as_typed(text: str) -> str:
    """A text in plain digits and letters, without quotation marks around it: `“１.1”` is 1.1."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(QUOTES + " ")


def unquoted(text: str) -> str:
    """What stands between two quotation marks that are around the whole of a text; blank where none are, or more."""
    inner = text[1:-1]
    is_quoted = len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES and not set(inner) & set(QUOTES)
    return inner.strip() if is_quoted else ""


def quoted_name(name: str) -> tuple[str, str]:
    """That a name has quotation marks of its own, and what to do."""
    told = _("the quotation marks around {name} are a part of the name.", name=name)
    return told, _("If they are not meant, write: {name}", name=unquoted(name))


def day_in(text: str) -> DayParts | None:
    """The day that a spreadsheet shows: 02-Thg1, 2-Jan, Jan-02, 1/2/2023, 2023-02-01; None for all else."""
    texts = re.split(r"[-/]", _VIETNAMESE.sub(r"#\1", as_typed(text).lower().split(" 00:")[0]))
    parts = [part for each in texts if (part := _part(each.strip(" .")))]
    numbers = [number for number, is_month in parts if not is_month]
    months = [number for number, is_month in parts if is_month]
    if len(parts) != len(texts) or len(months) > 1:
        return None
    # The name of a month may stand first: it comes behind the day.
    return _day(*numbers[:1], *months, *numbers[1:])


def _day(*numbers: int) -> DayParts | None:
    """A day of two or three numbers, the year first or last; in which order the others stand, nobody knows."""
    if len(numbers) not in (2, 3):
        return None
    first, second, year = (*(numbers[::-1] if len(numbers) == 3 and numbers[0] > 31 else numbers), None)[:3]
    return (first, second, year) if first and second and max(first, second) <= 31 else None


def _part(text: str) -> tuple[int, bool] | None:
    """A part of a date as a number, and whether it is the name of a month."""
    number = text.removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) <= YEAR:
        return int(number), number != text
    return (_MONTHS.index(text[:3]) + 1, True) if text.isalpha() and text[:3] in _MONTHS else None


def of_day(day: DayParts) -> list[str]:
    """What may have been typed where a spreadsheet shows a day: 2.1 for 02-Jan, 1.2.3 for 01/02/2003."""
    first, second, year = day
    end = "" if year is None else f".{year % 100}"
    made = [f"{first}.{second}{end}", f"{second}.{first}{end}"]
    # Without a year the one that goes on is put to it.
    return list(dict.fromkeys([*made, *(each.removesuffix(end) for each in made if end)]))


def plain_number(text: str) -> str:
    """A hint where YAML wants a number and has one with a decimal comma or with what it counts; blank for others."""
    if re.fullmatch(r"[-+]?\d+,\d+", text, re.ASCII):
        return _("In YAML a decimal point is written: {number}.", number=text.replace(",", "."))
    if found := _FRACTION.fullmatch(text):
        return _of_so_many(*found.groups())
    if found := re.fullmatch(r"0+(\d.*)", text, re.ASCII):
        return _("Write the number alone: {number}.", number=found[1])
    return _without_others(text.replace(",", "."))


def how_to_write_year(text: str) -> str:
    """What to do where a text is no year: 01/07/2025 and “năm 2025” have one in them."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]0*[1-9]\d*$)", text))
    if len(years) == 1:
        return _("Write only the year: {year}.", year=years.pop())
    return _("Write four digits, such as 2022.")


def how_to_write(text: str) -> str:
    """What to do where a text is no number: a hint; blank where nothing is known."""
    if ERRORS.fullmatch(text):
        return _("A formula of the spreadsheet fails here: write its value.")
    typed = as_typed(text)
    if text.startswith("=") and len(text) > 1:
        return _("This is a formula: write its result.")
    if found := _FRACTION.fullmatch(typed):
        return _of_so_many(*found.groups())
    if day := day_in(text):
        numbers = _(" or ").join(of_day(day)[-2:])
        return _(
            "A spreadsheet has made a date of the number: format the column as Number and type it again, such as {numbers}.",
            numbers=numbers,
        )
    return _without_others(text)


def _of_so_many(points: str, most: str) -> str:
    """What to do with 5/6; 1/2 may be a half as well."""
    number, of = (float(each.replace(",", ".")) for each in (points, most))
    if number < of and (share := number / of) == round(share, 2):
        return _("Write {first} or {second}.", first=points, second=plain_figure(share))
    return _("Write the number alone: {number}.", number=points)


def _without_others(text: str) -> str:
    """A hint where a number stands among what is no part of it; blank where something left out could be one."""
    typed = as_typed(text)
    if any(unicodedata.category(sign) == "No" for sign in text):
        return ""  # as_typed makes 52 of 5²
    if _LOOKALIKES.fullmatch(typed) and (number := typed.translate(_FIGURES)) != typed:
        return _("A letter stands in the place of a figure. If {number} is meant, write that.", number=number)
    found = _AMONG_WORDS.fullmatch(plain(typed))
    number = found[1].replace("−", "-") if found else text
    return _("Write the number alone: {number}.", number=number) if number != text else ""
