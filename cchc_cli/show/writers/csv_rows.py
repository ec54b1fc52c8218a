"""CSV for scripts: a header with English names, then rows; nothing else. No text becomes a formula in a spreadsheet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TextIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.model.report import Report
from cchc_cli.show.texts import no_formula, plain

DIGITS = "%.12g"
"""Everything that points carry, without float noise."""
LOOKS_OTHERWISE = re.compile(r"0\d+|\d+(?:[.,]\d+)+")
"""Ids that Excel would make a number or a date of: 1.10, 3.2.1, 007."""


@dataclass(frozen=True)
class Dialect:
    """What stands between cells and in numbers, and whether a text that looks like a number is marked as text."""

    delimiter: str = ","
    decimal: str = "."
    marks_text: bool = False

    def lines(self, report: Report) -> Iterable[str]:
        """The header and the rows."""
        # Column by column, each of its values once: pandas' own writer asks of each cell what it is.
        columns = [self._cells(report.rows[column]) for column in report.columns]
        header = self.delimiter.join(map(self._quoted, report.columns))
        return [header, *map(self.delimiter.join, zip(*columns, strict=True))]

    def _cells(self, column: "pd.Series[Any]") -> Iterable[str]:
        """The column's cells as they stand in the file."""
        if isinstance(column.dtype, pd.CategoricalDtype):
            return _spread([self._cell(value) for value in column.cat.categories], column.cat.codes.to_numpy())
        if column.dtype.kind == "f":
            codes, values = pd.factorize(column.to_numpy())
            return _spread([self._number(value) for value in values.tolist()], codes)
        return map(self._cell, column.tolist())

    def _cell(self, value: object) -> str:
        if isinstance(value, str):
            is_marked = self.marks_text and LOOKS_OTHERWISE.fullmatch(value)
            return self._quoted(f'="{value}"' if is_marked else no_formula(plain(value)))
        if isinstance(value, bool | np.bool_):
            return str(bool(value)).lower()
        if isinstance(value, float):
            return "" if value != value else self._number(value)
        return "" if value is None or value is pd.NA else str(value)

    def _number(self, value: float) -> str:
        return (DIGITS % value).replace(".", self.decimal)

    def _quoted(self, text: str) -> str:
        if any(sign in text for sign in ('"', self.delimiter, "\n", "\r")):
            return '"{}"'.format(text.replace('"', '""'))
        return text


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Numbers with up to twelve digits, true and false, nothing where there is nothing."""
    stream.write("\n".join(Dialect().lines(report)) + "\n")


def _spread(texts: list[str], codes: NDArray[np.integer]) -> Iterable[str]:
    """The text of each code; of −1, which is no value, a blank."""
    spread: list[str] = np.array([*texts, ""], dtype=object)[codes].tolist()
    return spread
