"""Runs `cchc` many times a second: every run is a fork of one process that has imported everything already.

A fork is a process of its own, with its own streams, signals and caches, and ends as the console script ends.
"""

import contextlib
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.search.case import Case, seed_files

LONGEST = 20
"""Seconds of the processor that a run may take; a run that waits for something may take twice as long."""
BIGGEST = 1024
"""Megabytes that a run may hold."""

Prepare = Callable[[], None]


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its status (negative: the signal that ended it), what it said, seconds of the processor."""

    status: int
    out: bytes
    err: bytes
    seconds: float
    megabytes: float


class Bench:
    """Where cases are run: a folder that is made anew for each, in memory where the system has such a place."""

    def __init__(self) -> None:
        from cchc_cli.cli import main
        from cchc_cli.model import today
        from tools.commands import program
        from tools.golden import Moment
        from tools.warm import warm

        quick = Path("/dev/shm")
        self.top = Path(tempfile.mkdtemp(prefix="cchc-search-", dir=quick if quick.is_dir() else None))
        self.folder = self.top / "workspace"
        # Two runs of a command write the same, and a saved case finds the day on which it failed.
        today.datetime = Moment  # type: ignore[attr-defined]
        self.lay_out(Case("", (), seed_files()))
        warm(self.folder)
        main.app = program()

    def close(self) -> None:
        """Remove everything."""
        self._clear()
        shutil.rmtree(self.top, ignore_errors=True)

    def _clear(self) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def lay_out(self, case: Case) -> None:
        """An empty folder with the case's files."""
        self._clear()
        self.folder.mkdir()
        case.write(self.folder)

    def run(
        self, command: tuple[str, ...], prepare: Prepare | None = None, environment: dict[str, str] | None = None
    ) -> Outcome:
        """Run a command in the folder as it stands; `prepare` is called in the child, after its streams are set."""
        out, err = self.top / "out", self.top / "err"
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            self._be_cchc(command, prepare, environment or {})
        status, seconds, megabytes = _wait(child)
        return Outcome(status, out.read_bytes(), err.read_bytes(), seconds, megabytes)

    def _be_cchc(self, command: tuple[str, ...], prepare: Prepare | None, environment: dict[str, str]) -> None:
        """In the child: become `cchc`, as the shell would have started it. Never returns."""
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 1))
            os.chdir(self.folder)
            os.environ.update(environment)
            for number, name in ((0, os.devnull), (1, "out"), (2, "err")):
                flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                handle = os.open(self.top / name if number else name, flags)
                os.dup2(handle, number)
                os.close(handle)
            if prepare is not None:
                prepare()
            sys.argv = ["cchc", *command]
            sys.stdout = _stream(1)
            sys.stderr = _stream(2)
            from cchc_cli.__main__ import run

            run()
        except SystemExit as leaving:
            os._exit(leaving.code if isinstance(leaving.code, int) else 2)
        except BaseException:
            # Descriptor 2 may lead nowhere by now.
            with contextlib.suppress(OSError), (self.top / "err").open("ab", buffering=0) as err:
                err.write(traceback.format_exc().encode("utf-8", "backslashreplace"))
        os._exit(70)


def _stream(number: int) -> Any:
    """A standard stream as Python opens it; None where the shell has closed it."""
    try:
        os.fstat(number)
    except OSError:
        return None
    errors = "strict" if number == 1 else "backslashreplace"
    return open(number, "w", encoding="utf-8", errors=errors, closefd=False)


def _wait(child: int) -> tuple[int, float, float]:
    """Wait for a child; one that takes too long is killed. Its status, its seconds, the megabytes that it held."""
    handle = os.pidfd_open(child)
    late = not select.select([handle], [], [], 2 * LONGEST)[0]
    os.close(handle)
    if late:
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it may have started and left behind
    seconds = 2 * LONGEST if late else used.ru_utime + used.ru_stime
    return os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss / 1024


def quiet_machine() -> None:
    """Before anything is imported: one thread a library, a fixed width, and no workspace of the caller's."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "ARROW_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ |= {"COLUMNS": "80", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8", "MPLBACKEND": "agg"}
    for name in ("CCHC_WORKSPACE", "CCHC_LANG", "NO_COLOR", "FORCE_COLOR"):
        os.environ.pop(name, None)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
