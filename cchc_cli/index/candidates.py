"""What can be done about lost points: the actions of criteria.yaml, and one stand-in where there are none."""

from collections.abc import Iterable, Mapping
from datetime import date
from statistics import median

from cchc_cli.index.points import YearPoints
from cchc_cli.index.rounding import BILLION, cleaned, whole
from cchc_cli.model.criteria import Action
from cchc_cli.model.framework import Leaf, YearFramework
from cchc_cli.model.plans import Candidate

DAYS = 5.0
"""Person-days of an action where no action at all says how many it takes."""


def losses_of(marks: YearPoints, unit: str) -> dict[str, float]:
    """The points that `unit` lost, by component, where it lost any."""
    row = marks.row(unit)
    lost = cleaned(marks.max[row] - marks.got[row])
    return {leaf.id: float(points) for leaf, points in zip(marks.framework.leaves, lost, strict=True) if points > 0}


def winnable(marks: YearPoints, unit: str, following: YearFramework) -> dict[str, float]:
    """`losses_of` the components that exist in the `following` year as well: the others can win nothing any more."""
    there = {leaf.id for leaf in following.leaves}
    return {component: points for component, points in losses_of(marks, unit).items() if component in there}


def unscored(marks: YearPoints, unit: str) -> set[str]:
    """Those of `losses_of` that are lost only as long as nobody has scored them."""
    row = marks.row(unit)
    scored = {leaf.id for leaf, known in zip(marks.framework.leaves, marks.scored[row], strict=True) if known}
    return losses_of(marks, unit).keys() - scored


def candidates(
    marks: YearPoints, unit: str, following: YearFramework, generic: str, effort: float | None
) -> list[Candidate]:
    """The actions for the plan of the `following` year: those of components with losses, and all that they require.

    A component without actions has one, named `generic`, that wins back everything. An action that says no
    gain wins back everything as well; one that says no effort takes `effort`, else the median of those that
    do. Deadlines are those of `year`, its last day where there is none.
    """
    lost = winnable(marks, unit, following)
    leaves, year = marks.framework.leaves, following.year
    actions = {_key(leaf, at): (leaf, action) for leaf in leaves for at, action in enumerate(leaf.actions)}
    keys = {action.id: key for key, (_leaf, action) in actions.items() if action.id}
    wanted = [key for key, (leaf, _action) in actions.items() if leaf.id in lost]
    for key in wanted:
        needed = [keys[each] for each in actions[key][1].requires if each in keys]
        wanted += [each for each in needed if each not in wanted]
    known = [action.effort for leaf in leaves for action in leaf.actions if action.effort is not None]
    usual = effort if effort is not None else float(median(known)) if known else DAYS
    found = []
    for key in wanted:
        leaf, action = actions[key]
        gain = lost.get(leaf.id, 0.0)
        found.append(
            Candidate(
                key=key,
                component=leaf.id,
                action=" ".join(action.name.split()),
                product=action.product or "",
                owner=action.owner or leaf.node.owner or "",
                due=_due(action, year),
                effort=usual if action.effort is None else action.effort,
                gain=gain if action.gain is None else min(action.gain, gain),
                requires=tuple(keys[each] for each in action.requires if each in keys),
                assumed=action.effort is None and effort is None,
                assumed_gain=action.gain is None,
            )
        )
    found += [
        Candidate(
            leaf.id, leaf.id, generic, "", leaf.node.owner or "", date(year, 12, 31), usual, lost[leaf.id],
            assumed=effort is None, generic=True, assumed_gain=True,
        )
        for leaf in leaves
        if leaf.id in lost and not leaf.actions
    ]  # fmt: skip
    return found


def _key(leaf: Leaf, at: int) -> str:
    action = leaf.actions[at]
    return action.id or f"{leaf.id}/{at + 1}"


def _due(action: Action, year: int) -> date:
    month, _dash, day = (action.due or "12-31").partition("-")
    return date(year, int(month), int(day))


def within(found: list[Candidate], *, last: date | None, owner: str | None, excluded: set[str]) -> list[Candidate]:
    """Those due by `last`, of `owner`, and not `excluded` (keys, components or names), as far as what they require is too."""
    left = {
        each.key: each
        for each in found
        if (last is None or each.last_day <= last)
        and (owner is None or each.owner == owner)
        and not {each.key, each.component, each.action} & excluded
    }
    while stuck := [key for key, each in left.items() if any(needed not in left for needed in each.requires)]:
        for key in stuck:
            del left[key]
    return [each for each in left.values() if each.gain > 0 or _is_required(each.key, left)]


def _is_required(key: str, left: dict[str, Candidate]) -> bool:
    """Whether an action that wins nothing by itself is needed by one that does."""
    return any(key in other.requires and (other.gain > 0 or _is_required(other.key, left)) for other in left.values())


def points_of(chosen: Iterable[Candidate], lost: Mapping[str, float]) -> float:
    """The points that actions win together: no component more than it lost."""
    return whole_points(chosen, lost) / BILLION


def whole_points(chosen: Iterable[Candidate], lost: Mapping[str, float]) -> int:
    """`points_of` in whole billionths."""
    sums: dict[str, int] = {}
    for each in chosen:
        sums[each.component] = sums.get(each.component, 0) + whole(each.gain)
    return sum(min(gain, whole(lost.get(component, 0.0))) for component, gain in sums.items())


def whole_effort(chosen: Iterable[Candidate]) -> int:
    """The person-days of actions in whole billionths."""
    return sum(whole(each.effort) for each in chosen)
