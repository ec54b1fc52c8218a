"""The terminal: lines of text, which rich colours where a person looks at a screen; plain text on a pipe or in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from shutil import get_terminal_size
from textwrap import wrap
from typing import TextIO

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Facts, Role, Table, Text
from cchc_cli.model.report import Block, Report
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, Look, Signs, look_of
from cchc_cli.show.texts import visible
from cchc_cli.show.writers.blocks import blocks
from cchc_cli.show.writers.layout import GAP, HANGING, LaidOut, lay_out_on_screen, lines_of, text_width, widths_of

Line = list[tuple[str, str]]
"""Parts of a line, each with its style."""
BLANK: Line = []
STYLES = {"summary": "bold", "heading": "bold", "paragraph": "", "basis": "italic", "note": "dim"}
SIGNS, PLAIN_SIGNS = Signs("█", "░", "▁▂▃▄▅▆▇█"), Signs("#", ".")
NARROWEST = 20
TIE = "\u00a0"
"""Keeps words on a line."""


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Title, facts, tables, notes."""
    if not stream.isatty():
        stream.write(_shown(plain_text(report, screen_width())))
        return
    from rich.console import Console
    from rich.text import Text as RichText

    console = Console(file=stream, markup=False, highlight=False, emoji=False, width=screen_width())
    for line in _drawn(report, console.width, SIGNS, "─"):
        console.print(RichText.assemble(*((_shown(text), style) for text, style in line)), soft_wrap=True)


def plain_text(report: Report, width: int) -> str:
    """The report as lines of at most `width` signs."""
    lines = _drawn(report, width, PLAIN_SIGNS, "-")
    return "".join(f"{''.join(text for text, _style in line).rstrip()}\n" for line in lines)


def screen_width() -> int:
    """$COLUMNS, else the terminal's, else 80; what is too narrow for a table is taken as not known."""
    width = get_terminal_size().columns
    return width if width >= NARROWEST else 80


def _shown(text: str) -> str:
    """A name in a user's file must not be able to steer the terminal; a tab would take an unknown width."""
    return visible(text).replace("\t", " ")


def _drawn(report: Report, width: int, signs: Signs, dash: str) -> Iterator[Line]:
    """The lines of a report; tables are parted by dashes."""
    yield from (*_lines(report.title, width, "bold"), *_lines(report.subtitle, width))
    is_noted, look = False, look_of(report, signs)
    shown = [table for table in report.tables if not table.filed]
    if len(shown) < len(report.tables):
        told = _("The rows of each unit: --unit, csv, json or -o FILE.")
        report = replace(report, tables=shown, notes=(*report.notes, told))
    for block in blocks(report, width, look):
        is_note = isinstance(block, Text) and block.role == "note"
        if lines := [*_block(block, look, width, dash)]:
            yield from lines if is_note and is_noted else (BLANK, *lines)
            is_noted = is_note


def _block(block: Block, look: Look, width: int, dash: str) -> Iterator[Line]:
    match block:
        case Facts(facts):
            for label, value, detail in _fact_lines(lines_of(facts, look), width):
                yield [(label, ""), (value, "bold"), (detail, "")]
        case Table(title=title, after=after):
            yield from _lines(title, width, "bold")
            yield from _table(block, look, width, dash)
            yield from [BLANK] if after else []
            yield from (line for text in after for line in _lines(text, width))
        case Text(text, role):
            yield from _lines(text, width, STYLES[role])


def _lines(text: str, width: int, style: str = "") -> list[Line]:
    """The lines of a text, of a blank one none."""
    return [[(line, style)] for line in _wrapped(text, width)] if text else []


def _table(table: Table, look: Look, width: int, dash: str) -> Iterator[Line]:
    columns, roles, count = lay_out_on_screen(table, look, width), table.roles, len(table.frame)
    rule: Line = [(dash * min(sum(each.width + GAP for each in columns) - GAP, width), "")]
    heads = _heads(columns)
    yield from _rows(heads, columns, [["bold"] * len(heads[0])] * len(columns))
    yield rule
    yield from _rows(
        [each.texts[:count] for each in columns], columns, [_styles(table, each.column, roles) for each in columns]
    )
    if table.total is not None:
        yield rule
        yield from _rows([each.texts[count:] for each in columns], columns, [["bold"]] * len(columns))


def _heads(columns: list[LaidOut]) -> list[list[str]]:
    """The lines of the headings; what has fewer stands on the last ones."""
    cells = [_wrapped(each.column.label, each.width) for each in columns]
    high = max(map(len, cells))
    return [[*[""] * (high - len(lines)), *lines] for lines in cells]


