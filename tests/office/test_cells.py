"""What cells show: percentages, and letters of the fonts before Unicode."""

import struct
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.problems import InputError
from cchc_cli.office.frameworks.draft import draft_criteria
from cchc_cli.read.books import read_book
from tests.conftest import Run
from tests.office.test_bad_files import ODS, XLS, repacked

FORMATS = {
    "0.00%": 95,
    "0%": 95,
    "#,##0.0 %": 95,
    '[Red]0.0"tốt"%': 95,
    "General": 0.95,
    "0.00": 0.95,
    '0.0"%"': 0.95,
    r"0.0\%": 0.95,
}
TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        strict=True,
    )
)
VNI_MARKS = {
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï",
    "\u0302": "â", "\u0302\u0301": "á", "\u0302\u0300": "à", "\u0302\u0309": "å", "\u0302\u0303": "ã", "\u0302\u0323": "ä",
    "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è", "\u0306\u0309": "ú", "\u0306\u0303": "ü", "\u0306\u0323": "ë",
}  # fmt: skip
VNI_LETTERS = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "í": "í", "ì": "ì", "ỵ": "î"}
WORDS = "Số thứ tự; Tên đơn vị; Điểm thẩm định; Ủy ban nhân dân xã Đặng Sơn; nghĩa vụ; lưỡng lự; kỷ luật; ỷ lại; quỹ"


def in_tcvn3(text: str) -> str:
    """As typed in TCVN3, which has no other capitals with signs than Ă Â Đ Ê Ô Ơ Ư."""
    return "".join(TCVN3.get(letter, letter) for letter in text.replace("Ủ", "ñ"))


def in_vni(text: str) -> str:
    letters = []
    for letter in text:
        low = letter.lower()
        parts = unicodedata.normalize("NFD", low)
        if low in VNI_LETTERS:
            found = VNI_LETTERS[low]
        elif parts[0] in "aeouy" and len(parts) > 1:
            base = {"o": "ô", "u": "ö"}[parts[0]] if "\u031b" in parts else parts[0]
            marks = sorted(parts[1:].replace("\u031b", ""), key="\u0302\u0306".__contains__, reverse=True)
            found = base + (VNI_MARKS["".join(marks)] if marks else "")
        else:
            found = low
        letters.append(found.upper() if letter.isupper() else found)
    return "".join(letters)


def read(path: Path) -> Book:
    return read_book(path, path.name)


def floats(grid: Grid) -> list[float]:
    return [value for row in grid.rows for value in row if isinstance(value, float)]


def test_a_cell_is_what_it_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, shown in enumerate(FORMATS, start=1):
        book.active.cell(row, 1, 0.95).number_format = shown
    book.active.cell(len(FORMATS) + 1, 1, 0.285).number_format = "0.0%"
    book.active.cell(len(FORMATS) + 2, 1, "0.5").number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    values = [row[0] for row in read(tmp_path / "a.xlsx").grids[0].rows]
    assert values == [*FORMATS.values(), 28.5, "0.5"]


def test_a_cell_of_an_ods_is_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(ODS)
    plain = floats(read(tmp_path / "a.ods").grids[0])
    (tmp_path / "a.ods").write_bytes(
        repacked(ODS, "content.xml", lambda xml: xml.replace(b'value-type="float"', b'value-type="percentage"'))
    )
    assert plain
    assert floats(read(tmp_path / "a.ods").grids[0]) == pytest.approx([100 * each for each in plain])


def test_a_cell_of_an_xls_is_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(XLS)
    plain = floats(read(tmp_path / "a.xls").grids[0])
    data, at = bytearray(XLS), XLS.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    while (kind := struct.unpack_from("<H", data, at)[0]) != 0x0A:
        if kind == 0xE0:
            struct.pack_into("<H", data, at + 6, 10)
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    (tmp_path / "a.xls").write_bytes(data)
    assert plain
    assert floats(read(tmp_path / "a.xls").grids[0]) == pytest.approx([100 * each for each in plain])


TIERS = (
    "{type: tiers, tiers: [{min: 100, points: 6}, {min: 98, points: 5}, {min: 95, points: 3}, {min: 90, points: 1}]}"
)


