"""Office files that make the libraries that read them fail, end the process, or take any time and memory."""

import io
import os
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_cli.model.problems import CchcError, InputError
from cchc_cli.read import limits
from cchc_cli.read.books import read_book
from tests.conftest import Run
from tests.office.test_bad_files import DOCX, FIXTURES, ODS, SHEET, XLS, XLSX, repacked, with_row

COUNTED = (FIXTURES / "annex-counted.docx").read_bytes()
BODY = "word/document.xml"


def far_xls(row: int, column: int) -> bytes:
    """The .xls with its first value somewhere else."""
    at = XLS.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # where the workbook's records begin
    data = bytearray(XLS)
    while True:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind in (0x203, 0xFD):
            struct.pack_into("<HH", data, at + 4, row, column)
            return bytes(data)
        at += 4 + size


def false_offset() -> bytes:
    data = bytearray(XLSX)
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 16, 0x7FFFFFFF)
    return bytes(data)


def damaged_lzma() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = bytearray(out.getvalue())
    data[150:160] = b"\xff" * 10
    return bytes(data)


def many_sheets(count: int) -> bytes:
    sheet = '<sheet name="s{0}" sheetId="{0}" r:id="rId1"/>'
    sheets = "".join(sheet.format(number) for number in range(1, count + 1)).encode()
    return repacked(
        XLSX,
        "xl/workbook.xml",
        lambda xml: xml[: xml.index(b"<sheets>")] + b"<sheets>" + sheets + xml[xml.index(b"</sheets>") :],
    )


FAR = "cells down to row 1048576"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "far, in small letters": (lambda: with_row(b'<row><c r="xfd1048576"><v>1</v></c></row>'), FAR),
    "far, after a line break": (lambda: with_row(b'<row><c r=\n"XFD1048576"><v>1</v></c></row>'), FAR),
    "far, behind a bracket": (lambda: with_row(b'<row><c a=">" r="XFD1048576"><v>1</v></c></row>'), FAR),
    "far, as an entity": (lambda: with_row(b'<row><c r="XFD&#49;048576"><v>1</v></c></row>'), FAR),
    "far, in xls": (lambda: far_xls(65535, 250), "cells down to row 65536"),
    "no body": (lambda: repacked(DOCX, BODY, lambda xml: xml.replace(b"w:body>", b"w:sdt>")), "damaged"),
    "a false offset": (false_offset, "damaged"),
    "damaged lzma": (damaged_lzma, "damaged"),
    "5,000 sheets of one part": (lambda: many_sheets(5000), "it has 5,000 sheets; at most 500 are read"),
    "sheets that are too much together": (
        lambda: repacked(
            many_sheets(60),
            SHEET,
            lambda xml: (
                xml[: xml.index(b"<sheetData>")] + b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
                b'<row r="18000"><c r="A18000"><v>1</v></c></row></sheetData></worksheet>'
            ),
        ),
        "At most 20,000 rows, 1,000 columns and 1,000,000 cells",
    ),
    "deep XML": (
        lambda: repacked(DOCX, BODY, lambda xml: xml.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 100_000, 1)),
        "damaged",
    ),
}
READ: dict[str, Callable[[], bytes]] = {
    "a row repeated ² times": lambda: repacked(
        ODS,
        "content.xml",
        lambda xml: xml.replace(b"<table:table-row ", '<table:table-row table:number-rows-repeated="²" '.encode(), 1),
    ),
    "a span of ² columns": lambda: repacked(
        DOCX, BODY, lambda xml: xml.replace(b"<w:tcPr>", '<w:tcPr><w:gridSpan w:val="²"/>'.encode(), 1)
    ),
    "level ²": lambda: repacked(
        COUNTED, BODY, lambda xml: xml.replace(b'<w:ilvl w:val="0"', '<w:ilvl w:val="²"'.encode())
    ),
    "level 99": lambda: repacked(
        repacked(COUNTED, "word/numbering.xml", lambda xml: xml.replace(b'w:ilvl="0"', b'w:ilvl="99"')),
        BODY,
        lambda xml: xml.replace(b'<w:ilvl w:val="0"', b'<w:ilvl w:val="99"'),
    ),
    "numbering that leads back": lambda: repacked(
        DOCX, "word/_rels/document.xml.rels", lambda xml: xml.replace(b'Target="styles.xml"', b'Target="document.xml"')
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, tmp_path: Path) -> None:
    make, said = REFUSED[case]
    (tmp_path / "a").write_bytes(make())
    with pytest.raises(InputError) as refused:
        read_book(tmp_path / "a", "a")
    assert said in str(refused.value.problems[0])


@pytest.mark.parametrize("case", READ)
def test_read_or_refused(case: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "a").write_bytes(READ[case]())
    outcome = run("-C", tmp_path, "import", "criteria", tmp_path / "a")
    assert outcome.status in (0, 2)
    assert (outcome.status == 0) == (tmp_path / "criteria.yaml").exists()


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(XLSX)
    monkeypatch.setattr(limits, "PATIENCE", 0.001)
    with pytest.raises(InputError) as refused:
        read_book(tmp_path / "a", "a")
    assert "takes more than 15 seconds" in str(refused.value.problems[0])


def test_a_process_that_ends_without_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cchc_cli.read import books

    (tmp_path / "a").write_bytes(XLSX)
    monkeypatch.setattr(books, "START", "import os; os.abort()")
    with pytest.raises(InputError) as refused:
        read_book(tmp_path / "a", "a")
    assert "damaged, or reading it takes more than 640 MiB" in str(refused.value.problems[0])


def test_modules_that_lie_beside_the_file_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("docx", "python_calamine", "pickle", "zipfile"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w')")
    (tmp_path / "a.docx").write_bytes(DOCX)
    monkeypatch.chdir(tmp_path)
    assert read_book(Path("a.docx"), "a.docx").grids
    assert not Path("run").exists()


def test_a_device_is_no_file() -> None:
    with pytest.raises(CchcError, match="not a file"):
        read_book(Path("/dev/zero"), "zero")


def test_the_process_that_reads_is_given_no_folder_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(XLSX)
    (tmp_path / "python_calamine.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    assert read_book(tmp_path / "a", "a").grids


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_the_process_that_reads_ends_with_ours(number: str) -> None:
    code = """
import subprocess, sys
from cchc_cli.__main__ import end_on_signals
from cchc_cli.system.temporary import temporary_process
end_on_signals()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with temporary_process(child):
    print("begun", flush=True)
    child.wait()
"""

    def heeded() -> None:
        # Under nohup the signal is ignored, and that passes on to whatever is started.
        signal.signal(getattr(signal, number), signal.SIG_DFL)

    # The child holds our stdout as well: the read comes to its end only when both are gone.
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, preexec_fn=heeded) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(getattr(signal, number))
        assert process.communicate(timeout=20)[0] == b""
