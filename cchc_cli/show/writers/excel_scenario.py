"""The sheet on which points can be changed: its formulas compute the index and the rating as `cchc simulate` does."""

import math
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.scenario_sheet import Extra, Part, Workings
from cchc_cli.show.kinds import KINDS, PLUS_MINUS
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.excel_formulas import NOT_APPLICABLE, NOW, TRIED, Places, clean, formulas_of, known_results
from cchc_cli.show.writers.excel_layout import BETTER, BORDER, HEADING, HIGH, WORSE, lines_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLUMNS = (9, 52, 52, 10, 12, 12, 10)
"""Widths: id, name, area, maximum, now, scenario, change."""
POINTS = "0.00##"


class _Styles:
    """Formats of the sheet."""

    def __init__(self, book: "Workbook", workings: Workings) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.hint = book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
        self.heading = book.add_format(HEADING)
        self.text = book.add_format({**BORDER, "text_wrap": True, "num_format": "@"})
        self.number = book.add_format({**BORDER, "num_format": POINTS, "align": "right"})
        self.input = book.add_format(
            {**BORDER, "num_format": POINTS, "align": "right", "bg_color": "#FFF2CC", "locked": False}
        )
        self.change = book.add_format({**BORDER, "num_format": PLUS_MINUS.format(POINTS), "align": "right"})
        self.label = book.add_format({**BORDER, "bold": True})
        self.index = book.add_format(
            {
                **BORDER,
                "num_format": KINDS["index"].number_format(workings.decimals),
                "align": "right",
                "bold": True,
                "font_size": 12,
            }
        )
        self.best = book.add_format(
            {**BORDER, "num_format": KINDS["index"].number_format(workings.decimals), "align": "right"}
        )
        self.rating = book.add_format({**BORDER, "align": "right", "bold": True})
        self.better = book.add_format({"font_color": BETTER})
        self.worse = book.add_format({"font_color": WORSE})
        self.fault = book.add_format({"bg_color": "#F8CBAD"})


