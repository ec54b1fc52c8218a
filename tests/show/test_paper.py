"""What paper asks for beside the form: titles that break between terms, cells to fill in, words instead of signs."""

import json
import re
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from cchc_cli.read.word import read_word
from cchc_cli.show.writers.filed.docx.text import broken, without_commands
from tests.conftest import MINIMAL, NOTED, ROOT, Run, Tiny
from tests.libreoffice import needs_soffice, sheets_as_csv
from tests.word_files import cells

# openpyxl drops bars within cells, which it does not know, and says so.
RED = RGBColor(0xC6, 0x28, 0x28)
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "Khắc phục tồn tại, hạn chế và nâng cao Chỉ số cải cách hành chính cấp xã (bộ tiêu chí minh họa) năm 2023",
            ("và nâng cao", "Chỉ số cải cách hành chính", "(bộ tiêu chí minh họa) năm 2023"),
        ),
        ("Kết quả Chỉ số cải cách hành chính cấp xã (bộ tiêu chí minh họa) năm 2022", ("(bộ tiêu chí",)),
        ("Kết quả Chỉ số Hiệu quả Quản trị và Hành chính công cấp tỉnh (PAPI) năm 2016", ("Chỉ số Hiệu quả", "Hành chính")),
        ("Result of the provincial public administration reform index, all units of the province, 2022", ("of the province",)),
    ],
)  # fmt: skip
def test_a_title_is_broken_between_its_terms(title: str, lines: tuple[str, ...]) -> None:
    found = broken(title, 155, 14, places=False)
    assert " ".join(found) == title and 1 < len(found) <= 4
    for term in lines:
        assert any(term in line for line in found), found


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ỦY BAN NHÂN DÂN ĐƠN VỊ 05", ["ỦY BAN NHÂN DÂN", "ĐƠN VỊ 05"]),
        ("ỦY BAN NHÂN DÂN XÃ TIẾN LỢI", ["ỦY BAN NHÂN DÂN", "XÃ TIẾN LỢI"]),
        ("PEOPLE’S COMMITTEE OF UNIT 05 AND SO ON", ["PEOPLE’S COMMITTEE", "OF UNIT 05 AND SO ON"]),
        # Names that stand in no list: capitals say where their terms begin.
        ("Trung tâm Phục vụ hành chính công tỉnh Minh Họa", ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG", "TỈNH MINH HỌA"]),
        ("Ban Quản lý Khu kinh tế Minh Họa", ["BAN QUẢN LÝ", "KHU KINH TẾ MINH HỌA"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["SỞ VĂN HÓA,", "THỂ THAO VÀ DU LỊCH"]),
        ("Phòng Văn hóa - Xã hội xã Tiến Lợi", ["PHÒNG VĂN HÓA - XÃ HỘI", "XÃ TIẾN LỢI"]),
        ("Management Board of the Minh Hoa Economic Zone", ["MANAGEMENT BOARD", "OF THE MINH HOA", "ECONOMIC ZONE"]),
    ],
)
def test_the_name_of_a_body_is_broken_in_none_of_its_terms(name: str, lines: list[str]) -> None:
    assert broken(name, 65, 13) == lines


def test_a_line_is_broken_neither_within_a_date_nor_within_a_body() -> None:
    text = "(Kèm theo Báo cáo số ……/BC-SNV, ngày 15 tháng 3 năm 2024 của Sở Nội vụ)"
    first, second = broken(text, 120, 14, places=False)
    assert f"{first} {second}" == text and second in ("ngày 15 tháng 3 năm 2024 của Sở Nội vụ)", "của Sở Nội vụ)")


def test_names_in_capitals_are_sentences_for_people_and_as_filed_for_scripts(tiny: Tiny, run: Run) -> None:
    named = MINIMAL.replace("name: First", "name: CẢI CÁCH TTHC THEO ISO 9001 TẠI XÃ TIẾN LỢI")
    tiny(
        named.replace("name: Ten", "name: TỶ LỆ HỒ SƠ"),
        scores=NOTED + "2022,u,1.1.1,3,\n2022,u,1.1.2,2,\n2022,u,1.10,1,\n",
    )
    text = " ".join(run("report", "conclusion", "--lang", "vi", "-f", "md").out.split())
    assert "Cải cách TTHC theo ISO 9001 tại xã Tiến Lợi" in text and "1.10 | Tỷ lệ hồ sơ" in text
    assert "CẢI CÁCH TTHC" in run("score", "-f", "csv").out


def test_facts_on_paper_have_no_brackets_within_brackets(sample: Path, run: Run) -> None:
    assert run("simulate", "--set", "3.3.2=max", "--lang", "vi", "-o", "x.docx").status == 0
    told = [each.text for each in docx.Document("x.docx").paragraphs]
    assert any(text.endswith("; giảm 5,67 so với năm 2021 (81,75)") for text in told), told
    assert not any("))" in text for text in told)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("line", ["plan --budget 20", "appeal", "task log", "explain --by component", "track --date 2023-05-01", "ranks --by component"])  # fmt: skip
