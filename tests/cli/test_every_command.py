"""Every command in every format as a process of its own: what stands on its stdout, its stderr, its status."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
import pytest
from typer.main import get_command

from cchc_cli.cli.main import app
from tests.conftest import ROOT

TASKS = """\
id,component,action,product,owner,due,effort,gain,status,done_on
T-2023-001,3.3.2,Rà soát "hồ sơ",Báo cáo,mot-cua,2023-01-15,2,0.5,todo,
T-2023-002,1.1.1,Ban hành kế hoạch,Kế hoạch,van-phong,2023-12-20,1,0.5,doing,
T-2023-003,7.1.2,Thôi,Không,,,,,done,2023-02-01
"""
EXAMPLES = {
    "init": "init new",
    "check": "check",
    "schema": "schema",
    "score": "score --by component",
    "gaps": "gaps --peers",
    "keep": "keep",
    "appeal": "appeal",
    "ranks": "ranks",
    "explain": "explain",
    "trend": "trend --by component",
    "compare": "compare best",
    "robust": "robust --runs 20",
    "audit": "audit published.xlsx",
    "plan": "plan --budget 20",
    "simulate": "simulate --set 3.3.2=2 --need-rank 5",
    "commit": "commit",
    "track": "track --date 2023-03-01 --ics plan.ics",
    "measure": "measure 2022",
    "nowcast": "nowcast 2022 --date 2022-09-30",
    "task add": "task add --component 1.1.1 --action x",
    "task start": "task start T-2023-001 --on 2023-01-02",
    "task done": "task done T-2023-001 --on 2023-01-02",
    "task cancel": "task cancel T-2023-001",
    "task reopen": "task reopen T-2023-003",
    "task set": "task set T-2023-001 --note x",
    "dossiers late": "dossiers late --date 2022-09-30",
    "import criteria": "import criteria annex.xlsx -o new.yaml --force",
    "import scores": "import scores sheet.xlsx --year 2023 --unit xa-tien-loi -o new.csv --yes --force",
    "report result": "report result",
    "report plan": "report plan",
    "report progress": "report progress --date 2023-03-01",
    "report commitments": "report commitments",
    "report appeal": "report appeal",
}
"""A line for each command, on the sample with the files below; it does what it is asked for with status 0."""
FORMATS = {"table": "vi", "json": "en", "csv": "vi", "md": "en"}
"""Each in one of the languages, which changes no name that a script reads."""
NO_FIGURE = re.compile(r"(?<![\w-])(nan|NaN|NaT|None|inf|<NA>|True|False|numpy|\{\w+\})(?![\w-])")
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def commands() -> Iterator[tuple[str, bool]]:
    """The words of every command that the program has, and whether it has --format."""

    def below(command: Any, words: str) -> Iterator[tuple[str, bool]]:
        if not hasattr(command, "commands"):
            yield words, any(param.name == "form" for param in command.params)
        for name, child in getattr(command, "commands", {}).items():
            yield from below(child, f"{words} {name}".strip())

    return below(get_command(app), "")


REPORTING = [command for command, reports in commands() if reports]
OTHER = [command for command, reports in commands() if not reports]


@pytest.fixture
def workspace(sample: Path) -> Path:
    """The sample, with tasks and office files."""
    (sample / "data" / "tasks.csv").write_text(TASKS, encoding="utf-8")
    (sample / "annex.xlsx").write_bytes((ROOT / "tests" / "fixtures" / "annex-roman.xlsx").read_bytes())
    sheets = {
        "sheet": [
            ("Mã", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"),
            ("1.1.1", "A", 1, 0.5),
            ("1.1.2", "B", 1, 1),
        ],
        "published": [("TT", "Đơn vị", "Chỉ số", "Xếp hạng"), (1, "Xã A", 90.5, 1), (2, "Xã B", 80.25, 2)],
    }
    for name, rows in sheets.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(sample / f"{name}.xlsx")
    return sample


def process(line: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run a line as cron or a script does: its own process, real pipes."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "CCHC"))
    }
    command = [sys.executable, "-m", "cchc_cli", *line.split()]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, stdin=subprocess.DEVNULL)


def no_such_number(text: str) -> NoReturn:
    raise AssertionError(f"{text} is no JSON")


def test_every_command_has_an_example() -> None:
    assert {command for command, _reports in commands()} == set(EXAMPLES)
    assert all(line.startswith(command) for command, line in EXAMPLES.items())


@pytest.mark.parametrize("command", REPORTING)
def test_stdout_is_the_result_and_nothing_else(command: str, workspace: Path) -> None:
    texts = {}
    for form, language in FORMATS.items():
        done = process(f"{EXAMPLES[command]} -f {form} --lang {language}", workspace)
        assert (done.returncode, done.stderr) == (0, b""), form
        texts[form] = done.stdout.decode("utf-8")
        assert not STEERING.search(texts[form])
    found = json.loads(texts["json"], parse_constant=no_such_number)
    assert (found["schema"], found["command"]) == (1, command)
    header, *rows = csv.reader(io.StringIO(texts["csv"], newline=""), strict=True)
    assert all(re.fullmatch("[a-z][a-z_0-9]*", name) for name in header)
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
        done = process(
            f"{EXAMPLES[command]}{language if command == 'init' else ''} --lang {language}", workspace
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8").strip()
        assert not STEERING.search(done.stdout.decode("utf-8"))
    if command == "schema":
        assert json.loads(done.stdout)["title"]


@pytest.mark.parametrize("suffix", ["json", "csv", "docx", "xlsx", "html"])
@pytest.mark.parametrize("command", ["score", "report result", "measure"])
def test_a_file_leaves_stdout_empty(command: str, suffix: str, workspace: Path) -> None:
    done = process(f"{EXAMPLES[command]} -o out.{suffix} --lang vi", workspace)
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
    for language, first in (("vi", "Lỗi: "), ("en", "Error: ")):
        done = process(f"--lang {language} {line}", workspace)
        text = done.stderr.decode("utf-8")
        assert (done.returncode, done.stdout) == (2, b"")
        assert text.startswith(first)
        assert WRONG[line] in text
        assert not re.search(r"Traceback|Warning|site-packages|CCHC_DEBUG", text)
