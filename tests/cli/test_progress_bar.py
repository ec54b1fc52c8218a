"""The progress bar: only on a terminal, only when it takes long; errors come through."""

import io
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from cchc_cli.cli import streams
from cchc_cli.commands.batch import walked
from cchc_cli.commands.workspace import Workspace
from cchc_cli.model.problems import CchcError, LeftOut

BAR = "Reading the register"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.02)
    monkeypatch.setenv("TERM", "xterm")


def watched(work: Callable[[], int], percent: float, stream: io.StringIO) -> int:
    """pytest puts its own stream back before a test begins, so that this is done within."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        return streams.watched(work, lambda: percent)


def slow() -> int:
    time.sleep(0.4)
    return 7


@pytest.mark.parametrize("percent", [40.0, -1.0])
def test_long_work_shows_a_bar_on_a_terminal(percent: float) -> None:
    terminal = Terminal()
    assert watched(slow, percent, terminal) == 7
    assert BAR in terminal.getvalue()


def test_nothing_is_shown_where_nobody_looks_or_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    file, terminal = io.StringIO(), Terminal()
    assert watched(slow, 40.0, file) == 7
    monkeypatch.setattr(streams, "PATIENCE", 30.0)
    assert watched(lambda: 7, 40.0, terminal) == 7
    assert (file.getvalue(), terminal.getvalue()) == ("", "")


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_errors_come_through(stream: type[io.StringIO]) -> None:
    def failing() -> int:
        time.sleep(0.1)
        raise ValueError("no such table")

    with pytest.raises(ValueError, match="no such table"):
        watched(failing, 40.0, stream())


def test_units_that_are_left_out_or_have_faults_are_passed_as_well() -> None:
    ends: list[str | CchcError] = ["a result", LeftOut("nothing to say"), CchcError("a fault"), "a result"]
    told: list[Callable[[], float]] = []
    shares = []

    def watch(work: Any, percent: Callable[[], float], what: str = "", /) -> Any:
        told.append(percent)
        return work()

    def of_unit(at: int) -> str:
        shares.append(told[0]())
        end = ends[at]
        if isinstance(end, CchcError):
            raise end
        return end

    walked(Workspace(watch=watch), [*range(4)], of_unit, "Units")
    assert shares == [0, 25, 50, 75]
