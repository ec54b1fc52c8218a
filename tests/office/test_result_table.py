"""Published tables as ministries, provinces, districts and communes lay them out: what their columns are read as."""

from pathlib import Path
from typing import Any

import docx
import pytest

from tests.office.results import INDICES, MAXIMA, POINTS, RANKS, RATINGS, UNITS, Rows, faults, of, read, roles


def test_heads() -> None:
    """Every word for points, maximum, percentage, rank, rating and units, one table each; a wrong rank is found in all."""
    for n in range(max(map(len, (POINTS, INDICES, RANKS, RATINGS, MAXIMA, UNITS)))):
        points, index, rank, rating, top, unit = (
            words[n % len(words)] for words in (POINTS, INDICES, RANKS, RATINGS, MAXIMA, UNITS)
        )
        rows: Rows = [
            ["STT", unit, points, top, index, rating, rank],
            [1, "Xã A", 76.626, 90, 85.14, "Tốt", 2],
            [2, "Xã B", "72", 90, "80", "Tốt", 3],
            [3, "Xã C", 81, 90, 90, "Xuất sắc", 3],
        ]
        claims, findings = read(rows)
        assert list(roles(claims[0]).values()) == ["unit", "points", "max", "index", "rating", "rank"], rows[0]
        assert faults(findings[0]) == [("rank", "G4")], rows[0]
        assert findings[0].compared == {"percentages": 3, "maxima": 3, "ranks": 3, "ratings": 3}, rows[0]


def test_reversed_ranks_are_wrong_whatever_the_points_are_called() -> None:
    for points in POINTS:
        rows = [["STT", "Đơn vị", points, "Xếp hạng"], [1, "A", 76, 1], [2, "B", 77, 2], [3, "C", 80, 3]]
        _claims, findings = read(rows)
        assert faults(findings[0]) == [("rank", "D2"), ("rank", "D4")], points


def test_work_of_steering_is_an_area_and_no_total() -> None:
    """`Công tác…` begins like `Cộng`; so does `công vụ`."""
    rows = [
        ["TT", "Tên xã", "Công tác chỉ đạo", "Cải cách thể chế", "Chế độ công vụ", "Tổng", "Xếp hạng"],
        ["", "Điểm tối đa", 30, 30, 40, 100],
        [1, "Xã A", 28, 25, 32, 85, 1],
        [2, "Xã B", 20, 25, 31, 76.5, 2],
        [3, "Xã C", 20, 31, 20, 71, 3],
    ]
    claims, findings = read(rows)
    assert list(roles(claims[0]).values())[1:] == ["part", "part", "part", "points", "rank"]
    assert faults(findings[0]) == [("sum", "F4"), ("over_max", "D5")]


def test_stages_and_the_self_score() -> None:
    """The total adds up the appraisal and the survey, not the self-score."""
    rows = [
        [
            "STT",
            "Bộ, cơ quan ngang bộ",
            "Điểm tự đánh giá",
            "Điểm thẩm định",
            "Điểm điều tra XHH",
            "Tổng điểm",
            "Chỉ số",
            "Hạng",
        ],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(4)+(5)", "(7)", "(8)"],
        [1, "Bộ A", "60,5", "58,25", "30,13", "88,38", "88,38", 1],
        [2, "Bộ B", 60, 57.5, 30, 87.5, 87.5, 2],
        [3, "Bộ C", 60, 50, 30, 81, 81, 3],
        ["", "Thanh tra", 60, 50, 30.1, 80.1, 80.1, "Không xếp hạng"],
        ["", "Trung bình", "", "", "", 84.3, 84.3],
    ]
    claims, findings = read(rows)
    assert list(roles(claims[0]).values()) == ["unit", "self", "part", "part", "points", "index", "rank"]
    assert faults(findings[0]) == [("sum", "F5"), ("rounding", "F7"), ("rounding", "G7")]
    assert findings[0].compared == {"sums": 4, "percentages": 4, "ranks": 3, "means": 2}
    assert claims[0].passed_over == ["Trung bình (KQ!B7)"]


def test_a_row_of_a_section_before_the_first_unit() -> None:
    rows: Rows = [
        ["STT", "Đơn vị", "Điểm đạt được", "Điểm tối đa", "Tỷ lệ (%)", "Xếp hạng"],
        ["I. KHỐI CÁC SỞ"],
        [1, "Sở A", 81, 90, 90, 1],
        [2, "Sở B", 72, 90, 80, 2],
        ["II. UBND CÁC HUYỆN"],
        [1, "Huyện A", 80, 100, 80, 1],
        [2, "Huyện B", 70, 100, 70, 1],
        ["Ghi chú: số liệu minh họa"],
    ]
    claims, findings = read(rows, ("A2:F2", "A5:F5"))
    assert claims[0].columns[1].heading == "Điểm đạt được"
    assert faults(findings[0]) == [("rank", "F7")]


