"""Components for some units only: read where the groups of units are known, told with what to write where not."""

from pathlib import Path

import pytest
import yaml

from cchc_cli.office.frameworks.draft import draft_criteria
from tests.conftest import Run
from tests.office.annex import write_sheet
from tests.office.test_kinds import book, told

HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm", "Ghi chú"]
GROUPS = {"xa": "Các xã", "phuong": "Phường", "dk": "Đặc khu"}


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("Kế hoạch (chỉ áp dụng đối với phường)", ("phuong",)),
        ("Kế hoạch (đối với các xã, đặc khu)", ("xa", "dk")),
        ("Kế hoạch - không áp dụng đối với đặc khu", ("xa", "phuong")),
        ("Kế hoạch (trừ các phường)", ("xa", "dk")),
        ("Kế hoạch (áp dụng cho đặc khu)", ("dk",)),
        ("Kế hoạch (phường)", ("phuong",)),
        ("Kế hoạch, chỉ tính cho xã có biên giới", None),
        ("Kế hoạch (chỉ áp dụng đối với thị trấn)", None),
        ("Kiểm tra đối với các xã, phường", ()),
        ("Kế hoạch (số xã đạt chuẩn)", ()),
    ],
)
@pytest.mark.parametrize("place", ["name", "note"])
def test_for_whom_a_component_counts(name: str, groups: tuple[str, ...] | None, place: str) -> None:
    """None: it is told, as the groups are not known for sure; nothing: it counts for all."""
    named, note = (name, "") if place == "name" else ("Kế hoạch", name)
    rows = [HEAD, ["I", "Chỉ đạo", 3, "", ""], ["1", named, 3, "Đạt: 3\nKhông: 0", note]]
    for known in (GROUPS, {}):
        draft = draft_criteria(book([["BỘ TIÊU CHÍ"], *rows]), None, known)
        leaf = draft.leaves()[0]
        assert leaf.groups == ((groups or ()) if known else ())
        asked = [text for text in told(draft) if "counts for some units only" in text and "groups: [" in text]
        assert len(asked) == (groups != () and not leaf.groups)
        assert draft.groups == (GROUPS if leaf.groups else {})


@pytest.mark.parametrize("known", [{"xa-mien-nui": "Vùng 1", "xa": "Xã"}, {"a": "Xã miền núi", "b": "Đồng bằng"}])
def test_a_group_may_be_a_part_of_a_kind(known: dict[str, str]) -> None:
    rows = [
        HEAD,
        ["I", "A", 2, "", ""],
        ["1", "B", 2, "", ""],
        ["2", "Rừng (chỉ áp dụng đối với các xã miền núi)", 3, "", ""],
    ]
    draft = draft_criteria(book([["BỘ TIÊU CHÍ"], *rows]), None, known)
    assert (draft.leaves()[1].groups, len(told(draft))) == ((next(iter(known)),), 1)


@pytest.mark.parametrize(
    ("rule", "live"),
    [
        ("Đối với phường: 3 điểm\nĐối với xã: 2 điểm", False),
        ("Đầy đủ: 3 điểm (đối với xã)\nKhông: 0 điểm", False),
        ("Đối với đơn vị không phát sinh: 3 điểm\nKhông thực hiện: 0 điểm", True),
    ],
)
def test_a_rule_that_holds_for_some_units_is_not_live(rule: str, live: bool) -> None:
    draft = draft_criteria(book([["BỘ TIÊU CHÍ"], HEAD, ["I", "A", 3, "", ""], ["1", "B", 3, rule, ""]]), None)
    assert (draft.leaves()[0].rule is not None) == live
    assert len(told(draft)) == (not live)


def test_groups_of_the_workspace_are_read_and_sums_are_theirs(tmp_path: Path, run: Run) -> None:
    """Of two criteria that exclude each other a unit has one: the area's maximum is that of either."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "units.csv").write_text("unit,name,group\nx,Xã Một,xa\np,Phường Hai,phuong\n", "utf-8")
    rows = [
        ["BỘ TIÊU CHÍ"],
        HEAD,
        ["I", "Chỉ đạo", 5, "", ""],
        ["1", "Đô thị (chỉ áp dụng đối với phường)", 3, "", ""],
        ["2", "Nông thôn (chỉ áp dụng đối với xã)", 3, "", ""],
        ["3", "Báo cáo", 2, "", ""],
        ["", "Tổng cộng", 5, "", ""],
    ]
    outcome = run("-C", tmp_path, "import", "criteria", write_sheet(tmp_path / "a.xlsx", rows), "-f", "json")
    assert (outcome.status, yaml.safe_load(outcome.out)["points"]) == (0, 5)
    text = (tmp_path / "criteria.yaml").read_text("utf-8")
    assert "TODO" not in text
    assert [each.get("groups") for each in yaml.safe_load(text)["areas"][0]["criteria"]] == [["phuong"], ["xa"], None]
    assert run("-C", tmp_path, "check").status == 0
    # The workbook of that framework, read back, has the points of a unit as well.
    assert run("-C", tmp_path, "export", "criteria", "-o", tmp_path / "k.xlsx").status == 0
    again = run("-C", tmp_path, "import", "criteria", tmp_path / "k.xlsx", "--force", "-f", "json")
    assert yaml.safe_load(again.out)["points"] == 5
