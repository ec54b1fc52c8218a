"""Bonus and penalty points of a framework's table: no components, but adjustments beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.rules import ExtraRule
from cchc_cli.office.frameworks.nodes import Ids, Node, Outline, slug
from cchc_cli.office.rules.lines import RuleLine, split_lines
from cchc_cli.office.rules.number import NumberDoubt
from cchc_cli.office.rules.points import Case, limit_of, other_most
from cchc_cli.office.tables.row_kinds import extra_kind, is_mixed
from cchc_cli.office.words.whom import only_for_some

AdjustmentKind = Literal["bonus", "penalty"]
LEFT_OUT = N_("“{name}”: an adjustment without its most points was left out.")
WHICH = N_("“{name}”: is it a bonus or a penalty? Nothing says it; look at its kind.")
UNREAD = N_("how these points are given was not read: “{text}”.")


@dataclass
class Extra:
    """Bonus or penalty points beside the components."""

    id: str
    name: str
    kind: AdjustmentKind
    max: float
    rule: ExtraRule | None = None
    lines: tuple[str, ...] = ()
    """What the table says of how they are given."""
    said: tuple[RuleLine, ...] = ()
    doubts: tuple[NumberDoubt, ...] = ()
    """What is not sure of its rule."""


def take_extras(areas: list[Node], outline: Outline, caps: dict[str, float]) -> list[Extra]:
    """Take bonus and penalty points out of the areas; what is not sure goes to the outline's doubts.

    `caps`: the most of all bonus or all penalty points together, where what they stand below says less than its parts.
    """
    ids = Ids(node.id for node in outline.nodes())
    found: list[Extra] = []
    for parent, node in called_so(areas):
        (areas if parent is None else parent.children).remove(node)
        found += _parts(node, _Above(outline, caps))
    for node in [each for extra in outline.extras for each in extra.all()]:
        node.id = ids.take(slug(node.name))
    for node in outline.extras:
        found += _parts(node, _Above(outline, caps))
    return [each for extra in found for each in _settled(extra, found, outline, caps, ids)]


def _settled(extra: Extra, found: list[Extra], outline: Outline, caps: dict[str, float], ids: Ids) -> list[Extra]:
    """An adjustment, or where it is the only one of its kind those of the things that it names, under its cap."""
    alone = [each.kind for each in found].count(extra.kind) == 1 and extra.kind not in caps
    things = _each_thing(extra, ids) if alone else []
    if things:
        caps[extra.kind] = extra.max
        return things
    outline.doubts += extra.doubts
    return [extra]


@dataclass(frozen=True)
class _Above:
    """What the rows above a row say of it: its kind, the most of all that stand beside it; and where doubts go."""

    outline: Outline
    caps: dict[str, float]
    kind: AdjustmentKind | Literal[""] = ""
    whole: float = 0.0


def _parts(node: Node, above: _Above) -> list[Extra]:
    """The adjustments at or below a row, each of the kind that it is called, else that of what it stands below."""
    kind = above.kind if is_mixed(node.name) else extra_kind(node.name) or above.kind
    if not node.children:
        return list(filter(None, [_taken(node, replace(above, kind=kind))]))
    whole = abs(node.points or 0.0)
    above.outline.doubts += node.doubts
    parts = [part for child in node.children for part in _parts(child, replace(above, kind=kind, whole=whole))]
    if whole and len({part.kind for part in parts}) == 1:
        _cap(node, whole, parts, above)
    return parts


def _cap(node: Node, whole: float, parts: list[Extra], above: _Above) -> None:
    """Compare what a row says with its parts: less than they are is the most of all."""
    below = sum(part.max for part in parts)
    if abs(whole - below) <= NOISE:
        return
    if whole < below and parts[0].kind not in above.caps:
        above.caps[parts[0].kind] = whole
        return
    text = _("{max} points stand here, but what is below sums to {sum}.", max=figure(whole), sum=figure(below))
    above.outline.doubts.append((node.points_at, text))


def _each_thing(extra: Extra, ids: Ids) -> list[Extra]:
    """A row that gives points for each of several things, in all no more than its most, as an adjustment for each."""
    limits = {limit_of(line.text) for line in extra.said} - {None}
    things = [line for line in extra.said if limit_of(line.text) is None]
    cases = [case for line in things if (case := line.case) and case.fits(extra.kind, each=True)]
    if len(cases) < max(len(things), 2) or limits - {extra.max}:
        return []
    return [_one_thing(extra, line, case, ids) for line, case in zip(things, cases, strict=True)]


def _one_thing(extra: Extra, line: RuleLine, case: Case, ids: Ids) -> Extra:
    identity = ids.take(slug(line.text) or extra.id)
    most = min(case.most or extra.max, extra.max)
    return Extra(identity, line.text, extra.kind, most, ExtraRule(each=case.points), (line.whole,))


def called_so(areas: list[Node]) -> list[tuple[Node | None, Node]]:
    """Areas, and criteria that are not part of the points of their area, with what they stand in."""
    found: list[tuple[Node | None, Node]] = []
    for area in areas:
        if extra_kind(area.name):
            found += [(None, area)] if _have_others(areas) else []
        elif _have_others(area.children):
            found += [(area, node) for node in area.children if extra_kind(node.name) and _beside(node, area)]
    return found


def _beside(node: Node, area: Node) -> bool:
    """Whether a criterion that is called so is no part of the points of its area; if it is, that is noted."""
    others = sum(leaf.points or 0 for each in area.children if each is not node for leaf in each.leaves())
    if area.points is None or abs(others - area.points) <= NOISE:
        return True
    node.doubt(node.address, _("called bonus or penalty points, but a part of the points above it."))
    return False


def _have_others(nodes: list[Node]) -> bool:
    """Whether some are not called bonus or penalty: where all are, they are what there is to be scored."""
    return any(not extra_kind(node.name) for node in nodes)


def _taken(leaf: Node, above: _Above) -> Extra | None:
    """The adjustment that a row is; None where nothing says its most points, not even all of its area."""
    above.outline.doubts += leaf.doubts
    lines = leaf.lines or list(filter(lambda line: line.case, split_lines(leaf.name, leaf.address)))
    cases = list(filter(None, (line.case for line in lines)))
    most = next(filter(None, (leaf.points, *(case.most for case in cases))), above.whole)
    if not (most and above.kind):
        text = WHICH if most else LEFT_OUT
        above.outline.doubts.append((leaf.address, _(text, name=shortened(leaf.name))))
    if not most:
        return None
    kind = above.kind or _kind_of(most, cases)
    told = (*(line.told for line in leaf.lines), *leaf.evidence, *filter(None, [leaf.owner]))
    made = Extra(leaf.id, leaf.name, kind, abs(most), lines=told, said=tuple(lines))
    made.rule, made.doubts = _rule(leaf, made)
    return made


def _kind_of(most: float, cases: list[Case]) -> AdjustmentKind:
    """Which of the two points are that nothing calls so."""
    return "penalty" if most < 0 or any(case.off for case in cases) else "bonus"


def _rule(leaf: Node, extra: Extra) -> tuple[ExtraRule | None, tuple[NumberDoubt, ...]]:
    """Points for each case, or by option; else why lines say neither, or more."""
    lines = extra.said
    where = lines[0].address if lines else leaf.address
    if some := next(filter(only_for_some, (leaf.name, *(line.text for line in lines))), None):
        text = _("“{text}” holds for some units only: bonus and penalty points are for all.", text=shortened(some, 80))
        return None, ((where, text),)
    text = shortened("; ".join(line.whole for line in lines), 80)
    rule = _by_option(lines, extra.max, text) if len(lines) > 1 else _by_case(lines, extra, text) if lines else None
    return (None, ((where, rule),)) if isinstance(rule, str) else (rule, ())


def _by_option(lines: tuple[RuleLine, ...], maximum: float, text: str) -> ExtraRule | str:
    """The options of a rule; else why they are none."""
    options = {line.text: line.points for line in lines if line.points is not None}
    if len(options) < len(lines) or not 0 <= min(options.values()) <= max(options.values()) <= maximum:
        return _(UNREAD, text=text)
    if min(options.values()) > 0 or any(line.case and line.case.counted for line in lines):
        return _("nothing says whether these points add up, or only one of them counts: “{text}”.", text=text)
    return ExtraRule(type="choice", options={**options})


def _by_case(lines: tuple[RuleLine, ...], extra: Extra, text: str) -> ExtraRule | str:
    """The points of each case; else why they are none."""
    case = lines[0].case
    if case is None or not case.fits(extra.kind) or case.points > extra.max:
        return _(UNREAD, text=text)
    if fault := other_most(text, case.most, extra.max):
        return fault
    # Where one case takes everything, once and for each case are the same.
    if case.counted or case.one or case.points == extra.max:
        return ExtraRule(each=case.points)
    return _("“{text}”: is it counted once, or for each case?", text=text)
