"""CSV for scripts: a header with English names, then rows; nothing else. No text becomes a formula in a spreadsheet."""

from typing import Any, TextIO

from cchc_cli.model.report import Report
from cchc_cli.show.texts import no_formula

DIGITS = "%.12g"
"""Everything that points carry, without float noise."""


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Numbers with up to twelve digits, true and false, nothing where there is nothing."""
    rows = report.rows[list(report.columns)].copy()
    for column in rows:
        if rows[column].dtype.kind not in "if":
            rows[column] = rows[column].map(_text, na_action="ignore")
    rows.to_csv(stream, index=False, float_format=DIGITS, lineterminator="\n")


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return no_formula(value)
    return DIGITS % value if isinstance(value, float) else value
