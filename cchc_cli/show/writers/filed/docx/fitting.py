"""How full pages become: what goes to the next one together, and air between lines where one would be left nearly half empty.

Decree 30/2020/NĐ-CP, Annex I, part II.6: lines are 1 to 1.5 high, paragraphs at least 6 points apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

from cchc_cli.show.writers.filed.docx.page import PADDING, SIZE, TEXT_WIDTH, Page
from cchc_cli.show.writers.filed.docx.text import POINT, wrapped_lines

BESIDE, LEAST_ROWS = 12, 2
"""Of what stands before so much (mm) goes to the page of what comes next; of a table at its end at least so many rows."""
FULL, FULLEST, DOUBT = 0.64, 0.96, (0.97, 1.0, 1.03)
"""Of a page: what is used of it at least, what the last one may need, and for how high it is taken: programs differ."""
UNLIKE, SPILT = 0.01, 8
"""What another height of lines costs, and a last page that is too full, where a page left so much too empty costs 1."""
MOST = 600
"""Lines and rows beyond which the sums are not exact enough to tell of a last page."""
LEAST_LINES = 2
"""Of a paragraph that is parted, on each page."""
HIGH, BORDER = 1.15, 0.2
"""Height of a line, of the size of its letters; that of a row's edge (mm)."""
FLOWING = ("Body", "Note")
"""Styles of text that takes air."""
KEEPING = ("Title", "Heading1", "Heading2")
"""Styles of what goes to the page of what comes next."""
SURE = 1.02
"""`wrapped_lines` takes lines for so much wider than they are."""
FIRST = 3 * "\u00a0"
"""As wide as the indent of a paragraph."""


@dataclass(frozen=True)
class Air:
    """How high a line of text is, points below a paragraph, those above and below what a cell says, the size of charts."""

    leading: float = 1.1
    after: float = 6
    cells: float = 1.5
    charts: float = 1.0


@dataclass(frozen=True)
class Piece:
    """A paragraph or a row of a table, and of its height (mm) what air changes."""

    fixed: float = 0.0
    text: float = 0.0
    lines: int = 0
    cells: int = 0
    picture: float = 0.0
    keeps: bool = False
    head: "Piece | None" = None
    """The row that is repeated above it on each page."""

    def __add__(self, other: "Piece") -> "Piece":
        """One below the other in a cell."""
        return Piece(
            self.fixed + other.fixed, self.text + other.text, self.lines + other.lines, self.cells + other.cells,
            self.picture + other.picture, self.keeps or other.keeps,
        )  # fmt: skip

    def high(self, air: Air) -> float:
        """Its height (mm)."""
        between = air.after * (self.lines > 0) + 2 * air.cells * self.cells
        return self.fixed + self.text * air.leading + between * POINT + self.picture * air.charts


AIRS = {
    Air(1.1 + 0.05 * step, 6 + max(step, 0), 1.5 + 0.4 * step, charts): UNLIKE * abs(step) + 1 - charts
    for charts, step in product((1.0, 0.9, 0.8), sorted(range(-2, 9), key=abs))
}
"""Those that are tried, and how unlike the usual one they look."""


def fit(document: Document, page: Page) -> None:
    """Give each sheet the air with which its pages are best filled."""
    ruler = Ruler(document, page.text_width)
    for sheet in _sheets(document):
        if sum(len(part.tr_lst) if isinstance(part, CT_Tbl) else 1 for part in sheet) <= MOST:
            best = _best([*ruler.pieces(sheet)], page.text_height)
            if best != Air():
                _apply(sheet, best)


def _best(pieces: Sequence[Piece], high: float) -> Air:
    """The air that leaves no page of `high` millimetres too empty, whatever programs make of it, and looks most usual."""
    cost = {air: sum(_badness(fills(pieces, air, part * high)) for part in DOUBT) + odd for air, odd in AIRS.items()}
    return min(cost, key=cost.__getitem__)


def _sheets(document: Document) -> Iterator[list[BaseOxmlElement]]:
    parts: list[BaseOxmlElement] = []
    for part in document.element.body:
        parts.append(part)
        if part.tag == qn("w:sectPr") or part.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            yield parts
            parts = []


def _badness(used: Sequence[float]) -> float:
    """How much pages of several are emptier than they should be, and the last one is fuller than is safe."""
    short = sum(max(FULL - each, 0.0) for each in used) if len(used) > 1 else 0.0
    return short + SPILT * max(used[-1] - FULLEST, 0.0)


def fills(pieces: Sequence[Piece], air: Air, high: float) -> list[float]:
    """What is used of each page, of 1."""
    pages, used = [], 0.0
    for unit in _units(pieces, air, high):
        *above, last = [piece.high(air) for piece in unit]
        if used and used + sum(above) + last > high:
            here, there = _parted(unit[-1], air, high - used - sum(above))
            pages.append((used + (sum(above) + here if here else 0)) / high)
            head = unit[0].head
            used = there if here else sum(above) + last + (head.high(air) if head else 0)
        else:
            used += sum(above) + last
    return [*pages, used / high]


def _units(pieces: Sequence[Piece], air: Air, high: float) -> Iterator[list[Piece]]:
    """Pieces that stay together, as far as a page has room for them."""
    unit: list[Piece] = []
    for piece in pieces:
        unit.append(piece)
        if not piece.keeps or sum(each.high(air) for each in unit) > high:
            yield unit
            unit = []
    if unit:
        yield unit


