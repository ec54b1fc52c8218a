"""`cchc simulate`: other points tried out, and what a goal needs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import find_rating, settable
from cchc_cli.commands.unit_year import UnitYear, compared_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.scenario_file import Points, Settable, read_scenarios, read_settings
from cchc_cli.index.candidates import unscored
from cchc_cli.index.scenarios import Contest, best_of_others, largest_losses, points_now, rivals_carried_on
from cchc_cli.messages import N_, _
from cchc_cli.model.analysis import Need, Outcome
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Basis, File, PointsAsked, RankOn, Rivals
from cchc_cli.model.columns import SIMULATE
from cchc_cli.model.problems import CchcError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.reports.sentences import held_back_from, listed_components, listed_units, of_areas
from cchc_cli.show.reports.unit_result import UnitResult, rating_column, unit_report


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
    waiting: list[str]
    """Those of them that are not scored yet."""
    each_area: float | None = None


@command
def simulate(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    points: PointsAsked = (),
    scenarios: File | None = None,
    rivals: Rivals = "hold",
    need_rank: int | None = None,
    need_rating: str | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The result with other points: `points` such as "1.1=2" or "1.1=max", `scenarios` a YAML file; one row each.

    `need_rank` and `need_rating` are goals: a row says how many points they need.
    """
    own = compared_year(assess(workspace, basis, rank_on), year, unit, since)
    goals = need_rank is not None or need_rating is not None
    named = _named_scenarios(own, list(points), scenarios, rivals, goals=goals)
    contest = contest_of(own, rivals)
    now = points_now(own.marks, own.unit)
    tried = [
        Tried(name, {each: now[each] for each in points}, points, contest.outcome(points))
        for name, points in named.items()
    ]
    report = _report(own.standing, own.year, rivals, tried, _goals(own, contest, need_rank, need_rating))
    return own.with_workings(report, [(each.name, each.points) for each in tried])


def _named_scenarios(
    own: UnitYear, settings: Sequence[str], file: File | None, rivals: str, *, goals: bool
) -> dict[str, Points]:
    """Scenarios by name: that of --set first, then those of the file. Raises CchcError where nothing is asked for."""
    marks = own.marks
    allowed = Settable.of(marks.framework, marks.group_of(own.unit), best_of_others(marks, own.unit))
    called = partial(settable, own.scores, marks.framework)
    named = read_settings(settings, allowed, partial(called, option="--set: "))
    if file is not None:
        scenarios = read_scenarios(Path(file), allowed, called)
        if twice := named.keys() & scenarios.keys():
            raise CchcError(_("--set and the file both have a scenario named {name}.", name=", ".join(twice)))
        named |= scenarios
    if not named and rivals == "trend":
        named[rivals] = {}
    if not named and not goals:
        raise CchcError(
            _("There is nothing to simulate."),
            hint=_("Give --set COMPONENT=POINTS, --scenarios FILE, --need-rank RANK or --rivals trend."),
        )
    return named


def contest_of(own: UnitYear, rivals: str) -> Contest:
    """The unit among all, the others moved on where --rivals says so."""
    results, rank_on = own.published.results, own.scores.rank_on
    if rivals != "hold":
        if own.since is None:
            raise CchcError(_("--rivals trend: no year before {year} has scores.", year=own.year))
        before = own.scores.seen(own.since, own.year).results
        results = rivals_carried_on(own.published, before, own.unit, rank_on)
    return Contest(own.published, own.unit, results, rank_on)


def need_of_rank(own: UnitYear, contest: Contest, rank: int, option: str) -> Need:
    """What a rank needs. Raises LeftOut for one that the unit's group does not have."""
    count = 1 + len(contest.others)
    if not 1 <= rank <= count:
        unit = own.names.unit(own.unit)
        text = _("{option}: {rank} is no rank of {unit}.", option=option, rank=rank, unit=unit)
        alone = _("It is the only unit of its group that is ranked in {year}.", year=own.year)
        hint = _("Ranks of its group: {span}.", span=f"1–{count}") if count > 1 else alone
        raise LeftOut(text, hint=hint, unit=unit)
    return contest.need_for_rank(rank)


