"""An improvement plan: what can be done, what was chosen, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan


@dataclass(frozen=True)
class Candidate:
    """An action that can win points back; `key` names it, `requires` has keys of others that must be done as well.

    `effort` in person-days (`assumed` where nobody says one), `gain` in points of the component, no
    more than it lost (all of that is `assumed_gain` where nothing says how much). A `generic` one stands for a component without actions.
    A task of data/tasks.csv may have no deadline (None) and no effort (NaN).
    """

    key: str
    component: str
    action: str
    product: str
    owner: str
    due: date | None
    effort: float
    gain: float
    requires: tuple[str, ...] = ()
    assumed: bool = False
    generic: bool = False
    assumed_gain: bool = False

    @property
    def last_day(self) -> date:
        """The deadline; what has none comes after all others."""
        return self.due or date.max

    @property
    def due_text(self) -> str:
        """The deadline as tables hold it."""
        return self.due.isoformat() if self.due else ""

    @property
    def days(self) -> float:
        """The effort as it is summed: 0 where nobody says one."""
        return 0.0 if isnan(self.effort) else self.effort


@dataclass(frozen=True)
class Floor:
    """Points that must be won on some components together, whatever the others win."""

    components: frozenset[str]
    points: float


@dataclass(frozen=True)
class Step:
    """A chosen action with what has been reached once it and those above it are done.

    `effort` and `points` run: they are sums, points with no component above what it lost; `wins` has them by component.
    """

    candidate: Candidate
    effort: float
    points: float
    wins: Mapping[str, float]


@dataclass(frozen=True)
class Plan:
    """The chosen actions in the order in which they are best done.

    `optimal` is False where the goal is out of reach; `proven` is False where the solver
    stopped before it could tell that no other choice is better.
    """

    steps: tuple[Step, ...]
    optimal: bool
    proven: bool = True

    @property
    def effort(self) -> float:
        """Person-days of all."""
        return self.steps[-1].effort if self.steps else 0.0

    @property
    def points(self) -> float:
        """Points of all."""
        return self.steps[-1].points if self.steps else 0.0

    @property
    def wins(self) -> Mapping[str, float]:
        """Points of all, by component."""
        return self.steps[-1].wins if self.steps else {}
