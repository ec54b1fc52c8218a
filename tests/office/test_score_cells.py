"""Points from spreadsheets: cells and columns that can't be what they seem, days in the place of ids, what is kept."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import load
from tests.conftest import ROOT, Run, Tiny
from tests.office.score_sheets import CRITERIA, UNITS, book, rows_of


@pytest.fixture
def folder(tiny: Tiny) -> Path:
    return tiny(CRITERIA, units=UNITS)


def test_a_percentage_that_is_a_share_of_one_is_not_believed(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Giá trị"], ["1.10", "Sáng kiến", 0.98]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!C2: 0.98 is small for a percentage: is it a share of 1?" in outcome.err
    rows[1][2] = "98%"
    assert run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a").status == 0
    assert rows_of(folder / "data" / "scores-2023.csv")[0]["value"] == "98"


def test_whose_points_must_be_known(folder: Path, run: Run) -> None:
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 1]])
    outcome = run("import", "scores", sheet, "--year", 2023)
    assert outcome.status == 2
    assert "nothing in the sheet S says whose points these are. Write the unit above the table" in outcome.err
    told = run("import", "scores", sheet, "--year", 2023, "-u", "xa-c").err
    assert "There is no unit xa-c. If it is a new one, add it to data/units.csv first." in told
    # The units of a skeleton say nothing of what units are: a commune in the block of its agency is one.
    (folder / "data" / "units.csv").write_text("unit,name\nd-1,Đơn vị 1\n", "utf-8")
    title: list[list[Any]] = [["ỦY BAN NHÂN DÂN"], ["XÃ PHÚ HÒA"]]
    rows = [*title, ["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 1]]
    told = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023).err
    assert "S!A2: the sheet S names XÃ PHÚ HÒA, which is not in units.csv." in told
    assert "add the unit to data/units.csv" in told


def test_nothing_is_written_over_or_doubled(folder: Path, run: Run) -> None:
    first = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 1]])
    arguments = ("import", "scores", first, "--year", 2023, "-u", "xa-a")
    assert run(*arguments).status == 0
    before = (folder / "data" / "scores-2023.csv").read_bytes()
    assert "is there already" in run(*arguments).err
    outcome = run(*arguments, "-o", folder / "data" / "scores-again.csv")
    assert outcome.status == 2
    assert "1 of 1 rows are in data/scores-2023.csv already, such as Xã An Bình 1.1 in 2023." in outcome.err
    assert not (folder / "data" / "scores-again.csv").exists()
    # What is wrong with the sheet itself is told first.
    wrong = book(folder / "b.xlsx", S=[["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 99]])
    assert "S!C2: 99 is out of range" in run("import", "scores", wrong, "--year", 2023, "-u", "xa-a").err
    assert "There is no file none.xlsx" in run("import", "scores", "none.xlsx", "--year", 2023, "-u", "xa-a").err
    assert run(*arguments, "--force").status == 0
    assert (folder / "data" / "scores-2023.csv").read_bytes() == before


def test_the_scores_of_the_sample_come_back_from_a_sheet(tmp_path: Path, run: Run) -> None:
    """A round trip: data/scores-2022.csv as a sheet for each unit, read again, is the same table."""
    framework, scores = load(WorkspaceFolder(ROOT))
    frame = scores.frame[scores.frame["year"] == 2022]
    ids = framework.component_ids
    names = framework.nodes
    sheets: dict[str, list[list[Any]]] = {}
    for row in frame.itertuples():
        unit = scores.units[row.unit].name
        rows = sheets.setdefault(unit, [["STT", "Tiêu chí", "Tự chấm", "Thẩm định", "Ghi chú"]])
        identity = ids[row.component]
        own = "" if row.self != row.self else str(row.self).replace(".", ",")
        rows.append([identity, names[identity].name, own, row.score, scores.notes[row.note]])
    (tmp_path / "data").mkdir()
    (tmp_path / "criteria.yaml").write_bytes((ROOT / "criteria.yaml").read_bytes())
    (tmp_path / "data" / "units.csv").write_bytes((ROOT / "data" / "units.csv").read_bytes())
    sheet = book(tmp_path / "a.xlsx", **sheets)
    assert run("-C", tmp_path, "import", "scores", sheet, "--year", 2022).status == 0
    again, original = (rows_of(tmp_path / "data" / "scores-2022.csv"), rows_of(ROOT / "data" / "scores-2022.csv"))

    def plain(rows: list[dict[str, str]]) -> set[tuple[object, ...]]:
        numbers = ("self", "score")
        return {
            (row["unit"], row["component"], row["note"], *(float(row[n]) if row[n] else None for n in numbers))
            for row in rows
        }

    assert len(again) == len(original)
    assert plain(again) == plain(original)


def test_a_wide_table_with_several_stages_of_each_unit(folder: Path, run: Run) -> None:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("Tổng hợp")
        for column, text in ((0, "STT"), (1, "Tiêu chí"), (2, "Điểm tối đa")):
            sheet.merge_range(0, column, 1, column, text)
        sheet.merge_range(0, 3, 0, 4, "Xã An Bình")
        sheet.merge_range(0, 5, 0, 6, "Xã Bình Minh")
        sheet.write_row(1, 3, ["Tự chấm", "Thẩm định"] * 2)
        sheet.write_row(2, 0, ["1.1", "Kế hoạch", 2, 2, 1.5, 1, 0.5])
    assert run("import", "scores", path, "--year", 2023).status == 0
    found = [(row["unit"], row["self"], row["score"]) for row in rows_of(folder / "data" / "scores-2023.csv")]
    assert found == [("xa-a", "2", "1.5"), ("xa-b", "1", "0.5")]


def test_numbers_that_begin_anew_in_each_area(tmp_path: Path, run: Run) -> None:
    """The annex with Roman numbers becomes criteria.yaml; the same sheet with points is then known row by row."""
    fixture = ROOT / "tests" / "fixtures" / "annex-roman.xlsx"
    assert run("-C", tmp_path, "import", "criteria", fixture).status == 0
    rows: list[list[Any]] = [["STT", "", "Tự chấm"], ["I", "", 3], [1, "", 3], ["1.1", "", 1], ["1.2", "", 2]]
    rows += [["2", "", 0], [2.1, "", 1], ["3", "", 1], ["II", "", 4], [1, "", ""], [1.1, "", 1], [1.2, "", 0]]
    rows += [[2, "", ""], ["2.1", "", 3], ["III", "", ""], [1, "", ""], [1.1, "", 3]]
    path = book(tmp_path / "a.xlsx", S=rows)
    outcome = run("-C", tmp_path, "import", "scores", path, "--year", 2023, "-u", "xa")
    assert (outcome.status, outcome.err) == (0, "")
    found = {row["component"]: row["self"] for row in rows_of(tmp_path / "data" / "scores-2023.csv")}
    assert found == {
        **{"I.1.1": "1", "I.1.2": "2", "I.2.1": "1", "I.3": "1"},
        **{"II.1.1": "1", "II.1.2": "0", "II.2.1": "3", "III.1.1": "3"},
    }


OWN_NUMBERS = """
version: 1
index: {id: x, name: X}
areas:
  - {id: "1", name: Một, criteria: [{id: "1.1", name: Kế hoạch, max: 1}, {id: "1.2", name: Báo cáo, max: 2}]}
  - {id: "2", name: Hai, criteria: [{id: "2.1", name: Một cửa, max: 1}, {id: "2.2", name: Đúng hạn, max: 2}]}
  - {id: "3", name: Ba, criteria: [{id: "3.1", name: Thể chế, max: 1}, {id: "3.2", name: Tuyên truyền, max: 2}]}
