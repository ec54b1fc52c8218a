"""What one unit's index is made of, so that a document can compute it again when a figure is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Literal

from cchc_cli.model.bounds import NOISE
from cchc_cli.model.rules.base import BaseRule


@dataclass(frozen=True)
class ScenarioPart:
    """A component, or a bonus or a penalty beside them, with its maximum.

    `points` are those that the unit has, then those of each scenario: NaN where not scored yet, None where not
    applicable. `rule` gives points for a value, `best` is the best value of the other units, where it compares.
    """

    id: str
    name: str
    area: str
    max: float
    points: tuple[float | None, ...]
    rule: BaseRule | None = None
    best: float = nan
    kind: Literal["component", "bonus", "penalty"] = "component"


@dataclass(frozen=True)
class ScenarioResult:
    """What the points come to: published index (NaN where nothing applies), the name of its rating, and their `sums`:
    points, max, open, bonus and penalty as they count, and the lowest percent of an area where a rating asks for it."""

    index: float
    rating: str
    sums: Mapping[str, float]


@dataclass(frozen=True)
class Workings:
    """index = scale × points / max + bonus − penalty, each capped, rounded half up to `decimals` (None = not rounded).

    `ratings` have their least index, the percent that they ask for in each area (None: nothing) and their name, the
    highest first; `areas` say how many of the `parts` are those of each area. `results` are what the points come to as
    they are, then in each scenario; `scenarios` are the names of these, blank for one that is still as it is.
    """

    unit: str
    year: int
    parts: tuple[ScenarioPart, ...]
    extras: tuple[ScenarioPart, ...]
    scale: float
    decimals: int | None
    bonus_cap: float | None
    penalty_cap: float | None
    ratings: tuple[tuple[float, float | None, str], ...]
    areas: tuple[int, ...]
    scenarios: tuple[str, ...]
    results: tuple[ScenarioResult, ...]
    others: tuple[float, ...] = ()
    """The published indices of the other ranked units of the group; none where a rank hangs on more than an index."""
    dense: bool = False
    """Whether ranks go on by one behind a tie."""

    def rank(self, index: float) -> int:
        """The rank of an index among the others as they are."""
        above = [each for each in self.others if each > index + NOISE]
        return 1 + len(set(above) if self.dense else above)

    @property
    def asks_areas(self) -> bool:
        """Whether a rating depends on what each area has."""
        return any(each_area for _least, each_area, _name in self.ratings)
