"""The page: A4, margins, type and page numbers of Decree 30/2020/NĐ-CP, Annex I, part I."""

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.styles import CT_Styles
from docx.oxml.table import CT_Tbl
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from cchc_cli.messages import language
from cchc_cli.show.writers.filed.docx.text import clean

TYPE = "Times New Roman"
SIZE = 14
NUMBER_SIZE = 13
INDENT = 10
TABLE_SIZE, PADDING = 12, 1.5
"""Of the letters of a cell, and millimetres left and right of them."""
TOP, LEFT, RIGHT = 20, 30, 15
"""Margins in millimetres; that of the foot is that of the top."""
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
STYLES = ("Normal", "Header", "Title", "Heading1", "Heading2", "DefaultParagraphFont", "TableNormal", "NoList")
"""Of the template of docx, those that documents stand on."""


@dataclass(frozen=True)
class Page:
    """A page of so many millimetres; `signs` is about what a line of a table holds, which decides what goes under what."""

    wide: int
    high: int
    signs: int

    @property
    def text_width(self) -> int:
        """Millimetres between the margins."""
        return self.wide - LEFT - RIGHT

    @property
    def text_height(self) -> int:
        """Millimetres between the margins."""
        return self.high - 2 * TOP


UPRIGHT, ACROSS = Page(210, 297, 92), Page(297, 210, 140)
TEXT_WIDTH = UPRIGHT.text_width
"""That of documents: what has a frame is upright."""


def new_document(title: str, author: str, page: Page) -> Document:
    """An empty document: page, styles, page numbers from the second page on."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = clean(title)[:250], clean(author)[:250]
    properties.comments, properties.language = "", LANGUAGES[language()]
    document.styles.element[:] = list(deepcopy(_styles(language())))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if page.wide > page.high else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.wide), Mm(page.high)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(TOP)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            # As Word lays out since 2013; else it takes the file for one of an older Word.
            setting.set(qn("w:val"), "15")
    return document


def next_sheet(document: Document) -> None:
    """Go on with another sheet, on a new page that is its first."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The break stands in a line of its own, which on a full page would be the only one of the next.
    section._sectPr.getprevious().style = "End"
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")


def paragraph(document: Document, text: str, style: str) -> Paragraph:
    """A paragraph at the end."""
    line = document.add_paragraph(clean(text))
    if style != "Normal":
        # Of a style that is named docx looks through all 160, for each paragraph; its id is the name without spaces.
        line._p.style = style.replace(" ", "")
    if style in ("Body", "Note") and isinstance(line._p.getprevious(), CT_Tbl):
        line.paragraph_format.space_before = Pt(6 if style == "Body" else 3)
    return line


def part_from_table(document: Document) -> None:
    """Two tables with nothing between them would be one; before text such a line breaks what LibreOffice keeps together."""
    if isinstance(document.element.body.sectPr.getprevious(), CT_Tbl):
        paragraph(document, "", "Gap")


def edges_of(inside: str, declared: str = "") -> str:
    """Thin lines around a table, and `inside` it."""
    sides = ("top", "left", "bottom", "right", *inside.split())
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    return f"<w:tblBorders {declared}>{lines}</w:tblBorders>"


HYPHEN = re.compile(r"(?<=\w)-(?=\w*\d)|(?<=/\w\w)-(?=\w)")
"""That of an id, of a day, of the number of a document: T-2023-001, 30/2020/NĐ-CP."""


def keep_hyphens(document: Document) -> None:
    """No line ends within an id, as Word would end it behind a hyphen."""
    for text in [*document.element.body.iter(qn("w:t"))]:
        first, *others = HYPHEN.split(text.text or "")
        text.text = first
        for part in reversed(others):
            text.addnext(parse_xml(f'<w:t {nsdecls("w")} xml:space="preserve">{escape(part)}</w:t>'))
            text.addnext(OxmlElement("w:noBreakHyphen"))


def _number_pages(section: Section) -> None:
    """Arabic figures in the middle of the top margin; none on the first page."""
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.paragraph_format.tab_stops.clear_all()
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:rPr><w:sz w:val="{2 * NUMBER_SIZE}"/></w:rPr>'
        "<w:t>2</w:t></w:r></w:fldSimple>"
    )
    header._p.append(field)


@cache
def _styles(speaks: str) -> CT_Styles:
    """One typeface, in black; sizes as in the Decree's table of specimens. To make them takes longer than all else."""
    document = _without_others(docx.Document())
    _style(document, "Normal", SIZE)
    language_tag = parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGES[speaks]}"/>')
    document.styles["Normal"].element.get_or_add_rPr().append(language_tag)
    _style(document, "Header", NUMBER_SIZE)
    centre, justify = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    title = _style(document, "Title", SIZE, bold=True, before=6, after=0)
    title.paragraph_format.alignment, title.paragraph_format.keep_with_next = centre, True
    for name, before in (("Heading 1", 10), ("Heading 2", 8)):
        heading = _style(document, name, SIZE, bold=True, before=before, after=6)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.first_line_indent = Mm(INDENT)
    body = _style(document, "Body", SIZE, after=6)
    body.paragraph_format.alignment, body.paragraph_format.first_line_indent = justify, Mm(INDENT)
    note = _style(document, "Note", 12, after=6)
    body.paragraph_format.line_spacing = note.paragraph_format.line_spacing = 1.1
    _style(document, "Centred", SIZE).paragraph_format.alignment = centre
    _style(document, "Table Text", TABLE_SIZE, before=1.5, after=1.5)
    _style(document, "Recipients", 11)
    _style(document, "Gap", 1, after=5)
    _style(document, "Strip", 1)
    # Below a table that ends a page there is no room for a line, and it would begin another one.
    _style(document, "End", 1).paragraph_format.line_spacing = Pt(0.1)
    styles: CT_Styles = document.styles.element
    return styles


def _without_others(template: Document) -> Document:
    """Its 150 styles that are not used here would be copied, searched and stored for nothing."""
    for style in template.styles.element.findall(qn("w:style")):
        if style.styleId not in STYLES:
            template.styles.element.remove(style)
        for link in style.findall(qn("w:link")):
            style.remove(link)
    return template


def _style(
    document: Document, name: str, size: float, *, bold: bool = False, before: float = 0, after: float = 0
) -> ParagraphStyle:
    """The style `name`, made if it is not there, without the colours, frames and typefaces of the template."""
    known = document.styles
    base = known[name] if name in known else known.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = ParagraphStyle(base.element)  # the library names no class of what it gives
    if name != "Normal":
        style.base_style, style.hidden, style.quick_style = document.styles["Normal"], False, True
    for part in ("w:pPr", "w:rPr"):
        for old in style.element.findall(qn(part)):
            style.element.remove(old)
    style.font.name, style.font.size, style.font.bold = TYPE, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), TYPE)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0
    spacing.widow_control = True
    return style
