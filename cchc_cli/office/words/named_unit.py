"""Which units a text names."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class NamedUnit:
    """Which units a text names: `known` by their ids, `strange` as they stand there."""

    known: set[str] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.known or self.strange)

    def add(self, other: NamedUnit) -> None:
        """What another text names, too."""
        self.known |= other.known
        self.strange += other.strange
