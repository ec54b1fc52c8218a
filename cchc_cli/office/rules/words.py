"""The words of rules as data, and a line of a rule as kinds of words, of which the patterns of all rules are made.

What a province writes otherwise is one more phrase here: `grammar` reads kinds, never letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cchc_cli.model.letters import plain, remembered
from cchc_cli.office.words.entries import entries

LONGEST = 1000
"""Letters of a text that may be a line of a rule; what is longer is prose, and costly to search."""
WORDS = {
    kind: [phrase.strip() for phrase in phrases.split(" | ")]
    for kind, phrases in entries("cchc_cli.office.rules", "words.txt")
}
"""Kinds of words, each with its phrases; `before` and `after` only belong to what comes next, and to what comes before."""
FOUND = ("dash", "day", "year", "single", "number", "letter", "sign")
"""Kinds that are known by how they are written. `single`: the number 1."""
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?![\d,])")
NUMBER = rf"{THOUSANDS.pattern}|\d+(?:[.,]\d+)?"
DAY_WORDS = "".join(f"(?<={word} )|" for word in ("ngay", "truoc", "sau", "tu", "den", "het", "qua", "trong", "cuoi"))
DAY = rf"(?:{DAY_WORDS[:-1]})\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?(?![\d%]| (?:so )?diem)|(?<!\d)(?:\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d)(?!\d)"
"""Days are neither numbers of a rule nor fractions."""
SYMBOLS = {kind: chr(0x100 + place) for place, kind in enumerate([*WORDS, *FOUND])}
MACROS = {
    "amount": "[number single]",
    "limit": "[most utmost]",
    "bound": "[upto dash hyphen]",
    "minus": "[dash hyphen]",
}


class _Folded(dict[int, str]):
    """Letters without accents and capitals, one for one."""

    def __missing__(self, code: int) -> str:
        letter = plain(chr(code))
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


def _spelt(text: str) -> tuple[str, ...]:
    """A phrase as it is compared with its accents: wherever in a word the mark of its tone stands."""
    words = unicodedata.normalize("NFD", text.casefold()).split()
    return tuple("".join(sorted(word)) for word in words)


def _phrases() -> dict[str, dict[tuple[str, ...], str]]:
    """The kind of each phrase, by its letters without accents, then as it is spelt."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for kind, phrases in WORDS.items():
        for phrase in phrases:
            found.setdefault(phrase.translate(_FOLDED), {})[_spelt(phrase)] = kind
    return found


PHRASES = _phrases()


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern of phrases, the longest that fits first: those that begin alike share their beginning."""
    rest: dict[str, list[str]] = {}
    for phrase in phrases:
        rest.setdefault(phrase[:1], []).append(phrase[1:])
    is_end = rest.pop("", None) is not None
    ways = "|".join((r"\s+" if sign == " " else re.escape(sign)) + _any_of(ends) for sign, ends in rest.items())
    return (f"(?:{ways})" + "?" * is_end) if ways else ""


_BY_WORDS = _any_of(phrase for phrase in PHRASES if phrase[0].isalpha())
_BY_SIGNS = _any_of(phrase for phrase in PHRASES if not phrase[0].isalpha())
_LISTED = rf"(?<![^\W\d_]){_BY_WORDS}(?![^\W\d_])|{_BY_SIGNS}"
TOKENS = re.compile(
    rf"(?P<day>{DAY})|(?P<year>(?<!\d)20\d\d(?!\d|[.,]\d| ?(?:%|diem|d\b)))|(?P<number>{NUMBER})"
    rf"|(?P<phrase>{_LISTED})|(?P<letter>(?<![^\W\d_])[a-z](?![^\W\d_]|\d*[.:=]\S)\d?)|(?P<word>[^\W\d_]+)|(?P<sign>[^\w\s])"
)


class Token(NamedTuple):
    """A phrase, a number or a word of a text, with where it stands."""

    start: int
    end: int
    value: float = 0.0


@dataclass(frozen=True)
class Said:
    """A line of a rule: its text, its tokens, and a symbol for the kind of each."""

    text: str
    tokens: tuple[Token, ...]
    symbols: str

    def has(self, *patterns: re.Pattern[str]) -> bool:
        """Whether any of these fits somewhere."""
        return any(pattern.search(self.symbols) for pattern in patterns)

    def number(self, found: re.Match[str], group: str = "") -> float:
        """The number of a group, else of the first of A, B and C that was found."""
        groups = {} if group else found.groupdict()
        return self.tokens[found.start(group or next(filter(groups.get, "ABC")))].value

    def word(self, found: re.Match[str], group: str) -> str:
        """The first word of a group."""
        return self.between(*found.span(group)).split()[0].casefold()

    def numbers(self, pattern: re.Pattern[str]) -> list[float]:
        """The numbers `A` of all that fit."""
        return [self.number(found) for found in pattern.finditer(self.symbols)]

    def before(self, place: int) -> str:
        """The text before a token, without what separates them."""
        return self.text[: self.tokens[place].start].strip(" :;,") if place < len(self.tokens) else self.text

    def between(self, start: int, end: int) -> str:
        """The text from a token up to another."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def after(self, place: int) -> str:
        """The text from a token on, without what separates them."""
        return self.text[self.tokens[place].start :].strip(" :;,.") if place < len(self.tokens) else ""


