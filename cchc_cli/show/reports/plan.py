"""`cchc plan`: what to do, in which order, and what it comes to."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Place
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, OfOne, Table
from cchc_cli.model.columns import FRONTIER, PLAN
from cchc_cli.model.plans import Plan
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import Drawn, task_timeline
from cchc_cli.show.reports.rank_sentences import ranked
from cchc_cli.show.reports.sentences import NAMED_TASKS, assumed_note, held_back_from, listed, listed_components
from cchc_cli.show.reports.unit_result import UnitResult, rating_column


@dataclass(frozen=True)
class Planned:
    """A plan with ids of its tasks and, after each step, index, rating and rank."""

    plan: Plan
    year: int
    ids: list[str]
    standings: list[Place]
    owners: pd.DataFrame
    lost: Mapping[str, float]
    """The points that each component lost."""
    is_winnable: bool = True
    """Whether any of that can still be won: the framework of the plan's year has the component."""
    goal: str = ""
    stopped: str = ""
    written: list[str] = field(default_factory=list)
    is_written: bool = False
    rivals: str = "hold"
    cancelled: int = 0
    tasks: Mapping[str, Task] = field(default_factory=dict)
    """What data/tasks.csv has, by the tasks' ids."""
    unlisted: Sequence[str] = ()
    """The tasks there that criteria.yaml has no action for."""
    unscored: Collection[str] = ()
    """The components that are not scored yet."""

    @property
    def all_lost(self) -> float:
        """All points that were lost."""
        return sum(self.lost.values())

    @property
    def is_for_open(self) -> bool:
        """Whether there are tasks for what is not scored yet, the gains of which are none of what was taken off."""
        return any(step.candidate.component in self.unscored for step in self.plan.steps)

    def where(self, what: str) -> list[str]:
        """The tasks that are `generic`, or of which the effort is `assumed`, or the gain (`assumed_gain`)."""
        steps = zip(self.ids, self.plan.steps, strict=True)
        return [identity for identity, step in steps if getattr(step.candidate, what)]


def plan_report(standing: UnitResult, planned: Planned) -> Report:
    """The tasks in the order in which they are best done, and the sums."""
    report = plan_base(standing, planned)
    return replace(
        report,
        summary=planned.stopped,
        facts=tuple(plan_facts(standing, planned)),
        tables=(*_tasks(standing, report.rows), *_owners(planned)),
        charts=lambda: plan_timeline(standing, report.rows),
        notes=(
            *standing.provisional_note(),
            *standing.place_notes(),
            *held_back_from(standing.names, _end(standing, planned).held_back, _("After the plan")),
            *_notes(standing, planned),
        ),
        place=_place(standing, planned),
        endless=True,
    )


def _place(standing: UnitResult, planned: Planned) -> Table:
    """What the plan comes to, one row."""
    plan, end, line = planned.plan, _end(standing, planned), standing.line
    sums = {"tasks": len(plan.steps), "effort": plan.effort, "gain": plan.points, "now": line["index"]}
    then = {"index": end.index, "rating": end.rating, "rank": end.rank, "tied": end.tied}
    shown = columns(
        "tasks effort",
        column("gain", assumed=""),
        Column("now", _("Index"), "index"),
        column("index", label=_("Index expected")),
        *(replace(each, label=_("Rating expected")) for each in rating_column(standing.settings)),
        column("rank", label=_("Rank expected")),
    )
    stay, go_on = N_("The others stay where they are."), N_("The others change once more as they did since {year}.")
    told = _(stay) if planned.rivals == "hold" else _(go_on, year=standing.since)
    return Table(pd.DataFrame([sums | then]), shown, name=_("Units"), after=(told,))


def plan_base(standing: UnitResult, planned: Planned) -> Report:
    """What the command and the document on a plan begin with."""
    end, plan = _end(standing, planned), planned.plan
    status = "unproven" if not plan.proven else "optimal" if plan.optimal else "infeasible"
    result = {"index": end.index, "rating": end.rating, "rank": end.rank}
    extra = {
        "unit": standing.unit,
        "plan_year": planned.year,
        "totals": {"effort": plan.effort, "gain": plan.points, **result, "status": status},
        "owners": planned.owners.to_dict("records"),
        "generic": planned.where("generic"),
        "assumed_effort": planned.where("assumed"),
        "assumed_gain": planned.where("assumed_gain"),
        "written": planned.written,
    }
    return replace(_of_year(standing, planned.year, _("Improvement plan"), _rows(planned), PLAN), extra=extra)


def _of_year(standing: UnitResult, year: int, title: str, rows: pd.DataFrame, columns: tuple[str, ...]) -> Report:
    subtitle = _("{unit}, plan for {year}", unit=standing.names.unit(standing.unit), year=year)
    return Report("plan", title, rows, columns, subtitle=subtitle, year=year - 1)


