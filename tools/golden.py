"""The net: what every command says in every format and language, kept as text in tests/golden/ (make golden).

Four workspaces: the sample, the two examples, and tests/fixtures/kinds, which has what can make a year odd. What
differs from run to run is pinned or cut out: the moment, the folder, the drawings of matplotlib. The first line of a
command (tools/commands.py) is tried in all formats, others as a screen and as csv, and on two of the workspaces.

A command runs once for each language, and its result is written in all formats; `--apart` runs it for each format
as a user would, which takes five times as long and must come to the same.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from secrets import token_hex
from typing import Any
from unittest.mock import patch

from cchc_cli.commands import doctor
from cchc_cli.messages import use
from cchc_cli.model import today
from cchc_cli.model.report import Report
from cchc_cli.show import charts, writers
from cchc_cli.show.writers.filed.docx import charts as word
from cchc_cli.system import machine
from tools.commands import LINES, SAMPLE, TASKS, add_files, every_command, lines_of, run
from tools.golden_files import drawn, text_of, tiny_picture

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
LANGUAGES = ("vi", "en")
ORDER = ("table", "json", "csv", "md", "docx", "xlsx", "html")
"""In which the files have the formats; a new one stands behind them."""
WIDTH = 100
PATH_LENGTH = 32
"""Columns are as wide as what stands in them: the folder of a workspace has a name of always the same length."""
MARK = "===== "
"""Before the title of each part."""


@dataclass(frozen=True)
class World:
    """A workspace: where its files are, its own words for the lines of commands, its tasks, defaults to add."""

    source: str
    words: Mapping[str, str]
    tasks: str = ""
    defaults: str = ""


WORLDS = {
    "sample": World("", SAMPLE, TASKS),
    "papi": World(
        "examples/papi",
        SAMPLE
        | {"unit": "can-tho", "other": "ha-noi", "component": "1.1", "first": "2012", "measured": "2016"}
        | {"next": "2017", "day": "2017-03-01", "quarter": "2017-Q1"},
        defaults="defaults:\n  unit: can-tho\n",
    ),
    "appeal": World(
        "examples/appeal",
        SAMPLE
        | {"unit": "xa-minh-hoa", "other": "xa-khac", "component": "2.2", "first": "2023", "measured": "2023"}
        | {"next": "2024", "day": "2024-03-01", "quarter": "2024-Q1"},
    ),
    "kinds": World(
        "tests/fixtures/kinds",
        SAMPLE
        | {"unit": "xa-an", "other": "xa-giang", "component": "3.1", "owner": "vp", "rating": "kha"}
        | {"measured": "2023", "next": "2024", "day": "2024-03-25", "quarter": "2024-Q1"}
        | {"task": "T-2024-003", "done": "T-2024-001", "procedure": "2.002"},
    ),
}
WHOLE = ("sample", "kinds")
"""Workspaces on which every line of a command is tried, on others the first."""
APART = ("init", "schema", "import criteria")
"""Commands that read nothing of a workspace: the sample is enough for them."""


MACHINE: Mapping[str, Any] = {
    "facts": lambda: iter(
        {
            "python": "3.13.0 CPython 64 bit",
            "installed_by": "uv tool",
            "program": "/home/an/.local/share/uv/tools/cchc-cli/bin/python",
            "file_names": "mbcs (replace)",
            "stdout": "utf-8 (terminal)",
            "LANG": "vi_VN.TCVN",
            "temporary_folder": "/tmp",
        }.items()
    ),
    "packages": lambda: [
        machine.Package("pandas", ">=3.0,<4", "3.1.0"),
        machine.Package("rich", ">=14,<16", "13.9.4"),
        machine.Package("typer", ">=0.26,<0.30", None),
        machine.Package("duckdb", ">=2.0,<3", None, "dossiers"),
    ],
    "version_of": lambda _name: "2026.1",
    "free_space": lambda _folder: 5 * 1024**3,
    "has_completion": lambda: False,
}
"""The machine that `doctor` looks at: one with what can be wrong."""


class Moment(datetime):
    """The moment at which every command runs: 9:30 in Viet Nam."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Moment":
        """That moment in a zone."""
        return cls.fromisoformat("2024-04-10T02:30:00+00:00").astimezone(tz)


def golden_files() -> list[tuple[str, str]]:
    """Every workspace with every command: a file each."""
    return [(world, command) for world in WORLDS for command in LINES if world == "sample" or command not in APART]


def golden_path(world: str, command: str) -> Path:
    """Where the golden file of a command on a workspace is kept."""
    return GOLDEN / world / f"{command.replace(' ', '-')}.txt"


def golden_text(world: str, command: str, *, apart: bool = False) -> str:
    """What a command says and writes now, one part after another."""
    told: dict[str, str] = {}
    with workspace(world) as folder:
        for title, text in _parts(world, command, folder, apart):
            text = text.replace(str(folder), "WORKSPACE")
            same = next((other for other, before in told.items() if before == text), None)
            told[title] = text if same is None else f"(as {same})"
    return "".join(f"{MARK}{title}\n{text.rstrip()}\n\n" for title, text in told.items())


def parts_of(text: str) -> dict[str, str]:
    """The parts of a golden file, by title."""
    parts = (part.partition("\n") for part in f"\n{text}".split(f"\n{MARK}")[1:])
    return {title: rest for title, _line, rest in parts}


