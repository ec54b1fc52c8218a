"""The automatic numbers of paragraphs of Word, and what stands in its elements."""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cchc_cli.read import limits

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
LEVELS = 9
MOST = 99_999
"""The number from which a list may start."""
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """4 as IV."""
    text = ""
    for value, sign in (*ROMAN, *ROMAN_SMALL):
        text += sign * (number // value)
        number %= value
    return text


class _Level(NamedTuple):
    """How a level of a list is numbered; `again`: the level above which it begins anew, 0 for never."""

    kind: str
    pattern: str
    start: int
    again: int
    in_digits: bool


class Numbers:
    """Counts as Word does: each list by its levels, a level again from its start when one above it moves on.

    Lists of one kind count on from one another, but where one says from which number a level starts (`startOverride`).
    """

    def __init__(self, document: "Document") -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read(relation.target_part.element)
        for style in document.styles.element.iterchildren(f"{W}style"):
            found = part_of(style, "pPr/numPr")
            if found is not None:
                self._styles[style.get(f"{W}styleId", "")] = (val(found, "numId"), whole(found, "ilvl"))

    def _read(self, numbering: "Element") -> None:
        for abstract in numbering.iterchildren(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iterchildren(f"{W}lvl"):
                at = limits.whole(level.get(f"{W}ilvl", "0"))
                if at is None or at >= LEVELS:
                    continue
                levels[at] = _Level(
                    val(level, "numFmt", "decimal"),
                    val(level, "lvlText"),
                    whole(level, "start", 1),
                    whole(level, "lvlRestart", at),
                    is_on(level, "isLgl"),
                )
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in numbering.iterchildren(f"{W}num"):
            name = number.get(f"{W}numId", "")
            self._lists[name] = val(number, "abstractNumId")
            for override in number.iterchildren(f"{W}lvlOverride"):
                at = limits.whole(override.get(f"{W}ilvl", "0"))
                if at is not None and part_of(override, "startOverride") is not None:
                    self._starts[name, at] = whole(override, "startOverride", 1)

    def next(self, properties: "Element | None") -> str:
        """The number before a paragraph with these properties; none where it has none, or only a bullet."""
        found = part_of(properties, "numPr")
        inherited = self._styles.get(val(properties, "pStyle"), ("", 0))
        list_id, level = inherited if found is None else (val(found, "numId", inherited[0]), whole(found, "ilvl"))
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if list_id in ("", "0") or level not in levels:
            return ""
        counts = self._counts.setdefault(
            abstract, [levels[at].start - 1 if at in levels else 0 for at in range(LEVELS)]
        )
        # Only the first paragraph of a list begins anew.
        counts[level] = self._starts.pop((list_id, level), counts[level] + 1)
        for below, of in levels.items():
            if level < min(below, of.again):
                counts[below] = of.start - 1
        kind = levels[level].kind
        return "-" if kind == "bullet" else "" if kind == "none" else _written(levels, level, counts)


def _written(levels: dict[int, _Level], level: int, counts: list[int]) -> str:
    """The number of a level, with those above it."""

    def sign(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        in_digits = at not in levels or levels[level].in_digits
        return _sign(max(counts[at], 1), "decimal" if in_digits else levels[at].kind)

    return re.sub(r"%([1-9])", sign, levels[level].pattern)


def _sign(number: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman"):
        return roman(number) if kind == "upperRoman" else roman(number).lower()
    if kind in ("upperLetter", "lowerLetter") and number <= 26:
        return chr((65 if kind == "upperLetter" else 97) + number - 1)
    return f"{number:02}" if kind == "decimalZero" else str(number)


@cache
def _tags(path: str) -> tuple[str, ...]:
    return tuple(W + name for name in path.split("/"))


def part_of(element: "Element | None", path: str) -> "Element | None":
    """What stands at a path of names below an element; lxml's own search of paths takes most of the time of a table."""
    for tag in _tags(path):
        element = None if element is None else next(element.iterchildren(tag), None)
    return element


def val(element: "Element | None", path: str, default: str = "") -> str:
    """What stands as `val` at a path of names below an element."""
    found = part_of(element, path)
    return default if found is None else found.get(VAL, default)


def whole(element: "Element | None", path: str, default: int = 0, most: int = MOST) -> int:
    """The number that stands there; `default` for none, or one that is larger than `most`."""
    number = limits.whole(val(element, path))
    return default if number is None or number > most else number


def is_on(element: "Element", path: str) -> bool:
    """Whether a switch is there, and not off."""
    found = part_of(element, path)
    return found is not None and found.get(VAL, "1") not in ("0", "false", "off")
