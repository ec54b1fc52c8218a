"""Panel "Results": score, gaps, keep, appeal."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer


def score(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    since: options.Since = None,
    by: options.By = "area",
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    strict: options.Strict = False,
    fail_under: options.FailUnder = None,
    form: options.Format = "table",
) -> None:
    """Show a unit's index, rating, rank and points."""
    answer(ctx)


def gaps(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    since: options.Since = None,
    by: options.GapsBy = None,
    only: options.Flags = None,
    least: options.LeastLoss = None,
    low: options.Low = None,
    peers: options.Peers = False,
    top: options.Top = None,
    basis: options.Basis = "official",
    form: options.Format = "table",
) -> None:
    """List the lost points, largest first, with flags, owners and the appraiser's notes."""
    answer(ctx)


def keep(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    top: options.Top = None,
    basis: options.Basis = "official",
    form: options.Format = "table",
) -> None:
    """List the components at their maximum: what must not be lost, the ones at risk first."""
    answer(ctx)


def appeal(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    everything: options.AllComponents = False,
    form: options.Format = "table",
) -> None:
    """Follow the points from self-score to appraisal: what was cut, won back, and can still be argued."""
    answer(ctx)


def changes(ctx: typer.Context, old: options.OldScores, new: options.NewScores, form: options.Format = "table") -> None:
    """Show what differs between two files (or folders) of scores, and what that makes of indices and ranks."""
    answer(ctx)
