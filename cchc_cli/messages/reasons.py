"""Why the system or a library refused something, in the user's language."""

import errno

from cchc_cli.messages import N_, _

SYSTEM = {
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("access is denied"),
    errno.EPERM: N_("access is denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is a file"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ELOOP: N_("a link that leads to itself, or that is not followed"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}
QUOTE = N_("Put the value in quotation marks.")
INDENT = N_("Indent it with spaces, just as the other lines of its level.")
BRACKET = N_("Close the bracket that is opened on line {line}, and put a comma between two entries.")
YAML = {
    "mapping values are not allowed in this context": (
        N_("a colon where none can stand"),
        N_('Put a text with a colon in quotation marks: name: "A: b".'),
    ),
    "did not find expected key": (N_("this line does not belong to those above it"), INDENT),
    "did not find expected '-' indicator": (
        N_("a list entry (-) was expected"),
        N_("Begin an entry with a dash and a space, and indent it as the others."),
    ),
    "could not find expected ':'": (
        N_("a colon is missing after a key"),
        N_("Write a colon and a space after the key, such as name: A."),
    ),
    "did not find expected ',' or ']'": (N_("a comma or ] is missing"), BRACKET),
    "did not find expected ',' or '}'": (N_("a comma or } is missing"), BRACKET),
    "did not find expected node content": (N_("a value is missing"), QUOTE),
    "found character that cannot start any token": (N_("no value can begin with {sign}"), QUOTE),
    "found unexpected end of stream": (
        N_("a quotation mark is never closed"),
        N_("Put a quotation mark at the end of this text as well."),
    ),
    "found unknown escape character": (
        N_("a backslash in quotation marks"),
        N_("Use single quotation marks: 'C:\\data'."),
    ),
    "block sequence entries are not allowed in this context": (
        N_("a list entry (-) where none can stand"),
        N_("Put the entry on a line of its own, below its key."),
    ),
    "did not find expected alphabetic or numeric character": (N_("no value can begin with {sign}"), QUOTE),
    "did not find expected <document start>": (N_("text that belongs to nothing"), INDENT),
}
"""What the parser says, why that is, and what to do."""
TAB = N_("a tab, where only spaces can stand"), N_("Replace each tab with spaces.")
OTHER = N_("a sign that cannot stand here"), QUOTE


def system_reason(error: OSError) -> str:
    """Why the system could not do it."""
    known = SYSTEM.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__


def yaml_reason(problem: str, sign: str, line: int) -> tuple[str, str]:
    """What the YAML parser met, and what to do; `sign` stands there, what it belongs to begins on `line`."""
    text, hint = TAB if sign == "\t" else YAML.get(problem, OTHER)
    # Not all have what is filled in, and some have brackets of their own.
    reason = _(text, sign=sign or "…") if "{sign}" in text else _(text)
    return reason, _(hint, line=line) if "{line}" in hint else _(hint)
