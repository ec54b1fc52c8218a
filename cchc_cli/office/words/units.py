"""The units that a file of points may name: whole, in a title, or as the name of a sheet."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import filterfalse

from cchc_cli.model.letters import contradicts, folded, plain
from cchc_cli.model.scores import Unit
from cchc_cli.office.words.entries import entries, words_of

ENDS, PLAIN_ENDS, ALWAYS, LABEL, OFFICE, COUNTED, SHORT, _GENERIC = words_of(
    "units.txt", "ENDS", "PLAIN_ENDS", "ALWAYS", "LABEL", "OFFICE", "COUNTED", "SHORT", "GENERIC"
)
KINDS = dict(entries("cchc_cli.office.words", "kinds_of_units.txt"))
"""What stands before a unit's name, and which units are meant by it."""
PLAIN_KINDS = {plain(word): kind for word, kind in KINDS.items() if word != "sở"}
WORDS = "|".join(sorted(PLAIN_KINDS, key=len, reverse=True))
BEFORE_ALL = frozenset(("cấp", "các", "mỗi", "từng", "những", "toàn", "cap", "cac"))
"""`cấp xã` and `các xã` are no unit."""
GENERIC = frozenset(map(plain, _GENERIC.pattern.split("|")))
"""Words of sheets' names that name no unit."""
PLACE = r"\b(?:(?:huyen|quan|tinh|thanh pho|thi xa|tp|tx)[ .]|[hqt]\.)\s*"
IN_BRACKETS = re.compile(
    rf"(?P<name>.+?)\s*(?:[,(]| [–-] )\s*(?:(?P<kind>{WORDS})|moi|(?:sau (?:khi )?|moi |duoc )?(?:thanh lap|sap xep|sap nhap|hop nhat|gom|tren co so)\b.*"
    rf"|(?P<place>{PLACE}.*))\)?"
)
"""What may stand behind a name: `Ninh Gia (xã)`, `Xã Ninh Gia (sau sắp xếp)`, `Xã Ninh Gia, huyện Đức Trọng`."""
NUMBERED = re.compile(r"(?:pl|bm|bieu|mau|sheet|phu luc)?\d+")
SHORTS = dict(entries("cchc_cli.office.words", "short_kinds.txt"))
LONGEST = 500
"""Letters of a text that may be a unit's name, or hold one."""
LONGEST_NAME = 6
"""Words of a name within a text."""
WORD = re.compile(r"\w+|[^\w\s]")
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass
class NamedUnit:
    """Which units a text names: `known` by their ids, `strange` as they stand there."""

    known: set[str] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.known or self.strange)

    def add(self, other: NamedUnit) -> None:
        """What another text names, too."""
        self.known |= other.known
        self.strange += other.strange


