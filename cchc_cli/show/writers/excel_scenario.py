"""The sheet on which points can be changed: where its cells are, and formulas that compute what `cchc simulate` does."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.scenario_sheet import Extra, Part, Workings
from cchc_cli.show.kinds import KINDS, PLUS_MINUS
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.excel_layout import BETTER, BORDER, HEADING, HIGH, WORSE, lines_of
from cchc_cli.show.writers.excel_values import Values

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLUMNS = (9, 52, 52, 10, 12, 12, 10)
"""Widths: id, name, area, maximum, now, scenario, change."""
POINTS = "0.00##"
NOT_APPLICABLE = ("NA", "N/A", "KAD")
"""What takes a component out of the index, as in data/scores*.csv."""
NOW, TRIED = "E", "F"
OTHERS = "O"
"""Out of sight: the indices of the other units."""
OTHERS_AT, LAST_PRINTED = 14, 10
BILLION = "1000000000"


class Places:
    """Rows of the sheet, counted from 1 as formulas do."""

    def __init__(self, workings: Workings) -> None:
        self.results = 4
        self.extras = bool(workings.extras)
        labels = ["points", "max", "open", *(["bonus", "penalty"] if self.extras else []), "index", "best"]
        labels += [*(["lowest"] if workings.asks_areas else []), *(["rating"] if workings.ratings else [])]
        labels += [*(["rank"] if workings.others else []), "faults"]
        self.rows = {label: self.results + 1 + at for at, label in enumerate(labels)}
        self.header = self.results + len(labels) + 2
        self.first = self.header + 1
        self.last = self.header + max(len(workings.parts), 1)
        self.first_extra = self.last + 3
        self.last_extra = self.first_extra + max(len(workings.extras), 1) - 1

    def parts(self, column: str) -> str:
        """The cells of the components in a column."""
        return f"${column}${self.first}:${column}${self.last}"

    def extras_of(self, column: str) -> str:
        """The cells of bonuses and penalties in a column."""
        return f"${column}${self.first_extra}:${column}${self.last_extra}"


def formulas_of(places: Places, workings: Workings, column: str) -> dict[str, str]:
    """Formulas by label for the points of a column."""
    points, most = places.parts(column), places.parts("D")
    at = {label: f"{column}{row}" for label, row in places.rows.items()}
    applies = f"(ISNUMBER({points})+(LEN({points})=0))"
    words = "+".join(f'({points}="{word}")' for word in NOT_APPLICABLE)
    faults = f"SUMPRODUCT(1-{applies}-({words}))+{_beyond(points, most)}"
    formulas = {
        "points": f"=SUM({points})",
        "max": f"=SUMPRODUCT({applies}*{most})",
        "open": f"=SUMPRODUCT((LEN({points})=0)*{most})",
        "bonus": "=0",
        "penalty": "=0",
    }
    extra = ""
    if places.extras:
        given, kinds = places.extras_of(column), places.extras_of("C")
        for kind, word, cap in (
            ("bonus", _("Bonus"), workings.bonus_cap),
            ("penalty", _("Penalty"), workings.penalty_cap),
        ):
            total = f'SUMIF({kinds},"{word}",{given})'
            formulas[kind] = f"={total}" if cap is None else f"=MIN({total},{cap!r})"
        extra = f"+{at['bonus']}-{at['penalty']}"
        known = f"(ISNUMBER({given})+(LEN({given})=0))"
        faults += f"+SUMPRODUCT(1-{known})+{_beyond(given, places.extras_of('D'))}"
    formulas["faults"] = f"={faults}"
    for label, got in (("index", at["points"]), ("best", f"({at['points']}+{at['open']})")):
        exact = f"{workings.scale!r}*{got}/{at['max']}{extra}"
        formulas[label] = f'=IF(OR({at["max"]}=0,{at["faults"]}>0),"–",{half_up(exact, workings.decimals)})'
    if workings.asks_areas:
        formulas["lowest"] = f"=MIN({','.join(_area_percents(places, workings, column))})"
    if workings.ratings:
        formulas["rating"] = _rating_formula(places, workings, at)
    if workings.others:
        formulas["rank"] = _rank_formula(workings, at)
    return formulas


def _rank_formula(workings: Workings, at: Mapping[str, str]) -> str:
    """The rank among the other units as they are; none as long as something is not scored yet."""
    others = f"${OTHERS}$1:${OTHERS}${len(workings.others)}"
    above = f"({others}>{at['index']}+0.000000001)"
    if workings.dense:
        above += f"/COUNTIF({others},{others})"
    return f'=IF(ISNUMBER({at["index"]}),IF({at["open"]}=0,1+ROUND(SUMPRODUCT(1*{above}),0),"–"),"–")'


def _rating_formula(places: Places, workings: Workings, at: Mapping[str, str]) -> str:
    """The rating of an index, with the percent of the lowest area where ratings ask for one."""
    first = places.results + 1
    rows = [f"${each}${first}:${each}${first + len(workings.ratings) - 1}" for each in ("I", "J", "K")]
    found = f"LOOKUP({at['index']}+0.000000001,{rows[0]},{rows[1]})"
    if workings.asks_areas:
        # The last rating, from below, of which both conditions hold.
        enough = f"({rows[0]}<={at['index']}+0.000000001)*({rows[2]}<={at['lowest']}+0.000000001)"
        found = f"LOOKUP(2,1/({enough}),{rows[1]})"
    return f'=IF(ISNUMBER({at["index"]}),IFERROR({found},"–"),"–")'


def _area_percents(places: Places, workings: Workings, column: str) -> Iterator[str]:
    """For each area the percent of its points; 100 where nothing applies."""
    first = places.first
    for count in workings.areas:
        points, most = (f"${each}${first}:${each}${first + count - 1}" for each in (column, "D"))
        applies = f"SUMPRODUCT((ISNUMBER({points})+(LEN({points})=0))*{most})"
        yield f"IF({applies}=0,100,ROUND(100*SUM({points})/{applies},9))"
        first += count


def _beyond(points: str, most: str) -> str:
    """How many numbers are below 0 or above their maximum."""
    return f"SUMPRODUCT(ISNUMBER({points})*((({points}<0)+({points}>{most}+0.000000001))>0))"


def half_up(exact: str, decimals: int | None) -> str:
    """Rounded half up on whole billionths, as index.rounding does: 79.995 is 80.00 whatever its binary says."""
    billionths = f"ROUND(({exact})*{BILLION},0)"
    if decimals is None:
        return f"{billionths}/{BILLION}"
    step = 10 ** (9 - decimals)
    return f"INT(({billionths}+{step / 2:g})/{step})/{10**decimals}"


def _rounded(exact: float, decimals: int | None) -> float:
    """What `half_up` comes to."""
    billionths = round(exact * int(BILLION))
    if decimals is None:
        return billionths / int(BILLION)
    step: int = 10 ** (9 - decimals)
    steps: int = (billionths + step // 2) // step
    return steps / 10.0**decimals


def known_results(workings: Workings, which: str) -> dict[str, float | str]:
    """What the formulas come to, for programs that show a file without computing it."""
    is_now = which == "now"
    sums = workings.sums(is_now)
    result = workings.now if is_now else workings.then
    index: float | str = "–" if math.isnan(result.index) else result.index
    best = index
    if sums["open"]:
        exact = workings.scale * (sums["points"] + sums["open"]) / sums["max"]
        best = _rounded(exact + sums["bonus"] - sums["penalty"], workings.decimals)
    known = {label: clean(value) for label, value in sums.items()}
    is_ranked = not (math.isnan(result.index) or sums["open"])
    rank: float | str = float(workings.rank(result.index)) if is_ranked else "–"
    return {**known, "index": index, "best": best, "rating": result.rating or "–", "rank": rank, "faults": 0.0}


def clean(value: float) -> float:
    """`value` without float noise."""
    return float(f"{value:.12g}")


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
        self.rank = book.add_format({**BORDER, "num_format": "0", "align": "right", "bold": True})
        self.better = book.add_format({"font_color": BETTER})
        self.worse = book.add_format({"font_color": WORSE})
        self.fault = book.add_format({"bg_color": "#F8CBAD"})
        self.value = book.add_format({**BORDER, "bg_color": "#FFF2CC", "locked": False})


def scenario_sheet(book: "Workbook", sheet: "Worksheet", workings: Workings) -> None:
    """Results on top, components below; cells that may be changed are yellow, all others are locked (no password)."""
    styles, places = _Styles(book, workings), Places(workings)
    for at, width in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
    title = _("Scenario: {unit}, {year}", unit=workings.unit, year=workings.year)
    sheet.write_string(0, 0, on_one_line(title), styles.title)
    sheet.merge_range(1, 0, 1, 6, "", styles.hint)
    hint = _(
        "Change points in the yellow cells, or give a value, from which points follow: index and rating are computed"
        " again. NA = not applicable, empty = not scored yet (counts 0)."
    )
    sheet.write_string(1, 0, hint, styles.hint)
    sheet.set_row(1, 30)
    values = Values(book, sheet, [*workings.parts, *workings.extras])
    _components(sheet, styles, places, workings, values)
    _extras(sheet, styles, places, workings, values)
    _ratings(sheet, styles, places, workings)
    _results(sheet, styles, places, workings)
    for row, index in enumerate(workings.others):
        sheet.write_number(row, OTHERS_AT, index)
    sheet.set_column(OTHERS_AT, OTHERS_AT, 9, None, {"hidden": True})
    sheet.print_area(0, 0, places.last_extra if workings.extras else places.last, LAST_PRINTED)
    sheet.freeze_panes(places.header, 2)
    sheet.repeat_rows(places.header - 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _components(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings, values: Values) -> None:
    labels = [_("Id"), _("Component"), _("Area"), _("Max"), _("Now"), _("scenario").capitalize(), "±"]
    labels += [_("Value")] if values.is_needed else []
    for at, text in enumerate(labels):
        sheet.write_string(places.header - 1, at, text, styles.heading)
    for row, part in enumerate(workings.parts, places.first):
        for at, text in enumerate((part.id, part.name, part.area)):
            sheet.write_string(row - 1, at, on_one_line(text), styles.text)
        sheet.set_row(row - 1, HIGH * max(lines_of(part.name, COLUMNS[1]), lines_of(part.area, COLUMNS[2])))
        sheet.write_number(row - 1, 3, part.max, styles.number)
        _points(sheet, row, 4, part.points, styles.number)
        _points(sheet, row, 5, part.tried, styles.input)
        values.put(row, part, TRIED, styles.input)
        _difference(sheet, styles, row, part)
    if not workings.parts:
        return
    first = f"{TRIED}{places.first}"
    words = ",".join(f'{first}="{word}"' for word in NOT_APPLICABLE)
    _allow(sheet, places.parts(TRIED), f"=OR({words},AND(ISNUMBER({first}),{first}>=0,{first}<=D{places.first}))")
    _show_change(sheet, styles, places.first, places.last)


def _extras(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings, values: Values) -> None:
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
        values.put(row, extra, TRIED, styles.input)
        _difference(sheet, styles, row, extra)
    first = f"{TRIED}{places.first_extra}"
    _allow(sheet, places.extras_of(TRIED), f"=AND(ISNUMBER({first}),{first}>=0,{first}<=D{places.first_extra})")
    _show_change(sheet, styles, places.first_extra, places.last_extra)


def _ratings(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings) -> None:
    """The ratings and their least index, the lowest first, as LOOKUP wants them; beside the results."""
    if not workings.ratings:
        return
    if not [part for part in workings.parts if part.rule] + [extra for extra in workings.extras if extra.rule]:
        sheet.set_column(7, 7, 3)
    sheet.set_column(8, 8, 10)
    sheet.set_column(9, 9, 18)
    sheet.write_string(places.results - 1, 8, _("From points"), styles.heading)
    sheet.write_string(places.results - 1, 9, _("Rating"), styles.heading)
    for row, (least, each_area, name) in enumerate(reversed(workings.ratings), places.results):
        sheet.write_number(row, 8, least, styles.number)
        sheet.write_string(row, 9, on_one_line(name), styles.text)
        if workings.asks_areas:
            sheet.write_number(row, 10, each_area or 0.0, styles.number)
    if workings.asks_areas:
        sheet.set_column(10, 10, 12)
        sheet.write_string(places.results - 1, 10, _("Each area, %"), styles.heading)


def _results(sheet: "Worksheet", styles: _Styles, places: Places, workings: Workings) -> None:
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
        "rank": _("Rank among {count} units", count=len(workings.others) + 1),
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
            style = {"index": styles.index, "best": styles.best, "rating": styles.rating, "rank": styles.rank}.get(
                label, styles.number
            )
            sheet.write_formula(f"{column}{row}", formulas[label], style, known[label])
    for label, row in places.rows.items():
        sheet.merge_range(row - 1, 2, row - 1, 3, "", styles.label)
        sheet.write_string(row - 1, 2, labels[label], styles.label)
        if label not in ("rating", "rank", "faults"):
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
