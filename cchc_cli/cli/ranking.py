"""Panel "Ranks": ranks, explain, trend, compare, robust."""

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
From = Annotated[
    int | None,
    typer.Option(
        "--from",
        metavar="YEAR",
        help=N_("The first year; the first with scores when left out."),
        autocompletion=options.years,
    ),
]
To = Annotated[
    int | None,
    typer.Option(
        "--to",
        metavar="YEAR",
        help=N_("The last year; the latest with scores when left out."),
        autocompletion=options.years,
    ),
]
Other = Annotated[
    str,
    typer.Argument(
        metavar="OTHER",
        help=N_("A unit, or best, median or top10% (any percent) of the unit's group."),
        autocompletion=options.references,
    ),
]
Everything = Annotated[bool, typer.Option("--all", help=N_("Also components on which the points are equal."))]
Weights = Annotated[
    float,
    typer.Option("--weights", max=99, metavar="PERCENT", help=N_("How far maxima may be off, up or down.")),
]
Noise = Annotated[
    float,
    typer.Option(
        "--noise",
        metavar="PERCENT",
        help=N_("Part of the scores that are a step of their rule off, up or down."),
    ),
]
Runs = Annotated[
    int, typer.Option("--runs", min=1, max=100_000, metavar="N", help=N_("How often ranks are drawn."))
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help=N_("The same seed gives the same figures."))]


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
    from cchc_cli.index.movement import changed_membership
    from cchc_cli.index.ranks import in_rank_order
    from cchc_cli.show.reports.phrases import membership_note
    from cchc_cli.show.reports.ranks import ranks_report

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    before = session.since(year, since)
    own = session.own_unit(unit)
    results = choose_group(in_rank_order(session.ranked(year, before)), group, own)
    settings = session.framework.criteria.index
    notes = []
    if before is not None:
        years = session.published(year), session.published(before), session.seen(before, year)
        notes = membership_note(session.names, changed_membership(*years, set(results["group"])), before)
    session.show(ranks_report(session.names, settings, results, year, before, own, top, notes), form)


def explain(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    by: options.By = "component",
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Say why the index and the rank changed, who passed whom, and what the next places need."""
    from cchc_cli.cli.session import Session
    from cchc_cli.index.explain import explain_change
    from cchc_cli.index.neighbours import neighbours, next_rating
    from cchc_cli.show.reports.explain import explain_report
    from cchc_cli.show.reports.explain_data import Explanation

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    before = session.since(year, since)
    unit = session.unit(unit, year)
    settings = session.framework.criteria.index
    now = session.published(year)
    change = None
    if before is not None:
        years = now, session.published(before), session.seen(before, year)
        change = explain_change(session.framework, *years, unit, by, session.rank_on)
    found = Explanation(
        session.standing(unit, year, before),
        year,
        by,
        change,
        neighbours(now.results, unit, settings, session.rank_on),
        next_rating(now.line(unit), settings),
    )
    session.show(explain_report(found), form)


def trend(
    ctx: typer.Context,
    unit: options.Unit = None,
    by: options.By = "area",
    first: From = None,
    last: To = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Show a unit's years side by side: index, rating, rank, and each area as percent."""
    from cchc_cli.cli.session import Session
    from cchc_cli.index.trend import summarise, trend_adjustments, trend_nodes, trend_years
    from cchc_cli.show.reports.trend import trend_report

    session = Session(ctx, basis, rank_on)
    years = session.span(first, last)
    unit = session.unit(unit, years[-1])
    pairs = [(session.published(each), session.seen(each, years[-1])) for each in years]
    pairs = [(published, seen) for published, seen in pairs if seen.marks.row(unit) is not None]
    nodes = trend_nodes(pairs, unit, by)
    report = trend_report(
        session.names,
        session.framework.criteria.index,
        unit,
        by,
        trend_years(pairs, unit),
        trend_adjustments(pairs, unit),
        nodes,
        summarise(nodes, [seen.marks.year for _published, seen in pairs]),
        {seen.marks.year: seen.marks.merged[unit] for _published, seen in pairs if unit in seen.marks.merged},
        {published.marks.year: published.results for published, _seen in pairs},
    )
    session.show(report, form)


def compare(
    ctx: typer.Context,
    other: Other,
    year: options.Year = None,
    unit: options.Unit = None,
    everything: Everything = False,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Compare a unit with another, the best, the middle or the top, component by component."""
    from cchc_cli.cli.checks import choose_reference
    from cchc_cli.cli.session import Session
    from cchc_cli.index.composition import compose
    from cchc_cli.index.peers import compare_with, teachers
    from cchc_cli.show.reports.compare import Compared, compare_report

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    unit = session.unit(unit, year)
    published = session.published(year)
    reference = choose_reference(session, other, unit, year)
    rows = compare_with(published.marks, unit, reference)
    components = rows[rows["level"] == "component"]
    lost = components["max"] - components["points"].fillna(0) > 1e-9
    report = compare_report(
        session.standing(unit, year, None),
        published.marks.framework,
        published.results,
        Compared(
            reference,
            rows,
            published.results.set_index("unit")["index"].reindex(reference.units).tolist(),
            compose(published, reference.units[0]) if reference.kind == "unit" else None,
            everything,
        ),
        teachers(published, unit, components.loc[lost, "component"].tolist()),
    )
    session.show(report, form)


def robust(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    group: Group = None,
    weights: Weights = 10,
    noise: Noise = 20,
    runs: Runs = 1000,
    seed: Seed = 1,
    top: options.Top = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Say how sure the ranks are: what they would be with other weights and other appraisals."""
    from cchc_cli.cli.checks import only_group
    from cchc_cli.cli.session import Session
    from cchc_cli.index.robust import vary
    from cchc_cli.model.analysis import Doubt
    from cchc_cli.show.reports.robust import robust_report

    session = Session(ctx, basis, rank_on)
    year = session.year(year)
    own = session.own_unit(unit)
    published = session.published(year)
    chosen = only_group(published.results, group, own)
    doubt = Doubt(weights / 100, noise / 100, runs, seed)
    found = vary(published, chosen["group"].iloc[0], doubt, session.rank_on)
    settings = session.framework.criteria.index
    session.show(robust_report(session.names, settings, found, doubt, year, own, top, chosen), form)
