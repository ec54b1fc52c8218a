"""Panel "Ranks": ranks."""

from typing import Annotated

import typer

from cchc_cli.cli import options
from cchc_cli.messages import N_

Group = Annotated[
    str | None,
    typer.Option(
        "--group", metavar="GROUP", help=N_("Units of this group; the own unit's group when left out.")
    ),
]


def ranks(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    group: Group = None,
    top: options.Top = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Rank the units of a group, with changes, ties and the ranks still open."""
    from cchc_cli.cli.checks import choose_group
    from cchc_cli.cli.session import Session
    from cchc_cli.index.ranks import in_rank_order
    from cchc_cli.show.reports.ranks import ranks_report

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    before = session.since(year, since)
    own = session.own_unit(unit)
    results = choose_group(in_rank_order(session.ranked(year, before)), group, own)
    settings = session.framework.criteria.index
    session.show(ranks_report(session.names, settings, results, year, before, own, top), form)
