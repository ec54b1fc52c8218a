"""Arguments of commands: what may be given in Python or as the text of a command line, and what it is then."""

from __future__ import annotations

import inspect
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from os import PathLike, fspath
from types import NoneType
from typing import Literal, get_args, get_origin

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import OF_ARGUMENTS, VALUES, YEARS, Bound, shortened
from cchc_cli.model.choices import (
    Blank,
    Day,
    Evidence,
    File,
    PointsAsked,
    Several,
    choices_called,
    named_choices,
    offered,
)
from cchc_cli.model.letters import clean
from cchc_cli.model.nearest import LISTED, KnownWords, called, meant, nearest_thing
from cchc_cli.model.problems import CchcError, WhichUnit, first_of
from cchc_cli.model.slips import how_to_write_year, unquoted
from cchc_cli.model.written_numbers import number_fault, parse_number, written
from cchc_cli.show.texts import STEERING

UNITS = N_("“{asked}” may mean {count} units: {ids}.")
TASKS = N_("“{asked}” may mean {count} tasks: {ids}.")
GROUPS = N_("“{asked}” may mean {count} groups: {ids}.")
"""What is said where several are called so."""
ALL = {
    UNITS: N_("All {count}: cchc ranks --group all"),
    TASKS: N_("All {count}: cchc track"),
}
"""What lists all of a kind, where a message has but the first."""
Tell = Callable[[str], object]
"""What tells people something."""
WHOLE = re.compile(r"[+-]?\d{1,999}", re.ASCII)
Argument = tuple[object, bool, bool]
"""Of an argument of a command its kind (a type, words, or one of model.choices), whether it may be None, whether blank."""
ArgumentTable = dict[str, Argument]


def identified(
    asked: str,
    known: KnownWords,
    refusal: str,
    tell: Tell | None,
    several: str = N_("“{asked}” may mean {count} of them: {ids}."),
    more: str = "",
) -> str:
    """The id that is asked for by itself, by a name, or by a part of a name that no other has.

    What a mere part was taken for is told; without `tell`, where it would be written into a file, a part is refused.
    Raises CchcError with `refusal` where nothing is called so, and `several` and the ids where several are; `more`
    says what lists all, where `ALL` does not.
    """
    ids, is_part = meant(asked, known)
    if not ids:
        raise CchcError(refusal, hint=nearest_thing(asked, known, _all(more or ALL.get(several, ""), known)))
    if len(ids) > 1:
        listed = first_of([called(each, known) for each in ids], LISTED)
        text = _(several, asked=shortened(asked), count=len(ids), ids=listed)
        raise CchcError(text, hint=_("Name one by its id."))
    if is_part and tell is None:
        text = _("“{asked}” is only a part of a name: {id}.", asked=shortened(asked), id=called(ids[0], known))
        raise CchcError(text, hint=_("What is written needs the id or the whole name; nothing was changed."))
    if is_part and tell:
        tell(_("“{asked}” is taken for {id}.", asked=shortened(asked), id=called(ids[0], known)))
    return ids[0]


def unit_called(asked: str, known: KnownWords, tell: Tell | None) -> str:
    """The unit of this id or name, any where none is known. Raises CchcError."""
    return identified(asked, known, _("There is no unit {unit}.", unit=asked), tell, UNITS) if known else asked


def unit_meant(asked: str | None, own: str | None, known: KnownWords, tell: Tell | None) -> str:
    """The unit that is asked for, the workspace's own, or the only one. Raises CchcError, WhichUnit where there are several."""
    unit = asked or own or (next(iter(known)) if len(known) == 1 else None)
    if unit is not None:
        return unit_called(unit, known, tell)
    text = _("Which unit? Name one with --unit, or set defaults.unit in criteria.yaml.")
    if not known:
        raise CchcError(text)
    hint = _("Units: {units}.", units=first_of([called(each, known) for each in known], LISTED))
    raise WhichUnit(text, hint=hint + _all(ALL[UNITS], known))


def _all(text: str, known: KnownWords) -> str:
    """The line that says what lists all, where these are more than a message lists."""
    return "\n" + _(text, count=len(known)) if text and len(known) > LISTED else ""


def refuse_both(unit: object, all_units: object) -> None:
    """Raise CchcError where one unit is asked for beside all."""
    if unit is not None and all_units:
        raise CchcError(_("--unit and --all-units can't stand together."))


def arguments_of(run: Callable[..., object]) -> ArgumentTable:
    """For each argument of a command but the first: its kind, whether it may be None, and whether blank."""
    kinds = inspect.get_annotations(run, eval_str=True)
    names = list(inspect.signature(run).parameters)[1:]
    return {name: _kind(kinds[name]) for name in names}


def _kind(annotation: object) -> Argument:
    parts = get_args(annotation)
    left_out, blank = NoneType in parts, Blank in parts
    kinds = [kind for kind in (PointsAsked, Several, Day, File) if set(get_args(kind)).issubset(parts)]
    if kinds:
        return kinds[0], left_out, blank
    rest = [part for part in parts if part not in (NoneType, Blank)]
    single = annotation if get_origin(annotation) is Literal or not (left_out or blank) else rest[0]
    return single, left_out, blank


def checked(arguments: ArgumentTable, given: Mapping[str, object]) -> dict[str, object]:
    """The values that a command gets for what was given. Raises CchcError for what can't be one."""
    return {
        name: value if value is None and arguments[name][1] else argument(name, arguments[name], value)
        for name, value in given.items()
    }


