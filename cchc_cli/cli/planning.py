"""Panel "Plan": plan, simulate, commit, track."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer, end, run
from cchc_cli.cli.output import target
from cchc_cli.cli.streams import put
from cchc_cli.messages import _
from cchc_cli.model.problems import CchcError


def plan(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    since: options.Since = None,
    budget: options.Budget = None,
    target: options.Target = None,
    target_rating: options.TargetRating = None,
    target_rank: options.TargetRank = None,
    last: options.DueBy = None,
    owner: options.Owner = None,
    exclude: options.Exclude = None,
    rivals: options.Rivals = "hold",
    effort: options.UnknownEffort = None,
    frontier: options.Frontier = False,
    write: options.WriteTasks = False,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Choose what to do about the lost points: in which order, by whom, by when, and what it comes to."""
    answer(ctx)


def simulate(
    ctx: typer.Context,
    year: options.Year = None,
    unit: options.Unit = None,
    since: options.Since = None,
    points: options.TriedPoints = None,
    scenarios: options.Scenarios = None,
    rivals: options.Rivals = "hold",
    need_rank: options.NeedRank = None,
    need_rating: options.NeedRating = None,
    basis: options.Basis = "official",
    rank_on: options.RankOn = None,
    form: options.Format = "table",
) -> None:
    """Try out other points: the index, rating and rank that they bring, or the points that a goal needs."""
    answer(ctx)


def commit(
    ctx: typer.Context,
    unit: options.Unit = None,
    year: options.PlanYear = None,
    owner: options.TasksOf = None,
    form: options.Format = "table",
) -> None:
    """Print the commitment sheet of each owner: tasks, products, deadlines, targets, signatures."""
    answer(ctx)


def track(
    ctx: typer.Context,
    unit: options.Unit = None,
    every_unit: options.EveryUnit = False,
    year: options.PlanYear = None,
    day: options.Day = None,
    owner: options.TasksOf = None,
    soon: options.SoonDays = 7,
    period: options.Period = None,
    fail_on: options.FailOnTask = None,
    summary: options.Summary = False,
    ics: options.Ics = None,
    form: options.Format = "table",
) -> None:
    """Show how far the plan has come: what is done, due and late, and the index that follows."""
    if not summary:
        answer(ctx, "summary")
        return
    if target(ctx) is not None:
        raise CchcError(_("--summary is one line on stdout: leave out -o."))
    if form != "table":
        raise CchcError(_("--summary is one line of text: leave out --format."))
    _workspace, report = run(ctx, "summary")
    put(report.subject)
    end(report)
