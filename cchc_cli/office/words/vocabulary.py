"""The words by which rows and cells of real tables are read: kinds of rows, titles, cells that hold no number.

Patterns are of plain letters (no accents, lower case). Those of headings stand in `headings`.
"""

import re
from functools import partial

from cchc_cli.model.letters import plain
from cchc_cli.office.words.entries import entries, words_of
from cchc_cli.office.words.headings import usual

_words, _entries = partial(words_of, "vocabulary.txt"), partial(entries, "cchc_cli.office.words")
TOTAL, ONLY_TOTAL, SUMMARY_ROW, BLOCK = _words("TOTAL", "ONLY_TOTAL", "SUMMARY_ROW", "BLOCK")
NOT_APPLICABLE, NOT_RANKED, NOT_YET, NOTHING = _words("NOT_APPLICABLE", "NOT_RANKED", "NOT_YET", "NOTHING")
NOT_HANDED_IN, ON_POINTS, LESS_POINTS, BLANK = _words("NOT_HANDED_IN", "ON_POINTS", "LESS_POINTS", "BLANK")
PLACEHOLDER, PLAIN_POINTS, COUNTS, NO_UNIT = _words("PLACEHOLDER", "PLAIN_POINTS", "COUNTS", "NO_UNIT")
MAXIMA, WEIGHT_ROW, SURVEY, CARRIED = _words("MAXIMA", "WEIGHT_ROW", "SURVEY", "CARRIED")
RESULT, BONUS, PENALTY, NAMED, WEIGHT, SECTION = _words("RESULT", "BONUS", "PENALTY", "NAMED", "WEIGHT", "SECTION")
NOTE, SAYS_NOTHING, REMARK, OF_ITS_OWN, NO_TITLE = _words("NOTE", "SAYS_NOTHING", "REMARK", "OF_ITS_OWN", "NO_TITLE")
ADDRESSED, FAULTS, NO_COMPONENT, OFFICE, PEERS = _words("ADDRESSED", "FAULTS", "NO_COMPONENT", "OFFICE", "PEERS")
FINAL, AFTER, BEFORE, ROUND = _words("FINAL", "AFTER", "BEFORE", "ROUND")
COUNCIL, JUDGING, WHOLE_TOTAL = _words("COUNCIL", "JUDGING", "WHOLE_TOTAL")
Lateness = tuple[int, int]
"""How late in an appraisal points were given, as a key: preliminary, rounds, after the explanation, final; the round."""

LEVEL_WORDS = [words.split(" | ") for _level, words in _entries("levels.txt")]
"""Words before a number, from the highest level down; those of a line mean the same level."""
RANK_WORDS = {word: int(place) for place, words in _entries("places.txt") for word in words.split()}
"""`Thứ nhất`, `hạng nhì`."""
JUDGED = {"dat ✓": True, "khong dat ✓": False, "chua dat ✓": False}
"""Headings of ticks that say whether all points are given, or none, as they are put to a cell."""
TICKS = frozenset(("x", "✓", "✔", "☑", "☒", "v", "+"))
"""Marks beside an option that was reached."""
TITLE_WORDS = ("chi so", "bo tieu chi", "bang tieu chi", "tieu chi", "index", "criteria")
"""Words in the title of an index, the most telling first."""
SOURCES = [(source, words.split(" | ")) for source, words in _entries("sources.txt")]
"""How a component is assessed, by words of its cell."""


def sources_of(text: str) -> list[str]:
    """The ways of assessing that a text names, the most telling first."""
    said = plain(text)
    return [source for source, words in SOURCES if any(word in said for word in words)]


ROUNDS = {
    **{"i": 1, "mot": 1, "nhat": 1, "dau": 1, "ii": 2, "hai": 2, "iii": 3, "ba": 3},
    **{"iv": 4, "bon": 4, "tu": 4, "cuoi": 99},
}


def round_of(text: str) -> int:
    """The round of an appraisal that a plain heading says; 0 without one."""
    match = ROUND.search(usual(text))
    return 0 if match is None else ROUNDS.get(match[1]) or int(match[1])


def lateness(heading: str) -> Lateness:
    """How late in the appraisal a heading stands: preliminary, rounds, after the explanation, final."""
    text = usual(plain(heading))
    number = round_of(text)
    stages = (place for words, place in ((BEFORE, 0), (FINAL, 3), (AFTER, 2)) if words.search(text))
    return next(stages, int(number != 1)), number


def councils_last(ranks: dict[int, Lateness], headings: dict[int, str]) -> None:
    """An office, and the peers of a cluster left of it, prepare what a council decides; beside anything else the place of an
    office is not known."""
    left = {at: usual(plain(headings[at])) for at, rank in ranks.items() if rank == (1, 0)}
    peers, offices, councils = ({*_taken(left, words)} for words in (PEERS, OFFICE, COUNCIL))
    ranks |= dict.fromkeys(councils if peers | offices else (), (1, 50))
    if not left and max(peers, default=0) < min(offices, default=0):
        ranks |= dict.fromkeys(offices, (1, 20))


def _taken(plains: dict[int, str], words: re.Pattern[str]) -> list[int]:
    """The columns whose headings have such words, taken from those that are left."""
    found = [at for at, text in plains.items() if words.search(text)]
    for at in found:
        del plains[at]
    return found
