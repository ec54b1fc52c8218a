"""The id that was likely meant."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Union

from cchc_cli.messages import _, language
from cchc_cli.model.bounds import shortened
from cchc_cli.model.letters import plain
from cchc_cli.model.slips import as_typed, day_in, of_day, unquoted

if TYPE_CHECKING:
    from cchc_cli.model.criteria import Adjustment, Node, Rating
    from cchc_cli.model.scores import Unit

LISTED = 10
LONGEST = 120
"""Characters of a name that are shown."""
FEW = 3
"""So many may have been meant; of more a list is shorter."""
KnownWords = Mapping[str, Collection[str]]
"""Ids, each with the names of what it stands for."""
LEAST, LEAST_WORD = 3, 2
"""Letters of a part of a name, and of a whole word of it: x is a slip sooner than the beginning of a name."""
FEWEST_WORDS = 2
"""So many words of a name may stand for it."""
WORD = re.compile(r"[\w.]*\w")
TOKEN = re.compile(r"[\w.-]*\w")
LETTER = re.compile(r"[^\W\d_]")
SEVERAL = re.compile(r"[;,+&\n]| và ")
"""What people put between several ids in a cell."""
FIRST_ZEROS = re.compile(r"(?<![\d.,])0+(?=\d)")
ZEROS_OF_PARTS = re.compile(r"(?<!\d)0+(?=\d)")
"""Those of an id: 1.01.1 is 1.1.1, but 1.10 is not 1.1."""


Identified = Union["Node", "Adjustment", "Rating", "Unit"]
"""What has an id and a name in one language or two."""


def names_of(value: object) -> tuple[str, ...]:
    """The names of what stands behind an id, in the language in use first; none where that has no name."""
    keys = ("name_en", "name") if language() == "en" else ("name", "name_en")
    both = (value,) if isinstance(value, str) else tuple(getattr(value, key, None) for key in keys)
    names = value if isinstance(value, tuple) else both
    return tuple(name for name in names if name and isinstance(name, str))


def by_id(things: Iterable[Identified]) -> dict[str, tuple[str, ...]]:
    """Things that may be asked for by their ids or names."""
    return {each.id: names_of(each) for each in things}


def meant(asked: str, known: KnownWords) -> tuple[list[str], bool]:
    """The ids that a text may mean, and whether it is no more than a part of their names.

    An id comes before a name, a whole name before the beginning or another part of one, whose first word it has from
    its first letter on. Accents and capitals do not count, nor hyphens of an id, which is then no surer than a part of
    a name: Hòa Bình may be hoa-binh, but as well the ward of that name. What has no three letters is no
    part of a name unless it is a word of it, as xã is of cấp xã: 1.2 is an id. 1 is no part of 10, but may be the
    beginning of several numbers that are asked about. Words that stand so in no name may be some of its words, in
    their order: hồ sơ đúng hạn is Tỷ lệ hồ sơ giải quyết đúng hạn.
    """
    if asked in known:
        return [asked], False
    if whole := next(filter(None, _whole(asked, known)), []):
        return whole, False
    if inner := unquoted(asked):
        return meant(inner, known)
    spelt = [identity for identity in known if _spaced(identity) == _spaced(asked)]
    named = _by_part(plain(asked), known) or _by_words(plain(asked), known)
    ids = [identity for identity in known if identity in spelt or identity in named]
    return ids, ids != spelt


def _by_part(word: str, known: KnownWords) -> list[str]:
    """The ids that a text means as a part of their names."""
    letters = len(LETTER.findall(word))
    if letters < LEAST_WORD:
        return []
    if letters < LEAST:
        return _with_part(word, known, r"(?!\w)")
    begun = _with_part(word, known) if word[-1].isdigit() else []
    return _with_part(word, known, r"(?!\d)" if begun else "") or (begun if len(begun) > 1 else [])


def _by_words(asked: str, known: KnownWords) -> list[str]:
    """The ids in whose names all words of a text stand in their order, with others between."""
    words = WORD.findall(asked)
    if len(words) < FEWEST_WORDS:
        return []
    there = {identity: [iter(WORD.findall(plain(name))) for name in names] for identity, names in known.items()}
    return [identity for identity, names in there.items() if any(all(word in name for word in words) for name in names)]


def _with_part(word: str, known: KnownWords, end: str = "") -> list[str]:
    """The ids whose names have a text from the beginning of a word on; `end`: what may follow it, as an expression."""
    part = re.compile(rf"(?<!\w){re.escape(word)}{end}")
    return [identity for identity, names in known.items() if any(part.search(plain(name)) for name in names)]


def _whole(asked: str, known: KnownWords) -> Iterator[list[str]]:
    """The ids that a text means as a whole, the surest way first."""
    word, bare = plain(asked), _bare(asked)
    yield [identity for identity, names in known.items() if word in map(plain, (identity, *names))]
    yield [identity for identity, names in known.items() if bare in map(_bare, names)]


def _bare(text: str) -> str:
    """A text without the zeros before its numbers: Xã số 5 is Xã số 05."""
    return FIRST_ZEROS.sub("", plain(text))


def _unpadded(identity: str) -> str:
    """An id with points alone, and without the zeros before its numbers."""
    return ZEROS_OF_PARTS.sub("", plain(identity).replace(",", "."))


def _spaced(text: str) -> str:
    """A text with spaces in the place of hyphens: một cửa is mot-cua."""
    return " ".join(plain(text).replace("-", " ").split())


def called(identity: str, known: KnownWords) -> str:
    """An id with the name that it stands for."""
    name = next(iter(known.get(identity, ())), identity)
    return (
        shortened(identity) if _bare(name) == _bare(identity) else f"{shortened(identity)} ({shortened(name, LONGEST)})"
    )


def nearest_thing(asked: str, known: KnownWords, more: str = "") -> str:
    """A hint: the id or the name nearest to a text, else the ids that there are, and `more`."""
    parts = [part.strip() for part in SEVERAL.split(asked)]
    if len(parts) > 1 and all(part in known for part in parts):
        return _("Name them one at a time: {ids}.", ids=_(" and ").join(parts))
    close = _closest(asked, list(known), known, listing=False)
    return close or _known([called(each, known) for each in known]) + more


def likest_first(asked: str, known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Ids and their names, those before that are most like what was asked for."""
    return dict(sorted(known.items(), key=lambda each: -SequenceMatcher(None, each[0], asked).ratio()))


