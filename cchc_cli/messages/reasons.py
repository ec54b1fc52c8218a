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
    errno.EDQUOT: N_("your share of the disk is full"),
    errno.EFBIG: N_("it would be larger than files may be here"),
    errno.EBUSY: N_("another program has it open"),
    errno.ETXTBSY: N_("another program has it open"),
    errno.EMFILE: N_("too many files are open"),
    errno.EIO: N_("the disk or the network does not answer"),
    errno.ESTALE: N_("the disk or the network does not answer"),
    errno.ETIMEDOUT: N_("the disk or the network does not answer"),
    errno.EHOSTDOWN: N_("the disk or the network does not answer"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ELOOP: N_("a link that leads to itself, or that is not followed"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


def system_reason(error: OSError) -> str:
    """Why the system could not do it."""
    known = SYSTEM.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__