class UnitNames:
    """The units that may be meant, by id and by name. Without units.csv any name is a unit."""

    def __init__(self, units: tuple[Unit, ...], *, fixed: bool) -> None:
        self.fixed = fixed
        self.ids = {unit.id: unit for unit in units}
        self.otherwise: dict[str, str] = {}
        """Texts that were taken for a unit whose name has other accents."""
        self.placed: dict[str, str] = {}
        """Texts that say where a unit lies, which its name does not; `titled`: so do titles."""
        self.titled: dict[str, str] = {}
        self._found: dict[str, set[str]] = {}
        self._known = _known_names(units)
        self._offices = _merged(self._known, lambda name: OFFICE.sub("", name))
        self._bare = _merged(self._offices, _bare)
        self._squeezed = _merged(self._known, _squeezed)
        """`X.TanLap`: names of sheets are often written without spaces."""
        self._spoken = [name for name in self._known if _is_spoken(name)]
        """Names that may stand within a text: two letters or more, not all of them usual words."""
        self._longer = [found for name in self._known if (found := re.match(rf"(.+?) (?=({WORDS}) )", name))]
        """Names in which the word for a kind is not the first one: Công an phường Ba Đình."""
        self.kinds = {kind for name in self._known if (kind := _kind(name))}
        if self.kinds <= {"numbered"}:
            # Names such as Đơn vị 1 say nothing of what the units are.
            self.kinds |= {"commune"}

    def name(self, unit: str) -> str:
        """What a unit is called, by its id."""
        return self.ids[unit].name if unit in self.ids else unit

    def find(self, text: str) -> str | None:
        """The unit that a text names whole, with or without the word for its kind and the office before it.

        None where it is none, or two share the name.
        """
        known = self._named(text)
        return next(iter(known)) if len(known) == 1 else None

    def is_shared(self, text: str) -> bool:
        """Whether a text is the name of several units."""
        return len(self._named(text)) > 1

    def _named(self, text: str) -> set[str]:
        """The units that have a text for a name."""
        if text not in self._found:
            name = COUNTED.sub("", text[:LONGEST])
            known = self._called(_plain(name)) or self._without_remark(name)
            self._found[text] = self._with_accents(text, known)
        return self._found[text]

    def _without_remark(self, text: str) -> set[str]:
        """The units of a name with the word for its kind, a remark or a place behind it: `Ninh Gia (xã)`, `Xã Ninh Gia (mới)`."""
        found = IN_BRACKETS.fullmatch(plain(text))
        known = self._called(_plain(f"{found['kind'] or ''} {found['name']}")) if found else set()
        if found and found["place"] and len(known) == 1:
            self.placed[" ".join(text.split())] = next(iter(known))
        return known

    def _called(self, whole: str) -> set[str]:
        """The units of a plain name."""
        name = _long(OFFICE.sub("", whole))
        known = self._known.get(whole) or self._offices.get(name) or set()
        if not known and not _kind(name) and name not in GENERIC and LETTERS.search(name):
            known = self._bare.get(name, set())  # 2 is a number of a row, not Phường 2
        return known

    def _with_accents(self, text: str, known: set[str]) -> set[str]:
        """Of units that a text names those with its accents, else all; one whose name has others is noted."""
        exact = {unit for unit in known if not contradicts(text, self.name(unit))}
        if len(known) == 1 and not exact:
            self.otherwise[" ".join(text.split())[:80]] = next(iter(known))
        return exact or known

    def in_text(self, text: str) -> NamedUnit:
        """The units that a title names. Of a kind that none of the units is (a district above communes) none counts."""
        named = NamedUnit()
        for part in re.split(r"\n|\t|\s{2,}", unicodedata.normalize("NFC", text[: 20 * LONGEST])):
            found = self._in_part(part)
            self._with_accents(part, found.known)
            named.add(found)
        return named

    def take_title(self, unit: str, texts: Iterable[str]) -> None:
        """Take in the district that a title names with a unit; without one the town."""
        lines = [line for text in texts if not text.isascii() for line in text.splitlines()]
        for kind in ("district", "city"):
            if names := [name for line in lines for name, *_around in self._mentions(line, {kind})]:
                self.titled[f"{self.name(unit)}, {', '.join(dict.fromkeys(names))}"] = unit
                return

    def _in_part(self, part: str) -> NamedUnit:
        own = NamedUnit()
        for name, before, rest in self._mentions(part, self.kinds):
            words = len(_plain(name).split())
            ids = self._around(before, rest) or self._begins(rest, words, self._known)
            own.add(_named(ids or self._begins(rest, words, self._offices), name))
        label = LABEL.match(part)
        name = label["name"].strip() if label else ""
        if LETTERS.search(name) and not own.strange:
            whole = self.find(name)
            own.add(_named({whole} if whole else own.known or self._within(name), name))
        own.known |= self._within(part, [_plain(name) for name in own.strange])
        return own

    def in_sheet_name(self, name: str) -> NamedUnit:
        """The units that the name of a sheet names; what may be one counts as strange: all but numbers and usual words."""
        if ids := self._named(name) or self._squeezed.get(_squeezed(_long(_plain(COUNTED.sub("", name))))):
            return NamedUnit(set(ids))
        if named := self.in_text(name):
            return named
        words = [*filterfalse(NUMBERED.fullmatch, _plain(name).split())]
        telling = " ".join(word for word in words if word not in GENERIC)
        # `Điểm tỉnh Bình Minh` is no Phường Bình Minh
        is_place = re.search(rf"{PLACE}{re.escape(telling)}(?!\w)", _plain(name))
        if ids := self._bare.get(" ".join(words)) or self._bare.get("" if is_place else telling):
            return NamedUnit(set(ids))
        return NamedUnit(strange=[name]) if any(map(_is_odd, words)) else named

    def plainly(self, name: str) -> bool:
        """Whether a name says by its first word that it is a unit's: xã …, phường …, of whichever district."""
        found = self.in_text(name)
        return bool(found.strange or (found.known and _kind(_plain(name))))

    def _within(self, text: str, besides: Iterable[str] = ()) -> set[str]:
        """Known names of at least two letters that stand somewhere in a text; of names within names the longest."""
        others = "\n".join(besides)
        hits = [name for name in self._spoken_in(_plain(text)) if name not in others]
        longest = [name for name in hits if not any(name != other and name in other for other in hits)]
        return {each for name in longest for each in self._known[name]}

    def _around(self, before: str, rest: str) -> set[str]:
        """The unit whose name begins in the text before a kind and goes on with it: `Công an phường Ba Đình`."""
        first, last = _plain(before), f"{_plain(rest)} "
        hits = [
            found.string
            for found in self._longer
            if f" {first}".endswith(f" {found[1]}") and last.startswith(f"{found.string[found.end() :]} ")
        ]
        return self._known.get(max(hits, key=len, default=""), set())

    def _spoken_in(self, folded: str) -> list[str]:
        """The names that stand in a plain text as words."""
        there = (name for name in self._spoken if name in folded)
        return [name for name in there if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)]

    def _begins(self, rest: str, words: int, names: dict[str, set[str]]) -> set[str]:
        """The units with whose names a text begins, if these are at least so many words."""
        folded = _plain(rest)
        best = max(
            (
                name
                for text in (folded, _bare(folded))
                for name in names
                if text.startswith(name)
                and not re.match(r"\w", text[len(name) :])
                and len(name.split()) + len(folded.split()) - len(text.split()) >= words
            ),
            key=len,
            default="",
        )
        return names.get(best, set())

    def _mentions(self, text: str, wanted: Container[str]) -> Iterator[tuple[str, str, str]]:
        """Names with the words for `wanted` kinds (`xã Ninh Gia`), each with the text before it and from there on."""
        words = list(WORD.finditer(text))
        cased = text not in (text.upper(), text.lower())
        kinds = PLAIN_KINDS if text.isascii() else KINDS
        at = 0
        while at < len(words):
            kind, after = _kind_at(words, at, kinds)
            before = words[at - 1][0].casefold() if at else ""
            after += after < len(words) and words[after][0] == ":"
            if kind not in wanted or before in BEFORE_ALL:
                at = max(after, at + 1)
                continue
            end = _name_end(words, after, cased=cased)
            if end > after and _is_name(words[after][0], kind, cased=cased):
                start = words[at].start()
                yield text[start : words[end - 1].end()], text[:start], text[start:]
            else:
                end = after
            at = max(end, at + 1)


