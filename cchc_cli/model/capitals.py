"""Names that a file has in capitals, as sentences have them."""

import re
from functools import lru_cache

from cchc_cli.model.letters import plain

ABBREVIATIONS = re.compile(
    "ubnd|hdnd|cntt|dvc|papi|sipas|par|index|pci|ddci|egdi|tw|qlnn|tp|iso|kpi|bcci|[ivx]{2,}|[^aeiouy]{2,}"
)
"""Those that are known, Roman numerals, and what has consonants alone."""
PLACES = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã", "tp", "sở", "tp.")
"""Words before the name of a place."""
NO_NAME = frozenset(
    {"cấp", "các", "của", "và", "trên", "trong", "năm", "ở", "tại", "thuộc", "về", "hằng", "theo", "là", "cho", "đối"}
)
"""No name begins with these, and it ends before them; after the first two a word such as “xã” begins none."""
PROPER = {text.lower(): text for text in ("Việt Nam", "Chính phủ", "Ủy ban nhân dân", "Hội đồng nhân dân")}
LONGEST_NAME = 4
"""Words of the name of a place."""


@lru_cache(maxsize=1 << 12)
def in_small_letters(text: str) -> str:
    """A text in capitals as a sentence: abbreviations, numbers of chapters, names of places and of the state keep theirs.

    Others stand for themselves, and so does what may be nothing but abbreviations.
    """
    if not _in_capitals(text) or (text.isascii() and len(text.split()) < 3):
        return text
    words = [word.lower() if word.isupper() and not _is_short(word) else word for word in text.split()]
    for at in range(1, len(words)):
        if _ends_in_place(words, at):
            _capitalize(words, at)
    name = " ".join(words)
    for small, proper in PROPER.items():
        name = name.replace(small, proper)
    return f"{name[:1].upper()}{name[1:]}"


def _in_capitals(text: str) -> bool:
    letters = [*filter(str.isalpha, text)]
    return sum(map(str.isupper, letters)) * 2 > len(letters)


def _is_short(word: str) -> bool:
    """Whether a word is an abbreviation."""
    return bool(ABBREVIATIONS.fullmatch(re.sub(r"[^a-z]", "", plain(word))))


def _ends_in_place(words: list[str], at: int) -> bool:
    """Whether the words before `at` end in a word for a place that has a name here."""
    before = " ".join(words[max(0, at - 2) : at])
    place = next((each for each in PLACES if before == each or before.endswith(f" {each}")), "")
    first = at - len(place.split()) - 1
    return bool(place) and not (first >= 0 and words[first].strip(",;") in ("cấp", "các"))


def _capitalize(words: list[str], at: int) -> None:
    """Give the words of a name their capitals, up to a word that no name has."""
    for place in range(at, min(len(words), at + LONGEST_NAME)):
        word = words[place]
        if word in NO_NAME or {word, " ".join(words[place : place + 2])} & {*PLACES} or not word[:1].isalpha():
            return
        words[place] = f"{word[:1].upper()}{word[1:]}"
        if word[-1] in ",;.-–":
            return
