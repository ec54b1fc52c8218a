"""A framework as it was found in a table: nodes with their cells, and what is not sure of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cchc_cli.model.letters import plain
from cchc_cli.model.rules import Rule
from cchc_cli.office.marks import Mark
from cchc_cli.office.rule_lines import Line


@dataclass(frozen=True)
class Doubt:
    """Something that a person has to look at: where, and why. `node` is the id of the node that it is about, or blank."""

    address: str
    text: str
    node: str = ""


@dataclass
class Draft:
    """An area, criterion or component. `id` is final once ids are settled; before that `mark` says what stood there."""

    mark: Mark
    name: str
    level: int
    address: str
    points: float | None = None
    points_at: str = ""
    owner: str = ""
    source: str = ""
    evidence: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    row: int = 0
    id: str = ""
    rule: Rule | None = None

    def leaves(self) -> Iterator[Draft]:
        """What gets points, at or below it."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def all(self) -> Iterator[Draft]:
        """It and everything below, in order."""
        yield self
        for child in self.children:
            yield from child.all()

    def doubt(self, address: str, text: str) -> None:
        """Note what is not sure of it."""
        self.doubts.append((address, text))


def slug(text: str) -> str:
    """A name as an id: `Công chức Văn phòng` becomes cong-chuc-van-phong."""
    words = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in plain(text)).split()
    return "-".join(words)[:60].strip("-")


@dataclass
class Total:
    """A row that says what others sum to: some areas (`parts`), or everything. `likely`: what else it may sum."""

    address: str
    points: float | None
    parts: list[Draft] | None
    row: int = 0
    likely: list[Draft] | None = None


@dataclass
class Outline:
    """Everything that a table holds."""

    areas: list[Draft] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)
    extras: list[Draft] = field(default_factory=list)
    """Rows without a number that are called bonus or penalty points."""
    title: str = ""
