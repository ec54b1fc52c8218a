"""`cchc simulate`: other points tried out, and what a goal needs."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from cchc_cli.commands.assessment import Assessment
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.scenarios import Points as PointsOf
from cchc_cli.files.scenarios import Settable, read_scenarios, read_settings
from cchc_cli.index.points import YearPoints
from cchc_cli.index.scenarios import (
    largest_losses,
    need_for_rank,
    need_for_rating,
    outcome,
    points_now,
    rivals_carried_on,
)
from cchc_cli.messages import _
from cchc_cli.model.choices import Basis, File, Points, RankOn, Rivals
from cchc_cli.model.criteria import Rating
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.show.reports.simulate import Goal, Tried, simulate_report


@command
def simulate(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    points: Points = (),
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
    scores = workspace.assess(basis, rank_on)
    year = scores.year(year)
    before = scores.since(year, since)
    unit = scores.unit(unit, year)
    named = _named_scenarios(scores, year, list(points), scenarios, rivals, goals=bool(need_rank or need_rating))
    others = moved_rivals(scores, year, before, unit, rivals)
    tried = _try_out(scores, year, unit, others, named)
    goals = _goals(scores, year, unit, others, need_rank, need_rating)
    report = simulate_report(scores.standing(unit, year, before), year, rivals, tried, goals)
    # A document has room for one scenario beside the result as it is.
    only = tried[0] if len(tried) == 1 else None
    then = (only.points, (only.outcome.index, only.outcome.rating)) if only else None
    return scores.with_workings(report, unit, year, then)


def _named_scenarios(
    scores: Assessment, year: int, settings: Sequence[str], file: File | None, rivals: str, *, goals: bool
) -> dict[str, PointsOf]:
    """Scenarios by name: that of --set first, then those of the file. Raises CchcError where nothing is asked for."""
    framework = scores.marks(year).framework
    allowed = Settable.of(framework)
    named: dict[str, PointsOf] = {}
    if settings:
        named[" ".join(settings)] = read_settings(settings, allowed)
    if file is not None:
        scenarios = read_scenarios(Path(file), allowed)
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


def moved_rivals(scores: Assessment, year: int, since: int | None, unit: str, rivals: str) -> pd.DataFrame:
    """The results of all units, the others moved on where --rivals says so."""
    published = scores.published(year)
    if rivals == "hold":
        return published.results
    if since is None:
        text = _("--rivals trend: no year before {year} has scores.", year=year)
        raise CchcError(text)
    return rivals_carried_on(published, scores.seen(since, year).results, unit, scores.rank_on)


def _try_out(scores: Assessment, year: int, unit: str, rivals: pd.DataFrame, named: dict[str, PointsOf]) -> list[Tried]:
    """Each scenario with what comes of it."""
    published = scores.published(year)
    now = points_now(published.marks, unit)
    return [
        Tried(
            name,
            {component: now[component] for component in points},
            points,
            outcome(published, rivals, unit, points, scores.rank_on),
        )
        for name, points in named.items()
    ]


def _goals(
    scores: Assessment, year: int, unit: str, rivals: pd.DataFrame, rank: int | None, rating: str | None
) -> list[Goal]:
    """What --need-rank and --need-rating ask for, and what they need."""
    published, goals = scores.published(year), []
    marks: YearPoints = published.marks
    if rank is not None:
        need = need_for_rank(published, rivals, unit, rank, scores.rank_on)
        label = _("For rank {rank}", rank=rank)
        goals.append(Goal(f"need-rank {rank}", label, need, largest_losses(marks, unit, need.points)))
    if rating is not None:
        found = find_rating(scores, rating, "--need-rating")
        need = need_for_rating(published, rivals, unit, found, scores.rank_on)
        label = _("For {rating}", rating=scores.names.rating(found.id))
        losses = largest_losses(marks, unit, need.points, need.areas)
        goals.append(Goal(f"need-rating {found.id}", label, need, losses, found.each_area))
    return goals


def find_rating(scores: Assessment, asked: str, option: str) -> Rating:
    """The rating with this id or name."""
    ratings = scores.framework.criteria.index.ratings
    word = asked.casefold()
    for rating in ratings:
        if word in (rating.id.casefold(), rating.name.casefold(), (rating.name_en or "").casefold()):
            return rating
    text = _("{option}: there is no rating {rating}.", option=option, rating=asked)
    hint = _("Ratings: {ratings}.", ratings=", ".join(rating.id for rating in ratings) or _("none"))
    raise CchcError(text, hint=nearest(asked, [rating.id for rating in ratings]) or hint)
