"""The matrix against what `score` gives for each unit, and its last rows against plain Python."""

from fractions import Fraction
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.index.over_units import matrix_of
from cchc_cli.index.points import year_points
from tests.index.test_node_ranks import final
from tests.worlds import World, exists, expected, fraction, maximum, opened, worlds


def points(world: World, year: int, unit: str) -> dict[str, Fraction | None]:
    """What each component has, None where it does not apply or is not scored."""
    mine = {c: text for y, u, c, text in world.rows if (y, u) == (year, unit)}
    return {
        leaf["id"]: None if mine.get(leaf["id"], "") in ("", "NA") else fraction(mine[leaf["id"]])
        for leaf in world.leaves
        if exists(leaf, year)
    }


@given(worlds(), st.sampled_from(["area", "criterion", "component"]))
def test_every_row_sums_to_the_points_and_the_lost_points_of_the_unit(world: World, level: str) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        want = expected(world, year)
        got, lost = (matrix_of(marks, level, show, over_all=False) for show in ("points", "lost"))
        for row, unit in enumerate(each.id for each in marks.units):
            line = want[unit]
            assert np.nansum(got.cells[row]) == pytest.approx(float(line.points), abs=1e-9)
            assert lost.extras[row].sum() == pytest.approx(-got.extras[row].sum())
            assert np.nansum(lost.cells[row]) == pytest.approx(float(line.max - line.points), abs=1e-9)
            if line.exact is not None:  # with bonus and penalty points the row sums to the index
                scale = world.criteria["index"]["scale"]
                index = scale * np.nansum(got.cells[row]) / float(line.max) + got.extras[row].sum()
                assert index == pytest.approx(float(line.exact), abs=1e-9)


@given(worlds())
def test_cells_are_those_of_the_scores(world: World) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        for show in ("points", "percent", "lost"):
            found = matrix_of(marks, "component", show, over_all=False)
            for row, unit in enumerate(each.id for each in marks.units):
                given_points = points(world, year, unit)
                for identity, cell in zip(found.ids, found.cells[row], strict=True):
                    got = given_points[identity]
                    most = fraction(maximum(next(leaf for leaf in world.leaves if leaf["id"] == identity), year))
                    if got is None and show == "lost" and (year, unit, identity, "NA") not in world.rows:
                        got = Fraction(0)  # what is not scored yet counts as lost
                    if got is None:
                        assert np.isnan(cell)
                    else:
                        cells = {"points": got, "percent": 100 * got / most, "lost": most - got}
                        assert cell == pytest.approx(float(cells[show]), abs=1e-9)


@given(worlds(), st.sampled_from(["area", "component"]), st.sampled_from(["percent", "rank", "lost"]))
def test_the_last_rows_are_over_the_units_that_are_scored(world: World, level: str, show: str) -> None:
    framework, scores = opened(world)
    for year in sorted({row[0] for row in world.rows}):
        marks = year_points(framework, scores, year)
        found = matrix_of(marks, level, show, over_all=False)
        spread = found.of(np.arange(len(marks.units))).spread
        for at, identity in enumerate(found.ids):
            percents = [final(world, year, unit.id, identity) for unit in marks.units]
            known = [each for each in percents if each is not None]
            line = spread.loc[identity]
            assert line["units"] == len(known)
            if not known:
                assert np.isnan(line["mean"])
                continue
            assert line["full"] == pytest.approx(sum(each == 100 for each in known) / len(known))
            if show == "lost":
                cells = [cell for cell, each in zip(found.cells[:, at], percents, strict=True) if each is not None]
                want = (mean(cells), median(cells), min(cells), max(cells))
            else:
                want = tuple(float(each) for each in (mean(known), median(known), max(known), min(known)))
            assert line[["mean", "median", "best", "worst"]].tolist() == pytest.approx(list(want), abs=1e-7)
