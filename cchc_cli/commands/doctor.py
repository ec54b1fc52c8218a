"""`cchc doctor`: what cchc runs on, where the workspace is and how it fares, and what to send with a report."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

import pandas as pd

from cchc_cli.commands.start import check
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.files.notices import unread_files
from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import Column, Fact, Table
from cchc_cli.model.columns import DOCTOR
from cchc_cli.model.places import legible
from cchc_cli.model.problems import CchcError
from cchc_cli.model.registers import REGISTERS
from cchc_cli.model.report import Report
from cchc_cli.model.today import VIET_NAM, today, zone
from cchc_cli.show.columns import tables_by_kind
from cchc_cli.system import VERSION, machine
from cchc_cli.system.machine import libre_office
from cchc_cli.system.plain_file import names_in, open_plain

Result = TypeVar("Result")
GIB = 1024**3
SECTIONS = {
    "program": N_("Program"),
    "packages": N_("Packages"),
    "system": N_("System"),
    "workspace": N_("Workspace"),
    "tools": N_("Tools"),
}
LABELS = {
    "version": "cchc",
    "python": "Python",
    "installed_by": N_("Installed by"),
    "program": N_("Python's program"),
    "platform": N_("System"),
    "locale": N_("Locale"),
    "locale_encoding": N_("Encoding of the locale"),
    "file_names": N_("Encoding of file names"),
    "console_code_page": N_("Code page of the console"),
    "stdin": "stdin",
    "stdout": "stdout",
    "stderr": "stderr",
    "columns": N_("Width of the terminal"),
    "colour": N_("Colours"),
    "language": N_("Language"),
    "clock": N_("The machine's zone"),
    "timezone": N_("Time zone of the workspace"),
    "today": N_("Today"),
    "zone_data": N_("Data on time zones"),
    "temporary_folder": N_("Folder for temporary files"),
    "temporary_free": N_("Free there (GiB)"),
    "found_by": N_("Found by"),
    "check": N_("Could be checked"),
    "components": N_("Components"),
    "faults": N_("Faults"),
    "warnings": N_("Warnings"),
    "unread": N_("Files that nobody reads"),
    "open_elsewhere": N_("Files open in a spreadsheet"),
    "locks": N_("Lock files"),
    "half_written": N_("Half-written copies"),
    "writable": N_("May be written"),
    "free": N_("Free on the disk (GiB)"),
    "libreoffice": N_("LibreOffice, for PDF"),
    "completion": N_("Tab completion"),
}
KINDS = {
    "scores": N_("Scores (files / rows)"),
    "units": N_("Units (files / rows)"),
    "tasks": N_("Tasks (files / rows)"),
    "calendar": N_("Calendar (files / rows)"),
    "dossiers": N_("Dossiers (files / rows)"),
    "reports": N_("Reports (files / rows)"),
    "targets": N_("Targets (files / rows)"),
}
OF_PROGRAM = ("python", "installed_by", "program")
EXTRAS = {
    "dossiers": N_("Only registers need it: pip install 'cchc-cli[dossiers]'"),
    "spark": N_("Only --engine spark:// needs it: pip install 'cchc-cli[spark]'"),
}


@dataclass(frozen=True)
class Examined:
    """Something that was looked at: its value, what to do about it, and whether it is nobody else's business."""

    section: str
    item: str
    value: str | bool | int
    hint: str = ""
    private: bool = False

    @property
    def text(self) -> str:
        """The value, the same in every language."""
        return str(self.value).lower() if isinstance(self.value, bool) else legible(self.value)


@command
def doctor(workspace: Workspace) -> Report:
    """What cchc runs on and how the workspace fares; one row each thing that was looked at.

    Reads only, and needs no workspace. `extra["report"]` is what to send with a report: nothing of it names anybody,
    a folder or a score.
    """
    place, lines = _place(workspace)
    lines = [*_program(), *_days(workspace), *lines, *(_health(workspace, place) if place else ()), *_tools()]
    return _report(lines, "" if place is None else str(place.root))


