"""What `cchc` prints for the sample, as blocks for the documents.

The documents call this from cog, so `make docs` brings them up to date; tests/test_docs.py runs the same
code and compares. Width, language and everything else that a terminal would decide is pinned.
"""

import contextlib
import inspect
import io
import os
import shlex
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from typer.main import get_command

from cchc_cli.cli.app import Root
from cchc_cli.cli.main import app
from cchc_cli.model.columns import COLUMNS
from cchc_cli.model.measures import MEASURES

ROOT = Path(__file__).parents[1]
WIDTH = 80
LISTED = 4
"""Files of a folder that are shown."""
LEFT_OUT = ("CCHC_WORKSPACE", "FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR")


def run(command: str, folder: Path, lang: str = "") -> tuple[int, str, str]:
    """Exit status, stdout and stderr of `cchc COMMAND` in `folder`; without `lang` the workspace decides."""
    pinned = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    pinned |= {"COLUMNS": str(WIDTH), "CCHC_LANG": lang}
    out, errors = io.StringIO(), io.StringIO()
    status: object = 0
    with (
        contextlib.chdir(folder),
        patch.dict(os.environ, pinned, clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
    ):
        try:
            app(shlex.split(command))
        except SystemExit as end:
            status = end.code or 0
    return int(str(status)), out.getvalue(), errors.getvalue()


def block(command: str, lang: str, kind: str = "text", beside: str = "", first: int = 0, folder: str = "") -> str:
    """What `cchc COMMAND` prints for the sample, as a fenced block, without spaces at line ends.

    A command that writes a file runs in an empty folder with a copy of the folder `beside`. With `first` so many lines
    are shown; `folder` is one that the command has written, whose first files follow.
    """
    with tempfile.TemporaryDirectory() as empty:
        if beside:
            shutil.copytree(ROOT / beside, Path(empty, beside))
        status, printed, told = run(command, Path(empty) if beside else ROOT, lang)
        files = sorted(path.name for path in Path(empty, folder).iterdir()) if folder else []
    if status not in (0, 1):
        raise RuntimeError(f"cchc {command}: exit status {status}\n{told}")
    lines = _beginning(printed.replace(str(ROOT), "/srv/cchc").strip("\n").splitlines(), first)
    listed = ["", f"{folder}/", *(f"  {name}" for name in _beginning(files, LISTED))] if folder else []
    return "\n".join([f"```{kind}", *(line.rstrip() for line in (*lines, *listed)), "```"]) + "\n"


def _beginning(lines: list[str], most: int) -> list[str]:
    return [*lines[:most], f"… (+{len(lines) - most})"] if 0 < most < len(lines) else lines


def reference(lang: str = "en") -> str:
    """A section for `cchc` and for each of its commands, with what `--help` prints."""
    group = get_command(app)
    assert isinstance(group, Root)
    names = [""]
    for name, command in group.commands.items():
        names.append(name)
        names += [f"{name} {part}" for part in getattr(command, "commands", {})]
    return "".join(f"\n## {f'cchc {name}'.strip()}\n\n{block(f'{name} --help', lang)}" for name in names)


def columns() -> str:
    """The csv columns of every command, as a table."""
    rows = [f"| `{command}` | {', '.join(names)} |" for command, names in COLUMNS.items()]
    return "\n".join(["| command | csv columns |", "|---|---|", *rows]) + "\n"


def measures() -> str:
    """Every measure: what its docstring says is counted, its unit and its source, as a table."""
    rows = []
    for measure in MEASURES.values():
        what, rest = inspect.getdoc(measure.parts).split("\n\n")
        unit, _word, source = rest.removeprefix("Unit: ").partition(" Source: ")
        cells = (f"`{measure.id}`", f"{what[0].lower()}{what[1:]}", unit, source)
        rows.append(f"| {' | '.join(' '.join(cell.split()).removesuffix('.') for cell in cells)} |")
    return "\n".join(["| measure | what is counted | unit | source |", "|---|---|---|---|", *rows]) + "\n"
