"""Situations of the arithmetic in which several rules meet, each computed a second way with exact fractions."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_cli.index.at_maximum import kept_maxima
from cchc_cli.index.composition import adjustments_of
from cchc_cli.index.movement import index_parts, split_index
from cchc_cli.index.neighbours import rating_need
from cchc_cli.index.points import YearPoints, seen_from, year_points
from cchc_cli.index.ranks import Year, possible_ranks, ranked_year
from cchc_cli.index.results import unit_results
from cchc_cli.index.scenarios import Contest, best_of_others, points_now
from cchc_cli.model.framework import Framework
from cchc_cli.model.rules import Deduct
from cchc_cli.model.rules.counted import Item
from cchc_cli.model.scores import Scores
from tests.worlds import World, half_up, opened

F = Fraction
Cells = dict[tuple[int, str], dict[str, str]]
"""For a year and a unit the texts of its scores."""


def made(
    areas: dict[str, dict[str, Any]], cells: Cells, extras: dict[str, str] | None = None, **index: Any
) -> tuple[Framework, Scores]:
    """An index of areas with criteria, each with its maximum or all that is said of it; units u1, … of group a, v1, … of b."""
    criteria = {
        "version": 1,
        "index": {"id": "i", "name": "I", **index},
        "areas": [
            {
                "id": area,
                "name": area,
                "criteria": [
                    {"id": each, "name": each, **(said if isinstance(said, dict) else {"max": said})}
                    for each, said in leaves.items()
                ],
            }
            for area, leaves in areas.items()
        ],
        "adjustments": [{"id": each, "name": each, "kind": kind, "max": 9} for each, kind in (extras or {}).items()],
    }
    units = sorted({unit for _year, unit in cells})
    rows = [(year, unit, each, text) for (year, unit), row in cells.items() for each, text in row.items()]
    merged = {"p1": "u9", "p2": "u9"} if "p1" in units else {}
    return opened(World(criteria, rows, [(unit, "b" if unit[0] == "v" else "a") for unit in units], [], merged))


def points_of(
    known: tuple[Framework, Scores], year: int, values: dict[str, dict[str, float]] | None = None
) -> YearPoints:
    """A year's points; `values`: by unit and component the raw values of what has no score."""
    framework, scores = known
    for unit, of_unit in (values or {}).items():
        place = [each.id for each in scores.units].index(unit)
        for component, value in of_unit.items():
            at = (scores.frame["unit"] == place) & (
                scores.frame["component"] == framework.component_ids.index(component)
            )
            scores.frame.loc[at, "value"] = value
    return year_points(framework, scores, year)


def ranked(known: tuple[Framework, Scores], year: int = 2022) -> Year:
    return ranked_year(points_of(known, year), known[0].criteria.index.rank_on)


def test_several_bonuses_and_penalties_share_their_caps_beside_what_does_not_apply() -> None:
    extras = {"b1": "bonus", "b2": "bonus", "b3": "bonus", "p1": "penalty", "p2": "penalty"}
    cells = {(2022, "u1"): {"x": "3", "y": "NA", "z": "2.5", "b1": "3", "b2": "4", "b3": "NA", "p1": "2", "p2": "2"}}
    known = made({"1": {"x": 4, "y": 7}, "2": {"z": 5}}, cells, extras, bonus_cap=5, penalty_cap=3)
    marks = points_of(known, 2022)
    want = {"b1": F(15, 7), "b2": F(20, 7), "p1": -F(3, 2), "p2": -F(3, 2)}
    assert points_now(marks, "u1") == {"x": 3, "y": None, "z": 2.5, "b1": 3, "b2": 4, "b3": 0, "p1": 2, "p2": 2}
    given = adjustments_of(marks, "u1").set_index("id")["points"]
    assert given.to_dict() == pytest.approx({each: float(points) for each, points in want.items()})
    exact = 100 * F(11, 2) / 9 + 5 - 3
    line = unit_results(marks).iloc[0]
    assert (line["exact"], line["bonus"], line["penalty"]) == pytest.approx((float(exact), 5, 3))
    assert line["index"] == float(half_up(exact, 2))
    assert index_parts(marks)[0].sum() == pytest.approx(float(exact))


def test_who_has_nothing_of_what_breaks_a_tie_stands_behind_and_level_with_his_like() -> None:
    got = {"u1": ("3", "NA"), "u2": ("0", "3"), "u3": ("3", "NA"), "u4": ("2.4", "0.6")}
    maxima = {"u1": F(4), "u2": F(4) + 4, "u3": F(4), "u4": F(8)}
    cells: Cells = {(2022, unit): {"x": x, "y": y} for unit, (x, y) in got.items()}
    cells[2022, "u1"]["x"] = cells[2022, "u3"]["x"] = "1.5"
    results = ranked(made({"1": {"x": 4}, "2": {"y": 4}}, cells, ties_by=["2"])).results.set_index("unit")
    indices = {
        unit: 100 * sum(F(t) for t in row.values() if t != "NA") / maxima[unit] for (_y, unit), row in cells.items()
    }
    assert set(indices.values()) == {F(75, 2)}
    assert results["rank"].to_dict() == {"u2": 1, "u4": 2, "u1": 3, "u3": 3}
    assert results["tied"].to_dict() == {"u1": True, "u2": False, "u3": True, "u4": False}
    assert set(results["rank_of_index"]) == {1}


