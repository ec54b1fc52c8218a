"""What stands below a component: options of its rule, or components of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.letters import plain
from cchc_cli.office.frameworks.nodes import Node
from cchc_cli.office.rules.formulas import explains, is_formula
from cchc_cli.office.rules.lines import RuleLine, is_rule_text, split_lines
from cchc_cli.office.rules.points import takes_off
from cchc_cli.office.rules.spans import is_span
from cchc_cli.office.rules.text import read_rule
from cchc_cli.office.tables.row_kinds import Row, plain_name
from cchc_cli.office.words.numbers import Mark
from cchc_cli.office.words.vocabulary import REMARK

BEHIND_NAME = re.compile(r"\(|\.\s+(?=[^\W\d_a-zđ])|\s[-–]\s+(?=[^\W\d_])")
"""`Chấp hành quy chế (mỗi lần vi phạm trừ 1 điểm)`, `Cập nhật. Mỗi thủ tục chưa cập nhật trừ 0,2 điểm`, `Kế hoạch - Có: 2 điểm; Không: 0 điểm`."""


def lines_of(row: Row) -> list[RuleLine]:
    """The lines of a row without a number: its text; or its name, with the points of its cell, above those of its own rule."""
    name, rule = split_lines(row.name, row.address), split_lines(row.rule, row.rule_at)
    if row.points is None or len(name) != 1 or name[0].says_points or not any(line.rules for line in rule):
        return _with_points(split_lines(row.text, row.address if row.name else row.rule_at), row)
    if len(rule) == 1 and rule[0].points == row.points:
        return [replace(rule[0], text=f"{name[0].text}: {rule[0].text}")]
    return _with_points(name, row) + [replace(line, bullet="rule") for line in rule]


def _with_points(lines: list[RuleLine], row: Row) -> list[RuleLine]:
    """A line alone with the bullet of its row, and with the points of the column of maxima, where it says none itself."""
    if len(lines) != 1:
        return lines
    line = replace(lines[0], bullet=row.marks[0].text if row.marks else "")
    return [line if line.says_points else replace(line, points=row.points, own=row.points is not None)]


def rule_lines(node: Node, lines: list[RuleLine]) -> list[RuleLine]:
    """The lines of a rule; remarks among them are no part of it: kept apart, and those with numbers told."""
    remarks = [line for line in lines if line.points is None and _is_remark(line.text)]
    kept = [line for line in lines if line not in remarks]
    if not any(line.says_points for line in kept):
        return lines
    for line in remarks:
        if re.search(r"\d", line.text):
            node.doubt(line.address, _("“{text}” was not understood.", text=shortened(line.text, 80)))
        else:
            node.remarks.append(line)
    return kept


def is_bare_remark(line: RuleLine) -> bool:
    """Whether a line is a remark without a number."""
    return _is_remark(line.text) and not re.search(r"\d", line.text)


def _is_remark(text: str) -> bool:
    return REMARK.match(plain(text)) is not None and not (explains(text) or is_formula(text) or takes_off(text))


def settle(node: Node) -> None:
    """Decide which rows below a node are options of its rule, and which lines are components."""
    for child in node.children:
        settle(child)
    if len(node.children) > 1 and _have_options(node):
        _take_options(node)
    if not node.children:
        _first_gives_all(node)
        settle_parts(node)


def settle_parts(node: Node) -> None:
    """Make components, or bonus points of their own, of the lines that are parts of a node."""
    if heads := _parts(node):
        if not (_named(node, heads) or _each_has_options(node, heads)):
            text = _("its lines sum to {max}: they were read as parts of it.", max=figure(node.points or 0.0))
            node.doubt(heads[0].address, text)
        _make_parts(node, heads)


def _first_gives_all(node: Node) -> None:
    """The text beside a component is the first option, where each row below it has a text and fewer points."""
    first, others = node.lines[:1], node.lines[1:]
    fewer = others and all(_is_less(line, node) for line in others)
    if fewer and first[0].points is None and not (explains(first[0].text) or is_formula(first[0].text)):
        node.lines[0] = replace(first[0], points=node.points)


def _make_parts(node: Node, heads: list[RuleLine]) -> None:
    """Make components of lines, each with the lines between it and the next."""
    for line in node.lines:
        if line in heads:
            mark = Mark("letter", chr(97 + len(node.children)))
            node.children.append(Node(mark, line.text, node.level + 1, line.address, line.points, line.address))
        else:
            node.children[-1].lines.append(line)
    node.lines = []


def take_rule_of_name(leaf: Node) -> None:
    """Take a rule off a name, where it stands behind that in brackets or as a sentence and nothing of it is in doubt; else tell."""
    for found in BEHIND_NAME.finditer(leaf.name):
        name, tail = plain_name(leaf.name[: found.start()]), leaf.name[found.end() :].rstrip(". ")
        if found[0] == "(" and (tail[-1:] != ")" or re.match(r"[^(]*\).", tail)):
            continue
        lines = split_lines(tail[:-1] if found[0] == "(" else tail, leaf.address)
        reading = read_rule(lines, leaf.largest())
        if name and reading.rule and not reading.doubts and not is_rule_text(name):
            leaf.name, leaf.lines = name, lines
            return
    leaf.doubt(leaf.address, _("the name seems to hold a rule."))


def _have_options(node: Node) -> bool:
    if any(child.children for child in node.children):
        return False
    lettered = all(child.mark.style == "letter" and len(child.lines) < 2 for child in node.children)
    bare = not any(child.lines for child in node.children)
    return (lettered and _are_options(node)) or (
        bare and any(holds(node) for holds in (_say_points, _give_nothing, _best_is_all))
    )


def _take_options(node: Node) -> None:
    for child in node.children:
        own = next((line for line in child.lines if line.points is not None), None) or _in_name(child)
        node.lines.append(own or RuleLine(child.name, child.points, child.address))
        node.doubts += child.doubts
        node.remarks += child.remarks
    node.children = []


def _in_name(node: Node) -> RuleLine | None:
    """The option that a name is, where it says its points."""
    said = split_lines(node.name, node.address)
    return said[0] if len(said) == 1 and said[0].points is not None else None


def _parts(node: Node) -> list[RuleLine]:
    """The lines of a node that are its parts, all or those with the first bullet: they sum to it.

    Their points stand in brackets behind names (`- Đoàn kết (10đ)`) or in cells of their own, and no one gives all;
    or each has options of its own below it; or each is a thing by itself, which is told.
    One alone is a part of an area, and the one option of a component.
    """
    first = [line for line in node.lines if line.bullet == node.lines[0].bullet]
    sums = [heads for heads in (node.lines, first) if _sum_up(node, heads)]
    holds = (_named, _each_has_options, _are_things)
    return next((heads for heads in sums if any(each(node, heads) for each in holds)), [])


def _named(node: Node, heads: list[RuleLine]) -> bool:
    return all(line.bracketed or _is_less(line, node) for line in heads)


def _each_has_options(node: Node, heads: list[RuleLine]) -> bool:
    """Whether each head gives what the best of the lines below it gives."""
    starts = [*(at for at, line in enumerate(node.lines) if line in heads), len(node.lines)]
    parts = [node.lines[start:end] for start, end in pairwise(starts)]
    return all(len(part) > 1 and max(line.points or 0.0 for line in part[1:]) == part[0].points for part in parts)


def _are_things(node: Node, heads: list[RuleLine]) -> bool:
    """Whether several lines are all that stands there, of things that go together: `Có kế hoạch: 1; có kiểm tra: 1`."""
    spans = [line for line in heads if is_span(line.text)]
    return heads == node.lines and len(spans) < 2 <= len(heads) and not any(line.counted for line in heads)


def _is_less(line: RuleLine, node: Node) -> bool:
    """Whether a line has a cell for its points, which are not all of those of its node."""
    return line.own and (line.points or 0.0) < (node.points or 0.0)


def _sum_up(node: Node, heads: list[RuleLine]) -> bool:
    points = [line.points or 0.0 for line in heads]
    several = (1 if node.level == 0 else 2) <= len(points) <= 26
    return several and min(points) > 0 and abs(sum(points) - (node.points or 0.0)) < NOISE


def _say_points(node: Node) -> bool:
    """Whether numbered rows are options of a rule: each says its points in its name, as its cell does, the best all."""
    lines = [_in_name(child) for child in node.children]
    given = [line.points for line in lines if line and line.points is not None]
    if len(given) < len(lines) or max(given) != node.points:
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


def _are_options(node: Node) -> bool:
    """Lettered rows are the options of a rule where the best of them is the whole, and parts where they sum to it."""
    given = [child.points for child in node.children if child.points is not None]
    if node.points is None or not given:
        return not given
    return abs(max(given) - node.points) < NOISE and (len(given) == 1 or abs(sum(given) - node.points) > NOISE)
