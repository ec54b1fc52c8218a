"""Sheets of points: what they compute is what cchc computes, what is filled in is what is read."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from cchc_cli.files.criteria.reading import load_criteria
from cchc_cli.files.find import find
from cchc_cli.model.grid import Percent
from tests.conftest import MINIMAL, Run, Tiny
from tests.libreoffice import needs_soffice, sheets_as_csv

RULES: list[tuple[dict[str, Any], list[float | str]]] = [
    (
        {"type": "tiers", "tiers": [{"above": 95, "points": 6}, {"min": 95, "points": 4}, {"above": 80, "points": 2}]},
        [
            96,
            95,
            "285/300",
            94.99,
            80,
            80.5,
            "1/3",
            -3,
            "96%",
            "95,5",
            " 96 % ",
            Percent(96),
            "9/10",
            "950/1.000",
            "5-3",
        ],
    ),
    ({"type": "linear", "from": 10, "to": 0, "floor": 8}, [0, 4, 8, 8.5, -2, 12, "1.234", "-2,5", "(5)"]),
    (
        {"type": "linear", "from": 0, "to": 100},
        [78, 120, "1/4", "85 %", Percent(85.5), "0,125", "12:30", "8 5", "1.2.3"],
    ),
    ({"type": "linear", "from": 0, "to": 1}, [0.85, "0,85", "85%", Percent(85), "9/10", "8%5"]),
    ({"type": "deduct", "per": 0.5, "most": 4}, [0, 3, 9, "3", "1,5", "3%", Percent(3)]),
    (
        {
            "type": "deduct",
            "most": 5,
            "items": {"late": {"name": "L", "per": 0.5, "most": 1}, "verylate": {"name": "V", "per": 2}},
        },
        [
            0,
            "0",
            "late=1",
            "late=9; verylate=1",
            "verylate=2;late=1",
            "verylate=9",
            "late=1/2",
            "late=5-3",
            "late=1; late=1",
        ],
    ),
    (
        {"type": "choice", "options": {"yes": 6, "part": {"points": 2.5, "name": "Một phần"}, "no": 0}},
        ["yes", "Một phần", "NO", "maybe"],
    ),
]


def sheet_rows(sheet: Worksheet) -> dict[str, int]:
    """The row of each component."""
    return {
        str(sheet.cell(row, 4).value): row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 3).value in "cx"
    }


TOLD = ("950/1.000", "-2,5")
"""What the program reads and the sheet does not, which says so."""


def type_into(cell: Any, value: object) -> None:
    """Enter a value as a spreadsheet keeps it."""
    if isinstance(value, Percent):
        cell.number_format = "0.0%"
    cell.value = value / 100 if isinstance(value, Percent) else value


@needs_soffice
def test_the_sheet_computes_what_rules_give(tmp_path: Path, tiny: Tiny, run: Run) -> None:
    pairs = [(rule, value) for rule, values in RULES for value in values]
    criteria = [{"id": f"c{at}", "name": "C", "max": 6, "rule": rule} for at, (rule, _value) in enumerate(pairs)]
    plain = {
        "version": 1,
        "index": {"id": "i", "name": "I", "penalty_cap": 1.5},
        "areas": [{"id": "1", "name": "One", "criteria": criteria}],
        "adjustments": [{"id": "p", "name": "P", "kind": "penalty", "max": 3, "rule": {"each": 1}}],
    }
    folder = tiny(yaml.safe_dump(plain, sort_keys=False))
    assert run("template", "scores", 2022, "-u", "u", "-o", "p.xlsx").status == 0
    book = openpyxl.load_workbook("p.xlsx")
    sheet = book.worksheets[0]
    rows = sheet_rows(sheet)
    for at, (_rule, value) in enumerate(pairs):
        type_into(sheet.cell(rows[f"c{at}"], 7), value)
    sheet.cell(rows["p"], 7).value = 2
    book.save("p.xlsx")
    out = tmp_path / "out"
    out.mkdir()
    cells = next(iter(found for (_file, name), found in sheets_as_csv([folder / "p.xlsx"], out).items() if name == "u"))
    computed = {line[3]: line[7] for line in cells[2:]}
    framework = load_criteria(find(str(folder))).framework
    assert framework is not None
    total = 0.0
    for at, (_rule, value) in enumerate(pairs):
        rule = framework.rule_of(f"c{at}")
        assert rule is not None
        known = rule.value_in(str(value).strip())
        if known is None or value in TOLD:
            assert computed[f"c{at}"] == "?", (pairs[at], computed[f"c{at}"])
            continue
        want = float(rule.points(np.array([known]), 6.0)[0])
        total += want
        assert float(computed[f"c{at}"]) == pytest.approx(want), (pairs[at], computed[f"c{at}"])
    assert float(computed["1"]) == pytest.approx(total)
    index = 100 * total / (6 * len(pairs)) - 1.5
    assert float(cells[-1][7]) == pytest.approx(round(index, 2), abs=0.0051)
    assert cells[-1][8] == "–", "no index where nothing is filled in"


def test_a_sheet_says_on_paper_whose_points_of_which_year_it_has(sample: Path, run: Run) -> None:
    run("template", "scores", "2022", "-u", "xa-tien-loi", "-o", "p.xlsx", "--lang", "vi")
    sheet = openpyxl.load_workbook("p.xlsx").worksheets[0]
    assert "Xã Tiến Lợi, năm 2022" in str(sheet.oddHeader.right.text)
    assert sheet.print_title_rows == "$2:$2"
    names = {sheet.cell(row, 4).value: sheet.cell(row, 5).alignment for row in range(3, 9)}
    deep = [names[each].indent for each in ("1", "1.1", "1.1.1")]
    assert deep == [1, 2, 3] and {each.horizontal for each in names.values()} == {"left"}


def filled(folder: Path, run: Run, **points: object) -> None:
    """The sheet of u with some points, the formulas left out as if nothing had been chosen."""
    run("template", "scores", 2022, "-u", "u", "-o", "p.xlsx", "--force")
    book = openpyxl.load_workbook("p.xlsx")
    sheet = book.worksheets[0]
    for component, row in sheet_rows(sheet).items():
        sheet.cell(row, 8).value = points.get(component)
    sheet.cell(sheet_rows(sheet)["1.1.2"], 9).value = points.get("score")
    sheet.cell(sheet_rows(sheet)["1.10"], 7).value = points.get("value")
    book.save(folder / "p.xlsx")


def test_what_is_filled_in_is_what_is_read(tiny: Tiny, run: Run) -> None:
    folder = tiny(MINIMAL, units="unit,name\nu,Xã U\nv,Xã V\n")
    filled(folder, run, **{"1.1.1": 5.5, "1.10": 2, "value": "yes", "score": "kad"})
    outcome = run("import", "scores", "p.xlsx", "--year", 2022)
    assert outcome.status == 0, outcome.err
    rows = list(csv.DictReader((folder / "data/scores-2022.csv").read_text("utf-8").splitlines()))
    assert [tuple(row.values()) for row in rows] == [
        ("2022", "u", "1.1.1", "", "5.5", ""),
        ("2022", "u", "1.1.2", "", "", "NA"),
        ("2022", "u", "1.10", "yes", "2", ""),
    ]


def test_a_sheet_that_no_spreadsheet_has_computed_is_read_as_typed(tiny: Tiny, run: Run) -> None:
    """openpyxl keeps the formulas of points and forgets what they came to."""
    folder = tiny(MINIMAL)
    run("template", "scores", 2022, "-u", "u", "-o", "p.xlsx")
    book = openpyxl.load_workbook("p.xlsx")
    sheet, rows = book.worksheets[0], sheet_rows(book.worksheets[0])
    sheet.cell(rows["1.10"], 7).value = "yes"
    sheet.cell(rows["1.1.1"], 8).value = 5.5
    book.save("p.xlsx")
    outcome = run("import", "scores", "p.xlsx", "--year", 2022, "-u", "u")
    assert outcome.status == 0, outcome.err
    rows_read = list(csv.reader((folder / "data/scores-2022.csv").read_text("utf-8").splitlines()))[1:]
    assert rows_read == [["2022", "u", "1.1.1", "", "5.5"], ["2022", "u", "1.10", "yes", "2"]]
    assert "No spreadsheet has computed the formulas of 1 rows" in " ".join(outcome.out.split())
    # What was typed as a formula elsewhere is not known, and the fault says what to do.
    sheet.cell(rows["1.1.2"], 8).value = "=1+1"
    book.save("p.xlsx")
    outcome = run("import", "scores", "p.xlsx", "--year", 2022, "-u", "u", "--force")
    assert outcome.status == 2
    assert f"u!H{rows['1.1.2']}: the formula of this cell has never been computed. Open the file" in outcome.err
    # A value that is none is one fault, though the formula asks for it as well.
    sheet.cell(rows["1.10"], 7).value = "maybe"
    book.save("p.xlsx")
    refused = run("import", "scores", "p.xlsx", "--year", 2022, "-u", "u", "--force")
    assert refused.err.count("“maybe”") == 1


@pytest.mark.parametrize(
    ("points", "options", "said"),
    [
        ({"1.1.1": 7}, (), "7 is out of range; 1.1.1 allows 0–6."),
        ({"1.1.2": 1.5}, (), "1.5 is out of range; 1.1.2 allows 0–1."),
        ({"1.1.1": "six"}, (), "“six” is not a number."),
        ({"value": "maybe", "1.1.1": 1}, (), "“maybe” is not an option of this component."),
        ({}, (), "nothing is filled in for 2022."),
        ({"1.1.1": 1}, ("-u", "v"), "it has no sheet of v; it has those of u."),
    ],
)
def test_what_is_filled_in_wrongly_is_told(
    points: dict[str, object], options: tuple[str, ...], said: str, tiny: Tiny, run: Run
) -> None:
    criteria = MINIMAL.replace("name: B, max: 2", "name: B, max: 2, max_by_group: {a: 1}")
    folder = tiny(criteria, units="unit,name,group\nu,Xã U,a\nv,Xã V,b\n")
    filled(folder, run, **points)
    outcome = run("import", "scores", "p.xlsx", "--year", 2022, *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in " ".join(outcome.err.split())
    lines = outcome.err.splitlines()
    assert len({*lines}) == len(lines)
    assert not list((folder / "data").glob("scores*"))


def test_a_sheet_of_another_year_is_refused(tiny: Tiny, run: Run) -> None:
    folder = tiny(MINIMAL)
    filled(folder, run, **{"1.1.1": 1})
    told = "this sheet is for 2022, not for 2023. Name the year that it is for: --year 2022"
    assert f"  p.xlsx: u!A5: {told}\n" in run("import", "scores", "p.xlsx", "--year", 2023, "-u", "u").err
    filled(folder, run, **{"1.1.1": 1, "1.1.2": 1})
    assert run("import", "scores", "p.xlsx", "--year", 2023, "-u", "u").err.count(told) == 1
    filled(folder, run)
    assert f"  p.xlsx: {told}\n" in run("import", "scores", "p.xlsx", "--year", 2023, "-u", "u").err


def test_every_unit_has_a_sheet_of_what_is_for_its_group(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, groups: [a]}")
    tiny(criteria, units="unit,name,group\nu,Xã U,a\nv,Xã: V?,b\nw,W,b\n")
    assert run("template", "scores", 2022, "--all-units", "-o", "p.xlsx").status == 0
    book = openpyxl.load_workbook("p.xlsx")
    assert len(book.sheetnames) == 4
    assert [sorted(sheet_rows(sheet)) for sheet in book.worksheets[:3]] == [
        ["1.1.1", "1.1.2", "1.10"],
        ["1.1.1", "1.10"],
        ["1.1.1", "1.10"],
    ]
    assert book.worksheets[3].sheet_state == "hidden"
    assert run("template", "scores", 2022, "-u", "x", "-o", "q.xlsx").status == 2
    assert run("template", "scores", 2022, "-o", "q.docx", "-u", "u").status == 2


def test_a_percentage_counts_as_it_is_shown_and_what_is_odd_in_the_sheet_is_told(tiny: Tiny, run: Run) -> None:
    folder = tiny(
        MINIMAL.replace("rule: {type: choice, options: {yes: 2, no: 0}}", "rule: {type: linear, from: 0, to: 100}")
    )
    run("template", "scores", 2022, "-u", "u", "-o", "p.xlsx")
    book = openpyxl.load_workbook("p.xlsx")
    sheet, row = book.worksheets[0], sheet_rows(book.worksheets[0])["1.10"]
    sheet.cell(row, 7, 0.85).number_format = "0%"
    sheet.cell(row, 8, 0.017)
    sheet.cell(2, 11, "Ý kiến")
    sheet.cell(row, 11, "xem lại")
    book.save("p.xlsx")
    outcome = run("import", "scores", "p.xlsx", "--year", 2022, "-u", "u")
    assert outcome.status == 0, outcome.err
    assert "2022,u,1.10,85,0.017" in (folder / "data/scores-2022.csv").read_text("utf-8")
    told = " ".join(outcome.out.split())
    assert f"In u!H{row} stand other points than the rule gives for the value" in told
    assert "Columns that were not read: u!K2 “Ý kiến”." in told


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"E20": "Việc khác", "H20": 2}, "H20: this row is none of the sheet's own"),
        ({"H{row}": "-"}, "Write points, NA where it does not apply, or nothing."),
        ({"G{row}": "maybe", "H{row}": "?"}, "“maybe” is not an option of this component."),
        ({"I{row}": Percent(50)}, "Write the points that were given, not their share of the maximum."),
        ({"F{row}": 4, "I{row}": 1}, "the maximum is 4 here, and 2 in criteria.yaml."),
        ({"A1": None, "B1": None, "C1": None}, "this sheet has lost its hidden columns"),
        ({"I{row}": "I{above}:I{row}"}, "merged cells say no points of one component."),
    ],
)
def test_what_a_sheet_can_not_place_is_refused_once(cells: dict[str, object], told: str, tiny: Tiny, run: Run) -> None:
    folder = tiny(MINIMAL)
    filled(folder, run, **{"1.1.1": 1})
    book = openpyxl.load_workbook("p.xlsx")
    row = sheet_rows(book.worksheets[0])["1.10"]
    for at, value in cells.items():
        if isinstance(value, str) and ":" in value:
            book.worksheets[0][f"I{row - 1}"] = 1
            book.worksheets[0].merge_cells(value.format(row=row, above=row - 1))
        else:
            type_into(book.worksheets[0][at.format(row=row)], value)
    book.save("p.xlsx")
    outcome = run("import", "scores", "p.xlsx", "--year", 2022, "-u", "u")
    assert outcome.status == 2 and not list((folder / "data").glob("scores*"))
    assert told in " ".join(outcome.err.split()) and outcome.err.count("p.xlsx: u!") == 1


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"H3": 99}, "What stands in u!H3 is not the sum of the components below"),
        ({"E5": "Việc khác"}, "The names in u!E5 are not those of the ids beside them"),
        ({"H3": 1, "J6": "chưa có minh chứng"}, "Notes without points were left out: u!J6."),
        ({"J6": "chưa có minh chứng"}, "Notes without points were left out: u!J6."),
        ({"G1": None}, "u has lost columns; what they said is left out: Value."),
    ],
)
def test_what_the_sheet_says_beside_points_is_not_passed_over(
    cells: dict[str, object], told: str, tiny: Tiny, run: Run
) -> None:
    """A sheet without its column of values ended in a KeyError."""
    folder = tiny(MINIMAL)
    filled(folder, run, **{"1.1.1": 1})
    book = openpyxl.load_workbook("p.xlsx")
    for at, value in cells.items():
        book.worksheets[0][at] = value
    book.create_sheet("Nháp").append(["x"])
    book.save("p.xlsx")
    outcome = run("import", "scores", "p.xlsx", "--year", 2022, "-u", "u")
    assert outcome.status == 0, outcome.err
    said = " ".join(outcome.out.split())
    assert told in said and "Sheets that were not read: Nháp." in said and "u, Nháp" not in said
    assert ("is not the sum" in said) == ("is not the sum" in told)
