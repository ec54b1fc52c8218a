"""The periodic report on a plan: what was done in a period, what was not, and what comes next."""

from dataclasses import dataclass, replace

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Fact, Table
from cchc_cli.model.periods import Period
from cchc_cli.model.report import Report
from cchc_cli.show.columns import columns
from cchc_cli.show.reports.sentences import earlier_note
from cchc_cli.show.reports.track import Tracked, notes_below, task_rows, track_base, track_facts


@dataclass(frozen=True)
class PeriodTasks:
    """A period's tasks: done in it, due in it and not done, due before it and not done, and due in the one after."""

    period: Period
    done: pd.DataFrame
    earlier: pd.DataFrame
    left: pd.DataFrame
    following: pd.DataFrame
    due: int

    @property
    def finished(self) -> int:
        """How many of those due in it are done."""
        return self.due - len(self.left)

    def parts(self, following: str) -> tuple[tuple[pd.DataFrame, str, str, str], ...]:
        """Its tasks, how they stand, and what their tables and sheets are called; `following`: those of the one after."""
        return (
            (self.done, "done", _("Done in the period"), ""),
            (self.earlier, "overdue", _("Overdue from before the period"), _("Overdue from before")),
            (self.left, "overdue", _("Due in the period and not done"), _("Not done")),
            (self.following, "todo", following, _("Next period")),
        )


def period_report(found: Tracked, period: PeriodTasks) -> Report:
    """What was done in a period, what was not, and what comes next."""
    parts = period.parts(_("Next: due in the following period"))
    rows, report, span = found.table, track_base(found), period.period
    if len(rows):
        rows = pd.concat([period.done, period.earlier, period.left]).drop_duplicates("id")
    return replace(
        report,
        title=_("Results in {period} under the plan", period=span),
        facts=(
            Fact(_("Period"), span.alone, _("{first} to {last}", first=span.first, last=span.last)),
            Fact(_("Tasks"), _("{done} of {due} due in the period are done", done=period.finished, due=period.due)),
            *list(track_facts(found))[1:],
        ),
        tables=tuple(task_rows(part, title, name) for part, _state, title, name in parts if len(part)),
        notes=(
            *(_("{title}: none.", title=title) for part, _state, title, _name in parts if not len(part)),
            *earlier_note(found.earlier),
            *notes_below(found, *(part for part, *_told in parts)),
        ),
        rows=rows,
        digest=_period_digest(period),
        extra=report.extra
        | {
            "period": span.code,
            "overdue_before": period.earlier["id"].tolist(),
            "next": period.following["id"].tolist(),
        },
    )


def _period_digest(period: PeriodTasks) -> Table:
    """What became of the tasks that were due, for a table of many units."""
    counts = {"due": period.due, "done": period.finished, "left": len(period.left), "before": len(period.earlier)}
    return Table(
        pd.DataFrame([counts | {"next": len(period.following)}]),
        columns(
            Column("due", _("Due in the period"), "count"),
            "done",
            Column("left", _("Not done"), "late"),
            Column("before", _("Overdue from before"), "late"),
            Column("next", _("Next period"), "count"),
        ),
    )
