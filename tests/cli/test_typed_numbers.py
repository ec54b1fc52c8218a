"""Numbers as people type them, wherever points and raw values are typed: scores, --set, scenarios, sheets, targets."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Run, Tiny
from tests.office.score_sheets import book

RULES = {
    "counted": "{type: deduct, per: 0.001}",
    "percent": "{type: linear, from: 0, to: 100}",
    "tiers": "{type: tiers, tiers: [{min: 90, points: 6}, {min: 80, points: 3}]}",
    "wide": "{type: linear, from: 0, to: 5000}",
}
COUNTED = ("counted", "wide")
OTHERS = "2022,u,1.1.2,,2\n2022,u,1.10,,2\n"


def world(rule: str) -> str:
    return MINIMAL.replace("max: 6, owner: office", f"max: 6, rule: {RULES[rule]}")


def points(run: Run) -> float:
    outcome = run("score", "--by", "component", "-f", "csv")
    assert outcome.status == 0, outcome.err
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(outcome.out))}
    return float(found["1.1.1"]["points"])


def scores(value: str) -> str:
    return f'year,unit,component,value,score\n2022,u,1.1.1,"{value}",\n{OTHERS}'


@pytest.mark.parametrize("rule", COUNTED)
@pytest.mark.parametrize(
    ("typed", "both"), [("4.200", "4200 or 4.2"), ("4,200", "4200 or 4.2"), ("-1,234", "-1234 or -1.234")]
)
def test_a_raw_value_that_can_be_thousands_is_asked_about(
    rule: str, typed: str, both: str, tiny: Tiny, run: Run
) -> None:
    tiny(world(rule), scores=scores(typed))
    outcome = run("score")
    assert (outcome.status, outcome.out) == (2, "")
    assert f"data/scores.csv:2:14: row 2, column value (D): “{typed}” can be {both}." in outcome.err


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        ("wide", "1.234,5", 6 * 1234.5 / 5000),
        ("wide", "1,234.5", 6 * 1234.5 / 5000),
        ("wide", "4 200", 6 * 4200 / 5000),
        ("wide", "4200", 6 * 4200 / 5000),
        ("wide", "4.2000", 6 * 4.2 / 5000),
        ("wide", "12,5", 6 * 12.5 / 5000),
        ("percent", "97.125", 6 * 97.125 / 100),
        ("percent", "97,125", 6 * 97.125 / 100),
        ("tiers", "89.999", 3),
    ],
)
def test_raw_values_as_people_write_them(rule: str, typed: str, expected: float, tiny: Tiny, run: Run) -> None:
    tiny(world(rule), scores=scores(typed))
    assert points(run) == pytest.approx(expected, abs=1e-12)


def test_values_side_by_side_are_each_looked_at(tiny: Tiny, run: Run) -> None:
    """Plain numbers in the other rows don't hide the one that is in doubt."""
    rows = "".join(f"2022,u{at},1.1.1,{at * 10},\n" for at in range(1, 9))
    tiny(world("wide"), scores=f"year,unit,component,value,score\n{rows}2022,u9,1.1.1,4.200,\n")
    assert (
        "data/scores.csv:10:15: row 10, column value (D): “4.200” can be 4200 or 4.2." in run("score", "-u", "u1").err
    )


BIG = MINIMAL.replace("max: 6", "max: 6000")


@pytest.mark.parametrize("column", ["score", "self"])
def test_points_of_thousands_are_asked_about(column: str, tiny: Tiny, run: Run) -> None:
    tiny(BIG, scores=f"year,unit,component,{column}\n2022,u,1.1.1,4.200\n2022,u,1.1.2,1.125\n2022,u,1.10,2\n")
    outcome = run("score", "--basis", "self" if column == "self" else "official")
    assert outcome.status == 2
    assert outcome.err.count("can be") == 1
    assert f"data/scores.csv:2:14: row 2, column {column} (D): “4.200” can be 4200 or 4.2." in outcome.err


