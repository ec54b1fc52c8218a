"""The one walk over a report: its blocks in the order in which they are read, and what rounding does to their sums."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Fact, Facts, Figure, Table, Text
from cchc_cli.model.report import Block, Report, Section
from cchc_cli.show import numbers
from cchc_cli.show.cells import values_of
from cchc_cli.show.kinds import KINDS, Bounds, Look, look_of
from cchc_cli.show.writers.layout import flat, parts_of
from cchc_cli.show.writers.legend import colours_of, legend, legend_of_facts, signed

ENDLESS = 1_000_000
"""Signs on a line, where readers move sideways."""


def blocks(
    report: Report, room: int | None = None, *, look: Look | None = None, folds: bool = False
) -> Iterator[Block]:
    """The answer, facts, tables, sections of a document, notes; tables say what rounding does to their sums.

    With `room`, so many signs on a line, tables have their summaries as rows, and too wide ones come in parts; without,
    a spreadsheet shows them. `look`: with other signs than usual. `folds`: whether columns
    without room go under others, behind signs.
    """
    look = look or look_of(report)
    tables, signs = explained(report.tables, report.facts, report.notes, look, room, folds=folds)
    if report.summary:
        yield Text(report.summary, "summary")
    if report.facts:
        yield Facts(report.facts)
    for table in tables:
        yield from _fitted(table, look, room)
    for section in report.sections:
        yield from section_blocks(section, look, room, folds=folds)
    yield from (Text(note, "note") for note in (*signs, *report.notes))


def explained(
    tables: Iterable[Table],
    facts: Sequence[Fact],
    texts: Sequence[str],
    look: Look,
    room: int | None = ENDLESS,
    *,
    folds: bool = False,
) -> tuple[list[Table], list[str]]:
    """The tables with the lines below them, and lines that say what signs and colours mean for all of them."""
    tables = [noted(table, look) for table in tables]
    if room is None:
        return tables, [*legend(tables, facts, texts), *colours_of(tables)]
    return signed(tables, texts, (look, room) if folds else None), legend_of_facts(facts, tables, texts)


def _fitted(table: Table, look: Look, room: int | None) -> list[Table]:
    return [table] if room is None else parts_of(table, look, room)


def section_blocks(section: Section, look: Look, room: int | None = None, *, folds: bool = False) -> Iterator[Block]:
    """The title of a section, its parts and what their signs mean."""
    if section.title:
        yield Text(section.title, "heading")
    yield from (Text(line, "basis") for line in section.basis)
    tables, signs = explained(section.tables, (), section.texts, look, room, folds=folds)
    rest = iter(tables)
    for part in section.parts:
        match part:
            case str():
                yield Text(part, "paragraph")
            case Table():
                yield from _fitted(next(rest), look, room)
            case _:
                yield part
    yield from (Text(text, "paragraph") for text in signs)


def noted(table: Table, look: Look) -> Table:
    """The table with a line below it where its figures, as they are shown, do not add up."""
    if table.total is None:
        return table
    whole = flat(table)
    apart = [
        f"{column.label} {numbers.short(float(difference), decimals)}"
        for column in table.shown
        if (decimals := KINDS[column.kind].decimals) and KINDS[column.kind].summed
        if numbers.rounded(float(difference := _difference(whole, column, look) or 0), decimals)
    ]
    if not apart:
        return table
    text = _(
        "Figures are rounded: those shown differ in sum from the total by: {differences}.", differences=", ".join(apart)
    )
    return replace(table, after=(*table.after, text))


def _difference(table: Table, column: Column, look: Look) -> Decimal | None:
    """How much the figures shown in a column differ from their total; None where it has none, or texts."""
    figures = [_figure(column.kind, look, *pair) for pair in zip(*values_of(table, column, look), strict=True)]
    known = [each for each in figures if each is not None]
    if len(known) < len(figures) or numbers.missing((table.total or {}).get(column.key)):
        return None
    return abs(sum(known[:-1], Decimal(0)) - known[-1])


def _figure(kind: str, look: Look, value: object, bounds: Bounds) -> Decimal | None:
    """The figure that a cell shows; 0 where there is none, None for a text."""
    if isinstance(value, Figure):
        kind, value, bounds = value.kind, value.number, ()
    if numbers.missing(value):
        return Decimal(0)
    return KINDS[kind].rounded(value, look, bounds) if isinstance(value, int | float) else None
