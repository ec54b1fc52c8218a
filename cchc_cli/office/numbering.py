"""Numbers in a row: which one was meant where a spreadsheet has changed it, and ids that stand once in a file."""

from __future__ import annotations

from collections import Counter
from itertools import count

from cchc_cli.messages import _
from cchc_cli.office.nodes import Node, Outline
from cchc_cli.office.numbers import Mark
from cchc_cli.read.limits import whole


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
        if not fitting:
            fitting = [mark for mark in marks if _parts(mark) > self.last][:1]
        mark = fitting[0] if fitting else marks[0]
        if len(fitting) != 1 or _parts(mark) not in following:
            text = _("a spreadsheet has changed this number; it was read as {id}.", id=mark.text)
            return mark, text
        if mark != marks[0] or not _number_as_it_stands(marks):
            text = _("a spreadsheet has changed this number; what comes next is {id}.", id=mark.text)
            self.repairs.append((address, text))
        return mark, ""

    def _following(self) -> set[tuple[int, ...]]:
        """What may come next: the first below the last number, or the next one on any level above."""
        last = self.last
        above = {(*last[:depth], last[depth] + 1) for depth in range(len(last))}
        return {(*last, 1), *above}


def _number_as_it_stands(marks: list[Mark]) -> bool:
    """Whether a cell holds a number (1.1, which may have been typed 1.10), and not what was made a date."""
    return len(marks) == 2 and marks[1].text == f"{marks[0].text}0"


def _parts(mark: Mark) -> tuple[int, ...]:
    return tuple(number for part in mark.text.split(".") if (number := whole(part)) is not None)


def settle_ids(outline: Outline) -> None:
    """Give every node an id that stands once: the number as it stands, else with the numbers above it."""
    nodes = [(node, parent) for area in outline.areas for node, parent in _with_parents(area, None)]
    marks = [node.mark.text for node, _parent in nodes if node.mark.style != "letter"]
    repeated = len({*marks}) < len(marks)
    for node, parent in nodes:
        node.id = node.mark.text
        if parent is not None and (repeated or node.mark.style == "letter"):
            node.id = f"{parent.id}.{node.id.removeprefix(parent.mark.text + '.')}"
    taken = {node.id for node, _parent in nodes}
    seen: Counter[str] = Counter()
    for node, _parent in nodes:
        own = node.id
        seen[own] += 1
        if seen[own] > 1:
            node.doubt(node.address, _("the number {id} stands there twice.", id=own))
            node.id = next(new for n in count(seen[own]) if (new := f"{own}-{n}") not in taken)
            taken.add(node.id)


def _with_parents(node: Node, parent: Node | None) -> list[tuple[Node, Node | None]]:
    return [(node, parent), *(pair for child in node.children for pair in _with_parents(child, node))]
