"""The framework: criteria.yaml as the arithmetic sees it, year by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cchc_cli.model.criteria import Action, Adjustment, Area, Component, Criteria, Criterion, Index, Node
from cchc_cli.model.rules import BaseRule


@dataclass(frozen=True)
class Leaf:
    """A component as it stands in one year."""

    id: str
    area: str
    criterion: str
    max: float
    node: Component

    @property
    def rule(self) -> BaseRule | None:
        """How a raw value becomes points."""
        return self.node.rule

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can win points back."""
        return self.node.actions


def maximum_in(node: Node, year: int) -> float | None:
    """The node's own `max` in `year`; None where it has none, or none yet."""
    if not isinstance(node.max, dict):
        return node.max
    begun = [start for start in node.max if start <= year]
    return node.max[max(begun)] if begun else None


def exists_in(node: Node | Adjustment, year: int) -> bool:
    """Whether `since` … `until` holds `year`."""
    return (node.since is None or node.since <= year) and (node.until is None or year <= node.until)


@dataclass(frozen=True)
class YearFramework:
    """What holds in one year: leaves in the order of the file, with their maxima."""

    year: int
    index: Index
    leaves: tuple[Leaf, ...]
    adjustments: tuple[Adjustment, ...]

    def maxima(self) -> list[tuple[str, float]]:
        """What points are given for: leaves, then adjustments, each with its maximum."""
        return [*((leaf.id, leaf.max) for leaf in self.leaves), *((each.id, each.max) for each in self.adjustments)]


@dataclass(frozen=True)
class Framework:
    """criteria.yaml, checked. Frozen: no command changes it."""

    criteria: Criteria

    def at(self, year: int) -> YearFramework:
        """The leaves, maxima and rules that hold in `year`."""
        leaves = tuple(
            Leaf(leaf.id, area.id, criterion.id, maximum, leaf)
            for area, criterion, leaf in self.lineage()
            if exists_in(area, year) and exists_in(criterion, year) and exists_in(leaf, year)
            if (maximum := maximum_in(leaf, year)) is not None
        )
        adjustments = tuple(a for a in self.criteria.adjustments if exists_in(a, year))
        return YearFramework(year, self.criteria.index, leaves, adjustments)

    def lineage(self) -> Iterator[tuple[Area, Criterion, Component]]:
        """Every leaf with the area and the criterion above it (itself, for a leaf criterion)."""
        for area in self.criteria.areas:
            for criterion in area.criteria:
                for leaf in criterion.components or (criterion,):
                    yield area, criterion, leaf

    def below(self, node: str) -> list[str]:
        """The components of an area or a criterion."""
        return [leaf.id for area, criterion, leaf in self.lineage() if node in (area.id, criterion.id)]

    def span(self, component: str) -> tuple[int | None, int | None]:
        """The first and the last year in which a component exists, None where it is open."""
        for area, criterion, leaf in self.lineage():
            if leaf.id == component:
                nodes = (area, criterion, leaf)
                starts = [node.since for node in nodes if node.since is not None]
                starts += [min(leaf.max)] if isinstance(leaf.max, dict) else []
                ends = [node.until for node in nodes if node.until is not None]
                return max(starts, default=None), min(ends, default=None)
        extra = next(each for each in self.criteria.adjustments if each.id == component)
        return extra.since, extra.until

    def rule_of(self, component: str) -> BaseRule | None:
        """How raw values of a component, bonus or penalty become points."""
        node = self.nodes[component]
        if isinstance(node, Adjustment):
            return node.rule.rule if node.rule else None
        return node.rule if isinstance(node, Component) else None

    @cached_property
    def component_ids(self) -> tuple[str, ...]:
        """What a score may be given for: leaves, then adjustments, in the order of the file."""
        leaves = [leaf.id for _, _, leaf in self.lineage()]
        return (*leaves, *(adjustment.id for adjustment in self.criteria.adjustments))

    @cached_property
    def nodes(self) -> dict[str, Node | Adjustment]:
        """Every area, criterion, component and adjustment by its id."""
        found: dict[str, Node | Adjustment] = {}
        for area, criterion, leaf in self.lineage():
            found |= {area.id: area, criterion.id: criterion, leaf.id: leaf}
        return found | {adjustment.id: adjustment for adjustment in self.criteria.adjustments}
