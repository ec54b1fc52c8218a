"""A framework goes through a workbook and comes back the same; what is edited wrongly is told with its cell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cchc_cli.files.criteria.book import is_criteria_book, read_criteria_book
from cchc_cli.files.criteria.reading import load_criteria
from cchc_cli.files.find import find
from cchc_cli.messages import speaking
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.grid import Book
from cchc_cli.read.books import plain_cell
from cchc_cli.read.child import read_workbook
from cchc_cli.show.writers.editable import criteria_book
from tests.conftest import MINIMAL, Run, Tiny
from tests.worlds import grouped_worlds

TEXTS = st.text(st.sampled_from("abĐạ 1.,:;|=\"'{}[]#\n-–%"), min_size=1, max_size=12).filter(str.strip)
IDS = st.text(st.sampled_from('ab1.-:;"|='), min_size=1, max_size=6).filter(lambda text: not set(text) & set("=;"))
Edit = Callable[[openpyxl.Workbook], object]
HUNDREDTHS = st.integers(1, 999).map(lambda n: n / 100)


@st.composite
def rules(draw: st.DrawFn, top: float) -> dict[str, Any]:
    """A rule that can reach a maximum."""
    kind = draw(st.sampled_from(["choice", "tiers", "linear", "deduct", "items", "relative"]))
    lower = HUNDREDTHS.map(lambda n: min(n, top))
    if kind == "choice":
        keys = draw(st.lists(TEXTS, min_size=1, max_size=3, unique_by=lambda text: " ".join(text.split()).casefold()))
        points = [top, *(draw(lower) for _key in keys[1:])]
        named = draw(st.booleans())
        return {
            "type": "choice",
            "options": {
                key: {"points": each, **({"name": f"{key} {at} n"} if draw(st.booleans()) else {})} if named else each
                for at, (key, each) in enumerate(zip(keys, points, strict=True))
            },
        }
    if kind == "tiers":
        bounds = sorted(draw(st.sets(HUNDREDTHS, min_size=1, max_size=4)), reverse=True)
        points = sorted([top, *(draw(lower) for _bound in bounds[1:])], reverse=True)
        keys = [draw(st.sampled_from(["min", "above"])) for _bound in bounds]
        tiers = zip(keys, bounds, points, strict=True)
        return {"type": "tiers", "tiers": [{key: bound, "points": each} for key, bound, each in tiers]}
    if kind == "linear":
        return {"type": "linear", "from": 0, "to": draw(HUNDREDTHS), **({"floor": -1} if draw(st.booleans()) else {})}
    if kind == "relative":
        return {"type": "relative", "to": "best", **({"lower": True} if draw(st.booleans()) else {})}
    most = {"most": draw(HUNDREDTHS)} if draw(st.booleans()) else {}
    if kind == "deduct":
        return {"type": "deduct", "per": draw(HUNDREDTHS), **most}
    items = draw(
        st.dictionaries(IDS, st.fixed_dictionaries({"name": TEXTS, "per": HUNDREDTHS}), min_size=1, max_size=3)
    )
    for item in items.values():
        item |= {"most": draw(HUNDREDTHS)} if draw(st.booleans()) else {}
        item |= {"name_en": draw(TEXTS)} if draw(st.booleans()) else {}
    return {"type": "deduct", "items": items, **most}


@st.composite
def frameworks(draw: st.DrawFn) -> Criteria:
    """Frameworks with everything that criteria.yaml can say."""
    plain = draw(grouped_worlds()).criteria
    nodes: list[dict[str, Any]] = list(plain["areas"])
    for node in nodes:
        nodes += [*node.get("criteria", ()), *node.get("components", ())]
        node["name"] = draw(TEXTS)
        if "max" not in node:
            continue
        tops = [*(node["max"].values() if isinstance(node["max"], dict) else [node["max"]])]
        top = max([*tops, *node.get("max_by_group", {}).values()])
        more = {
            "rule": rules(top),
            "source": st.sampled_from(["appraisal", "self", "survey", "register"]),
            "evidence": st.lists(TEXTS, min_size=1, max_size=3),
            "owner": st.just("office"),
            "actions": st.just([{"name": "Do; it", "due": "06-30", "effort": 2, "requires": []}]),
            "name_en": TEXTS,
        }
        node |= {key: draw(kind) for key, kind in more.items() if draw(st.booleans())}
    extras = plain["adjustments"]
    for extra in extras:
        kinds = [None, {"each": 0.5}, {"type": "each", "each": 2}, {"options": {"a: b": 1, "c": 2}}]
        if rule := draw(st.sampled_from(kinds)):
            extra["rule"] = rule
    plain |= {
        "owners": {"office": {"name": draw(TEXTS), "capacity": 3}},
        "groups": {"a": {"name": "A"}, "b": {"name": "B"}},
    }
    plain["index"] |= {"ties_by": [plain["areas"][0]["id"]], "name": draw(TEXTS)}
    plain["document"] = {"to": ['Phòng: 1; "2"', {"name": "Hai", "name_en": "Two"}], "signer": {"name": "Nguyễn Văn A"}}
    plain["defaults"] = draw(st.sampled_from([{}, {"unit": "u0", "language": "vi"}]))
    return msgspec.convert(plain, Criteria, strict=False)


def book_of(data: bytes) -> Book:
    """What is read of a workbook, in this process."""
    found = read_workbook(data, "xlsx")
    grids = (
        replace(grid, file="k.xlsx", rows=[[plain_cell(cell) for cell in row] for row in grid.rows])
        for grid in found.grids
    )
    return replace(found, file="k.xlsx", grids=tuple(grids))


@settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(frameworks(), st.sampled_from(["vi", "en"]), st.sampled_from(["vi", "en"]))
def test_every_framework_comes_back_the_same(criteria: Criteria, written: str, read: str) -> None:
    with speaking(written):
        data = criteria_book(criteria)
    with speaking(read):
        book = book_of(data)
        assert is_criteria_book(book)
        found, notes = read_criteria_book(book)
    assert found == criteria
    assert notes == []


def test_what_comes_back_is_what_the_file_says(sample: Path, run: Run) -> None:
    assert run("export", "criteria", "-o", "k.xlsx", "--lang", "vi").status == 0
    assert run("import", "criteria", "k.xlsx", "-o", "back/criteria.yaml").status == 2  # no such folder
    (sample / "back").mkdir()
    assert run("import", "criteria", "k.xlsx", "-o", "back/criteria.yaml").status == 0
    before, after = (load_criteria(find(str(folder))).framework for folder in (sample, sample / "back"))
    assert before is not None and after is not None
    assert after.criteria == before.criteria
    text = (sample / "back/criteria.yaml").read_text("utf-8")
    assert text.count("id: '1.10'") == 0
    assert text.index("\nindex:") < text.index("\nareas:"), "as the documents write it, not by the alphabet"
    assert run("export", "criteria", "-o", "k.xlsx").status == 2  # it is there already


EDITS = [
    ("Framework", "A5", 5, "the level is a whole number"),
    ("Framework", "D5", "six", "expected a number"),
    ("Framework", "E7", "tears", "found “tears”; expected one of choice, tiers"),
    ("Framework", "F5", "yes: 6", "say of which kind the rule is."),
    ("Framework", "F7", "yes 2", "“yes 2” is not understood here."),
    ("Framework", "F7", "yes: 1", "can't reach the maximum of 2"),
    ("Framework", "F6", "from 90: 3\nfrom 50: 1", "rule › tiers 1 › points: 3 points are more than the maximum of 2."),
    ("Framework", "F6", "from 50: 1\nfrom 90: 2", "out of order: 90 stands under 50"),
    ("Framework", "H5", "nobody", "the owner nobody is not among owners"),
    ("Framework", "B6", "1.1.1", "the id 1.1.1 is used twice"),
    ("Framework", "D5", date(2024, 6, 1), "a spreadsheet has made a date of this cell. Set the cell to Text"),
    ("Framework", "D5", "=1/0", "this cell has no value that can be trusted. Type the value."),
    ("Actions", "A3", "9.9", "there is no component 9.9 in the framework."),
    ("Owners", "B4", "Two", "the key id is missing."),
    ("Owners", "A4", "office", "the id office is used twice. Keep one of the two."),
    ("Ratings", "C4", 90, "List ratings from the highest to the lowest."),
]


def test_what_is_edited_wrongly_is_told_with_its_cell(tiny: Tiny, run: Run) -> None:
    tiers = "rule: {type: tiers, tiers: [{min: 90, points: 2}, {min: 50, points: 1}]}"
    folder = tiny(MINIMAL.replace("name: B, max: 2}", f"name: B, max: 2, {tiers}}}"))
    run("export", "criteria", "-o", "sound.xlsx")
    for sheet, cell, value, said in EDITS:
        book = openpyxl.load_workbook("sound.xlsx")
        book[sheet][cell] = value
        book.save("k.xlsx")
        outcome = run("import", "criteria", "k.xlsx", "-o", "new.yaml")
        assert (outcome.status, outcome.out) == (2, ""), (sheet, cell)
        told = " ".join(outcome.err.split())
        assert said in told
        assert f"k.xlsx!{sheet}!{cell}:" in told
        assert not (folder / "new.yaml").exists()


def test_columns_of_somebodys_own_are_told_and_each_line_of_evidence_is_one(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL)
    run("export", "criteria", "-o", "k.xlsx")
    book = openpyxl.load_workbook("k.xlsx")
    book["Framework"]["I5"] = "Kế hoạch\nCông văn; phụ lục"
    book["Framework"]["P5"] = "Xem lại"
    for cell, value in {"A3": "1.1.1", "B3": "Nhắc", "D3": date(2024, 6, 30)}.items():
        book["Actions"][cell] = value
    book.save("k.xlsx")
    outcome = run("import", "criteria", "k.xlsx", "-o", "new.yaml")
    assert outcome.status == 0
    assert "Columns that were not read: Framework!P2." in outcome.out
    Path("new.yaml").replace("criteria.yaml")
    found = load_criteria(find(".")).framework
    assert found is not None
    first = next(iter(found.components))
    assert first.evidence == ("Kế hoạch", "Công văn; phụ lục")
    assert [(each.name, each.due) for each in first.actions] == [("Nhắc", "06-30")]


def _type(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return edit


def _insert(row: int, cell: str) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book["Framework"].insert_rows(row)
        book["Framework"][cell] = "Bản nháp"

    return edit


SAME: list[tuple[Edit, str]] = [
    (_insert(1, "A1"), "Rows that were not read: Framework!A1."),
    (_insert(2, "A2"), "Rows that were not read: Framework!A2."),
    (_insert(3, "C3"), "Rows that were not read: Framework!A3."),
    (_type("Framework", "C30", "Người lập biểu"), "Rows that were not read: Framework!A30."),
    (_type("Framework", "D5", "6,0"), ""),
    (_type("Framework", "G5", "THAM DINH"), ""),
    (_type("Settings", "B7", "100,0"), ""),
    (lambda book: book.create_sheet("Nháp").append(["x"]), "Sheets that were not read: Nháp."),
]
"""Edits that change nothing, and what is told of them."""
LOST: list[tuple[Edit, int, str]] = [
    (lambda book: book.remove(book["Ratings"]), 0, "The sheet Ratings is gone, or its hidden first row"),
    (lambda book: book.remove(book["Settings"]), 2, "the sheet Settings is gone, or its hidden first row."),
    (lambda book: book["Framework"].delete_rows(1), 2, "the sheet Framework is gone, or its hidden first row."),
    (
        lambda book: book["Framework"].delete_cols(8),
        0,
        "Framework has lost columns; what they said is left out: Owner.",
    ),
    (lambda book: book, 0, "is a row gone? 2.1 (1)"),
]


@pytest.mark.parametrize(("edit", "told"), SAME)
def test_what_offices_do_to_the_workbook_does_no_harm_and_is_told(edit: Edit, told: str, tiny: Tiny, run: Run) -> None:
    """A row on top made an annex of it, which lost rules, ratings and the names of the index."""
    folder = tiny(MINIMAL.replace("max: 6", "max: 6, source: appraisal"))
    before = load_criteria(find(".")).framework
    run("export", "criteria", "-o", "k.xlsx")
    book = openpyxl.load_workbook("k.xlsx")
    edit(book)
    book.save("k.xlsx")
    outcome = run("import", "criteria", "k.xlsx", "--force")
    assert outcome.status == 0, outcome.err
    after = load_criteria(find(str(folder))).framework
    assert before is not None and after is not None and after.criteria == before.criteria
    assert told in " ".join(outcome.out.split())


@pytest.mark.parametrize(("edit", "status", "told"), LOST)
def test_what_is_gone_from_the_workbook_is_told(edit: Edit, status: int, told: str, tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("id: 1.10", "id: 2.1"))
    run("export", "criteria", "-o", "k.xlsx")
    book = openpyxl.load_workbook("k.xlsx")
    edit(book)
    book.save("k.xlsx")
    outcome = run("import", "criteria", "k.xlsx", "-o", "new.yaml")
    assert outcome.status == status, outcome.err
    assert told in " ".join((outcome.out + outcome.err).split())
