"""A province sends a sheet to each unit and reads all that come back: `template scores … -o FOLDER`, `import scores FOLDER`."""

import csv
import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.conftest import MINIMAL, Run, Tiny

UNITS = "unit,name\nu,Xã Tân Lập\nv,Phường Vĩnh Yên\nw,Đặc khu Hòn Dừa\n"
FILES = {"u": "xa-tan-lap", "v": "phuong-vinh-yen", "w": "dac-khu-hon-dua"}
COLUMNS = {"value": 7, "self": 8, "score": 9, "note": 10}
YEAR = ("--year", 2022)
FULL = {"1.1.1": 1, "1.1.2": 1, "1.10": 2}


@pytest.fixture
def sheets(tiny: Tiny, run: Run) -> dict[str, Path]:
    """The empty sheet of each unit, in the folder `sheets` of a workspace of three."""
    tiny(MINIMAL, units=UNITS)
    assert run("template", "scores", 2022, "--all-units", "-o", "sheets/").status == 0
    files = sorted(Path("sheets").iterdir())
    found = {unit: next(file for file in files if stem in file.name) for unit, stem in FILES.items()}
    assert len(files) == len(found)
    return found


def fill(file: Path, points: dict[str, object], column: str = "score") -> None:
    """Type something into a column of a sheet, by component."""
    book = openpyxl.load_workbook(file)
    rows = {row[3].value: row for row in book.worksheets[0].iter_rows()}
    for component, given in points.items():
        rows[component][COLUMNS[column] - 1].value = given
    book.save(file)


def imported(file: str = "data/scores-2022.csv") -> list[tuple[str, ...]]:
    """Year, unit, component and what else a file of scores has."""
    with Path(file).open(encoding="utf-8") as text:
        return [tuple(row.values()) for row in csv.DictReader(text)]


def scored_in_word(file: str, points: str, *above: str) -> None:
    """A Word file with paragraphs, and a table in which 1.1.1 has points."""
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, (("TT", "Tiêu chí", "Điểm thẩm định"), ("1.1.1", "A", points)), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(file)


def test_sheets_of_all_units_come_back_as_one_file(sheets: dict[str, Path], run: Run) -> None:
    for points, file in enumerate(sheets.values()):
        fill(file, FULL | {"1.1.1": points})
    Path("sheets/~$open.xlsx").write_bytes(b"what Excel leaves there")
    Path("sheets/scan.pdf").write_bytes(b"%PDF-1.7")
    Path("sheets/older").mkdir()
    said = run("import", "scores", "sheets", *YEAR, "-f", "json")
    assert said.status == 0
    points = {("u", "1.1.1"): "0", ("v", "1.1.1"): "1", ("w", "1.1.1"): "2"}
    points |= {(unit, component): f"{FULL[component]}" for unit in FILES for component in ("1.1.2", "1.10")}
    assert sorted(imported()) == sorted(("2022", *key, text) for key, text in points.items())
    answer = json.loads(said.out)
    assert answer["units"] == {"u": 3, "v": 3, "w": 3}
    named = [f"{file.name}!{openpyxl.load_workbook(file).sheetnames[0]}" for file in sheets.values()]
    assert sorted(answer["sheets"]) == sorted(named)
    told = run("import", "scores", "sheets", *YEAR, "--force").out
    assert "3 files" in told
    assert "older, scan.pdf" in told
    assert "open.xlsx" not in told


def test_a_folder_gives_what_its_files_give_one_by_one(sheets: dict[str, Path], run: Run) -> None:
    for points, file in enumerate(sheets.values()):
        fill(file, {"1.1.1": points, "1.10": "NA"})
        fill(file, {"1.1.1": f"ghi chú, {points}"}, "note")
        assert run("import", "scores", file, *YEAR, "-o", "one.csv", *(["--force"] if points else [])).status == 0
    run("import", "scores", "sheets", *YEAR)
    assert sorted(imported()) == sorted(imported("one.csv"))


