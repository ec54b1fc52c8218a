"""Tables: columns as wide as their contents ask for, header rows that repeat, rows that stay on one page.

A table is built as text and read once; adding cell by cell takes a hundred times as long, which counts where
every commune of the country has a row.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cchc_cli.model.report import Table
from cchc_cli.show.writers.layout import LEFT, Signs, lay_out
from cchc_cli.show.writers.word.text import POINT, clean, width

SIZE = 12
PADDING = 1.5
"""Millimetres left and right of a cell's text."""
LONG_WORD = 40
"""A word may be broken from this width on (mm)."""
LINE = 5.2
TOGETHER = 2
"""Rows at the end of a table that stay on one page."""
TALLEST = 100
"""A row up to this high (mm) is kept on one page; one that is higher might not find a page that holds it."""
SIGNS_ON_A_LINE = 92
"""About what a line of the page holds; decides which columns go under another."""
TWIPS = 20 / POINT


@dataclass(frozen=True)
class Column:
    """A column on paper: its cells from top to bottom."""

    label: str
    texts: list[str]
    align: str
    wraps: bool


def table_element(table: Table, decimals: int | None, room: float) -> Any:
    """`table` as an element of the document, `room` millimetres wide."""
    laid_out = lay_out(table, decimals, SIGNS_ON_A_LINE, Signs("", ""))
    columns = [
        Column(
            clean(column.label),
            [clean(text) for text in texts],
            "center" if column.kind in ("id", "date") else "left" if column.kind in LEFT else "right",
            column.kind == "text",
        )
        for column, texts in zip(laid_out.columns, laid_out.texts, strict=True)
        if column.kind != "bar"
    ]
    bold = table.frame[table.emphasis].tolist() if table.emphasis else []
    widths = column_widths(columns, room)
    count = max((len(column.texts) for column in columns), default=0)
    strong = [*bold, *[False] * (len(table.frame) - len(bold)), *[True] * (count - len(table.frame))]
    rows = [_header(columns, widths)]
    for at, (cells, is_bold) in enumerate(
        zip(zip(*(column.texts for column in columns), strict=True), strong, strict=True)
    ):
        # The last rows go to the next page together: a total without what it sums says little.
        together = table.total is not None and count - TOGETHER <= at < count - 1
        rows.append(_row(cells, columns, widths, bold=bool(is_bold), together=together))
    return parse_xml(_table(rows, widths))


def column_widths(columns: Sequence[Column], room: float) -> list[float]:
    """Millimetres for each column, `room` together: what cells need; the rest is shared among texts that wrap."""
    natural = [_widest(column, whole=True) for column in columns]
    least = [_widest(column, whole=False) for column in columns]
    wrapping = [at for at, column in enumerate(columns) if column.wraps]
    widths = [least[at] if at in wrapping else max(least[at], natural[at]) for at in range(len(columns))]
    rest = room - sum(widths)
    if rest < 0:
        return [each * room / sum(widths) for each in widths]
    # Columns that need little get all of it; the others share as their texts are long, never less than a word.
    waiting = [at for at in wrapping if natural[at] > widths[at]]
    while waiting:
        rest = room - sum(widths[at] for at in range(len(columns)) if at not in waiting)
        shares = _shares([_amount(columns[at]) for at in waiting], rest)
        settled = [
            (at, min(max(share, least[at]), natural[at]))
            for at, share in zip(waiting, shares, strict=True)
            if not least[at] <= share <= natural[at]
        ]
        for at, each in settled or list(zip(waiting, shares, strict=True)):
            widths[at] = each
            waiting.remove(at)
    widening = wrapping or list(range(len(columns)))
    spare = room - sum(widths)
    widths = [each + (spare / len(widening) if at in widening else 0) for at, each in enumerate(widths)]
    return [each * room / sum(widths) for each in widths]


def _shares(amounts: list[float], room: float) -> list[float]:
    return [room * amount / sum(amounts) for amount in amounts]


def _amount(column: Column) -> float:
    """How much text a column holds: between its longest cell and the mean, so that one long cell does not rule."""
    sizes = [len(text) for text in column.texts] or [1]
    return max(sizes) ** 0.5 * max(sum(sizes) / len(sizes), 1.0) ** 0.5 or 1.0


def _widest(column: Column, *, whole: bool) -> float:
    """The widest line, or the widest word. A label may always be wrapped between words."""

    def parts(text: str) -> list[str]:
        return text.split("\n") if whole else text.split()

    label = max((width(word, SIZE, bold=True) for word in column.label.split()), default=0.0)
    # The same few texts stand in many rows of a long table.
    cells = max((width(part, SIZE) for text in set(column.texts) for part in parts(text)), default=0.0)
    return max(label, cells if whole else min(cells, LONG_WORD)) + 2 * PADDING + 0.8


def _table(rows: Sequence[str], widths: Sequence[float]) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margin = round(PADDING * TWIPS)
    grid = "".join(f'<w:gridCol w:w="{round(each * TWIPS)}"/>' for each in widths)
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(round(each * TWIPS) for each in widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _header(columns: Sequence[Column], widths: Sequence[float]) -> str:
    cells = "".join(
        _cell(column.label, each, "center", bold=True, together=True, middle=True)
        for column, each in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(
    texts: Sequence[str], columns: Sequence[Column], widths: Sequence[float], *, bold: bool, together: bool
) -> str:
    cells = "".join(
        _cell(text, each, column.align, bold=bold, together=together)
        for text, column, each in zip(texts, columns, widths, strict=True)
    )
    lines = max((_lines(text, each) for text, each in zip(texts, widths, strict=True)), default=1)
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if lines * LINE < TALLEST else ""
    return f"<w:tr>{whole}{cells}</w:tr>"


def _lines(text: str, room: float) -> int:
    """How many lines a text takes, a few more than it needs."""
    if len(text) < room / 3:  # nothing is wider than that
        return text.count("\n") + 1
    inner = max(room - 2 * PADDING, 1.0)
    return sum(math.ceil(1.1 * width(line, SIZE) / inner) or 1 for line in text.split("\n"))


def _cell(text: str, room: float, align: str, *, bold: bool, together: bool, middle: bool = False) -> str:
    run = f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{_text(text)}</w:r>" if text else ""
    keep = "<w:keepNext/>" if together else ""
    height = '<w:vAlign w:val="center"/>' if middle else ""
    place = "" if align == "left" else f'<w:jc w:val="{align}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(room * TWIPS)}" w:type="dxa"/>{height}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{keep}{place}</w:pPr>{run}</w:p></w:tc>'
    )


def _text(text: str) -> str:
    return "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.replace("\t", " ").split("\n")
    )