def _parts(world: str, command: str, folder: Path, apart: bool) -> Iterator[tuple[str, str]]:
    reports = next(known.reports for known in every_command() if " ".join(known.words) == command)
    if world == "sample":
        for language in LANGUAGES:
            yield f"{command} --help · {language}", run(*command.split(), "--help", "--lang", language).out
    for number, line in enumerate(lines_of(command, WORLDS[world].words)[: None if world in WHOLE else 1]):
        forms = (
            (list(dict.fromkeys((*ORDER, *sorted({*writers.FORMS} - {"pdf"})))) if number == 0 else ["table", "csv"])
            if reports
            else [""]
        )
        for language in LANGUAGES:
            outcomes = (_each if apart else _all)(line, forms, language, folder)
            for form, text in outcomes.items():
                yield " ".join([*line, "·", *form.split(), language]), text


def _each(line: list[str], forms: list[str], language: str, folder: Path) -> dict[str, str]:
    """What comes of a line in each format, one run after another; of one that has no result, once."""
    outcomes = {}
    for form in forms:
        with kept_results() as results:
            asked = [] if not form else ["-f", form] if form in writers.PRINTED else ["-o", f"out.{form}"]
            outcomes[form] = _outcome([*line, *asked, "--lang", language], folder)
        if form and not results:
            return {"": outcomes[form]}
    return outcomes


def _all(line: list[str], forms: list[str], language: str, folder: Path) -> dict[str, str]:
    """The same as `_each`, by one run, the result of which is written in the other formats."""
    with kept_results() as results:
        outcomes = {forms[0]: _outcome([*line, "--lang", language], folder)}
    if not results:
        return {"": outcomes[forms[0]]}
    use(language)
    report, named = results[-1]  # what stands before it went into files of the command's own
    screen = writers.as_file(report, named, forms[0]).decode("utf-8")
    before, after = outcomes[forms[0]].split(screen)
    for form in forms[1:]:
        data = writers.as_file(report, named, form)
        if form in writers.PRINTED:
            outcomes[form] = before + data.decode("utf-8").replace("\r\n", "\n") + after
        else:
            outcomes[form] = before + _file(f"out.{form}", data) + after
    return outcomes


@contextmanager
def kept_results() -> Iterator[list[tuple[Report, str]]]:
    """The results that are written meanwhile, and the workspaces that they name, for `writers.as_file` in other formats."""
    results: list[tuple[Report, str]] = []
    render = writers.render

    def heard(report: Report, workspace: str, form: str, stream: Any) -> None:
        results.append((report, workspace))
        render(report, workspace, form, stream)

    with patch.object(writers, "render", heard):
        yield results


def _outcome(arguments: list[str], folder: Path) -> str:
    """Status, stderr, stdout, and the files that have changed, as text; the files are as before afterwards."""
    before = _files(folder)
    done = run(*arguments)
    after = _files(folder)
    text = f"(status {done.status})\n" if done.status else ""
    said = [line for line in done.err.splitlines() if not line.endswith(tuple(f": out.{f}" for f in writers.FORMS))]
    text += "".join(f"! {line}\n" for line in said) + done.out
    for name, data in after.items():
        if before.get(name) != data:
            text += _file(name, data)
    text += "".join(f"----- {name} is gone\n" for name in before if name not in after)
    for name in after:
        if name not in before:
            (folder / name).unlink()
    for name, data in before.items():
        if after.get(name) != data:
            (folder / name).write_bytes(data)
    shutil.rmtree(folder / "new", ignore_errors=True)
    return text


def _file(name: str, data: bytes) -> str:
    return f"----- {name}\n{text_of(name, data).rstrip()}\n"


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


@contextmanager
def workspace(world: str) -> Iterator[Path]:
    """A copy of a workspace as the current folder, at a fixed moment and width; nothing is drawn."""
    chosen = WORLDS[world]
    with ExitStack() as stack:
        base = Path(tempfile.gettempdir()).resolve()
        if len(str(base)) > PATH_LENGTH // 2:
            base = Path("/tmp")
        folder = base / token_hex(PATH_LENGTH)[: PATH_LENGTH - len(str(base)) - 1]
        stack.callback(shutil.rmtree, folder)
        source = ROOT / chosen.source
        (folder / "data").mkdir(parents=True)
        for path in [*source.glob("*.yaml"), *(source / "data").iterdir()]:
            shutil.copy(path, folder / path.relative_to(source))
        if chosen.defaults:
            criteria = folder / "criteria.yaml"
            text = criteria.read_text("utf-8").replace("defaults:\n", chosen.defaults)
            criteria.write_text(text, encoding="utf-8", newline="\n")
        add_files(folder, chosen.tasks)
        stack.enter_context(chdir(folder))
        stack.enter_context(patch.dict(os.environ, {"COLUMNS": str(WIDTH), "CCHC_LANG": "en", "LOGNAME": "an"}))
        os.environ.pop("CCHC_WORKSPACE", None)
        stack.enter_context(patch.object(today, "datetime", Moment))
        stack.enter_context(patch.object(charts, "svg", drawn))
        stack.enter_context(patch.object(word, "png_in_rows", lambda *_chart: (tiny_picture(), [])))
        stack.enter_context(patch.object(word, "png", lambda *_chart: tiny_picture()))
        for name, value in MACHINE.items():
            stack.enter_context(patch.object(machine, name, value))
        stack.enter_context(patch.object(doctor, "libre_office", lambda: None))
        stack.enter_context(patch.object(doctor, "VERSION", "1.2.3"))
        yield folder


def main() -> None:
    """Write the golden files anew, all or those whose names have one of the words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="such as: sample papi/score")
    parser.add_argument("--apart", action="store_true", help="a run for each format")
    asked = parser.parse_args()
    for world, command in golden_files():
        path = golden_path(world, command)
        if asked.words and not any(word in path.relative_to(GOLDEN).as_posix() for word in asked.words):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(golden_text(world, command, apart=asked.apart), encoding="utf-8", newline="\n")
    for path in set(GOLDEN.rglob("*.txt")) - {golden_path(*each) for each in golden_files()}:
        path.unlink()


if __name__ == "__main__":
    main()