@pytest.mark.parametrize(("blocks", "wrong"), [(3, 3), (101, 0)])
def test_more_means_than_any_table_has_are_passed_over_and_told(blocks: int, wrong: int) -> None:
    rows: list[list[Any]] = [["TT", "Đơn vị", "Thể chế", "Thủ tục", "Tổng điểm"]]
    for block in range(blocks):
        units = [[at, f"Xã {block}-{at}", 30 + at, 40, 70 + at] for at in (1, 2)]
        rows += [["", f"Khối {block}"], *units, ["", "Bình quân", 31.5, 40, 71.4]]
    claims, findings = read(rows)
    assert len(faults(findings[0])) == wrong
    assert findings[0].compared.get("means", 0) == (3 * blocks if wrong else 0)
    assert len([row for row in claims[0].passed_over if row.startswith("Bình quân")]) == blocks


def test_areas_with_points_percentage_and_rank_each() -> None:
    rows: Rows = [
        ["STT", "Đơn vị", "Chỉ đạo (15 điểm)", None, None, "Thể chế (10 điểm)", None, None, "Tổng hợp", None, None],
        [
            None,
            None,
            "Điểm",
            "Tỷ lệ %",
            "Xếp hạng",
            "Điểm",
            "Tỷ lệ %",
            "Xếp hạng",
            "Tổng điểm",
            "Chỉ số (%)",
            "Xếp hạng",
        ],
        [1, "Xã A", 12, 80, 2, 9, 90, 2, 21, 84, 2],
        [2, "Xã B", 15, 100, 1, 8, 80, 1, 23, 92, 1],
        [3, "Xã C", 10, 66.67, 3, 5, 55, 3, 15, 60, 3],
    ]
    claims, findings = read(rows, ("A1:A2", "B1:B2", "C1:E1", "F1:H1", "I1:K1"))
    assert [(each.role, each.of) for each in claims[0].columns][1:5] == [
        ("points", "Chỉ đạo (15 điểm)"),
        ("percent", "Chỉ đạo (15 điểm)"),
        ("rank", "Chỉ đạo (15 điểm)"),
        ("points", "Thể chế (10 điểm)"),
    ]
    assert faults(findings[0]) == [("percent", "G5"), ("rank", "H3"), ("rank", "H4")]
    assert findings[0].maxima == {"Tổng hợp – Chỉ số (%)": 25.0}


@pytest.mark.parametrize("years", [(2021, 2022), ("Năm 2021", "Năm 2022")])
def test_two_years_beside_one_another(years: tuple[Any, Any]) -> None:
    rows: Rows = [
        ["STT", "Tỉnh, thành phố", "Chỉ số CCHC", None, "Xếp hạng", None, "Tăng/giảm bậc"],
        [None, None, *years, *years, None],
        [1, "A", 85, 86, 2, 1, 1],
        [2, "B", 86, 85.5, 1, 2, "Giảm 1 bậc"],
        [3, "C", 80, 80, 2, 3, "-"],
        [4, "D", 79, 79.5, 4, 4, 1],
    ]
    claims, findings = read(rows, ("C1:D1", "E1:F1"))
    assert [(each.role, each.of) for each in claims[0].columns][1:] == [
        ("index", "2021"),
        ("index", ""),
        ("rank", "2021"),
        ("rank", ""),
        ("change", ""),
    ]
    assert faults(findings[0]) == [("change", "G6"), ("rank", "E5")]


def test_ranks_as_people_type_them() -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Chỉ số", "Thứ hạng"],
        [1, "A", "90,1", "1"],
        [2, "B", "85,5", "=2"],
        [3, "C", "85,5", "2="],
        [4, "D", "85", "4/5"],
        [5, "E", "84", "Thứ 4"],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("rank", "D6")]


def test_cells_that_are_no_number_are_told_and_blame_nobody_else() -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Lĩnh vực 1", "Lĩnh vực 2", "Tổng điểm", "Chỉ số", "Xếp hạng"],
        [1, "A", 40, 45, 85, 85, 1],
        [2, "B", "4O", 40, 80, 80, 2],
        [3, "C", 30, "-", 30, "85..2", 3],
        [4, "D", 20, "x", 25, 25, 4],
        [5, "E", 10, 10, 20, 20, "chưa rõ"],
        [6, "F", 5, 5, 10, 10, 6],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("unread", cell) for cell in ("C3", "F4", "D5", "G6")]
    cells = {(each.what, cell.rpartition("!")[2]) for each in findings[0].unchecked for cell in each.cells}
    assert {("sums", "E3"), ("sums", "E5"), ("ranks", "G7")} <= cells
    assert findings[0].compared["sums"] == 4