def plan_timeline(standing: UnitResult, rows: pd.DataFrame) -> Drawn:
    """The tasks over time."""
    return task_timeline(standing.names, rows, None, _("Timeline of the plan"))


def _end(standing: UnitResult, planned: Planned) -> Place:
    return planned.standings[-1] if planned.standings else standing.place


def _rows(planned: Planned) -> pd.DataFrame:
    own = ("component", "action", "product", "owner", "effort", "gain", "assumed", "assumed_gain")
    return pd.DataFrame(
        [
            {
                "id": identity,
                **{key: getattr(step.candidate, key) for key in own},
                "due": step.candidate.due_text,
                "gain_per_effort": step.candidate.gain / step.candidate.effort if step.candidate.days else math.nan,
                "running_effort": step.effort,
                "running_index": place.index,
                "running_rating": place.rating,
            }
            for identity, step, place in zip(planned.ids, planned.plan.steps, planned.standings, strict=True)
        ],
        columns=[*PLAN, "assumed", "assumed_gain"],
    )


def plan_facts(standing: UnitResult, planned: Planned) -> Iterable[Fact]:
    """Goal, effort, points, and the index, rating and rank that follow."""
    line, plan, end = standing.line, planned.plan, _end(standing, planned)
    if planned.goal:
        told = _("reached") if plan.optimal else _("out of reach")
        yield Fact(_("Goal"), planned.goal, told)
    tasks = Figure(len(plan.steps), "count", n_("{count} task", "{count} tasks", len(plan.steps), count=SLOT))
    days = _("{days} person-days", days=numbers.short(plan.effort))
    yield Fact(_("Plan"), tasks, days)
    lost, waiting = numbers.points(planned.all_lost - line["open"]), numbers.points(line["open"])
    text = _("of {lost} lost", lost=lost)
    if planned.is_for_open:
        text = _("of {lost} lost and {waiting} not scored yet", lost=lost, waiting=waiting)
    elif line["open"]:
        text += "; " + _("{points} more not scored yet", points=waiting)
    yield Fact(_("Points"), Figure(plan.points, "change"), text)
    yield from _expected(standing, end, planned.rivals)


def _expected(standing: UnitResult, end: Place, rivals: str) -> Iterable[Fact]:
    line = standing.line
    if math.isnan(end.index):
        yield Fact(_("Index"), numbers.MISSING)
        return
    index = Figure(end.index, "index", f"{standing.number(line['index'])} → {SLOT}")
    yield Fact(_("Index"), index, Figure(end.index - line["index"], "change"))
    if standing.settings.ratings:
        before, after = (standing.names.rating(each) or numbers.MISSING for each in (line["rating"], end.rating))
        worst = _("what is not scored yet counts 0") if line["open"] else ""
        yield Fact(_("Rating"), before if before == after else f"{before} → {after}", worst)
    if line["rank"] == line["rank"]:
        held = _("if the others stay") if rivals == "hold" else _("if the others carry on")
        yield Fact(_("Rank"), ranked(end.rank, end.tied, before=standing.ranks[1]), held)


def _tasks(standing: UnitResult, rows: pd.DataFrame) -> Iterable[Table]:
    if rows.empty:
        return
    a_day = Column("gain_per_effort", _("Gain a day"), "points", fold="", only="text")
    yield Table(
        rows,
        columns(
            "task action product owner due",
            column("effort", assumed="assumed", assumed_label=_("days assumed")),
            column("gain", assumed="assumed_gain"),
            replace(a_day, only="sheet"),
            Column("running_effort", _("Days in all"), "value", brief=_("So far"), fold=""),
            Column("running_index", _("Index"), "index"),
            *rating_column(standing.settings, "running_rating", fold=""),
            a_day,
        ),
        sums=("effort", "gain"),
    )


def _owners(planned: Planned) -> Iterable[Table]:
    owners = planned.owners
    if owners.empty:
        return
    known, told = owners["capacity"].notna().any(), owners["over"].map(_over)
    due = [any(days) for days in zip(*owners["months"], strict=True)]
    months = tuple(_("Month {number}", number=month) if is_due else "" for month, is_due in enumerate(due, 1))
    yield Table(
        owners.assign(months=owners["months"].map(lambda days: [each or None for each in days]), told=told),
        columns(
            column("owner", kind="owner_or_none", fold=None),
            "tasks effort",
            known and Column("capacity", _("Days a month"), "value"),
            Column("months", _("Days due by month"), "months", parts=months),
            known and told.any() and Column("told", ""),
        ),
        title=_("Effort by owner"),
        name=_("By owner"),
        sums=("tasks", "effort", "months"),
    )


def _over(month: float | None) -> str:
    return "" if numbers.missing(month) else _("more than fits by the end of month {month}", month=month)


