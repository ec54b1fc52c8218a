"""The page: A4, margins, type and page numbers of Decree 30/2020/NĐ-CP, Annex I, part I."""

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from cchc_cli.messages import language
from cchc_cli.show.writers.word.text import clean

TYPE = "Times New Roman"
SIZE = 14
TEXT_WIDTH = 210 - 30 - 15
"""Millimetres between the margins."""
NUMBER_SIZE = 13
TEXT_HEIGHT = 297 - 20 - 20
"""Millimetres between the margins."""
INDENT = 10
LONGEST_DESCRIPTION = 4000
"""Signs of what a picture shows, for who does not see it."""
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def new_document(title: str, author: str) -> Document:
    """An empty document: page, styles, page numbers from the second page on."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = clean(title)[:250], clean(author)[:250]
    properties.comments, properties.language = "", LANGUAGES[language()]
    _styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section)
    _mode_of_today(document)
    return document


def _mode_of_today(document: Document) -> None:
    """Lay out as Word does since 2013; else it takes the file for one of an older Word."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def next_sheet(document: Document) -> None:
    """Go on with another sheet, on a new page that is its first."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")


def paragraph(document: Document, text: str, style: str) -> Paragraph:
    """A paragraph at the end."""
    return document.add_paragraph(clean(text), style=style)


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


def _styles(document: Document) -> None:
    """One typeface, in black; sizes as in the Decree's table of specimens."""
    _style(document, "Normal", SIZE)
    language_tag = parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGES[language()]}"/>')
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
    body.paragraph_format.line_spacing = 1.1
    _style(document, "Centred", SIZE).paragraph_format.alignment = centre
    _style(document, "Table Text", 12, before=1.5, after=1.5)
    _style(document, "Note", 12, before=3, after=3)
    _style(document, "Recipients", 11)
    _style(document, "Gap", 5)


def _style(
    document: Document, name: str, size: float, *, bold: bool = False, before: float = 0, after: float = 0
) -> ParagraphStyle:
    """The style `name`, made if it is not there, without the colours, frames and typefaces of the template."""
    if name in document.styles:
        style = document.styles[name]
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if name != "Normal":
        normal = document.styles["Normal"]
        assert isinstance(normal, ParagraphStyle)
        style.base_style, style.hidden, style.quick_style = normal, False, True
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
