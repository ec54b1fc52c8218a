"""data/tasks.csv: read as people write it, changed only where it changes, never torn."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.find import find
from cchc_cli.files.load import load_framework
from cchc_cli.files.tasks.file import TaskFile, read_tasks
from cchc_cli.files.tasks.values import next_ids
from cchc_cli.model.days import parse_day
from cchc_cli.model.framework import Framework
from cchc_cli.model.letters import clean
from cchc_cli.model.problems import InputError
from cchc_cli.model.tasks import STATUSES, Task
from tests.conftest import HEADER, MINIMAL, Run, Tiny

EXCEL = (
    "\ufeffMã nhiệm vụ;Tiêu chí;Nhiệm vụ;Hạn;Tình trạng;Điểm tăng;Người thực hiện;Của riêng tôi\r\n"
    "# ghi chú của tôi\r\n"
    'T-2023-001;1.1.1;"Làm; rồi báo cáo";31/12/2023;Đang thực hiện;1,5;office;x\r\n'
    ";;;;;;;\r\n"
    "T-2023-007;1.10;Việc khác;01/02/2023;hoàn thành;;;y\r\n"
)


def opened(folder: Path, text: str) -> TaskFile:
    path = folder / "data" / "tasks.csv"
    path.write_bytes(text.encode())
    return read_tasks(find(str(folder)), framework_of(folder))


def framework_of(folder: Path) -> Framework:
    return load_framework(find(str(folder)))


def test_a_file_from_a_spreadsheet_is_read_and_stays_as_it_is(tiny: Tiny) -> None:
    file = opened(tiny(), EXCEL)
    first, second = file.tasks
    assert first == Task(
        "T-2023-001", "1.1.1", "Làm; rồi báo cáo", owner="office", due=date(2023, 12, 31), gain=1.5, status="doing"
    )
    assert (second.status, second.due, second.year) == ("done", date(2023, 2, 1), 2023)
    assert file.data().decode() == EXCEL
    # Columns in which nothing stands are not told.
    assert opened(tiny(), EXCEL.replace("\r\n", ";;\r\n")).sheet.warnings == file.sheet.warnings
    file.change(replace(first, gain=2.5, status="done"))
    file.add([Task(next_ids(file.tasks, 2023, 1)[0], "1.1.2", "Mới", gain=0.5)])
    lines = EXCEL.split("\r\n")
    lines[2] = 'T-2023-001;1.1.1;"Làm; rồi báo cáo";31/12/2023;done;2,5;office;x'
    lines[5:] = ["T-2023-008;1.1.2;Mới;;todo;0,5;;", ""]
    assert file.data().decode() == "\r\n".join(lines)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_header_that_is_put_below_a_remark_ends_as_the_remark_does(end: str, tiny: Tiny) -> None:
    for remark in (f"# một{end}", f"# một{end}# hai"):
        assert opened(tiny(), remark).data().decode().startswith(f"{remark.removesuffix(end)}{end}id,component,")
        assert opened(tiny(), remark).data().decode().endswith(end)


TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z", "S")), max_size=20).map(clean)


@given(st.data())
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("w")
    (folder / "data").mkdir()

    (folder / "criteria.yaml").write_text(MINIMAL, "utf-8")
    file = opened(folder, data.draw(st.sampled_from(["", "# only a remark\n", "id;component;action;status\n"])))
    days = st.dates(date(2023, 1, 1), date(2023, 12, 31))
    tasks = []
    for number in range(data.draw(st.integers(1, 4))):
        status = data.draw(st.sampled_from(STATUSES))
        start, due = sorted((data.draw(days), data.draw(days)))
        tasks.append(
            Task(
                id=f"T-2023-{number:03d}",
                component=data.draw(st.sampled_from(["1.1.1", "1.1.2", "1.10"])),
                action=data.draw(TEXT.filter(bool)),
                product=data.draw(TEXT),
                owner=data.draw(st.sampled_from(["", "office"])),
                start=start,
                due=data.draw(st.sampled_from([due, None])),
                effort=data.draw(st.sampled_from([None, 0.0, 0.5, 20.0])),
                gain=data.draw(st.sampled_from([None, 0.25, 1.0])),
                status=status,
                done_on=due if status == "done" else None,
                evidence=data.draw(TEXT),
                note=data.draw(TEXT),
            )
        )
    file.needs(set(Task.__dataclass_fields__))
    file.add(tasks)
    again = opened(folder, file.data().decode())
    assert again.tasks == tasks
    assert again.data() == file.data()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("T-1,1.1.1,A", "2:11: row 2, column action (C): 3 cells in this row, but 4 in the header."),
        ("T-1,1.1.1,A,todo,,x", "2:18: row 2, column E: 6 cells in this row, but 4 in the header."),
        (",1.1.1,A,todo", "2:1: row 2, column id (A): the id is blank."),
        (
            "T-1,1.1.1,A,todo\nT-1,1.1.2,B,todo",
            "3:1: row 3, column id (A): the id T-1 stands here twice; first on line 2.",
        ),
        (
            "T-1,1.1.3,A,todo",
            "2:5: row 2, column component (B): there is no component 1.1.3 in criteria.yaml. Did you mean 1.1.1",
        ),
        (
            "T-1,1.1,A,todo",
            "2:5: row 2, column component (B): 1.1 is not a component but a group of them. Its components: 1.1.1, 1.1.2.",
        ),
        ("T-1,1.1.1,,todo", "2:11: row 2, column action (C): the action is blank."),
        (
            "T-1,1.1.1,A,ready",
            "2:13: row 2, column status (D): “ready” is not allowed; allowed: todo, doing, done, cancelled.",
        ),
    ],
)
def test_faults_have_their_place(tiny: Tiny, text: str, told: str) -> None:
    folder = tiny()
    with pytest.raises(InputError) as failed:
        opened(folder, f"id,component,action,status\n{text}\n")
    assert told in "\n".join(str(problem) for problem in failed.value.problems)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("due", "2023-02-30", "“2023-02-30” is not a date: month 2 of 2023 has 28 days."),
        ("due", "30/02/2023", "“30/02/2023” is not a date: month 2 of 2023 has 28 days."),
        ("due", "soon", "“soon” is not a date."),
        ("effort", "-1", "-1 is out of range; allowed: 0 or more."),
        ("effort", "two", "“two” is not a number."),
        ("owner", "nobody", "there is no owner nobody."),
        ("done_on", "2023-05-01", "a task with the status todo has no date on which it was done."),
    ],
)
def test_faults_of_other_columns(tiny: Tiny, column: str, cell: str, told: str) -> None:
    folder = tiny()
    with pytest.raises(InputError) as failed:
        opened(folder, f"id,component,action,status,{column}\nT-1,1.1.1,A,todo,{cell}\n")
    assert str(failed.value.problems[0]).startswith(f"data/tasks.csv:2:18: row 2, column {column} (E): {told}")


def test_line_breaks_and_quotation_marks_stay_where_they_are(tiny: Tiny) -> None:
    text = 'id,component,action,status,note\n# said "we\nT-1,1.1.1,"two\nlines",todo,"a ""b"""\n# and "so on\nT-2,1.1.2,B,todo,\n'
    file = opened(tiny(), text)
    assert [(task.id, task.action) for task in file.tasks] == [("T-1", "two lines"), ("T-2", "B")]
    assert file.data().decode() == text
    file.change(replace(file.tasks[0], status="cancelled"))
    assert file.data().decode() == text.replace('lines",todo', 'lines",cancelled').replace(
        '"two\nlines"', '"two\nlines"'
    )


