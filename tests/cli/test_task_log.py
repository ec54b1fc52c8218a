"""`task log`: who changed which task when, by every command that changes one, whatever becomes of the list itself."""

import csv
import os
from pathlib import Path

import pytest

from cchc_cli.system import safe_write
from tests.conftest import Run, Tiny

TASKS = "id,component,action,status\nT-2023-001,1.1.1,Làm,todo\n"
LOG = Path("data/tasks.log.csv")


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "nguyen.an")


def logged(run: Run, *arguments: str) -> list[tuple[str, ...]]:
    done = run("task", "log", *arguments, "-f", "csv")
    assert (done.status, done.err) == (0, "")
    header, *rows = csv.reader(done.out.splitlines())
    assert header == ["time", "user", "task", "column", "old", "new"]
    assert {row[1] for row in rows} <= {"nguyen.an"}
    assert all(row[0].endswith("+07:00") for row in rows)
    return [tuple(row[2:]) for row in rows]


def test_every_cell_that_changes_is_written_down(tiny: Tiny, run: Run) -> None:
    tiny(tasks=TASKS)
    assert logged(run) == []
    assert "No change has been written down" in run("task", "log").out
    run("task", "done", "T-2023-001", "--on", "2023-02-01", "--note", 'a "b", c')
    run("task", "done", "T-2023-001")  # refused
    run("task", "reopen", "T-2023-001")
    run("task", "add", "--component", "1.10", "--action", "=Mới", "--due", "2023-03-01")
    first = [
        ("T-2023-001", "status", "todo", "done"),
        ("T-2023-001", "done_on", "", "2023-02-01"),
        ("T-2023-001", "note", "", 'a "b", c'),
        ("T-2023-001", "status", "done", "todo"),
        ("T-2023-001", "done_on", "2023-02-01", ""),
    ]
    second = [
        ("T-2023-002", "id", "", "T-2023-002"),
        ("T-2023-002", "component", "", "1.10"),
        ("T-2023-002", "action", "", "'=Mới"),
        ("T-2023-002", "due", "", "2023-03-01"),
        ("T-2023-002", "status", "", "todo"),
    ]
    assert sorted(logged(run)) == sorted([*first, *second])
    assert sorted(logged(run, "T-2023-001")) == sorted(first)
    assert run("task", "log", "T-2023-009").status == 2
    assert "not read" not in run("check").out


def test_people_read_words_where_scripts_get_codes(tiny: Tiny, run: Run) -> None:
    tiny(tasks=TASKS)
    run("task", "done", "T-2023-001", "--on", "2023-02-01")
    run("task", "set", "T-2023-001", "--component", "1.10")
    shown = run("task", "log", "--lang", "vi", "-f", "md").out
    cells = [line.split(" | ")[3:] for line in shown.splitlines() if "T-2023-001" in line]
    assert cells[0] == ["Tình trạng", "chưa bắt đầu", "đã hoàn thành |"]
    assert cells[1] == ["Ngày hoàn thành", "", "01/02/2023 |"]
    assert cells[2][0] == "Tiêu chí thành phần" and "1.10" not in cells[2][2]
    assert "+07:00" not in shown


def test_a_plan_that_is_written_is_written_down(sample: Path, run: Run) -> None:
    assert run("plan", "--budget", "5", "--write").status == 0
    ids = {row["id"] for row in csv.DictReader(Path("data/tasks.csv").read_text("utf-8").splitlines())}
    assert ids and {task for task, *_rest in logged(run)} == ids


@pytest.mark.parametrize("old", [b"", b"x;y\n", b"\xff\xfe\x00", b"time,user,task,column,old,new\n1,2"])
def test_a_damaged_list_stops_no_task_and_keeps_what_it_has(old: bytes, tiny: Tiny, run: Run) -> None:
    tiny(tasks=TASKS)
    LOG.write_bytes(old)
    assert run("task", "start", "T-2023-001", "--on", "2023-01-02").status == 0
    assert "doing" in Path("data/tasks.csv").read_text("utf-8")
    assert LOG.read_bytes().startswith(old)
    assert LOG.read_bytes().decode("utf-8", "replace").splitlines()[-1].endswith("T-2023-001,status,todo,doing")
    done = run("task", "log")
    if old:
        assert (done.status, done.out, "tasks.log.csv" in done.err) == (2, "", True)
    else:
        assert done.status == 0


def test_a_list_that_can_not_be_written_is_told_and_the_change_holds(
    tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny(tasks=TASKS)
    LOG.mkdir()
    done = run("task", "start", "T-2023-001", "--on", "2023-01-02")
    assert (done.status, "Who changed this could not be written" in done.err) == (0, True)
    assert "doing" in Path("data/tasks.csv").read_text("utf-8")


def test_tasks_that_can_not_be_written_leave_no_trace(tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a spreadsheet has the file open."""
    tiny(tasks=TASKS)

    def refused(_old: object, _new: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(safe_write.os, "replace", refused)
    done = run("task", "start", "T-2023-001", "--on", "2023-01-02")
    assert (done.status, "tasks.csv" in done.err) == (2, True)
    assert Path("data/tasks.csv").read_text("utf-8") == TASKS
    assert {path.name for path in Path("data").iterdir()} - {".tasks.csv.lock"} == {"tasks.csv"}
    assert os.path.isfile("data/tasks.csv")  # noqa: PTH113
