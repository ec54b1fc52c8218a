"""Whose points a sheet holds: what its name and title say, and what is never assumed against them."""

from pathlib import Path
from typing import Any

import pytest

from cchc_cli.model.scores import Unit
from cchc_cli.office.words.units import UnitNames
from tests.conftest import Run, Tiny
from tests.office.score_sheets import CRITERIA, UNITS, book, rows_of

HEAD = ["STT", "Tiêu chí", "Thẩm định"]
WITH_DEFAULT = CRITERIA.replace("areas:", "defaults: {unit: xa-a}\nareas:", 1)


def sheet(title: str = "", score: float = 1) -> list[list[Any]]:
    rows: list[list[Any]] = [HEAD, ["1.1", "Kế hoạch", score]]
    return [[title], *rows] if title else rows


@pytest.fixture
def folder(tiny: Tiny) -> Path:
    """xa-a is the default unit: what is not of xa-a must not become its points."""
    return tiny(WITH_DEFAULT, units=UNITS)


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("Xã Ninh Gia", "", "the sheet Xã Ninh Gia is called after a unit that is not in units.csv."),
        ("XA_NINH_GIA", "", "the sheet XA NINH GIA is called after a unit that is not in units.csv."),
        ("Zzz", "", "no unit of units.csv is called like the sheet Zzz"),
        ("DV05", "", "no unit of units.csv is called like the sheet DV05"),
        ("Sheet1", "KẾT QUẢ CHẤM ĐIỂM XÃ NINH GIA NĂM 2023", "Sheet1!A1: the sheet Sheet1 names XÃ NINH GIA,"),
        ("S", "Kết quả của xã Ninh Gia, huyện Di Linh", "S!A1: the sheet S names xã Ninh Gia, which is not"),
        ("S", "Đơn vị: Ninh Gia", "S!A1: the sheet S names Ninh Gia, which is not"),
        ("S", "BẢNG ĐIỂM XÃ AN BÌNH TÂY", "S!A1: the sheet S names XÃ AN BÌNH TÂY, which is not"),
        ("Xã_Bình_Minh", "KẾT QUẢ CỦA XÃ AN BÌNH", "is called Xã Bình Minh, but its title says KẾT QUẢ CỦA XÃ AN"),
        ("S", "XÃ AN BÌNH VÀ XÃ BÌNH MINH", "the title of S names several units: xa-a, xa-b."),
    ],
)
@pytest.mark.parametrize("extra", [(), ("--yes",)])
def test_points_of_others_are_never_the_default_units(
    name: str, title: str, told: str, extra: tuple[str, ...], folder: Path, run: Run
) -> None:
    path = book(folder / "a.xlsx", **{name: sheet(title)})
    outcome = run("import", "scores", path, "--year", 2023, *extra)
    assert (outcome.status, outcome.out) == (2, "")
    assert told in outcome.err
    assert not (folder / "data" / "scores-2023.csv").exists()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Xã_Bình_Minh", ""),
        ("xa-b", ""),
        ("S", "KẾT QUẢ XÃ BÌNH MINH"),
        ("Xã_Ninh_Gia", ""),
        ("S", "KẾT QUẢ XÃ NINH GIA"),
    ],
)
def test_unit_does_not_overrule_a_sheet_that_names_another(name: str, title: str, folder: Path, run: Run) -> None:
    path = book(folder / "a.xlsx", **{name: sheet(title)})
    outcome = run("import", "scores", path, "--year", 2023, "--unit", "xa-a", "--yes")
    assert outcome.status == 2
    assert f"the sheet {name.replace('_', ' ')} names " in outcome.err
    assert ", not xa-a." in outcome.err
    assert not (folder / "data" / "scores-2023.csv").exists()