def _parted(piece: Piece, air: Air, room: float) -> tuple[float, float]:
    """What of a paragraph stands on this page and on the next one (mm); nothing here where it can't be parted."""
    line = piece.text * air.leading / max(piece.lines, 1)
    here = min(int(room / line), piece.lines - LEAST_LINES) if line else 0
    return (here * line, piece.high(air) - here * line) if here >= LEAST_LINES else (0.0, piece.high(air))


@dataclass(frozen=True)
class _Form:
    """Of a style or of a paragraph: points of its letters, above and below it, and of a line where that is fixed."""

    size: float
    before: float
    after: float
    line: float | None


class Ruler:
    """Measures paragraphs and rows of a document."""

    def __init__(self, document: Document, wide: float = TEXT_WIDTH) -> None:
        self.wide = wide
        self._forms = {
            style.style_id: _form(style.element, style.paragraph_format, _Form(SIZE, 0, 0, None))
            for style in document.styles
            if isinstance(style, ParagraphStyle)
        }

    def pieces(self, parts: Sequence[BaseOxmlElement]) -> Iterator[Piece]:
        """The lines and rows of a sheet."""
        for part in parts:
            if isinstance(part, CT_P):
                yield self.measured(part)
            elif isinstance(part, CT_Tbl):
                head = None
                for row in part.tr_lst:
                    piece = replace(self.measured(row), head=head)
                    yield piece
                    if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
                        head = piece

    def measured(self, part: CT_P | CT_Row) -> Piece:
        """About how high a paragraph is, or the highest cell of a row."""
        if isinstance(part, CT_P):
            return self._paragraph(part, self.wide)
        cells = (
            sum(
                (self._paragraph(each, (cell.width or Mm(TEXT_WIDTH)).mm - 2 * PADDING) for each in cell.p_lst),
                Piece(BORDER),
            )
            for cell in part.tc_lst
        )
        return max(cells, key=lambda piece: piece.high(Air()))

    def _paragraph(self, element: CT_P, wide: float) -> Piece:
        form, style = ParagraphFormat(element), str(element.style or "Normal")
        own = _form(element, form, self._forms[style])
        keeps = bool(form.keep_with_next) or style in KEEPING
        if pictures := [*element.iter(qn("wp:extent"))]:
            return Piece(picture=max(int(each.get("cy", 0)) for each in pictures) / Mm(1), keeps=keeps)
        said = FIRST * (style == "Body") + "".join(each.text or "\n" for each in element.iter(qn("w:t"), qn("w:br")))
        lines = sum(wrapped_lines(line, SURE * wide, own.size) for line in said.split("\n"))
        high = lines * (own.line or own.size * HIGH) * POINT
        if style in FLOWING:
            return Piece(fixed=own.before * POINT, text=high, lines=lines, keeps=keeps)
        is_cell = style == "TableText"
        return Piece(fixed=high + (not is_cell) * (own.before + own.after) * POINT, cells=int(is_cell), keeps=keeps)


def _form(element: BaseOxmlElement, form: ParagraphFormat, usual: _Form) -> _Form:
    """What a style or a paragraph says of itself, else the usual."""
    sizes, line = (int(each.get(qn("w:val"), 0)) / 2 for each in element.iter(qn("w:sz"))), form.line_spacing
    return _Form(
        max(sizes, default=usual.size),
        usual.before if form.space_before is None else form.space_before.pt,
        usual.after if form.space_after is None else form.space_after.pt,
        line.pt if isinstance(line, Length) else usual.line,
    )


def height_so_far(document: Document) -> float:
    """About how high (mm) what a document of one page has yet is."""
    return sum(piece.high(Air()) for piece in Ruler(document).pieces([*document.element.body]))


def keep_the_end(document: Document, beside: float = BESIDE) -> None:
    """What comes next is never alone on its page: the last lines go there with it, and the last rows of a table."""
    part, height, ruler = document.element.body.sectPr.getprevious(), 0.0, Ruler(document)
    while part is not None and height < beside:
        lines = [part] if isinstance(part, CT_P) else part.tr_lst[:0:-1]
        for at, line in enumerate(lines):
            if height >= beside and (isinstance(line, CT_P) or at >= LEAST_ROWS):
                break
            for text in _texts(line):
                ParagraphFormat(text).keep_with_next = True
            height += ruler.measured(line).high(Air())
        part = part.getprevious()


def _texts(part: BaseOxmlElement) -> list[CT_P]:
    return [each for each in part.iter(qn("w:p")) if isinstance(each, CT_P)]


def _apply(parts: Sequence[BaseOxmlElement], air: Air) -> None:
    for part in parts:
        for element in _texts(part):
            form = ParagraphFormat(element)
            if element.style in FLOWING:
                form.line_spacing, form.space_after = air.leading, Pt(air.after)
            elif element.style == "TableText":
                form.space_before = form.space_after = Pt(air.cells)
        for size in (*part.iter(qn("wp:extent")), *part.iter(qn("a:ext"))):
            for side in ("cx", "cy"):
                size.set(side, str(round(int(size.get(side, 0)) * air.charts)))
