"""The terminal: rich tables where a person looks at a screen, plain text on a pipe or in a file."""

from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TextIO

from cchc_cli.model.report import Chart, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.texts import visible
from cchc_cli.show.writers.layout import LEFT, Signs, detail_of, lay_out, on_screen
from cchc_cli.show.writers.plain import plain_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

STYLES = {"id": "cyan", "bar": "green", "trend": "green"}
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
    if report.summary:
        console.print()
        console.print(_text(report.summary, "bold"))
    if report.facts:
        console.print()
        console.print(_facts(report.facts))
    for table in report.tables:
        _print_table(console, table, report.decimals)
    for section in report.sections:
        if section.title:
            console.print()
            console.print(_text(section.title, "bold"))
        for part in section.parts:
            if isinstance(part, str):
                console.print()
                console.print(_text(part))
            elif not isinstance(part, Chart):
                _print_table(console, part, report.decimals)
    if report.notes:
        console.print()
    for note in report.notes:
        console.print(_text(note, "dim"))


def _print_table(console: "Console", table: Table, decimals: int | None) -> None:
    """The table under its title, and the lines below it."""
    console.print()
    if table.title:
        console.print(_text(table.title, "bold"))
    console.print(_table(table, decimals, console.width))
    for line in table.after:
        console.print(_text(line))


def screen_width() -> int:
    """$COLUMNS, else the terminal's, else 80; what is too narrow for a table is taken as not known."""
    width = get_terminal_size().columns
    return width if width >= NARROWEST else 80


def _shown(text: str) -> str:
    """A name in a user's file must not be able to steer the terminal; a tab would take an unknown width."""
    return visible(text).replace("\t", " ")


def _text(text: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(_shown(text), style=style, overflow="fold")


def _facts(facts: tuple[Fact, ...]) -> "RichTable":
    from rich.table import Table as RichTable

    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for fact in facts:
        grid.add_row(_text(fact.label), _text(fact.value, "bold"), _text(detail_of(fact, SIGNS)))
    return grid


def _table(table: Table, decimals: int | None, width: int) -> "RichTable":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable

    laid_out = lay_out(on_screen(table), decimals, width, SIGNS)
    drawn = RichTable(
        box=SIMPLE_HEAD, show_footer=table.total is not None, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0)
    )
    for column, column_width, texts in zip(laid_out.columns, laid_out.widths, laid_out.texts, strict=True):
        drawn.add_column(
            _text(column.label),
            justify="left" if column.kind in LEFT else "right",
            width=column_width,
            overflow="fold",
            footer=_text(texts[-1]) if table.total is not None else "",
            style=STYLES.get(column.kind, ""),
        )
    emphasis = table.frame[table.emphasis].tolist() if table.emphasis else [False] * len(table.frame)
    cells = [
        [_text(text, _style(value, column.kind)) for text, value in zip(texts, table.frame[column.key], strict=False)]
        for column, texts in zip(laid_out.columns, laid_out.texts, strict=True)
    ]
    for bold, *row in zip(emphasis, *cells, strict=True):
        drawn.add_row(*row, style="bold" if bold else "")
    return drawn


def _style(value: Any, kind: str) -> str:
    """Green for better, red for worse."""
    if kind not in ("change", "rank_change") or numbers.missing(value) or isinstance(value, str) or value == 0:
        return ""
    return "green" if value > 0 else "red"
