"""How provinces number their criteria: every way becomes the same tree."""

from pathlib import Path
from typing import Any

import docx
import pytest

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import load_framework
from cchc_cli.model.rules import Choice, Tiers
from cchc_cli.office.words.numbers import mark_of
from tests.conftest import Run
from tests.office.annex import write_sheet

HEADER = ["TT", "Nội dung", "Điểm chuẩn"]
NAMES = ["Chỉ đạo", "Kế hoạch", "Ban hành", "Thực hiện", "Thủ tục", "Hồ sơ", "Tiếp nhận", "Trả kết quả"]
POINTS = [5, 5, 2, 3, 7, 7, 4, 3]
STYLES = {
    "roman dotted": ["I", "I.1", "I.1.1", "I.1.2", "II", "II.1", "II.1.1", "II.1.2"],
    "letter dotted": ["A", "A.1", "A.1.a", "A.1.b", "B", "B.1", "B.1.a", "B.1.b"],
    "dotted letter": ["1", "1.1", "1.1.a", "1.1.b", "2", "2.1", "2.1.a", "2.1.b"],
    "anew": ["A", "I", "1", "2", "B", "I", "1", "2"],
    "words": ["Phần I", "Tiêu chí 1", "Chỉ tiêu 1", "Chỉ tiêu 2", "Phần II", "Tiêu chí 1", "Chỉ tiêu 1", "Chỉ tiêu 2"],
    "words, then bare": ["Lĩnh vực 1", "1", "1.1", "1.2", "Lĩnh vực 2", "1", "1.1", "1.2"],
    "short words": ["LV1", "TC1", "TCTP1", "TCTP2", "LV2", "TC1", "TCTP1", "TCTP2"],
    "bare, then words": ["I", "Tiêu chí 1", "a", "b", "II", "Tiêu chí 1", "a", "b"],
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("inside", [False, True])
def test_three_levels_in_every_way_of_numbering(style: str, inside: bool, tmp_path: Path, run: Run) -> None:
    """`inside`: the numbers stand before the names, in one column."""
    rows: list[list[Any]] = [["BỘ TIÊU CHÍ"], HEADER[inside:]]
    for mark, name, points in zip(STYLES[style], NAMES, POINTS, strict=True):
        rows.append([f"{mark}. {name}", points] if inside else [mark, name, points])
    outcome = run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows))
    assert outcome.status == 0
    tree = load_framework(WorkspaceFolder(tmp_path)).criteria
    found = [
        (area.name, criterion.name, [(part.name, part.max) for part in criterion.components])
        for area in tree.areas
        for criterion in area.criteria
    ]
    assert found == [
        ("Chỉ đạo", "Kế hoạch", [("Ban hành", 2), ("Thực hiện", 3)]),
        ("Thủ tục", "Hồ sơ", [("Tiếp nhận", 4), ("Trả kết quả", 3)]),
    ]
    assert "TODO" not in (tmp_path / "criteria.yaml").read_text("utf-8")


@pytest.mark.parametrize("text", ["Trưởng phòng", "Q1", "2024", "Tiêu chí", "I.", "1.1."])
def test_only_numbers_are_numbers(text: str) -> None:
    assert (mark_of(text) is not None) == (text in ("I.", "1.1."))


@pytest.mark.parametrize(
    "names", [["Nhanh hơn: 6 điểm", "Bằng: 2 điểm", "Chậm: 0 điểm"], ["Đạt: 6", "Gần đạt: 3đ", "Không: 0"]]
)
@pytest.mark.parametrize("beside", [True, False])
def test_numbered_rows_that_say_their_points_are_options(
    names: list[str], beside: bool, tmp_path: Path, run: Run
) -> None:
    said = [float(name.split(":")[1].split()[0].removesuffix("đ")) for name in names]
    rows: list[list[Any]] = [["BỘ CHỈ SỐ"], ["STT", "Các chỉ số đánh giá", "Điểm tối đa"]]
    for number in (1, 2, 3):
        rows.append([str(number), f"Chỉ số thứ {number}", 6])
        rows += [
            [f"{number}.{at}", n, p if beside else None] for at, (n, p) in enumerate(zip(names, said, strict=True), 1)
        ]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 0
    leaves = list(load_framework(WorkspaceFolder(tmp_path)).components)
    assert [leaf.id for leaf in leaves] == ["1", "2", "3"]
    for leaf in leaves:
        assert isinstance(leaf.rule, Choice)
        assert list(leaf.rule.options.values()) == said


def test_numbered_rows_without_points_in_their_names_stay_components(tmp_path: Path, run: Run) -> None:
    rows = [
        ["BỘ CHỈ SỐ"],
        ["STT", "Nhiệm vụ", "Điểm tối đa"],
        ["1", "Họp", 3],
        ["1.1", "Dự họp", 3],
        ["1.2", "Phát biểu", 2],
    ]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 0
    text = (tmp_path / "criteria.yaml").read_text("utf-8")
    assert "3 points stand here, but what is below sums to 5." in text