def test_paper_names_no_command_and_no_file(sample: Path, run: Run, line: str, language: str) -> None:
    assert line.startswith(("plan", "task")) or run("plan", "--write").status == 0
    assert run(*line.split(), "--lang", language, "-o", "x.docx").status == 0
    told = "\n".join(each.text for each in docx.Document("x.docx").paragraphs)
    assert not re.findall(r"\bcchc \w+|--\w+|[\w/]+\.(?:yaml|csv)", told)


def test_a_note_on_paper_keeps_what_it_says_beside_a_command() -> None:
    assert without_commands("2 tasks of 2022 are still open; they are not counted here: cchc track --year 2022") == (
        "2 tasks of 2022 are still open; they are not counted here."
    )
    assert without_commands("All ranks: with --on ID.") == ""
    assert without_commands("It names no unit: its points are those of An (--unit).").endswith(
        "points are those of An."
    )
    assert without_commands("No points: 5. To see them: cchc score.") == "No points: 5."


def test_what_is_to_be_filled_in_is_a_dotted_line_on_paper_and_blank_in_a_workbook(tiny: Tiny, run: Run) -> None:
    """Nobody wrote a reason, an owner or a product: the columns that headings name are there all the same."""
    criteria = MINIMAL.replace(", owner: office", "")
    tiny(criteria, scores=NOTED + "2022,u,1.1.1,3,\n2022,u,1.1.2,2,\n2022,u,1.10,1,\n")
    assert run("report", "result", "--lang", "en", "-o", "x.docx").status == 0
    lost = next(table for table in cells(Path("x.docx")) if "Reason" in table[0])
    at = lost[0].index("Reason")
    assert all(set(row[at]) == {"…"} for row in lost[1:-1]) and lost[-1][at] == ""
    assert run("report", "plan", "--lang", "en", "-o", "x.docx").status == 0
    (tasks,) = (table for table in cells(Path("x.docx")) if "Action" in table[0])
    assert tasks[0][:2] == ["No.", "Action"] and {"Product", "Owner", "Due"} <= set(tasks[0])
    assert [row[0] for row in tasks[1:]] == [str(number) for number in range(1, len(tasks))]
    assert all("…" in row[tasks[0].index("Product")] for row in tasks[1:])
    assert "…" not in run("report", "plan", "-f", "csv").out


def test_paper_has_headings_in_place_of_signs_before_what_stands_below(sample: Path, run: Run) -> None:
    for command in (["plan"], ["gaps"], ["score"], ["plan", "--target", "85"]):
        assert run(*command, "--lang", "vi", "-o", "x.docx").status in (0, 1)
        texts = [cell for table in cells(Path("x.docx")) for row in table for cell in row]
        assert texts and not [text for text in texts if " → " in text or "· " in text]


def red_rows(file: Path) -> list[list[str]]:
    """The rows of a paper all letters of which are red; no other letter is."""
    rows = [row for table in docx.Document(str(file)).tables for row in table.rows]
    colours = [
        {run.font.color.rgb for cell in row.cells for line in cell.paragraphs for run in line.runs} for row in rows
    ]
    assert all(len(each) == 1 for each in colours if RED in each)
    return [[cell.text for cell in row.cells] for row, each in zip(rows, colours, strict=True) if RED in each]


def red_ids(file: Path) -> set[object]:
    """The first cells of the rows of a workbook all letters of which are red."""
    rows = [row for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows() if row[0].value]
    return {row[0].value for row in rows if all(each.font.color and each.font.color.rgb == f"FF{RED}" for each in row)}


def test_overdue_tasks_are_coloured_on_pages_and_papers_and_text_comes_before_charts(sample: Path, run: Run) -> None:
    assert run("plan", "--target-rating", "excellent", "--write").status == 0
    late = {
        row["id"]
        for row in json.loads(run("track", "--date", "2023-04-10", "-f", "json").out)["rows"]
        if row["status"] == "todo" and row["days_late"]
    }
    for command in (["track"], ["report", "progress", "2023"]):
        run(*command, "--date", "2023-04-10", "--lang", "en", "-o", "x.html")
        page = Path("x.html").read_text("utf-8")
        rows = re.findall(r'<tr role="row" class="overdue">(.*?)</tr>', page, re.DOTALL)
        assert {re.findall(r"T-\d{4}-\d{3}", row)[0] for row in rows} == late and late
        run(*command, "--date", "2023-04-10", "--lang", "en", "-o", "x.docx")
        assert {row[0] for row in red_rows(Path("x.docx"))} == late
        run(*command, "--date", "2023-04-10", "--lang", "en", "-o", "x.xlsx")
        assert red_ids(Path("x.xlsx")) == late
    run("report", "result", "2022", "--lang", "en", "-o", "x.html")
    page = Path("x.html").read_text("utf-8")
    assert (
        page.index("Where the points were lost</h2>") > page.index("VI. Tasks ahead") > page.index("I. General result")
    )
    run("gaps", "2022", "--lang", "en", "-o", "x.html")
    page = Path("x.html").read_text("utf-8")
    assert page.index("Where the points were lost</h2>") < page.index("<table")


