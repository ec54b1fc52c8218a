"""Which folder is the workspace, where things lie in it, and the language that it asks for."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from cchc_cli.messages import _, n_
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.places import legible
from cchc_cli.model.problems import CchcError, Problem, first_of
from cchc_cli.model.slips import QUOTES
from cchc_cli.system.plain_file import is_file, is_folder, look, names_in, on_disk, read_plain

CRITERIA = "criteria.yaml"
LISTED = 5
HIDDEN = ("thumbs.db", "desktop.ini")
"""What Windows keeps in folders, and does not show."""
BELOW = 1000
"""So many of a folder's names are looked at for a workspace."""
BOOKS = ("xlsx", "xlsm", "xls", "ods")
"""How names of workbooks end."""


@dataclass(frozen=True)
class WorkspaceFolder:
    """A folder with criteria.yaml and data/. `warnings`: what its readers found odd, each file's once it is read."""

    root: Path
    files: tuple[Path, ...] | None = None
    """The score files, where these are others than its own."""
    warnings: list[Problem] = field(default_factory=list, compare=False, repr=False, kw_only=True)

    @property
    def criteria(self) -> Path:
        """The definition of the index."""
        return self.root / CRITERIA

    @property
    def twins(self) -> list[Path]:
        """What editors make of criteria.yaml beside it when they save it, and nobody reads."""
        known = (f"{CRITERIA}.txt", "criteria.yml")
        return [self.root / name for name in names_in(self.root) if name.casefold() in known]

    @property
    def data(self) -> Path:
        """Everything that was measured or scored."""
        return self.root / "data"

    @property
    def units(self) -> Path:
        """The units that are ranked; optional."""
        return self._one("units")

    @property
    def tasks(self) -> Path:
        """The improvement plan that is being carried out; optional."""
        return self._one("tasks")

    @property
    def task_log(self) -> Path:
        """Who changed which task when; optional."""
        return self.data / "tasks.log.csv"

    @property
    def calendar(self) -> Path:
        """Working days that were swapped; optional."""
        return self._one("calendar")

    def scores(self) -> list[Path]:
        """All files that together are the scores, in the order of their names."""
        return scores_in(self.data) if self.files is None else list(self.files)

    def register(self, name: str) -> list[Path]:
        """All files that together are a register: `dossiers*.csv`, `dossiers/*.parquet`, `dossiers.xlsx` and so on."""
        ends = ("csv", "parquet", *BOOKS)
        there = _among(self.data, *(f"{name}*.{end}" for end in ends))
        for path in _among(self.data, name):
            with told(path):
                if is_folder(path):
                    there += _among(path, *(f"*.{end}" for end in ends))
                elif look(path) is None:
                    # A link to a share that is not there: who reads it says so.
                    there.append(path)
        return sorted(there)

    def _one(self, name: str) -> Path:
        """A file of data/, csv or a workbook, in whatever capitals its name is written. Raises CchcError for two of them."""
        there = _among(self.data, *(f"{name}.{end}" for end in ("csv", *BOOKS)))
        if len(there) > 1:
            names, folder = [path.name for path in there], self.name(self.data)
            text = _("{folder} has several files of one name: {names}.", folder=folder, names=", ".join(names))
            if len({path.suffix.casefold() for path in there}) > 1:
                text = _("{folder} has both {names}.", folder=folder, names=_(" and ").join(names))
            raise CchcError(text, hint=_("Keep one of them."))
        return there[0] if there else self.data / f"{name}.csv"

    def name(self, path: Path) -> str:
        """How a file of the workspace is called in messages: relative to where the user stands, if it can be."""
        try:
            name = path.relative_to(Path.cwd()).as_posix()
        except (ValueError, OSError):
            name = str(path)
        return legible(name)


def scores_in(folder: Path) -> list[Path]:
    """The score files of a folder; a workbook beside a csv file of its name is what that was imported from, and none."""
    texts = _among(folder, "scores*.csv")
    named = {path.stem.casefold() for path in texts}
    books = _among(folder, *(f"scores*.{end}" for end in BOOKS))
    return sorted([*texts, *(path for path in books if path.stem.casefold() not in named)])


