"""`cchc init`, `cchc schema`: a new workspace, and what its criteria.yaml may say."""

from pathlib import Path

from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.create import create, schema_text
from cchc_cli.messages import _, language
from cchc_cli.model.choices import File


@command
def init(workspace: Workspace, folder: File | None = None, *, empty: bool = False) -> str:
    """Make a workspace, the sample or an empty one; what was made and what to do next, in words."""
    folder = str(folder or workspace.asked or ".")
    made = create(Path(folder), empty=empty, speaks=language())
    where = "" if folder == "." else f' -C "{folder}"' if " " in folder else f" -C {folder}"
    if empty:
        following = [
            _("  1. fill in criteria.yaml and data/ (the comments say how)"),
            _("  2. cchc{where} check", where=where),
            _("  3. cchc{where} score", where=where),
        ]
    else:
        following = [
            _("  cchc{where} score       the result of 2022 (the figures are illustrative)", where=where),
            _("  cchc{where} gaps        where the points were lost", where=where),
            _("  cchc{where} ranks       all units", where=where),
            _("  Then put your own criteria and scores in their place; cchc check finds what is wrong."),
        ]
    files = (f"  {path}" for path in made)
    return "\n".join((_("Made in {folder}:", folder=folder), *files, _("Next:"), *following))


@command
def schema(_workspace: Workspace) -> str:
    """The JSON Schema of criteria.yaml."""
    return schema_text()