@needs_soffice
def test_totals_of_a_workbook_are_sums_that_a_spreadsheet_computes(
    sample: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = ("score", "gaps", "plan", "result")
    for name in names[:3]:
        run(name, "--lang", "en", "-o", f"{name}.xlsx")
    run("report", "result", "2022", "--lang", "en", "-o", "result.xlsx")
    sums = []
    for file in (f"{name}.xlsx" for name in names):
        formulas, known = openpyxl.load_workbook(file), openpyxl.load_workbook(file, data_only=True)
        assert all(sheet.print_area for sheet in formulas.worksheets)
        for sheet in formulas.worksheets[1:]:
            assert all(cell.value for cell in sheet[1]) or sheet.title == "Scenario", "a column without a heading"
            sums += [
                (file[:-5], sheet.title, cell.row - 1, cell.column - 1, known[sheet.title][cell.coordinate].value)
                for row in sheet.iter_rows()
                for cell in row
                if sheet.title != "Scenario" and str(cell.value).startswith(("=SUM(", "=100*"))
            ]
        formulas.save(file)  # without the results that we wrote: LibreOffice must compute them
    cells = sheets_as_csv([Path(f"{name}.xlsx") for name in names], tmp_path_factory.mktemp("office"))
    found = {(file, title, value) for file, title, _row, _column, value in sums}
    assert {("score", "Area", 76.08), ("score", "Area", 23.92), ("gaps", "Component", 23.92)} <= found
    assert {("plan", title, 141.5) for title in ("Action", "By owner")} | {("plan", "Action", 22)} <= found
    for file, title, row, column, value in sums:
        assert abs(float(cells[file, title][row][column]) - value) < 1e-9, (file, title)


def test_a_line_that_announces_a_table_goes_with_it(run: Run, tmp_path: Path) -> None:
    province = ROOT / "examples" / "province"
    assert run("-C", province, "report", "overview", "-o", tmp_path / "o.docx").status == 0
    parts = list(docx.Document(str(tmp_path / "o.docx")).iter_inner_content())
    leads = [
        part for part, after in pairwise(parts)
        if isinstance(part, Paragraph) and isinstance(after, Table) and part.text.endswith(":")
    ]  # fmt: skip
    assert len(leads) >= 2
    assert all(lead.paragraph_format.keep_with_next for lead in leads)


def test_the_legend_of_a_table_goes_to_the_page_of_its_last_rows(sample: Path, run: Run) -> None:
    assert run("report", "overview", "--lang", "en", "-o", "x.docx").status == 0
    parts = list(docx.Document("x.docx").iter_inner_content())
    legends = [at for at, part in enumerate(parts) if isinstance(part, Paragraph) and part.text.startswith("Signs:")]
    assert len(legends) >= 2
    for at in legends:
        above = at - 1
        while isinstance(parts[above], Paragraph):
            assert parts[above].paragraph_format.keep_with_next
            above -= 1
        for row in parts[above].rows[-2:]:
            assert all(line.paragraph_format.keep_with_next for cell in row.cells for line in cell.paragraphs)


def test_the_break_before_an_annex_takes_no_room_on_a_full_page(sample: Path, run: Run) -> None:
    """It stood in a line of full height, for which a page of its own was begun behind a signature at the foot."""
    assert run("report", "overview", "-o", "x.docx").status == 0
    breaks = [each for each in docx.Document("x.docx").paragraphs if each._p.xpath("./w:pPr/w:sectPr")]
    assert breaks
    assert all(not each.text and each.style.font.size.pt == 1 for each in breaks)


def test_ids_and_numbers_of_documents_break_at_no_hyphen(sample: Path, run: Run) -> None:
    """T-2023-001 stood on two lines in Word, which ends a line behind any hyphen."""
    assert run("plan", "--write").status == 0
    assert run("report", "plan", "--lang", "vi", "-o", "x.docx").status == 0
    body = docx.Document("x.docx").element.body
    texts = [each.text or "" for each in body.iter("{*}t")]
    assert not [text for text in texts if re.search(r"T-2023|/KH-", text)]
    assert any("T-2023-001" in cell for table in cells(Path("x.docx")) for row in table for cell in row)
    # Read again, as import reads what others wrote.
    grids = read_word(Path("x.docx").read_bytes()).grids
    assert any("T-2023-001" in str(cell) for grid in grids for row in grid.rows for cell in row)


def test_the_conclusion_of_a_meeting_is_signed_by_its_chair_and_a_plan_for_the_body(sample: Path, run: Run) -> None:
    """Whose conclusions they are signs them; TM. stands where somebody signs on behalf of the committee."""
    signed = {}
    for paper in ("conclusion", "plan"):
        assert run("report", paper, "--lang", "vi", "-o", "x.docx").status == 0
        signed[paper] = "\n".join(cell for row in cells(Path("x.docx"))[-1] for cell in row)
    assert "CHỦ TỊCH" in signed["conclusion"] and "TM." not in signed["conclusion"]
    assert "TM. ỦY BAN NHÂN DÂN" in signed["plan"]


def test_what_a_plan_lacks_is_told_to_its_author_and_is_no_part_of_the_paper(tiny: Tiny, run: Run) -> None:
    tasks = "id,component,action,product,owner,due,gain,status\nT-2023-001,1.1.1,Do,,,,,todo\n"
    tiny(MINIMAL, scores=NOTED + "2022,u,1.1.1,3,\n2022,u,1.1.2,2,\n2022,u,1.10,1,\n", tasks=tasks)
    told = "Still to be completed: no product: T-2023-001; no owner: T-2023-001; no deadline: T-2023-001."
    assert told in " ".join(run("report", "plan", "--lang", "en").out.split())
    assert run("report", "plan", "--lang", "en", "-o", "x.docx").status == 0
    assert not any("Still to be" in each.text for each in docx.Document("x.docx").paragraphs)
    assert sum("…" in cell for table in cells(Path("x.docx")) for row in table for cell in row) >= 3


@pytest.mark.parametrize("paper", ["plan", "result", "conclusion"])
def test_lines_of_text_go_to_the_page_of_the_signatures(sample: Path, run: Run, paper: str) -> None:
    """One sentence and the signatures were a last page: two lines of the section at least go with them."""
    assert run("report", paper, "--lang", "vi", "-o", "x.docx").status == 0
    *body, _space, signatures = [part for part in docx.Document("x.docx").iter_inner_content() if _is_seen(part)]
    assert isinstance(signatures, Table)
    for part in body[-2:]:
        assert isinstance(part, Paragraph) and part.text and part.paragraph_format.keep_with_next


def _is_seen(part: Paragraph | Table) -> bool:
    return isinstance(part, Table) or part.style.name != "End"


def test_each_part_of_a_parted_chart_has_its_caption(sample: Path, run: Run) -> None:
    assert run("plan", "--target", "85", "--write").status == 0
    assert run("report", "progress", "--date", "2023-03-01", "--lang", "en", "-o", "x.docx").status == 0
    charts = [table for table in docx.Document("x.docx").tables if table._tbl.xpath(".//pic:pic")]
    assert charts
    for table in charts:
        head = table.rows[0]
        assert head._tr.xpath("./w:trPr/w:tblHeader") and "Chart: Progress" in head.cells[0].text


def test_a_paper_has_the_same_columns_in_both_languages(run: Run, tmp_path: Path) -> None:
    """Longer headings cost the Vietnamese table of areas two columns, of which nothing was told."""
    kinds = ROOT / "tests" / "fixtures" / "kinds"
    heads = []
    for language in ("vi", "en"):
        file = tmp_path / f"{language}.docx"
        assert run("-C", kinds, "report", "overview", "--lang", language, "-o", file).status == 0
        heads.append([table[0] for table in cells(file)])
    assert [len(head) for head in heads[0]] == [len(head) for head in heads[1]]
    assert any("Trong tổng điểm bị trừ, %" in head and "Chưa chấm" in head and "Lĩnh vực" in head for head in heads[0])


def test_of_many_lines_below_a_table_only_the_ends_are_tied(sample: Path, run: Run) -> None:
    """All of them and the last rows went to the next page as one, and the first page was half empty."""
    assert run("measure", "2022", "-o", "x.docx").status == 0
    lines = [each.paragraph_format for each in docx.Document("x.docx").paragraphs if " is over " in each.text]
    assert len(lines) > 6 and not any(each.keep_with_next for each in lines[:-3])


@pytest.mark.parametrize("line", ["commit", "report commitments"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_a_column_in_one_table_is_none_below_a_name_in_the_next(
    sample: Path, run: Run, line: str, language: str
) -> None:
    run("plan", "--write", "--lang", "vi")
    assert run(*line.split(), "-o", "c.docx", "--lang", language).status == 0
    tables = docx.Document(str(sample / "c.docx")).tables
    heads = {tuple(cell.text for cell in table.rows[0].cells) for table in tables if len(table.columns) > 2}
    assert len(heads) == 1
