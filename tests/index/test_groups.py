"""Groups of units: a group's results are those that it would have if there were no other group."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings

from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import ranked_year
from tests.conftest import HEADER, MINIMAL, Run, Tiny
from tests.worlds import World, expected, grouped_worlds, half_up, opened, projected
from tools import commands

COMMANDS = (
    ("score",),
    ("score", "--by", "criterion"),
    ("score", "--by", "component"),
    ("gaps",),
    ("gaps", "--by", "area"),
    ("keep",),
    ("explain",),
    ("explain", "--by", "area"),
    ("trend", "--by", "component"),
    ("plan",),
    ("simulate", "--need-rank", "1"),
    ("compare", "median", "--all"),
    ("ranks",),
)


@given(grouped_worlds())
def test_results_of_a_group_are_exact(world: World) -> None:
    framework, scores = opened(world)
    rank_on = framework.criteria.index.rank_on
    for year in sorted({row[0] for row in world.rows}):
        results = ranked_year(year_points(framework, scores, year), rank_on).results.set_index("unit")
        for group in "ab":
            own = projected(world, group)
            wanted = expected(own, year)
            ranks = {}
            for unit, want in wanted.items():
                line = results.loc[unit]
                assert line["points"] == pytest.approx(float(want.points))
                assert line["max"] == pytest.approx(float(want.max))
                assert bool(line["provisional"]) == want.provisional
                if want.exact is not None:
                    assert line["exact"] == pytest.approx(float(want.exact))
                    if not want.provisional:
                        rounding = world.criteria["index"]["rounding"] if rank_on == "published" else None
                        ranks[unit] = half_up(want.exact, rounding)
            heights = sorted(set(ranks.values()) if framework.criteria.index.ties == "dense" else ranks.values())
            for unit, height in ranks.items():
                above = sum(other > height for other in heights)
                assert results.loc[unit, "rank"] == 1 + above


def answer(folder: Path, unit: str, command: tuple[str, ...]) -> dict[str, Any]:
    """What a command says of a unit; of tables of all units what it says of the group."""
    outcome = commands.run("-C", folder, *command, "--unit", unit, "-f", "json")
    if not outcome.out:
        # Warnings are about files, which have more rows where there are more groups.
        faults = [line for line in outcome.err.splitlines() if not line.startswith("Warning:")]
        return {"status": outcome.status, "err": faults}
    said = json.loads(outcome.out)
    rows = [row for row in said["rows"] if row.get("group", "a") == "a"]
    others = {key: value for key, value in said.items() if key not in ("workspace", "rows") and command[0] != "ranks"}
    return {"status": outcome.status, "rows": rows} | others


# Examples are not made smaller: each takes dozens of commands.
def _is_scored(row: tuple[int, str, str, str]) -> bool:
    """Whether a row makes its year one with scores: bonus and penalty points alone do not."""
    return row[2] not in ("bonus", "penalty") and row[3] not in ("", "NA")


@settings(max_examples=4, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(grouped_worlds())
def test_every_command_tells_a_group_what_it_would_hear_alone(world: World) -> None:
    own = projected(world, "a")
    scored = {unit for year, unit, _component, text in own.rows if year == 2022}
    years, own_years = ({row[0] for row in each.rows if _is_scored(row)} for each in (world, own))
    # The year that is compared with is the same for all groups.
    assume(scored and own.leaves and years == own_years)
    with tempfile.TemporaryDirectory() as both, tempfile.TemporaryDirectory() as alone:
        world.write(Path(both)), own.write(Path(alone))
        for command in COMMANDS:
            unit = min(scored)
            told, alone_told = (answer(Path(folder), unit, command) for folder in (both, alone))
            assert [key for key in told if told[key] != alone_told[key]] == [], command


TWO = MINIMAL.replace(
    "{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, groups: [ward], max_by_group: {ward: 3}}"
)
UNITS = "unit,name,group\nu,U,ward\nv,V,town\n"


def test_points_of_a_component_that_is_for_others_are_a_fault(tiny: Tiny, run: Run) -> None:
    tiny(TWO, units=UNITS, scores=HEADER + "2022,u,1.1.2,3\n2022,v,1.1.2,0\n")
    told = run("score", "--unit", "u").err
    assert "data/scores.csv:3:8: row 3, column component (C): 1.1.2 is not for units of the group town." in told
    assert "It is for ward; leave the row out, or write NA." in told
    assert told.count("data/scores.csv") == 1
    tiny(TWO, units=UNITS, scores=HEADER + "2022,u,1.1.2,3.5\n")
    assert "3.5 is out of range; 1.1.2 allows 0–3." in run("score", "--unit", "u").err


@pytest.mark.parametrize("column", ["score", "self", "appraised1"])
def test_so_are_points_of_any_stage(column: str, tiny: Tiny, run: Run) -> None:
    columns = ("score", "self", "appraised1")
    rows = [{"score": "3", "unit": "u"}, {column: "1", "unit": "v"}]
    lines = [",".join(["2022", row["unit"], "1.1.2", *(row.get(each, "") for each in columns)]) for row in rows]
    tiny(TWO, units=UNITS, scores="\n".join([f"year,unit,component,{','.join(columns)}", *lines, ""]))
    assert (
        "data/scores.csv:3:8: row 3, column component (C): 1.1.2 is not for units of the group town."
        in run("appeal").err
    )


def test_units_of_no_group_that_the_criteria_know_are_told(tiny: Tiny, run: Run) -> None:
    rows = HEADER + "2022,u,1.1.2,3\n2022,v,1.1.1,6\n2021,w,1.1.1,6\n"
    tiny(TWO, units="unit,name,group\nu,U,ward\nv,V,\nw,W,\n", scores=rows)
    told = "units without a group, to which only what is for all groups applies: "
    assert f"data/units.csv: group: {told}v. " in run("score", "--unit", "v").err
    assert f"{told}v, w." in run("check", "-f", "csv").out
    named = "groups: {ward: {name: Ward}, town: {name: Town}}\n"
    tiny(TWO + named, units="unit,name,group\nu,U,ward\nv,V,twon\n", scores=rows.replace("2021,w", "2021,v"))
    told = run("ranks", "2022").err
    assert "units of the group twon, not known to criteria.yaml" in told
    assert "Did you mean town?" in told
    tiny(TWO, units="unit,name,group\nu,U,ward\nv,V,other\n", scores=rows.replace("2021,w", "2021,v"))
    assert run("score", "--unit", "v").err == ""


NAMED = "groups: {cap-xa: {name: Xã}, cap-phuong: {name: Phường}}\n"
ALONE = "which are ranked by themselves: "


@pytest.mark.parametrize(
    ("named", "groups", "told"),
    [
        (NAMED, ["cap-xa", "cap xa"], f"the group cap xa, {ALONE}b. Did you mean cap-xa (Xã)?"),
        (NAMED, ["cap-xa", "xã"], f"the group xã, {ALONE}b. This is a name; its id is cap-xa: write that."),
        (NAMED, ["cap-xa", "cap-nao"], f"the group cap-nao, {ALONE}b. Did you mean cap-xa (Xã)?"),
        (NAMED, ["cap-xa", ""], f"without a group, {ALONE}b. Name its group"),
        ("", ["cap-xa", "cap-xa", "Cấp Xã"], f"the group Cấp Xã, {ALONE}c. Did you mean cap-xa?"),
        ("", ["xã", "xa", "xa"], f"the group xã, {ALONE}a. Did you mean xa?"),
        (NAMED, ["cap-xa", "cap-phuong"], ""),
        (NAMED, ["", ""], ""),
        ("", ["xa-1", "xa-2", ""], ""),
    ],
)
def test_a_group_that_is_a_slip_is_told(named: str, groups: list[str], told: str, tiny: Tiny, run: Run) -> None:
    units = "".join(f"{unit},{unit.upper()},{group}\n" for unit, group in zip("abc", groups, strict=False))
    rows = "".join(f"2022,{unit},{leaf},1\n" for unit in "abc"[: len(groups)] for leaf in ("1.1.1", "1.1.2", "1.10"))
    tiny(MINIMAL + named, units=f"unit,name,group\n{units}", scores=HEADER + rows)
    rows = json.loads(run("check", "-f", "json").out)["rows"]
    for said in (" ".join(f"{row['text']} {row['hint']}" for row in rows), run("ranks", "2022").err):
        assert told in said
        assert bool(told) == (ALONE in said)


def test_units_are_not_ranked_on_what_is_for_others(tiny: Tiny, run: Run) -> None:
    tiny(TWO, units=UNITS, scores=HEADER + "2022,u,1.1.2,1\n2022,v,1.1.1,6\n")
    assert run("ranks", "--on", "1.1.2", "--group", "ward").status == 0
    refused = run("ranks", "--on", "1.1.2", "--group", "town")
    assert (refused.status, refused.out) == (2, "")
    assert "1.1.2 is not for the group of these units" in refused.err


def test_a_row_that_says_nothing_of_such_a_component_is_none(tiny: Tiny, run: Run) -> None:
    rows = "2022,u,1.1.2,3\n2022,v,1.1.1,6\n2022,v,1.1.2,NA\n2022,v,1.10,2\n"
    tiny(TWO, units=UNITS, scores=HEADER + rows + "2021,v,1.1.2,\n")
    assert json.loads(run("score", "--unit", "v", "-f", "json").out)["result"]["index"] == 100
    rows = json.loads(run("score", "--unit", "v", "--by", "component", "-f", "json").out)["rows"]
    assert [row["id"] for row in rows] == ["1.1.1", "1.10"]


def test_what_can_be_tried_is_what_is_for_the_unit(tiny: Tiny, run: Run) -> None:
    tiny(TWO, units=UNITS, scores=HEADER + "2022,u,1.1.2,1\n2022,v,1.1.1,6\n2022,v,1.10,2\n")
    assert run("simulate", "--unit", "u", "--set", "1.1.2=3").status == 0
    assert "1.1.2 is not for the group of this unit" in run("simulate", "--unit", "v", "--set", "1.1.2=1").err


DEEP = MINIMAL.replace(
    "{id: 1.1.2, name: B, max: 2}",
    "{id: x, name: X, components: [{id: y, name: Y, components: [{id: y1, name: Y1, max: 1}, {id: y2, name: Y2, max: 1}]}]}",
)


def test_levels_between_criteria_and_components(tiny: Tiny, run: Run) -> None:
    tiny(DEEP, scores=HEADER + "2022,u,1.1.1,3\n2022,u,y1,1\n2022,u,y2,0\n2022,u,1.10,2\n")
    for by, want in (("level3", {"1.1.1": 3, "x": 1, "1.10": 2}), ("level4", {"1.1.1": 3, "y": 1, "1.10": 2})):
        rows = json.loads(run("score", "--by", by, "-f", "json").out)["rows"]
        assert {row["id"]: row["points"] for row in rows} == want
    told = run("score", "--by", "level5").err
    assert "nothing lies on level 5" in told
    assert "Allowed: area, criterion, level3, level4, component." in told
    assert run("ranks", "--on", "x").status == 0
