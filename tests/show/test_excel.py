"""Workbooks: sheets, types, formats, names."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cchc_cli.messages import use
from cchc_cli.model.blocks import SLOT, Fact, Figure
from cchc_cli.model.report import Report
from cchc_cli.show.writers import as_file
from cchc_cli.show.writers.filed.xlsx.table import ACROSS, SheetNames, lines_of, shared
from tests.conftest import MINIMAL, NOTED, Run, Tiny
from tests.libreoffice import converted, needs_soffice

# openpyxl drops bars within cells, which it does not know, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
COMMANDS = ["score", "gaps", "keep", "ranks", "explain", "trend", "compare best", "robust --runs 20", "plan", "check"]


def book(path: str | Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_table_has_a_sheet_with_header_filter_types_and_print_setup(sample: Path, run: Run) -> None:
    run("ranks", "--lang", "vi", "-o", "out.xlsx")
    sheet = book("out.xlsx")["Đơn vị"]
    assert [cell.value for cell in sheet[1]] == ["Hạng", "▲▼", "Mã", "Đơn vị", "Chỉ số", "±", "Xếp loại"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G19")
    assert sheet.print_title_rows == "$1:$1"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    own = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == "xa-tien-loi")
    assert [cell.value for cell in own] == [14, -3, "xa-tien-loi", "Xã Tiến Lợi", 76.08, -5.67, "Khá"]
    assert own[0].font.b
    formats = [cell.number_format for cell in own]
    assert formats == ["0", '"▲"0;"▼"0;"="', "@", "@", "0.00", '+0.00;"−"0.00;0.00', "@"]
    # Two units share rank 11: the figure can be sorted, and stays the rank.
    assert [cell.value for cell in sheet["A"]][11:13] == [11, 11]


def test_losses_are_coloured_dates_are_dates_and_facts_come_first(sample: Path, run: Run) -> None:
    run("gaps", "-o", "gaps.xlsx")
    gaps = book("gaps.xlsx")
    assert gaps.sheetnames == ["Summary", "Component", "What the next points need", "Scenario"]
    table = gaps["Component"]
    lost = next(cell.column_letter for cell in table[1] if cell.value == "Lost")
    rules = {
        str(rng.sqref): [rule.type for rule in found] for rng, found in table.conditional_formatting._cf_rules.items()
    }
    assert rules == {f"{lost}2:{lost}22": ["colorScale"]}
    assert sum(cell.value for cell in table[lost][1:-1]) == pytest.approx(23.92)
    summary = [str(value) for row in rows(gaps["Summary"]) for value in row if value]
    assert {"Lost points", "Xã Tiến Lợi, 2022", "23.92", "on 21 components"} <= set(summary)
    for language, shown in (("vi", "dd/mm/yyyy"), ("en", "yyyy-mm-dd")):
        run("plan", "--budget", "10", "-o", "plan.xlsx", "--lang", language)
        sheet = book("plan.xlsx").worksheets[1]
        due = sheet["F2"]
        assert (due.is_date, due.number_format, due.value) == (True, shown, datetime(2023, 3, 15))


def test_no_text_becomes_a_formula_a_link_or_a_fault_of_the_file(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: A,", "name: '=HYPERLINK(\"http://x\")',").replace(
        "name: First", 'name: "@SUM_x0041_\\u202e"'
    )
    notes = ["=cmd|' /C calc'!A0", "http://example.org", "+84 123", "<b>&amp;"]
    ids = ["1.1.1", "1.1.2", "1.10"]
    lines = "".join(f'2022,u,{each},1,"{note}"\n' for each, note in zip(ids, notes, strict=False))
    tiny(criteria, scores=NOTED + lines, units='unit,name\nu,"=1+1"\n')
    for command in ("gaps", "score"):
        run(command, "-o", "out.xlsx")
        for sheet in book("out.xlsx").worksheets[:-1]:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert not [cell for cell in cells if cell.hyperlink]
            formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
            assert all(each.startswith(("=SUM(", "=100*")) for each in formulas), "only totals are formulas"
    run("gaps", "-o", "out.xlsx")
    found = {str(value) for row in rows(book("out.xlsx")["Component"]) for value in row}
    assert {'=HYPERLINK("http://x")', *notes[:2]} <= found
    area = book("out.xlsx")["Component"]["C2"].value
    assert area == "@SUM_x0041_�"


@pytest.mark.parametrize(
    "wanted", ["a/b:c*d?[e]\\f", "History", "'quoted'", "", "x" * 60, "😀" * 40, "\x00", "Tổng hợp"]
)
def test_names_of_sheets_are_allowed_and_differ(wanted: str) -> None:
    names = SheetNames()
    found = [names.fresh(wanted) for _time in range(12)]
    assert len({name.casefold() for name in found}) == 12
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set("[]:*?/\\\x00") & set(name)
        assert name.strip("'") == name
        assert name.casefold() != "history"


def test_a_cut_name_of_a_sheet_ends_with_a_word() -> None:
    names = SheetNames()
    assert names.fresh("Bộ phận Tiếp nhận và trả kết quả") == "Bộ phận Tiếp nhận và trả kết…"
    second = names.fresh("Bộ phận Tiếp nhận và trả kết quả")
    assert second.startswith("Bộ phận Tiếp nhận và trả") and second.endswith("… 2")


def test_texts_share_the_page_and_rows_are_as_high_as_they_need() -> None:
    assert shared([10, 20, 10], [False, True, True]) == [10, 20, 10]
    widths = shared([50, 200, 30], [False, True, True])
    assert (sum(widths), widths[0], widths[2]) == (ACROSS, 50, 30)
    assert [lines_of(text, 20) for text in ("", "one", "one\ntwo", "word " * 10)] == [1, 1, 2, 3]


def summary_of(path: str) -> dict[str, tuple[object, str, object]]:
    """Value, number format and detail of each fact."""
    return {
        str(row[0].value): (row[1].value, row[1].number_format, row[2].value)
        for row in book(path).worksheets[0].iter_rows(min_row=3, max_col=3)
        if row[1].value is not None
    }


def test_facts_are_numbers(sample: Path, run: Run) -> None:
    run("score", "--lang", "vi", "-o", "out.xlsx")
    facts = summary_of("out.xlsx")
    assert facts["Chỉ số"][:2] == (76.08, '0.00" / 100"')
    assert facts["Hạng"][:2] == (14, '0"/18"')
    assert facts["Tự chấm"][:2] == (82.08, '0.00" điểm"')
    run("report", "result", "--lang", "vi", "-o", "out.xlsx")
    assert summary_of("out.xlsx")["Chỉ số"] == facts["Chỉ số"]
    run("plan", "--write", "--budget", "20")
    run("track", "--lang", "vi", "-o", "out.xlsx")
    # What is too long for a cell that does not wrap stands beside its figure.
    value, form, detail = summary_of("out.xlsx")["Điểm dự kiến từ nhiệm vụ đã hoàn thành"]
    assert (value, form) == (0, "0.00") and str(detail).startswith("0,00/9,50 điểm")


def test_a_figure_that_finds_no_room_is_a_text(tmp_path: Path) -> None:
    """A number does not wrap: too long for its cell it would be shown as ###."""
    facts = tuple(
        Fact(label, Figure(0.5, "points", f"{SLOT}{words}"), Figure(0.5, "change", f"{SLOT}{words}"))
        for label, words in (("short", " points"), ("long", " points of a very long text" * 3))
    )
    use("en")
    report = Report("score", "T", pd.DataFrame(), (), facts=facts)
    (tmp_path / "out.xlsx").write_bytes(as_file(report, "", "xlsx"))
    found = summary_of(str(tmp_path / "out.xlsx"))
    assert found["short"] == (0.5, '0.00" points"', 0.5)
    value, form, detail = found["long"]
    assert (value, form) == (0.5, "0.00") and str(detail).startswith("0.50 points of")


