"""Panel "Results": score, gaps, keep."""

from typing import Annotated, Literal

import typer

from cchc_cli.cli import options
from cchc_cli.messages import N_, _
from cchc_cli.model.problems import CchcError

Strict = Annotated[
    bool, typer.Option("--strict", help=N_("Exit with status 2 when components are not scored yet."))
]
FailUnder = Annotated[
    float | None,
    typer.Option(
        "--fail-under", metavar="INDEX", help=N_("Exit with status 1 when the index is under this.")
    ),
]
GapsBy = Annotated[
    Literal["area", "owner", "source"] | None, typer.Option("--by", help=N_("Sum the lost points by this."))
]
Only = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="FLAGS",
        help=N_(
            "Only rows with one of these flags: below_max, dropped, rank_dropped, low, chronic; commas between."
        ),
    ),
]
Min = Annotated[
    float | None,
    typer.Option("--min", metavar="POINTS", help=N_("Only losses of at least this many points.")),
]
Low = Annotated[
    float | None,
    typer.Option(
        "--low",
        metavar="PERCENT",
        help=N_("Under this a component is low; index.low when left out."),
    ),
]
Peers = Annotated[
    bool, typer.Option("--peers", help=N_("Add the share of the group's units that have full points."))
]


def score(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    by: options.By = "area",
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    strict: Strict = False,
    fail_under: FailUnder = None,
    form: options.Format = "table",
) -> None:
    """Show a unit's index, rating, rank and points."""
    from cchc_cli.cli.checks import refuse_provisional, require_index
    from cchc_cli.cli.session import Session
    from cchc_cli.index.results import compare_nodes
    from cchc_cli.show.reports.score import score_report

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    before = session.since(year, since)
    unit = session.unit(unit, year)
    marks = session.marks(year)
    if strict:
        refuse_provisional(marks, unit, session.names.unit(unit))
    standing = session.standing(unit, year, before)
    nodes = compare_nodes(marks, session.earlier(before, year) if before else None, unit, by)
    own = session.self_score(unit, year) if basis == "official" else None
    report = score_report(standing, nodes, by, year, own)
    session.show(session.with_workings(report, unit, year), form)
    require_index(standing.line["index"], fail_under)


def gaps(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    by: GapsBy = None,
    only: Only = None,
    least: Min = None,
    low: Low = None,
    peers: Peers = False,
    top: options.Top = None,
    basis: options.Basis = "official",
    form: options.Format = "table",
) -> None:
    """List the lost points, largest first, with flags, owners and the appraiser's notes."""
    from cchc_cli.cli.checks import known_flags
    from cchc_cli.cli.session import Session
    from cchc_cli.index.composition import compose
    from cchc_cli.index.lost import covering, group_lost, lost_points, select_lost
    from cchc_cli.index.peers import full_shares
    from cchc_cli.show.reports.gaps import GapsContext, gaps_by_report, gaps_report
    from cchc_cli.show.reports.phrases import merged_note

    if peers and by:
        raise CchcError(_("--peers is about single components: leave out --by."))
    session = Session(ctx, basis)
    year = session.year(year)
    before = session.since(year, since)
    unit = session.unit(unit, year)
    marks = session.marks(year)
    limit = session.framework.criteria.index.low if low is None else low
    everything = lost_points(marks, session.earlier(before, year) if before else None, unit, limit)
    if peers:
        everything["full_share"] = everything["component"].map(full_shares(marks, unit))
    chosen = select_lost(everything, known_flags(only), least)
    composition = compose(session.published(year), unit)
    context = GapsContext(
        year,
        before,
        everything,
        covering(everything, 0.8),
        by or "component",
        composition,
        session.framework.criteria.index.rounding,
        merged_note(session.names, session.parts(unit, before, year), before or year),
    )
    if by:
        groups = group_lost(chosen, marks.framework, by)
        report = gaps_by_report(session.names, groups.head(top or len(groups)), unit, context)
    else:
        listed = chosen.head(top or len(chosen))
        report = gaps_report(session.names, marks.framework, listed, session.scores.notes, unit, context)
    session.show(session.with_workings(report, unit, year), form)


def keep(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    top: options.Top = None,
    basis: options.Basis = "official",
    form: options.Format = "table",
) -> None:
    """List the components at their maximum: what must not be lost, the ones at risk first."""
    from cchc_cli.cli.session import Session
    from cchc_cli.index.kept import kept_maxima
    from cchc_cli.show.reports.keep import keep_report

    session = Session(ctx, basis)
    year = session.year(year)
    unit = session.unit(unit, year)
    kept = kept_maxima([session.earlier(each, year) for each in session.years if each <= year], unit)
    session.show(keep_report(session.names, session.marks(year).framework, kept, unit, top), form)
