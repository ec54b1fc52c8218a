"""Why the system refused something, in the user's language."""

import errno

from cchc_cli.messages import N_, _

SYSTEM = {
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("access is denied"),
    errno.EPERM: N_("access is denied"),
    errno.EBADF: N_("the stream is closed"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is a file"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ELOOP: N_("a link that leads to itself, or that is not followed"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


def system_reason(error: OSError) -> str:
    """Why the system could not do it."""
    known = SYSTEM.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__
