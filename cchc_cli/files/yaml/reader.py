"""A YAML file read into a Tree: bounded in size and depth, every fault with its place."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import yaml

from cchc_cli.files.find import MOST_BYTES
from cchc_cli.files.yaml.faults import (
    BREAK,
    NAMES,
    SPACES,
    ControlSign,
    LineAndColumn,
    Refusal,
    control,
    mistaken,
    odd_name,
    place_of,
    refusal,
    swallowed,
    unprintable,
)
from cchc_cli.files.yaml.tree import Tree, path_to, seen_at
from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.letters import CONTROL
from cchc_cli.model.problems import Problem
from cchc_cli.read.misread import misread_places
from cchc_cli.read.sniff import office_file
from cchc_cli.system.plain_file import TooLarge, read_plain

MAX_NODES = 60_000
MAX_DEPTH = 40
MAX_BRACKETS = 1000
WHOLE = re.compile(r"-?\d+", re.ASCII)
TODO = re.compile(r"^[^\"'#]*#\s*TODO\b")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(path: Path, name: str, *, too_large: str = "") -> tuple[Tree | None, list[Problem]]:
    """Read a YAML file. Without a tree, the problems say why; with one, they name duplicate keys.

    `too_large`: the hint where the file is.
    """
    problems: list[Problem] = []
    source = ""
    try:
        source = _text(path, too_large)
        tree = _built(source, name, problems)
    except Refusal as fault:
        return None, _told(fault, source, name)
    placed = [_placed(problem, tree) for problem in problems]
    wrong = misread_places(source.encode(), name)
    tree.warnings = (*(problem for problem in placed if problem.severity == "warning"), *wrong)
    tree.todos = tuple(at for at, line in enumerate(source.splitlines(), 1) if TODO.search(line))
    return tree, [problem for problem in placed if problem.severity == "error"]


def _told(fault: Refusal, source: str, name: str) -> list[Problem]:
    """Why a text is refused; a control sign may be what is left of a letter in a wrong encoding, as of Đ."""
    found = [Problem(name, *fault.mark, "", fault.text, fault.hint)]
    if isinstance(fault, ControlSign):
        found = misread_places(source.encode(), name) or found
    return [
        replace(each, seen=_("line {line}", line=each.line) if each.line else "", severity="error") for each in found
    ]


def _built(source: str, name: str, problems: list[Problem]) -> Tree:
    """The tree of a text. Raises Refusal, also for what the parser has against it."""
    try:
        return _Builder(source, name, problems).build()
    except yaml.MarkedYAMLError as error:
        raise refusal(source, error) from error
    except yaml.YAMLError as error:
        raise unprintable(source) from error


def _placed(problem: Problem, tree: Tree) -> Problem:
    """The fault with its place as people call it."""
    path = path_to(tree, (problem.line, problem.column)) or ()
    return replace(problem, seen=seen_at(tree, path, problem.line))


def _text(path: Path, too_large: str) -> str:
    try:
        data = read_plain(path, MOST_BYTES)
    except OSError as error:
        text = _("cannot be read ({reason}).", reason=system_reason(error))
        raise Refusal(text, (0, 0), too_large if isinstance(error, TooLarge) else "") from error
    if told := office_file(data):
        hint = _("criteria.yaml is text: write it with cchc import criteria, or in Notepad.")
        raise Refusal(told, (0, 0), hint if path.stem == "criteria" else _("Write it as text, in Notepad."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = _("In Notepad choose Save As and Encoding UTF-8.")
        raise Refusal(_("this is not UTF-8 text."), (line, 0), hint) from error
    _refuse_brackets(text)
    return unicodedata.normalize("NFC", text)


def _refuse_brackets(text: str) -> None:
    """libyaml slows down with the square of open brackets, so they are counted before it sees them."""
    depth = 0
    for found in re.finditer(r"[][{}]", text):
        depth = depth + 1 if found[0] in "[{" else max(depth - 1, 0)
        if depth > MAX_BRACKETS:
            raise _too_deep((text.count("\n", 0, found.start()) + 1, 0))


def _too_deep(mark: LineAndColumn) -> Refusal:
    return Refusal(_("nested more than {limit} levels deep.", limit=MAX_DEPTH), mark)


@dataclass
class _Open:
    """A mapping or a list that is not read to its end; `key`: that of a mapping whose value is still to come."""

    node: Tree
    anchor: str | None
    key: tuple[str, LineAndColumn] | None = None


@dataclass
class _Builder:
    """Builds a Tree from parser events: no recursion, bounded size and depth, aliases counted in full."""

    text: str
    name: str
    problems: list[Problem]
    anchors: dict[str, Tree] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    root: Tree | None = None
    nodes: int = 0

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return BREAK.split(self.text)

    def build(self) -> Tree:
        for event in yaml.parse(self.text, Loader=Loader):
            if isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.NodeEvent):
                mark = place_of(event)[0]
                self._take(event, mark)
                if self.nodes > MAX_NODES:
                    raise Refusal(_("more than {limit} values, aliases counted in full.", limit=MAX_NODES), mark)
        return self.root if self.root is not None else Tree(None, (1, 1))

    def _take(self, event: yaml.NodeEvent, mark: LineAndColumn) -> None:
        """Take in a scalar, an alias, or the beginning of a mapping or a list."""
        node, part = self._node(event, mark), self.open[-1] if self.open else None
        if part is not None and isinstance(part.node.value, dict) and part.key is None:
            part.key = self._key(node, mark)
            return
        self.nodes += node.size
        self._put(node, part, mark)
        if isinstance(event, yaml.CollectionStartEvent):
            self._begin(node, event.anchor, mark)
        elif part is not None:
            part.node.size += node.size
            if isinstance(event, yaml.ScalarEvent) and event.anchor:
                self.anchors[event.anchor] = node

    def _begin(self, node: Tree, anchor: str | None, mark: LineAndColumn) -> None:
        self.open.append(_Open(node, anchor))
        if len(self.open) > MAX_DEPTH:
            raise _too_deep(mark)

    def _put(self, node: Tree, part: _Open | None, mark: LineAndColumn) -> None:
        """Put a value into what is open; the first of all is the root."""
        if part is not None:
            self._attach(part, node)
        elif self.root is None:
            self.root = node
        else:
            text = _("a second YAML document starts here; only one is read.")
            raise Refusal(text, mark, _("Remove the line ---"))

    def _close(self) -> None:
        done = self.open.pop()
        if self.open:
            self.open[-1].node.size += done.node.size
        if done.anchor:
            self.anchors[done.anchor] = done.node

    def _node(self, event: yaml.NodeEvent, mark: LineAndColumn) -> Tree:
        if isinstance(event, yaml.AliasEvent):
            known = self.anchors.get(str(event.anchor))
            if known is None:
                text = _("the alias *{name} has no value above it.", name=event.anchor)
                raise Refusal(text, mark)
            return Tree(known.value, mark, size=known.size)
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            raise Refusal(_("tags such as {tag} are not read.", tag=tag), mark, _("Remove the tag."))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, mark)
        return Tree({} if isinstance(event, yaml.MappingStartEvent) else [], mark)

    def _scalar(self, event: yaml.ScalarEvent, mark: LineAndColumn) -> Tree:
        if sign := CONTROL.search(event.value):
            raise control(f"U+{ord(sign[0]):04X}", mark)
        if event.style in ("'", '"') and (odd := swallowed(self.text, mark, place_of(event)[1])):
            raise odd
        if (key := self.open[-1].key[0] if self.open and self.open[-1].key else "") in NAMES:
            self.problems += odd_name(self.lines, self.name, event, key)
        blank = event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL")
        return Tree(None if blank else event.value, mark)

    def _key(self, node: Tree, mark: LineAndColumn) -> tuple[str, LineAndColumn]:
        if not isinstance(node.value, str) or node.value == "<<":
            raise Refusal(_("a key must be plain text."), mark, _("Merge keys (<<) are not read."))
        if re.search(f":{SPACES}", node.value) and (odd := mistaken(self.lines, mark[0] - 1, mark[1] - 1)):
            raise odd
        return node.value, node.mark

    def _attach(self, part: _Open, node: Tree) -> None:
        parent, key, part.key = part.node.value, part.key, None
        if isinstance(parent, list):
            node.place = len(parent)
            parent.append(node)
        elif isinstance(parent, dict) and key is not None:
            self._enter(parent, *key, node)

    def _enter(self, parent: dict[str, Tree], key: str, mark: LineAndColumn, node: Tree) -> None:
        node.key_mark = mark
        if self._is_torn(parent, key, mark, node) or (first := parent.setdefault(key, node)) is node:
            return
        line = (first.key_mark or first.mark)[0]
        text = _("the key {key} stands here twice; first on line {line}.", key=key, line=line)
        self.problems.append(Problem(self.name, *mark, key, text, _("Keep one of the two.")))

    def _is_torn(self, parent: dict[str, Tree], key: str, mark: LineAndColumn, node: Tree) -> bool:
        """Whether a key is what stands behind a decimal comma: {max: 1,5}. It is told, and read as the number meant."""
        last = next(reversed(parent), None)
        before = parent[last] if last is not None else node
        torn = node.value is None and key.isdecimal()
        if not torn or before.mark[0] != mark[0] or not WHOLE.fullmatch(str(before.value)):
            return False
        text = _("“{found}” has a decimal comma, which separates two entries here.", found=f"{before.value},{key}")
        before.value = f"{before.value}.{key}"
        hint = _("In YAML a decimal point is written: {number}.", number=before.value)
        self.problems.append(Problem(self.name, *before.mark, str(last), text, hint))
        return True
