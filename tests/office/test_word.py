"""What Word shows and keeps in other ways than as text: signs, formulas, boxes, tracked changes, counted numbers."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from cchc_cli.model.grid import Book, Value
from tests.office.test_bad_files import ODS, repacked
from tests.office.test_cells import read

NAMES = " ".join(
    f'xmlns:{name}="http://schemas.openxmlformats.org/{where}"'
    for name, where in (
        ("w", "wordprocessingml/2006/main"),
        ("m", "officeDocument/2006/math"),
        ("pic", "drawingml/2006/picture"),
    )
)
BY = 'w:id="1" w:author="a" w:date="2025-01-01T00:00:00Z"'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar><w:instrText>FORM</w:instrText></w:r>'


def run(text: str, font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{fonts}<w:t xml:space="preserve">{text}</w:t></w:r>'


def formula(inner: str) -> str:
    return f"<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara>"


def part(name: str, text: str) -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


def book_of(cells: Sequence[str], folder: Path) -> Book:
    """A Word file with a table of one column, in whose cells these parts of a paragraph stand."""
    document = docx.Document()
    table = document.add_table(len(cells), 1)
    for row, inner in enumerate(cells):
        table.cell(row, 0).paragraphs[0]._p.extend(parse_xml(f"<w:p {NAMES}>{inner}</w:p>"))
    document.save(folder / "a.docx")
    return read(folder / "a.docx")


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (run("Tỷ lệ ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 98%"), "Tỷ lệ ≥ 98%"),
        (run("\uf0a3", "Symbol") + run(" 5 ngày"), "≤ 5 ngày"),
        (run("ü", "Wingdings"), "✓"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="0052"/></w:r>', "☑"),
        # What such a font draws is not known, or it does not have the letter.
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "\ufffd"),
        (run("Điểm", "Wingdings"), "Điểm"),
        (
            formula("<m:f>" + part("num", "Số hồ sơ đúng hạn") + part("den", "Tổng số hồ sơ") + "</m:f>") + run(" x 5"),
            "(Số hồ sơ đúng hạn)/(Tổng số hồ sơ) x 5",
        ),
        (formula("<m:f>" + part("num", "b") + part("den", "a") + "</m:f>"), "b/a"),
        (formula("<m:d>" + part("e", "a + b") + "</m:d>"), "(a + b)"),
        (formula("<m:sSup>" + part("e", "a") + part("sup", "2") + "</m:sSup>"), "a^2"),
        (formula("<m:rad>" + part("e", "a x b") + "</m:rad>"), "√(a x b)"),
        (FIELD.format("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>") + run(" Đạt"), "☑ Đạt"),
        (FIELD.format("<w:checkBox><w:default w:val='0'/></w:checkBox>") + run(" Đạt"), "☐ Đạt"),
        (
            FIELD.format("<w:ddList><w:result w:val='1'/><w:listEntry w:val='a'/><w:listEntry w:val='b'/></w:ddList>"),
            "b",
        ),
    ],
)
def test_what_is_shown_in_other_ways_than_as_text(inner: str, shown: str, tmp_path: Path) -> None:
    assert book_of([inner], tmp_path).grids[0].rows == [[shown]]


@pytest.mark.parametrize(
    ("inner", "shown", "told"),
    [
        (f"{run('5')}<w:moveFrom {BY}>{run('7')}</w:moveFrom>", "5", "tracked changes"),
        (
            f"<w:ins {BY}>{run('5')}</w:ins><w:del {BY}><w:r><w:delText>7</w:delText></w:r></w:del>",
            "5",
            "tracked changes",
        ),
        (
            run("5") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r>",
            "5",
            "Hidden text was not read (1): table 1, row 1, column 1.",
        ),
        (
            "<w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r>" + run("5"),
            "5",
            "Crossed-out text was left out (1): table 1, row 1, column 1.",
        ),
        (run("5") + "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>7</w:t></w:r>", "57", ""),
        (run("5") + "<w:r><w:object/></w:r>", "5", "not read: table 1, row 1, column 1."),
        (run("5") + "<w:r><w:drawing><pic:pic/></w:drawing></w:r>", "5", "not read: table 1, row 1, column 1."),
    ],
)
def test_what_is_not_read_is_told(inner: str, shown: str, told: str, tmp_path: Path) -> None:
    book = book_of([inner], tmp_path)
    assert book.grids[0].rows == [[shown]]
    assert told in " ".join(book.notes)
    assert bool(told) == bool(book.notes)


def test_a_text_box_in_a_cell_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('trong khung')}</w:p></w:txbxContent>"
    assert book_of([run("ngoài ") + f"<w:r><w:pict>{box}</w:pict></w:r>"], tmp_path).grids[0].rows == [
        ["ngoài trong khung"]
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.openxmlformats-officedocument.wordprocessingml.template",
        "vnd.ms-word.document.macroEnabled",
        "vnd.ms-word.template.macroEnabledTemplate",
    ],
)
def test_templates_and_files_with_macros_are_documents(kind: str, tmp_path: Path) -> None:
    book_of([run("Tiêu chí")], tmp_path)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive, zipfile.ZipFile(tmp_path / "b.docm", "w") as other:
        for name in archive.namelist():
            plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
            other.writestr(name, archive.read(name).replace(plain, f"{kind}.main".encode()))
    assert column(read(tmp_path / "b.docm")) == ["Tiêu chí"]


def test_signs_of_a_font_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, (text, font) in enumerate([("ü", "Wingdings"), ("ü", "Arial"), ("³ 98", "Symbol")], start=1):
        book.active.cell(row, 1, text).font = Font(name=font)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [row[0] for row in found.grids[0].rows] == ["✓", "ü", "≥ 98"]
    assert [note[:34] for note in found.notes] == [
        "Signs of the font Wingdings were r",
        "Signs of the font Symbol were read",
    ]


def test_what_is_crossed_out_in_a_workbook_is_left_out_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, value in enumerate((7, "bảy", 0.07, "tám"), start=1):
        book.active.cell(row, 1, value).font = Font(strike=row < 4)
    book.active["A3"].number_format = "0%"
    struck, plain = TextBlock(InlineFont(strike=True), "7 "), TextBlock(InlineFont(), "5 điểm")
    book.active["A5"] = CellRichText(struck, plain)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert column(found) == [None, None, None, "tám", "5 điểm"]
    assert found.notes == ("Crossed-out text was left out (4): Sheet!A1, Sheet!A2, Sheet!A3, Sheet!A5.",)


def test_the_mark_of_a_note_is_no_digit_of_the_figure_before_it(tmp_path: Path) -> None:
    """A raised 1 behind 6 was read as 61."""
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>"
    assert column(book_of([run("6") + raised], tmp_path)) == ["6¹"]
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("6", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    book.active["A2"] = "6"
    book.active["A2"].font = Font(vertAlign="superscript")
    book.save(tmp_path / "a.xlsx")
    assert column(read(tmp_path / "a.xlsx")) == ["6¹", "6"]
    style = b'<style:style style:name="up"><style:text-properties style:text-position="33% 58%"/></style:style>'
    shown = b'Thang<text:line-break/>  \xc4\x91i\xe1\xbb\x83m<text:span text:style-name="up">1</text:span>'
    edited = repacked(
        ODS,
        "content.xml",
        lambda xml: xml.replace(b"<office:automatic-styles>", b"<office:automatic-styles>" + style).replace(
            "Thang điểm".encode(), b"</text:p><office:annotation><text:p>x</text:p></office:annotation><text:p>" + shown
        ),
    )
    (tmp_path / "a.ods").write_bytes(edited)
    assert "Thang\nđiểm¹" in [cell for row in read(tmp_path / "a.ods").grids[0].rows for cell in row]


def test_comments_of_word_are_told(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(1, 0).text = "Kế hoạch"
    document.add_comment(table.cell(1, 0).paragraphs[0].runs, "Không áp dụng với phường")
    document.save(tmp_path / "a.docx")
    place = "table 1, row 2, column 1"
    told = f"The text of comments, footnotes and text boxes was not read: {place}."
    assert read(tmp_path / "a.docx").notes == (told,)


def test_boxes_of_a_workbook(tmp_path: Path) -> None:
    """In cells they are true or false; those that are drawn stand in none."""
    book = openpyxl.Workbook()
    book.active.append([True, False, "x"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").grids[0].rows == [["☑", None, "x"]]
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("xl/ctrlProps/ctrlProp1.xml", "<formControlPr objectType='CheckBox' checked='Checked'/>")
    assert read(tmp_path / "a.xlsx").notes[0].startswith("Boxes and buttons drawn on sheets were not read (1)")


LEVELS = """<w:abstractNum w:abstractNumId="77" {names}><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{more}<w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimalZero"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>"""
OVER = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("more", "lists", "lines", "numbers"),
    [
        ("", [""], "1.0 1.1 1.1 1.0 1.1 1.2 1.2", "I. I.1. I.2. II. II.1. 01) 02)"),
        # Another list of the same kind counts on, but where it says from which number it starts; once.
        ("", ["", "", OVER.format(0, 1)], "1.0 1.0 2.0 3.0 3.0 1.0", "I. II. III. I. II. III."),
        ("", ["", OVER.format(1, 4)], "1.0 1.1 2.1 2.1", "I. I.1. I.4. I.5."),
        # ECMA-376 part 1, 17.9.4 and 17.9.10: all levels in digits; a level that never begins anew.
        ("<w:isLgl/>", [""], "1.0 1.1 1.0 1.1", "I. 1.1. II. 2.1."),
        ('<w:lvlRestart w:val="0"/>', [""], "1.0 1.1 1.1 1.0 1.1", "I. I.1. I.2. II. II.3."),
    ],
)
def test_numbers_are_those_that_word_counts(
    more: str, lists: list[str], lines: str, numbers: str, tmp_path: Path
) -> None:
    """The first three as LibreOffice writes them too; it does not know the last two."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS.format(names=NAMES, more=more)))
    for number, overrides in enumerate(lists, start=71):
        inner = f'<w:abstractNumId w:val="77"/>{overrides}'
        numbering.append(parse_xml(f'<w:num w:numId="{number}" {NAMES}>{inner}</w:num>'))
    table = document.add_table(len(lines.split()), 1)
    for row, (number, level) in enumerate(line.split(".") for line in lines.split()):
        inner = f'<w:ilvl w:val="{level}"/><w:numId w:val="{70 + int(number)}"/>'
        table.cell(row, 0).paragraphs[0]._p.append(parse_xml(f"<w:pPr {NAMES}><w:numPr>{inner}</w:numPr></w:pPr>"))
    document.save(tmp_path / "a.docx")
    assert column(read(tmp_path / "a.docx")) == numbers.split()


def test_a_row_whose_deletion_is_tracked_is_not_there(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 1)
    for row in range(3):
        table.cell(row, 0).paragraphs[0].style = "List Number"
        table.cell(row, 0).paragraphs[0].add_run("abc"[row])
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {BY} {NAMES}/>"))
    document.save(tmp_path / "a.docx")
    assert column(read(tmp_path / "a.docx")) == ["1. a", "2. c"]


def column(book: Book) -> list[Value]:
    """The first column of the first table."""
    return [row[0] for row in book.grids[0].rows]
