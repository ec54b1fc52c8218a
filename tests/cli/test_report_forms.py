"""Documents as files: tables, pages, Word, LibreOffice, what users' texts can't break."""

import html
import json
import re
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.cli.test_report import DOCUMENTS, arguments
from tests.conftest import MINIMAL, NOTED, ROOT, Run, Tiny
from tests.word_files import W, body, cells, filled, paragraphs, text_of, to_pdf


def test_an_appeal_says_for_each_component_what_is_argued(tiny: Tiny, run: Run) -> None:
    """7.5 − 5.5 is still argued on 1.1.1 (6 − 4); 1.1.2 was won back; 1.10 was never cut."""
    tiny(
        MINIMAL.replace("max: 2}", 'max: 2, evidence: ["Quyết định số 5", "Biên bản"]}', 1),
        scores="year,unit,component,self,appraised1,appeal,score,note\n"
        "2022,u,1.1.1,6,3,,4,late\n2022,u,1.1.2,1.5,0.5,signed in time,1,no evidence\n2022,u,1.10,0,0,,0,\n",
    )
    assert run("report", "appeal", "-o", "x.docx").status == 0
    text = "\n".join(paragraphs(Path("x.docx")))
    for each in (
        "The self-score is 7.50 points on 3 components.",
        "So far: the first appraisal gave 3.50 points (on 3 components); the official points are 5.00 (on 3 components).",
        "On the 3 components with a self-score and an appraisal: self-score 7.50 points; the appraisal took 4.00 points off; 1.50 points were won back; official points 5.00.",
        "On 2 components 2.50 points less were given than the unit gave itself.",
        "1.1.1. A: self-score 6.00 of 6, first appraisal 3.00, official 4.00, 6.00 points asked for (2.00 more).\n- Owner: Office\n- Reason of the appraisal: late\n- Explanation of the unit: ……",
        "- Explanation of the unit: signed in time\n- Evidence: Quyết định số 5; Biên bản",
    ):
        assert each in text
    assert cells(Path("x.docx"))[1][-1] == ["", "Total", "8.00", "7.50", "3.50", "5.00", "4.00", "1.50", "2.50"]
    tiny(scores=NOTED + "2022,u,1.1.1,4,\n2022,u,1.1.2,2,\n2022,u,1.10,0,\n")
    assert "has not scored itself" in run("report", "appeal").out


