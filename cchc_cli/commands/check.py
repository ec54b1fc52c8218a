"""`cchc check`: every fault of every file, and what looks odd."""

from dataclasses import replace

from cchc_cli.commands.registers import register_faults
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.completion import left_out
from cchc_cli.files.load import examine
from cchc_cli.files.task_file import task_faults
from cchc_cli.files.warnings import oddities
from cchc_cli.model.report import Report
from cchc_cli.show.reports.check import check_report


@command
def check(workspace: Workspace) -> Report:
    """Faults and oddities with their places; one row each. Faults are `unmet`."""
    folder = workspace.folder
    loaded = examine(folder)
    tasks = task_faults(folder, loaded.framework) if loaded.framework is not None else []
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
    return replace(check_report(problems, faults, loaded.counts()), unmet="" if faults else None)