def argument(name: str, of: Argument, value: object) -> object:
    """The value of an argument that is not left out. Raises CchcError, which says whose it is."""
    kind, _left_out, blank = of
    try:
        found = value_of(kind, value, OF_ARGUMENTS.get(name, VALUES))
        if not blank and "" in (found if isinstance(found, tuple) else (found,)):
            raise CchcError(_("the text is blank."))
    except CchcError as error:
        raise CchcError(f"{name}: {error.text}", hint=error.hint, argument=name) from error
    return found


def value_of(kind: object, value: object, bound: Bound = VALUES) -> object:
    """A value of a kind (a type, words, or one of model.choices). Raises CchcError, which does not say whose it is."""
    if get_origin(kind) is Literal or kind is bool:
        return _choice((True, False) if kind is bool else get_args(kind), value)
    if kind in (int, float):
        return (_whole if kind is int else _number)(value, bound)
    if kind in (PointsAsked, Several):
        return tuple(map(_text, _several(value)))
    if kind == File:
        return _path(value)
    if kind == Evidence:
        return _steady(unicodedata.normalize("NFC", _refuse_other(value)))
    return _text(_day(value) if kind == Day else value)


def _several(value: object) -> Iterable[object]:
    """One text or many; points by their components as texts."""
    if isinstance(value, Mapping):
        return [f"{key}={each if isinstance(each, str) else written(each)}" for key, each in value.items()]
    return [value] if isinstance(value, str) or not isinstance(value, Iterable) else value


def _choice(allowed: tuple[object, ...], value: object) -> object:
    with suppress(TypeError, ValueError):  # what has no hash, or many values
        for each in allowed:
            if type(value).__name__ in ("str_", "bool_", "bool", type(each).__name__) and value == each:
                return each
    hint = ""
    if isinstance(value, str) and True not in allowed:
        called, is_part = choices_called(value, allowed)
        if len(called) == 1 and not is_part:
            return called[0]
        hint = _("Did you mean {key}?", key=_(" or ").join(called)) if called else ""
    words = named_choices(offered(allowed))
    told = _("“{value}” is not allowed; allowed: {allowed}.", value=shortened(str(value)), allowed=words)
    raise CchcError(told, hint=hint)


def _whole(value: object, bound: Bound) -> int:
    text = _bare(str(value))
    if isinstance(value, str):
        # More digits than any bound has are too many for Python to read.
        number: float = (float(text) if len(text) > 20 else int(text)) if WHOLE.fullmatch(text) else 0.5
    else:
        number = _real(value)
    if isinstance(number, float) and not (number.is_integer() or math.isinf(number)):
        wanted = _("a year") if bound is YEARS else _("a whole number")
        hint = how_to_write_year(text) if bound is YEARS else _how_to_write(text)
        raise CchcError(_("“{value}” is not {wanted}.", value=shortened(text), wanted=wanted), hint=hint)
    _refuse_beyond(number, text, bound)
    return int(number)


def _number(value: object, bound: Bound) -> float:
    if isinstance(value, str):
        found = parse_number(_bare(value), bound=bound)
        if found is None:
            raise CchcError(number_fault(_bare(value), bound=bound)[0], hint=_how_to_write(_bare(value), bound))
        return found
    number = _real(value)
    _refuse_beyond(number, str(value), bound)
    return number


def _how_to_write(text: str, bound: Bound = VALUES) -> str:
    hint = number_fault(text, bound=bound)[1]
    return hint or ("" if re.search(r"\d", text) else _("Write it in figures, such as 10."))


def _bare(text: str) -> str:
    return unquoted(text := text.strip()) or text


def _real(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise CchcError(_("“{found}” is not a number.", found=shortened(str(value))))
    return float(value)


def _refuse_beyond(number: float, shown: str, bound: Bound) -> None:
    if not bound.holds(number):
        text = _("{value} is out of range; allowed: {span}.", value=shortened(shown), span=bound.instead_of(number))
        raise CchcError(text, hint=how_to_write_year("") if bound is YEARS else "")


def _day(value: object) -> object:
    """A day as text; of a moment with a zone the whole of it: which day that is depends on the workspace."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.isoformat()[:10]
    if isinstance(value, date):
        return value.isoformat()
    if type(value).__name__ == "datetime64":
        return str(value)[:10]
    return _bare(value) if isinstance(value, str) else value


def _path(given: object) -> str:
    """A path as the disk spells it, whose accents may be composed or not; what it has not is left as it was typed."""
    value = _refuse_other(fspath(given) if isinstance(given, PathLike) else given)
    from pathlib import Path

    from cchc_cli.system.plain_file import on_disk

    with suppress(OSError, CchcError):
        return value if value.isascii() else str(on_disk(Path(value)))
    return value


def _text(value: object) -> str:
    """Text with composed letters (macOS types decomposed ones) and single spaces, as files are read."""
    return _steady(clean(_refuse_other(value)))


def _refuse_other(value: object) -> str:
    if not isinstance(value, str):
        hint = _("Write it as text: {text}", text=f'"{value}"') if isinstance(value, Real) else ""
        raise CchcError(_("“{value}” is not {wanted}.", value=shortened(str(value)), wanted=_("a text")), hint=hint)
    return str(value)


def _steady(text: str) -> str:
    if found := STEERING.search(text):
        # The value is not shown: it may be an address with a password.
        undecodable = "\ud800" <= found[0] <= "\udfff"
        raise CchcError(_("this is not UTF-8 text.") if undecodable else _("there is a control sign in it."))
    return text
