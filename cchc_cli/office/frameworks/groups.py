"""For which groups of units nodes count, and what each gives these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.office.frameworks.nodes import Node
from cchc_cli.office.rules.lines import RuleLine
from cchc_cli.office.words.numbers import points_of
from cchc_cli.office.words.whom import Whom, groups_named, whom

FOR_ALL = re.compile(r"(ap dung )?(chung|tat ca|toan bo|ca hai|moi|cac|x|all)\b.*")
"""A cell of a column of units that leaves none out."""


def groups_of(
    nodes: list[Node], columns: Iterable[frozenset[str]], known: Mapping[str, str]
) -> tuple[dict[str, str], str]:
    """All groups, where a table tells some apart: those that are known, else as its `columns` of maxima call them.

    With them what is to be told of these columns.
    """
    apart = list(dict.fromkeys([*columns, *(kinds for node in nodes for kinds in node.maxima)]))
    of_all, told = _by_maxima(nodes, apart, known) if apart else ({}, "")
    # Which of these a node is for its name may say as well.
    if True in [_read_groups(node, of_all or known) for node in nodes]:
        of_all = of_all or dict(known)
    return of_all, told


def _by_maxima(nodes: list[Node], apart: list[frozenset[str]], known: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Read what each group gets; no groups where those that are known have other names than the columns."""
    called = groups_named(kind for kinds in apart for kind in sorted(kinds))
    groups = {kinds: Whom(kinds, others=False).groups(known or groups_named(kinds)) for kinds in apart}
    if not all(groups.values()):
        text = N_(
            "maxima of {groups}: only the first of each row was read, as data/units.csv has other groups, {ids}: name its groups as these are called, then import again."
        )
        return {}, _(text, groups=", ".join(called.values()), ids=", ".join(known))
    for node in nodes:
        _maxima_of(node, groups, known or called)
    text = N_("groups were made of the headings of maxima: write the group of each unit, {ids}, in data/units.csv.")
    return dict(known or called), "" if known else _(text, ids=", ".join(called))


def _said_of(node: Node) -> list[tuple[RuleLine, Whom]]:
    """What a node's name, its remarks and the column for that say of the units that it counts for."""
    lines = [RuleLine(node.name, None, node.address), *node.remarks]
    said = [(line, each) for line in lines if (each := whom(line.text))]
    if node.whom and node.whom.text and not FOR_ALL.fullmatch(plain(node.whom.text)):
        named = whom(f"({node.whom.text})") or Whom(frozenset(), others=False)
        said.append((node.whom, named))
    return said


def _read_groups(node: Node, known: Mapping[str, str]) -> bool:
    """Read for which groups a node counts, from its name, remarks and the column that says it. Whether any were read.

    What names all groups is no restriction; where they are not known, that is told.
    """
    read = [(line, each.groups(known)) for line, each in _said_of(node)]
    for line in (line for line, groups in read if not groups):
        shown = shortened(line.text, 80)
        told = _("“{text}” counts for some units only: write groups: [ID], their group in data/units.csv.", text=shown)
        node.doubt(line.address, told)
    some = [groups for _line, groups in read if groups and len(groups) < len(known)]
    node.groups = node.groups or next(iter(some), ())
    return bool(some)


def _maxima_of(node: Node, groups: Mapping[frozenset[str], tuple[str, ...]], known: Iterable[str]) -> None:
    """What a node gives each group that is known; a dash says that it does not count for one."""
    said: dict[str, Value] = dict.fromkeys(known)
    for kinds, ids in groups.items():
        said |= dict.fromkeys(ids, node.maxima.get(kinds))
    points = {group: found for group, value in said.items() if (found := points_of(value)) is not None}
    if not points:
        return
    node.points = next(iter(points.values()))
    node.max_by_group = {group: found for group, found in points.items() if found != node.points}
    if not node.children and len(points) < len(said):
        node.groups = tuple(points)
        _blanks(node, said)


def _blanks(node: Node, said: Mapping[str, Value]) -> None:
    """Tell of groups without a maximum, not even a dash."""
    if groups := [group for group, value in said.items() if value is None]:
        text = _("no maximum for {groups} stands here: it was read as not theirs.", groups=", ".join(groups))
        node.doubt(node.points_at, text)
