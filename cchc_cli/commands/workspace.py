"""A workspace as commands see it: what its files say, each read once and only when it is asked for."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, Protocol, TypeVar, get_args, get_origin

from cchc_cli import messages
from cchc_cli.files.find import find
from cchc_cli.files.load import load_framework, load_whole
from cchc_cli.messages import _
from cchc_cli.model.choices import Basis, Language, RankOn
from cchc_cli.model.days import day_fault, parse_day
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError
from cchc_cli.model.today import today

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cchc_cli.commands.assessment import Assessment
    from cchc_cli.files.find import WorkspaceFolder
    from cchc_cli.files.load import Loaded
    from cchc_cli.model.framework import Framework

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class CchcWarning(UserWarning):
    """What people are to know beside a result, in Python."""


class Watch(Protocol):
    """Does work, and shows meanwhile how many percent of it are done, less than 0 where nobody knows."""

    def __call__(self, work: Callable[[], Result], percent: Callable[[], float], /) -> Result:
        """What the work gives."""


def _only_work(work: Callable[[], Result], _percent: Callable[[], float]) -> Result:
    return work()


def _warn(text: str) -> None:
    warnings.warn(text, CchcWarning, stacklevel=4)


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
        asked: str | None = None,
        language: str | None = None,
        *,
        tell: Callable[[str], object] = _warn,
        ask: Callable[[str], bool] = _no,
        watch: Watch = _only_work,
    ) -> None:
        self.asked, self.language = asked, language or messages.language()
        self.tell, self.ask, self.watch = tell, ask, watch
        self._told: set[str] = set()
        self._assessments: dict[tuple[str, str | None], Assessment] = {}

    @cached_property
    def folder(self) -> WorkspaceFolder:
        """Where its files are. Raises CchcError where there is none."""
        return find(self.asked)

    @cached_property
    def loaded(self) -> Loaded:
        """Criteria, units and scores. Raises InputError with every fault."""
        return load_whole(self.folder)

    @cached_property
    def framework(self) -> Framework:
        """criteria.yaml alone. Raises InputError with every fault."""
        loaded = vars(self).get("loaded")
        return loaded.framework if loaded is not None else load_framework(self.folder)

    def assess(self, basis: Basis | Literal["any"] = "official", rank_on: RankOn | None = None) -> Assessment:
        """The scores on a basis, with results and ranks as they are asked for; `any`: years with either count."""
        from cchc_cli.commands.assessment import Assessment

        if (basis, rank_on) not in self._assessments:
            self._assessments[basis, rank_on] = Assessment(self, basis, rank_on)
        return self._assessments[basis, rank_on]

    @property
    def zone(self) -> str | None:
        """The time zone whose days count; None: that of Viet Nam."""
        return self.framework.criteria.defaults.timezone

    @property
    def today(self) -> date:
        """The day that it is now where the workspace is."""
        return today(self.zone)

    def day(self, option: str, text: str) -> date:
        """The day that an option says, of a time with a zone that in the workspace's. Raises CchcError."""
        day = parse_day(text, self.zone)
        if day is None:
            told, hint = day_fault(text)
            raise CchcError(f"{option}: {told}", hint=hint)
        return day

    def owner(self, asked: str | None) -> str | None:
        """The owner asked for. Raises CchcError where criteria.yaml has none of this id."""
        owners = self.framework.criteria.owners
        if asked and asked not in owners:
            raise CchcError(_("There is no owner {owner}.", owner=asked), hint=nearest(asked, owners))
        return asked

    def warn(self, text: str) -> None:
        """Tell people once of what they may have meant otherwise."""
        if text not in self._told:
            self._told.add(text)
            self.tell(_("Warning: {text}", text=text))

    def warn_of_files(self) -> None:
        """Tell what was read otherwise than it is likely meant; the rest is for `check`."""
        folder = vars(self).get("folder")
        for problem in folder.warnings if folder is not None else ():
            if problem.hint:
                self.warn(str(problem))

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Messages and labels are in the workspace's language meanwhile."""
        before = messages.language()
        messages.use(self.language)
        try:
            yield
        finally:
            messages.use(before)


def open_workspace(folder: str | None = None, language: Language | None = None) -> Workspace:
    """The workspace in `folder`; None: $CCHC_WORKSPACE, or the nearest folder here or above with a criteria.yaml.

    `language` is that of labels and messages: the workspace's own where it is left out. Raises CchcError where there
    is no workspace. What its files say is read when it is needed.
    """
    from cchc_cli.files.completion import default_language

    asked = None if folder is None else str(folder)
    workspace = Workspace(asked, language or default_language(asked) or messages.from_locale() or "en")
    with workspace.speaking():
        _folder = workspace.folder
    return workspace


def command(
    run: Callable[Concatenate[Workspace, Arguments], Result],
) -> Callable[Concatenate[Workspace, Arguments], Result]:
    """A command: in the workspace's language, and refusing words that an argument can't be. Raises CchcError."""
    choices: dict[str, tuple[object, ...]] = {}

    @wraps(run)
    def asked(workspace: Workspace, /, *given: Arguments.args, **named: Arguments.kwargs) -> Result:
        with workspace.speaking():
            if not choices:
                choices.update(_choices(run))
            values = signature.bind(workspace, *given, **named).arguments
            for name, value in values.items():
                if value not in choices.get(name, (value,)):
                    allowed = ", ".join(str(each) for each in choices[name] if each is not None)
                    text = _("“{value}” is not allowed; allowed: {allowed}.", value=value, allowed=allowed)
                    raise CchcError(f"{name}: {text}")
            try:
                return run(workspace, *given, **named)
            finally:
                workspace.warn_of_files()

    signature = inspect.signature(run)
    return asked


def _choices(run: Callable[..., object]) -> dict[str, tuple[object, ...]]:
    """The values that arguments may have, for those that are a choice."""
    kinds = inspect.get_annotations(run, eval_str=True)
    found = {name: _words(kind) for name, kind in kinds.items() if name != "return"}
    return {name: words for name, words in found.items() if words}


def _words(kind: object) -> tuple[object, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    words = [word for part in get_args(kind) if get_origin(part) is Literal for word in get_args(part)]
    return (*words, None) if words and type(None) in get_args(kind) else ()
