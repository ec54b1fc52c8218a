"""From the text of an option to its value, with errors in the user's language.

typer hands this to pydantic, whose import costs more than reading a year of scores, and whose messages are
English. Options here are text, whole numbers, numbers and choices; that is all that this does.
"""

import inspect
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from typer.core import TyperArgument, TyperOption

from cchc_cli.messages import _
from cchc_cli.model import bounds
from cchc_cli.model.bounds import Bound, shortened
from cchc_cli.model.problems import CchcError
from cchc_cli.model.written_numbers import number_fault, parse_number
from cchc_cli.show.texts import STEERING

Parameter = TyperOption | TyperArgument
WHOLE = re.compile(r"[+-]?\d{1,999}", re.ASCII)
BOUNDS = {
    "YEAR": bounds.YEARS,
    "POINTS": bounds.POINTS,
    "INDEX": bounds.INDEXES,
    "DAYS": bounds.DAYS,
    "N": bounds.COUNTS,
    "RANK": bounds.COUNTS,
    "PERCENT": bounds.PERCENTS,
}
"""The bound of each kind of number, by the word that help shows for it; an option's own min and max narrow it."""


PATHS = ("DIR", "FILE")
"""Words that help shows for what is on the disk and is taken as the disk has it; all other text is read as a cell is."""
EVIDENCE = "FILE|URL"
"""Text that names files: only its letters are composed."""


@dataclass(frozen=True)
class Value:
    """How the text of one parameter becomes its value. Raises CchcError for what is not allowed."""

    kind: Any
    bound: Bound | None

    def coerce(self, value: Any, param: Parameter, ctx: typer.Context) -> Any:
        """The value, or None where the parameter was left out."""
        if isinstance(value, list | tuple):
            return [self.coerce(each, param, ctx) for each in value]
        if not isinstance(value, str):
            return value
        if get_origin(self.kind) is Literal:
            return self._choice(value, param, ctx)
        if self.kind not in (int, float):
            return _path(value) if param.metavar in PATHS else _text(value, param, ctx)
        assert self.bound is not None
        if self.kind is int:
            return self._whole(value, self.bound, param, ctx)
        number = parse_number(value.strip(), bound=self.bound)
        if number is None:
            text, hint = number_fault(value.strip(), bound=self.bound)
            raise _wrong(param, ctx, text, hint)
        return number

    def _whole(self, value: str, bound: Bound, param: Parameter, ctx: typer.Context) -> int:
        if not WHOLE.fullmatch(value.strip()):
            text = _("“{value}” is not {wanted}.", value=shortened(value), wanted=_("a whole number"))
            raise _wrong(param, ctx, text)
        # More digits than any bound has are too many for Python to read.
        number = float(value) if len(value) > 20 else int(value)
        if not bound.holds(number):
            text = _("{value} is out of range; allowed: {span}.", value=shortened(value), span=bound)
            raise _wrong(param, ctx, text)
        return int(number)

    def _choice(self, value: str, param: Parameter, ctx: typer.Context) -> str:
        allowed = get_args(self.kind)
        if value not in allowed:
            text = _(
                "“{value}” is not allowed; allowed: {allowed}.", value=shortened(value), allowed=", ".join(allowed)
            )
            raise _wrong(param, ctx, text)
        return value


def _path(value: str) -> str:
    """A path as the disk spells it, whose accents may be composed or not; what it has not is left as it was typed."""
    from pathlib import Path

    from cchc_cli.system.plain_file import on_disk

    with suppress(OSError, CchcError):
        return value if value.isascii() else str(on_disk(Path(value)))
    return value


def _text(value: str, param: Parameter, ctx: typer.Context) -> str:
    """Text with composed letters (macOS types decomposed ones) and single spaces, as files are read."""
    from cchc_cli.model.letters import clean

    text = unicodedata.normalize("NFC", value) if param.metavar == EVIDENCE else clean(value)
    if found := STEERING.search(text):
        # The value is not shown: it may be an address with a password.
        undecodable = "\ud800" <= found[0] <= "\udfff"
        raise _wrong(param, ctx, _("this is not UTF-8 text.") if undecodable else _("there is a control sign in it."))
    return text


def _wrong(param: Parameter, ctx: typer.Context, text: str, hint: str = "") -> CchcError:
    hint = hint or _("See: {help}", help=f"{ctx.command_path} --help")
    return CchcError(f"{name_of(param)}: {text}", hint=hint)


def plain_values(command: Any) -> None:
    """Let every parameter of a typer command read its text as a Value, in place of what typer would have for that."""
    for param in command.params:
        kind, about = _declared(param, command)
        if kind is not bool and not getattr(param, "is_flag", False):
            span = (getattr(about, "min", None), getattr(about, "max", None))
            value = Value(kind, _bound(param, *span) if kind in (int, float) else None)
            param.process_value = partial(_processed, value, param)


def metavar_of(param: Parameter, command: Any) -> str:
    """What help shows for the value of an option."""
    kind, _about = _declared(param, command)
    return param.metavar or (f"<{'|'.join(get_args(kind))}>" if get_origin(kind) is Literal else "TEXT")


def _declared(param: Parameter, command: Any) -> tuple[Any, object]:
    """The type of a parameter's value as the command's function has it, and what typer is told about it."""
    annotation = _annotations(command.callback).get(str(param.name), str)
    kind, *about = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    return next((part for part in _parts(kind) if part is not type(None)), str), about[0] if about else None


def _annotations(callback: Any) -> dict[str, Any]:
    """What stands behind the parameters of the function that a command was made of."""
    return inspect.get_annotations(inspect.unwrap(callback))


def _parts(kind: Any) -> tuple[Any, ...]:
    """The types of a union, with that of a list's members in place of the list."""
    parts = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return tuple(get_args(part)[0] if get_origin(part) is list else part for part in parts)


def _processed(value: Value, param: Parameter, ctx: typer.Context, given: Any) -> Any:
    """The value of a parameter, checked as click checks it."""
    given = value.coerce(given, param, ctx)
    if param.required and given in (None, (), []) and not ctx.resilient_parsing:
        hint = _("See: {help}", help=f"{ctx.command_path} --help")
        raise CchcError(_("{name} is missing.", name=name_of(param)), hint=hint)
    return given if param.callback is None else param.callback(ctx, param, given)


def name_of(param: Parameter) -> str:
    """How a parameter is called on the command line."""
    long = [option for option in param.opts if option.startswith("--")]
    return long[0] if long else param.metavar or str(param.name).upper()


def _bound(param: Parameter, least: float | None, most: float | None) -> Bound:
    kind = BOUNDS[param.metavar or ""]
    return Bound(kind.least if least is None else least, kind.most if most is None else most)
