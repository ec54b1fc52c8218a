"""Points from spreadsheets: one sheet a unit, one sheet a year, wide tables, and ids that Excel has changed."""

import datetime
import json
from pathlib import Path

import pytest

from tests.conftest import Run, Tiny
from tests.office.score_sheets import CRITERIA, HEADER, UNITS, book, rows_of


@pytest.fixture
def folder(tiny: Tiny) -> Path:
    return tiny(CRITERIA, units=UNITS)


def test_all_stages_of_one_unit(folder: Path, run: Run) -> None:
    sheet = book(
        folder / "a.xlsx",
        Xã_An_Bình=[
            HEADER,
            ["1", "Chỉ đạo", 7, 6, 5, "", 5.5],
            ["1.1", "Kế hoạch", 2, "1,5", 1, "Đã gửi kế hoạch", 1.5, "Chấp nhận"],
            ["", "Đúng hạn: 2", 2],
            ["1.2.2", "Báo cáo định kỳ", 1, 1, "-", "", "KAD"],
            ["1.10", "Sáng kiến", 3, 3, 2],
            ["", "Tổng cộng", 7, 5.5],
        ],
    )
    outcome = run("import", "scores", sheet, "--year", 2023)
    assert (outcome.status, outcome.err) == (0, "")
    assert rows_of(folder / "data" / "scores-2023.csv") == [
        {
            **{"year": "2023", "unit": "xa-a", "component": "1.1", "self": "1.5", "appraised1": "1"},
            **{"score": "1.5", "appeal": "Đã gửi kế hoạch", "note": "Chấp nhận"},
        },
        {
            **{"year": "2023", "unit": "xa-a", "component": "1.2.2", "self": "1", "appraised1": ""},
            **{"score": "NA", "appeal": "", "note": ""},
        },
        {
            **{"year": "2023", "unit": "xa-a", "component": "1.10", "self": "3", "appraised1": "2"},
            **{"score": "", "appeal": "", "note": ""},
        },
    ]
    assert run("check").status == 0
    assert "Xã An Bình: 2 of 5 components have no points for 2023 yet, such as 1.2.1." in outcome.out
    told = " ".join(outcome.out.split())
    assert "Xã An Bình: 1 of 5 components have no official points in the sheet, such as 1.10." in told
    # Both sums of the area are wrong: each cell is named with its figures.
    assert "'!D2 1 6 points of Xã An Bình stand on Chỉ đạo, but its components here sum to 5.5." in told
    assert "Neither do these agree: 'Xã An Bình'!E2 (5 ≠ 3), 'Xã An Bình'!G2 (5.5 ≠ 1.5)." in told


def test_ids_that_excel_has_changed(folder: Path, run: Run) -> None:
    """1.10 became the number 1.1 and 1.2.1 the first of February 2001; without names only the order tells."""
    sheet = book(
        folder / "a.xlsx",
        S=[
            ["STT", "Điểm thẩm định"],
            [1.1, 2],
            [datetime.date(2001, 2, 1), 1],
            [datetime.date(2002, 2, 1), 0.5],
            [1.1, 3],
            [2.1, 1],
        ],
    )
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a", "-f", "csv")
    assert (outcome.status, outcome.err) == (0, "")
    found = {row["component"]: row["score"] for row in rows_of(folder / "data" / "scores-2023.csv")}
    assert found == {"1.1": "2", "1.2.1": "1", "1.2.2": "0.5", "1.10": "3", "2.1": "1"}
    assert [line.split(",")[1:3] for line in outcome.out.splitlines()[1:]] == [
        ["S!A3", "1.2.1"],
        ["S!A4", "1.2.2"],
        ["S!A5", "1.10"],
    ]


def test_names_decide_between_ids(folder: Path, run: Run) -> None:
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Thẩm định"], [1.1, "SANG KIEN", 3], [1.1, "kế  hoạch", 1]])
    assert run("import", "scores", sheet, "--year", 2023, "-u", "Xã An Bình").status == 0
    found = {row["component"]: row["score"] for row in rows_of(folder / "data" / "scores-2023.csv")}
    assert found == {"1.10": "3", "1.1": "1"}


def test_an_id_that_two_components_fit_is_refused_with_its_cell(folder: Path, run: Run) -> None:
    sheet = book(folder / "a.xlsx", S=[["STT", "Điểm thẩm định"], [1.1, 2]])
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!A2: “1.1” can be 1.1 or 1.10; nothing in the sheet says which." in outcome.err
    assert not (folder / "data" / "scores-2023.csv").exists()


