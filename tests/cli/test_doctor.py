"""`cchc doctor`: it tells wherever it is run, changes nothing, and gives away nobody."""

import json
import os
from pathlib import Path

import pytest

from cchc_cli.system import machine
from tests.conftest import NOTED, Run, Tiny
from tests.processes import cchc


def looked_at(run: Run, *arguments: str) -> tuple[dict[str, str], str]:
    """What was found by item, and what is to be sent."""
    done = run("doctor", "-f", "json", *arguments)
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    return {row["item"]: row["value"] for row in told["rows"]}, told["report"]


def files_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_numbers_are_those_of_the_files_and_nothing_is_written(tiny: Tiny, run: Run) -> None:
    scores = NOTED + "2022,xa-mat,1.1.1,4.25,Bí mật\n2022,xa-mat,1.1.2,2,\n2022,xa-mat,1.10,9,\n"
    folder = tiny(scores=scores, units="unit,name\nxa-mat,Xã Mật\n\n")
    (folder / "data" / "~$tasks.xlsx").write_bytes(b"")
    (folder / "data" / ".tasks.csv.lock").write_bytes(b"")
    (folder / "data" / "cu.csv").write_text("a\n1\n")
    before = files_in(folder)
    found, block = looked_at(run)
    assert files_in(folder) == before
    wanted = {"scores": "1 / 3", "units": "1 / 1", "tasks": "0", "faults": "1", "unread": "1"}
    wanted |= {"open_elsewhere": "1", "locks": "1", "found_by": "current folder", "folder": str(folder)}
    assert {item: found[item] for item in wanted} == wanted
    for secret in ("xa-mat", "Mật", "4.25", "Bí mật", str(folder), str(Path.home()), "cu.csv"):
        assert secret not in block
    assert "scores 1 / 3" in block
    assert "faults 1" in block


@pytest.mark.parametrize("criteria", ["areas: [", "version: 1\n", "\x00"])
def test_a_broken_workspace_is_told_of_and_no_reason_to_stop(criteria: str, tiny: Tiny, run: Run) -> None:
    tiny(criteria, scores=NOTED + "2022,u,x,1,\n")
    found, _block = looked_at(run)
    assert int(found["faults"]) > 0
    assert (found["scores"], found["timezone"]) == ("1 / 1", "Asia/Ho_Chi_Minh")


def test_two_files_of_a_name_stop_the_check_and_not_the_rest(tiny: Tiny, run: Run) -> None:
    folder = tiny()
    for name in ("units.csv", "units.xlsx"):
        (folder / "data" / name).write_bytes(b"")
    found, block = looked_at(run)
    assert (found["check"], found["units"], found["writable"]) == ("false", "?", "true")
    assert "units.xlsx" not in block


def test_a_fault_of_cchc_itself_is_told_with_its_place(tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny()
    monkeypatch.setattr("cchc_cli.commands.start.examine", lambda _folder: 1 / 0)
    assert looked_at(run)[0]["check"].startswith("ZeroDivisionError test_doctor.py:")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_works_outside_a_workspace_and_with_streams_of_an_old_console(language: str, tmp_path: Path) -> None:
    done = cchc(f"doctor --lang {language}", tmp_path, LC_ALL="C", PYTHONIOENCODING="cp1258", PYTHONUTF8="0")
    text = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert ("Việc cần làm" if language == "vi" else "What to do") in text
    assert "cp1258" in text
    assert "cchc init" in text
    assert not list(tmp_path.iterdir())


def test_a_missing_library_is_told_with_what_needs_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    versions = {"duckdb": None, "rich": "13.9.4", "typer": None}
    known = machine.version_of
    monkeypatch.setattr(machine, "version_of", lambda name: versions[name] if name in versions else known(name))
    rows = json.loads(run("doctor", "-f", "json").out)["rows"]
    hints = {row["item"]: (row["value"], row["hint"]) for row in rows if row["section"] == "packages"}
    assert hints["duckdb"] == ("false", "Only registers need it: pip install 'cchc-cli[dossiers]'")
    assert hints["rich"] == ("13.9.4", "Needed: >=14,<16. Install cchc anew.")
    assert hints["typer"][1].startswith("Needed: >=0.")
    assert hints["pandas"][1] is None


@pytest.mark.parametrize(
    ("version", "asked", "right"),
    [
        ("3.0", ">=3.0,<4", True),
        ("3", ">=3.0,<4", True),
        ("4.0.0", ">=3.0,<4", False),
        ("2.9.9", ">=3.0,<4", False),
        ("0.30.0", ">=0.26,<0.30", False),
        ("0.29.9rc1", ">=0.26,<0.30", True),
        ("0.3", ">=0.26", False),
        ("1", "", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, asked: str, right: bool) -> None:
    assert machine.fits(version, asked) == right


def test_a_folder_in_which_nothing_may_be_written_is_told(
    tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    monkeypatch.setattr(machine, "free_space", lambda _folder: 1024)
    told = {row["item"]: row["hint"] for row in json.loads(run("doctor", "-f", "json").out)["rows"]}
    assert told["writable"] == "cchc can read here, and write nothing."
    assert "nearly full" in told["free"]
    assert "nearly full" in told["temporary_free"]
