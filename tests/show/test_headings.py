"""Headings of sheets are not cut off, whatever font a machine has in place of Excel's."""

from pathlib import Path

import openpyxl
import pytest
from matplotlib import font_manager
from PIL import ImageFont

from tests.conftest import Run

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
PIXELS_PER_POINT = 96 / 72
INDENT = 10
"""In points, as LibreOffice has it; figures have two at the right, where the arrow of the filter is."""


PADDING = 0.71
"""Signs of the width in a file that are room beside them."""
SIZE = round(11 * PIXELS_PER_POINT)


def font(weight: str) -> ImageFont.FreeTypeFont:
    """What LibreOffice takes where Calibri and Carlito are not there; hardly any font is wider."""
    return ImageFont.truetype(
        font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans", weight=weight)), SIZE
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_heading_has_room_for_all_its_lines(sample: Path, run: Run, language: str) -> None:
    """“Hạng 2021” was cut in half: it is as long as its column is wide, and bold."""
    widest, sign = font("bold"), font("normal").getlength("0")
    for command in ("explain", "overview", "gaps", "plan", "track", "trend", "robust --runs 20", "compare best"):
        if run(*command.split(), "--lang", language, "-o", "x.xlsx").status:
            continue
        for sheet in openpyxl.load_workbook("x.xlsx").worksheets[1:]:
            if sheet.title in ("Phương án", "Scenario"):
                continue
            widths = {
                at: each.width for each in sheet.column_dimensions.values() for at in range(each.min, each.max + 1)
            }
            for cell in sheet[1]:
                room = (widths[cell.column] - PADDING) * sign - INDENT * PIXELS_PER_POINT * cell.alignment.indent
                lines, line = 1, ""
                for word in str(cell.value or "").split():
                    if line and widest.getlength(f"{line} {word}") > room:
                        lines, line = lines + 1, word
                    else:
                        line = f"{line} {word}".strip()
                high = sheet.row_dimensions[1].height
                assert lines * 14 <= high, (command, sheet.title, cell.value, lines, high)
