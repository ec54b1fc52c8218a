"""Units by their names: exports of portals say at which office a dossier was filed, not the unit's id."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
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
MOST = 10_000
"""Different texts that are looked at for names; of more, each is what it stands as."""


def with_agency(head: CsvHead, units: KnownWords | None, warnings: list[Problem]) -> CsvHead:
    """A header whose column of agencies is that of the units, which is told; the same where units are not known or have a column."""
    found = headers.match(head.names, {"unit": AGENCIES}) if units and "unit" not in head.columns else {}
    for at in found.get("unit", ())[:1]:
        text = _("the column “{name}” was read as the unit.", name=head.names[at])
        warnings.append(head.problem(at, text, column="unit", severity="warning"))
    return replace(head, columns={**head.columns, **found})


def units_named(texts: Iterable[str | None], units: KnownWords) -> dict[str, str]:
    """The ids of units by the texts that name them: `Bộ phận Một cửa UBND xã Tiến Lợi`; ids, and what names none or several, are left out."""
    different = {text for text in texts if text} - set(units)
    names = _names(units)
    if not names or len(different) > MOST:
        return {}
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return {text: unit for text in different if (unit := _unit_in(csv_cell(text), pattern, names))}


def _names(units: KnownWords) -> dict[str, tuple[str, str]]:
    """Units and their names by these names without accents; one that several share is nobody's."""
    named = {(plain(name), unit): name for unit, every in units.items() for name in every}
    counts = Counter(name for name, _unit in named)
    return {letters: (unit, name) for (letters, unit), name in named.items() if counts[letters] == 1}


def _unit_in(text: str, pattern: re.Pattern[str], names: Mapping[str, tuple[str, str]]) -> str:
    """The unit that a text names at its end, or before where it lies; blank where it names another as well, or with other accents."""
    letters = plain(text)
    found = [*pattern.finditer(letters)]
    named = {names[each[0]] for each in found}
    if len(named) != 1 or not all(BEHIND.match(letters, each.end()) for each in found):
        return ""
    ((unit, name),) = named
    return "" if contradicts(text, name) else unit
