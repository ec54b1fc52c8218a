"""`linear` and `relative`: points that run with the value, between two ends or up to the best of the group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from msgspec import field

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE, VALUES, Bound
from cchc_cli.model.fields import Number
from cchc_cli.model.rules import words
from cchc_cli.model.rules.base import Fault, Needed, Places, ScaledRule

if TYPE_CHECKING:
    from cchc_cli.model.rules.base import Floats

ENDS, FLOOR = N_("from {start} to {to}"), N_("worse than {floor}: 0")
MORE, LESS = N_("more is better"), N_("less is better")


class Linear(ScaledRule, frozen=True, kw_only=True, tag_field="type", tag="linear"):
    """max × (value − from) / (to − from); worse than `floor` = 0."""

    start: Number = field(name="from")
    to: Number
    floor: Number | None = None
    phrases: ClassVar[tuple[str, ...]] = (ENDS, FLOOR)

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """The share of the way that was gone."""
        # Values beyond the ends count as these: however near they are to one another, nothing overflows.
        within = values.clip(min(self.start, self.to), max(self.start, self.to))
        points: Floats = maximum * (within - self.start) / (self.to - self.start)
        if self.floor is not None:
            rises = self.to > self.start
            points[values < self.floor - NOISE if rises else values > self.floor + NOISE] = 0.0
        return points

    def formula(self, at: Places) -> str:
        """The share of the way."""
        value, low, high = self.number_at(at.value), min(self.start, self.to), max(self.start, self.to)
        share = f"{at.maximum}*(MAX(MIN({value},{high!r}),{low!r})-{self.start!r})/{self.to - self.start!r}"
        if self.floor is None:
            return share
        worse = f"<{self.floor - NOISE!r}" if self.to > self.start else f">{self.floor + NOISE!r}"
        return f"IF({value}{worse},0,{share})"

    @property
    def bounds(self) -> tuple[float, ...]:
        """The two ends."""
        return self.start, self.to

    def faults(self, maximum: float) -> Iterator[Fault]:
        """Ends that are one, and a floor beyond the better end."""
        if self.start == self.to:
            yield ("to",), _("from and to are equal, so no value lies between them."), ""
        elif self.floor is not None and (self.floor - self.to) * (self.to - self.start) > 0:
            yield ("floor",), _("the floor is better than to, so the maximum can't be reached."), ""

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """The value at this share of the way, or the floor where it is nearer."""
        value = self.start + (self.to - self.start) * points / maximum
        better = 1 if self.to > self.start else -1
        if self.floor is not None and points > 0:
            value = max(value, self.floor) if better > 0 else min(value, self.floor)
        return Needed(value, better)

    def step(self, maximum: float) -> float:
        """What one unit of the value is worth."""
        return maximum / abs(self.to - self.start)


class Relative(ScaledRule, frozen=True, kw_only=True, tag_field="type", tag="relative"):
    """max × value / best value of the unit's group in the year; with `lower`, where less is better, max × best / value.

    The best have the maximum, a value of 0 among them only where less is better: where nobody has anything,
    nobody gets points for it.
    """

    to: Literal["best"]
    lower: bool = False
    allowed: ClassVar[Bound] = Bound(0, VALUES.most)

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """The share of the best, or that of the best in the value."""
        share = best / values if self.lower else values / best
        share[values <= 0] = float(self.lower)
        points: Floats = maximum * share
        return points

    def formula(self, at: Places) -> str:
        """The share of the best: of the others as they are known, and of itself."""
        value = self.number_at(at.value)
        known = value if at.best != at.best else f"{'MIN' if self.lower else 'MAX'}({at.best!r},{value})"
        if self.lower:
            return f"IF({value}<=0,{at.maximum},{at.maximum}*{known}/{value})"
        return f"IF({value}<=0,0,{at.maximum}*{value}/{known})"

    def lines(self) -> list[str]:
        """Which way is better."""
        return [_(LESS) if self.lower else _(MORE)]

    @classmethod
    def read_lines(cls, lines: list[str]) -> dict[str, object]:
        """Which way is better; more, where nothing is said."""
        return {"to": "best"} | super().read_lines(lines)

    @classmethod
    def read_line(cls, line: str, keys: dict[str, object]) -> None:
        """Which way is better."""
        if words.said(LESS, line) is not None:
            keys["lower"] = "true"
        elif words.said(MORE, line) is None:
            raise words.Unreadable(line)

    @property
    def compares(self) -> bool:
        """With the best of the group."""
        return True

    def best(self, values: Floats) -> float:
        """The best of some values, at least one of which is a number."""
        import numpy as np

        return float(np.nanmin(values) if self.lower else np.nanmax(values))

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """That share of the best; none without a best."""
        if best != best or (self.lower and points <= 0):
            return None
        return Needed(best * maximum / points, -1) if self.lower else Needed(best * points / maximum, 1)

    def step(self, maximum: float) -> float:
        """One percent of the best."""
        return maximum / 100