def _known_names(units: Iterable[Unit]) -> dict[str, set[str]]:
    """The ids of units by their ids and names, as these are compared; by `Xã Ninh Gia` where one lies in a district."""
    found: dict[str, set[str]] = defaultdict(set)
    placed: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for name in filter(None, (unit.id, unit.name, unit.name_en)):
            found[_plain(name)].add(unit.id)
            if (where := IN_BRACKETS.fullmatch(plain(name))) and where["place"]:
                placed[_plain(where["name"])].add(unit.id)
    return placed | found


def lie_apart(one: str, other: str) -> bool:
    """Whether two texts name districts or towns, or else provinces, of which none is the same."""
    first, second = _places(one), _places(other)
    return any(places and second[kind] and places.isdisjoint(second[kind]) for kind, places in first.items())


def _places(text: str) -> dict[bool, set[str]]:
    """The districts and towns that a text names, and by True the provinces, without the words for their kinds."""
    found: dict[bool, set[str]] = {False: set(), True: set()}
    _name, *parts = re.split(f"({PLACE})", plain(text))
    for kind, name in zip(parts[::2], parts[1::2], strict=True):
        found[kind.strip(" .") in ("t", "tinh")].add(re.split("[,(–-]", name)[0].strip(" .)"))
    return found


def _named(ids: set[str], name: str) -> NamedUnit:
    """What a name names: units that are known, or a strange one."""
    return NamedUnit(set(ids)) if ids else NamedUnit(strange=[name])


