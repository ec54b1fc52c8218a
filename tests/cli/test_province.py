"""A province at once: ranks on areas and components, the matrix, over all groups."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import cchc_cli as cchc
from cchc_cli.files import completion
from tests.conftest import HEADER, ROOT, Run, Tiny

PROVINCE = str(ROOT / "examples" / "province")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_ranks_on_a_component_have_the_columns_and_points_of_score(run: Run) -> None:
    rows = table(run("-C", PROVINCE, "ranks", "2025", "--on", "7.1.2", "-f", "csv").out)
    assert list(rows[0]) == (
        [
            "rank",
            "unit",
            "name",
            "group",
            "level",
            "id",
            "node",
            "points",
            "max",
            "percent",
            "prev_rank",
            "rank_change",
            "percent_change",
        ]
    )
    assert len(rows) == 104
    assert {(row["level"], row["id"], row["node"]) for row in rows} == {
        ("component", "7.1.2", "Tỷ lệ hồ sơ nộp trực tuyến (%)")
    }
    for row in rows[::25]:
        score = table(run("-C", PROVINCE, "score", "2025", "--unit", row["unit"], "--by", "component", "-f", "csv").out)
        (line,) = (each for each in score if each["id"] == "7.1.2")
        assert (row["points"], row["percent"], row["percent_change"]) == (
            line["points"],
            line["percent"],
            line["change"],
        )


def test_ranks_by_a_level_are_those_on_each_of_its_nodes(run: Run) -> None:
    whole = table(run("-C", PROVINCE, "ranks", "--by", "area", "--group", "phuong", "-f", "csv").out)
    assert len(whole) == 8 * 17
    for area in ("3", "8"):
        one = table(run("-C", PROVINCE, "ranks", "--on", area, "--group", "phuong", "-f", "csv").out)
        assert one == [row for row in whole if row["id"] == area]
    first = table(run("-C", PROVINCE, "ranks", "--by", "area", "--top", "2", "-f", "csv").out)
    assert len(first) == 8 * 3 * 2


def test_all_groups_are_one_ranking_beside_that_of_the_group(run: Run) -> None:
    rows = table(run("-C", PROVINCE, "ranks", "--group", "all", "-f", "csv").out)
    ranked = [row for row in rows if row["rank"]]
    areas = {
        row["unit"]: (row["3"], row["7"])
        for row in json.loads(run("-C", PROVINCE, "matrix", "--by", "area", "-f", "json").out)["rows"]
    }
    keys = [(float(row["index"]), *areas[row["unit"]]) for row in ranked]
    assert [int(row["rank"]) for row in ranked] == [1 + sum(other > key for other in keys) for key in keys]
    alone = {
        row["unit"]: row["rank"]
        for group in ("xa", "phuong", "dac-khu")
        for row in table(run("-C", PROVINCE, "ranks", "--group", group, "-f", "csv").out)
    }
    assert {row["unit"]: row["group_rank"] for row in rows} == alone
    on = table(run("-C", PROVINCE, "ranks", "--on", "8", "--group", "ALL", "-f", "csv").out)
    assert len(on) == 104
    assert {row["rank"] for row in on if row["percent"] == "100"} == {"1"}
    ranked = [row for row in on if row["rank"]]
    for row in ranked:
        mates = [one for one in ranked if one["group"] == row["group"]]
        better = [one for one in mates if float(one["percent"]) > float(row["percent"])]
        assert row["group_rank"] == str(1 + len(better))


def test_what_does_not_fit_is_told(run: Run) -> None:
    for words, told in (
        (["--by", "area", "--on", "1"], "--by and --on"),
        (["--on", "7.1.3"], "--on: there is no area, criterion or component 7.1.3 in 2025. Did you mean"),
        (["--group", "huyen"], "There is no group huyen"),
    ):
        outcome = run("-C", PROVINCE, "ranks", *words, "--lang", "en")
        assert (outcome.status, outcome.out) == (2, "")
        assert told in " ".join(outcome.err.split())


def test_the_matrix_has_a_column_an_id_and_rows_that_sum_to_the_score(run: Run) -> None:
    words = ("-C", PROVINCE, "matrix", "2025", "--by", "component", "--show", "points")
    rows = table(run(*words, "-f", "csv").out)
    assert list(rows[0])[:8] == ["unit", "name", "group", "index", "rank", "1.1.1", "1.1.2", "1.1.3"]
    assert len(rows) == 104
    assert len(rows[0]) == 5 + 52
    for row in rows[::20]:
        score = json.loads(run("-C", PROVINCE, "score", "2025", "--unit", row["unit"], "-f", "json").out)
        cells = [float(cell or 0) for column, cell in row.items() if column[0].isdigit()]
        assert sum(cells) == pytest.approx(score["result"]["points"])
    found = json.loads(run(*words, "-f", "json").out)
    assert len(found["rows"]) == 104
    lines = {(line["group"], line["row"]): line for line in found["summary"]}
    full = sum(row["1.1.2"] == 1 for row in found["rows"] if row["group"] == "xa") / 84
    assert lines["xa", "full"]["1.1.2"] == pytest.approx(full)
    # 2.3 does not apply to special zones: a blank, not a zero.
    assert {row["2.3"] for row in found["rows"] if row["group"] == "dac-khu"} == {None}


def test_cells_of_what_is_not_all_scored_are_marked_in_the_matrix(run: Run) -> None:
    text = run("-C", PROVINCE, "matrix", "--unit", "phuong-09", "-f", "md").out
    cells = next(line for line in text.splitlines() if "Ward no. 9" in line).strip("| ").split(" | ")
    assert cells[-1] == "≈20.0"
    assert [cell for cell in cells[3:] if cell.startswith("≈")] == ["≈20.0"]
    assert "≈ provisional" in text


def test_a_wide_matrix_goes_on_below_and_names_its_ids(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("-C", PROVINCE, "matrix", "--by", "component", "--group", "dac-khu", "--lang", "en").out
    assert max(map(len, out.splitlines())) <= 80
    assert out.count("Special zone no. 1") == int(out.split("(1 of ")[1].split(")")[0]) > 4
    assert "7.2" in out
    assert "At full points, %" in out
    assert "What the ids stand for" in out


def test_pages_and_sheets_are_heat_maps(run: Run, tmp_path: Path) -> None:
    page, book = tmp_path / "m.html", tmp_path / "m.xlsx"
    for file in (page, book):
        assert (
            run("-C", PROVINCE, "matrix", "--by", "component", "--group", "all", "--lang", "vi", "-o", file).status == 0
        )
    assert page.stat().st_size < 600_000
    text = page.read_text("utf-8")
    assert text.count('class="h') > 104 * 45
    sheet = openpyxl.load_workbook(book).worksheets[1]
    assert sheet.freeze_panes == "E2"  # unit, rank, index, and that it is provisional
    assert sheet.max_row == 1 + 104 + 5
    assert len(sheet.conditional_formatting) == 52
    assert sheet["A2"].value == "Phường số 15"
    assert [sheet.cell(row, 1).value for row in (106, 110)] == ["Trung bình", "Tỷ lệ đạt điểm tối đa, %"]


def test_in_python(run: Run) -> None:
    frame = cchc.matrix(PROVINCE, 2025, by="area", show="rank", group="phuong").frame
    assert frame.shape == (17, 5 + 8)
    assert str(frame["3"].dtype) == "Int64"
    on = cchc.ranks(PROVINCE, 2025, on="3", group="phuong").frame
    assert dict(zip(on["unit"], on["rank"], strict=True)) == dict(zip(frame["unit"], frame["3"], strict=True))


def test_ids_and_groups_are_completed() -> None:
    assert completion.nodes(PROVINCE, "7.1") == [
        ("7.1", "Dịch vụ công trực tuyến"),
        ("7.1.1", "Thủ tục có phát sinh hồ sơ trực tuyến"),
        ("7.1.2", "Tỷ lệ hồ sơ nộp trực tuyến"),
    ]
    assert completion.groups_or_all(PROVINCE) == ["xa", "phuong", "dac-khu", "all"]
    assert completion.groups(PROVINCE, "p") == ["phuong"]
    assert completion.nodes(str(ROOT / "nowhere")) == []


def test_the_overview_has_a_row_for_the_index_and_each_node(run: Run) -> None:
    rows = table(run("-C", PROVINCE, "overview", "-f", "csv").out)
    assert list(rows[0]) == [
        "level",
        "id",
        "name",
        "units",
        "mean",
        "median",
        "min",
        "max",
        "full_share",
        "lost_share",
        "mean_change",
    ]
    assert [row["level"] for row in rows].count("component") == 52
    assert [row["level"] for row in rows].count("area") == 8
    ranks = table(run("-C", PROVINCE, "ranks", "-f", "csv").out)
    indices = [float(row["index"]) for row in ranks if row["rank"]]
    assert float(rows[0]["mean"]) == pytest.approx(sum(indices) / len(indices))
    assert sum(float(row["lost_share"]) for row in rows if row["level"] == "component") == pytest.approx(1)
    found = json.loads(run("-C", PROVINCE, "overview", "-f", "json").out)
    assert found["alike"]["all"] == ["1.1.1", "4.1"]
    assert found["alike"]["never_full"] == ["7.2"]
    assert {line["unit"] for line in found["provisional"]} == {"xa-17", "xa-58", "phuong-09"}
    # 8.1 has 90.48 points less than its maximum, but 18 of them nobody has scored yet; 2.3 has 81.
    assert [line["id"] for line in found["costliest"]][5:7] == ["2.3", "8.1"]
    counts = {line["rating"]: line["units"] for line in found["ratings"]}
    assert counts == {
        rating: sum(row["rating"] == rating for row in ranks if row["rank"])
        for rating in ("excellent", "good", "fair", "average", "weak")
    }
    changes = {row["unit"]: int(row["rank_change"] or 0) for row in ranks if row["rank"]}
    assert changes[found["climbers"][0]["unit"]] == max(changes.values())
    assert changes[found["fallers"][0]["unit"]] == min(changes.values())


def test_the_report_on_all_units_has_the_ranks_as_its_annex(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    assert run("-C", PROVINCE, "report", "overview", "--lang", "vi", "--signed", "2026-01-15", "-o", file).status == 0
    document = docx.Document(str(file))
    texts = [paragraph.text for paragraph in document.paragraphs]
    signed = next(at for at, table in enumerate(document.tables) if "Nguyễn Văn A" in table.rows[0].cells[-1].text)
    annexed = document.tables[signed + 1 :]
    assert [len(each.rows) - 1 for each in annexed] == [84, 17, 3]
    assert "PHỤ LỤC: BẢNG XẾP HẠNG CÁC ĐƠN VỊ NĂM 2025" in texts
    whole = [" ".join(text.split()) for text in texts]
    assert "(Kèm theo Báo cáo số ……/BC-SNV, ngày 15 tháng 01 năm 2026 của Sở Nội vụ)" in whole
    assert annexed[1].rows[1].cells[1].text == "Phường số 15"


def test_a_letterhead_of_each_unit_is_none_for_all(run: Run, tmp_path: Path) -> None:
    for path in (ROOT / "examples" / "province").rglob("*.*"):
        target = tmp_path / path.relative_to(ROOT / "examples" / "province")
        if path.is_file():
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    criteria = tmp_path / "criteria.yaml"
    text = criteria.read_text("utf-8")
    start, end = text.index("document:\n"), text.index("owners:\n")
    criteria.write_text(text[:start] + "document: {issuer: 'UBND {name}'}\n" + text[end:], "utf-8")
    out = run("-C", tmp_path, "report", "overview", "--lang", "vi").out
    assert "…………………… báo cáo kết quả" in out
    assert "{name}" not in out


GROUPS = """\
version: 1
index: {id: i, name: I}
groups: {xa: {name: Các xã}, phuong: {name: Các phường}}
areas:
  - id: "1"
    name: First
    criteria:
      - {id: "1.1", name: All, max: 6}
      - {id: "1.2", name: Wards, max: 4, groups: [phuong]}
      - {id: "1.3", name: More, max: 4, max_by_group: {phuong: 2}}
