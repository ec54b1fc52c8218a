"""PDF: the Word document as LibreOffice lays it out."""

from typing import BinaryIO

from cchc_cli.model.report import Report
from cchc_cli.show.writers.filed import docx
from cchc_cli.system.machine import as_pdf
from cchc_cli.system.temporary import temporary_folder

BINARY = True
"""A file of it is bytes, not text."""


def write(report: Report, workspace: str, stream: BinaryIO) -> None:
    """The report as a .pdf file. Raises CchcError where LibreOffice is not there, or makes none."""
    with temporary_folder() as folder:
        document = folder / "document.docx"
        with document.open("wb") as file:
            docx.write(report, workspace, file)
        stream.write(as_pdf([document], folder)[0])
