"""CSV for scripts: a header with English names, then rows; nothing else."""

from typing import TextIO

from cchc_cli.model.report import Report


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """Twelve significant digits: everything that points carry, without float noise."""
    rows = report.rows[list(report.columns)].replace({True: "true", False: "false"})
    rows.to_csv(stream, index=False, float_format="%.12g", lineterminator="\n")
