"""Office programs for tests: LibreOffice without a screen, and cells changed as a person would."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Every sheet, in UTF-8, cells as their values and not as they are shown."""


def converted(files: list[Path], to: str, folder: Path) -> None:
    """Convert files with a profile of their own, so that tests may run side by side."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr


def sheets_as_csv(files: list[Path], folder: Path) -> dict[tuple[str, str], list[list[str]]]:
    """The cells of every sheet as LibreOffice computes them, by file and sheet."""
    converted(files, ALL_SHEETS, folder)
    found = {}
    for file in files:
        for path in folder.glob(f"{file.stem}-*.csv"):
            rows = list(csv.reader(path.read_text("utf-8").splitlines()))
            found[file.stem, path.stem.removeprefix(f"{file.stem}-")] = rows
    return found
