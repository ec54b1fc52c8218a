"""Figures within texts: what is shown stays, and a workbook can count with it."""

import re

from cchc_cli.messages import language
from cchc_cli.show.numbers import MINUS

FIGURES = {"vi": re.compile(rf"[+{MINUS}]?\d+(?:,\d+)?"), "en": re.compile(rf"[+{MINUS}]?\d+(?:\.\d+)?")}
NAME = re.compile(r"0\d")
"""007 is no figure."""
LONGEST = 255
"""Signs that Excel takes of a number format."""


def figure_of(text: str, number: float | None = None) -> tuple[float, str] | None:
    """The figure of a text and a number format that shows the whole text; None where it has none.

    With `number` it is the last figure in the text that this one is rounded to, else that of a text that is nothing
    but a figure.
    """
    if number is None:
        found = FIGURES[language()].match(text)
        if found is None or text[found.end() :] not in ("", "%") or NAME.match(text):
            return None
    else:
        found = _nearest(text, number)
    if found is None:
        return None
    before, after = _literal(text[: found.start()]), _literal(text[found.end() :])
    size = _size(found[0])
    shown = f"{before}{size}{after}"
    if found[0][0] in f"+{MINUS}":
        shown = f'{before}+{size}{after};{before}"{MINUS}"{size}{after};{shown}'
    if len(shown) > LONGEST:
        return None
    exact = number is not None and abs(_value(found[0]) - number) <= 0.5 * 10.0 ** -_decimals(found[0]) + 1e-9
    return float(f"{number:.12g}") if exact else _value(found[0]), shown


def _nearest(text: str, number: float) -> "re.Match[str] | None":
    found = None
    for each in FIGURES[language()].finditer(text):
        # What suffices is rounded up, so that a figure may be a whole step away.
        step = 10.0 ** -_decimals(each[0])
        if abs(_value(each[0]) - number) < step - 1e-9:
            found = each
    return found


def _value(figure: str) -> float:
    sign = "," if language() == "vi" else "."
    return float(figure.replace(MINUS, "-").replace(sign, "."))


def _decimals(figure: str) -> int:
    return len(re.split("[.,]", figure)[1]) if re.search("[.,]", figure) else 0


def _size(figure: str) -> str:
    decimals = _decimals(figure)
    return f"0.{'0' * decimals}" if decimals else "0"


def _literal(text: str) -> str:
    """Text as a number format shows it."""
    return '"{}"'.format(text.replace('"', "”")) if text else ""
