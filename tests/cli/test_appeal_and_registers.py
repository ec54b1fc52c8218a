"""What a unit asks for in its appeal against what its own registers say, and bonus and penalty in the province's tables."""

import csv
import io
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import HEADER, Run, Tiny

EXTRAS = """version: 1
index: {id: t, name: T, ratings: [{id: a, name: A, min: 0}]}
areas: [{id: "1", name: One, criteria: [{id: "1.1", name: Only, max: 10}]}]
adjustments: [{id: T1, name: More, kind: bonus, max: 5}, {id: P1, name: Late, kind: penalty, max: 5}]
"""
CELLS = "year,unit,component,self,score\n"
TELLING = ("score", "appeal", "report result", "report brief", "report conclusion", "report appeal")


def test_points_that_the_own_register_disproves_are_not_asked_for(sample: Path, run: Run) -> None:
    """3.3.1: 6 by the unit itself, 3 officially, and the register of dossiers (96.17%) gives 3; 3.2.2 likewise 1."""
    screen = " ".join(run("appeal", "2022", "--lang", "en").out.split())
    told = r"3\.2\.2 .+ \(self-score 2\.00, register 1\.00\) and 3\.3\.1 .+ \(self-score 6\.00, register 3\.00\)\."
    assert re.search(told, screen)
    assert "1.1.3 (" not in screen
    found = json.loads(run("report", "appeal", "2022", "-f", "json").out)
    assert found["disproved"] == ["3.2.2", "3.3.1"]
    # Screen and paper ask for the same points.
    assert "More asked for 2.00 on 2 components" in screen and "Not asked for, as" in screen
    asked = json.loads(run("appeal", "2022", "-f", "json").out)
    assert (asked["arguable"], asked["components"], asked["cut"]) == (2, 2, 6)
    assert (found["argued"]["self"], found["argued"]["arguable"]) == (pytest.approx(4.0), pytest.approx(2.0))
    # An explanation that somebody has written is left to them.
    scores = sample / "data" / "scores-2022.csv"
    head, *rows = scores.read_text("utf-8").splitlines()
    told = [f"{row},{'Hệ thống bảo trì' if ',3.3.1,' in row and 'tien-loi' in row else ''}" for row in rows]
    scores.write_text("\n".join([f"{head},appeal", *told]), "utf-8")
    assert json.loads(run("report", "appeal", "2022", "-f", "json").out)["argued"]["self"] == pytest.approx(10.0)
    paper = " ".join(run("report", "appeal", "2022", "--lang", "en").out.split())
    assert "3.3.1. " in paper and "3.2.2. " not in paper and "Not asked for" in paper


def test_a_register_with_faults_disproves_nothing_and_is_told(sample: Path, run: Run) -> None:
    register = sample / "data" / "dossiers-2022.csv"
    head, first, *rest = register.read_text("utf-8").splitlines()
    cells = first.split(",")
    cells[1] = "no-such-unit"
    register.write_text("\n".join([head, ",".join(cells), *rest]), "utf-8")
    outcome = run("appeal", "2022", "--lang", "en")
    assert outcome.status == 0 and "register 3.00" not in outcome.out
    assert "The registers have faults (1)" in " ".join(outcome.err.split())


def test_bonus_and_penalty_in_the_overview_and_as_what_nobody_is_ranked_on(tiny: Tiny, run: Run) -> None:
    """Two units lost 2 + 3 of 20 points, and one more by a penalty: 6 in all, of which the penalty is a sixth."""
    scores = HEADER + "2024,a,1.1,8\n2024,a,P1,1\n2024,b,1.1,7\n2024,b,T1,2\n"
    tiny(EXTRAS, scores=scores)
    table = pd.read_csv(io.StringIO(run("overview", "-f", "csv").out)).set_index("id")
    assert table.loc["P1", ["level", "units", "mean"]].tolist() == ["penalty", 1, -1]
    assert table.loc["P1", "lost_share"] == pytest.approx(1 / 6)
    assert table.loc["1.1", "lost_share"].iloc[0] == pytest.approx(5 / 6)
    assert table.loc["T1", ["level", "units", "mean", "lost_share"]].tolist() == ["bonus", 1, 2, 0]
    screen = " ".join(run("overview", "--lang", "en").out.split())
    assert "Late 1 −1.00 −1.00" in screen and "More 1 +2.00 +2.00" in screen
    refused = run("ranks", "--on", "P1", "--lang", "en")
    assert refused.status == 2 and "cchc matrix --show points" in refused.err


