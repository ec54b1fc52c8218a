"""Files that are written whole or not at all, by one process at a time."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.model.today import now
from cchc_cli.system import WRITTEN
from cchc_cli.system.plain_file import Unreadable, look, real_path

WAIT = 30
"""Seconds to wait for another process that writes the same file."""
NAME_BYTES = 200
"""How much of a file's name the name of its half-written copy has: names have 255 bytes at most."""
ALONE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""A new file: nothing may stand there, and no link is followed."""
HEX = frozenset("0123456789abcdef")
STALE = 86_400
"""Seconds after which a half-written copy has no writer any more, where the system can't say so."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file for oneself. The lock is the system's: it is gone with the process, however that ends.

    Whoever may write in the folder may take the lock that another user has left there.
    """
    from filelock import FileLock, Timeout

    lock = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.stat(path.parent)  # noqa: PTH116
        with FileLock(lock, timeout=WAIT, mode=0o600 | (folder.st_mode & 0o066)):
            if hasattr(os, "chown"):
                with suppress(OSError):
                    os.chown(lock, -1, folder.st_gid, follow_symlinks=False)
            yield
    except Timeout:
        text = _("{file} is being written by another process; nothing was changed.", file=path)
        raise CchcError(text, hint=_("Try again in a moment.")) from None
    except OSError as error:
        raise _cannot_write(path, error) from error


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """A folder, made with those above it. Of what was made what is empty in the end goes again. Raises OSError."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with suppress(OSError):
            for each in made:
                each.rmdir()


def replace_text(path: Path, data: bytes) -> None:
    """Give a file new contents. Whatever happens on the way, it has the old contents or the new, all of them.

    A link is followed. Owner, group, mode and what else the system keeps of a file stay, as far as this user may set
    them. A device, or a pipe that somebody reads from, is written into. Raises CchcError.
    """
    try:
        target = real_path(path)
        found = look(target)
        if found is not None and not stat.S_ISREG(found.st_mode):
            _write_into(target, found, data)
        else:
            _clear_leftovers(target)
            _replace(target, found, data)
        WRITTEN[str(path)] = found is not None
    except OSError as error:
        raise _cannot_write(path, error) from error


def _replace(target: Path, found: os.stat_result | None, data: bytes) -> None:
    """Write a copy beside the file and put it in its place."""
    if found is not None:
        os.close(os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))  # what may not be written stays
    while not _put(target, found, data):
        pass  # another writer took the copy for a leftover before it was locked
    _sync_folder(target.parent)


def _put(target: Path, found: os.stat_result | None, data: bytes) -> bool:
    """Write a new file under a name that nobody can foresee, locked as long as it is open, and give it the target's.

    False where it was taken away meanwhile. Whenever this is ended, also by Ctrl-C, the new name is gone.
    """
    fresh = target.with_name(f"{_beginning(target)}{os.urandom(8).hex()}.tmp")
    try:
        # What is private must not be there for all to read even for a moment.
        handle = os.open(fresh, ALONE, 0o666 if found is None else 0o600)
        with os.fdopen(handle, "wb") as file:
            if not _is_ours(handle):
                return False
            file.write(data)
            file.flush()
            if found is not None:
                _keep(target, found, handle, fresh)
            else:
                _share(target.parent, handle)
            os.fsync(handle)
            if os.name != "nt":  # there the file must be closed first
                os.replace(fresh, target)  # noqa: PTH105
        if os.name == "nt":
            os.replace(fresh, target)  # noqa: PTH105
    except FileExistsError:
        return False
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    return True


def _is_ours(handle: int) -> bool:
    """Lock a new file; False where somebody else has it, or has removed it."""
    try:
        _lock(handle)
    except BlockingIOError:
        return False
    except OSError:  # a disk without locks: there leftovers stay
        return True
    return os.name == "nt" or bool(os.fstat(handle).st_nlink)


def _share(folder: Path, handle: int) -> None:
    """Let the group of a folder in which it may write have a new file there as well, whatever this user's umask is."""
    if os.name == "nt":
        return
    around, made = os.stat(folder), os.fstat(handle)  # noqa: PTH116
    if around.st_mode & stat.S_IWGRP and not around.st_mode & stat.S_ISVTX and around.st_gid == made.st_gid:
        os.fchmod(handle, stat.S_IMODE(made.st_mode) | (around.st_mode & 0o060))


def _keep(target: Path, found: os.stat_result, handle: int, fresh: Path) -> None:
    """Give the copy what the file has: owner and group, mode, access lists and other attributes."""
    if os.name == "nt":
        fresh.chmod(stat.S_IMODE(found.st_mode))
        return
    with suppress(OSError):
        os.fchown(handle, -1, found.st_gid)
    with suppress(OSError):
        os.fchown(handle, found.st_uid, -1)
    os.fchmod(handle, stat.S_IMODE(found.st_mode))
    with suppress(OSError, AttributeError):  # not every system has them
        for name in os.listxattr(target):
            os.setxattr(handle, name, os.getxattr(target, name))


def _write_into(target: Path, found: os.stat_result, data: bytes) -> None:
    """Write into a device or a pipe. Raises OSError where nobody reads from the pipe; nothing is waited for."""
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    try:
        handle = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise Unreadable(_("a pipe or a socket from which nobody reads")) from error
        raise
    with os.fdopen(handle, "wb") as stream:
        os.set_blocking(handle, True)
        stream.write(data)


def _sync_folder(folder: Path) -> None:
    """Make the new name last over a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _beginning(target: Path) -> str:
    """How the names of a file's half-written copies begin; no pattern of data files fits such a name."""
    return f".{os.fsencode(target.name)[:NAME_BYTES].decode('utf-8', 'ignore')}."


def _clear_leftovers(target: Path) -> None:
    """Remove copies that killed processes left half written; a copy that is being written is locked, and stays."""
    beginning = _beginning(target)
    with suppress(OSError):
        for name in os.listdir(target.parent):  # noqa: PTH208
            sign = name.removeprefix(beginning).removesuffix(".tmp")
            if name == f"{beginning}{sign}.tmp" and sign and set(sign) <= HEX:
                with suppress(OSError):
                    _clear(target.parent / name)


def _clear(leftover: Path) -> None:
    found = look(leftover, links=False)
    if found is None or not stat.S_ISREG(found.st_mode):
        return
    if os.name == "nt":
        if now().timestamp() - found.st_mtime > STALE:
            leftover.unlink()
        return
    handle = os.open(leftover, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _lock(handle)
        leftover.unlink()
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock an open file, without waiting. Raises OSError where another process has it."""
    if os.name != "nt":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _cannot_write(path: Path, error: OSError) -> CchcError:
    """Names the file: that of a lock or of a copy half written, which the system names, means nothing to anybody."""
    refused = isinstance(error, PermissionError)
    hint = _("Close it if a program has it open; otherwise ask for the right to write there.") if refused else ""
    no_folder = error.errno == errno.ENOENT and path.parent.is_dir()
    reason = _("its folder takes no new files") if no_folder else system_reason(error)
    return CchcError(_("Can't write {file} ({reason}).", file=path, reason=reason), hint=hint)
