"""The net: every command in every format and language on four workspaces says what its golden file holds."""

import sys
from difflib import unified_diff

import pytest

from tools.commands import LINES, every_command
from tools.golden import GOLDEN, golden_files, golden_path, golden_text, parts_of

SHOWN = 30
"""Lines of differences."""


def test_every_command_is_in_the_net() -> None:
    assert {" ".join(known.words) for known in every_command()} == set(LINES)
    assert set(GOLDEN.rglob("*.txt")) == {golden_path(*each) for each in golden_files()}


@pytest.mark.skipif(sys.platform != "linux", reason="temporary folders have long names, or other slashes")
@pytest.mark.parametrize(("world", "command"), golden_files())
def test_golden(world: str, command: str) -> None:
    kept = golden_path(world, command).read_text("utf-8")
    now = golden_text(world, command)
    if now != kept:
        pytest.fail(
            told(golden_path(world, command).relative_to(GOLDEN.parents[1]).as_posix(), kept, now), pytrace=False
        )


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
