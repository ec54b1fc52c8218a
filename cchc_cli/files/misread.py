"""Text that was read in a wrong encoding: Ä‘iá»ƒm for điểm. Where it stands, and what it should say."""

import re

from cchc_cli.files.csv_text import place_in
from cchc_cli.messages import _
from cchc_cli.model.problems import Problem

MISREAD = re.compile(rb"\xc3(?:[\x82-\x86][\xc2\xc5\xc6\xcb\xe2]|\xa1\xc2[\xba\xbb])")
"""Where such text may stand; see misread."""
_SINGLE = {bytes([byte]).decode("latin-1"): byte for byte in range(0x80, 0x100)}
_SINGLE |= {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_FOLLOWING = "".join(re.escape(sign) for sign, byte in _SINGLE.items() if byte < 0xC0)
_PLAIN = "".join(re.escape(sign) for sign in "\u00a0‘’“”–—…«»·°")
"""Signs that stand beside capital letters in sound text as well: “UBND XÃ”, XÃ…"""
_PAIR = re.compile(rf"[ÂÃÄÅÆ](?![{_PLAIN}])[{_FOLLOWING}]|á[º»][{_FOLLOWING}]")
_ANY = re.compile(rf"[Â-ô][{_FOLLOWING}]{{1,3}}")
_VIETNAMESE = re.compile("[À-ỹ]")
BREAK = re.compile(rb'[ ,;\t\r\n"]')


def misread_places(data: bytes, file: str, *, shown: bool = True) -> list[Problem]:
    """A warning where the first text stands that was read in a wrong encoding; `shown` = the text may be shown."""
    if data.isascii():
        return []
    for found in MISREAD.finditer(data):
        begin = found.start() - len(BREAK.split(data[max(0, found.start() - 80) : found.start()])[-1])
        word = BREAK.split(data[begin : begin + 80], maxsplit=1)[0].decode("utf-8", "replace")
        if right := misread(word):
            text = _("text was read in a wrong encoding, here and perhaps elsewhere.")
            if shown:
                text = _("text was read in a wrong encoding: “{found}” should say “{right}”.")
                text = text.format(found=word[:40], right=right[:40])
            hint = _("Save the file anew as CSV UTF-8 from where it is right.")
            return [Problem(file, *place_in(data, begin), "", text, hint, severity="warning")]
    return []


def misread(text: str) -> str | None:
    """What a text should say that was read in a wrong encoding; None for sound text."""
    if text.isascii() or not (found := _PAIR.search(text)) or _repaired(found) == found[0]:
        return None
    return _ANY.sub(_repaired, text)


def _repaired(found: re.Match[str]) -> str:
    """The letters that the bytes stand for; the same signs where they stand for none that Vietnamese has."""
    try:
        right = bytes(_SINGLE[sign] for sign in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return right if _VIETNAMESE.match(right) else found[0]
