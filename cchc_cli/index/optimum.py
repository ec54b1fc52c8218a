"""The best set of actions, found and proven by HiGHS (Huangfu and Hall, 2018).

A knapsack with two additions: a component never wins more than it lost, and an action may require others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.candidates import enough, points_of
from cchc_cli.index.rounding import cleaned
from cchc_cli.model.plans import Candidate, Plan, Step

NOISE, SLACK = 1e-9, 1e-6
"""The solver's tolerance, and how far bounds are set off: well beyond it, or HiGHS may miss an optimum on the bound."""


@dataclass
class _Rows:
    """Constraints: sums of columns with a lower and an upper bound."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    columns: list[dict[int, float]] = field(default_factory=list)

    def add(self, columns: dict[int, float], lower: float = -np.inf, upper: float = np.inf) -> None:
        self.lower.append(lower)
        self.upper.append(upper)
        self.columns.append(columns)


class Problem:
    """Candidates, what each component lost, and what is asked for: columns are actions, then points of components."""

    def __init__(self, candidates: Iterable[Candidate], lost: Mapping[str, float]) -> None:
        # The same order whatever the file's: earlier deadlines first, then ids.
        self.candidates = sorted(candidates, key=lambda each: (each.due, each.key))
        self.lost = dict(lost)
        self.components = list(dict.fromkeys(each.component for each in self.candidates))
        self.rows = _Rows()
        count = len(self.candidates)
        self.points = dict.fromkeys(range(count, count + len(self.components)), 1.0)
        self.effort = {at: each.effort for at, each in enumerate(self.candidates)}
        places = {each.key: at for at, each in enumerate(self.candidates)}
        for at, component in enumerate(self.components, start=count):
            gains = {n: -each.gain for n, each in enumerate(self.candidates) if each.component == component}
            self.rows.add({at: 1.0} | gains, upper=0.0)
        for at, each in enumerate(self.candidates):
            for needed in each.requires:
                self.rows.add({at: 1.0, places[needed]: -1.0}, upper=0.0)

    def most_points(self, budget: float | None) -> list[Candidate]:
        """The most points with no more than `budget` days; of equals the least effort, then earlier deadlines."""
        rows = len(self.rows.columns)
        if budget is not None:
            self.rows.add(self.effort, upper=budget + SLACK)
        chosen = self._best([(self.points, -1.0), (self.effort, 1.0)])
        self._forget(rows)
        assert chosen is not None  # doing nothing is always possible
        return chosen

    def least_effort(self, points: float, budget: float | None) -> list[Candidate] | None:
        """The least effort for at least `points`; of equals the most points, then earlier deadlines. None: out of reach."""
        rows = len(self.rows.columns)
        self.rows.add(self.points, lower=points - SLACK)
        if budget is not None:
            self.rows.add(self.effort, upper=budget + SLACK)
        chosen = self._best([(self.effort, 1.0), (self.points, -1.0)])
        self._forget(rows)
        return chosen

    def _forget(self, rows: int) -> None:
        """Only the first `rows` constraints stay."""
        for each in (self.rows.lower, self.rows.upper, self.rows.columns):
            del each[rows:]

    def _best(self, goals: list[tuple[dict[int, float], float]]) -> list[Candidate] | None:
        """The optimum of the first goal, among those of the second, …; at last the earliest in our order."""
        order = {at: float(at + 1) for at in range(len(self.candidates))}
        chosen: NDArray[np.float64] | None = None
        for columns, sign in [*goals, (order, 1.0)]:
            found = self._solve(columns, sign)
            if found is None:
                return None
            chosen = found
            reached = sum(value * float(chosen[at]) for at, value in columns.items())
            bound = {"upper": reached + SLACK} if sign > 0 else {"lower": reached - SLACK}
            self.rows.add(columns, **bound)
        assert chosen is not None
        return [each for each, taken in zip(self.candidates, chosen, strict=False) if taken > 0.5]

    def _solve(self, columns: dict[int, float], sign: float) -> NDArray[np.float64] | None:
        """Values of all columns that make sign × the sum of `columns` smallest; None where nothing fits."""
        import highspy

        count, total = len(self.candidates), len(self.candidates) + len(self.components)
        if not total:
            return np.zeros(0) if all(low <= 0 for low in self.rows.lower) else None
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = total, len(self.rows.columns)
        costs = np.zeros(total)
        costs[list(columns)] = sign * np.array(list(columns.values()))
        model.col_cost_ = costs
        model.col_lower_ = np.zeros(total)
        most = [self.lost.get(component, 0.0) for component in self.components]
        model.col_upper_ = np.array([1.0] * count + most)
        model.row_lower_, model.row_upper_ = np.array(self.rows.lower), np.array(self.rows.upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *map(len, self.rows.columns)])
        model.a_matrix_.index_ = np.array([at for row in self.rows.columns for at in row])
        model.a_matrix_.value_ = np.array([value for row in self.rows.columns for value in row.values()])
        whole = [highspy.HighsVarType.kInteger] * count
        model.integrality_ = [*whole, *[highspy.HighsVarType.kContinuous] * (total - count)]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy comes without types
        for option, value in (
            ("output_flag", False),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", NOISE),
            ("mip_feasibility_tolerance", NOISE),
            ("primal_feasibility_tolerance", NOISE),
            ("threads", 1),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self._exact(np.array(solver.getSolution().col_value))

    def _exact(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The solver's values without its tolerance: actions taken or not, and the points that they then win."""
        count = len(self.candidates)
        taken = np.rint(values[:count])
        sums = dict.fromkeys(self.components, 0.0)
        for each, done in zip(self.candidates, taken, strict=True):
            sums[each.component] += each.gain * done
        points = [min(sums[component], self.lost.get(component, 0.0)) for component in self.components]
        return np.array([*taken, *points])


