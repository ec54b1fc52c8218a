"""Tables that are wider than a screen or a page: parts alike, headings that can be read, pages across."""

import re
from pathlib import Path
from textwrap import wrap

import docx
import pandas as pd
import pytest
from docx.enum.section import WD_ORIENT

from cchc_cli.model.blocks import Column, Table
from cchc_cli.show.kinds import Look
from cchc_cli.show.writers.filed.docx.page import ACROSS, UPRIGHT
from cchc_cli.show.writers.filed.docx.tables import PaperColumn, column_widths
from cchc_cli.show.writers.filed.docx.text import width
from cchc_cli.show.writers.layout import lay_out, parts_of
from tests.conftest import ROOT, Run


@pytest.mark.parametrize(
    ("count", "room", "parts"), [(8, 52, [4, 4]), (9, 52, [5, 4]), (13, 52, [5, 5, 3]), (5, 52, [5])]
)
def test_no_column_stands_alone_behind_full_parts(count: int, room: int, parts: list[int]) -> None:
    frame = pd.DataFrame({"unit": ["Xã 01"], **{str(at): [100.0] for at in range(count)}})
    columns = (Column("unit", "Đơn vị"), *(Column(str(at), f"{at}.1.1", "percent") for at in range(count)))
    made = parts_of(Table(frame, columns, frozen=1), Look(), room)
    assert [len(part.columns) - 1 for part in made] == parts
    assert [column.label for part in made for column in part.columns[1:]] == [f"{at}.1.1" for at in range(count)]


@pytest.mark.parametrize("room", range(51, 90))
def test_texts_never_make_a_table_wider_than_the_screen(room: int) -> None:
    """The columns of `changes` on PAPI: the last text needs its least after the first has taken twice a share."""
    texts = ["An Giang", "1.3", "Chất lượng bầu cử", "Chính thức", "1,2323", "–"]
    labels = ["Đơn vị", "", "Tiêu chí thành phần", "Cột", "Trước", "Hiện tại"]
    kinds = ["whose", "id", "text", "text", "text", "text"]
    frame = pd.DataFrame({str(at): [text] for at, text in enumerate(texts)})
    columns = tuple(Column(str(at), label, kind) for at, (label, kind) in enumerate(zip(labels, kinds, strict=True)))
    widths = [column.width for column in lay_out(Table(frame, columns), Look(), room)]
    assert sum(widths) + 2 * (len(widths) - 1) <= room


def test_a_long_id_does_not_spread_a_table_over_parts() -> None:
    """The id of a bonus, made from its name, stood before one figure in each of five parts of `score`."""
    ids = ["diem-thuong-sang-kien-cai-cach-hanh-chinh-cap-tinh", "1"]
    frame = pd.DataFrame(
        {"id": ids, "name": ["Điểm thưởng sáng kiến", "Chỉ đạo"], **{str(at): [1.0, 2.0] for at in range(5)}}
    )
    columns = (
        Column("id", "", "id"),
        Column("name", "Lĩnh vực"),
        *(Column(str(at), "Tối đa", "points") for at in range(5)),
    )
    assert len(parts_of(Table(frame, columns), Look(), 80)) == 1
    assert lay_out(Table(frame, columns), Look(), 80)[0].texts == [
        "diem-thuong-\nsang-kien-cai-\ncach-hanh-chinh-\ncap-tinh",
        "1",
    ]
    assert lay_out(Table(frame, columns), Look(), 160)[0].texts == ids


LABEL = "Đề nghị xem xét lại"


