"""`cchc`: the commands of `panels` as typer's. A command imports what it needs, so that help imports next to nothing."""

import gc
import sys
from collections.abc import Iterator, Mapping
from inspect import Parameter, Signature
from typing import Any, get_args

import typer

from cchc_cli.cli import options, streams
from cchc_cli.cli.answer import answer
from cchc_cli.cli.app import Command, Root, Subgroup, bug
from cchc_cli.cli.panels import PANELS, Group, Made
from cchc_cli.messages import N_


class _Commands(Mapping[str, Any]):
    """typer's commands by their names, each made when it is asked for: making all takes longer than to run one."""

    def __init__(self) -> None:
        self._named = {name: each for panel in PANELS.values() for name, each in panel.items()}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _made(name, self._named[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


def _made(name: str, of: Made | Group) -> Any:
    holder = typer.Typer(add_completion=False)
    if isinstance(of, Made):
        holder.command(name, cls=Command, help=of.help)(_function(of))
        return typer.main.get_command(holder)
    group = typer.Typer(cls=Subgroup, rich_markup_mode=None, help=of.help)
    for word, each in of.commands.items():
        group.command(word, cls=Command, help=each.help)(_function(each))
    holder.add_typer(group, name=name)
    return typer.main.get_command(holder).commands[name]  # type: ignore[attr-defined]  # a group, as it holds one


def _function(of: Made) -> Any:
    """A function with the parameters of a command, as typer reads them."""

    def run(ctx: typer.Context, **_given: object) -> None:
        answer(ctx)

    taken = [_parameter(name, each) for name, each in of.takes.items()]
    context = Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    run.__signature__ = Signature([context, *taken])  # type: ignore[attr-defined]  # inspect looks for it
    run.__annotations__ = {each.name: each.annotation for each in (context, *taken)}
    return run


def _parameter(name: str, of: Any) -> Parameter:
    """A parameter; what its option allows to be left out is None, False for a flag."""
    kind, default = of if isinstance(of, tuple) else (of, Parameter.empty)
    if default is Parameter.empty:
        allowed = get_args(kind)[0]
        default = False if allowed is bool else None if type(None) in get_args(allowed) else default
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


class Cchc(Root):
    """`cchc` itself, with the commands of all panels."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.commands: Mapping[str, Any] = _Commands()  # type: ignore[assignment]  # click only reads it

    def summaries(self) -> Iterator[tuple[str, str, str]]:
        """As they stand in PANELS: help makes no command."""
        for panel, commands in PANELS.items():
            for name, each in commands.items():
                yield panel, name, each.help
        yield N_("Start"), "help", N_("Show the help of a command: cchc help COMMAND.")


app = typer.Typer(
    name="cchc",
    cls=Cchc,
    help=N_("Understand and improve an administrative-reform index (CCHC, PAR index)."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def main(
    ctx: typer.Context, workspace: options.Workspace = None, lang: options.Lang = None, version: options.Version = False
) -> None:
    """Options of `cchc` itself; the door has read the language already."""


def run() -> None:
    """The console script: run one command, write everything out, and leave as Python leaves.

    A command lives for a second: garbage is not collected, and what is there at the end is not searched for any.
    """
    gc.disable()
    streams.take_over()
    try:
        app()
    except Exception as error:
        with streams.opened():
            streams.say(*bug(error))
        sys.exit(2)
    finally:
        gc.freeze()
