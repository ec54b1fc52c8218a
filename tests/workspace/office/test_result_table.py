"""Published tables as ministries, provinces, districts and communes lay them out: read by role, faults by cell."""

from pathlib import Path
from typing import Any

import docx
import pytest

from cchc_cli.index.audit import audit
from cchc_cli.model.audit_claims import Claims, Findings
from cchc_cli.office.claims import audit_tables
from cchc_cli.read.books import read_book
from tests.workspace.office.annex import write_sheet

Rows = list[list[Any]]

POINTS = (
    "Tổng điểm",
    "Tổng số điểm",
    "Tổng cộng",
    "Tổng",
    "Cộng",
    "Điểm",
    "Điểm số",
    "Điểm đạt được",
    "Điểm đạt",
    "Tổng điểm đạt được",
    "Điểm thẩm định",
    "Điểm đánh giá",
    "Điểm chấm",
    "Điểm CCHC",
    "Điểm công nhận",
    "Điểm sau thẩm định",
    "Kết quả",
    "Kết quả chấm điểm",
    "Kết quả thẩm định",
    "Tổng hợp điểm",
)
INDICES = (
    "Chỉ số",
    "Chỉ số CCHC",
    "Chỉ số CCHC (%)",
    "Chỉ số cải cách hành chính",
    "PAR INDEX",
    "PAR INDEX 2022",
    "Par-Index (%)",
    "Tỷ lệ (%)",
    "Tỉ lệ %",
    "Tỷ lệ đạt được so với điểm tối đa",
    "Phần trăm",
    "%",
    "Giá trị chỉ số",
)
RANKS = (
    "Xếp hạng",
    "Thứ hạng",
    "Hạng",
    "Xếp thứ",
    "Vị thứ",
    "Xếp vị thứ",
    "Vị trí xếp hạng",
    "Xếp hạng năm 2022",
    "Rank",
)
RATINGS = ("Xếp loại", "Phân loại", "Xếp nhóm", "Mức xếp loại", "Mức độ hoàn thành", "Nhóm", "Đánh giá, xếp loại")
MAXIMA = ("Điểm tối đa", "Thang điểm", "Điểm chuẩn", "Tổng điểm tối đa", "Max")
UNITS = (
    "Đơn vị",
    "Tên đơn vị",
    "Cơ quan, đơn vị",
    "Bộ, cơ quan ngang bộ",
    "Tỉnh, thành phố",
    "Tỉnh/Thành phố",
    "Sở, ban, ngành",
    "UBND cấp xã",
    "UBND các xã, phường, thị trấn",
    "Huyện, thị xã, thành phố",
    "Xã/Phường",
    "Tên xã, phường",
    "Địa phương",
    "Tỉnh/TP",
    "Sở",
    "Các sở",
    "Unit",
)


def read(
    path: Path, rows: Rows, merged: tuple[str, ...] = (), sheet: str = "KQ"
) -> tuple[list[Claims], list[Findings]]:
    write_sheet(path / "a.xlsx", rows, sheet, merged)
    return of(path / "a.xlsx")


def of(file: Path) -> tuple[list[Claims], list[Findings]]:
    claims, _notes = audit_tables(read_book(file, file.name), None)
    return claims, [audit(each) for each in claims]


def roles(claims: Claims) -> dict[str, str]:
    return {each.column: each.role for each in claims.columns}


def faults(findings: Findings) -> list[tuple[str, str]]:
    return [(each.kind, each.cell.rpartition("!")[2]) for each in findings.found]


def test_heads(tmp_path: Path) -> None:
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
        claims, findings = read(tmp_path, rows)
        assert list(roles(claims[0]).values()) == ["unit", "points", "max", "index", "rating", "rank"], rows[0]
        assert faults(findings[0]) == [("rank", "G4")], rows[0]
        assert findings[0].compared == {"percentages": 3, "maxima": 3, "ranks": 3, "ratings": 3}, rows[0]


def test_reversed_ranks_are_wrong_whatever_the_points_are_called(tmp_path: Path) -> None:
    for points in POINTS:
        rows = [["STT", "Đơn vị", points, "Xếp hạng"], [1, "A", 76, 1], [2, "B", 77, 2], [3, "C", 80, 3]]
        _claims, findings = read(tmp_path, rows)
        assert faults(findings[0]) == [("rank", "D2"), ("rank", "D4")], points


