"""HTML: one file that needs nothing else; for screens wide and narrow, light and dark, for paper and for screen readers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cchc_cli.messages import N_, _, language
from cchc_cli.model.blocks import Chart, Column, Fact, Figure, Role, Table, Text
from cchc_cli.model.report import Report, Section
from cchc_cli.show import numbers
from cchc_cli.show.cells import texts_of, values_of
from cchc_cli.show.kinds import KINDS, Look, Signs, look_of, told
from cchc_cli.show.texts import plain
from cchc_cli.show.writers.blocks import ENDLESS, explained, section_blocks
from cchc_cli.show.writers.layout import flat
from cchc_cli.show.writers.legend import colours_of

if TYPE_CHECKING:
    from jinja2 import Template

SIGNS = Signs(between=" → ")
TEMPLATES = Path(__file__).parent
MANY_TEXTS, LONG_TEXT = 3, 30
"""Columns of text, or signs of one, with which a table on a phone becomes a list: a card a row."""
PHONE, GAP = 44, 2
"""Signs across a phone, and between two columns: what needs more becomes a list too."""
TOO_LONG = 200
"""Rows beyond which it stays a table there."""
BROAD, ACROSS = 8, 14
"""Columns beyond which a table is printed in smaller letters, and on a page across."""
HEAD_LINES = 3
"""Words that a heading may have one below the other."""
WIDE, BESIDE = 820, 520
"""Pixels across a chart, and across one of a page that has charts side by side on paper."""
ON_PAPER, ON_SCREEN, LONG_VALUE = 3, 4, 80
"""Cards in a row at most, and signs of a value from which one takes the room of two."""
NAMING = 3
"""The column that names the rows stands among so many first ones."""


@dataclass(frozen=True)
class HtmlCell:
    """What a cell shows, what is read out where signs say nothing, and how it looks."""

    text: str
    style: str
    read: str = ""
    link: str = ""
    """The file that it leads to."""
    part: float | None = None
    """Of 100: how much of a bar is filled, or how deep the colour is."""


@dataclass(frozen=True)
class HtmlRow:
    """Cells of a row."""

    cells: list[HtmlCell]
    role: Role


@dataclass(frozen=True)
class HtmlGrid:
    """A table, ready to be written; one with a `summary` is a wide one with figures coloured from the worst to the best."""

    key: str
    title: str
    caption: str
    heads: list[HtmlCell]
    rows: list[HtmlRow]
    after: tuple[str, ...]
    head: int = 0
    look: str = ""
    summary: list[HtmlRow] | None = None

    @property
    def is_broad(self) -> bool:
        """Whether its letters are smaller on paper."""
        return len(self.heads) > (BROAD if self.summary is None else ACROSS)


@dataclass(frozen=True)
class Picture:
    """A chart drawn for a page and for a phone; for paper too where it stands there beside one that needs little room."""

    key: str
    kind: str
    title: str
    wide: str
    narrow: str
    beside: str = ""

    @property
    def is_slim(self) -> bool:
        """Whether it is no higher where it is narrow."""
        return self.kind in ("bump", "lines")

    @property
    def look(self) -> str:
        """How it stands on paper."""
        return "slim" if self.is_slim else "first" if self.beside else "timeline" if self.kind == "timeline" else ""


@cache
def _template() -> Template:
    """The page, compiled once: that takes longer than to fill it in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # No steering signs; what is markup already (our own drawings) stays.
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    return pages.get_template("page.html.j2")


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Title, the answer, facts as cards, charts, tables, notes. Everything from users' files is escaped."""
    look = look_of(report, SIGNS)
    caption = " – ".join(filter(None, (report.title, report.subtitle)))
    pictures = _gallery((*report.charts(), *report.pictures()))
    facts = (*report.facts, *report.cards)
    tables, signs = explained(report.tables, facts, report.notes, look)
    grids = [_written(table, look, caption, f"t{at}") for at, table in enumerate(tables, 1)]
    single = any(sheet.is_single for sheet in report.sheets)
    wide = BESIDE if single else WIDE
    sections = [_section(each, look, caption, f"s{at}", wide) for at, each in enumerate(report.sections, 1)]
    words = {"skip": _("Skip to the content"), "contents": _("Contents"), "facts": _("Summary"), "notes": _("Notes")}
    cards = [replace(fact, value=told(fact.value, look), detail=told(fact.detail, look)) for fact in facts]
    written = (*grids, *(part for _title, parts in sections for part in parts if isinstance(part, HtmlGrid)))
    text = _template().render(
        report=report,
        language=language(),
        words=words,
        facts=cards,
        on_paper=_in_a_row(cards, ON_PAPER),
        on_screen=_in_a_row(cards, ON_SCREEN),
        pictures=pictures,
        grids=grids,
        sections=sections,
        single=single,
        # All pages of one shape: a page of the other shape would leave empty the rest of the one before, and of itself.
        across=any(len(grid.heads) > ACROSS for grid in written),
        notes=[*signs, *colours_of(report.tables), *report.notes],
    )
    stream.write(text + "\n")


