"""The net: every command in every format and language on four workspaces says what its golden file holds."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from typing import Any
from unittest.mock import patch

import pytest

from cchc_cli.model.report import Report
from cchc_cli.show import writers
from cchc_cli.show.writers.layout import text_width
from cchc_cli.show.writers.printed import table as terminal
from tools.commands import LINES, every_command
from tools.golden import GOLDEN, golden_files, golden_path, golden_text, parts_of

BARE = re.compile(r'<p class="subtitle">[\d ,–-]+</p>')
NOTHING = re.compile(r"\b(None|nan|NaT)\b")
SHOWN = 30
"""Lines of differences."""


def test_every_command_is_in_the_net() -> None:
    assert {" ".join(known.words) for known in every_command()} == set(LINES)
    assert set(GOLDEN.rglob("*.txt")) == {golden_path(*each) for each in golden_files()}


@pytest.mark.skipif(sys.platform != "linux", reason="temporary folders have long names, or other slashes")
@pytest.mark.parametrize(("world", "command"), golden_files())
def test_golden(world: str, command: str) -> None:
    kept = golden_path(world, command).read_text("utf-8")
    with narrow_screens() as faults:
        now = golden_text(world, command)
    assert not faults, "lines longer than a screen of 60 or 80, or words of Python"
    if now != kept:
        pytest.fail(
            told(golden_path(world, command).relative_to(GOLDEN.parents[1]).as_posix(), kept, now), pytrace=False
        )


@pytest.mark.parametrize(("world", "command"), golden_files())
def test_what_stands_below_a_title_says_what_its_year_is(world: str, command: str) -> None:
    assert not BARE.findall(golden_path(world, command).read_text("utf-8"))


class Screen(io.StringIO):
    """A terminal that only remembers."""

    def isatty(self) -> bool:
        return True


@contextmanager
def narrow_screens() -> Iterator[list[str]]:
    """The lines of what is shown meanwhile that no screen of 60 or 80 should have, as text or in a terminal.

    They are longer than it, or have Python's word for nothing.
    """
    faults: list[str] = []
    looked_at: list[Report] = []
    render = writers.render

    def heard(report: Report, workspace: str, form: str, stream: Any) -> None:
        render(report, workspace, form, stream)
        if form != "table" or any(report is known for known in looked_at):
            return  # the net writes the same result again, to know where in the screen it begins
        looked_at.append(report)
        for width in (60, 80):
            screen = Screen(terminal.plain_text(report, width))
            screen.seek(0, io.SEEK_END)
            if width == 60:
                with patch.dict(os.environ, {"COLUMNS": "60"}):
                    terminal.write(report, workspace, screen)
            lines = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue()).splitlines()
            faults.extend(
                f"{report.command}: {line}"
                for line in map(str.rstrip, lines)
                if text_width(line) > width or NOTHING.search(line)
            )

    with patch.object(writers, "render", heard):
        yield faults


def told(name: str, kept: str, now: str) -> str:
    """Which parts differ, and where they begin to."""
    before, after = parts_of(kept), parts_of(now)
    titles = [title for title in {**before, **after} if before.get(title) != after.get(title)]
    lines = [
        line
        for title in titles
        for line in unified_diff(
            before.get(title, "").splitlines(), after.get(title, "").splitlines(), title, "now", n=1, lineterm=""
        )
    ]
    more = [f"... {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
    return "\n".join(
        [
            f"{name} differs in {len(titles)} parts:",
            *titles,
            *lines[:SHOWN],
            *more,
            "See all of it: make golden; git diff",
        ]
    )
