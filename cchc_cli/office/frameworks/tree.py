"""How the rows of a framework's table hang together: levels, numbers, rules under components, totals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.letters import plain
from cchc_cli.office.frameworks.extras import called_so
from cchc_cli.office.frameworks.nodes import Node, Outline, Total
from cchc_cli.office.frameworks.numbering import Sequence, is_elsewhere, is_listed, order_of
from cchc_cli.office.frameworks.options import is_bare_remark, lines_of, rule_lines, settle, settle_parts
from cchc_cli.office.rules.formulas import explains
from cchc_cli.office.rules.lines import RuleLine, is_rule_text, split_lines
from cchc_cli.office.tables.row_kinds import Row, extra_kind, is_mixed, plain_name
from cchc_cli.office.words.numbers import Mark, points_of
from cchc_cli.office.words.vocabulary import NOTE, SAYS_NOTHING, WHOLE_TOTAL

DEEPEST = 8
"""Levels of a framework."""
IN_NAME = re.compile(
    r"\s*[(\[](?:(?:[^()\d]{0,40}(?:tối đa|không (?:vượt )?quá)\s*(?:là)?:?\s*)?(\d+(?:[.,]\d+)?)\s*(?:điểm|đ|points?)"
    r"|(?:trọng số|tỷ trọng)\s*:?\s*(\d+(?:[.,]\d+)?)\s*%)[)\]]$",
    re.IGNORECASE,
)
"""The maximum behind a name: `CHỈ ĐẠO, ĐIỀU HÀNH (9,5 điểm)`."""
IN_TOTAL = re.compile(r"[:(=]\s*(\d+(?:[.,]\d+)?)\s*(?:điểm|đ)\W*$", re.IGNORECASE)
"""The points of a total in its name: `TỔNG CỘNG: 100 điểm`."""
NAMED_AREAS = re.compile(r"(?<!\w)(?:[IVXL]{1,6}|[A-HĐ]|\d{1,2})(?:\.\w+)*(?!\w)")
"""Numbers in the name of a total: `TỔNG CỘNG (I+II)`, `Cộng mục A`, `Cộng tiêu chí 1 (1.1 + 1.2)`."""


def tree_of(rows: list[Row]) -> Outline:
    """The nodes of a table, with their totals and the points beside them."""
    said: list[Row] = []
    signed = False
    for row in rows:
        signed = _says_nothing(row, signed=signed)
        said += [] if signed else [row]
    return _Builder(said).build()


def _says_nothing(row: Row, *, signed: bool) -> bool:
    """Whether a row only introduces parts or stands above a signature; below such a one (`signed`) also a name."""
    text = row.text if row.kind == "line" and row.points is None else ""
    name = signed and text.istitle() and text.replace(" ", "").isalpha()
    return bool(text) and (name or SAYS_NOTHING.fullmatch(plain(text)) is not None)


class _Builder:
    """Goes down the rows and hangs each under the one that it belongs to."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.outline = Outline()
        self.path: list[Node] = []
        self.node: Node | None = None
        self.extra: Node | None = None
        self.below_extra: dict[int, tuple[Node, list[tuple[list[Node], Node]]]] = {}
        """Bonus or penalty points in a row without a number, and each row right after it, with those beside that."""
        self.sequence = Sequence(self.outline.repairs)
        self.order = order_of(rows)
        self.ways: dict[str, list[Node]] = {}
        """The way down to the last node with each number."""
        self.numbers = {mark.text for row in rows for mark in row.marks}

    def build(self) -> Outline:
        hang = {"total": self._total, "component": self._open, "line": self._below}
        hang |= dict.fromkeys(("bonus", "penalty"), self._extra)
        for row in self.rows:
            hang[row.kind](row)
        for below in self.below_extra.values():
            self._settle_below(*below)
        for extra in self.outline.extras:
            settle_parts(extra)
        for area in self.outline.areas:
            _count_levels(area, 0)
            settle(area)
        self._settle_totals()
        return self.outline

    def _open(self, row: Row) -> None:
        mark, unsure = self._mark(row)
        way = self.ways.get(mark.parent, [])
        self.path = [*way] if is_listed(way, self.path, mark, self.numbers) else self.path
        level = row.level if row.level is not None else self._level(mark)
        while self.path and (self.path[-1].level >= level or is_elsewhere(mark, self.path[-1].mark)):
            self.path.pop()
        node = _node(row, mark, level)
        if unsure:
            node.doubt(row.address, unsure)
        self._maximum(node, row)
        if not node.name:
            node.name = mark.text
            node.doubt(row.address, _("the name is blank."))
        node.lines = rule_lines(node, split_lines(row.rule, row.rule_at))
        node.remarks += row.remarks
        siblings = self.path[-1].children if self.path else self.outline.areas
        self._note_below_extra(node, siblings)
        siblings.append(node)
        self.path.append(node)
        self.ways[mark.text] = [*self.path]
        self.node = node

    def _note_below_extra(self, node: Node, siblings: list[Node]) -> None:
        """Note a node right after bonus or penalty points in a row without a number; an area, or those with one, ends these."""
        if self.extra is None or self.extra.mark.text or self._is_area(node):
            self.extra = node if extra_kind(node.name) and not node.lines else None
            return
        noted = [each for _extra, block in self.below_extra.values() for _beside, each in block]
        if all(self.path[-1:] != [each] for each in noted):
            self.below_extra.setdefault(id(self.extra), (self.extra, []))[1].append((siblings, node))

    def _is_area(self, node: Node) -> bool:
        known = {area.mark.text for area in self.outline.areas}
        return node.level == 0 and node.mark.text not in known and any(area.children for area in self.outline.areas)

    def _settle_below(self, extra: Node, block: list[tuple[list[Node], Node]]) -> None:
        """Hang the rows after bonus or penalty points below them, or leave them components: by their numbers and sums."""
        siblings, first = block[0]
        before = [node for node in siblings if node.row < extra.row]
        nodes = [node for _siblings, node in block]
        fits = _belongs(before, nodes, self._whole(siblings), extra)
        if fits:
            for beside, node in block:
                beside.remove(node)
            extra.children = nodes
        elif fits is None and (first.points or 0.0) <= (extra.points or 0.0):
            text = _(
                "it stands below “{name}”: if it is a part of that, it counts twice here.", name=shortened(extra.name)
            )
            first.doubt(first.address, text)

    def _whole(self, siblings: list[Node]) -> float | None:
        """What the row above these says that they come to; of areas what a total says."""
        if siblings is self.outline.areas:
            return next((total.points for total in self.outline.totals), None)
        return next((node.points for node in self.outline.nodes() if node.children is siblings), None)

    def _maximum(self, node: Node, row: Row) -> None:
        """The points of a row, or those behind its name. Only what is taken off may be written below zero."""
        node.points = row.points
        if row.points_text:
            node.doubt(row.points_at, _("“{text}” is not a number of points.", text=shortened(row.points_text)))
        elif (said := IN_NAME.search(node.name)) and (behind := points_of(said[1] or said[2])) is not None:
            self._behind_name(node, row, said.start(), behind)
        if (node.points or 0) < 0:
            self._below_zero(node, row.points_at)

    def _behind_name(self, node: Node, row: Row, at: int, points: float) -> None:
        """Take the points behind a name; other ones than those of its cell are told."""
        if row.points in (None, points):
            node.points, node.points_at = points, row.address if row.points is None else row.points_at
            node.name = node.name[:at].strip() or node.mark.text
            return
        words = {"max": figure(row.points or 0), "found": figure(points)}
        node.doubt(row.points_at, _("{max} points stand here, but its name says {found}.", **words))

    def _below_zero(self, node: Node, address: str) -> None:
        found, node.points = node.points or 0, None
        called = [each.name for each in (*self.path, node) if extra_kind(each.name)]
        if called and (is_mixed(called[-1]) or extra_kind(called[-1]) == "penalty"):
            # What is taken off, where both are listed, is known by its sign.
            node.points = found if is_mixed(called[-1]) else abs(found)
            return
        node.doubt(address, _("{found} is below zero, so it can't be a maximum.", found=figure(found)))

    def _mark(self, row: Row) -> tuple[Mark, str]:
        """The number of a row, and why it is not sure; blank where it is."""
        if row.marks:
            return self.sequence.settle(row.marks, row.mangled, row.address)
        siblings = [node for node in self.path if node.level < (row.level or 0)]
        above = siblings[-1].children if siblings else self.outline.areas
        number = ".".join([*(node.mark.text for node in siblings[-1:]), str(len(above) + 1)])
        return Mark("dotted", number), ""

    def _level(self, mark: Mark) -> int:
        """Below the node whose number it goes on with, else as high as numbers of its kind are in this table."""
        # A table may leave rows out: II.2.1 right after II.1 is below II.
        above = mark.parent
        while above:
            for at in reversed(range(len(self.path))):
                if above in (self.path[at].mark.text, ".".join(node.mark.text for node in self.path[: at + 1])):
                    return self.path[at].level + 1
            above = replace(mark, text=above).parent
        if mark.style == "letter":
            numbered = [node for node in self.path if node.mark.style != "letter"]
            return numbered[-1].level + 1 if numbered else 0
        return min(self.order.index(mark.kind), DEEPEST - 1)

    def _total(self, row: Row) -> None:
        said = IN_TOTAL.search(row.name) if row.points is None else None
        points = points_of(said[1]) if said else row.points
        address, mark = row.points_at or row.address, row.marks[0].text if row.marks else ""
        self.outline.totals.append(Total(address, points, None, row.row, row.name, self.path[:1], mark))
        self.extra = None

    def _extra(self, row: Row) -> None:
        self.node = self.extra = _of_extra(row, 0)
        self._for_all(row)
        self.outline.extras.append(self.extra)

    def _settle_totals(self) -> None:
        """Decide what each total sums up: what it names, else what fits its figure, else what its place says."""
        areas = self.outline.areas
        beside = {id(node) for parent, node in called_so(areas) if parent is None}
        own = [area for area in areas if id(area) not in beside]
        texts = {area.mark.text: [area] for area in areas}
        for total in self.outline.totals:
            named = _named(total, texts)
            total.parts = None if len(named) == len(areas) else named or self._summed(total, own)
            texts.setdefault(total.mark, total.parts or areas)

    def _summed(self, total: Total, own: list[Node]) -> list[Node] | None:
        """What an unnamed total sums up: everything (None), the area above it, or all above it."""
        areas, above = self.outline.areas, total.above
        whole = any(_fits(total, nodes) for nodes in (areas, own))
        sure, likely = self._of_all(total, own)
        if not sure and whole != _fits(total, above):
            return None if whole else above
        before = [*takewhile(lambda area: area.row < total.row, areas)]
        if not whole and _fits(total, before):
            return before
        return None if likely else above or None

    def _of_all(self, total: Total, own: list[Node]) -> tuple[bool, bool]:
        """Whether a total is of everything, as its place and its name say: for certain, and as far as they can."""
        ends = total is self.outline.totals[-1] or len(own) < 2
        of_all = WHOLE_TOTAL.fullmatch(plain(total.name)) is not None
        is_last = all(total.row > node.row for area in own for node in area.all())
        # The only total, below everything, or one that says so, is of everything: a wrong one may fit the last area.
        sure = len(own) > 1 and is_last and (of_all or len(self.outline.totals) == 1)
        return ends and sure, ends and (of_all or is_last)

    def _below(self, row: Row) -> None:
        """A row without a number: a line of the rule of what stands above it, or nothing that is understood."""
        text = row.text
        self._for_all(row)
        if row.unread and (text or row.points is not None):
            self._note(
                row.address, _("“{text}” is no number that is known: its row was read as one without.", text=row.unread)
            )
        if self.extra is not None and self._adds_part(self.extra, row):
            return
        if not text:
            if row.points is not None:
                self._note(row.points_at, _("points without a name."))
            return
        if self.node is None:
            self._note(row.address, _("“{text}” stands before the first number.", text=shortened(text)))
            return
        self._hang(self.node, lines_of(row), row)

    def _adds_part(self, extra: Node, row: Row) -> bool:
        """Whether a row below bonus or penalty points is one of these by itself: it has a name, and a rule or points."""
        rule = split_lines(row.rule, row.rule_at)
        by_rule, by_points = any(line.says_points for line in rule), row.points is not None and extra.points is None
        if not row.name or not (by_rule or by_points) or is_rule_text(row.name):
            return False
        self.node = _of_extra(row, 1, f"{extra.mark.text}.{len(extra.children) + 1}")
        extra.children.append(self.node)
        return True

    def _for_all(self, row: Row) -> None:
        """Tell of points that are others for some groups, where nothing can say that."""
        if len({points_of(value) for value in row.maxima.values()} - {None}) > 1:
            self._note(row.points_at, _("other points for other groups stand here; only the first were read."))

    def _hang(self, node: Node, lines: list[RuleLine], row: Row) -> None:
        """Take the lines of a row as those of a node's rule, or as remarks beside it."""
        if node.lines and all(map(is_bare_remark, lines)):
            node.remarks += lines
            return
        if NOTE.match(plain(row.text)) or not any(_says(line, node) for line in lines):
            text = " ".join(row.text.split())
            node.doubt(
                lines[0].address if lines else row.address, _("“{text}” was not understood.", text=shortened(text, 80))
            )
            return
        node.lines += lines
        node.owner, node.source = node.owner or row.owner, node.source or row.source
        node.evidence = [*dict.fromkeys([*node.evidence, *_evidence(row.evidence)])]

    def _note(self, address: str, text: str) -> None:
        (self.outline.doubts if self.node is None else self.node.doubts).append((address, text))


