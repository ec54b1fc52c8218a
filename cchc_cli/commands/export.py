"""`cchc export`: what a workspace has, as files that people edit."""

from cchc_cli.commands.import_criteria import refuse_existing, refuse_suffix
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.find import expanded
from cchc_cli.messages import _
from cchc_cli.model.choices import File
from cchc_cli.show.writers.editable import criteria_book
from cchc_cli.system.safe_write import replace_text

WORKBOOK = (".xlsx",)


@command
def export_criteria(workspace: Workspace, *, output: File, force: bool = False) -> str:
    """criteria.yaml as a workbook that `import_criteria` reads back; what was written, in words."""
    target = expanded(str(output))
    refuse_suffix(target, WORKBOOK)
    refuse_existing(target, force, _("Name another file with -o FILE, or write over it with --force."))
    replace_text(target, criteria_book(workspace.framework.criteria))
    return _("Written: {file}. Edit it, then: cchc import criteria {file} -o criteria.yaml --force", file=target)
