"""Text that a user's file brings into a document: nothing in it may steer what shows it."""

import re

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control signs but tab and line feed, turners of the writing direction, halves of signs, and what is no sign.

XML 1.0 (Word, Excel, SVG) has no place for most of them: one is enough for a file that does not open.
"""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or skips before one."""


def plain(text: str) -> str:
    """`text` as it may stand in a document: line ends are line feeds, a steering sign is a space."""
    return STEERING.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def on_one_line(text: str) -> str:
    """`plain` without line breaks and doubled spaces: for titles, labels and names of sheets."""
    return " ".join(plain(text).split())


def no_formula(text: str) -> str:
    """`text` as a cell of a csv file that no spreadsheet takes for a formula: with an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA) else text
