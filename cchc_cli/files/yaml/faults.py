"""What a YAML parser has against a text, in the user's language, and where that truly is: it often notices further down."""

import re
from bisect import bisect

import yaml

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.letters import CONTROL
from cchc_cli.model.problems import Problem, Refused
from cchc_cli.model.slips import quoted_name, unquoted

KEY = "did not find expected key"
DASH = "did not find expected '-' indicator"
COLON = "could not find expected ':'"
SECOND = "mapping values are not allowed in this context"
START = "did not find expected <document start>"
END = "found unexpected end of stream"
BRACKETS = ("did not find expected ',' or ']'", "did not find expected ',' or '}'")
QUOTE = N_("Put the value in quotation marks.")
INDENT = N_("Indent it with spaces, just as the other lines of its level.")
BRACKET = N_("Close the bracket that is opened on line {line}, and put a comma between two entries.")
YAML = {
    SECOND: (
        N_("a colon where none can stand"),
        N_('Put a text with a colon in quotation marks: name: "A: b".'),
    ),
    KEY: (N_("this line does not belong to those above it"), INDENT),
    DASH: (
        N_("a list entry (-) was expected"),
        N_("Begin an entry with a dash and a space, and indent it as the others."),
    ),
    COLON: (
        N_("a colon is missing after a key"),
        N_("Write a colon and a space after the key, such as name: A; delete the line if it is no key."),
    ),
    "did not find expected ',' or ']'": (N_("a comma or ] is missing"), BRACKET),
    "did not find expected ',' or '}'": (N_("a comma or } is missing"), BRACKET),
    "did not find expected node content": (N_("a value is missing"), QUOTE),
    "found character that cannot start any token": (N_("no value can begin with {sign}"), QUOTE),
    "found unknown escape character": (
        N_("a backslash in quotation marks"),
        N_("Use single quotation marks: 'C:\\data'."),
    ),
    "block sequence entries are not allowed in this context": (
        N_("a list entry (-) where none can stand"),
        N_("Put the entry on a line of its own, below its key."),
    ),
    "did not find expected alphabetic or numeric character": (N_("no value can begin with {sign}"), QUOTE),
    START: (N_("text that belongs to nothing"), INDENT),
}
"""What the parser says, why that is, and what to do."""
TAB = N_("a tab, where only spaces can stand"), N_("Replace each tab with spaces.")
OTHER = N_("a sign that cannot stand here"), QUOTE
BEHIND = (
    N_("text that belongs to nothing stands behind a value"),
    N_("Put the whole value between single quotation marks ('…'), and write each single one in it twice ('')."),
)
ABOVE = (
    N_("text that belongs to nothing stands above the first key"),
    N_("Delete this line, or put # before it; if it is a key, write a colon and a space behind it: version: 1."),
)
UNOPENED = N_("a bracket that nothing has opened"), N_("Delete it, or open it before the value.")
ALIKE = N_("It begins in column {here}; lines of one level begin alike, here in column {levels}.")
MISTAKEN = N_("{sign} stands in the place of {right}"), N_("Delete it, and type {right}.")
UNEVEN = N_("it is indented as no line above it"), ALIKE
DEEPER = N_("it is indented further than the line above it, which has a value already"), ALIKE
CLOSE = N_("Put {mark} at the end of this text as well.")
UNCLOSED = {
    '"': (N_('a double quotation mark (") is never closed'), CLOSE),
    "'": (N_("a single quotation mark (') is never closed"), CLOSE),
}
CLOSE_BEFORE = N_("Put {mark} at the end of this text as well: what stands between looks like entries.")
SWALLOWED = {
    '"': (N_('a double quotation mark (") is opened here and closed on line {line}'), CLOSE_BEFORE),
    "'": (N_("a single quotation mark (') is opened here and closed on line {line}"), CLOSE_BEFORE),
}
INSIDE = re.compile(r"['\"](?=[^\s'\",\]}])")
"""A quotation mark that ends a text in the middle of a word, or of what is quoted in it."""
CUT = re.compile(r"\s+(#\S.*)")
NAMES = ("name", "name_en", "product")
"""Keys of texts in which people write a number with #."""
SPACES = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]"
"""Spaces that Word and web pages have, and that are letters for the parser."""
LOOKALIKES = re.compile(rf"[ -]*(?:({SPACES})|([–—−•●·▪])\s|(?:[\w-]+|\"[^\"]*\")(?:(：)|:({SPACES})))")
"""What only looks like the indentation, the dash or the colon that YAML has."""
BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line for the parser."""
ENTRY = re.compile(r"^\s*(?:- +)?[A-Za-z_]\w*:(?:\s|$)|^\s*- +\S")
"""A line that says something of its own."""
HAS_COLON = re.compile(r":(?:\s|$)")
LineAndColumn = tuple[int, int]
"""Line and column, from 1."""


class Refusal(Refused):
    """YAML that is refused as a whole, and at which line and column; 0: nobody knows."""

    def __init__(self, text: str, mark: LineAndColumn = (0, 0), hint: str = "") -> None:
        super().__init__(text, hint)
        self.mark = mark


def swallowed(text: str, start: LineAndColumn, end: LineAndColumn) -> Refusal | None:
    """That a text in quotation marks holds what looks like entries: the mark that closes it is the next one's."""
    if start[0] == end[0]:
        return None
    lines = BREAK.split(text)
    if not any(map(ENTRY.match, lines[start[0] : end[0]])):
        return None
    sign = lines[start[0] - 1][start[1] - 1]
    return _refusal(lines, start, SWALLOWED[sign], line=end[0], mark=sign)


