"""A table of a report as a sheet of a workbook; how wide its columns and how high its rows are: not every program finds that out
by itself."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Figure, Role, Table
from cchc_cli.show import numbers
from cchc_cli.show.cells import kinds_of, sheet_of, texts_of, values_of
from cchc_cli.show.kinds import KINDS, Bounds, Look
from cchc_cli.show.texts import on_one_line, plain

if TYPE_CHECKING:
    from pandas import DataFrame
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Style: TypeAlias = dict[str, Any]
"""Properties of a format, as xlsxwriter has them."""
ACROSS = 135
"""Signs that are still read well on a printed page, A4 across."""
POINTS = "0.00##"
"""Points as they are written, without a stray sign behind a whole number."""
NARROWEST = 14
"""Of a column of drawings, in signs."""
LEAST = 24
"""Of a column of text that has more to say."""
HIGH = 15.0
"""Height of a line, in points."""
LETTERS = 1.12
"""Letters of a text that take the room of a digit."""
LONGEST = 32_767
"""Signs that a cell can hold."""
HEADING: Style = {
    "bold": True,
    "bg_color": "#1F4E79",
    "font_color": "#FFFFFF",
    "border": 1,
    "text_wrap": True,
    "valign": "vcenter",
}
ARROW = 2
"""Indents that the arrow of a filter takes at the right end of a heading."""
BORDER: Style = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
SCALE = "#F0A580", "#8FCFBB"
"""Colours of the worst and the best figure: apart for those too who do not tell red from green."""
BETTER, WORSE, LOSS = "#1A7F37", "#C62828", "#F4A582"


def heading_of(*, figures: bool, filtered: bool = False) -> Style:
    """The look of a heading, which stands as the cells below it do: texts on the left, figures on the right."""
    side = {"align": "right", "indent": ARROW * filtered} if figures else {"align": "left", "indent": 1}
    return {**HEADING, **side}


def set_up_page(sheet: "Worksheet", title: str, subtitle: str, across: int = 1) -> None:
    """A4 across, so many pages side by side and as many down as it takes, with what they are about and their numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    left, right = (on_one_line(text).replace("&", "&&")[:110] for text in (title, subtitle))
    sheet.set_header(f"&L&9 {left}&R&9 {right}")
    sheet.set_footer("&L&9&A&R&9&P/&N")


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column `width` signs wide: a sign is a digit, most letters are narrower."""
    room = max(int(width * LETTERS) - 1, 1)
    return sum(1 if len(line) <= room else len(wrap(line, room)) or 1 for line in text.split("\n"))


def shared(natural: Sequence[float], is_text: Sequence[bool]) -> list[float]:
    """Widths: figures get what they need, texts share the rest of the page, the shortest first."""
    widths = list(natural)
    rest = ACROSS - sum(width for width, text in zip(natural, is_text, strict=True) if not text)
    texts = sorted((at for at, text in enumerate(is_text) if text), key=lambda at: natural[at])
    for left, at in zip(range(len(texts), 0, -1), texts, strict=True):
        widths[at] = min(natural[at], max(rest / left, LEAST))
        rest -= widths[at]
    return widths


ROLES: dict[Role, Style] = {
    "own": {"bold": True, "bg_color": "#FFF2CC"},
    "overdue": {"font_color": WORSE, "bg_color": "#FDECEA"},
    "total": {"bold": True, "top": 2},
    "summary": {"italic": True, "bg_color": "#F2F2F2"},
    "": {},
}


MANY = 3
"""Figures, the total among them, from which that is a formula: of one figure it is that figure."""


class SheetGrid:
    """The header in the first row, then the rows, which are filtered and sorted; below them their summary and the total."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", table: Table, look: Look) -> None:
        self.book, self.sheet, self.look = book, sheet, look
        self.columns, frame = sheet_of(table)
        self.table = replace(table, frame=frame, total=table.total or self._sums(table.sums, frame))
        self.count = len(table.frame)
        self.last = self.count + len(table.summary)
        self.roles = table.roles
        self._formats: dict[tuple[str, Role, int], Format] = {}

    def fill(self) -> None:
        """Write it all."""
        self._lay_out()
        headings = [self.book.add_format(heading_of(figures=each, filtered=True)) for each in (False, True)]
        for at, column in enumerate(self.columns):
            are_figures = KINDS[column.kind].number_format(self.look.decimals) != "@" and not is_drawn(column)
            self.sheet.write_string(0, at, on_one_line(_label(column)), headings[are_figures])
            self._column(at, column)
        self._allow_ids()
        self.sheet.freeze_panes(
            1, len(sheet_of(replace(self.table, columns=self.table.columns[: self.table.frozen]))[0])
        )
        self.sheet.repeat_rows(0)
        self.sheet.autofilter(0, 0, self.count, max(len(self.columns) - 1, 0))
        last = self.last + int(self.table.total is not None)
        for line, text in enumerate(self.table.after, self.last + 4):
            self.sheet.write_string(line, 0, plain(text)[:LONGEST])
            last = line
        self.sheet.print_area(0, 0, last, max(len(self.columns) - 1, 0))

    def _column(self, at: int, column: Column) -> None:
        """The cells below a heading, the total last."""
        values, bounds = values_of(self.table, column, self.look)
        drawn, cells = is_drawn(column), zip(values, bounds, self._kinds(column), self.roles, strict=False)
        for row, (value, bound, kind, role) in enumerate(cells, 1):
            if drawn:
                self._line(row, at, len(column.parts))
            self._cell((row, at), None if drawn else value, bound, kind, role)
        more = [line.get(column.key) for line in self.table.summary]
        if self.table.total is not None:
            total = None if KINDS[column.kind].tone == "part" else values[-1]
            self._cell((self.last + 1, at), total, bounds[-1], column.kind, "total")
            self._computed(at, column, [*values[:-1], *more, values[-1]], bounds[-1])
        for row, value in enumerate(more, self.count + 1):
            self._cell((row, at), value, (), column.kind, "summary")
        if self.count:
            self._colour(at, column)

    def _sums(self, keys: tuple[str, ...], frame: "DataFrame") -> dict[str, str | float] | None:
        """The sums of columns, of those too that stand beside one; none of a single row."""
        named = [each.key for each in self.columns if KINDS[each.kind].wraps or KINDS[each.kind].named]
        if not keys or not named or len(frame) < MANY - 1:
            return None
        added = [each.key for each in self.columns if each.key.partition(" ")[0] in keys]
        figures = frame[added].select_dtypes("number").dropna(axis="columns", how="all")
        return {named[0]: _("Total")} | {str(key): float(value) for key, value in figures.sum().items()}

    def _computed(self, at: int, column: Column, values: Sequence[object], bounds: Bounds) -> None:
        """A total that follows from what stands beside or above it, as a formula; an index is none."""
        total = values[-1]
        if isinstance(total, int | float) and (formula := self._share(column, total) or self._sum(at, column, values)):
            form = self._format(column.kind, "total", KINDS[column.kind].more(total, bounds))
            self.sheet.write_formula(self.last + 1, at, formula, form, float(f"{total:.12g}"))

    def _sum(self, at: int, column: Column, values: Sequence[object]) -> str:
        """The sum of what stands above, where the total is that."""
        from xlsxwriter.utility import xl_range

        figures = [value for value in values if isinstance(value, int | float) and not numbers.missing(value)]
        if numbers.missing(values[-1]) or numbers.differ(sum(figures[:-1]), figures[-1]):
            return ""
        is_sum = len(figures) >= MANY or column.key.partition(" ")[0] in self.table.sums
        return f"=SUM({xl_range(1, at, self.last, at)})" if is_sum else ""

    def _share(self, column: Column, total: float) -> str:
        """The percent that the total points are of the total maximum, where the total is that."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        there = {each.key: at for at, each in enumerate(self.columns)}
        if column.share is None or self.table.total is None or not there.keys() >= {*column.share}:
            return ""
        points, most = (float(self.table.total.get(key) or 0.0) for key in column.share)
        if not most or numbers.differ(100 * points / most, total):
            return ""
        cells = (xl_rowcol_to_cell(self.last + 1, there[key]) for key in column.share)
        return "=100*{}/{}".format(*cells)

    def _allow_ids(self) -> None:
        """1.10 must stay 1.10, which Excel would mark in every cell as a slip."""
        from xlsxwriter.utility import xl_range

        ids = [at for at, column in enumerate(self.columns) if column.kind == "id"]
        if ids and self.count:
            cells = " ".join(xl_range(1, at, self.count + 1, at) for at in ids)
            self.sheet.ignore_errors({"number_stored_as_text": cells})

    def _cell(self, place: tuple[int, int], value: object, bounds: Bounds, kind: str, role: Role) -> None:
        if isinstance(value, Figure):
            kind, value, bounds = value.kind, value.number, ()
        form = self._format(kind, role)
        if isinstance(value, list):
            value = KINDS["trend"].text(value, self.look)
        if numbers.missing(value):
            self.sheet.write_blank(*place, None, form)
        elif kind == "date" and (day := _day(value)) is not None:
            self.sheet.write_datetime(*place, day, form)
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            text = KINDS[kind].text(value, self.look) if KINDS[kind].of_text else str(value)
            self.sheet.write_string(*place, plain(text)[:LONGEST], form)
        else:
            form = self._format(kind, role, KINDS[kind].more(value, bounds))
            self.sheet.write_number(*place, float(f"{value:.12g}"), form)

    def _kinds(self, column: Column) -> list[str]:
        if column.shared:
            return ["shared_rank" if shared else column.kind for shared in self.table.frame[column.shared]]
        return [*kinds_of(self.table, column)]

    def _line(self, row: int, at: int, count: int) -> None:
        """The figures to the right as a line in the cell."""
        from xlsxwriter.utility import quote_sheetname, xl_range

        cells = f"{quote_sheetname(self.sheet.get_name())}!{xl_range(row, at + 1, row, at + count)}"
        self.sheet.add_sparkline(row, at, {"range": cells, "show_hidden": True, "markers": True})

    def _format(self, kind: str, role: Role, places: int = 0) -> "Format":
        if (kind, role, places) not in self._formats:
            style = {**BORDER, **ROLES[role]}
            look = KINDS[kind].number_format(self.look.decimals, places)
            if look == "@":
                style |= {"text_wrap": KINDS[kind].wraps, "num_format": look, "align": "left", "indent": 1}
            else:
                style |= {"num_format": look, "align": "right"}
            self._formats[kind, role, places] = self.book.add_format(style)
        return self._formats[kind, role, places]

    def _lay_out(self) -> None:
        """Widths of columns, then heights of the rows whose texts take more than a line."""
        texts = [self._texts(column) for column in self.columns]
        is_text = [KINDS[column.kind].wraps for column in self.columns]
        widths = shared([_width(*pair) for pair in zip(self.columns, texts, strict=True)], is_text)
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        # Bold letters are as wide as digits at least; a heading that is cut off is worse than room below it.
        high = _high([_label(column) for column in self.columns], [(width - 3) / LETTERS for width in widths])
        self.sheet.set_row(0, HIGH * high + 3)
        long = list(compress(texts, is_text))
        for row, cells in enumerate(zip(*long, strict=True), 1):
            if (lines := _high(cells, list(compress(widths, is_text)))) > 1:
                self.sheet.set_row(row, HIGH * lines)

    def _texts(self, column: Column) -> list[str]:
        """What the cells of a column show, the total last; a bar and a line show no text."""
        if KINDS[column.kind].tone == "part" or is_drawn(column):
            return []
        texts = texts_of(self.table, replace(column, assumed=""), self.look)
        summary = (KINDS[column.kind].text(line.get(column.key), self.look) for line in self.table.summary)
        texts[self.count : self.count] = summary
        return [plain(text) for text in texts]

    def _colour(self, at: int, column: Column) -> None:
        """Losses the redder the larger, changes green or red beside their sign, percents as bars."""
        cells, tone = (1, at, self.count, at), KINDS[column.kind].tone
        if column.scale is not None:
            ends = ("min", "mid", "max")
            worst, best = SCALE if column.scale[0] == min(column.scale) else SCALE[::-1]
            rule: Style = {"type": "3_color_scale", **{f"{end}_type": "num" for end in ends}}
            rule |= {f"{end}_color": colour for end, colour in zip(ends, (worst, "#FFFFFF", best), strict=True)}
            rule |= {f"{end}_value": value for end, value in zip(ends, sorted(column.scale), strict=True)}
            self.sheet.conditional_format(*cells, rule)
        elif tone == "loss":
            scale = {"min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_color": LOSS}
            self.sheet.conditional_format(*cells, {"type": "2_color_scale", **scale})
        elif tone == "change":
            for criteria, colour in ((">", BETTER), ("<", WORSE)):
                form = self.book.add_format({"font_color": colour})
                self.sheet.conditional_format(
                    *cells, {"type": "cell", "criteria": criteria, "value": 0, "format": form}
                )
        elif tone == "part":
            bar: Style = {"type": "data_bar", "bar_only": True, "bar_solid": True, "bar_color": "#5B9BD5"}
            limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
            self.sheet.conditional_format(*cells, {**bar, **limits})


def _high(texts: Sequence[str], widths: Sequence[float]) -> int:
    return max(map(lines_of, texts, widths), default=1)


def _width(column: Column, texts: list[str]) -> float:
    """What shows every cell on one line; a header may break between words, and has a filter's arrow of three signs."""
    if KINDS[column.kind].tone == "part" or is_drawn(column):
        return NARROWEST
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    word = max(map(len, _label(column).split()), default=0)
    return max(longest + 3, word + 4, min(len(_label(column)) + 4, 12))


