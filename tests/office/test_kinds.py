"""Spellings of one thing: each is read as the same, and what is nearly so is told."""

import csv
from pathlib import Path
from typing import Any

import pytest

from cchc_cli.index.audit import audit
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.rules import Choice
from cchc_cli.office.frameworks.draft import CriteriaDraft, draft_criteria
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.read.books import plain_cell
from tests.conftest import Run
from tests.office.annex import write_sheet
from tests.office.test_real_sheets import CRITERIA, HEADER, imported, scores

Rows = list[list[Any]]


def book(rows: Rows) -> Book:
    """A sheet in memory."""
    width = max(map(len, rows))
    cells = [[plain_cell(float(v) if isinstance(v, int) else v or None) for v in row] for row in rows]
    return Book("a.xlsx", (Grid("a.xlsx", "S", [[*row, *[None] * (width - len(row))] for row in cells]),))


def drafted(*rows: list[Any]) -> CriteriaDraft:
    return draft_criteria(book([["BỘ TIÊU CHÍ"], *rows]), None)


def outline(draft: CriteriaDraft) -> list[tuple[str, float | None]]:
    return [(leaf.name, leaf.points) for leaf in draft.leaves()]


def told(draft: CriteriaDraft) -> list[str]:
    return [doubt.text for doubt in draft.doubts]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "criteria.yaml").write_text(CRITERIA, "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.csv").write_text("unit,name\nxa-m,Xã Mỹ An\np-n,Phường Nam Cường\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "head",
    [
        [["TT", "Chỉ số", "Khung điểm"]],
        [["STT", "Nội dung (điểm tối đa)", "Thang điểm"]],
        [["STT", "Tiêu chuẩn", "Điểm", "", ""], ["", "", "Tối đa", "Tự chấm", "Thẩm định"]],
        [["STT", "Nhiệm vụ", "Tổng điểm (1000)"], ["(1)", "(2)", "(3)"]],
        [["STT", "Tiêu chí", "Kết quả", ""], ["", "", "Điểm", ""], ["", "", "Điểm chuẩn", "Đạt"], ["A", "B", "1", "2"]],
    ],
)
def test_heads_of_any_number_of_rows(head: Rows) -> None:
    draft = drafted(*head, ["1", "Hạ tầng", 6], ["1.1", "Phủ sóng", 4], ["1.2", "Thiết bị", 2])
    assert outline(draft) == [("Phủ sóng", 4), ("Thiết bị", 2)]
    assert told(draft) == []


@pytest.mark.parametrize(
    ("titles", "points"),
    [
        (("I. Hạ tầng", "II. Ứng dụng"), None),
        (("A. HẠ TẦNG (6 điểm)", "B. ỨNG DỤNG (4 điểm)"), 6),
        (("Lĩnh vực 1: Hạ tầng", "Lĩnh vực 2: Ứng dụng"), None),
        (("Hạ tầng", "Ứng dụng"), None),
    ],
)
def test_the_name_of_an_area_above_each_table(titles: tuple[str, str], points: float | None) -> None:
    head = ["TT", "Tiêu chí", "Điểm tối đa"]
    rows = [[titles[0]], head, ["1", "Máy", 2], ["2", "Mạng", 4], [titles[1]], head, ["1", "Văn bản", 4]]
    draft = drafted(*rows)
    assert [area.name.casefold() for area in draft.areas] == ["hạ tầng", "ứng dụng"]
    assert draft.areas[0].points == points
    assert outline(draft) == [("Máy", 2), ("Mạng", 4), ("Văn bản", 4)]


