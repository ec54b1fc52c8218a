"""Formats: a new one is a module here with a line in FORMATS, and every command has it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO, TextIOWrapper
from typing import Any, BinaryIO, TextIO

from cchc_cli.model.report import Report

Writer = Callable[[Report, str, Any], None]


@dataclass(frozen=True)
class Format:
    """The module whose `function` of report, workspace and stream writes a format; it is imported when it is asked for.

    `printed` formats can be asked for with --format, `filed` ones by the suffix of a file. A `binary` one
    writes bytes, any other text.
    """

    module: str
    printed: bool = True
    filed: bool = True
    binary: bool = False
    function: str = "write"


HERE = "cchc_cli.show.writers"
FORMATS = {
    "table": Format(f"{HERE}.terminal", filed=False),
    "json": Format(f"{HERE}.json_rows"),
    "csv": Format(f"{HERE}.csv_rows"),
    "md": Format(f"{HERE}.markdown"),
    "docx": Format(f"{HERE}.word", printed=False, binary=True),
    "pdf": Format(f"{HERE}.pdf", printed=False, binary=True),
    "xlsx": Format(f"{HERE}.excel", printed=False, binary=True),
    "html": Format(f"{HERE}.page", printed=False),
}
"""By the name that --format has, which is also the suffix of a file."""
EXCEL = "csv for Excel"
"""The name of csv as `--excel` asks for it: no format of its own, but another way of writing one."""
OTHERS = {EXCEL: Format(f"{HERE}.csv_rows", filed=False, function="write_for_excel")}
SUFFIXES = tuple(sorted(f".{name}" for name, form in FORMATS.items() if form.filed))


def write(report: Report, workspace: str, form: str, stream: TextIO) -> None:
    """Write `report` of a workspace to a text stream."""
    render(report, workspace, form, stream)


def as_file(report: Report, workspace: str, form: str) -> bytes:
    """What a file of the format `form` holds: the whole report, text in UTF-8."""
    whole = BytesIO()
    if form in FORMATS and FORMATS[form].binary:
        render(report, workspace, form, whole)
    else:
        # Half of a sign, as odd file names have them, must not stop the rest.
        text = TextIOWrapper(whole, encoding="utf-8", errors="replace", newline="", write_through=True)
        render(report, workspace, form, text)
        text.flush()
    return whole.getvalue()


def render(report: Report, workspace: str, form: str, stream: TextIO | BinaryIO) -> None:
    """Every report in every format passes here: a place to listen at."""
    known = (FORMATS | OTHERS)[form]
    writer: Writer = getattr(import_module(known.module), known.function)
    writer(report, workspace, stream)