def test_no_figure_is_left_in_a_text(sample: Path, run: Run) -> None:
    """In no table and no fact of any command; ids, and names with figures, are texts."""
    run("plan", "--target-rating", "good", "--write")
    for command in [*COMMANDS, "track", "simulate --set 3.3.1=max", "measure 2022", "nowcast 2022", "report plan"]:
        run(*command.split(), "-o", "out.xlsx")
        for sheet in book("out.xlsx").worksheets:
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    text = str(cell.value) if cell.data_type == "s" else ""
                    head = sheet.cell(1, cell.column).value
                    if re.fullmatch(r"[=≈±+−]?\d+([.,]\d+)?(%|/\d+.*)?", text) and cell.column > 1:
                        assert head in ("Id", "Component"), (command, sheet.title, cell.coordinate, text)


def test_trends_are_columns_of_figures_with_a_line(sample: Path, run: Run) -> None:
    run("trend", "--lang", "en", "-o", "out.xlsx")
    sheet = book("out.xlsx")["Area"]
    assert [cell.value for cell in sheet[1]] == [
        "Id",
        "Area",
        "Trend 2021–2022, %",
        "2021",
        "2022",
        "Best year",
        "Worst year",
        "Years lost",
    ]
    assert [cell.value for cell in sheet[2]][3:5] == [pytest.approx(85.9375), pytest.approx(71.875)]
    with zipfile.ZipFile("out.xlsx") as parts:
        lines = [parts.read(name).decode().count("<x14:sparkline>") for name in parts.namelist() if "sheet" in name]
    assert sum(lines) == 8
    run("measure", "2022", "--lang", "en", "-o", "out.xlsx")
    months = book("out.xlsx")["12 months"]
    assert [cell.value for cell in months[1]][2:5] == ["Jan 2022", "Feb 2022", "Mar 2022"]
    trend = json.loads(run("measure", "2022", "-f", "json").out)["trend"]
    assert [months.cell(2, 3 + at).value for at in range(12)] == trend["values"]["on_time_rate"]


