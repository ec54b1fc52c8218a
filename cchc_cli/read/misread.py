"""Vietnamese text that a program took for another encoding and saved so: Ä‘iá»ƒm for điểm."""

import re

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
