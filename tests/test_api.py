"""`import cchc_cli as cchc`: every command in Python says what the same command says as csv, and nothing else."""

import csv
import gc
import inspect
import io
import locale
import os
import pickle
import re
import signal
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

import cchc_cli as cchc
from cchc_cli.cli import main
from cchc_cli.commands import command_named
from cchc_cli.commands.arguments import arguments_of
from cchc_cli.model.choices import Day
from tests.conftest import Run
from tools.commands import add_files, every_command, lines_of, program, run

Commands = dict[tuple[str, ...], Any]
FUNCTIONS = {"_".join(known.words).replace("-", "_"): known for known in every_command()}
OWN = {"form", "output", "excel", "summary", "every_unit", "suffix"}
"""Options of the command line alone, but for the output of imports and of folders, which is what they make."""
FILES = {"export_criteria", "import_criteria", "import_scores", "report_all", "template_scores"}
OF_MANY = {"all_units", "report_units"}
"""What --all-units does."""


@pytest.fixture
def workspace(sample: Path) -> cchc.Workspace:
    add_files(sample)
    return cchc.open_workspace(sample, "en")


def asked(line: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, dict[str, Any]]:
    """The function and the arguments that a command line comes to; nothing is done."""
    taken: list[tuple[str, dict[str, Any]]] = []

    def named(name: str) -> Callable[..., str]:
        return lambda _workspace, **given: taken.append((name, given)) or ""

    with monkeypatch.context() as patch:
        patch.setattr(main, "command_named", named)
        patch.setattr(main, "show", lambda *_all: None)
        patch.setattr(main, "end", lambda *_all: None)
        run(*line)
    return taken[0]


