"""Text with columns (csv, tsv) read like any sheet, whatever stands between the columns."""

import csv
import io
from pathlib import Path

import pytest

from cchc_cli.model.grid import Book
from cchc_cli.office.frameworks.draft import draft_criteria
from cchc_cli.read.delimited import read_delimited
from tests.conftest import Run
from tests.office.test_wordings import node_lines

ROWS = [
    ["BỘ TIÊU CHÍ CẢI CÁCH HÀNH CHÍNH"],
    ["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm"],
    ["1", "Chỉ đạo, điều hành", "3,5", ""],
    ["1.1", "Kế hoạch", "2", "Từ 90% trở lên: 2 điểm; dưới 90%: 0 điểm"],
    ["1.10", 'Báo cáo "nhanh"', "1,5", "Mỗi báo cáo chậm trừ 0,5 điểm\nKhông gửi: 0 điểm"],
]
READ = [
    "1 Chỉ đạo, điều hành: 3.5",
    "  1.1 Kế hoạch: 2 | 90: 2; 0: 0",
    '  1.10 Báo cáo "nhanh": 1.5 | −0.5 each',
]


def written(delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(ROWS)
    return text.getvalue()


FILES = {
    "commas": written(",").encode(),
    "semicolons": written(";").encode("utf-8-sig"),
    "tabs as Excel saves them": written("\t").encode("utf-16"),
    "the sign named": b"sep=;\r\n" + written(";").encode(),
    "lines of one system": written(",").replace("\r\n", "\n").encode(),
}


def lines(book: Book) -> list[str]:
    return [line for area in draft_criteria(book, None).areas for line in node_lines(area)]


@pytest.mark.parametrize("kind", FILES)
def test_a_framework_in_a_text_file(kind: str) -> None:
    assert lines(read_delimited(FILES[kind])) == READ


def test_cells_are_named_as_a_spreadsheet_shows_them(tmp_path: Path, run: Run) -> None:
    (tmp_path / "khung.csv").write_text(written(";").replace("1,5", "hai"), "utf-8")
    done = run("-C", str(tmp_path), "import", "criteria", str(tmp_path / "khung.csv"), "--lang", "en")
    assert done.status == 0
    assert "khung!C5" in done.out
