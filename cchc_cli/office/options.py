"""What stands below a component: options of its rule, or components of their own."""

from __future__ import annotations

from itertools import pairwise

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.office.nodes import Node
from cchc_cli.office.numbers import Mark
from cchc_cli.office.rule_lines import Line, split_lines
from cchc_cli.office.spans import is_span


def settle(node: Node) -> None:
    """Decide which rows below a node are options of its rule, and which lines are components."""
    for child in node.children:
        settle(child)
    if len(node.children) > 1 and _have_options(node):
        _take_options(node)
    if not node.children and _are_parts(node):
        node.children = [
            Node(Mark("letter", chr(97 + place)), line.text, node.level + 1, line.address, line.points, line.address)
            for place, line in enumerate(node.lines)
        ]
        node.lines = []


def _have_options(node: Node) -> bool:
    if any(child.children for child in node.children):
        return False
    lettered = all(child.mark.style == "letter" and len(child.lines) < 2 for child in node.children)
    bare = not any(child.lines for child in node.children)
    return (lettered and _are_options(node)) or (bare and any(holds(node) for holds in OPTIONS))


def _take_options(node: Node) -> None:
    for child in node.children:
        own = [line for line in child.lines if line.points is not None]
        said = split_lines(child.name, child.address)
        own = own or (said if len(said) == 1 and said[0].points is not None else [])
        node.lines.append(own[0] if own else Line(child.name, child.points, child.address))
        node.doubts += child.doubts
        node.remarks += child.remarks
    node.children = []


def _are_parts(node: Node) -> bool:
    """Whether rows below a node, each with points in brackets behind its name (`- Đoàn kết (10đ)`), sum to it: parts.

    One alone is a part of an area, and the one option of a component.
    """
    points = [line.points or 0.0 for line in node.lines]
    sums = abs(sum(points) - (node.points or 0.0)) < NOISE
    several = (1 if node.level == 0 else 2) <= len(points) <= 26
    return several and sums and min(points) > 0 and all(line.bracketed for line in node.lines)


def _say_points(node: Node) -> bool:
    """Whether numbered rows are options of a rule: each says its points in its name, as its cell does, the best all."""
    lines = [split_lines(child.name, "") for child in node.children]
    given = [said[0].points for said in lines if len(said) == 1 and said[0].points is not None]
    if node.points is None or len(given) < len(lines) or max(given) != node.points:
        return False
    beside = all(child.points in (None, points) for child, points in zip(node.children, given, strict=True))
    return beside and (sum(given) != node.points or node.points == given[0])


def _give_nothing(node: Node) -> bool:
    """Whether rows with points of their own are options: the best gives all, one nothing (no component has no points),
    or each names a span (`từ 90% trở lên`) and their points fall."""
    points = [child.points for child in node.children if child.points is not None]
    if len(points) < len(node.children) or abs(max(points) - (node.points or max(points))) > NOISE:
        return False
    falling = points == sorted(points, reverse=True) and len({*points}) > 1
    return min(points) == 0 or (falling and all(is_span(child.name) for child in node.children))


def _best_is_all(node: Node) -> bool:
    """Whether three rows or more, numbered as parts, fall from the component's maximum on: they can't be parts. It is told."""
    points = [child.points or 0.0 for child in node.children]
    falling = all(above > below > 0 for above, below in pairwise(points))
    below = all(child.mark.parent == node.mark.text for child in node.children)
    if not (below and falling and points[0] == node.points and len(points) > 2):
        return False
    words = {"max": figure(points[0]), "sum": figure(sum(points))}
    text = _("its rows were read as options: the first gives all {max} points, and together they are {sum}.", **words)
    node.doubt(node.points_at, text)
    return True


OPTIONS = (_say_points, _give_nothing, _best_is_all)
"""How rows of any number show that they are options."""


def _are_options(node: Node) -> bool:
    """Lettered rows are the options of a rule where the best of them is the whole, and parts where they sum to it."""
    given = [child.points for child in node.children if child.points is not None]
    if node.points is None or not given:
        return not given
    return abs(max(given) - node.points) < NOISE and (len(given) == 1 or abs(sum(given) - node.points) > NOISE)