@pytest.mark.parametrize(
    "rows",
    [
        [["1.1", "Đúng hạn: 4 điểm"], ["1.2", "Chậm: 2 điểm"], ["1.3", "Không: 0 điểm"]],
        [["1.1", "Đúng hạn", 4], ["1.2", "Chậm", 2], ["1.3", "Không", 0]],
        [["a)", "Đúng hạn", 4], ["b)", "Chậm", 2], ["c)", "Không", 0]],
        [["", "- Đúng hạn", 4], ["", "- Chậm", 2], ["", "- Không", 0]],
        [["", "Đúng hạn (4đ), Chậm (2đ), Không (0đ)"]],
    ],
)
def test_options_below_a_component(rows: Rows) -> None:
    draft = drafted(["STT", "Tiêu chí", "Điểm tối đa"], ["I", "Chung", 4], ["1", "Báo cáo", 4], *rows)
    assert outline(draft) == [("Báo cáo", 4)]
    rule = draft.leaves()[0].rule
    assert rule is not None
    assert list(rule.given().items()) == [("Đúng hạn", 4), ("Chậm", 2), ("Không", 0)]  # type: ignore[union-attr]
    assert told(draft) == []


def test_rows_that_merely_fall_stay_components_and_are_told() -> None:
    draft = drafted(
        *(["STT", "Tiêu chí", "Điểm tối đa"], ["I", "Chung", 4], ["1", "Báo cáo", 4]),
        *(["1.1", "Quý", 4], ["1.2", "Năm", 2]),
    )
    assert outline(draft) == [("Quý", 4), ("Năm", 2)]
    assert told(draft) == ["4 points stand here, but what is below sums to 6."]


@pytest.mark.parametrize("names", [("Trước hạn", "Đúng hạn", "Quá hạn"), ("Tốt", "Khá", "Trung bình", "Yếu")])
@pytest.mark.parametrize("number", ["1.{}", "1.{}.", "1.{})"])
def test_numbered_rows_that_fall_from_the_maximum_are_options_and_told(names: tuple[str, ...], number: str) -> None:
    rows = [[number.format(at + 1), name, 5 - at] for at, name in enumerate(names)]
    draft = drafted(["STT", "Chỉ số", "Điểm tối đa"], ["1", "Thời hạn", 5], *rows, ["2", "Thái độ", 2])
    assert outline(draft) == [("Thời hạn", 5), ("Thái độ", 2)]
    rule = draft.leaves()[0].rule
    assert isinstance(rule, Choice)
    assert rule.given() == {name: 5 - at for at, name in enumerate(names)}
    assert [text for text in told(draft) if text.startswith("its rows were read as options: the first gives all 5")]


def test_what_a_row_says_of_owner_source_and_evidence_goes_to_the_rows_below() -> None:
    head = ["STT", "Tiêu chí", "Điểm tối đa", "Đơn vị theo dõi", "Tài liệu kiểm chứng", "Hình thức đánh giá"]
    draft = drafted(
        *(head, ["I", "Chung", 5, "Văn phòng", "Hồ sơ", "Điều tra xã hội học"], ["1", "Họp", 3, "", "", ""]),
        *(["1.1", "Quý", 1, "", "", ""], ["1.2", "Năm", 2, "Nội vụ", "Biên bản", "Thẩm định"], ["2", "Báo cáo", 2]),
    )
    assert [(draft.owners[leaf.owner], leaf.evidence, leaf.source) for leaf in draft.leaves()] == [
        ("Văn phòng", ["Hồ sơ"], "survey"),
        ("Nội vụ", ["Biên bản"], "appraisal"),
        ("Văn phòng", ["Hồ sơ"], "survey"),
    ]
    assert told(draft) == []


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("PHỤ LỤC I. BỘ CHỈ SỐ CẤP XÃ", "BỘ CHỈ SỐ CẤP XÃ"),
        ("Phụ lục số 02 - Bộ chỉ số cấp xã", "Bộ chỉ số cấp xã"),
        ("Phụ lục: Bộ chỉ số cấp xã", "Bộ chỉ số cấp xã"),
        ("PHỤ LỤC\nBộ chỉ số cấp xã", "Bộ chỉ số cấp xã"),
        ("Biểu số 01/CCHC: Bộ chỉ số cấp xã", "Bộ chỉ số cấp xã"),
        ("Mẫu 2a. Bộ chỉ số cấp xã", "Bộ chỉ số cấp xã"),
        ("Biểu chỉ số cấp xã", "Biểu chỉ số cấp xã"),
    ],
)
def test_the_number_of_an_annex_is_no_part_of_the_name(above: str, name: str) -> None:
    rows = [[above], ["STT", "Tiêu chí", "Điểm tối đa"], ["I", "Chung", 4], ["1", "Họp", 4]]
    assert draft_criteria(book(rows), None).title == name


