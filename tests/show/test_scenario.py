"""The scenario of a workbook: its formulas compute what `cchc simulate` does."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import MINIMAL, NOTED, Run, Tiny
from tests.libreoffice import needs_soffice, sheets_as_csv

# openpyxl drops bars within cells, which it does not know, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def scenario(path: Path) -> tuple[openpyxl.Workbook, Worksheet, dict[str, int]]:
    """The workbook, its scenario sheet, and the row of each component and adjustment."""
    whole = openpyxl.load_workbook(path)
    sheet = whole["Scenario"]
    return (
        whole,
        sheet,
        {str(sheet.cell(row, 1).value): row for row in range(12, sheet.max_row + 1) if sheet.cell(row, 1).value},
    )


SCENARIOS = (5, 8)
"""The columns of the points of each scenario, from 0."""


def rank(cells: list[list[str]], at: int = SCENARIOS[0]) -> str:
    """The rank of a scenario's column, as LibreOffice has computed it."""
    return next(row[at] for row in cells[3:14] if row[2].startswith("Rank among"))


def result(cells: list[list[str]], at: int = SCENARIOS[0]) -> tuple[str, str]:
    """Index and rating of a scenario's column, as LibreOffice has computed them."""
    by_label = {row[2]: row[at] for row in cells[3:13] if len(row) > at}
    return by_label["Index"], by_label.get("Rating", "")


TRIES = [
    {"3.3.1": 6.0},
    {"3.3.1": 5.995, "1.2.1": 0.0},
    {"3.3.1": 3.915},
    {"8.1": "NA", "7.1.2": 4.0},
    {"8.1": "KAD", "8.2": "n/a"},
    {"1.1.2": 0.0, "1.1.1": 0.0, "2.3": 0.0, "3.3.1": 0.0, "5.2": 0.0},
    {"3.3.1": 6.0, "7.1.2": 4.0, "3.3.2": 2.0, "7.2": 2.0, "8.2": 4.0},
]


