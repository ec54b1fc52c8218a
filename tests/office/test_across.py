"""Tables of units × components: a unit in each row, a component in each column."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import ROOT, Run, Tiny
from tests.office.score_sheets import CRITERIA, UNITS, book, rows_of

A, B = "Xã An Bình", "Xã Bình Minh"
Points = dict[tuple[str, str], str]


@pytest.fixture
def folder(tiny: Tiny) -> Path:
    return tiny(CRITERIA, units=UNITS)


def points(folder: Path, column: str = "score") -> Points:
    rows = rows_of(folder / "data" / "scores-2023.csv")
    return {(row["unit"], row["component"]): row[column] for row in rows}


def test_names_above_ids_above_maxima_as_excel_leaves_them(folder: Path, run: Run) -> None:
    """The fixture: 1.10 is a number, 1.2.1 a day, 1.2.2 the number of a day; totals, ranks and means stand beside."""
    fixture = ROOT / "tests" / "fixtures" / "scores-across.xlsx"
    outcome = run("import", "scores", fixture, "--year", 2023)
    assert (outcome.status, outcome.err) == (0, "")
    assert points(folder) == {
        **{("xa-b", "1.1"): "1.5", ("xa-b", "1.2.1"): "1", ("xa-b", "1.2.2"): "0.5", ("xa-b", "1.10"): "2"},
        **{("xa-b", "2.1"): "1", ("xa-a", "1.1"): "2", ("xa-a", "1.2.1"): "NA", ("xa-a", "1.2.2"): "1"},
        ("xa-a", "2.1"): "0.25",
    }
    for cell, identity in (("D5", "1.2.1"), ("E5", "1.2.2"), ("F5", "1.10")):
        assert f"'Tổng hợp'!{cell}  {identity}" in outcome.out
    assert run("check").status == 0


TWO = {("xa-a", "1.1"): "1", ("xa-a", "1.10"): "3", ("xa-b", "1.1"): "2", ("xa-b", "1.10"): "0"}
LAYOUTS: dict[str, list[list[Any]]] = {
    "ids": [["Đơn vị", "1.1", "1.10"], [A, 1, 3], [B, 2, 0]],
    "ids, nothing above the units": [["", "1.1", "1.10"], [A, 1, 3], [B, 2, 0]],
    "ids as numbers, with names": [
        ["TT", "Đơn vị", "Kế hoạch", "Sáng kiến"],
        ["", "", 1.1, 1.1],
        [1, A, 1, 3],
        [2, B, 2, 0],
    ],
    "ids as numbers above names": [["Đơn vị", 1.1, 1.1], ["", "Kế hoạch", "Sáng kiến"], [A, 1, 3], [B, 2, 0]],
    "names": [["TT", "Đơn vị", "KE HOACH", "Sáng kiến (3 điểm)"], [1, A, 1, 3], [2, B, 2, 0]],
    "numbers and names in one cell": [["Đơn vị", "1.1. Kế hoạch", "1.10\nSáng kiến"], [A, 1, 3], [B, 2, 0]],
    "ids of units": [["Mã", "Tên đơn vị", "1.1", "1.10"], ["xa-a", A, 1, 3], ["xa-b", B, 2, 0]],
    "years": [["Năm", "Đơn vị", "1.1", "1.10"], [2022, A, 2, 2], [2023, A, 1, 3], [2023, B, 2, 0]],
    "a row that counts columns, sections, and sums": [
        ["KẾT QUẢ CHẤM ĐIỂM CÁC XÃ"],
        ["TT", "Đơn vị", "1.1", "1.10", "Tổng điểm", "Xếp hạng", "Ghi chú"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["", "Điểm tối đa", 2, 3, 5],
        ["I", "Khu vực 1"],
        [1, A, 1, 3, 4, 1, "x"],
        ["II", "Khu vực 2"],
        [2, B, 2, 0, 2, 2],
        ["", "Tổng cộng", 3, 3, 6],
        ["", "Tỷ lệ %", 75, 50],
    ],
    "areas with their sums": [["Đơn vị", "1", "1.1", "1.10"], [A, 4, 1, 3], [B, 2, 2, 0]],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str, folder: Path, run: Run) -> None:
    outcome = run("import", "scores", book(folder / "a.xlsx", S=LAYOUTS[layout]), "--year", 2023)
    assert (outcome.status, outcome.err) == (0, "")
    assert points(folder) == TWO
    assert "Not imported" not in outcome.out and "Sums that" not in outcome.out


def test_only_the_unit_that_is_asked_for(folder: Path, run: Run) -> None:
    path = book(folder / "a.xlsx", S=LAYOUTS["ids"])
    assert run("import", "scores", path, "--year", 2023, "-u", "xa-b").status == 0
    assert points(folder) == {("xa-b", "1.1"): "2", ("xa-b", "1.10"): "0"}


STAGES = {("xa-a", "1.1"): ("2", "1"), ("xa-a", "1.10"): ("3", "0.5")}


@pytest.mark.parametrize("merged", [True, False])
def test_stages_below_each_component(merged: bool, folder: Path, run: Run) -> None:
    rows = [["Đơn vị", "1.1", "", "1.10", ""], ["", *["Tự chấm", "Thẩm định"] * 2], [A, 2, 1, 3, "0,5"]]
    path = book(folder / "a.xlsx", S=rows)
    if merged:
        with xlsxwriter.Workbook(str(path)) as made:
            sheet = made.add_worksheet("S")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            sheet.merge_range("A1:A2", "Đơn vị")
            sheet.merge_range("B1:C1", "1.1")
            sheet.merge_range("D1:E1", "1.10")
    assert run("import", "scores", path, "--year", 2023).status == 0
    own, given = points(folder, "self"), points(folder)
    assert {key: (own[key], given[key]) for key in own} == STAGES


def test_stages_in_rows_below_each_unit(folder: Path, run: Run) -> None:
    rows = [["Đơn vị", "Loại điểm", "1.1", "1.10"], [A, "Tự chấm", 2, 3], ["", "Thẩm định", 1, "0,5"]]
    assert run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023).status == 0
    own, given = points(folder, "self"), points(folder)
    assert {key: (own[key], given[key]) for key in own} == STAGES


@pytest.mark.parametrize("wide", [LAYOUTS["ids"], [["Mã", "Tiêu chí", A, B], ["1.1", "Kế hoạch", 1, 2]]])
@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("BẢNG ĐIỂM TỰ CHẤM CÁC XÃ", "self"),
        ("BẢNG ĐIỂM THẨM ĐỊNH", "score"),
        ("TỰ CHẤM VÀ THẨM ĐỊNH", "score"),
        ("", "score"),
    ],
)
def test_a_title_says_which_points_they_are(
    wide: list[list[Any]], title: str, column: str, folder: Path, run: Run
) -> None:
    path = book(folder / "a.xlsx", S=[[title], [], *wide])
    assert run("import", "scores", path, "--year", 2023).status == 0
    assert list(rows_of(folder / "data" / "scores-2023.csv")[0]) == ["year", "unit", "component", column]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["Đơn vị", 1.1, "2.1"], [A, 1, 1]], "S!B1: “1.1” can be 1.1 or 1.10; nothing in the sheet says which."),
        (
            [["Đơn vị", datetime.date(2001, 3, 1), "2.1"], [A, 1, 1]],
            "S!B1: there is no component “2001-03-01” in criteria.yaml. A spreadsheet has made the day 2001-03-01",
        ),
        ([["Đơn vị", "1.1", "7.7"], [A, 1, 1]], "S!C1: there is no component “7.7” in criteria.yaml."),
        ([["Đơn vị", "1.1", "2.1"], [A, 1, 1], ["Xã Ninh Gia", 1, 1]], "S!A3: the unit Xã Ninh Gia is not in"),
        ([["Đơn vị", "1.1", "2.1"], ["Xã Ninh Gia", 1, 1]], "S!A2: the unit Xã Ninh Gia is not in units.csv."),
        ([["Đơn vị", "1.1", "2.1"], [A, 1, 1], [A, 2, 1]], "S!A3: the points of xa-a stand there twice: S!A2, S!A3."),
        ([["Đơn vị", "1.1", "1.1"], [A, 1, 1]], "S!C1: 1.1 is scored twice for this unit and year; first at S!B1."),
        ([["Đơn vị", "1.1", "2.1"], ["Điểm tối đa", 3, 1], [A, 2, 1]], "S!B2: the maximum here is 3, but 1.1 has 2"),
        ([["Đơn vị", "1.1", "2.1"], [A, 5, 1]], "S!B2: 5 is out of range; 1.1 allows 0–2."),
        ([["Đơn vị", "1.1", "2.1"], [A, 1, "tốt"]], "S!C2: “tốt” is not a number."),
        ([["Đơn vị", "Kế hoạch", "Báo cáo định kì"], [A, 1, 1]], "S!C1: there is no component “Báo cáo định kì”"),
    ],
)
def test_faults_with_their_cells(rows: list[list[Any]], told: str, folder: Path, run: Run) -> None:
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    assert (outcome.status, outcome.out) == (2, "")
    assert told in outcome.err
    assert not (folder / "data" / "scores-2023.csv").exists()


def test_points_of_an_area_that_are_not_the_sum_are_told(folder: Path, run: Run) -> None:
    rows = [["Đơn vị", "1", "1.1", "1.10", ""], [A, 4, 1, 3, ""], [B, 2.5, 2, 0, 1]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-f", "csv")
    assert outcome.status == 0
    assert outcome.out.splitlines()[1:] == [
        'sum,S!B3,1,"2.5 points of Xã Bình Minh stand on Chỉ đạo, but its components here sum to 2."',
        "left_out,S!E1,,points without a number or a name.",
    ]
    assert points(folder) == TWO


def test_a_total_below_the_last_unit_is_told_as_what_it_is(folder: Path, run: Run) -> None:
    rows = [["Đơn vị", "1.1", "1.10"], [A, 1, 3], [B, 2, 0], [None, 3, 3]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-f", "csv")
    assert outcome.out.splitlines()[1:] == ['left_out,S!A4,,"no unit is named here: sums of the rows above, or zeros."']
    assert points(folder) == TWO


def test_units_that_a_table_leaves_without_points_are_told(folder: Path, run: Run) -> None:
    (folder / "data" / "units.csv").write_text(f"{UNITS}xa-c,Xã Cao Sơn\n", "utf-8")
    rows = [["STT", "Tiêu chí", A, B, "Xã Cao Sơn"], ["1.1", "Kế hoạch", 1, 2, ""], ["1.10", "Sáng kiến", 3, 0, "-"]]
    line = ("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    outcome = run(*line)
    told = "In 2023 2 of 3 units have scores; without any: Xã Cao Sơn."
    assert (outcome.status, told in " ".join(outcome.out.split())) == (0, True)
    # Who asks for one unit means no others.
    assert "without any" not in run(*line, "--unit", "xa-a", "--force").out


def test_a_unit_by_the_name_that_it_had_before_is_told(folder: Path, run: Run) -> None:
    """Ð is the Icelandic letter, as converters of old fonts write it."""
    listed = "unit,name,until,merged_into\nxa-a,Xã A,2022,xa-d\nxa-d,Xã Đông,,\nxa-c,Xã C,,\n"
    (folder / "data" / "units.csv").write_text(listed, "utf-8")
    for name, unit, told in (
        ("Xã A", "xa-a", "…–2022. It merged into Xã Đông: name that one."),
        ("Xã \u00d0ông", "xa-d", ""),
    ):
        rows = [["STT", "Tiêu chí", name, "Xã C"], ["1.1", "Kế hoạch", 1, 2], ["1.10", "Sáng kiến", 3, 0]]
        out = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "--force").out
        assert told in " ".join(out.split()) and ("its years" in out) == bool(told)
        assert (unit, "1.1") in points(folder)
    line = ("template", "scores", 2023, "-o", folder / "points.xlsx", "--force", "--unit")
    assert "By units.csv there is no Xã A in 2023. It merged into Xã Đông: name that one." in run(*line, "xa-a").err
    assert run(*line, "xa-c").err == ""


def test_units_that_merged_before_are_not_missed(folder: Path, run: Run) -> None:
    listed = UNITS.replace("\n", ",\n").replace("unit,name,", "unit,name,merged_into", 1)
    (folder / "data" / "units.csv").write_text(f"{listed}xa-cu,Xã Cũ,xa-a\nxa-c,Xã Cao Sơn,\n", "utf-8")
    rows = [["STT", "Tiêu chí", A, B], ["1.1", "Kế hoạch", 1, 2], ["1.10", "Sáng kiến", 3, 0]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    told = "In 2023 2 of 3 units have scores; without any: Xã Cao Sơn."
    assert (outcome.status, told in " ".join(outcome.out.split())) == (0, True)


def merged_book(path: Path, rows: list[list[Any]], ranges: dict[str, Any]) -> Path:
    """A workbook with merged cells and what stands in them."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("S")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for cells, value in ranges.items():
            sheet.merge_range(cells, value)
    return path


