"""Tables: columns as wide as their contents ask for, header rows that repeat, rows that stay on one page.

A table is built as text and read once; adding cell by cell takes a hundred times as long, which counts where
every commune of the country has a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import permutations
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Role, Table
from cchc_cli.model.report import Report, Section
from cchc_cli.show.kinds import KINDS, Look
from cchc_cli.show.writers.filed.docx.page import PADDING, TABLE_SIZE, Page, edges_of
from cchc_cli.show.writers.filed.docx.text import POINT, clean, width, wrapped_lines
from cchc_cli.show.writers.layout import is_sign, lay_out

LINE = 5.2
TOGETHER, WHOLE, WHOLE_HEIGHT = 2, 4, 40
"""Rows at the ends of a table that stay on one page; a table of so many, up to so high (mm), is on one page as a whole."""
TALLEST = 100
"""A row up to this high (mm) is kept on one page; one that is higher might not find a page that holds it."""
TWIPS = 20 / POINT
SLACK = 1.4
"""Millimetres that a cell has beside its text: programs measure letters a little differently."""
HEADING_LINES = (1, 2, 3, 9)
"""That are tried."""
LONG_WORD = 40
"""A word from this width on may be broken (mm)."""
DOT = "…"
"""A line of them, to write on, may be broken anywhere."""
STEP = 4
"""Millimetres in which width goes from one column to another."""
BOLD = "<w:rPr><w:b/></w:rPr>"
RUNS = {"own": BOLD, "total": BOLD, "overdue": '<w:rPr><w:color w:val="C62828"/></w:rPr>'}
"""What the letters of a row have."""
TRIED = 40
"""Rows that widths are tried on."""


@dataclass(frozen=True)
class PaperColumn:
    """A column on paper: its cells from top to bottom."""

    label: str
    texts: list[str]
    align: str
    wraps: bool

    @cached_property
    def widest(self) -> tuple[float, float]:
        """Its widest line and its widest word (mm)."""
        # The same few texts stand in many rows of a long table.
        cells = "\n".join(set(self.texts))
        words = (word for word in cells.split() if word.strip(DOT))
        lines, word = (
            max((width(part, TABLE_SIZE) for part in parts), default=0.0) for parts in (cells.splitlines(), words)
        )
        return lines, min(word, LONG_WORD)


def column_widths(columns: Sequence[PaperColumn], room: float) -> list[float]:
    """Millimetres for each column, `room` together, so that heading and rows take the fewest lines."""
    needs: list[tuple[list[float], list[float]]] = []
    for lines in HEADING_LINES:
        need = _needs(columns, lines)
        if need not in needs and sum(need[0]) <= room:
            needs.append(need)
    if not needs:
        least, _natural = _needs(columns, HEADING_LINES[-1])
        return [each * room / sum(least) for each in least]
    return min((_shared(columns, room, *need) for need in needs), key=lambda widths: _taken(columns, widths))


def _needs(columns: Sequence[PaperColumn], lines: int) -> tuple[list[float], list[float]]:
    """What columns need at least, with headings of so many lines, and what texts have no use for more than."""
    around = 2 * PADDING + SLACK
    least = [max(_label_width(each.label, lines), each.widest[each.wraps]) + around for each in columns]
    natural = [
        max(low, width(each.label, TABLE_SIZE, bold=True) + around, each.widest[0] + around) if each.wraps else low
        for each, low in zip(columns, least, strict=True)
    ]
    return least, natural


def _shared(columns: Sequence[PaperColumn], room: float, least: list[float], natural: list[float]) -> list[float]:
    """What cells need; the rest is shared among texts that wrap."""
    wanting = [high - low for high, low in zip(natural, least, strict=True)]
    part = min((room - sum(least)) / (sum(wanting) or 1), 1)
    widths = [low + part * more for low, more in zip(least, wanting, strict=True)]
    if part < 1:
        widths = _fewest_lines(columns, widths, least, [at for at, more in enumerate(wanting) if more])
    return _filled(columns, widths, room)


def _taken(columns: Sequence[PaperColumn], widths: Sequence[float]) -> tuple[int, int]:
    """The lines that the heading and the first rows take; where these are equal, all cells."""
    heading = max(
        wrapped_lines(each.label, wide - 2 * PADDING, TABLE_SIZE, bold=True)
        for each, wide in zip(columns, widths, strict=True)
    )
    rows, cells = _height({at: _lines(*each) for at, each in enumerate(zip(columns, widths, strict=True))})
    return heading + rows, cells


def _filled(columns: Sequence[PaperColumn], widths: list[float], room: float) -> list[float]:
    """The widths with what is left of the room, among texts that wrap, or among all."""
    taking = [column.wraps for column in columns]
    spare = (room - sum(widths)) / (sum(taking) or len(columns) or 1)
    return [width + spare * (takes or not any(taking)) for width, takes in zip(widths, taking, strict=True)]


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes in a column of `room` millimetres, its padding included."""
    inner = room - 2 * PADDING
    if len(text) < inner / 4.5 and "\n" not in text:  # no sign is wider than that
        return 1
    return sum(_wrapped(words, inner) for words in _words(text))