def test_a_heading_of_many_words_is_never_a_word_a_line() -> None:
    frame = pd.DataFrame({"text": ["Tỷ lệ hồ sơ giải quyết đúng hạn"], **{f"n{at}": [1.0] for at in range(9)}})
    columns = (Column("text", "Tiêu chí"), *(Column(f"n{at}", LABEL, "points") for at in range(9)))
    for room in (60, 80, 120):
        for part in parts_of(Table(frame, columns), Look(), room):
            for column in lay_out(part, Look(), room):
                lines = -(-len(column.column.label.split()) // 2)
                assert len(wrapped(column.column.label, column.width)) <= max(lines, 1)
    texts = [PaperColumn("Tiêu chí thành phần", ["Tỷ lệ hồ sơ giải quyết đúng hạn (%)"], "left", wraps=True)]
    figures = [PaperColumn(LABEL, ["1,00"], "right", wraps=False) for _column in range(3)]
    wide = column_widths(texts + figures, UPRIGHT.text_width)
    assert all(each - 3 >= width("Đề nghị", 12, bold=True) for each in wide[1:])


def test_headings_break_before_the_texts_that_they_take_room_from() -> None:
    """A plan's tasks had 27 signs of 80, and six lines each, beside headings on one line and figures that can go."""
    task = "Ban hành mẫu văn bản xin lỗi, nêu lý do và hẹn lại; thực hiện với 100% hồ sơ trễ"
    frame = pd.DataFrame({"id": ["T-2023-001"], "task": [task], "owner": ["Chủ tịch"], "gain": [1.0], "days": [99.0]})
    columns = (
        Column("id", "Mã", "id"),
        Column("task", "Nhiệm vụ"),
        Column("owner", "Phụ trách", fold="· "),
        Column("gain", "Điểm dự kiến tăng", "points"),
        Column("days", "Ngày công lũy kế", "points", fold=""),
    )
    for room, kept in ((60, 3), (80, 4)):
        laid = lay_out(Table(frame, columns), Look(), room)
        assert len(laid) == kept
        assert laid[1].width >= room * 3 // 8
        assert all(each.width < 10 for each in laid[2:])
    wide = lay_out(Table(frame, columns), Look(), 160)
    assert [each.width for each in wide if each.column.kind == "points"] == [17, 16]


def test_a_line_of_dots_to_write_on_takes_no_room_from_what_is_written() -> None:
    """A plan's tasks stood a word a line beside a column of products that was kept wide for its one blank."""
    tasks = PaperColumn(
        "Nhiệm vụ", ["Rà soát hồ sơ sắp đến hạn hằng ngày, đạt đúng hạn từ 98%"] * 5, "left", wraps=True
    )
    days = [PaperColumn("Thời hạn", ["31/12/2023"] * 5, "left", wraps=False) for _column in range(4)]
    products = PaperColumn("Sản phẩm", ["Báo cáo", "…" * 22, "", "", ""], "left", wraps=True)
    widths = column_widths([tasks, products, *days], UPRIGHT.text_width)
    assert widths[0] > widths[1]


def wrapped(label: str, room: int) -> list[str]:

    return wrap(label, room, break_on_hyphens=False)


def test_a_matrix_is_on_pages_across_where_an_upright_one_does_not_hold_it(run: Run, tmp_path: Path) -> None:
    for how, page, tables in (
        ([], ACROSS, 4),
        (["--by", "component", "--group", "xa"], ACROSS, None),
        (["--group", "dac-khu"], UPRIGHT, 2),
    ):
        file = tmp_path / f"{len(how)}{page.wide}.docx"
        assert run("-C", ROOT / "examples" / "province", "matrix", *how, "--lang", "vi", "-o", file).status == 0
        document = docx.Document(str(file))
        (section,) = document.sections
        assert (section.page_width.mm, section.page_height.mm) == pytest.approx((page.wide, page.high), abs=0.5)
        assert (section.orientation == WD_ORIENT.LANDSCAPE) == (page is ACROSS)
        if tables is not None:
            # A table a group, and what the ids stand for: none goes on below.
            assert len(document.tables) == tables


def test_tables_whose_texts_stand_under_one_another_are_on_pages_across(sample: Path, run: Run) -> None:
    """Upright, a task took six lines of a narrow column."""
    for command, is_across in (("plan", True), ("gaps", False)):
        assert run(command, "--lang", "vi", "-o", "x.docx").status == 0
        document = docx.Document("x.docx")
        assert (document.sections[0].orientation == WD_ORIENT.LANDSCAPE) == is_across
        assert not is_across or "Sản phẩm" in [cell.text for cell in document.tables[0].rows[0].cells]


def test_on_a_narrow_screen_parts_begin_lines_and_a_count_of_none_takes_no_line(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("explain", "--lang", "vi").out.splitlines()
    assert any(line.strip().startswith("8.1 Mức độ hài lòng") for line in lines), "each component begins a line"
    run("plan", "--write")
    told = run("track", "--date", "2023-03-10", "--lang", "vi").out.split("Theo lĩnh vực")[1]
    # Below the name of an area words read as a line of their own, a total say, unless they begin as an item does.
    assert "\n- Sắp đến hạn: 1" in told and not [line for line in told.splitlines() if line.endswith("hạn: 0")]


def test_each_part_of_a_table_has_what_its_first_columns_do_not_say(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner, which goes under the component, had a part of its own: names of units and components, no figure."""
    monkeypatch.setenv("COLUMNS", "60")
    _title, *parts = run("gaps", "--all-units", "--top", "1", "--lang", "vi").out.split("\n(")
    heads = [re.split(r"\s{2,}", part.splitlines()[1])[2:] for part in parts]
    assert heads == [["Điểm", "Bị trừ"], ["% lũy kế"], ["Dấu hiệu"]]
    assert "· Bộ phận" in parts[0] and "→ Vẫn còn" in parts[2]


def test_no_document_ends_with_a_table(sample: Path, run: Run) -> None:
    """Programs put a line below it, which on a full page was the only one of the next."""
    for command in (("score", "--by", "component"), ("report", "plan"), ("report", "brief")):
        assert run(*command, "-o", "x.docx").status == 0
        document = docx.Document("x.docx")
        end = document.paragraphs[-1]
        assert document.element.body.sectPr.getprevious() is end._p
        assert end.text or end.style.font.size.pt == 1 or end._p.xpath(".//pic:pic")