def _program() -> Iterator[Examined]:
    """The program with its libraries, and the system that it runs on."""
    yield Examined("program", "version", VERSION)
    for item, value in machine.facts():
        section = "program" if item in OF_PROGRAM else "system"
        hint = ""
        if item == "file_names" and not str(value).startswith("utf-8"):
            hint = _("Names with accents may not be found: set LANG=C.UTF-8.")
        yield Examined(section, item, value, hint, private=item in machine.PRIVATE)
        if item == machine.TEMPORARY:
            yield _free("system", "temporary_free", Path(str(value)))
    for package in machine.packages():
        yield Examined("packages", package.name, package.version or False, _missing(package))


def _missing(package: machine.Package) -> str:
    """What to do about a library that is not there, or not as it is asked for."""
    if package.is_right:
        return ""
    if package.version is None and package.extra:
        return _(EXTRAS[package.extra])
    return _("Needed: {asked}. Install cchc anew.", asked=package.asked)


def _days(workspace: Workspace) -> Iterator[Examined]:
    """Which language is spoken, and which day it is."""
    yield Examined("system", "language", workspace.language or "")
    yield Examined("system", "zone_data", _zone_data())
    name = _or(None, lambda: workspace.zone)
    yield Examined("system", "timezone", name or VIET_NAM)
    yield Examined("system", "today", today(name).isoformat())


def _zone_data() -> str:
    """Where names of time zones are looked up: in the system's tables, or in those of a library."""
    try:
        zone("Europe/Paris")
    except ValueError:
        return "none"
    version = machine.version_of("tzdata")
    return f"tzdata {version}" if version else "system"


def _place(workspace: Workspace) -> tuple[WorkspaceFolder | None, list[Examined]]:
    """The workspace's folder, and what is to be told of that."""
    by = "-C" if workspace.asked else "CCHC_WORKSPACE" if os.environ.get("CCHC_WORKSPACE") else "current folder"
    try:
        place = workspace.folder
    except CchcError as error:
        return None, [Examined("workspace", "found_by", "none", f"{error.text} {error.hint}".rstrip())]
    return place, [
        Examined("workspace", "folder", str(place.root), private=True),
        Examined("workspace", "found_by", by),
    ]


def _health(workspace: Workspace, place: WorkspaceFolder) -> Iterator[Examined]:
    yield from _checked(workspace)
    for kind in KINDS:
        yield _files(place, kind)
    yield from _left_over(place)
    target = place.data if _or(False, is_there, place.data) else place.root
    writable = os.access(target, os.W_OK)
    yield Examined("workspace", "writable", writable, "" if writable else _("cchc can read here, and write nothing."))
    yield _free("workspace", "free", place.root)


def _left_over(place: WorkspaceFolder) -> Iterator[Examined]:
    """What lies in data/ and is none of the workspace's files."""
    names: list[str] = _or([], names_in, place.data)
    unread: list[Path] = _or([], unread_files, place)
    opened = [name for name in names if name.startswith(("~$", ".~lock."))]
    hidden = [name for name in names if name.startswith(".")]
    close = _("Save and close them there before cchc writes: {names}.", names=", ".join(opened))
    locks, halves = (sum(name.endswith(end) for name in hidden) for end in (".lock", ".tmp"))
    removed = _("The next command that writes the file removes them.")
    for item, count, hint in (
        ("unread", len(unread), _("What to do with them: cchc check")),
        ("open_elsewhere", len(opened), close),
        ("locks", locks, _("They mean nothing when no command runs.")),
        ("half_written", halves, removed),
    ):
        yield Examined("workspace", item, count, hint if count else "")


def _checked(workspace: Workspace) -> Iterator[Examined]:
    """What `check` comes to, in numbers alone. Where that fails, why."""
    try:
        extra = check(workspace).extra
        components: int | str = len(workspace.framework.components) if not extra["faults"] else "?"
    except CchcError as error:
        yield Examined("workspace", "check", False, f"{error.text} {error.hint}".rstrip())
        return
    except Exception as error:  # a fault of cchc's own is what this command is asked for
        last = extract_tb(error.__traceback__)[-1]
        yield Examined("workspace", "check", f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}")
        return
    yield Examined("workspace", "check", True)
    yield Examined("workspace", "components", components)
    hint = _("Where and what: cchc check")
    for item in ("faults", "warnings"):
        yield Examined("workspace", item, extra[item], hint if extra[item] else "")


