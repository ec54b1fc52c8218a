"""Bonus and penalty points of a framework's table: no components, but adjustments beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.rules import ExtraRule
from cchc_cli.office.nodes import Node, Outline, free_id, slug
from cchc_cli.office.row_kinds import extra_kind
from cchc_cli.office.rule_lines import Line, split_lines
from cchc_cli.office.rule_text import other_most
from cchc_cli.office.taken_off import case_of
from cchc_cli.office.whom import only_for_some

Kind = Literal["bonus", "penalty"]


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


def take_extras(areas: list[Node], outline: Outline, caps: dict[str, float]) -> list[Extra]:
    """Take bonus and penalty points out of the areas; what is not sure goes to the outline's doubts.

    `caps`: the most of all bonus or all penalty points together, where an area of such says less than its parts.
    """
    taken = {node.id for node in outline.nodes()}
    found: list[Extra] = []
    for parent, node in called_so(areas):
        kind, whole = extra_kind(node.name) or "bonus", abs(node.points or 0.0)
        (areas if parent is None else parent.children).remove(node)
        parts = [part for leaf in node.leaves() if (part := _taken(leaf, kind, outline, whole))]
        found += parts
        below = sum(part.max for part in parts)
        if not parts or not node.children or not whole or abs(whole - below) <= NOISE:
            continue
        if whole < below and kind not in caps:
            caps[kind] = whole
        else:
            text = _("{max} points stand here, but what is below sums to {sum}.", max=figure(whole), sum=figure(below))
            outline.doubts.append((node.points_at, text))
    for node in outline.extras:
        node.id = free_id(slug(node.name), taken)
        taken.add(node.id)
        part = _taken(node, extra_kind(node.name) or "bonus", outline)
        found += [part] if part else []
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


def _taken(leaf: Node, kind: Kind, outline: Outline, whole: float = 0.0) -> Extra | None:
    """The adjustment that a row is; None where nothing says its most points, not even all of its area (`whole`)."""
    outline.doubts += leaf.doubts
    lines = leaf.lines or [line for line in split_lines(leaf.name, leaf.address) if case_of(line.whole)]
    cases = [case_of(line.whole) for line in lines]
    most = leaf.points or next((case.most for case in cases if case and case.most), None) or whole
    if not most:
        text = _("“{name}”: an adjustment without its most points was left out.", name=leaf.name[:60])
        outline.doubts.append((leaf.address, text))
        return None
    rule, why = extra_rule(lines, kind, most)
    if for_some := [text for text in (leaf.name, *(line.text for line in lines)) if only_for_some(text)]:
        rule, why = (
            None,
            _("“{text}” holds for some units only: bonus and penalty points are for all.", text=for_some[0][:80]),
        )
    if why:
        outline.doubts.append((lines[0].address if lines else leaf.address, why))
    texts = [line.text if line.points is None else f"{line.text}: {line.points:.12g}" for line in leaf.lines]
    return Extra(leaf.id, leaf.name, kind, most, rule, (*texts, *leaf.evidence, *filter(None, [leaf.owner])))


def extra_rule(lines: list[Line], kind: Kind, maximum: float) -> tuple[ExtraRule | None, str]:
    """Points for each case, or by option; None where lines say neither, or more, with the reason."""
    if not lines:
        return None, ""
    text = "; ".join(line.whole for line in lines)[:80]
    unread = _("how these points are given was not read: “{text}”.", text=text)
    if len(lines) > 1:
        options = {line.text: line.points for line in lines if line.points is not None}
        if len(options) < len(lines) or min(options.values()) < 0 or max(options.values()) > maximum:
            return None, unread
        if min(options.values()) > 0 or any(case and case.counted for case in map(case_of, options)):
            return None, _("nothing says whether these points add up, or only one of them counts: “{text}”.", text=text)
        return ExtraRule(type="choice", options={**options}), ""
    case = case_of(lines[0].whole)
    if case is None or (kind == "bonus" and case.off) or case.points > maximum:
        return None, unread
    if case.most not in (None, maximum):
        return None, other_most(text, case.most or 0, maximum)
    # Where one case takes everything, once and for each case are the same.
    if case.counted or case.one or case.points == maximum:
        return ExtraRule(each=case.points), ""
    return None, _("“{text}”: is it counted once, or for each case?", text=text)
