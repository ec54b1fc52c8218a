"""What is in a .docx, and what LibreOffice makes of it; read with nothing of cchc's own."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def body(path: Path) -> ElementTree.Element:
    """The body of a document; that it is XML is thereby tested."""
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        tree = ElementTree.fromstring(parts.read("word/document.xml"))
    found = tree.find(f"{W}body")
    assert found is not None
    return found


def text_of(element: ElementTree.Element) -> str:
    """All text below an element; a line break is a blank."""
    signs = {f"{W}br": " ", f"{W}noBreakHyphen": "-"}
    return "".join((each.text or "") if each.tag == f"{W}t" else signs.get(each.tag, "") for each in element.iter())


def paragraphs(path: Path) -> list[str]:
    """Paragraphs of the body outside tables."""
    return [text for each in body(path).findall(f"{W}p") if (text := text_of(each).strip())]


def cells(path: Path) -> list[list[list[str]]]:
    """Tables as rows of cells."""
    return [
        [[text_of(cell).strip() for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
        for table in body(path).findall(f"{W}tbl")
    ]


def every_number(texts: list[str]) -> set[str]:
    """Figures in texts, as they stand there; a part of an id (3.3.1) or of a word (T-2023-001) is none."""
    found = set()
    for text in texts:
        for match in NUMBER.finditer(text):
            around = text[max(match.start() - 2, 0) : match.start()], text[match.end() : match.end() + 2]
            if re.search(r"\d[./-]$|[A-Za-z]-?$", around[0]) or re.match(r"[./-]\d|-\w", around[1]):
                continue
            found.add(match[0])
    return found


def known_numbers(value: Any) -> tuple[set[float], str]:
    """Every number of a json value, and all its texts in one."""
    if isinstance(value, bool) or value is None:
        return set(), ""
    if isinstance(value, int | float):
        return {abs(float(value))}, ""
    if isinstance(value, str):
        return set(), f"\n{value}"
    parts = [known_numbers(each) for each in (value.values() if isinstance(value, dict) else value)]
    return set().union(*(numbers for numbers, _text in parts)), "".join(text for _numbers, text in parts)


def filled(folder: Path, name: str) -> list[float]:
    """Of a document that `to_pdf` laid out, how far down each page has ink: 0 at the top margin, 1 at the bottom one."""
    subprocess.run(["pdftoppm", "-r", "20", "-gray", "-png", folder / f"{name}.pdf", folder / name], check=True)
    found = []
    for file in sorted(folder.glob(f"{name}-[0-9]*.png")):
        rows = np.flatnonzero((np.asarray(Image.open(file)) < 200).any(axis=1))
        page = np.asarray(Image.open(file)).shape[0]
        found.append((rows.max() / page * 297 - 20) / 257)
    return found


def to_pdf(paths: list[Path], folder: Path) -> dict[str, list[str]]:
    """Pages of each document as LibreOffice lays them out, as text; the test is skipped where it is not there."""
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    found = {}
    for path in paths:
        made = folder / f"{path.stem}.pdf"
        assert made.exists(), done.stderr
        text = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, check=True).stdout.decode()
        found[path.stem] = text.split("\f")[:-1]
    return found
