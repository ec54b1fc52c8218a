"""What columns of real tables hold, by their headings: every word, and what each reader makes of such a column.

Patterns are of plain letters (no accents, lower case).
"""

import re
from functools import partial

from cchc_cli.model.letters import plain, remembered
from cchc_cli.office.words.entries import alternatives, entries, words_of

_words = partial(words_of, "headings.txt")
A_UNIT, A_BODY, BARE_NAME, OF_APPRAISERS, AREA = _words("A_UNIT", "A_BODY", "BARE_NAME", "OF_APPRAISERS", "AREA")
RANKED_IN, MAY_BE_GROUPS, OF_A_KIND, LESS, INDEX = _words("RANKED_IN", "MAY_BE_GROUPS", "OF_A_KIND", "LESS", "INDEX")
CONTAINER, WHO_SCORES, COLUMN_YEAR, EACH_OPTION = _words("CONTAINER", "WHO_SCORES", "COLUMN_YEAR", "EACH_OPTION")
NAME_AND_MORE, OF_COMPONENT, SIGNED, SCALE = _words("NAME_AND_MORE", "OF_COMPONENT", "SIGNED", "SCALE")
OWN_INDEX, PERCENTAGE, PREVIOUS, YEAR = _words("OWN_INDEX", "PERCENTAGE", "PREVIOUS", "YEAR")
BARE_YEAR, NO_SUBJECT, WEIGHT_IN, OF_OPTIONS = _words("BARE_YEAR", "NO_SUBJECT", "WEIGHT_IN", "OF_OPTIONS")
SYNONYMS = [(re.compile(pattern), usual) for usual, pattern in entries("cchc_cli.office.words", "synonyms.txt")]
"""Words of headings that mean what another one does, by which they are known."""
MEANINGS = dict(entries("cchc_cli.office.words", "meanings.txt"))
"""What a column of components can hold, and what each reader makes of it."""


def used(use: str) -> tuple[str, ...]:
    """The meanings that a reader uses so."""
    return tuple(name for name, uses in MEANINGS.items() if use in uses.split())


OF_COMPONENTS = "headings_of_components.txt"
"""Headings in tables of components (annexes, score sheets)."""

OF_UNITS = "headings_of_units.txt"
"""Headings in tables of units (published results); nothing in brackets."""


@remembered
def _roles(headings: str) -> list[tuple[str, re.Pattern[str]]]:
    """The roles of a file of headings with their patterns."""
    return [(role, re.compile(pattern)) for role, pattern in alternatives(headings)]


def first_fit(headings: str, text: str) -> str | None:
    """The first role in a file of headings whose pattern is the whole of a plain text; None where none is."""
    return next((role for role, pattern in _roles(headings) if pattern.fullmatch(text)), None)


def usual(text: str) -> str:
    """A plain heading with its words by which they are known."""
    for words, usual_one in SYNONYMS:
        text = words.sub(usual_one, text)
    return text


def said(text: str) -> str:
    """A heading as it is compared: nothing in brackets, except where there is nothing else."""
    folded = plain(re.sub(r"\(.*?\)|\[.*?\]", " ", text)) or plain(text).strip("()[]")
    return usual(re.sub(r"[\s:;.*]+$", "", folded))


@remembered
def word_of(text: str) -> str | None:
    """What a heading says that its column is, one of OF_UNITS; None where it is no word of these."""
    folded = said(text)
    bare = re.sub(r"\b(nam )?(19|20)\d\d\b", "", folded).strip()
    bare = SCALE.sub("", bare).strip() or bare
    return first_fit(OF_UNITS, bare) if bare else None


def role_of(text: str) -> str | None:
    """Of a heading in a table of components: rank, rating, percent, index, max, change, other; else None."""
    word = word_of(text)
    return word if word in ("rank", "rating", "percent", "index", "max", "change", "other") else None


def year_of(texts: list[str]) -> int | None:
    """The year that headings name, the lowest first; None without one."""
    return next((int(match[1]) for text in reversed(texts) if (match := YEAR.search(text))), None)


def is_previous(texts: list[str]) -> bool:
    """Whether headings speak of a year before without its number."""
    return any(PREVIOUS.fullmatch(plain(text)) for text in texts)


def column_year(texts: list[str]) -> int | None:
    """The year that the headings of a column of points say, the lowest first."""
    found = (COLUMN_YEAR.search(plain(text).strip(" ().:*")) for text in reversed(texts))
    return next((int(match[1] or match[2]) for match in found if match), None)
