"""A table on a sheet of its own: header, filters, rows, total; figures stay figures."""

import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cchc_cli.messages import _, language
from cchc_cli.model.report import Column, Table
from cchc_cli.show import numbers
from cchc_cli.show.texts import on_one_line, plain
from cchc_cli.show.writers.excel_layout import (
    BETTER,
    BORDER,
    HEADING,
    HIGH,
    LONGEST,
    LOSS,
    NARROWEST,
    PLUS_MINUS,
    WORSE,
    index_format,
    lines_of,
    shared,
)

if TYPE_CHECKING:
    from pandas import DataFrame
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROLES: dict[str, dict[str, Any]] = {
    "own": {"bold": True, "bg_color": "#FFF2CC"},
    "total": {"bold": True, "top": 2},
    "": {},
}


class Grid:
    """The header in the first row, then the rows, then the total."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", table: Table, decimals: int | None) -> None:
        self.book, self.sheet, self.table, self.decimals = book, sheet, table, decimals
        columns = [column for column in table.sheet or table.columns if column.key in table.frame]
        self.columns, self.frame = spread(columns, table.frame)
        self.count = len(table.frame)
        self._formats: dict[tuple[str, str, int], Format] = {}

    def fill(self) -> None:
        """Write it all."""
        self._lay_out()
        own = self.table.frame[self.table.emphasis].tolist() if self.table.emphasis else [False] * self.count
        heading = self.book.add_format(HEADING)
        for at, column in enumerate(self.columns):
            self.sheet.write_string(0, at, on_one_line(_label(column)), heading)
            values, bounds = numbers.column_values(replace(self.table, frame=self.frame), column)
            kinds = self._kinds(column)
            drawn = is_drawn(column)
            for row, (value, bound, kind, is_own) in enumerate(zip(values, bounds, kinds, own, strict=False), 1):
                if drawn:
                    self._line(row, at, len(column.parts))
                self._cell((row, at), None if drawn else value, bound, kind, "own" if is_own else "")
            if self.table.total is not None:
                total = None if column.kind == "bar" else values[-1]
                self._cell((self.count + 1, at), total, bounds[-1], column.kind, "total")
            if self.count:
                self._colour(at, column)
        self._allow_ids()
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.autofilter(0, 0, self.count, max(len(self.columns) - 1, 0))
        for line, text in enumerate(self.table.after, self.count + 4):
            self.sheet.write_string(line, 0, plain(text)[:LONGEST])

    def _kinds(self, column: Column) -> list[str]:
        """What stands in each row of a column."""
        if column.measured:
            return self.frame[column.measured].tolist()
        if column.shared:
            return ["shared_rank" if shared else column.kind for shared in self.frame[column.shared]]
        return [column.kind] * self.count

    def _allow_ids(self) -> None:
        """1.10 must stay 1.10, which Excel would mark in every cell as a slip."""
        from xlsxwriter.utility import xl_range

        ids = [at for at, column in enumerate(self.columns) if column.kind == "id"]
        if ids and self.count:
            cells = " ".join(xl_range(1, at, self.count + 1, at) for at in ids)
            self.sheet.ignore_errors({"number_stored_as_text": cells})

    def _cell(self, place: tuple[int, int], value: Any, bounds: numbers.Bounds, kind: str, role: str) -> None:
        form = self._format(kind, role)
        if isinstance(value, list):
            value = numbers.trend(value, "")
        if numbers.missing(value):
            self.sheet.write_blank(*place, None, form)
        elif kind == "date" and (day := _day(value)) is not None:
            self.sheet.write_datetime(*place, day, form)
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.sheet.write_string(*place, plain(str(value))[:LONGEST], form)
        else:
            form = self._format(kind, role, more_places(value, kind, bounds))
            self.sheet.write_number(*place, float(f"{value:.12g}"), form)

    def _line(self, row: int, at: int, count: int) -> None:
        """The figures to the right as a line in the cell."""
        from xlsxwriter.utility import quote_sheetname, xl_range

        cells = f"{quote_sheetname(self.sheet.get_name())}!{xl_range(row, at + 1, row, at + count)}"
        self.sheet.add_sparkline(row, at, {"range": cells, "show_hidden": True, "markers": True})

    def _format(self, kind: str, role: str, places: int = 0) -> "Format":
        if (kind, role, places) not in self._formats:
            style = {**BORDER, **ROLES[role]}
            if kind in ("text", "id", "trend"):
                style |= {"text_wrap": kind == "text", "num_format": "@", "align": "left", "indent": 1}
            else:
                style |= {"num_format": number_format(kind, self.decimals, places), "align": "right"}
            self._formats[kind, role, places] = self.book.add_format(style)
        return self._formats[kind, role, places]

    def _lay_out(self) -> None:
        """Widths of columns, then heights of the rows whose texts take more than a line."""
        texts = [self._texts(column) for column in self.columns]
        is_text = [column.kind == "text" for column in self.columns]
        widths = shared([_width(*pair) for pair in zip(self.columns, texts, strict=True)], is_text)
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        labels = [_label(column) for column in self.columns]
        high = max((lines_of(*pair) for pair in zip(labels, (w - 3 for w in widths), strict=True)), default=1)
        self.sheet.set_row(0, HIGH * high + 3)
        long = [pair for pair, wraps in zip(zip(texts, widths, strict=True), is_text, strict=True) if wraps]
        for row in range(self.count + (self.table.total is not None)):
            lines = max((lines_of(cells[row], width) for cells, width in long), default=1)
            if lines > 1:
                self.sheet.set_row(row + 1, HIGH * lines)

    def _texts(self, column: Column) -> list[str]:
        """What the cells of a column show, the total last; a bar and a line show no text."""
        if column.kind == "bar" or is_drawn(column):
            return []
        texts = numbers.column_cells(replace(self.table, frame=self.frame), column, self.decimals)
        return [plain(text) for text in texts]

    def _colour(self, at: int, column: Column) -> None:
        """Losses the redder the larger, changes green or red beside their sign, percents as bars."""
        cells = (1, at, self.count, at)
        if column.kind in ("lost", "late"):
            scale = {"min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_color": LOSS}
            self.sheet.conditional_format(*cells, {"type": "2_color_scale", **scale})
        elif column.kind in ("change", "rank_change"):
            for criteria, colour in ((">", BETTER), ("<", WORSE)):
                form = self.book.add_format({"font_color": colour})
                rule = {"type": "cell", "criteria": criteria, "value": 0, "format": form}
                self.sheet.conditional_format(*cells, rule)
        elif column.kind == "bar":
            bar = {"type": "data_bar", "bar_only": True, "bar_solid": True, "bar_color": "#5B9BD5"}
            limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
            self.sheet.conditional_format(*cells, {**bar, **limits})


def _width(column: Column, texts: list[str]) -> float:
    """What shows every cell on one line; a header may break between words, and has a filter's arrow of three signs."""
    if column.kind == "bar" or is_drawn(column):
        return NARROWEST
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    word = max(map(len, _label(column).split()), default=0)
    return max(longest + 3, word + 4, min(len(_label(column)) + 4, 12))


