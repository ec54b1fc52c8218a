"""Names for files that every disk takes and people can read: of units, without accents."""

import re
from collections.abc import Iterable

from cchc_cli.model.letters import plain
from cchc_cli.model.scores import Unit

LONGEST = 60
OTHER = re.compile("[^a-z0-9]+")
NAMELESS = "unit"


def file_stems(units: Iterable[Unit]) -> dict[str, str]:
    """For each unit, by its id, how its files begin: its id and its name, or one of them where that says both.

    No two begin alike, whatever their ids and names are: the later one in the list gets a number.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        usual = stem = _stem(unit)
        number = 2
        while stem in taken:
            stem, number = f"{usual}-{number}", number + 1
        stems[unit.id] = stem
        taken.add(stem)
    return stems


def _stem(unit: Unit) -> str:
    identity, name = (OTHER.sub("-", plain(text)).strip("-") for text in (unit.id, unit.name))
    words = set(identity.split("-")), set(name.split("-"))
    if words[0] <= words[1] or words[1] <= words[0]:
        whole = max(identity, name, key=len)
    else:
        whole = f"{identity}-{name}".strip("-")
    return whole[:LONGEST].strip("-") or NAMELESS
