"""What proves that tasks are done: whether the files are there."""

from cchc_cli.model.tasks import Task
from cchc_cli.workspace.find import Workspace


def is_there(workspace: Workspace, evidence: str) -> bool:
    """Whether every file named (several: with ; between) is on disk, seen from the workspace. Addresses are believed."""
    names = [name.strip() for name in evidence.split(";") if name.strip()]
    return bool(names) and all("://" in name or (workspace.root / name).exists() for name in names)


def evidence_of(workspace: Workspace, tasks: list[Task]) -> list[bool | None]:
    """For each done task whether its evidence is there; None for the others."""
    return [is_there(workspace, task.evidence) if task.status == "done" else None for task in tasks]
