"""Excel: a sheet with the answer, a sheet a table, and one that computes the index again where a figure is changed."""

import math
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from cchc_cli.messages import _
from cchc_cli.model.blocks import SLOT, Fact, Figure, Table, Text
from cchc_cli.model.report import Report
from cchc_cli.show.kinds import KINDS, Look, format_of, look_of, told
from cchc_cli.show.texts import on_one_line, plain
from cchc_cli.show.writers.blocks import blocks
from cchc_cli.show.writers.filed.xlsx.scenario import scenario_sheet
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
WIDEST, ROOM = 22, 60
"""Signs of a figure and its text that fit into the cells of the summary: a number that does not is shown as ###."""
LONGEST_FORMAT = 255
"""Signs that Excel takes of a number format."""

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
        scenario_sheet(book, sheet, report.workings())
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
        self.line = 0
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
        self.sheet.print_area(0, 0, self.line, len(WIDTHS) - 1)

    def fact(self, fact: Fact) -> None:
        """Label, value and detail."""
        value, detail, look = fact.value, fact.detail, self.look
        if isinstance(value, Figure) and len(told(value, look)) > WIDEST:
            # A number does not wrap: where its text is long, it stands alone and the text beside it.
            detail = "; ".join(filter(None, (told(value, look), told(detail, look))))
            value = replace(value, text=SLOT)
        if len(told(detail, look)) > ROOM:
            detail = told(detail, look)
        for column, (each, style) in enumerate(((fact.label, {}), (value, {"bold": True}), (detail, {}))):
            self._value(column, each, style)
        texts = (fact.label, told(value, look), told(detail, look))
        self.sheet.set_row(self.line, HIGH * max(map(lines_of, map(plain, texts), (26, 24, 70))))
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
        self.sheet.set_row(self.line, lines_of(text, 122 * 11 / size) * size * 1.4)
        self.line += below
