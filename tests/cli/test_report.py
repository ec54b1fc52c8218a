"""`cchc report`: documents in the form of Decree 30/2020/NĐ-CP, every figure of which scripts get as well."""

import html
import json
import re
import zipfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from tests.conftest import MINIMAL, NOTED, ROOT, Run, Tiny
from tests.word_files import W, body, cells, every_number, known_numbers, paragraphs, text_of, to_pdf

DOCUMENTS = {
    "result": ["2022"],
    "plan": ["2022"],
    "progress": ["2023", "--date", "2023-04-10"],
    "period": ["2023", "--period", "2023-Q1"],
    "commitments": ["2023"],
    "appeal": ["2022"],
}


def arguments(name: str) -> list[str]:
    return ["report", "progress" if name == "period" else name, *DOCUMENTS[name]]


@pytest.fixture
def planned(sample: Path, run: Run) -> Path:
    """The sample with a plan, one task done, one begun, some overdue."""
    run("plan", "--target-rating", "excellent", "--write")
    run("task", "done", "T-2023-001", "--on", "2023-03-10", "--evidence", "not-there.pdf")
    run("task", "start", "T-2023-005", "--on", "2023-03-01")
    run("task", "cancel", "T-2023-015")
    return sample


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_is_one_that_json_gives(name: str, lang: str, planned: Path, run: Run) -> None:
    outcome = run(*arguments(name), "--lang", lang, "-o", "x.docx")
    assert outcome.status == 0, outcome.err
    known, texts = known_numbers(json.loads(run(*arguments(name), "-f", "json").out))
    # Names and notes of the user's files have figures of their own; what is left of a text without them is ours.
    words = {*texts.split("\n"), *scalars(yaml.safe_load((planned / "criteria.yaml").read_text("utf-8")))}
    names = sorted((each for each in words if re.search(r"[^\W\d_]{2}", each)), key=len, reverse=True)
    known |= {float(each) for word in words - set(names) for each in re.findall(r"\d+(?:\.\d+)?", word)}
    told = [
        *paragraphs(Path("x.docx")),
        *(cell for table in cells(Path("x.docx"))[1:] for row in table for cell in row),
    ]
    bare = "\n".join(told)
    for each in names:
        bare = bare.replace(each, " ")
    figures = every_number([re.sub(r"\b\d+/\d+/\d{4}\b|\d{4}-\d\d-\d\d", " ", bare)])
    assert len(figures) > 4
    for figure in figures:
        decimals = len(re.split("[.,]", figure)[1]) if re.search("[.,]", figure) else 0
        rounded = {half_up(each, decimals) for each in known}
        assert half_up(float(figure.replace(",", ".")), decimals) in rounded, figure


