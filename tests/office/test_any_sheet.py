"""Whatever stands in a sheet: no traceback, and what is written is what our own reader takes."""

import datetime
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.criteria.reading import load_criteria
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import load_framework
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.problems import CchcError
from cchc_cli.model.scores import Unit
from cchc_cli.office.frameworks.draft import draft_criteria
from cchc_cli.office.frameworks.text import criteria_text
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.office.scores.reading import draft_scores
from cchc_cli.office.scores.whose import Wanted
from cchc_cli.office.words.units import UnitNames
from cchc_cli.read.books import plain_cell
from tests.conftest import ROOT

HEADERS: list[list[Value]] = [
    ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính"],
    ["TT", "Lĩnh vực/tiêu chí", "Thang điểm", "Tự chấm"],
    ["STT", "Đơn vị", "Tổng điểm", "Xếp hạng"],
    ["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm"],
]
NUMBERS = st.sampled_from(
    [
        "I",
        "II",
        "A",
        "1",
        "2",
        "1.1",
        "1.2",
        "1.1.1",
        "1.1.2",
        "a)",
        "b)",
        "-",
        "",
        1.0,
        1.1,
        2.0,
        1.2,
        "1.10",
        "1.1.1.1",
        datetime.date(2001, 1, 1),
        datetime.datetime(2026, 2, 1),
        "Tổng cộng",
        "LĨNH VỰC 3",
        "x" * 90,
        True,
    ]
)
TEXTS = st.one_of(
    st.sampled_from(
        [
            "Kế hoạch",
            "CHỈ ĐẠO",
            "Từ 90% trở lên: 2",
            "Dưới 90%: 0",
            "Mỗi việc trừ 0,5 điểm",
            "Đúng: 1; Sai: 0",
            "Tổng",
            "Tỷ lệ x điểm tối đa",
            "(ghi chú)",
            "Điểm thưởng",
            "Trên 3 việc: 1\nTừ 1 đến 3: 0",
            "",
            "- : 1",
            "a\x85b\ud7ff",
        ]
    ),
    st.text(max_size=12),
)
POINTS = st.one_of(
    st.sampled_from([None, "", "1,5", "2 điểm", "hai", "-", "NA", True, -1.0, 1e300, datetime.date(2022, 1, 1)]),
    st.floats(0, 10).map(lambda value: round(value, 2)),
)
ROWS = st.lists(st.tuples(NUMBERS, TEXTS, POINTS, st.one_of(TEXTS, POINTS)).map(list), max_size=14)


def grids() -> st.SearchStrategy[Grid]:
    def made(header: list[Value], rows: list[list[Value]]) -> Grid:
        cells = [header, *rows]
        return Grid("a.xlsx", "S", [[plain_cell(value) for value in row] for row in cells])

    return st.builds(made, st.sampled_from(HEADERS), ROWS)


@given(grids())
def test_a_framework_from_any_sheet_is_one_that_we_read(grid: Grid) -> None:
    try:
        text = criteria_text(draft_criteria(Book("a.xlsx", (grid,)), None))
    except CchcError:
        return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "criteria.yaml").write_bytes(text.encode())
        problems = load_criteria(WorkspaceFolder(Path(folder))).problems
    # The one thing that may be missing is a maximum that no cell says, and a TODO says so.
    assert [problem for problem in problems if "gets points but has no max" not in problem.text] == []
    assert not problems or "# TODO" in text


SAMPLE = load_framework(WorkspaceFolder(ROOT))


@given(grids())
def test_scores_and_audits_of_any_sheet_end_in_a_result_or_a_fault(grid: Grid) -> None:
    book = Book("a.xlsx", (grid,))
    units = UnitNames((Unit("xa", "Xã An Bình"),), fixed=True)
    try:
        draft = draft_scores(book, SAMPLE, units, Wanted(2022, "xa", None, None), lambda _question: False)
        assert draft.rows
        draft.text()
    except CchcError:
        pass
    try:
        from cchc_cli.index.audit import audit

        for claims in audit_tables(book, None)[0]:
            audit(claims)
    except CchcError:
        pass
