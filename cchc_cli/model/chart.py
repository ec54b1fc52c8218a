"""Charts as data: what is drawn, and what it says to those who can't see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChartKind = Literal["bars", "pareto", "bump", "timeline", "lines", "ranges", "histogram", "heat"]


@dataclass(frozen=True)
class Series:
    """Numbers of a chart, one for each of its labels; None where there is none."""

    name: str
    values: tuple[float | None, ...]
    emphasis: bool = False
    span: tuple[float, float] | None = None
    """The lowest and the highest number that may still come at the last label (`bump`), where it has none."""
    shared: tuple[bool, ...] = ()
    """For each label whether others have the same number there (`bump`)."""


@dataclass(frozen=True)
class Chart:
    """A picture of a few numbers; each writer draws it, or leaves it out.

    | kind | labels | series |
    |---|---|---|
    | `bars` | what is measured | percents, then others to be seen against (optional): an earlier year's, goals |
    | `pareto` | causes, the largest first | points, and percents added up from the first on |
    | `bump` | years | a unit each: its ranks; `emphasis` is the own unit |
    | `timeline` | tasks | first and last days, as `date.toordinal()` |
    | `lines` | months | a rate each: its percents |
    | `ranges` | what is forecast | percents: lowest, highest, expected, then those of an earlier year (optional) |
    | `histogram` | ranges of figures | how many there are in each |
    | `heat` | columns | a row each, from the top: percents, coloured on either side of `mark` |

    `states` (timeline) says how each task stands: one of `done`, `doing`, `todo`, `due_soon`, `overdue`,
    `cancelled`; `notes` (timeline) is that in words, and who does it, or (ranges) what the percents are in figures. `mark` is a value to be seen against
    (a percent, a day), `mark_label` its name. `description` is what a reader gets who can't see it.
    """

    kind: ChartKind
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    states: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    mark: float | None = None
    mark_label: str = ""