def scenario_sheet(book: "Workbook", sheet: "Worksheet", workings: Workings) -> None:
    """Results on top, components below; cells that may be changed are yellow, all others are locked (no password)."""
    styles, places = _Styles(book, workings), Places(workings)
    for at, width in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
    title = _("Scenario: {unit}, {year}", unit=workings.unit, year=workings.year)
    sheet.write_string(0, 0, on_one_line(title), styles.title)
    sheet.merge_range(1, 0, 1, 6, "", styles.hint)
    hint = _(
        "Change points in the yellow cells: index and rating are computed again. NA = not applicable, empty = not"
        " scored yet (counts 0)."
    )
    sheet.write_string(1, 0, hint, styles.hint)
    sheet.set_row(1, 30)
    _components(sheet, styles, places, workings)
    _extras(sheet, styles, places, workings)
    _ratings(sheet, styles, places, workings)
    _results(sheet, styles, places, workings)
    sheet.freeze_panes(places.header, 2)
    sheet.repeat_rows(places.header - 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _components(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings) -> None:
    labels = (_("Id"), _("Component"), _("Area"), _("Max"), _("Now"), _("scenario").capitalize(), "±")
    for at, text in enumerate(labels):
        sheet.write_string(places.header - 1, at, text, styles.heading)
    for row, part in enumerate(workings.parts, places.first):
        for at, text in enumerate((part.id, part.name, part.area)):
            sheet.write_string(row - 1, at, on_one_line(text), styles.text)
        sheet.set_row(row - 1, HIGH * max(lines_of(part.name, COLUMNS[1]), lines_of(part.area, COLUMNS[2])))
        sheet.write_number(row - 1, 3, part.max, styles.number)
        _points(sheet, row, 4, part.points, styles.number)
        _points(sheet, row, 5, part.tried, styles.input)
        _difference(sheet, styles, row, part)
    if not workings.parts:
        return
    first = f"{TRIED}{places.first}"
    words = ",".join(f'{first}="{word}"' for word in NOT_APPLICABLE)
    _allow(sheet, places.parts(TRIED), f"=OR({words},AND(ISNUMBER({first}),{first}>=0,{first}<=D{places.first}))")
    _show_change(sheet, styles, places.first, places.last)


def _extras(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings) -> None:
    if not workings.extras:
        return
    sheet.write_string(places.first_extra - 2, 1, _("Bonus and penalty points"), styles.label)
    kinds = {"bonus": _("Bonus"), "penalty": _("Penalty")}
    for row, extra in enumerate(workings.extras, places.first_extra):
        for at, text in enumerate((extra.id, extra.name, kinds[extra.kind])):
            sheet.write_string(row - 1, at, on_one_line(text), styles.text)
        sheet.write_number(row - 1, 3, extra.max, styles.number)
        sheet.write_number(row - 1, 4, clean(extra.points), styles.number)
        sheet.write_number(row - 1, 5, clean(extra.tried), styles.input)
        _difference(sheet, styles, row, extra)
    first = f"{TRIED}{places.first_extra}"
    _allow(sheet, places.extras_of(TRIED), f"=AND(ISNUMBER({first}),{first}>=0,{first}<=D{places.first_extra})")
    _show_change(sheet, styles, places.first_extra, places.last_extra)


def _ratings(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings) -> None:
    """The ratings and their least index, the lowest first, as LOOKUP wants them; beside the results."""
    if not workings.ratings:
        return
    sheet.set_column(7, 7, 3)
    sheet.set_column(8, 8, 10)
    sheet.set_column(9, 9, 18)
    sheet.write_string(places.results - 1, 8, _("From"), styles.heading)
    sheet.write_string(places.results - 1, 9, _("Rating"), styles.heading)
    for row, (least, name) in enumerate(reversed(workings.ratings), places.results):
        sheet.write_number(row, 8, least, styles.number)
        sheet.write_string(row, 9, on_one_line(name), styles.text)


def _results(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings) -> None:
    labels = {
        "points": _("Points"),
        "max": _("Max"),
        "open": _("Not scored"),
        "bonus": _("Bonus"),
        "penalty": _("Penalty"),
        "index": _("Index"),
        "best": _("Index at best"),
        "rating": _("Rating"),
        "faults": _("Cells to put right"),
    }
    sheet.merge_range(places.results - 1, 2, places.results - 1, 3, "", styles.heading)
    for at, text in ((2, _("Result")), (4, _("Now")), (5, _("scenario").capitalize()), (6, "±")):
        sheet.write_string(places.results - 1, at, text, styles.heading)
    both = ((NOW, "now"), (TRIED, "then"))
    for column, which in both:
        formulas = formulas_of(places, workings, column)
        known = known_results(workings, which)
        for label, row in places.rows.items():
            style = {"index": styles.index, "best": styles.best, "rating": styles.rating}.get(label, styles.number)
            sheet.write_formula(f"{column}{row}", formulas[label], style, known[label])
    for label, row in places.rows.items():
        sheet.merge_range(row - 1, 2, row - 1, 3, "", styles.label)
        sheet.write_string(row - 1, 2, labels[label], styles.label)
        if label not in ("rating", "faults"):
            before, after = (known_results(workings, which)[label] for _column, which in both)
            told = isinstance(before, str) or isinstance(after, str)
            change = "" if told else clean(float(after) - float(before))
            cells = f"{NOW}{row}", f"{TRIED}{row}"
            formula = f'=IF(COUNT({cells[0]},{cells[1]})=2,ROUND({cells[1]}-{cells[0]},9),"")'
            sheet.write_formula(f"G{row}", formula, styles.change, change)
    faults = f"{TRIED}{places.rows['faults']}"
    sheet.conditional_format(faults, {"type": "cell", "criteria": ">", "value": 0, "format": styles.fault})
    _show_change(sheet, styles, places.rows["index"], places.rows["index"])


def _points(sheet: "Worksheet", row: int, at: int, points: float | None, style: "Format") -> None:
    if points is None:
        sheet.write_string(row - 1, at, NOT_APPLICABLE[0], style)
    elif math.isnan(points):
        sheet.write_blank(row - 1, at, None, style)
    else:
        sheet.write_number(row - 1, at, clean(points), style)


def _difference(sheet: "Worksheet", styles: _Styles, row: int, part: Part | Extra) -> None:
    known: float | str = ""
    if part.points is not None and part.tried is not None:
        known = "" if math.isnan(part.points + part.tried) else clean(part.tried - part.points)
    formula = f'=IF(COUNT({NOW}{row},{TRIED}{row})=2,ROUND({TRIED}{row}-{NOW}{row},9),"")'
    sheet.write_formula(f"G{row}", formula, styles.change, known)


def _show_change(sheet: "Worksheet", styles: _Styles, first: int, last: int) -> None:
    cells = f"G{first}:G{last}"
    for formula, style in (
        (f"=AND(ISNUMBER(G{first}),G{first}>0)", styles.better),
        (f"=AND(ISNUMBER(G{first}),G{first}<0)", styles.worse),
    ):
        sheet.conditional_format(cells, {"type": "formula", "criteria": formula, "format": style})


def _allow(sheet: "Worksheet", cells: str, formula: str) -> None:
    """Refuse what can't be points as it is typed."""
    sheet.data_validation(
        cells.replace("$", ""),
        {
            "validate": "custom",
            "value": formula,
            "error_title": _("Points"),
            "error_message": _("A number from 0 to the maximum; for a component also NA (not applicable) or nothing."),
        },
    )
