"""The terminal: rich tables where a person looks at a screen, plain text on a pipe or in a file.

Plain text has no colour, no boxes, no spaces at line ends. rich takes half a millisecond a row; there a list of all
communes of the country takes no time.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

from cchc_cli.model.blocks import Column, Facts, Role, Table, Text
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, Look, Signs, look_of
from cchc_cli.show.texts import visible
from cchc_cli.show.writers.blocks import blocks
from cchc_cli.show.writers.layout import GAP, HANGING, lay_out_on_screen, lines_of, text_width, widths_of

if TYPE_CHECKING:
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

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

    console = Console(file=stream, markup=False, highlight=False, emoji=False, width=screen_width())
    console.print(_text(report.title, "bold"))
    if report.subtitle:
        console.print(_text(report.subtitle))
    is_noted, look = False, look_of(report, SIGNS)
    for block in blocks(report, console.width, look=look, folds=True):
        is_note = isinstance(block, Text) and block.role == "note"
        if not (is_note and is_noted):
            console.print()
        is_noted = is_note
        match block:
            case Facts(facts):
                console.print(_facts(lines_of(facts, look), console.width))
            case Table():
                console.print(*_table(block, look, console.width), sep="\n")
            case Text(text, role):
                console.print(_text(text, STYLES[role]))


def screen_width() -> int:
    """$COLUMNS, else the terminal's, else 80; what is too narrow for a table is taken as not known."""
    width = get_terminal_size().columns
    return width if width >= NARROWEST else 80


def _shown(text: str) -> str:
    """A name in a user's file must not be able to steer the terminal; a tab would take an unknown width."""
    return visible(text).replace("\t", " ")


def _text(text: str, style: str = "") -> "RichText":
    from rich.text import Text as RichText

    return RichText(_shown(text), style=style, overflow="fold")


def _facts(facts: list[tuple[str, str, str]], width: int) -> "RichText":
    from rich.text import Text as RichText

    lines = [
        RichText.assemble(_shown(label), (_shown(value), "bold"), _shown(detail))
        for label, value, detail in _fact_lines(facts, width)
    ]
    return RichText("\n").join(lines)


def _table(table: Table, look: Look, width: int) -> Iterator["RichTable | RichText"]:
    """The table under its title, and the lines below it."""
    if table.title:
        yield _text(table.title, "bold")
    yield _drawn(table, look, width)
    yield from map(_text, ("", *table.after) if table.after else ())


def _drawn(table: Table, look: Look, width: int) -> "RichTable":
    from rich.box import SIMPLE
    from rich.table import Table as RichTable

    columns = lay_out_on_screen(table, look, width)
    drawn = RichTable(
        box=SIMPLE, show_footer=table.total is not None, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0)
    )
    for each in columns:
        drawn.add_column(
            _text(each.column.label),
            justify="left" if each.is_left else "right",
            width=each.width,
            overflow="fold",
            footer=_text(each.texts[-1]) if table.total is not None else "",
            style=KINDS[each.column.kind].colour,
        )
    roles = table.roles
    cells = [map(_text, each.texts, _styles(table, each.column, roles)) for each in columns]
    for role, *row in zip(roles, *cells, strict=True):
        drawn.add_row(*row, style="bold" if role == "own" else "")
    return drawn


def _styles(table: Table, column: Column, roles: list[Role]) -> list[str]:
    """Green for better, red for worse, for rows of what is overdue and for bars under what is low, row by row."""
    colours, tone = [""] * len(roles), KINDS[column.kind].tone
    if tone in ("change", "part"):
        values = table.frame[column.tone or column.key]
        colours = [_colour(value, column.low if tone == "part" else None) for value in values]
    return ["red" if role == "overdue" else colour for role, colour in zip(roles, colours, strict=True)]


def _colour(value: object, low: float | None) -> str:
    if not isinstance(value, int | float) or numbers.missing(value):
        return ""
    if low is not None:
        return "red" if numbers.below(value, low) else ""
    return "green" if value > 0 else "red" if value < 0 else ""


def plain_text(report: Report, width: int) -> str:
    """The report as lines of at most `width` signs."""
    parts = [_lines((report.title, report.subtitle), width)]
    notes: list[str] = []
    look = look_of(report, PLAIN_SIGNS)
    for block in blocks(report, width, look=look, folds=True):
        match block:
            case Facts(facts):
                parts.append(["".join(line).rstrip() for line in _fact_lines(lines_of(facts, look), width)])
            case Table(title=title, after=after):
                parts += [*_lines([title], width), *_plain_table(block, look, width)], _lines(after, width)
            case Text(text, "note"):
                notes += _wrapped(text, width)
            case Text(text):
                parts.append(_lines([text], width))
    return "\n\n".join("\n".join(lines) for lines in (*parts, notes) if lines) + "\n"


def _lines(texts: Iterable[str], width: int) -> list[str]:
    """The lines of texts, of blank ones none."""
    return [line for text in texts if text for line in _wrapped(text, width)]


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


def _plain_table(table: Table, look: Look, width: int) -> Iterator[str]:
    columns = lay_out_on_screen(table, look, width)
    widths, left = [each.width for each in columns], [each.is_left for each in columns]
    rule = "-" * min(sum(widths) + GAP * (len(left) - 1), width)
    yield from _head([each.column.label for each in columns], widths, left)
    yield rule
    count = len(table.frame)
    yield from _rows([each.texts[:count] for each in columns], widths, left)
    if table.total is not None:
        yield rule
        yield from _rows([each.texts[count:] for each in columns], widths, left)


def _head(labels: list[str], widths: list[int], left: list[bool]) -> Iterator[str]:
    """The lines of a heading; what has fewer stands on the last ones."""
    cells = [_wrapped(text, width) for text, width in zip(labels, widths, strict=True)]
    high = max(map(len, cells))
    yield from _rows([["" for _line in range(high - len(lines))] + list(lines) for lines in cells], widths, left)


def _rows(columns: list[list[str]], widths: list[int], left: list[bool]) -> Iterator[str]:
    """Lines of a table from its columns; a row with a cell that does not fit has several."""
    fits = [_fits(texts, width) for texts, width in zip(columns, widths, strict=True)]
    if not all(fits):
        cells = [*map(_broken, columns, widths, fits)]
        # Each cell has blank lines up to the height of its row.
        lines = (line for row in zip(*cells, strict=True) for line in zip_longest(*row, fillvalue=""))
        columns = [list(column) for column in zip(*lines, strict=True)]
    padded = [_padded(*each) for each in zip(columns, widths, left, strict=True)]
    yield from ((" " * GAP).join(row).rstrip() for row in zip(*padded, strict=True))


def _broken(texts: list[str], width: int, fits: bool) -> list[tuple[str, ...]]:
    """The lines of each cell of a column, one each where all fit."""
    return [(text,) if fits else _wrapped(text, width) for text in texts]


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
            lines += between_words(line, max(width, 1)) or [""]
    return tuple(lines)


def between_words(line: str, width: int) -> list[str]:
    """`textwrap.wrap` that breaks no word at a hyphen; plain words, of which most cells are, in a fifth of its time."""
    words = line.split(" ")
    if not line.isprintable() or not all(0 < len(word) <= width for word in words):
        return wrap(line, width, break_on_hyphens=False)
    lines = words[:1]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