def test_units_that_merged_are_seen_over_a_changed_framework_with_their_capped_points() -> None:
    areas = {
        "1": {"x": {"max": {2021: 4, 2022: 6}}, "old": {"max": 2, "until": 2021}},
        "2": {"new": {"max": 3, "since": 2022}, "y": 5},
    }
    cells = {
        (2021, "p1"): {"x": "3", "old": "1", "y": "NA", "b": "8"},
        (2021, "p2"): {"x": "1", "old": "NA", "y": "4", "b": "1", "m": "2"},
        (2022, "u9"): {"x": "6", "new": "1", "y": "2", "b": "1"},
    }
    known = made(areas, cells, {"b": "bonus", "m": "penalty"}, bonus_cap=3)
    now, before = points_of(known, 2022), points_of(known, 2021)
    seen = seen_from(now.units, before, known[1].units)
    parts = {"p1": (F(4), F(6), F(3)), "p2": (F(5), F(9), F(1) - 2)}
    weights = {unit: most / F(15) for unit, (_got, most, _extra) in parts.items()}
    then = sum((100 * got / most + extra) * weights[unit] for unit, (got, most, extra) in parts.items())
    assert unit_results(seen).set_index("unit").loc["u9", "exact"] == pytest.approx(float(then))
    today = 100 * F(9, 14) + 1
    table = split_index(known[0], now, seen, "u9", "component").set_index("id")
    assert table["contribution"].sum() == pytest.approx(float(today - then))
    assert table["status"].to_dict() == {
        "x": "both",
        "old": "retired",
        "new": "new",
        "y": "both",
        "b": "both",
        "m": "both",
    }
    assert table.loc["old", "contribution"] == pytest.approx(float(-100 * F(1) / 15))
    assert table.loc["new", "contribution"] == pytest.approx(float(100 * F(1) / 14))


def test_a_groups_maximum_holds_from_the_components_first_year_whatever_its_years_say() -> None:
    areas = {"1": {"x": {"max": {2021: 4, 2022: 6}, "max_by_group": {"b": 5}}, "y": 10}}
    cells = {(year, unit): {"x": "3", "y": "5"} for year in (2021, 2022) for unit in ("u1", "v1")}
    known = made(areas, cells)
    for year, most in ((2021, {"u1": 4, "v1": 5}), (2022, {"u1": 6, "v1": 5})):
        exact = ranked(known, year).results.set_index("unit")["exact"]
        assert exact.to_dict() == pytest.approx({unit: float(F(800, 10 + top)) for unit, top in most.items()})
    assert points_of(known, 2020).units == ()


@pytest.mark.parametrize("lower", [False, True])
def test_alone_in_its_group_a_unit_is_its_own_best(lower: bool) -> None:
    rule = {"type": "relative", "to": "best", "lower": lower}
    cells: Cells = {(2022, unit): {"x": ""} for unit in ("u1", "u2", "v1")}
    cells[2022, "u2"]["x"] = "NA"
    known = made({"1": {"x": {"max": 8, "rule": rule}}}, cells)
    marks = points_of(known, 2022, {"u1": {"x": 30}, "u2": {"x": 10 if lower else 90}, "v1": {"x": 0}})
    # Whoever it does not apply to is nobody's best; nothing at all is the best only where less is better.
    assert marks.points[:, 0].tolist() == pytest.approx([8, np.nan, 8 if lower else 0], nan_ok=True)
    assert best_of_others(marks, "u1") == {}


@pytest.mark.parametrize(
    ("most", "item_most", "want"), [(None, None, 0), (None, 1, F(3, 2)), (0, None, 5), (3, None, 2), (None, 0, F(5, 2))]
)
def test_deductions_with_caps_down_to_nothing(most: float | None, item_most: float | None, want: F) -> None:
    rule = Deduct(items={"a": Item(name="A", per=2, most=item_most), "b": Item(name="B", per=0.5)}, most=most)
    counts = {"a": F(2), "b": F(5)}
    taken = [F(2) * counts["a"], F(1, 2) * counts["b"]]
    taken[0] = min(taken[0], F(item_most)) if item_most is not None else taken[0]
    total = min(sum(taken), F(most)) if most is not None else sum(taken)
    assert max(F(5) - total, F(0)) == want
    value = rule.value_in("a=2; b=5")
    assert value is not None
    assert rule.points(np.array([value]), 5.0).tolist() == [float(want)]


