"""A unit's year: what the commands on one unit start from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import pandas as pd

from cchc_cli.commands.assessment import Assessment
from cchc_cli.index.at_maximum import kept_maxima
from cchc_cli.index.composition import compose
from cchc_cli.index.losses import lost_points
from cchc_cli.index.points import YearPoints
from cchc_cli.index.ranks import Year
from cchc_cli.index.results import unit_results
from cchc_cli.index.scenarios import best_of_others, points_now, variants
from cchc_cli.model.analysis import Composition
from cchc_cli.model.criteria import Index
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Report
from cchc_cli.model.scenario_sheet import ScenarioPart, ScenarioResult, Workings
from cchc_cli.show.names import Names
from cchc_cli.show.reports.unit_result import UnitResult

PointsById = Mapping[str, float | None]
SUMS = ("points", "max", "open", "bonus", "penalty", "lowest")
SCENARIOS = 2
"""So many stand beside the result as it is, at least: those that nobody has named yet have the same points."""


@dataclass(frozen=True)
class UnitYear:
    """The result of a unit in a year, beside that of `since` where there is one."""

    scores: Assessment
    year: int
    unit: str
    since: int | None = None

    @property
    def names(self) -> Names:
        """What ids stand for."""
        return self.scores.names

    @property
    def settings(self) -> Index:
        """`index` of criteria.yaml."""
        return self.scores.framework.criteria.index

    @property
    def marks(self) -> YearPoints:
        """The points of all units."""
        return self.scores.marks(self.year)

    @property
    def published(self) -> Year:
        """Results and ranks of all units."""
        return self.scores.published(self.year)

    @property
    def framework(self) -> YearFramework:
        """What holds for the unit."""
        return self.marks.framework_of(self.unit)

    @property
    def earlier(self) -> YearPoints | None:
        """The points of `since` as the units of this year see them."""
        return None if self.since is None else self.scores.earlier(self.since, self.year)

    @cached_property
    def standing(self) -> UnitResult:
        """Where the unit stands among all."""
        return self.scores.standing(self.unit, self.year, self.since)

    @property
    def composition(self) -> Composition:
        """What the index is made of."""
        return compose(self.published, self.unit)

    def lost(self, low: float | None = None) -> pd.DataFrame:
        """The lost points (see `lost_points`); under `low` percent, else index.low, a component is low."""
        return lost_points(self.marks, self.earlier, self.unit, self.settings.low if low is None else low)

    def kept(self) -> pd.DataFrame:
        """What is at its maximum (see `kept_maxima`)."""
        years = [each for each in self.scores.years if each <= self.year]
        return kept_maxima([self.scores.earlier(each, self.year) for each in years], self.unit)

    def with_workings(self, report: Report, tried: Sequence[tuple[str, PointsById]] = ()) -> Report:
        """The report with what the unit's index is made of, and with other points where some are tried."""
        return replace(report, workings=lambda: self._workings(tried))

    def _workings(self, tried: Sequence[tuple[str, PointsById]]) -> Workings:
        """Points by component and adjustment, and what they come to: as they are, then in each scenario."""
        names, framework, settings = self.names, self.framework, self.settings
        now = points_now(self.marks, self.unit)
        blanks = [""] * (SCENARIOS - len(tried))
        points_of = [now, *(now | dict(points) for _name, points in tried), *[now] * len(blanks)]
        lines = unit_results(variants(self.marks, self.unit, points_of)).to_dict("records")
        return Workings(
            unit=names.unit(self.unit),
            year=self.year,
            parts=self._parts(points_of),
            extras=self._extras(points_of),
            scale=settings.scale,
            decimals=settings.rounding,
            bonus_cap=settings.bonus_cap,
            penalty_cap=settings.penalty_cap,
            ratings=tuple((rating.min, rating.each_area, names.rating(rating.id)) for rating in settings.ratings),
            areas=tuple(Counter(leaf.area for leaf in framework.leaves).values()),
            scenarios=(*(name for name, _points in tried), *blanks),
            results=tuple(
                ScenarioResult(
                    line["index"], names.rating(line["rating"]), {each: line[each] for each in SUMS if each in line}
                )
                for line in lines
            ),
            others=self._others(),
            dense=settings.ties == "dense",
        )

    def _parts(self, tried: Sequence[PointsById]) -> tuple[ScenarioPart, ...]:
        """The components with the points that are tried."""
        node, best = self.names.node, best_of_others(self.marks, self.unit)
        return tuple(
            ScenarioPart(
                leaf.id,
                node(leaf.id),
                node(leaf.area),
                leaf.max,
                tuple(points[leaf.id] for points in tried),
                leaf.rule,
                best.get(leaf.id, nan),
            )
            for leaf in self.framework.leaves
        )

    def _extras(self, tried: Sequence[PointsById]) -> tuple[ScenarioPart, ...]:
        """The adjustments with the points that are tried."""
        return tuple(
            ScenarioPart(
                each.id,
                self.names.node(each.id),
                "",
                each.max,
                tuple(points[each.id] or 0.0 for points in tried),
                each.rule.rule if each.rule else None,
                kind=each.kind,
            )
            for each in self.framework.adjustments
        )

    def _others(self) -> tuple[float, ...]:
        """The indices of the other ranked units of the group; none where ranks hang on more than what is published."""
        if self.scores.rank_on != "published" or self.settings.ties_by:
            return ()
        ranked = self.published.ranked(self.unit)
        return tuple(sorted(ranked.loc[ranked["unit"] != self.unit, "index"].astype(float), reverse=True))


def unit_year(scores: Assessment, year: int | None, unit: str | None) -> UnitYear:
    """The year and the unit that are asked for, or meant. Raises CchcError where there is no such result."""
    found = scores.year(year)
    return UnitYear(scores, found, scores.unit(unit, found))


def compared_year(scores: Assessment, year: int | None, unit: str | None, since: int | None) -> UnitYear:
    """`unit_year` beside the year that it is compared with."""
    found = scores.year(year)
    before = scores.since(found, since)
    return UnitYear(scores, found, scores.unit(unit, found), before)
