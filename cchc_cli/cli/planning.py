"""Panel "Plan": simulate."""

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
    report = simulate_report(
        session.standing(unit, year, before),
        year,
        rivals,
        try_out(session, year, unit, others, named),
        goals_of(session, year, unit, others, need_rank, need_rating),
    )
    session.show(report, form)
