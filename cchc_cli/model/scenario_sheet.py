"""What one unit's index is made of, so that a document can compute it again when a figure is changed."""

from dataclasses import dataclass
from itertools import islice
from math import isnan, nan
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
    """What the points come to: published index (NaN where nothing applies) and the name of its rating."""

    index: float
    rating: str


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

    def sums(self, at: int) -> dict[str, float]:
        """points, max, open, bonus and penalty as they count, and the lowest percent of an area; 0: as they are."""
        pairs = [(part.points[at], part.max) for part in self.parts]
        applying = [(points, most) for points, most in pairs if points is not None]
        return {
            "points": sum(points for points, _most in applying if not isnan(points)),
            "max": sum(most for _points, most in applying),
            "open": sum(most for points, most in applying if isnan(points)),
            "bonus": self._given("bonus", at, self.bonus_cap),
            "penalty": self._given("penalty", at, self.penalty_cap),
            "lowest": self._lowest(pairs),
        }

    def _given(self, kind: str, at: int, cap: float | None) -> float:
        """The points of all adjustments of a kind, as far as they count."""
        given = sum(extra.points[at] or 0.0 for extra in self.extras if extra.kind == kind)
        return given if cap is None else min(given, cap)

    def _lowest(self, pairs: list[tuple[float | None, float]]) -> float:
        """The lowest percent of an area; 100 where nothing applies."""
        rest, percents = iter(pairs), [100.0]
        for count in self.areas:
            area = [(points, most) for points, most in islice(rest, count) if points is not None]
            most = sum(each for _points, each in area)
            got = sum(points for points, _most in area if not isnan(points))
            percents += [100 * got / most] if most else []
        return min(percents)
