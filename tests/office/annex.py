"""A framework written down as an annex, the way officials do, to be read again."""

from pathlib import Path
from typing import Any

import xlsxwriter

from cchc_cli.model.framework import Framework
from cchc_cli.model.rules import Choice, Deduct, Linear, Rule, Tiers

HEADER = ["STT", "Lĩnh vực/tiêu chí/tiêu chí thành phần", "Điểm tối đa", "Đơn vị phụ trách"]


def number(value: float) -> str:
    """1.5 as 1,5."""
    return f"{value:.12g}".replace(".", ",")


def rule_rows(rule: Rule | None) -> list[str]:
    """A rule as the rows that stand under a component."""
    match rule:
        case Choice():
            return [f"- {key}: {number(points)}" for key, points in rule.given().items()]
        case Tiers(tiers=tiers):
            rows = [f"Từ {number(tiers[0].min)}% trở lên: {number(tiers[0].points)}"]
            rows += [
                f"Từ {number(low.min)}% đến dưới {number(high.min)}%: {number(low.points)}"
                for high, low in zip(tiers, tiers[1:], strict=False)
            ]
            return [*rows, f"Dưới {number(tiers[-1].min)}%: 0"]
        case Deduct(per=per):
            return [f"Mỗi trường hợp trừ {number(per)} điểm"]
        case Linear(start=start, to=to, floor=floor):
            tail = "" if floor is None else f"; dưới {number(floor)} thì không có điểm"
            return [f"Tuyến tính từ {number(start)} đến {number(to)}{tail}"]
    return []


def annex_rows(framework: Framework) -> list[list[Any]]:
    """The rows of a sheet: areas, criteria, components, each with its rule below it, then the total."""
    rows: list[list[Any]] = [["BỘ TIÊU CHÍ"], [], list(HEADER)]
    whole = 0.0
    for area in framework.criteria.areas:
        at = len(rows)
        rows.append([])
        area_sum = 0.0
        for criterion in area.criteria:
            parts = criterion.components or (criterion,)
            total = sum(float(leaf.max) for leaf in parts if not isinstance(leaf.max, dict) and leaf.max)
            area_sum += total
            if criterion.components:
                rows.append([criterion.id, criterion.name, number(total), ""])
            for leaf in parts:
                rows.append([leaf.id, leaf.name, leaf.max, leaf.owner or ""])
                rows += [["", text, "", ""] for text in rule_rows(leaf.rule)]
        rows[at] = [area.id, area.name.upper(), number(area_sum), ""]
        whole += area_sum
    return [*rows, ["", "Tổng cộng", whole, ""]]


def write_sheet(path: Path, rows: list[list[Any]], name: str = "Phụ lục", merged: tuple[str, ...] = ()) -> Path:
    """Rows as the only sheet of an .xlsx; texts stay texts. `merged`: ranges such as A1:C1."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(name)
        for area in merged:
            sheet.merge_range(area, "")
        for number_, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and value:
                    sheet.write_string(number_, column, value)
                elif value not in ("", None):
                    sheet.write(number_, column, value)
    return path
