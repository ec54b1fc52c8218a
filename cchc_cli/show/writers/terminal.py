"""The terminal: rich tables; colour and boxes only where a person looks at a screen."""

from io import StringIO
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD, Box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.writers.layout import lay_out

CONTROL = {code: " " for code in [*range(32), *range(127, 160)] if chr(code) != "\n"}
PLAIN = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
"""A line of hyphens under the header and above the total; nothing else."""
STYLES = {"id": "cyan", "bar": "green"}
LEFT = ("text", "id", "bar")


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Title, facts, tables, notes."""
    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        # Lines without the spaces that fill them up to the screen's edge: easier to compare, mail and paste.
        kept = Console(file=StringIO(), markup=False, highlight=False, emoji=False, width=console.width)
        _print(report, kept)
        text = kept.file.getvalue()  # type: ignore[attr-defined]
        stream.write("".join(f"{line.rstrip()}\n" for line in text.splitlines()))
        return
    _print(report, console)


def _print(report: Report, console: Console) -> None:
    console.print(_text(report.title, "bold"))
    if report.subtitle:
        console.print(_text(report.subtitle))
    if report.facts:
        console.print()
        console.print(_facts(report.facts))
    for table in report.tables:
        console.print()
        if table.title:
            console.print(_text(table.title, "bold"))
        console.print(_table(table, report.decimals, console.width, fancy=console.is_terminal))
    if report.notes:
        console.print()
    for note in report.notes:
        console.print(_text(note, "dim" if console.is_terminal else ""))


def _text(text: str, style: str = "") -> Text:
    # A name in a user's file must not be able to steer the terminal.
    return Text(text.translate(CONTROL), style=style, overflow="fold")


def _facts(facts: tuple[Fact, ...]) -> RichTable:
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for fact in facts:
        grid.add_row(_text(fact.label), _text(fact.value, "bold"), _text(fact.detail))
    return grid


def _table(table: Table, decimals: int | None, width: int, *, fancy: bool) -> RichTable:
    laid_out = lay_out(table, decimals, width)
    drawn = RichTable(
        box=SIMPLE_HEAD if fancy else PLAIN,
        show_footer=bool(table.total),
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    for column, column_width in zip(laid_out.columns, laid_out.widths, strict=True):
        drawn.add_column(
            _text(column.label),
            justify="left" if column.kind in LEFT else "right",
            width=column_width,
            overflow="fold",
            footer=_cell(table.total or {}, column, decimals, fancy=fancy) if table.total else "",
            style=STYLES.get(column.kind, "") if fancy else "",
        )
    for record in laid_out.records:
        cells = [_cell(record, column, decimals, fancy=fancy) for column in laid_out.columns]
        drawn.add_row(*cells, style="bold" if table.emphasis and record[table.emphasis] else "")
    return drawn


def _cell(record: dict[Any, Any], column: Column, decimals: int | None, *, fancy: bool) -> Text:
    value = record.get(column.key)
    if column.kind == "bar":
        full, empty = ("█", "░") if fancy else ("#", ".")
        return Text("" if value is None or numbers.missing(value) else numbers.bar(float(value), full, empty))
    text = numbers.cell(value, column.kind, decimals)
    return _text(text, _style(value, column.kind) if fancy else "")


def _style(value: Any, kind: str) -> str:
    """Green for better, red for worse."""
    if (
        kind not in ("change", "rank_change")
        or numbers.missing(value)
        or isinstance(value, str)
        or value == 0
    ):
        return ""
    return "green" if value > 0 else "red"
