"""Sheets of points to fill in, one a unit: ids as text, maxima, what may be chosen, sums that compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.criteria_sheets import Cell
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.places import letters, sheet_name
from cchc_cli.model.rules.base import BaseRule, Places
from cchc_cli.show.names import Names
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.editable import FIRST, Editable, Field, Line
from cchc_cli.show.writers.excel import SheetNames
from cchc_cli.show.writers.scenario_formulas import half_up

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

KEY = "scores"
PART, NODE, EXTRA, TOTAL = "c", "n", "x", "t"
"""Kinds of rows, in a hidden column: what gets points, what sums it up, bonus and penalty, totals."""
COLUMNS = ("year", "unit", "kind", "component", "name", "max", "value", "self", "score", "note")
AT = {key: letters(at) for at, key in enumerate(COLUMNS)}
POINTS = ("self", "score")


def score_book(names: Names, frameworks: Mapping[str, YearFramework]) -> bytes:
    """A workbook with a sheet for each unit, whose framework is that of its group."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        taken = SheetNames()
        sheets = {unit: book.add_worksheet(taken.fresh(on_one_line(names.unit(unit)))) for unit in frameworks}
        lists = _Lists(book.add_worksheet(taken.fresh(_("Lists"))))
        for unit, framework in frameworks.items():
            _Unit(book, sheets[unit], names, framework, lists).fill(unit)
        lists.sheet.hide()
    return stream.getvalue()


@dataclass
class _Lists:
    """What may be chosen, on a sheet of its own: options and beside them their points."""

    sheet: Worksheet
    next: int = 0
    places: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)

    def of(self, offered: Mapping[str, float]) -> tuple[str, str]:
        """The cells of the options and those of their points."""
        key = tuple(f"{option}\n{points!r}" for option, points in offered.items())
        if key not in self.places:
            first = self.next + 1
            for option, points in offered.items():
                self.sheet.write_string(self.next, 0, option)
                self.sheet.write_number(self.next, 1, points)
                self.next += 1
            name = sheet_name(self.sheet.get_name())
            self.places[key] = (f"{name}!$A${first}:$A${self.next}", f"{name}!$B${first}:$B${self.next}")
        return self.places[key]