def test_bonus_and_penalty_at_each_stage(tiny: Tiny, run: Run) -> None:
    """Of a bonus of 3 the first appraisal kept 2 and the last 1; the penalty of 4 was first 5."""
    cells = "2024,u,1.1,9,8,8\n2024,u,T1,3,2,1\n2024,u,P1,0,5,4\n"
    tiny(EXTRAS, scores="year,unit,component,self,appraised1,score\n" + cells)
    found = {row["component"]: row for row in csv.DictReader(io.StringIO(run("appeal", "-f", "csv").out))}
    stages = ("self", "appraised1", "score", "cut", "won_back")
    assert [[float(found[each][stage]) for stage in stages] for each in ("T1", "P1")] == [
        [3, 2, 1, 2, 0],
        [0, -5, -4, 5, 1],
    ]


def test_a_self_score_on_what_is_not_applicable_is_told_as_left_out(tiny: Tiny, run: Run) -> None:
    tiny(scores="year,unit,component,self,score\n2024,u,1.1.1,5,4\n2024,u,1.1.2,1,NA\n2024,u,1.10,1,\n")
    for command in ("appeal", "report appeal"):
        told = " ".join(run(*command.split(), "--lang", "en").out.split())
        assert "1 component with a self-score is not applicable to the unit (NA) and is left out: 1.1.2 B." in told


def test_the_self_score_is_the_same_sum_in_score_and_in_appeal(tiny: Tiny, run: Run) -> None:
    """5 + 1 of itself; 5 of these are appraised, with 4."""
    tiny(scores="year,unit,component,self,score\n2024,u,1.1.1,5,4\n2024,u,1.1.2,1,\n2024,u,1.10,1,NA\n")
    told = " ".join(run("score", "--lang", "en").out.split())
    assert "Self-score 6.00 points on 2 of 2 components" in told
    assert "5.00 of them on what is appraised: appraisal −1.00, on 1 of 1 components" in told
    assert "Self-score 6.00 on 2 components" in " ".join(run("appeal", "--lang", "en").out.split())


@pytest.mark.parametrize("extra", ["", "2024,u,P1,,0.5\n"])
@given(cuts=st.lists(st.integers(0, 8), min_size=2, max_size=2))
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_all_outputs_give_one_figure_for_what_was_cut(tiny: Tiny, run: Run, extra: str, cuts: list[int]) -> None:
    """In eighths, so that some sums stand between two hundredths; a penalty is no component's cut."""
    two = 'criteria: [{id: "1.1", name: Only, max: 10}, {id: "1.2", name: Other, max: 9}]'
    rows = "".join(f"2024,u,1.{at},9,{9 - cut / 8}\n" for at, cut in enumerate(cuts, 1))
    tiny(EXTRAS.replace('criteria: [{id: "1.1", name: Only, max: 10}]', two), scores=f"{CELLS}{rows}{extra}")
    cut = (Decimal(sum(cuts)) / 8).quantize(Decimal("0.01"), ROUND_HALF_UP)
    count = sum(each > 0 for each in cuts)
    if count:
        told = {each: " ".join(run(*each.split(), "--lang", "en").out.split()) for each in TELLING}
        assert f"appraisal −{cut}, on {count} of 2 components" in told["score"]
        for paper in ("report result", "report brief", "report conclusion"):
            assert f"the appraisal gave {cut} points less; it is lower on {count} of 2 components." in told[paper]
        on = f"{cut} on {count} component{'s' * (count > 1)}"
        assert re.search(rf"Cut [\d.]+ {on}, 0.50 bonus and penalty" if extra else f"Cut {on}", told["appeal"])
        assert re.search(rf"On {count} components? {cut} points less were given", told["report appeal"])
        added = re.search(r"Check ([\d.]+) − ([\d.]+) \+ ([\d.]+) = ([\d.]+)", told["appeal"])
        assert added
        own, less, back, latest = map(Decimal, added.groups())
        assert own - less + back == latest
