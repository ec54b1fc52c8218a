"""Files that are written whole or not at all, by one process at a time."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError

WRITTEN: list[str] = []
"""What this process has written, for the case that nothing else can be told of it."""
WAIT = 30
"""Seconds to wait for another process that writes the same file."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file for oneself. The lock is the system's: it is gone with the process, however that ends."""
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=WAIT):
            _clear_leftovers(path)
            yield
    except Timeout:
        text = _("{file} is being written by another process; nothing was changed.").format(file=path)
        raise CchcError(text, hint=_("Try again in a moment.")) from None
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError before Python 3.13
        raise _cannot_write(path, error) from error


def replace_text(path: Path, data: bytes) -> None:
    """Give a file new contents. Whatever happens on the way, it has the old contents or the new, all of them."""
    fresh: Path | None = None
    try:
        target = path.resolve()
        fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            fresh.chmod(target.stat().st_mode & 0o7777)
        os.replace(fresh, target)  # noqa: PTH105
        _sync_folder(target.parent)
        WRITTEN.append(str(path))
    except (OSError, RuntimeError) as error:
        with suppress(OSError):
            if fresh is not None:
                fresh.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # The name of the file half written means nothing to anybody.
            error.filename = None
        raise _cannot_write(path, error) from error


def _sync_folder(folder: Path) -> None:
    """Make the new name last over a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear_leftovers(path: Path) -> None:
    """Remove what a killed process left half written; nobody else writes while the lock is held."""
    target = path.resolve()
    for leftover in target.parent.glob(f".{target.name}.*.tmp"):
        leftover.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError | RuntimeError) -> CchcError:
    text = _("Can't write {file} ({reason}).")
    if isinstance(error, RuntimeError):
        return CchcError(text.format(file=path, reason=_("a link that leads to itself")))
    return CchcError(text.format(file=error.filename or path, reason=system_reason(error)))
