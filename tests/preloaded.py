"""What the server of `tests.processes` has done before it forks: all imports, and what is computed once in a process."""

import gc
import importlib
import os
import pkgutil
import tempfile
from pathlib import Path

import cchc_cli
from tools.commands import run

LIBRARIES = ["docx", "duckdb", "highspy", "ibis", "matplotlib.figure", "ortools.sat.python.cp_model", "xlsxwriter"]
"""What commands import in their bodies."""

for module in pkgutil.walk_packages(cchc_cli.__path__, "cchc_cli."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for library in LIBRARIES:
    importlib.import_module(library)
os.environ.pop("CCHC_WORKSPACE", None)
with tempfile.TemporaryDirectory() as folder:
    cchc_cli.init(folder)
    for language in ("vi", "en"):
        for suffix in ("csv", "html", "docx", "xlsx"):
            run("-C", folder, "score", "--lang", language, "-o", Path(folder, f"out.{suffix}"))
gc.collect()
gc.freeze()
