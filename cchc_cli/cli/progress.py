"""What `track` and `commit` work out: a plan's tasks as of a day, and the results that they build on."""

from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import typer

from cchc_cli.cli.letterheads import letterhead
from cchc_cli.cli.plans import tasks_of_another
from cchc_cli.cli.session import Session
from cchc_cli.cli.values import given_day
from cchc_cli.index.candidates import winnable
from cchc_cli.index.gains import is_assumed, won
from cchc_cli.index.progress import (
    Period,
    as_of,
    carried_over,
    count_by,
    of_year,
    period_of,
    progress,
    secured,
    states_of,
)
from cchc_cli.index.rounding import cleaned
from cchc_cli.index.rules import needed_for, option_for
from cchc_cli.index.scenarios import standing_with
from cchc_cli.messages import _, n_
from cchc_cli.model.criteria import Choice
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.model.today import now, today
from cchc_cli.show import numbers
from cchc_cli.show.documents.commitments import commitments_document
from cchc_cli.show.documents.progress import progress_document
from cchc_cli.show.reports.commit import commit_report
from cchc_cli.show.reports.track import (
    Outlook,
    PeriodTasks,
    Tracked,
    period_report,
    summary_line,
    track_report,
)
from cchc_cli.workspace.evidence import evidence_of
from cchc_cli.workspace.find import is_there
from cchc_cli.workspace.nearest import nearest
from cchc_cli.workspace.plain_file import open_plain
from cchc_cli.workspace.safe_write import replace_text
from cchc_cli.workspace.task_file import read_tasks


