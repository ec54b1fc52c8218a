"""Automatic numbers of Word: they stand in no text, only the rule by which Word counts does."""

import re
from typing import Any

from cchc_cli.read.limits import whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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


class Numbers:
    """Counts as Word does: each list by its levels, a level again from its start when one above it moves on."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read(relation.target_part.element)
        for style in document.styles.element.iterchildren(f"{W}style"):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                self._styles[style.get(f"{W}styleId", "")] = (_val(found, "numId", ""), _whole(found, "ilvl"))

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iterchildren(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iterchildren(f"{W}lvl"):
                at = whole(level.get(f"{W}ilvl", "0"))
                if at is None or at >= LEVELS:
                    continue
                levels[at] = (_val(level, "numFmt", "decimal"), _val(level, "lvlText", ""), _whole(level, "start", 1))
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in numbering.iterchildren(f"{W}num"):
            self._lists[number.get(f"{W}numId", "")] = _val(number, "abstractNumId", "")

    def next(self, paragraph: Any) -> str:
        """The number before a paragraph; none where it has none, or only a bullet."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inherited = self._styles.get(style.get(f"{W}val", "") if style is not None else "", ("", 0))
        list_id, level = inherited if found is None else (_val(found, "numId", inherited[0]), _whole(found, "ilvl"))
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if list_id in ("", "0") or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [levels.get(at, ("", "", 1))[2] - 1 for at in range(LEVELS)])
        counts[level] += 1
        for below in range(level + 1, LEVELS):
            counts[below] = levels.get(below, ("", "", 1))[2] - 1
        kind, pattern, _start = levels[level]
        if kind in ("bullet", "none"):
            return "-" if kind == "bullet" else ""

        def sign(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _sign(max(counts[at], 1), levels.get(at, ("decimal", "", 1))[0])

        return re.sub(r"%([1-9])", sign, pattern)


def _sign(number: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman"):
        return roman(number) if kind == "upperRoman" else roman(number).lower()
    if kind in ("upperLetter", "lowerLetter") and number <= 26:
        return chr((65 if kind == "upperLetter" else 97) + number - 1)
    return str(number)


def _val(element: Any, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", default) if found is not None else default


def _whole(element: Any, name: str, default: int = 0) -> int:
    number = whole(_val(element, name, ""))
    return default if number is None or number > MOST else number
