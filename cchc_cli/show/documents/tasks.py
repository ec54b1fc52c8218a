"""`cchc report progress`, `cchc report commitments`: how far a plan has come, and the sheet that each owner signs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.columns import COMMIT
from cchc_cli.model.report import Frame, Report, Section, SectionPart, Sheet, Signature
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.documents.letterhead import BLANK, Letterhead, within
from cchc_cli.show.documents.tables import said
from cchc_cli.show.names import Names
from cchc_cli.show.reports.period import PeriodTasks
from cchc_cli.show.reports.sentences import (
    NAMED_TASKS,
    assumed_sentence,
    earlier_note,
    merged_note,
    of_tasks,
    plan_name,
    recurring,
    unowned,
)
from cchc_cli.show.reports.track import (
    COUNTED,
    Tracked,
    base_notes,
    cut_note,
    later_note,
    track_base,
    track_facts,
    track_timeline,
)


def progress_document(found: Tracked, period: PeriodTasks | None, head: Letterhead) -> Report:
    """What is done, what is late and due soon, by owner, and what comes next."""
    plan = plan_name(found.names, found.year)
    if period is None:
        subject = _("Progress of {plan}, as of {day}", plan=plan, day=found.today)
    else:
        subject = _("Results in {period} under {plan}", period=period.period, plan=plan)
    opening = _(
        "{issuer} reports on the progress of {plan} (“the plan” below), as of {day}:",
        issuer=head.who_issues,
        plan=plan,
        day=found.today,
    )
    closing = _("This is the report of {issuer} on the progress of the plan.", issuer=within(head.issuer))
    sheet = head.sheet(
        head.frame(_("Report"), subject, "BC"),
        opening,
        Section(_("General result"), tuple(_general(found, period))),
        *_by_state(found, period),
        Section(_("Tasks by owner"), (*_owners(found), *track_timeline(found)), _("By owner")),
        Section(_("What comes next"), tuple(_ahead(found))),
        closing=closing,
    )
    report = track_base(found)
    return replace(
        report,
        command="report progress",
        title=sheet.title,
        extra=report.extra | _extra(found, period),
        sheets=(sheet,),
        cards=tuple(track_facts(found)),
    )


def _extra(found: Tracked, period: PeriodTasks | None) -> dict[str, object]:
    extra: dict[str, object] = {
        "tasks": {"total": found.total, "done": found.counts["done"], "percent": found.percent},
        "soon": found.soon,
        "owners": found.by_owner.to_dict("records"),
    }
    if period is not None:
        extra["period"] = period.period.code
        extra["in_period"] = {
            "first": period.period.first.isoformat(),
            "last": period.period.last.isoformat(),
            "due": period.due,
            "due_done": period.finished,
            "done": period.done["id"].tolist(),
            "left": period.left["id"].tolist(),
            "overdue_before": period.earlier["id"].tolist(),
            "overdue_before_count": len(period.earlier),
        }
        extra["next"] = period.following["id"].tolist()
    return extra


def _general(found: Tracked, period: PeriodTasks | None) -> Iterable[str]:
    if not found.total:
        yield _("No task is in this plan.")
        return
    if period is not None:
        yield from _in_period(period)
    counts, percent = found.counts, numbers.percent(found.percent or 0.0)
    yield _("Done: {done} of {total} tasks ({percent}%).", done=counts["done"], total=found.total, percent=percent)
    soon, days = counts["due_soon"], found.soon
    texts = {
        "overdue": _("{count} past the deadline", count=counts["overdue"]),
        "due_soon": n_("{count} due within {days} day", "{count} due within {days} days", days, count=soon, days=days),
        "doing": _("{count} in progress", count=counts["doing"]),
        "todo": _("{count} not begun", count=counts["todo"]),
        "cancelled": _("{count} cancelled", count=counts["cancelled"]),
    }
    rest = [text for state, text in texts.items() if counts[state]]
    if rest:
        yield _("The others: {parts}.", parts="; ".join(rest))
    yield from of_tasks(
        "{count} task is done, but names no evidence: {tasks}.",
        "{count} tasks are done, but name no evidence: {tasks}.",
        found.without(named=False),
        NAMED_TASKS,
    )
    yield from of_tasks(
        "{count} task is done, but its evidence was not found: {tasks}.",
        "{count} tasks are done, but their evidence was not found: {tasks}.",
        found.without(named=True),
        NAMED_TASKS,
    )
    yield from earlier_note(found.earlier)
    yield from _outlook(found)


def _in_period(period: PeriodTasks) -> Iterable[str]:
    first, last = period.period.first, period.period.last
    text = N_("Due in the period ({first} to {last}): {due}; of these done: {done}.")
    yield _(text, first=first, last=last, due=period.due, done=period.finished)
    if others := int((~period.done["due"].between(first.isoformat(), last.isoformat())).sum()):
        yield n_(
            "In the period {count} task was done that was not due in it.",
            "In the period {count} tasks were done that were not due in it.",
            others,
        )
    if len(period.earlier):
        yield n_(
            "{count} task that was due before the period is still not done.",
            "{count} tasks that were due before the period are still not done.",
            len(period.earlier),
        )


def _outlook(found: Tracked) -> Iterable[str]:
    outlook = found.outlook
    if outlook is None:
        return
    yield _(
        "The tasks done are to win {points} of the {planned} points of the plan. From the result of {year} ({index}) the"
        " index would go to {now}, and to {then} once all tasks are done.",
        points=numbers.points(outlook.points),
        planned=numbers.points(outlook.all_points),
        year=outlook.year,
        index=found.number(outlook.index),
        now=found.number(outlook.index_now),
        then=found.number(outlook.index_then),
    )
    yield from base_notes(found)
    yield from assumed_sentence(found.assumed)
    yield from cut_note(found)


def _by_state(found: Tracked, period: PeriodTasks | None) -> list[Section]:
    """The tasks by how they stand: in the period, or on the day."""
    parts: tuple[tuple[pd.DataFrame, str, str, str], ...] = (
        (found.of("overdue"), "overdue", _("Overdue tasks"), ""),
        (found.of("due_soon"), "due_soon", _("Tasks due soon"), ""),
        (found.of("done"), "done", _("Tasks done"), ""),
        (found.of("doing", "todo"), "todo", _("Tasks in progress and not begun"), _("Other tasks")),
    )
    if period is not None:
        parts = period.parts(_("Due in the following period"))
    after = () if period is not None else later_note(found)
    return [
        Section(title, (*_listed(rows, state), *(after if state == "todo" else ())), short)
        for rows, state, title, short in parts
    ]


def _listed(rows: pd.DataFrame, state: str) -> Iterable[Table]:
    if not len(rows):
        return
    listed = columns(
        "task action",
        column("owner", blank=BLANK),
        "due",
        rows["days_late"].gt(0).any() and Column("days_late", _("Days late"), "late"),
        state == "done" and Column("proved", _("Evidence")),
    )
    words = {None: "", True: _("there"), False: _("missing")}
    pairs = zip(rows["evidence_ok"], rows["missing"], strict=True)
    rows = rows.assign(proved=[_("not found") if lost else words[is_there] for is_there, lost in pairs])
    yield Table(rows, said(rows, *listed), states="state")


def _owners(found: Tracked) -> Iterable[Table]:
    if not len(found.by_owner):
        return
    owner = Column("id", _("Owner"), "owner", blank=BLANK)
    yield Table(found.by_owner, columns(owner, "tasks", *COUNTED, "overdue", "part"))


def _ahead(found: Tracked) -> Iterable[str]:
    if len(found.of("overdue")):
        yield _("- Finish the overdue tasks first; their owners explain the delay and set a new date.")
    if len(found.of("due_soon")):
        yield _("- Finish the tasks that are due soon in time.")
    if len(found.of("todo", "doing")):
        yield _("- Go on with the other tasks as planned.")
    yield _("- Put on file what proves each finished task.")


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
    merged: tuple[str, ...] = ()
    """The units whose mean the targets start from."""

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
        return [(self.names.owner(str(owner)), Table(rows, columns)) for owner, rows in owners]

    @property
    def notes(self) -> tuple[str, ...]:
        """That there is nothing to commit to, what nobody commits to, and how much is not listed as it is done."""
        none = _("No open task is in this plan.")
        if self.owner:
            none = _("{owner} has no open task in this plan.", owner=self.names.owner(self.owner))
        text = n_("{count} task is done and not listed.", "{count} tasks are done and not listed.", self.done)
        return (*([] if len(self.tasks) else [none]), *self.beside, *([text] if self.done else []))

    @property
    def beside(self) -> list[str]:
        """What no sheet says: the tasks that nobody commits to."""
        return unowned(self.tasks.loc[self.tasks["owner"] == "", "id"].tolist())

    @property
    def start(self) -> list[str]:
        """What targets start from, if it is the result of merged units; it is signed with them."""
        return merged_note(self.names, self.merged, self.year - 1)

    def is_head(self, owner: str, head: Letterhead) -> bool:
        """Whether an owner, by name, is who signs for the unit."""
        own = head.document.signer.owner
        return own is not None and owner == self.names.owner(own)

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

    def sheet(owner: str, table: Table) -> Sheet:
        is_head = found.is_head(owner, head)
        parts = tuple(_parts(owner, table, found.start, head, is_head=is_head))
        return Sheet(_frame(head, kind, subject, is_head=is_head), (Section("", parts),), name=owner)

    return Report(
        command="report commitments",
        title=f"{kind}: {subject}",
        subtitle=found.names.unit(found.unit),
        year=found.year - 1,
        notes=found.notes,
        rows=found.tasks,
        columns=COMMIT,
        extra={**found.extra, "owners": len(found.tables), "tasks": len(found.owned)},
        sheets=tuple(sheet(*each) for each in found.tables),
    )


def for_superior(head: Letterhead) -> str:
    """Who signs what the head of the unit commits to."""
    return _("For {body}", body=head.superior)


def _frame(head: Letterhead, kind: str, subject: str, *, is_head: bool) -> Frame:
    """A commitment is no document that the records office numbers; that of the head goes to the body above."""
    whole = head.frame(kind, subject, "", to=False)
    owner = Signature((_("Who commits"),), head.signature.name if is_head else BLANK)
    other = Signature((for_superior(head),), BLANK) if is_head else head.signature
    return replace(whole, number="", recipients=(), contact="", signatures=(owner, other))


def _parts(owner: str, tasks: Table, start: Iterable[str], head: Letterhead, *, is_head: bool) -> Iterable[SectionPart]:
    name = head.document.signer.name if is_head else None
    yield _("Full name: {blank}", blank=name or 2 * BLANK)
    told = _("Office held: {owner}", owner=owner) if is_head else _("Unit or person: {owner}", owner=owner)
    # Bộ phận: Văn phòng, not Bộ phận, cá nhân: Bộ phận Văn phòng.
    kind = (label := told.partition(":")[0]).partition(",")[0]
    yield told.replace(f"{label}: {kind} ", f"{kind}: ", 1)
    yield _("I commit to {issuer} to carry out these tasks:", issuer=within(head.superior if is_head else head.issuer))
    yield Table(tasks.frame, said(tasks.frame, *(replace(column, fold=None) for column in tasks.columns)))
    yield _("- To carry them out in full and on time, with the products named.")
    yield _("- To report on progress every month, and at once where a deadline is at risk.")
    body = _("- To answer for the result to {body}.", body=within(head.superior))
    yield body if is_head else _("- To answer for the result to the head of the unit.")
    yield from start
