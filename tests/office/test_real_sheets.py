"""Score sheets as they really come: Word, points beside options, words for not applicable, penalties with a sign."""

import csv
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.conftest import Run
from tests.office.annex import write_sheet

CRITERIA = """version: 1
index: {id: t, name: T}
adjustments:
  - {id: thuong, name: Điểm thưởng, kind: bonus, max: 2}
  - {id: phat, name: Điểm phạt, kind: penalty, max: 3}
areas:
  - id: "1"
    name: Văn phòng
    criteria:
      - {id: "1.1", name: Soạn thảo, max: 3}
      - {id: "1.2", name: Lưu trữ, max: 4}
"""
HEADER = ["STT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "criteria.yaml").write_text(CRITERIA, "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.csv").write_text("unit,name\nxa-m,Xã Mỹ An\nxa-n,Xã Nam Cường\n", "utf-8")
    return tmp_path


def scores(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    with (folder / "data" / "scores-2024.csv").open(encoding="utf-8") as file:
        return {(row["unit"], row["component"]): row for row in csv.DictReader(file)}


def imported(run: Run, folder: Path, rows: list[list[Any]], *more: Any) -> dict[tuple[str, str], dict[str, str]]:
    file = write_sheet(folder / "a.xlsx", rows)
    outcome = run("-C", folder, "import", "scores", file, "--year", 2024, *more)
    assert outcome.status == 0, outcome.err
    return scores(folder)


def test_a_word_sheet_says_above_its_table_whose_points_it_holds(folder: Path, run: Run) -> None:
    document = docx.Document()
    document.add_paragraph("PHIẾU CHẤM ĐIỂM")
    document.add_paragraph("Đơn vị: UBND xã Nam Cường")
    document.add_paragraph("(Kèm theo công văn)")
    table = document.add_table(rows=0, cols=4)
    for row in [
        HEADER,
        ["1.1", "Soạn thảo", "3,00", "2,50"],
        ["1.2", "Lưu trữ", "4,00", "4,00"],
        ["", "Tổng", "7,00", "6,50"],
    ]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Nơi nhận: UBND xã Mỹ An")
    document.save(str(folder / "a.docx"))
    outcome = run("-C", folder, "import", "scores", folder / "a.docx", "--year", 2024)
    assert outcome.status == 0, outcome.err
    assert {key: row["score"] for key, row in scores(folder).items()} == {("xa-n", "1.1"): "2.5", ("xa-n", "1.2"): "4"}


def word_file(folder: Path, *parts: str | list[list[str]]) -> Path:
    """Paragraphs and tables."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=4)
        for row in (HEADER, *part):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


def test_each_word_table_is_that_of_the_unit_above_it(folder: Path, run: Run) -> None:
    first, second = ([["1.1", "Soạn thảo", "3", "3"]], [["1.2", "Lưu trữ", "4", "1"]])
    file = word_file(folder, "Đơn vị: xã Mỹ An", first, "Đơn vị: xã Nam Cường", second)
    assert run("-C", folder, "import", "scores", file, "--year", 2024).status == 0
    assert {key: row["score"] for key, row in scores(folder).items()} == {("xa-m", "1.1"): "3", ("xa-n", "1.2"): "1"}
    # Who gets a paper is not whose points stand below; a table without a unit goes on with the one above it.
    file = word_file(folder, "Đơn vị: xã Mỹ An", first, "Nơi nhận:", "- UBND xã Nam Cường;", second)
    assert run("-C", folder, "import", "scores", file, "--year", 2023, "--yes").status == 0
    assert "xa-n" not in (folder / "data" / "scores-2023.csv").read_text("utf-8")


def test_of_a_word_file_no_sheet_is_asked_for_and_none_is_named(folder: Path, run: Run) -> None:
    file = word_file(folder, "PHIẾU CHẤM ĐIỂM", [["1.1", "Soạn thảo", "3", "3"]])
    line = ("-C", folder, "import", "scores", file, "--year", 2024)
    assert "it has no sheets, all of its tables are read. Leave --sheet out." in " ".join(
        run(*line, "--sheet", "Sheet1").err.split()
    )
    assert "nothing in a.docx says whose points these are." in run(*line).err.replace(f"{folder}/", "")


def test_faults_of_the_sheet_are_told_before_that_its_year_is_there(folder: Path, run: Run) -> None:
    there = folder / "data" / "scores-2024.csv"
    there.write_text("year,unit,component,score\n2024,xa-n,1.1,1\n", "utf-8")
    file = write_sheet(folder / "a.xlsx", [HEADER, ["1.1", "Soạn thảo", 3, 5]])
    line = ("-C", folder, "import", "scores", file, "--year", 2024, "--unit", "xa-m")
    assert "5 is out of range" in (refused := run(*line)).err and refused.status == 2
    write_sheet(file, [HEADER, ["1.1", "Soạn thảo", 3, 2]])
    assert "is there already; nothing was written" in (refused := run(*line)).err and refused.status == 2


@pytest.mark.parametrize("words", ["Không áp dụng", "K/AD", "KAD", "KP", "không phát sinh", "Không đánh giá", "N/A"])
def test_words_for_not_applicable(words: str, folder: Path, run: Run) -> None:
    rows = [HEADER, ["1.1", "Soạn thảo", 3, words], ["1.2", "Lưu trữ", 4, 2]]
    found = imported(run, folder, rows, "--unit", "xa-m")
    assert found["xa-m", "1.1"]["score"] == "NA"


@pytest.mark.parametrize("words", ["chưa nộp", "không đạt", "không chấm"])
def test_words_that_may_mean_nought_are_asked_about(words: str, folder: Path, run: Run) -> None:
    file = write_sheet(folder / "a.xlsx", [HEADER, ["1.1", "Soạn thảo", 3, words], ["1.2", "Lưu trữ", 4, 2]])
    outcome = run("-C", folder, "import", "scores", file, "--year", 2024, "--unit", "xa-m")
    assert outcome.status == 2
    assert f"“{words}” is not a number" in outcome.err


OPTIONS: list[tuple[list[list[Any]], dict[str, str]]] = [
    (
        [["1.1", "Soạn thảo", 3, ""], ["", "Đúng mẫu", 3, ""], ["", "Sai mẫu", 1, 1], ["1.2", "Lưu trữ", 4, 4]],
        {"1.1": "1", "1.2": "4"},
    ),
    (
        [["1.1", "Soạn thảo", 3, ""], ["a)", "Đúng mẫu", 3, 3], ["b)", "Sai mẫu", 1, 0], ["1.2", "Lưu trữ", 4, 4]],
        {"1.1": "3", "1.2": "4"},
    ),
    (
        [
            ["1.1", "Soạn thảo", 3, ""],
            ["-", "Đúng mẫu: 3 điểm", "", ""],
            ["-", "Không: 0 điểm", "", 0],
            ["1.2", "Lưu trữ", 4, 4],
        ],
        {"1.1": "0", "1.2": "4"},
    ),
]


@pytest.mark.parametrize(("rows", "points"), OPTIONS)
def test_points_in_the_row_of_the_option_that_was_reached(
    rows: list[list[Any]], points: dict[str, str], folder: Path, run: Run
) -> None:
    found = imported(run, folder, [HEADER, ["1", "Văn phòng", 7, ""], *rows], "--unit", "xa-m")
    assert {component: row["score"] for (_unit, component), row in found.items()} == points


@pytest.mark.parametrize(
    "rows",
    [
        [["1.1", "Soạn thảo", 3, ""], ["", "Đúng mẫu", 3, 3], ["", "Sai mẫu", 1, 1]],
        [["1.1", "Soạn thảo", 3, 2], ["", "Sai mẫu", 1, 1]],
        [["1.1", "Soạn thảo", 3, ""], ["", "Một việc khác", 3, 2]],
    ],
)
def test_rows_that_may_be_something_else_are_asked_about(rows: list[list[Any]], folder: Path, run: Run) -> None:
    file = write_sheet(folder / "a.xlsx", [HEADER, *rows, ["1.2", "Lưu trữ", 4, 4]])
    assert run("-C", folder, "import", "scores", file, "--year", 2024, "--unit", "xa-m").status == 2


@pytest.mark.parametrize("penalty", [-1.5, "-1,5", 1.5, "1,5"])
def test_a_penalty_may_have_its_sign(penalty: Any, folder: Path, run: Run) -> None:
    rows = [HEADER, ["1.1", "Soạn thảo", 3, 2], ["", "Điểm thưởng", 2, 1], ["", "Điểm phạt", 3, penalty]]
    found = imported(run, folder, rows, "--unit", "xa-m")
    assert (found["xa-m", "thuong"]["score"], found["xa-m", "phat"]["score"]) == ("1", "1.5")


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("Ghi chú của thẩm định", "Ghi chú của đơn vị"),
        ("Lý do trừ điểm", "Ghi chú của xã"),
        ("Nhận xét của đoàn thẩm định", "Ý kiến của đơn vị tự chấm"),
        ("Ghi chú", "Lý do tự trừ"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_the_note_is_the_appraisers(heading: str, other: str, first: bool, folder: Path, run: Run) -> None:
    notes, words = [other, heading], ["của xã", "của tỉnh"]
    notes, words = (notes, words) if first else (notes[::-1], words[::-1])
    rows = [[*HEADER, *notes], ["1.1", "Soạn thảo", 3, 2, *words], ["1.2", "Lưu trữ", 4, 4, "", ""]]
    assert imported(run, folder, rows, "--unit", "xa-m")["xa-m", "1.1"]["note"] == "của tỉnh"


@pytest.mark.parametrize(
    "heading",
    [
        *("Điểm duyệt", "Cụm chấm", "SNV đánh giá", "Sở Nội vụ đánh giá", "TĐ lần 2", "Điểm cấp có thẩm quyền"),
        *("Điểm đạt được", "Điểm đánh giá", "Hội đồng duyệt", "Cụm thi đua chấm", "Cấp trên đánh giá"),
    ],
)
def test_headings_of_official_points(heading: str, folder: Path, run: Run) -> None:
    rows = [
        ["STT", "Chỉ số", "Điểm chuẩn", "Tự chấm", heading],
        ["1.1", "Soạn thảo", 3, 3, 2],
        ["1.2", "Lưu trữ", 4, 4, 1],
    ]
    found = imported(run, folder, rows, "--unit", "xa-m")
    assert [(row["self"], row["score"]) for row in found.values()] == [("3", "2"), ("4", "1")]


@pytest.mark.parametrize("heading", ["KPIs yêu cầu", "Chỉ tiêu giao", "Kế hoạch giao"])
def test_a_target_is_no_score(heading: str, folder: Path, run: Run) -> None:
    rows = [[*HEADER, heading], ["1.1", "Soạn thảo", 3, 2, 95], ["1.2", "Lưu trữ", 4, 1, 80]]
    found = imported(run, folder, rows, "--unit", "xa-m")
    assert [row["score"] for row in found.values()] == ["2", "1"]


@pytest.mark.parametrize(
    "name", ["UBND xã Mỹ An", "Ủy ban nhân dân xã Mỹ An", "HĐND và UBND xã Mỹ An", "Công an xã Mỹ An", "XÃ MỸ AN"]
)
def test_the_office_before_a_units_name_makes_no_difference(name: str, folder: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", name, "Xã Nam Cường"],
        ["1.1", "Soạn thảo", 3, 2, 1],
        ["1.2", "Lưu trữ", 4, 4, 3],
    ]
    found = imported(run, folder, rows)
    assert {key: row["score"] for key, row in found.items()} == {
        **{("xa-m", "1.1"): "2", ("xa-m", "1.2"): "4"},
        **{("xa-n", "1.1"): "1", ("xa-n", "1.2"): "3"},
    }
