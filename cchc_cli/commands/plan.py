"""`cchc plan`: what to do about the lost points; candidates kept, the aim turned into points, the best choice."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import component_asked, day_of_year, find_rating
from cchc_cli.commands.simulate import contest_of, need_of_rank
from cchc_cli.commands.unit_year import UnitYear, compared_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.tasks.file import USUAL, read_tasks
from cchc_cli.files.tasks.log import save_tasks
from cchc_cli.files.tasks.values import next_ids
from cchc_cli.index.candidates import candidates, losses_of, unscored, winnable, within
from cchc_cli.index.composition import highest_index
from cchc_cli.index.optimum import best_plan, frontier
from cchc_cli.index.plan_order import effort_by_owner, knee, running
from cchc_cli.index.progress import gain_of, is_assumed, of_year
from cchc_cli.index.results import unit_results
from cchc_cli.index.rounding import whole
from cchc_cli.index.scenarios import points_now, variants
from cchc_cli.messages import N_, _, in_all_languages
from cchc_cli.model.analysis import Need, Place
from cchc_cli.model.choices import Basis, Day, RankOn, Rivals, Several
from cchc_cli.model.criteria import Action
from cchc_cli.model.letters import clean
from cchc_cli.model.nearest import names_of
from cchc_cli.model.plans import Candidate, Floor, Plan
from cchc_cli.model.problems import CchcError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task, lines_of
from cchc_cli.show import numbers
from cchc_cli.show.reports.plan import Planned, frontier_report, plan_report
from cchc_cli.show.reports.sentences import recurring
from cchc_cli.system.safe_write import locked

GENERIC = N_("Put right what cost points (to be put in words)")
REACHED = (
    N_("The goal needs {needed} points, at most {points} can be won (index {index})."),
    N_("The goal needs {needed} points in {area}; the plan with the most points (index {index}) wins {points} there."),
)
ALL_REACHED = (
    N_("All actions of criteria.yaml together win {points} points: more actions are needed."),
    N_("All actions of criteria.yaml together win {points} points in {area}: more actions are needed there."),
)


@command
def plan(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    budget: float | None = None,
    target: float | None = None,
    target_rating: str | None = None,
    target_rank: int | None = None,
    last: Day | None = None,
    owner: str | None = None,
    exclude: Several = (),
    rivals: Rivals = "hold",
    effort: float | None = None,
    frontier: bool = False,
    write: bool = False,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The best actions for `budget` person-days or for a target, in the order of their worth; one row an action.

    `last` (MM-DD), `owner` and `exclude` leave actions out; `effort` is that of actions that name none. With
    `frontier` a row is a plan: the least effort for each index. `write` adds the tasks to data/tasks.csv. A target out
    of reach is `unmet`.
    """
    planner = Planner(compared_year(assess(workspace, basis, rank_on), year, unit, since), rivals, effort)
    planner.keep(last, owner, list(exclude))
    aim = Aim(budget, target, target_rating, target_rank)
    if frontier:
        # It is of all efforts and is no plan yet.
        if asked := [*aim.asked, *(["--write"] if write else [])]:
            raise CchcError(_("--frontier shows plans of every effort: leave out {options}.", options=", ".join(asked)))
        return planner.frontier_report()
    planned = planner.planned(aim, write=write)
    report = plan_report(planner.standing, planned)
    return report if planned.plan.optimal else replace(report, unmet=planned.stopped)


@dataclass(frozen=True)
class Aim:
    """What the command line asks for; at most one target."""

    budget: float | None
    target: float | None
    target_rating: str | None
    target_rank: int | None

    @property
    def asked(self) -> list[str]:
        """The options that ask for something."""
        given = {"--budget": self.budget, "--target": self.target, "--target-rating": self.target_rating}
        return [option for option, value in (given | {"--target-rank": self.target_rank}).items() if value is not None]


