"""What proves that tasks are done: whether the files are there."""

import os
from pathlib import Path

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.model.letters import clean
from cchc_cli.model.problems import CchcError
from cchc_cli.model.tasks import Task
from cchc_cli.system.plain_file import look, on_disk, real_path

LEFT_OVER = ("thumbs.db", "desktop.ini")
"""What Windows puts into folders, in small letters."""


def missing(workspace: WorkspaceFolder, evidence: str) -> list[str]:
    """The files named (several: with ; or line breaks between) that are not on disk, seen from the workspace; where none is
    named a blank one.

    Addresses are believed. What can't be looked at, such as a name longer than any file's, is not there.
    """
    if _proves(workspace, evidence):
        return []
    names = [name.strip() for line in evidence.splitlines() for name in line.split(";") if name.strip()]
    return [name for name in names or [""] if not _proves(workspace, name)]


def _proves(workspace: WorkspaceFolder, name: str) -> bool:
    """Whether a name is an address, a file, or a folder, other than the workspace itself, that holds a file."""
    scheme, sign, rest = name.partition("://")
    if scheme and sign:
        return bool(rest)
    try:
        # Spaces of any kind are one too: names are pasted from documents.
        path = on_disk(workspace.root / name, clean)
        if look(path) is None and os.sep == "/":  # written on Windows
            path = on_disk(workspace.root / name.replace("\\", "/"), clean)
        if look(path) is None or real_path(path) in (workspace.root, *workspace.root.parents):
            return False
        return not path.is_dir() or _holds_a_file(path)
    except (OSError, CchcError):
        return False


def _holds_a_file(folder: Path) -> bool:
    """Whether a file is in a folder or below; those that systems leave everywhere prove nothing."""
    return any(
        not name.startswith(".") and name.casefold() not in LEFT_OVER
        for _path, _folders, names in os.walk(folder)
        for name in names
    )


def evidence_of(workspace: WorkspaceFolder, tasks: list[Task]) -> list[list[str] | None]:
    """For each done task what of its evidence is `missing`; None for the others."""
    return [missing(workspace, task.evidence) if task.status == "done" else None for task in tasks]
