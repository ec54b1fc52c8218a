"""What one unit's index is made of, so that a document can compute it again when a figure is changed."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Part:
    """A component, with its maximum and the unit's points: NaN where not scored yet, None where not applicable.

    `tried` are the points of a scenario, the same where nothing else was asked for.
    """

    id: str
    name: str
    area: str
    max: float
    points: float | None
    tried: float | None


@dataclass(frozen=True)
class Extra:
    """A bonus or a penalty beside the components, given and tried."""

    id: str
    name: str
    kind: Literal["bonus", "penalty"]
    max: float
    points: float
    tried: float


@dataclass(frozen=True)
class Result:
    """What the points come to: published index (NaN where nothing applies) and the name of its rating."""

    index: float
    rating: str


@dataclass(frozen=True)
class Workings:
    """index = scale × points / max + bonus − penalty, each capped, rounded half up to `decimals` (None = not rounded).

    `ratings` have their least index and their name, the highest first.
    """

    unit: str
    year: int
    parts: tuple[Part, ...]
    extras: tuple[Extra, ...]
    scale: float
    decimals: int | None
    bonus_cap: float | None
    penalty_cap: float | None
    ratings: tuple[tuple[float, str], ...]
    now: Result
    then: Result
