"""Make the annexes in tests/fixtures: python tools/annexes.py

Three layouts in which provinces publish their frameworks for communes. Names and structure are typical, all
points are illustrative and belong to no decision. Needs LibreOffice (soffice) for the .xls and .ods files;
xlsxwriter and python-docx come with the test extra and the program.
"""

import datetime
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tools.annex_rows import COLUMN_ROWS, DOTTED_ROWS, ROMAN_ROWS

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


def roman_xlsx(path: Path) -> None:
    """Layout 1: I, 1, 1.1; a header of two rows; rules as rows whose points stand in the column of the maximum."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Phụ lục 1")
    bold = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
    plain = book.add_format({"text_wrap": True, "border": 1})
    sheet.merge_range("A1:G1", "PHỤ LỤC 1", bold)
    sheet.merge_range("A2:G2", "BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CẤP XÃ (điểm minh họa)", bold)
    sheet.merge_range("A3:G3", "(Kèm theo Quyết định số …/QĐ-UBND)", plain)
    for first, last, text in (("A", "A", "STT"), ("B", "B", "Lĩnh vực/tiêu chí/tiêu chí thành phần")):
        sheet.merge_range(f"{first}5:{last}6", text, bold)
    sheet.merge_range("C5:E5", "Điểm", bold)
    sheet.write_row("C6", ["Tối đa", "Tự chấm", "Thẩm định"], bold)
    sheet.merge_range("F5:F6", "Tài liệu kiểm chứng", bold)
    sheet.merge_range("G5:G6", "Đơn vị phụ trách", bold)
    sheet.write_row("A7", ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"], plain)
    for number, (mark, name, points, evidence, owner) in enumerate(ROMAN_ROWS, start=7):
        for column, value in ((0, mark), (1, name), (2, points), (5, evidence), (6, owner)):
            sheet.write(number, column, value if value != "" else None, plain)
    sheet.set_column("B:B", 60)
    book.add_worksheet("Ghi chú").hide()
    book.close()


def dotted_docx(path: Path) -> None:
    """Layout 2: a Word annex with 1, 1.1, 1.1.1, a) counted by Word itself in part; two tables, the header again."""
    document = Document()
    document.add_paragraph("PHỤ LỤC")
    document.add_paragraph("Bộ tiêu chí đánh giá cải cách hành chính cấp xã (điểm minh họa)")
    header = ("TT", "Nội dung tiêu chí", "Thang điểm", "Cách tính điểm", "Tài liệu minh chứng")
    for rows in (DOTTED_ROWS[:8], DOTTED_ROWS[8:]):
        table = document.add_table(rows=1, cols=5, style="Table Grid")
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            cell.text = text
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                lines = text.split("\n")
                cell.text = lines[0]
                for line in lines[1:]:
                    cell.add_paragraph(line)
        document.add_paragraph("")
    last = document.tables[-1].add_row().cells
    last[0].merge(last[1]).text = "Tổng cộng"
    last[2].text = "10"
    document.save(str(path))


def counted_docx(path: Path) -> None:
    """Layout 2 again, small, with all numbers counted by Word: no cell holds them as text."""
    document = Document()
    document.add_paragraph("Bộ tiêu chí (điểm minh họa)")
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, (kind, pattern) in enumerate((("upperRoman", "%1"), ("decimal", "%2."), ("decimal", "%2.%3"))):
        lvl = OxmlElement("w:lvl")
        lvl.set(qn("w:ilvl"), str(level))
        for tag, value in (("start", "1"), ("numFmt", kind), ("lvlText", pattern)):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            lvl.append(child)
        abstract.append(lvl)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    numbering.append(number)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("STT", "Tiêu chí", "Điểm tối đa"), strict=True):
        cell.text = text
    for level, name, points in (
        (0, "CHỈ ĐẠO", "2"),
        (1, "Kế hoạch", "2"),
        (2, "Ban hành kế hoạch", "0,5"),
        (2, "Thực hiện kế hoạch", "1,5"),
        (0, "THỦ TỤC HÀNH CHÍNH", "3"),
        (1, "Công khai", "1"),
        (1, "Giải quyết hồ sơ", "2"),
        (2, "Đúng hạn", "2"),
    ):
        cells = table.add_row().cells
        properties = cells[0].paragraphs[0]._p.get_or_add_pPr()
        mark = OxmlElement("w:numPr")
        for tag, value in (("ilvl", str(level)), ("numId", "77")):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            mark.append(child)
        properties.append(mark)
        cells[1].text, cells[2].text = name, points
    document.save(str(path))


def columns_xlsx(path: Path) -> None:
    """Layout 3: a column for each level, merged downwards; the whole rule in one cell."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Bộ tiêu chí")
    wrap = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    sheet.merge_range("A1:F1", "BỘ TIÊU CHÍ CẢI CÁCH HÀNH CHÍNH (điểm minh họa)", wrap)
    header = ("Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Thang điểm", "Cách chấm điểm", "Đơn vị theo dõi")
    sheet.write_row("A3", header, wrap)
    row = 3
    for area, criteria in COLUMN_ROWS:
        _down(sheet, row, 0, sum(len(parts) for _name, parts in criteria), area, wrap)
        for criterion, parts in criteria:
            _down(sheet, row, 1, len(parts), criterion, wrap)
            for name, points, rule, owner in parts:
                sheet.write_row(row, 2, [name, points, rule, owner], wrap)
                row += 1
    sheet.write(row, 2, "Tổng điểm", wrap)
    sheet.write_formula(row, 3, f"=SUM(D4:D{row})", wrap, 7)
    sheet.set_column("A:E", 30)
    book.close()


