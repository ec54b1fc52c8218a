"""One file a command: what the user asked for, (workspace, arguments) → Report. No printing, no typer, no exit.

A command `score` is the function `score` of `score.py`; `report result` is `report_result` of `report.py`.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def command_named(name: str) -> Callable[..., Any]:
    """The function of a command, of which nothing is imported before it is asked for."""
    module = name if name.startswith("import_") else name.partition("_")[0]
    function: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), name)
    return function
