"""Annexes of random frameworks, read again: python -m tools.search.annexes N SEED

A framework is made at random, written down as an annex (.docx or .xlsx) in a random style of numbers, headings and
wordings, and imported again. It must come back as it was (right), or what differs must be told where it stands
(told). What differs and is not told is a fault. Some annexes have a flaw that must be told.
"""

import io
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from cchc_cli.model.grid import Book
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import CchcError
from cchc_cli.model.rules import Choice, Deduct, Linear, Relative, Tiers
from cchc_cli.office.framework import CriteriaDraft, draft_criteria
from cchc_cli.office.nodes import Node
from cchc_cli.read.books import plain_cell
from tools.search import annex_words as words
from tools.search.bench import Bench
from tools.search.case import Case

AREA = "area"
"""What stands in place of the number of a row that names the area of the table below it."""
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
Spec = dict[str, Any]


def made(chance: random.Random) -> Spec:
    """A framework: nodes of name, max, rule and what is below, and what is added to the whole."""
    names = chance.sample(words.NAMES, len(words.NAMES))
    depth = chance.choice((2, 2, 3, 3, 4))

    def node(level: int) -> Spec:
        name = names.pop()
        if level == depth - 1 or len(names) < 12 or (level > 0 and chance.random() < 0.2):
            maximum = chance.choice((0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 10))
            return {"name": name, "max": maximum, "rule": rule(chance, maximum), "below": []}
        below = [node(level + 1) for _child in range(chance.choice((1, 2, 2, 3)))]
        return {"name": name, "max": round(sum(each["max"] for each in below), 6), "rule": None, "below": below}

    areas = [node(0) for _area in range(chance.choice((1, 2, 2, 3)))]
    extras = []
    for kind, called in (("bonus", words.BONUS), ("penalty", words.PENALTY)):
        if chance.random() < 0.25:
            extras.append({"name": chance.choice(called), "kind": kind, "max": chance.choice((1, 2, 5))})
    return {"areas": areas, "extras": extras, "depth": depth}


def rule(chance: random.Random, top: float) -> Spec | None:
    """A rule that reaches the maximum."""
    points = sorted({0.0, *(round(top * share, 6) for share in chance.sample((0.25, 0.5, 0.75), 2))}, reverse=True)
    match chance.randrange(8):
        case 0 | 1:
            texts = chance.choice(words.OPTIONS[chance.randrange(2)])
            return {"type": "choice", "options": dict(zip(texts, [top, *points[-len(texts) + 1 :]], strict=True))}
        case 2 | 3:
            bounds = sorted(
                chance.sample((50, 60, 70, 80, 85, 90, 95, 98, 100), chance.choice((1, 2, 3))), reverse=True
            )
            above = chance.random() < 0.25 and bounds[0] < 100
            given = [top, *points[:2]][: len(bounds)]
            tiers = [[float(low), above, each] for low, each in zip(bounds, given, strict=True)]
            return {"type": "tiers", "tiers": tiers, "rest": 0.0}
        case 4:
            to = chance.choice((100, 100, 95, 80))
            return {"type": "linear", "to": float(to), "floor": chance.choice((None, None, 50.0))}
        case 5:
            items = chance.sample((0.1, 0.2, 0.25, 0.5), chance.choice((1, 1, 2)))
            most = round(top / 2, 6) if len(items) == 1 and chance.random() < 0.3 else None
            return {"type": "deduct", "items": items, "most": most}
        case 6:
            return {"type": "relative", "lower": chance.random() < 0.3} if chance.random() < 0.5 else None
    return None


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
            rows.append([AREA, name, number, own_points])
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


FLAWS = ("total", "sum", "missing", "word", "except", "gap", "range", "twice")


