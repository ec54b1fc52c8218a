"""Web pages, under any name: what portals and web systems export as .xls, and what a browser saves."""

import shutil
from pathlib import Path

import pytest

from cchc_cli.messages import use
from cchc_cli.model.grid import Book
from cchc_cli.model.problems import InputError
from cchc_cli.read.books import read_book
from tests.cli.registers import rows
from tests.conftest import ROOT, Run, Tiny
from tests.libreoffice import converted, needs_soffice
from tests.office.score_sheets import CRITERIA, UNITS

FIXTURES = ROOT / "tests" / "fixtures"


def page(tmp_path: Path, body: str, encoding: str = "utf-8") -> Book:
    use("en")
    (tmp_path / "trang.xls").write_bytes(body.encode(encoding))
    return read_book(tmp_path / "trang.xls", "trang.xls")


@needs_soffice
def test_a_workbook_that_libreoffice_saved_as_a_page_says_the_same(tmp_path: Path, tiny: Tiny, run: Run) -> None:
    """Merged cells, several heading rows and line breaks among it: criteria.yaml and scores are the workbook's."""
    converted([FIXTURES / "annex-roman.xlsx", FIXTURES / "scores-across.xlsx"], "html", tmp_path)
    found = {}
    for kind, folder in ((".xlsx", FIXTURES), (".html", tmp_path)):
        assert (
            run("import", "criteria", folder / f"annex-roman{kind}", "-o", tmp_path / "a.yaml", "--force").status == 0
        )
        tiny(CRITERIA, units=UNITS)
        assert run("import", "scores", folder / f"scores-across{kind}", "--year", 2023, "--force").status == 0
        scores = (tmp_path / "data" / "scores-2023.csv").read_text("utf-8")
        found[kind] = (tmp_path / "a.yaml").read_text("utf-8").splitlines()[1:], scores
    assert found[".xlsx"] == found[".html"]
    assert len(found[".html"][1].splitlines()) == 10


@needs_soffice
def test_comments_of_a_page_are_told_and_no_text(tmp_path: Path) -> None:
    converted([FIXTURES / "beside.xlsx"], "html", tmp_path)
    shutil.copy(tmp_path / "beside.html", tmp_path / "beside.xls")
    book = read_book(tmp_path / "beside.xls", "beside.xls")
    assert not any("xem lại" in text for _row, _column, text in book.grids[0].texts())
    assert any(note.startswith("The text of comments") for note in book.notes)


