"""import and audit as people see them: whole outputs in both languages are golden files."""

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import ROOT, Run
from tests.office.annex import write_sheet

FIXTURES = ROOT / "tests" / "fixtures"
RESULT: list[list[Any]] = [
    ["KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023 (số liệu minh họa)"],
    [],
    ["STT", "Đơn vị", "Điểm các lĩnh vực", "", "", "Tổng điểm", "Chỉ số (%)", "Xếp loại", "Xếp hạng"],
    ["", "", "Chỉ đạo", "Thủ tục", "Chuyển đổi số", "", "", "", ""],
    ["", "Điểm tối đa", 20, 20, 20, 60],
    [1, "Xã A", 18.123, 19.5, 17.25, 54.87, 91.46, "Xuất sắc", 1],
    [2, "Xã B", 15.5, 18.004, 16, 49.5, 82.5, "Tốt", 3],
    [3, "Xã C", 15.5, 18.002, 16, 49.5, 82.5, "Tốt", 2],
    [4, "Xã D", 10, 10, 10, 31, 51.67, "Trung bình", 4],
    [5, "Xã E", 10, 9, 8, 27, 45, "Khá", 5],
]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_import_criteria(
    language: str, tmp_path: Path, run: Run, snapshot: SnapshotAssertion, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa"],
        ["I", "Chỉ đạo", 5],
        ["1", "Kế hoạch", 3],
        ["1.1", "Ban hành", 1],
        ["", "Đúng hạn: 1; Trễ hạn: tùy mức độ"],
        ["1.2", "Thực hiện", 2],
        ["", "Trên 90%: 2; Từ 70% đến 90%: 1; Dưới 70%: 0"],
        ["", "Tổng cộng", 100],
    ]
    write_sheet(tmp_path / "a.xlsx", rows, "PL 1")
    outcome = run("import", "criteria", "a.xlsx", "--lang", language)
    assert outcome.status == 0
    assert outcome.out == snapshot(name="report")
    assert (tmp_path / "criteria.yaml").read_text("utf-8") == snapshot(name="file")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_import_scores(language: str, sample: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    rows = [["STT", "Tiêu chí", "Tự chấm"], [1.5, "", 2], ["1.6", "", "1,5"], [1.7, "", 0.5]]
    write_sheet(sample / "a.xlsx", rows, "Tự chấm")
    outcome = run("import", "scores", "a.xlsx", "--year", 2023, "--lang", language)
    assert outcome.status == 0
    assert outcome.out == snapshot


@pytest.mark.parametrize("language", ["en", "vi"])
def test_audit(language: str, sample: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    write_sheet(sample / "a.xlsx", RESULT, "Kết quả")
    outcome = run("audit", "a.xlsx", "--lang", language)
    assert outcome.status == 1
    assert outcome.out == snapshot


def test_audit_without_a_workspace(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    write_sheet(tmp_path / "a.xlsx", RESULT[:8], "Kết quả")
    outcome = run("audit", "a.xlsx", "-f", "csv")
    found = {tuple(line.split(",")[:2]) for line in outcome.out.splitlines()[1:]}
    assert found == {("rounding", "'Kết quả'!G6"), ("rank", "'Kết quả'!I7"), ("tie", "'Kết quả'!G7")}


def test_audit_of_an_annex_whose_sums_are_right(tmp_path: Path, run: Run) -> None:
    outcome = run("audit", FIXTURES / "annex-dotted.docx", "-f", "json")
    assert outcome.status == 0
    assert '"sums": 6' in outcome.out


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
@pytest.mark.parametrize(
    "command", ["score --by component", "explain", "overview", "matrix --by component", "report result"]
)
def test_no_paper_of_our_own_is_accused(command: str, kind: str, run: Run) -> None:
    """Lost points were taken for points, changes for indices, and units listed again with other columns for more units."""
    assert run(*command.split(), "-o", f"a.{kind}", "--lang", "vi").status == 0
    told = run("audit", f"a.{kind}", "-f", "csv", "--lang", "vi")
    assert (told.status, told.out.splitlines()[1:]) == (0, [])


def test_audit_of_one_units_points(tmp_path: Path, run: Run) -> None:
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Thẩm định", "Tỷ lệ %"],
        [1, "Chỉ đạo", 3, 3, 2, 66.7],
        [1.1, "Kế hoạch", 1, 1, 1, 100],
        [1.2, "Báo cáo", 2, 2, 0.5, 20],
        [2, "Thủ tục", 2, 3, 2, 100],
        [2.1, "Công khai", 2, 3, 2, 100],
        ["", "Tổng cộng", 5, 6, 4],
    ]
    write_sheet(tmp_path / "a.xlsx", rows, "S")
    outcome = run("audit", tmp_path / "a.xlsx", "-f", "csv")
    assert outcome.status == 1
    assert [line.split(",")[:2] for line in outcome.out.splitlines()[1:]] == [
        ["sum", "S!E2"],
        ["percent", "S!F4"],
        ["over_max", "S!D6"],
    ]


def test_a_mean_of_quarters_is_called_so(tmp_path: Path, run: Run) -> None:
    """Not a percentage of 400, which no such table says anything of."""
    rows = [["Đơn vị", "Quý I", "Quý II", "Quý III", "Quý IV", "Trung bình cả năm", "Xếp hạng"]]
    rows += [["Xã A", 80, 90, 85, 95, 87.5, 1], ["Xã B", 70, 80, 75, 85, 78.5, 3], ["Xã C", 60, 70, 65, 75, 67.5, 4]]
    write_sheet(tmp_path / "a.xlsx", [*rows, ["Xã D", 82, 84, 86, 88, 85, 2]], "S")
    told = " ".join(run("audit", tmp_path / "a.xlsx").out.split())
    assert "S!F3" in told and "77.5" in told
    assert "compared as the mean of 4 columns" in told and "400" not in told


def test_a_text_that_is_cut_is_seen_to_go_on(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ended within a word, “tối đa 3 đi”, as if the sheet said so."""
    monkeypatch.chdir(tmp_path)
    rows = [["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"], ["1", "Chỉ đạo", 97], ["1.1", "Kế hoạch", 97, ""]]
    rows += [["", "Điểm thưởng", 3, ""]]
    rows += [["", "Có sáng kiến cải cách hành chính được công nhận", 3, "Mỗi sáng kiến cộng 1 điểm, tối đa 3 điểm"]]
    write_sheet(tmp_path / "a.xlsx", rows, "S")
    told = " ".join(run("import", "criteria", "a.xlsx").out.split())
    assert "Mỗi sáng kiến" in told and "…”" in told


@pytest.mark.parametrize("command", ["criteria", "scores"])
def test_help_without_arguments(command: str, run: Run) -> None:
    assert run("import", command, "--help").status == 0
    assert "FILE is missing" in run("import", command).err


def test_what_is_missing_is_named_as_it_is_typed(run: Run) -> None:
    assert "--year is missing." in run("import", "scores", "a.xlsx").err
    assert "Thiếu tham số --year." in run("import", "scores", "a.xlsx", "--lang", "vi").err


@pytest.mark.parametrize("name", ["s.xlsx", "s.yaml", "s"])
def test_scores_are_written_as_csv_only(name: str, sample: Path, run: Run) -> None:
    write_sheet(sample / "a.xlsx", [["STT", "Tự chấm"], ["1.5", 2]], "Tự chấm")
    outcome = run("import", "scores", "a.xlsx", "--year", 2023, "-o", name)
    assert outcome.status == 2
    assert f"{name}: this command writes .csv only." in outcome.err
    assert not (sample / name).exists()


def test_a_word_file_without_points_holds_no_scores(sample: Path, run: Run) -> None:
    outcome = run("-C", sample, "import", "scores", FIXTURES / "annex-dotted.docx", "--year", 2023)
    assert outcome.status == 2
    assert "this table has no column of points" in outcome.err


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "html"])
def test_the_table_of_ranks_that_was_exported_is_not_accused(form: str, sample: Path, run: Run) -> None:
    """Changes of ranks were ranks, changes of the index were the index."""
    assert run("ranks", 2022, "-o", f"r.{form}").status == 0
    outcome = run("audit", f"r.{form}")
    assert outcome.status == 0, outcome.out
