"""Bonus and penalty points of a framework's table: no components, but adjustments beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_cli.messages import _
from cchc_cli.model.letters import plain
from cchc_cli.office.criteria_rows import Row, plain_name
from cchc_cli.office.drafts import Draft, Outline, slug
from cchc_cli.office.marks import Mark, points_of
from cchc_cli.office.vocabulary import BONUS, NAMED, PENALTY

TOLERANCE = 1e-9

MOST_POINTS = re.compile(r"[\s:(]*(?:tối đa|max)?[\s:]*[+-]?\d+(?:[.,]\d+)?\s*(?:điểm|đ)?\)?\s*$", re.IGNORECASE)


@dataclass
class Extra:
    """Bonus or penalty points beside the components."""

    id: str
    name: str
    kind: str
    max: float


def extra_kind(name: str) -> str:
    """`bonus` or `penalty` where a row is called so; blank for all others."""
    said = plain(name).removeprefix("tong ").removeprefix("cac ")
    # Without accents “điểm cộng” is “điểm công (khai)”.
    if said.startswith(BONUS) and not re.search(r"điểm\s+công", name, re.IGNORECASE):
        return "bonus"
    return "penalty" if said.startswith(PENALTY) else ""


def unnumbered(row: Row, after_all: bool) -> Draft | None:
    """A row without a number that is called bonus or penalty points; None for a line of a rule.

    `after_all`: no numbered row follows. Only there a longer name with points of its own is no option.
    """
    if row.marks or not extra_kind(row.name):
        return None
    named = NAMED.fullmatch(plain(row.name))
    if named is None and not (after_all and row.points is not None):
        return None
    said = points_of(named["points"]) if named and named["points"] else None
    points = row.points if row.points is not None else said
    name = MOST_POINTS.sub("", plain_name(row.name)) if said is not None else plain_name(row.name)
    draft = Draft(Mark("dotted", ""), name, 0, row.address, row=row.row)
    draft.points = None if points is None else abs(points)
    return draft


def take_extras(areas: list[Draft], outline: Outline) -> list[Extra]:
    """Take bonus and penalty points out of the areas; what is not sure goes to the outline's doubts."""
    taken = {node.id for area in areas for node in area.all()}
    found: list[Extra] = []
    for parent, node in called_so(areas):
        (areas if parent is None else parent.children).remove(node)
        for leaf in node.leaves():
            _take(leaf, extra_kind(node.name), found, outline)
    for row in outline.extras:
        row.id = _free(slug(row.name), taken)
        _take(row, extra_kind(row.name), found, outline)
    return found


def called_so(areas: list[Draft]) -> list[tuple[Draft | None, Draft]]:
    """Areas, and criteria that are not part of the points of their area, with what they stand in."""
    found: list[tuple[Draft | None, Draft]] = []
    for area in areas:
        if extra_kind(area.name):
            found += [(None, area)] if _have_others(areas) else []
            continue
        for node in area.children if _have_others(area.children) else ():
            if not extra_kind(node.name):
                continue
            others = sum(leaf.points or 0 for each in area.children if each is not node for leaf in each.leaves())
            if area.points is None or abs(others - area.points) <= TOLERANCE:
                found.append((area, node))
            else:
                node.doubt(node.address, _("called bonus or penalty points, but a part of the points above it."))
    return found


def _have_others(nodes: list[Draft]) -> bool:
    """Whether some are not called bonus or penalty: where all are, they are what there is to be scored."""
    return any(not extra_kind(node.name) for node in nodes)


def _take(leaf: Draft, kind: str, found: list[Extra], outline: Outline) -> None:
    outline.doubts += leaf.doubts
    if leaf.lines:
        lines = "; ".join(line.text for line in leaf.lines)[:80]
        text = _("how these points are given was not read: “{text}”.", text=lines)
        outline.doubts.append((leaf.lines[0].address, text))
    if leaf.points:
        found.append(Extra(leaf.id, leaf.name, kind, leaf.points))
        return
    text = _("“{name}”: an adjustment without its most points was left out.", name=leaf.name[:60])
    outline.doubts.append((leaf.address, text))


def _free(identity: str, taken: set[str]) -> str:
    """An id that no other has; `taken` grows."""
    number, free = 2, identity
    while free in taken:
        free, number = f"{identity}-{number}", number + 1
    taken.add(free)
    return free
