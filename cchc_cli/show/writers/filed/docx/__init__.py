"""Word: any report in a plain A4 form; documents with the frame of Decree 30/2020/NĐ-CP around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.text.paragraph import CT_P
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from cchc_cli.messages import _
from cchc_cli.model.blocks import Chart, Fact, Facts, Table, Text
from cchc_cli.model.report import Report, Section, Sheet
from cchc_cli.show.charts import drawn, png, png_in_rows
from cchc_cli.show.kinds import Look, look_of, told
from cchc_cli.show.writers.blocks import blocks, section_blocks
from cchc_cli.show.writers.filed.docx.frame import centred, contact, grid, heading, heading_height, signatures
from cchc_cli.show.writers.filed.docx.page import (
    ACROSS,
    SIZE,
    TEXT_WIDTH,
    UPRIGHT,
    Page,
    keep_hyphens,
    keep_the_end,
    new_document,
    next_sheet,
    paragraph,
    part_from_table,
)
from cchc_cli.show.writers.filed.docx.tables import height_of, table_element
from cchc_cli.show.writers.filed.docx.text import POINT, broken, clean, without_commands, wrapped_lines

BINARY = True
"""A file of it is bytes, not text."""

CHART, WHOLE_CHART, BELOW = 160, 80, 37
"""How wide a picture is, how high one that is never parted, and what the page has room for beside it, its caption among that (mm)."""
LONGEST_DESCRIPTION = 4000
"""Signs of what a picture shows, for who does not see it."""
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0)
"""Of the lines: the first that leaves the charts their room."""
LEADING = 1.15
CAPTION, BOX_SIZES = 9, (10, 13, 9)
CHARTS, LEAST = 110, 40
"""Millimetres that charts should have, and that they have at least."""
SHARES = (0.65, 0.35)
"""How wide two columns of charts are, of the width."""
LETTERS, LEAST_LETTERS = 7.5, 6.0
GAP, SPARE = 3, 4
SAVED = 1 / 3
"""Of a page: what has to be saved by one across."""


def write(report: Report, workspace: str, stream: BinaryIO) -> None:  # noqa: ARG001
    """The report as a .docx file."""
    look = look_of(report)
    author = report.sheets[0].frame.issuer if report.sheets else ""
    page = UPRIGHT if report.sheets else _page(report, look)
    document = new_document(f"{report.title} – {report.subtitle}".strip(" –"), author, page)
    if report.sheets:
        contact(document, report.sheets[0].frame.contact)
        for place, sheet in enumerate(report.sheets):
            if place:
                next_sheet(document)
            heading(document, sheet.frame)
            if sheet.is_single:
                _single_page(document, sheet, report.cards, look)
            else:
                for section in sheet.sections:
                    _section(document, section, look)
            signatures(document, sheet.frame)
            for annex in sheet.annexes:
                _annex(document, annex, look)
    else:
        _plain(document, report, look, page)
    _save(document, stream)


def _save(document: Document, stream: BinaryIO) -> None:
    """The same report is the same file on every day: its parts bear the first day that a zip file knows."""
    if not isinstance(document.element.body.sectPr.getprevious(), CT_P):
        # A document does not end with a table: a line as high as others, which programs put below it, might need a page.
        document.add_paragraph(style="End")
    keep_hyphens(document)
    package = document.part.package
    parts = package.parts
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        # As document.save() does, which packs the parts with the time of day.
        steady = _Steady(file)
        PackageWriter._write_content_types_stream(steady, parts)  # type: ignore[no-untyped-call]
        PackageWriter._write_pkg_rels(steady, package.rels)  # type: ignore[no-untyped-call]
        PackageWriter._write_parts(steady, parts)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Steady:
    """In place of docx's PhysPkgWriter."""

    file: ZipFile

    def write(self, name: PackURI, data: bytes) -> None:
        """Pack a part."""
        place = ZipInfo(name.membername)
        place.compress_type = ZIP_DEFLATED
        self.file.writestr(place, data)


def _page(report: Report, look: Look) -> Page:
    """Across where a table would have to go on below on an upright page, or where that saves paper."""
    shown = {
        page: [block for block in blocks(report, page.signs) if isinstance(block, Table)] for page in (UPRIGHT, ACROSS)
    }
    if len(shown[UPRIGHT]) != len(report.tables):
        return ACROSS
    high = {page: sum(height_of(table, look, page) for table in tables) for page, tables in shown.items()}
    saved = high[UPRIGHT] / UPRIGHT.text_height - high[ACROSS] / ACROSS.text_height
    return ACROSS if saved > SAVED else UPRIGHT


