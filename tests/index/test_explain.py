"""The change of index and rank: splits that sum exactly, against plain Python with exact fractions."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from cchc_cli.index.movement import explain_change, like_for_like, split_index, split_rank
from cchc_cli.index.points import seen_from, year_points
from cchc_cli.index.ranks import Year, ranked_year
from cchc_cli.index.rounding import billionths
from cchc_cli.model.framework import Framework
from tests.worlds import World, exists, expected, fraction, maximum, merging_worlds, opened, worlds

LEVELS = {"component": "id", "criterion": "criterion", "area": "area"}


def two_years(world: World) -> tuple[Framework, Year, Year, Year] | None:
    """Framework, the later year, the earlier one, and the earlier one as the later sees it."""
    if {row[0] for row in world.rows} != {2021, 2022}:
        return None
    framework, scores = opened(world)
    rank_on = framework.criteria.index.rank_on
    now, before = (ranked_year(year_points(framework, scores, year), rank_on) for year in (2022, 2021))
    return framework, now, before, ranked_year(seen_from(now.marks.units, before.marks, scores.units), rank_on)


def cells(world: World, year: int, unit: str) -> dict[str, str]:
    return {component: text for y, u, component, text in world.rows if (y, u) == (year, unit)}


def parts_of_index(world: World, year: int, unit: str) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """What each leaf brings to the index, and the maxima of those that apply; adjustments after their caps."""
    mine, scale = cells(world, year, unit), fraction(world.criteria["index"]["scale"])
    tops = {
        leaf["id"]: fraction(maximum(leaf, year))
        for leaf in world.leaves
        if exists(leaf, year) and mine.get(leaf["id"]) != "NA"
    }
    total = sum(tops.values())
    parts = {each: scale * fraction(mine.get(each) or "0") / total for each in tops}
    for extra in world.criteria["adjustments"]:
        given_points = fraction(mine.get(extra["id"]) or "0")
        if extra["kind"] == "bonus":
            parts[extra["id"]] = min(given_points, fraction(world.criteria["index"].get("bonus_cap", 1000)))
        else:
            parts[extra["id"]] = -given_points
    return parts, tops


@given(worlds())
def test_contributions_are_exact_and_sum_to_the_change(world: World) -> None:
    years = two_years(world)
    if years is None:
        return
    framework, now, before, _seen = years
    want = {year: expected(world, year) for year in (2021, 2022)}
    for unit in set(want[2021]) & set(want[2022]):
        old, new = want[2021][unit].exact, want[2022][unit].exact
        if old is None or new is None:
            continue
        (then, tops_then), (here, tops_here) = (parts_of_index(world, y, unit) for y in (2021, 2022))
        above = {leaf["id"]: leaf for leaf in world.leaves}
        for level, key in LEVELS.items():
            rows = split_index(framework, now.marks, before.marks, unit, level)
            assert rows["contribution"].sum() == pytest.approx(float(new - old), abs=1e-9)
            for line in rows.to_dict("records"):
                here_below = [each for each in tops_here if above[each][key] == line["id"]]
                then_below = [each for each in tops_then if above[each][key] == line["id"]]
                if line["level"] in ("bonus", "penalty"):
                    assert line["status"] == "both"
                    here_below = then_below = [line["id"]]
                    assert line["contribution"] == pytest.approx(float(here[line["id"]] - then[line["id"]]), abs=1e-9)
                    continue
                share = sum(here[each] for each in here_below) - sum(then[each] for each in then_below)
                assert line["contribution"] == pytest.approx(float(share), abs=1e-9)
                status = "both" if here_below and then_below else "new" if here_below else "retired"
                assert line["status"] == status
                for column, tops, below in (("max", tops_here, here_below), ("prev_max", tops_then, then_below)):
                    if below:
                        assert line[column] == pytest.approx(float(sum(tops[each] for each in below)))
                    else:
                        assert np.isnan(line[column])
            listed = set(rows.loc[~rows["level"].isin(["bonus", "penalty"]), "id"])
            assert listed == {above[each][key] for each in {*tops_here, *tops_then}}


@given(worlds())
def test_like_for_like_is_the_index_over_what_applies_in_both_years(world: World) -> None:
    years = two_years(world)
    if years is None:
        return
    _framework, now, before, _seen = years
    for unit in {each.id for each in now.marks.units} & {each.id for each in before.marks.units}:
        tops = [parts_of_index_maxima(world, year, unit) for year in (2021, 2022)]
        both = [each for each in tops[0] if each in tops[1]]
        found = like_for_like(now.marks, before.marks, unit)
        assert found.components == len(both)
        if not both:
            assert np.isnan(np.array([found.previous, found.now])).all()
        for value, year, top in zip((found.previous, found.now), (2021, 2022), tops, strict=True):
            mine = cells(world, year, unit)
            points = sum(fraction(mine.get(each) or "0") for each in both)
            if both:
                scale = fraction(world.criteria["index"]["scale"])
                assert value == pytest.approx(float(scale * points / sum(top[each] for each in both)), abs=1e-9)


def parts_of_index_maxima(world: World, year: int, unit: str) -> dict[str, Fraction]:
    mine = cells(world, year, unit)
    return {
        leaf["id"]: fraction(maximum(leaf, year))
        for leaf in world.leaves
        if exists(leaf, year) and mine.get(leaf["id"]) != "NA"
    }


def heights(year: Year, world: World) -> dict[str, int]:
    """What the ranked units are ranked by, as whole billionths."""
    key = "index" if world.criteria["index"]["rank_on"] == "published" else "exact"
    table = year.results[year.results["rank"].notna()]
    return {unit: round(value * 1e9) for unit, value in zip(table["unit"], table[key], strict=True)}


def rank(value: int, others: list[int], ties: str) -> int:
    above = [each for each in others if each > value]
    return 1 + (len(set(above)) if ties == "dense" else len(above))


@given(merging_worlds())
def test_the_rank_split_sums_and_means_what_it_says(world: World) -> None:
    years = two_years(world)
    if years is None:
        return
    framework, now, before, seen = years
    groups, ties = dict(world.units), world.criteria["index"]["ties"]
    old, new = heights(seen, world), heights(now, world)
    published = heights(before, world)
    for unit in [each.id for each in now.marks.units]:
        split = split_rank(now, before, seen, unit, ties, framework.criteria.index.rank_on)
        if unit not in published or unit not in new:
            assert split is None
            continue
        if unit not in old:
            continue
        assert split is not None
        peers = [each for each in old if each in new and groups[each] == groups[unit] and each != unit]
        start = rank(old[unit], [old[each] for each in peers], ties)
        held = rank(old[unit], [new[each] for each in peers], ties)
        end = rank(new[unit], [new[each] for each in peers], ties)
        assert (split.others, split.own) == (start - held, held - end)
        change = before.line(unit)["rank"] - now.line(unit)["rank"]
        assert split.others + split.own + split.membership == change == split.previous - split.now
        same = {each for each in published if groups[each] == groups[unit]} == {
            each for each in new if groups[each] == groups[unit]
        }
        if same and not world.merged:
            assert split.membership == 0


@given(merging_worlds())
def test_who_passed_whom_is_the_change_among_those_who_were_there(world: World) -> None:
    years = two_years(world)
    if years is None:
        return
    framework, now, before, seen = years
    ties, rank_on = world.criteria["index"]["ties"], framework.criteria.index.rank_on
    old, new = heights(seen, world), heights(now, world)
    for unit in [each.id for each in now.marks.units]:
        change = explain_change(framework, (now, before, seen), unit, "component", rank_on)
        if change is None:
            continue
        ahead = {each.unit for each in change.overtaken_by}
        behind = {each.unit for each in change.overtook}
        for other in ahead:
            assert old[other] <= old[unit]
            assert new[other] > new[unit]
        for other in behind:
            assert old[other] >= old[unit]
            assert new[other] < new[unit]
        if (
            change.rank is not None
            and ties == "min"
            and len(set(old.values()) | set(new.values())) == len(old) + len(new)
        ):
            assert len(behind) - len(ahead) == change.rank.others + change.rank.own
        for passing in [*change.overtaken_by, *change.overtook]:
            sizes = [gain for _part, gain in passing.gains]
            assert sizes == sorted(sizes, reverse=True)
            assert len(sizes) <= 3
            assert all(gain > 0 for gain in sizes)


@given(merging_worlds())
def test_a_merged_unit_is_the_mean_of_its_parts_weighted_by_their_points(world: World) -> None:
    years = two_years(world)
    if years is None:
        return
    _framework, now, before, seen = years
    here = {each.id for each in now.marks.units}
    there = [each.id for each in before.marks.units]
    heirs: dict[str, list[str]] = {}
    for part in there:
        heir = world.merged.get(part)
        if part not in here and heir in here:
            assert heir is not None
            heirs.setdefault(heir, [heir] if heir in there else []).append(part)
    assert {heir: set(parts) for heir, parts in seen.marks.merged.items()} == {
        heir: set(parts) for heir, parts in heirs.items()
    }
    gone = {part for parts in heirs.values() for part in parts}
    assert {each.id for each in seen.marks.units} == ({*there} - gone) | set(heirs)
    want = expected(world, 2021)
    for heir, parts in heirs.items():
        weights = [want[part].max for part in parts]
        known = [(want[part].exact, weight) for part, weight in zip(parts, weights, strict=True) if weight]
        if not known:
            continue
        mean = sum((exact or 0) * weight for exact, weight in known) / sum(weights)
        assert seen.line(heir)["exact"] == pytest.approx(float(mean), abs=1e-9)
    for unit in {*there} - gone:
        assert seen.line(unit)["exact"] == pytest.approx(before.line(unit)["exact"], nan_ok=True)


def test_a_chain_of_mergers_leads_to_the_last_unit(tiny: Any) -> None:
    from cchc_cli.files.find import find
    from cchc_cli.files.load import load

    rows = "".join(
        f"{year},{unit},{component},{points}\n"
        for year, unit, points in [(2021, "a", 1), (2021, "b", 2), (2022, "b", 2), (2023, "c", 1), (2021, "c", 0)]
        for component in ("1.1.1", "1.1.2", "1.10")
    )
    folder = tiny(scores="year,unit,component,score\n" + rows, units="unit,name,merged_into\na,A,b\nb,B,c\nc,C,\n")
    framework, scores = load(find(str(folder)))
    marks = {year: year_points(framework, scores, year) for year in (2021, 2022, 2023)}
    assert seen_from(marks[2022].units, marks[2021], scores.units).merged == {"b": ("b", "a")}
    assert seen_from(marks[2023].units, marks[2022], scores.units).merged == {"c": ("b",)}
    last = seen_from(marks[2023].units, marks[2021], scores.units)
    assert last.merged == {"c": ("c", "a", "b")}
    assert billionths(last.points).tolist() == [[1e9, 1e9, 1e9]]
