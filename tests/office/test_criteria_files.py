"""Which sheet is read, what the framework is called, and the file that is written."""

from pathlib import Path

import pytest
import xlsxwriter

from cchc_cli.model.rules import Choice
from tests.conftest import Run
from tests.office.annex import write_sheet
from tests.office.test_criteria import FIXTURES, HEADER, imported, text_of


def test_texts_that_yaml_would_read_otherwise_stay_texts(tmp_path: Path, run: Run) -> None:
    name = 'Kế hoạch: "năm" # {a} \\ \x7f no'
    rows = [HEADER, ["1", "A"], ["1.1", name, 1], ["", "yes: 1"], ["", "no: 0"]]
    framework = imported(run, tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    leaf = framework.criteria.areas[0].criteria[0]
    assert leaf.name == 'Kế hoạch: "năm" # {a} \\ no'
    assert leaf.rule == Choice(options={"yes": 1, "no": 0})


def test_hidden_sheets_are_read_only_when_named(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Trang bìa").write(0, 0, "Quyết định")
        sheet = book.add_worksheet("Phụ lục")
        sheet.hide()
        for number, row in enumerate([HEADER, ["1", "A"], ["1.1", "B", 1]]):
            sheet.write_row(number, 0, row)
    outcome = run("-C", tmp_path, "import", "criteria", path)
    assert outcome.status == 2
    assert "only hidden sheets have such a table: Phụ lục" in outcome.err
    assert not (tmp_path / "criteria.yaml").exists()
    assert run("-C", tmp_path, "import", "criteria", path, "--sheet", "phụ lục").status == 0


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Xã", "Huyện"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([HEADER, ["1", name], ["1.1", "B", 1]]):
                sheet.write_row(number, 0, row)
    outcome = run("-C", tmp_path, "import", "criteria", path)
    assert outcome.status == 2
    assert "several sheets have such a table: Xã, Huyện" in outcome.err
    assert "has no sheet Xa lạ" in run("-C", tmp_path, "import", "criteria", path, "--sheet", "Xa lạ").err


def test_a_file_is_written_over_only_when_told(tmp_path: Path, run: Run) -> None:
    (tmp_path / "criteria.yaml").write_text("mine", encoding="utf-8")
    arguments = ("-C", tmp_path, "import", "criteria", FIXTURES / "annex-roman.xlsx")
    outcome = run(*arguments)
    assert (outcome.status, text_of(tmp_path)) == (2, "mine")
    assert "is there already; nothing was written" in outcome.err
    # What is wrong with the annex itself is told first.
    assert "has no sheet Xa lạ" in run(*arguments, "--sheet", "Xa lạ").err
    outcome = run(*arguments, "--force")
    assert outcome.status == 0
    assert "has been written over" in outcome.out
    assert run("import", "criteria", FIXTURES / "annex-roman.xlsx", "-o", tmp_path / "no" / "c.yaml").status == 2


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_skeleton_that_nobody_has_changed_is_replaced(language: str, tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path, "--empty", "--lang", language).status == 0
    skeleton = text_of(tmp_path)
    arguments = ("-C", tmp_path, "import", "criteria", FIXTURES / "annex-roman.xlsx", "--lang", "en")
    (tmp_path / "criteria.yaml").write_bytes(skeleton.encode() + b"\n")
    outcome = run(*arguments)
    assert (outcome.status, text_of(tmp_path)) == (2, skeleton + "\n")
    assert "--force" in outcome.err
    (tmp_path / "criteria.yaml").write_bytes(skeleton.encode())
    outcome = run(*arguments)
    assert outcome.status == 0
    assert "has been written over" in outcome.out
    assert text_of(tmp_path) != skeleton


@pytest.mark.parametrize("name", ["c.docx", "c.xlsx", "c.csv", "c", ".yaml"])
def test_criteria_are_written_as_yaml_only(name: str, tmp_path: Path, run: Run) -> None:
    outcome = run("import", "criteria", FIXTURES / "annex-roman.xlsx", "-o", tmp_path / name)
    assert outcome.status == 2
    assert f"{name}: this command writes .yaml or .yml only." in outcome.err
    assert not list(tmp_path.iterdir())
    assert run("import", "criteria", FIXTURES / "annex-roman.xlsx", "-o", tmp_path / "c.YML").status == 0


def test_an_annex_without_a_title_has_no_name_of_its_own(tmp_path: Path, run: Run) -> None:
    """The header has two rows, of which only the lower one says all columns; the upper one is no title."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("PL")
        sheet.merge_range("A1:A2", "STT")
        sheet.merge_range("B1:B2", "Tiêu chí")
        sheet.merge_range("C1:D1", "Điểm")
        sheet.write_row(1, 2, ["Tối đa", "Tự chấm"])
        sheet.write_row(2, 0, ["I", "Chỉ đạo", 1])
        sheet.write_row(3, 0, ["1", "Kế hoạch", 1])
    framework = imported(run, tmp_path, path)
    assert (framework.criteria.index.id, framework.criteria.index.name) == ("cchc", "Name of the index")
    assert "  # TODO PL!A1: no title of the index stands above the table" in text_of(tmp_path)


def test_the_placeholder_of_the_name_is_in_the_language_of_the_user(tmp_path: Path, run: Run) -> None:
    file = write_sheet(tmp_path / "a.xlsx", [HEADER, ["I", "Chỉ đạo", 1], ["1", "Kế hoạch", 1]])
    assert run("--lang", "vi", "-C", tmp_path, "import", "criteria", file).status == 0
    assert 'name: "Tên chỉ số"' in text_of(tmp_path)


def test_the_title_of_a_word_annex_is_the_line_above_its_table(tmp_path: Path, run: Run) -> None:
    """Not the preamble of the decision, and not what is written below."""
    from docx import Document

    document = Document()
    document.add_paragraph("Căn cứ Đề án xác định Chỉ số cải cách hành chính")
    head = document.add_table(rows=1, cols=2)
    head.rows[0].cells[0].text = "ỦY BAN NHÂN DÂN"
    document.add_paragraph("BỘ TIÊU CHÍ CHẤM ĐIỂM XÃ")
    document.add_paragraph("(Ban hành kèm theo Quyết định về chỉ số)")
    table = document.add_table(rows=0, cols=3)
    for row in (HEADER, ["I", "Chỉ đạo", "1"], ["1", "Kế hoạch", "1"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Chỉ số này tính từ năm 2023")
    document.save(str(tmp_path / "a.docx"))
    framework = imported(run, tmp_path, tmp_path / "a.docx")
    assert framework.criteria.index.name == "Bộ tiêu chí chấm điểm xã"