def refusal(text: str, error: yaml.MarkedYAMLError) -> Refusal:
    """Why the parser refused a text, told of the line that is to be changed."""
    here, begins = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if here is None or begins is None:
        return Refusal(_("this is not valid YAML."))
    seen = [*BREAK.split(text), ""], error.problem or "", here, begins
    return _mistaken(*seen) or _left_open(*seen) or _above_all(*seen) or _carried_on(*seen) or _where_noticed(*seen)


def _mistaken(lines: list[str], _problem: str, here: yaml.Mark, begins: yaml.Mark) -> Refusal | None:
    """A sign that looks like one of YAML, in the line that is refused or above it."""
    above = next((row for row in range(here.line - 1, -1, -1) if _says_something(lines[row])), here.line)
    rows = sorted({above, begins.line, here.line})
    return next(filter(None, (mistaken(lines, row) for row in rows)), None)


def mistaken(lines: list[str], row: int, start: int = 0) -> Refusal | None:
    """A sign that only looks like one of YAML, before the value that begins there."""
    found = LOOKALIKES.match(lines[row], start)
    if found is None:
        return None
    at = found.lastindex or 0
    sign, right = found[at], {2: "-", 3: ":"}.get(at) or _("an ordinary space")
    shown = f"“{sign}”" if at in (2, 3) else _("a space of another kind (U+{code})", code=f"{ord(sign):04X}")
    return _refusal(lines, (row + 1, found.start(at) + 1), MISTAKEN, sign=shown, right=right)


def _left_open(lines: list[str], problem: str, here: yaml.Mark, begins: yaml.Mark) -> Refusal | None:
    """What a quotation mark or a key lacks is missed only further down, and so is a bracket above lines of its own level."""
    opening = begins.line + 1, begins.column + 1
    if problem == END:
        sign = lines[begins.line][begins.column]
        return _refusal(lines, opening, UNCLOSED[sign], mark=sign)
    is_open = problem in BRACKETS and here.line > begins.line
    if problem == COLON or (is_open and _indent(lines, here.line) <= _indent(lines, begins.line)):
        return _refusal(lines, opening, YAML[problem], line=begins.line + 1)
    return None


def _above_all(lines: list[str], problem: str, here: yaml.Mark, _begins: yaml.Mark) -> Refusal | None:
    """A first line that says something and is none of a file of keys: a title, a mark, an entry of a list."""
    first = next((row for row in range(here.line) if _says_something(lines[row])), here.line)
    is_entry = problem == DASH and here.column == 0 and not any(map(_says_something, lines[first + 1 : here.line]))
    is_text = (first == here.line or problem == START) and not HAS_COLON.search(lines[first])
    if not (is_entry or is_text):
        return None
    return _refusal(lines, (first + 1, _indent(lines, first) + 1), ABOVE)


def _where_noticed(lines: list[str], problem: str, here: yaml.Mark, begins: yaml.Mark) -> Refusal:
    """A fault that stands on the line on which the parser notices it."""
    line, mark = lines[here.line], (here.line + 1, here.column + 1)
    sign = line[here.column : here.column + 1]
    if sign == "\t":
        return _refusal(lines, mark, TAB)
    if problem in BRACKETS and INSIDE.match(line, max(here.column - 1, 0)):
        return _refusal(lines, mark, BEHIND)
    if problem in (KEY, DASH):
        if line[: here.column].strip():
            return _refusal(lines, mark, UNOPENED if sign in "]}" else BEHIND)
        if here.column != begins.column and not re.match(r"\s*-\S", line):
            return _uneven(lines, here.line)
    return _refusal(lines, mark, YAML.get(problem, OTHER), sign=sign or "…", line=begins.line + 1)


