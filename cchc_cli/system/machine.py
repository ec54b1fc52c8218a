"""What is on the machine: versions, the system, languages and encodings, which decide how cchc runs; and LibreOffice, which
makes PDF of Word files. Nothing is changed."""

import locale
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import chain
from pathlib import Path
from shutil import which

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.system.temporary import temporary_process

PROJECT = "cchc-cli"
OPTIONAL = ("dossiers", "spark")
"""Extras of which an office may have need; the others are for those who work on cchc."""
VARIABLES = (
    *("LC_ALL", "LC_CTYPE", "LANG", "TZ", "PYTHONIOENCODING", "PYTHONUTF8"),
    *("TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "CCHC_LANG", "CCHC_DEBUG"),
)
"""What in the environment changes what is read or shown; no names, no folders."""
TEMPORARY = "temporary_folder"
PRIVATE = ("program", TEMPORARY)
"""Facts that may name somebody: folders."""
REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[\w,\s-]*\])?\s*([^;]*?)\s*(?:;.*?extra\s*==\s*['\"]([\w-]+)['\"].*)?")
BOUND = re.compile(r"(>=|<)\s*(\d+(?:\.\d+)*)")


@dataclass(frozen=True)
class Package:
    """A library: which versions are asked for (">=3,<4"), which one is there, and for which extra it is needed."""

    name: str
    asked: str
    version: str | None
    extra: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it is there, in a version that is asked for."""
        return self.version is not None and fits(self.version, self.asked)


def fits(version: str, asked: str) -> bool:
    """Whether a version lies within bounds such as ">=3.0,<4"."""
    own = _numbers(version)
    for sign, bound in BOUND.findall(asked):
        least = _numbers(bound)
        padded = own[: len(least)] + (0,) * (len(least) - len(own))
        if (padded >= least) != (sign == ">="):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def packages() -> list[Package]:
    """What cchc needs, and what it has use for, as it was declared when it was installed; none where that is not known."""
    try:
        declared = metadata.requires(PROJECT) or []
    except metadata.PackageNotFoundError:
        return []
    found: dict[tuple[str, bool], Package] = {}
    for each in chain.from_iterable(map(_declared, declared)):
        found.setdefault((each.name, bool(each.extra)), each)
    return sorted(found.values(), key=lambda each: (bool(each.extra), each.name))


def _declared(line: str) -> Iterator[Package]:
    """The library of a requirement, and Spark where that brings it; none where nobody asks for its extra."""
    parts = REQUIREMENT.fullmatch(line)
    if not parts or parts[3] not in (None, "", *OPTIONAL):
        return
    asked, extra = ",".join(sorted(parts[2].split(","), reverse=True)), parts[3] or ""
    yield Package(parts[1], asked, version_of(parts[1]), extra)
    if "[pyspark]" in line:
        yield Package("pyspark", "", version_of("pyspark"), extra)


def version_of(name: str) -> str | None:
    """The version of a library that is installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def installed_by() -> str:
    """By which program cchc was installed: uv, pipx, or pip, in an environment of its own or in the system's Python."""
    if Path(sys.prefix, "uv-receipt.toml").is_file():
        return "uv tool"
    if Path(sys.prefix, "pipx_metadata.json").is_file():
        return "pipx"
    return "venv" if sys.prefix != sys.base_prefix else "system Python"


def facts() -> Iterator[tuple[str, str | bool | int]]:
    """Of the system: what is asked about first when something goes wrong elsewhere than here."""
    bits = 64 if sys.maxsize > 2**32 else 32
    yield "python", f"{platform.python_version()} {platform.python_implementation()} {bits} bit"
    yield "installed_by", installed_by()
    yield "program", sys.executable or ""
    yield "platform", f"{platform.platform()} ({sysconfig.get_platform()})"
    yield "locale", locale.setlocale(locale.LC_CTYPE)
    yield "locale_encoding", locale.getencoding()
    yield "file_names", f"{sys.getfilesystemencoding()} ({sys.getfilesystemencodeerrors()})"
    if page := console_page():
        yield "console_code_page", page
    for name, stream in (("stdin", sys.__stdin__), ("stdout", sys.__stdout__), ("stderr", sys.__stderr__)):
        yield name, stream_of(stream)
    size = shutil.get_terminal_size()
    yield "columns", size.columns
    yield "colour", _has_colour()
    for name in VARIABLES:
        if name in os.environ:
            yield name, os.environ[name]
    yield "clock", time.strftime("%Z %z")
    # Not tempfile's: that writes a file to see whether it can.
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    yield TEMPORARY, next(filter(None, named), "/tmp")


def stream_of(stream: object) -> str:
    """Where a stream leads, and in which encoding."""
    try:
        where = "terminal" if stream.isatty() else "file or pipe"  # type: ignore[attr-defined]  # one that is closed has it not
    except (AttributeError, ValueError):
        return "closed"
    return f"{getattr(stream, 'encoding', '?')} ({where})"


def console_page() -> int | None:
    """The code page of Windows' console (1258 is Vietnamese, 65001 UTF-8); None elsewhere."""
    if sys.platform != "win32":
        return None
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


def _has_colour() -> bool:
    is_screen = stream_of(sys.__stdout__).endswith("(terminal)")
    return is_screen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in ("dumb", "unknown")


def has_completion() -> bool:
    """Whether --install-completion was run for a shell that keeps it in a file of the user's."""
    try:
        home = Path.home()
        files = (".bash_completions/cchc.sh", ".zfunc/_cchc", ".config/fish/completions/cchc.fish")
        if any((home / file).is_file() for file in files):
            return True
        profiles = home.glob("Documents/*PowerShell/*profile.ps1")
        return any("_CCHC_COMPLETE" in profile.read_text("utf-8", "ignore") for profile in profiles)
    except (OSError, RuntimeError):
        return False


def free_space(folder: Path) -> int:
    """Free bytes on the disk of a folder. Raises OSError."""
    return shutil.disk_usage(folder).free


NAMES = ("soffice", "libreoffice")
PROGRAMS = ("soffice.com", "soffice.exe", "soffice")
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
    places = [Path(MAC), *(root / "program" / name for root in _roots() for name in PROGRAMS)]
    return next((place for place in places if place.is_file() and os.access(place, os.X_OK)), None)


def _roots() -> list[Path]:
    """Folders that may be LibreOffice's; installers of Windows put none on the PATH."""
    if sys.platform == "win32":
        names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
        parts = dict.fromkeys(os.environ[name] for name in names if os.environ.get(name))
        return [found for part in parts for found in sorted(Path(part).glob("LibreOffice*"))]
    return [found for root in ROOTS for found in sorted(Path(root).parent.glob(Path(root).name))]


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
