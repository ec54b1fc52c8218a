"""What a heading in a table of components means, by its words alone."""

import re
import unicodedata

from cchc_cli.model.letters import plain, remembered
from cchc_cli.office.words.headings import OF_COMPONENTS, first_fit, used, usual

LONGEST = 120
"""Letters of a heading."""
YEARS = re.compile(r"\s*\(?\b(nam )?20\d\d\b\)?|(?<=\w)\s*\bnam (nay|truoc|ngoai)\b(?! (?:va|den))")
IN_BRACKETS = re.compile(r"\s*\((diem|%|neu co|ghi ro|(toi da )?\d+( diem)?)\)")
CHANGED = re.compile(r"\s*\((cu|moi|(?:truoc|sau) (?:khi )?(?:sap xep|sap nhap|hop nhat))\)")
"""`Huyện (cũ)` beside `Xã mới` is no heading of units."""
FIGURES = re.compile(r"\bđiểm\s+số(?=\s*$|\s+năm\b)", re.IGNORECASE)
"""`Điểm số` are points; without accents they could be those of a `Sở`."""

ALIKE = {"so": ("ở", "unit"), "muc": ("ụ", "number")}
"""`Sở` and `Mục` are known by a letter: without accents they could be `số` and `Mức`."""


@remembered
def meaning(heading: str) -> str | None:
    """What a heading means, one of OF_COMPONENTS; None where nothing fits."""
    heading = FIGURES.sub("điểm", unicodedata.normalize("NFC", heading))
    text = usual(CHANGED.sub(r" \1", IN_BRACKETS.sub("", plain(heading[: 3 * LONGEST]))))
    text = re.sub(r"\s*/\s*", "/", re.sub(r"[\s*:.;]+$", "", text))
    if not text.strip("0123456789.,/- ") or len(text) > LONGEST:
        return None
    text = YEARS.sub("", text).strip() or text
    letter, known = ALIKE.get(text, ("\0", ""))
    if letter in heading.casefold():
        return known
    bare = re.sub(r"\s*\(.*?\)", "", text)
    found = first_fit(OF_COMPONENTS, bare) if bare != text and bare else None
    # What stands in brackets says whose points or remarks: `Ghi chú (của đơn vị)`.
    return found if found not in (None, "points", "note") else first_fit(OF_COMPONENTS, text) or found


GIVEN = ("self", "appraised1", "score")
"""Points that a heading above others can say."""


def column_meaning(texts: list[str]) -> str | None:
    """What a column with these headings one below the other means: all of them, else the lowest, else the one above."""
    if not texts:
        return None
    together, lowest = meaning(" ".join(texts)), meaning(texts[-1])
    if lowest == "note" and "self" in map(meaning, texts[:-1]):
        # Remarks below what the unit gave itself are its own: they explain no official points.
        return "own_note"
    if lowest in used("own") or (lowest, together) == ("appeal", "self"):
        return lowest
    if together not in GIVEN and lowest not in (None, "points", "unit"):
        return lowest
    return next(filter(None, (together, lowest, *map(meaning, reversed(texts[:-1])))), None)
