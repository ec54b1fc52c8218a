"""`cchc` as a process of its own, without the half second that its imports take each time.

A server that has imported it (`tests.preloaded`) forks a child for each line. The child has its own descriptors, folder,
environment and status; what libraries print while they are imported is seen by the tests that start a new Python.
"""

import multiprocessing
import os
import sys
import tempfile
from dataclasses import dataclass
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
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "CCHC"))}
    context = multiprocessing.get_context("forkserver" if WITH_FORK else "spawn")
    if WITH_FORK:
        context.set_forkserver_preload(["tests.preloaded"])
    with tempfile.TemporaryDirectory() as out:
        files = [Path(out, "stdout"), Path(out, "stderr")]
        ends = [to or str(file) for to, file in zip((stdout, stderr), files, strict=True)]
        process = context.Process(target=_run, args=(line.split(), str(folder), kept | environment, *ends))
        process.start()
        process.join()
        assert process.exitcode is not None
        return Ended(process.exitcode, *(file.read_bytes() if file.exists() else b"" for file in files))


def _run(arguments: list[str], folder: str, environment: dict[str, str], *ends: str) -> None:
    for number, end in enumerate(ends, 1):
        if end == CLOSED:
            os.close(number)
            continue
        reader, handle = os.pipe() if end == LEFT else (None, os.open(end, os.O_WRONLY | os.O_CREAT))
        os.dup2(handle, number)
        os.close(handle)
        if reader is not None:
            os.close(reader)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["cchc", *arguments]
    from cchc_cli.__main__ import run

    run()
