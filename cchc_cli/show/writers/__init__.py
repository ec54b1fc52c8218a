"""Formats: a new one is one function here, and every command has it."""

from collections.abc import Callable
from importlib import import_module
from typing import TextIO

from cchc_cli.model.report import Report

Writer = Callable[[Report, str, TextIO], None]

FORMATS = {
    "table": "cchc_cli.show.writers.terminal",
    "json": "cchc_cli.show.writers.json_rows",
    "csv": "cchc_cli.show.writers.csv_rows",
    "md": "cchc_cli.show.writers.markdown",
}
"""The module that writes each format: its `write(report, workspace, stream)`, imported when it is asked for."""


def write(report: Report, workspace: str, form: str, stream: TextIO) -> None:
    """Write `report` of a workspace to `stream` in the format `form`."""
    writer: Writer = import_module(FORMATS[form]).write
    writer(report, workspace, stream)
