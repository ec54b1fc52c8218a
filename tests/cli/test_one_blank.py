"""A component without official points: the index counts it 0, no text calls it lost, and all say how much it is."""

import html
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from tests.cli import test_report
from tests.conftest import Run


@pytest.fixture
def provisional(sample: Path) -> Path:
    """The sample with 8.2 (of 4 points, the unit's self-score 4) not appraised yet."""
    scores = sample / "data" / "scores-2022.csv"
    text = scores.read_text("utf-8")
    line = next(each for each in text.splitlines() if each.startswith("2022,xa-tien-loi,8.2,"))
    scores.write_text(text.replace(line, "2022,xa-tien-loi,8.2,4,,"), "utf-8")
    return sample


def frame(run: Run, *line: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(run(*line, "2022", "-f", "csv").out), dtype={"component": str})


def document(run: Run, *line: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(*line, "2022", "-f", "json").out)
    return found


def test_all_commands_and_papers_come_to_the_same_lost_points(provisional: Path, run: Run) -> None:
    """csv and json count as the index: 100 − 74.08 = 25.92 on 21 components, of which 4.00 (8.2) are not scored yet."""
    unit = ("--unit", "xa-tien-loi")
    sums = {
        f"score --by {level}": frame(run, "score", *unit, "--by", level)["lost"].sum()
        for level in ("area", "criterion", "component")
    }
    sums |= {
        "gaps": frame(run, "gaps", *unit)["lost"].sum(),
        "gaps --by": frame(run, "gaps", "--by", "area")["lost"].sum(),
    }
    for level in ("area", "component"):
        matrix = frame(run, "matrix", "--by", level, "--show", "lost").set_index("unit")
        sums[f"matrix {level}"] = matrix.loc["xa-tien-loi"].drop(["name", "group", "index", "rank"]).astype(float).sum()
    for paper in ("result", "conclusion", "brief", "plan"):
        sums[f"report {paper}"] = document(run, "report", paper)["lost"]["points"]  # type: ignore[index]
    assert sums == {name: pytest.approx(25.92) for name in sums}
    for line in (("gaps", *unit), ("report", "result"), ("report", "plan")):
        found = document(run, *line)
        parts = found if line[0] == "gaps" else found["lost"]
        assert parts["deducted"] == {"components": 20, "points": pytest.approx(21.92)}, line  # type: ignore[index]
    # All units together: the matrix sums what each has, and the overview's parts are parts of that.
    overview, every = frame(run, "overview"), frame(run, "matrix", "--by", "component", "--show", "lost")
    whole = every["8.2"].sum() / every.drop(columns=["unit", "name", "group", "index", "rank"]).sum().sum()
    lines = overview[(overview["level"] == "component") & (overview["id"].astype(str) == "8.2")]
    assert lines["lost_share"].tolist() == [pytest.approx(whole)]


@pytest.mark.parametrize(
    "line", [("gaps",), ("plan",), *(("report", each) for each in ("result", "plan", "conclusion", "brief"))]
)
def test_every_text_says_the_same_and_what_of_it_is_not_scored(
    line: tuple[str, ...], provisional: Path, run: Run
) -> None:
    text = " ".join(run(*line, "2022", "--lang", "en").out.split())
    assert "21.92" in text and "25.92" not in text
    apart = (
        r"Not scored yet 4\.00 points on 1 component",
        r"of 21\.92 lost and 4\.00 not scored yet",
        r"1 component worth 4\.00 points is not scored yet and counts 0 until it is: 8\.2 ",
    )
    assert re.search("|".join(apart), text)


def test_a_plan_wins_no_more_than_what_it_says_it_is_of(provisional: Path, run: Run) -> None:
    """All tasks win 22.00: what was taken off is less, for one of them is for 8.2, which is not scored yet."""
    screen, paper = (
        " ".join(run(*line, "2022", "--lang", "en").out.split()) for line in (("plan",), ("report", "plan"))
    )
    assert "Points +22.00 of 21.92 lost and 4.00 not scored yet" in screen
    assert "22.00 points are won of 21.92 lost and 4.00 not scored yet; the index goes from 74.08 to 96.08" in paper
    # Without a task for it, it is more that can be won, and no part of what the plan is measured by.
    screen = " ".join(run("plan", "2022", "--exclude", "8.2", "--lang", "en").out.split())
    assert "Points +20.00 of 21.92 lost; 4.00 more not scored yet" in screen
    paper = " ".join(run("report", "plan", "2022", "--target", "80", "--lang", "en").out.split())
    assert "6.00 of 21.92 lost points are won back" in paper