def half_up(value: float, decimals: int) -> Decimal:
    exact = Decimal(repr(round(value, 9)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def scalars(value: object) -> set[str]:
    """Every text of a YAML value."""
    if isinstance(value, dict):
        return set().union(*(scalars(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(scalars(each) for each in value))
    return {value} if isinstance(value, str) else set()


def test_points_that_suffice_are_those_of_json(sample: Path, run: Run) -> None:
    """77.35 − 76.08 = 1.27 would only draw level; 1.28 passes on the index rounded to 2 decimals."""
    missing = json.loads(run("report", "result", "2022", "-f", "json").out)["missing"]
    assert missing == {
        "rating": {"rating": "good", "points": 3.92},
        "pass": {"unit": "don-vi-14", "rank": 13, "gap": pytest.approx(1.27), "sharing": 1, "points": 1.28},
    }
    text = " ".join(run("report", "result", "2022", "--lang", "en").out.split())
    assert "Missing are 3.92 points for the rating Good." in text
    told = "The next above is Đơn vị 14 (rank 13), 1.27 points ahead; 1.28 points or more are needed to pass it."
    assert told in text


@pytest.fixture
def provisional(sample: Path) -> Path:
    """The sample with 8.2 (of 4 points, the unit's self-score 4) not appraised yet."""
    scores = sample / "data" / "scores-2022.csv"
    text = scores.read_text("utf-8")
    line = next(each for each in text.splitlines() if each.startswith("2022,xa-tien-loi,8.2,"))
    scores.write_text(text.replace(line, "2022,xa-tien-loi,8.2,4,,"), "utf-8")
    return sample


def test_what_is_not_appraised_yet_is_not_told_as_lost(provisional: Path, run: Run) -> None:
    """Of 25.92 points below the maxima 4.00 (8.2) are open: 21.92 were taken off, on 20 of the 21 components."""
    outcome = run("report", "result", "2022", "--lang", "en")
    text = " ".join(outcome.out.split())
    # The twelve largest: 3, 3, 2, 2, 1.32, six times 1 and 0.8, which is 18.12 of 21.92.
    assert "20 components lost 21.92 points in all. The 12 largest make 82.7% of that." in text
    assert "1 component worth 4.00 points is not scored yet and is not counted as lost: 8.2." in text
    # Area 8 has 4.68 of the 6 points that are scored, 78%: three areas are lower.
    lowest = text.split("The lowest shares of points: ")[1].split("Id ")[0]
    assert "51.5%" in lowest and "70.0%" in lowest and "71.9%" in lowest and "46.8" not in text
    assert "On the 51 of 52 components with a self-score and an appraisal the self-score was 80.08 points;" in text
    found = json.loads(run("report", "result", "2022", "-f", "json").out)
    assert found["deducted"]["components"] == 20 and found["deducted"]["points"] == pytest.approx(21.92)
    assert found["unscored"] == {"components": 1, "points": pytest.approx(4.0)}
    assert (found["lost"]["components"], found["lost"]["points"]) == (21, pytest.approx(25.92))
    assert "8.2" not in {task["component"] for task in found["tasks"]}
    gaps = json.loads(run("gaps", "2022", "-f", "json").out)
    assert gaps["lost"] == pytest.approx(25.92) and len(gaps["rows"]) == 21
    assert [row["cum_share"] for row in gaps["rows"]] == [row["cum_share"] for row in found["lost"]["rows"]]


def test_a_plan_says_what_of_the_result_is_not_appraised_yet(provisional: Path, run: Run) -> None:
    command = ("report", "plan", "2022", "--target", "80")
    text = " ".join(run(*command, "--lang", "en").out.split())
    assert "put right 20 components that lost 21.92 points in 2022" in text
    assert "The result of 2022 is provisional: 1 component worth 4.00 points is not scored yet" in text
    assert "of 25.92 points that were lost or are not scored yet are won" in text
    found = json.loads(run(*command, "-f", "json").out)
    assert found["deducted"] == {"components": 20, "points": pytest.approx(21.92)}
    assert found["unscored"] == {"components": 1, "points": pytest.approx(4.0)}


def test_every_figure_of_a_provisional_result_is_one_that_json_gives(provisional: Path, run: Run) -> None:
    for name in ("result", "plan"):
        run("plan", "--target", "80", "--write")
        for lang in ("vi", "en"):
            test_every_figure_is_one_that_json_gives(name, lang, provisional, run)


def test_the_page_of_a_provisional_year_shows_the_own_ranks(provisional: Path, run: Run) -> None:
    run("report", "result", "2022", "--lang", "en", "-o", "x.html")
    page = html.unescape(Path("x.html").read_text("utf-8"))
    # With 74.08 to 78.08 points the unit is anywhere from behind 10 to behind 13 of the 17 others.
    assert "Xã Tiến Lợi: 2021: rank 11; 2022: provisional, rank 11–14 is possible." in page
    assert "Ranks over the years (2022 is provisional: Xã Tiến Lợi can still get rank 11–14)" in page
    assert "11–14  Xã Tiến Lợi" in page
    pareto = re.findall(r"<desc[^>]*>(Lost points, .*?)</desc>", page)
    assert pareto and not any("8.2 " in each for each in pareto)


def test_units_that_share_the_next_rank_are_named_alike(tiny: Tiny, run: Run) -> None:
    """b, c and d share rank 1 with 9 of 10, a has 7.5: 15 of 100 behind; 90.01 needs 1.5005 points, told as 1.51."""
    points = {"a": (4, 1.5, 2), "b": (6, 1, 2), "c": (5, 2, 2), "d": (6, 2, 1)}
    rows = [
        f"2022,{unit},{leaf},{each},\n"
        for unit, line in points.items()
        for leaf, each in zip(("1.1.1", "1.1.2", "1.10"), line, strict=True)
    ]
    tiny(scores=NOTED + "".join(rows))
    found = json.loads(run("report", "result", "2022", "--unit", "a", "-f", "json").out)["missing"]["pass"]
    card = " ".join(run("score", "2022", "--unit", "a", "--lang", "en").out.split())
    text = " ".join(run("report", "result", "2022", "--unit", "a", "--lang", "en").out.split())
    unit = found["unit"]
    assert unit in {"b", "c", "d"} and found["sharing"] == 3 and found["points"] == pytest.approx(1.51)
    assert f"15.00 points behind {unit} (one of the 3 units that share rank 1)" in card
    told = f"The next above is {unit} (one of the 3 units that share rank 1), 15.00 points of the index ahead; "
    told = f"{told}1.51 points of components or more are needed to pass it."
    assert told in text


def test_a_periodic_report_lists_what_is_overdue_from_before(planned: Path, run: Run) -> None:
    """Tasks due in the first quarter, of which T-2023-001 was done and T-2023-002 only after the second one."""
    run("task", "done", "T-2023-002", "--on", "2023-08-01")
    command = ("report", "progress", "2023", "--period", "2023-Q2")
    found = json.loads(run(*command, "-f", "json").out)
    due = {row["id"]: row["due"] for row in found["rows"]}
    before = [each for each in due if due[each] < "2023-04-01" and each != "T-2023-001"]
    assert set(found["in_period"]["overdue_before"]) == set(before) and "T-2023-002" in before
    assert found["in_period"]["overdue_before_count"] == len(before) == 5
    run(*command, "--lang", "en", "-o", "x.docx")
    text = paragraphs(Path("x.docx"))
    assert "II. OVERDUE FROM BEFORE THE PERIOD" in text
    assert "5 tasks that were due before the period are still not done." in text
    table = next(each for each in cells(Path("x.docx")) if each[-1][0] in before)
    assert [row[3] for row in table[1:]] == sorted(row[3] for row in table[1:])
    assert {row[0] for row in table[1:]} == set(before)
    tracked = json.loads(run("track", "--period", "2023-Q2", "-f", "json").out)
    assert set(tracked["overdue_before"]) == set(before) <= {row["id"] for row in tracked["rows"]}
    assert "## Overdue from before the period" in run("track", "--period", "2023-Q2", "--lang", "en", "-f", "md").out


def test_a_document_is_the_same_file_whenever_it_is_made(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = {
        "result": ["report", "result"],
        "gaps": ["gaps"],
        "measure": ["measure", "2022", "--date", "2022-12-31"],
    }
    for name, command in commands.items():
        for suffix in ("docx", "xlsx", "html"):
            made = []
            for moment in (1_700_000_000.0, 1_750_000_000.0):
                monkeypatch.setattr("time.time", lambda moment=moment: moment)
                assert run(*command, "-o", f"{name}.{suffix}").status == 0
                made.append(Path(f"{name}.{suffix}").read_bytes())
            assert made[0] == made[1], (name, suffix)
            if suffix != "html":
                with zipfile.ZipFile(f"{name}.{suffix}") as parts:
                    assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                    assert f"{date.today():%Y-%m-%d}" not in parts.read("docProps/core.xml").decode()


def test_dates_of_a_document_are_those_of_json(planned: Path, run: Run) -> None:
    run(*arguments("progress"), "--lang", "vi", "-o", "x.docx")
    known = re.findall(r"\d{4}-\d\d-\d\d", run(*arguments("progress"), "-f", "json").out)
    told = re.findall(
        r"\b(\d\d)/(\d\d)/(\d{4})\b", " ".join(cell for t in cells(Path("x.docx")) for r in t for cell in r)
    )
    assert told and {f"{y}-{m}-{d}" for d, m, y in told} <= set(known)


def test_the_result_is_told_as_officials_write_it(sample: Path, run: Run) -> None:
    run("report", "result", "--lang", "vi", "-o", "x.docx")
    text = "\n".join(paragraphs(Path("x.docx")))
    for sentence in (
        "của xã Tiến Lợi đạt 76,08/100 điểm, xếp loại Khá, xếp hạng 14/18.",
        "So với năm 2021 (81,75 điểm, hạng 11): Chỉ số giảm 5,67 điểm, xếp hạng giảm 3 bậc.",
        "Có 31/52 tiêu chí thành phần đạt điểm tối đa với tổng số 50,00 điểm",
        "Có 21 tiêu chí thành phần bị trừ điểm, tổng số điểm bị trừ là 23,92 điểm.",
        "Hạng giảm 3 bậc, từ 11 xuống 14: nếu giữ nguyên điểm thì tăng 01 bậc; do điểm giảm nên giảm 04 bậc.",
    ):
        assert sentence in text
    headings = [each for each in text.split("\n") if re.match(r"[IVX]+\. ", each)]
    assert [each.split(". ")[1] for each in headings] == [
        "KẾT QUẢ CHUNG", "KẾT QUẢ THEO LĨNH VỰC", "NỘI DUNG ĐẠT ĐIỂM TỐI ĐA CẦN DUY TRÌ",
        "NỘI DUNG BỊ TRỪ ĐIỂM VÀ NGUYÊN NHÂN", "NGUYÊN NHÂN THAY ĐỔI CHỈ SỐ VÀ THỨ HẠNG", "NHIỆM VỤ THỜI GIAN TỚI",
    ]  # fmt: skip
    assert paragraphs(Path("x.docx"))[-1].endswith("./.")


def test_the_page_is_that_of_the_decree(sample: Path, run: Run) -> None:
    """A4, margins 20/20/30/15 mm, Times New Roman, page numbers in the top margin from the second page on."""
    run("report", "result", "--lang", "vi", "-o", "x.docx")
    document = docx.Document("x.docx")
    (section,) = document.sections
    near = lambda length, mm: abs(length - Mm(mm)) < Mm(0.1)  # noqa: E731
    assert near(section.page_width, 210) and near(section.page_height, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert all(near(length, mm) for length, mm in zip(margins, (20, 20, 30, 15), strict=True))
    assert section.different_first_page_header_footer
    assert not section.first_page_header.is_linked_to_previous or not text_of_part(section.first_page_header)
    header = section.header.paragraphs[0]
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER and 'w:instr="PAGE"' in header._p.xml
    fonts = set(
        re.findall(
            r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"',
            "".join(s.element.xml for s in document.styles if s.name in STYLES),
        )
    )
    assert fonts == {"Times New Roman"}
    assert {document.styles[name].font.size.pt for name in ("Normal", "Body", "Title", "Heading 1")} == {14}
    text = text_of(body(Path("x.docx")))
    order = ["ỦY BAN NHÂN DÂN", "XÃ TIẾN LỢI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
             "Số: ……/BC-UBND", "Tiến Lợi, ngày …… tháng …… năm 20……", "BÁO CÁO", "Kính gửi: ", "Nơi nhận:", "- Như trên;",
             "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A"]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)


STYLES = ("Normal", "Body", "Title", "Heading 1", "Heading 2", "Table Text", "Note", "Recipients", "Header")


def text_of_part(part: object) -> str:
    return "".join(paragraph.text for paragraph in part.paragraphs)  # type: ignore[attr-defined]


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


def test_commitments_are_a_sheet_for_each_owner(planned: Path, run: Run) -> None:
    run("report", "commitments", "2023", "--lang", "vi", "-o", "x.docx")
    owners = json.loads(run("report", "commitments", "2023", "-f", "json").out)["owners"]
    document = docx.Document("x.docx")
    assert len(document.sections) == owners == 4
    text = text_of(body(Path("x.docx")))
    for each in ("BẢN CAM KẾT", "NGƯỜI CAM KẾT", "TM. ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert text.count(each) == owners
    assert "Số:" not in text and "Nơi nhận" not in text
    assert [each._sectPr.find(f"{W}pgNumType") is not None for each in document.sections][1:] == [True] * 3


def test_the_day_is_left_open_or_written_as_the_decree_spells_it(sample: Path, run: Run) -> None:
    run("report", "result", "--lang", "vi", "--signed", "5/1/2023", "-o", "x.docx")
    assert "Tiến Lợi, ngày 05 tháng 01 năm 2023" in text_of(body(Path("x.docx")))
    run("report", "result", "--signed", "2023-11-15", "-o", "x.docx")
    assert "Tien Loi, 15 November 2023" in text_of(body(Path("x.docx")))
    refused = run("report", "result", "--signed", "32/1/2023", "-o", "y.docx")
    assert refused.status == 2 and "--signed: “32/1/2023” is not a date." in refused.err
    assert not Path("y.docx").exists()


def test_without_a_document_section_there_are_lines_to_fill_in(sample: Path, run: Run) -> None:
    text = (sample / "criteria.yaml").read_text("utf-8")
    start, end = text.index("document:"), text.index("owners:")
    (sample / "criteria.yaml").write_text(text[:start] + text[end:], "utf-8")
    assert run("report", "result", "--lang", "vi", "-o", "x.docx").status == 0
    found = text_of(body(Path("x.docx")))
    for each in ("XÃ TIẾN LỢI", "Số: ……/BC-……", "…………, ngày …… tháng …… năm 20……", "- ……………………;", "- Lưu: VT."):
        assert each in found
    assert "Kính gửi" not in found and "UBND" not in found[: found.index("I. KẾT QUẢ CHUNG")]


def test_an_unranked_unit_a_first_year_and_scores_that_are_missing(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=NOTED
        + "2022,u,1.1.1,4,\n2022,u,1.1.2,2,\n2022,u,1.10,,\n2022,v,1.1.1,6,\n2022,v,1.1.2,2,\n2022,v,1.10,2,\n"
    )
    assert run("report", "result", "--unit", "u", "-o", "x.docx").status == 0
    text = "\n".join(paragraphs(Path("x.docx")))
    assert (
        "is provisional: 60.00 to 80.00 of 100 points, rating Weak – Good, not ranked yet (rank 2 of 2 is possible); 80.0% of the points"
        in text
    )
    assert "Compared with" not in text and "WHY THE INDEX" not in text
    assert "Passed" not in text and "Missing are" not in text
    assert run("report", "plan", "--unit", "u", "-o", "y.docx").status == 0
    assert "provisional" in "\n".join(paragraphs(Path("y.docx")))


def test_nothing_lost_and_nothing_that_applies(tiny: Tiny, run: Run) -> None:
    tiny(scores=NOTED + "2022,u,1.1.1,6,\n2022,u,1.1.2,2,\n2022,u,1.10,2,\n")
    assert run("report", "result", "-o", "x.docx").status == 0
    assert "No points were lost" in "\n".join(paragraphs(Path("x.docx")))
    assert run("report", "plan", "-o", "x.docx").status == 0
    assert "There is no task in this plan." in "\n".join(paragraphs(Path("x.docx")))
    tiny(scores=NOTED + "2022,u,1.1.1,NA,\n2022,u,1.1.2,NA,\n2022,u,1.10,NA,\n2022,v,1.1.1,6,\n")
    assert run("report", "result", "--unit", "u", "-o", "x.docx").status == 0
    assert "no component applies to u, so there is no index." in "\n".join(paragraphs(Path("x.docx")))


def test_the_plan_is_that_of_the_tasks_or_the_best_for_a_goal(planned: Path, run: Run) -> None:
    filed = json.loads(run("report", "plan", "2022", "-f", "json").out)
    assert filed["filed"] and len(filed["rows"]) == 14  # one of 15 is cancelled
    assert filed["totals"]["index"] == json.loads(run("track", "-f", "json").out)["outlook"]["index_if_all_done"]
    best = json.loads(run("report", "plan", "2022", "--target-rating", "good", "-f", "json").out)
    assert not best["filed"]
    assert [row["id"] for row in best["rows"]] == [
        row["id"] for row in json.loads(run("plan", "2022", "--target-rating", "good", "-f", "json").out)["rows"]
    ]


@pytest.mark.parametrize("name", ["progress", "commitments"])
def test_without_tasks_it_is_said_how_to_get_some(name: str, sample: Path, run: Run) -> None:
    outcome = run("report", name, "-o", "x.docx")
    assert outcome.status == 2 and "cchc plan --write" in outcome.err
    assert not Path("x.docx").exists()


def test_printed_it_is_the_same_text(planned: Path, run: Run) -> None:
    run("report", "result", "-o", "x.docx")
    text = " ".join(run("report", "result").out.split())
    page = run("report", "result", "-f", "md").out
    for paragraph in paragraphs(Path("x.docx")):
        if not paragraph.startswith("Chart: ") and not re.match(
            r"[IVX]+\. |REPORT|Result of|To: |Unofficial", paragraph
        ):
            assert paragraph in text
            assert paragraph.replace("[", r"\[") in page
    assert "## I. General result" in page and "| 3.3.1 | Dossiers finished on time (%) |" in page
    rows = run("report", "result", "-f", "csv").out.splitlines()
    assert rows[0].startswith("year,unit,level,id,name,points") and len(rows) == 9


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
        "On the 3 components with a self-score and an appraisal: 7.50 − 4.00 + 1.50 = 5.00 (self-score − cut + won back = latest points).",
        "On 2 components 2.50 points less were given than the unit gave itself.",
        "1.1.1. A: self-score 6.00 of 6, first appraisal 3.00, official 4.00, arguable 2.00.\n- Owner: Office\n- Reason of the appraisal: late\n- Explanation of the unit: ……",
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
    assert "75.00 − 20.00 + 11.25 = 66.25" in text
    for row in argued:
        official = "no official points yet" if row["score"] is None else f"official {row['score']:.2f}"
        told = f"first appraisal {row['appraised1']:.2f}, {official}, arguable {row['arguable']:.2f}."
        assert told in text
    assert "no official points yet and is compared with the first appraisal: 2.2." in text


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


def test_a_workbook_and_a_page_have_the_same_sections(planned: Path, run: Run) -> None:
    run("report", "result", "-o", "x.docx")
    assert run("report", "result", "-o", "x.xlsx").status == 0
    book = openpyxl.load_workbook("x.xlsx")
    summary = {row[0] for row in book.worksheets[0].iter_rows(values_only=True)}
    sentences = [each for each in paragraphs(Path("x.docx")) if re.match("In 2022|Compared|The rank|- ", each)]
    assert len(sentences) == 6 and set(sentences) <= summary
    assert book.sheetnames[1:] == [
        "II. By area", "III. To be kept", "IV. Lost points", "V. Changes", "VI. Tasks ahead", "Scenario",
    ]  # fmt: skip
    lost = [[cell.value for cell in row] for row in book["IV. Lost points"].iter_rows()]
    assert lost[0] == ["Id", "Component", "Points", "Max", "Lost", "Reason", "Owner"]
    assert lost[1][2:5] == [3, 6, 3]
    assert [row[0].value for row in book["VI. Tasks ahead"].iter_rows(min_row=2)] == [
        row["id"] for row in json.loads(run("report", "plan", "-f", "json").out)["rows"]
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
    assert outcome.status == 2 and "Can't write x.docx" in outcome.err and "Close it where it is open" in outcome.err
    assert len(Path("x.docx").read_bytes()) in range(len(first) - 200, len(first) + 200)
    assert [each.name for each in sample.glob("*.tmp")] == []


def test_every_command_goes_into_word(planned: Path, run: Run) -> None:
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


def test_libreoffice_opens_every_document(planned: Path, run: Run) -> None:
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
            assert "Nguyễn Văn A" in texts[-1]
    sheets = pages["commitments-vi"]
    assert len(sheets) == 4 and all("NGƯỜI CAM KẾT" in page for page in sheets)
    assert "KẾT QUẢ THEO LĨNH VỰC" in pages["result-vi"][0]


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
    assert page.count("<svg") == 2 * 4
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert len(page) <= 400_000


def test_the_page_of_a_plan_shows_it_over_time(planned: Path, run: Run) -> None:
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
    assert areas[0] == "Mã" and areas[-1].replace("\u00a0", " ") == "± 2021 (điểm %)"


def test_a_long_timeline_is_two_pictures_of_letters_that_can_be_read(sample: Path, run: Run) -> None:
    found = json.loads(run("plan", "2022", "-f", "json").out)["rows"]
    assert len(found) > 16
    assert run("plan", "2022", "-o", "x.docx").status == 0
    pictures = docx.Document("x.docx").inline_shapes
    assert len(pictures) == 2
    # Not made smaller than they were drawn.
    assert all(abs(each.width - Mm(160)) < Mm(1) for each in pictures)


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
