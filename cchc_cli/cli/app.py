"""The one door in and out: options that stand anywhere, help and errors in the user's language, exit status.

Below this door code raises CchcError; only here it becomes text on stderr and a status. typer brings a copy of click
whose classes have no public place: those of its errors are known by their names, its formatter is a protocol.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import takewhile
from textwrap import shorten
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from cchc_cli.cli import streams
from cchc_cli.cli.output import take_way
from cchc_cli.cli.values import (
    Parameter,
    help_of,
    metavar_of,
    name_of,
    no_such_option,
    pieces,
    plain_values,
    refuse_one_dash,
    searched,
    single_options,
    tell_repeated,
    too_many,
)
from cchc_cli.messages import N_, _, chosen, use
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import CchcError
from cchc_cli.show.writers import FILED
from cchc_cli.system.faults import system_faults

Context = Any
"""typer has no public name for the contexts that it hands to commands."""
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for a command line that it can't take."""
GLOBAL = {"-C": "--workspace", "--workspace": "--workspace", "--lang": "--lang"}
"""Options of `cchc` itself, which may stand before or after the command."""
SHORT = 60
"""The signs of a text that stands beside what a shell offers."""
NEAR = 0.75
"""How like the name of a command another is that was a slip: explain is none of xeploai."""
MOST_MEANT = 8
"""So many commands are told where one of several may be meant."""

N_("Show this message and exit.")


def hoist(args: Sequence[str]) -> tuple[dict[str, str | None], list[str]]:
    """The values of global options wherever they stand, None where nothing stood behind one, and the other arguments."""
    found: dict[str, str | None] = {}
    rest: list[str] = []
    waiting = iter(args)
    for arg in waiting:
        name, equals, value = arg.partition("=")
        if arg == "--":
            return found, [*rest, arg, *waiting]
        if name in GLOBAL:
            found[GLOBAL[name]] = value if equals else next(waiting, None)
        elif arg.startswith("-C") and len(arg) > 2:
            found["--workspace"] = arg[2:]
        else:
            rest.append(arg)
    return found, rest


def _default_language(workspace: str | None) -> str | None:
    from cchc_cli.files.find import default_language

    return default_language(workspace)