def test_names_with_their_maxima_and_a_flat_list_with_its_total() -> None:
    rows: Rows = [["TT", "Tiêu chí"], ["1", "Chung (6 điểm)"], ["1.1", "Họp (4 điểm)"], ["1.2", "Báo cáo (2đ)"]]
    assert outline(drafted(*rows)) == [("Họp", 4), ("Báo cáo", 2)]
    flat: Rows = [["Nội dung", "Điểm tối đa"], ["Họp", 3], ["Báo cáo", 2], ["Hồ sơ", 4], ["Tổng cộng", 9]]
    assert outline(drafted(*flat)) == [("Họp", 3), ("Báo cáo", 2), ("Hồ sơ", 4)]


def test_a_column_of_numbers_that_says_nothing_is_told() -> None:
    draft = drafted(["STT", "Tiêu chí", "Điểm tối đa", "Dân số"], ["1", "A", 4, 9], ["1.1", "B", 4, 9])
    assert draft.notes == ["Columns that were not read: S!D2 “Dân số”."]


REACHED: list[tuple[str, Rows]] = [
    ("numbered", [["1.1.1", "Đúng mẫu", 3, 3], ["1.1.2", "Sai mẫu", 1, ""]]),
    ("ticks", [["", "Đúng mẫu", 3, "x"], ["", "Sai mẫu", 1, ""]]),
    ("ticks", [["-", "Đúng mẫu: 3 điểm", "", "✓"], ["-", "Sai mẫu: 1 điểm", "", ""]]),
]


@pytest.mark.parametrize(("_kind", "options"), REACHED)
@pytest.mark.parametrize("own", ["", 3])
def test_the_option_that_was_reached(_kind: str, options: Rows, own: Any, folder: Path, run: Run) -> None:
    rows = [HEADER, ["1.1", "Soạn thảo", 3, own], *options, ["1.2", "Lưu trữ", 4, 4]]
    assert imported(run, folder, rows, "--unit", "xa-m")["xa-m", "1.1"]["score"] == "3"


def test_a_component_with_other_points_than_its_option_is_refused(folder: Path, run: Run) -> None:
    rows = [HEADER, ["1.1", "Soạn thảo", 3, 2], ["", "Đúng mẫu", 3, 3], ["1.2", "Lưu trữ", 4, 4]]
    outcome = run(
        "-C", folder, "import", "scores", write_sheet(folder / "a.xlsx", rows), "--year", 2024, "--unit", "xa-m"
    )
    assert outcome.status == 2
    assert "1.1 has other points than its option Đúng mẫu" in outcome.err


@pytest.mark.parametrize(("bonus", "penalty"), [("Điểm cộng", "Điểm trừ"), ("Điểm ưu tiên", "ĐIỂM PHẠT")])
def test_the_only_bonus_may_be_called_otherwise(bonus: str, penalty: str, folder: Path, run: Run) -> None:
    rows = [HEADER, ["1.1", "Soạn thảo", 3, 2], ["", bonus, 2, 1], ["", penalty, -3, -0.5]]
    found = imported(run, folder, rows, "--unit", "xa-m")
    assert (found["xa-m", "thuong"]["score"], found["xa-m", "phat"]["score"]) == ("1", "0.5")


