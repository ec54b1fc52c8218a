"""Levels of frameworks by their numbers, as offices write them and as spreadsheets leave them."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import Run
from tests.office.annex import write_sheet
from tests.office.test_criteria import HEADER, imported, outline, text_of, todos


def test_ids_that_excel_has_changed_are_known_by_what_comes_next(tmp_path: Path, run: Run) -> None:
    """1.1.1 as 1 January 2001, 1.10 as the number 1.1."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet("PL"), book.add_format({"num_format": "d/m/yyyy"})
        sheet.write(0, 0, "Bộ tiêu chí")
        sheet.write_row(1, 0, HEADER)
        sheet.write_row(2, 0, [1, "Chỉ đạo", None])
        row = 3
        for number in range(1, 11):
            sheet.write_number(row, 0, float(f"1.{number}"))
            sheet.write(row, 1, f"Tiêu chí {number}")
            sheet.write_datetime(row + 1, 0, datetime.datetime(2001, number, 1), day)
            sheet.write_row(row + 1, 1, [f"Thành phần {number}", 1])
            row += 2
    framework = imported(run, tmp_path, path)
    assert outline(framework) == [
        "1 None",
        *(line for n in range(1, 11) for line in (f" 1.{n} None", f"  1.{n}.1 1.0")),
    ]
    assert "TODO" not in text_of(tmp_path)


def test_every_number_that_was_a_date_is_told(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet("PL"), book.add_format({"num_format": "d/m/yyyy"})
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [1, "Chỉ đạo"])
        for criterion, row in ((1, 2), (2, 5)):
            sheet.write_row(row, 0, [float(f"1.{criterion}"), "Tiêu chí"])
            for part in (1, 2):
                sheet.write_datetime(row + part, 0, datetime.datetime(2001, criterion, part), day)
                sheet.write_row(row + part, 1, ["Thành phần", 1])
    outcome = run("-C", tmp_path, "import", "criteria", path)
    told = [line.split()[0] for line in outcome.out.splitlines() if "what comes next is" in line]
    assert told == ["PL!A4", "PL!A5", "PL!A7", "PL!A8"]


def test_a_number_that_stands_twice_is_told(tmp_path: Path, run: Run) -> None:
    rows = [HEADER, ["1", "A"], ["1.1", "B", 1], ["1.1", "C", 1]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    assert outline(framework) == ["1 None", " 1.1 1.0", " 1.1-2 1.0"]
    assert "TODO PL!A4: the number 1.1 stands there twice." in text_of(tmp_path)


def test_areas_that_have_no_number(tmp_path: Path, run: Run) -> None:
    rows = [
        ["Bộ tiêu chí"],
        HEADER,
        ["LĨNH VỰC 1: CHỈ ĐẠO", "", 3],
        ["1.1", "Kế hoạch", 2],
        ["1.2", "Báo cáo", 1],
        ["", "CẢI CÁCH THỦ TỤC", 1],
        ["2.1", "Công khai", 1],
        ["", "Tổng", 4],
    ]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert outline(framework) == ["1 3.0", " 1.1 2.0", " 1.2 1.0", "2 1.0", " 2.1 1.0"]
    assert [area.name for area in framework.criteria.areas] == ["CHỈ ĐẠO", "CẢI CÁCH THỦ TỤC"]
    assert "TODO" not in text_of(tmp_path)


def deep(node: Any) -> Any:
    """Ids and maxima of a node and of all below it."""
    below = getattr(node, "criteria", None) or getattr(node, "components", ())
    return (node.id, node.max, [deep(child) for child in below]) if below else (node.id, node.max)


@pytest.mark.parametrize(
    ("marks", "ids"),
    [
        (("A", "I", "1", "1.1", "1.2"), ("A", "I", "1", "1.1", "1.2")),
        (("1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2"), ("1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2")),
        (("I", "1", "1.1", "a)", "b)"), ("I", "1", "1.1", "1.1.a", "1.1.b")),
        (
            ("Phần I", "Tiêu chuẩn 1", "Tiêu chí 1", "Chỉ tiêu 1", "Chỉ tiêu 2"),
            ("I", "I.1", "I.1.1", "I.1.1.1", "I.1.1.2"),
        ),
    ],
)
def test_four_levels(marks: tuple[str, ...], ids: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    names = ["Chỉ đạo", "Kế hoạch", "Thực hiện", "Quý I", "Quý II"]
    rows: list[list[Any]] = [
        [mark, name, points] for mark, name, points in zip(marks, names, (3, 3, 3, 1, 2), strict=True)
    ]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", [["Bộ tiêu chí"], HEADER, *rows], "PL"))
    area, criterion, component, first, second = ids
    assert deep(framework.criteria.areas[0]) == (area, 3, [(criterion, 3, [(component, 3, [(first, 1), (second, 2)])])])
    assert "TODO" not in text_of(tmp_path)


def test_what_is_wrong_with_four_levels_is_told_once_where_it_is_nearest(tmp_path: Path, run: Run) -> None:
    rows = [
        ["Bộ tiêu chí"],
        HEADER,
        ["1", "Chỉ đạo", 4],
        ["1.1", "Kế hoạch", 4],
        ["1.1.1", "Thực hiện", 4],
        ["", "Mỗi việc chậm trừ 0,5 điểm"],
        ["1.1.1.1", "Quý I", 1],
        ["1.1.1.2", "Quý II", 2],
        ["", "Tổng cộng", 4],
    ]
    imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    text = text_of(tmp_path)
    assert "# TODO PL!C5: 4 points stand here, but what is below sums to 3." in text
    assert "# TODO PL!B6: a rule above components: “Mỗi việc chậm trừ 0,5 điểm”." in text
    assert text.count("# TODO PL!") == 2


def test_a_number_that_is_not_sure_is_a_todo_where_the_component_stands(tmp_path: Path, run: Run) -> None:
    """1.1 behind 1.2 can be 1.10 or a slip; behind 1.9 it is 1.10."""
    rows: list[list[Any]] = [["Bộ tiêu chí"], HEADER, ["1", "Chỉ đạo"], ["1.1", "A", 1], [1.2, "B", 1]]
    rows += [[1.1, "C", 1]]
    file = write_sheet(tmp_path / "PL.xlsx", rows, "PL")
    imported(run, tmp_path, file)
    told = "# TODO PL!A6: a spreadsheet has changed this number; it was read as 1.10."
    assert todos(tmp_path, file) == [f'{told} | - id: "1.10"']


@pytest.mark.parametrize("area", [["I", "A", 2], ["II", "B", 3], [1, "A", 2]])
def test_an_area_with_a_letter_for_a_name_is_no_row_of_column_numbers(
    area: list[Any], tmp_path: Path, run: Run
) -> None:
    rows = [["Bộ tiêu chí"], HEADER, ["A", "B", 1], area, [f"{area[0]}.1", "Kế hoạch", area[2]]]
    rows[4][0] = "1" if isinstance(area[0], str) else "1.1"
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    assert [(each.name, each.max) for each in framework.criteria.areas] == [(area[1], area[2])]
    assert "TODO" not in text_of(tmp_path)
