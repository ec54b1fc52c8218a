"""The process, `cchc` or `python -m cchc_cli`: three open descriptors to begin with, and an end at once on Ctrl-C.

Python's own way, an exception in the main thread, waits until a solver or a database returns, and comes out of
them as an error of theirs. So a thread of our own waits for signals. It says nothing, as is the custom, and
removes what is temporary; files are safe by the way they are written.
"""

import os
import signal
import sys
from threading import Thread

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Not every system has all of them."""
SHOW_CURSOR = b"\x1b[?25h\n"
"""A progress bar hides it."""


def fill_descriptors() -> None:
    """Open what was closed: the next file opened would get the number, and what is printed with it.

    It is opened to be read only, so that what is written there fails as it would have.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)


def end_on_signals() -> None:
    """From now on. A signal that was ignored when the process began, as under nohup, stays so."""
    known = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    waited_for = [each for each in known if signal.getsignal(each) not in (signal.SIG_IGN, None)]
    reading, writing = os.pipe()
    if os.name != "nt":
        os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for each in waited_for:
        signal.signal(each, _nothing)
    if hasattr(os, "register_at_fork"):
        # A child must not write into our pipe: its end would be ours.
        os.register_at_fork(after_in_child=lambda: _let_be(waited_for))
    Thread(target=_wait, args=(reading, frozenset(waited_for)), daemon=True).start()


def _nothing(_number: int, _frame: object) -> None:
    """Python writes into the pipe only for signals that it handles."""


def _let_be(signals: list[signal.Signals]) -> None:
    signal.set_wakeup_fd(-1)
    for each in signals:
        signal.signal(each, signal.SIG_DFL)


def _wait(reading: int, signals: frozenset[signal.Signals]) -> None:
    while True:
        # One byte a signal; those of others, such as a child's end, are theirs.
        number = os.read(reading, 1)[0]
        if number in signals:
            _end(number)


def _end(number: int) -> None:
    try:
        _tidy()
    finally:  # also where a module that tidies is only half imported
        os._exit(128 + number)


def _tidy() -> None:
    if temporary := sys.modules.get("cchc_cli.system.temporary"):
        temporary.remove_all()
    if os.name != "nt" and (streams := sys.modules.get("cchc_cli.cli.streams")):
        screen = streams.messages()
        if screen.isatty():
            os.write(screen.fileno(), SHOW_CURSOR)


def run() -> None:
    """The console script. Ctrl-C is heard before anything is imported that takes time."""
    fill_descriptors()
    end_on_signals()
    from cchc_cli.cli import main

    main.run()


if __name__ == "__main__":
    run()
