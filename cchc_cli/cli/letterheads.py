"""What all documents of a workspace have in common: the letterhead, the day, and where they go."""

from datetime import date
from io import BytesIO
from pathlib import Path

from cchc_cli.cli.session import Session
from cchc_cli.messages import _
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.show.documents.frame import Letterhead
from cchc_cli.workspace.safe_write import replace_text
from cchc_cli.workspace.task_values import parse_day


def letterhead(session: Session, unit: str, signed: str | None) -> Letterhead:
    """The issuing body as criteria.yaml has it, and the day as the command line has it."""
    return Letterhead(session.framework.criteria.document, session.names.unit(unit), _day(signed))


def deliver(session: Session, report: Report, form: str, output: str | None) -> None:
    """Write the document into a file, or print it."""
    if output is None:
        session.show(report, form)
        return
    from cchc_cli.show.writers.word import write

    whole = BytesIO()
    write(report, "", whole)
    replace_text(Path(output), whole.getvalue())


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    day = parse_day(text)
    if day is None:
        hint = _("Write it like 2023-12-31 or 31/12/2023.")
        raise CchcError(_("--signed: “{found}” is not a date.").format(found=text), hint=hint)
    return day
