"""The framework: criteria.yaml as the arithmetic sees it, year by year and for each group of units."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cchc_cli.model.criteria import Action, Adjustment, Component, Criteria, Index, Node
from cchc_cli.model.nearest import names_of
from cchc_cli.model.rules import BaseRule

DEEPEST = 8
"""Levels of a framework, areas counted."""
NodePath = tuple[str | int, ...]
"""Where something stands in criteria.yaml: areas, 0, criteria, 2 and so on."""


def levels_of(depth: int) -> tuple[str, ...]:
    """What the levels of a framework are called, `depth` of which lie one below the other."""
    return "area", "criterion", *(f"level{number}" for number in range(3, depth)), "component"


def walk(criteria: Criteria) -> Iterator[tuple[NodePath, tuple[Node, ...]]]:
    """Every area, criterion and component in the order of the file, each below those that it belongs to."""
    for number, area in enumerate(criteria.areas):
        yield from _walk(("areas", number), (area,), "criteria")


def _walk(place: NodePath, line: tuple[Node, ...], key: str) -> Iterator[tuple[NodePath, tuple[Node, ...]]]:
    yield place, line
    for number, child in enumerate(line[-1].children):
        yield from _walk((*place, key, number), (*line, child), "components")


def maximum_in(node: Node, year: int) -> float | None:
    """The node's own `max` in `year`; None where it has none, or none yet."""
    if not isinstance(node.max, dict):
        return node.max
    begun = [start for start in node.max if start <= year]
    return node.max[max(begun)] if begun else None


def exists_in(node: Node | Adjustment, year: int) -> bool:
    """Whether `since` … `until` holds `year`."""
    return (node.since is None or node.since <= year) and (node.until is None or year <= node.until)


def groups_of(line: Sequence[Node]) -> frozenset[str] | None:
    """The groups to which a node applies, all that it belongs to applying as well; None: all."""
    named = [frozenset(node.groups) for node in line if node.groups]
    return frozenset.intersection(*named) if named else None


def maximum_for(line: Sequence[Node], year: int, group: str) -> float | None:
    """What the last of `line`, a component, can give units of a group in a year; None where it does not apply to them."""
    maximum, groups, leaf = maximum_in(line[-1], year), groups_of(line), line[-1]
    if (
        maximum is None
        or not all(exists_in(node, year) for node in line)
        or (groups is not None and group not in groups)
    ):
        return None
    by_group = leaf.max_by_group if isinstance(leaf, Component) else None
    return (by_group or {}).get(group, maximum)


@dataclass(frozen=True)
class Leaf:
    """A component as it stands in one year.

    `path`: the ids of what it belongs to, the area first, and its own. `max` is that of groups of which nothing
    else is said; `groups`: to which it applies, None: to all.
    """

    id: str
    path: tuple[str, ...]
    max: float
    node: Component
    groups: frozenset[str] | None = None

    @property
    def area(self) -> str:
        """The area above it."""
        return self.path[0]

    @property
    def rule(self) -> BaseRule | None:
        """How a raw value becomes points."""
        return self.node.rule

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can win points back."""
        return self.node.actions

    @property
    def is_alike(self) -> bool:
        """Whether it is the same for all groups."""
        return self.groups is None and not self.node.max_by_group

    def above(self, level: str) -> str:
        """The id of what it belongs to on a level; a component that stands higher stands for itself."""
        depth = {"area": 0, "criterion": 1, "component": DEEPEST}.get(level)
        return self.path[min(int(level.removeprefix("level")) - 1 if depth is None else depth, len(self.path) - 1)]

    def maximum(self, group: str) -> float:
        """What it can give units of a group; 0 where it does not apply to them."""
        if self.groups is not None and group not in self.groups:
            return 0.0
        return (self.node.max_by_group or {}).get(group, self.max)


@dataclass(frozen=True)
class YearFramework:
    """What holds in one year: leaves in the order of the file, with their maxima."""

    year: int
    index: Index
    leaves: tuple[Leaf, ...]
    adjustments: tuple[Adjustment, ...]

    @cached_property
    def is_alike(self) -> bool:
        """Whether it is the same for all groups."""
        return all(leaf.is_alike for leaf in self.leaves)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels on which something lies, from the areas to the components."""
        return levels_of(max((len(leaf.path) for leaf in self.leaves), default=0))

    def of_group(self, group: str) -> "YearFramework":
        """What holds for units of a group: components that apply to them, with the maxima that they can get."""
        if self.is_alike:
            return self
        leaves = (replace(leaf, max=leaf.maximum(group)) for leaf in self.leaves)
        return replace(self, leaves=tuple(leaf for leaf in leaves if leaf.max))

    def maxima(self, group: str = "") -> list[tuple[str, float]]:
        """What points are given for, with maxima of a group, 0 where it does not apply: leaves, then adjustments."""
        leaves = ((leaf.id, leaf.maximum(group)) for leaf in self.leaves)
        return [*leaves, *((each.id, each.max) for each in self.adjustments)]


