"""Markdown: the same facts, tables and notes as on the terminal, to paste into a document or a mail."""

import re
from collections.abc import Iterable
from typing import TextIO

from cchc_cli.model.blocks import Column, Fact, Facts, Table, Text
from cchc_cli.model.report import Report
from cchc_cli.show.cells import texts_of
from cchc_cli.show.kinds import KINDS, Look, look_of, told
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.blocks import blocks

ENDLESS = 1_000_000
"""Signs on a line: what shows Markdown lets its readers move sideways."""


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Headings, a list of facts, pipe tables, notes."""
    parts = [f"# {_text(report.title)}"]
    if report.subtitle:
        parts.append(f"**{_text(report.subtitle)}**")
    look = look_of(report)
    for block in blocks(report, ENDLESS):
        match block:
            case Facts(facts):
                parts.append("\n".join(_fact(fact, look) for fact in facts))
            case Table():
                parts += _with_lines(block, look)
            case Text(text, role):
                parts.append(f"## {_text(text)}" if role == "heading" else _text(text))
    stream.write("\n\n".join(parts) + "\n")


def _fact(fact: Fact, look: Look) -> str:
    return f"- {_text(fact.label)}: **{_text(told(fact.value, look))}** {_text(told(fact.detail, look))}".rstrip()


def _with_lines(table: Table, look: Look) -> list[str]:
    """The table under its title, and the lines below it."""
    title = [f"## {_text(table.title)}"] if table.title else []
    return [*title, _table(table, look), *(_text(line) for line in table.after)]


def _table(table: Table, look: Look) -> str:
    columns = [column for column in table.shown if KINDS[column.kind].tone != "part"]
    lines = [_line(column.label for column in columns), _line(_rule(column) for column in columns)]
    texts = [texts_of(table, column, look) for column in columns]
    lines += [_line(row) for row in zip(*texts, strict=True)]
    return "\n".join(lines)


def _rule(column: Column) -> str:
    return "---" if KINDS[column.kind].side == "left" else "--:"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _text(text: str) -> str:
    """Text that Markdown shows as it is: no line breaks, and signs that would mean something escaped."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", on_one_line(text))
