"""Frameworks in the layouts of provinces, and what is not sure of them."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import load_framework
from cchc_cli.model.framework import Framework
from cchc_cli.model.rules import Choice, Deduct, Linear, Tiers
from tests.conftest import ROOT, Run
from tests.workspace.office.annex import write_sheet

FIXTURES = ROOT / "tests" / "fixtures"
HEADER = ["STT", "Tiêu chí", "Điểm tối đa"]


def outline(framework: Framework) -> list[str]:
    """Every node as `id max`, those below indented."""
    lines = []
    for area in framework.criteria.areas:
        lines.append(f"{area.id} {area.max}")
        for criterion in area.criteria:
            lines.append(f" {criterion.id} {criterion.max}")
            lines += [f"  {part.id} {part.max}" for part in criterion.components]
    return lines


def rules(framework: Framework) -> dict[str, Any]:
    return {leaf.id: leaf.rule for leaf in framework.components}


def imported(run: Run, folder: Path, file: Path) -> Framework:
    outcome = run("-C", folder, "import", "criteria", file)
    assert (outcome.status, outcome.err) == (0, "")
    assert run("-C", folder, "check").status == 0
    return load_framework(WorkspaceFolder(folder))


def text_of(folder: Path) -> str:
    return (folder / "criteria.yaml").read_text("utf-8")


def test_roman_numbers_counted_anew_in_each_area(tmp_path: Path, run: Run) -> None:
    framework = imported(run, tmp_path, FIXTURES / "annex-roman.xlsx")
    assert outline(framework) == [
        *("I 9.0", " I.1 4.0", "  I.1.1 1.0", "  I.1.2 3.0", " I.2 3.0", "  I.2.1 1.5", "  I.2.2 1.5", " I.3 2.0"),
        *("II 8.0", " II.1 2.0", "  II.1.1 1.0", "  II.1.2 1.0", " II.2 6.0", "  II.2.1 4.0", "  II.2.2 2.0"),
        *("III 3.0", " III.1 3.0", "  III.1.1 3.0"),
    ]
    found = rules(framework)
    assert found["I.1.1"] == Choice(
        options={"Ban hành đúng thời hạn": 1, "Ban hành sau thời hạn": 0.5, "Không ban hành": 0}
    )
    assert found["I.1.2"] == Linear(start=0, to=100, floor=80)
    assert found["I.2.2"] == Deduct(per=0.25)
    assert isinstance(found["II.2.1"], Tiers)
    assert [(tier.min, tier.points) for tier in found["II.2.1"].tiers] == [(98, 4), (95, 3), (90, 1.5), (0, 0)]
    leaf = next(leaf for leaf in framework.components if leaf.id == "I.2.1")
    assert leaf.evidence == ("Các báo cáo đã gửi",)
    assert framework.criteria.owners[leaf.owner or ""].name == "Văn phòng HĐND và UBND"
    assert framework.criteria.index.name.startswith("BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ")
    assert "TODO" not in text_of(tmp_path)


def test_a_word_annex_with_letters_and_two_tables(tmp_path: Path, run: Run) -> None:
    framework = imported(run, tmp_path, FIXTURES / "annex-dotted.docx")
    assert outline(framework) == [
        *("1 5.5", " 1.1 3.0", "  1.1.1 1.0", "  1.1.2 2.0", " 1.2 1.5", " 1.3 1.0", "  1.3.a 0.5", "  1.3.b 0.5"),
        *("2 4.5", " 2.1 3.0", "  2.1.1 2.0", "  2.1.2 1.0", " 2.2 1.5"),
    ]
    found = rules(framework)
    assert found["2.1.1"] == Linear(start=80, to=100)
    assert found["2.2"] == Linear(start=0, to=100)
    assert {leaf.id: leaf.source for leaf in framework.components if leaf.source} == {"2.2": "survey"}


def test_numbers_that_word_counts_itself(tmp_path: Path, run: Run) -> None:
    framework = imported(run, tmp_path, FIXTURES / "annex-counted.docx")
    assert outline(framework) == [
        *("I 2.0", " I.1 2.0", "  I.1.1 0.5", "  I.1.2 1.5"),
        *("II 3.0", " II.1 1.0", " II.2 2.0", "  II.2.1 2.0"),
    ]


@pytest.mark.parametrize("name", ["annex-columns.xls", "annex-columns.ods"])
def test_a_column_for_each_level(name: str, tmp_path: Path, run: Run) -> None:
    framework = imported(run, tmp_path, FIXTURES / name)
    assert outline(framework) == [
        *("1 None", " 1.1 None", "  1.1.1 1.0", "  1.1.2 1.5", " 1.2 None", "  1.2.1 1.0", "  1.2.2 0.5"),
        *("2 None", " 2.1 None", "  2.1.1 2.0", "  2.1.2 1.0"),
    ]
    assert rules(framework)["2.1.2"] == Deduct(per=0.2)
    assert {owner.name for owner in framework.criteria.owners.values()} == {"Tư pháp - Hộ tịch", "Tài chính - Kế toán"}


def test_what_is_not_sure_is_a_todo_with_its_cell(tmp_path: Path, run: Run) -> None:
    rows = [
        HEADER,
        ["I", "Chỉ đạo", 5],
        ["1", "Kế hoạch", 3],
        ["1.1", "Ban hành", 1],
        ["", "Đúng hạn: 1; Trễ hạn: tùy mức độ"],
        ["1.2", "Thực hiện", "hai"],
        ["", "Ghi chú: xem hướng dẫn của Sở Nội vụ"],
        ["2", "Sáng kiến", "1,5"],
        ["", "Tổng cộng", 100],
    ]
    outcome = run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows, "PL"), "-f", "csv")
    assert outcome.status == 0
    told = [line.split(",", 3)[:3] for line in outcome.out.splitlines()[1:]]
    assert told == [
        ["todo", "PL!A1", ""],
        ["todo", "PL!C3", "1"],
        ["todo", "PL!B5", "1.1"],
        ["todo", "PL!C6", "1.2"],
        ["todo", "PL!B7", "1.2"],
        ["todo", "PL!C9", ""],
    ]
    text = text_of(tmp_path)
    assert text.count("# TODO PL!") == len(told)
    assert "# Trễ hạn: tùy mức độ" in text
    # The one fault that is left is the one that a TODO names: no maximum.
    check = run("-C", tmp_path, "check", "-f", "csv")
    assert [line.split(",")[5] for line in check.out.splitlines()[1:] if line.startswith("error")] == [
        "1.2 gets points but has no max."
    ]


def test_a_maximum_that_only_the_rule_says_is_taken_and_told(tmp_path: Path, run: Run) -> None:
    rows = [HEADER, ["I", "Chỉ đạo"], ["1", "Kế hoạch"], ["", "Đúng hạn: 1,5"], ["", "Trễ hạn: 0"]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    assert outline(framework) == ["I None", " 1 1.5"]
    assert "# TODO PL!C3: no maximum stands here; the highest points of its rule were taken: 1.5." in text_of(tmp_path)


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


def test_a_framework_in_english(tmp_path: Path, run: Run) -> None:
    rows = [
        ["Commune reform index criteria"],
        ["No.", "Criteria", "Max points", "Evidence", "Owner"],
        [1, "Management", 3],
        ["1.1", "Plan issued", 1, "The plan", "Office"],
        ["", "On time: 1"],
        ["", "Late: 0"],
        ["1.2", "Plan carried out", 2, "Report", "Office"],
        ["", "At least 90%: 2"],
        ["", "From 70% to under 90%: 1"],
        ["", "Under 70%: 0"],
        ["", "Total", 3],
    ]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert outline(framework) == ["1 3.0", " 1.1 1.0", " 1.2 2.0"]
    assert rules(framework)["1.1"] == Choice(options={"On time": 1, "Late": 0})
    assert isinstance(rules(framework)["1.2"], Tiers)


def test_bonus_and_penalty_points_become_adjustments(tmp_path: Path, run: Run) -> None:
    rows = [
        HEADER,
        ["I", "Chỉ đạo", 2],
        ["1", "Kế hoạch", 2],
        ["II", "Điểm thưởng", 3],
        ["1", "Mô hình mới", 3],
        ["III", "Điểm trừ"],
        ["1", "Vi phạm kỷ luật", -2],
        ["", "Tổng cộng", 2],
    ]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert [(each.id, each.kind, each.max) for each in framework.criteria.adjustments] == [
        ("II.1", "bonus", 3),
        ("III.1", "penalty", 2),
    ]
    assert outline(framework) == ["I 2.0", " I.1 2.0"]


def test_lettered_rows_are_options_where_the_best_of_them_is_the_whole(tmp_path: Path, run: Run) -> None:
    rows = [
        HEADER,
        ["1", "Chỉ đạo"],
        ["1.1", "Kế hoạch", 1],
        ["a", "Đúng hạn", 1],
        ["b", "Trễ hạn", 0.5],
        ["1.2", "Báo cáo", 2],
        ["a", "Định kỳ", 1],
        ["b", "Đột xuất", 1],
    ]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert outline(framework) == ["1 None", " 1.1 1.0", " 1.2 2.0", "  1.2.a 1.0", "  1.2.b 1.0"]
    assert rules(framework)["1.1"] == Choice(options={"Đúng hạn": 1, "Trễ hạn": 0.5})


def test_a_number_that_stands_twice_is_told(tmp_path: Path, run: Run) -> None:
    rows = [HEADER, ["1", "A"], ["1.1", "B", 1], ["1.1", "C", 1]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    assert outline(framework) == ["1 None", " 1.1 1.0", " 1.1-2 1.0"]
    assert "TODO PL!A4: the number 1.1 stands there twice." in text_of(tmp_path)


def test_texts_that_yaml_would_read_otherwise_stay_texts(tmp_path: Path, run: Run) -> None:
    name = 'Kế hoạch: "năm" # {a} \\ \x7f no'
    rows = [HEADER, ["1", "A"], ["1.1", name, 1], ["", "yes: 1"], ["", "no: 0"]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    leaf = framework.criteria.areas[0].criteria[0]
    assert leaf.name == 'Kế hoạch: "năm" # {a} \\ no'
    assert leaf.rule == Choice(options={"yes": 1, "no": 0})


def test_hidden_sheets_are_read_only_when_named(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Trang bìa").write(0, 0, "Quyết định")
        sheet = book.add_worksheet("Phụ lục")
        sheet.hide()
        for number, row in enumerate([HEADER, ["1", "A"], ["1.1", "B", 1]]):
            sheet.write_row(number, 0, row)
    outcome = run("-C", tmp_path, "import", "criteria", path)
    assert outcome.status == 2
    assert "only hidden sheets have such a table: Phụ lục" in outcome.err
    assert not (tmp_path / "criteria.yaml").exists()
    assert run("-C", tmp_path, "import", "criteria", path, "--sheet", "phụ lục").status == 0


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Xã", "Huyện"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([HEADER, ["1", name], ["1.1", "B", 1]]):
                sheet.write_row(number, 0, row)
    outcome = run("-C", tmp_path, "import", "criteria", path)
    assert outcome.status == 2
    assert "several sheets have such a table: Xã, Huyện" in outcome.err
    assert "has no sheet Xa lạ" in run("-C", tmp_path, "import", "criteria", path, "--sheet", "Xa lạ").err


def test_a_file_is_written_over_only_when_told(tmp_path: Path, run: Run) -> None:
    (tmp_path / "criteria.yaml").write_text("mine", encoding="utf-8")
    arguments = ("-C", tmp_path, "import", "criteria", FIXTURES / "annex-roman.xlsx")
    outcome = run(*arguments)
    assert (outcome.status, text_of(tmp_path)) == (2, "mine")
    assert "is there already; nothing was written" in outcome.err
    outcome = run(*arguments, "--force")
    assert outcome.status == 0
    assert "has been written over" in outcome.out
    assert run("import", "criteria", FIXTURES / "annex-roman.xlsx", "-o", tmp_path / "no" / "c.yaml").status == 2


def test_points_of_a_rule_in_a_column_of_their_own(tmp_path: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm", "Mức điểm"],
        ["I", "Chỉ đạo", 3],
        ["1", "Kế hoạch", 2, "Đúng hạn", 2],
        ["", "", "", "Trễ hạn", 1],
        ["2", "Báo cáo", 1, "Từ 90% trở lên", 1],
        ["", "", "", "Dưới 90%", 0],
    ]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert rules(framework)["1"] == Choice(options={"Đúng hạn": 2, "Trễ hạn": 1})
    assert isinstance(rules(framework)["2"], Tiers)


LEVELS = {"Đúng thời hạn": 2, "Chậm": 1, "Không ban hành": 0}
LAYOUTS: list[list[list[Any]]] = [
    [
        ["1", "Kế hoạch", 2, "", "Kế hoạch năm"],
        *(["", f"{text}: {points}", "", points] for text, points in LEVELS.items()),
    ],
    [
        ["1", "Kế hoạch", 2, "", "Kế hoạch năm"],
        *([f"{sign})", text, "", points] for sign, (text, points) in zip("abc", LEVELS.items(), strict=True)),
    ],
    [["1", "Kế hoạch", 2, "", "Kế hoạch năm"], *(["-", text, "", points] for text, points in LEVELS.items())],
    [["1", "Kế hoạch", 2, "", "Kế hoạch năm"], *(["", text, "", points] for text, points in LEVELS.items())],
    [["1", "Kế hoạch\nĐúng thời hạn\nChậm\nKhông ban hành", 2, "2\n1 điểm\n0", "Kế hoạch năm"]],
    [["1", "Kế hoạch", 2, "", "Kế hoạch năm"], ["", "- Đúng thời hạn;\n- Chậm;\n- Không ban hành.", "", "2\n1\n0"]],
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_points_of_options_that_stand_below_the_name(layout: list[list[Any]], tmp_path: Path, run: Run) -> None:
    """The grounds of the points are documents; no rule."""
    head = ["TT", "Nội dung", "Điểm chuẩn", "Mức điểm", "Căn cứ chấm điểm"]
    rows = [["Bộ tiêu chí"], head, ["I", "Chỉ đạo", 2], *layout, ["", "Tổng cộng", 2, 2]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert rules(framework) == {"1": Choice(options=LEVELS)}
    assert framework.nodes["1"].name == "Kế hoạch"
    assert framework.nodes["1"].evidence == ("Kế hoạch năm",)
    assert "TODO" not in text_of(tmp_path)


def test_grounds_that_say_points_are_the_rule(tmp_path: Path, run: Run) -> None:
    head = ["TT", "Nội dung", "Điểm chuẩn", "Căn cứ chấm điểm"]
    rows = [["Bộ tiêu chí"], head, ["I", "Chỉ đạo", 2], ["1", "Kế hoạch", 2, "Đạt: 2\nKhông đạt: 0"]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert rules(framework) == {"1": Choice(options={"Đạt": 2, "Không đạt": 0})}


def test_a_rule_below_the_name_in_its_cell_with_a_remark(tmp_path: Path, run: Run) -> None:
    name = "Kế hoạch năm\n- Ban hành đúng hạn: 1 điểm\n- Ban hành trễ hạn: 0,5 điểm\n(Căn cứ ngày ban hành)"
    rows = [HEADER, ["1", "CHỈ ĐẠO (1,5 điểm)"], ["1.1", name, "1 đ"], ["1.2", "Báo cáo được 0,5 điểm mỗi quý", 0.5]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    assert outline(framework) == ["1 1.5", " 1.1 1.0", " 1.2 0.5"]
    assert framework.nodes["1"].name == "CHỈ ĐẠO"
    assert framework.nodes["1.1"].name == "Kế hoạch năm"
    assert rules(framework)["1.1"] == Choice(options={"Ban hành đúng hạn": 1, "Ban hành trễ hạn": 0.5})
    assert '# (Căn cứ ngày ban hành)\n      - id: "1.1"' in text_of(tmp_path)
    assert "# TODO PL!A4: the name seems to hold a rule." in text_of(tmp_path)


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


def todos(folder: Path, file: Path) -> list[str]:
    """Every line of criteria.yaml that is a TODO, with the one that follows it, without their indent."""
    lines = [line.strip() for line in text_of(folder).splitlines()]
    return [f"{line} | {lines[at + 1]}" for at, line in enumerate(lines) if line.startswith(f"# TODO {file.stem}")]


@pytest.mark.parametrize("maximum", [-1, "-1", "−1,0", "(1)", "- 1"])
def test_a_maximum_below_zero_is_none(maximum: Any, tmp_path: Path, run: Run) -> None:
    rows = [["Bộ tiêu chí"], HEADER, ["I", "Chỉ đạo"], ["1", "Kế hoạch", maximum], ["2", "Báo cáo", 1]]
    file = write_sheet(tmp_path / "PL.xlsx", rows, "PL")
    assert run("-C", tmp_path, "import", "criteria", file).status == 0
    told = todos(tmp_path, file)
    assert len(told) == 1
    assert told[0].startswith("# TODO PL!C4: ")
    assert 'id: "1"\nname: "Kế hoạch"\n- id: "2"\nname: "Báo cáo"\nmax: 1\n' in "".join(
        f"{line.strip()}\n" for line in text_of(tmp_path).splitlines()
    )
    assert "1 gets points but has no max." in run("-C", tmp_path, "check", "-f", "csv").out


def test_points_below_zero_are_a_maximum_only_where_they_are_taken_off(tmp_path: Path, run: Run) -> None:
    rows = [["Bộ tiêu chí"], HEADER, ["I", "Chỉ đạo"], ["1", "Kế hoạch", 1]]
    rows += [["II", "Điểm trừ", -2], ["1", "Báo cáo sai sự thật", -2]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert [(each.kind, each.max) for each in framework.criteria.adjustments] == [("penalty", 2)]
    assert "TODO" not in text_of(tmp_path)


@pytest.mark.parametrize("rule", [["Trễ hạn", -1], ["Trễ hạn: -1"], ["Trễ hạn: - 1"], ["Trễ hạn: −1 điểm"]])
def test_a_rule_that_gives_less_than_nothing_is_not_believed(rule: list[Any], tmp_path: Path, run: Run) -> None:
    rows = [["Bộ tiêu chí"], HEADER, ["I", "Chỉ đạo"], ["1", "Kế hoạch", 1], ["", "Đúng hạn: 1"], ["", *rule]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows, "PL"))
    assert rules(framework)["1"] in (None, Choice(options={"Đúng hạn": 1}))
    assert "# TODO PL!B6: “Trễ hạn" in text_of(tmp_path)


@pytest.mark.parametrize("name", ["c.docx", "c.xlsx", "c.csv", "c", ".yaml"])
def test_criteria_are_written_as_yaml_only(name: str, tmp_path: Path, run: Run) -> None:
    outcome = run("import", "criteria", FIXTURES / "annex-roman.xlsx", "-o", tmp_path / name)
    assert outcome.status == 2
    assert f"{name}: this command writes .yaml or .yml only." in outcome.err
    assert not list(tmp_path.iterdir())
    assert run("import", "criteria", FIXTURES / "annex-roman.xlsx", "-o", tmp_path / "c.YML").status == 0


def test_an_annex_without_a_title_has_no_name_of_its_own(tmp_path: Path, run: Run) -> None:
    """The header has two rows, of which only the lower one says all columns; the upper one is no title."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("PL")
        sheet.merge_range("A1:A2", "STT")
        sheet.merge_range("B1:B2", "Tiêu chí")
        sheet.merge_range("C1:D1", "Điểm")
        sheet.write_row(1, 2, ["Tối đa", "Tự chấm"])
        sheet.write_row(2, 0, ["I", "Chỉ đạo", 1])
        sheet.write_row(3, 0, ["1", "Kế hoạch", 1])
    framework = imported(run, tmp_path, path)
    assert (framework.criteria.index.id, framework.criteria.index.name) == ("cchc", "Name of the index")
    assert "  # TODO PL!A1: no title of the index stands above the table" in text_of(tmp_path)