def _section(document: Document, section: Section, look: Look) -> None:
    for block in section_blocks(section, look, UPRIGHT.signs):
        match block:
            case Text(text, "heading"):
                paragraph(document, text.upper(), "Heading 1")
            case Text(text, "basis"):
                # Decree 30/2020/NĐ-CP, Annex I, part II.6: what a document is based on is in italics.
                paragraph(document, text, "Body").runs[0].italic = True
            case Text(text):
                paragraph(document, text, "Body")
            case Chart():
                _chart(document, block, UPRIGHT)
            case Table():
                _table(document, block, look, UPRIGHT)


def _annex(document: Document, annex: Section, look: Look) -> None:
    """On pages of its own, numbered anew: its title, what it is attached to, its tables (Decree 30/2020/NĐ-CP, Annex I, part III)."""
    next_sheet(document)
    paragraph(document, annex.title.upper(), "Title")
    attached, *parts = annex.parts
    if isinstance(attached, str):
        lines = broken(clean(attached), TEXT_WIDTH, SIZE, places=False)
        told = document.add_paragraph("\n".join(lines), style="Centred")
        told.runs[0].italic = True
        told.paragraph_format.space_after = Pt(10)
    _section(document, replace(annex, title="", parts=tuple(parts)), look)


def _plain(document: Document, report: Report, look: Look, page: Page) -> None:
    """Title, facts, tables, notes: what every format shows."""
    paragraph(document, report.title, "Title")
    if report.subtitle:
        paragraph(document, report.subtitle, "Centred").paragraph_format.space_after = Pt(10)
    for block in blocks(report, page.signs):
        match block:
            case Facts(facts):
                _facts(document, facts, look)
            case Table():
                _table(document, block, look, page)
            case Text(text, "note"):
                if told_on_paper := without_commands(text):
                    paragraph(document, told_on_paper, "Note")
            case Text(text):
                paragraph(document, text, "Body")
    # Pictures move to the next page where they do not fit: behind all else that leaves no hole in it.
    for chart in report.charts():
        _chart(document, chart, page)


def _facts(document: Document, facts: tuple[Fact, ...], look: Look) -> None:
    """Label and value, the detail behind it."""
    for fact in facts:
        line = document.add_paragraph(f"{clean(fact.label)}: ", style="Normal")
        line.paragraph_format.space_after = Pt(4)
        line.add_run(clean(told(fact.value, look))).bold = True
        if detail := told(fact.detail, look):
            # No brackets within brackets.
            line.add_run(f"; {clean(detail)}" if "(" in detail else f" ({clean(detail)})")
    line.paragraph_format.space_after = Pt(8)


def _table(document: Document, table: Table, look: Look, page: Page) -> None:
    if table.title:
        title = paragraph(document, table.title, "Heading 2")
        title.paragraph_format.first_line_indent = Mm(0)
    part_from_table(document)
    _keep_the_lead_with_it(document)
    element = table_element(table, look, page)
    document.element.body.insert_element_before(element, "w:sectPr")
    for line in table.after:
        keep_the_end(document)
        paragraph(document, line, "Note")


def _keep_the_lead_with_it(document: Document) -> None:
    """A line that announces what comes next is not left at the foot of a page."""
    last = document.element.body.sectPr.getprevious()
    if isinstance(last, CT_P) and last.text.rstrip().endswith(":"):
        Paragraph(last, document).paragraph_format.keep_with_next = True


def _chart(document: Document, chart: Chart, page: Page) -> None:
    """The picture with what it shows, below it for who sees it and as its description for who does not."""
    part_from_table(document)
    data, cuts = png_in_rows(chart, CHART / 10)
    if cuts:
        _parted_chart(document, chart, page, data, cuts)
        return
    line = document.add_paragraph(style="Strip")
    line.paragraph_format.keep_with_next = True
    picture, tallest = _picture(line, data, CHART, chart.description), Mm(page.text_height - BELOW)
    if picture.height > tallest:
        picture.width, picture.height = Mm(CHART * tallest / picture.height), tallest
    _caption(document.add_paragraph(), chart, 8)


