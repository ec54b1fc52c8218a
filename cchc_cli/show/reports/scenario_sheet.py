"""A unit's index taken apart, for documents that compute it again."""

from collections import Counter
from collections.abc import Mapping

from cchc_cli.model.framework import YearFramework
from cchc_cli.model.scenario_sheet import Extra, Part, Result, Workings
from cchc_cli.show.names import Names

Points = Mapping[str, float | None]
Outcome = tuple[float, str | None]
"""An index and the id of its rating."""


def workings_of(
    names: Names, framework: YearFramework, unit: str, now: tuple[Points, Outcome], then: tuple[Points, Outcome]
) -> Workings:
    """Points by component and adjustment, and what they come to: as they are `now`, and as they are tried."""
    settings = framework.index

    def result(outcome: Outcome) -> Result:
        return Result(outcome[0], names.rating(outcome[1]))

    return Workings(
        unit=names.unit(unit),
        year=framework.year,
        parts=tuple(
            Part(leaf.id, names.node(leaf.id), names.node(leaf.area), leaf.max, now[0][leaf.id], then[0][leaf.id])
            for leaf in framework.leaves
        ),
        extras=tuple(
            Extra(each.id, names.node(each.id), each.kind, each.max, now[0][each.id] or 0.0, then[0][each.id] or 0.0)
            for each in framework.adjustments
        ),
        scale=settings.scale,
        decimals=settings.rounding,
        bonus_cap=settings.bonus_cap,
        penalty_cap=settings.penalty_cap,
        ratings=tuple((rating.min, rating.each_area, names.rating(rating.id)) for rating in settings.ratings),
        areas=tuple(Counter(leaf.area for leaf in framework.leaves).values()),
        now=result(now[1]),
        then=result(then[1]),
    )
