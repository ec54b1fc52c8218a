"""Workbooks that people fill in and `cchc import` reads back: frameworks, a row a node, and points, a sheet a unit.

A sheet has a hidden row of keys, headings, and cells with their formats; sums of points compute.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from cchc_cli.messages import N_, _
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.criteria_sheets import MARK, SHEETS, WORDS, CellValue, SheetColumn, rows_of
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.places import letters, sheet_name
from cchc_cli.model.problems import CchcError
from cchc_cli.model.rules.base import BaseRule, Places
from cchc_cli.show.names import Names, shown
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.filed.xlsx.scenario_formulas import half_up
from cchc_cli.show.writers.filed.xlsx.table import (
    BORDER,
    HEADING,
    HIGH,
    LONGEST,
    POINTS,
    SheetNames,
    Style,
    lines_of,
    set_up_page,
)

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
KEY = "scores"
PART, NODE, EXTRA, TOTAL = "c", "n", "x", "t"
"""Kinds of rows, in a hidden column: what gets points, what sums it up, bonus and penalty, totals."""
PRINTED = 200
"""Signs that are still read on a page, A4 across; a sheet that is wider goes on beside it."""
SHOWN = {"num_format": POINTS, "align": "right"}
FILLED = ("self", "score")
NOT_APPLICABLE = ("NA", "KAD")


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


COLUMNS = (
    EditableField("year", N_("Year"), 6, is_hidden=True),
    EditableField("unit", N_("Unit"), 6, is_hidden=True),
    EditableField("kind", "", 4, is_hidden=True),
    EditableField("component", N_("Id"), 10),
    EditableField("name", N_("Component"), 58),
    EditableField("max", N_("Max"), 9, more=SHOWN),
    EditableField("value", N_("Value"), 20, more={"num_format": "General"}),
    EditableField("self", N_("Self-score"), 11, more=SHOWN),
    EditableField("score", N_("Appraisal"), 11, more=SHOWN),
    EditableField("note", N_("Note"), 30),
)
AT = {each.key: letters(at) for at, each in enumerate(COLUMNS)}


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
        heading = self.book.add_format(HEADING)
        for at, each in enumerate(self.fields):
            self.sheet.write_string(0, at, f"{MARK}:{key}.{each.key}")
            self.sheet.write_string(1, at, each.label, heading)
            style = self._format(each, SheetRow({}), None)
            self.sheet.set_column(at, at, each.width, style, {"hidden": each.is_hidden})
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
        indent = 1 + line.indent * (each.key == "name") if isinstance(value, str) else 0
        known = (each.key if each.more else "", is_number, is_open, line.level, indent)
        if known not in self._formats:
            look = {
                **BORDER,
                "text_wrap": True,
                # Of a cell that says no side Excel takes the indent for one from the top.
                **({"align": "left", "indent": indent} if indent else {}),
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
            editable = Editable(book, book.add_worksheet(_(sheet.label)), fields)
            editable.fill(sheet.key, lines, 3 if sheet.key == "nodes" else 1, (shown(criteria.index), ""))
    return stream.getvalue()


def _field(column: SheetColumn, owners: str) -> EditableField:
    words = list(MEASURES) if column.key == "measure" else [_(label) for label in WORDS.get(column.key, {}).values()]
    return EditableField(column.key, _(column.label), column.width, words, owners if column.key == "owner" else "")


def _line(sheet: str, row: dict[str, CellValue]) -> SheetRow:
    for value in row.values():
        if isinstance(value, str) and len(value.encode("utf-16-le")) > 2 * LONGEST:
            raise CchcError(_("A text is too long for a cell: “{text}…”.", text=value[:60]))
    level = row.get("level")
    depth = int(level) if sheet == "nodes" and isinstance(level, float) else 0
    return SheetRow(row, level=depth, indent=max(depth - 1, 0))


def score_book(names: Names, frameworks: Mapping[str, YearFramework]) -> bytes:
    """A workbook with a sheet for each unit, whose framework is that of its group."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        taken = SheetNames()
        sheets = {unit: book.add_worksheet(taken.fresh(on_one_line(names.unit(unit)))) for unit in frameworks}
        lists = _Lists(book.add_worksheet(taken.fresh(_("Lists"))))
        fields = [replace(each, label=each.label and _(each.label)) for each in COLUMNS]
        for unit, framework in frameworks.items():
            lines = list(_Unit(unit, names, framework, lists).lines())
            whose = _("{unit}, {year}", unit=names.unit(unit), year=framework.year)
            Editable(book, sheets[unit], fields, locked=True).fill(KEY, lines, 5, (names.index, whose))
        lists.sheet.hide()
    return stream.getvalue()


@dataclass
class _Lists:
    """What may be chosen, on a sheet of its own: options and beside them their points."""

    sheet: Worksheet
    next: int = 0
    places: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)

    def of(self, offered: Mapping[str, float]) -> tuple[str, str]:
        """The cells of the options and those of their points; blank where any number may be typed."""
        key = tuple(f"{option}\n{points!r}" for option, points in offered.items())
        if offered and key not in self.places:
            first = self.next + 1
            for option, points in offered.items():
                self.sheet.write_string(self.next, 0, option)
                self.sheet.write_number(self.next, 1, points)
                self.next += 1
            name = sheet_name(self.sheet.get_name())
            self.places[key] = (f"{name}!$A${first}:$A${self.next}", f"{name}!$B${first}:$B${self.next}")
        return self.places.get(key, ("", ""))


@dataclass(frozen=True)
class _Row:
    """A row: its kind, id, level and, where it is filled in, its maximum, rule and what adjustment it is."""

    kind: str
    id: str = ""
    level: int = 0
    max: float = 0.0
    rule: BaseRule | None = None
    adjusts: str = ""