def _parted_chart(document: Document, chart: Chart, page: Page, data: bytes, cuts: Sequence[float]) -> None:
    """A chart of tasks: a table of strips, between which a page may end where they are high; the next one begins with
    its caption and the axis.
    """
    strips = _rows(document, len(cuts) + 1, page)
    _caption(strips[0].insert_paragraph_before(), chart, 0)
    for line, (top, bottom) in zip(strips, pairwise([0.0, *cuts, 1.0]), strict=True):
        line.style = "Strip"
        picture = _picture(line, data, CHART, "" if top else chart.description)
        if not _may_end_a_page(bottom, cuts, is_low=picture.height < Mm(WHOLE_CHART)):
            line.paragraph_format.keep_with_next = True
        _crop(picture, top, bottom)
    # A document does not end with a table, nor does another one follow it.
    document.add_paragraph(style="End")


def _caption(line: Paragraph, chart: Chart, after: float) -> None:
    """What a chart shows, with so many points of room below."""
    line.style = "Note"
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(after)
    line.add_run(clean(_("Chart: {title}", title=chart.title)))


def _may_end_a_page(bottom: float, cuts: Sequence[float], *, is_low: bool) -> bool:
    """Whether a page may end below a strip: two tasks at least stand at the ends of a chart, and a low one is not parted."""
    return bottom == 1.0 or (bottom in cuts[2:-1] and not is_low)


def _rows(document: Document, count: int, page: Page) -> list[Paragraph]:
    """Lines as rows of a table, of which the first begins it on each page."""
    table = grid(document, count, [page.text_width])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return [row.cells[0].paragraphs[0] for row in table.rows]


def _picture(line: Paragraph, data: bytes, wide: float, told: str) -> InlineShape:
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


def _single_page(document: Document, sheet: Sheet, facts: Sequence[Fact], look: Look) -> None:
    """The body of a sheet of one page."""
    lines = [clean(text) for section in sheet.sections for text in section.texts]
    room = UPRIGHT.text_height - heading_height(sheet.frame) - _boxes(document, facts, look) - SPARE
    size = next((each for each in SIZES if room - _height(lines, each) >= CHARTS), SIZES[-1])
    for text in lines:
        line = document.add_paragraph(style="Normal")
        line.paragraph_format.space_after = Pt(2)
        line.add_run(text).font.size = Pt(size)
    _charts(document, sheet, max(room - _height(lines, size), LEAST))


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


def _charts(document: Document, sheet: Sheet, room: float) -> None:
    """The charts that there are: three charts in two columns, the second one beside the others, as high as it takes; else one below the other.

    Where there is no room their letters are smaller first, and then all of them.
    """
    charts = [part for section in sheet.sections for part in section.parts if isinstance(part, Chart)]
    if not charts:
        return
    columns: list[list[Chart]] = [charts]
    shares: tuple[float, ...] = (1.0,)
    if len(charts) == len(SHARES) + 1:
        columns, shares = [charts[::2], charts[1:2]], SHARES
    widths = [TEXT_WIDTH * share for share in shares]
    table = grid(document, 1, widths)
    for cell, column, wide in zip(table.rows[0].cells, columns, widths, strict=True):
        height = _height_of(column, wide, LETTERS)
        letters = max(LETTERS * min(room / height, 1), LEAST_LETTERS)
        if letters < LETTERS:
            height = _height_of(column, wide, letters)
        part = min(room / height, 1)
        for chart in column:
            centred(cell, clean(chart.title), CAPTION, bold=True)
            picture = _picture(
                cell.add_paragraph(), png(chart, (wide - GAP) / 10, letters), wide - GAP, chart.description
            )
            picture.width, picture.height = Emu(int(picture.width * part)), Emu(int(picture.height * part))


def _height_of(charts: Sequence[Chart], wide: float, letters: float) -> float:
    """Millimetres that charts one below the other take, titles included."""
    inches: float = sum(drawn(chart, (wide - GAP) / POINT, letters).get_figheight() for chart in charts)
    lines = sum(wrapped_lines(clean(chart.title), wide - GAP, CAPTION) + 0.5 for chart in charts)
    return 25.4 * inches + lines * CAPTION * LEADING * POINT
