"""Every fault of shape in criteria.yaml: wrong types, unknown keys, missing keys, values out of range.

The tree is walked beside the types of model/criteria.py. Each part with a fault is told and taken out; what is left has
the right shape and is still checked further, so that one run tells everything.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import ge, gt, le, lt
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

import msgspec
import yaml

from cchc_cli.files.csv.headers import key_meant
from cchc_cli.files.yaml.tree import NodeKey, Tree, as_written, path_text, seen_at
from cchc_cli.messages import _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.choices import named_choices
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.criteria_sheets import WORDS
from cchc_cli.model.fields import GROUP_PATTERN, Shape
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules.counted import ITEM_PATTERN
from cchc_cli.model.slips import as_typed, plain_number

Path = tuple[NodeKey, ...]
Annotation: TypeAlias = Any
"""A type as annotations have it: a class, a union, a Literal, a tuple, with or without bounds."""
_origin: Callable[[Annotation], Annotation] = get_origin


def read_shape(tree: Tree, name: str) -> tuple[Criteria | None, list[Problem], set[Path]]:
    """The tree as Criteria, its faults, and the paths that were taken out because of them.

    Criteria is None where nothing usable is left (no index, no areas, …).
    """
    walk = _Walk(tree, name)
    # msgspec is much faster than the walk, which is for files with faults.
    whole = _fits(tree.plain(), Criteria) or walk.is_sound(Criteria, ())
    criteria = msgspec.convert(tree.plain(), Criteria, strict=False) if whole else None
    return criteria, walk.problems, walk.dropped


@dataclass(frozen=True)
class _Option:
    """One of the types that a value may have, and its bounds."""

    kind: Annotation
    bounds: tuple[msgspec.Meta, ...] = ()

    @property
    def is_shape(self) -> bool:
        """Whether it is a mapping with keys of its own."""
        return isinstance(self.kind, type) and issubclass(self.kind, Shape)

    @property
    def name(self) -> str:
        """What a value of it is in YAML."""
        names = {Literal: "str", tuple: "array", dict: "object"}
        return names.get(_origin(self.kind)) or ("object" if self.is_shape else str(self.kind.__name__))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it may be."""
        return get_args(self.kind) if _origin(self.kind) is Literal else ()

    @property
    def least(self) -> int:
        """So many entries, or signs, it must have."""
        return max((bound.min_length or 0 for bound in self.bounds), default=0)

    @property
    def types(self) -> dict[str, Annotation]:
        """The keys that a mapping of it may have, with the types of their values."""
        return {each.encode_name: each.type for each in msgspec.structs.fields(self.kind)}

    @property
    def required(self) -> list[str]:
        """The keys that it must have."""
        return [each.encode_name for each in msgspec.structs.fields(self.kind) if each.required]

    @property
    def tag(self) -> tuple[str, ...]:
        """The key and the word by which a rule says which one it is; nothing of other types."""
        config = self.kind.__struct_config__ if self.is_shape else None
        return (config.tag_field, str(config.tag)) if config and config.tag_field else ()


def _options(kind: Annotation, bounds: tuple[msgspec.Meta, ...] = ()) -> list[_Option]:
    """The types that a type allows, None left out."""
    if _origin(kind) is Annotated:
        first, *more = get_args(kind)
        return _options(first, (*bounds, *more))
    if _origin(kind) in (UnionType, Union):
        return [option for part in get_args(kind) for option in _options(part, bounds)]
    return [] if kind is NoneType else [_Option(kind, bounds)]


