"""Headings, titles and units as offices word them: nothing of another column, another framework or another unit."""

from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from tests.conftest import Run
from tests.office.annex import write_sheet
from tests.office.test_real_sheets import CRITERIA, scores

Rows = list[list[Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "criteria.yaml").write_text(CRITERIA, "utf-8")
    (tmp_path / "data").mkdir()
    units = (
        "unit,name\nxa-m,Xã Mỹ An\np-u,UBND phường Bến Nghé\np-c,Công an phường Bến Nghé\nc-t,Công an phường Tân Lập\n"
    )
    (tmp_path / "data" / "units.csv").write_text(units, "utf-8")
    return tmp_path


def of_one(run: Run, folder: Path, head: Rows, first: list[Any], second: list[Any]) -> dict[str, dict[str, str]]:
    rows = [*head, ["1.1", "Soạn thảo", 3, *first], ["1.2", "Lưu trữ", 4, *second]]
    outcome = run(
        "-C", folder, "import", "scores", write_sheet(folder / "a.xlsx", rows), "--year", 2024, "--unit", "xa-m"
    )
    assert outcome.status == 0, outcome.err
    return {component: row for (_unit, component), row in scores(folder).items()}


LABELS = ["STT", "Nội dung", "Điểm chuẩn"]
NOTES: list[Rows] = [
    [[*LABELS, "Điểm tự chấm", "Ghi chú", "Điểm thẩm định", "Ghi chú"]],
    [[*LABELS, "Tự chấm", "Ghi chú (của đơn vị)", "Được công nhận", "Ghi chú (của tổ thẩm định)"]],
    [[*LABELS, "Đơn vị tự chấm", "", "Thẩm định", ""], ["", "", "", "Điểm", "Ghi chú", "Điểm", "Ghi chú"]],
    [
        [*LABELS, "Đơn vị tự đánh giá", "", "Kết quả thẩm định", ""],
        ["", "", "", "Điểm", "Giải trình", "Điểm", "Lý do trừ điểm"],
    ],
]


@pytest.mark.parametrize("head", NOTES)
def test_of_two_remarks_the_appraisers_is_the_note(head: Rows, folder: Path, run: Run) -> None:
    found = of_one(run, folder, head, [3, "đã gửi", 2, "gửi muộn"], [4, "đã làm", 4, ""])
    assert [(row["score"], row["note"]) for row in found.values()] == [("2", "gửi muộn"), ("4", "")]


LAST: list[list[str]] = [
    ["Tự chấm", "Thẩm định lần 2", "Điểm thống nhất"],
    ["Tự ĐG", "Cụm chấm", "Hội đồng chấm"],
    ["Điểm (đơn vị tự chấm)", "SNV ĐG sơ bộ", "Điểm TĐ"],
    ["Cá nhân tự chấm", "Tập thể chấm", "Lãnh đạo duyệt"],
    ["Kết quả tự đánh giá", "Thẩm định lần 1", "Kết quả do Sở Nội vụ đánh giá"],
]


@pytest.mark.parametrize("heads", LAST)
def test_the_last_official_points_count(heads: list[str], folder: Path, run: Run) -> None:
    found = of_one(run, folder, [[*LABELS, *heads]], [3, 2, 1.5], [4, 3, 3.5])
    assert [(row["self"], row["score"]) for row in found.values()] == [("3", "1.5"), ("4", "3.5")]


TITLES = [
    ("Công an Phường Bến Nghé", "p-c"),
    ("UBND Phường Bến Nghé", "p-u"),
    ("Phường Tân Lập", "c-t"),
    ("Công an phường Tân Lập năm 2024", "c-t"),
    ("Phường Bến Nghé", None),
]


@pytest.mark.parametrize(("title", "unit"), TITLES)
def test_an_office_and_its_ward(title: str, unit: str | None, folder: Path, run: Run) -> None:
    rows = [[f"Đơn vị: {title}"], [*LABELS, "Điểm thẩm định"], ["1.1", "Soạn thảo", 3, 2], ["1.2", "Lưu trữ", 4, 4]]
    outcome = run("-C", folder, "import", "scores", write_sheet(folder / "a.xlsx", rows), "--year", 2024)
    if unit is None:
        assert outcome.status == 2
        assert "p-c, p-u" in outcome.err
    else:
        assert {each for each, _component in scores(folder)} == {unit}


def drafted(run: Run, folder: Path, rows: Rows) -> tuple[dict[str, float], str]:
    """The maxima of the components of an annex, and what was told."""
    file = write_sheet(folder / "a.xlsx", [["BỘ TIÊU CHÍ"], *rows])
    outcome = run("-C", folder, "import", "criteria", file, "-o", folder / "new.yaml")
    assert outcome.status == 0, outcome.err
    areas = yaml.safe_load((folder / "new.yaml").read_text("utf-8"))["areas"]
    return {each["name"]: each["max"] for area in areas for each in area["criteria"]}, outcome.out


def test_maxima_of_areas_in_a_column_of_their_own(folder: Path, run: Run) -> None:
    rows = [
        ["TT", "Nội dung", "Điểm tối đa nhóm", "Điểm tối đa tiêu chí"],
        ["I", "Nhân sự", 5, ""],
        ["1", "Đào tạo", "", 3],
        ["2", "Tuyển dụng", "", 2],
    ]
    found, told = drafted(run, folder, rows)
    assert found == {"Đào tạo": 3, "Tuyển dụng": 2}
    assert "Nothing is doubtful" in told


def test_maxima_of_another_group_are_told(folder: Path, run: Run) -> None:
    head = ["TT", "Nội dung", "Điểm tối đa", "Điểm tối đa xã miền núi"]
    rows = [["I", "Nhân sự", 5, 4], ["1", "Đào tạo", 3, 2], ["2", "Tuyển dụng", 2, 2]]
    _found, told = drafted(run, folder, [head, *rows])
    assert "S!D3, S!D4" in told or "D3" in told
    assert "holds other maxima" in told


def test_a_total_that_counts_bonus_points_in_by_name(folder: Path, run: Run) -> None:
    rows = [["TT", "Nội dung", "Điểm tối đa"], ["I", "Nhân sự", 5], ["1", "Đào tạo", 5], ["II", "Điểm thưởng", 2]]
    found, told = drafted(run, folder, [*rows, ["", "Tổng cộng (I+II)", 7]])
    assert found == {"Đào tạo": 5}
    assert "Nothing is doubtful" in told


@pytest.mark.parametrize(
    "titles", [("Phụ lục I", "Phụ lục II"), ("BỘ TIÊU CHÍ CẤP SỞ\n(Kèm theo)", "BỘ TIÊU CHÍ CẤP XÃ\n(Kèm theo)")]
)
def test_annexes_of_one_decision_are_not_one_framework(titles: tuple[str, str], folder: Path, run: Run) -> None:
    document = docx.Document()
    for title, points in zip(titles, ("5", "4"), strict=True):
        for line in title.split("\n"):
            document.add_paragraph(line)
        table = document.add_table(rows=0, cols=3)
        for row in (["TT", "Nội dung", "Điểm tối đa"], ["I", "Nhân sự", points], ["1", "Đào tạo", points]):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(folder / "a.docx"))
    outcome = run("-C", folder, "import", "criteria", folder / "a.docx", "-o", folder / "new.yaml")
    assert outcome.status == 2
    assert "several frameworks" in " ".join(outcome.err.split())
    assert not (folder / "new.yaml").exists()