def nearest(found: str, known: Collection[str] | Mapping[str, object], *, listing: bool = True) -> str:
    """A hint: the known id that is meant by a name or a slip, else the nearest, else what is known, if to be listed.

    `known`: ids, or ids with their names or with what has a name, which people may have written in their place.
    """
    values = known.items() if isinstance(known, Mapping) else ()
    names = {key: named for key, value in values if (named := names_of(value))}
    ids = list(known)
    if found and (told := _slip(found, ids) or _named(found, names)):
        return told
    return _closest(found, ids, names, listing=listing)


def _closest(found: str, ids: Collection[str], names: KnownWords, *, listing: bool) -> str:
    """The nearest id, else the nearest name, else what is known."""
    close = _same(found, ids, names) or _alike(found, ids, names)
    # Of several that are equally near none is meant sooner than another.
    if 0 < len(close) <= FEW:
        return _("Did you mean {key}?", key=_(" or ").join(called(each, names) for each in close))
    listed = likest_first(found, dict.fromkeys(ids, ())) if close else ids
    # With all their names many ids would fill a screen.
    return _known([called(each, names) if len(ids) <= LISTED else each for each in listed]) if listing else ""


def _same(found: str, ids: Collection[str], names: KnownWords) -> list[str]:
    """The only id that a text is, or has for a name, but for zeros before numbers, and Một cửa for mot-cua; none where
    several are."""
    texts, bare = {_unpadded(found), _spaced(found)}, _bare(found)
    same = [key for key in ids if texts & {_unpadded(key), _spaced(key)} or bare in map(_bare, names.get(key, ()))]
    return same if len(same) == 1 else []


