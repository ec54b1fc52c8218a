"""What can be done about lost points: the actions of criteria.yaml, and one stand-in where there are none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from statistics import median

from cchc_cli.index.points import YearPoints
from cchc_cli.index.rounding import whole
from cchc_cli.model.criteria import Action
from cchc_cli.model.framework import Leaf, YearFramework
from cchc_cli.model.plans import Candidate

DAYS = 5.0
"""Person-days of an action where no action at all says how many it takes."""


def losses_of(marks: YearPoints, unit: str) -> dict[str, float]:
    """The points that `unit` lost, by component, where it lost any."""
    table = marks.of_unit(unit)
    return dict(table.loc[table["lost"] > 0, ["component", "lost"]].itertuples(index=False, name=None))


def winnable(marks: YearPoints, unit: str, following: YearFramework) -> dict[str, float]:
    """`losses_of` the components that exist in the `following` year as well: the others can win nothing any more."""
    there = {leaf.id for leaf in following.leaves}
    return {component: points for component, points in losses_of(marks, unit).items() if component in there}


def unscored(marks: YearPoints, unit: str) -> set[str]:
    """Those of `losses_of` that are lost only as long as nobody has scored them."""
    table = marks.of_unit(unit)
    return set(table.loc[(table["lost"] > 0) & ~table["scored"], "component"])


def required_elsewhere(leaves: Iterable[Leaf]) -> list[str]:
    """The ids of actions that those of `leaves` require, and that are none of them."""
    actions = [action for leaf in leaves for action in leaf.actions]
    here = {action.id for action in actions}
    return [*dict.fromkeys(each for action in actions for each in action.requires if each not in here)]


def candidates(
    marks: YearPoints, unit: str, following: YearFramework, generic: str, effort: float | None
) -> list[Candidate]:
    """The actions for the plan of the `following` year: those of components with losses, and all that they require.

    A component without actions has one, named `generic`, that wins back everything that was taken off; of one that is
    not scored yet nobody knows what would be put right. An action that says no
    gain wins back everything as well; one that says no effort takes `effort`, else the median of those that
    do. Deadlines are those of `year`, its last day where there is none. What is not in the `following` framework is
    neither planned nor required.
    """
    lost, leaves = winnable(marks, unit, following), following.leaves
    usual = _usual_effort(leaves, effort)
    waiting = unscored(marks, unit)
    known = [leaf for leaf in leaves if leaf.actions or leaf.id not in waiting]
    made = {each.key: each for leaf in known for each in _of_leaf(leaf, generic, lost, following.year, usual)}
    return [
        replace(each, requires=tuple(filter(made.get, each.requires)), assumed=each.assumed and effort is None)
        for each in _in_order([each for each in made.values() if each.component in lost], made)
    ]


def _in_order(won: list[Candidate], made: Mapping[str, Candidate]) -> list[Candidate]:
    """What wins something back, then what that requires, last what is not put in words."""
    found = [each for each in won if not each.generic]
    for each in found:
        found += [made[key] for key in each.requires if key in made and made[key] not in found]
    return [*found, *(each for each in won if each.generic)]


def _of_leaf(leaf: Leaf, generic: str, lost: Mapping[str, float], year: int, usual: float) -> Iterator[Candidate]:
    """What can be done about a component; what it requires is named by the ids of actions, which are their keys."""
    most = lost.get(leaf.id, 0.0)
    for at, action in enumerate(leaf.actions or (Action(name=generic, id=leaf.id),), 1):
        yield Candidate(
            key=action.id or f"{leaf.id}/{at}",
            component=leaf.id,
            action=action.words,
            product=action.product or "",
            owner=action.owner or leaf.node.owner or "",
            due=_due(action, year),
            effort=usual if action.effort is None else action.effort,
            gain=most if action.gain is None else min(action.gain, most),
            requires=action.requires,
            assumed=action.effort is None,
            generic=not leaf.actions,
            assumed_gain=action.gain is None,
        )


def _usual_effort(leaves: Iterable[Leaf], asked: float | None) -> float:
    """What is asked for, else the median of the efforts that actions name."""
    if asked is not None:
        return asked
    named = [action.effort for leaf in leaves for action in leaf.actions if action.effort is not None]
    return float(median(named)) if named else DAYS


def _due(action: Action, year: int) -> date:
    month, _dash, day = (action.due or "12-31").partition("-")
    return date(year, int(month), int(day))


def within(found: list[Candidate], *, last: date | None, owner: str | None, excluded: set[str]) -> list[Candidate]:
    """Those due by `last`, of `owner`, and not `excluded` (keys, components or names), as far as what they require is too."""
    by_day = [each for each in found if last is None or each.last_day <= last]
    owned = [each for each in by_day if owner is None or each.owner == owner]
    left = {each.key: each for each in owned if not {each.key, each.component, each.action} & excluded}
    return _possible(left)


def _possible(left: dict[str, Candidate]) -> list[Candidate]:
    """Those of which all that they require is there too, without what then wins nothing for anybody."""
    while stuck := [key for key, each in left.items() if any(needed not in left for needed in each.requires)]:
        for key in stuck:
            del left[key]
    return [each for each in left.values() if each.gain > 0 or _is_required(each.key, left)]


def _is_required(key: str, left: dict[str, Candidate]) -> bool:
    """Whether an action that wins nothing by itself is needed by one that does."""
    return any(key in other.requires and (other.gain > 0 or _is_required(other.key, left)) for other in left.values())


def capped(gains: Iterable[tuple[str, float]], lost: Mapping[str, float]) -> dict[str, int]:
    """What gains of components come to, by component in whole billionths: no more than it lost."""
    sums: dict[str, int] = {}
    for component, gain in gains:
        sums[component] = sums.get(component, 0) + whole(gain)
    return {component: min(gain, whole(lost.get(component, 0.0))) for component, gain in sums.items()}