def test_work_of_steering_is_an_area_and_no_total(tmp_path: Path) -> None:
    """`Công tác…` begins like `Cộng`; so does `công vụ`."""
    rows = [
        ["TT", "Tên xã", "Công tác chỉ đạo", "Cải cách thể chế", "Chế độ công vụ", "Tổng", "Xếp hạng"],
        ["", "Điểm tối đa", 30, 30, 40, 100],
        [1, "Xã A", 28, 25, 32, 85, 1],
        [2, "Xã B", 20, 25, 31, 76.5, 2],
        [3, "Xã C", 20, 31, 20, 71, 3],
    ]
    claims, findings = read(tmp_path, rows)
    assert list(roles(claims[0]).values())[1:] == ["part", "part", "part", "points", "rank"]
    assert faults(findings[0]) == [("sum", "F4"), ("over_max", "D5")]


def test_stages_and_the_self_score(tmp_path: Path) -> None:
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
    claims, findings = read(tmp_path, rows)
    assert list(roles(claims[0]).values()) == ["unit", "self", "part", "part", "points", "index", "rank"]
    assert faults(findings[0]) == [("sum", "F5")]
    assert findings[0].compared == {"sums": 4, "percentages": 4, "ranks": 3}
    assert claims[0].passed_over == ["Trung bình (KQ!B7)"]


def test_a_row_of_a_section_before_the_first_unit(tmp_path: Path) -> None:
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
    claims, findings = read(tmp_path, rows, ("A2:F2", "A5:F5"))
    assert claims[0].columns[1].heading == "Điểm đạt được"
    assert faults(findings[0]) == [("rank", "F7")]


def test_areas_with_points_percentage_and_rank_each(tmp_path: Path) -> None:
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
    claims, findings = read(tmp_path, rows, ("A1:A2", "B1:B2", "C1:E1", "F1:H1", "I1:K1"))
    assert [(each.role, each.of) for each in claims[0].columns][1:5] == [
        ("points", "Chỉ đạo (15 điểm)"),
        ("percent", "Chỉ đạo (15 điểm)"),
        ("rank", "Chỉ đạo (15 điểm)"),
        ("points", "Thể chế (10 điểm)"),
    ]
    assert faults(findings[0]) == [("percent", "G5"), ("rank", "H3"), ("rank", "H4")]
    assert findings[0].maxima == {"Tổng hợp – Chỉ số (%)": 25.0}


@pytest.mark.parametrize("years", [(2021, 2022), ("Năm 2021", "Năm 2022")])
def test_two_years_beside_one_another(tmp_path: Path, years: tuple[Any, Any]) -> None:
    rows: Rows = [
        ["STT", "Tỉnh, thành phố", "Chỉ số CCHC", None, "Xếp hạng", None, "Tăng/giảm bậc"],
        [None, None, *years, *years, None],
        [1, "A", 85, 86, 2, 1, 1],
        [2, "B", 86, 85.5, 1, 2, "Giảm 1 bậc"],
        [3, "C", 80, 80, 2, 3, "-"],
        [4, "D", 79, 79.5, 4, 4, 1],
    ]
    claims, findings = read(tmp_path, rows, ("C1:D1", "E1:F1"))
    assert [(each.role, each.of) for each in claims[0].columns][1:] == [
        ("index", "2021"),
        ("index", ""),
        ("rank", "2021"),
        ("rank", ""),
        ("change", ""),
    ]
    assert faults(findings[0]) == [("change", "G6"), ("rank", "E5")]


def test_ranks_as_people_type_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Chỉ số", "Thứ hạng"],
        [1, "A", "90,1", "1"],
        [2, "B", "85,5", "=2"],
        [3, "C", "85,5", "2="],
        [4, "D", "85", "4/5"],
        [5, "E", "84", "Thứ 4"],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("rank", "D6")]


def test_cells_that_are_no_number_are_told_and_blame_nobody_else(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Lĩnh vực 1", "Lĩnh vực 2", "Tổng điểm", "Chỉ số", "Xếp hạng"],
        [1, "A", 40, 45, 85, 85, 1],
        [2, "B", "4O", 40, 80, 80, 2],
        [3, "C", 30, "-", 30, "85..2", 3],
        [4, "D", 20, "x", 25, 25, 4],
        [5, "E", 10, 10, 20, 20, "chưa rõ"],
        [6, "F", 5, 5, 10, 10, 6],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("unread", cell) for cell in ("C3", "F4", "D5", "G6")]
    cells = {(each.what, cell.rpartition("!")[2]) for each in findings[0].unchecked for cell in each.cells}
    assert {("sums", "E3"), ("sums", "E5"), ("ranks", "G7")} <= cells
    assert findings[0].compared["sums"] == 4


def test_two_tables_on_a_sheet_and_a_header_that_stands_again(tmp_path: Path) -> None:
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
    claims, findings = read(tmp_path, rows)
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