def test_measures_have_the_formats_of_what_is_measured(sample: Path, run: Run) -> None:
    run("measure", "2022", "--lang", "en", "-o", "out.xlsx")
    sheet = book("out.xlsx").worksheets[1]
    head = [cell.value for cell in sheet[1]]
    assert head == [
        "Measure",
        "Value",
        "Counted",
        "of all",
        "Component",
        "Points",
        "Max",
        "Lost",
        "Next tier",
        "Missing",
    ]
    by_name = {row[0].value: row for row in sheet.iter_rows(min_row=2) if row[1].value is not None}
    on_time = by_name["Dossiers finished on time, %"]
    assert [cell.value for cell in on_time] == [
        on_time[0].value,
        pytest.approx(577 / 6),
        1154,
        1200,
        "3.3.1",
        3,
        6,
        3,
        98,
        22,
    ]
    assert [on_time[1].number_format, on_time[8].number_format] == ['0.00"%"', '0.00"%"']
    assert by_name["Dossiers late"][1].number_format == "0"
    assert by_name["Working days to result, median"][1].number_format == "0.0"
    assert coloured(sheet) == {"Lost"}
    run("nowcast", "2022", "--lang", "en", "-o", "out.xlsx")
    whole = book("out.xlsx")
    assert whole.sheetnames == ["Summary", "Forecast"] and coloured(whole["Forecast"]) == {"Lost", "At risk"}


def coloured(sheet: Worksheet) -> set[object]:
    """Headings of the columns that are the redder the larger their figures."""
    return {
        sheet.cell(1, rng.min_col).value
        for found, rules in sheet.conditional_formatting._cf_rules.items()
        for rng in found.sqref.ranges
        if rules[0].type == "colorScale"
    }