def flawed(chance: random.Random, spec: Spec, style: "Style") -> str:
    """Spoil a framework in one way that must be told; blank where it has no place for that."""
    flaw = chance.choice(FLAWS)
    leaves = [leaf for leaf in leaves_of(spec) if leaf["rule"]]
    groups = [node for area in spec["areas"] for node in area["below"] if node["below"]]
    if flaw == "total":
        spec["total"] = sum(area["max"] for area in spec["areas"]) + chance.choice((1, -0.5, 10))
    elif flaw == "sum" and groups and style.numbering != "columns":
        chance.choice(groups)["max"] += chance.choice((1, 0.5))
    elif flaw == "missing":
        chance.choice(leaves_of(spec))["max"] = None
    elif flaw == "word" and leaves:
        leaf = chance.choice(leaves)
        leaf["lines"] = [
            *leaf["lines"],
            chance.choice(("Theo hướng dẫn số 5 của Sở", "Chấm 1/2 nếu có lý do", "Xem quy định 12")),
        ]
    elif flaw == "except" and (deducts := [leaf for leaf in leaves if leaf["rule"]["type"] == "deduct"]):
        leaf = chance.choice(deducts)
        leaf["lines"] = [leaf["lines"][0] + ", trừ trường hợp bất khả kháng", *leaf["lines"][1:]]
    elif flaw == "gap" and (
        tiers := [leaf for leaf in leaves if leaf["rule"]["type"] == "tiers" and len(leaf["rule"]["tiers"]) > 1]
    ):
        leaf = chance.choice(tiers)
        if any("Còn lại" in line for line in leaf["lines"]):
            return ""
        leaf["lines"] = [leaf["lines"][0], *leaf["lines"][2:]]
    elif flaw == "range" and leaves:
        chance.choice(leaves)["lines"] = [
            chance.choice(("Trừ từ 0,1 đến 0,3 điểm", "Vi phạm: trừ 1-2 điểm", "Trừ 5% số điểm"))
        ]
    elif flaw == "twice" and (listed := [leaf for leaf in leaves if leaf["rule"]["type"] in ("choice", "tiers")]):
        leaf = chance.choice(listed)
        leaf["lines"] = [leaf["lines"][0], leaf["lines"][0]]
    else:
        return ""
    return flaw


def nodes_of(spec: Spec) -> list[Spec]:
    """All nodes, in order."""

    def walk(node: Spec) -> list[Spec]:
        return [node, *(each for child in node["below"] for each in walk(child))]

    return [each for area in spec["areas"] for each in walk(area)]


def leaves_of(spec: Spec) -> list[Spec]:
    """What gets points."""
    return [node for node in nodes_of(spec) if not node["below"]]


def tables_of(spec: Spec, style: Style) -> list[tuple[list[str], list[list[Any]]]]:
    """The tables of an annex with the lines above each: all in one, or an area each where that is how it is written."""
    head, cells = _head(style)
    body = rows_of(spec, style) if style.numbering != "columns" else _by_columns(spec)
    title = style.chance.choice(("BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH", "Bộ chỉ số cải cách hành chính cấp xã"))
    ends = [cells(row) for row in _ends(spec, style)]
    heads = [head]
    if style.heads == 2 and style.chance.random() < 0.5:
        heads.append([f"({at})" for at in range(1, len(head) + 1)])
    if not style.apart or len(spec["areas"]) < 2:
        rows = [cells(row) for row in body if row[0] != AREA]
        if style.apart:
            rows = [cells([row[2], row[1], row[3], ""]) if row[0] == AREA else cells(row) for row in body]
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


def make(chance: random.Random) -> Case:
    """An annex, and the framework that it is made of."""
    spec = made(chance)
    for leaf in leaves_of(spec):
        leaf["lines"] = words.rule_lines(chance, leaf["rule"], leaf["max"]) if leaf["rule"] else []
    spec["whole"] = sum(area["max"] for area in spec["areas"])
    wanted = json.dumps(spec)
    style = Style(chance, spec["depth"])
    flaw = flawed(chance, spec, style) if chance.random() < 0.3 else ""
    tables = tables_of(spec, style)
    kind = chance.choice(("docx", "xlsx"))
    data = docx(tables) if kind == "docx" else xlsx(tables)
    how = {"wanted": wanted, "flaw": flaw}
    return Case("annexes", ("import", "criteria", f"annex.{kind}"), {f"annex.{kind}": data}, how)


def read(case: Case) -> CriteriaDraft:
    """The annex as it is imported, without a process of its own. Raises CchcError."""
    from cchc_cli.read.word import read_word
    from cchc_cli.read.workbook import read_workbook

    name, data = next(iter(case.files.items()))
    content = data if isinstance(data, bytes) else b""
    book = read_word(content) if name.endswith("docx") else read_workbook(content, "xlsx")
    grids = tuple(
        replace(grid, file=name, rows=[[plain_cell(cell) for cell in row] for row in grid.rows]) for grid in book.grids
    )
    return draft_criteria(Book(name, grids, book.text, book.text_after), None)


