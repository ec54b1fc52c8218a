"""Stages of an appraisal, and what is left to argue."""

import csv
import io
import json

from tests.conftest import MINIMAL, ROOT, Run, Tiny

HEADER = "năm;đơn vị;mã;tự chấm;thẩm định lần 1;giải trình;thẩm định lần 2;ghi chú\n"


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["component"]: row for row in csv.DictReader(io.StringIO(text))}


def test_stages_component_by_component(tiny: Tiny, run: Run) -> None:
    tiny(
        MINIMAL.replace("owner: office}", "owner: office, evidence: [Kế hoạch, Công văn]}"),
        scores=HEADER
        + "2022;u;1.1.1;6;2;Đã gửi văn bản;4,5;Chấp nhận một phần\n"
        + "2022;u;1.1.2;2;1;;2;\n"
        + "2022;u;1.10;1;1;;;\n",
    )
    found = rows(run("appeal", "--all", "-f", "csv").out)
    figures = ("self", "appraised1", "score", "cut", "won_back", "arguable", "status")
    assert [found["1.1.1"][each] for each in figures] == ["6", "2", "4.5", "4", "2.5", "1.5", "partly"]
    assert [found["1.1.2"][each] for each in figures] == ["2", "1", "2", "1", "1", "0", "won_back"]
    assert [found["1.10"][each] for each in figures] == ["1", "1", "", "0", "0", "0", "agreed"]
    assert found["1.1.1"]["evidence"] == "Kế hoạch; Công văn"
    assert (found["1.1.1"]["appeal"], found["1.1.1"]["note"]) == ("Đã gửi văn bản", "Chấp nhận một phần")
    assert set(rows(run("appeal", "-f", "csv").out)) == {"1.1.1", "1.1.2"}
    loaded = json.loads(run("appeal", "-f", "json").out)
    assert [loaded[key] for key in ("self", "appraised1", "score", "cut", "won_back", "arguable", "components")] == [
        *(9, 4, 6.5),
        *(5, 3.5, 1.5, 1),
    ]


def test_before_the_official_points_are_there(tiny: Tiny, run: Run) -> None:
    """A year in which only the first appraisal has come is one that can be argued about."""
    tiny(scores=HEADER + "2021;u;1.1.1;6;;;6;\n2022;u;1.1.1;6;5;;;\n2022;u;1.1.2;2;;;;\n2022;u;1.10;;;;NA;\n")
    found = rows(run("appeal", "--all", "-f", "csv").out)
    assert set(found) == {"1.1.1", "1.1.2"}
    assert (found["1.1.1"]["arguable"], found["1.1.1"]["status"]) == ("1", "cut")
    assert (found["1.1.2"]["arguable"], found["1.1.2"]["status"]) == ("", "waiting")


def test_scores_without_stages(tiny: Tiny, run: Run) -> None:
    """The columns are not there: the official points stand for the first appraisal."""
    tiny(scores="year,unit,component,self,score\n2022,u,1.1.1,6,5\n2022,u,1.1.2,1,2\n2022,u,1.10,,2\n")
    found = rows(run("appeal", "--all", "-f", "csv").out)
    assert [(c, found[c]["cut"], found[c]["won_back"], found[c]["status"]) for c in found] == [
        ("1.1.1", "1", "0", "cut"),
        ("1.1.2", "0", "1", "raised"),
        ("1.10", "", "", ""),
    ]
    assert "1st" not in run("appeal").out


def test_a_unit_that_has_not_scored_itself_has_no_self_score(tiny: Tiny, run: Run) -> None:
    """A bonus that it does not name counts 0 only beside points of its own."""
    tiny(
        MINIMAL + "adjustments: [{id: B, name: Bonus, kind: bonus, max: 2}]\n",
        scores=HEADER + "2022;u;1.1.1;;5;;6;\n2022;u;B;;1;;2;\n",
    )
    assert rows(run("appeal", "-f", "csv").out) == {}
    loaded = json.loads(run("appeal", "-f", "json").out)
    assert [loaded[key] for key in ("self", "appraised1", "score")] == [None, 6, 8]


def test_what_counts_as_0_is_no_bonus_that_a_rule_gives(tiny: Tiny, run: Run) -> None:
    tiny(
        MINIMAL
        + """adjustments:
  - {id: B, name: Bonus, kind: bonus, max: 2}
  - {id: P, name: Penalty, kind: penalty, max: 2, rule: {each: 0.5}}
""",
        scores="year,unit,component,self,value,score\n2022,u,1.1.1,6,,6\n2022,u,B,,,2\n2022,u,P,,3,\n",
    )
    loaded = json.loads(run("appeal", "-f", "json").out)
    assert (loaded["self"], loaded["score"]) == (6 - 1.5, 6 + 2 - 1.5)
    told = " ".join(run("appeal").out.split())
    assert "1 bonus or penalty that the unit did not score itself counts as 0 in its self-score: B Bonus." in told


