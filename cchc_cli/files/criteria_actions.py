"""Faults of the actions of criteria.yaml: gains, days, and what they require."""

from collections.abc import Iterator, Sequence
from datetime import date

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Action, Component, Node
from cchc_cli.model.framework import Place
from cchc_cli.model.nearest import nearest

Fault = tuple[Place, str, str, str]
"""Where it stands, what is wrong, what to do, and of what."""
Actions = list[tuple[Place, Action, Component]]
"""Every action with its place and its component."""


def actions_of(nodes: Sequence[tuple[Place, tuple[Node, ...]]]) -> Actions:
    """The actions of all components."""
    return [
        ((*place, "actions", number), action, line[-1])
        for place, line in nodes
        if isinstance(line[-1], Component)
        for number, action in enumerate(line[-1].actions)
    ]


def action_faults(actions: Actions) -> Iterator[Fault]:
    """Whatever is wrong with single actions, and with what they require."""
    known = {action.id: (place, action) for place, action, _node in actions if action.id}
    for place, action, node in actions:
        yield from _action(place, action, node)
        for number, needed in enumerate(action.requires):
            if needed not in known:
                text = _("the action requires {id}, which no action has as its id.", id=needed)
                yield (*place, "requires", number), text, nearest(needed, known), node.id
    yield from _cycles(known)


def _action(place: Place, action: Action, node: Component) -> Iterator[Fault]:
    same = [" ".join(each.name.split()) for each in node.actions]
    if same.count(name := " ".join(action.name.split())) > 1 and node.actions[same.index(name)] is not action:
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


def _cycles(known: dict[str, tuple[Place, Action]]) -> Iterator[Fault]:
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
