"""units, tasks and registers as workbooks: what csv files say, with the same faults, called by sheet and cell."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.csv.sheet import text_of
from cchc_cli.model.days import parse_day
from cchc_cli.model.places import letters
from cchc_cli.model.written_numbers import number_in, reads_both_ways
from tests.conftest import MINIMAL, Run, Tiny
from tools.commands import TASKS, add_files

Rows = Sequence[Sequence[object]]
TITLES: Rows = [("ỦY BAN NHÂN DÂN TỈNH MINH HỌA",), (date(2022, 1, 5),), ("Biểu số 1", None)]
"""A day above the header is no id."""


def book(path: Path, rows: Rows, *, sheet: str = "Danh sách", before: dict[str, Rows] | None = None) -> None:
    """A workbook with title lines above the header; `before`: other sheets that stand first."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, others in {**(before or {}), sheet: [*TITLES, *rows]}.items():
        page = made.create_sheet(name)
        for row in others:
            page.append(list(row))
    made.save(path)


def converted(path: Path) -> list[list[object]]:
    """A csv file's rows, its numbers and days as a spreadsheet has them."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    return [rows[0], *([_typed(cell) for cell in row] for row in rows[1:])]


def _typed(cell: str) -> object:
    if len(cell) == 10 and cell[4] == cell[7] == "-":
        return datetime.fromisoformat(cell)
    return (
        float(cell)
        if cell.count(".") <= 1 and cell.replace(".", "").isdigit() and cell[0] != "0" and len(cell) < 5
        else cell or None
    )


def as_book(path: Path) -> None:
    """A workbook in the place of a csv file; ids such as 3.3 stay texts."""
    rows = converted(path)
    texts = [
        at for at, name in enumerate(rows[0]) if name in ("id", "component", "dossier", "report", "target", "procedure")
    ]
    plain = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    for row, own in zip(rows[1:], plain[1:], strict=True):
        for at in texts:
            row[at] = own[at]
    book(path.with_suffix(".xlsx"), rows, before={"Ghi chú": [("Lập ngày 1/1",)]})
    path.unlink()


COMMANDS = {
    "units": "ranks 2022 -f csv",
    "tasks": "track --date 2023-03-01 -f csv",
    "dossiers-2022": "measure 2022 -f csv",
    "reports": "measure 2022 --date 2022-12-31 -f csv",
    "targets": "measure 2022 -f csv",
    "scores-2022": "gaps 2022 -f csv",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_workbook_says_what_the_csv_file_says(name: str, sample: Path, run: Run) -> None:
    add_files(sample, TASKS)
    expected = run(*COMMANDS[name].split())
    as_book(sample / "data" / f"{name}.csv")
    found = run(*COMMANDS[name].split())
    assert (found.status, found.out) == (0, expected.out)
    assert found.err == expected.err == ""
    said = json.loads(run("check", "-f", "json").out)["rows"]
    assert any("only the sheet Danh sách is read" in row["text"] for row in said if row["severity"] == "warning")
    assert not any(row["severity"] == "error" for row in said)


SCORES = "year,unit,component,score\n2023,a,1.1.1,3\n2023,b,1.1.1,2\n"


def faults(run: Run) -> list[tuple[str, str, str]]:
    rows = json.loads(run("check", "-f", "json").out)["rows"]
    return [(row["file"], row["where"], row["text"]) for row in rows if row["severity"] == "error"]


def test_faults_are_those_of_csv_with_sheet_and_cell(tiny: Tiny, run: Run) -> None:
    units = [
        ("đơn vị", "tên", "từ năm", "sáp nhập vào"),
        ("a", "Xã An", "20x", ""),
        ("b", "Xã B", "", "z"),
        ("a", "X", "", ""),
    ]
    tasks = [("id", "component", "action", "status", "due"), ("T-1", "9.9", "", "what", "31/02/2024")]
    texts = {"units": units, "tasks": tasks}
    tiny(scores=SCORES, **{name: "\n".join(",".join(row) for row in rows) + "\n" for name, rows in texts.items()})
    expected = faults(run)
    assert len(expected) == 8
    folder = Path("data")
    for name, rows in texts.items():
        (folder / f"{name}.csv").unlink()
        book(folder / f"{name}.xlsx", rows)
    found = faults(run)
    assert [(where, text) for _file, where, text in found] == [(where, text) for _file, where, text in expected]
    assert {file for file, _where, _text in found} == {"data/units.xlsx!'Danh sách'", "data/tasks.xlsx!'Danh sách'"}
    assert "data/units.xlsx!'Danh sách'!C5: row 5, column từ năm (C): “20x” is not a year." in run("score").err
    rows = json.loads(run("check", "-f", "json").out)["rows"]
    cells = {(row["line"], row["column"], row["where"]) for row in rows if row["file"].startswith("data/tasks.xlsx!")}
    assert {(5, 2, "component"), (5, 4, "status"), (5, 5, "due")} <= cells


def test_rows_of_registers_are_told_by_sheet_and_cell(sample: Path, run: Run) -> None:
    path = sample / "data" / "dossiers-2022.csv"
    rows = converted(path)[:6]
    rows[3][rows[0].index("received")] = "ngày mai"
    path.unlink()
    book(path.with_suffix(".xlsx"), rows)
    done = run("measure", "2022")
    assert done.status == 2
    cell = f"{letters(rows[0].index('received'))}7"
    assert f"data/dossiers-2022.xlsx!'Danh sách'!{cell}: row 7, column " in done.err
    assert run("measure", "2022", "--skip-bad", "--date", "2022-12-31").status == 0
    rows[3][rows[0].index("received")] = "2022-01-04"
    for row in rows[1:]:
        row[rows[0].index("received")] = row[rows[0].index("due")] = "3/4/2022"
    book(path.with_suffix(".xlsx"), rows)
    assert f"data/dossiers-2022.xlsx!'Danh sách'!{cell.replace('7', '5')}: row 5, column " in run("measure").err
    rows[0][rows[0].index("received")] = "nothing"
    book(path.with_suffix(".xlsx"), rows)
    assert "data/dossiers-2022.xlsx!'Danh sách'!A4: row 4: the column received is missing" in run("measure", "2022").err


def test_numbers_days_breaks_and_merged_cells_are_read_as_they_are_seen(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1), scores=SCORES, units="unit,name\na,A\nb,B\n")
    made = openpyxl.Workbook()
    page = made.active
    page.append(["Mã", "Mã tiêu chí", "Nhiệm vụ", "Người thực hiện", "Hạn", "Điểm", "Trạng thái", "Minh chứng"])
    page.append(["T-2024-001", "1.1.1", "Một\nhai", "office", date(2024, 5, 1), 1.125, "xong", "a.pdf\nb.pdf"])
    page.append(["T-2024-002", "1.10", "Ba", None, datetime(2024, 6, 1, 8, 30), 2, None, None])
    page.merge_cells("D2:D3")
    made.save("data/tasks.xlsx")
    found = json.loads(run("track", "--date", "2024-01-01", "-f", "json").out)["rows"]
    assert [(row["action"], row["owner"], row["due"], row["gain"]) for row in found] == [
        ("Một hai", "office", "2024-05-01", 1.125), ("Ba", "office", "2024-06-01", 2)
    ]  # fmt: skip
    Path("a.pdf").touch(), Path("b.pdf").touch()
    assert json.loads(run("track", "-f", "json").out)["rows"][0]["evidence_ok"] is True


def test_what_a_merged_cell_hides_is_not_read(tiny: Tiny, run: Run) -> None:
    """LibreOffice keeps it below the range, where nobody sees it."""
    tiny(scores=SCORES)
    with xlsxwriter.Workbook("data/units.xlsx") as made:
        page = made.add_worksheet()
        page.write_row("A1", ["unit", "name", "group"])
        page.write_row("A2", ["a", "A", "x"])
        page.merge_range("B3:C3", "B")
        page.write("A3", "b")
        page.write("C3", "hidden")
    assert [row["group"] for row in json.loads(run("ranks", "--group", "all", "-f", "json").out)["rows"]] == ["x", None]


def test_the_sheet_with_the_columns_that_are_needed_is_read_and_not_one_with_more(tiny: Tiny, run: Run) -> None:
    tiny(scores=SCORES)
    before: dict[str, Rows] = {"Năm": [("unit", "since", "until"), ("a", 2020, 2030)]}
    book(Path("data/units.xlsx"), [("unit", "name"), ("a", "A"), ("b", "B")], before=before)
    assert [row["name"] for row in json.loads(run("ranks", "-f", "json").out)["rows"]] == ["A", "B"]


def test_nobody_guesses_ids_that_are_numbers_or_formulas_that_fail(tiny: Tiny, run: Run) -> None:
    tiny(scores=SCORES.replace("2023,b,1.1.1,2\n", ""))
    book(
        Path("data/tasks.xlsx"),
        [
            ("id", "component", "action", "status"),
            ("T-1", 1.1, "x", "todo"),
            ("T-2", "1.10", "=1/0", "todo"),
            ("T-3", date(2022, 1, 5), "x", "todo"),
        ],
    )
    told = run("track").err
    for place, text in (
        ("B5: row 5, column component (B)", "the number 1.1 stands here where an id is a text: 1.10 would be 1.1."),
        (
            "C6: row 6, column action (C)",
            "the formula of this cell has never been computed. Open the file in Excel or LibreOffice and save it there.",
        ),
        (
            "B7: row 7, column component (B)",
            "the date 05/01/2022 stands here where an id is a text. Excel makes dates of",
        ),
    ):
        assert f"data/tasks.xlsx!'Danh sách'!{place}: {text}" in told
    assert "of ids such as 5.1.22: format the column as Text" in told
    assert "Format the column as text, and type the ids again." in told


def test_a_workbook_is_not_written_into(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1), scores=SCORES)
    path = Path("data/tasks.xlsx")
    book(path, [("id", "component", "action", "status"), ("T-2024-001", "1.1.1", "x", "todo")])
    before = path.read_bytes()
    for command in (
        ["task", "done", "T-2024-001", "--on", "2024-01-02"],
        ["task", "add", "--component", "1.10", "--action", "y"],
        ["plan", "--write"],
    ):
        done = run(*command)
        assert (done.status, done.out) == (2, "")
        assert "is a workbook: cchc reads it and does not write into it" in done.err
    assert path.read_bytes() == before
    Path("data/tasks.csv").write_text("id,component,action,status\n")
    assert "has both tasks.csv and tasks.xlsx" in run("track").err


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "no header", "no cell"])
def test_what_is_no_table_is_a_fault_and_never_a_traceback(tiny: Tiny, run: Run, damage: str) -> None:
    tiny(scores=SCORES)
    path = Path("data/units.xlsx")
    book(path, [("x", "y"), ("a", "Xã An")])
    data = path.read_bytes()
    openpyxl.Workbook().save(path)
    if damage != "no cell":
        texts = {"empty": b"", "text": b"unit\na\n", "cut": data[: len(data) // 2], "no header": data}
        path.write_bytes(texts[damage])
    done = run("score", "-u", "a")
    assert (done.status, done.out) == (2, "")
    assert "data/units.xlsx" in done.err
    if damage == "no header":
        assert "the column unit is missing" in done.err
    if damage == "no cell":
        assert "data/units.xlsx: no sheet of this workbook has a cell." in done.err


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_no_cell_can_be_read_two_ways(number: float, day: date) -> None:
    number = round(number, 3)
    assert not reads_both_ways(text_of(number))
    assert number_in(text_of(number)) == pytest.approx(number, rel=1e-11)
    assert parse_day(text_of(day), None) == day


@pytest.mark.parametrize(
    ("name", "form"),
    [*((name, "xlsx") for name in COMMANDS), ("scores-2022", ","), ("scores-2022", "first"), ("tasks", ";")],
)
def test_somebodys_own_column_without_a_header_is_told_and_changes_nothing(
    name: str, form: str, sample: Path, run: Run
) -> None:
    command = COMMANDS.get(name, "score 2022 -f csv").split()
    add_files(sample, TASKS)
    before = run(*command)
    path = sample / "data" / f"{name}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    marks = ["", *("x" if at % 2 else "" for at in range(1, len(rows)))]
    at = 0 if form == "first" else len(rows[0])
    rows = [[*row[:at], mark, *row[at:]] for row, mark in zip(rows, marks, strict=True)]
    text = io.StringIO()
    csv.writer(text, delimiter=form if form == ";" else ",", lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
    if form == "xlsx":
        as_book(path)
    assert (run(*command).out, before.status) == (before.out, 0)
    told = [row for row in csv.DictReader(io.StringIO(run("check", "-f", "csv").out)) if "has no header" in row["text"]]
    assert [(row["severity"], row["line"]) for row in told] == [("warning", "4" if form == "xlsx" else "1")]


def test_the_form_of_one_stop_desks_is_read_as_it_is(sample: Path, run: Run) -> None:
    """Headings of three rows, merged, a row that counts the columns, and channels as the portals of provinces name them."""
    channels = ["Trực tuyến toàn trình", "TRỰC TUYẾN MỘT PHẦN", "Qua dịch vụ bưu chính công ích", "nop truc tiep"]
    rows: list[Sequence[object]] = [
        ["TT", "Mã số hồ sơ", "Tên thủ tục hành chính", "Hình thức tiếp nhận hồ sơ", "Nhận và trả kết quả"],
        [*[None] * 4, "Ngày, tháng, năm"],
        [*[None] * 4, "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "Phương thức nhận kết quả"],
        [*(f"({at})" for at in range(1, 8)), "(8) = (7)"],
    ]
    for at, channel in enumerate(channels, 1):
        rows.append(
            [at, f"H{at}", "Khai sinh", channel, f"2{at}/02/2022", "10/03/2022", f"{8 + at}/03/2022", "Trực tiếp"]
        )
    path = sample / "data" / "dossiers-2022.xlsx"
    path.with_suffix(".csv").unlink()
    book(path, rows)
    made = openpyxl.load_workbook(path)
    for cells in ("A4:A6", "B4:B6", "C4:C6", "D4:D6", "E4:H4", "E5:G5", "H5:H6"):
        made["Danh sách"].merge_cells(cells)
    made.save(path)
    outcome = run("measure", "2022", "-f", "csv")
    assert outcome.status == 0, outcome.err
    measured = {row["measure"]: row for row in csv.DictReader(io.StringIO(outcome.out))}
    shares = {name: (row["numerator"], row["denominator"]) for name, row in measured.items()}
    assert shares["on_time_rate"] == shares["online_rate"] == ("2", "4")
    assert shares["post_rate"] == ("1", "4")
    told = [row["text"] for row in json.loads(run("check", "-f", "json").out)["rows"] if "dossiers" in row["file"]]
    assert "row 7 counts the columns, so it is not read." in told
    assert "the header is on line 6; what stands above it is not read." in told


def test_a_plan_with_the_headings_of_offices_is_a_file_of_tasks(tiny: Tiny, run: Run) -> None:
    heads = ["STT", "Mã nhiệm vụ", "Mã tiêu chí", "Nội dung nhiệm vụ", "Sản phẩm/kết quả đầu ra", "Bộ phận chủ trì"]
    heads += ["Thời gian hoàn thành", "Tình trạng", "Ngày hoàn thành thực tế"]
    folder = tiny(MINIMAL, scores="year,unit,component,score\n2022,a,1.1.1,1\n", units="unit,name\na,A\n")
    rows = [[1, "T1", "1.1.1", "Rà soát", "Báo cáo", "office", "31/3/2023", "Hoàn thành", "15/3/2023"]]
    book(folder / "data" / "tasks.xlsx", [heads, *rows])
    outcome = run("track", "--date", "2023-06-30", "-f", "csv")
    assert outcome.status == 0, outcome.err
    (tracked,) = csv.DictReader(io.StringIO(outcome.out))
    assert (tracked["action"], tracked["owner"], tracked["due"], tracked["status"]) == (
        "Rà soát",
        "office",
        "2023-03-31",
        "done",
    )
    told = [row["text"] for row in json.loads(run("check", "-f", "json").out)["rows"]]
    assert not [text for text in told if "is not read" in text and "the header is on line" not in text]