"""


def test_a_name_of_another_row_is_refused_where_each_area_counts_anew(tmp_path: Path, run: Run) -> None:
    """The points of the first row went to 3.2, whose own row has none."""
    (tmp_path / "criteria.yaml").write_text(OWN_NUMBERS, "utf-8")
    rows: list[list[Any]] = [
        ["TT", "Tiêu chí", "Thẩm định"],
        ["I", "Một", ""],
        [1, "Tuyên truyền", 1],
        [2, "Báo cáo", 2],
    ]
    rows += [["II", "Hai", ""], [1, "Một cửa", 1], [2, "Đúng hạn", 2], ["III", "Ba", ""], [1, "Thể chế", 1]]
    path = book(tmp_path / "a.xlsx", S=[*rows, [2, "Tuyên truyền", ""], [3, "Khác", ""]])
    line = ("-C", tmp_path, "import", "scores", path, "--year", 2023, "-u", "xa")
    outcome = run(*line)
    assert outcome.status == 2
    assert "S!C3" in outcome.err or "S!A3" in outcome.err or "S!B3" in outcome.err
    assert not list(tmp_path.glob("data/*.csv"))


FIRST_OF_FEBRUARY = datetime.date(2001, 2, 1)


@pytest.mark.parametrize(
    "day", [FIRST_OF_FEBRUARY, 36923, "36923", "1/2/2001", "01-02-2001", "2001-02-01", "2001-02-01 00:00:00"]
)
def test_an_id_that_became_a_day_however_it_is_stored(day: Any, folder: Path, run: Run) -> None:
    """Excel counts 1 February 2001 as day 36923."""
    sheet = book(folder / "a.xlsx", S=[["STT", "Thẩm định"], ["1.1", 1], [day, 0.5]])
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a", "-f", "csv")
    assert (outcome.status, outcome.err) == (0, "")
    assert rows_of(folder / "data" / "scores-2023.csv")[1]["component"] == "1.2.1"
    assert outcome.out.splitlines()[1].startswith("repaired,S!A3,1.2.1,")


@pytest.mark.parametrize("day", [datetime.date(2001, 3, 1), 36951, "1/3/2001"])
def test_a_day_that_no_component_fits_is_refused_with_a_hint(day: Any, folder: Path, run: Run) -> None:
    sheet = book(folder / "a.xlsx", S=[["STT", "Thẩm định"], [day, 0.5]])
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!A2: there is no component “" in outcome.err
    assert "A spreadsheet has made the day 2001-03-01 of an id." in outcome.err


def test_a_day_that_two_components_fit_is_refused(tiny: Tiny, run: Run) -> None:
    """1 February 2001 can have been 1.2.1 or 2.1.1."""
    both = CRITERIA.replace('{id: "2.1", name', '{id: "2.1.1", name')
    folder = tiny(both, units=UNITS)
    sheet = book(folder / "a.xlsx", S=[["STT", "Thẩm định"], [36923, 0.5]])
    outcome = run("import", "scores", sheet, "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!A2: “36923” (2001-02-01) can be 1.2.1 or 2.1.1; nothing in the sheet says which." in outcome.err


def test_points_of_an_area_or_a_criterion_are_its_sum_or_told(folder: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Tự chấm", "Thẩm định"],
        ["1", "Chỉ đạo", 6, 2.5],
        ["1.1", "Kế hoạch", 2, 1],
        ["1.2", "Báo cáo", 2, 1.5],
        ["1.2.1", "Ban hành kế hoạch", "1", "0,5"],
        ["1.2.2", "Báo cáo định kỳ", 1, 1],
        ["1.10", "Sáng kiến", 1, "NA"],
        ["2", "Thủ tục", 1, ""],
        ["", "", 9],
    ]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a", "-f", "csv")
    assert outcome.status == 0
    assert outcome.out.splitlines()[1:] == [
        "repaired,S!A8,2.1,“2” has no other component: its points are those of 2.1.",
        'sum,S!C2,1,"6 points of Xã An Bình stand on Chỉ đạo, but its components here sum to 5."',
        "left_out,S!A9,,points without a number or a name.",
    ]
    assert {row["component"]: row["self"] for row in rows_of(folder / "data" / "scores-2023.csv")}["2.1"] == "1"


@pytest.mark.parametrize("found", ["1.2.9", "1.2.l", "", 1.9])
def test_an_id_that_does_not_exist_is_told_where_the_name_is_known(found: Any, folder: Path, run: Run) -> None:
    name = "Ban hành kế hoạch" if found else "1.2.9. Ban hành kế hoạch"
    rows = [
        ["STT", "Tiêu chí", "Thẩm định"],
        ["1.1", "Kế hoạch", 1],
        [found or None, name, 0.5],
        ["1.2.2", "Báo cáo định kỳ", 1],
    ]
    sheet, arguments = book(folder / "a.xlsx", S=rows), ("--year", 2023, "-u", "xa-a", "--yes", "--force", "-f", "csv")
    outcome = run("import", "scores", sheet, *arguments)
    assert (outcome.status, outcome.err) == (0, "")
    cell, shown = ("S!A3", found) if found else ("S!B3", "1.2.9")
    told = f'repaired,{cell},1.2.1,"there is no “{shown}”: it was read as 1.2.1, by its name."'
    assert outcome.out.splitlines()[1:] == [told]
    # Rows that a sheet numbers its own way have no ids that could be wrong.
    rows[1][0], rows[2], rows[3][0] = 31, [32, "Ban hành kế hoạch", 0.5], 33
    assert run("import", "scores", book(folder / "a.xlsx", S=rows), *arguments).out.count("\n") == 1


def test_points_on_areas_only_are_refused(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Thẩm định"], ["1", "Chỉ đạo", 5]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!C2: 5 points of Xã An Bình stand on Chỉ đạo, but its components here sum to 0." in outcome.err
    assert "no row of one has any" in outcome.err


def test_a_maximum_below_zero_is_no_maximum(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Điểm tối đa", "Thẩm định"], ["1.1", "Kế hoạch", -2, 1]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!C2: the maximum here is -2, but 1.1 has 2 in criteria.yaml." in outcome.err


def test_a_failed_formula_matters_only_where_it_is_read(folder: Path, run: Run) -> None:
    """In the sheet of another unit it does not."""
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        for name in ("Xã An Bình", "Xã Bình Minh"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["STT", "Tiêu chí", "Thẩm định"])
            sheet.write_row(1, 0, ["1.1", "Kế hoạch", 1])
        sheet.write_formula("C2", "=#REF!", None, "#REF!")
    assert run("import", "scores", path, "--year", 2023, "-u", "xa-a").status == 0
    outcome = run("import", "scores", path, "--year", 2022)
    assert outcome.status == 2
    assert "'Xã Bình Minh'!C2: the formula of this cell fails: #REF!" in outcome.err


def test_a_signature_block_below_the_table_is_no_row_of_points(folder: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Thẩm định"],
        ["1.1", "Kế hoạch", 1],
        [],
        ["", "NGƯỜI LẬP BIỂU", "CHỦ TỊCH"],
        ["", "Nguyễn Văn A", "Trần Thị B"],
    ]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023, "-u", "xa-a")
    assert outcome.status == 0
    assert len(rows_of(folder / "data" / "scores-2023.csv")) == 1
    rows[4] = ["", "Báo cáo định kì", "tốt"]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2022, "-u", "xa-a")
    assert outcome.status == 2
    assert "S!B5: there is no component “Báo cáo định kì”" in outcome.err
