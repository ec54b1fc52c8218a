"""`cchc`: the commands of `panels` as typer's, and from a command line to a command, its result, a file and a status.

A command imports what it needs, so that help imports next to nothing.
"""

import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from inspect import Parameter, Signature
from io import StringIO
from typing import TYPE_CHECKING, Any, get_args

import typer

from cchc_cli.cli import options, streams
from cchc_cli.cli.app import Command, Context, Root, Subgroup, bug
from cchc_cli.cli.output import Way, way_of
from cchc_cli.cli.panels import PANELS, CommandEntry, CommandGroup
from cchc_cli.cli.values import help_of, names_in
from cchc_cli.commands import command_named
from cchc_cli.messages import N_, _, language
from cchc_cli.model.problems import CchcError, WhichUnit
from cchc_cli.system import WRITTEN
from cchc_cli.system.plain_file import real_path

if TYPE_CHECKING:
    from cchc_cli.commands.workspace import Workspace
    from cchc_cli.model.report import Report

YES = {"y", "yes", "c", "co", "có"}
OWN = ("form", "summary")
"""Options that say how a result is shown; commands know nothing of them."""


def answer(ctx: typer.Context) -> None:
    """Do what was asked for, show the result, and end with status 1 where that says so."""
    is_summary, way = ctx.params.get("summary", False), way_of(ctx)
    if is_summary and way.file is not None:
        raise CchcError(_("--summary is one line on stdout: leave out -o."))
    if is_summary and way.form != "table":
        raise CchcError(_("--summary is one line of text: leave out --format."))
    workspace, result = _run(ctx)
    if isinstance(result, str) or is_summary:
        streams.put(result if isinstance(result, str) else result.subject)
    else:
        show(result, way, workspace)
    if not isinstance(result, str):
        end(result)


def _run(ctx: typer.Context) -> "tuple[Workspace, Report | str]":
    """The result of the command with the options of the command line."""
    from cchc_cli.commands.workspace import Workspace

    asked = ctx.find_root().params.get("workspace")
    given = {name: value for name, value in ctx.params.items() if value is not None and name not in OWN}
    try:
        workspace = Workspace(asked, language(), tell=streams.say, ask=_ask, watch=streams.watched)
        _refuse_among_data(way_of(ctx), workspace)
        return workspace, _work(ctx, given)(workspace, **given)
    except WhichUnit as error:
        raise CchcError(error.text, hint="\n".join([error.hint, *_of_all(ctx)])) from error
    except CchcError as error:
        if not error.argument:
            raise
        options = {"folder": "--workspace"} | names_in(ctx)
        told = error.text.removeprefix(error.argument)
        hint = error.hint or help_of(ctx.command_path)
        raise CchcError(f"{options.get(error.argument, error.argument)}{told}", hint=hint) from error


def _of_all(ctx: typer.Context) -> list[str]:
    """How to ask for all units, where the command can."""
    if not {"every_unit", "all_units"} & ctx.params.keys():
        return []
    text = (
        N_("All units at once: --all-units -o DIR.")
        if "suffix" in ctx.params
        else N_("All units at once: --all-units.")
    )
    return [_(text)]


def _work(ctx: typer.Context, given: dict[str, object]) -> "Callable[..., Report | str]":
    """What is to be done with the workspace: the command, for one unit or for each, in a table or as files of a folder."""
    command = _command(ctx)
    if not given.pop("every_unit", False):
        if "every_unit" in ctx.params and "suffix" in given:
            raise CchcError(_("--suffix goes with --all-units; for one unit the name of the file says how: -o FILE."))
        return command
    if "suffix" not in ctx.params:
        from cchc_cli.commands.batch import all_units

        return partial(all_units, command)
    from cchc_cli.commands.papers import report_units

    place = way_of(ctx).folder
    if place is None:
        raise CchcError(_("--all-units needs a folder for the documents: -o DIR."))
    return lambda workspace, **named: report_units(command, workspace, place, **named)


def _command(ctx: typer.Context) -> Callable[..., Any]:
    """The function of the command that was asked for: `report result` is `report_result`."""
    words: list[str] = []
    while ctx.parent is not None:
        words.insert(0, ctx.info_name or "")
        ctx = ctx.parent  # type: ignore[assignment]  # of a class that typer does not name
    return command_named("_".join(words))


def show(report: "Report", way: Way, workspace: "Workspace") -> None:
    """Write a report to stdout, or into the file that -o names."""
    from cchc_cli.show.writers import EXCEL, render

    if way.form == "csv":
        for text in report.caveats:
            streams.say(text)
    if way.file is None:
        with streams.writing() as stdout:
            render(report, workspace.folder_of(report), EXCEL if way.excel else way.form, stdout)
        return
    workspace.save(report, way.file, excel=way.excel)
    text = N_("Written over: {file}") if WRITTEN.get(str(way.file)) else N_("Written: {file}")
    streams.say(_(text, file=way.file))


def end(report: "Report") -> None:
    """Status 1 where something that was asked for does not hold."""
    if report.unmet:
        raise CchcError(report.unmet, status=report.status)
    if report.unmet is not None:
        raise typer.Exit(report.status)


