"""Ranks, trends and scenarios at their corners: groups, provisional years, nothing that applies."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.test_ranking import full, rows
from tests.conftest import HEADER, MINIMAL, Run, Tiny


def test_a_unit_stands_among_those_of_its_own_group_only(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=full((2022, "a", 2), (2022, "b", 3), (2022, "x", 5), (2022, "y", 2.5)),
        units="unit,name,group\na,A,g\nb,B,g\nx,X,h\ny,Y,h\n",
    )
    for command in ("score", "simulate --need-rank 1", "explain"):
        text = " ".join(run(*command.split(), "-u", "a").out.split())
        assert "2/2" in text
        assert "X" not in text.replace("Xã", "")
    assert json.loads(run("score", "-u", "a", "-f", "json").out)["result"]["ranked"] == 2
    assert "Y" in run("compare", "y", "-u", "a").out  # another group is fine to compare with


@pytest.mark.parametrize(
    ("rounding", "least", "points"), [("0", "64.5", 1.45), ("1", "64.55", 1.455), ("2", "64.55", 1.4545)]
)
def test_a_rating_may_begin_between_two_published_indices(
    tiny: Tiny, run: Run, rounding: str, least: str, points: float
) -> None:
    """5 of 10 points; 64.5 needs 65 when whole numbers are published, and 64.5 rounds to that."""
    criteria = MINIMAL.replace("min: 80", f"min: {least}").replace("name: Tiny", f"name: Tiny\n  rounding: {rounding}")
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,1\n2022,u,1.10,1\n")
    need = json.loads(run("simulate", "--need-rating", "good", "-f", "json").out)["needs"][0]
    assert need["points"] == pytest.approx(points)
    enough = json.loads(run("simulate", "--set", f"1.1.1={3 + points + 1e-6}", "-f", "json").out)["rows"][0]
    less = json.loads(run("simulate", "--set", f"1.1.1={3 + points - 1e-4}", "-f", "json").out)["rows"][0]
    assert (enough["rating"], less["rating"]) == ("good", "weak")


@pytest.mark.parametrize("year", [2021, 2022])
def test_what_is_not_scored_yet_is_no_loss(tiny: Tiny, run: Run, year: int) -> None:
    scores = full((2021, "u", 4), (2022, "u", 5)).replace(f"{year},u,1.1.2,2", f"{year},u,1.1.2,")
    tiny(scores=scores)
    text = " ".join(run("explain").out.split())
    assert f"Provisional: components of {year} are not scored yet." in text
    assert "mainly through" not in text
    # 2 of 10 points are open; u has one point more of 6 in 2022 than in 2021, which is scored in both years.
    total, part = ("-10.00", "-20.00") if year == 2022 else ("+30.00", "+20.00")
    for told in (text, " ".join(run("explain", "--by", "area").out.split())):
        assert f"Of the index's change of {total}, {part} comes from them alone.".replace("-", "−") in told
        assert "components that apply in both years; 1 of them, not scored yet, counts 0" in told
    line = next(row for row in rows(run("explain", "-f", "csv").out) if row["id"] == "1.1.2")
    assert line["points" if year == 2022 else "prev_points"] == ""
    trend = [row for row in rows(run("trend", "--by", "component", "-f", "csv").out) if row["id"] == "1.1.2"]
    assert {row["year"]: row["percent"] for row in trend}[str(year)] == ""


def test_what_is_scored_in_part_has_one_percent_everywhere_and_is_told_of(tiny: Tiny, run: Run) -> None:
    """5 of 8 points on area 1, of which 2 are not scored: no csv column can say that, so stderr does."""
    tiny(scores=full((2021, "u", 4), (2022, "u", 5)).replace("2022,u,1.1.2,2", "2022,u,1.1.2,"))
    area = rows(run("score", "-f", "csv").out)[0]
    percent = str(100 * float(area["points"]) / float(area["max"]))
    trend = [row for row in rows(run("trend", "-f", "csv").out) if row["id"] == "1" and row["year"] == "2022"]
    csv = (area, *trend, *rows(run("ranks", "--on", "1", "-f", "csv").out))
    assert {row["percent"] for row in csv} == {rows(run("matrix", "-f", "csv").out)[0]["1"]} == {area["percent"]}
    assert float(area["percent"]) == pytest.approx(float(percent))
    shown = f"≈{float(percent):.1f}"
    for command in ("score", "trend", "matrix", "ranks --on 1"):
        assert shown in run(*command.split()).out, command
    for command in ("trend", "trend --all-units"):
        years = run(*command.split()).out
        assert years.count("Index") == 1, command
        assert "70.00–90.00" in years and " 80.00" in years, command  # a year that is all scored has no span
    for command in ("score", "trend", "matrix", "score --all-units"):
        assert "rovisional: " in run(*command.split(), "-f", "csv").err, command
        assert "rovisional: " in run(*command.split(), "-o", "x.csv").err, command
        assert run(*command.split(), "-f", "json").err == ""
    assert json.loads(run("matrix", "-f", "json").out)["provisional"] == ["u"]
    assert json.loads(run("trend", "-f", "json").out)["open"] == [{"id": "1", "year": 2022, "open": 2}]
    assert run("ranks", "-f", "csv").err == ""  # has a column that says so


def test_one_component_that_is_not_applicable_does_not_make_a_list_of_all(tiny: Tiny, run: Run) -> None:
    scores = full((2021, "u", 4), (2022, "u", 5)).replace("2022,u,1.1.2,2", "2022,u,1.1.2,NA")
    tiny(scores=scores)
    text = run("explain").out
    table = text[text.index("What moved the index") :].split("\n\n")[0]
    assert "1.1.2" in table and "1.10" not in table
    assert "1 other component, unchanged, but counted" in table and "on another maximum" in table
    assert "· ." not in text  # a mark that has no meaning is not explained
    tenth = next(row for row in rows(run("explain", "-f", "csv").out) if row["id"] == "1.10")
    assert float(tenth["contribution"]) > 0


def test_rivals_that_are_provisional_stay(tiny: Tiny, run: Run) -> None:
    scores = full((2021, "u", 4), (2021, "v", 1), (2022, "u", 4), (2022, "v", 3)).replace(
        "2021,v,1.1.2,2", "2021,v,1.1.2,"
    )
    tiny(scores=scores)
    assert rows(run("simulate", "-u", "u", "--rivals", "trend", "-f", "csv").out)[0]["rank"] == "1"
    tiny(scores=scores.replace("2021,v,1.1.2,", "2021,v,1.1.2,2"))
    assert rows(run("simulate", "-u", "u", "--rivals", "trend", "-f", "csv").out)[0]["rank"] == "2"


def test_names_of_scenarios_are_only_names(sample: Path, run: Run) -> None:
    (sample / "what-if.yaml").write_text("scenarios: {now: {3.3.2: 2}, id: {3.3.1: 5}, shown: {7.2: 1}}\n", "utf-8")
    text = " ".join(run("simulate", "--scenarios", "what-if.yaml").out.split())
    assert "shown 7.2 Postal service (% of dossiers) 0.00 1.00" in text
    assert "now 3.3.2 Apology" in text
    (sample / "what-if.yaml").write_text("scenarios: {3.3.2=2: {3.3.2: 1}}\n", "utf-8")
    failed = run("simulate", "--scenarios", "what-if.yaml", "--set", "3.3.2=2")
    assert (failed.status, failed.out) == (2, "")
    assert "both have a scenario named 3.3.2=2" in failed.err


def test_new_components_alone_and_the_maximum_of_the_index(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("max: 6, owner: office}", "max: 6, until: 2021}").replace(
        "B, max: 2}", "B, max: 2, until: 2021}"
    )
    criteria = criteria.replace("max: 2, rule: {type: choice, options: {yes: 2, no: 0}}", "max: 4, since: 2022")
    tiny(criteria, scores=HEADER + "2021,u,1.1.1,6\n2021,u,1.1.2,0\n2022,u,1.10,2\n")
    text = " ".join(run("explain").out.split())
    assert (
        "The index fell by 25.00 points, mainly through components that apply in only one of the two years (−25.00)."
        in text
    )
    # What a changed framework took is a cause beside those that lasted, in its place by size.
    tiny(
        criteria.replace("A, max: 6, until: 2021", "A, max: 6"),
        scores=HEADER + "2021,u,1.1.1,6\n2021,u,1.1.2,2\n2022,u,1.1.1,5\n2022,u,1.10,2\n",
    )
    told = "mainly through 1.1.1 A, down 25.00 points; components that apply in only one of the two years (−5.00)."
    assert told in " ".join(run("explain").out.split())
    assert "Maximum 8 → 4" in text


def test_a_unit_to_which_nothing_applies(tiny: Tiny, run: Run) -> None:
    na = "".join(f"2022,u,{component},NA\n" for component in ("1.1.1", "1.1.2", "1.10"))
    tiny(scores=full((2022, "v", 3)) + na)
    for command in ("compare v", "simulate --need-rank 1", "explain", "trend", "gaps", "robust"):
        outcome = run(*command.split(), "-u", "u")
        assert (outcome.status, outcome.err) == (0, "")
        assert "nan" not in outcome.out.lower()
    assert "no component is scored on both sides" in run("compare", "v", "-u", "u").out


def test_years_in_which_it_was_not_assessed_do_not_break_a_streak(tiny: Tiny, run: Run) -> None:
    scores = full((2020, "u", 4), (2021, "u", 4), (2022, "u", 4)).replace("2021,u,1.1.1,4", "2021,u,1.1.1,NA")
    scores = scores.replace("2021,u,1.10,2", "2021,u,1.10,NA")
    tiny(scores=scores)
    trend = run("trend", "--by", "component").out
    assert [line.split()[-1] for line in trend.splitlines() if line.startswith("1.1.1")] == ["2"]
    assert "*" not in trend
    kept = {row["component"]: row["years"] for row in rows(run("keep", "-f", "csv").out)}
    assert kept == {"1.1.2": "3", "1.10": "2"}


def test_what_is_out_of_reach_has_no_result(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL + "adjustments: [{id: plus, name: P, kind: bonus, max: 20}]\n"
    tiny(criteria, scores=full((2022, "u", 3), (2022, "v", 6)) + "2022,v,plus,5\n")
    found = rows(run("simulate", "-u", "u", "--need-rank", "1", "-f", "csv").out)
    assert list(found[0].values()) == ["need-rank 1", "", "", "", "", ""]
    assert "out of reach" in run("simulate", "-u", "u", "--need-rank", "1").out
    assert "out of reach" in run("explain", "-u", "u").out


def test_an_option_of_bonus_points_is_set_by_its_name(tiny: Tiny, run: Run) -> None:
    rule = "rule: {type: choice, options: {one: 1.5, two: 2}}"
    tiny(MINIMAL + f"adjustments: [{{id: plus, name: P, kind: bonus, max: 2, {rule}}}]\n", scores=full((2022, "u", 3)))
    (found,) = rows(run("simulate", "-u", "u", "--set", "plus=one", "-f", "csv").out)
    assert (found["scenario"], found["index_change"]) == ("plus=one", "1.5")


def test_one_year_has_no_trend_and_full_points_have_no_gaps(tiny: Tiny, run: Run) -> None:
    tiny(scores=full((2022, "u", 6), (2022, "v", 6)))
    assert "Only one year has scores: there is no trend yet." in run("trend", "-u", "u").out
    assert rows(run("gaps", "--all-units", "-f", "csv").out) == []
    tiny(scores=full((2021, "u", 6), (2022, "u", 6)))
    assert "Only one year" not in run("trend").out


def test_a_last_year_without_any_scores_is_told(tiny: Tiny, run: Run) -> None:
    tiny(scores="year,unit,component,score\n")
    failed = run("trend", "--to", "2022")
    assert (failed.status, failed.out) == (2, "")
    assert "There are no scores in data" in failed.err
    tiny(scores="year,unit,component,score\n2022,u,1.1.1,\n2022,u,1.1.2,NA\n")
    assert "Every component is blank or NA in the files: fill in the column score." in run("ranks").err


def test_whom_to_learn_from_is_counted_where_many_have_full_points(sample: Path, run: Run) -> None:
    ranked = list(csv.DictReader(run("ranks", "--by", "component", "-f", "csv").out.splitlines()))
    percents = {row["id"]: [float(each["percent"]) for each in ranked if each["id"] == row["id"]] for row in ranked}
    shown = " ".join(run("compare", "best").out.split())
    for component, count in (("7.1.1", 10), ("3.2.2", 12)):
        assert percents[component].count(100.0) == count
        assert f"{count} of 18 units are at" in shown
    assert "(100.0%)" in shown


def test_a_year_of_self_scores_names_the_way_to_see_them(tiny: Tiny, run: Run) -> None:
    tiny(scores="year,unit,component,self,score\n2022,u,1.1.1,6,\n2022,u,1.1.2,2,\n2022,u,1.10,2,\n")
    for line in (["score"], ["ranks", "2022"], ["gaps"], ["overview"]):
        failed = run(*line)
        assert (failed.status, failed.out) == (2, "")
        assert "no official scores" in failed.err
        assert "cchc score 2022 --basis self" in failed.err
    assert run("score", "2022", "--basis", "self").status == 0
    assert "cchc score 2022 --basis self" in run("score", "2021").err
    # The other way round it was said that there are no scores at all.
    both = "2021,u,1.1.1,6,6\n2022,u,1.1.1,,6\n"
    for table, years in (("2022,u,1.1.1,,6\n", [[], ["2022"]]), (both, [["2022"]])):
        tiny(scores="year,unit,component,self,score\n" + table)
        for year in years:
            told = run("score", *year, "--basis", "self").err
            assert "no self-scores" in told and told.count("to see them: cchc score 2022") == 1


def test_a_rank_that_the_group_does_not_have_is_no_goal(tiny: Tiny, run: Run) -> None:
    tiny(units="unit,name,group\nu,U,g\nv,V,g\nw,W,h\n", scores=full((2022, "u", 3), (2022, "v", 6), (2022, "w", 6)))
    for line in (["simulate", "--need-rank"], ["plan", "--target-rank"]):
        failed = run(*line, "3", "-u", "u")
        assert (failed.status, failed.out) == (2, "")
        assert f"{line[1]}: 3 is no rank of U." in failed.err
        assert "Ranks of its group: 1–2." in failed.err
        assert "reached" in run(*line, "2", "-u", "u").out
        assert "It is the only unit of its group that is ranked in 2022." in run(*line, "2", "-u", "w").err
    # Of all units those whose groups are large enough have a plan.
    every = run("plan", "--target-rank", "2", "--all-units")
    assert "Left out 1 time: --target-rank: 2 is no rank of W." in every.err


def test_a_year_in_which_nothing_is_scored_has_no_percent(tiny: Tiny, run: Run) -> None:
    """u has rows and no points in 2022: that is no 0 %. v has all; of w, alone in its group, nothing is scored either."""
    blank = "".join(f"2022,{unit},{component},\n" for unit in "uw" for component in ("1.1.1", "1.1.2", "1.10"))
    tiny(scores=full((2021, "u", 4), (2022, "v", 3)) + blank, units="unit,name,group\nu,U,g\nv,V,g\nw,W,h\n")
    trend = rows(run("trend", "-u", "u", "-f", "csv").out)
    for line in ("index", "area"):
        found = [(row["year"], row["percent"], row["rank"]) for row in trend if row["level"] == line]
        assert found == [("2021", "80", "1"), ("2022", "", "")], line
    shown = run("robust", "--group", "h").out
    assert "No unit has a rank in this year." in shown and "Rating kept" not in shown
    everywhere = [line.split() for line in run("ranks", "--group", "all").out.splitlines()]
    assert [line[-2:] for line in everywhere if "V" in line] == [["g", "1"]]  # its group, and its rank there


def test_a_matrix_points_out_the_own_unit_in_every_part_of_it(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = run("matrix").out
    marked = [line.split("  ")[0] for line in out.splitlines() if "◄" in line and "the unit" not in line]
    assert len(marked) > 1
    assert set(marked) == {"Xã Tiến Lợi"}
    assert "◄ the unit in question" in " ".join(out.split())
    assert "Đơn vị 05 | 1 | 96.75 | ◄ |" in run("matrix", "-u", "don-vi-05", "-f", "md").out
    run("robust", "--runs", "20", "-u", "don-vi-05", "-o", "robust.html")
    (own,) = (row for row in Path("robust.html").read_text("utf-8").split("<tr ") if "◄" in row and "Đơn vị 05" in row)
    assert own.startswith('role="row" class="own">')


def test_compare_says_whose_it_is_and_ends_with_bonus_points(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL + "adjustments: [{id: plus, name: P, kind: bonus, max: 20}]\n"
    tiny(criteria, scores=full((2022, "u", 3), (2022, "v", 6)) + "2022,v,plus,5\n")
    assert json.loads(run("compare", "v", "-u", "u", "-f", "json").out)["unit"] == "u"
    shown = [line.split()[0] for line in run("compare", "v", "-u", "u").out.splitlines() if line.strip()]
    assert shown.index("1.1.1") < shown.index("plus")


def test_rivals_that_carry_on_change_once_more_as_they_did(sample: Path, run: Run) -> None:
    """The rank is counted here, from what the others had in both years."""
    before, now = (
        {row["unit"]: float(row["index"]) for row in rows(run("ranks", year, "-f", "csv").out)}
        for year in ("2021", "2022")
    )
    line = ("simulate", "--set", "3.3.1=max", "-f", "csv")
    (held,), (carried_on,) = (rows(run(*line, "--rivals", rivals).out) for rivals in ("hold", "trend"))
    for found, share in ((held, 0), (carried_on, 1)):
        rivals = [min(100, now[unit] + share * (now[unit] - before[unit])) for unit in now if unit != "xa-tien-loi"]
        assert int(found["rank"]) == 1 + sum(index > float(found["index"]) for index in rivals)
    assert held["rank"] != carried_on["rank"]


def test_ranks_on_a_node_say_once_how_many_units_are_ranked(sample: Path, run: Run) -> None:
    assert "Units             18 ranked\n" in run("ranks", "--on", "3.3.1").out


def test_a_bonus_of_a_unit_to_which_nothing_applies_is_in_no_table(tiny: Tiny, run: Run) -> None:
    """The matrix had it, score had not: of a group without components (b), or where all is NA (c)."""
    criteria = MINIMAL.replace('- id: "1"\n', '- id: "1"\n    groups: [g]\n', 1) + (
        "adjustments: [{id: plus, name: P, kind: bonus, max: 20}]\n"
    )
    scores = "2022,a,1.1.1,5\n2022,a,1.1.2,2\n2022,a,plus,3\n2022,b,plus,4\n2022,c,plus,4\n"
    scores += "".join(f"2022,c,{component},NA\n" for component in ("1.1.1", "1.1.2", "1.10"))
    tiny(criteria, scores=HEADER + scores, units="unit,name,group\na,A,g\nb,B,h\nc,C,g\n")
    listed = rows(run("score", "--all-units", "--by", "component", "-f", "csv").out)
    assert {row["unit"]: row["points"] for row in listed if row["id"] == "plus"} == {"a": "3"}
    cells = rows(run("matrix", "--by", "component", "--show", "points", "--group", "all", "-f", "csv").out)
    assert {row["unit"]: float(row["plus"] or 0) for row in cells} == {"a": 3.0, "b": 0.0, "c": 0.0}


def test_trend_has_bonus_and_penalty_as_the_framework_lists_them_what_it_no_longer_has_first(
    tiny: Tiny, run: Run
) -> None:
    extras = "adjustments: [{id: T1, name: A, kind: bonus, max: 5}, {id: T2, name: B, kind: penalty, max: 5}, {id: T3, name: Old, kind: bonus, max: 5, until: 2021}]\n"
    full = "{0},a,1.1.1,4\n{0},a,1.1.2,1\n{0},a,1.10,1\n"
    scores = full.format(2021) + "2021,a,T2,1\n2021,a,T3,2\n" + full.format(2022) + "2022,a,T1,1\n2022,a,T2,2\n"
    tiny(MINIMAL + extras, scores=HEADER + scores)
    found = [(row["level"], row["id"], row["year"], row["points"]) for row in rows(run("trend", "-f", "csv").out)]
    assert [each for each in found if each[0] in ("bonus", "penalty")] == [
        ("bonus", "T3", "2021", "2"),
        ("bonus", "T1", "2022", "1"),
        ("penalty", "T2", "2021", "-1"),
        ("penalty", "T2", "2022", "-2"),
    ]


@pytest.mark.parametrize(("ties", "worst"), [("min", 4), ("dense", 3)])
def test_ranks_that_open_points_may_come_to_count_equal_units_as_the_index_does(
    ties: str, worst: int, tiny: Tiny, run: Run
) -> None:
    """a has 4 of 10 points and up to 6 to come; of b, c and d two have 7 points, who are two or one above it."""
    scores = "2022,a,1.1.1,\n2022,a,1.1.2,2\n2022,a,1.10,2\n"
    scores += "".join(
        f"2022,{unit},1.1.1,{top}\n2022,{unit},1.1.2,2\n2022,{unit},1.10,2\n"
        for unit, top in zip("bcd", (3, 3, 1), strict=True)
    )
    tiny(MINIMAL.replace("name: Tiny", f"name: Tiny\n  ties: {ties}"), scores=HEADER + scores)
    (found,) = json.loads(run("overview", "-f", "json").out)["provisional"]
    assert (found["unit"], found["rank_best"], found["rank_worst"]) == ("a", 1, worst)
