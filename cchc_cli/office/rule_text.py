"""Rules as officials write them ("Từ 98% trở lên: 2", "Đúng thời hạn: 1; Không đúng: 0") as rules of criteria.yaml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.letters import plain
from cchc_cli.model.rules import Choice, Deduct, Item, Linear, Relative, Rule
from cchc_cli.office.rule_lines import Line, part_of
from cchc_cli.office.share_text import LINEAR, LONGEST, Share, explains, is_formula, of_others, relative_of, share_of
from cchc_cli.office.spans import Span, number, span_of
from cchc_cli.office.taken_off import EXCEPT, TakenOff, case_of, taken_off, things
from cchc_cli.office.tiers import tiers_of

Doubt = tuple[str, str]
"""A cell, and what is not sure of it."""
Off = tuple[Line, TakenOff]
EACH_NAME = re.compile(r"(?:nếu )?(?:mỗi|cứ|từng|thiếu mỗi|each|every|per)\b", re.IGNORECASE)
"""How a thing is called that is counted: `mỗi báo cáo gửi muộn`."""
CASES = re.compile(r"(?P<over>\b(?:tren|qua|hon)\s+)?\b(?P<n>\d{1,3})\b(?!\s*%)")


@dataclass(frozen=True)
class Reading:
    """A rule with what is not sure of it. Without a rule, `doubts` say why, and the lines stay a comment."""

    rule: Rule | None
    doubts: tuple[Doubt, ...] = ()


def read_rule(lines: list[Line], maximum: float | None) -> Reading:
    """The rule that `lines` say. Without a maximum nothing can be checked, so no rule is read."""
    if not lines or maximum is None:
        text = _("the rule can't be checked without the maximum.")
        return _no_rule(lines[0].address, text) if lines else Reading(None)
    where = lines[0].address
    lines = [part_of(line, maximum) for line in lines]
    said = [line for line in lines if line.points is not None or not explains(line.text)] or lines
    reading = _formula(said, maximum, lines) or _for_each(said, maximum) or _taken_off(said, maximum) or _listed(said)
    if isinstance(reading.rule, Choice) and _are_parts(list(reading.rule.given().values()), maximum):
        text = _("its lines sum to the maximum of {max}: they are parts, not options; make components of them.")
        return _no_rule(where, text.format(max=figure(maximum)))
    faults = [] if reading.rule is None else [(where, text) for _path, text, _hint in reading.rule.faults(maximum)]
    return Reading(None, (*reading.doubts, *faults)) if faults else reading


def _no_rule(where: str, text: str, doubts: Iterable[Doubt] = ()) -> Reading:
    return Reading(None, (*doubts, (where, text)))


def _are_parts(points: list[float], maximum: float) -> bool:
    """Whether only all lines together give the maximum."""
    return max(points) < maximum - NOISE and abs(sum(points) - maximum) < NOISE


def _formula(lines: list[Line], maximum: float, all_lines: list[Line]) -> Reading | None:
    """Points in proportion to a percentage: `(Tỷ lệ % × điểm tối đa)/100%`, perhaps only from a floor on."""
    formulas = [line for line in lines if line.points is None and is_formula(line.text)]
    if not formulas:
        return None
    others = [line for line in lines if line not in formulas]
    if said := LINEAR.search(plain(formulas[0].text[:LONGEST])):
        floor = number(said["floor"]) if said["floor"] else None
        return Reading(Linear(start=number(said["start"]), to=number(said["to"]), floor=floor))
    compared = [line for line in all_lines if of_others(line.text)]
    if compared:
        return _compared(compared[0], [line.text for line in all_lines if line.points is None], others, maximum)
    share = share_of(formulas[0].text, maximum)
    if isinstance(share, str):
        return _no_rule(formulas[0].address, share)
    if len(formulas) > 1 or any(line.points is None for line in others):
        text = _("the formula does not stand alone: what else is said was not understood.")
        return _no_rule(formulas[0].address, text)
    return _share(share, formulas[0], others, maximum)


def _compared(line: Line, texts: list[str], others: list[Line], maximum: float) -> Reading:
    """Points that other units decide: a share of the best of them is a rule, the mean of all is none."""
    lower = None if others else relative_of(texts, maximum)
    if lower is not None:
        return Reading(Relative(to="best", lower=lower))
    text = _("“{text}”: these points depend on other units; no rule here can say that.", text=_short(line.text))
    return _no_rule(line.address, text)


def _share(share: Share, formula: Line, others: list[Line], maximum: float) -> Reading:
    """A share of the maximum with what stands beside it: where full points begin, and below what there are none."""
    if share.rest:
        return _no_rule(others[0].address, _unfit(others[0], share)) if others else Reading(Linear(start=100, to=0))
    own = span_of(share.head) or span_of(formula.text) or Span(None, None)
    if own.high not in (None, share.to):
        return _no_rule(formula.address, _unfit(formula, share))
    floors = {own.low} if 0 < (own.low or 0) < share.to else set()
    doubts: list[Doubt] = []
    for line in others:
        span = span_of(line.text) or Span(None, None)
        if line.points == maximum and span.low == share.to:
            continue
        if line.points != 0 or span.low is not None or span.high is None:
            return _no_rule(line.address, _unfit(line, share))
        floor, told = _floor(line, span.high, share)
        floors.add(floor)
        doubts += told
    if len(floors) > 1:
        limits = ", ".join(f"{each:.12g}" for each in sorted(filter(None, floors)))
        return _no_rule(formula.address, _("the formula holds from different limits on: {limits}.", limits=limits))
    return Reading(Linear(start=0, to=share.to, floor=next(iter(floors), None)), tuple(doubts))


def _unfit(line: Line, share: Share) -> str:
    text = _("“{text}” does not fit the formula, which reaches the maximum at {to}.")
    return text.format(text=_short(line.text), to=f"{share.to:.12g}")


def _floor(line: Line, high: float, share: Share) -> tuple[float, list[Doubt]]:
    """Below what there are no points, as a percentage; a fraction is read as one, and told."""
    if high > 1 or share.to != 100 or "%" in line.text:
        return high, []
    text = _(
        "“{text}” was read as {percent}%: values are percentages, 85 and not 0.85.",
        text=_short(line.text),
        percent=f"{high * 100:.12g}",
    )
    return round(high * 100, 10), [(line.address, text)]


def _for_each(lines: list[Line], maximum: float) -> Reading | None:
    """`Mỗi mô hình được 1 điểm, tối đa 3 điểm`: points in proportion to what is counted, up to the maximum."""
    case = case_of(lines[0].whole) if len(lines) == 1 else None
    if case is None or case.off or not case.counted or case.points >= maximum:
        return None
    if case.most not in (None, maximum):
        return _no_rule(lines[0].address, other_most(lines[0].text, case.most or 0, maximum))
    cases = round(maximum / case.points, 4)
    return Reading(Linear(start=0, to=cases)) if abs(cases * case.points - maximum) < NOISE else None


def other_most(text: str, most: float, maximum: float) -> str:
    """What is told of a line that says another maximum than its cell."""
    return _(
        "“{text}”: {most} points at most, but the maximum is {max}.",
        text=_short(text),
        most=figure(most),
        max=figure(maximum),
    )


def _taken_off(lines: list[Line], maximum: float) -> Reading | None:
    """`Mỗi nhiệm vụ quá hạn trừ 0,25 điểm`; or options of which some take off: `Không vi phạm: 2; Vi phạm: trừ 1`."""
    given = [line for line in lines if line.points is not None]
    read = [(line, taken_off(line.text)) for line in lines if line.points is None]
    offs = [(line, off) for line, off in read if off is not None]
    if not offs:
        return None
    others = [line for line, off in read if off is None]
    if why := _unclear(offs, others):
        return _no_rule(offs[0][0].address, why)
    counted = any(off.counted for _line, off in offs)
    reading = _counted(offs, given, maximum) if counted else _options_less(lines, offs, maximum)
    return replace(reading, doubts=(*((line.address, _not_understood(line)) for line in others), *reading.doubts))


def _not_understood(line: Line) -> str:
    return _("“{text}” was not understood.", text=_short(line.text))


def _unclear(offs: list[Off], others: list[Line]) -> str:
    """Why what is taken off is no rule; blank where it may be one."""
    read = [off for _line, off in offs]
    if any(off.unsure for off in read) or not any(off.amounts or off.whole for off in read):
        return _("how many points are taken off for one case is not said by one number.")
    if any(off.several for off in read):
        return _("points are taken off for a percentage or for several at once.")
    if any(None in off.caps for off in read):
        return _("no more than a part of the points may be taken off: no rule here can say that.")
    excepted = (_not_understood(line) for line, _off in offs if EXCEPT.search(plain(line.text[:LONGEST])))
    return next(excepted, next((_no_points(line) for line in others if re.search(r"\d", line.text)), ""))


def _counted(offs: list[Off], given: list[Line], maximum: float) -> Reading:
    """So many points for each case; beside it only what gives everything, or nothing, may stand."""
    where = offs[0][0].address
    items = [item for line, off in offs for item in _items(line, off)]
    if None in items or not all(off.counted for _line, off in offs if off.amounts):
        amounts = ", ".join(figure(amount) for _line, off in offs for amount in off.amounts)
        return _no_rule(where, _("different amounts are taken off: {amounts}.", amounts=amounts))
    if any(line.points not in (0.0, maximum) for line in given):
        return _no_rule(where, _("points are taken off and given in one rule."))
    caps = [cap for _line, off in offs if not off.amounts for cap in off.caps if cap is not None]
    return _with_given(_deduction([item for item in items if item], caps, maximum), given, maximum)


def _deduction(items: list[Item], caps: list[float], maximum: float) -> Deduct:
    """One amount, or several of which each has its own; `caps`: the most for all together."""
    if len(items) == 1:
        caps = [*caps, *([items[0].most] if items[0].most is not None else [])]
        return Deduct(per=items[0].per, most=_below(min(caps, default=None), maximum))
    capped = [Item(name=item.name, per=item.per, most=_below(item.most, maximum)) for item in items]
    listed = {chr(97 + place): item for place, item in enumerate(capped)}
    return Deduct(items=listed, most=_below(min(caps, default=None), maximum))


def _below(most: float | None, maximum: float) -> float | None:
    return most if most is not None and most < maximum - NOISE else None


def _items(line: Line, off: TakenOff) -> list[Item | None]:
    """What a line takes off for each thing that it names; None where it does not name them one by one."""
    names = [off.what[:LONGEST]] if len(off.amounts) == 1 else things(line.text, len(off.amounts))
    caps = [cap for cap in off.caps if cap is not None]
    several = len(off.amounts) > 1
    if off.whole or 0 in off.amounts or (several and (not names or caps or not all(map(EACH_NAME.match, names)))):
        return [None]
    most = caps[0] if caps else None
    return [Item(name=name, per=amount, most=most) for name, amount in zip(names, off.amounts, strict=False)]


def _with_given(rule: Deduct, given: list[Line], maximum: float) -> Reading:
    """The rule with what gives nothing beside it: that is in the rule where so many cases take everything off."""
    doubts: list[Doubt] = []
    for line in (line for line in given if not line.points):
        span = span_of(line.text) or Span(None, None)
        bound = span.low if span.low is not None else span.high
        if bound is None or rule.per is None:
            doubts.append((line.address, _("“{text}” is not in the rule.", text=_short(line.text))))
            continue
        if maximum - min(rule.per * bound, maximum if rule.most is None else rule.most) > NOISE:
            text = _("“{text}” gives no points, but {per} for each case leave some.")
            return _no_rule(line.address, text.format(text=_short(line.text), per=figure(rule.per)))
    return Reading(rule, tuple(doubts))


def _options_less(lines: list[Line], offs: list[Off], maximum: float) -> Reading:
    """Options, of which those that take off give the maximum less that."""
    where = offs[0][0].address
    once = _("“{text}”: is it taken off once, or for each case?", text=_short(offs[0][0].text))
    if not any(abs((line.points or 0.0) - maximum) < NOISE for line in lines):
        if any(off.one for _line, off in offs):
            return _no_rule(where, once)
        return _no_rule(where, _("what is taken off once, and what gives all points, is not said."))
    less: dict[int, Line] = {}
    for line, off in offs:
        amounts = (maximum,) if off.whole else off.amounts
        if len(amounts) != 1 or off.caps or amounts[0] > maximum + NOISE:
            return _no_rule(line.address, _("“{text}” says no points.", text=_short(line.text)))
        less[id(line)] = Line(off.what, maximum - amounts[0], line.address)
    listed = [less.get(id(line), line) for line in lines if line.points is not None or id(line) in less]
    reading = _listed(listed)
    if any(off.one for _line, off in offs) and (len(listed) < 3 or _leaves_out_cases(listed)):
        return _no_rule(where, once, reading.doubts)
    return reading


def _leaves_out_cases(lines: list[Line]) -> bool:
    """Whether options of one case, and of more than three, say nothing of two."""
    spans = [span for line in lines if (span := CASES.search(plain(line.text)))]
    counts = sorted(int(span["n"]) + bool(span["over"]) for span in spans)
    return any(after - before > 1 for before, after in pairwise([0, *counts]))


def _listed(lines: list[Line]) -> Reading:
    """Points by what is found: tiers where all lines are spans of a number that fall, else options."""
    told = [(line.address, text) for line in lines if (text := _no_points(line))]
    if told:
        return Reading(None, tuple(told))
    tiers, doubts = tiers_of(lines)
    if tiers is not None:
        return Reading(tiers, tuple(doubts))
    options = {line.text[:LONGEST]: line.points or 0.0 for line in lines}
    if len(options) < len(lines):
        keys = [line.text[:LONGEST] for line in lines]
        twice = next(line for at, line in enumerate(lines) if keys[at] in keys[:at])
        return _no_rule(twice.address, _("“{text}” stands there twice.", text=_short(twice.text)))
    return Reading(Choice(options={**options}), tuple(doubts))


def _no_points(line: Line) -> str:
    """Why a line gives no points; blank where it does."""
    if line.points is None:
        return _("“{text}” says no points.", text=_short(line.text))
    text = _("“{text}” gives {points}: a rule gives no points below zero.")
    return text.format(text=_short(line.text), points=figure(line.points)) if line.points < 0 else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