@dataclass
class _Unit:
    """The sheet of one unit."""

    book: Workbook
    sheet: Worksheet
    names: Names
    framework: YearFramework
    lists: _Lists

    @property
    def _maxima(self) -> list[tuple[str, float]]:
        framework = self.framework
        return [(leaf.id, leaf.max) for leaf in framework.leaves] + [
            (each.id, each.max) for each in framework.adjustments
        ]

    def fill(self, unit: str) -> None:
        """Every row, those of areas and criteria with sums of what is below."""
        rows = list(self._rows())
        first, last = FIRST + 1, FIRST + len(rows)
        whole = {"year": str(self.framework.year), "unit": unit}
        lines = [self._line(row, FIRST + at, rows, (first, last)) for at, row in enumerate(rows, start=1)]
        lines = [
            Line(dict(line.cells) | whole, line.formulas, line.level, line.indent, line.words, line.inputs, line.checks)
            for line in lines
        ]
        points, money = {"num_format": "0.##"}, {"num_format": "General"}
        labels = {
            "year": (_("Year"), 6, {}),
            "unit": (_("Unit"), 6, {}),
            "kind": ("", 4, {}),
            "component": (_("Id"), 10, {}),
            "name": (_("Component"), 58, {}),
            "max": (_("Max"), 9, points),
            "value": (_("Value"), 20, money),
            "self": (_("Self-score"), 11, points),
            "score": (_("Appraisal"), 11, points),
            "note": (_("Note"), 30, {}),
        }
        fields = [
            Field(key, label, width, is_hidden=key in ("year", "unit", "kind"), more=more)
            for key, (label, width, more) in labels.items()
        ]
        Editable(self.book, self.sheet, fields, locked=True).fill(KEY, lines, 5)

    def _rows(self) -> Iterator[tuple[str, str, int, BaseRule | None]]:
        """Kind, id, level and rule of each row, in the order of the file."""
        open_nodes: list[str] = []
        for leaf in self.framework.leaves:
            for depth, node in enumerate(leaf.path[:-1]):
                if open_nodes[depth : depth + 1] != [node]:
                    open_nodes[depth:] = [node]
                    yield NODE, node, depth + 1, None
            del open_nodes[len(leaf.path) - 1 :]
            yield PART, leaf.id, len(leaf.path), leaf.rule
        for extra in self.framework.adjustments:
            yield EXTRA, extra.id, 0, extra.rule.rule if extra.rule else None
        yield TOTAL, "", 0, None
        yield TOTAL, "index", 0, None

    def _line(
        self,
        row: tuple[str, str, int, BaseRule | None],
        at: int,
        rows: list[tuple[str, str, int, BaseRule | None]],
        span: tuple[int, int],
    ) -> Line:
        kind, identity, level, rule = row
        if kind in (PART, EXTRA):
            return self._open(kind, identity, level, rule, at)
        if kind == NODE:
            here = at - FIRST - 1
            below = next((n for n in range(here + 1, len(rows)) if rows[n][2] <= level), len(rows))
            formulas = {key: self._sum(key, at + 1, FIRST + below) for key in ("max", *POINTS)}
            cells = {"kind": kind, "component": identity, "name": on_one_line(self.names.node(identity))}
            return Line(cells, formulas, level, level - 1)
        name = _("Index") if identity else _("Total")
        formulas = {key: self._sum(key, *span) for key in (("max", *POINTS) if not identity else ())}
        if identity:
            formulas = {key: (self._index(key, span), "–") for key in POINTS}
        return Line({"kind": kind, "name": name}, formulas, 1)

    def _sum(self, key: str, first: int, last: int) -> tuple[str, float | str]:
        """The sum over the components of some rows; of maxima it is known, of points nothing is filled in yet."""
        cells = f"{AT[key]}${first}:{AT[key]}${last}"
        kinds = f"${AT['kind']}${first}:${AT['kind']}${last}"
        rows = list(self._rows())[first - FIRST - 1 : last - FIRST]
        maxima = {leaf.id: leaf.max for leaf in self.framework.leaves}
        known = (
            float(f"{sum(maxima.get(each, 0.0) for kind, each, *_rest in rows if kind == PART):.12g}")
            if key == "max"
            else 0.0
        )
        return f'=SUMIFS({cells},{kinds},"{PART}")', known

    def _open(self, kind: str, identity: str, level: int, rule: BaseRule | None, at: int) -> Line:
        """A row to fill in."""
        maximum = next(most for each, most in self._maxima if each == identity)
        name = on_one_line(self.names.node(identity))
        cells: dict[str, Cell] = {"kind": kind, "component": identity, "name": name, "max": maximum}
        formulas: dict[str, tuple[str, float | str]] = {}
        words: dict[str, str] = {}
        cell, most = f"{AT['value']}{at}", f"{AT['max']}{at}"
        options, points = self.lists.of(rule.offered()) if rule and rule.offered() else ("", "")
        if options:
            words["value"] = options
        formula = rule.formula(Places(cell, most, options, points)) if rule else ""
        if formula and not (rule and rule.compares):
            formulas["self"] = (f'=IF({cell}="","",IFERROR(MAX(0,MIN({most},{formula})),"?"))', "")
        inputs = frozenset({"self", "score", "note", *(["value"] if rule else [])})
        na = "" if kind == EXTRA else 'UPPER({0})="NA",UPPER({0})="KAD",'
        checks = {
            key: f"=OR({na.format(f'{AT[key]}{at}')}AND(ISNUMBER({AT[key]}{at}),{AT[key]}{at}>=0,{AT[key]}{at}<={most}))"
            for key in POINTS
        }
        return Line(cells, formulas, 0, max(level - 1, 0), words, inputs, checks)

    def _index(self, key: str, span: tuple[int, int]) -> str:
        """The index of what is filled in; a component that is not applicable leaves points and maximum."""
        first, last = span

        def cells(name: str) -> str:
            return f"{AT[name]}${first}:{AT[name]}${last}"

        most = f'SUMIFS({cells("max")},{cells("kind")},"{PART}")'
        for word in ("NA", "KAD"):
            most += f'-SUMIFS({cells("max")},{cells("kind")},"{PART}",{cells(key)},"{word}")'
        settings = self.framework.index
        exact = f'{settings.scale!r}*SUMIFS({cells(key)},{cells("kind")},"{PART}")/({most})'
        for kind, sign, cap in (("bonus", "+", settings.bonus_cap), ("penalty", "-", settings.penalty_cap)):
            ids = [each.id for each in self.framework.adjustments if each.kind == kind]
            if ids:
                rows = [FIRST + at for at, row in enumerate(self._rows(), start=1) if row[0] == EXTRA and row[1] in ids]
                total = f"SUM({','.join(f'{AT[key]}{row}' for row in rows)})"
                exact += f"{sign}{total}" if cap is None else f"{sign}MIN({total},{cap!r})"
        return f'=IF(COUNT({cells(key)})=0,"–",IFERROR({half_up(exact, settings.rounding)},"–"))'
