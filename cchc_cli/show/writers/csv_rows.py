"""CSV for scripts: a header with English names, then rows; nothing else. No text becomes a formula in a spreadsheet."""

import csv
from typing import Any, TextIO

import pandas as pd

from cchc_cli.model.report import Report
from cchc_cli.show.texts import no_formula, plain

DIGITS = "%.12g"
"""Everything that points carry, without float noise."""


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Numbers with up to twelve digits, true and false, nothing where there is nothing."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(report.columns)
    # Column by column: pandas' own writer asks of each cell what it is.
    writer.writerows(zip(*(_cells(report.rows[column]) for column in report.columns), strict=True))


def _cells(column: "pd.Series[Any]") -> list[object]:
    if column.dtype.kind == "f":
        return ["" if number != number else DIGITS % number for number in column.tolist()]
    return [_cell(value) for value in column.tolist()]


def _cell(value: object) -> object:
    if isinstance(value, str):
        return no_formula(plain(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "" if value != value else DIGITS % value
    return "" if value is None or value is pd.NA else value