def test_points_to_try_are_read_as_scores_are(tiny: Tiny, run: Run) -> None:
    folder = tiny(BIG, scores="year,unit,component,score\n2022,u,1.1.1,100\n2022,u,1.1.2,1\n2022,u,1.10,2\n")
    assert "--set: 1.1.1: “4.200” can be 4200 or 4.2." in run("simulate", "--set", "1.1.1=4.200").err
    same = {
        run("simulate", "--set", f"1.1.1={typed}", "-f", "csv").out.rsplit(",", 5)[1]
        for typed in ("4200", "4 200", "4.200,0", "4,200.0")
    }
    assert len(same) == 1
    (folder / "s.yaml").write_text("scenarios: {a: {1.1.1: 4.200}, b: {1.1.2: 1.125}}\n", "utf-8")
    outcome = run("simulate", "--scenarios", "s.yaml")
    assert outcome.status == 2
    assert "s.yaml:1:24: line 1, a: 1.1.1: “4.200” can be 4200 or 4.2." in outcome.err
    assert "1.125" not in outcome.err


@pytest.mark.parametrize("rule", ["percent", "tiers"])
def test_counts_in_place_of_a_percentage_are_read_wherever_they_are_typed(rule: str, tiny: Tiny, run: Run) -> None:
    folder = tiny(world(rule), scores=scores("95"))
    same = points(run)
    tiny(world(rule), scores=scores("285/300"))
    assert points(run) == same
    (folder / "data/scores.csv").unlink()
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Giá trị"], ["1.1.1", "A", "285/300"]])
    assert run("import", "scores", sheet, "--year", 2022, "-u", "u").status == 0
    assert "285/300" in (folder / "data/scores-2022.csv").read_text("utf-8")
    assert points(run) == same
    tiny(world(rule), scores=scores("285/0"))
    assert "“285/0” is a fraction of nothing." in run("score").err


RULED = """\
version: 1
index: {id: r, name: R}
areas:
  - id: "1"
    name: One
    criteria:
      - {id: t, name: T, max: 4, rule: {type: tiers, tiers: [{above: 95, points: 4}, {min: 90, points: 1}]}}
      - {id: d, name: D, max: 4, rule: {type: deduct, items: {late: {name: L, per: 1}, none: {name: N, per: 2}}}}
      - {id: c, name: C, max: 4, rule: {type: choice, options: {a: {points: 4, name: Đầy đủ}, b: 1}}}
      - {id: r, name: R, max: 4, rule: {type: relative, to: best}}
      - {id: n, name: N, max: 4}
"""


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("t=2", 2),
        ("t=95%", 1),
        ("t=285/300", 1),
        ("t=286/300", 4),
        ("t=value:96", 4),
        ("d=late=1; none=1", 1),
        ("c=Đầy đủ", 4),
        ("c=B", 1),
        ("r=value: 20", 2),
        ("r=80%", 4),
        ("n=3", 3),
    ],
)
def test_a_value_may_be_tried_in_place_of_points(typed: str, points: float, tiny: Tiny, run: Run) -> None:
    rows = [f"2022,{unit},{component},{value}" for unit, value in (("u", 10), ("v", 40)) for component in "tr"]
    tiny(RULED, scores="year,unit,component,value\n" + "\n".join(rows) + "\n")
    outcome = run("simulate", "-u", "u", "--set", typed, "-f", "json")
    assert json.loads(outcome.out)["scenarios"][0]["set"] == {typed[0]: points}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("n=value:3", "n: “3” is not a number. Allowed: 0–4, max or NA."),
        ("t=1/0", "t: “1/0” is a fraction of nothing."),
        ("d=lat=1", "“lat” is none of the items of this deduction."),
        ("c=maybe", "“maybe” is not an option of this component. Options: “a (Đầy đủ)”; “b”. Allowed: 0–4, max or NA."),
        ("c=5", "5 is out of range; c allows 0–4."),
    ],
)
def test_what_is_no_value_of_a_rule_cannot_be_tried(typed: str, told: str, tiny: Tiny, run: Run) -> None:
    tiny(RULED, scores="year,unit,component,score\n2022,u,t,1\n")
    outcome = run("simulate", "-u", "u", "--set", typed)
    assert (outcome.status, outcome.out) == (2, "")
    assert told in " ".join(outcome.err.split())