def _among(folder: Path, *patterns: str) -> list[Path]:
    """What in a folder has such a name, one pattern after another, capitals or not. Hidden files and those of open spreadsheets (~$) are none.

    Raises CchcError for a folder that can't be looked into.
    """
    names = names_seen(folder)
    return [folder / name for pattern in patterns for name in names if fnmatchcase(name.casefold(), pattern)]


def find(asked: str | None = None) -> WorkspaceFolder:
    """The workspace: `asked`, else $CCHC_WORKSPACE, else the nearest folder here or above with a criteria.yaml.

    Raises CchcError where there is none. Example data is never used in its place.
    """
    named = asked or os.environ.get("CCHC_WORKSPACE")
    root = expanded(named or ".")
    if named and root.is_absolute():
        return _named(root, named)
    try:
        here = Path.cwd()
    except OSError as error:
        text = _("The current folder cannot be read ({reason}).", reason=system_reason(error))
        raise CchcError(text, hint=_how()) from error
    if named:
        return _named(root, named)
    for root in (here, *here.parents):
        if is_workspace(root):
            return WorkspaceFolder(root)
    text = _("No workspace here: neither {folder} nor a folder above it has a criteria.yaml.", folder=here)
    raise CchcError(text, hint=_instead(here) or _how())


def _named(root: Path, named: str) -> WorkspaceFolder:
    """The workspace that somebody named. Raises CchcError where there is none."""
    with told(root):
        root = on_disk(root)
    if is_workspace(root):
        return WorkspaceFolder(root.absolute())
    with told(root):
        there, is_file = is_folder(root), root.is_file()
    if is_file:
        hint = _("Name the folder that it is in: -C {folder}", folder=Path(named).parent)
        raise CchcError(_("{file} is a file, not a folder.", file=named), hint=hint)
    if not there:
        raise CchcError(_("There is no folder {folder}.", folder=named), hint=path_hint(named, is_folder) or _how())
    raise CchcError(_("The folder {folder} has no criteria.yaml.", folder=named), hint=_instead(root) or _how())


def _instead(folder: Path) -> str:
    """What to do where a criteria.yaml has another name, or stands beside the folder; blank where there is none."""
    with suppress(CchcError, OSError):
        alike = [name for name in names_in(folder) if name != CRITERIA and _is_like_criteria(name)]
        if alike:
            return _("There is a file {name}: rename it to criteria.yaml.", name=alike[0])
        if is_workspace(folder.absolute().parent):
            return _("The workspace is the folder above it: name that one with -C {folder}", folder=folder.parent)
        return _which_below([str(folder / name) for name in names_in(folder)[:BELOW] if is_workspace(folder / name)])
    return ""


def _which_below(folders: list[str]) -> str:
    """Which of the workspaces below a folder may be meant; blank where there is none."""
    if len(folders) == 1:
        return _("There is a workspace below it: name that one with -C {folder}", folder=folders[0])
    left = len(folders) - LISTED
    more = [n_("… and {count} more folder", "… and {count} more folders", left)] if left > 0 else []
    names = ", ".join([*folders[:LISTED], *more])
    return names and _("There are workspaces below it: name the one that is meant with -C: {folders}", folders=names)


def _is_like_criteria(name: str) -> bool:
    """Whether a file's name may be meant for criteria.yaml: criteria.yml, Criteria.yaml, criteria.yaml.txt."""
    plain = name.casefold().removesuffix(".txt")
    stem, _dot, end = plain.rpartition(".")
    return end in ("yaml", "yml") and bool(get_close_matches(stem.split(".")[0], ["criteria"], cutoff=0.7))


def path_hint(named: str, is_meant: Callable[[Path], bool] = Path.exists) -> str:
    """What may be meant by a path where nothing stands, of what there `is_meant`; blank where nobody knows."""
    typed = named.strip(QUOTES + " ")
    if os.sep == "/":
        typed = typed.replace("\\", "/")
    if typed != named:
        return _(
            "Write the path without quotation marks of its own, its parts separated by {sep}: {path}",
            sep=os.sep,
            path=typed,
        )
    return _beside(expanded(named), is_meant)


