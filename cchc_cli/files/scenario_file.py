"""Points that somebody wants to try out: `3.3.2=2` on the command line, or a YAML file of scenarios."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cchc_cli.files.find import asked_file
from cchc_cli.files.scores.known import group_fault, points_fault
from cchc_cli.files.yaml.reader import read_tree
from cchc_cli.files.yaml.tree import Tree
from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, POINTS, shortened
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem, Refused
from cchc_cli.model.rules import BaseRule, Relative
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.slips import unquoted
from cchc_cli.model.written_numbers import in_doubt, number_fault, number_in

MAX_SCENARIOS = 100
FULL = "max"
SEVERAL = re.compile(r"[,;\s][^,;=]+=")
"""A second component in the place of points."""
VALUE = re.compile(r"value ?: ?", re.IGNORECASE)
"""Before a number that is a value of the component's rule and not its points."""

Points = dict[str, float | None]


@dataclass(frozen=True)
class Settable:
    """What may be set: components and adjustments with their maxima; `groups` are ids that stand for several.

    `others`: components that are for other groups of units. `rules` read values; `best` are the best values of the
    other units of the group, for rules that compare.
    """

    maxima: Mapping[str, float]
    adjustments: frozenset[str]
    groups: Mapping[str, list[str]]
    others: frozenset[str]
    rules: Mapping[str, BaseRule | None]
    best: Mapping[str, float]

    @classmethod
    def of(cls, everybody: YearFramework, group: str, best: Mapping[str, float]) -> "Settable":
        """What may be set in a year for a unit of a group."""
        framework = everybody.of_group(group)
        groups: dict[str, list[str]] = {}
        for leaf in framework.leaves:
            for above in leaf.path[:-1]:
                groups.setdefault(above, []).append(leaf.id)
        own = {leaf.id: leaf.rule for leaf in framework.leaves}
        extras = {each.id: each.rule.rule if each.rule else None for each in framework.adjustments}
        others = frozenset(leaf.id for leaf in everybody.leaves if leaf.id not in own)
        return cls(dict(framework.maxima(group)), frozenset(extras), groups, others, own | extras, best)

    def points_of_value(self, component: str, text: str) -> float | None:
        """The points that the component's rule gives for a value; None where a text is none."""
        rule = self.rules.get(component)
        value = None if rule is None else rule.value_in(text)
        if rule is None or value is None:
            return None
        known = [value, self.best[component]] if component in self.best else [value]
        best = rule.best(np.array(known)) if isinstance(rule, Relative) else float("nan")
        return float(rule.points(np.array([value]), self.maxima[component], best)[0])


def points_of(component: str, text: str, allowed: Settable) -> float | None:
    """A number from 0 to the component's maximum, `max`, or None for NA. Raises Refused."""
    _refuse_other(component, allowed)
    maximum = allowed.maxima[component]
    word = text.strip().casefold()
    if word == FULL:
        return maximum
    if word in NOT_APPLICABLE and component not in allowed.adjustments:
        return None
    value = VALUE.sub("", text.strip())
    if value != text.strip() or number_in(word) is None:
        return _of_value(component, value, allowed)
    points = number_in(word)
    if in_doubt(word, POINTS, maximum):
        told, hint = number_fault(word, bound=POINTS, most=maximum)
        raise Refused(f"{component}: {told}", hint)
    if points is None or not 0 <= points <= maximum + NOISE:
        is_value = allowed.points_of_value(component, word) is not None
        hint = (
            _("If it is the value that the rule reads: {value}", value=f"{component}=value:{word}") if is_value else ""
        )
        raise Refused(points_fault(word, component, maximum), hint)
    return points


def _refuse_other(component: str, allowed: Settable) -> None:
    """Raise Refused for what can't be set in this year for the unit."""
    if component in allowed.groups:
        raise Refused(*group_fault(component, allowed.groups[component]))
    if component in allowed.others:
        raise Refused(_("{component} is not for the group of this unit.", component=component))
    if component not in allowed.maxima:
        text = _("there is no component {component} in this year.", component=component)
        raise Refused(text, nearest(component, allowed.maxima))


def _of_value(component: str, text: str, allowed: Settable) -> float:
    """The points of a value as the component's rule reads it, such as an option, 285/300 or 95%. Raises Refused."""
    rule = allowed.rules.get(component)
    if rule is not None and (number := number_in(text)) is not None and rule.takes_numbers:
        text = f"{number:.12g}"
    points = allowed.points_of_value(component, text)
    if points is not None:
        return points
    words = (
        N_("Allowed: {allowed} or max.") if component in allowed.adjustments else N_("Allowed: {allowed}, max or NA.")
    )
    told = _(words, allowed=f"0–{figure(allowed.maxima[component])}")
    if rule is None:
        raise Refused(_("{component}: “{found}” is not a number.", component=component, found=shortened(text)), told)
    why, hint = rule.value_fault(text)
    raise Refused(f"{component}: {why}", " ".join(filter(None, (hint, told))))


