"""The commands of `cchc`, each in its panel. Bodies import what they need, so that help imports next to nothing."""

import gc
import os
import sys
from collections.abc import Callable

import typer

from cchc_cli.cli import (
    appeals,
    audits,
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
    tracking,
)
from cchc_cli.cli.door import Command, Group, bug
from cchc_cli.messages import N_

app = typer.Typer(
    name="cchc",
    cls=Group,
    help=N_("Understand and improve an administrative-reform index (CCHC, PAR index)."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

START, RESULTS, RANKS, PLAN = N_("Start"), N_("Results"), N_("Ranks"), N_("Plan")
REGISTERS = N_("Registers")
EXCHANGE = N_("Exchange")
PANELS: dict[str, dict[Callable[..., None], str]] = {
    START: {
        start.init: N_(
            "Make a workspace: the illustrative sample, or a skeleton. Existing files are never touched."
        ),
        start.check: N_("Find every fault in every file, and what looks odd."),
        start.schema: N_("Print the JSON Schema of criteria.yaml, for editors."),
    },
    RESULTS: {
        results.score: N_("Show a unit's index, rating, rank and points."),
        results.gaps: N_(
            "List the lost points, largest first, with flags, owners and the appraiser's notes."
        ),
        results.keep: N_(
            "List the components at their maximum: what must not be lost, the ones at risk first."
        ),
        appeals.appeal: N_(
            "Follow the points from self-score to appraisal: what was cut, won back, and can still be argued."
        ),
    },
    RANKS: {
        ranking.ranks: N_("Rank the units of a group, with changes, ties and the ranks still open."),
        ranking.explain: N_(
            "Say why the index and the rank changed, who passed whom, and what the next places need."
        ),
        ranking.trend: N_("Show a unit's years side by side: index, rating, rank, and each area as percent."),
        ranking.compare: N_(
            "Compare a unit with another, the best, the middle or the top, component by component."
        ),
        ranking.robust: N_(
            "Say how sure the ranks are: what they would be with other weights and other appraisals."
        ),
        audits.audit: N_(
            "Recompute a published table of results: sums, percentages, ranks, ratings, ties by rounding."
        ),
    },
    PLAN: {
        planning.plan: N_(
            "Choose what to do about the lost points: in which order, by whom, by when, and what it comes to."
        ),
        planning.simulate: N_(
            "Try out other points: the index, rating and rank that they bring, or the points that a goal needs."
        ),
        tracking.commit: N_(
            "Print the commitment sheet of each owner: tasks, products, deadlines, targets, signatures."
        ),
        tracking.track: N_(
            "Show how far the plan has come: what is done, due and late, and the index that follows."
        ),
    },
    REGISTERS: {
        measuring.measure: N_(
            "Measure dossiers, reports and targets: what they come to, and how far the next tier is."
        ),
        measuring.nowcast: N_(
            "Say which index this year is heading for, with a range, from registers, tasks and the last result."
        ),
    },
}
for panel, commands in PANELS.items():
    for function, summary in commands.items():
        app.command(cls=Command, help=summary, rich_help_panel=panel)(function)
app.add_typer(
    tasks.app,
    name="task",
    help=N_("Add a task, and write down that it is begun, done, cancelled or changed."),
    rich_help_panel=PLAN,
)
app.add_typer(
    dossiers.app,
    name="dossiers",
    help=N_("List single dossiers of the register: what is late, due, or lacks an apology."),
    rich_help_panel=REGISTERS,
)
app.add_typer(
    imports.app,
    name="import",
    help=N_("Read criteria and points from the Word and Excel files in which they come."),
    rich_help_panel=START,
)
app.add_typer(
    reporting.app,
    name="report",
    help=N_("Write results, plans and progress as official documents."),
    rich_help_panel=EXCHANGE,
)


@app.callback()
def main(
    ctx: typer.Context,
    workspace: options.Workspace = None,
    lang: options.Lang = None,
    version: options.Version = False,
) -> None:
    """Options of `cchc` itself; the door has read the language already."""


def run() -> None:
    """The console script: run one command, write everything out, and leave.

    A command lives for a second. Collecting garbage and taking pandas' modules apart at the end would cost
    a fifth of it, so neither is done; nothing here is registered to run at exit.
    """
    gc.disable()
    streams.take_over()
    try:
        app()
    except SystemExit as leaving:
        if "matplotlib" in sys.modules:
            # Where there is no home, it keeps its settings in a temporary folder, which it removes as Python ends.
            raise
        os._exit(leaving.code if isinstance(leaving.code, int) else 2)
    except Exception as error:
        with streams.opened():
            streams.say(*bug(error))
        os._exit(2)