def test_cut_and_won_back_lead_from_the_self_score_to_the_latest_points(tiny: Tiny, run: Run) -> None:
    """Whatever happens on the way: cut by either stage, raised above the self-score, not official yet."""
    ways = {
        # self, first, official: cut, won back
        ("6", "2", "4,5"): (4, 2.5),
        ("2", "3", "3"): (0, 1),
        ("5", "5", "2"): (3, 0),
        ("3", "1", "5"): (2, 4),
        ("4", "5", "3"): (2, 1),
        ("5", "3", ""): (2, 0),
        ("5", "", "4"): (1, 0),
        ("2", "", "4"): (0, 2),
    }
    for (own, first, official), (cut, back) in ways.items():
        tiny(scores=HEADER + f"2022;u;1.1.1;{own};{first};;{official};\n2022;u;1.1.2;1;1;;1;\n")
        found = rows(run("appeal", "--all", "-f", "csv").out)["1.1.1"]
        assert (float(found["cut"]), float(found["won_back"])) == (cut, back)
        latest = float((official or first).replace(",", "."))
        assert float(own) - float(found["cut"]) + float(found["won_back"]) == latest
        names = {"self": own, "appraised1": first, "score": official}
        assert found["stages"].split() == [name for name, points in names.items() if points]
        loaded = json.loads(run("appeal", "-f", "json").out)
        assert loaded["compared"] == {
            "components": 2,
            "by_score": 2 if official else 1,
            "adjustments": 0,
            "self": float(own) + 1,
            "cut": cut,
            "won_back": back,
            "latest": latest + 1,
        }


def test_components_without_official_points_are_named(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "2022;u;1.1.1;6;4;;;\n2022;u;1.1.2;2;;;;\n2022;u;1.10;;;;1;\n")
    text = " ".join(run("appeal", "--all").out.split())
    for each in (
        "Official 1.00 on 1 component; 2 not scored yet",
        "Check 6.00 − 2.00 + 0.00 = 4.00",
        "1 component has no official points yet and is compared with the first appraisal: 1.1.1 A.",
        "1 component has not been appraised yet and is in no comparison: 1.1.2 B.",
        "1 component has points but no self-score and is in no comparison: 1.10 Ten.",
    ):
        assert each in text
    assert "cut, not official yet: 6.00 − 2.00 = 4.00" in run("appeal", "--all", "-f", "md").out
    assert json.loads(run("appeal", "-f", "json").out)["not_official"] == ["1.1.1", "1.1.2"]


def test_nothing_appraised_yet_is_not_called_agreed(tiny: Tiny, run: Run) -> None:
    tiny(scores="year,unit,component,self,score\n2022,u,1.1.1,6,\n2022,u,1.1.2,1,\n")
    assert "Nothing has been appraised yet, so there is nothing to argue." in run("appeal").out
    assert "Nothing has been appraised yet, so there is nothing to explain." in run("report", "appeal").out


def test_a_unit_that_has_not_scored_itself(tiny: Tiny, run: Run) -> None:
    tiny(scores="year,unit,component,score\n2022,u,1.1.1,6\n")
    outcome = run("appeal")
    assert outcome.status == 0
    assert "The unit has not scored itself in this year" in outcome.out


def test_stages_in_one_file_of_several(tiny: Tiny, run: Run) -> None:
    tiny(
        **{
            "scores-2021": "year,unit,component,self,score\n2021,u,1.1.1,6,5\n",
            "scores-2022": HEADER + "2022;u;1.1.1;6;5;Đã gửi;5,5;\n",
        }
    )
    assert rows(run("appeal", "-f", "csv").out)["1.1.1"]["appeal"] == "Đã gửi"
    assert rows(run("appeal", "2021", "-f", "csv").out)["1.1.1"]["appeal"] == ""


def test_faults_of_the_first_appraisal_are_told(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "2022;u;1.1.1;6;7;;6;\n2022;u;1.1.2;2;năm;;2;\n")
    outcome = run("check", "-f", "csv")
    assert outcome.status == 1
    faults = [line for line in outcome.out.splitlines() if line.startswith("error")]
    assert [line.split(",")[4] for line in faults] == ["appraised1", "appraised1"]


def test_the_example_is_what_its_page_says(run: Run) -> None:
    """The table of examples/appeal/README.md, added up by hand, is what the command gives."""
    folder = ROOT / "examples" / "appeal"
    page = [
        line.split("|")
        for line in (folder / "README.md").read_text("utf-8").splitlines()
        if line[:3] == "| 1" or line[:3] == "| 2"
    ]
    told = {cells[1].strip(): [cell.strip().replace(",", ".") for cell in cells[2:6]] for cells in page}
    found = rows(run("-C", folder, "appeal", "--all", "-f", "csv").out)
    for component, (own, cut, back, latest) in told.items():
        line = found[component]
        assert [line["self"], line["cut"], line["won_back"]] == [own, cut, back]
        assert float(own) - float(cut) + float(back) == float(latest)
        assert float(line["score"] or line["appraised1"]) == float(latest)
    assert set(found) - set(told) == {"2.4"}
    assert run("-C", folder, "check").status == 0