def read_settings(texts: Sequence[str], allowed: Settable, called: Callable[[str], str]) -> dict[str, Points]:
    """The points of `3.3.2=2` settings, by these with ids. Raises CchcError for the first that can't be set.

    `called` gives the id of what is named, or raises CchcError.
    """
    points: Points = {}
    settings = []
    for text in texts:
        parts = (unquoted(text.strip()) or text).partition("=")
        name, equals, value = (unquoted(part.strip()) or part.strip() for part in parts)
        if not all((name, equals, value)):
            raise CchcError(
                _("--set: “{found}” is not COMPONENT=POINTS.", found=text), hint=_("Write it like --set 3.3.2=2.")
            )
        component = called(name)
        if component in points:
            raise CchcError("--set: " + _("{component} is set twice.", component=component))
        try:
            points[component] = points_of(component, value, allowed)
        except Refused as refused:
            several = _("Write --set once more for each: {option}", option=f"--set {component}=2 --set …")
            hint = several if SEVERAL.search(value) else refused.hint
            raise CchcError(f"--set: {refused.text}", hint=hint) from None
        settings.append(f"{component}={value}")
    return {" ".join(settings): points} if settings else {}


def read_scenarios(path: Path, allowed: Settable, called: Callable[[str], str]) -> dict[str, Points]:
    """Scenarios by name, from `scenarios: {name: {component: points}}`. Raises InputError with every fault."""
    name = str(path)
    tree, problems = read_tree(asked_file(name), name)
    scenarios: dict[str, Points] = {}
    if tree is not None:
        entries = tree.child("scenarios")
        known = isinstance(tree.value, dict) and set(tree.value) == {"scenarios"}
        if not known or entries is None or not isinstance(entries.value, dict) or not entries.value:
            text = _("expected the key scenarios, with names of scenarios below it, and nothing else.")
            problems.append(Problem(name, *tree.mark, "", text, _hint()))
        else:
            scenarios = {
                title: _points(_by_id(entry, name, title, called, problems), name, title, allowed, problems)
                for title, entry in entries.value.items()
            }
            if len(scenarios) > MAX_SCENARIOS:
                text = _("more than {limit} scenarios.", limit=MAX_SCENARIOS)
                problems.append(Problem(name, *entries.mark, "scenarios", text))
    if problems:
        raise InputError(_("The scenarios have faults; nothing was computed."), sorted(map(_seen, problems)))
    return scenarios


def _seen(problem: Problem) -> Problem:
    """The fault with its place as people call it: `line 2, more reports on time`."""
    line = _("line {line}", line=problem.line) if problem.line else ""
    seen = ", ".join(filter(None, (line, problem.where)))
    return replace(problem, seen=problem.seen or seen)


def _by_id(entry: Tree, name: str, title: str, called: Callable[[str], str], problems: list[Problem]) -> Tree:
    """A scenario with ids in the place of names; what is called so by nothing, or twice, goes to `problems`."""
    if not isinstance(entry.value, dict):
        return entry
    values: dict[str, Tree] = {}
    for asked, value in entry.value.items():
        text = hint = ""
        try:
            component = called(asked) if isinstance(value.value, str) else asked
        except CchcError as error:
            text, hint = error.text, error.hint
        else:
            text = _("{component} is set twice.", component=component) if component in values else ""
            values.setdefault(component, value)
        if text:
            problems.append(Problem(name, *(value.key_mark or value.mark), title, text, hint))
    return replace(entry, value=values)


def _points(entry: Tree, name: str, title: str, allowed: Settable, problems: list[Problem]) -> Points:
    """The points of one scenario; what is wrong goes to `problems`."""
    if not isinstance(entry.value, dict):
        problems.append(Problem(name, *entry.mark, title, _("expected component: points."), _hint()))
        return {}
    points: Points = {}
    for component, value in entry.value.items():
        mark = value.mark if component in allowed.maxima else value.key_mark or value.mark
        if not isinstance(value.value, str):
            text = _("{component} has no points.", component=component)
            hint = _("A decimal comma needs quotation marks here.") if component.isdecimal() else _hint()
            problems.append(Problem(name, *mark, title, text, hint))
            continue
        try:
            points[component] = points_of(component, value.value, allowed)
        except Refused as refused:
            problems.append(Problem(name, *mark, title, refused.text, refused.hint))
    return points


def _hint() -> str:
    return _("Write it like scenarios: {reports on time: {1.2.1: 1, 1.2.2: max}}")
