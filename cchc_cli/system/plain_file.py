"""What stands on the disk, and files opened for reading: plain ones only, up to a size.

Pipes, devices, sockets and folders are refused before anything is read from them: nothing here waits for anybody,
and nothing is read without an end. Whatever goes wrong is an OSError whose reason people can read.
"""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError

MIB = 1024 * 1024
TABLE = 1024 * MIB
"""A score file; 3.3 million rows have 130 MiB."""
LIST = 64 * MIB
"""Units, tasks, the calendar."""
DEVICE = re.compile("con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)
NOTHING = (errno.ENOENT, errno.ENOTDIR)


class Unreadable(OSError):
    """Something that is refused although the system would read it; `strerror` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(0, reason)


class TooLarge(Unreadable):
    """A file of more bytes than its kind may have."""


def look(path: Path, *, links: bool = True) -> os.stat_result | None:
    """What stands at `path`, behind links or, without `links`, the link itself; None where nothing does.

    Raises OSError where that can't be told: a folder that may not be looked into, a name that is too long.
    """
    try:
        return os.stat(path, follow_symlinks=links)  # noqa: PTH116
    except ValueError as error:
        raise Unreadable(_("no file can have such a name")) from error
    except OSError as error:
        if error.errno in NOTHING:
            return None
        raise


def real_path(path: Path) -> Path:
    """Where `path` leads, links followed; a link to itself stays what it is, which Path.resolve refuses before 3.13."""
    return Path(os.path.realpath(path))


def is_file(path: Path) -> bool:
    """Whether a plain file stands at `path`. Raises OSError where that can't be told."""
    found = look(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def is_device_name(name: str) -> bool:
    """Whether Windows takes a file's name for a device, with any suffix: what is written there is lost."""
    return DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def is_folder(path: Path) -> bool:
    """Whether a folder stands at `path`. Raises OSError where that can't be told."""
    found = look(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def refuse_missing_folder(folder: Path) -> None:
    """Raise CchcError where nothing can be written in `folder`: it is not there, or a part of its path is a file."""
    if folder.is_dir():
        return
    there = next(part for part in (folder, *folder.parents) if part.exists())
    if not there.is_dir():
        raise CchcError(_("{file} is a file, not a folder.", file=there), hint=_("Choose another name."))
    hint = _("Make it first, or choose another one.")
    raise CchcError(_("There is no folder {folder}.", folder=folder), hint=hint)


def open_plain(path: Path) -> BinaryIO:
    """A plain file, open for reading. Raises OSError for anything else, and never waits."""
    found = look(path)
    if found is None and look(path, links=False) is not None:
        raise Unreadable(_("a link that leads to no file"))
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    _refuse(found)
    # Another thing may stand there by now: a pipe opened like this does not wait either.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _refuse(os.fstat(handle))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_plain(path: Path, most: int) -> bytes:
    """All of a plain file. Raises OSError for anything else, and for one of more than `most` bytes."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(min(size, most) + 1)
        # Files that the system makes up as they are read, as in /proc, say that they have no size.
        if size < len(data) <= most:
            data += file.read(most + 1 - len(data))
    if len(data) > most:
        raise TooLarge(_("it is larger than {limit} MiB", limit=most // MIB))
    return data


def names_in(folder: Path) -> list[str]:
    """The names in a folder, in their order; none where there is no folder. Raises CchcError where it can't be read."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not folder.is_symlink():
            return []
        text = _("The folder {folder} cannot be read ({reason}).", folder=folder, reason=system_reason(error))
        raise CchcError(text) from error


def composed(text: str) -> str:
    """Letters and their accents as one sign each (NFC); some disks and keyboards have two."""
    return unicodedata.normalize("NFC", text)


def on_disk(named: Path, same: Callable[[str], str] = composed) -> Path:
    """The path as the disk spells it, part by part: names that are the `same` are one; what is not there stays.

    Raises OSError and CchcError for what can't be looked at.
    """
    path = Path()
    for part in named.parts:
        there = look(path / part, links=False) is not None
        others = () if there else names_in(path)
        path /= next((each for each in others if same(each) == same(part)), part)
    return path


def _refuse(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(_("it is a pipe, a device or a socket, not a file"))
