"""Vietnamese text that a program took for another encoding and saved so, Ä‘iá»ƒm for điểm (with Ă for Ã in cp1258), and where it stands."""

import re

from cchc_cli.messages import N_, _
from cchc_cli.model.problems import Problem

BOM = b"\xef\xbb\xbf"

_SINGLE = {bytes([byte]).decode("latin-1"): byte for byte in range(0x80, 0x100)}
_SINGLE |= {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_SINGLE["Ă"] = 0xC3
_FOLLOWING = "".join(re.escape(sign) for sign, byte in _SINGLE.items() if byte < 0xC0)
_PLAIN = "".join(re.escape(sign) for sign in "\u00a0‘’“”–—…«»·°")
"""Signs that stand beside capital letters in sound text as well: “UBND XÃ”, XÃ…"""
_PAIR = re.compile(rf"[ÂÃÄÅÆĂ](?![{_PLAIN}])[{_FOLLOWING}]|á[º»][{_FOLLOWING}]")
_ANY = re.compile(rf"[Â-ôĂ][{_FOLLOWING}]{{1,3}}")
_VIETNAMESE = re.compile("[À-ỹ]")
MISREAD = re.compile(rb"(?:\xc3[\x82-\x86]|\xc4\x82)[\xc2\xc5\xc6\xcb\xe2]|\xc3\xa1\xc2[\xba\xbb]")
"""Where such text may stand; see misread."""
LOST = "\ufffd".encode()
"""What programs write for bytes that they can't read."""
BREAK = re.compile(rb'[ ,;\t\r\n"]')


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


def place_in(data: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a byte of a file."""
    before = data[:at].removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    begin = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[begin:].decode("utf-8", "replace")) + 1


def misread_places(data: bytes, file: str, *, shown: bool = True) -> list[Problem]:
    """A warning where the first text stands that was read in a wrong encoding; `shown` = the text may be shown."""
    if data.isascii():
        return []
    if (lost := data.find(LOST)) >= 0:
        text = _("a letter was lost here, and perhaps elsewhere: {sign} stands in its place.", sign=LOST.decode())
        return [Problem(file, *place_in(data, lost), "", text, _save_anew(file), severity="warning")]
    for found in MISREAD.finditer(data):
        begin = found.start() - len(BREAK.split(data[max(0, found.start() - 80) : found.start()])[-1])
        word = BREAK.split(data[begin : begin + 80], maxsplit=1)[0].decode("utf-8", "replace")
        if right := misread(word):
            text = _("text was read in a wrong encoding, here and perhaps elsewhere.")
            if shown:
                text = N_("text was read in a wrong encoding: “{found}” should say “{right}”.")
                text = _(text, found=word[:40], right=right[:40])
            return [Problem(file, *place_in(data, begin), "", text, _save_anew(file), severity="warning")]
    return []


def _save_anew(file: str) -> str:
    if file.casefold().endswith((".yaml", ".yml")):
        return _("Save the file anew as UTF-8 from where it is right.")
    if file.casefold().endswith((".csv", ".tsv", ".txt")):
        return _("Save the file anew as CSV UTF-8 from where it is right.")
    return _("Save the workbook anew from where it is right.")