def _refuse_among_data(way: Way, workspace: "Workspace") -> None:
    """Raise CchcError where the result would go among what is read from the workspace."""
    if way.file is None:
        return
    try:
        here = workspace.folder
    except CchcError:
        return  # the command says so itself, if it needs one
    target, name, told = real_path(way.file), here.name(here.data), ""
    if real_path(here.data) in target.parents:
        told = _("-o: {file} would be in {folder}, where cchc reads scores and tasks.", file=way.file, folder=name)
    if target == real_path(here.criteria):
        told = _("-o: {file} leads to {name}, which cchc reads.", file=way.file, name=here.name(here.criteria))
    if told:
        raise CchcError(told, hint=_("Choose another folder for results."))


def _ask(question: str) -> bool:
    """Questions go to the person at the terminal; nobody there is a no."""
    if not sys.stdin.isatty():
        return False
    streams.say(f"{question} [y/N]", end=" ")
    return sys.stdin.readline().strip().casefold() in YES


class _Commands(Mapping[str, object]):
    """typer's commands by their names, each made when it is asked for: making all takes longer than to run one."""

    def __init__(self) -> None:
        self._named = {name: each for panel in PANELS.values() for name, each in panel.items()}
        self._made: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = _made(name, self._named[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


def _made(name: str, of: CommandEntry | CommandGroup) -> object:
    holder = typer.Typer(add_completion=False)
    if isinstance(of, CommandEntry):
        holder.command(name, cls=Command, help=of.help)(_function(of))
        return typer.main.get_command(holder)
    group = typer.Typer(cls=Subgroup, rich_markup_mode=None, help=of.help)
    for word, each in of.commands.items():
        group.command(word, cls=Command, help=each.help)(_function(each))
    holder.add_typer(group, name=name)
    made: Any = typer.main.get_command(holder)
    if of.shown_by:
        named = {word: each.help for panel in PANELS.values() for word, each in panel.items()}
        made.commands[name].shown_by = f"cchc {of.shown_by}", named[of.shown_by]
    return made.commands[name]


def _function(of: CommandEntry) -> Callable[..., None]:
    """A function with the parameters of a command, as typer reads them."""

    def run(ctx: typer.Context, **_given: object) -> None:
        answer(ctx)

    taken = [_parameter(word) for word in of.words]
    context = Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    run.__signature__ = Signature([context, *taken])  # type: ignore[attr-defined]  # inspect looks for it
    run.__annotations__ = {each.name: each.annotation for each in (context, *taken)}
    return run


def _parameter(word: str) -> Parameter:
    """A parameter, such as `by:GapsBy`, `weights=10`; what its option allows to be left out is None, False for a flag."""
    called, _equals, usual = word.partition("=")
    name, _colon, option = called.partition(":")
    kind = getattr(options, option or name.title().replace("_", ""))
    allowed = get_args(kind)[0]
    default: object = int(usual) if usual.isdigit() else usual
    if not usual:
        default = False if allowed is bool else None if type(None) in get_args(allowed) else Parameter.empty
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


COMPLETION = {
    "install_completion": N_(
        "Install completion for the shell in use, or for bash, zsh, fish or powershell behind it."
    ),
    "show_completion": N_("Print what it installs, to copy it; of the shell in use, or of the one named behind it."),
}
"""What typer's options of completion do here."""


def _complete(own: Callable[..., object], ctx: Context, param: Any, asked: object) -> object:
    """Completion for the shell named behind the option, else for the one in use; typer's own English is put aside."""
    shell = " ".join(ctx.meta["words"]).partition(f"{param.opts[0]} ")[2].split(" ")[0].lower()
    installs = param.name == "install_completion"
    try:
        with redirect_stdout(StringIO() if installs else sys.stdout), redirect_stderr(StringIO()):
            return own(ctx, param, asked and (asked if shell.startswith("-") else shell or asked))
    except typer.Exit as refused:
        raise CchcError(_("Only bash, zsh, fish and PowerShell complete words of cchc.")) from refused
    except SystemExit:
        if installs:
            streams.put(_("Tab completion is installed. Open a new terminal to use it."))
        raise


class Cchc(Root):
    """`cchc` itself, with the commands of all panels."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.commands: Mapping[str, object] = _Commands()  # type: ignore[assignment]  # click only reads it

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """As `Root` does; typer adds its options when the command is made."""
        ctx.meta["words"] = [*args]
        params: list[Any] = self.params
        for param in params:
            if param.name in COMPLETION and param.callback and not isinstance(param.callback, partial):
                param.callback, param.help = partial(_complete, param.callback), COMPLETION[param.name]
        return super().parse_args(ctx, args)

    def summaries(self) -> Iterator[tuple[str, str, str]]:
        """As they stand in PANELS: help makes no command."""
        for panel, commands in PANELS.items():
            for name, each in commands.items():
                yield panel, name, each.help
                below = each.commands if isinstance(each, CommandGroup) else {}
                yield from ((panel, f"{name} {word}", command.help) for word, command in below.items())
        yield N_("Start"), "help", N_("Show the help of a command: cchc help COMMAND.")


app = typer.Typer(
    name="cchc",
    cls=Cchc,
    help=N_("Understand and improve an administrative-reform index (CCHC, PAR index)."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def main(
    ctx: typer.Context, workspace: options.Workspace = None, lang: options.Lang = None, version: options.Version = False
) -> None:
    """Options of `cchc` itself; the door has read the language already."""


def run() -> None:
    """The console script: run one command, write everything out, and leave as Python leaves.

    A command lives for a second: garbage is not collected, and what is there at the end is not searched for any.
    """
    gc.disable()
    streams.take_over()
    try:
        app()
    except Exception as error:
        with streams.opened():
            streams.say(*bug(error))
        sys.exit(2)
    finally:
        gc.freeze()
