"""Numbers as people write them: one grammar, for Python and, as the same patterns, for the engine that reads registers.

A decimal point or comma; thousands in groups, where that is certain: 4.200.000, 1.234,5, 1,234.5, 4 200. A single
group of three digits (4.200) is as likely four point two as four thousand two hundred: it is asked about.
"""

import re
from typing import NamedTuple

from cchc_cli.messages import _, plain_figure
from cchc_cli.model.bounds import VALUES, Bound, shortened
from cchc_cli.model.slips import how_to_write

SIGN = "[+-]?"
EITHER = rf"{SIGN}[1-9]\d{{0,2}}[.,]\d{{3}}"
"""What can be read both ways."""
_EITHER = re.compile(EITHER, re.ASCII)


class NumberForm(NamedTuple):
    """A way to write a number: its pattern, and the marks between its thousands."""

    pattern: str
    marks: str = ""


FORMS = (
    NumberForm(rf"{SIGN}(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE]{SIGN}\d{{1,3}})?"),
    NumberForm(rf"{SIGN}\d{{1,3}}(?:(?:\.\d{{3}})+,\d+|(?:\.\d{{3}}){{2,}})", "."),
    NumberForm(rf"{SIGN}\d{{1,3}}(?:(?:,\d{{3}})+\.\d+|(?:,\d{{3}}){{2,}})", ","),
    NumberForm(rf"{SIGN}\d{{1,3}}(?:[ '’]\d{{3}})+(?:[.,]\d+)?", " '’"),
)
"""The usual ones first. Without the marks between thousands, what is left has a point or a comma for the decimals."""


def can_be_thousands(bound: Bound) -> bool:
    """Whether a group of three digits can be one of thousands within a bound."""
    return bound.most >= 1000


def parse_number(text: str, *, bound: Bound = VALUES, most: float | None = None) -> float | None:
    """The number of a text within a bound; None where it is none or can be read both ways (`number_fault` says why).

    `most`: more is not possible here, so that what would be more in thousands is none.
    """
    number = number_in(text)
    return number if number is not None and bound.holds(number) and not in_doubt(text, bound, most) else None


def number_in(text: str) -> float | None:
    """The number that a text is, of whatever size, what can be read both ways with a decimal point; None where it is none."""
    for form in FORMS:
        if re.fullmatch(form.pattern, text, re.ASCII):
            for mark in form.marks:
                text = text.replace(mark, "")
            return float(text.replace(",", "."))
    return None


def in_doubt(text: str, bound: Bound, most: float | None) -> bool:
    """Whether a text can be read both ways, and both numbers are possible: see `parse_number`."""
    if not can_be_thousands(bound) or not reads_both_ways(text):
        return False
    return most is None or _as_thousands(text) <= most


def reads_both_ways(text: str) -> bool:
    """Whether a text is a number with a point or comma before three digits: of decimals, or of thousands."""
    return _EITHER.fullmatch(text) is not None


def decimal_mark(text: str) -> str:
    """The sign before the decimals of a number: a point or a comma; blank where it has none."""
    form = next((form for form in FORMS if re.fullmatch(form.pattern, text, re.ASCII)), None)
    return next((sign for sign in text if form and sign in ".," and sign not in form.marks), "")


def _as_thousands(text: str) -> float:
    return float(text.replace(".", "").replace(",", ""))


def number_fault(text: str, *, bound: Bound = VALUES, most: float | None = None) -> tuple[str, str]:
    """Why a text is no number within a bound, and how to write one."""
    number = number_in(text)
    if number is None:
        return _("“{found}” is not a number.", found=shortened(text)), how_to_write(text)
    if in_doubt(text, bound, most):
        whole, decimal = f"{_as_thousands(text):.0f}", written(number)
        told = _("“{found}” can be {first} or {second}.")
        told = told.format(found=text, first=whole, second=plain_figure(number))
        return told, _("Write {first} or {second}.", first=whole, second=decimal)
    told = _("{value} is out of range; allowed: {span}.", value=shortened(text), span=bound.instead_of(number))
    return told, ""


def written(number: float) -> str:
    """A number as it is written into a file: up to 12 digits, and never so that it could be read both ways."""
    text = plain_figure(number)
    # A fourth decimal is what no group of thousands has.
    return f"{text}0" if reads_both_ways(text) else text
