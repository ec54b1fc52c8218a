"""A framework as it was found in a table: nodes with their cells, and what is not sure of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.model.rules import Rule
from cchc_cli.office.rules.lines import RuleLine
from cchc_cli.office.words.numbers import Mark

LONGEST_ID = 40


@dataclass(frozen=True)
class Doubt:
    """Something that a person has to look at: where, and why. `node` is the id of the node that it is about, or blank."""

    address: str
    text: str
    node: str = ""


@dataclass
class Node:
    """An area, criterion or component. `id` is final once ids are settled; before that `mark` says what stood there."""

    mark: Mark
    name: str
    level: int
    address: str
    points: float | None = None
    points_at: str = ""
    shared: str = ""
    """The cell whose points are merged over its row."""
    said: float | None = None
    """The points that its row says, where they are not those of what stands below it."""
    owner: str = ""
    source: str = ""
    evidence: list[str] = field(default_factory=list)
    lines: list[RuleLine] = field(default_factory=list)
    remarks: list[RuleLine] = field(default_factory=list)
    """Lines beside a rule that say what counts, not how many points that gives."""
    children: list[Node] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    row: int = 0
    id: str = ""
    groups: tuple[str, ...] = ()
    """Those that it counts for; blank: all."""
    max_by_group: dict[str, float] = field(default_factory=dict)
    """Its points for some groups, over `points`."""
    whom: RuleLine | None = None
    """What a column says of that."""
    maxima: dict[frozenset[str], Value] = field(default_factory=dict)
    """The cells of maxima that hold for some kinds of units each."""
    rule: Rule | None = None

    def leaves(self) -> Iterator[Node]:
        """What gets points, at or below it."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def all(self) -> Iterator[Node]:
        """It and everything below, in order."""
        yield self
        for child in self.children:
            yield from child.all()

    def below(self, group: str | None = None) -> float:
        """What it can give units of a group, by the maxima of its components; None: all together."""
        if group is not None and self.groups and group not in self.groups:
            return 0.0
        own = self.max_by_group.get(group or "", self.points or 0.0)
        return sum(child.below(group) for child in self.children) if self.children else own

    def largest(self) -> float | None:
        """The most that it can give a unit of any group."""
        return None if self.points is None else max(self.points, *self.max_by_group.values(), 0.0)

    def doubt(self, address: str, text: str) -> None:
        """Note what is not sure of it."""
        if (address, text) not in self.doubts:
            self.doubts.append((address, text))

    def hand_down(self) -> None:
        """What it says of who answers for it, how it is assessed and by what goes to those below that say nothing."""
        for child in self.children:
            child.owner, child.source = child.owner or self.owner, child.source or self.source
            child.evidence = child.evidence or list(self.evidence)
            child.hand_down()

    def names_points(self) -> bool:
        """Whether its name has points in it, as those of options have."""
        return re.search(r"\d\s*(?:điểm|đ)\b", self.name) is not None

    def gives_nothing(self) -> bool:
        """Whether it is called 0 points, all below it too, and no words of its own speak of others."""
        zero = self.points == 0 or (self.points is None and bool(self.children))
        said = self.names_points() or any(re.search(r"\d", line.text) for line in self.lines)
        return zero and not said and all(child.gives_nothing() for child in self.children)

    def own(self) -> float | None:
        """Its points as its row says, whether they fit or not."""
        return self.points if self.points is not None else self.said

    def stated(self) -> float:
        """Its points as its row says, else as those below it sum to."""
        own = self.own()
        return own if own is not None else sum(child.stated() for child in self.children)


def same_names(nodes: list[Node]) -> None:
    """Tell of nodes beside one another that are called the same: they may be options of one."""
    seen = set[str]()
    for node in nodes:
        if node.name.casefold() in seen and not node.groups:
            node.doubt(node.address, _("“{text}” stands there twice.", text=shortened(node.name)))
        seen.add(node.name.casefold())
        same_names(node.children)


def unscored(nodes: list[Node]) -> list[Node]:
    """Take out those that give 0 points, with all that is below them (a pillar that is only watched). What was taken, in order.

    Where nothing would be left, all stay: a person has to say what they give.
    """
    taken = [node for node in nodes if node.gives_nothing()]
    if len(taken) == len(nodes):
        return []
    nodes[:] = [node for node in nodes if node not in taken]
    return [*taken, *(each for node in nodes for each in unscored(node.children))]


def slug(text: str) -> str:
    """A name as an id: `Công chức Văn phòng` becomes cong-chuc-van-phong; of a long one what stands before a colon, or
    the first words."""
    for each in (text, text.partition(":")[0]):
        words = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in plain(each)).split()
        if len("-".join(words)) <= LONGEST_ID:
            break
    while len(words) > 1 and len("-".join(words)) > LONGEST_ID:
        words.pop()
    return "-".join(words)[:LONGEST_ID]


class Ids:
    """Ids that are taken. Where many rows want the same one, each takes up the numbers where the one before left off."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def take(self, identity: str) -> str:
        """An id that no other has: with a number behind it where it is taken."""
        free, number = identity, self._numbers.get(identity, 2)
        while free in self._taken:
            free, number = f"{identity}-{number}", number + 1
        self._numbers[identity] = number
        self._taken.add(free)
        return free


@dataclass
class Total:
    """A row that says what others sum to: some areas (`parts`), or everything."""

    address: str
    points: float | None
    parts: list[Node] | None
    row: int = 0
    name: str = ""
    above: list[Node] = field(default_factory=list)
    """The area above it."""
    mark: str = ""
    """Its own number, by which other totals may name it."""


@dataclass
class Outline:
    """Everything that a table holds. `extras`: bonus and penalty points in rows of their own."""

    areas: list[Node] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)
    extras: list[Node] = field(default_factory=list)

    def nodes(self) -> list[Node]:
        """Areas and everything below, in order."""
        return [node for area in self.areas for node in area.all()]


def compare_sums(node: Node, groups: Iterable[str]) -> bool:
    """Compare what a row says of itself with what stands below it; where they differ, the row's own is not written.

    Whether a difference was told, here or below: one cause is told once, where it is nearest.
    """
    told = True in [compare_sums(child, groups) for child in node.children]
    blank = ", ".join(leaf.id for leaf in node.leaves() if leaf.points is None)
    wrong = _other_sum(node, groups, blank) if node.children else None
    if wrong is None:
        return told
    node.said, node.points = node.points, None
    # Below, it is told already where it is only that.
    if not told or not (blank or abs(wrong[0] - sum(child.stated() for child in node.children)) <= NOISE):
        node.doubt(node.points_at, _difference(*wrong, blank))
    return True


def _other_sum(node: Node, groups: Iterable[str], blank: str) -> tuple[float, float] | None:
    """What a node says and what stands below it, where that differs; where units of groups have components, of each group."""
    if (own := node.points) is None:
        return None
    sums = [(node.max_by_group.get(group, own), node.below(group)) for group in groups] or [(own, node.below())]
    return next(((said, below) for said, below in sums if abs(said - below) > NOISE), sums[0] if blank else None)


def _difference(said: float, below: float, blank: str) -> str:
    words = {"max": figure(said), "sum": figure(below)}
    if not blank:
        return _("{max} points stand here, but what is below sums to {sum}.", **words)
    text = N_("{max} points stand here; what is below sums to {sum} without {ids}, where no maximum stands.")
    return _(text, ids=blank, **words)