@pytest.mark.parametrize("rule", ["percent", "tiers"])
def test_a_share_of_1_in_a_sheet_is_refused_for_every_rule_of_percentages(rule: str, tiny: Tiny, run: Run) -> None:
    folder = tiny(world(rule))
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Giá trị"], ["1.1.1", "A", 0.95]])
    outcome = run("import", "scores", sheet, "--year", 2022, "-u", "u")
    assert outcome.status == 2
    assert "S!C2: 0.95 is small for a percentage: is it a share of 1?" in outcome.err


@pytest.mark.parametrize(
    ("rule", "cell", "told"),
    [
        ("wide", "4.200", "“4.200” can be 4200 or 4.2."),
        ("wide", "nhiều", "“nhiều” is not a number."),
        ("wide", 2e12, "out of range; allowed: -1,000,000,000,000 … 1,000,000,000,000."),
    ],
)
def test_a_sheets_value_that_no_score_file_may_have_is_not_written(
    rule: str, cell: str | float, told: str, tiny: Tiny, run: Run
) -> None:
    folder = tiny(world(rule))
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Giá trị"], ["1.1.1", "A", cell]])
    outcome = run("import", "scores", sheet, "--year", 2022, "-u", "u")
    assert outcome.status == 2
    assert told in outcome.err


def test_an_option_that_a_component_does_not_have_is_not_imported(tiny: Tiny, run: Run) -> None:
    folder = tiny()
    sheet = book(folder / "a.xlsx", S=[["STT", "Tiêu chí", "Giá trị"], ["1.10", "Ten", "maybe"]])
    outcome = run("import", "scores", sheet, "--year", 2022, "-u", "u")
    assert outcome.status == 2
    assert "S!C2: “maybe” is not an option of this component. Options: “yes”; “no”." in outcome.err


@pytest.mark.parametrize("number", [4.125, 4200.125, 4200])
def test_what_a_sheet_has_is_written_so_that_it_is_read_again(number: float, tiny: Tiny, run: Run) -> None:
    folder = tiny(world("wide"))
    rows = [
        ["STT", "Tiêu chí", "Giá trị", "Điểm"],
        ["1.1.1", "A", number, ""],
        ["1.1.2", "B", "", 1],
        ["1.10", "Ten", "", 2],
    ]
    sheet = book(folder / "a.xlsx", S=rows)
    assert run("import", "scores", sheet, "--year", 2022, "-u", "u").status == 0
    assert points(run) == pytest.approx(6 * number / 5000, abs=1e-12)


def test_a_share_of_1_beside_a_percentage_is_asked_about(sample: Path, run: Run) -> None:
    header = "target,unit,year,planned,actual,direction,name\n"
    texts = ("95%,0.96", "0.95,96%", "95%,1", '95%,"0,96"', "95%,96", "95%,96%", "95%,0", "95%,", "0.5%,0.4")
    rows = [f"T{at},xa-tien-loi,2022,{text},up,\n" for at, text in enumerate(texts)]
    (sample / "data/targets.csv").write_text(header + "".join(rows), "utf-8")
    outcome = run("measure", "2022")
    assert outcome.status == 2
    told = [line for line in outcome.err.splitlines() if "a share of 1?" in line]
    assert [line.split(":")[1:3] for line in told] == [
        ["2", " row 2, column actual (E)"],
        ["3", " row 3, column planned (D)"],
        ["4", " row 4, column actual (E)"],
        ["5", " row 5, column actual (E)"],
    ]
    assert "0.96 beside 95%: is it a percentage or a share of 1? Write both with %" in told[0]


def test_bounds_are_written_as_people_write_numbers(sample: Path, run: Run) -> None:
    (sample / "data/targets.csv").write_text("target,unit,year,planned,actual\nT,xa-tien-loi,2022,5,1e308\n", "utf-8")
    told = "column actual (E): 1e308 is out of range; allowed: -1,000,000,000,000,000 … 1,000,000,000,000,000."
    assert told in run("measure").err
    assert "-1.000.000.000.000.000 … 1.000.000.000.000.000" in run("--lang", "vi", "measure").err