def test_a_unit_whose_points_are_all_merged_with_those_above_is_not_passed_over(folder: Path, run: Run) -> None:
    rows = [["Đơn vị", "1.1", "1.10"], [A], [B]]
    path = merged_book(folder / "a.xlsx", rows, {"B2:B3": 1, "C2:C3": 3})
    outcome = run("import", "scores", path, "--year", 2023)
    assert outcome.status == 2
    assert "B3: this cell is merged with S!B2: nothing says whose the points there are." in outcome.err


@pytest.mark.parametrize("words", ["Không áp dụng", "KAD"])
@pytest.mark.parametrize(
    ("cells", "none"), [("B2:B3", {("xa-a", "1.1"), ("xa-b", "1.1")}), ("B2:C2", {("xa-a", "1.1"), ("xa-a", "1.10")})]
)
def test_words_for_nothing_to_assess_hold_for_all_merged_cells(
    words: str, cells: str, none: set[tuple[str, str]], folder: Path, run: Run
) -> None:
    rows = [["Đơn vị", "1.1", "1.10"], [A, "", 3], [B, 2, 0]]
    assert run("import", "scores", merged_book(folder / "a.xlsx", rows, {cells: words}), "--year", 2023).status == 0
    assert {key for key, value in points(folder).items() if value == "NA"} == none
    assert len(points(folder)) == 4


def test_words_over_points_of_both_sides_hold_for_both(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Thẩm định"], ["1.1", "Kế hoạch", 2], ["2.1", "", 1, 1, 1]]
    path = merged_book(folder / "a.xlsx", rows, {"D2:E2": "Không đánh giá"})
    assert run("import", "scores", path, "--year", 2023, "-u", "xa-a").status == 0
    assert [points(folder, column)["xa-a", "1.1"] for column in ("self", "score")] == ["NA", "NA"]
