"""What proves that tasks are done: whether the files are there."""

from cchc_cli.model.tasks import Task
from cchc_cli.workspace.find import Workspace


def is_there(workspace: Workspace, evidence: str) -> bool:
    """Whether every file named (several: with ; between) is on disk, seen from the workspace. Addresses are believed."""
    names = [name.strip() for name in evidence.split(";") if name.strip()]
    return _proves(workspace, evidence) or (bool(names) and all(_proves(workspace, name) for name in names))


def _proves(workspace: Workspace, name: str) -> bool:
    """Whether a name is an address, a file, or a folder that is not the workspace itself."""
    scheme, sign, rest = name.partition("://")
    if scheme and sign:
        return bool(rest)
    path = workspace.root / name
    return bool(name) and path.exists() and path.resolve() not in (workspace.root, *workspace.root.parents)


def evidence_of(workspace: Workspace, tasks: list[Task]) -> list[bool | None]:
    """For each done task whether its evidence is there; None for the others."""
    return [is_there(workspace, task.evidence) if task.status == "done" else None for task in tasks]