def _merged(names: Mapping[str, set[str]], shown: Callable[[str], str]) -> dict[str, set[str]]:
    """Units by what is made of their names."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, ids in names.items():
        found[shown(name)] |= ids
    return dict(found)


def _is_name(first: str, kind: str, *, cased: bool) -> bool:
    """Whether a word after that of a kind can begin a name: `đơn vị 5`, but not `xã hội`."""
    if kind == "numbered":
        return re.fullmatch(r"\d+|[A-Za-z]", first) is not None
    return first.casefold() not in ("hội", "hoi") or (cased and first[0].isupper())


def _is_spoken(name: str) -> bool:
    letters = sum(map(len, LETTERS.findall(name)))
    return letters > 1 and not all(word in GENERIC or word in PLAIN_KINDS for word in name.split())


def _is_odd(text: str) -> bool:
    """Whether a word of a sheet's name may be that of a unit."""
    words = (word for word in LETTERS.findall(text) if len(word) > 1 and word not in GENERIC)
    return any(not re.fullmatch("[ivx]+", word) for word in words)


def _kind_at(words: list[re.Match[str]], at: int, kinds: dict[str, str]) -> tuple[str, int]:
    """The kind of unit that a word, or two, stand for, and where the name begins; blank for none."""
    one = words[at][0].casefold()
    two = f"{one} {words[at + 1][0].casefold()}" if at + 1 < len(words) else one
    if two in kinds:
        return kinds[two], at + 2
    after = at + 2 if one == "tp" and at + 1 < len(words) and words[at + 1][0] == "." else at + 1
    return kinds.get(one, ""), after


def _name_end(words: list[re.Match[str]], start: int, *, cased: bool) -> int:
    """Where a name ends: at a small letter; in capitals where words come that end names."""
    ends = ALWAYS if cased else PLAIN_ENDS if words[0].string.isascii() else ENDS
    most = min(start + LONGEST_NAME, len(words))
    return next((at for at in range(start, most) if _ends(words, at, ends, cased=cased)), most)


def _ends(words: list[re.Match[str]], at: int, ends: re.Pattern[str], *, cased: bool) -> bool:
    """Whether a name ends before a word."""
    word, rest = words[at][0], " ".join(each[0] for each in words[at : at + 2]).casefold()
    goes_on = word[0].isalnum() and (not cased or word[0].isupper() or word[0].isdigit())
    return not goes_on or ends.fullmatch(rest) is not None or re.fullmatch(r"\d{4}", word) is not None


def _plain(text: str) -> str:
    """A name as it is compared; TP. is thành phố, P. phường."""
    return folded(SHORT.sub(lambda found: SHORTS[found[1]] + " ", plain(text)))


def _long(name: str) -> str:
    """A plain name with the word for its kind in full: tt phu hoi is thi tran phu hoi."""
    first, _space, rest = name.partition(" ")
    return f"{SHORTS[first]} {rest}" if first in SHORTS and rest else name


def _kind(name: str) -> str:
    known = next((kind for word, kind in PLAIN_KINDS.items() if name.startswith(word + " ")), "")
    return known or ("department" if name.startswith("so ") else "")


def _squeezed(name: str) -> str:
    """A plain name without spaces."""
    return re.sub(r"[\W_]", "", name)


def _bare(name: str) -> str:
    """A plain name without the word for its kind."""
    return next((name[len(word) + 1 :] for word in PLAIN_KINDS if name.startswith(word + " ")), name)
