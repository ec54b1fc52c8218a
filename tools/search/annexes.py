"""Annexes of random frameworks, read again: python -m tools.search.annexes N SEED

A framework is made at random, written down as an annex (.docx or .xlsx) in a random style of numbers, headings and
wordings, and imported again. It must come back as it was (right), or what differs must be told where it stands
(told). What differs and is not told is a fault. Some annexes have a flaw that must be told.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

from cchc_cli.model.grid import Book
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import CchcError
from cchc_cli.model.rules import Choice, Deduct, Linear, Relative, Tiers
from cchc_cli.office.frameworks.draft import CriteriaDraft, draft_criteria
from cchc_cli.office.frameworks.nodes import Node
from cchc_cli.read.books import plain_cell
from tools.search import annex_words as words
from tools.search.annex_tables import Spec, Style, docx, leaves_of, tables_of, xlsx
from tools.search.bench import Bench
from tools.search.case import Case


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


FLAWS = ("total", "sum", "missing", "word", "except", "gap", "range", "twice")


def flawed(chance: random.Random, spec: Spec, style: "Style") -> str:
    """Spoil a framework in one way that must be told; blank where it has no place for that."""
    flaw = chance.choice(FLAWS)
    leaves = [leaf for leaf in leaves_of(spec) if leaf["rule"]]
    groups = [node for area in spec["areas"] for node in area["below"] if node["below"]]
    if flaw == "total":
        # No bonus, penalty or area comes to quarters: a total that fits these by chance is not wrong.
        spec["total"] = sum(area["max"] for area in spec["areas"]) + chance.choice((3.25, -0.75, 10.25))
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
    from cchc_cli.read.child import read_workbook
    from cchc_cli.read.word import read_word

    if not case.files:
        raise CchcError("a case that is made smaller may have no file left")
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
