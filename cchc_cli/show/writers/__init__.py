"""Formats: a new one is a module with `write`, called as its format, in `printed` or in `filed`; every command has it."""

from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO, TextIO

if TYPE_CHECKING:
    from cchc_cli.model.report import Report

HERE = Path(__file__).parent
USUAL = "table"
EXCEL = "csv for Excel"
"""The name of csv as `--excel` asks for it: no format of its own, but another way of writing one."""


def _modules(folder: str) -> dict[str, str]:
    """The formats of a folder, each with its module, which is imported when it is asked for."""
    names = sorted(path.stem for path in (HERE / folder).iterdir() if path.name[0] not in "._")
    return {name: f"{__name__}.{folder}.{name}" for name in names}


PRINTED, OF_FILES = _modules("printed"), _modules("filed")
MODULES = PRINTED | OF_FILES
FORMS = (USUAL, *(form for form in MODULES if form != USUAL))
"""As --format calls them; all but the screen's are suffixes of files as well."""
FILED = FORMS[1:]
SUFFIXES = tuple(sorted(f".{form}" for form in FILED))


def as_file(report: "Report", workspace: str, form: str) -> bytes:
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


def render(report: "Report", workspace: str, form: str, stream: TextIO | BinaryIO) -> None:
    """Write a report of a workspace to a stream. Every report in every format passes here: a place to listen at."""
    module = _module(form)
    (module.write_for_excel if form == EXCEL else module.write)(report, workspace, stream)


def _module(form: str) -> ModuleType:
    return import_module(MODULES["csv" if form == EXCEL else form])
