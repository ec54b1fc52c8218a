"""Tables: columns as wide as their contents ask for, header rows that repeat, rows that stay on one page.

A table is built as text and read once; adding cell by cell takes a hundred times as long, which counts where
every commune of the country has a row.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from cchc_cli.messages import _
from cchc_cli.model.report import Table
from cchc_cli.show.kinds import KINDS, Look
from cchc_cli.show.writers.layout import lay_out
from cchc_cli.show.writers.word.text import POINT, clean
from cchc_cli.show.writers.word.widths import PADDING, Column, column_widths, lines_of

LINE = 5.2
TOGETHER = 2
"""Rows at the end of a table that stay on one page."""
TALLEST = 100
"""A row up to this high (mm) is kept on one page; one that is higher might not find a page that holds it."""
SIGNS_ON_A_LINE = 92
"""About what a line of the page holds; decides which columns go under another."""
TWIPS = 20 / POINT


def table_element(table: Table, look: Look, room: float) -> BaseOxmlElement:
    """`table` as an element of the document, `room` millimetres wide."""
    columns = [
        Column(
            clean(each.column.label or (_("Id") if each.column.kind == "id" else "")),
            [clean(text) for text in each.texts],
            KINDS[each.column.kind].paper,
            each.wraps,
        )
        for each in lay_out(table, look, SIGNS_ON_A_LINE)
        if KINDS[each.column.kind].tone != "part" and not _only_points(each.column.label, each.texts, table)
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


def _only_points(label: str, texts: list[str], table: Table) -> bool:
    """Whether a column does nothing but point at the own row, which is bold on paper."""
    return bool(table.emphasis) and not label and not any(sign.isalnum() for text in texts for sign in text)


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
    lines = max((lines_of(text, each) for text, each in zip(texts, widths, strict=True)), default=1)
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if lines * LINE < TALLEST else ""
    return f"<w:tr>{whole}{cells}</w:tr>"


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
