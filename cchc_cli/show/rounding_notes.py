"""What a table says where the figures that it shows, being rounded, do not add up to the total below them."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from cchc_cli.messages import _, language
from cchc_cli.model.document import Part
from cchc_cli.model.report import Column, Report, Table
from cchc_cli.show import numbers

SUMMED = ("points", "lost", "change")
"""Kinds of columns whose total is their sum."""


def with_rounding_notes(report: Report) -> Report:
    """The report with a line below each table whose figures, as they are shown, do not add up."""
    return replace(
        report,
        tables=tuple(_noted(table, report.decimals) for table in report.tables),
        sheets=tuple(
            replace(
                sheet,
                sections=tuple(
                    replace(section, parts=tuple(_part(part, report.decimals) for part in section.parts))
                    for section in sheet.sections
                ),
            )
            for sheet in report.sheets
        ),
    )


def _part(part: Part, decimals: int | None) -> Part:
    return _noted(part, decimals) if isinstance(part, Table) else part


def _noted(table: Table, decimals: int | None) -> Table:
    if table.total is None:
        return table
    apart = [
        f"{column.label} {numbers.short(float(difference), numbers.EXACT)}"
        for column in table.columns
        if column.kind in SUMMED and (difference := _difference(table, column, decimals))
    ]
    if not apart:
        return table
    text = _(
        "Figures are rounded: those shown differ in sum from the total by: {differences}.", differences=", ".join(apart)
    )
    return replace(table, after=(*table.after, text))


def _difference(table: Table, column: Column, decimals: int | None) -> Decimal | None:
    """How much the figures shown in a column differ from their total; None where it has none, or texts."""
    *texts, total = numbers.column_cells(table, column, decimals)
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
