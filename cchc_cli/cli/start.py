"""Panel "Start": init, check, doctor, schema."""

import typer

from cchc_cli.cli import options
from cchc_cli.cli.answer import answer


def init(ctx: typer.Context, folder: options.NewFolder = None, empty: options.Empty = False) -> None:
    """Make a workspace: the illustrative sample, or a skeleton. Existing files are never touched."""
    answer(ctx)


def check(ctx: typer.Context, form: options.Format = "table") -> None:
    """Find every fault in every file, and what looks odd."""
    answer(ctx)


def doctor(ctx: typer.Context, form: options.Format = "table") -> None:
    """Show what cchc runs on and how the workspace fares, and what to send with a report."""
    answer(ctx)


def schema(ctx: typer.Context) -> None:
    """Print the JSON Schema of criteria.yaml, for editors."""
    answer(ctx)
