"""data/tasks.log.csv: who changed what in data/tasks.csv, and when. It is only ever added to, and no result hangs on it."""

from getpass import getuser

from cchc_cli.files.csv.edit import read_table
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.csv.text import quoted
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.files.tasks.file import TaskFile
from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.columns import TASK_LOG
from cchc_cli.model.problems import CchcError
from cchc_cli.model.today import now, zone
from cchc_cli.system.plain_file import LIST, read_plain
from cchc_cli.system.safe_write import replace_text

TABLE = CsvTable({column: (column,) for column in TASK_LOG}, TASK_LOG[:-2])


def save_tasks(workspace: WorkspaceFolder, file: TaskFile, timezone: str | None) -> str:
    """Write the tasks, and then what has changed in them; why that could not be written down, else nothing.

    The caller holds the lock of the tasks. Raises CchcError where the tasks can't be written.
    """
    replace_text(workspace.tasks, file.data())
    when, who = now().astimezone(zone(timezone)).isoformat(timespec="seconds"), _user()
    lines = [
        ",".join(quoted(cell, ",") for cell in (when, who, task, column, old, new)) + "\n"
        for task, column, old, new in file.changes
    ]
    path = workspace.task_log
    try:
        there = read_plain(path, LIST) if is_there(path) else b""
        if there and not there.endswith(b"\n"):
            there += b"\n"
        replace_text(path, (there or f"{','.join(TASK_LOG)}\n".encode()) + "".join(lines).encode("utf-8", "replace"))
    except (CchcError, OSError) as error:
        reason = error.text if isinstance(error, CchcError) else system_reason(error)
        return _(
            "Who changed this could not be written into {file}: {reason}", file=workspace.name(path), reason=reason
        )
    return ""


def _user() -> str:
    """The user's name on this machine; nothing where the system does not know it."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""


def read_task_log(workspace: WorkspaceFolder) -> list[dict[str, str]]:
    """Every change that was written down, oldest first. Raises InputError where rows can't be read."""
    path = workspace.task_log
    if not is_there(path):
        return []
    refusal = _("The list of changes has faults; it is not needed for anything else.")
    sheet = read_table(workspace, path, TABLE, refusal, TASK_LOG)
    return [dict.fromkeys(TASK_LOG, "") | sheet.cells(row) for row in sheet.rows()]