@given(st.integers(0, 100_000), st.integers(1, 100_000), st.sampled_from([0, 1, 2]), st.sampled_from([10, 200, 1000]))
@example(1, 8, 2, 1000)
@example(3, 1600, 2, 1000)
@example(1, 400, 0, 200)
def test_halves_are_rounded_up_on_any_scale(got: int, most: int, decimals: int, scale: int) -> None:
    got = min(got, most)
    cells = {(2022, "u1"): {"x": f"{got // 100}.{got % 100:02d}"}}
    known = made({"1": {"x": most / 100}}, cells, scale=scale, rounding=decimals)
    assert unit_results(points_of(known, 2022))["index"][0] == float(half_up(F(scale * got, most), decimals))


UNITS = st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans())


@given(st.lists(UNITS, min_size=1, max_size=4), st.sampled_from(["min", "dense"]))
@example([(0, 0, False), (1, 0, False), (1, 0, False)], "dense")  # what is open there changes no published index
def test_the_bounds_of_a_rank_are_the_best_and_the_worst_of_all_that_may_come(
    units: list[tuple[int, int, bool]], ties: str
) -> None:
    # Between two figures there is room for as many others as there are units.
    lows = np.array([3.0 * low for low, _more, _final in units])
    highs = np.array([3.0 * (low + (0 if final else more)) for low, more, final in units])
    final = np.array([final for _low, _more, final in units])
    best, worst = possible_ranks(lows, highs, final, ties)
    seen: list[set[int]] = [set() for _unit in units]
    for heights in product(*(range(int(low), int(high) + 1) for low, high in zip(lows, highs, strict=True))):
        for at, own in enumerate(heights):
            above = [each for each in heights if each > own]
            seen[at].add(1 + len(set(above) if ties == "dense" else above))
    for place in range(len(units)):
        assert (best[place], worst[place]) == (min(seen[place]), max(seen[place]))


def test_an_area_that_does_not_apply_asks_for_nothing() -> None:
    ratings = [{"id": "good", "name": "G", "min": 60, "each_area": 50}, {"id": "fair", "name": "F", "min": 40}]
    cells = {
        (2022, "u1"): {"x": "7", "y": "NA", "z": "NA"},
        (2022, "u2"): {"x": "9", "y": "2", "z": "NA"},
        (2022, "u3"): {"x": "NA", "y": "NA", "z": "NA"},
    }
    year = ranked(made({"1": {"x": 10}, "2": {"y": 5, "z": 5}}, cells, ratings=ratings))
    results = year.results.set_index("unit")
    assert results["rating"].dropna().to_dict() == {"u1": "good", "u2": "fair"}
    assert (results.loc["u2", "held_back"], results.loc["u2", "lowest_area"]) == ("good", "2")
    good = year.marks.framework.index.ratings[0]
    assert rating_need(year, "u1", good).areas == {}
    # 11 of 15 is enough for the index; area 2 has 2 of the 5 that apply there and needs half of them.
    need = Contest(year, "u2", year.results, "published").need_for_rating(good)
    assert (need.points, need.areas, need.place.rating) == (0.5, {"2": 0.5}, "good")
    tried = Contest(year, "u2", year.results, "published").outcome({"y": 2.5})
    assert (tried.rating, tried.held_back) == ("good", None)
    assert Contest(year, "u2", year.results, "published").outcome({"y": 2.49}).rating == "fair"


def test_to_pass_by_the_exact_index_takes_a_billionth_of_a_point_more_than_to_come_level() -> None:
    cells = {(2022, "u1"): {"x": "0", "y": "0"}, (2022, "u2"): {"x": "3", "y": "0"}}
    year = ranked(made({"1": {"x": 4}, "2": {"y": 3}}, cells, ties_by=["1"], rank_on="exact"))
    # Level at 3 of 7, u2 has more of what breaks the tie; the index counts in billionths as well.
    aim = F(300, 7)
    fewest = next(
        points for points in (3 * 10**9 + more for more in range(3)) if round(F(100 * points, 7)) > round(aim * 10**9)
    )
    assert fewest == 3 * 10**9 + 1
    need = Contest(year, "u1", year.results, "exact").need_for_rank(1)
    assert (need.points, need.place.rank, need.place.tied) == (fewest / 10**9, 1, False)


def test_years_at_the_maximum_pass_over_what_did_not_apply_and_end_where_it_did_not_exist() -> None:
    areas = {"1": {"x": {"max": {2018: 2, 2021: 4}}, "y": 5}}
    texts = {2018: "1.5", 2019: "2", 2020: "NA", 2021: "4", 2022: "4"}
    cells: Cells = {(year, "u1"): {"x": text, "y": "5"} for year, text in texts.items()}
    del cells[2018, "u1"]["y"]
    known = made(areas, cells)
    kept = kept_maxima([points_of(known, year) for year in sorted(texts)], "u1").set_index("component")
    # 2022, 2021 and 2019, which was full by the maximum of its time; y has no score in 2018.
    assert kept["years"].to_dict() == {"x": 3, "y": 4}
