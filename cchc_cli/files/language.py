"""The language that a workspace asks for: a quick look before anything can be said, never an error."""

import re
from collections.abc import Iterator

from cchc_cli.files.find import find
from cchc_cli.model.problems import CchcError
from cchc_cli.system.plain_file import read_plain

MOST_BYTES = 2 * 1024 * 1024
"""A larger criteria.yaml is refused by the command itself, which says so."""

SAID = re.compile(r"\blanguage[ \t]*:[ \t]*[\"']?(vi|en)\b")
"""What is looked for where criteria.yaml is no YAML."""


def default_language(asked: str | None) -> str | None:
    """`defaults.language` of the workspace, as far as there is one that can be read."""
    try:
        text = read_plain(find(asked).criteria, MOST_BYTES).decode("utf-8-sig", "replace")
    except (CchcError, OSError):
        return None
    return _language_in(text) if "language" in text else None


def _language_in(text: str) -> str | None:
    if text.count("[") > 1000 + text.count("]") or text.count("{") > 1000 + text.count("}"):
        return None
    import yaml

    try:
        return next((value for path, value in _scalars(text) if path == ["defaults", "language"]), None)
    except yaml.YAMLError:
        found = set(SAID.findall(text))
        return found.pop() if len(found) == 1 else None


def _scalars(text: str) -> Iterator[tuple[list[str], str | None]]:
    """The values of the two upper levels with their keys, as far as the end of `defaults`; None for no language."""
    import yaml

    depth, path, is_key = 0, ["", ""], True
    steps = {yaml.MappingStartEvent: 1, yaml.SequenceStartEvent: 1, yaml.MappingEndEvent: -1, yaml.SequenceEndEvent: -1}
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if step := steps.get(type(event)):
            depth, is_key = depth + step, True
            if step < 0 and depth == 1 and path[0] == "defaults":
                return
        elif isinstance(event, yaml.ScalarEvent) and depth in (1, 2):
            if is_key:
                path[depth - 1] = event.value
            else:
                yield path[:depth], event.value if event.value in ("vi", "en") else None
            is_key = not is_key
