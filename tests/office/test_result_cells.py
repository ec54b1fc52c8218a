"""Published tables: which of their figures contradict others, which do not, and what can't be compared."""

from pathlib import Path
from typing import Any

import pytest

from tests.office.results import Rows, faults, of, read, roles


def test_bonus_and_penalty() -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Điểm thẩm định", "Điểm thưởng", "Điểm trừ", "Tổng điểm", "Xếp hạng"],
        [1, "A", 80, 2, 1, 81, 1],
        [2, "B", 80, 0, -0.5, 79.5, 2],
        [3, "C", 70, 1, 0, 70, 3],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("sum", "F4")]


AREA_POINTS = ((9, 18, 27.5, 35.25), (8.5, 17, 26, 36), (8, 16, 25.5, 33), (9.5, 19, 28, 30), (7, 15, 22.25, 31))
ADDED = ((0, 0), (1, 0), (0, 0.5), (0.5, 0), (0, 0))


def with_bonus(before: str, after: str, less: int = 1) -> Rows:
    """Areas, their total, bonus and penalty points, and what is left: all right. `less`: the sign of penalties."""
    areas = ["Chỉ đạo", "Thể chế", "TTHC", "Tài chính"]
    rows: Rows = [["TT", "Đơn vị", *areas, before, "Điểm thưởng", "Điểm trừ", after, "Xếp hạng"]]
    finals = [sum(parts) + more - off for parts, (more, off) in zip(AREA_POINTS, ADDED, strict=True)]
    for n, (parts, (more, off), final) in enumerate(zip(AREA_POINTS, ADDED, finals, strict=True), start=1):
        rank = 1 + sum(other > final for other in finals)
        rows.append([n, f"Xã {n}", *parts, sum(parts), more, less * off, final, rank])
    return rows


@pytest.mark.parametrize(
    ("before", "after", "less"),
    [
        ("Tổng điểm", "Điểm cuối cùng", 1),
        ("Tổng điểm", "Tổng điểm sau khi cộng, trừ", 1),
        ("Tổng điểm", "Tổng điểm cuối cùng", 1),
        ("Cộng", "Tổng điểm", 1),
        ("Tổng điểm thẩm định", "Tổng điểm", -1),
        ("Điểm đạt được", "Tổng điểm chung", 1),
        ("Tổng điểm", "Kết quả", 1),
        ("Tổng điểm", "Chỉ số CCHC", 1),
        ("Tổng điểm chuẩn", "Tổng cộng", 1),
        ("Tổng điểm các lĩnh vực", "Điểm xếp hạng", 1),
    ],
)
def test_a_total_before_bonus_and_penalty_is_no_part_of_its_own(before: str, after: str, less: int) -> None:
    """Both totals are checked, and each is what it stands for."""
    rows = with_bonus(before, after, less)
    claims, findings = read(rows)
    assert list(roles(claims[0]).values())[5:] == ["subtotal", "bonus", "penalty", "points", "rank"]
    assert findings[0].found == []
    assert findings[0].compared["sums"] == 10
    rows[2][9] -= 0.25
    assert faults(read(rows)[1][0]) == [("sum", "J3")]
    rows[2][9] += 0.25
    rows[2][6] += 0.25
    # The final total adds up without the wrong one before it.
    assert faults(read(rows)[1][0]) == [("sum", "G3")]


def test_a_quarter_of_a_point_is_no_rounding_among_hundredths() -> None:
    rows = [[*row[:6], *row[7:]] for row in with_bonus("Cộng", "Tổng cộng")]
    rows[2][8] -= 0.25
    assert faults(read(rows)[1][0]) == [("sum", "I3")]


def test_the_name_of_an_area_that_is_not_merged() -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Chỉ đạo", None, "Thể chế", None, "Tổng điểm", "Xếp hạng"],
        [None, None, "Điểm", "Tỷ lệ (%)", "Điểm", "Tỷ lệ (%)", None, None],
        [1, "A", 9, 55, 18, 90, 27, 1],
        [2, "B", 8, 80, 17, 85, 25, 2],
        [3, "C", 7, 70, 15, 75, 22, 3],
    ]
    claims, findings = read(rows)
    assert [each.of for each in claims[0].columns][1:5] == ["Chỉ đạo", "Chỉ đạo", "Thể chế", "Thể chế"]
    assert faults(findings[0]) == [("percent", "D3")]