def test_ties_that_rounding_made_from_a_total_or_from_areas_alone(tmp_path: Path) -> None:
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
        _claims, findings = read(tmp_path, rows)
        ties = [each for each in findings[0].found if each.kind == "tie"]
        assert [each.cell for each in ties] == [f"KQ!{cell}"]
        assert [name for name, _figure in ties[0].others] == ["B", "A"]
        assert [figure for _name, figure in ties[0].others] == pytest.approx(exact, abs=1e-8)
    assert faults(findings[0]) == [("rank_exact", "F2"), ("tie", "E3")]


def test_columns_that_are_no_points(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Mã xã", "Tên xã", "Dân số", "LV1", "LV2", "Tổng cộng", "Xếp thứ", "Ghi chú"],
        [1, 24001, "A", 3000, 60, 30, 90, 1, 5],
        [2, 24002, "B", 5000, 60, 25, 85, 2, None],
        [3, 24003, "C", 2000, 60, 20, 80, 3, None],
    ]
    claims, findings = read(tmp_path, rows)
    assert roles(claims[0]) == dict(
        zip("CDEFGHI", ["unit", "other", "part", "part", "points", "rank", "other"], strict=True)
    )
    assert findings[0].found == []
    assert findings[0].compared["sums"] == 3


def test_indices_of_areas_do_not_add_up(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Tỉnh", "Chỉ số thành phần 1", "CSTP 2 (%)", "Chỉ số CCHC", "Xếp hạng"],
        [1, "A", 90, 80, 81, 1],
        [2, "B", 85, 75, 76, 2],
        [3, "C", 85, 70, 74, 3],
    ]
    _claims, findings = read(tmp_path, rows)
    assert findings[0].found == []
    assert [(each.what, each.reason) for each in findings[0].unchecked] == [("percentages", "no_max")]


def test_bonus_and_penalty(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Điểm thẩm định", "Điểm thưởng", "Điểm trừ", "Tổng điểm", "Xếp hạng"],
        [1, "A", 80, 2, 1, 81, 1],
        [2, "B", 80, 0, -0.5, 79.5, 2],
        [3, "C", 70, 1, 0, 70, 3],
    ]
    _claims, findings = read(tmp_path, rows)
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
def test_a_total_before_bonus_and_penalty_is_no_part_of_its_own(
    tmp_path: Path, before: str, after: str, less: int
) -> None:
    """Both totals are checked, and each is what it stands for."""
    rows = with_bonus(before, after, less)
    claims, findings = read(tmp_path, rows)
    assert list(roles(claims[0]).values())[5:] == ["subtotal", "bonus", "penalty", "points", "rank"]
    assert findings[0].found == []
    assert findings[0].compared["sums"] == 10
    rows[2][9] -= 0.25
    assert faults(read(tmp_path, rows)[1][0]) == [("sum", "J3")]
    rows[2][9] += 0.25
    rows[2][6] += 0.25
    # The final total adds up without the wrong one before it.
    assert faults(read(tmp_path, rows)[1][0]) == [("sum", "G3")]


def test_a_quarter_of_a_point_is_no_rounding_among_hundredths(tmp_path: Path) -> None:
    rows = [[*row[:6], *row[7:]] for row in with_bonus("Cộng", "Tổng cộng")]
    rows[2][8] -= 0.25
    assert faults(read(tmp_path, rows)[1][0]) == [("sum", "I3")]


def test_the_name_of_an_area_that_is_not_merged(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Đơn vị", "Chỉ đạo", None, "Thể chế", None, "Tổng điểm", "Xếp hạng"],
        [None, None, "Điểm", "Tỷ lệ (%)", "Điểm", "Tỷ lệ (%)", None, None],
        [1, "A", 9, 55, 18, 90, 27, 1],
        [2, "B", 8, 80, 17, 85, 25, 2],
        [3, "C", 7, 70, 15, 75, 22, 3],
    ]
    claims, findings = read(tmp_path, rows)
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
    assert error.value.problems[0].where.endswith("!D2")


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
            assert "KQ!C3" in str(error.value.problems[0].where)
        else:
            assert of(tmp_path / "a.xlsx")[1][0].found == []


def test_components_whose_maximum_stands_after_the_points(tmp_path: Path) -> None:
    """The percentage is of the points, not of the maximum beside it."""
    rows: Rows = [
        ["STT", "Tiêu chí", "Điểm đạt được", "Điểm tối đa", "Tỷ lệ %"],
        [1, "Chỉ đạo", 2, 3, 66.67],
        [1.1, "Kế hoạch", 1, 1, 100],
        [1.2, "Báo cáo", 1, 2, 40],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("percent", "E4")]


