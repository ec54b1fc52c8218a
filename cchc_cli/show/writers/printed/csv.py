"""CSV for scripts: a header with English names, then rows; nothing else. No text becomes a formula in a spreadsheet."""

import re
from dataclasses import dataclass
from typing import Any, TextIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.texts import no_formula, plain

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
        columns = [self._coded(report.rows[name]) for name in report.columns]
        for start in range(0, len(report.rows), AT_A_TIME):
            cells = (texts[codes[start : start + AT_A_TIME]].tolist() for codes, texts in columns)
            stream.write("\n".join(map(self.delimiter.join, zip(*cells, strict=True))) + "\n")

    def _coded(self, column: "pd.Series[Any]") -> tuple[NDArray[np.intp], NDArray[np.object_]]:
        """Which of the texts each cell of the column has, the last of them where there is no value; and these texts."""
        # Each value once: pandas' own writer asks of each cell what it is.
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, texts = column.cat.codes.to_numpy(dtype=np.intp), [*map(self._cell, column.cat.categories)]
        elif column.dtype.kind == "f":
            codes, values = pd.factorize(column.to_numpy())
            texts = [*map(self._number, values.tolist())]
        else:
            codes, texts = np.arange(len(column)), [*map(self._cell, column.tolist())]
        return np.where(codes < 0, len(texts), codes), np.array([*texts, ""], dtype=object)

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
        return numbers.for_scripts(value).replace(".", self.decimal)

    def _quoted(self, text: str) -> str:
        if any(sign in text for sign in ('"', self.delimiter, "\n", "\r")):
            return '"{}"'.format(text.replace('"', '""'))
        return text


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Numbers with up to nine decimals, true and false, nothing where there is nothing."""
    Dialect().write(report, stream)


def write_for_excel(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """The same for Excel with Vietnamese settings, which opens it right by a double click: UTF-8 with a BOM, ; and decimal commas.

    Ids such as 3.2.1 are written as ="3.2.1": Excel would make a date of them. cchc reads them as 3.2.1 again.
    """
    stream.write("\ufeff")
    Dialect(";", ",", marks_text=True).write(report, stream)