def _carried_on(lines: list[str], problem: str, here: yaml.Mark, _begins: yaml.Mark) -> Refusal | None:
    """A key below a line with which it makes one text: that has no colon, or this one is indented further."""
    at = here.line
    if problem != SECOND or HAS_COLON.search(lines[at][: here.column]):
        return None
    above = next((row for row in range(at - 1, -1, -1) if _says_something(lines[row])), at)
    if not HAS_COLON.search(lines[above]):
        return _refusal(lines, (above + 1, _indent(lines, above) + 1), YAML[COLON])
    if above == at or _indent(lines, at) <= _indent(lines, above):
        return _refusal(lines, (at + 1, here.column + 1), YAML[SECOND])
    return _misplaced(lines, at, DEEPER, [_indent(lines, above)])


def _uneven(lines: list[str], at: int) -> Refusal:
    """A line that begins between two levels; or the first line of a part, which the parser blames on the second."""
    here = _indent(lines, at)
    above = [row for row in range(at) if _says_something(lines[row])]
    following = next((row for row in range(at + 1, len(lines)) if _says_something(lines[row])), at)
    if len(above) > 1 and following > at and _indent(lines, following) == here:
        parent, first = (_indent(lines, row) for row in above[-2:])
        if parent < here < first:
            return _misplaced(lines, above[-1], UNEVEN, [here])
    return _misplaced(lines, at, UNEVEN, _levels(lines, above, here))


def _levels(lines: list[str], above: list[int], here: int) -> list[int]:
    """The levels above a line that are nearest to where it begins, to the left and to the right."""
    found: set[int] = set()
    for row in reversed(above):
        entry = lines[row][: len(lines[row]) - len(lines[row].lstrip(" -"))]
        found |= {_indent(lines, row), len(entry)}
        if _indent(lines, row) <= here:
            break
    at = bisect(levels := sorted(found), here)
    return [level for level in levels[max(at - 1, 0) : at + 1] if level != here]


def _misplaced(lines: list[str], at: int, why: tuple[str, str], levels: list[int]) -> Refusal:
    here = _indent(lines, at) + 1
    told = _(" or ").join(str(level + 1) for level in levels)
    return _refusal(lines, (at + 1, here), why, here=here, levels=told)


def _says_something(line: str) -> bool:
    return line.strip() not in ("", "---") and not line.lstrip().startswith("#")


def _indent(lines: list[str], row: int) -> int:
    return len(lines[row]) - len(lines[row].lstrip())


def _refusal(lines: list[str], at: LineAndColumn, why: tuple[str, str], **values: object) -> Refusal:
    reason, hint = (_(text, **values) if "{" in text else _(text) for text in why)
    found = shortened(CONTROL.sub(" ", lines[at[0] - 1]).strip())
    return Refusal(_("this is not valid YAML ({reason}): “{found}”.", reason=reason, found=found), at, hint)


def unprintable(source: str) -> Refusal:
    """The first sign that no text has: one of CONTROL is all that the parser refuses without a place."""
    found = next(each for each in CONTROL.finditer(source) if each[0] != "\r")
    before = source[: found.start()]
    return control(f"U+{ord(found[0]):04X}", (before.count("\n") + 1, len(before) - before.rfind("\n")))


class ControlSign(Refusal):
    """A sign without a picture."""


def control(sign: str, place: tuple[int, int]) -> ControlSign:
    """That a sign without a picture stands in a text."""
    text = _("a control sign ({sign}) stands in this text.", sign=sign)
    return ControlSign(text, place, _("Type the text again; no file can show such a sign."))


def odd_name(lines: list[str], file: str, event: yaml.ScalarEvent, key: str) -> list[Problem]:
    """A warning of a name in quotation marks that are none of YAML's, and of a plain text that ends before a sign with
    which a comment begins: “Đợt #2” is read as “Đợt”."""
    start, (line, column) = place_of(event)
    if not event.style and unquoted(event.value):
        return [Problem(file, *start, key, *quoted_name(event.value), "warning")]
    found = CUT.match(lines[line - 1], column - 1) if line <= len(lines) else None
    if found is None:
        return []
    text = _(
        "“{found}” is not read: a # behind a space begins a comment, so that “{read}” is left.",
        found=found[1].strip(),
        read=event.value,
    )
    hint = _("If it belongs to the text, put the whole of it in quotation marks; else write a space behind #.")
    return [Problem(file, *start, key, text, hint, "warning")]


def place_of(event: yaml.Event) -> tuple[LineAndColumn, LineAndColumn]:
    """Where what the parser has found begins, and the place behind it."""
    begin, end = ((mark.line + 1, mark.column + 1) if mark else (0, 0) for mark in (event.start_mark, event.end_mark))
    return begin, end
