"""What a process does before it forks one that runs `cchc`: all imports, and what is computed once in a process."""

import gc
import importlib
import pkgutil
from pathlib import Path

import cchc_cli
from tools.commands import run

LIBRARIES = ["docx", "duckdb", "highspy", "ibis", "matplotlib.figure", "ortools.sat.python.cp_model", "xlsxwriter"]
"""What commands import in their bodies; they are in the extras that the tests ask for."""
OUTPUT = ("csv", "md", "json", "html", "docx", "xlsx")


def warm(folder: Path) -> None:
    """Import everything, and write results of the workspace in `folder` once; nothing of it is garbage from then on."""
    for module in pkgutil.walk_packages(cchc_cli.__path__, "cchc_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for library in LIBRARIES:
        importlib.import_module(library)
    for language in ("vi", "en"):
        for suffix in OUTPUT:
            run("-C", folder, "score", "--lang", language, "-o", folder / f"out.{suffix}")
    gc.collect()
    gc.freeze()
