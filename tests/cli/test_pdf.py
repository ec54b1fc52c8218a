"""`-o FILE.pdf`: through LibreOffice where it is, told where it is not, and never half done."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from cchc_cli.system import machine
from tests.conftest import Run
from tests.libreoffice import needs_soffice

FAKE = """#!/bin/sh
echo "$@" >> {log}
{what}
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; mkdir -p "$out"
for each; do name=$(basename "$each" .docx); case $name in {skip}) ;; *) printf "%%PDF of $name" > "$out/$name.pdf";; esac; done
"""


@pytest.fixture
def fake(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """A program called soffice that does what is asked of it, and a list of how it was called."""

    def make(what: str = "", skip: str = "-") -> Path:
        folder = tmp_path_factory.mktemp("bin")
        program, log = folder / "soffice", folder / "log"
        program.write_text(FAKE.format(log=log, what=what, skip=skip))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return log

    return make


@needs_soffice
def test_a_document_and_a_table_become_pdf(sample: Path, run: Run) -> None:
    for line in ("report result --signed 2023-01-16 --lang vi", "gaps"):
        done = run(*line.split(), "-o", "out.pdf")
        assert (done.status, done.out) == (0, "")
        assert Path("out.pdf").read_bytes().startswith(b"%PDF-")
    assert not [path for path in Path.cwd().iterdir() if path.name.startswith((".", "cchc-"))]


def test_without_libreoffice_it_is_told_before_anything_is_done(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "libre_office", lambda: None)
    for line in ("score -o x.pdf", "plan --budget 5 --write -o x.pdf", "report all -o out --suffix docx,pdf"):
        done = run(*line.split())
        assert (done.status, done.out) == (2, "")
        assert "LibreOffice" in done.err and "libreoffice.org" in done.err
    assert not Path("x.pdf").exists() and not Path("out").exists() and not Path("data/tasks.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_a_folder_of_documents_is_one_call_and_what_fails_is_listed(sample: Path, run: Run, fake) -> None:
    log = fake(skip="don-vi-02*")
    done = run("report", "appeal", "2022", "--all-units", "-o", "out", "--suffix", "pdf,md", "-f", "csv")
    assert len(log.read_text().splitlines()) == 1
    rows = [line.split(",") for line in done.out.splitlines()[1:]]
    failed = [row for row in rows if row[3]]
    assert [row[0] for row in failed] == ["don-vi-02"]
    assert (done.status, "1 document was not written." in done.err) == (2, True)
    for _unit, _document, file, fault in rows:
        assert Path(file).exists() != bool(fault)
        if file.endswith(".pdf") and not fault:
            assert Path(file).read_text() == f"%PDF of {Path(file).stem}"
    assert ".pdf" in Path("out/index.html").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_one_that_hangs_or_makes_nothing_is_ended_and_told(
    sample: Path, run: Run, fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(skip="*")
    Path("x.pdf").write_text("old")
    done = run("score", "-o", "x.pdf")
    assert (done.status, "LibreOffice made no PDF" in done.err) == (2, True)
    monkeypatch.setattr(machine, "SECONDS", 0)
    monkeypatch.setattr(machine, "SECONDS_EACH", 0.5)
    fake("sleep 1234567")
    done = run("score", "-o", "x.pdf")
    assert (done.status, "not ready after" in done.err) == (2, True)
    assert Path("x.pdf").read_text() == "old"
    assert "1234567" not in subprocess.run(["ps", "-ef"], capture_output=True, text=True, check=True).stdout
