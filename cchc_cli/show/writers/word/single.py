"""One page: figures in boxes, numbered lines, and charts that share the room that is left."""

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt
from docx.table import _Cell

from cchc_cli.model.chart import Chart
from cchc_cli.model.report import Fact, Sheet
from cchc_cli.show.charts import png
from cchc_cli.show.kinds import Look, told
from cchc_cli.show.writers.word.frame import grid, heading_height
from cchc_cli.show.writers.word.page import LONGEST_DESCRIPTION, TEXT_HEIGHT, TEXT_WIDTH
from cchc_cli.show.writers.word.text import POINT, clean, wrapped_lines

SIZES = (12.0, 11.5, 11.0, 10.5, 10.0)
"""Of the lines: the first that leaves the charts their room."""
LEADING = 1.2
CAPTION, BOX_SIZES = 9, (10, 13, 9)
CHARTS, LEAST = 110, 40
"""Millimetres that charts should have, and that they have at least."""
SHARES = (0.63, 0.37)
"""How wide two charts side by side are, of the width."""
LETTERS = 7.5
SPARE = 4


def single_page(document: Document, sheet: Sheet, facts: Sequence[Fact], look: Look) -> None:
    """The body of a sheet of one page."""
    parts = [part for section in sheet.sections for part in section.parts]
    lines = [f"{at}. {clean(part)}" for at, part in enumerate((p for p in parts if isinstance(p, str)), 1)]
    room = TEXT_HEIGHT - heading_height(sheet.frame) - _boxes(document, facts, look) - SPARE
    size = next((each for each in SIZES if room - _height(lines, each) >= CHARTS), SIZES[-1])
    for text in lines:
        line = document.add_paragraph(style="Normal")
        line.paragraph_format.space_after = Pt(2)
        line.add_run(text).font.size = Pt(size)
    charts = [part for part in parts if isinstance(part, Chart)]
    if charts:
        _charts(document, charts, room - _height(lines, size))


def _height(lines: Sequence[str], size: float) -> float:
    """Millimetres that lines take."""
    return sum(wrapped_lines(text, TEXT_WIDTH, size) * size * LEADING + 2 for text in lines) * POINT


def _boxes(document: Document, facts: Sequence[Fact], look: Look) -> float:
    """A box a fact, side by side; the height of the tallest."""
    if not facts:
        return 0.0
    wide = TEXT_WIDTH / len(facts)
    table = grid(document, 1, [wide] * len(facts), edges=True)
    tallest = 0.0
    for cell, fact in zip(table.rows[0].cells, facts, strict=True):
        texts = (fact.label, told(fact.value, look), told(fact.detail, look))
        for text, size in zip(texts, BOX_SIZES, strict=True):
            _centred(cell, clean(text), size, bold=size == max(BOX_SIZES))
        heights = (
            wrapped_lines(clean(text), wide - 4, size) * size * LEADING
            for text, size in zip(texts, BOX_SIZES, strict=True)
        )
        tallest = max(tallest, sum(heights) * POINT)
    document.add_paragraph(style="Gap")
    return tallest + 4


def _centred(cell: _Cell, text: str, size: float, *, bold: bool = False) -> None:
    line = cell.paragraphs[0] if not cell.paragraphs[0].runs else cell.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _charts(document: Document, charts: Sequence[Chart], room: float) -> None:
    """The first two side by side, the third across the page below them, all made smaller alike until they fit."""
    rows = [part for part in (charts[:-1], charts[-1:]) if part] if len(charts) > 1 else [charts]
    drawn = []
    for row in rows:
        widths = [TEXT_WIDTH * share for share in (SHARES if len(row) == len(SHARES) else [1 / len(row)] * len(row))]
        table = grid(document, 1, widths)
        cells = zip(table.rows[0].cells, row, widths, strict=True)
        drawn.append([_picture(cell, chart, wide - 3) for cell, chart, wide in cells])
    tall = sum(max(picture.height for picture in pictures) for pictures in drawn)
    part = min(Mm(max(room, LEAST) - len(rows) * CAPTION * LEADING * POINT) / tall, 1.0)
    for picture in [each for pictures in drawn for each in pictures]:
        picture.width, picture.height = Emu(int(picture.width * part)), Emu(int(picture.height * part))


def _picture(cell: _Cell, chart: Chart, wide: float) -> InlineShape:
    """The chart below its title."""
    _centred(cell, clean(chart.title), CAPTION, bold=True)
    line = cell.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture: InlineShape = line.add_run().add_picture(BytesIO(png(chart, wide / 10, LETTERS)), Mm(wide))
    picture._inline.docPr.set("descr", clean(chart.description)[:LONGEST_DESCRIPTION])
    return picture
