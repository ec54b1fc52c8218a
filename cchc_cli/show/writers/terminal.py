"""The terminal: rich tables where a person looks at a screen, plain text on a pipe or in a file."""

from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

from cchc_cli.model.report import Column, Facts, Report, Table, Text
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, Look, Signs, look_of, values_of
from cchc_cli.show.texts import visible
from cchc_cli.show.writers.blocks import blocks
from cchc_cli.show.writers.layout import lay_out, lines_of, on_screen
from cchc_cli.show.writers.plain import plain_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

STYLES = {"summary": "bold", "heading": "bold", "paragraph": "", "note": "dim"}
SIGNS = Signs("█", "░", "▁▂▃▄▅▆▇█")
NARROWEST = 20


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
    for block in blocks(report):
        match block:
            case Facts(facts):
                console.print()
                console.print(_facts(lines_of(facts, look)))
            case Table():
                _print_table(console, block, look)
            case Text(text, role):
                if not (role == "note" and is_noted):
                    console.print()
                is_noted = role == "note"
                console.print(_text(text, STYLES[role]))


def _print_table(console: "Console", table: Table, look: Look) -> None:
    """The table under its title, and the lines below it."""
    console.print()
    if table.title:
        console.print(_text(table.title, "bold"))
    console.print(_table(table, look, console.width))
    for line in table.after:
        console.print(_text(line))


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


def _facts(facts: list[tuple[str, str, str]]) -> "RichTable":
    from rich.table import Table as RichTable

    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for label, value, detail in facts:
        grid.add_row(_text(label), _text(value, "bold"), _text(detail))
    return grid


def _table(table: Table, look: Look, width: int) -> "RichTable":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable

    columns = lay_out(on_screen(table), look, width)
    drawn = RichTable(
        box=SIMPLE_HEAD, show_footer=table.total is not None, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0)
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
    emphasis = table.frame[table.emphasis].tolist() if table.emphasis else [False] * len(table.frame)
    cells = [map(_text, each.texts, _styles(table, each.column, look)) for each in columns]
    for bold, *row in zip(emphasis, *cells, strict=True):
        drawn.add_row(*row, style="bold" if bold else "")
    return drawn


def _styles(table: Table, column: Column, look: Look) -> list[str]:
    """Green for better, red for worse, row by row."""
    if KINDS[column.kind].tone != "change":
        return [""] * len(table.frame)
    values = values_of(table, column, look)[0][: len(table.frame)]
    signs = [0 if numbers.missing(each) or not isinstance(each, int | float) else each for each in values]
    return ["green" if each > 0 else "red" if each < 0 else "" for each in signs]
