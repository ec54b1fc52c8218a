"""CSV for scripts: a header with English names, then rows; nothing else. No text becomes a formula in a spreadsheet."""

import re
from dataclasses import dataclass
from typing import Any, TextIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.model.report import Report
from cchc_cli.show.texts import no_formula, plain

DIGITS = "%.12g"
"""Everything that points carry, without float noise."""
AT_A_TIME = 5_000
"""Rows that are put together at a time."""
LOOKS_OTHERWISE = re.compile(r"0\d+|\d+(?:[.,]\d+)+")
"""Ids that Excel would make a number or a date of: 1.10, 3.2.1, 007."""


@dataclass(frozen=True)
class Dialect:
    """What stands between cells and in numbers, and whether a text that looks like a number is marked as text."""

    delimiter: str = ","
    decimal: str = "."
    marks_text: bool = False

    def write(self, report: Report, stream: TextIO) -> None:
        """The header and the rows, some at a time: memory that is used again is faster than new one."""
        stream.write(self.delimiter.join(map(self._quoted, report.columns)) + "\n")
        # Column by column, each of its values once: pandas' own writer asks of each cell what it is.
        columns = [self._cells(report.rows[column]) for column in report.columns]
        for start in range(0, len(report.rows), AT_A_TIME):
            cells = (column[start : start + AT_A_TIME].tolist() for column in columns)
            stream.write("\n".join(map(self.delimiter.join, zip(*cells, strict=True))) + "\n")

    def _cells(self, column: "pd.Series[Any]") -> NDArray[np.object_]:
        """The column's cells as they stand in the file."""
        if isinstance(column.dtype, pd.CategoricalDtype):
            return _spread([self._cell(value) for value in column.cat.categories], column.cat.codes.to_numpy())
        if column.dtype.kind == "f":
            codes, values = pd.factorize(column.to_numpy())
            return _spread([self._number(value) for value in values.tolist()], codes)
        return np.array([self._cell(value) for value in column.tolist()], dtype=object)

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
    Dialect().write(report, stream)


def write_for_excel(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """The same for Excel with Vietnamese settings, which opens it right by a double click: UTF-8 with a BOM, ; and decimal commas.

    Ids such as 3.2.1 are written as ="3.2.1": Excel would make a date of them. cchc reads them as 3.2.1 again.
    """
    stream.write("\ufeff")
    Dialect(";", ",", marks_text=True).write(report, stream)


def _spread(texts: list[str], codes: NDArray[np.integer]) -> NDArray[np.object_]:
    """The text of each code; of −1, which is no value, a blank."""
    spread: NDArray[np.object_] = np.array([*texts, ""], dtype=object)[codes]
    return spread