@pytest.mark.parametrize(
    ("bonus", "penalty"),
    [
        ("Điểm khuyến khích", "Các trường hợp trừ điểm"),
        ("Nội dung cộng điểm", "Nội dung bị trừ điểm"),
        ("Các trường hợp được cộng điểm (tối đa 2 điểm)", "Tiêu chí trừ điểm"),
    ],
)
def test_bonus_and_penalty_points_by_other_names_count_in_totals(
    bonus: str, penalty: str, folder: Path, run: Run
) -> None:
    rows: Rows = [["TT", "Nội dung", "Điểm tối đa", "Điểm đạt"], ["I", "Nhân sự", 5, 4], ["1", "Đào tạo", 5, 4]]
    rows += [["II", bonus, 2, 1], ["III", penalty, "", -2]]
    right, wrong = (write_sheet(folder / f"{n}.xlsx", [*rows, ["", "Tổng cộng", 5, n]]) for n in (3, 5))
    assert run("audit", right).status == 0
    assert run("audit", wrong).status == 1


def test_a_list_of_units_behind_the_framework_is_no_part_of_it(folder: Path, run: Run) -> None:
    document = docx.Document()
    tables: list[tuple[str, list[list[str]]]] = [
        ("Phụ lục I. BỘ TIÊU CHÍ", [["TT", "Tiêu chí", "Điểm tối đa"], ["I", "Nhân sự", "5"], ["1", "Đào tạo", "5"]]),
        ("Phụ lục II. DANH SÁCH", [["TT", "Đơn vị", "Ghi chú"], ["1", "Xã A", ""], ["2", "Xã B", ""]]),
    ]
    for title, rows in tables:
        document.add_paragraph(title)
        table = document.add_table(rows=0, cols=3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(folder / "a.docx"))
    outcome = run("-C", folder, "import", "criteria", folder / "a.docx", "-o", folder / "new.yaml")
    assert outcome.status == 0, outcome.err
    assert "Tables of another kind were not read: table 2 (TT, Đơn vị, Ghi chú)." in outcome.out
    areas = yaml.safe_load((folder / "new.yaml").read_text("utf-8"))["areas"]
    assert [[each["name"] for each in area["criteria"]] for area in areas] == [["Đào tạo"]]
