"""What stands around the body of an administrative document: Decree 30/2020/NĐ-CP, Annex I, part II."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from cchc_cli.messages import _, language
from cchc_cli.model.report import Frame, Signature
from cchc_cli.show.writers.filed.docx.fitting import keep_the_end
from cchc_cli.show.writers.filed.docx.page import SIZE, TEXT_WIDTH, edges_of
from cchc_cli.show.writers.filed.docx.text import broken, clean, width

LEFT, RIGHT = 67, 98
"""Millimetres; the national name at 13 points takes 96."""
SMALL = SIZE - 1
WIDEST_TITLE = 75
AROUND_TITLE = 14
"""Points above and below the title."""
ROOM_TO_SIGN = Mm(24)
WITH_SIGNATURES = 30
"""How much of the body goes to the page of the signatures (mm): with them two fifths of a page, which the one before it may
have empty and the last one has used at least."""


def heading(document: Document, frame: Frame, around: float = AROUND_TITLE) -> None:
    """Issuing body and national name side by side, number and date below, then the title with so many points `around` it."""
    if language() == "en":
        note = document.add_paragraph(_("Unofficial translation"), style="Note")
        note.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        note.runs[0].italic = True
    table = grid(document, 2 if frame.number else 1, (LEFT, RIGHT))
    _issuer(table.cell(0, 0), frame)
    nation, motto = table.cell(0, 1), _("Independence - Freedom - Happiness")
    centred(nation, _("SOCIALIST REPUBLIC OF VIET NAM"), SMALL, bold=True)
    centred(nation, motto, SIZE, bold=True)
    _as_rule(nation.add_paragraph(), width(motto, SIZE, bold=True), RIGHT)
    if frame.number:
        centred(table.cell(1, 0), frame.number, SMALL, before=6)
    if frame.dated:
        # Beside the issuing body where no number stands below it.
        place = table.cell(0, 1) if not frame.number else table.cell(1, 1)
        centred(place, frame.dated, SIZE, italic=True, before=6)
    _title(document, frame, around)
    _addressees(document, frame.to)


def _body_lines(name: str) -> list[str]:
    return broken(clean(name), LEFT - 2, SMALL) if name else []


def _issuer(cell: _Cell, frame: Frame) -> None:
    for line in _body_lines(frame.superior):
        centred(cell, line, SMALL)
    own = _body_lines(frame.issuer)
    for line in own:
        centred(cell, line, SMALL, bold=True)
    if any(sign.isalnum() for line in own for sign in line):
        _as_rule(cell.add_paragraph(), 0.4 * min(width(own[-1], SMALL, bold=True), LEFT), LEFT)


def _title(document: Document, frame: Frame, around: float) -> None:
    kind = document.add_paragraph(clean(frame.kind).upper(), style="Title")
    kind.paragraph_format.space_before = Pt(around)
    if not frame.subject:
        return
    room = TEXT_WIDTH - 10
    lines = broken(clean(frame.subject), room, SIZE, places=False)
    subject = document.add_paragraph("\n".join(lines), style="Title")
    subject.paragraph_format.space_before = Pt(0)
    rule = document.add_paragraph(style="Centred")
    length = 0.4 * min(max(width(line, SIZE, bold=True) for line in lines), room)
    _as_rule(rule, length, TEXT_WIDTH)
    rule.paragraph_format.space_after = Pt(around)


def _addressees(document: Document, to: Sequence[str]) -> None:
    """Kính gửi: on one line, or one below the other."""
    if len(to) == 1:
        text = _("To: {addressee}", addressee=clean(to[0]))
        document.add_paragraph(text, style="Centred").paragraph_format.space_after = Pt(10)
    elif to:
        document.add_paragraph(_("To:"), style="Centred")
        for place, each in enumerate(to, 1):
            line = document.add_paragraph(f"- {clean(each)}{'.' if place == len(to) else ';'}", style="Normal")
            line.paragraph_format.left_indent = Mm(55)
        line.paragraph_format.space_after = Pt(10)


def signatures(document: Document, frame: Frame) -> None:
    """Recipients to the left and who signs to the right, or two that sign."""
    if not frame.signatures and not frame.recipients:
        return
    keep_the_end(document, WITH_SIGNATURES)
    document.add_paragraph(style="Table Text").paragraph_format.keep_with_next = True
    columns = [*([None] if frame.recipients else []), *frame.signatures]
    table = grid(document, 1, [TEXT_WIDTH / len(columns)] * len(columns))
    height = max((len(_wrapped(signature)) for signature in frame.signatures), default=0)
    for cell, signature in zip(table.rows[0].cells, columns, strict=True):
        if signature is None:
            _recipients(cell, frame.recipients)
        else:
            _signature(cell, signature, height)


def contact(document: Document, text: str) -> None:
    """Address and telephone below a line across the foot of the first page: part 13 of a document."""
    if not text:
        return
    line = document.sections[0].first_page_footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(clean(text)).font.size = Pt(11)
    _edge(line, "top", 1)


def _wrapped(signature: Signature) -> list[str]:
    return [line for text in signature.lines for line in broken(clean(text), WIDEST_TITLE, SIZE)]


def _signature(cell: _Cell, signature: Signature, height: int) -> None:
    """Authority and title on `height` lines, so that the names of two that sign stand level."""
    lines = _wrapped(signature)
    for text in [*lines, *[""] * (height - len(lines))]:
        centred(cell, text, SIZE, bold=True)
    name = centred(cell, signature.name, SIZE, bold=True)
    name.paragraph_format.space_before = ROOM_TO_SIGN


def _recipients(cell: _Cell, recipients: Sequence[str]) -> None:
    first = cell.paragraphs[0]
    run = first.add_run(_("Recipients:"))
    run.bold, run.italic, run.font.size = True, True, Pt(12)
    for place, each in enumerate(recipients, 1):
        end = "." if place == len(recipients) else ";"
        cell.add_paragraph(f"- {clean(each)}{end}", style="Recipients")


def grid(document: Document, rows: int, widths: Sequence[float], *, edges: bool = False) -> Table:
    """A table that only places its cells: no margins, rows whole, and no edges unless they are asked for."""
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    if style is not None:
        properties.remove(style)
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    properties.insert_element_before(margins, "w:tblLook")
    if edges:
        borders = parse_xml(edges_of("insideV", nsdecls("w")))
        properties.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for column, each in zip(table.columns, widths, strict=True):
        column.width = Mm(each)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, each in zip(row.cells, widths, strict=True):
            cell.width = Mm(each)
    return table


def centred(
    cell: _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False, before: float = 0
) -> Paragraph:
    """A centred line in a cell, in its first paragraph where that is empty yet."""
    line: Paragraph = cell.paragraphs[0] if not cell.paragraphs[0].runs else cell.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = Pt(before)
    run = line.add_run(clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return line


def _as_rule(line: Paragraph, length: float, room: float) -> None:
    """Turn an empty paragraph into a thin line of `length` in the middle of `room` (mm)."""
    side = Mm(max((room - length) / 2, 0))
    form = line.paragraph_format
    form.left_indent, form.right_indent = side, side
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    form.space_before, form.space_after = Pt(1), Pt(0)
    _edge(line, "bottom", 0)


def _edge(line: Paragraph, side: str, space: int) -> None:
    edge = f'<w:{side} w:val="single" w:sz="6" w:space="{space}" w:color="000000"/>'
    line._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>"), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
