"""Sheets that people fill in and `cchc import` reads back: a hidden row of keys, headings, cells with their formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.criteria_sheets import MARK, SHEETS, WORDS, Cell, Column, rows_of
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.places import sheet_name
from cchc_cli.model.problems import CchcError
from cchc_cli.show.writers.excel_layout import BORDER, HEADING, HIGH, LONGEST, across_a4, lines_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST = 2
"""The row of the first cells, from 0: above it the keys, which are hidden, and the headings."""
MORE = 200
"""So many rows below the last one are ready to be filled in."""
LONGEST_LIST = 255
"""Signs of a list of words that a cell may be checked against."""
LEVELS = {level: {"bold": True, "bg_color": fill} for level, fill in ((1, "#DDEBF7"), (2, "#F2F2F2"))}
"""How areas and criteria stand out."""


@dataclass(frozen=True)
class Field:
    """A column: its key, heading, width, and the words that its cells may hold (or where these stand)."""

    key: str
    label: str
    width: int
    words: Sequence[str] = ()
    words_at: str = ""
    is_hidden: bool = False
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A row: cells by key, formulas by key with what they come to; on which level of a tree it stands, 0: on none."""

    cells: Mapping[str, Cell]
    formulas: Mapping[str, tuple[str, float | str]] = field(default_factory=dict)
    level: int = 0
    indent: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    """By key: where the words stand that a single cell may hold."""
    inputs: frozenset[str] = frozenset()
    """Cells that are there to be filled in, where the rest is locked."""
    checks: Mapping[str, str] = field(default_factory=dict)
    """By key: a formula of what may be typed."""


class Editable:
    """Writes a sheet. With `locked` only cells that are there to be filled in can be changed (no password)."""

    def __init__(self, book: Workbook, sheet: Worksheet, fields: Sequence[Field], *, locked: bool = False) -> None:
        self.book, self.sheet, self.fields, self.locked = book, sheet, fields, locked
        self._formats: dict[tuple[object, ...], Format] = {}

    def fill(self, key: str, lines: Sequence[Line], frozen: int) -> None:
        """The whole sheet; `frozen` columns stay in sight."""
        heading = self.book.add_format(HEADING)
        for at, each in enumerate(self.fields):
            self.sheet.write_string(0, at, f"{MARK}:{key}.{each.key}")
            self.sheet.write_string(1, at, each.label, heading)
            self.sheet.set_column(at, at, each.width, self._format(each, Line({}), None), {"hidden": each.is_hidden})
        self.sheet.set_row(0, None, None, {"hidden": True})
        self.sheet.set_row(1, 2 * HIGH)
        for row, line in enumerate(lines, start=FIRST):
            self._line(row, line)
        for at, each in enumerate(self.fields):
            source = list(each.words) if sum(len(word) + 1 for word in each.words) <= LONGEST_LIST else []
            if source or each.words_at:
                rule = {"validate": "list", "source": source or f"={each.words_at}"}
                self.sheet.data_validation(FIRST, at, FIRST + len(lines) + MORE, at, rule)
        self.sheet.freeze_panes(FIRST, frozen)
        across_a4(self.sheet)
        self.sheet.repeat_rows(1)
        if self.locked:
            self.sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _line(self, row: int, line: Line) -> None:
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
                high = max(high, 0 if each.is_hidden else lines_of(value, each.width - line.indent))
            else:
                self.sheet.write_number(row, at, value, style)
            if each.key in line.checks:
                self.sheet.data_validation(row, at, row, at, {"validate": "custom", "value": line.checks[each.key]})
            if each.key in line.words:
                self.sheet.data_validation(row, at, row, at, {"validate": "list", "source": f"={line.words[each.key]}"})
        self.sheet.set_row(row, HIGH * min(high, 20))

    def _format(self, each: Field, line: Line, value: Cell) -> Format:
        """The format of a cell, made once for all that look alike."""
        is_number = isinstance(value, float) or each.key in line.formulas
        is_open = each.key in line.inputs
        indent = line.indent if each.key == "name" else 0
        known = (each.key if each.more else "", is_number, is_open, line.level, indent)
        if known not in self._formats:
            look = {
                **BORDER,
                "text_wrap": True,
                "indent": indent,
                "num_format": "General" if is_number or (is_open and each.key != "note") else "@",
                "locked": self.locked and not is_open,
                **LEVELS.get(line.level, {}),
                **({"bg_color": "#FFF2CC"} if is_open else {}),
                **each.more,
            }
            self._formats[known] = self.book.add_format(look)
        return self._formats[known]


def criteria_book(criteria: Criteria) -> bytes:
    """A framework as a workbook: one row a node, rules in words, lists to choose from. Raises CchcError for a text that no cell can hold."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        rows = rows_of(criteria)
        owners = f"{sheet_name(_(SHEETS[4].label))}!$A${FIRST + 1}:$A${FIRST + len(rows['owners']) + MORE}"
        for sheet in SHEETS:
            fields = [_field(column, owners) for column in sheet.columns]
            lines = [_line(sheet.key, row) for row in rows[sheet.key]]
            Editable(book, book.add_worksheet(_(sheet.label)), fields).fill(
                sheet.key, lines, 3 if sheet.key == "nodes" else 1
            )
    return stream.getvalue()


def _field(column: Column, owners: str) -> Field:
    words: tuple[str, ...] = tuple(_(label) for label in WORDS.get(column.key, {}).values())
    if column.key == "measure":
        words = tuple(MEASURES)
    return Field(column.key, _(column.label), column.width, words, owners if column.key == "owner" else "")


def _line(sheet: str, row: dict[str, Cell]) -> Line:
    for value in row.values():
        if isinstance(value, str) and len(value.encode("utf-16-le")) > 2 * LONGEST:
            raise CchcError(_("A text is too long for a cell: “{text}…”.", text=value[:60]))
    level = row.get("level")
    depth = int(level) if sheet == "nodes" and isinstance(level, float) else 0
    return Line(row, level=depth, indent=max(depth - 1, 0))
