"""A workspace as commands see it: what its files say, read when it is asked for, and again where they have changed."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable, Hashable
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar, cast

from cchc_cli.commands.arguments import Argument, Tell, argument, arguments_of, checked, identified
from cchc_cli.files.find import default_language, find
from cchc_cli.files.load import examine, load_framework
from cchc_cli.files.tasks.file import read_tasks
from cchc_cli.messages import LANGUAGES, _, chosen, from_variable, speaking
from cchc_cli.model.choices import Day, File, Language
from cchc_cli.model.days import day_fault, parse_day
from cchc_cli.model.nearest import names_of
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import units_of
from cchc_cli.model.today import today
from cchc_cli.system.faults import system_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pandas import DataFrame

    from cchc_cli.files.find import WorkspaceFolder
    from cchc_cli.files.load import Whole
    from cchc_cli.model.blocks import Naming
    from cchc_cli.model.framework import Framework
    from cchc_cli.model.problems import Problem
    from cchc_cli.model.scores import Scores
    from cchc_cli.model.tasks import Task, Units

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
PACKAGE = __name__.partition(".")[0]


class CchcWarning(UserWarning):
    """What people are to know beside a result, in Python."""


class Watch(Protocol):
    """Does work, and shows meanwhile how many percent of it are done, less than 0 where nobody knows."""

    def __call__(self, work: Callable[[], Result], percent: Callable[[], float], what: str = "", /) -> Result:
        """What the work gives; `what` says in a word or two which work it is."""


def _only_work(work: Callable[[], Result], _percent: Callable[[], float], _what: str = "") -> Result:
    return work()


def _warn(text: str) -> None:
    """Warn of something at the line that called us, however deep within the package it comes from."""
    frame, level = sys._getframe(), 1
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == PACKAGE:
        frame, level = frame.f_back, level + 1
    warnings.warn(text, CchcWarning, stacklevel=level)


def _no(_question: str) -> bool:
    return False


class Workspace:
    """A folder with criteria.yaml and data/.

    `asked` is the folder, or None for $CCHC_WORKSPACE or the nearest one; it is looked for when it is needed.
    `tell` gets what people are to know beside a result, `ask` puts a question to them that has yes or no for an
    answer, and `watch` does work that may take long, beside what says how many percent are done.
    """

    def __init__(
        self,
        asked: File | None = None,
        language: str | None = None,
        *,
        tell: Callable[[str], object] = _warn,
        ask: Callable[[str], bool] = _no,
        watch: Watch = _only_work,
    ) -> None:
        self.asked = None if asked is None else _argument("folder", File, asked)
        self.language = chosen(
            language and _argument("language", Language, language), lambda: default_language(self.asked)
        )
        self.tell, self.ask, self.watch = tell, ask, watch
        self.names: Naming | None = None  # what ids stand for where a result does not say it itself
        self._told: set[str] = set()
        self._kept: dict[Hashable, object] = {}
        self._stamps: list[tuple[str, int, int]] = []
        self._odd: list[Problem] = []
        self._tasks: list[Task] | None = None
        self.counted: dict[tuple[int, tuple[str, ...]], DataFrame] = {}  # see commands.duties
        self.is_held = False  # whether the command that runs is one of many, for one unit after another

    def __repr__(self) -> str:
        where = self.folder.root if "folder" in vars(self) else self.asked
        return f"{type(self).__name__}({str(where or '.')!r}, {self.language!r})"

    @cached_property
    def folder(self) -> WorkspaceFolder:
        """Where its files are. Raises CchcError where there is none."""
        with self.speaking():
            return find(self.asked)

    @cached_property
    def whole(self) -> Whole:
        """Criteria, units and scores. Raises InputError with every fault."""
        with self._reading():
            return examine(self.folder).whole()

    @cached_property
    def framework(self) -> Framework:
        """criteria.yaml alone. Raises InputError with every fault."""
        if "whole" in vars(self):
            return self.whole.framework
        with self._reading():
            return load_framework(self.folder)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Remember how the files were before they were read, and what was odd in them."""
        if not self._stamps:
            self._stamps = self._stamps_now()
        before = len(self.folder.warnings)
        with self.speaking():
            yield
        self._odd += self.folder.warnings[before:]

    def _stamps_now(self) -> list[tuple[str, int, int]]:
        """The files that are kept once they were read, with what changes when they do."""
        paths, stamps = [self.folder.criteria], []
        with suppress(CchcError):  # reading tells it
            paths += [self.folder.units, *self.folder.scores()]
        for path in paths:
            with suppress(OSError):
                found = path.stat()
                stamps.append((str(path), found.st_mtime_ns, found.st_size))
        return stamps

    def task_units(self, known: Iterable[str] | None) -> Units:
        """Whose tasks there can be, of `known` units (None: of any name)."""
        return units_of(known, self.framework.criteria.defaults.unit)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What was read stays as it is meanwhile, and is told of once, whatever commands follow: they are parts of one."""
        self.refresh()
        before, self.is_held = self.is_held, True
        try:
            yield
        finally:
            self.is_held = before

    def refresh(self) -> None:
        """Forget what was read where its files have changed since then; every command begins with this."""
        if self.is_held:
            return
        self._told.clear()
        self.counted.clear()
        self.forget_tasks()
        if "folder" not in vars(self):
            return
        if self._stamps and self._stamps != self._stamps_now():
            for name in ("whole", "framework"):
                vars(self).pop(name, None)
            self._kept.clear()
            self.names = None
            self._stamps, self._odd = [], []
        self.folder.warnings[:] = self._odd

    @property
    def scores(self) -> Scores:
        """The scores of all files. Raises InputError with every fault."""
        return self.whole.scores

    @property
    def filed_tasks(self) -> list[Task]:
        """What data/tasks.csv has now, read once a command. Raises InputError with every fault."""
        if self._tasks is None:
            units = [unit.id for unit in self.scores.units]
            self._tasks = read_tasks(self.folder, self.framework, self.task_units(units or None)).tasks
        return self._tasks

    def forget_tasks(self) -> None:
        """They have been written anew."""
        self._tasks = None

    def kept(self, make: Callable[..., Result], *arguments: Hashable) -> Result:
        """What `make` gives of this workspace, made once until its files change."""
        key = make, arguments
        if key not in self._kept:
            self._kept[key] = make(self, *arguments)
        return cast(Result, self._kept[key])

    @property
    def zone(self) -> str | None:
        """The time zone whose days count; None: that of Viet Nam."""
        return self.framework.criteria.defaults.timezone

    @property
    def today(self) -> date:
        """The day that it is now where the workspace is."""
        return today(self.zone)

    def day(self, option: str, asked: Day) -> date:
        """The day that an option says, of a time with a zone that in the workspace's. Raises CchcError."""
        text = str(asked)
        day = parse_day(text, self.zone)
        if day is None:
            told, hint = day_fault(text)
            raise CchcError(f"{option}: {told}", hint=hint)
        return day

    def refuse_later(self, option: str, year: int) -> None:
        """Raise CchcError for a year of which there can be no points yet, nor a sheet for them."""
        if year > (latest := self.today.year + 1):
            text = _("{found} lies after {latest}, which is next year.", found=year, latest=latest)
            raise CchcError(f"{option}: {text}", hint=_("Correct the year."))

    def owner(self, asked: str | None, tell: Tell | None) -> str | None:
        """The owner asked for by id or name (see `identified`). Raises CchcError where criteria.yaml has none, or several."""
        owners = {key: names_of(each) for key, each in self.framework.criteria.owners.items()}
        text = _("There is no owner {owner}.", owner=asked)
        return identified(asked, owners, text, tell) if asked else asked

    def warn(self, text: str) -> None:
        """Tell people once of what they may have meant otherwise."""
        self.tell_once(_("Warning: {text}", text=text))

    def tell_once(self, text: str) -> None:
        """Tell people something once, however often a command comes to it."""
        if text not in self._told:
            self._told.add(text)
            self.tell(text)

    def warn_of_readings(self) -> None:
        """Tell what was read otherwise than it is likely meant; the rest is for `check`."""
        if (odd := from_variable()) not in ("", *LANGUAGES):
            told = _("“{value}” is not allowed; allowed: {allowed}.", value=odd, allowed=", ".join(LANGUAGES))
            self.warn(f"$CCHC_LANG: {told}")
        folder = vars(self).get("folder")
        for problem in folder.warnings if folder is not None else ():
            if problem.hint:
                self.warn(str(problem))

    def save(self, report: Report, file: File, *, excel: bool = False) -> None:
        """Write a result into a file, whose suffix (see show.writers.SUFFIXES) says how. Raises CchcError.

        With `excel` a csv file is one that Excel with Vietnamese settings opens right.
        """
        from cchc_cli.show.writers import EXCEL, SUFFIXES, as_file
        from cchc_cli.system.safe_write import replace_text

        with self.speaking(), system_faults():
            path = Path(_argument("file", File, file))
            if path.suffix.lower() not in SUFFIXES:
                hint = _("Allowed: a file that ends in {suffixes}.", suffixes=", ".join(SUFFIXES))
                raise CchcError(_("the suffix of {file} stands for no format.", file=path), hint=hint)
            form = path.suffix.lower().removeprefix(".")
            replace_text(path, as_file(report, self.folder_of(report), EXCEL if excel and form == "csv" else form))

    def folder_of(self, report: Report) -> str:
        """The folder that a result is about."""
        return str(self.folder.root) if report.workspace is None else report.workspace

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Messages and labels are in the workspace's language meanwhile."""
        with speaking(self.language):
            yield