@needs_soffice
@pytest.mark.parametrize(("each_area", "ties"), [("", "min"), (", each_area: 65", "dense")])
def test_the_scenario_computes_what_simulate_does(
    each_area: str, ties: str, sample: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = (sample / "criteria.yaml").read_text("utf-8").replace("ties: min", f"ties: {ties}")
    assert f"ties: {ties}" in text
    for least in (70, 80, 90):
        text = text.replace(f"min: {least}}}", f"min: {least}{each_area}}}")
    (sample / "criteria.yaml").write_text(text, "utf-8")
    assert run("score", "-o", "base.xlsx").status == 0
    files, both = [], list(zip(TRIES, TRIES[::-1], strict=True))
    for number, pair in enumerate(both):
        whole, sheet, at = scenario(Path("base.xlsx"))
        for column, tried in zip(SCENARIOS, pair, strict=True):
            for component, points in tried.items():
                sheet.cell(at[component], column + 1).value = points
        files.append(sample / f"try{number}.xlsx")
        whole.save(files[-1])  # without the results that we wrote: LibreOffice must compute them
    cells = sheets_as_csv([sample / "base.xlsx", *files], tmp_path_factory.mktemp("office"))
    names = {rating["id"]: rating["name_en"] for rating in ratings(sample)}
    now = json.loads(run("score", "-f", "json").out)["result"]
    assert result(cells["base", "Scenario"]) == (f"{now['index']:g}", names[now["rating"]])
    assert rank(cells["base", "Scenario"]) == f"{now['rank']:g}"
    for number, pair in enumerate(both):
        for column, tried in zip(SCENARIOS, pair, strict=True):
            settings = [
                word
                for each, points in tried.items()
                for word in ("--set", f"{each}={'NA' if isinstance(points, str) else points}")
            ]
            row = json.loads(run("simulate", *settings, "-f", "json").out)["rows"][0]
            sheet_now = cells[f"try{number}", "Scenario"]
            assert result(sheet_now, column) == (f"{row['index']:g}", names[row["rating"]]), tried
            assert rank(sheet_now, column) == f"{row['rank']:g}", tried


def test_every_scenario_that_was_tried_has_its_columns_and_its_name(sample: Path, run: Run) -> None:
    tries = "scenarios: {Hồ sơ: {3.3.1: 6}, Online: {7.1.2: 4}, All: {3.3.1: 6, 7.1.2: 4}}\n"
    Path("tries.yaml").write_text(tries, "utf-8")
    assert run("simulate", "--scenarios", "tries.yaml", "-o", "x.xlsx").status == 0
    rows = json.loads(run("simulate", "--scenarios", "tries.yaml", "-f", "json").out)["rows"]
    _whole, sheet, _at = scenario(Path("x.xlsx"))
    known = openpyxl.load_workbook("x.xlsx", data_only=True)["Scenario"]
    (index,) = (row for row in range(5, 12) if sheet.cell(row, 3).value == "Index")
    assert [sheet.cell(4, 6 + 3 * at).value for at in range(3)] == ["Hồ sơ", "Online", "All"]
    assert [known.cell(index, 6 + 3 * at).value for at in range(3)] == [row["index"] for row in rows]


def test_the_scenario_prints_on_a4_in_letters_that_are_read(sample: Path, run: Run) -> None:
    text = (sample / "criteria.yaml").read_text("utf-8")
    (sample / "criteria.yaml").write_text(text.replace("min: 80}", "min: 80, each_area: 65}"), "utf-8")
    run("score", "-o", "x.xlsx")
    _whole, sheet, _at = scenario(Path("x.xlsx"))
    (last,) = re.findall(r"\$A\$1:\$([A-Z]+)\$", sheet.print_area)
    printed = range(1, column_index_from_string(last) + 1)
    # 11 points on a page that has room for some 135 signs: 185 signs are printed at 8.
    assert sum(sheet.column_dimensions[get_column_letter(at)].width for at in printed) < 185
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$15:$15")
    # What a rating asks for stands beside the results, that of each area behind its name, which stays the name.
    assert [sheet.cell(row, 1).value for row in range(4, 10)] == ["From points", 0, 50, 70, 80, 90]
    assert (sheet["B8"].value, sheet["B8"].number_format) == ("Good", '@"; each area from 65%"')
    assert sheet["B9"].number_format == "@"


def ratings(sample: Path) -> list[dict[str, str]]:
    import yaml

    found: list[dict[str, str]] = yaml.safe_load((sample / "criteria.yaml").read_text("utf-8"))["index"]["ratings"]
    return found


ADJUSTED = (
    MINIMAL.replace(
        "owners:",
        "adjustments:\n  - {id: plus, name: Plus, kind: bonus, max: 5}\n  - {id: more, name: More, kind: bonus, max: 5}\n"
        "  - {id: minus, name: Minus, kind: penalty, max: 9}\nowners:",
    )
    .replace("  name: Tiny\n", "  name: Tiny\n  bonus_cap: 6\n  scale: 7\n  rounding: 3\n")
    .replace("min: 80", "min: 5.6")
)


@needs_soffice
@pytest.mark.parametrize("rounding", ["null", "0", "3"])
def test_bonus_penalty_caps_scale_and_rounding_are_those_of_simulate(
    rounding: str, tiny: Tiny, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = "2022,u,1.1.1,3.3333,\n2022,u,1.1.2,NA,\n2022,u,1.10,1,\n2022,u,plus,2,\n2022,u,minus,1,\n"
    folder = tiny(ADJUSTED.replace("rounding: 3", f"rounding: {rounding}"), scores=NOTED + lines)
    tries = [{"plus": 5, "more": 4}, {"minus": 9}, {"1.1.2": 1, "1.1.1": 5.9999}, {"1.1.1": 0, "1.10": 0, "minus": 6.5}]
    run("score", "-o", "base.xlsx")
    files = []
    for number, tried in enumerate(tries):
        whole, sheet, at = scenario(Path("base.xlsx"))
        for component, points in tried.items():
            sheet.cell(at[component], 6).value = points
        files.append(folder / f"try{number}.xlsx")
        whole.save(files[-1])
    cells = sheets_as_csv(files, tmp_path_factory.mktemp("office"))
    for number, tried in enumerate(tries):
        settings = [word for each, points in tried.items() for word in ("--set", f"{each}={points}")]
        row = json.loads(run("simulate", *settings, "-f", "json").out)["rows"][0]
        index, rating = result(cells[f"try{number}", "Scenario"])
        assert float(index) == pytest.approx(row["index"], abs=1e-9)
        assert rating == ({"good": "Good", "weak": "Weak", None: "–"}[row["rating"]])


@needs_soffice
def test_cells_that_are_no_points_are_counted_and_give_no_index(
    sample: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run("score", "-o", "base.xlsx")
    whole, sheet, at = scenario(Path("base.xlsx"))
    for component, points in (("3.3.1", 6.5), ("8.1", "six"), ("8.2", -1)):
        sheet.cell(at[component], 6).value = points
    sheet.cell(at["7.1.2"], 6, 0.85).number_format = "0%"
    whole.save(sample / "bad.xlsx")
    whole, sheet, at = scenario(Path("base.xlsx"))
    sheet.cell(at["3.3.1"], 6).value = None
    whole.save(sample / "blank.xlsx")
    found = sheets_as_csv([sample / "bad.xlsx", sample / "blank.xlsx"], tmp_path_factory.mktemp("office"))
    bad = {row[2]: row[5] for row in found["bad", "Scenario"][3:13]}
    assert (bad["Index"], bad["Rating"], bad["Cells to put right"]) == ("–", "–", "4")
    blank = {row[2]: row[5] for row in found["blank", "Scenario"][3:13]}
    assert (blank["Index"], blank["Not scored"], blank["Index at best"]) == ("73.08", "6", "79.08")


def test_the_best_case_is_published_like_the_index(tiny: Tiny, run: Run) -> None:
    """Also where a program shows the file without computing it."""
    lines = "2022,u,1.1.1,3.3333,\n2022,u,1.1.2,,\n2022,u,1.10,1,\n2022,u,minus,1,\n"
    tiny(ADJUSTED.replace("rounding: 3", "rounding: 1"), scores=NOTED + lines)
    run("score", "-o", "out.xlsx")
    sheet = openpyxl.load_workbook("out.xlsx", data_only=True)["Scenario"]
    shown = {str(row[2].value): row[4] for row in sheet.iter_rows(max_row=15)}
    # 7 × 4.3333 / 10 − 1 = 2.03; 7 × 6.3333 / 10 − 1 = 3.43
    assert (shown["Index"].value, shown["Index at best"].value) == (2.0, 3.4)
    assert shown["Index at best"].number_format == "0.0"


def test_what_was_tried_stands_in_the_scenario(sample: Path, run: Run) -> None:
    run("simulate", "--set", "3.3.1=max", "--set", "8.1=NA", "-o", "out.xlsx")
    sheet = openpyxl.load_workbook("out.xlsx", data_only=True)["Scenario"]
    cells = {str(row[0].value): (row[3].value, row[4].value, row[5].value) for row in sheet.iter_rows()}
    assert cells["3.3.1"] == (6, 3, 6)
    assert cells["8.1"] == (6, 4.68, "NA")
    results = {str(row[2].value): (row[4].value, row[5].value) for row in sheet.iter_rows(max_row=13)}
    row = json.loads(run("simulate", "--set", "3.3.1=max", "--set", "8.1=NA", "-f", "json").out)["rows"][0]
    assert results["Index"] == (76.08, row["index"])
    assert results["Max"] == (100, 94)
    assert sheet.protection.sheet
    assert not sheet.cell(20, 6).protection.locked


RULED = MINIMAL.replace(
    "{id: 1.1.1, name: A, max: 6, owner: office}",
    "{id: 1.1.1, name: A, max: 6, rule: {type: tiers, tiers: [{above: 95, points: 6}, {min: 50, points: 2}]}}",
).replace("{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, rule: {type: relative, to: best}}")
RULED += """\
      - id: 1.2
        name: Two
        max: 10
        rule: {type: deduct, items: {late: {name: Late, per: 1}, none: {name: None, per: 3}}}
adjustments: [{id: plus, name: Plus, kind: bonus, max: 3, rule: {each: 1}}]
"""


@needs_soffice
def test_a_value_gives_its_points_in_the_scenario(tmp_path: Path, tiny: Tiny, run: Run) -> None:
    rows = "2022,u,1.1.1,1,\n2022,u,1.1.2,,10\n2022,u,1.10,,no\n2022,u,1.2,10,\n2022,v,1.1.2,,40\n"
    folder = tiny(RULED, scores="year,unit,component,score,value\n" + rows)
    tried: list[tuple[dict[str, object], str]] = [
        ({}, "57.5"),
        ({"1.1.1": 96}, "82.5"),
        ({"1.1.1": "1/2", "1.1.2": 20, "1.10": "yes"}, "75"),
        ({"1.10": "maybe"}, "–"),
        ({"1.1.1": "96"}, "82.5"),
        ({"1.1.1": "96,5%"}, "82.5"),
        ({"1.1.1": "3/4/5"}, "–"),
        ({"1.1.1": "5-3"}, "–"),
        ({"1.1.2": "-2"}, "–"),
        ({"1.1.2": -1}, "–"),
        ({"1.2": "late=2; none=1;"}, "32.5"),
        ({"1.2": 0}, "57.5"),
        *(({"1.2": odd}, "–") for odd in (3, "lat=2", "late=1; x=1", "late=1; late=1", "late", "late=a", "late=-1")),
        *(({"plus": odd}, "–") for odd in ("1/2", -1)),
    ]
    files = []
    for at, (cells, _index) in enumerate(tried):
        run("score", "-u", "u", "-o", f"s{at}.xlsx")
        book, sheet, _places = scenario(folder / f"s{at}.xlsx")
        for component, value in cells.items():
            row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == component)
            sheet.cell(row, 8).value = value
        book.save(folder / f"s{at}.xlsx")
        files.append(folder / f"s{at}.xlsx")
    (tmp_path / "out").mkdir()
    computed = sheets_as_csv(files, tmp_path / "out")
    for at, (cells, index) in enumerate(tried):
        lines = computed[f"s{at}", "Scenario"]
        assert next(line[5] for line in lines if line[2] == "Index") == index, cells