def judged(case: Case) -> tuple[str, list[str]]:
    """right, told or wrong, and what differs without being told."""
    wanted = json.loads(case.how["wanted"])
    try:
        draft = read(case)
    except CchcError as error:
        return "told", [] if case.how["flaw"] or str(error) else [str(error)]
    doubts = [doubt for doubt in draft.doubts if doubt is not draft.untitled]
    differ = list(_differences(wanted, draft))
    if case.how["flaw"] and not doubts and not differ:
        return "wrong", [f"the flaw {case.how['flaw']} is not told"]
    silent = [text for node, text in differ if not _is_told(node, doubts)]
    if silent:
        return "wrong", silent
    return ("told" if differ or doubts else "right"), []


def _is_told(node: str, doubts: list[Any]) -> bool:
    if not node:
        return bool(doubts)
    return any(doubt.node == node for doubt in doubts)


def _differences(wanted: Spec, draft: CriteriaDraft) -> Any:
    """Nodes that differ: the id of the node as it was read, blank for the tree, and what differs."""
    areas = draft.areas
    if len(areas) == 1 and not wanted["areas"][0]["below"] and len(areas[0].children) == len(wanted["areas"]):
        areas = areas[0].children
    yield from _nodes(wanted["areas"], areas, "")
    extras = sorted((each["kind"], each["max"]) for each in wanted["extras"])
    if extras != (found := sorted((each.kind, each.max) for each in draft.extras)):
        yield "", f"extras {found}, not {extras}"


def _nodes(wanted: list[Spec], found: list[Node], above: str) -> Any:
    if [_folded(each["name"]) for each in wanted] != [_folded(each.name) for each in found]:
        yield "", f"below “{above}”: {[each.name for each in found]}, not {[each['name'] for each in wanted]}"
        return
    for want, node in zip(wanted, found, strict=True):
        below = [] if len(node.children) == 1 and node.children[0].name == node.name else node.children
        leaf = node if below else next(node.leaves())
        if not want["below"] and leaf.points != want["max"]:
            yield leaf.id, f"{leaf.id} has {leaf.points}, not {want['max']}"
        if want["below"] or below:
            yield from _nodes(want["below"], below, want["name"])
        elif want["rule"] and not same_rule(want["rule"], leaf.rule):
            yield leaf.id, f"{leaf.id}: {leaf.rule}, not {want['rule']}; {want['lines']}"
        elif not want["rule"] and leaf.rule is not None:
            yield leaf.id, f"{leaf.id}: {leaf.rule}, and there is none"


def same_rule(wanted: Spec, found: Any) -> bool:
    """Whether a rule gives the points that it should: told by values, not by how it is written."""
    match wanted["type"], found:
        case "choice", Choice():
            # “Không được 0 điểm” is “Không”, or “Không được”.
            read = [(_folded(key).removesuffix("duoc"), points) for key, points in found.given().items()]
            return read == [(_folded(key), points) for key, points in wanted["options"].items()]
        case "tiers", Tiers():
            values = [each / 2 for each in range(201)]
            return all(_tier(wanted, value) == _tier_found(found, value) for value in values)
        case "linear", Linear():
            return (found.start, found.to, found.floor) == (0, wanted["to"], wanted["floor"])
        case "deduct", Deduct():
            items = [found.per] if found.per is not None else [item.per for item in (found.items or {}).values()]
            return items == wanted["items"] and found.most == wanted["most"]
        case "relative", Relative():
            return bool(found.lower == wanted["lower"])
    return False


def _tier(rule: Spec, value: float) -> float:
    for low, above, points in rule["tiers"]:
        if value > low or (value == low and not above):
            return float(points)
    return float(rule["rest"])


def _tier_found(rule: Tiers, value: float) -> float:
    for tier in rule.tiers:
        low = tier.above if tier.above is not None else tier.min or 0
        if value > low or (value == low and tier.above is None):
            return tier.points
    return 0.0


def _folded(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())


def faults(case: Case, _bench: Bench) -> list[str]:
    """What differs without being told."""
    return judged(case)[1]


def main() -> int:
    """Try so many annexes; tell of those that are silently wrong."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found: Counter[str] = Counter()
    for number in range(count):
        verdict, silent = judged(make(random.Random(f"{seed} annexes {number}")))
        found[verdict] += 1
        for text in silent[:2] if found["wrong"] <= 40 else ():
            print(f"{number}: {text}", flush=True)
    print(
        f"seed {seed}, {count} annexes: right / told / silently wrong = {found['right']} / {found['told']} / {found['wrong']}"
    )
    return int(found["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
