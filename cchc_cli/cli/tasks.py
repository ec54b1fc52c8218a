"""`cchc task`: add a task, and write down what becomes of it."""

from typing import Annotated, Any

import typer

from cchc_cli.cli import options
from cchc_cli.cli.door import Command, Subgroup
from cchc_cli.cli.values import EVIDENCE
from cchc_cli.messages import N_

app = typer.Typer(cls=Subgroup, rich_markup_mode=None)

Id = Annotated[
    str, typer.Argument(metavar="ID", help=N_("The task, such as T-2023-001."), autocompletion=options.tasks)
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help=N_("The day (2023-12-31 or 31/12/2023); today when left out.")),
]
Evidence = Annotated[
    str | None,
    typer.Option(
        "--evidence",
        metavar=EVIDENCE,
        help=N_("What proves it: a file, from the workspace's folder, or an address."),
    ),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
ComponentOf = Annotated[
    str, typer.Option("--component", metavar="ID", help=N_("The component that it is for."))
]
ActionOf = Annotated[str, typer.Option("--action", metavar="TEXT", help=N_("What is to be done."))]
NewComponent = Annotated[
    str | None, typer.Option("--component", metavar="ID", help=N_("The component that it is for."))
]
NewAction = Annotated[str | None, typer.Option("--action", metavar="TEXT", help=N_("What is to be done."))]
Product = Annotated[
    str | None, typer.Option("--product", metavar="TEXT", help=N_("What proves that it is done."))
]
OwnerOf = Annotated[str | None, typer.Option("--owner", metavar="ID", help=N_("Who answers for it."))]
Start = Annotated[str | None, typer.Option("--start", metavar="DATE", help=N_("The day on which it begins."))]
Due = Annotated[str | None, typer.Option("--due", metavar="DATE", help=N_("The deadline."))]
Effort = Annotated[float | None, typer.Option("--effort", metavar="DAYS", help=N_("Person-days."))]
Gain = Annotated[
    float | None,
    typer.Option("--gain", metavar="POINTS", help=N_("Points of the component that it wins back.")),
]


@app.command(cls=Command, help=N_("Add a task; its id is printed."))
def add(
    ctx: typer.Context,
    component: ComponentOf,
    action: ActionOf,
    product: Product = None,
    owner: OwnerOf = None,
    start: Start = None,
    due: Due = None,
    effort: Effort = None,
    gain: Gain = None,
    note: Note = None,
) -> None:
    """Add a task; its id is printed."""
    from cchc_cli.cli.task_changes import TaskDesk

    desk = TaskDesk(ctx)
    given = {"product": product, "owner": owner, "start": start, "due": due, "effort": effort, "gain": gain}
    desk.add({"component": component, "action": action, "note": note, **given})


@app.command(cls=Command, help=N_("A task has been begun."))
def start(ctx: typer.Context, identity: Id, on: On = None, note: Note = None) -> None:
    """A task has been begun."""
    _change(ctx, identity, "doing", {"start": on, "note": note})


@app.command(cls=Command, help=N_("A task is done."))
def done(
    ctx: typer.Context, identity: Id, on: On = None, evidence: Evidence = None, note: Note = None
) -> None:
    """A task is done."""
    _change(ctx, identity, "done", {"done_on": on, "evidence": evidence, "note": note})


@app.command(cls=Command, help=N_("A task will not be done; its row stays."))
def cancel(ctx: typer.Context, identity: Id, note: Note = None) -> None:
    """A task will not be done; its row stays."""
    _change(ctx, identity, "cancelled", {"note": note})


@app.command(cls=Command, help=N_("A task that was done or cancelled by mistake is open again."))
def reopen(ctx: typer.Context, identity: Id, note: Note = None) -> None:
    """A task that was done or cancelled by mistake is open again."""
    _change(ctx, identity, "todo", {"note": note})


@app.command("set", cls=Command, help=N_("Change what a task says: deadline, owner, product, …"))
def set_(
    ctx: typer.Context,
    identity: Id,
    component: NewComponent = None,
    action: NewAction = None,
    product: Product = None,
    owner: OwnerOf = None,
    start: Start = None,
    due: Due = None,
    effort: Effort = None,
    gain: Gain = None,
    evidence: Evidence = None,
    note: Note = None,
) -> None:
    """Change what a task says: deadline, owner, product, …"""
    given = {"component": component, "action": action, "product": product, "owner": owner, "start": start}
    _change(
        ctx,
        identity,
        None,
        {**given, "due": due, "effort": effort, "gain": gain, "evidence": evidence, "note": note},
    )


def _change(ctx: typer.Context, identity: str, status: str | None, given: dict[str, Any]) -> None:
    from cchc_cli.cli.task_changes import TaskDesk

    TaskDesk(ctx).change(identity, status, given)