def _label(column: Column) -> str:
    return column.label or (_("Id") if column.kind == "id" else "")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def is_drawn(column: Column) -> bool:
    """Whether the column is a line of figures that stand beside it."""
    return column.kind == "trend" and bool(column.parts)


def spread(columns: list[Column], frame: "DataFrame") -> tuple[list[Column], "DataFrame"]:
    """Each trend that says what its values belong to as a line and a column of figures a value."""
    found = []
    for column in columns:
        found.append(column)
        for at, label in enumerate(column.parts):
            key = f"{column.key} {at}"
            values = [math.nan if each is None else each[at] for each in frame[column.key]]
            frame = frame.assign(**{key: values})
            found.append(Column(key, label, "percent"))
    return found, frame


def more_places(value: float, kind: str, bounds: numbers.Bounds) -> int:
    """The decimals that a value needs beside those of its kind, not to be taken for what it does not reach."""
    match kind:
        case "percent":
            return numbers.places(value, 1, 0.0, 100.0) - 1
        case "points" | "lost":
            return numbers.places(value, 2, 0.0, *bounds) - 2
        case "change":
            return numbers.places(value, 2, 0.0) - 2
        case "rate":
            return numbers.places(value, 2, 0.0, 100.0, *bounds) - 2
        case _:
            return 0


def number_format(kind: str, decimals: int | None, places: int = 0) -> str:
    """How Excel shows a number of a kind, or of what is measured; the decimal sign is that of the reader's Excel.

    `places` are decimals beside those of the kind.
    """
    more = "0" * places
    match kind:
        case "index":
            return index_format(decimals)
        case "percent":
            return f"0.0{more}"
        case "points" | "lost":
            return f"0.00{more}"
        case "change":
            return PLUS_MINUS.format(f"0.00{more}")
        case "rank_change":
            return '"▲"0;"▼"0;"="'
        case "count" | "rank" | "late":
            return "0"
        case "shared_rank":
            return '"="0'
        case "rate":
            return f'0.00{more}"%"'
        case "days":
            return "0.0"
        case "date":
            return "dd/mm/yyyy" if language() == "vi" else "yyyy-mm-dd"
        case _:
            return "General"