class Tracker:
    """The tasks of a plan's year (and of one owner) as of a day."""

    def __init__(
        self,
        ctx: typer.Context,
        unit: str | None,
        year: int | None,
        day: str | None,
        owner: str | None,
        soon: int,
        period: str | None,
    ) -> None:
        self.session = Session(ctx)
        self.period = _period(period)
        self.today = self._today(day)
        self.soon = soon
        path = self.session.workspace.tasks
        every = read_tasks(self.session.workspace, self.session.framework).tasks
        if not every:
            text = _("There are no tasks in {file}.").format(file=self.session.workspace.name(path))
            raise CchcError(text, hint=_("Write a plan: cchc plan --write, or add one: cchc task add."))
        self.year = self._year(every, year)
        owners = self.session.framework.criteria.owners
        if owner is not None and owner not in owners:
            raise CchcError(_("There is no owner {owner}.").format(owner=owner), hint=nearest(owner, owners))
        if self.period is not None and self.period.first.year != self.year:
            text = _("--period {period} is not in the plan of {year}.")
            raise CchcError(text.format(period=self.period.name, year=self.year))
        every = as_of(every, self.today)
        # What the plan promises is made by all owners, whoever is looked at.
        self.plan = of_year(every, self.year)
        of_owner = [task for task in every if owner is None or task.owner == owner]
        self.own = of_year(of_owner, self.year)
        # A year that was asked for is shown alone; else what earlier plans have left open is not forgotten.
        self.earlier = carried_over(of_owner, self.year) if year is None else []
        self.owner = owner
        self.tasks = [*self.earlier, *self.own]
        self.unit = self._unit(unit)

    def _today(self, text: str | None) -> date:
        zone = self.session.framework.criteria.defaults.timezone
        if text is None:
            here = today(zone)
            return min(here, self.period.last) if self.period else here
        return given_day("--date", text, zone)

    def _year(self, tasks: list[Task], asked: int | None) -> int:
        known = sorted({task.year for task in tasks if task.year}) or [self.today.year]
        wanted = asked if asked is not None else self._default_year(known)
        if wanted not in known:
            text = _("There are no tasks for {year}.").format(year=wanted)
            raise CchcError(
                text, hint=_("Years with tasks: {years}.").format(years=", ".join(map(str, known)))
            )
        return wanted

    def _default_year(self, known: list[int]) -> int:
        """The period's year, else the latest plan that has begun, else the first one."""
        if self.period is not None:
            return self.period.first.year
        return max((year for year in known if year <= self.today.year), default=known[0])

    def _unit(self, asked: str | None) -> str:
        own = self.session.framework.criteria.defaults.unit
        if asked is not None and own is not None and asked != own:
            raise CchcError(tasks_of_another(self.session, own))
        known = [unit.id for unit in self.session.scores.units]
        unit = asked or own or (known[0] if len(known) == 1 else None)
        if unit is None or (known and unit not in known):
            return self.session.unit(asked, self.session.year(None))
        return unit

    @cached_property
    def _states(self) -> list[str]:
        return states_of(self.tasks, self.today, self.soon)

    @cached_property
    def _tracked(self) -> Tracked:
        evidence = evidence_of(self.session.workspace, self.tasks)
        table = progress(self.tasks, self._states, evidence, self.today, self._lost)
        areas = {leaf.id: area.id for area, _criterion, leaf in self.session.framework.lineage()}
        return Tracked(
            unit=self.unit,
            year=self.year,
            today=self.today,
            soon=self.soon,
            table=table,
            by_owner=count_by(table, [task.owner for task in self.tasks]),
            by_area=count_by(table, [areas[task.component] for task in self.tasks]),
            outlook=self._outlook(),
            decimals=self.session.framework.criteria.index.rounding,
            earlier=tuple(task.id for task in self.earlier),
            owner=self.owner,
            assumed=tuple(task.id for task in self._assumed),
        )

    @cached_property
    def _assumed(self) -> list[Task]:
        """Tasks that say no gain and still count; none without a result, of which nothing is counted."""
        tasks = [] if self._lost is None else [*self.earlier, *self.plan]
        return [task for task in tasks if is_assumed(task) and task.status != "cancelled"]

    @cached_property
    def _lost(self) -> dict[str, float] | None:
        """What each component lost, and can still win, in the result that the plan was made for; None without one."""
        base = self.year - 1
        if base not in self.session.years or self.session.marks(base).row(self.unit) is None:
            return None
        return winnable(self.session.marks(base), self.unit, self.session.framework.at(self.year))

    def _outlook(self) -> Outlook | None:
        """The indices that follow from the result that the plan was made for; None without one."""
        base, lost = self.year - 1, self._lost
        if lost is None or not self.session.published(base).line(self.unit)["max"]:
            return None
        published, rank_on = self.session.published(base), self.session.rank_on
        points, everything = secured(self.plan, lost)
        now, then = (
            standing_with(published, published.results, self.unit, each, rank_on).index
            for each in (points, everything)
        )
        index = float(published.line(self.unit)["index"])
        return Outlook(base, index, points, now, everything, then)

    def report(self) -> Report:
        """Progress, or the report on a period."""
        if self.period is None:
            return track_report(self.session.names, self._tracked)
        return period_report(self.session.names, self._tracked, self._of_period(self.period))

    def document(self, signed: str | None) -> Report:
        """Progress as an official document."""
        period = None if self.period is None else self._of_period(self.period)
        head = letterhead(self.session, self.unit, signed)
        return progress_document(self.session.names, self._tracked, period, head)

    def commitments_document(self, signed: str | None) -> Report:
        """The commitment sheets as official documents."""
        return commitments_document(
            self.commitments(), letterhead(self.session, self.unit, signed), self.year
        )

    def _of_period(self, period: Period) -> PeriodTasks:
        table, next_one = self._tracked.table, period.following()

        def chosen(keep: list[bool]) -> pd.DataFrame:
            return pd.DataFrame(table[pd.Series(keep, index=table.index, dtype=bool)])

        kept = [task.status != "cancelled" for task in self.tasks]
        due = [period.holds(task.due) and each for task, each in zip(self.tasks, kept, strict=True)]
        done = [task.status == "done" for task in self.tasks]
        # What was done after the period was not done at its end.
        waiting = [
            not finished or (task.done_on is not None and task.done_on > period.last)
            for task, finished in zip(self.tasks, done, strict=True)
        ]
        before = [task.due is not None and task.due < period.first for task in self.tasks]
        return PeriodTasks(
            name=period.name,
            days=(period.first, period.last),
            done=chosen(
                [
                    finished and period.holds(task.done_on)
                    for task, finished in zip(self.tasks, done, strict=True)
                ]
            ),
            earlier=chosen([all(each) for each in zip(kept, before, waiting, strict=True)]).sort_values(
                "due", kind="stable"
            ),
            left=chosen([all(each) for each in zip(due, waiting, strict=True)]),
            following=chosen([task.is_open and next_one.holds(task.due) for task in self.tasks]),
            due=sum(due),
        )

    def summary(self) -> str:
        """One line."""
        return summary_line(self.session.names, self._tracked)

    def write_calendar(self, path: Path) -> None:
        """Write the deadlines of open tasks as an iCalendar file."""
        from cchc_cli.show.calendar_file import calendar_of

        if is_there(path) and not _is_calendar(path):
            text = _("--ics: {file} is there and is no calendar; it is left as it is.").format(file=path)
            raise CchcError(text, hint=_("Name a new file, such as plan.ics."))
        if not path.absolute().parent.is_dir():
            raise CchcError(_("There is no folder {folder}.").format(folder=path.absolute().parent))
        replace_text(path, calendar_of(self.session.names, self.tasks, self.unit, now()))

    def refuse(self, fail_on: str | None) -> None:
        """End with status 1 when a task is overdue, or due soon, and that was asked for."""
        bad = {None: (), "overdue": ("overdue",), "due-soon": ("overdue", "due_soon")}[fail_on]
        late = [task.id for task, state in zip(self.tasks, self._states, strict=True) if state in bad]
        if late:
            text = n_(
                "{count} task is overdue or due soon: {ids}.",
                "{count} tasks are overdue or due soon: {ids}.",
                len(late),
            )
            if fail_on == "overdue":
                text = n_("{count} task is overdue: {ids}.", "{count} tasks are overdue: {ids}.", len(late))
            raise CchcError(text.format(count=len(late), ids=", ".join(late)), status=1)

    def commitments(self) -> Report:
        """The commitment sheet of each owner, with open tasks in the order of their deadlines."""
        tasks = sorted(
            (task for task in self.own if task.is_open),
            key=lambda task: (task.owner, task.due or date.max, task.id),
        )
        rows = pd.DataFrame(
            [
                (t.owner, t.id, t.component, t.action, t.product, t.due.isoformat() if t.due else "", *self._target(t), t.status)
                for t in tasks
            ],
            columns=["owner", "id", "component", "action", "product", "due", "target", "told", "status"],
        )  # fmt: skip
        components = {task.component for task in self._assumed}
        return commit_report(self.session.names, self.unit, self.year, rows, components)

    def _target(self, task: Task) -> tuple[str, str]:
        """What the component needs for the points that the plan has for it, for scripts and for people.

        A raw value or an option, where a rule says it; else the points of the maximum.
        """
        leaves = self.session.framework.at(self.year).leaves
        leaf = next((each for each in leaves if each.id == task.component), None)
        if leaf is None:
            return "", ""
        points = min(self._planned_points(task.component), leaf.max)
        if isinstance(leaf.rule, Choice):
            return (option_for(leaf.rule, points),) * 2
        needed = needed_for(leaf.rule, points, leaf.max) if leaf.rule else None
        if needed is None:
            told = _("{points} points").format(points=numbers.short(points))
            return f"{points:.12g}/{leaf.max:.12g}", told
        sign = "≥" if needed[1] > 0 else "≤"
        return f"{sign} {needed[0]:.12g}", f"{sign} {numbers.short(needed[0])}"

    def _planned_points(self, component: str) -> float:
        """The points of a component once all its tasks are done; without a result, its maximum."""
        base = self.year - 1
        row = self.session.marks(base).row(self.unit) if base in self.session.years else None
        tasks = [task for task in self.plan if task.component == component and task.status != "cancelled"]
        leaves = [leaf.id for leaf in self.session.framework.at(base).leaves]
        if row is None or self._lost is None or component not in leaves:
            return float("inf")
        marks, at = self.session.marks(base), leaves.index(component)
        if not marks.applicable[row, at]:
            return float("inf")
        got = marks.got[row, at]
        return float(cleaned(got + won(tasks, self._lost)))


def _is_calendar(path: Path) -> bool:
    """Whether a plain file holds a calendar, and so may be written anew."""
    try:
        with open_plain(path) as file:
            return file.read(15) == b"BEGIN:VCALENDAR"
    except OSError:
        return False


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    period = period_of(text)
    if period is None:
        raise CchcError(
            _("--period: “{found}” is not a period.").format(found=text),
            hint=_("Write it like 2023-Q1, 2023-H1, 2023-01 or 2023."),
        )
    return period