@pytest.mark.parametrize(
    "head", [["STT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"], ["STT", "Đơn vị", "Điểm tối đa", "Tổng điểm"]]
)
def test_a_column_of_formulas_never_computed_is_refused(tmp_path: Path, head: list[str]) -> None:
    import openpyxl

    from cchc_cli.model.problems import InputError

    book = openpyxl.Workbook()
    for cells in (head, ["1.1.1", "Ban hành kế hoạch", 1, "=1/2"]):
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError) as error:
        of(tmp_path / "a.xlsx")
    assert error.value.problems[0].seen.endswith("!D2")


def test_a_failed_formula_matters_only_where_it_counts(tmp_path: Path) -> None:
    import xlsxwriter

    from cchc_cli.model.problems import InputError

    for column, refused in ((4, False), (2, True)):
        with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
            sheet = book.add_worksheet("KQ")
            for row, cells in enumerate(
                [["TT", "Đơn vị", "Điểm", "Hạng", "Ghi chú"], [1, "A", 90, 1, 1], [2, "B", 80, 2, 1]]
            ):
                sheet.write_row(row, 0, cells)
            sheet.write_formula(2, column, "=#REF!", None, "#REF!")
        if refused:
            with pytest.raises(InputError) as error:
                of(tmp_path / "a.xlsx")
            assert error.value.problems[0].seen == "KQ!C3"
        else:
            assert of(tmp_path / "a.xlsx")[1][0].found == []


def test_components_whose_maximum_stands_after_the_points() -> None:
    """The percentage is of the points, not of the maximum beside it."""
    rows: Rows = [
        ["STT", "Tiêu chí", "Điểm đạt được", "Điểm tối đa", "Tỷ lệ %"],
        [1, "Chỉ đạo", 2, 3, 66.67],
        [1.1, "Kế hoạch", 1, 1, 100],
        [1.2, "Báo cáo", 1, 2, 40],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("percent", "E4")]


def test_components_that_are_no_number() -> None:
    rows: Rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Thẩm định"],
        [1, "Chỉ đạo", 3, 2],
        [1.1, "Kế hoạch", 1, "O,5"],
        [1.2, "Báo cáo", 2, 2],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("unread", "D3")]
    assert [each.reason for each in findings[0].unchecked] == ["unread"]


def test_points_taken_off_the_maximum() -> None:
    rows: Rows = [
        ["STT", "Đơn vị", "Điểm tối đa", "Điểm đạt", "Điểm trừ", "Tỷ lệ"],
        [1, "A", 100, 90, 10, 90],
        [2, "B", 100, 85, 15, 85],
        [3, "C", 80, 62, 20, 77.5],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("sum", "D4")]


def test_units_beside_one_another_with_percentages_and_ranks_below() -> None:
    rows: Rows = [
        ["STT", "Lĩnh vực", "Điểm tối đa", "Xã A", "Xã B", "Xã C"],
        [1, "Chỉ đạo", 10, 9, 8, 7],
        [2, "Thể chế", 20, 15, 14, 13],
        ["", "Tổng điểm", 30, 24, 22, 21],
        ["", "Tỷ lệ (%)", None, 80, 75, 70],
        ["", "Xếp loại", None, "Tốt", "Khá", "Khá"],
        ["", "Xếp hạng", None, 1, 3, 2],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("sum", "F4"), ("percent", "E5"), ("rank", "E7"), ("rank", "F7")]
    assert findings[0].compared == {"sums": 4, "percentages": 3, "maxima": 6, "ranks": 3, "ratings": 3}


def test_a_column_of_weights_accuses_nobody() -> None:
    rows: Rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Trọng số", "Thẩm định"],
        [1, "Chỉ đạo", 3, 5, 3],
        [1.1, "Kế hoạch", 1, 1, 1],
        [1.2, "Báo cáo", 2, 1, 2],
        [2, "Thể chế", 2, 7, 2],
        [2.1, "Rà soát", 2, 1, 2],
    ]
    _claims, findings = read(rows)
    assert findings[0].found == []
    assert [(each.reason, each.about) for each in findings[0].unchecked] == [("not_parts", ("Trọng số",))]


