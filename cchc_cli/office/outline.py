"""How the rows of a framework's table hang together: levels, numbers, rules under components, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cchc_cli.messages import _, figure
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.below_components import LEVELS, settle
from cchc_cli.office.criteria_rows import Row, Rows, plain_name
from cchc_cli.office.drafts import Draft, Outline, Total
from cchc_cli.office.extras import extra_kind, unnumbered
from cchc_cli.office.marks import Mark, points_of
from cchc_cli.office.numbering import Sequence
from cchc_cli.office.rule_lines import Line, split_lines
from cchc_cli.office.share_text import explains, is_formula
from cchc_cli.office.taken_off import takes_off
from cchc_cli.office.vocabulary import WHOLE_TOTAL

REMARK = re.compile(r"\(|ghi chu|luu y|chu thich|trong do|can cu|truong hop")
IN_NAME = re.compile(r"\s*\((?:tối đa\s*)?(\d+(?:[.,]\d+)?)\s*(?:điểm|đ|points?)\)$", re.IGNORECASE)
"""The maximum behind a name: `CHỈ ĐẠO, ĐIỀU HÀNH (9,5 điểm)`."""
NAMED_AREAS = re.compile(r"(?<!\w)(?:[IVXL]{1,6}|[A-HĐ]|\d{1,2})(?!\w)")
"""Numbers of areas in the name of a total: `TỔNG CỘNG (I+II)`, `Cộng mục A`."""
ORDERED = ("letters", "roman", "dotted", "mixed")
"""Numbers that say a level by how they are written; small letters go below what stands above them."""


def outline_of(rows: Rows) -> tuple[Outline, list[Problem]]:
    """The nodes of a table, and the cells that can't be trusted."""
    found = list(rows.read())
    return _Builder(found).build(), rows.problems


