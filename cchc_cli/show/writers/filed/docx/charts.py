"""Charts in Word: below a caption, in strips where they may be parted, or on a sheet of one page with its lines."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from cchc_cli.messages import _
from cchc_cli.model.blocks import Chart, Fact
from cchc_cli.model.report import Sheet
from cchc_cli.show.charts import drawn, png, png_in_rows
from cchc_cli.show.kinds import Look, told
from cchc_cli.show.writers.filed.docx.fitting import height_so_far
from cchc_cli.show.writers.filed.docx.frame import centred, grid
from cchc_cli.show.writers.filed.docx.page import TEXT_WIDTH, UPRIGHT, Page, part_from_table
from cchc_cli.show.writers.filed.docx.text import POINT, clean, wrapped_lines

CHART, WHOLE_CHART, BELOW = 160, 80, 37
"""How wide a picture is, how high one that is never parted, and what the page has room for beside it, its caption among that (mm)."""
LONGEST_DESCRIPTION = 4000
"""Signs of what a picture shows, for who does not see it."""
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
"""Of the lines: the first that leaves the charts their room."""
LEADING = 1.15
CAPTION, BOX_SIZES = 9, (10, 13, 9)
LEAST = 40
"""Millimetres that charts have at least."""
SHARES = (0.66, 0.34)
"""How wide two columns of charts are, of the width."""
LETTERS = (8.0, 7.0)
"""Of the charts: on paper smaller ones are hard to read."""
GAP, SPARE, ABOVE_CHARTS = 3, 9, 6


def add_chart(document: Document, chart: Chart, page: Page) -> None:
    """The picture with what it shows, below it for who sees it and as its description for who does not."""
    part_from_table(document)
    data, cuts = png_in_rows(chart, CHART / 10)
    if cuts:
        _parted_chart(document, chart, page, data, cuts)
        return
    line = document.add_paragraph(style="Strip")
    line.paragraph_format.keep_with_next = True
    shown, tallest = picture(line, data, CHART, chart.description), Mm(page.text_height - BELOW)
    if shown.height > tallest:
        shown.width, shown.height = Mm(CHART * tallest / shown.height), tallest
    _caption(document.add_paragraph(), chart, 8)


def _parted_chart(document: Document, chart: Chart, page: Page, data: bytes, cuts: Sequence[float]) -> None:
    """A chart of tasks: a table of strips, between which a page may end where they are high; the next one begins with
    its caption and the axis.
    """
    rows = grid(document, len(cuts) + 1, [page.text_width]).rows
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, (top, bottom) in zip(rows, pairwise([0.0, *cuts, 1.0]), strict=True):
        line = row.cells[0].paragraphs[0]
        if not top:
            _caption(line.insert_paragraph_before(), chart, 0)
        line.style = "Strip"
        strip = picture(line, data, CHART, "" if top else chart.description)
        # Two tasks at least stand at the ends of a chart, and a low one is not parted.
        may_end_a_page = bottom == 1.0 or (bottom in cuts[2:-1] and strip.height >= Mm(WHOLE_CHART))
        line.paragraph_format.keep_with_next = None if may_end_a_page else True
        _crop(strip, top, bottom)
    # A document does not end with a table, nor does another one follow it.
    document.add_paragraph(style="End")


def _caption(line: Paragraph, chart: Chart, after: float) -> None:
    """What a chart shows, with so many points of room below."""
    line.style = "Note"
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(after)
    line.add_run(clean(_("Chart: {title}", title=chart.title)))


def picture(line: Paragraph, data: bytes, wide: float, told: str) -> InlineShape:
    """A PNG picture `wide` millimetres wide in a paragraph, with what it shows for who does not see it."""
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture: InlineShape = line.add_run().add_picture(BytesIO(data), Mm(wide))
    picture._inline.docPr.set("descr", clean(told)[:LONGEST_DESCRIPTION])
    return picture


def _crop(picture: InlineShape, top: float, bottom: float) -> None:
    """Show a part of a picture: from `top` to `bottom` of its height."""
    fill = picture._inline.graphic.graphicData.pic.blipFill
    sides = f't="{round(100_000 * top)}" b="{round(100_000 * (1 - bottom))}"'
    fill.blip.addnext(parse_xml(f"<a:srcRect {nsdecls('a')} {sides}/>"))
    picture.height = Emu(round(picture.height * (bottom - top)))


def add_single_page(document: Document, sheet: Sheet, facts: Sequence[Fact], look: Look) -> None:
    """The body of a sheet of one page: its lines in the largest letters that leave the charts the room that they need."""
    parts = [part for section in sheet.sections for part in section.parts]
    lines = [clean(part) for part in parts if isinstance(part, str)]
    columns = _columns([part for part in parts if isinstance(part, Chart)])
    _boxes(document, facts, look)
    room = UPRIGHT.text_height - height_so_far(document) - SPARE
    size, letters, needed = _fitting(lines, columns, room)
    for text in lines:
        line = document.add_paragraph(style="Normal")
        line.paragraph_format.space_after = Pt(2)
        line.add_run(text).font.size = Pt(size)
    if columns:
        line.paragraph_format.space_after = Pt(ABOVE_CHARTS)
        _charts(document, columns, letters, min(max(room - _height(lines, size), LEAST) / needed, 1))


def _fitting(
    lines: Sequence[str], columns: Sequence[tuple[float, Sequence[Chart]]], room: float
) -> tuple[float, float, float]:
    """The letters of the lines, those of the charts, and how high these are with them."""
    needed = {letters: _height_of(columns, letters) for letters in LETTERS}
    tried = [(size, letters, needed[letters]) for size in SIZES for letters in LETTERS]
    return next((each for each in tried if room - _height(lines, each[0]) >= each[2]), tried[-1])


def _height(lines: Sequence[str], size: float) -> float:
    return sum(wrapped_lines(text, TEXT_WIDTH, size) * size * LEADING + 2 for text in lines) * POINT


def _boxes(document: Document, facts: Sequence[Fact], look: Look) -> None:
    if not facts:
        return
    table = grid(document, 1, [TEXT_WIDTH / len(facts)] * len(facts), edges=True)
    for cell, fact in zip(table.rows[0].cells, facts, strict=True):
        texts = (fact.label, told(fact.value, look), told(fact.detail, look))
        for text, size in zip(texts, BOX_SIZES, strict=True):
            centred(cell, clean(text), size, bold=size == max(BOX_SIZES))
    document.add_paragraph(style="Gap")


def _columns(charts: Sequence[Chart]) -> list[tuple[float, Sequence[Chart]]]:
    """Charts one below the other, with how wide they are (mm); three stand in two columns, the second one beside the others."""
    if len(charts) != len(SHARES) + 1:
        return [(TEXT_WIDTH, charts)] if charts else []
    return [(TEXT_WIDTH * share, part) for share, part in zip(SHARES, (charts[::2], charts[1:2]), strict=True)]


def _charts(document: Document, columns: Sequence[tuple[float, Sequence[Chart]]], letters: float, part: float) -> None:
    """The charts, `part` as large as they would be where the page has no room for all of them."""
    table = grid(document, 1, [wide for wide, _charts in columns])
    for cell, (wide, charts) in zip(table.rows[0].cells, columns, strict=True):
        for chart in charts:
            centred(cell, clean(chart.title), CAPTION, bold=True)
            data = png(chart, (wide - GAP) / 10, letters)
            shown = picture(cell.add_paragraph(), data, wide - GAP, chart.description)
            shown.width, shown.height = Emu(int(shown.width * part)), Emu(int(shown.height * part))


def _height_of(columns: Sequence[tuple[float, Sequence[Chart]]], letters: float) -> float:
    """Millimetres that the higher column takes, titles included."""

    def high(chart: Chart, wide: float) -> float:
        inches: float = drawn(chart, wide / POINT, letters).get_figheight()
        return 25.4 * inches + wrapped_lines(clean(chart.title), wide, CAPTION) * CAPTION * LEADING * POINT + 1

    return max((sum(high(each, wide - GAP) for each in charts) for wide, charts in columns), default=0.0)
