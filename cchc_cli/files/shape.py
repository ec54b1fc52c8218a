"""Every fault of shape in criteria.yaml: wrong types, unknown keys, missing keys, values out of range.

msgspec stops at the first fault. Each fault found is noted and its part taken out, until what is left has
the right shape; what is left is still checked further, so that one run tells everything.
"""

import re
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from cchc_cli.files.yaml_tree import Key, Tree, path_text
from cchc_cli.messages import _
from cchc_cli.model.criteria import Criteria, Shape
from cchc_cli.model.problems import Problem

MAX_FAULTS = 100
EMPTIED = "emptied"
"""YearPoints a fault that can come from an earlier one: a key or an entry that was taken out is missing."""


def read_shape(tree: Tree, name: str) -> tuple[Criteria | None, list[Problem], set[tuple[Key, ...]]]:
    """The tree as Criteria, its faults, and the paths that were taken out because of them.

    Criteria is None where nothing usable is left (no index, no areas, …).
    """
    problems: list[Problem] = []
    dropped: set[tuple[Key, ...]] = set()
    for _round in range(MAX_FAULTS):
        try:
            return msgspec.convert(tree.plain(), Criteria, strict=False), problems, dropped
        except msgspec.ValidationError as error:
            path, problem = _fault(tree, str(error), name)
        # A part that lost a required key to an earlier fault goes quietly: its fault is told already.
        told = any(gone[: len(path)] == path for gone in dropped)
        if not (told and problem.severity == EMPTIED):
            problems.append(_as_error(problem))
        if not path:
            break
        dropped.add(path)
        tree.drop(path)
    return None, problems, dropped


def _as_error(problem: Problem) -> Problem:
    return Problem(problem.file, problem.line, problem.column, problem.where, problem.text, problem.hint)


def _fault(tree: Tree, message: str, name: str) -> tuple[tuple[Key, ...], Problem]:
    """The path to take out and the problem, from msgspec's message."""
    what, _sep, where = message.partition(" - at ")
    path = _path(tree, where)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        path = (*path, unknown[1])
        node = tree.at(path)
        allowed = sorted(_keys_at(tree, path[:-1]))
        close = get_close_matches(unknown[1], allowed, n=1)
        hint = _("Did you mean {key}?", key=close[0]) if close else ""
        hint = hint or _("Allowed here: {keys}.", keys=", ".join(allowed))
        mark = node.key_mark or node.mark
        return path, Problem(name, *mark, path_text(path), _("unknown key."), hint)
    node = tree.at(path)
    if missing := re.fullmatch(r"Object missing required field `(.*)`", what):
        text = _("the key {key} is missing.", key=missing[1])
        return path, Problem(name, *(node.key_mark or node.mark), path_text(path), text, severity=EMPTIED)
    is_key = where.startswith("`key`")
    found = f"“{path[-1]}”" if is_key else _shown(node)
    mark = node.key_mark if is_key and node.key_mark else node.mark
    text = _("found {found}; expected {allowed}.", found=found, allowed=_expected(what, tree, path))
    severity = EMPTIED if "length >=" in what else "error"
    return path, Problem(name, *mark, path_text(path), text, _number_hint(node, what), severity)


def _shown(node: Tree) -> str:
    if isinstance(node.value, dict):
        return _("a mapping (key: value)")
    if isinstance(node.value, list):
        return _("a list")
    if node.value is None:
        return _("nothing")
    return f"“{node.value[:60]}{'…' if len(node.value) > 60 else ''}”"


def _number_hint(node: Tree, what: str) -> str:
    if "float" in what and isinstance(node.value, str) and re.fullmatch(r"-?[0-9]+,[0-9]+", node.value):
        return _("In YAML a decimal point is written: {number}.", number=node.value.replace(",", "."))
    return ""


def _path(tree: Tree, where: str) -> tuple[Key, ...]:
    """`$.areas[0].max` (or `key in $.owners`) as a path. `[...]` is the first value of a mapping that fails."""
    where = where.strip("`")
    path: tuple[Key, ...] = ()
    for part in re.findall(r"\.([^.\[`]+)|\[(\d+)\]|(\[\.\.\.\])", where.removeprefix("key` in `").removeprefix("$")):
        path = (*path, part[0] or (int(part[1]) if part[1] else _failing_key(tree, path)))
    if where.startswith("key"):
        path = (*path, _failing_key(tree, path, keys=True))
    return path


