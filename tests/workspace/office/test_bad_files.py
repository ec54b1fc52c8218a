"""Files that are damaged, locked, bombs, or not what their name says: exit 2, what and where, nothing written."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

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
    "a web page": ("a.xls", lambda: b"<html><table></table></html>", "a web page (HTML)"),
    "csv": ("a.xlsx", lambda: b"STT,Ten\n1,a\n", "not an .xlsx, .xls, .ods or .docx"),
    "pdf": ("a.xlsx", lambda: b"%PDF-1.7", "this is a PDF"),
    "another zip": ("a.xlsx", lambda: repacked_other(), "a packed file (zip)"),
    "bomb": ("a.xlsx", lambda: with_row(b" " * 110_000_000), "unpacked it would take"),
    "bomb with a false directory": ("a.xlsx", lying, "damaged or only a part"),
    "entities in xlsx": (
        "a.xlsx",
        lambda: repacked(XLSX, "xl/workbook.xml", lambda _xml: LAUGHS + b"<workbook>&j;</workbook>"),
        "damaged or only a part",
    ),
    "entities in docx": (
        "a.docx",
        lambda: repacked(
            DOCX,
            "word/document.xml",
            lambda xml: xml.replace(b"<w:document", LAUGHS + b"<w:document", 1).replace(
                b"TT</w:t>", b"&j;</w:t>"
            ),
        ),
        "damaged or only a part",
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
            lambda xml: xml.replace(
                b"<table:table-row ", b'<table:table-row table:number-rows-repeated="900000" ', 3
            ),
        ),
        "cells down to row 900000",
    ),
    "a long text repeated": (
        "a.xlsx",
        lambda: repacked(
            XLSX,
            "xl/sharedStrings.xml",
            lambda _xml: b"<sst><si><t>" + b"x" * 20_000_000 + b"</t></si></sst>",
        ),
        "a long text stands in very many cells",
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
        lambda: repacked(
            XLSX, "xl/sharedStrings.xml", lambda xml: re.sub(rb"<t[^>]*>[^<]*</t>", b"<t>x</t>", xml)
        ),
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
    assert "none.xlsx: cannot be read (it does not exist)" in outcome.err


def test_failed_formulas_of_xls_and_ods(tmp_path: Path, run: Run) -> None:
    """The same sheet as LibreOffice writes it: D2 = 1/0."""
    for name in ("broken.xls", "broken.ods"):
        outcome = run("-C", tmp_path, "import", "criteria", FIXTURES / name)
        assert outcome.status == 2
        assert "!C3: the formula of this cell fails: #DIV/0!" in outcome.err


def test_the_longest_text_of_an_xls_is_found_wherever_it_stands() -> None:
    """Against what LibreOffice wrote: texts that run over into the next record, wide letters, formats within."""
    import olefile

    from cchc_cli.workspace.office.scan_xls import CONTINUE, SHARED, _longest, _records

    with olefile.OleFileIO(io.BytesIO((FIXTURES / "long.xls").read_bytes())) as compound:
        stream = compound.openstream("Workbook").read()
    parts = [record for kind, record in _records(stream, 0) if kind in (SHARED, CONTINUE)]
    assert len(parts) > 2
    assert _longest(parts) == 12_345
