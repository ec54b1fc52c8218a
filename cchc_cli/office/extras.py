"""Bonus and penalty points of a framework's table: no components, but adjustments beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.letters import plain
from cchc_cli.model.rules import ExtraRule
from cchc_cli.office.nodes import Node, Outline, slug
from cchc_cli.office.row_kinds import extra_kind
from cchc_cli.office.rule_lines import Line
from cchc_cli.office.taken_off import taken_off

Kind = Literal["bonus", "penalty"]
EACH = re.compile(r"\b(?:moi|cu|tung|each|every)\b|/\s*[a-z]")


@dataclass
class Extra:
    """Bonus or penalty points beside the components."""

    id: str
    name: str
    kind: Kind
    max: float
    rule: ExtraRule | None = None
    lines: tuple[str, ...] = ()
    """What the table says of how they are given."""


def take_extras(areas: list[Node], outline: Outline) -> list[Extra]:
    """Take bonus and penalty points out of the areas; what is not sure goes to the outline's doubts."""
    taken = {node.id for area in areas for node in area.all()}
    found: list[Extra] = []
    for parent, node in called_so(areas):
        (areas if parent is None else parent.children).remove(node)
        for leaf in node.leaves():
            _take(leaf, extra_kind(node.name) or "bonus", found, outline)
    for row, node in outline.extras:
        node.id = _free(slug(row.name), taken)
        _take(node, extra_kind(row.name) or "bonus", found, outline)
    return found


def called_so(areas: list[Node]) -> list[tuple[Node | None, Node]]:
    """Areas, and criteria that are not part of the points of their area, with what they stand in."""
    found: list[tuple[Node | None, Node]] = []
    for area in areas:
        if extra_kind(area.name):
            found += [(None, area)] if _have_others(areas) else []
        elif _have_others(area.children):
            found += [(area, node) for node in area.children if extra_kind(node.name) and _beside(node, area)]
    return found


def _beside(node: Node, area: Node) -> bool:
    """Whether a criterion that is called so is no part of the points of its area; if it is, that is noted."""
    others = sum(leaf.points or 0 for each in area.children if each is not node for leaf in each.leaves())
    if area.points is None or abs(others - area.points) <= NOISE:
        return True
    node.doubt(node.address, _("called bonus or penalty points, but a part of the points above it."))
    return False


def _have_others(nodes: list[Node]) -> bool:
    """Whether some are not called bonus or penalty: where all are, they are what there is to be scored."""
    return any(not extra_kind(node.name) for node in nodes)


def _take(leaf: Node, kind: Kind, found: list[Extra], outline: Outline) -> None:
    outline.doubts += leaf.doubts
    if not leaf.points:
        text = _("“{name}”: an adjustment without its most points was left out.", name=leaf.name[:60])
        outline.doubts.append((leaf.address, text))
        return
    rule = extra_rule(leaf.lines, kind, leaf.points)
    lines = tuple(line.text if line.points is None else f"{line.text}: {line.points:.12g}" for line in leaf.lines)
    if lines and rule is None:
        text = _("how these points are given was not read: “{text}”.", text="; ".join(lines)[:80])
        outline.doubts.append((leaf.lines[0].address, text))
    found.append(Extra(leaf.id, leaf.name, kind, leaf.points, rule, lines))


def extra_rule(lines: list[Line], kind: Kind, maximum: float) -> ExtraRule | None:
    """Points for each case, or by option; None where lines say neither, or more."""
    given = {line.text: points for line in lines if (points := _points(line, kind)) is not None and points >= 0}
    if not lines or len(given) < len(lines) or max(given.values()) > maximum:
        return None
    counted = any(EACH.search(plain(line.text)) for line in lines)
    if len(lines) == 1:
        return ExtraRule(each=max(given.values())) if counted and max(given.values()) else None
    # Lines of which none gives nothing may add up: which of both is not said.
    return None if counted or min(given.values()) > 0 else ExtraRule(type="choice", options={**given})


def _points(line: Line, kind: Kind) -> float | None:
    """What a line gives, or of penalty points takes off; None where it says no one number."""
    off = taken_off(line.text) if line.points is None else None
    if off is None:
        return line.points
    plain_amount = len(off.amounts) == 1 and not (off.caps or off.several or off.unsure)
    return off.amounts[0] if plain_amount and kind == "penalty" else None


def _free(identity: str, taken: set[str]) -> str:
    """An id that no other has; `taken` grows."""
    number, free = 2, identity
    while free in taken:
        free, number = f"{identity}-{number}", number + 1
    taken.add(free)
    return free