@remembered
def grammar(source: str) -> re.Pattern[str]:
    """A pattern over kinds of words; groups are called by capitals: `off colon? (?P<A>amount) points`."""
    for name, meaning in MACROS.items():
        source = re.sub(rf"\b{name}\b", meaning, source)
    return re.compile(re.sub(r"[a-z]+|\s+", lambda found: SYMBOLS[found[0]] if found[0].strip() else "", source))


PATTERNS: dict[str, str] = {}
"""Patterns of patterns.txt by their names."""
for _name, _pattern in entries("cchc_cli.office.rules", "patterns.txt"):
    PATTERNS[_name] = re.sub(r"(?<!\?P)<([A-Z]+)>", lambda used: PATTERNS[used[1]], _pattern)


def patterns(names: str) -> list[re.Pattern[str]]:
    """The patterns of patterns.txt with these names."""
    return [grammar(PATTERNS[name]) for name in names.split()]


_CONTEXT = [
    (grammar(pattern), SYMBOLS[kind]) for kind, pattern in entries("cchc_cli.office.rules", "words_beside_others.txt")
]
"""What words are only beside others."""
_ONE = grammar("before* (?: [word after]+ | (?P<K>[^before word after]) after*) | before+")
"""What is one token: words that no kind has, one after the other, and with any other what says nothing alone."""


def number(text: str) -> float:
    """A number as it stands in a rule, with a comma or a point; of three digits behind each point, points of thousands."""
    return float(text.replace(".", "") if THOUSANDS.fullmatch(text) else text.replace(",", "."))


@remembered
def said(text: str) -> Said:
    """The tokens of a text."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    single = list(_single(text))
    symbols, tokens = "", []
    for found in _ONE.finditer("".join(SYMBOLS[kind] for kind, _token in single)):
        first, last = single[found.start()][1], single[found.end() - 1][1]
        symbols += found["K"] or SYMBOLS["word"]
        tokens.append(Token(first.start, last.end, single[found.start("K")][1].value if found["K"] else 0.0))
    for pattern, symbol in _CONTEXT:
        symbols = pattern.sub(symbol, symbols)
    return Said(text, tuple(tokens), symbols)


def _single(text: str) -> Iterator[tuple[str, Token]]:
    """The tokens as they stand: a number of one by itself, a hyphen between spaces as a dash."""
    for found in TOKENS.finditer(text.translate(_FOLDED)):
        kind, (start, end) = found.lastgroup or "word", found.span()
        value = number(found[0]) if kind == "number" else 0.0
        kind = _kind(text[start:end], found[0]) if kind == "phrase" else "single" if value == 1 else kind
        if kind == "hyphen" and f"{text[start - 1 : start]}{text[end : end + 1]}".isspace():
            kind = "dash"
        yield kind, Token(start, end, value)


@remembered
def _kind(text: str, folded: str) -> str:
    """The kind of a phrase; a word like others where its accents are those of none."""
    kinds = PHRASES[" ".join(folded.split())]
    no_accents = text.casefold() == folded
    return kinds.get(_spelt(text)) or (next(iter(kinds.values())) if no_accents else "word")
