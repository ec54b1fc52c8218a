"""From the text of an option to its value, with errors in the user's language.

typer hands this to pydantic, whose import costs more than reading a year of scores, and whose messages are
English. Here text is read as commands read what they are given (see commands.arguments).
"""

import inspect
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import takewhile
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin

import typer
from typer.core import TyperArgument, TyperOption

from cchc_cli.cli import streams
from cchc_cli.messages import N_, _, in_all_languages
from cchc_cli.model.choices import Evidence, File, offered
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import CchcError
from cchc_cli.show.writers import OF_FILES

Parameter = TyperOption | TyperArgument
PATHS = ("DIR", "FILE", "OLD", "NEW")
"""Words that help shows for what is on the disk and is taken as the disk has it; all other text is read as a cell is."""
EVIDENCE = "FILE|URL"
"""Text that names files: only its letters are composed."""
FOUR_DIGITS = r"(?:19|20)\d\d"
FIGURES = (
    (FOUR_DIGITS, "--year", N_("The year is named with {option}.")),
    (r"\d{4}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d{4}", "--date", N_("The day is named with {option}.")),
    (r"[^=]+=[^=]+", "--set", N_("Points to try out are named with {option}.")),
    (r"\d+(?:\.\d+)+", "--component", N_("A component is named with {option}.")),
    (r"\d+(?:\.\d+)+", "--on", N_("A criterion is named with {option}.")),
)
"""What words stand for whose option was left out: a pattern, the option, and what is told."""
ALSO = {
    **dict.fromkeys(("date", "ngay"), ("--on", "--date")),
    **dict.fromkeys(("tieu chi", "criterion"), ("--component", "--on")),
    **{"nam": ("--year",), "don vi": ("--unit",), "bo phan": ("--owner",), "phu trach": ("--owner",)},
    **{"han": ("--due",), "noi dung": ("--action",), "ghi chu": ("--note",), "nhom": ("--group",)},
    **dict.fromkeys(("tep", "file"), ("--scenarios", "--output")),
    **dict.fromkeys(("phuong an", "kich ban"), ("--scenarios",)),
    **{"muc tieu": ("--target",), "diem": ("--set", "--gain")},
}
"""Options by what people call them."""
BRACES = re.compile(r"\{([^{}\s]+)\}")


def _value(kind: object, value: object, param: Parameter, ctx: typer.Context) -> object:
    """What the text of a parameter stands for; None where it was left out. Raises CchcError for what is not allowed."""
    if isinstance(value, list | tuple):
        return [_value(kind, each, param, ctx) for each in value]
    if not isinstance(value, str):
        return value
    from cchc_cli.commands.arguments import value_of
    from cchc_cli.model.bounds import OF_ARGUMENTS, VALUES

    if param.name == "form" and value in OF_FILES and getattr(ctx.command, "reports", False):
        return value  # whether -o names a file for it is known when all options are (see output.take_way)
    try:
        return value_of(kind, value, OF_ARGUMENTS.get(str(param.name), VALUES))
    except CchcError as error:
        raise CchcError(f"{name_of(param)}: {error.text}", hint=_what_to_do(error, param, value, ctx)) from error


def _what_to_do(error: CchcError, param: Parameter, value: str, ctx: typer.Context) -> str:
    """A hint where a value is not allowed."""
    hints = [error.hint] if error.hint else []
    if param.name == "form":
        file = f"-o {ctx.command.name}.xlsx"
        hints.append(_("For a file of Excel, Word or PDF give its name: {option}", option=file))
    elif isinstance(param, TyperArgument):
        is_swapped = (
            "-" in value and param.name == "year" and any(each.metavar == "OTHER" for each in ctx.command.params)
        )
        hints += [_("The other unit stands before the year.")] if is_swapped else _about_words([value], ctx)
        hints.append(usage(ctx))
    return "\n".join(hints) or help_of(ctx.command_path)


def too_many(words: list[str], ctx: typer.Context) -> CchcError:
    """That a command takes no more words."""
    told = _("Too many arguments: {arguments}.", arguments=" ".join(words))
    return CchcError(told, hint="\n".join([*_about_words(words, ctx), usage(ctx)]))


def _about_words(words: Iterable[str], ctx: typer.Context) -> Iterator[str]:
    """Hints where words stand for which a command has no place: a file to write, or a part of a text with spaces."""
    options = {name for param in ctx.command.params for name in (param.name, param.metavar, *param.opts)}
    for word in words:
        yield from _about_figures(word, options)
        path = Path(word)
        if path.suffix.removeprefix(".") in OF_FILES and getattr(ctx.command, "reports", False) and not path.exists():
            yield _("To write the result into a file: {option}", option=f"-o {word}")
        elif not re.search(r"\d", word):
            yield from _about_name(word, options)
            return


def _about_name(word: str, options: Container[str | None]) -> Iterator[str]:
    """Hints where a word is the id of a unit, or a part of a name."""
    is_id = "-" in word.strip("-")
    if "unit" in options and "OTHER" not in options:
        yield _("A unit is named with {option}.", option=f"--unit {word}" if is_id else "--unit")
    if not is_id:
        yield _("A text with spaces stands in quotation marks, such as {text}.", text='"Xã An Phú"')


