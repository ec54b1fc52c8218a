"""What a table says where the figures that it shows, being rounded, do not add up to the total below them."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from cchc_cli.messages import _, language
from cchc_cli.model.report import Column, Table
from cchc_cli.show import numbers
from cchc_cli.show.kinds import KINDS, texts_of


def noted(table: Table, decimals: int | None) -> Table:
    """The table with a line below it where its figures, as they are shown, do not add up."""
    if table.total is None:
        return table
    apart = [
        f"{column.label} {numbers.short(float(difference), numbers.EXACT)}"
        for column in table.shown
        if KINDS[column.kind].summed and (difference := _difference(table, column, decimals))
    ]
    if not apart:
        return table
    text = _(
        "Figures are rounded: those shown differ in sum from the total by: {differences}.", differences=", ".join(apart)
    )
    return replace(table, after=(*table.after, text))


def _difference(table: Table, column: Column, decimals: int | None) -> Decimal | None:
    """How much the figures shown in a column differ from their total; None where it has none, or texts."""
    *texts, total = texts_of(table, column, decimals)
    figures = [_figure(text) for text in (*texts, total)]
    if total in ("", numbers.MISSING) or any(each is None for each in figures):
        return None
    known = [each for each in figures if each is not None]
    return abs(sum(known[:-1], Decimal(0)) - known[-1])


def _figure(text: str) -> Decimal | None:
    """The figure that a cell shows: 12.50 of 12.50/15; a dash is 0; None for a text."""
    if text in ("", numbers.MISSING):
        return Decimal(0)
    plain = text.split("/")[0].replace(numbers.MINUS, "-").replace("+", "")
    if language() == "vi":
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
