"""CSV for scripts: a header with English names, then rows; nothing else."""

from typing import Any, TextIO

from cchc_cli.model.report import Report

DIGITS = "%.12g"


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Twelve significant digits: everything that points carry, without float noise."""
    rows = report.rows[list(report.columns)].copy()
    for column in rows.select_dtypes(bool):
        rows[column] = rows[column].map({True: "true", False: "false"})
    for column in rows.select_dtypes(object):
        rows[column] = rows[column].map(_short, na_action="ignore")
    rows.to_csv(stream, index=False, float_format=DIGITS, lineterminator="\n")


def _short(value: Any) -> Any:
    return DIGITS % value if isinstance(value, float) else value