@dataclass
class _Walk:
    """Goes through the tree once; what can't stay is taken out of it."""

    tree: Tree
    name: str
    problems: list[Problem] = field(default_factory=list)
    dropped: set[Path] = field(default_factory=set)

    def is_sound(self, kind: Annotation, path: Path) -> bool:
        """Whether the part at `path` can stay, once what is wrong below it is gone."""
        options, node = _options(kind), self.tree.at(path)
        by_name = {each.name: each for each in reversed(options)}
        shapes = [each for each in options if each.is_shape]
        match node.value:
            case list() as value if "array" in by_name:
                return self._is_list(by_name["array"], value, path)
            case dict() as value if shapes:
                return self._is_shape(shapes, value, path)
            case dict() as value if "object" in by_name:
                return self._is_mapping(by_name["object"], value, path)
            case str() | None as value if _fits(value, kind):
                return True
        return self._refuse(path, _expected(options, node.value, path), options)

    def _is_shape(self, shapes: list[_Option], value: dict[str, Tree], path: Path) -> bool:
        option = self._chosen(shapes, value, path) if shapes[0].tag else shapes[0]
        if option is None:
            return False
        for key in list(value):
            if key in option.types:
                self._keep(option.types[key], (*path, key))
            elif key not in option.tag[:1]:
                self._unknown((*path, key), {*option.types, *option.tag[:1]})
        missing = next((key for key in option.required if key not in value), None)
        return missing is None or self._lacks(path, missing)

    def _chosen(self, shapes: list[_Option], value: dict[str, Tree], path: Path) -> _Option | None:
        """The rule that a mapping says it is; None where it says none that there is."""
        tags, key = {option.tag[1]: option for option in shapes}, shapes[0].tag[0]
        if key not in value:
            self._lacks(path, key)
            return None
        said = value[key].value
        if isinstance(said, str) and said in tags:
            return tags[said]
        self._refuse((*path, key), _one_of(tags) if isinstance(said, str) else _("text"), [])
        self._take_out((*path, key))
        return None

    def _is_mapping(self, option: _Option, value: dict[str, Tree], path: Path) -> bool:
        key_kind, value_kind = get_args(option.kind)
        for key in list(value):
            if _fits(key, key_kind):
                self._keep(value_kind, (*path, key))
            else:
                below = (*path, key)
                self._refuse(below, _expected(_options(key_kind), key, below), _options(key_kind), is_key=True)
                self._take_out(below)
        return len(value) >= option.least or self._too_few(path)

    def _is_list(self, option: _Option, value: list[Tree], path: Path) -> bool:
        at = 0
        while at < len(value):
            if self._keep(get_args(option.kind)[0], (*path, at)):
                at += 1
        return len(value) >= option.least or self._too_few(path)

    def _keep(self, kind: Annotation, path: Path) -> bool:
        """Leave a part in its place if it is sound, else take it out."""
        return self.is_sound(kind, path) or self._take_out(path)

    def _take_out(self, path: Path) -> bool:
        self.tree.drop(path)
        if isinstance(path[-1], int):
            # The next entry of the list stands in this place now, and has lost nothing.
            self.dropped -= {gone for gone in self.dropped if gone[: len(path)] == path}
            path = (*path[:-1], -1)
        self.dropped.add(path)
        return False

    def _unknown(self, path: Path, allowed: Iterable[str]) -> None:
        node, keys = self.tree.at(path), sorted(allowed)
        close = key_meant(str(path[-1]), keys)
        hint = _("Did you mean {key}?", key=close) if close else _("Allowed here: {keys}.", keys=", ".join(keys))
        if node.value is None and " " in str(path[-1]):
            hint = _('Put a text with a comma in quotation marks: name: "A, B".')
        self._tell(path, node.key_mark or node.mark, _("unknown key."), hint, same=True)
        self._take_out(path)

    def _lacks(self, path: Path, key: str) -> bool:
        """Tell of a key that is missing, unless it was taken out for a fault that is told already."""
        if not is_lost(path, self.dropped):
            node = self.tree.at(path)
            self._tell(path, node.key_mark or node.mark, _("the key {key} is missing.", key=key))
        return False

    def _too_few(self, path: Path) -> bool:
        return not is_lost(path, self.dropped) and self._refuse(path, _("at least one entry"), [])

    def _refuse(self, path: Path, expected: str, options: list[_Option], *, is_key: bool = False) -> bool:
        """Tell what stands at `path` and what should."""
        node = self.tree.at(path)
        found = f"“{path[-1]}”" if is_key else _shown(node)
        mark = node.key_mark if is_key and node.key_mark else node.mark
        hint = self._id_hint(path, node) or _form_hint(path, node, options)
        if any(option.kind is float for option in options):
            hint = plain_number(str(node.value)) or hint
        text = _("found {found}; expected {allowed}.", found=found, allowed=expected)
        self._tell(path, mark, text, hint, same=found.startswith("“"))
        return False

    def _id_hint(self, path: Path, node: Tree) -> str:
        """What to write where something stands in place of an id."""
        if not isinstance(node.value, str) or path[-1:] not in (("owner",), ("id",)):
            return ""
        if path[-1] == "id":
            typed = as_typed(node.value)
            usable = typed and " " not in typed
            return _("Write {id}, in plain digits and without quotation marks.", id=typed) if usable else ""
        owners = self.tree.child("owners")
        known = owners.value if owners is not None and isinstance(owners.value, dict) else {}
        names = {key: str(name.value) for key, owner in known.items() if (name := owner.child("name"))}
        return nearest(node.value, names)

    def _tell(self, path: Path, mark: tuple[int, int], text: str, hint: str = "", *, same: bool = False) -> None:
        where, seen = path_text(as_written(self.tree, path)), seen_at(self.tree, path, mark[0])
        self.problems.append(Problem(self.name, *mark, where, text, hint, seen=seen, same=same, rows=mark[:1]))