def _styles(table: Table, column: Column, roles: list[Role]) -> list[str]:
    """Row by row the colour of the kind, or what a figure tells: green for better, red for worse and for bars under what
    is low, as for what is overdue; bold for the own row.
    """
    kind = KINDS[column.kind]
    colours = [kind.colour] * len(roles)
    if kind.tone in ("change", "part"):
        values = table.frame[column.tone or column.key]
        colours = [_colour(value, column.low if kind.tone == "part" else None) or kind.colour for value in values]
    return [
        "red" if role == "overdue" else f"bold {colour}" if role == "own" else colour
        for role, colour in zip(roles, colours, strict=True)
    ]


def _colour(value: object, low: float | None) -> str:
    if not isinstance(value, int | float) or numbers.missing(value):
        return ""
    if low is not None:
        return "red" if numbers.below(value, low) else ""
    return "green" if value > 0 else "red" if value < 0 else ""


def _fact_lines(facts: list[tuple[str, str, str]], width: int) -> Iterator[tuple[str, str, str]]:
    """Label, value and detail of each line, padded; a long value runs on, its detail behind it, and moves no other."""
    label = min(max(text_width(text) for text, *_rest in facts), width * 2 // 5)
    rest = width - label - GAP
    room = min(HANGING, rest // 2)
    value = max((each for _label, text, _detail in facts if (each := text_width(text)) <= room), default=0)
    for name, figure, detail in facts:
        texts = _running(figure, detail, rest) if text_width(figure) > value else _hanging(figure, detail, value, rest)
        for one, pair in zip_longest(_wrapped(name, label), texts):
            yield _padded([one or ""], label, left=True)[0] + " " * GAP, *(pair or ("", ""))


def _hanging(value: str, detail: str, wide: int, rest: int) -> Iterator[tuple[str, str]]:
    """The lines of a value, in a column of its own, and of what stands beside it."""
    details = _wrapped(detail, rest - wide - GAP) if detail else ()
    for one, two in zip_longest(_wrapped(value, wide or rest), details, fillvalue=""):
        gap = " " * GAP if one or wide else ""
        yield (_padded([one], wide, left=True)[0] + gap if two else one), two


def _running(value: str, detail: str, rest: int) -> Iterator[tuple[str, str]]:
    """The lines of a value that is too long for its column, with what stands behind it or below.

    Each part of it is whole on a line, or begins one where some part takes several.
    """
    parts = value.split("; ")
    if all(text_width(part) < rest for part in parts):
        text = "; ".join(part.replace(" ", TIE) for part in parts)
    else:
        text = ";\n".join(parts)
    *lines, last = (line.replace(TIE, " ") for line in _wrapped(text, rest))
    yield from ((line, "") for line in lines)
    if detail and text_width(last) + GAP + text_width(detail) <= rest:
        yield last + " " * GAP, detail
    else:
        yield last, ""
        yield from (("", line) for line in (_wrapped(detail, rest) if detail else ()))


def _rows(texts: list[list[str]], columns: list[LaidOut], styles: list[list[str]]) -> Iterator[Line]:
    """Lines of a table from its columns and how their rows look; a row with a cell that does not fit has several."""
    wide = [each.width for each in columns]
    places: Sequence[int] = range(len(texts[0]))
    if not all(map(_fits, texts, wide)):
        places, texts = _in_lines(texts, wide)
    padded = zip(*map(_padded, texts, wide, (each.is_left for each in columns)), strict=True)
    for at, row in zip(places, padded, strict=True):
        looks = (style[at] for style in styles)
        yield [*zip((row[0], *(f"{' ' * GAP}{text}" for text in row[1:])), looks, strict=True)]


def _in_lines(texts: list[list[str]], wide: list[int]) -> tuple[list[int], list[list[str]]]:
    """The columns with a row a line, blank where other cells of its row have more, and of which row each is."""
    cells = zip(
        *([_wrapped(text, width) for text in column] for column, width in zip(texts, wide, strict=True)), strict=True
    )
    lines = [(at, line) for at, row in enumerate(cells) for line in zip_longest(*row, fillvalue="")]
    return [at for at, _line in lines], [*map(list, zip(*(line for _at, line in lines), strict=True))]


def _fits(texts: list[str], width: int) -> bool:
    return max(widths_of(texts), default=0) <= width and not any("\n" in text for text in texts)


def _padded(texts: Sequence[str], width: int, left: bool) -> list[str]:
    pad = str.ljust if left else str.rjust
    # Signs that take two places, or none, are counted as they show.
    return [pad(text, width + len(text) - wide) for text, wide in zip(texts, widths_of(texts), strict=True)]


@cache
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """The text's lines; names stand in many rows."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= width and line.isprintable():
            lines.append(line.rstrip())  # most cells of a long table; textwrap takes ten times as long to say so
        else:
            lines += wrap(line, max(width, 1), break_on_hyphens=False) or [""]
    return tuple(lines)