def test_the_placeholder_of_the_name_is_in_the_language_of_the_user(tmp_path: Path, run: Run) -> None:
    file = write_sheet(tmp_path / "a.xlsx", [HEADER, ["I", "Chỉ đạo", 1], ["1", "Kế hoạch", 1]])
    assert run("--lang", "vi", "-C", tmp_path, "import", "criteria", file).status == 0
    assert 'name: "Tên chỉ số"' in text_of(tmp_path)


def test_the_title_of_a_word_annex_is_the_line_above_its_table(tmp_path: Path, run: Run) -> None:
    """Not the preamble of the decision, and not what is written below."""
    from docx import Document

    document = Document()
    document.add_paragraph("Căn cứ Đề án xác định Chỉ số cải cách hành chính")
    head = document.add_table(rows=1, cols=2)
    head.rows[0].cells[0].text = "ỦY BAN NHÂN DÂN"
    document.add_paragraph("BỘ TIÊU CHÍ CHẤM ĐIỂM XÃ")
    document.add_paragraph("(Ban hành kèm theo Quyết định về chỉ số)")
    table = document.add_table(rows=0, cols=3)
    for row in (HEADER, ["I", "Chỉ đạo", "1"], ["1", "Kế hoạch", "1"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Chỉ số này tính từ năm 2023")
    document.save(str(tmp_path / "a.docx"))
    framework = imported(run, tmp_path, tmp_path / "a.docx")
    assert framework.criteria.index.name == "BỘ TIÊU CHÍ CHẤM ĐIỂM XÃ"


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
