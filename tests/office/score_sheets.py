"""A small framework, and workbooks with points of its components."""

import csv
from pathlib import Path
from typing import Any

import xlsxwriter

CRITERIA = """\
version: 1
index: {id: tiny, name: Tiny}
areas:
  - id: "1"
    name: Chỉ đạo
    criteria:
      - id: "1.1"
        name: Kế hoạch
        max: 2
      - {id: "1.2", name: Báo cáo, components: [
          {id: "1.2.1", name: Ban hành kế hoạch, max: 1},
          {id: "1.2.2", name: Báo cáo định kỳ, max: 1}]}
      - {id: "1.10", name: Sáng kiến, max: 3, rule: {type: tiers, tiers: [{min: 90, points: 3}]}}
  - id: "2"
    name: Thủ tục
    criteria:
      - {id: "2.1", name: Ban hành kế hoạch, max: 1}
"""
UNITS = "unit,name\nxa-a,Xã An Bình\nxa-b,Xã Bình Minh\n"
HEADER = ["STT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Thẩm định lần 1", "Giải trình", "Thẩm định lần 2", "Ghi chú"]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook; days stay days, `_` in a sheet's name is a space."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "d/m/yyyy"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name.replace("_", " "))
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value not in ("", None):
                        sheet.write(number, column, value)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
