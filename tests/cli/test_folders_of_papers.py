"""`report … --all-units -o FOLDER`: a document a unit, each that of the command alone, whatever cannot be written."""

import errno
import json
import os
import re
from itertools import cycle
from pathlib import Path

import pytest

from cchc_cli.commands.papers import file_stems
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Unit
from cchc_cli.show.writers import FILED, as_file
from cchc_cli.system import safe_write
from tests.cli.conftest import SCORES, TASKS, UNITS, names_in
from tests.conftest import MINIMAL, Run
from tools import commands
from tools.golden import kept_results

SUFFIXES = [form for form in FILED if form != "pdf"]
Papers = tuple[list[list[str]], dict[tuple[str, str], tuple[Report, str]]]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """All documents of all units in all formats (unit, document, file, fault), and the result of each command alone."""
    folder = tmp_path_factory.mktemp("province")
    (folder / "criteria.yaml").write_text(MINIMAL, encoding="utf-8")
    for name, text in {"units": UNITS, "scores": SCORES, "tasks": TASKS}.items():
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    at, alone = ("-C", folder, "--lang", "en"), {}
    to = ("-o", folder / "out", "--suffix", ",".join(SUFFIXES), "--signed", "2024-01-02", "-f", "csv")
    done = commands.run(*at, "report", "all", "--all-units", *to)
    assert done.status == 0, done.err
    listed = [line.split(",") for line in done.out.splitlines()[1:]]
    assert {file for _unit, _document, file, _fault in listed} | {str(folder / "out" / "index.html")} == {
        str(path) for path in (folder / "out").iterdir()
    }
    for (unit, document), suffix in zip({(each[0], each[1]): 0 for each in listed}, cycle(SUFFIXES), strict=False):
        file = folder / f"alone.{suffix}"
        with kept_results() as results:
            done = commands.run(*at, "report", document, "-u", unit, "--signed", "2024-01-02", "-o", file)
        assert done.status == 0, done.err
        (alone[unit, document],) = results
        assert file.read_bytes() == as_file(*results[0], suffix)
    return listed, alone


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_of_a_folder_is_that_of_the_command_alone(papers: Papers, suffix: str) -> None:
    listed = [row for row in papers[0] if row[2].endswith(f".{suffix}")]
    # A unit without tasks has no progress and no commitments.
    of_all, of_tasks = ("result", "plan", "appeal", "brief", "conclusion"), ("progress", "commitments")
    assert sorted({(unit, document) for unit, document, _file, _fault in listed}) == sorted(
        (unit, document) for unit in "abc" for document in (*of_all, *(of_tasks if unit < "c" else ()))
    )
    for unit, document, file, fault in listed:
        assert not fault
        assert Path(file).read_bytes() == as_file(*papers[1][unit, document], suffix), file


def test_the_index_links_what_is_in_the_folder(province: Path, run: Run) -> None:
    assert run("report", "result", "--all-units", "-o", "out/", "--suffix", "md,csv").status == 0
    assert run("report", "plan", "--all-units", "-o", "out", "--suffix", "md").status == 0
    page = Path("out", "index.html").read_text("utf-8")
    assert sorted(re.findall(r'href="([^"#]+)"', page)) == sorted(names_in("out") - {"index.html"})
    assert len(names_in("out")) == 10
    assert "Xã Bình" in page


ODD = [
    Unit("A/1", "Xã An"), Unit("a-1", "Xã An"), Unit("CON", "con"), Unit("..", "…"), Unit("村", "村"),
    Unit("x" * 300, "Xã"), Unit("x" * 300 + "y", "Xã"), Unit("27001", "Xã Đồng Tâm"), Unit("xa-tien-loi", "Xã Tiến Lợi"),
]  # fmt: skip


def test_names_of_files_are_safe_readable_and_different() -> None:
    stems = file_stems(ODD)
    assert list(stems.values())[-2:] == ["27001-xa-dong-tam", "xa-tien-loi"]
    assert list(stems.values())[:5] == ["a-1-xa-an", "a-1-xa-an-2", "con", "unit", "unit-2"]
    assert len(set(stems.values())) == len(ODD)
    assert all(re.fullmatch("[a-z0-9]([a-z0-9-]{0,70}[a-z0-9])?", stem) for stem in stems.values())