def in_order(chosen: list[Candidate], lost: Mapping[str, float], *, optimal: bool) -> Plan:
    """The best gain per effort first, what is required before what requires it; of equals the earlier deadline, then the id."""
    waiting = {each.key: each for each in chosen}
    steps: list[Step] = []
    done: list[Candidate] = []
    while waiting:
        free = [each for each in waiting.values() if not any(needed in waiting for needed in each.requires)]
        best = min(free, key=lambda each: (-gain_per_effort(each), each.due, each.key))
        del waiting[best.key]
        done.append(best)
        effort = float(cleaned(sum(each.effort for each in done)))
        steps.append(Step(best, effort, points_of(done, dict(lost))))
    return Plan(tuple(steps), optimal)


def gain_per_effort(candidate: Candidate) -> float:
    """Points a person-day; without any effort, endlessly many."""
    if candidate.effort > 0:
        return candidate.gain / candidate.effort
    return float("inf") if candidate.gain > 0 else 0.0


def best_plan(
    candidates: list[Candidate], lost: Mapping[str, float], budget: float | None, needed: float | None
) -> Plan:
    """All candidates; the most points within `budget`; or the least effort for `needed` points (within `budget`).

    Where `needed` is out of reach: the plan with the most points, not `optimal`.
    """
    if budget is None and needed is None:
        return in_order(candidates, lost, optimal=True)
    problem = Problem(candidates, lost)
    if needed is None:
        return in_order(problem.most_points(budget), lost, optimal=True)
    chosen = problem.least_effort(needed, budget) if needed > 0 else []
    if chosen is not None and enough(points_of(chosen, dict(lost)), needed):
        return in_order(chosen, lost, optimal=True)
    return in_order(problem.most_points(budget), lost, optimal=False)


def frontier(candidates: list[Candidate], lost: Mapping[str, float], steps: int | None = None) -> list[Plan]:
    """Plans of which none has more points for no more effort: the least effort for more and more points.

    At most `steps` of them (100; 40 of many candidates): where there are more, points grow by a part of
    everything that can be won.
    """
    steps = steps or (100 if len(candidates) <= 100 else 40)
    problem = Problem(candidates, lost)
    most = points_of(candidates, dict(lost))
    plans, reached = [], 0.0
    while most > 0 and not enough(reached, most):
        chosen = problem.least_effort(min(reached + max(most / steps, 1e-6), most), None)
        if chosen is None:
            break
        plan = in_order(chosen, lost, optimal=True)
        plans.append(plan)
        reached = plan.points
    return plans


def knee(plans: list[Plan]) -> int | None:
    """Where more effort begins to bring less: the plan farthest above the line from the first to the last.

    As in the Kneedle method (Satopää and others, 2011), effort and points each brought to 0 … 1. None for
    fewer than three plans.
    """
    if len(plans) < 3:
        return None
    efforts, points = (np.array([getattr(each, name) for each in plans]) for name in ("effort", "points"))
    spans = np.ptp(efforts), np.ptp(points)
    if not all(spans):
        return None
    return int(np.argmax((points - points[0]) / spans[1] - (efforts - efforts[0]) / spans[0]))


def effort_by_owner(plan: Plan, capacities: Mapping[str, float | None]) -> pd.DataFrame:
    """One row an owner of a plan, the most effort first: owner, tasks, effort, capacity, months, over.

    `months` has the effort by month of the deadline (12 numbers). `over` is the first month by whose end
    more is due than `capacity` person-days a month allow, were the work begun in January; None without one.
    """
    owners: dict[str, list[Candidate]] = {}
    for step in plan.steps:
        owners.setdefault(step.candidate.owner, []).append(step.candidate)
    rows = []
    for owner, tasks in owners.items():
        months = np.zeros(12)
        for task in tasks:
            months[task.due.month - 1] += task.effort
        capacity = capacities.get(owner)
        due = np.cumsum(months)
        fits = np.inf if capacity is None else capacity * np.arange(1, 13)
        late = np.flatnonzero(due > fits + NOISE)
        rows.append(
            {
                "owner": owner,
                "tasks": len(tasks),
                "effort": float(cleaned(months.sum())),
                "capacity": np.nan if capacity is None else capacity,
                "months": cleaned(months).tolist(),
                "over": int(late[0]) + 1 if len(late) else None,
            }
        )
    table = pd.DataFrame(
        rows, columns=["owner", "tasks", "effort", "capacity", "months", "over"], dtype=object
    )
    table = table.astype({"tasks": int, "effort": float, "capacity": float})
    return table.sort_values("effort", ascending=False, kind="stable", ignore_index=True)
