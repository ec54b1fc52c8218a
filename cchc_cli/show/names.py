"""Names of things for people (in the language in use) and for scripts (as the file has them)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partialmethod
from typing import TYPE_CHECKING

from cchc_cli.messages import N_, _, language
from cchc_cli.model.capitals import in_small_letters
from cchc_cli.model.fields import Named
from cchc_cli.model.framework import Framework, YearFramework
from cchc_cli.model.scores import Unit

if TYPE_CHECKING:
    import pandas as pd

ALIKE = {"whose": "unit", "rating_span": "rating", "task": "action"}
"""Kinds of values that are named like others."""
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


class Names:
    """`unit("x")`, `node("3.3.1")`, `owner("mot-cua")`, `rating("good")`; an unknown id stands for itself."""

    def __init__(self, framework: Framework, units: Iterable[Unit]) -> None:
        criteria = framework.criteria
        self._things: dict[str, Mapping[str, Named | Unit]] = {
            "unit": {unit.id: unit for unit in units},
            "node": framework.nodes,
            "owner": criteria.owners,
            "group": criteria.groups,
            "rating": {rating.id: rating for rating in criteria.index.ratings},
            "action": framework.actions,
        }
        # Sentences bring the article along: the {index}.
        self.index = in_small_letters(shown(criteria.index).removeprefix("The "))
        self.decimals = criteria.index.rounding
        self.index_as_filed = criteria.index.name

    def called(self, kind: str, identity: str | None) -> str:
        """What people call a `unit`, `group`, `node`, `owner` or `rating`; what has no name stands for itself."""
        identity = identity or ""
        if kind == "owner_or_none":
            return self.owner_or_none(identity)
        thing = self._things[ALIKE.get(kind, kind)].get(identity)
        name = identity if thing is None else shown(thing)
        # A name of people or of a place in capitals does not say which of its words keep one.
        return in_small_letters(name) if thing and kind in ("node", "rating", "rating_span") else name

    def filed(self, kind: str, identity: str) -> str:
        """The same as the file has it, whatever the language."""
        thing = self._things[kind].get(identity)
        return identity if thing is None else thing.name

    unit = partialmethod(called, "unit")
    node = partialmethod(called, "node")
    """The name of an area, criterion or component."""
    group = partialmethod(called, "group")
    """What criteria.yaml does not name is called as units.csv has it."""
    owner = partialmethod(called, "owner")
    rating = partialmethod(called, "rating")

    def titled(self, identity: str) -> str:
        """The id of an area, criterion or component with its name; what has no name stands for itself."""
        return f"{identity} {self.node(identity)}" if identity in self._things["node"] else identity

    def in_order(self, nodes: Iterable[str]) -> list[str]:
        """Areas, criteria and components in the order of criteria.yaml: as texts 10.1 would stand before 9.1."""
        places = {each: at for at, each in enumerate(self._things["node"])}
        return sorted(nodes, key=lambda each: places.get(each, len(places)))

    def owner_or_none(self, identity: str) -> str:
        """An owner's name, that there is none."""
        return self.owner(identity) or _("(none named)")


def with_filed(names: Names, framework: YearFramework, rows: "pd.DataFrame") -> "pd.DataFrame":
    """Rows (component and, where there are adjustments, level) with name, area and owner as scripts get them.

    An adjustment has no area; its kind tells it from components.
    """
    leaves, ids = {leaf.id: leaf for leaf in framework.leaves}, rows["component"].tolist()
    kinds = rows["level"].tolist() if "level" in rows else [""] * len(ids)
    return rows.assign(
        name=[names.filed("node", each) for each in ids],
        area=[leaves[each].area if each in leaves else kind for each, kind in zip(ids, kinds, strict=True)],
        owner=[(leaves[each].node.owner or "") if each in leaves else "" for each in ids],
    )


def records(rows: "pd.DataFrame", columns: Sequence[str] = ()) -> list[dict[str, object]]:
    """Rows for scripts, as the json of their own command has them; with `columns` these alone."""
    return [{str(key): value for key, value in row.items()} for row in rows[list(columns or rows)].to_dict("records")]


def shown(thing: Named | Unit) -> str:
    """The name in the language in use, as far as the file has it."""
    return (thing.name_en if language() == "en" else None) or thing.name