def _notes(standing: UnitResult, planned: Planned) -> Iterable[str]:
    steps = planned.plan.steps
    if not planned.plan.proven:
        yield _("The search was ended before it was proven that no other plan is better.")
    if planned.cancelled:
        yield n_("{count} cancelled task is left out.", "{count} cancelled tasks are left out.", planned.cancelled)
    yield from _beside_tasks(planned)
    if not steps:
        yield _why_empty(standing, planned)
        return
    yield from _of_steps(standing.names, planned)
    if planned.is_written and (count := len(planned.written)):
        yield n_("{count} task added to data/tasks.csv.", "{count} tasks added to data/tasks.csv.", count)
    elif planned.is_written:
        yield _("data/tasks.csv has all these tasks already; nothing was added.")


def _beside_tasks(planned: Planned) -> Iterable[str]:
    """How the plan, which is of criteria.yaml, differs from what data/tasks.csv has."""
    pairs = zip(planned.ids, planned.plan.steps, strict=True)
    there = [(planned.tasks[each], step.candidate) for each, step in pairs if each in planned.tasks]
    done = [task.id for task, _action in there if task.status == "done"]
    other = [task.id for task, action in there if (task.due, task.owner) != (action.due, action.owner)]
    told = {
        N_("done already, their days and gains counted here: {tasks}"): done,
        N_("with another deadline or owner there: {tasks}"): other,
        N_("not in this plan: {tasks}"): planned.unlisted,
    }
    parts = [_(text, tasks=listed(ids, "task", NAMED_TASKS)) for text, ids in told.items() if ids]
    if parts:
        text = N_("The plan is worked out from the actions of the framework, not from the tasks on record: {parts}.")
        yield _(text, parts="; ".join(parts))


def _of_steps(names: Names, planned: Planned) -> Iterable[str]:
    """What is assumed of tasks, which win nothing, and which are still to be put in words."""
    steps = planned.plan.steps
    if planned.where("assumed"):
        yield _("≈ days: no effort is on record for these; it is assumed here.")
    yield from assumed_note(planned.where("assumed_gain"))
    before = [0.0, *(step.points for step in steps)]
    known = zip(planned.ids, steps, before, strict=False)
    if spare := [each for each, step, had in known if step.candidate.gain and step.points <= had]:
        yield _("These win nothing beyond what the others on their component do: {tasks}.", tasks=listed(spare, "task"))
    if generic := [step.candidate.component for step in steps if step.candidate.generic]:
        text = N_("The framework has no actions for {components}: their tasks are stand-ins, to be put in words.")
        yield OfOne(_(text, components=listed_components(names, generic)))


def _why_empty(standing: UnitResult, planned: Planned) -> str:
    if math.isnan(standing.line["index"]):
        return standing.no_index(planned.year - 1)
    if not numbers.differ(planned.all_lost, standing.line["open"]):
        return _("There is nothing to do: no points were lost.")
    if planned.goal and planned.plan.optimal:
        return _("The goal is reached already: nothing has to be done for it.")
    if not planned.is_winnable:
        return _("Nothing that lost points is in the framework of {year}.", year=planned.year)
    return _("No action fits what was asked for.")


def frontier_report(
    standing: UnitResult, year: int, plans: list[Plan], standings: list[Place], knee: int | None
) -> Report:
    """One row a plan: none has more points for no more effort."""
    lines = [
        (plan.effort, plan.points, place.index, place.rating, place.rank, len(plan.steps), at == knee, place.tied)
        for at, (plan, place) in enumerate(zip(plans, standings, strict=True))
    ]
    rows = pd.DataFrame(lines, columns=[*FRONTIER, "tied"])
    notes = standing.place_notes() if plans else [_("No action fits what was asked for.")]
    if not all(plan.proven for plan in plans):
        notes.append(_("The search was ended before it was proven that no other plans are better."))
    return replace(
        _of_year(standing, year, _("Effort against index"), rows, FRONTIER),
        facts=(Fact(_("Index"), Figure(standing.line["index"], "index"), _("without a plan")),),
        tables=(_plans(standing, rows),) if len(rows) else (),
        notes=tuple(notes),
        extra={"unit": standing.unit, "plan_year": year, "knee": knee},
    )


def _plans(standing: UnitResult, rows: pd.DataFrame) -> Table:
    mark = _("◄ from here on more effort brings less")
    listed = columns(
        "effort",
        column("gain", assumed=""),
        "index",
        *rating_column(standing.settings),
        "rank",
        Column("actions", _("Tasks"), "count"),
        rows["knee"].any() and Column("knee", "", say=lambda is_knee: mark if is_knee else ""),
    )
    return Table(rows, listed, emphasis="knee", name=_("Plans"))
