"""The one walk over a report: its blocks in the order in which they are read."""

from collections.abc import Iterator
from dataclasses import replace

from cchc_cli.model.report import Block, Facts, Report, Section, Table, Text
from cchc_cli.show.kinds import Look, look_of
from cchc_cli.show.writers.rounding_notes import noted


def blocks(report: Report) -> Iterator[Block]:
    """The answer, facts, tables, sections of a document, notes; tables say what rounding does to their sums."""
    look = look_of(report)
    if report.summary:
        yield Text(report.summary, "summary")
    if report.facts:
        yield Facts(report.facts)
    for table in report.tables:
        yield noted(table, look)
    for section in report.sections:
        yield from section_blocks(section, look)
    for note in report.notes:
        yield Text(note, "note")


def section_blocks(section: Section, look: Look) -> Iterator[Block]:
    """The title of a section and its parts; a table of it is named after it."""
    if section.title:
        yield Text(section.title, "heading")
    for part in section.parts:
        if isinstance(part, str):
            yield Text(part, "paragraph")
        elif isinstance(part, Table):
            yield replace(noted(part, look), name=section.short or section.title or part.name)
        else:
            yield part
