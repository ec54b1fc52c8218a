"""The same csv for Excel with Vietnamese settings, which opens it right by a double click: UTF-8 with a BOM, ; and decimal commas.

Ids such as 3.2.1 are written as ="3.2.1": Excel would make a date of them. cchc reads them as 3.2.1 again.
"""

from typing import TextIO

from cchc_cli.model.report import Report
from cchc_cli.show.writers.csv_rows import Dialect

BOM = "\ufeff"


def write(report: Report, workspace: str, stream: TextIO) -> None:  # noqa: ARG001
    """The rows, the same whatever the language."""
    stream.write(BOM)
    Dialect(";", ",", marks_text=True).write(report, stream)
