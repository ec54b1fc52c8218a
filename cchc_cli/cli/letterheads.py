"""What all documents of a workspace have in common: the letterhead and the day."""

from cchc_cli.cli.session import Session
from cchc_cli.cli.streams import say
from cchc_cli.cli.values import given_day
from cchc_cli.messages import _
from cchc_cli.model.criteria import Document
from cchc_cli.show.documents.frame import Letterhead


def letterhead(session: Session, unit: str, signed: str | None) -> Letterhead:
    """The issuing body as criteria.yaml has it, and the day as the command line has it.

    What criteria.yaml says is that of the default unit: another one's paper bears its own name, and is left to
    be filled in by hand.
    """
    criteria = session.framework.criteria
    day = None if signed is None else given_day("--signed", signed, criteria.defaults.timezone)
    own, document = criteria.defaults.unit, criteria.document
    if own not in (None, unit) and document != Document():
        text = _("The letterhead in criteria.yaml is that of {own}; for {unit} it is left to be filled in.")
        say(text.format(own=session.names.unit(own), unit=session.names.unit(unit)))
        document = Document()
    return Letterhead(document, session.names.unit(unit), day)
