"""The commands of `cchc`, each in its panel. Bodies import what they need, so that help imports next to nothing."""

import gc
import sys
from collections.abc import Callable

import typer

from cchc_cli.cli import (
    dossiers,
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

app = typer.Typer(
    name="cchc",
    cls=Group,
    help=N_("Understand and improve an administrative-reform index (CCHC, PAR index)."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

PANELS: dict[str, list[Callable[..., None] | tuple[str, typer.Typer]]] = {
    N_("Start"): [start.init, start.check, start.schema, ("import", imports.app)],
    N_("Results"): [results.score, results.gaps, results.keep, results.appeal],
    N_("Ranks"): [ranking.ranks, ranking.explain, ranking.trend, ranking.compare, ranking.robust, ranking.audit],
    N_("Plan"): [planning.plan, planning.simulate, planning.commit, planning.track, ("task", tasks.app)],
    N_("Registers"): [measuring.measure, measuring.nowcast, ("dossiers", dossiers.app)],
    N_("Exchange"): [("report", reporting.app)],
}
"""Commands, which take their help from their docstrings, and groups of them."""
for panel, commands in PANELS.items():
    for each in commands:
        if isinstance(each, tuple):
            app.add_typer(each[1], name=each[0], rich_help_panel=panel)
        else:
            app.command(cls=Command, rich_help_panel=panel)(each)


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
