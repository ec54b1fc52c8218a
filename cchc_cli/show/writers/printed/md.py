"""Markdown: the same facts, tables and notes as on the terminal, to paste into a document or a mail."""

import re
from collections.abc import Iterable
from typing import TextIO

from cchc_cli.model.blocks import Fact, Facts, Table, Text
from cchc_cli.model.report import Report
from cchc_cli.show.cells import texts_of
from cchc_cli.show.kinds import KINDS, Look, look_of, told
from cchc_cli.show.texts import on_one_line
from cchc_cli.show.writers.blocks import ENDLESS, blocks


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
                parts += [f"## {_text(block.title)}"] if block.title else []
                parts += [_table(block, look), *map(_text, block.after)]
            case Text(text, role):
                parts.append(f"## {_text(text)}" if role == "heading" else _text(text))
    stream.write("\n\n".join(parts) + "\n")


def _fact(fact: Fact, look: Look) -> str:
    return f"- {_text(fact.label)}: **{_text(told(fact.value, look))}** {_text(told(fact.detail, look))}".rstrip()


def _table(table: Table, look: Look) -> str:
    columns = [column for column in table.shown if KINDS[column.kind].tone != "part"]
    rule = ("---" if KINDS[column.kind].side == "left" else "--:" for column in columns)
    lines = [_line(column.label for column in columns), _line(rule)]
    texts = [texts_of(table, column, look) for column in columns]
    lines += [_line(row) for row in zip(*texts, strict=True)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _text(text: str) -> str:
    """Text that Markdown shows as it is: no line breaks, and signs that would mean something escaped."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", on_one_line(text))