def _wrapped(words: Sequence[float], inner: float) -> int:
    """The lines that words of such widths take."""
    lines, used, space = 1, 0.0, width(" ", TABLE_SIZE)
    for wide in words:
        if used and used + wide > inner:
            lines, used = lines + 1, 0.0
        if wide > inner:
            lines += int(wide / max(inner, 1.0))
        used += wide + space
    return lines


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> list[list[float]]:
    """How wide the words of each line are: the lines of a text are counted for many widths of its column."""
    return [[width(word, TABLE_SIZE) for word in line.split()] for line in text.split("\n")]


def _fewest_lines(
    columns: Sequence[PaperColumn], widths: list[float], least: list[float], moving: list[int]
) -> list[float]:
    """Shift as much width between the `moving` columns as lets the rows take the fewest lines."""
    lines = {at: _lines(column, wide) for at, (column, wide) in enumerate(zip(columns, widths, strict=True))}
    # Every pair, both ways, twice: a shift between two columns may make room for another.
    for giving, taking in [*permutations(moving, 2)] * 2:
        tried = {}
        for shift in range(0, int(widths[giving] - least[giving]) + 1, STEP):
            lines[giving] = _lines(columns[giving], widths[giving] - shift)
            lines[taking] = _lines(columns[taking], widths[taking] + shift)
            tried[shift] = _height(lines)
        shift = min(tried, key=tried.__getitem__)
        widths[giving] -= shift
        widths[taking] += shift
        lines |= {at: _lines(columns[at], widths[at]) for at in (giving, taking)}
    return widths


def _lines(column: PaperColumn, wide: float) -> list[int]:
    return [lines_of(text, wide) for text in column.texts[:TRIED]]


def _height(counts: dict[int, list[int]]) -> tuple[int, int]:
    """Lines of all rows; where these are equal, of all cells."""
    return sum(max(row) for row in zip(*counts.values(), strict=True)), sum(map(sum, counts.values()))


def _label_width(label: str, lines: int) -> float:
    """What a label needs to take so many lines; a no-break space keeps its words together."""
    wide = max((width(word, TABLE_SIZE, bold=True) for word in label.split(" ")), default=0.0)
    while wrapped_lines(label, wide, TABLE_SIZE, bold=True) > max(lines, 1):
        wide += STEP / 4
    return wide


def table_element(table: Table, look: Look, page: Page) -> BaseOxmlElement:
    """`table` as an element of the document, as wide as the page's text."""
    columns, widths, lines = _laid_out(table, look, page)
    roles: list[Role] = [*table.roles, "total"][: len(lines)]
    # A total without what it sums says little, and neither does a lone row at the foot or the top of a page.
    is_whole = len(lines) <= WHOLE and sum(_row_lines(cells, widths) for cells in lines) * LINE < WHOLE_HEIGHT
    ends = {*range(TOGETHER - 1), *range(0 if is_whole else max(len(lines) - TOGETHER, 0), len(lines) - 1)}
    # A bold row stays with the one below it, which may be a part of it.
    ends |= {at for at, role in enumerate(table.roles[:-1]) if role == "own"}
    rows = [
        _row(cells, columns, widths, role=role, together=at in ends)
        for at, (cells, role) in enumerate(zip(lines, roles, strict=True))
    ]
    heads = zip((column.label for column in columns), widths, strict=True)
    cells = "".join(_cell(text, each, "center", "total", together=True, middle=True) for text, each in heads)
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    return parse_xml(_table([head, *rows], widths))


def height_of(table: Table, look: Look, page: Page) -> float:
    """About how many millimetres the first rows of a table take on a page."""
    _columns, widths, lines = _laid_out(replace(table, frame=table.frame.head(TRIED)), look, page)
    return sum(_row_lines(cells, widths) for cells in lines) * LINE


