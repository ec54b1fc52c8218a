"""What goes out: results on stdout, words for people on stderr, and nothing else on either.

Whatever a library prints, in Python or in C, goes nowhere. Everything that is shown passes `writing`, `put` or
`say`; a stream that can't be written ends with status 2, a reader that leaves early (`| head`) is no fault.
"""

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass
from threading import Thread
from typing import TextIO, TypeVar

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.show.texts import visible
from cchc_cli.system import WRITTEN

Result = TypeVar("Result")
DEBUG = "CCHC_DEBUG"
"""Set in the environment, it lets libraries speak on stderr and shows where in the code an error arose."""
NARROWEST = 20
"""A terminal of fewer columns has no room for words."""
PATIENCE, STEP = 1.0, 0.1
"""Seconds without a word before a progress bar is shown, and how often it moves."""


@dataclass
class _Streams:
    results: TextIO
    messages: TextIO
    lost: bool = False
    """Whether something could not be said."""


_now: _Streams | None = None


def debugging() -> bool:
    """Whether the user asked for what is under the bonnet."""
    return bool(os.environ.get(DEBUG))


def take_over() -> None:
    """Make stdout and stderr of the process ours alone; it has them for the rest of its life.

    Descriptors 1 and 2 then lead nowhere, and so does what C libraries print to them, also from their buffers
    when the process ends.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.__stdout__ = _own(1)  # type: ignore[misc]  # typed as final
    sys.stderr = sys.__stderr__ = _own(2, kept=debugging())  # type: ignore[misc]  # as above


def _own(number: int, *, kept: bool = False) -> io.TextIOWrapper:
    """A stream of our own to where a descriptor leads; the descriptor itself leads nowhere unless it is `kept`."""
    own = os.dup(number)
    # The old console of Windows is steered through its descriptor, which must stay.
    if not kept and not (os.name == "nt" and os.isatty(number)):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
    return open(own, "w", encoding="utf-8", errors="backslashreplace")  # noqa: PTH123


@contextmanager
def opened() -> Iterator[None]:
    """Results and messages go where stdout and stderr lead now."""
    global _now
    before, _now = _now, _Streams(_in_utf8(sys.stdout), _in_utf8(sys.stderr))
    WRITTEN.clear()
    try:
        yield
    finally:
        _now = before


@contextmanager
def collected(line_as: Callable[[str], str] = str) -> Iterator[None]:
    """What is printed meanwhile, as typer does with help and completion, is put and said at the end.

    `line_as`: what becomes of each line that is put.
    """
    printed, said = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(printed), redirect_stderr(said):
            yield
    finally:
        if said.getvalue():
            say(*said.getvalue().splitlines())
        if printed.getvalue():
            put("\n".join(map(line_as, printed.getvalue().split("\n"))))


def _in_utf8(stream: TextIO | None) -> TextIO:
    """Vietnamese needs UTF-8, also where a pipe or an old console would get another encoding."""
    if stream is None:
        # Closed by whoever started us: open, and refusing what is written.
        return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


@contextmanager
def silence() -> Iterator[None]:
    """What is printed meanwhile goes nowhere, but for what is put and said here."""
    with ExitStack() as stack:
        nowhere = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123
        stack.enter_context(redirect_stdout(nowhere))
        stack.enter_context(redirect_stderr(messages() if debugging() else nowhere))
        yield


def results() -> TextIO:
    """The stream that leads to stdout."""
    return sys.stdout if _now is None else _now.results


def messages() -> TextIO:
    """The stream that leads to stderr."""
    return sys.stderr if _now is None else _now.messages


@contextmanager
def writing(text: str = "") -> Iterator[TextIO]:
    """stdout, to write a result to it. Raises CchcError where it can't be written; `text` is then told there."""
    stream = results()
    try:
        yield stream
        stream.flush()
    except OSError as error:
        _lead_nowhere(stream)
        if _has_left(error):
            return
        told = _("The result could not be written ({reason}).", reason=system_reason(error))
        raise CchcError(told, hint=_kept(text)) from error


def put(text: str) -> None:
    """Print a text for people on stdout. Raises CchcError where it can't be written."""
    lines = visible(text.removesuffix("\n")).split("\n")
    with writing(text) as stream:
        # A schema is read by programs: what stands in it is not broken.
        stream.write("\n".join(lines if lines[0] == "{" else [_wrapped(stream, line) for line in lines]) + "\n")


def say(*lines: str, end: str = "\n") -> None:
    """Tell people something on stderr. Where that can't be written, the command ends with status 2."""
    stream = messages()
    try:
        # A line break out of a file must not begin a line that looks like one of ours.
        stream.write("\n".join(_wrapped(stream, visible(line).replace("\n", " ")) for line in lines) + end)
        stream.flush()
    except OSError as error:
        _lead_nowhere(stream)
        if _now is not None and not _has_left(error):
            _now.lost = True


def _wrapped(stream: TextIO, line: str) -> str:
    """A line whose words a terminal does not part; elsewhere, and of a traceback, as it is."""
    try:
        width = 0 if debugging() else os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return line
    if width < NARROWEST or len(line) <= width:
        return line
    from textwrap import wrap

    indent = " " * (len(line) - len(line.lstrip()))
    return "\n".join(wrap(line, width, subsequent_indent=indent * 2, break_long_words=False, break_on_hyphens=False))


def worst(status: int) -> int:
    """The status to end with: 2 where something could not be said."""
    return 2 if _now is not None and _now.lost else status


def _kept(text: str) -> str:
    """What was done although its result can't be shown."""
    if not WRITTEN:
        return ""
    done = _("These files were written all the same: {files}.", files=", ".join(WRITTEN))
    return f"{done}\n{text}".rstrip()


def _has_left(error: OSError) -> bool:
    """Whether the reader at the other end of the pipe has gone; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _lead_nowhere(stream: TextIO) -> None:
    """What is left in the buffer, and what follows, has nowhere to go."""
    try:
        number = stream.fileno()
    except OSError:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def watched(work: Callable[[], Result], percent: Callable[[], float], what: str = "") -> Result:
    """What `work` gives. Where a person looks at a terminal and it takes long, a progress bar stands on stderr meanwhile.

    `percent` says how much of it is done, less than 0 where nobody knows, `what` what it is.
    """
    if not messages().isatty():
        return work()
    found: list[Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if thread.is_alive():
        _show(thread, percent, what or _("Reading the register"))
    if failed:
        raise failed[0]
    return found[0]


def _show(thread: Thread, percent: Callable[[], float], what: str) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=messages()), transient=True) as progress:
        task = progress.add_task(what, total=None)
        while thread.is_alive():
            done = percent()
            if done >= 0:
                progress.update(task, total=100, completed=done)
            thread.join(STEP)
