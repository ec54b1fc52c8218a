"""What a table says where the figures that it shows, being rounded, do not add up to the total below them."""

from dataclasses import replace
from decimal import Decimal

from cchc_cli.messages import _
from cchc_cli.model.report import Column, Figure, Table
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, Bounds, Look, values_of


def noted(table: Table, look: Look) -> Table:
    """The table with a line below it where its figures, as they are shown, do not add up."""
    if table.total is None:
        return table
    apart = [
        f"{column.label} {numbers.short(float(difference), numbers.EXACT)}"
        for column in table.shown
        if KINDS[column.kind].summed and (difference := _difference(table, column, look))
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
