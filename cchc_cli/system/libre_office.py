"""LibreOffice, where it is installed: the program that makes PDF of Word files."""

import os
import sys
from pathlib import Path
from shutil import which

NAMES = ("soffice", "libreoffice")
PLACES = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
)
"""Where it is put without being on the PATH, as installers of Windows never put it there."""


def libre_office() -> Path | None:
    """The program, on the PATH or in one of the usual places; None where there is none."""
    found = next((path for name in NAMES if (path := which(name))), None)
    if found:
        return Path(found)
    folders = [
        Path(path)
        for place in _places()
        for path in sorted(Path(place).parent.parent.glob("/".join(Path(place).parts[-2:])))
    ]
    programs = (folder / name for folder in folders for name in ("soffice.com", "soffice.exe", "soffice"))
    return next((program for program in programs if os.access(program, os.X_OK) and program.is_file()), None)


def _places() -> list[str]:
    if sys.platform != "win32":
        return list(PLACES)
    roots = dict.fromkeys(os.environ.get(name, "") for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"))
    return [rf"{root}\LibreOffice*\program" for root in roots if root]
