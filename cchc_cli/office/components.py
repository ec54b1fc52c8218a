"""The components of a framework, as cells name them: by id, by name, or by what a spreadsheet has left of an id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.office.marks import cell_marks, leading_mark

POINTS_BEHIND = re.compile(r"\s*\((?:tối đa:?\s*)?\d+(?:[.,]\d+)?\s*(?:điểm|đ|points?)\)$", re.IGNORECASE)


class Components:
    """The framework's nodes by id, by name and in order."""

    def __init__(self, framework: Framework) -> None:
        self.nodes = framework.nodes
        self.order: dict[str, int] = {}
        self.leaves = set(framework.component_ids)
        for identity in framework.nodes:
            self.order.setdefault(identity, len(self.order))
        self.lower = {identity.casefold(): identity for identity in self.order}
        self.names: dict[str, set[str]] = {}
        for identity, node in self.nodes.items():
            for name in (node.name, node.name_en):
                if name:
                    self.names.setdefault(folded(name), set()).add(identity)

    def known(self, texts: Iterable[str]) -> set[str]:
        """The nodes with these ids, whatever their case."""
        return {self.lower[text.casefold()] for text in texts if text.casefold() in self.lower}

    def named(self, name: str) -> set[str]:
        """The nodes with this name; accents, case and punctuation aside."""
        return self.names.get(folded(name), set()) if name else set()

    def heading(self, value: Value) -> Literal["id", "name", ""]:
        """Whether a cell holds the id of a component (perhaps one that a spreadsheet has changed), or its name."""
        marks, _mangled = cell_marks(value)
        texts = [mark.text for mark in marks] + ([value.strip()] if isinstance(value, str) else [])
        if self.known(texts) & self.leaves:
            return "id"
        if not isinstance(value, str):
            return ""
        name = heading_name(value)
        mark, rest = leading_mark(name)
        both = self.named(name) | self.named(rest) | self.known([mark.text] if mark else [])
        return "name" if both & self.leaves else ""


def heading_name(value: str) -> str:
    """The name in a heading, on one line, without the points in brackets behind it."""
    return POINTS_BEHIND.sub("", " ".join(value.split()))


def folded(name: str) -> str:
    """A name without accents, case and punctuation."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(name)).split())
