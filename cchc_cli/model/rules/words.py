"""Rules as lines of words that a person can edit in a cell, and read back, in whichever language they were written."""

import json
import re
from collections.abc import Iterator

from cchc_cli.messages import in_all_languages
from cchc_cli.model.written_numbers import number_in, written

SIGNS = re.compile(r'[:;|="\n]|^\s|\s$|  ')
"""What a text can't have without quotation marks where it stands among others."""
QUOTED = r'"(?:[^"\\]|\\.)*"'


class UnreadableValue(Exception):
    """A line, or a part of one, that is not understood."""


def quoted(text: str) -> str:
    """A text in quotation marks, in which spaces and signs that a sheet would lose are written out."""
    return (
        json.dumps(text).replace("  ", "\\u0020 ").replace("  ", " \\u0020")
        if not text.isprintable() or "  " in text
        else (json.dumps(text, ensure_ascii=False))
    )


def token(text: str) -> str:
    """A text as it stands among others: bare where that is clear, else in quotation marks."""
    return quoted(text) if SIGNS.search(text) or not text.isprintable() else text


def untoken(text: str) -> str:
    """What `token` was made of."""
    text = text.strip()
    if not text.startswith('"'):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        raise UnreadableValue(text) from None
    if not isinstance(found, str):
        raise UnreadableValue(text)
    return found


def split(text: str, mark: str) -> list[str]:
    """The parts between marks that do not stand in quotation marks; blank ones left out."""
    parts = re.findall(rf'(?:{QUOTED}|[^{mark}"]|")+', text)
    return [part.strip() for part in parts if part.strip()]


def last_split(text: str, mark: str) -> tuple[str, str]:
    """What stands before and after the last mark outside quotation marks. Raises Unreadable where there is none."""
    places = [found.start() for found in re.finditer(rf"{QUOTED}|{mark}", text) if found[0] == mark]
    if not places:
        raise UnreadableValue(text)
    return text[: places[-1]].strip(), text[places[-1] + 1 :].strip()


def number(text: str) -> str:
    """A number as a plain text. Raises Unreadable where it is none."""
    found = number_in(text.strip().removesuffix("đ").removesuffix("%").strip())
    if found is None:
        raise UnreadableValue(text)
    return plain_number(found)


def plain_number(value: float) -> str:
    """A number as YAML has it, whatever its digits."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def told_number(value: float) -> str:
    """A number as people read it, all its digits."""
    text = written(value)
    return text if number_in(text) == value else plain_number(value)


def places_of(template: str) -> list[str]:
    """The places of a template."""
    return re.findall(r"\{(\w+)\}", template)


def said(template: str, line: str) -> dict[str, str] | None:
    """What stands at the places of a template that a line follows, in any language; None where it follows none."""
    for text in in_all_languages(template):
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(text))
        if found := re.fullmatch(pattern, line.strip(), re.IGNORECASE):
            return found.groupdict()
    return None


def lines_of(text: str) -> Iterator[str]:
    """The lines of a cell that say anything."""
    return (line.strip() for line in text.split("\n") if line.strip())


def named(key: str, name: str | None, name_en: str | None, *, always: bool = False) -> str:
    """`key = name | English name`, or the key alone where it has no name of its own."""
    if name is None and name_en is None and not always:
        return token(key)
    parts = [token(each) if each is not None else "" for each in (name, name_en)]
    return (
        f"{token(key)} = {' | '.join(parts)}".rstrip() if name_en is not None else f"{token(key)} = {parts[0]}".rstrip()
    )


def read_named(text: str) -> tuple[str, dict[str, object] | None]:
    """The key and the names that `named` was made of; None where it has none of its own."""
    parts = [found.start() for found in re.finditer(rf"{QUOTED}|=", text) if found[0] == "="]
    if not parts:
        return untoken(text), None
    key, names = text[: parts[0]], text[parts[0] + 1 :]
    bars = [found.start() for found in re.finditer(rf"{QUOTED}|\|", names) if found[0] == "|"]
    first, second = (names[: bars[0]], names[bars[0] + 1 :]) if bars else (names, "")
    told = {"name": untoken(first), "name_en": untoken(second)}
    return untoken(key), {name: value for name, value in told.items() if value}
