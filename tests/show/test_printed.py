"""Papers as they come out of a printer: no page of them is left nearly half empty, nor a signature alone on one."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cchc_cli.show.writers.filed.docx import page as paper
from tests.conftest import ROOT, Run
from tests.libreoffice import converted, needs_soffice

WORLDS = (
    ("vi", ROOT, ("--unit", "xa-tien-loi")),
    ("en", ROOT / "examples" / "province", ("--unit", "xa-07")),
    ("en", ROOT / "examples" / "appeal", ()),
)
MARGIN, EMPTY, LAST, POOR = 20 / 297, 0.4, 0.25, 3
"""Of the height of a page: its margins, what may be empty at its foot, and what stands on the last one at least. So many last
pages of sheets are emptier than the others may be."""


@pytest.mark.parametrize("lines", [*range(20, 90), 150])
def test_a_page_ends_where_neither_it_nor_the_next_is_nearly_half_empty(lines: int) -> None:
    """Wherever the first page begins: pages are filled here with lines of one height, as a program does it."""
    document = paper.new_document("", "", paper.UPRIGHT)
    for at in range(lines):
        paper.paragraph(document, f"Line {at}", "Body")
    paper.fill_last_pages(document, paper.UPRIGHT)
    spacing = document.paragraphs[0].paragraph_format.line_spacing or 1.1
    high = (14 * 1.15 * spacing + 6) / 72 * 25.4 / paper.UPRIGHT.text_height
    keeps = [bool(each.paragraph_format.keep_with_next) for each in document.paragraphs]
    for more in range(0, 30, 3) if lines > 70 else (0,):
        # What stands above them, of which nothing is known.
        pages = [*filled([False] * more + keeps, int(1 / high))]
        assert len(pages) == 1 or min(pages) * high >= 1 - EMPTY, (lines, more, pages)


def filled(keeps: list[bool], most: int) -> Iterator[int]:
    """How many lines stand on each page, of which `most` have room, where some stay with the next one."""
    start = 0
    while start < len(keeps):
        end = min(start + most, len(keeps))
        while end < len(keeps) and end > start + 1 and keeps[end - 1]:
            end -= 1
        yield end - start
        start = end


@needs_soffice
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler) is not installed")
def test_no_page_is_left_nearly_half_empty(run: Run, tmp_path: Path) -> None:
    """All but the page with which a sheet ends where LibreOffice parts a table from the text behind it."""
    files = []
    for language, world, unit in WORLDS:
        own = tmp_path / f"{world.name}-{language}"
        shutil.copytree(world / "data", own / "data")
        shutil.copy(world / "criteria.yaml", own)
        told = ("-C", own, "--lang", language)
        assert run(*told, "plan", "--write", *unit).status == 0
        assert run(*told, "report", "all", *unit, "-o", own / "papers", "--suffix", "docx").status == 0
        assert run(*told, "report", "overview", "-o", own / "papers" / "overview.docx").status == 0
        for file in sorted((own / "papers").glob("*.docx")):
            files.append(file.rename(tmp_path / f"{own.name}-{file.name}"))
    assert len(files) >= 24
    converted(files, "pdf", tmp_path)
    pages = [page for file in files for page in pages_of(file.with_suffix(".pdf"))]
    poor = [page for page in pages if page[2] < 1 - EMPTY]
    assert not [page for page in poor if not page[1] or page[2] < LAST]
    assert len(poor) <= POOR, poor


def pages_of(pdf: Path) -> Iterator[tuple[str, bool, float]]:
    """Each page, whether a sheet ends with it, and how much of it is used. The first page of a sheet has no number."""
    subprocess.run(["pdftoppm", "-r", "30", "-gray", pdf, pdf.with_suffix("")], check=True, timeout=60)
    pages = [
        pixels(file)
        for file in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"), key=lambda file: int(file.stem.split("-")[-1]))
    ]
    for at, page in enumerate(pages):
        high = len(page)
        inked = np.flatnonzero((page[: round(high * (1 - MARGIN))] < 200).any(axis=1))
        is_last = at + 1 == len(pages) or not is_numbered(pages[at + 1])
        yield f"{pdf.stem} {at + 1}", is_last, float((inked.max() / high - MARGIN) / (1 - 2 * MARGIN))


def is_numbered(page: "np.ndarray") -> bool:
    return bool((page[: round(len(page) * MARGIN * 0.8)] < 200).any())


def pixels(file: Path) -> "np.ndarray":
    """The grey values of a picture of pdftoppm: its head has three lines, the second its size."""
    _kind, size, _most, data = file.read_bytes().split(b"\n", 3)
    wide, high = map(int, size.split())
    return np.frombuffer(data, np.uint8).reshape(high, wide)
