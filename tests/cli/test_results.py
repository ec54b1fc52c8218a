"""What small workspaces with traps in them must come to, through the commands."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

import cchc_cli as cchc
from tests.conftest import HEADER, MINIMAL, Run, Tiny


def test_a_component_on_which_all_are_last_stays_listed(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=HEADER + "2022,u,1.1.1,6\n2022,u,1.1.2,0\n2022,u,1.10,2\n2022,v,1.1.1,6\n2022,v,1.1.2,2\n2022,v,1.10,2\n"
    )
    rows = list(csv.DictReader(io.StringIO(run("gaps", "--unit", "u", "-f", "csv").out)))
    assert [(row["component"], row["lost"]) for row in rows] == [("1.1.2", "2")]


def test_scripts_see_no_change_where_there_is_float_noise_alone(tiny: Tiny, run: Run) -> None:
    """Both years have 70 percent; as binary floats they differ by 1.4e-14."""
    criteria = MINIMAL.replace("name: A, max: 6", "name: A, max: {2021: 0.19, 2022: 0.57}")
    tiny(criteria, scores=HEADER + "2021,u,1.1.1,0.133\n2022,u,1.1.1,0.399\n")
    for command in ("score --by component", "ranks --on 1.1.1"):
        (row,) = [row for row in cchc_rows(run, command) if row.get("id") == "1.1.1"]
        assert (row["percent"], row.get("change", row.get("percent_change"))) == ("70", "0"), command
        (row,) = [row for row in json.loads(run(*command.split(), "-f", "json").out)["rows"] if row["id"] == "1.1.1"]
        assert row.get("change", row.get("percent_change")) == 0, command


def cchc_rows(run: Run, command: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*command.split(), "-f", "csv").out)))


def test_a_blank_does_not_beat_a_low_score(tiny: Tiny, run: Run) -> None:
    """u has 0 of 2 on a component, v nothing yet, w not applicable: only w's maximum is rescaled."""
    tiny(
        scores=HEADER
        + "".join(f"2022,{unit},1.1.1,3\n2022,{unit},1.10,1\n" for unit in "uvw")
        + "2022,u,1.1.2,0\n2022,v,1.1.2,\n2022,w,1.1.2,NA\n"
    )
    rows = {row["unit"]: row for row in csv.DictReader(io.StringIO(run("ranks", "-f", "csv").out))}
    assert [(rows[u]["index"], rows[u]["index_best"], rows[u]["max"]) for u in "uvw"] == [
        ("40", "40", "10"),
        ("40", "60", "10"),
        ("50", "50", "8"),
    ]
    assert [rows[u]["provisional"] for u in "uvw"] == ["false", "true", "false"]
    assert [rows[u]["rank"] for u in "uvw"] == ["2", "", "1"]
    loaded = json.loads(run("ranks", "-f", "json").out)
    assert loaded["possible_ranks"] == {"v": {"best": 1, "worst": 2}}
    text = run("ranks").out
    assert "(1–2)" in text
    assert "40.00–60.00" in text


def test_ties_and_the_note_where_only_rounding_made_them(tiny: Tiny, run: Run) -> None:
    tiny(
        MINIMAL.replace("name: Tiny", "name: Tiny\n  rounding: 0"),
        scores=HEADER
        + "".join(
            f"2022,{u},1.1.1,{a}\n2022,{u},1.1.2,{b}\n2022,{u},1.10,2\n"
            for u, a, b in [
                ("a", "6", "2"),
                ("b", "0.1", "0.2"),
                ("c", "0.3", "0"),
                ("d", "0.31", "0"),
                ("e", "0", "0"),
            ]
        ),
    )
    rows = {row["unit"]: row["rank"] for row in csv.DictReader(io.StringIO(run("ranks", "-f", "csv").out))}
    assert rows == {"a": "1", "b": "2", "c": "2", "d": "2", "e": "5"}
    text = run("ranks").out
    assert "=2" in text
    assert "Rank 2 is shared only through rounding; before rounding: d 23.1, b" in text
    exact = {
        r["unit"]: r["rank"] for r in csv.DictReader(io.StringIO(run("ranks", "--rank-on", "exact", "-f", "csv").out))
    }
    assert exact == {"a": "1", "d": "2", "b": "3", "c": "3", "e": "5"}


