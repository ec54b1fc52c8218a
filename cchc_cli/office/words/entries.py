"""Words that stand as data beside the code: what a province writes differently next year is one more line there."""

import re
from importlib.resources import files
from itertools import groupby
from operator import itemgetter

from cchc_cli.model.letters import remembered


def entries(package: str, name: str) -> list[tuple[str, str]]:
    """The lines `key: value` of a file of a package, in order; those that begin with # are remarks."""
    lines = files(package).joinpath(name).read_text("utf-8").splitlines()
    parted = (line.partition(": ") for line in lines if not line.startswith("#"))
    return [(key, value) for key, colon, value in parted if colon]


@remembered
def alternatives(name: str) -> list[tuple[str, str]]:
    """The patterns of a file of this package: lines of one key that stand together are alternatives.

    `<KEY>` in one stands for the pattern of a key above it, or of headings.txt.
    """
    known = {} if name == "headings.txt" else dict(alternatives("headings.txt"))
    found = list[tuple[str, str]]()
    for key, lines in groupby(entries("cchc_cli.office.words", name), itemgetter(0)):
        pattern = "|".join(line for _key, line in lines)
        known[key] = re.sub("<([A-Z_]+)>", lambda used: f"(?:{known[used[1]]})", pattern)
        found.append((key, known[key]))
    return found


def words_of(name: str, *keys: str) -> list[re.Pattern[str]]:
    """The patterns of keys in a file of this package."""
    return [*map(re.compile, map(dict(alternatives(name)).__getitem__, keys))]
