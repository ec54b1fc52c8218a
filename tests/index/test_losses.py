"""Lost points by component, area and part of all, what tasks win of them, and the index that follows: in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.losses import covering, group_lost, lost_points, select_lost
from cchc_cli.index.points import year_points
from cchc_cli.index.progress import gain_of, secured, won
from cchc_cli.index.ranks import ranked_year
from cchc_cli.index.scenarios import index_with
from cchc_cli.model.tasks import Status, Task
from tests.worlds import World, exists, expected, fraction, half_up, maximum, opened, worlds


def lost_of(world: World, unit: str) -> dict[str, Fraction]:
    """What a unit lost in 2022, component by component in the order of the file, then by penalties."""
    mine = {component: text for year, its, component, text in world.rows if (year, its) == (2022, unit)}
    lost = {}
    for leaf in world.leaves:
        text = mine.get(leaf["id"], "")
        if exists(leaf, 2022) and text != "NA":
            lost[leaf["id"]] = fraction(maximum(leaf, 2022)) - (fraction(text) if text else 0)
    # A unit to which nothing applies has no index that anything could be taken off.
    there = [leaf for leaf in world.leaves if exists(leaf, 2022) and mine.get(leaf["id"]) != "NA"]
    for extra in world.criteria["adjustments"] if there else ():
        if extra["kind"] == "penalty":
            lost[extra["id"]] = fraction(mine.get(extra["id"]) or "0")
    return {each: points for each, points in lost.items() if points > 0}


@given(worlds(), st.integers(1, 100), st.integers(0, 300))
def test_lost_points_add_up_however_they_are_listed(world: World, percent: int, least: int) -> None:
    marks = year_points(*opened(world), 2022)
    areas = {leaf["id"]: leaf["area"] for leaf in world.leaves}
    for unit in [each.id for each in marks.units]:
        lost = lost_of(world, unit)
        total = sum(lost.values())
        order = sorted(lost, key=lambda each: -lost[each])
        table = lost_points(marks, None, unit, 70)
        assert table["component"].tolist() == order
        assert table["lost"].tolist() == [float(lost[each]) for each in order]
        assert table["share"].tolist() == pytest.approx([float(lost[each] / total) for each in order])
        runs = [sum(lost[each] for each in order[: at + 1]) / total for at in range(len(order))]
        assert table["cum_share"].tolist() == pytest.approx([float(each) for each in runs])
        # What is not scored yet was not taken off.
        taken = [lost[each] for each in table.loc[table["scored"].astype(bool), "component"]]
        runs = [sum(taken[: at + 1]) / sum(taken) for at in range(len(taken))]
        part = Fraction(percent, 100)
        fewest = next((at for at, each in enumerate(runs, 1) if each >= part), 0)
        assert covering(table, percent / 100) == fewest
        assert [covering(table, float(each)) for each in runs] == list(range(1, len(runs) + 1))
        assert select_lost(table, [], least / 100)["component"].tolist() == [
            each for each in order if lost[each] >= Fraction(least, 100)
        ]
        sums: dict[str, Fraction] = {}
        for each, points in lost.items():
            key = areas.get(each, "penalty")
            sums[key] = sums.get(key, Fraction(0)) + points
        groups = group_lost(table, marks.framework, "area")
        assert dict(zip(groups["id"], groups["lost"], strict=True)) == pytest.approx(
            {each: float(points) for each, points in sums.items()}
        )
        assert groups["lost"].is_monotonic_decreasing
        assert int(groups["components"].sum()) == sum(each in areas for each in lost)


@given(worlds(), st.integers(0, 1000))
def test_more_points_bring_their_part_of_the_scale(world: World, hundredths: int) -> None:
    framework, scores = opened(world)
    settings = framework.criteria.index
    year = ranked_year(year_points(framework, scores, 2022), settings.rank_on)
    for unit, line in expected(world, 2022).items():
        if line.exact is not None:
            exact = line.exact + fraction(settings.scale) * Fraction(hundredths, 100) / line.max
            found = index_with(year, unit, hundredths / 100)
            assert found == pytest.approx(float(half_up(exact, settings.rounding)), abs=1e-9)


TASKS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.one_of(st.none(), st.integers(0, 400)),
        st.sampled_from(["todo", "doing", "done", "cancelled"]),
        st.integers(1, 12),
    ),
    max_size=8,
)


@given(TASKS, st.dictionaries(st.sampled_from("ab"), st.integers(0, 300)))
def test_tasks_win_together_no_more_than_was_lost(
    drawn: list[tuple[str, int | None, Status, int]], hundredths: dict[str, int]
) -> None:
    lost = {each: points / 100 for each, points in hundredths.items()}
    tasks = [
        Task(str(at), each, "A", gain=None if gain is None else gain / 100, status=status, share=Fraction(1, parts))
        for at, (each, gain, status, parts) in enumerate(drawn)
    ]

    def exact(statuses: set[str]) -> float:
        sums: dict[str, Fraction] = {}
        for each, gain, status, parts in drawn:
            most = Fraction(hundredths.get(each, 0), 100)
            own = most if gain is None else min(Fraction(gain, 100), most)
            if status in statuses:
                sums[each] = sums.get(each, Fraction(0)) + own / parts
        return float(sum(min(own, Fraction(hundredths.get(each, 0), 100)) for each, own in sums.items()))

    everything = {"todo", "doing", "done"}
    assert won(tasks, lost) == pytest.approx(exact(everything), abs=1e-8)
    assert secured(tasks, lost) == pytest.approx((exact({"done"}), exact(everything)), abs=1e-8)
    for task, (each, gain, _status, parts) in zip(tasks, drawn, strict=True):
        most = hundredths.get(each, 0)
        assert gain_of(task, most / 100) == pytest.approx((most if gain is None else min(gain, most)) / 100 / parts)
