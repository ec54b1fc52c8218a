"""The language that a workspace asks for: a quick look before anything can be said, never an error."""

import re

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

    depth, path = 0, ["", ""]
    try:
        is_key = True
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth, is_key = depth + 1, True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth, is_key = depth - 1, True
                if depth == 1 and path[0] == "defaults":
                    return None
            elif isinstance(event, yaml.ScalarEvent) and depth in (1, 2):
                if is_key:
                    path[depth - 1] = event.value
                elif depth == 2 and path == ["defaults", "language"]:
                    return event.value if event.value in ("vi", "en") else None
                is_key = not is_key
    except yaml.YAMLError:
        found = set(SAID.findall(text))
        return found.pop() if len(found) == 1 else None
    return None
