"""Small tables in the shapes of real papers: what is imported, and what is found to contradict itself."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cchc_cli.files.criteria.reading import load_criteria
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.index.audit import audit
from cchc_cli.messages import speaking
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.problems import CchcError, InputError
from cchc_cli.model.scores import Unit
from cchc_cli.office.frameworks.draft import draft_criteria
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.office.scores.reading import draft_scores
from cchc_cli.office.scores.whose import Wanted
from cchc_cli.office.words.units import UnitNames
from cchc_cli.read.books import plain_cell
from cchc_cli.show.reports.audit import FAULTS, Audited, audit_report
from cchc_cli.show.writers import render
from tests.office.results import merged_of

CRITERIA = """\
version: 1
index: {id: t, name: T}
areas:
  - id: "I"
    name: Công tác chỉ đạo, điều hành
    criteria:
      - {id: "1", name: Kế hoạch cải cách hành chính, components: [
          {id: "1.1", name: Ban hành kế hoạch, max: 2},
          {id: "1.2", name: Mức độ hoàn thành kế hoạch, max: 3}]}
      - {id: "2", name: Công tác tuyên truyền, max: 2, rule: {type: choice, options: {Tốt: 2, Trung bình: 1, Yếu: 0}}}
  - id: "II"
    name: Cải cách thủ tục hành chính
    criteria:
      - {id: "3", name: Giải quyết hồ sơ đúng hạn, max: 5,
         rule: {type: tiers, tiers: [{min: 98, points: 5}, {min: 90, points: 3}]}}
      - {id: "4", name: Tiếp nhận phản ánh kiến nghị, max: 3}
      - {id: "5", name: Niêm yết công khai, max: 1,
         rule: {type: choice, options: {Niêm yết đủ: 1, Không niêm yết: 0}}}
adjustments:
  - {id: thuong, name: Điểm thưởng, kind: bonus, max: 1}
  - {id: tru, name: Điểm trừ, kind: penalty, max: 2}
"""
Case = dict[str, Any]
CASES: list[Case] = yaml.safe_load(Path(__file__).with_name("papers.yaml").read_text("utf-8"))


def cases(do: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["do"] == do]


def value_of(value: Any, *, is_word: bool) -> Value:
    if value in ("", None) or isinstance(value, str):
        return plain_cell(value or None)
    return f"{value:.12g}".replace(".", ",") if is_word else float(value)


def book(case: Case) -> Book:
    """The sheets of a case in memory; Word has texts alone. A number in place of a row is so many blank rows."""
    is_word, grids = case.get("as") == "docx", []
    for name, sheet in case.get("sheets", {"Sheet": case}).items():
        below = [row for each in sheet["rows"] for row in ([[]] * each if isinstance(each, int) else [each])]
        rows = [[sheet["title"]] if "title" in sheet else [], *below][not sheet.get("title") :]
        width = max(map(len, rows))
        cells = [[value_of(value, is_word=is_word) for value in [*row, *[None] * (width - len(row))]] for row in rows]
        labels = tuple((1, row + 1) for row in range(len(rows))) if is_word else ()
        grids.append(Grid("a.xlsx", name, cells, merged_of(sheet.get("merged", [])), labels=labels))
    return Book("a.xlsx", tuple(grids))


@pytest.fixture(scope="module")
def framework(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    folder = tmp_path_factory.mktemp("framework")
    (folder / "criteria.yaml").write_text(CRITERIA, "utf-8")
    found = load_criteria(WorkspaceFolder(folder)).framework
    assert found is not None
    return found


@pytest.mark.parametrize("case", cases("scores"))
def test_points_are_read_as_they_are_meant(case: Case, framework: Framework) -> None:
    listed = case.get("units", {})
    units = UnitNames(tuple(Unit(*each) for each in listed.items()) or (Unit("u", "u"),), fixed=bool(listed))
    wanted = Wanted(2024, case.get("unit", None if listed else "u"), None, None)
    try:
        draft = draft_scores(book(case), framework, units, wanted, lambda _question: False)
    except InputError as error:
        assert [problem.text for problem in error.problems] == case["refused"]
        meant = case.get("meant", [""] * len(error.problems))
        assert all(f"{name}?" * bool(name) in problem.hint for name, problem in zip(meant, error.problems, strict=True))
        return
    found: dict[str, dict[str, str]] = {}
    for (unit, component), row in draft.rows.items():
        for name, text in row.items():
            found.setdefault(name, {})[f"{unit} {component}" if listed else component] = text
    assert found == case.get("gives")
    assert case.get("told", "") in " ".join(draft.notes)
    assert [re.sub(".*!", "", cell) for cell, _id, _text in (*draft.sums, *draft.left_out)] == case.get("left_out", [])


@pytest.mark.parametrize("case", cases("criteria"))
def test_what_a_framework_says_of_its_components(case: Case) -> None:
    if "refused" in case:
        with pytest.raises(CchcError, match=re.escape(case["refused"])):
            draft_criteria(book(case), None)
        return
    draft = draft_criteria(book(case), None)
    nodes = {node.id: node for node in draft.nodes()}
    for identity, expected in case["nodes"].items():
        node = nodes[identity]
        found = {"owner": draft.owners.get(node.owner), "source": node.source, "max": node.points}
        assert {name: found[name] for name in expected} == expected
    assert case.get("told", "") in " ".join(draft.notes)
    for identity, lines in case.get("remarks", {}).items():
        assert [line.text for line in nodes[identity].remarks] == lines
    for identity, lines in case.get("doubts", {}).items():
        assert [": ".join(doubt) for doubt in nodes[identity].doubts] == lines


@pytest.mark.parametrize("case", cases("audit"))
def test_contradictions_are_found_and_nothing_else(case: Case) -> None:
    read, notes = audit_tables(book(case), None)
    tables = [(claims, audit(claims)) for claims in read]
    assert case.get("told", "") in " ".join(notes)
    told = [each for _claims, findings in tables for each in findings.found if each.kind in FAULTS]
    assert [f"{re.sub('.*!', '', each.cell)} {each.kind}" for each in told] == case["faults"]
    columns = [
        " ".join(f"{each.column}={each.role}" + (f"({each.of})" if each.of else "") for each in claims.columns)
        for claims, _findings in tables
    ]
    assert columns == case["columns"]
    compared = {what: sum(findings.compared.get(what, 0) for _claims, findings in tables) for what in case["compared"]}
    assert compared == case["compared"]
    screen = io.StringIO()
    with speaking("vi"):
        render(audit_report(Audited("a.xlsx", tables, (), [])), "", "table", screen)
    shown = screen.getvalue()
    assert all(re.search(rf"\b{re.sub('.*!', '', each.cell)}\b", shown) for each in told)
    assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", shown)
