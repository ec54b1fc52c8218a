"""`cchc schema`: what criteria.yaml may say, for editors."""

from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.create import schema_text


@command
def schema(_workspace: Workspace) -> str:
    """The JSON Schema of criteria.yaml."""
    return schema_text()
