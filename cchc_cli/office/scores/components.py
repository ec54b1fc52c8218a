"""The components of a framework, as cells name them: by id, by name, or by what a spreadsheet has left of an id."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Literal

from cchc_cli.model.criteria import Adjustment
from cchc_cli.model.framework import Framework, Leaf
from cchc_cli.model.grid import Value
from cchc_cli.model.letters import folded
from cchc_cli.model.nearest import names_of
from cchc_cli.office.tables.row_kinds import extra_kind
from cchc_cli.office.words.numbers import cell_marks, leading_mark

POINTS_BEHIND = re.compile(r"\s*[(:–-]\s*(?:tối đa:?\s*)?\d+(?:[.,]\d+)?\s*(?:điểm|đ|points?)\)?[.;]?$", re.IGNORECASE)
REMARK = re.compile(r"\s*\([^()]*\)\s*$")
"""What may stand behind a name, or be left out: `(chỉ áp dụng đối với phường)`."""
CLOSE = 0.75
"""How alike two names are at least, of 1, to ask whether they are the same."""
LONGEST = 500
"""Letters of a name that are compared."""


class Components:
    """The framework's nodes by id, by name and in order."""

    def __init__(self, framework: Framework, year: int) -> None:
        self.nodes = framework.nodes
        self.order = {identity: place for place, identity in enumerate(self.nodes)}
        self.leaves = set(framework.component_ids)
        self.lower = {identity.casefold(): identity for identity in self.order}
        self.names, self.bare = self._named(folded), self._named(lambda name: folded(REMARK.sub("", name)))
        self.names_of = {leaf: [folded(name) for name in names_of(self.nodes[leaf])] for leaf in self.leaves}
        extras = [node for node in self.nodes.values() if isinstance(node, Adjustment)]
        kinds = Counter(node.kind for node in extras)
        self.only: dict[str, str] = {node.kind: node.id for node in extras if kinds[node.kind] == 1}
        self.only_parts = _only_parts(framework.at(year).leaves)

    def _named(self, shown: Callable[[str], str]) -> dict[str, set[str]]:
        """The nodes by what is made of their names."""
        found: dict[str, set[str]] = defaultdict(set)
        for identity, node in self.nodes.items():
            for name in names_of(node):
                found[shown(name)].add(identity)
        return dict(found)

    def known(self, texts: Iterable[str]) -> set[str]:
        """The nodes with these ids, whatever their case."""
        return {self.lower[text.casefold()] for text in texts if text.casefold() in self.lower}

    def named(self, name: str) -> set[str]:
        """The nodes with this name; accents, case and punctuation aside. `Điểm cộng` is the only bonus there is."""
        name = name if folded(name) in self.names else heading_name(name)
        found = self.names.get(folded(name)) or self.names.get(folded(REMARK.sub("", name))) or set()
        # A remark may be left out; another one is another component.
        found = found or self.bare.get(folded(name), set())
        kind = "" if found or len(folded(REMARK.sub("", name)).split()) > 3 else extra_kind(name)
        return {self.only[kind]} if kind in self.only else found

    def likeness(self, name: str, leaves: Iterable[str]) -> dict[str, float]:
        """How alike a name is to those of components, 0 to 1; 0 for those that are far from alike."""
        matcher = SequenceMatcher(None, "", folded(leading_mark(name)[1])[:LONGEST])
        return {leaf: max(_ratio(matcher, other) for other in self.names_of[leaf]) for leaf in leaves}

    def is_unlike(self, identity: str, name: str) -> bool:
        """Whether less than a third of the words of a name stand in that of a component, or the other way round."""
        said, *names = ({*folded(each).split()} for each in (name, *names_of(self.nodes[identity])))
        return bool(said) and all(len(said & name) * 3 < min(len(said), len(name)) for name in names)

    def heading(self, value: Value) -> Literal["id", "name", ""]:
        """Whether a cell holds the id of a component (perhaps one that a spreadsheet has changed), or its name."""
        name = heading_name(value) if isinstance(value, str) else ""
        texts = [*(mark.text for mark in cell_marks(name or value)[0]), name]
        if self.known(texts) & self.leaves:
            return "id"
        if not name:
            return ""
        mark, rest = leading_mark(name)
        both = self.named(name) | self.named(rest) | self.known([mark.text] if mark else [])
        return "name" if both & self.leaves else ""


def _only_parts(leaves: Iterable[Leaf]) -> dict[str, str]:
    """The one component of areas and criteria that have no other in a year: their points are its points."""
    below: dict[str, list[str]] = defaultdict(list)
    for leaf in leaves:
        for above in leaf.path[:-1]:
            below[above].append(leaf.id)
    return {above: parts[0] for above, parts in below.items() if len(parts) == 1}


def _ratio(matcher: SequenceMatcher[str], other: str) -> float:
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


def heading_name(value: str) -> str:
    """The name in a heading, on one line, without the points in brackets behind it."""
    return POINTS_BEHIND.sub("", " ".join(value.split()))
