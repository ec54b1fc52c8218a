"""`tiers`: points of the first tier that a value reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.fields import Number, Points, Shape
from cchc_cli.model.rules import words
from cchc_cli.model.rules.base import Fault, Needed, Places, ScaledRule, next_levels, reach_faults

if TYPE_CHECKING:
    from cchc_cli.model.rules.base import Floats


MOST_STEPS = 30
"""Tiers that fit into a formula of a spreadsheet."""
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
    """Points of the first tier that the value reaches, highest first; else 0."""

    tiers: Annotated[tuple[Tier, ...], Meta(min_length=1)]

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """Those of the highest tier that is reached."""
        points = values * 0.0
        for tier in reversed(self.tiers):
            points[tier.needed.holds(values)] = tier.points
        return points

    @property
    def bounds(self) -> tuple[float, ...]:
        """Where the tiers begin."""
        return tuple(tier.bound for tier in self.tiers)

    def faults(self, maximum: float) -> Iterator[Fault]:
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

    def _disorder(self) -> Iterator[Fault]:
        hint = _("List tiers from the highest value to the lowest; a higher tier gives more points.")
        for number, (above, below) in enumerate(zip(self.tiers, self.tiers[1:], strict=False), start=1):
            bounds = {"below": below.told, "above": above.told}
            if below.order >= above.order:
                text = _("tiers are out of order: {below} stands under {above}.", **bounds)
                yield ("tiers", number, "min" if below.above is None else "above"), text, hint
            elif below.points > above.points:
                text = _("the tier from {below} gives more than the tier from {above}.", **bounds)
                yield ("tiers", number, "points"), text, hint

    def formula(self, at: Places) -> str:
        """What each tier brings more than the one below it."""
        value, steps = self.number_at(at.value), []
        below = [*(tier.points for tier in self.tiers[1:]), 0.0]
        for tier, points in zip(self.tiers, below, strict=True):
            reached = f">{tier.bound + NOISE!r}" if tier.above is not None else f">={tier.bound - NOISE!r}"
            steps.append(f"({value}{reached})*{tier.points - points!r}")
        return "+".join(steps) if len(steps) <= MOST_STEPS else ""

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
                raise words.Unreadable(line)
            said = found[key] or {}
            tiers.append({key: words.number(said["bound"]), "points": words.number(said["points"])})
        return {"tiers": tiers}

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """What reaches the lowest tier that gives so many."""
        return next((tier.needed for tier in reversed(self.tiers) if tier.points >= points - NOISE), None)

    def thresholds(self) -> tuple[tuple[Needed, float], ...]:
        """The tiers."""
        return tuple((tier.needed, tier.points) for tier in reversed(self.tiers))

    def steps(self, points: Floats, maximum: float) -> tuple[Floats, Floats]:
        """The tiers next below and next above."""
        return next_levels([0.0, *(tier.points for tier in self.tiers)], points, maximum)
