"""Sheets of several years, of other numbers than the framework's, with points of thousands, with points beside it."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.office.annex import write_sheet
from tests.office.test_kinds import book, drafted, outline, told

CRITERIA = """version: 1
index: {id: t, name: T, scale: 100, ratings: [{id: a, name: A, min: 0}]}
areas:
  - {id: "1", name: Chỉ đạo, criteria: [{id: "1.1", name: Kế hoạch, max: 2}, {id: "1.2", name: Báo cáo, max: 2}]}
  - {id: "2", name: Thể chế, criteria: [{id: "2.1", name: Văn bản, max: 3}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "criteria.yaml").write_text(CRITERIA, "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.csv").write_text("unit,name\nxa-a,Xã A\n", "utf-8")
    return tmp_path


def scored(run: Run, folder: Path, rows: list[list[Any]], year: int = 2024) -> tuple[Any, dict[str, str]]:
    sheet = write_sheet(folder / "diem.xlsx", rows)
    outcome = run("-C", folder, "import", "scores", sheet, "--year", year, "--unit", "xa-a")
    path = folder / "data" / f"scores-{year}.csv"
    text = path.read_text("utf-8-sig") if path.exists() else ""
    return outcome, {row["component"]: row["score"] for row in csv.DictReader(text.splitlines())}


HEADS = [
    [["STT", "Tiêu chí", "Điểm tối đa", "Điểm năm 2023", "Điểm năm 2024"]],
    [["STT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định", ""], ["", "", "", "Năm 2023", "Năm 2024"]],
    [["STT", "Tiêu chí", "Điểm chuẩn", "Điểm thẩm định năm 2023", "Điểm thẩm định"]],
    [["STT", "Tiêu chí", "Thang điểm", "Kết quả thẩm định (năm 2023)", "Kết quả thẩm định 2024"]],
]


@pytest.mark.parametrize("head", HEADS)
def test_of_columns_of_several_years_the_one_that_is_asked_for_counts(
    head: list[list[Any]], folder: Path, run: Run
) -> None:
    rows = [["1.1", "Kế hoạch", 2, 0.5, 2], ["1.2", "Báo cáo", 2, 1, 1.5]]
    outcome, scores = scored(run, folder, [*head, *rows])
    assert (outcome.status, scores) == (0, {"1.1": "2", "1.2": "1.5"})
    assert "Columns of other years were not read" in " ".join(outcome.out.split())
    outcome, scores = scored(run, folder, [*head, *rows], 2023)
    # Of a column of that year and one that says none it is asked which counts.
    asked = head == HEADS[2]
    assert (outcome.status, scores) == ((2, {}) if asked else (0, {"1.1": "0.5", "1.2": "1"}))


def test_points_of_other_years_alone_are_no_points_of_this_one(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định năm 2022"], ["1.1", "Kế hoạch", 2, 1]]
    outcome, scores = scored(run, folder, rows)
    assert (outcome.status, scores) == (2, {})
    assert "no column has points of 2024" in " ".join(outcome.err.split())
    rows[0][3] = "Điểm thẩm định (theo QĐ số 15/2022)"
    assert scored(run, folder, rows)[1] == {"1.1": "1"}


def test_of_maxima_of_several_years_the_latest_are_read_and_the_others_told() -> None:
    head = ["STT", "Tiêu chí", "Điểm tối đa năm 2023", "Điểm tối đa năm 2024"]
    draft = drafted(head, ["1", "Chỉ đạo", 4, 5], ["1.1", "Kế hoạch", 2, 3], ["1.2", "Báo cáo", 2, 2])
    assert outline(draft) == [("Kế hoạch", 3), ("Báo cáo", 2)]
    assert not told(draft)
    assert draft.notes == ["Columns that were not read: S!C2 “Điểm tối đa năm 2023”."]


@pytest.mark.parametrize(
    "numbers", [("I", "1", "2", "II", "1"), ("A", "1", "2", "B", "3"), ("I", "I.1", "I.2", "II", "II.1")]
)
def test_a_sheet_with_numbers_of_its_own_is_read_by_its_names(numbers: tuple[str, ...], folder: Path, run: Run) -> None:
    names = ("Chỉ đạo", "Kế hoạch", "Báo cáo", "Thể chế", "Văn bản")
    points = (3, 2, 1, 3, 3)
    rows = [[n, name, "", p] for n, name, p in zip(numbers, names, points, strict=True)]
    outcome, scores = scored(run, folder, [["TT", "Tiêu chí", "Điểm chuẩn", "Điểm thẩm định"], *rows])
    assert (outcome.status, scores) == (0, {"1.1": "2", "1.2": "1", "2.1": "3"})


def test_rows_that_are_swapped_are_no_numbers_of_their_own(folder: Path, run: Run) -> None:
    rows = [["1", "Chỉ đạo", "", ""], ["1.1", "Báo cáo", 2, 1], ["1.2", "Kế hoạch", 2, 2]]
    outcome, scores = scored(run, folder, [["TT", "Tiêu chí", "Điểm chuẩn", "Điểm thẩm định"], *rows])
    assert (outcome.status, scores) == (2, {})
    assert "the number says 1.1, but the name is that of 1.2" in " ".join(outcome.err.split())


@pytest.mark.parametrize("name", ["Điểm trừ", "Điểm thưởng", "Điểm cộng thêm"])
def test_points_beside_a_framework_without_any_are_told_as_such(name: str, folder: Path, run: Run) -> None:
    rows = [["TT", "Tiêu chí", "Điểm chuẩn", "Điểm thẩm định"], ["1.1", "Kế hoạch", 2, 2], ["", name, "", 0.5]]
    outcome, scores = scored(run, folder, rows)
    assert (outcome.status, scores) == (2, {})
    assert f"criteria.yaml has no adjustment “{name}”." in " ".join(outcome.err.split())


THOUSANDS = [
    (["1.000", 600, 400], [600, 400], "S!C3: “1.000” was read as 1000."),
    (["1.200", "1.000", "200"], [1000, 200], "S!C3: “1.200” was read as 1200. So was one more cell of its column."),
    (["9,5", "1.000", "8,5"], [1000, 8.5], "S!C4: “1.000” was read as 1000."),
    (["2.000", "1.000", "1.000"], [1, 1], "S!C3: “2.000” was read as 2. So were 2 more cells of its column."),
]


@pytest.mark.parametrize(("cells", "points", "note"), THOUSANDS)
def test_points_of_thousands_are_told_from_those_of_decimals(cells: list[Any], points: list[float], note: str) -> None:
    rows = [["1", "Kinh tế", cells[0]], ["1.1", "Thu", cells[1]], ["1.2", "Chi", cells[2]]]
    draft = drafted(["STT", "Tiêu chí", "Điểm chuẩn"], *rows)
    assert [leaf.points for leaf in draft.leaves()] == points
    assert draft.notes == [note]


@pytest.mark.parametrize("cells", [["1.500", "0.500", "1.000"], ["2.5", "1.500", "1.000"]])
def test_decimals_that_say_so_need_no_word(cells: list[str]) -> None:
    rows = [["1", "Kinh tế", cells[0]], ["1.1", "Thu", cells[1]], ["1.2", "Chi", cells[2]]]
    draft = drafted(["STT", "Tiêu chí", "Điểm chuẩn"], *rows)
    assert [leaf.points for leaf in draft.leaves()] == [float(cell) for cell in cells[1:]]
    assert not draft.notes


def test_ranks_follow_points_of_thousands() -> None:
    from cchc_cli.index.audit import audit
    from cchc_cli.office.results.claims import audit_tables

    rows = [["TT", "Đơn vị", "Tổng điểm", "Xếp hạng"], ["1", "A", "1.050", 1], ["2", "B", "998", 2], ["3", "C", 870, 3]]
    tables, _notes = audit_tables(book(rows), None)
    assert not [each.cell for claims in tables for each in audit(claims).found]
