"""How a unit's index and rank changed, would change, or might: what reports are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from pandas import DataFrame

    from cchc_cli.model.criteria import Rating
    from cchc_cli.model.rules.base import Needed

TableRow: TypeAlias = Mapping[Any, Any]
"""A row of a table by its columns; pandas says nothing of their types."""


@dataclass(frozen=True)
class Composition:
    """What a unit's index is made of: exact = scale × points / max + Σ adjustments, rounded: index. NaN without a max.

    `adjustments`: one row an adjustment that was given: level (`bonus` or `penalty`), id, given (its points as
    they were given), points (what they do to the index, after the caps: a penalty's are below 0), note (a
    position in the notes).
    """

    scale: float
    points: float
    max: float
    exact: float
    index: float
    adjustments: DataFrame

    @property
    def is_adjusted(self) -> bool:
        """Whether the index is more than the share of the points that were got."""
        return len(self.adjustments) > 0

    @property
    def rescaling(self) -> float:
        """What counting `max` as the scale adds to the points."""
        return self.scale * self.points / self.max - self.points if self.max else 0.0

    @property
    def rounding(self) -> float:
        """What rounding adds to the exact index."""
        return round(self.index - self.exact, 9)


@dataclass(frozen=True)
class LikeForLike:
    """The index over the `components` that apply in both years, rescaled; NaN where there is none."""

    components: int
    previous: float
    now: float


@dataclass(frozen=True)
class RankSplit:
    """previous − now = others + own + membership, each in ranks, positive = moved up.

    - `others`: what the others' new indices did while ours stood still
    - `own`: what our own new index did
    - `membership`: units that are new, gone, merged, or unranked in one of the years
    """

    previous: int
    others: int
    own: int
    membership: int
    now: int


@dataclass(frozen=True)
class Membership:
    """Units ranked now but not before, and the reverse; those that merged or were `renamed` (id: the earlier one) in neither.

    `provisional` are those of `joined` and `left` that have scores in both years, but in one not all of them yet.
    """

    joined: tuple[str, ...]
    left: tuple[str, ...]
    merged: dict[str, tuple[str, ...]]
    renamed: dict[str, str] = field(default_factory=dict)
    provisional: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.joined or self.left or self.merged)


@dataclass(frozen=True)
class Passing:
    """A unit that passed another between two years, and the parts of the index on which it gained most on it.

    `ties` says of either rank whether other units share it.
    """

    unit: str
    previous_rank: float
    rank: float
    ties: tuple[bool, bool]
    gains: list[tuple[str, float]]


@dataclass(frozen=True)
class Change:
    """What changed for a unit since `since`.

    `rows` are those of `split_index`. `previous` and `now` are published indices, `exact` is the unrounded
    change. `provisional` and `maxima` (of the index) are those of `since` and of the later year.
    `unscored`: how many components that apply in both years are not scored in one of them, and what that makes of
    `exact`, as they count 0 there. `overtaken_by` and `overtook` have the nearest unit first. `made_of` are the index
    of `since` and that of the later year.
    """

    since: int
    rows: DataFrame
    provisional: tuple[bool, bool]
    maxima: tuple[float, float]
    previous: float
    now: float
    exact: float
    made_of: tuple[Composition, Composition]
    like_for_like: LikeForLike
    unscored: tuple[int, float]
    rank: RankSplit | None
    membership: Membership
    overtaken_by: list[Passing]
    overtook: list[Passing]

    @property
    def published(self) -> float:
        """The change of the published index."""
        return round(self.now - self.previous, 9)

    @property
    def rounding(self) -> float:
        """The part of the published change that only rounding made."""
        return round(self.published - self.exact, 9)


@dataclass(frozen=True)
class HeldBack:
    """A rating for which the points are there, but not the `least` percent in each area: the lowest has `percent`."""

    rating: str
    least: float
    area: str
    percent: float


@dataclass(frozen=True)
class Outcome:
    """A unit's result under a scenario, and the units that it passes or is passed by on the way there."""

    index: float
    index_change: float
    rating: str | None
    rank: float
    tied: bool
    rank_change: float
    provisional: bool
    passed: tuple[str, ...]
    passed_by: tuple[str, ...]
    held_back: HeldBack | None = None


@dataclass(frozen=True)
class Place:
    """Where an index puts a unit: the published index, its rating, its rank (NaN without one), whether others share that."""

    index: float
    rating: str | None
    rank: float
    tied: bool
    held_back: HeldBack | None = None


NOWHERE = Place(float("nan"), None, float("nan"), tied=False)
"""Where a unit is to which nothing applies."""


@dataclass(frozen=True)
class RatingNeed:
    """The points that a rating needs, and how many of them in which areas, where it asks for a percent in each."""

    rating: Rating
    points: float
    areas: dict[str, float]


@dataclass(frozen=True)
class Need:
    """What a goal needs: points of components, and the place that they bring; `reachable` with every point there is.

    `areas`: how many of the points in which areas at least.
    """

    points: float
    reachable: bool
    place: Place
    areas: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Uncertainty:
    """What is varied: maxima by up to `weights` (0.1 = ±10%), each scored component by a step with chance `noise`."""

    weights: float
    noise: float
    runs: int
    seed: int


@dataclass(frozen=True)
class Robustness:
    """What came of varying by `doubt`. `units`: unit, index, rank, tied, rank_low, rank_high (5% and 95% of the runs),
    keep_rating (part of the runs).

    `at_least`: for each unit and rating the part of the runs in which it gets that rating or a better one.
    `movable` is the part of the scores that a step changes by a thousandth of their maximum or more; `pairs` the part of pairs
    of units, over all runs, whose order is the published one; NaN without any.
    """

    doubt: Uncertainty
    units: DataFrame
    at_least: DataFrame
    movable: float
    pairs: float


@dataclass(frozen=True)
class Reference:
    """What a unit is compared with, as people call it: a `unit`, or the `mean` or `median` of `units`, by component."""

    label: str
    units: tuple[str, ...]
    kind: Literal["unit", "mean", "median"] = "unit"


@dataclass(frozen=True)
class NextPoints:
    """What the next points of a component need: a value (`needed`) or an option, and how many points that adds.

    `value`: what stands there now; None where the points do not follow from it.
    """

    component: str
    value: float | str | None
    needed: Needed | None
    option: str
    gain: float
