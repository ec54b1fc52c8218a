"""Totals of score sheets: of what they say, by any name, with bonus and penalty points; right ones are not accused."""

from pathlib import Path
from typing import Any

import pytest

from cchc_cli.index.audit import audit
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.read.books import read_book
from tests.office.annex import write_sheet
from tests.office.results import faults, read

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


DEEP: Rows = [
    ["STT", "Nội dung", "Điểm tối đa", "Xã An Phú", "Xã Bình Hòa", "Xã Cái Dầu"],
    ["I", "CHỈ ĐẠO", 12, 10, 11, 9],
    ["I.1", "Kế hoạch", 8, 7, 8, 6],
    ["I.1.1", "Ban hành", 3, 3, 3, 2],
    ["I.1.2", "Thực hiện", 5, 4, 5, 4],
    ["I.2", "Báo cáo", 4, 3, 3, 3],
    ["II", "THỦ TỤC", 8, 6, 7, 5],
    ["II.1", "Công khai", 3, 2, 3, 1],
    ["II.2", "Giải quyết", 5, 4, 4, 4],
    ["", "TỔNG CỘNG", 20, 16, 18, 14],
]


@pytest.mark.parametrize(
    ("cell", "figure", "told"),
    [((1, 3), 12, {"D2": 10}), ((2, 4), 6, {"E3": 8}), ((9, 5), 15, {"F10": 14})],
    ids=["an area", "a criterion", "everything"],
)
def test_a_wrong_subtotal_does_not_make_the_totals_above_it_wrong(
    cell: tuple[int, int], figure: float, told: dict[str, float]
) -> None:
    rows = [list(row) for row in DEEP]
    rows[cell[0]][cell[1]] = figure
    assert {each.cell.rpartition("!")[2]: each.expected for each in read(rows)[1][0].found} == told
    # A total that neither the subtotals nor the components give is wrong by what the components come to.
    rows[9][cell[1]] = 19
    told = {**told, f"{'ABCDEF'[cell[1]]}10": DEEP[9][cell[1]]}
    assert {each.cell.rpartition("!")[2]: each.expected for each in read(rows)[1][0].found} == told


@pytest.mark.parametrize("sign", ["I", "A"])
def test_components_hang_below_their_area_where_rows_of_criteria_are_left_out(sign: str) -> None:
    """II.2.1 after II.1 is no part of II.1; right sums are not accused, a wrong one is."""
    second = {"I": "II", "A": "B"}[sign]
    rows: Rows = [
        DEEP[0],
        [sign, "CHỈ ĐẠO", 12, 10, 11, 9],
        [f"{sign}.1.1", "Ban hành", 3, 3, 3, 2],
        [f"{sign}.1.2", "Thực hiện", 5, 4, 5, 4],
        [f"{sign}.2", "Báo cáo", 4, 3, 3, 3],
        [second, "THỦ TỤC", 11, 6, 9, 8],
        [f"{second}.1", "Công khai", 3, 2, 3, 1],
        [f"{second}.2.1", "Giải quyết", 5, 2, 4, 4],
        [f"{second}.2.2", "Trực tuyến", 3, 2, 2, 3],
        ["", "TỔNG CỘNG", 23, 16, 20, 17],
    ]
    assert faults(read(rows)[1][0]) == []
    rows[5][4] = 8
    assert faults(read(rows)[1][0]) == [("sum", "E6")]
