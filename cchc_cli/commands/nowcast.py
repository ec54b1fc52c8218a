"""`cchc nowcast`: the index that a year is heading for."""

from datetime import date
from functools import cached_property

from cchc_cli.commands.assessment import Assessment
from cchc_cli.commands.registers import Asked, Registers
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.task_file import read_tasks
from cchc_cli.index.gains import is_assumed
from cchc_cli.index.nowcast import Known, result_of
from cchc_cli.index.nowcast import nowcast as components_of
from cchc_cli.index.progress import as_of, of_year
from cchc_cli.index.scenarios import places as places_of
from cchc_cli.messages import _
from cchc_cli.model.analysis import Place
from cchc_cli.model.choices import Day, RankOn
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.show.reports.nowcast import Forecast, nowcast_report


@command
def nowcast(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    day: Day | None = None,
    rank_on: RankOn | None = None,
    skip_bad: bool = False,
) -> Report:
    """The index, rating and rank that a year is heading for as of `day`, with a range; one row a component."""
    scores = workspace.assess(rank_on=rank_on)
    with Registers(workspace, Asked(unit, day=day, skip_bad=skip_bad)) as registers:
        report = Outlook(scores, registers, year, unit).report()
        registers.tell_left_out()
        return report


class Outlook:
    """A unit's year so far, seen from its last result."""

    def __init__(self, scores: Assessment, registers: Registers, year: int | None, unit: str | None) -> None:
        self.scores, self.registers = scores, registers
        self.asked_year, self.asked_unit = year, unit

    @cached_property
    def year(self) -> int:
        """The year asked for, or the latest that the registers have rows of."""
        year = self.registers.year(None) if self.asked_year is None else self.asked_year
        if date(year, 1, 1) > self.registers.today:
            text = _("{year} has not begun on {day}.", year=year, day=self.registers.today.isoformat())
            raise CchcError(text)
        return year

    @cached_property
    def base(self) -> int:
        """The latest year with scores before the year that is forecast."""
        base = self.scores.since(self.year)
        if base is None:
            text = _("There is no result before {year} to start from.", year=self.year)
            raise CchcError(text, hint=_("Put one into data/scores-YEAR.csv."))
        return base

    @cached_property
    def unit(self) -> str:
        """The unit asked for, or the default one; it has scores in the base year."""
        return self.scores.unit(self.asked_unit, self.base)

    def report(self) -> Report:
        """The index, its range and what it is made of."""
        scores, marks = self.scores, self.scores.marks(self.base)
        first, last = date(self.year, 1, 1), min(date(self.year, 12, 31), self.registers.today)
        tasks = tuple(self._tasks())
        known = Known(
            year=self.year,
            today=self.registers.today,
            so_far=self.registers.measured("year", first, last),
            months=self.registers.measured("month", first, last),
            tasks=tasks,
        )
        table = components_of(scores.framework, marks, self.unit, known)
        counted = set(table.loc[table["basis"] != "register", "component"])
        assumed = [
            task for task in tasks if is_assumed(task) and task.status != "cancelled" and task.component in counted
        ]
        year = scores.published(self.base)
        places = {}
        for column in ("points", "low", "high"):
            result = result_of(scores.framework, marks, self.unit, table, column, self.year)
            (places[column],) = places_of(year, year.results, self.unit, result, scores.rank_on)
        line = year.line(self.unit)
        return nowcast_report(
            scores.names,
            Forecast(
                unit=self.unit,
                year=self.year,
                base=self.base,
                today=self.registers.today,
                table=table,
                now=places["points"],
                low=places["low"],
                high=places["high"],
                before=Place(float(line["index"]), line["rating"], line["rank"], tied=line["tied"])
                if line["rank"] == line["rank"]
                else None,
                decimals=scores.framework.criteria.index.rounding,
                left_out=self.registers.left_out(),
                scale=scores.framework.criteria.index.scale,
                assumed=tuple(task.id for task in assumed),
            ),
        )

    def _tasks(self) -> list[Task]:
        """The tasks of the year as they stood on the day; they are the default unit's."""
        if self.unit != (self.scores.framework.criteria.defaults.unit or self.unit):
            return []
        tasks = read_tasks(self.scores.workspace.folder, self.scores.framework).tasks
        return of_year(as_of(tasks, self.registers.today), self.year)