@dataclass
class _Unit:
    """The sheet of one unit."""

    unit: str
    names: Names
    framework: YearFramework
    lists: _Lists

    @cached_property
    def rows(self) -> list[_Row]:
        """In the order of the file; totals and the index at the end."""
        return list(self._rows())

    def _rows(self) -> Iterator[_Row]:
        open_nodes: list[str] = []
        for leaf in self.framework.leaves:
            for depth, node in enumerate(leaf.path[:-1]):
                if open_nodes[depth : depth + 1] != [node]:
                    open_nodes[depth:] = [node]
                    yield _Row(NODE, node, depth + 1)
            del open_nodes[len(leaf.path) - 1 :]
            yield _Row(PART, leaf.id, len(leaf.path), leaf.max, leaf.rule)
        for extra in self.framework.adjustments:
            yield _Row(EXTRA, extra.id, 0, extra.max, extra.rule.rule if extra.rule else None, extra.kind)
        yield _Row(TOTAL)
        yield _Row(TOTAL, "index")

    def lines(self) -> Iterator[SheetRow]:
        """Every row, those of areas and criteria with sums of what is below."""
        for at, row in enumerate(self.rows):
            whole: dict[str, CellValue] = {"year": str(self.framework.year), "unit": self.unit, "kind": row.kind}
            if row.kind in (PART, EXTRA):
                yield self._open(row, FIRST + at + 1, whole)
            elif row.kind == NODE:
                below = next(
                    (n for n in range(at + 1, len(self.rows)) if self.rows[n].level <= row.level), len(self.rows)
                )
                cells = whole | {"component": row.id, "name": on_one_line(self.names.node(row.id))}
                sums = {key: self._sum(key, at + 1, below) for key in ("max", *FILLED)}
                yield SheetRow(cells, sums, row.level, row.level - 1)
            elif row.id:
                yield SheetRow(whole | {"name": _("Index")}, {key: (self._index(key), "–") for key in FILLED}, 1)
            else:
                sums = {key: self._sum(key, 0, at) for key in ("max", *FILLED)}
                yield SheetRow(whole | {"name": _("Total")}, sums, 1)

    def _sum(self, key: str, start: int, end: int) -> tuple[str, float | str]:
        """The sum over the components of some rows; of maxima it is known, of points nothing is filled in yet."""
        first, last = FIRST + start + 1, FIRST + end
        cells, kinds = (f"{column}${first}:{column}${last}" for column in (AT[key], f"${AT['kind']}"))
        maxima = sum(row.max for row in self.rows[start:end] if row.kind == PART)
        return f'=SUMIFS({cells},{kinds},"{PART}")', float(f"{maxima:.12g}") if key == "max" else 0.0

    def _open(self, row: _Row, at: int, whole: dict[str, CellValue]) -> SheetRow:
        """A row to fill in."""
        cells = whole | {"component": row.id, "name": on_one_line(self.names.node(row.id)), "max": row.max}
        na = "" if row.kind == EXTRA else "".join(f'UPPER({{0}})="{word}",' for word in NOT_APPLICABLE)
        allowed = f"=OR({na}AND(ISNUMBER({{0}}),{{0}}>=0,{{0}}<={AT['max']}{at}))"
        rules: dict[str, Style] = {
            key: {"validate": "custom", "value": allowed.format(f"{AT[key]}{at}")} for key in FILLED
        }
        level = max(row.level - 1, 0)
        if row.rule is None:
            return SheetRow(cells, {}, 0, level, frozenset({*FILLED, "note"}), rules)
        cell, most = f"{AT['value']}{at}", f"{AT['max']}{at}"
        options, points = self.lists.of(row.rule.offered())
        formula = "" if row.rule.compares else row.rule.formula(Places(cell, most, options, points))
        known = {"self": (f'=IF({cell}="","",IFERROR(MAX(0,MIN({most},{formula})),"?"))', "")} if formula else {}
        chosen = {"validate": "list", "source": f"={options}"} if options else {"validate": "any"}
        rules["value"] = chosen | {"input_message": row.rule.written_like[:LONGEST_LIST] or None}
        return SheetRow(cells, known, 0, level, frozenset({*FILLED, "value", "note"}), rules)

    def _index(self, key: str) -> str:
        """The index of what is filled in; a component that is not applicable leaves points and maximum."""
        # Without the totals, of which it is one: Excel takes the whole span for what a formula hangs on.
        first, last = FIRST + 1, FIRST + sum(row.kind != TOTAL for row in self.rows)
        kinds, maxima, points = (f"{AT[name]}${first}:{AT[name]}${last}" for name in ("kind", "max", key))
        most = f'SUMIFS({maxima},{kinds},"{PART}")'
        most += "".join(f'-SUMIFS({maxima},{kinds},"{PART}",{points},"{word}")' for word in NOT_APPLICABLE)
        settings = self.framework.index
        exact = f'{settings.scale!r}*SUMIFS({points},{kinds},"{PART}")/({most})'
        for kind, sign, cap in (("bonus", "+", settings.bonus_cap), ("penalty", "-", settings.penalty_cap)):
            cells = [f"{AT[key]}{row}" for row, each in enumerate(self.rows, first) if each.adjusts == kind]
            if cells:
                total = f"SUM({','.join(cells)})"
                exact += f"{sign}{total}" if cap is None else f"{sign}MIN({total},{cap!r})"
        filled = f'SUMPRODUCT(({kinds}="{PART}")*ISNUMBER({points}))'
        return f'=IF({filled}=0,"–",IFERROR({half_up(exact, settings.rounding)},"–"))'
