"""YAML as a tree that remembers where everything stands.

Only plain YAML is read: no tags, no merge keys, no duplicate keys. Every scalar stays the characters
that stand in the file (`1.10`, `no`, `01-31` are text), until the shape says that it is a number.
"""

from dataclasses import dataclass
from itertools import pairwise

from cchc_cli.messages import N_, _
from cchc_cli.model.problems import Problem

NodeKey = str | int


@dataclass
class Tree:
    """A value with its place; `key_mark` is where its key stands, for a value of a mapping.

    `place`: which entry of its list it is in the file, from 0, whatever is taken out before it. `warnings`: what looks
    odd, of a whole file; `todos`: the lines of its comments that begin with TODO.
    """

    value: "str | dict[str, Tree] | list[Tree] | None"
    mark: tuple[int, int]
    key_mark: tuple[int, int] | None = None
    size: int = 1
    place: int = 0
    warnings: tuple[Problem, ...] = ()
    todos: tuple[int, ...] = ()

    def plain(self) -> object:
        """The same value as plain dicts, lists, strings and None."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def at(self, path: tuple[NodeKey, ...]) -> "Tree":
        """The part at `path`, or the deepest part above it that is there."""
        tree = self
        for key in path:
            child = tree.child(key)
            if child is None:
                return tree
            tree = child
        return tree

    def child(self, key: NodeKey) -> "Tree | None":
        """The value under `key` of a mapping, or at position `key` of a list."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            return self.value[key]
        return None

    def drop(self, path: tuple[NodeKey, ...]) -> None:
        """Take the part at `path` out of the tree."""
        parent = self.at(path[:-1])
        if isinstance(parent.value, dict):
            parent.value.pop(str(path[-1]), None)
        elif isinstance(parent.value, list) and isinstance(path[-1], int):
            del parent.value[path[-1]]


NODES = {
    "areas": N_("area {id}"),
    "criteria": N_("criterion {id}"),
    "components": N_("component {id}"),
    "adjustments": N_("adjustment {id}"),
    "ratings": N_("rating {id}"),
    "groups": N_("group {id}"),
    "owners": N_("owner {id}"),
}
"""What lists and mappings of criteria.yaml hold, by their keys."""


def seen_at(tree: Tree, path: tuple[NodeKey, ...], line: int = 0) -> str:
    """A place as people call it: `line 20, component 1.1.2, rule › tiers 2 › points`; entries are counted from 1."""
    node, start, rest = "", 0, list[str]()
    for at, (key, below) in enumerate(pairwise(path), start=1):
        identity = str(below) if isinstance(below, str) else _id_of(tree.at(path[: at + 1]))
        if str(key) in NODES and identity:
            node, start = _(NODES[str(key)], id=identity), at + 1
    for key in as_written(tree, path)[start:]:
        name = str(key + 1) if isinstance(key, int) else key
        if rest and isinstance(key, int):
            rest[-1] += f" {name}"
        else:
            rest.append(name)
    return ", ".join(filter(None, (_("line {line}", line=line) if line else "", node, " › ".join(rest))))


def _id_of(tree: Tree) -> str:
    identity = tree.child("id")
    return identity.value if identity is not None and isinstance(identity.value, str) else ""


def as_written(tree: Tree, path: tuple[NodeKey, ...]) -> tuple[NodeKey, ...]:
    """The path as it is in the file, where entries that were taken out still count."""
    nodes = [tree.at(path[:depth]) for depth in range(1, len(path) + 1)]
    return tuple(node.place if isinstance(key, int) else key for key, node in zip(path, nodes, strict=True))


def path_text(path: tuple[NodeKey, ...]) -> str:
    """`areas[2].criteria[0].max`, as messages show it."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def path_to(tree: Tree, mark: tuple[int, int]) -> tuple[NodeKey, ...] | None:
    """The path to what stands, or whose key stands, at a mark."""
    open_parts: list[tuple[tuple[NodeKey, ...], Tree]] = [((), tree)]
    while open_parts:
        path, part = open_parts.pop()
        if path and mark in (part.mark, part.key_mark):
            return path
        if isinstance(part.value, dict | list):
            below = part.value.items() if isinstance(part.value, dict) else enumerate(part.value)
            open_parts += [((*path, key), each) for key, each in below]
    return None


def tree_of(value: object, mark: tuple[int, int]) -> Tree:
    """What a value would be in a file, everything at one place."""
    if isinstance(value, dict):
        return Tree({str(key): tree_of(each, mark) for key, each in value.items()}, mark)
    if isinstance(value, list):
        return Tree([tree_of(each, mark) for each in value], mark)
    return Tree(str(value), mark)
