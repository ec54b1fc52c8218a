"""`cchc track`: how far the plan has come, as of a day, and the results that it builds on."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.calendars import write_calendar
from cchc_cli.commands.lookups import period_asked, tell_gone, tell_uncounted
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.evidence import evidence_of
from cchc_cli.index.candidates import losses_of, unscored, winnable
from cchc_cli.index.progress import (
    as_of,
    carried_over,
    count_by,
    cut_gains,
    is_assumed,
    of_year,
    progress,
    secured,
    states_of,
)
from cchc_cli.index.ranks import Year
from cchc_cli.index.scenarios import index_with
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import Day, File, TaskAlarm
from cchc_cli.model.framework import Leaf
from cchc_cli.model.periods import Period
from cchc_cli.model.problems import CchcError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.show.reports.period import PeriodTasks, period_report
from cchc_cli.show.reports.track import Outlook, Tracked, summary_line, track_report


@command
def track(
    workspace: Workspace,
    *,
    unit: str | None = None,
    year: int | None = None,
    day: Day | None = None,
    owner: str | None = None,
    soon: int = 7,
    period: str | None = None,
    fail_on: TaskAlarm | None = None,
    ics: File | None = None,
) -> Report:
    """The tasks of a plan's year as of `day`, with what is done, late, and the index that follows; one row a task.

    `period` ("2023-Q1") makes it a periodic report, `ics` also writes the deadlines as a calendar file. Late tasks
    of the kind that `fail_on` names are `unmet`.
    """
    tracker = Tracker(workspace, unit, year, day, owner=owner, soon=soon, period=period)
    if day is None:
        tracker.tell_after_the_year()
    if ics is not None:
        write_calendar(Path(ics), tracker.scores.names, {tracker.unit: tracker.tasks})
    tasks = tuple(tracker.tasks)
    return replace(tracker.report(), subject=tracker.subject(), unmet=tracker.unmet(fail_on), deadlines=tasks)


def day_asked(workspace: Workspace, day: Day | None, signed: Day | None) -> date:
    """As of which day tasks are told: of `day`, else of the one that the paper bears, else of today."""
    asked = next(((name, each) for name, each in (("--date", day), ("--signed", signed)) if each is not None), None)
    return workspace.today if asked is None else workspace.day(*asked)


class Tracker:
    """The tasks of a plan's year as they are seen from a day (see `day_asked`), whose, and which are `soon` due.

    A paper (`is_paper`) on a year that is over sees its last day.
    """

    def __init__(
        self,
        workspace: Workspace,
        unit: str | None,
        year: int | None,
        day: Day | None = None,
        signed: Day | None = None,
        *,
        owner: str | None = None,
        soon: int = 7,
        period: str | None = None,
        is_paper: bool = False,
    ) -> None:
        self.scores = assess(workspace)
        self.period: Period | None = None
        self.today = day_asked(workspace, day, signed)
        self.soon = soon
        self.unit = self._unit(unit)
        every = self.scores.tasks(self.unit)
        if not every:
            raise self._no_tasks(year or self.today.year)
        self.year = self._year(every, year)
        self._tell_uncounted(self.year)
        if period is not None:
            self._take(period_asked(period, self.year), every, year, day)
        if is_paper and day is None:
            self.today = self._day_of_paper()
        self.owner = workspace.owner(owner, workspace.tell_once)
        every = as_of(every, self.today)
        # What the plan promises is made by all owners, whoever is looked at.
        self.plan = of_year(every, self.year)
        self.scores.tell_winless(self.unit, self.year, self.plan)
        of_owner = [task for task in every if self.owner in (None, task.owner)]
        self.own, left_open = of_year(of_owner, self.year), carried_over(of_owner, self.year)
        # A year that was asked for is shown alone; else what earlier plans have left open is not forgotten.
        self.earlier, told = (left_open, []) if year is None else ([], left_open)
        self.left_open = Counter(task.year for task in told)
        self.tasks = [*self.earlier, *self.own]

    def _take(self, period: Period, tasks: list[Task], year: int | None, day: Day | None) -> None:
        """Look at a period of the plan's year, which is that of the period where neither is named."""
        self.period, last = period, period.last
        if year is None:
            self.year = self._year(tasks, period.first.year)
        elif period.first.year != year:
            raise CchcError(_("--period {period} is not in the plan of {year}.", period=period.code, year=year))
        if day is None:
            self.today = min(self.today, last)

    def _tell_uncounted(self, year: int) -> None:
        """Tell which units that are in this one have tasks of a year under their own ids."""
        scores = self.scores
        tell_uncounted(
            self.unit,
            scores.scores.units,
            year,
            lambda each: of_year(scores.tasks(each), year),
            scores.workspace.tell_once,
        )

    def _no_tasks(self, year: int) -> LeftOut:
        """That there is no task, or none of the unit, which there need not be in the year."""
        gone: list[str] = []
        tell_gone(self.unit, self.scores.scores.units, year, gone.append)
        if not gone:
            self._tell_uncounted(year)
        folder = self.scores.workspace.folder
        text, unit = _("There are no tasks in {file}.", file=folder.name(folder.tasks)), ""
        if self.scores.workspace.filed_tasks:
            unit = self.scores.names.unit(self.unit)
            text = _("There are no tasks of {unit} in {file}.", unit=unit, file=folder.name(folder.tasks))
        hint = _("Write a plan: cchc plan --write, or add one: cchc task add.")
        return LeftOut(text, hint=" ".join(gone) or hint, unit=unit, is_expected=bool(gone))

    def _day_of_paper(self) -> date:
        """The day that is looked at; of a plan whose year is over the last: nobody reports today's state of it."""
        if self.today.year <= self.year:
            return self.today
        day = date(self.year, 12, 31)
        text = _("The year of the plan is over: the report is as of {day}; another day: --date.", day=day)
        self.scores.workspace.tell_once(text)
        return day

    def tell_after_the_year(self) -> None:
        """Tell that tasks of a year that is over are late by today, which the paper does not count."""
        if self.today.year > self.year and "overdue" in self._states:
            text = _(
                "The year of the plan is over: days late are counted up to today, {today}; in report progress up to {last}."
                " To count up to that day here: --date {last}.",
                today=self.today,
                last=date(self.year, 12, 31),
            )
            self.scores.workspace.tell_once(text)

    def _year(self, tasks: list[Task], asked: int | None) -> int:
        known = sorted({task.year for task in tasks if task.year}) or [self.today.year]
        # The latest plan that has begun, else the first one.
        latest = max((year for year in known if year <= self.today.year), default=known[0])
        wanted = latest if asked is None else asked
        if wanted not in known:
            text = _("There are no tasks for {year}.", year=wanted)
            raise LeftOut(text, hint=_("Years with tasks: {years}.", years=", ".join(map(str, known))))
        return wanted

    def _unit(self, asked: str | None) -> str:
        known = [unit.id for unit in self.scores.scores.units]
        unit = asked or self.scores.task_units.own
        if unit is None or (known and unit not in known):
            return self.scores.unit(asked, self.scores.year(None))
        return unit

    @cached_property
    def _states(self) -> list[str]:
        return states_of(self.tasks, self.today, self.soon)

    @cached_property
    def tracked(self) -> Tracked:
        """How each task stands, and what follows from that."""
        evidence = evidence_of(self.scores.workspace.folder, self.tasks)
        table = progress(self.tasks, self._states, evidence, self.today, self.lost)
        area_of = self.scores.framework.area_of
        return Tracked(
            names=self.scores.names,
            unit=self.unit,
            year=self.year,
            today=self.today,
            soon=self.soon,
            table=table,
            by_owner=count_by(table, [task.owner for task in self.tasks]),
            by_area=count_by(table, [area_of(task.component) for task in self.tasks]),
            outlook=self._outlook(),
            decimals=self.scores.framework.criteria.index.rounding,
            earlier=tuple(task.id for task in self.earlier),
            owner=self.owner,
            assumed=tuple(dict.fromkeys(task.line for task in self.assumed)),
            left_open=tuple(sorted(self.left_open.items())),
            cut={} if self.lost is None else cut_gains(self.plan, self.lost),
            merged=self.merged,
        )

    @cached_property
    def assumed(self) -> list[Task]:
        """Tasks that say no gain and still count; none without a result, of which nothing is counted."""
        tasks = [] if self.lost is None else [*self.earlier, *self.plan]
        return [*filter(is_assumed, tasks)]

    @cached_property
    def base(self) -> Year | None:
        """The result that the plan starts from, that of all parts of a unit that took others in; None without one."""
        before = self.year - 1
        self.scores.tell_apart(self.unit, self.year)
        seen = (
            (self.scores.base(before, self.year), self.scores.published(before)) if before in self.scores.years else ()
        )
        return next((each for each in seen if each.marks.has(self.unit)), None)

    @property
    def merged(self) -> tuple[str, ...]:
        """The units that result is the mean of; none where it is one unit's."""
        return () if self.base is None else self.base.marks.merged.get(self.unit, ())

    @cached_property
    def leaves(self) -> dict[str, Leaf]:
        """The components of the plan's year for the unit."""
        return {leaf.id: leaf for leaf in self.scores.framework_at(self.year, self.unit).leaves}

    @cached_property
    def lost(self) -> dict[str, float] | None:
        """What each component lost, and can still win, in that result; None without one."""
        framework = self.scores.framework_at(self.year, self.unit)
        return None if self.base is None else winnable(self.base.marks, self.unit, framework)

    def _outlook(self) -> Outlook | None:
        """The indices that follow from that result; None without one."""
        base, lost = self.base, self.lost
        if base is None or lost is None or not base.line(self.unit)["max"]:
            return None
        points, everything = secured(self.plan, lost)
        now, then = (index_with(base, self.unit, each) for each in (points, everything))
        line, open_ids = base.line(self.unit), unscored(base.marks, self.unit)
        waiting = {each: lost for each, lost in losses_of(base.marks, self.unit).items() if each in open_ids}
        index, best = float(line["index"]), float(line["index_best"])
        return Outlook(base.marks.year, index, points, now, everything, then, best, waiting)

    def report(self) -> Report:
        """Progress, or the report on a period."""
        tasks = self.of_period()
        return track_report(self.tracked) if tasks is None else period_report(self.tracked, tasks)

    def of_period(self) -> PeriodTasks | None:
        """The tasks of the period that was asked for."""
        if (period := self.period) is None:
            return None
        table, next_one = self.tracked.table, period.following()

        def chosen(holds: Callable[[Task], bool]) -> pd.DataFrame:
            """Those that hold, in the order of their deadlines."""
            rows = pd.DataFrame(table[pd.Series(map(holds, self.tasks), index=table.index, dtype=bool)])
            return rows.sort_values("due", kind="stable")

        def waits(task: Task) -> bool:
            """Whether it is still to be done at the period's end: what was done after it was not done then."""
            is_after = task.done_on is not None and task.done_on > period.last
            return task.status in ("todo", "doing") or (task.status == "done" and is_after)

        def earlier(task: Task) -> bool:
            return task.due is not None and task.due < period.first

        return PeriodTasks(
            period=period,
            done=chosen(lambda task: task.status == "done" and period.holds(task.done_on)),
            earlier=chosen(lambda task: earlier(task) and waits(task)),
            left=chosen(lambda task: period.holds(task.due) and waits(task)),
            following=chosen(lambda task: task.is_open and next_one.holds(task.due)),
            due=sum(period.holds(task.due) for task in self.tasks if task.status != "cancelled"),
        )

    def subject(self) -> str:
        """One line."""
        return summary_line(self.tracked)

    def unmet(self, fail_on: TaskAlarm | None) -> str | None:
        """What to say where a task is overdue, or due soon, and that was asked for."""
        bad = {None: (), "overdue": ("overdue",), "due-soon": ("overdue", "due_soon")}[fail_on]
        late = [task.id for task, state in zip(self.tasks, self._states, strict=True) if state in bad]
        if not late:
            return None
        count, ids = len(late), ", ".join(late)
        if fail_on == "overdue":
            return n_("{count} task is overdue: {ids}.", "{count} tasks are overdue: {ids}.", count, ids=ids)
        return n_(
            "{count} task is overdue or due soon: {ids}.",
            "{count} tasks are overdue or due soon: {ids}.",
            count,
            ids=ids,
        )
