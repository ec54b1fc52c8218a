"""The sheet on which points can be changed, scenario beside scenario: its formulas compute what `cchc simulate` does."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.places import letters
from cchc_cli.model.rules.base import BaseRule, Places
from cchc_cli.model.scenario_sheet import ScenarioPart, Workings
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, PLUS_MINUS
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.filed.xlsx.scenario_formulas import (
    AREA,
    MAX,
    NAME,
    NOT_APPLICABLE,
    NOW,
    RESULTS,
    UNKNOWN,
    Layout,
    Scenario,
    adjustment_words,
    clean,
    formulas_of,
    known_results,
    spread,
)
from cchc_cli.show.writers.filed.xlsx.table import BETTER, BORDER, HIGH, POINTS, WORSE, Style, heading_of, lines_of

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (9, 43, 43, 8, 9)
"""Of id, name, area, maximum and points now; then come the scenarios, each with its own columns."""
POINTS_WIDTH, CHANGE_WIDTH, VALUE_WIDTH = 12, 8, 12
WITHOUT_CHANGE = ("rating", "rank", "faults")


def _styles(decimals: int | None) -> dict[str, Style]:
    """How the cells of the sheet look, by what they hold."""
    figure = {**BORDER, "align": "right"}
    index = {**figure, "num_format": KINDS["index"].number_format(decimals)}
    open_to_all = {"bg_color": "#FFF2CC", "locked": False}
    return {
        "title": {"bold": True, "font_size": 14},
        "hint": {"italic": True, "text_wrap": True, "valign": "top"},
        "heading": heading_of(figures=False),
        "figures": heading_of(figures=True),
        "text": {**BORDER, "text_wrap": True, "num_format": "@", "align": "left", "indent": 1},
        "number": {**figure, "num_format": POINTS},
        "input": {**figure, "num_format": POINTS, **open_to_all},
        # Text: Excel would make a day of 9/10, and 0.85 of 85%.
        "value": {**figure, "num_format": "@", **open_to_all},
        "change": {**figure, "num_format": PLUS_MINUS.format(POINTS)},
        "label": {**BORDER, "bold": True, "align": "left", "indent": 1},
        "index": {**index, "bold": True, "font_size": 12},
        "best": index,
        "rating": {**figure, "bold": True},
        "rank": {**figure, "num_format": "0", "bold": True},
        "faults": {**figure, "num_format": "0"},
        "better": {"font_color": BETTER},
        "worse": {"font_color": WORSE},
        "fault": {"bg_color": "#F8CBAD"},
    }


class ScenarioSheet:
    """Results on top, components below; cells that may be changed are yellow, all others are locked (no password)."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", workings: Workings) -> None:
        self.book, self.sheet, self.workings, self.at = book, sheet, workings, Layout(workings)
        self.styles = {name: book.add_format(look) for name, look in _styles(workings.decimals).items()}
        self._listed = 0

    def fill(self) -> None:
        """Columns, texts, cells, and what keeps the sheet whole."""
        at, sheet = self.at, self.sheet
        self._columns()
        title = _("Scenario: {unit}, {year}", unit=self.workings.unit, year=self.workings.year)
        self._text("A1", title, "title")
        hint = _(
            "Change points in the yellow cells of a scenario, or give a value, from which points follow: its result is"
            " computed again. NA = not applicable, empty = not scored yet (counts 0)."
        )
        sheet.merge_range(1, 0, 1, 6, "", self.styles["hint"])
        self._text("A2", hint, "hint")
        sheet.set_row(1, 2 * HIGH)
        self._components()
        self._extras()
        self._ratings()
        self._results()
        sheet.write_column(f"{at.others}1", self.workings.others)
        # Ids and values are texts on purpose.
        sheet.ignore_errors({"number_stored_as_text": f"A1:{at.others}{(at.extras or at.parts)[1]}"})
        sheet.print_area(0, 0, (at.extras or at.parts)[1] - 1, at.hidden - 1)
        sheet.freeze_panes(at.header, 2)
        sheet.repeat_rows(at.header - 1)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _columns(self) -> None:
        """How wide they are; options and the other units are out of sight."""
        at = self.at
        widths = [*WIDTHS]
        for _scenario in at.scenarios:
            widths += [POINTS_WIDTH, CHANGE_WIDTH, *([VALUE_WIDTH] if at.has_values else [])]
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(at.hidden, at.hidden + 3, 9, None, {"hidden": True})

    def _text(self, cell: str, text: str, style: str) -> None:
        self.sheet.write_string(cell, on_one_line(text), self.styles[style])

    def _headings(self, row: int, fixed: Mapping[str, str], *, values: bool = False) -> None:
        """A heading above each column, in a row that is high enough."""
        for column, text in fixed.items():
            is_text = column in (NAME, AREA) or (column == "A" and values)
            self._text(f"{column}{row}", text, "heading" if is_text else "figures")
        for each in self.at.scenarios:
            self._text(f"{each.points}{row}", each.title, "figures")
            self._text(f"{each.change}{row}", "±", "figures")
            if values and each.value:
                self._text(f"{each.value}{row}", _("Value"), "figures")
        wide = dict(zip(("A", NAME, AREA, MAX, NOW), WIDTHS, strict=True))
        lines = [lines_of(text, wide[column]) for column, text in fixed.items()]
        lines += [lines_of(each.title, POINTS_WIDTH - 2) for each in self.at.scenarios]
        self.sheet.set_row(row - 1, HIGH * max(lines) + 3)

    def _components(self) -> None:
        labels = ("A", _("Id")), (NAME, _("Component")), (AREA, _("Area")), (MAX, _("Max")), (NOW, _("Now"))
        self._headings(self.at.header, dict(labels), values=True)
        for row, part in enumerate(self.workings.parts, self.at.parts[0]):
            self._part(row, part, part.area)
            self.sheet.set_row(row - 1, HIGH * max(lines_of(part.name, WIDTHS[1]), lines_of(part.area, WIDTHS[2])))
        if self.workings.parts:
            words = ",".join(f'{{0}}="{word}"' for word in NOT_APPLICABLE)
            self._guard(self.at.parts, f"=OR({words},AND(ISNUMBER({{0}}),{{0}}>=0,{{0}}<={{1}}))")

    def _extras(self) -> None:
        if self.at.extras:
            self._text(f"{NAME}{self.at.extras[0] - 1}", _("Bonus and penalty points"), "label")
            for row, part in enumerate(self.workings.extras, self.at.extras[0]):
                self._part(row, part, adjustment_words()[part.kind])
            self._guard(self.at.extras, "=AND(ISNUMBER({0}),{0}>=0,{0}<={1})")

    def _part(self, row: int, part: ScenarioPart, area: str) -> None:
        """What it is, its points as they are, and for each scenario those that may be changed."""
        for column, text in (("A", part.id), (NAME, part.name), (AREA, area)):
            self._text(f"{column}{row}", text, "text")
        self.sheet.write_number(f"{MAX}{row}", part.max, self.styles["number"])
        now, *tried = part.points
        self._points(f"{NOW}{row}", now, "number")
        options = self._offered(part.rule) if part.rule else ("", "")
        for each, points in zip(self.at.scenarios, tried, strict=True):
            self._points(f"{each.points}{row}", points, "input")
            if part.rule:
                self._value(row, each, part, part.rule, options, points)
            known = [value for value in (now, points) if value is not None and not math.isnan(value)]
            self._change(row, each, clean(known[1] - known[0]) if len(known) > 1 else "")

    def _points(self, cell: str, points: float | None, style: str) -> None:
        if points is None:
            self._text(cell, NOT_APPLICABLE[0], style)
        elif math.isnan(points):
            self.sheet.write_blank(cell, None, self.styles[style])
        else:
            self.sheet.write_number(cell, clean(points), self.styles[style])

    def _offered(self, rule: BaseRule) -> tuple[str, str]:
        """Write what may be chosen; its cells and those of its points, blank where any number may be typed."""
        first = self._listed
        for row, (option, points) in enumerate(rule.offered().items(), first):
            self.sheet.write_string(row, self.at.hidden, option)
            self.sheet.write_number(row, self.at.hidden + 1, points)
            self._listed += 1
        if self._listed == first:
            return "", ""
        cells = [spread(letters(self.at.hidden + more), (first + 1, self._listed)) for more in (0, 1)]
        return cells[0], cells[1]

    def _value(
        self,
        row: int,
        each: Scenario,
        part: ScenarioPart,
        rule: BaseRule,
        options: tuple[str, str],
        tried: float | None,
    ) -> None:
        """A cell for a value, and in that of the points those that follow once one is typed or chosen."""
        value, most = f"{each.value}{row}", f"{MAX}{row}"
        formula = rule.formula(Places(value, most, *options, part.best))
        if not formula:
            return
        self.sheet.write_blank(value, None, self.styles["value"])
        if options[0]:
            self.sheet.data_validation(value, {"validate": "list", "source": f"={options[0]}"})
        known: float | str = NOT_APPLICABLE[0]
        if tried is not None:
            known = "" if math.isnan(tried) else clean(tried)
        told = f'"{known}"' if isinstance(known, str) else repr(known)
        whole = f'=IF(TRIM({value})="",{told},IFERROR(MAX(0,MIN({most},{formula})),"{UNKNOWN}"))'
        self.sheet.write_formula(f"{each.points}{row}", whole, self.styles["input"], known)

    def _change(self, row: int, each: Scenario, known: float | str) -> None:
        cells = f"{NOW}{row}", f"{each.points}{row}"
        # 85% typed as points would be 0.85 of one; Excel for the web knows no formats.
        shares = f'IFERROR(LEFT(CELL("format",{cells[1]}))="P",0)'
        formula = f'=IF({shares},"{UNKNOWN}",IF(COUNT({cells[0]},{cells[1]})=2,ROUND({cells[1]}-{cells[0]},9),""))'
        self.sheet.write_formula(f"{each.change}{row}", formula, self.styles["change"], known)

    def _guard(self, span: tuple[int, int], formula: str) -> None:
        """Refuse what can't be points as it is typed, and colour changes."""
        told = _("A number from 0 to the maximum; for a component also NA (not applicable) or nothing.")
        for each in self.at.scenarios:
            rule = {"validate": "custom", "value": formula.format(f"{each.points}{span[0]}", f"${MAX}{span[0]}")}
            rule |= {"error_title": _("Points"), "error_message": told}
            self.sheet.data_validation(spread(each.points, span).replace("$", ""), rule)
        self._colour(span)

    def _colour(self, span: tuple[int, int]) -> None:
        for each in self.at.scenarios:
            for sign, style in ((">", "better"), ("<", "worse")):
                formula = "=AND(ISNUMBER({0}),{0}{1}0)".format(f"{each.change}{span[0]}", sign)
                rule = {"type": "formula", "criteria": formula, "format": self.styles[style]}
                self.sheet.conditional_format(spread(each.change, span).replace("$", ""), rule)

    def _ratings(self) -> None:
        """The ratings and their least index, the lowest first, as LOOKUP wants them; before the results."""
        for row, (least, each_area, name) in enumerate(reversed(self.workings.ratings), RESULTS + 1):
            self.sheet.write_number(f"A{row}", least, self.styles["number"])
            self._text(f"{NAME}{row}", name, "text")
            if self.workings.asks_areas:
                self.sheet.write_number(f"{self.at.each_area}{row}", each_area or 0.0)
            if each_area:
                # Behind the name to the eye alone: the result is the name.
                more = _("each area from {percent}%", percent=numbers.short(each_area))
                shown = self.book.add_format({**BORDER, "num_format": f'@"; {more}"', "align": "left", "indent": 1})
                self.sheet.write_string(f"{NAME}{row}", on_one_line(name), shown)

    def _results(self) -> None:
        labels = {
            "points": _("Points"),
            "max": _("Max"),
            "open": _("Not scored"),
            "bonus": _("Bonus"),
            "penalty": _("Penalty"),
            "index": _("Index"),
            "best": _("Index at best"),
            "lowest": _("Lowest area, %"),
            "rating": _("Rating"),
            "rank": _("Rank among {count} units", count=len(self.workings.others) + 1),
            "faults": _("Cells to put right"),
        }
        ratings = {"A": _("From points"), NAME: _("Rating")} if self.workings.ratings else {}
        self._headings(RESULTS, {**ratings, NOW: _("Now")})
        self.sheet.merge_range(f"{AREA}{RESULTS}:{MAX}{RESULTS}", _("Result"), self.styles["heading"])
        for label, row in self.at.rows.items():
            self.sheet.merge_range(f"{AREA}{row}:{MAX}{row}", labels[label], self.styles["label"])
        columns = [NOW, *(each.points for each in self.at.scenarios)]
        known = [known_results(self.workings, at) for at in range(len(columns))]
        for column, results in zip(columns, known, strict=True):
            formulas = formulas_of(self.at, self.workings, column)
            for label, row in self.at.rows.items():
                style = self.styles.get(label, self.styles["number"])
                self.sheet.write_formula(f"{column}{row}", formulas[label], style, results[label])
        for each, results in zip(self.at.scenarios, known[1:], strict=True):
            self._changes(each, known[0], results)
        self._colour((self.at.rows["index"],) * 2)

    def _changes(self, each: Scenario, now: Mapping[str, float | str], then: Mapping[str, float | str]) -> None:
        """How far the results of a scenario are from those of now; cells to put right stand out."""
        for label, row in self.at.rows.items():
            if label not in WITHOUT_CHANGE:
                figures = [value for value in (now[label], then[label]) if not isinstance(value, str)]
                self._change(row, each, clean(figures[1] - figures[0]) if len(figures) > 1 else "")
        faults = {"type": "cell", "criteria": ">", "value": 0, "format": self.styles["fault"]}
        self.sheet.conditional_format(f"{each.points}{self.at.rows['faults']}", faults)
