"""A rank that units share is marked (=3) wherever it is shown, also where it is only supposed."""

import json
from pathlib import Path

import openpyxl
import pytest

from cchc_cli.model.blocks import SLOT
from cchc_cli.show.reports.rank_sentences import ranked
from tests.conftest import HEADER, MINIMAL, Run, Tiny

CRITERIA = """\
version: 1
index:
  id: tiny
  name: Tiny
  ratings: [{id: any, name: Any, min: 0}]
defaults: {unit: u}
areas:
  - id: "1"
    name: First
    criteria:
      - id: "1.1"
        name: One
        max: 10
        actions: [{name: Do it, gain: 2, effort: 1, due: 06-30}]
      - {id: "1.2", name: Two, max: 10}
"""
POINTS = {
    2021: {"u": (5, 5), "v": (5, 5), "w": (3, 5), "x": (1, 1), "y": (0, 1)},
    2022: {"u": (4, 5), "v": (6, 5), "w": (6, 5), "x": (4, 5), "y": (0, 1)},
}
"""u and v share rank 1 in 2021; in 2022 v and w share rank 1, u and x rank 3. Two points more put u beside v and w."""
TASKS = "id,component,action,due,gain,status,done_on\nT-2023-001,1.1,Do it,2023-06-30,2,done,2023-05-01\n"
REPORTS = "report,unit,kind,due,sent,complete\nR1,u,periodic,2023-01-31,2023-01-30,yes\n"


@pytest.fixture
def ties(tiny: Tiny) -> Path:
    lines = [
        f"{year},{unit},{component},{score}"
        for year, units in POINTS.items()
        for unit, scores in units.items()
        for component, score in zip(("1.1", "1.2"), scores, strict=True)
    ]
    scores = "\n".join(["year,unit,component,score", *lines]) + "\n"
    return tiny(CRITERIA, scores=scores, tasks=TASKS, reports=REPORTS)


SHOWN = {
    "score": ["=3/5", "(shared rank 1)"],
    "ranks": ["=1", "=3"],
    "explain": ["from shared rank 1 to shared rank 3", "=1 → =1"],
    "trend": ["=1/5", "=3/5"],
    "compare v": ["shared rank 3", "shared rank 1"],
    "robust --runs 10": ["shared rank 3"],
    "simulate --set 1.1=6": ["=3/5", "=1"],
    "plan --exclude 1.2": ["=3 → =1"],
    "plan --frontier --exclude 1.2": ["=1"],
    "nowcast 2023 --date 2023-07-01": ["Rank    =1", "shared rank 3"],
    "report plan": ["rank 3 of 5, shared with others", "from shared rank 3 to shared rank 1"],
    "report result": ["rank 3 of 5, shared with others", "shared rank 1"],
}


@pytest.mark.parametrize("command", SHOWN)
def test_a_shared_rank_is_marked(command: str, ties: Path, run: Run) -> None:
    outcome = run(*command.split())
    assert outcome.status == 0, outcome.err
    told = " ".join(outcome.out.split())
    for text in SHOWN[command]:
        assert " ".join(text.split()) in told


def test_a_rank_that_stays_is_told_once() -> None:
    texts = [ranked(3, tied, before=before).text for tied, before in ((True, "=3"), (True, "3"), (False, "3"))]
    assert texts == [SLOT, f"3 → {SLOT}", SLOT]


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
@pytest.mark.parametrize(
    ("command", "ranks"),
    [
        ("ranks", ['"="1', '"="1', '"="3', '"="3', "5"]),
        ("robust --runs 10", ['"="1', '"="1', '"="3', '"="3', "5"]),
        ("simulate --set 1.1=6", ['"="1']),
        ("trend", ['"="1', '"="3']),
        ("plan --frontier --exclude 1.2", ['"="1']),
    ],
)
def test_a_workbook_counts_with_a_shared_rank_and_marks_it(
    command: str, ranks: list[str], ties: Path, run: Run
) -> None:
    """The cell holds the number, its format the mark."""
    assert run(*command.split(), "-o", "out.xlsx").status == 0
    cells = openpyxl.load_workbook("out.xlsx").worksheets[1]
    at = next(cell.column for cell in cells[1] if cell.value == "Rank")
    column = [cells.cell(row, at) for row in range(2, 2 + len(ranks))]
    assert [f"{cell.number_format.removesuffix('0')}{cell.value}" for cell in column] == ranks


def test_the_chart_of_ranks_marks_them_too(ties: Path, run: Run) -> None:
    assert "2021: shared rank 1; 2022: shared rank 3" in run("ranks", "-o", "out.html").err + Path(
        "out.html"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("settings", "points"),
    [
        # Two above us are one rank; nobody moves.
        ("ties: dense", {"u": (2, 2), "a": (4, 4), "b": (4, 4), "c": (1, 1)}),
        # What a third decimal tells apart is one published index, before and after.
        ("ties: min", {"u": (4.0001, 4.0002), "a": (4.0002, 4.0001), "b": (3, 3)}),
    ],
)
def test_shared_ranks_that_stay_are_nobodys_doing(
    settings: str, points: dict[str, tuple[float, float]], tiny: Tiny, run: Run
) -> None:
    lines = [
        f"{year},{unit},1.1.1,{each[at]}\n{year},{unit},1.1.2,2\n{year},{unit},1.10,2\n"
        for unit, each in points.items()
        for at, year in enumerate((2021, 2022))
    ]
    tiny(MINIMAL.replace("  name: Tiny\n", f"  name: Tiny\n  {settings}\n"), scores=HEADER + "".join(lines))
    rank = json.loads(run("explain", "--unit", "u", "-f", "json").out)["rank"]
    assert rank["previous"] == rank["now"]
    assert (rank["others"], rank["own"], rank["membership"]) == (0, 0, 0)