def is_lost(path: Path, dropped: set[Path]) -> bool:
    """Whether a part below a path was taken out for its shape, so that what is left there says less than was meant."""
    return any(gone[: len(path)] == path for gone in dropped)


def _fits(value: object, kind: Annotation) -> bool:
    """Whether a plain value can be what a type asks for."""
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _shown(node: Tree) -> str:
    if isinstance(node.value, str) and node.value:
        return f"“{shortened(node.value)}”"
    return _("nothing") if node.value in (None, "") else _kinds({"object" if isinstance(node.value, dict) else "array"})


def _form_hint(path: Path, node: Tree, options: list[_Option]) -> str:
    """How a list or a mapping is written where something else stands in its place: evidence: [a, b]."""
    names, key = {each.name for each in options}, path[-1] if path else 0
    if isinstance(key, int) or not names or names - {"array", "object"}:
        return ""
    form = _form(next((each for each in options if each.tag[1:] == (node.value,)), options[0]).kind)
    if form == "[…]" and isinstance(node.value, str):
        said = list(filter(None, map(str.strip, re.split("[,;\n]", node.value))))
        form = yaml.safe_dump(said, default_flow_style=True, allow_unicode=True, width=math.inf).strip()
    return _("Write it like {key}: {form}", key=key, form=form)


def _form(kind: Annotation) -> str:
    """How a value of a type is written in YAML, with what it must have."""
    option = next(iter(_options(kind)), _Option(kind))
    if _origin(option.kind) is tuple:
        return f"[{_form(get_args(option.kind)[0])}]"
    if _origin(option.kind) is dict:
        key, value = map(_form, get_args(option.kind))
        return f"{{{key}: {value}}}"
    if not option.is_shape:
        return "…"
    said = [": ".join(option.tag)] if option.tag else []
    return "{" + ", ".join([*said, *(f"{key}: {_form(option.types[key])}" for key in option.required)]) + "}"


def _expected(options: list[_Option], value: object, path: Path) -> str:
    """What may stand there, in the user's words."""
    names = {option.name for option in options}
    if path == ("version",):
        return "1"
    if not isinstance(value, str):
        return _kinds(names)
    if words := [word for option in options for word in option.words]:
        return _one_of(words)
    # Where the type is right it is a bound that is not kept.
    beyond = (_beyond(option, value) for option in options if option.kind in (int, float, str))
    return next(filter(None, beyond), "") or _kinds(names)


def _kinds(there: set[str]) -> str:
    """What values of these types are called."""
    names = {
        "int": _("a whole number"),
        "float": _("a number"),
        "str": _("text"),
        "array": _("a list"),
        "object": _("a mapping (key: value)"),
        "bool": _("true or false"),
    }
    return _(" or ").join(text for name, text in names.items() if name in there)


def _beyond(option: _Option, value: str) -> str:
    """The bound that a text of the right type does not keep; blank where it is of another type."""
    if not _fits(value, option.kind):
        return _("a number of usual size") if _is_number(value, option.kind) else ""
    if option.kind is str:
        return next(filter(None, (_beyond_text(bound, value) for bound in option.bounds)), "")
    number = msgspec.convert(value, option.kind, strict=False)
    for bound in option.bounds:
        limits = (("≥", bound.ge, ge), (">", bound.gt, gt), ("≤", bound.le, le), ("<", bound.lt, lt))
        for sign, limit, holds in limits:
            if limit is not None and not holds(number, limit):
                return _("a number {sign} {limit}", sign=sign, limit=f"{limit}".removesuffix(".0"))
    return ""


def _beyond_text(bound: msgspec.Meta, value: str) -> str:
    """What a text of other length or signs should be; blank where it keeps its bound."""
    if len(value) < (bound.min_length or 0):
        return _("text")
    if bound.max_length is not None and len(value) > bound.max_length:
        return _("at most {limit} characters", limit=bound.max_length)
    return _patterned(bound.pattern) if bound.pattern and not re.search(bound.pattern, value) else ""


def _patterned(pattern: str) -> str:
    """What a text of a pattern is."""
    if pattern.startswith("^(0"):
        return _("a date as MM-DD, such as 03-31")
    known = {ITEM_PATTERN: _("an id without spaces, = and ;"), GROUP_PATTERN: _("text without spaces at its ends")}
    return known.get(pattern, _("an id without spaces and quotation marks"))


def _is_number(value: str, kind: Annotation) -> bool:
    """Whether a text is a number, though perhaps too large for one."""
    try:
        kind(value)
    except ValueError:
        return False
    return value == value.strip() and "_" not in value


def _one_of(options: Iterable[str]) -> str:
    names = {word: (_(label),) for words in WORDS.values() for word, label in words.items()}
    return _("one of {options}", options=named_choices(options, names))
