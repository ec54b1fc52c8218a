"""What tasks win: one place for plans, progress, commitments, forecasts and documents."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from cchc_cli.index.rounding import BILLION, whole
from cchc_cli.model.tasks import Task


def gain_of(task: Task, lost: float) -> float:
    """The points that a task wins by itself where its component lost `lost`.

    What it says, but no more than was lost; everything where it says nothing (`is_assumed`). An occurrence of a
    recurring one wins its part.
    """
    return _whole_gain(task, lost) * float(task.share)


def _whole_gain(task: Task, lost: float) -> float:
    return lost if task.gain is None else min(task.gain, lost)


def is_assumed(task: Task) -> bool:
    """Whether a task says no gain."""
    return task.gain is None


def won(tasks: Iterable[Task], lost: Mapping[str, float]) -> float:
    """The points that tasks win together: no component more than it lost."""
    sums: dict[str, Fraction] = {}
    for task in tasks:
        gain = whole(_whole_gain(task, lost.get(task.component, 0.0))) * task.share
        sums[task.component] = sums.get(task.component, Fraction()) + gain
    return float(sum(min(gain, Fraction(whole(lost.get(each, 0.0)))) for each, gain in sums.items()) / BILLION)