@dataclass(frozen=True)
class Framework:
    """criteria.yaml, checked. Frozen: no command changes it."""

    criteria: Criteria

    def at(self, year: int) -> YearFramework:
        """The leaves, maxima and rules that hold in `year`, for all groups; see `YearFramework.of_group`."""
        leaves = tuple(
            Leaf(line[-1].id, tuple(node.id for node in line), maximum, line[-1], groups_of(line))
            for line in self._lines.values()
            if isinstance(line[-1], Component) and not line[-1].components
            if all(exists_in(node, year) for node in line)
            if (maximum := maximum_in(line[-1], year)) is not None
        )
        adjustments = tuple(a for a in self.criteria.adjustments if exists_in(a, year))
        return YearFramework(year, self.criteria.index, leaves, adjustments)

    @cached_property
    def _lines(self) -> dict[str, tuple[Node, ...]]:
        """Every node by its id, below those that it belongs to, the area first."""
        return {line[-1].id: line for _place, line in walk(self.criteria)}

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """What gets points in any year, in the order of the file."""
        last = (line[-1] for line in self._lines.values())
        return tuple(node for node in last if isinstance(node, Component) and not node.components)

    @cached_property
    def actions(self) -> dict[str, Action]:
        """What can win points back in any year, by the words by which a task is known as it; of those with several English names none."""
        every = [each for node in self.components for each in node.actions]
        named = {(each.words, each.name_en) for each in every}
        counts = Counter(words for words, _name in named)
        return {each.words: each for each in every if counts[each.words] == 1}

    def action_names(self, words: str) -> tuple[str, ...]:
        """What an action or a task of these words is called: an action of criteria.yaml may have an English name."""
        return names_of(self.actions.get(words, words))

    @cached_property
    def depth(self) -> int:
        """How many levels there are."""
        return max((len(line) for line in self._lines.values()), default=0)

    @cached_property
    def told_apart(self) -> tuple[str, ...]:
        """The groups of which areas, criteria or components say anything."""
        return tuple(dict.fromkeys(group for line in self._lines.values() for group in line[-1].named_groups))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """All groups that the file names."""
        return tuple(dict.fromkeys((*self.criteria.groups, *self.told_apart)))

    def area_of(self, node: str) -> str:
        """The area above an area, criterion or component; blank for what has none."""
        return self._lines[node][0].id if node in self._lines else ""

    def below(self, node: str) -> list[str]:
        """The components of a node that has some."""
        return self._below.get(node, [])

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for *above, last in self._lines.values():
            for node in () if last.children else above:
                found.setdefault(node.id, []).append(last.id)
        return found

    def groups_of(self, component: str) -> frozenset[str] | None:
        """The groups to which a component applies; None: to all."""
        return groups_of(self._lines.get(component, ()))

    def span(self, component: str) -> tuple[int | None, int | None]:
        """The first and the last year in which a component exists, None where it is open."""
        if component not in self._lines:
            extra = next(each for each in self.criteria.adjustments if each.id == component)
            return extra.since, extra.until
        line = self._lines[component]
        maximum = line[-1].max
        starts = [node.since for node in line if node.since is not None]
        starts += [min(maximum)] if isinstance(maximum, dict) else []
        ends = [node.until for node in line if node.until is not None]
        return max(starts, default=None), min(ends, default=None)

    def rule_of(self, component: str) -> BaseRule | None:
        """How raw values of a component, bonus or penalty become points."""
        node = self.nodes[component]
        if isinstance(node, Adjustment):
            return node.rule.rule if node.rule else None
        return node.rule if isinstance(node, Component) else None

    @cached_property
    def component_ids(self) -> tuple[str, ...]:
        """What a score may be given for: components, then adjustments, in the order of the file."""
        return (*(each.id for each in self.components), *(each.id for each in self.criteria.adjustments))

    @cached_property
    def nodes(self) -> dict[str, Node | Adjustment]:
        """Every area, criterion, component and adjustment by its id."""
        nodes: dict[str, Node | Adjustment] = {node: line[-1] for node, line in self._lines.items()}
        nodes |= {adjustment.id: adjustment for adjustment in self.criteria.adjustments}
        return nodes
