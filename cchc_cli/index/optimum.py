"""The best set of actions, found and proven by CP-SAT (OR-Tools), which counts in whole numbers only.

A knapsack with two additions: a component never wins more than it lost, and an action may require others.
Points and person-days are decimals: they are counted in whole billionths, as everywhere, so that no
tolerance decides what is enough, within a budget, or equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from math import gcd
from typing import TYPE_CHECKING

from cchc_cli.index.candidates import capped
from cchc_cli.index.plan_order import in_order
from cchc_cli.index.rounding import whole
from cchc_cli.messages import _
from cchc_cli.model.plans import Candidate, Floor, Plan
from cchc_cli.model.problems import CchcError

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

LARGEST = 2**61
"""No sum may be larger: the solver counts with 64 bits."""
WORK = 60.0
"""How much the solver may work on all that one command asks for, in its own measure: about a second each, the same
on every machine."""
LEAST_WORK = 0.2
"""What a question gets when the rest is used up: nearly all are answered within it."""


FIRST_SHARE, GROWTH = 1.0, 1.5
"""How much one way of solving gets at first, and by how much the next one gets more."""
WAYS = ((True, 2), (False, 2), (True, 1), (False, 1))
"""Whether the solver begins with what is known, and how much it bounds with relaxations (2: requirements as well)."""


@dataclass(frozen=True)
class Selection:
    """Actions, and whether no others are better."""

    chosen: list[Candidate]
    proven: bool


class PlanSearch:
    """Candidates, what each component lost, and how much the solver may still work."""

    def __init__(
        self, candidates: Iterable[Candidate], lost: Mapping[str, float], floors: Sequence[Floor] = ()
    ) -> None:
        # The same order whatever the file's: earlier deadlines first, then ids.
        self.candidates = sorted(candidates, key=lambda each: (each.last_day, each.key))
        self.lost, self.work = lost, WORK
        gains = [min(whole(each.gain), whole(lost.get(each.component, 0.0))) for each in self.candidates]
        most = capped(((each.component, each.gain) for each in self.candidates), lost)
        efforts = [whole(each.effort) for each in self.candidates]
        _refuse_too_large(max(sum(gains), sum(efforts)))
        # Counted in the largest steps that fit, such as quarters of points and half days, numbers are small.
        self.point, self.day = gcd(*gains, *most.values()) or 1, gcd(*efforts) or 1
        self.gains = [gain // self.point for gain in gains]
        self.most = {component: points // self.point for component, points in most.items()}
        self.efforts = [effort // self.day for effort in efforts]
        self.floors = [
            (sorted(floor.components & most.keys()), -(-whole(floor.points) // self.point)) for floor in floors
        ]

    @property
    def everything(self) -> int:
        """The points that all actions win together, in billionths."""
        return sum(self.most.values()) * self.point

    def within(self, points: int) -> int:
        """`points`, or everything, where no more than the billionths is missing to them that each component was rounded to."""
        return self.everything if 0 < points - self.everything <= len(self.most) / 2 else points

    def most_points(self, budget: float | None) -> Selection:
        """The most points with no more than `budget`; of equals the least effort, then earlier deadlines."""
        model = _Model(self)
        if budget is not None:
            model.model.add(model.effort <= whole(budget) // self.day)
        nothing = [False] * len(self.candidates)
        return self._best(model, [-model.points, model.effort, model.order], nothing)

    def least_effort(self, points: int) -> Selection | None:
        """The least effort for at least `points`; of equals the most points, then earlier deadlines. None: out of reach."""
        short = any(sum(self.most[each] for each in part) < least for part, least in self.floors)
        if short or points > self.everything:
            return None
        model = _Model(self)
        model.model.add(model.points >= -(-points // self.point))
        for part, least in self.floors:
            model.model.add(model.won_on(part) >= least)
        return self._best(model, [model.effort, -model.points, model.order], [True] * len(self.candidates))

    def _best(self, model: "_Model", goals: "list[LinearExpr]", known: list[bool]) -> Selection:
        """What makes the first goal smallest, of equals the second, …; `known` is allowed, and is what to begin with."""
        taken, proven = known, True
        for goal in goals:
            answer = self._least(model, goal, taken)
            proven &= answer.proven
            if answer.value is None:
                break  # what is known already is allowed, and stays
            taken = answer.taken
            model.model.add(goal <= answer.value)
        return Selection([each for each, done in zip(self.candidates, taken, strict=True) if done], proven)

    def _least(self, model: "_Model", goal: "LinearExpr", known: list[bool]) -> "_Answer":
        """The least that a goal can be, within half of the work that is left.

        A way that goes wrong at its beginning may take ever so long where another one is done at once: each gets a
        little, then all of them more.
        """
        from ortools.sat.python import cp_model

        model.model.minimize(goal)
        left, share, best = max(self.work / 2, LEAST_WORK), FIRST_SHARE, _Answer(known, None, proven=False)
        for hinted, level in cycle(WAYS):
            model.hint(best.taken if hinted else [])
            solver = cp_model.CpSolver()
            # One worker: the same files give the same plan.
            solver.parameters.num_workers, solver.parameters.linearization_level = 1, level
            # In 9.15 it was seen to call plans impossible that are not, where a loss has nine decimals.
            solver.parameters.cp_model_presolve = False
            solver.parameters.max_deterministic_time = min(share, left)
            # It would end the search instead of the program, and leave nobody to hear the next Ctrl-C.
            solver.parameters.catch_sigint_signal = False
            status = solver.solve(model.model)
            used = solver.response_proto.deterministic_time
            self.work, left, share = max(self.work - used, 0.0), left - share, share * GROWTH
            is_known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
            if is_known and (status == cp_model.OPTIMAL or best.value is None or solver.value(goal) < best.value):
                taken = [solver.boolean_value(variable) for variable in model.taken]
                best = _Answer(taken, solver.value(goal), proven=status == cp_model.OPTIMAL)
            if best.proven or left <= 0:
                break
        return best


def _refuse_too_large(number: int) -> None:
    if number > LARGEST:
        text = _("The points or the person-days of the actions are too many to be added up.")
        raise CchcError(text, hint=_("Leave some actions out: cchc plan --exclude, --owner or --by."))


@dataclass(frozen=True)
class _Answer:
    """What may be taken, how little the goal then is (None: nothing better is known), and whether it can't be less."""

    taken: list[bool]
    value: int | None
    proven: bool