def _laid_out(table: Table, look: Look, page: Page) -> tuple[list[PaperColumn], list[float], list[tuple[str, ...]]]:
    columns = _columns(table, look, page)
    lines = list(zip(*(column.texts for column in columns), strict=True))
    return columns, column_widths(columns, page.text_width), lines


def _columns(table: Table, look: Look, page: Page) -> list[PaperColumn]:
    """The columns that paper has room for; those that screens leave out are there where none has to go under another for them."""
    every = tuple(replace(each, fold=None) if each.fold == "" else each for each in table.columns)
    usual, whole = (_laid(each, look, page.signs) for each in (table, replace(table, columns=every)))
    return whole if _fits(whole, page) and {each.label for each in whole} >= {each.label for each in usual} else usual


def _fits(columns: list[PaperColumn], page: Page) -> bool:
    return sum(_needs(columns, HEADING_LINES[-1])[0]) <= page.text_width


def folded_alike(report: Report, look: Look, page: Page) -> Report:
    """The report, where tables of the same columns have a column in one and under another in the next as in none, if it fits."""
    sections = [section for sheet in report.sheets for section in sheet.sections]
    alike: dict[tuple[Column, ...], list[Table]] = {}
    for table in (*report.tables, *(each for section in sections for each in section.tables)):
        alike.setdefault(table.columns, []).append(replace(table, frame=table.frame.head(TRIED)))
    wide = {columns: _unfolded(columns, tables, look, page) for columns, tables in alike.items()}

    def widened(table: Table) -> Table:
        return replace(table, columns=wide.get(table.columns, table.columns))

    def of_section(section: Section) -> Section:
        parts = (widened(each) if isinstance(each, Table) else each for each in section.parts)
        return replace(section, parts=tuple(parts))

    sheets = tuple(replace(each, sections=tuple(map(of_section, each.sections))) for each in report.sheets)
    return replace(report, tables=tuple(map(widened, report.tables)), sheets=sheets)


def _unfolded(columns: tuple[Column, ...], tables: list[Table], look: Look, page: Page) -> tuple[Column, ...]:
    """The columns, none to go under another one where that is so in some of the tables alone and all have the room."""
    whole = tuple(replace(each, fold=None) for each in columns)
    if len({len(_columns(each, look, page)) for each in tables}) == 1:
        return columns
    fit = (_fits(_laid(replace(each, columns=whole), look, page.signs), page) for each in tables)
    return whole if all(fit) else columns


def _laid(table: Table, look: Look, signs: int) -> list[PaperColumn]:
    # In place of signs headings stand before what goes under another column.
    columns = (
        replace(each, fold=f"{each.label}: ") if each.fold and is_sign(each.fold) else each for each in table.columns
    )
    return [
        PaperColumn(
            clean(each.column.label or (_("Id") if each.column.kind == "id" else "")),
            [clean(text) for text in each.texts],
            KINDS[each.column.kind].paper,
            each.wraps,
        )
        for each in lay_out(replace(table, columns=tuple(columns)), look, signs)
        if KINDS[each.column.kind].tone != "part" and not _only_points(each.column.label, each.texts, table)
    ]


def _only_points(label: str, texts: list[str], table: Table) -> bool:
    """Whether a column does nothing but point at the own row, which is bold on paper."""
    return bool(table.emphasis) and not label and not any(sign.isalnum() for text in texts for sign in text)


def _table(rows: Sequence[str], widths: Sequence[float]) -> str:
    margin = round(PADDING * TWIPS)
    grid = "".join(f'<w:gridCol w:w="{round(each * TWIPS)}"/>' for each in widths)
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(round(each * TWIPS) for each in widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{edges_of("insideH insideV")}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    texts: Sequence[str], columns: Sequence[PaperColumn], widths: Sequence[float], *, role: Role, together: bool
) -> str:
    cells = "".join(
        _cell(text, each, column.align, role, together=together)
        for text, column, each in zip(texts, columns, widths, strict=True)
    )
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if _row_lines(texts, widths) * LINE < TALLEST else ""
    return f"<w:tr>{whole}{cells}</w:tr>"


def _row_lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    return max((lines_of(text, each) for text, each in zip(texts, widths, strict=True)), default=1)


def _cell(text: str, room: float, align: str, role: Role, *, together: bool, middle: bool = False) -> str:
    run = f"<w:r>{RUNS.get(role, '')}{_text(text)}</w:r>" if text else ""
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
