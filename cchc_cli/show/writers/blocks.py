"""The one walk over a report: its blocks in the order in which they are read, and what rounding does to their sums."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Fact, Facts, Figure, Table, Text
from cchc_cli.model.report import Block, Report, Section
from cchc_cli.show import numbers
from cchc_cli.show.cells import values_of
from cchc_cli.show.kinds import KINDS, Bounds, Look, look_of
from cchc_cli.show.writers.layout import flat, parts_of
from cchc_cli.show.writers.legend import colours_of, legend, legend_of_facts, signed

Floats = NDArray[np.float64]
NOISE = 10.0**-numbers.EXACT
ENDLESS = 1_000_000
"""Signs on a line, where readers move sideways."""


def blocks(report: Report, room: int | None = None, look: Look | None = None) -> Iterator[Block]:
    """The answer, facts, tables, sections of a document, notes; tables say what rounding does to their sums.

    With `room`, so many signs on a line, tables have their summaries as rows, and too wide ones come in parts; without,
    a spreadsheet shows them. `look`: with the signs of a screen, where columns without room go under others.
    """
    look = look or look_of(report)
    tables, signs = explained(report.tables, report.facts, report.notes, look, room)
    if report.summary:
        yield Text(report.summary, "summary")
    if report.facts:
        yield Facts(report.facts)
    for table in tables:
        yield from [table] if room is None else parts_of(table, look, room)
    for section in report.sections:
        yield from section_blocks(section, look, room)
    yield from (Text(note, "note") for note in (*signs, *report.notes))


def explained(
    tables: Iterable[Table], facts: Sequence[Fact], texts: Sequence[str], look: Look, room: int | None = ENDLESS
) -> tuple[list[Table], list[str]]:
    """The tables with the lines below them, and lines that say what signs and colours mean for all of them."""
    tables = [noted(table, look) for table in tables]
    if room is None:
        return tables, [*legend(tables, facts, texts), *colours_of(tables)]
    folds = (look, room) if look.signs.full else None
    return signed(tables, texts, folds), legend_of_facts(facts, tables, texts)


def section_blocks(section: Section, look: Look, room: int | None = None) -> Iterator[Block]:
    """The title of a section, its parts and what their signs mean."""
    if section.title:
        yield Text(section.title, "heading")
    yield from (Text(line, "basis") for line in section.basis)
    tables, signs = explained(section.tables, (), section.texts, look, room)
    rest = iter(tables)
    for part in (*section.parts, *signs):
        match part:
            case str():
                yield Text(part, "paragraph")
            case Table():
                table = next(rest)
                yield from [table] if room is None else parts_of(table, look, room)
            case _:
                yield part


def noted(table: Table, look: Look) -> Table:
    """The table with lines below it where its figures, as they are shown, do not add up in a row or in a column."""
    summed = [each for each in table.shown if KINDS[each.kind].summed and KINDS[each.kind].decimals]
    if table.total is None and not any(each.made_of for each in summed):
        return table
    whole = flat(table)
    apart = [text for column in summed for text in _apart(whole, column, look)]
    if not apart:
        return table
    text = _("Figures are rounded; as shown, sums differ by: {differences}.", differences="; ".join(apart))
    return replace(table, after=(*table.after, text))


def _apart(table: Table, column: Column, look: Look) -> Iterator[str]:
    """By how much the figures shown of a column are not what they should come to: in rows, in its total."""
    figures, decimals = _figures(table, column, look), KINDS[column.kind].decimals
    rows = _rows_apart(table, column, figures, look) if column.made_of else figures[0, :0]
    if len(rows):
        most = numbers.short(float(rows.max()))
        told = {"column": column.label, "difference": most}
        yield n_("{column}: {difference} in {count} row", "{column}: {difference} in {count} rows", len(rows), **told)
    if table.total is None or numbers.missing(table.total.get(column.key)):
        return
    difference = abs(figures[0, :-1].sum() - figures[0, -1])
    if not math.isnan(difference) and numbers.rounded(difference, decimals):
        text = N_("{column}: {difference} in the total")
        yield _(text, column=column.label, difference=numbers.short(difference, decimals))


def _rows_apart(table: Table, column: Column, figures: Floats, look: Look) -> Floats:
    """For each row in which a figure is what those are that it is made of, but not shown as that, the difference."""
    parts = {part.key: part for each in table.shown for part in KINDS[each.kind].spread(each)}
    signs = {each.removeprefix("-"): -1 if each[0] == "-" else 1 for each in column.made_of}
    terms = [sign * _figures(table, parts[key], look) for key, sign in signs.items() if key in parts]
    shown, exact = np.abs(np.sum(terms, axis=0) - figures)
    told: Floats = shown[(exact < NOISE) & (shown > NOISE) & (len(terms) > 1)]
    return told


def _figures(table: Table, column: Column, look: Look) -> Floats:
    """The figures of a column as they are shown, and below them as they are; 0 where there is none, NaN for a text."""

    def pair(value: object, bounds: Bounds) -> tuple[float, float]:
        kind: str = column.kind
        if isinstance(value, Figure):
            kind, value, bounds = value.kind, value.number, ()
        if numbers.missing(value):
            return 0.0, 0.0
        if not isinstance(value, int | float):
            return math.nan, math.nan
        return float(KINDS[kind].rounded(value, look, bounds)), value

    return np.array([*map(pair, *values_of(table, column, look))]).T
