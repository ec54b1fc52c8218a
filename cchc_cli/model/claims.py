"""What a published table of results says, in a form that can be recomputed; every figure with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class SumClaim:
    """A figure that is the sum of others. `alternatives`: what it may be the sum of; claims of one `column` share the choice."""

    cell: str
    name: str
    column: str
    said: float
    alternatives: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class ShareClaim:
    """A figure that is points as a percentage of a maximum (None: not said in the table)."""

    cell: str
    name: str
    column: str
    said: float
    points: float
    max: float | None


@dataclass(frozen=True)
class Placed:
    """A unit's place in a table: `figure` is what it is ranked by as published, `parts` what that is made of.

    `figure_cell`, `rank_cell` and `rating_cell` are blank where the table has no such column.
    """

    name: str
    section: str
    figure: float | None
    figure_cell: str
    parts: tuple[float, ...] = ()
    rank: int | None = None
    rank_cell: str = ""
    rating: str = ""
    rating_cell: str = ""


@dataclass(frozen=True)
class Claims:
    """Everything in a table that can be recomputed, and what could not be made out."""

    file: str
    sheet: str
    sums: list[SumClaim] = field(default_factory=list)
    shares: list[ShareClaim] = field(default_factory=list)
    caps: list[ShareClaim] = field(default_factory=list)
    """Points that may not pass their maximum."""
    placed: list[Placed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Kind = Literal["sum", "percent", "rounding", "rank", "rank_exact", "rating", "over_max", "tie"]


@dataclass(frozen=True)
class Disagreement:
    """A cell whose figure is not what the others give. `said` and `expected` are numbers, or texts for ratings.

    `rounding`: rounding of the parts can explain it. `rank_exact`: right only on digits that the table does not show.
    `tie`: units that share a figure only through rounding (`others`).
    """

    cell: str
    name: str
    kind: Kind
    column: str
    said: float | str | None
    expected: float | str | None
    others: tuple[tuple[str, float | None], ...] = ()
    """Other units, with the figure that counts for them."""
