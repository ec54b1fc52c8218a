"""Panel "Plan": simulate, plan."""

from typing import Annotated, Literal

import typer

from cchc_cli.cli import options
from cchc_cli.messages import N_

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="COMPONENT=POINTS",
        help=N_("Points to try out: a number, max or NA. May be given several times."),
    ),
]
Scenarios = Annotated[
    str | None,
    typer.Option(
        "--scenarios",
        metavar="FILE",
        help=N_("A YAML file of scenarios to set side by side: scenarios: {name: {component: points}}."),
    ),
]
Rivals = Annotated[
    Literal["hold", "trend"],
    typer.Option(
        "--rivals", help=N_("What the others do: stay, or change once more as since the previous year.")
    ),
]
NeedRank = Annotated[
    int | None,
    typer.Option("--need-rank", min=1, metavar="RANK", help=N_("Say what this rank needs.")),
]
NeedRating = Annotated[
    str | None, typer.Option("--need-rating", metavar="ID", help=N_("Say what this rating needs."))
]
Budget = Annotated[
    float | None,
    typer.Option("--budget", metavar="DAYS", help=N_("The most points for this many person-days.")),
]
Target = Annotated[
    float | None,
    typer.Option("--target", metavar="INDEX", help=N_("The least effort for at least this index.")),
]
TargetRating = Annotated[
    str | None,
    typer.Option("--target-rating", metavar="ID", help=N_("The least effort for this rating.")),
]
TargetRank = Annotated[
    int | None,
    typer.Option("--target-rank", min=1, metavar="RANK", help=N_("The least effort for this rank.")),
]
Last = Annotated[
    str | None,
    typer.Option("--by", metavar="MM-DD", help=N_("Only what is due by this day of the plan's year.")),
]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="ID", help=N_("Only what this owner answers for."))
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="ID",
        help=N_("Leave out a component or an action, by id or name. May be given several times."),
    ),
]
Effort = Annotated[
    float | None,
    typer.Option(
        "--effort",
        metavar="DAYS",
        help=N_("Person-days of actions that name none; the median of the others when left out."),
    ),
]
Frontier = Annotated[
    bool, typer.Option("--frontier", help=N_("Effort against index: the best plan for each effort."))
]
Write = Annotated[
    bool,
    typer.Option(
        "--write", help=N_("Add the tasks to data/tasks.csv; those that are there stay as they are.")
    ),
]


def plan(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    budget: Budget = None,
    target: Target = None,
    target_rating: TargetRating = None,
    target_rank: TargetRank = None,
    last: Last = None,
    owner: Owner = None,
    exclude: Exclude = None,
    rivals: Rivals = "hold",
    effort: Effort = None,
    frontier: Frontier = False,
    write: Write = False,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Choose what to do about the lost points: in which order, by whom, by when, and what it comes to."""
    from cchc_cli.cli.plans import Aim, Planner
    from cchc_cli.cli.session import Session

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    before = session.since(year, since)
    unit = session.unit(unit, year)
    planner = Planner(session, unit, year, before, rivals, effort)
    planner.keep(last, owner, exclude or [])
    aim = Aim(budget, target, target_rating, target_rank)
    if frontier:
        aim.refuse_beside_frontier(write=write)
        session.show(planner.frontier_report(), form)
        return
    planned = planner.planned(aim, write=write)
    session.show(planner.report(planned), form)
    planner.refuse_what_falls_short(planned)


def simulate(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    points: Set = None,
    scenarios: Scenarios = None,
    rivals: Rivals = "hold",
    need_rank: NeedRank = None,
    need_rating: NeedRating = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Try out other points: the index, rating and rank that they bring, or the points that a goal needs."""
    from cchc_cli.cli.session import Session
    from cchc_cli.cli.trials import goals_of, moved_rivals, named_scenarios, try_out
    from cchc_cli.show.reports.simulate import simulate_report

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    before = session.since(year, since)
    unit = session.unit(unit, year)
    named = named_scenarios(
        session, year, points or [], scenarios, rivals, goals=bool(need_rank or need_rating)
    )
    others = moved_rivals(session, year, before, unit, rivals)
    tried = try_out(session, year, unit, others, named)
    report = simulate_report(
        session.standing(unit, year, before),
        year,
        rivals,
        tried,
        goals_of(session, year, unit, others, need_rank, need_rating),
    )
    # A document has room for one scenario beside the result as it is.
    only = tried[0] if len(tried) == 1 else None
    then = (only.points, (only.outcome.index, only.outcome.rating)) if only else None
    session.show(session.with_workings(report, unit, year, then), form)