def test_a_paper_says_why_a_component_without_points_stands_beside_the_losses(provisional: Path, run: Run) -> None:
    text = " ".join(run("report", "result", "2022", "--lang", "en").out.split())
    assert re.search(
        r"20 components lost 21\.92 points in all\. The 12 largest make 82\.7% of all lost points\. 1 component worth 4\.00"
        r" points is not scored yet and counts 0 until it is: 8\.2 [^.]*\. Of the components that lost points, ",
        text,
    )
    assert re.search(r"8\.2 Socio-economic\s.{0,30}–/4 – 4\.00 not scored", text)
    assert re.search(r" Total 21\.92 4\.00 ", text)
    # The index of that paper is the worst case, and so are the percents: area 8 has 4.68 of 10, and no other percent.
    # As long as nobody knows what comes of the other 4 it is none of the lowest.
    assert "8 Impact of reform 10.00 4.68 1.32 4.00 ≈46.8 " in text
    assert re.search(
        r"lowest shares of points: [^.]*(\.\d[^.]*)+\. Areas with provisional results: Impact of reform \(4\.00/10",
        text,
    )
    found = document(run, "report", "result")
    assert found["unscored"] == {"components": 1, "points": pytest.approx(4.0)}


@pytest.mark.parametrize("paper", ["brief", "conclusion"])
def test_what_is_not_scored_stands_beside_what_was_lost(paper: str, provisional: Path, run: Run) -> None:
    lines = run("report", paper, "2022", "--lang", "en", "-f", "md").out.splitlines()
    (lost,) = [each for each in lines if "20 components lost 21.92 points" in each]
    assert "1 component worth 4.00 points is not scored yet and counts 0 until it is: 8.2 " in lost
    assert sum("is not scored yet and counts 0" in each for each in lines) == 1
    if paper == "conclusion":
        assert "| 8 | Impact of reform | 1.32 | 4.00 |  |" in lines
        assert any(re.match(r"\| 8\.2 \| .* \| – \| 4\.00 \| not scored yet \|", each) for each in lines)


def blank_all(sample: Path, unit: str) -> None:
    """Nothing of a unit is appraised yet."""
    scores = sample / "data" / "scores-2022.csv"
    rows = [line.split(",") for line in scores.read_text("utf-8").splitlines()]
    texts = [",".join([*row[:4], "", *row[5:]] if row[1] == unit else row) for row in rows]
    scores.write_text("\n".join(texts) + "\n", "utf-8")


def test_papers_of_a_unit_without_any_score_say_so_and_nothing_that_contradicts_it(sample: Path, run: Run) -> None:
    blank_all(sample, "don-vi-02")
    for paper in ("result", "brief", "conclusion"):
        text = " ".join(run("report", paper, "2022", "--unit", "don-vi-02", "--lang", "en", "-f", "md").out.split())
        assert "of Đơn vị 02 is scored yet." in text
        # Its tables have all components as not scored; on one page without tables nothing more is said of them.
        told = "52 components worth 100.00 points are not scored yet."
        assert (told in text) == (paper != "brief")
        for wrong in (
            "lowest shares",
            "components lost",
            "count as lost",
            "No points were lost",
            "provisional results:",
            "0.00 to 100.00",
        ):
            assert wrong not in text, wrong


def test_notes_of_an_appeal_name_components_and_count_the_rest(sample: Path, run: Run) -> None:
    blank_all(sample, "xa-tien-loi")
    text = " ".join(run("appeal", "2022", "--lang", "vi").out.split())
    assert "nên không so sánh: 1.1.1 Ban hành kế hoạch đúng thời hạn, 1.1.2 " in text
    assert "và 47 tiêu chí thành phần khác." in text


def test_all_units_together_say_what_of_the_lost_points_is_not_scored(provisional: Path, run: Run) -> None:
    blank_all(provisional, "don-vi-02")
    told = "104.00 points of all units are not scored yet, and not among those that were lost (1 "
    for line in (("overview",), ("report", "overview", "-f", "md")):
        text = " ".join(run(*line, "2022", "--lang", "en").out.split())
        assert told in text
        # 2.3 is not scored of don-vi-02 alone, and the 1 point that it has there is none that was taken off.
        assert re.search(r"Not\b.*\bscored", text)  # a heading, which may be broken
    found = document(run, "overview")
    assert found["unscored"] == pytest.approx(104.0)
    (own,) = [each for each in found["costliest"] if each["id"] == "8.2"]  # type: ignore[attr-defined]
    assert own["unscored"] == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("overview", "on 2021, each over its own units"),
        ("report overview", "Each mean is over the units that have a result in its year."),
    ],
)
def test_means_over_different_units_are_told(line: str, told: str, provisional: Path, run: Run) -> None:
    assert told in " ".join(run(*line.split(), "2022", "--lang", "en").out.split())
    scores = provisional / "data" / "scores-2022.csv"
    scores.write_text(
        scores.read_text("utf-8").replace("2022,xa-tien-loi,8.2,4,,", "2022,xa-tien-loi,8.2,4,2,"), "utf-8"
    )
    assert told not in " ".join(run(*line.split(), "2022", "--lang", "en").out.split())