def as_csv(value: object) -> str:
    """A cell of csv, as the contract has it."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, float):
        value = round(value, 9)
        text = f"{Decimal(f'{value:.12g}'):f}" if abs(value) < 1e12 else f"{value:.12g}"
        return "0" if text == "-0" else text
    return str(value)


def test_frames_are_the_csv_of_every_command(
    workspace: cchc.Workspace, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    reporting = [" ".join(known.words) for known in every_command() if known.reports]
    lines = [line for command in reporting for line in lines_of(command)]
    left = {"--write", "--summary", "--scenarios", "--all-units", "doctor"}
    lines = [line for line in lines if not left & set(line)]
    before = state()
    outcomes = [run(*line, "-f", "csv") for line in lines]
    for line, outcome in zip(lines, outcomes, strict=True):
        name, given = asked(line, monkeypatch)
        report = getattr(cchc, name)(workspace, **given)
        header, *rows = csv.reader(io.StringIO(outcome.out, newline=""), strict=True)
        assert list(report.frame) == header, line
        cells = [[as_csv(value) for value in row] for row in report.frame.itertuples(index=False)]
        assert cells == [[cell.removeprefix("'") for cell in row] for row in rows], line
        assert isinstance(report.frame.index, pd.RangeIndex)
        assert (outcome.status == 1) == (report.unmet is not None), line
    assert state() == before
    assert capfd.readouterr() == ("", "")


def state() -> dict[str, object]:
    """What the process shares with whoever else is in it."""
    return {
        "folder": Path.cwd(),
        "environment": dict(os.environ),
        "signals": {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)},
        # What libraries in C change, Python does not know.
        "caught": re.findall(r"Sig(?:Ign|Cgt):.*", Path("/proc/self/status").read_text())
        if sys.platform == "linux"
        else [],
        "garbage": gc.isenabled(),
        "warnings": list(warnings.filters),
        "locale": locale.setlocale(locale.LC_ALL),
        "streams": (sys.stdout, sys.stderr),
        "hook": sys.excepthook,
        "columns": pd.get_option("display.max_columns"),
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_and_types_of_columns_are_those_of_no_language(language: str, workspace: cchc.Workspace) -> None:
    other = cchc.open_workspace(workspace.folder.root, "vi" if language == "en" else "en")
    for name in ("score", "gaps", "ranks", "trend", "keep", "nowcast", "check"):
        one, two = (getattr(cchc, name)(each) for each in (workspace, other))
        assert one.frame.dtypes.equals(two.frame.dtypes)
    assert cchc.score(cchc.open_workspace(".", "vi")).tables[0].columns[1].label == "Lĩnh vực"


def test_a_column_has_its_type_also_in_an_empty_table(workspace: cchc.Workspace) -> None:
    some, none = cchc.explain(workspace, 2022).frame, cchc.explain(workspace, 2021).frame
    assert len(some) > len(none) == 0
    assert some.dtypes.equals(none.dtypes)
    assert cchc.ranks(workspace, 2021).frame["prev_rank"].dtype == "Int64"


def test_signatures_are_those_of_the_command_line() -> None:
    assert set(FUNCTIONS) == {name for name in cchc.__all__ if name[0].islower()} - {"open_workspace"} - OF_MANY
    for name, known in FUNCTIONS.items():
        function = inspect.signature(command_named(name)).parameters
        here = {key: each for key, each in function.items() if key not in ("workspace", "_workspace")}
        own = OWN - ({"output", "suffix"} if name in FILES else set())
        there = {each.name: each for each in known.parameters if each.name not in own}
        assert set(here) == set(there), name
        for key, parameter in here.items():
            left_out = parameter.default is inspect.Parameter.empty
            assert left_out == there[key].required, (name, key)
            if not left_out:
                assert (parameter.default or None) == (default_of(known.words, key) or None), (name, key)


def default_of(words: tuple[str, ...], name: str) -> object:
    command = program()
    for word in words:
        command = command.commands[word]
    return next(param.default for param in command.params if param.name == name)


def test_every_name_can_be_imported() -> None:
    names: dict[str, Any] = {}
    exec("from cchc_cli import *", names)
    assert set(cchc.__all__) <= set(names)
    assert set(cchc.__all__) <= set(dir(cchc))
    assert all(inspect.getdoc(names[name]) for name in cchc.__all__)
    assert list(cchc.__all__) == sorted(cchc.__all__)
    with pytest.raises(AttributeError):
        _nothing = cchc.nothing
    assert (Path(cchc.__file__).parent / "py.typed").exists()


@pytest.mark.parametrize("year", [2022, "2022", np.int64(2022), np.float64(2022), 2022.0, Decimal(2022)])
def test_a_year_may_be_any_whole_number(year: Any, workspace: cchc.Workspace) -> None:
    pd.testing.assert_frame_equal(cchc.score(workspace, year).frame, cchc.score(workspace, 2022).frame)


@pytest.mark.parametrize(
    "day",
    [
        date(2022, 9, 30),
        datetime(2022, 9, 30, 23, 59),
        datetime(2022, 9, 29, 18, 0, tzinfo=UTC),
        pd.Timestamp("2022-09-30"),
        np.datetime64("2022-09-30"),
        "30/9/2022",
    ],
    ids=str,
)
def test_a_day_may_be_a_date(day: Any, workspace: cchc.Workspace) -> None:
    found = cchc.dossiers_late(workspace, day=day).frame
    pd.testing.assert_frame_equal(found, cchc.dossiers_late(workspace, day="2022-09-30").frame)
    assert len(found)


def test_every_day_of_every_command_may_be_a_date() -> None:
    kinds = {
        (name, key): kind
        for name in FUNCTIONS
        for key, (kind, _none, _blank) in arguments_of(command_named(name)).items()
        if key in ("day", "signed", "start", "due")
        or (name, key) == ("plan", "last")
        or (key == "on" and name.startswith("task"))
    }
    assert len(kinds) > 10
    assert all(kind == Day for kind in kinds.values())
    assert date in get_args(Day)


WRONG: dict[str, tuple[Callable[[cchc.Workspace], object], str]] = {
    "no number": (lambda ws: cchc.score(ws, "last"), "year: “last” is not a year.\nWrite four digits, such as 2022."),
    "half a year": (
        lambda ws: cchc.score(ws, 2022.5),
        "year: “2022.5” is not a year.\nWrite four digits, such as 2022.",
    ),
    "true": (lambda ws: cchc.score(ws, True), "year: “True” is not a number."),
    "not a number": (lambda ws: cchc.score(ws, np.nan), "year: “nan” is not a year.\nWrite four digits, such as 2022."),
    "missing": (lambda ws: cchc.score(ws, pd.NA), "year: “<NA>” is not a number."),
    "no scores": (lambda ws: cchc.score(ws, 1999), "There are no scores for 1999.\nYears with scores: 2021, 2022."),
    "unit": (
        lambda ws: cchc.score(ws, unit="xa-tien-lo"),
        "There is no unit xa-tien-lo.\nDid you mean xa-tien-loi (Xã Tiến Lợi)?",
    ),
    "unit as number": (lambda ws: cchc.score(ws, unit=7), 'unit: “7” is not a text.\nWrite it as text: "7"'),
    "blank unit": (lambda ws: cchc.score(ws, unit=""), "unit: the text is blank."),
    "blank folder": (lambda ws: cchc.open_workspace(""), "folder: the text is blank."),
    "words": (lambda ws: cchc.score(ws, basis="offical"), "basis: “offical” is not allowed; allowed: official, self."),
    "no word": (lambda ws: cchc.score(ws, basis=None), "basis: “None” is not allowed; allowed: official, self."),
    "many words": (lambda ws: cchc.gaps(ws, by=np.array(["area", "owner"])), "by: “['area' 'owner']” is not allowed"),
    "truth": (lambda ws: cchc.gaps(ws, peers="no"), "peers: “no” is not allowed; allowed: True, False."),
    "no rows": (lambda ws: cchc.ranks(ws, top=0), "top: 0 is out of range; allowed: 1 or more."),
    "no runs": (lambda ws: cchc.robust(ws, runs=0), "runs: 0 is out of range; allowed: 1–100,000."),
    "endless": (lambda ws: cchc.plan(ws, budget=np.inf), "budget: inf is out of range; allowed: 0–1,000,000."),
    "no day": (lambda ws: cchc.nowcast(ws, 2022, day="x"), "--date: “x” is not a date."),
    "not a time": (lambda ws: cchc.nowcast(ws, 2022, day=pd.NaT), "--date: “NaT” is not a date."),
    "language": (lambda ws: cchc.open_workspace(".", "fr"), "language: “fr” is not allowed; allowed: vi, en."),
    "folder": (lambda ws: cchc.open_workspace("nowhere"), "There is no folder nowhere."),
    "workspace": (lambda ws: cchc.score(None), "workspace: “None” is not a text."),
    "file": (lambda ws: ws.save(cchc.score(ws), "score.odt"), "the suffix of score.odt stands for no format."),
    "no file": (lambda ws: ws.save(cchc.score(ws), 5), "file: “5” is not a text."),
    "escape": (lambda ws: cchc.score(ws, unit="\x1b[2J"), "unit: there is a control sign in it."),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_an_error_of_our_own(case: str, workspace: cchc.Workspace) -> None:
    call, told = WRONG[case]
    with pytest.raises(cchc.CchcError) as raised:
        call(workspace)
    assert str(raised.value).startswith(told)
    assert raised.value.status == 2
    assert str(raised.value) == "\n".join(filter(None, (raised.value.text, raised.value.hint)))
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_faults_of_files_are_all_in_the_error(workspace: cchc.Workspace) -> None:
    path = workspace.folder.root / "data" / "scores-2021.csv"
    path.write_text(path.read_text("utf-8") + "2021,nobody,1.1.1,1\n2021,xa-tien-loi,9.9.9,1\n", encoding="utf-8")
    with pytest.raises(cchc.InputError) as raised:
        cchc.score(workspace)
    assert "nobody" in str(raised.value)
    assert "scores-2021.csv:" in str(raised.value)
    assert len(raised.value.problems) == raised.value.total == 2
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_arguments_that_no_command_has_are_python_s_own_error(workspace: cchc.Workspace) -> None:
    with pytest.raises(TypeError, match=r"score\(\).*'years'"):
        cchc.score(workspace, years=2022)  # type: ignore[call-arg]


def test_several_words_may_be_one_several_or_a_mapping(workspace: cchc.Workspace) -> None:
    for one, other in (
        (cchc.plan(workspace, budget=20, exclude="3.3.2"), cchc.plan(workspace, budget=20, exclude=["3.3.2"])),
        (cchc.gaps(workspace, only="dropped,low"), cchc.gaps(workspace, only=["dropped", "low"])),
        (
            cchc.simulate(workspace, points=["3.3.2=max", "7.1.2=1.125"]),
            cchc.simulate(workspace, points={"3.3.2": "max", "7.1.2": 1.1250}),
        ),
    ):
        left, right = one.frame, other.frame
        if "scenario" in left:
            left, right = left.drop(columns="scenario"), right.drop(columns="scenario")
        pd.testing.assert_frame_equal(left, right)
        assert len(left)


@pytest.mark.parametrize("suffix", ["csv", "json", "md", "html", "xlsx", "docx"])
def test_results_are_saved_as_the_command_line_does(suffix: str, workspace: cchc.Workspace, run: Run) -> None:
    root = workspace.folder.root
    workspace.save(cchc.report_result(workspace, 2022), root / f"here.{suffix}")
    assert run("report", "result", "2022", "-o", f"there.{suffix}", "--lang", "en").status == 0
    here, there = ((root / f"{name}.{suffix}").read_bytes() for name in ("here", "there"))
    assert here[:2] == b"PK" if suffix in ("xlsx", "docx") else here == there


def test_shown_by_itself_a_result_or_a_workspace_is_one_line(workspace: cchc.Workspace) -> None:
    assert repr(cchc.score(workspace)).startswith("<Report 'score': 8 rows of year, unit, ")
    assert repr(workspace) == f"Workspace({str(workspace.folder.root)!r}, 'en')"