class _Model:
    """A problem as the solver has it: what may be taken, and the sums over it."""

    def __init__(self, problem: PlanSearch) -> None:
        from ortools.sat.python import cp_model

        total = cp_model.LinearExpr
        self.model: CpModel = cp_model.CpModel()
        self.taken: list[IntVar] = [self.model.new_bool_var("") for _candidate in problem.candidates]
        self.effort: LinearExpr = total.weighted_sum(self.taken, problem.efforts)
        self.order: LinearExpr = total.weighted_sum(self.taken, range(1, len(self.taken) + 1))
        self.won: dict[str, LinearExpr] = {component: self._won(problem, component) for component in problem.most}
        self.points: LinearExpr = total.sum(list(self.won.values()))
        places = {each.key: variable for each, variable in zip(problem.candidates, self.taken, strict=True)}
        for each in problem.candidates:
            for needed in each.requires:
                self.model.add_implication(places[each.key], places[needed])

    def hint(self, known: list[bool]) -> None:
        """What the solver begins with; nothing where nothing is known."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # left untyped by OR-Tools
        for variable, value in zip(self.taken, known, strict=False):
            self.model.add_hint(variable, value)

    def won_on(self, components: Sequence[str]) -> "LinearExpr":
        """The points of some components together."""
        from ortools.sat.python import cp_model

        points: LinearExpr = cp_model.LinearExpr.sum([self.won[each] for each in components])
        return points

    def _won(self, problem: PlanSearch, component: str) -> "LinearExpr":
        """The points of a component: the sum of its gains, no more than it lost."""
        from ortools.sat.python import cp_model

        own = [at for at, each in enumerate(problem.candidates) if each.component == component]
        gains, most = [problem.gains[at] for at in own], problem.most[component]
        gained: LinearExpr = cp_model.LinearExpr.weighted_sum([self.taken[at] for at in own], gains)
        if sum(gains) <= most:
            return gained
        # Counted from above: the solver tries the least of a number first, and here the least is the best.
        missed = self.model.new_int_var(0, most, "")
        self.model.add(missed >= most - gained)
        return most - missed


def best_plan(
    candidates: Iterable[Candidate],
    lost: Mapping[str, float],
    budget: float | None,
    needed: float | None,
    floors: Sequence[Floor] = (),
) -> Plan:
    """All candidates; the most points within `budget`; or the least effort for `needed` points (within `budget`).

    `floors` are what must be won of them on some components. Where they are out of reach: the plan with the most
    points, not `optimal`.
    """
    if budget is None and needed is None:
        return in_order(candidates, lost, optimal=True)
    problem = PlanSearch(candidates, lost, floors)
    if needed is None:
        return _plan(problem, problem.most_points(budget))
    if (points := whole(needed)) <= 0:
        return in_order([], lost, optimal=True)
    best = problem.least_effort(points := problem.within(points))
    if best is not None and (budget is None or whole(_plan(problem, best).effort) <= whole(budget)):
        return _plan(problem, best)
    plan = _plan(problem, problem.most_points(budget))
    return replace(plan, optimal=whole(plan.points) >= points and all(_has(plan, floor) for floor in floors))


def _has(plan: Plan, floor: Floor) -> bool:
    """Whether a plan wins what must be won of it on some components."""
    return sum(whole(plan.wins.get(each, 0.0)) for each in floor.components) >= whole(floor.points)


def _plan(problem: PlanSearch, choice: Selection) -> Plan:
    return in_order(choice.chosen, problem.lost, optimal=True, proven=choice.proven)


def frontier(candidates: list[Candidate], lost: Mapping[str, float], steps: int | None = None) -> list[Plan]:
    """Plans of which none has more points for no more effort: the least effort for more and more points.

    At most `steps` of them (100; 40 of many candidates): where there are more, points grow by a part of
    everything that can be won.
    """
    steps = steps or (100 if len(candidates) <= 100 else 40)
    problem = PlanSearch(candidates, lost)
    plans, reached, most = [], 0, problem.everything
    # No more is asked for than all win, so there is always a choice.
    while reached < most and (choice := problem.least_effort(min(reached + max(-(-most // steps), 1), most))):
        plans.append(_plan(problem, choice))
        reached = whole(plans[-1].points)
    return plans