def _failing_key(tree: Tree, path: tuple[Key, ...], *, keys: bool = False) -> str:
    """Which entry of the mapping at `path` does not have the type that its mapping asks for."""
    node = tree.at(path)
    assert isinstance(node.value, dict)
    mapping = next(kind for kind in _kinds(tree, path) if get_origin(kind) is dict)
    key_type, value_type = get_args(mapping)
    for key, child in node.value.items():
        try:
            msgspec.convert(key if keys else child.plain(), key_type if keys else value_type, strict=False)
        except msgspec.ValidationError:
            return key
    # msgspec named a fault that is not found again: take out the first entry and look at the rest.
    return next(iter(node.value), "")


def _kinds(tree: Tree, path: tuple[Key, ...]) -> list[Any]:
    """The types that criteria.yaml allows at `path`, unions and annotations unfolded."""
    kinds: list[Any] = [Criteria]
    for depth, key in enumerate(path):
        kinds = [kind for parent in kinds for kind in _below(tree, parent, path[:depth], key)]
    return kinds


def _below(tree: Tree, parent: Any, path: tuple[Key, ...], key: Key) -> list[Any]:
    if get_origin(parent) in (tuple, dict):
        return _unfold(get_args(parent)[0 if get_origin(parent) is tuple else 1])
    if not (isinstance(parent, type) and issubclass(parent, Shape)):
        return []
    config = parent.__struct_config__
    if config.tag_field and tree.at((*path, config.tag_field)).value != config.tag:
        return []
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(parent)}
    return _unfold(fields[key]) if key in fields else []


def _unfold(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _unfold(get_args(kind)[0])
    if get_origin(kind) is UnionType or str(get_origin(kind)) == "typing.Union":
        return [part for option in get_args(kind) for part in _unfold(option)]
    return [] if kind is NoneType else [kind]


def _keys_at(tree: Tree, path: tuple[Key, ...]) -> set[str]:
    keys: set[str] = set()
    for kind in _kinds(tree, path):
        if isinstance(kind, type) and issubclass(kind, Shape):
            config = kind.__struct_config__
            if config.tag_field and tree.at((*path, config.tag_field)).value != config.tag:
                continue
            keys |= {field.encode_name for field in msgspec.structs.fields(kind)}
            keys |= {config.tag_field} if config.tag_field else set()
    return keys


def _expected(what: str, tree: Tree, path: tuple[Key, ...]) -> str:
    """What msgspec expected, in the user's words."""
    if what.startswith("Invalid enum value"):
        return _one_of(
            [option for kind in _kinds(tree, path) if get_origin(kind) is Literal for option in get_args(kind)]
        )
    if what.startswith("Invalid value"):
        tags = [kind.__struct_config__.tag for kind in _kinds(tree, path[:-1]) if hasattr(kind, "__struct_config__")]
        return _one_of([tag for tag in tags if tag])
    if path == ("version",):
        return "1"
    if "matching regex" in what:
        pattern = what.rpartition("regex ")[2].strip("'\"`")
        if pattern.startswith("^(0"):
            return _("a date as MM-DD, such as 03-31")
        return _("an id without spaces")
    if "length >=" in what and "`str`" in what:
        return _("text")
    if "length >=" in what:
        return _("at least one entry")
    if "length <=" in what:
        return _("at most {limit} characters", limit=what.rpartition("<= ")[2])
    if limit := re.search(r"`(float|int)` (>=|<=|>|<) (\S+)", what):
        number = limit[3].removesuffix(".0")
        return _("a number {sign} {limit}", sign={">=": "≥", "<=": "≤"}.get(limit[2], limit[2]), limit=number)
    names = {
        "float": _("a number"),
        "int": _("a whole number"),
        "str": _("text"),
        "array": _("a list"),
        "object": _("a mapping (key: value)"),
    }
    wanted = re.search(r"Expected `([^`]+)`", what)
    words = [names[part] for part in wanted[1].split(" | ") if part in names] if wanted else []
    return _(" or ").join(words) or _("a number of usual size")


def _one_of(options: list[str]) -> str:
    return _("one of {options}", options=", ".join(options))
