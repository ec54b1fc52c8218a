"""The id that was likely meant."""

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import Protocol

from cchc_cli.messages import _
from cchc_cli.model.letters import plain

LISTED = 10
Known = Mapping[str, Collection[str]]
"""Ids, each with the names of what it stands for."""
LEAST = 3
"""Letters of a part of a name: x is a slip sooner than the beginning of a name."""
LETTER = re.compile(r"[^\W\d_]")


class Thing(Protocol):
    """What has a name in one language or two."""

    @property
    def name(self) -> str:
        """In the language of the file."""

    @property
    def name_en(self) -> str | None:
        """In English."""


class Identified(Thing, Protocol):
    """What has an id as well."""

    @property
    def id(self) -> str:
        """What files call it."""


def names_of(thing: Thing) -> tuple[str, ...]:
    """What people call a thing."""
    return tuple(name for name in (thing.name, thing.name_en) if name)


def by_id(things: Iterable[Identified]) -> dict[str, tuple[str, ...]]:
    """Things that may be asked for by their ids or names."""
    return {each.id: names_of(each) for each in things}


def meant(asked: str, known: Known) -> tuple[list[str], bool]:
    """The ids that a text may mean, and whether it is no more than a part of their names.

    An id comes before a name, a whole name before the beginning or another part of one, whose first word it has from
    its first letter on. Accents and capitals do not count. What has no three letters is no part of a name: 1.2 is an id.
    """
    if asked in known:
        return [asked], False
    word = plain(asked)
    texts = {identity: [plain(name) for name in names] for identity, names in known.items()}
    whole = [identity for identity, names in texts.items() if word in (plain(identity), *names)]
    if whole or len(LETTER.findall(word)) < LEAST:
        return whole, False
    # 1 is no part of 10.
    part = re.compile(rf"(?<!\w){re.escape(word)}" + (r"(?!\d)" if word[-1].isdigit() else ""))
    return [identity for identity, names in texts.items() if any(map(part.search, names))], True


def nearest_thing(asked: str, known: Known) -> str:
    """A hint: the id or the name nearest to a text, else the ids that there are."""
    word = plain(asked)
    names = {plain(name): f"{identity} ({name})" for identity, names in known.items() for name in names}
    close = get_close_matches(word, names, n=1, cutoff=0.7)
    if close and not get_close_matches(asked, known, n=1, cutoff=0.6):
        return _("Did you mean {key}?", key=names[close[0]])
    return nearest(asked, known)


def nearest(found: str, known: Collection[str], *, listing: bool = True) -> str:
    """A hint: the known id nearest to `found`, else what is known, if that is to be listed."""
    close = get_close_matches(found, known, n=5, cutoff=0.6)
    if close:
        likeness = {key: SequenceMatcher(None, found, key).ratio() for key in close}
        # Of several that are equally near, the one that stands first: 05 before 15.
        best = next(key for key in known if likeness.get(key) == max(likeness.values()))
        return _("Did you mean {key}?", key=best)
    listed = ", ".join(list(known)[:LISTED]) + (", …" if len(known) > LISTED else "")
    return _("Known: {keys}.", keys=listed) if known and listing else ""
