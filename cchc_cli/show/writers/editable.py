"""A sheet that people fill in: a hidden row of keys, headings, and cells with their formats; and the framework as such sheets.

`cchc import` reads them back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.criteria_sheets import MARK, SHEETS, WORDS, CellValue, rows_of
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.places import sheet_name
from cchc_cli.model.problems import CchcError
from cchc_cli.show.names import shown
from cchc_cli.show.writers.filed.xlsx.table import BORDER, HIGH, LONGEST, Style, heading_of, lines_of, set_up_page

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST = 2
"""The row of the first cells, from 0: above it the keys, which are hidden, and the headings."""
MORE = 200
"""So many rows below the last one are ready to be filled in."""
LONGEST_LIST = 255
"""Signs of a list of words that a cell may be checked against, and of what is said beside it."""
LEVELS = {level: {"bold": True, "bg_color": fill} for level, fill in ((1, "#DDEBF7"), (2, "#F2F2F2"))}
"""How areas and criteria stand out."""
PRINTED = 200
"""Signs that are still read on a page, A4 across; a sheet that is wider goes on beside it."""


@dataclass(frozen=True)
class EditableField:
    """A column: its key, heading, width, and the words that its cells may hold (or where these stand)."""

    key: str
    label: str
    width: int
    words: Sequence[str] = ()
    words_at: str = ""
    is_hidden: bool = False
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetRow:
    """A row: cells by key, formulas by key with what they come to; on which level of a tree it stands, 0: on none."""

    cells: Mapping[str, CellValue]
    formulas: Mapping[str, tuple[str, float | str]] = field(default_factory=dict)
    level: int = 0
    indent: int = 0
    inputs: frozenset[str] = frozenset()
    """Cells that are there to be filled in, where the rest is locked."""
    rules: Mapping[str, Style] = field(default_factory=dict)
    """By key: what may be typed into the cell, and what is said beside it once it is chosen."""


class Editable:
    """Writes a sheet. With `locked` only cells that are there to be filled in can be changed (no password)."""

    def __init__(
        self, book: Workbook, sheet: Worksheet, fields: Sequence[EditableField], *, locked: bool = False
    ) -> None:
        self.book, self.sheet, self.fields, self.locked = book, sheet, fields, locked
        self._formats: dict[tuple[object, ...], Format] = {}

    def fill(self, key: str, lines: Sequence[SheetRow], frozen: int, titles: tuple[str, str]) -> None:
        """The whole sheet; `frozen` columns stay in sight, `titles` stand at the top of each page that is printed."""
        headings = [self.book.add_format(heading_of(figures=each)) for each in (False, True)]
        for at, each in enumerate(self.fields):
            are_figures = any(
                isinstance(line.cells.get(each.key), float) or each.key in line.formulas for line in lines
            )
            self.sheet.write_string(0, at, f"{MARK}:{key}.{each.key}")
            self.sheet.write_string(1, at, each.label, headings[are_figures])
            style = self._format(each, SheetRow({}), None)
            self.sheet.set_column(at, at, each.width, style, {"hidden": each.is_hidden})
        self.sheet.set_row(0, None, None, {"hidden": True})
        self.sheet.set_row(1, 2 * HIGH)
        for row, line in enumerate(lines, start=FIRST):
            self._line(row, line)
        last = FIRST + len(lines) + MORE
        self._offer(last)
        # Ids and values are texts on purpose.
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last}"})
        self._set_up(frozen, titles)

    def _offer(self, last: int) -> None:
        """The lists to choose from, down to the row `last`."""
        for at, each in enumerate(self.fields):
            source = list(each.words) if sum(len(word) + 1 for word in each.words) <= LONGEST_LIST else []
            if source or each.words_at:
                rule = {"validate": "list", "source": source or f"={each.words_at}"}
                self.sheet.data_validation(FIRST, at, last, at, rule)

    def _set_up(self, frozen: int, titles: tuple[str, str]) -> None:
        """What stays in sight, the page, and what may be changed."""
        self.sheet.freeze_panes(FIRST, frozen)
        wide = sum(each.width for each in self.fields if not each.is_hidden)
        set_up_page(self.sheet, *titles, across=math.ceil(wide / PRINTED))
        self.sheet.repeat_rows(1)
        self.sheet.repeat_columns(0, frozen - 1)
        if self.locked:
            self.sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _line(self, row: int, line: SheetRow) -> None:
        high = 1
        for at, each in enumerate(self.fields):
            value, style = line.cells.get(each.key), self._format(each, line, line.cells.get(each.key))
            if each.key in line.formulas:
                formula, known = line.formulas[each.key]
                self.sheet.write_formula(row, at, formula, style, known)
            elif value is None:
                self.sheet.write_blank(row, at, None, style)
            elif isinstance(value, str):
                self.sheet.write_string(row, at, value, style)
                high = max(high, 0 if each.is_hidden else lines_of(value, each.width - 1 - line.indent))
            else:
                self.sheet.write_number(row, at, value, style)
            if each.key in line.rules:
                self.sheet.data_validation(row, at, row, at, line.rules[each.key])
        self.sheet.set_row(row, HIGH * min(high, 20))

    def _format(self, each: EditableField, line: SheetRow, value: CellValue) -> Format:
        """The format of a cell, made once for all that look alike."""
        is_number = isinstance(value, float) or each.key in line.formulas
        is_open = each.key in line.inputs
        side = _side(line.indent * (each.key == "name")) if isinstance(value, str) else {}
        known = (each.key if each.more else "", is_number, is_open, line.level, side.get("indent"))
        if known not in self._formats:
            look = {
                **BORDER,
                "text_wrap": True,
                **side,
                "num_format": "General" if is_number or (is_open and each.key != "note") else "@",
                "locked": self.locked and not is_open,
                **LEVELS.get(line.level, {}),
                **({"bg_color": "#FFF2CC"} if is_open else {}),
                **each.more,
            }
            self._formats[known] = self.book.add_format(look)
        return self._formats[known]


def _side(indent: int) -> Style:
    """Where a text begins. Of a cell that says no side Excel takes the indent for one from the top."""
    return {"align": "left", "indent": 1 + indent}


def criteria_book(criteria: Criteria) -> bytes:
    """A framework as a workbook: one row a node, rules in words, lists to choose from. Raises CchcError for a text that no cell can hold."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        rows = rows_of(criteria)
        owners = f"{sheet_name(_(SHEETS[4].label))}!$A${FIRST + 1}:$A${FIRST + len(rows['owners']) + MORE}"
        for sheet in SHEETS:
            fields = [
                EditableField(each.key, _(each.label), each.width, _words(each.key), owners * (each.key == "owner"))
                for each in sheet.columns
            ]
            lines = [_line(sheet.key, row) for row in rows[sheet.key]]
            editable = Editable(book, book.add_worksheet(_(sheet.label)), fields)
            editable.fill(sheet.key, lines, 3 if sheet.key == "nodes" else 1, (shown(criteria.index), ""))
    return stream.getvalue()


def _words(column: str) -> list[str]:
    return list(MEASURES) if column == "measure" else [_(label) for label in WORDS.get(column, {}).values()]


def _line(sheet: str, row: dict[str, CellValue]) -> SheetRow:
    for value in row.values():
        if isinstance(value, str) and len(value.encode("utf-16-le")) > 2 * LONGEST:
            raise CchcError(_("A text is too long for a cell: “{text}…”.", text=value[:60]))
    level = row.get("level")
    depth = int(level) if sheet == "nodes" and isinstance(level, float) else 0
    return SheetRow(row, level=depth, indent=max(depth - 1, 0))
