"""Formats: a new one is a module here with `write`, and a word of model/choices (Form, FileForm); every command has it."""

from collections.abc import Callable
from importlib import import_module
from io import BytesIO, TextIOWrapper
from types import ModuleType
from typing import Any, BinaryIO, TextIO, get_args

from cchc_cli.model.choices import FileForm, Form
from cchc_cli.model.report import Report

Writer = Callable[[Report, str, Any], None]
FORMS: tuple[str, ...] = (*get_args(Form), *get_args(FileForm))
"""As --format calls them; all but the screen's are suffixes of files as well."""
FILED = tuple(form for form in FORMS if form != "table")
SUFFIXES = tuple(sorted(f".{form}" for form in FILED))
EXCEL = "csv for Excel"
"""The name of csv as `--excel` asks for it: no format of its own, but another way of writing one."""
MODULES = {
    **{"table": "terminal", "json": "json_rows", "csv": "csv_rows", EXCEL: "csv_rows", "md": "markdown"},
    **{"docx": "word", "xlsx": "excel", "html": "page"},
}
"""Of formats whose module has another name. It is imported when it is asked for."""


def write(report: Report, workspace: str, form: str, stream: TextIO) -> None:
    """Write `report` of a workspace to a text stream."""
    render(report, workspace, form, stream)


def as_file(report: Report, workspace: str, form: str) -> bytes:
    """What a file of the format `form` holds: the whole report, text in UTF-8."""
    whole = BytesIO()
    if getattr(_module(form), "BINARY", False):
        render(report, workspace, form, whole)
    else:
        # Half of a sign, as odd file names have them, must not stop the rest.
        text = TextIOWrapper(whole, encoding="utf-8", errors="replace", newline="", write_through=True)
        render(report, workspace, form, text)
        text.flush()
    return whole.getvalue()


def render(report: Report, workspace: str, form: str, stream: TextIO | BinaryIO) -> None:
    """Every report in every format passes here: a place to listen at."""
    module = _module(form)
    writer: Writer = module.write_for_excel if form == EXCEL else module.write
    writer(report, workspace, stream)


def _module(form: str) -> ModuleType:
    return import_module(f"{__name__}.{MODULES.get(form, form)}")
