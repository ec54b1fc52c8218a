"""Pages: one file that asks for nothing, in which a reader without eyes finds everything and a name can do nothing."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest

from tests.conftest import MINIMAL, NOTED, ROOT, Run, Tiny

COMMANDS = [
    "score",
    "gaps",
    "keep",
    "ranks",
    "explain",
    "trend",
    "compare best",
    "robust --runs 20",
    "plan",
    "check",
    "measure 2022",
    "nowcast 2022",
    "dossiers late --date 2022-08-17",
    "report result",
    "report plan",
]
VOID = {"meta", "br", "hr", "link", "img"}


class Page(HTMLParser):
    """Elements with their attributes and the names of those around them; text by element."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self.open), data.strip()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes, _above in self.elements if name == tag]

    def told(self, tag: str) -> list[str]:
        return [text for above, text in self.texts if above and above[-1] == tag]


def page(run: Run, *arguments: str) -> tuple[str, Page]:
    outcome = run(*arguments, "-o", "out.html")
    assert outcome.status == 0, outcome.err
    text = Path("out.html").read_text("utf-8")
    return text, Page(text)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("command", [*COMMANDS, "simulate --set 3.3.1=max"])
def test_a_page_is_whole_small_and_asks_for_nothing(command: str, language: str, sample: Path, run: Run) -> None:
    text, found = page(run, *command.split(), "--lang", language)
    assert found.open == []
    assert len(text.encode()) <= 400_000
    assert found.all("html")[0]["lang"] == language
    assert not {"script", "img", "link", "iframe", "object"} & {tag for tag, _a, _b in found.elements}
    wanted = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([^"\')\s>]+)', text)
    assert [each for each in wanted if not each.startswith("#")] == []
    assert "@import" not in text
    assert len(found.all("h1")) == 1


@pytest.mark.parametrize("command", [*COMMANDS, "simulate --set 3.3.1=max"])
def test_a_reader_without_eyes_finds_everything(command: str, sample: Path, run: Run) -> None:
    _text, found = page(run, *command.split())
    ids = [attributes["id"] for _tag, attributes, _above in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    skip = next(attributes for tag, attributes, above in found.elements if tag == "a")
    assert (skip["class"], skip["href"]) == ("skip", "#content")
    for attributes in found.all("a"):
        assert (attributes["href"] or "").removeprefix("#") in ids
    for _tag, attributes, _above in found.elements:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids
    tables = found.all("table")
    assert len(found.all("caption")) == len(tables)
    for tag, attributes, above in found.elements:
        if tag == "th":
            assert attributes["scope"] == ("col" if "thead" in above else "row")
        if tag == "svg":
            assert attributes["role"] == "img"
    assert len(found.told("title")) == 1 + len(found.all("svg"))
    # Every head of a column says something, if only to a screen reader.
    columns = [attributes for tag, attributes, above in found.elements if tag == "th" and "thead" in above]
    told = [text for above, text in found.texts if "thead" in above]
    assert len(told) >= len(columns)


def test_charts_cards_and_tables_say_the_same_in_vietnamese(sample: Path, run: Run) -> None:
    text, found = page(run, "score", "--lang", "vi")
    cards = [each for above, each in found.texts if "dl" in above]
    assert cards[:6] == [
        "Chỉ số", "76,08 / 100", "giảm 5,67 so với năm 2021 (81,75)", "Xếp loại", "Khá", "còn thiếu 3,92 điểm để được xếp loại Tốt",
    ]  # fmt: skip
    drawn = [each for above, each in found.texts if "svg" in above and above[-1] == "text"]
    assert {"71,9%", "100,0%", "2022", "2021"} <= set(drawn)
    cells = [each for above, each in found.texts if "tbody" in above]
    assert cells[:7] == [
        "1",
        "Công tác chỉ đạo, điều hành cải cách hành chính",
        "11,50",
        "16,00",
        "4,50",
        "71,9",
        "−14,1",
    ]
    total = [each for above, each in found.texts if "tfoot" in above]
    assert total[:4] == ["Tổng", "76,08", "100,00", "23,92"]
    assert text.count("prefers-color-scheme: dark") == 1


def test_changes_of_ranks_are_read_out(sample: Path, run: Run) -> None:
    _text, found = page(run, "ranks")
    read = [each for above, each in found.texts if "tbody" in above]
    at = read.index("Xã Tiến Lợi")
    assert read[at - 3 : at + 1] == ["14", "▼3", "down 3", "Xã Tiến Lợi"]


def test_what_is_done_is_a_bar_and_every_state_is_a_word(sample: Path, run: Run) -> None:
    run("plan", "--write", "--budget", "20")
    run("task", "done", "T-2023-001", "--on", "2023-02-01")
    text, found = page(run, "track", "--date", "2023-04-15")
    assert "....." not in text
    drawn = [each for above, each in found.texts if "svg" in above and above[-1] == "text"]
    assert any("done" in each for each in drawn)
    assert any(each.startswith("overdue") for each in drawn)
    assert "2023-04-15" in drawn


ODD = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} $x^2$ &lt; \\\\e[31m \\u202e"


def test_names_of_users_are_only_shown(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: A,", f'name: "{ODD}",').replace("name: First", f'name: "{ODD}"')
    tiny(
        criteria.replace("name: Tiny", f'name: "</title>{ODD}"'),
        scores=NOTED + f'2022,u,1.1.1,3,"</td>{ODD}\x1b[2J"\n2022,u,1.1.2,1,=1\n2022,u,1.10,1,\n',
        units='unit,name\nu,"\';--></style><b>"\n',
    )
    for command in ("score", "gaps", "score --by component"):
        text, found = page(run, *command.split())
        assert found.open == []
        assert not {"script", "img", "b"} & {tag for tag, _a, _b in found.elements}
        assert not any(name.startswith("on") for _tag, attributes, _above in found.elements for name in attributes)
        assert "{{ 7*7 }}" in text
        assert not {"\x1b", "\u202e"} & set(text)


def test_a_word_without_end_and_many_rows_are_no_fault(tiny: Tiny, run: Run) -> None:
    names = "".join(f"u{at},{'Rấtdài' * 60}{at}\n" for at in range(60))
    rows = "".join(
        f"{year},u{at},1.1.1,{(at * 7 + year) % 60 / 10},\n{year},u{at},1.1.2,1,\n{year},u{at},1.10,1,\n"
        for year in (2021, 2022)
        for at in range(60)
    )
    tiny(MINIMAL, scores=NOTED + rows, units="unit,name\n" + names)
    _text, found = page(run, "ranks", "--unit", "u7")
    assert len([1 for tag, _a, above in found.elements if tag == "tr" and "tbody" in above]) == 60
    # Of a large group the chart shows the own unit and those near it.
    lines = [each for above, each in found.texts if "svg" in above and "Rấtdài" in each]
    assert 10 <= len(lines) <= 2 * 15 + 4


def test_both_languages_have_the_same_elements(sample: Path, run: Run) -> None:
    tags = [
        [tag for tag, _a, _b in page(run, "gaps", "--lang", language)[1].elements if tag != "text"]
        for language in ("vi", "en")
    ]
    assert {tag: tags[0].count(tag) for tag in ("table", "tr", "svg", "figure")} == {
        tag: tags[1].count(tag) for tag in ("table", "tr", "svg", "figure")
    }


def test_one_page_takes_cards_several_charts_and_several_tables() -> None:
    from dataclasses import replace

    import pandas as pd

    from cchc_cli.model.blocks import Chart, Column, Fact, Series, Table
    from cchc_cli.model.report import Report
    from cchc_cli.show.writers import as_file

    chart = Chart("bars", "First chart", "what it shows", ("a", "b"), (Series("2022", (10.0, None)),))
    table = Table(
        pd.DataFrame({"n": ["x"], "p": [1.5]}), (Column("n", "Name"), Column("p", "Points", "points")), title="First"
    )
    report = Report(
        command="report", title="All", rows=pd.DataFrame(), columns=(), notes=("a note",),
        facts=(Fact("Index", "76.08"), Fact("Done", "3 of 4", "75%", 75.0)),
        charts=lambda: (chart, replace(chart, title="Second chart")), tables=(table, replace(table, title="Second")),
    )  # fmt: skip
    found = Page(as_file(report, "", "html").decode())
    assert found.told("a")[1:] == ["First chart", "Second chart", "First", "Second"]
    assert found.told("h2") == ["Contents", "First chart", "Second chart", "Notes"]
    assert [each for above, each in found.texts if "caption" in above] == ["First", "Second"]
    assert found.told("dd") == ["76.08", "3 of 4", "75%"]
    assert len(found.all("svg")) == 4
    targets = {attributes.get("id") for _tag, attributes, _above in found.elements}
    assert {(attributes["href"] or "")[1:] for attributes in found.all("a")} <= targets


@pytest.mark.parametrize(
    ("command", "titles", "said"),
    [
        ("measure 2022", ["Rates and the next tiers", "Month by month"], "3.3.1 Dossiers finished on time: 96.17%, next tier 98%"),
        ("measure 2022 --by month", [], ""),
        ("nowcast 2022 --date 2022-08-31", ["What 2022 may come to"], "Index: 77.01 (73.25–77.28), rank 13 (13–15)"),
    ],
)  # fmt: skip
def test_registers_have_charts_on_a_page_and_on_paper(
    command: str, titles: list[str], said: str, sample: Path, run: Run
) -> None:
    _text, found = page(run, *command.split(), "--lang", "en")
    assert [each for each in found.told("h2") if each in titles] == titles
    assert len(found.all("figure")) == len(titles)
    assert said in " ".join(found.told("desc"))
    assert run(*command.split(), "--lang", "en", "-o", "x.docx").status == 0
    assert len(docx.Document("x.docx").inline_shapes) == len(titles)
    index = json.loads(run(*command.split(), "-f", "json").out)
    if "now" in index:
        figures = [index[each]["index"] for each in ("now", "low", "high")]
        assert said.startswith("Index: {} ({}–{})".format(*figures))


def test_what_is_only_read_out_stays_within_what_scrolls(sample: Path, run: Run) -> None:
    """It is placed apart from the text: without a place of its own in a wide table the whole page would scroll."""
    run("overview", "-o", "x.html")
    css = Path("x.html").read_text("utf-8")
    (scroll,) = re.findall(r"^\.scroll \{(.*?)\}", css, re.MULTILINE)
    assert "overflow-x: auto" in scroll and "position: relative" in scroll


def test_all_printed_pages_of_a_page_have_one_shape(sample: Path, run: Run) -> None:
    """A page across among upright ones left empty the rest of the page before it; the plan's table is no wider than one."""
    province = ("-C", ROOT / "examples" / "province")
    for command, shape in ((("plan",), "A4"), ((*province, "matrix", "--by", "component"), "A4 landscape")):
        assert run(*command, "-o", "x.html").status == 0
        page = Path("x.html").read_text("utf-8")
        assert re.findall(r"@page.*?size: ([^;]*);", page) == [shape]
        assert not re.search(r"[{;]\s*page:", page)


def test_cards_fill_their_rows_and_a_line_that_announces_a_table_goes_with_it(sample: Path, run: Run) -> None:
    """A fourth card stood alone in a row of three; the line stayed at the foot of the page before its table."""
    text, found = page(run, "report", "conclusion", "--lang", "en")
    assert found.all("dl")[0]["style"] == "--on-paper:2;--on-screen:4" and text.count('<div class="card') == 4
    leads = re.findall(r'<p class="said lead">(.*?)</p>\n<section', text)
    assert leads and all(line.endswith(":") for line in leads)


BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def printed(sample: Path, run: Run) -> Callable[..., list[list[str]]]:
    """The lines of the pages on which a browser prints the page of a command."""
    if not (BROWSER and shutil.which("pdftotext")):
        pytest.skip("chromium or poppler is not installed")

    def pages(command: str) -> list[list[str]]:
        run(command, "--lang", "vi", "-o", "out.html")
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={sample / 'profile'}")
        told = ("--no-pdf-header-footer", "--print-to-pdf=out.pdf", (sample / "out.html").as_uri())
        subprocess.run([str(BROWSER), *quiet, *told], cwd=sample, capture_output=True, check=True, timeout=120)
        text = subprocess.run(["pdftotext", "-layout", "out.pdf", "-"], cwd=sample, capture_output=True, check=True)
        sheets = text.stdout.decode().rstrip("\f\n").split("\f")
        return [[" ".join(line.split()) for line in sheet.splitlines()] for sheet in sheets]

    return pages


def test_score_is_printed_on_one_sheet_and_breaks_nothing_that_belongs_together(
    printed: Callable[..., list[list[str]]],
) -> None:
    (lines,) = printed("score")
    # The column of changes is no wider than it must be: names stand on one line; in the card each component begins one.
    assert any(line.startswith("3 Cải cách thủ tục hành chính và cơ chế một cửa 18,20") for line in lines)
    for name in (
        "3.3.1 Tỷ lệ hồ sơ giải quyết",
        "8.2 Hoàn thành chỉ tiêu kinh tế",
        "8.1 Mức độ hài lòng của người dân",
    ):
        assert any(name in line for line in lines), name


def test_a_heading_of_many_words_is_no_column_of_words(printed: Callable[..., list[list[str]]]) -> None:
    (lines,) = printed("appeal")
    assert any(line.endswith("Đề nghị") for line in lines)
