"""CSV for scripts: a header with English names, then rows; nothing else. No text becomes a formula in a spreadsheet."""

from collections.abc import Iterable
from typing import Any, TextIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.model.report import Report
from cchc_cli.show.texts import no_formula, plain

DIGITS = "%.12g"
"""Everything that points carry, without float noise."""
QUOTED = ('"', ",", "\n", "\r")
"""Signs for which a cell needs quotation marks."""


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Numbers with up to twelve digits, true and false, nothing where there is nothing."""
    # Column by column, each of its values once: pandas' own writer asks of each cell what it is.
    columns = [_cells(report.rows[column]) for column in report.columns]
    lines = [",".join(map(_quoted, report.columns)), *map(",".join, zip(*columns, strict=True))]
    stream.write("\n".join(lines) + "\n")


def _cells(column: "pd.Series[Any]") -> Iterable[str]:
    """The column's cells as they stand in the file."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _spread([_cell(value) for value in column.cat.categories], column.cat.codes.to_numpy())
    if column.dtype.kind == "f":
        codes, values = pd.factorize(column.to_numpy())
        return _spread([DIGITS % value for value in values.tolist()], codes)
    return map(_cell, column.tolist())


def _spread(texts: list[str], codes: NDArray[np.integer]) -> Iterable[str]:
    """The text of each code; of −1, which is no value, a blank."""
    spread: list[str] = np.array([*texts, ""], dtype=object)[codes].tolist()
    return spread


def _cell(value: object) -> str:
    if isinstance(value, str):
        return _quoted(no_formula(plain(value)))
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, float):
        return "" if value != value else DIGITS % value
    return "" if value is None or value is pd.NA else str(value)


def _quoted(text: str) -> str:
    if any(sign in text for sign in QUOTED):
        return '"{}"'.format(text.replace('"', '""'))
    return text
