"""A framework written down as the tables of an annex, in one of many styles."""

import io
import random
from dataclasses import dataclass
from typing import Any

from tools.search import annex_words as words

AREA = "area"
"""What stands in place of the number of a row that names the area of the table below it."""
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
Spec = dict[str, Any]


def nodes_of(spec: Spec) -> list[Spec]:
    """All nodes, in order."""

    def walk(node: Spec) -> list[Spec]:
        return [node, *(each for child in node["below"] for each in walk(child))]

    return [each for area in spec["areas"] for each in walk(area)]


def leaves_of(spec: Spec) -> list[Spec]:
    """What gets points."""
    return [node for node in nodes_of(spec) if not node["below"]]


@dataclass
class Style:
    """How an annex is written."""

    chance: random.Random
    depth: int
    numbering: str = ""
    inside: bool = False
    rules: str = ""
    heads: int = 1
    apart: bool = False
    unit: str = ""

    def __post_init__(self) -> None:
        pick = self.chance.choice
        ways = ["roman", "letters", "dotted", "anew", "anew", "words", "short"]
        self.numbering = pick(
            ways + (["capitals"] if self.depth == 2 else []) + (["columns"] if self.depth == 3 else [])
        )
        self.rules = pick(("column", "column", "rows", "cells", "name", "letters"))
        if self.numbering == "columns":
            self.rules = "column"
        self.apart = self.numbering == "anew" and self.chance.random() < 0.5
        self.inside = self.numbering not in ("capitals", "columns") and not self.apart and self.chance.random() < 0.25
        self.unit = pick(("", "", "", " điểm", "đ"))
        self.heads = pick((1, 1, 2, 2))

    def mark(self, path: tuple[int, ...]) -> str:
        """The number of a node."""
        level, last = len(path) - 1, path[-1]
        dotted = ".".join(map(str, path))
        match self.numbering:
            case "roman":
                return ".".join([ROMAN[path[0] - 1], *map(str, path[1:])])
            case "letters":
                return ".".join([chr(64 + path[0]), *map(str, path[1:])])
            case "dotted":
                return dotted
            case "anew":
                kinds = ("letter", "roman", "number", "dotted")[4 - self.depth if self.depth == 4 else 1 :]
                kind = kinds[level]
                own = {"letter": chr(64 + last), "roman": ROMAN[last - 1], "number": str(last)}
                return own.get(kind, f"{path[-2]}.{last}" if level else "")
            case "words":
                levels = ("Phần", "Tiêu chuẩn", "Tiêu chí", "Chỉ tiêu")[4 - self.depth :]
                return f"{levels[level]} {ROMAN[last - 1] if level == 0 else last}"
            case "short":
                return f"{('LV', 'TC', 'TCTP')[level]}{last}" if self.depth < 4 else dotted
        return ""


def rows_of(spec: Spec, style: Style) -> list[list[Any]]:
    """The rows below the head: number, name, points, rule."""
    rows: list[list[Any]] = []
    pick = style.chance.choice
    decorate = pick(("{}", "{}", "{}.", "{})" if style.numbering in ("dotted", "anew") else "{}"))
    text = bool(style.unit) or style.chance.random() < 0.3

    def points(value: float) -> Any:
        return words.number(value) + style.unit if text else value

    def walk(node: Spec, path: tuple[int, ...]) -> None:
        mark, name = style.mark(path), node["name"]
        if len(path) == 1 and (style.numbering == "capitals" or style.chance.random() < 0.3):
            name = name.upper()
        elif style.numbering == "capitals":
            name = name.capitalize()
        number = decorate.format(mark) if mark else ""
        if style.inside:
            number, name = "", f"{mark}{'.' if not mark.startswith(('T', 'P', 'C')) else ':'} {name}"
        lines = node.get("lines") or []
        own, below = _placed(style, lines, points)
        if style.rules == "name" and lines:
            name = "\n".join([name, *lines])
        own_points = points(node["max"]) if node["max"] is not None else ""
        if len(path) == 1 and style.apart:
            rows.append([AREA, name, number, own_points, own])
        else:
            rows.append([number, name, own_points, own])
        rows.extend(below)
        for at, child in enumerate(node["below"], start=1):
            walk(child, (*path, at))

    for at, area in enumerate(spec["areas"], start=1):
        walk(area, (at,))
    return rows


def _placed(style: Style, lines: list[str], points: Any) -> tuple[str, list[list[Any]]]:
    """A rule in the column for it, or as rows below."""
    if not lines or style.rules == "name":
        return "", []
    if style.rules == "column":
        return "\n".join(lines), []
    if style.rules == "rows":
        return "", [["", line, "", ""] for line in lines]
    split = [line.rpartition(": ") for line in lines]
    plain_ends = [
        end.removesuffix(" điểm").removesuffix("đ").rstrip(";").removesuffix(" điểm") for _what, _colon, end in split
    ]
    if not all(
        colon and end.replace(",", "", 1).isdigit() for (_w, colon, _e), end in zip(split, plain_ends, strict=True)
    ):
        return "", [["", line, "", ""] for line in lines]
    pairs = [
        (what.lstrip("-+ "), float(end.replace(",", ".")))
        for (what, _c, _e), end in zip(split, plain_ends, strict=True)
    ]
    if style.rules == "letters":
        return "", [[f"{chr(97 + at)})", what, points(value), ""] for at, (what, value) in enumerate(pairs)]
    return "", [["", f"- {what}", points(value), ""] for what, value in pairs]


