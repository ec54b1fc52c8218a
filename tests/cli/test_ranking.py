"""explain, trend, compare, simulate and robust as users meet them: small cases, odd cases, bad input."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.registers import rows
from tests.conftest import HEADER, MINIMAL, Run, Tiny

LEAVES = ("1.1.1", "1.1.2", "1.10")


def full(*rows: tuple[int, str, object]) -> str:
    """Scores: each unit has the same points on 1.1.1, and nothing lost elsewhere."""
    return HEADER + "".join(f"{y},{u},1.1.1,{p}\n{y},{u},1.1.2,2\n{y},{u},1.10,2\n" for y, u, p in rows)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_where_there_is_nothing_to_compare_with_a_sentence_says_so(tiny: Tiny, run: Run, language: str) -> None:
    """The first year, a new unit, a unit alone in its group, all units tied."""
    tiny(
        scores=full((2021, "a", 4), (2021, "b", 4), (2022, "a", 5), (2022, "b", 5), (2022, "new", 5), (2022, "one", 3)),
        units="unit,name,group\na,A,x\nb,B,x\nnew,N,x\none,O,y\n",
    )
    for command in (
        *("explain 2021 -u a", "explain -u new", "explain -u one", "explain -u a", "trend -u new", "trend -u one"),
        *("robust -u one", "robust -u a", "compare median -u one", "compare b -u a", "compare top10% -u a"),
        *("simulate -u one --need-rank 1", "simulate -u a --set 1.1.1=max", "gaps --peers -u one"),
    ):
        for form in ("table", "md", "csv", "json"):
            outcome = run(*command.split(), "-f", form, "--lang", language)
            assert (outcome.status, outcome.err) == (0, ""), command
            assert "nan" not in outcome.out.lower().replace("naniteration", "")
    if language == "en":
        assert "No year before 2021 has scores" in run("explain", "2021", "-u", "a").out
        assert "N has no index in 2021" in " ".join(run("explain", "-u", "new").out.split())
        assert "No other unit of its group" in run("explain", "-u", "one").out
        assert "All units of its group have the same rank." in run("explain", "-u", "a").out
        assert "there is no trend yet" in run("trend", "-u", "new").out
        assert "nothing that could change places" in run("robust", "-u", "one").out
    failed = run("compare", "best", "-u", "one")
    assert (failed.status, failed.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("explain 2030", ["no scores for 2030", "2021, 2022"]),
        ("explain --since 2022", ["--since 2022 is not before 2022"]),
        ("trend --from 2023", ["No year from 2023 to 2022 has scores", "2021, 2022"]),
        ("trend --from 2022 --to 2021", ["--from 2022 is after --to 2021"]),
        ("compare don-vi-99", ["no unit don-vi-99", "Did you mean"]),
        ("compare xa-tien-loi", ["Name another one to compare with"]),
        ("compare top0%", ["above 0 and up to 100"]),
        ("compare top101%", ["above 0 and up to 100"]),
        ("compare best 1999", ["no scores for 1999"]),
        ("gaps --peers --by area", ["leave out --by"]),
        ("simulate", ["nothing to simulate", "--need-rank"]),
        ("simulate --set 3.3.9=1", ["no component 3.3.9", "Did you mean 3.3."]),
        ("simulate --set 3.3=1", ["3.3 is not a component", "3.3.1, 3.3.2, 3.3.3"]),
        ("simulate --set 3.3.2=2.5", ["2.5 is out of range", "3.3.2 allows 0–2"]),
        ("simulate --set 3.3.2=-1", ["-1 is out of range", "0–2"]),
        ("simulate --set 3.3.2=two", ["“two” is not a number", "0–2"]),
        ("simulate --set 3.3.2", ["“3.3.2” is not COMPONENT=POINTS", "--set 3.3.2=2"]),
        ("simulate --set 3.3.2=1 --set 3.3.2=2", ["set twice"]),
        ("simulate --need-rating best", ["no rating best"]),
        ("simulate --need-rank 0", ["--need-rank"]),
        ("simulate 2021 --rivals trend", ["no year before 2021 has scores"]),
        ("simulate --scenarios nowhere.yaml", ["no file nowhere.yaml"]),
        ("robust --group nowhere", ["no group nowhere"]),
        ("robust --runs 0", ["--runs"]),
        ("robust --weights 100", ["--weights"]),
    ],
)
def test_what_cannot_be_done_is_told_with_what_can(sample: Path, run: Run, arguments: str, told: list[str]) -> None:
    failed = run(*arguments.split())
    assert (failed.status, failed.out) == (2, "")
    for part in told:
        assert part in failed.err


def test_new_and_retired_components_bonus_and_rounding_stand_apart(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, until: 2021}")
    criteria = criteria.replace("name: Tiny", "name: Tiny\n  bonus_cap: 1\n  rounding: 1")
    criteria += (
        "adjustments:\n  - {id: plus, name: P, kind: bonus, max: 3}\n  - {id: minus, name: M, kind: penalty, max: 3}\n"
    )
    tiny(
        criteria,
        scores=HEADER
        + "2021,u,1.1.1,3\n2021,u,1.1.2,2\n2021,u,1.10,NA\n2021,u,minus,0.5\n"
        + "2022,u,1.1.1,4\n2022,u,1.10,1\n2022,u,plus,2.5\n",
    )
    # 2021: 100 × 5/8 − 0.5 = 62; 2022: 100 × 5/8 + 1 = 63.5
    found = rows(run("explain", "-f", "csv").out)
    assert [(row["level"], row["id"], row["status"], row["contribution"]) for row in found] == [
        ("component", "1.1.1", "both", "12.5"),
        ("component", "1.1.2", "retired", "-25"),
        ("component", "1.10", "new", "12.5"),
        ("bonus", "plus", "both", "1"),
        ("penalty", "minus", "both", "0.5"),
    ]
    loaded = json.loads(run("explain", "-f", "json").out)
    assert loaded["index"] == {"previous": 62, "now": 63.5, "change": 1.5, "exact_change": 1.5, "rounding": 0}
    assert loaded["like_for_like"]["components"] == 1
    assert loaded["like_for_like"]["previous"] == 50
    assert loaded["like_for_like"]["now"] == pytest.approx(66.6666666667)
    text = run("explain").out
    assert "retired" in text
    paper = run("report", "result", "-f", "md").out
    assert "The framework of 2022 is not that of 2021: 1 component is gone." in paper
    assert "| 1.1.2 | B | 2.00/2 | – | −25.00 | retired |" in paper
    assert "| 1.10 | Ten | – | 1.00/2 | +12.50 | not applicable in 2021 |" in paper
    # The brief has the same figure on its card: 80 − 63.5.
    assert "The index is 16.5 points short of Good; 1.32 points of components are needed for it." in paper
    assert "not applicable in 2021" in text  # 1.10 has been in force all the time
    assert "· new" not in text
    assert "Components that apply in only one of the two years together brought −12.50." in " ".join(text.split())


def test_the_rank_split_of_a_known_case(tiny: Tiny, run: Run) -> None:
    """Fourth of four; two others fall behind our old index, we rise past the third; a new one enters above us."""
    tiny(
        scores=full(
            *((2021, u, p) for u, p in [("a", 5), ("b", 4), ("c", 3), ("us", 2)]),
            *((2022, u, p) for u, p in [("a", 1), ("b", 5), ("c", 3), ("us", 3.5), ("new", 6)]),
        )
    )
    loaded = json.loads(run("explain", "-u", "us", "-f", "json").out)
    assert loaded["rank"] == {"previous": 4, "others": 1, "own": 1, "membership": -1, "now": 3}
    assert [each["unit"] for each in loaded["overtook"]] == ["c", "a"]
    assert loaded["overtaken_by"] == []
    assert loaded["membership"] == {"joined": ["new"], "left": [], "merged": {}}
    assert loaded["overtook"][1]["gained"] == [{"id": "1.1.1", "points": 55}]
    text = " ".join(run("explain", "-u", "us").out.split())
    assert "The rank rose by 1 place, from rank 4/4 to rank 3/5" in text
    assert "ranked only now: new" in text


def test_bonus_and_penalty_are_told_as_such_among_the_causes(tiny: Tiny, run: Run) -> None:
    """More of a penalty is no “down”; a bonus is no component, and one that nobody was given moved nothing."""
    kinds = ("old: kind: bonus", "late: kind: penalty", "new: kind: bonus, since: 2022")
    extras = "".join(f"  - {{id: {each.replace(':', f', name: N{each[0]},', 1)}, max: 3}}\n" for each in kinds)
    scores = full((2021, "u", 6), (2022, "u", 6)) + "2021,u,old,1\n2022,u,old,1\n2022,u,late,1.5\n"
    tiny(MINIMAL + f"adjustments:\n{extras}", scores=scores)
    text = " ".join(run("explain").out.split())
    assert "The index fell by 1.50 points, mainly through Penalty: Nl (−1.50). Index" in text
    assert "Bonus: No 1.00 1.00 0.00 3 other components, unchanged" in text and "Nn" not in text
    tiny(MINIMAL + f"adjustments:\n{extras}", scores=scores.replace("2022,u,1.1.1,6", "2022,u,1.1.1,2"))
    assert "mainly through 1.1.1 A, down 40.00 points. Index" in " ".join(run("explain").out.split())


SCENARIOS = """\
scenarios:
  reports on time: {1.2.1: 1, 1.2.2: max}
  no survey: {8.1: NA}
  a comma: {"Số hóa kết quả giải quyết": "1,5"}
