"""Word: any report in a plain A4 form; documents with the frame of Decree 30/2020/NĐ-CP around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from cchc_cli.model.blocks import Chart, Fact, Facts, Table, Text
from cchc_cli.model.report import Block, Report, Section, Sheet
from cchc_cli.show.kinds import Look, look_of, told
from cchc_cli.show.writers.blocks import blocks, section_blocks
from cchc_cli.show.writers.filed.docx.charts import add_chart, add_single_page
from cchc_cli.show.writers.filed.docx.fitting import fit, keep_the_end
from cchc_cli.show.writers.filed.docx.frame import AROUND_TITLE, contact, heading, signatures
from cchc_cli.show.writers.filed.docx.page import (
    ACROSS,
    SIZE,
    TEXT_WIDTH,
    UPRIGHT,
    Page,
    keep_hyphens,
    new_document,
    next_sheet,
    paragraph,
    part_from_table,
)
from cchc_cli.show.writers.filed.docx.tables import folded_alike, height_of, table_element
from cchc_cli.show.writers.filed.docx.text import broken, clean, without_commands

BINARY = True
"""A file of it is bytes, not text."""

SAVED = 1 / 3
"""Of a page: what has to be saved by one across."""


def write(report: Report, workspace: str, stream: BinaryIO) -> None:  # noqa: ARG001
    """The report as a .docx file."""
    look = look_of(report)
    author = report.sheets[0].frame.issuer if report.sheets else ""
    page = UPRIGHT if report.sheets else _page(report, look)
    report = folded_alike(report, look, page)
    document = new_document(f"{report.title} – {report.subtitle}".strip(" –"), author, page)
    if report.sheets:
        contact(document, report.sheets[0].frame.contact)
        for place, sheet in enumerate(report.sheets):
            if place:
                next_sheet(document)
            _sheet(document, sheet, report.cards, look)
    else:
        _plain(document, report, look, page)
    if not any(sheet.is_single for sheet in report.sheets):
        fit(document, page)
    _save(document, stream)


def _sheet(document: Document, sheet: Sheet, cards: Sequence[Fact], look: Look) -> None:
    heading(document, sheet.frame, AROUND_TITLE / (2 if sheet.is_single else 1))
    if sheet.is_single:
        add_single_page(document, sheet, cards, look)
    else:
        for section in sheet.sections:
            _section(document, section, look)
    signatures(document, sheet.frame)
    for annex in sheet.annexes:
        _annex(document, annex, look)


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
    _add(document, section_blocks(section, look, UPRIGHT.signs), look, UPRIGHT)


def _add(document: Document, parts: Iterable[Block], look: Look, page: Page) -> None:
    for block in parts:
        match block:
            case Facts(facts):
                _facts(document, facts, look)
            case Table():
                _table(document, block, look, page)
            case Chart():
                add_chart(document, block, page)
            case Text(text, "heading"):
                paragraph(document, text.upper(), "Heading 1")
            case Text(text, "basis"):
                # Decree 30/2020/NĐ-CP, Annex I, part II.6: what a document is based on is in italics.
                paragraph(document, text, "Body").runs[0].italic = True
            case Text(text, "note"):
                if told_on_paper := without_commands(text):
                    paragraph(document, told_on_paper, "Note")
            case Text(text):
                paragraph(document, text, "Body")


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
    paragraph(document, report.title, "Title")
    if report.subtitle:
        paragraph(document, report.subtitle, "Centred").paragraph_format.space_after = Pt(10)
    # Pictures move to the next page where they do not fit: behind all else that leaves no hole in it.
    _add(document, (*blocks(report, page.signs), *report.charts()), look, page)


def _facts(document: Document, facts: tuple[Fact, ...], look: Look) -> None:
    for fact in facts:
        line = document.add_paragraph(f"{clean(fact.label)}: ", style="Table Text")
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
    last = document.element.body.sectPr.getprevious()
    if isinstance(last, CT_P) and last.text.rstrip().endswith(":"):
        # A line that announces what comes next is not left at the foot of a page.
        Paragraph(last, document).paragraph_format.keep_with_next = True
    element = table_element(table, look, page)
    document.element.body.insert_element_before(element, "w:sectPr")
    for line in table.after:
        if line in (table.after[0], table.after[-1]):  # all of many lines would go to the next page as one
            keep_the_end(document)
        paragraph(document, line, "Note")
