"""Folders and processes for a while, which go with our own process also where it is told to end at once.

A folder whose process was killed is removed by the next process that makes one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

ATTEMPTS = 20
"""A library's threads may go on writing into a folder while it is removed."""
PREFIX = "cchc-"
LOCK = ".cchc-lock"
"""The file by which a folder is known as one of ours; locked as long as its process lives."""
_folders: set[Path] = set()
_processes: "set[Popen[bytes]]" = set()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of our own in the system's place for such, removed at the end."""
    from tempfile import TemporaryDirectory, gettempdir

    _clear_leftovers(Path(gettempdir()))
    with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name, _alive(Path(name)):
        folder = Path(name)
        _folders.add(folder)
        try:
            yield folder
        finally:
            _folders.discard(folder)


@contextmanager
def _alive(folder: Path) -> Iterator[None]:
    """Show other processes that a folder is in use, where the system has locks that end with the process."""
    if os.name == "nt":
        yield
        return
    import fcntl

    # Locked before it has the name by which it is looked for: no moment between in which it seems left over.
    fresh = folder / f"{LOCK}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with suppress(OSError):  # a disk without locks: there leftovers stay
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fresh.rename(folder / LOCK)
        yield
    finally:
        os.close(handle)


def _clear_leftovers(place: Path) -> None:
    """Remove what killed processes of this user left there."""
    if os.name == "nt":
        return
    with suppress(OSError):
        # Of thousands of names few are ours: a path is made of those alone.
        for name in os.listdir(place):  # noqa: PTH208
            if name.startswith(PREFIX):
                with suppress(OSError):
                    _clear(place / name)


def _clear(folder: Path) -> None:
    import fcntl
    from shutil import rmtree

    if folder.is_symlink() or folder.lstat().st_uid != os.geteuid():
        return
    handle = os.open(folder / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


@contextmanager
def temporary_process(process: "Popen[bytes]") -> Iterator[None]:
    """`process` is waited for within this, and killed where that ends early."""
    _processes.add(process)
    try:
        yield
    finally:
        _kill(process)
        process.wait()
        _processes.discard(process)


def _kill(process: "Popen[bytes]") -> None:
    """End a process, with what it has started where it leads a group of its own."""
    if os.name != "nt":
        import signal

        with suppress(OSError):
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def remove_all() -> None:
    """End and remove those that are there now; our process ends right after this."""
    for process in list(_processes):
        with suppress(OSError):
            _kill(process)
    from shutil import rmtree

    for folder in list(_folders):
        for _attempt in range(ATTEMPTS):
            rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