def test_components_that_are_no_number(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Thẩm định"],
        [1, "Chỉ đạo", 3, 2],
        [1.1, "Kế hoạch", 1, "O,5"],
        [1.2, "Báo cáo", 2, 2],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("unread", "D3")]
    assert [each.reason for each in findings[0].unchecked] == ["unread"]


def test_points_taken_off_the_maximum(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Đơn vị", "Điểm tối đa", "Điểm đạt", "Điểm trừ", "Tỷ lệ"],
        [1, "A", 100, 90, 10, 90],
        [2, "B", 100, 85, 15, 85],
        [3, "C", 80, 62, 20, 77.5],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("sum", "D4")]


def test_units_beside_one_another_with_percentages_and_ranks_below(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Lĩnh vực", "Điểm tối đa", "Xã A", "Xã B", "Xã C"],
        [1, "Chỉ đạo", 10, 9, 8, 7],
        [2, "Thể chế", 20, 15, 14, 13],
        ["", "Tổng điểm", 30, 24, 22, 21],
        ["", "Tỷ lệ (%)", None, 80, 75, 70],
        ["", "Xếp loại", None, "Tốt", "Khá", "Khá"],
        ["", "Xếp hạng", None, 1, 3, 2],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("sum", "F4"), ("percent", "E5"), ("rank", "E7"), ("rank", "F7")]
    assert findings[0].compared == {"sums": 4, "percentages": 3, "ranks": 3, "ratings": 3}


def test_a_column_of_weights_accuses_nobody(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Trọng số", "Thẩm định"],
        [1, "Chỉ đạo", 3, 5, 3],
        [1.1, "Kế hoạch", 1, 1, 1],
        [1.2, "Báo cáo", 2, 1, 2],
        [2, "Thể chế", 2, 7, 2],
        [2.1, "Rà soát", 2, 1, 2],
    ]
    _claims, findings = read(tmp_path, rows)
    assert findings[0].found == []
    assert [(each.reason, each.about) for each in findings[0].unchecked] == [("not_parts", ("Trọng số",))]