"""


def test_scenarios_stand_side_by_side(sample: Path, run: Run) -> None:
    (sample / "what-if.yaml").write_text(SCENARIOS, "utf-8")
    found = rows(run("simulate", "--scenarios", "what-if.yaml", "--set", "3.3.2=2", "-f", "csv").out)
    assert [(row["scenario"], row["index"]) for row in found] == [
        ("3.3.2=2", "78.08"),
        ("reports on time", "77.08"),
        ("no survey", "75.96"),  # (76.08 − 4.68) / 94
        ("a comma", "76.38"),
    ]
    text = run("simulate", "--scenarios", "what-if.yaml").out
    assert "not applicable" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected the key scenarios"),
        ("- a\n- b\n", "expected the key scenarios"),
        ("scenarios: {}\n", "expected the key scenarios"),
        ("scenarios: {a: {3.3.2: 1}}\nmore: 1\n", "expected the key scenarios"),
        ("scenarios: {a: [3.3.2]}\n", "what-if.yaml:1:16: line 1, a: expected component: points."),
        (
            "scenarios: {a: {3.3.2: }}\n",
            "what-if.yaml:1:24: line 1, a: 3.3.2 has no points. Write it like scenarios: {",
        ),
        ("scenarios: {a: {3.3.2: [1]}}\n", "3.3.2 has no points."),
        (
            "scenarios:\n  a: {3.3.2: 9}\n  b: {9.9: 1}\n",
            "what-if.yaml:2:14: line 2, a: 9 is out of range; 3.3.2 allows 0–2.",
        ),
        ("scenarios:\n  a: {3.3.2: 9}\n  b: {9.9: 1}\n", "what-if.yaml:3:7: line 3, b: there is no component 9.9"),
        ("scenarios: {a: {3.3.2: 1}, a: {3.3.2: 2}}\n", "the key a stands here twice"),
        ("scenarios: {a: {kế hoạch: 1}}\n", "what-if.yaml:1:17: line 1, a: “kế hoạch” may mean 10 of them: "),
        ("scenarios: {a: {3.3.2: 1, xin lỗi và hẹn lại: 2}}\n", "line 1, a: 3.3.2 is set twice."),
        ("scenarios: [\n", "not valid YAML"),
        (f"scenarios: {{{', '.join(f'a{at}: {{3.3.2: 1}}' for at in range(101))}}}\n", "more than 100 scenarios."),
        ("#" * 2**21 + "\n", "what-if.yaml: cannot be read (it is larger than 2 MiB)."),
    ],
)
def test_faults_of_a_scenario_file(sample: Path, run: Run, text: str, told: str) -> None:
    (sample / "what-if.yaml").write_text(text, "utf-8")
    failed = run("simulate", "--scenarios", "what-if.yaml")
    assert (failed.status, failed.out) == (2, "")
    assert told in failed.err


def test_what_a_rank_and_a_rating_need(sample: Path, run: Run) -> None:
    """76.08 now; fifth has 92.75; Good starts at 80, which 79.995 rounds to."""
    loaded = json.loads(run("simulate", "--need-rank", "5", "--need-rating", "Tốt", "-f", "json").out)
    rank, rating = loaded["needs"]
    assert (rank["goal"], rank["index"], rank["reachable"]) == ("need-rank 5", 92.75, True)
    assert rank["points"] == pytest.approx(92.745 - 76.08)
    assert (rating["goal"], rating["index"], rating["points"]) == ("need-rating good", 80, pytest.approx(3.915))
    assert rating["largest_losses"] == ["3.3.1", "7.1.2"]
    assert "needs 3.92 points" in run("simulate", "--need-rating", "good").out
    assert "reached already" in run("simulate", "--need-rank", "18").out


def test_compare_names_the_differences_and_all_with_all(sample: Path, run: Run) -> None:
    differing = rows(run("compare", "don-vi-05", "-f", "csv").out)
    everything = rows(run("compare", "don-vi-05", "--all", "-f", "csv").out)
    assert len(everything) == 52
    assert [row for row in everything if float(row["difference"])] == differing
    assert sum(float(row["difference"]) for row in differing) == pytest.approx(76.08 - 96.75)
    assert {row["component"] for row in rows(run("compare", "best", "-f", "csv").out)} == {
        row["component"] for row in differing
    }
    text = run("compare", "median", "-u", "don-vi-05").out
    assert "median of the index of 18 units" in text
    assert "The differences do not sum to that of the index" in " ".join(text.split())


def test_differences_that_never_end_sum_to_a_whole_point(tiny: Tiny, run: Run) -> None:
    """A third is cut off somewhere in each row; the sum is not that of what was cut."""
    given = [(unit, each, points) for unit, points in (("a", 0), ("b", 1), ("c", 0)) for each in LEAVES]
    tiny(scores=HEADER + "".join(f"2022,{unit},{each},{points}\n" for unit, each, points in given))
    loaded = json.loads(run("compare", "top100%", "-u", "a", "-f", "json").out)
    assert [row["difference"] for row in loaded["rows"]] == [pytest.approx(-1 / 3)] * 3
    assert loaded["index"]["sum"] == -1


def test_a_trend_on_a_terminal_is_drawn(sample: Path, run: Run) -> None:
    from cchc_cli.show.numbers import trend

    assert trend([0.0, 50.0, 100.0, float("nan")], "▁▂▃▄▅▆▇█") == "▁▅█ "
    assert trend([0.0, 49.5, 100.0, float("nan")], "") == "0 50 100 –"
    assert re.search(r"2021–2022,  2022,.*\n.*\n-+\n.*  86 72 ", run("trend").out)
