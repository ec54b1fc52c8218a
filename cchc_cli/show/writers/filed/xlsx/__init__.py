"""Excel: a sheet with the answer, a sheet a table, and one that computes the index again where a figure is changed."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from cchc_cli.messages import _
from cchc_cli.model.blocks import SLOT, Chart, Fact, Figure, Table, Text
from cchc_cli.model.report import Report
from cchc_cli.show.charts import png
from cchc_cli.show.kinds import KINDS, Look, format_of, look_of, told
from cchc_cli.show.texts import on_one_line, plain
from cchc_cli.show.writers.blocks import blocks
from cchc_cli.show.writers.filed.xlsx.scenario import ScenarioSheet
from cchc_cli.show.writers.filed.xlsx.table import (
    BORDER,
    HIGH,
    LONGEST,
    SheetGrid,
    SheetNames,
    Style,
    lines_of,
    set_up_page,
)

BINARY = True
"""A file of it is bytes, not text."""

NO_DAY = datetime(1980, 1, 1)
WIDTHS = 26, 26, 70
PAGE, LINE = 165, 5.3
"""Millimetres that a printed page is high between its margins, and a row of one line."""
DRAWN = {1: (160, 9.0), 2: (111, 8.0)}
"""How wide charts are (mm), of one and of two side by side, and their letters (points)."""
BESIDE = 2, 55, 6
"""The column of a second one, how far from its left edge it stands (pixels), and its title (indents)."""
SMALLEST = 0.78
"""Of a chart: smaller it is hard to read."""
WIDEST, ROOM = 22, 60
"""Signs of a figure and its text that fit into the cells of the summary: a number that does not is shown as ###."""
LONGEST_FORMAT = LONGEST_TEXT = 255
"""Signs that Excel takes of a number format, and of what a picture shows for who does not see it."""

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


def write(report: Report, workspace: str, stream: BinaryIO) -> None:  # noqa: ARG001
    """Summary, tables, scenario. Text is written as text: none becomes a formula, a number or a link."""
    from xlsxwriter import Workbook

    book = Workbook(stream, {"in_memory": True})
    names = SheetNames()
    told = {"title": on_one_line(report.title), "subject": on_one_line(report.subtitle)}
    # The day on which it was made would make every file another one, though nothing has changed.
    book.set_properties({**told, "created": NO_DAY})
    look = look_of(report)
    summary = book.add_worksheet(names.fresh(_("Summary")))
    _Summary(book, summary, look).fill(report)
    set_up_page(summary, report.title, report.subtitle)
    for table in blocks(report):
        if isinstance(table, Table):
            sheet = book.add_worksheet(names.fresh(_name(table)))
            SheetGrid(book, sheet, table, look).fill()
            set_up_page(sheet, report.title, report.subtitle)
    if report.workings is not None:
        sheet = book.add_worksheet(names.fresh(_("Scenario")))
        ScenarioSheet(book, sheet, report.workings()).fill()
        set_up_page(sheet, report.title, report.subtitle)
    book.close()


def _name(table: Table) -> str:
    """What a table is about; without a title the label of a text column that stands near the front."""
    if table.name or table.title:
        return table.name or table.title
    first = [column.label for column in table.shown[:3] if KINDS[column.kind].wraps and column.label]
    return next(iter(first or [column.label for column in table.shown if column.label]), _("Table"))


