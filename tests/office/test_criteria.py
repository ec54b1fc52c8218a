"""Frameworks in the layouts of provinces, and what is not sure of them."""

from pathlib import Path
from typing import Any

import pytest

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import load_framework
from cchc_cli.model.framework import Framework
from cchc_cli.model.rules import Choice, Deduct, Linear, Tiers
from tests.conftest import ROOT, Run
from tests.office.annex import write_sheet

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
    assert framework.criteria.index.name == "Chỉ số cải cách hành chính cấp xã (điểm minh họa)"
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


@pytest.mark.parametrize("name", ["Tổng điểm chung", "Tổng cộng", "TỔNG ĐIỂM"])
def test_the_only_total_below_everything_is_of_everything(name: str, tmp_path: Path, run: Run) -> None:
    """Even where its figure, a wrong one, is that of the last area."""
    rows = [HEADER, ["I", "Chỉ đạo", 1], ["1", "Kế hoạch", 1], ["II", "Bộ máy", 7], ["1", "Quy chế", 7], ["", name, 7]]
    outcome = run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows, "PL"), "-f", "csv")
    told = [line.split(",", 3) for line in outcome.out.splitlines()[1:]]
    assert [at for state, at, *_rest in told if state == "todo"] == ["PL!A1", "PL!C6"]  # no title, and the total


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
