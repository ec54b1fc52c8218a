"""CSV for scripts: a header with English names, then rows; nothing else."""

from typing import Any, TextIO

from cchc_cli.model.report import Report

DIGITS = "%.12g"
"""Everything that points carry, without float noise."""


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Numbers with up to twelve digits, true and false, nothing where there is nothing."""
    rows = report.rows[list(report.columns)].copy()
    for column in rows:
        if rows[column].dtype.kind in "bO":
            rows[column] = rows[column].map(_text, na_action="ignore")
    rows.to_csv(stream, index=False, float_format=DIGITS, lineterminator="\n")


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return DIGITS % value if isinstance(value, float) else value
