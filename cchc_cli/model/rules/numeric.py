"""Rules on a number: `linear` and `relative`, points that run with it, between two ends or up to the best of the group;
`tiers`, points by levels that it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import Meta, field

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE, VALUES, Bound
from cchc_cli.model.fields import Number, Points, Shape
from cchc_cli.model.rules import words
from cchc_cli.model.rules.base import Needed, Places, RuleFault, ScaledRule, next_levels, reach_faults
from cchc_cli.model.rules.cells import LONGEST_FORMULA

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

    def faults(self, maximum: float) -> Iterator[RuleFault]:
        """Ends that are one, and a floor beyond the better end."""
        hint = _("Write into from the value that gives nothing, into to the one that gives all points.")
        if self.start == self.to:
            yield ("to",), _("from and to are equal, so no value lies between them."), hint
        elif self.floor is not None and (self.floor - self.to) * (self.to - self.start) > 0:
            yield ("floor",), _("the floor is better than to, so the maximum can't be reached."), hint

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
            raise words.UnreadableValue(line)

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


FROM, ABOVE = N_("from {bound}: {points}"), N_("above {bound}: {points}")


class Tier(Shape, frozen=True, kw_only=True):
    """`points` from the value `min` on, or of every value `above` another."""

    min: Number | None = None
    above: Number | None = None
    points: Points

    @property
    def bound(self) -> float:
        """Where it begins."""
        return self.above if self.above is not None else self.min or 0.0

    @property
    def told(self) -> str:
        """Where it begins, in a message."""
        return f"{'> ' if self.above is not None else ''}{self.bound:.12g}"

    @property
    def needed(self) -> Needed:
        """What reaches it."""
        return Needed(self.bound, 1, beyond=self.above is not None)

    @property
    def order(self) -> tuple[float, bool]:
        """Which of two tiers is the higher one: above 95 is higher than from 95 on."""
        return self.bound, self.above is not None


class Tiers(ScaledRule, frozen=True, kw_only=True, tag_field="type", tag="tiers"):
    """Points of the first tier that the value reaches, highest first; else 0.

    Where less is better, points grow from tier to tier down to one that begins at 0.
    """

    tiers: Annotated[tuple[Tier, ...], Meta(min_length=1)]

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """Those of the highest tier that is reached."""
        points = values * 0.0
        for tier in reversed(self.tiers):
            points[tier.needed.holds(values)] = tier.points
        return points

    @property
    def _less_is_better(self) -> bool:
        return self.tiers[-1].order <= (0, False) and self.tiers[-1].points > self.tiers[0].points

    @property
    def bounds(self) -> tuple[float, ...]:
        """Where the tiers begin."""
        return tuple(tier.bound for tier in self.tiers)

    def faults(self, maximum: float) -> Iterator[RuleFault]:
        """Tiers that say no bound or two, points beyond or below the maximum, tiers out of order."""
        points: dict[tuple[str | int, ...], float] = {
            ("tiers", number, "points"): tier.points for number, tier in enumerate(self.tiers)
        }
        for number, tier in enumerate(self.tiers):
            if (tier.min is None) == (tier.above is None):
                text = _("a tier has either min (from this value on) or above (more than this value).")
                yield ("tiers", number), text, ""
        yield from reach_faults(("tiers",), maximum, points)
        yield from self._disorder()

    def _disorder(self) -> Iterator[RuleFault]:
        hint = _("List tiers from the highest value to the lowest; a higher tier gives more points.")
        for number, (above, below) in enumerate(pairwise(self.tiers), start=1):
            bounds = {"below": below.told, "above": above.told}
            if below.order >= above.order:
                text = _("tiers are out of order: {below} stands under {above}.", **bounds)
                yield ("tiers", number, "min" if below.above is None else "above"), text, hint
            elif (below.points > above.points) != self._less_is_better and below.points != above.points:
                more, less = (below, above) if below.points > above.points else (above, below)
                text = _(
                    "the tier from {below} gives more than the tier from {above}.", below=more.told, above=less.told
                )
                yield ("tiers", number, "points"), text, hint

    def formula(self, at: Places) -> str:
        """What each tier brings more than the one below it."""
        below = (*(tier.points for tier in self.tiers[1:]), 0.0)
        more = ",".join(f"{tier.points - points!r}" for tier, points in zip(self.tiers, below, strict=True))
        bounds = ",".join(f"{tier.bound + (NOISE if tier.min is None else -NOISE)!r}" for tier in self.tiers)
        made = f"SUMPRODUCT(({self.number_at(at.value)}>{{{bounds}}})*{{{more}}})"
        return made if len(made) <= LONGEST_FORMULA else ""

    def lines(self) -> list[str]:
        """A tier each."""
        return [
            (_(ABOVE) if tier.above is not None else _(FROM)).format(
                bound=words.told_number(tier.bound), points=words.told_number(tier.points)
            )
            for tier in self.tiers
        ]

    @classmethod
    def read_lines(cls, lines: list[str]) -> dict[str, object]:
        """Tiers in the order of the lines."""
        tiers = []
        for line in lines:
            found = {"above": words.said(ABOVE, line), "min": words.said(FROM, line)}
            key = next((key for key, said in found.items() if said), None)
            if key is None:
                raise words.UnreadableValue(line)
            said = found[key] or {}
            tiers.append({key: words.number(said["bound"]), "points": words.number(said["points"])})
        return {"tiers": tiers}

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """What reaches the worst tier that gives so many."""
        return next((needed for needed, given in self.thresholds() if given >= points - NOISE), None)

    def thresholds(self) -> tuple[tuple[Needed, float], ...]:
        """The tiers that give more than the one before; where less is better, what keeps a value out of each but the best."""
        least, begins = 0.0, [(tier.needed, tier.points) for tier in reversed(self.tiers)]
        if self._less_is_better:
            least, pairs = self.tiers[0].points, pairwise(self.tiers)
            begins = [(Needed(above.bound, -1, beyond=above.above is None), below.points) for above, below in pairs]
        before = (least, *(points for _needed, points in begins))
        return tuple(step for step, points in zip(begins, before, strict=False) if step[1] > points)

    def steps(self, points: Floats, maximum: float) -> tuple[Floats, Floats]:
        """The tiers next below and next above."""
        return next_levels([0.0, *(tier.points for tier in self.tiers)], points, maximum)
