"""Totals of score sheets: of what they say, by any name, with bonus and penalty points; right ones are not accused."""

from pathlib import Path
from typing import Any

import pytest

from cchc_cli.index.audit import audit
from cchc_cli.office.claims import audit_tables
from cchc_cli.read.books import read_book
from tests.workspace.office.annex import write_sheet

Rows = list[list[Any]]
HEADER = ["TT", "Nội dung", "Điểm chuẩn", "Điểm duyệt"]
BODY: Rows = [
    ["I", "Văn bản", 7, 6],
    ["1", "Số lượng", 4, 4],
    ["2", "Chất lượng", 3, 2],
    ["II", "Con người", 5, 4.5],
    ["1", "Tập huấn", 5, 4.5],
]
WHOLE = (
    *("TỔNG CỘNG (I+II)", "Tổng số điểm", "Tổng điểm đạt được", "Cộng (I + II)", "Tổng cộng:", "Điểm tổng", "Cộng"),
    *("TỔNG ĐIỂM CHUNG", "Tổng điểm (tối đa 12)", "Tổng = I + II", "Tổng"),
)


def wrong(folder: Path, rows: Rows) -> list[str]:
    """The cells that are accused, without the sheet."""
    book = read_book(write_sheet(folder / "a.xlsx", rows), "a.xlsx")
    claims, _notes = audit_tables(book, None)
    return [each.cell.rpartition("!")[2] for part in claims for each in audit(part).found]


@pytest.mark.parametrize("name", WHOLE)
def test_a_grand_total_is_of_everything(name: str, tmp_path: Path) -> None:
    assert wrong(tmp_path, [HEADER, *BODY, ["", name, 12, 10.5]]) == []
    assert wrong(tmp_path, [HEADER, *BODY, ["", name, 12, 9.5]]) == ["D7"]
    assert wrong(tmp_path, [HEADER, ["", name, 12, 10.5], *BODY]) == []
    assert wrong(tmp_path, [HEADER, ["", name, 12, 11.5], *BODY]) == ["D2"]


@pytest.mark.parametrize("name", ["Cộng mục {}", "Tổng điểm phần {}", "Tổng {}", "Cộng"])
def test_a_total_of_an_area_is_of_that_area(name: str, tmp_path: Path) -> None:
    first, second = ["", name.format("I"), 7, 6], ["", name.format("II"), 5, 4.5]
    rows = [HEADER, *BODY[:3], first, *BODY[3:], second, ["", "Tổng cộng", 12, 10.5]]
    assert wrong(tmp_path, rows) == []
    second[3] = 4
    assert wrong(tmp_path, rows) == ["D8"]


@pytest.mark.parametrize(
    ("extras", "right", "false"),
    [
        ([["", "Điểm thưởng", "", 1], ["", "Điểm phạt", "", 0.5]], 11, 10),
        ([["", "Điểm cộng", 2, 1.5]], 12, 11),
        ([["", "Điểm trừ", "", -2]], 8.5, 12.5),
        ([["", "Điểm trừ", "", 2]], 8.5, 12.5),
        ([["III", "Điểm thưởng", 2, 1]], 11.5, 12.5),
        ([["III", "Điểm thưởng", 2, 1], ["IV", "Điểm trừ", "", -1.5]], 10, 13),
    ],
)
def test_bonus_and_penalty_points_count_in_the_total(extras: Rows, right: float, false: float, tmp_path: Path) -> None:
    rows = [HEADER, *BODY, *extras, ["", "Tổng cộng", 12, right]]
    assert wrong(tmp_path, rows) == []
    rows[-1] = ["", "Tổng cộng", 12, false]
    assert wrong(tmp_path, rows) == [f"D{len(rows)}"]


def test_bonus_points_below_the_total_are_no_part_of_it(tmp_path: Path) -> None:
    rows = [HEADER, *BODY, ["", "Cộng I+II", 12, 10.5], ["", "Điểm thưởng", 1, 1], ["", "Tổng điểm", 13, 11.5]]
    assert wrong(tmp_path, rows) == []


def test_a_row_about_an_office_is_no_total(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["1", "Công sở", 5, 5],
        ["1.1", "Công sở văn minh", 3, 3],
        ["1.2", "Công khai", 2, 2],
        ["", "Tổng", 5, 5],
    ]
    assert wrong(tmp_path, rows) == []