def test_separators_that_excel_leaves_out_at_the_end_of_a_row(tiny: Tiny) -> None:
    file = opened(tiny(), "id,component,action,status,due,note\nT-1,1.1.1,A,todo\nT-2,1.1.2,B,todo,2023-01-31\n")
    assert [task.due for task in file.tasks] == [None, date(2023, 1, 31)]
    file.change(replace(file.tasks[0], note="x"))
    assert file.data().decode().splitlines()[1] == "T-1,1.1.1,A,todo,,x"


def test_a_missing_column_and_other_bytes(tiny: Tiny) -> None:
    folder = tiny()
    with pytest.raises(InputError) as failed:
        opened(folder, "id,component,action\n")
    assert "the column status is missing" in str(failed.value.problems[0])
    path = folder / "data" / "tasks.csv"
    path.write_bytes(b"id,component,action,status\nT-1,1.1.1,\xff,todo\n")
    with pytest.raises(InputError) as failed:
        read_tasks(find(str(folder)), framework_of(folder))
    assert failed.value.problems[0].line == 2


def test_ids_follow_the_highest_of_their_year() -> None:
    tasks = [
        Task("T-2023-009", "1", "A"),
        Task("T-2023-002", "1", "A"),
        Task("T-2022-050", "1", "A"),
        Task("X", "1", "A"),
    ]
    assert next_ids(tasks, 2023, 2) == ["T-2023-010", "T-2023-011"]
    assert next_ids(tasks, 2024, 1) == ["T-2024-001"]
    assert next_ids([Task("T-2023-999", "1", "A")], 2023, 1) == ["T-2023-1000"]