def _about_figures(word: str, options: Container[str | None]) -> Iterator[str]:
    """A hint where a word is what an option of the command takes."""
    for pattern, option, told in FIGURES:
        if option in options and re.fullmatch(pattern, word):
            yield _(told, option=f"{option} {word}")
            return
    if "--date" in options and "YEAR" not in options and re.fullmatch(FOUR_DIGITS, word):
        yield _as_of_day(word)


def _as_of_day(year: str) -> str:
    return _("It is as of a day: {option}", option=f"--date {year}-12-31")


def refuse_one_dash(ctx: Any, args: Iterable[str]) -> None:
    """Raise CchcError for `-unit`: it would be read as `-u nit`."""
    known = {name for each in (ctx, ctx.find_root()) for param in each.command.params for name in param.opts}
    for word in takewhile("--".__ne__, args):
        name = word.partition("=")[0]
        if len(name) > 2 and f"-{name}" in known:
            text = _("{given}: options of several letters begin with two dashes.", given=name)
            raise CchcError(text, hint=_("Write {option}.", option=f"-{word}"))


def single_options(command: Any) -> dict[str, str]:
    """The options of a command that take one value: by each of their names what they are called."""
    options = [each for each in command.params if each.param_type_name == "option"]
    return {name: each.opts[0] for each in options if not (each.multiple or each.is_flag) for name in each.opts}


def tell_repeated(args: Iterable[str], options: Mapping[str, str]) -> None:
    """Tell which value counts of an option that is given more than one; `options`: what each is also called."""
    given: dict[str, list[str]] = {}
    waiting = iter(args)
    for arg in waiting:
        name, equals, value = arg.partition("=")
        if arg == "--":
            break
        if name in options:
            given.setdefault(options[name], []).append(value if equals else next(waiting, ""))
        elif arg[:2] in options:
            given.setdefault(options[arg[:2]], []).append(arg[2:])
    for option, values in given.items():
        if len({*values}) > 1:
            text = N_("{option} is given {count} times; the last one, “{value}”, counts.")
            streams.say(_("Warning: {text}", text=_(text, option=option, count=len(values), value=values[-1])))


def no_such_option(error: Any) -> str:
    """That there is no such option, and what may be meant: an argument of that name, which stands alone, or a near one.

    `error` is a NoSuchOption of click or typer.
    """
    told = _("There is no option {option}.", option=error.option_name)
    if hint := _instead(error.option_name, error.possibilities or (), error.ctx):
        return f"{told} {hint}"
    return told


def _instead(option: str, possibilities: Sequence[str], ctx: Any) -> str:
    asked, command = plain(option.lstrip("-").replace("-", "_")), ctx.command
    for each in command.params:
        name = metavar_of(each, command).strip("[]")
        if each.param_type_name == "argument" and get_close_matches(asked, (each.name, plain(name)), cutoff=0.8):
            return _("Write it without an option: {command} {name}", command=ctx.command_path, name=name)
    if told := _also(asked, ctx):
        return told
    if close := get_close_matches(option, possibilities, n=1, cutoff=0.7):
        return _("Did you mean {key}?", key=close[0])
    having = ", ".join(_having(option, ctx.find_root().command))
    return _("Commands that have it: {commands}.", commands=having) if having else ""


def _also(asked: str, ctx: Any) -> str:
    """What a command has for what people call an option; blank where it has none."""
    options = [name for param in ctx.command.params for name in param.opts]
    if called := [name for name in ALSO.get(asked, ()) if name in options]:
        return _("Did you mean {key}?", key=_(" or ").join(called))
    if asked in ("year", "nam") and "--date" in options:
        return _as_of_day("2022")
    if asked in ("status", "tinh trang") and " task " in ctx.command_path:
        return _("The status is set by commands: {commands}.", commands="cchc task start, done, cancel, reopen")
    return ""


def _having(option: str, group: Any) -> Iterator[str]:
    """The commands that have an option, below a group."""
    for name, each in group.commands.items():
        yield from (f"{name} {word}" for word in _having(option, each)) if hasattr(each, "commands") else ()
        yield from [name] if any(option in param.opts for param in each.params) else ()


class AnyCommand(Protocol):
    """A command, of whatever class of typer's."""

    callback: Callable[..., object] | None


def plain_values(command: AnyCommand, params: Iterable[Any]) -> None:
    """Let the parameters (click's own class too) read their text here, in place of what typer would have for that."""
    for param in params:
        kind = declared(param, command)
        kind = File if param.metavar in PATHS else Evidence if param.metavar == EVIDENCE else kind
        # Flags too: typer would load pydantic for those that were left out.
        param.process_value = partial(_processed, kind, param)


