"""Pipes, screens, closed streams and shells around the commands."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Run

Tiny = Callable[..., Path]

HEADER = "year,unit,component,score\n"


def piped(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    env = {**os.environ, "CCHC_LANG": "vi", **environment}
    return subprocess.run(
        [sys.executable, "-m", "cchc_cli", *arguments], cwd=folder, env=env, capture_output=True
    )


def test_piped_output_is_plain_utf8(sample: Path) -> None:
    for environment in ({"NO_COLOR": "1"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}):
        done = piped("score", folder=sample, **environment)
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode("utf-8")
        assert "\x1b" not in text
        assert "Xếp loại" in text
        assert not set("─│█░") & set(text)


def test_a_reader_that_leaves_early_is_no_fault(sample: Path) -> None:
    command = f'"{sys.executable}" -m cchc_cli gaps -f json | head -c 10; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], cwd=sample, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_and_completion_import_nothing_heavy(sample: Path) -> None:
    probe = (
        "import sys, cchc_cli.cli.main as m, contextlib\n"
        "with contextlib.suppress(SystemExit): m.app([sys.argv[1]] if len(sys.argv) > 1 else [])\n"
        "print(sorted({'pandas', 'numpy', 'rich', 'msgspec'} & {name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe, "--help"], cwd=sample, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("cchc score 20", {"2021", "2022"}), ("cchc score --unit xa", {"xa-tien-loi"}), ("cchc ra", {"ranks"})],
)
def test_years_units_and_commands_complete(words: str, wanted: set[str], sample: Path) -> None:
    count = len(words.split()) - 1
    env = {**os.environ, "_CCHC_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    done = subprocess.run(
        [sys.executable, "-m", "cchc_cli"], cwd=sample, env=env, capture_output=True, text=True
    )
    assert set(done.stdout.split()) == wanted


@pytest.mark.parametrize("columns", ["0", "1", "-5", "x"])
def test_a_screen_of_no_width_is_taken_as_not_known(
    columns: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert "76.08 / 100" in run("score").out


def test_closed_streams_are_no_fault(sample: Path) -> None:
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        command = f'"{sys.executable}" -m cchc_cli score --lang en {closed}'
        done = subprocess.run(["bash", "-c", command], cwd=sample, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b""), closed


def test_names_cannot_steer_the_terminal_or_the_markdown(tiny: Tiny, run: Run) -> None:
    name = '"\\e[31mRed [bold]x[/] | \\u202e# *y* \\a"'
    tiny(MINIMAL.replace("name: A", f"name: {name}"), scores=HEADER + "2022,u,1.1.1,3\n")
    for form in ("table", "md"):
        text = run("gaps", "-f", form).out
        assert not {"\x1b", "\a"} & set(text)
        assert "[bold]x[/]" in text.replace("\\", "")
