"""Vietnamese text of the time before Unicode: fonts that draw other letters than those that the file has."""

import re
import unicodedata
from collections.abc import Iterable

from cchc_cli.messages import _

_CODES = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
"""TCVN 5712:1993, VN3: codes that follow one another, and their letters."""
_TCVN3 = {start + at: letter for start, letters in _CODES for at, letter in enumerate(letters)}

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_MARKS = {
    **_TONES,
    **{sign: "\u0302" + tone for sign, tone in _CIRCUMFLEX.items()},
    **{sign: "\u0306" + tone for sign, tone in _BREVE.items()},
}
"""VNI writes a vowel, then a sign that stands for what is above and below it."""
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_SIGN = "".join(_VNI_MARKS)
_VNI = re.compile(f"([aeouyôö])([{_VNI_SIGN}])|([ñôöæóòî])", re.IGNORECASE)

_TCVN3_WORD = re.compile(r"[a-z][µ¸¶·¹»¾¼½¨©ª«¬\xad®ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞß]|[®µ¸¶·¹»¾¼½¨©ª«¬\xad§][a-z]")
_VNI_WORD = re.compile(r"[aeoyôö][ùøûïåä]|[aeo]â|aê|[ñ][aeiouyôö]|[ôö][õ]", re.IGNORECASE)
"""Pairs that no Vietnamese word has: `hoà`, `quân` and `thuê` are words."""
_WORDS = {"TCVN3": _TCVN3_WORD, "VNI": _VNI_WORD}
_UNICODE_ONLY = re.compile("[\u0100-\u01b0\u1ea0-\u1ef9]")
ENOUGH = 3
"""Texts that look like an old font, before a table is taken for one in such a font."""


def old_font(name: str) -> str:
    """TCVN3 or VNI where a font of this name draws one of these, else ``."""
    plain = name.strip().casefold()
    return "TCVN3" if plain.startswith(".vn") else "VNI" if plain.startswith("vni") else ""


class Conversions:
    """Reads texts in old fonts as Unicode, and counts them."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}

    def read(self, text: str, font: str) -> str:
        """What a reader sees of a text."""
        shown = as_unicode(text, font)
        if shown != text:
            self._texts[old_font(font)] = self._texts.get(old_font(font), 0) + 1
        return shown

    def notes(self) -> tuple[str, ...]:
        """What is to be told of that."""
        return tuple(told(font, count) for font, count in self._texts.items())


def as_unicode(text: str, font: str) -> str:
    """What a reader sees of a text in an old font; fonts whose names end in H draw capitals alone."""
    if old_font(font) == "TCVN3":
        text = text.translate(_TCVN3)
    elif old_font(font) == "VNI":
        text = unicodedata.normalize("NFC", _VNI.sub(_vni, text))
    else:
        return text
    return text.upper() if font.strip().endswith("H") else text


def _vni(found: re.Match[str]) -> str:
    vowel, sign, letter = found.groups()
    if letter:
        return _cased(_VNI_LETTERS[letter.lower()], letter)
    base = _VNI_LETTERS.get(vowel.lower(), vowel.lower())
    return _cased(base, vowel) + _VNI_MARKS[sign.lower()]


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def looks_old(texts: Iterable[str]) -> str:
    """TCVN3 or VNI where more texts look like these than are written in Unicode, else ``; a guess, for a question."""
    counts = dict.fromkeys(_WORDS, 0)
    in_unicode = 0
    for text in texts:
        if _UNICODE_ONLY.search(text):
            in_unicode += 1
            continue
        for font, word in _WORDS.items():
            counts[font] += bool(word.search(text))
    likely = max(counts, key=lambda name: counts[name])
    return likely if counts[likely] >= max(ENOUGH, in_unicode) else ""


def not_in_unicode(texts: Iterable[str], font: str) -> tuple[str, str]:
    """That texts are in an old font, and what to do: of those that `looks_old` was asked about."""
    shown = next(each for each in texts if looks_old([each] * ENOUGH))
    text = _(
        "its text is in an old font ({font}), not in Unicode: “{text}”.", font=font, text=" ".join(shown.split())[:40]
    )
    return text, _("Convert it to Unicode (typing programs for Vietnamese have a tool for that), and try again.")


NO_LETTERS = re.compile("[^A-Za-z]")
_NAMES = {"TCVN3": ".VnTime", "VNI": "VNI-Times"}
_SIGNS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_OTHERS = frozenset("đĐ“”‘’–—…•§°≥≤×²")


def _is_vietnamese(letter: str) -> bool:
    parts = unicodedata.normalize("NFD", letter)
    return letter.isascii() or letter in _OTHERS or (parts[0].lower() in "aeiouy" and _SIGNS.issuperset(parts[1:]))


def by_letters(texts: list[str], font: str) -> dict[str, str] | None:
    """What texts without the name of their font show, by themselves; None where any may be meant otherwise.

    Texts in Unicode stay. Beside such, a text that could be either (`Sè`) is not sure; nor is one that does not
    become Vietnamese.
    """
    old = [text for text in texts if not text.isascii() and not _UNICODE_ONLY.search(text)]
    shown = {text: as_unicode(text, _NAMES[font]) for text in old}
    is_mixed = any(map(_UNICODE_ONLY.search, texts))
    if is_mixed and not all(map(_WORDS[font].search, old)):
        return None
    if not all(map(_is_vietnamese, "".join(shown.values()))):
        return None
    # TCVN3 has no capitals with signs: `TæNG` is TỔNG.
    return {text: new.upper() if NO_LETTERS.sub("", text).isupper() else new for text, new in shown.items()}


def told(font: str, count: int) -> str:
    """What is to be told of texts that were read as Unicode."""
    return _(
        "{count} texts in an old font ({font}) were read as Unicode; compare them with the file.",
        count=count,
        font=font,
    )