PLACEHOLDERS = (
    N_("OPTIONS"), N_("COMMAND"), N_("ARGS"), N_("YEAR"), N_("FILE"), N_("DIR"), N_("DATE"), N_("DAYS"), N_("ID"),
    N_("NAME"), N_("OTHER"), N_("OLD"), N_("NEW"), N_("TEXT"), N_("GROUP"), N_("INDEX"), N_("PERCENT"), N_("PERIOD"),
    N_("POINTS"), N_("RANK"), N_("COMPONENT"), N_("FLAGS"), N_("SUFFIX"), N_("CODE"),
)  # fmt: skip
"""What stands in the place of a value in help and usage lines."""

EXAMPLES = {
    "YEAR": "2022", "FILE": N_("table.xlsx"), "OLD": "data/scores-2022.csv", "NEW": N_("new.csv"), "ID": "T-2023-001",
    "DIR": N_("folder"), "ID|NAME": "3.3.2", "TEXT": '"…"',
}  # fmt: skip
"""What may stand in the place of a value that must be given."""


def placed(text: str) -> str:
    """A usage line or a placeholder in the user's language: cchc plan [TÙY CHỌN] [NĂM]."""
    return re.sub("[A-Z]+", lambda word: _(word[0]) if word[0] in PLACEHOLDERS else word[0], text)


def metavar_of(param: Parameter, command: AnyCommand) -> str:
    """What help shows for the value of an option."""
    kind = declared(param, command)
    if param.metavar:
        return placed(param.metavar)
    return f"<{'|'.join(offered(get_args(kind)))}>" if get_origin(kind) is Literal else _("TEXT")


def declared(param: Parameter, command: AnyCommand) -> object:
    """The type of a parameter's value as the command's function has it."""
    made_of = command.callback
    annotations = {} if made_of is None else inspect.get_annotations(inspect.unwrap(made_of))
    annotation = annotations.get(str(param.name), str)
    kind = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return next((part for part in _parts(kind) if part is not type(None)), str)


def _parts(kind: object) -> tuple[object, ...]:
    """The types of a union, with that of a list's members in place of the list."""
    parts = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return tuple(get_args(part)[0] if get_origin(part) is list else part for part in parts)


def _processed(kind: object, param: Parameter, ctx: typer.Context, given: object) -> object:
    """The value of a parameter, checked as click checks it."""
    given = _value(kind, given, param, ctx)
    if param.required and given in (None, (), []) and not ctx.resilient_parsing:
        raise _missing(param, ctx)
    return given if param.callback is None else param.callback(ctx, param, given)


def _missing(param: Parameter, ctx: typer.Context) -> CchcError:
    """That a parameter is missing; arguments are filled from the left, so that those behind it are missing as well."""
    after = ctx.command.params[ctx.command.params.index(param) :] if isinstance(param, TyperArgument) else []
    lacking: list[Parameter] = [each for each in after if isinstance(each, TyperArgument) and each.required] or [param]
    meanings = [f"  {name_of(each)}: {_(each.help or '')}" for each in lacking]
    told = _("{name} is missing.", name=", ".join(map(name_of, lacking)))
    return CchcError(told, hint="\n".join([*meanings, usage(ctx)]))


def help_of(path: str) -> str:
    """A hint: where the help of a command is."""
    return _("See: {help}", help=f"{path} --help")


def pieces(ctx: typer.Context) -> str:
    """What a command takes, in its order. The braces that newer Typers put around what must be there would be typed."""
    return BRACES.sub(r"\1", placed(" ".join(ctx.command.collect_usage_pieces(ctx))))


def usage(ctx: typer.Context) -> str:
    """A hint: in which order what a command takes stands, with an example from the workspace, and where its help is."""
    params = (each for each in ctx.command.params if isinstance(each, Parameter))
    taken = (each for each in params if each.required or isinstance(each, TyperArgument))
    words = (word for each in taken for word in _example(each, ctx))
    line = " ".join([_("Usage:"), ctx.command_path, pieces(ctx)])
    example = _("Example: {command}", command=" ".join([ctx.command_path, *words]))
    return "\n".join([line, example, help_of(ctx.command_path)])


def _example(param: Parameter, ctx: typer.Context) -> list[str]:
    """How a parameter may be given: with the first that a shell would offer, else as people write such a thing."""
    offered = [each.value for each in param.shell_complete(ctx, "") if each.type == "plain"]
    value = offered[0] if offered else _(EXAMPLES[param.metavar or ""])
    return [value] if isinstance(param, TyperArgument) else [name_of(param), value]


def name_of(param: Parameter) -> str:
    """How a parameter is called on the command line."""
    long = [option for option in param.opts if option.startswith("--")]
    return long[0] if long else placed(param.metavar or str(param.name).upper())


def names_in(ctx: typer.Context) -> dict[str, str]:
    """How the parameters of the command that runs are called, by their names."""
    return {str(param.name): name_of(param) for param in ctx.command.params if isinstance(param, Parameter)}


def searched(text: str) -> str:
    """What a command does, without accents, first in the language in use."""
    return plain("\n".join((_(text), *in_all_languages(text))))
