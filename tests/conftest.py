"""Workspaces in a temporary folder, and `cchc` run in this process."""

import gc
import json
import os
import pickle
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, settings

from cchc_cli.files import load
from cchc_cli.files.criteria.reading import LoadedCriteria
from cchc_cli.files.csv import pieces as csv_pieces
from cchc_cli.files.csv import shape as csv_shape
from cchc_cli.files.csv.file import CsvFile
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.scores import reading as scores
from cchc_cli.messages import language, use
from cchc_cli.model.problems import Problem
from cchc_cli.show import charts
from cchc_cli.show.writers.filed import docx
from tools import commands

ROOT = Path(__file__).parents[1]
settings.register_profile("cchc", deadline=None, print_blob=True, max_examples=30)
settings.register_profile("search", settings.get_profile("cchc"), max_examples=1000)
settings.register_profile(
    "mutants", settings.get_profile("cchc"), max_examples=15, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("cchc")


Run = Callable[..., commands.Outcome]
Tiny = Callable[..., Path]
"""What the fixture of this name is."""
HEADER = "year,unit,component,score\n"
NOTED = "year,unit,component,score,note\n"
"""The first lines of scores."""


def pytest_collection_finish() -> None:
    """All modules stay for good: to look through them for garbage again and again takes a tenth of the time.

    They are not frozen: hypothesis 6.130 asks who refers to its generator, and what is frozen is not found.
    """
    gc.set_threshold(10_000, 20, 500)


# Texts in columns as where pyarrow is not installed, which is what README's first command installs; a step of CI has them
# in pyarrow, and so have the processes that tests fork (tests/processes.py). Small tables take a fifth less time.
pd.set_option("mode.string_storage", os.environ.get("CCHC_TEST_STRINGS", "python"))

MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2 * 1024**3:
    # Folders of tests in memory: that files are safe on a disk is asked for a thousand times, and waited for.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

MADE: dict[object, Any] = {}
"""What is made once for all tests of a process: charts by their figures, sound frameworks and scores by their text."""


@pytest.fixture(autouse=True, scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most tests look at the same sample: what comes of the same input is not made again, but where code is broken."""
    with pytest.MonkeyPatch.context() as patch:
        if "MUTANT_UNDER_TEST" not in os.environ:
            own = tmp_path_factory.getbasetemp()
            shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "drawings"
            shared.mkdir(exist_ok=True)
            drawing = (charts.svg, charts.png, charts.png_in_rows)
            writers = [charts, *(each for name, each in sys.modules.items() if name.startswith(docx.__name__))]
            for writer, name in product(writers, ("svg", "png", "png_in_rows")):
                if getattr(writer, name, None) in drawing:
                    patch.setattr(writer, name, _remembering(getattr(writer, name), shared))
            patch.setattr(load, "load_criteria", _remembering_sound(load.load_criteria))
            patch.setattr(scores, "read_csv", _remembering_table(scores.read_csv))
        yield


def _remembering(draw: Callable[..., object], shared: Path) -> Callable[..., object]:
    """What it draws is kept in a folder that all processes of the run share: drawing takes 50 to 100 ms."""

    def drawn(*what: object, **how: object) -> object:
        key = sha256(pickle.dumps((draw.__name__, what, how))).hexdigest()
        path = shared / key
        if key not in MADE and not path.exists():
            MADE[key] = draw(*what, **how)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(pickle.dumps(MADE[key]))
            fresh.replace(path)
        elif key not in MADE:
            MADE[key] = pickle.loads(path.read_bytes())
        return MADE[key]

    return drawn


def _small(path: Path) -> bytes | None:
    """What a file holds; None of what is no file, or so large that a test has made it once: some are of many GiB."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size < 2**20 else None
    except OSError:
        return None


def _remembering_sound(read: Callable[..., LoadedCriteria]) -> Callable[..., LoadedCriteria]:
    def loaded(workspace: WorkspaceFolder) -> LoadedCriteria:
        key = _small(workspace.criteria)
        known = MADE.get(key) or read(workspace)
        # What is odd in a file is told each time that it is read, in the language of the day.
        if key is not None and not (known.problems or (known.tree and known.tree.warnings)):
            MADE[key] = known
        return replace(known, problems=list(known.problems), ids=copy(known.ids))

    return loaded


def _remembering_table(read: Callable[..., CsvFile]) -> Callable[..., CsvFile]:
    def known(path: Path, name: str, table: CsvTable, warnings: list[Problem]) -> CsvFile:
        data = _small(path)
        if data is None:
            return read(path, name, table, warnings)
        key = (data, path.suffix, name, id(table), language(), csv_pieces.PIECE, csv_shape.WINDOW)
        if key not in MADE:
            found: list[Problem] = []
            MADE[key] = read(path, name, table, found), found
        file, odd = MADE[key]
        warnings += odd
        return replace(file, path=path)

    return known


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs 80 columns wide, in English, and without a workspace of its caller's."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CCHC_LANG", "en")
    monkeypatch.delenv("CCHC_WORKSPACE", raising=False)
    use("en")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a test runs may look for another machine, nor the names of one; a socket in a folder is none."""

    def refused(*what: object) -> None:
        pytest.fail(f"a connection was asked for: {what[-1]}")

    def guarded(known: Callable[..., object]) -> Callable[..., object]:
        def asked(own: socket.socket, *what: object) -> object:
            return known(own, *what) if own.family == getattr(socket, "AF_UNIX", None) else refused(*what)

        return asked

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture
def run() -> Run:
    """Run `cchc` with arguments; a traceback fails the test."""
    return commands.run


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample workspace, as the current folder."""
    from cchc_cli.files.create import create

    create(tmp_path, empty=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def after(folder: Path, run: Run, *lines: str) -> Path:
    """A workspace after some lines, which run for the first test that wants it; later ones get the files that came of them."""
    if lines not in MADE:
        for line in lines:
            assert run(*line.split()).status == 0
        MADE[lines] = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name, data in MADE[lines].items():
        (folder / name).write_bytes(data)
    return folder


MINIMAL = """\
version: 1
index:
  id: tiny
  name: Tiny
  ratings:
    - {id: good, name: Good, min: 80}
    - {id: weak, name: Weak, min: 0}
owners:
  office: {name: Office}
areas:
  - id: "1"
    name: First
    criteria:
      - id: "1.1"
        name: One
        components:
          - {id: 1.1.1, name: A, max: 6, owner: office}
          - {id: 1.1.2, name: B, max: 2}
      - {id: 1.10, name: Ten, max: 2, rule: {type: choice, options: {yes: 2, no: 0}}}
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """Make a small workspace (criteria text, {file in data/: text}) and go there."""

    def make(criteria: str = MINIMAL, **files: str | bytes) -> Path:
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "criteria.yaml").write_text(criteria, encoding="utf-8", newline="")
        for name, text in files.items():
            path = tmp_path / "data" / f"{name}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make


def warnings(run: Run) -> str:
    """All that `check` warns of, a line each with its place."""
    outcome = run("check", "-f", "json")
    return "\n".join(
        f"{row['file']}:{row['line'] or 0}: {row['text']} {row['hint']}"
        for row in json.loads(outcome.out)["rows"]
        if row["severity"] == "warning"
    )
