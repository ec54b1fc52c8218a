"""Nothing wrong or newer goes unnoticed: years that are slips, files that are not read, years without points."""

import json
from pathlib import Path

import pytest

from tests.conftest import HEADER, MINIMAL, Run, Tiny, warnings

SCORES = "data/scores-2022.csv"


def changed(sample: Path, old: str, new: str, count: int = 1, name: str = SCORES) -> None:
    path = sample / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


COMMANDS = ("score", "gaps", "keep", "explain", "ranks", "trend", "plan", "compare best", "robust --runs 10")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_sample_has_nothing_to_tell(command: str, sample: Path, run: Run) -> None:
    assert run(*command.split()).err == ""


def test_a_year_that_can_not_have_been_scored_yet(sample: Path, run: Run) -> None:
    changed(sample, "\n2022,", "\n2062,")
    outcome = run("score")
    assert (outcome.status, outcome.out) == (2, "")
    assert "data/scores-2022.csv:2:1: row 2, column year (A): 2062 lies after " in outcome.err


def test_a_row_of_another_year_than_the_file_is_called_after(sample: Path, run: Run) -> None:
    changed(sample, "\n2022,", "\n2023,")
    text = "data/scores-2022.csv:2:1: line 2: 1 row of this file is of 2023, which its name does not say."
    assert text in run("score").err
    assert "1 row of this file is of 2023" in warnings(run)
    assert run("score", 2021).err == ""
    json.loads(run("score", "-f", "json").out)


def test_a_row_of_a_year_in_the_past_is_told_by_check(sample: Path, run: Run) -> None:
    changed(sample, "\n2022,", "\n2012,")
    (sample / SCORES).rename(sample / "data/scores.csv")
    assert run("score").err == ""
    assert "data/scores.csv:2: only 1 row of this file is of 2012; " in warnings(run)
    assert "no unit has scores for 51 of 52 components in 2012." in warnings(run)
    assert warnings(run).count("2012") < 5


