"""An improvement plan: what can be done, what was chosen, and what it comes to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Candidate:
    """An action that can win points back; `key` names it, `requires` has keys of others that must be done as well.

    `effort` in person-days (`assumed` where criteria.yaml says none), `gain` in points of the component, no
    more than it lost (all of that is `assumed_gain` where nothing says how much). A `generic` one stands for a component without actions.
    """

    key: str
    component: str
    action: str
    product: str
    owner: str
    due: date
    effort: float
    gain: float
    requires: tuple[str, ...] = ()
    assumed: bool = False
    generic: bool = False
    assumed_gain: bool = False


@dataclass(frozen=True)
class Step:
    """A chosen action with what has been reached once it and those above it are done.

    `effort` and `points` run: they are sums, points with no component above what it lost.
    """

    candidate: Candidate
    effort: float
    points: float


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