def across_xlsx(path: Path) -> None:
    """Points of all units: a unit in each row, a component in each column, names above ids above maxima.

    The ids are as Excel leaves them: 1.10 is the number 1.1, 1.2.1 a day, 1.2.2 the number by which Excel counts it.
    """
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Tổng hợp")
    wrap = book.add_format({"text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
    day = book.add_format({"num_format": "d/m/yyyy", "border": 1})
    sheet.merge_range("A1:I1", "TỔNG HỢP ĐIỂM THẨM ĐỊNH CCHC CẤP XÃ NĂM 2023 (điểm minh họa)", wrap)
    for column, text in ((0, "TT"), (1, "Đơn vị"), (7, "Tổng điểm"), (8, "Xếp hạng")):
        sheet.merge_range(2, column, 4, column, text, wrap)
    sheet.merge_range("C3:F3", "I. CHỈ ĐẠO", wrap)
    sheet.write("G3", "II. THỦ TỤC", wrap)
    names = ["Kế hoạch", "Ban hành kế hoạch", "Báo cáo định kỳ\n(1 điểm)", "Sáng kiến", "Ban hành kế hoạch"]
    sheet.write_row("C4", names, wrap)
    sheet.write_number("C5", 1.1, wrap)
    sheet.write_datetime("D5", datetime.datetime(2001, 2, 1), day)
    sheet.write_number("E5", 37288, wrap)
    sheet.write_number("F5", 1.1, wrap)
    sheet.write_number("G5", 2.1, wrap)
    sheet.merge_range("A6:B6", "Điểm tối đa", wrap)
    sheet.write_row("C6", [2, 1, 1, 3, 1, 8], wrap)
    rows = [("Xã Bình Minh", [1.5, 1, "0,5", 2, 1], 6, 1), ("XÃ AN BÌNH", [2, "NA", 1, "", 0.25], 3.25, 2)]
    for row, (unit, points, total, rank) in enumerate(rows, start=6):
        sheet.write_row(row, 0, [row - 5, unit, *points], wrap)
        sheet.write_formula(row, 7, f"=SUM(C{row + 1}:G{row + 1})", wrap, total)
        sheet.write(row, 8, rank, wrap)
    sheet.write("B9", "Trung bình", wrap)
    for column, mean in enumerate([1.75, 1, 0.75, 2, 0.625], start=2):
        letter = "ABCDEFG"[column]
        sheet.write_formula(8, column, f"=AVERAGE({letter}7:{letter}8)", wrap, mean)
    sheet.write("H11", "NGƯỜI LẬP BIỂU", wrap)
    book.close()


def broken_xlsx(path: Path) -> None:
    """A formula that fails."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    sheet.write_row("A1", ["STT", "Tiêu chí", "Điểm tối đa"])
    sheet.write_row("A2", ["I", "A", 1])
    sheet.write_row("A3", ["1", "B"])
    sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
    book.close()


def long_xlsx(path: Path) -> None:
    """Long texts: one of 12,345 letters among narrower, shorter and formatted ones."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    for row, text in enumerate(["STT", "ế" * 5000, "a" * 9000, "ab ế " * 2469, "cuối"]):
        sheet.write(row, 0, text)
    sheet.write_rich_string(5, 0, "abc ", book.add_format({"bold": True}), "đậm", "x" * 400)
    book.close()


def _down(sheet: Any, row: int, column: int, count: int, text: str, form: Any) -> None:
    if count > 1:
        sheet.merge_range(row, column, row + count - 1, column, text, form)
    else:
        sheet.write(row, column, text, form)


def main() -> None:
    """Write all fixtures."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    roman_xlsx(FIXTURES / "annex-roman.xlsx")
    across_xlsx(FIXTURES / "scores-across.xlsx")
    dotted_docx(FIXTURES / "annex-dotted.docx")
    counted_docx(FIXTURES / "annex-counted.docx")
    with tempfile.TemporaryDirectory() as folder:
        columns_xlsx(Path(folder) / "annex-columns.xlsx")
        broken_xlsx(Path(folder) / "broken.xlsx")
        long_xlsx(Path(folder) / "long.xlsx")
        for name, kinds in (("annex-columns", ("xls", "ods")), ("broken", ("xls", "ods")), ("long", ("xls",))):
            for kind in kinds:
                command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(FIXTURES)]
                done = subprocess.run([*command, f"{folder}/{name}.xlsx"], capture_output=True, text=True)
                print(done.stdout.strip() or done.stderr.strip(), file=sys.stderr)


if __name__ == "__main__":
    main()
