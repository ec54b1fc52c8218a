"""Formats: a new one is a module here with a line in FORMATS, and every command has it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO, TextIOWrapper
from typing import Any, TextIO

from cchc_cli.model.report import Report
from cchc_cli.show.rounding_notes import with_rounding_notes

Writer = Callable[[Report, str, Any], None]


@dataclass(frozen=True)
class Format:
    """The module whose `write(report, workspace, stream)` writes a format; it is imported when it is asked for.

    `printed` formats can be asked for with --format, `filed` ones by the suffix of a file. A `binary` one
    writes bytes, any other text.
    """

    module: str
    printed: bool = True
    filed: bool = True
    binary: bool = False


HERE = "cchc_cli.show.writers"
FORMATS = {
    "table": Format(f"{HERE}.terminal", filed=False),
    "json": Format(f"{HERE}.json_rows"),
    "csv": Format(f"{HERE}.csv_rows"),
    "md": Format(f"{HERE}.markdown"),
    "docx": Format(f"{HERE}.word", printed=False, binary=True),
    "xlsx": Format(f"{HERE}.excel", printed=False, binary=True),
    "html": Format(f"{HERE}.page", printed=False),
}
"""By the name that --format has, which is also the suffix of a file."""
SUFFIXES = tuple(sorted(f".{name}" for name, form in FORMATS.items() if form.filed))


def write(report: Report, workspace: str, form: str, stream: TextIO) -> None:
    """Write `report` of a workspace to a text stream."""
    _writer(form)(_told(report, form), workspace, stream)


def as_file(report: Report, workspace: str, form: str) -> bytes:
    """What a file of the format `form` holds: the whole report, text in UTF-8."""
    whole, report = BytesIO(), _told(report, form)
    if FORMATS[form].binary:
        _writer(form)(report, workspace, whole)
    else:
        # Half of a sign, as odd file names have them, must not stop the rest.
        text = TextIOWrapper(whole, encoding="utf-8", errors="replace", newline="", write_through=True)
        _writer(form)(report, workspace, text)
        text.flush()
    return whole.getvalue()


def _told(report: Report, form: str) -> Report:
    """The report as people get it: with what rounding does to the sums of its tables."""
    return report if form in ("csv", "json") else with_rounding_notes(report)


def _writer(form: str) -> Writer:
    writer: Writer = import_module(FORMATS[form].module).write
    return writer
