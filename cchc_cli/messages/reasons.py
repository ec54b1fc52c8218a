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
YAML = {
    "mapping values are not allowed in this context": N_("a colon where none can stand"),
    "did not find expected key": N_("a key was expected"),
    "did not find expected '-' indicator": N_("a list entry (-) was expected"),
    "could not find expected ':'": N_("a colon is missing after a key"),
    "did not find expected ',' or ']'": N_("a comma or ] is missing"),
    "did not find expected ',' or '}'": N_("a comma or } is missing"),
    "did not find expected node content": N_("a value is missing"),
    "found character that cannot start any token": N_("a tab or a sign that cannot stand here"),
    "found unexpected end of stream": N_("a quotation mark is never closed"),
    "found unknown escape character": N_("a backslash in quotation marks; use single quotation marks"),
    "block sequence entries are not allowed in this context": N_("a list entry (-) where none can stand"),
    "did not find expected <document start>": N_("text that belongs to nothing"),
}


def system_reason(error: OSError) -> str:
    """Why the system could not do it."""
    known = SYSTEM.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__


def yaml_reason(problem: str) -> str:
    """What the YAML parser met."""
    known = YAML.get(problem)
    return _(known) if known else problem
