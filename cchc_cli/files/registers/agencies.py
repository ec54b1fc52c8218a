"""Units by their names: exports of portals say at which office a dossier was filed, not the unit's id."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.head import CsvHead
from cchc_cli.messages import _
from cchc_cli.model.letters import contradicts, csv_cell, plain
from cchc_cli.model.nearest import KnownWords
from cchc_cli.model.problems import Problem

AGENCIES = (
    *("tên đơn vị", "đơn vị tiếp nhận", "cơ quan tiếp nhận", "nơi tiếp nhận"),
    *("xã, phường", "xã, phường, đặc khu", "xã, phường, thị trấn"),
)
"""Headings of the column with the unit in a register that has none called so, where units.csv has the units."""
BEHIND = re.compile(r"\s*(?:[,;(–-]|$)")
"""What may follow a name: Xã Tân Lập Đông is not Xã Tân Lập."""
WORD = re.compile(r"\w+")
MOST_WORDS = 30
"""Words of a text in which a name is looked for."""


def with_agency(head: CsvHead, units: KnownWords | None, warnings: list[Problem]) -> CsvHead:
    """A header whose column of agencies is that of the units, which is told; the same where units are not known or have a column."""
    found = headers.match(head.names, {"unit": AGENCIES}) if units and "unit" not in head.columns else {}
    for at in found.get("unit", ())[:1]:
        text = _("the column “{name}” was read as the unit.", name=head.names[at])
        warnings.append(head.problem(at, text, column="unit", severity="warning"))
    return replace(head, columns={**head.columns, **found})


def units_named(texts: Iterable[str | None], units: KnownWords) -> dict[str, str]:
    """The ids of units by the texts that name them: `Bộ phận Một cửa UBND xã Tiến Lợi`; ids, and what names none or several, are left out."""
    named = {(plain(name), unit): name for unit, every in units.items() for name in every}
    counts = Counter(letters for letters, _unit in named)
    names = {letters: (unit, name) for (letters, unit), name in named.items() if counts[letters] == 1}
    different = {text for text in texts if text} - set(units)
    return {text: unit for text in different if (unit := _unit_in(csv_cell(text), names))}


def _unit_in(text: str, names: Mapping[str, tuple[str, str]]) -> str:
    """The unit that a text names at its end, or before where it lies; blank where it names another as well, or with other accents."""
    letters = plain(text)
    spans = _spans(letters, names)
    named = {names[letters[start:end]] for start, end in spans}
    if len(named) != 1 or not all(BEHIND.match(letters, end) for _start, end in spans):
        return ""
    ((unit, name),) = named
    return "" if contradicts(text, name) else unit


def _spans(letters: str, names: Container[str]) -> list[tuple[int, int]]:
    """Where names stand in a text from left to right, the longest first: `xã An Bình Tây` is not `xã An Bình`."""
    words, spans = [*WORD.finditer(letters)][:MOST_WORDS], list[tuple[int, int]]()
    for at, word in enumerate(words):
        begin, ends = word.start(), (other.end() for other in reversed(words[at:]))
        if not spans or spans[-1][1] <= begin:
            end = next((end for end in ends if letters[begin:end] in names), None)
            spans += [] if end is None else [(begin, end)]
    return spans
