"""The commands of `cchc`, each in its panel. Bodies import what they need, so that help imports next to nothing."""

import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import typer

from cchc_cli.cli import (
    dossiers,
    exports,
    imports,
    measuring,
    options,
    planning,
    ranking,
    reporting,
    results,
    start,
    streams,
    tasks,
)
from cchc_cli.cli.app import Command, Group, bug
from cchc_cli.messages import N_

Made = Callable[..., None] | tuple[str, typer.Typer]
"""A command, which takes its help from its docstring, or a group of them."""


def _commands_of(module: ModuleType) -> list[Made]:
    """The functions of a panel's file, in their order."""
    return [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]


PANELS: dict[str, list[Made]] = {
    N_("Start"): [*_commands_of(start), ("import", imports.app)],
    N_("Results"): _commands_of(results),
    N_("Ranks"): _commands_of(ranking),
    N_("Plan"): [*_commands_of(planning), ("task", tasks.app)],
    N_("Registers"): [*_commands_of(measuring), ("dossiers", dossiers.app)],
    N_("Exchange"): [("report", reporting.app), ("export", exports.export), ("template", exports.template)],
}


class _Commands(Mapping[str, Any]):
    """typer's commands by their names, each made when it is asked for: making all takes longer than to run one."""

    def __init__(self) -> None:
        commands = [command for panel in PANELS.values() for command in panel]
        self._named = {each[0] if isinstance(each, tuple) else each.__name__: each for each in commands}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _made(name, self._named[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


def _made(name: str, of: Made) -> Any:
    holder = typer.Typer(add_completion=False)
    if isinstance(of, tuple):
        holder.add_typer(of[1], name=name)
        return typer.main.get_command(holder).commands[name]  # type: ignore[attr-defined]  # a group, as it holds one
    holder.command(name, cls=Command)(of)
    return typer.main.get_command(holder)


class Cchc(Group):
    """`cchc` itself, with the commands of all panels."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.commands: Mapping[str, Any] = _Commands()  # type: ignore[assignment]  # click only reads it

    def summaries(self) -> Iterator[tuple[str, str, str]]:
        """As they stand in PANELS: help makes no command."""
        for panel, commands in PANELS.items():
            for each in commands:
                named = (
                    (each[0], str(each[1].info.help))
                    if isinstance(each, tuple)
                    else (each.__name__, each.__doc__ or "")
                )
                yield panel, *named
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
