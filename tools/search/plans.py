"""Random plans against a second way to find the best: python -m tools.search.plans [COUNT [SEED]].

Every set of up to 16 actions is looked at; above, every set of each group that requirements and components join,
then the groups put together; where such a group is larger, HiGHS (if it is installed) must find nothing better.
All sums of the second way are whole numbers. Prints what differs, with the seed that makes it again. `make search` tries some as well.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from cchc_cli.index.optimum import best_plan, frontier
from cchc_cli.model.plans import Candidate, Plan
from tools.search.bench import Bench
from tools.search.case import Case

Whole = NDArray[np.int64]
BILLION = 10**9
JOINED = 14
"""The most actions of a group of which every set is looked at, where there are several groups."""


@dataclass
class Asked:
    """A plan to be made, with its numbers in billionths: for each action component, gain, effort, requirements."""

    actions: list[tuple[int, int, int, list[int]]]
    lost: list[int]
    days: list[date] = field(default_factory=list)

    def candidates(self) -> list[Candidate]:
        """The actions as the program has them."""
        return [
            Candidate(f"a{at:03d}", f"c{component}", f"A {at}", "", "", self.days[at], effort / BILLION,
                      gain / BILLION, tuple(f"a{other:03d}" for other in needed))
            for at, (component, gain, effort, needed) in enumerate(self.actions)
        ]  # fmt: skip

    def losses(self) -> dict[str, float]:
        """What the components lost."""
        return {f"c{at}": points / BILLION for at, points in enumerate(self.lost)}

    def places(self) -> list[int]:
        """The place of each action by deadline, then id, from 1."""
        order = sorted(range(len(self.actions)), key=lambda at: (self.days[at], at))
        return [order.index(at) + 1 for at in range(len(order))]

    def sums(self, taken: set[int]) -> tuple[int, int, int]:
        """Points, effort and places of a set."""
        won = [0] * len(self.lost)
        for at in taken:
            won[self.actions[at][0]] += self.actions[at][1]
        places = self.places()
        return (
            sum(map(min, won, self.lost)),
            sum(self.actions[at][2] for at in taken),
            sum(places[at] for at in taken),
        )

    def closed(self, taken: set[int]) -> set[int]:
        """A set with all that it requires."""
        while more := {needed for at in taken for needed in self.actions[at][3]} - taken:
            taken |= more
        return taken

    def groups(self) -> list[list[int]]:
        """The actions that components and requirements join."""
        group = list(range(len(self.actions)))

        def root(at: int) -> int:
            while group[at] != at:
                at = group[at]
            return at

        first: dict[int, int] = {}
        for at, (component, _gain, _effort, needed) in enumerate(self.actions):
            for other in [first.setdefault(component, at), *needed]:
                group[root(at)] = root(other)
        found: dict[int, list[int]] = {}
        for at in range(len(group)):
            found.setdefault(root(at), []).append(at)
        return list(found.values())


def decimals(rng: random.Random, digits: int, most: int) -> Callable[[], int]:
    """Numbers with so many decimals, up to `most`, in billionths."""
    return lambda: rng.randint(0, most * 10**digits) * 10 ** (9 - digits)


def mixed(rng: random.Random, most: int) -> Callable[[], int]:
    """Huge and tiny ones, up to `most`."""
    return lambda: round(Decimal(rng.choice(["0.000004", "0.00005", "0.5", "1", "1234.5678912", str(most)])) * BILLION
                         * rng.randint(1, 9) / 9) // 1000 * 1000  # fmt: skip


def kinds(rng: random.Random) -> tuple[Callable[[], int], Callable[[], int], int]:
    """Gains, efforts, and how many actions at most."""
    same = rng.randint(1, 9) * BILLION // 2
    return rng.choice([
        (decimals(rng, 0, 6), decimals(rng, 0, 12), 80),
        (lambda: rng.randint(0, 12) * BILLION // 4, lambda: rng.randint(0, 20) * BILLION // 2, 80),
        (decimals(rng, 2, 3), decimals(rng, 1, 10), 80),
        (decimals(rng, 2, 3), lambda: same, 80),
        (decimals(rng, 7, 2), decimals(rng, 1, 15), 60),
        (decimals(rng, 7, 2), decimals(rng, 6, 15), 40),
        (mixed(rng, 9), mixed(rng, 92350), 40),
    ])  # fmt: skip


def asked(rng: random.Random) -> Asked:
    """A random plan; what it requires stands before it, so there is no circle."""
    gain, effort, most = kinds(rng)
    count = rng.randint(0, 16) if rng.random() < 0.5 else rng.randint(17, most)
    tangled = rng.random() < 0.3
    size = count if tangled else rng.randint(1, JOINED)
    chance, chained = rng.choice([0, 0.2, 0.5]), rng.random() < 0.3
    made = Asked([], [])
    while len(made.actions) < count:
        first, base = len(made.actions), len(made.lost)
        here = min(size, count - first)
        components = rng.randint(1, max(1, here // rng.choice([1, 2, 4])))
        for at in range(first, first + here):
            known = range(max(first, at - 1) if chained else first, at)
            needed = [other for other in rng.sample(known, min(len(known), 2)) if rng.random() < chance]
            made.actions.append((base + rng.randrange(components), gain(), effort(), needed))
        for component in range(base, base + components):
            total = sum(each[1] for each in made.actions if each[0] == component)
            made.lost.append(rng.choice([total, total // 2, total - total // 3, gain(), total // 2 // 10**7 * 10**7]))
    # As in the program, no gain is above what its component lost.
    made.actions = [(c, min(g, made.lost[c]), e, needed) for c, g, e, needed in made.actions]
    made.days = [date(2023, rng.randint(1, 12), rng.choice([1, 15])) for _action in made.actions]
    return made


def _sets(plan: Asked, group: list[int]) -> tuple[Whole, Whole, Whole]:
    """Points, effort and places of every set of a group in which what is required is there."""
    places, at = plan.places(), {action: bit for bit, action in enumerate(group)}
    masks = np.arange(2 ** len(group), dtype=np.int64)
    for action in group:
        for needed in plan.actions[action][3]:
            masks = masks[((masks >> at[action]) & 1) <= ((masks >> at[needed]) & 1)]
    bits = (masks[:, None] >> np.arange(len(group))) & 1
    points = np.zeros(len(masks), dtype=np.int64)
    for component in {plan.actions[action][0] for action in group}:
        gains = np.array([plan.actions[a][1] * (plan.actions[a][0] == component) for a in group], dtype=np.int64)
        points += np.minimum(bits @ gains, plan.lost[component])
    efforts = np.array([plan.actions[action][2] for action in group], dtype=np.int64)
    return points, bits @ efforts, bits @ np.array([places[action] for action in group], dtype=np.int64)


def _best_trades(points: Whole, efforts: Whole, places: Whole) -> tuple[Whole, Whole, Whole]:
    """Those of which none has more points for no more effort; of equals the one with the earliest places."""
    order = np.lexsort((places, -points, efforts))
    points, efforts, places = points[order], efforts[order], places[order]
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = points[1:] > np.maximum.accumulate(points)[:-1]
    return points[kept], efforts[kept], places[kept]


def trades(plan: Asked) -> tuple[Whole, Whole, Whole] | None:
    """All best trades of a plan, least effort first; None where a group is too large to look at every set."""
    groups = [list(range(len(plan.actions)))] if len(plan.actions) <= 16 else plan.groups()
    if any(len(group) > 16 for group in groups):
        return None
    zero = np.zeros(1, dtype=np.int64)
    known = (zero, zero, zero)
    for group in groups:
        one = _best_trades(*_sets(plan, group))
        known = _best_trades(*[(a[:, None] + b[None, :]).ravel() for a, b in zip(known, one, strict=True)])
    return known


def _result(plan: Asked, found: Plan) -> tuple[int, int, int]:
    taken = {int(step.candidate.key[1:]) for step in found.steps}
    if plan.closed(set(taken)) != taken:
        raise AssertionError("what is required is not there")
    sums = plan.sums(taken)
    if (round(found.points * BILLION), round(found.effort * BILLION)) != sums[:2]:
        raise AssertionError(f"sums {found.points}, {found.effort} are not {sums}")
    return sums


def differences(plan: Asked, rng: random.Random, ways: Counter[str]) -> Iterator[str]:
    """What the program gets wrong of a plan: with a budget, a target, both, and at times on the frontier.

    `ways` counts plans by the way that they were looked at a second time.
    """
    candidates, losses = plan.candidates(), plan.losses()
    rng.shuffle(candidates)
    some = plan.closed({at for at in range(len(plan.actions)) if rng.random() < rng.random()})
    points, effort, _places = plan.sums(some)
    everything = plan.sums(set(range(len(plan.actions))))[0]
    budget = max(effort + rng.choice([0, 0, 0, -1000, 1000]), 0)
    # Half a billionth a component is what losses were rounded by: so much beyond all gains is all of them.
    beyond = len(plan.lost) // 2 + 1
    target = max(
        min(points + rng.choice([0, 0, 0, 10 + beyond]), everything + rng.choice([0, beyond])),
        1 if everything else beyond,
    )
    known = trades(plan)
    ways["HiGHS" if known is None else "every set" if len(plan.actions) <= 16 else "groups"] += 1
    for days, needed in [(budget, None), (None, target), (budget, target)]:
        found = best_plan(candidates, losses, None if days is None else days / BILLION,
                          None if needed is None else needed / BILLION)  # fmt: skip
        what = f"budget {days}, target {needed}"
        if not found.proven:
            yield f"{what}: not proven"
        if known is None:
            yield from _not_better(plan, _result(plan, found), found.optimal, days, needed, what)
            continue
        allowed = len(known[1]) if days is None else int(np.searchsorted(known[1], days, side="right"))
        at, reached = allowed - 1, True
        if needed is not None:
            first = int(np.searchsorted(known[0], needed))
            reached = first < allowed
            at = first if reached else at
        best = tuple(int(each[at]) for each in known)
        if (found.optimal, _result(plan, found)) != (reached, best):
            yield f"{what}: {found.optimal} {_result(plan, found)}, but {reached} {best}"
    if known is not None and len(plan.actions) <= 16 and rng.random() < 0.2:
        ways["frontier as well"] += 1
        yield from _frontier(plan, candidates, losses, known)


def _frontier(
    plan: Asked, candidates: list[Candidate], losses: dict[str, float], known: tuple[Whole, Whole, Whole]
) -> Iterator[str]:
    """That each plan is the next best trade that is far enough from the one before, up to the last."""
    steps, reached, most = 20, 0, int(known[0][-1])
    want = []
    while reached < most:
        at = int(np.searchsorted(known[0], min(reached + max(-(-most // steps), 1), most)))
        want.append(tuple(int(each[at]) for each in known))
        reached = want[-1][0]
    got = [_result(plan, each) for each in frontier(candidates, losses, steps)]
    if got != want:
        yield f"frontier {got}, but {want}"


def _not_better(
    plan: Asked, got: tuple[int, int, int], reached: bool, days: int | None, needed: int | None, what: str
) -> Iterator[str]:
    """Where HiGHS has an allowed set that is better by what was asked for first, or reaches what is called out of reach."""
    taken = highs(plan, days, needed)
    if taken is None:
        return
    points, effort, _places = plan.sums(taken)
    if plan.closed(set(taken)) != taken or (days is not None and effort > days):
        return
    if needed is None or not reached:
        worse = points > got[0] or (points == got[0] and effort < got[1]) or (needed is not None and points >= needed)
    else:
        worse = points >= needed and (effort < got[1] or (effort == got[1] and points > got[0]))
    if worse:
        yield f"{what}: {reached} {got}, HiGHS has {(points, effort)}"


def highs(plan: Asked, days: int | None, needed: int | None) -> set[int] | None:
    """A set that HiGHS takes for the best, within its tolerances; None where it finds none or is not installed."""
    try:
        import highspy
    except ImportError:
        return None
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    taken = [solver.addBinary() for _action in plan.actions]
    won = [solver.addVariable(0, lost / BILLION) for lost in plan.lost]
    for component, points in enumerate(won):
        gained = [(t, a[1]) for t, a in zip(taken, plan.actions, strict=True) if a[0] == component]
        solver.addConstr(points <= sum((gain / BILLION) * t for t, gain in gained)) if gained else solver.addConstr(
            points <= 0
        )
    for at, action in enumerate(plan.actions):
        for other in action[3]:
            solver.addConstr(taken[at] <= taken[other])
    effort = sum((action[2] / BILLION) * t for t, action in zip(taken, plan.actions, strict=True))
    if days is not None:
        solver.addConstr(effort <= days / BILLION)
    if needed is not None:
        solver.addConstr(sum(won) >= needed / BILLION)
    if needed is None:
        solver.maximize(sum(won))
    else:
        solver.minimize(effort)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return {at for at, value in enumerate(solver.vals(taken)) if value > 0.5}


def search(count: int, seed: int, ways: Counter[str] | None = None) -> Iterator[str]:
    """What goes wrong in so many random plans, each with the seed that makes it again; `ways` as in `differences`."""
    ways = Counter() if ways is None else ways
    for number in range(count):
        name = f"{seed}/{number}"
        yield from (f"{name}: {text}" for text in wrong(name, ways))


def wrong(seed: str, ways: Counter[str]) -> Iterator[str]:
    """What goes wrong in the plan that this seed makes."""
    rng = random.Random(seed)
    plan = asked(rng)
    try:
        yield from differences(plan, rng, ways)
    except Exception as error:
        yield f"{type(error).__name__}: {error}"


def make(chance: random.Random) -> Case:
    """A random plan, known by its seed."""
    return Case("plans", ("plan",), how={"seed": str(chance.getrandbits(64))})


def faults(case: Case, _bench: Bench) -> list[str]:
    """What differs between the two ways. Nothing of it can be made smaller: the seed is all there is."""
    return list(wrong(case.how["seed"], Counter()))


def main() -> int:
    """Search, and tell."""
    count, seed = map(int, sys.argv[1:3] + ["1000", "1"][len(sys.argv[1:3]) :])
    begun, wrong, ways = time.monotonic(), 0, Counter[str]()
    for text in search(count, seed, ways):
        wrong += 1
        print(text, flush=True)
    print(f"{count} plans, seed {seed}: {wrong} wrong, {time.monotonic() - begun:.0f} s; {dict(ways)}", flush=True)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