def test_dense_ties(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: Tiny", "name: Tiny\n  ties: dense")
    tiny(
        criteria,
        scores=HEADER
        + "".join(
            f"2022,u{n},{c},{s}\n"
            for n, top in enumerate([2, 1, 1, 0])
            for c, s in [("1.1.1", top), ("1.1.2", top), ("1.10", top)]
        ),
    )
    assert [line.split(",")[0] for line in run("ranks", "-f", "csv").out.splitlines()[1:]] == ["1", "2", "2", "3"]


def test_units_that_come_and_go(tiny: Tiny, run: Run) -> None:
    full = "{y},{u},1.1.1,{a}\n{y},{u},1.1.2,2\n{y},{u},1.10,2\n"
    rows = [(2021, "a", 3), (2021, "gone", 6), (2022, "a", 4), (2022, "new", 5)]
    tiny(scores=HEADER + "".join(full.format(y=y, u=u, a=a) for y, u, a in rows))
    table = {row["unit"]: row for row in csv.DictReader(io.StringIO(run("ranks", "-f", "csv").out))}
    assert set(table) == {"a", "new"}
    assert (table["a"]["prev_rank"], table["a"]["rank_change"]) == ("2", "0")
    assert (table["new"]["prev_rank"], table["new"]["rank_change"]) == ("", "")


def test_groups_are_ranked_apart(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=HEADER
        + "".join(f"2022,{u},1.1.1,{n}\n2022,{u},1.1.2,0\n2022,{u},1.10,0\n" for n, u in enumerate("abcd")),
        units="unit,name,group\na,A,x\nb,B,y\nc,C,x\nd,D,y\n",
    )
    lines = [line.split(",")[:2] for line in run("ranks", "-f", "csv").out.splitlines()[1:]]
    assert lines == [["1", "c"], ["2", "a"], ["1", "d"], ["2", "b"]]
    assert len(run("ranks", "--group", "y", "-f", "csv").out.splitlines()) == 3
    assert len(run("ranks", "--unit", "a", "-f", "csv").out.splitlines()) == 3
    assert run("ranks", "--group", "z").status == 2


def test_bonus_and_penalty_are_capped_and_rounded_half_up(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: Tiny", "name: Tiny\n  bonus_cap: 2.005").replace("max: 2}", "max: 2.00}")
    criteria += (
        "adjustments:\n  - {id: plus, name: P, kind: bonus, max: 3}\n  - {id: minus, name: M, kind: penalty, max: 3}\n"
    )
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,1\n2022,u,1.10,1\n2022,u,plus,2.5\n2022,u,minus,1\n")
    result = json.loads(run("score", "-f", "json").out)["result"]
    assert (result["index"], result["bonus"], result["penalty"]) == (51.01, 2.005, 1)


def test_conditions_decide_the_status(sample: Path, run: Run) -> None:
    assert run("score", "--fail-under", "76.08").status == 0
    failed = run("score", "--fail-under", "80")
    assert failed.status == 1
    assert "76.08" in failed.out
    assert failed.err == "Condition not met: The index 76.08 is under 80.\n"
    path = sample / "data" / "scores-2022.csv"
    path.write_text(path.read_text("utf-8").replace("xa-tien-loi,7.2,0,0", "xa-tien-loi,7.2,0,"), "utf-8")
    assert run("score").status == 0
    strict = run("score", "--strict")
    assert (strict.status, strict.out) == (2, "")
    assert "7.2" in strict.err