class Planner:
    """The plan of one unit for the year after its results."""

    def __init__(self, own: UnitYear, rivals: str = "hold", effort: float | None = None) -> None:
        self.own, self.scores, self.unit, self.year, self.rivals = own, own.scores, own.unit, own.year, rivals
        self.published, self.standing, self.contest = own.published, own.standing, contest_of(own, rivals)
        self.lost = losses_of(own.marks, own.unit)
        own.scores.tell_merged(own.unit, own.year)
        own.scores.tell_changed(own.unit, own.year)
        following = own.scores.framework_at(own.year + 1, own.unit)
        self.winnable = winnable(own.marks, own.unit, following)
        self.all = candidates(own.marks, own.unit, following, _(GENERIC), effort)
        cancelled = {key for key, task in self._matches(self._tasks()).items() if task.status == "cancelled"}
        self.cancelled = len(cancelled)
        self.kept = within(self.all, last=None, owner=None, excluded=cancelled)

    def keep(self, last: Day | None, owner: str | None, exclude: Sequence[str]) -> None:
        """Only candidates due by `last`, of `owner`, without those excluded. Raises CchcError for what is unknown."""
        owner = self.scores.workspace.owner(owner, self.scores.workspace.tell_once)
        day = None if last is None else day_of_year(last, self.year + 1, self.scores.workspace.zone, "--by")
        self.kept = within(self.kept, last=day, owner=owner, excluded=set(map(self._excluded, exclude)))

    def _excluded(self, asked: str) -> str:
        """What is left out: the id of a component or an action, or the text of actions; also of what others lost alone."""
        leaves = self.published.marks.framework.leaves
        actions = [action for leaf in leaves for action in leaf.actions]
        known = self._named(actions) | {leaf.id: names_of(leaf.node) for leaf in leaves}
        text, tell = _("there is no component or action {name}.", name=asked), self.scores.workspace.tell_once
        return component_asked(self.scores.framework, asked, known, text, tell, "--exclude: ")

    def _named(self, actions: Sequence[Action]) -> dict[str, tuple[str, ...]]:
        """The candidates by their keys, with what each is called; a text that stands for several, or none, by itself."""
        known: dict[str, tuple[str, ...]] = {each.id: () for each in actions if each.id}
        keys: dict[str, list[str]] = {each.words: [] for each in actions}
        for each in self.all:
            known[each.key] = ()
            keys.setdefault(each.action, []).append(each.key)
        called = self.scores.framework.action_names
        return known | {of[0] if len(of) == 1 else text: called(text) for text, of in keys.items()}

    def _standings(self, wins: Sequence[Mapping[str, float]]) -> list[Place]:
        """Where each of several `wins`, points by component, puts the unit; a provisional one has no rank."""
        now = points_now(self.published.marks, self.unit)
        # What is not scored yet counts 0.
        got = {each: 0.0 if points is None or math.isnan(points) else points for each, points in now.items()}
        tried = [{each: got[each] + points for each, points in won.items()} for won in wins]
        results = unit_results(variants(self.published.marks, self.unit, tried))
        found = self.contest.places(results)
        if self.standing.line["provisional"]:
            found = [replace(place, rank=math.nan, tied=False) for place in found]
        return found

    def _floors(self, need: Need | None) -> list[Floor]:
        """The points that a goal needs in some areas at least."""
        leaves = self.published.marks.framework.leaves
        return [
            Floor(frozenset(leaf.id for leaf in leaves if leaf.area == area), points)
            for area, points in (need.areas.items() if need is not None else ())
        ]

    def planned(self, aim: Aim, *, write: bool) -> Planned:
        """The best plan for what is asked for, its tasks written down if they are to be."""
        label, need = self._goal(aim)
        if need is not None and math.isnan(need.points):
            raise LeftOut(self.standing.no_index(self.year), status=1)
        plan = self._best(aim, need)
        is_written = write and plan.optimal
        ids, written = self._ids(plan, write=is_written)
        return replace(
            self._told(plan, ids, {key: each.capacity for key, each in self.scores.framework.criteria.owners.items()}),
            goal=label,
            stopped="" if plan.optimal or need is None else self._stopped(plan, need, aim.target),
            written=written,
            is_written=is_written,
            rivals=self.rivals,
            cancelled=self.cancelled,
            tasks={task.id: task for task in self._tasks()},
            unlisted=self._unlisted(),
        )

    def _best(self, aim: Aim, need: Need | None) -> Plan:
        plan = best_plan(self.kept, self.lost, aim.budget, need.points if need else None, self._floors(need))
        by_tie = aim.target_rank and not plan.optimal and self._standings([plan.wins])[0].rank <= aim.target_rank
        return replace(plan, optimal=True, proven=False) if by_tie else plan

    def _told(self, plan: Plan, ids: list[str], capacities: Mapping[str, float | None]) -> Planned:
        """A plan with what it comes to, step by step and for each owner."""
        return Planned(
            plan=plan,
            year=self.year + 1,
            ids=ids,
            standings=self._standings([step.wins for step in plan.steps]),
            owners=effort_by_owner(plan, capacities),
            lost=self.lost,
            is_winnable=bool(self.winnable),
            unscored=unscored(self.own.marks, self.unit),
        )

    def filed(self) -> Planned | None:
        """The plan that data/tasks.csv has for the year, in the order of its deadlines; None where it has none."""
        tasks = sorted(self._planned_tasks(), key=lambda task: (task.due or date.max, task.id))
        if not tasks:
            return None
        steps = running([self._as_candidate(task) for task in tasks], self.winnable)
        return self._told(Plan(steps, optimal=True), [task.id for task in tasks], {})

    def _unlisted(self) -> list[str]:
        """The tasks of the plan's year, cancelled ones aside, that are no candidate: criteria.yaml has no such action."""
        matched = {task.id for task in self._matches(self._tasks()).values()}
        own = [task for task in self._tasks() if task.year == self.year + 1 and task.status != "cancelled"]
        return [task.id for task in own if task.id not in matched]

    def _planned_tasks(self) -> list[Task]:
        """The tasks of the plan's year; those that name no year are the plan of every one, unless others name another."""
        every = self._tasks()
        tasks = [task for task in of_year(every, self.year + 1) if task.status != "cancelled"]
        years, of_plan = ({task.year for task in some} - {0} for some in (every, tasks))
        return [] if years and not of_plan else tasks

    def _as_candidate(self, task: Task) -> Candidate:
        return Candidate(
            task.id,
            task.component,
            recurring(task.action, task.every),
            task.product,
            task.owner,
            task.due,
            math.nan if task.effort is None else task.effort,
            gain_of(task, self.winnable.get(task.component, 0.0)),
            assumed_gain=is_assumed(task),
        )

    def _goal(self, aim: Aim) -> tuple[str, Need | None]:
        """The target as people read it, and the points that it needs; nothing without one."""
        if len(asked := [option for option in aim.asked if option != "--budget"]) > 1:
            raise CchcError(_("Only one of {options} at a time.", options=", ".join(asked)))
        if aim.target_rank is not None:
            label = _("rank {rank}", rank=aim.target_rank)
            return label, need_of_rank(self.own, self.contest, aim.target_rank, "--target-rank")
        if aim.target_rating is not None:
            rating = find_rating(self.scores, aim.target_rating, "--target-rating")
            label = _("rating {rating}", rating=self.scores.names.rating(rating.id))
            return label, self.contest.need_for_rating(rating)
        if aim.target is not None:
            label = _("index {index}", index=self.standing.number(aim.target))
            return label, self.contest.need_for_index(aim.target)
        return "", None

    def _stopped(self, plan: Plan, need: Need, target: float | None) -> str:
        """What keeps the goal out of reach."""
        reached = self._lacks(plan, need, *REACHED)
        everything = best_plan(self.all, self.lost, None, need.points, self._floors(need))
        if everything.optimal:
            return f"{reached} " + _("With all actions and no limit of effort it could be reached.")
        if need.reachable:
            return f"{reached} {self._lacks(everything, need, *ALL_REACHED)}"
        most, bonus = highest_index(self.own.framework)
        if target is None or whole(target) <= whole(most):
            return f"{reached} " + _("Not even full points on every component would do.")
        told = (
            N_("The highest index is {most}, {bonus} of them bonus points.")
            if bonus
            else N_("The highest index is {most}.")
        )
        return f"{reached} " + _(told, most=numbers.short(most), bonus=numbers.short(bonus))

    def _lacks(self, plan: Plan, need: Need, in_all: str, in_area: str) -> str:
        """What a plan wins too little of for a goal: of all points, and of those of an area."""
        (place,) = self._standings([plan.wins])
        lacking = [(in_all, "", need.points, plan.points)]
        for area, floor in zip(need.areas, self._floors(need), strict=True):
            won = sum(plan.wins.get(each, 0.0) for each in floor.components)
            lacking.append((in_area, self.scores.names.titled(area), floor.points, won))
        return " ".join(
            _(
                told,
                area=area,
                needed=numbers.enough(needed),
                points=numbers.points(won),
                index=self.standing.number(place.index),
            )
            for told, area, needed, won in lacking
            if whole(won) < whole(needed)
        )

    def _ids(self, plan: Plan, *, write: bool) -> tuple[list[str], list[str]]:
        """The tasks' ids, those that the file has already among them; with `write`, the ids that were added."""
        here, units = self.scores.workspace, self.scores.task_units
        if not write:
            return self._matched(plan, self._tasks(), here.filed_tasks)[0], []
        with locked(here.folder.tasks):
            file = read_tasks(here.folder, here.framework, units, to_change=True)
            own = [task for task in lines_of(file.tasks) if units.of(task) in (self.unit, None)]
            ids, fresh = self._matched(plan, own, file.tasks)
            if fresh:
                file.needs(set(USUAL))
                file.add([replace(task, unit=file.named(self.unit, units)) for task in fresh])
                if untold := save_tasks(here.folder, file, here.zone):
                    here.warn(untold)
                here.forget_tasks()
        return ids, [task.id for task in fresh]

    def _matched(self, plan: Plan, own: list[Task], every: list[Task]) -> tuple[list[str], list[Task]]:
        """An id for each step, and the tasks that the unit does not have yet; `every` task has an id of its own."""
        there = self._matches(own)
        steps = [step.candidate for step in plan.steps]
        fresh = [each for each in steps if each.key not in there]
        given = dict(zip((each.key for each in fresh), next_ids(every, self.year + 1, len(fresh)), strict=True))
        ids = [given.get(each.key) or there[each.key].id for each in steps]
        return ids, [_task(given[each.key], each) for each in fresh]

    def _tasks(self) -> list[Task]:
        """The unit's tasks."""
        return self.scores.task_lines(self.unit)

    def _matches(self, known: list[Task]) -> dict[str, Task]:
        """For each candidate that is a task of the plan's year: the task, whatever the language of its words."""
        there = {(task.component, clean(task.action)): task for task in known if task.year == self.year + 1}
        found, called = {}, self.scores.framework.action_names
        for each in self.all:
            names = in_all_languages(GENERIC) if each.generic else (each.action, *called(each.action))
            tasks = [there[each.component, clean(name)] for name in names if (each.component, clean(name)) in there]
            if tasks:
                found[each.key] = tasks[0]
        return found

    def frontier_report(self) -> Report:
        """The best plan for each effort."""
        plans = frontier(self.kept, self.lost)
        standings = self._standings([plan.wins for plan in plans])
        return frontier_report(self.standing, self.year + 1, plans, standings, knee(plans))


def _task(identity: str, candidate: Candidate) -> Task:
    return Task(
        id=identity,
        component=candidate.component,
        action=candidate.action,
        product=candidate.product,
        owner=candidate.owner,
        due=candidate.due,
        # What nobody named is not written down as if somebody had.
        effort=None if candidate.assumed else candidate.effort,
        gain=None if candidate.assumed_gain else candidate.gain,
    )
