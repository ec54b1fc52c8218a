"""LibreOffice, where it is installed: the program that makes PDF of Word files."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.system.temporary import temporary_process

NAMES = ("soffice", "libreoffice")
ROOTS = ("/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice*")
MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
SECONDS, SECONDS_EACH = 120, 10
"""How long it may take to start, and for each document."""
TOGETHER = 50
"""Documents of one call."""
ARGUMENTS = "--headless --norestore --nologo --nodefault --nolockcheck --nofirststartwizard --convert-to pdf --outdir"


def libre_office() -> Path | None:
    """The program, on the PATH or where installers put it; None where there is none."""
    found = next((path for name in NAMES if (path := which(name))), None)
    if found:
        return Path(found)
    places = [Path(MAC), *(program for root in _roots() for program in _programs(root))]
    return next((place for place in places if place.is_file() and os.access(place, os.X_OK)), None)


def _roots() -> list[Path]:
    """Folders that may be LibreOffice's; installers of Windows put none on the PATH."""
    if sys.platform == "win32":
        names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
        parts = dict.fromkeys(os.environ[name] for name in names if os.environ.get(name))
        return [found for part in parts for found in sorted(Path(part).glob("LibreOffice*"))]
    return [found for root in ROOTS for found in sorted(Path(root).parent.glob(Path(root).name))]


def _programs(root: Path) -> list[Path]:
    return [root / "program" / name for name in ("soffice.com", "soffice.exe", "soffice")]


def needed_office() -> Path:
    """The program. Raises CchcError where there is none."""
    program = libre_office()
    if program is None:
        text = _("PDF is made by LibreOffice, which was not found on this machine.")
        raise CchcError(text, hint=_("Install it (libreoffice.org), or write a Word file: -o FILE.docx."))
    return program


def as_pdf(documents: Sequence[Path], folder: Path) -> list[bytes]:
    """The PDF of each Word file, made within `folder`; empty for one of which LibreOffice makes none.

    It has a profile of its own, so that it works while the user has LibreOffice open, and changes no settings.
    Raises CchcError where it can't be run, or makes nothing at all.
    """
    program, made = needed_office(), folder / "pdf"
    for first in range(0, len(documents), TOGETHER):
        part = documents[first : first + TOGETHER]
        profile = f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}"
        _run([str(program), profile, *ARGUMENTS.split(), str(made), *map(str, part)], len(part))
    files = [made / f"{document.stem}.pdf" for document in documents]
    found = [file.read_bytes() if file.is_file() else b"" for file in files]
    if not any(found):
        raise CchcError(_("LibreOffice made no PDF."), hint=_("Write a Word file instead: -o FILE.docx."))
    return found


def _run(command: list[str], count: int) -> None:
    """Run it without a window, and without waiting for ever. Raises CchcError."""
    seconds = SECONDS + SECONDS_EACH * count
    try:
        # A session of its own: what it starts itself ends with it.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise CchcError(_("LibreOffice could not be run ({reason}).", reason=system_reason(error))) from error
    with temporary_process(process):
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            text = _("LibreOffice was not ready after {seconds} seconds.", seconds=seconds)
            raise CchcError(text, hint=_("Try again, or write a Word file: -o FILE.docx.")) from None
