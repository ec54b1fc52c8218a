"""Text that a user's file brings: nothing in it may steer what shows it, be it a screen, a document or a spreadsheet."""

import re

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
"""Control signs but tab and line feed, other line ends, turners of the writing direction, halves of signs, no signs.

XML 1.0 (Word, Excel, SVG) has no place for most of them: one is enough for a file that does not open.
"""
LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\n")
"""What a spreadsheet takes for the beginning of a formula, also in full width, or skips before one."""


def visible(text: str) -> str:
    """`text` with a picture of one place for each sign that would steer: ␛ for escape, � for what has no picture."""
    return STEERING.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "␡" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "�"


def plain(text: str) -> str:
    """`visible` text, whose line ends are line feeds."""
    return visible(LINE_END.sub("\n", text))


def on_one_line(text: str) -> str:
    """`plain` without line breaks and doubled spaces: for titles, labels and names of sheets."""
    return " ".join(plain(text).split())


def no_formula(text: str) -> str:
    """`text` as a cell of a csv file that no spreadsheet takes for a formula: with an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA) else text
