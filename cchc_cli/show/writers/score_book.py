"""The workbook of points to fill in, which `cchc import scores` reads back: a sheet a unit, whose sums compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from cchc_cli.messages import N_, _
from cchc_cli.model.criteria_sheets import CellValue
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.places import letters, sheet_name
from cchc_cli.model.rules.base import BaseRule, Places
from cchc_cli.show.names import Names
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.editable import FIRST, LONGEST_LIST, Editable, EditableField, SheetRow
from cchc_cli.show.writers.filed.xlsx.scenario_formulas import half_up
from cchc_cli.show.writers.filed.xlsx.table import POINTS, SheetNames, Style

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

KEY = "scores"
PART, NODE, EXTRA, TOTAL = "c", "n", "x", "t"
"""Kinds of rows, in a hidden column: what gets points, what sums it up, bonus and penalty, totals."""
SHOWN = {"num_format": POINTS, "align": "right"}
FILLED = ("self", "score")
NOT_APPLICABLE = ("NA", "KAD")
COLUMNS = (
    EditableField("year", N_("Year"), 6, is_hidden=True),
    EditableField("unit", N_("Unit"), 6, is_hidden=True),
    EditableField("kind", "", 4, is_hidden=True),
    EditableField("component", N_("Id"), 10),
    EditableField("name", N_("Component"), 58),
    EditableField("max", N_("Max"), 9, more=SHOWN),
    EditableField("value", N_("Value"), 20, more={"num_format": "@"}),
    EditableField("self", N_("Self-score"), 11, more=SHOWN),
    EditableField("score", N_("Appraisal"), 11, more=SHOWN),
    EditableField("note", N_("Note"), 30),
)
AT = {each.key: letters(at) for at, each in enumerate(COLUMNS)}


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
        known = {"self": (f'=IF(TRIM({cell})="","",IFERROR(MAX(0,MIN({most},{formula})),"?"))', "")} if formula else {}
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
