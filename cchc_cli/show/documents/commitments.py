"""`cchc report commitments`: a sheet for each owner, to be signed by the owner and the head of the unit."""

from collections.abc import Iterable
from dataclasses import replace

from cchc_cli.messages import _
from cchc_cli.model.columns import COMMIT
from cchc_cli.model.report import Frame, Part, Report, Section, Sheet, Signature, Table
from cchc_cli.show.documents.frame import BLANK, Letterhead, within
from cchc_cli.show.documents.tables import said


def commitments_document(base: Report, head: Letterhead, year: int) -> Report:
    """`base` is the report of `cchc commit`: its tables have an owner's tasks each."""
    kind = _("Commitment")
    subject = _("To carry out the administrative-reform tasks of {year}", year=year)
    return Report(
        command="report commitments",
        title=f"{kind}: {subject}",
        subtitle=base.subtitle,
        year=base.year,
        notes=base.notes,
        rows=base.rows,
        columns=COMMIT,
        extra={**base.extra, "owners": len(base.tables), "tasks": len(base.rows)},
        sheets=tuple(_sheet(table, head, _frame(head, kind, subject)) for table in base.tables),
    )


def _frame(head: Letterhead, kind: str, subject: str) -> Frame:
    """A commitment is no document that the records office numbers."""
    whole = head.frame(kind, subject, "", to=False)
    owner = Signature((_("Who commits"),), BLANK)
    return Frame(
        superior=whole.superior,
        issuer=whole.issuer,
        number="",
        dated=whole.dated,
        kind=kind,
        subject=subject,
        signatures=(owner, head.signature),
    )


def _sheet(table: Table, head: Letterhead, frame: Frame) -> Sheet:
    return Sheet(frame, (Section("", tuple(_parts(table, head))),), name=table.title)


def _parts(table: Table, head: Letterhead) -> Iterable[Part]:
    yield _("Full name: {blank}", blank=2 * BLANK)
    yield _("Position: {owner}", owner=table.title)
    yield _("I commit to {issuer} to carry out these tasks:", issuer=within(head.issuer))
    yield Table(table.frame, said(table.frame, *(replace(column, fold=None) for column in table.columns)))
    yield _("- To carry them out in full and on time, with the products named.")
    yield _("- To report on progress every month, and at once where a deadline is at risk.")
    yield _("- To answer for the result to the head of the unit.")