def _alike(found: str, ids: Collection[str], names: KnownWords) -> list[str]:
    """The ids that are nearest to a text, all of them equally near; without any the one with the nearest name."""
    likeness = {key: SequenceMatcher(None, found, key).ratio() for key in get_close_matches(found, ids, n=LISTED)}
    if likeness:
        return [key for key in ids if likeness.get(key) == max(likeness.values())]
    named = {plain(name): f"{key} ({shortened(name, LONGEST)})" for key, of_key in names.items() for name in of_key}
    said = plain(as_typed(found))
    # UBND xã An Phú is Xã An Phú.
    near = get_close_matches(said, named, n=1, cutoff=0.7) or [name for name in named if f" {name} " in f" {said} "]
    return [*map(named.__getitem__, near)]


def _known(ids: list[str]) -> str:
    listed = ", ".join(shortened(each, 2 * LONGEST) for each in ids[:LISTED]) + (", …" if len(ids) > LISTED else "")
    return _("Known: {keys}.", keys=listed) if ids else ""


def lost_zero(found: str, known: Collection[str]) -> str:
    """A hint where a spreadsheet may have made 1.1 of the known 1.10; else blank."""
    whole = f"{found}0"
    if "." not in found or whole not in known:
        return ""
    return _("If {id} is meant: a spreadsheet drops its last 0. Format the column as Text and type {id}.", id=whole)


def _slip(found: str, ids: Collection[str]) -> str:
    """What a spreadsheet or a keyboard has made of an id."""
    typed = as_typed(found)
    if typed in ids:
        return _("Write {id}, in plain digits and without quotation marks.", id=typed)
    if parts := _several(typed, ids):
        return _("Only one can stand here: write a row for each of {ids}.", ids=", ".join(parts))
    if (tight := "".join(typed.split()).strip(".,;:")) in ids:
        return _("Write the id alone: {id}.", id=tight)
    if (pointed := typed.replace(",", ".").rstrip(".")) in ids:
        return _("Ids are written with points: {id}.", id=pointed)
    if day := day_in(found):
        return _of_date([each for each in of_day(day) if each in ids])
    return lost_zero(pointed, ids) or _within(typed, ids)


def _several(typed: str, ids: Collection[str]) -> list[str]:
    """The ids of which several stand here; none where it is no list of them: 1,1 is none of 1 and 1."""
    parts = [part.strip() for part in SEVERAL.split(typed)]
    return parts if 1 < len(parts) == len(set(parts)) and set(parts) <= set(ids) else []


def _within(typed: str, ids: Collection[str]) -> str:
    """What to do where one id stands among other words."""
    found = {token for token in TOKEN.findall(typed) if token in ids}
    return _("Write the id alone: {id}.", id=found.pop()) if len(found) == 1 else ""


def _of_date(meant: list[str]) -> str:
    """What to do where a date stands in the place of one of these ids."""
    if not meant:
        return _("A spreadsheet has made a date of the id: set the column to Text and type the id again.")
    ids = _(" or ").join(meant)
    return _("A spreadsheet has made a date of the id: format the column as Text and type {ids} again.", ids=ids)


def _named(found: str, names: KnownWords) -> str:
    """The id of what has the name that was found."""
    wanted = plain(as_typed(found))
    same = [key for key, of_key in names.items() if wanted in map(plain, of_key)]
    if len(same) > 1:
        return _("Several have this name: {ids}. Write the id.", ids=", ".join(same[:LISTED]))
    return _("This is a name; its id is {id}: write that.", id=same[0]) if same else ""
