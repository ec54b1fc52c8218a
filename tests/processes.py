"""`cchc` as a process of its own, without the half second that its imports take each time.

A server that has imported it (`tests.preloaded`) forks a child for a line, or for several. The child has its own descriptors, folder,
environment and status; what libraries print while they are imported is seen by the tests that start a new Python.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path

WITH_FORK = sys.platform == "linux"
FULL, LEFT, CLOSED = "/dev/full", "|", "-"
"""Where a stream may lead instead: a device that is full, a pipe whose reader has left, nowhere at all."""


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    returncode: int
    stdout: bytes
    stderr: bytes


def cchc(line: str, folder: Path, stdout: str = "", stderr: str = "", **environment: str) -> Ended:
    """Run a line as cron or a script does: nothing of the caller's environment but the system's, nobody at the keyboard."""
    return cchc_lines([line], folder, stdout, stderr, **environment)[0]


def cchc_lines(
    lines: Sequence[str], folder: Path, stdout: str = "", stderr: str = "", **environment: str
) -> list[Ended]:
    """Run lines one after another in one such process, each with streams of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "CCHC"))}
    context = _context()
    with tempfile.TemporaryDirectory() as out:
        # The statuses of all lines but the last, whose status is that of the process.
        told = Path(out, "statuses")
        files = [[Path(out, f"stdout{at}"), Path(out, f"stderr{at}")] for at in range(len(lines))]
        ends = [[to or str(file) for to, file in zip((stdout, stderr), pair, strict=True)] for pair in files]
        process = context.Process(target=_run, args=(lines, str(folder), kept | environment, ends, told))
        process.start()
        process.join()
        assert process.exitcode is not None
        statuses = [*map(int, told.read_text().split() if told.exists() else ()), process.exitcode]
        return [
            Ended(status, *(file.read_bytes() if file.exists() else b"" for file in pair))
            for status, pair in zip(statuses, files, strict=True)
        ]


@cache
def _context() -> BaseContext:
    """How processes are started."""
    if not WITH_FORK:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.preloaded"])
    # The server of Python 3.11 looks in its own folder alone for what it has to load, and goes on in silence without it.
    with chdir(Path(__file__).parent.parent):
        forkserver.ensure_running()
    return context


def _run(lines: Sequence[str], folder: str, environment: dict[str, str], ends: list[list[str]], told: Path) -> None:
    assert not WITH_FORK or "tests.preloaded" in sys.modules, "the server has not loaded what it forks"
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    from cchc_cli.__main__ import run

    for at, (line, leads) in enumerate(zip(lines, ends, strict=True), 1):
        _lead(leads)
        sys.argv = ["cchc", *line.split()]
        try:
            run()
        except SystemExit as leaving:
            if at == len(lines):
                raise
            sys.stdout.flush()
            sys.stderr.flush()
            with told.open("a") as statuses:
                print(leaving.code or 0, file=statuses)


def _lead(ends: Sequence[str]) -> None:
    """Let stdout and stderr lead elsewhere."""
    for number, end in enumerate(ends, 1):
        if end == CLOSED:
            os.close(number)
            continue
        reader, handle = os.pipe() if end == LEFT else (None, os.open(end, os.O_WRONLY | os.O_CREAT))
        os.dup2(handle, number)
        os.close(handle)
        if reader is not None:
            os.close(reader)