def test_provisional_score_shows_both_ends(sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    path.write_text(path.read_text("utf-8").replace("xa-tien-loi,7.2,0,0", "xa-tien-loi,7.2,0,"), "utf-8")
    out = " ".join(run("score").out.split())
    assert "76.08 … 78.08" in out
    assert "98.0% of the maximum is scored" in out
    assert "can still get 11–14 of 18" in out
    assert "Not scored yet 2.00 points on 1 component" in " ".join(run("gaps").out.split())


def test_keep_puts_what_is_at_risk_first(tiny: Tiny, run: Run) -> None:
    rule = "rule: {type: tiers, tiers: [{min: 98, points: %s}]}"
    criteria = MINIMAL.replace("max: 6, owner: office}", f"max: 6, {rule % 6}}}").replace(
        "max: 2}", f"max: 2, {rule % 2}}}"
    )
    rows = "2021,u,1.1.1,99,\n2021,u,1.1.2,97,\n2021,u,1.10,,2\n2022,u,1.1.1,100,\n2022,u,1.1.2,98.5,\n2022,u,1.10,,2\n"
    tiny(criteria, scores="year,unit,component,value,score\n" + rows)
    table = list(csv.DictReader(io.StringIO(run("keep", "-f", "csv").out)))
    assert [(r["component"], r["years"], r["value"], r["margin"]) for r in table] == [
        ("1.1.2", "1", "98.5", "0.5"),
        ("1.1.1", "2", "100", "2"),
        ("1.10", "2", "", ""),
    ]


def test_a_unit_to_which_no_component_applies(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL + "adjustments: [{id: plus, name: P, kind: bonus, max: 3}]\n"
    rows = "".join(f"2022,u,{each},NA\n2022,v,{each},2\n" for each in ("1.1.1", "1.1.2", "1.10"))
    tiny(criteria.replace("owners:", "defaults: {unit: u}\nowners:"), scores=HEADER + rows + "2022,u,plus,2\n")
    for command in ("score", "gaps", "keep", "ranks"):
        assert run(command).status == 0
    assert "No component applies" in run("gaps").out
    failed = run("score", "--fail-under", "1")
    assert (failed.status, failed.err) == (1, "Condition not met: There is no index: no component applies.\n")


def test_top_says_where_it_cuts_through_a_tie(tiny: Tiny, run: Run) -> None:
    rows = "".join(f"2022,{u},{c},{s}\n" for u in "ab" for c, s in [("1.1.1", 3), ("1.1.2", 1), ("1.10", 1)])
    tiny(scores=HEADER + rows)
    assert "1 more unit shares the last rank shown." in run("ranks", "--top", "1").out


@pytest.mark.parametrize("command", ["gaps", "gaps --by owner", "keep", "ranks", "ranks --on 1", "robust --runs 10"])
def test_rows_that_top_leaves_out_are_told(sample: Path, run: Run, command: str) -> None:
    told = "Only the first 2 rows are shown (--top)."
    assert told in run(*command.split(), "--top", "2").out
    assert told not in run(*command.split(), "--top", "99").out


def test_empty_cells_beyond_the_header_are_passed_over(tiny: Tiny, run: Run) -> None:
    tiny(scores="year;unit;component;score\n2022;u;1.1.1;1,5;;;\n2022;u;1.1.2;;;;\n2022;u;1.10;2;;;\n")
    rows = list(csv.DictReader(io.StringIO(run("score", "--by", "component", "-f", "csv").out)))
    assert [row["points"] for row in rows] == ["1.5", "0", "2"]


def test_a_component_that_is_not_scored_has_no_points(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,\n2022,u,1.10,2\n")
    rows = list(csv.DictReader(io.StringIO(run("gaps", "-f", "csv").out)))
    assert [(row["component"], row["points"], row["lost"], row["flags"]) for row in rows] == [
        ("1.1.1", "3", "3", "below_max low"),
        ("1.1.2", "", "2", "below_max"),
    ]
    told = " ".join(run("gaps").out.split())
    assert "Lost 3.00 points" in told and "Not scored yet 2.00 points" in told


def test_margins_where_less_is_better(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("max: 6, owner: office}", "max: 6, rule: {type: linear, from: 10, to: 4}}")
    criteria = criteria.replace("max: 2}", "max: 2, rule: {type: deduct, per: 1}}")
    tiny(criteria, scores="year,unit,component,value\n2022,u,1.1.1,1.5\n2022,u,1.1.2,0\n2022,u,1.10,yes\n")
    table = list(csv.DictReader(io.StringIO(run("keep", "-f", "csv").out)))
    assert [(row["component"], row["value"], row["margin"]) for row in table] == [
        ("1.1.2", "0", "0"),
        ("1.1.1", "1.5", "2.5"),
        ("1.10", "yes", ""),
    ]


def test_results_of_all_units_begin_with_their_indices() -> None:
    """The same as `ranks` has, and the rows of scripts as they are."""
    kinds = cchc.open_workspace(Path(__file__).parents[1] / "fixtures" / "kinds", "en")
    ranked = pd.concat([cchc.ranks(kinds, group=each).frame for each in ("xa", "phuong")]).set_index("unit")
    result = cchc.all_units(cchc.score, kinds)  # xa-duc, which ended in 2022, is nobody's news
    first, nodes = result.tables
    assert [each.key for each in first.shown] == ["unit", "group", "rank", "index", "index_change", "rating"]
    for line in first.frame.to_dict("records"):
        own = ranked.loc[line["unit"]]
        assert (line["group"], line["rating"]) == (own["group"], own["rating"])
        assert line["index"] == pytest.approx(own["index"])
        assert line["rank"] == ("(1–3)" if own["provisional"] else own["rank"])
    assert set(nodes.frame["unit"]) == set(first.frame["unit"]) == set(result.frame["unit"])
    assert set(result.frame["level"]) == {"area", "bonus", "penalty"}


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("ĐIỂM TRỪ", "penalty", "Điểm trừ"),
        ("Trừ điểm do chậm báo cáo", "penalty", "Trừ điểm do chậm báo cáo"),
        ("Điểm cộng, khuyến khích", "bonus", "Điểm cộng, khuyến khích"),
        ("Bonus for ideas", "bonus", "Bonus for ideas"),
        ("Vi phạm kỷ luật", "penalty", "Điểm phạt: Vi phạm kỷ luật"),
        ("Bị xử phạt", "penalty", "Điểm phạt: Bị xử phạt"),
        ("Được khen thưởng", "bonus", "Điểm thưởng: Được khen thưởng"),
    ],
)
def test_a_name_that_says_the_kind_stands_alone(name: str, kind: str, shown: str, tiny: Tiny, run: Run) -> None:
    rows = "2022,u,1.1.1,3\n2022,u,1.1.2,2\n2022,u,1.10,2\n2022,u,x,1\n"
    tiny(MINIMAL + f"adjustments: [{{id: x, name: '{name}', kind: {kind}, max: 5}}]\n", scores=HEADER + rows)
    table = run("score", "--lang", "vi", "-f", "md").out
    assert [line.split(" | ")[1] for line in table.splitlines() if line.startswith("| x ")] == [shown]


@pytest.mark.parametrize("command", ["score", "compare v", "explain", "appeal"])
def test_the_kind_of_a_bonus_is_told_once(tiny: Tiny, run: Run, command: str) -> None:
    """`compare` and `appeal` wrote “Bonus: Bonus for ideas”, the others the name alone."""
    bonus = "adjustments:\n  - {id: b, name: Bonus for ideas, kind: bonus, max: 2}\n  - {id: c, name: Ideas, kind: bonus, max: 2}\nareas:"
    rows = "{0},1.1.1,6,6\n{0},1.1.2,2,1\n{0},1.10,2,2\n{0},b,1,0.5\n{0},c,1,0.5\n"
    scores = "".join(rows.format(f"{year},{unit}") for year in (2021, 2022) for unit in "uv").replace("v,b,1", "v,b,0")
    tiny(
        MINIMAL.replace("areas:", bonus),
        scores="year,unit,component,self,score\n" + scores.replace("2021,u,b,1,0.5", "2021,u,b,0,0"),
    )
    text = run(*command.split(), "--unit", "u").out
    assert "Bonus for ideas" in text
    assert "Bonus: Bonus" not in text


def test_score_says_what_the_year_before_did_not_have(tiny: Tiny, run: Run) -> None:
    """A dash stands there in the column of changes."""
    tiny(
        MINIMAL.replace("{id: 1.1.2, name: B, max: 2", "{id: 1.1.2, name: B, max: 2, since: 2022"),
        scores=HEADER + "2021,a,1.1.1,4\n2021,a,1.10,2\n2022,a,1.1.1,4\n2022,a,1.1.2,1\n2022,a,1.10,2\n",
    )
    told = "The framework of 2021 did not have: 1.1.2 B."
    assert told in run("score", "--by", "component").out
    assert "did not have" not in run("score").out + run("score", "2021", "--by", "component").out