def test_what_builds_on_a_provisional_result_says_so(provisional: Path, run: Run) -> None:
    run("task", "add", "--component", "1.5", "--action", "B", "--due", "2023-03-31", "--gain", "1")
    why = "The result of 2022 is provisional: 74.08 to 78.08 points. 1 component worth 4.00 points is not scored yet"
    for line in ("track", "track --period 2023-Q1", "report progress"):
        assert why in " ".join(run(*line.split(), "--date", "2023-05-01", "--lang", "en").out.split())
    shown = run("track", "--date", "2023-05-01", "--lang", "en").out
    assert "≈74.08" in shown and "≈75.08 if all is" in " ".join(shown.split())
    found = json.loads(run("track", "--date", "2023-05-01", "-f", "json").out)["provisional"]
    assert found == {"index_best": pytest.approx(78.08), "components": 1, "points": pytest.approx(4.0)}


def test_changes_mark_an_index_that_is_provisional(sample: Path, provisional: Path, run: Run) -> None:
    scores = provisional / "data" / "scores-2022.csv"
    whole = Path("whole.csv")
    whole.write_text(
        scores.read_text("utf-8").replace("2022,xa-tien-loi,8.2,4,,", "2022,xa-tien-loi,8.2,4,2,"), "utf-8"
    )
    for pair in ((whole, scores), (scores, whole)):
        text = run("changes", *map(str, pair), "--lang", "en").out
        assert "≈74.08" in text and "≈76.08" not in text
        assert "Provisional: some components are not scored yet." in text


def test_a_forecast_shows_the_provisional_result_that_it_starts_from(provisional: Path, run: Run) -> None:
    text = " ".join(run("nowcast", "2023", "--date", "2023-06-30", "--lang", "en").out.split())
    assert "Result of 2022 74.08 … 78.08 provisional: 96.0% of the maximum is scored" in text
    assert "assumed" in text and "Assumed: nothing is known of the component and 2022 has no points of it" in text


def test_the_purpose_of_a_plan_names_what_its_tasks_are_for(provisional: Path, run: Run) -> None:
    command = ("report", "plan", "2022", "--target", "80")
    text = " ".join(run(*command, "--lang", "en").out.split())
    found = json.loads(run(*command, "-f", "json").out)
    answered = len({row["component"] for row in found["rows"]})
    assert 0 < answered < 20 and found["lost"]["answered"] == answered
    assert f"put right {answered} of the 20 components that lost 21.92 points in 2022" in text
    assert "The result of 2022 is provisional: 1 component worth 4.00 points is not scored yet" in text
    assert found["unscored"] == {"components": 1, "points": pytest.approx(4.0)}


def test_what_is_short_of_a_rating_has_the_bounds_of_the_index(provisional: Path, run: Run) -> None:
    """Good begins at 80: 74.08 is 5.92 short of it, 78.08 still 1.92."""
    assert "1.92 to 5.92 points short of Good" in run("score", "2022", "--lang", "en").out


def test_every_figure_of_a_provisional_result_is_one_that_json_gives(provisional: Path, run: Run) -> None:
    for name in ("result", "plan"):
        run("plan", "--target", "80", "--write")
        for lang in ("vi", "en"):
            test_report.test_every_figure_is_one_that_json_gives(name, lang, provisional, run)


def test_the_page_of_a_provisional_year_shows_the_own_ranks(provisional: Path, run: Run) -> None:
    run("report", "result", "2022", "--lang", "en", "-o", "x.html")
    page = html.unescape(Path("x.html").read_text("utf-8"))
    # With 74.08 to 78.08 points the unit is anywhere from behind 10 to behind 13 of the 17 others.
    assert "Xã Tiến Lợi: 2021: rank 11; 2022: provisional, rank 11–14 is possible." in page
    assert "Ranks over the years (2022 is provisional: Xã Tiến Lợi can still get rank 11–14)" in page
    assert "11–14  Xã Tiến Lợi" in page
    pareto = re.findall(r"<desc[^>]*>(Lost points, .*?)</desc>", page)
    assert pareto and not any("8.2 " in each for each in pareto)


def test_a_unit_that_is_not_scored_is_neither_0_nor_has_lost(provisional: Path, run: Run) -> None:
    scores = provisional / "data" / "scores-2022.csv"
    rows = [re.sub(r"^(2022,don-vi-05,[^,]*),.*", r"\1,,,", row) for row in scores.read_text("utf-8").splitlines()]
    scores.write_text("\n".join(rows) + "\n", "utf-8")
    shown = " ".join(run("compare", "best", "2022", "--unit", "don-vi-05").out.split())
    assert "0.00 … 100.00 provisional: 0.0% of the maximum is scored" in shown
    assert "There is nothing to compare" in shown
    assert "Who does best on what we lose" not in shown
    found = document(run, "compare", "best", "--unit", "don-vi-05")
    best = float(found["index"]["other"])  # type: ignore[index]
    assert found["index"] == {
        "own": 0, "own_best": 100, "other": best, "other_best": best, "difference": -best, "sum": 0
    }  # fmt: skip
    assert found["learn_from"] == {}
    assert f"{-best:.2f} … +{100 - best:.2f}".replace("-", "−") in shown
    back = " ".join(run("compare", "don-vi-05", "2022").out.split())
    assert "−23.92 … +78.08" not in back  # the own unit is provisional as well
    assert "Difference of the index −25.92 … +78.08" in back
