"""What stands below a component: options of its rule, or components of their own."""

from __future__ import annotations

from cchc_cli.messages import _, figure
from cchc_cli.office.drafts import Draft
from cchc_cli.office.marks import Mark
from cchc_cli.office.rule_lines import Line, split_lines

LEVELS = 3


def settle(node: Draft) -> None:
    """Decide which rows below a node are options of its rule, and bring what lies too deep up to the components."""
    for child in node.children:
        settle(child)
    lettered = [child for child in node.children if child.mark.style == "letter"]
    if node.children and (
        _say_points(node, node.children) or (len(lettered) == len(node.children) and _are_options(node, lettered))
    ):
        for child in node.children:
            own = [line for line in child.lines if line.points is not None]
            said = split_lines(child.name, child.address)
            own = own or (said if len(said) == 1 and said[0].points is not None else [])
            node.lines.append(own[0] if own else Line(child.name, child.points, child.address))
            node.doubts += child.doubts
        node.children = []
    if not node.children and _are_parts(node):
        node.children = [
            Draft(Mark("letter", chr(97 + place)), line.text, node.level + 1, line.address, line.points, line.address)
            for place, line in enumerate(node.lines)
        ]
        node.lines = []
    if node.level == LEVELS - 2:
        node.children = [part for child in node.children for part in _lifted(child)]


def _are_parts(node: Draft) -> bool:
    """Whether rows below a node, each with points in brackets behind its name (`- Đoàn kết (10đ)`), sum to it: parts."""
    points = [line.points or 0.0 for line in node.lines]
    return (
        1 < len(points) <= 26
        and all(line.bracketed for line in node.lines)
        and abs(sum(points) - (node.points or 0.0)) < 1e-9
        and min(points) > 0
    )


def _say_points(node: Draft, children: list[Draft]) -> bool:
    """Whether numbered rows are options of a rule: each says its points in its name, as its cell does, the best all."""
    if any(child.children or child.lines for child in children) or len(children) < 2 or node.points is None:
        return False
    said = [lines[0].points if len(lines := split_lines(child.name, "")) == 1 else None for child in children]
    given = [points for points in said if points is not None]
    if len(given) < len(children) or max(given) != node.points or sum(given) == node.points != given[0]:
        return False
    return all(child.points in (None, points) for child, points in zip(children, given, strict=True))


def _are_options(node: Draft, lettered: list[Draft]) -> bool:
    """Lettered rows are the options of a rule where the best of them is the whole, and parts where they sum to it."""
    points = [child.points for child in lettered]
    if any(child.lines and len(child.lines) > 1 for child in lettered):
        return False
    given = [value for value in points if value is not None]
    if node.points is None or not given:
        return all(value is None for value in points)
    return abs(max(given) - node.points) < 1e-9 and (len(given) == 1 or abs(sum(given) - node.points) > 1e-9)


def _lifted(component: Draft) -> list[Draft]:
    if not component.children:
        return [component]
    parts = list(component.leaves())
    parts[0].doubts[:0] = component.doubts
    below = sum(part.points or 0 for part in parts)
    if component.points is not None and abs(component.points - below) > 1e-9:
        text = _(
            "{max} points stand here, but what is below sums to {sum}.", max=figure(component.points), sum=figure(below)
        )
        parts[0].doubt(component.points_at, text)
    if component.lines:
        lines = "; ".join(line.text for line in component.lines)[:80]
        parts[0].doubt(component.lines[0].address, _("a rule above components: “{text}”.", text=lines))
    for part in parts:
        text = _("four levels: “{above}” was put before the name.", above=component.name[:60])
        part.doubt(part.address, text)
        part.name = f"{component.name}: {part.name}"
        part.owner, part.source = part.owner or component.owner, part.source or component.source
        part.level = LEVELS - 1
        if part.mark.style == "letter":
            part.mark = Mark("dotted", f"{component.mark.text}.{part.mark.text}")
    return parts