def _goals(own: UnitYear, contest: Contest, rank: int | None, rating: str | None) -> list[Goal]:
    """What --need-rank and --need-rating ask for, and what they need."""
    goals = []
    if rank is not None:
        need = need_of_rank(own, contest, rank, "--need-rank")
        goals.append(_goal(own, f"need-rank {rank}", _("For rank {rank}", rank=rank), need))
    if rating is not None:
        found = find_rating(own.scores, rating, "--need-rating")
        label, need = _("For {rating}", rating=own.names.rating(found.id)), contest.need_for_rating(found)
        goals.append(_goal(own, f"need-rating {found.id}", label, need, found.each_area))
    return goals


def _goal(own: UnitYear, name: str, label: str, need: Need, each_area: float | None = None) -> Goal:
    losses, open_ones = largest_losses(own.marks, own.unit, need.points, need.areas), unscored(own.marks, own.unit)
    return Goal(name, label, need, losses, [each for each in losses if each in open_ones], each_area)


def _report(standing: UnitResult, year: int, rivals: str, tried: list[Tried], goals: list[Goal]) -> Report:
    """`rivals` is `hold` or `trend`."""
    rows = _rows(standing, tried, goals)
    return replace(
        unit_report("simulate", _("What if"), (standing.names, standing.unit, year), rows),
        facts=(*standing.facts(), *_goal_facts(standing, goals)),
        tables=(*_scenarios(standing, tried), *_points(tried)),
        notes=tuple(_notes(standing, rivals, tried)),
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
    needs = [
        {
            "scenario": goal.name,
            "index": goal.need.place.index,
            "index_change": round(goal.need.place.index - line["index"], 9),
            "rating": goal.need.place.rating,
            "rank": goal.need.place.rank,
            "rank_change": line["rank"] - goal.need.place.rank,
        }
        if goal.need.reachable
        else {"scenario": goal.name, "rating": None}
        for goal in goals
    ]
    return pd.DataFrame([*map(_outcome, tried), *needs], columns=list(SIMULATE))


def _outcome(tried: Tried) -> dict[str, object]:
    return {"scenario": tried.name} | vars(tried.outcome)


def _goal_facts(standing: UnitResult, goals: list[Goal]) -> Iterable[Fact]:
    for goal in goals:
        need = goal.need
        if math.isnan(need.points):
            yield Fact(goal.label, numbers.MISSING, _("no component applies"))
            continue
        if need.points == 0:
            yield Fact(goal.label, _("reached already"))
            continue
        text = N_("needs {points} points (index {index})")
        if need.place.tied:
            text = N_("needs {points} points (index {index}, a shared rank)")
        text = _(text, points=SLOT, index=standing.number(need.place.index))
        value = Figure(numbers.sufficient(need.points), "points", text)
        if not need.reachable:
            yield Fact(goal.label, value, _("out of reach: more than all lost points"))
            continue
        told = [
            _(
                "the largest losses that hold as much: {components}",
                components=listed_components(standing.names, goal.losses),
            )
        ]
        if goal.waiting:
            waiting = listed_components(standing.names, goal.waiting)
            told.append(_("of these not scored yet: {components}", components=waiting))
        if need.areas:
            told.insert(0, of_areas(standing.names, need.areas, goal.each_area))
        yield Fact(goal.label, value, "; ".join(told))


def _scenarios(standing: UnitResult, tried: list[Tried]) -> Iterable[Table]:
    if not tried:
        return
    yield Table(
        pd.DataFrame(map(_outcome, tried)).assign(
            scenario=[
                each.name if each.points or each.name != "trend" else _("own points as they are") for each in tried
            ],
            passed=[_passed(standing, each.outcome) for each in tried],
        ),
        columns(
            Column("scenario", _("Scenario")),
            "index index_change",
            *rating_column(standing.settings),
            "rank rank_change",
            Column("passed", _("Passes"), fold="→ "),
        ),
        title=_("What it brings"),
    )


def _passed(standing: UnitResult, outcome: Outcome) -> str:
    names = standing.names
    texts = []
    if outcome.passed:
        texts.append(listed_units(names, outcome.passed))
    if outcome.passed_by:
        texts.append(_("passed by {units}", units=listed_units(names, outcome.passed_by)))
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
        columns(
            Column("scenario", _("Scenario"), only="sheet" if len(tried) == 1 else ""),
            "id",
            column("component", key="id"),
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
