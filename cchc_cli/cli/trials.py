"""What `simulate` tries out: scenarios and goals, read from options and worked through."""

from pathlib import Path

import pandas as pd

from cchc_cli.cli.session import Session
from cchc_cli.index.marks import Marks
from cchc_cli.index.scenarios import (
    largest_losses,
    need_for_index,
    need_for_rank,
    outcome,
    points_now,
    rivals_carried_on,
)
from cchc_cli.messages import _
from cchc_cli.model.criteria import Rating
from cchc_cli.model.problems import CchcError
from cchc_cli.show.reports.simulate import Goal, Tried
from cchc_cli.workspace.nearest import nearest
from cchc_cli.workspace.scenarios import Points, Settable, read_scenarios, read_settings


def named_scenarios(
    session: Session, year: int, settings: list[str], file: str | None, rivals: str, *, goals: bool
) -> dict[str, Points]:
    """Scenarios by name: that of --set first, then those of the file. Raises CchcError where nothing is asked for."""
    framework = session.marks(year).framework
    allowed = Settable.of(framework)
    named: dict[str, Points] = {}
    if settings:
        named[" ".join(settings)] = read_settings(settings, allowed)
    if file is not None:
        scenarios = read_scenarios(Path(file), allowed)
        if twice := named.keys() & scenarios.keys():
            raise CchcError(
                _("--set and the file both have a scenario named {name}.").format(name=", ".join(twice))
            )
        named |= scenarios
    if not named and rivals == "trend":
        named[rivals] = {}
    if not named and not goals:
        raise CchcError(
            _("There is nothing to simulate."),
            hint=_("Give --set COMPONENT=POINTS, --scenarios FILE, --need-rank RANK or --rivals trend."),
        )
    return named


def moved_rivals(session: Session, year: int, since: int | None, unit: str, rivals: str) -> pd.DataFrame:
    """The results of all units, the others moved on where --rivals says so."""
    published = session.published(year)
    if rivals == "hold":
        return published.results
    if since is None:
        text = _("--rivals trend: no year before {year} has scores.")
        raise CchcError(text.format(year=year))
    return rivals_carried_on(published, session.seen(since, year).results, unit, session.rank_on)


def try_out(
    session: Session, year: int, unit: str, rivals: pd.DataFrame, named: dict[str, Points]
) -> list[Tried]:
    """Each scenario with what comes of it."""
    published = session.published(year)
    now = points_now(published.marks, unit)
    return [
        Tried(
            name,
            {component: now[component] for component in points},
            points,
            outcome(published, rivals, unit, points, session.rank_on),
        )
        for name, points in named.items()
    ]


def goals_of(
    session: Session, year: int, unit: str, rivals: pd.DataFrame, rank: int | None, rating: str | None
) -> list[Goal]:
    """What --need-rank and --need-rating ask for, and what they need."""
    published, goals = session.published(year), []
    marks: Marks = published.marks
    if rank is not None:
        need = need_for_rank(published, rivals, unit, rank, session.rank_on)
        label = _("For rank {rank}").format(rank=rank)
        goals.append(Goal(f"need-rank {rank}", label, need, largest_losses(marks, unit, need.points)))
    if rating is not None:
        found = find_rating(session, rating, "--need-rating")
        need = need_for_index(published, rivals, unit, found.min, session.rank_on)
        label = _("For {rating}").format(rating=session.names.rating(found.id))
        goals.append(Goal(f"need-rating {found.id}", label, need, largest_losses(marks, unit, need.points)))
    return goals


def find_rating(session: Session, asked: str, option: str) -> Rating:
    """The rating with this id or name."""
    ratings = session.framework.criteria.index.ratings
    word = asked.casefold()
    for rating in ratings:
        if word in (rating.id.casefold(), rating.name.casefold(), (rating.name_en or "").casefold()):
            return rating
    text = _("{option}: there is no rating {rating}.").format(option=option, rating=asked)
    hint = _("Ratings: {ratings}.").format(ratings=", ".join(rating.id for rating in ratings) or _("none"))
    raise CchcError(text, hint=nearest(asked, [rating.id for rating in ratings]) or hint)