@pytest.mark.parametrize(
    "names", [("Mỹ An", "Nam Cường"), ("X. Mỹ An", "P. Nam Cường"), ("UBND xã Mỹ An", "CÔNG AN PHƯỜNG NAM CƯỜNG")]
)
def test_units_by_short_names(names: tuple[str, str], folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", *names], ["1.1", "Soạn thảo", 2, 1], ["1.2", "Lưu trữ", 4, 3]]
    assert {unit for unit, _component in imported(run, folder, rows)} == {"xa-m", "p-n"}


def test_a_unit_of_another_kind_is_another_unit(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Xã Mỹ An", "Phường Mỹ An"], ["1.1", "Soạn thảo", 2, 1]]
    outcome = run("-C", folder, "import", "scores", write_sheet(folder / "a.xlsx", rows), "--year", 2024)
    assert outcome.status == 2
    assert "the unit Phường Mỹ An is not in units.csv" in outcome.err


def test_survey_points_in_a_column_of_their_own(folder: Path, run: Run) -> None:
    rows = [[*HEADER, "ĐTXHH"], ["1.1", "Soạn thảo", 3, 2, ""], ["1.2", "Lưu trữ", 4, "", "3,5"]]
    imported(run, folder, rows, "--unit", "xa-m")
    assert [row["score"] for row in scores(folder).values()] == ["2", "3.5"]
    (folder / "data" / "scores-2024.csv").unlink()
    rows[1][4] = 3
    outcome = run(
        "-C", folder, "import", "scores", write_sheet(folder / "a.xlsx", rows), "--year", 2024, "--unit", "xa-m"
    )
    assert outcome.status == 2
    assert "nothing says which of these columns counts" in outcome.err


def wrong(rows: Rows) -> list[str]:
    claims, _notes = audit_tables(book([["KẾT QUẢ"], *rows]), None)
    return [each.cell.rpartition("!")[2] for part in claims for each in audit(part).found]


@pytest.mark.parametrize(
    "weights",
    [
        [["TT", "Đơn vị", "Thẩm định (60%)", "Hài lòng (40%)", "Chỉ số", "Hạng"]],
        [["TT", "Đơn vị", "Thẩm định", "Hài lòng", "Chỉ số", "Hạng"], ["", "Trọng số", 0.6, 0.4]],
        [["TT", "Đơn vị", "Thẩm định (trọng số 0,6)", "Hài lòng (trọng số 0,4)", "DDCI", "Hạng"]],
    ],
)
def test_an_index_is_recomputed_with_its_weights(weights: Rows) -> None:
    rows: Rows = [[1, "A", 80, 90, 84, 1], [2, "B", 70, 80, 74, 2], [3, "C", 60, 90, 72, 3], [4, "D", 60, 80, 68, 4]]
    assert wrong([*weights, *rows]) == []
    rows[1][4] = 75
    assert wrong([*weights, *rows]) == [f"E{len(weights) + 3}"]


def test_without_weights_only_ranks_are_compared() -> None:
    rows: Rows = [["TT", "Đơn vị", "Thẩm định", "Hài lòng", "Chỉ số", "Hạng"]]
    rows += [[1, "A", 80, 90, 84, 1], [2, "B", 70, 80, 74, 3], [3, "C", 60, 90, 72, 2]]
    assert sorted(wrong(rows)) == ["F4", "F5"]


@pytest.mark.parametrize(
    "words", [("Nhất", "Nhì", "Ba"), ("thứ nhất", "thứ hai", "thứ ba"), ("Hạng 1", "Hạng 2", "Hạng 3")]
)
def test_ranks_in_words(words: tuple[str, str, str]) -> None:
    first, second, third = (word if " " in word else f"Thứ {word.casefold()}" for word in words)
    rows: Rows = [
        ["TT", "Đơn vị", "Tổng điểm", "Xếp hạng"],
        [1, "A", 90, first],
        [2, "B", 80, second],
        [3, "C", 70, third],
    ]
    assert wrong(rows) == []
    rows[1][3], rows[2][3] = second, first
    assert sorted(wrong(rows)) == ["D3", "D4"]


def test_the_file_of_scores_has_one_row_a_component(folder: Path, run: Run) -> None:
    rows = [HEADER, ["1.1", "Soạn thảo", 3, ""], ["", "Đúng mẫu", 3, 3], ["1.2", "Lưu trữ", 4, 4]]
    imported(run, folder, rows, "--unit", "xa-m")
    with (folder / "data" / "scores-2024.csv").open(encoding="utf-8") as file:
        assert [row["component"] for row in csv.DictReader(file)] == ["1.1", "1.2"]