def _in_a_row(cards: list[Fact], most: int) -> int:
    """How many cards stand in a row, so that no row is much shorter than the others."""
    places = sum(1 + (len(str(card.value)) > LONG_VALUE) for card in cards) or 1
    return -(-places // -(-places // most))


def _section(
    section: Section, look: Look, caption: str, key: str, wide: int
) -> tuple[str, list[str | HtmlGrid | Picture]]:
    """The title of a section of a document, and its parts ready to be written."""
    parts: list[str | HtmlGrid | Picture] = []
    for at, block in enumerate(section_blocks(replace(section, title=""), look, ENDLESS), 1 - len(section.basis)):
        match block:
            case Text(text):
                parts.append(text)
            case Chart():
                parts.append(_picture(block, f"{key}-{at}", wide))
            case Table():
                parts.append(_written(block, look, caption, f"{key}-{at}"))
    return section.title, parts


def _gallery(charts: tuple[Chart, ...]) -> list[Picture]:
    """The charts of a page; where one is slim, another stands beside it on paper."""
    pictures = [_picture(chart, f"c{at}") for at, chart in enumerate(charts, 1)]
    broad = next((at for at, picture in enumerate(pictures) if not picture.is_slim), 0)
    if sum(picture.is_slim for picture in pictures) == 1 < len(pictures):
        pictures[broad] = replace(pictures[broad], beside=_drawn(charts[broad], f"c{broad + 1}b", BESIDE))
    return pictures


def _picture(chart: Chart, key: str, most: int = WIDE) -> Picture:
    return Picture(key, chart.kind, chart.title, _drawn(chart, f"{key}w", most), _drawn(chart, f"{key}n", 350))


def _drawn(chart: Chart, key: str, width: int) -> str:
    """A drawing, by ElementTree, which escapes what it writes."""
    from markupsafe import Markup

    from cchc_cli.show.charts import svg

    return Markup(svg(chart, key, width))


def _heat(table: Table, look: Look, caption: str, key: str) -> HtmlGrid:
    count, columns, whole = len(table.frame), table.shown, flat(table)
    cells = [
        [HtmlCell(text, _warmth(value, column)) for text, value in zip(texts, whole.frame[column.key], strict=True)]
        for column in columns
        for texts in [texts_of(whole, column, look)]
    ]
    rows, heads = _rows(whole, cells), [HtmlCell(column.label, "", column.hint) for column in columns]
    return HtmlGrid(key, table.title, table.title or caption, heads, rows[:count], table.after, summary=rows[count:])


WARMTHS = 10
"""Steps of colour from the worst to the best."""


def _warmth(value: object, column: Column) -> str:
    """The class of a figure's colour, from the worst, h0, to the best; of texts and what has no scale another one."""
    if column.scale is None or isinstance(value, Figure) or numbers.missing(value):
        return "" if KINDS[column.kind].wraps else "f"
    worst, middle, best = column.scale
    figure, half = float(str(value)), WARMTHS / 2
    side = best if (figure - middle) * (best - worst) >= 0 else worst
    part = min(abs(figure - middle) / abs(side - middle), 1.0) if side != middle else 1.0
    return f"h{round(half + (part if side == best else -part) * half)}"


def _written(table: Table, look: Look, caption: str, key: str) -> HtmlGrid:
    """A table as a page has it, called as its `caption` says where it has no title of its own."""
    return _heat(table, look, caption, key) if table.frozen else _grid(flat(table), look, caption, key)


def _grid(table: Table, look: Look, caption: str, key: str) -> HtmlGrid:
    columns = [each for each in table.shown if each.label or not table.frame[each.key].map(numbers.missing).all()]
    texts = [at for at, column in enumerate(columns) if KINDS[column.kind].wraps]
    naming = _naming(columns, texts)
    rows = _rows(table, [_cells(table, column, look) for column in columns])
    heads = _heads(columns, rows, texts)
    title, is_named = table.title, naming < NAMING
    look_of_all = _look(rows, heads, texts, is_named)
    return HtmlGrid(key, title, title or caption, heads, rows, table.after, naming if is_named else 0, look_of_all)


def _naming(columns: list[Column], texts: list[int]) -> int:
    """The text that names the rows: none that goes under another one where there is no room."""
    return min((at for at in texts if columns[at].fold is None), default=NAMING)


def _heads(columns: list[Column], rows: list[HtmlRow], texts: list[int]) -> list[HtmlCell]:
    """The headings; in a broad table long texts have ample room, and headings of many words are no column of words."""
    broad = range(len(columns) if len(columns) > BROAD else 0)
    ample = [at for at in broad if at in texts and _longest(rows, [at]) > LONG_TEXT]
    worded = [at for at in broad if at not in texts and len(columns[at].label.split()) > HEAD_LINES]
    return [
        HtmlCell(
            column.label,
            KINDS[column.kind].style + " ample" * (at in ample) + " worded" * (at in worded),
            _head(column),
        )
        for at, column in enumerate(columns)
    ]


def _rows(table: Table, columns: list[list[HtmlCell]]) -> list[HtmlRow]:
    roles: list[Role] = [*table.roles, "total"]
    return [HtmlRow(list(row), role) for *row, role in zip(*columns, roles, strict=False)]


def _look(rows: list[HtmlRow], heads: list[HtmlCell], texts: list[int], is_named: bool) -> str:
    """`stacked`: on a phone a card a row; `slim`: no wider than its figures; else as wide as the page."""
    wide = _longest(rows, texts) > LONG_TEXT or _signs_across(rows, heads, texts) > PHONE
    if len(rows) <= TOO_LONG and (len(texts) >= MANY_TEXTS or wide):
        return "stacked"
    return "" if is_named else "slim"


def _longest(rows: list[HtmlRow], columns: list[int]) -> int:
    return max((len(row.cells[at].text) for row in rows for at in columns), default=0)


def _signs_across(rows: list[HtmlRow], heads: list[HtmlCell], texts: list[int]) -> int:
    """How wide a table must be at least: figures on one line, texts and headings broken between words."""
    total = 0
    for at, head in enumerate(heads):
        cells = [row.cells[at].text for row in rows]
        parts = [word for text in cells for word in text.split()] if at in texts else cells
        total += GAP + max(map(len, [*head.text.split(), *parts]), default=0)
    return total


def _head(column: Column) -> str:
    """What is read out above a column whose signs speak only to the eye."""
    if column.kind == "rank_change":
        return _("Change of the rank")
    if column.label:
        return ""
    return {"id": _("Id"), "bar": _("Bar")}.get(column.kind, _("Remark"))


def _cells(table: Table, column: Column, look: Look) -> list[HtmlCell]:
    """A column from top to bottom, the total last."""
    texts, values = texts_of(table, column, look), values_of(table, column, look)[0]
    if column.kind == "file":
        return [HtmlCell(text, KINDS["file"].style, link=str(file)) for file, text in zip(values, texts, strict=True)]
    losses = table.frame[column.key] if KINDS[column.kind].tone == "loss" else ()
    deepest = max((abs(value) for value in losses if value == value), default=0.0)
    return [_cell(*pair, column, deepest) for pair in zip(values, texts, strict=True)]


def _cell(value: object, text: str, column: Column, deepest: float) -> HtmlCell:
    kind = KINDS[column.kind]
    if numbers.missing(value) or not isinstance(value, int | float):
        is_blank = kind.tone == "part" or (text == numbers.MISSING and kind.wraps)
        return HtmlCell("" if is_blank else text, kind.style)
    return _figure(value, text, column, deepest)


def _figure(value: float, text: str, column: Column, deepest: float) -> HtmlCell:
    """A figure with the colour, or the bar, that its kind has; what is read out in place of ▲ and ▼."""
    kind = KINDS[column.kind]
    if kind.tone == "part":
        low = " low" if numbers.below(value, column.low) else ""
        return HtmlCell("", kind.style + low, part=float(f"{value:.4g}"))
    if kind.tone == "change" and value:
        style, read = ("better", N_("up {count}")) if value > 0 else ("worse", N_("down {count}"))
        told = _(read, count=abs(int(value))) if column.kind == "rank_change" else ""
        return HtmlCell(text, f"{kind.style} {style}", told)
    if kind.tone == "loss" and 0 < value <= deepest:
        return HtmlCell(text, f"{kind.style} lost", part=float(f"{100 * value / deepest:.3g}"))
    return HtmlCell(text, kind.style)