class _Summary:
    """The sheet with title, the answer, facts and notes, line by line."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", look: Look) -> None:
        self.book, self.sheet, self.look = book, sheet, look
        self.line, self.high = 0, 0.0
        """The next line, and what those above it take of a printed page (mm)."""
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)

    def fill(self, report: Report) -> None:
        """Write it all."""
        self.paragraph(report.title, {"bold": True, "font_size": 14})
        self.paragraph(report.subtitle, {"italic": True})
        self.paragraph(report.summary, {"bold": True})
        self.line += 1
        for fact in (*report.facts, *report.cards):
            self.fact(fact)
        for block in blocks(report):
            if isinstance(block, Text) and block.role != "summary":
                self.line += 1
                self.paragraph(block.text, {"bold": True} if block.role == "heading" else {}, below=0)
        self.charts([*report.charts(), *report.pictures()][: max(DRAWN)])
        self.sheet.print_area(0, 0, self.line, len(WIDTHS) - 1)

    def charts(self, charts: Sequence[Chart]) -> None:
        """Charts side by side, where the first page has room for them: it would be empty for the most part."""
        if not charts or self.high > PAGE * (1 - SMALLEST / 2):
            return
        wide, letters = DRAWN[len(charts)]
        pictures = [png(chart, wide / 10, letters) for chart in charts]
        # The height of a PNG picture in dots, of which there are 200 to an inch.
        high = max(int.from_bytes(data[20:24], "big") for data in pictures) * 25.4 / 200
        part = min((PAGE - self.high - 2 * LINE) / high, 1.0)
        if part < SMALLEST:
            return
        self.line += 1
        for (column, across, indent), chart, data in zip(((0, 0, 0), BESIDE), charts, pictures, strict=False):
            form = self.book.add_format({"bold": True, "align": "left", "indent": indent})
            self.sheet.write_string(self.line, column, plain(chart.title), form)
            more = {
                "image_data": BytesIO(data),
                "x_offset": across,
                "description": plain(chart.description)[:LONGEST_TEXT],
            }
            self.sheet.insert_image(self.line + 1, column, "chart.png", {**more, "x_scale": part, "y_scale": part})
        self.line += 1 + math.ceil(part * high / LINE)

    def _high(self, points: float) -> None:
        self.sheet.set_row(self.line, points)
        self.high += points / HIGH * LINE

    def fact(self, fact: Fact) -> None:
        """Label, value and detail."""
        value, detail, look = fact.value, fact.detail, self.look
        if isinstance(value, Figure) and len(told(value, look)) > WIDEST:
            # A number does not wrap: where its text is long, it stands alone and the text beside it.
            detail = "; ".join(filter(None, (told(value, look), told(detail, look))))
            value = replace(value, text=SLOT)
        if len(told(detail, look)) > ROOM:
            detail = told(detail, look)
        texts = (fact.label, told(value, look), told(detail, look))
        # A text has the room of a detail that is not there.
        is_wide = isinstance(value, str) and not texts[-1]
        if is_wide:
            self.sheet.merge_range(self.line, 1, self.line, 2, "", self.book.add_format(BORDER))
        styles: list[Style] = [{}, {"bold": True}, *([] if is_wide else [{}])]
        for column, (each, style) in enumerate(zip((fact.label, value, detail), styles, strict=False)):
            self._value(column, each, style)
        self._high(HIGH * max(map(lines_of, map(plain, texts), (26, 96 if is_wide else 24, 70))))
        self.line += 1

    def _value(self, column: int, value: str | Figure, style: Style) -> None:
        """A text, or a number that is shown with what stands around it."""
        form = format_of(value, self.look) if isinstance(value, Figure) and math.isfinite(value.number) else ""
        if isinstance(value, Figure) and 0 < len(form) <= LONGEST_FORMAT:
            shown = self.book.add_format({**BORDER, "align": "left", "num_format": form, **style})
            self.sheet.write_number(self.line, column, float(f"{value.number:.12g}"), shown)
        else:
            shown = self.book.add_format({**BORDER, "text_wrap": True, **style})
            self.sheet.write_string(self.line, column, plain(told(value, self.look))[:LONGEST], shown)

    def paragraph(self, text: str, style: Style, below: int = 1) -> None:
        """Text across the sheet, on as many lines as it needs: cells that are one have no height of their own."""
        if not text:
            return
        text = plain(text)[:LONGEST]
        form = self.book.add_format({"text_wrap": True, "valign": "top", **style})
        self.sheet.merge_range(self.line, 0, self.line, 2, "", form)
        self.sheet.write_string(self.line, 0, text, form)
        size = style.get("font_size", 11)
        self._high(lines_of(text, 122 * 11 / size) * size * 1.4)
        self.line += below