class _Builder:
    """Goes down the rows and hangs each under the one that it belongs to."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = _with_levels(_with_sections(rows))
        self.outline = Outline()
        self.path: list[Draft] = []
        self.named: list[tuple[Total, str]] = []
        self.node: Draft | None = None
        self.sequence = Sequence(self.outline.repairs)
        self.order = _order(rows)
        self.last_node = max((row.row for row in self.rows if self._is_node(row)), default=-1)

    def build(self) -> Outline:
        for row in self.rows:
            if row.total:
                self._total(row)
            elif self._is_node(row):
                self._open(row)
            elif extra := unnumbered(row, self._last(row)):
                self.outline.extras.append(extra)
                self.node = extra
            else:
                self._below(row)
        for area in self.outline.areas:
            _level(area, 0)
            settle(area)
        self._settle_totals()
        return self.outline

    def _is_node(self, row: Row) -> bool:
        if row.level is not None:
            return True
        return any(mark.style != "bullet" for mark in row.marks) and (bool(row.name) or row.points is not None)

    def _open(self, row: Row) -> None:
        mark, unsure = self._mark(row)
        level = row.level if row.level is not None else self._level(mark)
        if level is None:
            text = _(
                "“{name}” stands above all levels: a framework has areas, criteria and components.", name=row.name[:60]
            )
            self.outline.doubts.append((row.address, text))
            if unsure:
                self.outline.doubts.append((row.address, unsure))
            return
        while self.path and self.path[-1].level >= level:
            self.path.pop()
        node = Draft(mark, plain_name(row.name), level, row.address, points_at=row.points_at, row=row.row)
        if unsure:
            node.doubt(row.address, unsure)
        node.points = self._maximum(node, row)
        if row.points is None and not row.points_text and (said := IN_NAME.search(node.name)):
            node.points, node.points_at = points_of(said[1]), row.address
            node.name = node.name[: said.start()].strip() or node.mark.text
        if row.points_text:
            node.doubt(row.points_at, _("“{text}” is not a number of points.", text=row.points_text[:60]))
        if not node.name:
            node.name = mark.text
            node.doubt(row.address, _("the name is blank."))
        node.owner, node.source = row.owner, row.source
        node.evidence = _evidence(row.evidence)
        node.lines = self._rule_lines(node, split_lines(row.rule, row.rule_at))
        if self.path:
            self.path[-1].children.append(node)
        else:
            self.outline.areas.append(node)
        self.path.append(node)
        self.node = node

    def _maximum(self, node: Draft, row: Row) -> float | None:
        """The points of a row. Only what is taken off may be written below zero; elsewhere it is no maximum."""
        if row.points is None or row.points >= 0:
            return row.points
        if any(extra_kind(each.name) == "penalty" for each in (*self.path, node)):
            return -row.points
        text = _("{found} is below zero, so it can't be a maximum.", found=figure(row.points))
        node.doubt(row.points_at, text)
        return None

    def _rule_lines(self, node: Draft, lines: list[Line]) -> list[Line]:
        """The lines of a rule; remarks among them are no part of it, and told."""
        if not any(line.points is not None for line in lines):
            return lines
        kept = []
        for line in lines:
            if line.points is None and REMARK.match(plain(line.text)) and not explains(line.text):
                told = _("“{text}” was not understood.", text=line.text[:80])
                node.doubt(line.address, told)
            else:
                kept.append(line)
        return kept

    def _mark(self, row: Row) -> tuple[Mark, str]:
        """The number of a row, and why it is not sure; blank where it is."""
        if not row.marks:
            siblings = [node for node in self.path if node.level < (row.level or 0)]
            above = siblings[-1].children if siblings else self.outline.areas
            return Mark("dotted", str(len(above) + 1)), ""
        return self.sequence.settle(row.marks, row.mangled, row.address)

    def _level(self, mark: Mark) -> int | None:
        """Below the node whose number it goes on with, else as high as numbers of its kind are in this table."""
        for at in range(len(self.path) - 1, -1, -1):
            texts = (self.path[at].mark.text, ".".join(node.mark.text for node in self.path[: at + 1]))
            if mark.parent and mark.parent in texts:
                return self.path[at].level + 1
        if mark.style == "letter":
            numbered = [node for node in self.path if node.mark.style != "letter"]
            return numbered[-1].level + 1 if numbered else 0
        place = self.order.index(mark.kind)
        hidden = 1 if len(self.order) > LEVELS and self.order[0] == (0,) else 0
        return place - hidden if place >= hidden else None

    def _total(self, row: Row) -> None:
        """Note a total: of the areas that it names, else of the area above it or of everything, as its place says."""
        area = [self.path[0]] if self.path else None
        total = Total(row.points_at, row.points, None, row.row, area)
        if area and not self._last(row) and not WHOLE_TOTAL.fullmatch(plain(row.name)):
            total.parts, total.likely = area, None
        self.named.append((total, row.name))
        self.outline.totals.append(total)

    def _settle_totals(self) -> None:
        """Decide what each total sums up: what it names, else what fits its figure, else what its place says."""
        everything = sum(_worth(area) for area in self.outline.areas)
        last = max((total.row for total in self.outline.totals), default=-1)
        areas = {area.mark.text: area for area in self.outline.areas}
        for total, name in self.named:
            said = [areas[text] for text in NAMED_AREAS.findall(name) if text in areas]
            if said:
                total.parts = None if len(said) == len(areas) else said
                continue
            sums = {True: everything, False: sum(_worth(each) for each in total.parts or total.likely or ())}
            fits = [
                whole
                for whole, points in sums.items()
                if total.points is not None and abs(points - total.points) < 1e-9
            ]
            if len(fits) == 1:
                total.parts = None if fits[0] else total.parts or total.likely
            elif total.parts is None and total.likely and total.row != last and len(areas) > 1:
                total.parts = total.likely

    def _last(self, row: Row) -> bool:
        """Whether no node comes after a row."""
        return row.row >= self.last_node

    def _below(self, row: Row) -> None:
        """A row without a number: a line of the rule of what stands above it, or nothing that is understood."""
        text = "\n".join(part for part in (row.name, row.rule) if part)
        if not text:
            if row.points is not None:
                self._note(row.points_at, _("points without a name."))
            return
        if self.node is None:
            self.outline.doubts.append((row.address, _("“{text}” stands before the first number.", text=text[:60])))
            return
        address = row.address if row.name else row.rule_at
        lines = split_lines(text, address)
        if len(lines) == 1 and lines[0].points is None and row.points is not None and not takes_off(text):
            lines = [Line(lines[0].text, row.points, address)]
        said = takes_off(text) or is_formula(text) or (bool(self.node.lines) and explains(text))
        if all(line.points is None for line in lines) and not said:
            told = _("“{text}” was not understood.", text=" ".join(text.split())[:80])
            self._note(address, told)
            return
        self.node.lines += lines
        self.node.evidence += [each for each in _evidence(row.evidence) if each not in self.node.evidence]

    def _note(self, address: str, text: str) -> None:
        if self.node is None:
            self.outline.doubts.append((address, text))
        else:
            self.node.doubt(address, text)


def _worth(node: Draft) -> float:
    """The points of a node as it says, else as those below it sum to."""
    return node.points if node.points is not None else sum(_worth(child) for child in node.children)


def _with_sections(rows: list[Row]) -> list[Row]:
    """Rows in capitals without a number, above numbers of two parts (2.1) that no row 2 has: they are the areas."""
    marks = [row.marks[0] for row in rows if row.marks]
    if any(mark.style in ("roman", "letters", "mixed") for mark in marks):
        return rows
    word = next((mark.word for mark in marks if mark.word and mark.depth == 1), 0)
    there = {mark.text for mark in marks if mark.style == "dotted" and mark.depth == 1}
    last = ""
    ahead = _marks_ahead(rows)
    for row, following in zip(rows, ahead, strict=True):
        if row.marks:
            last = row.marks[0].text.partition(".")[0] if row.marks[0].style == "dotted" else last
            continue
        first = following.text.partition(".")[0] if following else ""
        if row.name.isupper() and len(row.name) > 5 and not row.total and first not in ("", last, *there):
            row.marks, last = [Mark("dotted", first, word)], first
            there.add(first)
    return rows


def _with_levels(rows: list[Row]) -> list[Row]:
    """Rows of a table without any number: capitals are areas, else rows that those after them sum to; or nothing is."""
    named = [row for row in rows if row.points is not None and not row.total and not extra_kind(row.name)]
    if len(named) < 3 or any(mark.style != "bullet" for row in rows for mark in row.marks) or rows[0].level is not None:
        return rows
    heads = [row for row in named if row.name.isupper()]
    if not heads or heads[0] is not named[0] or len(heads) == len(named):
        heads = _heads_by_sums(named)
    for row in named if heads else ():
        row.level = 0 if any(row is head for head in heads) else 1
    return rows


def _heads_by_sums(rows: list[Row]) -> list[Row]:
    """The rows that the points of those below them, up to the next such row, sum to; none where some row is left."""
    heads: list[Row] = []
    left = 0.0
    for row in rows:
        points = row.points or 0.0
        if abs(left) < 1e-9:
            heads.append(row)
            left = points
        elif points > left + 1e-9:
            return []
        else:
            left -= points
    return heads if abs(left) < 1e-9 and len(heads) < len(rows) - 1 else []


def _marks_ahead(rows: list[Row]) -> list[Mark | None]:
    """For each row the number of the next one that has any."""
    found: list[Mark | None] = []
    ahead: Mark | None = None
    for row in reversed(rows):
        found.append(ahead)
        ahead = row.marks[0] if row.marks else ahead
    return found[::-1]


def _order(rows: Iterable[Row]) -> list[tuple[int, ...]]:
    """The kinds of numbers that stand in a table, from the highest level down.

    How numbers are written says it (A, I, 1, 1.1); a kind with a word before it stands above those that come after it.
    """
    first: dict[tuple[int, ...], int] = {}
    for place, row in enumerate(rows):
        for mark in row.marks[: 1 if not row.mangled else None]:
            if mark.style in ORDERED and not row.total:
                first.setdefault(mark.kind, place)
    order = sorted(kind for kind in first if kind[0] >= 0)
    at = 0
    for kind in sorted((kind for kind in first if kind[0] < 0), reverse=True):
        later = [place for place, other in enumerate(order) if place >= at and first[other] > first[kind]]
        at = min(later, default=len(order))
        order.insert(at, kind)
        at += 1
    return order


def _evidence(text: str) -> list[str]:
    lines = (plain_name(part.lstrip("-–—+•*· ")) for line in text.split("\n") for part in line.split(";"))
    return [line for line in lines if line]


def _level(node: Draft, level: int) -> None:
    """Count levels as the rows hang together: numbers may leave one out."""
    node.level = level
    for child in node.children:
        _level(child, level + 1)