def test_a_column_without_a_single_number(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Đơn vị", "Tổng điểm", "Hạng"], [1, "A", "9O", 1], [2, "B", "8O", 2]]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("unread", "C2"), ("unread", "C3")]
    assert findings[0].compared.get("ranks", 0) == 0


def test_footnotes_and_signatures_are_no_units(tmp_path: Path) -> None:
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
    _claims, findings = read(tmp_path, rows)
    assert findings[0].found == []
    assert findings[0].compared == {"percentages": 2, "ranks": 2}


def test_a_change_without_the_other_year_is_not_checked(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Đơn vị", "Chỉ số", "Tăng/giảm"], [1, "A", 90, 1], [2, "B", 80, -2]]
    _claims, findings = read(tmp_path, rows)
    assert ("changes", "no_parts") in [(each.what, each.reason) for each in findings[0].unchecked]


def test_a_table_that_goes_on_below_its_header_again(tmp_path: Path) -> None:
    head = ["STT", "Đơn vị", "Điểm số", "Xếp hạng"]
    rows: Rows = [head, [1, "A", 90, 1], [2, "B", 80, 2], head, [3, "C", 70, 3], [4, "D", 60, 5]]
    claims, findings = read(tmp_path, rows)
    assert len(claims) == 1
    assert faults(findings[0]) == [("rank", "D6")]
    assert findings[0].compared == {"ranks": 4}


@pytest.mark.parametrize("gap", [[], [None]])
def test_a_list_that_goes_on_beside_itself(tmp_path: Path, gap: list[Any]) -> None:
    head = ["STT", "Đơn vị", "Chỉ số", "Xếp hạng"]
    rows: Rows = [
        ["XẾP HẠNG CCHC 2023"],
        [*head, *gap, *head],
        [1, "Xã 1", 95.1, 1, *gap, 4, "Xã 4", 92.5, 4],
        [2, "Xã 2", 94.2, 2, *gap, 5, "Xã 5", 91, 6],
        [3, "Xã 3", 93, 3, *gap, 6, "Xã 6", 90.2, 6],
    ]
    claims, findings = read(tmp_path, rows)
    assert len(claims) == 1
    assert findings[0].compared["ranks"] == 6
    assert faults(findings[0]) == [("rank", "I4" if gap else "H4")]


def test_two_tables_beside_one_another_with_a_first_place_each(tmp_path: Path) -> None:
    head = ["STT", "Đơn vị", "Chỉ số", "Xếp hạng"]
    rows: Rows = [
        [*head, None, *head],
        [1, "Sở 1", 95.1, 1, None, 1, "Xã 1", 92.5, 1],
        [2, "Sở 2", 94.2, 2, None, 2, "Xã 2", 91, 3],
    ]
    _claims, findings = read(tmp_path, rows)
    assert [faults(each) for each in findings] == [[], [("rank", "I3")]]


def test_the_total_is_named_by_its_own_cells_where_it_is_not_checked(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Đơn vị", "Tổng điểm", "Xếp hạng"], [1, "A", 90, 1], [2, "B", 80, 2]]
    _claims, findings = read(tmp_path, rows)
    assert [(each.reason, each.cells) for each in findings[0].unchecked] == [("no_parts", ("KQ!C2", "KQ!C3"))]


def test_what_was_assumed_is_told(tmp_path: Path) -> None:
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
    claims, findings = read(tmp_path, rows)
    assert findings[0].found == []
    assert findings[0].apart == ["KHỐI SỞ", "KHỐI HUYỆN"]
    assert findings[0].ties == ["dense"]
    assert [each.role for each in claims[0].columns if each.fraction] == ["index"]


@pytest.mark.parametrize("sign", ["-", "–", "…", "⊘", "không nộp", "Chưa gửi báo cáo", "Không xếp hạng", "KXH"])
def test_a_unit_that_handed_nothing_in_contradicts_nothing(sign: str, tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Tên đơn vị", "Tổng điểm", "Xếp hạng"],
        [1, "A", 91, 1],
        [2, "B", 82, 2],
        [3, "C", sign, sign],
        [4, "D", 73, 3],
    ]
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == []
    assert findings[0].compared["ranks"] == 3
    rows[4][3] = 4
    _claims, findings = read(tmp_path, rows)
    assert faults(findings[0]) == [("rank", "D5")]


@pytest.mark.parametrize(
    "heading",
    [
        *("Xã, phường, đặc khu", "Xã, phường", "Tên quận - huyện", "Sở - ban - ngành", "Sở, ban, ngành", "Phòng, ban"),
        *("Các sở, ban, ngành", "Xã/Phường/Đặc khu", "Cơ quan, đơn vị", "Đặc khu", "Sở, ban, ngành và UBND huyện"),
    ],
)
def test_units_go_by_many_names(heading: str, tmp_path: Path) -> None:
    rows: Rows = [["STT", heading, "Tổng điểm", "Xếp hạng"], [1, "A", 91, 1], [2, "B", 82, 3], [3, "C", 73, 2]]
    _claims, findings = read(tmp_path, rows)
    assert sorted(faults(findings[0])) == [("rank", "D3"), ("rank", "D4")]


@pytest.mark.parametrize("heading", ["DDCI năm 2024", "Điểm số DDCI", "SIPAS", "Chỉ số DGI (thang điểm 100)", "ICT"])
def test_the_column_before_the_ranks_is_what_they_follow(heading: str, tmp_path: Path) -> None:
    """Whatever the parts are weighted by: they are not accused, and a wrong rank is."""
    rows: Rows = [
        ["STT", "Đơn vị", "Minh bạch", "Chi phí", heading, "Xếp hạng"],
        [1, "A", 8.1, 9.3, 84.24, 1],
        [2, "B", 7.7, 8.5, 78.9, 2],
        [3, "C", 6.2, 7.9, 66.05, 3],
        [4, "D", 6.3, 5.1, 60.7, 4],
    ]
    assert faults(read(tmp_path, rows)[1][0]) == []
    rows[2][5], rows[3][5] = 3, 2
    assert sorted(faults(read(tmp_path, rows)[1][0])) == [("rank", "F3"), ("rank", "F4")]


@pytest.mark.parametrize(
    ("ranks", "wrong"), [((1, 2, 3, 4), []), ((1, 3, 2, 4), []), ((1, 2, 2, 4), []), ((1, 2, 4, 3), ["C4"])]
)
def test_decimals_that_are_not_printed_may_tell_equal_figures_apart(
    ranks: tuple[int, ...], wrong: list[str], tmp_path: Path
) -> None:
    figures = (71.3, 70.88, 70.88, 65.1)
    rows: Rows = [["Tỉnh", "Tổng điểm", "Xếp hạng"]]
    rows += [[f"Tỉnh {n}", figure, rank] for n, (figure, rank) in enumerate(zip(figures, ranks, strict=True))]
    assert faults(read(tmp_path, rows)[1][0]) == [("rank", cell) for cell in wrong]