def test_an_appeal_and_its_document_say_the_same(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of json, section I, the total of section II and the paragraphs of section III, of an appraisal half-way."""
    monkeypatch.chdir(tmp_path)
    example = ["-C", str(ROOT / "examples" / "appeal")]
    appeal = json.loads(run(*example, "appeal", "-f", "json").out)
    document = json.loads(run(*example, "report", "appeal", "-f", "json").out)
    assert run(*example, "report", "appeal", "-o", "x.docx", "--lang", "en").status == 0
    assert {key: document[key] for key in ("rows", "compared", "self", "score", "cut", "won_back", "arguable")} == {
        key: appeal[key] for key in ("rows", "compared", "self", "score", "cut", "won_back", "arguable")
    }
    argued = [row for row in appeal["rows"] if row["arguable"]]
    table = next(table for table in cells(Path("x.docx")) if table[0][0] == "Id")
    for row, line in zip(argued, table[1:-1], strict=True):
        stages = [row[name] for name in ("max", "self", "appraised1", "score", "cut", "won_back", "arguable")]
        assert line == [row["component"], line[1], *("–" if each is None else f"{each:.2f}" for each in stages)]
    assert [float(each) for each in table[-1][-3:]] == [
        sum(row[name] for row in argued) for name in ("cut", "won_back", "arguable")
    ]
    text = "\n".join(paragraphs(Path("x.docx")))
    assert (
        "self-score 75.00 points; the appraisal took 20.00 points off; 11.25 points were won back; latest points 66.25."
        in text
    )
    for row in argued:
        official = "no official points yet" if row["score"] is None else f"official {row['score']:.2f}"
        told = f"first appraisal {row['appraised1']:.2f}, {official}, {row['self']:.2f} points asked for ({row['arguable']:.2f} more)."
        assert told in text
    assert "no official points yet and is compared with the first appraisal: 2.2 Dossiers finished on time." in text


def test_text_of_the_users_files_can_not_break_a_document(tiny: Tiny, run: Run) -> None:
    long = "rất dài " * 900
    criteria = MINIMAL.replace("name: A,", 'name: "</w:t><b>&",').replace("name: First", f'name: "{"m" * 1500}"')
    note = "đ\u0301<w:tbl>&lt;" + "W" * 400 + " " + long
    tiny(
        criteria,
        scores=NOTED + f'2022,u,1.1.1,1,"{note}"\n2022,u,1.1.2,1,\x0b\x1f\n2022,u,1.10,0,a\n2022,v,1.1.1,6,\n',
    )
    for name, command in {"a": ["report", "result"], "b": ["gaps"], "c": ["score"]}.items():
        outcome = run(*command, "--unit", "u", "-o", f"{name}.docx")
        assert outcome.status == 0, outcome.err
        assert "</w:t><b>&" in text_of(body(Path(f"{name}.docx"))) or name == "c"
    tall = [row for row in body(Path("a.docx")).iter(f"{W}tr") if "rất dài" in text_of(row)]
    # A row that no page can hold must be allowed to split, or it would be cut off.
    assert tall and all(row.find(f"{W}trPr/{W}cantSplit") is None for row in tall)
    pages = to_pdf([Path("a.docx"), Path("b.docx"), Path("c.docx")], Path.cwd())
    assert sum(page.count("dài") for page in pages["a"]) == 900


def test_a_workbook_and_a_page_have_the_same_sections(overdue: Path, run: Run) -> None:
    run("report", "result", "-o", "x.docx")
    assert run("report", "result", "-o", "x.xlsx").status == 0
    book = openpyxl.load_workbook("x.xlsx")
    summary = {row[0] for row in book.worksheets[0].iter_rows(values_only=True)}
    sentences = [each for each in paragraphs(Path("x.docx")) if re.match("In 2022|Compared|The rank|- ", each)]
    assert len(sentences) == 7 and set(sentences) <= summary
    assert book.sheetnames[1:] == [
        "II. By area", "III. To be kept", "IV. Lost points", "V. Changes", "VI. Tasks ahead", "Scenario",
    ]  # fmt: skip
    lost = [[cell.value for cell in row] for row in book["IV. Lost points"].iter_rows()]
    assert lost[0] == ["Id", "Component", "Points", "Max", "Lost", "Reason", "Owner"]
    assert lost[1][2:5] == [3, 6, 3]
    planned, left = (
        [row["id"] for row in json.loads(run(*command, "-f", "json").out)["rows"]]
        for command in (("report", "plan"), ("commit",))
    )
    assert 0 < len(left) < len(planned)
    assert [row[1].value for row in book["VI. Tasks ahead"].iter_rows(min_row=2)] == [
        each for each in planned if each in left
    ]
    run("report", "result", "-o", "x.html")
    page = html.unescape(Path("x.html").read_text("utf-8"))
    assert all(each in page for each in sentences) and page.count("<table") == 5
    run("report", "commitments", "-o", "x.xlsx")
    assert "Commune chair" in openpyxl.load_workbook("x.xlsx").sheetnames
    assert "## Commune chair" in run("report", "commitments", "-f", "md").out


def test_a_file_is_replaced_whole_and_one_that_is_held_open_is_said_so(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("x.docx").write_bytes(b"old")
    assert run("report", "result", "-o", "x.docx").status == 0
    first = Path("x.docx").read_bytes()
    assert run("report", "result", "-o", "x.docx").status == 0
    assert paragraphs(Path("x.docx"))

    def held(*_args: object) -> None:
        raise PermissionError(13, "Permission denied", "x.docx")

    monkeypatch.setattr("os.replace", held)
    outcome = run("report", "result", "-o", "x.docx")
    assert (
        outcome.status == 2
        and "Can't write x.docx" in outcome.err
        and "Close it if a program has it open" in outcome.err
    )
    assert len(Path("x.docx").read_bytes()) in range(len(first) - 200, len(first) + 200)
    assert [each.name for each in sample.glob("*.tmp")] == []


def test_every_command_goes_into_word(overdue: Path, run: Run) -> None:
    commands = {
        "score": ["score", "--by", "component"], "gaps": ["gaps", "--peers"], "keep": ["keep"], "ranks": ["ranks"],
        "explain": ["explain"], "trend": ["trend"], "compare": ["compare", "best"], "robust": ["robust", "--runs", "50"],
        "plan": ["plan"], "simulate": ["simulate", "--need-rank", "10"], "track": ["track"], "commit": ["commit"], "check": ["check"],
    }  # fmt: skip
    for name, command in commands.items():
        outcome = run(*command, "--lang", "vi", "-o", f"{name}.docx")
        assert Path(f"{name}.docx").exists(), outcome.err
        assert paragraphs(Path(f"{name}.docx")), name
    names = [row["name"] for row in json.loads(run("ranks", "-f", "json").out)["rows"]]
    (table,) = cells(Path("ranks.docx"))
    assert [row[2] for row in table[1:]] == names


def test_libreoffice_opens_every_document(overdue: Path, run: Run) -> None:
    for name in DOCUMENTS:
        for lang in ("vi", "en"):
            run(*arguments(name), "--lang", lang, "-o", f"{name}-{lang}.docx")
    pages = to_pdf([Path(f"{name}-{lang}.docx") for name in DOCUMENTS for lang in ("vi", "en")], Path.cwd())
    for name, texts in pages.items():
        assert (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if name.endswith("vi") else "SOCIALIST REPUBLIC OF VIET NAM"
        ) in texts[0]
        assert "Độc lập - Tự do - Hạnh phúc" in texts[0] or name.endswith("en")
        if not name.startswith("commitments"):
            numbers = [page.strip().split("\n")[0].strip() for page in texts]
            assert numbers[1:] == [str(at) for at in range(2, len(texts) + 1)], name
            assert not numbers[0].isdigit()
            assert "Nguyễn Văn A" in texts[-1] or name.startswith("brief")
        _has_no_orphans(name, texts)
    sheets = pages["commitments-vi"]
    assert sum("NGƯỜI CAM KẾT" in page for page in sheets) == 4
    assert "KẾT QUẢ THEO LĨNH VỰC" in pages["result-vi"][0]


SIGNED = re.compile("Nơi nhận:|Recipients:|NGƯỜI CAM KẾT|WHO COMMITS")


def _has_no_orphans(name: str, texts: list[str]) -> None:
    """No signatures without lines of the body, no page before them half empty."""
    depths = filled(Path.cwd(), name)
    assert len(depths) == len(texts)
    body_ends = max((at for at, text in enumerate(texts) if SIGNED.search(text)), default=len(texts) - 1)
    for at, (text, depth) in enumerate(zip(texts[: body_ends + 1], depths, strict=False)):
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        lines = lines[1:] if lines[0].isdigit() else lines
        signed = SIGNED.search(text)
        assert signed or depth > 0.6 or len(texts) == 1, (name, at + 1, depth)
        if signed:
            before = next(place for place, line in enumerate(lines) if SIGNED.search(line))
            assert before >= 2, (name, at + 1, lines[:3])


def test_the_page_of_a_result_is_an_overview(sample: Path, run: Run) -> None:
    """Cards, area bars, lost points, ranks over the years and the tasks ahead, without a network."""
    assert run("report", "result", "2022", "-o", "result.html").status == 0
    page = (sample / "result.html").read_text("utf-8")
    assert page.count('class="card"') >= 3
    for title in (
        "Where the points were lost",
        "Ranks over the years",
        "Timeline of the proposed tasks",
        "Points got, in percent of the maximum",
    ):
        assert re.search(rf"<h2>{title}", page), title
    # Each for wide and for narrow screens, and that of losses once more for paper, where that of ranks stands beside it.
    assert page.count("<svg") == 2 * 4 + 1
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert len(page) <= 400_000


def test_the_page_of_a_plan_shows_it_over_time(overdue: Path, run: Run) -> None:
    """With data/tasks.csv and for a goal; on the page of the progress it is called progress."""
    for command in (["report", "plan", "2022"], ["report", "plan", "2022", "--target-rating", "good"]):
        assert run(*command, "--lang", "en", "-o", "plan.html").status == 0
        page = Path("plan.html").read_text("utf-8")
        assert "<h2>Timeline of the plan</h2>" in page and page.count("<svg") == 2
        ids = [row["id"] for row in json.loads(run(*command, "-f", "json").out)["rows"]]
        assert all(re.search(rf">{each} ", page) for each in ids)
        assert page.count('class="card"') >= 4
    run("report", "progress", "2023", "--lang", "en", "-o", "progress.html")
    page = Path("progress.html").read_text("utf-8")
    assert "<h2>Progress of the tasks</h2>" in page and page.count('class="card"') >= 3
    # Too many figures for a phone: a card a row there.
    assert re.search(
        r'<table role="table" class="stacked">\s*<caption[^>]*>[^/]*</span></caption>\s*<thead[^>]*>\s*<tr[^>]*>\s*<th[^>]*><span>Owner',
        page,
    )


def test_ids_and_numbers_of_rows_have_headings_of_their_own(sample: Path, run: Run) -> None:
    run("report", "result", "2022", "--lang", "vi", "-o", "x.docx")
    heads = [(table[0], table[1]) for table in cells(Path("x.docx"))[1:-1]]
    for head, first in heads:
        assert (head[0] == "TT") == (first[0] == "1" and "Nhiệm vụ" in head), head
    (areas, _row) = heads[0]
    assert areas[0] == "Mã" and areas[-1].replace("\u00a0", " ") == "± 2021 (điểm phần trăm)"


def test_a_long_timeline_is_strips_between_which_a_page_may_end_with_its_axis_and_one_caption(
    sample: Path, run: Run
) -> None:
    found = json.loads(run("plan", "2022", "-f", "json").out)["rows"]
    assert len(found) > 16
    assert run("plan", "2022", "-o", "x.docx").status == 0
    axis, *rows = body(Path("x.docx")).findall(f"{W}tbl")[-1].findall(f"{W}tr")
    assert text_of(axis).startswith("Chart: ") and len(rows) == len(found)
    assert axis.find(f"{W}trPr/{W}tblHeader") is not None
    drawn = [axis, *rows]
    strips = docx.Document("x.docx").inline_shapes
    assert (
        len(strips) == len(drawn)
        and len({each._inline.graphic.graphicData.pic.blipFill.blip.embed for each in strips}) == 1
    )
    kept = [line.findall(f".//{W}p")[-1].find(f"{W}pPr/{W}keepNext") is not None for line in drawn]
    assert all(kept[:2]) and not any(kept[2:-2]) and kept[-2:] == [True, False]
    # Not made smaller than they were drawn; together they are the whole, each part of it once.
    assert all(abs(each.width - Mm(160)) < Mm(1) for each in strips)
    parts = [each._inline.graphic.graphicData.pic.blipFill.find(qn("a:srcRect")) for each in strips]
    edges = [(int(part.get("t")), 100_000 - int(part.get("b"))) for part in parts]
    assert edges[0][0] == 0 and edges[-1][1] == 100_000
    assert all(above[1] == below[0] for above, below in pairwise(edges))


def test_the_own_row_needs_no_column_that_points_at_it(sample: Path, run: Run) -> None:
    run("ranks", "--lang", "en", "-o", "x.docx")
    (table,) = cells(Path("x.docx"))
    assert table[0] == ["Rank", "▲▼", "Unit", "Index", "±", "Rating"]
    assert not any("◄" in cell for row in table for cell in row)


def test_another_units_paper_is_not_signed_by_the_default_one(sample: Path, run: Run) -> None:
    for kind in ("result", "plan", "appeal"):
        outcome = run("report", kind, "2022", "-u", "don-vi-05", "-o", f"{kind}.docx", "--lang", "vi")
        assert outcome.status == 0
        assert "là của Xã Tiến Lợi; với đơn vị khác, phần này để trống" in outcome.err
        told = "\n".join([*paragraphs(Path(f"{kind}.docx")), *_texts(Path(f"{kind}.docx"))])
        assert "Tiến Lợi" not in told
        assert "Nguyễn Văn A" not in told
        assert "đơn vị 05" in told.lower()
    assert run("report", "result", "2022", "-o", "own.docx").err == "Written: own.docx\n"
    assert "Nguyễn Văn A" in "\n".join(_texts(Path("own.docx")))


def _texts(path: Path) -> list[str]:
    return [cell for table in cells(path) for row in table for cell in row]


def test_a_task_that_is_not_filed_bears_no_id(sample: Path, run: Run) -> None:
    (sample / "data" / "tasks.csv").unlink(missing_ok=True)
    assert "T-2023-" not in run("report", "plan", "2022").out
    assert run("plan", "2022", "--target", "85", "--write").status == 0
    assert "T-2023-001" in run("report", "plan", "2022").out
    assert "T-2023-" not in run("report", "plan", "2022", "--target", "90").out


def test_nothing_lost_and_nothing_that_applies(tiny: Tiny, run: Run) -> None:
    tiny(scores=NOTED + "2022,u,1.1.1,6,\n2022,u,1.1.2,2,\n2022,u,1.10,2,\n")
    assert run("report", "result", "-o", "x.docx").status == 0
    assert "No points were lost" in "\n".join(paragraphs(Path("x.docx")))
    assert run("report", "plan", "-o", "x.docx").status == 0
    assert "There is no task in this plan." in "\n".join(paragraphs(Path("x.docx")))
    tiny(scores=NOTED + "2022,u,1.1.1,NA,\n2022,u,1.1.2,NA,\n2022,u,1.10,NA,\n2022,v,1.1.1,6,\n")
    assert run("report", "result", "--unit", "u", "-o", "x.docx").status == 0
    assert "no component applies to u, so there is no index." in "\n".join(paragraphs(Path("x.docx")))


@pytest.mark.parametrize("name", ["progress", "commitments"])
def test_without_tasks_it_is_said_how_to_get_some(name: str, sample: Path, run: Run) -> None:
    outcome = run("report", name, "-o", "x.docx")
    assert outcome.status == 2 and "cchc plan --write" in outcome.err
    assert not Path("x.docx").exists()


def test_tables_repeat_their_headings_and_keep_rows_whole(sample: Path, run: Run) -> None:
    run("report", "result", "--lang", "vi", "-o", "x.docx")
    tables = [
        each for each in body(Path("x.docx")).findall(f"{W}tbl") if each.find(f"{W}tblPr/{W}tblBorders") is not None
    ]
    assert len(tables) == 5
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        widths = [int(each.get(f"{W}w", "0")) for each in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert abs(sum(widths) - 165 / 25.4 * 1440) < 10 and min(widths) > 300
    areas = tables[0].findall(f"{W}tr")[1]
    aligned = [
        None if (jc := cell.find(f"{W}p/{W}pPr/{W}jc")) is None else jc.get(f"{W}val")
        for cell in areas.findall(f"{W}tc")
    ]
    assert aligned == ["center", None, "right", "right", "right", "right", "right"]
    assert [text_of(cell) for cell in areas.findall(f"{W}tc")][2:4] == ["16,00", "11,50"]