def test_days_as_people_write_them() -> None:
    assert (
        parse_day("2023-12-31", None)
        == parse_day("31/12/2023", None)
        == parse_day("31.12.2023", None)
        == date(2023, 12, 31)
    )
    assert parse_day("1/2/2023", None) == date(2023, 2, 1)
    assert parse_day("2023-12-31 00:00:00", None) == date(2023, 12, 31)
    for text in ("", "2023-13-01", "12/31/2023", "31/12/23", "2023-1-32", "2023123"):
        assert parse_day(text, None) is None


WRITER = """\
import sys
from pathlib import Path
from cchc_cli.model.tasks import Task
from cchc_cli.model.letters import clean
from cchc_cli.files.find import find
from cchc_cli.files.load import load_framework
from cchc_cli.system.safe_write import locked, replace_text
from cchc_cli.files.tasks.file import read_tasks
from cchc_cli.files.tasks.values import next_ids
workspace = find(sys.argv[1])
framework = load_framework(workspace)
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    with locked(workspace.tasks):
        file = read_tasks(workspace, framework)
        file.add([Task(next_ids(file.tasks, 2023, 1)[0], "1.1.1", "A" * 400, note=sys.argv[3])])
        replace_text(workspace.tasks, file.data())
    print(number + 1, flush=True)
"""


def test_two_writers_at_once_lose_no_row(tiny: Tiny) -> None:
    folder = tiny()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), "20", name], stdout=subprocess.DEVNULL)
        for name in ("one", "two")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    tasks = read_tasks(find(str(folder)), framework_of(folder)).tasks
    assert [task.id for task in tasks] == [f"T-2023-{number:03d}" for number in range(1, 41)]
    assert sorted(task.note for task in tasks) == ["one"] * 20 + ["two"] * 20


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_writer_that_is_killed_leaves_whole_rows(tiny: Tiny) -> None:
    """Whatever it had told us is there, and what is there can be read."""
    folder, chance = tiny(), random.Random(1)
    framework, rows = framework_of(folder), 0
    for _time in range(6):
        command = [sys.executable, "-c", WRITER, str(folder), "100000", "x"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            first = writer.stdout.readline()
            time.sleep(chance.random() / 10)
            writer.send_signal(signal.SIGKILL)
            told = [first, *writer.stdout.read().split()]
        tasks = read_tasks(find(str(folder)), framework).tasks
        said = int(told[-1])
        assert said <= len(tasks) - rows <= said + 1
        assert [task.id for task in tasks] == next_ids([], 2023, len(tasks))
        rows = len(tasks)
    assert rows


def test_a_remark_in_a_column_that_is_not_read_is_no_task(tiny: Tiny) -> None:
    folder = tiny(tasks="id,component,action,status,remark\nT-1,1.1.1,Do it,todo,\n,,,,drawn up by An\n")
    assert [task.id for task in read_tasks(find(str(folder)), framework_of(folder)).tasks] == ["T-1"]


def test_a_day_that_can_be_read_both_ways_is_told_with_its_row_and_column(tiny: Tiny, run: Run) -> None:
    head = "id,component,action,due,status\nT-2023-001,1.1.1,A,"
    for day, told in (
        ("03/04/2023", "“03/04/2023” is read as 2023-04-03, the day first; no date of the file shows it."),
        ("3/4/2023", "“3/4/2023” can be 2023-04-03 or 2023-03-04: no date of the file shows whether the day or "),
    ):
        tiny(scores=HEADER + "2022,u,1.1.1,5\n", tasks=f"{head}{day},todo\n")
        found = run("track", "--year", "2023").err
        assert f"data/tasks.csv:2:20: row 2, column due (D): {told}" in found
