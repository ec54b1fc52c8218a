"""Rounded figures that do not add up to the total below them: a line says so, in every format for people, only then."""

from io import BytesIO

import pandas as pd
import pytest
from docx import Document

from cchc_cli.messages import use
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.report import Report
from cchc_cli.show.kinds import Look
from cchc_cli.show.writers import as_file
from cchc_cli.show.writers.blocks import noted
from tests.conftest import MINIMAL, ROOT, Run, Tiny

COLUMNS = (Column("shown", "Area"), Column("points", "Points", "points", of="max"), Column("max", "Max", "points"))
PARTS = ([10.004] * 3, [10.0] * 3)


def report(points: list[float]) -> Report:
    frame = pd.DataFrame({"shown": ["a", "b", "c"], "points": points, "max": 30.0})
    total = {"shown": "Total", "points": sum(points), "max": 90.0}
    table = Table(frame, COLUMNS, total=total)
    return Report("score", "T", frame, ("points",), tables=(table,))


@pytest.mark.parametrize(("points", "want"), [(PARTS[0], ("Points: 0.01",)), (PARTS[1], ())])
def test_the_difference_is_told_where_there_is_one(points: list[float], want: tuple[str, ...]) -> None:
    told = noted(report(points).tables[0], Look()).after
    assert len(told) == len(want)
    assert all(f"differ by: {each} in the total." in line for each, line in zip(want, told, strict=True))


def test_in_vietnamese_the_comma_is_read_as_it_is_written() -> None:
    use("vi")
    (line,) = noted(report(PARTS[0]).tables[0], Look()).after
    assert "Points: 0,01" in line


def test_paper_has_the_line_as_well() -> None:
    paragraphs = [each.text for each in Document(BytesIO(as_file(report(PARTS[0]), "", "docx"))).paragraphs]
    assert any("Points: 0.01" in text for text in paragraphs)
    assert "Points: 0.01" in as_file(report(PARTS[0]), "", "md").decode()
    assert "rounded" not in as_file(report(PARTS[1]), "", "md").decode()


def test_full_points_are_shown_only_where_they_are_got(tiny: Tiny, run: Run) -> None:
    tiny(scores="year,unit,component,score\n2022,u,1.1.1,5.996\n2022,u,1.1.2,2\n2022,u,1.10,1.999\n")
    text = run("score", "--by", "component").out
    lines = {line.split()[0]: line.split() for line in text.splitlines() if line.startswith("1.")}
    assert lines["1.1.1"][2:6] == ["5.996", "6.00", "0.004", "99.9"]
    assert lines["1.1.2"][2:6] == ["2.00", "2.00", "0.00", "100.0"]
    assert lines["1.10"][2:6] == ["1.999", "2.00", "0.001", "99.95"]
    assert "Figures are rounded" in text
    assert "5.996/6" in run("gaps").out
    paper = run("report", "result").out
    assert "5.996/6" in paper and "Figures are rounded" in paper


@pytest.mark.parametrize(
    ("points", "told"),
    [((2.345, 1.335), "Lost: 0.01 in 2 rows"), ((2.34, 1.33), "")],
)
def test_a_row_whose_figures_do_not_come_to_its_maximum_is_told(
    points: tuple[float, ...], told: str, tiny: Tiny, run: Run
) -> None:
    """2.35 and 2.66 of 5.00: half a hundredth was rounded up on either side."""
    scores = f"year,unit,component,score\n2022,u,1.1.1,{points[0]}\n2022,u,1.1.2,{points[1]}\n2022,u,1.10,1\n"
    tiny(MINIMAL, scores=scores)
    for line in (("score", "--by", "component"), ("gaps",), ("report", "result", "-f", "md")):
        text = " ".join(run(*line, "--lang", "en").out.split())
        assert (told and told in text) or "0.01" not in text


def test_an_index_that_is_rescaled_is_no_row_that_does_not_add_up(run: Run) -> None:
    """Only what is a sum in fact is told: an index with a bonus is none of what stands beside it."""
    assert "in 1 row" not in run("-C", ROOT / "tests" / "fixtures" / "kinds", "score", "--lang", "en").out