@pytest.mark.parametrize(
    ("name", "title", "unit"),
    [
        ("Xã_Bình_Minh", "", "xa-b"),
        ("Bình_Minh", "", "xa-b"),
        ("1._BÌNH_MINH", "", "xa-b"),
        ("XA_BINH_MINH_2023", "", "xa-b"),
        ("Bảng_điểm_xa-b", "", "xa-b"),
        ("Sheet1", "ỦY BAN NHÂN DÂN XÃ BÌNH MINH", "xa-b"),
        ("Sheet1", "Đơn vị: Xã Bình Minh", "xa-b"),
        ("Xã_Bình_Minh", "Xã Bình Minh (tách từ xã Ninh Gia)", "xa-b"),
        ("Sheet1", "UBND HUYỆN DI LINH", "xa-a"),
        ("Phụ_lục_1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "xa-a"),
        ("Tự_chấm", "BẢNG ĐIỂM CẢI CÁCH HÀNH CHÍNH CẤP XÃ NĂM 2023", "xa-a"),
        ("2023", "Đơn vị tính: điểm", "xa-a"),
    ],
)
def test_the_unit_that_is_named_else_the_default_one_and_that_is_told(
    name: str, title: str, unit: str, folder: Path, run: Run
) -> None:
    path = book(folder / "a.xlsx", **{name: sheet(title)})
    outcome = run("import", "scores", path, "--year", 2023)
    assert (outcome.status, outcome.err) == (0, "")
    assert [row["unit"] for row in rows_of(folder / "data" / "scores-2023.csv")] == [unit]
    said = " ".join(outcome.out.split())
    assert ("taken as those of Xã An Bình (defaults.unit)" in said) == (unit == "xa-a")


def test_a_name_that_may_be_anything_needs_a_unit_that_is_asked_for(folder: Path, run: Run) -> None:
    path = book(folder / "a.xlsx", Zzz=sheet())
    outcome = run("import", "scores", path, "--year", 2023, "--unit", "xa-b")
    assert outcome.status == 0
    said = " ".join(outcome.out.split())
    assert "The sheet is called Zzz, which is no unit that is known here." in said
    assert "taken as those of Xã Bình Minh (--unit)" in said


def test_of_many_sheets_only_those_of_the_unit_are_read(folder: Path, run: Run) -> None:
    sheets = {"Xã_An_Bình": sheet(score=1), "Xã_Bình_Minh": sheet(score=2), "Xã_Ninh_Gia": sheet()}
    path = book(folder / "a.xlsx", **sheets)
    outcome = run("import", "scores", path, "--year", 2023, "--unit", "xa-b")
    assert outcome.status == 0
    assert "Sheets of other units were not read: Xã An Bình, Xã Ninh Gia." in outcome.out
    found = rows_of(folder / "data" / "scores-2023.csv")
    assert [(row["unit"], row["score"]) for row in found] == [("xa-b", "2")]


def test_two_sheets_with_the_same_components_of_one_unit_are_named(folder: Path, run: Run) -> None:
    sheets = {"Sheet1": sheet(), "Xã_Bình_Minh": sheet(), "Sheet2": sheet()}
    outcome = run("import", "scores", book(folder / "a.xlsx", **sheets), "--year", 2023)
    assert outcome.status == 2
    assert "Sheet2!A2: 1.1 is scored twice" in outcome.err
    assert "If one sheet is a copy, name the one that counts: --sheet “Sheet1”." in outcome.err


def test_without_a_list_of_units_a_name_needs_a_unit_that_is_asked_for(tiny: Tiny, run: Run) -> None:
    folder = tiny(CRITERIA.replace("areas:", "defaults: {unit: xa-an-binh}\nareas:", 1))
    path = book(folder / "a.xlsx", Xã_Ninh_Gia=sheet())
    outcome = run("import", "scores", path, "--year", 2023)
    assert outcome.status == 2
    assert "no unit is called like the sheet Xã Ninh Gia; it may be one that is not known" in outcome.err
    assert run("import", "scores", path, "--year", 2023, "--unit", "ninh-gia").status == 0
    path = book(folder / "b.xlsx", Xã_An_Bình=sheet())
    assert run("import", "scores", path, "--year", 2024).status == 0
    assert [row["unit"] for row in rows_of(folder / "data" / "scores-2024.csv")] == ["xa-an-binh"]


def test_units_without_scores_are_asked_about_at_once_and_told_where_one_is_asked_for(tiny: Tiny, run: Run) -> None:
    folder = tiny(CRITERIA)
    two = book(folder / "a.xlsx", P1=sheet("PHIẾU CHẤM ĐIỂM XÃ NINH GIA"), P2=sheet("PHIẾU CHẤM ĐIỂM XÃ PHÚ HỘI"))
    outcome = run("import", "scores", two, "--year", 2023)
    assert outcome.status == 2
    assert "there are no scores yet of P1!A1 “XÃ NINH GIA”, P2!A1 “XÃ PHÚ HỘI”. Name the unit with" in outcome.err
    assert outcome.err.count("data/units.csv, with the columns unit and name.") == 1
    assert run("import", "scores", two, "--year", 2023, "--unit", "ninh-gia").status == 2
    one = ("import", "scores", two, "--year", 2023, "--sheet", "P2", "--unit")
    outcome = run(*one, "xa-x")
    assert outcome.status == 0
    assert "P2!A1 “XÃ PHÚ HỘI” has no scores yet: these were taken as those of xa-x (--unit)." in " ".join(
        outcome.out.split()
    )
    outcome = run(*one, "Xã Phú Hội", "--force")
    assert (outcome.status, "(--unit)" in outcome.out) == (0, False)


def test_the_points_of_one_unit_are_not_stopped_by_others_that_are_unknown(folder: Path, run: Run) -> None:
    """A table of all communes of a district: for one of them the list of the others need not be complete."""
    rows = [["Đơn vị", "Mã", "Thẩm định"], ["Xã An Bình", "1.1", 1], ["Xã Ninh Gia", "1.1", 2]]
    path = book(folder / "a.xlsx", S=rows)
    outcome = run("import", "scores", path, "--year", 2023)
    assert outcome.status == 2
    assert "S!A3: the unit Xã Ninh Gia is not in units.csv." in outcome.err
    outcome = run("import", "scores", path, "--year", 2023, "--unit", "xa-a")
    assert outcome.status == 0
    assert "Not read, because units.csv does not have them: Xã Ninh Gia." in outcome.out
    outcome = run("import", "scores", path, "--year", 2022, "--unit", "xa-b")
    assert outcome.status == 2
    assert "no row has points of xa-b for 2022; the file has those of xa-a." in outcome.err


def test_a_column_of_a_unit_that_is_unknown_is_not_passed_over(folder: Path, run: Run) -> None:
    rows = [
        ["Mã", "Tiêu chí", "Xã An Bình", "Xã Ninh Gia", "Trung bình", "Ghi chú"],
        ["1.1", "Kế hoạch", 1, 2, 1.5, "x"],
    ]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    assert outcome.status == 2
    assert outcome.err.count("is not in units.csv") == 1
    assert "S!D1: the unit Xã Ninh Gia is not in units.csv." in outcome.err


def test_a_unit_with_two_columns_of_the_same_points_is_refused(folder: Path, run: Run) -> None:
    rows = [["Mã", "Tiêu chí", "Xã An Bình", "xa-a", "xa-b"], ["1.1", "Kế hoạch", 1, 2, 1]]
    outcome = run("import", "scores", book(folder / "a.xlsx", S=rows), "--year", 2023)
    assert outcome.status == 2
    assert "S!D1: the points of xa-a stand there twice: S!C1, S!D1." in outcome.err


def test_what_a_title_names() -> None:
    units = UnitNames((Unit("a", "Huyện An Phú"), Unit("b", "Thành phố Long Thành")), fixed=True)
    for text, known, strange in (
        ("UBND TỈNH BÌNH MINH", set(), []),
        ("UBND HUYỆN AN PHÚ", {"a"}, []),
        ("Kết quả của huyện Tân Phú và các xã", set(), ["huyện Tân Phú"]),
        ("TP. LONG THÀNH", {"b"}, []),
        ("TP Long Khánh", set(), ["TP Long Khánh"]),
        ("thành phố Long Thành năm 2023", {"b"}, []),
        ("Xã Hòa Bình", set(), []),
        ("Bảng Chấm Điểm Huyện An Phú Năm 2023", {"a"}, []),
        ("Bảng Chấm Điểm Huyện Năm Căn Năm 2023", set(), ["Huyện Năm Căn"]),
        ("HUYỆN AN PHÚ TỰ CHẤM", {"a"}, []),
        ("HUYỆN AN PHÚ NAM", set(), ["HUYỆN AN PHÚ NAM"]),
        ("HUYỆN TRỰC NINH", set(), ["HUYỆN TRỰC NINH"]),
        ("BẢNG ĐIỂM CẤP HUYỆN NĂM 2023", set(), []),
        ("CÁC HUYỆN, THÀNH PHỐ THUỘC TỈNH", set(), []),
        ("huyen an phu nam 2023", {"a"}, []),
        ("HUYEN TAN PHU NAM 2023", set(), ["HUYEN TAN PHU"]),
    ):
        named = units.in_text(text)
        assert (named.known, named.strange) == (known, strange), text