def open_workspace(folder: File | None = None, language: Language | None = None) -> Workspace:
    """The workspace in `folder`; None: $CCHC_WORKSPACE, or the nearest folder here or above with a criteria.yaml.

    `language` is that of labels and messages; where it is left out, $CCHC_LANG, the workspace's own or the system's.
    Raises CchcError where there is no workspace. Files are read when they are needed, and again once they changed.
    """
    workspace = Workspace(folder, language)
    with system_faults():
        _folder = workspace.folder
    return workspace


def as_workspace(workspace: Workspace | File) -> Workspace:
    """The workspace itself, or that of the folder that stands for it."""
    return workspace if isinstance(workspace, Workspace) else Workspace(_argument("workspace", File, workspace))


def command(
    run: Callable[Concatenate[Workspace, Arguments], Result],
) -> Callable[Concatenate[Workspace | File, Arguments], Result]:
    """A command: in the workspace's language, with arguments that are checked. Raises CchcError.

    In place of the workspace its folder may be named.
    """

    @wraps(run)
    def asked(workspace: Workspace | File, /, *given: Arguments.args, **named: Arguments.kwargs) -> Result:
        here = as_workspace(workspace)
        with here.speaking(), system_faults():
            here.refresh()
            values = _bound(here, given, named)
            try:
                result = run(*values.args, **values.kwargs)
                if isinstance(result, Report):
                    return replace(result, names=result.names or here.names)
                return result
            finally:
                here.warn_of_readings()

    def _bound(here: Workspace, given: tuple[object, ...], named: dict[str, object]) -> inspect.BoundArguments:
        try:
            values = signature.bind(here, *given, **named)
        except TypeError as error:
            raise TypeError(f"{run.__name__}(): {error}") from None
        if not arguments:
            arguments.update(arguments_of(run))
        first, *rest = values.arguments.items()
        values.arguments = dict([first, *checked(arguments, dict(rest)).items()])
        return values

    arguments: dict[str, Argument] = {}
    signature = inspect.signature(run)
    return asked


def _argument(name: str, kind: object, value: object) -> str:
    """A text of a kind. Raises CchcError."""
    return str(argument(name, (kind, False, False), value))