def test_dossiers_are_on_the_sheet_of_that_name_with_their_days(sample: Path, run: Run) -> None:
    run("dossiers", "late", "--date", "2022-08-17", "--lang", "en", "-o", "out.xlsx")
    whole = book("out.xlsx")
    assert whole.sheetnames == ["Summary", "Dossiers", "By officer", "By procedure"]
    sheet = whole["Dossiers"]
    assert coloured(sheet) == {"Working days late"}
    found = json.loads(run("dossiers", "late", "--date", "2022-08-17", "-f", "json").out)["rows"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, line in enumerate(found, 2):
        late = sheet.cell(row, columns["Working days late"]).value
        left = sheet.cell(row, columns["Working days left"]).value
        assert (late, left) == ((None, line["days"]) if line["state"] == "due_soon" else (line["days"], None))
        assert sheet.cell(row, columns["Due"]).is_date


@pytest.mark.parametrize("command", ["score", "gaps", "plan", "track", "simulate --set 3.3.1=max", "ranks", "explain"])
def test_headings_stand_as_the_cells_below_them(command: str, sample: Path, run: Run) -> None:
    """Those of figures stood on the left, above figures on the right."""
    assert run("plan", "--write", "--budget", "20").status == 0
    run(*command.split(), "-o", "out.xlsx")
    for sheet in book("out.xlsx").worksheets[1:]:
        heads = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FF1F4E79"]
        assert len({head.row for head in heads}) == (2 if sheet.title == "Scenario" else 1)
        for head in heads:
            below = sheet.cell(head.row + 1, head.column)
            side = below.alignment.horizontal
            assert side is None or head.alignment.horizontal == side, (sheet.title, head.coordinate, head.value)


def test_the_summary_has_the_chart_and_the_room_of_a_detail_for_a_long_text(sample: Path, run: Run) -> None:
    """Printed, the sheet left two thirds of a page empty."""
    run("score", "--lang", "en", "-o", "out.xlsx")
    with zipfile.ZipFile("out.xlsx") as file:
        assert [name for name in file.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]
        assert b'descr="Bars of ' in file.read("xl/drawings/drawing1.xml")
    summary = book("out.xlsx")["Summary"]
    (long,) = (row[1] for row in summary.iter_rows(max_col=2) if row[0].value == "Next points")
    assert f"B{long.row}:C{long.row}" in summary.merged_cells
    assert "Points got, in percent of the maximum" in {row[0].value for row in summary.iter_rows()}


@needs_soffice
def test_libreoffice_opens_every_workbook_and_prints_it(
    sample: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run("plan", "--write", "--budget", "20")
    files = []
    for command in [*COMMANDS, "track", "commit", "simulate --set 3.3.1=max", "measure 2022", "nowcast 2022"]:
        files.append(sample / f"{command.split()[0]}.xlsx")
        assert run(*command.split(), "--lang", "vi", "-o", files[-1]).status == 0, command
    folder = tmp_path_factory.mktemp("office")
    converted(files, "pdf", folder)
    for file in files:
        data = (folder / f"{file.stem}.pdf").read_bytes()
        boxes = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", data)
        assert boxes, file
        assert all(float(width) > float(height) > 590 for width, height in boxes), file


def test_what_lies_between_the_rows_and_the_total_is_not_sorted_with_them(sample: Path, run: Run) -> None:
    run("explain", "--lang", "en", "-o", "out.xlsx")
    sheet = book("out.xlsx")["Changes"]
    last = int(str(sheet.auto_filter.ref).rpartition("G")[2])
    assert sheet.cell(last, 1).value and not sheet.cell(last + 1, 1).value
    assert str(sheet.cell(last + 1, 2).value).endswith("unchanged")
    assert sheet.cell(last + 2, 7).value == f"=SUM(G2:G{last + 1})"


def test_rows_between_the_units_and_the_end_are_as_wide_and_as_high_as_they_need(sample: Path, run: Run) -> None:
    run("matrix", "--lang", "vi", "-o", "out.xlsx")
    sheet = book("out.xlsx")["Bảng tổng hợp"]
    words = [str(sheet.cell(row, 1).value) for row in range(20, 25)]
    assert words[-1] == "Tỷ lệ đạt điểm tối đa, %"
    assert sheet.column_dimensions["A"].width > len(words[-1])


def test_no_formula_hangs_on_itself(sample: Path, run: Run) -> None:
    """Excel opens such a workbook with a warning, and computes nothing of it."""
    commands = ("score", "gaps", "plan", "compare best", "template scores 2022 -u xa-tien-loi")
    for command in commands:
        run(*command.split(), "-o", "out.xlsx", *(("--force",) if "template" in command else ()))
        for sheet in book("out.xlsx").worksheets:
            hangs_on = {
                cell.coordinate: {at for span in SPAN.findall(str(cell.value)) for at in cells_of(*span)}
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "f"
            }
            computed = {at: on & hangs_on.keys() for at, on in hangs_on.items()}
            while ready := [at for at, on in computed.items() if not on]:
                computed = {at: on - {*ready} for at, on in computed.items() if on}
            assert not computed, (command, sheet.title)


SPAN = re.compile(r"(?<![!A-Z'])\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


def cells_of(column: str, first: str, _other: str, last: str) -> Iterator[str]:
    """The cells of a reference, all of one column."""
    return (f"{column}{row}" for row in range(int(first), int(last or first) + 1))
