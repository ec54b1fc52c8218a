"""An improvement plan: what can be done, what was chosen, and what it comes to; and faults of the actions of criteria.yaml:
gains, days, and what they require."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Action, Component, Node
from cchc_cli.model.framework import NodePath
from cchc_cli.model.nearest import nearest


@dataclass(frozen=True)
class Candidate:
    """An action that can win points back; `key` names it, `requires` has keys of others that must be done as well.

    `effort` in person-days (`assumed` where nobody says one), `gain` in points of the component, no
    more than it lost (all of that is `assumed_gain` where nothing says how much). A `generic` one stands for a component without actions.
    A task of data/tasks.csv may have no deadline (None) and no effort (NaN).
    """

    key: str
    component: str
    action: str
    product: str
    owner: str
    due: date | None
    effort: float
    gain: float
    requires: tuple[str, ...] = ()
    assumed: bool = False
    generic: bool = False
    assumed_gain: bool = False

    @property
    def last_day(self) -> date:
        """The deadline; what has none comes after all others."""
        return self.due or date.max

    @property
    def due_text(self) -> str:
        """The deadline as tables hold it."""
        return self.due.isoformat() if self.due else ""

    @property
    def days(self) -> float:
        """The effort as it is summed: 0 where nobody says one."""
        return 0.0 if isnan(self.effort) else self.effort


@dataclass(frozen=True)
class Floor:
    """Points that must be won on some components together, whatever the others win."""

    components: frozenset[str]
    points: float


@dataclass(frozen=True)
class Step:
    """A chosen action with what has been reached once it and those above it are done.

    `effort` and `points` run: they are sums, points with no component above what it lost; `wins` has them by component.
    """

    candidate: Candidate
    effort: float
    points: float
    wins: Mapping[str, float]


@dataclass(frozen=True)
class Plan:
    """The chosen actions in the order in which they are best done.

    `optimal` is False where the goal is out of reach; `proven` is False where the solver
    stopped before it could tell that no other choice is better.
    """

    steps: tuple[Step, ...]
    optimal: bool
    proven: bool = True

    @property
    def effort(self) -> float:
        """Person-days of all."""
        return self.steps[-1].effort if self.steps else 0.0

    @property
    def points(self) -> float:
        """Points of all."""
        return self.steps[-1].points if self.steps else 0.0

    @property
    def wins(self) -> Mapping[str, float]:
        """Points of all, by component."""
        return self.steps[-1].wins if self.steps else {}


PlanFault = tuple[NodePath, str, str, str]
"""Where it stands, what is wrong, what to do, and of what."""
Actions = list[tuple[NodePath, Action, Component]]
"""Every action with its place and its component."""


def actions_of(nodes: Sequence[tuple[NodePath, tuple[Node, ...]]]) -> Actions:
    """The actions of all components."""
    return [
        ((*place, "actions", number), action, line[-1])
        for place, line in nodes
        if isinstance(line[-1], Component)
        for number, action in enumerate(line[-1].actions)
    ]


def action_faults(actions: Actions) -> Iterator[PlanFault]:
    """Whatever is wrong with single actions, and with what they require."""
    known = {action.id: (place, action) for place, action, _node in actions if action.id}
    for place, action, node in actions:
        yield from _action(place, action, node)
        for number, needed in enumerate(action.requires):
            if needed not in known:
                text = _("the action requires {id}, which no action has as its id.", id=needed)
                yield (*place, "requires", number), text, nearest(needed, known), node.id
    yield from _cycles(known)


def _action(place: NodePath, action: Action, node: Component) -> Iterator[PlanFault]:
    same = [each.words for each in node.actions]
    if same.count(action.words) > 1 and node.actions[same.index(action.words)] is not action:
        text = _("another action of {id} has the same name; tasks could not be told apart.", id=node.id)
        yield (*place, "name"), text, "", node.id
    most = max(node.all_maxima)
    if node.max and action.gain and action.gain > most + NOISE:
        text = _(
            "the action gains {gain}, more than the {max} that {id} can give.",
            gain=f"{action.gain:.12g}",
            max=f"{most:.12g}",
            id=node.id,
        )
        yield (*place, "gain"), text, "", node.id
    if action.due and not _is_day(action.due):
        text = _("{due} is not a day of every year.", due=action.due)
        yield (*place, "due"), text, _("Write MM-DD, such as 02-28."), node.id


def _cycles(known: dict[str, tuple[NodePath, Action]]) -> Iterator[PlanFault]:
    """Actions that in the end require themselves: what is left when those that lead nowhere, or from nowhere, are taken away."""
    waiting = {key: set(known) & set(action.requires) for key, (_place, action) in known.items()}
    before = -1
    while before != (before := len(waiting)):
        needed = set().union(*waiting.values())
        waiting = {key: here for key, needs in waiting.items() if (here := needs & waiting.keys()) and key in needed}
    for key in waiting:
        text = _("the action {id} in the end requires itself ({cycle}).", id=key, cycle=", ".join(sorted(waiting)))
        yield (*known[key][0], "requires"), text, "", ""


def _is_day(due: str) -> bool:
    month, _dash, day = due.partition("-")
    try:
        date(2001, int(month), int(day))
    except ValueError:
        return False
    return True
