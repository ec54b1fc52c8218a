"""Fonts that draw other letters than those that the file has: those before Unicode, and those of signs."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from cchc_cli.messages import _
from cchc_cli.model import letters
from cchc_cli.model.problems import first_of

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

_SIGNS_OF = {
    font: dict(zip(map(chr, codes), signs, strict=True))
    for font, codes, signs in (
        ("Symbol", b"\xa3\xb3\xb9\xb1\xb4\xb8\xd7\xb7\xe5\xd6\xae\xde\xb0\xbb", "≤≥≠±×÷··∑√→⇒°≈"),
        ("Wingdings", b"\xfc\xfe\xfb\xfd\xa8\x6f\x78\xa7\xd8\x76\x6c\xe0\xf0", "✓☑✗☒☐☐☒▪---→→"),
        ("Wingdings 2", b"\x50\x52\x4f\x51\x53\x54\x2a\xa3\x97", "✓☑✗☒☒☒☐☐-"),
    )
}
_SIGNS_OF["Symbol"] |= dict(zip("abgdezhqiklmnxoprstufcywDS", "αβγδεζηθικλμνξοπρστυφχψωΔΣ", strict=True))
"""What the codes of these fonts draw, of what stands in tables: ticks, boxes, bullets and signs of formulas."""
_PRIVATE = 0xF000
"""Word keeps codes of such fonts from here on."""
_OTHER = re.compile("[^\x00-\xff\uf000-\uf0ff]")
UNREAD = "�"
"""What stands for a sign that is not known: nothing that hangs on it is read as sure."""
_TCVN3_WORD = re.compile(r"[a-z][µ¸¶·¹»¾¼½¨©ª«¬\xad®ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞß]|[®µ¸¶·¹»¾¼½¨©ª«¬\xad§][a-z]")
_VNI_WORD = re.compile(r"[aeoyôö][ùøûïåä]|[aeo]â|aê|[ñ][aeiouyôö]|[ôö][õ]", re.IGNORECASE)
"""Pairs that no Vietnamese word has: `hoà`, `quân` and `thuê` are words."""
_WORDS = {"TCVN3": _TCVN3_WORD, "VNI": _VNI_WORD}
_UNICODE_ONLY = re.compile("[\u0100-\u01b0\u1ea0-\u1ef9]")
ENOUGH = 3
"""Texts that look like an old font, before a table is taken for one in such a font."""


STRUCK = "\0struck"
"""In the place of a font: that of texts that are crossed out."""
RAISED = "\0raised"
"""That of what is written higher: behind a figure it is the mark of a note, and no digit."""


def font_of(name: str, *, struck: bool = False, raised: bool = False) -> str:
    """The font of a cell or a part of its text where it changes what is read, else ``."""
    return STRUCK if struck else RAISED if raised else name if old_font(name) else ""


@lru_cache(100)
def old_font(name: str) -> str:
    """TCVN3 or VNI where a font of this name draws one of these, the font itself where it draws signs, else ``."""
    plain = name.strip().casefold()
    signs = next((font for font in _SIGNS_OF if plain == font.casefold()), "")
    return "TCVN3" if plain.startswith(".vn") else "VNI" if plain.startswith("vni") else signs


class Conversions:
    """Reads texts in old fonts as Unicode, and counts them."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}
        self.struck: list[str] = []
        self.place: Callable[[], str] = str
        """Names the cell whose texts are read; blank outside of tables."""

    def read(self, text: str, font: str) -> str:
        """What a reader sees of a text."""
        if font == STRUCK:
            self.struck += [self.place()] if text.strip() else []
            return ""
        if font == RAISED:
            return text.translate(letters.RAISED)
        shown = as_unicode(text, font)
        if shown != text:
            self._texts[old_font(font)] = self._texts.get(old_font(font), 0) + 1
        return shown

    def notes(self) -> tuple[str, ...]:
        """What is to be told of that."""
        texts = [told(font, count) for font, count in self._texts.items()]
        if self.struck:
            texts.append(with_places(_("Crossed-out text was left out ({count})", count=len(self.struck)), self.struck))
        return tuple(texts)


def with_places(told: str, places: Iterable[str]) -> str:
    """A sentence without its full stop, with the places that are known."""
    known = first_of([*dict.fromkeys(filter(None, places))], 5)
    return f"{told}: {known}." if known else f"{told}."


def as_unicode(text: str, font: str) -> str:
    """What a reader sees of a text in an old font; fonts whose names end in H draw capitals alone."""
    if signs := _SIGNS_OF.get(old_font(font)):
        # Letters that such a font does not have are drawn by another one.
        return text if _OTHER.search(text) else "".join(_sign(letter, signs) for letter in text)
    if old_font(font) == "TCVN3":
        text = text.translate(_TCVN3)
    elif old_font(font) == "VNI":
        text = unicodedata.normalize("NFC", _VNI.sub(_vni, text))
    else:
        return text
    return text.upper() if font.strip().endswith("H") else text


def _sign(letter: str, signs: dict[str, str]) -> str:
    """What a letter of a font of signs shows; digits and marks are those of any other font in Symbol alone."""
    code = ord(letter) - _PRIVATE if _PRIVATE <= ord(letter) <= _PRIVATE + 0xFF else ord(letter)
    if chr(code).isspace() or (signs is _SIGNS_OF["Symbol"] and code < 0x80 and not chr(code).isalpha()):
        return chr(code)
    return signs.get(chr(code), UNREAD)


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
    if font in _SIGNS_OF:
        text = _("Signs of the font {font} were read as what they draw ({count}); compare them with the file.")
        return text.format(count=count, font=font)
    return _(
        "{count} texts in an old font ({font}) were read as Unicode; compare them with the file.",
        count=count,
        font=font,
    )
