"""Whose letterhead a paper bears: units.csv, then criteria.yaml, else what is known of the unit."""

from msgspec import structs

from cchc_cli.commands.assessment import Assessment
from cchc_cli.messages import _
from cchc_cli.model.choices import Day
from cchc_cli.model.criteria import UNIT_NAME, Document
from cchc_cli.show.documents.letterhead import BLANK, Letterhead, for_others, over


def letterhead_of_all(scores: Assessment, signed: Day | None) -> Letterhead:
    """The letterhead of criteria.yaml for a paper on all units; what it says of {name}, one unit, is left to be filled in."""
    document = scores.framework.criteria.document
    if for_others(document) is not None:
        document = Document()
    day = None if signed is None else scores.workspace.day("--signed", signed)
    return Letterhead(document if document.issuer else structs.replace(document, issuer=BLANK), "", day)


def letterhead(scores: Assessment, unit: str, signed: Day | None) -> Letterhead:
    """The issuing body as units.csv has it, else criteria.yaml, and the day as the command line has it.

    What criteria.yaml says is that of the default unit, unless it speaks of {name}: another one's paper is left to be
    filled in by hand where units.csv says nothing.
    """
    criteria = scores.framework.criteria
    own, usual = criteria.defaults.unit, criteria.document
    if (
        own not in (None, unit)
        and for_others(usual) is None
        and _own_document(scores, unit) is None
        and usual != Document()
    ):
        text = _(
            "The letterhead in criteria.yaml is that of {own}; for other units it is left to be filled in: write {name}"
            " into its texts, or put the columns issuer, place, signer … into units.csv."
        )
        scores.workspace.tell_once(text.format(own=scores.names.unit(own), name=UNIT_NAME))
    day = None if signed is None else scores.workspace.day("--signed", signed)
    return Letterhead(_document(scores, unit), scores.names.unit(unit), day)


def undated(scores: Assessment, unit: str) -> Letterhead:
    """The letterhead for a screen: who signs, and for whom; nothing is said of what is missing."""
    return Letterhead(_document(scores, unit), scores.names.unit(unit), None)


def _own_document(scores: Assessment, unit: str) -> Document | None:
    return next((each.document for each in scores.scores.units if each.id == unit), None)


def _document(scores: Assessment, unit: str) -> Document:
    own, usual = scores.framework.criteria.defaults.unit, scores.framework.criteria.document
    if own not in (None, unit):
        usual = for_others(usual) or Document()
    return over(_own_document(scores, unit), usual)
