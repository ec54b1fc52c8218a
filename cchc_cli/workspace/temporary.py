"""Folders and processes for a while, which go with our own process also where it is told to end at once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

ATTEMPTS = 20
"""A library's threads may go on writing into a folder while it is removed."""
_folders: set[Path] = set()
_processes: "set[Popen[bytes]]" = set()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of our own in the system's place for such, removed at the end."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _folders.add(folder)
        try:
            yield folder
        finally:
            _folders.discard(folder)


@contextmanager
def temporary_process(process: "Popen[bytes]") -> Iterator[None]:
    """`process` is waited for within this, and killed where that ends early."""
    _processes.add(process)
    try:
        yield
    finally:
        process.kill()
        process.wait()
        _processes.discard(process)


def remove_all() -> None:
    """End and remove those that are there now; our process ends right after this."""
    for process in list(_processes):
        with suppress(OSError):
            process.kill()
    _remove_folders()


def _remove_folders() -> None:
    from shutil import rmtree

    for folder in list(_folders):
        for _attempt in range(ATTEMPTS):
            rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
