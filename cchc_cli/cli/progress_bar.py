"""A progress bar on stderr for work that takes longer than a second, where a person looks at a terminal."""

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

from cchc_cli.cli.streams import messages
from cchc_cli.messages import _

Result = TypeVar("Result")
PATIENCE = 1.0
"""Seconds without a word."""
STEP = 0.1


def watched(work: Callable[[], Result], percent: Callable[[], float], what: str = "") -> Result:
    """What `work` gives; `percent` says how much of it is done, less than 0 where nobody knows, `what` what it is."""
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