def test_a_column_without_a_single_number() -> None:
    rows: Rows = [["STT", "Đơn vị", "Tổng điểm", "Hạng"], [1, "A", "9O", 1], [2, "B", "8O", 2]]
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("unread", "C2"), ("unread", "C3")]
    assert findings[0].compared.get("ranks", 0) == 0


def test_footnotes_and_signatures_are_no_units() -> None:
    rows: Rows = [
        ["UBND HUYỆN X"],
        ["KẾT QUẢ CHỈ SỐ CCHC NĂM 2022"],
        ["(Kèm theo Quyết định số 12/QĐ-UBND)"],
        ["STT", "Đơn vị", "Điểm số", "Chỉ số (%)", "Hạng"],
        [1, "Xã A", "90,35*", "90,35%", "1"],
        ["2.", "Xã B", "85 điểm", "85,00 %", "02"],
        ["03", "Xã C", "KAD", None, "KXH"],
        ["Ghi chú: * có khiếu nại"],
        [None, "Người lập biểu", None, None, "TRƯỞNG PHÒNG"],
    ]
    _claims, findings = read(rows)
    assert findings[0].found == []
    assert findings[0].compared == {"percentages": 2, "ranks": 2}


def test_a_change_without_the_other_year_is_not_checked() -> None:
    rows: Rows = [["STT", "Đơn vị", "Chỉ số", "Tăng/giảm"], [1, "A", 90, 1], [2, "B", 80, -2]]
    _claims, findings = read(rows)
    assert ("changes", "no_parts") in [(each.what, each.reason) for each in findings[0].unchecked]


def test_a_table_that_goes_on_below_its_header_again() -> None:
    head = ["STT", "Đơn vị", "Điểm số", "Xếp hạng"]
    rows: Rows = [head, [1, "A", 90, 1], [2, "B", 80, 2], head, [3, "C", 70, 3], [4, "D", 60, 5]]
    claims, findings = read(rows)
    assert len(claims) == 1
    assert faults(findings[0]) == [("rank", "D6")]
    assert findings[0].compared == {"ranks": 4}


@pytest.mark.parametrize("gap", [[], [None]])
def test_a_list_that_goes_on_beside_itself(gap: list[Any]) -> None:
    head = ["STT", "Đơn vị", "Chỉ số", "Xếp hạng"]
    rows: Rows = [
        ["XẾP HẠNG CCHC 2023"],
        [*head, *gap, *head],
        [1, "Xã 1", 95.1, 1, *gap, 4, "Xã 4", 92.5, 4],
        [2, "Xã 2", 94.2, 2, *gap, 5, "Xã 5", 91, 6],
        [3, "Xã 3", 93, 3, *gap, 6, "Xã 6", 90.2, 6],
    ]
    claims, findings = read(rows)
    assert len(claims) == 1
    assert findings[0].compared["ranks"] == 6
    assert faults(findings[0]) == [("rank", "I4" if gap else "H4")]


def test_two_tables_beside_one_another_with_a_first_place_each() -> None:
    head = ["STT", "Đơn vị", "Chỉ số", "Xếp hạng"]
    rows: Rows = [
        [*head, None, *head],
        [1, "Sở 1", 95.1, 1, None, 1, "Xã 1", 92.5, 1],
        [2, "Sở 2", 94.2, 2, None, 2, "Xã 2", 91, 3],
    ]
    _claims, findings = read(rows)
    assert [faults(each) for each in findings] == [[], [("rank", "I3")]]


def test_the_total_is_named_by_its_own_cells_where_it_is_not_checked() -> None:
    rows: Rows = [["STT", "Đơn vị", "Tổng điểm", "Xếp hạng"], [1, "A", 90, 1], [2, "B", 80, 2]]
    _claims, findings = read(rows)
    assert [(each.reason, each.cells) for each in findings[0].unchecked] == [("no_parts", ("KQ!C2", "KQ!C3"))]


