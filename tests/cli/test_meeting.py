"""The papers of the review meeting: conclusions, the page at a glance, the whole packet."""

import csv
import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest

from cchc_cli.model.blocks import Chart
from cchc_cli.show.writers.filed.docx import charts
from tests.conftest import MINIMAL, NOTED, ROOT, Run, Tiny
from tests.word_files import cells, paragraphs, to_pdf

YEAR, UNIT = "2022", "xa-tien-loi"
DAY = ("--signed", "2023-03-31")
DOSSIER = "dossier,unit,received,due,finished,channel\na,u,2022-01-03,{due},{finished},counter\n"
TASKS = (
    "id,component,action,due,status,done_on\nT-2023-001,1.1.2,First thing,2023-03-31,done,2023-03-01\n"
    "T-2023-002,1.1.2,Second thing,2023-06-30,{second},{done_on}\n"
)


def dossiers() -> tuple[int, int, int]:
    """Decided, late and late without an apology, counted from the sample's register by hand."""
    with (ROOT / "data" / "dossiers-2022.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["unit"] == UNIT]
    late = [row for row in rows if (row["finished"] or "9999") > row["due"]]
    return len(rows), len(late), sum(not (row["apology"] and row["rescheduled"]) for row in late)


def test_shortcomings_are_the_appraisers_words_below_their_areas(sample: Path, run: Run) -> None:
    assert run("report", "conclusion", YEAR, "--lang", "vi", "-o", "x.docx").status == 0
    table = next(each for each in cells(Path("x.docx")) if each[0][-1] == "Nhận xét của cơ quan thẩm định")
    with (sample / "data" / "scores-2022.csv").open(encoding="utf-8") as file:
        notes = {row["component"]: row["note"] for row in csv.DictReader(file) if row["unit"] == UNIT}
    area, lost = "", {}
    for identity, _name, points, told in table[1:]:
        if "." not in identity:
            area, lost[identity] = identity, [float(points.replace(",", ".")), 0.0]
            assert told == ""
            continue
        assert identity.split(".")[0] == area
        lost[area][1] += float(points.replace(",", "."))
        assert told == notes[identity] or (not notes[identity] and set(told) == {"…"})
    assert all(abs(whole - parts) < 0.005 for whole, parts in lost.values()) and len(lost) == 5
    book = run("report", "conclusion", YEAR, "--lang", "vi", "-o", "x.xlsx")
    assert book.status == 0
    assert not [
        cell.value
        for sheet in openpyxl.load_workbook("x.xlsx").worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and set(cell.value) == {"…"}
    ]


def test_duties_are_told_where_the_register_says_they_were_missed(sample: Path, run: Run) -> None:
    decided, late, bare = dossiers()
    assert (decided, late) == (1200, 46)
    shown = run("report", "conclusion", YEAR, "-f", "md", "--lang", "en").out
    assert "- Fewer points than in 2021: 10 components; most was lost on 3.3.1 Dossiers finished on time (%); " in shown
    outcome = run("report", "conclusion", YEAR, "--lang", "en", "-o", "x.docx")
    assert outcome.err == "Written: x.docx\n"
    text = "\n".join(paragraphs(Path("x.docx")))
    assert (
        f"In 2022 {late} of {decided:,} dossiers were late: 96.2% were on time, under the 98% that is required." in text
    )
    assert f"{bare} of {late} late dossiers have no written apology" in text
    assert "- At least 98% of dossiers are finished on time" in text and "- For each late dossier" in text
    assert json.loads(run("report", "conclusion", YEAR, "-f", "json").out)["duties"] == {
        "decided": decided, "on_time": decided - late, "late": late, "required": 98.0,
        "percent": pytest.approx(100 * (decided - late) / decided), "without_apology": bare,
    }  # fmt: skip


def test_duties_that_were_kept_or_that_nobody_counts_are_no_shortcomings(tiny: Tiny, run: Run) -> None:
    tiny(scores=NOTED + "2022,u,1.1.1,4,\n2022,u,1.1.2,2,\n2022,u,1.10,2,\n")
    outcome = run("report", "conclusion")
    assert "dossier" not in outcome.out and "no register has dossiers of 2022" in outcome.err
    register = Path("data/dossiers.csv")
    register.write_text(DOSSIER.format(due="2022-01-05", finished="2022-01-05"), "utf-8")
    outcome = run("report", "conclusion")
    assert "dossier" not in outcome.out and not outcome.err
    # Written anew between two commands, it is read anew.
    register.write_text(DOSSIER.format(due="2022-01-05", finished="2022-01-06"), "utf-8")
    outcome = run("report", "conclusion")
    assert "In 2022 1 of 1 dossiers were late: 0.0% were on time" in outcome.out
    assert "apology" not in outcome.out.split("\nV. ")[0]
    register.write_text(DOSSIER.format(due="nonsense", finished="2022-01-06"), "utf-8")
    outcome = run("report", "conclusion", "-o", "x.docx")
    assert outcome.status == 2 and re.search("data/dossiers.csv:2: .*due.*this is not a date", outcome.err)
    assert "--skip-bad" not in outcome.err and not Path("x.docx").exists()


def test_the_meeting_is_headed_by_who_signs_and_rests_on_what_the_workspace_names(tiny: Tiny, run: Run) -> None:
    letterhead = (
        "document:\n  issuer: UBND xã An\n  signer: {title: Chủ tịch}\n"
        "  basis: [Quyết định số 5/QĐ-UBND, Thực hiện Kế hoạch số 6;]\n"
    )
    tiny(MINIMAL + letterhead, scores=NOTED + "2022,u,1.1.1,4,\n2022,u,1.1.2,2,\n2022,u,1.10,2,\n")
    for name in ("conclusion", "result", "plan"):
        told = run("report", name, "--lang", "vi").out
        first = re.sub(r"\s+", " ", told.split("\nI. ")[0])
        assert "Căn cứ Quyết định số 5/QĐ-UBND; Thực hiện Kế hoạch số 6; " in first
    assert "Kết luận của Chủ tịch UBND xã An tại cuộc họp" in run("report", "conclusion", "--lang", "vi").out


def test_the_brief_is_one_page_of_figures_ten_lines_and_three_charts(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On it no sign of a chart is smaller than 7 points, as it is drawn and as it is printed; the sample's lines are the longest."""
    assert run("plan", "--target-rating", "good", "--write").status == 0
    files, letters, png = [], [], charts.png

    def drawn(chart: Chart, width: float, size: float) -> bytes:
        letters.append(size)
        return png(chart, width, size)

    monkeypatch.setattr(charts, "png", drawn)
    worlds = {"sample": (sample, "2022", UNIT), "papi": (ROOT / "examples" / "papi", "2016", "can-tho")}
    worlds["province"] = (ROOT / "examples" / "province", "2025", "xa-02")
    for name, (folder, year, unit) in worlds.items():
        for lang in ("vi", "en"):
            file = sample / f"{name}-{lang}.docx"
            outcome = run("-C", folder, "report", "brief", year, "-u", unit, *DAY, "--lang", lang, "-o", file)
            assert outcome.status == 0, outcome.err
            files.append(file)
            word = docx.Document(str(file))
            assert len(word.inline_shapes) == 3
            for shape, size in zip(word.inline_shapes, letters[-3:], strict=True):
                picture = word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].image
                assert size * shape.width / picture.width > 6.9, (name, lang)
            lines = [each for each in paragraphs(file) if re.match(r"\d+\. ", each)]
            assert [int(each.split(".")[0]) for each in lines] == list(range(1, len(lines) + 1))
            assert len(lines) == 10 if name == "sample" else 5 <= len(lines) <= 10
    assert cells(sample / "sample-en.docx")[1][0][0].startswith("Index76.08 / 100")
    run("report", "brief", "2022", "--lang", "en", "-o", "x.html")
    page = Path("x.html").read_text("utf-8")
    assert re.findall(r'<p class="said">(\d+)\. ', page) == [str(at) for at in range(1, 11)]
    assert '<body class="single">' in page
    pages = to_pdf(files, sample)
    assert {name: len(texts) for name, texts in pages.items()} == dict.fromkeys(pages, 1)


def test_the_packet_of_the_meeting_has_all_its_papers(sample: Path, run: Run) -> None:
    assert run("plan", "--target-rating", "excellent", "--write").status == 0
    outcome = run("report", "all", YEAR, "-o", "papers", "--suffix", "csv", "-f", "csv")
    assert outcome.status == 0
    kinds = ["result", "plan", "progress", "commitments", "appeal", "conclusion", "brief"]
    assert [line.split(",")[1] for line in outcome.out.splitlines()[1:]] == kinds
    assert {each.name for each in Path("papers").iterdir()} == {
        "index.html", *(f"{UNIT}-{each}.csv" for each in kinds)
    }  # fmt: skip


def test_the_chair_commits_to_the_body_above(sample: Path, run: Run) -> None:
    assert run("plan", "--target-rating", "excellent", "--write").status == 0
    assert run("report", "commitments", "2023", "--lang", "vi", "-o", "x.docx").status == 0
    told, chair = paragraphs(Path("x.docx")), "Chức vụ: Chủ tịch UBND xã"
    assert "Bộ phận: Tiếp nhận và trả kết quả" in told
    assert any(cell.endswith(": đầy đủ") for table in cells(Path("x.docx")) for row in table for cell in row)
    at = told.index(chair)
    body = next(each for each in told[at:] if each.startswith("Tôi cam kết với "))
    superior = body.removeprefix("Tôi cam kết với ").split(" thực hiện")[0].upper()
    assert "".join(superior.split()) in "".join(cells(Path("x.docx"))[0][0][0].split())
    assert told[at - 1] == "Họ và tên: Nguyễn Văn A"
    assert sum(each == "- Chịu trách nhiệm trước người đứng đầu đơn vị về kết quả thực hiện." for each in told) == 3
    criteria = sample / "criteria.yaml"
    criteria.write_text(
        criteria.read_text("utf-8").replace("owner: chu-tich\n  basis", "owner: chu-tic\n  basis"), "utf-8"
    )
    outcome = run("check", "--lang", "en")
    assert re.search(r"the owner chu-tic is\s+not among owners\. Did you mean chu-tich", outcome.out)


def test_what_is_done_already_is_no_task_ahead(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=NOTED + "2022,u,1.1.1,4,\n2022,u,1.1.2,1,\n2022,u,1.10,2,\n",
        tasks=TASKS.format(second="todo", done_on=""),
    )
    for paper in ("result", "conclusion"):
        told = run("report", paper).out
        assert "Carry out what is left of the plan for 2023 (tasks done: 1):" in told
        assert "Second thing" in told and "First thing" not in told
    told = re.sub(r"\s+", " ", run("report", "brief", "--signed", "2023-06-01").out)
    assert "The plan for 2023 has 2 tasks. 1 of them is done. The first deadline of the others is 2023-06-30." in told
    found = json.loads(run("report", "result", "-f", "json").out)
    assert ([each["id"] for each in found["tasks"]], found["done"], found["filed"]) == (["T-2023-002"], 1, True)
    Path("data/tasks.csv").write_text(TASKS.format(second="done", done_on="2023-05-01"), "utf-8")
    told = re.sub(r"\s+", " ", run("report", "result").out)
    assert "All tasks of the plan for 2023 are done" in told and "thing" not in told


def test_tasks_that_are_on_no_sheet_are_told_beside_the_paper(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=NOTED + "2022,u,1.1.1,4,\n2022,u,1.1.2,1,\n2022,u,1.10,2,\n",
        tasks=TASKS.format(second="todo", done_on=""),
    )
    for command in (["commitments"], ["commitments", "-o", "x.docx"], ["all", "-o", "papers"]):
        done = run("report", *command)
        told = re.sub(r"\s+", " ", done.err)
        assert done.status == 0
        assert "u: T-2023-002 has no owner and is on no sheet" in told


def test_papers_of_a_day_say_which_tasks_are_overdue_on_it(sample: Path, run: Run) -> None:
    assert run("plan", "--target", "85", "--write").status == 0
    for paper in ("conclusion", "brief", "result"):
        told = re.sub(r"\s+", " ", run("report", paper, "--signed", "2023-03-31", "--lang", "en").out)
        assert "As of 2023-03-31 4 tasks of the plan are overdue: " in told, paper
        # Who reads it out has no list of ids: the longest overdue by their actions and owners.
        late = told.split(" are overdue: ")[1].split(". ")[0]
        assert "T-2023" not in late and late.endswith(" and 1 more task") and late.count("; ") == 2, paper
        assert late.split("; ")[1].endswith("Say who writes ad hoc reports (Office and statistics officer)"), late
        assert " overdue: " not in run("report", paper, "--signed", "2023-01-15", "--lang", "en").out
    assert "The first deadline of the others is 2023-03-31." in re.sub(
        r"\s+", " ", run("report", "brief", "--signed", "2023-03-31", "--lang", "en").out
    )


def test_a_chair_can_read_out_what_is_to_be_reviewed(sample: Path, run: Run) -> None:
    """How many components by why, the worst by name, the others by id: points and reasons stand with the shortcomings."""
    told = run("report", "conclusion", "--lang", "vi").out
    reviewed = re.sub(r"\s+", " ", told.split("\nIV. ")[1].split("\nV. ")[0])
    assert (
        "- Giảm điểm so với năm 2021: 10 tiêu chí thành phần, bị trừ nhiều điểm nhất là 3.3.1 Tỷ lệ hồ sơ giải quyết đúng"
        " hạn (%); 3.3.2 Xin lỗi và hẹn lại khi trễ hẹn (% hồ sơ trễ) và 7.2 Dịch vụ bưu chính công ích (% hồ sơ)"
        " (còn lại: 1.1.2, 1.1.3, 1.2.1, 1.2.3, 1.6, 5.3.1, 8.1)."
    ) in reviewed
    criteria = (sample / "criteria.yaml").read_text("utf-8")
    (sample / "criteria.yaml").write_text(criteria.replace("low: 70", "low: 1"), "utf-8")
    few = re.sub(r"\s+", " ", run("report", "conclusion", "--lang", "vi").out)
    low = few.split("- Đạt dưới 1% điểm tối đa: ")[1].split(" - ")[0]
    assert 0 < len(re.findall(r"\d\.\d+(?:\.\d+)? [A-ZĐ]", low)) <= 5 and "còn lại" not in low


def test_all_papers_of_a_packet_tell_of_the_same_day(planned: Path, run: Run) -> None:
    """On 31 March 2023 two tasks are overdue, as those done in March are; on the 9th that of 15 March was not due yet."""
    for options, late, done in (
        (("--date", "2023-03-31"), 2, 2),
        (("--date", "2023-03-09", "--signed", "2023-12-01"), 2, 1),
        (("--signed", "2023-03-04"), 3, 0),
        (("--signed", "2024-02-01"), 7, 2),
    ):
        assert run("report", "all", YEAR, *options, "-o", "papers", "--suffix", "md", "--lang", "en").status == 0
        papers = {each.stem.removeprefix(f"{UNIT}-"): each.read_text("utf-8") for each in Path("papers").glob("*.md")}
        day = "2023-12-31" if "2024-02-01" in options else options[1]
        for paper in ("result", "conclusion", "brief"):
            assert f"As of {day} {late} tasks of the plan are overdue: " in papers[paper], (paper, options)
        assert f"as of {day}" in papers["progress"] and f"{late} past the deadline" in papers["progress"], options
        told = f"{done} of them" if done else "has 9 tasks. As of"
        assert told in papers["brief"] and papers["commitments"].count("| T-2023-") == 9 - done, options
        alone = run("report", "brief", YEAR, *options, "-f", "md", "--lang", "en").out
        assert alone.strip() == papers["brief"].strip()


def test_the_chart_of_ranks_counts_who_has_a_rank(tmp_path: Path, run: Run) -> None:
    """Of the communes of 2025 some are not scored in full: the chart's total is that of the rank beside it."""
    page, folder = tmp_path / "x.html", ROOT / "examples" / "province"
    assert run("-C", folder, "report", "brief", "2025", "-u", "xa-50", "--lang", "en", "-o", page).status == 0
    told = page.read_text("utf-8")
    ranked = re.search(r"rank \d+ of (\d+)", told)
    charted = re.search(r"Ranks over the years: \d+ of (\d+) units", told)
    assert ranked and charted and ranked[1] == charted[1]


def test_components_stand_in_the_order_of_the_framework(tiny: Tiny, run: Run) -> None:
    """By their ids as texts 10 stood before 9, as in annexes whose criteria are counted through."""
    leaves = "".join(f'      - {{id: "{at}", name: Name {at}, max: 6}}\n' for at in range(1, 21))
    criteria = f'version: 1\nindex: {{id: t, name: T}}\nareas:\n  - id: "I"\n    name: First\n    criteria:\n{leaves}'
    given = ((year, at, 5 if year == 2022 and at % 2 == 0 else 6) for year in (2021, 2022) for at in range(1, 21))
    tiny(criteria, scores=NOTED + "".join(f"{year},u,{at},{points},\n" for year, at, points in given))
    text = run("report", "conclusion", "-f", "md").out
    listed = [
        int(line.split("|")[1])
        for line in text.splitlines()
        if line.startswith("| ") and line.split("|")[1].strip().isdigit()
    ]
    assert listed[:10] == [*range(2, 21, 2)]
    others = re.search(r"the others: ([\d, ]+)", text)
    assert others is not None
    assert [*map(int, others[1].split(", "))] == sorted(map(int, others[1].split(", ")))
    kept = re.findall(r"(\d+) Name \d+", next(line for line in text.splitlines() if "; 3 Name" in line))
    assert kept == [str(at) for at in range(1, 21, 2)]