"""


def test_what_is_not_for_a_group_is_in_none_of_its_tables(tiny: Tiny, run: Run) -> None:
    scores = HEADER + "2022,a,1.1,6\n2022,a,1.3,4\n2022,b,1.1,3\n2022,b,1.2,4\n2022,b,1.3,2\n"
    tiny(GROUPS, scores=scores, units="unit,name,group\na,Xã A,xa\nb,Phường B,phuong\n")
    rows = table(run("ranks", "--by", "component", "-f", "csv").out)
    assert [(row["id"], row["unit"], row["percent"]) for row in rows] == [
        ("1.1", "a", "100"), ("1.1", "b", "50"), ("1.2", "b", "100"), ("1.3", "a", "100"), ("1.3", "b", "100"),
    ]  # fmt: skip
    out = run("matrix", "--by", "component", "--show", "points").out
    communes, wards = out.split("Các phường")
    assert "1.2" not in communes.split("Các xã")[1]
    assert "1.2" in wards
    cells = table(run("matrix", "--by", "component", "-f", "csv").out)
    assert [(row["1.2"], row["1.3"]) for row in cells] == [("", "100"), ("100", "100")]
    overview = {row["id"]: row for row in table(run("overview", "-f", "csv").out)}
    assert (overview["1.2"]["units"], overview["1.2"]["mean"]) == ("1", "100")


def test_a_group_is_named_wherever_it_alone_is_meant(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANG", "vi")
    for words in (("overview",), ("report", "overview", "-f", "md")):
        shown = run("-C", PROVINCE, *words, "--group", "phuong").out
        assert "Các phường" in shown
        assert "Tất cả các đơn vị" not in shown
        assert "Các phường" not in run("-C", PROVINCE, *words, "--group", "all").out.split("\n\n")[0]
    shown = run("-C", PROVINCE, "matrix", "--show", "lost", "--by", "area", "--group", "dac-khu").out
    assert "Bị trừ ít nhất" in shown and "Bị trừ nhiều nhất" in shown and "Cao nhất" not in shown
    with pytest.raises(cchc.CchcError, match="ranks"):
        cchc.all_units(cchc.ranks, cchc.open_workspace(PROVINCE), 2025)


def test_a_provisional_rating_goes_from_the_worst_case_to_the_best_as_in_score(run: Run, tmp_path: Path) -> None:
    assert "Fair … Good" in run("-C", PROVINCE, "score", "--unit", "xa-17").out
    line = next(each for each in run("-C", PROVINCE, "ranks").out.splitlines() if "Commune no. 17" in each)
    assert line.split()[-4:] == ["–", "Fair", "…", "Good"]
    run("-C", PROVINCE, "ranks", "--group", "xa", "-o", str(tmp_path / "r.xlsx"))
    sheet = [[cell for cell in row if cell] for row in openpyxl.load_workbook(tmp_path / "r.xlsx")["Unit"].values]
    assert next(row for row in sheet if "Rating" in row)[-2:] == ["Rating", "Rating at best"]
    assert next(row for row in sheet if "Commune no. 17" in row)[-2:] == ["Fair", "Good"]


def test_columns_of_workbooks_have_names_also_those_that_say_what_is_marked(run: Run, tmp_path: Path) -> None:
    def sheet(*line: str) -> list[dict[Any, Any]]:
        run("-C", PROVINCE, *line, "--group", "xa", "-o", str(tmp_path / "m.xlsx"))
        book = openpyxl.load_workbook(tmp_path / "m.xlsx")
        heads, *rows = next(sheet for sheet in book if sheet.title in ("Matrix", "Ranks")).values
        assert all(heads)
        return [dict(zip(heads, row, strict=True)) for row in rows[:84]]

    for line in (["matrix", "--by", "component"], ["matrix"]):
        assert "provisional" in {row["Note on Index"] for row in sheet(*line)}
    spanned = [row["Rank"] for row in sheet("report", "overview") if row["Index at best"] > row["Index"]]
    assert spanned
    assert set(spanned) == {None}


def test_what_is_not_scored_yet_is_told_area_by_area(run: Run, tmp_path: Path) -> None:
    shown = " ".join(run("-C", PROVINCE, "overview").out.split())
    assert "18.00 points of all units are not scored yet, and not among those that were lost (8 Impact of r" in shown
    run("-C", PROVINCE, "overview", "-o", str(tmp_path / "o.xlsx"))
    heads, *areas = openpyxl.load_workbook(tmp_path / "o.xlsx")["Areas"].values
    assert [row[heads.index("Not scored")] for row in areas] == [0] * 7 + [18]
    assert sum(row[heads.index("Of all lost, %")] for row in areas) == pytest.approx(100)


@pytest.mark.parametrize(("node", "words"), [("8.1", "not scored yet"), ("8", "provisional")])
def test_ranks_on_a_node_say_of_how_many_units_they_are(run: Run, node: str, words: str) -> None:
    rows = table(run("-C", PROVINCE, "ranks", "--on", node, "-f", "csv").out)
    ranked = sum(bool(row["rank"]) for row in rows)
    assert 0 < ranked < len(rows)
    told = run("-C", PROVINCE, "ranks", "--on", node).out
    assert f"{ranked} ranked; {len(rows) - ranked} {words}" in " ".join(told.split())
