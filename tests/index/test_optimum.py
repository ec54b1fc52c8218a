"""The best set of actions, against every set that there is."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import accumulate, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index import optimum
from cchc_cli.index.candidates import capped, within
from cchc_cli.index.optimum import best_plan, frontier
from cchc_cli.index.plan_order import effort_by_owner, in_order, knee
from cchc_cli.model.plans import Candidate, Plan, Step
from cchc_cli.model.problems import CchcError
from tools.search.plans import search, wrong

NOISE = 1e-7


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[Candidate], dict[str, float]]:
    """Up to 14 actions in up to 4 components, with requirements that form no circle."""
    components = [str(n) for n in range(draw(st.integers(1, 4)))]
    lost = {each: draw(st.integers(0, 12)) / 4 for each in components}
    count = draw(st.integers(0, 14))
    found: list[Candidate] = []
    for number in range(count):
        component = draw(st.sampled_from(components))
        earlier = [each.key for each in found]
        found.append(
            Candidate(
                key=f"a{number:02d}",
                component=component,
                action=f"A {number}",
                product="",
                owner=draw(st.sampled_from(["x", "y"])),
                due=date(2023, draw(st.integers(1, 12)), 1),
                effort=draw(st.integers(0, 20)) / 2,
                gain=min(draw(st.integers(0, 12)) / 4, lost[component]),
                requires=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else ()),
            )
        )
    return draw(st.permutations(found)), lost


def every_set(found: list[Candidate], lost: dict[str, float]) -> list[tuple[float, float, int]]:
    """(points, effort, sum of places) of every set in which what is required is there."""
    ordered = sorted(found, key=lambda each: (each.due, each.key))
    place = {each.key: at for at, each in enumerate(ordered, 1)}
    possible = []
    for size in range(len(ordered) + 1):
        for chosen in combinations(ordered, size):
            keys = {each.key for each in chosen}
            if all(needed in keys for each in chosen for needed in each.requires):
                sums: dict[str, float] = {}
                for each in chosen:
                    sums[each.component] = sums.get(each.component, 0) + each.gain
                points = sum(min(gain, lost[component]) for component, gain in sums.items())
                possible.append((points, sum(each.effort for each in chosen), sum(place[key] for key in keys)))
    return possible


def result(plan: Plan, found: list[Candidate]) -> tuple[float, float, int]:
    ordered = sorted(found, key=lambda each: (each.due, each.key))
    place = {each.key: at for at, each in enumerate(ordered, 1)}
    return plan.points, plan.effort, sum(place[step.candidate.key] for step in plan.steps)


def same(one: tuple[float, float, int], other: tuple[float, float, int]) -> bool:
    return one == pytest.approx(other, abs=NOISE)


@given(instances(), st.integers(0, 60))
def test_a_budget_buys_the_most_points(instance: tuple[list[Candidate], dict[str, float]], half_days: int) -> None:
    found, lost = instance
    budget = half_days / 2
    plan = best_plan(found, lost, budget, None)
    within_budget = [each for each in every_set(found, lost) if each[1] <= budget + NOISE]
    best = min(within_budget, key=lambda each: (-round(each[0], 6), round(each[1], 6), each[2]))
    assert same(result(plan, found), best)
    assert plan.optimal


@given(instances(), st.integers(0, 40), st.one_of(st.none(), st.integers(0, 60)))
def test_a_target_costs_the_least_effort(
    instance: tuple[list[Candidate], dict[str, float]], quarters: int, half_days: int | None
) -> None:
    found, lost = instance
    needed = quarters / 4
    budget = None if half_days is None else half_days / 2
    plan = best_plan(found, lost, budget, needed)
    possible = [each for each in every_set(found, lost) if budget is None or each[1] <= budget + NOISE]
    reaching = [each for each in possible if each[0] >= needed - NOISE]
    assert plan.optimal == bool(reaching)
    if needed == 0:
        assert plan.steps == ()
    elif reaching:
        best = min(reaching, key=lambda each: (round(each[1], 6), -round(each[0], 6), each[2]))
        assert same(result(plan, found), best)
    else:
        best = min(possible, key=lambda each: (-round(each[0], 6), round(each[1], 6), each[2]))
        assert same(result(plan, found), best)


@given(instances())
def test_the_order_keeps_requirements_and_sums_run(instance: tuple[list[Candidate], dict[str, float]]) -> None:
    found, lost = instance
    plan = best_plan(found, lost, None, None)
    assert {step.candidate.key for step in plan.steps} == {each.key for each in found}
    done: list[Candidate] = []
    for step in plan.steps:
        assert all(needed in {each.key for each in done} for needed in step.candidate.requires)
        done.append(step.candidate)
        assert step.effort == pytest.approx(sum(each.effort for each in done))
        assert step.points == pytest.approx(
            sum(capped(((each.component, each.gain) for each in done), lost).values()) / 1e9
        )
    assert plan == in_order(found[::-1], lost, optimal=True)


@given(instances())
def test_the_frontier_has_every_best_trade(instance: tuple[list[Candidate], dict[str, float]]) -> None:
    """Points are quarters, so with steps small enough no plan on the frontier is passed over."""
    found, lost = instance
    plans = frontier(found, lost, steps=1000)
    possible = every_set(found, lost)
    levels = sorted({round(each[0], 6) for each in possible if each[0] > NOISE})
    cheapest = {level: min(each[1] for each in possible if each[0] >= level - NOISE) for level in levels}
    want = {(max(other for other in levels if cheapest[other] == effort), effort) for effort in cheapest.values()}
    assert {(round(plan.points, 6), plan.effort) for plan in plans} == want
    if len(plans) > 2:
        at = knee(plans)
        assert at is None or 0 <= at < len(plans)


@given(instances(), st.sampled_from(["x", None]), st.integers(1, 12))
def test_what_is_left_out_takes_along_what_requires_it(
    instance: tuple[list[Candidate], dict[str, float]], owner: str | None, month: int
) -> None:
    found, _lost = instance
    kept = within(found, last=date(2023, month, 1), owner=owner, excluded={"a03"})
    keys = {each.key for each in kept}
    for each in kept:
        assert each.due <= date(2023, month, 1)
        assert owner in (None, each.owner)
        assert each.key != "a03"
        assert set(each.requires) <= keys
    for each in kept:
        assert each.gain > 0 or any(each.key in other.requires for other in kept if other.key in keys)
    in_time = {each.key: each for each in found if each.due <= date(2023, month, 1) and owner in (None, each.owner)}

    def possible(key: str) -> bool:
        return key != "a03" and key in in_time and all(map(possible, in_time[key].requires))

    assert {each.key for each in kept if each.gain > 0} == {
        key for key in in_time if possible(key) and in_time[key].gain
    }


def test_what_only_prepares_stays_as_long_as_what_it_prepares_in_the_end() -> None:
    """a2 wins something and needs a1, which needs a0; these two win nothing."""
    chain = [one("c", 0, 0, 1), one("c", 1, 0, 1, "a0"), one("c", 2, 1, 1, "a1")]
    for excluded, kept in (({"a9"}, ["a0", "a1", "a2"]), ({"a2"}, []), ({"a0"}, []), ({"c"}, [])):
        assert [each.key for each in within(chain, last=None, owner=None, excluded=excluded)] == kept


def test_capacity_is_passed_where_more_is_due_than_the_months_hold() -> None:
    tasks = [
        Candidate(str(month), "c", "A", "", "x", date(2023, month, 15), days, 1.0)
        for month, days in [(1, 5), (2, 5), (3, 21), (12, 1)]
    ]
    plan = in_order(tasks, {"c": 9.0}, optimal=True)
    assert effort_by_owner(plan, {"x": 10.0})["over"].tolist() == [3]  # 31 days due by March, 30 fit
    assert effort_by_owner(plan, {"x": 10.5})["over"].tolist() == [None]
    assert effort_by_owner(plan, {"x": 31 / 3})["over"].tolist() == [3]  # a billionth too little
    assert effort_by_owner(in_order(tasks[:2], {"c": 9.0}, optimal=True), {"x": 5.0})["over"].tolist() == [None]
    table = effort_by_owner(plan, {"x": None})
    assert table["over"].tolist() == [None]
    assert table["months"][0] == [5, 5, 21, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert table["effort"].tolist() == [32]


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.integers(1, 12), st.integers(0, 60)), max_size=8),
    st.dictionaries(st.sampled_from("xy"), st.integers(0, 40)),
)
def test_the_months_of_an_owner_are_the_sums_of_what_is_due_in_them(
    drawn: list[tuple[str, int, int]], capacities: dict[str, int]
) -> None:
    tasks = [
        Candidate(str(at), "c", "A", "", owner, date(2023, month, 28), tenths / 10, 1.0)
        for at, (owner, month, tenths) in enumerate(drawn)
    ]
    plan = in_order(tasks, {"c": 9.0}, optimal=True)
    table = effort_by_owner(plan, {owner: tenths / 10 for owner, tenths in capacities.items()})
    assert table["effort"].is_monotonic_decreasing
    assert sorted(table["owner"]) == sorted({owner for owner, _month, _tenths in drawn})
    for row in table.to_dict("records"):
        own = [(month, tenths) for owner, month, tenths in drawn if owner == row["owner"]]
        due = [sum(tenths for each, tenths in own if each == month) for month in range(1, 13)]
        assert (row["tasks"], row["months"]) == (len(own), [tenths / 10 for tenths in due])
        assert row["effort"] == sum(due) / 10
        most = capacities.get(row["owner"])
        late = [month for month in range(1, 13) if most is not None and sum(due[:month]) > most * month]
        assert row["over"] == (late[0] if late else None)
        assert row["capacity"] == most / 10 if most is not None else np.isnan(row["capacity"])


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=8))
def test_the_knee_is_the_plan_farthest_above_the_line_from_the_first_to_the_last(steps: list[tuple[int, int]]) -> None:
    efforts, points = (list(accumulate(column)) for column in zip(*steps, strict=True))
    task = one("c", 1, 1.0, 1.0)
    plans = [
        Plan((Step(task, each / 2, won / 4, {}),), optimal=True) for each, won in zip(efforts, points, strict=True)
    ]
    found = knee(plans)
    if len(plans) < 3:
        assert found is None
        return
    heights = [
        Fraction(won - points[0], points[-1] - points[0]) - Fraction(each - efforts[0], efforts[-1] - efforts[0])
        for each, won in zip(efforts, points, strict=True)
    ]
    assert found is not None
    assert heights[found] >= max(heights) - Fraction(1, 10**12)


def one(component: str, number: int, gain: float, effort: float, *requires: str) -> Candidate:
    return Candidate(f"a{number}", component, "A", "", "", date(2023, 1, 1), effort, gain, requires)


def taken(plan: Plan) -> set[str]:
    return {step.candidate.key for step in plan.steps}


def test_what_no_tolerance_can_tell_apart_is_decided_exactly() -> None:
    """Efforts of millionths beside tens of thousands, a score with seven decimals, hardly any points at all."""
    tiny = [one("c", 0, 5, 92350), one("c", 1, 1, 0.000004), one("d", 2, 2, 0.000005)]
    assert taken(best_plan(tiny, {"c": 5, "d": 2}, 92350.000009, None)) == {"a0", "a2"}
    assert taken(best_plan(tiny, {"c": 5, "d": 2}, 92350.000004, None)) == {"a0"}
    dear = [one("c", 0, 0.5, 1), one("c", 1, 1, 10)]
    plan = best_plan(dear, {"c": 1.5050005}, None, 0.5000005)
    assert (taken(plan), plan.optimal) == ({"a1"}, True)
    assert [each.points for each in frontier([one("c", 0, 0.00005, 5)], {"c": 0.00005})] == [0.00005]
    survey = [one("c", 0, 5.3166667, 1), one("c", 1, 1, 9)]
    assert [each.points for each in frontier(survey, {"c": 5.3166671})] == [5.3166667, 5.3166671]
    gains = [one("c", number, 0.1, 0.1) for number in range(3)]
    assert len(best_plan(gains, {"c": 1}, 0.3, None).steps) == 3
    assert best_plan(gains, {"c": 1}, 0.3, 0.3).optimal
    assert not best_plan(gains, {"c": 1}, None, 0.300000001).optimal


def test_sums_beyond_what_the_solver_counts_are_refused() -> None:
    large = [one("c", number, 1, 1e6 - 1e-9) for number in range(2400)]
    with pytest.raises(CchcError, match="too many to be added up"):
        best_plan(large, {"c": 9}, 5, None)


def test_a_search_that_was_ended_says_so_and_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "WORK", 0.0)
    monkeypatch.setattr(optimum, "LEAST_WORK", 0.0)
    hard = [one(f"c{n % 7}", n, 1 + 0.0010007 * n * n % 3, 1 + 0.0010003 * n * n % 5) for n in range(60)]
    plan = best_plan(hard, dict.fromkeys(["c0", "c1", "c2", "c3", "c4", "c5", "c6"], 9.1), 60, None)
    assert plan.effort <= 60
    assert not plan.proven
    assert plan.optimal


def test_random_plans_are_the_best_by_a_second_way() -> None:
    """Up to 80 actions; `python -m tools.search.plans` tries as many as one likes."""
    assert list(search(40, 20261126)) == []


def test_a_beginning_that_goes_wrong_does_not_use_up_all_the_work() -> None:
    """One way of solving alone found 1613.04 of 1813.78 points for this plan within its bound."""
    assert list(wrong("103/647", Counter())) == []
