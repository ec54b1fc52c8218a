"""`cchc report commitments`: a sheet for each owner, to be signed by the owner and the head of the unit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.columns import COMMIT
from cchc_cli.model.report import Frame, Part, Report, Section, Sheet, Signature
from cchc_cli.show.documents.frame import BLANK, Letterhead, within
from cchc_cli.show.documents.tables import said
from cchc_cli.show.names import Names
from cchc_cli.show.reports.sentences import NAMED_TASKS, no_open_task_note, of_tasks, recurring


@dataclass(frozen=True)
class Commitments:
    """What each owner commits to: `tasks` have the columns of COMMIT, those of an owner together.

    `told` is the target for people; `assumed` says whether it hangs on a gain that nobody named; `every` how often a
    task recurs: its deadline is then the first one, as in the plan, and `next` the one to come, if that is another.
    """

    names: Names
    unit: str
    year: int
    tasks: pd.DataFrame
    done: int = 0
    owner: str | None = None
    """Whose tasks alone these are."""

    @cached_property
    def owned(self) -> pd.DataFrame:
        """The tasks that somebody commits to."""
        return self.tasks[self.tasks["owner"] != ""]

    @cached_property
    def tables(self) -> list[tuple[str, Table]]:
        """A table an owner, with the owner's name."""
        mark = " (" + _("gain assumed") + ")"
        told = zip(*(self.owned[key] for key in ("component", "told", "assumed")), strict=True)
        targets = [
            f"{self.names.node(component).removesuffix(' (%)')}: {target}{mark if assumed else ''}" if target else ""
            for component, target, assumed in told
        ]
        columns = (
            Column("id", _("Task"), "id"),
            Column("action_shown", _("Action"), "task", of="component"),
            Column("product", _("Product"), blank=BLANK),
            Column("due", _("Due"), "date"),
            Column("target_shown", _("Target"), fold="→ "),
        )
        recurrence = zip(*(self.owned[key] for key in ("action", "every", "next")), strict=True)
        actions = [recurring(action, every, following) for action, every, following in recurrence]
        owners = self.owned.assign(target_shown=targets, action_shown=actions).groupby("owner", sort=False)
        return [(self.names.owner_or_none(str(owner)), Table(rows, columns)) for owner, rows in owners]

    @property
    def notes(self) -> tuple[str, ...]:
        """That there is nothing to commit to, what nobody commits to, and how much is not listed as it is done."""
        none = () if len(self.tasks) else (no_open_task_note(self.names, self.owner),)
        unowned = self.tasks.loc[self.tasks["owner"] == "", "id"].tolist()
        left = of_tasks(
            "{tasks} has no owner and is on no sheet: cchc task set {id} --owner ID",
            "{tasks} have no owner and are on no sheet: cchc task set {id} --owner ID",
            unowned,
            NAMED_TASKS,
            id="".join(unowned[:1]),
        )
        text = n_("{count} task is done and not listed.", "{count} tasks are done and not listed.", self.done)
        return (*none, *left, *([text] if self.done else ()))

    def is_head(self, owner: str, head: Letterhead) -> bool:
        """Whether an owner, by name, is who signs for the unit."""
        own = head.document.signer.owner
        return own is not None and owner == self.names.owner_or_none(own)

    def received_by(self, owner: str, head: Letterhead) -> str:
        """To whom an owner commits: the head of the unit, who in turn commits to the body above."""
        return for_superior(head) if self.is_head(owner, head) else head.head

    @property
    def extra(self) -> dict[str, object]:
        """What scripts get beside the rows."""
        assumed = self.tasks.loc[self.tasks["assumed"], "id"].tolist()
        return {"unit": self.unit, "plan_year": self.year, "assumed_gain": assumed}


def commitments_document(found: Commitments, head: Letterhead) -> Report:
    """A sheet an owner."""
    kind = _("Commitment")
    subject = _("To carry out the administrative-reform tasks of {year}", year=found.year)
    heads = [found.is_head(owner, head) for owner, _table in found.tables]
    return Report(
        command="report commitments",
        title=f"{kind}: {subject}",
        subtitle=found.names.unit(found.unit),
        year=found.year - 1,
        notes=found.notes,
        rows=found.tasks,
        columns=COMMIT,
        extra={**found.extra, "owners": len(found.tables), "tasks": len(found.owned)},
        sheets=tuple(
            Sheet(
                _frame(head, kind, subject, is_head=is_head),
                (Section("", tuple(_parts(owner, table, head, is_head=is_head))),),
                name=owner,
            )
            for (owner, table), is_head in zip(found.tables, heads, strict=True)
        ),
    )


def for_superior(head: Letterhead) -> str:
    """Who signs what the head of the unit commits to."""
    return _("For {body}", body=head.superior)


def _frame(head: Letterhead, kind: str, subject: str, *, is_head: bool) -> Frame:
    """A commitment is no document that the records office numbers; that of the head goes to the body above."""
    whole = head.frame(kind, subject, "", to=False)
    owner = Signature((_("Who commits"),), head.signature.name if is_head else BLANK)
    other = Signature((for_superior(head),), BLANK) if is_head else head.signature
    return Frame(
        superior=whole.superior,
        issuer=whole.issuer,
        number="",
        dated=whole.dated,
        kind=kind,
        subject=subject,
        signatures=(owner, other),
    )


def _parts(owner: str, table: Table, head: Letterhead, *, is_head: bool) -> Iterable[Part]:
    name = head.document.signer.name if is_head else None
    yield _("Full name: {blank}", blank=name or 2 * BLANK)
    yield _("Office held: {owner}", owner=owner) if is_head else _("Unit or person: {owner}", owner=owner)
    yield _("I commit to {issuer} to carry out these tasks:", issuer=within(head.superior if is_head else head.issuer))
    yield Table(table.frame, said(table.frame, *(replace(column, fold=None) for column in table.columns)))
    yield _("- To carry them out in full and on time, with the products named.")
    yield _("- To report on progress every month, and at once where a deadline is at risk.")
    if is_head:
        yield _("- To answer for the result to {body}.", body=within(head.superior))
    else:
        yield _("- To answer for the result to the head of the unit.")
