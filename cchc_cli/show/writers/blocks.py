"""The one walk over a report: its blocks in the order in which they are read."""

from collections.abc import Iterator
from dataclasses import replace

from cchc_cli.model.report import Block, Facts, Report, Section, Table, Text
from cchc_cli.show.writers.rounding_notes import noted


def blocks(report: Report) -> Iterator[Block]:
    """The answer, facts, tables, sections of a document, notes; tables say what rounding does to their sums."""
    if report.summary:
        yield Text(report.summary, "summary")
    if report.facts:
        yield Facts(report.facts)
    for table in report.tables:
        yield noted(table, report.decimals)
    for section in report.sections:
        yield from section_blocks(section, report.decimals)
    for note in report.notes:
        yield Text(note, "note")


def section_blocks(section: Section, decimals: int | None) -> Iterator[Block]:
    """The title of a section and its parts; a table of it is named after it."""
    if section.title:
        yield Text(section.title, "heading")
    for part in section.parts:
        if isinstance(part, str):
            yield Text(part, "paragraph")
        elif isinstance(part, Table):
            yield replace(noted(part, decimals), name=section.short or section.title or part.name)
        else:
            yield part