SHOWN: dict[str, tuple[str, list[list[str | None]]]] = {
    "lines above and below the table, as Excel shows them": (
        "<html><p>Đơn vị: <b>UBND</b>\n xã</p><table><tr><td>1<td>2</table>Người lập<br>A</html>",
        [["Đơn vị: UBND xã", None], ["1", "2"], ["Người lập", None], ["A", None]],
    ),
    "the foot of a table stands last": (
        "<table><tfoot><tr><td>Tổng<tbody><tr><td>1</td></tr></tbody><thead><tr><th>Điểm</table>",
        [["Điểm"], ["1"], ["Tổng"]],
    ),
    "cells over rows and columns": (
        "<table><tr><th rowspan=2>TT<th colspan=2>Điểm<th rowspan=0>Ghi chú<tr><th>A<th>B<tr><td>1<td>2<td>3</table>",
        [["TT", "Điểm", None, "Ghi chú"], [None, "A", "B", None], ["1", "2", "3", None]],
    ),
    "lines within a cell": ("<table><tr><td>Từ 90%:<br>2 điểm<p>khác: 0</p><td>x</table>", [["Từ 90%:\n2 điểm\nkhác: 0", "x"]]),
    "a table that only places others": (
        "<table><tr><td>Menu<td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>",
        [["Menu", None], ["a", "b"], ["c", "d"]],
    ),
    "a list as a table in a cell": (
        "<table><tr><td>a<td><table><tr><td>x<tr><td>y</table><tr><td>b<td>z</table>",
        [["a", "x\ny"], ["b", "z"]],
    ),
    "fields of a form": (
        "<table><tr><td><input value='5,5'><td><input type=checkbox checked><td><input type=radio><td><select><option>Khá"
        "<option selected>Tốt</select><td><textarea>chậm</textarea><td><input type=hidden value=9></table>",
        [["5,5", "☑", None, "Tốt", "chậm", None]],
    ),
    "scripts and styles are no text": (
        "<style>td{}</style><table><tr><td>1<script>document.write('<table>')</script></table><!-- <table> -->",
        [["1"]],
    ),
    "signs and spaces": ("<table><tr><td>&nbsp;<td>a&nbsp;&lt;&nbsp;b &amp; c<td>Mức&#10;1</table>", [[None, "a < b & c", "Mức 1"]]),
    "XHTML": ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><table><tr><td>1</td></tr></table></html>', [["1"]]),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHOWN)
def test_what_a_page_shows(kind: str, tmp_path: Path) -> None:
    body, shown = SHOWN[kind]
    assert page(tmp_path, body).grids[0].rows == shown


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1258", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'),
    ],
)
def test_the_encoding_of_a_page(encoding: str, head: str, tmp_path: Path) -> None:
    text = "Tổ chức" if encoding != "cp1258" else "Đơn vị: a, ơ, ư"
    body = f"<html>{head}<table><tr><td>{text.replace('ị', 'i')}</table></html>"
    assert page(tmp_path, body, encoding).grids[0].rows == [[text.replace("ị", "i")]]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    body = (
        "<p>a</p><table><tr><td>1<td><s>4 <font face=.VnTime>a</font></s> <span style='text-decoration:line-through'>6</span>5<td>100<sup>2</sup><tr style='display: none'><td>2<td>9<td>9"
        "<tr><td>3<td><img src=x><td><span hidden>6</span></table>"
    )
    book = page(tmp_path, body)
    assert book.grids[0].rows[1:] == [["1", "5", "100²"], ["3", None, None]]
    assert book.notes == (
        "Crossed-out text was left out (3): B2.",
        "Hidden text was not read (2): A3, C3.",
        "Pictures and objects in tables were not read: B3.",
    )


DEEP = "<table><tr><td>" * 200 + "1" + "</table>" * 200
BAD = {
    "no table": ("<html><p>Kính gửi</p></html>", "a web page without a table"),
    "cut off": ("<html><table><tr><td>1<tr><td>2", "only a part of it has arrived"),
    "too deep": (DEEP, "is damaged"),
    "an unknown encoding": ("<meta charset=viscii><table><tr><td>1</table>", "not in UTF-8"),
    "a cell over too much": ("<table><tr><td colspan=9999>1</table>", "out to column 9999"),
}


@pytest.mark.parametrize("kind", BAD)
def test_pages_that_are_refused(kind: str, tmp_path: Path) -> None:
    body, told = BAD[kind]
    with pytest.raises(InputError) as caught:
        page(tmp_path, body)
    (problem,) = caught.value.problems
    assert told in problem.text
    assert problem.hint


def test_a_register_that_a_portal_exports(sample: Path, run: Run) -> None:
    """The same dossiers as csv: what is measured is the same, and what is wrong is named by its cell."""
    csv = sample / "data" / "dossiers-2022.csv"
    wanted = rows(run("measure", "2022", "-f", "csv").out)
    lines = [line.split(",") for line in csv.read_text("utf-8").splitlines()]
    csv.unlink()
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    body = f"<html><body><p>DANH SÁCH HỒ SƠ</p><table border=1>{table}</table></body></html>"
    path = csv.with_suffix(".xls")
    path.write_text(body, "utf-8")
    assert rows(run("measure", "2022", "-f", "csv").out) == wanted
    received = lines[0].index("received")
    path.write_text(body.replace(f"<td>{lines[3][received]}</td>", "<td>31/02/2022</td>", 1), "utf-8")
    outcome = run("measure", "2022")
    assert outcome.status == 2
    assert "data/dossiers-2022.xls!'dossiers-2022'!" in outcome.err
