"""Numbers in a row: which one was meant where a spreadsheet has changed it; areas and ids that stand once in a file."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from cchc_cli.messages import _
from cchc_cli.office.frameworks.nodes import Ids, Node, Outline
from cchc_cli.office.tables.row_kinds import Row, extra_kind
from cchc_cli.office.words.numbers import ROMAN, Mark, roman_value
from cchc_cli.read.limits import whole

ORDERED = ("letters", "roman", "dotted", "mixed")
"""Numbers that say a level by how they are written; small letters go below what stands above them."""


class Sequence:
    """Follows the numbers down a table. What was repaired is noted."""

    def __init__(self, repairs: list[tuple[str, str]]) -> None:
        self.repairs = repairs
        self.last: tuple[int, ...] = ()

    def settle(self, marks: list[Mark], mangled: bool, address: str) -> tuple[Mark, str]:
        """The mark that was typed: of several the one that comes next, else the first that is not behind the last.

        With it why that is not sure, blank where it is.
        """
        mark, doubt = marks[0], ""
        if mark.style != "dotted":
            self.last = () if mark.style in ("roman", "letters") else self.last
            return mark, doubt
        if mangled:
            mark, doubt = self._typed(marks, address)
        self.last = _parts(mark)
        return mark, doubt

    def _typed(self, marks: list[Mark], address: str) -> tuple[Mark, str]:
        following = self._following()
        fitting = [mark for mark in marks if _parts(mark) in following]
        later = (mark for mark in marks if _parts(mark) > self.last)
        mark = fitting[0] if fitting else next(later, marks[0])
        if len(fitting) != 1:
            text = _("a spreadsheet has changed this number; it was read as {id}.", id=mark.text)
            return mark, text
        # A number as it stands, 1.1, may have been typed as 1.10 only.
        if mark != marks[0] or [each.text for each in marks[1:]] != [f"{mark.text}0"]:
            text = _("a spreadsheet has changed this number; what comes next is {id}.", id=mark.text)
            self.repairs.append((address, text))
        return mark, ""

    def _following(self) -> set[tuple[int, ...]]:
        """What may come next: the first below the last number, or the next one on any level above."""
        last = self.last
        above = {(*last[:depth], last[depth] + 1) for depth in range(len(last))}
        return {(*last, 1), *above}


def _parts(mark: Mark) -> tuple[int, ...]:
    return tuple(number for part in mark.text.split(".") if (number := whole(part)) is not None)


def comes_next(mark: Mark, last: Mark) -> bool:
    """Whether a number comes after another one of its kind, III after II and 1.3 after 1.2, or is the first below it."""
    if mark.parent == last.text:
        return _counted(mark) == 1
    return (mark.kind, mark.parent, _counted(mark)) == (last.kind, last.parent, _counted(last) + 1)


def _counted(mark: Mark) -> int:
    """The last part of a number, as a number: 3 of III, of 1.3 and of c."""
    part = mark.text.rpartition(".")[2]
    number = whole(part)
    return number if number is not None else roman_value(part) if re.fullmatch(ROMAN, part) else ord(part[-1]) & 31


def order_of(rows: Iterable[Row]) -> list[tuple[int, ...]]:
    """The kinds of numbers that stand in a table, from the highest level down.

    How numbers are written says it (A, I, 1, 1.1); a kind with a word before it stands above those that come after it.
    """
    first: dict[tuple[int, ...], int] = {}
    for place, row in enumerate(rows):
        for mark in _marks(row):
            first.setdefault(mark.kind, place)
    kinds = sorted(first)
    order = [kind for kind in kinds if kind[0] >= 0]
    at = 0
    for kind in reversed(kinds[: len(kinds) - len(order)]):
        later = (place for place in range(at, len(order)) if first[order[place]] > first[kind])
        at = next(later, len(order)) + 1
        order.insert(at - 1, kind)
    return order


def _marks(row: Row) -> list[Mark]:
    """The marks of a row that say a level."""
    found = row.marks if row.mangled else row.marks[:1]
    return [mark for mark in found if mark.style in ORDERED and row.kind != "total"]


def settle_ids(outline: Outline) -> None:
    """Give every node an id that stands once: the number as it stands, else with the numbers above it."""
    marks = [node.mark.text for node in outline.nodes() if node.mark.style != "letter"]
    for area in outline.areas:
        area.id = area.mark.text
        _ids_below(area, all_whole=len({*marks}) < len(marks))
    _tell_misplaced(outline)
    ids = Ids(node.id for node in outline.nodes())
    seen: set[str] = set()
    for node in outline.nodes():
        if node.id in seen:
            node.doubt(node.address, _("the number {id} stands there twice.", id=node.id))
            node.id = ids.take(node.id)
        seen.add(node.id)


def _tell_misplaced(outline: Outline) -> None:
    """Tell of numbers that go on with those of another node than they stand below (2.1 below 1), where most do not."""
    below = [(node, child) for node in outline.nodes() for child in node.children if child.mark.parent]
    odd = [
        (node, child) for node, child in below if node.mark.style == "dotted" and child.mark.parent != node.mark.text
    ]
    for node, child in odd if 2 * len(odd) < len(below) else ():
        text = _("the number {id} stands below {above}.", id=child.mark.text, above=node.mark.text)
        child.doubt(child.address, text)


def _ids_below(node: Node, *, all_whole: bool) -> None:
    for child in node.children:
        child.id = child.mark.text
        if all_whole or child.mark.style == "letter":
            child.id = f"{node.id}.{child.id.removeprefix(node.mark.text + '.')}"
        _ids_below(child, all_whole=all_whole)


def one_area(outline: Outline, title: str) -> None:
    """A table of one level only becomes criteria of one area."""
    own = [area for area in outline.areas if not extra_kind(area.name)] or outline.areas
    if not any(area.children for area in own):
        children = outline.areas
        mark = Mark("roman", "I") if all(child.mark.text != "I" for child in children) else Mark("letters", "A")
        area = Node(mark, title or _("All criteria"), 0, children[0].address, children=children)
        area.doubt(area.address, _("the table has one level only; its rows were put into one area."))
        for child in children:
            child.level = 1
        outline.areas = [area]


def own_criteria(outline: Outline) -> None:
    """An area without criteria gets points itself: it becomes a criterion of its own."""
    taken = {node.id for node in outline.nodes()}
    for area in (area for area in outline.areas if not area.children):
        identity = next(new for n in range(1, 10_000) if (new := f"{area.id}.{n}") not in taken)
        taken.add(identity)
        area.children = [replace(area, level=1, id=identity, children=[], doubts=[])]
        area.lines = []
        if not extra_kind(area.name):
            text = _("the area has no criteria: it was made a criterion of its own, {id}.", id=identity)
            area.doubt(area.address, text)


def is_elsewhere(mark: Mark, above: Mark) -> bool:
    """Whether a number says that it does not stand below another one: 2.1.1 is no part of 1.7."""
    own, other = mark.text.split("."), above.text.split(".")
    has_figures = all(map(str.isdigit, (*own, *other)))
    return has_figures and len(own) > len(other) > 1 and own[: len(other)] != other


def is_listed(way: list[Node], path: list[Node], mark: Mark, numbers: Container[str]) -> bool:
    """Whether all beside a node were listed before what is below them, which a number begins: 1.1 after 1, 2, 3.

    `way`: the one down to the node, blank without one; `path`: the one to the node before; `numbers`: all of the table.
    """
    last = path[len(way) - 1] if 0 < len(way) <= len(path) else None
    if last is None or way[-1].children or way[-1].mark.text in (node.mark.text for node in path):
        return False
    return _counted(mark) == 1 and (bool(last.children) or f"{last.mark.text}.1" in numbers)
