"""Text that comes from outside the files: decomposed letters, bytes that are no text, control signs."""

import csv
import io
import json
import os
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import MINIMAL, Run, Tiny


def decomposed(text: str) -> str:
    """As macOS types it."""
    assert unicodedata.normalize("NFD", text) != text
    return unicodedata.normalize("NFD", text)


UNITS = "unit,name,group\nxã-a,Xã A,huyện\nxã-b,Xã B,huyện\nx,X,tỉnh\n"
ROWS = "".join(f"2022,{unit},{leaf},1\n" for unit in ("xã-a", "xã-b", "x") for leaf in ("1.1.1", "1.1.2", "1.10"))
CRITERIA = MINIMAL.replace("owners:\n  office: {name: Office}", "owners:\n  phòng: {name: Office}").replace(
    "max: 6, owner: office", 'max: 6, owner: phòng, actions: [{name: Đôn đốc, product: p, due: "06-30"}]'
)


@pytest.mark.parametrize(
    "command",
    [
        *(["score", "-u", "xã-a"], ["gaps", "--unit=xã-b"], ["ranks", "--group", "huyện"]),
        *(["compare", "xã-b", "-u", "xã-a"], ["plan", "-u", "xã-a", "--owner", "phòng"]),
        *(["plan", "-u", "xã-a", "--exclude", "1.10", "--exclude", "Đôn đốc"], ["gaps", "-u", "xã-a", "--by", "owner"]),
    ],
)
def test_ids_are_found_in_either_form(command: list[str], tiny: Tiny, run: Run) -> None:
    """In the options as in the files."""
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, CRITERIA)
        tiny(text, scores=unicodedata.normalize(form, "year,unit,component,score\n" + ROWS), units=UNITS)
        typed = [unicodedata.normalize("NFD", word) for word in command]
        outcome = run(*typed, "-f", "csv")
        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.out == run(*command, "-f", "csv").out


def test_what_is_written_is_composed(tiny: Tiny, run: Run) -> None:
    folder = tiny(CRITERIA)
    action = decomposed("Đôn đốc ủy ban")
    given = ["--owner", decomposed("phòng"), "--evidence", decomposed("biên bản.pdf"), "--note", decomposed("đã xong")]
    assert run("task", "add", "--component", "1.1.1", "--action", action, "--due", "2023-05-01").status == 0
    assert run("task", "set", "T-2023-001", *given).status == 0
    text = (folder / "data" / "tasks.csv").read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "Đôn đốc ủy ban" in text
    assert "biên bản.pdf" in text


@pytest.mark.parametrize("value", ["a\udcffb", "a\x1b[31mb"])
@pytest.mark.parametrize(
    "command",
    [
        *("score --unit", "task add --component 1.1.1 --action", "simulate --set", "plan --exclude"),
        *("task done", "task set T-1 --evidence", "compare", "measure --engine", "score --by", "score -f"),
        *("score --fail-under", "", "score --no"),
    ],
)
def test_what_is_no_text_is_refused_and_not_shown_as_it_is(command: str, value: str, sample: Path, run: Run) -> None:
    outcome = run(*command.split(), value) if command != "score --no" else run("score", f"--no{value}")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("Error: ")
    assert not {"\udcff", "\x1b"} & set(outcome.err)
    assert not (sample / "data" / "tasks.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are no text")
@pytest.mark.parametrize("strings", ["python", "pyarrow"])
def test_folders_and_files_whose_names_are_no_text_are_worked_with(strings: str, sample: Path, run: Run) -> None:
    """Texts of tables may be pyarrow's, which takes none that is not UTF-8."""
    with pd.option_context("mode.string_storage", strings):
        work_with("b\udcff", run)


def work_with(folder: str, run: Run) -> None:
    assert run("init", folder).status == 0
    commands = ["task add --component 1.1.1 --action x --due 2023-05-01", "score", "gaps", "check", "track"]
    for command in [*commands, "doctor", "report result", "report commitments"]:
        outcome = run(*command.split(), "-C", folder)
        assert outcome.status == (command == "check"), command
        assert "\udcff" not in outcome.out + outcome.err
        for form in () if command in commands[0] else ("json", "csv", "md", "docx", "xlsx", "html"):
            outcome = run(*command.split(), "-C", folder, "-o", f"{folder}/out.{form}")
            assert outcome.status == (command == "check"), (command, form, outcome.err)
    found = json.loads(Path(folder, "out.json").read_text("utf-8"))
    assert found["workspace"].endswith("\udcff")
    assert list(csv.reader(io.StringIO(Path(folder, "out.csv").read_text("utf-8"))))
    made = run("report", "all", "-o", f"{folder}/all", "-f", "json")
    assert made.status == 0 and json.loads(made.out)["rows"][0]["file"].startswith("b\ufffd/all/")
    assert "\ufffd/all" in run("report", "all", "-o", f"{folder}/all").out
    outcome = run("measure", "2022", "-C", folder)
    assert (outcome.status, "not UTF-8 text. Rename it." in outcome.err) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no variables that are no text")
@pytest.mark.parametrize("name", ["CCHC_LANG", "CCHC_WORKSPACE", "COLUMNS", "LC_ALL", "LANG", "NO_COLOR", "TMPDIR"])
def test_variables_that_are_no_text_are_passed_over_or_refused(
    name: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "a\udcff")
    outcome = run("score", "2022")
    assert outcome.status == (2 if name == "CCHC_WORKSPACE" else 0)
    assert outcome.status == 0 or outcome.err.startswith("Error: There is no folder a�.")


def test_a_calendar_has_no_control_sign(tiny: Tiny, run: Run) -> None:
    row = 'T-2023-001,1.1.1,"x\x1b]0;y\x07\x9bz",todo,2023-05-01\n'
    folder = tiny(
        tasks=f"id,component,action,status,due\n{row}",
        scores="year,unit,component,score\n2022,u,1.1.1,1\n",
        units='unit,name\nu,"Xã\x07 A, B; C"\n',
    )
    assert run("track", "--ics", "x.ics", "--date", "2023-01-01").status == 0
    data = (folder / "x.ics").read_bytes().decode()
    assert not {"\x1b", "\x07", "\x9b"} & set(data)
    assert "␛]0\\;y␇" in data
    assert "X-WR-CALNAME:Improvement plan of Xã␇ A\\, B\\; C\r\n" in data


@pytest.mark.parametrize(("typed", "there"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_folders_and_files_are_found_in_either_form(
    typed: str, there: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One disk keeps composed letters, another decomposed ones, and so do keyboards."""
    folder = unicodedata.normalize(there, "xã năm/cải cách")
    assert run("init", folder).status == 0
    Path(folder, unicodedata.normalize(there, "kịch bản.yaml")).write_text("scenarios: {a: {3.3.2: 2}}", "utf-8")
    name = unicodedata.normalize(typed, "xã năm/cải cách")
    assert run("score", "-C", name).status == 0
    assert (
        run("-C", name, "simulate", "--scenarios", f"{name}/{unicodedata.normalize(typed, 'kịch bản.yaml')}").status
        == 0
    )
    assert run("-C", name, "score", "-o", f"{name}/mới.json").status == 0
    monkeypatch.setenv("CCHC_WORKSPACE", name)
    assert run("gaps").status == 0
    assert [path.name for path in sample.iterdir() if not path.name.isascii()] == [folder.split("/")[0]]
