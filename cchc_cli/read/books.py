"""Excel, LibreOffice and Word files as grids."""

import pickle
import signal
import subprocess
import sys
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from cchc_cli.messages import _, language
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.letters import CONTROL, clean
from cchc_cli.model.problems import CchcError, InputError, Problem, Refused
from cchc_cli.read import limits
from cchc_cli.read.misread import misread
from cchc_cli.read.old_fonts import ENOUGH, by_letters, looks_old, not_in_unicode, told
from cchc_cli.system.plain_file import TooLarge, read_plain
from cchc_cli.system.temporary import temporary_process

START = "import sys; sys.path[:] = sys.argv[2:]; from cchc_cli.read.child import main; main(sys.argv[1])"
"""What the process that reads runs: with the modules of this one, wherever those were found."""

UNTICKED = "☐□ "


def read_book(path: Path, name: str, failed: str = "") -> Book:
    """The tables of an office file that messages call `name`; `failed`: what they begin with where it can't be read.

    The libraries that read such files can be made to take any time and memory, or to end the process: they run
    in a process of their own, which has bounds. Raises CchcError for whatever can't be read whole: another kind
    of file, a damaged one, one with a password, one that would take more memory or time than an annex ever does.
    """
    try:
        book = _in_unicode(_read_apart(_bytes(path, name)))
    except Refused as refused:
        raise InputError(
            failed or _("{file} can't be read; nothing was written.", file=name),
            [Problem(name, text=refused.text, hint=refused.hint)],
        ) from refused
    # As in Excel, the sheet of a text file is called as the file.
    grids = tuple(
        replace(grid.with_cells(plain_cell), file=name, name=grid.name if grid.labels else grid.name or path.stem)
        for grid in book.grids
    )
    paragraphs = [
        (text, above)
        for each, above in zip(book.text, book.text_after, strict=True)
        if (text := clean(CONTROL.sub("", each)))
    ]
    return Book(
        name, grids, tuple(text for text, _above in paragraphs), tuple(above for _text, above in paragraphs), book.notes
    )


def _bytes(path: Path, name: str) -> bytes:
    """The file, if it is one and no larger than an annex ever is. Raises CchcError and Refused."""
    try:
        return read_plain(path, limits.FILE_BYTES)
    except OSError as error:
        text = _("cannot be read ({reason}).", reason=system_reason(error))
        if isinstance(error, TooLarge):
            hint = _("Take pictures out of it, or copy the table into a new file.")
            raise Refused(text, hint) from error
        raise CchcError(f"{name}: {text}") from error


def _read_apart(data: bytes) -> Book:
    """What the process that reads makes of a file. Raises Refused, also where that process dies or takes too long."""
    # An empty entry means the folder where the user is, whose modules are not ours.
    modules = [entry for entry in sys.path if entry]
    command = [sys.executable, "-P", "-c", START, language(), *modules]
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=nowhere)
    with process, temporary_process(process):
        try:
            output, _nothing = process.communicate(data, timeout=limits.PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise limits.too_long() from error
    if process.returncode == -getattr(signal, "SIGXCPU", 0):
        raise limits.too_long()
    if process.returncode or not output:
        raise limits.too_much_memory()
    # Our own process wrote this, with the rights that this one has: there is nothing that it could gain.
    answer: Book | Refused = pickle.loads(output)
    if isinstance(answer, Refused):
        raise answer
    return answer


def _in_unicode(book: Book) -> Book:
    """The book with text in the letters of an old font that the file does not name read as Unicode, which is told.

    Raises Refused where a text may be meant otherwise: a guess writes no names.
    """
    shown: dict[str, str] = {}
    notes: list[str] = []
    for grid in book.grids:
        texts = [*map(itemgetter(-1), grid.texts()), *book.text]
        notes += _misread(grid)
        if font := None if grid.hidden else looks_old(texts):
            found = by_letters(texts, font)
            if found is None:
                raise Refused(*not_in_unicode(texts, font))
            shown |= found
            notes.append(told(font, len(found)))
    grids = tuple(grid.with_cells(lambda cell: shown.get(str(cell), cell)) for grid in book.grids if shown)
    text = tuple(shown.get(each, each) for each in book.text)
    return replace(book, grids=grids or book.grids, text=text, notes=(*book.notes, *dict.fromkeys(notes)))


def _misread(grid: Grid) -> list[str]:
    """That a few texts were read in a wrong encoding when the file was made. Raises Refused where many were."""
    wrong = [(row, column, text, right) for row, column, text in grid.texts() if (right := misread(text))]
    if not wrong:
        return []
    row, column, *texts = wrong[0]
    cell, (found, right) = grid.address(row, column), (" ".join(each.split())[:40] for each in texts)
    text = _("text was read in a wrong encoding: “{found}” should say “{right}”.", found=found, right=right)
    if len(wrong) < ENOUGH:
        return [f"{cell}: {text}"]
    raise Refused(f"{cell}: {text}", _("Open the file that it comes from as UTF-8, and save it anew."))


def plain_cell(cell: Value) -> Value:
    """Texts cleaned, line by line, of what criteria.yaml may not hold as well; what has no sign left, or only boxes that
    are not ticked, is blank.
    """
    if not isinstance(cell, str):
        return cell
    lines = (clean(CONTROL.sub("", part)) for part in cell.splitlines())
    text = "\n".join(line for line in lines if line)
    return text if text.strip(UNTICKED) else None
