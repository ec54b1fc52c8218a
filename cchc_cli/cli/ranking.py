"""Panel "Ranks": ranks, matrix, overview, explain, trend, compare, robust, audit."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer


def ranks(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    group: options.GroupOrAll = None,
    by: options.RanksBy = None,
    on: options.OnNode = None,
    top: options.Top = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Rank the units of a group by their index, or by an area, a criterion or a component, with changes and ties."""
    answer(ctx)


def matrix(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    group: options.GroupOrAll = None,
    by: options.By = "area",
    show: options.ShowCells = "percent",
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Show all units by all areas, criteria or components: percents, points, lost points or ranks."""
    answer(ctx)


def overview(
    ctx: typer.Context,
    year: options.Year = None,
    since: options.Since = None,
    group: options.GroupOrAll = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Show a year over all units: ratings, areas, what cost most, who moved, and what tells nobody apart."""
    answer(ctx)


def explain(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    since: options.Since = None,
    by: options.By = "component",
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Say why the index and the rank changed, who passed whom, and what the next places need."""
    answer(ctx)


def trend(
    ctx: typer.Context,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    by: options.By = "area",
    first: options.FirstYear = None,
    last: options.LastYear = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Show a unit's years side by side: index, rating, rank, and each area as percent."""
    answer(ctx)


def compare(
    ctx: typer.Context,
    other: options.Other,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    everything: options.EqualToo = False,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Compare a unit with another, the best, the middle or the top, component by component."""
    answer(ctx)


def robust(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    group: options.Group = None,
    weights: options.Weights = 10,
    noise: options.Noise = 20,
    runs: options.Runs = 1000,
    seed: options.Seed = 1,
    top: options.Top = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Say how sure the ranks are: what they would be with other weights and other appraisals."""
    answer(ctx)


def audit(
    ctx: typer.Context, file: options.Published, sheet: options.AnySheet = None, form: options.Format = "table"
) -> None:
    """Recompute a published table of results: sums, percentages, ranks, ratings, ties by rounding."""
    answer(ctx)