def test_matching_by_name_needs_the_whole_name_or_a_yes(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["STT", "Tiêu chí", "Thẩm định"], ["", "Báo cáo định kì", 1], ["", "sáng kiến", 2]]
    sheet = book(folder / "a.xlsx", S=rows)
    arguments = ("import", "scores", sheet, "--year", 2023, "-u", "xa-a")
    for extra in ((), ("--yes",)):
        outcome = run(*arguments, *extra)
        assert outcome.status == 2
        assert (
            "S!B2: there is no component “Báo cáo định kì” in criteria.yaml. Nearest: 1.2.2 Báo cáo định kỳ"
            in outcome.err
        )
    from cchc_cli.cli import main

    asked: list[str] = []
    monkeypatch.setattr(main, "_ask", lambda question: not asked.append(question))
    outcome = run(*arguments)
    assert outcome.status == 0
    assert asked == ["S!B2: is “Báo cáo định kì” the component 1.2.2 Báo cáo định kỳ?"]
    assert {row["component"] for row in rows_of(folder / "data" / "scores-2023.csv")} == {"1.2.2", "1.10"}


def test_a_name_that_two_components_share_is_told_apart_by_its_place(folder: Path, run: Run) -> None:
    rows = [
        ["Tiêu chí", "Thẩm định"],
        ["Kế hoạch", 2],
        ["Ban hành kế hoạch", 1],
        ["Sáng kiến", 3],
        ["Ban hành kế hoạch", 0],
    ]
    sheet = book(folder / "a.xlsx", S=rows)
    assert run("import", "scores", sheet, "--year", 2023, "-u", "xa-a").status == 0
    found = {row["component"]: row["score"] for row in rows_of(folder / "data" / "scores-2023.csv")}
    assert found == {"1.1": "2", "1.2.1": "1", "1.10": "3", "2.1": "0"}


def test_a_number_and_a_name_that_disagree_are_refused(folder: Path, run: Run) -> None:
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Sáng kiến", 1]])
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!A2: the number says 1.1, but the name is that of 1.10." in outcome.err


def test_a_sheet_for_each_unit(folder: Path, run: Run) -> None:
    head = ["STT", "Tiêu chí", "Thẩm định"]
    sheet = book(
        folder / "a.xlsx", xa_an_binh=[head, ["1.1", "Kế hoạch", 1]], XÃ_BÌNH_MINH=[head, ["1.1", "Kế hoạch", 2]]
    )
    assert run("import", "scores", sheet, "--year", 2023).status == 0
    found = rows_of(folder / "data" / "scores-2023.csv")
    assert [(row["unit"], row["score"]) for row in found] == [("xa-a", "1"), ("xa-b", "2")]


def test_a_sheet_for_each_year(folder: Path, run: Run) -> None:
    head = ["STT", "Tiêu chí", "Thẩm định"]
    sheet = book(folder / "a.xlsx", Năm_2022=[head, ["1.1", "Kế hoạch", 1]], Năm_2023=[head, ["1.1", "Kế hoạch", 2]])
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a")
    assert outcome.status == 0
    assert "Sheets of other years were not read: Năm 2022." in outcome.out
    assert [row["score"] for row in rows_of(folder / "data" / "scores-2023.csv")] == ["2"]
    outcome = run("import", "scores", sheet, "--year", 2024, "-u", "xa-a")
    assert outcome.status == 2
    assert "no sheet is for 2024. Years of the sheets: 2022, 2023." in outcome.err


