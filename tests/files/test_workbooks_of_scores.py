"""Scores in workbooks: faults by sheet and cell, what is imported beside them, and what is told of sheets that are not read."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.scores.edit import write_values
from cchc_cli.model.problems import CchcError
from tests.conftest import MINIMAL, Run, Tiny
from tests.files.test_workbooks import SCORES, book

SHEET = [("TT", "Tiêu chí", "Điểm"), ("1.1.1", "Kế hoạch", 3)]
TABLE = [
    ("year", "unit", "component", "score"),
    (2024, "a", "1.1.1", 7),
    (2024, "a", "1.1.2", "x"),
    (2023, "a", "1.1.1", 3),
]


def test_scores_of_a_workbook_have_faults_with_sheet_and_cell(tiny: Tiny, run: Run) -> None:
    tiny(scores=SCORES)
    book(Path("data/scores-2024.xlsx"), TABLE)
    told = run("score", "2023", "-u", "a").err
    for line in (
        "data/scores-2024.xlsx!'Danh sách'!D5: row 5, column score (D): 7 is out of range; 1.1.1 allows 0–6.",
        "data/scores-2024.xlsx!'Danh sách'!D6: row 6, column score (D): “x” is not a number.",
        "1.1.1 is scored twice for this unit and year; first at data/scores-2024.xlsx!'Danh sách'!C7.",
    ):
        assert line in told
    book(Path("data/scores-2024.xlsx"), [*TABLE[:1], (2024, "a", 1.1, 1)])
    told = run("ranks").err
    assert "!C5: row 5, column component (C): the number 1.1 stands here where an id is a text" in told
    assert "Import it: cchc import scores data/scores-2024.xlsx --year 2024" in told


def test_a_workbook_of_scores_that_is_no_table_is_a_fault_that_names_the_import(tiny: Tiny, run: Run) -> None:
    """Whichever year is asked for: nobody sees an older result in place of the one that lies there."""
    tiny(scores=SCORES)
    path = Path("data/scores-2024.xlsx")
    book(path, SHEET)
    told = (
        "data/scores-2024.xlsx: no sheet is a table with the columns year, unit, component. "
        "To leave it there unread, give it another name. Import it: cchc import scores data/scores-2024.xlsx --year 2024"
    )
    for command in ("score -u a", "ranks 2023", "ranks 2024", "overview", "matrix"):
        done = run(*command.split())
        assert (done.status, done.out) == (2, ""), command
        assert told in done.err
    checked = run("check", "-f", "csv")
    assert (checked.status, told.partition(": ")[2].partition(". ")[0] in checked.out) == (1, True)
    path.rename("data/Bảng điểm 2024.xlsx")
    done = run("ranks")
    assert done.status == 0
    assert 'Import it: cchc import scores "data/Bảng điểm 2024.xlsx" --year 2024' in done.err


def test_what_was_imported_may_stay_beside_the_file_that_was_made_of_it(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1), scores=SCORES)
    path = Path("data/scores-2024.xlsx")
    book(path, [("Mã", "Tên", "Điểm thẩm định"), ("1.1.1", "Kế hoạch", 3), ("1.1.2", "Hai", 1), ("1.10", "Ba", 1)])
    assert run("score").status == 2
    made = run("import", "scores", str(path), "--year", "2024", "--yes")
    assert made.status == 0, made.err
    done = run("score", "-f", "csv")
    assert (done.status, done.out.partition("\n")[2][:4]) == (0, "2024")
    assert "data/scores-2024.xlsx: this file is not read." in done.err


def test_no_new_file_takes_the_place_of_a_workbook_that_is_read(tiny: Tiny, run: Run, tmp_path: Path) -> None:
    """data/scores-2024.csv beside data/scores-2024.xlsx would be all that is read of 2024."""
    tiny(scores=SCORES)
    book(Path("data/scores-2024.xlsx"), [TABLE[0], (2024, "a", "1.1.1", 1)])
    book(Path("b.xlsx"), [("Mã", "Tên", "Điểm thẩm định"), ("1.1.1", "Kế hoạch", 3), ("1.1.2", "Hai", 1)])
    for more in ([], ["--dry-run"]):
        done = run("import", "scores", "b.xlsx", "--year", "2024", "--unit", "b", "--yes", *more)
        assert (done.status, done.out) == (2, "")
        assert "data/scores-2024.csv would stand in the place of data/scores-2024.xlsx" in done.err
    with pytest.raises(CchcError, match="would stand in the place of"):
        write_values(WorkspaceFolder(Path.cwd()), {(2024, "b", "1.1.2"): 1.0})
    assert not Path("data/scores-2024.csv").exists()


def test_of_sheets_that_have_the_same_columns_those_that_are_not_read_are_told(tiny: Tiny, run: Run) -> None:
    tiny(scores=SCORES)
    rows = [TABLE[0], (2024, "b", "1.1.1", 1)]
    book(Path("data/scores-2024.xlsx"), rows, before={"Xã An": [TABLE[0], (2024, "a", "1.1.1", 1)]})
    told = "only the sheet Xã An is read; not read: Danh sách. Rows of several sheets: put them into one"
    assert told in run("ranks", "2023").err


def test_what_is_not_read_of_a_workbook_is_told_by_check(tiny: Tiny, run: Run) -> None:
    """Only imports told it: points that were crossed out, hidden sheets and comments of a file of data were lost in silence."""
    tiny(scores=SCORES)
    made = openpyxl.Workbook()
    for row in ("year", "unit", "component", "score"), (2024, "a", "1.1.1", 3), (2024, "b", "1.1.1", 1):
        made.active.append(row)
    made.active["D2"].font, made.active["D3"].comment = Font(strike=True), Comment("xem lại", "x")
    made.create_sheet("Cũ").append(["x"])
    made["Cũ"].sheet_state = "hidden"
    made.save("data/scores-2024.xlsx")
    told = run("check", "-f", "csv").out
    assert "Crossed-out text was left out (1): Sheet!D2." in told
    assert "The text of comments, footnotes and text boxes was not read: Sheet!D3." in told
    assert "Hidden sheets were not read: Cũ." in told
