"""Panel "Start": init, check, schema."""

from typing import Annotated

import typer

from cchc_cli.cli import options
from cchc_cli.cli.streams import put
from cchc_cli.messages import N_

Folder = Annotated[
    str | None,
    typer.Argument(metavar="DIR", help=N_("Where to make the workspace; the current folder when left out.")),
]
Empty = Annotated[bool, typer.Option("--empty", help=N_("A skeleton to fill in instead of the sample."))]


def init(ctx: typer.Context, folder: Folder = None, empty: Empty = False) -> None:
    """Make a workspace: the illustrative sample, or a skeleton. Existing files are never touched."""
    from pathlib import Path

    folder = folder or ctx.find_root().params.get("workspace") or "."

    from cchc_cli.messages import _
    from cchc_cli.workspace.create import create

    made = create(Path(folder), empty=empty)
    where = "" if folder == "." else f' -C "{folder}"' if " " in folder else f" -C {folder}"
    if empty:
        following = [
            _("  1. fill in criteria.yaml and data/ (the comments say how)"),
            _("  2. cchc{where} check").format(where=where),
            _("  3. cchc{where} score").format(where=where),
        ]
    else:
        following = [
            _("  cchc{where} score       the result of 2022 (the figures are illustrative)").format(
                where=where
            ),
            _("  cchc{where} gaps        where the points were lost").format(where=where),
            _("  cchc{where} ranks       all units").format(where=where),
            _("  Then put your own criteria and scores in their place; cchc check finds what is wrong."),
        ]
    files = (f"  {path}" for path in made)
    put("\n".join((_("Made in {folder}:").format(folder=folder), *files, _("Next:"), *following)))


def check(ctx: typer.Context, form: options.Format = "table") -> None:
    """Find every fault in every file, and what looks odd."""
    from cchc_cli.cli.registers import register_faults
    from cchc_cli.cli.session import show, workspace_of
    from cchc_cli.index.measures import MEASURES
    from cchc_cli.show.reports.check import check_report
    from cchc_cli.workspace.load import examine
    from cchc_cli.workspace.oddities import oddities
    from cchc_cli.workspace.peek import left_out
    from cchc_cli.workspace.task_file import task_faults

    workspace = workspace_of(ctx)
    loaded = examine(workspace)
    tasks = []
    if loaded.framework is not None:
        tasks = task_faults(workspace, loaded.framework)
    registers, more = register_faults(loaded)
    faults = loaded.total + len(tasks) + more
    problems = [
        *loaded.problems,
        *tasks,
        *registers,
        *dict.fromkeys(workspace.warnings),
        *oddities(loaded, tuple(MEASURES)),
        *left_out(workspace),
    ]
    report = check_report(problems, faults, loaded.counts())
    show(report, form, str(workspace.root))
    if faults:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of criteria.yaml, for editors."""
    from cchc_cli.workspace.create import schema_text

    put(schema_text())