def test_a_column_of_numbers_may_be_called_after_the_criteria(tmp_path: Path, run: Run) -> None:
    rows = [
        ["BỘ TIÊU CHÍ"],
        ["Tiêu chí", "Nội dung", "Thang điểm"],
        ["Tiêu chí 1", "Văn bản", 4],
        ["Chỉ tiêu 1", "Đủ văn bản", 4],
        ["", "a) Đủ 100%", 4],
        ["", "b) Từ 70% đến dưới 100%", 2],
        ["", "c) Dưới 70%", 0],
        ["Tiêu chí 2", "Thông tin", 3],
        ["Chỉ tiêu 1", "Công khai", 3],
    ]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 0
    leaves = list(load_framework(WorkspaceFolder(tmp_path)).components)
    assert [(leaf.id, leaf.name, leaf.max) for leaf in leaves] == [("1.1", "Đủ văn bản", 4), ("2.1", "Công khai", 3)]
    assert isinstance(leaves[0].rule, Tiers)
    assert [(tier.min, tier.points) for tier in leaves[0].rule.tiers] == [(100, 4), (70, 2), (0, 0)]


@pytest.mark.parametrize("title", ["{roman}. {name}", "Phần {roman}: {name}", "{name}"])
@pytest.mark.parametrize("word", [True, False])
def test_the_name_of_an_area_may_stand_above_its_own_table(title: str, word: bool, tmp_path: Path, run: Run) -> None:
    header = ["TT", "Tiêu chí", "Điểm tối đa"]
    parts = [
        ("I", "Máy móc", [["1", "Máy trạm", "3"], ["2", "Đường truyền", "4"]]),
        ("II", "Con người", [["1", "Tập huấn", "5"]]),
    ]
    file = tmp_path / ("a.docx" if word else "a.xlsx")
    if word:
        document = docx.Document()
        document.add_paragraph("BỘ TIÊU CHÍ ĐÁNH GIÁ")
        for roman, name, rows in parts:
            document.add_paragraph(title.format(roman=roman, name=name))
            table = document.add_table(rows=0, cols=3)
            for row in [header, *rows]:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        document.save(str(file))
    else:
        sheet: list[list[Any]] = [["BỘ TIÊU CHÍ ĐÁNH GIÁ"]]
        for roman, name, rows in parts:
            sheet += [[title.format(roman=roman, name=name)], header, *rows]
        write_sheet(file, sheet)
    assert run("-C", tmp_path, "import", "criteria", file).status == 0
    areas = load_framework(WorkspaceFolder(tmp_path)).criteria.areas
    found = [(area.name, [(criterion.name, criterion.max) for criterion in area.criteria]) for area in areas]
    assert found == [
        ("Máy móc", [("Máy trạm", 3), ("Đường truyền", 4)]),
        ("Con người", [("Tập huấn", 5)]),
    ]


@pytest.mark.parametrize("capitals", [True, False])
def test_a_table_without_numbers_has_levels_by_capitals_or_by_sums(capitals: bool, tmp_path: Path, run: Run) -> None:
    heads = ["Tổ chức", "Con người"]
    heads = [head.upper() for head in heads] if capitals else heads
    rows = [["BỘ TIÊU CHÍ"], ["Nội dung", "Điểm tối đa"], [heads[0], 6], ["Họp", 4], ["Phân công", 2]]
    rows += [[heads[1], 5], ["Tập huấn", 1], ["Thi đua", 4], ["Tổng cộng", 11]]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 0
    areas = load_framework(WorkspaceFolder(tmp_path)).criteria.areas
    found = [(area.name, area.max, [(each.name, each.max) for each in area.criteria]) for area in areas]
    assert found == [(heads[0], 6, [("Họp", 4), ("Phân công", 2)]), (heads[1], 5, [("Tập huấn", 1), ("Thi đua", 4)])]


def test_a_table_without_numbers_whose_sums_do_not_fit_is_refused(tmp_path: Path, run: Run) -> None:
    rows = [["BỘ TIÊU CHÍ"], ["Nội dung", "Điểm tối đa"], ["Tổ chức", 6], ["Họp", 4], ["Phân công", 3], ["Thi đua", 4]]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 2


def test_bulleted_rows_with_points_in_brackets_that_sum_up_are_components(tmp_path: Path, run: Run) -> None:
    rows = [["BỘ TIÊU CHÍ"], ["Nội dung", "Điểm"], ["I. Chung (15đ)"], ["- Đoàn kết (9đ)"], ["- Kỷ luật (6đ)"]]
    rows += [["II. Riêng (8 điểm)"], ["- Sản lượng (5 điểm)"], ["+ Chất lượng (3 điểm)"]]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 0
    leaves = list(load_framework(WorkspaceFolder(tmp_path)).components)
    assert [(leaf.name, leaf.max) for leaf in leaves] == [
        *(("Đoàn kết", 9), ("Kỷ luật", 6), ("Sản lượng", 5), ("Chất lượng", 3)),
    ]


def test_a_sum_that_only_lacks_a_maximum_says_where(tmp_path: Path, run: Run) -> None:
    rows = [["BỘ TIÊU CHÍ"], HEADER, ["1", "Chung", 40], ["1.1", "Họp", 40], ["1.2", "Báo cáo", ""]]
    assert run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows)).status == 0
    text = (tmp_path / "criteria.yaml").read_text("utf-8")
    assert "40 points stand here; what is below sums to 40 without 1.2, where no maximum stands." in text
