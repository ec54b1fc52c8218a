"""Files that are damaged, locked, bombs, or not what their name says: exit 2, what and where, nothing written."""

import contextlib
import cProfile
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.office.results import read

FIXTURES = ROOT / "tests" / "fixtures"
XLSX, DOCX, XLS, ODS = (
    (FIXTURES / name).read_bytes()
    for name in ("annex-roman.xlsx", "annex-dotted.docx", "annex-columns.xls", "annex-columns.ods")
)
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>%s]>" % b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


def repacked(data: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """An office file with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist()
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def with_row(row: bytes) -> bytes:
    return repacked(XLSX, SHEET, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))


def lying() -> bytes:
    """A bomb whose directory says that its largest part has 1,000 bytes."""
    data = bytearray(with_row(b" " * 30_000_000))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if int.from_bytes(data[at + 24 : at + 28], "little") > 30_000_000:
            data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


CELL = re.compile(rb'(<c r="C8"[^>]*)>(<v>9</v>)')
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.xlsx", lambda: b"", "the file is empty"),
    "half an xlsx": ("a.xlsx", lambda: XLSX[: len(XLSX) // 2], "damaged or only a part"),
    "the last bytes missing": ("a.xlsx", lambda: XLSX[:-30], "damaged or only a part"),
    "half an xls": ("a.xls", lambda: XLS[: len(XLS) // 2], "damaged or only a part"),
    "half an ods": ("a.ods", lambda: ODS[: len(ODS) // 2], "damaged or only a part"),
    "half a docx": ("a.docx", lambda: DOCX[: len(DOCX) // 2], "damaged or only a part"),
    "a password": ("a.xlsx", lambda: (FIXTURES / "locked.xlsx").read_bytes(), "protected with a password"),
    "a web archive": (
        "a.xls",
        lambda: b"MIME-Version: 1.0\nContent-Type: text/html\n\n<html></html>",
        "a web page with its parts in one file (.mht)",
    ),
    "text": ("a.xlsx", lambda: "Kính gửi Ủy ban\nnhân dân xã\n".encode(), "plain text without columns"),
    "text in an old encoding": ("a.csv", lambda: b"STT,Ten\n1,K\xea\n", "not in UTF-8"),
    "pdf": ("a.xlsx", lambda: b"%PDF-1.7", "this is a PDF"),
    "a text of LibreOffice": (
        "a.odt",
        lambda: repacked(ODS, "mimetype", lambda kind: kind.replace(b"spreadsheet", b"text")),
        "an OpenDocument text (.odt). Open it in Word and save it as .docx.",
    ),
    "a strict document": (
        "a.docx",
        lambda: repacked(
            DOCX,
            "word/document.xml",
            lambda xml: xml.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
        ),
        "In Word save it as the type Word Document",
    ),
    "another zip": ("a.xlsx", lambda: repacked_other(), "a packed file (zip)"),
    "bomb": ("a.xlsx", lambda: with_row(b" " * 110_000_000), "unpacked it would take"),
    "bomb with a false directory": ("a.xlsx", lying, "damaged or only a part"),
    "entities in xlsx": (
        "a.xlsx",
        lambda: repacked(XLSX, "xl/workbook.xml", lambda _xml: LAUGHS + b"<workbook>&j;</workbook>"),
        "it defines entities",
    ),
    "entities in docx": (
        "a.docx",
        lambda: repacked(
            DOCX,
            "word/document.xml",
            lambda xml: xml.replace(b"<w:document", LAUGHS + b"<w:document", 1).replace(b"TT</w:t>", b"&j;</w:t>"),
        ),
        "damaged or only a part",
    ),
    "one entity in docx": (
        "a.docx",
        lambda: repacked(
            DOCX,
            "word/document.xml",
            lambda xml: xml.replace(b"<w:document", b"<!DOCTYPE w [<!ENTITY a SYSTEM 'a'>]><w:document", 1).replace(
                b"TT</w:t>", b"&a;</w:t>"
            ),
        ),
        "it defines entities",
    ),
    "a cell far out": (
        "a.xlsx",
        lambda: with_row(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "cells down to row 1048576",
    ),
    "a row repeated": (
        "a.ods",
        lambda: repacked(
            ODS,
            "content.xml",
            lambda xml: xml.replace(b"<table:table-row ", b'<table:table-row table:number-rows-repeated="900000" ', 3),
        ),
        "cells down to row 900000",
    ),
    "a long text repeated": (
        "a.xlsx",
        lambda: repacked(
            repacked(
                XLSX,
                SHEET,
                lambda xml: re.sub(
                    rb"<sheetData>.*</sheetData>",
                    b"<sheetData>" + b"<row>" * 1 + b'<c t="s"><v>0</v></c>' * 900 + b"</row>" + b"</sheetData>",
                    xml,
                    flags=re.DOTALL,
                ),
            ),
            "xl/sharedStrings.xml",
            lambda _xml: b"<sst><si><t>" + b"x" * 2_000_000 + b"</t></si></sst>",
        ),
        "takes more than 640 MiB of memory",
    ),
    "cells that do not end": (
        "a.xlsx",
        lambda: with_row(b'<row r="90">' + b'<c r="A90"><v>' * 100_000),
        "damaged or only a part",
    ),
    "one tag of a hundred thousand": ("a.xlsx", lambda: with_row(b"<c " * 100_000), "damaged or only a part"),
    "merged again and again": (
        "a.xlsx",
        lambda: repacked(
            XLSX,
            SHEET,
            lambda xml: re.sub(
                rb"<mergeCells.*</mergeCells>",
                b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 20_000 + b"</mergeCells>",
                xml,
            ),
        ),
        "its merged cells overlap",
    ),
    "entities in texts": (
        "a.xlsx",
        lambda: repacked(
            XLSX, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<sst", b"<!DOCTYPE s [<!ENTITY a 'b'>]><sst")
        ),
        "it defines entities",
    ),
    "a text that no cell can hold": (
        "a.xlsx",
        lambda: with_row(b'<row r="90"><c r="B90" t="inlineStr"><is><t>' + b"x" * 40_000 + b"</t></is></c></row>"),
        "'Phụ lục 1'!B90: this cell has 40,000 letters; at most 32,767 are read.",
    ),
    "spaces that are only counted": (
        "a.ods",
        lambda: repacked(
            ODS, "content.xml", lambda xml: xml.replace(b"<text:p>", b'<text:p><text:s text:c="900000000"/>', 1)
        ),
        "takes more than 640 MiB of memory",
    ),
    "failed formula": (
        "a.xlsx",
        lambda: repacked(XLSX, SHEET, lambda xml: CELL.sub(rb'\1 t="e"><f>SUM(#REF!)</f><v>#REF!</v>', xml)),
        "'Phụ lục 1'!C8: the formula of this cell fails: #REF!",
    ),
    "formula never computed": (
        "a.xlsx",
        lambda: repacked(XLSX, SHEET, lambda xml: CELL.sub(rb"\1><f>C9+C18</f>", xml)),
        "'Phụ lục 1'!C8: the formula of this cell has never been computed",
    ),
    "no header": (
        "a.xlsx",
        lambda: repacked(XLSX, "xl/sharedStrings.xml", lambda xml: re.sub(rb"<t[^>]*>[^<]*</t>", b"<t>x</t>", xml)),
        "no table with a header that is known was found",
    ),
}


def repacked_other() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize("case", BAD)
def test_bad_files(case: str, tmp_path: Path, run: Run) -> None:
    name, make, said = BAD[case]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(make())
    outcome = run("-C", tmp_path, "import", "criteria", tmp_path / "in" / name)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("case", ["a password", "half an xlsx", "failed formula", "no header"])
def test_bad_files_in_vietnamese(case: str, tmp_path: Path, run: Run) -> None:
    name, make, _said = BAD[case]
    (tmp_path / name).write_bytes(make())
    outcome = run("import", "criteria", tmp_path / name, "-o", tmp_path / "criteria.yaml", "--lang", "vi")
    assert outcome.status == 2
    assert outcome.err.startswith("Lỗi: Không đọc được")


@pytest.mark.parametrize("data", [XLSX, XLS, ODS, DOCX], ids=["xlsx", "xls", "ods", "docx"])
def test_a_file_that_is_cut_off_is_refused_or_read_whole(data: bytes, tmp_path: Path, run: Run) -> None:
    """LibreOffice leaves room at the end of an .xls that holds nothing."""
    made = tmp_path / "criteria.yaml"
    (tmp_path / "cut").write_bytes(data)
    run("import", "criteria", tmp_path / "cut", "-o", made)
    whole = made.read_text("utf-8")
    for part in range(1, 12):
        made.unlink(missing_ok=True)
        (tmp_path / "cut").write_bytes(data[: len(data) * part // 12])
        status = run("import", "criteria", tmp_path / "cut", "-o", made).status
        assert status == 2 or (part == 11 and made.read_text("utf-8") == whole)
        assert status == 0 or not made.exists()


def test_styles_far_out_are_no_cells(tmp_path: Path, run: Run) -> None:
    """Excel leaves formats behind down to the last row."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_row(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'))
    assert run("-C", tmp_path, "import", "criteria", path).status == 0


def test_a_file_that_is_not_there(tmp_path: Path, run: Run) -> None:
    outcome = run("-C", tmp_path, "import", "criteria", tmp_path / "none.xlsx")
    assert outcome.status == 2
    assert "There is no file" in outcome.err


def test_failed_formulas_of_xls_and_ods(tmp_path: Path, run: Run) -> None:
    """The same sheet as LibreOffice writes it: D2 = 1/0."""
    for name in ("broken.xls", "broken.ods"):
        outcome = run("-C", tmp_path, "import", "criteria", FIXTURES / name)
        assert outcome.status == 2
        assert "!C3: the formula of this cell fails: #DIV/0!" in outcome.err


LONG_SHEETS: dict[str, list[list[str | float | None]]] = {
    "no numbers, in capitals": [[None, "KẾ HOẠCH", None]],
    "totals": [[None, "Cộng", 1.0]],
    "rules": [[None, "Từ 90% trở lên: 1", None]],
    "days": [[36923.0, "Kế hoạch", 1.0]],
    "names that are alike": [[None, "Tỷ lệ hồ sơ giải quyết đúng hạn (%", 1.0]],
}


@pytest.mark.parametrize("case", LONG_SHEETS)
def test_a_long_sheet_takes_steps_in_proportion_to_its_rows(case: str) -> None:
    """Counted in calls, not in seconds: ten times the rows may take at most some fifteen times the calls."""
    from cchc_cli.files.find import WorkspaceFolder
    from cchc_cli.files.load import load_framework
    from cchc_cli.model.grid import Book, Grid
    from cchc_cli.model.problems import CchcError
    from cchc_cli.model.scores import Unit
    from cchc_cli.office.frameworks.draft import draft_criteria
    from cchc_cli.office.scores.reading import draft_scores
    from cchc_cli.office.scores.whose import Wanted
    from cchc_cli.office.words.units import UnitNames

    framework = load_framework(WorkspaceFolder(ROOT))

    def calls(times: int) -> int:
        rows = LONG_SHEETS[case] * times
        head = [["Bộ tiêu chí", None, None], ["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Chỉ đạo", 1.0]]
        scored = [["STT", "Tiêu chí", "Thẩm định"]]
        units = UnitNames((Unit("xa", "Xã An Bình"),), fixed=True)
        with cProfile.Profile() as profile:
            with contextlib.suppress(CchcError):
                draft_criteria(Book("a", (Grid("a", "S", [*head, *rows]),)), None)
            with contextlib.suppress(CchcError):
                wanted = Wanted(2022, "xa", None, None)
                draft_scores(
                    Book("a", (Grid("a", "S", [*scored, *rows]),)), framework, units, wanted, lambda _text: False
                )
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(1500) < 15 * calls(150)


def steps(work: Callable[[], object]) -> int:
    with cProfile.Profile() as profile:
        work()
    return sum(entry.callcount for entry in profile.getstats())


def test_rows_that_sum_units_up_take_steps_in_proportion_to_them() -> None:
    """Six times the units and their sums may take at most eight times the calls."""
    from cchc_cli.files.find import WorkspaceFolder
    from cchc_cli.files.load import load_framework
    from cchc_cli.model.grid import Book, Grid
    from cchc_cli.office.scores.reading import draft_scores
    from cchc_cli.office.scores.whose import Wanted
    from cchc_cli.office.words.units import UnitNames

    framework, any_unit = load_framework(WorkspaceFolder(ROOT)), UnitNames((), fixed=False)

    def filled_down(times: int) -> int:
        units = [[float(at), f"Xã {at}", 1.0, 0.5] for at in range(times)]
        rows = [["TT", "Đơn vị", "1.1.1", "1.1.2"], *units, *[[None, None, 1.0 * times, 0.5 * times]] * times]
        book = Book("a", (Grid("a", "S", rows),))
        return steps(lambda: draft_scores(book, framework, any_unit, Wanted(2022, None, None, None), lambda _: False))

    def means(times: int) -> int:
        block = [["", "Khối"], [1, "Xã A", 30, 40, 70], ["", "Bình quân", 30, 40, 70]]
        rows = [["TT", "Đơn vị", "Thể chế", "Thủ tục", "Tổng điểm"], *block * times]
        return steps(lambda: read(rows))

    assert filled_down(600) < 8 * filled_down(100)
    assert means(606) < 8 * means(101)


def test_ten_thousand_rows_with_the_same_number() -> None:
    from cchc_cli.model.grid import Book, Grid
    from cchc_cli.office.frameworks.draft import draft_criteria

    rows = [["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Chỉ đạo", None], *[["1.1", "Kế hoạch", 1.0]] * 10_050]
    draft = draft_criteria(Book("a", (Grid("a", "S", rows),)), None)
    assert len({leaf.id for leaf in draft.leaves()}) == 10_050
