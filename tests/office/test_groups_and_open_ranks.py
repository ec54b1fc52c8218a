"""Published tables whose units are ranked group by group, or of which some are not ranked yet: right ones are not accused."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.office.results import Rows, faults, read, roles

GROUPED: Rows = [
    ["Xã An Thới", "Xã", 82.78, 1],
    ["Xã Định Mỹ", "Xã", 81.87, 2],
    ["Phường Long Kiên", "Phường", 79.97, 1],
    ["Phường Thới Sơn", "Phường", 79.21, 2],
    ["Xã An Phú", "Xã", 75.12, 3],
    ["Xã Bình Hòa", "Xã", 74.11, 4],
]
PLAINS = {"Xã": "Đồng bằng", "Phường": "Miền núi"}
OVERALL = [[name, group, points, at] for at, (name, group, points, _rank) in enumerate(GROUPED, 1)]


def table(heading: str, body: Rows, names: dict[str, str] | None = None) -> Rows:
    return [["Đơn vị", heading, "Điểm", "Xếp hạng"], *([a, (names or {}).get(b, b), c, d] for a, b, c, d in body)]


@pytest.mark.parametrize("names", [{}, {"Xã": "Các xã", "Phường": "phuong"}, PLAINS], ids=["kinds", "ids", "others"])
@pytest.mark.parametrize("heading", ["Nhóm", "Loại", "Phân loại", "Nhóm đơn vị", "Loại hình", "Khối", "Vùng"])
def test_units_may_be_ranked_within_any_column_of_groups(heading: str, names: dict[str, str]) -> None:
    (claims,), (right,) = read(table(heading, GROUPED, names))
    assert (roles(claims)["B"], faults(right), len(right.apart)) == ("group", [], 2)
    wrong = [list(row) for row in GROUPED]
    wrong[4][3], wrong[5][3] = 4, 3
    assert faults(read(table(heading, wrong, names))[1][0]) == [("rank", "D6"), ("rank", "D7")]


def test_kinds_that_only_names_tell_are_ranked_apart_where_that_fits_better() -> None:
    body = [[name, points, rank] for name, _group, points, rank in GROUPED]
    (right,) = read([["Đơn vị", "Điểm", "Xếp hạng"], *body])[1]
    assert (faults(right), right.apart) == ([], ["Xã", "Phường"])
    # One wrong rank of a ranking of all: that its unit would be the first of its kind accuses nobody else.
    overall = [["Xã A", 67, 4], ["Xã B", 80, 2], ["Xã C", 81, 1], ["Phường D", 73, 1]]
    (wrong,) = read([["Đơn vị", "Điểm", "Xếp hạng"], *overall])[1]
    assert (faults(wrong), wrong.apart) == ([("rank", "C5")], [])


@pytest.mark.parametrize("names", [{}, PLAINS])
def test_groups_beside_ranks_of_all_units_are_no_ratings(names: dict[str, str]) -> None:
    (_claims,), (findings,) = read(table("Nhóm", OVERALL, names))
    assert (faults(findings), findings.compared["ranks"]) == ([], 6)


@pytest.mark.parametrize("heading", ["Nhóm", "Phân loại", "Xếp loại"])
def test_ratings_stay_ratings(heading: str) -> None:
    rows = [[name, "Tốt" if points > 79 else "Khá", points, rank] for name, _group, points, rank in OVERALL]
    (claims,), (right,) = read(table(heading, rows))
    assert (roles(claims)["B"], faults(right), right.compared["ratings"]) == ("rating", [], 6)
    rows[0][1] = "Khá"
    assert faults(read(table(heading, rows))[1][0]) == [("rating", "B2")]


def test_a_unit_with_a_span_of_ranks_takes_no_place_and_is_told() -> None:
    body = [["Xã A", 90, 1, "Tốt"], ["Xã B", 80, 2, "Tốt"], ["Xã C", 70, 3, "Khá"]]
    rows: Rows = [
        ["Đơn vị", "Chỉ số", "Hạng", "Xếp loại"],
        *body,
        ["Xã D", 85, "(1–3)", "Khá"],
        ["Xã E", 70, "(3)", "Khá"],
    ]
    (findings,) = read(rows)[1]
    told = {each.what: each.cells for each in findings.unchecked if each.reason == "provisional"}
    assert (faults(findings), findings.compared["ranks"], findings.compared["ratings"]) == ([], 3, 3)
    assert {what: [cell.rpartition("!")[2] for cell in cells] for what, cells in told.items()} == {
        "ranks": ["C5", "C6"],
        "ratings": ["D5", "D6"],
    }
    body[1][2], body[2][2] = 3, 2
    assert [kind for kind, _cell in faults(read([rows[0], *body, *rows[4:]])[1][0])] == ["rank", "rank"]


@pytest.mark.parametrize("words", ["Chưa xếp hạng", "Tạm thời chưa xếp hạng", "chưa được xếp thứ", "Chờ xếp hạng"])
def test_a_unit_with_points_that_has_no_rank_yet_takes_no_place(words: str) -> None:
    rows: Rows = [
        ["Đơn vị", "Tổng điểm", "Xếp hạng"],
        ["Xã A", 90, 1],
        ["Xã B", 85, words],
        ["Xã C", 80, 2],
        ["Xã D", 70, 3],
    ]
    assert faults(read(rows)[1][0]) == []
    rows[3][2], rows[4][2] = 3, 2
    assert [kind for kind, _cell in faults(read(rows)[1][0])] == ["rank", "rank"]


@pytest.mark.parametrize("options", [(), ("--group", "all")])
def test_our_own_ranks_with_provisional_units_contradict_nothing(
    options: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    workspace, book = ("-C", ROOT / "examples" / "province"), tmp_path / "ranks.xlsx"
    assert run(*workspace, "ranks", *options, "-o", book).status == 0
    audited = run(*workspace, "audit", book, "-f", "json")
    data = json.loads(audited.out)
    assert (audited.status, data["faults"], data["compared"]["ratings"]) == (0, 0, 101)
    assert sum(each["reason"] == "provisional" for each in data["not_checked"])