def test_every_file_that_can_not_be_read_is_told_and_nothing_is_written(sheets: dict[str, Path], run: Run) -> None:
    fill(sheets["u"], {"1.1.1": 7.5})
    fill(sheets["v"], {"1.1.1": 1})
    letter = docx.Document()
    letter.add_paragraph("Kính gửi Sở Nội vụ")
    letter.save("sheets/letter.docx")
    said = run("import", "scores", "sheets", *YEAR)
    assert said.status == 2
    for told in ("3 of 4 files in sheets", f"{sheets['u']}: ", "7.5", f"{sheets['w']}: nothing is", "letter.docx: "):
        assert told in said.err, told
    assert "take them out of the folder" in said.err
    assert not Path("data/scores-2022.csv").exists()


def test_many_faults_of_one_file_hide_no_other_file(sheets: dict[str, Path], run: Run) -> None:
    fill(sheets["u"], {"1.1.1": 7, "1.1.2": 3, "1.10": 3})
    for number in range(15):
        shutil.copy(sheets["v"], f"sheets/{number:02}.xlsx")
    said = run("import", "scores", "sheets", *YEAR)
    assert said.status == 2
    assert "18 of 18 files" in said.err
    assert all(f"{file}: " in said.err for file in Path("sheets").iterdir())
    assert "2 more faults" in said.err


def test_two_files_that_contradict_each_other_are_both_named(sheets: dict[str, Path], run: Run) -> None:
    for file in sheets.values():
        fill(file, FULL)
    shutil.copy(sheets["u"], "sheets/again.xlsx")
    assert "3 figures stand in" in run("import", "scores", "sheets", *YEAR).out
    fill(Path("sheets/again.xlsx"), {"1.1.1": 2.5, "1.1.2": 1.5})
    said = run("import", "scores", "sheets", *YEAR, "--force", "--lang", "vi")
    assert said.status == 2
    for told in ("1.1.1 của Xã Tân Lập", "2,5", "again.xlsx!", sheets["u"].name, "1 số liệu khác cũng như vậy"):
        assert told in said.err
    assert {row[3] for row in imported()} == {"1", "2"}


def test_self_scores_and_appraisals_may_come_in_two_files(sheets: dict[str, Path], run: Run) -> None:
    for file in sheets.values():
        fill(file, {"1.1.1": 3}, "self")
        fill(file, {"1.1.1": "tự chấm"}, "note")
        other = file.with_stem(f"{file.stem}-tham-dinh")
        shutil.copy(file, other)
        fill(other, {"1.1.1": None}, "self")
        fill(other, {"1.1.1": 2})
        fill(other, {"1.1.1": "thiếu tài liệu"}, "note")
    assert run("import", "scores", "sheets", *YEAR).status == 0
    header = Path("data/scores-2022.csv").read_text("utf-8").splitlines()[0].split(",")
    assert len(imported()) == 3
    for row in imported():
        read = dict(zip(header, row, strict=True))
        assert (read["self"], read["score"]) == ("3", "2")
        assert sorted(read["note"].split("; ")) == ["thiếu tài liệu", "tự chấm"]


def test_the_name_of_a_file_says_whose_a_sheet_is_that_does_not(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("index:", "defaults: {unit: w}\nindex:"), units=UNITS)
    Path("sheets").mkdir()
    for name, points in (("01. Phiếu chấm điểm Xã Tân Lập", "1"), ("phieu_phuong_vinh_yen_2022", "2"), ("bang", "3")):
        scored_in_word(f"sheets/{name}.docx", points)
    said = run("import", "scores", "sheets", *YEAR)
    assert (said.status, Path("data/scores-2022.csv").exists()) == (2, False)
    assert "sheets/bang.docx: " in said.err, "of many sheets none is the default unit's for want of a name"
    Path("sheets/bang.docx").rename("bang.docx")
    assert "the name of the file" in run("import", "scores", "sheets", *YEAR).out
    assert sorted(imported()) == [("2022", unit, "1.1.1", points) for unit, points in zip("uv", "12", strict=True)]
    assert "defaults.unit" in run("import", "scores", "bang.docx", *YEAR, "--force").out
    assert ("2022", "w", "1.1.1", "3") in imported()


def test_a_file_called_after_another_unit_than_its_sheet_is_told(sheets: dict[str, Path], run: Run) -> None:
    scored_in_word("Phường Vĩnh Yên.docx", "4", "Bảng điểm của Xã Tân Lập")
    said = run("import", "scores", "Phường Vĩnh Yên.docx", *YEAR)
    assert imported() == [("2022", "u", "1.1.1", "4")]
    assert "Phường Vĩnh Yên.docx, but its points were taken as those of Xã Tân Lập" in " ".join(said.out.split())
    scored_in_word("Đặc khu Hòn Dừa.docx", "5")
    said = run("import", "scores", "Đặc khu Hòn Dừa.docx", *YEAR, "--unit", "v", "--force")
    assert "Hòn Dừa.docx, but its points were taken as those of Phường Vĩnh Yên" in " ".join(said.out.split())