def test_two_tables_on_a_sheet_and_a_header_that_stands_again() -> None:
    rows: Rows = [
        ["Bảng 1"],
        ["TT", "Đơn vị", "Tổng điểm", "Xếp hạng"],
        [1, "Sở A", 90, 1],
        [2, "Sở B", 80, 1],
        ["Bảng 2"],
        ["TT", "UBND huyện", "Điểm đạt", "Chỉ số", "Xếp hạng"],
        [1, "Huyện A", 90, 90, 2],
        [2, "Huyện B", 95, 94, 1],
    ]
    claims, findings = read(rows)
    assert [list(roles(each).values()) for each in claims] == [
        ["unit", "points", "rank"],
        ["unit", "points", "index", "rank"],
    ]
    assert [faults(each) for each in findings] == [[("rank", "D4")], []]


def test_tables_of_a_word_file(tmp_path: Path) -> None:
    document = docx.Document()
    for units in (("Sở A", "Sở B"), ("Huyện A", "Huyện B")):
        table = document.add_table(rows=3, cols=4)
        for cell, text in zip(table.rows[0].cells, ("TT", "Đơn vị", "Điểm số", "Xếp hạng"), strict=True):
            cell.text = text
        for row, (name, points) in enumerate(zip(units, ("85,5", "86"), strict=True), start=1):
            for cell, text in zip(table.rows[row].cells, (str(row), name, points, str(row)), strict=True):
                cell.text = text
        document.add_paragraph("Bảng tiếp theo")
    document.save(str(tmp_path / "a.docx"))
    claims, findings = of(tmp_path / "a.docx")
    assert [each.column for each in claims[0].columns] == ["2", "3", "4"]
    assert [each.cell for result in findings for each in result.found] == [
        "table 1, row 2, column 4",
        "table 1, row 3, column 4",
        "table 2, row 2, column 4",
        "table 2, row 3, column 4",
    ]


def test_ties_that_rounding_made_from_a_total_or_from_areas_alone() -> None:
    areas: Rows = [
        ["TT", "Đơn vị", "Chỉ đạo", "Thể chế", "Chỉ số (%)", "Xếp hạng"],
        [1, "A", 40.126, 45, 85.13, 1],
        [2, "B", 40.134, 45, 85.13, 1],
        [3, "C", 40, 40.25, 80.25, 3],
    ]
    totals: Rows = [[*row[:2], sum(row[2:4]) if row[0] != "TT" else "Điểm số", *row[4:]] for row in areas]
    scaled: Rows = [
        ["TT", "Đơn vị", "Điểm số", "Điểm tối đa", "Chỉ số (%)", "Xếp hạng"],
        [1, "A", 76.626, 90, 85.14, 2],
        [2, "B", 76.63, 90, 85.14, 1],
    ]
    for rows, cell, exact in (
        (areas, "E3", [85.134, 85.126]),
        (totals, "D3", [85.134, 85.126]),
        (scaled, "E3", [7663 / 90, 7662.6 / 90]),
    ):
        _claims, findings = read(rows)
        ties = [each for each in findings[0].found if each.kind == "tie"]
        assert [each.cell for each in ties] == [f"KQ!{cell}"]
        assert [name for name, _figure in ties[0].others] == ["B", "A"]
        assert [figure for _name, figure in ties[0].others] == pytest.approx(exact, abs=1e-8)
    assert faults(findings[0]) == [("rank_exact", "F2"), ("tie", "E3")]


def test_columns_that_are_no_points() -> None:
    rows: Rows = [
        ["TT", "Mã xã", "Tên xã", "Dân số", "LV1", "LV2", "Tổng cộng", "Xếp thứ", "Ghi chú"],
        [1, 24001, "A", 3000, 60, 30, 90, 1, 5],
        [2, 24002, "B", 5000, 60, 25, 85, 2, None],
        [3, 24003, "C", 2000, 60, 20, 80, 3, None],
    ]
    claims, findings = read(rows)
    assert roles(claims[0]) == dict(
        zip("CDEFGHI", ["unit", "other", "part", "part", "points", "rank", "other"], strict=True)
    )
    assert findings[0].found == []
    assert findings[0].compared["sums"] == 3


def test_indices_of_areas_do_not_add_up() -> None:
    rows: Rows = [
        ["TT", "Tỉnh", "Chỉ số thành phần 1", "CSTP 2 (%)", "Chỉ số CCHC", "Xếp hạng"],
        [1, "A", 90, 80, 81, 1],
        [2, "B", 85, 75, 76, 2],
        [3, "C", 85, 70, 74, 3],
    ]
    _claims, findings = read(rows)
    assert findings[0].found == []
    assert [(each.what, each.reason) for each in findings[0].unchecked] == [("percentages", "no_max")]


def test_a_mean_with_a_0_behind_its_comma_is_rounded_as_the_figures_above_it_are() -> None:
    """86.0 beside 80.25 was told as a difference by rounding."""
    rows: Rows = [["TT", "Đơn vị", "Điểm A", "Chỉ số", "Xếp hạng"]]
    rows += [[1, "A", 86.1, 90.25, 1], [2, "B", 85.8, 80.25, 2], [3, "C", 86.1, 70.25, 3]]
    rows += [["", "Trung bình chung", 86, 80.25, ""]]
    _claims, findings = read(rows)
    assert [each.found for each in findings] == [[]]