def test_what_was_assumed_is_told() -> None:
    """Groups that are ranked apart, how ties are ranked, and percentages as fractions."""
    rows: Rows = [
        ["STT", "Đơn vị", "Điểm", "Thang điểm", "Tỷ lệ", "Hạng"],
        ["I", "KHỐI SỞ"],
        [1, "A", 81, 90, 0.9, 1],
        [2, "B", 72, 90, 0.8, 2],
        [3, "C", 72, 90, 0.8, 2],
        [4, "D", 63, 90, 0.7, 3],
        ["II", "KHỐI HUYỆN"],
        [5, "E", 90, 90, 1, 1],
        [6, "F", 45, 90, 0.5, 2],
    ]
    claims, findings = read(rows)
    assert findings[0].found == []
    assert findings[0].apart == ["KHỐI SỞ", "KHỐI HUYỆN"]
    assert findings[0].ties == ["dense"]
    assert [each.role for each in claims[0].columns if each.fraction] == ["index"]


@pytest.mark.parametrize("sign", ["-", "–", "…", "⊘", "không nộp", "Chưa gửi báo cáo", "Không xếp hạng", "KXH"])
def test_a_unit_that_handed_nothing_in_contradicts_nothing(sign: str) -> None:
    rows: Rows = [
        ["TT", "Tên đơn vị", "Tổng điểm", "Xếp hạng"],
        [1, "A", 91, 1],
        [2, "B", 82, 2],
        [3, "C", sign, sign],
        [4, "D", 73, 3],
    ]
    _claims, findings = read(rows)
    assert faults(findings[0]) == []
    assert findings[0].compared["ranks"] == 3
    rows[4][3] = 4
    _claims, findings = read(rows)
    assert faults(findings[0]) == [("rank", "D5")]


@pytest.mark.parametrize(
    "heading",
    [
        *("Xã, phường, đặc khu", "Xã, phường", "Tên quận - huyện", "Sở - ban - ngành", "Sở, ban, ngành", "Phòng, ban"),
        *("Các sở, ban, ngành", "Xã/Phường/Đặc khu", "Cơ quan, đơn vị", "Đặc khu", "Sở, ban, ngành và UBND huyện"),
    ],
)
def test_units_go_by_many_names(heading: str) -> None:
    rows: Rows = [["STT", heading, "Tổng điểm", "Xếp hạng"], [1, "A", 91, 1], [2, "B", 82, 3], [3, "C", 73, 2]]
    _claims, findings = read(rows)
    assert sorted(faults(findings[0])) == [("rank", "D3"), ("rank", "D4")]


@pytest.mark.parametrize("heading", ["DDCI năm 2024", "Điểm số DDCI", "SIPAS", "Chỉ số DGI (thang điểm 100)", "ICT"])
def test_the_column_before_the_ranks_is_what_they_follow(heading: str) -> None:
    """Whatever the parts are weighted by: they are not accused, and a wrong rank is."""
    rows: Rows = [
        ["STT", "Đơn vị", "Minh bạch", "Chi phí", heading, "Xếp hạng"],
        [1, "A", 8.1, 9.3, 84.24, 1],
        [2, "B", 7.7, 8.5, 78.9, 2],
        [3, "C", 6.2, 7.9, 66.05, 3],
        [4, "D", 6.3, 5.1, 60.7, 4],
    ]
    assert faults(read(rows)[1][0]) == []
    rows[2][5], rows[3][5] = 3, 2
    assert sorted(faults(read(rows)[1][0])) == [("rank", "F3"), ("rank", "F4")]


@pytest.mark.parametrize(
    ("ranks", "wrong"), [((1, 2, 3, 4), []), ((1, 3, 2, 4), []), ((1, 2, 2, 4), []), ((1, 2, 4, 3), ["C4"])]
)
def test_decimals_that_are_not_printed_may_tell_equal_figures_apart(ranks: tuple[int, ...], wrong: list[str]) -> None:
    figures = (71.3, 70.88, 70.88, 65.1)
    rows: Rows = [["Tỉnh", "Tổng điểm", "Xếp hạng"]]
    rows += [[f"Tỉnh {n}", figure, rank] for n, (figure, rank) in enumerate(zip(figures, ranks, strict=True))]
    assert faults(read(rows)[1][0]) == [("rank", cell) for cell in wrong]