def test_a_file_of_several_years_may_say_so(sample: Path, run: Run) -> None:
    text = "".join((sample / f"data/scores-{year}.csv").read_text("utf-8") for year in (2021,))
    more = (sample / SCORES).read_text("utf-8").partition("\n")[2]
    for year in (2021, 2022):
        (sample / f"data/scores-{year}.csv").unlink()
    (sample / "data/scores-2020-2023.csv").write_text(text + more, encoding="utf-8")
    assert "which its name does not say" not in warnings(run)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("diem-2026.xlsx", "cchc import scores data/diem-2026.xlsx --year 2026"),
        ("Bảng điểm 2026.xls", 'cchc import scores "data/Bảng điểm 2026.xls" --year 2026'),
        ("scores-2026.xlsb", "Save it as .xlsx. Import it: cchc import scores data/scores-2026.xlsx --year 2026"),
        ("score-2026.csv", "Score files are called scores*.csv."),
        ("scores-2026.csv.txt", "Rename it to scores-2026.csv."),
        ("scores-2026.txt", "Score files are called scores*.csv."),
        ("socres.csv", "Score files are called scores*.csv."),
        ("diem-2026.csv", "cchc reads scores*"),
        ("sub/scores.csv", "There is data/sub/scores.csv: move it into data."),
        ("sub/2026/scores-2026.csv", "There is data/sub/2026/scores-2026.csv: move it into data."),
    ],
)
def test_a_file_that_is_not_read_and_may_be_newer(name: str, hint: str, sample: Path, run: Run) -> None:
    (sample / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (sample / "data" / name).write_text("x", encoding="utf-8")
    told = run("ranks", "-f", "csv")
    assert told.err == f"Warning: data/{name}: this file is not read. {told.err.partition('read. ')[2]}"
    assert hint in told.err
    assert told.status == 0
    assert f"data/{name}:" in warnings(run)
    assert run("ranks", 2022).err.startswith(f"Warning: data/{name}: this file is not read. ")


@pytest.mark.parametrize(
    "name", ["units2.csv", "scores-2021.xlsx", "dossiers.xlsb", "a.tsv", "sub/x.csv", "dossiers/2022/a.csv"]
)
def test_a_file_that_is_not_read_is_never_passed_over_in_silence(name: str, sample: Path, run: Run) -> None:
    (sample / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (sample / "data" / name).write_text("x", encoding="utf-8")
    for command in ("ranks", "score 2021", "gaps --all-units"):
        told = run(*command.split()).err
        assert told.startswith(f"Warning: data/{name}: this file is not read. ")
    assert f"data/{name}:0: this file is not read." in warnings(run)


@pytest.mark.parametrize("name", ["~$scores-2026.xlsx", "._scores-2026.xlsx", "notes.txt", "plan.docx"])
def test_other_files_are_left_alone(name: str, sample: Path, run: Run) -> None:
    (sample / "data" / name).write_text("x", encoding="utf-8")
    assert run("ranks").err == ""
    assert name not in warnings(run)


def test_a_newer_year_without_points_and_the_column_that_has_them(sample: Path, run: Run) -> None:
    lines = (sample / SCORES).read_text("utf-8").replace("\n2022,", "\n2023,").splitlines()
    assert lines[0].split(",").count("score") == 1
    lines[0] = lines[0].replace("score", "Điểm chốt")
    (sample / "data/scores-2023.csv").write_text("\n".join(lines), encoding="utf-8")
    told = run("score").err
    assert "data/scores-2023.csv:2: its rows of 2023 have no official points yet: 2022 is the latest" in told
    assert "Điểm chốt" in told
    assert "its rows of 2023 have no official points yet" in warnings(run)


def test_where_there_are_no_scores_at_all(sample: Path, run: Run) -> None:
    for path in (sample / "data").glob("scores*.csv"):
        path.rename(path.with_suffix(".xlsb"))
    outcome = run("score")
    assert outcome.status == 2
    assert outcome.err.count("cchc import scores data/scores-202") == 2


def test_a_score_file_without_rows_is_told(sample: Path, run: Run) -> None:
    for name in ("scores-2022.csv", "scores.csv"):
        (sample / "data" / name).write_text(HEADER, "utf-8")
    told = [f"data/{name}: this file has no rows yet." for name in ("scores-2022.csv", "scores.csv")]
    assert all(each.replace(".csv:", ".csv:0:") in warnings(run) for each in told)
    unasked = run("score").err
    assert all(each in unasked for each in told)
    asked = run("score", "2022").err
    assert told[0] in asked and told[1] not in asked
    assert "no rows yet" not in run("score", "2021").err


TWO_RULES = """version: 1
index: {id: i, name: I, scale: 100}
areas:
  - id: "1"
    name: A
    criteria:
      - {id: "1.1", name: X, max: 40, rule: {type: linear, from: 0, to: 100}}
      - {id: "1.2", name: Y, max: 40, rule: {type: tiers, tiers: [{min: 98, points: 40}, {min: 80, points: 20}]}}
      - {id: "1.3", name: Z, max: 20, rule: {type: tiers, tiers: [{min: 100, points: 20}, {min: 0.5, points: 5}]}}
"""


def test_a_share_of_1_where_a_percentage_is_meant(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "criteria.yaml").write_text(TWO_RULES, encoding="utf-8")
    rows = ["2022,a,1.1,0.95", "2022,a,1.2,95", "2022,a,1.3,0.7", "2022,b,1.1,80", "2022,b,1.2,0.9", "2022,c,1.2,1"]
    (tmp_path / "data/scores.csv").write_text("\n".join(["year,unit,component,value", *rows]), encoding="utf-8")
    told = warnings(run)
    assert (
        "data/scores.csv:2: 0.95 is small for a percentage: the rule of 1.1 runs to 100. If 95 is meant, write that."
    ) in told
    assert "data/scores.csv:6: 0.9 is small for a percentage: the rule of 1.2 runs to 98 (2 such values)." in told
    assert told.count("small for a percentage") == 2


def test_a_year_that_is_named_tells_of_another_years_rows_in_its_file_as_well(sample: Path, run: Run) -> None:
    changed(sample, "\n2022,", "\n2020,")
    text = "data/scores-2022.csv:2:1: line 2: 1 row of this file is of 2020, which its name does not say."
    for command in ("score 2022", "gaps 2022", "ranks 2022", "plan 2022", "score", "score 2020"):
        outcome = run(*command.split())
        assert outcome.err.count(text) == 1, command
    assert text not in run("score", 2021).err


BEHIND = HEADER + "2022,u,1.1.1,6\n2022,u,1.1.2,\n2022,v,1.1.1,6\n2022,v,1.1.2,2\n2022,v,1.10,1\n"


@pytest.mark.parametrize("own", ["u", "v", None])
def test_a_unit_without_a_score_that_others_have_is_told_with_its_place(own: str | None, tiny: Tiny, run: Run) -> None:
    defaults = f"defaults: {{unit: {own}}}\n" if own else ""
    tiny(MINIMAL.replace("owners:", f"{defaults}owners:"), scores=BEHIND)
    told = [line.removesuffix(" None") for line in warnings(run).splitlines() if "no official score" in line]
    expected = "data/scores.csv:3: u has no official score in 2022 for 1.1.2, 1.10, which other units have."
    assert told == ([] if own == "v" else [expected])


@pytest.mark.parametrize("own", ["u", "v", None])
def test_a_unit_without_any_official_score_is_told(own: str | None, tiny: Tiny, run: Run) -> None:
    defaults = f"defaults: {{unit: {own}}}\n" if own else ""
    scores = HEADER + "2022,u,1.1.1,\n2022,u,1.1.2,\n2022,v,1.1.1,6\n2022,v,1.1.2,2\n"
    tiny(MINIMAL.replace("owners:", f"{defaults}owners:"), scores=scores)
    told = [line.removesuffix(" None") for line in warnings(run).splitlines() if "official score" in line]
    expected = "data/scores.csv:2: u has rows of 2022 without any official score, which other units have."
    assert told == [expected]


def test_bonus_and_penalty_points_alone_make_no_year_of_scores(tiny: Tiny, run: Run) -> None:
    penalty = MINIMAL.replace("areas:", "adjustments:\n  - {id: late, name: Late, kind: penalty, max: 5}\nareas:")
    tiny(penalty, scores=HEADER + "2022,u,1.1.1,6\n2022,u,1.1.2,2\n2022,u,1.10,2\n2023,u,late,1\n")
    got = run("score", "-f", "json")
    assert json.loads(got.out)["year"] == 2022
    assert "its rows of 2023 have no official points yet: 2022 is the latest" in got.err
    assert "There are no scores for 2023." in run("score", "2023").err


def test_missing_points_name_the_column_without_a_header(sample: Path, run: Run) -> None:
    path = sample / "data/scores-2022.csv"
    path.write_text(path.read_text("utf-8").replace("self,score,", "self,,", 1), "utf-8")
    told = run("score", "--lang", "en").err
    assert "no official points yet" in told and "column E (without a header)" in told


@pytest.mark.parametrize("scores", [{}, {"scores": HEADER}])
def test_maxima_that_miss_the_scale_are_told_without_any_score(scores: dict[str, str], tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("  name: Tiny", "  name: Tiny\n  scale: 90"), **scores)
    (told,) = [line for line in warnings(run).splitlines() if "not to the scale of 90" in line]
    assert told.startswith("criteria.yaml:5: the maxima of ")
    assert " sum to 10" in told


def test_comments_that_say_what_is_to_do_are_told_with_their_lines(tiny: Tiny, run: Run) -> None:
    lines = [
        *MINIMAL.rstrip("\n").split("\n"),
        "# TODO Sheet!D7: look",
        "# a remark: TODO is no longer here",
        "  # TODO x",
    ]
    tiny("\n".join(lines) + "\n", scores=HEADER + "2022,u,1.1.1,4.5\n")
    first = len(lines) - 2
    assert f"criteria.yaml:{first}: 2 TODO comments are left, in the lines {first}, {first + 2}" in warnings(run)


def test_without_ratings_none_can_be_aimed_at(tiny: Tiny, run: Run) -> None:
    criteria = "\n".join(line for line in MINIMAL.split("\n") if "ratings" not in line and "min: " not in line)
    tiny(criteria, scores=HEADER + "2022,u,1.1.1,4.5\n2022,u,1.1.2,1\n")
    assert "write those of the decision under index.ratings" in run("plan", "--target-rating", "good").err


def test_scores_of_a_unit_outside_its_years_are_told_with_their_row(tiny: Tiny, run: Run) -> None:
    rows = "".join(f"{year},{unit},1.1.1,1\n" for year in (2021, 2022) for unit in "ab")
    tiny(units="unit,name,name_en,until\na,Xã An,An commune,2021\nb,Xã Ba,,\n", scores=HEADER + rows)
    assert run("ranks", "2022").err.count("has scores in") == 1
    assert (
        "a (An commune) has scores in 2022, but its years in units.csv are …–2021."
        in run("score", "2022", "-u", "b").err
    )
    assert "has scores in" not in run("ranks", "2021").err
    # At the unit, which is not the one of that year, and not at its points.
    assert "data/scores.csv:4:6:" in run("ranks", "2022").err
