"""Names of things for people (in the language in use) and for scripts (as the file has them)."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cchc_cli.messages import N_, _, language
from cchc_cli.model.fields import Named
from cchc_cli.model.framework import Framework, YearFramework
from cchc_cli.model.scores import Unit

if TYPE_CHECKING:
    import pandas as pd

STATES = {
    "done": N_("done"),
    "doing": N_("in progress"),
    "todo": N_("not begun"),
    "due_soon": N_("due soon"),
    "overdue": N_("overdue"),
    "cancelled": N_("cancelled"),
}
"""How tasks stand."""
EVERY = {
    "month": N_("every month"),
    "quarter": N_("every quarter"),
    "half": N_("every half year"),
    "year": N_("every year"),
}
"""How often tasks recur."""
FIELDS = {
    "id": N_("Id"),
    "unit": N_("Unit"),
    "component": N_("Component"),
    "action": N_("Action"),
    "product": N_("Product"),
    "owner": N_("Owner"),
    "start": N_("Start"),
    "due": N_("Due"),
    "effort": N_("Person-days"),
    "gain": N_("Expected gain"),
    "status": N_("State"),
    "every": N_("Recurs"),
    "done_on": N_("Done on"),
    "evidence": N_("Evidence"),
    "note": N_("Note"),
    "value": N_("Value"),
    "self": N_("Self"),
    "appraised1": N_("First appraisal"),
    "score": N_("Official"),
    "appeal": N_("Explanation"),
}
"""Columns of the files that users write."""


class Names:
    """`unit("x")`, `node("3.3.1")`, `owner("mot-cua")`, `rating("good")`; an unknown id stands for itself."""

    def __init__(self, framework: Framework, units: Iterable[Unit]) -> None:
        criteria = framework.criteria
        self._units = {unit.id: unit for unit in units}
        self._nodes = framework.nodes
        self._owners = criteria.owners
        self._groups = criteria.groups
        self._ratings = {rating.id: rating for rating in criteria.index.ratings}
        self.index = shown(criteria.index)
        self.decimals = criteria.index.rounding
        self.index_as_filed = criteria.index.name

    def called(self, kind: str, identity: str) -> str:
        """What people call a `unit`, `group`, `node`, `owner` or `rating`; a node that is none stands for itself."""
        if kind == "node" and identity not in self._nodes:
            return identity
        name: Callable[[str], str] = getattr(self, {"whose": "unit", "rating_span": "rating"}.get(kind, kind))
        return name(identity)

    def unit(self, identity: str) -> str:
        """A unit's name."""
        return shown(self._units[identity]) if identity in self._units else identity

    def unit_as_filed(self, identity: str) -> str:
        """A unit's name, whatever the language."""
        return self._units[identity].name

    def node(self, identity: str) -> str:
        """The name of an area, criterion or component."""
        return shown(self._nodes[identity])

    def titled(self, identity: str) -> str:
        """The id of an area, criterion or component with its name; what has no name stands for itself."""
        return f"{identity} {self.node(identity)}" if identity in self._nodes else identity

    def node_as_filed(self, identity: str) -> str:
        """The name of an area, criterion or component, whatever the language."""
        return self._nodes[identity].name

    def group(self, identity: str) -> str:
        """A group's name; what criteria.yaml does not name is called as units.csv has it."""
        return shown(self._groups[identity]) if identity in self._groups else identity

    def owner(self, identity: str) -> str:
        """An owner's name."""
        return shown(self._owners[identity]) if identity in self._owners else identity

    def owner_or_none(self, identity: str) -> str:
        """An owner's name, that there is none."""
        return self.owner(identity) or _("(none named)")

    def owner_as_filed(self, identity: str) -> str:
        """An owner's name, whatever the language."""
        return self._owners[identity].name if identity in self._owners else identity

    def rating(self, identity: str | None) -> str:
        """A rating's name."""
        return shown(self._ratings[identity]) if identity in self._ratings else ""


def with_filed(names: Names, framework: YearFramework, rows: "pd.DataFrame") -> "pd.DataFrame":
    """Rows (component and, where there are adjustments, level) with name, area and owner as scripts get them.

    An adjustment has no area; its kind tells it from components.
    """
    leaves, ids = {leaf.id: leaf for leaf in framework.leaves}, rows["component"].tolist()
    kinds = rows["level"].tolist() if "level" in rows else [""] * len(ids)
    return rows.assign(
        name=[names.node_as_filed(each) for each in ids],
        area=[leaves[each].area if each in leaves else kind for each, kind in zip(ids, kinds, strict=True)],
        owner=[(leaves[each].node.owner or "") if each in leaves else "" for each in ids],
    )


def shown(thing: Named | Unit) -> str:
    """The name in the language in use, as far as the file has it."""
    return (thing.name_en if language() == "en" else None) or thing.name