def _node(row: Row, mark: Mark, level: int) -> Node:
    """What a row says of itself besides its points and its rule."""
    node = Node(mark, plain_name(row.name), level, row.address, points_at=row.points_at, shared=row.shared, row=row.row)
    node.owner, node.source, node.evidence = row.owner, row.source, _evidence(row.evidence)
    node.maxima, node.whom = row.maxima, row.whom
    return node


def _of_extra(row: Row, level: int, number: str = "") -> Node:
    """Bonus or penalty points in a row without a number; `number`: the one that it gets."""
    node = _node(row, Mark("dotted", number), level)
    node.points = None if row.points is None else abs(row.points)
    node.lines = split_lines(row.rule, row.rule_at)
    return node


def _belongs(before: list[Node], nodes: list[Node], whole: float | None, extra: Node) -> bool | None:
    """Whether nodes are what the bonus or penalty points above them are given for; None where nothing says it."""
    if nodes[0].mark.style == "letter" or nodes[0].mark.text in {node.mark.text for node in before}:
        return True
    said, below = sum(map(Node.stated, before)), sum(map(Node.stated, nodes))
    if whole is not None and min(abs(whole - said), abs(whole - said - below)) < NOISE:
        return abs(whole - said) < NOISE
    return True if len(nodes) > 1 and abs(below - (extra.points or 0.0)) < NOISE else None


def _named(total: Total, texts: Mapping[str, list[Node]]) -> list[Node]:
    """The areas in the name of a total; `texts`: by their numbers, and by those of other totals: `TỔNG CỘNG (A+B-C)`."""
    return [area for text in dict.fromkeys(NAMED_AREAS.findall(total.name)) for area in texts.get(text, [])]


def _fits(total: Total, nodes: list[Node]) -> bool:
    return bool(nodes) and total.points is not None and abs(sum(node.stated() for node in nodes) - total.points) < NOISE


def _says(line: RuleLine, node: Node) -> bool:
    """Whether a line says how points come about, or explains lines that do."""
    return line.rules or line.case is not None or (bool(node.lines) and explains(line.text))


def _evidence(text: str) -> list[str]:
    lines = (plain_name(part.lstrip("-–—+•*· ")) for line in text.split("\n") for part in line.split(";"))
    return [line for line in lines if line]


def _count_levels(node: Node, level: int) -> None:
    """Count levels as the rows hang together: numbers may leave one out."""
    node.level = level
    for child in node.children:
        _count_levels(child, level + 1)