def tables_of(spec: Spec, style: Style) -> list[tuple[list[str], list[list[Any]]]]:
    """The tables of an annex with the lines above each: all in one, or an area each where that is how it is written."""
    head, cells = _head(style)
    body = rows_of(spec, style) if style.numbering != "columns" else _by_columns(spec)
    title = style.chance.choice(("BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH", "Bộ chỉ số cải cách hành chính cấp xã"))
    ends = [cells(row) for row in _ends(spec, style)]
    heads = [head]
    if style.heads == 2 and style.chance.random() < 0.5:
        heads.append([f"({at})" for at in range(1, len(head) + 1)])
    # An area without anything below would have a table without rows, and its rule nowhere.
    if not style.apart or len(spec["areas"]) < 2 or not all(area["below"] for area in spec["areas"]):
        rows = [cells(row) for row in body if row[0] != AREA]
        if style.apart:
            rows = [cells([row[2], row[1], row[3], row[4]]) if row[0] == AREA else cells(row) for row in body]
        first, last = ends[: spec["first"]], ends[spec["first"] :]
        rows = [*first, *rows, *last]
        if len(rows) > 12 and style.chance.random() < 0.15 and style.numbering != "columns":
            rows.insert(style.chance.randrange(6, 10), head)
        return [([title], [*heads, *rows])]
    tables: list[tuple[list[str], list[list[Any]]]] = []
    titled = style.chance.choice(("{0}. {1}", "{0}. {1} ({2} điểm)", "Lĩnh vực {0}: {1}", "{1}", "PHẦN {0}: {1}"))
    for row in body:
        if row[0] == AREA:
            above = titled.format(
                row[2].strip(".)"), row[1], str(row[3]).removesuffix(style.unit or "|").replace(".", ",")
            )
            tables.append(([title, above] if not tables else [above], [*heads]))
        else:
            tables[-1][1].append(cells(row))
    tables[-1][1].extend(ends)
    return tables


def _head(style: Style) -> tuple[list[str], Any]:
    """The head of a table, and what makes cells of a row."""
    pick = style.chance.choice
    with_rule = style.rules == "column"
    more = style.chance.sample(words.MORE_HEADS, pick((0, 0, 1, 2)))
    maximum = pick(words.MAX_HEADS)
    if maximum in ("Điểm", "Trọng số") and (with_rule or more):
        maximum = "Điểm tối đa"
    tail = [maximum, *([pick(words.RULE_HEADS)] if with_rule else []), *more]
    filled = [words.FILLED.get(each, "") if style.chance.random() < 0.5 else "" for each in more]
    if style.numbering == "columns":
        first = pick(
            (["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần"], ["Tên lĩnh vực", "Nội dung", "Tiêu chí thành phần"])
        )
        return [*first, *tail], lambda row: [*([row[0], row[1], "", row[2], ""] if len(row) == 4 else row), *filled]
    head = [] if style.inside or style.numbering == "capitals" else [pick(words.NUMBER_HEADS)]
    named = [*head, pick(words.NAME_HEADS), *tail]

    def cells(row: list[Any]) -> list[Any]:
        number, name, points, own = row
        return [
            *([number] if head else []),
            name,
            points,
            *([own] if with_rule else []),
            *(filled if number else ["" for _ in more]),
        ]

    return named, cells


def _by_columns(spec: Spec) -> list[list[Any]]:
    """A line a leaf, with its area and criterion before it where these begin."""
    rows: list[list[Any]] = []
    for at, area in enumerate(spec["areas"], start=1):
        for below, criterion in enumerate(area["below"] or [area], start=1):
            for last, leaf in enumerate(criterion["below"] or [criterion], start=1):
                own = [f"{at}. {area['name']}" if below == last == 1 else ""]
                own.append(f"{at}.{below}. {criterion['name']}" if last == 1 and criterion is not area else "")
                own.append(f"{at}.{below}.{last}. {leaf['name']}" if leaf is not criterion else "")
                rows.append([*own, "" if leaf["max"] is None else leaf["max"], "\n".join(leaf.get("lines") or [])])
    return rows


def _ends(spec: Spec, style: Style) -> list[list[Any]]:
    """The total, and bonus and penalty points; `first` of these rows stand above all others."""
    pick = style.chance.choice
    whole = sum(area["max"] for area in spec["areas"] if area["max"] is not None)
    if any(leaf["max"] is None for leaf in leaves_of(spec)):
        whole = spec["whole"]
    marks = "+".join(style.mark((at,)) or str(at) for at in range(1, len(spec["areas"]) + 1))
    called = pick(words.TOTALS).format(marks)
    total = ["", called, spec.get("total", whole), ""]
    extras = [
        ["", each["name"], each["max"] * (1 if each["kind"] == "bonus" else pick((1, -1))), ""]
        for each in spec["extras"]
    ]
    where = pick(("first", "last", "last", "before", "none")) if "total" not in spec else pick(("first", "last"))
    spec["first"] = int(where == "first" and not style.apart)
    order = {"last": [*extras, total], "none": extras, "first": [total, *extras], "before": [total, *extras]}
    return order[where]


def xlsx(tables: list[tuple[list[str], list[list[Any]]]]) -> bytes:
    """Tables one below the other on a sheet."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet, at = book.add_worksheet("Phụ lục"), 0
        for titles, rows in tables:
            for row in (*([title] for title in titles), *rows):
                for column, value in enumerate(row):
                    if value not in ("", None):
                        sheet.write(at, column, value)
                at += 1
    return out.getvalue()


def docx(tables: list[tuple[list[str], list[list[Any]]]]) -> bytes:
    """Each table below its title."""
    import docx as word

    document, out = word.Document(), io.BytesIO()
    for titles, rows in tables:
        for title in titles:
            document.add_paragraph(title)
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, value in zip(cells.cells, row, strict=True):
                lines = (words.number(value) if isinstance(value, float | int) else str(value)).split("\n")
                cell.text = lines[0]
                for line in lines[1:]:
                    cell.add_paragraph(line)
    document.save(out)
    return out.getvalue()