def _beside(path: Path, is_meant: Callable[[Path], bool]) -> str:
    """What is called like the one that is not there, else some of its kind, else where it was looked for."""
    beside = list[str]()
    with suppress(CchcError, OSError):
        beside = [name for name in names_seen(path.parent) if is_meant(path.parent / name)]
    if close := _called_like(path.name, beside):
        return _("Did you mean {key}?", key=path.parent / close[0])
    # Without a suffix it is a folder that is meant, and of what is in it nothing is known.
    alike = [name for name in beside if path.suffix and Path(name).suffix == path.suffix and name != CRITERIA][:LISTED]
    if alike:
        return _("Files of this kind there: {names}.", names=", ".join(alike))
    return _("It was looked for as {path}.", path=path.absolute())


def _called_like(name: str, names: list[str]) -> list[str]:
    """The names that differ from one only in how they end, which Windows does not show, else the nearest."""
    alike = [each for each in names if Path(each).stem.casefold() == name.casefold()]
    return alike or get_close_matches(name, names, n=1, cutoff=0.6)


def names_seen(folder: Path) -> list[str]:
    """The names in a folder that people see."""
    return [name for name in names_in(folder) if not name.startswith(("~$", ".")) and name.casefold() not in HIDDEN]


def asked_file(named: str) -> Path:
    """The path of a file that somebody named. Raises CchcError where there is none, with what may be meant."""
    path = expanded(named)
    if is_there(path):
        if is_folder(path):
            inside = [name for name in names_seen(path) if is_file(path / name)]
            hint = _("Name a file in it: {names}.", names=first_of(inside, LISTED)) if inside else ""
            raise CchcError(_("{file} is a folder, not a file.", file=named), hint=hint)
        if path.name.startswith("~$"):
            raise CchcError(
                _("{file} is what Excel and Word leave while a file is open, not the file itself.", file=named),
                hint=_("Close the file, and name it: {path}", path=path.with_name(path.name[2:])),
            )
        return path
    raise CchcError(_("There is no file {file}.", file=named), hint=path_hint(named, is_file))


def expanded(named: str) -> Path:
    """A path in which ~ stands for the user's folder; ~$name is a name."""
    path = Path(named)
    with suppress(RuntimeError):  # ~name, of a user whom the system does not know
        path = path.expanduser()
    return path


def is_there(path: Path) -> bool:
    """Whether anything stands at `path`, be it a folder or a link that leads nowhere. Raises CchcError."""
    with told(path):
        return look(path, links=False) is not None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what the system has against looking at `path`. Raises CchcError in place of OSError."""
    try:
        yield
    except OSError as error:
        text = _("{file} cannot be read ({reason}).", file=path, reason=system_reason(error))
        raise CchcError(text) from error


def is_workspace(root: Path) -> bool:
    """Whether a folder has a criteria.yaml. Raises CchcError where it can't be told, or where that is no file."""
    path = root / CRITERIA
    with told(path):
        if is_file(path):
            return True
    if is_there(path):
        raise CchcError(_("{file} is not a file, or a link that leads to none.", file=path))
    return False


def _how() -> str:
    return _("Go to your workspace, name it with -C DIR, or make one: cchc init DIR")


MOST_BYTES = 2 * 1024 * 1024
"""A larger criteria.yaml is refused by the command itself, which says so."""

DEFAULTS = re.compile(r"^[\"']?defaults[\"']?[ \t]*:.*(?:\n(?:[ \t#}].*|[ \t\r]*$))*", re.MULTILINE)
"""The lines of criteria.yaml that say what is meant where nobody says it, whether or not it is YAML elsewhere."""
COMMENT = re.compile(r"(?:^|[ \t])#.*", re.MULTILINE)
SAID = re.compile(r"\blanguage[\"']?[ \t]*:[ \t]*[\"']?(vi|en)(?![\w-])")


def default_language(asked: str | None) -> str | None:
    """`defaults.language` of the workspace that is asked for, as far as there is one that can be read.

    Where there is none, that of the workspace one stands in: who mistypes its name speaks that language."""
    try:
        text = read_plain(find(asked).criteria, MOST_BYTES).decode("utf-8-sig", "replace")
    except (CchcError, OSError):
        return None if asked is None else default_language(None)
    part = DEFAULTS.search(text)
    found = {*SAID.findall(COMMENT.sub("", part[0]))} if part else set[str]()
    return found.pop() if len(found) == 1 else None