def test_what_is_no_folder_of_sheets_is_refused(sheets: dict[str, Path], run: Run) -> None:
    Path("empty").mkdir()
    for asked, told in (
        (("empty",), "is a folder without any file in which points come"),
        (("data",), "where cchc reads scores and tasks"),
        (("sheets", "--unit", "u"), "--unit goes with one file"),
    ):
        said = run("import", "scores", *asked, *YEAR)
        assert (said.status, told in said.err) == (2, True), said.err


def test_sheets_that_are_there_are_not_written_over(sheets: dict[str, Path], run: Run) -> None:
    fill(sheets["u"], {"1.1.1": 1})
    before = sheets["u"].read_bytes()
    again = run("template", "scores", 2022, "--all-units", "-o", "sheets")
    assert again.status == 2
    assert sheets["u"].name in again.err
    assert sheets["u"].read_bytes() == before
    assert run("template", "scores", 2022, "-u", "u", "-o", "sheets").status == 2
    assert run("template", "scores", 2022, "--all-units", "-o", "data/sheets").status == 2
    assert not Path("data/sheets").exists()
    assert "2222 lies after" in run("template", "scores", 2222, "--all-units", "-o", "sheets").err


def test_a_dry_run_of_a_folder_tells_what_would_differ(sheets: dict[str, Path], run: Run) -> None:
    for file in sheets.values():
        fill(file, FULL)
    run("import", "scores", "sheets", *YEAR)
    fill(sheets["v"], {"1.1.1": 6})
    said = run("import", "scores", "sheets", *YEAR, "--dry-run", "-f", "csv").out.splitlines()
    assert len(said) == 2
    assert "v,1.1.1" in said[1]
    assert {row[3] for row in imported()} == {"1", "2"}


def table_of_points(file: str) -> None:
    """A workbook with points of 1.1.1 that does not say whose they are."""
    book = openpyxl.Workbook()
    for row in (("TT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"), ("1.1.1", "A", 6, 1)):
        book.active.append(row)
    book.save(file)


@pytest.mark.parametrize("name", ["Phường Đống Đa", "Xã Tân Lập Tây", "Xã Tân Lập và Phường Vĩnh Yên"])
def test_a_file_called_after_others_is_not_that_of_the_default(name: str, tiny: Tiny, run: Run) -> None:
    tiny(f"{MINIMAL}\ndefaults: {{unit: u}}\n", units=UNITS)
    Path("back").mkdir()
    table_of_points(f"back/{name}.xlsx")
    said = run("import", "scores", "back", *YEAR)
    assert said.status == 2
    assert name in said.err
    assert not Path("data/scores-2022.csv").exists()


@pytest.mark.parametrize("name", ["Bảng điểm tỉnh Tân Lập", "Điểm huyện Vĩnh Yên 2022", "Tong hop tinh Tan Lap"])
def test_a_place_of_another_kind_is_no_unit_of_its_name(name: str, tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL, units=UNITS)
    table_of_points(f"{name}.xlsx")
    said = run("import", "scores", f"{name}.xlsx", *YEAR)
    assert said.status == 2
    assert "whose points" in said.err


def test_a_sheet_that_came_back_under_the_name_of_another_unit_is_told(sheets: dict[str, Path], run: Run) -> None:
    fill(sheets["u"], FULL)
    Path("back").mkdir()
    sheets["u"].rename("back/Phường Vĩnh Yên.xlsx")
    out = " ".join(run("import", "scores", "back", *YEAR).out.split())
    assert "The file is called Phường Vĩnh Yên.xlsx, but its points were taken as those of Xã Tân Lập." in out


def test_a_folder_with_a_space_is_told_as_it_is_typed(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL, units=UNITS)
    said = run("template", "scores", 2022, "--all-units", "-o", "Phiếu chấm/")
    assert 'cchc import scores "Phiếu chấm" --year 2022' in " ".join((said.out + said.err).split())
