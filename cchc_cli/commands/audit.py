"""`cchc audit`: a published table recomputed."""

import os
from dataclasses import replace
from pathlib import Path

from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.find import asked_file
from cchc_cli.index.audit import audit as recomputed
from cchc_cli.index.audit_ratings import knows
from cchc_cli.messages import _
from cchc_cli.model.choices import File
from cchc_cli.model.criteria import Rating
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.office.claims import audit_tables
from cchc_cli.read.books import read_book
from cchc_cli.show.reports.audit import Audited, audit_report


@command
def audit(workspace: Workspace, file: File, *, sheet: str | None = None) -> Report:
    """Every figure of a published table that contradicts the others; one row a finding. Faults are `unmet`."""
    ratings, name = _ratings(workspace), str(file)
    book = read_book(asked_file(name), name, _("{file} can't be read.", file=name))
    claims, notes = audit_tables(book, sheet)
    tables = [(each, recomputed(each, ratings)) for each in claims]
    rated = [unit.rating for each in claims for unit in each.placed if unit.rating]
    audited = Audited(name, tables, ratings if knows(ratings, rated) else (), [*book.notes, *notes])
    unmet = "" if audited.faults else None
    return replace(audit_report(audited), workspace=str(Path(file).parent), unmet=unmet)


def _ratings(workspace: Workspace) -> tuple[Rating, ...]:
    """The ratings of the workspace, where there is one; a table can be audited without."""
    try:
        _folder = workspace.folder
    except CchcError:
        if workspace.asked or os.environ.get("CCHC_WORKSPACE"):
            raise
        return ()
    return workspace.framework.criteria.index.ratings