class _Help:
    """Help in the user's language, as plain text: it costs no import."""

    def get_help_option_names(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """What shows this help, on every command."""
        return ["--help", "-h"]

    def summaries(self) -> Iterator[tuple[str, str, str]]:
        """Of each command below this one its panel, its words and what it does."""
        for name, command in getattr(self, "commands", {}).items():
            yield N_("Commands"), name, command.help or ""

    def panels(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The commands below this one, with the first line of what they do."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for panel, name, text in self.summaries():
            if " " not in name:
                panels.setdefault(_(panel), []).append((name, _told(text).split("\n")[0]))
        return list(panels.items())

    def shell_complete(self, ctx: Context, incomplete: str) -> list[Any]:
        """What may stand here, each with what it does: on one line, which shells want, and in the user's language."""
        does = {name: text for _panel, rows in self.panels() for name, text in rows}
        offers: list[Any] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]  # mixed into typer's classes
        for each in offers:
            each.help = shorten(does.get(each.value) or _told(each.help), SHORT, placeholder=" …")
        return offers

    def format_help(self, ctx: Context, formatter: Any) -> None:
        """Usage, what it does, arguments, options, commands by panel."""
        formatter.write_usage(ctx.command_path, pieces(ctx), _("Usage:") + " ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_told(ctx.command.help))
        params = [param for param in ctx.command.get_params(ctx) if not getattr(param, "hidden", False)]
        arguments = [_record(param, ctx) for param in params if isinstance(param, TyperArgument)]
        options = [_record(param, ctx) for param in params if not isinstance(param, TyperArgument)]
        panels = [(_("Arguments"), arguments), (_("Options"), options)]
        panels += self.panels()
        for title, rows in panels:
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _told(text: str | None) -> str:
    """`text` in the user's language; a text that is not there stays empty."""
    return _(text).replace("{suffixes}", ", ".join(FILED)) if text else ""


def _record(param: Parameter, ctx: Context) -> tuple[str, str]:
    left = param.make_metavar(ctx) if hasattr(param, "make_metavar") else ""
    if not isinstance(param, TyperArgument):
        names = ", ".join(param.opts)
        left = names if param.is_flag else f"{names} {metavar_of(param, ctx.command)}"
    else:
        left = name_of(param) if param.required else f"[{name_of(param)}]"
    text = _told(param.help)
    default = param.default
    if default not in (None, False, "", []) and param.show_default and not callable(default):
        text += " " + _("[default: {value}]", value=default)
    return left, text


@contextmanager
def _named(ctx: Context) -> Iterator[None]:
    """What is wrong with a command line is known to be that of this command."""
    try:
        yield
    except UsageError as error:
        if getattr(error, "ctx", None) is None:
            error.ctx = ctx  # type: ignore[attr-defined]  # UsageError has it; typer does not name the class
        raise


class Command(_Help, TyperCommand):
    """A command whose help and errors speak the user's language."""

    @property
    def reports(self) -> bool:
        """Whether it has a result to show: `import` has an -o of its own, and tells of what it makes on stdout."""
        return any(param.name == "excel" for param in self.params)

    def invoke(self, ctx: Context) -> object:
        """As click does; a file that can't be written is refused before anything is done, and libraries are silenced."""
        with streams.silence(), system_faults():
            if self.reports:
                take_way(ctx)
            return super().invoke(ctx)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """As click does, with our own reading of values."""
        plain_values(self, self.get_params(ctx))
        ctx.allow_extra_args = True
        if not ctx.resilient_parsing:
            refuse_one_dash(ctx, args)
            tell_repeated(args, single_options(self))
        with _named(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise too_many(rest, ctx)
        return rest


class _Group(_Help, TyperGroup):
    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Any | None, list[str]]:
        """As click does, but a wrong name is told with the commands that may be meant, else with all."""
        name = args[0]
        if not (name in self.commands or ctx.resilient_parsing or name.startswith("-")):
            path = ctx.command_path
            is_called = any(plain(name) == words.split()[-1] for _panel, words, _text in self.summaries())
            hints = filter(None, (self._near(name, path), "" if is_called else self._about(args, path)))
            hint = "\n".join(hints) or "\n".join([self.listed(), help_of(path)])
            raise CchcError(_("There is no command {name}.", name=name), hint=hint)
        return super().resolve_command(ctx, args)

    def _near(self, name: str, path: str) -> str:
        """The commands that are called nearly so, here and in groups below; blank where there are none."""
        called = {words: words.split()[-1] for _panel, words, _text in self.summaries()}
        here, close = (get_close_matches(plain(name), each, n=1, cutoff=NEAR) for each in (called, called.values()))
        keys = _(" or ").join(f"{path} {words}" for words, last in called.items() if words in here or last in close)
        return _("Did you mean {key}?", key=keys) if keys else ""

    def _about(self, args: list[str], path: str) -> str:
        """The commands whose help has the words that were given, or the first of them: xep hang, xep-hang or xephang."""
        words = list(takewhile(lambda word: not word.startswith("-"), args))
        does = {name: text for _panel, name, text in self.summaries()}
        for given in (words, words[:1]):
            letters = " ?".join(map(re.escape, plain(" ".join(given)).replace("-", "").replace(" ", "")))
            asked = {name: re.search(rf"\b{letters}\b", searched(text)) for name, text in does.items()}
            # What a command does is said first, and in the language in use; groups are told before what is in them.
            told = sorted((" " in name, found.start(), name) for name, found in asked.items() if found)
            if told:
                listed = [f"  {path} {name}: {_told(does[name])}" for *_at, name in told[:MOST_MEANT]]
                more = [help_of(path)] if len(told) > MOST_MEANT else []
                return "\n".join([_("These may be meant:"), *listed, *more])
        return ""

    def listed(self) -> str:
        """The commands by their panels."""
        return "\n".join(f"  {panel}: {', '.join(name for name, _text in rows)}" for panel, rows in self.panels())


class Subgroup(_Group):
    """A group of commands within `cchc`."""

    shown_by: tuple[str, str] | None = None
    """The command that lists what these change, and what it does."""

    def panels(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The commands, and the one that shows what there is to change."""
        beside = [(_("To see what there is"), [(self.shown_by[0], _(self.shown_by[1]))])] if self.shown_by else []
        return super().panels() + beside

    def _about(self, args: list[str], path: str) -> str:
        """As of all groups; who asks for what there is may mean the command that shows it."""
        told = super()._about(args, path)
        shown = f"  {self.shown_by[0]}: {_(self.shown_by[1])}" if self.shown_by else ""
        return "\n".join(filter(None, (told, shown))) if told else ""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """As click does; alone it shows its help, and options without a command are told with the commands."""
        is_option = bool(args) and args[0].startswith("-") and args[0] not in self.get_help_option_names(ctx)
        if is_option and not ctx.resilient_parsing:
            raise CchcError(_("No command is named after {path}.", path=ctx.command_path), hint=self.listed())
        return super().parse_args(ctx, args or ["--help"])

    def listed(self) -> str:
        """The commands, each with what it does."""
        return "\n".join(f"  {name}: {text}" for _panel, rows in self.panels() for name, text in rows)


def _helped(args: list[str], *, asking: bool) -> list[str]:
    """`help task add` as `task add --help`, and nothing at all as --help; not while a shell completes the line."""
    while args[:1] == ["help"]:
        words = [word for arg in args[1:] for word in arg.split() if not word.startswith("-")]
        args = [*words, "--help"] if asking and words[:1] != ["help"] else words
    return args or (["--help"] if asking else [])


class Root(_Group):
    """`cchc` itself."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Choose the language before anything can be said; global options stand first from here on."""
        plain_values(self, self.get_params(ctx))
        found, rest = hoist(args)
        use(chosen(found.get("--lang"), lambda: _default_language(found.get("--workspace"))))
        if None in found.values() and not ctx.resilient_parsing:
            text = _("The option {option} needs a value.", option=args[-1])
            raise CchcError(text, hint=help_of("cchc"))
        if not ctx.resilient_parsing:
            tell_repeated(args, GLOBAL)
            refuse_one_dash(ctx, rest[:1])
        rest = _helped(rest, asking=not ctx.resilient_parsing)
        with _named(ctx):
            given = [option if value is None else f"{option}={value}" for option, value in found.items()]
            return super().parse_args(ctx, given + rest)

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, *_args: object, **extra: Any
    ) -> object:
        """Run, tell what went wrong, and exit: 0 done, 1 a condition does not hold, 2 bad usage or input."""
        extra["standalone_mode"] = False
        with streams.opened():
            try:
                with streams.collected(_as_the_shell_completes()), system_faults():
                    status = super().main(args, prog_name or "cchc", **extra)
            except CchcError as error:
                status = _tell(error)
            except UsageError as error:
                ctx = getattr(error, "ctx", None)
                path = ctx.command_path if ctx is not None else "cchc"
                status = _tell(CchcError(reworded(error), hint=help_of(path)))
            except SystemExit as leaving:
                status = leaving.code
            sys.exit(streams.worst(status if isinstance(status, int) else 0))


def _as_the_shell_completes() -> Callable[[str], str]:
    """What becomes of each line that is printed, where a shell asks what a Tab may complete."""
    if "_CCHC_COMPLETE" not in os.environ:
        return str
    from cchc_cli.files.completion import at_equals

    return at_equals(os.environ)


def _tell(error: CchcError) -> int:
    first = (
        _("Error: {text}", text=error.text) if error.status != 1 else _("Condition not met: {text}", text=error.text)
    )
    streams.say(first, *error.details)
    return error.status


def bug(error: Exception) -> list[str]:
    """What is told of an error that should not be: no data of the user's, unless the whole of it was asked for."""
    from traceback import extract_tb, format_exception

    if streams.debugging():
        return "".join(format_exception(error)).splitlines()
    last = extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119
    text = _(
        "This is a fault of cchc itself, not of your files: {kind} in {place}.", kind=type(error).__name__, place=place
    )
    return [
        _("Error: {text}", text=text),
        _("Please report it, with what the same command says after CCHC_DEBUG=1 was set in the environment."),
    ]


def reworded(error: Any) -> str:
    """What is wrong with the command line, in the user's language. `error` is a UsageError."""
    match type(error).__name__:
        case "NoSuchOption":
            return no_such_option(error)
        case "BadOptionUsage":
            known = {name: param for param in error.ctx.command.params for name in param.opts}
            if getattr(known.get(error.option_name), "is_flag", False):
                return _("The option {option} takes no value.", option=error.option_name)
            return _("The option {option} needs a value.", option=error.option_name)
    return str(error.format_message())