def test_a_document_that_cannot_be_written_stops_no_other(
    province: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out", "b-xa-binh-result.csv").mkdir(parents=True)
    done = run("report", "result", "--all-units", "-o", "out", "--suffix", "csv", "-f", "json")
    faults = {row["unit"]: row["fault"] for row in json.loads(done.out)["rows"]}
    assert [unit for unit, fault in faults.items() if fault] == ["b"]
    assert done.status == 2
    assert "1 document was not written." in done.err
    Path("out", "index.html").unlink()
    Path("out", "index.html").mkdir()
    shown = run("report", "result", "--all-units", "-o", "out", "--suffix", "csv").out
    assert re.search(r"Units +3\b", shown)
    assert "Xã Bình" in shown
    assert "Xã An" not in shown

    full, count = os.fsync, iter(range(99))

    def filling(handle: int) -> None:
        if next(count) > 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        full(handle)

    monkeypatch.setattr(safe_write.os, "fsync", filling)
    done = run("report", "plan", "--all-units", "-o", "new", "--suffix", "md", "-f", "csv")
    assert (done.status, done.out.count("the disk is full")) == (2, 3)
    assert [path.name for path in Path("new").iterdir()] == ["a-xa-an-plan.md"]
    assert Path("new", "a-xa-an-plan.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["report", "plan", "--all-units", "-o", "new", "--suffix", "md"], 0),
        (["init", "new/below"], 0),
        (["init", "new/below"], 3),
    ],
)
def test_a_full_disk_is_left_as_it_was(
    arguments: list[str], written: int, province: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, full, count = sorted(province.rglob("*")), os.fsync, iter(range(99))

    def filling(handle: int) -> None:
        # A folder is synced after each file.
        if next(count) >= 2 * written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        full(handle)

    monkeypatch.setattr(safe_write.os, "fsync", filling)
    done = run(*arguments)
    assert (done.status, "the disk is full" in done.out + done.err) == (2, True)
    assert sorted(province.rglob("*")) == before


def test_folders_that_are_none_are_refused_before_anything_is_done(province: Path, run: Run) -> None:
    Path("file").write_text("x")
    wrong = {
        "file": "is a file; name a folder",
        "x.docx": "is called like a file, and here a folder is named",
        "no/where": "There is no folder",
        "file/sub": "file is a file, not a folder",
        "file/sub/sub": "file is a file, not a folder",
        "data": "where cchc reads scores",
        "data/out": "where cchc reads scores",
    }
    for folder, told in wrong.items():
        for command in ("result --all-units", "all --all-units", "all -u a"):
            done = run("report", *command.split(), "-o", folder)
            assert (done.status, done.out) == (2, "")
            assert told in done.err
    assert "needs a folder" in run("report", "result", "--all-units").err
    assert "“odt” is not allowed" in run("report", "all", "--all-units", "-o", "x", "--suffix", "odt").err
    assert "goes with --all-units" in run("report", "result", "-u", "a", "--suffix", "md").err
    assert names_in(".") == {"criteria.yaml", "data", "file"}
    assert names_in("data") == {"scores.csv", "tasks.csv", "units.csv"}


def test_faults_of_files_are_told_before_anything_is_written(province: Path, run: Run) -> None:
    (province / "data" / "tasks.csv").write_text(TASKS.replace("1.10,Do more", "9.9,Do more"))
    for command in ("result --all-units", "all --all-units", "all -u a"):
        done = run("report", *command.split(), "-o", "out")
        assert (done.status, done.out) == (2, "")
        assert "data/tasks.csv:4" in done.err
    (province / "data" / "tasks.csv").write_text(TASKS)
    assert run("report", "all", "1999", "-u", "a", "-o", "out").status == 2
    assert "There are no scores for 1999." in run("report", "result", "1999", "--all-units", "-o", "out").err
    assert not Path("out").exists()
