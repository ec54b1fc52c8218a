"""Every command in every format as a process of its own: what stands on its stdout, its stderr, its status."""

import csv
import io
import json
import re
from pathlib import Path
from typing import NoReturn

import pytest

from cchc_cli.model.columns import COLUMNS
from tests.processes import cchc, cchc_lines
from tools.commands import LINES, add_files, every_command, lines_of

FORMATS = {"table": "vi", "json": "en", "csv": "vi", "md": "en"}
"""Each in one of the languages, which changes no name that a script reads."""
NO_FIGURE = re.compile(r"(?<![\w-])(nan|NaN|NaT|None|inf|<NA>|True|False|numpy|\{\w+\})(?![\w-])")
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


REPORTING = [" ".join(known.words) for known in every_command() if known.reports]
OTHER = [" ".join(known.words) for known in every_command() if not known.reports]


@pytest.fixture
def workspace(sample: Path) -> Path:
    """The sample, with tasks and office files."""
    add_files(sample)
    return sample


def example(command: str) -> str:
    """The line that tries a command."""
    return " ".join(lines_of(command)[0])


def no_such_number(text: str) -> NoReturn:
    raise AssertionError(f"{text} is no JSON")


def test_every_command_has_an_example() -> None:
    assert {*REPORTING, *OTHER} == set(LINES)
    assert all(line.startswith(command) for command, lines in LINES.items() for line in lines)


@pytest.mark.parametrize("command", REPORTING)
def test_stdout_is_the_result_and_nothing_else(command: str, workspace: Path) -> None:
    texts = {}
    lines = [f"{example(command)} -f {form} --lang {language}" for form, language in FORMATS.items()]
    for form, done in zip(FORMATS, cchc_lines(lines, workspace), strict=True):
        assert (done.returncode, done.stderr) == (0, b""), form
        texts[form] = done.stdout.decode("utf-8")
        assert not STEERING.search(texts[form])
    found = json.loads(texts["json"], parse_constant=no_such_number)
    assert (found["schema"], found["command"]) == (1, command)
    assert not re.search('(: |^ *)""', texts["json"], re.MULTILINE)  # what is missing is null, beside the rows as well
    header, *rows = csv.reader(io.StringIO(texts["csv"], newline=""), strict=True)
    # A matrix has a column a node, by its id.
    named = header[: len(COLUMNS["matrix"])] if command == "matrix" else header
    assert all(re.fullmatch("[a-z][a-z_0-9]*", name) for name in named)
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} <= {len(header)}
    # The same rows for both; a blank is null in the one and nothing in the other.
    assert [list(row) for row in found["rows"]] == [header] * len(rows)
    blanks = [[value is None for value in row.values()] for row in found["rows"]]
    assert blanks == [[cell == "" for cell in row] for row in rows]
    for form in ("table", "md"):
        assert not NO_FIGURE.search(texts[form])
        assert texts[form].strip()
        assert texts[form].endswith("\n")
    assert not set("─│█░") & set(texts["table"])
    assert texts["md"].startswith("# ")


@pytest.mark.parametrize("command", OTHER)
def test_what_has_no_formats_says_what_it_did(command: str, workspace: Path) -> None:
    for language in ("vi", "en") if command in ("init", "task set") else ("vi",):
        done = cchc(f"{example(command)}{language if command == 'init' else ''} --lang {language}", workspace)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8").strip()
        assert not STEERING.search(done.stdout.decode("utf-8"))
    if command == "schema":
        assert json.loads(done.stdout)["title"]


@pytest.mark.parametrize("suffix", ["json", "csv", "docx", "xlsx", "html"])
@pytest.mark.parametrize("command", ["score", "report result", "measure"])
def test_a_file_leaves_stdout_empty(command: str, suffix: str, workspace: Path) -> None:
    done = cchc(f"{example(command)} -o out.{suffix} --lang vi", workspace)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (0, b"", f"Đã ghi: out.{suffix}\n")
    data = (workspace / f"out.{suffix}").read_bytes()
    assert data[:2] == b"PK" if suffix in ("docx", "xlsx") else data.decode("utf-8")
    if suffix == "json":
        assert json.loads(data)["rows"]
    assert not list(workspace.glob(".*"))


WRONG = {
    "score --unit nobody": "nobody",
    "gaps 1999": "1999",
    "measure --date 31/13/2022": "31/13/2022",
    "task done T-1": "T-1",
    "import criteria nowhere.xlsx -o x.yaml": "nowhere.xlsx",
    "report plan --target-rating x": "--target-rating",
    "track --period 2023-Q5": "2023-Q5",
    "-C nowhere check": "nowhere",
    "nonsense": "nonsense",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_stands_on_stderr_alone(line: str, workspace: Path) -> None:
    ended = cchc_lines([f"--lang {language} {line}" for language in ("vi", "en")], workspace)
    for done, first in zip(ended, ("Lỗi: ", "Error: "), strict=True):
        text = done.stderr.decode("utf-8")
        assert (done.returncode, done.stdout) == (2, b"")
        assert text.startswith(first)
        assert WRONG[line] in text
        assert not re.search(r"Traceback|Warning|site-packages|CCHC_DEBUG", text)