def _label(column: Column) -> str:
    return column.label or {"id": _("Id"), "bar": _("Bar")}.get(column.kind, "")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def is_drawn(column: Column) -> bool:
    """Whether the column is a line of figures that stand beside it."""
    return column.kind == "trend" and bool(column.parts)


class SheetNames:
    """Names of sheets: at most 31 signs, none of []:*?/\\, no two alike in any case, none that Excel keeps for itself."""

    def __init__(self) -> None:
        self._taken = {"history"}

    def fresh(self, wanted: str) -> str:
        """A name like `wanted` that no other sheet has."""
        text = on_one_line("".join(" " if sign in "[]:*?/\\" else sign for sign in wanted)).strip("' ")
        text = text or _("Table")
        name, number = _cut(text, 31), 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{_cut(text, 30 - len(str(number)))} {number}"
        self._taken.add(name.casefold())
        return name


def _cut(text: str, signs: int) -> str:
    """The text, or its first words and an ellipsis."""
    edge = "' ,;:–-("
    # Excel counts UTF-16: a sign beyond the first plane is two.
    whole = text.encode("utf-16-le")
    if len(whole) <= 2 * signs:
        return text.strip(edge)
    start = whole[: 2 * (signs - 1)].decode("utf-16-le", "ignore")
    if " " in start and not text[len(start) :].startswith(" "):
        start = start[: start.rindex(" ")]
    return start.strip(edge) + "…"
