"""Which texts are the same: spaces, invisible signs, composed letters, accents, capitals."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

GUARD = "\ufdd0"
"""A sign that stands for no letter: it fills a first row of our own, and a cell of it counts as blank."""
_INVISIBLE = re.compile(f"[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff{GUARD}]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document can hold: control signs but tab and line feed, halves of signs, and no signs at all."""

TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
WIDE = {letter + 0xFEE0: letter for letter in range(0x21, 0x7F)}
"""Letters and figures as wide as a Chinese sign, as some keyboards write them."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Figures as marks of notes have them."""
_LETTERS = WIDE | dict.fromkeys(RAISED.values()) | str.maketrans("đĐ", "dD")
MARKED = re.compile(r'="([^"\s]+)"')
"""How --excel marks an id that a spreadsheet must take for text."""


def clean(text: str) -> str:
    """Composed letters (NFC), spaces of every kind and line breaks as one space, none around, no sign that can't be seen.

    Converters of old fonts write the Icelandic Ð, which looks like Đ: nobody could see what is wrong with a name.
    """
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return " ".join(_INVISIBLE.sub("", text).split())


def csv_cell(text: str) -> str:
    """What a cell of a csv file holds: `clean`, and without the mark of --excel."""
    marked = MARKED.fullmatch(text) if text[:2] == '="' else None
    return clean(marked[1] if marked else text)


def spelled(text: str) -> set[str]:
    """The words of a text with their accents, wherever in a word its tone is written: `hòa` and `hoà` are the same."""
    words = re.findall(r"\w+", clean(text).casefold())
    apart = (unicodedata.normalize("NFD", word) for word in words)
    return {TONE.sub("", word) + "".join(TONE.findall(word)) for word in apart}


def contradicts(text: str, name: str) -> bool:
    """Whether words of a name stand in a text with other accents; a text without any contradicts none."""
    said = set() if text.isascii() else spelled(text)
    letters = {plain(word) for word in said}
    return any(plain(word) in letters for word in spelled(name) - said)


remembered = lru_cache(maxsize=1 << 14)
"""Keeps what was said of a text: one of a table is looked at again and again."""


@remembered
def plain(text: str) -> str:
    """Lower case, no accents, marks of notes or double spaces: `Điểm  tự chấm¹` and `diem tu cham` are the same."""
    if not text.isascii():
        letters = unicodedata.normalize("NFD", clean(text)).translate(_LETTERS)
        text = "".join(filterfalse(unicodedata.combining, letters))
    return " ".join(text.casefold().replace("_", " ").split())


@remembered
def folded(name: str) -> str:
    """A name as names are compared: no accents, case, punctuation nor zeros before numbers. `Phường 05, Quận 3`: phuong 5 quan 3."""
    words = re.sub(r"[\W_]", " ", plain(name)).split()
    return " ".join(word.lstrip("0") or "0" if word.isdigit() else word for word in words)


def inside(text: str) -> str:
    """A text within a sentence: without the capital that it begins with, which abbreviations keep."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def as_typed(file: object) -> str:
    """A path as it is typed in a command: in quotation marks where it has a space."""
    return f'"{file}"' if " " in str(file) else str(file)