@pytest.mark.parametrize(("rule", "value"), [(TIERS, "95"), ("{type: linear, from: 0, to: 1}", "0.95")])
def test_a_percent_is_imported_as_the_value_that_its_rule_takes(rule: str, value: str, sample: Path, run: Run) -> None:
    """Of a rule with shares of 1 it was 95, which has all points."""
    criteria = sample / "criteria.yaml"
    criteria.write_text(criteria.read_text("utf-8").replace(TIERS, rule, 1), "utf-8")
    book = openpyxl.Workbook()
    for row in (["Mã tiêu chí", "Giá trị"], ["3.3.1", 0.95]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00%"
    book.save(sample / "a.xlsx")
    assert run("import", "scores", "a.xlsx", "--year", 2023, "--yes").status == 0
    assert (sample / "data" / "scores-2023.csv").read_text().splitlines()[1].split(",")[3] == value


@pytest.mark.parametrize(("font", "encode"), [(".VnTime", in_tcvn3), ("VNI-Times", in_vni)])
def test_old_fonts_are_read(font: str, encode: Any, tmp_path: Path) -> None:
    """Of a cell, of a part of a cell, and in Word: of a run, of its style."""
    text = encode(WORDS)
    assert text != WORDS
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = text, CellRichText("x: ", TextBlock(InlineFont(rFont=font), text))
    book.active["A1"].font = Font(name=font)
    book.active["A3"] = WORDS
    book.save(tmp_path / "a.xlsx")
    document = docx.Document()
    document.styles["Normal"].font.name = font
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:hAnsi"), font)
    document.add_paragraph(text)
    document.add_paragraph().add_run(WORDS).font.name = "Times New Roman"
    document.save(tmp_path / "a.docx")
    read_xlsx, read_docx = read(tmp_path / "a.xlsx"), read(tmp_path / "a.docx")
    expected = WORDS.replace("Ủy", "ủy") if font == ".VnTime" else WORDS
    assert [row[0] for row in read_xlsx.grids[0].rows] == [expected, f"x: {expected}", WORDS]
    assert read_docx.text == (expected, WORDS)
    assert ("TCVN3" if font == ".VnTime" else "VNI") in read_xlsx.notes[0]


@pytest.mark.parametrize("kind", ["tbl", "tr", "tc", "p"])
def test_forms_of_word_hold_tables_rows_and_cells_in_content_controls(kind: str, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        table.cell(row, column).text = f"{row}{column}"
    inner = [*table._tbl.iter(qn("w:" + kind))][-1]
    outer = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    inner.getparent().replace(inner, outer)
    outer[1].append(inner)
    document.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx").grids[0].rows == [["00", "01"], ["10", "11"]]


def test_a_text_box_of_word_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>Mẫu số 01 </w:t></w:r></w:p></w:txbxContent>"
    names = f"{nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    paragraph = document.add_paragraph("PHIẾU CHẤM ĐIỂM")
    paragraph._p.insert(0, parse_xml(f"<w:r {names}><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"))
    document.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx").text == ("Mẫu số 01 PHIẾU CHẤM ĐIỂM",)


def test_a_font_of_capitals(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = in_tcvn3("điểm thẩm định")
    book.active["A1"].font = Font(name=".VnTimeH")
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").grids[0].rows == [["ĐIỂM THẨM ĐỊNH"]]


def in_cells(words: list[str], path: Path) -> Path:
    """Words as the cells of a sheet, or of tables of a Word file, in a font of no name."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for word in words:
            book.active.append([word])
        book.save(path)
    else:
        document = docx.Document()
        for word in words:
            document.add_table(1, 1).cell(0, 0).text = word
        document.save(path)
    return path


@pytest.mark.parametrize(("name", "encode"), [("TCVN3", in_tcvn3), ("VNI", in_vni)])
@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize("more", [[], ["BỘ TIÊU CHÍ"]])
def test_letters_of_an_old_font_without_its_name_are_read_and_told(
    name: str, encode: Any, suffix: str, more: list[str], tmp_path: Path
) -> None:
    words = ["Điểm thẩm định", "Ủy ban nhân dân xã Đặng Sơn", "Tiêu chí", "Kế hoạch", "Báo cáo định kỳ"]
    book = read(in_cells([*more, *map(encode, words)], tmp_path / f"a.{suffix}"))
    shown = [value for row in book.grids[0].rows for value in row if value]
    assert shown == [*more, *(word.replace("Ủy", "ủy") if name == "TCVN3" else word for word in words)]
    assert f"({name})" in book.notes[0]


def test_capitals_of_tcvn3(tmp_path: Path) -> None:
    book = read(in_cells(["TæNG CéNG", "Tiªu chÝ", "§iÓm tèi ®a", "KÕ ho¹ch"], tmp_path / "a.xlsx"))
    assert [row[0] for row in book.grids[0].rows] == ["TỔNG CỘNG", "Tiêu chí", "Điểm tối đa", "Kế hoạch"]


@pytest.mark.parametrize("more", [["Đơn vị", "Bé"], ["Zoë µ≈"]])
def test_what_may_be_meant_otherwise_beside_an_old_font_is_refused(more: list[str], tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(in_cells([*map(in_tcvn3, ["Tiêu chí", "Kế hoạch", "Điểm thẩm định"]), *more], tmp_path / "a.xlsx"))
    assert "old font (TCVN3)" in str(refused.value.problems[0])


def test_headings_alone_in_an_old_font_are_told(tmp_path: Path) -> None:
    heads = [*map(in_tcvn3, ["Tiêu chí", "Điểm tối đa", "Kế hoạch"])]
    book = Book(
        "a.xlsx", (Grid("a.xlsx", "S", [["Chỉ đạo", "Điều hành", "Thể chế"], heads, ["Công chức", "Cấp xã", "Đặng"]]),)
    )
    with pytest.raises(InputError) as refused:
        draft_criteria(book, None)
    assert "old font (TCVN3)" in str(refused.value.problems[0])


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_text_that_was_read_in_a_wrong_encoding_is_told(suffix: str, tmp_path: Path) -> None:
    """As of a csv file in UTF-8 that a program opened as Latin letters: many such texts are refused, one is told."""
    words = ["Tiêu chí", "Kế hoạch", "Điểm thẩm định", "Báo cáo định kỳ"]
    wrong = [word.encode().decode("latin-1") for word in words]
    with pytest.raises(InputError) as refused:
        read(in_cells(wrong, tmp_path / f"a.{suffix}"))
    place = "Sheet!A1" if suffix == "xlsx" else "table 1, row 1, column 1"
    assert f"{place}: text was read in a wrong encoding" in str(refused.value.problems[0])
    assert "should say “Tiêu chí”" in str(refused.value.problems[0])
    book = read(in_cells([*words, wrong[3]], tmp_path / f"b.{suffix}"))
    assert "should say “Báo cáo định kỳ”" in book.notes[0]


@pytest.mark.parametrize(
    "words",
    [
        ["khoá", "hoà", "quân", "thuê", "xã An Bình", "quá trình", "loà xoà"],
        ["m²", "Fax®", "50µm", "§ 5", "© ABC", "±5"],
        ["café crème", "señor", "déjà vu", "Zoë", "coöperatie"],
    ],
)
def test_other_letters_are_left_alone(words: list[str], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for word in words:
        book.active.append([word])
    book.save(tmp_path / "a.xlsx")
    assert [row[0] for row in read(tmp_path / "a.xlsx").grids[0].rows] == words


def test_line_breaks_within_a_cell_of_word_and_excel(tmp_path: Path) -> None:
    """Shift+Enter and Alt+Enter."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    run = cell.paragraphs[0].add_run("Đạt: 1 điểm")
    run.add_break()
    run.add_text("Không đạt: 0 điểm")
    document.save(tmp_path / "a.docx")
    book = openpyxl.Workbook()
    book.active["A1"] = "Đạt: 1 điểm\r\nKhông đạt: 0 điểm"
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert archive.testzip() is None
    for name in ("a.docx", "a.xlsx"):
        assert read(tmp_path / name).grids[0].rows == [["Đạt: 1 điểm\nKhông đạt: 0 điểm"]]
