"""`cchc check`: every fault of every file, and what looks odd."""

from dataclasses import replace

import pandas as pd

from cchc_cli.commands.registers import register_faults
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.completion import left_out
from cchc_cli.files.load import examine
from cchc_cli.files.task_file import task_faults
from cchc_cli.files.warnings import oddities
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Fact
from cchc_cli.model.columns import CHECK
from cchc_cli.model.problems import Problem
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import units_of
from cchc_cli.show.columns import tables_by_kind

NAMED = ("component", "owner")
"""Columns of tasks that name what criteria.yaml lists."""
TITLES = {"error": N_("Faults"), "warning": N_("Warnings")}


@command
def check(workspace: Workspace) -> Report:
    """Faults and oddities with their places; one row each. Faults are `unmet`."""
    folder = workspace.folder
    loaded = examine(folder)
    tasks = []
    if loaded.framework is not None:
        known = loaded.units if loaded.units is not None else loaded.scores.units if loaded.scores is not None else ()
        units = units_of([unit.id for unit in known] or None, loaded.framework.criteria.defaults.unit)
        tasks = [
            each
            for each in task_faults(folder, loaded.framework, units)
            # What faults of criteria.yaml leave out of its lists is not missing there.
            if not (loaded.criteria.problems and each.where in NAMED)
        ]
    registers, more = register_faults(loaded, workspace.watch)
    faults = loaded.total + len(tasks) + more
    problems = [
        *loaded.problems,
        *tasks,
        *registers,
        *dict.fromkeys(folder.warnings),
        *oddities(loaded),
        *left_out(folder),
    ]
    folder.warnings.clear()  # they are listed
    return replace(_report(problems, faults, loaded.counts()), unmet="" if faults else None)


def _report(problems: list[Problem], total: int, facts: list[Fact]) -> Report:
    """`total` counts the faults, those that are too many to list included."""
    listed = sorted(problems, key=lambda problem: (problem.severity, problem))
    rows = pd.DataFrame(
        [(p.severity, p.file, p.line or None, p.column or None, p.where, p.text, p.advice) for p in listed],
        columns=list(CHECK),
        dtype=object,
    )
    found = pd.DataFrame([(p.severity, p.place, p.sentence) for p in listed], columns=["kind", "place", "text"])
    return Report(
        command="check",
        title=_("Check of the workspace"),
        facts=tuple(facts),
        tables=tables_by_kind(found, TITLES, (Column("place", _("Place")), Column("text", _("What to put right")))),
        notes=(_verdict(total, sum(problem.severity == "error" for problem in problems)),),
        rows=rows,
        columns=CHECK,
        extra={"faults": total, "warnings": sum(problem.severity == "warning" for problem in problems)},
    )


def _verdict(total: int, listed: int) -> str:
    if not total:
        return _("No faults.")
    more = _(" ({count} more are not listed)", count=total - listed) if total > listed else ""
    return n_("{count} fault", "{count} faults", total) + more + "."
