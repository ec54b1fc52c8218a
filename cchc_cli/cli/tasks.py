"""`cchc task`: add a task, and write down what becomes of it."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer
from cchc_cli.cli.app import Command, Subgroup
from cchc_cli.messages import N_

app = typer.Typer(
    cls=Subgroup,
    rich_markup_mode=None,
    help=N_("Add a task, and write down that it is begun, done, cancelled or changed."),
)


@app.command(cls=Command)
def add(
    ctx: typer.Context,
    component: options.ComponentOf,
    action: options.ActionOf,
    unit: options.Unit = None,
    product: options.TaskProduct = None,
    owner: options.TaskOwner = None,
    start: options.TaskStart = None,
    due: options.TaskDue = None,
    every: options.TaskEvery = None,
    effort: options.TaskEffort = None,
    gain: options.TaskGain = None,
    note: options.Note = None,
) -> None:
    """Add a task; its id is printed."""
    answer(ctx)


@app.command(cls=Command)
def start(
    ctx: typer.Context,
    identity: options.TaskId,
    on: options.OnDay = None,
    period: options.OneTime = None,
    note: options.Note = None,
) -> None:
    """A task has been begun."""
    answer(ctx)


@app.command(cls=Command)
def done(
    ctx: typer.Context,
    identity: options.TaskId,
    on: options.OnDay = None,
    evidence: options.Evidence = None,
    period: options.OneTime = None,
    note: options.Note = None,
) -> None:
    """A task is done."""
    answer(ctx)


@app.command(cls=Command)
def cancel(
    ctx: typer.Context, identity: options.TaskId, period: options.OneTime = None, note: options.Note = None
) -> None:
    """A task will not be done; its row stays."""
    answer(ctx)


@app.command(cls=Command)
def reopen(
    ctx: typer.Context, identity: options.TaskId, period: options.OneTime = None, note: options.Note = None
) -> None:
    """A task that was done or cancelled by mistake is open again."""
    answer(ctx)


@app.command("set", cls=Command)
def set_(
    ctx: typer.Context,
    identity: options.TaskId,
    component: options.NewComponent = None,
    action: options.NewAction = None,
    unit: options.NewUnit = None,
    product: options.TaskProduct = None,
    owner: options.TaskOwner = None,
    start: options.TaskStart = None,
    due: options.TaskDue = None,
    every: options.TaskEvery = None,
    effort: options.TaskEffort = None,
    gain: options.TaskGain = None,
    evidence: options.Evidence = None,
    note: options.Note = None,
) -> None:
    """Change what a task says: deadline, owner, product, …"""
    answer(ctx)


@app.command(cls=Command)
def log(ctx: typer.Context, identity: options.AnyTask = None, form: options.Format = "table") -> None:
    """Show who changed what in the tasks, and when."""
    answer(ctx)