def _files(place: WorkspaceFolder, kind: str) -> Examined:
    """How many files of a kind there are, and how many rows those of csv have."""
    try:
        if kind == "scores":
            paths = place.scores()
        elif kind in REGISTERS:
            paths = place.register(kind)
        else:
            paths = [path] if is_there(path := getattr(place, kind)) else []
        rows = [_rows(path) for path in paths if path.suffix.lower() == ".csv"]
    except (CchcError, OSError) as error:
        return Examined("workspace", kind, "?", getattr(error, "text", "") or str(error))
    other = len(paths) - len(rows)
    return Examined("workspace", kind, f"{len(paths)} / {sum(rows)}{f' + {other} ?' if other else ''}" if paths else 0)


def _rows(path: Path) -> int:
    """Lines in which something stands, without the header; of a large file read in pieces."""
    count, rest = 0, b""
    with open_plain(path) as file:
        while piece := file.read(1024 * 1024):
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            count += sum(not line.isspace() for line in lines if line)
    return max(count + bool(rest.strip()) - 1, 0)


def _or(otherwise: Result, look: Callable[..., Result], *what: object) -> Result:
    """What is seen there, as far as it can be looked at."""
    try:
        return look(*what)
    except CchcError:
        return otherwise


def _free(section: str, item: str, folder: Path) -> Examined:
    try:
        free = machine.free_space(folder)
    except OSError as error:
        return Examined(section, item, "?", str(error.strerror or ""))
    hint = _("The disk is nearly full: make room before anything is written.") if free < GIB / 10 else ""
    return Examined(section, item, f"{free / GIB:.1f}" if free < 10 * GIB else "10+", hint)


def _tools() -> Iterator[Examined]:
    office = libre_office()
    hint = "" if office else _("Only -o FILE.pdf needs it. It is free: libreoffice.org")
    yield Examined("tools", "libreoffice", office is not None, hint)
    done = machine.has_completion()
    yield Examined("tools", "completion", done, "" if done else _("Once: cchc --install-completion"))


def _report(lines: list[Examined], root: str) -> Report:
    rows = [(each.section, each.item, each.text, each.hint, each.private) for each in lines]
    after = (_("Nothing in it names anybody, a folder or a score. Add the command and what it said."),)
    frame = pd.DataFrame({"line": _sent(lines)})
    shown = [(each.section, _label(each), _shown(each), each.hint) for each in lines if each.item != "folder"]
    found = pd.DataFrame(shown, columns=["kind", "label", "value", "hint"])
    hint = Column("hint", _("What to do"), fold="→")
    return Report(
        command="doctor",
        title=_("What cchc runs on"),
        facts=(Fact(_("Workspace"), legible(root) or _("none")),),
        tables=(
            *tables_by_kind(found, SECTIONS, (Column("label", _("What")), Column("value", _("Found")), hint)),
            Table(frame, (Column("line", _("To be copied")),), title=_("What to send with a report"), after=after),
        ),
        rows=pd.DataFrame(rows, columns=list(DOCTOR)),
        extra={"report": "\n".join(_sent(lines))},
        workspace=root,
    )


def _label(line: Examined) -> str:
    named = LABELS.get(line.item) or KINDS.get(line.item)
    return _(named) if named else line.item


def _shown(line: Examined) -> str:
    if isinstance(line.value, bool):
        return _("yes") if line.value else _("no")
    text = line.text
    for words in (N_("current folder"), N_("file or pipe")) if not line.private else ():
        text = text.replace(words, _(words))
    return text


def _sent(lines: Iterable[Examined]) -> list[str]:
    """A line a section, in English whatever the language: who gets it must understand it."""
    shared = [each for each in lines if not each.private]
    return [
        f"{section}: {'; '.join(f'{each.item} {each.text}' for each in shared if each.section == section)}"
        for section in SECTIONS
    ]
