"""YAML as a tree that remembers where everything stands.

Only plain YAML is read: no tags, no merge keys, no duplicate keys. Every scalar stays the characters
that stand in the file (`1.10`, `no`, `01-31` are text), until the shape says that it is a number.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason, yaml_reason
from cchc_cli.model.letters import CONTROL
from cchc_cli.model.problems import Problem
from cchc_cli.system.plain_file import TooLarge, read_plain

MAX_BYTES = 2 * 1024 * 1024
MAX_NODES = 60_000
MAX_DEPTH = 40
MAX_BRACKETS = 1000

Key = str | int
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Tree:
    """A value with its place; `key_mark` is where its key stands, for a value of a mapping."""

    value: "str | dict[str, Tree] | list[Tree] | None"
    mark: tuple[int, int]
    key_mark: tuple[int, int] | None = None
    size: int = 1

    def plain(self) -> Any:
        """The same value as plain dicts, lists, strings and None."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def at(self, path: tuple[Key, ...]) -> "Tree":
        """The part at `path`, or the deepest part above it that is there."""
        tree = self
        for key in path:
            child = tree.child(key)
            if child is None:
                return tree
            tree = child
        return tree

    def child(self, key: Key) -> "Tree | None":
        """The value under `key` of a mapping, or at position `key` of a list."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            return self.value[key]
        return None

    def drop(self, path: tuple[Key, ...]) -> None:
        """Take the part at `path` out of the tree."""
        parent = self.at(path[:-1])
        if isinstance(parent.value, dict):
            parent.value.pop(str(path[-1]), None)
        elif isinstance(parent.value, list) and isinstance(path[-1], int):
            del parent.value[path[-1]]


def path_text(path: tuple[Key, ...]) -> str:
    """`areas[2].criteria[0].max`, as messages show it."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


class _Fault(Exception):
    """YAML that is refused as a whole, at (line, column)."""

    def __init__(self, text: str, mark: tuple[int, int], hint: str = "") -> None:
        super().__init__(text)
        self.text, self.mark, self.hint = text, mark, hint


def read_tree(path: Path, name: str) -> tuple[Tree | None, list[Problem]]:
    """Read a YAML file. Without a tree, the problems say why; with one, they name duplicate keys."""
    problems: list[Problem] = []
    try:
        tree = _Builder(_text(path), name, problems).build()
    except _Fault as fault:
        return None, [Problem(name, *fault.mark, "", fault.text, fault.hint)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _mark(mark) if mark else (0, 0)
        text = _("this is not valid YAML ({reason}).", reason=yaml_reason(error.problem or ""))
        hint = _("Check the indentation, colons and quotation marks here and on the line above.")
        return None, [Problem(name, *place, "", text, hint)]
    except yaml.YAMLError:
        text = _("this is not valid YAML (a character that YAML does not allow).")
        return None, [Problem(name, 0, 0, "", text)]
    return tree, problems


def _text(path: Path) -> str:
    try:
        data = read_plain(path, MAX_BYTES)
    except OSError as error:
        text = _("cannot be read ({reason}).", reason=system_reason(error))
        hint = _("A framework of 100 components takes about 60 KB.") if isinstance(error, TooLarge) else ""
        raise _Fault(text, (0, 0), hint) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Fault(_("this is not UTF-8 text."), (line, 0), _("Save the file as UTF-8.")) from error
    # libyaml slows down with the square of open brackets, so they are counted before it sees them.
    depth = 0
    for number, line_text in enumerate(text.split("\n"), start=1):
        if depth or "[" in line_text or "{" in line_text:
            for character in line_text:
                depth += (character in "[{") - (character in "]}" and depth > 0)
                if depth > MAX_BRACKETS:
                    raise _too_deep((number, 0))
    return unicodedata.normalize("NFC", text)


def _too_deep(mark: tuple[int, int]) -> _Fault:
    return _Fault(_("nested more than {limit} levels deep.", limit=MAX_DEPTH), mark)


def _mark(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


@dataclass
class _Builder:
    """Builds a Tree from parser events: no recursion, bounded size and depth, aliases counted in full."""

    text: str
    name: str
    problems: list[Problem]
    anchors: dict[str, Tree] = field(default_factory=dict)

    def build(self) -> Tree:
        events = yaml.parse(self.text, Loader=Loader)
        root: Tree | None = None
        stack: list[Tree] = []
        keys: list[Tree | None] = []
        open_anchors: list[str | None] = []
        for event, mark in self._content(events):
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = stack.pop()
                keys.pop()
                anchor = open_anchors.pop()
                if stack:
                    stack[-1].size += done.size
                if anchor:
                    self.anchors[anchor] = done
                continue
            node = self._node(event, mark)
            opens = isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
            if not stack:
                if root is not None:
                    text = _("a second YAML document starts here; only one is read.")
                    raise _Fault(text, mark, _("Remove the line ---"))
                root = node
            elif isinstance(stack[-1].value, dict) and keys[-1] is None:
                keys[-1] = self._key(node, mark)
                continue
            else:
                self._attach(stack[-1], keys, node)
            if opens:
                stack.append(node)
                keys.append(None)
                open_anchors.append(event.anchor)
                if len(stack) > MAX_DEPTH:
                    raise _too_deep(mark)
            elif stack:
                stack[-1].size += node.size
                if not isinstance(event, yaml.AliasEvent) and event.anchor:
                    self.anchors[event.anchor] = node
            if sum(open_node.size for open_node in stack) > MAX_NODES:
                text = _("more than {limit} values, aliases counted in full.", limit=MAX_NODES)
                raise _Fault(text, mark)
        return root if root is not None else Tree(None, (1, 1))

    def _content(self, events: Iterator[Any]) -> Iterator[tuple[Any, tuple[int, int]]]:
        for event in events:
            if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
                yield event, _mark(event.start_mark)

    def _node(self, event: Any, mark: tuple[int, int]) -> Tree:
        if isinstance(event, yaml.AliasEvent):
            known = self.anchors.get(str(event.anchor))
            if known is None:
                text = _("the alias *{name} has no value above it.", name=event.anchor)
                raise _Fault(text, mark)
            return Tree(known.value, mark, size=known.size)
        if event.tag not in (None, "!"):
            text = _("tags such as {tag} are not read.", tag=event.tag)
            raise _Fault(text, mark, _("Remove the tag."))
        if isinstance(event, yaml.MappingStartEvent):
            return Tree({}, mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return Tree([], mark)
        if sign := CONTROL.search(event.value):
            text = _("a control sign ({sign}) stands in this text.", sign=f"U+{ord(sign[0]):04X}")
            raise _Fault(text, mark, _("Type the text again; no file can show such a sign."))
        blank = event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL")
        return Tree(None if blank else event.value, mark)

    def _key(self, node: Tree, mark: tuple[int, int]) -> Tree:
        if not isinstance(node.value, str) or node.value == "<<":
            raise _Fault(_("a key must be plain text."), mark, _("Merge keys (<<) are not read."))
        return node

    def _attach(self, parent: Tree, keys: list[Tree | None], node: Tree) -> None:
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        key = keys[-1]
        assert isinstance(parent.value, dict)
        assert key is not None
        assert isinstance(key.value, str)
        keys[-1] = None
        node.key_mark = key.mark
        first = parent.value.get(key.value)
        if first is None:
            parent.value[key.value] = node
            return
        text = _(
            "the key {key} stands here twice; first on line {line}.",
            key=key.value,
            line=(first.key_mark or first.mark)[0],
        )
        self.problems.append(Problem(self.name, *key.mark, key.value, text, _("Keep one of the two.")))
