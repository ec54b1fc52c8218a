"""What the user asked for, (workspace, arguments) → Report. No printing, no typer, no exit.

A command `ranks` is the function `ranks` of `ranks.py`, `report result` is `report_result` of `report.py`; small ones that
answer one question stand `TOGETHER`.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_cli.model.report import Report

TOGETHER = {
    "changes": ("audit",),
    "start": ("init", "schema", "check"),
    "office_files": ("import_criteria", "export_criteria", "template_scores"),
    "points": ("score", "gaps", "keep", "appeal"),
    "over_units": ("matrix", "overview"),
    "over_years": ("explain", "trend"),
    "ranks": ("robust",),
    "registers": ("measure",),
    "task": ("commit",),
}
"""Files with the commands that they hold, where they are not called as these."""


def command_named(name: str) -> "Callable[..., Report | str]":
    """The function of a command, of which nothing is imported before it is asked for."""
    module = next((file for file, names in TOGETHER.items() if name in names), None)
    module = module or (name if name == "import_scores" else name.partition("_")[0])
    function: Callable[..., Report | str] = getattr(import_module(f"{__name__}.{module}"), name)
    return function
