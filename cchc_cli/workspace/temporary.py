"""Folders for a while, which go with the process also where it is told to end at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ATTEMPTS = 20
"""A library's threads may go on writing into a folder while it is removed."""
_folders: set[Path] = set()


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


def remove_folders() -> None:
    """Remove those that are there now; the process ends right after this."""
    from shutil import rmtree

    for folder in list(_folders):
        for _attempt in range(ATTEMPTS):
            rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
