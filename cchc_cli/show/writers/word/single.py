"""One page: figures in boxes, numbered lines, and charts that share the room that is left."""

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Emu, Pt

from cchc_cli.model.blocks import Fact
from cchc_cli.model.chart import Chart
from cchc_cli.model.report import Sheet
from cchc_cli.show.charts import drawn
from cchc_cli.show.kinds import Look, told
from cchc_cli.show.writers.word.frame import centred, grid, heading_height
from cchc_cli.show.writers.word.page import TEXT_WIDTH, UPRIGHT, picture_of
from cchc_cli.show.writers.word.text import POINT, clean, wrapped_lines

SIZES = (12.0, 11.5, 11.0, 10.5, 10.0)
"""Of the lines: the first that leaves the charts their room."""
LEADING = 1.15
CAPTION, BOX_SIZES = 9, (10, 13, 9)
CHARTS, LEAST = 110, 40
"""Millimetres that charts should have, and that they have at least."""
SHARES = (0.65, 0.35)
"""How wide two columns of charts are, of the width."""
LETTERS, LEAST_LETTERS = 7.5, 6.0
GAP, SPARE = 3, 2


def single_page(document: Document, sheet: Sheet, facts: Sequence[Fact], look: Look) -> None:
    """The body of a sheet of one page."""
    parts = [part for section in sheet.sections for part in section.parts]
    texts = [part for part in parts if isinstance(part, str)]
    lines = [f"{at}. {clean(text)}" for at, text in enumerate(texts, 1)]
    room = UPRIGHT.text_height - heading_height(sheet.frame) - _boxes(document, facts, look) - SPARE
    size = next((each for each in SIZES if room - _height(lines, each) >= CHARTS), SIZES[-1])
    for text in lines:
        line = document.add_paragraph(style="Normal")
        line.paragraph_format.space_after = Pt(2)
        line.add_run(text).font.size = Pt(size)
    charts = [part for part in parts if isinstance(part, Chart)]
    if charts:
        _charts(document, charts, max(room - _height(lines, size), LEAST))


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
            centred(cell, clean(text), size, bold=size == max(BOX_SIZES))
        heights = (
            wrapped_lines(clean(text), wide - 4, size) * size * LEADING
            for text, size in zip(texts, BOX_SIZES, strict=True)
        )
        tallest = max(tallest, sum(heights) * POINT)
    document.add_paragraph(style="Gap")
    return tallest + 4


def _charts(document: Document, charts: Sequence[Chart], room: float) -> None:
    """Three charts in two columns, the second one beside the others, as high as it takes; else one below the other.

    Where there is no room their letters are smaller first, and then all of them.
    """
    columns = [[charts[0], charts[2]], [charts[1]]] if len(charts) == len(SHARES) + 1 else [list(charts)]
    widths = [TEXT_WIDTH * share for share in (SHARES if len(columns) > 1 else (1.0,))]
    table = grid(document, 1, widths)
    for cell, column, wide in zip(table.rows[0].cells, columns, widths, strict=True):
        letters = max(LETTERS * min(room / _height_of(column, wide, LETTERS), 1), LEAST_LETTERS)
        part = min(room / _height_of(column, wide, letters), 1)
        for chart in column:
            centred(cell, clean(chart.title), CAPTION, bold=True)
            picture = picture_of(cell.add_paragraph(), chart, wide - GAP, letters)
            picture.width, picture.height = Emu(int(picture.width * part)), Emu(int(picture.height * part))


def _height_of(charts: Sequence[Chart], wide: float, letters: float) -> float:
    """Millimetres that charts one below the other take, titles included."""
    inches: float = sum(drawn(chart, (wide - GAP) / POINT, letters).get_figheight() for chart in charts)
    lines = sum(wrapped_lines(clean(chart.title), wide - GAP, CAPTION) + 0.5 for chart in charts)
    return 25.4 * inches + lines * CAPTION * LEADING * POINT
