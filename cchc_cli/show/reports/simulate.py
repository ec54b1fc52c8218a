"""`cchc simulate`: what other points would bring, and what a goal needs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.analysis import Need, Outcome
from cchc_cli.model.columns import SIMULATE
from cchc_cli.model.report import SLOT, Column, Fact, Figure, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.sentences import held_back_from, listed, of_areas
from cchc_cli.show.reports.unit_result import UnitResult, rating_column

Points = Mapping[str, float | None]


@dataclass(frozen=True)
class Tried:
    """A scenario: what was set, what is there now, and what comes of it."""

    name: str
    now: Points
    points: Points
    outcome: Outcome


@dataclass(frozen=True)
class Goal:
    """A rank or a rating that was asked for, what it needs, and the largest losses that hold as much.

    `each_area` is the percent that the rating asks for in each area.
    """

    name: str
    label: str
    need: Need
    losses: list[str]
    each_area: float | None = None


def simulate_report(standing: UnitResult, year: int, rivals: str, tried: list[Tried], goals: list[Goal]) -> Report:
    """`rivals` is `hold` or `trend`."""
    return Report(
        command="simulate",
        title=_("What if"),
        subtitle=_("{unit}, {year}", unit=standing.names.unit(standing.unit), year=year),
        year=year,
        facts=(*standing.facts(), *_goals(standing, goals)),
        tables=(*_scenarios(standing, tried), *_points(tried)),
        notes=tuple(_notes(standing, rivals, tried)),
        rows=_rows(standing, tried, goals),
        columns=SIMULATE,
        decimals=standing.settings.rounding,
        extra={
            "unit": standing.unit,
            "since": standing.since,
            "rivals": rivals,
            "now": {name: standing.line[name] for name in ("index", "rating", "rank")},
            "scenarios": [
                {
                    "scenario": each.name,
                    "set": dict(each.points),
                    **{key: getattr(each.outcome, key) for key in ("provisional", "passed", "passed_by")},
                }
                for each in tried
            ],
            "needs": [
                {
                    "goal": goal.name,
                    "index": goal.need.place.index,
                    "points": goal.need.points,
                    "reachable": goal.need.reachable,
                    "largest_losses": goal.losses,
                    **({"areas": goal.need.areas} if goal.need.areas else {}),
                }
                for goal in goals
            ],
        },
    )


def _rows(standing: UnitResult, tried: list[Tried], goals: list[Goal]) -> pd.DataFrame:
    line = standing.line
    rows = [
        (
            each.name,
            each.outcome.index,
            each.outcome.index_change,
            each.outcome.rating,
            each.outcome.rank,
            each.outcome.rank_change,
        )
        for each in tried
    ]
    rows += [
        (
            goal.name,
            goal.need.place.index,
            round(goal.need.place.index - line["index"], 9),
            goal.need.place.rating,
            goal.need.place.rank,
            line["rank"] - goal.need.place.rank,
        )
        if goal.need.reachable
        else (goal.name, math.nan, math.nan, None, math.nan, math.nan)
        for goal in goals
    ]
    return pd.DataFrame(rows, columns=list(SIMULATE))


def _goals(standing: UnitResult, goals: list[Goal]) -> Iterable[Fact]:
    for goal in goals:
        need = goal.need
        if math.isnan(need.points):
            yield Fact(goal.label, numbers.MISSING, _("no component applies"))
            continue
        if need.points == 0:
            yield Fact(goal.label, _("reached already"))
            continue
        text = _("needs {points} points (index {index})", points=SLOT, index=standing.number(need.place.index))
        value = Figure(numbers.sufficient(need.points), "points", text)
        if not need.reachable:
            yield Fact(goal.label, value, _("out of reach: more than all lost points"))
            continue
        told = [_("the largest losses that hold as much: {components}", components=listed(goal.losses))]
        if need.areas:
            told.insert(0, of_areas(standing.names, need.areas, goal.each_area))
        yield Fact(goal.label, value, "; ".join(told))


def _scenarios(standing: UnitResult, tried: list[Tried]) -> Iterable[Table]:
    if not tried:
        return
    yield Table(
        pd.DataFrame(
            [
                {
                    "scenario": each.name,
                    "index": each.outcome.index,
                    "change": each.outcome.index_change,
                    "rating": each.outcome.rating,
                    "rank": each.outcome.rank,
                    "tied": each.outcome.tied,
                    "rank_change": each.outcome.rank_change,
                    "passed": _passed(standing, each.outcome),
                }
                for each in tried
            ]
        ),
        (
            Column("scenario", _("Scenario")),
            Column("index", _("Index"), "index"),
            Column("change", "±", "change"),
            *rating_column(standing.settings),
            Column("rank", _("Rank"), "rank", shared="tied"),
            Column("rank_change", "▲▼", "rank_change"),
            Column("passed", _("Passes"), fold="→ "),
        ),
        title=_("What it brings"),
    )


def _passed(standing: UnitResult, outcome: Outcome) -> str:
    names = standing.names
    texts = []
    if outcome.passed:
        texts.append(listed([names.unit(each) for each in outcome.passed]))
    if outcome.passed_by:
        texts.append(_("passed by {units}", units=listed([names.unit(each) for each in outcome.passed_by])))
    return "; ".join(texts)


def _points(tried: list[Tried]) -> Iterable[Table]:
    """The points that were set, scenario by scenario."""
    lines = [
        {
            "scenario": each.name,
            "id": identity,
            "now": _figure(each.now[identity]),
            "then": _figure(each.points[identity]),
        }
        for each in tried
        for identity in each.points
    ]
    if not lines:
        return
    yield Table(
        pd.DataFrame(lines),
        (
            Column("scenario", _("Scenario"), is_extra=len(tried) == 1),
            Column("id", "", "id"),
            Column("id", _("Component"), "node"),
            Column("now", _("Now"), "points", of="then"),
            Column("then", _("Set"), "points", of="now"),
        ),
        title=_("What was set"),
    )


def _figure(points: float | None) -> float | str:
    return _("not applicable") if points is None else points


def _notes(standing: UnitResult, rivals: str, tried: list[Tried]) -> Iterable[str]:
    if rivals == "trend":
        yield _("The others change once more as they did since {year}.", year=standing.since)
    else:
        yield _("The others stay where they are.")
    yield from standing.place_notes()
    for each in tried:
        yield from held_back_from(standing.names, each.outcome.held_back, each.name)
    if any(each.outcome.provisional for each in tried):
        yield _("Some components are not scored yet even then; they count 0, and there is no rank.")
