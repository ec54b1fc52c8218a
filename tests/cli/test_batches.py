"""One command for all units says and writes what the command for each of them does: on random worlds with odd names."""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import cchc_cli as cchc
from tests.worlds import World, grouped_worlds

NAMES = ("Xã Đắk Nông", "Phường 1/5", "xã đắk nông", "Xã Đắk Nông", "Đặc khu “Côn Đảo”: A\\B", "x" * 300, "…", "con")
IDS = ("a/1", "A-1", "ấp", "x" * 300, "CON", "a 1")
PAPERS = (cchc.report_result, cchc.report_plan, cchc.report_appeal, cchc.report_conclusion, cchc.report_brief)
TABLES = (cchc.score, cchc.gaps, cchc.keep, cchc.explain, cchc.appeal)
FORMS = ("md", "csv", "html", "xlsx")
FEW = settings(
    max_examples=6, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
"""Each takes a second: what fails is not made smaller."""


@st.composite
def odd_worlds(draw: st.DrawFn) -> tuple[World, list[str]]:
    """A world whose units have odd ids, and a name each, some of them the same."""
    world = draw(grouped_worlds())
    ids = dict(zip((unit for unit, _group in world.units), draw(st.permutations(IDS)), strict=False))
    world.units = [(ids[unit], group) for unit, group in world.units]
    world.rows = [(year, ids[unit], component, text) for year, unit, component, text in world.rows]
    return world, draw(st.lists(st.sampled_from(NAMES), min_size=6, max_size=6))


def written(world: World, names: list[str], folder: Path) -> cchc.Workspace:
    """The world as a workspace; its years have scores of the last one at least."""
    world.write(folder)
    units = [f"{unit},{name},{group}" for (unit, group), name in zip(world.units, names, strict=False)]
    (folder / "data" / "units.csv").write_text("\n".join(["unit,name,group", *units]) + "\n", encoding="utf-8")
    return cchc.open_workspace(folder, "en")


def outcome(make: Callable[[], cchc.Report]) -> cchc.Report | str:
    """What a command gives, or why it gives nothing."""
    try:
        return make()
    except cchc.CchcError as error:
        return error.text


@given(odd_worlds(), st.sampled_from(PAPERS), st.sampled_from(FORMS))
@FEW
def test_every_file_of_a_batch_is_that_of_the_command_for_its_unit(
    drawn: tuple[World, list[str]], paper: Callable[..., cchc.Report], form: str
) -> None:
    world, names = drawn
    assume(any(text not in ("", "NA") for *_key, text in world.rows))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(action="ignore"):
        workspace = written(world, names, Path(folder))
        alone = {unit: outcome(lambda unit=unit: paper(workspace, unit=unit)) for unit, _group in world.units}
        whole = outcome(lambda: cchc.report_units(paper, workspace, Path(folder, "out"), suffix=form))
        if isinstance(whole, str):
            assert {whole} == set(alone.values())
            return
        listed = whole.frame.set_index("unit")
        assert listed["file"].is_unique
        there = {str(path) for path in Path(folder, "out").iterdir()}
        assert there == {*listed.loc[listed["fault"] == "", "file"], str(Path(folder, "out", "index.html"))}
        for unit, report in alone.items():
            if isinstance(report, str):  # it is left out, or told why
                assert unit not in listed.index or listed.loc[unit, "fault"] == report
                continue
            workspace.save(report, Path(folder, f"alone.{form}"))
            assert Path(listed.loc[unit, "file"]).read_bytes() == Path(folder, f"alone.{form}").read_bytes()


@given(odd_worlds(), st.sampled_from(TABLES))
@FEW
def test_the_table_of_all_units_has_the_rows_of_each_and_the_matrix_the_points_of_score(
    drawn: tuple[World, list[str]], command: Callable[..., cchc.Report]
) -> None:
    world, names = drawn
    assume(any(text not in ("", "NA") for *_key, text in world.rows))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(action="ignore"):
        workspace = written(world, names, Path(folder))
        alone = {unit: outcome(lambda unit=unit: command(workspace, unit=unit)) for unit, _group in world.units}
        whole = outcome(lambda: cchc.all_units(command, workspace))
        frames = {unit: each.frame for unit, each in alone.items() if not isinstance(each, str)}
        if isinstance(whole, str):
            assert not frames
            return
        for unit, frame in frames.items():
            rows = whole.frame[whole.frame["unit"] == unit].reset_index(drop=True)[list(frame.columns)]
            pd.testing.assert_frame_equal(rows, frame.reset_index(drop=True), check_dtype=False)
        assert set(whole.frame["unit"]) == {unit for unit, frame in frames.items() if len(frame)}
        matrix = cchc.matrix(workspace, by="component", show="points", group="all").frame.set_index("unit")
        scores = cchc.all_units(cchc.score, workspace, by="component").frame
        points = scores.pivot(index="unit", columns="id", values="points")
        cells = matrix.drop(columns=["name", "group", "index", "rank"]).fillna(0.0)
        expected = points.reindex(cells.index).fillna(0.0)  # nothing of a unit to which nothing applies
        assert not expected.drop(columns=cells.columns, errors="ignore").any(axis=None)
        shared = expected.reindex(columns=cells.columns, fill_value=0.0)
        pd.testing.assert_frame_equal(cells, shared, check_names=False)
        assert cells.sum().to_dict() == pytest.approx(shared.sum().to_dict(), abs=1e-9)
