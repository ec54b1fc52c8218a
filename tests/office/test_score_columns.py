"""Columns and sheets of points: which of several counts, what is put together, and what is told of many cells once."""

from pathlib import Path

import pytest

from tests.conftest import Run, Tiny
from tests.office.score_sheets import CRITERIA, UNITS, book, rows_of


@pytest.fixture
def folder(tiny: Tiny) -> Path:
    return tiny(CRITERIA, units=UNITS)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (("Điểm thẩm định", "Điểm chính thức"), {"appraised1": "0", "score": "1"}),
        (("Điểm được công nhận", "Điểm thẩm định"), {"appraised1": "1", "score": "0"}),
        (("Điểm thẩm định của Sở Nội vụ", "Điểm thẩm định của Hội đồng"), {"appraised1": "0", "score": "1"}),
        (("Điểm thẩm định", "Điểm thẩm định sau giải trình"), {"appraised1": "0", "score": "1"}),
        (("Tự chấm", "Điểm phúc tra"), {"self": "0", "score": "1"}),
        (("Xã tự chấm", "Huyện chấm"), {"self": "0", "score": "1"}),
        (("Điểm thẩm định", "Giải trình"), {"score": "0", "appeal": "1"}),
    ],
)
def test_the_last_of_several_official_columns_counts(
    headings: tuple[str, str], columns: dict[str, str], folder: Path, run: Run
) -> None:
    sheet = book(folder / "a.xlsx", Xã_An_Bình=[["STT", "Tiêu chí", *headings], ["1.1", "Kế hoạch", 0, 1]])
    assert run("import", "scores", sheet, "--year", 2023).status == 0
    row = rows_of(folder / "data" / "scores-2023.csv")[0]
    assert {name: row[name] for name in row if name not in ("year", "unit", "component")} == columns


def test_columns_that_may_both_be_the_official_one_are_refused(folder: Path, run: Run) -> None:
    head = ["STT", "Tiêu chí", "Điểm thẩm định", "Điểm thẩm định"]
    sheet = book(folder / "a.xlsx", Xã_An_Bình=[head, ["1.1", "Kế hoạch", 0, 1]])
    outcome = run("import", "scores", sheet, "--year", 2023)
    assert outcome.status == 2
    assert "C1" in outcome.err
    assert "D1" in outcome.err
    assert not (folder / "data" / "scores-2023.csv").exists()


def test_a_column_of_points_that_is_not_read_is_told(folder: Path, run: Run) -> None:
    head = ["STT", "Tiêu chí", "Thẩm định lần 1", "Thẩm định lần 2", "Thẩm định lần 3"]
    sheet = book(folder / "a.xlsx", Xã_An_Bình=[head, ["1.1", "Kế hoạch", 0, 1, 2]])
    outcome = run("import", "scores", sheet, "--year", 2023)
    assert "D1 “Thẩm định lần 2”" in " ".join(outcome.out.split())
    row = rows_of(folder / "data" / "scores-2023.csv")[0]
    assert (row["appraised1"], row["score"]) == ("0", "2")


def test_a_units_name_over_two_columns_counts_for_both_also_where_it_is_not_merged(folder: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Xã An Bình", "", "Xã Bình Minh"],
        ["", "", "Tự chấm", "Thẩm định", "Tự chấm", "Thẩm định"],
        ["1.1", "Kế hoạch", 1, 2, 0.5, 1.5],
    ]
    assert run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023).status == 0
    made = rows_of(folder / "data" / "scores-2023.csv")
    assert [(r["unit"], r["self"], r["score"]) for r in made] == [("xa-a", "1", "2"), ("xa-b", "0.5", "1.5")]


def test_force_keeps_rows_of_others_and_columns_that_the_sheet_does_not_have(folder: Path, run: Run) -> None:
    made = folder / "data" / "scores-2023.csv"
    made.write_text("year;unit;component;score;self\r\n2023;xa-b;1.1;1,50;2\r\n2023;xa-a;1.1;1;1,5\r\n", newline="")
    head = ["STT", "Tiêu chí", "Điểm thẩm định"]
    sheet = book(folder / "a.xlsx", Xã_An_Bình=[head, ["1.1", "Kế hoạch", 0.5], ["1.10", "Sáng kiến", 2.5]])
    assert run("import", "scores", sheet, "--year", 2023).status == 2
    assert run("import", "scores", sheet, "--year", 2023, "--force").status == 0
    assert made.read_bytes() == (
        b"year;unit;component;score;self\r\n2023;xa-b;1.1;1,50;2\r\n2023;xa-a;1.1;0,5;1,5\r\n2023;xa-a;1.10;2,5;\r\n"
    )


def test_a_sheet_of_self_scores_and_one_of_official_points_are_put_together(folder: Path, run: Run) -> None:
    own = [["Xã An Bình"], ["STT", "Tiêu chí", "Tự chấm"], ["1.1", "Kế hoạch", 2]]
    official = [["Xã An Bình"], ["STT", "Tiêu chí", "Thẩm định"], ["1.1", "Kế hoạch", 1]]
    sheet = book(folder / "a.xlsx", Tự_chấm=own, Thẩm_định=official)
    assert run("import", "scores", sheet, "--year", 2023).status == 0
    row = rows_of(folder / "data" / "scores-2023.csv")[0]
    assert (row["self"], row["score"]) == ("2", "1")


def test_what_is_said_of_the_cells_of_many_sheets_is_told_once(folder: Path, run: Run) -> None:
    rows = [["STT", "Tiêu chí", "Thẩm định"], ["2", "Thủ tục", 1]]
    path = book(folder / "a.xlsx", Xã_An_Bình=rows, Xã_Bình_Minh=rows)
    told = " ".join(run("import", "scores", path, "--year", 2023).out.split())
    assert told.count("has no other component: its points are those of 2.1. So it is in 1 more cell.") == 1
    found = run("import", "scores", path, "--year", 2023, "--force", "-f", "csv").out
    assert found.count("has no other component: its points are those of 2.1.\n") == 2
