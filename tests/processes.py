"""`cchc` as a process of its own, without the half second that its imports take each time.

A server that has imported it forks a child for each line. The child has its own descriptors, folder, environment and
status; what libraries print while they are imported the first time is seen by the tests that start a new Python.
"""

import multiprocessing
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

WITH_FORK = sys.platform == "linux"
PRELOADED = [
    "cchc_cli.cli.main",
    "pandas",
    "rich.table",
    "yaml",
    "ibis",
    "duckdb",
    "matplotlib.figure",
    "docx",
    "xlsxwriter",
]


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    returncode: int
    stdout: bytes
    stderr: bytes


def cchc(line: str, folder: Path, **environment: str) -> Ended:
    """Run a line as cron or a script does: nothing of the caller's environment but the system's, nobody at the keyboard."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "CCHC"))}
    context = multiprocessing.get_context("forkserver" if WITH_FORK else "spawn")
    if WITH_FORK:
        context.set_forkserver_preload(PRELOADED)
    with tempfile.TemporaryDirectory() as out:
        streams = [Path(out, name) for name in ("stdout", "stderr")]
        process = context.Process(target=_run, args=(line.split(), str(folder), kept | environment, *map(str, streams)))
        process.start()
        process.join()
        assert process.exitcode is not None
        return Ended(process.exitcode, *(stream.read_bytes() for stream in streams))


def _run(arguments: list[str], folder: str, environment: dict[str, str], *streams: str) -> None:
    for number, stream in enumerate(streams, 1):
        handle = os.open(stream, os.O_WRONLY | os.O_CREAT)
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["cchc", *arguments]
    from cchc_cli.__main__ import run

    run()