def test_the_title_must_not_speak_of_another_year(folder: Path, run: Run) -> None:
    title = [["KẾT QUẢ CHẤM ĐIỂM NĂM 2022 CỦA XÃ AN BÌNH"], ["(Kèm theo Báo cáo ngày 15 tháng 01 năm 2023)"]]
    sheet = book(folder / "a.xlsx", S=[*title, ["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 1]])
    outcome = run("import", "scores", sheet, "--year", 2023)
    assert outcome.status == 2
    assert "the title of S says 2022, not 2023." in outcome.err
    assert run("import", "scores", sheet, "--year", 2022).status == 0
    assert [row["unit"] for row in rows_of(folder / "data" / "scores-2022.csv")] == ["xa-a"]


@pytest.mark.parametrize("years", ["2022, 2023", "2022-2023", "2022 – 2023", "2022 VÀ 2023"])
def test_a_title_of_several_years_speaks_of_each(years: str, folder: Path, run: Run) -> None:
    rows = [[f"TỔNG HỢP ĐIỂM NĂM {years} CỦA XÃ AN BÌNH"], ["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 1]]
    sheet = book(folder / "a.xlsx", S=rows)
    assert run("import", "scores", sheet, "--year", 2023, "--dry-run").status == 0
    outcome = run("import", "scores", sheet, "--year", 2024, "--dry-run")
    assert outcome.status == 2
    assert "the title of S says 2022, 2023, not 2024." in outcome.err


def test_a_wide_table(folder: Path, run: Run) -> None:
    rows = [
        ["TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", ""],
        ["", "", "", "Xã Bình Minh", "Xã An Bình"],
        ["1.1", "Kế hoạch", 2, 1, "1,25"],
        ["1.10", "Sáng kiến", 3, "", 3],
    ]
    path = folder / "a.xlsx"
    book(path, S=rows)
    assert run("import", "scores", path, "--year", 2023).status == 0
    found = [(row["unit"], row["component"], row["self"]) for row in rows_of(folder / "data" / "scores-2023.csv")]
    assert found == [("xa-b", "1.1", "1"), ("xa-a", "1.1", "1.25"), ("xa-a", "1.10", "3")]


def test_a_long_table_with_units_and_years(folder: Path, run: Run) -> None:
    rows = [
        ["Năm", "Đơn vị", "Mã", "Điểm thẩm định"],
        [2022, "Xã An Bình", "1.1", 1],
        [2023, "Xã An Bình", "1.1", 2],
        [2023, "xa-b", "1.1", 1.5],
        [2023, "Xã Lạ", "1.1", 1],
    ]
    sheet = book(folder / "a.xlsx", S=rows)
    outcome = run("import", "scores", sheet, "--year", 2023)
    assert outcome.status == 2
    assert "S!B5: the unit Xã Lạ is not in units.csv." in outcome.err
    sheet = book(folder / "a.xlsx", S=rows[:-1])
    assert run("import", "scores", sheet, "--year", 2023).status == 0
    found = [(row["unit"], row["score"]) for row in rows_of(folder / "data" / "scores-2023.csv")]
    assert found == [("xa-a", "2"), ("xa-b", "1.5")]


def test_every_fault_is_told_with_its_cell(folder: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Thẩm định"],
        ["1.1", "Kế hoạch", 2.5, 2],
        ["1.2.1", "Ban hành kế hoạch", 1, 1.5],
        ["1.2.2", "Báo cáo định kỳ", 1, "tốt"],
        ["9.9", "Không có", 1, 1],
        ["1.10", "Sáng kiến", 3, 1],
        ["1.10", "Sáng kiến", 3, 1],
    ]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    for told in (
        "S!C2: the maximum here is 2.5, but 1.1 has 2 in criteria.yaml.",
        "S!D3: 1.5 is out of range; 1.2.1 allows 0–1.",
        "S!D4: “tốt” is not a number.",
        "S!A5: there is no component “9.9” in criteria.yaml.",
        "S!A7: 1.10 is scored twice for this unit and year; first at S!A6.",
    ):
        assert told in outcome.err
    assert not (folder / "data" / "scores-2023.csv").exists()


WIDE = [
    ["TT", "Tiêu chí", "Điểm tối đa", "Xã An Bình", "Xã Bình Minh"],
    ["1", "Chỉ đạo", 7, 5, 4],
    ["1.1", "Kế hoạch", 2, 1, 2],
    ["1.2.1", "Ban hành kế hoạch", 1, 1, 1],
    ["1.10", "Sáng kiến", 3, 3, 2],
    ["2", "Thủ tục", 1, 1, 1],
    ["2.1", "Ban hành kế hoạch", 1, 1, 1],
    ["", "TỔNG CỘNG", 8, 6, 7],
]


def test_sums_that_are_wrong_are_told_with_and_without_writing(folder: Path, run: Run) -> None:
    """5 of 5 and 6 of 6 are right for one unit; 4 of 5 and 7 of 6 are not for the other."""
    line = ("import", "scores", book(folder / "a.xlsx", S=WIDE), "--year", 2023, "--force")
    tried = run(*line, "--dry-run")
    data = json.loads(run(*line, "--dry-run", "-f", "json").out)
    written = run(*line)
    for told in (" ".join(outcome.out.split()) for outcome in (tried, written)):
        assert "S!E2 1 4 points of Xã Bình Minh stand on Chỉ đạo" in told
        assert "S!E8 7 points of Xã Bình Minh stand on TỔNG CỘNG" in told
        assert told.count("points of Xã") == 2
        assert "correct them in the sheet and import it again with --force." in told
    assert (data["year"], [each["cell"] for each in data["findings"]]) == (2023, ["S!E2", "S!E8"])


@pytest.mark.parametrize("total", [6, 7, 6.5, 5])
def test_a_total_counts_bonus_and_penalty_points_or_leaves_them_apart(total: float, tiny: Tiny, run: Run) -> None:
    extras = "adjustments: [{id: T, name: Điểm thưởng, kind: bonus, max: 2}, {id: P, name: Điểm trừ, kind: penalty, max: 2}]\n"
    folder = tiny(CRITERIA + extras, units=UNITS)
    rows = [row[:4] for row in WIDE]
    rows[-1:] = [["", "Điểm thưởng", 2, 1], ["", "Điểm trừ", 2, 0.5], ["", "Tổng cộng", 8, total]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    assert outcome.status == 0
    told = " ".join(outcome.out.split())
    assert ("stand on Tổng cộng" in told) == (total in (5, 7)) == ("sum to 6.5." in told)


def test_rows_that_say_the_same_already_are_not_replaced(folder: Path, run: Run) -> None:
    line = ("import", "scores", book(folder / "a.xlsx", S=WIDE), "--year", 2023, "-o", "data/scores.csv", "--force")
    run(*line)
    with (folder / "data" / "scores.csv").open("a", encoding="utf-8") as file:
        file.write("2022,xa-a,1.1,1\n2022,xa-b,1.1,1\n2023,xa-b,1.2.2,1\n")
    rest = "As they were: 1 row of its units that the sheet does not have, 2 rows of others"
    assert f": 8 rows the same already. {rest}" in " ".join(run(*line).out.split())
    book(folder / "a.xlsx", S=[*WIDE[:2], ["1.1", "Kế hoạch", 2, 1.5, 2], *WIDE[3:]])
    for outcome in (run(*line, "--dry-run"), run(*line)):
        assert f": 1 row replaced (Xã An Bình), 7 rows the same already. {rest}" in " ".join(outcome.out.split())


def test_what_a_unit_lacks_is_of_what_is_for_its_group(tiny: Tiny, run: Run) -> None:
    only = '"1.2.1", name: Ban hành kế hoạch, max: 1', '"1.2.2", name: Báo cáo định kỳ, max: 1'
    criteria = CRITERIA.replace(only[0], f"{only[0]}, groups: [commune]").replace(only[1], f"{only[1]}, groups: [ward]")
    groups = "groups: {ward: {name: Phường}, commune: {name: Xã}}\n"
    folder = tiny(criteria + groups, units="unit,name,group\nxa-a,Xã An Bình,commune\nxa-b,Xã Bình Minh,commune\n")
    sheet = book(folder / "a.xlsx", S=[*WIDE[:4], *WIDE[5:7]])
    told = " ".join(run("import", "scores", sheet, "--year", 2023).out.split())
    assert "Xã An Bình: 1 of 4 components have no points for 2023 yet, such as 1.10." in told


def test_a_sheet_for_several_groups_has_what_is_for_others(tiny: Tiny, run: Run) -> None:
    """With its maximum, and NA or blank beside it; points there are a fault, and the only one."""
    only = '"1.2.2", name: Báo cáo định kỳ, max: 1'
    criteria = (
        CRITERIA.replace(only, f"{only}, groups: [ward]") + "groups: {ward: {name: Phường}, commune: {name: Xã}}\n"
    )
    folder = tiny(criteria, units="unit,name,group\nxa-a,Xã An Bình,commune\n")
    head, rows = ["Mã", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"], [["1.1", "Kế hoạch", 2, 1]]
    for given in ("KAD", None, 0.5):
        sheet = book(folder / "a.xlsx", S=[head, *rows, ["1.2.2", "Báo cáo định kỳ", 1, given]])
        done = run("import", "scores", sheet, "--year", 2023, "--unit", "xa-a", "--yes", "--force")
        refused = "1.2.2 is not for the group of xa-a" in done.err
        assert (done.status, refused, done.err.count("S!")) == ((2, True, 1) if given == 0.5 else (0, False, 0)), (
            done.err
        )


def test_a_workbook_of_criteria_has_no_points(folder: Path, run: Run) -> None:
    assert run("export", "criteria", "-o", "k.xlsx").status == 0
    outcome = run("import", "scores", "k.xlsx", "--year", 2023)
    assert (outcome.status, outcome.err.count("\n")) == (2, 2)
    assert "k.xlsx is a workbook of criteria" in outcome.err
    assert "cchc import criteria k.xlsx" in outcome.err


def test_measured_values_among_points_are_told_where_they_belong(folder: Path, run: Run) -> None:
    rows = [["Mã", "Nội dung", "Xã An Bình"], ["1.10", "Sáng kiến", 95], ["1.1", "Kế hoạch", 9]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    faults = outcome.err.splitlines()[1:]
    assert [("C2" in fault, "“Giá trị”" in fault) for fault in faults] == [(True, True), (False, False)]


def test_faults_of_a_sheet_that_are_not_listed_are_not_promised_of_check(folder: Path, run: Run) -> None:
    rows = [
        ["TT", "Tiêu chí", "Xã An Bình", "Xã Bình Minh"],
        *([each, "", "x1", "x2"] for each in ("1.1", "1.2.1", "1.10")),
    ]
    many = {f"S{n}": rows for n in range(15)}
    refused = run("import", "scores", book(folder / "a.xlsx", **many), "--year", 2023)
    *told, last = refused.err.splitlines()
    assert last == "  … and 10 more faults"
    assert "S0!C2: “x1” is not a number." in told[1]
    assert told[1].endswith("Also in rows 3, 4.")
