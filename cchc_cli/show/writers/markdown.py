"""Markdown: the same facts, tables and notes as on the terminal, to paste into a document or a mail."""

import re
from collections.abc import Iterable
from typing import TextIO

from cchc_cli.model.report import Chart, Column, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.layout import LEFT


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Headings, a list of facts, pipe tables, notes."""
    parts = [f"# {_text(report.title)}"]
    if report.subtitle:
        parts.append(f"**{_text(report.subtitle)}**")
    if report.summary:
        parts.append(_text(report.summary))
    if report.facts:
        parts.append(
            "\n".join(f"- {_text(f.label)}: **{_text(f.value)}** {_text(f.detail)}".rstrip() for f in report.facts)
        )
    for table in report.tables:
        parts += _with_lines(table, report.decimals)
    for section in report.sections:
        parts += [f"## {_text(section.title)}"] if section.title else []
        for part in section.parts:
            if isinstance(part, str):
                parts.append(_text(part))
            elif not isinstance(part, Chart):
                parts += _with_lines(part, report.decimals)
    parts += [_text(note) for note in report.notes]
    stream.write("\n\n".join(parts) + "\n")


def _with_lines(table: Table, decimals: int | None) -> list[str]:
    """The table under its title, and the lines below it."""
    title = [f"## {_text(table.title)}"] if table.title else []
    return [*title, _table(table, decimals), *(_text(line) for line in table.after)]


def _table(table: Table, decimals: int | None) -> str:
    columns = [column for column in table.columns if column.kind != "bar"]
    lines = [_line(column.label for column in columns), _line(_rule(column) for column in columns)]
    texts = [numbers.column_cells(table, column, decimals) for column in columns]
    lines += [_line(row) for row in zip(*texts, strict=True)]
    return "\n".join(lines)


def _rule(column: Column) -> str:
    return "---" if column.kind in LEFT else "--:"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _text(text: str) -> str:
    """Text that Markdown shows as it is: no line breaks, and signs that would mean something escaped."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", on_one_line(text))
